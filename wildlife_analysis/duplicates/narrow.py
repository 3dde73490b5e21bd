"""The keys of a survey, column by column: not all of them need be in memory at once."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["FrameKeys", "Narrow"]

Ints = npt.NDArray[np.int64]


class Narrow(Protocol):
    """`duplicates.keys.keys` of the listings of a survey, wherever they are kept."""

    def __len__(self) -> int:
        """Return the number of listings."""

    def column(self, name: str) -> npt.NDArray[Any]:
        """Return a column of numbers or dates, one value a listing."""

    def codes(self, name: str) -> Ints:
        """Return a column of texts as numbers that sort as the texts do."""

    def take(self, rows: Ints, columns: list[str] | None = None) -> pd.DataFrame:
        """Return columns, or all, of some listings (ascending), numbered from 0."""


@dataclass(frozen=True)
class FrameKeys:
    """`Narrow` of keys that are in memory.

    Attributes
    ----------
    frame
        `duplicates.keys.keys`, numbered from 0.
    """

    frame: pd.DataFrame

    def __len__(self) -> int:
        return len(self.frame)

    def column(self, name: str) -> npt.NDArray[Any]:
        """Return a column of numbers or dates, one value a listing."""
        found: npt.NDArray[Any] = self.frame[name].to_numpy()
        return found

    def codes(self, name: str) -> Ints:
        """Return a column of texts as numbers that sort as the texts do."""
        return pd.factorize(self.frame[name], sort=True)[0].astype(np.int64)

    def take(self, rows: Ints, columns: list[str] | None = None) -> pd.DataFrame:
        """Return columns, or all, of some listings (ascending), numbered from 0."""
        frame = self.frame if columns is None else self.frame[columns]
        return frame.iloc[rows].reset_index(drop=True)
