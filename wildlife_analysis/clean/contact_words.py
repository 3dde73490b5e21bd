"""The words of ``reference/contact_words.csv`` as regular expressions on folded text.

Folded text (`reference.normal.fold`) has one character for each character of the text shown:
case and accents are gone, and a place in it is a place in the text.
"""

import re
from functools import cache

from wildlife_analysis import reference
from wildlife_analysis.reference.normal import fold

__all__ = ["NOT_AFTER", "NOT_BEFORE", "alternation", "plain", "rows", "words"]

# A word of any script begins or ends here (RE2 has no such thing: use `alternation` there).
NOT_BEFORE = r"(?<![^\W_])"
NOT_AFTER = r"(?![^\W_])"


def plain(text: str, folded: str) -> str:
    """Return folded text with the capital letters of the text shown."""
    return "".join(f.upper() if t.isupper() else f for t, f in zip(text, folded, strict=True))


@cache
def rows(kind: str) -> tuple[tuple[str, str], ...]:
    """Return (word, value) of a kind, folded, longest word first."""
    table = reference.table("contact_words")
    own = table[table["kind"] == kind]
    found = {(fold(w), value) for w, value in zip(own["word"], own["value"], strict=True)}
    return tuple(sorted(found, key=lambda row: (-len(row[0]), row)))


@cache
def words(kind: str, value: str = "") -> frozenset[str]:
    """Return the folded words of a kind, those with a value alone where one is given."""
    return frozenset(word for word, own in rows(kind) if value in ("", own))


@cache
def alternation(kind: str, value: str = "") -> str:
    """Return the words of a kind as alternatives, longest first; a blank is any blanks."""
    chosen = sorted(words(kind, value), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in chosen)
