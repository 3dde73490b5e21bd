"""The terms of the reference tables, compiled once into one automaton."""

from dataclasses import dataclass
from functools import cache

import ahocorasick_rs
import numpy as np
import pandas as pd

from wildlife_analysis import reference
from wildlife_analysis.classify.forms import spellings

__all__ = ["Lexicon", "Term", "lexicon"]

LANGUAGES = ("en", "fr", "de", "ru")


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

    @staticmethod
    def key(term: Term) -> str:
        """Return the words of a term as they stand in ``names``."""
        return spellings(term.term, term.language, "fixed")[0]


def _pattern(spelling: str, forms: str) -> str:
    """Write a spelling as the string looked for in the haystack."""
    padded = " " + spelling.replace(" ", "  ") + " "
    if forms == "prefix":
        return padded[:-1]
    if forms == "suffix":
        return padded[1:]
    return padded


# Terms of these kinds are words of everyday language: they mean what they mean only in a
# listing of their own language. Names of taxa travel between languages.
TRAVELLING = ("taxon",)
SHORTEST_TRAVELLER = 5  # shorter names are everyday words somewhere ("Bär", "bar")


def _rank(term: Term, language: str) -> int:
    """Say how well a term fits a listing of a language; lower is better, 9 not at all."""
    if term.language == language:
        return 0
    if term.language == "la":
        return 1
    if term.needs or len(term.term) < SHORTEST_TRAVELLER:
        return 9
    if term.kind in TRAVELLING and language != "ru":
        return {"en": 2, "de": 3, "fr": 4}.get(term.language, 9)
    if term.kind in TRAVELLING:
        return {"en": 2, "de": 5, "fr": 5}.get(term.language, 9)
    return 9


def _heads(term: Term) -> bool:
    """Say whether a word may end a German compound of a taxon (Wolfsfell, Uhuweibchen)."""
    if term.kind in ("taxon", "product", "decoy"):
        return True
    if term.kind == "live":
        return term.code in ("male", "female", "young", "adult", "breeding")
    return term.kind == "quantity" and (term.code == "egg" or term.code in ("x2", "x3"))


def _inner(row: dict[str, str], sets: dict[tuple[str, str], str]) -> str:
    """Return the code of the set word inside a phrase that means something else as well."""
    words = reference.matching_key(row["term"]).split()
    if row["kind"] == "quantity" or len(words) < 2:
        return ""
    return next((sets[row["language"], w] for w in words if (row["language"], w) in sets), "")


@cache
def lexicon() -> Lexicon:
    """Compile the reference terms.

    Returns
    -------
    Lexicon

    Raises
    ------
    SurveyError
        When a term has two meanings in one language.
    """
    return compile_terms(reference.table("terms"))


def compile_terms(table: pd.DataFrame) -> Lexicon:
    """Compile a table of terms (columns as ``reference/terms``)."""
    terms: list[Term] = []
    by_pattern: dict[str, list[int]] = {}
    exact: dict[tuple[str, str], int] = {}
    rows = table.to_dict("records")
    sets = {
        (row["language"], reference.matching_key(row["term"])): row["code"]
        for row in rows
        if row["kind"] == "quantity" and row["code"].startswith("x")
    }
    # Terms as written come first: a generated form never displaces a written one.
    for number, row in enumerate(rows):
        terms.append(
            Term(
                row["term"],
                row["language"],
                row["kind"],
                row["code"],
                row["product"],
                row["needs"],
                _inner(row, sets),
            )
        )
        base = _pattern(spellings(row["term"], row["language"], "fixed")[0], row["forms"])
        key = (base, row["language"])
        if key in exact and exact[key] != number:
            other = rows[exact[key]]
            if (other["kind"], other["code"]) != (row["kind"], row["code"]):
                raise reference.SurveyError(
                    f"terms: {row['term']!r} ({row['language']}) means both "
                    f"{other['kind']} {other['code']} and {row['kind']} {row['code']}"
                )
        exact.setdefault(key, number)
    for number, row in enumerate(rows):
        for spelling in spellings(row["term"], row["language"], row["forms"]):
            pattern = _pattern(spelling, row["forms"])
            owner = exact.get((pattern, row["language"]))
            if owner is None or owner == number:
                by_pattern.setdefault(pattern, []).append(number)
    patterns = list(by_pattern)
    meanings = np.full((len(patterns), len(LANGUAGES)), -1, dtype=np.int32)
    for position, pattern in enumerate(patterns):
        numbers = by_pattern[pattern]
        for column, language in enumerate(LANGUAGES):
            best = min(numbers, key=lambda n, lang=language: _rank(terms[n], lang))  # type: ignore[misc]
            if _rank(terms[best], language) < 9:
                meanings[position, column] = best
    german = [
        (pattern.strip(), terms[numbers[0]])
        for pattern, numbers in by_pattern.items()
        if terms[numbers[0]].language == "de" and " " not in pattern.strip()
    ]
    words = {word for pattern in patterns for word in pattern.split()}
    names: dict[str, set[str]] = {}
    for term in terms:
        if term.kind == "taxon" and term.language != "la" and " " in term.term:
            written = spellings(term.term, term.language, "fixed")[0].split()
            names.setdefault(term.code, set()).update(w for w in written if len(w) > 3)
    vocabulary = {
        word
        for pattern in patterns
        if terms[by_pattern[pattern][0]].kind == "taxon"
        for word in pattern.split()
        if len(word) >= 6 and not word.isdigit()
    }
    return Lexicon(
        terms=terms,
        patterns=patterns,
        meanings=meanings,
        automaton=ahocorasick_rs.AhoCorasick(
            patterns, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        ),
        vocabulary=sorted(vocabulary),
        single=frozenset(
            pattern.strip()
            for pattern in patterns
            if terms[by_pattern[pattern][0]].kind == "taxon"
            and len(pattern) >= 7
            and " " not in pattern.strip()
        ),
        known=frozenset(words),
        names={code: frozenset(words) for code, words in names.items()},
        stems=frozenset(w for w, t in german if t.kind == "taxon" and len(w) >= 3),
        heads=frozenset(w for w, t in german if _heads(t) and len(w) >= 4),
    )
