"""Put the records of a table under our fields; set aside those without a title."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from wildlife_analysis.read import sellers
from wildlife_analysis.read.headers import (
    FIELDS,
    Columns,
    Matched,
    Source,
    currency_in,
    site_in,
)  # fmt: skip
from wildlife_analysis.read.part import TEXT, Part, beginning
from wildlife_analysis.reference import SurveyError

__all__ = ["RECORD", "Listed", "listed"]

# Columns that together are one field; of the other fields the first that is filled stands.
JOINED = {"location": ", ", "category": " > ", "description": "\n"}
ADDED = " "  # between the value and a column that is added to it ("120 VB")
NAME = "[name]"

RECORD = pa.schema(
    [pa.field(name, TEXT) for name in FIELDS if name != "seller"]
    + [
        pa.field("seller_key", TEXT),
        pa.field("source_file", TEXT),
        pa.field("source_row", pa.int64()),
        pa.field("source_encoding", TEXT),
    ]
)
NONE = RECORD.empty_table()


@dataclass(frozen=True)
class Listed:
    """One table of a raw file, under our fields.

    Attributes
    ----------
    table
        Columns of `RECORD`.
    rejects
        Number of the record, reason, record as found with personal data masked.
    """

    table: Any
    rejects: list[tuple[int, str, str]]


def listed(part: Part, known: Columns, label: str, key: bytes) -> Listed:
    """Put the records of a table under our fields.

    Parameters
    ----------
    part
        What the format module read.
    known
        The header tables.
    label
        Name of the raw file, and of the member or sheet within it.
    key
        Key under which sellers are hashed.

    Returns
    -------
    Listed

    Raises
    ------
    SurveyError
        When a header is unknown, or not every record became a listing or a reject.
    """
    import pyarrow.compute as pc

    rejects = [(r.row, r.reason, r.found) for r in part.rejects]
    matched = Matched({}, "", ())
    table = NONE  # an archive may hold tens of thousands of empty files
    if part.headers:
        matched = known.match(part.headers, label, part.scraper)
        _check_nameless(part, matched, label)
        table, names = _fields(part, matched, label, key)
        titled = pc.is_valid(table["title"])
        if not pc.all(titled).as_py():
            for row in table.filter(pc.invert(titled)).to_pylist():
                shown = " | ".join(
                    row[f] for f in FIELDS if f not in ("seller", "survey") and row.get(f)
                )
                rejects.append((row["source_row"], "no_title", shown))
            table = table.filter(titled)
    else:
        names = []
    told = sorted(
        (row, reason, beginning(_without_seller(found, part.headers, names, matched)))
        for row, reason, found in rejects
    )
    numbers = sum(row > 0 for row, _, _ in told)
    if table.num_rows + numbers != part.records:
        raise SurveyError(
            f"{label}: {part.records} records counted, but {table.num_rows} listings "
            f"and {numbers} rejects read"
        )
    return Listed(table, told)


def _fields(part: Part, matched: Matched, label: str, key: bytes) -> tuple[Any, list[str]]:
    """Build the columns of `RECORD`; return the headers that name the seller as well."""
    size = len(part.rows)
    columns: dict[str, Any] = {}
    for name in FIELDS:
        values = [_source(part.columns, source) for source in matched.fields.get(name, [])]
        value = _one(name, values, matched.fields.get(name, []))
        if value is None:
            value = _constant(part, matched, name)
        columns[name] = value
    columns["seller_key"] = sellers.keys(columns.pop("seller"), key)
    columns["source_file"] = _repeat(label, size)
    columns["source_row"] = pa.array(part.rows, pa.int64())
    columns["source_encoding"] = (
        _repeat(part.encodings, size)
        if isinstance(part.encodings, str)
        else pa.array(part.encodings, TEXT)
    )
    names = [part.headers[s.position] for s in matched.fields.get("seller", [])]
    return pa.table([columns[name] for name in RECORD.names], schema=RECORD), names


def _source(columns: list[Any], source: Source) -> Any:
    """Take a column, or one side of it; what is blank is missing."""
    import pyarrow.compute as pc

    column = columns[source.position]
    if source.sign:
        pair = pc.split_pattern(column, source.sign, max_splits=1)
        column = pc.list_element(
            pc.list_slice(pair, 0, 2, return_fixed_size_list=True), source.side
        )
    blank = pc.equal(pc.utf8_length(pc.utf8_trim_whitespace(column)), 0)
    return pc.if_else(blank, pa.scalar(None, TEXT), column) if pc.any(blank).as_py() else column


def _one(name: str, values: list[Any], sources: list[Source]) -> Any:
    """Make one column of several: parts are joined, else the first that is filled stands."""
    import pyarrow.compute as pc

    if not values:
        return None
    sign = JOINED.get(name, "")
    main = [v for v, s in zip(values, sources, strict=True) if not s.added or sign]
    added = [v for v, s in zip(values, sources, strict=True) if s.added and not sign]
    value = _join(main, sign) if sign else (pc.coalesce(*main) if main else None)
    return _join([v for v in [value, *added] if v is not None], ADDED) if added else value


def _join(values: list[Any], sign: str) -> Any:
    import pyarrow.compute as pc

    joined = values[0]
    for value in values[1:]:
        both = pc.binary_join_element_wise(joined, value, pa.scalar(sign, TEXT))
        both = pc.if_else(pc.equal(joined, value), joined, both)
        joined = pc.coalesce(both, joined, value)
    return joined


def _constant(part: Part, matched: Matched, name: str) -> Any:
    """Give every record what holds for the whole table."""
    text = part.defaults.get(name, "")
    if name == "marketplace":
        text = matched.marketplace or text or site_in(part.name)
    elif name == "price_currency" and not text:
        prices = matched.fields.get("price", [])
        text = currency_in(part.headers[prices[0].position]) if len(prices) == 1 else ""
    return _repeat(text, len(part.rows)) if text else pa.nulls(len(part.rows), TEXT)


def _repeat(text: str, size: int) -> Any:
    return pa.repeat(pa.scalar(text, TEXT), size)


def _check_nameless(part: Part, matched: Matched, label: str) -> None:
    """Let a column without a name pass where it is empty or counts the rows."""
    for position in matched.nameless:
        values = {v.strip() for v in part.columns[position].to_pylist() if v and v.strip()}
        if values and not (len(values) == len(part.rows) and all(map(str.isdecimal, values))):
            raise SurveyError(
                f"{label}: column {position + 1} has values but no header; name it in the file"
            )


def _without_seller(
    found: str | Sequence[str], headers: list[str], names: list[str], matched: Matched
) -> str:
    """Take the seller out of a record as found.

    In a ragged row the seller may stand as many fields beside its place as there are too many
    or too few.
    """
    import re

    if isinstance(found, str):
        for name in names:
            plain = re.escape(name.split(".")[0])
            value = r'"(?:[^"\\]|\\.)*"?|\{[^}]*\}?|\[[^\]]*\]?|[^,}\s]+'
            found = re.sub(rf'"{plain}"\s*:\s*(?:{value})', f'"{plain}": "{NAME}"', found)
        return found
    shift = abs(len(found) - len(headers))
    fields = list(found)
    for source in matched.fields.get("seller", []):
        low, high = source.position - shift, source.position + shift
        fields = [NAME if low <= n <= high and f else f for n, f in enumerate(fields)]
    return " | ".join(fields)
