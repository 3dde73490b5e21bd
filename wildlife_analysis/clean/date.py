"""Read the day a listing was posted, in the local time of its marketplace."""

import re
from functools import cache
from typing import Any

import pandas as pd

from wildlife_analysis import reference

__all__ = ["collected", "parse"]

COLUMNS = ["posted_on", "posted_period", "posted_reason", "posted_at"]
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2}))?(?!\d)")
_TIME = re.compile(
    r"(?<!\d)([01]?\d|2[0-3])(?::|h|\s?uhr\s?|\.)([0-5]\d)?(?:\s?uhr)?(?!\d)", re.I
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_DAYS_OF_SECOND = 86_400


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
        UTC; missing where it cannot be read.
    """
    zones = _zones()
    places = country if country is not None else pd.Series("", index=text.index)
    rows = list(zip(text.fillna("").tolist(), places.fillna("").tolist(), strict=True))
    found: dict[tuple[str, str], Any] = {}
    for value, place in set(rows):
        found[value, place] = _moment(value, zones.get(place, "UTC"))
    moments = pd.Series([found[row] for row in rows], index=text.index)
    return pd.to_datetime(moments, utc=True).dt.as_unit("us")


def _moment(value: str, zone: str) -> Any:
    if not value:
        return pd.NaT
    if _EPOCH.fullmatch(value.strip()):
        return pd.Timestamp(int(value.strip()[:10]), unit="s", tz="UTC")
    moment = pd.to_datetime(value, errors="coerce", format="ISO8601")
    if pd.isna(moment):
        moment = pd.to_datetime(value, errors="coerce", dayfirst=True)
    if pd.isna(moment):
        return pd.NaT
    if moment.tzinfo is None:
        moment = moment.tz_localize(zone, ambiguous=False, nonexistent="shift_forward")
    return moment.tz_convert("UTC")


@cache
def _zones() -> dict[str, str]:
    table = reference.table("countries")
    return {c: z for c, z in zip(table["code"], table["timezone"], strict=True) if z}


@cache
def _words() -> list[tuple[str, int]]:
    table = reference.table("date_words")
    rows = [(w, int(d)) for w, d in zip(table["word"], table["days"], strict=True)]
    return sorted(rows, key=lambda row: -len(row[0]))


def parse(
    text: pd.Series, language: pd.Series, collected_at: pd.Series, country: pd.Series
) -> pd.DataFrame:
    """Read dates of posting, relative and partial ones against the collection.

    Parameters
    ----------
    text
        As written.
    language
        ISO 639-1.
    collected_at
        Moment of collection (UTC).
    country
        Its time zone is the marketplace's; only the US writes the month first.

    Returns
    -------
    pandas.DataFrame
        ``posted_on`` (day), ``posted_period`` (day, month, year), ``posted_reason``, and
        ``posted_at`` (moment in local time).
    """
    zones = _zones()
    rows = list(
        zip(
            text.fillna("").tolist(),
            language.fillna("").tolist(),
            collected_at.tolist(),
            country.fillna("").tolist(),
            strict=True,
        )
    )
    found: dict[Any, tuple[Any, ...]] = {}
    for row in set(rows):
        value, tongue, moment, place = row
        local = None
        if not pd.isna(moment):
            local = moment.tz_convert(zones.get(place, "UTC")).tz_localize(None)
        found[row] = _parse(" ".join(value.split()), tongue, local, place)
    frame = pd.DataFrame([found[row] for row in rows], columns=COLUMNS, index=text.index)
    frame["posted_on"] = pd.to_datetime(frame["posted_on"]).dt.as_unit("us")
    frame["posted_at"] = pd.to_datetime(frame["posted_at"]).dt.as_unit("us")
    return frame.astype({"posted_period": "str", "posted_reason": "str"})


def _done(moment: Any, local: Any, period: str = "day") -> tuple[Any, ...]:
    """Return a moment as day and period, unless it lies after the collection."""
    if local is not None and moment > local + pd.Timedelta(days=1):
        return (pd.NaT, None, "impossible", pd.NaT)
    return (moment.normalize(), period, None, moment)


def _parse(text: str, language: str, local: Any, country: str) -> tuple[Any, ...]:
    none = (pd.NaT, None)
    if not text:
        return (*none, "missing", pd.NaT)
    lower = text.lower()
    if _EPOCH.fullmatch(lower):
        return _done(pd.Timestamp(int(lower[:10]), unit="s"), local)
    if match := _ISO.search(lower):
        year, month, day, hour, minute = (int(g or 0) for g in match.groups())
        return _built(year, month, day, hour, minute, local)
    hours, minutes, rest = _clock(lower)
    for word, days in _words():
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", lower):
            if local is None:
                return (*none, "no_collection_time", pd.NaT)
            moment = local.normalize() - pd.Timedelta(days=days)
            return _done(moment + pd.Timedelta(hours=hours or 0, minutes=minutes or 0), None)
    if match := _NUMERIC.search(lower):
        first, second = int(match[1]), int(match[2])
        day, month = (second, first) if country == "US" else (first, second)
        if match[3]:
            year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
            return _built(year, month, day, hours or 0, minutes or 0, local)
        if local is not None:
            return _latest(month, day, hours, minutes, local)
    if hours is not None and not rest.strip(" ,."):
        if local is None:
            return (*none, "no_collection_time", pd.NaT)
        moment = local.normalize() + pd.Timedelta(hours=hours, minutes=minutes or 0)
        return _done(moment, None)
    return _by_library(text, language, local)


def _clock(text: str) -> tuple[int | None, int | None, str]:
    """Take a time of day out of a text; a point counts only with "uhr"."""
    for match in _TIME.finditer(text):
        if "." in match.group() and "uhr" not in match.group():
            continue
        if match[2] is None and "h" not in match.group() and "uhr" not in match.group():
            continue
        rest = text[: match.start()] + text[match.end() :]
        return int(match[1]), int(match[2] or 0), rest
    return None, None, text


def _built(
    year: int, month: int, day: int, hour: int, minute: int, local: Any
) -> tuple[Any, ...]:
    try:
        moment = pd.Timestamp(year, month, day, hour, minute)
    except ValueError:
        return (pd.NaT, None, "impossible", pd.NaT)
    return _done(moment, local)


def _latest(
    month: int, day: int, hour: int | None, minute: int | None, local: Any
) -> tuple[Any, ...]:
    """Take the latest such day that is not after the collection."""
    for year in (local.year, local.year - 1):
        found = _built(year, month, day, hour or 0, minute or 0, local)
        if found[2] is None:
            return found
    return (pd.NaT, None, "impossible", pd.NaT)


@cache
def _reader(language: str) -> Any:
    from dateparser.date import DateDataParser

    return DateDataParser(languages=[language], settings={"DATE_ORDER": "DMY"})


def _by_library(text: str, language: str, local: Any) -> tuple[Any, ...]:
    """Leave month names and "3 days ago" to dateparser."""
    from dateparser.date import DateDataParser

    letters = [c for c in text if c.isalpha()]
    if not letters or (local is None and not re.search(r"\d{4}", text)):
        reason = "no_date" if local is not None or not letters else "no_collection_time"
        return (pd.NaT, None, reason, pd.NaT)
    base = (local if local is not None else pd.Timestamp("2000-01-01")).to_pydatetime()
    order = [language] if language else []
    order += [code for code in ("fr", "de", "ru", "en") if code not in order]
    for code in order:
        parser = DateDataParser(
            languages=[code],
            settings={"DATE_ORDER": "DMY", "RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"},
        )
        found = parser.get_date_data(re.sub(r"\bà\b|\bв\b|\bг\.?$|\bum\b|\bat\b", " ", text))
        if found.date_obj is None:
            continue
        moment = pd.Timestamp(found.date_obj).tz_localize(None)
        period = found.period if found.period in ("day", "month", "year") else "day"
        if local is not None and moment > local + pd.Timedelta(days=1):
            moment = moment.replace(year=moment.year - 1)
        return _done(moment, local, period)
    return (pd.NaT, None, "no_date", pd.NaT)
