"""Put computed figures beside published ones, with what explains their difference."""

import numpy as np
import pandas as pd

from wildlife_analysis import reference
from wildlife_analysis.clean import price
from wildlife_analysis.count import Processed, counted, estimates, predicted
from wildlife_analysis.reference import SurveyError

__all__ = ["not_computed", "with_published"]

BASES = ("listings", "specimens", "value_usd", "marketplaces", "largest_seller")
# Printed words stand for a bound, or for a number that need not be met exactly.
RELATIONS = ("=", ">", "~")
# A count that differs by less is called close.
CLOSE = 0.01


def _measures(survey: Processed) -> pd.DataFrame:
    """Return the measures of a survey with what was printed, verified rows only."""
    figures = reference.table("published_figures")
    measures = reference.table("published_measures")
    own = measures[measures["survey_id"] == survey.id]
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
        met within the rounding in print or the interval; close where by 1 %, or a point for
        shares; no), ``explanation`` (code), ``publication``.
    """
    table = _measures(survey)
    table = table[table["kind"] != "none"].reset_index(drop=True)
    frame = counted(survey)
    frame = frame.assign(marketplace_type=frame["marketplace"].map(_types()))
    intervals = _intervals(survey)
    rows = []
    for m in table.to_dict("records"):
        base = _where(frame, m["within"], m["figure_id"])
        own = _where(base, m["where"], m["figure_id"])
        number = _measure(own, m["basis"], survey, m["where"], m["within"])
        whole = _measure(base, m["basis"], survey, "", m["within"])
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
                "computed": round(computed, 1),
                "low": low,
                "high": high,
                "difference": gap,
                "agrees": _agrees(computed, text, m["relation"], low, high, share=share),
                "explanation": m["explanation"] if survey.simulated else "other_data",
                "publication": m["publication"],
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def not_computed(survey: Processed) -> pd.DataFrame:
    """List the verified published figures that the data cannot speak to, with the reason.

    Returns
    -------
    pandas.DataFrame
        ``figure_id``, ``scope``, ``category``, ``metric``, ``value_text``, ``explanation``.
    """
    table = _measures(survey)
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
    """Keep the rows that meet ``column=code|code;column=code``."""
    for condition in filter(None, conditions.split(";")):
        column, _, codes = condition.partition("=")
        if column not in frame or not codes:
            raise SurveyError(f"published_measures.csv: {figure_id}: cannot read {condition!r}")
        frame = frame[frame[column].isin(codes.split("|"))]
    return frame


def _measure(
    frame: pd.DataFrame, basis: str, survey: Processed, where: str, within: str
) -> float:
    once = frame.drop_duplicates("listing_id")
    if basis == "listings":
        return float(len(once))
    if basis == "specimens":
        return float(frame["specimen_count"].sum())
    if basis == "marketplaces":
        cells = survey.coverage.assign(
            marketplace_type=survey.coverage["marketplace"].map(_types())
        )
        cells = _where(_where(cells, within, "marketplaces"), where, "marketplaces")
        return float(cells["marketplace"].nunique())
    if basis == "largest_seller":
        counts = once["seller_key"].value_counts()
        return float(counts.iloc[0]) if len(counts) else 0.0
    if basis.startswith("value_"):
        dollars = float(once["asking_usd"].sum())
        code = basis.removeprefix("value_").upper()
        return dollars if code == "USD" else dollars / _rate(code, survey)
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
