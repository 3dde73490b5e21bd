"""Link listings that are the same offer; nothing is deleted.

Three kinds are told apart: the same listing scraped again, the same offer posted again, and
the same offer on several marketplaces. Text alone cannot tell a repetition from another animal
sold from the same template, so the specimens, the sexes and other traits, the numbers in the
text and the price must agree as well.

``keys`` computes what listings are linked by, a partition at a time if need be; ``narrow``
gives it by columns and rows, wherever it is kept; ``exact`` joins what repeats to the word;
``blocks`` (with ``bands``) finds the pairs worth comparing; ``judge`` decides on them;
``groups`` joins them and takes chains apart; ``earlier`` links to a survey made before;
``decisions`` reads what people decided.
"""

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis.duplicates import blocks, decisions, earlier, exact, groups
from wildlife_analysis.duplicates.judge import contradict, judge
from wildlife_analysis.duplicates.keys import keys
from wildlife_analysis.duplicates.narrow import FrameKeys, Narrow
from wildlife_analysis.duplicates.texts import Texts, chosen, mix, of_frame
from wildlife_analysis.reference import check_table, column_names, empty_table

__all__ = [
    "Each",
    "FrameKeys",
    "Narrow",
    "Texts",
    "decisions",
    "keys",
    "link",
    "link_keys",
    "of_frame",
]

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
# What `compare` is called with, and something like `map` that calls it.
Share = tuple[pd.DataFrame, Texts]
Each = Callable[[Callable[[Share], pd.DataFrame], Iterable[Share]], Iterable[pd.DataFrame]]
BY_PERSON = "rule=person"
SHARE = 100_000  # rows compared at once, about


def link(
    listings: pd.DataFrame,
    specimens: pd.DataFrame,
    *,
    decided: pd.DataFrame | None = None,
    before: tuple[pd.DataFrame, pd.DataFrame] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Link repetitions to the first seen listing of the same offer.

    Parameters
    ----------
    listings, specimens
        Tables of those names, of one survey.
    decided
        People's decisions (`decisions.read`); they outrank the rules.
    before
        ``listings`` and ``specimens`` of an earlier survey. What it offers again here is
        listed in ``duplicates`` and counted in both surveys.

    Returns
    -------
    listings : pandas.DataFrame
        The same rows with ``duplicate_of`` filled.
    duplicates : pandas.DataFrame
        Table ``duplicates``: one row per linked listing, and one per first listing that the
        earlier survey held already.

    Examples
    --------
    >>> unlinked = survey.listings.assign(duplicate_of=None)
    >>> linked, found = duplicates.link(unlinked, survey.specimens)
    >>> bool(linked["duplicate_of"].notna().sum() == len(found))
    True
    """
    if listings.empty:
        return listings, empty_table("duplicates")
    return link_keys(
        FrameKeys(keys(listings, specimens)),
        listings,
        of_frame(listings),
        decided=decided,
        before=before,
    )


def link_keys(
    narrow: Narrow,
    listings: pd.DataFrame,
    texts: Texts,
    *,
    decided: pd.DataFrame | None = None,
    before: tuple[pd.DataFrame, pd.DataFrame] | None = None,
    each: Each = map,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Link listings whose keys are known already, such as those of several partitions.

    Parameters
    ----------
    narrow
        Keys of all listings; those of partitions one below the other are those of the whole.
    listings
        ``listing_id``, ``survey`` and ``marketplace``; rows as in ``narrow``.
    texts
        Titles and descriptions of any rows; only those of pairs worth comparing are asked for.
    decided, before
        As for `link`.
    each
        What calls `compare` for shares of the listings; one that uses several processes
        returns the results in the order of the shares all the same.

    Returns
    -------
    listings, duplicates : pandas.DataFrame
        As for `link`. The order of the rows does not matter.
    """
    rows = listings.reset_index(drop=True)
    rank = exact.order(narrow)
    pairs = _pairs(narrow, texts, rank, each)
    forced, apart = _decided(rows, decided)
    pairs = pd.concat([pairs, forced], ignore_index=True)
    one, other = pairs["one"].to_numpy(), pairs["other"].to_numpy()
    label = groups.components(len(rows), one, other)
    label = groups.labels(label, pairs, _chains(narrow, texts, pairs, label, rank, apart), rank)
    pairs = pairs[label[one] == label[other]]
    order = np.argsort(rank)
    first = np.full(int(label.max()) + 1, -1, dtype=np.int64)
    first[label[order[::-1]]] = order[::-1]
    target = first[label]
    moved = target != np.arange(len(rows))
    of = rows["listing_id"].iloc[target].where(moved).set_axis(listings.index)
    linked = listings.assign(duplicate_of=of)
    table = _table(rows, pairs, target, moved, rank)
    if before is not None and len(before[0]):
        again = earlier.link(narrow, linked, texts, keys(*before), before[0], decided)
        table = pd.concat([table, again], ignore_index=True)
    return linked, check_table(table, "duplicates")


def _pairs(narrow: Narrow, texts: Texts, rank: Ints, each: Each) -> pd.DataFrame:
    """Find all pairs that are one offer by the rules."""
    same, first, again = exact.edges(narrow, texts, rank)
    left = exact.representatives(len(narrow), again)
    # Of one content, one row is compared with others; what any of them tells, it tells.
    sellers = narrow.column("seller").copy()
    told = pd.Series(sellers[again]).groupby(first).max()
    told = told[sellers[told.index] == 0]
    sellers[told.index] = told
    rows = [left[s] for s in _shares(narrow.column("species")[left], sellers[left])]
    shares = (
        (narrow.take(own).assign(seller=sellers[own]), chosen(texts, own)) for own in rows
    )
    found = [same]
    called = each if len(rows) > 1 else map
    for own, pairs in zip(rows, called(compare, shares), strict=True):
        found.append(pairs.assign(one=own[pairs["one"]], other=own[pairs["other"]]))
    return pd.concat(found, ignore_index=True).assign(decided=False)


def compare(share: Share) -> pd.DataFrame:
    """Find the pairs of a share that are one offer; its rows are numbered from 0."""
    narrow, texts = share
    one, other, _ = blocks.pairs(narrow)
    return judge(narrow, texts, one, other)


def _shares(species: Hashes, seller: Hashes) -> Iterator[Ints]:
    """Divide rows so that no block of `blocks.PASSES` is divided; bounds the memory.

    Rows of one set of species stay together; of the rows without any, those of one seller.
    """
    number = -(-len(species) // SHARE)
    if number < 2:
        yield np.arange(len(species))
        return
    share = mix(np.where(species != 0, species, seller)) % np.uint64(number)
    for own in range(number):
        yield np.flatnonzero(share == own)


def _decided(
    rows: pd.DataFrame, decided: pd.DataFrame | None
) -> tuple[pd.DataFrame, tuple[Ints, Ints]]:
    """Return the pairs that people joined, and the rows of those they took apart."""
    table = decisions.none() if decided is None else decided
    table = table[table["other_survey"] == (rows["survey"].iloc[0])]
    named = rows["listing_id"].isin([*table["listing_id"], *table["other_id"]])
    at = np.flatnonzero(named.to_numpy())
    number = pd.Series(at, index=rows["listing_id"].iloc[at])
    one = number.reindex(table["listing_id"]).to_numpy(dtype=np.int64)
    other = number.reindex(table["other_id"]).to_numpy(dtype=np.int64)
    same = (table["decision"] == "same").to_numpy(dtype=bool)
    market = rows["marketplace"].fillna("")
    pairs = pd.DataFrame(
        {
            "one": one[same],
            "other": other[same],
            "kind": np.where(
                market.iloc[one[same]].to_numpy() == market.iloc[other[same]].to_numpy(),
                "reposted",
                "cross_posted",
            ),
            "score": 100.0,
            "features": BY_PERSON,
            "decided": True,
        }
    )
    return pairs, (one[~same], other[~same])


def _chains(
    narrow: Narrow,
    texts: Texts,
    pairs: pd.DataFrame,
    label: Ints,
    rank: Ints,
    apart: tuple[Ints, Ints],
) -> tuple[Ints, Ints]:
    """Return the pairs that must not be in one group: by their facts, or by a decision."""
    exact_pair = pairs["features"].str.startswith("rule=same; same=text").to_numpy(dtype=bool)
    repeated = pairs.loc[exact_pair, "other"].to_numpy()
    one, other = groups.checked_pairs(label, rank, exact.representatives(len(narrow), repeated))
    against = contradict(narrow, texts, one, other)
    one, other = one[against], other[against]
    # What one address or one person says is the same may contradict itself.
    sure = pairs["decided"].to_numpy() | (pairs["features"] == "rule=same; same=address")
    size = len(narrow)
    low = np.minimum(pairs["one"], pairs["other"])[sure].to_numpy()
    high = np.maximum(pairs["one"], pairs["other"])[sure].to_numpy()
    free = ~np.isin(np.minimum(one, other) * size + np.maximum(one, other), low * size + high)
    return np.append(one[free], apart[0]), np.append(other[free], apart[1])


def _table(
    rows: pd.DataFrame,
    pairs: pd.DataFrame,
    target: Ints,
    moved: npt.NDArray[np.bool_],
    rank: Ints,
) -> pd.DataFrame:
    """Write the table ``duplicates``: each row with the surest pair that linked it."""
    late = np.flatnonzero(moved)
    if not len(late):
        return empty_table("duplicates")
    turned = pairs.rename(columns={"one": "other", "other": "one"})
    both = pd.concat([pairs, turned], ignore_index=True)
    both = both[moved[both["other"].to_numpy()]]
    both["same"] = both["features"].str.startswith("rule=same;")
    both["direct"] = both["one"].to_numpy() == target[both["other"].to_numpy()]
    both["rank"] = rank[both["one"].to_numpy()]
    both = both.sort_values(
        ["other", "decided", "same", "direct", "score", "rank"],
        ascending=[True, False, False, False, False, True],
    )
    best = both.drop_duplicates("other").set_index("other").loc[late]
    ids, survey = rows["listing_id"], rows["survey"].iloc[late].to_numpy()
    table = pd.DataFrame(
        {
            "survey": survey,
            "listing_id": ids.iloc[late].to_numpy(),
            "duplicate_of": ids.iloc[target[late]].to_numpy(),
            "duplicate_of_survey": survey,
            "linked_with": ids.iloc[best["one"].to_numpy()].to_numpy(),
            "kind": best["kind"].to_numpy(),
            "score": best["score"].to_numpy(dtype=float),
            "features": best["features"].to_numpy(),
        }
    )
    return table[column_names("duplicates")].astype(empty_table("duplicates").dtypes.to_dict())
