"""Carved figures that a sentence lists by what they show."""

from wildlife_analysis.classify.ad import CATEGORY, Ad
from wildlife_analysis.classify.borders import items
from wildlife_analysis.classify.numbers import Quantity, plain_value, role_of
from wildlife_analysis.classify.roles import has_role
from wildlife_analysis.classify.totals import Found

__all__ = ["carved"]

_PRODUCTS = ("ivory", "bone", "horn", "tooth_claw", "shell")
_BEFORE = 8  # words from "figures" to the colon
_LEAST = 3  # figures of a list
_MOST = 8  # a larger number is a measure
_WORDS = 4  # words of one figure ("a dog team", "un bonhomme au sac")


def carved(ad: Ad, entry: Found) -> Quantity | None:
    """Count figures of one material that are listed behind a colon.

    "Фигурки из клыка моржа: пеликен, нерпа, два медведя и нож" are five. At least half of
    them, and two, name a beast or a thing: "statuettes: bon état, signé" counts nothing.

    Parameters
    ----------
    ad
        One listing.
    entry
        Its only taxon × product.

    Returns
    -------
    Quantity or None
        None where no such list is found.
    """
    if entry.product not in _PRODUCTS or not has_role(ad, "figures"):
        return None
    for word in range(1, len(ad.words)):
        if ":" not in ad.between(word) or ad.fields[word] == CATEGORY:
            continue
        if not ad.says(word - 1, range(word - _BEFORE, word), "figures"):
            continue
        sentence = (w for w in range(word, len(ad.words)) if ad.clause[w] == ad.clause[word])
        listed = items(ad, (w for w in sentence if not ad.bracketed(w)))
        known = [item for item in listed if _shows(ad, item)]
        several = len(listed) >= _LEAST and len(known) >= 2 and 2 * len(known) >= len(listed)
        if several and all(len(item) <= _WORDS for item in listed):
            amount = sum(_number(ad, item) for item in listed)
            return Quantity(word, listed[-1][-1] + 1, amount, "stated", "piece")
    return None


def _shows(ad: Ad, item: list[int]) -> bool:
    """Say whether an item names a beast or a thing."""
    hits = [hit for hit in map(ad.by_word.get, item) if hit is not None]
    return any(h.term.kind in ("taxon", "exclusion", "decoy", "product") for h in hits)


def _number(ad: Ad, item: list[int]) -> int:
    """Return how many an item names by its first word."""
    told = plain_value(ad, item[0])
    return told if 1 < told <= _MOST and role_of(ad, item[-1]) != "component" else 1
