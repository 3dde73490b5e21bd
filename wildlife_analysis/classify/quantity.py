"""How many: which numbers of a listing count animals or items, and which do not."""

from dataclasses import replace

from wildlife_analysis.classify.ad import CATEGORY, Ad, Hit
from wildlife_analysis.classify.brought import brought_in
from wildlife_analysis.classify.couples import couple_at, household, one_more, parent_of
from wildlife_analysis.classify.left import (
    asked,
    before_now,
    born,
    inverted,
    last_of,
    of_each_sex,
    of_them,
    of_year,
    out_of,
    to_come,
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
    SEX,
    TIMES,
    YOUNG_DE,
    Quantity,
    aged,
    contained,
    counts_behind,
    dated,
    instar,
    is_range,
    measured,
    modifier,
    named,
    numbering,
    plain_value,
    repeated,
    role_of,
)
from wildlife_analysis.classify.packs import counted_by, in_pack, packs, without_each
from wildlife_analysis.classify.pricing import priced, priced_each
from wildlife_analysis.classify.shapes import (
    REACH,
    is_verb,
    means_other,
    one_or,
    others,
    shape_of,
    unknown_species,
)
from wildlife_analysis.classify.sizes import (
    clothing_size,
    hatched_then,
    of_ends,
    sized_young,
    weighed,
)
from wildlife_analysis.classify.some_of import half_of, of_one, of_which
from wildlife_analysis.classify.taken import stays

__all__ = ["quantities"]

_ENDS = frozenset(",;:.()!?\n/")
_ON = frozenset({"vom", "am", "zum", "bis", "seit", "от", "с", "du", "le", "on"})
AGED = ("young", "adult", "breeding")

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
        elif hit.term.inner:
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
    found = of_each_sex(ad, without_shares(ad, without_each(ad, found)))
    return before_now(ad, of_which(ad, out_of(ad, found)))


def _term(ad: Ad, hit: Hit) -> tuple[Quantity | None, int]:
    """Read a number word or the name of a set."""
    code = hit.term.code
    after = hit.last
    if code == "x2" and is_verb(ad, hit):
        return None, after  # "so i can pair his brother"
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
    if code in ("lot", "left") and not stays(ad, hit.first):
        return lot_at(ad, hit)
    if code.isdigit() and int(code) > 1 and ad.language == "en" and of_ends(ad, after):
        return Quantity(hit.first, after + 1, int(code), "number_word", "piece"), after + 1
    if code.isdigit():
        return _with_follower(ad, hit.first, after, int(code), "number_word")
    alone = hit.first == 0 or not plain_value(ad, hit.first - 1)
    if code == "piece" and ad.language == "ru" and alone:
        value = plain_value(ad, after)  # "штук пятнадцать"
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
    if (
        len(parts) > 1
        and prior is not None
        and (ad.words[word - 1].startswith(_RINGS) or prior.term.code == "equipment")
    ):
        return None, end  # "bague 2,5", "UVB 10.0"
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
    if len(parts[0]) == 2 and "05" < parts[0] < "25":
        bred = role_of(ad, word - 1) == "bred" and not before.strip()
        cb = bred and (
            ad.language == "en" or end not in ad.by_word or ad.clause[end] != ad.clause[word]
        )
        if cb or role_of(ad, end) == "year_before":
            return None, end  # "CB 13 little owl", "all 17 bred"
    if len(parts[0]) > 3 or parts[0].startswith("0") or int(parts[0]) > LARGEST:
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
        counted, last = _with_follower(ad, word, end + 1, value, "stated")
        if counted is not None and counted.shape in ("plain", "thing", "taxon", "part"):
            return Quantity(word, end + 1, value, "stated", "piece"), end + 1
        return counted, last
    if word and ad.words[word - 1] in TIMES and before in ("", " "):
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
    counted, last = _with_follower(ad, word, end, value, "stated")
    if counted is not None and counted.shape in ("plain", "thing") and dated(ad, word):
        return None, end  # "born 08", "ca 12", but "ca 30 Jungtiere"
    if counted is not None and counted.shape in ("plain", "thing") and contained(ad, end):
        return Quantity(word, end, value, "stated", "piece"), end  # "12 in a jar"
    return counted, last


def _with_follower(
    ad: Ad, first: int, end: int, value: int, method: str
) -> tuple[Quantity | None, int]:
    """Look at the words after a number: what it counts."""
    gap = ad.between(end)
    limbed = gap in ("-", " ") and modifier(ad, end)
    if method == "number_word" and limbed:
        return None, end  # "trois-quart"
    both = ad.language == "ru" and role_of(ad, first) == "both"  # "обеим лет восемь"
    if (measured(ad, end) and not both) or (
        gap.startswith(")") and "(" not in ad.between(first)
    ):
        return None, end  # a measure, or "3)" that only numbers a list
    if packed := packs(ad, first, end, value):
        return packed, packed.last
    roles = ad.roles
    number = Quantity(first, end, value, method, "plain")
    unknown = False
    aged: Quantity | None = None
    for place in range(end, min(end + REACH, len(ad.words))):
        gap = ad.between(place)
        if ad.fields[place] != ad.fields[first] or not _ENDS.isdisjoint(gap):
            break
        if "+" in gap and place > end:
            break  # "6 Nadeln + Elfenbein Brieföffner"
        hit = ad.by_word.get(place)
        named = ad.by_word.get(place + 1)
        if roles.get(ad.words[place]) == "pair" and place == end and named is not None:
            pairs = Quantity(first, place + 1, value * 2, "pair_or_set", "set")
            return (pairs if named.term.kind == "taxon" else None), place + 1  # "1 P. Sittiche"
        if roles.get(ad.words[place]) == "component" and (
            hit is None
            or hit.term.kind in ("product", "exclusion")
            or (hit.term.kind, hit.term.code) == ("live", "breeding")
        ):
            return None, place
        if hit is None:
            if ad.numbers[place]:
                break
            if roles.get(ad.words[place]) == "cutting":
                return Quantity(first, place + 1, value, method, "piece"), place + 1
            if ad.language == "de" and ad.words[place].startswith(YOUNG_DE) and place == end:
                return Quantity(first, place + 1, value, method, "sex"), place + 1
            if roles.get(ad.words[place]) == "young":
                return Quantity(first, place + 1, value, method, "sex"), place + 1
            unknown = True
            continue
        if hit.first != place and place != end:
            continue
        if hit.term.kind == "live" and roles.get(ad.words[place]) == "clutch":
            return Quantity(first, hit.last, value, method, "egg"), hit.last  # "4 eggs laid"
        if roles.get(ad.words[place]) == "colour" and hit.term.code == "unit:size":
            unknown = True  # "große" is no "Größe"
            continue
        shape = shape_of(hit)
        several = unknown and ad.language == "en" and ad.words[place - 1][-1:] == "s"
        if several and hit.term.kind == "live" and hit.term.code == "breeding":
            break  # "6 avocets cb"
        if shape == "stop" and place == end and roles.get(ad.words[place]) == "bred":
            shape = "group"  # "5 NZ 2017" counts, "NZ 17" does not
        if shape in ("sex", "group") and hit.term.code in AGED and aged is None:
            # "2 young pairs", "2 proven pairs": go on, and come back where no more is said
            aged = Quantity(first, hit.last, value, method, shape)
            continue
        if aged is not None and shape == "taxon" and hit.first == aged.last:
            laid = hit.term.product == "egg"  # "6 fertile rhea eggs"
            return replace(aged, shape="egg" if laid else "taxon"), aged.last
        if aged is not None and shape not in ("set", "piece", "sex"):
            break
        if shape == "stop":
            break
        if shape == "none":
            return None, hit.last
        if shape == "set":
            inner = int((hit.term.inner or hit.term.code)[1:])
            shape = counted_by(ad, hit.last, value * inner) or (
                "other" if means_other(hit) or others(ad, hit.last) else "set"
            )  # "2 couples de vénérés"
            if shape == "none":
                return None, hit.last  # "une vingtaine d'années"
            return Quantity(first, hit.last, value * inner, "pair_or_set", shape), hit.last
        if shape == "taxon" and roles.get(ad.words[place]) == "cutting":
            # "Duncanopsammia 3 Ableger": pieces of what is named before
            return Quantity(first, hit.last, value, method, "piece"), hit.last
        if shape == "part" and one_or(ad, first):
            return None, end  # "one or two scutes lifting"
        if shape == "taxon" and hatched_then(ad, first, hit):
            return None, end  # "17 musket"
        if shape == "taxon" or shape == "part":
            sexed = ad.by_word.get(hit.last)
            if (
                sexed is not None
                and (sexed.term.kind, sexed.field) == ("live", hit.field)
                and sexed.term.code in SEX
                and not ad.between(hit.last).strip()
            ):  # "2 ambilobe males"
                return Quantity(first, sexed.last, value, method, "sex"), hit.last
            rest = sexed is not None and sexed.term.code == "rest"
            if shape == "taxon" and rest and not ad.between(hit.last).strip():
                shape = "left"  # "eight axolotls left"
            # The noun itself is read again as a mention.
            return Quantity(first, end, value, method, shape), end
        behind = ad.by_word.get(hit.last) if shape in ("sex", "piece") else None
        if behind is not None and means_other(behind) and not ad.between(hit.last).strip():
            shape = "other"  # "две девочки бенгал", "3 Dosen Tigerbalsam"
        if shape == "egg" and others(ad, hit.last):
            shape = "other"  # "2 oeufs d'émeu"
        if shape:
            return Quantity(first, hit.last, value, method, shape), hit.last
    if aged is not None:
        return aged, aged.last
    if others(ad, end):
        return replace(number, shape="other"), end  # "et 3 d'émeu"
    if unknown:
        return Quantity(first, end, value, method, "thing"), end
    return number, end
