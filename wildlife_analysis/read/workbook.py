"""Read XLSX, XLS and ODS workbooks: every sheet that has a header row."""

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import pyarrow as pa

from wildlife_analysis.read.dialect import HEADER_WITHIN
from wildlife_analysis.read.headers import Columns
from wildlife_analysis.read.part import TEXT, Part, Reject, UnreadableError
from wildlife_analysis.reference import SurveyError

__all__ = ["read"]

ENCODING = "utf-8"  # of the text within a workbook, by its standard
# A sheet is held whole, its empty cells too: as many cells take about two gigabytes.
MOST_CELLS = 60_000_000
# Columns beyond the 52nd; narrower sheets cannot have too many cells.
_FAR = re.compile(rb"""r=["']([B-Z][A-Z]|[A-Z]{3})\d{1,7}["']""")
_ROW = re.compile(rb"""r=["'][A-Z]{1,3}(\d{1,7})["']""")
WHOLE = 1e16  # beyond this a float no longer tells neighbouring integers apart


def read(data: bytes, known: Columns, file: str, form: str) -> list[Part]:
    """Read the sheets of a workbook.

    Parameters
    ----------
    data
        Its bytes.
    known
        The header tables, by which the header row is recognised.
    file
        Its name, for messages.
    form
        ``xlsx``, ``xlsb``, ``xls`` or ``ods``.

    Returns
    -------
    list of Part
        One a sheet that is not empty; a sheet without a header row is one reject (row 0).

    Raises
    ------
    UnreadableError
        When the workbook is damaged, locked with a password, or empty.
    SurveyError
        When a sheet does not give as many rows as it declares.
    """
    import python_calamine as calamine

    if form == "xlsx":
        _check_area(data)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
        tables = [
            (name, sheet.to_python(skip_empty_area=False), sheet.end[0] + 1)
            for name, sheet in sheets
            if sheet.end is not None
        ]
    except calamine.PasswordError as error:
        raise UnreadableError("encrypted_file", "locked with a password") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise UnreadableError("damaged_file", f"not a readable workbook ({error})") from error
    parts = []
    for name, rows, height in tables:
        if len(rows) != height:
            raise SurveyError(f"{file}, sheet {name!r}: {height} rows, but {len(rows)} read")
        texts = [[_text(cell) for cell in row] for row in rows]
        if any(any(row) for row in texts):
            parts.append(_sheet(texts, known, name, form))
    if not parts:
        raise UnreadableError("empty_file", "every sheet is empty")
    if not any(part.headers for part in parts):
        # No sheet has a title: let the first one say which headers it has instead.
        texts = [[_text(cell) for cell in row] for row in tables[0][1]]
        first = next(row for row in texts if any(row))
        known.match(first, file)
    return [_named(part, len(parts)) for part in parts]


def _check_area(data: bytes) -> None:
    """Refuse a sheet whose cells lie so far apart that all those between fill the memory."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if not name.startswith("xl/worksheets/"):
                continue
            try:
                xml = archive.read(name)
            except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError):
                return  # the reader says what is wrong with it
            far = set(_FAR.findall(xml))
            if not far:
                continue
            wide = max(_column(letters) for letters in far)
            high = max(map(int, _ROW.findall(xml)), default=1)
            if wide * high > MOST_CELLS:
                raise UnreadableError(
                    "too_large", f"a sheet of {high} rows and {wide} columns is no table"
                )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _named(part: Part, sheets: int) -> Part:
    from dataclasses import replace

    return part if sheets > 1 else replace(part, name="")


def _sheet(rows: list[list[str]], known: Columns, name: str, form: str) -> Part:
    filled = [n for n, row in enumerate(rows) if any(row)]
    place = known.header_row([rows[n] for n in filled[:HEADER_WITHIN]])
    if place is None:
        head = " | ".join(cell for cell in rows[filled[0]] if cell)
        reject = Reject(0, "no_header", head)
        return Part([], [], [], ENCODING, [reject], 0, form, name)
    header = rows[filled[place]]
    body: Sequence[list[str]] = [rows[n] for n in filled[place + 1 :]]
    columns = [pa.array(list(column), TEXT) for column in zip(*body, strict=True)]
    columns = columns or [pa.array([], TEXT)] * len(header)
    numbers = range(1, len(body) + 1)
    return Part(header, columns, numbers, ENCODING, [], len(body), form, name)


def _text(cell: Any) -> str:
    """Write a cell as the sheet shows it: 5 and not 5.0."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < WHOLE:
            return str(int(cell))
        return f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell)
