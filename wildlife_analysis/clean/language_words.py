"""Words that tell a language, and words that tell none: compiled once, kept on disk."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from wildlife_analysis import reference
from wildlife_analysis.clean import hashed
from wildlife_analysis.reference import kept, normal
from wildlife_analysis.reference.languages import languages
from wildlife_analysis.reference.normal import fold
from wildlife_analysis.reference.tables import HERE

__all__ = ["LATIN", "SHORTEST_NOUN", "WRITTEN", "Telling", "telling_words"]

LATIN = tuple(code for code, one in languages().items() if one.script == "Latin")
# Languages that text in Latin script may be in: the last are written in it now and then.
WRITTEN = (*LATIN, *(code for code in languages() if code not in LATIN))
# A noun that the terms of one language alone have says less than a function word. English names
# of animals are at home in every language, so they say nothing.
NOUN_WEIGHT = 0.8
SHORTEST_NOUN = 4
_WORD = re.compile(r"[^\W\d_]+")

Shares = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Telling:
    """Words that tell a language.

    Attributes
    ----------
    lists
        The lists ``function`` (telling words) and ``neutral``, by hash.
    weights
        What the words of ``lists`` say, a column a language of `WRITTEN`.
    shown
        The telling words, folded.
    own
        What each of them says, a column a language of `WRITTEN`.
    neutral
        Folded words of scientific names: they are the same in every language.
    """

    lists: hashed.Lists
    weights: npt.NDArray[np.float64]
    shown: list[str]
    own: npt.NDArray[np.float64]
    neutral: frozenset[str]

    @cached_property
    def words(self) -> Shares:
        """How much each telling word says for each language of `WRITTEN`."""
        rows = zip(self.shown, self.own.tolist(), strict=True)
        return {
            word: {code: share for code, share in zip(WRITTEN, row, strict=True) if share}
            for word, row in rows
        }


@cache
def telling_words() -> Telling:
    """Return the words that tell a language.

    The result is kept in the cache folder under a hash of the tables and of the code.

    Returns
    -------
    Telling
    """
    here = [normal.__file__, kept.__file__, hashed.__file__, __file__]
    tables = ["function_words.csv", "taxa.csv", "languages.csv"]
    terms = (HERE / "terms").glob("*.csv")
    key = kept.fingerprint([*map(Path, here), *(HERE / name for name in tables), *terms])
    stored = kept.load("languages", key)
    if stored is None:
        stored = _compiled()
        kept.save("languages", key, *stored)
    lists, arrays = stored
    return Telling(
        hashed.Lists(("function", "neutral"), arrays["keys"], arrays["bits"]),
        arrays["weights"], lists["words"], arrays["own"], frozenset(lists["neutral"]),
    )  # fmt: skip


def _compiled() -> tuple[kept.Lists, kept.Arrays]:
    neutral = _neutral()
    words = _words(neutral)
    lists = hashed.Lists.of({"function": words, "neutral": neutral})
    own = np.array([[row.get(code, 0.0) for code in WRITTEN] for row in words.values()])
    weights = np.zeros((len(lists.keys), len(WRITTEN)))
    weights[np.searchsorted(lists.keys, hashed.each(words))] = own
    arrays = {"keys": lists.keys, "bits": lists.bits, "weights": weights, "own": own}
    return {"words": list(words), "neutral": sorted(neutral)}, arrays


def _words(neutral: frozenset[str]) -> Shares:
    """Return for each folded word how much it says for each language of `WRITTEN`."""
    table = reference.table("function_words")
    spoken: dict[str, list[str]] = {}
    for word, language in zip(table["word"], table["language"], strict=True):
        spoken.setdefault(fold(word), []).append(language)
    words = {w: dict.fromkeys(own, 1 / len(own)) for w, own in spoken.items()}
    for word, own in _nouns().items():
        if word not in words and word not in neutral and len(own) == 1:
            # Russian in Latin letters has no function words: its nouns stand for them.
            weight = {
                code: NOUN_WEIGHT if code in LATIN else 1.0 for code in own if code != "en"
            }
            if weight:
                words[word] = weight
    return words


def _nouns() -> dict[str, set[str]]:
    """Return folded words in Latin script of the terms, and the languages that have them."""
    terms = reference.table("terms")
    terms = terms[terms["language"].isin(WRITTEN)]
    found: dict[str, set[str]] = {}
    for language, own in terms.groupby("language")["term"]:
        for word in set(_folded(own)):
            if len(word) >= SHORTEST_NOUN and word < "\u0400":
                found.setdefault(word, set()).add(str(language))
    return found


def _neutral() -> frozenset[str]:
    terms = reference.table("terms")
    latin = terms.loc[terms["language"] == "la", "term"]
    names = _folded([*latin, *reference.table("taxa")["scientific_name"]])
    return frozenset(names) - set(map(fold, reference.table("function_words")["word"]))


def _folded(phrases: Iterable[str]) -> list[str]:
    return _WORD.findall(fold(" | ".join(phrases)))
