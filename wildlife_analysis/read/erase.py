"""Take single records out of a raw file, for a person whose data must not be kept.

What was a record becomes an empty one, so that the numbers of the others, by which decisions
and reports name them, stay as they are.
"""

import gzip
import os
import tempfile
from pathlib import Path

from wildlife_analysis.read import delimited
from wildlife_analysis.read.dialect import Lines, sniff
from wildlife_analysis.read.encoding import decode
from wildlife_analysis.read.headers import Columns
from wildlife_analysis.read.kind import kind_of

__all__ = ["emptied", "replace"]

GZIP = b"\x1f\x8b"


def emptied(data: bytes, name: str, rows: set[int], known: Columns) -> bytes | None:
    """Return the bytes of a raw file without some of its records.

    Parameters
    ----------
    data
        The file: delimited text or JSON Lines, also gzipped.
    name
        Its name.
    rows
        Numbers of the records, from 1 (``source_row``).
    known
        The header tables.

    Returns
    -------
    bytes or None
        None where records of such a file are not made of whole lines.
    """
    if data.startswith(GZIP):
        inner = emptied(gzip.decompress(data), name.removesuffix(".gz"), rows, known)
        return None if inner is None else gzip.compress(inner, mtime=0)
    kind = kind_of(data, name)
    lines = data.split(b"\n")
    if kind == "json":
        spans = [(n, 1) for n, line in enumerate(lines) if line and not line.isspace()]
        if any(not lines[n].strip().startswith(b"{") for n, _ in spans):
            return None
        empty = b"{}"
    elif kind == "csv":
        text = decode(data)
        shown = text.data.decode("utf-8", "replace").split("\n")
        if len(shown) != len(lines):  # another encoding's line ends
            return None
        dialect, header, first = sniff(Lines(text.data), known)
        spans = delimited.spans(shown, first, dialect, len(header))
        empty = dialect.delimiter.encode() * (len(header) - 1)
        if not empty:
            return None
    else:
        return None
    if max(rows) > len(spans):
        return None
    for row in sorted(rows, reverse=True):
        start, used = spans[row - 1]
        end = b"\r" if lines[start + used - 1].endswith(b"\r") else b""
        lines[start : start + used] = [empty + end]
    return b"\n".join(lines)


def replace(path: Path, data: bytes) -> None:
    """Put new bytes in the place of a file; the old ones are never half overwritten."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(draft).chmod(path.stat().st_mode & 0o777)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
