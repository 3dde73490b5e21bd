"""The report's language: sentences from Fluent files, numbers and names from Babel."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from numbers import Integral
from typing import Any

import pandas as pd

from wildlife_analysis import reference
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.reference.tables import HERE

__all__ = ["FOLDER", "Said", "Words", "languages", "messages"]

FOLDER = HERE / "words"
# The language that every other one is measured by.
COMPLETE = "en"


def languages() -> list[str]:
    """List the languages the report has words for (ISO 639-1)."""
    return sorted(path.stem for path in FOLDER.glob("*.ftl"))


def _text(language: str) -> str:
    return (FOLDER / f"{language}.ftl").read_text(encoding="utf-8")


@cache
def _entries(language: str) -> tuple[Any, ...]:
    """Parse the file of a language; stop where it is not Fluent."""
    from fluent.syntax import FluentParser, ast

    text = _text(language)
    entries = FluentParser().parse(text).body
    for entry in entries:
        if isinstance(entry, ast.Junk):
            start = entry.span.start if entry.span is not None else 0
            said = entry.annotations[0].message if entry.annotations else "not Fluent"
            line = text[:start].count("\n") + 1
            raise SurveyError(f"words/{language}.ftl: line {line}: {said}")
    return tuple(entries)


@cache
def messages(language: str) -> dict[str, frozenset[str]]:
    """List the messages of a language, each with its placeholders.

    Parameters
    ----------
    language
        ISO 639-1 code of a file in ``reference/words``.

    Raises
    ------
    SurveyError
        When the file is malformed, or has a message twice.
    """
    from fluent.syntax import ast, visitor

    class Placeholders(visitor.Visitor):
        def __init__(self) -> None:
            self.names: set[str] = set()

        def visit_VariableReference(self, node: Any) -> None:
            self.names.add(node.id.name)

    found: dict[str, frozenset[str]] = {}
    for entry in _entries(language):
        if isinstance(entry, ast.Message):
            if entry.id.name in found:
                raise SurveyError(f"words/{language}.ftl: {entry.id.name!r} stands twice")
            seen = Placeholders()
            seen.visit(entry)
            found[entry.id.name] = frozenset(seen.names)
    return found


@cache
def _bundle(language: str) -> Any:
    from fluent.runtime import FluentBundle, FluentResource

    _entries(language)
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource(_text(language)))
    return bundle


@dataclass(frozen=True)
class Said:
    """Something a sentence says, kept until the language is known.

    Attributes
    ----------
    how
        A method of `Words`.
    what
        What it is given.
    """

    how: str
    what: tuple[Any, ...]

    def within(self, words: "Words") -> str:
        """Say it in a language."""
        what = [v.within(words) if isinstance(v, Said) else v for v in self.what]
        return str(getattr(words, self.how)(*what))


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

    Examples
    --------
    >>> french = words.Words("fr")
    >>> french.taxon("Psittacus erithacus"), french.code("product", "ivory")
    ('Perroquet gris du Gabon', 'ivoire')
    """

    def __init__(self, language: str) -> None:
        if language not in languages():
            raise SurveyError(
                f"no words for report language {language!r}; there are {', '.join(languages())}"
            )
        missing = sorted(messages(COMPLETE).keys() - messages(language).keys())
        if missing:
            raise SurveyError(
                f"words/{language}.ftl: {len(missing)} messages are missing: "
                f"{', '.join(missing[:5])}"
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
        if isinstance(value, Said):
            return value.within(self)
        if isinstance(value, str):
            return value
        # Whole numbers stay numbers: the plural form of the sentence follows from them.
        if isinstance(value, Integral) or (pd.notna(value) and float(value).is_integer()):
            return int(value)
        return self.number(value)

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number; a dash where it is missing."""
        from babel.numbers import format_decimal

        if pd.isna(value):
            return "–"
        return _minus(format_decimal(value, format=_digits(digits), locale=self.language))

    def percent(self, value: float, digits: int = 0) -> str:
        """Write a share (0 to 1) as a percentage."""
        from babel import Locale
        from babel.numbers import format_percent

        if pd.isna(value):
            return "–"
        own = Locale(self.language).percent_formats[None].pattern
        pattern = own.replace("#,##0", _digits(digits))
        return _minus(format_percent(value, format=pattern, locale=self.language))

    def change(self, value: float, digits: int = 0) -> str:
        """Write a relative change as a percentage with its sign."""
        return ("+" if value > 0 else "") + self.percent(value, digits)

    def signed(self, value: float, digits: int = 0) -> str:
        """Write a difference with its sign."""
        return ("+" if value > 0 else "") + self.number(value, digits)

    def dollars(self, value: float) -> str:
        """Write an amount of US dollars without cents."""
        from babel import Locale
        from babel.numbers import format_currency

        if pd.isna(value):
            return "–"
        pattern = Locale(self.language).currency_formats["standard"].pattern
        return _minus(
            format_currency(
                round(value), "USD", pattern.replace(".00", ""), self.language,
                currency_digits=False,
            )
        )  # fmt: skip

    def day(self, value: str) -> str:
        """Write a day (ISO 8601) the way of the language."""
        from datetime import date

        from babel.dates import format_date

        return str(format_date(date.fromisoformat(value), format="long", locale=self._dates))

    def days(self, first: str, last: str) -> str:
        """Write a span of days (ISO 8601)."""
        from datetime import date

        from babel.dates import format_interval

        start, end = date.fromisoformat(first), date.fromisoformat(last)
        return str(format_interval(start, end, skeleton="yMMMd", locale=self._dates))

    @property
    def _dates(self) -> str:
        """The form of dates: in English the international order, day before month."""
        return "en_GB" if self.language == "en" else self.language

    def country(self, code: str) -> str:
        """Name a country."""
        from babel import Locale

        return str(Locale(self.language).territories.get(code, code))

    def code(self, column: str, code: Any) -> str:
        """Name a code of a column; the code itself where it has no name."""
        if pd.isna(code):
            return self("not-known")
        if column == "part" and ":" in code:
            column, code = code.split(":", 1)
        if column == "country_code":
            return self.country(str(code))
        if column == "scientific_name":
            return self.taxon(str(code))
        message = _message(column, code)
        return self(message) if self.has(message) else str(code)

    def knows(self, column: str, code: Any) -> bool:
        """Say whether a code of a column has a name in the language of the report."""
        return self.has(_message(column, code))

    def taxon(self, name: str) -> str:
        """Name a taxon as people say it; its scientific name where the language has none."""
        return _names(self.language).get(name, name).replace("'", "’")

    def codes(self, column: str, codes: Iterable[Any]) -> str:
        """Name several codes of a column as a list within a sentence."""
        return self.join(self.code(column, code) for code in codes)

    def join(self, names: Iterable[str]) -> str:
        """Write names as a list within a sentence."""
        from babel.lists import format_list

        return str(format_list(list(names), locale=self.language))

    def title(self, declared: Mapping[str, Any]) -> str:
        """Name a survey by its declaration; a replica in the language of the report."""
        return self.code("title", declared.get("title") or declared["id"])

    def column(self, name: str, *, numeric: bool = True) -> str:
        """Name a column of a table; ``survey`` is a number in the later one, or its name."""
        if name == "survey" and not numeric:
            name = "survey_name"
        message = "col-" + name.replace("_", "-")
        return self(message) if self.has(message) else name

    def about_column(self, name: str) -> str:
        """Say in a sentence what a column of the data files means; empty where none says."""
        message = "about-" + name.replace("_", "-")
        return self(message) if self.has(message) else ""


def _message(column: str, code: Any) -> str:
    """Return the message that names a code of a column."""
    slug = re.sub("[^a-z0-9]+", "-", str(code).lower()).strip("-")
    return f"{column.removeprefix('other_').replace('_', '-')}-{slug}"


def _minus(text: str) -> str:
    """Write the sign of a negative number as one, not as a hyphen."""
    return text.replace("-", "−")


def _digits(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")


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
