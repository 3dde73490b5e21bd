"""Compare two surveys like for like, and say what their raw totals differ by."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from wildlife_analysis.compare.cells import (
    KEYS,
    LISTED,
    Shared,
    like_for_like,
    shared_of,
)
from wildlife_analysis.compare.rates import LEVEL, adjusted, dispersion, rate_ratio
from wildlife_analysis.count import DIMENSIONS, RANKS, Processed, counted
from wildlife_analysis.count.tables import keyed
from wildlife_analysis.reference import SurveyError

__all__ = ["decomposition", "left_out", "stages", "surveys", "trend"]

# The later survey's total = the earlier one's + the steps between.
STEPS = (
    "baseline_total",
    "scope_rule",
    "appendix_changes",
    "left_marketplaces",
    "entered_marketplaces",
    "undeclared_marketplaces",
    "effort",
    "within_cells",
    "survey_total",
)


def surveys(
    baseline: Processed,
    survey: Processed,
    by: Sequence[str],
    *,
    scope: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Compare two surveys like for like.

    Only country × marketplace cells searched in both count, under one scope rule (that which
    both surveys share, by default) applied on one day to the taxa both could see, per unit of
    effort where both coverages state it.

    Parameters
    ----------
    baseline, survey
        Processed surveys.
    by
        Dimensions of the comparison; none for the total.
    scope
        Scope rule applied to both.

    Returns
    -------
    pandas.DataFrame
        The dimensions, ``baseline`` and ``survey`` (listings), ``baseline_specimens``,
        ``survey_specimens``, ``ratio`` of the rates of listings with ``low`` and ``high``
        (95 %), ``interval`` (exact, score), ``dispersion`` and ``clusters`` (see
        `rates.dispersion`), ``p_adjusted`` (Benjamini-Hochberg over the table) and
        ``direction`` (up, down, or unclear where the adjusted test does not decide). Groups
        found in neither survey are there where their cells were searched, without a ratio.

    Raises
    ------
    SurveyError
        When a dimension is unknown, a survey declares no coverage, or they share no rule.

    Examples
    --------
    >>> found = compare.surveys(baseline, survey, ["country_code"])
    >>> sorted(found["country_code"])
    ['DE', 'FR', 'GB', 'RU']
    >>> bool((found["low"] <= found["ratio"]).all())
    True
    """
    shared = shared_of(baseline, survey, scope)
    frames = [
        like_for_like(one, shared, later=later)
        for one, later in ((baseline, False), (survey, True))
    ]
    return trend(pd.concat(frames, ignore_index=True), by, shared)


def trend(frame: pd.DataFrame, by: Sequence[str], shared: Shared) -> pd.DataFrame:
    """Compare the rows of both surveys (`cells.like_for_like`) by any dimensions."""
    if set(by) - set(DIMENSIONS):
        raise SurveyError(f"no dimension {sorted(set(by) - set(DIMENSIONS))[0]!r}")
    frame, keys = keyed(frame, by)
    groups = keys or ["all"]
    frame = frame if keys else frame.assign(all="all")
    if set(keys) & set(RANKS):
        frame = frame.dropna(subset=list(set(keys) & set(RANKS)))
    counts = frame.groupby([*groups, "later"], dropna=False).agg(
        listings=("listing_id", "nunique"), specimens=("specimen_count", "sum")
    )
    table = counts.unstack("later", fill_value=0)
    table = table.reindex(
        columns=pd.MultiIndex.from_product([["listings", "specimens"], [False, True]]),
        fill_value=0,
    )
    table.columns = pd.Index(["baseline", "survey", "baseline_specimens", "survey_specimens"])
    table = table.reset_index()
    if keys and set(keys) <= set(KEYS):
        table = table.merge(shared.cells[keys].drop_duplicates(), on=keys, how="outer")
    numbers = ["baseline", "baseline_specimens", "survey", "survey_specimens"]
    table = table[[*groups, *numbers]]
    table = table.assign(**{name: table[name].fillna(0).astype("int64") for name in numbers})
    table = table.sort_values(groups, ignore_index=True, kind="stable")
    events = frame.drop_duplicates(["listing_id", "later", *groups])
    at = table[groups].assign(row=np.arange(len(table)))
    events = events.merge(at, on=groups, how="left").rename(columns={"seller_key": "seller"})
    spread = dispersion(events, len(table))
    ratios = _ratios(table, events, shared, spread["dispersion"])
    p_adjusted = adjusted(ratios["p_value"])
    rises = ratios["ratio"].fillna(np.inf) > 1
    direction = np.where(p_adjusted < 1 - LEVEL, np.where(rises, "up", "down"), "unclear")
    result = pd.concat([table, ratios.drop(columns="p_value"), spread.round(3)], axis=1)
    result = result.assign(p_adjusted=p_adjusted, direction=direction)
    return result if keys else result.drop(columns="all")


def _ratios(
    table: pd.DataFrame, events: pd.DataFrame, shared: Shared, spread: pd.Series
) -> pd.DataFrame:
    """Return the rate ratios of the rows, at the effective counts where effort is uneven."""
    squares = events.assign(square=events["weight"] ** 2)
    sums = squares.groupby(["row", "later"])[["weight", "square"]].sum()
    values: dict[bool, tuple[pd.Series, pd.Series]] = {}
    for later, name in ((False, "effort_baseline"), (True, "effort_survey")):
        own = (
            sums.xs(later, level="later")
            if later in sums.index.get_level_values("later")
            else sums.iloc[:0].droplevel("later")
        )
        own = own.reindex(table.index)
        effective = (own["weight"] ** 2 / own["square"]).fillna(0.0)
        effort = (effective / own["weight"]).fillna(shared.cells[name].mean())
        values[later] = (effective, effort)
    return rate_ratio(
        values[True][0].tolist(),
        values[True][1].tolist(),
        values[False][0].tolist(),
        values[False][1].tolist(),
        dispersion=spread.tolist(),
    )


def left_out(baseline: Processed, survey: Processed) -> pd.DataFrame:
    """Say what a like-for-like comparison leaves out.

    Returns
    -------
    pandas.DataFrame
        One row a survey: ``survey``, ``cells`` searched, ``shared_cells``, ``listings`` in
        scope, ``undeclared`` (those of marketplaces the coverage does not name),
        ``listings_compared``, ``share_compared``.
    """
    shared = shared_of(baseline, survey)
    rows = []
    for one, later in ((baseline, False), (survey, True)):
        frame = counted(one)
        cells = one.coverage[KEYS].drop_duplicates()
        declared = frame.merge(cells, on=KEYS)["listing_id"].nunique()
        listings = frame["listing_id"].nunique()
        compared = like_for_like(one, shared, later=later)["listing_id"].nunique()
        rows.append(
            {
                "survey": one.id,
                "cells": len(cells),
                "shared_cells": len(shared.cells),
                "listings": listings,
                "undeclared": listings - declared,
                "listings_compared": compared,
                "share_compared": compared / max(listings, 1),
            }
        )
    return pd.DataFrame(rows)


def decomposition(
    baseline: Processed, survey: Processed, *, scope: Sequence[str] | None = None
) -> pd.DataFrame:
    """Split the difference of the raw totals into what it comes from.

    Parameters
    ----------
    baseline, survey
        Processed surveys.
    scope
        Scope rule of the like-for-like part; what both count by default.

    Returns
    -------
    pandas.DataFrame
        One row a step, in order (`STEPS`): ``component``, ``listings``, ``specimens``. The
        totals stand first and last; ``scope_rule`` (what only one survey's rule counts),
        ``appendix_changes`` (taxa moved in or out of the rule, or listed in one survey only),
        ``left_marketplaces``, ``entered_marketplaces`` and ``undeclared_marketplaces``,
        ``effort`` (the baseline's rate times the change of effort) and ``within_cells`` (the
        change of trade on the same marketplaces) add up to their difference.

    Examples
    --------
    The steps add up to the later total:

    >>> steps = compare.decomposition(baseline, survey)
    >>> steps["component"].tolist()[:3]
    ['baseline_total', 'scope_rule', 'appendix_changes']
    >>> bool(steps["listings"].iloc[:-1].sum() == steps["listings"].iloc[-1])
    True
    """
    shared = shared_of(baseline, survey, scope)
    parts = {later: stages(one, shared) for one, later in ((baseline, False), (survey, True))}
    cells = shared.cells.rename(columns={"effort_baseline": "e0", "effort_survey": "e1"})
    rows: dict[str, list[float]] = {step: [] for step in STEPS}
    for basis in ("listings", "specimens"):
        old, new = parts[False], parts[True]
        total = [_sum(p["own"], basis) for p in (old, new)]
        ruled = [_sum(p["rule"], basis) for p in (old, new)]
        basket = [_sum(p["basket"], basis) for p in (old, new)]
        inside = [_sum(p["shared"], basis) for p in (old, new)]
        only = [_sum(p["declared"], basis) - i for p, i in zip((old, new), inside, strict=True)]
        rest = [b - i - o for b, i, o in zip(basket, inside, only, strict=True)]
        before = old["shared"].groupby(KEYS, as_index=False)[["listing_id", "specimen_count"]]
        before = before.agg({"listing_id": "nunique", "specimen_count": "sum"})
        before = before.merge(cells, on=KEYS)
        column = "listing_id" if basis == "listings" else "specimen_count"
        effort = float((before[column] * (before["e1"] / before["e0"] - 1)).sum())
        values = {
            "baseline_total": total[0],
            "scope_rule": (total[1] - ruled[1]) - (total[0] - ruled[0]),
            "appendix_changes": (ruled[1] - basket[1]) - (ruled[0] - basket[0]),
            "left_marketplaces": -only[0],
            "entered_marketplaces": only[1],
            "undeclared_marketplaces": rest[1] - rest[0],
            "effort": effort,
            "within_cells": inside[1] - inside[0] - effort,
            "survey_total": total[1],
        }
        for step, number in values.items():
            rows[step].append(number)
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["listings", "specimens"])
    return table.rename_axis("component").reset_index()


def stages(survey: Processed, shared: Shared) -> dict[str, pd.DataFrame]:
    """Return what a survey counts under its own rule, under the shared one, and so on."""
    every = counted(survey, scope=LISTED)
    basket = every[every["scientific_name"].isin(shared.basket)]
    return {
        "own": counted(survey),
        "rule": counted(survey, scope=shared.rule),
        "basket": basket,
        "declared": basket.merge(survey.coverage[KEYS].drop_duplicates(), on=KEYS),
        "shared": basket.merge(shared.cells[KEYS], on=KEYS),
    }


def _sum(frame: pd.DataFrame, basis: str) -> float:
    if basis == "listings":
        return float(frame["listing_id"].nunique())
    return float(frame["specimen_count"].sum())
