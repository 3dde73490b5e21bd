"""The rows that count: specimens in scope, with what they take from their listings."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pandas as pd

from wildlife_analysis.count import value
from wildlife_analysis.count.processed import Processed
from wildlife_analysis.reference import scope as rule

__all__ = ["OFFERED", "counted", "counted_once", "in_scope"]

OFFERED = ("sale", "giveaway", "exchange")
# What a specimen takes from its listing.
CARRIED = (
    "country_code",
    "marketplace",
    "offer",
    "documents",
    "language",
    "seller_key",
    "price_usd",
    "price_kind",
    "posted_on",
    "collected_at",
    "relevance",
    "needs_review",
    "duplicate_of",
)
_kept: dict[tuple[Any, ...], tuple[Any, ...]] | None = None


def in_scope(specimens: pd.DataFrame, scope: Sequence[str]) -> pd.Series:
    """Say which specimens a scope rule counts; see `reference.scope`."""
    return rule.in_scope(specimens, scope)


def counted(
    survey: Processed, *, scope: Sequence[str] | None = None, unique: bool = True
) -> pd.DataFrame:
    """Join the specimens that count with their listings.

    Parameters
    ----------
    survey
        A processed survey.
    scope
        Scope rule; the survey's own by default. Another rule also counts listings that were
        set aside for their Appendix alone.
    unique
        Leave out listings that repeat an earlier one.

    Returns
    -------
    pandas.DataFrame
        One row per listing × taxon × product in scope: columns of ``specimens`` and
        ``country_code``, ``marketplace``, ``offer``, ``documents``, ``language``,
        ``seller_key``, ``price_usd``, ``price_kind``, ``month`` (of posting, else of
        collection), ``form`` (live or part), ``repeated`` (bool) and the prices of
        `value.asking`. Sorted by listing, taxon and product, whatever the order of the tables.
    """
    if _kept is None:
        return _counted(survey, scope, unique)
    # The frames are held with their answer, so that no other takes their place in memory.
    frames = (survey.listings, survey.specimens)
    key = (*map(id, frames), scope and tuple(scope), survey.scope, unique)
    if key not in _kept:
        _kept[key] = (*frames, _counted(survey, scope, unique))
    return _kept[key][-1].copy(deep=False)


@contextmanager
def counted_once() -> Iterator[None]:
    """Let `counted` answer each question once while surveys do not change."""
    global _kept
    outer, _kept = _kept, {} if _kept is None else _kept
    try:
        yield
    finally:
        _kept = outer


def _counted(survey: Processed, scope: Sequence[str] | None, unique: bool) -> pd.DataFrame:
    listings = survey.listings
    if unique:
        listings = listings[listings["duplicate_of"].isna()]
    if scope is None:
        listings = listings[listings["in_scope"]]
    else:
        aside = listings["rejection_reason"].eq("out_of_scope").fillna(False)
        usable = listings["in_scope"] | aside
        listings = listings[usable & listings["offer"].isin(OFFERED)]
    specimens = survey.specimens[in_scope(survey.specimens, scope or survey.scope)]
    own = listings[["listing_id", *CARRIED]]
    frame = specimens.merge(own, on="listing_id", how="inner", validate="many_to_one")
    frame = frame.sort_values(
        ["listing_id", "scientific_name", "product"], ignore_index=True, kind="stable"
    )
    day = frame["posted_on"].fillna(frame["collected_at"].dt.tz_localize(None))
    frame = frame.assign(
        month=day.dt.strftime("%Y-%m"),
        form=frame["product"].eq("live").map({True: "live", False: "part"}).astype("str"),
        repeated=frame["duplicate_of"].notna(),
    )
    return pd.concat([frame, value.asking(frame)], axis=1)
