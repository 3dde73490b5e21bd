"""Put computed figures beside published ones, with what explains their difference."""

import math
from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from wildlife_analysis import reference
from wildlife_analysis.clean import price
from wildlife_analysis.count import Processed, counted, estimates, predicted
from wildlife_analysis.reference import SurveyError

__all__ = [
    "behind",
    "cells_behind",
    "countable",
    "dollars",
    "measures",
    "not_computed",
    "with_published",
]

BASES = ("listings", "specimens", "value_usd", "marketplaces", "largest_seller")
# Printed words stand for a bound, or for a number that need not be met exactly.
RELATIONS = ("=", ">", "~")
# A count that differs by less is called close.
CLOSE = 0.01
COLUMNS = [
    "figure_id", "scope", "category", "metric", "unit", "kind", "relation", "published",
    "computed", "low", "high", "difference", "agrees", "explanation", "publication",
]  # fmt: skip


def measures(survey: Processed) -> pd.DataFrame:
    """Return the measures of a survey with what was printed, verified rows only."""
    figures = reference.table("published_figures")
    asked = reference.table("published_measures")
    own = asked[asked["survey_id"] == survey.id]
    unknown = own.loc[~own["figure_id"].isin(figures["figure_id"]), "figure_id"]
    if len(unknown):
        raise SurveyError(f"published_measures.csv: no figure {unknown.iloc[0]}")
    table = own.merge(figures, on="figure_id", validate="many_to_one")
    return table[table["verified"] == "yes"].reset_index(drop=True)


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
        ``scope``, ``category``, ``metric``, ``unit``, ``kind`` (count or share), ``relation``
        (``=``, ``>``, ``~``), ``published``, ``computed``, ``low`` and ``high`` (95 % interval
        of the audited count; missing where unaudited or for other measures), ``difference``
        (computed minus published: relative, in points for shares), ``agrees`` (yes where it is
        met within the rounding in print or the interval; close where by 1 %, one item, or a
        point for shares; no; none where nothing can be computed), ``explanation`` (code),
        ``publication``.

    Examples
    --------
    >>> compare.with_published(survey)[["scope", "metric", "published"]].head(2)
             scope                    metric  published
    0  FR+DE+RU+UK  advertisements and posts     5381.0
    1  FR+DE+RU+UK                 specimens    11772.0
    """
    table = measures(survey)
    table = table[table["kind"] != "none"].reset_index(drop=True)
    frame = countable(survey)
    intervals = _intervals(survey)
    rows = []
    for m in table.to_dict("records"):
        own, base = behind(m, frame)
        number = _measure(own, m, survey)
        whole = _measure(base, {**m, "where": ""}, survey)
        share = m["kind"] == "share"
        computed = 100 * number / whole if share and whole else number
        text = m["printed"] or m["value"]
        printed = float(text)
        low, high = (
            intervals.get(m["basis"], (np.nan, np.nan))
            if not (m["where"] or m["within"] or share)
            else (np.nan, np.nan)
        )
        gap = computed - printed if share else computed / printed - 1
        rows.append(
            {
                "figure_id": m["figure_id"],
                "scope": m["scope"],
                "category": m["category"],
                "metric": m["metric"],
                "unit": m["unit"],
                "kind": m["kind"],
                "relation": m["relation"],
                "published": printed,
                "computed": round(computed, max(1, len(text.partition(".")[2]))),
                "low": low,
                "high": high,
                "difference": gap,
                "agrees": _agrees(computed, text, m["relation"], low, high, share=share),
                "explanation": m["explanation"] if survey.simulated else "other_data",
                "publication": m["publication"],
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def countable(survey: Processed) -> pd.DataFrame:
    """Return what counts (`count.counted`) with the ``marketplace_type`` of each row."""
    frame = counted(survey)
    return frame.assign(marketplace_type=frame["marketplace"].map(_types()))


def behind(
    measure: Mapping[Hashable, Any], frame: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows that a measure counts, and those of which it is a share.

    Parameters
    ----------
    measure
        A row of `measures`.
    frame
        See `countable`.
    """
    base = _where(frame, measure["within"], measure["figure_id"])
    return _where(base, measure["where"], measure["figure_id"]), base


def cells_behind(measure: Mapping[Hashable, Any], survey: Processed) -> pd.DataFrame:
    """Return the searched cells that a measure of marketplaces counts."""
    types = survey.coverage["marketplace"].map(_types())
    cells = _where(
        survey.coverage.assign(marketplace_type=types), measure["within"], "marketplaces"
    )
    return _where(cells, measure["where"], "marketplaces")


def dollars(basis: str, survey: Processed) -> float:
    """Return the dollars of one unit of the currency of a basis such as ``value_eur``."""
    code = basis.removeprefix("value_").upper()
    return 1.0 if code == "USD" else _rate(code, survey)


def not_computed(survey: Processed) -> pd.DataFrame:
    """List the verified published figures that the data cannot speak to, with the reason.

    Returns
    -------
    pandas.DataFrame
        ``figure_id``, ``scope``, ``category``, ``metric``, ``value_text``, ``explanation``.
    """
    table = measures(survey)
    columns = ["figure_id", "scope", "category", "metric", "value_text", "explanation"]
    return table.loc[table["kind"] == "none", columns].reset_index(drop=True)


def _types() -> dict[str, str]:
    table = reference.table("marketplaces")
    return dict(zip(table["name"], table["type"], strict=True))


def _intervals(survey: Processed) -> dict[str, tuple[float, float]]:
    """Return the intervals of the totals, where there is an audit sample."""
    if survey.audited.empty:
        return {}
    total = estimates(predicted(survey), survey.audited).iloc[0]
    return {b: (total[f"{b}_low"], total[f"{b}_high"]) for b in ("listings", "specimens")}


def _where(frame: pd.DataFrame, conditions: str, figure_id: str) -> pd.DataFrame:
    """Keep the rows that meet ``column=code|code;column!=code``."""
    for condition in filter(None, conditions.split(";")):
        left, _, codes = condition.partition("=")
        column = left.removesuffix("!")
        if column not in frame or not codes:
            raise SurveyError(f"published_measures.csv: {figure_id}: cannot read {condition!r}")
        frame = frame[frame[column].isin(codes.split("|")) ^ (column != left)]
    return frame


def _measure(frame: pd.DataFrame, measure: Mapping[Hashable, Any], survey: Processed) -> float:
    once = frame.drop_duplicates("listing_id")
    basis = str(measure["basis"])
    if basis == "listings":
        return float(len(once))
    if basis == "specimens":
        return float(frame["specimen_count"].sum())
    if basis == "marketplaces":
        return float(cells_behind(measure, survey)["marketplace"].nunique())
    if basis == "largest_seller":
        counts = once["seller_key"].value_counts()
        return float(counts.iloc[0]) if len(counts) else 0.0
    if basis.startswith("value_"):
        return float(once["asking_usd"].sum(min_count=1)) / dollars(basis, survey)
    raise SurveyError(f"published_measures.csv: basis {basis!r} is not known")


def _rate(code: str, survey: Processed) -> float:
    """Return the dollars of one unit of a currency in the middle of the fieldwork."""
    first, last = survey.fieldwork
    day = pd.Series([first + (last - first) / 2])
    return float(price.to_usd(pd.Series([1.0]), pd.Series([code]), day)["price_usd"].iloc[0])


def _agrees(
    computed: float, text: str, relation: str, low: float, high: float, *, share: bool
) -> str:
    """Say whether a figure is met within rounding or interval, or by a hundredth or point."""
    printed = float(text)
    if math.isnan(computed):
        return "none"
    if relation == ">":
        return "yes" if computed > printed else "no"
    if low <= printed <= high:
        return "yes"
    digits = len(text.partition(".")[2])
    step = 10.0**-digits
    if digits == 0 and printed >= 1000:
        # A number that ends in zeros was rounded to them.
        step = 10.0 ** (len(text) - len(text.rstrip("0")))
    near = 0.05 if relation == "~" else 0.0
    if abs(computed - printed) <= max(step / 2, near * printed):
        return "yes"
    close = 1.0 if share else max(CLOSE * printed, 1.0)
    return "close" if abs(computed - printed) <= close else "no"
