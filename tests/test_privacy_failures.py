"""When something goes wrong, no personal data of a listing is printed, logged or kept.

The listings say what `personal_data.csv` says must go; a row of `DEEP` makes another function
break, quoting all it was given.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from wildlife_analysis import read
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.reference.errors import DEBUG

ROOT = Path(__file__).resolve().parents[1]
CASES = Path(__file__).parent / "cases" / "personal_data.csv"
MARK = "Kuckuck"  # stands in one listing only
ROW = 40  # the number of its record
# Functions that are broken; whether the very row can be told.
DEEP = [
    ("wildlife_analysis.read.blocks", "listed", False),
    ("wildlife_analysis.clean.text", "repair", True),
    ("wildlife_analysis.clean.language", "identify", True),
    ("wildlife_analysis.clean.privacy", "mask", True),
    ("wildlife_analysis.classify", "listings", True),
    ("wildlife_analysis.duplicates", "keys", True),
    ("wildlife_analysis.pipeline.records", "write", False),
]
# Imported at the start of every Python process, workers included.
BROKEN = """
import importlib, os
import pandas as pd

def told(value):
    if hasattr(value, "to_pylist"):
        return str(value.to_pylist())
    if isinstance(value, (pd.DataFrame, pd.Series)):
        return str(value.to_dict())
    if isinstance(value, dict):
        return str({key: told(one) for key, one in value.items()})
    if isinstance(value, (list, tuple)):
        return str([told(one) for one in value])
    if type(value).__module__.startswith("wildlife_analysis.") and hasattr(value, "__dict__"):
        return told(vars(value))
    return repr(value)

def breaking(function):
    def broken(*arguments, **named):
        text = " ".join(map(told, [*arguments, *named.values()]))
        if os.environ["BROKEN_MARK"] in text:
            raise ValueError(text)
        return function(*arguments, **named)
    return broken

if os.environ.get("BROKEN"):
    module, name = os.environ["BROKEN"].split(":")
    place = importlib.import_module(module)
    setattr(place, name, breaking(getattr(place, name)))
if os.environ.get("TALKATIVE"):
    import logging, warnings
    logging.basicConfig(level=1)
    logging.captureWarnings(True)
    warnings.simplefilter("always")
"""


def planted() -> pd.DataFrame:
    """Texts with what must go out of them."""
    cases = pd.read_csv(CASES, dtype="str", keep_default_na=False)
    return cases[cases["must_go"].str.len() > 6].reset_index(drop=True)


def secrets() -> list[str]:
    parts = {part for cell in planted()["must_go"] for part in cell.split("|")}
    return sorted(part for part in parts if len(part) > 5 and part not in "Joe example.org")


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of listings that say who sells, where and under which number."""
    cases = planted()
    text = cases["text"].where(cases.index != ROW - 1, f"{MARK} " + cases["text"])
    rows = pd.DataFrame(
        {
            "listing_id": [str(n) for n in cases.index],
            "marketplace": "example.org",
            "country": cases["country"],
            "title": "Grey parrot " + text,
            "description": text,
            "price": "100 " + cases["must_go"].str.split("|").str[0],
            "location": text,
            "seller": cases["must_go"],
            "posted": "2018-03-01 " + text,
        }
    )
    path = tmp_path_factory.mktemp("personal") / "ads.csv"
    rows.to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def hook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hook")
    (folder / "sitecustomize.py").write_text(BROKEN, encoding="utf-8")
    return folder


def run(
    hook: Path, *words: Path | str, **environment: str
) -> "subprocess.CompletedProcess[str]":
    paths = os.pathsep.join([str(hook), str(ROOT)])
    return subprocess.run(
        [sys.executable, "-m", "wildlife_analysis", *map(str, words)],
        capture_output=True, text=True, cwd=ROOT,
        env=os.environ | {"PYTHONPATH": paths, "BROKEN_MARK": MARK} | environment,
    )  # fmt: skip


def nothing_in(text: str) -> None:
    found = [secret for secret in secrets() if secret in text]
    assert not found, found


def test_enough_is_planted(raw: Path) -> None:
    text = raw.read_text(encoding="utf-8")
    assert len(secrets()) > 150
    assert all(secret in text.replace('""', '"') for secret in secrets())
    assert sum(MARK in line for line in text.splitlines()) == 1


@pytest.mark.parametrize(("module", "name", "row_known"), DEEP)
def test_an_error_nobody_foresaw_quotes_no_listing(
    module: str, name: str, row_known: bool, raw: Path, hook: Path, tmp_path: Path
) -> None:
    words = ["process", raw, "--survey", "x", "--output", tmp_path / "out"]
    done = run(hook, *words, BROKEN=f"{module}:{name}")
    said = done.stdout + done.stderr
    assert done.returncode == 3, said
    assert "Traceback" not in said and "ValueError at " in said and DEBUG in said
    assert raw.name in said and "wildlife_analysis/" in said
    assert (f"{raw.name}, row {ROW}" in said) == row_known, said
    assert MARK not in said
    nothing_in(said)
    for path in (tmp_path / "out").rglob("*"):
        if path.is_file():
            assert MARK.encode() not in path.read_bytes(), path


def test_nor_does_one_of_a_worker_process(raw: Path, hook: Path, tmp_path: Path) -> None:
    words = ["process", raw, "--survey", "x", "--workers", "2", "--output", tmp_path / "out"]
    done = run(hook, *words, BROKEN="wildlife_analysis.classify:listings")
    said = done.stdout + done.stderr
    assert done.returncode == 3, said
    assert f"{raw.name}, row {ROW}" in said and "Traceback" not in said
    nothing_in(said)


def test_who_asks_for_it_sees_all(raw: Path, hook: Path, tmp_path: Path) -> None:
    words = ["process", raw, "--survey", "x", "--output", tmp_path / "out"]
    done = run(hook, *words, BROKEN="wildlife_analysis.classify:listings", **{DEBUG: "1"})
    assert done.returncode == 3
    assert "Traceback" in done.stderr and MARK in done.stderr


def test_the_most_talkative_run_says_nothing_of_them(
    raw: Path, hook: Path, tmp_path: Path
) -> None:
    """Every logger at its lowest level, every warning."""
    out = tmp_path / "out"
    for more in ((), ("--workers", "2")):
        words = ["process", raw, "--survey", "x", "--output", out, *more]
        done = run(hook, *words, TALKATIVE="1")
        assert done.returncode in (0, 1), done.stderr
        nothing_in(done.stdout + done.stderr)
    for words in (["check", out, "--raw", raw.parent], ["check", out, "--quick"]):
        done = run(hook, *words, TALKATIVE="1")
        nothing_in(done.stdout + done.stderr)


def test_what_is_set_aside_and_why_is_masked(raw: Path, hook: Path, tmp_path: Path) -> None:
    """Records with too many fields, without a title and cut off; of no known country."""
    told = pd.read_csv(raw, dtype="str").assign(price="100", posted="2018-03-01")
    told = told[["title", "seller", "price", "location"]].replace(";", ",", regex=True)
    texts = told["location"].str.replace('"', "").tolist()
    ragged = ["title;seller;price;location", *(f"Boa;x;5;{text};y;z" for text in texts)]
    cut = [json.dumps({"price": "100", "description": text}) for text in texts]
    cut += [f'{{"description": "{text}", "title": ' for text in texts]
    cut += [json.dumps({"title": "Boa"})]
    files = [tmp_path / "ragged.csv", tmp_path / "cut.jsonl"]
    for path, rows in zip(files, (ragged, cut), strict=True):
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    done = run(hook, "process", *files, "--survey", "x", "--output", tmp_path / "out")
    assert done.returncode == 1, done.stderr
    nothing_in(done.stdout + done.stderr)
    rejects = pd.read_parquet(tmp_path / "out" / "rejects.parquet")
    assert len(rejects) > 2.9 * len(texts), rejects["reason"].value_counts()
    nothing_in(" ".join(rejects["raw_text"]))


def test_a_first_row_that_is_a_listing_is_not_quoted(tmp_path: Path) -> None:
    for number, text in enumerate(planted()["text"]):
        path = tmp_path / f"{number}.csv"
        cells = pd.DataFrame([["Boa", text, "Joe Example", "250"], ["Uhu", "x", "y", "7"]])
        cells.to_csv(path, index=False, header=False)
        with pytest.raises(SurveyError, match="no header is a title") as caught:
            read.survey([path], key=bytes(32), survey_id="x")
        nothing_in(str(caught.value))
