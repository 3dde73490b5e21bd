"""A male and a female that are described one after the other."""

from wildlife_analysis.classify.ad import ARTICLE, DESCRIPTION, Ad, Hit
from wildlife_analysis.classify.borders import items
from wildlife_analysis.classify.forms import words_of
from wildlife_analysis.classify.numbers import Quantity
from wildlife_analysis.classify.totals import Found

__all__ = ["sexes_apart", "sexes_listed"]

APART = 12  # words between a male and a female that are described one after the other
_FAR = 24  # where the second is said to go together with the first
_SEXES = ("male", "female")
_LONG = 6  # words of an item
_MANY = 4  # animals of one
_ITEMS = 4  # clauses from the one to the other, then


def sexes_apart(ad: Ad, entry: Found) -> bool:
    """Say whether a male and a female are described one after the other.

    "Weibchen 5 Jahre, Männchen 4 Jahre"; "самка пастель, самец спайдер". Each begins an item,
    is one animal by its form, and is named once; neither is sought.
    """
    sexes = [h for h in ad.of_kind("live") if h.field == DESCRIPTION and h.term.code in _SEXES]
    if entry.product != "live" or len(sexes) != 2:
        return False
    one, other = sexes
    if one.term.code == other.term.code:
        return False
    ahead = range(other.last, other.last + APART)
    together = ad.says(other.first, ahead, "together")
    together = together and not ad.says(other.first, ahead, "gone", "kept")
    items, apart = (_ITEMS, _FAR) if together else (1, APART)
    if ad.clause[other.first] - ad.clause[one.first] > items:
        return False
    breaks = ("or", "for", "against", "like", "not", "without")
    between = map(ad.by_word.get, range(one.last, other.first))
    if any(
        h is not None and (h.term.code in breaks or h.term.kind == "offer") for h in between
    ):
        return False
    return other.first - one.last <= apart and all(_begins(ad, hit) for hit in sexes)


def sexes_listed(ad: Ad, entry: Found, numbers: list[Quantity]) -> Quantity | None:
    """Add up a sentence whose every item is one animal by its sex, or a number of them.

    "Самец пастель, самка мохаве, самка классик"; "Nosy Be male £120, Ambilobe pair £200".
    """
    sexed = any(h.field == DESCRIPTION and h.term.code in _SEXES for h in ad.of_kind("live"))
    titled = any(ad.fields[q.first] != DESCRIPTION for q in numbers)
    titled |= any(h.field != DESCRIPTION for h in ad.of_kind("quantity") if h.term.code == "x2")
    if entry.product != "live" or titled or not sexed:
        return None
    first = ad.title_end
    own = [w for w in range(first, len(ad.words)) if ad.clause[w] == ad.clause[first]]
    told = [_one_item(ad, entry, item, numbers) for item in items(ad, own)]
    if len(told) < 2 or not all(told) or sum(told) <= 2 or max(told) > _MANY:
        return None
    if max(told) > 1 and told.count(1) != 1:
        return None  # "a pair, cock 3, hen 2"
    return Quantity(first, own[-1] + 1, sum(told), "stated", "piece")


def _one_item(ad: Ad, entry: Found, item: list[int], numbers: list[Quantity]) -> int:
    """Count the animals of one item; 0 where it says something else."""
    hits = [h for h in map(ad.by_word.get, item) if h is not None]
    other = any(
        h.term.kind in ("exclusion", "offer", "decoy")
        or (h.term.kind == "taxon" and h.term.code != entry.code)
        for h in hits
    )
    sexes = {
        h.first
        for h in hits
        if h.term.kind == "live" and h.term.code in _SEXES and not ad.plural(h.last - 1)
    }
    own = [q for q in numbers if q.first in item]
    if other or len(item) > _LONG:
        return 0
    if own:
        return own[0].value if len(own) == 1 and own[0].shape in ("set", "sexes") else 0
    return len(sexes) == 1


def _begins(ad: Ad, hit: Hit) -> bool:
    """Say whether a word for one animal begins an item of the description."""
    if ad.words[hit.first : hit.last] != list(words_of(hit.term.term)):
        return False
    first = hit.first
    described = ad.language == "en" and first and not ad.between(first).strip()
    if described and ad.by_word.get(first - 1) is None and not ad.numbers[first - 1]:
        first -= 1  # "Yellow male and plain female"
    elif first and ad.language != "ru" and len(ad.words[first - 1]) <= ARTICLE:
        before = ad.by_word.get(first - 1)
        first -= before is None and not ad.between(first).strip()  # "Le mâle ..., la femelle"
    before = ad.by_word.get(first - 1)
    joined = before is not None and (before.term.kind == "taxon" or before.term.code == "and")
    gap = ad.between(first)
    return joined or "\x1f" in gap or any(c in gap for c in ",;:.+\n")
