"""What the asking prices of listings add up to, and what one specimen is asked for.

The rules are those of ``docs/method.md``: every listing once; a price "each" times its number
of specimens; starting bids in the sum (which is then a lower bound) but not in the median; lots
at one price in the sum but not in the median; a listing whose specimens fall into several rows
of a table in none of them.
"""

import pandas as pd

__all__ = ["asking", "summary"]

# A starting bid is the least that can be paid, not what is asked for.
NOT_ASKED = ("starting_bid",)


def asking(frame: pd.DataFrame) -> pd.DataFrame:
    """Work out the asking price of each listing and of one specimen.

    Parameters
    ----------
    frame
        Rows listing × taxon × product with ``listing_id``, ``specimen_count``, ``price_usd``
        and ``price_kind``.

    Returns
    -------
    pandas.DataFrame
        Index of ``frame``: ``asking_usd`` of the whole listing, repeated in each of its rows;
        ``unit_usd`` of one specimen, missing for lots, several taxa, starting bids and free
        specimens; ``is_bid`` where the price is a starting bid.
    """
    rows = frame.groupby("listing_id")["specimen_count"]
    each = frame["price_kind"].eq("each").fillna(False)
    whole = frame["price_usd"] * rows.transform("sum").where(each, 1)
    one = each | (frame["specimen_count"] == 1)
    bid = frame["price_kind"].isin(NOT_ASKED)
    usable = one & ~bid & (rows.transform("size") == 1) & (frame["price_usd"] > 0)
    return pd.DataFrame(
        {"asking_usd": whole, "unit_usd": frame["price_usd"].where(usable), "is_bid": bid}
    )


def summary(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Sum up asking prices by group.

    Parameters
    ----------
    frame
        Rows of `counted` with the columns of `asking`.
    keys
        Columns to group by; none for one row of all.

    Returns
    -------
    pandas.DataFrame
        Index of groups; ``value_usd`` (sum; missing where no listing has a price, which is not
        the same as nothing asked), ``with_price`` (listings in the sum),
        ``without_price`` (listings that are not: no amount, a range, no rate, or their
        specimens in several groups), ``bid_usd`` (part of the sum that is starting bids),
        ``unit_prices`` (listings the rest rests on), ``lower_quartile_usd``, ``median_usd``,
        ``upper_quartile_usd``, ``p5_usd`` and ``p95_usd`` (fifth and ninety-fifth percentile)
        of the price of one specimen.
    """
    by = keys or [pd.Series("", index=frame.index, name="all")]
    once = frame.drop_duplicates(["listing_id", *keys])
    spread = once["listing_id"].duplicated(keep=False)
    own = once.assign(asking_usd=once["asking_usd"].mask(spread))
    own = own.assign(
        missing=own["asking_usd"].isna(), bid_usd=own["asking_usd"].where(own["is_bid"], 0.0)
    )
    once_by = keys or [pd.Series("", index=own.index, name="all")]
    groups = own.groupby(once_by, dropna=False)
    sums = groups.agg(
        with_price=("asking_usd", "count"),
        without_price=("missing", "sum"),
        bid_usd=("bid_usd", "sum"),
    )
    sums.insert(0, "value_usd", groups["asking_usd"].sum(min_count=1))
    units = frame.groupby(by, dropna=False)["unit_usd"]
    quartiles = pd.DataFrame(
        {
            "unit_prices": units.count(),
            "lower_quartile_usd": units.quantile(0.25),
            "median_usd": units.median(),
            "upper_quartile_usd": units.quantile(0.75),
            "p5_usd": units.quantile(0.05),
            "p95_usd": units.quantile(0.95),
        }
    )
    return sums.join(quartiles)
