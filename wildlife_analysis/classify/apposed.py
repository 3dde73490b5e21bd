"""Names of one listing that mean one species: common names beside scientific ones."""

from dataclasses import replace
from itertools import pairwise

from wildlife_analysis.classify.ad import TITLE, Ad, Hit
from wildlife_analysis.classify.numbers import numbered, plain_value, role_of
from wildlife_analysis.reference.taxonomy import ancestors

__all__ = ["apposed", "kin"]

_CROSS = frozenset({"x", "х"})  # of a hybrid ("кречет х балобан")
_SEVERAL = frozenset("&+,/")
_JOINED = frozenset("&+,")
_STEM = 4  # letters that forms of one name share
_OPENING = 8  # words of a description that speak of the animal in the title


def apposed(ad: Ad, hits: list[Hit]) -> list[Hit]:
    """Let a finer name beside a common one say which species is meant.

    Common names are shared by species of a genus: in "Weißrüssel-Nasenbär (Nasua narica)" the
    scientific name decides, wherever the common one stands in the listing; and "Nasenbär"
    alone means the Weißrüssel-Nasenbär that is named too.
    """
    renamed: dict[str, str] = {}
    for common, other in pairwise(hits):
        one, to = common.term.code, other.term.code
        latin = other.term.language == "la" and not _is_latin(ad, common) and " " in to
        near = other.first - common.last <= 1 and other.field == common.field
        if not (latin and near) or one == to or one in ancestors(to):
            continue
        apposed = not ad.between(other.first).strip(" (") and other.first == common.last
        shortened = near and ad.between(other.first) == ". ("  # "Otter kanad. (Lontra ...)"
        apposed = apposed or shortened
        if not (_whole(other) or apposed):
            continue  # "Ornithoptera priamus & croesus"
        if one.split()[0] == to.split()[0] or (apposed and (kin(one, to) or _order(one, to))):
            renamed[one] = to
    for common in hits:
        for other in hits:
            one, to = common.term.code, other.term.code
            stem = ad.words[common.first][:_STEM]  # "perruches: huit ondulées, une alexandre"
            own = [
                h
                for h in hits
                if h.term.code == one
                and (h.last - h.first > 1 or ad.words[h.first][:_STEM] != stem)
            ]
            crossed = not _CROSS.isdisjoint(ad.words[other.first : other.last])
            if (own and " " in one) or crossed:
                continue  # "zèbre de Hartmann, zèbre de Burchell ... le zèbre"
            if one != to and one not in renamed and _shortened(ad, common, other):
                renamed[one] = to
    renamed |= _siblings(ad, hits) | _in_latin(ad, hits) | _described(ad, hits)
    latin_names = {h.term.code for h in hits if h.term.language == "la"}
    renamed = {code: to for code, to in renamed.items() if code not in latin_names}
    return [
        replace(h, term=replace(h.term, code=renamed[h.term.code]))
        if h.term.code in renamed
        else h
        for h in hits
    ]


def _siblings(ad: Ad, hits: list[Hit]) -> dict[str, str]:
    """Read a common name of the description as the species that the title names in Latin.

    "Cuora flavomarginata | Deux tortues-boîtes" offers one species, unless the common name is
    joined to another by "and" or "plus".
    """
    latin = {
        h.term.code
        for h in hits
        if " " in h.term.code
        and (_whole(h) or ad.words[h.first] == h.term.code.split()[0].lower())
    }
    if len(latin) != 1:
        return {}
    to = next(iter(latin))
    titled = {h.term.code for h in hits if h.field == TITLE}
    several = any(ad.parted(w, _SEVERAL) for w in range(ad.title_end))
    several |= any(h.field == TITLE and h.term.code == "and" for h in ad.of_kind("link"))
    if titled != {to} or several:
        return {}
    renamed = {}
    for hit in hits:
        code = hit.term.code
        if hit.field == TITLE or code == to or hit.term.language == "la" or hit.term.product:
            continue
        if (
            code in ancestors(to)
            or to in ancestors(code)
            or not (kin(code, to) or _order(code, to))
        ):
            continue
        joined = ad.link_before(hit.first, reach=2) in ("and", "with", "or", "against", "not")
        # "+ 1 tinctorius" is another of the genus, "deux tortues-boîtes" is not
        joined |= code.split()[0] == to.split()[0] and numbered(ad, hit.first)
        if not joined and not ad.parted(hit.first, _JOINED):
            renamed[code] = to
    return renamed


def _in_latin(ad: Ad, hits: list[Hit]) -> dict[str, str]:
    """Read the common name of the title as the species that the description names in Latin.

    In "Krokodilteju | Tupinambis merianae, Männchen" the scientific name, in brackets or at
    the head of the description, says which animal it is.
    """
    latin = [h for h in hits if h.field != TITLE and _whole(h)]
    latin = [h for h in latin if " " in h.term.code]
    titled = {h.term.code for h in hits if h.field == TITLE}
    if len({h.term.code for h in latin}) != 1 or len(titled) != 1:
        return {}
    to, one = latin[0].term.code, next(iter(titled))
    first = latin[0].first
    if any(h.last == first and h.term.code == to for h in hits):
        return {}  # "... взрослая самка садового удава (Corallus hortulanus)"
    told = ad.between(first).endswith("(") or ad.position_in_field(first) == 0
    related = one in ancestors(to) or to in ancestors(one)
    return {one: to} if told and one != to and not related and kin(one, to) else {}


def _described(ad: Ad, hits: list[Hit]) -> dict[str, str]:
    """Read a common name of the title as the species of its genus that the text opens with.

    In "Tégu argentin rouge | Salvator rufescens femelle" the scientific name decides, unless
    it is one more animal ("also Testudo graeca"; a number, where the title has one as well).
    """
    if any(h.term.language == "la" for h in hits if h.field == TITLE):
        return {}
    genera = {h.term.code.split()[0] for h in hits if h.field == TITLE}
    latin = [h for h in hits if h.field != TITLE and " " in h.term.code and _is_latin(ad, h)]
    latin = [h for h in latin if h.term.code.split()[0] in genera]
    if not latin or len({h.term.code for h in latin}) != 1:
        return {}
    first = latin[0]
    genus = first.term.code.split()[0]
    titled = {h.term.code for h in hits if h.field == TITLE}
    titled = {code for code in titled if " " in code and code.split()[0] == genus}
    if len(titled) != 1:
        return {}
    one = next(iter(titled))
    before = range(max(first.first - 3, ad.title_end), first.first)
    numbers = {place for place, number in enumerate(ad.numbers) if number}
    numbers |= {place for h in ad.of_kind("quantity") for place in range(h.first, h.last)}
    titled_number = any(place < ad.title_end for place in numbers)
    titled_number = titled_number and not _sexes_of_set(ad, first.first)
    more = any(
        (titled_number and place in numbers) or role_of(ad, place) == "more" for place in before
    )
    joined = ad.link_before(first.first, reach=2) in ("and", "with", "or", "against", "not")
    told = ad.position_in_field(first.first) <= _OPENING or ad.between(first.first)[-1:] == "("
    if more or joined or not told:
        return {}
    return {one: first.term.code}


def _sexes_of_set(ad: Ad, name: int) -> bool:
    """Say whether sexes before a name come to the set of the title ("Trio | 1.2 guineti")."""
    males, females = name - 2, name - 1
    if males < ad.title_end or not (ad.numbers[males] and ad.numbers[females]):
        return False
    amount = plain_value(ad, males) + plain_value(ad, females)
    sets = {h.term.code for h in ad.of_kind("quantity") if h.field == TITLE}
    return ad.between(females) in (".", ",") and f"x{amount}" in sets


def _whole(hit: Hit) -> bool:
    """Say whether a name is a scientific one, its genus too."""
    return hit.term.language == "la" and hit.last - hit.first > 1


def _is_latin(ad: Ad, hit: Hit) -> bool:
    """Say whether a name is scientific, or the epithet of one alone ("tomatoes (guineti)")."""
    own = hit.term.code.lower().split()[1:]
    return hit.term.language == "la" or ad.words[hit.first : hit.last] == own


def _order(one: str, other: str) -> bool:
    """Say whether two taxa are of one order whose common names are mixed up."""
    shared = set(ancestors(one)) & set(ancestors(other))
    return bool(shared & {"Testudines", "Anura"})


def kin(one: str, other: str) -> bool:
    """Say whether two taxa are of one genus or family."""
    return bool(set(ancestors(one)[:2]) & set(ancestors(other)[:2]))


def _shortened(ad: Ad, common: Hit, other: Hit) -> bool:
    """Say whether a common name is the last part of a longer one of the same kin."""
    one, to = common.term.code, other.term.code
    if common.term.language == "la" or one in ancestors(to) or to in ancestors(one):
        return False
    if not kin(one, to) and not _order(one, to):
        return False
    words = [w.rstrip("s") for w in ad.words[common.first : common.last]]
    longer = [w.rstrip("s") for w in ad.words[other.first : other.last]]
    if common.term.product:  # "zebra rug", "peau de zèbre", and the Burchell's zebra it is
        if len(words) < 2 or ad.language not in ("en", "fr"):
            return False
        words = words[:1] if ad.language == "en" else words[-1:]
    if len(words) < len(longer):
        return longer[-len(words) :] == words or longer[: len(words)] == words
    return (
        len(words) == len(longer) == 1
        and len(words[0]) > 4
        and len(longer[0]) > len(words[0]) + 2
        and (longer[0].endswith(words[0]) or longer[0].startswith(words[0]))
        and ad.language == "de"
    )
