"""A lock on a file, which ends with the process that holds it, however that ends."""

import os
from pathlib import Path

__all__ = ["alone"]


def alone(handle: int, path: Path) -> bool:
    """Take the lock on a file; False where another process holds it.

    Parameters
    ----------
    handle
        Descriptor of the open file; closing it gives the lock back.
    path
        The file.
    """
    try:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
    except OSError:
        return False
    # A run that has just ended may have removed the file that was opened here.
    return path.exists() and path.stat().st_ino == os.fstat(handle).st_ino
