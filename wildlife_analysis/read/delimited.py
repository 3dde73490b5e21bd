"""Read CSV, TSV and their relatives: any delimiter, any quoting, ragged rows.

A clean file is read by columns, by pyarrow. Anything else (ragged rows, stray quotes, NUL
bytes, mixed encodings) goes record by record through the csv module, where one broken record
costs itself alone.
"""

import csv
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from wildlife_analysis.read.dialect import Dialect, Lines, sniff
from wildlife_analysis.read.encoding import Text
from wildlife_analysis.read.headers import Columns
from wildlife_analysis.read.part import TEXT, Part, Reject, UnreadableError, join
from wildlife_analysis.reference import SurveyError

__all__ = ["read", "spans", "width_of"]

MOST_COLUMNS = 16_384  # as many as a sheet of a workbook can have
BLOCK = 1 << 26
ROWS = 50_000
RAGGED = 0.01  # above this share of ragged rows, other dialects are tried
STEP = 1 << 24


@dataclass(frozen=True)
class _Table:
    """The records of a file, in one of the two ways of reading."""

    columns: list[Any]
    rows: Sequence[int]
    encodings: str | list[str]
    rejects: list[Reject]
    records: int


@dataclass(frozen=True)
class _Reading:
    """A table read record by record.

    Attributes
    ----------
    table
        Its records.
    lines
        Lines they took.
    blank
        Lines of blanks alone.
    mended
        Whether lines had to be read by themselves, against what the quotes say.
    """

    table: _Table
    lines: int
    blank: int
    mended: bool


class _Step(NamedTuple):
    """A record: its first line, how many it takes, its fields (None for a blank line)."""

    start: int
    used: int
    fields: list[str] | None
    reason: str = ""
    mended: bool = False


def width_of(lines: Iterable[str], dialect: Dialect) -> int:
    """Count the fields of the record with which lines begin; 0 where there is none."""
    try:
        return len(next(dialect.reader(map(_line, lines), strict=False), []))
    except csv.Error:
        return 0


def read(
    text: Text,
    known: Columns,
    file: str,
    *,
    cut: bool = False,
    head: tuple[Dialect, list[str]] | None = None,
) -> Part:
    """Read a delimited file.

    Parameters
    ----------
    text
        Its text.
    known
        The header tables, by which the delimiter and the header row are recognised.
    file
        Its name, for messages.
    cut
        The end of the file is lost: a last line without an end is no record.
    head
        Dialect and header, where the text is a later piece of a file and has none itself.

    Returns
    -------
    Part

    Raises
    ------
    UnreadableError
        When there is no header.
    SurveyError
        When the records read are not as many as the records counted.
    """
    if b"\n" not in text.data and b"\r" in text.data:
        text = replace(text, data=text.data.replace(b"\r", b"\n"), lines=None)
    data = text.data
    lines = Lines(data)
    dialect, header, first = sniff(lines, known) if head is None else (*head, 0)
    if len(header) > MOST_COLUMNS:
        raise UnreadableError("too_large", f"{len(header)} columns: no table of listings")
    begin = lines.offset(first)
    table = None
    if text.lines is None and b"\0" not in data and not dialect.escape:
        table = _at_once(data, begin, dialect, len(header), text.encoding, cut)
    if table is None:
        table = _one_by_one(text, first, dialect, header, cut, file)
    return Part(
        header,
        table.columns,
        table.rows,
        table.encodings,
        table.rejects,
        table.records,
        "csv",
    )


def spans(lines: list[str], first: int, dialect: Dialect, width: int) -> list[tuple[int, int]]:
    """Return for each record the line it begins at, and how many lines it takes."""
    steps = _walk(lines if lines[-1] else lines[:-1], first, dialect, width)
    return [(step.start, step.used) for step in steps if step.fields is not None]


@dataclass(frozen=True)
class _Scan:
    """What the line ends and quotes of a file tell, without taking its fields apart."""

    records: int
    tidy: bool
    multiline: bool
    end: int


def _scan(data: bytes, begin: int, dialect: Dialect) -> _Scan:
    """Count the records: line ends outside quotes with something between them."""
    if begin >= len(data):
        return _Scan(0, tidy=True, multiline=False, end=begin)
    whole = np.frombuffer(data, np.uint8)
    ends, quotes, returns = [], [], 0
    for start in range(begin, len(whole), STEP):
        block = whole[start : start + STEP]
        ends.append(np.flatnonzero(block == 10) + start)
        quotes.append(np.flatnonzero(block == ord(dialect.quote)) + start)
        returns += int(np.count_nonzero(block == 13))
    newlines = np.concatenate(ends) if ends else np.empty(0, np.int64)
    marks = np.concatenate(quotes) if quotes else np.empty(0, np.int64)
    # In a tidy file quotes open behind a delimiter and close before one, or come in pairs.
    sign = ord(dialect.delimiter) if dialect.delimiter.isascii() else 0
    beside = [10, ord(dialect.quote), sign]
    before = np.where(marks > begin, whole[np.maximum(marks - 1, 0)], 10)[0::2]
    after = np.where(marks + 1 < len(whole), whole[np.minimum(marks + 1, len(whole) - 1)], 10)
    stray = ~np.isin(before, beside).all() or ~np.isin(after[1::2], [*beside, 13]).all()
    outside = np.searchsorted(marks, newlines) % 2 == 0
    tidy = not stray and len(marks) % 2 == 0
    stops = newlines[outside]
    if not len(stops) or stops[-1] != len(whole) - 1:
        stops = np.append(stops, len(whole))
    starts = np.concatenate([[begin], stops[:-1] + 1])
    length = stops - starts
    bare = (length == 1) & (whole[np.minimum(starts, len(whole) - 1)] == 13)
    windows = np.count_nonzero(whole[np.maximum(newlines - 1, 0)] == 13)
    return _Scan(
        records=int(np.count_nonzero((length > 0) & ~bare)),
        tidy=bool(tidy) and returns == windows,
        multiline=bool((~outside).any()),
        end=int(newlines[outside][-1]) + 1 if outside.any() else begin,
    )


def _at_once(
    data: bytes, begin: int, dialect: Dialect, width: int, encoding: str, cut: bool
) -> _Table | None:
    """Read a clean file by columns; None where it is not clean after all."""
    if not dialect.delimiter.isascii():
        return None
    scan = _scan(data, begin, dialect)
    if not scan.tidy or (cut and scan.end != len(data)):
        return None
    if scan.records == 0:
        return _Table([pa.array([], TEXT)] * width, [], encoding, [], 0)
    ragged: list[tuple[int, str]] = []

    def set_aside(row: Any) -> str:
        ragged.append((row.number, row.text))
        return "skip" if len(ragged) <= RAGGED * scan.records else "error"

    try:
        table = _columns(data, begin, dialect, width, scan.multiline, None)
    except pa.ArrowInvalid:
        try:
            table = _columns(data, begin, dialect, width, scan.multiline, set_aside)
        except pa.ArrowInvalid:
            return None
    numbers = np.delete(np.arange(1, scan.records + 1), [row - 1 for row, _ in ragged])
    fields = [_lenient(text, dialect) for _, text in ragged]
    several_lines = any("\n" in text for _, text in ragged)  # may have swallowed others
    if several_lines or any(len(_trimmed(f, width)) == width for f in fields):
        return None
    if table.num_rows != len(numbers):
        return None
    rejects = [
        Reject(row, "broken_record", found)
        for (row, _), found in zip(ragged, fields, strict=True)
    ]
    return _Table(table.columns, numbers.tolist(), encoding, rejects, scan.records)


def _columns(
    data: bytes, begin: int, dialect: Dialect, width: int, multiline: bool, set_aside: Any
) -> Any:
    """Read the records from a place on into columns of text; ragged rows are handed out."""
    import pyarrow.csv as pc

    names = [str(position) for position in range(width)]
    return pc.read_csv(
        pa.BufferReader(pa.py_buffer(data).slice(begin)),
        # Only a serial reading knows the numbers of the rows that it hands out.
        pc.ReadOptions(column_names=names, block_size=BLOCK, use_threads=set_aside is None),
        pc.ParseOptions(
            delimiter=dialect.delimiter,
            quote_char=dialect.quote,
            newlines_in_values=multiline,
            invalid_row_handler=set_aside,
        ),
        pc.ConvertOptions(column_types=dict.fromkeys(names, TEXT), strings_can_be_null=False),
    )


def _one_by_one(
    text: Text, first: int, dialect: Dialect, header: list[str], cut: bool, file: str
) -> _Table:
    """Read a file record by record, in the dialect that breaks fewest of them."""
    lines = text.data.decode("utf-8", "replace").split("\n")
    labels = text.lines or [text.encoding] * len(lines)
    if not lines[-1] or (cut and len(lines) > first):
        lines = lines[:-1]
    width = len(header)
    reading = _records(lines, labels, first, dialect, width)
    for other in _others(dialect, text.data):
        if not reading.table.rejects:
            break
        trial = _records(lines, labels, first, other, width)
        fewer = len(trial.table.rejects) < len(reading.table.rejects)
        if fewer and _plausible(trial.table, other):
            reading, dialect = trial, other
    if reading.lines != len(lines) - first:
        raise SurveyError(
            f"{file}: {len(lines) - first} lines, but {reading.lines} accounted for"
        )
    scan = _scan("\n".join(lines[first:]).encode(), 0, dialect)
    if scan.tidy and not reading.mended and dialect.escape is None and dialect.quoted:
        counted = scan.records - reading.blank
        if counted != reading.table.records:
            raise SurveyError(
                f"{file}: {counted} records counted, but {reading.table.records} read; "
                "look for stray quotes"
            )
    return reading.table


def _others(dialect: Dialect, data: bytes) -> list[Dialect]:
    """List the other ways in which the quotes of a file may be meant."""
    others = []
    if b"\\" in data:
        others.append(replace(dialect, escape="\\"))
    if f" {dialect.quote}".encode() in data:
        others.append(replace(dialect, spaced=True))
    if dialect.quote.encode() in data:
        others.append(replace(dialect, quoted=False))
    return others


def _plausible(table: _Table, dialect: Dialect) -> bool:
    """Say whether quotes that are taken literally do not enclose whole fields after all."""
    if dialect.quoted:
        return True
    mark = dialect.quote
    cells = [c for column in table.columns for c in column.to_pylist() if mark in c]
    whole = sum(len(c) > 1 and c.startswith(mark) and c.endswith(mark) for c in cells)
    return bool(whole * 2 <= len(cells))


def _records(
    lines: list[str], labels: list[str], first: int, dialect: Dialect, width: int
) -> _Reading:
    """Read the records from a line on."""
    good: list[list[str]] = []
    blocks: list[list[Any]] = []
    rows: list[int] = []
    encodings: list[str] = []
    rejects: list[Reject] = []
    number = spent = blank = 0
    mended = False
    for step in _walk(lines, first, dialect, width):
        start, used, fields, reason, _ = step
        mended |= step.mended
        spent += used
        if fields is None:
            blank += lines[start] not in ("", "\r")
            continue
        number += 1
        if reason:
            rejects.append(Reject(number, reason, fields))
        else:
            good.append(fields)
            rows.append(number)
            encodings.append(labels[start] if used == 1 else join(labels[start : start + used]))
        if len(good) == ROWS:
            blocks.append([pa.array(list(column), TEXT) for column in zip(*good, strict=True)])
            good = []
    blocks.append([pa.array(list(column), TEXT) for column in zip(*good, strict=True)])
    columns = [
        pa.chunked_array([block[position] for block in blocks if block], TEXT)
        for position in range(width)
    ]
    return _Reading(_Table(columns, rows, encodings, rejects, number), spent, blank, mended)


def _walk(lines: list[str], first: int, dialect: Dialect, width: int) -> Iterator[_Step]:
    """Yield the records from a line on, one after the other."""
    at = first
    while at < len(lines):
        reader = dialect.reader((_line(lines[n]) for n in range(at, len(lines))), strict=True)
        start, before = at, 0
        while True:
            try:
                fields = next(reader)
            except StopIteration:
                return
            except csv.Error:
                at = yield from _repair(lines, start, dialect, width)
                break
            used = reader.line_num - before
            if not any(fields) and len(fields) < 2:
                empty = "\0" in lines[start]
                yield (
                    _Step(start, used, [""], "nul_bytes") if empty else _Step(start, used, None)
                )
            elif len(fields) == 1 and width > 1 and fields[0].isspace():
                yield _Step(start, used, None)
            else:
                fields = _trimmed(fields, width)
                if (
                    len(fields) != width
                    and used > 1
                    and _swallowed(lines, start, used, dialect, width)
                ):
                    at = yield from _repair(lines, start, dialect, width)
                    break
                reason = "" if len(fields) == width else "broken_record"
                yield _Step(start, used, fields, reason)
            before = reader.line_num
            start = at + before


def _line(line: str) -> str:
    """Give a line as the csv module wants it; a return inside it would end the record."""
    line = line.replace("\0", "").removesuffix("\r")
    return line.replace("\r", " ") + "\n"


def _trimmed(fields: list[str], width: int) -> list[str]:
    """Leave out empty fields behind the last column."""
    end = len(fields)
    while end > width and not fields[end - 1].strip():
        end -= 1
    return fields[:end]


def _swallowed(lines: list[str], start: int, used: int, dialect: Dialect, width: int) -> bool:
    """Say whether a quote that was never closed has swallowed records that follow."""
    return any(
        len(_lenient(lines[n], dialect)) == width for n in range(start + 1, start + used)
    )


def _lenient(line: str, dialect: Dialect) -> list[str]:
    try:
        return next(dialect.reader(iter([_line(line)]), strict=False), [])
    except csv.Error:
        return []


def _repair(
    lines: list[str], start: int, dialect: Dialect, width: int
) -> Generator[_Step, None, int]:
    """Take the first line of what could not be read by itself; return the line to go on at."""
    fields = _trimmed(_lenient(lines[start], dialect), width)
    if len(fields) == width:
        yield _Step(start, 1, fields, mended=True)
    else:
        found = lines[start].split(dialect.delimiter)
        yield _Step(start, 1, found, "broken_record", mended=True)
    return start + 1
