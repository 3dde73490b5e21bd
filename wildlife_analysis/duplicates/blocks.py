"""Which pairs are worth comparing: bounded blocks, so that cost grows with the listings.

Rows are sorted by a block and, within it, by what makes neighbours alike; each is compared
with the next few of its block. A small block is thereby compared whole, and a block of mass
postings costs no more a row than any other.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis.duplicates.bands import BANDS
from wildlife_analysis.duplicates.keys import conflict, hashed, vocabulary
from wildlife_analysis.duplicates.texts import mix
from wildlife_analysis.reference.arrays import distinct

__all__ = ["EQUAL", "NEAR", "PASSES", "gap", "pairs"]

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]

# Shares by which two prices differ: the same price (rounded, converted), a site's fee, a drop.
EQUAL, FEE, NEAR = 0.03, 0.10, 0.35

MOST = 2_000_000  # pairs that are held before those found twice are dropped
# Block, order within it, and how many neighbours each row is compared with. Every block holds
# one set of species and products only.
PASSES: tuple[tuple[tuple[str, ...], tuple[str, ...], int], ...] = (
    (("species", "seller"), ("cents", "content"), 24),
    (("species", "seller"), ("content_order", "content"), 8),
    (("species", "language", "currency", "cents"), ("place", "content"), 12),
    (("species", "place"), ("cents", "content"), 12),
    *(((f"band{i}", "species"), ("seller", "cents", "content"), 4) for i in range(BANDS)),
)


def gap(
    one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Return by which share of the higher the lower of two prices is below it."""
    high = np.fmax(one, other)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(high > 0, (high - np.fmin(one, other)) / high, 0.0)


def price_gap(keys: pd.DataFrame, one: Ints, other: Ints) -> npt.NDArray[np.float64]:
    """Return the price gap of pairs: NaN where one price is not known, -1 where none is."""
    currency = keys["currency"].to_numpy()
    price, usd = keys["price"].to_numpy(), keys["usd"].to_numpy()
    same = (currency[one] == currency[other]) | (currency[one] == 0) | (currency[other] == 0)
    a = np.where(same, price[one], usd[one])
    b = np.where(same, price[other], usd[other])
    none = np.isnan(a) & np.isnan(b)
    return np.where(none, -1.0, np.where(np.isnan(a) | np.isnan(b), np.nan, gap(a, b)))


def places_differ(keys: pd.DataFrame, one: Ints, other: Ints) -> Bools:
    """Say which pairs lie in two places, both known."""
    place, region = keys["place"].to_numpy(), keys["region"].to_numpy()
    known = (place[one] != 0) & (place[other] != 0)
    same = (place[one] == place[other]) | ((region[one] == region[other]) & (region[one] != 0))
    return known & ~same


def same_sellers(keys: pd.DataFrame, one: Ints, other: Ints) -> Bools:
    """Say which pairs have one seller, known."""
    seller = keys["seller"].to_numpy()
    return (seller[one] == seller[other]) & (seller[one] != 0)


def _possible(keys: pd.DataFrame, one: Ints, other: Ints, *, alike: bool) -> Bools:
    """Say which pairs their narrow columns do not rule out; ``alike`` ones share a band."""
    signature, species = keys["signature"].to_numpy(), keys["species"].to_numpy()
    traits, offer = keys["traits"].to_numpy(), keys["offer"].to_numpy()
    seller = same_sellers(keys, one, other)
    sold = ((traits[one] | traits[other]) & vocabulary()[2]["part_sold"]) != 0
    result = (offer[one] == offer[other]) & (
        (signature[one] == signature[other]) | (sold & seller)
    )
    # Where nothing was recognised the text alone must do: one seller only.
    result &= (species[one] != 0) | seller
    left = np.flatnonzero(result)
    one, other, seller = one[left], other[left], seller[left]
    apart = price_gap(keys, one, other)
    fits = ~(apart > np.where(seller, NEAR, FEE)) & (seller | ~np.isnan(apart))
    unit = unit_gap(keys, one, other) <= FEE
    kept = (fits | (unit & seller)) & ~conflict(traits[one], traits[other])
    # Other sellers in another place: only a long text can tell, and such share a band.
    here = seller | ~places_differ(keys, one, other)
    if alike:
        body = keys["body"].to_numpy()
        here |= (np.minimum(body[one], body[other]) >= 20) & (apart >= 0)
    kept &= here
    result[:] = False
    result[left[kept]] = True
    return result


def unit_gap(keys: pd.DataFrame, one: Ints, other: Ints) -> npt.NDArray[np.float64]:
    """Return the gap between the prices of one specimen; 1 where nothing is known."""
    count = np.maximum(keys["count"].to_numpy(), 1)
    price = keys["price"].to_numpy() / count
    result = gap(price[one], price[other])
    differs = count[one] != count[other]
    return np.where(differs & ~np.isnan(price[one]) & ~np.isnan(price[other]), result, 1.0)


def _neighbours(block: Hashes, order: Ints, width: int) -> Iterator[Ints]:
    """Yield pairs of rows that are near each other in one block, as an array of 2 columns."""
    sorted_block = block[order]
    border = np.flatnonzero(np.diff(sorted_block)) + 1
    end = np.repeat(
        np.append(border, len(order)), np.diff(np.concatenate([[0], border, [len(order)]]))
    )
    live = np.arange(len(order))
    for step in range(1, width + 1):
        live = live[live + step < end[live]]
        if not len(live):
            return
        yield np.column_stack([order[live], order[live + step]])


def pairs(
    keys: pd.DataFrame, *, across: npt.NDArray[np.bool_] | None = None
) -> tuple[Ints, Ints, int]:
    """Find the pairs of rows that are worth comparing.

    Parameters
    ----------
    keys
        `duplicates.keys.keys`, numbered from 0.
    across
        When given, only pairs of a True and a False row.

    Returns
    -------
    one, other : numpy.ndarray
        Row numbers, ``one`` below ``other``, each pair once.
    looked_at : int
        Pairs formed before their narrow columns ruled most of them out: at most the widths
        of all passes together for each row.
    """
    price = keys["price"].to_numpy()
    cents = np.where(np.isnan(price), -1.0, np.clip(price * 100, 0, 2**53)).astype(np.int64)
    content = keys["content"].to_numpy()
    columns = {
        "cents": cents.astype(np.uint64),
        "content_order": keys["band0"].to_numpy(),
        **{name: keys[name].to_numpy() for name in keys if keys[name].dtype == np.uint64},
    }
    # The last word in sorting: the listing's own name, so that no order of rows matters.
    tie = mix(columns["name"]) ^ hashed(keys["survey"])
    size = np.int64(max(len(keys), 1))
    found: list[Ints] = []
    looked_at = held = known = 0
    for block_by, order_by, width in PASSES:
        rows = np.flatnonzero(
            np.all([columns[n] != 0 for n in block_by if n != "species"], axis=0)
        )
        if "seller" not in block_by:
            rows = rows[columns["species"][rows] != 0]
        block = np.zeros(len(rows), dtype=np.uint64)
        for name in block_by:
            block = mix(block * np.uint64(31) + columns[name][rows])
        shared = pd.Series(block).duplicated(keep=False).to_numpy()
        rows, block = rows[shared], block[shared]
        if not len(rows):
            continue
        sort = [
            tie[rows],
            content[rows],
            *(columns[n][rows] for n in reversed(order_by)),
            block,
        ]
        order = np.lexsort(sort)
        for near in _neighbours(block, order, width):
            one, other = rows[near[:, 0]], rows[near[:, 1]]
            looked_at += len(one)
            if across is not None:
                mixed = across[one] != across[other]
                one, other = one[mixed], other[mixed]
            kept = _possible(keys, one, other, alike=block_by[0].startswith("band"))
            low, high = np.minimum(one[kept], other[kept]), np.maximum(one[kept], other[kept])
            found.append(low * size + high)
            held += len(found[-1])
            if held > MOST + 2 * known:  # many passes find the same pairs
                found = [distinct(np.concatenate(found))]
                held = known = len(found[0])
    if not found:
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing, looked_at
    packed = distinct(np.concatenate(found))
    return packed // size, packed % size, looked_at
