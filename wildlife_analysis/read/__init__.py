"""Raw files to one table of listings, verbatim; what cannot be read to rejects.

Nothing is lost: raw rows = listings + rejects, for every file.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from wildlife_analysis.read.headers import FIELDS, mapping
from wildlife_analysis.read.records import Records, records
from wildlife_analysis.read.sellers import keys
from wildlife_analysis.reference import SurveyError, column_names, empty_table
from wildlife_analysis.reference.tables import read_csv

__all__ = ["COLUMNS", "Raw", "survey"]

COLUMNS = [
    "survey",
    "listing_id",
    "verbatim_listing_id",
    *(f for f in FIELDS if f not in ("survey", "listing_id", "seller")),
    "seller_key",
    "source_file",
    "source_row",
    "source_encoding",
]
# Beside the listing files of a survey folder.
OWN_FILES = {"survey.toml", "coverage.csv", "columns.csv", "passports.csv", "truth.parquet"}
_DIGITS = re.compile(r"\d[\d\s().-]{4,}\d")
_MAIL = re.compile(r"\S+@\S+")
SHORT = 500


@dataclass(frozen=True)
class Raw:
    """What was read.

    Attributes
    ----------
    listings
        Columns `COLUMNS`, text as found; sellers as keyed hashes.
    rejects
        Table ``rejects``.
    files
        One row a file: ``source_file``, ``sha256``, ``bytes``, ``format``, ``records``,
        ``listings``, ``rejects``.
    """

    listings: pd.DataFrame
    rejects: pd.DataFrame
    files: pd.DataFrame


def survey(source: Path | list[Path], *, survey_id: str | None = None, key: bytes) -> Raw:
    """Read the listing files of a survey.

    Parameters
    ----------
    source
        Survey folder, or listing files.
    survey_id
        Identifier given to listings; the folder's or the first file's name where not given.
    key
        Key under which sellers are hashed.

    Returns
    -------
    Raw

    Raises
    ------
    SurveyError
        When there is nothing to read, a file is of no known kind, or a header is unknown.
    """
    root, paths = _files(source)
    own = root / "columns.csv" if root is not None else None
    table = read_csv(own) if own is not None and own.exists() else None
    name = survey_id or (root.name if root is not None else paths[0].stem)
    frames, rejects, files = [], [], []
    for path in paths:
        label = path.relative_to(root).as_posix() if root is not None else path.name
        found = records(path)
        frame, broken = _listings(found, label, table, name)
        if found.count != len(frame) + sum(number > 0 for number, _, _ in broken):
            raise SurveyError(f"{path}: {found.count} records, but not all are accounted for")
        frames.append(frame)
        rejects.append(_rejects(broken, label, name))
        files.append(_passport(path, label, found, frame, broken))
    listings = pd.concat(frames, ignore_index=True)
    listings["seller_key"] = keys(listings.pop("seller"), key)
    listings = _identified(listings)
    return Raw(listings[COLUMNS], pd.concat(rejects, ignore_index=True), pd.DataFrame(files))


def _files(source: Path | list[Path]) -> tuple[Path | None, list[Path]]:
    """List the files to read."""
    if isinstance(source, list):
        return None, source
    if not source.is_dir():
        return None, [source]
    paths = [
        path
        for path in sorted(source.rglob("*"))
        if path.is_file()
        and path.name not in OWN_FILES
        and not path.name.startswith((".", "README"))
        and path.suffix != ".md"
    ]
    if not paths:
        raise SurveyError(f"{source}: no listing files")
    return source, paths


def _listings(
    found: Records, label: str, own: pd.DataFrame | None, name: str
) -> tuple[pd.DataFrame, list[tuple[int, str, str]]]:
    """Put the records of a file under our columns."""
    broken = list(found.broken)
    fields = mapping(found.headers, label, own) if found.headers else {}
    wanted = {header: field for header, field in fields.items() if field != "ignored"}
    table = pd.DataFrame([values for _, _, values in found.rows], columns=list(wanted))
    table = table.astype("str").where(table.notna())
    columns: dict[str, pd.Series] = {}
    for header, field in wanted.items():
        value = table[header]
        if field in columns:
            both = columns[field] + ", " + value
            value = both.where(both.notna(), columns[field].fillna(value))
        columns[field] = value
    frame = pd.DataFrame(columns, index=table.index).reindex(columns=list(FIELDS)).astype("str")
    frame["survey"] = frame["survey"].fillna(name)
    frame["source_file"] = label
    frame["source_row"] = [number for number, _, _ in found.rows]
    frame["source_encoding"] = [encoding for _, encoding, _ in found.rows]
    blank = frame["title"].fillna("").str.strip() == ""
    for row in frame[blank].to_dict("records"):
        text = " ".join(
            str(row[f]) for f in FIELDS if f != "seller" and isinstance(row[f], str)
        )
        broken.append((row["source_row"], "no_title", text))
    return frame[~blank], broken


def _masked(text: str) -> str:
    """Shorten a raw record and leave out what looks like a telephone number or an address."""
    return _MAIL.sub("[e-mail]", _DIGITS.sub("[number]", text))[:SHORT]


def _rejects(broken: list[tuple[int, str, str]], label: str, name: str) -> pd.DataFrame:
    if not broken:
        return empty_table("rejects")
    return pd.DataFrame(
        {
            "survey": name,
            "source_file": label,
            "source_row": [number for number, _, _ in broken],
            "reason": [reason for _, reason, _ in broken],
            "raw_text": [_masked(text.replace("\0", " ")) for _, _, text in broken],
        }
    )[column_names("rejects")].astype(empty_table("rejects").dtypes.to_dict())


def _passport(
    path: Path,
    label: str,
    found: Records,
    frame: pd.DataFrame,
    broken: list[tuple[int, str, str]],
) -> dict[str, object]:
    import hashlib

    data = path.read_bytes()
    return {
        "source_file": label,
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "format": "".join(path.suffixes).lstrip("."),
        "records": found.count,
        "listings": len(frame),
        "rejects": sum(number > 0 for number, _, _ in broken),
    }


def _identified(listings: pd.DataFrame) -> pd.DataFrame:
    """Give every listing an identifier of its own; the verbatim one is kept."""
    verbatim = listings["listing_id"]
    stem = listings["source_file"].str.split("/").str[-1].str.split(".").str[0]
    made = stem + "-" + listings["source_row"].astype("str")
    ids = verbatim.fillna(made)
    repeat = ids.groupby(ids).cumcount() + 1
    ids = ids.where(repeat == 1, ids + "~" + repeat.astype("str"))
    return listings.assign(verbatim_listing_id=verbatim, listing_id=ids)
