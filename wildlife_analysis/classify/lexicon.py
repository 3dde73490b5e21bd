"""The terms of the reference tables, compiled once into one automaton."""

from functools import cache
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis import reference
from wildlife_analysis.classify import dictionaries
from wildlife_analysis.classify.forms import spellings, words_of
from wildlife_analysis.classify.search import Search, words_within
from wildlife_analysis.classify.vocabulary import COLUMNS, Lexicon, Term, Terms
from wildlife_analysis.reference import checklist, kept, normal, taxonomy
from wildlife_analysis.reference.languages import languages
from wildlife_analysis.reference.tables import HERE

__all__ = ["LANGUAGES", "Lexicon", "Term", "compile_terms", "lexicon"]

LANGUAGES = tuple(languages())


def _pattern(spelling: str, forms: str) -> str:
    """Write a spelling as the string looked for in the haystack."""
    padded = " " + spelling.replace(" ", "  ") + " "
    if forms == "prefix":
        return padded[:-1]
    if forms == "suffix":
        return padded[1:]
    return padded


# Most terms are words of everyday language: they mean what they mean only in a listing of their
# own language. Names of taxa travel between languages, and with them the phrases that say that
# no such animal is meant ("ivory coloured").
TRAVELLING = ("taxon",)
TRAVELLING_PHRASES = ("exclusion", "decoy")
SHORTEST_TRAVELLER = 5  # shorter names are everyday words somewhere ("Bär", "bar")
EPITHET = 6  # letters of a scientific epithet that may stand alone
NEVER = 9
# Letters from which on a word of terms of a kind is looked for misspelt.
MISSPELT = {"taxon": 6, "decoy": 8, "exclusion": 8, "offer": 8, "documents": 8, "product": 8}
# Terms of these kinds are names: their words agree.
NAMES = ("taxon", "product", "decoy", "exclusion")


def _ranks(term: Term) -> list[int]:
    """Say how well a term fits a listing of each language; lower is better, 9 not at all."""
    if term.language == "la":
        return [1] * len(LANGUAGES)
    written = words_of(term.term)
    travels = (
        (term.kind in TRAVELLING or (term.kind in TRAVELLING_PHRASES and len(written) > 1))
        and not term.needs
        and sum(map(len, written)) >= SHORTEST_TRAVELLER
        and max(map(len, written), default=0) > 2
    )
    ranks = []
    for language in languages().values():
        rank = NEVER
        if term.language == language.code:
            rank = 0
        elif travels and term.language in language.borrows:
            rank = 2 + language.borrows.index(term.language)
        ranks.append(rank)
    return ranks


def _heads(term: Term) -> bool:
    """Say whether a word may end a German compound of a taxon (Wolfsfell, Uhuweibchen)."""
    if term.kind in ("taxon", "product", "decoy"):
        return True
    if term.kind == "live":
        return term.code in ("male", "female", "young", "adult", "breeding", "housing")
    return term.kind == "quantity" and (term.code == "egg" or term.code in ("x2", "x3"))


def _has_umlaut(term: Term) -> bool:
    """Say whether a short word is another without its sign ("Bär", "Löwe"; "né", "ne")."""
    if term.language == "fr" and term.term in ("né", "volé"):
        return True
    short = len(term.term) <= SHORTEST_TRAVELLER and " " not in term.term
    return term.language == "de" and short and any(c in "äöü" for c in term.term.lower())


def _inner(row: dict[str, str], sets: dict[tuple[str, str], str]) -> str:
    """Return the code of the set word inside a phrase that means something else as well."""
    words = reference.matching_key(row["term"]).split()
    if row["kind"] == "quantity" or len(words) < 2:
        return ""
    return next((sets[row["language"], w] for w in words if (row["language"], w) in sets), "")


def _sources() -> list[Path]:
    """List the files that decide what the compiled terms are."""
    here = Path(__file__).parent
    return [
        *(HERE / "terms").glob("*.csv"),
        HERE / "forms.csv",
        HERE / "languages.csv",
        HERE / "taxa.csv",
        HERE / "checklist_words.csv",
        Path(normal.__file__),
        Path(kept.__file__),
        *(here / name for name in ("lexicon.py", "vocabulary.py", "forms.py", "search.py")),
        *checklist.files("terms"),
    ]


def lexicon() -> Lexicon:
    """Compile the reference terms and the names of the checklists that are loaded.

    The result is kept in the cache folder under a hash of the tables and of the code, and
    compiled again when one of them has changed.

    Returns
    -------
    Lexicon

    Raises
    ------
    SurveyError
        When a term has two meanings in one language.
    """
    return _lexicon(kept.fingerprint(_sources()))


@cache
def _lexicon(key: str) -> Lexicon:
    stored = kept.load("lexicon", key)
    if stored is not None:
        return _build(*stored)
    names = [scientific_terms(reference.table("taxa")), checklist.terms()]
    compiled = _compiled(
        reference.table("terms"), pd.concat([n for n in names if n is not None])
    )
    kept.save("lexicon", key, *compiled)
    return _build(*compiled)


def scientific_terms(taxa: pd.DataFrame) -> pd.DataFrame:
    """Write the scientific names of a table of taxa as terms.

    A name of one word may be an everyday word ("Axis", "Castor") and counts only beside other
    evidence; names of families and orders do not look like any other word. Species are also
    written with the letter of their genus ("R. summersi"), or by their epithet alone where
    no dictionary knows it ("Platynota NZ 2016"); both where that is one species only.

    Parameters
    ----------
    taxa
        Columns as ``reference/taxa``.

    Returns
    -------
    pandas.DataFrame
        Columns as ``reference/terms``; language ``la``.
    """
    names = taxa["scientific_name"]
    sure = names.str.contains(" ") | names.str.endswith(("idae", "inae", "formes"))
    held = reference.table("checklist_words")
    held = set(held.loc[held["language"] == "la", "word"])
    rows = pd.DataFrame(
        {
            "term": names,
            "language": "la",
            "kind": "taxon",
            "code": names,
            "needs": sure.map({True: "", False: "context"}),
            "source": "taxa",
        }
    )
    rows = rows[~names.isin(held)]
    parts = names[names.str.count(" ") == 1].str.extract(r"^(\w)\S* (\S+)$")
    short = (parts[0] + ". " + parts[1]).dropna()
    short = short[~short.duplicated(keep=False)]
    letters = rows.reindex(short.index.intersection(rows.index))
    letters = letters.assign(term=short, needs="context", forms="fixed")
    alone = parts[1].dropna()
    alone = alone[(alone.str.len() >= EPITHET) & ~alone.duplicated(keep=False)]
    alone = alone[~alone.isin(held | dictionaries.known(alone.tolist()))]
    epithets = rows.reindex(alone.index.intersection(rows.index))
    epithets = epithets.assign(term=alone, needs="context", forms="fixed")
    columns = reference.table("terms").columns
    return (
        pd.concat([rows, letters, epithets]).reindex(columns=columns).astype("str").fillna("")
    )


def compile_terms(table: pd.DataFrame, more: pd.DataFrame | None = None) -> Lexicon:
    """Compile a table of terms.

    Parameters
    ----------
    table
        Columns as ``reference/terms``.
    more
        Names of taxa and of checklists, with the same columns: each is left out where a term
        of ``table`` is written the same way in any language.

    Returns
    -------
    Lexicon

    Raises
    ------
    SurveyError
        When a term has two meanings in one language.
    """
    return _build(*_compiled(table, more))


def _build(lists: dict[str, list[str]], arrays: dict[str, npt.NDArray[np.int32]]) -> Lexicon:
    patterns = lists["patterns"]
    return Lexicon(
        terms=Terms({name: lists[f"term_{name}"] for name in COLUMNS}),
        patterns=patterns,
        meanings=arrays["meanings"],
        search=Search(patterns, lists["known"], arrays["within"], arrays["lengths"]),
        vocabulary=lists["vocabulary"],
        single=frozenset(lists["single"]),
        names=_split(lists["names"]),
        stems=frozenset(lists["stems"]),
        heads=frozenset(lists["heads"]),
        umlaut=arrays["umlaut"].astype(bool),
    )


def _split(lines: list[str]) -> dict[str, frozenset[str]]:
    """Read lines of a code and its words."""
    parts = (line.split("\t") for line in lines)
    return {code: frozenset(words.split()) for code, words in parts}


def _term(row: dict[str, str], sets: dict[tuple[str, str], str]) -> Term:
    values = {name: row[name] for name in COLUMNS if name != "inner"}
    if row["kind"] == "taxon":  # a synonym is reported under its accepted name
        values["code"] = taxonomy.accepted(row["code"])
    return Term(**values, inner=_inner(row, sets))


def _records(table: pd.DataFrame) -> list[dict[str, str]]:
    """Return the rows of a table of strings; faster than ``to_dict``."""
    columns = [table[name].tolist() for name in table.columns]
    return [dict(zip(table.columns, row, strict=True)) for row in zip(*columns, strict=True)]


def _compiled(
    table: pd.DataFrame, more: pd.DataFrame | None
) -> tuple[dict[str, list[str]], dict[str, npt.NDArray[np.int32]]]:
    """Write out every spelling of every term, and decide what it means in each language."""
    terms: list[Term] = []
    by_pattern: dict[str, list[int]] = {}
    exact: dict[tuple[str, str], int] = {}
    rows = _records(table)
    sets = {
        (row["language"], reference.matching_key(row["term"])): row["code"]
        for row in rows
        if row["kind"] == "quantity" and row["code"].startswith("x")
    }
    # Terms as written come first: a generated form never displaces a written one.
    for number, row in enumerate(rows):
        terms.append(_term(row, sets))
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
        named = row["kind"] in NAMES
        for spelling in spellings(row["term"], row["language"], row["forms"], named):
            pattern = _pattern(spelling, row["forms"])
            owner = exact.get((pattern, row["language"]))
            if owner is None or owner == number:
                by_pattern.setdefault(pattern, []).append(number)
    own = len(by_pattern)
    if more is not None:
        _add(more, terms, by_pattern)
    patterns = list(by_pattern)
    german = [
        (pattern.strip(), terms[numbers[0]])
        for pattern, numbers in by_pattern.items()
        if terms[numbers[0]].language == "de" and " " not in pattern.strip()
    ]
    # Names of a checklist are never guessed from misspelt words: 6,000 rare Latin epithets
    # would be likenesses of everyday words.
    vocabulary = {
        word
        for pattern in patterns[:own]
        for word in pattern.split()
        if len(word) >= MISSPELT.get(terms[by_pattern[pattern][0]].kind, 1_000)
        and not word.isdigit()
    }
    names: dict[str, set[str]] = {}
    for term in terms[: len(rows)]:
        if term.kind == "taxon" and term.language != "la" and " " in term.term:
            written = spellings(term.term, term.language, "fixed")[0].split()
            names.setdefault(term.code, set()).update(w for w in written if len(w) > 3)
    single = {
        pattern.strip()
        for pattern in patterns[:own]
        if terms[by_pattern[pattern][0]].kind == "taxon"
        and len(pattern) >= 7
        and " " not in pattern.strip()
    }
    known, within, word_counts = words_within(patterns)
    lists = {
        **{f"term_{name}": [getattr(term, name) for term in terms] for name in COLUMNS},
        "patterns": patterns,
        "vocabulary": sorted(vocabulary),
        "single": sorted(single),
        "names": [f"{code}\t{' '.join(sorted(words))}" for code, words in names.items()],
        "known": known,
        "stems": sorted(
            {
                w
                for w, t in german
                if t.kind == "taxon" and len(w) >= 3 and (len(w) > 4 or not _has_umlaut(t))
            }
        ),
        "heads": sorted({w for w, t in german if _heads(t) and len(w) >= 4}),
    }
    arrays = {
        "meanings": _meanings(terms, by_pattern),
        "within": within,
        "lengths": word_counts,
        "umlaut": np.array([_has_umlaut(term) for term in terms], dtype=np.int32),
    }
    return lists, arrays


def _add(more: pd.DataFrame, terms: list[Term], by_pattern: dict[str, list[int]]) -> None:
    """Add the names of a checklist that no term of the reference tables is written like."""
    taken = set(by_pattern)
    for row in _records(more):
        if row["language"] not in (*LANGUAGES, "la"):
            continue
        number = len(terms)
        found = spellings(row["term"], row["language"], row["forms"], True)
        new = [_pattern(spelling, row["forms"]) for spelling in found]
        # Two words of Latin mean the same everywhere; what a term of the tables says in its
        # own language still comes before.
        if row["language"] != "la" or " " not in row["term"]:
            if new[0] in taken:
                continue
            new = [pattern for pattern in new if pattern not in taken]
        terms.append(_term(row, {}))
        for pattern in new:
            by_pattern.setdefault(pattern, []).append(number)


def _meanings(terms: list[Term], by_pattern: dict[str, list[int]]) -> npt.NDArray[np.int32]:
    """Choose for every pattern and language the term that fits best, the first of several."""
    ranks = np.array([_ranks(term) for term in terms], dtype=np.int64).reshape(
        -1, len(LANGUAGES)
    )
    lengths = np.fromiter(map(len, by_pattern.values()), dtype=np.int64, count=len(by_pattern))
    owners = np.fromiter(chain.from_iterable(by_pattern.values()), dtype=np.int64)
    pattern = np.repeat(np.arange(len(by_pattern)), lengths)
    order = np.arange(len(owners))
    meanings = np.full((len(by_pattern), len(LANGUAGES)), -1, dtype=np.int32)
    for column in range(len(LANGUAGES)):
        rank = ranks[owners, column]
        ranked = np.lexsort((order, rank, pattern))
        first = (
            ranked[np.concatenate([[0], np.cumsum(lengths)[:-1]])] if len(ranked) else ranked
        )
        fits = rank[first] < NEVER
        meanings[fits, column] = owners[first[fits]]
    return meanings
