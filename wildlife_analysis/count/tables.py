"""Count listings and specimens of a processed survey, by any dimensions.

Every count stands on both bases: listings and specimens. Repeated listings are left out
unless asked for.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pandas as pd

from wildlife_analysis.count import value
from wildlife_analysis.count.processed import Processed
from wildlife_analysis.count.rows import OFFERED, coded, counted, in_scope
from wildlife_analysis.reference import SurveyError, nearest, table, taxonomy

__all__ = [
    "DIMENSIONS",
    "OFFERED",
    "RANKS",
    "both",
    "counted",
    "grid",
    "headline",
    "in_scope",
    "keyed",
    "summed",
    "taxa",
    "unread",
    "values",
]

PLACE = ("country_code", "marketplace", "month")
RANKS = ("species", "genus", "family", "order", "class")
DIMENSIONS = (
    "country_code",
    "marketplace",
    "taxon_group",
    "subgroup",
    "scientific_name",
    *RANKS,
    "product",
    "form",
    "appendix",
    "eu_annex",
    "offer",
    "documents",
    "language",
    "month",
    "count_method",
    "match_method",
)
NUMBERS = ["listings", "listings_with_repeats", "specimens", "sellers", "value_usd"]


@cache
def _ranks() -> pd.DataFrame:
    """Return the species, genus, family, order and class of every taxon."""
    known = table("taxa").set_index("scientific_name")
    names = known.index.to_series()
    rank = known["taxon_rank"]
    ranks = pd.DataFrame(
        {
            "species": names.where(rank == "species"),
            "genus": names.str.split(" ").str[0].where(rank.isin(["species", "genus"])),
            "family": known["family"].mask(known["family"] == ""),
            "order": known["order"].mask(known["order"] == ""),
            "class": known["class"].mask(known["class"] == ""),
        }
    )
    for name in ("family", "order", "class"):
        ranks[name] = ranks[name].fillna(names.where(rank == name))
    return ranks.astype("str")


def keyed(frame: pd.DataFrame, by: Sequence[str]) -> tuple[pd.DataFrame, list[str]]:
    """Check the dimensions and add the columns of those that are ranks."""
    if isinstance(by, str):
        raise SurveyError(f"dimensions must be a list: write [{by!r}]")
    for dimension in by:
        if dimension not in DIMENSIONS:
            raise SurveyError(
                f"no dimension {dimension!r}; nearest: {nearest(dimension, list(DIMENSIONS))}"
            )
    wanted = [rank for rank in by if rank in RANKS]
    if wanted:
        ranks = _ranks().reindex(frame["scientific_name"].to_numpy())[wanted]
        frame = pd.concat([frame, ranks.set_index(frame.index)], axis=1)
    return frame, list(by)


def both(
    survey: Processed,
    by: Sequence[str],
    *,
    scope: Sequence[str] | None = None,
    unique: bool = True,
    zeros: bool = True,
) -> pd.DataFrame:
    """Count listings and specimens by any dimensions.

    Parameters
    ----------
    survey
        A processed survey.
    by
        Any of `DIMENSIONS`; a rank (``species`` to ``class``) gathers the taxa below it and is
        missing where the text supports only a higher one. None for the total.
    scope, unique
        See `counted`.
    zeros
        Add rows of zeros where it was searched (``coverage.csv``) and nothing was found; what
        was not searched has no row.

    Returns
    -------
    pandas.DataFrame
        The dimensions, ``listings`` (a listing with several taxa counts once a row),
        ``listings_with_repeats`` (the repeated ones included), ``specimens``, ``sellers``,
        ``value_usd`` (see `values`), ``live_share`` (share of the specimens that are live
        animals), ``assumed_one_share`` (share of those whose number is assumed),
        ``reviewed_share`` (share of those that a person decided on).
        Sorted by specimens, then by the dimensions.

    Raises
    ------
    SurveyError
        When a dimension is unknown.

    Examples
    --------
    >>> sum(count.both(survey, ["product"])["specimens"]) == count.headline(survey)["specimens"]
    True
    """
    frame, keys = keyed(coded(survey, scope=scope), by)
    coverage = survey.coverage if zeros else survey.coverage.iloc[:0]
    return summed(frame, keys, coverage, unique=unique)


def summed(
    frame: pd.DataFrame, keys: list[str], coverage: pd.DataFrame, *, unique: bool = True
) -> pd.DataFrame:
    """Sum up rows of `counted` by columns of theirs; see `both`.

    Parameters
    ----------
    frame
        Rows of `counted`, the repeated ones among them; text may be categories, and identifiers
        numbers.
    keys
        Columns to count by; none for the total.
    coverage
        Cells searched; those without a row get zeros.
    unique
        Leave out listings that repeat an earlier one.

    Returns
    -------
    pandas.DataFrame
        As of `both`.
    """
    groups = keys or ["all"]
    frame = frame if keys else frame.assign(all="all")
    own = frame[~frame["repeated"]] if unique else frame
    decided = own["count_method"].eq("reviewed") | own["match_method"].eq("reviewed")
    number = own["specimen_count"]
    assumed = number.where(own["count_method"] == "assumed_one", 0)
    live = number.where(own["form"] == "live", 0)
    own = own.assign(assumed=assumed, live=live, reviewed=number.where(decided, 0))
    counts = own.groupby(groups, dropna=False).agg(
        listings=("listing_id", "nunique"),
        specimens=("specimen_count", "sum"),
        sellers=("seller_key", "nunique"),
        assumed=("assumed", "sum"),
        live=("live", "sum"),
        reviewed=("reviewed", "sum"),
    )
    repeats = frame.groupby(groups, dropna=False)["listing_id"].nunique()
    counts = counts.join(repeats.rename("listings_with_repeats"), how="outer")
    counts = counts.join(value.summary(own, groups)[["value_usd"]]).reset_index()
    counts = counts.astype(dict.fromkeys(groups, "str")).assign(
        assumed_one_share=(counts["assumed"] / counts["specimens"]).round(4),
        live_share=counts["live"] / counts["specimens"],
        reviewed_share=(counts["reviewed"] / counts["specimens"]).round(4),
    )
    shares = ["live_share", "assumed_one_share", "reviewed_share"]
    result = _with_zeros(counts[[*groups, *NUMBERS, *shares]], coverage, keys)
    result = result.sort_values(
        ["specimens", *groups], ascending=[False, *[True] * len(groups)], kind="stable"
    ).reset_index(drop=True)
    return result if keys else result.drop(columns="all")


def _with_zeros(counts: pd.DataFrame, coverage: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Add the cells that were searched without finding anything."""
    cells = _searched(coverage, keys)
    if cells is not None:
        other = [key for key in keys if key not in cells]
        full = cells.merge(counts[other].drop_duplicates(), how="cross") if other else cells
        counts = counts.merge(full, on=keys, how="outer")[list(counts.columns)]
    whole = {name: counts[name].fillna(0).astype("int64") for name in NUMBERS[:-1]}
    # Nothing found is worth nothing; without a price the sum is not known.
    asked = counts["value_usd"].mask(whole["listings"] == 0, 0.0)
    return counts.assign(**whole, value_usd=asked)


def _searched(coverage: pd.DataFrame, keys: list[str]) -> pd.DataFrame | None:
    """Return the searched combinations of those dimensions that coverage speaks of."""
    place = [key for key in keys if key in PLACE]
    if "month" in place and not {"searched_from", "searched_to"} <= set(coverage.columns):
        place.remove("month")
    if not place or coverage.empty:
        return None
    if "month" in place:
        ends = coverage[["searched_from", "searched_to"]].drop_duplicates()
        months = ends.assign(month=[_months(*pair) for pair in ends.to_numpy().tolist()])
        coverage = coverage.merge(months).explode("month").dropna(subset="month")
    return coverage[place].astype("str").drop_duplicates()


def _months(first: str, last: str) -> list[str]:
    """List the months from one day to another."""
    days = pd.to_datetime(pd.Series([first, last]), errors="coerce", format="%Y-%m-%d")
    if days.isna().any():
        raise SurveyError(
            f"coverage.csv: searched_from {first!r} to searched_to {last!r}: "
            "write days as 2018-05-31"
        )
    return [str(month) for month in pd.period_range(days[0], days[1], freq="M")]


def grid(
    survey: Processed,
    by: str,
    across: str,
    basis: str = "specimens",
    *,
    scope: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Spread a count over rows and columns.

    Parameters
    ----------
    survey
        A processed survey.
    by, across
        Dimensions of the rows and of the columns.
    basis
        A column of `both`.
    scope
        See `counted`.

    Returns
    -------
    pandas.DataFrame
        A row a value of ``by``, most first, a column a value of ``across``: 0 where it was
        searched and nothing found, missing where it was not searched.
    """
    counts = both(survey, [by, across], scope=scope)
    wide = counts.pivot(index=by, columns=across, values=basis)
    order = wide.sum(axis=1).sort_values(ascending=False, kind="stable").index
    wide = wide.loc[order].astype("float64").reset_index()
    wide.columns.name = None
    return wide


def values(
    survey: Processed, by: Sequence[str], *, scope: Sequence[str] | None = None
) -> pd.DataFrame:
    """Sum up the asking prices, and say what one specimen is asked for.

    Parameters
    ----------
    survey
        A processed survey.
    by
        Any of `DIMENSIONS`; none for the total.
    scope
        See `counted`.

    Returns
    -------
    pandas.DataFrame
        The dimensions and the columns of `value.summary`, in US dollars at the rate of the day.
        Sorted by value, then by the dimensions.
    """
    frame, keys = keyed(coded(survey, scope=scope), by)
    frame = frame[~frame["repeated"]]
    groups = keys or ["all"]
    sums = value.summary(frame if keys else frame.assign(all="all"), groups).reset_index()
    sums = sums.astype(dict.fromkeys(groups, "str"))
    sums = sums.sort_values(
        ["value_usd", *groups], ascending=[False, *[True] * len(groups)], kind="stable"
    ).reset_index(drop=True)
    return sums if keys else sums.drop(columns="all")


def headline(survey: Processed) -> dict[str, float]:
    """Return the numbers of the first page.

    Parameters
    ----------
    survey
        A processed survey.

    Returns
    -------
    dict
        ``listings``, ``specimens``, ``sellers``, ``countries``, ``marketplaces`` (searched,
        where declared), ``value_usd`` (missing where no price is), ``live_share``,
        ``assumed_share``, ``reviewed_share``, ``repeated``, ``specimens_with_repeats``.
    """
    frame = counted(survey)
    total = both(survey, [])
    specimens = int(frame["specimen_count"].sum())
    live = frame.loc[frame["form"] == "live", "specimen_count"].sum()
    cells = survey.coverage if len(survey.coverage) else frame
    first = total.iloc[0] if len(total) else pd.Series(0.0, index=total.columns)
    return {
        "listings": float(frame["listing_id"].nunique()),
        "specimens": float(specimens),
        "sellers": float(frame["seller_key"].nunique()),
        "countries": float(cells["country_code"].nunique()),
        "marketplaces": float(cells["marketplace"].nunique()),
        "value_usd": float(first["value_usd"]),
        "live_share": float(live / specimens) if specimens else float("nan"),
        "assumed_share": float(first["assumed_one_share"]) if specimens else float("nan"),
        "reviewed_share": float(first["reviewed_share"]) if specimens else float("nan"),
        "repeated": float(survey.manifest["accounts"]["duplicates"]),
        "specimens_with_repeats": float(counted(survey, unique=False)["specimen_count"].sum()),
    }


def taxa(survey: Processed, name: str) -> Processed:
    """Keep the specimens of one taxon, at any rank.

    Parameters
    ----------
    survey
        A processed survey.
    name
        Accepted scientific name of a species, genus, family, order or class.

    Returns
    -------
    Processed
        The same survey; listings without such specimens are out of scope.
    """
    names = survey.specimens["scientific_name"]
    own = {n for n in names.unique() if n == name or name in taxonomy.ancestors(n)}
    if not own:
        raise SurveyError(f"{survey.id}: no specimens of {name!r}")
    specimens = survey.specimens[names.isin(own)]
    keep = survey.listings["listing_id"].isin(specimens["listing_id"])
    listings = survey.listings.assign(in_scope=survey.listings["in_scope"] & keep)
    return replace(survey, specimens=specimens, listings=listings)


def unread(survey: Processed) -> pd.DataFrame:
    """Count the rows that could not be read, by their reason.

    Parameters
    ----------
    survey
        A processed survey.

    Returns
    -------
    pandas.DataFrame
        ``reason`` (a code of ``reasons``), ``rows``; most rows first. Together they are the
        rejects of the accounts: a file that cannot be opened has no rows.
    """
    rows = survey.rejects.loc[survey.rejects["source_row"] > 0, "reason"]
    return rows.value_counts().rename_axis("reason").rename("rows").reset_index()
