"""`check` makes a run or a report again, and says precisely what differs."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import wildlife_analysis
from tests.notebook import NOTEBOOKS
from wildlife_analysis import pipeline, report
from wildlife_analysis.__main__ import main
from wildlife_analysis.reference.options import read_options

ADS = """listing_id,country,marketplace,title,price,url
a,DE,ebay.de,2 Griechische Landschildkröten,100 EUR,https://x.example/a
b,DE,ebay.de,Graupapagei zahm,900 EUR,https://x.example/b
c,FR,leboncoin.fr,Tortue d'Hermann,80 EUR,https://x.example/c
d,GB,preloved.co.uk,Royal python male,60 GBP,https://x.example/d
"""
TOML = """id = "{name}"
title = "Tiny survey"
scope = ["I", "II"]
fieldwork_from = {first}
fieldwork_to = {last}
"""
DAYS = {"before": ("2014-01-20", "2014-03-02"), "tiny": ("2017-09-18", "2017-10-29")}


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project with a survey of four listings in two files, and an earlier one."""
    for name, (first, last) in DAYS.items():
        raw = tmp_path / "data" / "raw" / name
        raw.mkdir(parents=True)
        (raw / "survey.toml").write_text(TOML.format(name=name, first=first, last=last))
        head, *rows = ADS.splitlines(keepends=True)
        (raw / "one.csv").write_text(head + "".join(rows[:2]), encoding="utf-8")
        (raw / "two.csv").write_text(head + "".join(rows[2:]), encoding="utf-8")
    monkeypatch.setattr(pipeline, "ROOT", tmp_path)
    yield tmp_path


def processed(root: Path, name: str = "tiny", **more: object) -> Path:
    folder = root / "data" / "processed" / name
    pipeline.process([root / "data" / "raw" / name], folder, **more)  # type: ignore[arg-type]
    return folder


def test_a_run_that_stands(tiny: Path) -> None:
    folder = processed(tiny)
    assert pipeline.check(folder) == ([], "")
    done = CliRunner().invoke(main, ["check", str(folder)])
    assert done.exit_code == 0
    assert "all stands" in done.output


def test_a_changed_cell_of_a_table(tiny: Path) -> None:
    folder = processed(tiny)
    table = pd.read_parquet(folder / "specimens.parquet")
    table.loc[table["listing_id"] == "a", "specimen_count"] = 5
    table.to_parquet(folder / "specimens.parquet", index=False)
    findings = pipeline.check(folder).findings
    assert findings == [
        f"{folder / 'specimens.parquet'}: changed since it was written",
        "made again: specimens: specimen_count differs in 1 rows, first "
        "a Testudo hermanni live: recorded 5, now 2",
    ]


def test_a_changed_raw_row(tiny: Path) -> None:
    folder = processed(tiny)
    raw = tiny / "data" / "raw" / "tiny" / "one.csv"
    raw.write_text(raw.read_text("utf-8").replace("2 Griechische", "3 Griechische"), "utf-8")
    findings = pipeline.check(folder).findings
    assert findings[0] == f"{raw}: changed since the run read it"
    assert (
        "made again: listings: title differs in 1 rows, first a (one.csv, row 1): "
        "recorded '2 Griechische Landschildkröten', now '3 Griechische Landschildkröten'"
    ) in findings
    assert [f for f in findings if "specimen_count" in f and "recorded 2, now 3" in f]
    raw.write_text(raw.read_text("utf-8") + "e,DE,ebay.de,Landschildkröte,,\n", "utf-8")
    findings = pipeline.check(folder).findings
    assert (
        "made again: listings: 1 rows only in the table made now, first e (one.csv, row 3)"
        in findings
    )


def test_a_missing_and_a_new_raw_file(tiny: Path) -> None:
    folder = processed(tiny)
    raw = tiny / "data" / "raw" / "tiny"
    new = raw / "three.csv"
    new.write_text("listing_id,country,title\nz,DE,Hund\n")
    findings = pipeline.check(folder).findings
    assert f"{new}: read now, not by the run" in findings
    assert [f for f in findings if "first z (three.csv, row 1)" in f]
    new.unlink()
    (raw / "two.csv").rename(tiny / "two.csv")
    findings, not_done = pipeline.check(folder)
    assert findings == [f"{raw / 'two.csv'}: missing; the run read 2 records from it"]
    assert not_done == "raw files are missing"
    assert CliRunner().invoke(main, ["check", str(folder)]).exit_code == 1
    shutil.rmtree(raw)
    findings, not_done = pipeline.check(folder)
    assert not findings
    assert "--raw" in not_done


def test_a_removed_output(tiny: Path) -> None:
    folder = processed(tiny)
    (folder / "rejects.parquet").unlink()
    assert pipeline.check(folder).findings == [
        f"{folder / 'rejects.parquet'}: missing",
        "made again: rejects: there is such a table only made now",
    ]


def test_another_version_of_a_reference_table(tiny: Path) -> None:
    """A copy of the package, in which the grey parrot is in Annex B, checks this one's run."""
    folder = processed(tiny)
    package = Path(wildlife_analysis.__file__).parent
    copy = tiny / "other" / "wildlife_analysis"
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__"))
    path = copy / "reference" / "appendices.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    own = table["scientific_name"] == "Psittacus erithacus"
    own &= table["code"] == "A"
    table.loc[own, "code"] = "B"
    table.to_csv(path, index=False)
    done = subprocess.run(
        [sys.executable, "-m", "wildlife_analysis", "check", str(folder),
         "--raw", str(tiny / "data" / "raw" / "tiny")],
        cwd=tiny / "other", capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(tiny / "other")},
    )  # fmt: skip
    lines = done.stdout.splitlines()
    assert done.returncode == 1, done.stderr
    assert lines[0] == "reference/appendices.csv: differs from the table the run used"
    assert [
        one for one in lines
        if "specimens: eu_annex differs in 1 rows, first b Psittacus erithacus live" in one
    ]  # fmt: skip


def test_a_run_linked_with_an_earlier_survey(tiny: Path) -> None:
    before = processed(tiny, "before")
    folder = processed(tiny, against=before)
    assert len(pd.read_parquet(folder / "duplicates.parquet")) > 0
    assert pipeline.check(folder) == ([], "")
    table = pd.read_parquet(before / "listings.parquet")
    table.loc[0, "url"] = "https://other.example/"
    table.to_parquet(before / "listings.parquet", index=False)
    assert f"{before / 'listings.parquet'}: changed since the run linked it" in (
        pipeline.check(folder).findings
    )
    elsewhere = tiny / "elsewhere"
    before.rename(elsewhere)
    assert "--against" in pipeline.check(folder).not_done
    done = CliRunner().invoke(main, ["check", str(folder), "--against", str(elsewhere)])
    assert "changed since the run linked it" in done.output


def test_an_alternative_is_made_with_its_options(tiny: Path) -> None:
    options = read_options(["assumed_one=drop"])
    folder = processed(tiny, options=options)
    assert pipeline.check(folder) == ([], "")


def test_a_report_is_made_again(tiny: Path) -> None:
    """With one notebook, for speed; in a language that the notebooks are not shown in."""
    folder = processed(tiny)
    notebooks = tiny / "notebooks"
    notebooks.mkdir()
    shutil.copy(NOTEBOOKS / "06_country_pages.ipynb", notebooks)
    report.build(
        folder, baseline=None, languages=("en", "fr"), output=tiny / "reports",
        folder_of_notebooks=notebooks,
    )  # fmt: skip
    made = tiny / "reports" / "fr"
    table = made / "tables" / "DE_case_products.csv"
    real = table.read_text("utf-8")
    assert "live,2," in real
    table.write_text(real.replace("live,2,", "live,7,"), "utf-8")
    (made / "figures" / "DE_case_taxa.svg").unlink()
    cells = pd.read_parquet(folder / "specimens.parquet")
    cells.loc[cells["listing_id"] == "c", "specimen_count"] = 4
    cells.to_parquet(folder / "specimens.parquet", index=False)
    findings, not_done = pipeline.check(made, notebooks=notebooks)
    assert f"{table}: changed since it was written" in findings
    assert f"{made / 'figures' / 'DE_case_taxa.svg'}: missing" in findings
    specimens = folder / "specimens.parquet"
    assert f"{specimens}: changed since the report was made from it" in findings
    again = [f.removeprefix("made again: ") for f in findings if f.startswith("made again")]
    assert "tables/DE_case_products.csv: row 1 (live), listings: recorded '7', now '2'" in again
    counted = "tables/FR_case_headline.csv: row 2 (specimens), value: recorded '1.0', now '4.0'"
    assert counted in again
    assert "figures/DE_case_taxa.svg: only made now" in again
    assert "annual_report.html: other bytes than those recorded" in again
    # What the changes do not touch comes out the same to the byte.
    touched = ("DE_case_products.csv", "DE_case_taxa.svg", "FR_case_", "annual_report.")
    touched += ("tables.xlsx", "trace.html")
    assert not [one for one in again if not one.split("/")[-1].startswith(touched)]
    assert "notebooks" in not_done
    shutil.rmtree(folder)
    assert "--processed" in pipeline.check(made, notebooks=notebooks).not_done
