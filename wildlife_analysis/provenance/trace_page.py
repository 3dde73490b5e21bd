"""One HTML file that shows what is behind every number; it makes no request."""

import base64
import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from wildlife_analysis import count
from wildlife_analysis.provenance.figures import definition, parse
from wildlife_analysis.provenance.trace import SPECIMEN, Trace, Tracer
from wildlife_analysis.reference.arrays import distinct
from wildlife_analysis.words import Words

__all__ = ["Behind", "gathered", "page"]

KEY = ["survey", "listing_id"]
# What rows that are no listings show of themselves.
OTHERS = [
    "survey", "country_code", "marketplace", "source_file", "source_row", "reason", "reference",
]  # fmt: skip
SHOWN = [
    "survey", "listing_id", "scientific_name", "product", "specimen_count", "count_method",
    "appendix", "eu_annex", "matched_term", "match_field", "match_method", "marketplace",
    "country_code", "title", "price_text", "posted_on", "offer", "rejection_reason",
    "duplicate_of", "source_file", "source_row", "reason", "reference",
]  # fmt: skip
TITLE = 120
# A number of more rows than `WHOLE` shows the `FIRST` of them, so that a page stays one that a
# browser opens; the command `trace` lists all. Surveys of more rows than `LARGE` have thousands
# of numbers that large: there, every number of more than `FIRST` does.
WHOLE = 10_000
LARGE = 100_000
FIRST = 500
# Columns of codes that the language has words for.
CODED = (
    "product", "count_method", "match_method", "match_field", "offer", "country_code",
    "rejection_reason",
)  # fmt: skip
# What the script of the page says, with the placeholders it fills in.
SAID = {
    "behind-all": ("number",), "behind-found": ("text", "number"), "behind-same": (),
    "behind-definition": (), "behind-filter": (), "behind-made-by": (), "behind-from-rows": (),
    "behind-derived": (), "behind-rows": (), "behind-survey": ("survey",),
    "behind-version": ("version", "commit"), "behind-decisions": (), "behind-no-decisions": (),
    "behind-csv": (), "behind-first": ("shown", "number"), "behind-table": (),
    "behind-cut": ("shown", "number"), "behind-part": (),
    "how-sum": (), "how-share": (), "how-quantile": (), "how-given": (), "how-derived": (),
}  # fmt: skip


@dataclass(frozen=True)
class Behind:
    """What is behind the numbers of a report, whatever the language it is shown in.

    Attributes
    ----------
    data
        Rows, figures, surveys and decisions, as the page unpacks them.
    simulated
        Whether a survey is a replica.
    """

    data: dict[str, Any]
    simulated: bool

    def page(self, title: str, words: Words) -> str:
        """Write the page in a language.

        Parameters
        ----------
        title
            Name of the survey.
        words
            The language.

        Returns
        -------
        str
            HTML; the rows are kept once, packed, and unpacked by the reader's browser.
        """
        from jinja2 import Environment, StrictUndefined

        template = (Path(__file__).parent / "trace.html").read_text(encoding="utf-8")
        told = {
            name: {**one, "definition": definition(parse(one["same"]), words)}
            for name, one in self.data["figures"].items()
        }
        data = {**self.data, "figures": told}
        raw = json.dumps(
            data, ensure_ascii=False, separators=(",", ":"), default=str, allow_nan=False
        )
        said = {name: words(name, **{p: f"{{{p}}}" for p in of}) for name, of in SAID.items()}
        heads = {
            f"col-{c.replace('_', '-')}": words.column(c, numeric=c != "survey")
            for c in ("contribution", "of", *SHOWN)
        }
        environment = Environment(autoescape=True, undefined=StrictUndefined)
        codes = {
            name: {
                code: words.code(name, code)
                for code in dict.fromkeys(row[place] for row in self.data["rows"])
                if code
            }
            for place, name in enumerate(self.data["columns"])
            if name in CODED
        }
        # The highest level takes four times as long for a hundredth less.
        packed = gzip.compress(raw.encode(), compresslevel=6, mtime=0)
        return environment.from_string(template).render(
            title=title,
            words=words,
            said=said | heads,
            codes=codes,
            simulated=self.simulated,
            packed=base64.b64encode(packed).decode(),
        )


def gathered(tracer: Tracer, traces: Iterable[Trace], decisions: pd.DataFrame) -> Behind:
    """Gather what is behind numbers.

    Parameters
    ----------
    tracer
        What made the traces.
    traces
        The numbers to show.
    decisions
        People's decisions on their listings (`trace.decisions`).
    """
    surveys = [s for s in (tracer.survey, tracer.baseline) if s is not None]
    data = _data(tracer, list(traces), surveys)
    data["decisions"] = decisions.to_dict("records")
    return Behind(data, any(s.simulated for s in surveys))


def page(
    tracer: Tracer,
    traces: Iterable[Trace],
    decisions: pd.DataFrame,
    title: str,
    language: str = "en",
) -> str:
    """Write a page at once: `gathered`, then `Behind.page`."""
    return gathered(tracer, traces, decisions).page(title, Words(language))


def _data(
    tracer: Tracer, traces: Sequence[Trace], surveys: Sequence[count.Processed]
) -> dict[str, Any]:
    """Put the rows of all numbers together, each row once, and say which each number uses."""
    numbers = _Numbers(surveys)
    large = sum(len(s.listings) + len(s.specimens) for s in surveys) > LARGE
    parts = [_rows(trace, FIRST if large else WHOLE) for trace in traces]
    found = [numbers.of(rows) for rows, _ in parts]
    used = distinct(np.concatenate([np.zeros(0, dtype=np.int64), *found]))
    figures = {
        str(trace.id): _figure(trace, *part, np.searchsorted(used, own))
        for trace, part, own in zip(traces, parts, found, strict=True)
    }
    return {
        "columns": SHOWN,
        "rows": _shown(tracer, numbers.rows(used)),
        "figures": figures,
        "surveys": [
            {
                "id": s.id,
                "code": s.manifest.get("code", {}),
                "parameters": s.manifest.get("parameters", {}),
            }
            for s in surveys
        ],
    }


class _Numbers:
    """Number all rows that may be behind a number: specimens, listings, and others."""

    def __init__(self, surveys: Sequence[count.Processed]) -> None:
        self._tables: list[pd.DataFrame] = []
        self._first: dict[tuple[str, str], int] = {}
        self._others: dict[str, int] = {}
        start = 0
        for survey in surveys:
            for name in ("specimens", "listings"):
                table = getattr(survey, name)
                self._first[survey.id, name] = start
                self._tables.append(table)
                start += len(table)
        self._index = {s.id: pd.Index(s.listings["listing_id"]) for s in surveys}
        self._end = start
        self._told: list[dict[str, Any]] = []

    def of(self, frame: pd.DataFrame) -> np.ndarray:
        """Return the number of each row behind a figure (`behind.Rows`)."""
        result = np.zeros(len(frame), dtype=np.int64)
        listed = np.zeros(len(frame), dtype=bool)
        if "listing_id" in frame:
            listed = frame["listing_id"].notna().to_numpy()
            for survey, index in self._index.items():
                own = listed & frame["survey"].eq(survey).to_numpy(dtype=bool)
                if "specimen_row" in frame:
                    rows = frame["specimen_row"].to_numpy()[own].astype(np.int64)
                    result[own] = self._first[survey, "specimens"] + rows
                else:
                    rows = index.get_indexer(frame["listing_id"][own])
                    result[own] = self._first[survey, "listings"] + rows
        if listed.all():
            return result
        others = frame.loc[~listed, [c for c in OTHERS if c in frame]].to_dict("records")
        for place, row in zip(np.flatnonzero(~listed), others, strict=True):
            key = json.dumps(row, default=str)
            if key not in self._others:
                self._others[key] = self._end + len(self._told)
                self._told.append(row)
            result[place] = self._others[key]
        return result

    def rows(self, used: np.ndarray) -> pd.DataFrame:
        """Return the rows of those numbers, in order."""
        parts, start = [], 0
        for table in [*self._tables, pd.DataFrame(self._told)]:
            own = used[(used >= start) & (used < start + len(table))] - start
            columns = [c for c in (*KEY, *SPECIMEN, *OTHERS) if c in table]
            parts.append(table.iloc[own][list(dict.fromkeys(columns))].astype("object"))
            start += len(table)
        return pd.concat(parts, ignore_index=True)


def _rows(trace: Trace, most: int) -> tuple[pd.DataFrame, int]:
    """Return the rows of a number that contribute, as far as shown, and how many there are."""
    given = trace.rows["contribution"].astype(float).round(6).to_numpy()
    kept = np.ones(len(given), dtype=bool)
    if not trace.aggregation.startswith("quantile"):
        kept = given != 0
        if trace.aggregation == "share":
            kept |= trace.rows["of"].astype(float).to_numpy() != 0
    places = np.flatnonzero(kept & ~np.isnan(given))
    shown = places if len(places) <= most else places[:FIRST]
    return trace.rows.take(shown), len(places)


def _figure(trace: Trace, rows: pd.DataFrame, whole: int, number: np.ndarray) -> dict[str, Any]:
    order = np.argsort(number, kind="stable")
    given = rows["contribution"].astype(float).round(6).to_numpy()[order]
    steps = np.diff(number[order], prepend=0).tolist()
    entry = {
        "value": None if np.isnan(trace.value) else trace.value,
        "same": str(trace.same_as),
        "filter": trace.condition,
        "how": trace.aggregation,
        "by": trace.made_by,
        "steps": steps,
        "given": _short(given),
    }
    if trace.aggregation == "share":
        entry["of"] = _short(rows["of"].astype(float).to_numpy()[order])
    if whole > len(rows):
        again = trace.recomputed()
        entry |= {"rows": whole, "again": None if np.isnan(again) else again}
    return entry


def _short(values: np.ndarray) -> Any:
    """Write one number for all where they are equal; whole numbers without a point."""
    listed = [int(v) if float(v).is_integer() else float(v) for v in values]
    return listed[0] if listed and len(set(listed)) == 1 else listed


def _shown(tracer: Tracer, distinct: pd.DataFrame) -> list[list[Any]]:
    details = tracer.details(distinct)
    details = details.reindex(columns=SHOWN)
    details["title"] = details["title"].str.slice(0, TITLE)
    details["posted_on"] = pd.to_datetime(details["posted_on"]).dt.strftime("%Y-%m-%d")
    table = details.astype("object").where(details.notna(), "")
    return [[_cell(v) for v in row] for row in table.to_numpy().tolist()]


def _cell(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value
