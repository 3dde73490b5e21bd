"""Deciding: blind, safe to show, every keystroke kept; the same through sheets."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from tests.test_duplicates import listing, tables
from wildlife_analysis import review
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.review import display
from wildlife_analysis.review.files import append_csv, guarded, plain
from wildlife_analysis.review.widget import Form, form

HOSTILE = '<script>alert("x")</script> tortue d\'Hermann \u202e<img src=x onerror=y>'
TEXTS = [
    (HOSTILE, "adulte, appelez le 06 39 98 12 34", "fr"),
    ("=HYPERLINK(\"http://example.org\",\"Python regius\")", "male, 2 ans\nélevé ici", "fr"),
    ("Elfenbein Figur", "sehr alt", "de"),
    ("Dog cage", "no animal", "en"),
]  # fmt: skip


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2018, 5, 4, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def survey() -> tuple[pd.DataFrame, pd.DataFrame]:
    return tables(
        [
            listing(listing_id=f"n{i}", title=title, description=text, language=language,
                    in_scope=i < 3, seller_key=f"secret{i}")
            for i, (title, text, language) in enumerate(TEXTS)
        ]
    )  # fmt: skip


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    review.draw(*survey(), tmp_path / "r", purpose="audit", size=4, seed=1)
    return tmp_path / "r"


def session(folder: Path, reviewer: str = "anna", **options: object) -> review.Session:
    return review.Session(survey()[0], folder, reviewer, clock=Clock(), **options)  # type: ignore[arg-type]


def stands(folder: Path) -> dict[tuple[str, str], str]:
    table = review.standing(review.made(folder))
    return {(r.listing_id, r.field): r.value for r in table.itertuples()}


def test_a_listing_is_shown_safely() -> None:
    rows = display.masked(survey()[0])
    for highlight in (False, True):
        html = display.listing(rows.iloc[[0]], highlight=highlight)
        assert "<script" not in html
        assert "<img" not in html
        assert "\u202e" not in html
        assert "06 39 98 12 34" not in html
        assert "[phone]" in html
        assert "secret" not in html
    assert '<mark class="taxon"' in html
    assert ">tortue d&#x27;Hermann</mark>" in html
    assert "Testudo hermanni" in display.answer(rows.iloc[[0]])


def test_coding_is_blind_until_decided(drawn: Path) -> None:
    own = session(drawn)
    at = own.current
    assert at is not None
    assert "<mark" not in own.html()
    assert "wa-answer" not in own.html()
    for key in "y ":
        own.key(key)
    assert own.current != at
    assert "wa-answer" in own.html(at)
    assert "wa-answer" not in own.html()


def test_keys_decide_and_undo(drawn: Path) -> None:
    own = session(drawn)
    one = own.current
    own.key(" ")
    assert "press y" in own.message
    for key in "nw2 ":
        own.key(key)
    assert own.progress == (1, 4)
    reason = own.reason_keys["2"]
    assert stands(drawn) == {
        (one, "counted"): "no", (one, "offer"): "wanted", (one, "reason"): reason
    }  # fmt: skip
    before = (drawn / "decisions.csv").read_bytes()
    own.key("u")
    assert (drawn / "decisions.csv").read_bytes().startswith(before)
    assert stands(drawn) == {}
    assert own.current == one
    assert own.draft == {"counted": "no", "offer": "wanted", "reason": reason}
    for key in "ys ":
        own.key(key)
    assert stands(drawn) == {(one, "counted"): "yes", (one, "offer"): "sale"}
    own.key("Q")
    assert "no such key" in own.message


def test_wrong_entries_are_refused_and_nothing_is_written(drawn: Path) -> None:
    own = session(drawn)
    own.key("y")
    own.fill("specimens", "Draco nemo live 1")
    assert not own.decide()
    assert "not in the table taxa" in own.message
    own.fill("specimens", "")
    own.key("w")
    assert not own.decide()
    assert "wanted is not counted" in own.message
    assert not (drawn / "decisions.csv").exists()


def test_a_crash_loses_nothing(drawn: Path) -> None:
    own = session(drawn)
    one = own.current
    for key in "y ":
        own.key(key)
    two = own.current
    own.key("n")
    own.fill("note", "ask ben, 06 39 98 12 34")
    # the crash: decisions not yet written, the last line of the keys torn
    (drawn / "decisions.csv").unlink()
    with (drawn / "keys-anna.jsonl").open("a", encoding="utf-8") as handle:
        handle.write('{"event": "draft", "listing_id"')
    again = session(drawn)
    assert stands(drawn)[(one, "counted")] == "yes"
    assert again.current == two
    assert again.draft["counted"] == "no"
    assert again.draft["note"] == "ask ben, [phone]"
    again.key(" ")
    lines = (drawn / "keys-anna.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[-1])["event"] == "decide"
    assert session(drawn).progress == (0, 2)


def test_a_torn_row_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    append_csv(path, pd.DataFrame({"a": ["1"], "b": ["2"]}))
    with path.open("a") as handle:
        handle.write("3")
    append_csv(path, pd.DataFrame({"a": ["5"], "b": ["6\n7"]}))
    assert path.read_text() == "a,b\n1,2\n5,6 7\n"
    assert path.with_suffix(".torn").read_text() == "3\n"
    path.write_text("a,b\n1,2")  # saved by an editor: whole, but without its end
    append_csv(path, pd.DataFrame({"a": ["5"], "b": ["6"]}))
    assert path.read_text() == "a,b\n1,2\n5,6\n"
    with pytest.raises(SurveyError, match="its columns are a, b"):
        append_csv(path, pd.DataFrame({"c": ["5"]}))


@pytest.mark.parametrize(
    "text", ["=1+1", "+49", "-x", "@a", "\tb", " =c", "'=d", "e", "'f", ""]
)
def test_formulas_are_guarded_and_come_back(text: str) -> None:
    assert plain(guarded(text)) == text
    assert not guarded(text).lstrip().startswith(("=", "+", "-", "@", "\t"))


def test_two_reviewers_share_and_double_code(drawn: Path) -> None:
    anna = session(drawn, double_coded=0.0)
    for key in "y n ":
        anna.key(key)
    assert len(session(drawn, "ben", double_coded=0.0).queue) == 2
    ben = session(drawn, "ben", double_coded=1.0)
    assert len(ben.queue) == 4
    for key in "n n ":
        ben.key(key)
    disputed = review.disagreements(review.made(drawn))
    judge = session(drawn, "cy", adjudicate=True)
    assert judge.queue == list(dict.fromkeys(disputed["listing_id"]))
    assert "anna: yes | ben: no" in judge.html()
    for key in "y ":
        judge.key(key)
    assert review.disagreements(review.made(drawn)).empty or len(judge.queue) > 1
    assert stands(drawn)[(judge.queue[0], "counted")] == "yes"


def test_the_form_drives_the_session(drawn: Path) -> None:
    made = Form(session(drawn))
    first = made.session.current
    made.keys.value = "y"
    assert made.fields["counted"].value == "yes"
    made.fields["specimens"].value = "Lynx fur 2"
    made.keys.value = "ys "
    assert stands(drawn)[(first, "specimens")] == "Lynx fur 2"
    assert made.progress.value == 1
    assert made.count.value == "1 of 4"
    assert "wa-answer" in made.before.value
    assert made.fields["specimens"].value == ""
    made.keys.value = "ys"  # a character taken away presses nothing
    assert made.progress.value == 1
    made.keys.value = "ysu"
    assert made.fields["specimens"].value == "Lynx fur 2"
    assert made.progress.value == 0


def test_the_notebook_runs_on_a_processed_survey(
    mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import nbformat

    path = Path(__file__).resolve().parents[1] / "notebooks" / "review.ipynb"
    cells = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    source = "\n".join(c.source for c in cells)
    folder = mini / "processed" / "2018"
    listings = pd.read_parquet(folder / "listings.parquet")
    specimens = pd.read_parquet(folder / "specimens.parquet")
    review.draw(listings, specimens, tmp_path, purpose="audit", size=20, seed=1)
    for name, value in (("survey_folder", folder), ("review_folder", tmp_path)):
        source = source.replace(f"{name}: str = ", f"{name}: str = {str(value)!r} or ")
    names: dict[str, object] = {}
    exec(compile(source, str(path), "exec"), names)
    assert names["reviewer"] == ""
    box = form(folder, tmp_path, "anna")
    assert box.children[0].children[1].value == "0 of 20"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_sheets_go_out_and_come_back(drawn: Path, tmp_path: Path, ending: str) -> None:
    listings, _ = survey()
    sheet = tmp_path / f"sheet.{ending}"
    ids = review.assigned(drawn, "ben")
    assert review.export(listings, ids, sheet, reviewer="ben") == 4
    with pytest.raises(SurveyError, match="exists already"):
        review.export(listings, ids, sheet, reviewer="ben")
    answers = {
        "n0": ("yes", "sale", "", "Testudo hermanni live 1"),
        "n3": ("no", "", "equipment", ""),
    }
    if ending == "csv":
        raw = sheet.read_text(encoding="utf-8-sig")
        assert "'=HYPERLINK" in raw
        table = pd.read_csv(sheet, dtype=str, keep_default_na=False)
    else:
        book = load_workbook(sheet)
        cells = [c for row in book["decisions"].iter_rows() for c in row]
        assert all(c.data_type != "f" for c in cells)
        assert len(book["decisions"].data_validations.dataValidation) == 3
        grid = [[c.value or "" for c in row] for row in book["decisions"].iter_rows()]
        table = pd.DataFrame(grid[1:], columns=grid[0])
    shown = " ".join(table.astype("str").to_numpy().ravel())
    assert "06 39 98" not in shown
    assert "secret" not in shown
    assert "in_scope" not in table
    for column, name in enumerate(("counted", "offer", "reason", "specimens")):
        table[name] = [answers.get(i, ("",) * 4)[column] for i in table["listing_id"]]
    if ending == "csv":  # a French spreadsheet saves with semicolons
        table.to_csv(sheet, index=False, sep=";", encoding="utf-8-sig")
    else:
        table.to_excel(sheet, index=False, sheet_name="decisions")
    now = datetime(2018, 5, 2, tzinfo=UTC)
    assert review.import_sheet(sheet, listings, drawn, now=now) == 5
    before = (drawn / "decisions.csv").read_bytes()
    assert review.import_sheet(sheet, listings, drawn, now=now + timedelta(days=1)) == 0
    assert (drawn / "decisions.csv").read_bytes() == before
    found = stands(drawn)
    assert found[("n0", "specimens")] == "Testudo hermanni live 1"
    assert found[("n3", "reason")] == "equipment"
    # the reviewer changes their mind: the old sheet does not bring the old answer back
    own = session(drawn, "ben", double_coded=1.0)
    own.queue.insert(0, "n0")
    for key in "n ":
        own.key(key)
    assert review.import_sheet(sheet, listings, drawn, now=now + timedelta(days=9)) == 0
    assert stands(drawn)[("n0", "counted")] == "no"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("zz,yes,,,,,ben", "row 2: no listing 'zz'"),
        ("n0,maybe,,,,,ben", "row 2: counted is 'maybe'; write yes or no"),
        ("n0,,sale,,,,ben", "row 2: counted is empty"),
        ("n0,yes,gift,,,,ben", "row 2: offer 'gift' is not known; write sale"),
        ("n0,yes,,toy,,,ben", "row 2: counted is yes, but a reason"),
        ("n0,no,,tyo,,,ben", "row 2: reason 'tyo' is not known; nearest: toy"),
        ("n0,yes,,,Lynx fur two,,ben", "row 2: .* is not 'taxon product number'"),
        ("n0,yes,,,Lynx fur 1; Lynx fur 2,,ben", "Lynx fur is given twice"),
        ("n0,yes,wanted,,,,ben", "counted is yes, but the offer is wanted"),
        ("n0,no,,,Lynx fur 1,,ben", "counted is no, but specimens"),
        ("n0,yes,,,,,", "reviewer is missing"),
        ("n0,yes,,,,,../x", "reviewer '../x'"),
        ("n0,yes,,,,,ben\nn0,no,,,,,ben", "row 3: listing 'n0' stands in row 2"),
        ("n0,maybe,,,,,ben\nzz,yes,,,,,ben", "(?s)row 2: .*row 3: no listing"),
    ],
)
def test_wrong_sheets_are_refused_row_by_row(tmp_path: Path, row: str, words: str) -> None:
    sheet = tmp_path / "s.csv"
    sheet.write_text(f"listing_id,counted,offer,reason,specimens,note,reviewer\n{row}\n")
    with pytest.raises(SurveyError, match=words):
        review.import_sheet(sheet, survey()[0], tmp_path, now=datetime(2018, 5, 2, tzinfo=UTC))
    assert not (tmp_path / "decisions.csv").exists()
