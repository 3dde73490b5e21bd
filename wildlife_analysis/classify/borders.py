"""Where one item of a list ends and the next begins."""

from wildlife_analysis.classify.ad import Ad

__all__ = ["separated"]

_NEXT_ITEM = frozenset(",:/+&")


def separated(ad: Ad, first: int, last: int) -> bool:
    """Say whether another item begins between two places: at a comma, a colon or "and"."""
    if any(ad.parted(word, _NEXT_ITEM) for word in range(first, last + 1)):
        return True
    links = (ad.by_word.get(word) for word in range(first, last))
    return any(
        hit is not None and hit.term.kind == "link" and hit.term.code in ("and", "or")
        for hit in links
    )
