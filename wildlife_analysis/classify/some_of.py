"""Numbers of some of those that were told before: what is let go, the rest, half of them."""

from collections.abc import Sequence
from dataclasses import replace

from wildlife_analysis.classify.ad import Ad, Hit
from wildlife_analysis.classify.numbers import Quantity, end_of_item, role_of
from wildlife_analysis.classify.roles import has_role
from wildlife_analysis.classify.taken import REST, gone_already

__all__ = ["half_of", "of_one", "of_which", "remaining", "rest_of"]

_BARE = ("plain", "thing")
_WHOLE = ("plain", "thing", "taxon", "piece", "group")
_REST_IS = 6  # words from "the rest" to what it is
_OF_WHICH = 3  # words from the beginning of a sentence to its whole
_PARTS = ("plain", "thing", "group", "left")
_FOR_SALE = 6  # words from a number to "for sale"
_HAD = 3  # words from "we had" or "bought" to their number
_HALF = 8  # words from a number to "half of them"
_LEFT = 4  # words from "of four chicks" to the last of them


def rest_of(ad: Ad, places: Sequence[Hit], numbers: list[Quantity]) -> Quantity | None:
    """Take from a total what is of others, where a name is the rest of it.

    "Huit oiseaux au total : les 3 mandarins et le reste ce sont des touis".

    Parameters
    ----------
    ad
        One listing that offers one kind.
    places
        Where it is named.
    numbers
        Numbers of the listing.
    """
    if REST.isdisjoint(ad.words):
        return None
    for word in (w for w, one in enumerate(ad.words) if one in REST):
        named = any(0 < m.first - word <= _REST_IS for m in places)
        named = named and not any(
            ad.numbers[w] for w in range(word, min(word + 3, len(ad.words)))
        )
        before = [
            q for q in numbers if q.last <= word and ad.fields[q.first] == ad.fields[word]
        ]
        others = [q for q in before if q.shape == "other"]
        wholes = [q for q in before if others and q.last <= others[0].first]
        if named and others and wholes:
            whole = max(wholes, key=lambda q: q.value)
            less = sum(q.value for q in others if q.first >= whole.last)
            if whole.value > less:
                return replace(whole, value=whole.value - less, shape="left")
    return None


def remaining(ad: Ad, numbers: list[Quantity]) -> list[Quantity]:
    """Take what was used or lost off what there was, where the rest is offered.

    "Bought twenty, used eight, selling the rest"; "было 8, один разбил брат, два себе оставил".
    """
    for place, whole in enumerate(numbers[:-1]):
        had = range(whole.first - _HAD, whole.first)
        if whole.shape not in _WHOLE or not ad.says(whole.first, had, "bought", "former"):
            continue
        rest = _rest_told(ad, whole.last)
        less = [
            q
            for q in numbers[place + 1 :]
            if ad.clause[q.first] == ad.clause[whole.first]
            and q.shape in _PARTS
            and q.last <= rest
        ]
        value = whole.value - sum(q.value for q in less)
        told = any(q.shape == "left" for q in less)  # "started with eleven, five still here"
        if less and not told and value > 0:
            left = replace(less[-1], value=value, method="stated", shape="left")
            return [*numbers[:place], left, *(q for q in numbers[place + 1 :] if q not in less)]
    return numbers


def _rest_told(ad: Ad, word: int) -> int:
    """Find where the rest is told of behind a word, without its number; -1 where nowhere."""
    for place in range(word, len(ad.words)):
        if ad.fields[place] != ad.fields[word - 1]:
            return -1
        if ad.words[place] in REST:
            counted = place + 1 < len(ad.words) and ad.numbers[place + 1]
            return -1 if counted else place
    return -1


def of_which(ad: Ad, numbers: list[Quantity]) -> list[Quantity]:
    """Read how many of a number told before are let go.

    "Von den 20 Jungen geb ich acht ab, die anderen behalte ich"; "из 20 мальков отдам восемь".
    """
    for place, whole in enumerate(numbers[:-1]):
        part = numbers[place + 1]
        if _lets_go(ad, whole, part):
            rest = numbers[place + 2 :]
            return [*numbers[:place], replace(part, shape="left"), *rest]
        if _born_for_sale(ad, whole, part):
            rest = numbers[place + 2 :]
            return [*numbers[:place], replace(part, shape="left"), *rest]
        of = ad.link_before(whole.first, 2) == "of" or ad.words[whole.first - 2] == "sur"
        begins = ad.clause[max(whole.first - _OF_WHICH, 0)] != ad.clause[whole.first]
        same = ad.clause[part.first] == ad.clause[whole.first] and part.value < whole.value
        if not (of and begins and same) or part.shape not in _PARTS:
            continue
        near = range(whole.last, min(part.last + _LEFT, len(ad.words)))
        sold = any(
            h is not None and h.term.code in ("sale", "giveaway", "exchange")
            for h in map(ad.by_word.get, near)
        )
        if sold or ad.says(whole.first, near, "giving"):
            rest = numbers[place + 2 :]
            return [*numbers[:place], replace(part, shape="left"), *rest]
    return numbers


def _born_for_sale(ad: Ad, whole: Quantity, part: Quantity) -> bool:
    """Say whether fewer are for sale than hatched ("five hatched, three are for sale")."""
    born = ad.says(whole.first, range(whole.first - 1, whole.last + 1), "born")
    fewer = part.value < whole.value and part.shape in _BARE
    if not (born and fewer) or gone_already(ad, part):
        return False
    if ad.clause[part.first] - ad.clause[whole.first] > 1:
        return False
    near = range(max(part.first - 1, whole.last), min(part.last + _FOR_SALE, len(ad.words)))
    return any(
        h is not None and h.term.code == "sale" and ad.clause[h.first] == ad.clause[part.first]
        for h in map(ad.by_word.get, near)
    )


def _lets_go(ad: Ad, whole: Quantity, part: Quantity) -> bool:
    """Say whether a verb offers some of those told before ("drei Aras und geben einen ab").

    "Two out of one nest are cocks, so one to exchange"; "six here, only two for sale".
    """
    place = part.last + (
        ad.words[part.last : part.last + 1] in (["is"], ["are"], ["est"], ["ist"])
    )
    behind = ad.by_word.get(place)
    fewer = part.value < whole.value and part.shape in _BARE
    if behind is not None and behind.term.code in ("sale", "exchange", "giveaway") and fewer:
        apart = ad.clause[part.first] - ad.clause[whole.first]
        own = behind.last - behind.first > 1 or ad.language == "ru"  # "one to swap"
        if own and apart <= 1 and whole.shape in ("taxon", "thing", "plain", "group", "sex"):
            return True
    verb = ad.by_word.get(part.first - 1)
    offers = role_of(ad, part.first - 1) == "giving" or (
        verb is not None and verb.term.code in ("sale", "giveaway", "exchange")
    )
    ends = end_of_item(ad, part.last) or (
        ad.words[part.last : part.last + 1] == ["ab"] and end_of_item(ad, part.last + 1)
    )
    offers = offers and role_of(ad, part.first - 1) != "price_before"  # "цена за одну"
    if offers and part.shape == "sex" and whole.shape == "group":
        # "родилось четверо. Предлагаем двух самцов"
        return part.value < whole.value and ad.clause[part.first] - ad.clause[whole.first] <= 1
    return offers and ends and fewer and ad.clause[whole.first] == ad.clause[part.first]


def half_of(ad: Ad, numbers: list[Quantity]) -> list[Quantity]:
    """Read "une portée de 18, il en reste la moitié" as nine."""
    if not has_role(ad, "half"):
        return numbers
    last = numbers[-1]
    for word in range(last.last, min(last.last + _HALF, len(ad.words))):
        if ad.clause[word] != ad.clause[last.first]:
            break
        if role_of(ad, word) != "half" or last.value % 2:
            continue
        near = map(ad.by_word.get, range(word - _LEFT, word + 3))
        still = any(h is not None and h.term.code in ("left", "lot", "rest") for h in near)
        if still:
            half = replace(last, last=word + 1, value=last.value // 2, shape="left")
            return [*numbers[:-1], half]
    return numbers


def of_one(ad: Ad, quantity: Quantity) -> bool:
    """Say whether a word for one is an article behind "of" ("issues d'une patte")."""
    if quantity.method == "number_word" and ad.words[quantity.first - 1 : quantity.first] == [
        "from"
    ]:
        return True  # "vertebrae, all from one minke"
    mine = ad.says(quantity.first, range(quantity.last, quantity.last + 3), "mine")
    if mine and ad.link_before(quantity.last + 1) == "of":
        return False  # "d'une de mes deux tortues"
    return quantity.method == "number_word" and ad.link_before(quantity.first) == "of"
