"""The wheel works where there is no repository: notebooks, tables and words travel inside."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from wildlife_analysis import __version__
from wildlife_analysis.reference import home

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and unpack it alone into a folder: what an installation does."""
    base = tmp_path_factory.mktemp("wheel")
    build = "from hatchling.ouroboros import build_wheel; import sys; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(base)], cwd=ROOT, check=True)
    (wheel,) = base.glob("*.whl")
    assert f"-{__version__}-" in wheel.name
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(base / "site")
    return base / "site"


def run(installed: Path, folder: Path, *arguments: str) -> str:
    own = {k: v for k, v in os.environ.items() if not k.startswith("WILDLIFE_ANALYSIS")}
    own |= {"PYTHONPATH": str(installed), "XDG_DATA_HOME": str(folder / "own")}
    own["WILDLIFE_ANALYSIS_CACHE"] = str(home.cache_folder())  # the compiled terms, by content
    done = subprocess.run(
        [sys.executable, "-m", "wildlife_analysis", *arguments],
        cwd=folder,
        env=own,
        capture_output=True,
        text=True,
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def test_every_table_word_file_and_notebook_is_in_the_wheel(installed: Path) -> None:
    package = ROOT / "wildlife_analysis"
    inside = installed / "wildlife_analysis"
    for path in package.rglob("*"):
        if path.suffix in (".py", ".csv", ".ftl", ".json", ".html", ".css", ".js"):
            assert (inside / path.relative_to(package)).is_file(), path
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        assert (inside / "notebooks" / path.name).is_file(), path


def test_the_wheel_alone_processes_and_reports(installed: Path, tmp_path: Path) -> None:
    run(installed, tmp_path, "simulate", "--survey", "2018", "--listings", "60",
        "--output", "data/raw/2018")  # fmt: skip
    run(installed, tmp_path, "process", "data/raw/2018", "--output", "data/processed/2018")
    listings = pd.read_parquet(tmp_path / "data" / "processed" / "2018" / "listings.parquet")
    assert len(listings) > 0
    # One of its notebooks, for the time that six take.
    chosen = tmp_path / "notebooks"
    chosen.mkdir()
    name = "01_survey_quality.ipynb"
    shutil.copy(installed / "wildlife_analysis" / "notebooks" / name, chosen)
    run(installed, tmp_path, "report", "--survey", "2018", "--language", "de",
        "--notebooks", "notebooks")  # fmt: skip
    page = tmp_path / "reports" / "2018" / "de" / "annual_report.html"
    assert "Simulierte Daten." in page.read_text(encoding="utf-8")
