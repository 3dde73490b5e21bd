"""Things of a lot that are of another material than the rest of it."""

from wildlife_analysis.classify.ad import THE, Ad, Hit
from wildlife_analysis.classify.numbers import Quantity, plain_value, role_of
from wildlife_analysis.classify.roles import OTHERS

__all__ = ["other_material", "replaced"]

_BACK = 9  # words from a thing to what it is made of
_NOUN = 4  # words from a number to its noun ("one of the forks")
_STEM = 3  # letters that forms of one noun share
_HARD = ("bone", "horn")


def replaced(ad: Ad, numbers: list[Quantity]) -> list[Quantity]:
    """List the things of a lot that are of another material.

    "Twelve forks with ivory handles ..., one of the forks is rehandled in bone"; "16 шаров ...,
    два шара новодел, пластик".

    Parameters
    ----------
    ad
        One listing that offers things of ivory, shell or the like.
    numbers
        Its numbers (`quantity.quantities`).
    """
    found: list[Quantity] = []
    for hit in ad.hits:
        one = other_material(ad, hit, numbers) if _material(hit) else None
        if one is not None and all(one.first != known.first for known in found):
            found.append(one)
    return found


def _material(hit: Hit) -> bool:
    """Say whether a term names an imitation, or a bone."""
    decoy = (hit.term.kind, hit.term.code) == ("decoy", "imitation")
    return decoy or (hit.term.kind == "product" and hit.term.code in _HARD)


def other_material(ad: Ad, hit: Hit, numbers: list[Quantity]) -> Quantity | None:
    """Find how many things of a lot a material is told of, in its sentence; mostly none."""
    if ad.denied(hit.first):
        return None
    for word in range(hit.first - 1, max(hit.first - 1 - _BACK, -1), -1):
        if ad.clause[word] != ad.clause[hit.first]:
            return None
        own = ad.by_word.get(word)
        if own is not None and own.term.kind == "taxon":
            return None
        several = [q for q in numbers if q.last <= word and q.value > 1]
        if role_of(ad, word) == "one_of_them" and several and not ad.bracketed(word):
            return Quantity(word, word + 1, 1, "stated", "plain")
        if _the_listed(ad, word, hit.first) and several:
            return Quantity(word, word + 1, 1, "stated", "plain")
        value = plain_value(ad, word)
        them = role_of(ad, word + 1) == "share" and bool(several)  # "eine davon Kunstharz"
        other = role_of(ad, word - 1) == "more" or role_of(ad, word + 1) in OTHERS
        lots = {q.value for q in several}  # "6 шт | Четыре слоновая кость. Ещё две — смола"
        them |= other and any(part + value in lots for part in lots)
        if value and (them or _of_lot(ad, word, value, several)):
            return Quantity(word, word + 1, value, "stated", "plain")
    return None


def _the_listed(ad: Ad, word: int, material: int) -> bool:
    """Say whether a sentence begins with one thing of the list before it and what it is.

    "Mirror, two brushes and comb. The comb is a later plastic replacement".
    """
    begins = word > 1 and ad.words[word - 1] in THE
    begins = begins and ad.clause[word - 2] != ad.clause[word] and not ad.plural(word)
    told = role_of(ad, word + 1) == "be" and word + 1 < material
    return begins and told and ad.words[word] in ad.words[: word - 1]


def _of_lot(ad: Ad, word: int, value: int, several: list[Quantity]) -> bool:
    """Say whether a number counts some of the things that a larger one before it counts."""
    stems = {
        ad.words[place][:_STEM]
        for q in several
        if q.value > value
        for place in range(q.first + 1, min(q.last + 1, len(ad.words)))
        if len(ad.words[place]) > _STEM or place >= q.last
    }
    first = word + 1
    of = ad.by_word.get(first)
    reach = _NOUN if of is not None and of.term.code == "of" else 1
    nouns = (ad.words[w] for w in range(first, min(first + reach, len(ad.words))))
    return any(len(noun) >= _STEM and noun[:_STEM] in stems for noun in nouns)
