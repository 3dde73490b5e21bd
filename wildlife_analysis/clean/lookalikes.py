"""Undo disguises of words for matching: letters of another script, letters spaced apart.

One character stays one character, so that a match has the same place in the text as shown.
"""

import re
from functools import cache

from wildlife_analysis import reference

__all__ = ["SUSPICIOUS", "undo"]

# For a vectorised search (RE2): two scripts side by side, or four single letters in a row.
SUSPICIOUS = (
    r"[A-Za-z][\x{0370}-\x{052F}]|[\x{0370}-\x{03FF}][\x{0400}-\x{052F}]"
    r"|[\x{0370}-\x{052F}][A-Za-z]|[\x{0400}-\x{052F}][\x{0370}-\x{03FF}]"
    r"|(?:^|[^\pL])\pL(?:[ .*_-]\pL){3}(?:[^\pL]|$)"
)
_TOKEN = re.compile(r"[^\W\d_]+")
_SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:([ .*_\-])[^\W\d_])(?:\1[^\W\d_]){2,}(?![^\W_])")


@cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    """Return (to Latin, to Cyrillic): what each look-alike becomes in either script."""
    to_latin: dict[str, str] = {}
    to_cyrillic: dict[str, str] = {}
    for row in reference.table("lookalikes").to_dict("records"):
        for character in (row["character"], row["cyrillic"]):
            if character and row["latin"]:
                to_latin.setdefault(character, row["latin"])
        for character in (row["character"], row["latin"]):
            if character and row["cyrillic"]:
                to_cyrillic.setdefault(character, row["cyrillic"])
    return to_latin, to_cyrillic


def _latin(character: str) -> bool:
    return character < "\u0370"


def _cyrillic(character: str) -> bool:
    return "\u0400" <= character <= "\u052f"


def _russian(character: str) -> bool:
    return "\u0410" <= character <= "\u044f" or character in "Ёё"


def _token(token: str, prefer_latin: bool) -> str:
    """Write a token of mixed scripts in the one script it can be meant in."""
    latin = sum(map(_latin, token))
    own = sum(map(_cyrillic, token))
    if latin == len(token) or own == len(token):
        return token
    to_latin, to_cyrillic = _tables()
    as_latin = "".join(c if _latin(c) else to_latin.get(c, "") for c in token)
    as_cyrillic = "".join(c if _cyrillic(c) else to_cyrillic.get(c, "") for c in token)
    readings = [t for t in (as_latin, as_cyrillic) if len(t) == len(token)]
    if len(readings) == 2:
        latin_meant = prefer_latin if own == latin else latin > own
        # "ХS": letters that Russian has not are no reading of a Russian word.
        if latin_meant or not all(map(_russian, as_cyrillic)):
            return as_latin
        return as_cyrillic
    return readings[0] if readings else token


def _joined(match: re.Match[str]) -> str:
    """Join letters spaced apart; blanks behind keep the length."""
    spaced = match.group()
    letters = spaced[::2]
    lower = letters.lower()
    if sorted(lower) == list(lower) or len(set(lower)) < 3:  # "A B C D", "x x x x"
        return spaced
    return letters + " " * (len(spaced) - len(letters))


def undo(text: str) -> str:
    """Undo disguises of words.

    A token that mixes scripts is written in the one in which all its letters can be read, in
    that of the majority where both can ("Pуthon" with a Cyrillic у). Four or more single
    letters with the same separator between them are joined ("i v o r y").

    Parameters
    ----------
    text
        Repaired text.

    Returns
    -------
    str
        Of the same length.

    Examples
    --------
    >>> undo("Pуthon regius")
    'Python regius'
    >>> undo("i v o r y box")
    'ivory     box'
    """
    latin = sum("a" <= c <= "z" for c in text.lower())
    cyrillic = sum("\u0400" <= c <= "\u04ff" for c in text)
    text = _SPACED.sub(_joined, text)
    return _TOKEN.sub(lambda match: _token(match.group(), latin >= cyrillic), text)
