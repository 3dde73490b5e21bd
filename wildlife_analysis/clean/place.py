"""Where a listing was offered: marketplace, country, region and town."""

import re
from functools import cache
from urllib.parse import urlsplit

import pandas as pd

from wildlife_analysis import reference
from wildlife_analysis.reference import matching_key
from wildlife_analysis.reference.marketplaces import marketplaces_named

__all__ = ["countries", "hosts", "locate", "marketplaces"]

LANGUAGES = ("en", "fr", "de", "ru")
_HOST = re.compile(r"^(?:https?://)?(?:www\d?|m|mobile|old)\.", re.I)
_ADDRESS = r"^\s*(?:[A-Za-z]+://)?(?:[^/?#@\s]*@)?(?:(?:www\d?|m|mobile|old)\.)?([^/?#:\s]+)"
_POSTCODES = {
    "DE": re.compile(r"(?<!\d)\d{5}(?!\d)"),
    "FR": re.compile(r"(?<!\d)(\d{5}|2[AB]\d{3})(?!\d)|\((\d{2,3}|2[AB])\)"),
    "GB": re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?(?:\s?\d[A-Z]{2})?\b"),
    "RU": re.compile(r"(?<!\d)\d{6}(?!\d)"),
    "": re.compile(r"(?<!\d)\d{4,6}(?!\d)"),
}
_PARTS = re.compile(r"\s{0,9}[,;|>·•()/]\s*|\s{1,9}[-–—]\s+")
# Federal subjects of Russia and districts are told by their kind of word.
_SUBJECT = re.compile(
    r"\b(?:область|обл|край|республика|респ|автономный округ|ао|аобл)\b\.?|"
    r"\b(?:oblast|krai|region|voivodeship|wojew\w+|область)\b",
    re.I,
)
_DISTRICT = re.compile(r"^(?:kreis|landkreis|lk|département|departement|county|co\.)\s", re.I)
_TOWN = re.compile(r"^(?:г\.?|город|ville de|stadt|city of|town of)\s+(?=\w)|^г\.(?=\w)", re.I)
_CITIES = frozenset({"Berlin", "Hamburg", "Bremen"})  # Länder that are towns
_LESSER = re.compile(
    r"^(?:м\.|метро|ст\.|р-н|район|мкр|мкрн|ул\.|улица|д\.|stadtteil|ortsteil|quartier|"
    r"\d+\s?(?:e|er|ème|eme|arr)\b.*)|\b(?:район|р-н)$",
    re.I,
)


@cache
def _countries() -> dict[str, str]:
    """Map every name of a country, in normal form, to its code; our table before Unicode's."""
    from babel import Locale

    names: dict[str, str] = {}
    for language in LANGUAGES:
        for key, value in Locale.parse(language).territories.items():
            code, name = str(key), str(value)
            if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "QO", "ZZ"):
                names.setdefault(matching_key(name), code)
                names.setdefault(matching_key(code), code)
    table = reference.table("countries")
    for column in [
        "code",
        "aliases",
        *(c for c in map(str, table.columns) if c.startswith("name_")),
    ]:
        for code, cell in zip(table["code"], table[column], strict=True):
            names |= {matching_key(name): code for name in cell.split("|") if name}
    for row in _rows("nation"):
        names |= {
            matching_key(name): "GB" for name in (row["name"], *row["aliases"].split("|"))
        }
    return {name: code for name, code in names.items() if name}


def _rows(kind: str) -> list[dict[str, str]]:
    table = reference.table("places")
    return [
        {str(key): str(value) for key, value in row.items()}
        for row in table[table["kind"] == kind].to_dict("records")
    ]


@cache
def _places(*kinds: str) -> dict[tuple[str, str], tuple[str, str]]:
    """Map (normal form, country) of places to (name, region); country "" where only one."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    several: dict[str, set[str]] = {}
    for kind in kinds:
        for row in _rows(kind):
            for name in (row["name"], *row["aliases"].split("|")):
                if name:
                    key = matching_key(name)
                    found.setdefault((key, row["country_code"]), (row["name"], row["region"]))
                    several.setdefault(key, set()).add(row["country_code"])
    for key, codes in several.items():
        if len(codes) == 1:
            found[key, ""] = found[key, next(iter(codes))]
    return found


@cache
def _town_country() -> dict[str, str]:
    """Map towns, in normal form, to their country where no two countries have one."""
    codes: dict[str, set[str]] = {}
    for kind in ("town", "region", "department", "county"):
        for row in _rows(kind):
            for name in (row["name"], *row["aliases"].split("|")):
                if name:
                    codes.setdefault(matching_key(name), set()).add(row["country_code"])
    return {key: next(iter(own)) for key, own in codes.items() if len(own) == 1}


@cache
def _departments() -> dict[str, str]:
    return {row["code"]: row["name"] for row in _rows("department")}


def _host(text: str) -> str:
    """Return the host of an address without "www", or the text itself."""
    if "://" in text:
        text = urlsplit(text).hostname or text
    return _HOST.sub("", text.strip())


def _claims(text: str, country: str, day: str) -> list[dict[str, str]]:
    """Return the rows that claim a name in a country on a day (ISO; empty where unknown)."""
    key = matching_key(_host(text))
    rows = marketplaces_named().get(key, [])
    exact = [row for row in rows if matching_key(row["name"]) == key]
    if exact:
        return exact[:1]
    rows = [
        row
        for row in rows
        if not day or (row["valid_from"] or "0000") <= day <= (row["valid_to"] or "9999")
    ]
    if len({row["name"] for row in rows}) > 1:
        own = [row for row in rows if country in row["country_codes"].split("|")]
        rows = own if country and own else []
    return rows


def marketplaces(
    names: pd.Series, countries: pd.Series | None = None, days: pd.Series | None = None
) -> pd.Series:
    """Write marketplaces under the name of the table ``marketplaces``; others as found.

    A name that several marketplaces share ("eBay") is that of the listing's country. A name
    with a period in the table is believed within it: "Kleinanzeigen" is that marketplace only
    since it took the word for its name, "eBay-Kleinanzeigen" at any time.

    Parameters
    ----------
    names
        Names or addresses as found.
    countries
        ISO 3166-1 alpha-2 codes, where known.
    days
        Day of collection (datetime), where known.

    Returns
    -------
    pandas.Series
        str.
    """
    blank = pd.Series("", index=names.index, dtype="str")
    codes = countries.fillna("") if countries is not None else blank
    dates = days.dt.strftime("%Y-%m-%d").fillna("") if days is not None else blank
    rows = list(zip(names.fillna("").tolist(), codes.tolist(), dates.tolist(), strict=True))
    known: dict[tuple[str, str, str], str | None] = {}
    for row in dict.fromkeys(rows):
        claims = _claims(*row) if row[0] else []
        known[row] = claims[0]["name"] if claims else row[0].strip() or None
    return pd.Series([known[row] for row in rows], index=names.index, dtype="str")


def hosts(urls: pd.Series) -> pd.Series:
    """Return the marketplace of addresses whose host the table ``marketplaces`` knows."""
    hosts = urls.str.extract(_ADDRESS)[0].str.lower()
    names = {row[0]["name"] for row in marketplaces_named().values()}
    found = {
        host: claims[0]["name"]
        for host in hosts.dropna().unique()
        if "." in host and (claims := _claims(host, "", "")) and claims[0]["name"] in names
    }
    return hosts.map(found).astype("str")


def countries(names: pd.Series) -> pd.Series:
    """Return the ISO 3166-1 alpha-2 code of countries named in one of four languages."""
    known = {name: _country(name) for name in names.dropna().unique()}
    return names.map(known).astype("str")


def _country(name: str) -> str | None:
    flag = [ord(c) - 0x1F1E6 for c in name if 0x1F1E6 <= ord(c) <= 0x1F1FF]
    if len(flag) == 2:
        return "".join(chr(65 + n) for n in flag)
    return _countries().get(matching_key(name))


def locate(country: pd.Series, location: pd.Series, marketplace: pd.Series) -> pd.DataFrame:
    """Find the country, the region and the town of listings.

    The country column decides; then the marketplace, where it serves one country; then the
    location: a country named in it, or a region or large town (``reference/places.csv``) of
    one country only. Region is the Land in Germany, the département in France where a postcode
    or a large town tells it, the county or nation in the United Kingdom, the federal subject in
    Russia.

    Parameters
    ----------
    country, location, marketplace
        As found; missing allowed.

    Returns
    -------
    pandas.DataFrame
        ``country_code`` (ISO 3166-1 alpha-2), ``region`` and ``town``; missing where the text
        does not say so.
    """
    rows = list(
        zip(
            country.fillna("").tolist(),
            location.fillna("").tolist(),
            marketplace.fillna("").tolist(),
            strict=True,
        )
    )
    found = {row: _locate(*row) for row in dict.fromkeys(rows)}
    columns = ["country_code", "region", "town"]
    return pd.DataFrame(
        [found[row] for row in rows], columns=columns, index=country.index
    ).astype("str")


def _locate(
    country: str, location: str, marketplace: str
) -> tuple[str | None, str | None, str | None]:
    code = _country(country) if country.strip() else None
    if code is None and marketplace:
        claims = _claims(marketplace, "", "")
        codes = {row["country_codes"] for row in claims}
        only = next(iter(codes)) if len(codes) == 1 else ""
        code = only if len(only) == 2 else None
    parts = [part.strip() for part in _PARTS.split(location) if part.strip()]
    named = [part for part in parts if matching_key(part) in _countries()]
    # A nation is a country's name and a region of it: "Cardiff, Wales".
    if named:
        own = _countries()[matching_key(named[-1])]
        if code not in (None, own):  # a seller abroad
            return code, None, None
        code = own
        if (matching_key(named[-1]), own) not in _places("nation"):
            parts.remove(named[-1])
    if code is None:
        known = {_town_country().get(matching_key(_plain(part, ""))) for part in parts} - {None}
        code = next(iter(known)) if len(known) == 1 else None
    region, town = _split(parts, code or "", location)
    return code, region, town


def _plain(part: str, code: str) -> str:
    """Take the postcode and words such as "г." off a part."""
    pattern = _POSTCODES.get(code, _POSTCODES[""])
    part = pattern.sub(" ", part) if re.search(r"\d", part) else part
    return " ".join(_TOWN.sub("", part.strip(" .")).split()).strip(" -.")


def _known_town(text: str, code: str) -> tuple[str, str] | None:
    """Return (town, region) of a text that is, or begins with, a large town of a country."""
    words = matching_key(text).split()
    for n in range(len(words), 0, -1):
        key = (" ".join(words[:n]), code)
        if key in _places("town"):
            return _places("town")[key]
        if n < len(words) and key in _places("region") and _places("region")[key][0] in _CITIES:
            return (_places("region")[key][0], _places("region")[key][0])
    return None


def _split(parts: list[str], code: str, location: str) -> tuple[str | None, str | None]:
    """Tell region from town among the parts of a location."""
    region = town = None
    if code == "FR" and (match := _POSTCODES["FR"].search(location)):
        number = match[1] or match[2]
        wide = 3 if number.startswith("97") else 2
        corsica = {"20": "2A", "201": "2A", "202": "2B", "206": "2B"}
        key = corsica.get(number[:3], number[:wide])
        region = _departments().get(corsica.get(key, key))
    whole = (matching_key(_plain(location, code)), code)  # "Frankfurt (Oder)"
    if whole in _places("town"):
        town, own = _places("town")[whole]
        return region or own or None, town
    rest: list[str] = []
    for part in parts:
        plain = _plain(part, code)
        key = (matching_key(plain), code)
        if not plain or not re.search(r"[^\W\d_]{2}", plain) or _LESSER.search(plain):
            continue
        if key in _places("region", "department", "county", "nation"):
            name = _places("region", "department", "county", "nation")[key][0]
            # The nation is the widest region: a county or a known town says more.
            region = region if region and key in _places("nation") else name
            if key in _places("town") or name in _CITIES:
                town = town or name
        elif _SUBJECT.search(plain) or _DISTRICT.match(plain):
            region = region or plain
        elif (found := _known_town(plain, code)) is not None:
            name, own = found
            if town is None:
                town, region = name, region or own or None
            else:
                rest.append(plain)
        else:
            rest.append(plain)
    if town is None and rest:
        town = rest[0]
        if region is None and len(rest) > 1 and "," in location:
            region = rest[-1]
    return region, town
