"""What a survey declares about itself in ``survey.toml``."""

import tomllib
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from wildlife_analysis.reference.errors import SurveyError

SCOPE_CODES = ("I", "II", "III", "A", "B", "C", "D")


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
        CITES Appendices (I, II, III) and EU Annexes (A to D) that are counted: a specimen
        is in scope when its Appendix or its Annex is one of them.
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
        unknown = set(self.scope) - set(SCOPE_CODES)
        if unknown or not self.scope:
            raise SurveyError(
                f"survey {self.id}: scope {sorted(unknown)}: "
                f"known codes are {', '.join(SCOPE_CODES)}"
            )


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
    values = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
    try:
        return Survey(**{"id": folder.name, **values})
    except TypeError as error:
        raise SurveyError(f"{path}: {error}") from error
