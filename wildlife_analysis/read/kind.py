"""Tell what kind of file the bytes are; names are believed last."""

import re

from wildlife_analysis.read import archive
from wildlife_analysis.read.encoding import decode

__all__ = ["SUPPORTED", "kind_of"]

SUPPORTED = (
    "CSV and other delimited text, JSON Lines, JSON, XLSX, XLS, ODS, Parquet, HTML, WARC, "
    "each also as .gz, .bz2, .zst or .zip"
)
LOOK = 8192
_BINARY = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"SQLite format 3",
    b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x7fELF", b"MZ\x90", b"{\\rtf", b"\xfd7zXZ",
)  # fmt: skip
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|div|script)\b", re.I)
_CONTROL = re.compile(rb"[\x00\x02-\x08\x0e-\x1a\x7f]")


def kind_of(data: bytes, name: str) -> str:
    """Name the format of a file.

    Parameters
    ----------
    data
        Its bytes, unpacked.
    name
        Its file name.

    Returns
    -------
    str
        ``empty``, ``nul``, ``parquet``, ``xlsx``, ``xlsb``, ``xls``, ``ods``, ``warc``,
        ``html``, ``json`` (JSON Lines as well), ``csv``; ``unknown`` for another kind.
    """
    head = data[:LOOK]
    if not head.strip():
        return "empty"
    if not head.strip(b"\0\r\n") and not data.strip(b"\0\r\n"):
        return "nul"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "xls"
    if head.startswith(archive.ZIP):
        return archive.workbook(data) or "unknown"
    if head.startswith((b"WARC/", b"filedesc://")):
        return "warc"
    if head.startswith(_BINARY) or b"ustar" in head[257:263]:
        return "unknown"
    return _text_kind(data, name.lower())


def _text_kind(data: bytes, name: str) -> str:
    head = data[:LOOK]
    if not head.strip(b"\0"):  # a crash can leave a block of NUL bytes in front
        head = data.lstrip(b"\0")[:LOOK]
    if b"\0" in head or head.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        head = decode(head).data.replace(b"\0", b"")
    head = head.lstrip()
    if not head:
        return "empty"
    if len(_CONTROL.findall(head)) * 20 > len(head):
        return "unknown"
    if head.startswith((b"{", b"[")):
        return "json"
    if head.startswith(b"<"):
        return "html" if _HTML.search(head) else "unknown"
    return "html" if name.endswith((".html", ".htm")) else "csv"
