"""Search a haystack for a great many patterns without an automaton of all of them.

Most patterns cannot stand in a given batch of listings, because one of their words does not.
The automaton is built of the others only; what it finds is what one of all patterns would.
"""

from functools import cached_property
from itertools import chain

import ahocorasick_rs
import numpy as np
import numpy.typing as npt

from wildlife_analysis.reference.arrays import distinct

__all__ = ["Search", "words_within"]

_ANY = -1  # a piece of a word: its pattern may stand in any haystack

Ints = npt.NDArray[np.int64]


def words_within(
    patterns: list[str],
) -> tuple[list[str], npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Give the words of patterns numbers.

    Parameters
    ----------
    patterns
        Words, each between two spaces; a space is missing where a word may run on.

    Returns
    -------
    known : list of str
        Every word of the patterns, once, sorted.
    within, lengths : numpy.ndarray
        Numbers of the words of all patterns in a row (-1 for a piece of a word), and how many
        belong to each pattern.
    """
    words = [pattern.split() for pattern in patterns]
    known = sorted(set(chain.from_iterable(words)))
    numbers = {word: number for number, word in enumerate(known)}
    lengths = np.fromiter(map(len, words), dtype=np.int32, count=len(words))
    total = int(lengths.sum())
    within = np.fromiter(
        map(numbers.__getitem__, chain.from_iterable(words)), dtype=np.int32, count=total
    )
    ends = np.cumsum(lengths)
    for number, pattern in enumerate(patterns):
        if pattern[0] != " ":
            within[ends[number] - lengths[number]] = _ANY
        if pattern[-1] != " ":
            within[ends[number] - 1] = _ANY
    return known, within, lengths


class Search:
    """Finds the longest of many patterns.

    Parameters
    ----------
    patterns
        As in `words_within`; none is empty.
    known, within, lengths
        What `words_within` returns for them.
    """

    def __init__(
        self,
        patterns: list[str],
        known: list[str],
        within: npt.NDArray[np.int32],
        lengths: npt.NDArray[np.int32],
    ) -> None:
        self._patterns = patterns
        self._known = known
        self._within = within
        self._starts = np.cumsum(lengths) - lengths
        self._chosen: Ints = np.zeros(0, dtype=np.int64)
        self._automaton: ahocorasick_rs.AhoCorasick | None = None
        self._met: set[str] = set()  # words of the patterns in the haystacks so far
        self._built = 0  # patterns built into automata so far

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {word: number for number, word in enumerate(self._known)}

    def __contains__(self, word: str) -> bool:
        """Say whether a word is part of any pattern."""
        return word in self._numbers

    def words(self, patterns: npt.NDArray[np.bool_]) -> frozenset[str]:
        """Return the words of some patterns, none that may run on.

        Parameters
        ----------
        patterns
            Whether each pattern is meant.
        """
        lengths = np.diff(np.append(self._starts, len(self._within)))
        numbers = distinct(self._within[np.repeat(patterns, lengths)])
        return frozenset(self._known[n] for n in numbers.tolist() if n != _ANY)

    def __call__(self, haystack: str) -> Ints:
        """Find the longest patterns from left to right, without overlaps.

        Parameters
        ----------
        haystack
            Words in normal form, each between two spaces of its own.

        Returns
        -------
        numpy.ndarray
            Number of the pattern, its place and the place behind it (shape ``(hits, 3)``).
        """
        if not self._patterns or not haystack:
            return np.zeros((0, 3), dtype=np.int64)
        automaton = self._prepared(haystack)
        found = automaton.find_matches_as_indexes(haystack)
        flat = chain.from_iterable(found)
        hits = np.fromiter(flat, dtype=np.int64, count=3 * len(found)).reshape(-1, 3)
        hits[:, 0] = self._chosen[hits[:, 0]]
        return hits

    def _prepared(self, haystack: str) -> ahocorasick_rs.AhoCorasick:
        """Return an automaton of all patterns that can stand in the haystack, or of more.

        Once as many patterns have been built in as there are, all of them are: batch after
        batch, the automata together cost at most twice what that one does.
        """
        everything = len(self._patterns)
        if self._automaton is not None and len(self._chosen) == everything:
            return self._automaton
        numbers = self._numbers
        words = numbers.keys() & set(haystack.split())
        if self._automaton is not None and words <= self._met:
            return self._automaton
        self._met |= words
        present = np.zeros(len(self._known) + 1, dtype=bool)
        present[[numbers[word] for word in self._met]] = True
        present[_ANY] = True
        able = np.logical_and.reduceat(present[self._within], self._starts)
        count = int(able.sum())
        if self._automaton is not None and count == len(self._chosen):
            return self._automaton
        self._built += count
        if self._built > everything:
            able[:] = True
        self._chosen = np.flatnonzero(able)
        self._automaton = ahocorasick_rs.AhoCorasick(
            [self._patterns[i] for i in self._chosen.tolist()],
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        )
        return self._automaton
