"""Find out how the fields of a delimited file are set apart, and where its header stands."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from wildlife_analysis.read.headers import Columns
from wildlife_analysis.read.part import UnreadableError

__all__ = ["Dialect", "Lines", "sniff"]

USUAL = ",;\t|"
UNUSUAL = "^~¦§\x01\x1f:/"  # tried where no usual one divides the header
SAMPLE_LINES = 100
HEADER_WITHIN = 10  # a title and a few notes may stand above the header


@dataclass(frozen=True)
class Dialect:
    """How the fields of a file are set apart."""

    delimiter: str = ","
    quote: str = '"'
    escape: str | None = None
    quoted: bool = True
    spaced: bool = False

    def reader(self, lines: Iterable[str], *, strict: bool) -> Any:
        """Return a reader of the csv module over lines that end with a line feed."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote,
            escapechar=self.escape,
            doublequote=self.escape is None,
            quoting=csv.QUOTE_MINIMAL if self.quoted else csv.QUOTE_NONE,
            skipinitialspace=self.spaced,
            strict=strict,
        )


class Lines(Sequence[str]):
    """The first lines of a file, decoded."""

    def __init__(self, data: bytes) -> None:
        self._lines = data.split(b"\n", SAMPLE_LINES)[:SAMPLE_LINES]

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, position: Any) -> Any:
        return self._lines[position].decode("utf-8", "replace").replace("\0", "")

    def offset(self, line: int) -> int:
        """Return the place in the file at which a line begins."""
        return sum(len(entry) + 1 for entry in self._lines[:line])


def sniff(lines: Lines, known: Columns) -> tuple[Dialect, list[str], int]:
    """Find delimiter, quoting and header: the reading that makes sense of most headers wins.

    Returns
    -------
    dialect, header, first
        ``first`` is the line at which the records begin.
    """
    sample = list(lines)
    content = next((line for line in sample if line.strip()), "")
    if not content:
        raise UnreadableError("empty_file", "there is no header")
    quote = "'" if content.lstrip().startswith("'") else '"'
    others = {
        c for c in content if not c.isalnum() and c not in " _-.'\"()\r" and c.isprintable()
    }
    best: tuple[Any, ...] = ()
    found: tuple[Dialect, list[str], int] | None = None
    for delimiter in dict.fromkeys([*USUAL, *UNUSUAL, *sorted(others)]):
        dialect = Dialect(delimiter, quote)
        rows, ends = _head(sample, dialect)
        if not rows:
            continue
        place = known.header_row(rows[:HEADER_WITHIN])
        header = rows[place or 0]
        widths = [len(row) for row in rows[(place or 0) :]]
        same = widths.count(len(header)) / len(widths)
        # An unusual sign divides texts and times as well: it must earn its place.
        usual = delimiter in USUAL
        score = (
            place is not None,
            known.knows(header)[1],
            usual or len(header) > 1,
            same,
            min(len(header), 2 if usual else 1),
        )
        if score > best:
            best = score
            found = dialect, [cell.strip() for cell in header], ends[place or 0]
    if found is None:
        raise UnreadableError("unreadable_file", "no line can be taken apart")
    return found


def _head(sample: list[str], dialect: Dialect) -> tuple[list[list[str]], list[int]]:
    """Read the first records, and the line at which each of them ends."""
    reader = dialect.reader((f"{line}\n".replace("\r", "") for line in sample), strict=False)
    rows, ends = [], []
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
                ends.append(reader.line_num)
    except csv.Error:
        pass
    return rows, ends
