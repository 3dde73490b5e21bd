"""The words of ``reference/contact_words.csv`` as regular expressions on folded text.

Folded text (`reference.normal.fold`) has one character for each character of the text shown:
case and accents are gone, and a place in it is a place in the text.
"""

import re
from functools import cache
from typing import Any

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
    """Return the words of a kind as alternatives, longest first; a blank is any blanks.

    Words that begin alike share their beginning ("t(?:el|wo)"), so that a pattern of many
    words does not try one after the other.
    """
    tree: dict[str, Any] = {}
    for word in words(kind, value):
        node = tree
        for part in re.findall(r"\s+|\S", word):
            node = node.setdefault(r"\s+" if part.isspace() else re.escape(part), {})
        node[""] = {}
    return _alternatives(tree)


def _alternatives(tree: dict[str, Any]) -> str:
    """Write a tree of beginnings as a pattern; what goes on is tried before what ends."""
    found = [part + _alternatives(own) for part, own in sorted(tree.items()) if part]
    if not found:
        return ""
    group = found[0] if len(found) == 1 and "" not in tree else f"(?:{'|'.join(found)})"
    return group + ("?" if "" in tree else "")
