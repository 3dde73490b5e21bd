"""Read the day a listing was posted, in the local time of its marketplace."""

import re
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis import reference
from wildlife_analysis.clean import date_text
from wildlife_analysis.clean.date_text import NONE, Reading

__all__ = ["collected", "parse"]

_EPOCH = re.compile(r"1\d{9}(?:\d{3})?(?:\.\d+)?")
_FULL = re.compile(r"(?:19|20)\d\d")
_LETTER = re.compile(r"[^\W\d_]{3}")
# Languages beside the four in which marketplaces of the survey countries show dates.
_OTHER_LANGUAGES = ("nl", "pl", "uk", "es", "it", "pt", "cs")
NS = np.timedelta64(1, "s")
Moments = npt.NDArray[np.datetime64]


def collected(text: pd.Series, country: pd.Series | None = None) -> pd.Series:
    """Read the moment of collection.

    Parameters
    ----------
    text
        ISO 8601 with or without offset, or seconds since 1970.
    country
        Whose local time a moment without offset is in; UTC where not given.

    Returns
    -------
    pandas.Series
        UTC, at microseconds; missing where it cannot be read.
    """
    values = pd.Series(text.dropna().unique(), dtype="str")
    plain = values.str.strip()
    epoch = plain.str.fullmatch(_EPOCH)
    offset = plain.str.contains(r"\d[Tt ]\d.*(?:[Zz]|[+-]\d\d:?\d\d)$|GMT|UTC")
    moments = pd.Series(pd.NaT, index=values.index, dtype="datetime64[us, UTC]")
    seconds = pd.to_numeric(plain.where(epoch).str[:10], errors="coerce")
    moments = moments.fillna(pd.to_datetime(seconds, unit="s", utc=True).dt.as_unit("us"))
    read = pd.to_datetime(plain.mask(epoch), errors="coerce", format="ISO8601", utc=True)
    rest = plain[read.isna() & ~epoch & (plain != "")]
    if len(rest):
        slow = {n: _moment(value) for n, value in rest.items()}
        read = read.fillna(pd.Series(slow, dtype="datetime64[us, UTC]"))
    moments = moments.fillna(read.dt.as_unit("us"))
    found = text.map(dict(zip(values, moments, strict=True)))
    found = pd.to_datetime(found, utc=True).dt.as_unit("us")
    if country is None:
        return found
    # What bears no offset was read as if it were UTC: it is the clock of the country.
    naive = dict(zip(values, ~(epoch | offset), strict=True))
    local = text.map(naive).eq(True) & found.notna()
    zones = country.map(_zones())
    for zone in zones[local].dropna().unique():
        rows = local & (zones == zone)
        wall = found[rows].dt.tz_localize(None)
        moved = wall.dt.tz_localize(zone, ambiguous=False, nonexistent="shift_forward")
        found[rows] = moved.dt.tz_convert("UTC")
    return found


def _moment(value: str) -> Any:
    """Read a moment that is not in ISO 8601; the day stands first."""
    moment = pd.to_datetime(value, errors="coerce", dayfirst=True)
    if pd.isna(moment):
        return pd.NaT
    return moment.tz_localize("UTC") if moment.tzinfo is None else moment.tz_convert("UTC")


@cache
def _zones() -> dict[str, str]:
    table = reference.table("countries")
    return {c: z for c, z in zip(table["code"], table["timezone"], strict=True) if z}


def _local(moments: pd.Series, zones: pd.Series) -> Moments:
    """Return moments (UTC) on the clocks of their zones; UTC where there is none."""
    found = moments.dt.tz_localize(None).to_numpy(dtype="datetime64[us]").copy()
    for zone in zones.dropna().unique():
        rows = (zones == zone).to_numpy()
        wall = moments[rows].dt.tz_convert(zone).dt.tz_localize(None)
        found[rows] = wall.to_numpy(dtype="datetime64[us]")
    return found


def parse(
    text: pd.Series, language: pd.Series, collected_at: pd.Series, country: pd.Series
) -> pd.DataFrame:
    """Read dates of posting, relative and partial ones against the collection.

    Every distinct text is read once (`date_text.read`); its meaning for each listing is
    worked out by columns. A date without a year is the latest that is not after the
    collection, a weekday the latest before it. Dates of other European languages are left to
    dateparser where they are complete.

    Parameters
    ----------
    text
        As written.
    language
        ISO 639-1; kept for callers: the words of all four languages are known everywhere.
    collected_at
        Moment of collection (UTC).
    country
        Its time zone is the marketplace's; only the US writes the month first.

    Returns
    -------
    pandas.DataFrame
        ``posted_on`` (day), ``posted_period`` (day, month, year), ``posted_reason``, and
        ``posted_at`` (moment in local time; midnight where no time of day is told).
    """
    del language
    american = country.eq("US").to_numpy()
    texts = text.fillna("").astype("str")
    keys, numbers = _distinct(texts, american)
    readings = [date_text.read(t, month_first=us) for t, us in keys]
    readings = [
        _by_library(t) if r.reason == "no_date" else r
        for (t, _), r in zip(keys, readings, strict=True)
    ]
    zones = country.map(_zones())
    return _resolved(readings, numbers, collected_at, zones)


def _distinct(texts: pd.Series, american: Any) -> tuple[list[tuple[str, bool]], Any]:
    """Give the distinct pairs of text and order of day and month a number each."""
    codes, values = pd.factorize(texts)
    both = codes * 2 + american
    numbers, pairs = pd.factorize(both)
    return [(str(values[pair // 2]), bool(pair % 2)) for pair in pairs], numbers


def _resolved(
    readings: list[Reading], numbers: Any, collected_at: pd.Series, zones: pd.Series
) -> pd.DataFrame:
    """Work out the day of every listing from what its text says."""
    fields = {
        name: np.array([getattr(r, name) for r in readings], dtype=np.int64)[numbers]
        for name in Reading._fields[:9]
    }
    period = pd.array([r.period or None for r in readings], dtype="str").take(numbers)
    reason = np.array([r.reason for r in readings], dtype=object)[numbers]
    utc = np.array([r.utc for r in readings], dtype=bool)[numbers]
    moments = collected_at.dt.as_unit("us")
    local = _local(moments, zones)
    moment = np.full(len(numbers), np.datetime64("NaT"), "datetime64[us]")
    open_ = reason == ""

    dated = open_ & (fields["month"] != NONE)
    whole = dated & (fields["year"] != NONE)
    tomorrow = local + np.timedelta64(1, "D")
    partial = dated & ~whole & ~np.isnat(local)
    year = np.where(whole, fields["year"], 0)
    year[partial] = _latest_year(fields["month"], fields["day"], tomorrow)[partial]
    rows = whole | partial
    day = np.maximum(fields["day"], 1)
    moment[rows] = _at_midnight(year[rows], fields["month"][rows], day[rows])

    back = open_ & ~np.isnat(local) & ~dated
    far = back & (fields["months"] != NONE)
    moment[far] = _months_back(local[far], fields["months"][far])
    near = back & (fields["months"] == NONE) & (fields["days"] != NONE)
    moment[near] = local[near]
    days = np.maximum(fields["days"], 0) * np.timedelta64(1, "D")
    moment[near | far] -= days[near | far]
    week = back & (fields["weekday"] != NONE)
    ago = (_weekday(local) - fields["weekday"] - 1) % 7 + 1
    moment[week] = local[week].astype("datetime64[D]") - ago[week] * np.timedelta64(1, "D")
    passed = back & (fields["seconds"] != NONE)
    if passed.any():  # in UTC: the clocks may have been changed since
        then = moments[passed] - pd.to_timedelta(fields["seconds"][passed], unit="s")
        moment[passed] = _local(then, zones[passed])

    clock = (fields["hour"] != NONE) & ~np.isnat(moment) & (fields["seconds"] == NONE)
    wall = fields["hour"] * 3600 + np.maximum(fields["minute"], 0) * 60
    moment[clock] = moment[clock].astype("datetime64[D]").astype("datetime64[us]")
    moment[clock] += wall[clock] * NS
    shifted = utc & ~np.isnat(moment)
    if shifted.any():
        told = pd.Series(moment[shifted], index=zones.index[shifted]).dt.tz_localize("UTC")
        moment[shifted] = _local(told, zones[shifted])

    missing = np.isnat(moment) & open_
    reason[missing & np.isnat(local)] = "no_collection_time"
    reason[missing & ~np.isnat(local)] = "impossible"
    late = ~np.isnat(moment) & ~np.isnat(local) & (moment > tomorrow) & dated
    moment[late] = np.datetime64("NaT")
    reason[late] = "impossible"
    lost = np.isnat(moment)
    index = collected_at.index
    posted = pd.Series(moment, index=index)
    return pd.DataFrame(
        {
            "posted_on": posted.dt.normalize(),
            "posted_period": pd.Series(period, index=index).mask(lost),
            "posted_reason": pd.Series(reason, index=index, dtype="str").where(lost),
            "posted_at": posted,
        }
    )


def _at_midnight(year: Any, month: Any, day: Any) -> Moments:
    """Build days; one that its month has not is missing."""
    months = (year - 1970).astype("datetime64[Y]").astype("datetime64[M]") + (month - 1)
    days = months.astype("datetime64[D]") + (day - 1)
    found: Moments = days.astype("datetime64[us]")
    found[days.astype("datetime64[M]") != months] = np.datetime64("NaT")
    return found


def _latest_year(month: Any, day: Any, limit: Moments) -> Any:
    """Return the year in which a day of the calendar last came before a limit."""
    days = np.where(np.isnat(limit), np.datetime64("2000-01-01", "us"), limit)
    days = days.astype("datetime64[D]")
    year = days.astype("datetime64[Y]").astype(np.int64) + 1970
    first = days.astype("datetime64[M]")
    own = (first.astype(np.int64) % 12 + 1) * 100 + (days - first).astype(np.int64) + 1
    return year - (month * 100 + day > own)


def _months_back(moments: Moments, months: Any) -> Moments:
    """Go back by months, to the last day of the month where it is too short."""
    days = moments.astype("datetime64[D]")
    first = days.astype("datetime64[M]")
    target = first - months
    length = ((target + 1).astype("datetime64[D]") - target.astype("datetime64[D]")).astype(int)
    day = np.minimum((days - first.astype("datetime64[D]")).astype(int), length - 1)
    clock = moments - days.astype("datetime64[us]")
    result: Moments = (target.astype("datetime64[D]") + day).astype("datetime64[us]") + clock
    return result


def _weekday(moments: Moments) -> Any:
    """Return 0 for Monday."""
    days = np.where(np.isnat(moments), np.datetime64("2000-01-01", "us"), moments)
    return (days.astype("datetime64[D]").astype(np.int64) + 3) % 7


@cache
def _library() -> Any:
    from dateparser.date import DateDataParser

    return DateDataParser(
        languages=list(_OTHER_LANGUAGES),
        settings={"DATE_ORDER": "DMY", "STRICT_PARSING": True, "PARSERS": ["absolute-time"]},
    )


def _by_library(text: str) -> Reading:
    """Leave complete dates of other languages to dateparser ("3 marca 2018")."""
    failed = Reading(period="", reason="no_date")
    if len(text) > 60 or not _FULL.search(text) or not _LETTER.search(text):
        return failed
    found = _library().get_date_data(text).date_obj
    if found is None or found.year < date_text.EARLIEST:
        return failed
    return Reading(found.year, found.month, found.day, found.hour, found.minute)
