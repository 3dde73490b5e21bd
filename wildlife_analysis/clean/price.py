"""Read asking prices: amount, currency, and what the price is a price of."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from wildlife_analysis import reference
from wildlife_analysis.clean import price_text
from wildlife_analysis.clean.exchange import to_usd

__all__ = ["dot_counts", "lost_dots", "parse", "to_usd", "without_thousands_dot"]

# Where "1.199" is one thousand and no marketplace writes "1.45" for less than two euros.
_DOT_COUNTRIES = frozenset({"DE", "AT"})
_DOTTED = r"^(?:VB|VHB)?\s*(\d{1,3}\.\d{1,3})\s*(?:VB|VHB)?$"
_PLAIN = r"^(?:VB|VHB)?\s*(\d+)(?:\.0)?\s*(?:VB|VHB)?$"
FEWEST = 3  # prices such as "1.199" in a file, before its points are doubted


@cache
def _national() -> dict[str, str]:
    table = reference.table("countries")
    return dict(zip(table["code"], table["currency"], strict=True))


@cache
def _code(sign: str, country: str) -> str | None:
    """Return the currency that a sign is in a country, or None."""
    known = price_text.national().get(sign, {})
    return known.get(country) or known.get("") or None


@cache
def _column_code(text: str, country: str) -> str | None:
    """Read a currency from a column of its own: a code, a sign or a word."""
    sign = price_text.read(f"1 {text}").sign
    if sign:
        return _code(sign, country)
    code = text.strip().upper()
    return code if re.fullmatch("[A-Z]{3}", code) else None


def parse(
    text: pd.Series,
    currency: pd.Series,
    country: pd.Series,
    language: pd.Series | None = None,
    day: pd.Series | None = None,
    file: pd.Series | None = None,
    lost: Mapping[str, bool] | None = None,
) -> pd.DataFrame:
    """Read the asking prices of listings; every distinct text once.

    Parameters
    ----------
    text
        Price as written.
    currency
        Currency from a column of its own, where there is one.
    country
        ISO 3166-1 alpha-2: whose dollars, and the currency where none is written.
    language, day
        Kept for callers; the words of all four languages are known everywhere.
    file
        Raw file of each listing, for what only a file as a whole tells
        (`without_thousands_dot`).
    lost
        Files of which it is known, from more than these listings, whether they lost points.

    Returns
    -------
    pandas.DataFrame
        ``price_amount`` (missing for ranges and several prices, 0 for free), ``price_low``,
        ``price_high``, ``price_currency`` (ISO 4217), ``price_kind`` and ``price_reason``.
    """
    del language, day
    numbers, distinct = pd.factorize(text.fillna("").astype("str"))
    readings = [price_text.read(str(value)) for value in distinct]
    columns: dict[str, Any] = {}
    for name in ("low", "high"):
        values = [getattr(r, name) for r in readings]
        columns[name] = np.array(values, dtype="float64")[numbers]
    words = {
        name: np.array([getattr(r, name) for r in readings], dtype=object)[numbers]
        for name in ("sign", "kind", "reason")
    }
    dotted = without_thousands_dot(text, country, file, lost)
    for name in ("low", "high"):
        columns[name] = np.where(dotted.notna(), dotted, columns[name])
    reason = pd.Series(words["reason"], index=text.index)
    reason = reason.mask(dotted.notna(), "thousands_dot").replace("", None)
    low = pd.Series(columns["low"], index=text.index)
    high = pd.Series(columns["high"], index=text.index)
    code = _currencies(words["sign"], currency, country)
    code = code.where(low.notna() | (words["kind"] == "on_request") | (words["sign"] != ""))
    reason = reason.mask(reason.isna() & code.isna() & low.ne(0), "currency_unknown")
    return pd.DataFrame(
        {
            "price_amount": low.where(low == high),
            "price_low": low,
            "price_high": high,
            "price_currency": code.astype("str"),
            "price_kind": pd.Series(words["kind"], index=text.index)
            .replace("", None)
            .astype("str"),
            "price_reason": reason.astype("str"),
        }
    )


def _currencies(signs: Any, column: pd.Series, country: pd.Series) -> pd.Series:
    """Return the currency: of the sign, of the column, of the country."""
    rows = pd.DataFrame(
        {
            "sign": signs,
            "column": column.fillna("").to_numpy(dtype=object),
            "country": country.fillna("").to_numpy(dtype=object),
        }
    )
    places = rows.groupby(["sign", "column", "country"], sort=False).ngroup().to_numpy()
    found: list[str | None] = []
    for row in rows.iloc[pd.Series(places).drop_duplicates().index].itertuples(index=False):
        sign, own, place = str(row.sign), str(row.column), str(row.country)
        told = _code(sign, place) if sign else None
        if not sign:
            told = _column_code(own, place) if own.strip() else None
            told = told or _national().get(place) or None
        found.append(told)
    return pd.Series(np.array(found, dtype=object)[places], index=column.index, dtype="str")


def without_thousands_dot(
    text: pd.Series,
    country: pd.Series,
    file: pd.Series | None = None,
    lost: Mapping[str, bool] | None = None,
) -> pd.Series:
    """Find prices whose point of the thousands was read as a decimal point by the scraper.

    "1.450 €" that went through a number becomes "1.45". One such price tells nothing; a file
    does: in a country that writes points between thousands, prices with three digits behind
    the point beside hardly any of four digits in a row cannot be prices with decimals.
    Whole thousands ("2.000" as "2") leave no trace and stay as written.

    Parameters
    ----------
    text, country
        Price as written, ISO 3166-1 alpha-2.
    file
        Raw file of each listing; all are one where not given.
    lost
        Files of which the answer is known already.

    Returns
    -------
    pandas.Series
        float64: the price meant, missing where nothing is wrong.
    """
    if not country.isin(_DOT_COUNTRIES).any():
        return pd.Series(np.nan, index=text.index)
    files = pd.Series("", index=text.index) if file is None else file
    value, told = _told(text, country, files)
    wrong = files.map(lost_dots(told) | dict(lost or {})).eq(True)
    return (pd.to_numeric(value) * 1000).round().where(wrong & value.notna())


def dot_counts(text: pd.Series, country: pd.Series, file: pd.Series) -> pd.DataFrame:
    """Count in each file what tells whether its prices have lost their points.

    Parameters
    ----------
    text, country, file
        As for `without_thousands_dot`.

    Returns
    -------
    pandas.DataFrame
        Index the files; numbers of prices ``dotted``, with ``three`` digits behind the point,
        and ``long`` ones. Counts of parts of a file add up.
    """
    return _told(text, country, file)[1]


def _told(
    text: pd.Series, country: pd.Series, file: pd.Series
) -> tuple[pd.Series, pd.DataFrame]:
    shown = text.where(country.isin(_DOT_COUNTRIES))
    value = shown.str.extract(_DOTTED, flags=re.IGNORECASE)[0]
    value = value.mask(value.str.endswith(".0"))
    whole = shown.str.extract(_PLAIN, flags=re.IGNORECASE)[0]
    told = pd.DataFrame(
        {
            "file": file,
            "dotted": value.notna(),
            "three": value.str.fullmatch(r"\d+\.\d{3}").eq(True),
            "long": whole.str.len().eq(4),
        }
    )
    return value, told.groupby("file")[["dotted", "three", "long"]].sum()


def lost_dots(told: pd.DataFrame) -> dict[str, bool]:
    """Say of each file whether its prices have lost their points (`dot_counts`)."""
    wrong = (told["three"] >= FEWEST) & (told["long"] * 10 <= told["dotted"])
    return {str(file): bool(answer) for file, answer in wrong.items()}
