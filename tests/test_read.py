"""Reading as a researcher does it: put files into a folder, get one table of listings."""

import bz2
import csv
import gzip
import io
import json
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import zstandard

from tests.conftest import SHARED, needs_shared
from wildlife_analysis import read
from wildlife_analysis.read import sellers
from wildlife_analysis.reference import SurveyError, check_table

KEY = b"0123456789abcdef0123456789abcdef"
CASES = Path(__file__).parent / "cases"

ADS = [
    {
        "listing_id": "a1",
        "marketplace": "leboncoin.fr",
        "country": "FR",
        "title": "Gris du Gabon, couple",
        "description": 'éleveur, "bagué"; né en 2012\ncage offerte',
        "price": "1.199",
        "seller": "Jean Exemple",
    },
    {
        "listing_id": "a2",
        "marketplace": "avito.ru",
        "country": "RU",
        "title": "Черепаха | среднеазиатская",
        "description": "5 тыс. руб., торг",
        "price": "5000.0",
        "seller": "Иван",
    },
    {
        "listing_id": "a3",
        "marketplace": "ebay.de",
        "country": "NA",
        "title": "Elfenbeinkette; antik",
        "description": "",
        "price": "1",
        "seller": "Jean Exemple",
    },
]


def survey(source: Path | list[Path]) -> read.Raw:
    return read.survey(source, key=KEY)


def check_accounts(raw: read.Raw) -> None:
    """Nothing is lost, and every table keeps its schema."""
    check_table(raw.rejects, "rejects")
    assert list(raw.listings.columns) == read.COLUMNS
    assert raw.listings["listing_id"].is_unique
    assert raw.listings["title"].notna().all()
    assert (raw.files["records"] == raw.files["listings"] + raw.files["rejects"]).all()
    assert raw.files["listings"].sum() == len(raw.listings)
    assert raw.files["rejects"].sum() == (raw.rejects["source_row"] > 0).sum()


def check_ads(raw: read.Raw) -> None:
    """The three ads came through word for word."""
    check_accounts(raw)
    for field in ("listing_id", "marketplace", "country", "title", "price"):
        assert raw.listings[field].tolist() == [ad[field] for ad in ADS], field
    found = raw.listings["description"].fillna("").str.replace("\r\n", "\n").tolist()
    assert found == [ad["description"] for ad in ADS]
    keys = raw.listings["seller_key"].tolist()
    assert keys[0] == keys[2] != keys[1]
    assert all(len(key) == 16 for key in keys)
    assert "Jean" not in raw.listings.to_csv() and "Иван" not in raw.listings.to_csv()
    assert raw.listings["source_row"].tolist() == [1, 2, 3]
    assert raw.rejects.empty


def as_csv(delimiter: str = ",", **options: object) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(ADS[0]), delimiter=delimiter, **options)  # type: ignore[arg-type]
    writer.writeheader()
    writer.writerows(ADS)
    return out.getvalue()


def as_jsonl() -> str:
    return "".join(json.dumps(ad, ensure_ascii=False) + "\n" for ad in ADS)


def as_xlsx(sheets: dict[str, list[list[object]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_ods(rows: list[list[str]]) -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string"><text:p>'
            + cell.replace("&", "&amp;").replace("\n", "</text:p><text:p>")
            + "</text:p></table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for n in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}>'
        f'<office:body><office:spreadsheet><table:table table:name="Ads">{cells}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest='
        '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        "</manifest:manifest>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def as_parquet() -> bytes:
    out = io.BytesIO()
    pd.DataFrame(ADS).to_parquet(out)
    return out.getvalue()


def rows() -> list[list[object]]:
    return [list(ADS[0]), *(list(ad.values()) for ad in ADS)]


FORMATS = {
    "ads.csv": lambda: as_csv().encode(),
    "ads.tsv": lambda: as_csv("\t").encode(),
    "semicolon.csv": lambda: as_csv(";").encode(),
    "pipe.txt": lambda: as_csv("|").encode(),
    "caret.csv": lambda: as_csv("^").encode(),
    "unit.csv": lambda: as_csv("\x1f").encode(),
    "section.csv": lambda: as_csv("§").encode(),
    "all_quoted.csv": lambda: as_csv(quoting=csv.QUOTE_ALL).encode(),
    "single_quotes.csv": lambda: as_csv(quoting=csv.QUOTE_ALL, quotechar="'").encode(),
    "backslash.csv": lambda: as_csv(escapechar="\\", doublequote=False).encode(),
    "unix.csv": lambda: as_csv(lineterminator="\n").encode(),
    "excel.csv": lambda: ("sep=;\r\n" + as_csv(";")).encode("utf-8-sig"),
    "notes_above.csv": lambda: ("Export;;\n\nof 12.05.2018;;\n" + as_csv(";")).encode(),
    "ads.jsonl": lambda: as_jsonl().encode(),
    "blank_lines.jsonl": lambda: as_jsonl().replace("\n", "\r\n \r\n").encode(),
    "ads.json": lambda: json.dumps(ADS, ensure_ascii=False).encode(),
    "pretty.json": lambda: json.dumps(ADS, ensure_ascii=False, indent=2).encode(),
    "answer.json": lambda: json.dumps(
        {"status": "ok", "data": {"total": 3, "ads": ADS}}
    ).encode(),
    "concatenated.json": lambda: "\n".join(json.dumps(ad, indent=1) for ad in ADS).encode(),
    "appended_feed.json": lambda: (json.dumps(ADS[:2]) + "\n" + json.dumps(ADS[2:])).encode(),
    "ads.xlsx": lambda: as_xlsx({"Ads": rows()}),
    "ads.ods": lambda: as_ods([[str(cell) for cell in row] for row in rows()]),
    "ads.parquet": as_parquet,
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_listings(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(FORMATS[name]())
    check_ads(survey(path))


def zipped(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


PACKINGS = {
    ".gz": lambda name, data: gzip.compress(data),
    ".bz2": lambda name, data: bz2.compress(data),
    ".zst": lambda name, data: zstandard.compress(data),
    ".zip": zipped,
}


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("name", ["ads.csv", "ads.jsonl", "ads.xlsx", "ads.ods", "ads.parquet"])
def test_every_format_can_be_packed(tmp_path: Path, name: str, packing: str) -> None:
    path = tmp_path / (name + packing)
    path.write_bytes(PACKINGS[packing](name, FORMATS[name]()))
    raw = survey(path)
    check_ads(raw)
    assert raw.files["format"].tolist() == [name.split(".")[1] + packing]


def test_the_bytes_tell_the_format_whatever_the_name_says(tmp_path: Path) -> None:
    path = tmp_path / "ads.csv"
    path.write_bytes(gzip.compress(as_jsonl().encode()))
    check_ads(survey(path))


def encodings() -> list[dict[str, str]]:
    with (CASES / "encodings.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("form", ["csv", "jsonl", "json"])
@pytest.mark.parametrize("case", encodings(), ids=lambda c: c["encoding"])
def test_encodings(tmp_path: Path, case: dict[str, str], form: str) -> None:
    ad = {"title": case["title"], "description": case["description"]}
    text = {
        "csv": "title,description\n" + '"{title}","{description}"\n'.format(**ad),
        "jsonl": json.dumps(ad, ensure_ascii=False) + "\n",
        "json": json.dumps([ad], ensure_ascii=False),
    }[form]
    path = tmp_path / f"ads.{form}"
    replacements = {"’": "'", "–": "-", "€": "EUR"} if case["encoding"] == "latin-1" else {}
    for sign, plain in replacements.items():
        text = text.replace(sign, plain)
    path.write_bytes(text.encode(case["encoding"]))
    raw = survey(path)
    assert raw.listings["title"].tolist() == [case["title"]]
    assert raw.listings["description"].tolist() == [case["description"]]
    assert raw.listings["source_encoding"].tolist() == [case["told"]]


MIXED = [
    ("Tortue d’Hermann", "utf-8"),
    ("Défense d'éléphant", "cp1252"),
    ("Köhlerschildkröte", "cp1252"),
    ("Черепаха среднеазиатская, самка", "cp1251"),
    ("Попугай жако говорящий", "cp1251"),
    ("Слоновая кость", "utf-8"),
    ("plain", "utf-8"),
]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_encodings_mixed_within_a_file(tmp_path: Path, form: str) -> None:
    lines = [b"id,title"] if form == "csv" else []
    for number, (title, name) in enumerate(MIXED):
        line = f'{number},"{title}"' if form == "csv" else f'{{"title": "{title}"}}'
        lines.append(line.encode(name))
    path = tmp_path / f"ads.{form}"
    path.write_bytes(b"\n".join(lines) + b"\n")
    raw = survey(path)
    assert (
        list(zip(raw.listings["title"], raw.listings["source_encoding"], strict=True)) == MIXED
    )
    assert raw.files["encoding"].tolist() == ["utf-8, cp1252, cp1251"]


def test_a_price_line_does_not_tip_the_encoding(tmp_path: Path) -> None:
    text = "title,price\n" + "Черепаха,100\n" * 3 + "Boa,5 000 р.\n"
    path = tmp_path / "ads.csv"
    path.write_bytes(text.encode("cp1251"))
    assert survey(path).listings["price"].tolist()[-1] == "5 000 р."


def test_a_few_foreign_bytes_do_not_spoil_a_line_of_utf8(tmp_path: Path) -> None:
    path = tmp_path / "ads.csv"
    path.write_bytes("title\nécaille dépolie brisée façon ".encode() + b"caf\xe9\n")
    raw = survey(path)
    assert raw.listings["title"].tolist() == ["écaille dépolie brisée façon café"]
    assert raw.listings["source_encoding"].tolist() == ["utf-8 + cp1252"]


def test_numbers_stay_as_written(tmp_path: Path) -> None:
    path = tmp_path / "ads.jsonl"
    path.write_text('{"title": "a", "id": 7, "price": 1.10}\n{"title": "b", "price": 1e3}\n')
    raw = survey(path)
    assert raw.listings["price"].tolist() == ["1.10", "1e3"]
    assert raw.listings["verbatim_listing_id"].fillna("").tolist() == ["7", ""]


def test_cells_of_a_workbook_read_as_they_are_shown(tmp_path: Path) -> None:
    cells = {
        "title": ("a", "a"),
        "id": (1234567890123456.0, "1234567890123456"),
        "survey": (2018.0, "2018"),
        "price": (0.1 + 0.2, "0.3"),
        "posted": (date(2018, 5, 12), "2018-05-12"),
        "description": (datetime(2018, 5, 12), "2018-05-12"),
        "scraped_at": (datetime(2018, 5, 14, 10, 30), "2018-05-14 10:30:00"),
        "location": (True, "true"),
        "category": (None, ""),
    }
    path = tmp_path / "ads.xlsx"
    path.write_bytes(as_xlsx({"Ads": [list(cells), [cell for cell, _ in cells.values()]]}))
    found = survey(path).listings.rename(columns={"verbatim_listing_id": "id"}).iloc[0]
    for header, (_, shown) in cells.items():
        assert ("" if pd.isna(found[header]) else found[header]) == shown, header


def test_every_sheet_with_a_header_is_read(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    german = [["Recherche 2018"], [], ["Titel", "Preis"], ["Boa", 5], [], ["Uhu", None]]
    path.write_bytes(
        as_xlsx({"Ads": rows(), "Notes": [["do not forget"]], "DE": german, "Empty": []})
    )
    raw = survey(path)
    check_accounts(raw)
    assert raw.listings["source_file"].value_counts().to_dict() == {
        "book.xlsx/Ads": 3,
        "book.xlsx/DE": 2,
    }
    assert raw.rejects[["source_file", "source_row", "reason"]].to_numpy().tolist() == [
        ["book.xlsx/Notes", 0, "no_header"]
    ]
    assert raw.files["records"].tolist() == [5]


def test_sheets_named_for_marketplaces_and_prices_named_for_a_currency(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    ads = {
        "Авито": [["Пост", "Цена, руб.", "Группа"], ["Жако", 45000, "Птицы"]],
        "Sheet2": [["Titel", "Preis", "Währung"], ["Boa", 5, "CHF"]],
    }
    path.write_bytes(as_xlsx(ads))
    found = survey(path).listings
    assert found["title"].tolist() == ["Жако", "Boa"]
    assert found["marketplace"].fillna("").tolist() == ["Авито", ""]
    assert found["price_currency"].tolist() == ["RUB", "CHF"]


def test_identifiers_hold_nothing_unseen(tmp_path: Path) -> None:
    """A sheet or a terminal would not give it back; as found it stays beside."""
    found = ["\x1b[31mred", "x\ny", "\u202eevil", "\x07", "red", "[31mred"]
    lines = [json.dumps({"id": one, "title": f"Boa {n}"}) for n, one in enumerate(found)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    ids = survey(tmp_path / "a.jsonl").listings["listing_id"].tolist()
    assert sorted(ids) == sorted(["[31mred", "xy", "evil", "a-4", "red", "[31mred~2"])
    kept = survey(tmp_path / "a.jsonl").listings["verbatim_listing_id"].tolist()
    assert kept[0] == found[0]


def test_parquet_values_become_plain_text(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "title": ["a", "b"],
            "id": [7.0, None],
            "price": [1.5, 2.0],
            "scraped_at": pd.to_datetime(["2018-05-14T10:00Z", "2018-05-15T00:00Z"]),
            "location": [{"city": "Ulm", "zip": "89073"}, None],
            "category": pd.Categorical(["Tiere", "Tiere"]),
        },
        index=[5, 6],
    )
    path = tmp_path / "ads.parquet"
    frame.to_parquet(path)
    found = survey(path).listings
    assert found["verbatim_listing_id"].fillna("").tolist() == ["7", ""]
    assert found["price"].tolist() == ["1.5", "2"]
    assert found["scraped_at"].tolist()[0] == "2018-05-14T10:00:00+00:00"
    assert found["location"].fillna("").tolist() == ["Ulm, 89073", ""]
    assert found["category"].tolist() == ["Tiere", "Tiere"]


def test_a_folder_is_read_whole(tmp_path: Path) -> None:
    folder = tmp_path / "2018"
    (folder / "de").mkdir(parents=True)
    (folder / "survey.toml").write_text('id = "2018"\ntitle = "Autumn"\n')
    (folder / "coverage.csv").write_text("country_code,marketplace\nDE,ebay.de\n")
    (folder / "truth.parquet").write_bytes(as_parquet())
    (folder / "README.txt").write_text("title\nnot a listing\n")
    (folder / "notes.md").write_text("title\nnot a listing\n")
    (folder / ".hidden.csv").write_text("title\nnot a listing\n")
    (folder / "b.csv").write_text("id,title\n1,Boa\n1,Boa again\n,Uhu\n")
    (folder / "de" / "a.csv").write_text("id,title\n1,Third with this number\n")
    raw = read.survey(folder, key=KEY)
    check_accounts(raw)
    assert raw.listings[["listing_id", "source_file", "source_row"]].to_numpy().tolist() == [
        ["1", "b.csv", 1],
        ["1~2", "b.csv", 2],
        ["b-3", "b.csv", 3],
        ["1~3", "de/a.csv", 1],
    ]
    assert raw.listings["verbatim_listing_id"].fillna("").tolist() == ["1", "1", "", "1"]
    assert set(raw.listings["survey"]) == {"2018"}


def test_an_identifier_like_a_made_one_stays_apart(tmp_path: Path) -> None:
    path = tmp_path / "ads.csv"
    path.write_text("id,title\na,1\na,2\na~2,3\n")
    assert survey(path).listings["listing_id"].is_unique


def test_loose_files_of_one_name_stay_apart(tmp_path: Path) -> None:
    paths = [tmp_path / place / "ads.csv" for place in ("fr", "de")]
    for path in paths:
        path.parent.mkdir()
        path.write_text("title\nBoa\n")
    raw = survey(paths)
    assert raw.listings["source_file"].tolist() == ["fr/ads.csv", "de/ads.csv"]
    check_accounts(raw)


def test_the_survey_of_a_listing_is_its_own_or_the_one_given(tmp_path: Path) -> None:
    path = tmp_path / "ads.csv"
    path.write_text("title,survey\na,2014\nb,\n")
    assert read.survey(path, survey_id="x", key=KEY).listings["survey"].tolist() == [
        "2014",
        "x",
    ]
    assert survey(path).listings["survey"].tolist() == ["2014", "ads"]


BAD = {
    "empty.csv": (b"", "empty"),
    "blank.csv": (b"\n\n  \n", "empty"),
    "header_only.csv": (b"title,price\n", "no records"),
    "picture.jpg": (b"\xff\xd8\xff\xe0" + bytes(range(256)), "readable are CSV"),
    "paper.pdf": (b"%PDF-1.4 ...", "readable are CSV"),
    "zeros.csv": (bytes(5000), "NUL"),
    "broken.xlsx": (as_xlsx({"Ads": rows()})[:900], "broken.xlsx"),
    "broken.parquet": (as_parquet()[:300], "Parquet"),
    "no_title.csv": (b"price,location\n5,Ulm\n", "no header is a title"),
    "no_header.csv": (b"Boa,5,Joe Example 01632960123\nUhu,7,x\n", "no header is a title"),
    "no_title.xlsx": (as_xlsx({"A": [["price", "ort"], [5, "Ulm"]]}), "no header is a title"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_used_is_said_in_one_sentence(tmp_path: Path, name: str) -> None:
    data, words = BAD[name]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SurveyError, match=words) as error:
        survey(path)
    assert name in str(error.value)
    assert "\n" not in str(error.value)
    assert "01632960123" not in str(error.value)


def test_missing_paths_and_empty_folders(tmp_path: Path) -> None:
    with pytest.raises(SurveyError, match="no such file"):
        survey(tmp_path / "nothing.csv")
    with pytest.raises(SurveyError, match="no listing files"):
        survey(tmp_path)
    with pytest.raises(SurveyError, match="no listing files"):
        survey([])


def test_one_bad_file_of_a_folder_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("title\nBoa\n")
    (tmp_path / "b.csv").write_bytes(b"")
    (tmp_path / "c.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (tmp_path / "d.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    raw = survey(tmp_path)
    check_accounts(raw)
    assert len(raw.listings) == 1
    assert dict(zip(raw.rejects["source_file"], raw.rejects["reason"], strict=True)) == {
        "b.csv": "empty_file",
        "c.jpg": "unreadable_file",
        "d.xlsx": "truncated_file",
    }
    assert set(raw.rejects["source_row"]) == {0}


def test_a_changed_raw_file_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("title\nBoa\n")
    sha256 = survey(tmp_path).files["sha256"].iloc[0]
    passports = tmp_path / "passports.csv"
    head = "file,sha256,retrieved_on,means,terms\n"
    passports.write_text(head + f"a.csv,{sha256},2018-05-14,sent by the platform,none\n")
    assert len(survey(tmp_path).listings) == 1
    (tmp_path / "a.csv").write_text("title\nBoa!\n")
    with pytest.raises(SurveyError, match=r"a\.csv.*not the file that was received") as error:
        survey(tmp_path)
    assert sha256 in str(error.value)
    (tmp_path / "a.csv").unlink()
    (tmp_path / "b.csv").write_text("title\nBoa\n")
    with pytest.raises(SurveyError, match=r"a\.csv.*missing"):
        survey(tmp_path)


def test_the_key_is_made_once_and_kept_to_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "data" / ".seller_key"
    key = sellers.project_key(path)
    assert len(key) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert sellers.project_key(path) == key
    assert [p.name for p in path.parent.iterdir()] == [".seller_key"]
    path.write_text("secret words")
    with pytest.raises(SurveyError) as error:
        sellers.project_key(path)
    assert "secret" not in str(error.value)


def test_another_key_gives_other_hashes(tmp_path: Path) -> None:
    path = tmp_path / "ads.csv"
    path.write_text("title,seller\na,Joe\nb, joe \nc,\n")
    one = read.survey(path, key=KEY).listings["seller_key"]
    other = read.survey(path, key=KEY[::-1]).listings["seller_key"]
    assert one[0] == one[1] != other[0]
    assert pd.isna(one[2])


FILES = sorted(
    p.name
    for p in (SHARED / "data").glob("*.csv")
    if p.name.startswith("classifieds") or "labelled" in p.name
)


@needs_shared
@pytest.mark.parametrize("name", FILES)
def test_real_files_lose_no_row(name: str) -> None:
    path = SHARED / "data" / name
    encoding = "latin-1" if name.startswith("bird_ads") else "utf-8"
    with path.open(encoding=encoding, newline="") as stream:
        expected = sum(1 for row in csv.reader(stream) if row) - 1
    raw = survey(path)
    check_accounts(raw)
    assert len(raw.listings) == expected
    assert raw.rejects.empty


@needs_shared
def test_labelled_ads_lose_no_row_and_no_field() -> None:
    path = SHARED / "gold" / "dev.jsonl"
    ads = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = survey(path).listings
    fields = ["listing_id", "marketplace", "country", "url", "title", "description", "price"]
    fields += ["location", "posted", "scraped_at", "category"]
    for field in fields:
        assert found[field].fillna("").tolist() == [ad[field] or "" for ad in ads], field
    assert found["survey"].tolist() == [str(ad["survey"]) for ad in ads]
    assert found["seller_key"].notna().tolist() == [bool(ad["seller"]) for ad in ads]
