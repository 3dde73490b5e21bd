"""A male and a female that are described one after the other."""

from wildlife_analysis.classify.ad import ARTICLE, DESCRIPTION, Ad, Hit
from wildlife_analysis.classify.forms import words_of
from wildlife_analysis.classify.totals import Found

__all__ = ["sexes_apart"]

APART = 12  # words between a male and a female that are described one after the other
_FAR = 24  # where the second is said to go together with the first
_ITEMS = 4  # clauses from the one to the other, then


def sexes_apart(ad: Ad, entry: Found) -> bool:
    """Say whether a male and a female are described one after the other.

    "Weibchen 5 Jahre, Männchen 4 Jahre"; "самка пастель, самец спайдер". Each begins an item,
    is one animal by its form, and is named once; neither is sought.
    """
    sexes = [
        h
        for h in ad.of_kind("live")
        if h.field == DESCRIPTION and h.term.code in ("male", "female")
    ]
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
