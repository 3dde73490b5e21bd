"""Listings that people decided on, done once more with what they decided.

Decisions name listings, and those get their names when all partitions are done. The few rows
that decisions touch are then taken through the steps again and stand in the place of the
partition's own.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from wildlife_analysis import clean, duplicates, review
from wildlife_analysis.pipeline.partition import Parameters, classified
from wildlife_analysis.pipeline.survey import Names, Placed, spans
from wildlife_analysis.reference import check_table, empty_table
from wildlife_analysis.reference.tables import read_csv
from wildlife_analysis.review.decisions import FILE as DECISIONS
from wildlife_analysis.review.files import plain
from wildlife_analysis.review.samples import FILE as SAMPLES

__all__ = ["Reviewed", "decided"]

Ints = npt.NDArray[np.int64]
FILES = (clean.corrections.FILE, DECISIONS, SAMPLES)


@dataclass(frozen=True)
class Reviewed:
    """Rows that stand in the place of those of the partitions.

    Attributes
    ----------
    rows
        Numbers of the listings in the survey, ascending.
    listings, keys
        One row each, of the tables of those names.
    specimens
        Table of that name.
    audited
        `review.audited`.
    """

    rows: Ints
    listings: pd.DataFrame
    specimens: pd.DataFrame
    keys: pd.DataFrame
    audited: pd.DataFrame


def decided(
    placed: list[Placed], names: Names, folder: Path | None, parameters: Parameters
) -> Reviewed:
    """Apply people's decisions.

    Parameters
    ----------
    placed, names
        The survey.
    folder
        Folder of decisions, or None.
    parameters
        What else decides.

    Returns
    -------
    Reviewed

    Raises
    ------
    SurveyError
        When a decision names a listing that is not in the survey, or is wrong otherwise.
    """
    if folder is None:
        none, specimens = empty_table("listings"), empty_table("specimens")
        nothing = np.zeros(0, dtype=np.int64)
        return Reviewed(
            nothing,
            none,
            specimens,
            duplicates.keys(none, specimens),
            review.audited(none, None),
        )
    wanted = _wanted(folder)
    found = [
        (one.start + np.flatnonzero(ids.isin(wanted)), ids[ids.isin(wanted)])
        for one, ids in (names.all() if wanted else ())
    ]
    rows = np.concatenate([np.zeros(0, dtype=np.int64), *(at for at, _ in found)])
    listings = empty_table("listings")
    if len(rows):
        ids = pd.concat([ids for _, ids in found], ignore_index=True)
        tables = [
            one.table("listings").take(rows[first:last] - one.start)
            for one, first, last in spans(placed, rows)
        ]
        listings = pa.concat_tables(tables).to_pandas().assign(listing_id=ids)
    cleaned = listings.drop(columns=list(clean.LATER))
    cleaned = clean.corrections.apply(cleaned, folder, known=lambda: _all(names))
    listings, specimens = listings, empty_table("specimens")
    if len(rows):
        listings, specimens = classified(cleaned, parameters)
    audited = review.audited(listings, folder, program=(listings, specimens))
    listings, specimens = review.apply(listings, specimens, folder, parameters.survey)
    listings, specimens = parameters.options.listings(listings, specimens, parameters.survey)
    place = pd.Series(np.arange(len(listings)), index=listings["listing_id"])
    order = np.argsort(place.reindex(specimens["listing_id"]).to_numpy(), kind="stable")
    specimens = specimens.iloc[order].reset_index(drop=True)
    return Reviewed(
        rows,
        check_table(listings, "listings"),
        check_table(specimens, "specimens"),
        duplicates.keys(listings, specimens),
        audited,
    )


def _wanted(folder: Path) -> set[str]:
    """Return the identifiers that decisions name."""
    wanted: set[str] = set()
    for name in FILES:
        if (folder / name).exists():
            table = read_csv(folder / name)
            for value in table.get("listing_id", pd.Series(dtype="str")).tolist():
                wanted |= {value.strip(), plain(value)}
    return wanted


def _all(names: Names) -> list[str]:
    return [value for _, ids in names.all() for value in ids.tolist()]
