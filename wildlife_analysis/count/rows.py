"""The rows that count: specimens in scope, with what they take from their listings."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from wildlife_analysis.count import value
from wildlife_analysis.count.processed import Processed
from wildlife_analysis.reference import scope as rule

__all__ = ["OFFERED", "coded", "counted", "in_scope"]

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
# What groups are made of or by; the rest of a row says where it comes from.
GROUPED = (
    "listing_id", "country_code", "marketplace", "taxon_group", "subgroup", "scientific_name",
    "product", "form", "appendix", "eu_annex", "offer", "documents", "language", "month",
    "count_method", "match_method", "seller_key", "specimen_count", "repeated", "asking_usd",
    "unit_usd", "is_bid",
)  # fmt: skip
# What of a listing decides whether it counts.
DECIDING = ("listing_id", "in_scope", "rejection_reason")


@dataclass
class _Answer:
    """What counts, the tables it was found in, and the same rows as `coded`."""

    listings: pd.DataFrame
    specimens: pd.DataFrame
    frame: pd.DataFrame
    coded: pd.DataFrame | None = None


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
    return _answer(survey, scope, unique).frame.copy(deep=False)


def coded(survey: Processed, *, scope: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the rows of `counted`, the repeated ones too, in a form that groups quickly.

    Parameters
    ----------
    survey, scope
        See `counted`.

    Returns
    -------
    pandas.DataFrame
        Columns `GROUPED`: dimensions as categories, ``listing_id`` and ``seller_key`` as
        numbers that stand for them (float, missing where there is no seller).
    """
    answer = _answer(survey, scope, unique=False)
    if answer.coded is None:
        frame = answer.frame[[*GROUPED]]
        texts = [name for name in frame if isinstance(frame[name].dtype, pd.StringDtype)]
        numbers = {
            name: pd.Series(pd.factorize(frame[name])[0], frame.index).astype("float64")
            for name in ("listing_id", "seller_key")
        }
        numbers = {name: number.where(number >= 0) for name, number in numbers.items()}
        kinds = dict.fromkeys(set(texts) - set(numbers), "category")
        answer.coded = frame.assign(**numbers).astype(kinds)
    return answer.coded.copy(deep=False)


def _answer(survey: Processed, scope: Sequence[str] | None, unique: bool) -> _Answer:
    """Answer once, and again where the tables were written into since."""
    key = (survey.scope if scope is None else tuple(scope), scope is None, unique)
    known: _Answer | None = survey.answers.get(key)
    if known is not None:
        same = _unchanged(survey.listings, known.listings, [*DECIDING, *CARRIED])
        if same and _unchanged(survey.specimens, known.specimens, list(known.specimens)):
            return known
    # pandas copies on write: these copies cost nothing, and hold what the answer rests on.
    then = (survey.listings.copy(deep=False), survey.specimens.copy(deep=False))
    if unique:
        every = _answer(survey, scope, unique=False).frame
        frame = every[~every["repeated"]].reset_index(drop=True)
    else:
        frame = _counted(survey, scope)
    answer = _Answer(*then, frame)
    survey.answers[key] = answer
    return answer


def _unchanged(now: pd.DataFrame, then: pd.DataFrame, columns: Sequence[str]) -> bool:
    """Say whether a table still holds what it held; at once where nobody wrote into it."""
    if len(now) != len(then) or not set(columns) <= set(now):
        return False
    return all(_same(now[c], then[c]) for c in columns)


def _same(now: pd.Series, then: pd.Series) -> bool:
    if now.dtype != then.dtype:
        return False
    if isinstance(now.dtype, pd.StringDtype):
        texts = [getattr(one.array, "__arrow_array__", object)() for one in (now, then)]
        known = texts[0] is texts[1]
    else:
        known = isinstance(now.dtype, np.dtype) and _place(now) == _place(then)
    return known or now.equals(then)


def _place(column: pd.Series) -> tuple[int, tuple[int, ...]]:
    """Say where in memory the values of a column of numbers lie."""
    values = column.to_numpy()
    return values.__array_interface__["data"][0], values.strides


def _counted(survey: Processed, scope: Sequence[str] | None) -> pd.DataFrame:
    listings = survey.listings
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
