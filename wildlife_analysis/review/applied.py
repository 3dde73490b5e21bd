"""People's decisions put in the place of the program's."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from wildlife_analysis.classify import OFFERED, in_scope
from wildlife_analysis.reference import Survey, SurveyError, taxonomy
from wildlife_analysis.review.decisions import FILE, decisions, parse_specimens, standing

__all__ = ["apply"]


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
    file = path / FILE
    if not file.exists():
        return listings, specimens
    stands = standing(decisions(file))
    unknown = stands.loc[~stands["listing_id"].isin(listings["listing_id"]), "listing_id"]
    if len(unknown):
        raise SurveyError(f"{file}: no listing {', '.join(unknown.head(5))} in {survey.id}")
    by_field = {
        name: part.set_index("listing_id")["value"] for name, part in stands.groupby("field")
    }
    listings = listings.copy()
    listings["needs_review"] &= ~listings["listing_id"].isin(stands["listing_id"])
    if "specimens" in by_field:
        specimens = _replace(listings, specimens, by_field["specimens"])
    listings = _decided(listings, specimens, by_field, survey)
    return listings, _without_rejected(listings, specimens, by_field)


def _decided(
    listings: pd.DataFrame,
    specimens: pd.DataFrame,
    by_field: dict[Any, pd.Series],
    survey: Survey,
) -> pd.DataFrame:
    """Put offer, scope and reason as decided in place.

    Where people decided the offer or the specimens but not ``counted``, scope follows from
    what they decided.
    """
    ids = listings["listing_id"]
    none = pd.Series(np.nan, index=listings.index, dtype="str")
    decided = {
        field: ids.map(by_field[field]) if field in by_field else none
        for field in ("offer", "counted", "reason", "specimens")
    }
    offer = decided["offer"].fillna(listings["offer"])
    scoped = ids.isin(specimens.loc[in_scope(specimens, survey.scope), "listing_id"])
    program = listings["in_scope"].mask(decided["specimens"].notna(), scoped)
    program &= offer.isin(OFFERED) | decided["offer"].isna()
    counted = program.mask(decided["counted"] == "yes", True)
    counted = counted.mask(decided["counted"] == "no", False)
    reason = listings["rejection_reason"].mask(listings["in_scope"] & ~counted, "reviewed")
    reason = reason.mask(decided["counted"] == "no", "reviewed")
    for code, why in (("wanted", "wanted"), ("none", "not_an_offer")):
        reason = reason.mask((reason == "reviewed") & (decided["offer"] == code), why)
    reason = reason.mask(~counted & decided["reason"].notna(), decided["reason"])
    return listings.assign(
        offer=offer.astype("str"),
        in_scope=counted.astype(bool),
        rejection_reason=reason.mask(counted, np.nan).astype("str"),
    )


def _without_rejected(
    listings: pd.DataFrame, specimens: pd.DataFrame, by_field: dict[Any, pd.Series]
) -> pd.DataFrame:
    """Leave out the program's specimens where people say that none are offered.

    Those that people call out of scope stay: another scope rule may count them.
    """
    rejected = (
        set(by_field["counted"][lambda v: v == "no"].index) if "counted" in by_field else set()
    )
    offers = by_field.get("offer", pd.Series(dtype="str"))
    rejected |= set(offers[~offers.isin(OFFERED)].index)
    if "specimens" in by_field:
        rejected -= set(by_field["specimens"].index)
    outside = listings["rejection_reason"].isin(("out_of_scope", "taxon_not_listed"))
    rejected -= set(listings.loc[outside, "listing_id"])
    return specimens[~specimens["listing_id"].isin(rejected)].reset_index(drop=True)


def _replace(
    listings: pd.DataFrame, specimens: pd.DataFrame, values: pd.Series
) -> pd.DataFrame:
    """Put the specimens that people wrote in the place of the program's."""
    own = listings.set_index("listing_id")
    rows = []
    for listing_id, value in values.items():
        for name, product, count in parse_specimens(str(value), f"decision on {listing_id}"):
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
