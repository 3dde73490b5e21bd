"""Things that count as one though they are made of many, and those that come in pairs."""

from dataclasses import replace
from functools import cache

from wildlife_analysis.classify.ad import COMMA, DESCRIPTION, PLUS, TITLE, Ad
from wildlife_analysis.classify.borders import separated
from wildlife_analysis.classify.fitting import MATERIALS
from wildlife_analysis.classify.numbers import Quantity, role_of
from wildlife_analysis.classify.pairs import is_pair
from wildlife_analysis.classify.roles import words_with
from wildlife_analysis.classify.totals import Found, Owned

__all__ = ["comes_in_pairs", "components", "one_thing", "thrown_in"]

_MOST = 5  # such things of one listing; more are the pieces of a set
_PARTS = ("taxon", "part", "thing", "piece")
_SEVERAL = 2
_WORD = 1  # words from a number to the thing it counts ("2 beaux colliers")
_FOR = 4  # words from "for" to what parts are for
_DETAIL = 3  # words from a name to the shoes made of it


def _is_one(ad: Ad, place: int) -> bool:
    """Say whether a word names one thing made of many; German ones may end a compound."""
    return ad.roles.get(ad.words[place]) == "one" or (
        ad.language == "de" and ad.words[place].endswith(_one_endings())
    )


@cache
def _one_endings() -> tuple[str, ...]:
    return tuple(one for one in words_with("one", "de") if len(one) > 4)


def comes_in_pairs(ad: Ad, entry: Found, alone: bool) -> bool:
    """Say whether the title offers shoes, gloves or the like: two specimens."""
    if entry.product not in MATERIALS:
        return False
    places = [place for place in range(ad.title_end) if is_pair(ad, place)]
    if alone and not places and not any(h.field == TITLE for h in ad.of_kind("product")):
        return _pair_below(ad, entry)
    if not alone and all(mention.field != TITLE for mention in entry.mentions):
        return _pair_below(ad, entry)  # "Lot : santiags + ceinture | Santiags en python"
    if alone or not places:
        return bool(places)
    # Of several things offered, the name beside the shoes is the one that comes in pairs.
    return any(
        mention.field == TITLE
        and not separated(ad, min(place + 1, mention.last), max(place, mention.first))
        for mention in entry.mentions
        for place in places
    )


def _pair_below(ad: Ad, entry: Found) -> bool:
    """Say whether the description names shoes of the material ("elephant hide boots")."""
    return any(
        is_pair(ad, place) and ad.clause[place] == ad.clause[mention.first]
        for mention in entry.mentions
        for place in range(
            max(mention.first - _DETAIL, 0), min(mention.last + _DETAIL, len(ad.words))
        )
        if not separated(ad, min(place + 1, mention.last), max(place, mention.first))
    )


def _keys_of(ad: Ad, place: int) -> bool:
    """Say whether parts of a thing are offered, not the thing ("touches de piano")."""
    if ad.language == "en":
        return role_of(ad, place + 1) == "component"
    return ad.language == "fr" and any(
        role_of(ad, word) == "component" for word in range(max(place - 2, 0), place)
    )


def _for_it(ad: Ad, place: int) -> bool:
    """Say whether parts are only for a thing."""
    links = map(ad.by_word.get, range(max(place - _FOR, 0), place))
    return any(h is not None and (h.term.kind, h.term.code) == ("link", "for") for h in links)


def components(ad: Ad, numbers: list[Quantity]) -> list[Quantity]:
    """Read what one thing is made of as that one thing ("collier de 9 griffes de lion").

    Parameters
    ----------
    ad
        One listing that offers no live animal.
    numbers
        Its numbers.
    """
    result: list[Quantity] = []
    for quantity in numbers:
        thing = _whole_before(ad, quantity)
        if thing < 0:
            result.append(quantity)
        elif not any(thing - q.last <= _WORD and q.last <= thing for q in result):
            result.append(replace(quantity, value=1, shape="thing"))
    return result


def _whole_before(ad: Ad, quantity: Quantity) -> int:
    """Return the word for a thing that "of", "with" or a colon joins to its parts, or -1."""
    if quantity.value < _SEVERAL or quantity.shape not in _PARTS:
        return -1
    link = ad.link_before(quantity.first)
    if link not in ("of", "with") and ":" not in ad.between(quantity.first):
        return -1
    last = quantity.first - (link in ("of", "with"))
    for place in range(last - 1, max(last - 1 - _DETAIL, -1), -1):
        if ad.clause[place] != ad.clause[quantity.first] or ad.parted(place + 1, COMMA):
            return -1
        if _is_one(ad, place):
            worn = ad.by_word.get(place)
            cover = worn is not None and worn.term.code in ("fur", "skin_leather")
            return -1 if cover else place
    return -1


def one_thing(ad: Ad, entry: Found, alone: bool, told: list[Quantity]) -> bool:
    """Say whether the title offers one thing made of many: a necklace, a chess set, a piano.

    A number right before the thing counts such things ("3 ivory bracelets").
    """
    if entry.product in ("live", "egg", "caviar"):
        return False
    places = [
        place
        for place in range(ad.title_end)
        if _is_one(ad, place)
        and not _keys_of(ad, place)  # "piano keys"
        and not _for_it(ad, place)  # "plumes d'ara pour mouche et coiffe"
    ]
    if len(places) != 1:
        return False
    first = places[0]
    own = [m for m in entry.mentions if m.field == TITLE]
    if not alone and all(  # "Kroko Tasche & Python Pumps": one bag
        separated(ad, min(first + 1, m.last), max(first, m.first)) for m in own
    ):
        return False
    named = {
        ad.words[h.first]
        for h in ad.of_kind("product")
        if h.field == TITLE and (ad.link_before(h.first) == "and" or ad.parted(h.first, PLUS))
    }
    if is_pair(ad, first) or any(
        _counted_again(ad, word) for word in (ad.words[first], *named)
    ):
        return False  # "collier rouge et bracelets noirs | ... 2 bracelets corail noir"
    if any(
        q.shape == "piece" and 1 < q.value <= _MOST and ad.fields[q.first] == TITLE
        for q in told
    ):
        return False  # "Armband Elefantenhaar, 2 Stk."
    return not any(
        ad.numbers[word] or (hit is not None and hit.term.kind == "quantity")
        for word in range(max(first - 4, 0), first)
        for hit in (ad.by_word.get(word),)
        if role_of(ad, word + 1) != "component"  # "8 key flute"
    )


def thrown_in(ad: Ad, one: Owned) -> int:
    """Count parts that are given with one thing ("Шапка колонок | К ней отдам 3 шкурки")."""
    given = [q for _, q in one.numbers.get(DESCRIPTION, []) if q.shape in ("part", "taxon")]
    total = 0
    for quantity in given:
        before = range(quantity.first - _DETAIL, quantity.first)
        verb = any(
            (hit := ad.by_word.get(word)) is not None and hit.term.code == "giveaway"
            for word in before
        )
        if verb or ad.says(quantity.first, before, "more", "gift", "giving"):
            total += quantity.value
    return total


def _counted_again(ad: Ad, word: str) -> bool:
    """Say whether the description counts the thing of the title ("4 einzelne Figuren")."""
    return any(
        ad.words[place] == word
        and any(
            ad.numbers[before] and ad.clause[before] == ad.clause[place]
            for before in (place - 1, place - 2)
        )
        for place in range(ad.title_end + 2, len(ad.words))
    )
