"""From a file to its records, whatever the format."""

import bz2
import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wildlife_analysis.read.encoding import decode
from wildlife_analysis.reference import SurveyError

__all__ = ["KINDS", "Records", "records"]

KINDS = ("csv", "tsv", "txt", "jsonl", "ndjson", "json", "xlsx", "ods", "parquet")
PACKED = ("gz", "bz2", "zst", "zip")
# What a file may unpack to: more than any survey, less than a disk.
LARGEST = 4 * 2**30


@dataclass
class Records:
    """Records of one file.

    ``rows`` are (number, encoding, values by header); ``broken`` are (number, reason, text);
    number 0 stands for the file as a whole.
    """

    headers: list[str] = field(default_factory=list)
    rows: list[tuple[int, str, dict[str, Any]]] = field(default_factory=list)
    broken: list[tuple[int, str, str]] = field(default_factory=list)
    count: int = 0


def records(path: Path) -> Records:
    """Read the records of a file.

    Parameters
    ----------
    path
        A file of one of `KINDS`, plain or packed (gz, bz2, zst, zip).

    Returns
    -------
    Records

    Raises
    ------
    SurveyError
        When the file is empty, of another kind, or cannot be opened.
    """
    suffixes = [suffix.lstrip(".").lower() for suffix in path.suffixes]
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SurveyError(f"{path}: cannot be read ({error.strerror})") from error
    if not data:
        raise SurveyError(f"{path}: the file is empty")
    result = Records()
    kind = suffixes[-1] if suffixes else ""
    if kind in PACKED:
        data = _unpack(data, kind, path, result)
        kind = suffixes[-2] if len(suffixes) > 1 else ""
    reader = _READERS.get(kind)
    if reader is None:
        raise SurveyError(
            f"{path}: files of kind {kind or 'unknown'!r} are not read; known: "
            f"{', '.join(KINDS)}, each also as {', '.join(PACKED)}"
        )
    try:
        reader(data, result)
    except SurveyError as error:
        raise SurveyError(f"{path}: {error}") from error
    if not result.count and not result.broken:
        raise SurveyError(f"{path}: no records")
    return result


def _unpack(data: bytes, kind: str, path: Path, result: Records) -> bytes:
    """Unpack a file; what a truncated one still holds is kept."""
    parts = io.BytesIO()
    try:
        if kind == "zip":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                members = [m for m in archive.infolist() if not m.is_dir()]
                if len(members) != 1 or members[0].file_size > LARGEST:
                    raise SurveyError(f"{path}: a zip file must hold one file of at most 4 GiB")
                return archive.read(members[0])
        if kind == "zst":
            import zstandard

            stream: Any = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data))
        else:
            stream = (gzip if kind == "gz" else bz2).open(io.BytesIO(data))
        while chunk := stream.read(2**20):
            parts.write(chunk)
            if parts.tell() > LARGEST:
                raise SurveyError(f"{path}: unpacks to more than 4 GiB")
    except (EOFError, OSError, zipfile.BadZipFile) as error:
        if not parts.tell():
            raise SurveyError(f"{path}: not a {kind} file ({error})") from error
        result.broken.append((0, "truncated_file", str(error)))
    return parts.getvalue()


def _delimited(data: bytes, result: Records) -> None:
    """Read CSV and its relatives; the delimiter is found by looking."""
    lines, encodings = decode(data)
    if not lines:
        return
    sample = "\n".join(lines[:50])
    try:
        delimiter = csv.Sniffer().sniff(lines[0], delimiters=",;\t|").delimiter
    except csv.Error:
        delimiter = max(",;\t|", key=sample.count)
    csv.field_size_limit(2**31 - 1)
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter)
    header = next(reader)
    result.headers = [name.strip() for name in header]
    for row in reader:
        if not row:
            continue
        result.count += 1
        encoding = encodings[min(reader.line_num, len(encodings)) - 1]
        text = delimiter.join(row)
        if "\0" in text:
            result.broken.append((result.count, "nul_bytes", text))
        elif len(row) != len(header):
            result.broken.append((result.count, "broken_record", text))
        else:
            values = {k: v for k, v in zip(result.headers, row, strict=True) if v != ""}
            result.rows.append((result.count, encoding, values))


def _json_lines(data: bytes, result: Records) -> None:
    """Read one JSON object a line."""
    seen: dict[str, None] = {}
    for line, encoding in zip(*decode(data), strict=True):
        if not line.strip():
            continue
        result.count += 1
        try:
            value = json.loads(line)
        except (json.JSONDecodeError, RecursionError):
            value = None
        if isinstance(value, dict):
            flat = _flat(value)
            seen.update(dict.fromkeys(flat))
            result.rows.append((result.count, encoding, flat))
        else:
            reason = "nul_bytes" if "\0" in line else "broken_record"
            result.broken.append((result.count, reason, line))
    result.headers = list(seen)


def _json(data: bytes, result: Records) -> None:
    """Read a JSON list of objects, or an object that holds one."""
    lines, encodings = decode(data)
    try:
        value = json.loads("\n".join(lines))
    except (json.JSONDecodeError, RecursionError) as error:
        raise SurveyError(f"not JSON ({error})") from error
    if isinstance(value, dict):
        lists = [v for v in value.values() if isinstance(v, list)]
        value = lists[0] if len(lists) == 1 else [value]
    seen: dict[str, None] = {}
    for entry in value if isinstance(value, list) else []:
        result.count += 1
        if isinstance(entry, dict):
            flat = _flat(entry)
            seen.update(dict.fromkeys(flat))
            result.rows.append((result.count, encodings[0], flat))
        else:
            result.broken.append((result.count, "broken_record", json.dumps(entry)))
    result.headers = list(seen)


def _flat(value: dict[str, Any]) -> dict[str, str]:
    """Write the values of a JSON object as text, nested ones joined."""
    return {key: text for key, entry in value.items() if (text := _text(entry))}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dict):
        return ", ".join(filter(None, map(_text, value.values())))
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value)))
    return str(value)


def _sheets(data: bytes) -> Iterator[list[list[Any]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, OSError) as error:
        raise SurveyError(f"not a workbook ({error})") from error
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=True)
        if len(rows) > 1:
            yield rows


def _workbook(data: bytes, result: Records) -> None:
    """Read every sheet of a workbook that has a header row."""
    seen: dict[str, None] = {}
    for rows in _sheets(data):
        header = [str(cell).strip() for cell in rows[0]]
        seen.update(dict.fromkeys(filter(None, header)))
        for row in rows[1:]:
            values = {h: _text(v) for h, v in zip(header, row, strict=True) if h and _text(v)}
            if values:
                result.count += 1
                result.rows.append((result.count, "workbook", values))
    result.headers = list(seen)


def _parquet(data: bytes, result: Records) -> None:
    """Read a Parquet table."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(io.BytesIO(data))
    except (pa.ArrowInvalid, OSError) as error:
        raise SurveyError(f"not a Parquet file ({error})") from error
    result.headers = table.column_names
    for row in table.to_pylist():
        result.count += 1
        result.rows.append((result.count, "parquet", _flat(row)))


_READERS: dict[str, Callable[[bytes, Records], None]] = {
    "csv": _delimited,
    "tsv": _delimited,
    "txt": _delimited,
    "jsonl": _json_lines,
    "ndjson": _json_lines,
    "json": _json,
    "xlsx": _workbook,
    "ods": _workbook,
    "parquet": _parquet,
}
