"""Things that come in pairs: shoes, gloves, earrings."""

from functools import cache

from wildlife_analysis import reference
from wildlife_analysis.classify.ad import Ad
from wildlife_analysis.classify.forms import words_of

__all__ = ["is_pair"]


def is_pair(ad: Ad, place: int) -> bool:
    """Say whether a word of a listing is of things that come in pairs ("shoes")."""
    word = ad.words[place]
    if ad.between(place) == "-":
        return False  # "ouvre-gants"
    if word in _pairs() or (ad.language == "de" and word.endswith(_pair_endings())):
        return True
    return any(
        word == phrase[-1] and tuple(ad.words[place + 1 - len(phrase) : place + 1]) == phrase
        for phrase in _phrases()
    )


@cache
def _pair_endings() -> tuple[str, ...]:
    return tuple(pair for pair in _pairs() if len(pair) >= 5)


@cache
def _pairs() -> frozenset[str]:
    """Return the words for things that come in pairs, in normal form."""
    names = (words_of(word) for word in reference.table("pairs")["word"])
    return frozenset(name[0] for name in names if len(name) == 1)


@cache
def _phrases() -> tuple[tuple[str, ...], ...]:
    """Return names of several words ("boutons de manchette")."""
    names = (words_of(word) for word in reference.table("pairs")["word"])
    return tuple(tuple(name) for name in names if len(name) > 1)
