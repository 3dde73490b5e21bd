"""Kinds that a lot is broken down into: which of them a name is."""

from wildlife_analysis.classify.ad import CATEGORY, COMMA, DESCRIPTION, Ad
from wildlife_analysis.classify.numbers import Quantity, is_range, plain_value, role_of
from wildlife_analysis.classify.shapes import means_other
from wildlife_analysis.classify.totals import Owned

__all__ = ["share_of_lot"]

_LOTS = ("piece", "thing", "taxon", "part", "group", "left")
_SEVERAL = 2
_MOST = 40  # a larger number counts no things of a lot
_NEAR = 5  # words from a number to the kind that it counts
_SENTENCES = 2  # from a lot to where it is broken down
_SETS = ("x2", "x3", "x4")
_JOINED = (".", ",", "/")
_ARTICLES = ("a", "an")


def share_of_lot(ad: Ad, one: Owned, numbers: list[Quantity]) -> Quantity | None:
    """Find how many of a lot are of a kind, where a sentence tells how many are of each.

    "9 Stück | 4 davon Elfenbein, 3 Buchsbaum, 2 Hirschhorn": the numbers of the sentence come
    to that of the lot, and those at the name count the name.

    Parameters
    ----------
    ad
        One listing.
    one
        One taxon × product, with the places where it is named.
    numbers
        Numbers of the listing.

    Returns
    -------
    Quantity or None
        None where nothing is broken down, or every part of it is of the name.
    """
    for lot in numbers:
        if lot.value < _SEVERAL or lot.value > _MOST or lot.shape not in _LOTS:
            continue
        begins = ad.clause[lot.first]
        for clause in range(begins, begins + 1 + _SENTENCES):
            parts = _parts(ad, clause, lot.last)
            if len(parts) < _SEVERAL or sum(value for _, value in parts) != lot.value:
                continue
            if clause == begins and not _opened(ad, lot.last, parts[0][0]):
                continue
            ends = [word for word, _ in parts[1:]] + [len(ad.words)]
            own = [
                (word, value)
                for (word, value), end in zip(parts, ends, strict=True)
                if _counts(ad, one, word, end, named=not _at_name(ad, one, lot))
            ]
            rest = [
                (word, end)
                for (word, value), end in zip(parts, ends, strict=True)
                if (word, value) not in own
            ]
            if one.entry.product == "live" and not any(_names_other(ad, *w) for w in rest):
                continue  # "2 males, 4 females"
            if own and rest:
                amount = sum(value for _, value in own)
                return Quantity(own[0][0], own[-1][0] + 1, amount, "stated", "piece")
    return None


def _parts(ad: Ad, clause: int, after: int) -> list[tuple[int, int]]:
    """Return the numbers of a sentence behind a word, and where they stand."""
    found: list[tuple[int, int]] = []
    for word in range(after, len(ad.words)):
        if ad.clause[word] != clause or ad.fields[word] == CATEGORY:
            continue
        if ad.numbers[word] and ad.numbers[word - 1] and ad.between(word) in _JOINED:
            return []  # sexes: "1,2"
        set_ = ad.by_word.get(word)
        if set_ is not None and (set_.term.inner or set_.term.code in _SETS):
            return []
        if ad.numbers[word] and is_range(ad, word, word + 1):
            continue
        value = plain_value(ad, word)
        named = ad.by_word.get(word + 1)
        article = ad.words[word] in _ARTICLES and named is not None
        if article and named is not None and named.term.kind in ("taxon", "exclusion"):
            value = 1
        if 0 < value <= _MOST:
            found.append((word, value))
    return found


def _opened(ad: Ad, first: int, last: int) -> bool:
    """Say whether a colon or a bracket stands between a lot and what it is broken down into."""
    return any(
        mark in ad.between(w) for w in range(first, last + 1) for mark in (":", "(", "..")
    )


def _names_other(ad: Ad, first: int, last: int) -> bool:
    """Say whether an item names an animal."""
    return any(
        h.term.kind == "taxon" or means_other(h)
        for h in map(ad.by_word.get, range(first, last))
        if h is not None
    )


def _at_name(ad: Ad, one: Owned, lot: Quantity) -> bool:
    """Say whether a number of the description counts a name itself, not a lot of several."""
    return ad.fields[lot.first] == DESCRIPTION and any(
        0 <= m.first - lot.last < _NEAR
        and not any(":" in ad.between(w) for w in range(lot.last, m.first + 1))
        for m in one.entry.mentions
    )


def _counts(ad: Ad, one: Owned, word: int, end: int, *, named: bool) -> bool:
    """Say whether a number of a list counts a name: it stands right behind, in its item.

    Where a number counted the name before, only what is told to be genuine.
    """
    for mention in one.places if named else ():
        if not word < mention.first < min(end, word + 1 + _NEAR):
            continue
        if not any(ad.parted(w, COMMA) for w in range(word + 1, mention.first + 1)):
            return True
    genuine = range(word + 1, min(end, word + 1 + _SEVERAL))
    return any(role_of(ad, w) == "genuine" for w in genuine) and len(one.places) > 0
