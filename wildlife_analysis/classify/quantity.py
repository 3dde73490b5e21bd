"""How many: which numbers of a listing count animals or items, and which do not."""

from dataclasses import replace

from wildlife_analysis.classify.ad import CATEGORY, COMMA, Ad, Hit
from wildlife_analysis.classify.brought import brought_in
from wildlife_analysis.classify.couples import couple_at, household, one_more, parent_of
from wildlife_analysis.classify.followed import with_follower
from wildlife_analysis.classify.left import (
    asked,
    before_now,
    born,
    both_left,
    inverted,
    last_of,
    of_each_sex,
    of_them,
    of_year,
    out_of,
    with_mate,
    without_shares,
)
from wildlife_analysis.classify.lots import lot_at
from wildlife_analysis.classify.notation import (
    decade,
    lettered,
    sexes,
    share,
    signed,
    signs,
    slashed,
)
from wildlife_analysis.classify.numbers import (
    CURRENCY,
    LARGEST,
    TIMES,
    Quantity,
    aged,
    contained,
    counts_behind,
    dated,
    following_year,
    fraction,
    instar,
    is_range,
    is_year,
    measured,
    modifier,
    named,
    numbering,
    of_lot,
    plain_value,
    repeated,
    role_of,
)
from wildlife_analysis.classify.packs import counted_by, in_pack, without_each
from wildlife_analysis.classify.pricing import priced, priced_each
from wildlife_analysis.classify.shapes import (
    is_verb,
    means_other,
    others,
    unknown_species,
)
from wildlife_analysis.classify.sizes import (
    clothing_size,
    of_ends,
    sized_young,
    weighed,
)
from wildlife_analysis.classify.some_of import half_of, of_one, of_which, remaining
from wildlife_analysis.classify.taken import stays, to_come

__all__ = ["quantities"]

_ON = frozenset({"vom", "am", "zum", "bis", "seit", "от", "с", "du", "le", "on"})

_INSTEAD = (["по"], ["вместо"], ["statt"], ["instead"], ["lieu"])
_PAIRS = 4  # words from "2 pairs" to what a pair costs
_MANY = 5  # digits of a number of pieces
_CHEAP = 10  # prices of one that a large number of pieces exceeds
_PRICE_DIGITS = 3  # of a number before "pair" that is its price
_RINGS = ("bagu", "ring", "кольц")


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
    done = 0
    family = household(ad)
    for word in ad.counters:
        if word < done:
            continue
        if family is not None and word >= family.first:
            found.append(family)
            done, family = family.last, None
            if word < done:
                continue
        if ad.fields[word] == CATEGORY:
            break
        hit = ad.by_word.get(word)
        if ad.numbers[word]:
            if hit is None or hit.term.kind == "quantity":
                quantity, done = _digits(ad, word)
            else:
                quantity, done = None, word + 1
        elif hit is None:
            continue
        elif hit.term.kind == "quantity":
            quantity, done = _term(ad, hit)
        elif hit.term.kind == "live" and (couple := couple_at(ad, hit)):
            quantity, done = couple, couple.last
        elif found and one_more(ad, found[-1], hit):
            quantity, done = Quantity(word, hit.last, 1, "stated", "sex"), hit.last
        elif hit.term.inner and not _price_of_set(ad, hit):
            value = int(hit.term.inner[1:])
            shape = "other" if means_other(hit) else "set"  # "pair of clownfish"
            quantity, done = Quantity(word, hit.last, value, "pair_or_set", shape), hit.last
        else:
            quantity, done = None, hit.last
        if quantity is None or asked(ad, quantity) or to_come(ad, quantity):
            continue
        if quantity.value > 1 or not of_one(ad, quantity):
            if parent := parent_of(ad, quantity):
                found.append(parent)
            told = inverted(ad, born(ad, last_of(ad, quantity)))
            found.append(in_pack(ad, of_year(ad, told)))
    if family is not None:
        found.append(family)
    if not found and (drawn := signs(ad)):
        found.append(drawn)
    if found and (more := brought_in(ad, found)):
        found = sorted([*found, *more], key=lambda q: q.first)
    if ad.language == "fr":
        found = [of_them(ad, quantity) for quantity in found]
    if found:
        found = half_of(ad, with_mate(ad, found))
    if len(found) < 2:
        return found
    found = both_left(ad, found)
    found = of_each_sex(ad, without_shares(ad, without_each(ad, found)))
    return before_now(ad, remaining(ad, of_which(ad, out_of(ad, found))))


def _term(ad: Ad, hit: Hit) -> tuple[Quantity | None, int]:
    """Read a number word or the name of a set."""
    code = hit.term.code
    after = hit.last
    if code == "x2" and is_verb(ad, hit):
        return None, after  # "so i can pair his brother"
    before = hit.first - 1
    if code.startswith("x") and before >= 0 and ad.numbers[before]:
        asked_ = ad.fields[before] == hit.field and ad.between(hit.first) == " "
        if _pairs_priced(ad, before):
            return None, after  # "2 pairs unrelated £160pr"
        if asked_ and len(ad.words[before]) >= _PRICE_DIGITS and not is_year(ad, before):
            return None, after  # "масковые 6000 пара"
    if code.startswith("x") and ad.link_before(hit.first) == "without":
        return None, after  # "один самец без пары"
    if code.startswith("x"):
        behind = (role_of(ad, place) for place in range(after, min(after + 2, len(ad.words))))
        if "component" in behind:
            return None, after  # "a pair of valves" is one clam
        for w in range(hit.first - 1, max(hit.first - 4, -1), -1):
            if ":" in ad.between(w + 1) or ad.fields[w] != hit.field:
                break
            if ad.language == "de" and "," in ad.between(w + 1):
                break  # "gebe meine Eulen ab, das Brutpaar plus ..."
            if role_of(ad, w) in ("from", "parents") or ad.words[w] == "from":
                return None, after  # "птенец от пары", "eggs from my trio"
        shape = counted_by(ad, after, int(code[1:])) or (
            "other" if others(ad, after) else "set"
        )
        if shape == "none":
            return None, after  # "une vingtaine d'années"
        return Quantity(hit.first, after, int(code[1:]), "pair_or_set", shape), after
    one_more = code == "1" and role_of(ad, hit.first) == "single" and hit.first > 0
    if one_more and plain_value(ad, hit.first - 1):
        return None, after  # "3 einzelne Hähne", "one single tusk"
    if code == "lot" and after < len(ad.words) and ad.numbers[after] and of_lot(ad, after):
        return None, after + 1  # "Лот 31, стартовая ..."
    if code in ("lot", "left") and not stays(ad, hit.first):
        return lot_at(ad, hit)
    if code.isdigit() and int(code) > 1 and ad.language == "en" and of_ends(ad, after):
        return Quantity(hit.first, after + 1, int(code), "number_word", "piece"), after + 1
    if code.isdigit():
        return with_follower(ad, hit.first, after, int(code), "number_word")
    alone = hit.first == 0 or not plain_value(ad, hit.first - 1)
    if code == "piece" and ad.language == "ru" and alone:
        value = plain_value(ad, after)  # "штук пятнадцать"
        if ad.between(after + 1) == "," and measured(ad, after + 2):
            value = 0  # "от носа до хвоста 2,4 м"
        if value and ad.clause[after] == ad.clause[hit.first] and not ad.between(after).strip():
            return Quantity(hit.first, after + 1, value, "stated", "piece"), after + 1
    return None, after


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
    if before[-1:] and before[-1:] in CURRENCY + "№#":
        return None, end
    if before == "+" and len(parts[0]) == 2 and is_year(ad, word - 1):
        return None, end  # "2016+17 chicks"
    if len(parts) == 1 and following_year(ad, word):
        return None, end  # "NZ 2016 und 17"
    if len(parts) == 1 and fraction(ad, end):
        return None, end + 2  # "2 1/16 inches"
    if before[-1:] in ("'", "’") and before[:-1].endswith((" ", "\n")) and len(parts[0]) == 2:
        return None, end  # "'17 clutch"
    if clothing_size(ad, word, end):
        return None, end
    if share(ad, word):
        return None, word + 2
    if repeated(ad, word, end):
        return None, end + 1
    if told := slashed(ad, word) or lettered(ad, word) or signed(ad, word, end):
        return told, told.last
    prior = ad.by_word.get(word - 1)
    if (
        prior is not None
        and (prior.term.kind, prior.term.code) == ("live", "age")
        and before == " "
    ):
        return None, end  # "age 7"
    if len(parts) == 1 and decade(ad, word, end):
        return None, end + 1
    het = len(parts) > 1 and ad.words[end : end + 1] == ["het"]  # "1.0 het clown"
    if (measured(ad, end) and not het) or is_range(ad, word, end) or named(ad, word):
        return None, end
    day = len(parts) == 2 and marks == ["."] and after.startswith(".")
    dated_by = word > 0 and ad.words[word - 1] in _ON
    if day and (int(parts[0]) > 9 or dated_by) and int(parts[1]) < 13:
        return None, end  # "vom 14.7."
    tool = prior is not None and prior.term.code == "equipment"
    ringed = any(one.startswith(_RINGS) for one in ad.words[max(word - 2, 0) : word])
    if len(parts) > 1 and (tool or ringed or ad.words[word - 1 : word] in _INSTEAD):
        return None, end  # "bagues fermées 5,5", "UVB 10.0", "по 2 вместо 2,5"
    if len(parts) > 1 and "to" in (role_of(ad, end), role_of(ad, word - 1)):
        return None, end  # "от 0,5 до 1 кг"
    if len(parts) > 1:
        told = sexes(parts, marks, word, end) if before != "/" else None
        if told is not None and (others(ad, end) or unknown_species(ad, word)):
            told = replace(told, shape="other")  # "1.2 ringed teal"
        return told, end
    more = end + 1 < len(ad.words)
    if more and role_of(ad, end) == "to" and ad.numbers[end + 1] and measured(ad, end + 2):
        return None, end + 1  # "14 to 20in"
    if numbering(ad, word, end) or modifier(ad, end):
        return None, end
    if ad.language == "fr" and ad.words[end : end + 1] == ["les"] and after == " ":
        return None, end  # "30 € les hystrix, 10 les boutures"
    if len(parts[0]) == 2 and "05" < parts[0] < "25":
        bred = role_of(ad, word - 1) == "bred" and not before.strip()
        if bred and role_of(ad, end) == "bred":
            return None, end  # "NZ 12 + NZ 13"
        cb = bred and (
            ad.language == "en" or end not in ad.by_word or ad.clause[end] != ad.clause[word]
        )
        if cb or role_of(ad, end) == "year_before":
            return None, end  # "CB 13 little owl", "all 17 bred"
    large = len(parts[0]) > 3 or int(parts[0]) > LARGEST
    if parts[0].startswith("0") or (large and not _wholesale(ad, word, end)):
        return None, end
    value = int(parts[0])
    if ad.language == "en" and of_ends(ad, end):
        return Quantity(word, end + 1, value, "stated", "piece"), end + 1  # "10 of, 3 inch"
    # x3, 3x, but not 80x50
    nearby = ad.words[end] if end < len(ad.words) else ""
    if nearby in TIMES and after in ("", " "):
        beyond = end + 1
        if beyond < len(ad.words) and ad.numbers[beyond]:
            if priced_each(ad, word, end) or sized_young(ad, beyond + 1):
                return Quantity(word, end + 1, value, "stated", "piece"), beyond + 1
            if weighed(ad, beyond + 1):
                return Quantity(word, end + 1, value, "stated", "piece"), beyond + 2
            beyond += 1
            while ad.words[beyond : beyond + 1] in (["x"], ["х"]):
                beyond += 2
            return None, min(beyond, len(ad.words))
        counted, last = with_follower(ad, word, end + 1, value, "stated")
        if counted is not None and counted.shape in ("plain", "thing", "taxon", "part"):
            return Quantity(word, end + 1, value, "stated", "piece"), end + 1
        return counted, last
    if word and ad.words[word - 1] in TIMES and before in ("", " "):
        counted_by = ad.by_word.get(word - 2)
        if counted_by is not None and counted_by.term.code == "piece":
            return None, end  # "5 шт х 300": what each costs
        sized = word > 1 and ad.numbers[word - 2] and not instar(ad, word - 3)  # "L2 x10"
        of_name = (
            sized and (h := ad.by_word.get(word - 2)) is not None and h.term.kind == "taxon"
        )
        if sized and not of_name:  # "Zebra plecs L046 x6"
            return None, end  # "30х20" behind the word for a size
        if end < len(ad.words) and role_of(ad, end) == "component":
            return None, end  # "bangle x 5 knots"
        return Quantity(word - 1, end, value, "stated", "piece"), end
    glued = after == "" and end < len(ad.words) and ad.fields[end] == ad.fields[word]
    if glued and ad.by_word.get(end) is None:
        return None, end + 1  # "2nd", "5e", "24h", "4K"
    if priced_each(ad, word, end):
        return Quantity(word, end, value, "stated", "piece"), end
    if priced(ad, word, end, value) or (aged(ad, word) and not counts_behind(ad, end)):
        return None, end
    counted, last = with_follower(ad, word, end, value, "stated")
    if counted is not None and counted.shape in ("plain", "thing") and dated(ad, word):
        return None, end  # "born 08", "ca 12", but "ca 30 Jungtiere"
    if counted is not None and counted.shape in ("plain", "thing") and contained(ad, end):
        return Quantity(word, end, value, "stated", "piece"), end  # "12 in a jar"
    return counted, last


def _pairs_priced(ad: Ad, price: int) -> bool:
    """Say whether a number is the price of pairs that were counted before it."""
    sign = ad.between(price)[-1:]
    near = range(max(price - _PAIRS, 0), price)
    counted = any(
        (hit := ad.by_word.get(word)) is not None
        and hit.term.code == "x2"
        and ad.clause[word] == ad.clause[price]
        and not any(ad.parted(place, COMMA) for place in range(word + 1, price))
        for word in near
    )
    return sign != "" and sign in CURRENCY and counted


def _wholesale(ad: Ad, word: int, end: int) -> bool:
    """Say whether a large number counts pieces and is no price ("1500 штук" at 12 each)."""
    piece = ad.by_word.get(end)
    by_piece = piece is not None and piece.term.code == "piece" and ad.between(end) == " "
    cheap = ad.price is not None and 0 < ad.price * _CHEAP < int(ad.words[word])
    return by_piece and cheap and len(ad.words[word]) <= _MANY


def _price_of_set(ad: Ad, hit: Hit) -> bool:
    """Say whether a phrase tells what a pair costs ("цена за пару", "120 das Paar")."""
    if (hit.term.kind, hit.term.code) != ("offer", "sale"):
        return False
    return ad.words[hit.first] != "das" or (hit.first > 0 and ad.numbers[hit.first - 1])
