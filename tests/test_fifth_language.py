"""A language is rows: a copy of the package reads a fifth one after a dozen were added."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import wildlife_analysis

PACKAGE = Path(wildlife_analysis.__file__).parent
ROWS = Path(__file__).parent / "cases" / "fifth_language.csv"
ADS = """listing_id,country,title,description
a,NL,Grijze roodstaarten te koop,"een koppel, heel tam, voor de liefhebber"
b,NL,Gezocht: koningspython,het liefst tam
c,NL,Te koop: slagtand voor het museum,
"""


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    """Process the ads with the copy; only the new rows are terms, for speed."""
    folder = tmp_path_factory.mktemp("fifth")
    copy = folder / "wildlife_analysis"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "*.ftl"))
    for path in (copy / "reference" / "terms").glob("*.csv"):
        path.unlink()
    for line in ROWS.read_text(encoding="utf-8").splitlines()[1:]:
        name, _, row = line.partition(";")
        with (copy / "reference" / name).open("a", encoding="utf-8") as handle:
            handle.write(row + "\n")
    (folder / "ads.csv").write_text(ADS, encoding="utf-8")
    environment = os.environ | {
        "PYTHONPATH": str(folder),
        "WILDLIFE_ANALYSIS_HOME": str(folder / "home"),
        "WILDLIFE_ANALYSIS_CACHE": str(folder / "cache"),
    }
    (folder / "data").mkdir()
    command = [sys.executable, "-m", "wildlife_analysis", "process", "ads.csv", "--survey", "x"]
    done = subprocess.run(
        [*command, "--output", "out"], cwd=folder, env=environment, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return {
        n: pd.read_parquet(folder / "out" / f"{n}.parquet") for n in ("listings", "specimens")
    }


def test_its_ads_are_told_from_those_of_the_others(read: dict[str, pd.DataFrame]) -> None:
    assert read["listings"]["language"].tolist() == ["nl", "nl", "nl"]


def test_its_words_say_what_is_offered(read: dict[str, pd.DataFrame]) -> None:
    assert read["listings"]["offer"].tolist() == ["sale", "wanted", "sale"]
    found = read["specimens"][["listing_id", "scientific_name", "product", "specimen_count"]]
    assert found.values.tolist() == [
        ["a", "Psittacus erithacus", "live", 2],
        ["c", "Elephantidae", "ivory", 1],
    ]
