"""One run at a time: a lock on a file, which ends with the process that holds it."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from wildlife_analysis.reference.errors import SurveyError

__all__ = ["held"]

# The disk is full, or nothing may be written there.
REFUSED = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM}


def _alone(handle: int, path: Path) -> bool:
    """Take the lock on a file; False where another process holds it."""
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


def _sign(handle: int) -> None:
    """Write into a lock who holds it, and since when."""
    started = datetime.now(UTC).isoformat(timespec="seconds")
    os.ftruncate(handle, 0)
    os.write(handle, f"process {os.getpid()} since {started}".encode())


@contextmanager
def held(output: Path, lock: Path) -> Iterator[None]:
    """Hold the lock of an output.

    Parameters
    ----------
    output
        What is written, for the message.
    lock
        File of the lock; its folder is made.

    Raises
    ------
    SurveyError
        When another run holds it, or the disk is full or refuses to be written.
    """
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise SurveyError(f"{output}: cannot be written ({error.strerror})") from error
    try:
        if not _alone(handle, lock):
            os.lseek(handle, 0, os.SEEK_SET)
            holder = os.read(handle, 200).decode("utf-8", "replace").strip()
            raise SurveyError(
                f"{output}: another run is writing into this folder"
                f"{f' ({holder})' if holder else ''}; wait for it to end, or give another "
                "--output"
            )
        try:
            _sign(handle)
            yield
        except OSError as error:
            if error.errno not in REFUSED:
                raise
            raise SurveyError(
                f"{output}: cannot be written ({os.strerror(error.errno)}); make room or give "
                "another --output, and run again"
            ) from error
    finally:
        os.close(handle)
