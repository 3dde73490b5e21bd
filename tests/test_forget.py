"""A person is forgotten everywhere; all others stay, under the same numbers."""

import gzip
from pathlib import Path

import pandas as pd
import pytest

from wildlife_analysis import forget, pipeline, read, review
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.reference.tables import read_csv

KEY = bytes(range(32))
PERSON = "Anna Beispiel"
CSV = (
    "listing_id,title,description,seller,url\r\n"
    'a1,Graupapagei,"zahm,\r\nmit ""Käfig""",Anna Beispiel,http://x.example/1\r\n'
    "a2,Griechische Landschildkröte,,Bert,http://x.example/2\r\n"
    "\r\n"
    "a3,Elfenbein Figur,,Anna Beispiel,http://x.example/3\r\n"
    "a4,Königspython,,Carla,http://x.example/4\r\n"
).encode("cp1252")
JSON = (
    b'{"listing_id":"j1","title":"boa","seller":"Bert","url":"http://x.example/5"}\n\n'
    b'{"listing_id":"j2","title":"python","seller":"Anna Beispiel","url":"http://x.example/6"}\n'
)
TSV = b"listing_id\ttitle\tseller\nt1\tboa\tBert\nt2\tpython\tAnna Beispiel\nt3\tara\tCarla\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    raw = tmp_path / "data" / "raw" / "s1"
    raw.mkdir(parents=True)
    (raw / "survey.toml").write_text(
        'id = "s1"\nfieldwork_from = 2018-01-01\nfieldwork_to = 2018-01-31\n'
        'publication_year = 2018\nscope = ["I", "II"]\n'
    )
    (raw / "a.csv").write_bytes(CSV)
    (raw / "b.jsonl").write_bytes(JSON)
    (raw / "c.tsv.gz").write_bytes(gzip.compress(TSV))
    read.folder.record(raw, retrieved_on="2018-02-01", means="test", terms="test")
    return tmp_path


def processed(project: Path) -> pd.DataFrame:
    (project / "key").write_text(KEY.hex())
    out = project / "data" / "processed" / "s1"
    pipeline.process([project / "data" / "raw" / "s1"], out, key_file=project / "key")
    return pd.read_parquet(out / "listings.parquet")


def test_a_seller_is_forgotten_and_nobody_else(project: Path) -> None:
    before = processed(project)
    key = before.set_index("listing_id").loc["a1", "seller_key"]
    kept = project / "data" / "review" / "s1"
    base = {"field": "counted", "value": "yes", "reviewer": "eva", "status": "", "note": ""}
    moment = {"decided_at": "2018-05-01T10:00:00+00:00"}
    review.record(kept, [{**base, **moment, "listing_id": i} for i in ("a1", "a2", "j2")])
    report = project / "reports" / "s1" / "en"
    report.mkdir(parents=True)
    (report / "annual_report.html").write_text("a1")
    other = project / "reports" / "s0"
    other.mkdir()

    done = forget.forget(key, "s1", project=project, key=KEY)
    assert done == forget.Forgotten(4, 4, 2, 1, ())
    for path in project.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            data = gzip.decompress(data) if path.suffix == ".gz" else data
            assert PERSON.encode() not in data, path
            assert key.encode() not in data, path
            assert b"Elfenbein" not in data, path
    assert not report.exists()
    assert other.exists()
    assert read_csv(kept / "decisions.csv")["listing_id"].tolist() == ["a2"]
    assert read_csv(kept / forget.FILE).iloc[0]["listings"] == "4"

    after = processed(project)
    stay = before[before["seller_key"] != key].reset_index(drop=True)
    pd.testing.assert_frame_equal(after.reset_index(drop=True), stay)


def test_a_listing_is_forgotten_by_its_address(project: Path) -> None:
    processed(project)
    done = forget.forget("http://x.example/5", "s1", project=project, key=KEY)
    assert (done.listings, done.raw_records) == (1, 1)
    assert processed(project)["listing_id"].tolist() == [
        "a1",
        "a2",
        "a3",
        "a4",
        "j2",
        "t1",
        "t2",
        "t3",
    ]


def test_what_cannot_be_cut_out_of_a_file_is_named(project: Path) -> None:
    raw = project / "data" / "raw" / "s1"
    pd.DataFrame({"title": ["boa"], "seller": [PERSON]}).to_excel(raw / "d.xlsx", index=False)
    old = (raw / "d.xlsx").read_bytes()
    listings = processed(project)
    key = listings.loc[listings["listing_id"] == "a1", "seller_key"].iloc[0]
    done = forget.forget(key, "s1", project=project, key=KEY)
    assert done.by_hand == ("d.xlsx, row 1",)
    assert (done.listings, done.raw_records) == (5, 4)
    assert (raw / "d.xlsx").read_bytes() == old


def test_nobody_of_that_name(project: Path) -> None:
    with pytest.raises(SurveyError, match="process the survey first"):
        forget.forget("0123456789abcdef", "s1", project=project, key=KEY)
    processed(project)
    with pytest.raises(SurveyError, match="nothing was removed") as error:
        forget.forget("0123456789abcdef", "s1", project=project, key=KEY)
    assert "0123456789abcdef" not in str(error.value)
    assert (project / "data" / "processed" / "s1").is_dir()
