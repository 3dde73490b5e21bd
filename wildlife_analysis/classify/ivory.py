"""Whose ivory or caviar it is that a listing offers."""

from dataclasses import replace

from wildlife_analysis.classify.ad import DESCRIPTION, MADE_OF, TITLE, Ad, Hit
from wildlife_analysis.classify.context import SHAPED
from wildlife_analysis.classify.fitting import OTHER_IVORY
from wildlife_analysis.classify.numbers import plain_value
from wildlife_analysis.classify.reading import Kept, Reading
from wildlife_analysis.classify.vocabulary import PLAIN_IVORY
from wildlife_analysis.reference.taxonomy import ancestors, taxon_class

__all__ = ["named_caviar", "named_ivory"]

_STURGEONS = "Acipenseriformes"


def named_ivory(ad: Ad, kept: list[Kept], reading: Reading) -> list[Kept]:
    """Read plain "ivory" as that of the animal that the listing names beside it."""
    plain = [
        k.mention for k in kept if k.product == "ivory" and k.mention.term.code == PLAIN_IVORY
    ]
    if not plain:
        return kept
    named = [
        hit
        for hit in [k.mention for k in kept] + [h for h, _ in reading.set_aside]
        if hit.term.kind == "taxon"
        and (
            hit.term.code in OTHER_IVORY
            or (hit.term.product == "ivory" and hit.term.code not in SHAPED)
        )
        and not ad.denied(hit.first)
    ]
    each = any(_counted(ad, hit) for hit in named)
    plain = [  # "3 ivory bangles, whale tooth"; "четыре из слоновой кости, две из мамонта"
        hit for hit in plain if not (_counted(ad, hit) and (each or hit.last - hit.first > 1))
    ]
    plain = [hit for hit in plain if not _of_elephants(ad, hit)]
    plain = [hit for hit in plain if not any(ad.plus_between(hit, h) for h in named)]
    joined = any(_joined(ad, hit, h) for hit in plain for h in named)
    plain = [] if joined else plain  # "Нэцке слоновая кость и клык моржа"
    if not named or not plain:
        return kept
    names = {hit.term.code for hit in named}
    reading.set_aside = [e for e in reading.set_aside if e[0].term.code not in names]
    if any(k.product == "skull" and k.mention in named for k in kept):
        return [k for k in kept if k.mention not in plain]  # its tusks are part of a skull
    return [
        replace(k, product="ivory" if k.mention in named else k.product)
        for k in kept
        if k.mention not in plain
    ] + [Kept(hit, "ivory", 3) for hit in named if all(hit is not k.mention for k in kept)]


def _joined(ad: Ad, plain: Hit, named: Hit) -> bool:
    """Say whether "and" alone joins plain ivory and another in the title."""
    gap = range(plain.last, named.first)
    link = ad.by_word.get(plain.last)
    both = plain.field == named.field == TITLE and plain.last - plain.first > 1
    return both and len(gap) == 1 and link is not None and link.term.code == "and"


def _of_elephants(ad: Ad, hit: Hit) -> bool:
    """Say whether a name of ivory says that it is an elephant's ("défense d'éléphant")."""
    words = ad.words[hit.first : hit.last]
    return any(w.startswith(("eleph", "elefan")) or w in ("слона", "слонов") for w in words)


def _counted(ad: Ad, hit: Hit) -> bool:
    """Say whether a number stands right before a name, or before "of" and the name."""
    before = hit.first - 1
    if before > 0 and (ad.link_before(hit.first) == "of" or ad.words[before] in MADE_OF):
        before -= 1
    return before >= 0 and plain_value(ad, before) > 0


def named_caviar(ad: Ad, kept: list[Kept]) -> list[Kept]:
    """Leave out plain "caviar" where the listing names other fish, and no sturgeon.

    "Kaviar Restposten | 12 Gläser Seehasenrogen, 8 Gläser Forellenkaviar".
    """
    plain = [k for k in kept if k.product == "caviar" and k.mention.term.code == _STURGEONS]
    if not plain or len(plain) < sum(k.product == "caviar" for k in kept):
        return kept
    fish = [
        k.mention.term.code
        for k in kept
        if k.mention.field == DESCRIPTION and taxon_class(k.mention.term.code) == "Actinopteri"
    ]
    own = any(_STURGEONS in (code, *ancestors(code)) for code in fish)
    return kept if own or not fish else [k for k in kept if k not in plain]
