"""The model of py3langid on many texts at once.

The library reads a text byte by byte through an automaton, in Python. The same automaton takes
one step in all texts at a time here, as a column operation; tables and formula are its own.
"""

import unicodedata
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["shares"]

Shares = npt.NDArray[np.float32]
TOGETHER = 4096  # texts; their bytes stay in memory at the same time


@cache
def _identifier(languages: tuple[str, ...]) -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(languages))
    return identifier


@cache
def _tables(languages: tuple[str, ...]) -> tuple[Any, Any, Any, Any, Any]:
    """Return the automaton (next state, row of a state, feature of a state) and weights."""
    model = _identifier(languages)
    columns = [model.nb_classes.index(language) for language in languages]
    return (
        np.asarray(model.tk_nextmove),
        np.asarray(model.tk_row, dtype=np.int64) << 8,
        np.asarray(model.tk_output, dtype=np.int64),
        model.nb_ptc[:, columns],
        model.nb_pc[columns],
    )


def shares(texts: list[str], languages: tuple[str, ...]) -> Shares:
    """Return the probability that the model gives to each of some languages.

    Parameters
    ----------
    texts
        Texts in small letters.
    languages
        ISO 639-1 codes that the model is restricted to.

    Returns
    -------
    numpy.ndarray
        A row a text, a column a language.
    """
    parts = [np.empty((0, len(languages)), dtype=np.float32)]
    encoded = [unicodedata.normalize("NFC", t).encode("utf-8", "surrogatepass") for t in texts]
    for first in range(0, len(texts), TOGETHER):
        parts.append(_shares(encoded[first : first + TOGETHER], languages))
    return np.concatenate(parts)


def _shares(texts: list[bytes], languages: tuple[str, ...]) -> Shares:
    table, prior = _tables(languages)[3:]
    text, feature = _features(texts, languages)
    pairs, first, counts = np.unique(
        text * len(table) + feature, return_index=True, return_counts=True
    )
    # In the order in which the library meets them, so that its sums are rounded alike.
    order = np.lexsort((first, pairs // len(table)))
    feature = pairs[order] % len(table)
    weight = np.log1p(counts[order].astype(np.float32))
    bounds = np.searchsorted(pairs // len(table), np.arange(len(texts) + 1))
    scores = np.zeros((len(texts), len(languages)), dtype=np.float32)
    for number, (start, end) in enumerate(pairwise(bounds.tolist())):
        if end > start:  # a text without features tells nothing
            scores[number] = weight[start:end] @ table[feature[start:end]] + prior
    lengths = np.array([max(len(text), 1) for text in texts])
    scores *= (1 / np.sqrt(lengths)).astype(np.float32)[:, None]
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    result: Shares = scores / scores.sum(axis=1, keepdims=True)
    return result


def _features(texts: list[bytes], languages: tuple[str, ...]) -> tuple[Any, Any]:
    """Walk through all texts at once; return text and number of each feature met."""
    move, row, output = _tables(languages)[:3]
    lengths = np.array([len(text) for text in texts])
    order = np.argsort(-lengths, kind="stable")
    longest = int(lengths.max(initial=0))
    padded = b"".join(texts[n].ljust(longest, b"\0") for n in order)
    # A row a step, so that what one step reads stands together.
    steps = np.frombuffer(padded, np.uint8).reshape(len(texts), longest).T.copy()
    running = np.searchsorted(-lengths[order], -np.arange(longest), side="left")
    state = np.zeros(len(texts), dtype=np.int64)
    found = [(np.empty(0, np.int64), np.empty(0, np.int64))]
    for step, active in zip(steps, running, strict=True):
        state = move[row[state[:active]] + step[:active]].astype(np.int64)
        feature = output[state]
        met = np.flatnonzero(feature >= 0)
        found.append((order[met], feature[met]))
    return np.concatenate([t for t, _ in found]), np.concatenate([f for _, f in found])
