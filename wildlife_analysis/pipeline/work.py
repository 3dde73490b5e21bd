"""The work of a run: raw files cut into units, units gathered into tasks, tasks done.

A task is a few units that are read one after the other by one process; it writes a record for
every partition that it fills, and returns what stands in them.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from wildlife_analysis import clean, read
from wildlife_analysis.clean import price
from wildlife_analysis.pipeline import records
from wildlife_analysis.pipeline.partition import Parameters, partition
from wildlife_analysis.pipeline.records import Segment
from wildlife_analysis.read import Piece
from wildlife_analysis.read.remote import Remote
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.reference.errors import ProgramError, unexpected
from wildlife_analysis.reference.kept import fingerprint as hash_of_files

__all__ = ["ROWS", "Job", "Task", "Unit", "code_hash", "do", "tasks", "units"]

ROWS = 20_000  # listings of a partition: some 200 MB while it is worked on
# A record that could not be read may be of any country; the last is of none.
_BETWEEN = re.compile(r'( \| |")')  # fields of such a record
PLANS = ("DE", "FR", "GB", "RU", "")
# Bytes of packed and of plain files that are about one partition.
PACKED, PLAIN = 1 << 20, 8 << 20


@dataclass(frozen=True)
class Unit:
    """A raw file or a piece of one, and the key of all that decides what becomes of it."""

    piece: Piece
    key: str
    bytes: int
    lost_dots: Mapping[str, bool] = field(default_factory=dict)
    state: tuple[int, int, int] | None = None

    def check(self) -> None:
        """Refuse a file that is no longer the one that was hashed."""
        if self.state is not None and state(self.piece.path) != self.state:
            raise SurveyError(
                f"{self.piece.path}: was changed while it was read; run again when nothing "
                "writes to it any more"
            )


@dataclass(frozen=True)
class Task:
    """Units to be read in order; of some of them a part is done already."""

    units: tuple[Unit, ...]
    done: tuple[frozenset[int], ...]

    @property
    def bytes(self) -> int:
        """Size of the raw data."""
        return sum(unit.bytes for unit in self.units)


@dataclass(frozen=True)
class Job:
    """What holds for all tasks of a run; small, for it travels with each of them.

    Attributes
    ----------
    parameters
        See `Parameters`.
    known
        The header tables.
    key
        Key under which sellers are hashed.
    parts
        Folder of the records; every process of the run must reach it.
    rows
        Listings of a partition at most.
    """

    parameters: Parameters
    known: read.Columns
    key: bytes = field(repr=False)  # a scheduler may log what it hands out
    parts: Path
    rows: int


@cache
def code_hash() -> str:
    """Hash the code and the reference data that decide what becomes of a listing."""
    from importlib import metadata

    package = Path(__file__).resolve().parents[1]
    rooms = ("reference", "read", "clean", "classify", "duplicates", "review", "pipeline")
    files = [path for room in rooms for path in (package / room).rglob("*.py")]
    libraries = ("pandas", "pyarrow", "numpy", "rapidfuzz", "dateparser", "simplemma")
    versions = " ".join(f"{name} {metadata.version(name)}" for name in libraries)
    return hashlib.sha256(f"{hash_of_files(files)} {versions}".encode()).hexdigest()


def state(path: Path | Remote) -> tuple[int, int, int] | None:
    """Return what tells that a file was changed; None for one behind an address."""
    if not isinstance(path, Path):
        return None
    try:
        found = path.stat()
    except OSError:
        return (0, 0, 0)
    return found.st_size, found.st_mtime_ns, found.st_ino


def units(
    pieces: list[Piece],
    sha256: str,
    size: int,
    settings: str,
    seen: tuple[int, int, int] | None = None,
) -> list[Unit]:
    """Give the pieces of a file their keys.

    Parameters
    ----------
    pieces
        `read.pieces.cut`.
    sha256, size
        Of the file.
    settings
        Hash of all else that decides on the result.
    seen
        `state` of the file before it was hashed.
    """
    found = []
    for piece in pieces:
        told = f"{settings} {sha256} {piece.start} {piece.stop} {piece.label}"
        key = hashlib.sha256(told.encode()).hexdigest()[:32]
        own = size if piece.whole else piece.stop - piece.start
        found.append(Unit(piece, key, own, state=seen))
    return found


def judged(unit: Unit, lost_dots: Mapping[str, bool]) -> Unit:
    """Return a unit to be done again, knowing more about its file."""
    told = f"{unit.key} {json.dumps(dict(lost_dots), sort_keys=True)}"
    key = hashlib.sha256(told.encode()).hexdigest()[:32]
    return replace(unit, key=key, lost_dots=lost_dots)


def tasks(pending: Iterable[Unit], store: records.Store) -> Iterator[Task]:
    """Gather units into tasks: long ones alone, short ones together.

    Parameters
    ----------
    pending
        Units that are not done.
    store
        What is done.
    """
    gathered: list[Unit] = []
    weight = 0.0
    for unit in pending:
        packed = unit.piece.path.name.lower().endswith((".gz", ".bz2", ".zst", ".zip", ".xlsx"))
        own = unit.bytes / (PACKED if packed else PLAIN)
        if gathered and (weight + own > 1 or unit.lost_dots != gathered[0].lost_dots):
            yield _task(gathered, store)
            gathered, weight = [], 0.0
        gathered.append(unit)
        weight += own
    if gathered:
        yield _task(gathered, store)


def _task(gathered: list[Unit], store: records.Store) -> Task:
    return Task(tuple(gathered), tuple(store.numbers(unit.key) for unit in gathered))


def do(task: Task, job: Job) -> list[str]:
    """Do a task.

    Parameters
    ----------
    task, job
        What to do.

    Returns
    -------
    list of str
        Names of the records that were written.

    Raises
    ------
    ProgramError
        For whatever was not foreseen: it says which file and row, and quotes neither.
    """
    try:
        return _done(task, job)
    except (SurveyError, ProgramError, OSError):
        raise
    except Exception as error:
        files = ", ".join(dict.fromkeys(str(unit.piece.path) for unit in task.units[:3]))
        raise ProgramError(unexpected(error, files)) from error


def _done(task: Task, job: Job) -> list[str]:
    names = []
    batch: list[_Open] = []
    read_so_far: list[Unit] = []

    def flush() -> None:
        # Before the record is there: it must not speak of other bytes than were hashed.
        for unit in read_so_far:
            unit.check()
        names.append(_flush(batch, job, task.units[0].lost_dots))

    for unit, done in zip(task.units, task.done, strict=True):
        read_so_far.append(unit)
        for segment in _segments(unit, job):
            if segment.about.number in done:
                continue
            size = sum(other.size for other in batch)
            if batch and size + segment.size > job.rows:
                flush()
                batch.clear()
            batch.append(segment)
    if batch:
        flush()
    return names


@dataclass
class _Open:
    """A segment that is being read."""

    about: Segment
    partial: bool
    tables: list[Any] = field(default_factory=list)
    rejects: list[tuple[str, int, str, str]] = field(default_factory=list)
    size: int = 0


def _segments(unit: Unit, job: Job) -> Iterator[_Open]:
    """Read a unit in segments of as many rows as a partition has at most."""
    own = _Open(Segment(unit.key, 0), not unit.piece.whole)
    for block in read.opened(unit.piece, job.known, job.key):
        place = 0
        while place < block.table.num_rows:
            if own.size == job.rows:
                own.partial = True
                yield own
                own = _Open(Segment(unit.key, own.about.number + 1), True)
            rows = block.table.slice(place, job.rows - own.size)
            own.tables.append(rows)
            own.size += rows.num_rows
            own.about.records += rows.num_rows
            place += rows.num_rows
        own.rejects += block.set_aside
        own.about.records += block.records - block.table.num_rows
        for seen, new in ((own.about.formats, (block.format,)),
                          (own.about.encodings, block.encodings)):  # fmt: skip
            seen += [name for name in new if name and name not in seen]
    own.about.last = True
    yield own


def _flush(batch: list[_Open], job: Job, lost_dots: Mapping[str, bool]) -> str:
    """Work on the listings of several segments together and write the record."""
    parameters = replace(job.parameters, lost_dots=lost_dots)
    raw = pa.concat_tables(
        [t for own in batch for t in own.tables] or [read.RECORD.empty_table()]
    )
    listings = read.listings(raw, parameters.survey.id)
    try:
        made = partition(listings, parameters)
    except (SurveyError, OSError, MemoryError):
        raise
    except Exception as error:
        where = _where(_culprit(listings, parameters))
        raise ProgramError(unexpected(error, where)) from error
    lost = [row for own in batch for row in own.rejects]
    rejects = read.rejects(lost, parameters.survey.id, _hidden)
    owner = made.specimens["listing_id"].astype("int64").to_numpy()
    used = dict.fromkeys(made.listings["source_file"].unique(), False)
    if any(own.partial for own in batch):
        used |= price.lost_dots(_dot_counts(made.listings)) | dict(lost_dots)
    listing = row = 0
    for own in batch:
        broken = len(own.rejects)
        first, stop = owner.searchsorted([listing, listing + own.size]).tolist()
        own.about.rows = {
            "listings": [listing, listing + own.size],
            "keys": [listing, listing + own.size],
            "specimens": [first, stop],
            "rejects": [row, row + broken],
        }
        if own.partial:
            own.about.dots = _dots(made.listings.iloc[listing : listing + own.size])
            for file, counts in own.about.dots.items():
                counts.append(int(used[file]))
        listing, row = listing + own.size, row + broken
    told = " ".join(f"{own.about.unit} {own.about.number}" for own in batch)
    name = hashlib.sha256(told.encode()).hexdigest()[:32]
    records.write(
        job.parts,
        name,
        [own.about for own in batch],
        {
            "listings": made.listings,
            "specimens": made.specimens,
            "keys": made.keys,
            "rejects": rejects,
        },
    )
    return name


def _culprit(listings: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Halve listings that cannot be worked on until one is left that alone cannot be."""
    while len(listings) > 1:
        for half in (listings.iloc[: len(listings) // 2], listings.iloc[len(listings) // 2 :]):
            try:
                partition(half.reset_index(drop=True), parameters)
            except Exception:
                listings = half
                break
        else:  # each half is well alone
            break
    return listings


def _where(listings: pd.DataFrame) -> str:
    """Name the file and the row of listings."""
    first, last = listings.iloc[0], listings.iloc[-1]
    told = f"{first['source_file']}, row {first['source_row']}"
    return (
        told
        if len(listings) == 1
        else (f"{told} to {last['source_file']}, row {last['source_row']}")
    )


def _dot_counts(listings: pd.DataFrame) -> pd.DataFrame:
    return price.dot_counts(
        listings["price_text"], listings["country_code"], listings["source_file"]
    )


def _dots(listings: pd.DataFrame) -> dict[str, list[int]]:
    counts = _dot_counts(listings)
    return {str(file): list(map(int, row)) for file, *row in counts.itertuples()}


def _hidden(texts: pd.Series) -> pd.Series:
    """Mask the personal data of rejected records, by the numbering plan of every country."""
    pieces = [_BETWEEN.split(text) for text in texts]  # a name is often the end of its text
    fields = pd.Series(pieces, index=texts.index).explode().astype("str")
    own, fields = fields.index, fields.reset_index(drop=True)
    for country in PLANS:
        countries = pd.Series(country, index=fields.index, dtype="str")
        fields = clean.privacy.mask(fields, countries)
    return fields.groupby(own).agg("".join)
