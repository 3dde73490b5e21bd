"""Broken input: every record is a listing or a reject, and one broken record costs itself."""

import bz2
import csv
import gzip
import io
import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import zstandard

from tests.test_read import as_parquet, as_xlsx, check_accounts
from wildlife_analysis import read
from wildlife_analysis.read import archive
from wildlife_analysis.reference import SurveyError

KEY = b"0123456789abcdef0123456789abcdef"


def survey(folder: Path, name: str, data: bytes | str) -> read.Raw:
    """Read one file, and check that nothing is lost."""
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    raw = read.survey(path, key=KEY)
    check_accounts(raw)
    return raw


def outcome(raw: read.Raw) -> list[str]:
    """List titles and reject reasons in the order of the records."""
    listings = raw.listings.set_index("source_row")["title"]
    rejects = raw.rejects[raw.rejects["source_row"] > 0].set_index("source_row")["reason"]
    return pd.concat([listings, "! " + rejects]).sort_index().tolist()


# Text of the file (header id,title,price) -> what becomes of its records.
RAGGED: dict[str, tuple[str, list[str]]] = {
    "too few": ("1,Boa,5\n2,Uhu\n3,Ara,7\n", ["Boa", "! broken_record", "Ara"]),
    "too many": ("1,Boa, big,5\n2,Uhu,6\n", ["! broken_record", "Uhu"]),
    "empty ones at the end": ("1,Boa,5,,\n2,Uhu,6\n", ["Boa", "Uhu"]),
    "no title": (
        "1,,5\n2, ,6\n3,Ara,7\n,,\n",
        ["! no_title", "! no_title", "Ara", "! no_title"],
    ),
    "blank lines": ("\n1,Boa,5\n\n \n2,Uhu,6\n\n", ["Boa", "Uhu"]),
    "no line end at the end": ("1,Boa,5\n2,Uhu,6", ["Boa", "Uhu"]),
    "one quote in all the file": ('1,"Boa,5\n2,Uhu,6\n3,Ara,7\n', ['"Boa', "Uhu", "Ara"]),
    "quote never closed": (
        '1,"Boa,5\n2,"Uhu",6\n3,"Ara, big",7\n',
        ["! broken_record", "Uhu", "Ara, big"],
    ),
    "quote never closed, no comma in any": (
        '1,"Boa,5\n2,"Uhu",6\n3,"Ara",7\n',
        ["! broken_record", "Uhu", "Ara"],
    ),
    "quote closed too late": (
        '1,"Boa,5\n2,Uhu,6\n3,"Ara, big",7\n4,Pfau,8"\n',
        ["! broken_record", "Uhu", "Ara, big", "Pfau"],
    ),
    "quote closed too late, and no other": (
        '1,"Boa,5\n2,Uhu,6\n3,Ara,7"\n4,"Pfau, zahm",8\n',
        ["! broken_record", "Uhu", "Ara", "Pfau, zahm"],
    ),
    "quote within a word": ('1,5" tusk,5\n2,"Uhu",6\n', ['5" tusk', "Uhu"]),
    "quoted first word": ('1,"Tiger" tooth,5\n2,Uhu,6\n', ["Tiger tooth", "Uhu"]),
    "line feed in quotes": ('1,"Boa\nbig",5\n2,Uhu,6\n', ["Boa\nbig", "Uhu"]),
    "ragged over two lines": (
        '1,"Boa\nbig"\n2,Uhu,6\n',
        ["! broken_record", "Uhu"],
    ),
    "return within a field": ("1,Boa\rbig,5\n2,Uhu,6\n", ["Boa big", "Uhu"]),
    "returns only": ("1,Boa,5\r2,Uhu,6\r", ["Boa", "Uhu"]),
    "line of zeros": ("1,Boa,5\n\0\0\0\0\n2,Uhu,6\n", ["Boa", "! nul_bytes", "Uhu"]),
    "stray zeros": ("\0\0\0\x001,Bo\0a,5\n2,Uhu,6\n", ["Boa", "Uhu"]),
    "backslash quotes": (
        '1,"a \\"big\\", old Boa",5\n2,"Uhu",6\n',
        ['a "big", old Boa', "Uhu"],
    ),
    "blanks before quotes": ('1, "Boa, big", 5\n2, "Uhu", 6\n', ["Boa, big", "Uhu"]),
    "stray quotes at both ends": ('1,Bo""a,5\n2,Uhu",6\n3,"Ara",7\n', ['Bo""a', 'Uhu"', "Ara"]),
    "very long field": ('1,"' + "x" * 200_000 + '",5\n2,Uhu,6\n', ["x" * 200_000, "Uhu"]),
}


@pytest.mark.parametrize("case", RAGGED)
def test_ragged_rows(tmp_path: Path, case: str) -> None:
    text, expected = RAGGED[case]
    head = "id,title,price" + ("\r" if case == "returns only" else "\n")
    assert outcome(survey(tmp_path, "ads.csv", head + text)) == expected


def test_quotes_taken_literally_where_they_enclose_nothing(tmp_path: Path) -> None:
    text = 'id\ttitle\tprice\n1\t"Tiger\t5\n2\t"Ara" and cage\t6\n3\tUhu\t7\n'
    raw = survey(tmp_path, "dump.tsv", text)
    assert outcome(raw) == ['"Tiger', '"Ara" and cage', "Uhu"]


def test_one_ragged_row_of_many(tmp_path: Path) -> None:
    rows = [f'{n},"Boa {n}, ""big""\nold",5' for n in range(1, 2001)]
    rows[999] = "1000,Boa 1000, big,old,5"
    raw = survey(tmp_path, "ads.csv", "id,title,price\n" + "\n".join(rows) + "\n")
    assert raw.rejects[["source_row", "reason"]].to_numpy().tolist() == [
        [1000, "broken_record"]
    ]
    assert raw.listings["source_row"].tolist() == [n for n in range(1, 2001) if n != 1000]
    assert raw.listings["title"].iloc[-1] == 'Boa 2000, "big"\nold'


def test_a_quote_closed_too_late_among_many_rows(tmp_path: Path) -> None:
    rows = [f'{n},"Boa, {n}",5' for n in range(1, 2001)]
    rows[999:1002] = ['1000,"Boa,5', "1001,Uhu,6", '1002,Ara,7"']
    raw = survey(tmp_path, "ads.csv", "id,title,price\n" + "\n".join(rows) + "\n")
    assert raw.rejects["source_row"].tolist() == [1000]
    assert raw.listings["title"].tolist()[998:1001] == ["Boa, 999", "Uhu", "Ara"]


@pytest.mark.parametrize("seed", range(5))
def test_both_ways_of_reading_agree(tmp_path: Path, seed: int) -> None:
    """A NUL byte sends a file through the slow way; what it reads must be the same."""
    import random

    chance = random.Random(seed)
    pieces = ["Boa", ",", '"', "\n", " ", "é", "черепаха", ";", "5"]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["id", "title", "description"])
    for number in range(300):
        text = "".join(chance.choices(pieces, k=chance.randrange(12)))
        writer.writerow([number, f"t{text}", text])
    quick = survey(tmp_path, "quick.csv", out.getvalue())
    slow = survey(tmp_path, "slow.csv", out.getvalue().replace("\n0,", "\n\0000,"))
    columns = ["listing_id", "title", "description", "source_row"]
    pd.testing.assert_frame_equal(quick.listings[columns], slow.listings[columns])


LINES: dict[str, tuple[str, list[str]]] = {
    "broken line": (
        '{"title": "Boa"}\n{"title": "Uh\n{"title": "Ara"}\n',
        ["Boa", "! broken_record", "Ara"],
    ),
    "first line broken": (
        '{"title": "Bo\n{"title": "Uhu"}\n{"title": "Ara"}\n',
        ["! broken_record", "Uhu", "Ara"],
    ),
    "no object": (
        '{"title": "Boa"}\n[1, 2]\n7\n{"title": "Ara"}\n',
        ["Boa", "! broken_record", "! broken_record", "Ara"],
    ),
    "two on a line": (
        '{"title": "Boa"}{"title": "Uhu"}\n{"title": "Ara"}\n',
        ["! broken_record", "Ara"],
    ),
    "two with a comma": (
        '{"title": "Boa"},{"title": "Uhu"}\n{"title": "Ara"}\n',
        ["! broken_record", "Ara"],
    ),
    "comma at the end": ('{"title": "Boa"},\n{"title": "Ara"},\n', ["Boa", "Ara"]),
    "zeros": (
        '{"title": "Boa"}\n\0\0\0\n\0{"title": "A\0ra"}\n',
        ["Boa", "! nul_bytes", "Ara"],
    ),
    "escaped zeros": ('{"title": "B\\u0000oa"}\n{"title": "Ara"}\n', ["Boa", "Ara"]),
    "half an emoji": ('{"title": "Boa \\ud83d"}\n{"title": "Ara"}\n', ["Boa \ufffd", "Ara"]),
    "raw line feed sign": ('{"title": "Boa\tbig"}\n{"title": "Ara"}\n', ["Boa\tbig", "Ara"]),
    "null and number": (
        '{"title": null}\n{"title": 12}\n{"x": 1}\n',
        ["! no_title", "12", "! no_title"],
    ),
    "deep nest": (
        '{"title": ' + "[" * 100_000 + "\n" + '{"title": "Ara"}\n',
        ["! broken_record", "Ara"],
    ),
}


@pytest.mark.parametrize("case", LINES)
def test_broken_json_lines(tmp_path: Path, case: str) -> None:
    text, expected = LINES[case]
    text = text.replace('"x"', '"id"')
    assert outcome(survey(tmp_path, "ads.jsonl", text)) == expected


DOCUMENTS: dict[str, tuple[str, list[str], list[str]]] = {
    "broken entry": (
        '[\n{"title": "Boa"},\n{"title": Uhu},\n{"title": "Ara"}\n]',
        ["Boa", "! broken_record", "Ara"],
        [],
    ),
    "broken last entry": (
        '[\n{"title": "Boa"},\n{"title": Uhu}\n]',
        ["Boa", "! broken_record"],
        [],
    ),
    "breaks off in an entry": (
        '[\n{"title": "Boa"},\n{"title": "Uhu"},\n{"title": "A',
        ["Boa", "Uhu"],
        ["truncated_file"],
    ),
    "breaks off between entries": (
        '[\n{"title": "Boa"},\n{"title": "Uhu"},\n',
        ["Boa", "Uhu"],
        ["truncated_file"],
    ),
    "values that are no object": (
        '[{"title": "Boa"}, 7, null]',
        ["Boa", "! broken_record", "! broken_record"],
        [],
    ),
    "commas in strings": (
        '[{"title": "a, {b}, \\"[c", "category": ["x", "y"]}]',
        ['a, {b}, "[c'],
        [],
    ),
}


@pytest.mark.parametrize("case", DOCUMENTS)
def test_broken_json_documents(tmp_path: Path, case: str) -> None:
    text, expected, whole = DOCUMENTS[case]
    raw = survey(tmp_path, "ads.json", text)
    assert outcome(raw) == expected
    assert raw.rejects.loc[raw.rejects["source_row"] == 0, "reason"].tolist() == whole


def test_what_surrounds_a_list_holds_for_its_records(tmp_path: Path) -> None:
    answer = {
        "scraped_at": "2018-05-14T10:00:00Z",
        "total": 2,
        "results": {"items": [{"title": "Boa"}, {"title": "Uhu"}]},
    }
    raw = survey(tmp_path, "ads.json", json.dumps(answer))
    assert raw.listings["scraped_at"].tolist() == ["2018-05-14T10:00:00Z"] * 2


def test_a_single_listing_keeps_its_lists(tmp_path: Path) -> None:
    ad = {"title": "Boa", "price": "5", "images": [{"url": "a"}, {"url": "b"}]}
    assert outcome(survey(tmp_path, "ad.json", json.dumps(ad))) == ["Boa"]


NESTED = [
    ("price", {"amount": 120, "currency": "EUR"}, {"price": "120", "price_currency": "EUR"}),
    ("price", {"value": 120.50, "negotiable": True}, {"price": "120.5"}),
    (
        "location",
        {"city": "Ulm", "zip": "89073", "lat": 48.4, "lng": 9.9},
        {"location": "Ulm, 89073"},
    ),
    ("location", ["Ulm", "Bayern"], {"location": "Ulm, Bayern"}),
    ("category", ["Tiere", "Vögel"], {"category": "Tiere, Vögel"}),
    (
        "category",
        [{"id": 5, "name": "Tiere"}, {"id": 7, "name": "Vögel"}],
        {"category": "Tiere / Vögel"},
    ),
    ("description", [], {}),
]


@pytest.mark.parametrize(("key", "value", "expected"), NESTED)
def test_nested_values(
    tmp_path: Path, key: str, value: object, expected: dict[str, str]
) -> None:
    text = json.dumps({"title": "Boa", key: value}) + "\n" + json.dumps({"title": "Ara"}) + "\n"
    found = survey(tmp_path, "ads.jsonl", text).listings
    for field in ("price", "price_currency", "location", "category", "description"):
        assert found[field].fillna("").tolist() == [expected.get(field, ""), ""], field


def test_a_nested_seller_is_known_by_name_or_number(tmp_path: Path) -> None:
    sellers = [{"karma": 4.5, "name": "Joe"}, {"karma": 4.5, "name": "Ann"}, "Joe", None]
    text = "".join(json.dumps({"title": "a", "seller": s}) + "\n" for s in sellers)
    keys = survey(tmp_path, "ads.jsonl", text).listings["seller_key"]
    assert keys[0] == keys[2] != keys[1]
    assert pd.isna(keys[3])


PACKED = {".gz": gzip.compress, ".zst": zstandard.compress, ".bz2": bz2.compress}


@pytest.mark.parametrize("suffix", PACKED)
@pytest.mark.parametrize("form", ["csv", "jsonl", "json"])
def test_truncated_archives_keep_the_complete_records(
    tmp_path: Path, form: str, suffix: str
) -> None:
    import random

    chance = random.Random(1)
    count = 60_000 if suffix == ".bz2" else 20_000  # it unpacks by blocks of 900 kB
    ads = [{"id": str(n), "title": f"Boa {n}", "price": chance.random()} for n in range(count)]
    if form == "csv":
        text = "id,title,price\n" + "".join(
            '{id},"{title}",{price}\n'.format(**ad) for ad in ads
        )
    elif form == "jsonl":
        text = "".join(json.dumps(ad) + "\n" for ad in ads)
    else:
        text = "[\n" + ",\n".join(map(json.dumps, ads)) + "\n]"
    packed = PACKED[suffix](text.encode())
    raw = survey(tmp_path, f"ads.{form}{suffix}", packed[: len(packed) * 3 // 4])
    assert count / 4 < len(raw.listings) < count
    assert raw.listings["title"].tolist() == [ad["title"] for ad in ads[: len(raw.listings)]]
    assert set(raw.rejects["reason"]) == {"truncated_file"}
    assert set(raw.rejects["source_row"]) == {0}


def test_a_damaged_archive_keeps_what_stands_before_the_damage(tmp_path: Path) -> None:
    text = "title\n" + "".join(f"Boa {hash(str(n))}\n" for n in range(20_000))
    packed = bytearray(gzip.compress(text.encode()))
    packed[len(packed) // 2 : len(packed) // 2 + 64] = b"\xff" * 64
    raw = survey(tmp_path, "ads.csv.gz", bytes(packed))
    assert 0 < len(raw.listings) < 20_000
    assert raw.rejects["reason"].tolist()[0] in ("damaged_file", "truncated_file")


def test_streams_one_behind_the_other_are_all_read(tmp_path: Path) -> None:
    data = gzip.compress(b"title\nBoa\n") + gzip.compress(b"Uhu\n") + b"\0" * 512
    assert outcome(survey(tmp_path, "ads.csv.gz", data)) == ["Boa", "Uhu"]


def as_zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive_file:
        for name, data in members.items():
            archive_file.writestr(name, data)
    return out.getvalue()


def test_members_of_an_archive(tmp_path: Path) -> None:
    inner = as_zip({"x.csv": b"title\nhidden\n"})
    raw = survey(
        tmp_path,
        "takedown.zip",
        as_zip(
            {
                "de/ads.csv": b"title\nBoa\n",
                "ads.jsonl.gz": gzip.compress(b'{"title": "Uhu"}\n'),
                "book.xlsx": as_xlsx({"A": [["title"], ["Ara"]], "B": [["title"], ["Pfau"]]}),
                "table.parquet": as_parquet(),
                "inner.zip": inner,
                "inner.zip.gz": gzip.compress(inner),
                "../evil.csv": b"title\nevil\n",
                "/abs.csv": b"title\nevil\n",
                "C:\\evil.csv": b"title\nevil\n",
                "empty.csv": b"",
                "photo.jpg": b"\xff\xd8\xff\xe0",
                "README.txt": b"read me",
                "__MACOSX/._ads.csv": b"\0\5",
            }
        ),
    )
    assert raw.listings["source_file"].value_counts().to_dict() == {
        "takedown.zip/table.parquet": 3,
        "takedown.zip/de/ads.csv": 1,
        "takedown.zip/ads.jsonl.gz": 1,
        "takedown.zip/book.xlsx/A": 1,
        "takedown.zip/book.xlsx/B": 1,
    }
    rejects = raw.rejects.set_index("source_file")["reason"].to_dict()
    assert rejects == {
        "takedown.zip/inner.zip": "nested_archive",
        "takedown.zip/inner.zip.gz": "nested_archive",
        "takedown.zip/evil.csv": "unsafe_member",
        "takedown.zip/abs.csv": "unsafe_member",
        "takedown.zip/C:/evil.csv": "unsafe_member",
        "takedown.zip/empty.csv": "empty_file",
        "takedown.zip/photo.jpg": "unreadable_file",
    }
    assert raw.files["records"].tolist() == [7]


def test_an_archive_that_lost_its_end(tmp_path: Path) -> None:
    members = {
        f"{n}.csv": b"title\n" + b"".join(b"Boa %d\n" % i for i in range(200)) for n in "ab"
    }
    data = as_zip(members)
    end = data.index(b"PK\x01\x02")
    raw = survey(tmp_path, "ads.zip", data[: end + 10])
    assert raw.listings["source_file"].value_counts().to_dict() == {
        "ads.zip/a.csv": 200,
        "ads.zip/b.csv": 200,
    }
    assert raw.rejects[["source_file", "reason"]].to_numpy().tolist() == [
        ["ads.zip", "truncated_file"]
    ]


def test_a_bomb_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "FREE_BYTES", 1 << 16)
    bomb = b"title\n" + b"0" * (1 << 22)
    (tmp_path / "good.csv").write_text("title\nBoa\n")
    for suffix, pack in PACKED.items():
        (tmp_path / f"bomb.csv{suffix}").write_bytes(pack(bomb))
    (tmp_path / "bomb.zip").write_bytes(as_zip({"bomb.csv": bomb}))
    lying = bytearray(as_zip({"bomb.csv": bomb}))
    at = lying.index(b"PK\x01\x02")
    lying[at + 24 : at + 28] = (100).to_bytes(4, "little")  # declares 100 bytes
    (tmp_path / "lying.zip").write_bytes(bytes(lying))
    raw = read.survey(tmp_path, key=KEY)
    check_accounts(raw)
    assert raw.listings["title"].tolist() == ["Boa"]
    reasons = raw.rejects.set_index("source_file")["reason"]
    assert set(reasons.drop("lying.zip")) == {"too_large"}
    assert len(reasons) == 5
    with pytest.raises(SurveyError, match="too_large"):
        read.survey(tmp_path / "bomb.zip", key=KEY)


def test_a_locked_member_is_set_aside(tmp_path: Path) -> None:
    data = bytearray(as_zip({"a.csv": b"title\nBoa\n", "b.csv": b"title\nUhu\n"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark)
        data[at + place] |= 1
    raw = survey(tmp_path, "ads.zip", bytes(data))
    assert raw.listings["title"].tolist() == ["Uhu"]
    assert raw.rejects["reason"].tolist() == ["encrypted_file"]


LEAKS = [
    "title,seller,price\n,Joe Example,5\nBoa,Ann,6\n",
    "title,seller,price\nBoa,Joe Example,5,6\nBoa,Ann,6\n",
    "title,seller,price\nBoa,Joe Example\nBoa,Ann,6\n",
    '{"title": "Boa", "seller": "Joe Example", "price": \n{"title": "Uhu", "seller": "x"}\n',
    '{"seller": {"name": "Joe Example"}, "price": 5}\n{"title": "Uhu", "seller": "x"}\n',
    '{"title": 1, "seller": {"name": "Joe Example"}, "p\n{"title": "a", "seller": "x"}\n',
    "title,description\n,call 01632 960 123 or joe.example@example.com\nBoa,x\n",
    "title,description\n,+49 (0)30/23125 004 tel 07700900123,too many\nBoa,x\n",
]


@pytest.mark.parametrize("text", LEAKS)
def test_rejects_are_masked(tmp_path: Path, text: str) -> None:
    raw = survey(tmp_path, "ads.jsonl" if text.startswith("{") else "ads.csv", text)
    assert len(raw.rejects) >= 1
    shown = raw.rejects.to_csv()
    for secret in ("Joe", "joe", "960", "23125", "900123"):
        assert secret not in shown, shown


def test_rejects_are_shortened(tmp_path: Path) -> None:
    raw = survey(tmp_path, "ads.csv", "title,price\n" + "word " * 1000 + "\nBoa,5\n")
    assert raw.rejects["raw_text"].str.len().tolist() == [500]


def test_a_file_cut_within_a_letter_is_still_utf8(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("title,price\nЧерепаха,5\nСлон,7 руб".encode()[:-1])
    raw = read.survey([path], key=b"k" * 32)
    assert raw.files["encoding"].tolist() == ["utf-8"]
    assert raw.listings["title"].tolist()[0] == "Черепаха"


def test_a_file_of_a_header_alone_is_named_in_the_error(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,price\n")
    with pytest.raises(SurveyError, match=r"a\.csv: holds no records") as error:
        read.survey([path], key=b"k" * 32)
    assert "PosixPath" not in str(error.value)
