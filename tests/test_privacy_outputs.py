"""What a run writes and says holds no name, number or address of an advertiser."""

import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pandas as pd

from tests.conftest import Made
from wildlife_analysis.pipeline.records import read_table
from wildlife_analysis.simulate.texts import NAMES, PHONES


def _planted() -> tuple[set[str], re.Pattern[str]]:
    """Return the names that replicas plant, and a pattern of their numbers and addresses."""
    names = {name for group in NAMES.values() for name in group}
    numbers = []
    for group in PHONES.values():
        for form in group:
            pieces = re.split(r"\{[^}]*\}", form)
            widths = [int(w) for w in re.findall(r"\{:0(\d)d\}", form)] + [0]
            numbers.append(
                "".join(
                    re.escape(piece) + (rf"\d{{{width}}}" if width else "")
                    for piece, width in zip(pieces, widths, strict=True)
                )
            )
    return names, re.compile("|".join(numbers) + r"|@example\.\w+")


def _texts(path: Path) -> str:
    if path.suffix == ".parquet":
        return pd.read_parquet(path).to_csv()
    if path.suffix == ".arrow":
        return str(read_table(path).to_pandas().to_csv())
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return "\n".join(
                book.read(name).decode("utf-8", "replace") for name in book.namelist()
            )
    if path.suffix == ".pdf":
        program = shutil.which("pdftotext")
        if program is not None:
            words = [program, str(path), "-"]
            return subprocess.run(words, capture_output=True, text=True, check=True).stdout
    if path.suffix in (".png", ".npz"):
        return ""
    return path.read_bytes().decode("utf-8", "replace")


def test_nothing_that_was_planted_is_published(mini: Path) -> None:
    names, pattern = _planted()
    raw = mini / "raw" / "2018"
    from wildlife_analysis import read

    listings = read.survey(raw, key=b"0123456789abcdef0123456789abcdef").listings
    before = " ".join(listings["title"].fillna("") + " " + listings["description"].fillna(""))
    assert pattern.search(before) and any(name in before for name in names)  # they were there
    files = [p for p in (mini / "processed").rglob("*") if p.is_file()]
    assert {"listings.parquet", "listings.arrow", "manifest.json"} <= {p.name for p in files}
    _search(files, (mini / "key").read_text(encoding="utf-8").strip())


def _search(files: list[Path], key: str) -> None:
    """Assert that no file shows an advertiser or the key of the sellers."""
    names, pattern = _planted()
    for path in files:
        text = _texts(path)
        assert not pattern.search(text), (path, json.dumps(pattern.findall(text)[:3]))
        assert not [name for name in names if name in text], path
        assert key not in text, path


def test_nor_does_a_report_show_it(made: Made) -> None:
    """Pages, sheets, drawings, executed notebooks, and what is kept for the next run."""
    files = [p for p in made.output.rglob("*") if p.is_file()]
    kinds = {path.suffix for path in files}
    assert {".html", ".ipynb", ".csv", ".svg", ".xlsx", ".json", ".parquet"} <= kinds
    _search(files, (made.processed.parent / "key").read_text(encoding="utf-8").strip())
