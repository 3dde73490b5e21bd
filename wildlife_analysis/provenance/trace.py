"""Walk a published number back to its listings, raw rows, terms, rules and decisions."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from wildlife_analysis import classify, count, review
from wildlife_analysis.provenance import figures
from wildlife_analysis.provenance.behind import Behind
from wildlife_analysis.provenance.behind_pairs import one_or_two
from wildlife_analysis.provenance.figures import NONE, FigureId
from wildlife_analysis.reference import SurveyError, nearest
from wildlife_analysis.review.display import masked
from wildlife_analysis.review.files import guarded_table
from wildlife_analysis.words import Words

__all__ = ["COLUMNS", "Trace", "Tracer", "answer", "decisions", "survey_ids", "text"]

# What a listing shows of itself; personal data masked.
LISTING = [
    "marketplace", "country_code", "title", "price_text", "posted_on", "offer", "documents",
    "in_scope", "rejection_reason", "duplicate_of", "source_file", "source_row",
]  # fmt: skip
SPECIMEN = [
    "scientific_name", "product", "specimen_count", "count_method", "appendix", "eu_annex",
    "matched_term", "match_field", "match_method", "match_score",
]  # fmt: skip
# Rows that are no listings: cells of the coverage, rows of reference tables, rejects.
OTHER = ["reason", "reference", "stage"]
COLUMNS = ["survey", "listing_id", "contribution", "of", *SPECIMEN, *LISTING, *OTHER]
# What the text shows; the other forms show all.
TEXT = [
    "survey", "listing_id", "contribution", "of", "scientific_name", "product",
    "count_method", "matched_term", "match_method", "marketplace", "country_code",
    "rejection_reason", "duplicate_of", "source_file", "source_row", *OTHER,
]  # fmt: skip
REVIEW = Path(__file__).resolve().parents[2] / "data" / "review"
# Listings whose words and rules are told in the text.
TOLD = 5


@dataclass(frozen=True)
class Trace:
    """A number with everything that is behind it.

    Attributes
    ----------
    id, same_as
        Name of the figure, and of the one it repeats (itself where none).
    value
        The number.
    definition, condition, aggregation, made_by
        What it counts, in English; the filter; how the contributions of the rows make it
        (``sum``, ``share``, ``quantile Q``, ``given`` by a reference table, or ``derived``
        from the rows by the function ``made_by``).
    rows
        What contributes: see `behind.Rows`; `Tracer.rows` shows their listings.
    """

    id: FigureId
    same_as: FigureId
    value: float
    definition: str
    condition: str
    aggregation: str
    made_by: str
    rows: pd.DataFrame

    def recomputed(self) -> float:
        """Make the number again from the contributions.

        NaN where it is derived from them, or is missing itself (a sum of no known price).
        """
        if math.isnan(self.value):
            return math.nan
        given = self.rows["contribution"].astype(float)
        if self.aggregation in ("sum", "given"):
            return float(given.sum())
        if self.aggregation == "share":
            whole = self.rows["of"].astype(float).sum()
            return float(given.sum() / whole) if whole else float("nan")
        if self.aggregation.startswith("quantile"):
            return float(given.quantile(float(self.aggregation.split()[1])))
        return float("nan")


class Tracer:
    """Answer for every number that rests on a survey, or on it and an earlier one.

    Parameters
    ----------
    survey, baseline
        Processed surveys.
    """

    def __init__(
        self, survey: count.Processed, baseline: count.Processed | None = None
    ) -> None:
        self.survey, self.baseline = survey, baseline
        self._one, self._two = one_or_two(survey, baseline)
        self._known: dict[str, Behind] = {}
        self._traced: dict[FigureId, Trace] = {}

    @cached_property
    def _listings(self) -> pd.DataFrame:
        """All listings of the surveys, as sellers wrote them."""
        surveys = [s for s in (self.survey, self.baseline) if s is not None]
        return pd.concat([s.listings for s in surveys], ignore_index=True)

    @property
    def ids_of_listings(self) -> pd.DataFrame:
        """``survey`` and ``listing_id`` of all listings."""
        return self._listings[["survey", "listing_id"]]

    def _shown(self, ids: pd.DataFrame, columns: list[str] | None = None) -> pd.DataFrame:
        """Return the listings of these identifiers; personal data masked."""
        own = ids[["survey", "listing_id"]].drop_duplicates()
        found = self._listings if columns is None else self._listings[[*own, *columns]]
        return masked(own.merge(found, on=[*own]))

    def behind(self, view: str) -> Behind:
        """Compute a view again, once.

        Raises
        ------
        SurveyError
            When the view rests on two surveys and there is one.
        """
        if view not in self._known:
            row = figures.view(view)
            if row["compared"] == "yes" and self._two is None:
                raise SurveyError(
                    f"{view} compares two surveys; name both, as in 2014:2018/{view}/..."
                )
            source = self._two if row["compared"] == "yes" else self._one
            self._known[view] = source.view(view, row["family"])
        return self._known[view]

    def ids(self, view: str) -> Iterator[FigureId]:
        """List the figures of a view."""
        behind = self.behind(view)
        surveys = [s.id for s in (self.survey, self.baseline) if s is not None]
        for row in behind.table.to_dict("records"):
            for measure in figures.measures(view):
                if measure in row and not pd.isna(row[measure]):
                    found = figures.cell_id(view, surveys, row, measure)
                    if found is not None:
                        yield found

    def resolve(self, figure: FigureId) -> FigureId:
        """Follow a word of a sentence to the figure it repeats.

        ``#1`` is the first row of its table, ``#1:listings`` the one with most listings.
        """
        same = figures.same_as(figure.view, figure.measure)
        if same is None or len(figure.key) != len(figures.case_keys(same)):
            return figure
        view, *key, measure = same.split("/")
        case = dict(zip(figures.case_keys(same), figure.key, strict=True))
        key = [case.get(part[1:-1], part) for part in key]
        if key and key[-1].startswith("#1"):
            table = self.behind(view).table
            if by := key[-1].partition(":")[2]:
                table = table.sort_values(by, ascending=False, kind="stable")
            for column, value in case.items():
                table = table[table[column] == value]
            if table.empty:
                raise SurveyError(f"{figure}: the table {view} has no rows")
            first = table.iloc[0]
            key = [NONE if pd.isna(first[k]) else str(first[k]) for k in figures.keys(view)]
        before = figure.baseline if figures.view(view)["compared"] == "yes" else ""
        return FigureId(figure.survey, before, view, tuple(key), measure)

    def figure(self, figure: FigureId | str) -> Trace:
        """Trace a number.

        Raises
        ------
        SurveyError
            When there is no such figure; the nearest are named.
        """
        asked = figures.parse(figure) if isinstance(figure, str) else figure
        if asked not in self._traced:
            self._traced[asked] = self._trace(asked)
        return self._traced[asked]

    def _trace(self, asked: FigureId) -> Trace:
        own = self.resolve(asked)
        if figures.view(own.view)["family"] == "words":
            near = nearest(asked.measure, figures.repeated(own.view))
            like = "/".join(["", *(f"{{{k}}}" for k in figures.keys(own.view)), ""])
            raise SurveyError(
                f"{asked}: no such figure; write {asked.survey}/{own.view}{like}MEASURE; "
                f"nearest: {near}"
            )
        names = figures.keys(own.view)
        behind = self.behind(own.view)
        measures = figures.measures(own.view)
        texts = [behind.table[k].astype("object") for k in names]
        match = pd.Series(len(own.key) == len(names), index=behind.table.index)
        for column, value in zip(texts, own.key, strict=False):
            match &= column.where(column.notna(), NONE).astype(str) == value
        if not match.any() or own.measure not in measures or own.measure not in behind.table:
            known = [str(one) for one in self.ids(own.view)]
            raise SurveyError(f"{asked}: no such figure; nearest: {nearest(str(asked), known)}")
        row = behind.table[match].iloc[0]
        key = {k: row[k] for k in names}
        found = behind.rows(key, own.measure)
        said = measures[own.measure]
        how = said["aggregation"]
        if how == "printed":
            how = "share" if "of" in found.frame else "sum"
        return Trace(
            id=asked,
            same_as=own,
            value=float(row[own.measure]),
            definition=figures.definition(own, Words("en")),
            condition=found.condition,
            aggregation=how,
            made_by=said["made_by"],
            rows=found.frame,
        )

    def rows(self, trace: Trace) -> pd.DataFrame:
        """Add to each row behind a number what its listing and specimen show.

        Returns
        -------
        pandas.DataFrame
            Columns `COLUMNS` as far as the rows have them; personal data masked.
        """
        return self.details(trace.rows)

    def details(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Add to rows what their listings show; see `rows`."""
        if "listing_id" not in frame:
            return frame[[c for c in COLUMNS if c in frame]].reset_index(drop=True)
        if "specimen_row" in frame:
            frame = self._with_terms(frame)
        own = ["survey", "listing_id", "contribution", "of", *SPECIMEN, *OTHER]
        kept = ["marketplace", "country_code", "source_file", "source_row"]
        listed = frame["listing_id"].notna()
        others = frame.loc[~listed, [c for c in [*own, *kept] if c in frame]]
        frame = frame.loc[listed, [c for c in own if c in frame]]
        details = self._shown(frame, LISTING)
        frame = frame.merge(details, on=["survey", "listing_id"], how="left")
        if len(others):
            frame = pd.concat([frame, others], ignore_index=True)
        return frame[[c for c in COLUMNS if c in frame]]

    def _with_terms(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Add what the specimens show to rows that know their place in the table."""
        parts = []
        for survey in (self.survey, self.baseline):
            if survey is not None:
                own = frame[frame["survey"] == survey.id]
                rows = survey.specimens[SPECIMEN].take(own["specimen_row"].astype("int64"))
                parts.append(own.assign(**{c: rows[c].to_numpy() for c in SPECIMEN}))
        return pd.concat(parts).reindex(frame.index)

    def evidence(self, rows: pd.DataFrame, most: int = TOLD) -> str:
        """Say the words and rules that decided the first listings behind a number."""
        if "listing_id" not in rows:
            return ""
        ids = rows[["survey", "listing_id"]].dropna().drop_duplicates().head(most)
        own = self._shown(ids)
        return classify.explain(own) if len(own) else ""


def decisions(rows: pd.DataFrame, root: Path | None = None) -> pd.DataFrame:
    """Return people's decisions on the listings behind a number.

    Parameters
    ----------
    rows
        Columns ``survey`` and ``listing_id``.
    root
        Folder of the decisions on all surveys; ``data/review`` of the checkout by default.

    Returns
    -------
    pandas.DataFrame
        ``survey``, ``listing_id``, ``field``, ``value``, ``decided_at``, ``status``: reviewers
        are not named.
    """
    columns = ["survey", "listing_id", "field", "value", "decided_at", "status"]
    parts = []
    for survey in rows["survey"].dropna().unique() if "listing_id" in rows else ():
        made = review.made((root or REVIEW) / str(survey))
        if len(made):
            own = rows.loc[rows["survey"] == survey, "listing_id"]
            made = made[made["listing_id"].isin(own)]
        parts.append(made.assign(survey=survey)[columns])
    return pd.concat(parts) if parts else pd.DataFrame(columns=columns)


def text(
    trace: Trace,
    rows: pd.DataFrame,
    made: pd.DataFrame,
    evidence: str,
    surveys: Sequence[count.Processed],
) -> str:
    """Tell a trace as text.

    Parameters
    ----------
    trace
        The number.
    rows
        `Tracer.rows` of it.
    made
        Decisions on its listings.
    evidence
        Words and rules of the first listings.
    surveys
        What it rests on.
    """
    lines = [f"{trace.id} = {'missing' if math.isnan(trace.value) else f'{trace.value:g}'}"]
    if trace.same_as != trace.id:
        lines.append(f"the same as   {trace.same_as}")
    lines += [
        f"definition    {trace.definition}",
        f"filter        {trace.condition}",
        f"aggregation   {trace.aggregation} (wildlife_analysis.{trace.made_by})",
    ]
    again = trace.recomputed()
    if again == again:
        lines.append(f"from the rows {again:g} ({len(trace.rows)} rows)")
    else:
        lines.append(f"rests on      {len(trace.rows)} rows")
    for one in surveys:
        code = one.manifest.get("code", {})
        lines.append(
            f"survey {one.id}: version {code.get('version')}, commit {code.get('commit')}"
            f"{' (modified)' if code.get('modified') else ''}; parameters "
            f"{one.manifest.get('parameters')}"
        )
    lines.append(f"decisions of people on these listings: {len(made)}")
    if len(made):
        lines.append(made.to_string(index=False))
    shown = rows[[c for c in TEXT if c in rows]].dropna(axis=1, how="all")
    lines += ["", _plain(shown.head(50).to_string(index=False))]
    if len(shown) > 50:
        lines.append(f"... {len(shown) - 50} more rows: --format csv")
    if evidence:
        lines += ["", "Words and rules of the first listings:", evidence]
    return "\n".join(lines)


def _plain(value: str) -> str:
    return "".join(c if c.isprintable() or c == "\n" else " " for c in value)


def survey_ids(figure: str) -> list[str]:
    """Return the surveys that the name of a figure names, the later one first."""
    parsed = figures.parse(figure)
    return [s for s in (parsed.survey, parsed.baseline) if s]


def answer(
    figure: str, surveys: Sequence[count.Processed], form: str, language: str = "en"
) -> str:
    """Trace one number and tell it as ``text``, ``csv`` or ``html``.

    Parameters
    ----------
    figure
        Its name.
    surveys
        The survey and, where it rests on two, the earlier one.
    form
        How to tell it.
    language
        Of the page; text and CSV are in English.
    """
    tracer = Tracer(*surveys)
    found = tracer.figure(figure)
    rows = tracer.rows(found)
    if form == "csv":
        said = {"figure_id": str(found.id), "value": found.value, "how": found.aggregation}
        return _safe(rows).assign(**said).to_csv(index=False)
    made = decisions(rows)
    if form == "html":
        from wildlife_analysis.provenance.trace_page import page

        return page(tracer, [found], made, str(found.id), language)
    return text(found, rows, made, tracer.evidence(rows), surveys)


def _safe(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep a spreadsheet from taking the words of a listing for a formula."""
    return guarded_table(rows)
