"""Checklists of CITES species: imported, recognised, outranked, named in the manifest."""

import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from tests.test_classify import frame
from wildlife_analysis import classify, pipeline, provenance, reference
from wildlife_analysis.__main__ import main
from wildlife_analysis.classify.lexicon import compile_terms
from wildlife_analysis.reference import SurveyError, checklist, checklist_import, taxonomy
from wildlife_analysis.reference.checklist_export import scientific_names

CASES = Path(__file__).parent / "cases"
EXPORT = CASES / "checklist_export.csv"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty home without checklists; small dictionaries, for speed."""
    monkeypatch.setenv("WILDLIFE_ANALYSIS_HOME", str(tmp_path))
    monkeypatch.setattr(checklist_import, "DICTIONARIES", ("en", "fr"))
    checklist.forget()
    yield tmp_path
    monkeypatch.undo()
    checklist.forget()


def ads(titles: list[str]) -> list[set[str]]:
    """Return the taxa found in ads of a title each."""
    cases = [
        {
            "id": str(i), "title": title, "description": "", "category": "", "language": "en",
            "country": "GB", "price": "50",
        }
        for i, title in enumerate(titles)
    ]  # fmt: skip
    table = reference.table("terms")
    few = table[(table["language"] == "en") & table["kind"].isin(["live", "offer", "link"])]
    lexicon = compile_terms(few, checklist.terms())  # all terms take longer to compile
    return [{f.code for f in d.reading.found} for d in classify.readings(frame(cases), lexicon)]


def names() -> list[dict[str, str]]:
    with (CASES / "checklist_names.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_names_are_recognised_or_left_out_for_a_reason(home: Path) -> None:
    made = checklist_import.import_checklist(EXPORT, "2017-04-21")
    kept = pd.read_csv(made.folder / "terms.csv", dtype=str, keep_default_na=False)
    dropped = pd.read_csv(made.folder / "dropped.csv", dtype=str, keep_default_na=False)
    outcome = {(r.term, r.language): f"kept {r.code}" for r in kept.itertuples()}
    outcome |= {(r.term, r.language): r.reason for r in dropped.itertuples()}
    for case in names():
        key = (case["name"], case["language"])
        assert outcome.get(key) == case["outcome"], case
    told = [c for c in names() if c["outcome"].startswith("kept") and c["language"] != "es"]
    found = ads([f"For sale: {c['name']}, captive bred, 1 year old" for c in told])
    for case, taxa in zip(told, found, strict=True):
        assert taxa == {case["outcome"].removeprefix("kept ")}, case
    assert all(taxonomy.known(c["outcome"].removeprefix("kept ")) for c in told)
    assert sum(made.dropped.values()) == len(dropped)
    assert "es" in made.notes[0]


def test_without_the_checklist_nothing_of_it_is_known(home: Path) -> None:
    assert not taxonomy.known("Abronia anzuetoi")
    assert ads(["For sale: Eulampis jugularis, captive bred"]) == [set()]
    checklist_import.import_checklist(EXPORT, "2017-04-21")
    assert ads(["For sale: Eulampis jugularis, captive bred"]) == [{"Eulampis jugularis"}]
    checklist.remove("2017-04-21")
    assert ads(["For sale: Eulampis jugularis, captive bred"]) == [set()]


def status(name: str, day: str) -> tuple[str | None, str | None, str]:
    row = taxonomy.status(pd.Series([name]), pd.Series([pd.Timestamp(day)])).iloc[0]
    codes = [None if pd.isna(row[c]) else row[c] for c in ("appendix", "eu_annex")]
    return codes[0], codes[1], row["appendix_source"]


def test_appendix_on_the_day_of_the_ad(home: Path) -> None:
    """The tables know changes by day; a checklist speaks from its own date."""
    checklist_import.import_checklist(EXPORT, "2017-04-21")
    # The genus is listed since 2017-01-02: a species of it was not before, whatever it is now.
    assert status("Abronia anzuetoi", "2016-12-31")[0] is None
    assert status("Abronia anzuetoi", "2017-06-01") == ("I", "A", "checklist 2017-04-21")
    # What the tables say of the species itself comes first.
    assert status("Psittacus erithacus", "2016-12-31")[::2] == ("II", "appendices")
    # What agrees with the higher taxon in the tables follows its history.
    assert status("Eulampis jugularis", "2016-01-01") == ("II", "B", "appendices")
    # A listing of another population only: not listed as a rule, and kept as split.
    assert status("Dasyornis broadbenti", "2018-01-01")[0] is None


def test_a_newer_checklist_speaks_from_its_date(home: Path, tmp_path: Path) -> None:
    text = EXPORT.read_text(encoding="utf-8")
    newer = tmp_path / "Index_of_CITES_Species_2023-03-01.csv.gz"
    newer.write_bytes(
        gzip.compress(text.replace("anzuetoi,SPECIES,I,", "anzuetoi,SPECIES,II,").encode())
    )
    checklist_import.import_checklist(EXPORT, "2017-04-21")
    checklist_import.import_checklist(newer)
    assert [c.date for c in checklist.loaded()] == ["2017-04-21", "2023-03-01"]
    assert status("Abronia anzuetoi", "2023-02-28")[0] == "I"
    assert status("Abronia anzuetoi", "2023-03-01")[0] == "II"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("CurrentListing", "Listing", "CurrentListing is missing"),
        (",SPECIES,", ",KIND,", "RankName 'KIND'"),
        (",II,", ",IV,", "CurrentListing 'IV'"),
        ("Reptilia", "Dragons", "Class 'Dragons'"),
        ("Animalia", "Plantae", "holds no animals"),
    ],
)
def test_wrong_exports_are_told(home: Path, old: str, new: str, told: str) -> None:
    path = home / "Index_of_CITES_Species_2017-04-21.csv"
    path.write_text(EXPORT.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(SurveyError, match=told):
        checklist_import.import_checklist(path)
    assert checklist.loaded() == ()


def test_commands(home: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke
    assert "no checklist is loaded" in run(main, ["reference", "list"]).output
    done = run(main, ["reference", "import-checklist", str(EXPORT)])
    assert done.exit_code == 2 and "--date" in done.output
    command = ["reference", "import-checklist", str(EXPORT), "--date", "2017-04-21"]
    done = run(main, command)
    assert done.exit_code == 0 and "dropped.csv" in done.output, done.output
    assert EXPORT.name in run(main, ["reference", "list"]).output
    (tmp_path / "ads.csv").write_text("title\nEulampis jugularis for sale\n", encoding="utf-8")
    out = tmp_path / "out"
    pipeline.process([tmp_path / "ads.csv"], out, survey_id="x", key_file=tmp_path / "key")
    specimens = pd.read_parquet(out / "specimens.parquet")
    assert specimens["scientific_name"].tolist() == ["Eulampis jugularis"]
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["checklists"][0]["source_sha256"] == provenance.file_hash(EXPORT)
    assert "checklist/2017-04-21/terms.csv" in manifest["reference"]
    assert provenance.check(out) == []
    assert run(main, ["reference", "remove", "2017-04-21"]).exit_code == 0
    assert any("checklist/2017-04-21" in finding for finding in provenance.check(out))
    assert run(main, ["reference", "remove", "2017-04-21"]).exit_code == 2


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Testudo perses Perälä, 2002", ["Testudo perses"]),
        ("Crocodilus robustus Vaillant & Grandidier, 1872, Alligator cowieii A. Smith, 1937",
         ["Crocodilus robustus", "Alligator cowieii"]),
        ("Liasis (Nardoa) boa (Schneider, 1801)", ["Liasis boa"]),
        ("Testudo whitei Bennett in White, 1836, de Blainville, 1816", ["Testudo whitei"]),
        ("Caulastrea", []),
    ],
)  # fmt: skip
def test_synonyms_without_their_authors(cell: str, found: list[str]) -> None:
    assert scientific_names(cell) == found
