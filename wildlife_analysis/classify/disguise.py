"""Words written so that a marketplace's filter misses them: IV0IRE, I.V.O.R.Y, iv*ry."""

import re
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from wildlife_analysis.classify.lexicon import Lexicon
from wildlife_analysis.classify.tokens import Tokens
from wildlife_analysis.reference.arrays import distinct

__all__ = ["Disguise", "disguised"]

# What stands for which letters, in Latin and in Cyrillic words.
_LATIN = {
    "0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "6": "gb", "7": "t", "8": "b", "9": "g",
    "!": "il", "|": "il", "@": "a", "$": "s", "€": "e", "*": ".", "#": ".", "¡": "i", "£": "l",
    "-": "-",
}  # fmt: skip
_CYRILLIC = {
    "a": "а", "b": "в", "c": "с", "e": "е", "h": "н", "k": "к", "m": "м", "o": "о", "p": "р",
    "t": "т", "x": "х", "y": "у",
    "0": "о", "3": "зе", "4": "ч", "6": "б", "8": "в", "@": "а", "*": ".", "#": ".", "1": "и",
}  # fmt: skip
_SIGNS = [ord(c) for c in _LATIN if c not in "0123456789"]
_SHORTEST = 5  # a shorter word comes about by chance
_PIECE = 2  # letters of a piece: "E l f - e n - b e 1 n"
_WIDEST_GAP = 3  # "E L F E N - B E I N"
_LONGEST = 24
HYPHENED = 100.0
SCORE = 90.0  # likeness given to a word undone


@dataclass(frozen=True)
class Disguise:
    """A disguised word: its tokens (``last`` excluded), the word it stands for, its score."""

    first: int
    last: int
    word: str
    score: float


def disguised(
    tokens: Tokens, lexicon: Lexicon, covered: npt.NDArray[np.bool_]
) -> list[Disguise]:
    """Find disguised words of taxa in a batch of listings.

    Parameters
    ----------
    tokens
        The words of the listings.
    lexicon
        Compiled terms; only words of its vocabulary are found.
    covered
        Whether each word is part of a term as it stands: such words need no joining.

    Returns
    -------
    list of Disguise
        In the order of the text; they do not overlap.
    """
    if len(tokens.start) < 2:
        return []
    same = (np.diff(tokens.document) == 0) & (np.diff(tokens.field) == 0)
    gap = np.where(same, tokens.start[1:] - tokens.end[:-1], 99)
    letters = ~tokens.is_number
    single = letters & (tokens.end - tokens.start == 1)
    piece = (tokens.end - tokens.start <= _PIECE) & np.isin(
        tokens.document, _with(tokens, single)
    )
    spaced = piece[1:] & piece[:-1] & (gap >= 1) & (gap <= _WIDEST_GAP)
    mixed = (gap == 0) & (letters[1:] != letters[:-1])
    symbol = (gap == 1) & letters[1:] & letters[:-1] & ~spaced
    symbol &= np.isin(tokens.follower[:-1], _SIGNS)
    found: list[Disguise] = []
    for joins, needed in ((spaced, _SHORTEST - 1), (mixed | symbol, 1)):
        for first, last in _runs(joins, needed):
            one = _undone(tokens, first, last, joins is spaced, lexicon)
            if one and not (one[0].score == HYPHENED and covered[first:last].any()):
                found += one
    found.sort(key=lambda d: d.first)
    return [d for i, d in enumerate(found) if not i or d.first >= found[i - 1].last]


def _runs(joins: np.ndarray, needed: int) -> list[tuple[int, int]]:
    """Return the runs of tokens joined to each other, of more than ``needed`` joints."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], joins, [False]]).astype(np.int8)))
    starts, stops = edges[0::2], edges[1::2]
    long = stops - starts >= needed
    return list(zip(starts[long].tolist(), (stops[long] + 1).tolist(), strict=True))


def _undone(
    tokens: Tokens,
    first: int,
    last: int,
    spaced: bool,
    lexicon: Lexicon,
) -> list[Disguise]:
    """Undo the disguise of one run of tokens.

    Spaced and hyphened letters are read as words of taxon names alone; digits and signs among
    letters are no accident, so that any word of the lexicon will do.
    """
    if spaced:
        pieces = [_folded(tokens, i) for i in range(first, last)]
        for length in range(min(len(pieces), _LONGEST), _SHORTEST - 2, -1):
            for begin in range(len(pieces) - length + 1):
                own = pieces[begin : begin + length]
                if sum(len(p) == 1 for p in own) < _SHORTEST - 1:
                    continue
                for word in _readings("".join(own)):
                    if word in lexicon.misread:
                        return [Disguise(first + begin, first + begin + length, word, SCORE)]
        return []
    text = tokens.texts[int(tokens.document[first])]
    written = ""
    for i in range(first, last):
        if i > first:
            written += text[int(tokens.end[i - 1]) : int(tokens.start[i])]
        written += _folded(tokens, i)
    if not _SHORTEST <= len(written) <= _LONGEST:
        return []
    table = _CYRILLIC if any("\u0400" <= c <= "\u04ff" for c in written) else _LATIN
    options = [table.get(c, c) for c in written]
    if np.prod([len(o) for o in options]) > 64:
        return []
    for choice in product(*options):
        word = "".join(choice).replace("-", "")
        if "." in word:
            pattern = re.compile(word)
            matching = [w for w in lexicon.misread_of(len(word)) if pattern.fullmatch(w)]
            if matching and word.count(".") <= 2:
                return [Disguise(first, last, min(matching), SCORE)]
        elif written.replace("-", "") == word:
            if word in lexicon.single:
                return [Disguise(first, last, word, HYPHENED)]
        elif word in lexicon.search:
            return [Disguise(first, last, word, SCORE)]
    return []


def _with(tokens: Tokens, single: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """List the listings that hold several single letters in a row, or a digit between."""
    lone = tokens.end - tokens.start == 1
    row = lone[2:] & lone[1:-1] & lone[:-2]
    row &= single[2:].astype(np.int8) + single[1:-1] + single[:-2] > 1
    return distinct(tokens.document[2:][row])


def _readings(written: str) -> list[str]:
    """Return what letters and the digits that stand for some may spell."""
    if len(written) < _SHORTEST or not any(c.isalpha() for c in written):
        return []
    table = _CYRILLIC if any("\u0400" <= c <= "\u04ff" for c in written) else _LATIN
    options = [table.get(c, c) if c.isdigit() else c for c in written]
    if np.prod([len(o) for o in options]) > 64:
        return []
    return ["".join(choice) for choice in product(*options)]


def _folded(tokens: Tokens, i: int) -> str:
    """Return a token in normal form."""
    place = int(tokens.place[i]) + 1
    return tokens.haystack[place : place + int(tokens.end[i] - tokens.start[i])]
