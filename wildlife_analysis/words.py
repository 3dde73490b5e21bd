"""The report's language: sentences from Fluent files, numbers and names from Babel."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from wildlife_analysis import reference
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.reference.tables import HERE

__all__ = ["FOLDER", "Words", "languages"]

FOLDER = HERE / "words"


def languages() -> list[str]:
    """List the languages the report has words for (ISO 639-1)."""
    return sorted(path.stem for path in FOLDER.glob("*.ftl"))


@cache
def _bundle(language: str) -> Any:
    from fluent.runtime import FluentBundle, FluentResource

    path = FOLDER / f"{language}.ftl"
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource(_text(path)))
    return bundle


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


class Words:
    """The words of one report language.

    Parameters
    ----------
    language
        ISO 639-1 code of a file in ``reference/words``.

    Raises
    ------
    SurveyError
        When there are no words in the language.
    """

    def __init__(self, language: str) -> None:
        if language not in languages():
            raise SurveyError(
                f"no words for report language {language!r}; there are {', '.join(languages())}"
            )
        self.language = language

    def __call__(self, message: str, **values: Any) -> str:
        """Return a sentence.

        Parameters
        ----------
        message
            Identifier in the Fluent file.
        **values
            What its placeholders stand for; numbers are written the way of the language.

        Raises
        ------
        SurveyError
            When the message is missing or malformed: a missing translation stops the report.
        """
        bundle = _bundle(self.language)
        if not bundle.has_message(message):
            raise SurveyError(f"words/{self.language}.ftl: message {message!r} is missing")
        shown = {key: self._shown(value) for key, value in values.items()}
        text, errors = bundle.format_pattern(bundle.get_message(message).value, shown)
        if errors:
            raise SurveyError(f"words/{self.language}.ftl: {message}: {errors[0]}")
        return str(text)

    def has(self, message: str) -> bool:
        """Say whether there is such a message."""
        return bool(_bundle(self.language).has_message(message))

    def _shown(self, value: Any) -> Any:
        return value if isinstance(value, str | int) else self.number(value)

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number; a dash where it is missing."""
        from babel.numbers import format_decimal

        if pd.isna(value):
            return "–"
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return str(format_decimal(value, format=pattern, locale=self.language))

    def percent(self, value: float, digits: int = 0) -> str:
        """Write a share (0 to 1) as a percentage."""
        from babel.numbers import format_percent

        if pd.isna(value):
            return "–"
        pattern = "#,##0" + ("." + "0" * digits if digits else "") + "%"
        if self.language in ("fr", "de", "ru"):
            pattern = pattern.replace("%", "\u00a0%")
        return str(format_percent(value, format=pattern, locale=self.language))

    def dollars(self, value: float) -> str:
        """Write an amount of US dollars without cents."""
        from babel.numbers import get_currency_symbol

        if pd.isna(value):
            return "–"
        symbol = get_currency_symbol("USD", locale=self.language)
        number = self.number(round(value))
        return f"{symbol}{number}" if self.language == "en" else f"{number}\u00a0{symbol}"

    def day(self, value: str) -> str:
        """Write a day (ISO 8601) the way of the language."""
        from datetime import date

        from babel.dates import format_date

        return str(format_date(date.fromisoformat(value), format="long", locale=self.language))

    def country(self, code: str) -> str:
        """Name a country."""
        from babel import Locale

        return str(Locale(self.language).territories.get(code, code))

    def code(self, column: str, code: Any) -> str:
        """Name a code of a column; the code itself where it has no name."""
        if pd.isna(code):
            return self("not-known")
        if column == "country_code":
            return self.country(str(code))
        if column == "scientific_name":
            return self.taxon(str(code))
        column = column.removeprefix("other_")
        slug = re.sub("[^a-z0-9]+", "-", str(code).lower()).strip("-")
        message = f"{column.replace('_', '-')}-{slug}"
        return self(message) if self.has(message) else str(code)

    def taxon(self, name: str) -> str:
        """Name a taxon as people say it; its scientific name where the language has none."""
        return _names(self.language).get(name, name)

    def join(self, names: Iterable[str]) -> str:
        """Write names as a list within a sentence."""
        from babel.lists import format_list

        return str(format_list(list(names), locale=self.language))

    def title(self, declared: Mapping[str, Any]) -> str:
        """Name a survey by its declaration; a replica in the language of the report."""
        return self.code("title", declared.get("title") or declared["id"])

    def column(self, name: str) -> str:
        """Name a column of a table."""
        message = "col-" + name.replace("_", "-")
        return self(message) if self.has(message) else name


@cache
def _names(language: str) -> dict[str, str]:
    """Return the preferred vernacular name of every taxon."""
    terms = reference.table("terms")
    rows = terms[
        (terms["language"] == language)
        & (terms["kind"] == "taxon")
        & (terms["preferred"] == "yes")
        & (terms["product"] == "")
    ]
    return {c: t[:1].upper() + t[1:] for c, t in zip(rows["code"], rows["term"], strict=True)}
