"""What a survey declares about itself in ``survey.toml``."""

import re
import tomllib
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from wildlife_analysis.reference.errors import SurveyError
from wildlife_analysis.reference.scope import read_scope
from wildlife_analysis.reference.tables import read_csv

_COUNTRY = re.compile("[A-Z]{2}")
_AMOUNT = re.compile(r"\d+(?:\.\d+)?")
# Columns of the coverage that are numbers: effort, and what came of it.
EFFORT = ("weeks", "days", "hours", "searches", "listings_found")


@dataclass(frozen=True)
class Survey:
    """One fieldwork campaign with declared coverage.

    Attributes
    ----------
    id
        Short identifier, such as ``2018``; names the folders.
    title
        Name in words, as the report prints it.
    publication_year
        Year in which the results were published.
    fieldwork_from, fieldwork_to
        First and last day of the searches; not the publication year.
    countries
        ISO 3166-1 alpha-2 codes of the countries searched.
    scope
        What is counted: CITES Appendices (I, II, III), EU Annexes (A to D), scientific names
        of any rank. A specimen is in scope when one of them fits it. In ``survey.toml`` also
        the name of a CSV file beside it, with a column ``scientific_name``.
    simulated
        True for a replica; everything derived from it says so.
    licence, source, note
        Free text.
    """

    id: str
    title: str = ""
    publication_year: int | None = None
    fieldwork_from: date | None = None
    fieldwork_to: date | None = None
    countries: tuple[str, ...] = ()
    scope: tuple[str, ...] = ("I", "II", "III", "A", "B")
    simulated: bool = False
    licence: str = ""
    source: str = ""
    note: str = ""
    assumptions: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        self._check_kinds()
        scope = read_scope(self.scope, Path(), f"survey {self.id}")
        object.__setattr__(self, "scope", scope)

    def _check_kinds(self) -> None:
        """Check that each value is of its kind; names the survey, the key and the value."""

        def wrong(key: str, advice: str) -> SurveyError:
            value = getattr(self, key)
            shown = value.isoformat() if isinstance(value, date) else repr(value)
            return SurveyError(f"survey {self.id}: {key} {shown}: {advice}")

        if not isinstance(self.id, str) or not self.id.strip():
            raise wrong("id", 'must be a short text, in quotes: id = "2018"')
        for key in ("title", "licence", "source", "note"):
            if not isinstance(getattr(self, key), str):
                raise wrong(key, "must be text, in quotes")
        year = self.publication_year
        if year is not None and (type(year) is not int or not 1975 <= year <= 2100):
            raise wrong("publication_year", "must be a year of four digits, without quotes")
        for key in ("fieldwork_from", "fieldwork_to"):
            day = getattr(self, key)
            if day is not None and (not isinstance(day, date) or isinstance(day, datetime)):
                raise wrong(key, "must be a day without quotes, such as 2018-05-31")
        if (
            self.fieldwork_from
            and self.fieldwork_to
            and self.fieldwork_from > self.fieldwork_to
        ):
            raise wrong("fieldwork_to", f"lies before fieldwork_from {self.fieldwork_from}")
        for key in ("countries", "scope", "assumptions"):
            value = getattr(self, key)
            if not isinstance(value, tuple) or not all(isinstance(v, str) for v in value):
                raise wrong(key, 'must be a list of texts, such as ["FR", "DE"]')
        odd = [code for code in self.countries if not _COUNTRY.fullmatch(code)]
        if odd:
            raise wrong("countries", f"{odd[0]!r} is no ISO 3166-1 code of two capital letters")
        if len(set(self.countries)) < len(self.countries):
            raise wrong("countries", "names a country twice")
        if not isinstance(self.simulated, bool):
            raise wrong("simulated", "must be true or false, without quotes")


def load_survey(folder: Path) -> Survey:
    """Read ``survey.toml`` of a survey folder.

    Parameters
    ----------
    folder
        Folder of one survey, such as ``data/raw/2018``.

    Returns
    -------
    Survey

    Raises
    ------
    SurveyError
        When the file is missing, is not TOML, or has an unknown key or a wrong value.
    """
    path = folder / "survey.toml"
    try:
        values: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SurveyError(f"{path}: missing; a survey folder declares itself there") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SurveyError(f"{path}: not a TOML file ({error})") from error
    known = {f.name for f in fields(Survey)}
    unknown = set(values) - known
    if unknown:
        raise SurveyError(
            f"{path}: unknown key {', '.join(sorted(unknown))}; "
            f"known: {', '.join(sorted(known))}"
        )
    if isinstance(values.get("scope"), list):
        values["scope"] = list(read_scope(values["scope"], folder, str(path)))
    elif "scope" in values:
        raise SurveyError(f'{path}: scope is a list, such as ["I", "A"]')
    values = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
    try:
        return Survey(**{"id": folder.name, **values})
    except (TypeError, SurveyError) as error:
        raise SurveyError(f"{path}: {error}") from error


def load_coverage(path: Path) -> pd.DataFrame:
    """Read ``coverage.csv``: where a survey searched, found or not found.

    Parameters
    ----------
    path
        CSV with ``country_code`` and ``marketplace``, a row a cell searched; also one where
        nothing was found. Further columns as far as known: ``searched_from`` and
        ``searched_to`` (days), the effort in ``weeks``, ``days`` or ``hours``, ``searches`` and
        ``listings_found`` (numbers), ``note``.

    Returns
    -------
    pandas.DataFrame
        All columns as text, in the order of the file.

    Raises
    ------
    SurveyError
        When the file is not a table, a column is missing, or a value is none of its column; the
        message names file, row and value.
    """
    table = read_csv(path)
    missing = {"country_code", "marketplace"} - set(table.columns)
    if missing:
        raise SurveyError(f"{path}: column {', '.join(sorted(missing))} is missing")
    table = table.map(str.strip)
    seen: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(table.to_dict("records"), start=2):
        cell = {str(key): str(value) for key, value in row.items()}
        _check_cell(cell, f"{path}, row {number}")
        place = tuple(cell.get(k, "") for k in ("country_code", "marketplace", "searched_from"))
        if place in seen:
            raise SurveyError(
                f"{path}, row {number}: {' '.join(place[:2])} stands in row {seen[place]} "
                "already"
            )
        seen[place] = number
    return table


def _check_cell(cell: dict[str, str], where: str) -> None:
    """Check one row of the coverage."""
    if not _COUNTRY.fullmatch(cell["country_code"]):
        raise SurveyError(
            f"{where}: country_code {cell['country_code']!r} is no ISO 3166-1 code of two "
            "capital letters"
        )
    if not cell["marketplace"]:
        raise SurveyError(f"{where}: marketplace is empty; name the platform that was searched")
    days = []
    for key in ("searched_from", "searched_to"):
        if cell.get(key):
            try:
                days.append(date.fromisoformat(cell[key]))
            except ValueError as error:
                raise SurveyError(
                    f"{where}: {key} {cell[key]!r} is not a day such as 2018-05-31"
                ) from error
    if len(days) == 2 and days[0] > days[1]:
        raise SurveyError(
            f"{where}: searched_to {cell['searched_to']!r} lies before searched_from "
            f"{cell['searched_from']!r}"
        )
    for key in EFFORT:
        if cell.get(key) and not _AMOUNT.fullmatch(cell[key]):
            raise SurveyError(f"{where}: {key} {cell[key]!r} is not a number such as 6 or 2.5")
