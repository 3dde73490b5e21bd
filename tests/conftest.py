"""What several test modules use."""

import os
from pathlib import Path

import pytest

# Checklists that a user has loaded are not part of the tests; compiled terms are kept.
CHECKOUT = Path(__file__).resolve().parents[1]
os.environ["WILDLIFE_ANALYSIS_HOME"] = str(CHECKOUT / "tests" / "no-home")
os.environ.setdefault("WILDLIFE_ANALYSIS_CACHE", str(CHECKOUT / "data" / "cache"))

from wildlife_analysis import pipeline, report, simulate  # noqa: E402

SHARED = Path(__file__).resolve().parents[2] / "shared"

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(),
    reason="the data sets made by others (../shared) are not on this machine",
)


@pytest.fixture(scope="session")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two small replica surveys, raw and processed."""
    folder = tmp_path_factory.mktemp("mini")
    for survey, size in (("2014", 400), ("2018", 300)):
        simulate.survey(survey, folder / "raw" / survey, listings=size, seed=3)
        pipeline.process(
            [folder / "raw" / survey], folder / "processed" / survey, key_file=folder / "key"
        )
    return folder


@pytest.fixture(scope="session")
def pages(mini: Path) -> dict[str, Path]:
    """The report on the small surveys, a page a language."""
    made = report.build(
        mini / "processed" / "2018", baseline=mini / "processed" / "2014",
        languages=("en", "fr"), output=mini / "reports",
    )  # fmt: skip
    return {path.parent.name: path for path in made}
