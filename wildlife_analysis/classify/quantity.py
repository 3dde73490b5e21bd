"""How many: which numbers of a listing count animals or items, and which do not."""

import re
from dataclasses import dataclass

from wildlife_analysis.classify.ad import CATEGORY, Ad, Hit

__all__ = ["Quantity", "quantities"]

LARGEST = 500  # a larger number in an ad is a price, a year or a part of a phone number
_DATE_OR_RANGE = re.compile(r"^\s*[-–/:]\s*$")
_CURRENCY = "€$£₽"
ARTICLES = frozenset({"le", "la", "l", "per", "pro", "je", "the", "das", "der", "die", "ea"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that may count specimens.

    Attributes
    ----------
    first, last
        Its words in the listing (``last`` excluded).
    value
        How many.
    method
        ``stated`` (digits), ``number_word`` or ``pair_or_set``.
    shape
        ``sexes`` (1.2.0), ``set`` (pair, trio), ``piece`` (3 Stück, lot de 3, x3),
        ``sex`` (2 mâles), ``egg``, or ``plain``.
    """

    first: int
    last: int
    value: int
    method: str
    shape: str


def quantities(ad: Ad) -> list[Quantity]:
    """List the numbers of a listing that may count specimens, in the order of the text.

    Left out are numbers with a unit of measure, years, dates, ranges, dimensions, sizes,
    generations, ring numbers and money.

    Parameters
    ----------
    ad
        One listing.

    Returns
    -------
    list of Quantity
    """
    found: list[Quantity] = []
    word = 0
    while word < len(ad.words):
        if ad.fields[word] == CATEGORY:
            break
        hit = ad.by_word.get(word)
        if ad.numbers[word] and (hit is None or hit.term.kind in ("quantity", "taxon")):
            quantity, word = _digits(ad, word)
        elif hit is not None and hit.term.kind == "quantity" and hit.first == word:
            quantity, word = _term(ad, hit)
        elif hit is not None and hit.term.inner and hit.first == word:
            value = int(hit.term.inner[1:])
            quantity = Quantity(word, hit.last, value, "pair_or_set", "set")
            word = hit.last
        else:
            quantity, word = None, word + 1
        if quantity is not None:
            found.append(quantity)
    return found


def _term(ad: Ad, hit: Hit) -> tuple[Quantity | None, int]:
    """Read a number word or the name of a set."""
    code = hit.term.code
    after = hit.last
    if code.startswith("x"):
        return Quantity(hit.first, after, int(code[1:]), "pair_or_set", "set"), after
    if code == "lot":
        # "lot de 3", "set of four"
        place = after
        if place < len(ad.words) and ad.link_before(place + 1) in ("of", ""):
            for reach in (place, place + 1):
                value = _plain_value(ad, reach)
                if value and ad.clause[hit.first] == ad.clause[reach]:
                    sexed = ad.by_word.get(reach + 1)
                    if sexed is not None and sexed.term.code in ("male", "female"):
                        return None, reach
                    return Quantity(hit.first, reach + 1, value, "stated", "piece"), reach + 1
        return None, after
    if code.isdigit():
        value = int(code)
        return _with_follower(ad, hit.first, after, value, "number_word")
    return None, after


def _plain_value(ad: Ad, word: int) -> int:
    """Read one word as a number; 0 where it is none."""
    if word >= len(ad.words):
        return 0
    if ad.numbers[word]:
        value = int(ad.words[word]) if len(ad.words[word]) <= 3 else 0
        return value if value <= LARGEST and not _measured(ad, word + 1) else 0
    hit = ad.by_word.get(word)
    if hit is not None and hit.term.kind == "quantity" and hit.term.code.isdigit():
        return int(hit.term.code)
    return 0


def _measured(ad: Ad, word: int) -> bool:
    """Say whether a unit of measure, a currency or a percent sign follows a number."""
    gap = ad.between(word)
    if any(c in gap for c in _CURRENCY + "%\"″°'’") and not gap.startswith(" '"):
        return True
    if word >= len(ad.words) or "\x1f" in gap or "\n" in gap:
        return False
    hit = ad.by_word.get(word)
    if hit is None or hit.term.kind != "quantity" or "," in gap:
        return False
    # Words for years, rings and sizes stand before their number.
    code = hit.term.code
    return code.startswith("unit:") and code not in ("unit:year", "unit:ring", "unit:size")


def _digits(ad: Ad, word: int) -> tuple[Quantity | None, int]:
    """Read a number written in digits, with the parts joined to it."""
    parts = [ad.words[word]]
    marks = []
    end = word + 1
    while end < len(ad.words) and ad.numbers[end] and ad.between(end) in (".", ","):
        marks.append(ad.between(end))
        parts.append(ad.words[end])
        end += 1
    before, after = ad.between(word), ad.between(end)
    if before[-1:] in _CURRENCY and before[-1:]:
        return None, end
    if _measured(ad, end) or _is_range(ad, word, end) or _named(ad, word):
        return None, end
    if len(parts) > 1:
        sexes = (
            len(parts) <= 3
            and all(len(part) <= 2 and (part == "0" or part[0] != "0") for part in parts)
            and 0 < sum(map(int, parts)) <= 60
            and not (len(parts) == 2 and marks[0] == "," and int(parts[1]) > 9)
        )
        if sexes:
            return Quantity(word, end, sum(map(int, parts)), "stated", "sexes"), end
        return None, end
    if len(parts[0]) > 3 or parts[0].startswith("0") or int(parts[0]) > LARGEST:
        return None, end
    value = int(parts[0])
    # x3, 3x, but not 80x50
    nearby = ad.words[end] if end < len(ad.words) else ""
    if nearby in ("x", "х", "×") and after in ("", " "):
        beyond = end + 1
        if beyond < len(ad.words) and ad.numbers[beyond]:
            while beyond < len(ad.words) and (
                ad.numbers[beyond] or ad.words[beyond] in ("x", "х")
            ):
                beyond += 1
            return None, beyond
        return Quantity(word, end + 1, value, "stated", "piece"), end + 1
    if word and ad.words[word - 1] in ("x", "х") and before in ("", " "):
        return Quantity(word - 1, end, value, "stated", "piece"), end
    return _with_follower(ad, word, end, value, "stated")


def _with_follower(
    ad: Ad, first: int, end: int, value: int, method: str
) -> tuple[Quantity | None, int]:
    """Look at the word after a number: a set, a classifier, a sex, a unit."""
    if _measured(ad, end) or (ad.between(end).startswith(")") and "(" not in ad.between(first)):
        return None, end  # a measure, or "3)" that only numbers a list
    if end < len(ad.words) and ad.words[end] in ARTICLES:
        return None, end  # "130 le mâle", "40 pro Paar": a price
    for place in (end, end + 1):
        if place >= len(ad.words) or ad.clause[place] != ad.clause[first]:
            break
        hit = ad.by_word.get(place)
        if hit is None:
            continue
        kind, code = hit.term.kind, hit.term.code
        if kind == "quantity" and code.startswith("x"):
            return Quantity(
                first, hit.last, value * int(code[1:]), "pair_or_set", "set"
            ), hit.last
        if hit.term.inner:
            return Quantity(
                first, hit.last, value * int(hit.term.inner[1:]), "pair_or_set", "set"
            ), hit.last
        if kind == "live" and code == "group":
            return Quantity(first, hit.last, value, method, "piece"), hit.last
        if kind == "quantity" and code == "piece":
            return Quantity(first, hit.last, value, method, "piece"), hit.last
        if code == "egg" and kind in ("quantity", "product"):
            return Quantity(first, hit.last, value, method, "egg"), hit.last
        if kind == "live" and code in ("male", "female", "unsexed", "young", "adult"):
            return Quantity(first, hit.last, value, method, "sex"), hit.last
        if place == end and kind != "link":
            break
    return Quantity(first, end, value, method, "plain"), end


def _is_range(ad: Ad, word: int, end: int) -> bool:
    """Say whether a number is part of a range, date, time or telephone number."""
    if end < len(ad.words) and ad.numbers[end] and _DATE_OR_RANGE.match(ad.between(end)):
        return True
    return bool(word and ad.numbers[word - 1] and _DATE_OR_RANGE.match(ad.between(word)))


def _named(ad: Ad, word: int) -> bool:
    """Say whether the word before makes the number a size, a year or the name of a thing."""
    if not word or ad.fields[word - 1] != ad.fields[word]:
        return False
    before = ad.between(word)
    hit = ad.by_word.get(word - 1)
    if hit is not None and hit.term.kind == "quantity":
        code = hit.term.code
        if code in ("unit:size", "unit:year", "unit:ring", "unit:generation", "unit:money"):
            return not before.strip() or before.strip() in ":.°"
    # F1, A4, N°3: a single letter right before
    return (
        before in ("", "°", "º")
        and len(ad.words[word - 1]) == 1
        and ad.words[word - 1] not in "xх"
    )
