"""One animal more that a listing brings in without a number: "also a hen", "und ihr Küken"."""

from wildlife_analysis.classify.ad import ARTICLE, PLUS, PRONOUNS, THE, Ad
from wildlife_analysis.classify.numbers import Quantity, role_of
from wildlife_analysis.classify.roles import OTHERS, has_role

__all__ = ["brought_in"]

_COUNTED = frozenset({"sex", "sexes", "set", "group", "extra", "piece", "taxon", "left"})
_SEVERAL = 2
_SINGLE = ("male", "female", "young")
_RELATED = ("parent", "child")
_JOINS = ("with", "and")
_BACK = 4  # words from "also" to the animal ("there is also a single hen")
_UNKNOWN = 1  # of them words that no table knows
_AHEAD = 6  # words from an animal to "too" ("die Mutter gebe ich auch mit ab")
_PLURAL = {"de": ("en",), "ru": ("и", "ы", "ами", "ями", "ок", "ов")}


def brought_in(ad: Ad, numbers: list[Quantity]) -> list[Quantity]:
    """List single animals that are added to those counted before.

    "Breeding pair plus three youngsters. There is also a single hen"; "10 Spiderlinge, und die
    Mutter steht ebenfalls zum Verkauf"; "пара. Ещё мамаша их".

    Parameters
    ----------
    ad
        One listing.
    numbers
        Its numbers, in the order of the text.

    Returns
    -------
    list of Quantity
        One animal each, of shape ``extra``.
    """
    found: list[Quantity] = []
    for word in _candidates(ad):
        if not _one_animal(ad, word) or any(q.first <= word < q.last for q in numbers):
            continue
        related = role_of(ad, word) in _RELATED
        before = [q for q in numbers if q.last <= word and (related or q.shape in _COUNTED)]
        if not before or before[-1].value < _SEVERAL:
            continue
        titled = ad.fields[before[-1].first] != ad.fields[word]
        near = titled or ad.clause[word] - ad.clause[before[-1].first] <= 1
        if not near or any(before[-1].last <= q.first < word for q in found):
            continue
        first = _from_more(ad, word, before[-1].last)
        if first < 0 and related and not titled and _too(ad, word):
            first = word
        if first >= 0 and not _goes(ad, word):
            hit = ad.by_word.get(word)
            last = word + 1 if hit is None else hit.last
            found.append(Quantity(first, last, 1, "stated", "extra"))
    return found


def _candidates(ad: Ad) -> list[int]:
    """List the words of the description that may be of one animal."""
    places = {h.first for h in ad.of_kind("live") if h.term.code in _SINGLE}
    if has_role(ad, *_RELATED):
        places |= {w for w in range(len(ad.words)) if role_of(ad, w) in _RELATED}
    if ad.language == "fr" and has_role(ad, "young"):
        places |= {w for w in range(len(ad.words)) if role_of(ad, w) == "young"}
    return sorted(place for place in places if place >= ad.title_end)


def _one_animal(ad: Ad, word: int) -> bool:
    """Say whether a word is of one animal, by its sex, age or kinship."""
    hit = ad.by_word.get(word)
    single = hit is not None and hit.term.kind == "live" and hit.term.code in _SINGLE
    if not single and role_of(ad, word) not in (*_RELATED, "young"):
        return False
    if (hit is not None and hit.first != word) or ad.words[word] in PRONOUNS:
        return False
    many = ad.plural(word) or ad.words[word].endswith(_PLURAL.get(ad.language, ()))
    with_it = ad.language == "fr" and ad.link_before(word, 2) in _JOINS  # "et leur petit"
    return not many and (role_of(ad, word) != "young" or with_it)


def _from_more(ad: Ad, word: int, last: int) -> int:
    """Return where an animal begins behind "also", "another" or a plus; -1 without one."""
    unknown = 0
    the = False
    for place in range(word - 1, max(word - 1 - _BACK, last - 1), -1):
        gap = ad.between(place + 1)
        if ad.clause[place] != ad.clause[word] or ad.numbers[place] or gap.strip(" '’-"):
            break
        if role_of(ad, place) in ("more", *OTHERS):
            now_and_then = ad.words[place - 1 : place + 1] == ["the", "odd"]
            return -1 if now_and_then else place + 1
        hit = ad.by_word.get(place)
        if hit is not None and hit.term.code in ("with", "and"):
            return place + 1 if the and not _sexed(ad, last, place) else -1
        own = role_of(ad, place) == "their"  # "пара и их прошлогодний птенец"
        the |= own or ad.words[place] in THE or role_of(ad, place) == "last"
        article = len(ad.words[place]) <= ARTICLE or (
            hit is not None and hit.term.code in ("1", "adult", "breeding", "age", "unit:age")
        )
        if article or role_of(ad, place) in ("colour", "last"):
            continue
        if hit is not None or unknown == _UNKNOWN:
            return -1
        unknown += 1
    return -1


def _sexed(ad: Ad, first: int, last: int) -> bool:
    """Say whether an animal is told between two places ("the male and the female")."""
    return any(
        h is not None and h.term.kind == "live" and h.term.code in _SINGLE
        for h in map(ad.by_word.get, range(first, last))
    )


def _goes(ad: Ad, word: int) -> bool:
    """Say whether an animal is told to be dead, sold or kept."""
    return ad.says(word, range(word + 1, word + 1 + _AHEAD), "gone", "kept", "died")


def _too(ad: Ad, word: int) -> bool:
    """Say whether an animal is said to be for sale as well, behind a number of its young."""
    for place in range(word + 1, min(word + 1 + _AHEAD, len(ad.words))):
        if ad.clause[place] != ad.clause[word]:
            return False
        hit = ad.by_word.get(place)
        if hit is not None and hit.term.code in ("not", "without"):
            return False
        if role_of(ad, place) in ("more", "too"):
            return not ad.parted(place, PLUS)
    return False
