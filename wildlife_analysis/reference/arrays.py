"""Arrays of whole numbers."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

__all__ = ["distinct"]

Number = TypeVar("Number", bound=np.generic)


def distinct(values: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """Return the distinct values of an array of numbers, ascending.

    As `numpy.unique`, which hashes before it sorts since numpy 2.3 and takes up to forty times
    as long.
    """
    ordered = np.sort(values, axis=None)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]]
