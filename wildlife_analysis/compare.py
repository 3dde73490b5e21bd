"""Compare surveys on what both searched, computed with published, before with after a rule."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from wildlife_analysis import reference
from wildlife_analysis.count import Processed, both, counted
from wildlife_analysis.reference import SurveyError

__all__ = [
    "left_out",
    "policy",
    "rate_ratio",
    "sensitivity",
    "shared_cells",
    "surveys",
    "totals_unlike_for_unlike",
    "with_published",
]

LEVEL = 0.95


def shared_cells(baseline: Processed, survey: Processed) -> pd.DataFrame:
    """List the country × marketplace cells searched in both surveys.

    Returns
    -------
    pandas.DataFrame
        Columns ``country_code`` and ``marketplace``.

    Raises
    ------
    SurveyError
        When one of the surveys declares no coverage.
    """
    for one in (baseline, survey):
        if one.coverage.empty:
            raise SurveyError(
                f"survey {one.id} declares no coverage.csv; no like-for-like trend"
            )
    keys = ["country_code", "marketplace"]
    cells = baseline.coverage[keys].merge(survey.coverage[keys], on=keys)
    return cells.drop_duplicates().sort_values(keys, ignore_index=True)


def left_out(baseline: Processed, survey: Processed) -> pd.DataFrame:
    """Say what a like-for-like comparison leaves out.

    Returns
    -------
    pandas.DataFrame
        One row a survey: ``survey``, ``cells`` searched, ``shared_cells``, ``listings`` in
        scope, ``listings_compared``, ``share_compared``.
    """
    shared = shared_cells(baseline, survey)
    rows = []
    for one in (baseline, survey):
        table = both(one, ["country_code", "marketplace"])
        inside = table.merge(shared, on=["country_code", "marketplace"])
        rows.append(
            {
                "survey": one.id,
                "cells": len(one.coverage[["country_code", "marketplace"]].drop_duplicates()),
                "shared_cells": len(shared),
                "listings": int(table["listings"].sum()),
                "listings_compared": int(inside["listings"].sum()),
                "share_compared": inside["listings"].sum() / max(table["listings"].sum(), 1),
            }
        )
    return pd.DataFrame(rows)


def rate_ratio(
    count: Sequence[float],
    effort: float,
    baseline_count: Sequence[float],
    baseline_effort: float,
) -> pd.DataFrame:
    """Compare counts per unit of effort.

    The interval is the score interval for the ratio of two Poisson rates (Ng and Tang 2005, as
    in statsmodels ``confint_poisson_2indep``), the p-value that of the score test. Where a
    count is zero the ratio is 0 or missing and only the defined end of the interval is given.

    Parameters
    ----------
    count, baseline_count
        Listings of the survey and of the baseline.
    effort, baseline_effort
        Units of effort, such as weeks of search.

    Returns
    -------
    pandas.DataFrame
        ``ratio``, ``low``, ``high`` (95 %), ``p_value``.
    """
    from statsmodels.stats.rates import confint_poisson_2indep, test_poisson_2indep

    rows = []
    for one, other in zip(count, baseline_count, strict=True):
        if one == 0 and other == 0:
            rows.append((np.nan, np.nan, np.nan, np.nan))
            continue
        if other == 0:
            rows.append((np.nan, np.nan, np.nan, np.nan))
            continue
        ratio = (one / effort) / (other / baseline_effort)
        p_value = test_poisson_2indep(
            one, effort, other, baseline_effort, method="score"
        ).pvalue
        low, high = confint_poisson_2indep(
            one,
            effort,
            other,
            baseline_effort,
            method="score",
            compare="ratio",
            alpha=1 - LEVEL,
        )
        rows.append((ratio, max(float(low), 0.0), float(high), float(p_value)))
    return pd.DataFrame(rows, columns=["ratio", "low", "high", "p_value"])


def surveys(
    baseline: Processed,
    survey: Processed,
    by: Sequence[str],
    *,
    scope: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Compare two surveys like for like.

    Only country × marketplace cells searched in both count, under one scope rule (that which
    both surveys share, by default), per week of search. Dispersion is not estimated from two
    surveys: the interval is that of independent listings and too short where few sellers post
    many.

    Parameters
    ----------
    baseline, survey
        Processed surveys.
    by
        Dimensions of the comparison.
    scope
        Scope rule applied to both.

    Returns
    -------
    pandas.DataFrame
        The dimensions, ``baseline`` and ``survey`` (listings), ``baseline_specimens``,
        ``survey_specimens``, ``ratio`` of the weekly rates with ``low`` and ``high`` (95 %),
        ``p_adjusted`` (Benjamini-Hochberg over the table) and ``direction`` (up, down, or
        unclear where the adjusted test does not decide).
    """
    from statsmodels.stats.multitest import multipletests

    rule = [c for c in (scope or survey.scope) if scope is not None or c in baseline.scope]
    if not rule:
        raise SurveyError(f"surveys {baseline.id} and {survey.id} share no Appendix or Annex")
    shared = shared_cells(baseline, survey)
    keys = list(by)
    tables = []
    for one in (baseline, survey):
        frame = counted(one, scope=rule).merge(shared, on=["country_code", "marketplace"])
        tables.append(
            frame.groupby(keys).agg(
                listings=("listing_id", "nunique"), specimens=("specimen_count", "sum")
            )
        )
    joined = tables[0].join(tables[1], how="outer", suffixes=("_b", "_s")).fillna(0)
    table = joined.astype(int).reset_index()
    table.columns = pd.Index(
        [*keys, "baseline", "baseline_specimens", "survey", "survey_specimens"]
    )
    weeks = [one.weeks if one.weeks == one.weeks else 1.0 for one in (baseline, survey)]
    ratios = rate_ratio(
        table["survey"].tolist(), weeks[1], table["baseline"].tolist(), weeks[0]
    )
    known = ratios["p_value"].notna()
    adjusted = pd.Series(np.nan, index=ratios.index)
    if known.any():
        adjusted[known] = multipletests(ratios.loc[known, "p_value"], method="fdr_bh")[1]
    sure = adjusted < 1 - LEVEL
    direction = np.where(sure, np.where(ratios["ratio"] > 1, "up", "down"), "unclear")
    return pd.concat([table, ratios.drop(columns="p_value")], axis=1).assign(
        p_adjusted=adjusted, direction=direction
    )


def totals_unlike_for_unlike(baseline: Processed, survey: Processed) -> pd.DataFrame:
    """Put the raw totals side by side; they do not measure a change.

    Returns
    -------
    pandas.DataFrame
        ``survey``, ``countries``, ``marketplaces``, ``listings``, ``specimens``.
    """
    rows = []
    for one in (baseline, survey):
        frame = counted(one)
        rows.append(
            {
                "survey": one.id,
                "countries": one.coverage["country_code"].nunique(),
                "marketplaces": one.coverage["marketplace"].nunique(),
                "listings": frame["listing_id"].nunique(),
                "specimens": int(frame["specimen_count"].sum()),
            }
        )
    return pd.DataFrame(rows)


def with_published(survey: Processed) -> pd.DataFrame:
    """Put computed figures beside published ones.

    Parameters
    ----------
    survey
        A processed survey.

    Returns
    -------
    pandas.DataFrame
        One row a verified published figure that the data can speak to: ``figure_id``,
        ``scope``, ``category``, ``metric``, ``published``, ``computed``, ``difference``
        (computed minus published, relative; in points for shares), ``publication``.
    """
    measures = reference.table("published_measures")
    figures = reference.table("published_figures").set_index("figure_id")
    frame = counted(survey)
    rows = []
    for m in measures[measures["survey_id"] == survey.id].to_dict("records"):
        figure = figures.loc[m["figure_id"]]
        if figure["verified"] != "yes":
            continue
        base = frame[frame["country_code"] == m["country_code"]] if m["country_code"] else frame
        own = base[base[m["column"]].isin(m["codes"].split("|"))] if m["column"] else base
        value, whole = _measure(own, m["basis"]), _measure(base, m["basis"])
        computed = 100 * value / whole if m["kind"] == "share" and whole else value
        published = float(figure["value"])
        gap = computed - published if m["kind"] == "share" else computed / published - 1
        rows.append(
            {
                "figure_id": m["figure_id"],
                "scope": figure["scope"],
                "category": figure["category"],
                "metric": figure["metric"],
                "kind": m["kind"],
                "published": published,
                "computed": round(computed, 1),
                "difference": gap,
                "publication": figure["publication"],
            }
        )
    return pd.DataFrame(rows)


def _measure(frame: pd.DataFrame, basis: str) -> float:
    if basis == "listings":
        return float(frame["listing_id"].nunique())
    if basis == "specimens":
        return float(frame["specimen_count"].sum())
    return float(frame.drop_duplicates("listing_id")["price_usd"].sum())


def sensitivity(survey: Processed) -> pd.DataFrame:
    """Vary the judgements behind the headline, one at a time.

    Parameters
    ----------
    survey
        A processed survey.

    Returns
    -------
    pandas.DataFrame
        ``rule``, ``variant``, ``listings``, ``specimens``, ``change`` (of the specimens,
        relative to the main count).
    """
    main = counted(survey)
    exact = main[main["match_method"] != "fuzzy"]
    stated = main[main["count_method"] != "assumed_one"]
    variants = [
        ("scope", "I", counted(survey, scope=("I",))),
        ("scope", "I, A", counted(survey, scope=("I", "A"))),
        ("scope", "I, II", counted(survey, scope=("I", "II"))),
        ("scope", "I, II, III, A, B", counted(survey, scope=("I", "II", "III", "A", "B"))),
        ("repeats", "counted", counted(survey, unique=False)),
        ("misspelt", "dropped", exact),
        ("assumed_one", "dropped", stated),
    ]
    total = main["specimen_count"].sum()
    rows = [("main", "", main), *variants]
    return pd.DataFrame(
        [
            {
                "rule": rule,
                "variant": variant,
                "listings": frame["listing_id"].nunique(),
                "specimens": int(frame["specimen_count"].sum()),
                "change": frame["specimen_count"].sum() / total - 1 if total else np.nan,
            }
            for rule, variant, frame in rows
        ]
    )


def policy(baseline: Processed | None, survey: Processed) -> pd.DataFrame:
    """Count listings that a platform's own rule bans.

    Parameters
    ----------
    baseline, survey
        Processed surveys; the baseline may be missing.

    Returns
    -------
    pandas.DataFrame
        One row a rule of the table ``policies``: ``marketplace``, ``bans``, ``in_force_from``,
        ``baseline`` and ``survey`` listings, ``ratio`` with ``low`` and ``high``, ``source``. A
        fall is no proof that the rule caused it: sellers also move and change their words.
    """
    rules = reference.table("policies")
    frames = [counted(one) if one is not None else None for one in (baseline, survey)]
    rows = []
    for rule in rules.to_dict("records"):
        numbers = []
        for frame in frames:
            if frame is None:
                numbers.append(0)
                continue
            site = frame["marketplace"].fillna("").str.startswith(rule["marketplace"])
            banned = (frame["product"] == rule["bans"]) | (
                frame["scientific_name"] == rule["bans"]
            )
            numbers.append(int(frame.loc[site & banned, "listing_id"].nunique()))
        rows.append({**rule, "baseline": numbers[0], "survey": numbers[1]})
    table = pd.DataFrame(rows)
    weeks = [one.weeks if one is not None else 1.0 for one in (baseline, survey)]
    ratios = rate_ratio(
        table["survey"].tolist(), weeks[1], table["baseline"].tolist(), weeks[0]
    )
    columns = ["marketplace", "bans", "in_force_from", "baseline", "survey", "source"]
    return pd.concat([table[columns], ratios.drop(columns="p_value")], axis=1)
