"""The name that a number counts which stands apart from all of them."""

from wildlife_analysis.classify.ad import DESCRIPTION, TITLE, Ad
from wildlife_analysis.classify.loose import FAR
from wildlife_analysis.classify.nearness import other_taxon
from wildlife_analysis.classify.numbers import Quantity, role_of
from wildlife_analysis.classify.roles import OTHERS
from wildlife_analysis.classify.shapes import means_other
from wildlife_analysis.classify.taken import REST
from wildlife_analysis.classify.totals import Found, Owned, total
from wildlife_analysis.reference.taxonomy import ancestors

__all__ = [
    "lists_all",
    "one_of_each",
    "rest_among",
    "takes_up",
    "topic",
    "without_others",
]

_SEVERAL = 3
_MOUNTED = ("taxidermy", "trophy", "skull")
_LIST = 3  # things that a number of the title may announce
_AT_ONCE = 2  # words of "2 corns"
_HANDED = (["handed"], ["included"], ["supplied"], ["provided"])
_PAPERS = 8  # words from papers to "both"
_REST = 3  # words from "the rest" to its name


def topic(ad: Ad, owned: list[Owned], quantity: Quantity) -> tuple[Owned | None, int]:
    """Find the last name before a number of the same field, in a clause of no other name."""
    best, place = None, -1
    for one in owned:
        for mention in one.places:
            if mention.field != ad.fields[quantity.first]:
                continue
            near = ad.clause[quantity.first] - ad.clause[mention.first]
            if place < mention.first < quantity.first and 0 <= near <= 1:
                best, place = one, mention.first
    if best is not None and _passes_other(ad, owned, place, quantity):
        return None, FAR
    return best or _titled(ad, owned, quantity), 40


def one_of_each(ad: Ad, found: list[Found], quantity: Quantity) -> bool:
    """Say whether a number of the title counts as many kinds as the listing names.

    "3 alte Tierpräparate Bussard Waldkauz Häher" are one of each.
    """
    behind = ad.by_word.get(quantity.last)  # "3 Stück Agapornis fischeri" are three of one
    named = behind is not None and behind.term.kind == "taxon"
    counts = quantity.shape == "part" or (quantity.shape == "piece" and not named)
    counts = counts and ad.fields[quantity.first] == TITLE
    opening = quantity.first == ad.title_end and quantity.shape in ("part", "piece", "thing")
    counts = counts or opening  # "Barn Owl, Jay & Magpie | Three individual mounts"
    if not counts or quantity.value < _SEVERAL or found[0].product not in _MOUNTED:
        return False
    kinds = {entry.code for entry in found}
    known = kinds | {a for code in kinds for a in ancestors(code)}
    others = {
        h.term.code if h.term.kind == "taxon" else " ".join(ad.words[h.first : h.last])
        for h in ad.hits
        if h.field == (TITLE if opening else DESCRIPTION) and h.term.code not in known
        if (h.term.kind == "taxon" and not h.term.product) or means_other(h)
    }
    return len(kinds) + len(others) == quantity.value


def rest_among(ad: Ad, owned: list[Owned], numbers: list[Quantity]) -> None:
    """Give a name that is the rest of a total what the others leave of it, in place.

    "Всего 8 древолазов. 5 из них азуреусы, остальные auratus".
    """
    bare = [one for one in owned if not one.numbers and _is_rest(ad, one)]
    others = [total(ad, one, alone=False) for one in owned if one.numbers]
    if len(bare) != 1 or len(others) + 1 != len(owned):
        return
    given = {q.first for one in owned for own in one.numbers.values() for _, q in own}
    less = sum(q.value for q in others if q is not None)
    wholes = [q.value for q in numbers if q.first not in given and q.value > less > 0]
    if wholes:
        bare[0].entry.count, bare[0].entry.method = wholes[0] - less, "stated"


def _is_rest(ad: Ad, one: Owned) -> bool:
    """Say whether "the rest" or "the others" stands right before a name."""
    return any(
        0 <= place < m.first
        and ad.clause[place] == ad.clause[m.first]
        and (ad.words[place] in REST or role_of(ad, place) in OTHERS)
        for m in one.places
        for place in range(m.first - _REST, m.first)
    )


def _passes_other(ad: Ad, owned: list[Owned], place: int, quantity: Quantity) -> bool:
    """Say whether the last name before a number is of something not on offer.

    "Жёлтая анаконда самка. Есть молочная змея, пара"; "baboon skull, springbok cushion x3".
    """
    own = {m.first for one in owned for m in one.places}
    above = {one.entry.code for one in owned}
    above |= {a for code in above for a in ancestors(code)}  # "акропора, фраги 4 шт"
    for word in range(quantity.first - 1, place, -1):
        hit = ad.by_word.get(word)
        if ad.clause[word] != ad.clause[quantity.first] or word in own:
            return False
        if hit is None or hit.first in own or hit.term.code in above:
            continue
        if hit.term.kind == "taxon" or means_other(hit):
            return True
    return False


def _titled(ad: Ad, owned: list[Owned], quantity: Quantity) -> Owned | None:
    """Find the only name of the title where a description opens with a number of it."""
    opening = ad.fields[quantity.first] != TITLE
    if not opening or ad.clause[quantity.first] != ad.clause[ad.title_end]:
        return None
    titled = [one for one in owned if any(m.field == TITLE for m in one.places)]
    passed = other_taxon(ad, ad.title_end, quantity.first)
    return titled[0] if len(titled) == 1 and not passed else None


def without_others(ad: Ad, one: Owned) -> None:
    """Drop numbers of other animals where a name has a number of its own.

    "8 javas, 10 zebra finches, 6 bengalese" offers eight Java sparrows; "Tortues de Floride |
    Donne 2 tortues d'eau" offers two, "Red knee, plus 2 chile rose" one.
    """
    given = [q for numbers in one.numbers.values() for _, q in numbers]
    others = [q for q in given if q.shape == "other"]
    # "2 tortues d'eau", "1.2 + terra planté", but not "12 prises lapin", "две девочки бенгал"
    behind = ad.by_word.get(others[0].last) if others else None
    sexed = behind is not None and means_other(behind)
    if others and others[0].last - others[0].first > 1:  # "F2 queen & 2 SBT kittens"
        within = map(ad.by_word.get, range(others[0].first + 1, others[0].last))
        own = {ad.clause[m.first] for m in one.entry.mentions}
        sexed |= ad.clause[others[0].first] in own and any(
            hit is not None and means_other(hit) for hit in within
        )
    at_once = (
        not sexed
        and len(others) == 1
        and (others[0].first + 1 in ad.by_word or others[0].last - others[0].first <= _AT_ONCE)
    )
    if at_once and len(given) == 1 and role_of(ad, others[0].first - 1) != "more":
        return
    one.numbers = {
        place: kept
        for place, numbers in one.numbers.items()
        if (kept := [(cost, q) for cost, q in numbers if q.shape != "other"])
    }


def takes_up(ad: Ad, owned: list[Owned], quantity: Quantity) -> bool:
    """Say whether "both" takes up two that were counted ("2 Schildkröten ..., beide w.")."""
    if role_of(ad, quantity.first) != "both":
        return False
    if ad.words[quantity.last : quantity.last + 1] in _HANDED and any(
        h.last <= quantity.first <= h.last + _PAPERS
        and ad.clause[h.first] == ad.clause[quantity.first]
        for h in ad.of_kind("documents")
    ):
        return True  # "chip n CITES cert ... both handed over"
    given = (q for one in owned for g in one.numbers.values() for _, q in g)
    return any(q.value == quantity.value and q.last <= quantity.first for q in given)


def lists_all(ad: Ad, one: Owned, quantity: Quantity) -> bool:
    """Say whether a number of the title counts a list of different things.

    "Massacres lot de 4 | impala, blesbok, lechwe rouge, phaco": the lechwe is one of them.
    """
    mentions = [m for m in one.places if m.field != TITLE]
    if ad.fields[quantity.first] != TITLE or not mentions or quantity.value < _LIST:
        return False
    if any(m.field == TITLE for m in one.places):
        return False
    first = mentions[0].first
    clause = [w for w in range(ad.title_end, len(ad.words)) if ad.clause[w] == ad.clause[first]]
    items = 1 + sum("," in ad.between(w) for w in clause[1:])
    announced = any(":" in ad.between(w) for w in clause if w <= first)
    return announced and abs(items - quantity.value) <= 1
