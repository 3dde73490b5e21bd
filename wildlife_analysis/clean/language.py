"""Which of the survey's languages a listing is written in."""

from functools import cache
from typing import Any

import pandas as pd

from wildlife_analysis import reference

__all__ = ["LANGUAGES", "identify"]

LANGUAGES = ("en", "fr", "de", "ru")
# Weight of the language of the country against the model's probability of the text.
PRIOR = 0.6
_SURE = 0.85


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def identify(texts: pd.Series, countries: pd.Series) -> pd.DataFrame:
    """Identify the language of listings.

    Cyrillic letters in the majority mean Russian. Otherwise a model restricted to the survey's
    languages decides (py3langid), held against the language of the country: a title made of
    Latin names gets the country's language.

    Parameters
    ----------
    texts
        Title and description.
    countries
        ISO 3166-1 alpha-2 code of the marketplace's country.

    Returns
    -------
    pandas.DataFrame
        ``language`` (ISO 639-1; missing where there are no letters) and
        ``language_confidence`` (0 to 1).
    """
    table = reference.table("countries")
    by_country = dict(zip(table["code"], table["language"], strict=True))
    native = countries.map(by_country).fillna("")
    pairs = list(zip(texts.fillna("").tolist(), native.tolist(), strict=True))
    found = {pair: _identify(*pair) for pair in set(pairs)}
    return pd.DataFrame(
        [found[pair] for pair in pairs],
        columns=["language", "language_confidence"],
        index=texts.index,
    ).astype({"language": "str", "language_confidence": "float64"})


def _identify(text: str, native: str) -> tuple[str | None, float | None]:
    letters = [c for c in text[:2000] if c.isalpha()]
    if not letters:
        return (native if native in LANGUAGES else None), None
    cyrillic = sum("\u0400" <= c <= "\u04ff" for c in letters)
    if cyrillic >= 0.4 * len(letters):
        return "ru", round(cyrillic / len(letters), 3)
    ranked = dict(_identifier().rank(text[:2000].lower()))
    ranked.pop("ru", None)
    scores = {k: float(v) * (1 - PRIOR) for k, v in ranked.items()}
    if native in scores:
        scores[native] += PRIOR * (1.0 if len(text.split()) < 6 else 0.5)
    best = max(scores, key=lambda k: scores[k])
    return best, round(scores[best] / sum(scores.values()), 3)
