"""The words of a batch of listings as numbers: hashes, figures, sets; all at once, no loop."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis.reference.normal import DIGIT, OTHER, fold_table, kind_table

__all__ = [
    "CHUNK", "Sets", "Texts", "Words", "chosen", "chunks", "joined", "normal", "of_frame",
    "typed", "words",
]  # fmt: skip

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]

# Row numbers, ascending -> their titles and descriptions: texts need not be in memory.
Texts = Callable[[Ints], pd.DataFrame]
# Listings worked on at once: bounds the memory of the arrays with one entry a character.
CHUNK = 5_000  # listings whose texts are read at once
_TITLE_END, _LISTING_END = "\x1f", "\x1e"
_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so that it has an inverse modulo 2**64
_INVERSE = np.uint64(pow(0x9E3779B97F4A7C15, -1, 2**64))
_MIX = np.uint64(0xD6E8FEB86659FD93)


@dataclass(frozen=True)
class Words:
    """The words of a batch; letters and digits never stand in one word.

    Attributes
    ----------
    hash
        64-bit hash of each word in normal form (`reference.normal`).
    listing
        Number of the listing within the batch, ascending.
    in_title
        Whether the word stands in the title.
    number
        Value of a word made of digits, else -1. Thousands are joined ("1 200"), decimals and
        pairs such as "1.0" get a value of their own, from 10**9 on.
    size
        Number of listings.
    """

    hash: Hashes
    listing: Ints
    in_title: Bools
    number: Ints
    size: int


def chunks(size: int) -> Iterator[slice]:
    """Cut ``size`` rows into batches."""
    for start in range(0, size, CHUNK):
        yield slice(start, min(start + CHUNK, size))


def mix(value: Hashes) -> Hashes:
    """Scatter the bits of hashes."""
    value = (value ^ (value >> np.uint64(32))) * _MIX
    value = (value ^ (value >> np.uint64(29))) * _BASE
    return value ^ (value >> np.uint64(32))


_SEPARATORS = str.maketrans({_TITLE_END: " ", _LISTING_END: " "})
_powers: dict[int, Hashes] = {}


def _power(base: np.uint64, size: int) -> Hashes:
    """Return the powers of ``base`` modulo 2**64, kept for the next batch."""
    known = _powers.get(int(base))
    if known is None or len(known) < size:
        known = np.full(max(size, 2**16) * 5 // 4, base, dtype=np.uint64)
        known[0] = 1
        np.multiply.accumulate(known, out=known)
        _powers[int(base)] = known
    return known[:size]


def _points(titles: pd.Series, bodies: pd.Series) -> npt.NDArray[np.uint32]:
    """Write a batch as one row of code points, with a mark after each title and listing."""
    one, other = titles.fillna("").tolist(), bodies.fillna("").tolist()
    text = _join(one, other)
    if text.count(_TITLE_END) != len(one) or text.count(_LISTING_END) != len(one):
        one = [value.translate(_SEPARATORS) for value in one]
        other = [value.translate(_SEPARATORS) for value in other]
        text = _join(one, other)
    return np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)


def _join(titles: list[str], bodies: list[str]) -> str:
    pieces = [_TITLE_END] * (4 * len(titles))
    pieces[0::4], pieces[2::4] = titles, bodies
    pieces[3::4] = [_LISTING_END] * len(titles)
    return "".join(pieces)


def words(titles: pd.Series, bodies: pd.Series) -> Words:
    """Cut a batch of listings into hashed words.

    Parameters
    ----------
    titles, bodies
        Texts (str; missing allowed), at most `CHUNK` rows to keep memory bounded.

    Returns
    -------
    Words
    """
    raw = _points(titles, bodies)
    folded, kind = fold_table()[raw], kind_table()[raw]
    # A listing ends with a mark, so that no word touches either end of the row.
    changes = np.flatnonzero(kind[1:] != kind[:-1]) + 1
    border = np.concatenate([[0], changes, [len(raw)]]) if len(raw) else changes
    start, end = border[:-1], border[1:]
    inside = kind[start] != OTHER
    start, end = start[inside], end[inside]
    running = np.zeros(len(raw) + 1, dtype=np.uint64)
    np.cumsum(folded * _power(_BASE, len(raw)), out=running[1:])
    hashed = mix((running[end] - running[start]) * _power(_INVERSE, len(raw) + 1)[start])
    listing = np.searchsorted(np.flatnonzero(raw == ord(_LISTING_END)), start)
    title_end = np.flatnonzero(raw == ord(_TITLE_END))
    in_title = start < title_end[listing] if len(start) else np.zeros(0, dtype=bool)
    number = _numbers(raw, folded, kind, start, end)
    return Words(hashed, listing.astype(np.int64), in_title, number, len(titles))


def typed(titles: pd.Series, bodies: pd.Series) -> Hashes:
    """Hash each listing of a batch as it was typed, blanks apart."""
    raw = _points(titles, bodies)
    raw = raw[~np.isin(raw, _codes(" \t\r\n\xa0\u2009\u202f"))]
    end = np.flatnonzero(raw == ord(_LISTING_END))
    start = np.concatenate([[0], end[:-1] + 1]) if len(end) else end
    running = np.zeros(len(raw) + 1, dtype=np.uint64)
    np.cumsum(raw * _power(_BASE, len(raw)), out=running[1:])
    return mix((running[end] - running[start]) * _power(_INVERSE, len(raw) + 1)[start])


def _numbers(
    raw: npt.NDArray[np.uint32],
    folded: npt.NDArray[np.uint32],
    kind: npt.NDArray[np.uint8],
    start: Ints,
    end: Ints,
) -> Ints:
    """Read the words made of digits."""
    value = np.full(len(start), -1, dtype=np.int64)
    digits = np.flatnonzero(kind[start] == DIGIT)
    length = end[digits] - start[digits]
    read = np.zeros(len(digits), dtype=np.int64)
    for place in range(8):  # longer ones are cut: nobody counts to a hundred million
        here = length > place
        digit = folded[start[digits[here]] + place].astype(np.int64) - ord("0")
        read[here] = read[here] * 10 + np.clip(digit, 0, 9)
    value[digits] = read
    if len(digits) < 2:
        return value
    one, two = digits[:-1], digits[1:]
    beside = (two == one + 1) & (start[two] - end[one] == 1)
    between = raw[np.minimum(end[one], len(raw) - 1)]
    long = length[1:]
    thousands = beside & (long == 3) & (length[:-1] <= 3) & np.isin(between, _codes(" .,'’ "))
    decimals = beside & (long != 3) & (length[:-1] <= 3) & np.isin(between, _codes(".,"))
    # A number in the middle of a row of them is joined with the one before only.
    joined = thousands | decimals
    joined[1:] &= ~joined[:-1]
    whole = value[one] * 1000 + value[two]
    part = np.where(value[two] == 0, value[one], 10**9 + value[one] * 10_000 + value[two])
    part = np.where((value[two] == 0) & (long == 1), 10**9 + value[one] * 10_000, part)
    value[one] = np.where(
        joined & thousands, whole, np.where(joined & decimals, part, value[one])
    )
    value[two[joined]] = -1
    return value


def _codes(characters: str) -> list[int]:
    return [ord(c) for c in characters]


def normal(titles: pd.Series, bodies: pd.Series) -> list[str]:
    """Return the texts in normal form: words with one space between, title first."""
    raw = _points(titles, bodies)
    folded = fold_table()[raw].copy()
    folded[kind_table()[raw] == OTHER] = ord(" ")
    folded[raw == ord(_LISTING_END)] = ord("\n")
    blank = folded == ord(" ")
    after = np.append(blank[1:] | (folded[1:] == ord("\n")), True)
    text = folded[~(blank & after)].tobytes().decode("utf-32-le", "replace")
    return [line.removeprefix(" ") for line in text.split("\n")[: len(titles)]]


def of_frame(listings: pd.DataFrame) -> Texts:
    """Give the texts of listings that are in memory."""
    return _FrameTexts(listings[["title", "description"]])


@dataclass(frozen=True)
class _FrameTexts:
    frame: pd.DataFrame

    def __call__(self, rows: Ints) -> pd.DataFrame:
        return self.frame.iloc[rows].reset_index(drop=True)


def chosen(texts: Texts, rows: Ints) -> Texts:
    """Give the texts of some rows (ascending), numbered from 0."""
    return _ChosenTexts(texts, rows)


@dataclass(frozen=True)
class _ChosenTexts:  # no closure: it goes to the processes that compare
    texts: Texts
    rows: Ints

    def __call__(self, some: Ints) -> pd.DataFrame:
        return self.texts(self.rows[some])


def joined(one: Texts, size: int, other: Texts) -> Texts:
    """Give the texts of two tables as if one stood below the other.

    Parameters
    ----------
    one, other
        Their texts.
    size
        Rows of the first.
    """

    def texts(rows: Ints) -> pd.DataFrame:
        first = rows[rows < size]
        return pd.concat([one(first), other(rows[len(first) :] - size)], ignore_index=True)

    return texts


@dataclass(frozen=True)
class Sets:
    """A set of whole numbers for each of many rows.

    Attributes
    ----------
    first
        Where the set of each row begins in ``value``; one more entry at the end.
    value
        The values (below 2**32), ascending within a row, each once.
    """

    first: Ints
    value: Ints

    @staticmethod
    def of(row: Ints, value: Ints, size: int) -> "Sets":
        """Make the sets from pairs of row and value."""
        packed = np.sort(row * 2**32 + value)
        packed = packed[np.append(True, packed[1:] != packed[:-1])[: len(packed)]]
        first = np.searchsorted(packed, np.arange(size + 1, dtype=np.int64) * 2**32)
        return Sets(first, packed & (2**32 - 1))

    def sizes(self) -> Ints:
        """Return the number of values of each row."""
        return np.diff(self.first)

    def packed(self) -> Ints:
        """Return row and value in one number, ascending."""
        row = np.repeat(np.arange(len(self.first) - 1, dtype=np.int64), self.sizes())
        return row * 2**32 + self.value

    def expand(self, rows: Ints) -> tuple[Ints, Ints]:
        """Return the values of the given rows, and the place in ``rows`` of each value."""
        size = self.sizes()[rows]
        owner = np.repeat(np.arange(len(rows), dtype=np.int64), size)
        offset = np.arange(len(owner), dtype=np.int64) - np.repeat(np.cumsum(size) - size, size)
        return self.value[self.first[rows][owner] + offset], owner
