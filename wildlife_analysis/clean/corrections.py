"""Corrections of single values: each a row with its guard, its reason and who decided."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from wildlife_analysis.reference import SurveyError, column_names, nearest
from wildlife_analysis.reference.schema import codes_of, fields
from wildlife_analysis.reference.tables import read_csv

__all__ = ["COLUMNS", "FILE", "apply"]

FILE = "corrections.csv"
COLUMNS = ["listing_id", "field", "expected", "value", "reason", "decided_by", "decided_on"]
# What identifies a listing and where it came from is not for correction.
FIXED = frozenset(
    {
        "survey", "listing_id", "verbatim_listing_id", "seller_key", "source_file",
        "source_row", "source_encoding",
    }
)  # fmt: skip


def apply(
    listings: pd.DataFrame, folder: Path, *, known: Callable[[], list[str]] | None = None
) -> pd.DataFrame:
    """Correct single values of listings, in the order of the rows.

    Parameters
    ----------
    listings
        Cleaned listings; not changed.
    folder
        Folder that may hold ``corrections.csv`` with the columns of `COLUMNS`; an empty
        ``expected`` or ``value`` is a missing value.
    known
        Gives the identifiers of the whole survey, for the message, where ``listings`` are a
        part of it; theirs where not given.

    Returns
    -------
    pandas.DataFrame
        A copy with the corrected values, dtypes kept.

    Raises
    ------
    SurveyError
        When a correction matches no listing or field, its guard (the expected old value) no
        longer holds, its new value is not one of the field, or reason, name or day are
        missing. The message names file, row and value.
    """
    path = folder / FILE
    if not path.exists():
        return listings
    table = read_csv(path)
    if missing := [column for column in COLUMNS if column not in table]:
        raise SurveyError(
            f"{path}: column {', '.join(missing)} is missing; a correction has "
            f"{', '.join(COLUMNS)}"
        )
    result = listings.copy()
    places = {key: at for at, key in zip(result.index, result["listing_id"], strict=True)}
    for number, row in enumerate(table[COLUMNS].to_dict("records"), 2):
        own = {str(key): str(value).strip() for key, value in row.items()}
        where = f"{path}, row {number}"
        _check(own, where, result)
        if own["listing_id"] not in places:
            ids = known() if known is not None else result["listing_id"].astype("str").tolist()
            near = nearest(own["listing_id"], ids)
            raise SurveyError(
                f"{where}: no listing {own['listing_id']!r}; nearest: {near or 'none'}"
            )
        _set(result, places[own["listing_id"]], own, where)
    return result


def _check(row: dict[str, str], where: str, listings: pd.DataFrame) -> None:
    """Check what a row says of itself."""
    field = row["field"]
    if field not in listings or field not in column_names("listings") or field in FIXED:
        known = [str(name) for name in listings if name not in FIXED]
        raise SurveyError(
            f"{where}: field {field!r} cannot be corrected; nearest: {nearest(field, known)}"
        )
    for name in ("reason", "decided_by", "decided_on"):
        if not row[name]:
            raise SurveyError(
                f"{where}: {name} is missing; a correction says why, who and when"
            )
    try:
        date.fromisoformat(row["decided_on"])
    except ValueError as error:
        raise SurveyError(
            f"{where}: decided_on {row['decided_on']!r} is not a day such as 2018-05-31"
        ) from error
    if row["expected"] == row["value"]:
        raise SurveyError(f"{where}: expected and value are both {row['value']!r}")


def _typed(text: str, column: pd.Series, where: str, name: str) -> Any:
    """Read a value as one of a column's dtype; an empty one as missing."""
    if not text:
        return pd.Series([None]).astype(column.dtype).iloc[0] if column.dtype != bool else None
    kind = column.dtype.kind
    if kind == "b":
        if text.lower() in ("true", "false"):
            return text.lower() == "true"
        raise SurveyError(f"{where}: {name} {text!r} is neither true nor false")
    try:
        return pd.Series([text], dtype="str").astype(column.dtype).iloc[0]
    except (ValueError, TypeError) as error:
        raise SurveyError(
            f"{where}: {name} {text!r} is no value of {column.name} ({column.dtype})"
        ) from error


def _set(result: pd.DataFrame, at: Any, row: dict[str, str], where: str) -> None:
    """Put the new value in place when the old one is the expected one."""
    field = row["field"]
    old: Any = result.at[at, field]
    expected = _typed(row["expected"], result[field], where, "expected")
    same = pd.isna(old) if pd.isna(expected) else bool(old == expected)
    if not same:
        raise SurveyError(
            f"{where}: {field} of {row['listing_id']} is {'' if pd.isna(old) else str(old)!r}, "
            f"not {row['expected']!r} as expected; the correction no longer applies"
        )
    value = _typed(row["value"], result[field], where, "value")
    declared = fields("listings").set_index("column").loc[field]
    if pd.isna(value) and declared["nullable"] != "yes":
        raise SurveyError(f"{where}: {field} cannot be empty")
    if declared["codes"] and not pd.isna(value) and value not in codes_of(declared["codes"]):
        raise SurveyError(
            f"{where}: value {row['value']!r} is no code of {field}; "
            f"known: {', '.join(codes_of(declared['codes']))}"
        )
    result.loc[at, field] = value
