"""Numbers in jars, boxes and packs: "four boxes of 25", "jar of 25", "3 bags of 50 g"."""

from dataclasses import replace

from wildlife_analysis.classify.ad import Ad
from wildlife_analysis.classify.numbers import (
    INSIDE,
    Quantity,
    contained,
    measured,
    plain_value,
    role_of,
)

__all__ = ["counted_by", "in_pack", "packs", "without_each"]

_NEAR = 4  # words from packs to how many are in each
_AGO = 6  # words from packs back to how many are in one
_STEM = 4  # letters that two forms of a word share
_IN_EACH = INSIDE | {"par", "per"}
_JOINING = 2  # words between packs and what they hold
_MARKS = frozenset(",;()")
_PRICE = 100  # a larger number behind "at" is a price
_FILLINGS = frozenset({"caviar", "medicine"})  # counted by the tin or jar
_TENS = 10  # from here on, a set is no more than a round number ("une quinzaine de mots")


def packs(ad: Ad, first: int, end: int, value: int) -> Quantity | None:
    """Read a number of packs as what they hold, or as so many where they are weighed.

    "Quatre boîtes de 25" are a hundred; "3 Beutel à 50 g" are three.
    """
    if role_of(ad, end) != "container" or ad.between(end) != " ":
        return None
    each = _in_each(ad, end) or _told_before(ad, first, end)
    if each:
        return Quantity(first, end + 1, value * each, "stated", "piece")
    place = end + 1
    if ad.words[place : place + 1] == ["из"]:
        return None  # "осталось три банки из восьми"
    while place < min(len(ad.words), end + 1 + _JOINING) and _joins(ad, place):
        place += 1  # "3 Bündel zu je 10"
    if place >= len(ad.words) or ad.clause[place] != ad.clause[first]:
        return None
    if ad.between(place) != " ":
        return None
    to = place + 1
    if to < len(ad.words) and ad.numbers[place] and ad.numbers[to] and measured(ad, to + 1):
        return Quantity(first, end + 1, value, "stated", "piece")  # "8 тушек по 500-700 г"
    held = plain_value(ad, place)
    filled = {h.term.code for h in ad.of_kind("product")}
    filled |= {h.term.product for h in ad.of_kind("taxon")}
    priced = held >= _PRICE and role_of(ad, place - 1) == "price_before"  # "2 банки по 500"
    if held > 1 and (priced or not filled.isdisjoint(_FILLINGS)):
        return Quantity(first, end + 1, value, "stated", "piece")  # "2 jars of 60 capsules"
    if held > 1:
        return Quantity(first, place + 1, value * held, "stated", "piece")
    weighed = ad.numbers[place] and place > end + 1
    return Quantity(first, end + 1, value, "stated", "piece") if weighed else None


def _in_each(ad: Ad, pack: int) -> int:
    """Return how many are told to be in each of several packs ("3 jars, ten in each")."""
    for place in range(pack + 1, min(pack + 1 + _NEAR, len(ad.words))):
        if ad.clause[place] != ad.clause[pack]:
            return 0
        value = plain_value(ad, place)
        each = range(place + 1, min(place + 4, len(ad.words)))
        links = (ad.by_word.get(word) for word in each)
        if value > 1 and any(h is not None and h.term.code == "each" for h in links):
            return value if not ad.parted(place + 1, _MARKS) else 0
    return 0


def _told_before(ad: Ad, first: int, pack: int) -> int:
    """Return how many are told to be in one ("В банке 15 штук, осталось две банки")."""
    for place in range(first - 1, max(first - 1 - _AGO, 1), -1):
        if ad.clause[place] != ad.clause[pack]:
            return 0
        same = ad.words[place - 1][:_STEM] == ad.words[pack][:_STEM]
        inside = role_of(ad, place - 1) == "container" and ad.words[place - 2] in _IN_EACH
        if same and inside and plain_value(ad, place) > 1:
            return plain_value(ad, place)
    return 0


def without_each(ad: Ad, found: list[Quantity]) -> list[Quantity]:
    """Leave out what one pack holds where the packs are counted behind it."""
    return [
        q
        for q in found
        if not (
            role_of(ad, q.first - 1) == "container"
            and ad.words[q.first - 2] in _IN_EACH
            and any(
                p.first > q.first
                and ad.clause[p.first] == ad.clause[q.first]
                and p.value > q.value
                and p.value % q.value == 0
                for p in found
            )
        )
    ]


def _joins(ad: Ad, word: int) -> bool:
    """Say whether a small word joins a pack to what it holds."""
    link = ad.by_word.get(word)
    linked = link is not None and link.term.code in ("of", "each", "with")
    return linked or role_of(ad, word) == "price_before"


def in_pack(ad: Ad, quantity: Quantity) -> Quantity:
    """Read what one pack holds as pieces ("jar of 25", "box of half a dozen")."""
    held = quantity.shape in ("plain", "thing", "set") and quantity.value > 1
    bare = quantity.shape == "plain" and role_of(ad, quantity.first) != "both"
    if held and bare and contained(ad, quantity.last):
        return replace(quantity, shape="piece")  # "полсотни в банке"
    if not held or ad.link_before(quantity.first) != "of":
        return quantity
    packed = role_of(ad, quantity.first - 2) == "container"
    return replace(quantity, shape="piece") if packed else quantity


def counted_by(ad: Ad, word: int, value: int) -> str:
    """Say what a round number counts behind "of": a shape, ``none``, or empty where unsaid.

    "Une quinzaine d'œufs" counts eggs, "une vingtaine d'années" nothing, nor does a German
    "ein paar Wörter", which are some.
    """
    few = ad.language == "de" and ad.words[word - 1] == "paar" and word < len(ad.words)
    if few and ad.text[ad.start[word - 1]].islower() and ad.between(word) == " ":
        unknown = word not in ad.by_word and not ad.numbers[word]
        return "none" if unknown and not role_of(ad, word) else ""
    link, noun = ad.by_word.get(word), ad.by_word.get(word + 1)
    if value < _TENS or link is None or link.term.code != "of" or word + 1 >= len(ad.words):
        return ""
    if noun is None:
        return "thing"
    if noun.term.code == "egg":
        return "egg"
    return "none" if noun.term.code.startswith("unit:") else ""
