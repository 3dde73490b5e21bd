"""Fuzz the readers and cleaners: whatever comes in, nothing escapes and the accounts add up.

``python benchmarks/fuzz.py --inputs 20000 [--json]``; ``--atheris`` lets atheris guide the
choice of bytes by the code they reach (bounded by the same number).
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pandas as pd

if "--atheris" in sys.argv:  # it sees the code of what is imported under its eyes alone
    import atheris

    with atheris.instrument_imports(include=["wildlife_analysis.read"]):
        from wildlife_analysis import read
from wildlife_analysis import clean, read
from wildlife_analysis.reference import SurveyError

KEY = b"0123456789abcdef0123456789abcdef"
NAMES = (
    "a.csv",
    "a.tsv",
    "a.jsonl",
    "a.json",
    "a.xlsx",
    "a.ods",
    "a.parquet",
    "a.html",
    "a.zip",
    "a.csv.gz",
    "a.warc",
)
SEEDS = (
    b"id,title,price\n1,Boa,5\n2,\"Uhu, zahm\",6\n",
    b"id;titre;prix\n1;Tortue;5 \xe2\x82\xac\n",
    b'{"title": "Boa", "price": {"amount": 5}}\n{"title": "Uhu"}\n',
    b'[{"title": "Boa"}, {"title": "Uhu"}]',
    b"<html><body><h1>Boa</h1><p>5 EUR</p></body></html>",
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n",
    b"\xff\xfei\x00d\x00,\x00t\x00i\x00t\x00l\x00e\x00\n\x00",
    b"PK\x03\x04", b"\x1f\x8b\x08", b"PAR1", b"\xd0\xcf\x11\xe0",
)  # fmt: skip
# Of each round; columns are cleaned at once, as they are in a run.
FILES, TEXTS = 50, 950
PIECES = (b"\0", b'"', b",", b"\n", b"\r", b"\xff", b"\xed\xa0\x80", b"{", b"[", b"title", b"<",
          b"\xe2\x80\xae", b"9" * 40, b"\\u0000", b"=1+1", b"\x1b[31m", b"&#0;",
          b"@", b"+7 912")  # fmt: skip


def mutated(chance: random.Random) -> bytes:
    """Return one of the seeds with a few pieces changed."""
    data = bytearray(chance.choice(SEEDS))
    for _ in range(chance.randrange(1, 9)):
        at = chance.randrange(len(data) + 1)
        how = chance.randrange(4)
        if how == 0:
            data[at:at] = chance.choice(PIECES)
        elif how == 1:
            del data[at : at + chance.randrange(1, 9)]
        elif how == 2 and at < len(data):
            data[at] = chance.randrange(256)
        else:
            data[at:at] = data[: chance.randrange(1, 60)]
    return bytes(data)


def file_once(data: bytes, path: Path) -> str:
    """Read one file; return what became of it."""
    path.write_bytes(data)
    try:
        raw = read.survey(path, key=KEY)
    except SurveyError:
        return "refused"
    rejects = int((raw.rejects["source_row"] > 0).sum())
    if int(raw.files["records"].sum()) != len(raw.listings) + rejects:
        raise AssertionError("the accounts do not add up")
    return "read"


def texts_once(texts: list[str]) -> None:
    """Clean texts with every cleaner of a column; each gives a row for a row."""
    column = pd.Series(texts, dtype="str")
    countries = ["GB", "FR", "DE", "RU"]
    country = pd.Series([countries[i % 4] for i in column.index], dtype="str")
    repaired = clean.text.repair(column)
    tongue = clean.language.identify(repaired, country)
    collected = pd.Series(pd.Timestamp("2017-10-01", tz="UTC"), index=column.index)
    made = [
        repaired,
        clean.text.for_matching(repaired),
        tongue,
        clean.date.collected(column, country),
        clean.date.parse(repaired, tongue["language"], collected, country),
        clean.price.parse(repaired, country.where(country != "GB"), country),
        clean.place.locate(country, repaired, repaired),
        clean.privacy.mask(repaired, country),
    ]
    for table in made:
        if not table.index.equals(column.index):
            raise AssertionError("rows were lost or made")


def main() -> None:
    """Fuzz and print what was found."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--inputs", type=int, default=2_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--seconds", type=float, default=600)
    options.add_argument("--atheris", action="store_true")
    options.add_argument("--json", action="store_true")
    asked = options.parse_args()
    chance = random.Random(asked.seed)
    found: Counter[str] = Counter()
    escaped: dict[str, str] = {}
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:

        def once(data: bytes) -> None:
            name = NAMES[len(data) % len(NAMES)]
            try:
                found[file_once(data, Path(folder) / name)] += 1
            except Exception as error:
                found["escaped"] += 1
                escaped.setdefault(f"{type(error).__name__}: {error}"[:200], data.hex()[:400])

        if asked.atheris:

            def guided(data: bytes) -> None:
                # What escapes ends the run: atheris shows it and keeps the input.
                file_once(data, Path(folder) / NAMES[len(data) % len(NAMES)])

            words = [
                sys.argv[0],
                f"-runs={asked.inputs}",
                f"-max_total_time={asked.seconds:.0f}",
            ]
            atheris.Setup([*words, "-max_len=2000"], guided)
            atheris.Fuzz()
        while sum(found.values()) < asked.inputs and time.monotonic() - start < asked.seconds:
            batch = [mutated(chance) for _ in range(FILES + TEXTS)]
            for data in batch[:FILES]:
                once(data)
            texts = [data.decode("utf-8", "replace") for data in batch[FILES:]]
            try:
                texts_once(texts)
                found["cleaned"] += len(texts)
            except Exception as error:
                found["escaped"] += 1
                escaped.setdefault(f"{type(error).__name__}: {error}"[:200], repr(texts)[:400])
    figures = {"inputs": sum(found.values()), **found, "kinds_escaped": len(escaped)}
    for kind, data in escaped.items():
        print(f"{kind}\n  {data}", file=sys.stderr)
    if asked.json:
        print(json.dumps(figures))
    else:
        print("\n".join(f"{name:16} {number}" for name, number in figures.items()))
    sys.exit(1 if escaped else 0)


if __name__ == "__main__":
    main()
