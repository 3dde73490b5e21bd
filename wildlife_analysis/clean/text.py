"""Repair the text of listings for display, and undo its disguises for matching."""

import html
import re
import unicodedata

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from wildlife_analysis.clean import lookalikes, mojibake

__all__ = ["distinct", "for_matching", "repair", "search"]

# Letters and signs that need no repair; beside them, patterns that do (RE2).
_PLAIN = (
    r"^[\n\x20-\x25\x27-\x3b\x3d-\x7e\x{00A1}-\x{00AC}\x{00AE}-\x{00FF}\x{0152}\x{0153}"
    r"\x{0401}\x{0410}-\x{044F}\x{0451}\x{2013}-\x{2014}\x{2018}-\x{201E}\x{2022}\x{2026}"
    r"\x{20AC}\x{20BD}\x{2116}\x{2122}]*$"
)
_UNTIDY = r"  |/\n|\n\n|[ \n]\n|\n[ \n]|^[ \n]|[ \n]$"
# Traces of UTF-8 read as a one-byte code page, in Latin and Cyrillic letters.
_TRACES = (
    r"[\x{00C2}\x{00C3}\x{00D0}\x{00D1}][\x{0080}-\x{00BF}\x{0152}\x{0153}\x{2013}-\x{2122}]"
    r"|\x{00E2}[\x{0080}-\x{00BF}\x{201A}\x{20AC}]|[РС][^\x{0410}-\x{044F}\x{0451}\s\x21-\x7e]"
    r"|[\x{0080}-\x{009F}]|\x{00EF}\x{00BB}"
)
_SUSPECT = f"{_UNTIDY}|{_TRACES}|[a-zß-ÿ][ÀÊÚÎÞÌ][a-zß-ÿ]|{mojibake.SUSPICIOUS}"

_BREAK = re.compile(r"<(?:br|/?p|/?div|/?li|/?ul|/?ol|/?tr|/?h[1-6]|hr)\b[^<>]*>", re.I)
_NOT_A_TAG = re.compile(
    r"<(?!/?(?:a|abbr|article|b|big|blockquote|body|button|center|code|dd|dl|dt|em|figure|font|"
    r"footer|form|head|header|html|i|iframe|img|input|ins|label|link|main|mark|meta|nav|noscript|"
    r"object|option|pre|s|script|section|select|small|span|strike|strong|style|sub|sup|svg|table|"
    r"tbody|td|textarea|tfoot|th|thead|title|u|video|wbr)\b[^<>]*>|!--|!doctype)",
    re.I,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});", re.I)
_HIDDEN_TAGS = {"script", "style", "noscript", "iframe", "svg"}
# Nothing to see: soft hyphen, zero width, direction marks, fillers, variation selectors but
# that of emoji. A joiner stays between emoji only.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0e\ufeff\ufff9-\ufffb]"
    "|(?<![\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d|\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BLANK = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000\u3164\uffa0]+")
_LINE = re.compile("\r\n|[\r\u000b\u000c\u0085\u2028\u2029]|/\n")
# Marks that join no letter: stress, strokes through words, heaps of accents; not the keycap.
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20e2\u20e4-\u20f0]+")


def search(texts: list[str], pattern: str) -> list[bool]:
    """Say which texts hold a pattern (RE2 syntax), at the speed of a column operation."""
    found = pc.match_substring_regex(pa.array(texts, pa.large_string()), pattern)
    return [bool(value) for value in found.to_pylist()]


def distinct(texts: pd.Series) -> list[str]:
    """Return the distinct texts of a column, the missing left out."""
    return [str(text) for text in texts.dropna().unique().tolist()]


def repair(texts: pd.Series) -> pd.Series:
    """Repair a column of text.

    HTML becomes plain text, wrongly decoded text is decoded again (ftfy; one Cyrillic code
    page read as another by `mojibake`), invisible characters, control characters and marks
    that join no letter go, every kind of blank becomes a space, and line breaks stay. Emoji
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
    values = distinct(texts)
    plain, suspect = search(values, _PLAIN), search(values, _SUSPECT)
    repaired = {
        text: text if fine and not odd else _repair(text)
        for text, fine, odd in zip(values, plain, suspect, strict=True)
    }
    return texts.map(repaired).astype("str")


def _repair(text: str) -> str:
    import ftfy

    text = ftfy.fix_text(
        mojibake.latin9(text), uncurl_quotes=False, unescape_html=False, normalization="NFC"
    )
    text = mojibake.repair(text)
    if "&" in text:
        # Twice: "&amp;eacute;" is written by scrapers that escape what was escaped.
        text = _unescape(_unescape(text))
    if "<" in text:
        text = _without_tags(text)
    text = _LINE.sub("\n", text)
    text = _CONTROL.sub(" ", _INVISIBLE.sub("", text))
    text = _MARKS.sub("", unicodedata.normalize("NFC", text))
    lines = [_BLANK.sub(" ", line).strip() for line in text.split("\n")]
    return "\n".join(line for line in lines if line)


def _unescape(text: str) -> str:
    return _ENTITY.sub(lambda match: html.unescape(match.group()), text)


def _without_tags(text: str) -> str:
    """Take HTML elements out; "< 2 m" and "<3" are none."""
    import nh3

    text = _BREAK.sub("\n", text)
    if "<" not in text:
        return text
    text = _NOT_A_TAG.sub("&lt;", text.replace("&", "&amp;"))
    cleaned = nh3.clean(text, tags=set(), clean_content_tags=_HIDDEN_TAGS)
    return html.unescape(cleaned)


def for_matching(texts: pd.Series) -> pd.Series:
    """Undo the disguises of words, for matching only: the text shown keeps them.

    Parameters
    ----------
    texts
        Repaired text.

    Returns
    -------
    pandas.Series
        str; every text has its length, so that places in it are places in the text shown.
    """
    values = distinct(texts)
    odd = search(values, lookalikes.SUSPICIOUS)
    undone = {
        text: lookalikes.undo(text) if found else text
        for text, found in zip(values, odd, strict=True)
    }
    return texts.map(undone).astype("str")
