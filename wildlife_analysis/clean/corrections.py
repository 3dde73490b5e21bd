"""Corrections of single values, each a row with its guard and its reason."""

from pathlib import Path

import pandas as pd

from wildlife_analysis.reference import SurveyError
from wildlife_analysis.reference.tables import read_csv

__all__ = ["apply"]

COLUMNS = ["listing_id", "field", "expected", "value", "reason", "decided_by", "decided_on"]


def apply(listings: pd.DataFrame, folder: Path) -> pd.DataFrame:
    """Correct single values of listings.

    Parameters
    ----------
    listings
        Cleaned listings.
    folder
        Folder that may hold ``corrections.csv`` with the columns of `COLUMNS`.

    Returns
    -------
    pandas.DataFrame

    Raises
    ------
    SurveyError
        When a correction matches no listing or column, or its guard (the expected old value)
        no longer holds.
    """
    path = folder / "corrections.csv"
    if not path.exists():
        return listings
    table = read_csv(path)
    if missing := [c for c in COLUMNS if c not in table]:
        raise SurveyError(f"{path}: column {', '.join(missing)} is missing")
    result = listings.copy()
    for number, row in enumerate(table.to_dict("records"), 2):
        where = f"{path}, row {number}"
        at = result.index[result["listing_id"] == row["listing_id"]]
        if not len(at):
            raise SurveyError(f"{where}: no listing {row['listing_id']!r}")
        if row["field"] not in result or not row["reason"] or not row["decided_by"]:
            raise SurveyError(f"{where}: field, reason and decided_by must be given")
        old = result.at[at[0], row["field"]]
        text = "" if pd.isna(old) else str(old)
        if text != row["expected"]:
            raise SurveyError(
                f"{where}: {row['field']} is {text!r}, not {row['expected']!r} as expected"
            )
        dtype = result[row["field"]].dtype
        value = pd.Series([row["value"] or None]).astype(dtype).iloc[0]
        result.loc[at, row["field"]] = value
    return result
