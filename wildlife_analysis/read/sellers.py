"""Hash sellers under a key of the project, so that names never leave the reader."""

import hmac
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa

from wildlife_analysis.read.part import TEXT
from wildlife_analysis.reference import SurveyError

__all__ = ["keys", "project_key"]

KEY_BYTES = 32
HEX_DIGITS = 16  # 64 bits: two of a million sellers meet with a chance of one in forty million


def project_key(path: Path) -> bytes:
    """Return the key of the project; made on first use, readable by its owner only.

    Parameters
    ----------
    path
        File of the key, 32 random bytes in hexadecimal; never committed, never printed.

    Returns
    -------
    bytes

    Raises
    ------
    SurveyError
        When the file cannot be read or made, or holds no key.
    """
    try:
        if not path.exists():
            _make(path)
        text = path.read_text(encoding="ascii").strip()
        key = bytes.fromhex(text)
    except OSError as error:
        raise SurveyError(
            f"{path}: the key cannot be read or made ({error.strerror})"
        ) from error
    except ValueError:
        raise SurveyError(_broken(path)) from None  # the cause would show what the file holds
    if len(key) < KEY_BYTES:
        raise SurveyError(_broken(path))
    return key


def _broken(path: Path) -> str:
    return (
        f"{path}: holds no key of {KEY_BYTES} bytes in hexadecimal; restore it, or remove the "
        "file to make a new one (sellers then get other keys than before)"
    )


def _make(path: Path) -> None:
    """Write a new key; a run at the same moment never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}-")  # mode 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(secrets.token_hex(KEY_BYTES) + "\n")
        path.hardlink_to(draft)
    except FileExistsError:  # another run was faster: its key holds
        return
    finally:
        Path(draft).unlink()


def keys(sellers: Any, key: bytes) -> Any:
    """Hash a column of sellers.

    Parameters
    ----------
    sellers
        pyarrow array of names or user numbers; null where there is none.
    key
        Key of the project.

    Returns
    -------
    pyarrow.Array
        First 16 hexadecimal digits of the HMAC-SHA256 of the name without regard to case and
        outer blanks; null where there is no seller.
    """
    import pyarrow.compute as pc

    sellers = sellers.combine_chunks() if isinstance(sellers, pa.ChunkedArray) else sellers
    coded = sellers.dictionary_encode()
    hashed = [
        hmac.digest(key, name.strip().casefold().encode(), "sha256").hex()[:HEX_DIGITS]
        for name in coded.dictionary.to_pylist()
    ]
    return pc.take(pa.array(hashed, TEXT), coded.indices)
