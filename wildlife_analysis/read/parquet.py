"""Read Parquet tables."""

from typing import Any

import pyarrow as pa

from wildlife_analysis.read.part import TEXT, Part, UnreadableError, flatten
from wildlife_analysis.reference import SurveyError

__all__ = ["read"]

WHOLE = 1e15  # beyond this a float no longer tells neighbouring integers apart


def read(data: bytes, file: str) -> Part:
    """Read a Parquet table; its values become text as they would be written by hand.

    Parameters
    ----------
    data
        Its bytes.
    file
        Its name, for messages.

    Returns
    -------
    Part

    Raises
    ------
    UnreadableError
        When the file is damaged.
    SurveyError
        When it does not give as many rows as it declares.
    """
    import pyarrow.parquet as pq

    try:
        source = pq.ParquetFile(pa.BufferReader(data))
        counted = source.metadata.num_rows
        table = source.read()
    except (pa.ArrowException, OSError) as error:
        reason = "damaged_file" if data.endswith(b"PAR1") else "truncated_file"
        raise UnreadableError(reason, f"not a readable Parquet file ({error})") from error
    if table.num_rows != counted:
        raise SurveyError(f"{file}: {counted} rows declared, but {table.num_rows} read")
    headers: list[str] = []
    columns: list[Any] = []
    for name, column in zip(table.column_names, table.columns, strict=True):
        for header, values in _texts(name, column):
            headers.append(header)
            columns.append(values)
    rows = range(1, counted + 1)
    return Part(headers, columns, rows, "utf-8", [], counted, "parquet")


def _texts(name: str, column: Any) -> list[tuple[str, Any]]:
    """Turn a column into text, or, where its values are nested, into several."""
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_dictionary(kind):
        return _texts(name, column.cast(kind.value_type))
    if pa.types.is_nested(kind):
        flat = [flatten({name: value}) for value in column.to_pylist()]
        keys = dict.fromkeys(key for row in flat for key in row) or {name: None}
        return [(key, pa.array([row.get(key) for row in flat], TEXT)) for key in keys]
    if pa.types.is_floating(kind):
        column = pc.if_else(pc.is_nan(column), None, column)
        whole = pc.all(pc.equal(column, pc.floor(column))).as_py() is not False
        if whole and (pc.max(pc.abs(column)).as_py() or 0) < WHOLE:
            column = column.cast(pa.int64())  # whole numbers that a missing one made floats
    if pa.types.is_timestamp(kind) or pa.types.is_time(kind):
        values = [None if v is None else v.isoformat() for v in column.to_pylist()]
        return [(name, pa.array(values, TEXT))]
    try:
        return [(name, column.cast(TEXT))]
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        values = [None if v is None else _written(v) for v in column.to_pylist()]
        return [(name, pa.array(values, TEXT))]


def _written(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
