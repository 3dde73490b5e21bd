"""Files that only grow: what is appended is on the disk before the call returns."""

import csv
import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from wildlife_analysis.reference import SurveyError
from wildlife_analysis.reference.errors import harmless

__all__ = ["append_csv", "append_line", "guarded", "guarded_table", "plain"]

# A spreadsheet takes a cell that begins with one of these for a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

_LINE_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")


def guarded(text: str) -> str:
    """Write a text so that no spreadsheet takes it for a formula.

    An apostrophe goes before it, also before one that stood there already, so that `plain`
    gives back what was written.
    """
    start = text.lstrip(" '")
    return f"'{text}" if start.startswith(FORMULA) else text


def guarded_table(table: pd.DataFrame) -> pd.DataFrame:
    """Guard every text of a table that a spreadsheet will open."""
    return table.map(lambda cell: guarded(harmless(cell)) if isinstance(cell, str) else cell)


def plain(text: str) -> str:
    """Undo `guarded`."""
    rest = text[1:]
    return rest if text.startswith("'") and rest.lstrip(" '").startswith(FORMULA) else text


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    """Open a file for appending, alone where the system can lock files."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    except OSError as error:
        raise SurveyError(f"{path}: cannot be written ({error.strerror})") from error
    try:
        try:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        except ImportError:  # no such locks on Windows: one reviewer a file there
            pass
        yield handle
    finally:
        os.close(handle)


def _write(handle: int, data: bytes) -> None:
    while data:
        data = data[os.write(handle, data) :]
    os.fsync(handle)


def _tail(handle: int) -> bytes:
    """Return what stands after the last line break."""
    size = os.fstat(handle).st_size
    tail = b""
    while size:
        step = min(4096, size)
        size -= step
        os.lseek(handle, size, os.SEEK_SET)
        tail = os.read(handle, step) + tail
        if b"\n" in tail:
            return tail[tail.rindex(b"\n") + 1 :]
    return tail


def append_line(path: Path, line: str) -> None:
    """Append one line; a torn line before it (a crash while writing) is ended first."""
    with _locked(path) as handle:
        start = "\n" if _tail(handle) else ""
        _write(handle, f"{start}{line}\n".encode())


def append_csv(path: Path, table: pd.DataFrame) -> None:
    """Append rows to a CSV file, with a header where it is new.

    Parameters
    ----------
    path
        UTF-8 CSV file; its header must be that of the table.
    table
        Rows of text. Line breaks become blanks, so that a row is a line.

    Raises
    ------
    SurveyError
        When the file has other columns or cannot be written.
    """
    columns = [str(name) for name in table.columns]
    rows = table.astype("str").to_numpy().tolist()
    with _locked(path) as handle:
        size = os.fstat(handle).st_size
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        if size == 0:
            writer.writerow(columns)
        else:
            _check_header(path, columns)
            text.write(_mended(handle, path, len(columns)))
        writer.writerows([guarded(_LINE_BREAKS.sub(" ", v)) for v in row] for row in rows)
        _write(handle, text.getvalue().encode("utf-8"))


def _check_header(path: Path, columns: list[str]) -> None:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        found = next(csv.reader(handle), [])
    if found != columns:
        raise SurveyError(
            f"{path}: its columns are {', '.join(found)}; to be added are {', '.join(columns)}"
        )


def _mended(handle: int, path: Path, columns: int) -> str:
    """End the last line where it has no end; set a torn row aside."""
    tail = _tail(handle)
    if not tail:
        return ""
    try:
        whole = len(next(csv.reader([tail.decode("utf-8")], strict=True))) == columns
    except (UnicodeDecodeError, csv.Error):
        whole = False
    if whole:
        return "\n"
    append_line(path.with_suffix(".torn"), tail.decode("utf-8", "replace"))
    os.ftruncate(handle, os.fstat(handle).st_size - len(tail))
    return ""
