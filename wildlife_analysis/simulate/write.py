"""Write raw rows as scrapers deliver them: many formats, headers, encodings, broken rows."""

import csv
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

__all__ = ["write"]

FIELDS = [
    "listing_id", "marketplace", "country", "url", "title", "description", "price", "location",
    "posted", "scraped_at", "seller", "category",
]  # fmt: skip
HEADERS = {
    "FR": ["id", "site", "pays", "lien", "titre", "description", "prix", "ville", "date",
           "date_collecte", "vendeur", "rubrique"],
    "DE": ["Anzeigennummer", "Portal", "Land", "Link", "Titel", "Beschreibung", "Preis", "Ort",
           "Datum", "Abgerufen", "Anbieter", "Kategorie"],
    "RU": ["номер", "площадка", "страна", "ссылка", "заголовок", "описание", "цена", "город",
           "дата", "собрано", "продавец", "категория"],
    "GB": FIELDS,
}  # fmt: skip
# Rows spoilt on purpose, per thousand.
BROKEN = 7
SIZE = 6000  # rows a file, so that none is large


def write(frame: pd.DataFrame, output: Path, generator: np.random.Generator) -> pd.DataFrame:
    """Write the raw files of a replica survey.

    Parameters
    ----------
    frame
        Raw rows.
    output
        Survey folder.
    generator
        Source of chance.

    Returns
    -------
    pandas.DataFrame
        The truth: ``source_file``, ``source_row`` and what is true of each row; spoilt rows
        have kind ``malformed``.
    """
    main = frame["country"].where(frame["country"].isin(list(HEADERS)), "other")
    truths = []
    for country, rows in frame.groupby(main, sort=True):
        for number, start in enumerate(range(0, len(rows), SIZE), 1):
            part = rows.iloc[start : start + SIZE]
            spoilt = generator.random(len(part)) < BROKEN / 1000
            name, writer = _WRITERS[str(country)]
            path = output / name.format(number)
            path.write_bytes(writer(part, spoilt, HEADERS.get(str(country), FIELDS)))
            truth = part.drop(columns=[f for f in FIELDS if f != "listing_id"])
            truths.append(
                truth.assign(
                    country_code=part["country"],
                    marketplace=part["marketplace"],
                    source_file=path.name,
                    source_row=np.arange(1, len(part) + 1),
                    kind=part["kind"].where(~spoilt, "malformed"),
                )
            )
    return pd.concat(truths, ignore_index=True)


def _delimited(delimiter: str, encoding: str) -> Callable[..., bytes]:
    def make(part: pd.DataFrame, spoilt: np.ndarray, headers: list[str]) -> bytes:
        lines = [_line(headers, delimiter)]
        for number, row in enumerate(part[FIELDS].to_dict("records")):
            values = [str(row[f]) for f in FIELDS]
            if spoilt[number]:
                if number % 2:
                    values.append("??")  # ragged
                else:
                    values[FIELDS.index("title")] = ""
            lines.append(_line(values, delimiter))
        if encoding == "utf-16":
            return "".join(lines).encode("utf-16")
        # A scraper that changed its mind half way: a few rows in another encoding.
        return b"".join(
            line.encode("utf-8" if i % 97 == 5 else encoding, errors="replace")
            for i, line in enumerate(lines)
        )

    return make


def _line(values: list[str], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerow(values)
    return text.getvalue()


def _json_lines(part: pd.DataFrame, spoilt: np.ndarray, headers: list[str]) -> bytes:
    lines = []
    for number, row in enumerate(part[FIELDS].to_dict("records")):
        line = json.dumps(
            {h: row[f] for h, f in zip(headers, FIELDS, strict=True)}, ensure_ascii=False
        )
        lines.append(line[: len(line) // 2] if spoilt[number] else line)
    return ("\n".join(lines) + "\n").encode()


def _packed(make: Callable[..., bytes]) -> Callable[..., bytes]:
    def packed(part: pd.DataFrame, spoilt: np.ndarray, headers: list[str]) -> bytes:
        return gzip.compress(make(part, spoilt, headers), mtime=0)

    return packed


_WRITERS: dict[str, tuple[str, Callable[..., bytes]]] = {
    "FR": ("annonces_fr_{}.csv.gz", _packed(_delimited(";", "cp1252"))),
    "DE": ("anzeigen_de_{}.csv.gz", _packed(_delimited(",", "utf-8"))),
    "RU": ("objavleniya_ru_{}.csv.gz", _packed(_delimited(";", "cp1251"))),
    "GB": ("ads_gb_{}.tsv.gz", _packed(_delimited("\t", "utf-16"))),
    "other": ("other_countries_{}.jsonl.gz", _packed(_json_lines)),
}


def columns() -> str:
    """Return the survey's own header map as CSV."""
    lines = ["header,marketplace_or_scraper,field,reason,source"]
    for headers in HEADERS.values():
        for header, field in zip(headers, FIELDS, strict=True):
            if header != field:
                lines.append(f"{header},,{field},,replica")
    return "\n".join(dict.fromkeys(lines)) + "\n"
