"""A term, and the terms compiled for the search."""

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import numpy.typing as npt

from wildlife_analysis.classify.forms import spellings
from wildlife_analysis.classify.search import Search

__all__ = ["Lexicon", "Term", "Terms"]


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


COLUMNS = tuple(field.name for field in fields(Term))


class Terms:
    """Terms by their number, kept in columns: a listing names few of them.

    Parameters
    ----------
    columns
        The fields of `Term`, each a list of all terms.
    """

    def __init__(self, columns: dict[str, list[str]]) -> None:
        self._columns = [columns[name] for name in COLUMNS]
        self._made: dict[int, Term] = {}

    def __len__(self) -> int:
        """Return the number of terms."""
        return len(self._columns[0])

    def __getitem__(self, number: int) -> Term:
        """Return a term; the same object each time."""
        made = self._made.get(number)
        if made is None:
            made = Term(*(column[number] for column in self._columns))
            self._made[number] = made
        return made


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
    search
        Finds the longest patterns in a haystack, and knows every word of every pattern: a
        word of these is not misspelt.
    vocabulary
        Words of six letters or more of which taxon terms are made: what misspelt words are
        compared with.
    single
        Words of five letters or more that name a taxon alone.
    names
        For every taxon, the words of its names of several words.
    umlaut
        Whether a term is a short German word that is another word without its umlaut.
    stems, heads
        German words of taxa, and of parts and things: what compounds are made of.
    """

    terms: Terms
    patterns: list[str]
    meanings: np.ndarray
    search: Search
    vocabulary: list[str]
    single: frozenset[str]
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

    def meaning(self, words: list[str], language: int) -> Term | None:
        """Return the term that words in normal form stand for in a language, if any."""
        number = self._numbers.get(f" {'  '.join(words)} ", -1)
        term = int(self.meanings[number, language]) if number >= 0 else -1
        return self.terms[term] if term >= 0 else None

    @staticmethod
    def key(term: Term) -> str:
        """Return the words of a term as they stand in ``names``."""
        return spellings(term.term, term.language, "fixed")[0]
