"""Which words the dictionaries of the survey languages know.

The dictionaries are those of simplemma. Unpacking them takes seconds in every process, for a
few words; so the hashes of their words are kept on disk, and read where they are asked for.
"""

import io
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis.reference import kept
from wildlife_analysis.reference.arrays import distinct
from wildlife_analysis.reference.home import cache_folder
from wildlife_analysis.reference.languages import languages
from wildlife_analysis.reference.normal import fold

__all__ = ["known"]

Hashes = npt.NDArray[np.uint64]
LANGUAGES = tuple(languages())
APOSTROPHES = frozenset("'’ʼ`´")


def known(words: list[str]) -> set[str]:
    """Return the words that a dictionary has, in normal form as the words asked for.

    Parameters
    ----------
    words
        Words in normal form.

    Examples
    --------
    >>> sorted(known(["garten", "gartn", "london"]))
    ['garten', 'london']
    """
    from simplemma import is_known

    # Forms with an apostrophe are the library's own affair.
    asked = [word for word in words if APOSTROPHES.isdisjoint(word)]
    found = {
        word
        for word in set(words).difference(asked)
        if any(is_known(form, lang=LANGUAGES) for form in (word, word.capitalize()))
    }
    if asked:
        table = _hashes()
        hashes = _hashed(asked)
        place = np.minimum(np.searchsorted(table, hashes), len(table) - 1)
        hit = table[place] == hashes
        found |= {word for word, one in zip(asked, hit.tolist(), strict=True) if one}
    return found


def _hashed(words: list[str]) -> Hashes:
    values: Hashes = pd.util.hash_array(np.array(words, dtype=object), categorize=False)
    return values


@cache
def _hashes() -> Hashes:
    """Return the sorted hashes of all words of the dictionaries, in normal form."""
    from importlib.metadata import version

    path = cache_folder() / f"dictionary-{version('simplemma')}-{'-'.join(LANGUAGES)}.npy"
    try:
        stored: Hashes = np.load(path, mmap_mode="r", allow_pickle=False)
        if stored.dtype == np.uint64 and stored.ndim == 1 and len(stored):
            return stored
    except (OSError, ValueError, EOFError):
        pass
    made = _made()
    buffer = io.BytesIO()
    np.save(buffer, made, allow_pickle=False)
    kept.put(path, buffer.getvalue())
    return made


def _made() -> Hashes:
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    factory = DefaultDictionaryFactory(cache_max_size=1)
    parts = []
    for language in LANGUAGES:
        words = "\n".join(factory.get_dictionary(language))
        parts.append(_hashed(fold(words).split("\n")))  # "Açores" is written "acores" here
    return distinct(np.concatenate(parts))
