"""Which number of a listing counts which of its specimens."""

from dataclasses import replace

from wildlife_analysis.classify.ad import COMMA, PLUS, TITLE, Ad, Hit
from wildlife_analysis.classify.announced import all_of_it, without_lot
from wildlife_analysis.classify.apart import sexes_apart, sexes_listed
from wildlife_analysis.classify.besides import further, matching
from wildlife_analysis.classify.broken_down import share_of_lot
from wildlife_analysis.classify.carved import carved
from wildlife_analysis.classify.chains import added
from wildlife_analysis.classify.enumerations import (
    each,
    enumerated,
    headed,
    other_animal,
    titled,
    trailing,
)
from wildlife_analysis.classify.fitting import MATERIALS
from wildlife_analysis.classify.itemised import (
    itemised,
    part_of_lot,
    tabulated,
    without_parts,
)
from wildlife_analysis.classify.joined import items_behind, listed
from wildlife_analysis.classify.left import before_gone, net, settled
from wildlife_analysis.classify.likely import CORALS
from wildlife_analysis.classify.loose import FAR, loose_cost
from wildlife_analysis.classify.more import (
    brings_more,
    named_before,
    next_one,
    of_all,
    of_both_sexes,
    of_name,
    parents_too,
)
from wildlife_analysis.classify.nearness import (
    LOOSE,
    coloured,
    cost_of,
    other_taxon,
    unknown_follows,
)
from wildlife_analysis.classify.numbers import Quantity, role_of
from wildlife_analysis.classify.quantity import quantities
from wildlife_analysis.classify.replaced import replaced
from wildlife_analysis.classify.sifted import (
    price_like,
    sexed,
    small_things,
    without_domestic,
    without_motifs,
)
from wildlife_analysis.classify.some_of import rest_of
from wildlife_analysis.classify.summed import summed_up
from wildlife_analysis.classify.swapped import asked_for
from wildlife_analysis.classify.taken import forebear, taken
from wildlife_analysis.classify.things import named_things, things
from wildlife_analysis.classify.topic import (
    lists_all,
    one_of_each,
    rest_among,
    takes_up,
    topic,
    without_others,
)
from wildlife_analysis.classify.totals import (
    Found,
    Owned,
    total,
)
from wildlife_analysis.classify.wholes import comes_in_pairs, components, one_thing, thrown_in
from wildlife_analysis.reference.taxonomy import taxon_class

__all__ = ["Found", "count"]

_ITEMS = (*MATERIALS, "live", "feather", "other")  # products listed item by item
_NOUNS = ("plain", "thing", "part", "piece")  # shapes that "also" may add to others
_SHED = ("feather", "egg")  # parts whose animals are not on offer
_LIST = 3  # things of a list
_HEADS = 3  # words from the heads of a coral to its name


def count(ad: Ad, found: list[Found], explained: dict[int, list[Hit]]) -> None:
    """Give each taxon × product its number, in place.

    Every number is given to the one name it stands beside: right after it ("2 Ara"), right
    before it ("Ara ararauna 1.1"), in the same clause, or, where only one name is offered,
    anywhere. What one name is given is then added up (males and females, "3 pairs plus 2
    young") or, where it says the same thing twice, taken once.

    Parameters
    ----------
    ad
        One listing.
    found
        Its taxa × products.
    explained
        For the number of an entry of ``found``: mentions of higher taxa that it explains.
    """
    if not found:
        return
    found, explained = without_motifs(ad, found, explained)
    numbers = without_lot(ad, without_parts(ad, quantities(ad)))
    numbers = without_domestic(ad, found, numbers)
    owned = [Owned(e, [*e.mentions, *explained.get(i, [])]) for i, e in enumerate(found)]
    if any(entry.product == "egg" for entry in found):
        for one in owned:  # each number tells whether it counts eggs
            same = [m for e in found if e.code == one.entry.code for m in e.mentions]
            one.places += [m for m in same if m not in one.places]
    if all(entry.product == "egg" for entry in found):  # "Eier vom Stamm 1,3"
        numbers = [q for q in numbers if not sexed(ad, q)]
    if len(found) > 1:
        headed(ad, owned)
    if len({entry.code for entry in found}) == len(found) > 1 and numbers:
        numbers = enumerated(ad, owned, numbers)
    if len(numbers) > 1:
        numbers = trailing(ad, owned, numbers)
    if all(one.entry.product != "live" for one in owned):
        numbers = components(ad, [small_things(ad, q) for q in numbers])
    claimed: set[int] = set()
    shed = all(entry.product in _SHED for entry in found)
    numbers = [
        q
        for q in numbers
        # "Mauserfedern von meinen beiden Aras"
        if not (shed and ad.says(q.first, [q.first - 1], "mine"))
    ]
    numbers = [
        q
        for q in numbers
        if not (asked_for(ad, q) or price_like(ad, found, q) or forebear(ad, q))
    ]
    gone = taken(ad, numbers)
    other: list[Quantity] = []
    if len(found) == 1 and found[0].product in MATERIALS:
        other = [q for q in replaced(ad, numbers) if all(q.first != g.first for g in gone)]
        gone += other
    others_told = any(q.shape in ("set", "sexes") for q in numbers)
    if others_told and gone:  # "couple et les 9 petits. 3 sont vendus, restent les 6"
        sold = {q.first for q in gone}
        numbers, gone = settled(numbers, gone)
        numbers = [q for q in numbers if q.first not in sold or q in gone]
    left_out = {quantity.first for quantity in gone}
    for quantity in numbers:
        if quantity.first in left_out:
            continue
        if len(found) > 1 and each(ad, owned, quantity):
            continue
        if not _give(ad, owned, quantity, claimed):
            _colour(ad, owned, quantity, numbers)
    if len(owned) > 1:
        rest_among(ad, owned, numbers)
    alone = len(found) == 1
    for one in owned:
        without_others(ad, one)
        _count_one(ad, one, numbers, gone, other, alone=alone)
        entry = one.entry
        if entry.method == "assumed_one" and of_both_sexes(ad, one):
            entry.count, entry.method = 2, "pair_or_set"
        if not alone:
            continue
        if more := next_one(ad, one, entry.count) or parents_too(ad, one, entry.count):
            entry.count, entry.method = entry.count + more, "stated"


def _count_one(
    ad: Ad,
    one: Owned,
    numbers: list[Quantity],
    gone: list[Quantity],
    other: list[Quantity],
    *,
    alone: bool,
) -> None:
    """Give one taxon × product its number, of those that it was given or that a list tells."""
    entry = one.entry
    if alone and (list_ := summed_up(ad, entry)):
        entry.count, entry.method = list_.value, list_.method
        return
    best = rest_of(ad, one.places, numbers) if alone else None
    best = share_of_lot(ad, one, numbers) or best
    best = best or listed(ad, one, numbers, alone)
    best = best or (sexes_listed(ad, entry, numbers) if alone else None)
    best = best or (_rows(ad, one, numbers) if alone else None)
    several = things(ad, entry) if alone else None
    if several is not None and several.value > (best.value if best else 1):
        told = total(ad, one, alone)
        items = several.last - several.first
        whole = told is not None and told.shape in ("piece", "set", "left")
        if told is None or (told.value < several.value and not whole):
            entry.count = max(several.value - sum(q.value for q in other), 1)
            entry.method = several.method
            return
        if whole and told.value < items:
            entry.count, entry.method = several.value, several.method
            return
    if entry.product in ("skin_leather", "fur"):
        best = best or items_behind(ad, entry)
    if best is None and one_thing(ad, entry, alone, numbers):
        _add_things(ad, entry, alone, 0)
        if given := thrown_in(ad, one):
            entry.count, entry.method = entry.count + given, "stated"
        return
    if best is None and alone and entry.product in _ITEMS:
        several = itemised(ad, numbers, entry.product != "live")
        told = total(ad, one, alone) if several else None
        if several and (told is None or told.value < several.value):
            best = several
    best = (all_of_it(ad, entry) if alone else None) or best
    shown = carved(ad, entry) if alone and best is None else None
    if shown is not None and all(q.value < _LIST for q in numbers):
        best = shown
    best = best or part_of_lot(ad, one, numbers)
    if best is None and (named := named_things(ad, entry)):
        told = total(ad, one, alone)
        if told is None or (told.shape == "set" and told.value < named):
            entry.count, entry.method = named, "stated"
            return
    best = best or total(ad, one, alone) or (before_gone(numbers, gone) if alone else None)
    if best is not None and best.value == 1 and best.method == "number_word":
        best = None if comes_in_pairs(ad, entry, alone) else best  # "Pumps | ... eine"
    if best is None:
        two = comes_in_pairs(ad, entry, alone) or (alone and sexes_apart(ad, entry))
        if entry.method == "assumed_one" and two:
            entry.count, entry.method = 2, "pair_or_set"
        _add_things(ad, entry, alone, 0)
        return
    if best.shape == "egg":
        entry.quantity, entry.unit = float(best.value), "egg"
    entry.count, entry.method = best.value, best.method
    if best.shape in ("taxon", "part", "thing", "set") and ad.fields[best.first] != TITLE:
        _add_things(ad, entry, alone, best.last)
    own = [q for q in gone if alone or of_name(ad, one, q)]
    less = sum(q.value for q in own if not net(ad, numbers, own, q, best))
    if less < entry.count:
        entry.count -= less  # "8 Babys, 3 sind schon verkauft"


def _rows(ad: Ad, one: Owned, numbers: list[Quantity]) -> Quantity | None:
    """Add up a table of numbers, unless what the name was given comes to more."""
    rows = tabulated(ad, numbers)
    told = total(ad, one, alone=True) if rows else None
    return rows if rows and (told is None or told.value <= rows.value) else None


def _add_things(ad: Ad, entry: Found, alone: bool, after: int) -> None:
    """Add what the description brings in without a number."""
    more = further(ad, entry, after) if alone else matching(ad, entry)
    if more:
        entry.count += more
        entry.method = "stated"


def _colour(ad: Ad, owned: list[Owned], quantity: Quantity, numbers: list[Quantity]) -> None:
    """Give a number of another colour to the name before it ("8 Reisfinken weiß u. 2 grau")."""
    if quantity.shape != "thing" or not coloured(ad, quantity.last):
        return
    for one in owned:
        given = one.numbers.get(ad.fields[quantity.first], [])
        if not given:
            continue
        last = given[-1][1].last
        # "три (лютино и две зелёных)"; "jeu de trois, une rouge et deux blanches"
        broken_down = any("(" in ad.between(w) for w in range(last, quantity.first + 1)) or any(
            last <= q.first < quantity.first for q in numbers
        )
        listed = ad.parted(quantity.first, COMMA)
        listed = listed and (ad.language == "ru" or role_of(ad, last) == "colour")
        joined = not broken_down and (listed or added(ad, given[-1][1], quantity))
        if joined and _last_named(ad, one, quantity):
            given.append((given[-1][0], quantity))


def _last_named(ad: Ad, one: Owned, quantity: Quantity) -> bool:
    """Say whether a name is the last one before a number."""
    own = max((m.last for m in one.places if m.first < quantity.first), default=-1)
    return own >= 0 and not other_taxon(ad, own, quantity.first)


def _give(ad: Ad, owned: list[Owned], quantity: Quantity, claimed: set[int]) -> bool:
    """Give a number to the name that it counts; say whether there is one.

    ``claimed`` holds the first words of the mentions that a number before them counts: behind
    a comma, the next number counts something else ("1,1 Rothalsgans, 3,3 Mandarin").
    """
    best, cost, place = None, FAR, -1
    if takes_up(ad, owned, quantity):
        return False
    priced = quantity.shape == "set" and role_of(ad, quantity.first - 1) == "price_after"
    if priced and any(
        q.shape == "set" or (q.shape == "sexes" and ad.numbers[quantity.first - 2])
        for one in owned
        for g in one.numbers.values()
        for _, q in g
    ):
        return False  # "a pair of stimmies ... $180 the pair"
    if quantity.value == len(owned) > 1 and of_all(ad, owned, quantity):
        return False  # "mâle chloroptère et femelle ararauna, en couple, 3200 les deux"
    if quantity.shape == "other" and len(owned) > 1:
        return False  # "... and a tub of ten OBT slings"
    prior = ad.by_word.get(quantity.first - 1)
    right = ad.between(quantity.first) == " "
    if right and prior is not None and other_animal(ad, prior):
        return False  # "himalayan monal 1.2, golden pheasants 2.3"
    if quantity.shape == "piece" and len(owned) == 1 and lists_all(ad, owned[0], quantity):
        return False
    if one_of_each(ad, [one.entry for one in owned], quantity):
        return False
    if right and prior is not None and quantity.shape == "piece":
        tool = prior.term.code in ("equipment", "housing", "food")
        if tool and prior.last == quantity.first:
            return False  # "клетки 5 штук"
    head = "head" in (role_of(ad, quantity.last - 1), role_of(ad, quantity.last))
    if head and any(
        taxon_class(one.entry.code) in CORALS
        and (
            m.last == quantity.first
            or 0 < m.first - quantity.last <= _HEADS
            or (m.last < quantity.first and ad.link_before(quantity.first) == "against")
        )
        for one in owned
        for m in one.places
    ):
        return False  # "duncan 4 têtes", "a two head torch" is one colony
    owned = [one for one in owned if not _other_part(ad, owned, one, quantity)]
    for one in owned:
        for mention in one.places:
            own = cost_of(ad, mention, quantity)
            behind = mention.last <= quantity.first
            morph = quantity.shape == "sexes" and coloured(ad, quantity.last)
            other = unknown_follows(ad, quantity) and not morph
            if behind and mention.first in claimed and other:
                own = FAR
            if own < cost:
                best, cost, place = one, own, mention.first
    if best is not None and place >= quantity.last:
        claimed.add(place)
    if best is None and len(owned) == 1:
        best, cost = owned[0], loose_cost(ad, owned[0], quantity)
        before = best.numbers.get(ad.fields[quantity.first])
        young = quantity.shape == "sex" and bool(before) and _joins_young(ad, best, quantity)
        counts = quantity.shape in ("plain", "thing", "part") or young
        if cost >= FAR and counts and before:
            # "noch 4 Stück vom letzten Jahr und 3 aus 2016"
            things = best.entry.product in (*MATERIALS, "feather")
            things = things and ad.parted(quantity.first, PLUS)
            more = things or not unknown_follows(ad, quantity)  # "6 knives + 6 forks"
            figures = role_of(ad, quantity.last) == "figures"  # "1 okimono et 2 netsuke"
            more = more or (figures and best.entry.product == "ivory")
            more = more or before[-1][1].shape == "sex"  # "1 buck and 4 does"
            more = more or _joins_young(ad, best, quantity)
            aged = "(" in ad.between(quantity.first)  # "two greys, Max (12) and Ruby (9)"
            more = more and not aged and added(ad, before[-1][1], quantity)
            more = more and quantity.shape != "part"
            cost = 30 if more or brings_more(ad, best, quantity) else FAR
    elif (
        best is None
        and quantity.shape in LOOSE
        and (
            not unknown_follows(ad, quantity)
            or (quantity.shape == "sex" and ad.link_before(quantity.first) == "and")
        )
    ):
        best, cost = topic(ad, owned, quantity)
    if best is None and quantity.shape == "sexes":
        best, cost = titled(ad, owned, quantity), 40
    if (best is None or cost >= FAR) and len(owned) > 1 and quantity.shape in _NOUNS:
        last = named_before(owned, quantity)
        if last is not None and brings_more(ad, last, quantity):
            best, cost = last, 30
    if best is None or cost >= FAR:
        return False
    before = best.numbers.setdefault(ad.fields[quantity.first], [])
    if before and quantity.shape in _NOUNS and brings_more(ad, best, quantity):
        quantity = replace(quantity, shape="more")
    before.append((cost, quantity))
    return True


def _joins_young(ad: Ad, one: Owned, quantity: Quantity) -> bool:
    """Say whether "plus" joins a number to a pair or group ("1.1 плюс шесть метаморфов")."""
    before = one.numbers[ad.fields[quantity.first]][-1][1]
    link = ad.by_word.get(quantity.first - 1)
    plus = role_of(ad, quantity.first - 1) == "more"
    plus = plus or (quantity.shape == "sex" and ad.parted(quantity.first, PLUS))
    plus = plus or (link is not None and link.term.code == "with")
    return plus and before.shape in ("sexes", "set") and one.entry.product == "live"


def _called(entry: Found) -> tuple[str, ...]:
    """Return the words for a part: ivory is of teeth."""
    return ("ivory", "tooth_claw") if entry.product == "ivory" else (entry.product,)


def _other_part(ad: Ad, owned: list[Owned], one: Owned, quantity: Quantity) -> bool:
    """Say whether a number counts another part of the animal that is offered too.

    Its eggs, or the animals where it lays some; "der Schädel und 2 Zähne" of a name.
    """
    part = ad.by_word.get(quantity.last)
    named = part.term.code if part is not None and part.term.kind == "product" else ""
    if named and named not in _called(one.entry) and one.entry.product in MATERIALS:
        same = [other.entry for other in owned if other.entry.code == one.entry.code]
        if any(named in _called(entry) for entry in same):
            return True
    eggs = quantity.shape == "egg"
    return (eggs != (one.entry.product == "egg")) and any(
        other.entry.code == one.entry.code and (other.entry.product == "egg") == eggs
        for other in owned
    )
