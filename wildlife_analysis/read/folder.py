"""Which files of a survey folder are listing files, and whether they are still as received."""

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from os.path import commonpath
from pathlib import Path, PurePosixPath

from wildlife_analysis.read.remote import Remote
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.reference.tables import read_csv

__all__ = [
    "PASSPORT",
    "check_passports",
    "digest",
    "is_listing_file",
    "locate",
    "own_columns",
    "record",
    "renew",
    "size",
]

# Beside the listing files of a survey folder: what it declares, decides and knows about itself.
OWN = {"survey.toml", "coverage.csv", "columns.csv", "passports.csv", "truth.parquet"}
OTHER = re.compile(
    r"^(?:\.|~\$|README|LICEN[CS]E|CITATION|Thumbs\.db$|desktop\.ini$|__MACOSX$)|\.md$", re.I
)
PASSPORT = ["file", "sha256", "retrieved_on", "means", "terms"]


def is_listing_file(path: PurePosixPath) -> bool:
    """Say whether a path within a survey folder or an archive can hold listings.

    Not: the survey's own files, hidden files and folders, read-me and licence texts, and what
    a browser saves beside a page (the folder ``<page>_files``).
    """
    if path.name in OWN or any(OTHER.search(part) for part in path.parts):
        return False
    return not any(
        part.endswith(("_files", "_fichiers", "-Dateien")) for part in path.parts[:-1]
    )


def locate(source: Path | list[Path]) -> tuple[Path, list[Path], bool]:
    """List the files to read.

    Parameters
    ----------
    source
        A survey folder, or files and folders.

    Returns
    -------
    root, paths, declared
        Folder that paths are given relative to; files in order of their paths; whether all
        were named one by one instead of found in a folder.

    Raises
    ------
    SurveyError
        When something is missing, or a folder holds no listing files.
    """
    sources = [source] if isinstance(source, Path) else list(source)
    if not sources:
        raise SurveyError("no listing files are given")
    for entry in sources:
        if not entry.exists():
            raise SurveyError(f"{entry}: no such file or folder")
    sources = [entry.parent.resolve() / entry.name for entry in sources]
    paths: list[Path] = []
    for entry in dict.fromkeys(sources):
        found = [entry] if entry.is_file() else list(_walk(entry))
        if not found:
            raise SurveyError(
                f"{entry}: holds no listing files; put what the scraper wrote into it"
            )
        paths += found
    folders = [str(entry if entry.is_dir() else entry.parent) for entry in sources]
    try:
        root = Path(commonpath(folders))
    except ValueError as error:
        raise SurveyError(f"{folders[0]}, {folders[-1]}: not on one drive") from error
    named = all(entry.is_file() for entry in sources)
    return root, list(dict.fromkeys(paths)), named


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*"), key=lambda p: p.relative_to(folder).as_posix()):
        if path.is_file() and is_listing_file(PurePosixPath(path.relative_to(folder))):
            if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
                raise SurveyError(
                    f"{path}: is a link that leads out of the survey folder; "
                    "put the file itself there, or take the link out"
                )
            yield path


def own_columns(root: Path, *, named: bool) -> Path | None:
    """Return the survey's own header table; beside loose files only where it is one."""
    path = root / "columns.csv"
    if not path.is_file():
        return None
    if named and not path.read_bytes()[:200].decode("utf-8", "replace").startswith("header,"):
        return None
    return path


def digest(path: Path) -> str:
    """Return the sha256 of a file in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def size(path: Path | Remote) -> int:
    """Return the size of a file in bytes."""
    with path.open("rb") as stream:
        return stream.seek(0, 2)


def check_passports(
    root: Path, digests: Mapping[str, str] | None = None
) -> dict[str, dict[str, str]]:
    """Compare the raw files of a survey with the hashes in its ``passports.csv``.

    Parameters
    ----------
    root
        Survey folder; without ``passports.csv`` there is nothing to compare.
    digests
        File, as a path in the folder -> its sha256, where the files were read already; others
        are looked for in the folder.

    Returns
    -------
    dict
        File, as a path in the folder -> its row of the table.

    Raises
    ------
    SurveyError
        When a file is missing or is not the file that was received, or the table is malformed.
    """
    table = root / "passports.csv"
    if not table.is_file():
        return {}
    rows = read_csv(table)
    found_rows: dict[str, dict[str, str]] = {}
    if list(rows.columns) != PASSPORT:
        raise SurveyError(f"{table}: the header must be {','.join(PASSPORT)}")
    for number, row in enumerate(rows.to_dict("records"), start=2):
        own = {str(key): str(value).strip() for key, value in row.items()}
        path = root / own["file"]
        where = f"{table}, line {number}"
        if own["file"] in found_rows:
            raise SurveyError(f"{where}: the file {own['file']!r} stands in the table twice")
        if not re.fullmatch("[0-9a-fA-F]{64}", own["sha256"]):
            raise SurveyError(
                f"{where}: sha256 {own['sha256']!r} is none: 64 hexadecimal digits"
            )
        _check_day(own["retrieved_on"], where)
        found_rows[own["file"]] = own
        if own["file"] not in (digests or {}) and not path.is_file():
            raise SurveyError(
                f"{table}, line {number}: the raw file {row['file']!r} is missing; "
                "restore it, or take its row out and say why in the survey's notes"
            )
        found = (digests or {}).get(own["file"]) or digest(path)
        if found != row["sha256"].strip().lower():
            raise SurveyError(
                f"{path}: is not the file that was received: its sha256 is {found}, "
                f"{table.name} line {number} says {row['sha256']}; restore the file, "
                "or record the new one as a file of its own"
            )
    return found_rows


def _check_day(text: str, where: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError as error:
        raise SurveyError(
            f"{where}: retrieved_on {text!r} is not a day such as 2018-05-31"
        ) from error


def record(root: Path, *, retrieved_on: str, means: str, terms: str) -> list[str]:
    """Add a passport for every listing file of a survey folder that has none yet.

    Parameters
    ----------
    root
        Survey folder.
    retrieved_on
        Day on which the files were received, such as 2018-05-31.
    means
        By which means: the scraper and its version, or who sent them.
    terms
        Under which terms they may be used.

    Returns
    -------
    list of str
        Files that were added to ``passports.csv``; rows that stand there are never changed.

    Raises
    ------
    SurveyError
        When a file that has a passport is missing or has changed, or a value is empty.
    """
    _check_day(retrieved_on, str(root))
    for name, value in (("means", means), ("terms", terms)):
        if not value.strip():
            raise SurveyError(f"{root}: say the {name} of the files; 'unknown' is an answer")
    known = check_passports(root)
    base, paths, _ = locate(root)
    new = [path.relative_to(base).as_posix() for path in paths]
    new = [file for file in new if file not in known]
    table = root / "passports.csv"
    start = "" if table.is_file() else ",".join(PASSPORT) + "\n"
    if table.is_file() and not table.read_bytes().endswith(b"\n"):
        start = "\n"
    with table.open("a", encoding="utf-8", newline="") as stream:
        stream.write(start)
        writer = csv.writer(stream, lineterminator="\n")
        for file in new:
            writer.writerow([file, digest(root / file), retrieved_on, means, terms])
    return new


def renew(root: Path, file: str) -> None:
    """Write the hash of a file that we changed ourselves into its passport, if it has one."""
    table = root / "passports.csv"
    if not table.is_file():
        return
    rows = read_csv(table)
    rows.loc[rows["file"].str.strip() == file, "sha256"] = digest(root / file)
    draft = table.with_name(table.name + ".new")
    rows.to_csv(draft, index=False, lineterminator="\n")
    draft.replace(table)
