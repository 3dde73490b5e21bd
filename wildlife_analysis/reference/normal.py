"""The one normal form in which terms and listings are compared.

The form keeps one character for one character, so that a match in the normal form has the
same place in the text as displayed: case folded, accents and umlauts removed from Latin
letters, ё as е; everything that is neither letter nor digit separates words. Letters that
stand for two (ß, œ, æ) stay themselves; terms are entered in both spellings instead.
"""

import unicodedata
from functools import cache

import numpy as np
import numpy.typing as npt

__all__ = ["DIGIT", "LETTER", "OTHER", "fold", "fold_table", "kind_table"]

OTHER, LETTER, DIGIT = 0, 1, 2
_LIMIT = 0x3000  # scripts of the survey languages, and what is dressed up as them, lie below
_DRESSED = ((0xFB00, 0xFB07), (0xFF10, 0xFF5B), (0x1D400, 0x1D800))
_EXTRA = {"ё": "е", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}


def _fold_character(character: str) -> str:
    """Fold one character into one character."""
    folded = unicodedata.normalize("NFKC", character).casefold()
    if len(folded) != 1:
        folded = character.lower() if len(character.lower()) == 1 else character
    if folded in _EXTRA:
        return _EXTRA[folded]
    if folded == "й":  # и + breve in Unicode, but a letter of its own in Russian
        return folded
    base = unicodedata.normalize("NFKD", folded)
    rest = "".join(c for c in base if not unicodedata.combining(c))
    return rest if len(rest) == 1 else folded


def _positions() -> list[int]:
    return [*range(_LIMIT), *(p for low, high in _DRESSED for p in range(low, high))]


@cache
def fold_table() -> npt.NDArray[np.uint32]:
    """Return the folded code point of every code point (shape ``(0x110000,)``)."""
    folded = np.arange(0x110000, dtype=np.uint32)
    for position in _positions():
        folded[position] = ord(_fold_character(chr(position)))
    return folded


@cache
def kind_table() -> npt.NDArray[np.uint8]:
    """Return OTHER, LETTER or DIGIT for every code point (shape ``(0x110000,)``)."""
    kinds = np.zeros(0x110000, dtype=np.uint8)
    for position in [*_positions(), *range(_LIMIT, 0xD800)]:
        character = chr(position)
        if character.isdigit() or character.isdecimal():
            kinds[position] = DIGIT
        elif character.isalpha() or unicodedata.combining(character):
            kinds[position] = LETTER
    return kinds


def fold(text: str) -> str:
    """Fold a text, character by character, without splitting it into words."""
    if text.isascii():
        return text.lower()
    points = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    return fold_table()[points].tobytes().decode("utf-32-le", "replace")
