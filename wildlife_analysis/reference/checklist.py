"""Checklists of CITES species that the user has imported: which there are, what they add.

A checklist is the user's file. Its tables stand under ``reference/checklist/DATE`` of `home`,
with the columns of the reference tables ``taxa``, ``appendices`` and ``terms``, and add to
these what they lack. Of several checklists the newest decides on names; each decides on the
Appendices from its own date to that of the next.
"""

import hashlib
import json
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from wildlife_analysis.reference.errors import SurveyError
from wildlife_analysis.reference.home import home
from wildlife_analysis.reference.tables import matching_key, read_csv

__all__ = [
    "Checklist",
    "appendices",
    "describe",
    "files",
    "folder",
    "forget",
    "hashes",
    "loaded",
    "remove",
    "taxa",
    "terms",
]

TABLES = ("taxa", "appendices", "terms")
RECORD = "checklist.json"


@dataclass(frozen=True)
class Checklist:
    """One imported checklist.

    Attributes
    ----------
    date
        Day of the export (ISO 8601); names the folder.
    folder
        Where its tables stand.
    record
        What the import wrote down: ``source_file``, ``source_sha256``, ``counts``.
    """

    date: str
    folder: Path
    record: dict[str, Any]


def folder() -> Path:
    """Return the folder of the checklists; it need not exist."""
    return home() / "reference" / "checklist"


@cache
def loaded() -> tuple[Checklist, ...]:
    """Return the imported checklists, the oldest first.

    Raises
    ------
    SurveyError
        When the folder of a checklist lacks a table or its record.
    """
    found = []
    for path in sorted(folder().glob("[0-9]*")):
        try:
            record = json.loads((path / RECORD).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise SurveyError(
                f"{path / RECORD}: cannot be read ({error}); import the checklist again, or "
                f"take it out: reference remove {path.name}"
            ) from error
        missing = [name for name in TABLES if not (path / f"{name}.csv").exists()]
        if missing:
            raise SurveyError(
                f"{path}: {missing[0]}.csv is missing; import the checklist again"
            )
        found.append(Checklist(path.name, path, record))
    return tuple(found)


def files(name: str | None = None) -> list[Path]:
    """Return the files of one table, or of all, in the loaded checklists."""
    names = TABLES if name is None else (name,)
    return [c.folder / f"{table}.csv" for c in loaded() for table in names]


def hashes() -> dict[str, str]:
    """Return the sha256 of every table in use, as ``checklist/DATE/TABLE.csv``."""
    return {f"checklist/{path.parent.name}/{path.name}": _sha256(path) for path in files()}


def describe() -> list[dict[str, str]]:
    """Name the loaded checklists for a manifest: date, source file and its sha256."""
    return [
        {
            "date": c.date,
            "source_file": str(c.record.get("source_file", "")),
            "source_sha256": str(c.record.get("source_sha256", "")),
        }
        for c in loaded()
    ]


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _newest(name: str, keys: list[str]) -> pd.DataFrame | None:
    frames = [read_csv(c.folder / f"{name}.csv") for c in reversed(loaded())]
    if not frames:
        return None
    return pd.concat(frames, ignore_index=True).drop_duplicates(keys, ignore_index=True)


@cache
def taxa() -> pd.DataFrame | None:
    """Return the taxa of the checklists (columns as ``taxa``); None where there is none."""
    return _newest("taxa", ["scientific_name"])


@cache
def terms() -> pd.DataFrame | None:
    """Return the names of the checklists (columns as ``terms``); None where there is none."""
    return _newest("terms", ["term", "language"])


@cache
def appendices() -> pd.DataFrame | None:
    """Return the Appendices, a period from each checklist to the next.

    Returns
    -------
    pandas.DataFrame or None
        Columns as ``appendices``, and ``checklist``, the date of the export that says so. The
        first period has no beginning and the last no end.
    """
    frames = []
    dates = [c.date for c in loaded()]
    for number, one in enumerate(loaded()):
        table = read_csv(one.folder / "appendices.csv")
        end = ""
        if number + 1 < len(dates):
            day = pd.Timestamp(dates[number + 1]) - pd.Timedelta(days=1)
            end = day.strftime("%Y-%m-%d")
        frames.append(
            table.assign(
                effective_from=one.date if number else "", effective_to=end, checklist=one.date
            )
        )
    return pd.concat(frames, ignore_index=True) if frames else None


@cache
def synonyms() -> dict[str, str]:
    """Return the taxon of every scientific name of the checklists, by matching key."""
    table = terms()
    if table is None:
        return {}
    latin = table[table["language"] == "la"]
    return {matching_key(t): c for t, c in zip(latin["term"], latin["code"], strict=True)}


def remove(date: str) -> Path:
    """Take a checklist out.

    Parameters
    ----------
    date
        Its date.

    Returns
    -------
    pathlib.Path
        The folder that was removed.

    Raises
    ------
    SurveyError
        When there is none of that date.
    """
    known = sorted(p.name for p in folder().glob("[0-9]*"))
    if date not in known:
        raise SurveyError(
            f"no checklist of {date!r} is loaded; loaded: {', '.join(known) or 'none'}"
        )
    shutil.rmtree(folder() / date)
    forget()
    return folder() / date


def forget() -> None:
    """Read the checklists again at the next use."""
    from wildlife_analysis.reference import taxonomy

    for function in (loaded, taxa, terms, appendices, synonyms):
        function.cache_clear()
    taxonomy.forget()
