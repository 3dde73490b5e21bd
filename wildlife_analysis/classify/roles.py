"""What words say beside a name or a number (table ``context_words``), a role a word."""

from functools import cache

from wildlife_analysis import reference
from wildlife_analysis.classify.ad import Ad
from wildlife_analysis.classify.forms import words_of

__all__ = ["OTHERS", "gone", "has_role", "roles_of", "words_with"]

OTHERS = ("others", "second", "third")  # roles of words for another of those told before
_MUST = 4  # words from "müssen" to "weg"
# "gone a touch out of true": what has become of a thing, which is there
_TURNED = (["a", "touch"], ["a", "shade"], ["a", "bit"], ["a", "little"], ["out", "of"])
# "die bleiben bei ihr bis zur Häutung": young that come with their mother
_WITH_HER = (["bei", "ihr"], ["bei", "der"], ["bei", "mama"], ["with", "mum"], ["with", "her"])
_FOUND = 3  # words from "found" to the home
_GIVEN = 10  # words from "geben" to "weg"


@cache
def roles_of(language: str) -> dict[str, str]:
    """Return what the words beside numbers say, in normal form."""
    table = reference.table("context_words")
    if language:
        table = table[table["language"] == language]
    return {words_of(w)[0]: r for w, r in zip(table["word"], table["role"], strict=True)}


def has_role(ad: Ad, *roles: str) -> bool:
    """Say whether a listing has a word of some roles anywhere: quicker than to look at each."""
    return not _any_with(roles, ad.language).isdisjoint(ad.words)


def _homed(ad: Ad, word: int) -> bool:
    """Say whether a word ends "found a home" or "ont trouvé preneur"."""
    home = ad.says(word, [word], "homed_in", "owners", "buyer") or ad.words[word] == "homes"
    return home and ad.says(word, range(word - _FOUND, word), "finds")


def gone(ad: Ad, word: int) -> bool:
    """Say whether a word tells that an animal is gone ("sold", "weg", "уехал").

    What "muss weg" and what the seller is "giving" ("geben ... weg") is offered, and those that
    "stay together" stay with each other.
    """
    return (
        (ad.says(word, [word], "gone") or _homed(ad, word))
        and not ad.says(word, range(word - _MUST, word), "must")
        and not ad.says(word, [word + 1, word - 1], "together")
        and ad.words[word + 1 : word + 3] not in (*_WITH_HER, *_TURNED)
        and not ad.says(word, range(word - _GIVEN, word), "giving")
    )


@cache
def _any_with(roles: tuple[str, ...], language: str) -> frozenset[str]:
    return frozenset(word for word, role in roles_of(language).items() if role in roles)


@cache
def words_with(role: str, language: str) -> tuple[str, ...]:
    """Return the words of a role in a language, in normal form."""
    return tuple(word for word, r in roles_of(language).items() if r == role)
