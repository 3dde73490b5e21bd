"""What a survey folder says of itself: declaration, coverage, headers and passports."""

import hashlib
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from wildlife_analysis import read, reference
from wildlife_analysis.__main__ import main
from wildlife_analysis.read import folder, headers
from wildlife_analysis.reference import SurveyError

KEY = b"k" * 32


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    """A survey folder with one file."""
    path = tmp_path / "2018"
    path.mkdir()
    (path / "survey.toml").write_text('id = "2018"\ncountries = ["FR"]\n', encoding="utf-8")
    (path / "a.csv").write_text("title,price\nTortue,50 €\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("id = 2018", "id 2018"),
        ('publication_year = "2018"', "publication_year '2018'"),
        ("publication_year = 18", "publication_year 18"),
        ('fieldwork_from = "2017-09-18"', "fieldwork_from '2017-09-18'"),
        ("fieldwork_from = 2017-09-18T10:00:00", "fieldwork_from 2017-09-18T10:00:00"),
        ("fieldwork_from = 2018-02-01\nfieldwork_to = 2018-01-01", "fieldwork_to 2018-01-01"),
        ('countries = "FR"', "countries 'FR'"),
        ('countries = ["France"]', "'France'"),
        ('countries = ["FR", "FR"]', "twice"),
        ('scope = ["IV"]', "IV"),
        ("scope = []", "scope"),
        ('simulated = "no"', "simulated 'no'"),
        ("licence = 4", "licence 4"),
        ('licance = "CC0"', "licance"),
        ("countries = [", "not a TOML file"),
    ],
)
def test_a_wrong_line_of_survey_toml_is_named(survey: Path, line: str, told: str) -> None:
    (survey / "survey.toml").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(SurveyError) as error:
        reference.load_survey(survey)
    assert told in str(error.value)
    assert "survey.toml" in str(error.value)


HEAD = "country_code,marketplace,searched_from,searched_to,weeks,listings_found\n"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("France,leboncoin.fr,,,6,3", "row 3: country_code 'France'"),
        ("FR,,,,6,3", "row 3: marketplace"),
        ("FR,naturabuy.fr,01.10.2017,,6,3", "row 3: searched_from '01.10.2017'"),
        ("FR,naturabuy.fr,2017-10-02,2017-10-01,6,3", "row 3: searched_to '2017-10-01'"),
        ("FR,naturabuy.fr,,,six,3", "row 3: weeks 'six'"),
        ("FR,naturabuy.fr,,,6,-3", "row 3: listings_found '-3'"),
        ("FR,leboncoin.fr,,,6,0", "row 3: FR leboncoin.fr stands in row 2"),
        ("FR,a,b,c,d,e,f,g", "coverage.csv"),
    ],
)
def test_a_wrong_row_of_the_coverage_is_named(tmp_path: Path, row: str, told: str) -> None:
    path = tmp_path / "coverage.csv"
    path.write_text(f"{HEAD}FR,leboncoin.fr,,,6,3\n{row}\n", encoding="utf-8")
    with pytest.raises(SurveyError) as error:
        reference.load_coverage(path)
    assert told in str(error.value)


def test_a_cell_where_nothing_was_found_stays_in_the_coverage(tmp_path: Path) -> None:
    path = tmp_path / "coverage.csv"
    path.write_text(f"{HEAD}FR,leboncoin.fr,,,6,3\nNA,none.na,,,2.5,0\n", encoding="utf-8")
    table = reference.load_coverage(path)
    assert table["country_code"].tolist() == ["FR", "NA"]
    assert table["listings_found"].tolist() == ["3", "0"]


def test_a_coverage_without_its_columns_is_none(tmp_path: Path) -> None:
    path = tmp_path / "coverage.csv"
    path.write_text("country,site\nFR,a\n", encoding="utf-8")
    with pytest.raises(SurveyError, match="country_code, marketplace is missing"):
        reference.load_coverage(path)


def test_an_accepted_header_becomes_a_row(survey: Path) -> None:
    (survey / "b.csv").write_text("title,flugelspann\nAra,90\n", encoding="utf-8")
    with pytest.raises(SurveyError, match="flugelspann"):
        read.survey(survey, key=KEY)
    done = CliRunner().invoke(
        main, ["header", str(survey), "flugelspann", "description", "--source", "field notes"]
    )
    assert done.exit_code == 0, done.output
    listings = read.survey(survey, key=KEY).listings
    assert listings["description"].dropna().tolist() == ["90"]
    rows = reference.tables.read_csv(survey / "columns.csv")
    assert rows.to_dict("records") == [
        {
            "header": "flugelspann",
            "marketplace_or_scraper": "",
            "field": "description",
            "reason": "",
            "source": "field notes",
        }
    ]


def test_a_header_accepted_twice_is_one_row(survey: Path) -> None:
    for _ in range(2):
        headers.accept(survey, "x", "ignored", reason="an inner number", source="me")
    assert len(reference.tables.read_csv(survey / "columns.csv")) == 1


@pytest.mark.parametrize(
    ("field", "reason", "told"),
    [
        ("wingspan", "", "'wingspan' is no field"),
        ("ignored", "", "reason"),
        ("price", "", "means 'title' in another row"),
    ],
)
def test_a_wrong_row_is_not_accepted(survey: Path, field: str, reason: str, told: str) -> None:
    headers.accept(survey, "x", "title", source="me")
    before = (survey / "columns.csv").read_bytes()
    with pytest.raises(SurveyError, match=told):
        headers.accept(survey, "x", field, reason=reason, source="me")
    assert (survey / "columns.csv").read_bytes() == before


def test_passports_are_recorded_once_and_shown_with_the_files(survey: Path) -> None:
    arguments = ["passport", str(survey), "--retrieved-on", "2018-05-14"]
    arguments += ["--means", "Scrapy 1.5", "--terms", "not to be passed on"]
    assert "1 files recorded" in CliRunner().invoke(main, arguments).output
    assert "0 files recorded" in CliRunner().invoke(main, arguments).output
    rows = reference.tables.read_csv(survey / "passports.csv").to_dict("records")
    sha256 = hashlib.sha256((survey / "a.csv").read_bytes()).hexdigest()
    assert [(row["file"], row["sha256"]) for row in rows] == [("a.csv", sha256)]
    (survey / "b.csv").write_text("title\nAra\n", encoding="utf-8")
    files = read.survey(survey, key=KEY).files.set_index("source_file")
    assert files.loc["a.csv", "means"] == "Scrapy 1.5"
    assert files.loc["a.csv", "terms"] == "not to be passed on"
    assert files.loc["b.csv", "retrieved_on"] == ""


def test_a_changed_file_is_noticed_and_no_passport_hides_it(survey: Path) -> None:
    folder.record(survey, retrieved_on="2018-05-14", means="by hand", terms="unknown")
    (survey / "a.csv").write_text("title,price\nTortue,500 €\n", encoding="utf-8")
    with pytest.raises(SurveyError, match=r"a\.csv: is not the file that was received"):
        read.survey(survey, key=KEY)
    with pytest.raises(SurveyError, match="is not the file that was received"):
        folder.record(survey, retrieved_on="2018-05-15", means="by hand", terms="unknown")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("a.csv,abc,2018-05-14,x,y", "sha256 'abc'"),
        (f"a.csv,{'0' * 64},14.05.2018,x,y", "retrieved_on '14.05.2018'"),
        (f"gone.csv,{'0' * 64},2018-05-14,x,y", "'gone.csv' is missing"),
    ],
)
def test_a_wrong_passport_is_named(survey: Path, row: str, told: str) -> None:
    head = "file,sha256,retrieved_on,means,terms\n"
    (survey / "passports.csv").write_text(f"{head}{row}\n", encoding="utf-8")
    with pytest.raises(SurveyError) as error:
        read.survey(survey, key=KEY)
    assert told in str(error.value)
    assert "line 2" in str(error.value)


@pytest.mark.parametrize(
    ("day", "means", "terms"), [("14.5.18", "x", "y"), ("2018-05-14", "", "y")]
)
def test_a_passport_says_when_and_how(survey: Path, day: str, means: str, terms: str) -> None:
    with pytest.raises(SurveyError):
        folder.record(survey, retrieved_on=day, means=means, terms=terms)
    assert not (survey / "passports.csv").exists()


def test_a_run_with_rejects_ends_with_one_line_and_status_1(survey: Path) -> None:
    (survey / "b.csv").write_text("title,price\nAra,5\n,7\nx,y,z,zz\n", encoding="utf-8")
    out = survey.parent / "out"
    done = CliRunner().invoke(main, ["process", str(survey), "--output", str(out)])
    assert done.exit_code == 1
    told = [line for line in done.stderr.splitlines() if line.strip()]
    assert len(told) == 1
    assert "1 broken_record" in told[0]
    assert "1 no_title" in told[0]
    rejects = pd.read_parquet(out / "rejects.parquet")
    assert rejects["source_row"].tolist() == [2, 3]
    assert len(pd.read_parquet(out / "listings.parquet")) == 2
