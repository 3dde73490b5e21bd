"""People's decisions: drawing listings to look at, reading what was decided, applying it.

Decisions live in ``data/review/<survey>/decisions.csv``, one row a decision, appended and
never edited. They outrank the program; an adjudicated decision outranks the others, and a
later one an earlier one.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from wildlife_analysis.reference import Survey, SurveyError, taxonomy
from wildlife_analysis.reference.schema import codes_of, fields
from wildlife_analysis.reference.tables import read_csv

__all__ = ["COLUMNS", "agreement", "apply", "decisions", "folder", "queue"]

COLUMNS = ["listing_id", "field", "value", "reviewer", "decided_at", "status", "note"]
FIELDS = ("counted", "offer", "specimens")


def folder(root: Path, survey_id: str) -> Path | None:
    """Return the folder of decisions on a survey, or None where there is none."""
    path = root / "data" / "review" / survey_id
    return path if path.is_dir() else None


def decisions(path: Path) -> pd.DataFrame:
    """Read a table of decisions.

    Parameters
    ----------
    path
        CSV with the columns of `COLUMNS`; field is ``counted`` (yes, no), ``offer`` (its
        codes) or ``specimens`` ("Testudo hermanni live 3; Ara macao feather 1").

    Returns
    -------
    pandas.DataFrame
        All columns of dtype str.

    Raises
    ------
    SurveyError
        When a column is missing or a row holds an unknown field or value.
    """
    table = read_csv(path)
    missing = [column for column in COLUMNS if column not in table]
    if missing:
        raise SurveyError(f"{path}: column {', '.join(missing)} is missing")
    for row in table.reset_index().to_dict("records"):
        where = f"{path}, row {row['index'] + 2}"
        if row["field"] not in FIELDS:
            raise SurveyError(f"{where}: field {row['field']!r} is none of {', '.join(FIELDS)}")
        if row["field"] == "counted" and row["value"] not in ("yes", "no"):
            raise SurveyError(f"{where}: counted is {row['value']!r}; write yes or no")
        if row["field"] == "offer" and row["value"] not in _codes("listings", "offer"):
            raise SurveyError(f"{where}: offer {row['value']!r} is not known")
        if row["field"] == "specimens":
            _specimens(row["value"], where)
        if not row["reviewer"] or not row["decided_at"]:
            raise SurveyError(f"{where}: reviewer and decided_at must be given")
    return table


def _codes(table: str, column: str) -> list[str]:
    rows = fields(table)
    return codes_of(rows.loc[rows["column"] == column, "codes"].iloc[0])


def _specimens(value: str, where: str) -> list[tuple[str, str, int]]:
    """Read "Testudo hermanni live 3; Ara macao feather 1"."""
    result = []
    for part in filter(None, (p.strip() for p in value.split(";"))):
        words = part.split()
        if len(words) < 3 or not words[-1].isdigit():
            raise SurveyError(f"{where}: {part!r} is not 'taxon product number'")
        name = taxonomy.accepted(" ".join(words[:-2]))
        if not taxonomy.known(name):
            raise SurveyError(f"{where}: taxon {name!r} is not in the table taxa")
        if words[-2] not in _codes("specimens", "product"):
            raise SurveyError(f"{where}: product {words[-2]!r} is not known")
        result.append((name, words[-2], int(words[-1])))
    return result


def _standing(table: pd.DataFrame) -> pd.DataFrame:
    """Keep the decision that stands for each listing and field."""
    ranked = table.assign(adjudicated=table["status"] == "adjudicated")
    ranked = ranked.sort_values(["adjudicated", "decided_at"], kind="stable")
    return ranked.groupby(["listing_id", "field"], as_index=False).last()


def apply(
    listings: pd.DataFrame, specimens: pd.DataFrame, path: Path, survey: Survey
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Let people's decisions outrank the program's.

    Parameters
    ----------
    listings, specimens
        Tables of those names.
    path
        Folder that may hold ``decisions.csv``.
    survey
        Its scope applies to reviewed specimens too.

    Returns
    -------
    listings, specimens : pandas.DataFrame
        With the decisions applied; a listing decided on needs no review any more.

    Raises
    ------
    SurveyError
        When a decision names a listing that is not in the survey.
    """
    file = path / "decisions.csv"
    if not file.exists():
        return listings, specimens
    standing = _standing(decisions(file))
    unknown = standing.loc[~standing["listing_id"].isin(listings["listing_id"]), "listing_id"]
    if len(unknown):
        raise SurveyError(f"{file}: no listing {', '.join(unknown.head(5))} in {survey.id}")
    by_field = {
        name: part.set_index("listing_id")["value"] for name, part in standing.groupby("field")
    }
    listings = listings.copy()
    ids = listings["listing_id"]
    if "offer" in by_field:
        listings["offer"] = ids.map(by_field["offer"]).fillna(listings["offer"])
    if "counted" in by_field:
        value = ids.map(by_field["counted"])
        listings["in_scope"] = (listings["in_scope"] | (value == "yes")) & (value != "no")
        reason = listings["rejection_reason"].mask(value == "no", "reviewed")
        listings["rejection_reason"] = reason.mask(listings["in_scope"], np.nan)
    listings["needs_review"] &= ~ids.isin(standing["listing_id"])
    if "specimens" in by_field:
        specimens = _replace(listings, specimens, by_field["specimens"])
    return listings, specimens


def _replace(
    listings: pd.DataFrame, specimens: pd.DataFrame, values: pd.Series
) -> pd.DataFrame:
    """Put the specimens that people wrote in the place of the program's."""
    own = listings.set_index("listing_id")
    rows = []
    for listing_id, value in values.items():
        for name, product, count in _specimens(str(value), f"decision on {listing_id}"):
            rows.append(
                {
                    "survey": own.at[listing_id, "survey"],
                    "listing_id": listing_id,
                    "scientific_name": name,
                    "product": product,
                    "specimen_count": count,
                    "count_method": "reviewed",
                    "matched_term": "",
                    "match_method": "reviewed",
                    "match_score": 100.0,
                    "match_field": "title",
                    "match_start": 0,
                    "match_end": 0,
                    "day": own.at[listing_id, "posted_on"],
                }
            )
    kept = specimens[~specimens["listing_id"].isin(values.index)]
    if not rows:
        return kept.reset_index(drop=True)
    new = pd.DataFrame(rows)
    new = pd.concat(
        [
            new.drop(columns="day"),
            taxonomy.status(new["scientific_name"], new["day"]),
            taxonomy.describe(new["scientific_name"]),
        ],
        axis=1,
    )
    ivory = new["product"] == "ivory"
    new["taxon_group"] = new["taxon_group"].mask(ivory, "other ivory")
    new["taxon_group"] = new["taxon_group"].mask(
        ivory & (new["family"] == "Elephantidae"), "elephant ivory"
    )
    new = new.reindex(columns=specimens.columns).astype(specimens.dtypes.to_dict())
    return pd.concat([kept, new], ignore_index=True)


def queue(
    listings: pd.DataFrame, specimens: pd.DataFrame, *, size: int, seed: int
) -> pd.DataFrame:
    """Draw a random audit sample, stratified by the program's own decision and country.

    Parameters
    ----------
    listings, specimens
        Tables of those names.
    size
        Number of listings to draw (all, where there are fewer).
    seed
        The same seed draws the same listings.

    Returns
    -------
    pandas.DataFrame
        Columns ``listing_id``, ``stratum``, ``inclusion_probability``; the program's answer is
        not shown. Each stratum gets listings in proportion to its size, two at least.
    """
    stratum = (
        listings["country_code"].fillna("??")
        + "/"
        + listings["in_scope"].map({True: "counted", False: "not counted"})
    )
    sizes = stratum.value_counts().sort_index()
    share = (sizes / sizes.sum() * size).round().clip(lower=2)
    drawn = np.minimum(share, sizes).astype(int)
    generator = np.random.default_rng(seed)
    parts = []
    for name, number in drawn.items():
        ids = np.sort(listings.loc[stratum == name, "listing_id"].to_numpy(dtype=object))
        chosen = generator.choice(ids, size=number, replace=False)
        parts.append(
            pd.DataFrame(
                {
                    "listing_id": chosen,
                    "stratum": name,
                    "inclusion_probability": number / sizes[name],
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def agreement(table: pd.DataFrame, field: str) -> dict[str, float]:
    """Measure how far two reviewers agree on a field.

    Parameters
    ----------
    table
        Decisions (`decisions`).
    field
        ``counted``, ``offer`` or ``specimens``.

    Returns
    -------
    dict
        ``double_coded`` listings, share ``equal``, and Cohen's ``kappa`` of the first two
        reviewers of each listing (Cohen 1960, as in scikit-learn).
    """
    from sklearn.metrics import cohen_kappa_score

    own = table[(table["field"] == field) & (table["status"] != "adjudicated")]
    own = own.drop_duplicates(["listing_id", "reviewer"], keep="last").sort_values(
        ["listing_id", "reviewer"]
    )
    first_two = own.groupby("listing_id")["value"].agg(lambda v: tuple(v[:2]))
    pairs = [pair for pair in first_two if len(pair) == 2]
    if not pairs:
        return {"double_coded": 0.0, "equal": float("nan"), "kappa": float("nan")}
    one, other = zip(*pairs, strict=True)
    return {
        "double_coded": float(len(pairs)),
        "equal": float(np.mean([a == b for a, b in pairs])),
        "kappa": float(cohen_kappa_score(one, other)),
    }
