"""Where one item of a list ends and the next begins."""

from collections.abc import Iterable

from wildlife_analysis.classify.ad import COMMA, Ad
from wildlife_analysis.classify.numbers import role_of

__all__ = ["items", "separated"]

_NEXT_ITEM = frozenset(",:/+&")


def separated(ad: Ad, first: int, last: int) -> bool:
    """Say whether another item begins between two places: at a comma, a colon or "and"."""
    for word in range(first, last + 1):
        tinted = role_of(ad, word - 1) == role_of(ad, word) == "colour"  # "8 bleu/jaune d'ara"
        if ad.parted(word, _NEXT_ITEM) and not (tinted and ad.between(word) == "/"):
            return True
    links = (ad.by_word.get(w) for w in range(first, last) if not _between_colours(ad, w))
    return any(
        hit is not None and hit.term.kind == "link" and hit.term.code in ("and", "or")
        for hit in links
    )


def _between_colours(ad: Ad, word: int) -> bool:
    """Say whether "and" joins two colours of one thing ("6 bleues et jaunes d'ara")."""
    return role_of(ad, word - 1) == role_of(ad, word + 1) == "colour"


def items(ad: Ad, words: Iterable[int]) -> list[list[int]]:
    """Part words at commas and at "and", which belongs to no item."""
    found: list[list[int]] = [[]]
    for word in words:
        hit = ad.by_word.get(word)
        joined = hit is not None and (hit.term.kind, hit.term.code) == ("link", "and")
        if joined or ad.parted(word, COMMA):
            found.append([])
        if not joined:
            found[-1].append(word)
    return [item for item in found if item]
