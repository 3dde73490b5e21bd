"""Where one item of a list ends and the next begins."""

from wildlife_analysis.classify.ad import Ad
from wildlife_analysis.classify.numbers import role_of

__all__ = ["separated"]

_NEXT_ITEM = frozenset(",:/+&")


def separated(ad: Ad, first: int, last: int) -> bool:
    """Say whether another item begins between two places: at a comma, a colon or "and"."""
    for word in range(first, last + 1):
        tinted = role_of(ad, word - 1) == role_of(ad, word) == "colour"  # "8 bleu/jaune d'ara"
        if ad.parted(word, _NEXT_ITEM) and not (tinted and ad.between(word) == "/"):
            return True
    links = (ad.by_word.get(word) for word in range(first, last))
    return any(
        hit is not None and hit.term.kind == "link" and hit.term.code in ("and", "or")
        for hit in links
    )
