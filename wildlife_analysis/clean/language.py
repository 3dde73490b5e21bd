"""Which of the survey's languages a listing is written in."""

import math
import re
from functools import cache
from typing import Any

import pandas as pd

from wildlife_analysis import reference
from wildlife_analysis.reference.normal import fold

__all__ = ["LANGUAGES", "identify"]

LANGUAGES = ("en", "fr", "de", "ru")
# Weights in nats, chosen on the cases of the test tables. The model is trusted less on few
# words, the country's language more: both are evidence, neither is proof.
MODEL_WEIGHT = 0.4
WORD_WEIGHT = 1.2
LETTER_WEIGHT = 1.0
COUNTRY_WEIGHT = 2.4
_FLOOR = -8.0  # the model's least log probability; its certainty is too great
_LONGEST = 1500  # characters read

_BREAK = "\x00"
_CYRILLIC = re.compile("[\u0400-\u052f]")
_WORD = re.compile(r"[^\W\d_]+")
_NOISE = re.compile(
    r"https?://\S+|www\.\S+|\{\{\w+\}\}|\[(?:phone|e-mail|name|address|handle|plate)\]|[\w.+-]+@\S+"
)
# Letters that one of the languages in Latin script has and the others have not.
_OWN_LETTERS: dict[str, re.Pattern[str] | None] = {
    "en": None,
    "fr": re.compile(r"\w*[éèêëàâçùûîïôœ]\w*"),
    "de": re.compile(r"\w*[äöüß]\w*"),
}


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(["en", "fr", "de"])
    return identifier


@cache
def _words() -> dict[str, dict[str, float]]:
    """Return for each folded word how much it says for each language in Latin script."""
    table = reference.table("function_words")
    languages: dict[str, list[str]] = {}
    for word, language in zip(table["word"], table["language"], strict=True):
        languages.setdefault(fold(word), []).append(language)
    return {w: dict.fromkeys(own, 1 / len(own)) for w, own in languages.items()}


@cache
def _neutral() -> frozenset[str]:
    """Return folded words of scientific names: they are the same in every language."""
    terms = reference.table("terms")
    names = [
        *terms.loc[terms["language"] == "la", "term"],
        *reference.table("taxa")["scientific_name"],
    ]
    return frozenset(word for name in names for word in _WORD.findall(fold(name))) - set(
        _words()
    )


def identify(texts: pd.Series, countries: pd.Series) -> pd.DataFrame:
    """Identify the language of listings.

    Cyrillic letters in the majority mean Russian. Otherwise three kinds of evidence are added
    up: a model restricted to the survey's languages (py3langid), words and letters that one of
    them has (``reference/function_words.csv``), and the language of the country. Scientific
    names count for none; an ad of nothing else gets the country's language.

    Text in another language gets the likeliest of the four: Ukrainian reads as Russian.

    Parameters
    ----------
    texts
        Title and description.
    countries
        ISO 3166-1 alpha-2 code of the marketplace's country; may be missing.

    Returns
    -------
    pandas.DataFrame
        ``language`` (ISO 639-1; missing where there are no letters) and
        ``language_confidence`` (0 to 1; missing where no word tells the language).
    """
    table = reference.table("countries")
    by_country = dict(zip(table["code"], table["language"], strict=True))
    native = countries.map(by_country).fillna("")
    pairs = list(zip(texts.fillna("").tolist(), native.tolist(), strict=True))
    different = list(dict.fromkeys(pairs))
    shown = [_NOISE.sub(" ", text[:_LONGEST]).lower() for text, _ in different]
    folded = fold(_BREAK.join(shown)).split(_BREAK)[: len(different)]
    found = {
        pair: _identify(text, plain, pair[1])
        for pair, text, plain in zip(different, shown, folded, strict=True)
    }
    return pd.DataFrame(
        [found[pair] for pair in pairs],
        columns=["language", "language_confidence"],
        index=texts.index,
    ).astype({"language": "str", "language_confidence": "float64"})


def _identify(text: str, folded: str, native: str) -> tuple[str | None, float | None]:
    """Identify the language of one text in small letters, also given folded."""
    words = _WORD.findall(folded)
    if not words:
        return None, None
    known = native if native in LANGUAGES else None
    neutral = _neutral()
    telling = [word for word in words if word not in neutral]
    joined = "".join(telling)
    cyrillic = len(_CYRILLIC.findall(joined))
    if cyrillic and cyrillic >= 0.5 * len(joined):
        return "ru", round(cyrillic / len(joined), 3)
    latin = [word for word in telling if max(word) < "\u0400"]
    # The model reads accents, so it gets the words as shown, without the scientific names.
    shown = _WORD.findall(text)
    if len(shown) == len(words):
        own = [word for word, plain in zip(shown, words, strict=True) if plain not in neutral]
        text = " ".join(own) or text
    if not latin or max(map(len, latin)) < 3:
        return known or ("ru" if cyrillic else _likeliest(text, latin, native)[0]), None
    return _likeliest(text, latin, native)


def _likeliest(text: str, words: list[str], native: str) -> tuple[str, float]:
    """Weigh model, words, letters and country; return the likeliest and its share."""
    listed = dict.fromkeys(_OWN_LETTERS, 0.0)
    for word in words:
        for language, share in _words().get(word, {}).items():
            listed[language] += share
    ranked = dict(_identifier().rank(text))
    scores = {}
    for language, own in _OWN_LETTERS.items():
        model = max(math.log(max(float(ranked[language]), 1e-30)), _FLOOR)
        letters = len(own.findall(text)) if own is not None else 0
        scores[language] = (
            MODEL_WEIGHT * model
            + WORD_WEIGHT * math.sqrt(listed[language]) * min(listed[language], 4)
            + LETTER_WEIGHT * min(letters, 4)
            + COUNTRY_WEIGHT * (language == native)
        )
    best = max(scores, key=lambda language: scores[language])
    total = sum(math.exp(score - scores[best]) for score in scores.values())
    # Russian in Latin letters has no words here: the country alone speaks for it.
    if native == "ru" and not any(listed.values()):
        return "ru", round(0.5 / total, 3)
    return best, round(1 / total, 3)
