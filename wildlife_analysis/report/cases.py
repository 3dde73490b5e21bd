"""The case pages: what one country offers, and what changed there."""

from functools import partial

import pandas as pd

from wildlife_analysis import charts, compare, count
from wildlife_analysis.count import Processed
from wildlife_analysis.report.publish import Publisher, number, top

__all__ = ["countries"]

# Rows of a case page's chart and tables.
MOST = 8


def countries(page: Publisher, survey: Processed, baseline: Processed | None) -> pd.DataFrame:
    """Publish a case page for every country searched.

    Parameters
    ----------
    page
        The notebook's publisher.
    survey, baseline
        What is reported on; without a baseline nothing is said of changes.

    Returns
    -------
    pandas.DataFrame
        ``country_code``, ``listings``, ``specimens``, ``sellers``, ``value_usd``: the countries
        that have a page, most specimens first.
    """
    totals = count.both(survey, ["country_code"])
    taxa = count.both(survey, ["country_code", "scientific_name"])
    products = count.both(survey, ["country_code", "product"])
    sites = count.both(survey, ["country_code", "marketplace"])
    trends = (
        compare.surveys(baseline, survey, ["country_code"]) if baseline is not None else None
    )
    # What is of no known country has no page; it is in every total.
    for row in totals.dropna(subset="country_code").to_dict("records"):
        code = row["country_code"]
        with page.case(f"country_code:{code}"):
            page.numbers(
                "case_headline",
                {
                    "listings": (row["listings"], "number"),
                    "specimens": (row["specimens"], "number"),
                    "value_usd": (row["value_usd"], "dollars"),
                    "live_share": (row["live_share"] if row["specimens"] else 0.0, "percent"),
                    "marketplaces": (int((sites["country_code"] == code).sum()), "number"),
                },
            )
            own = _own(taxa, code, "scientific_name", "live_share")
            if len(own):
                page.chart(
                    "case_taxa",
                    own,
                    partial(
                        charts.bars, by="scientific_name", value="specimens", live="live_share"
                    ),
                    taxon=top(own, "scientific_name"),
                    specimens=int(own["specimens"].iloc[0]),
                )
                page.table("case_products", _own(products, code, "product"))
            page.table("case_marketplaces", _own(sites, code, "marketplace", zeros=True))
            if trends is not None:
                _change(page, trends[trends["country_code"] == code])
    return totals[["country_code", "listings", "specimens", "sellers", "value_usd"]]


def _own(
    table: pd.DataFrame, code: str, by: str, *more: str, zeros: bool = False
) -> pd.DataFrame:
    rows = table[(table["country_code"] == code) & (zeros | (table["listings"] > 0))]
    rows = rows.sort_values(["specimens", "listings", by], ascending=[False, False, True])
    return (
        rows[[by, "listings", "specimens", "sellers", *more]].head(MOST).reset_index(drop=True)
    )


def _change(page: Publisher, trend: pd.DataFrame) -> None:
    """Say what changed, with the direction only where the interval allows."""
    row = trend.iloc[0] if len(trend) else None
    if row is None or pd.isna(row["ratio"]):
        page.sentence("case_trend", "case-trend-none")
        return
    page.sentence(
        "case_trend",
        f"case-trend-{row['direction']}",
        ratio=number(row["ratio"], 2),
        low=number(row["low"], 2),
        high=number(row["high"], 2),
        baseline=int(row["baseline"]),
        survey=int(row["survey"]),
    )
