"""The interval that belongs to each count of a view, from the survey's audit sample.

The estimator is that of `count.audit`. A listing belongs to the group of most of its
specimens, as it does there; the correction found for a group, with its interval, is added to
the group's count. What a missed advertisement offers is known to nobody: where a view asks for
a taxon, a product, an offer, a price or a word, its intervals speak of what was counted
wrongly, not of what was missed, and the status says so.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from wildlife_analysis import count
from wildlife_analysis.explore.filters import OF_LISTINGS, Mask, domain
from wildlife_analysis.reference import SurveyError

if TYPE_CHECKING:
    from wildlife_analysis.explore.survey import Survey

__all__ = ["AUDITED", "ENDS", "PARTLY", "UNAUDITED", "add"]

AUDITED, UNAUDITED = "audited", "unaudited"
PARTLY = "partly audited"
ENDS = ("listings_low", "listings_high", "specimens_low", "specimens_high")


def add(
    survey: "Survey",
    counts: pd.DataFrame,
    keys: list[str],
    mask: Mask,
    filters: tuple[tuple[str, Any], ...],
) -> pd.DataFrame:
    """Add intervals to a counted table.

    Parameters
    ----------
    survey
        Whose counts they are.
    counts
        Table of `count.summed`.
    keys
        Its dimensions.
    mask, filters
        The rows of the view and how they were asked for.

    Returns
    -------
    pandas.DataFrame
        ``counts`` with ``listings_low`` to ``specimens_high`` (95 %, to a tenth; missing where
        unaudited) beside what they belong to, and ``status`` (audited, partly audited,
        unaudited).
    """
    order = [*keys, "listings", *ENDS[:2], "specimens", *ENDS[2:], "status"]
    order += [name for name in counts if name not in order]
    if survey.audited is None or counts.empty:
        return counts.assign(**dict.fromkeys(ENDS, np.nan), status=UNAUDITED)[order]
    listings = _listings(survey, keys, mask, filters)
    try:
        found = count.estimates(listings, survey.audited, ["in_view", *keys])
    except SurveyError as error:
        raise SurveyError(f"{survey.folder / 'audited.parquet'}: {error}") from error
    found = found[found["in_view"]].drop(columns="in_view")
    found = found.astype(dict.fromkeys(keys, "str"))
    known = all(key in OF_LISTINGS for key in keys)
    known = known and all(name in OF_LISTINGS for name, _ in filters)
    at = keys or ["all"]
    left, right = (counts, found) if keys else (counts.assign(all=0), found.assign(all=0))
    joined = left[at].merge(right, on=at, how="left").set_index(counts.index)
    audited = joined["status"].eq("audited").fillna(False).to_numpy(dtype=bool)
    ends = {}
    for basis in ("listings", "specimens"):
        for end in ("low", "high"):
            moved = joined[f"{basis}_{end}"] - joined[basis]
            value = (counts[basis] + moved).clip(lower=0).round(1)
            ends[f"{basis}_{end}"] = value.where(audited)
    status = np.where(audited, AUDITED if known else PARTLY, UNAUDITED)
    return counts.assign(**ends, status=status)[order]


def _listings(
    survey: "Survey", keys: list[str], mask: Mask, filters: tuple[tuple[str, Any], ...]
) -> pd.DataFrame:
    """Say of every listing whether it is in the view, and in which group."""
    frame, everything = survey.frame, survey.everything
    once = ~frame["repeated"].to_numpy(dtype=bool)
    own = frame[["listing_id", "specimen_count"]].assign(view=mask)
    own = own.join(frame[[key for key in keys if key not in OF_LISTINGS]])[once]
    own = own.sort_values(
        ["listing_id", "view", "specimen_count"], ascending=[True, False, False], kind="stable"
    )
    number = own.groupby("listing_id")["specimen_count"].sum()
    main = own.drop_duplicates("listing_id").set_index("listing_id")
    names = pd.Index(survey.ids.to_pandas().take(main.index))
    main, number = main.set_axis(names), number.set_axis(names)
    ids = everything["listing_id"]
    counted = ids.isin(names).to_numpy(dtype=bool)
    seen = ids.map(main["view"]).eq(True).to_numpy(dtype=bool)
    groups = {
        key: everything[key] if key in OF_LISTINGS else ids.map(main[key].astype("str"))
        for key in keys
    }
    return pd.DataFrame(
        {
            "listing_id": ids,
            "in_scope": counted,
            "predicted_specimens": ids.map(number).fillna(0).astype("int64"),
            "repeated": everything["repeated"],
            "in_view": np.where(counted, seen, domain(everything, filters)),
            **{key: group.astype("str") for key, group in groups.items()},
        }
    )
