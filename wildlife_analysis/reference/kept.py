"""Keep on disk what is compiled of the tables, so that it is compiled once for one set of them.

A file holds arrays of numbers and text only (``.npz`` read without pickle), and its name is a
hash of everything that decides what is in it: the tables and the code that compiles them. A
file that cannot be read or written is no error: it is compiled again.
"""

import hashlib
import io
import os
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from wildlife_analysis.reference.home import cache_folder

__all__ = ["KEPT", "fingerprint", "load", "put", "save"]

FORMAT = "3"
KEPT = 6  # files of a kind; the oldest go first

Lists = dict[str, list[str]]
Arrays = dict[str, npt.NDArray[Any]]


def fingerprint(paths: Iterable[Path]) -> str:
    """Hash the contents of files and all else that what is compiled depends on.

    Parameters
    ----------
    paths
        Tables and modules, in any order.

    Returns
    -------
    str
        sha256 in hexadecimal.
    """
    return _hash(tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in paths))


@lru_cache(maxsize=8)
def _hash(files: tuple[tuple[Path, int, int], ...]) -> str:
    """Hash the contents of files; those that have not been written to are not read again."""
    digest = hashlib.sha256(f"{FORMAT} {unicodedata.unidata_version}".encode())
    for path, _, _ in sorted(files):
        content = path.read_bytes()
        digest.update(f"\0{path.name} {len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _pack(lines: list[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(lines).encode("utf-8"), dtype=np.uint8)


def _unpack(values: npt.NDArray[np.uint8]) -> list[str]:
    text = values.tobytes().decode("utf-8")
    return text.split("\n") if text else []


def save(kind: str, key: str, lists: Lists, arrays: Arrays) -> None:
    """Write what was compiled; say nothing where the cache folder cannot be written.

    Parameters
    ----------
    kind
        What it is; begins the name of the file.
    key
        Fingerprint.
    lists
        Lists of strings without line breaks, by name.
    arrays
        Numbers, by name.
    """
    buffer = io.BytesIO()
    packed = {f"list_{name}": _pack(lines) for name, lines in lists.items()}
    numbers = {f"array_{name}": values for name, values in arrays.items()}
    np.savez(buffer, allow_pickle=False, **packed, **numbers)
    folder = cache_folder()
    if put(folder / f"{kind}-{key}.npz", buffer.getvalue()):
        files = sorted(folder.glob(f"{kind}-*.npz"), key=lambda p: -p.stat().st_mtime_ns)
        for old in files[KEPT:]:
            old.unlink(missing_ok=True)


def put(path: Path, content: bytes) -> bool:
    """Write a file of the cache at once; False where the folder cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError:
        return False
    return True


def load(kind: str, key: str) -> tuple[Lists, Arrays] | None:
    """Read what was compiled.

    Parameters
    ----------
    kind, key
        As for `save`.

    Returns
    -------
    tuple or None
        What was given to `save`; None where there is no such file or it is damaged.
    """
    path = cache_folder() / f"{kind}-{key}.npz"
    try:
        with np.load(path, allow_pickle=False) as stored:
            lists = {
                name.removeprefix("list_"): _unpack(stored[name])
                for name in stored.files
                if name.startswith("list_")
            }
            arrays = {
                name.removeprefix("array_"): stored[name]
                for name in stored.files
                if name.startswith("array_")
            }
            return lists, arrays
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
