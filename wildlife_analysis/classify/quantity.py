"""How many: which numbers of a listing count animals or items, and which do not."""

import re
from dataclasses import dataclass
from functools import cache

from wildlife_analysis import reference
from wildlife_analysis.classify.ad import CATEGORY, Ad, Hit
from wildlife_analysis.classify.forms import words_of

__all__ = ["Quantity", "quantities", "role_of"]

LARGEST = 500  # a larger number in an ad is a price, a year or a part of a phone number
SEXES = 60  # the largest sum of a sex notation: "12.05" and more is a date or a price
PRICE_FROM = 5  # a number behind "à" or "je" is a price from here on ("zu 2 abzugeben")
REACH = 3  # words between a number and the noun it counts ("3 very young Greek tortoises")
_RANGE = re.compile(r"^\s*[-–—/:]\s*$")
_CURRENCY = "€$£₽¥"
_TIMES = ("x", "х")
SEX = ("male", "female", "unsexed", "young", "adult")


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
        What it counts: ``sexes`` (1.2.0), ``set`` (pair, trio), ``piece`` (3 Stück, lot de 3,
        x3), ``left`` (il m'en reste 3), ``sex`` (2 mâles), ``group`` (3 birds), ``part``
        (2 tusks), ``egg``, ``taxon`` (2 hermanns), ``plain`` (nothing known), or ``thing``
        (a noun that no term knows).
    """

    first: int
    last: int
    value: int
    method: str
    shape: str


@cache
def _roles(language: str) -> dict[str, str]:
    """Return what the words beside numbers say, in normal form."""
    table = reference.table("number_words")
    if language:
        table = table[table["language"] == language]
    return {words_of(w)[0]: r for w, r in zip(table["word"], table["role"], strict=True)}


def role_of(ad: Ad, word: int) -> str:
    """Return what a word says beside a number (table ``number_words``); mostly nothing."""
    return _roles(ad.language).get(ad.words[word], "")


def quantities(ad: Ad) -> list[Quantity]:
    """List the numbers of a listing that may count specimens, in the order of the text.

    Left out are numbers with a unit of measure, years, dates, ranges, dimensions, sizes,
    generations, ring numbers, ages and money.

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
    covering = ad.by_word
    end = len(ad.words)
    while word < end:
        hit = covering.get(word)
        if ad.numbers[word]:
            if ad.fields[word] == CATEGORY:
                break
            if hit is None or hit.term.kind == "quantity":
                quantity, word = _digits(ad, word)
            else:
                quantity, word = None, word + 1
        elif hit is None or hit.first != word:
            word += 1
            continue
        elif hit.field == CATEGORY:
            break
        elif hit.term.kind == "quantity":
            quantity, word = _term(ad, hit)
        elif hit.term.kind == "live" and (couple := _couple(ad, hit)):
            quantity, word = couple, couple.last
        elif found and _one_more(ad, found[-1], hit):
            quantity, word = Quantity(word, hit.last, 1, "stated", "sex"), hit.last
        elif hit.term.inner:
            value = int(hit.term.inner[1:])
            quantity, word = Quantity(word, hit.last, value, "pair_or_set", "set"), hit.last
        else:
            quantity, word = None, hit.last
        if quantity is not None:
            found.append(quantity)
    return found


def _term(ad: Ad, hit: Hit) -> tuple[Quantity | None, int]:
    """Read a number word or the name of a set."""
    code = hit.term.code
    after = hit.last
    if code.startswith("x"):
        behind = (role_of(ad, place) for place in range(after, min(after + 2, len(ad.words))))
        if "component" in behind:
            return None, after  # "a pair of valves" is one clam
        return Quantity(hit.first, after, int(code[1:]), "pair_or_set", "set"), after
    if code in ("lot", "left"):
        # "lot de 3", "set of four", "il m'en reste 3"
        for place in (after, after + 1):
            value = _plain_value(ad, place)
            if value and ad.clause[hit.first] == ad.clause[place]:
                beyond = ad.by_word.get(place + 1)
                if beyond is not None and (
                    beyond.term.code in SEX or beyond.term.code.startswith("x")
                ):
                    return None, place  # "lot de 2 couples": the pairs are read next
                shape = "left" if code == "left" else "piece"
                return Quantity(hit.first, place + 1, value, "stated", shape), place + 1
        return None, after
    if code.isdigit():
        return _with_follower(ad, hit.first, after, int(code), "number_word")
    return None, after


_OPPOSITE = {"male": "female", "female": "male"}


def _couple(ad: Ad, hit: Hit) -> Quantity | None:
    """Read "male and female" as two; of plural words nobody knows how many."""
    other = _OPPOSITE.get(hit.term.code)
    if other is None or _aged(ad, hit.last) or ad.numbers[max(hit.first - 1, 0)]:
        return None
    for place in (hit.last, hit.last + 1):
        after = ad.by_word.get(place)
        if after is None or after.field != hit.field:
            return None
        if (after.term.kind, after.term.code) == ("live", other):
            joined = place > hit.last or any(c in ad.between(place) for c in "&+/")
            names = (hit.term.term, after.term.term)
            plural = ad.language in ("en", "fr") and any(n.endswith("s") for n in names)
            if not joined or plural:
                return None
            return Quantity(hit.first, after.last, 2, "pair_or_set", "set")
        if (after.term.kind, after.term.code) != ("link", "and"):
            return None
    return None


def _one_more(ad: Ad, before: Quantity, hit: Hit) -> bool:
    """Say whether a sex without a number adds one ("2 самочки и самец")."""
    if hit.term.kind != "live" or hit.term.code not in _OPPOSITE or before.shape != "sex":
        return False
    link = ad.by_word.get(hit.first - 1)
    return (
        link is not None
        and link.term.code == "and"
        and before.last >= hit.first - 2
        and ad.fields[before.first] == hit.field
    )


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
    """Say whether a unit of measure, an age, a currency or a percent sign follows a number."""
    gap = ad.between(word)
    if any(c in gap for c in _CURRENCY + "%\"″°'’") and not gap.startswith(" '"):
        return True
    if word >= len(ad.words) or "\x1f" in gap or "\n" in gap:
        return False
    hit = ad.by_word.get(word)
    if hit is None or hit.first != word or "," in gap:
        return False
    kind, code = hit.term.kind, hit.term.code
    if kind == "live":
        return code == "age"  # "3 year old"
    # Words for years, rings and sizes stand before their number.
    return (
        kind == "quantity"
        and code.startswith("unit:")
        and code not in ("unit:year", "unit:ring", "unit:size")
    )


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
    if before[-1:] and before[-1:] in _CURRENCY + "№#":
        return None, end
    if sexes := _slashed(ad, word):
        return sexes, word + 2
    if _measured(ad, end) or _is_range(ad, word, end) or _named(ad, word):
        return None, end
    if len(parts) > 1:
        return (_sexes(parts, marks, word, end) if before != "/" else None), end
    if _numbering(ad, word, end) or _modifier(ad, end):
        return None, end
    if len(parts[0]) > 3 or parts[0].startswith("0") or int(parts[0]) > LARGEST:
        return None, end
    value = int(parts[0])
    # x3, 3x, but not 80x50
    nearby = ad.words[end] if end < len(ad.words) else ""
    if nearby in _TIMES and after in ("", " "):
        beyond = end + 1
        if beyond < len(ad.words) and ad.numbers[beyond]:
            while beyond < len(ad.words) and (ad.numbers[beyond] or ad.words[beyond] in _TIMES):
                beyond += 1
            return None, beyond
        counted, last = _with_follower(ad, word, end + 1, value, "stated")
        if counted is not None and counted.shape in ("plain", "thing", "taxon", "part"):
            return Quantity(word, end + 1, value, "stated", "piece"), end + 1
        return counted, last
    if word and ad.words[word - 1] in _TIMES and before in ("", " "):
        return Quantity(word - 1, end, value, "stated", "piece"), end
    glued = after == "" and end < len(ad.words) and ad.fields[end] == ad.fields[word]
    if glued and ad.by_word.get(end) is None:
        return None, end + 1  # "2nd", "5e", "24h", "4K"
    if _priced(ad, word, end, value) or _aged(ad, word):
        return None, end
    counted, last = _with_follower(ad, word, end, value, "stated")
    if counted is not None and counted.shape in ("plain", "thing") and _dated(ad, word):
        return None, end  # "born 08", "ca 12", but "ca 30 Jungtiere"
    return counted, last


def _numbering(ad: Ad, word: int, end: int) -> bool:
    """Say whether a number only numbers a list ("1. Weibchen, 2. Terzel")."""
    if not ad.between(end).startswith(". "):
        return False
    if ad.words[word] == "1":
        return True
    before = str(int(ad.words[word]) - 1)
    return any(
        ad.numbers[place] and ad.words[place] == before and ad.between(place + 1)[:2] == ". "
        for place in range(word)
    )


def _modifier(ad: Ad, end: int) -> bool:
    """Say whether a hyphen makes the number part of a word ("4-Zehen-Schildkröte")."""
    if ad.between(end) != "-" or end >= len(ad.words):
        return False
    hit = ad.by_word.get(end)
    return hit is None or hit.term.kind != "quantity" or hit.term.code.startswith("unit:")


def _slashed(ad: Ad, word: int) -> Quantity | None:
    """Read "1/2" right beside a name as males and females."""
    pair = ad.words[word : word + 2]
    if len(pair) < 2 or not ad.numbers[word + 1] or max(pair) > "4" or max(map(len, pair)) > 1:
        return None
    if ad.between(word + 1) != "/" or "/" in ad.between(word) + ad.between(word + 2):
        return None
    beside = (ad.by_word.get(word - 1), ad.by_word.get(word + 2))
    value = sum(map(int, pair))
    if value and any(hit is not None and hit.term.kind == "taxon" for hit in beside):
        return Quantity(word, word + 2, value, "stated", "sexes")
    return None


def _sexes(parts: list[str], marks: list[str], word: int, end: int) -> Quantity | None:
    """Read "1.2.0": males, females, unsexed."""
    plausible = (
        len(parts) <= 3
        and all(len(part) <= 2 and (part == "0" or part[0] != "0") for part in parts)
        and 0 < sum(map(int, parts)) <= SEXES
        and not (len(parts) == 2 and marks[0] == "," and int(parts[1]) > 9)
    )
    return Quantity(word, end, sum(map(int, parts)), "stated", "sexes") if plausible else None


def _aged(ad: Ad, word: int) -> bool:
    """Say whether a number behind a sex is an age ("male 15, female 13")."""
    hit = ad.by_word.get(word - 1)
    if hit is None or hit.term.kind != "live" or hit.term.code not in ("male", "female"):
        return False
    if ad.between(word).strip() or hit.field != ad.fields[word]:
        return False
    return not (hit.first and (ad.numbers[hit.first - 1] or _counts(ad, hit.first - 1)))


def _counts(ad: Ad, word: int) -> bool:
    """Say whether a word is a number word."""
    hit = ad.by_word.get(word)
    return hit is not None and hit.term.kind == "quantity" and hit.term.code.isdigit()


def _dated(ad: Ad, word: int) -> bool:
    """Say whether a word for a year stands before a number."""
    hit = ad.by_word.get(word - 1)
    return (
        hit is not None
        and hit.term.code == "unit:year"
        and hit.field == ad.fields[word]
        and ad.between(word).strip() in ("", ":", ".")
    )


def _priced(ad: Ad, word: int, end: int, value: int) -> bool:
    """Say whether a bare number is money ("à 35", "40 le couple", the asking price itself)."""
    roles = _roles(ad.language)
    if word and roles.get(ad.words[word - 1]) == "from":
        return ad.fields[word - 1] == ad.fields[word]
    if value < PRICE_FROM:
        return False
    follower = ad.by_word.get(end)
    counted = follower is not None and (
        follower.term.kind == "quantity"
        or (follower.term.kind == "live" and follower.term.code in (*SEX, "group"))
    )
    same = word > 0 and ad.fields[word - 1] == ad.fields[word]
    if same and not counted and roles.get(ad.words[word - 1]) == "price_before":
        return True
    each = ad.by_word.get(word - 1)
    if same and not counted and each is not None and each.term.code == "each":
        return True
    if end < len(ad.words) and roles.get(ad.words[end]) == "price_after":
        return True
    return value >= 2 * PRICE_FROM and ad.price == value and not counted


def _with_follower(
    ad: Ad, first: int, end: int, value: int, method: str
) -> tuple[Quantity | None, int]:
    """Look at the words after a number: what it counts."""
    gap = ad.between(end)
    if _measured(ad, end) or (gap.startswith(")") and "(" not in ad.between(first)):
        return None, end  # a measure, or "3)" that only numbers a list
    roles = _roles(ad.language)
    number = Quantity(first, end, value, method, "plain")
    unknown = False
    aged: Quantity | None = None
    for place in range(end, min(end + REACH, len(ad.words))):
        gap = ad.between(place)
        if ad.fields[place] != ad.fields[first] or any(c in gap for c in ",;:.()!?\n/"):
            break
        hit = ad.by_word.get(place)
        if roles.get(ad.words[place]) == "component":
            return None, place
        if hit is None:
            if ad.numbers[place]:
                break
            unknown = True
            continue
        if hit.first != place and place != end:
            continue
        shape = _shape(hit)
        if shape == "stop" and place == end and roles.get(ad.words[place]) == "bred":
            shape = "group"  # "5 NZ 2017" counts, "NZ 17" does not
        if shape == "sex" and hit.term.code in ("young", "adult") and aged is None:
            # "2 young pairs": go on, and come back where nothing more is said
            aged = Quantity(first, hit.last, value, method, "sex")
            continue
        if aged is not None and shape not in ("set", "piece", "sex"):
            break
        if shape == "stop":
            break
        if shape == "none":
            return None, hit.last
        if shape == "set":
            inner = int((hit.term.inner or hit.term.code)[1:])
            return Quantity(first, hit.last, value * inner, "pair_or_set", "set"), hit.last
        if shape == "taxon" or shape == "part":
            sexed = ad.by_word.get(hit.last)
            if (
                sexed is not None
                and (sexed.term.kind, sexed.field) == ("live", hit.field)
                and sexed.term.code in SEX
                and not ad.between(hit.last).strip()
            ):  # "2 ambilobe males"
                return Quantity(first, sexed.last, value, method, "sex"), hit.last
            # The noun itself is read again as a mention.
            return Quantity(first, end, value, method, shape), end
        if shape:
            return Quantity(first, hit.last, value, method, shape), hit.last
    if aged is not None:
        return aged, aged.last
    if unknown:
        return Quantity(first, end, value, method, "thing"), end
    return number, end


def _shape(hit: Hit) -> str:
    """Say what a term behind a number makes of it; empty where it may be passed over."""
    kind, code = hit.term.kind, hit.term.code
    if hit.term.inner or (kind == "quantity" and code.startswith("x")):
        return "set"
    if kind == "taxon":
        return "taxon"
    if code == "egg" and kind in ("quantity", "product"):
        return "egg"
    if kind == "quantity":
        if code == "piece":
            return "piece"
        return "stop"
    if kind == "live":
        if code == "group":
            return "group"
        if code in SEX:
            return "sex"
        return "" if code == "temperament" else "stop"
    if kind == "product":
        return "part"
    if kind == "decoy":
        return "thing" if code in ("depiction", "imitation") else "none"
    if kind == "exclusion":
        return "group" if code == "other_meaning" else "none"
    return "stop"


def _is_range(ad: Ad, word: int, end: int) -> bool:
    """Say whether a number is part of a range, date, time or telephone number."""
    if end < len(ad.words) and ad.numbers[end] and _RANGE.match(ad.between(end)):
        return True
    return bool(word and ad.numbers[word - 1] and _RANGE.match(ad.between(word)))


def _named(ad: Ad, word: int) -> bool:
    """Say whether the word before makes the number a size, a year or the name of a thing."""
    if not word or ad.fields[word - 1] != ad.fields[word]:
        return False
    before = ad.between(word)
    hit = ad.by_word.get(word - 1)
    if hit is not None and hit.term.kind == "quantity":
        code = hit.term.code
        if code in ("unit:size", "unit:ring", "unit:generation", "unit:money"):
            return not before.strip() or before.strip() in ":.°"
    # F1, A4, N°3, PK23: letters right before
    return before in ("", "°", "º") and ad.words[word - 1] not in _TIMES
