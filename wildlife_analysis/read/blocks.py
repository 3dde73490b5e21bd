"""Open raw files, whatever they are packed in, and hand over their records block by block."""

import io
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from wildlife_analysis.read import archive, delimited, encoding, folder, json_lines, pieces
from wildlife_analysis.read.headers import Columns
from wildlife_analysis.read.kind import SUPPORTED, kind_of
from wildlife_analysis.read.part import Part, Reject, UnreadableError
from wildlife_analysis.read.pieces import Head, Piece
from wildlife_analysis.read.table import listed
from wildlife_analysis.reference import SurveyError

__all__ = ["Block", "opened"]

WARC = (".warc", ".warc.gz")
PACKED = 2 << 20  # bytes from which a compressed file is unpacked bit by bit


@dataclass(frozen=True)
class Block:
    """Records of one table of a raw file, under our fields.

    Attributes
    ----------
    table
        Columns of `table.RECORD`.
    rejects
        Number of the record (0: the file as a whole), reason, beginning of the record.
    place
        The raw file, and the member or sheet within it.
    format, encodings
        As in `part.Part`.
    records
        Listings and rejected records together.
    """

    table: Any
    rejects: list[tuple[int, str, str]]
    place: str
    format: str
    encodings: tuple[str, ...]
    records: int

    @property
    def set_aside(self) -> list[tuple[str, int, str, str]]:
        """The rejects, each with its place; not masked yet."""
        return [(self.place, *row) for row in self.rejects]


def opened(piece: Piece, known: Columns, key: bytes) -> Iterator[Block]:
    """Read a raw file, or a piece of it.

    Parameters
    ----------
    piece
        What to read. Records of a piece are numbered from 1.
    known
        The header tables.
    key
        Key under which sellers are hashed.

    Yields
    ------
    Block
        In the order of the file; a table of millions of lines in several.

    Raises
    ------
    SurveyError
        When a named file is of no known kind, a header is unknown, or records are unaccounted
        for.
    """
    try:
        yield from _blocks(piece, known, key)
    except UnreadableError as error:
        if piece.named:
            raise SurveyError(_advice(piece.path, error)) from error
        yield _block(_failed(error.reason, str(error)), known, piece.label, key)
    except MemoryError as error:  # that of Arrow is one
        raise SurveyError(
            f"{piece.path}: unpacks to more than the memory of this machine holds; "
            "send it in several files"
        ) from error
    except OSError as error:
        raise SurveyError(
            f"{piece.path}: cannot be read ({error.strerror or error})"
        ) from error


def _advice(path: object, error: UnreadableError) -> str:
    if error.reason == "unreadable_file":
        return f"{path}: {error}; readable are {SUPPORTED}"
    return f"{path}: {error}"


def _blocks(piece: Piece, known: Columns, key: bytes) -> Iterator[Block]:
    flow = _flow(piece, known) if piece.whole else None
    if flow is not None:
        before = 0
        for part in flow:
            block = _block(part, known, piece.label, key)
            yield _moved(block, before)
            before += block.records
        return
    # Whether a file holds several tables decides on the names of all of them.
    waiting: Part | None = None
    several = False
    for part in _parts(piece, known):
        if waiting is not None:
            several = True
            yield _block(waiting, known, _place(piece.label, waiting, several), key)
        waiting = part
    if waiting is not None:
        yield _block(waiting, known, _place(piece.label, waiting, several), key)


def _place(label: str, part: Part, several: bool) -> str:
    return f"{label}/{part.name}" if several and part.name else label


def _block(part: Part, known: Columns, place: str, key: bytes) -> Block:
    found = listed(part, known, place, key)
    labels = (part.encodings,) if isinstance(part.encodings, str) else part.encodings
    broken = sum(row > 0 for row, _, _ in found.rejects)
    return Block(
        found.table,
        found.rejects,
        place,
        part.format,
        tuple(dict.fromkeys(labels)),
        found.table.num_rows + broken,
    )


def _moved(block: Block, before: int) -> Block:
    """Let the numbers of the records go on from those of the blocks before."""
    if not before:
        return block
    import pyarrow.compute as pc

    at = block.table.schema.get_field_index("source_row")
    rows = pc.add(block.table["source_row"], before)
    table = block.table.set_column(at, block.table.schema.field(at), rows)
    rejects = [(row + before if row else 0, why, text) for row, why, text in block.rejects]
    return replace(block, table=table, rejects=rejects)


def _failed(reason: str, message: str, name: str = "") -> Part:
    return Part([], [], [], "", [Reject(0, reason, message)], 0, "", name)


def _flow(piece: Piece, known: Columns) -> Iterator[Part] | None:
    """Read a long compressed file of lines as it is unpacked; None for any other file."""
    if not piece.path.name.lower().endswith(tuple(archive.SUFFIXES)):
        return None
    size = folder.size(piece.path)
    if size < PACKED or piece.path.name.lower().endswith((*WARC, ".zip")):
        return None
    name, _, suffix = piece.path.name.rpartition(".")
    with piece.path.open("rb") as stream:
        chunks = archive.chunks(stream, size)
        first = b"".join(_first(chunks, pieces.HEAD)) if chunks is not None else b""
    head = pieces.head_of(first, name, known) if len(first) >= pieces.HEAD else None
    return None if head is None else _unpacked(piece, known, head, f".{suffix.lower()}", size)


def _first(chunks: Iterator[bytes], size: int) -> Iterator[bytes]:
    for chunk in chunks:
        yield chunk
        size -= len(chunk)
        if size <= 0:
            return


def _unpacked(
    piece: Piece, known: Columns, head: Head, suffix: str, size: int
) -> Iterator[Part]:
    damage: list[str] = []
    with piece.path.open("rb") as stream:
        chunks = archive.chunks(stream, size)
        if chunks is None:
            raise UnreadableError("damaged_file", "the file is not what it was a moment ago")
        blocks = pieces.blocks(_ended(chunks, damage), head)
        for number, (data, last) in enumerate(_with_last(blocks)):
            cut = bool(damage) and last
            part = _lines(data, known, piece.label, head if number else None, cut=cut)
            wrong = [Reject(0, damage[0])] if cut else []
            yield replace(part, format=part.format + suffix, rejects=part.rejects + wrong)


def _ended(chunks: Generator[bytes, None, str], damage: list[str]) -> Iterator[bytes]:
    """Hand chunks on, and keep what was wrong with their end."""
    reason = yield from chunks
    if reason:
        damage.append(reason)


def _with_last(blocks: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Say of each block whether it is the last."""
    waiting: bytes | None = None
    for block in blocks:
        if waiting is not None:
            yield waiting, False
        waiting = block
    if waiting is not None:
        yield waiting, True


def _lines(
    data: bytes, known: Columns, place: str, head: Head | None, *, cut: bool = False
) -> Part:
    """Read a piece of a file of lines; the first one brings its own header."""
    text = encoding.decode(data)
    if head is None:
        lines = kind_of(data, place) == "json"
        reader = json_lines.read if lines else delimited.read
        return reader(text, known, place, cut=cut)
    if head.dialect is None:
        return json_lines.read(text, known, place, cut=cut)
    return delimited.read(text, known, place, cut=cut, head=(head.dialect, list(head.header)))


def _parts(piece: Piece, known: Columns) -> Iterator[Part]:
    """Read the tables of a raw file, whatever it is packed in."""
    path, label = piece.path, piece.label
    if not piece.whole:
        yield _lines(piece.data(), known, label, piece.head)
        return
    if path.name.lower().endswith(WARC):
        from wildlife_analysis.read import warc

        with path.open("rb") as stream:
            yield warc.read(stream, known)
        return
    for member in archive.contents(path.read_bytes(), path.name):
        if member.inner and not folder.is_listing_file(PurePosixPath(member.inner)):
            continue
        place = f"{label}/{member.inner}" if member.inner else label
        if member.damage and not member.data:
            yield _failed(member.damage, f"{place}: {member.damage}", member.inner)
            continue
        try:
            parts = _tables(member, known, place)
        except UnreadableError as error:
            if not member.inner:
                raise
            parts = [_failed(error.reason, str(error))]
        for part in parts:
            inner = "/".join(filter(None, (member.inner, part.name)))
            form = part.format + member.packing if part.format else ""
            damage = [Reject(0, member.damage)] if member.damage else []
            yield replace(part, name=inner, format=form, rejects=part.rejects + damage)


def _tables(member: archive.Member, known: Columns, place: str) -> list[Part]:
    """Read one unpacked file by its kind."""
    kind = kind_of(member.data, member.name)
    cut = bool(member.damage)
    if kind == "empty":
        raise UnreadableError("empty_file", "the file is empty")
    if kind == "nul":
        raise UnreadableError("nul_bytes", "the file is made of NUL bytes")
    if kind == "unknown":
        raise UnreadableError("unreadable_file", "a file of an unknown kind")
    if kind in ("xlsx", "xlsb", "xls", "ods"):
        from wildlife_analysis.read import workbook

        return workbook.read(member.data, known, place, kind)
    if kind == "parquet":
        from wildlife_analysis.read import parquet

        return [parquet.read(member.data, place)]
    if kind in ("html", "warc"):
        from wildlife_analysis.read import warc

        if kind == "html":
            return [warc.page(member.data, known)]
        return [warc.read(io.BytesIO(member.data), known)]
    text = encoding.decode(member.data)
    if kind == "json":
        return [json_lines.read(text, known, place, cut=cut)]
    return [delimited.read(text, known, place, cut=cut)]
