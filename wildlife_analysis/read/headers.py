"""Map the headers of scrapers and marketplaces to our columns, by ``columns.csv``.

A row says: this header, in files of this scraper or marketplace (of any, where empty), is this
field. The cell ``field`` holds

- a field of `FIELDS`, or ``ignored`` (with a reason);
- ``+price``: the value is added behind that of the other header for the price;
- ``title/description``: the first of these that no other header of the file supplies;
- ``posted·location``: one value for two fields, parted at the sign between them.

The rows of one scraper together are its signature: a file that has all of its headers is taken
to be from it. Where the name of the scraper is an address (has a dot), it is the marketplace.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from wildlife_analysis import reference
from wildlife_analysis.read.part import SHORT, beginning, mask
from wildlife_analysis.reference import SurveyError, matching_key
from wildlife_analysis.reference.marketplaces import marketplaces_named
from wildlife_analysis.reference.tables import read_csv

__all__ = ["FIELDS", "Columns", "Matched", "Source", "accept", "key_of"]

FIELDS = (
    "survey",
    "listing_id",
    "marketplace",
    "country",
    "url",
    "title",
    "description",
    "price",
    "price_currency",
    "location",
    "posted",
    "scraped_at",
    "category",
    "seller",
)
TABLE = ["header", "marketplace_or_scraper", "field", "reason", "source"]
IGNORED = "ignored"
# "joe[at]example", "@joe", "site.org/joe", "Skype: joe"
_CONTACT = re.compile(r"[\[({][^\d\])}]{2,20}[\])}]\w|@|\.\w{1,20}/\w|: ")
SHOWN = 8  # unknown headers named in one message
_SPLIT = re.compile(r"^([a-z_]+)([^a-z_/+]+)([a-z_]+)$")


@dataclass(frozen=True)
class Source:
    """Where a field gets a value from: a column, or one side of a column.

    Attributes
    ----------
    position
        Of the column in the file.
    added
        The value goes behind that of the columns before, instead of in their place.
    sign
        The column is parted at this sign; empty where it is taken whole.
    side
        0 before the sign, 1 behind it.
    """

    position: int
    added: bool = False
    sign: str = ""
    side: int = 0


@dataclass(frozen=True)
class Matched:
    """The headers of one table, mapped.

    Attributes
    ----------
    fields
        Field -> its sources, in the order of the file.
    scraper
        Scraper whose signature the headers have; empty for general headers.
    nameless
        Positions of columns without a name, which must be empty or count the rows.
    """

    fields: dict[str, list[Source]]
    scraper: str
    nameless: tuple[int, ...]

    @property
    def marketplace(self) -> str:
        """Marketplace that the scraper stands for, or the empty string."""
        return self.scraper if "." in self.scraper else ""


@cache
def key_of(header: str) -> str:
    """Put a header into the form compared: ``sellerName`` and ``Seller name`` are one."""
    return matching_key(header).replace(" ", "") or header.strip()


@cache
def _signs() -> dict[str, str]:
    """Map names of currencies that mean one wherever they stand; "e" and "$" do not."""
    table = reference.table("currencies").fillna("")
    own = table[(table["countries"] == "") & (table["note"] == "")]
    pairs = zip(own["sign"].str.strip("."), own["currency"], strict=True)
    return {s: code for s, code in pairs if s != "$" and (len(s) > 2 or not s.isalnum())}


def currency_in(header: str) -> str:
    """Return the currency that a header of prices names, or the empty string.

    Examples
    --------
    >>> currency_in("Цена, руб."), currency_in("price_eur"), currency_in("Preis")
    ('RUB', 'EUR', '')
    """
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    words = map(str.casefold, re.findall(r"[^\W_]+|[^\w\s]", parted))
    found = {_signs()[word] for word in words if word in _signs()}
    return found.pop() if len(found) == 1 else ""


def site_in(name: str) -> str:
    """Return the marketplace that a sheet or a member of an archive is named for, or nothing.

    Examples
    --------
    >>> site_in("ebay.de"), site_in("ads/leboncoin.csv"), site_in("Sheet1")
    ('ebay.de', 'leboncoin', '')
    """
    name = name.rsplit("/", 1)[-1]
    tried = (name, name.rsplit(".", 1)[0])
    return next((one for one in tried if matching_key(one) in marketplaces_named()), "")


class Columns:
    """The header tables: the survey's own first, then that of the reference data.

    Parameters
    ----------
    own
        The survey's own ``columns.csv``, or None.

    Raises
    ------
    SurveyError
        When a row names no known field, an ignored header has no reason, or a header means
        two things.
    """

    def __init__(self, own: Path | None = None) -> None:
        tables = [(reference.table("columns"), "reference/columns.csv")]
        if own is not None:
            tables.insert(0, (read_csv(own), str(own)))
        # A table is scraper -> header -> field; under "" stand the headers of any scraper.
        self._tables = [_load(table, name) for table, name in tables]
        self._tables.append({"": {key_of(name): name for name in FIELDS}})

    def digest(self) -> str:
        """Return the sha256 of what the tables say."""
        told = json.dumps(self._tables, sort_keys=True, default=str)
        return hashlib.sha256(told.encode()).hexdigest()

    def knows(self, headers: Iterable[str]) -> tuple[bool, int]:
        """Say whether one of the headers can be the title, and how many are known."""
        named = [header for header in headers if header.strip()]
        scraper = self._scraper(named)
        targets = [self._target(header, scraper)[0] for header in named]
        return any("title" in _fields(target) for target in targets), sum(map(bool, targets))

    def paths(self, scraper: str) -> list[str]:
        """List the headers of a scraper, in the order of the table."""
        return [header for table in self._tables for header in table.get(scraper, {})]

    def header_row(self, rows: Sequence[Sequence[str]]) -> int | None:
        """Find the header among the first rows of a table.

        The first row, or, below a title or a note, the first that names a title and at least
        one other field.

        Returns
        -------
        int or None
            Its position; None where no row names a title.
        """
        for position, row in enumerate(rows):
            title, known = self.knows(row)
            if title and (position == 0 or known > 1):
                return position
        return None

    def match(self, headers: Sequence[str], file: str, scraper: str = "") -> Matched:
        """Map the headers of a table.

        Parameters
        ----------
        headers
            As they stand in the file.
        file
            Its name, for the message.
        scraper
            Name in the tables, where it is known; by the signature otherwise.

        Returns
        -------
        Matched

        Raises
        ------
        SurveyError
            When a header is unknown (the nearest known ones are named), or none is a title.
        """
        scraper = scraper or self._scraper(headers)
        targets = [self._target(header, scraper) for header in headers]
        taken = {f for target, _ in targets if "/" not in target for f in _fields(target)}
        fields: dict[str, list[Source]] = {}
        later: dict[str, list[Source]] = {}
        unknown = []
        for position, (target, whole) in enumerate(targets):
            if "/" in target:
                target = next((f for f in target.split("/") if f and f not in taken), "")
                taken.add(target)
            if not target:
                unknown.append(headers[position])
            elif target != IGNORED:
                split = _SPLIT.match(target)
                for side, name in enumerate(_fields(target)):
                    sign = split.group(2) if split else ""
                    source = Source(position, target.startswith("+"), sign, side)
                    (fields if whole else later).setdefault(name, []).append(source)
        for name, sources in later.items():
            fields.setdefault(name, []).extend(sources)
        if unknown or "title" not in fields:
            raise SurveyError(self._complaint(file, headers, unknown, "title" in fields))
        nameless = tuple(n for n, header in enumerate(headers) if not key_of(header))
        return Matched(fields, scraper, nameless)

    def _scraper(self, headers: Iterable[str]) -> str:
        """Name the scraper whose signature the headers have; the longest of several."""
        keys = {key_of(header) for header in headers}
        found = {
            name: len(rows)
            for table in reversed(self._tables)
            for name, rows in table.items()
            if name and rows.keys() <= keys
        }
        return max(found, key=lambda name: found[name], default="")

    def _target(self, header: str, scraper: str) -> tuple[str, bool]:
        """Look a header up, and say whether the row speaks of the header as a whole.

        A nested header (``location.zip``) falls back on a row that ignores its last name, then
        on what it is part of.
        """
        key = key_of(header)
        if not key:
            return IGNORED, True
        found = self._row(key, scraper)
        if found or "." not in header:
            return found, True
        outer, _, last = header.rpartition(".")
        if self._row(key_of(last), scraper) == IGNORED:
            return IGNORED, True
        return self._target(outer, scraper)[0], False

    def _row(self, key: str, scraper: str) -> str:
        for table in self._tables:
            found = table.get(scraper, {}).get(key) or table.get("", {}).get(key)
            if found:
                return found
        return ""

    def _complaint(
        self, file: str, headers: Sequence[str], unknown: list[str], title: bool
    ) -> str:
        known = list(dict.fromkeys(h for table in self._tables for h in table.get("", {})))
        told = []
        for header in unknown[:SHOWN]:
            near = reference.nearest(key_of(header), known)
            told.append(f"{_shown(header)} (nearest known: {near})" if near else _shown(header))
        more = f" and {len(unknown) - SHOWN} more" if len(unknown) > SHOWN else ""
        if not title and any(map(_wordy, headers)):
            trouble = "no header is a title; the first row may be a listing and is not shown"
        elif title:
            trouble = f"unknown header {'; '.join(told)}{more}"
        elif told:
            trouble = f"no header is a title; unknown header {'; '.join(told)}{more}"
        else:
            names = ", ".join(_shown(h) for h in headers[:SHOWN])
            trouble = f"no header is a title; the headers are {names}"
        return (
            f"{file}: {trouble}. Give each a row ({','.join(TABLE)}) in columns.csv beside the "
            f"listing files or in reference/columns.csv: a field ({', '.join(FIELDS)}), or "
            f"{IGNORED} with a reason (the command 'header' adds a row)"
        )


def accept(
    folder: Path, header: str, field: str, *, scraper: str = "", reason: str = "", source: str
) -> Path:
    """Add a row to the header table of a survey: a suggestion that a person has accepted.

    Parameters
    ----------
    folder
        Survey folder; its ``columns.csv`` is made where there is none.
    header
        As it stands in the file.
    field
        What it is: a cell of the column ``field``.
    scraper
        Scraper or marketplace in whose files alone it means that.
    reason
        Why, where it is ignored.
    source
        Who says so, from what.

    Returns
    -------
    pathlib.Path
        The table.

    Raises
    ------
    SurveyError
        When the row is wrong or the header has another meaning there; the table stays as it
        was.
    """
    if not folder.is_dir():
        raise SurveyError(f"{folder}: no such survey folder")
    path = folder / "columns.csv"
    rows = read_csv(path) if path.is_file() else pd.DataFrame(columns=TABLE, dtype="str")
    row = dict(zip(TABLE, (header, scraper, field, reason, source), strict=True))
    if not source.strip():
        raise SurveyError(f"{path}, header {header!r}: say in source who says so")
    table = pd.concat([rows, pd.DataFrame([row])], ignore_index=True)
    _load(table, str(path))
    if not (rows == pd.Series(row)).all(axis=1).any():
        text = table.to_csv(index=False, lineterminator="\n")
        draft = path.with_name(".columns.csv.draft")
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    return path


def _shown(header: str) -> str:
    """Quote a header, but none that is a value: it may be of a person."""
    return "(a value, not shown)" if _personal(header) else repr(header[:40])


def _personal(header: str) -> bool:
    """Say whether a header holds what may be a number or an address of a person."""
    return mask(header) != beginning(header)[:SHORT] or sum(map(str.isdigit, header)) > 4


def _wordy(header: str) -> bool:
    """Say whether a header is rather a value of a listing, or tells how to reach somebody."""
    numbered = " " in header.strip() and any(map(str.isdigit, header))
    words = len(header.split()) > 2 or len(re.split(r"[\s-]+", header)) > 4
    return words or numbered or bool(_CONTACT.search(header)) or _personal(header)


def _fields(target: str) -> list[str]:
    """List the fields that a cell of the column ``field`` can fill."""
    split = _SPLIT.match(target)
    names = split.group(1, 3) if split else target.removeprefix("+").split("/")
    return [name for name in names if name in FIELDS]


def _known_target(target: str) -> bool:
    names = re.split(r"[^a-z_]+", target.removeprefix("+").removesuffix("/"))
    return target == IGNORED or (bool(names) and all(name in FIELDS for name in names))


def _load(table: pd.DataFrame, name: str) -> dict[str, dict[str, str]]:
    """Check a header table and turn it into scraper -> header -> field."""
    if list(table.columns) != TABLE:
        raise SurveyError(f"{name}: the header must be {','.join(TABLE)}")
    loaded: dict[str, dict[str, str]] = {}
    for number, row in enumerate(table.to_dict("records"), start=2):
        header, target = key_of(row["header"]), row["field"].strip()
        where = f"{name}, line {number}, header {row['header']!r}"
        if not header or not _known_target(target):
            raise SurveyError(
                f"{where}: {target!r} is no field; known are {', '.join(FIELDS)}, {IGNORED}"
            )
        if target == IGNORED and not row["reason"].strip():
            raise SurveyError(f"{where}: say in the column reason why it is ignored")
        rows = loaded.setdefault(row["marketplace_or_scraper"].strip(), {})
        if rows.setdefault(header, target) != target:
            raise SurveyError(f"{where}: means {rows[header]!r} in another row")
    return loaded
