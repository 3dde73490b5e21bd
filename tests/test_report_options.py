"""Reports on part of a survey, on other notebooks; what has not changed, what fails."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_notebook

from tests.conftest import Made
from wildlife_analysis import count, pipeline, report
from wildlife_analysis.__main__ import main
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.report import Only, cache, notebooks
from wildlife_analysis.report.only import restrict

PARAMETERS = 'survey_folder: str = ""\noutput_folder: str = ""\nlanguage: str = "en"\n'
LOAD = (
    "import pandas as pd\n"
    "from wildlife_analysis.report import Publisher, load\n"
    "page = Publisher(output_folder, '{name}', language, load(survey_folder))"
)
TABLE = "page.table('mine', pd.DataFrame({'listings': [41]}), title='Mine', section='taxa')"


def _notebook(folder: Path, name: str, last: str, parameters: str = PARAMETERS) -> None:
    folder.mkdir(exist_ok=True)
    cells = [new_code_cell(text) for text in (parameters, LOAD.format(name=name), last)]
    cells[0].metadata["tags"] = ["parameters"]
    nbformat.write(new_notebook(cells=cells), folder / f"{name}.ipynb")


def _report(made: Made, *options: str) -> Any:
    where = ["--processed", str(made.processed)]
    return CliRunner().invoke(main, ["report", "--survey", "2018", *where, *options])


@pytest.mark.parametrize(
    "only",
    [Only(country="FR"), Only(taxon="Reptilia"), Only(since="2017-10-10"), Only("DE", "Aves")],
    ids=str,
)
def test_part_of_a_survey_is_counted_as_the_part_of_its_counts(made: Made, only: Only) -> None:
    whole = count.load(made.processed / "2018")
    part = restrict(whole, only)
    frame = count.counted(whole, unique=False)
    day = frame["posted_on"].fillna(frame["collected_at"].dt.tz_localize(None))
    keep = pd.Series(True, index=frame.index)
    if only.country:
        keep &= frame["country_code"] == only.country
    if only.taxon:
        keep &= frame["scientific_name"].isin(
            count.taxa(whole, only.taxon).specimens["scientific_name"]
        )
    if only.since:
        keep &= day >= pd.Timestamp(only.since)
    frame = frame[keep]
    assert 0 < len(frame) < len(count.counted(whole, unique=False))
    # Of repetitions of one advertisement, exactly one within the part counts.
    first = frame["duplicate_of"].fillna(frame["listing_id"])
    counted = count.counted(part)
    assert counted["listing_id"].nunique() == first.nunique()
    accounts = part.manifest["accounts"]
    assert accounts["unique"] == first.nunique()
    assert accounts["raw_rows"] == accounts["listings"] == len(part.listings)
    if only.country:
        assert set(part.coverage["country_code"]) == {only.country}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--country", "fr"], "did you mean FR?"),
        (["--country", "SE"], "searched: DE, FR, GB, RU"),
        (["--taxon", "Psitacidae"], "knows no taxon 'Psitacidae'; nearest: Psittacidae"),
        (["--taxon", "Panthera leo bleyenberghi"], "knows no taxon"),
        (["--since", "2018-06-01"], "the latest that is possible: 2017-10-29"),
        (["--since", "10.10.2017"], "write a day as 2018-05-31"),
        (["--since", "2017-02-30"], "no such day"),
        (["--since", "2017-10-10", "--baseline", "2014"], "leave --baseline or --since out"),
        (["--parameter", "report_file=x.csv"], "'report_file'; nearest: reports_file"),
        (["--parameter", "reports_file"], "write NAME=VALUE"),
        (["--parameter", "reports_file=r.csv"], "reports_file='r.csv': "),
        (["--parameter", "seed=many"], "seed='many': give a number (int)"),
        (["--language", "xx"], "no words for report language 'xx'"),
        (["--survey", "2017"], "there are 2014, 2018"),
        (["--notebooks", "nowhere"], "nowhere: no numbered notebooks"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_not_possible_is_refused_before_a_notebook_runs(
    made: Made,
    options: list[str],
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(notebooks, "workers", lambda: pytest.fail("a notebook was run"))
    baseline = (
        [] if "2014" in options else ["--baseline", "2014"] if "--parameter" in options else []
    )
    done = _report(made, *baseline, *options, "--output", str(tmp_path / "r"))
    assert done.exit_code == 2
    assert message in done.output
    assert not (tmp_path / "r").exists()


def test_a_survey_in_which_nothing_counts_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("title\nIvory coloured lamp\n", encoding="utf-8")
    out = tmp_path / "2030"
    pipeline.process([tmp_path / "a.csv"], out, survey_id="2030", key_file=tmp_path / "key")
    with pytest.raises(SurveyError, match=r"none of 1 listings counts \(1 colour_or_pattern\)"):
        report.build(out, baseline=None, languages=["en"], output=tmp_path / "reports")
    assert not (tmp_path / "reports").exists()


def test_notebooks_must_declare_what_they_are_given(tmp_path: Path) -> None:
    _notebook(tmp_path, "01_mine", TABLE)
    _notebook(tmp_path, "02_bare", TABLE, 'survey_folder: str = ""\nlanguage: str = ""\n')
    one, bare = notebooks.find(tmp_path)
    given = {
        "survey_folder": "s",
        "output_folder": ".",
        "language": "en",
        "baseline_folder": "",
    }
    assert notebooks.arguments([one], given, {})[one] == {
        "survey_folder": "s", "output_folder": ".", "language": "en",
    }  # fmt: skip
    with pytest.raises(SurveyError, match=r"02_bare.ipynb: no parameter output_folder"):
        notebooks.arguments([one, bare], given, {})
    # A report on one country must not be a report on all of them.
    with pytest.raises(SurveyError, match=r"01_mine.ipynb: no parameter country"):
        notebooks.arguments([one], given, {"country": "FR"})
    (tmp_path / "03_broken.ipynb").write_text("{", encoding="utf-8")
    with pytest.raises(SurveyError, match="not a notebook that can be read"):
        notebooks.arguments(notebooks.find(tmp_path), given, {})


def test_one_country_and_one_taxon_have_their_own_report(made: Made, tmp_path: Path) -> None:
    output = tmp_path / "reports"
    done = _report(
        made, "--baseline", "2014", "--country", "FR", "--taxon", "Reptilia", "--language",
        "fr", "--output", str(output),
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    text = (output / "fr" / "annual_report.html").read_text(encoding="utf-8")
    assert "Ce rapport ne porte que sur un pays\u00a0: France" in text
    products = pd.read_csv(output / "fr" / "tables" / "specimens_by_country.csv")
    assert set(products["country_code"]) == {"FR"}
    assert set(products["taxon_group"].dropna()) == {"reptile"}
    assert 'id="case-FR"' in text and 'id="case-DE"' not in text


def test_own_notebooks_are_kept_skipped_and_fail_loudly(
    made: Made, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own, output = tmp_path / "own", tmp_path / "reports"
    sized = (
        TABLE.replace("[41]", "[int(open(size_file).read()) + size]"),
        PARAMETERS + 'size: int = 0\nsize_file: str = ""\n',
    )
    _notebook(own, "01_mine", *sized)
    (tmp_path / "size.txt").write_text("40", encoding="utf-8")
    # Paths are given from where one stands, though a notebook runs elsewhere.
    monkeypatch.chdir(tmp_path)
    options = ["--notebooks", "own", "--output", "reports", "--language", "ru"]
    options += ["--parameter", "size=1", "--parameter", "size_file=size.txt"]
    done = _report(made, *options)
    assert done.exit_code == 0, done.output
    assert "[1/3] 01_mine" in done.output and "/3] ru" in done.output
    page = output / "ru" / "annual_report.html"
    good = page.read_bytes()
    assert "<h3>Mine</h3>" in good.decode() and ">41<" in good.decode()
    manifest = json.loads((output / "ru" / "manifest.json").read_text("utf-8"))
    assert manifest["parameters"] == {"size": "1", "size_file": "size.txt"}

    said = _report(made, *options).output
    assert "01_mine: unchanged, skipped" in said and "ru: unchanged, skipped" in said
    assert "[1/" not in said

    # A changed notebook fails: the page stays, the copy with the error and the cell are named.
    _notebook(own, "01_mine", sized[0].replace("size]", "1 + size]"), sized[1])
    _notebook(own, "02_wrong", "1 / 0")
    done = _report(made, *options)
    assert done.exit_code == 2
    assert re.search(r"02_wrong\.ipynb failed: cell \d \(1 / 0\): ZeroDivision", done.output)
    assert page.read_bytes() == good
    copy = output / "failed_notebooks" / "02_wrong.ipynb"
    assert "ZeroDivisionError" in copy.read_text(encoding="utf-8")
    assert not [path for path in output.iterdir() if path.name.startswith(".draft")]


def test_the_annual_report_is_not_made_again(
    made: Made, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notebooks, "workers", lambda: pytest.fail("a notebook was run"))
    before = {page: page.stat().st_mtime_ns for page in made.pages.values()}
    made_again = report.build(
        made.processed / "2018", baseline=made.processed / "2014",
        languages=tuple(made.pages), output=made.output,
    )  # fmt: skip
    assert {page: page.stat().st_mtime_ns for page in made_again} == before
    assert capfd.readouterr().err.count("unchanged, skipped") == 6 + len(before)


def test_every_input_of_a_notebook_is_in_its_hash(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "2018"
    shutil.copytree(made.processed / "2018", folder)
    _notebook(tmp_path, "01_mine", TABLE)
    file = tmp_path / "reports.csv"
    file.write_text("a", encoding="utf-8")
    given = {"survey_folder": str(folder), "language": "en", "reports_file": str(file)}

    def key(**changed: str) -> str:
        data = {folder: count.load(folder)}
        return cache.notebook(tmp_path / "01_mine.ipynb", given | changed, data)

    keys = [key(), key(language="fr"), key(country="FR")]
    assert key(output_folder="elsewhere") == keys[0]
    file.write_text("b", encoding="utf-8")
    keys.append(key())
    _notebook(tmp_path, "01_mine", TABLE + " ")
    keys.append(key())
    rejects = pd.read_parquet(folder / "rejects.parquet")
    rejects.iloc[:-1].to_parquet(folder / "rejects.parquet", index=False)
    keys.append(key())
    monkeypatch.setattr(cache, "_code", lambda: "other code")
    keys.append(key())
    assert len(set(keys)) == len(keys)


def test_a_folder_that_is_not_whole_is_not_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("1", encoding="utf-8")
    assert not cache.same(tmp_path, "key")
    cache.seal(tmp_path, "key")
    assert cache.same(tmp_path, "key") and not cache.same(tmp_path, "other")
    (tmp_path / "a.csv").write_text("2", encoding="utf-8")
    assert not cache.same(tmp_path, "key")
    (tmp_path / "a.csv").unlink()
    assert not cache.same(tmp_path, "key")
