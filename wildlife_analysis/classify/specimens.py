"""From the terms of a listing to the specimens it offers."""

from dataclasses import dataclass, field
from functools import cache

from wildlife_analysis import reference
from wildlife_analysis.classify.ad import CATEGORY, DESCRIPTION, TITLE, Ad, Hit
from wildlife_analysis.classify.context import MATERIALS, Context
from wildlife_analysis.classify.forms import words_of
from wildlife_analysis.classify.quantity import Quantity, quantities
from wildlife_analysis.reference.taxonomy import ancestors

__all__ = ["Found", "Reading", "read"]

# Words between a number and the name it counts.
REACH = 4


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
class Reading:
    """What the rules made of one listing: specimens, and what was set aside and why."""

    found: list[Found] = field(default_factory=list)
    set_aside: list[tuple[Hit, str]] = field(default_factory=list)
    reason: str = "nothing_recognised"
    doubt: bool = False


def read(ad: Ad) -> Reading:
    """Read the specimens of one listing.

    Parameters
    ----------
    ad
        One listing.

    Returns
    -------
    Reading
        One entry of ``found`` for each taxon × product named, listed in CITES or not.
    """
    context = Context(ad)
    reading = Reading()
    for hit in ad.of_kind("exclusion"):
        if hit.field != CATEGORY:
            reading.set_aside.append((hit, hit.term.code))
    kept: list[tuple[Hit, str]] = []
    for mention in ad.of_kind("taxon"):
        if mention.field == CATEGORY:
            continue
        if _asked_in_return(ad, mention):
            reading.set_aside.append((mention, "wanted"))
            continue
        product = context.product(mention)
        reason = context.against(mention, product) if product else "other_meaning"
        if reason:
            reading.set_aside.append((mention, reason))
        else:
            kept.append((mention, product))
    kept = _named_ivory(kept, reading)
    kept = _main_mentions(ad, context, kept + _again(reading, kept), reading)
    reading.found, generic = _group(kept)
    _count(ad, reading.found, generic)
    if not reading.found and reading.set_aside:
        reading.reason = reading.set_aside[0][1]
    reading.doubt = bool(reading.found) and (
        any(m.score < 100 for f in reading.found for m in f.mentions)
        or all(m.term.needs == "context" for f in reading.found for m in f.mentions)
        or bool(context.decoys)
    )
    return reading


OTHER_IVORY = frozenset(
    {
        "Hippopotamus amphibius",
        "Odobenus rosmarus",
        "Physeter macrocephalus",
        "Monodon monoceros",
    }
)


def _named_ivory(kept: list[tuple[Hit, str]], reading: Reading) -> list[tuple[Hit, str]]:
    """Read plain "ivory" as that of the animal that the listing names beside it."""
    named = [
        hit
        for hit in [m for m, _ in kept] + [h for h, _ in reading.set_aside]
        if hit.term.kind == "taxon" and hit.term.code in OTHER_IVORY
    ]
    plain = [m for m, p in kept if m.term.code == "Elephantidae" and p == "ivory"]
    if not named or not plain:
        return kept
    names = {hit.term.code for hit in named}
    reading.set_aside = [e for e in reading.set_aside if e[0].term.code not in names]
    return [(m, "ivory" if m in named else p) for m, p in kept if m not in plain] + [
        (hit, "ivory") for hit in named if all(hit is not m for m, _ in kept)
    ]


def _again(reading: Reading, kept: list[tuple[Hit, str]]) -> list[tuple[Hit, str]]:
    """Take back mentions in the description of what the title offers beyond doubt."""
    titled = {m.term.code: p for m, p in kept if m.field == TITLE}
    again = [
        (hit, reason)
        for hit, reason in reading.set_aside
        if hit.field == DESCRIPTION and hit.term.kind == "taxon" and hit.term.code in titled
        if reason != "wanted"
    ]
    reading.set_aside = [entry for entry in reading.set_aside if entry not in again]
    return [(hit, titled[hit.term.code]) for hit, _ in again]


def _asked_in_return(ad: Ad, mention: Hit) -> bool:
    """Say whether a taxon is what a swap asks for ("tausche Amazone gegen Graupapagei")."""
    swap = any(
        h.term.kind == "offer" and h.term.code == "exchange" and h.field == mention.field
        for h in ad.hits
        if h.first < mention.first
    )
    return swap and ad.link_before(mention.first, reach=3) in ("against", "for")


def _main_mentions(
    ad: Ad, context: Context, kept: list[tuple[Hit, str]], reading: Reading
) -> list[tuple[Hit, str]]:
    """Leave out taxa that the listing only mentions in passing.

    When the title names what is offered, another taxon counts only where the description
    offers it too: with a number, a price, a sex or an age beside it, or in a list with others.
    """
    titled = [(m, p) for m, p in kept if m.field == TITLE]
    if not titled:
        return kept
    named = {m.term.code for m, _ in titled}
    related = named | {a for code in named for a in ancestors(code)}
    result = list(titled)
    for mention, product in kept:
        if mention.field == TITLE:
            continue
        code = mention.term.code
        finer = any(n in ancestors(code) for n in named)
        if code in related or finer or _offered_beside(ad, mention):
            result.append((mention, product))
        else:
            reading.set_aside.append((mention, "other_meaning"))
    return result


def _offered_beside(ad: Ad, mention: Hit) -> bool:
    """Say whether a number or a sex stands right beside a mention of the description."""
    for quantity in quantities(ad):
        near = (
            0 <= mention.first - quantity.last <= 2 or 0 <= quantity.first - mention.last <= 1
        )
        if near and ad.fields[quantity.first] == DESCRIPTION:
            return True
    return False


def _group(kept: list[tuple[Hit, str]]) -> tuple[list[Found], dict[str, list[Hit]]]:
    """Join mentions of one taxon; a higher taxon that a finer one explains is not counted.

    Returns the taxa × products, and the mentions of explained higher taxa: a number beside
    one of them counts the finer taxon.
    """
    codes = {m.term.code for m, _ in kept}
    explained = {a for code in codes for a in ancestors(code)}
    titled: dict[str, set[str]] = {}
    for mention, product in kept:
        if mention.field == TITLE:
            titled.setdefault(mention.term.code, set()).add(product)
    groups: dict[tuple[str, str], list[Hit]] = {}
    generic: dict[str, list[Hit]] = {}
    for mention, product in kept:
        code = mention.term.code
        if code in explained:
            generic.setdefault(code, []).append(mention)
            continue
        # The title says what is offered; the description describes it.
        named = titled.get(code) or {
            p for a in ancestors(code) for p in titled.get(a, set()) if p != "live"
        }
        parts_named = {p for m, p in kept if m.term.code == code and p != "live"}
        if not named and product == "live" and parts_named:
            product = sorted(parts_named)[0]
        if named and product not in named:
            product = sorted(named)[0]
        groups.setdefault((code, product), []).append(mention)
    return [
        Found(code, product, mentions) for (code, product), mentions in groups.items()
    ], generic


def _count(ad: Ad, found: list[Found], generic: dict[str, list[Hit]]) -> None:
    """Give each taxon × product its number."""
    if not found:
        return
    numbers = quantities(ad)
    used: set[int] = set()
    for entry in found:
        shared = [
            hit
            for code in ancestors(entry.code)
            for hit in generic.get(code, [])
            if sum(code in ancestors(other.code) for other in found) == 1
        ]
        places = [*entry.mentions, *shared]
        listed = _listed(ad, entry, numbers)
        best = listed or _beside(ad, places, numbers, used, alone=len(found) == 1)
        if best is None and len(found) == 1:
            best = _anywhere(ad, entry, numbers)
        if best is None:
            if _comes_in_pairs(ad, entry):
                entry.count, entry.method = 2, "pair_or_set"
            continue
        used.update(range(best.first, best.last))
        if best.shape == "egg":
            entry.quantity, entry.unit = float(best.value), "egg"
        entry.count, entry.method = best.value, best.method


@cache
def _pairs() -> frozenset[str]:
    """Return the words for things that come in pairs, in normal form."""
    return frozenset(words_of(w)[0] for w in reference.table("pairs")["word"])


def _comes_in_pairs(ad: Ad, entry: Found) -> bool:
    """Say whether the title offers shoes, gloves or the like: two specimens."""
    if entry.product not in MATERIALS:
        return False
    titled = [w for w, field in zip(ad.words, ad.fields, strict=True) if field == TITLE]
    return bool(_pairs() & set(titled))


def _listed(ad: Ad, entry: Found, numbers: list[Quantity]) -> Quantity | None:
    """Add up things of one material that the title lists ("bangle and two necklaces")."""
    mentions = [m for m in entry.mentions if m.field == TITLE]
    if entry.product not in MATERIALS or len(mentions) < 2:
        return None
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


def _beside(
    ad: Ad, mentions: list[Hit], numbers: list[Quantity], used: set[int], alone: bool
) -> Quantity | None:
    """Find the number that stands beside a mention of the taxon."""
    options: list[tuple[int, int, Quantity]] = []
    for mention in mentions:
        for quantity in numbers:
            if quantity.first in used or ad.fields[quantity.first] != mention.field:
                continue
            if ad.clause[quantity.first] != ad.clause[mention.first]:
                continue
            before = mention.first - quantity.last
            after = quantity.first - mention.last
            reach = REACH if quantity.shape != "plain" else REACH - 1
            listed = quantity.shape in ("plain", "set") and _comma(
                ad, quantity.last, mention.first
            )
            if (
                0 <= before <= reach
                and not listed
                and _same_item(ad, quantity.last, mention.first)
            ):
                cost = before
            elif 0 <= after <= reach and (
                quantity.shape != "plain" or (after == 0 and _bracketed(ad, quantity))
            ):
                cost = after + 2
                if not alone and not _same_item(ad, mention.last, quantity.first):
                    continue
            else:
                continue
            if quantity.value == 1 and quantity.shape == "plain":
                cost += 5
            options.append((mention.field, cost, quantity))
    if not options:
        return None
    return min(options, key=lambda option: option[:2])[2]


def _comma(ad: Ad, first: int, last: int) -> bool:
    """Say whether a comma stands between two places: the number ends another item."""
    return any("," in ad.between(word) for word in range(first, last + 1))


def _same_item(ad: Ad, first: int, last: int) -> bool:
    """Say whether no other taxon and no comma stands between two places."""
    for word in range(first, last):
        hit = ad.by_word.get(word)
        if hit is not None and hit.term.kind == "taxon":
            return False
    return True


def _bracketed(ad: Ad, quantity: Quantity) -> bool:
    """Say whether a number stands in brackets or right at the end ("Ara (2)")."""
    if "(" in ad.between(quantity.first) or quantity.shape != "plain":
        return True
    last = (
        quantity.last >= len(ad.words) or ad.fields[quantity.last] != ad.fields[quantity.first]
    )
    return last and ad.fields[quantity.first] == TITLE and quantity.value <= 20


def _anywhere(ad: Ad, entry: Found, numbers: list[Quantity]) -> Quantity | None:
    """Find the number of a listing that offers one taxon only."""
    for wanted in (TITLE, DESCRIPTION):
        here = [q for q in numbers if ad.fields[q.first] == wanted]
        for shape in ("set", "piece", "sexes"):
            for quantity in here:
                if quantity.shape == shape and (shape != "sexes" or wanted == TITLE):
                    return quantity
        sexes = [q for q in here if q.shape == "sex"]
        if entry.product == "live" and sexes:
            total = sum(q.value for q in sexes)
            return Quantity(sexes[0].first, sexes[-1].last, total, sexes[0].method, "sex")
        leading = [q for q in here if q.shape == "plain" and q.first == 0 and q.value > 1]
        if leading:
            return leading[0]
    return None
