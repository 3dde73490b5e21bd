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
    return word in _pairs() or (ad.language == "de" and word.endswith(_pair_endings()))


@cache
def _pair_endings() -> tuple[str, ...]:
    return tuple(pair for pair in _pairs() if len(pair) >= 6)


@cache
def _pairs() -> frozenset[str]:
    """Return the words for things that come in pairs, in normal form."""
    return frozenset(words_of(w)[0] for w in reference.table("pairs")["word"])
