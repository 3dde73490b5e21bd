"""Find the terms of the lexicon in a batch of listings, misspelt ones included."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis.classify.lexicon import LANGUAGES, Lexicon
from wildlife_analysis.classify.tokens import Tokens

__all__ = ["FUZZY_CUTOFF", "Matches", "compounds", "corrections", "find"]

# Likeness (0 to 100, Damerau-Levenshtein) from which an unseen word is read as a misspelt
# term. A word of six letters with one wrong letter scores 83, of eight 88.
FUZZY_CUTOFF = 83.0
SHORTEST = 6
SHORT_UMLAUT = 5

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Matches:
    """Terms found in a batch of listings, in the order of the text.

    Attributes
    ----------
    term
        Number of the term in the lexicon.
    first, last
        Number of its first word in the batch, and of the word after its last.
    document
        Number of the listing.
    score
        100 for an exact match, else the likeness of the worst word.
    bounds
        Number of the first match of each listing; one more entry at the end.
    """

    term: Ints
    first: Ints
    last: Ints
    document: Ints
    score: npt.NDArray[np.float64]
    bounds: Ints


def find(
    tokens: Tokens,
    languages: pd.Series,
    lexicon: Lexicon,
    haystack: str | None = None,
    place: Ints | None = None,
    scores: npt.NDArray[np.float64] | None = None,
    swallowed: Ints | None = None,
) -> Matches:
    """Find the longest terms in a batch of listings.

    Parameters
    ----------
    tokens
        The words of the listings.
    languages
        ISO 639-1 code of each listing; a term of everyday language counts only in a listing
        of its own language.
    lexicon
        Compiled terms.
    haystack, place, scores
        Words with misspellings corrected, their places, and the likeness of each corrected
        word (100 for the others); the words as they stand where not given.
    swallowed
        For every word, and the end, the number of the next word that no disguised word before
        it has swallowed.

    Returns
    -------
    Matches
    """
    haystack = tokens.haystack if haystack is None else haystack
    place = tokens.place if place is None else place
    hits = lexicon.search(haystack)
    first = np.searchsorted(place, hits[:, 1], side="right") - 1
    last = np.searchsorted(place, hits[:, 2] - 1, side="right")
    first = np.maximum(first, 0)
    if swallowed is not None:
        last = swallowed[last]
    document = tokens.document[first] if len(first) else first
    language = languages.map({code: i for i, code in enumerate(LANGUAGES)}).fillna(0)
    codes = language.to_numpy(dtype=np.int64)
    term = lexicon.meanings[hits[:, 0], codes[document]] if len(hits) else first
    first, last, document, term = _uncovered(
        first, last, document, term, hits[:, 0], codes, lexicon
    )
    kept = term >= 0
    for i in np.flatnonzero(lexicon.umlaut[term] & kept & (last - first == 1)).tolist():
        # "Bär" folds to "bar", which is an everyday word: the umlaut must be there.
        word = int(first[i])
        text = tokens.texts[int(document[i])][int(tokens.start[word]) : int(tokens.end[word])]
        kept[i] = len(text) > SHORT_UMLAUT or not text.isascii()
    first, last, document = first[kept], last[kept], document[kept]
    if scores is None:
        score = np.full(len(first), 100.0)
    else:
        score = np.array(
            [scores[a:b].min() for a, b in zip(first.tolist(), last.tolist(), strict=True)]
        )
    return Matches(
        term=term[kept].astype(np.int64),
        first=first,
        last=last,
        document=document,
        score=score,
        bounds=np.searchsorted(document, np.arange(len(tokens.texts) + 1)),
    )


def _uncovered(
    first: Ints,
    last: Ints,
    document: Ints,
    term: Ints,
    pattern: Ints,
    codes: Ints,
    lexicon: Lexicon,
) -> tuple[Ints, Ints, Ints, Ints]:
    """Find the shorter terms inside phrases that mean nothing in a listing's language."""
    rows = []
    for i in np.flatnonzero(term < 0).tolist():
        inside = lexicon.inside(int(pattern[i]), int(codes[document[i]]))
        start, place = int(first[i]), int(document[i])
        rows += [(start + a, start + b, place, number) for a, b, number in inside]
    if not rows:
        return first, last, document, term
    more = np.array(rows, dtype=np.int64).T
    joined = [
        np.concatenate([column, new])
        for column, new in zip((first, last, document, term), more, strict=True)
    ]
    order = np.argsort(joined[0], kind="stable")
    return joined[0][order], joined[1][order], joined[2][order], joined[3][order]


def corrections(
    words: list[str], lexicon: Lexicon, cutoff: float
) -> dict[str, tuple[str, float]]:
    """Read unseen words as misspelt words of taxon terms.

    Each distinct word is compared once with the vocabulary of the lexicon. A word that a
    dictionary of one of the survey languages knows is not misspelt; a misspelt word keeps its
    first letter.

    Parameters
    ----------
    words
        Distinct words in normal form that no term covers.
    lexicon
        Compiled terms.
    cutoff
        Lowest likeness accepted (0 to 100).

    Returns
    -------
    dict
        Word -> (word of the vocabulary, likeness).
    """
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    by_letter: dict[str, list[str]] = {}
    for word in lexicon.vocabulary:
        by_letter.setdefault(word[0], []).append(word)
    found: dict[str, tuple[str, float]] = {}
    asked: dict[str, list[str]] = {}
    for word in words:
        if len(word) >= SHORTEST and word not in lexicon.search and word[0] in by_letter:
            asked.setdefault(word[0], []).append(word)
    for letter, group in asked.items():
        known = by_letter[letter]
        likeness = process.cdist(
            group,
            known,
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=cutoff / 100,
            dtype=np.float32,
        )
        best = likeness.argmax(axis=1)
        for row in np.flatnonzero(likeness.max(axis=1) > 0).tolist():
            score = float(likeness[row, best[row]]) * 100
            found[group[row]] = (known[best[row]], round(score, 1))
    return {w: c for w, c in found.items() if not _in_a_dictionary(w)}


def _in_a_dictionary(word: str) -> bool:
    from simplemma import is_known

    return any(is_known(w, lang=LANGUAGES) for w in (word, word.capitalize()))


# What German puts between the parts of a compound.
_JOINTS = ("", "s", "n", "en", "e", "er", "es")


def compounds(words: list[str], lexicon: Lexicon) -> dict[str, str]:
    """Take German compounds apart whose first part is a taxon ("Wolfsfell", "Eulenfigur").

    Parameters
    ----------
    words
        Distinct words in normal form that no term covers.
    lexicon
        Compiled terms.

    Returns
    -------
    dict
        Word -> its parts, as they stand in a haystack (two spaces between them).
    """
    found = {}
    for word in words:
        if len(word) < 7:
            continue
        for cut in range(len(word) - 4, 2, -1):
            head = word[cut:]
            if head not in lexicon.heads:
                continue
            first = word[:cut]
            for joint in _JOINTS:
                stem = first.removesuffix(joint) if joint else first
                if stem in lexicon.stems and stem + joint == first:
                    found[word] = f"{stem}  {head}"
                    break
            if word in found:
                break
    return found
