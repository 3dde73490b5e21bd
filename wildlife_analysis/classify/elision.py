"""German compounds that share their last part: "Blau- und Gelbstirnamazone"."""

import re
from collections.abc import Iterable

import numpy as np

from wildlife_analysis.classify.lexicon import Lexicon
from wildlife_analysis.classify.tokens import Tokens

__all__ = ["elided"]

# A word that ends in a hyphen, before what joins it to another compound.
_SHARED = re.compile(r"(?<!\w)\w{3,40}-(?=\s*(?:und|u|oder|sowie|bzw)\b|\s*[&,/])", re.I)
_REACH = (
    5  # words to the compound that bears the shared part ("3 Wald- und 2 junge Steinkäuze")
)
_SHORTEST = 4  # letters of the shared part


def elided(tokens: Tokens, documents: Iterable[int], lexicon: Lexicon) -> dict[int, str]:
    """Complete the first parts of compounds whose last part only follows later.

    Parameters
    ----------
    tokens
        The words of the listings.
    documents
        Numbers of the listings in German.
    lexicon
        Compiled terms: only names of taxa are completed.

    Returns
    -------
    dict
        Number of a word in the batch -> the whole word, in normal form.
    """
    found: dict[int, str] = {}
    words: list[str] = []
    for document in documents:
        text = tokens.texts[document]
        if "-" not in text:
            continue
        for match in _SHARED.finditer(text):
            words = words or tokens.words()
            first, last = tokens.first[document : document + 2].tolist()
            ends = tokens.end[first:last]
            place = first + int(np.searchsorted(ends, match.end() - 1))
            if place >= last or int(tokens.end[place]) != match.end() - 1:
                continue
            for later in range(place + 1, min(place + 1 + _REACH, last)):
                whole = _whole(words[place], words[later], lexicon)
                if whole:
                    found[place] = whole
                    break
    return found


def _whole(part: str, compound: str, lexicon: Lexicon) -> str:
    """Add the longest ending of a compound that makes a name of a first part."""
    for cut in range(2, len(compound) - _SHORTEST + 1):
        if part + compound[cut:] in lexicon.stems:
            return part + compound[cut:]
    return ""
