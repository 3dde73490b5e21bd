"""Which number of a listing counts which of its specimens."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from wildlife_analysis import reference
from wildlife_analysis.classify.ad import DESCRIPTION, TITLE, Ad, Hit
from wildlife_analysis.classify.context import MATERIALS
from wildlife_analysis.classify.forms import words_of
from wildlife_analysis.classify.quantity import Quantity, quantities, role_of

__all__ = ["Found", "count"]

# Words between a number and the name it counts: before it, and after it.
BEFORE, AFTER = 4, 8
# Shapes that count whole animals or items wherever they stand in the clause of a name.
WHOLE = frozenset({"sexes", "set", "piece", "left", "egg"})
LOOSE = WHOLE | {"sex", "group"}
_NOUNS = frozenset({"thing", "taxon", "part"})
_MANY = 20  # a larger bare number behind a name is no count
_FAR = 100


@dataclass(slots=True)
class Found:
    """One taxon × product of a listing."""

    code: str
    product: str
    mentions: list[Hit]
    count: int = 1
    method: str = "assumed_one"
    quantity: float | None = None
    unit: str = ""


@dataclass(slots=True)
class _Owned:
    """Numbers that count one specimen row, by field."""

    entry: Found
    places: list[Hit]
    numbers: dict[int, list[tuple[int, Quantity]]] = field(default_factory=dict)


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
    numbers = quantities(ad)
    owned = [_Owned(e, [*e.mentions, *explained.get(i, [])]) for i, e in enumerate(found)]
    if len(found) > 1:
        numbers = _enumerated(ad, owned, numbers)
    numbers = _trailing(ad, owned, numbers)
    claimed: set[int] = set()
    gone = [q for q in numbers if _gone(ad, q)]
    for quantity in numbers:
        if quantity in gone:
            continue
        if len(found) > 1 and _each(ad, owned, quantity):
            continue
        _give(ad, owned, quantity, claimed)
    for one in owned:
        entry = one.entry
        if _one_thing(ad, entry):
            continue
        listed = _listed(ad, one, numbers, len(found) == 1)
        best = listed or _total(ad, one, len(found) == 1)
        if best is None:
            if entry.method == "assumed_one" and _comes_in_pairs(ad, entry, len(found) == 1):
                entry.count, entry.method = 2, "pair_or_set"
            continue
        if best.shape == "egg":
            entry.quantity, entry.unit = float(best.value), "egg"
        entry.count, entry.method = best.value, best.method
        less = sum(q.value for q in gone)
        if len(found) == 1 and less < entry.count:
            entry.count -= less  # "8 Babys, 3 sind schon verkauft"


def _one_thing(ad: Ad, entry: Found) -> bool:
    """Say whether the title offers one thing made of many: a necklace, a chess set, a piano.

    A number right before the thing counts such things ("3 ivory bracelets").
    """
    if entry.product in ("live", "egg", "caviar"):
        return False
    places = [place for place in range(ad.title_end) if role_of(ad, place) == "one"]
    if len(places) != 1:
        return False
    first = places[0]
    return not any(
        ad.numbers[word] or (hit is not None and hit.term.kind == "quantity")
        for word in range(max(first - 4, 0), first)
        for hit in (ad.by_word.get(word),)
    )


def _enumerated(ad: Ad, owned: list[_Owned], numbers: list[Quantity]) -> list[Quantity]:
    """Read a number that heads a list of just so many names: one of each.

    "3 carapaces : tortue verte, caret et hermann" counts one specimen of each.
    """
    rest = []
    for quantity in numbers:
        here = [
            one
            for one in owned
            if any(
                m.first >= quantity.last and m.field == ad.fields[quantity.first]
                for m in one.places
            )
        ]
        heads = quantity.value == len(here) == len(owned) and (
            quantity.shape != "taxon" or _colon(ad, quantity)
        )
        first = min(
            (m.first for one in here for m in one.places if m.first >= quantity.last),
            default=0,
        )
        others = [q for q in numbers if q is not quantity and q.first > quantity.last]
        if heads and not any(
            q.first < first or ad.fields[q.first] == ad.fields[quantity.first] for q in others
        ):
            for one in here:
                one.entry.method = quantity.method
        else:
            rest.append(quantity)
    return rest


def _trailing(ad: Ad, owned: list[_Owned], numbers: list[Quantity]) -> list[Quantity]:
    """Read bare numbers behind every name of a list as counts ("масковых 4, фишеров 2")."""
    ends = {m.last: m for one in owned for m in one.places}
    behind = [
        q
        for q in numbers
        if q.shape == "plain"
        and q.first in ends
        and q.value <= _MANY
        and not ad.between(q.first).strip(" -:")
        and ends[q.first].field == ad.fields[q.first]
        and (q.last >= len(ad.words) or set(ad.between(q.last)) & set(",;\n\x1f."))
    ]
    if len(behind) < 2:
        return numbers
    return [replace(q, shape="piece") if q in behind else q for q in numbers]


def _colon(ad: Ad, quantity: Quantity) -> bool:
    """Say whether a colon stands behind the noun that a number counts ("Два ара: ...")."""
    places = range(quantity.last, min(quantity.last + 4, len(ad.words)))
    return any(":" in ad.between(place) for place in places)


def _each(ad: Ad, owned: list[_Owned], quantity: Quantity) -> bool:
    """Give a number behind "each" to every name before it ("Ara, Amazone, je 1 Paar")."""
    beside = (ad.by_word.get(quantity.first - 1), ad.by_word.get(quantity.last))
    if not any(hit is not None and hit.term.code == "each" for hit in beside):
        return False
    here = [one for one in owned if any(m.last <= quantity.first for m in one.places)]
    if len(here) < 2:
        return False
    for one in here:
        if not one.numbers:
            one.numbers[ad.fields[quantity.first]] = [(1, quantity)]
    return True


def _give(ad: Ad, owned: list[_Owned], quantity: Quantity, claimed: set[int]) -> None:
    """Give a number to the name that it counts, if any.

    ``claimed`` holds the first words of the mentions that a number before them counts: behind
    a comma, the next number counts something else ("1,1 Rothalsgans, 3,3 Mandarin").
    """
    best, cost, place = None, _FAR, -1
    for one in owned:
        for mention in one.places:
            own = _cost(ad, mention, quantity)
            behind = mention.last <= quantity.first
            if behind and mention.first in claimed and _unknown_follows(ad, quantity):
                own = _FAR
            if own < cost:
                best, cost, place = one, own, mention.first
    if best is not None and place >= quantity.last:
        claimed.add(place)
    if best is None and len(owned) == 1:
        best, cost = owned[0], _loose_cost(ad, owned[0], quantity)
        before = best.numbers.get(ad.fields[quantity.first])
        if cost >= _FAR and quantity.shape in ("plain", "thing") and before:
            # "noch 4 Stück vom letzten Jahr und 3 aus 2016"
            more = not _unknown_follows(ad, quantity) and _added(ad, before[-1][1], quantity)
            cost = 30 if more else _FAR
    elif best is None and quantity.shape in LOOSE and not _unknown_follows(ad, quantity):
        best, cost = _topic(ad, owned, quantity)
    if best is None or cost >= _FAR:
        return
    best.numbers.setdefault(ad.fields[quantity.first], []).append((cost, quantity))


def _unknown_follows(ad: Ad, quantity: Quantity) -> bool:
    """Say whether a word that no term knows stands right behind a number: another name."""
    place = quantity.last
    return (
        place < len(ad.words)
        and ad.fields[place] == ad.fields[quantity.first]
        and not ad.numbers[place]
        and ad.by_word.get(place) is None
        and not ad.between(place).strip()
    )


def _cost(ad: Ad, mention: Hit, quantity: Quantity) -> int:
    """Say how far a number stands from a name that it may count; ``_FAR`` where it cannot."""
    if ad.fields[quantity.first] != mention.field:
        return _FAR
    if ad.clause[quantity.first] != ad.clause[mention.first]:
        return _FAR
    if quantity.first <= mention.first and mention.last <= quantity.last:
        return 0  # "4 klemmeri Jungtiere"
    shape = quantity.shape
    before = mention.first - quantity.last
    if 0 <= before <= BEFORE and not _other_taxon(ad, quantity.last, mention.first):
        separated = _separated(ad, quantity.last, mention.first)
        if not separated:
            return before + 3 if shape == "thing" else before
        if shape == "thing" and _numbered_again(ad, quantity.last, mention.first):
            return before + 6  # "4 grüne und 2 blaue Mönchsittiche"
        unknown = _unknown_follows(ad, quantity)
        if shape in WHOLE and not unknown and not _crowded(ad, mention):
            return before + 6
    after = quantity.first - mention.last
    if 0 <= after <= AFTER and not _other_taxon(ad, mention.last, quantity.first):
        if shape in LOOSE:
            return after + 2
        if shape == "plain" and after == 0 and _set_off(ad, quantity):
            return 2
    return _FAR


def _numbered_again(ad: Ad, first: int, last: int) -> bool:
    """Say whether a number stands between two places, behind an "and"."""
    places = range(first, last)
    linked = any(
        hit is not None and hit.term.kind == "link" and hit.term.code == "and"
        for hit in map(ad.by_word.get, places)
    )
    return linked and any(ad.numbers[place] for place in places)


def _crowded(ad: Ad, mention: Hit) -> bool:
    """Say whether a name stands before others in one clause: commas then end its item."""
    return any(
        h.first > mention.first and ad.clause[h.first] == ad.clause[mention.first]
        for h in ad.of_kind("taxon")
        if h.term.code != mention.term.code
    )


def _separated(ad: Ad, first: int, last: int) -> bool:
    """Say whether another item begins between two places: at a comma, a colon or "and"."""
    if any(any(c in ad.between(word) for c in ",:/+&") for word in range(first, last + 1)):
        return True
    links = (ad.by_word.get(word) for word in range(first, last))
    return any(
        hit is not None and hit.term.kind == "link" and hit.term.code in ("and", "or")
        for hit in links
    )


def _other_taxon(ad: Ad, first: int, last: int) -> bool:
    """Say whether a name stands between two places."""
    for word in range(first, last):
        hit = ad.by_word.get(word)
        if hit is not None and hit.term.kind == "taxon":
            return True
    return False


def _set_off(ad: Ad, quantity: Quantity) -> bool:
    """Say whether a bare number stands in brackets or ends the title ("Ara (2)", "Ara: 2")."""
    before, after = ad.between(quantity.first), ad.between(quantity.last)
    if "(" in before:
        return after.startswith(")")
    last = (
        quantity.last >= len(ad.words) or ad.fields[quantity.last] != ad.fields[quantity.first]
    )
    ends = last or any(c in after for c in ",;\n")
    return ends and quantity.value <= _MANY and (":" in before or "-" in before or last)


def _loose_cost(ad: Ad, one: _Owned, quantity: Quantity) -> int:
    """Say how far a number of a listing with one name is from it, wherever it stands."""
    shape, place = quantity.shape, quantity.first
    if _heads_list(ad, one, quantity):
        return _FAR
    if shape in WHOLE:
        return 20
    if shape in ("sex", "group"):
        return 22 if one.entry.product == "live" else _FAR
    material = one.entry.product != "live"
    if shape == "part":
        return 24 if material and _offers(ad, quantity, one.entry) else _FAR
    leads = ad.position_in_field(place) == 0
    if shape in ("plain", "thing", "taxon") and leads and quantity.value > 1:
        return 26 if shape != "plain" or ad.fields[place] == TITLE else _FAR
    if shape == "thing" and material and ad.fields[place] == TITLE:
        return 28
    titled = ad.words[: ad.title_end]
    if shape == "thing" and quantity.last < len(ad.words):
        again = ad.words[quantity.last][:4]
        same = any(word.startswith(again) for word in titled)
        if len(again) > 3 and same and ad.fields[place] != TITLE:
            return 24  # "Fennec fox kits | 3 kits, hand reared"
    if quantity.method == "number_word" and shape in ("plain", "thing") and not material:
        spoken = " ".join(ad.words[place : quantity.last])
        return 30 if spoken in _both() else _FAR
    return _FAR


def _heads_list(ad: Ad, one: _Owned, quantity: Quantity) -> bool:
    """Say whether a number heads a list of several things ("2 mounts: a lechwe and a fox")."""
    for word in range(quantity.last, min(quantity.last + 4, len(ad.words))):
        if ":" in ad.between(word) and ad.fields[word] == ad.fields[quantity.first]:
            return any(
                m.first >= word and m.field == ad.fields[word] for m in one.entry.mentions
            ) and any(
                hit.term.kind == "link" and hit.term.code == "and"
                for hit in ad.hits
                if hit.first > word and ad.clause[hit.first] == ad.clause[word]
            )
    return False


@cache
def _both() -> frozenset[str]:
    """Return the words that speak of two things already named, in normal form."""
    table = reference.table("number_words")
    return frozenset(" ".join(words_of(w)) for w in table.loc[table["role"] == "both", "word"])


def _offers(ad: Ad, quantity: Quantity, entry: Found) -> bool:
    """Say whether a part that is counted is what the listing offers, not a detail of it."""
    for word in range(quantity.last, min(quantity.last + 3, len(ad.words))):
        hit = ad.by_word.get(word)
        if hit is not None and hit.term.kind == "product":
            teeth = entry.product == "ivory" and hit.term.code in ("tooth_claw", "horn")
            return hit.term.code == entry.product or teeth
    return False


def _topic(ad: Ad, owned: list[_Owned], quantity: Quantity) -> tuple[_Owned | None, int]:
    """Find the last name before a number of the same field, in a clause of no other name."""
    best, place = None, -1
    for one in owned:
        for mention in one.places:
            if mention.field != ad.fields[quantity.first]:
                continue
            near = ad.clause[quantity.first] - ad.clause[mention.first]
            if place < mention.first < quantity.first and 0 <= near <= 1:
                best, place = one, mention.first
    return best, 40


def _total(ad: Ad, one: _Owned, alone: bool) -> Quantity | None:
    """Make one number of those that a name was given."""
    title = _sum(ad, one.numbers.get(TITLE, []), one.entry)
    body = _sum(ad, one.numbers.get(DESCRIPTION, []), one.entry)
    if title is None or body is None:
        return title or body
    if body.shape == "left":
        return body
    if title.value == 1 or (title.shape in ("thing", "plain") and title.value < body.value):
        return body
    # "couple" in the title, and the description adds its young
    if body.value > title.value and any(
        q.value == title.value for _, q in one.numbers[DESCRIPTION]
    ):
        return body
    return title


def _sum(ad: Ad, given: Sequence[tuple[int, Quantity]], entry: Found) -> Quantity | None:
    """Add up the numbers of one field that speak of different animals."""
    if entry.product not in ("live", "egg"):
        given = [g for g in given if g[1].shape not in ("sexes", "sex", "group", "egg")]
    if not given:
        return None
    left = [q for _, q in given if q.shape == "left"]
    if left:
        return left[-1]
    chains = _chains(ad, given, entry)
    chains = [c for c in chains if any(cost < 20 for cost, _ in c)] or chains
    whole = [c for c in chains if any(q.shape != "sex" for _, q in c)]
    if not whole or all(any(q.shape == "sexes" for _, q in c) for c in whole):
        return _joined([q for c in whole or chains for _, q in c])
    best = min(whole, key=lambda c: (_is_article(c), min(cost for cost, _ in c)))
    return _joined([q for _, q in best])


def _is_article(chain: list[tuple[int, Quantity]]) -> bool:
    """Say whether a chain is no more than the word for one, which is an article as well."""
    return len(chain) == 1 and chain[0][1].value == 1 and chain[0][1].method == "number_word"


def _chains(
    ad: Ad, given: Sequence[tuple[int, Quantity]], entry: Found
) -> list[list[tuple[int, Quantity]]]:
    """Group numbers that are added to each other ("3 couples, plus 2 jeunes")."""
    chains: list[list[tuple[int, Quantity]]] = []
    for cost, quantity in sorted(given, key=lambda g: g[1].first):
        before = chains[-1][-1][1] if chains else None
        things = entry.product != "live" and before is not None
        # "12 Messer 12 Gabeln Elfenbeingriffe"
        things = things and {before.shape, quantity.shape} <= _NOUNS  # type: ignore[union-attr]
        things = things and quantity.first - before.last <= 2  # type: ignore[union-attr]
        if before is not None and (
            things or _added(ad, before, quantity) or before.shape == quantity.shape == "sexes"
        ):
            chains[-1].append((cost, quantity))
        else:
            chains.append([(cost, quantity)])
    return chains


def _gone(ad: Ad, quantity: Quantity) -> bool:
    """Say whether a number counts what is reserved or sold already."""
    for word in range(quantity.last, min(quantity.last + 4, len(ad.words))):
        if ad.clause[word] != ad.clause[quantity.first]:
            return False
        if role_of(ad, word) == "gone":
            return True
    return False


def _joined(numbers: list[Quantity]) -> Quantity:
    """Add numbers up."""
    if len(numbers) == 1:
        return numbers[0]
    return replace(numbers[0], last=numbers[-1].last, value=sum(q.value for q in numbers))


def _added(ad: Ad, before: Quantity, after: Quantity) -> bool:
    """Say whether a number adds to the one before it ("3 couples, plus 2 jeunes")."""
    if ad.clause[before.first] != ad.clause[after.first] or after.first - before.last > 8:
        return False
    if any(c in ad.between(after.first) for c in "+&"):
        return True
    return any(
        hit is not None and hit.term.kind == "link" and hit.term.code in ("with", "and")
        for hit in (ad.by_word.get(after.first - 1), ad.by_word.get(after.first - 2))
    )


@cache
def _pairs() -> frozenset[str]:
    """Return the words for things that come in pairs, in normal form."""
    return frozenset(words_of(w)[0] for w in reference.table("pairs")["word"])


def _comes_in_pairs(ad: Ad, entry: Found, alone: bool) -> bool:
    """Say whether the title offers shoes, gloves or the like: two specimens."""
    if entry.product not in MATERIALS:
        return False
    places = [place for place in range(ad.title_end) if _is_pair(ad, place)]
    if alone or not places:
        return bool(places)
    # Of several things offered, the name beside the shoes is the one that comes in pairs.
    return any(
        mention.field == TITLE
        and not _separated(ad, min(place, mention.last), max(place, mention.first))
        for mention in entry.mentions
        for place in places
    )


def _is_pair(ad: Ad, place: int) -> bool:
    word = ad.words[place]
    if word in _pairs():
        return True
    return ad.language == "de" and any(
        word.endswith(pair) for pair in _pairs() if len(pair) >= 6
    )


def _listed(ad: Ad, one: _Owned, numbers: list[Quantity], alone: bool) -> Quantity | None:
    """Add up things of one material that the title lists ("bangle and two necklaces")."""
    entry = one.entry
    mentions = [m for m in entry.mentions if m.field == TITLE]
    mentions = mentions or [m for m in one.places if m.field == TITLE]
    if not mentions:
        return None
    if entry.product == "live" and alone and len(mentions) > 1:
        return _joined_animals(ad, mentions, numbers)
    if entry.product not in MATERIALS:
        return None
    if len(mentions) == 1:
        return _joined_things(ad, mentions[0], entry, numbers) if alone else None
    total = 0
    for number, mention in enumerate(mentions):
        joined = any(
            hit.term.kind == "link" and hit.term.code == "and"
            for hit in ad.hits
            if mentions[number - 1].last <= hit.first < mention.first
        )
        if number and not joined:
            return None
        start = mentions[number - 1].last if number else 0
        beside = [q.value for q in numbers if start <= q.first and q.last <= mention.first]
        total += beside[-1] if beside else 1
    return Quantity(mentions[0].first, mentions[-1].last, total, "stated", "piece")


def _joined_animals(ad: Ad, mentions: list[Hit], numbers: list[Quantity]) -> Quantity | None:
    """Add up animals of one taxon that the title joins ("BCI albinos + BCC Suriname")."""
    if numbers:
        return None
    total = 1
    for one, other in pairwise(mentions):
        places = range(one.last, other.first + 1)
        total += any(c in ad.between(place) for place in places for c in "+&")
    return Quantity(mentions[0].first, mentions[-1].last, total, "stated", "piece")


def _joined_things(
    ad: Ad, mention: Hit, entry: Found, numbers: list[Quantity]
) -> Quantity | None:
    """Add up two things of one material ("Alligatorleder Gürtel & Geldbörse")."""
    if any(ad.fields[q.first] == TITLE for q in numbers):
        return None
    things = [
        hit
        for hit in ad.hits
        if hit.field == TITLE
        and (
            (hit.term.kind == "product" and hit.term.code == entry.product)
            or (hit.term.kind == "decoy" and hit.term.code == "depiction")
            or hit is mention
        )
    ]
    total = 1
    for one, other in pairwise(things):
        if other.first - one.last > 1:
            continue
        between = ad.by_word.get(one.last)
        linked = other.first > one.last and between is not None and between.term.code == "and"
        total += linked or (other.first == one.last and "&" in ad.between(other.first))
    further = [m for m in entry.mentions if m.field == DESCRIPTION]
    if total == 1 and any(
        role_of(ad, word) == "more"
        for m in further
        for word in range(max(m.first - 4, ad.title_end), m.first)
    ):
        total = 2  # "Ozelotmantel | dazu passender Hut aus Ozelot"
    if total == 1:
        return None
    return Quantity(mention.first, mention.last, total, "stated", "piece")
