"""Which texts may hold personal data, of which kind: told by columns, before any pattern.

Each kind leaves traces among the words of a text (`hashed`): a row of digits with little
between, a word for a messenger, the name of a street beside a number. The traces are wider than
the patterns of `phones`, `contacts`, `addresses` and `names`, which decide; a test holds that
they miss nothing that the patterns find.
"""

import re
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from wildlife_analysis.clean import hashed
from wildlife_analysis.clean.contact_words import words
from wildlife_analysis.clean.hashed import Bools, Hashed, Keys
from wildlife_analysis.clean.names import given_names

__all__ = ["ADDRESS", "HANDLE", "KINDS", "MAIL", "NAME", "PHONE", "PLATE", "find"]

MAIL, HANDLE, PHONE, ADDRESS, PLATE, NAME = (1 << place for place in range(6))
KINDS = {
    "[e-mail]": MAIL,
    "[handle]": HANDLE,
    "[phone]": PHONE,
    "[address]": ADDRESS,
    "[plate]": PLATE,
    "[name]": NAME,
}
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
MASKS = "phone mail address handle"


@cache
def _table() -> tuple[Keys, Bits, dict[str, int]]:
    """Return the words that leave traces, with a bit for each of their meanings."""
    german = {word.rstrip(".") for word in words("street_compound")}
    return hashed.flags(
        {
            "at": ["at", "a", "et", "эт", "chez"],
            "at_only": ["arobase", "arobas", "arobases", "собака", "собачка", "klammeraffe"],
            "dot": ["dot", "point", "punkt", "pkt", "точка", "тчк"],
            "provider": [w for w in words("mail_provider") if len(w) > 1],
            "mail_cue": words("mail_cue"),
            "ending": ENDINGS.split(),
            "messenger": words("messenger"),
            "link": LINKS.split(),
            "digit": words("digit"),
            "joining": JOINING.split(),
            "dressed": ["".join(p) for n in (1, 2, 3) for p in product(DRESSED, repeat=n)],
            "phone_cue": words("phone_cue"),
            "before": words("street_before"),
            "after": words("street_after"),
            "road": {*words("street_after", "strong"), *words("street_before", "strong")},
            "russian": words("street_ru"),
            "address_cue": {*words("address_cue"), *ADDRESS_CUES.split()},
            "compound": german,
            "phrase": {w.split()[0] for w in words("street_phrase")},
            "address": ["адрес", "адресу", "адресе"],
            "plate": words("plate_cue"),
            "cue": {w for w in (*words("name_cue"), *words("title")) if len(_parts(w)) == 1},
            "cue_last": {_parts(w)[-1] for w in words("name_cue") if len(_parts(w)) > 1},
            "cue_before": {_parts(w)[-2] for w in words("name_cue") if len(_parts(w)) > 1},
            "title": words("title"),
            "particle": words("particle"),
            "given": given_names(),
            "mask": MASKS.split(),
        }
    )


def _parts(phrase: str) -> list[str]:
    """Return the words of a phrase."""
    return re.findall(r"[^\W_]+", phrase)


@cache
def _suffixes() -> dict[int, Keys]:
    """Return the German street words that end other words, by their length."""
    found: dict[int, list[str]] = {}
    for word in words("street_compound"):
        plain = word.rstrip(".")
        found.setdefault(len(plain), []).append(plain)
    return {length: hashed.keys(own) for length, own in found.items()}


def find(batch: Hashed) -> Bits:
    """Say for each text of a batch which kinds of personal data it may hold.

    Parameters
    ----------
    batch
        Words of the texts.

    Returns
    -------
    numpy.ndarray
        Bits (`KINDS`), one number a text.
    """
    known, bits, names = _table()
    place = np.minimum(np.searchsorted(known, batch.key), len(known) - 1)
    word_bits = np.where(known[place] == batch.key, bits[place], 0)

    def has(name: str) -> Bools:
        found: Bools = (word_bits & names[name]) != 0
        return found

    result = np.zeros(batch.size, dtype=np.uint32)
    at_sign = batch.any_character((batch.folded == ord("@")) | (batch.folded == ord("＠")))
    result[at_sign] |= MAIL | HANDLE
    result[_mail(batch, has)] |= MAIL
    result[_handle(batch, has)] |= HANDLE
    result[_phone(batch, has)] |= PHONE
    result[_address(batch, has)] |= ADDRESS
    result[_plate(batch, has)] |= PLATE
    result[_name(batch, has)] |= NAME
    return result


def _mail(batch: Hashed, has: Any) -> Bools:
    """Look for an at sign in words with a dot, an ending or a provider beside it."""
    before = batch.folded[np.maximum(batch.start - 1, 0)]
    second = batch.folded[np.maximum(batch.start - 2, 0)]
    points = [ord("."), ord(","), ord("·")]
    ending = has("ending") & (
        np.isin(before, points) | ((before == ord(" ")) & np.isin(second, points))
    )
    near = has("at") & (
        batch.within(has("provider"), 0, 2) | batch.within(has("dot") | ending, 0, 5)
    )
    return batch.any_word(near | has("at_only"))


def _handle(batch: Hashed, has: Any) -> Bools:
    after = batch.folded[np.minimum(batch.end, len(batch.folded) - 1)]
    return batch.any_word(has("messenger") | (has("link") & (after == ord("/"))))


def _phone(batch: Hashed, has: Any) -> Bools:
    """Look for digits and number words with little between them."""
    size = len(batch.start)
    if not size:
        return np.zeros(batch.size, dtype=bool)
    length = batch.end - batch.start
    spelled = has("digit") & ~batch.number
    dressed = has("dressed")
    weight = np.where(batch.number | dressed, length, np.where(spelled, SPELLED, 0))
    joined = _run_together(batch, length)
    weight[joined] = length[joined] // SPELLED
    spelled[joined] = True
    passed = spelled | has("joining") | dressed | batch.number
    apart = np.concatenate([[True], batch.start[1:] - batch.end[:-1] > GAP])
    new_text = np.concatenate([[True], batch.text[1:] != batch.text[:-1]])
    # A chain begins behind a gap, and at every word that is no part of a number.
    begins = apart | new_text | ~passed | np.concatenate([[True], ~passed[:-1]])
    first = np.flatnonzero(begins)
    total = np.add.reduceat(weight, first)
    text = batch.text[first]
    strong = np.bincount(text[total >= LEAST], minlength=batch.size) > 0
    weak = np.bincount(text[total >= CUED], minlength=batch.size) > 0
    plus = batch.any_word(
        batch.number & (batch.folded[np.maximum(batch.start - 1, 0)] == ord("+"))
    )
    sign = batch.any_character((batch.points == 0x260E) | (batch.points >= 0x1F4DE))
    result: Bools = strong | (weak & (batch.any_word(has("phone_cue")) | sign | plus))
    return result


@cache
def _digit_words() -> dict[int, Keys]:
    """Return the number words by their length."""
    found: dict[int, list[str]] = {}
    for word in words("digit"):
        found.setdefault(len(word), []).append(word)
    return {size: hashed.keys(own) for size, own in found.items() if 3 <= size <= 8}


def _run_together(batch: Hashed, length: hashed.Ints) -> hashed.Ints:
    """Return the words that begin and end with number words: "nulleinssieben"."""
    long = np.flatnonzero((length >= 7) & ~batch.number)
    begins, ends = np.zeros(len(long), dtype=bool), np.zeros(len(long), dtype=bool)
    start, end = batch.start[long], batch.end[long]
    for size, own in _digit_words().items():
        wide = end - start > size
        begins |= wide & hashed.listed(batch.part(start, np.minimum(start + size, end)), own)
        ends |= wide & hashed.listed(batch.part(np.maximum(end - size, start), end), own)
    result: hashed.Ints = long[begins & ends]
    return result


def _address(batch: Hashed, has: Any) -> Bools:
    """Look for the name of a street beside a number."""
    if not len(batch.start):
        return np.zeros(batch.size, dtype=bool)
    number = batch.number & (batch.end - batch.start <= 5)
    capital = _capital(batch)
    named = np.concatenate([[False], capital[:-1]])
    street = has("before") & batch.within(number, 3)
    street |= has("road") & batch.within(number, 3, 6)
    street |= has("after") & (named | has("road")) & batch.within(number, 5)
    street |= has("russian") & batch.within(number, 0, 6)
    compound = batch.within(number, 0, 1) & ~batch.number
    compound[compound] = _ends_like_street(batch, np.flatnonzero(compound))
    postcode = batch.number & (batch.end - batch.start == 5)
    phrase = has("phrase") & batch.within(capital, 0, 3) & batch.within(number, 0, 5)
    phrase &= batch.within(has("address_cue"), 3) | batch.within(postcode, 0, 8)
    return batch.any_word(street | compound | phrase | (has("address")))


def _ends_like_street(batch: Hashed, chosen: Any) -> Bools:
    end = batch.end[chosen]
    length = end - batch.start[chosen]
    found = np.zeros(len(chosen), dtype=bool)
    for size, own in _suffixes().items():
        long = length >= size
        start = np.where(long, end - size, end)
        found |= long & hashed.listed(batch.part(start, end), own)
    return found


def _plate(batch: Hashed, has: Any) -> Bools:
    """Look for three digits between letters, and for a word that means a plate."""
    if not len(batch.start):
        return np.zeros(batch.size, dtype=bool)
    length = batch.end - batch.start
    three = batch.number & (length == 3)
    before = np.concatenate([[False], (~batch.number & (length <= 2))[:-1]])
    after = np.concatenate([(~batch.number & (length == 2))[1:], [False]])
    beside = before & after
    close = np.concatenate([[False], batch.start[1:] - batch.end[:-1] <= 1])
    close &= np.concatenate([close[1:], [False]])
    cued = has("plate") & batch.within(batch.number, 0, 4)
    return batch.any_word((three & beside & close) | cued)


def _capital(batch: Hashed) -> Bools:
    """Say which words begin with a capital letter."""
    first = batch.points[batch.start]
    result: Bools = (first != batch.folded[batch.start]) & _upper()[first]
    return result & ~batch.number


@cache
def _upper() -> Bools:
    table = np.zeros(0x110000, dtype=bool)
    for point in range(0x3000):
        table[point] = chr(point).isupper()
    return table


def _name(batch: Hashed, has: Any) -> Bools:
    """Look for two capitalised words near a cue, or with a given name at the end."""
    size = len(batch.start)
    if not size:
        return np.zeros(batch.size, dtype=bool)
    capital = _capital(batch)
    gap = np.concatenate([batch.start[1:] - batch.end[:-1], [99]])
    same = np.concatenate([batch.text[1:] == batch.text[:-1], [False]])
    follows = same & (gap <= 2)
    following = np.concatenate([capital[1:] | has("particle")[1:], [False]])
    pair = capital & follows & following
    cue = has("cue") | (has("cue_last") & np.concatenate([[False], has("cue_before")[:-1]]))
    named = (pair & batch.within(cue, 3)) | (capital & batch.within(has("title"), 2))
    # The end of a text, and of its first line, which may be the title.
    lines = np.concatenate([[0], np.cumsum(batch.points == ord("\n"))])
    line = lines[batch.start] - lines[batch.text_start[batch.text]]
    line_end = np.concatenate([(np.diff(line) > 0) & (line[:-1] == 0), [True]]) | ~same
    last = batch.within(line_end, 0, 4)
    single = batch.end - batch.start == 1
    patronymic = capital & _ends(batch, ("ович", "евич", "ьич", "овна", "евна", "ична", "овны"))
    begins = has("given") | single | patronymic | _hyphenated(batch, has("given"))
    signed = pair & last & begins
    return batch.any_word(named | signed | has("mask"))


def _hyphenated(batch: Hashed, given: Bools) -> Bools:
    """Say which words follow a given name behind a hyphen ("Jean-Pierre")."""
    before = batch.folded[np.maximum(batch.start - 1, 0)] == ord("-")
    result: Bools = before & np.concatenate([[False], given[:-1]])
    return result


def _ends(batch: Hashed, endings: tuple[str, ...]) -> Bools:
    """Say which words have one of some endings."""
    found = np.zeros(len(batch.start), dtype=bool)
    russian = np.flatnonzero(batch.folded[batch.start] >= 0x400)
    length = batch.end[russian] - batch.start[russian]
    for ending in endings:
        long = length > len(ending)
        rows = russian[long]
        end = batch.end[rows]
        found[rows] |= batch.part(end - len(ending), end) == hashed.key(ending)
    return found
