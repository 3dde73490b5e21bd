"""Read JSON Lines and JSON: feeds of scrapers, answers of interfaces, whole or broken off."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa

from wildlife_analysis.read.encoding import Text
from wildlife_analysis.read.headers import Columns
from wildlife_analysis.read.part import TEXT, Part, Reject, columns_of, flatten
from wildlife_analysis.reference import SurveyError

__all__ = ["is_lines", "read"]

HEAD = 500  # lines that tell whether all values are text
BYTES = 1 << 24
BLOCK = 20_000  # lines parsed in one call
DEPTH = 3  # levels at which the list of listings is looked for in an answer
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_FILLED = re.compile(rb"[^\s][^\n]*")
_BETWEEN = re.compile(r"[\s,\[\]\0]*")


def _null(_name: str) -> None:
    """Read NaN and Infinity, which are no JSON, as nothing."""


# Numbers stay as they are written: 1.0 and 1.10 are what the marketplace showed.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_null, strict=False)


@dataclass
class _Found:
    """The records of a file, as they come up."""

    blocks: list[tuple[list[str], list[Any]]] = field(default_factory=list)
    pending: list[Mapping[str, Any]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    number: int = 0

    def record(self, value: Any, found: str = "") -> None:
        """Take one value of the file: an object is a record, anything else is broken."""
        self.number += 1
        if isinstance(value, dict):
            self.pending.append(value)
            self.rows.append(self.number)
            if len(self.pending) >= BLOCK:
                self.flush()
        else:
            self.reject("broken_record", found or json.dumps(value, ensure_ascii=False))

    def extend(self, values: list[Mapping[str, Any]]) -> None:
        """Take many records at once."""
        self.rows.extend(range(self.number + 1, self.number + len(values) + 1))
        self.number += len(values)
        self.pending.extend(values)
        if len(self.pending) >= BLOCK:
            self.flush()

    def broken(self, reason: str, found: str) -> None:
        """Count a record that cannot be read."""
        self.number += 1
        self.reject(reason, found)

    def reject(self, reason: str, found: str) -> None:
        """Set a record aside."""
        self.rejects.append(Reject(self.number, reason, found))

    def flush(self) -> None:
        """Turn the records that have come up into columns."""
        if self.pending:
            self.blocks.append(columns_of(self.pending))
            self.pending = []

    def table(self) -> tuple[list[str], list[Any]]:
        """Put the blocks below each other; a header that a block lacks is empty there."""
        self.flush()
        headers = list(dict.fromkeys(h for names, _ in self.blocks for h in names))
        parts: dict[str, list[Any]] = {header: [] for header in headers}
        for names, columns in self.blocks:
            size = len(columns[0]) if columns else 0
            have = dict(zip(names, columns, strict=True))
            for header in headers:
                parts[header].append(have.get(header, pa.nulls(size, TEXT)))
        return headers, [pa.chunked_array(parts[header], TEXT) for header in headers]


def read(text: Text, known: Columns, file: str, *, cut: bool = False) -> Part:
    """Read a JSON file.

    One object a line; a list of objects; an object that holds such a list, whose other values
    go to every record where they have a known header; or one object.

    Parameters
    ----------
    text
        Its text.
    known
        The header tables, by which a listing is told from what surrounds it.
    file
        Its name, for messages.
    cut
        The end of the file is lost: a last line without an end is no record.

    Returns
    -------
    Part

    Raises
    ------
    SurveyError
        When the records read are not as many as the records counted.
    """
    found = _Found()
    defaults: dict[str, str] = {}
    encodings: str | list[str] = text.encoding
    if b"\\u0000" in text.data:
        text = replace(text, data=text.data.replace(b"\\u0000", b""))
    if is_lines(text.data, known):
        if cut:
            text = replace(text, data=text.data[: text.data.rfind(b"\n") + 1])
        counted, form = _count_lines(text.data), "jsonl"
        table = _at_once(text.data, counted) if text.lines is None else None
        if table is not None:
            rows = range(1, counted + 1)
            return Part(*table, rows, text.encoding, [], counted, form)
        encodings = _lines(text, found)
    else:
        form = "json"
        counted, defaults = _document(text.data.decode("utf-8", "replace"), found, known)
    if counted != found.number:
        raise SurveyError(f"{file}: {counted} records counted, but {found.number} read")
    headers, columns = found.table()
    if not headers and found.rows:
        headers, columns = ["title"], [pa.nulls(len(found.rows), TEXT)]
    return Part(
        headers,
        columns,
        found.rows,
        encodings,
        found.rejects,
        counted,
        form,
        defaults={k: v for k, v in defaults.items() if k not in headers},
    )


def is_lines(data: bytes, known: Columns) -> bool:
    """Say whether most of the first lines look like an object each."""
    lines = [line.strip(b"\0\r\t ") for line in data.split(b"\n", 40)[:40]]
    lines = [line for line in lines if line]
    objects = [line for line in lines if line.startswith(b"{") and len(line) > 1]
    if not lines[0].startswith(b"{") or len(objects) * 2 < len(lines):
        return False
    if len(lines) > 1:
        return True
    try:  # one line: one listing, or an answer that holds the list
        value = _DECODER.decode(lines[0].decode("utf-8", "replace"))
    except (json.JSONDecodeError, RecursionError):
        return False
    return _listing(value, known) is None


def _count_lines(data: bytes) -> int:
    """Count the lines with something on them."""
    return sum(1 for _ in _FILLED.finditer(data))


def _at_once(data: bytes, counted: int) -> tuple[list[str], list[Any]] | None:
    """Read a clean file by columns; None where a value is no text or a line is broken."""
    import pyarrow.json as pj

    head = [_value(line) for line in data.split(b"\n", BLOCK)[:HEAD] if line.strip()]
    if not all(isinstance(value, dict) for value in head):
        return None
    names = list(dict.fromkeys(chain.from_iterable(head)))
    if not all(isinstance(v, str | None) for value in head for v in value.values()):
        return None
    try:
        table = pj.read_json(
            pa.BufferReader(data),
            pj.ReadOptions(block_size=BYTES),
            pj.ParseOptions(
                explicit_schema=pa.schema([(name, TEXT) for name in names]),
                unexpected_field_behavior="error",
            ),
        )
    except pa.ArrowInvalid:
        return None
    return (names, table.columns) if table.num_rows == counted else None


def _lines(text: Text, found: _Found) -> str | list[str]:
    raw = text.data.split(b"\n")
    if b"\0" in text.data:
        raw = [line.replace(b"\0", b"") or line for line in raw]
    kept = [n for n, line in enumerate(raw) if line and not line.isspace()]
    for start in range(0, len(kept), BLOCK):
        block = [raw[n] for n in kept[start : start + BLOCK]]
        values = _block(block)
        if set(map(type, values)) == {dict}:
            found.extend(values)
            continue
        for line, value in zip(block, values, strict=True):
            shown = line.decode("utf-8", "replace")
            if value is None:
                found.broken("nul_bytes" if b"\0" in line else "broken_record", shown)
            else:
                found.record(value, shown)
    if text.lines is None:
        return text.encoding
    return [text.lines[kept[row - 1]] for row in found.rows]


def _block(lines: list[bytes]) -> list[Any]:
    """Parse lines together, or, where that fails, each by itself; None where one is broken."""
    try:
        values: list[Any] = _DECODER.decode("[" + b",".join(lines).decode("utf-8") + "]")
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
        return [_value(line) for line in lines]
    if len(values) != len(lines):  # two objects on one line, or one over two
        return [_value(line) for line in lines]
    return values


def _value(line: bytes) -> Any:
    try:
        return _DECODER.decode(line.decode("utf-8", "replace").strip("\r\t ,"))
    except (json.JSONDecodeError, RecursionError):
        return None


def _document(text: str, found: _Found, known: Columns) -> tuple[int, dict[str, str]]:
    """Read a document; count its records apart, and return what holds for all of them."""
    try:
        value = _DECODER.decode(text.strip("\0 \t\r\n"))
    except (json.JSONDecodeError, RecursionError):
        return _pieces(text, found), {}
    defaults: dict[str, str] = {}
    if isinstance(value, dict):
        records = _listing(value, known)
        if records is None:
            records = [value]
        else:
            around = {k: v for k, v in value.items() if not isinstance(v, dict | list)}
            defaults = {k: v for k, v in flatten(around).items() if known.knows([k])[1]}
        counted = len(records)
    else:
        records = value if isinstance(value, list) else [value]
        counted = _count(text.encode("utf-8", "replace"))
    for entry in records:
        found.record(entry)
    return counted, defaults


def _listing(value: Any, known: Columns, depth: int = DEPTH) -> Sequence[Any] | None:
    """Find the longest list of listings in an answer; None where it is itself the listing."""
    if not isinstance(value, dict) or not depth:
        return None
    own = known.knows(value)
    found: list[Sequence[Any]] = []
    for entry in value.values():
        if isinstance(entry, list) and entry and all(isinstance(e, dict) for e in entry):
            if known.knows(flatten(entry[0])) > own:
                found.append(entry)
        elif isinstance(entry, dict):
            inner = _listing(entry, known, depth - 1)
            if inner is not None:
                found.append(inner)
    return max(found, key=len, default=None)


def _count(data: bytes) -> int:
    """Count the values of a list by its commas: those between the outer brackets alone."""
    bare = np.frombuffer(_STRING.sub(b"0", data), np.uint8)
    opened = np.isin(bare, np.frombuffer(b"[{", np.uint8)).astype(np.int32)
    closed = np.isin(bare, np.frombuffer(b"]}", np.uint8)).astype(np.int32)
    depth = np.cumsum(opened - closed)
    commas = int(np.count_nonzero((bare == ord(",")) & (depth == 1)))
    content = bytes(bare).strip().removeprefix(b"[").removesuffix(b"]").strip()
    return commas + 1 if content else 0


def _pieces(text: str, found: _Found) -> int:
    """Read what is no document as a whole: object after object, as far as each goes.

    A feed that was appended to, concatenated objects, a list that breaks off or has one broken
    entry. Behind a broken object the reading goes on at the next line that opens one.
    """
    at = _BETWEEN.match(text).end()  # type: ignore[union-attr]
    counted = 0
    while at < len(text):
        try:
            value, end = _DECODER.raw_decode(text, at)
            if isinstance(value, list):
                for entry in value:
                    found.record(entry)
                counted += len(value)
            else:
                found.record(value)
                counted += 1
        except (json.JSONDecodeError, RecursionError):
            end = _resume(text, at)
            if end < 0 and not text.rstrip("\0 \t\r\n").endswith("]"):
                found.rejects.append(Reject(0, "truncated_file", text[at : at + 4000]))
                return counted
            end = end if end > 0 else len(text)
            found.broken("broken_record", text[at:end])
            counted += 1
        at = _BETWEEN.match(text, end).end()  # type: ignore[union-attr]
    if text.lstrip().startswith("[") and not text.rstrip("\0 \t\r\n,").endswith("]"):
        found.rejects.append(Reject(0, "truncated_file", ""))
    return counted


def _resume(text: str, at: int) -> int:
    """Find the next line that opens an object at the depth of the broken one; -1 for none."""
    begin = text.rfind("\n", 0, at) + 1
    indent = text[begin:at] if not text[begin:at].strip(" \t[,") else ""
    indent = re.sub(r"[\[,]", "", indent)
    after = re.compile(rf"\n{re.escape(indent)}[\[, \t]?\{{").search(text, at + 1)
    return after.start() if after else -1
