"""Hash sellers under a key of the project, so that names never leave the reader."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

import pandas as pd

from wildlife_analysis.reference import SurveyError

__all__ = ["keys", "project_key"]


def project_key(path: Path) -> bytes:
    """Return the key of the project; made on first use, readable by its owner only.

    Parameters
    ----------
    path
        File of the key; never committed, never printed.

    Returns
    -------
    bytes

    Raises
    ------
    SurveyError
        When the file cannot be read or made, or is empty.
    """
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                pass
            else:
                with os.fdopen(handle, "w", encoding="ascii") as file:
                    file.write(secrets.token_hex(32))
        key = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise SurveyError(
            f"{path}: the key cannot be read or made ({error.strerror})"
        ) from error
    if not key:
        raise SurveyError(f"{path}: the key is empty; remove the file to make a new one")
    return key.encode()


def keys(sellers: pd.Series, key: bytes) -> pd.Series:
    """Hash the distinct sellers of a column (HMAC-SHA256, 16 hexadecimal digits)."""
    hashed = {
        name: hmac.new(key, str(name).strip().casefold().encode(), hashlib.sha256).hexdigest()[
            :16
        ]
        for name in sellers.dropna().unique()
        if str(name).strip()
    }
    return sellers.map(hashed).astype("str")
