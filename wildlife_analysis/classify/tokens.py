"""Cut a column of listings into words, all at once, keeping the place of each word."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis import reference
from wildlife_analysis.reference.normal import DIGIT, LETTER, OTHER, fold_table, kind_table

__all__ = ["FIELDS", "Tokens", "tokenize"]

FIELDS = ("title", "description", "category")
_FIELD_END = "\x1f"
_DOCUMENT_END = "\x1e"
# A phrase does not run over these; over a full stop it does ("T. hermanni").
_BREAKS = [ord(c) for c in "\n!?;•\x1f\x1e"]
_LATIN_TWINS = str.maketrans("аеорсухкмтвнзі", "aeopcyxkmtbh3i")
_CYRILLIC_TWINS = str.maketrans("aeopcyxkmtbhi", "аеорсухкмтвні")

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Tokens:
    """The words of a batch of listings.

    Attributes
    ----------
    texts
        One string per listing: its fields, each ended by a separator.
    start, end
        Place of each word in its listing's string (characters).
    follower
        The character behind each word (code point).
    document, field
        Number of the listing and of the field (index into ``FIELDS``) of each word.
    is_number
        Whether the word is made of digits.
    gap
        Whether a phrase may not run over the border before the word.
    clause
        Number of the clause of each word; clauses end at ``. ! ? ;`` and lines. A full stop
        behind one or two letters is an abbreviation.
    haystack
        All words in normal form, each between two spaces of its own, with a line break
        where no phrase may run on.
    place
        Place of each word in the haystack: of its leading space.
    first
        Number of the first word of each listing; one more entry at the end.
    """

    texts: list[str]
    start: Ints
    end: Ints
    follower: npt.NDArray[np.uint32]
    document: Ints
    field: Ints
    is_number: npt.NDArray[np.bool_]
    gap: npt.NDArray[np.bool_]
    clause: Ints
    haystack: str
    place: Ints
    first: Ints

    def words(self) -> list[str]:
        """Return every word in normal form."""
        return self.haystack.split()


def _without_homoglyphs(word: str) -> str:
    """Write a word that mixes Latin and Cyrillic letters in the script of most of them."""
    cyrillic = sum("\u0400" <= c <= "\u04ff" for c in word)
    latin = sum("a" <= c <= "z" for c in word)
    changed = word.translate(_LATIN_TWINS if latin >= cyrillic else _CYRILLIC_TWINS)
    return changed if len(changed) == len(word) else word


def tokenize(listings: pd.DataFrame) -> Tokens:
    """Cut the fields ``title``, ``description`` and ``category`` into words.

    Parameters
    ----------
    listings
        Columns ``title``, ``description``, ``category`` (str; missing allowed).

    Returns
    -------
    Tokens
    """
    columns = [listings[field].fillna("").tolist() for field in FIELDS]
    texts = [_FIELD_END.join(parts) for parts in zip(*columns, strict=True)]
    joined = _DOCUMENT_END.join(texts)
    points = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32)
    kinds = kind_table()[points]
    folded = fold_table()[points]

    before = np.concatenate([[np.uint8(OTHER)], kinds[:-1]])
    begins = np.flatnonzero((kinds != OTHER) & (kinds != before))
    after = np.concatenate([kinds[1:], [np.uint8(OTHER)]])
    ends = np.flatnonzero((kinds != OTHER) & (kinds != after)) + 1

    document_ends = np.cumsum(points == ord(_DOCUMENT_END))
    document = document_ends[begins]
    field_ends = np.cumsum(points == ord(_FIELD_END))
    document_starts = np.concatenate([[0], np.flatnonzero(points == ord(_DOCUMENT_END)) + 1])
    fields_before = np.concatenate([[0], field_ends])[document_starts]
    field = field_ends[begins] - fields_before[document] if len(begins) else begins
    # "(faded to pink). Ivory ...": no phrase runs on behind a bracket that ends a sentence
    bracket = np.append((points[:-1] == ord(")")) & (points[1:] == ord(".")), False)
    breaks = np.cumsum(np.isin(points, _BREAKS) | bracket[: len(points)])
    gap = np.diff(breaks[begins], prepend=0) > 0 if len(begins) else np.zeros(0, dtype=bool)

    stops = np.cumsum(
        np.append(points[:-1] == ord("."), False) & np.append(points[1:] == 32, False)
    )
    if len(begins):
        stopped = stops[begins[1:] - 1] > stops[ends[:-1] - 1]
        # a full stop behind "B" abbreviates, one between a number and a capital does not
        capital = points[begins[1:]] != folded[begins[1:]]
        counted = (kinds[begins[:-1]] == DIGIT) & (points[np.maximum(begins[:-1], 1) - 1] != 10)
        stopped &= (ends[:-1] - begins[:-1] > 2) | (counted & capital)
        # "eine männl. u. zwei weibl.": nor does one before a letter that is short for a word
        short = (ends[1:] - begins[1:] == 1) & (kinds[begins[1:]] == LETTER) & ~capital
        stopped &= ~short | (np.append(points, np.uint32(0))[ends[1:]] != ord("."))
        # "3 Stk. 50 €": nor one behind the German for "pieces", but before a capital
        stopped &= ~_spelled(folded, begins[:-1], ends[:-1], "stk") | capital
        two = (ends[:-1] - begins[:-1] == 2) & (stops[begins[1:] - 1] > stops[ends[:-1] - 1])
        places = np.flatnonzero(two & (capital | (kinds[begins[1:]] == DIGIT)))
        stopped[places[_known(folded, begins[places], ends[places], _ENDING)]] = True
        places = np.flatnonzero(stopped)
        stopped[places[_abbreviated(folded, begins[places], ends[places])]] = False
        clause = np.cumsum(gap | np.append(False, stopped))
    else:
        clause = begins
    folded = _fix_mixed_scripts(folded, kinds, begins, ends)
    ends_phrase = gap | _ends_phrase(points, begins, ends, clause)
    haystack, place = _haystack(folded, kinds, begins, ends, ends_phrase)
    first = np.searchsorted(document, np.arange(len(texts) + 1))
    return Tokens(
        texts=texts,
        start=begins - document_starts[document] if len(begins) else begins,
        end=ends - document_starts[document] if len(begins) else ends,
        follower=np.append(points, np.uint32(0))[ends],
        document=document,
        field=field,
        is_number=kinds[begins] == DIGIT,
        gap=gap,
        clause=clause,
        haystack=haystack,
        place=place,
        first=first,
    )


# Short words that no full stop abbreviates ("6 of. Also 2 ostrich", "Baue Voliere ab. 4 ...").
_ENDING = ("of", "it", "me", "us", "up", "on", "ab", "an", "zu", "da", "ja")


@cache
def _abbreviations() -> tuple[str, ...]:
    """Return words whose full stop ends no sentence ("zwanzig getr. Seepferdchen")."""
    table = reference.table("context_words")
    words = table.loc[table["role"] == "abbreviation", "word"]
    return tuple(reference.matching_key(word) for word in words)


def _abbreviated(
    folded: npt.NDArray[np.uint32], begins: Ints, ends: Ints
) -> npt.NDArray[np.bool_]:
    """Say which words are abbreviations."""
    return _known(folded, begins, ends, _abbreviations())


def _known(
    folded: npt.NDArray[np.uint32], begins: Ints, ends: Ints, words: tuple[str, ...]
) -> npt.NDArray[np.bool_]:
    """Say which words are among those of a list, in normal form."""
    known = np.array(words)
    longest = int(known.dtype.itemsize // 4)
    letters = np.zeros((len(begins), longest), dtype=np.uint32)
    lengths = ends - begins
    for number in range(longest):
        there = (lengths > number) & (lengths <= longest)
        letters[there, number] = folded[begins[there] + number]
    return np.isin(letters.view(f"<U{longest}").ravel(), known)


def _spelled(
    folded: npt.NDArray[np.uint32], begins: Ints, ends: Ints, word: str
) -> npt.NDArray[np.bool_]:
    """Say which words are one word in normal form."""
    same = ends - begins == len(word)
    places = np.flatnonzero(same)
    for number, letter in enumerate(word):
        places = places[folded[begins[places] + number] == ord(letter)]
    same[:] = False
    same[places] = True
    return same


def _ends_phrase(
    points: npt.NDArray[np.uint32], begins: Ints, ends: Ints, clause: Ints
) -> npt.NDArray[np.bool_]:
    """Say whether no phrase may run on to a word: behind a comma, a plus, a Russian sentence.

    "Boutures, seriatopora" are two things ("1,5 cm" has no blank); in "а кость. Мамонт рядом"
    no bone of a mammoth is offered: Russian words that a full stop abbreviates are short.
    """
    if not len(begins):
        return np.zeros(0, dtype=bool)
    marks = np.cumsum((points == ord(",")) | (points == ord("+")))
    apart = (np.diff(marks[begins]) > 0) & (begins[1:] - ends[:-1] > 1)
    first = points[begins[1:]]
    capital = (first >= 0x400) & (first < 0x430) & (points[ends[:-1] - 1] >= 0x430)
    sentence = (np.diff(clause) > 0) & capital & (ends[:-1] - begins[:-1] > 3)
    return np.append(False, apart | sentence)


def _fix_mixed_scripts(
    folded: npt.NDArray[np.uint32], kinds: npt.NDArray[np.uint8], begins: Ints, ends: Ints
) -> npt.NDArray[np.uint32]:
    """Undo homoglyphs in the few words that mix scripts."""
    if not len(begins):
        return folded
    letters = kinds == LETTER
    cyrillic = np.concatenate([[0], np.cumsum(letters & (folded >= 0x400) & (folded < 0x500))])
    latin = np.concatenate([[0], np.cumsum(letters & (folded < 0x250))])
    mixed = (cyrillic[ends] > cyrillic[begins]) & (latin[ends] > latin[begins])
    if not mixed.any():
        return folded
    folded = folded.copy()
    for begin, end in zip(begins[mixed].tolist(), ends[mixed].tolist(), strict=True):
        word = folded[begin:end].tobytes().decode("utf-32-le")
        fixed = _without_homoglyphs(word).encode("utf-32-le")
        folded[begin:end] = np.frombuffer(fixed, dtype=np.uint32)
    return folded


def _haystack(
    folded: npt.NDArray[np.uint32],
    kinds: npt.NDArray[np.uint8],
    begins: Ints,
    ends: Ints,
    gap: npt.NDArray[np.bool_],
) -> tuple[str, Ints]:
    """Write each word between two spaces, with a line break where a phrase must end."""
    if not len(begins):
        return "", begins
    lengths = ends - begins
    breaks = np.cumsum(gap)
    place = np.concatenate([[0], np.cumsum(lengths + 2)[:-1]]) + breaks
    total = int(place[-1] + lengths[-1] + 2)
    points = np.full(total, ord(" "), dtype=np.uint32)
    points[place[gap] - 1] = ord("\n")
    number = np.repeat(np.arange(len(begins)), lengths)
    source = np.flatnonzero(kinds != OTHER)
    points[place[number] + 1 + (source - begins[number])] = folded[source]
    return points.tobytes().decode("utf-32-le"), place
