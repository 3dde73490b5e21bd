"""Numbers beside sizes, weights and periods, and numbers with "of" that end an item."""

from wildlife_analysis.classify.ad import COMMA, Ad, Hit
from wildlife_analysis.classify.numbers import end_of_item, role_of
from wildlife_analysis.classify.pairs import is_pair
from wildlife_analysis.reference.taxonomy import ancestors

__all__ = [
    "clothing_size",
    "daily",
    "hatched_then",
    "measures",
    "of_ends",
    "sized_young",
    "weighed",
]

_PER = frozenset({"a", "per", "par", "am", "pro", "в", "im", "die"})
# Orders of falcons, hawks and owls.
_PREY = frozenset({"Falconiformes", "Accipitriformes", "Strigiformes"})
_SIZED = frozenset({"size", "taille", "gross", "grosse", "размером", "величиной"})
_TWO_DIGITS = 2
_SMALL = 3  # letters of "per", "am", "в"
WORN = ("fur", "skin_leather")
SMALLEST = 4  # size of clothes or shoes


def clothing_size(ad: Ad, word: int, end: int) -> bool:
    """Say whether a number behind a thing to wear is its size ("ocelot jacket 12, ...")."""
    thing = ad.by_word.get(word - 1)
    if thing is None or thing.last != word or ad.between(word) != " ":
        return False
    half = end == word + 2 and ad.words[word + 1] == "5" and ad.between(word + 1) in (".", ",")
    if half and any(is_pair(ad, place) for place in range(ad.title_end)):
        return True  # "boots ... pangolin 9.5"
    worn = thing.term.code in WORN or thing.term.product in WORN
    return (
        worn
        and end_of_item(ad, end)
        and len(ad.words[word]) < 3
        and int(ad.words[word]) >= SMALLEST
    )


def of_ends(ad: Ad, end: int) -> bool:
    """Say whether "of" or "no." stands behind a number ("10 of, 3 inch", "4 no.")."""
    if ad.words[end : end + 1] == ["no"] and ad.between(end + 1)[:1] == ".":
        return True
    if ad.words[end : end + 1] != ["of"] or ad.between(end) != " ":
        return False
    them = ad.words[end + 1 : end + 2] in (["them"], ["these"])  # "four of them, too small"
    return end_of_item(ad, end + 1 + them)


def hatched_then(ad: Ad, word: int, name: Hit) -> bool:
    """Say whether a number is the year in which a bird of prey hatched ("17 musket").

    Falconers write it before the name, which is no plural.
    """
    year = len(ad.words[word]) == _TWO_DIGITS and "09" < ad.words[word] < "25"
    singular = ad.language == "en" and not ad.plural(name.last - 1)
    return (
        ad.numbers[word]
        and year
        and singular
        and not _PREY.isdisjoint(ancestors(name.term.code))
    )


def weighed(ad: Ad, word: int) -> bool:
    """Say whether a unit of weight or volume stands behind a number ("2 x 50g")."""
    hit = ad.by_word.get(word)
    weight = hit is not None and hit.term.code in ("unit:weight", "unit:volume")
    return weight and not ad.parted(word, COMMA)  # "100x200, весит 108 грамм" is a size


def sized_young(ad: Ad, word: int) -> bool:
    """Say whether a length and then a young animal stand at a word ("10 x 1cm slings")."""
    size, young = ad.by_word.get(word), ad.by_word.get(word + 1)
    sized = size is not None and size.term.code == "unit:length"
    return sized and (
        role_of(ad, word + 1) == "young"
        or (young is not None and (young.term.kind, young.term.code) == ("live", "young"))
    )


def daily(ad: Ad, word: int) -> bool:
    """Say whether a day or a week follows ("2 докорма в день", "3 feeds a day")."""
    for place in range(word, min(word + 3, len(ad.words) - 1)):
        period = ad.by_word.get(place + 1)
        small = len(ad.words[place]) <= _SMALL and ad.between(place + 1) == " "
        if small and period is not None and period.term.code == "unit:age":
            return ad.words[place] in _PER
    return False


def measures(ad: Ad, decoy: Hit) -> bool:
    """Say whether a thing only tells a size ("the size of a dinner plate")."""
    own = ad.words[decoy.first]
    if ad.language == "ru" and own.endswith("у"):  # "с тарелку"
        return ad.words[decoy.first - 1 : decoy.first] == ["с"]
    for word in range(decoy.first - 1, max(decoy.first - 3, -1), -1):
        hit = ad.by_word.get(word)
        if hit is not None and (hit.term.kind, hit.term.code) == ("link", "like"):
            return _SIZED.intersection(ad.words[hit.first : hit.last]) != set()
    return False
