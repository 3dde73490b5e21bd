"""What the words behind a number say that it counts."""

from dataclasses import replace

from wildlife_analysis.classify.ad import Ad
from wildlife_analysis.classify.numbers import (
    SEX,
    YOUNG_DE,
    Quantity,
    measured,
    modifier,
    role_of,
)
from wildlife_analysis.classify.packs import counted_by, packs
from wildlife_analysis.classify.shapes import REACH, means_other, one_or, others, shape_of
from wildlife_analysis.classify.sizes import hatched_then

__all__ = ["with_follower"]

_ENDS = frozenset(",;:.()!?\n/")
_AGED = ("young", "adult", "breeding")


def with_follower(
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
        if gap.startswith("+ ") and roles.get(ad.words[place]) == "component":
            return None, place  # "6+ feeds"
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
        if hit.term.code == "1" and roles.get(ad.words[place]) == "single":
            continue  # "3 einzelne Hähne"
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
        if shape in ("sex", "group") and hit.term.code in _AGED and aged is None:
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
        breed = ad.by_word.get(hit.last) if shape == "none" else None
        if (
            breed is not None
            and breed.term.kind == "taxon"
            and not ad.between(hit.last).strip()
        ):
            continue  # "5 chatons savannah F3"
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
        if behind is not None and (behind.term.kind, behind.term.code) == ("quantity", "rest"):
            shape = "left" if not ad.between(hit.last).strip() else shape  # "two boys left"
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
