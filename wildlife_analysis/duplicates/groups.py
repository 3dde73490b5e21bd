"""From pairs to groups of one offer, without chains that join what contradicts itself."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis.reference.arrays import distinct

__all__ = ["checked_pairs", "components", "labels"]

Ints = npt.NDArray[np.int64]

# A group up to this size is checked pair by pair; in a larger one each row against the first
# and its neighbours, so that cost stays linear.
WHOLE, WINDOW = 12, 4


def components(size: int, one: Ints, other: Ints) -> Ints:
    """Return the number of the connected group of each of ``size`` rows."""
    if not len(one):
        return np.arange(size, dtype=np.int64)
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(size, size))
    return connected_components(graph, directed=False)[1].astype(np.int64)


def checked_pairs(label: Ints, rank: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """List the pairs in which a chain would show: within groups of three and more.

    Parameters
    ----------
    label
        Group of each row.
    rank
        Order of the rows, the same whatever order they stand in.
    rows
        Rows to check.

    Returns
    -------
    one, other : numpy.ndarray
        Rows of the pairs.
    """
    number = np.bincount(label[rows], minlength=int(label.max()) + 1 if len(label) else 1)
    rows = rows[number[label[rows]] > 2]
    order = rows[np.lexsort([rank[rows], label[rows]])]
    own = label[order]
    start = np.flatnonzero(np.diff(own, prepend=-1))
    size = np.diff(np.append(start, len(order)))
    first = np.repeat(start, size)
    end = np.repeat(start + size, size)
    reach = np.repeat(np.where(size <= WHOLE, WHOLE, WINDOW), size)
    place = np.arange(len(order))
    found = []
    for step in range(1, WHOLE):
        live = place[(place + step < end) & (step <= reach)]
        found.append((live, live + step))
    far = place[place - first > reach]
    found.append((first[far], far))
    one, other = (np.concatenate(side) for side in zip(*found, strict=True))
    # Those of one group side by side: their texts are read together.
    by_group = np.argsort(one, kind="stable")
    return order[one[by_group]], order[other[by_group]]


def labels(
    label: Ints,
    pairs: pd.DataFrame,
    apart: tuple[Ints, Ints],
    rank: Ints,
) -> Ints:
    """Take apart the groups that hold a pair that must not be together.

    The surest pairs are joined first; a pair whose joining would bring together two rows of
    ``apart`` is left out.

    Parameters
    ----------
    label
        Connected group of each row.
    pairs
        ``one``, ``other``, ``score``, ``decided`` (by a person: joined before all others).
    apart
        Rows that must not be together.
    rank
        Order of the rows.

    Returns
    -------
    numpy.ndarray
        Group of each row.
    """
    one, other = apart
    inside = label[one] == label[other]
    one, other = one[inside], other[inside]
    if not len(one):
        return label
    split = distinct(label[one])
    rows = np.flatnonzero(np.isin(label, split))
    root = {row: row for row in rows.tolist()}
    members = {row: {row} for row in root}
    enemies: dict[int, set[int]] = {row: set() for row in root}
    for a, b in zip(one.tolist(), other.tolist(), strict=True):
        enemies[a].add(b)
        enemies[b].add(a)

    def find(row: int) -> int:
        while root[row] != row:
            root[row] = root[root[row]]
            row = root[row]
        return row

    own = pairs[np.isin(label[pairs["one"].to_numpy()], split)]
    low = np.minimum(rank[own["one"]], rank[own["other"]])
    high = np.maximum(rank[own["one"]], rank[own["other"]])
    order = np.lexsort([high, low, -own["score"].to_numpy(), ~own["decided"].to_numpy()])
    for a, b in own[["one", "other"]].to_numpy()[order].tolist():
        a, b = find(a), find(b)
        if a == b:
            continue
        if len(members[a]) < len(members[b]):
            a, b = b, a
        if not enemies[b].isdisjoint(members[a]) or not members[b].isdisjoint(enemies[a]):
            continue
        root[b] = a
        members[a] |= members.pop(b)
        enemies[a] |= enemies.pop(b)
    result = label.copy()
    result[rows] = label.max() + 1 + np.array([find(row) for row in rows.tolist()])
    return result
