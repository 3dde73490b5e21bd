"""Things and animals that a title joins: "bangle and two necklaces"."""

from dataclasses import replace
from itertools import pairwise

from wildlife_analysis.classify.ad import COMMA, DESCRIPTION, PLUS, TITLE, Ad, Hit
from wildlife_analysis.classify.fitting import MATERIALS
from wildlife_analysis.classify.likely import furred
from wildlife_analysis.classify.numbers import Quantity, plain_value, role_of
from wildlife_analysis.classify.pairs import is_pair
from wildlife_analysis.classify.reading import NAMED, Kept
from wildlife_analysis.classify.totals import Found, Owned

__all__ = ["both_parts", "items_behind", "listed"]

_LIST = PLUS | {","}
_STEM = 4  # letters that two words for one thing share

_COVERS = ("fur", "skin_leather")
_BONES = ("skull", "horn", "bone")
# Parts of one animal that a plus joins.
_APART = frozenset({"medicine", "tooth_claw", "skull", "horn", "feather", "fur"})
_NEAR = 5  # words from a thing to another that goes with it
_DATED = 2  # words of a decade before a plus
_BESIDE = 3  # words from a name to the second of its parts


def both_parts(ad: Ad, kept: list[Kept]) -> list[Kept]:
    """Take two parts of one animal that the title joins as two ("Bär: Decke + Schädel").

    So too the living and their eggs ("Nandous gris + oeufs à couver").
    """
    result: list[Kept] = []
    for one in kept:
        second = _second_part(ad, one) if one.mention.field == TITLE else ""
        if not second:
            result.append(one)
            continue
        result.append(replace(one, sure=NAMED))
        result.append(replace(one, product=second, sure=NAMED))
    return result


def _second_part(ad: Ad, one: Kept) -> str:
    mention = one.mention
    if one.product == "live":
        if ad.parted(mention.last, PLUS) and role_of(ad, mention.last) == "clutch":
            return "egg"  # "Пантеровые хамелеоны + кладка"
        link = ad.link_before(mention.last + 1)  # "Йеменка с кладкой"
        return (
            "egg"
            if link in ("with", "and") and role_of(ad, mention.last + 1) == "clutch"
            else ""
        )
    parts = [
        h
        for h in [*ad.of_kind("product"), *([mention] if mention.term.product else [])]
        if h.field == TITLE and max(h.first - mention.last, mention.first - h.last) <= _BESIDE
    ]
    if one.product == "egg":
        last = _behind_set(ad, mention.last)  # "Rheas, trio, and hatching eggs"
        joined = any(p.term.code == "egg" and _joins(ad, last, p) for p in parts)
        return "live" if joined else ""
    for first, second in pairwise(sorted(parts, key=lambda h: h.first)):
        codes = {h.term.product or h.term.code for h in (first, second)}
        apart = len(codes) == 2 and codes <= _APART and ad.parted(second.first, PLUS)
        if apart and one.product in codes and second.first >= mention.last:
            return next(iter(codes - {one.product}))  # "Струя кабарги + клыки"
        cover, bone = codes.intersection(_COVERS), codes.intersection(_BONES)
        own = one.product in codes or one.product in _COVERS
        if cover and bone and own and _joins(ad, first.last, second):
            (other,) = bone if one.product in _COVERS else cover
            return "fur" if other in _COVERS and furred(mention) else other
    return ""


def _behind_set(ad: Ad, word: int) -> int:
    """Return the word behind a pair or trio that is told of a name."""
    hit = ad.by_word.get(word)
    return hit.last if hit is not None and hit.term.code in ("x2", "x3") else word


def _joins(ad: Ad, last: int, part: Hit) -> bool:
    """Say whether "and" or a plus alone stands between a word and a part."""
    link = ad.by_word.get(last)
    linked = link is not None and link.term.code == "and" and part.first == last + 1
    return linked or (part.first == last and ad.parted(last, PLUS))


def listed(ad: Ad, one: Owned, numbers: list[Quantity], alone: bool) -> Quantity | None:
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
        return _joined_things(ad, mentions[0], entry, numbers, alone)
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
        link = ad.by_word.get(one.last)
        also = other.first == one.last + 1 and link is not None and link.term.code == "and"
        also = (
            also and one.term.term[:_STEM] != other.term.term[:_STEM]
        )  # "саванна F1 и сервал"
        total += also or any(ad.parted(place, PLUS) for place in places)
    return Quantity(mentions[0].first, mentions[-1].last, total, "stated", "piece")


def _joined_things(
    ad: Ad, mention: Hit, entry: Found, numbers: list[Quantity], alone: bool
) -> Quantity | None:
    """Add up two things of one material ("Alligatorleder Gürtel & Geldbörse").

    Where the title names another animal too, only what stands between the two names.
    """
    sizes = [  # "Escarpins 38 et pochette"
        q
        for q in numbers
        if q.shape == "plain" and ad.fields[q.first] == TITLE and is_pair(ad, q.first - 1)
    ]
    titled = [q for q in numbers if ad.fields[q.first] == TITLE and q not in sizes]
    sized = {q.first for q in sizes}
    if titled:
        return _one_and_more(ad, mention, titled) if alone else None
    end = min(
        (
            h.first
            for h in ad.of_kind("taxon")
            if h.field == TITLE and h.first >= mention.last and h.term.code != mention.term.code
        ),
        default=ad.title_end,
    )
    if not alone and (end == ad.title_end or not ad.parted(end, COMMA)):
        return None
    things = [
        hit
        for hit in ad.hits
        if hit.field == TITLE
        and hit.last <= end
        and (alone or hit.first >= mention.first)
        and not _trimming(ad, mention, hit)
        and (
            (hit.term.kind == "product" and hit.term.code == entry.product)
            or (
                hit.term.kind == "decoy"
                and hit.term.code == "depiction"
                and hit.first > mention.first
            )
            or hit is mention
        )
    ]
    total = 1
    pair = False
    commas = 0  # things that "with" or commas join, until "and" ends the list
    for one, other in pairwise(things):
        last = one.last + (one.last in sized)
        matching = _matching(ad, last, other)
        total += matching
        pair |= matching and (is_pair(ad, one.last - 1) or is_pair(ad, other.last - 1))
        dated = other.first - last <= _DATED and ad.parted(other.first, PLUS)
        dated = dated and any(ad.numbers[word] for word in range(last, other.first))
        if dated:  # "Kroko Handtasche 60er + Geldbörse"
            total += 1
            pair |= is_pair(ad, one.last - 1) or is_pair(ad, one.first)
            continue
        between = ad.by_word.get(last)
        told = between is not None and between.term.code == "and" and not matching
        told = told and _unknown(ad, last, other)
        if (other.first - last > 1 and not told) or ad.words[one.first] == ad.words[
            other.first
        ]:
            continue
        linked = other.first > last and between is not None and between.term.code == "and"
        joined = linked or (other.first == last and ad.parted(other.first, PLUS))
        total += joined + (commas if joined else 0)
        comes = between is not None and between.term.code == "with"  # "mit Muff und Kappe"
        commas = 0 if joined or not (comes or _comma(ad, one, other)) else commas + 1
        pair |= bool(joined) and (is_pair(ad, one.last - 1) or is_pair(ad, other.last - 1))
    total += pair  # "snakeskin shoes & bag"
    further = [m for m in entry.mentions if m.field == DESCRIPTION]
    counted = any(q.shape in ("taxon", "part", "set") and q not in sizes for q in numbers)
    if (
        total == 1
        and not counted
        and any(
            role_of(ad, word) == "more"
            for m in further
            for word in range(max(m.first - 4, ad.title_end), m.first)
        )
    ):
        total = 2  # "Ozelotmantel | dazu passender Hut aus Ozelot"
    if total == 1:
        return None
    return Quantity(mention.first, mention.last, total, "stated", "piece")


def _trimming(ad: Ad, mention: Hit, thing: Hit) -> bool:
    """Say whether a thing is part of the coat before it ("with collar and cuffs")."""
    along = any(
        link.term.code == "with" and mention.first < link.first < thing.first
        for link in ad.of_kind("link")
    )
    return along and role_of(ad, thing.last - 1) == "trim"


def _unknown(ad: Ad, link: int, other: Hit) -> bool:
    """Say whether only words of no term part "and" and a thing ("and pill box hat")."""
    gap = range(link + 1, other.first)
    return len(gap) < _NEAR - 1 and not any(
        word in ad.by_word or ad.numbers[word] or role_of(ad, word) not in ("", "container")
        for word in gap
    )


def items_behind(ad: Ad, entry: Found) -> Quantity | None:
    """Count the things that a dash or colon lists behind a name.

    "Крокодил - ремень и сумка"; "alles Krokodilleder: 2 Taschen, 2 Paar Schuhe, ein Gürtel".
    """
    for mention in entry.mentions:
        first = mention.last
        dashed = first < len(ad.words) and ad.between(first).strip(" )") in ("-", "–", "—", ":")
        listing = mention.field == DESCRIPTION or ":" in ad.between(first)
        if not dashed or not listing:
            continue
        last, amount, things = first, 0, 0
        for word in range(first, len(ad.words)):
            hit = ad.by_word.get(word)
            if ad.clause[word] != ad.clause[first]:
                break
            thing = hit is not None and hit.first == word and hit.term.code == entry.product
            if thing and hit is not None:
                number = _items(ad, hit, last)
                if not number:
                    return None
                amount, things, last = amount + number, things + 1, hit.last
        if things > 1:
            return Quantity(first, last, amount, "stated", "piece")
    return None


def _items(ad: Ad, thing: Hit, after: int) -> int:
    """Count one thing of a list by the number before it; 0 where it begins no item."""
    number = 1 + any(is_pair(ad, word) for word in range(thing.first, thing.last))
    begins = after == thing.first
    for word in range(thing.first - 1, max(thing.first - 1 - _BESIDE, after - 1), -1):
        if ad.parted(word + 1, _LIST):
            return number
        value = plain_value(ad, word)
        if value:
            return number * value
        hit = ad.by_word.get(word)
        begins |= word == after or (hit is not None and hit.term.code == "and")
    return number if begins or ad.parted(thing.first, _LIST) else 0


def _matching(ad: Ad, last: int, other: Hit) -> bool:
    """Say whether a thing comes with another that goes with it ("bag with matching purse")."""
    gap = range(last, other.first)
    if not 0 < len(gap) < _NEAR:
        return False
    links = {h.term.code for h in map(ad.by_word.get, gap) if h is not None}
    said = any(role_of(ad, word) == "same" for word in (*gap, other.last))
    plus = ad.parted(last, PLUS)  # "handbag & matching shoes"
    # "and" alone joins them anyway
    return said and ("with" in links or plus or ("and" in links and len(gap) > 1))


def _comma(ad: Ad, one: Hit, other: Hit) -> bool:
    """Say whether a comma alone parts two things ("toque, col et manchon d'ocelot")."""
    return other.first == one.last and ad.between(other.first).strip() == ","


def _one_and_more(ad: Ad, mention: Hit, numbers: list[Quantity]) -> Quantity | None:
    """Add one thing to a number of others ("tortoiseshell lorgnette and 2 combs")."""
    if len(numbers) != 1 or ad.language not in ("en", "fr"):
        return None
    number = numbers[0]
    link = ad.by_word.get(number.first - 1)
    joined = ad.parted(number.first, PLUS) or (link is not None and link.term.code == "and")
    behind = number.first - mention.last - (not ad.parted(number.first, PLUS))
    several = mention.first > 0 or mention.last - mention.first > 1
    said = mention.last - mention.first > 1  # "tortoiseshell comb and 2 pins"
    named = behind > 0 or said if ad.language == "en" else behind == 0 and several
    things = number.shape in ("thing", "part") and joined and named and behind < 4
    rest = range(number.last, ad.title_end)
    materials = ("decoy", "taxon", "exclusion")
    other = any((h := ad.by_word.get(w)) is not None and h.term.kind in materials for w in rest)
    if not things or other:
        return None
    return Quantity(mention.first, number.last, number.value + 1, "stated", "piece")
