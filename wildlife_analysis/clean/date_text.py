"""What the text of a date of posting says, before it meets the moment of collection.

A text is read once, whatever the listings that bear it: what it names (year, month, day,
clock) or how far back it points. The words, in four languages, are
``reference/date_words.csv``.
"""

import re
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from wildlife_analysis import reference
from wildlife_analysis.reference.normal import fold

__all__ = ["NONE", "Reading", "read"]

NONE = -1
EARLIEST = 1995  # no marketplace is older
DAY, HOUR, MINUTE = 86_400, 3_600, 60
_SECONDS = {"second": 1, "minute": MINUTE, "hour": HOUR}
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}


class Reading(NamedTuple):
    """What a text says of a day; -1 where it says nothing.

    Attributes
    ----------
    year, month, day
        Of a date; without a year the latest such day is meant.
    hour, minute
        Of the clock on the marketplace's wall.
    days, seconds, months
        How far back from the moment of collection.
    weekday
        0 for Monday: the latest such day before the collection.
    utc
        Date and clock are in UTC instead of the marketplace's time.
    period
        day, month or year.
    reason
        Code of kind ``posted`` where the text says no day; else empty.
    """

    year: int = NONE
    month: int = NONE
    day: int = NONE
    hour: int = NONE
    minute: int = NONE
    days: int = NONE
    seconds: int = NONE
    months: int = NONE
    weekday: int = NONE
    utc: bool = False
    period: str = "day"
    reason: str = ""


def _failed(reason: str) -> Reading:
    return Reading(period="", reason=reason)


@cache
def _values(meaning: str) -> dict[str, str]:
    """Return folded word -> value of the words of a meaning."""
    table = reference.table("date_words")
    own = table[table["meaning"] == meaning]
    return {_plain(w): v for w, v in zip(own["word"], own["value"], strict=True)}


@cache
def _words(*meanings: str) -> str:
    """Return the words of meanings as alternatives, longest first, whole words only."""
    words = {word for meaning in meanings for word in _values(meaning)}
    listed = "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))
    return rf"(?:{listed})(?![^\W\d_])"


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """Return a pattern by its name; built of the words of the table on first use."""
    month, unit = _words("month"), _words("unit")
    start = r"(?<![^\W\d_])"
    number = rf"(?:(?<![\d.,:/])\d{{1,3}}(?![\d.,:/]\d)|{start}{_words('number')})"
    # Not a year: the first half of a clock ("14:30", "14 h").
    year = r"(?:['’]?(?P<year>(?:19|20)\d\d|\d\d(?!\d|\s?(?:[:.]\d|h(?!\w)|h\d|uhr|ч(?!\w)))))"
    patterns = {
        "now": rf"{start}{_words('now')}",
        "day": rf"{start}{_words('day')}",
        "half": rf"{start}{_words('half_hour')}",
        "duration": rf"(?P<number>{number})(?P<more>\+?)\s?(?P<unit>{unit})\.?",
        "one": rf"{start}(?P<unit>{unit})\s+(?:{_words('ago')})",
        "ago": rf"{start}{_words('ago')}",
        "vague": rf"{start}{_words('vague')}",
        "vague_before": rf"{start}{_words('vague')}[\s']*$",
        "ahead_before": rf"{start}{_words('ahead')}[\s:]*(?:{_words('label')}[\s:]*)?$",
        "ahead_after": rf"^[\s.]*{_words('ahead')}",
        "day_month": (
            rf"(?<![\d.:/])(?P<day>\d{{1,2}})\s?(?:st|nd|rd|th|er|ere|eme|e|\.|-?го|-?е)?"
            rf"(?:\s*(?:of|de|du)\s)?[\s./-]*{start}(?P<month>{month})\.?"
            rf"(?:[\s,./-]{{1,3}}(?:de\s)?{year})?"
        ),
        "month_day": (
            rf"{start}(?P<month>{month})\.?[\s/-]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
            rf"(?![\d:.]|/\d\d?/|\s?(?:h|uhr|ч)(?!\w))(?:[\s,/-]{{1,3}}{year})?"
        ),
        "month_year": (
            rf"{start}(?P<month>{month})\.?[\s,./-]{{1,3}}(?:de\s)?"
            r"(?P<year>(?:19|20)\d\d)(?!\d)"
        ),
        "year_month": (
            rf"(?<!\d)(?P<year>(?:19|20)\d\d)\s?(?:г\.?)?[\s,./-]{{1,3}}(?P<month>{month})"
            r"(?:[\s./-]{1,3}(?P<day>\d{1,2})(?![\d:]))?"
        ),
        "weekday": rf"{start}(?P<weekday>{_words('weekday')})",
        "filler": (
            rf"{start}(?:{_words('label', 'weekday', 'about', 'meridiem', 'vague', 'ago')})"
        ),
        "clock": (
            r"(?<![\d.,:/-])(?P<hour>[01]?\d|2[0-3])\s?(?:"
            r"(?:[:h.]|\s?ч\s|\s?uhr\s)\s?(?P<minute>[0-5]\d)(?::[0-5]\d(?:[.,]\d+)?)?"
            r"(?!\d|\.\d)(?:\s?(?:uhr|h)(?!\w))?(?:\s?(?P<half>[ap])\.?\s?m(?!\w)\.?)?"
            r"|(?:uhr|h)(?![^\W_])|(?P<half2>[ap])\.?\s?m(?!\w)\.?)"
            r"(?:\s?(?P<zone>z|utc|gmt)(?!\w))?(?:\s?[+-]\d\d:?\d\d(?!\d))?"
        ),
    }
    return re.compile(patterns[name])


_EPOCH = re.compile(r"1\d{9}(?:\d{3})?(?:\.\d+)?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?:t?(\d\d)(\d\d)(?:\d\d)?z?)?")
_ISO = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d)"
    r"(?:[t\s,]{1,2}(\d{1,2}):(\d\d)(?::\d\d(?:[.,]\d+)?)?\s?(z|utc|gmt|\+00:?00)?)?"
)
_NUMERIC = re.compile(
    r"(?<![\d.,:/-])(\d{1,2})\s?([./-])\s?(\d{1,2})(?:\s?\2\s?((?:19|20)\d\d|\d\d)(?!\d)|\.?(?![\d/-]|[.,]\d))"
)
_MONTH_YEAR = re.compile(
    r"(?<![\d./-])(?:(0?[1-9]|1[0-2])[./-]((?:19|20)\d\d)|((?:19|20)\d\d)-(0[1-9]|1[0-2]))(?![\d./-])"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_WORD = re.compile(r"[^\W_]+")


def _plain(text: str) -> str:
    """Put a text into the form compared: folded, one kind of apostrophe, single blanks."""
    folded = fold(text.replace("’", "'").replace("‘", "'").replace("`", "'"))
    return " ".join(folded.split())


def read(text: str, *, month_first: bool = False) -> Reading:
    """Read the text of a date of posting.

    Parameters
    ----------
    text
        As written, in any of the four languages.
    month_first
        "3/4/2017" is the fourth of March, as in the United States.

    Returns
    -------
    Reading
        With a reason where no day can be told; nothing is guessed: "more than a month ago" is
        ``vague``, a bare number no date.
    """
    shown = _plain(text)
    if not shown:
        return _failed("missing")
    found = _machine(shown)
    if found is None:
        clock, rest = _clock(shown)
        found = _relative(shown, rest, clock) or _date(rest, clock, month_first)
    return found or _bare(shown) or _failed("no_date")


def _machine(text: str) -> Reading | None:
    """Read what a program wrote: ISO 8601, or seconds since 1970."""
    if _EPOCH.fullmatch(text):
        from datetime import UTC, datetime

        m = datetime.fromtimestamp(int(text[:10]), UTC)
        return Reading(m.year, m.month, m.day, m.hour, m.minute, utc=True)
    if match := _COMPACT.fullmatch(text):
        year, month, day, hour, minute = (int(g) if g else NONE for g in match.groups())
        return _checked(Reading(year, month, day, hour, minute, utc=text.endswith("z")))
    if match := _ISO.search(text):
        groups = match.groups()
        year, month, day, hour, minute = (
            int(g) if g else NONE for g in (groups[0], *groups[2:6])
        )
        return _checked(Reading(year, month, day, hour, minute, utc=bool(groups[6])))
    return None


def _checked(reading: Reading) -> Reading:
    """Refuse a day that the calendar has not, or that is older than any marketplace."""
    from calendar import monthrange

    year = reading.year if reading.year != NONE else 2000  # a leap year
    if not 1 <= reading.month <= 12 or year < EARLIEST or reading.hour > 23:
        return _failed("impossible")
    if reading.day != NONE and not 1 <= reading.day <= monthrange(year, reading.month)[1]:
        return _failed("impossible")
    return reading


def _clock(text: str) -> tuple[tuple[int, int, bool], str]:
    """Take the time of day out of a text; a point parts hours only beside "uhr" or a date."""
    for match in _pattern("clock").finditer(text):
        found = match.group()
        if "." in found and ":" not in found and not re.search(r"uhr|[ap]\.?\s?m|h", found):
            continue
        before = text[: match.start()]
        # "il y a 3 h", "vor 3 h", "3h ago": hours that have passed.
        bare = match["minute"] is None and match["half2"] is None and "uhr" not in found
        if bare and not re.search(r"(?:(?<!y )\ba|vers|\d{4}|,)\s*$", before):
            continue
        hour, half = int(match["hour"]), match["half"] or match["half2"]
        if half and hour > 12:
            half = None
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
        rest = f"{before} {text[match.end() :]}".strip()
        return (hour, int(match["minute"] or 0), bool(match["zone"])), rest
    return (NONE, NONE, False), text


def _relative(shown: str, rest: str, clock: tuple[int, int, bool]) -> Reading | None:
    """Read "yesterday, 14:30" and "3 days ago"; None where a text is not of that kind."""
    hour, minute, _ = clock
    if match := _pattern("day").search(rest):
        days = int(_values("day")[match.group()])
        return Reading(days=days, hour=hour, minute=minute)
    if _pattern("now").search(shown):
        return Reading(seconds=0)
    if match := _pattern("half").search(shown):
        if _pattern("vague_before").search(shown[: match.start()]):
            return _failed("vague")
        if _pattern("ago").search(shown):
            return Reading(seconds=MINUTE * int(_values("half_hour")[match.group()]))
    marked = _pattern("ago").search(shown)
    parts = list(_pattern("duration").finditer(shown))
    if not parts:
        match = _pattern("one").search(shown)
        if match is None:
            return _vague(shown, bool(marked))
        if _pattern("vague_before").search(shown[: match.start()]):
            return _failed("vague")
        return _passed([(1, _unit(match["unit"]))], NONE, NONE)
    first, last = parts[0], parts[-1]
    head, tail = shown[: first.start()], shown[last.end() :]
    if _pattern("ahead_after").search(tail) or (
        not marked and _pattern("ahead_before").search(head)
    ):
        return _failed("no_date")  # when it ends, not when it began
    if not marked:
        between = "".join(shown[a.end() : b.start()] for a, b in pairwise(parts))
        if _left(head) or _left(tail) or _left(between):
            return None
    if first["more"] or _pattern("vague_before").search(head):
        return _failed("vague")
    found = [(_number(part["number"]), _unit(part["unit"])) for part in parts]
    return _passed(found, hour, minute)


def _vague(text: str, marked: bool) -> Reading | None:
    """Recognise "last week" and "a few days ago": a time without a day."""
    vague = _pattern("vague").search(text)
    unit = re.search(rf"(?<![^\W\d_]){_words('unit')}", text)
    weeks = re.search(r"неделе|месяце|году", text)
    if vague and (unit or weeks) and not re.search(r"\d", text):
        return _failed("vague")
    del marked
    return None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else int(_values("number")[text])


def _unit(text: str) -> str:
    return _values("unit")[text]


def _passed(parts: list[tuple[int, str]], hour: int, minute: int) -> Reading:
    """Add up how much time has passed."""
    seconds = sum(n * _SECONDS[u] for n, u in parts if u in _SECONDS)
    days = sum(n * _DAYS[u] for n, u in parts if u in _DAYS)
    months = sum(n * _MONTHS[u] for n, u in parts if u in _MONTHS)
    units = {u for _, u in parts}
    if months:
        period = "month" if "month" in units else "year"
        return Reading(months=months, days=days, period=period)
    if days and not seconds:
        return Reading(days=days, hour=hour, minute=minute)
    return Reading(seconds=seconds + days * DAY)


def _date(text: str, clock: tuple[int, int, bool], month_first: bool) -> Reading | None:
    """Read a date with a month in words or figures; the first that is not an end."""
    hour, minute, utc = clock
    found: list[tuple[int, Reading, str]] = []
    for name in ("year_month", "day_month", "month_day", "month_year"):
        for match in _pattern(name).finditer(text):
            reading = _built(match.groupdict(), hour, minute, utc)
            found.append((match.start(), reading, text[: match.start()]))
        if found:
            break
    if not found:
        for match in _NUMERIC.finditer(text):
            reading = _numeric(match, hour, minute, utc, month_first)
            weak = match[4] is None and (
                match[2] == "-"
                or (month_first and match[2] != "/")
                or _left(text[: match.start()] + " " + text[match.end() :])
            )
            if not weak:
                found.append((match.start(), reading, text[: match.start()]))
    if not found:
        for match in _MONTH_YEAR.finditer(text):
            told, number = match[2] or match[3], match[1] or match[4]
            reading = _checked(Reading(int(told), int(number), period="month"))
            found.append((match.start(), reading, text[: match.start()]))
    begun = [r for _, r, before in found if not _pattern("ahead_before").search(before)]
    if not begun:
        return _failed("no_date") if found else None
    return next((r for r in begun if not r.reason), begun[0])


def _built(groups: dict[str, Any], hour: int, minute: int, utc: bool) -> Reading:
    """Build the reading of a date with the month in words."""
    month = int(_values("month")[groups["month"]])
    day, year = groups.get("day"), groups.get("year")
    if day is None:
        return _checked(Reading(int(year or NONE), month, period="month"))
    return _checked(Reading(_year(year), month, int(day), hour, minute, utc=utc))


def _year(text: str | None) -> int:
    if text is None:
        return NONE
    return int(text) + (2000 if len(text) == 2 else 0)


def _numeric(
    match: re.Match[str], hour: int, minute: int, utc: bool, month_first: bool
) -> Reading:
    """Read "12/05/2018": the day first but in the United States, and where it must be."""
    first, second, year = int(match[1]), int(match[3]), _year(match[4])
    pairs = [(first, second), (second, first)]
    for day, month in reversed(pairs) if month_first else pairs:
        reading = _checked(Reading(year, month, day, hour, minute, utc=utc))
        # Points put the day first everywhere; only a slash may stand in the other order.
        if not reading.reason or match[2] == ".":
            return reading
    return _failed("impossible")


def _bare(text: str) -> Reading | None:
    """Read a text that is a weekday, a time of day or a year and nothing else."""
    clock, rest = _clock(text)
    hour, minute, _ = clock
    if re.search(r"\d", rest):
        year = _YEAR.search(rest)
        if year and hour == NONE and not _left(rest.replace(year[1], " ", 1)):
            if _pattern("ahead_before").search(rest[: year.start()]):
                return None
            return _checked(Reading(int(year[1]), 1, period="year"))
        return None
    if match := _pattern("weekday").search(rest):
        if not _left(rest):
            weekday = int(_values("weekday")[match["weekday"]])
            return Reading(weekday=weekday, hour=hour, minute=minute)
    elif hour != NONE and not _left(rest):
        return Reading(days=0, hour=hour, minute=minute)
    return None


def _left(text: str) -> bool:
    """Say whether a text has words or numbers that mean nothing to a date."""
    return bool(_WORD.search(_pattern("filler").sub(" ", text)))
