"""People's decisions on links: ``data/review/<survey>/links.csv``, one row a decision."""

from pathlib import Path

import pandas as pd

from wildlife_analysis.reference import SurveyError, nearest
from wildlife_analysis.reference.tables import read_csv

__all__ = ["COLUMNS", "FILE", "none", "read"]

FILE = "links.csv"
COLUMNS = [
    "listing_id", "other_id", "other_survey", "decision", "reviewer", "decided_at", "status",
    "note",
]  # fmt: skip
DECISIONS = ("same", "different")


def none() -> pd.DataFrame:
    """Return the table of decisions without rows."""
    return pd.DataFrame({c: pd.Series(dtype="str") for c in [*COLUMNS, "where"]})


def read(folder: Path, survey: str, listings: pd.DataFrame) -> pd.DataFrame:
    """Read the decisions on links of a survey and keep those that stand.

    Parameters
    ----------
    folder
        Folder that may hold ``links.csv`` with the columns of `COLUMNS`. ``decision`` is
        ``same`` (one offer) or ``different``; ``other_survey`` is empty for a listing of the
        same survey. A later decision on a pair outranks an earlier one, an adjudicated one
        (``status``) all others.
    survey
        Identifier of the survey.
    listings
        The survey's listings; only ``listing_id`` is used.

    Returns
    -------
    pandas.DataFrame
        One row a pair, columns of `COLUMNS` and ``where`` (file and row); empty where there
        is no file.

    Raises
    ------
    SurveyError
        When a column is missing, a value is not allowed, a listing is not in the survey, or
        the decisions contradict each other; names file, row and value.
    """
    path = folder / FILE
    if not path.exists():
        return none()
    table = read_csv(path)
    missing = [column for column in COLUMNS if column not in table]
    if missing:
        raise SurveyError(f"{path}: column {', '.join(missing)} is missing")
    table = table[COLUMNS].apply(lambda column: column.str.strip())
    table["where"] = [f"{path}, row {number}" for number in range(2, len(table) + 2)]
    known = set(listings["listing_id"])
    for row in table.to_dict("records"):
        _check(row, survey, known)
    return _standing(
        table.assign(other_survey=table["other_survey"].replace("", survey)), survey
    )


def _check(row: dict[str, str], survey: str, known: set[str]) -> None:
    where = row["where"]
    if row["decision"] not in DECISIONS:
        raise SurveyError(
            f"{where}: decision {row['decision']!r} is none of {', '.join(DECISIONS)}"
        )
    if not row["reviewer"] or not row["decided_at"]:
        raise SurveyError(f"{where}: reviewer and decided_at must be given")
    if pd.isna(pd.to_datetime(row["decided_at"], errors="coerce", utc=True)):
        raise SurveyError(f"{where}: decided_at {row['decided_at']!r} is not a date")
    own = row["other_survey"] in ("", survey)
    if own and row["listing_id"] == row["other_id"]:
        raise SurveyError(f"{where}: {row['listing_id']!r} is paired with itself")
    for column in ("listing_id", "other_id"):
        value = row[column]
        if not value or ((column == "listing_id" or own) and value not in known):
            near = nearest(value, sorted(known)) if known else "none"
            raise SurveyError(
                f"{where}: {column} {value!r} is not a listing of {survey}; nearest: {near}"
            )


def _standing(table: pd.DataFrame, survey: str) -> pd.DataFrame:
    """Keep the decision that stands on each pair, and refuse those that exclude each other."""
    own = table["other_survey"] == survey
    turned = own & (table["listing_id"] > table["other_id"])
    table = table.assign(
        listing_id=table["listing_id"].where(~turned, table["other_id"]),
        other_id=table["other_id"].where(~turned, table["listing_id"]),
        adjudicated=table["status"] == "adjudicated",
        moment=pd.to_datetime(table["decided_at"], format="mixed", utc=True),
    )
    table = table.sort_values(["adjudicated", "moment"], kind="stable")
    table = table.drop_duplicates(["listing_id", "other_id", "other_survey"], keep="last")
    table = table.sort_values(["listing_id", "other_survey", "other_id"], ignore_index=True)
    root: dict[tuple[str, str], tuple[str, str]] = {}

    def find(name: tuple[str, str]) -> tuple[str, str]:
        while root.setdefault(name, name) != name:
            name = root[name]
        return name

    rows = table.to_dict("records")
    for row in rows:
        if row["decision"] == "same":
            root[find((survey, row["listing_id"]))] = find(
                (row["other_survey"], row["other_id"])
            )
    for row in rows:
        one, other = (survey, row["listing_id"]), (row["other_survey"], row["other_id"])
        if row["decision"] == "different" and find(one) == find(other):
            raise SurveyError(
                f"{row['where']}: {row['listing_id']!r} and {row['other_id']!r} are decided to "
                "be different, but other rows decide that both are the same as a third"
            )
    return table[[*COLUMNS, "where"]]
