"""What the words around a number say about it: a measure, an age, a price, part of a name."""

import re
from dataclasses import dataclass

from wildlife_analysis.classify.ad import Ad, Hit

__all__ = [
    "CURRENCY",
    "INSIDE",
    "LARGEST",
    "SEX",
    "TIMES",
    "YOUNG_DE",
    "Quantity",
    "aged",
    "contained",
    "counts_behind",
    "dated",
    "following_year",
    "fraction",
    "genuine",
    "is_range",
    "measured",
    "modifier",
    "named",
    "numbered",
    "numbering",
    "of_lot",
    "plain_value",
    "repeated",
    "role_of",
]

# Parts by whose number an animal is called.
_LIMBED = frozenset({"horned", "toed", "headed", "eyed", "legged", "banded", "lined", "clawed"})
LARGEST = 500  # a larger number in an ad is a price, a year or a part of a phone number
_ENDS_ITEM = frozenset(",+;")
_INSIDE = frozenset({"a", "an", "the", "my", "one", "total", "all", "this", "his", "her"})
INSIDE = frozenset({"in", "im", "dans", "в"})
_ABBREVIATED = 5  # letters: "разм. 38", but "средний размер. 50 шт"
_DECADES = ("annees",)
_INSTARS = (["l"], ["fh"], ["kl"], ["л"])
_YEAR = 4  # digits of a year
_SHARED = ("unit:length", "unit:weight", "unit:age")
_SMALL = 3  # letters of "per", "am", "в"
_RANGE = re.compile(r"^(\s*[-–]\s*|/|—|:)$")
CURRENCY = "€$£₽¥"
_UNITS = frozenset(CURRENCY + "%\"″°'’")
TIMES = ("x", "х")
YOUNG_DE = "jung"  # how German names of young begin: "Jungfrösche"
SEX = ("male", "female", "unsexed", "young", "adult")
_CENTURIES = ("19", "20")
_STOP = frozenset(".!\n")
_LOT = ("lot", "лот", "los")
_PRICE = 3  # digits by which a price behind a dash is longer than sexes


@dataclass(slots=True)
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
        What it counts: ``sexes`` (1.2.0), ``set`` (pair, trio), ``piece`` (3 Stück, lot de 3,
        x3), ``left`` (il m'en reste 3), ``sex`` (2 mâles), ``group`` (3 birds), ``part``
        (2 tusks), ``egg``, ``taxon`` (2 hermanns), ``plain`` (nothing known), ``other`` (a
        noun that mostly means something else: 2 tortues d'eau), ``extra`` (one animal more that
        is told without a number), or ``thing`` (a noun that no term knows).
    """

    first: int
    last: int
    value: int
    method: str
    shape: str


def role_of(ad: Ad, word: int) -> str:
    """Return what a word says beside a number (table ``context_words``); mostly nothing."""
    if not 0 <= word < len(ad.words):
        return ""
    return ad.roles.get(ad.words[word], "")


def genuine(ad: Ad, mention: Hit) -> bool:
    """Say whether "real" or "genuine" stands in or right before a name."""
    first = max(mention.first - 2, 0)
    return any(
        role_of(ad, word) == "genuine" and ad.fields[word] == mention.field
        for word in range(first, mention.last)
    )


def measured(ad: Ad, word: int) -> bool:
    """Say whether a unit of measure, an age, a currency or a percent sign follows a number."""
    gap = ad.between(word)
    ahead = gap[:1] == " " and gap[-1:] in CURRENCY and word < len(ad.words)
    if ahead and ad.numbers[word]:
        return False  # "white faced scops x2 £100 each"
    if not _UNITS.isdisjoint(gap) and not gap.startswith((" '", ", ")):
        return True
    if word >= len(ad.words) or "\x1f" in gap or "\n" in gap:
        return False
    hit = ad.by_word.get(word)
    if hit is None or hit.first != word or "," in gap:
        return False
    kind, code = hit.term.kind, hit.term.code
    if instar(ad, word):
        return False  # "0.0.10 L6"
    if kind == "live":
        return code == "age"  # "3 year old"
    # "12 in a jar", but "12 in" is a measure
    if ad.language == "en" and ad.words[word] == "in":
        inside = ad.words[hit.last : hit.last + 1]
        if inside and inside[0] in _INSIDE and ad.between(hit.last) == " ":
            return False
    # Words for years, rings and sizes stand before their number, but "belt 34 waist".
    if code == "unit:size" and ad.language in ("en", "ru"):  # "38 размер"
        return hit.last >= len(ad.words) or not ad.numbers[hit.last]
    return (
        kind == "quantity"
        and code.startswith("unit:")
        and code not in ("unit:year", "unit:ring", "unit:size")
    )


def instar(ad: Ad, word: int) -> bool:
    """Say whether a word and a number tell how often a spider has moulted ("L6", "FH 4")."""
    told = ad.words[word : word + 1] in _INSTARS and word + 1 < len(ad.words)
    return told and ad.numbers[word + 1] and ad.between(word + 1) in ("", " ", ".")


def aged(ad: Ad, word: int) -> bool:
    """Say whether a number behind a sex is an age ("male 15, female 13")."""
    hit = ad.by_word.get(word - 1)
    if hit is None or hit.term.kind != "live" or hit.term.code not in ("male", "female"):
        return False
    if ad.between(word).strip() or hit.field != ad.fields[word]:
        return False
    before = hit.first - 1
    if before > 0 and ad.numbers[before] and aged(ad, before):
        return True  # "male 12 female 11"
    return not (hit.first and (ad.numbers[before] or _counts(ad, before)))


def _counts(ad: Ad, word: int) -> bool:
    """Say whether a word is a number word."""
    hit = ad.by_word.get(word)
    return hit is not None and hit.term.kind == "quantity" and hit.term.code.isdigit()


def dated(ad: Ad, word: int) -> bool:
    """Say whether a word for a year stands before a number."""
    hit = ad.by_word.get(word - 1)
    return (
        hit is not None
        and hit.term.code == "unit:year"
        and hit.field == ad.fields[word]
        and ad.between(word).strip() in ("", ":", ".")
    )


def contained(ad: Ad, end: int) -> bool:
    """Say whether the things counted are in a jar or a box ("12 in a jam jar", "8 im Glas")."""
    if end >= len(ad.words) or ad.words[end] not in INSIDE or ad.between(end) != " ":
        return False
    return ad.says(end, range(end + 1, end + 4), "container")


def end_of_item(ad: Ad, end: int) -> bool:
    """Say whether an item ends behind a number: at a mark, or with the field."""
    if end >= len(ad.words) or ad.fields[end] != ad.fields[end - 1]:
        return True
    return ad.between(end).strip()[:1] in tuple(",.;+!?")


def is_year(ad: Ad, word: int) -> bool:
    """Say whether a word is a year of this century or the last."""
    own = ad.words[word : word + 1]
    return bool(own) and ad.numbers[word] and len(own[0]) == _YEAR and own[0][:2] in _CENTURIES


def following_year(ad: Ad, word: int) -> bool:
    """Say whether two digits are the year after the one before them ("2016 und 17")."""
    own = ad.words[word]
    joined = ad.link_before(word) == "and" and is_year(ad, word - 2)
    if not joined or len(own) != 2 or int(own) - int(ad.words[word - 2][2:]) not in (1, 2):
        return False
    behind = ad.by_word.get(word + 1)
    counts = behind is not None and behind.term.kind in ("live", "taxon", "product")
    return not counts or bool(ad.between(word + 1).strip())


def fraction(ad: Ad, word: int) -> bool:
    """Say whether a fraction follows a number, which is a measure then ("2 1/16")."""
    return (
        word + 1 < len(ad.words)
        and ad.numbers[word]
        and ad.numbers[word + 1]
        and ad.between(word) == " "
        and ad.between(word + 1) in ("/", "⁄")
        and int(ad.words[word]) < int(ad.words[word + 1])
    )


def of_lot(ad: Ad, word: int) -> bool:
    """Say whether the number behind "lot" is its own in an auction ("Лот 31, ...")."""
    begins = word == 1 or not _STOP.isdisjoint(ad.between(word - 1))
    named = ad.words[word - 1] in _LOT  # other words for a lot count: "Reste 3."
    return begins and named and ad.between(word) in (" ", " № ") and end_of_item(ad, word + 1)


def is_range(ad: Ad, word: int, end: int) -> bool:
    """Say whether a number is part of a range, date, time or telephone number.

    So is the first of two measures or ages ("1,6 и 1,9 м", "8 und 11 Jahre").
    """
    link = ad.by_word.get(end)
    if link is not None and link.term.code == "and" and end + 1 < len(ad.words):
        beyond = end + 1
        while beyond < len(ad.words) and ad.numbers[beyond]:
            beyond += 1
        unit = ad.by_word.get(beyond)
        shared = unit is not None and unit.term.code in _SHARED
        if beyond - end > 1 and shared and measured(ad, beyond):
            return True
    longer = end < len(ad.words) and len(ad.words[end]) - len(ad.words[end - 1]) >= _PRICE
    if longer and ad.words[end - 1] != ad.words[word]:
        return False  # "1,2 - 32000"
    if end < len(ad.words) and ad.numbers[end] and _RANGE.match(ad.between(end)):
        return not _broken_down(ad, end)
    if not (word and ad.numbers[word - 1] and _RANGE.match(ad.between(word))):
        return False
    if _broken_down(ad, word):
        return False
    if len(ad.words[word - 1]) == _YEAR > len(ad.words[word]) and counts_behind(ad, end):
        return False  # "2021 - 2 шт."
    # "L6 - 5 шт", "FH 4 - 3 Stück": the six belongs to a name
    return not instar(ad, word - 2) and not (
        word > 1 and ad.between(word - 1) == "" and not ad.numbers[word - 2]
    )


def _broken_down(ad: Ad, part: int) -> bool:
    """Say whether a smaller number of a colour tells what a dash parts ("4 - 2 white")."""
    whole = part - 1
    return (
        ad.between(part).startswith(" ")
        and ad.between(whole) == " "
        and max(len(ad.words[whole]), len(ad.words[part])) < _SMALL
        and int(ad.words[part]) < int(ad.words[whole])
        and role_of(ad, part + 1) == "colour"
    )


def counts_behind(ad: Ad, word: int) -> bool:
    """Say whether a word for pieces stands behind a number."""
    hit = ad.by_word.get(word)
    return hit is not None and hit.term.code == "piece"


def named(ad: Ad, word: int) -> bool:
    """Say whether the word before makes the number a size, a year or the name of a thing."""
    if not word or ad.fields[word - 1] != ad.fields[word]:
        return False
    before = ad.between(word)
    if "\n" in before:
        return False
    hit = ad.by_word.get(word - 1)
    if hit is not None and hit.term.code == "and" and word > 2 and ad.numbers[word - 2]:
        return _listed_size(ad, word - 2)  # "диск 20 и 24", "size 8.5 and 9"
    if hit is not None and hit.term.kind == "quantity":
        code = hit.term.code
        if code == "unit:length" and word > 1 and ad.numbers[word - 2] and before == " ":
            return len(ad.words[word]) == 2  # "2 m 60"
        ended = "." in before and len(ad.words[word - 1]) > _ABBREVIATED
        if ad.words[word - 1] == "gr" and not (word > 1 and ad.numbers[word - 2]):
            code = "unit:size"  # "Gr. 37", but "500 gr 3 Stück"
        if (
            code == "unit:age"
            and ad.words[word - 1] in _DECADES
            and int(ad.words[word]) % 10 == 0
        ):
            return len(ad.words[word]) == 2  # "sac des années 60"
        if code == "unit:size" and hit.first and ad.words[hit.first - 1] == "je":
            return False  # "je taille : 3 montipora"
        if code in ("unit:size", "unit:ring", "unit:generation", "unit:money") and not ended:
            return not before.strip() or before.strip() in ":.°"
    # F1, A4, N°3, PK23: letters right before
    return before in ("", "°", "º") and ad.words[word - 1] not in TIMES


def _listed_size(ad: Ad, word: int) -> bool:
    """Say whether a number ends a list of sizes or rings ("T 8, 8,5 et 9")."""
    unit = ad.by_word.get(word - 1)
    if unit is not None and unit.term.code == "unit:money":
        return False  # "CHF 150 und 5 junge ..."
    while word > 2 and ad.numbers[word - 1] and ad.between(word).strip() in (".", ","):
        word -= 1
    return named(ad, word)


def numbering(ad: Ad, word: int, end: int) -> bool:
    """Say whether a number only numbers a list ("1. Weibchen, 2. Terzel")."""
    if not ad.between(end).startswith(". "):
        return False
    if ad.words[word] == "1":
        # "pocillopora 1." counts
        return ad.between(word) != " " or ad.clause[word - 1] != ad.clause[word]
    before = str(int(ad.words[word]) - 1)
    return any(
        ad.numbers[place] and ad.words[place] == before and ad.between(place + 1)[:2] == ". "
        for place in range(word)
    )


def modifier(ad: Ad, end: int) -> bool:
    """Say whether a hyphen makes the number part of a word ("4-Zehen-Schildkröte")."""
    if end >= len(ad.words):
        return False
    if (
        ad.language == "en"
        and ad.words[end] in _LIMBED
        and ad.between(end).strip() in ("", "-")
    ):
        return True  # "three horned Jackson's chameleon"
    if ad.between(end) != "-":
        return False
    hit = ad.by_word.get(end)
    return hit is None or hit.term.kind != "quantity" or hit.term.code.startswith("unit:")


def repeated(ad: Ad, word: int, end: int) -> bool:
    """Say whether a number tells how often a thing is done ("3x geimpft", "fed 2 x a day")."""
    ahead = ad.words[end : end + 1] in (["x"], ["х"], ["mal"])
    if not ahead and not (word and ad.words[word - 1] in TIMES):
        return False
    before = word - 1 - (not ahead)
    if (
        role_of(ad, before) == "repeated"
        and ad.clause[before] == ad.clause[word]
        and not ad.parted(before + 1, _ENDS_ITEM)
    ):
        return True
    if not ahead or end + 1 >= len(ad.words) or ad.between(end + 1).strip():
        return False
    done = ad.by_word.get(end + 1)  # "2x tierärztlich untersucht"
    if role_of(ad, end + 1) == "repeated" or (done is not None and done.term.code == "care"):
        return True
    period = ad.by_word.get(end + 2)  # "3 x par jour"
    small = len(ad.words[end + 1]) <= _SMALL and end + 1 not in ad.by_word
    return small and period is not None and period.term.code == "unit:age"


def plain_value(ad: Ad, word: int) -> int:
    """Read one word as a number; 0 where it is none."""
    if word >= len(ad.words):
        return 0
    if ad.numbers[word]:
        value = int(ad.words[word]) if len(ad.words[word]) <= 3 else 0
        behind = ad.words[word + 1 : word + 2]
        glued = bool(behind) and ad.between(word + 1) == "" and behind[0] not in TIMES
        if glued and ad.by_word.get(word + 1) is None:
            return 0  # "вместе 11т"
        return value if value <= LARGEST and not measured(ad, word + 1) else 0
    hit = ad.by_word.get(word)
    if hit is not None and hit.term.kind == "quantity" and hit.term.code.isdigit():
        return int(hit.term.code)
    return 0


def numbered(ad: Ad, place: int) -> bool:
    """Say whether a number stands before a word, with no more than one word between."""
    before = place - 1
    hit = ad.by_word.get(before)
    if hit is not None and hit.term.kind == "live":
        before = hit.first - 1
    for word in (before, before - 1):
        if word < 0 or ad.fields[word] != ad.fields[place] or "," in ad.between(word + 1):
            return False
        hit = ad.by_word.get(word)
        if ad.numbers[word] or (hit is not None and hit.term.kind == "quantity"):
            return hit is None or not hit.term.code.startswith("unit:")
    return False
