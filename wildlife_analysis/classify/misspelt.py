"""Read unseen words as misspelt, compound or disguised ones, and search again with these."""

from collections.abc import Collection, Iterator
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis import reference
from wildlife_analysis.classify import dictionaries
from wildlife_analysis.classify.disguise import disguised
from wildlife_analysis.classify.elision import elided
from wildlife_analysis.classify.forms import words_of
from wildlife_analysis.classify.lexicon import Lexicon
from wildlife_analysis.classify.terms import Matches, Written, find
from wildlife_analysis.classify.tokens import FIELDS, Tokens
from wildlife_analysis.classify.vocabulary import Spelled

__all__ = ["FUZZY_CUTOFF", "compounds", "corrected", "corrections"]

# Likeness (0 to 100, Damerau-Levenshtein) from which an unseen word is read as a misspelt
# term. A word of six letters with one wrong letter scores 83, of eight 88.
FUZZY_CUTOFF = 83.0
SHORTEST = 6
_LONG = 10  # letters of a compound
_PART = 4  # letters of a part of a compound
# What German puts between the parts of a compound.
_JOINTS = ("", "s", "n", "en", "e", "er", "es")
_AT_ONCE = 2_000_000  # pairs of words whose letters are compared at once

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def corrected(
    tokens: Tokens, matches: Matches, languages: pd.Series, lexicon: Lexicon, cutoff: float
) -> tuple[Matches, list[str]]:
    """Find terms that are misspelt, part of a German compound, or disguised.

    Parameters
    ----------
    tokens
        The words of the listings.
    matches
        Terms found in them as they stand.
    languages
        ISO 639-1 code of each listing.
    lexicon
        Compiled terms.
    cutoff
        Lowest likeness (0 to 100) of a misspelt word.

    Returns
    -------
    matches : Matches
        The same, but for listings with such words: they are searched again.
    words : list of str
        Every word in normal form, as it stands.
    """
    words = tokens.words()
    number, distinct = pd.factorize(np.array(words, dtype=object))
    edges = np.zeros(len(words) + 1, dtype=np.int64)
    np.add.at(edges, matches.first, 1)
    np.add.at(edges, matches.last, -1)
    covered = np.cumsum(edges[:-1]) > 0
    free = ~covered & ~tokens.is_number & (tokens.field != FIELDS.index("category"))
    german = free & (languages == "de").to_numpy(dtype=bool, na_value=False)[tokens.document]

    wanted = corrections(_chosen(number[free], distinct), lexicon, cutoff)
    parts = compounds(_chosen(number[german], distinct), lexicon)
    hidden = disguised(tokens, lexicon, covered)
    changed: dict[int, str] = {}
    scores: dict[int, float] = {}
    for i in np.flatnonzero(free & _among(number, distinct, wanted)).tolist():
        changed[i], scores[i] = wanted[words[i]]
    for i in np.flatnonzero(german & _among(number, distinct, parts)).tolist():
        changed[i], scores[i] = parts[words[i]], 100.0
    spoken = np.flatnonzero((languages == "de").to_numpy(dtype=bool, na_value=False))
    for i, whole in elided(tokens, spoken.tolist(), lexicon).items():
        changed[i], scores[i] = whole, 100.0
    for one in hidden:
        places = range(one.first, one.last)
        changed |= dict.fromkeys(places, "") | {one.first: one.word}
        scores |= dict.fromkeys(places, one.score)
    if not changed:
        return matches, words
    again = np.zeros(len(tokens.texts), dtype=bool)
    again[tokens.document[list(changed)]] = True
    chosen = np.flatnonzero(again[tokens.document])
    written = _written(tokens, words, chosen, changed, scores)
    return matches.replaced(again, find(tokens, languages, lexicon, written)), words


def _chosen(numbers: Ints, distinct: npt.NDArray[np.object_]) -> list[str]:
    """Return distinct words by their numbers, each once."""
    used = np.zeros(len(distinct), dtype=bool)
    used[numbers] = True
    return list(distinct[used])


def _among(number: Ints, distinct: npt.NDArray[np.object_], wanted: Collection[str]) -> Flags:
    """Say which words are among some, given the number of each and the distinct words."""
    known = np.fromiter((word in wanted for word in distinct), dtype=bool, count=len(distinct))
    return known[number]


def _written(
    tokens: Tokens,
    words: list[str],
    chosen: Ints,
    changed: dict[int, str],
    scores: dict[int, float],
) -> Written:
    """Write some words again, as they are read now."""
    now = [changed.get(i, words[i]) for i in chosen.tolist()]
    spoken = np.array([bool(word) for word in now])
    lengths = np.array([len(word) for word in now], dtype=np.int64) + 2 * spoken
    gap = tokens.gap[chosen] & spoken
    haystack = "".join(
        f"\n {word} " if line else f" {word} " if word else ""
        for word, line in zip(now, gap.tolist(), strict=True)
    )
    kept = np.append(np.flatnonzero(spoken), len(now))
    score = np.full(len(words), 100.0)
    score[list(scores)] = list(scores.values())
    return Written(
        haystack=haystack,
        place=np.concatenate([[0], np.cumsum(lengths)[:-1]]) + np.cumsum(gap),
        number=chosen,
        swallowed=kept[np.searchsorted(kept, np.arange(len(now) + 1))],
        score=score,
    )


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
    from rapidfuzz.distance import DamerauLevenshtein
    from rapidfuzz.process import cpdist

    asked = [word for word in words if len(word) >= SHORTEST and word not in lexicon.search]
    pairs = np.concatenate(
        [np.zeros((2, 0), dtype=np.int64), *_alike(asked, lexicon, cutoff)], 1
    )
    known = lexicon.vocabulary
    likeness = cpdist(
        [asked[i] for i in pairs[0].tolist()],
        [known[i] for i in pairs[1].tolist()],
        scorer=DamerauLevenshtein.normalized_similarity,
        score_cutoff=cutoff / 100,
        dtype=np.float32,
    )
    found: dict[str, tuple[str, float]] = {}
    for i in np.lexsort((pairs[1], -likeness, pairs[0])).tolist():
        if likeness[i] > 0:  # the most alike comes first, and the first of several
            best = (known[int(pairs[1, i])], round(float(likeness[i]) * 100, 1))
            found.setdefault(asked[int(pairs[0, i])], best)
    spelled = dictionaries.known(list(found)) | _everyday().intersection(found)
    spelled |= _composed({w: c for w, c in found.items() if w not in spelled})
    return {w: c for w, c in found.items() if w not in spelled}


def _composed(found: dict[str, tuple[str, float]]) -> set[str]:
    """Select words that are two words of a dictionary ("Goldknoten" is no "Goldkröten").

    Those with one letter more or less may be another form of the term ("Stachelleguane").
    """
    cuts = {
        (word[:cut], word[cut:]): word
        for word, (term, likeness) in found.items()
        if len(word) >= _LONG
        if len(word) == len(term) or (100 - likeness) * max(len(word), len(term)) > 150
        for cut in range(_PART, len(word) - _PART + 1)
    }
    if not cuts:
        return set()
    known = dictionaries.known(list({part for pair in cuts for part in pair}))
    return {word for pair, word in cuts.items() if known.issuperset(pair)}


@cache
def _everyday() -> frozenset[str]:
    """Return function words, some of which no dictionary has ("сверху")."""
    return frozenset(words_of(w)[0] for w in reference.table("function_words")["word"])


def _alike(words: list[str], lexicon: Lexicon, cutoff: float) -> Iterator[Ints]:
    """Pair words with those of the vocabulary that may be as alike as the cut-off asks.

    A change of one letter takes at most one letter of a word away and adds at most one, so
    that words with more letters of their own than changes allowed need no closer look.
    """
    known, asked = lexicon.spelled, Spelled(words)
    share = 1 - cutoff / 100 + 1e-6
    for first, length, places in asked.groups():
        reach = int(
            share * length / (1 - share)
        )  # letters that the longer of two may have more
        theirs = known.between(first, length - int(share * length), length + reach)
        letters = known.letters[theirs]
        if not len(letters):
            continue
        changes = (share * np.maximum(known.length[theirs], length)).astype(np.uint8)
        step = max(_AT_ONCE // len(letters), 1)
        for begin in range(places.start, places.stop, step):
            own = asked.letters[begin : min(begin + step, places.stop)]
            near = np.bitwise_count(own[:, None] ^ letters) <= 2 * changes
            here, there = np.divmod(np.flatnonzero(near), len(letters))
            less = np.bitwise_count(own[here] & ~letters[there]) <= changes[there]
            more = np.bitwise_count(letters[there] & ~own[here]) <= changes[there]
            here, there = here[less & more], there[less & more]
            yield np.stack([asked.number[begin + here], known.number[theirs.start + there]])


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
