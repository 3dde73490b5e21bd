"""Raw files to one table of listings, verbatim; what cannot be read to rejects.

One module a file format; the names of sellers stay here (see `sellers`). Nothing is lost: the
records of every file, counted apart from the reading, are its listings and its rejects.
"""

import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd
import pyarrow as pa

from wildlife_analysis import reference
from wildlife_analysis.read import (
    archive,
    delimited,
    encoding,
    erase,
    folder,
    json_lines,
    workbook,
)
from wildlife_analysis.read.headers import FIELDS, Columns
from wildlife_analysis.read.kind import SUPPORTED, kind_of
from wildlife_analysis.read.part import Part, Reject, UnreadableError
from wildlife_analysis.read.table import RECORD, listed
from wildlife_analysis.reference import SurveyError, column_names, empty_table

__all__ = ["COLUMNS", "FIELDS", "Raw", "forget", "survey"]

COLUMNS = ["survey", "listing_id", "verbatim_listing_id", *RECORD.names[2:]]
WARC = (".warc", ".warc.gz")


@dataclass(frozen=True)
class Raw:
    """What was read.

    Attributes
    ----------
    listings
        Columns `COLUMNS`: text as found (dtype str, NaN where nothing stands), sellers as keyed
        hashes, ``source_row`` as int64. ``listing_id`` is unique.
    rejects
        Table ``rejects``. Row 0 speaks of a file as a whole and is no record.
    files
        One row a raw file: ``source_file``, ``sha256``, ``bytes``, ``format``, ``encoding``,
        ``records``, ``listings``, ``rejects`` (records = listings + rejects), and of its
        passport ``retrieved_on``, ``means``, ``terms``, empty without one. The listings of
        an archive or workbook name the member or sheet behind it: ``ads.zip/de/one.csv``.
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
        Identifier of listings that do not bring their own; that of ``survey.toml``, or the
        name of the first file, where not given.
    key
        Key under which sellers are hashed.

    Returns
    -------
    Raw

    Raises
    ------
    SurveyError
        When there is nothing to read, a named file is of no known kind, a header is unknown, a
        raw file is not the one that was received, or records are unaccounted for.
    """
    root, paths, named = folder.locate(source)
    passports = {} if named else folder.check_passports(root)
    known = Columns(folder.own_columns(root, named=named))
    name = survey_id or _declared(root, paths, named)
    tables, rejects, files = [], [], []
    for path in paths:
        label = path.relative_to(root).as_posix()
        read = _File(path, label, known, key, named)
        tables += read.tables
        rejects += read.rejects
        files.append(read.row())
    accounts = pd.DataFrame(files)
    for column in folder.PASSPORT[2:]:
        accounts[column] = [
            passports.get(f, {}).get(column, "") for f in accounts["source_file"]
        ]
    if accounts["records"].sum() == 0:
        told = "; ".join(f"{file[:120]} ({reason})" for file, _, reason, _ in rejects[:5])
        asked = ", ".join(map(str, source if isinstance(source, list) else [source]))
        raise SurveyError(f"{asked}: holds no records{': ' if told else ''}{told}")
    return Raw(_identified(tables, name), _rejects(rejects, name), accounts)


def forget(root: Path, file: str, rows: set[int], key: bytes) -> bool:
    """Take records out of a raw file of a survey folder.

    Parameters
    ----------
    root
        Survey folder.
    file
        ``source_file`` of the records.
    rows
        Their ``source_row``.
    key
        Key under which sellers are hashed.

    Returns
    -------
    bool
        False where that has to be done by hand: the file is no plain or gzipped delimited
        text or JSON Lines, or what it reads as afterwards is not what was read before
        without these records. The file is then as it was.
    """
    path, known = root / file, Columns(folder.own_columns(root, named=False))
    if not path.is_file():  # a member of an archive, a sheet of a workbook
        return False
    data = path.read_bytes()
    left = erase.emptied(data, path.name, rows, known)
    if left is None:
        return False
    with tempfile.TemporaryDirectory() as draft:
        trial = Path(draft) / path.name
        trial.write_bytes(left)
        before = pa.concat_tables(_File(path, file, known, key, False).tables).to_pandas()
        after = pa.concat_tables(_File(trial, file, known, key, False).tables).to_pandas()
    kept = before[~before["source_row"].isin(rows)].reset_index(drop=True)
    if not kept.equals(after.reset_index(drop=True)):
        return False
    erase.replace(path, left)
    folder.renew(root, file)
    return True


def _declared(root: Path, paths: list[Path], named: bool) -> str:
    if (root / "survey.toml").is_file() and not named:
        return reference.load_survey(root).id
    return paths[0].name.split(".")[0] if named else root.name


class _File:
    """One raw file, read."""

    def __init__(self, path: Path, label: str, known: Columns, key: bytes, named: bool) -> None:
        self.path = path
        self.label = label
        self.formats: dict[str, None] = {}
        self.encodings: dict[str, None] = {}
        self.tables: list[Any] = []
        self.rejects: list[tuple[str, int, str, str]] = []
        try:
            parts = list(_parts(path, label, known))
        except UnreadableError as error:
            if named:
                raise SurveyError(_advice(path, error)) from error
            parts = [_failed(error.reason, str(error))]
        except OSError as error:
            raise SurveyError(f"{path}: cannot be read ({error.strerror})") from error
        self.sha256 = folder.digest(path)
        several = len(parts) > 1
        for part in parts:
            place = f"{label}/{part.name}" if several and part.name else label
            found = listed(part, known, place, key)
            self.tables.append(found.table)
            self.rejects += [(place, *reject) for reject in found.rejects]
            self.formats[part.format] = None
            labels = [part.encodings] if isinstance(part.encodings, str) else part.encodings
            self.encodings.update(dict.fromkeys(labels))

    def row(self) -> dict[str, Any]:
        """Return the row of the table of files."""
        count = sum(table.num_rows for table in self.tables)
        rejects = sum(row > 0 for _, row, _, _ in self.rejects)
        return {
            "source_file": self.label,
            "sha256": self.sha256,
            "bytes": self.path.stat().st_size,
            "format": ", ".join(filter(None, self.formats)) or "unknown",
            "encoding": ", ".join(filter(None, self.encodings)),
            "records": count + rejects,
            "listings": count,
            "rejects": rejects,
        }


def _advice(path: Path, error: UnreadableError) -> str:
    if error.reason == "unreadable_file":
        return f"{path}: {error}; readable are {SUPPORTED}"
    return f"{path}: {error}"


def _failed(reason: str, message: str, name: str = "") -> Part:
    return Part([], [], [], "", [Reject(0, reason, message)], 0, "", name)


def _parts(path: Path, label: str, known: Columns) -> Iterator[Part]:
    """Read the tables of a raw file, whatever it is packed in."""
    if path.name.lower().endswith(WARC):
        from wildlife_analysis.read import warc

        with path.open("rb") as stream:
            yield warc.read(stream, known)
        return
    for member in archive.contents(path.read_bytes(), path.name):
        if member.inner and not folder.is_listing_file(PurePosixPath(member.inner)):
            continue
        place = f"{label}/{member.inner}" if member.inner else label
        if member.damage and not member.data:
            yield _failed(member.damage, f"{place}: {member.damage}", member.inner)
            continue
        try:
            parts = _tables(member, known, place)
        except UnreadableError as error:
            if not member.inner:
                raise
            parts = [_failed(error.reason, str(error))]
        for part in parts:
            inner = "/".join(filter(None, (member.inner, part.name)))
            form = part.format + member.packing if part.format else ""
            damage = [Reject(0, member.damage)] if member.damage else []
            yield replace(part, name=inner, format=form, rejects=part.rejects + damage)


def _tables(member: archive.Member, known: Columns, place: str) -> list[Part]:
    """Read one unpacked file by its kind."""
    kind = kind_of(member.data, member.name)
    cut = bool(member.damage)
    if kind == "empty":
        raise UnreadableError("empty_file", "the file is empty")
    if kind == "nul":
        raise UnreadableError("nul_bytes", "the file is made of NUL bytes")
    if kind == "unknown":
        raise UnreadableError("unreadable_file", "a file of an unknown kind")
    if kind in ("xlsx", "xlsb", "xls", "ods"):
        return workbook.read(member.data, known, place, kind)
    if kind == "parquet":
        from wildlife_analysis.read import parquet

        return [parquet.read(member.data, place)]
    if kind in ("html", "warc"):
        from wildlife_analysis.read import warc

        if kind == "html":
            return [warc.page(member.data, known)]
        return [warc.read(io.BytesIO(member.data), known)]
    text = encoding.decode(member.data)
    if kind == "json":
        return [json_lines.read(text, known, place, cut=cut)]
    return [delimited.read(text, known, place, cut=cut)]


def _identified(tables: list[Any], name: str) -> pd.DataFrame:
    """Put the tables below each other and give every listing an identifier of its own.

    The first with an identifier keeps it, the others are told apart by ~2, ~3; a listing
    without one is named after its file and record.
    """
    frame: pd.DataFrame = pa.concat_tables([RECORD.empty_table(), *tables]).to_pandas()
    verbatim = frame["listing_id"]
    ids = verbatim.str.strip()
    missing = ids.isna()
    if missing.any():
        file = frame.loc[missing, "source_file"]
        stems = {label: label.rsplit("/", 1)[-1].split(".")[0] for label in file.unique()}
        made = file.map(stems) + "-" + frame.loc[missing, "source_row"].astype("str")
        ids = ids.where(~missing, made.reindex(frame.index))
    taken = ids
    while taken.duplicated().any():  # more than once only where "x~2" is an identifier as found
        repeat = taken.groupby(taken).cumcount() + 1
        taken = taken.where(repeat == 1, taken + "~" + repeat.astype("str"))
    frame = frame.assign(
        survey=frame["survey"].fillna(name), verbatim_listing_id=verbatim, listing_id=taken
    )
    return frame[COLUMNS].astype({c: "str" for c in COLUMNS if c != "source_row"})


def _rejects(rejects: list[tuple[str, int, str, str]], name: str) -> pd.DataFrame:
    if not rejects:
        return empty_table("rejects")
    frame = pd.DataFrame(rejects, columns=["source_file", "source_row", "reason", "raw_text"])
    frame = frame.assign(survey=name)[column_names("rejects")]
    return frame.astype(empty_table("rejects").dtypes.to_dict())
