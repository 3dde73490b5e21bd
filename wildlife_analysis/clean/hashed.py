"""The words of a column of texts as numbers, all at once.

A word is a run of letters or a run of digits in folded text (`reference.normal.fold`). Its key
is a hash of 64 bits: a polynomial of its letters, modulo 2**64, from the differences of one
running sum (an odd base has an inverse there, so that a word has one key wherever it stands).
So a list of words is looked up in a column of texts by one search. What a text may hold is told
this way at the cost of a few column operations; the slower patterns then meet only the texts
that may hold it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from wildlife_analysis.reference.normal import DIGIT, OTHER, fold_table, kind_table

__all__ = ["Hashed", "batches", "flags", "key", "keys", "listed"]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Keys = npt.NDArray[np.uint64]
END = "\x1e"  # between texts; the repair takes control characters out
CHARACTERS = 1 << 16  # of a batch: its arrays stay in the cache of the processor
BASE = 0x9E3779B97F4A7C15  # odd, and without a pattern


@dataclass(frozen=True)
class Hashed:
    """The words of a batch of texts.

    Attributes
    ----------
    first
        Number of the first text of the batch in the column.
    points, folded, kinds
        Code points as shown, folded code points, LETTER, DIGIT or OTHER of each character; the
        texts stand one behind the other, each ended by `END`.
    sums
        Running sum behind the hashes.
    text_start
        Place of each text; one more entry for the end.
    start, end
        Place of each word.
    text
        Number of the text of each word, within the batch.
    key
        Hash of each word.
    number
        Whether a word is made of digits.
    """

    first: int
    points: npt.NDArray[np.uint32]
    folded: npt.NDArray[np.uint32]
    kinds: npt.NDArray[np.uint8]
    sums: Keys
    text_start: Ints
    start: Ints
    end: Ints
    text: Ints
    key: Keys
    number: Bools

    @property
    def size(self) -> int:
        """Number of texts."""
        return len(self.text_start) - 1

    def part(self, start: Ints, end: Ints) -> Keys:
        """Return the keys of parts of words, from one place to another."""
        result: Keys = (self.sums[end] - self.sums[start]) * _powers_of(len(self.folded))[1][
            start
        ]
        return result

    def any_character(self, found: Bools) -> Bools:
        """Say which texts hold a character that was found."""
        if not self.size:
            return np.zeros(0, dtype=bool)
        result: Bools = np.logical_or.reduceat(found, self.text_start[:-1])
        return result

    def any_word(self, found: Bools) -> Bools:
        """Say which texts hold a word that was found."""
        result: Bools = np.bincount(self.text[found], minlength=self.size) > 0
        return result

    def within(self, found: Bools, before: int, after: int = -1) -> Bools:
        """Say for each word whether a found one stands among the words before it.

        Parameters
        ----------
        found
            Words found.
        before, after
            From how many words before it to how many after it (-1: the word before it).
        """
        total = np.concatenate([[0], np.cumsum(found)])
        size = len(found)
        at = np.arange(size)
        low = np.clip(at - before, 0, size)
        high = np.clip(at + after + 1, 0, size)
        # Not over the border of a text.
        bounds = np.searchsorted(self.text, np.arange(self.size + 1))
        low = np.maximum(low, bounds[self.text])
        high = np.minimum(np.maximum(high, low), bounds[self.text + 1])
        high = np.maximum(high, low)
        result: Bools = total[high] > total[low]
        return result


def _powers_of(size: int) -> tuple[Keys, Keys]:
    return _powers(1 << max(size, CHARACTERS).bit_length())


@cache
def _powers(size: int) -> tuple[Keys, Keys]:
    """Return the powers of the base of the hash, and of its inverse, modulo 2**64."""
    base = np.full(size, BASE, dtype=np.uint64)
    inverse = np.full(size, pow(BASE, -1, 1 << 64), dtype=np.uint64)
    base[0] = inverse[0] = 1
    return np.cumprod(base), np.cumprod(inverse)


def batches(texts: list[str]) -> Iterator[Hashed]:
    """Cut texts into words, batch by batch.

    Parameters
    ----------
    texts
        Without the character `END`.

    Yields
    ------
    Hashed
    """
    begin = size = 0
    for number, text in enumerate(texts):
        size += len(text)
        if size > CHARACTERS:
            yield _batch(texts[begin : number + 1], begin)
            begin, size = number + 1, 0
    if begin < len(texts):
        yield _batch(texts[begin:], begin)


def _batch(texts: list[str], first: int) -> Hashed:
    joined = END.join(texts) + END
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    ends = np.flatnonzero(points == ord(END))
    kinds = kind_table().take(points)
    folded = fold_table().take(points)
    # The last character is END, so that no word reaches the end of the batch.
    changed = kinds[1:] != kinds[:-1]
    inside = kinds != OTHER
    start = np.flatnonzero(changed & inside[1:]) + 1
    if inside[0]:
        start = np.concatenate([[0], start])
    end = np.flatnonzero(changed & inside[:-1]) + 1
    lengths = np.zeros(len(texts) + 1, dtype=np.int64)
    lengths[1:] = ends + 1
    text = np.searchsorted(ends, start)
    sums = np.zeros(len(folded) + 1, dtype=np.uint64)
    np.cumsum(folded * _powers_of(len(folded))[0][: len(folded)], out=sums[1:])
    return Hashed(
        first=first,
        points=points,
        folded=folded,
        kinds=kinds,
        sums=sums,
        text_start=lengths,
        start=start,
        end=end,
        text=text,
        key=(sums[end] - sums[start]) * _powers_of(len(folded))[1][start],
        number=kinds[start] == DIGIT,
    )


def key(word: str) -> np.uint64:
    """Return the key of one word as folded text; of a phrase that of its longest word."""
    return keys([word])[0]


def keys(phrases: Iterable[str]) -> Keys:
    """Return the sorted keys of words; of a phrase that of its longest word."""
    chosen = []
    for batch in batches([phrase for phrase in phrases if phrase]):
        length = batch.end - batch.start
        order = np.lexsort((batch.start, -length, batch.text))
        firsts = np.unique(batch.text[order], return_index=True)[1]
        chosen.append(batch.key[order][firsts])
    return np.unique(np.concatenate(chosen)) if chosen else np.empty(0, np.uint64)


def listed(found: Keys, known: Keys) -> Bools:
    """Say which keys are among known ones (sorted)."""
    if not len(known):
        return np.zeros(len(found), dtype=bool)
    place = np.minimum(np.searchsorted(known, found), len(known) - 1)
    result: Bools = known[place] == found
    return result


def flags(
    lists: dict[str, Iterable[str]],
) -> tuple[Keys, npt.NDArray[np.uint32], dict[str, int]]:
    """Merge several lists into one, with a bit a list.

    Returns
    -------
    keys, bits, names
        Sorted keys, for each the lists it is in, and the bit of each list.
    """
    names = {name: 1 << place for place, name in enumerate(lists)}
    every = {name: keys(words) for name, words in lists.items()}
    merged = np.unique(np.concatenate(list(every.values())))
    bits = np.zeros(len(merged), dtype=np.uint32)
    for name, own in every.items():
        bits[np.searchsorted(merged, own)] |= np.uint32(names[name])
    return merged, bits, names
