"""A survey whose partitions are done: its rows in the order of the raw files.

Nothing is held in memory but numbers: tables are mapped from the records as they are asked
for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from wildlife_analysis import read
from wildlife_analysis.duplicates.keys import hashed
from wildlife_analysis.pipeline.records import Segment

__all__ = ["Names", "Placed", "placed", "raw_texts"]

Ints = npt.NDArray[np.int64]
NAMED = ["verbatim_listing_id", "source_file", "source_row"]
# What `read.CONTENT` became.
CONTENT = [
    "collected_at", "title", "description", "price_text", "location", "posted_text", "url",
    "seller_key",
]  # fmt: skip


@dataclass(frozen=True)
class Placed:
    """A segment in its place.

    Attributes
    ----------
    segment
        The rows.
    start
        Number of its first listing in the survey.
    before
        Records of its file before the unit; rows of the unit are numbered from 1.
    parts
        Folder of the records.
    """

    segment: Segment
    start: int
    before: int
    parts: Path

    @property
    def stop(self) -> int:
        """Number behind that of its last listing."""
        return self.start + self.segment.size()

    def table(self, name: str, columns: list[str] | None = None) -> Any:
        """Return rows of a table, numbered within the file."""
        found = self.segment.take(self.parts, name, columns)
        if not self.before or "source_row" not in found.column_names:
            return found
        rows = found["source_row"].to_numpy()
        # Row 0 speaks of the file as a whole.
        moved = pa.array(np.where(rows > 0, rows + self.before, rows))
        at = found.schema.get_field_index("source_row")
        return found.set_column(at, found.schema.field(at), moved)


def placed(files: list[list[list[Segment]]], parts: Path) -> list[Placed]:
    """Put segments in their places.

    Parameters
    ----------
    files
        For each raw file, its units in order; of each, its segments.
    parts
        Folder of the records.
    """
    result = []
    start = 0
    for units in files:
        before = 0
        for segments in units:
            for segment in segments:
                result.append(Placed(segment, start, before, parts))
                start += segment.size()
            before += sum(segment.records for segment in segments)
    return result


class Names:
    """The identifiers of all listings, each one's own.

    Parameters
    ----------
    all_placed
        The survey.

    Attributes
    ----------
    hashes
        `duplicates.keys.hashed` of the identifiers, one a listing.
    """

    def __init__(self, all_placed: list[Placed]) -> None:
        self._placed = all_placed
        codes = [hashed(self._found(one)) for one in all_placed]
        hashes = np.concatenate([np.zeros(0, dtype=np.uint64), *codes])
        self.hashes = hashes
        distinct, number = np.unique(hashes, return_counts=True)
        several = distinct[number > 1]
        self._rows: Ints = np.zeros(0, dtype=np.int64)
        self._names: npt.NDArray[np.object_] = np.zeros(0, dtype=object)
        while len(several):
            rows = np.flatnonzero(np.isin(hashes, several))
            found, content = self._at(rows)
            own = read.told_apart(found, content)
            new = (own != found).to_numpy(dtype=bool)
            self._rows, self._names = rows[new], own.to_numpy(dtype=object)[new]
            self.hashes = hashes.copy()
            self.hashes[self._rows] = hashed(own[new])
            # A name that was made may be one that was found elsewhere.
            met = np.intersect1d(hashed(own[new]), distinct)
            met = met[~np.isin(met, several)]
            if not len(met):
                return
            several = np.union1d(several, met)

    @staticmethod
    def _found(one: Placed) -> pd.Series:
        return read.made_names(one.table("listings", NAMED).to_pandas())

    def _at(self, rows: Ints) -> tuple[pd.Series, pd.DataFrame]:
        names, content = [], []
        for one, first, last in spans(self._placed, rows):
            own = rows[first:last] - one.start
            names.append(self._found(one).iloc[own])
            content.append(one.table("listings", CONTENT).take(own).to_pandas())
        return pd.concat(names, ignore_index=True), pd.concat(content, ignore_index=True)

    def of(self, one: Placed) -> pd.Series:
        """Return the identifiers of the listings of a segment."""
        found = self._found(one)
        first, last = np.searchsorted(self._rows, [one.start, one.stop])
        if last > first:
            found = found.copy()
            found.iloc[self._rows[first:last] - one.start] = self._names[first:last]
        return found.astype("str")

    def all(self) -> Iterator[tuple[Placed, pd.Series]]:
        """Yield the identifiers of every segment."""
        for one in self._placed:
            yield one, self.of(one)


def spans(all_placed: list[Placed], rows: Ints) -> Iterator[tuple[Placed, int, int]]:
    """Say which of some rows (ascending) stand in which segments."""
    bounds = np.searchsorted(rows, [one.start for one in all_placed] + [2**62])
    for one, first, last in zip(all_placed, bounds, bounds[1:], strict=False):
        if last > first:
            yield one, int(first), int(last)


def raw_texts(all_placed: list[Placed], rows: Ints) -> pd.DataFrame:
    """Look up title and description of some listings (`duplicates.Texts`)."""
    found = [
        one.table("listings", ["title", "description"]).take(rows[first:last] - one.start)
        for one, first, last in spans(all_placed, rows)
    ]
    frame: pd.DataFrame = pa.concat_tables(found).to_pandas()
    return frame
