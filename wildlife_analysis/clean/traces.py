"""Which texts may hold personal data, of which kind: told by columns, before any pattern.

Each kind leaves traces among the words of a text (`hashed`): a row of digits with little
between, a word for a messenger, the name of a street beside a number. The traces are wider than
the patterns of `phones`, `contacts`, `addresses` and `names`, which decide; a test holds that
they miss nothing that the patterns find.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from itertools import product

import numpy as np
import numpy.typing as npt

from wildlife_analysis.clean import hashed
from wildlife_analysis.clean.contact_words import words
from wildlife_analysis.clean.hashed import Bools, Hashed, Ints, Keys, Listed
from wildlife_analysis.clean.names import given_names
from wildlife_analysis.reference.arrays import distinct

__all__ = ["ALL", "KINDS", "find", "names"]

KINDS = (
    "mail",
    "disguised",  # an address with words in place of its signs
    "handle",
    "phone",
    "spelled",  # a telephone number with number words
    "french",
    "german",
    "english",
    "russian",
    "plate",
    "name",
)
BITS = {kind: np.uint32(1 << place) for place, kind in enumerate(KINDS)}
ALL = np.uint32((1 << len(KINDS)) - 1)
Bits = npt.NDArray[np.uint32]
GAP = 6  # characters between two groups of a number
SPELLED = 3  # digits that a number word stands for at most
LEAST = 8  # digits of a telephone number without a word that announces it
CUED = 6  # with one
ENDINGS = (
    "com net org fr de ru uk eu be nl pl ch at ua by kz ca cn ae info biz me io su ру рф ком"
)
LINKS = "com me ru gg ee click"
JOINING = "et and und puis then dann и"
DRESSED = "oоil"  # letters written for digits, up to three together
ADDRESS_CUES = (
    "wohne wohnhaft adresse anschrift abholung abholen abholort besichtigung standort"
)
# What may stand between a name and the mask behind it, and how many of these words.
BEFORE_MASK = "tel phone mob mobil mobile mobiltelefon handy тел au on at unter an по sous via"
FILLERS = 4
MASKS = "phone mail address handle"
HYPHENS = np.array([ord(c) for c in "-'’"], dtype=np.uint32)
BRACKETS = np.array([ord("["), ord("-")], dtype=np.uint32)
POINTS = np.array([ord(c) for c in ".,·"], dtype=np.uint32)


@cache
def _lists() -> hashed.Lists:
    """Return the words that leave traces, with a list for each of their meanings."""
    german = {word.rstrip(".") for word in words("street_compound")}
    strong = [_parts(w) for v in ("strong", "closing") for w in words("name_cue", v)]
    weak = [_parts(w) for w in words("name_cue", "weak")]
    return hashed.Lists.of(
        {
            "at": ["at", "a", "et", "эт", "chez"],
            "at_only": ["arobase", "arobas", "arobases", "собака", "собачка", "klammeraffe"],
            "dot": ["dot", "point", "punkt", "pkt", "точка", "тчк"],
            "provider": [w for w in words("mail_provider") if len(w) > 1],
            "ending": ENDINGS.split(),
            "messenger": words("messenger"),
            "link": LINKS.split(),
            "digit": words("digit"),
            "joining": JOINING.split(),
            "dressed": ["".join(p) for n in (1, 2, 3) for p in product(DRESSED, repeat=n)],
            "phone_cue": words("phone_cue"),
            "before": words("street_before"),
            "before_strong": words("street_before", "strong"),
            "after": words("street_after"),
            "after_strong": words("street_after", "strong"),
            "russian": words("street_ru"),
            "address_cue": {*words("address_cue"), *ADDRESS_CUES.split()},
            "compound": german,
            **_by_parts("phrase", [_parts(w) for w in words("street_phrase")]),
            "address": ["адрес", "адресу", "адресе"],
            "plate": {_parts(w)[-1] for w in words("plate_cue")},
            **_by_parts("strong", strong),
            **_by_parts("weak", weak),
            "title": words("title"),
            "particle": words("particle"),
            "given": given_names(),
            "before_mask": [*BEFORE_MASK.split(), "mail", "e", "whatsapp"],
            "mask": MASKS.split(),
        }
    )


def _by_parts(name: str, phrases: list[list[str]]) -> dict[str, set[str]]:
    """Return single words, and the last two words of phrases, as lists."""
    return {
        name: {parts[0] for parts in phrases if len(parts) == 1},
        f"{name}_last": {parts[-1] for parts in phrases if len(parts) > 1},
        f"{name}_before": {parts[-2] for parts in phrases if len(parts) > 1},
    }


def _parts(phrase: str) -> list[str]:
    """Return the words of a phrase."""
    return re.findall(r"[^\W_]+", phrase)


def _by_length(endings: Iterable[str]) -> dict[int, Keys]:
    """Return what begins or ends words, by its length."""
    found: dict[int, list[str]] = {}
    for ending in endings:
        found.setdefault(len(ending), []).append(ending)
    return {length: hashed.keys(own) for length, own in found.items()}


@cache
def _digits() -> dict[int, Keys]:
    return _by_length(word for word in words("digit") if 3 <= len(word) <= 8)


@cache
def _street_endings() -> dict[int, Keys]:
    return _by_length(word.rstrip(".") for word in words("street_compound"))


def _ends_with(batch: Hashed, chosen: Ints, endings: dict[int, Keys]) -> Bools:
    """Say which words end with one of some endings, or are one."""
    end = batch.end[chosen]
    length = end - batch.start[chosen]
    found = np.zeros(len(chosen), dtype=bool)
    for size, own in endings.items():
        start = np.where(length >= size, end - size, end)
        found |= (length >= size) & hashed.listed(batch.part(start, end), own)
    return found


def find(batch: Hashed) -> Bits:
    """Say for each text of a batch which kinds of personal data it may hold.

    Parameters
    ----------
    batch
        Words of the texts.

    Returns
    -------
    numpy.ndarray
        Bits (`BITS`), one number a text.
    """
    listed = _lists().words(batch)
    result = np.zeros(batch.size, dtype=np.uint32)

    def mark(kind: str, found: Ints) -> None:
        result[batch.text[found]] |= BITS[kind]

    last = len(batch.folded) - 1
    at_sign = batch.text_at(np.flatnonzero(batch.folded == ord("@")))
    result[at_sign] |= BITS["mail"] | BITS["handle"]
    disguised = _disguised(batch, listed, at_sign)
    mark("mail", disguised)
    mark("disguised", disguised)
    mark("handle", listed("messenger"))
    link = listed("link")
    mark("handle", link[batch.folded[np.minimum(batch.end[link], last)] == ord("/")])
    phones, spelled = _phones(batch, listed)
    result[phones] |= BITS["phone"]
    result[spelled] |= BITS["spelled"]
    _streets(batch, listed, mark)
    mark("plate", _plates(batch, listed))
    mark("name", _names(batch, listed))
    return result


def names(batch: Hashed) -> Bools:
    """Say for each text of a batch, masked but for names, whether it may hold one."""
    result = np.zeros(batch.size, dtype=bool)
    result[batch.text[_names(batch, _lists().words(batch))]] = True
    return result


def _disguised(batch: Hashed, listed: Listed, at_sign: Ints) -> Ints:
    """Look for an at sign in words, or a dot in words, with what belongs to it beside."""
    at, dot, ending = listed("at"), listed("dot"), listed("ending")
    behind_point = np.zeros(len(ending), dtype=bool)
    for back in range(1, 5):
        before = batch.folded[np.maximum(batch.start[ending] - back, 0)]
        behind_point |= np.isin(before, POINTS)
    dots = np.union1d(dot, ending[behind_point])
    near = batch.near(at, listed("provider"), 0, 2) | batch.near(at, dots, 0, 5)
    signed = dot[np.isin(batch.text[dot], at_sign)]
    return np.concatenate([at[near], listed("at_only"), signed])


def _phones(batch: Hashed, listed: Listed) -> tuple[Ints, Ints]:
    """Look for digits and number words with little between them.

    Returns
    -------
    texts, spelled
        Texts that may hold a number, and those that may hold one with number words.
    """
    length = batch.end - batch.start
    number, dressed, word = batch.numbers, listed("dressed"), listed("digit")
    joined = _run_together(batch, length)
    chained = distinct(np.concatenate([number, word, dressed, joined, listed("joining")]))
    if not len(chained):
        return chained, chained
    weight = np.zeros(len(chained), dtype=np.int64)
    spelled = np.zeros(len(chained), dtype=bool)
    for words_, digits in (
        (word, SPELLED),
        (dressed, length[dressed]),
        (number, length[number]),
        (joined, length[joined] // SPELLED),
    ):
        weight[np.searchsorted(chained, words_)] = digits
    spelled[np.searchsorted(chained, np.concatenate([word, dressed, joined]))] = True
    # A chain begins behind a gap, and behind every word that is no part of a number.
    begins = np.diff(chained, prepend=-2) != 1
    begins |= batch.start[chained] - batch.end[chained - 1] > GAP
    begins |= batch.text[chained] != batch.text[chained - 1]
    first = np.flatnonzero(begins)
    total = np.add.reduceat(weight, first)
    text = batch.text[chained[first]]
    weak = total >= CUED
    plus = number[batch.folded[np.maximum(batch.start[number] - 1, 0)] == ord("+")]
    announced = np.concatenate(
        [
            batch.text[np.concatenate([listed("phone_cue"), plus])],
            batch.text_at(np.flatnonzero((batch.points == 0x260E) | (batch.points >= 0x1F4DE))),
        ]
    )
    found = text[(total >= LEAST) | (weak & np.isin(text, announced))]
    return found, text[weak & np.logical_or.reduceat(spelled, first)]


@cache
def _first_letters() -> Keys:
    return hashed.keys(word[:3] for word in words("digit") if 3 <= len(word) <= 8)


def _run_together(batch: Hashed, length: Ints) -> Ints:
    """Return the words that begin and end with number words: "nulleinssieben"."""
    long = np.flatnonzero((length >= 7) & ~batch.number)
    start = batch.start[long]
    long = long[hashed.listed(batch.part(start, start + 3), _first_letters())]
    start, begins = batch.start[long], np.zeros(len(long), dtype=bool)
    for size, own in _digits().items():
        end = np.minimum(start + size, batch.end[long])
        begins |= (length[long] > size) & hashed.listed(batch.part(start, end), own)
    long = long[begins]
    return long[_ends_with(batch, long, _digits())]


def _streets(batch: Hashed, listed: Listed, mark: Callable[[str, Ints], None]) -> None:
    """Look for the name of a street beside a number."""
    number = batch.numbers[(batch.end - batch.start)[batch.numbers] <= 5]
    before, after = listed("before"), listed("after")
    mark("french", before[batch.near(before, number, 3)])
    for kind, name in (("french", "before_strong"), ("english", "after_strong")):
        road = listed(name)
        mark(kind, road[batch.near(road, number, 3, 6)])
    cue = listed("address_cue")
    capital = np.concatenate([batch.capitals - 1, batch.capitals - 2])  # "12 High", "12 a High"
    named = batch.near(after, number[np.isin(number, capital)], 8)
    named |= batch.near(after, cue, 8) & batch.near(after, number, 8)
    mark("english", after[named])
    russian = listed("russian")
    mark("russian", russian[batch.near(russian, number, 0, 8)])
    mark("russian", listed("address"))
    compound = number[number > 0] - 1
    ends = _ends_with(batch, compound, _street_endings()) & ~batch.number[compound]
    mark("german", compound[ends])
    # "Am Alten Markt 5", "Im Lindenhof-Süd 5"
    hyphen = np.isin(batch.folded[np.maximum(batch.start[compound] - 1, 0)], HYPHENS)
    house = compound[hyphen | np.isin(compound, batch.capitals)] + 1
    phrase = _phrases(listed, "phrase")
    phrase = phrase[batch.near(phrase, house, -2, 6)]
    length = (batch.end - batch.start)[number]
    dutch = (length == 4) & np.isin(number + 1, batch.capitals)
    postcode = number[(length == 5) | dutch]
    cue = np.union1d(cue, _beginning(batch, phrase, "abhol"))
    mark("german", phrase[batch.near(phrase, cue, 3) | batch.near(phrase, postcode, 0, 8)])


def _beginning(batch: Hashed, words_: Ints, letters: str) -> Ints:
    """Return which of the three words before each of some words begin with some letters."""
    beside = distinct(np.concatenate([words_ - back for back in (1, 2, 3)]))
    beside = beside[beside >= 0]
    start = batch.start[beside]
    long = batch.end[beside] - start >= len(letters)
    end = np.where(long, start + len(letters), start)
    return beside[long & (batch.part(start, end) == hashed.key(letters))]


def _plates(batch: Hashed, listed: Listed) -> Ints:
    """Look for three digits between letters, and for a word that means a plate."""
    length = batch.end - batch.start
    three = batch.numbers[length[batch.numbers] == 3]
    three = three[(three > 0) & (three < len(length) - 1)]
    before, after = three - 1, three + 1
    beside = (length[before] <= 2) & (length[after] == 2)
    beside &= ~batch.number[before] & ~batch.number[after]
    beside &= batch.start[three] - batch.end[before] <= 1
    beside &= batch.start[after] - batch.end[three] <= 1
    cue = listed("plate")
    return np.concatenate([three[beside], cue[batch.near(cue, batch.numbers, 0, 4)]])


def _names(batch: Hashed, listed: Listed) -> Ints:
    """Look for two capitalised words near a cue or a mask, or a given name at the end."""
    pair, given = _pairs(batch, listed), listed("given")
    strong, weak = _phrases(listed, "strong"), _phrases(listed, "weak")
    mask = listed("mask")
    mask = mask[np.isin(batch.folded[np.maximum(batch.start[mask] - 1, 0)], BRACKETS)]
    # A name has up to four words, with hyphens up to eight.
    beside = batch.near(pair, mask, 1)
    beside |= batch.near(pair, _ahead(batch, listed, mask), 0, 7)
    fathers = batch.capitals[_patronymic(batch, batch.capitals)]
    telling = np.union1d(given, fathers)
    known = batch.near(pair, telling, 0, 7) | (batch.end[pair] - batch.start[pair] == 1)
    # The end of a text, and of its first line, which may be the title.
    signed = batch.near(pair, _line_ends(batch), 0, 7)
    likely = batch.near(pair, strong, 3) | (known & (beside | signed))
    likely |= batch.near(pair, weak, 3) & (known | beside)
    likely |= batch.near(pair, fathers, 1, 4)
    titled = batch.capitals[batch.near(batch.capitals, listed("title"), 2)]
    cue = np.union1d(strong, weak)
    small = given[batch.near(given, cue, 4) & batch.near(given, mask, 0, 9)]
    return np.concatenate([pair[likely], titled, small])


def _phrases(listed: Listed, name: str) -> Ints:
    """Return the words of a list made by `_by_parts`; of phrases the last."""
    last = listed(f"{name}_last")
    last = last[np.isin(last - 1, listed(f"{name}_before"))]
    return np.union1d(listed(name), last)


def _pairs(batch: Hashed, listed: Listed) -> Ints:
    """Return the capitalised words that a capitalised word or a particle follows."""
    follows = np.zeros(len(batch.start) + 1, dtype=bool)
    follows[batch.capitals] = follows[listed("particle")] = True
    first = batch.capitals[batch.capitals < len(batch.start) - 1]
    joined = np.isin(batch.folded[batch.end[first]], HYPHENS)
    gap = batch.start[first + 1] - batch.end[first]
    return first[(follows[first + 1] | joined) & (gap <= 2)]


def _ahead(batch: Hashed, listed: Listed, mask: Ints) -> Ints:
    """Return the words before masks, with no more than "mobile" or "via mail" between."""
    between = np.zeros(len(batch.start), dtype=bool)
    between[listed("before_mask")] = True
    place, found = mask - 1, []
    for _ in range(FILLERS + 1):
        place = place[place >= 0]
        found.append(place)
        place = place[between[place]] - 1
    return distinct(np.concatenate(found))


def _line_ends(batch: Hashed) -> Ints:
    """Return the last word of each text, and of its first line."""
    breaks = np.flatnonzero(batch.points == ord("\n"))
    text, first = np.unique(batch.text_at(breaks), return_index=True)
    ends = np.searchsorted(batch.start, breaks[first]) - 1
    return np.union1d(batch.word_start[1:] - 1, ends[ends >= batch.word_start[text]])


@cache
def _patronymics() -> dict[int, Keys]:
    """Return the endings of Russian patronymics, in every case, by their length."""
    sons = product(("ович", "евич", "ьич"), ("", "а", "у", "ем", "е"))
    daughters = product(("овн", "евн", "ичн"), ("а", "ы", "е", "у", "ой"))
    return _by_length("".join(parts) for parts in (*sons, *daughters))


def _patronymic(batch: Hashed, chosen: Ints) -> Bools:
    """Say which words end like a Russian patronymic."""
    found = np.zeros(len(chosen), dtype=bool)
    russian = np.flatnonzero(batch.folded[batch.start[chosen]] >= 0x400)
    found[russian] = _ends_with(batch, chosen[russian], _patronymics())
    return found
