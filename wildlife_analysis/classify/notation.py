"""Numbers with signs between: "1.2.0", "1/2", "3/4 gyr"."""

from wildlife_analysis.classify.ad import Ad
from wildlife_analysis.classify.numbers import Quantity

__all__ = [
    "HOUSE",
    "decade",
    "generations",
    "lettered",
    "sexes",
    "share",
    "signed",
    "signs",
    "slashed",
]

_FILIAL = frozenset({"f", "ф"})
HOUSE = 5  # generation from which on hybrid cats are domestic

SEXES = 60  # the largest sum of a sex notation: "12.05" and more is a date or a price
MOST_SEXED = 9  # of one sex, where a comma parts them: "16,5" is a measure
_LETTERS = ({"m", "f"}, {"m", "w"}, {"м", "ж"}, {"m", "h"}, {"h", "f"})
_SIGNS = "♂♀"
DENOMINATORS = ("2", "4", "8", "16")


def generations(ad: Ad) -> dict[int, int]:
    """List the generations that a listing tells ("F2"), by the word they begin at."""
    if _FILIAL.isdisjoint(ad.words):
        return {}
    return {
        word: int(ad.words[word + 1])
        for word in range(len(ad.words) - 1)
        if ad.words[word] in _FILIAL
        and ad.numbers[word + 1]
        and len(ad.words[word + 1]) == 1
        and not ad.between(word + 1).strip()
    }


def share(ad: Ad, word: int) -> bool:
    """Say whether a number begins a share of a cross ("3/4 gyr 1/4 saker")."""
    if word + 1 >= len(ad.words) or ad.between(word + 1) != "/":
        return False
    field, whole = ad.fields[word], ad.words[word + 1]
    if whole not in DENOMINATORS:
        return False
    parts = [
        int(ad.words[at])
        for at in range(len(ad.words) - 1)
        if ad.fields[at] == field and ad.numbers[at] and ad.words[at + 1] == whole
        and ad.between(at + 1) == "/" and len(ad.words[at]) <= 2
    ]  # fmt: skip
    crossed = "cross" in map(ad.roles.get, ad.words) and int(ad.words[word]) < int(whole)
    return crossed or (len(parts) > 1 and sum(parts) == int(whole))


def slashed(ad: Ad, word: int) -> Quantity | None:
    """Read "1/2" right beside a name as males and females."""
    pair = ad.words[word : word + 2]
    if len(pair) < 2 or not ad.numbers[word + 1] or max(pair) > "4" or max(map(len, pair)) > 1:
        return None
    sign = ad.between(word + 1)
    ends = word + 2 == ad.title_end and sign == "-"  # "Conures soleil 1-3"
    if (sign != "/" and not ends) or "/" in ad.between(word) + ad.between(word + 2):
        return None
    beside = (
        None if "," in ad.between(word) else ad.by_word.get(word - 1),
        ad.by_word.get(word + 2),
    )
    value = sum(map(int, pair))
    if value and any(hit is not None and hit.term.kind == "taxon" for hit in beside):
        return Quantity(word, word + 2, value, "stated", "sexes")
    return None


def sexes(parts: list[str], marks: list[str], word: int, end: int) -> Quantity | None:
    """Read "1.2.0": males, females, unsexed."""
    plausible = (
        len(parts) <= 3
        and all(len(part) <= 2 and (part == "0" or part[0] != "0") for part in parts)
        and 0 < sum(map(int, parts)) <= SEXES
        and not (len(parts) == 2 and marks[0] == "," and max(map(int, parts)) > MOST_SEXED)
    )
    return Quantity(word, end, sum(map(int, parts)), "stated", "sexes") if plausible else None


def decade(ad: Ad, word: int, end: int) -> bool:
    """Say whether a Russian ending makes a number a decade ("в 80х", "90-е годы")."""
    ending = ad.words[end : end + 1]
    return (
        ad.language == "ru"
        and len(ad.words[word]) == 2
        and ad.words[word][1] == "0"
        and ending in (["х"], ["x"], ["е"], ["ых"], ["тых"])
        and ad.between(end) in ("", "-")
    )


def lettered(ad: Ad, word: int) -> Quantity | None:
    """Read "2m 1f", "2 M + 2 F" as males and females."""
    places = (word, word + 1, word + 2, word + 3)
    if places[-1] >= len(ad.words) or ad.fields[word] != ad.fields[places[-1]]:
        return None
    first, one, second, other = (ad.words[place] for place in places)
    if {one, other} not in _LETTERS or not (ad.numbers[word] and ad.numbers[word + 2]):
        return None
    plain = max(len(first), len(second)) < 3 and ad.clause[word] == ad.clause[places[-1]]
    joined = ad.between(word + 2).strip() in ("", ",", "+", "/", "&", "-")
    if not plain or not joined or ad.between(word + 1) not in ("", " "):
        return None
    return Quantity(word, word + 4, int(first) + int(second), "stated", "sexes")


def signed(ad: Ad, word: int, end: int) -> Quantity | None:
    """Read a number with the sign of a sex ("2♂ 3♀", "♂1 ♀4")."""
    before, behind = ad.between(word), ad.between(end)
    drawn = before[-1:] in tuple(_SIGNS) or behind.lstrip()[:1] in tuple(_SIGNS)
    if not drawn or end - word > 1 or len(ad.words[word]) > 2:
        return None
    return Quantity(word, end, int(ad.words[word]), "stated", "sex")


def signs(ad: Ad) -> Quantity | None:
    """Count the signs of sexes where they stand side by side ("♂♂♀")."""
    if not any(sign in ad.text for sign in _SIGNS):
        return None
    for word in range(len(ad.words) + 1):
        drawn = sum(sign in _SIGNS for sign in ad.between(word))
        if drawn > 1:
            place = max(word - 1, 0)
            return Quantity(place, place + 1, drawn, "stated", "sexes")
    return None
