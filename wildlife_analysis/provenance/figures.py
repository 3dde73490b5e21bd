"""Name every number that the report publishes.

A figure is named ``SURVEY/VIEW/KEY/MEASURE``, such as ``2018/countries/DE/specimens``; one that
rests on two surveys ``EARLIER:LATER/VIEW/KEY/MEASURE``. The views, their keys and the measures
are rows of ``figures.csv`` and ``figure_measures.csv``; what a sentence repeats is a row of
``figure_words.csv``, in which ``{country_code}`` stands for the country of a case page and
``#1`` for the first row, ``#1:listings`` for the one with most listings. What has no name, and
why, is a row of ``figure_exceptions.csv``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote

import pandas as pd

from wildlife_analysis.reference import SurveyError, nearest, table
from wildlife_analysis.words import Words

__all__ = [
    "FigureId",
    "case_keys",
    "cell_id",
    "definition",
    "excepted",
    "keys",
    "known",
    "measures",
    "parse",
    "repeated",
    "same_as",
    "view",
    "word_id",
]

NONE = "~"


@dataclass(frozen=True)
class FigureId:
    """The name of one published number.

    Attributes
    ----------
    survey, baseline
        Identifiers of the surveys; the baseline is empty where the number rests on one.
    view, key, measure
        Which table, which row (values of the key columns, ``~`` for none), which column.
    """

    survey: str
    baseline: str
    view: str
    key: tuple[str, ...]
    measure: str

    def __str__(self) -> str:
        first = f"{self.baseline}:{self.survey}" if self.baseline else self.survey
        parts = [first, self.view, *self.key, self.measure]
        return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in parts)


@cache
def _views() -> dict[str, dict[str, str]]:
    return {row["view"]: row for row in table("figures").to_dict("records")}


@cache
def _measures() -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = {}
    for row in table("figure_measures").to_dict("records"):
        found.setdefault(row["family"], {})[row["measure"]] = row
    return found


@cache
def _words() -> dict[tuple[str, str], str]:
    rows = table("figure_words").to_dict("records")
    return {(row["view"], row["measure"]): row["same_as"] for row in rows}


def excepted(name: str, measure: str) -> str:
    """Say how a number without a name in the report is kept (``figure_exceptions.csv``).

    Returns
    -------
    str
        ``unnamed``, or empty.
    """
    rows = table("figure_exceptions")
    own = rows[(rows["view"] == name) & rows["measure"].isin([measure, "*"])]
    return str(own["kept"].iloc[0]) if len(own) else ""


def view(name: str) -> dict[str, str]:
    """Return the row of ``figures.csv`` of a view.

    Raises
    ------
    SurveyError
        When there is none; the nearest are named.
    """
    if name in _views():
        return _views()[name]
    if any(v == name for v, _ in _words()):
        return {"view": name, "family": "words", "keys": "", "compared": ""}
    known = sorted({*_views(), *(v for v, _ in _words())})
    raise SurveyError(f"no view {name!r}; nearest: {nearest(name, known)}")


def known(name: str) -> bool:
    """Say whether numbers of a view are named."""
    return name in _views() or any(view == name for view, _ in _words())


def keys(name: str) -> list[str]:
    """List the key columns of a view."""
    return [key for key in view(name)["keys"].split("|") if key]


def definition(figure: FigureId, words: Words) -> str:
    """Say in a language what a figure counts: its measure, then its view.

    Parameters
    ----------
    figure
        Of a table: not a word that repeats one.
    words
        The language: messages ``measure-FAMILY-MEASURE`` and ``view-VIEW``.
    """
    names = (f"measure-{view(figure.view)['family']}-{figure.measure}", f"view-{figure.view}")
    return "".join(f"{words(name.replace('_', '-'))}. " for name in names).rstrip()


def measures(name: str) -> dict[str, dict[str, str]]:
    """Return the measures of a view: rows of ``figure_measures.csv`` by name."""
    return _measures().get(view(name)["family"], {})


def same_as(name: str, measure: str) -> str | None:
    """Return the figure that a word of a view repeats, without its survey; None where none."""
    return _words().get((name, measure))


def repeated(name: str) -> list[str]:
    """List the numbers that a sentence, or the numbers of a page, repeat."""
    return [measure for view, measure in _words() if view == name]


def parse(text: str) -> FigureId:
    """Read the name of a figure.

    Raises
    ------
    SurveyError
        When it has too few parts, or its view is not known.
    """
    parts = [unquote(part) for part in text.strip().strip("/").split("/")]
    if len(parts) < 3 or not all(parts):
        raise SurveyError(
            f"{text!r} names no figure; write SURVEY/VIEW/KEY/MEASURE, "
            "such as 2018/countries/DE/specimens"
        )
    baseline, _, survey = parts[0].rpartition(":")
    view(parts[1])
    return FigureId(survey, baseline, parts[1], tuple(parts[2:-1]), parts[-1])


def _key(value: Any) -> str:
    return NONE if pd.isna(value) else str(value)


def _id(name: str, surveys: Sequence[str], key: tuple[str, ...], measure: str) -> FigureId:
    """Put together an identifier; ``surveys`` are the later and, where known, the earlier."""
    compared = view(name)["compared"] == "yes"
    before = surveys[1] if compared and len(surveys) > 1 else ""
    return FigureId(surveys[0], before, name, key, measure)


def cell_id(
    name: str, surveys: Sequence[str], row: Mapping[Any, Any], column: str
) -> FigureId | None:
    """Name the number in a cell of a published table.

    Parameters
    ----------
    name
        Identifier of the table.
    surveys
        Identifiers of the survey and, where there is one, of the earlier survey.
    row
        The row, its key columns included.
    column
        The measure; or a value of the last key where the table spreads it over columns.

    Returns
    -------
    FigureId or None
        None where the registry does not know the cell.
    """
    if name not in _views():
        return None
    known = keys(name)
    if not set(known) - set(row) and column in measures(name):
        return _id(name, surveys, tuple(_key(row[k]) for k in known), column)
    spread = len(known) > 1 and known[-1] not in row and not set(known[:-1]) - set(row)
    if spread and column not in known and column not in measures(name):
        return _id(
            name, surveys, (*(_key(row[k]) for k in known[:-1]), _key(column)), "specimens"
        )
    return None


def word_id(
    name: str, surveys: Sequence[str], measure: str, case: Mapping[str, str] | None = None
) -> FigureId | None:
    """Name the number that a sentence or title repeats; None where the registry has none.

    Parameters
    ----------
    name
        Identifier of the sentence or table.
    surveys
        See `cell_id`.
    measure
        Which of its numbers.
    case
        On a case page: the column and the code of the case.
    """
    same = same_as(name, measure)
    if same is None or (case_keys(same) and not case):
        return None
    compared = view(same.split("/")[0])["compared"] == "yes"
    before = surveys[1] if compared and len(surveys) > 1 else ""
    key = tuple(case[one] for one in case_keys(same)) if case else ()
    return FigureId(surveys[0], before, name, key, measure)


def case_keys(same: str) -> list[str]:
    """List the key columns that the case of a page gives, in a row of ``figure_words.csv``."""
    return [part[1:-1] for part in same.split("/") if part[:1] == "{"]
