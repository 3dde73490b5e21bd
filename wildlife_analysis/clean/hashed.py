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
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from wildlife_analysis.reference.arrays import distinct
from wildlife_analysis.reference.normal import DIGIT, OTHER, fold_table, kind_table

__all__ = ["Hashed", "Lists", "batches", "each", "key", "keys", "listed"]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Keys = npt.NDArray[np.uint64]
END = "\x1e"  # between texts; the repair takes control characters out
CHARACTERS = 1 << 18  # of a batch: enough that calls cost little, and memory stays small
_UPPER_BITS = np.uint64(46)  # of a key are left when it is shifted so far: 18
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
    word_start
        Number of the first word of each text; one more entry for the end.
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
    word_start: Ints
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

    @cached_property
    def numbers(self) -> Ints:
        """The words made of digits."""
        return np.flatnonzero(self.number)

    @cached_property
    def capitals(self) -> Ints:
        """The words that begin with a capital letter."""
        first = self.points[self.start]
        return np.flatnonzero((first != self.folded[self.start]) & _upper()[first])

    def totals(self, values: Ints | Bools) -> Ints:
        """Add up what each word has, text by text."""
        running = np.concatenate([[0], np.cumsum(values)])
        result: Ints = running[self.word_start[1:]] - running[self.word_start[:-1]]
        return result

    def text_at(self, places: Ints) -> Ints:
        """Return the texts in which places stand."""
        return np.searchsorted(self.text_start, places, side="right") - 1

    def near(self, words: Ints, found: Ints, before: int, after: int = -1) -> Bools:
        """Say for each of some words whether a found one stands near it, in the same text.

        Parameters
        ----------
        words
            Words asked about.
        found
            Words looked for, in order.
        before, after
            From how many words before it to how many after it (-1: the word before it).
        """
        text = self.text[words]
        low = np.maximum(words - before, self.word_start[text])
        high = np.minimum(words + after + 1, self.word_start[text + 1])
        result: Bools = np.searchsorted(found, high) > np.searchsorted(found, low)
        return result


@cache
def _upper() -> Bools:
    table = np.zeros(0x110000, dtype=bool)
    for point in range(0x3000):
        table[point] = chr(point).isupper()
    return table


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
    word_start = np.searchsorted(start, lengths)
    text = np.repeat(np.arange(len(texts)), np.diff(word_start))
    sums = np.zeros(len(folded) + 1, dtype=np.uint64)
    np.cumsum(folded * _powers_of(len(folded))[0][: len(folded)], out=sums[1:])
    return Hashed(
        first=first,
        points=points,
        folded=folded,
        kinds=kinds,
        sums=sums,
        text_start=lengths,
        word_start=word_start,
        start=start,
        end=end,
        text=text,
        key=(sums[end] - sums[start]) * _powers_of(len(folded))[1][start],
        number=kinds[start] == DIGIT,
    )


def key(word: str) -> np.uint64:
    """Return the key of one word as folded text; of a phrase that of its longest word."""
    return each([word])[0]


def each(phrases: Iterable[str]) -> Keys:
    """Return the key of each phrase that has a word, in order: that of its longest word."""
    chosen = []
    for batch in batches([phrase for phrase in phrases if phrase]):
        length = batch.end - batch.start
        order = np.lexsort((batch.start, -length, batch.text))
        firsts = np.unique(batch.text[order], return_index=True)[1]
        chosen.append(batch.key[order][firsts])
    return np.concatenate(chosen) if chosen else np.empty(0, np.uint64)


def keys(phrases: Iterable[str]) -> Keys:
    """Return the sorted keys of words; of a phrase that of its longest word."""
    return distinct(each(phrases))


def listed(found: Keys, known: Keys) -> Bools:
    """Say which keys are among known ones (sorted)."""
    if not len(known):
        return np.zeros(len(found), dtype=bool)
    place = np.minimum(np.searchsorted(known, found), len(known) - 1)
    result: Bools = known[place] == found
    return result


class Lists:
    """Several lists of words, looked up together.

    Parameters
    ----------
    names
        Of the lists.
    keys
        Of the words of all lists, sorted.
    bits
        For each key a bit for each list that has it, in the order of the names.
    """

    def __init__(self, names: Iterable[str], keys: Keys, bits: Keys) -> None:
        self.names = {name: 1 << place for place, name in enumerate(names)}
        self.keys, self.bits = keys, bits
        # Most words are in no list, which the upper bits of their keys tell.
        self.occupied = np.zeros(1 << 18, dtype=bool)
        self.occupied[keys >> _UPPER_BITS] = True

    @classmethod
    def of(cls, lists: dict[str, Iterable[str]]) -> "Lists":
        """Compile lists of words; of a phrase its longest word counts."""
        every = [keys(words) for words in lists.values()]
        known = distinct(np.concatenate(every))
        bits = np.zeros(len(known), dtype=np.uint64)
        for place, own in enumerate(every):
            bits[np.searchsorted(known, own)] |= np.uint64(1 << place)
        return cls(lists, known, bits)

    def places(self, found: Keys) -> tuple[Ints, Ints]:
        """Return which of the keys are in a list, and their places in ``keys``."""
        likely = np.flatnonzero(self.occupied[found >> _UPPER_BITS])
        place = np.minimum(np.searchsorted(self.keys, found[likely]), len(self.keys) - 1)
        sure = self.keys[place] == found[likely]
        return likely[sure], place[sure]

    def words(self, batch: Hashed) -> "Listed":
        """Look up the words of a batch."""
        word, place = self.places(batch.key)
        return Listed(word, place, self.bits[place], self.names)


@dataclass(frozen=True)
class Listed:
    """The words of a batch that are in a list, and the place of each in ``Lists.keys``."""

    word: Ints
    place: Ints
    bits: Keys
    names: dict[str, int]

    def __call__(self, *names: str) -> Ints:
        """Return the words that are in one of some lists, in order."""
        bits = np.uint64(sum(self.names[name] for name in names))
        return self.word[(self.bits & bits) != 0]
