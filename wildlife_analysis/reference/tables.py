"""Load reference tables; put text and terms into their one normal form."""

import re
import unicodedata
from functools import cache
from pathlib import Path

import pandas as pd

from wildlife_analysis.reference.errors import SurveyError

HERE = Path(__file__).parent

# Letters that NFKD does not take apart, or that would be lost by taking them apart.
_LETTERS = str.maketrans(
    {"ё": "е", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"}
)
# й is и + breve in NFKD: keep the composed letter, or "край" and "края" meet "краи".
_KEEP = {"\u0439": "\ue000"}
_NOT_WORD = re.compile(r"[\W_]+")


def read_csv(path: Path) -> pd.DataFrame:
    """Read one CSV file as text, NA-safe.

    Parameters
    ----------
    path
        UTF-8 CSV file with a header.

    Returns
    -------
    pandas.DataFrame
        All columns of dtype ``str``; an empty cell is ``""``.

    Raises
    ------
    SurveyError
        When the file is missing or is not a rectangular table.
    """
    try:
        return pd.read_csv(
            path, dtype=str, keep_default_na=False, na_values=[], encoding="utf-8"
        )
    except FileNotFoundError as error:
        raise SurveyError(f"{path}: no such table") from error
    except (pd.errors.ParserError, UnicodeDecodeError) as error:
        raise SurveyError(f"{path}: not a rectangular UTF-8 CSV table ({error})") from error


@cache
def _table(name: str) -> pd.DataFrame:
    folder = HERE / name
    if folder.is_dir():
        frames = [read_csv(path) for path in sorted(folder.glob("*.csv"))]
        return pd.concat(frames, ignore_index=True)
    return read_csv(HERE / f"{name}.csv")


def table(name: str) -> pd.DataFrame:
    """Return a copy of the reference table ``name``.

    Parameters
    ----------
    name
        File name without ``.csv``, or the name of a folder of CSV files.

    Returns
    -------
    pandas.DataFrame
        All columns of dtype ``str``; an empty cell is ``""``.

    Raises
    ------
    SurveyError
        When there is no such table.
    """
    return _table(name).copy()


@cache
def matching_key(text: str) -> str:
    """Put a text into the normal form in which terms and listings are compared.

    NFKC, case folded, accents and umlauts removed from Latin letters, ё as е, ß as ss,
    every run of other characters than letters and digits as one space. Cyrillic й is kept.

    Examples
    --------
    >>> matching_key("Tortue  d’Hermann (бивни ЁЖ) Großer")
    'tortue d hermann бивни еж grosser'
    """
    text = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    if not text.isascii():
        for letter, kept in _KEEP.items():
            text = text.replace(letter, kept)
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c))
        for letter, kept in _KEEP.items():
            text = text.replace(kept, letter)
    return _NOT_WORD.sub(" ", text).strip()


def matching_keys(texts: pd.Series) -> pd.Series:
    """Apply `matching_key` to the distinct values of a column."""
    distinct = {value: matching_key.__wrapped__(value) for value in texts.dropna().unique()}
    return texts.map(distinct)


def nearest(value: str, known: list[str], limit: int = 3) -> str:
    """Name the known values most like an unknown one, for an error message."""
    from rapidfuzz import fuzz, process, utils

    found = process.extract(
        value, known, scorer=fuzz.WRatio, processor=utils.default_process, limit=limit
    )
    return ", ".join(match for match, _, _ in found)
