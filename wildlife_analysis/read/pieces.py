"""Cut long files of lines into pieces that are read by themselves, in bounded memory.

A piece ends at the end of a record, so that it is read like a file of its own under the header
of the first one. Where a file is cut follows from the file alone. What is not made of lines
(workbooks, archives, pages, documents) is read whole, within the limits of `archive`.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np

from wildlife_analysis.read import delimited, dialect, encoding, json_lines
from wildlife_analysis.read.dialect import Dialect
from wildlife_analysis.read.headers import Columns
from wildlife_analysis.read.kind import kind_of
from wildlife_analysis.read.part import UnreadableError
from wildlife_analysis.read.remote import Remote

__all__ = ["BYTES", "Head", "Piece", "blocks", "cut", "head_of"]

BYTES = 8 << 20  # about 20,000 listings
HEAD = 1 << 20
STEP = 1 << 20
RECORD = 1 << 16  # hardly any record is longer
LINES = 500  # at most so many line ends are tried where the quotes of a file are astray
_WIDE = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Head:
    """What the beginning of a file of lines tells about all its pieces.

    Attributes
    ----------
    dialect
        How fields are set apart; None for JSON Lines.
    header
        Of a delimited file.
    """

    dialect: Dialect | None = None
    header: tuple[str, ...] = ()


@dataclass(frozen=True)
class Piece:
    """A raw file, or a part of it.

    Attributes
    ----------
    path
        The file.
    label
        Its path within the survey.
    named
        Whether it was named by itself, and not found in a folder: then it must be readable.
    start, stop
        Bytes from and to; ``stop`` 0 for the whole file.
    head
        For the second piece of a file and those after it.
    """

    path: Path | Remote
    label: str
    named: bool
    start: int = 0
    stop: int = 0
    head: Head | None = None

    @property
    def whole(self) -> bool:
        """Whether it is the whole file."""
        return not self.stop

    def data(self) -> bytes:
        """Read its bytes."""
        if self.whole:
            return self.path.read_bytes()
        with self.path.open("rb") as stream:
            stream.seek(self.start)
            return stream.read(self.stop - self.start)


def head_of(data: bytes, name: str, known: Columns) -> Head | None:
    """Read the beginning of a file; None where the file cannot be cut.

    Parameters
    ----------
    data
        Its first bytes, unpacked.
    name
        Its name.
    known
        The header tables.
    """
    if b"\0" in data or data.startswith(_WIDE) or b"\n" not in data:
        return None
    kind = kind_of(data, name)
    whole = data[: data.rfind(b"\n") + 1]
    if kind == "json":
        return Head() if json_lines.is_lines(whole, known) else None
    if kind != "csv":
        return None
    try:
        found, header, _ = dialect.sniff(dialect.Lines(encoding.decode(whole).data), known)
    except UnreadableError:
        return None
    return Head(found, tuple(header)) if found.delimiter.isascii() else None


def cut(
    path: Path | Remote, label: str, known: Columns, *, named: bool, size: int = BYTES
) -> tuple[str, int, list[Piece]]:
    """Read a file once, from end to end, and say where it is cut.

    Parameters
    ----------
    path, label, named
        As in `Piece`.
    known
        The header tables.
    size
        Bytes of a piece, about; a file of up to twice as many is left whole.

    Returns
    -------
    sha256, bytes, pieces
        Of the file as received, packed or not.
    """
    digest = hashlib.sha256()
    ends: list[int] = []
    total = 0
    with path.open("rb") as stream:
        first = stream.read(HEAD)
        rest = len(first) == HEAD
        head = head_of(first, path.name, known) if rest or len(first) > 2 * size else None
        cutter = _Cutter(head, size) if head is not None else None
        for block in _chain(first, stream):
            digest.update(block)
            total += len(block)
            if cutter is not None:
                ends += cutter.feed(block)
    if ends and total - ends[-1] < size // 2:
        ends.pop()
    if total <= 2 * size or not ends:
        return digest.hexdigest(), total, [Piece(path, label, named)]
    starts = [0, *ends]
    pieces = [
        Piece(path, label, named, start, stop, head if start else None)
        for start, stop in zip(starts, [*ends, total], strict=True)
    ]
    return digest.hexdigest(), total, pieces


def blocks(chunks: Iterator[bytes], head: Head, size: int = BYTES) -> Iterator[bytes]:
    """Cut a stream of lines, such as what a packed file unpacks to, into whole records.

    Parameters
    ----------
    chunks
        The stream.
    head
        Of its beginning.
    size
        Bytes of a block, about.

    Yields
    ------
    bytes
        Together the stream.
    """
    cutter = _Cutter(head, size)
    held, done = bytearray(), 0
    for chunk in chunks:
        held += chunk
        for end in cutter.feed(chunk):
            yield bytes(held[: end - done])
            del held[: end - done]
            done = end
    if held:
        yield bytes(held)


def _chain(first: bytes, stream: IO[bytes]) -> Iterator[bytes]:
    yield first
    while block := stream.read(STEP):
        yield block


class _Cutter:
    """Find the ends of records, every so many bytes of a stream."""

    def __init__(self, head: Head, size: int) -> None:
        self.head, self.size = head, size
        self.held = bytearray()
        self.done = 0

    def feed(self, block: bytes) -> list[int]:
        """Take the next bytes; return the places at which the stream is cut."""
        self.held += block
        ends = []
        while len(self.held) >= self.size + STEP or len(self.held) >= 2 * self.size:
            end = self._end(bytes(self.held))
            if end <= 0:  # one record longer than a piece: more is needed
                break
            del self.held[:end]
            self.done += end
            ends.append(self.done)
        return ends

    def _end(self, data: bytes) -> int:
        """Return where the last whole record within the size ends; 0 for nowhere."""
        whole = np.frombuffer(data, np.uint8)
        lines = np.flatnonzero(whole[: self.size] == 10)
        if not len(lines):
            return 0
        if self.head.dialect is None:
            return int(lines[-1]) + 1
        quotes = np.flatnonzero(whole[: self.size] == ord(self.head.dialect.quote))
        outside = lines[np.searchsorted(quotes, lines) % 2 == 0]
        for candidates in (outside, lines):
            for at in candidates[: -LINES - 1 : -1].tolist():
                if self._begins(data, at + 1):
                    return int(at) + 1
        return int(lines[-1]) + 1

    def _begins(self, data: bytes, place: int) -> bool:
        """Say whether a record begins at a place."""
        found = self.head.dialect
        if found is None:
            return True
        lines = data[place : place + RECORD].decode("utf-8", "replace").split("\n")
        return delimited.width_of(lines, found) == len(self.head.header)
