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

_WORD = re.compile(r"[^\W\d_]+")
_NOISE = re.compile(
    r"https?://\S+|www\.\S+|\{\{\w+\}\}|\[(?:phone|e-mail|name|address|handle|plate)\]|[\w.+-]+@\S+"
)
# Letters that one of the languages in Latin script has and the others have not.
_OWN_LETTERS = {"fr": "éèêëàâçùûîïôœ", "de": "äöüß"}


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
    found = {pair: _identify(*pair) for pair in dict.fromkeys(pairs)}
    return pd.DataFrame(
        [found[pair] for pair in pairs],
        columns=["language", "language_confidence"],
        index=texts.index,
    ).astype({"language": "str", "language_confidence": "float64"})


def _identify(text: str, native: str) -> tuple[str | None, float | None]:
    text = _NOISE.sub(" ", text[:_LONGEST])
    known = native if native in LANGUAGES else None
    words = _WORD.findall(text.lower())
    if not words:
        return None, None
    telling = [word for word in words if fold(word) not in _neutral()]
    cyrillic = sum(1 for word in telling for c in word if "\u0400" <= c <= "\u052f")
    letters = sum(map(len, telling))
    if cyrillic and cyrillic >= 0.5 * letters:
        return "ru", round(cyrillic / letters, 3)
    latin = [word for word in telling if word.isascii() or max(word) < "\u0400"]
    if not latin or all(len(word) < 3 for word in latin):
        return known or ("ru" if cyrillic else _likeliest(words, native)[0]), None
    return _likeliest(latin, native)


def _likeliest(words: list[str], native: str) -> tuple[str, float]:
    """Weigh model, words, letters and country; return the likeliest and its share."""
    ranked = dict(_identifier().rank(" ".join(words)))
    scores = {}
    for language in ("en", "fr", "de"):
        model = max(math.log(max(float(ranked[language]), 1e-30)), _FLOOR)
        listed = sum(_words().get(fold(word), {}).get(language, 0.0) for word in words)
        own = _OWN_LETTERS.get(language, "")
        letters = sum(any(c in own for c in word) for word in words)
        scores[language] = (
            MODEL_WEIGHT * model
            + WORD_WEIGHT * math.sqrt(listed) * min(listed, 4)
            + LETTER_WEIGHT * min(letters, 4)
            + COUNTRY_WEIGHT * (language == native)
        )
    best = max(scores, key=lambda language: scores[language])
    total = sum(math.exp(score - scores[best]) for score in scores.values())
    # Russian in Latin letters has no words here: the country alone speaks for it.
    if native == "ru" and not any(fold(word) in _words() for word in words):
        return "ru", round(0.5 / total, 3)
    return best, round(1 / total, 3)
