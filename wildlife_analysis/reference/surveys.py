"""What a survey declares about itself in ``survey.toml``."""

import tomllib
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from wildlife_analysis.reference.errors import SurveyError
from wildlife_analysis.reference.scope import read_scope


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
        scope = read_scope(self.scope, Path(), f"survey {self.id}")
        object.__setattr__(self, "scope", scope)


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
    except TypeError as error:
        raise SurveyError(f"{path}: {error}") from error
