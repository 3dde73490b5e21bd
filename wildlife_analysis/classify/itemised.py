"""Lists that number one kind of thing or animal item by item, without its name."""

from dataclasses import replace
from itertools import pairwise

from wildlife_analysis.classify.ad import COMMA, DESCRIPTION, PLUS, TITLE, Ad
from wildlife_analysis.classify.fitting import MATERIALS
from wildlife_analysis.classify.numbers import Quantity, end_of_item, role_of
from wildlife_analysis.classify.shapes import means_other
from wildlife_analysis.classify.totals import Owned

__all__ = ["itemised", "part_of_lot", "tabulated", "without_parts"]

_SHAPES = frozenset({"thing", "plain", "set", "part"})
_WHOLE = frozenset({"thing", "plain", "taxon", "piece", "group", "part"})
_SEVERAL = 2
_NEAR = 3  # words from a number to the material that it counts
_TABLE = 3  # rows of a list in which only some labels are colours
_BRACKET = frozenset("(")
_MOST = 40  # a larger number is no item of such a list
_APART = 7  # words from one item to the next
_OPENING = 2  # words of a sentence before its first number


def itemised(ad: Ad, numbers: list[Quantity], things: bool) -> Quantity | None:
    """Add up the things that one sentence of the description lists by what tells them apart.

    "Deux grandes de 70 cm et une petite" are three, where the title has no number.

    Parameters
    ----------
    ad
        One listing that offers one kind of thing.
    numbers
        Its numbers.
    things
        Whether it offers things: these are told apart by any word ("six knives and six forks").
    """
    if any(ad.fields[q.first] == TITLE for q in numbers):
        return None
    chain: list[Quantity] = []
    for quantity in numbers:
        if quantity.shape not in _SHAPES or quantity.value > _MOST:
            continue
        if not _told_apart(ad, quantity, things):
            if chain:
                break
            continue
        if chain and not _goes_on(ad, chain[-1], quantity):
            break
        if not chain and not _opens(ad, quantity):
            continue
        chain.append(quantity)
    digits = all(q.method == "stated" for q in chain)  # "1 bleu de 8 cm, 1 vert, 1 doré"
    if len(chain) < 2 or (max(q.value for q in chain) < 2 and not (digits and len(chain) > 2)):
        return None
    whole, *parts = chain
    tinted = [role_of(ad, q.last) == "colour" for q in chain]
    if not tinted[0] and all(tinted[1:]) and sum(q.value for q in parts) <= whole.value:
        return None  # "3 Kugeln aus Elfenbein, 2 weiß, 1 rot": what they are made up of
    total = sum(q.value for q in chain)
    return Quantity(whole.first, chain[-1].last, total, "stated", "piece")


def _told_apart(ad: Ad, quantity: Quantity, things: bool) -> bool:
    """Say whether a number is followed by what tells its items from others."""
    if role_of(ad, quantity.last) == "colour":
        return True
    if not things or quantity.shape not in ("thing", "part") or quantity.value < _SEVERAL:
        return False
    noun = ad.by_word.get(quantity.last)
    clear = noun is None or noun.term.kind == "product"
    return clear and role_of(ad, quantity.last) in ("", "container")


def _opens(ad: Ad, quantity: Quantity) -> bool:
    """Say whether a number opens a sentence of the description, or what a colon announces."""
    first = quantity.first
    if ad.fields[first] != DESCRIPTION:
        return False
    if ":" in ad.between(first):
        return True
    coloured = role_of(ad, quantity.last) == "colour"  # not "shows two ships and 11 sailors"
    before = first - 1 - (_OPENING if coloured else 0)
    return before < 0 or ad.clause[before] != ad.clause[first]


def _goes_on(ad: Ad, before: Quantity, after: Quantity) -> bool:
    """Say whether a number is the next item of a list."""
    if ad.clause[before.first] != ad.clause[after.first]:
        return False
    if after.first - before.last > _APART or role_of(ad, after.last) == "share":
        return False
    places = range(max(after.first - 2, before.last), after.first)
    joined = any(
        ((hit := ad.by_word.get(w)) is not None and hit.term.code == "and")
        or role_of(ad, w) == "more"
        for w in places
    )
    return joined or "," in ad.between(after.first) or ad.parted(after.first, PLUS)


def tabulated(ad: Ad, numbers: list[Quantity]) -> Quantity | None:
    """Add up numbers behind labels, a colour or a year ("Green: 3 / Blue: 2", "2021 : 2").

    Parameters
    ----------
    ad
        One listing that offers one kind of animal or thing.
    numbers
        Its numbers.
    """
    if coloured := _by_colour(ad, numbers):
        return coloured
    rows = [
        q
        for q in numbers
        if q.shape in ("plain", "thing", "piece")
        and q.value <= _MOST
        and ad.between(q.first).strip() in (":", "-", "–")
        and _labelled(ad, q.first - 1)
        and (end_of_item(ad, q.last) or "\n" in ad.between(q.last))
    ]
    if len(rows) < 2 or len({ad.fields[q.first] for q in rows}) > 1:
        return None
    total = sum(q.value for q in rows)
    return Quantity(rows[0].first, rows[-1].last, total, "stated", "piece")


def _by_colour(ad: Ad, numbers: list[Quantity]) -> Quantity | None:
    """Add up numbers right behind colours or sexes ("blue 2, gold 1, teal 2")."""
    rows = [
        q
        for q in numbers
        if q.shape in ("plain", "thing", "piece", "sex")
        and q.value <= _MOST
        and ad.between(q.first) == " "
        and (q.first - 1 not in ad.by_word or q.shape == "sex")
        and (end_of_item(ad, q.last) or ad.parted(q.last, _BRACKET))
    ]
    if any(_of_another(ad, q.first) for q in rows):
        return None
    told = [q for q in rows if role_of(ad, q.first - 1) == "colour" or _genitive(ad, q)]
    if len(rows) < 2 or not told or (len(told) < 2 and len(rows) < _TABLE):
        return None
    last = [q for q in numbers if q.first > rows[-1].last and ad.link_before(q.first) == "and"]
    if last and _told_apart(ad, last[0], things=False) and _goes_on(ad, rows[-1], last[0]):
        rows.append(last[0])  # "чёрных 3, коричневых 2 и один красный"
    if len({ad.clause[q.first] for q in rows}) > 1:
        return None
    total = sum(q.value for q in rows)
    return Quantity(rows[0].first, rows[-1].last, total, "stated", "piece")


def _of_another(ad: Ad, word: int) -> bool:
    """Say whether the item of a number names another animal ("Карп кои цветной 8 шт")."""
    for place in range(word - 1, -1, -1):
        hit = ad.by_word.get(place)
        if ad.clause[place] != ad.clause[word] or (hit is not None and means_other(hit)):
            return ad.clause[place] == ad.clause[word]
        if ad.parted(place, COMMA):
            return False
    return False


def _genitive(ad: Ad, quantity: Quantity) -> bool:
    """Say whether a Russian word of many stands before a number ("белых четыре")."""
    return ad.language == "ru" and quantity.shape in ("piece", "sex")


def _labelled(ad: Ad, word: int) -> bool:
    """Say whether a word is a colour, a sex, a form or a year: no measure of anything."""
    hit = ad.by_word.get(word)
    if ad.numbers[word]:
        return len(ad.words[word]) == len("2018")
    if hit is None:
        return role_of(ad, word) == "colour"
    return hit.term.kind == "live" and hit.term.code in ("breeding", "male", "female", "young")


def without_parts(ad: Ad, numbers: list[Quantity]) -> list[Quantity]:
    """Leave out what only breaks a number down by colour ("trois, deux blanches et une rouge").

    The parts follow in its sentence and come to just as many.

    Parameters
    ----------
    ad
        One listing.
    numbers
        Its numbers.
    """
    parts = {  # "zwei Trios 1.2"
        after.first
        for before, after in pairwise(numbers)
        if (before.shape, after.shape) == ("set", "sexes")
        and before.last == after.first
        and not ad.between(after.first).strip()
        and before.value % after.value == 0
    }
    parts |= _broken_down(ad, numbers)
    for place, whole in enumerate(numbers[:-_SEVERAL]):
        if whole.value < _SEVERAL or whole.shape not in _WHOLE or whole.first in parts:
            continue
        if "colour" in (role_of(ad, whole.first - 1), role_of(ad, whole.last)):
            continue  # "Чёрных 3, коричневых 2 и один красный"
        rest, run = whole.value, set[int]()
        for part in numbers[place + 1 :]:
            tinted = role_of(ad, part.last) == "colour" and part.shape in ("thing", "plain")
            if not tinted or ad.clause[part.first] != ad.clause[whole.first]:
                break
            if not run and ad.link_before(part.first) == "and":
                break
            rest -= part.value
            run.add(part.first)
            if rest <= 0:
                break
        if rest == 0 and len(run) >= _SEVERAL:
            parts |= run
    return [q for q in numbers if q.first not in parts] if parts else numbers


def _broken_down(ad: Ad, numbers: list[Quantity]) -> set[int]:
    """List the numbers behind a colon that come to just as many as the one before it.

    "Collection of five: three plain, one carved and one with paste stones".
    """
    for place, whole in enumerate(numbers[:-_SEVERAL]):
        if (
            (":" not in ad.between(whole.last) and role_of(ad, whole.last + 1) != "share")
            or whole.value < _SEVERAL
            or whole.shape == "plain"
        ):
            continue
        clause = ad.clause[whole.first]
        rest = [q for q in numbers[place + 1 :] if ad.clause[q.first] == clause]
        named = any(q.shape in ("taxon", "other", "set") for q in rest)
        if len(rest) >= _SEVERAL and sum(q.value for q in rest) == whole.value and not named:
            return {q.first for q in rest}
    return set()


def part_of_lot(ad: Ad, one: Owned, numbers: list[Quantity]) -> Quantity | None:
    """Find how many of a lot are of the material ("5 netsuke: three ivory, two just wood").

    The number at the name and the next one of its sentence come to the lot.
    """
    if one.entry.product not in MATERIALS:
        return None
    for own, rest in pairwise(numbers):
        at_name = any(0 <= m.first - own.last <= _NEAR for m in one.places)
        if not at_name or ad.clause[own.first] != ad.clause[rest.first] or own.value < 1:
            continue
        named = any(own.last <= m.first < rest.first for m in one.places)
        told = any(
            q.value == own.value + rest.value and q.last <= own.first
            for q in numbers
            if q.shape in _WHOLE
        )
        if (
            named
            and told
            and not any(rest.last <= m.first <= rest.last + _NEAR for m in one.places)
        ):
            return replace(own, shape="piece")
    return None
