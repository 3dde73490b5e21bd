"""A term, and the terms compiled for the search."""

from dataclasses import dataclass
from functools import cached_property

import ahocorasick_rs
import numpy as np
import numpy.typing as npt

from wildlife_analysis.classify.forms import spellings

__all__ = ["Lexicon", "Term"]


@dataclass(frozen=True, slots=True)
class Term:
    """One row of the table ``terms``.

    ``inner`` is the code of a number or set word within it ("breeding pair": ``x2``).
    """

    term: str
    language: str
    kind: str
    code: str
    product: str
    needs: str
    inner: str = ""


@dataclass(frozen=True)
class Lexicon:
    """Compiled terms.

    Attributes
    ----------
    terms
        Every term, numbered.
    patterns
        The strings looked for: words in normal form, each between two spaces.
    meanings
        For every pattern and language (index into ``LANGUAGES``) the number of the term it
        stands for in a listing of that language, or -1 (shape ``(patterns, languages)``).
    automaton
        Finds the longest patterns.
    vocabulary
        Words of six letters or more of which taxon terms are made: what misspelt words are
        compared with.
    single
        Words of five letters or more that name a taxon alone.
    known
        Every word of every pattern: a word of these is not misspelt.
    names
        For every taxon, the words of its names of several words.
    umlaut
        Whether a term is a short German word that is another word without its umlaut.
    stems, heads
        German words of taxa, and of parts and things: what compounds are made of.
    """

    terms: list[Term]
    patterns: list[str]
    meanings: np.ndarray
    automaton: ahocorasick_rs.AhoCorasick
    vocabulary: list[str]
    single: frozenset[str]
    known: frozenset[str]
    names: dict[str, frozenset[str]]
    stems: frozenset[str]
    heads: frozenset[str]
    umlaut: npt.NDArray[np.bool_]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {pattern: number for number, pattern in enumerate(self.patterns)}

    @cached_property
    def _within(self) -> dict[tuple[int, int], list[tuple[int, int, int]]]:
        return {}

    def inside(self, pattern: int, language: int) -> list[tuple[int, int, int]]:
        """Find the terms inside a phrase that means nothing in a language.

        Parameters
        ----------
        pattern, language
            Row and column of ``meanings``.

        Returns
        -------
        list of tuple
            First word and the word after the last within the phrase, and number of the term;
            the longest first, without overlaps, in the order of the words.
        """
        known = self._within.get((pattern, language))
        if known is not None:
            return known
        words = self.patterns[pattern].split()
        found: list[tuple[int, int, int]] = []
        place = 0
        while place < len(words):
            for stop in range(len(words), place, -1):
                number = self._numbers.get(f" {'  '.join(words[place:stop])} ", -1)
                term = int(self.meanings[number, language]) if number >= 0 else -1
                if term >= 0:
                    found.append((place, stop, term))
                    place = stop
                    break
            else:
                place += 1
        self._within[pattern, language] = found
        return found

    @staticmethod
    def key(term: Term) -> str:
        """Return the words of a term as they stand in ``names``."""
        return spellings(term.term, term.language, "fixed")[0]
