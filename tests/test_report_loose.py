"""The report on loose files: no survey.toml, no coverage.csv, little that is known."""

import re
from pathlib import Path

import pandas as pd
import pytest

from tests.notebook import NOTEBOOKS, run
from wildlife_analysis import count, pipeline
from wildlife_analysis.report import Only, page
from wildlife_analysis.words import languages

# One listing with a title only, of unknown country; several of several countries; a country
# that is known beside one that is not.
FILES = {
    "one": "title\nIvory netsuke\n",
    "some": (
        "title,price,country,posted,marketplace\n"
        "2 grey parrots,500 EUR,France,2018-01-04,leboncoin.fr\n"
        "Griechische Landschildkröten,90 €,Germany,2018-01-05,\n"
        "Попугай жако,20000 руб,,,\n"
        "Toy elephant,5 EUR,,,\n"
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_loose_files_have_a_report_in_every_language(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "_printer", lambda: None)  # the PDF is the page, printed
    (tmp_path / "ads.csv").write_text(FILES[name], encoding="utf-8")
    folder = tmp_path / "2030"
    pipeline.process(
        [tmp_path / "ads.csv"], folder, survey_id="2030", key_file=tmp_path / "key"
    )
    out = tmp_path / "published"
    out.mkdir()
    for path in sorted(NOTEBOOKS.glob("0[1236]_*.ipynb")):
        run(path.stem, survey_folder=str(folder), baseline_folder="", output_folder=str(out))
    survey = count.load(folder)
    page.trace({one: tmp_path / f"{one}.html" for one in languages()}, [out], [folder])
    for language in languages():
        page.write(tmp_path / language, language, [out], [survey], Only())
        text = (tmp_path / language / "annual_report.html").read_text(encoding="utf-8")
        assert not re.findall(r">\s*nan\b|\bnan\s*<", text, re.I)
        with pd.ExcelFile(tmp_path / language / "tables.xlsx", engine="openpyxl") as book:
            assert len(book.sheet_names) > 5
