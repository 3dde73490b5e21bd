"""Headers: what the table knows, what it refuses, and what a survey adds to it."""

import csv
from pathlib import Path

import pytest

from wildlife_analysis import read
from wildlife_analysis.read.headers import FIELDS, Columns
from wildlife_analysis.reference import SurveyError, table

KEY = b"0123456789abcdef0123456789abcdef"
CASES = Path(__file__).parent / "cases"
OWN = "header,marketplace_or_scraper,field,reason,source\n"


def cases() -> list[dict[str, str]]:
    with (CASES / "headers.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def survey(folder: Path, text: str, own: str = "") -> read.Raw:
    (folder / "ads.csv").write_text(text, encoding="utf-8")
    if own:
        (folder / "columns.csv").write_text(OWN + own, encoding="utf-8")
    return read.survey(folder, key=KEY)


@pytest.mark.parametrize("case", cases(), ids=lambda c: c["header"])
def test_headers_in_four_languages(case: dict[str, str]) -> None:
    headers = [case["header"]] if case["field"] == "title" else ["title", case["header"]]
    if not case["field"]:
        with pytest.raises(SurveyError, match=r"unknown header|no header is a title"):
            Columns().match(headers, "ads.csv")
        return
    fields = Columns().match(headers, "ads.csv").fields
    position = len(headers) - 1
    found = [f for f, sources in fields.items() if sources[0].position == position]
    assert found == ([] if case["field"] == "ignored" else [case["field"]])


def test_every_row_of_the_table_says_why() -> None:
    rows = table("columns")
    assert (rows["source"] != "").all()
    assert (rows.loc[rows["field"] == "ignored", "reason"] != "").all()
    assert set(FIELDS) - {"survey"} <= set(rows["field"])


def test_an_unknown_header_stops_and_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(SurveyError) as error:
        survey(tmp_path, "title,descripton,wingspan\nBoa,big,5\n")
    message = str(error.value)
    assert "'descripton' (nearest known: description" in message
    assert "'wingspan'" in message
    assert "ads.csv" in message and "columns.csv" in message


def test_a_survey_adds_its_own_headers(tmp_path: Path) -> None:
    own = "wingspan,,description,,field notes\nspan note,,ignored,not needed,field notes\n"
    raw = survey(tmp_path, "title,wingspan,span note\nUhu,170 cm,x\n", own)
    assert raw.listings["description"].tolist() == ["170 cm"]


def test_the_survey_outranks_the_reference_table(tmp_path: Path) -> None:
    raw = survey(tmp_path, "title,date\nUhu,2018-05-12\n", "date,,scraped_at,,field notes\n")
    assert raw.listings["scraped_at"].tolist() == ["2018-05-12"]
    assert raw.listings["posted"].isna().all()


def test_a_marketplace_is_known_by_its_headers(tmp_path: Path) -> None:
    own = (
        "Objekt,tiere.example,title,,our scraper\nWann,tiere.example,posted,,our scraper\n"
        "Wann,other scraper,scraped_at,,other\nWas,other scraper,title,,other\n"
    )
    raw = survey(tmp_path, "Objekt,Wann,Preis\nUhu,gestern,5\n", own)
    assert raw.listings["marketplace"].tolist() == ["tiere.example"]
    assert raw.listings["posted"].tolist() == ["gestern"]
    raw = survey(tmp_path, "Was,Wann\nUhu,gestern\n", own)
    assert raw.listings["marketplace"].isna().all()
    assert raw.listings["scraped_at"].tolist() == ["gestern"]
    raw = survey(tmp_path, "Objekt,Wann,Plattform\nUhu,gestern,markt.de\nBoa,heute,\n", own)
    assert raw.listings["marketplace"].fillna("").tolist() == ["markt.de", ""]


CELL = (
    "title,metadata,price,category,num_images\n"
    "Uhu,7 mins ago·Ulm,5,x,1\nBoa,3/12·,,,\nAra,3/12,,,\n"
)
PLACES = "title,region,city\nUhu,Bayern,Ulm\nBoa,,Ulm\nAra,,\nPfau,Wien,Wien\n"
JOINS = [
    (PLACES, "location", ["Bayern, Ulm", "Ulm", "", "Wien"]),
    ("title,category,subcategory\nUhu,Tiere,Vögel\n", "category", ["Tiere > Vögel"]),
    ("title,Preis,VB\nUhu,120,VB\nBoa,5,\nAra,,VB\n", "price", ["120 VB", "5", "VB"]),
    ("title,price,price text\nUhu,,5 €\nBoa,6,7 €\n", "price", ["5 €", "6"]),
    ("name,price\nUhu,5\n", "title", ["Uhu"]),
    ("text,price\nUhu,5\n", "title", ["Uhu"]),
    ("title,text\nUhu,zahm\n", "description", ["zahm"]),
    (CELL, "posted", ["7 mins ago", "3/12", "3/12"]),
    (CELL, "location", ["Ulm", "", ""]),
    ("title,price,price\nUhu,,5\n", "price", ["5"]),
    (",title\n0,Uhu\n1,Boa\n", "title", ["Uhu", "Boa"]),
    ("title,,\nUhu,,\nBoa,,\n", "title", ["Uhu", "Boa"]),
]


@pytest.mark.parametrize(("text", "field", "expected"), JOINS)
def test_several_columns_one_field(
    tmp_path: Path, text: str, field: str, expected: list[str]
) -> None:
    assert survey(tmp_path, text).listings[field].fillna("").tolist() == expected


def test_a_name_beside_a_title_may_be_a_person(tmp_path: Path) -> None:
    with pytest.raises(SurveyError, match="unknown header 'name'"):
        survey(tmp_path, "title,name\nUhu,Joe Example\n")


def test_a_column_without_a_name_is_not_dropped(tmp_path: Path) -> None:
    with pytest.raises(SurveyError, match="column 2 has values but no header"):
        survey(tmp_path, "title,,price\nUhu,zahm,5\n")


WRONG = {
    "wingspan,,wings,,x\n": "'wings' is no field",
    "wingspan,,ignored,,x\n": "why it is ignored",
    "wingspan,,title,,x\nWing Span,,price,,x\n": "means 'title' in another row",
    ",,title,,x\n": "no field",
}


@pytest.mark.parametrize("own", WRONG)
def test_a_wrong_row_is_refused_with_its_line(tmp_path: Path, own: str) -> None:
    with pytest.raises(SurveyError, match=WRONG[own]) as error:
        survey(tmp_path, "title\nUhu\n", own)
    assert "columns.csv, line " in str(error.value)


def test_a_table_with_another_header_is_refused(tmp_path: Path) -> None:
    (tmp_path / "columns.csv").write_text("from,to\na,b\n")
    (tmp_path / "ads.csv").write_text("title\nUhu\n")
    with pytest.raises(SurveyError, match="the header must be header,marketplace_or_scraper"):
        read.survey(tmp_path, key=KEY)
    # Beside a loose file it is a table of something else.
    assert len(read.survey(tmp_path / "ads.csv", key=KEY).listings) == 1
