"""Repair the text of listings for display: markup, mojibake, invisible characters."""

import html
import re
import unicodedata

import pandas as pd

__all__ = ["repair"]

_TAG = re.compile(r"<(?:br|p|div|li)\b[^>]*>|/\n", re.I)
_MARKUP = re.compile(r"<[a-zA-Z!/][^>]{0,500}>")
# Invisible: zero width, soft hyphen, byte order mark, direction marks, controls.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BLANK = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
# Letters of Windows-1251 Cyrillic read as Latin-1: "×åðåïàõà" for "Черепаха".
_LATIN1 = re.compile("[\u00c0-\u00ff\u00a8\u00b8]{3,}")
_ODD = re.compile("[^\x20-\x7e]|[<&]|\\s\\s|/\n")
_FREQUENT = frozenset("оеаинтсрвлкмдпу")


def repair(texts: pd.Series) -> pd.Series:
    """Repair a column of text.

    HTML becomes plain text, wrongly decoded text is decoded again (ftfy; and Windows-1251 read
    as Latin-1), invisible characters go, every kind of blank becomes a space, and line breaks
    stay. The result is in NFC.

    Parameters
    ----------
    texts
        As found; missing stays missing.

    Returns
    -------
    pandas.Series
        str.
    """
    distinct = texts.dropna().unique()
    repaired = {text: _repair(text) if _ODD.search(text) else text.strip() for text in distinct}
    return texts.map(repaired).astype("str")


def _repair(text: str) -> str:
    import ftfy

    text = ftfy.fix_text(text, uncurl_quotes=False, unescape_html=False, normalization="NFC")
    text = _TAG.sub("\n", text)
    if "&" in text:
        text = html.unescape(text)
    text = _MARKUP.sub(" ", text)
    text = _cyrillic(text)
    text = _CONTROL.sub(" ", _INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFC", text)
    lines = [_BLANK.sub(" ", line).strip() for line in text.split("\n")]
    return "\n".join(line for line in lines if line)


def _cyrillic(text: str) -> str:
    """Decode Windows-1251 that was read as Latin-1, where the result looks like Russian."""
    runs = _LATIN1.findall(text)
    letters = sum(c.isalpha() for c in text)
    if not runs or sum(map(len, runs)) < 0.6 * letters:
        return text
    try:
        decoded = text.encode("latin-1").decode("cp1251")
    except UnicodeError:
        return text
    lower = [c for c in decoded.lower() if "а" <= c <= "я"]
    if len(lower) >= 3 and sum(c in _FREQUENT for c in lower) >= 0.55 * len(lower):
        return decoded
    return text
