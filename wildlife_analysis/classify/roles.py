"""What words say beside a name or a number (table ``context_words``), a role a word."""

from functools import cache

from wildlife_analysis import reference
from wildlife_analysis.classify.ad import Ad
from wildlife_analysis.classify.forms import words_of

__all__ = ["has_role", "roles_of", "words_with"]


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


@cache
def _any_with(roles: tuple[str, ...], language: str) -> frozenset[str]:
    return frozenset(word for word, role in roles_of(language).items() if role in roles)


@cache
def words_with(role: str, language: str) -> tuple[str, ...]:
    """Return the words of a role in a language, in normal form."""
    return tuple(word for word, r in roles_of(language).items() if r == role)
