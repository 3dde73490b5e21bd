"""Take offers from WARC archives of crawled pages."""

import io
from collections.abc import Iterator
from contextlib import redirect_stderr
from typing import IO, Any

from wildlife_analysis.read import encoding, html
from wildlife_analysis.read.headers import Columns
from wildlife_analysis.read.part import Part, Reject, columns_of, join

__all__ = ["page", "read"]

MAX_PAGE = 32 << 20  # a page of classified ads is well below a megabyte
PAGES = ("text/html", "application/xhtml+xml")


def page(data: bytes, known: Columns) -> Part:
    """Read one saved page.

    Parameters
    ----------
    data
        Its bytes.
    known
        The header tables.

    Returns
    -------
    Part
        A record an offer; a page without one is a reject.
    """
    text, label = encoding.page(data)
    if html.too_deep(text):
        return _part([], [], label, [Reject(1, "too_large", "")], "html")
    found = html.offers(text, known)
    if not found:
        return _part([], [], label, [Reject(1, "no_offer", _title(text))], "html")
    return _part(found, list(range(1, len(found) + 1)), label, [], "html")


def read(stream: IO[bytes], known: Columns) -> Part:
    """Read the pages of a WARC archive, one after the other.

    Answers other than pages (pictures, scripts), and answers that are errors or redirections,
    are no records.

    Parameters
    ----------
    stream
        The archive, compressed record by record or not at all.
    known
        The header tables.

    Returns
    -------
    Part
        A record an offer; a page without one is a reject. A reject with row 0 says that the
        archive breaks off.
    """
    found: list[dict[str, str]] = []
    rows: list[int] = []
    labels: list[str] = []
    rejects: list[Reject] = []
    number = 0
    for entry in _answers(stream, rejects):
        data, url, when, declared = entry
        if len(data) > MAX_PAGE:
            number += 1
            rejects.append(Reject(number, "too_large", url))
            continue
        text, label = encoding.page(data, declared)
        if html.too_deep(text):
            number += 1
            rejects.append(Reject(number, "too_large", url))
            continue
        offers = html.offers(text, known, url)
        if not offers:
            number += 1
            rejects.append(Reject(number, "no_offer", url))
        for offer in offers:
            number += 1
            found.append({**offer, "pagesaved": when} if when else offer)
            rows.append(number)
            labels.append(label)
    return _part(found, rows, labels, rejects, "warc")


def _answers(stream: IO[bytes], rejects: list[Reject]) -> Iterator[tuple[bytes, str, str, str]]:
    """Yield content, address, time and declared encoding of each page."""
    from warcio.archiveiterator import ArchiveIterator

    try:
        archive = ArchiveIterator(stream, arc2warc=True)
        while record := _quiet_next(archive):
            headers = record.rec_headers
            kind = _content_type(record)
            if record.rec_type not in ("response", "resource") or kind[0] not in PAGES:
                continue
            if record.http_headers and record.http_headers.get_statuscode() != "200":
                continue
            data = record.content_stream().read(MAX_PAGE + 1)
            record.raw_stream.read()
            if getattr(record.raw_stream, "limit", 0) > 0:  # fewer bytes than are declared
                rejects.append(Reject(0, "truncated_file"))
                return
            url = headers.get_header("WARC-Target-URI") or ""
            when = headers.get_header("WARC-Date") or ""
            yield data, url, when, kind[1]
    except (EOFError, OSError) as error:
        rejects.append(Reject(0, "truncated_file", type(error).__name__))
    # The parser meets malformed records with whatever error comes up.
    except Exception as error:
        rejects.append(Reject(0, "damaged_file", type(error).__name__))
    else:
        if archive.err_count:  # records that are not as long as they declare
            rejects.append(Reject(0, "damaged_file"))


def _quiet_next(archive: Any) -> Any:
    """Return the next record, or None; warnings that quote the page are not printed."""
    with redirect_stderr(io.StringIO()):
        return next(archive, None)


def _content_type(record: Any) -> tuple[str, str]:
    """Return the type of the content and the encoding it declares."""
    headers = record.http_headers or record.rec_headers
    kind, _, rest = (headers.get_header("Content-Type") or "").partition(";")
    _, _, declared = rest.lower().partition("charset=")
    return kind.strip().lower(), declared.strip(" \"';")


def _title(text: str) -> str:
    start = text.lower().find("<title")
    return text[start : start + 300] if start >= 0 else ""


def _part(
    found: list[dict[str, str]],
    rows: list[int],
    labels: str | list[str],
    rejects: list[Reject],
    form: str,
) -> Part:
    headers, columns = columns_of(found)
    if isinstance(labels, list) and len(set(labels)) == 1:
        labels = join(labels)
    counted = len(rows) + sum(reject.row > 0 for reject in rejects)
    return Part(headers, columns, rows, labels, rejects, counted, form, scraper=html.SCRAPER)
