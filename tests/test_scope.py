"""The scope rule: codes, taxa of any rank, lists in a file; applied to tables made before."""

from pathlib import Path

import pandas as pd
import pytest

from wildlife_analysis import classify, count
from wildlife_analysis.reference import Survey, SurveyError, load_survey

SPECIMENS = pd.DataFrame(
    {
        "scientific_name": [
            "Psittacus erithacus", "Testudo hermanni", "Odobenus rosmarus", "Python regius",
            "Trachemys scripta", "Caretta caretta",
        ],
        "appendix": ["I", "II", "III", "II", None, "I"],
        "eu_annex": ["A", "A", "B", "B", "B", "A"],
    }
)  # fmt: skip
RULES = [
    (("I", "II"), [0, 1, 3, 5]),
    (("I", "A"), [0, 1, 5]),
    (("I", "II", "III", "A", "B"), [0, 1, 2, 3, 4, 5]),
    (("Testudines",), [1, 4, 5]),
    (("Psittacidae", "Python"), [0, 3]),
    (("III", "Caretta caretta"), [2, 5]),
]


@pytest.mark.parametrize(("scope", "rows"), RULES, ids=str)
def test_rules_count_what_they_name(scope: tuple[str, ...], rows: list[int]) -> None:
    for function in (classify.in_scope, count.in_scope):
        assert (
            SPECIMENS.index[function(SPECIMENS, Survey(id="x", scope=scope).scope)].tolist()
            == rows
        )


def survey(folder: Path, scope: str) -> Survey:
    (folder / "survey.toml").write_text(f"scope = {scope}\n", encoding="utf-8")
    return load_survey(folder)


def test_lists_stand_in_a_file_beside_the_survey(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(
        "scientific_name,why\nPython reticulatus,a synonym\nElephantidae,\n", encoding="utf-8"
    )
    found = survey(tmp_path, '["I", "mine.csv"]')
    assert found.scope == ("I", "Malayopython reticulatus", "Elephantidae")


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        ("[]", "scope is empty"),
        ('"I"', "scope is a list"),
        ("[1]", "in quotes"),
        ('["IV"]', "'IV' is neither a code nor a known taxon"),
        ('["Testudo hermani"]', "nearest: Testudo hermanni"),
        ('["none.csv"]', "none.csv: no such table"),
        ('["wrong.csv"]', "column scientific_name is missing"),
        ('["bad.csv"]', r"bad.csv, row 3: scope 'Draco draconis'"),
    ],
)
def test_wrong_rules_are_told(tmp_path: Path, scope: str, told: str) -> None:
    (tmp_path / "wrong.csv").write_text("name\nPython regius\n", encoding="utf-8")
    (tmp_path / "bad.csv").write_text(
        "scientific_name\nPython regius\nDraco draconis\n", encoding="utf-8"
    )
    with pytest.raises(SurveyError, match=told):
        survey(tmp_path, scope)


def test_processed_tables_are_scoped_again_without_reading(mini: Path) -> None:
    processed = count.load(mini / "processed" / "2018")
    parrots = count.counted(processed, scope=("Psittaciformes",))
    everything = count.counted(processed, scope=("I", "II", "III", "A", "B"))
    assert 0 < len(parrots) < len(everything)
    assert set(parrots["subgroup"]) == {"parrot"}
