"""What several test modules use."""

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

# Checklists that a user has loaded are not part of the tests; compiled terms are kept.
CHECKOUT = Path(__file__).resolve().parents[1]
os.environ["WILDLIFE_ANALYSIS_HOME"] = str(CHECKOUT / "tests" / "no-home")
os.environ.setdefault("WILDLIFE_ANALYSIS_CACHE", str(CHECKOUT / "data" / "cache"))

from wildlife_analysis import pipeline, report, simulate  # noqa: E402
from wildlife_analysis.words import languages  # noqa: E402

SHARED = Path(__file__).resolve().parents[2] / "shared"

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(),
    reason="the data sets made by others (../shared) are not on this machine",
)


@pytest.fixture(scope="session")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two small replica surveys, raw and processed."""
    folder = tmp_path_factory.mktemp("mini")
    # One key for all workers: bytes that hang on the keys of sellers are compared between them.
    (folder / "key").write_text(bytes(range(32)).hex() + "\n", encoding="ascii")
    (folder / "key").chmod(0o600)
    for survey, size in (("2014", 400), ("2018", 300)):
        simulate.survey(survey, folder / "raw" / survey, listings=size, seed=3)
        pipeline.process(
            [folder / "raw" / survey], folder / "processed" / survey, key_file=folder / "key"
        )
    return folder


@dataclass(frozen=True)
class Made:
    """A report in every language, and what it was made from."""

    processed: Path
    output: Path

    @property
    def pages(self) -> dict[str, Path]:
        return {one: self.output / one / "annual_report.html" for one in languages()}


@pytest.fixture(scope="session")
def made(mini: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Made:
    """The report on the small surveys in every language; made once for all workers."""
    base = tmp_path_factory.getbasetemp()
    base = base if worker_id == "master" else base.parent
    note = base / "report.txt"
    with (base / "report.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not note.exists():
            report.build(
                mini / "processed" / "2018", baseline=mini / "processed" / "2014",
                languages=languages(), output=mini / "reports",
            )  # fmt: skip
            note.write_text(str(mini), encoding="utf-8")
    folder = Path(note.read_text(encoding="utf-8"))
    return Made(folder / "processed", folder / "reports")


@pytest.fixture(scope="session")
def pages(made: Made) -> dict[str, Path]:
    """The report on the small surveys, a page a language."""
    return made.pages
