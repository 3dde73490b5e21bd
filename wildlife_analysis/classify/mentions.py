"""Which words of a listing name a taxon, and which taxon they name there."""

from dataclasses import replace
from itertools import pairwise

from wildlife_analysis.classify.ad import CATEGORY, Ad, Hit
from wildlife_analysis.classify.lexicon import Lexicon
from wildlife_analysis.classify.quantity import role_of
from wildlife_analysis.reference.taxonomy import ancestors, strictness, taxon_class

__all__ = ["mentions"]

_ASKED_REACH = 6  # words between "looking for" and the taxon that is looked for
_EPITHET = 5  # letters of a scientific epithet that may stand alone
_OFFERING = ("sale", "exchange", "giveaway")


def mentions(ad: Ad, lexicon: Lexicon) -> tuple[list[Hit], list[tuple[Hit, str]]]:
    """List the names of taxa in a listing.

    Parameters
    ----------
    ad
        One listing.
    lexicon
        Compiled terms.

    Returns
    -------
    named
        Terms of kind taxon outside the category, in the order of the text, with the taxon
        they name in this listing.
    set_aside
        Names that are asked for in return, or that are part of another taxon's name, with a
        code of ``reasons``.
    """
    hits = [h for h in ad.hits if h.term.kind == "taxon" and h.field != CATEGORY]
    if not hits:
        return [], []
    set_aside: list[tuple[Hit, str]] = []
    if len(hits) > 1 or len(ad.of_kind("offer")) > 1:
        asked = _asked(ad, hits)
        set_aside += [(h, "wanted") for h in asked]
        hits = [h for h in hits if all(h is not a for a in asked)]
    if len({h.term.code for h in hits}) > 1:
        hits = _hybrids(ad, hits, set_aside)
        borrowed = [h for h in hits if _borrowed(h, hits, lexicon) or _modifies(ad, h, hits)]
        set_aside += [(h, "other_meaning") for h in borrowed]
        hits = [h for h in hits if all(h is not b for b in borrowed)]
        hits = _apposed(ad, hits)
    if any(h.last - h.first > 1 for h in hits):
        hits = sorted([*hits, *_epithets(ad, hits)], key=lambda h: h.first)
    return hits, set_aside


def _asked(ad: Ad, hits: list[Hit]) -> list[Hit]:
    """List the taxa that an exchange asks for, or that the advertiser seeks beside."""
    offers = [h for h in ad.of_kind("offer") if h.field != CATEGORY]
    swap = any(h.term.code == "exchange" for h in offers) or (
        any(h.term.code == "wanted" for h in offers)
        and any(h.term.code in _OFFERING for h in offers)
    )
    asked: list[Hit] = []
    for mention in hits:
        if swap and ad.link_before(mention.first, reach=3) in ("against", "for"):
            asked.append(mention)
            continue
        before = [h for h in offers if h.field == mention.field and h.last <= mention.first]
        last = before[-1] if before else None
        wanted = (
            last is not None
            and last.term.code == "wanted"
            and any(h.term.code in _OFFERING for h in offers)
            and mention.first - last.last <= _ASKED_REACH
            and ad.clause[last.first] == ad.clause[mention.first]
        )
        listed = asked and asked[-1].field == mention.field
        listed = listed and ad.clause[asked[-1].first] == ad.clause[mention.first]
        if wanted or (listed and not (last is not None and last.first > asked[-1].first)):
            asked.append(mention)
    return asked if len(asked) < len(hits) else []


def _borrowed(hit: Hit, hits: list[Hit], lexicon: Lexicon) -> bool:
    """Say whether a single word is part of the name of another taxon that is named too.

    In "2 juvéniles léopard Stigmochelys pardalis" the leopard is a tortoise.
    """
    if hit.last - hit.first != 1 or hit.term.product or hit.term.language == "la":
        return False
    own = hit.term.code
    for other in hits:
        code = other.term.code
        if code == own or own in ancestors(code) or code in ancestors(own):
            continue
        if other.last - other.first > 1 and any(
            word in lexicon.names.get(code, frozenset()) for word in (lexicon.key(hit.term),)
        ):
            return True
    return False


def _modifies(ad: Ad, hit: Hit, hits: list[Hit]) -> bool:
    """Say whether a name right beside that of another class only describes it.

    In "python réticulé tigre" and "tiger salamander" no tiger is offered: the describing word
    stands behind its noun in French and Russian, before it in English and German.
    """
    if hit.last - hit.first != 1 or hit.term.product or hit.term.language == "la":
        return False
    behind = ad.language in ("fr", "ru")
    for other in hits:
        gap = ad.between(hit.first if behind else other.first)
        beside = other.last == hit.first if behind else hit.last == other.first
        beside = beside or (other.term.language == "la" and hit.last == other.first)
        if beside and other.field == hit.field and not gap.strip(" -"):
            own, its = taxon_class(hit.term.code), taxon_class(other.term.code)
            if own and its and own != its:
                return True
    return False


def _hybrids(ad: Ad, hits: list[Hit], set_aside: list[tuple[Hit, str]]) -> list[Hit]:
    """Read a cross of two species as one animal, under the parent of the stricter Appendix."""
    gone: list[Hit] = []
    for one, other in pairwise(hits):
        between = ad.words[one.last : other.first]
        times = between in (["x"], ["х"]) or (
            not between and ad.between(other.first).strip() in ("×", "*")
        )
        if not times or one.field != other.field or any(one is g for g in gone):
            continue
        weaker = one if strictness(one.term.code) > strictness(other.term.code) else other
        gone.append(weaker)
    codes = {h.term.code for h in gone}
    kept = {h.term.code for h in hits if all(h is not g for g in gone)}
    set_aside += [(h, "other_meaning") for h in gone if h.term.code not in kept]
    return [h for h in hits if h.term.code not in codes or h.term.code in kept]


def _apposed(ad: Ad, hits: list[Hit]) -> list[Hit]:
    """Let a scientific name right behind a common one say which species is meant.

    Common names are shared by species of a genus: in "Weißrüssel-Nasenbär (Nasua narica)" the
    scientific name decides, wherever the common one stands in the listing.
    """
    renamed: dict[str, Hit] = {}
    for common, latin in pairwise(hits):
        if latin.term.language != "la" or common.term.language == "la":
            continue
        one, other = common.term.code, latin.term.code
        if one == other or " " not in one or " " not in other:
            continue
        near = latin.first - common.last <= 1 and latin.field == common.field
        if near and one.split()[0] == other.split()[0]:
            renamed[one] = latin
    latin_names = {h.term.code for h in hits if h.term.language == "la"}
    renamed = {code: to for code, to in renamed.items() if code not in latin_names}
    return [
        replace(h, term=replace(h.term, code=renamed[h.term.code].term.code))
        if h.term.code in renamed
        else h
        for h in hits
    ]


def _epithets(ad: Ad, hits: list[Hit]) -> list[Hit]:
    """Find taxa called by one word of a name given elsewhere ("4 klemmeri", "2 blue masked").

    The second word of a scientific name suffices; a word of a common name only behind a
    number.
    """
    scientific: dict[str, Hit] = {}
    common: dict[str, Hit] = {}
    for hit in hits:
        words = ad.words[hit.first : hit.last]
        if len(words) < 2:
            continue
        if hit.term.language == "la":
            if len(words[-1]) >= _EPITHET:
                scientific.setdefault(words[-1], hit)
        elif not hit.term.product:
            for word in words:
                common.setdefault(word.rstrip("s"), hit)
    found = []
    for place, word in enumerate(ad.words):
        if place in ad.by_word:
            continue
        hit = scientific.get(word)
        if hit is None and len(word) > 2 and _numbered(ad, place):
            hit = common.get(word.rstrip("s"))
            if hit is not None and role_of(ad, place):
                hit = None  # a colour
        if hit is not None:
            found.append(replace(hit, first=place, last=place + 1, field=ad.fields[place]))
    return found


def _numbered(ad: Ad, place: int) -> bool:
    """Say whether a number stands right before a word, or one word before."""
    for before in (place - 1, place - 2):
        if before < 0 or ad.fields[before] != ad.fields[place]:
            return False
        if "," in ad.between(before + 1):
            return False
        hit = ad.by_word.get(before)
        if ad.numbers[before] or (hit is not None and hit.term.kind == "quantity"):
            return hit is None or not hit.term.code.startswith("unit:")
    return False
