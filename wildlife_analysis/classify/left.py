"""Numbers of what is left, still expected, or asked for."""

from collections.abc import Sequence
from dataclasses import replace

from wildlife_analysis.classify.ad import ARTICLE, MOST_BARE, Ad
from wildlife_analysis.classify.numbers import (
    SEX,
    Quantity,
    end_of_item,
    is_year,
    plain_value,
    role_of,
)
from wildlife_analysis.classify.taken import gone_already

__all__ = [
    "asked",
    "before_gone",
    "before_now",
    "born",
    "both_left",
    "inverted",
    "last_of",
    "net",
    "of_each_sex",
    "of_them",
    "of_year",
    "out_of",
    "settled",
    "with_mate",
    "without_details",
    "without_shares",
]

_FORMER = 3  # words from "we had" to a number
_HOME = 3  # words from animals to the home they seek ("suchen noch 2,1 ein Terrarium")
_WE = 2  # words from "we" to "both"
_MATE = 5  # words from a mate to the number of the others
_COMMAS = frozenset(",;")
_AMONG = (
    ["dans", "les"],
    ["parmi", "les"],
    ["among", "the"],
    ["unter", "den"],
    ["of", "these"],
)
_DASHED = (" ", " - ", " – ", " — ")
_BARE = ("plain", "thing")
_ONLY = (["only"], ["seulement"])
_FEW = 12  # "48 only" are states
_OF_SOLD = 4  # words from a part to its whole ("3 of the 5", "2 à vendre sur les 5")
_SEVERAL = 2
_GENITIVE = ("ых", "их", "ов", "ок", "ек", "ей")  # of many: adjectives, then nouns
_PARENTHESIS = frozenset("(")
_LEFT = 4  # words from "of four chicks" to the last of them


def last_of(ad: Ad, quantity: Quantity) -> Quantity:
    """Read "last two of four", "пара осталась", "un de trop" as what is left."""
    behind = ad.by_word.get(quantity.last)
    still = behind is not None and (behind.term.kind, behind.term.code) == ("quantity", "left")
    # "a cock and two hens, one hen went yesterday so its a true pair left"
    still |= quantity.shape == "set" and ad.words[quantity.last : quantity.last + 1] == ["left"]
    if (
        quantity.shape in ("set", "piece", *_BARE)
        and still
        and not ad.between(quantity.last).strip()
    ):
        return replace(quantity, shape="left")
    only = ad.words[quantity.last : quantity.last + 1] in _ONLY and 1 < quantity.value <= _FEW
    if only and quantity.shape in _BARE:
        return replace(quantity, last=quantity.last + 1, shape="left")  # "Six only this year"
    if quantity.shape != "plain" or role_of(ad, quantity.first - 1) != "last":
        return quantity
    link = ad.by_word.get(quantity.last)
    of = link is not None and link.term.kind == "link" and link.term.code in ("of", "and")
    left = of or end_of_item(ad, quantity.last)
    return replace(quantity, shape="left") if left else quantity


def of_them(ad: Ad, quantity: Quantity) -> Quantity:
    """Read "j'en échange une" as what is left of those told before."""
    verb = ad.by_word.get(quantity.first - 1)
    offered = verb is not None and verb.term.code in ("sale", "giveaway", "exchange")
    offered = offered and verb is not None and ad.words[verb.first - 1 : verb.first] == ["en"]
    bare = quantity.shape in ("plain", "thing") and end_of_item(ad, quantity.last)
    one = quantity.value == 1 and ad.words[quantity.last : quantity.last + 2] == ["d", "eux"]
    one |= quantity.value == 1 and ad.words[quantity.last : quantity.last + 2] == ["d", "elles"]
    near = (ad.by_word.get(w) for w in range(quantity.first - 2, quantity.first))
    if one and any(h is not None and h.term.kind == "offer" for h in near):
        return replace(quantity, shape="left")  # "donc j'échange l'un d'eux"
    return replace(quantity, shape="left") if offered and bare else quantity


def of_year(ad: Ad, quantity: Quantity) -> Quantity:
    """Read "4 de 2016", "drei von 2017" as animals of a year."""
    year = quantity.last + 1
    of = ad.by_word.get(quantity.last)
    told = of is not None and (of.term.code in ("of", "with") or of.term.code == "unit:year")
    return (
        replace(quantity, shape="group")
        if told and is_year(ad, year) and quantity.shape in _BARE
        else quantity
    )


def born(ad: Ad, quantity: Quantity) -> Quantity:
    """Read how many hatched or were born as animals ("14 hatched", "родилось восемь")."""
    if quantity.shape not in ("plain", "thing") or quantity.value < _SEVERAL:
        return quantity
    behind = role_of(ad, quantity.last) == "born" and not ad.between(quantity.last).strip()
    before = ad.language == "ru" and role_of(ad, quantity.first - 1) == "born"
    dated = ad.by_word.get(quantity.last)
    before = before and (dated is None or not dated.term.code.startswith("unit:"))
    return replace(quantity, shape="group") if behind or before else quantity


def inverted(ad: Ad, quantity: Quantity) -> Quantity:
    """Read a Russian number behind what it counts ("самцов пять, самок четыре; белых три")."""
    alone = ad.language == "ru" and quantity.shape in ("plain", "thing")
    if not alone or ad.between(quantity.first) not in _DASHED or not quantity.first:
        return quantity
    if not (end_of_item(ad, quantity.last) or ad.parted(quantity.last, _PARENTHESIS)):
        return quantity
    counted = ad.words[quantity.first - 1]
    hit = ad.by_word.get(quantity.first - 1)
    if hit is not None and hit.term.kind == "live" and hit.term.code in SEX:
        one = quantity.value == 1 and quantity.method == "number_word"  # "девчонка одна"
        told = one or counted.endswith(_GENITIVE)
        return replace(quantity, shape="sex") if told else quantity
    if hit is not None and hit.term.kind == "product" and quantity.method == "number_word":
        return replace(quantity, shape="part")  # "перья беркута маховые три"
    return replace(quantity, shape="piece") if counted.endswith(_GENITIVE[:2]) else quantity


def asked(ad: Ad, quantity: Quantity) -> bool:
    """Say whether a number counts what is asked in exchange ("Tausche 1,0 gegen 0,1").

    Or people: "we both work".
    """
    before, own = ad.by_word.get(quantity.first - 1), ad.by_word.get(quantity.first)
    if own is not None and (own.term.kind, own.term.code) == ("offer", "wanted"):
        return True  # "After a pair of rat snakes"
    if role_of(ad, quantity.first) == "both" and quantity.last == quantity.first + 1:
        people = range(quantity.first - _WE, quantity.first)
        if ad.says(quantity.first, people, "self") and quantity.method == "number_word":
            return True
    source = ad.words[quantity.first - 1 : quantity.first] in (["с"], ["со"])
    if source and ad.words[quantity.first].endswith("х") and quantity.shape != "sexes":
        return True  # "набор с двух передних лап"
    if ad.words[quantity.first - 2 : quantity.first] in _AMONG:
        return True  # "Dans les cinq il y a une buse"
    home = map(ad.by_word.get, range(quantity.last, quantity.last + _HOME))
    housed = any(h is not None and h.term.code == "housing" for h in home)
    wanted = before is not None and before.term.code == "wanted" and not housed
    if wanted and quantity.shape in ("sexes", "sex"):
        return True  # "0,1, sucht 1,0"; "hätte lieber ein Weib"
    if ad.link_before(quantity.first) != "against":
        return False
    # Russian "на" is "for" and "on" as well.
    return ad.language != "ru" or any(h.term.code == "exchange" for h in ad.of_kind("offer"))


def before_now(ad: Ad, numbers: list[Quantity]) -> list[Quantity]:
    """Leave out how many there were, where fewer are told behind ("had six, now two")."""
    for place, were in enumerate(numbers[:-1]):
        first = were.first
        behind = role_of(ad, were.last) == "former"  # "14 waren es"
        begins = max(first - _FORMER, numbers[place - 1].last + 1 if place else 0)
        still = ad.language == "de" and "noch" in ad.words[begins:first]  # "hätte noch 3"
        if not behind and (still or not ad.says(first, range(begins, first), "former")):
            continue
        now = numbers[place + 1]
        if gone_already(ad, now):  # "было пять, две уже уехали"
            base = replace(were, shape="group") if were.shape in ("plain", "thing") else were
            return [*numbers[:place], base, *numbers[place + 1 :]]
        near = ad.clause[now.first] - ad.clause[first] <= 1
        if near and now.value < were.value and ad.fields[now.first] == ad.fields[first]:
            shape = "left" if now.shape in ("plain", "thing") else now.shape
            return [*numbers[:place], replace(now, shape=shape), *numbers[place + 2 :]]
    return numbers


def net(
    ad: Ad, numbers: list[Quantity], gone: list[Quantity], one: Quantity, best: Quantity
) -> bool:
    """Say whether what has gone is taken off already ("clutch of 4, one gone so three left").

    It is told before what is left ("deux sont réservées, il en reste 4").
    """
    whole = best.value + sum(q.value for q in gone)
    told = any(q.value == whole and q not in gone and q is not best for q in numbers)
    # "было пять, осталось три, две продали": the five were never on offer
    told |= any(plain_value(ad, word) == whole for word in range(best.first))
    if told and best.shape in ("left", "taxon", "part"):
        return True  # "5 Schildkröten | nur noch 3, zwei wurden abgeholt"
    if one.first > best.first:
        # "3 des 5 caméléons | Je garde deux femelles"
        near = range(max(one.first - _LEFT, 0), one.first)
        return best.shape == "left" and any(role_of(ad, w) == "kept" for w in near)
    behind = map(ad.by_word.get, range(best.last, best.last + _LEFT))
    still = any(h is not None and h.term.code in ("rest", "left") for h in behind)
    return best.shape == "left" or told or still  # "1,0 reserviert, 0,2 noch frei"


def both_left(ad: Ad, numbers: list[Quantity]) -> list[Quantity]:
    """Add up what "and" joins before "are left" ("11 Messer und 10 Gabeln sind noch da")."""
    kept: list[Quantity] = []
    for quantity in numbers:
        before = kept[-1] if kept else None
        joined = quantity.shape == "left" and ad.link_before(quantity.first) == "and"
        if before is not None and _rest_joined(ad, before, quantity):
            kept[-1] = replace(before, last=quantity.last, value=before.value + quantity.value)
            continue
        if before is not None and joined and before.shape in ("thing", "sex", "part"):
            near = quantity.first - before.last <= _WE and before.value <= MOST_BARE
            if near and ad.clause[before.first] == ad.clause[quantity.first]:
                value = before.value + quantity.value
                kept[-1] = replace(quantity, first=before.first, value=value)
                continue
        kept.append(quantity)
    return kept


def _rest_joined(ad: Ad, left: Quantity, quantity: Quantity) -> bool:
    """Say whether "and" joins one more to those left ("осталось три рыжих и одна красная")."""
    bare = quantity.shape in _BARE and quantity.method == "number_word"
    return (
        bare
        and left.shape == "left"
        and ad.language == "ru"
        and role_of(ad, left.first) != "former"
        and ad.link_before(quantity.first) == "and"
        and 0 < quantity.first - left.last <= _LEFT
        and ad.clause[left.first] == ad.clause[quantity.first]
    )


def settled(
    numbers: list[Quantity], gone: list[Quantity]
) -> tuple[list[Quantity], list[Quantity]]:
    """Take off a brood what is sold of it, where the rest is told ("9 ..., 3 sold, 6 left").

    Returns the numbers, the brood being what is left of it, and what is gone of others.
    """
    for rest in numbers:
        for whole in numbers:
            sold = [g for g in gone if whole.last <= g.first and g.last <= rest.first]
            less = sum(g.value for g in sold)
            if sold and whole.value - less == rest.value and whole not in gone:
                kept = [
                    replace(q, value=rest.value) if q is whole else q
                    for q in numbers
                    if q is not rest
                ]
                return kept, [g for g in gone if g not in sold]
    return numbers, gone


def before_gone(numbers: list[Quantity], gone: list[Quantity]) -> Quantity | None:
    """Find the bare number that others are taken from ("six hatched, one spoken for")."""
    if not gone:
        return None
    before = [
        q
        for q in numbers
        if q.last <= gone[0].first and gone[0].value < q.value <= MOST_BARE
        and q.shape in ("plain", "thing") and q not in gone
    ]  # fmt: skip
    return before[-1] if len(before) == 1 else None


def without_shares(ad: Ad, numbers: list[Quantity]) -> list[Quantity]:
    """Leave out what is part of a number told before ("5 leucomelas dont 2 mâles")."""
    kept: list[Quantity] = []
    shares: list[Quantity] = []  # of one clause: "davon 2 Hähne 2 Hennen"
    for quantity in numbers:
        shares = [q for q in shares if ad.clause[q.first] == ad.clause[quantity.first]]
        share = role_of(ad, quantity.first - 1) == "share" or bool(shares)
        whole = [q for q in kept if ad.clause[q.first] == ad.clause[quantity.first]]
        told = quantity.value + sum(q.value for q in shares)
        most = max((q.value for q in whole), default=0)
        part = most > quantity.value and (not shares or told <= most)
        if share and part and quantity.shape in ("sex", "group"):
            shares.append(quantity)
        else:
            kept.append(quantity)
    return kept


def out_of(ad: Ad, numbers: list[Quantity]) -> list[Quantity]:
    """Read "3 of the 5" as three, and as what is left where those are gone.

    "Three of the five are sold" leaves two.
    """
    kept: list[Quantity] = []
    for quantity in numbers:
        before = kept[-1] if kept else None
        of = ad.link_before(quantity.first, 2) == "of"
        of |= ad.language == "fr" and "sur" in ad.words[quantity.first - 2 : quantity.first]
        near = before is not None and 0 < quantity.first - before.last <= _OF_SOLD
        near = near and before is not None and _only_articles(ad, before.last, quantity.first)
        near = near and "=" not in ad.between(quantity.first)  # a size: "US 9D = 42"
        if not (of and near) or before is None or before.value >= quantity.value:
            kept.append(quantity)
            continue
        if before.shape not in ("plain", "thing") or quantity.shape in ("set", "sexes"):
            kept.append(quantity)
            continue
        ahead = range(quantity.last, min(quantity.last + _LEFT, len(ad.words)))
        told = len(kept) > 1 and kept[-2].shape in ("set", "sexes")
        if told and before.value == 1 and not any(role_of(ad, w) == "gone" for w in ahead):
            kept.pop()  # "1.0 et 0.2, une des deux a ovulé"
            continue
        if any(role_of(ad, w) == "born" for w in ahead):
            kept.pop()  # "5 of 6 hatched" tells how good the eggs are
            continue
        gone = any(role_of(ad, w) == "gone" for w in ahead)
        value = quantity.value - before.value if gone else before.value
        kept[-1] = replace(before, last=quantity.last, value=value, shape="left")
    return kept


def with_mate(ad: Ad, numbers: list[Quantity]) -> list[Quantity]:
    """Add one of the other sex before the first number ("самец морф банан и три самки")."""
    first = numbers[0]
    if _mother_of(ad, first):
        return [replace(first, value=first.value + 1, shape="group"), *numbers[1:]]
    joined = ad.link_before(first.first) == "and"
    mate = ad.by_word.get(first.first - 1)  # "breeding male, two adult females"
    listed = mate is not None and mate.last == first.first and ad.parted(first.first, _COMMAS)
    if first.shape != "sex" or first.value < _SEVERAL or not (joined or listed):
        return numbers
    own = ad.by_word.get(first.last - 1)
    for word in range(first.first - 1 - joined, max(first.first - _MATE, -1), -1):
        hit = ad.by_word.get(word)
        apart = ad.parted(word + 1, _COMMAS) and word + 1 < first.first
        if ad.clause[word] != ad.clause[first.first] or apart:
            break
        sexed = hit is not None and hit.term.kind == "live" and hit.term.code in SEX[:2]
        if sexed and hit is not None and own is not None and hit.term.code != own.term.code:
            begins = word == 0 or ad.clause[word - 1] != ad.clause[word]
            begins |= listed and not ad.plural(hit.last - 1)
            return [replace(first, value=first.value + 1), *numbers[1:]] if begins else numbers
    return numbers


def _mother_of(ad: Ad, young: Quantity) -> bool:
    """Say whether a listing begins with a mother and a number ("mum and 7 of her litter")."""
    first = young.first
    parent = role_of(ad, first - 2) == "parent" and ad.link_before(first) == "and"
    begins = first == 2 or (first > 2 and ad.clause[first - 3] != ad.clause[first])
    begins |= first > 2 and ":" in ad.between(first - 2)
    several = young.value >= _SEVERAL and young.shape in (*_BARE, "sex", "group")
    return parent and begins and several


def of_each_sex(ad: Ad, numbers: list[Quantity]) -> list[Quantity]:
    """Read "je zwei Böcke und Weiber" as four."""
    kept: list[Quantity] = []
    for quantity in numbers:
        if kept and quantity.first < kept[-1].last:
            continue
        other = ad.by_word.get(quantity.last + 1)
        joined = ad.link_before(quantity.last + 1) == "and" and quantity.shape == "sex"
        sexed = other is not None and other.term.kind == "live" and other.term.code in SEX[:2]
        if joined and sexed and other is not None and ad.link_before(quantity.first) == "each":
            quantity = replace(quantity, value=2 * quantity.value, last=other.last)
        kept.append(quantity)
    return kept


def _only_articles(ad: Ad, first: int, last: int) -> bool:
    """Say whether only "of" and an article stand between two places."""
    for word in range(first, last):
        hit = ad.by_word.get(word)
        of = hit is not None and hit.term.kind == "link"
        of |= role_of(ad, word) == "mine"  # "eine von meinen vier"
        of |= hit is not None and hit.term.code == "sale"  # "2 à vendre sur les 5"
        if not of and (hit is not None or len(ad.words[word]) > ARTICLE):
            return False
    return True


def without_details(
    ad: Ad, given: Sequence[tuple[int, Quantity]]
) -> list[tuple[int, Quantity]]:
    """Leave out what only one of several is said to be ("две самки, одна беременная")."""
    kept: list[tuple[int, Quantity]] = []
    for cost, quantity in sorted(given, key=lambda g: g[1].first):
        before = kept[-1][1] if kept else None
        one = quantity.value == 1 and quantity.method == "number_word"
        laying = role_of(ad, quantity.last - 1) == "pregnant"  # "two females, one looks gravid"
        detail = (
            before is not None
            and one
            and (quantity.shape == "group" or laying)
            and before.value > 1
            and before.last == quantity.first
            and "," in ad.between(quantity.first)
        )
        if not detail:
            kept.append((cost, quantity))
    return kept
