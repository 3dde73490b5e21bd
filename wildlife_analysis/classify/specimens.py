"""From the terms of a listing to the specimens it offers."""

from dataclasses import dataclass, field

from wildlife_analysis.classify.ad import CATEGORY, DESCRIPTION, TITLE, Ad, Hit
from wildlife_analysis.classify.context import Context
from wildlife_analysis.classify.counting import Found, count
from wildlife_analysis.classify.quantity import quantities
from wildlife_analysis.reference.taxonomy import ancestors

__all__ = ["Found", "Reading", "read"]


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
    count(ad, reading.found, _explained(reading.found, generic))
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


def _explained(found: list[Found], generic: dict[str, list[Hit]]) -> dict[int, list[Hit]]:
    """Give each entry the mentions of higher taxa that it alone explains."""
    result = {}
    for number, entry in enumerate(found):
        result[number] = [
            hit
            for code in ancestors(entry.code)
            for hit in generic.get(code, [])
            if sum(code in ancestors(other.code) for other in found) == 1
        ]
    return result
