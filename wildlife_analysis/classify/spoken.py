"""Scientific epithets as Russian keepers write them: "дигитата" is *digitata*."""

import re
from functools import cache

__all__ = ["spoken"]

_CYRILLIC = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "g", "з": "z",
        "и": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
        "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "z", "ч": "z",
        "ш": "s", "щ": "s", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    }
)  # fmt: skip
# Latin letters that are one sound, the longest first; "c" is soft before "e", "i" and "y".
_LATIN = (
    ("ph", "f"), ("th", "t"), ("rh", "r"), ("ch", "h"), ("qu", "kv"), ("ae", "e"), ("oe", "e"),
    ("x", "ks"), ("w", "v"), ("j", "i"),
)  # fmt: skip
_SOFT = re.compile("c(?=[eiy])")
_TWICE = re.compile(r"(.)\1")


@cache
def spoken(word: str) -> str:
    """Return how a Latin or Russian word sounds, in a few letters.

    Parameters
    ----------
    word
        One word in normal form, in Latin or Cyrillic letters.

    Returns
    -------
    str
    """
    heard = word.translate(_CYRILLIC)
    for letters, sound in _LATIN:
        heard = heard.replace(letters, sound)
    heard = _SOFT.sub("z", heard).replace("c", "k").replace("y", "i")
    return _TWICE.sub(r"\1", heard)
