"""Files behind an address that fsspec knows: S3 and its like, HTTP, archives, memory.

Only what has the form of an address (``s3://bucket/ads.csv``) comes here; a plain path is
opened by Python itself.
"""

import posixpath
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from wildlife_analysis.reference import SurveyError

__all__ = ["Remote", "is_address", "local_copies", "locate"]


def is_address(source: Path | str) -> bool:
    """Say whether a source is an address for fsspec and not a path."""
    return isinstance(source, str) and ("://" in source or "::" in source)


@dataclass(frozen=True)
class Remote:
    """A file behind an address; opens like a `pathlib.Path`.

    Attributes
    ----------
    address
        Such as ``s3://bucket/2026/ads.csv``; credentials and endpoints are fsspec's own matter
        (its configuration files and the variables of the environment).
    """

    address: str

    def __str__(self) -> str:
        return self.address

    @property
    def name(self) -> str:
        """Name of the file."""
        return posixpath.basename(self.address)

    def open(self, mode: str = "rb") -> IO[bytes]:
        """Open the file for reading bytes."""
        system, path = _system(self.address)
        stream: IO[bytes] = system.open(path, mode)
        return stream

    def read_bytes(self) -> bytes:
        """Read the whole file."""
        with self.open() as stream:
            return stream.read()


def _system(address: str) -> tuple[Any, str]:
    """Return the file system of an address and the path within it."""
    import fsspec  # type: ignore[import-untyped]

    try:
        system, path = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError, OSError) as error:
        raise SurveyError(f"{address}: no file system for such an address ({error})") from error
    return system, path


def locate(address: str) -> tuple[str, list[Remote], bool]:
    """List what stands behind an address.

    Parameters
    ----------
    address
        That of a file or of a folder.

    Returns
    -------
    root, files, is_file
        Address of the folder; of the file or of all files in the folder, in order of their
        paths; whether the address is that of a file.

    Raises
    ------
    SurveyError
        When nothing stands there, or it cannot be reached.
    """
    system, path = _system(address)
    try:
        if system.isfile(path):
            found, alone = [path], True
            root = posixpath.dirname(path)
        elif system.isdir(path):
            found, alone = sorted(system.find(path)), False
            root = path
        else:
            raise SurveyError(f"{address}: no such file or folder")
    except (OSError, ValueError) as error:
        raise SurveyError(f"{address}: cannot be reached ({error})") from error
    whole = [str(system.unstrip_protocol(name)) for name in found]
    return str(system.unstrip_protocol(root)), [Remote(name) for name in whole], alone


@contextmanager
def local_copies(address: str, names: Iterable[str]) -> Iterator[Path]:
    """Give a folder with copies of a survey's own small files, as far as it has them.

    Parameters
    ----------
    address
        Address of the survey folder.
    names
        Files wanted.

    Yields
    ------
    pathlib.Path
        Named like the survey folder; removed afterwards.
    """
    system, path = _system(address)
    with TemporaryDirectory() as base:
        folder = Path(base) / (posixpath.basename(path.rstrip("/")) or "survey")
        folder.mkdir()
        for name in names:
            file = f"{path.rstrip('/')}/{name}"
            if system.isfile(file):
                (folder / name).write_bytes(system.cat_file(file))
        yield folder
