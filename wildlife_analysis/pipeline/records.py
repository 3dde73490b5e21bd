"""What was done already: the results of partitions in the work folder of an output.

A record is a folder with the tables of one partition and ``record.json``; it appears by one
renaming, whole or not at all. Its segments say which rows are of which unit (a raw file or a
piece of one, with all that decides what becomes of it). A unit whose segments are all there is
not processed again.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from wildlife_analysis.reference import SurveyError
from wildlife_analysis.reference.lock import held

__all__ = ["WORK", "Segment", "Store", "locked", "read_table", "write"]

WORK = ".work"
TABLES = ("listings", "specimens", "keys", "rejects")


@dataclass
class Segment:
    """Rows of one unit in one record.

    Attributes
    ----------
    unit
        Key of the unit.
    number, last
        Which part of the unit it is, and whether none follows.
    records, before
        Raw records in it, and of the unit before it (rows of segments number on).
    formats, encodings
        As the format modules name them.
    dots
        Source file -> `clean.price.dot_counts` and what was made of them, where only a part
        of the file was seen.
    rows
        Table -> first row and the one behind the last.
    record
        Folder of the record.
    """

    unit: str
    number: int
    last: bool = False
    records: int = 0
    formats: list[str] = field(default_factory=list)
    encodings: list[str] = field(default_factory=list)
    dots: dict[str, list[int]] = field(default_factory=dict)
    rows: dict[str, list[int]] = field(default_factory=dict)
    record: str = ""

    def size(self, table: str = "listings") -> int:
        """Return the number of rows in a table."""
        first, stop = self.rows[table]
        return stop - first

    def take(self, parts: Path, table: str, columns: list[str] | None = None) -> Any:
        """Return the rows of a table, as a pyarrow table that is mapped, not read."""
        first, stop = self.rows[table]
        found = read_table(parts / self.record / f"{table}.arrow", columns)
        return found.slice(first, stop - first)


def read_table(path: Path, columns: list[str] | None = None) -> Any:
    """Map a table of a record into memory."""
    with pa.memory_map(str(path)) as source:
        table = pa.ipc.open_file(source).read_all()
    return table if columns is None else table.select(columns)


def write(
    parts: Path, name: str, segments: list[Segment], tables: dict[str, pd.DataFrame]
) -> None:
    """Write a record; one that is there already stays.

    Parameters
    ----------
    parts
        Folder of records.
    name
        Name of the record, made of the keys of its segments.
    segments
        Its segments.
    tables
        `TABLES`.

    Raises
    ------
    SurveyError
        When it cannot be written.
    """
    try:
        draft = Path(tempfile.mkdtemp(prefix="draft-", dir=parts))
        for table, frame in tables.items():
            arrow = pa.Table.from_pandas(frame, preserve_index=False)
            with (
                pa.OSFile(str(draft / f"{table}.arrow"), "wb") as sink,
                pa.ipc.new_file(sink, arrow.schema) as writer,
            ):
                writer.write_table(arrow.combine_chunks())
        text = json.dumps([asdict(segment) for segment in segments])
        (draft / "record.json").write_text(text, encoding="utf-8")
        try:
            draft.rename(parts / name)
        except OSError:
            if not (parts / name).is_dir():
                raise
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise SurveyError(f"{parts}: cannot be written ({error.strerror})") from error


class Store:
    """The records in a work folder.

    Parameters
    ----------
    parts
        Folder of records.
    """

    def __init__(self, parts: Path) -> None:
        self.parts = parts
        self._units: dict[str, dict[int, Segment]] = {}
        for path in sorted(parts.iterdir()) if parts.is_dir() else []:
            if path.name.startswith("draft-"):
                shutil.rmtree(path, ignore_errors=True)
            else:
                self.add(path.name)

    def add(self, name: str) -> list[Segment]:
        """Take up a record."""
        path = self.parts / name / "record.json"
        try:
            rows = json.loads(path.read_text(encoding="utf-8"))
            found = [Segment(**{**row, "record": name}) for row in rows]
        except (OSError, ValueError, TypeError):  # not one of ours: done again
            shutil.rmtree(self.parts / name, ignore_errors=True)
            return []
        for segment in found:
            self._units.setdefault(segment.unit, {})[segment.number] = segment
        return found

    def numbers(self, unit: str) -> frozenset[int]:
        """Return which segments of a unit are there."""
        return frozenset(self._units.get(unit, {}))

    def whole(self, unit: str) -> list[Segment] | None:
        """Return the segments of a unit in order; None where one is missing."""
        known = self._units.get(unit, {})
        found = [known[number] for number in sorted(known)]
        if not found or len(found) != found[-1].number + 1 or not found[-1].last:
            return None
        return found

    def keep_only(self, used: set[str]) -> None:
        """Remove the records that nothing needs any more."""
        for path in self.parts.iterdir():
            if path.name not in used:
                shutil.rmtree(path, ignore_errors=True)


@contextmanager
def locked(output: Path) -> Iterator[Path]:
    """Give the work folder of an output to one run alone.

    The lock ends with the process that holds it, however that ends. Folders that are new and
    still empty at the end are removed.

    Parameters
    ----------
    output
        Folder of the tables.

    Yields
    ------
    pathlib.Path
        The work folder.

    Raises
    ------
    SurveyError
        When another run holds it, or it cannot be written.
    """
    if output.exists() and not output.is_dir():
        raise SurveyError(f"{output}: is a file; give a folder to write into")
    new = [path for path in (output, *output.parents) if not path.exists()]
    work = output / WORK
    with held(output, work / "lock"):
        try:
            try:
                (work / "parts").mkdir(exist_ok=True)
            except OSError as error:
                raise SurveyError(f"{output}: cannot be written ({error.strerror})") from error
            yield work
        finally:
            _tidy(work, new)


def _tidy(work: Path, new: list[Path]) -> None:
    """Remove the work folder where nothing was done, and the folders made for it."""
    parts = work / "parts"
    if parts.is_dir() and not any(parts.iterdir()):
        parts.rmdir()
    left = {path.name for path in work.iterdir()}
    if left <= {"lock"}:
        (work / "lock").unlink(missing_ok=True)
        for path in (work, *new):
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()
