"""Keys and texts of a survey, read from the records of its partitions as asked for."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from wildlife_analysis.pipeline.reviewed import Reviewed
from wildlife_analysis.pipeline.survey import Names, Placed, raw_texts, spans

__all__ = ["SurveyKeys", "SurveyTexts"]

Ints = npt.NDArray[np.int64]


class SurveyKeys:
    """`duplicates.Narrow` of a survey; reviewed listings with what they became.

    Parameters
    ----------
    placed, names, reviewed
        The survey.
    """

    def __init__(self, placed: list[Placed], names: Names, reviewed: Reviewed) -> None:
        self._placed = placed
        self._names = names
        self._reviewed = reviewed

    def __len__(self) -> int:
        return self._placed[-1].stop if self._placed else 0

    def column(self, name: str) -> npt.NDArray[Any]:
        """Return a column of numbers or dates, one value a listing."""
        if name == "name":
            return self._names.hashes
        found: npt.NDArray[Any] = self._column(name).to_numpy()
        if len(self._reviewed.rows):
            found = found.copy()
            found[self._reviewed.rows] = self._reviewed.keys[name].to_numpy()
        return found

    def codes(self, name: str) -> Ints:
        """Return a column of texts as numbers that sort as the texts do."""
        whole = self._column(name).combine_chunks().dictionary_encode()
        rank = pc.rank(whole.dictionary, sort_keys="ascending").to_numpy()
        codes: Ints = rank[whole.indices.to_numpy()].astype(np.int64)
        return codes

    def _column(self, name: str) -> Any:
        pieces = [one.table("keys", [name])[name] for one in self._placed]
        return pa.chunked_array([c for piece in pieces for c in piece.chunks])

    def take(self, rows: Ints, columns: list[str] | None = None) -> pd.DataFrame:
        """Return columns, or all, of some listings (ascending), numbered from 0."""
        tables = [
            one.table("keys", columns).take(rows[first:last] - one.start)
            for one, first, last in spans(self._placed, rows)
        ]
        if not tables:
            empty = self._reviewed.keys.iloc[:0]
            return empty if columns is None else empty[columns]
        found: pd.DataFrame = pa.concat_tables(tables).to_pandas()
        if columns is None or "name" in columns:
            found["name"] = self._names.hashes[rows]
        own = np.flatnonzero(np.isin(rows, self._reviewed.rows))
        if len(own):
            at = np.searchsorted(self._reviewed.rows, rows[own])
            new = self._reviewed.keys.iloc[at].set_axis(own)
            found = pd.concat([found.drop(index=own), new[found.columns]]).sort_index()
        return found


@dataclass(frozen=True)
class SurveyTexts:
    """`duplicates.Texts` of a survey; it goes to the processes that compare.

    Attributes
    ----------
    placed
        The survey.
    rows, corrected
        Numbers of reviewed listings, ascending; ``title`` and ``description`` of each.
    """

    placed: list[Placed]
    rows: Ints
    corrected: pd.DataFrame

    def __call__(self, rows: Ints) -> pd.DataFrame:
        """Return titles and descriptions of some listings (ascending)."""
        found = raw_texts(self.placed, rows)
        own = np.isin(rows, self.rows)
        if own.any():
            at = np.searchsorted(self.rows, rows[own])
            for name in ("title", "description"):
                found.loc[own, name] = self.corrected[name].to_numpy()[at]
        return found
