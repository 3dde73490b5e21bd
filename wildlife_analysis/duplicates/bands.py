"""MinHash bands: listings that share a band are likely to share most of their words."""

import numpy as np
import numpy.typing as npt

from wildlife_analysis.duplicates.texts import Words, mix

__all__ = ["BANDS", "bands"]

# 12 bands of 4: two texts that share 7 in 10 pairs of words meet with probability .96,
# 8 in 10 with .998, 3 in 10 with .09.
BANDS, ROWS = 12, 4
SEED = 20_180_901
_STEP = np.uint64(0xC2B2AE3D27D4EB4F)


def bands(found: Words) -> npt.NDArray[np.uint64]:
    """Return the MinHash bands of a batch of listings.

    Parameters
    ----------
    found
        Their words; every two neighbours make a shingle.

    Returns
    -------
    numpy.ndarray
        Shape ``(listings, BANDS)``; 0 for a listing without words. The same in every process:
        the seed is fixed.
    """
    import rensa  # kept behind this one function

    size = np.bincount(found.listing, minlength=found.size)
    if not len(found.hash):
        return np.zeros((found.size, BANDS), dtype=np.uint64)
    following = np.append(found.hash[1:], np.uint64(0))
    last = np.append(found.listing[1:] != found.listing[:-1], True)
    shingle = mix(found.hash * _STEP + np.where(last, np.uint64(0), following))
    offsets = np.concatenate([[0], np.cumsum(size)]).astype(np.uint64)
    matrix = rensa.RMinHash.digest_matrix_from_flat_token_hashes(
        shingle, offsets, BANDS * ROWS, SEED
    )
    digest = np.asarray(matrix.to_rows(), dtype=np.uint64).reshape(found.size, BANDS, ROWS)
    result = np.zeros((found.size, BANDS), dtype=np.uint64)
    for row in range(ROWS):
        result = mix(result * _STEP + digest[:, :, row] + np.uint64(1))
    result[size == 0] = 0
    return result
