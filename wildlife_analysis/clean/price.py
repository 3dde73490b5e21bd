"""Read asking prices: amount, currency, and what the price is a price of."""

import re
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from wildlife_analysis import reference

__all__ = ["parse", "to_usd"]

COLUMNS = [
    "price_amount", "price_low", "price_high", "price_currency", "price_kind", "price_reason",
]  # fmt: skip
# A number with its separators: groups of three by blank, point, comma or apostrophe.
_NUMBER = re.compile(
    r"\d{1,3}(?:[ '’\u00a0\u2009\u202f.,]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"
)
LARGEST = 1e9  # no price of one listing; longer digits are telephone numbers or junk
_DASHES = re.compile(r"[-–—]|\b(?:à|bis|to|до)\b")
# Fixed by treaty: 1 EUR = 655.957 XOF since 1999.
PEGGED = {"XOF": ("EUR", 655.957)}


@cache
def _words() -> list[tuple[re.Pattern[str], str, str]]:
    """Return (pattern, meaning, value) of the price words, longest first."""
    table = reference.table("price_words")
    rows = sorted(table.to_dict("records"), key=lambda row: -len(row["word"]))
    return [
        (
            re.compile(rf"(?<![^\W\d_]){re.escape(r['word'])}(?![^\W\d_])"),
            r["meaning"],
            r["value"],
        )
        for r in rows
    ]


@cache
def _signs() -> list[tuple[re.Pattern[str], str, str]]:
    """Return (pattern, currency, countries) of the currency signs, longest first."""
    table = reference.table("currencies")
    rows = sorted(table.to_dict("records"), key=lambda row: -len(row["sign"]))
    return [
        (
            re.compile(rf"(?<![^\W\d_]){re.escape(r['sign'])}(?![^\W\d_])"),
            r["currency"],
            r["countries"],
        )
        for r in rows
    ]


@cache
def _national() -> dict[str, str]:
    table = reference.table("countries")
    return dict(zip(table["code"], table["currency"], strict=True))


def parse(
    text: pd.Series,
    currency: pd.Series,
    country: pd.Series,
    language: pd.Series,
    day: pd.Series,
) -> pd.DataFrame:
    """Read the asking prices of listings.

    Parameters
    ----------
    text
        Price as written.
    currency
        Currency from a column of its own, where there is one.
    country
        ISO 3166-1 alpha-2: whose dollars, and the currency where none is written.
    language, day
        Kept for callers; the shapes read do not depend on them.

    Returns
    -------
    pandas.DataFrame
        ``price_amount`` (missing for ranges and several prices, 0 for free), ``price_low``,
        ``price_high``, ``price_currency`` (ISO 4217), ``price_kind`` and ``price_reason``.
    """
    del language, day
    rows = list(
        zip(
            text.fillna("").tolist(),
            currency.fillna("").tolist(),
            country.fillna("").tolist(),
            strict=True,
        )
    )
    found = {row: _parse(*row) for row in set(rows)}
    frame = pd.DataFrame([found[row] for row in rows], columns=COLUMNS, index=text.index)
    numbers, words = COLUMNS[:3], COLUMNS[3:]
    return frame.astype({**dict.fromkeys(numbers, "float64"), **dict.fromkeys(words, "str")})


def _value(number: str) -> float:
    """Read one number, its separators decided by their shape."""
    plain = re.sub(r"[ '’\u00a0\u2009\u202f]", "", number)
    point, comma = plain.rfind("."), plain.rfind(",")
    if point >= 0 and comma >= 0:
        decimal = "." if point > comma else ","
        plain = plain.replace("," if decimal == "." else ".", "")
        return float(plain.replace(decimal, "."))
    mark = "." if point >= 0 else ","
    if plain.count(mark) > 1 or re.search(r"[.,]\d{3}$", plain):
        return float(plain.replace(mark, ""))
    return float(plain.replace(",", "."))


def _parse(text: str, currency: str, country: str) -> tuple[Any, ...]:
    none = (np.nan, np.nan, np.nan, None)
    lower = " ".join(text.lower().replace("ё", "е").split())
    if not lower:
        return (*none, None, "missing")
    code, rest = _currency(lower, currency, country)
    meanings = {m for pattern, m, _ in _words() if m != "multiply" and pattern.search(lower)}
    kind = next((k for k in ("starting_bid", "buy_now", "each") if k in meanings), "whole")
    for pattern, meaning, _ in _words():
        if meaning == "old" and (old := pattern.search(rest)):
            rest = rest[: old.start()] or rest[old.end() :]
    numbers = list(_NUMBER.finditer(rest))
    values = [_scaled(rest, match) for match in numbers]
    values = [v for v, match in zip(values, numbers, strict=True) if not _counts(rest, match)]
    if not numbers or not values:
        if "free" in meanings:
            return (0.0, 0.0, 0.0, code, "free", None)
        if "on_request" in meanings:
            return (*none, "on_request", "on_request")
        return (*none, None, "no_number")
    if any(value >= LARGEST for value in values):
        return (*none, None, "implausible")
    if code is None:
        code = _national().get(country)
    if len(set(values)) > 1:
        low, high = min(values), max(values)
        shape = "range" if len(values) == 2 and _DASHES.search(rest) else kind
        return (np.nan, low, high, code, "range" if shape != "each" else "each", "several")
    value = values[0]
    reason = None if code is not None else "currency_unknown"
    return (value, value, value, code, "free" if value == 0 else kind, reason)


def _currency(lower: str, column: str, country: str) -> tuple[str | None, str]:
    """Find the currency and take its signs out of the text."""
    code = None
    rest = lower
    for pattern, currency, _ in _signs():
        if pattern.search(rest):
            code = code or currency
            rest = pattern.sub(" ¤ ", rest)
    if code == "USD" and "$" in lower and country in ("CA", "AU"):
        code = {"CA": "CAD", "AU": "AUD"}[country]
    if code is None and column.strip():
        column = column.strip().upper()
        code = column if re.fullmatch("[A-Z]{3}", column) else None
    return code, rest


def _scaled(rest: str, match: re.Match[str]) -> float:
    """Multiply a number by the word behind it ("5 тыс.", "1.5k", "1 million")."""
    value = _value(match.group())
    tail = rest[match.end() : match.end() + 12].lstrip(" ¤")
    for pattern, meaning, factor in _words():
        if meaning == "multiply" and pattern.match(tail):
            number = match.group()
            if re.fullmatch(r"\d+[.,]\d{1,3}", number):
                value = float(number.replace(",", "."))
            return value * float(factor)
    return value


_COUNTING = re.compile(
    r"\s*(?:stück|stk|stck|pcs|pieces?|pièces?|шт|pour\b|für\b|for\b|за\b|x\b|%|km|cm|kg)"
)
_BEFORE = re.compile(r"(?:/|\bpour|\bfür|\bfor|\bles|\bla|\bper|\bje)\s*$")


def _counts(rest: str, match: re.Match[str]) -> bool:
    """Say whether a number counts things instead of money ("3 pour 90€", "100€ / 2 Stück")."""
    if rest[match.end() : match.end() + 3].lstrip().startswith("¤"):
        return False
    if rest[: match.start()].rstrip().endswith("¤") and not _BEFORE.search(
        rest[: match.start()]
    ):
        return False
    return bool(_COUNTING.match(rest, match.end()))


def to_usd(amount: pd.Series, currency: pd.Series, day: pd.Series) -> pd.DataFrame:
    """Convert asking prices to US dollars at the rate of the day.

    Rates are the reference rates of the European Central Bank (CurrencyConverter); of a day
    without a rate, such as a weekend, the nearest rate stands. The CFA franc follows the euro
    at its fixed parity.

    Parameters
    ----------
    amount
        Asking price.
    currency
        ISO 4217.
    day
        Day of posting or of collection.

    Returns
    -------
    pandas.DataFrame
        ``price_usd``, ``price_rate_date`` and ``price_reason`` (no_rate, no_date).
    """
    keys = pd.DataFrame({"currency": currency.fillna(""), "day": day.dt.normalize()})
    wanted = amount.notna() & (keys["currency"] != "")
    rates = {
        (code, when): _rate(code, when)
        for code, when in keys[wanted & keys["day"].notna()]
        .drop_duplicates()
        .itertuples(index=False)
    }
    rate = np.full(len(keys), np.nan)
    date = np.full(len(keys), np.datetime64("NaT"), dtype="datetime64[us]")
    reason: list[str | None] = [None] * len(keys)
    for i, (code, when, ask) in enumerate(
        zip(keys["currency"], keys["day"], wanted.tolist(), strict=True)
    ):
        if not ask:
            continue
        if pd.isna(when):
            reason[i] = "no_date"
            continue
        value = rates[code, when]
        if value is None:
            reason[i] = "no_rate"
        else:
            rate[i], date[i] = value, np.datetime64(when)
    free = amount == 0
    usd = (amount * rate).where(~free, 0.0)
    return pd.DataFrame(
        {
            "price_usd": usd.round(2),
            "price_rate_date": pd.Series(date, index=amount.index),
            "price_reason": pd.Series(reason, index=amount.index, dtype="str"),
        },
        index=amount.index,
    )


@cache
def _converter() -> Any:
    from currency_converter import CurrencyConverter

    return CurrencyConverter(fallback_on_missing_rate=True, fallback_on_wrong_date=False)


def _rate(code: str, when: pd.Timestamp) -> float | None:
    """Return the dollars of one unit of a currency on a day, or None."""
    from currency_converter import RateNotFoundError

    factor = 1.0
    if code in PEGGED:
        code, parity = PEGGED[code]
        factor = 1 / parity
    if code == "USD":
        return 1.0
    try:
        return factor * float(_converter().convert(1, code, "USD", date=when.date()))
    except (ValueError, RateNotFoundError):
        return None
