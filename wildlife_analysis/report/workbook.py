"""The tables of the report as one workbook, for those who go on counting."""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from wildlife_analysis.words import Words

__all__ = ["write"]

# The day every workbook bears: the same tables give the same bytes.
DAY = datetime(2000, 1, 1)
WIDEST = 60


def write(path: Path, shown: Sequence[dict[str, Any]], words: Words, notice: str) -> None:
    """Write the workbook: a sheet of contents, a sheet a table.

    Numbers are numbers; everything else is text and stays text: a cell that begins with ``=``
    or ``+`` is no formula.

    Parameters
    ----------
    path
        File to write.
    shown
        Charts and tables as the page shows them, each with its whole data as ``frame``.
    words
        Language of heads and names.
    notice
        Written above everything, such as that the data are simulated; empty for none.
    """
    from openpyxl import Workbook

    book = Workbook()
    contents = book.active
    contents.title = words("contents")[:31]
    if notice:
        _write(contents, 1, 1, notice)
    for number, entry in enumerate(shown, 1):
        # Titles are as long as sentences; a sheet's name holds 31 characters.
        name = f"{number:02d} {entry['id']}"[:31]
        sheet = book.create_sheet(name)
        top = [entry["title"], entry["source"], *([notice] if notice else [])]
        for row, text in enumerate(top, 1):
            _write(sheet, row, 1, text)
        _fill(sheet, len(top) + 2, entry, words)
        _write(contents, number + 2, 1, name)
        _write(contents, number + 2, 2, entry["title"])
        contents.cell(number + 2, 1).hyperlink = f"#'{name}'!A1"
    contents.column_dimensions["A"].width = 34
    contents.column_dimensions["B"].width = 100
    book.properties.creator = "Wildlife Analysis"
    book.properties.created = book.properties.modified = DAY
    _save(book, path)


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        # What openpyxl would refuse: control characters of a listing.
        cell.value = "".join(c for c in value if c >= " " or c in "\n\t")
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
    else:
        cell.value = value


def _fill(sheet: Any, first: int, entry: dict[str, Any], words: Words) -> None:
    """Write the whole table: heads and codes in words, numbers as numbers."""
    from openpyxl.styles import Font

    data, across = entry["frame"], entry.get("across", "")
    for place, column in enumerate(data.columns, 1):
        if across and place > 1:  # the head is a code, or missing
            head = words.code(across, column)
        else:
            numeric = pd.api.types.is_numeric_dtype(data[column])
            head = words.column(column, numeric=numeric)
        _write(sheet, first, place, head)
        sheet.cell(first, place).font = Font(bold=True)
        widest = len(head)
        for row, value in enumerate(data[column].tolist(), first + 1):
            value = _plain(column, value, words)
            _write(sheet, row, place, value)
            widest = max(widest, len(str(value)))
        letter = sheet.cell(first, place).column_letter
        sheet.column_dimensions[letter].width = min(widest + 2, WIDEST)
    sheet.freeze_panes = sheet.cell(first + 1, 1)


def _plain(column: str, value: Any, words: Words) -> str | int | float | bool | None:
    if isinstance(value, str):
        return words.code(column, value)
    if value is None or pd.isna(value):
        return None
    if isinstance(value, bool | int | float):
        return value
    return str(value)


def _save(book: Any, path: Path) -> None:
    """Save with one day in every entry of the archive."""
    import io
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    from openpyxl.writer.excel import ExcelWriter

    draft = io.BytesIO()
    with ZipFile(draft, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).write_data()
    with ZipFile(draft) as archive, ZipFile(path, "w", ZIP_DEFLATED) as final:
        for name in archive.namelist():
            info = ZipInfo(name, DAY.timetuple()[:6])
            info.compress_type = ZIP_DEFLATED
            content = archive.read(name)
            if name == "docProps/core.xml":
                # openpyxl writes the time of saving over that of the properties.
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", _day, content)
            final.writestr(info, content)


def _day(found: "re.Match[bytes]") -> bytes:
    return found[1] + f"{DAY.isoformat()}Z".encode()
