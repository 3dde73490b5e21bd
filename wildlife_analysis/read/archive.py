"""Unpack .gz, .bz2, .zst and .zip in memory, as far as they go and within limits.

Nothing is written to disk, so a member's path cannot lead anywhere; members with a path that
tries are set aside all the same, for the archive is not what it seems.
"""

import bz2
import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Protocol

from wildlife_analysis.read.part import UnreadableError

__all__ = ["Member", "chunks", "contents", "is_zip", "workbook"]

# A survey of a million listings is about half a gigabyte of text; what unpacks to more than
# four times that is no listing file, or should be sent in several.
MAX_BYTES = 2 << 30
# Listing text packs to between a third and a fifteenth, a file of one repeated row to about a
# three-hundredth; bombs reach a thousandth and more. Small files are let through whatever
# their ratio.
MAX_RATIO = 400
FREE_BYTES = 64 << 20
# Saved pages come by the ten thousand; more members than this take longer to list than to read.
MAX_MEMBERS = 100_000
STEP = 1 << 14  # what is lost, packed, before the place of a damage

GZIP, BZIP2, ZSTD, ZIP = b"\x1f\x8b", b"BZh", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
SUFFIXES = {".gz": GZIP, ".bz2": BZIP2, ".zst": ZSTD, ".zip": ZIP}
# Workbooks are ZIP archives as well; these members tell them apart.
WORKBOOKS = {
    "xl/workbook.xml": "xlsx",
    "xl/workbook.bin": "xlsb",
    "mimetype": "ods",
    "content.xml": "ods",
}

BOOKS = (".xlsx", ".xlsm", ".xlsb", ".ods")


@dataclass(frozen=True)
class Member:
    """One file, unpacked.

    Attributes
    ----------
    name
        Its name without the suffix of the compression.
    data
        Its bytes, as many as could be unpacked.
    packing
        Suffixes of what it was packed in, such as ``.gz``; empty for a plain file.
    inner
        Path within the archive; empty for a file that was compressed alone.
    damage
        Reason code when it could not be unpacked whole, or at all; else empty.
    """

    name: str
    data: bytes
    packing: str = ""
    inner: str = ""
    damage: str = ""


class _Unpacker(Protocol):
    """What the decompressors of the three libraries have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


def contents(data: bytes, name: str) -> Iterator[Member]:
    """Unpack a raw file.

    Parameters
    ----------
    data
        Its bytes.
    name
        Its name; what it is packed in is told from the bytes, not from the name.

    Yields
    ------
    Member
        The file itself, or each member of the archive, in the order of their paths.

    Raises
    ------
    UnreadableError
        When the archive as a whole cannot be read.
    """
    if is_zip(data):
        yield from _zip(data, name)
    else:
        yield _plain(Member(name, data))


def is_zip(data: bytes) -> bool:
    """Say whether the bytes are a ZIP archive, workbooks apart."""
    return data.startswith((ZIP, EMPTY_ZIP)) and not workbook(data)


def workbook(data: bytes) -> str:
    """Name the format of a workbook that is a ZIP archive; empty for anything else."""
    if not data.startswith(ZIP):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            found = next((kind for part, kind in WORKBOOKS.items() if part in names), "")
            if found and sum(info.file_size for info in archive.infolist()) > MAX_BYTES:
                raise UnreadableError("too_large", "the workbook unpacks to more than 2 GiB")
            return found
    except (zipfile.BadZipFile, OSError, ValueError, struct.error):
        return ""


def _plain(member: Member) -> Member:
    """Undo the compression of one file, at most twice (a double click too many)."""
    for _ in range(2):
        opener = next((o for magic, o in _OPENERS.items() if _starts(member.data, magic)), None)
        if opener is None:
            return member
        suffix = _suffix(member.data)
        data, damage = _unpack(member.data, opener)
        name = member.name.removesuffix(suffix)
        packing, damage = suffix + member.packing, member.damage or damage
        member = Member(name, data, packing, member.inner, damage)
    return member


def _starts(data: bytes, magic: bytes) -> bool:
    return data.startswith(magic) and (magic != BZIP2 or data[3:4].isdigit())


def _suffix(data: bytes) -> str:
    return next(suffix for suffix, magic in SUFFIXES.items() if data.startswith(magic))


def _unpack(data: bytes, opener: Callable[[], _Unpacker]) -> tuple[bytes, str]:
    """Unpack as far as the bytes go; several streams may follow each other."""
    out = io.BytesIO()
    rest: bytes = data
    while rest:
        stream = opener()
        for start in range(0, len(rest), STEP):
            try:
                out.write(stream.decompress(rest[start : start + STEP]))
            except (zlib.error, OSError, EOFError, ValueError, _zstd_error()):
                return out.getvalue(), "damaged_file"
            if out.tell() > MAX_BYTES or out.tell() > max(FREE_BYTES, MAX_RATIO * len(data)):
                return b"", "too_large"
            if stream.eof:
                break
        if not stream.eof:
            return out.getvalue(), "truncated_file"
        rest = stream.unused_data + rest[start + STEP :]
        if not rest.strip(b"\0"):  # padding of tapes and of some web servers
            break
    return out.getvalue(), ""


def chunks(stream: IO[bytes], size: int) -> Generator[bytes, None, str] | None:
    """Unpack a compressed file bit by bit, in bounded memory.

    Parameters
    ----------
    stream
        The file, at its beginning.
    size
        Its size in bytes.

    Returns
    -------
    generator or None
        Yields the bytes; returns a reason code where it cannot be unpacked to its end, as
        `Member` does. None where the file is not compressed, or is an archive.
    """
    first = stream.read(STEP)
    opener = next((o for magic, o in _OPENERS.items() if _starts(first, magic)), None)
    return None if opener is None else _chunks(first, stream, opener, size)


def _chunks(
    first: bytes, stream: IO[bytes], opener: Callable[[], _Unpacker], size: int
) -> Generator[bytes, None, str]:
    rest, total = first, 0
    while rest.strip(b"\0"):  # several streams may follow each other, then padding
        unpacker = opener()
        while True:
            try:
                data = unpacker.decompress(rest)
            except (zlib.error, OSError, EOFError, ValueError, _zstd_error()):
                return "damaged_file"
            total += len(data)
            if total > max(FREE_BYTES, MAX_RATIO * size):
                return "too_large"
            if data:
                yield data
            if unpacker.eof:
                break
            rest = stream.read(STEP)
            if not rest:
                return "truncated_file"
        rest = unpacker.unused_data or stream.read(STEP)
    return ""


def _zstd_error() -> type[Exception]:
    import zstandard

    error: type[Exception] = zstandard.ZstdError
    return error


def _zstd() -> _Unpacker:
    import zstandard

    stream: _Unpacker = zstandard.ZstdDecompressor().decompressobj()
    return stream


_OPENERS: dict[bytes, Callable[[], _Unpacker]] = {
    GZIP: lambda: zlib.decompressobj(wbits=31),
    BZIP2: bz2.BZ2Decompressor,
    ZSTD: _zstd,
}


def _zip(data: bytes, name: str) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, struct.error):
        if name.lower().endswith(BOOKS):
            raise UnreadableError("truncated_file", "the workbook has lost its end") from None
        yield from _cut_zip(data)
        return
    with archive:
        entries = sorted(archive.infolist(), key=lambda info: info.filename)
        if len(entries) > MAX_MEMBERS:
            raise UnreadableError("too_large", f"{name} holds more than {MAX_MEMBERS} members")
        total = 0
        for info in entries:
            if info.is_dir():
                continue
            reason = _refusal(info)
            if not reason and total + info.file_size > MAX_BYTES:
                reason = "too_large"
            if reason:
                yield _refused(info.filename, reason)
                continue
            member = _inner(archive, info)
            total += len(member.data)
            yield member


def _refusal(info: zipfile.ZipInfo) -> str:
    """Say why a member is not opened; empty where it may be."""
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if not path.parts:
        return "unsafe_member"
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return "unsafe_member"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "unsafe_member"
    if info.flag_bits & 1:
        return "encrypted_file"
    if info.file_size > max(FREE_BYTES, MAX_RATIO * info.compress_size):
        return "too_large"
    return ""


def _refused(path: str, reason: str) -> Member:
    safe = "/".join(p for p in PurePosixPath(path.replace("\\", "/")).parts if p not in "/..")
    return Member(PurePosixPath(safe).name, b"", ".zip", safe, reason)


def _inner(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Member:
    """Read one member; no more of it is unpacked than it declares."""
    out = io.BytesIO()
    damage = ""
    try:
        with archive.open(info) as stream:
            while block := stream.read(STEP):
                out.write(block)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, struct.error):
        damage = "damaged_file"
    except NotImplementedError:
        return _refused(info.filename, "unreadable_file")
    return _nested(info.filename, out.getvalue(), damage)


def _nested(path: str, data: bytes, damage: str) -> Member:
    """Unpack a compressed member; an archive within the archive is not opened."""
    member = _plain(Member(PurePosixPath(path).name, data, ".zip", path, damage))
    return _refused(path, "nested_archive") if is_zip(member.data) else member


def _cut_zip(data: bytes) -> Iterator[Member]:
    """Read the members of an archive that has lost its end, and with it the list of members."""
    at = 0
    while data[at : at + 4] == ZIP and len(data) >= at + 30:
        flags, method, *_, packed, _size, long_name, extra = struct.unpack(
            "<HHHHIIIHH", data[at + 6 : at + 30]
        )
        begin = at + 30 + long_name + extra
        encoding = "utf-8" if flags & 0x800 else "cp437"
        path = data[at + 30 : at + 30 + long_name].decode(encoding, "replace")
        info = zipfile.ZipInfo(path or "member")
        info.flag_bits, info.compress_size = flags, packed
        reason = _refusal(info)
        if method == zipfile.ZIP_DEFLATED and not flags & 1:
            stream = zlib.decompressobj(wbits=-15)
            limit = max(FREE_BYTES, MAX_RATIO * len(data))
            try:
                content = stream.decompress(data[begin:], min(limit, MAX_BYTES))
            except zlib.error:
                content = b""
            reason = reason or ("too_large" if stream.unconsumed_tail else "")
            damage = "" if stream.eof else "truncated_file"
            at = len(data) - len(stream.unused_data) if stream.eof else len(data)
        else:
            content = data[begin : begin + packed]
            damage = "" if begin + packed <= len(data) and packed else "truncated_file"
            at = begin + packed if packed else len(data)
        if flags & 8 and data[at : at + 4] == b"PK\x07\x08":
            at += 16
        if not path.endswith("/"):
            yield _refused(path, reason) if reason else _nested(path, content, damage)
    # The last member says so itself; that others may be missing is said of the whole.
    yield Member("", b"", ".zip", "", "truncated_file")
