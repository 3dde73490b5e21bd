"""Cyrillic that was decoded with the wrong code page, which ftfy leaves alone.

ftfy repairs UTF-8 that was read as a one-byte code page. What it cannot see is one one-byte
code page read as another: Windows-1251 or KOI8-R read as Latin-1 ("×åðåïàõà" for "Черепаха"),
and the two read as each other ("вЕПЕОЮУЮ"). Every letter still stands for one letter, so the
repair is a table of letters; it is made only where its result looks like Russian and what was
found does not.
"""

import math
import re
from collections import Counter
from functools import cache

from wildlife_analysis import reference

__all__ = ["SUSPICIOUS", "latin9", "repair"]

# Share of each letter in Russian text, per mille (Russian National Corpus, rounded).
_PER_MILLE = dict(
    zip(
        "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
        (
            109.7, 84.5, 80.1, 73.5, 67.0, 62.6, 54.7, 47.3, 45.4, 44.0, 34.9, 32.1, 29.8,
            28.1, 26.2, 20.1, 19.0, 17.4, 17.0, 16.5, 15.9, 14.4, 12.1, 9.7, 9.4, 7.3, 6.4,
            4.8, 3.6, 3.2, 2.6, 0.4, 0.4,
        ),
        strict=True,
    )
)  # fmt: skip
_LOG = {letter: math.log(value / 1000) for letter, value in _PER_MILLE.items()}
_VOWELS = frozenset("аеёиоуыэюя")
# Russian text has a mean of -3.05 nats a letter, evenly mixed letters one of -4.0.
PLAUSIBLE = -3.45
# How much likelier the repaired letters must be than the letters found.
BETTER = 0.4
_FEWEST = 4  # letters below which nothing is concluded

# Letters of the upper half of a one-byte code page, read as Latin-1, and what stands between.
_HIGH = "\u00a8\u00b8\u00c0-\u00ff"
_LATIN_RUN = re.compile(rf"[{_HIGH}](?:[{_HIGH}]|[^\w<&]|\d)*[{_HIGH}]|[{_HIGH}]")
_LATIN_WORD = re.compile(f"[{_HIGH}]{{3,}}")
_WORD = re.compile(r"[^\W\d_]+")
_INVERTED = re.compile("[а-яё][А-ЯЁ]{2,}")
# For a vectorised search (RE2): texts worth a closer look.
SUSPICIOUS = f"[{_HIGH}]{{3}}|[а-яё][А-ЯЁ]{{2}}|[А-ЯЁ]{{4}}"


@cache
def _letters(true: str, assumed: str) -> dict[int, int]:
    """Map each letter as found to the letter meant: bytes of ``true`` read as ``assumed``."""
    table: dict[int, int] = {}
    for byte in (0xA3, 0xA8, 0xB3, 0xB8, *range(0xC0, 0x100)):
        raw = bytes([byte])
        found, meant = raw.decode(assumed), raw.decode(true)
        if meant.isalpha() and "\u0400" <= meant <= "\u0451":
            table[ord(found)] = ord(meant)
    return table


def _score(text: str) -> float:
    """Return the mean log share of the letters as Russian; -9 where it cannot be Russian."""
    letters = Counter(c for c in text.lower() if c.isalpha())
    total = sum(letters.values())
    if total < _FEWEST or any(c not in _LOG for c in letters):
        return -9.0
    if not 0.2 <= sum(n for c, n in letters.items() if c in _VOWELS) / total <= 0.75:
        return -9.0
    words = [word for word in _WORD.findall(text) if len(word) > 2]
    if words and sum(bool(_INVERTED.fullmatch(word)) for word in words) > len(words) / 2:
        return -9.0
    return sum(_LOG[c] * n for c, n in letters.items()) / total


def _latin_run(match: re.Match[str]) -> str:
    run = match.group()
    if not _LATIN_WORD.search(run):
        return run
    candidates = [run.translate(_letters(true, "latin-1")) for true in ("cp1251", "koi8-r")]
    best = max(candidates, key=_score)
    return best if _score(best) > PLAUSIBLE else run


# UTF-8 read as ISO 8859-15 within a word: ftfy takes it for Windows-1252 and makes a capital of
# it ("SchÀdel"); others have done so before us.
_LATIN9 = re.compile("(?<=[A-Za-zß-ÿ])Ã[€ŠšŽžŒ](?=[a-zß-ÿ])|(?<=[a-zß-ÿ])[ÀÊÚÎÞÌ](?=[a-zß-ÿ])")


def latin9(text: str) -> str:
    """Decode UTF-8 again that was read as ISO 8859-15: "SchÃ€del" is "Schädel"."""
    return _LATIN9.sub(_small, text)


def _small(match: re.Match[str]) -> str:
    found = match.group()
    if len(found) == 1:
        found = found.encode("utf-8").decode("cp1252")
    return found.encode("iso8859-15").decode("utf-8")


def repair(text: str) -> str:
    """Decode Cyrillic letters again that were read with the wrong code page.

    Parameters
    ----------
    text
        A text; parts of it may be right.

    Returns
    -------
    str
        The text, changed only where the change makes plausible Russian.

    Examples
    --------
    >>> repair("×åðåïàõà 2 ãîäà")
    'Черепаха 2 года'
    >>> repair("вЕПЕОЮУЮ")
    'Черепаха'
    >>> repair("ÄÖÜ, créé à Noël")
    'ÄÖÜ, créé à Noël'
    """
    text = _LATIN_RUN.sub(_latin_run, text)
    cyrillic = "".join(c if "\u0400" <= c <= "\u0451" else " " for c in text)
    if len(cyrillic.replace(" ", "")) < _FEWEST:
        return text
    pairs = [("cp1251", "koi8-r"), ("koi8-r", "cp1251")]
    candidates = [text.translate(_letters(*pair)) for pair in pairs]
    better = max(PLAUSIBLE, _score(cyrillic) + BETTER)
    plausible = [c for c in candidates if _score(_only_cyrillic(c)) > better]
    return max(plausible, key=_likeness) if plausible else text


@cache
def _dictionary() -> frozenset[str]:
    """Return the Russian words of the vocabulary: what the listings are about."""
    terms = reference.table("terms")
    listed = [
        *terms.loc[terms["language"] == "ru", "term"],
        *reference.table("places")["aliases"],
        *reference.table("places")["name"],
    ]
    return frozenset(w for text in listed for w in _WORD.findall(text.lower()) if len(w) > 2)


def _likeness(text: str) -> tuple[float, float]:
    """Say how many of the words are known, and how likely the letters are."""
    words = [word for word in _WORD.findall(text.lower()) if len(word) > 2]
    known = sum(word in _dictionary() for word in words)
    return known / max(len(words), 1), _score(_only_cyrillic(text))


def _only_cyrillic(text: str) -> str:
    return "".join(c if "\u0400" <= c <= "\u0451" else " " for c in text)
