"""Things and animals that a title joins: "bangle and two necklaces"."""

from itertools import pairwise

from wildlife_analysis.classify.ad import DESCRIPTION, PLUS, TITLE, Ad, Hit
from wildlife_analysis.classify.context import MATERIALS
from wildlife_analysis.classify.numbers import Quantity, role_of
from wildlife_analysis.classify.totals import Found, Owned, is_pair

__all__ = ["listed"]


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
        total += any(ad.parted(place, PLUS) for place in places)
    return Quantity(mentions[0].first, mentions[-1].last, total, "stated", "piece")


def _joined_things(
    ad: Ad, mention: Hit, entry: Found, numbers: list[Quantity]
) -> Quantity | None:
    """Add up two things of one material ("Alligatorleder Gürtel & Geldbörse")."""
    titled = [q for q in numbers if ad.fields[q.first] == TITLE]
    if titled:
        return _one_and_more(ad, mention, titled)
    things = [
        hit
        for hit in ad.hits
        if hit.field == TITLE
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
    for one, other in pairwise(things):
        if other.first - one.last > 1 or ad.words[one.first] == ad.words[other.first]:
            continue
        between = ad.by_word.get(one.last)
        linked = other.first > one.last and between is not None and between.term.code == "and"
        joined = linked or (other.first == one.last and ad.parted(other.first, PLUS))
        total += joined
        pair |= joined and (is_pair(ad, one.last - 1) or is_pair(ad, other.last - 1))
    total += pair  # "snakeskin shoes & bag"
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
