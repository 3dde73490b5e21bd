"""Two runs of one survey: which figures move, and which listings change side."""

import numpy as np
import pandas as pd

from wildlife_analysis.count import Processed, both, headline, predicted
from wildlife_analysis.reference import SurveyError

__all__ = ["runs"]

GROUPS = ("country_code", "taxon_group")
COUNTED = "counted"


def runs(before: Processed, after: Processed) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Compare two runs of one survey, such as the main run and an alternative.

    Parameters
    ----------
    before, after
        Processed surveys with the same identifier.

    Returns
    -------
    figures : pandas.DataFrame
        Numbers that move: ``dimension`` (headline, country_code or taxon_group), ``code``,
        ``measure``, ``before``, ``after``, ``change`` (relative; missing where there was none).
    listings : pandas.DataFrame
        Listings that changed side or number: ``listing_id``, ``before`` and ``after`` (counted,
        repeated, the rejection reason, or absent), ``specimens_before``, ``specimens_after``.

    Raises
    ------
    SurveyError
        When the runs are of two surveys.

    Examples
    --------
    A run differs in nothing from itself:

    >>> moved, changed = compare.runs(survey, survey)
    >>> len(moved), len(changed)
    (0, 0)
    """
    if before.id != after.id:
        raise SurveyError(
            f"runs of two surveys, {before.id} and {after.id}: compare.surveys compares them"
        )
    numbers = pd.concat([_figures(one) for one in (before, after)], axis=1).fillna(0.0)
    numbers.columns = pd.Index(["before", "after"])
    moved = numbers[~np.isclose(numbers["before"], numbers["after"], rtol=1e-12)]
    change = moved["after"] / moved["before"].where(moved["before"] != 0) - 1
    figures = moved.assign(change=change.round(4)).reset_index()
    sides = [_sides(one) for one in (before, after)]
    table = sides[0].join(sides[1], how="outer", suffixes=("_before", "_after"))
    table = table.rename(columns={"side_before": "before", "side_after": "after"})
    names = ["before", "after"]
    table[names] = table[names].fillna("absent")
    counts = ["specimens_before", "specimens_after"]
    table[counts] = table[counts].fillna(0).astype("int64")
    unlike = (table["before"] != table["after"]) | (table[counts[0]] != table[counts[1]])
    return figures, table.loc[unlike, [*names, *counts]].reset_index()


def _figures(survey: Processed) -> pd.Series:
    """Return the numbers of the first page, and those by country and by group of animals."""
    top = headline(survey)
    found = {("headline", "", name): value for name, value in top.items()}
    for dimension in GROUPS:
        for row in both(survey, [dimension]).to_dict("records"):
            for measure in ("listings", "specimens"):
                found[dimension, str(row[dimension]), measure] = float(row[measure])
    series = pd.Series(found, dtype="float64")
    return series.rename_axis(["dimension", "code", "measure"])


def _sides(survey: Processed) -> pd.DataFrame:
    """Say on which side every listing stands, and how many specimens it adds."""
    listings = survey.listings.set_index("listing_id")
    side = listings["rejection_reason"].where(~listings["in_scope"], COUNTED)
    side = side.mask(listings["in_scope"] & listings["duplicate_of"].notna(), "repeated")
    number = predicted(survey).set_index("listing_id")["predicted_specimens"]
    return pd.DataFrame({"side": side, "specimens": number})
