"""Things of a list that a word such as "all" says to be of one material."""

from functools import cache

from wildlife_analysis.classify.ad import CATEGORY, DESCRIPTION, PLUS, Ad, Hit
from wildlife_analysis.classify.fitting import MATERIALS
from wildlife_analysis.classify.numbers import Quantity, plain_value, role_of
from wildlife_analysis.classify.pairs import is_pair
from wildlife_analysis.classify.roles import words_with
from wildlife_analysis.classify.totals import Found

__all__ = ["summed_up"]

_BETWEEN = 3  # words between "all" and the material: "alles aus echtem Krokodilleder"
_ITEM = 5  # words of one thing of a list: "eine kleine runde Dose"
_COMMAS = PLUS | {","}


@cache
def _all(language: str) -> frozenset[str]:
    """Return the words that sum a list up, in normal form."""
    return frozenset(words_with("all", language)) | frozenset(words_with("both", language))


def summed_up(ad: Ad, entry: Found) -> Quantity | None:
    """Count the things of a list that is summed up ("Kamm und Bürste, alles Elfenbein").

    Parameters
    ----------
    ad
        One listing.
    entry
        Its only taxon × product.

    Returns
    -------
    Quantity or None
        None where no word sums up a list of two things or more, or where one of them is of an
        unknown number.
    """
    if entry.product not in MATERIALS:
        return None
    for mention in entry.mentions:
        place = _word_for_all(ad, mention)
        if place < 0:
            continue
        first, last = _listed(ad, place)
        items = _items(ad, first, last)
        numbers = [_number(ad, item) for item in items]
        if len(items) > 1 and all(numbers):
            return Quantity(first, last, sum(numbers), "stated", "piece")
    return None


def _word_for_all(ad: Ad, mention: Hit) -> int:
    """Return the place of the word that sums up, before a material; -1 if there is none."""
    for place in range(mention.first, max(mention.first - 1 - _BETWEEN, -1), -1):
        if ad.clause[place] != ad.clause[mention.first] or ad.numbers[place]:
            return -1
        hit = ad.by_word.get(place)
        first = hit.first if hit is not None else place  # "les deux" is one number
        if ad.words[place] in _all(ad.language) or ad.words[first] in _all(ad.language):
            return first
        other = hit is not None and hit is not mention and hit.term.kind != "link"
        if other or (place < mention.first and ad.parted(place + 1, _COMMAS)):
            return -1
    return -1


def _listed(ad: Ad, place: int) -> tuple[int, int]:
    """Return where the list begins and ends: before the word, or the title above it."""
    while place and role_of(ad, place - 1) == "price_after" and not ad.numbers[place - 1]:
        place -= 1  # "le tout"
    if ad.fields[place] == DESCRIPTION and ad.position_in_field(place) == 0:
        return 0, ad.title_end
    first = place
    while (
        first
        and ad.clause[first - 1] == ad.clause[place]
        and ad.fields[first - 1] != CATEGORY
        and ":" not in ad.between(first)  # "Écrin incomplet : miroir, 2 brosses, tous en ..."
    ):
        first -= 1
    return first, place


def _items(ad: Ad, first: int, last: int) -> list[range]:
    """Part a list at commas and "and"."""
    items: list[range] = []
    start = first
    for word in range(first, last + 1):
        hit = ad.by_word.get(word) if word < last else None
        link = hit is not None and hit.term.kind == "link" and hit.term.code == "and"
        with_ = hit is not None and hit.term.code == "with" and word + 1 < last
        along = ad.by_word.get(word + 1)
        worn = along is not None and along.term.kind == "product"  # "Mantel mit Muff und Kappe"
        worn &= role_of(ad, word + 1) != "trim"
        link |= with_ and (worn or role_of(ad, word + 1) == "same")  # "mit passendem Beutel"
        if word == last or link or (word > start and ad.parted(word, _COMMAS)):
            if any(ad.words[w].isalpha() and len(ad.words[w]) > 2 for w in range(start, word)):
                items.append(range(start, word))  # "60er" is none
            start = word + link
    return items


def _number(ad: Ad, item: range) -> int:
    """Count the things of one item; 0 where it is no thing, or of an unknown number."""
    hits = [hit for hit in map(ad.by_word.get, item) if hit is not None]
    if len(item) > _ITEM or any(h.term.kind in ("exclusion", "offer") for h in hits):
        return 0
    pair = any(is_pair(ad, word) for word in item)
    told = [value for word in item if (value := plain_value(ad, word))]
    if told and role_of(ad, item[0]) == "one":
        return 1  # "бусы из 54 шариков"
    if told:
        return told[0] if len(told) == 1 else 0
    last = item[-1]
    plural = ad.plural(last) and not pair and ad.between(last) != "-"  # "porte-clés" is one
    return 0 if plural else 1 + pair
