"""A term, and the terms compiled for the search."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from wildlife_analysis.classify.forms import spellings
from wildlife_analysis.classify.search import Search

__all__ = ["PLAIN_IVORY", "Lexicon", "Spelled", "Term", "Terms"]

PLAIN_IVORY = "Elephantidae"  # the taxon of "ivory" while nothing else is said


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


_LONGEST = 1 << 10  # longer words are as long as this to `Spelled`
COLUMNS = tuple(field.name for field in fields(Term))


class Spelled:
    """Words sorted by first letter and length, with the letters of each.

    Parameters
    ----------
    words
        None is empty.

    Attributes
    ----------
    number
        Number of each word in ``words``.
    length
        Of each word.
    letters
        Set of the letters of each word, as bits; rare letters may share one.
    """

    def __init__(self, words: list[str]) -> None:
        length = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
        points = np.frombuffer("".join(words).encode("utf-32-le"), dtype=np.uint32)
        starts = np.cumsum(length) - length
        key = points[starts].astype(np.int64) * _LONGEST + np.minimum(length, _LONGEST - 1)
        self.number = np.argsort(key, kind="stable")
        self._key = key[self.number]
        self.length = length[self.number]
        bits = np.uint64(1) << (points % 64).astype(np.uint64)
        letters = np.bitwise_or.reduceat(bits, starts) if words else bits
        self.letters = letters[self.number]

    def groups(self) -> Iterator[tuple[str, int, slice]]:
        """Return the words of one first letter and one length: both, and their places."""
        edges = np.flatnonzero(np.diff(self._key, prepend=-1, append=-1))
        for begin, end in pairwise(edges.tolist()):
            first = chr(int(self._key[begin]) // _LONGEST)
            yield first, int(self._key[begin]) % _LONGEST, slice(begin, end)

    def between(self, letter: str, shortest: int, longest: int) -> slice:
        """Return the places of the words that begin so and are so long."""
        base = ord(letter) * _LONGEST
        sides = (base + min(shortest, _LONGEST - 1), base + min(longest, _LONGEST - 1) + 1)
        begin, end = np.searchsorted(self._key, sides).tolist()
        return slice(begin, end)


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
        self._where: dict[tuple[str, str], npt.NDArray[np.bool_]] = {}

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

    def where(self, kind: str, code: str = "") -> npt.NDArray[np.bool_]:
        """Say for every term whether it is of a kind, and has a code where one is given."""
        known = self._where.get((kind, code))
        if known is None:
            kinds, codes = self._kinds_and_codes
            known = kinds == kind
            if code:
                known &= codes == code
            self._where[kind, code] = known
        return known

    @cached_property
    def _kinds_and_codes(self) -> tuple[npt.NDArray[np.object_], ...]:
        columns = (self._columns[COLUMNS.index(name)] for name in ("kind", "code"))
        return tuple(np.array(column, dtype=object) for column in columns)

    @cached_property
    def counting(self) -> npt.NDArray[np.bool_]:
        """Whether a term counts, or may be counted without a number: a set, a sex."""
        inner = self._columns[COLUMNS.index("inner")]
        sets = np.fromiter(map(bool, inner), dtype=bool, count=len(self))
        return self.where("quantity") | self.where("live") | sets

    @cached_property
    def telling(self) -> npt.NDArray[np.bool_]:
        """Whether a term names a taxon or a part: its last word may tell more of either."""
        return self.where("taxon") | self.where("product")


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
    def spelled(self) -> Spelled:
        """The words of the vocabulary by first letter and length."""
        return Spelled(self.vocabulary)

    @cached_property
    def misread(self) -> frozenset[str]:
        """The words that a misspelt or disguised word may stand for."""
        return self.single.union(self.vocabulary)

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for word in self.misread:
            found.setdefault(len(word), []).append(word)
        return found

    def misread_of(self, length: int) -> list[str]:
        """Return those words of a length, in any order."""
        return self._by_length.get(length, [])

    @cached_property
    def describing(self) -> frozenset[str]:
        """The words of names of taxa that have several: "black" of "black-headed caique"."""
        taxon = np.append(self.terms.where("taxon"), False)  # the last for no meaning
        named = taxon[self.meanings].any(axis=1)
        several = np.fromiter(("  " in p for p in self.patterns), bool, len(self.patterns))
        return self.search.words(named & several)

    @cached_property
    def _of_genus(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for code, words in self.names.items():
            if " " in code:
                found.setdefault(code.split()[0], set()).update(words)
        return {genus: frozenset(words) for genus, words in found.items()}

    def within(self, genus: str) -> frozenset[str]:
        """Return the words of the names of the species of a genus."""
        return self._of_genus.get(genus, frozenset())

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
