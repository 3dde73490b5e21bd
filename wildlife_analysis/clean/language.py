"""Which of the survey's languages a listing is written in."""

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis import reference
from wildlife_analysis.clean import hashed
from wildlife_analysis.clean.language_model import shares
from wildlife_analysis.clean.language_words import LATIN, SHORTEST_NOUN, WRITTEN, telling_words
from wildlife_analysis.clean.text import search
from wildlife_analysis.reference.arrays import distinct
from wildlife_analysis.reference.languages import languages
from wildlife_analysis.reference.normal import fold

__all__ = ["LANGUAGES", "Evidence", "evidence", "identify"]

Counts = npt.NDArray[np.int64]
Weights = npt.NDArray[np.float64]
LANGUAGES = tuple(languages())
# Weights in nats, chosen on the cases of the test tables. The model is trusted less on few
# words, the country's language more: both are evidence, neither is proof.
MODEL_WEIGHT = 0.4
WORD_WEIGHT = 1.2
LETTER_WEIGHT = 1.0
COUNTRY_WEIGHT = 2.4
_FLOOR = -8.0  # the model's least log probability; its certainty is too great
_LONGEST = 1500  # characters read
_MODELLED = 160  # of them by the model: more does not change its mind, only its speed

_CYRILLIC = re.compile("[\u0400-\u052f]")
_WORD = re.compile(r"[^\W\d_]+")
_NOISE = re.compile(
    r"https?://\S+|www\.\S+|\{\{\w+\}\}|\[(?:phone|e-mail|name|address|handle|plate)\]|[\w.+-]{1,80}@\S+"
)
# Letters that one of the languages in Latin script has and the others have not.
_LETTERS_OF = {code: languages()[code].letters for code in LATIN}
# One match a word: from the first of them to the end of the word.
_OWN_LETTERS: dict[str, re.Pattern[str] | None] = {
    code: re.compile(rf"[{letters}]\w*") if letters else None
    for code, letters in _LETTERS_OF.items()
}


@dataclass(frozen=True)
class Evidence:
    """What the words of texts say for the languages; arrays with one entry a text.

    Attributes
    ----------
    words
        Words with letters.
    telling, cyrillic
        Letters in words that are no scientific names; those of them in Cyrillic words.
    latin
        Letters of the longest telling word in Latin script.
    listed
        Weight of function words and nouns, a column a language of `WRITTEN`.
    accented
        Words with letters that one language has, a column a language of `LATIN`.
    """

    words: Counts
    telling: Counts
    cyrillic: Counts
    latin: Counts
    listed: Weights
    accented: Counts


@cache
def _accents() -> npt.NDArray[np.uint8]:
    """Return for each code point a bit for each language of `LATIN` that alone has it."""
    table = np.zeros(0x110000, dtype=np.uint8)
    for place, code in enumerate(LATIN):
        for letter in _LETTERS_OF[code]:
            table[[ord(c) for c in (letter, letter.upper()) if len(c) == 1]] = 1 << place
    return table


def evidence(batch: hashed.Hashed) -> Evidence:
    """Collect what the words of a batch of texts say for the languages.

    Parameters
    ----------
    batch
        Words of the texts.

    Returns
    -------
    Evidence
    """
    listed_words = telling_words()
    found = listed_words.lists.words(batch)
    letters = ~batch.number
    length = batch.end - batch.start
    telling = letters.copy()
    telling[found("neutral")] = False
    initial = batch.folded[batch.start]
    cyrillic = telling & (initial >= 0x400) & (initial < 0x530)
    latin = telling & (initial < 0x400)
    text = batch.text[found.word]
    listed = np.stack(
        [
            np.bincount(text, own, minlength=batch.size)
            for own in listed_words.weights.T[:, found.place]
        ],
        axis=1,
    ).astype(np.float64)
    longest = np.zeros(batch.size, dtype=np.int64)
    held = np.diff(batch.word_start) > 0
    if held.any():
        latin_length = np.where(latin, length, 0)
        longest[held] = np.maximum.reduceat(latin_length, batch.word_start[:-1][held])
    bits = _accents().take(batch.points)
    where = np.flatnonzero(bits)
    word = np.searchsorted(batch.start, where, side="right") - 1
    accented = np.zeros((batch.size, len(LATIN)), dtype=np.int64)
    for column in range(len(LATIN)):
        own = distinct(word[(bits[where] >> column) & 1 == 1])
        own = own[latin[own]]
        accented[:, column] = np.bincount(batch.text[own], minlength=batch.size)
    return Evidence(
        words=batch.totals(letters),
        telling=batch.totals(np.where(telling, length, 0)),
        cyrillic=batch.totals(np.where(cyrillic, length, 0)),
        latin=longest,
        listed=listed,
        accented=accented,
    )


def identify(
    texts: pd.Series, countries: pd.Series, found: list[Evidence] | None = None
) -> pd.DataFrame:
    """Identify the language of listings.

    Cyrillic letters in the majority mean Russian. Otherwise three kinds of evidence are added
    up: words and letters that one of the languages has (``reference/function_words.csv``), the
    language of the country, and, where these do not settle it, a model restricted to the
    survey's languages (py3langid). Scientific names count for none; an ad of nothing else gets
    the country's language, without a confidence.

    Text in another language gets the likeliest of the four: Ukrainian reads as Russian.

    Parameters
    ----------
    texts
        Title and description.
    countries
        ISO 3166-1 alpha-2 code of the marketplace's country; may be missing.
    found
        `evidence` of the distinct texts, in the order of `pandas.factorize`, where the caller
        has it already.

    Returns
    -------
    pandas.DataFrame
        ``language`` (ISO 639-1; missing where there are no letters) and
        ``language_confidence`` (0 to 1; missing where no word tells the language).
    """
    table = reference.table("countries")
    by_country = dict(zip(table["code"], table["language"], strict=True))
    native = countries.map(by_country).fillna("")
    codes, values = pd.factorize(texts.fillna(""))
    known = [str(value) for value in values]
    if found is None:
        found = [evidence(batch) for batch in hashed.batches(known)]
    tongues, nations = pd.factorize(native)
    pairs, distinct = pd.factorize(codes * len(nations) + tongues)
    rows, own = distinct // max(len(nations), 1), distinct % max(len(nations), 1)
    at_home = np.array([str(nations[n]) for n in own], dtype=object)
    language, confidence, open_, narrow = _settled(found, rows, at_home)
    noisy = np.array(_noisy(known), dtype=bool)[rows]
    doubts: dict[int, _Doubt] = {}
    for n in np.flatnonzero(open_ | (narrow & noisy)).tolist():
        text = known[rows[n]][:_LONGEST]
        text = (_NOISE.sub(" ", text) if noisy[n] else text).lower()
        answer = _closer(text, fold(text), str(at_home[n]))
        if isinstance(answer, _Doubt):
            doubts[n] = answer
        else:
            language[n], confidence[n] = answer
    modelled = [doubt.text[:_MODELLED] for doubt in doubts.values()]
    for (n, doubt), ranked in zip(doubts.items(), shares(modelled, LATIN), strict=True):
        language[n], share = _likeliest(doubt, ranked.tolist())
        confidence[n] = share if doubt.told else np.nan
    return pd.DataFrame(
        {
            "language": pd.Series(language[pairs], index=texts.index, dtype="str"),
            "language_confidence": pd.Series(confidence[pairs], index=texts.index),
        }
    )


def _noisy(texts: list[str]) -> list[bool]:
    """Say which texts hold addresses or placeholders, whose words tell no language."""
    return search(texts, r"https?://|www\.|\{\{|\[[a-z]|@") if texts else []


def _settled(found: list[Evidence], rows: Any, native: Any) -> tuple[Any, Any, Any, Any]:
    """Return language and confidence of texts, and which of them need a closer look.

    What the model could still add or take away is bounded: where the lead is greater, it is
    not asked. The last array says where the lead is less than twice that.
    """
    if not len(rows):
        none = np.empty(0, dtype=bool)
        return np.empty(0, dtype=object), np.empty(0), none, none

    def joined(name: str) -> Any:
        return np.concatenate([getattr(part, name) for part in found])[rows]

    words, telling, cyrillic, latin = map(joined, ("words", "telling", "cyrillic", "latin"))
    listed = joined("listed")
    accented = np.pad(joined("accented"), ((0, 0), (0, len(WRITTEN) - len(LATIN))))
    home = np.stack([native == code for code in WRITTEN], axis=1)
    scores = (
        WORD_WEIGHT * np.sqrt(listed) * np.minimum(listed, 4)
        + LETTER_WEIGHT * np.minimum(accented, 4)
        + COUNTRY_WEIGHT * home
    )
    best = scores.argmax(axis=1)
    ordered = np.sort(scores, axis=1)
    lead = ordered[:, -1] - ordered[:, -2]
    total = np.exp(scores - ordered[:, -1:]).sum(axis=1)
    language = np.array(WRITTEN, dtype=object)[best]
    confidence = np.round(1 / total, 3)
    russian = (cyrillic > 0) & (cyrillic * 2 >= telling)
    language[russian] = "ru"
    share = cyrillic / np.maximum(telling, 1)
    confidence[russian] = np.round(share[russian], 3)
    silent = words == 0
    language[silent], confidence[silent] = None, np.nan
    bound = MODEL_WEIGHT * -_FLOOR
    open_ = ~russian & ~silent & ((lead <= bound) | (latin < 3))
    narrow = np.where(russian | (cyrillic > 0), share < 0.8, lead <= 2 * bound)
    return language, confidence, open_, narrow


@dataclass(frozen=True)
class _Doubt:
    """A text that the model is asked about.

    Attributes
    ----------
    text
        Its telling words as shown.
    words
        Those in Latin script, folded.
    native
        Language of the country.
    told
        Whether the words tell the language at all.
    """

    text: str
    words: list[str]
    native: str
    told: bool


def _closer(text: str, folded: str, native: str) -> "_Doubt | tuple[str | None, float]":
    """Look closer at one text in small letters, also given folded."""
    words = _WORD.findall(folded)
    if not words:
        return None, np.nan
    neutral = telling_words().neutral
    telling = [word for word in words if word not in neutral]
    joined = "".join(telling)
    cyrillic = 0 if joined.isascii() else len(_CYRILLIC.findall(joined))
    if cyrillic and cyrillic >= 0.5 * len(joined):
        return "ru", round(cyrillic / len(joined), 3)
    if cyrillic >= SHORTEST_NOUN and native == "ru":
        return "ru", 0.5  # a brand in Latin letters is often the longer part
    latin = [word for word in telling if word.isascii() or max(word) < "\u0400"]
    # The model reads accents, so it gets the words as shown, without the scientific names.
    shown = _WORD.findall(text) if text != folded else words
    if len(shown) == len(words):
        own = [word for word, plain in zip(shown, words, strict=True) if plain not in neutral]
        text = " ".join(own) or text
    enough = bool(latin) and max(map(len, latin)) >= 3
    if not enough and (native in LANGUAGES or cyrillic):
        return native if native in LANGUAGES else "ru", np.nan
    return _Doubt(text, latin, native, enough)


def _likeliest(doubt: _Doubt, ranked: list[float]) -> tuple[str, float]:
    """Weigh model, words, letters and country; return the likeliest and its share."""
    listed = dict.fromkeys(WRITTEN, 0.0)
    known = telling_words().words
    for word in doubt.words:
        for language, share in known.get(word, {}).items():
            listed[language] += share
    scores = {}
    # The model knows none of the others in Latin script: it counts as against them.
    shares_of = dict(zip(LATIN, ranked, strict=True))
    for language in WRITTEN:
        own, told = _OWN_LETTERS.get(language), shares_of.get(language, 0.0)
        letters = len(own.findall(doubt.text)) if own is not None else 0
        scores[language] = (
            MODEL_WEIGHT * max(math.log(max(told, 1e-30)), _FLOOR)
            + WORD_WEIGHT * math.sqrt(listed[language]) * min(listed[language], 4)
            + LETTER_WEIGHT * min(letters, 4)
            + COUNTRY_WEIGHT * (language == doubt.native)
        )
    best = max(scores, key=lambda language: scores[language])
    total = sum(math.exp(score - scores[best]) for score in scores.values())
    # Of Russian in Latin letters few words are known: else the country alone speaks for it.
    if doubt.native == "ru" and not any(listed.values()):
        return "ru", round(0.5 / total, 3)
    return best, round(1 / total, 3)
