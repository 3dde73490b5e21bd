"""Things that a description adds without a number to what the title offers."""

from wildlife_analysis.classify.ad import DESCRIPTION, Ad, Hit
from wildlife_analysis.classify.fitting import MATERIALS
from wildlife_analysis.classify.numbers import role_of
from wildlife_analysis.classify.pairs import is_pair
from wildlife_analysis.classify.totals import Found

__all__ = ["further", "matching"]

_MOST = 3  # things that a description adds without a number
_STEM = 4  # letters that two words for one thing share
_COVERS = ("fur", "skin_leather")
_MATERIAL_ROLES = ("genuine", "metal", "wood")  # "with pewter stringing" names no thing


def further(ad: Ad, entry: Found, after: int) -> int:
    """Count things of the same material that the description adds without a number.

    "Sac croco | ... et porte-feuille croco aussi", "Ozelotmantel | mit Hut aus dem gleichen",
    "клык моржа | И брошка из моржового клыка": what is added is another thing than that of the
    title, it is joined to it, and it is said to be of the material.

    Parameters
    ----------
    ad
        One listing.
    entry
        Its only taxon × product.
    after
        Word from which on things are added.
    """
    if entry.product not in MATERIALS:
        return 0
    stems = {word[:_STEM] for word in ad.words[: ad.title_end]}
    total = 0
    for hit in ad.hits:
        if hit.field != DESCRIPTION or hit.first < after:
            continue
        thing = _own_thing(hit, entry) or hit.term.code == entry.product
        thing = thing or (hit.term.kind == "decoy" and hit.term.code == "depiction")
        if not thing:
            continue
        places = range(hit.first, hit.last)
        if any(role_of(ad, p) == "medium" for p in places):
            continue  # what a picture is painted with and on: "sur feuille d'ivoire"
        words = [ad.words[p] for p in places if role_of(ad, p) not in _MATERIAL_ROLES]
        words = [word for word in words if len(word) > 2]
        new = [word for word in words if word[:_STEM] not in stems and word not in _MATERIAL_OF]
        if not new or not _brought(ad, hit) or not _of_it(ad, hit, entry):
            continue
        if any(
            d.term.code == "imitation" and ad.clause[d.first] == ad.clause[hit.first]
            for d in ad.of_kind("decoy")
        ):
            continue  # "Die Bürste dazu ist nur Zelluloid"
        stems.update(word[:_STEM] for word in new)
        total += 1 + any(is_pair(ad, place) for place in range(hit.first, hit.last))
    return min(total, _MOST)


def matching(ad: Ad, entry: Found) -> int:
    """Count what matches a thing before the next animal is named.

    "Manteau d'ocelot, toque assortie, étole guépard".

    Parameters
    ----------
    ad
        One listing.
    entry
        One of several taxa × products.
    """
    if entry.product not in _COVERS:
        return 0
    total = 0
    for mention in entry.mentions:
        if mention.field != DESCRIPTION:
            continue
        for word in range(mention.last, len(ad.words)):
            hit = ad.by_word.get(word)
            if ad.clause[word] != ad.clause[mention.first]:
                break
            if hit is None or hit.first != word:
                continue
            if hit.term.kind in ("taxon", "exclusion"):
                break
            if hit.term.code == entry.product and role_of(ad, hit.last) == "same":
                total += 1 + is_pair(ad, word)
    return total


_MATERIAL_OF = ("aus", "из", "кожи", "cuir", "leather", "leder", "real", "genuine", "echt")


def _own_thing(hit: Hit, entry: Found) -> bool:
    """Say whether a name says by itself which part or thing it is ("defense sculptée")."""
    own = hit.term.kind == "taxon" and hit.term.product == entry.product
    return (
        own and hit.last - hit.first > 1 and any(hit.first == m.first for m in entry.mentions)
    )


def _brought(ad: Ad, hit: Hit) -> bool:
    """Say whether a thing is added to what was named before, and not counted."""
    clause = ad.clause[hit.first]
    before = [w for w in range(max(hit.first - 3, 0), hit.first) if ad.clause[w] == clause]
    if any(
        ad.numbers[w] or ((h := ad.by_word.get(w)) and h.term.kind == "quantity")
        for w in before
    ):
        return False
    linked = any(
        role_of(ad, word) == "more"
        or ((h := ad.by_word.get(word)) is not None and h.term.code in ("and", "with"))
        for word in before
    )
    goes_with = hit.last < len(ad.words) and role_of(ad, hit.last) == "same"  # "toque assortie"
    return (
        linked or goes_with or ad.says(hit.first, range(hit.last, hit.last + 3), "more", "gift")
    )


def _of_it(ad: Ad, hit: Hit, entry: Found) -> bool:
    """Say whether a thing is of the material: by its name, or by the words around it."""
    if _own_thing(hit, entry):
        return True
    beside = any(
        m.field == DESCRIPTION
        and m.first != hit.first
        and max(m.first - hit.last, hit.first - m.last) <= 1
        and ad.clause[m.first] == ad.clause[hit.first]
        for m in entry.mentions
    )
    return beside or ad.says(hit.first, range(hit.first - 1, hit.last + 4), "same")
