"""The languages of the listings, as the table ``languages`` has them."""

from dataclasses import dataclass
from functools import cache

from wildlife_analysis.reference.errors import SurveyError
from wildlife_analysis.reference.tables import table

__all__ = ["Language", "languages"]

PHRASES = ("last", "every", "adjectives", "agreement")
SCRIPTS = ("Latin", "Cyrillic")


@dataclass(frozen=True)
class Language:
    """A language that listings are read in.

    Attributes
    ----------
    code
        ISO 639-1.
    script
        ``Latin`` or ``Cyrillic``; a text in Cyrillic letters is in the one language that
        has this script.
    letters
        Letters that this language has and the others of its script have not.
    spelled
        Letters that a keyboard may lack, and how they are written then.
    phrases
        Which words of a phrase have forms: the ``last``, ``every`` one, the last as a noun and
        those before it as ``adjectives``, or all in ``agreement``.
    unchanged
        Words of phrases that have no forms.
    borrows
        Languages whose names of taxa are read in listings of this one too, the likeliest
        first.
    """

    code: str
    script: str
    letters: str
    spelled: dict[str, str]
    phrases: str
    unchanged: frozenset[str]
    borrows: tuple[str, ...]


@cache
def languages() -> dict[str, Language]:
    """Return the languages by their code, in the order of the table.

    Raises
    ------
    SurveyError
        When a row has an unknown script or way of inflecting phrases, or a code twice.
    """
    found: dict[str, Language] = {}
    for number, row in enumerate(table("languages").to_dict("records"), 2):
        for column, allowed in (("script", SCRIPTS), ("phrases", PHRASES)):
            if row[column] not in allowed:
                raise SurveyError(
                    f"languages.csv, row {number}: {column} {row[column]!r}: "
                    f"known are {', '.join(allowed)}"
                )
        if row["code"] in found:
            raise SurveyError(f"languages.csv, row {number}: {row['code']} stands there twice")
        pairs = [p.partition("=") for p in row["spelled"].split("|") if p]
        found[row["code"]] = Language(
            code=row["code"],
            script=row["script"],
            letters=row["letters"],
            spelled={letter: written for letter, _, written in pairs},
            phrases=row["phrases"],
            unchanged=frozenset(row["unchanged"].split("|")) - {""},
            borrows=tuple(b for b in row["borrows"].split("|") if b),
        )
    return found
