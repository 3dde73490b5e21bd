"""Carved figures that a sentence lists by what they show."""

from wildlife_analysis.classify.ad import CATEGORY, Ad
from wildlife_analysis.classify.numbers import Quantity, plain_value, role_of
from wildlife_analysis.classify.totals import Found

__all__ = ["carved"]

_PRODUCTS = ("ivory", "bone", "horn", "tooth_claw", "shell")
_BEFORE = 8  # words from "figures" to the colon
_LEAST = 3  # figures of a list
_WORDS = 4  # words of one figure ("a dog team", "un bonhomme au sac")
_MARKS = frozenset(",")


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
    if entry.product not in _PRODUCTS:
        return None
    for word in range(1, len(ad.words)):
        if ":" not in ad.between(word) or ad.fields[word] == CATEGORY:
            continue
        if not ad.says(word - 1, range(word - _BEFORE, word), "figures"):
            continue
        items = _items(ad, word)
        known = [item for item in items if _shows(ad, item)]
        if len(items) >= _LEAST and len(known) >= 2 and 2 * len(known) >= len(items):
            amount = sum(_number(ad, item) for item in items)
            return Quantity(word, items[-1][-1] + 1, amount, "stated", "piece")
    return None


def _items(ad: Ad, first: int) -> list[list[int]]:
    """Part a list at commas and "and", brackets left out; none where an item is too long."""
    items: list[list[int]] = [[]]
    for word in range(first, len(ad.words)):
        if ad.clause[word] != ad.clause[first]:
            break
        if ad.bracketed(word):
            continue
        hit = ad.by_word.get(word)
        joined = hit is not None and (hit.term.kind, hit.term.code) == ("link", "and")
        if (joined or ad.parted(word, _MARKS)) and items[-1]:
            items.append([])
        if not joined:
            items[-1].append(word)
    items = [item for item in items if item]
    return items if all(len(item) <= _WORDS for item in items) else []


def _shows(ad: Ad, item: list[int]) -> bool:
    """Say whether an item names a beast or a thing."""
    hits = [hit for hit in map(ad.by_word.get, item) if hit is not None]
    return any(h.term.kind in ("taxon", "exclusion", "decoy", "product") for h in hits)


def _number(ad: Ad, item: list[int]) -> int:
    """Return how many an item names; a number behind the first word is a measure."""
    told = plain_value(ad, item[0])
    return told if 1 < told <= _BEFORE and role_of(ad, item[-1]) != "component" else 1
