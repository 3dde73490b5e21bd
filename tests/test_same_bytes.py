"""Same input, same bytes: shuffled rows, another time zone, locale and hash seed."""

import gzip
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.test_trace import packed
from wildlife_analysis import provenance
from wildlife_analysis.provenance.checking import IDENTITY

ELSEWHERE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "", "PYTHONHASHSEED": "7"}
# What of a figure of the trace page says which rows it has.
ROWS = ("steps", "given", "of")
AGAIN = """
import sys
from pathlib import Path
from wildlife_analysis import pipeline, report

if __name__ == "__main__":
    folder, key = Path(sys.argv[1]), Path(sys.argv[2])
    for survey in ("2014", "2018"):
        pipeline.process(
            [folder / "raw" / survey], folder / "processed" / survey, key_file=key
        )
    report.build(
        folder / "processed" / "2018", baseline=folder / "processed" / "2014",
        languages=("en",), output=folder / "reports",
    )
"""


def records(data: bytes, *, lines: bool) -> list[bytes]:
    """Split a file into its records; a quoted field may hold line breaks."""
    found, record = [], b""
    for line in data.splitlines(keepends=True):
        record += line
        if lines or record.count(b'"') % 2 == 0:
            found.append(record)
            record = b""
    return [*found, record] if record else found


def shuffle(source: Path, target: Path) -> int:
    """Copy a raw survey with the rows of each file in another order."""
    target.mkdir(parents=True)
    moved = 0
    for path in sorted(source.iterdir()):
        data = path.read_bytes()
        if path.suffix == ".gz":
            text = gzip.decompress(data)
            wide = text.startswith((b"\xff\xfe", b"\xfe\xff"))
            text = text.decode("utf-16").encode() if wide else text
            lines = ".jsonl" in path.name
            rows = records(text, lines=lines)
            head, body = (rows[:0], rows) if lines else (rows[:1], rows[1:])
            body[-1] = body[-1].rstrip(b"\r\n") + b"\n"
            order = list(body)
            random.Random(5).shuffle(order)
            moved += order != body
            text = b"".join(head + order)
            data = gzip.compress(text.decode().encode("utf-16") if wide else text)
        (target / path.name).write_bytes(data)
    return moved


@pytest.fixture(scope="module")
def elsewhere(mini: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("elsewhere")
    for survey in ("2014", "2018"):
        assert shuffle(mini / "raw" / survey, folder / "raw" / survey) >= 4
    script = folder / "again.py"
    script.write_text(AGAIN)
    subprocess.run(
        [sys.executable, script, folder, mini / "key"],
        env=os.environ | ELSEWHERE | {"PYTHONPATH": os.pathsep.join(sys.path)},
        check=True,
        capture_output=True,
    )
    return folder


@pytest.mark.parametrize("survey", ["2014", "2018"])
def test_row_order_touches_the_row_numbers_alone(
    mini: Path, elsewhere: Path, survey: str
) -> None:
    folders = [base / "processed" / survey for base in (mini, elsewhere)]
    found = provenance.differences(*folders, but=("source_row",))
    assert not [line for line in found if not line.startswith("rejects")]
    rejects = [
        pd.read_parquet(folder / "rejects.parquet").drop(columns="source_row")
        for folder in folders
    ]
    one, other = (t.sort_values(list(t.columns), ignore_index=True) for t in rejects)
    pd.testing.assert_frame_equal(one, other)
    listings = [pd.read_parquet(folder / "listings.parquet") for folder in folders]
    assert listings[0]["listing_id"].tolist() != listings[1]["listing_id"].tolist()
    assert set(IDENTITY) >= {path.stem for path in folders[0].glob("*.parquet")}


def test_the_report_is_the_same_bytes(pages: dict[str, Path], elsewhere: Path) -> None:
    here, there = pages["en"].parent, elsewhere / "reports" / "en"
    kinds = ("tables/*.csv", "figures/*.svg", "figures/*.png", "annual_report.*")
    names = [p.relative_to(here) for kind in kinds for p in sorted(here.glob(kind))]
    assert len(names) > 45
    assert {p.suffix for p in names} >= {".csv", ".svg", ".png", ".html", ".pdf"}
    unlike = [str(n) for n in names if (here / n).read_bytes() != (there / n).read_bytes()]
    assert not unlike


def test_the_trace_page_holds_the_same_rows(pages: dict[str, Path], elsewhere: Path) -> None:
    """All but what the order of the raw rows may touch: the row's number, an id made of it."""
    here = packed(pages["en"].parent / "trace.html")
    there = packed(elsewhere / "reports" / "en" / "trace.html")
    assert list(here["figures"]) == list(there["figures"])
    loose = [here["columns"].index(c) for c in ("listing_id", "duplicate_of", "source_row")]
    for name, one in here["figures"].items():
        other = there["figures"][name]
        assert {k: v for k, v in one.items() if k not in ROWS} == {
            k: v for k, v in other.items() if k not in ROWS
        }
        assert listed(here, one, loose) == listed(there, other, loose), name


def listed(data: dict[str, Any], figure: dict[str, Any], loose: list[int]) -> list[str]:
    """List the rows behind a figure, in an order of their own."""
    number, found = 0, []
    for place, step in enumerate(figure["steps"]):
        number += step
        row = [v for i, v in enumerate(data["rows"][number]) if i not in loose]
        for kind in ("given", "of"):
            value = figure.get(kind)
            row.append(value[place] if isinstance(value, list) else value)
        found.append(repr(row))
    return sorted(found)
