"""Listings scraped again: one address, one identifier, or one content on one marketplace."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis.duplicates.judge import alike
from wildlife_analysis.duplicates.narrow import Narrow
from wildlife_analysis.duplicates.texts import Texts

__all__ = ["edges", "order", "representatives"]

Ints = npt.NDArray[np.int64]
# Words from which a text without price and place says enough.
WORDS = 4
# What tells whether two listings of one content are one.
CONTENT = [
    "survey", "market", "content", "place", "seller", "day", "currency", "price", "price_text",
    "size", "typed",
]  # fmt: skip


def order(keys: Narrow) -> Ints:
    """Return the rank of each row by first seen; no two rows share one."""
    seen = keys.column("seen").astype("datetime64[us]")
    # Dates that are not known come last.
    day = np.where(np.isnat(seen), np.iinfo(np.int64).max, seen.astype(np.int64))
    place = keys.codes("survey"), keys.codes("source_file"), keys.column("source_row")
    sorted_rows = np.lexsort([keys.column("name"), *reversed(place), day])
    rank = np.empty(len(keys), dtype=np.int64)
    rank[sorted_rows] = np.arange(len(keys))
    return rank


def _groups(keys: pd.DataFrame, columns: list[str]) -> pd.Series:
    """Return a number for each group of rows that agree in ``columns``; -1 for those alone."""
    rows = keys.loc[keys.duplicated(columns, keep=False), columns]
    number = pd.Series(-1, index=keys.index)
    number[rows.index] = rows.groupby(columns, sort=False).ngroup()
    return number


def _star(group: pd.Series, rank: Ints) -> tuple[Ints, Ints]:
    """Pair the first seen row of each group with the others of it."""
    group = group[group >= 0]
    group = group.iloc[np.argsort(rank[group.index], kind="stable")]
    rows, number = group.index.to_numpy(), group.to_numpy()
    first = pd.Series(rows).groupby(number).transform("first").to_numpy(dtype=np.int64)
    other = rows != first
    return first[other], rows[other]


def _repeated(keys: Narrow, column: str, columns: list[str]) -> pd.DataFrame:
    """Return the rows whose hash in a column is known and not theirs alone, by row number."""
    found = pd.Series(keys.column(column))
    rows = np.flatnonzero((found.duplicated(keep=False) & (found != 0)).to_numpy())
    return keys.take(rows, columns).set_axis(pd.Index(rows))


def _contents(keys: pd.DataFrame) -> pd.Series:
    """Return a number for each group of one content; -1 for those alone.

    What may be several listings is kept apart: rows of several known sellers are. Where no
    seller is known, so are rows typed another way and rows posted on different days: the same
    few words again are then another listing as likely as not, and which of them an undated
    row repeats cannot be told.
    """
    price = np.where(keys["price"].isna(), -1.0, keys["price"])
    work = keys[["survey", "market", "content", "place", "seller", "day", "currency"]].assign(
        price=price, wording=keys["price_text"].where(keys["price"].isna(), 0)
    )
    known = (price >= 0) | (keys["place"] != 0) | (keys["size"] >= WORDS)
    same = ["survey", "market", "content", "place", "price", "currency", "wording"]
    usable = work[known & (keys["size"] > 0)]
    group = _groups(usable, same).reindex(work.index, fill_value=-1)
    rows = work[group >= 0].assign(group=group[group >= 0])
    if rows.empty:
        return group
    sellers = rows["seller"].where(rows["seller"] != 0).groupby(rows["group"]).nunique()
    one_seller = rows["group"].map(sellers).to_numpy() == 1
    rows["who"] = np.where(one_seller, np.uint64(1), rows["seller"])
    rows["typed"] = keys["typed"].where(rows["who"] == 0, 0)
    own = ["group", "who", "typed"]
    rows = rows.sort_values([*own, "day"], kind="stable")
    again = rows.duplicated(own).to_numpy()
    day = rows["day"].to_numpy()
    step = np.diff(day, prepend=day[:1])
    before = np.concatenate([[-1], day[:-1]])
    new_run = ~again | ((before >= 0) & (step > 1))
    nobody = rows["who"].to_numpy() == 0
    run = np.cumsum(np.where(nobody, new_run, ~again))
    runs = pd.Series(run, index=rows.index)
    # Undated rows sort first and begin a run of their own with the first dated one.
    dated = rows["day"] >= 0
    several = (
        runs.where(dated).groupby([rows[name] for name in own]).transform("nunique") > 1
    ) & nobody
    runs = runs.mask(several & ~dated, -1)
    lone = runs.groupby(runs).transform("size") < 2
    result = pd.Series(-1, index=keys.index)
    result[runs.index] = runs.mask(lone, -1)
    return result


def representatives(size: int, other: Ints) -> Ints:
    """Return the rows to compare: all but those that repeat the content of another."""
    stays = np.ones(size, dtype=bool)
    stays[other] = False
    return np.flatnonzero(stays)


def edges(keys: Narrow, texts: Texts, rank: Ints) -> tuple[pd.DataFrame, Ints, Ints]:
    """Pair the first seen of each group of exact repetitions with the others.

    Parameters
    ----------
    keys
        Of the survey.
    texts
        Of the rows of ``keys``.
    rank
        `order`.

    Returns
    -------
    pairs : pandas.DataFrame
        ``one``, ``other``, ``kind``, ``score``, ``features``.
    first, repeated : numpy.ndarray
        Rows of one content.
    """
    first, again = _star(_contents(_repeated(keys, "content", CONTENT)), rank)
    day = keys.column("day")
    later = (day[first] >= 0) & (day[again] >= 0) & (np.abs(day[first] - day[again]) > 1)
    found = [_table(first, again, "text, price and place", later)]
    content = keys.column("content")
    for columns, feature in ((["survey", "url"], "address"),
                             (["survey", "market", "ident"], "identifier")):  # fmt: skip
        same = _repeated(keys, columns[-1], columns)
        one, other = _star(_groups(same, columns), rank)
        kept = content[one] == content[other]
        kept[~kept] = alike(texts, one[~kept], other[~kept])
        one, other = one[kept], other[kept]
        found.append(_table(one, other, feature, np.zeros(len(one), dtype=bool)))
    return pd.concat(found, ignore_index=True), first, again


def _table(one: Ints, other: Ints, feature: str, later: npt.NDArray[np.bool_]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "one": one,
            "other": other,
            "kind": np.where(later, "reposted", "scraped_again"),
            "score": 100.0,
            "features": np.where(
                later, f"rule=posted_again; same={feature}", f"rule=same; same={feature}"
            ),
        }
    )
