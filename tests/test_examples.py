"""The examples of the Python reference are run, and give what they say."""

import doctest
import importlib
from pathlib import Path

import pandas as pd
import pytest

from wildlife_analysis import count

ROOT = Path(__file__).resolve().parents[1]
ROOMS = (
    "charts",
    "classify",
    "clean",
    "compare",
    "count",
    "duplicates",
    "pipeline",
    "provenance",
    "read",
    "reference",
    "review",
    "simulate",
    "words",
)
MODULES = sorted(
    ".".join(path.with_suffix("").relative_to(ROOT).parts).removesuffix(".__init__")
    for path in (ROOT / "wildlife_analysis").rglob("*.py")
    # The examples of ``explore`` have a test of their own.
    if ">>> " in path.read_text(encoding="utf-8") and path.parent.name != "explore"
)


@pytest.mark.parametrize("name", [n for n in MODULES if n != "wildlife_analysis"])
def test_examples_give_what_they_say(name: str, mini: Path, tmp_path: Path) -> None:
    given = {room: importlib.import_module(f"wildlife_analysis.{room}") for room in ROOMS}
    given |= {
        "pd": pd,
        "raw": mini / "raw" / "2018",
        "processed": mini / "processed",
        "survey": count.load(mini / "processed" / "2018"),
        "baseline": count.load(mini / "processed" / "2014"),
        "folder": tmp_path,
    }
    found = doctest.testmod(importlib.import_module(name), extraglobs=given)
    assert found.attempted >= 1
    assert found.failed == 0


def test_most_of_what_counts_and_compares_has_an_example() -> None:
    assert len(MODULES) > 15
