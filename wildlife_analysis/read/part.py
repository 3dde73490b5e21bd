"""What a format module hands over: the records of one table, and what could not be read."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
from typing import Any

import pyarrow as pa

__all__ = [
    "SHORT",
    "TEXT",
    "Part",
    "Reject",
    "UnreadableError",
    "beginning",
    "columns_of",
    "flatten",
    "mask",
]

TEXT = pa.large_string()
SHORT = 500  # characters of a reject: enough to find the record again, too few to republish it
_MAIL = re.compile(r"[^\s,;|<>\"']{1,254}@[^\s,;|<>\"']+")
# Five digits in a row, or seven that are set apart: telephone numbers, whatever their country.
_NUMBER = re.compile(r"\+?\d(?:[\s().\-/]{0,2}\d){6,}|\d{5,}")


class UnreadableError(Exception):
    """A file, or a member of an archive, that cannot be read as a whole.

    Attributes
    ----------
    reason
        Code of kind ``reject`` in ``reasons.csv``.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True)
class Reject:
    """A record that could not be read.

    Attributes
    ----------
    row
        Number of the record within its table; 0 for the file as a whole.
    reason
        Code of kind ``reject`` in ``reasons.csv``.
    found
        The record as found: its text, or its fields where it could be taken apart.
    """

    row: int
    reason: str
    found: str | Sequence[str] = ""


@dataclass(frozen=True)
class Part:
    """One table of a raw file, under its own headers.

    Attributes
    ----------
    headers
        As they stand in the file; may repeat.
    columns
        One array of text a header, missing values null.
    rows
        Number of each record; the first of the table is 1, rejected ones are counted.
    encodings
        Encoding assumed: of the table, or one a record.
    rejects
        Records, and the file as a whole (row 0), that could not be read.
    records
        Number of records, counted by another way than the reading.
    format
        ``csv``, ``jsonl``, ``json``, ``xlsx``, ...
    name
        Member of an archive or sheet of a workbook; empty for the file itself.
    scraper
        Name under which the headers stand in ``columns.csv``, where the format says it.
    """

    headers: list[str]
    columns: list[Any]
    rows: Sequence[int]
    encodings: str | Sequence[str]
    rejects: list[Reject]
    records: int
    format: str
    name: str = ""
    scraper: str = ""
    defaults: Mapping[str, str] = field(default_factory=dict)


def mask(text: str) -> str:
    """Leave out what looks like a telephone number or an e-mail address, and shorten.

    Examples
    --------
    >>> mask("Pair of tusks, call 01632 960 123 or joe@example.com, £50")
    'Pair of tusks, call [number] or [e-mail], £50'
    """
    return _NUMBER.sub("[number]", _MAIL.sub("[e-mail]", beginning(text)))[:SHORT]


def beginning(text: str) -> str:
    """Take the beginning of a text, in one line; of it `mask` leaves a part."""
    return " ".join(text[: 4 * SHORT].replace("\0", " ").split())


def columns_of(records: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[Any]]:
    """Turn records into columns of text.

    Parameters
    ----------
    records
        Objects as a JSON reader gives them, numbers already as text; nested values are
        flattened (see `flatten`).

    Returns
    -------
    headers : list of str
        Every key, in the order of first appearance.
    columns : list of pyarrow.Array
        Of dtype large_string.
    """
    headers = list(dict.fromkeys(chain.from_iterable(records)))
    try:
        return headers, [pa.array(values, TEXT) for values in _values(headers, records)]
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError, TypeError):
        flat = [flatten(record) for record in records]
    headers = list(dict.fromkeys(chain.from_iterable(flat)))
    return headers, [pa.array(values, TEXT) for values in _values(headers, flat)]


def _values(headers: list[str], records: Sequence[Mapping[str, Any]]) -> list[Sequence[Any]]:
    """Turn records into columns; None where a record lacks a header."""
    if len(headers) > 1:
        try:  # records of one scraper mostly have all headers, and this is twice as fast
            return list(zip(*map(itemgetter(*headers), records), strict=True))
        except KeyError:
            pass
    return [[record.get(header) for record in records] for header in headers]


def flatten(record: Mapping[str, Any]) -> dict[str, str]:
    """Write a nested record as one level of text.

    ``{"price": {"amount": 5}}`` becomes ``{"price.amount": "5"}``; the values of a list are
    joined with commas, those of a list of objects with " / " for each of their keys.

    Parameters
    ----------
    record
        A JSON object.

    Returns
    -------
    dict
        Path -> text; empty values are left out.
    """
    found: dict[str, list[str]] = {}
    for path, text in _leaves(record, ""):
        values = found.setdefault(path, [])
        if text not in values:
            values.append(text)
    return {path: " / ".join(values) for path, values in found.items()}


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _leaves(entry, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple):
        plain = [entry for entry in value if not isinstance(entry, Mapping | list | tuple)]
        if plain:
            joined = ", ".join(filter(None, map(_text, plain)))
            yield from _leaves(joined, path)
        for entry in value:
            if isinstance(entry, Mapping | list | tuple):
                yield from _leaves(entry, path)
    else:
        text = _text(value)
        if text:
            yield path, text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e16:
        return str(int(value))
    text = str(value)
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair: an emoji that was cut in two
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def join(labels: Iterable[str]) -> str:
    """Name several encodings of one record or file, each once."""
    return " + ".join(sorted({part for label in labels for part in label.split(" + ")}))
