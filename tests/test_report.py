"""The report: real notebooks run by papermill, one self-contained page a language."""

import base64
import json
import re
import subprocess
import sys
import zipfile
import zlib
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import numpy as np
import openpyxl
import pandas as pd
import pytest

from tests.conftest import Made
from wildlife_analysis import charts, count, report
from wildlife_analysis.report import page as paging
from wildlife_analysis.report import render, workbook
from wildlife_analysis.report.page import _intro
from wildlife_analysis.words import Words

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
CODED = re.compile(r"[a-z]_[a-z]")


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(str(values["id"]))
        self.targets += [str(values[k]) for k in ("src", "href") if k in values]
        if tag == "img":
            self.images.append(values)


def test_page_is_self_contained_and_says_it_is_simulated(made: Made) -> None:
    for language, page in made.pages.items():
        text = page.read_text(encoding="utf-8")
        links = Links()
        links.feed(text)
        assert len(links.ids) == len(set(links.ids))
        for target in links.targets:
            file, _, place = target.partition("#")
            if target.startswith("#"):
                assert place in links.ids
            elif not target.startswith("data:"):
                assert (page.parent / file).is_file(), target
        assert len(links.images) >= 14
        assert all(len(image["alt"] or "") > 40 for image in links.images)
        assert f'<html lang="{language}">' in text
        assert Words(language)("simulated-banner") in text
        for word in ("http:", "https:", "//"):
            assert not re.search(rf'(?:src|href|url)\s*[=(]\s*"?{word}', text)


def test_numbers_on_the_page_are_those_of_the_tables(made: Made) -> None:
    headline = count.headline(count.load(made.processed / "2018"))
    for language, page in made.pages.items():
        shown = Words(language).number(headline["specimens"])
        first = re.findall(r"<li[^>]*><b>(.*?)</b>", page.read_text(encoding="utf-8"))
        assert shown in [re.sub("<[^>]+>", "", number) for number in first]


def _cells(page: Path) -> list[str]:
    text = page.read_text(encoding="utf-8")
    text = re.sub(r'<div id="codebook".*?</table>', "", text, flags=re.S)
    return [re.sub("<[^>]+>", "", c) for c in re.findall(r"<t[dh][ >].*?</t[dh]>", text)]


def test_cells_hold_words_not_codes(made: Made) -> None:
    for page in made.pages.values():
        cells = _cells(page)
        assert len(cells) > 200
        assert not [cell for cell in cells if CODED.search(cell)]


def test_every_country_has_a_page(made: Made) -> None:
    survey = count.load(made.processed / "2018")
    for language, page in made.pages.items():
        text, words = page.read_text(encoding="utf-8"), Words(language)
        for row in count.both(survey, ["country_code"]).to_dict("records"):
            own = text.split(f'id="case-{row["country_code"]}"')[1].split("</article>")[0]
            assert f">{words.country(row['country_code'])}</h3>" in own
            link = f"trace.html#2018%2Fcase_headline%2F{row['country_code']}%2Fspecimens"
            assert f'{link}">{words.number(row["specimens"])}</a></b>' in own
            assert own.count("<table") == 2 and own.count("<img") == 1


def test_tables_are_whole_in_print(made: Made) -> None:
    from weasyprint import HTML

    page = made.pages["de"]  # the longest words
    cells = 0
    for sheet in HTML(string=page.read_text(encoding="utf-8")).render().pages:
        for box in sheet._page_box.descendants():
            if type(box).__name__ == "TableCellBox":
                cells += 1
                assert box.position_x + box.width < sheet.width - 40
    assert cells >= len(_cells(page))


def test_certainty_is_worded_by_the_audit_sample(made: Made) -> None:
    for language, page in made.pages.items():
        words = Words(language)
        text = page.read_text(encoding="utf-8")
        assert words("intro-certainty-unaudited") in text
        assert words("intro-certainty-audited") not in text
        assert 'id="count_estimates"' not in text
        assert _intro("certainty", words, audited=True) == words("intro-certainty-audited")


def test_charts_passed_on_alone_bear_their_source(made: Made) -> None:
    for language, page in made.pages.items():
        names = sorted((page.parent / "figures").glob("*.svg"))
        assert len(names) >= 14
        for chart in names:
            drawn = chart.read_text(encoding="utf-8")
            assert Words(language)("source-simulated", surveys="").rstrip(".")[-10:] in drawn
            assert language == "en" or "Replica" not in drawn, chart


def test_ends_of_an_interval_stand_in_one_cell() -> None:
    table = pd.DataFrame({"marketplace": ["a", "b", "c"], "low": [0.014, 2.0, None]})
    table["high"] = [0.064, None, None]
    entry = {
        "kind": "table", "id": "x", "notebook": "", "section": "", "case": "", "message": "x",
        "title": "x", "text": "", "values": {}, "about": [], "most": None, "across": "",
        "hidden": {},
    }  # fmt: skip
    shown = render.table(
        entry | {"about": [{"id": "a", "simulated": False}]}, table, Words("fr")
    )
    assert shown["columns"] == ["Site", "Intervalle à 95\u00a0%"]
    heads = [
        render.table(entry, pd.DataFrame({"survey": values}), Words("en"))["columns"]
        for values in (["2014", "2018"], [5044, 4840])
    ]
    assert heads == [["Survey"], ["Later survey"]]
    assert [row[1]["text"] for row in shown["rows"]] == ["0,014 à 0,064", "2,00 ou plus", "–"]


def test_figures_tables_notebooks_and_manifest_lie_beside(made: Made) -> None:
    for page in made.pages.values():
        folder = page.parent
        recorded = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        for name in ("figures/funnel.svg", "figures/funnel.png", "tables/funnel.csv"):
            assert name in recorded["outputs"]
        assert len(list((folder / "notebooks").glob("*.ipynb"))) == 6
        text = page.read_text(encoding="utf-8")
        data = re.findall(r'href="data:text/csv[^,]*,([^"]+)" download="([^"]+)"', text)
        assert len(data) > 30
        for content, name in data:
            assert base64.b64decode(content) == (folder / "tables" / name).read_bytes()


def test_codebook_says_what_each_column_means(made: Made) -> None:
    for language, page in made.pages.items():
        book = pd.read_csv(page.parent / "tables" / "codebook.csv", keep_default_na=False)
        assert len(book) > 50
        silent = book.loc[book["meaning"].str.len() < len("Country"), "column"].tolist()
        assert not silent, f"{language}.ftl: say about-COLUMN for {silent}"
        assert (book["meaning"] != book["called"]).all()


def test_workbook_holds_every_table_and_no_formula(made: Made, tmp_path: Path) -> None:
    for language, page in made.pages.items():
        book = openpyxl.load_workbook(page.parent / "tables.xlsx")
        words = Words(language)
        heads = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
        assert {words("col-listings"), words("simulated-banner")} <= heads
        files = {path.stem for path in (page.parent / "tables").glob("*.csv")}
        # The numbers of the first page are no table.
        assert len(book.sheetnames) == 1 + len([f for f in files if "headline" not in f])
    hostile = ["=1+1", "+7 912 345-67-89", "-2", "@SUM(A1)", "a\x07b", "7"]
    frame = pd.DataFrame({"marketplace": hostile, "listings": range(6)})
    entry = {"id": "x", "title": "=A1", "source": "+1", "frame": frame}
    files = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    for file in files:
        workbook.write(file, [entry], Words("ru"), "")
    sheet = openpyxl.load_workbook(files[0])["01 x"]
    shown = [row[0] for row in sheet.iter_rows(min_row=5, max_col=1)]
    assert [cell.value for cell in shown] == [*hostile[:4], "ab", "7"]
    assert {cell.data_type for cell in shown} == {"s"}
    with zipfile.ZipFile(files[0]) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet2.xml")
    assert files[0].read_bytes() == files[1].read_bytes()


def _plain(pdf: bytes) -> bytes:
    """Return a PDF with its compressed parts inflated."""
    streams = re.findall(rb"/FlateDecode.*?stream\r?\n(.*?)\r?\nendstream", pdf, re.S)
    return pdf + b"\n".join(zlib.decompressobj().decompress(stream) for stream in streams)


def test_pdf_is_tagged_named_cyrillic_and_reproducible(made: Made, tmp_path: Path) -> None:
    content = _plain((made.output / "ru" / "annual_report.pdf").read_bytes())
    for mark in (rb"/StructTreeRoot", rb"/Outlines", rb"/Lang ?\(ru\)", rb"pdfuaid:part"):
        assert re.search(mark, content), mark
    # Two runs of one small page, in processes of their own.
    code = (
        "import sys, pathlib; from wildlife_analysis.report import page; "
        "page._print(page._printer(), pathlib.Path(sys.argv[1]), "
        "'<html lang=ru><title>t</title><h1>Живые черепахи</h1>')"
    )
    made_twice = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        subprocess.run([sys.executable, "-c", code, str(tmp_path / name)], check=True, cwd=ROOT)
        made_twice.append((tmp_path / name / "annual_report.pdf").read_bytes())
    assert made_twice[0] == made_twice[1]
    assert b"DejaVu" in _plain(made_twice[0])


def test_without_pango_the_page_is_made_and_one_sentence_says_so(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "_printer", lambda: None)
    surveys = [count.load(made.processed / "2018")]
    folders = [made.output / ".notebooks" / "01_survey_quality"]
    said = paging.write(tmp_path / "fr", "fr", folders, surveys, report.Only())
    assert said == [paging.NO_PDF]
    page = (tmp_path / "fr" / "annual_report.html").read_text(encoding="utf-8")
    assert "annual_report.pdf" not in page and 'id="funnel"' in page


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_source_notebooks_are_clean(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    tagged = [c for c in code if "parameters" in c.metadata.get("tags", [])]
    assert len(tagged) == 1
    for cell in code:
        assert not re.search(r"^\s*(?:def|class|for|while) ", cell.source, re.M), cell.source


def test_charts_draw_what_the_table_says() -> None:
    words = Words("de")
    table = pd.DataFrame({"country_code": ["DE", "FR", "RU"], "specimens": [30, 20, 0]})
    axes = charts.bars(table, "country_code", "specimens", words)
    assert [patch.get_width() for patch in axes.patches] == [30, 20, 0]
    assert [t.get_text() for t in axes.get_yticklabels()] == [
        "Deutschland",
        "Frankreich",
        "Russland",
    ]
    parts = table.assign(live_share=[0.9, 0.0, None])
    axes = charts.bars(parts, "country_code", "specimens", words, live="live_share")
    assert [patch.get_width() for patch in axes.patches] == pytest.approx([27, 0, 0, 3, 20, 0])
    assert [patch.get_x() for patch in axes.patches] == pytest.approx([0, 0, 0, 27, 0, 0])
    tiles = charts.tiles(table, "country_code", "specimens", words)
    texts = [text.get_text() for text in tiles.texts]
    assert texts[texts.index("DE") + 1] == "30" and texts[texts.index("RU") + 1] == "0"
    assert texts[texts.index("ES") + 1] not in ("0", "30")
    steps = pd.DataFrame({"step": ["raw_rows", "listings", "in_scope"], "rows": [100, 90, 40]})
    flow = charts.funnel(steps, words)
    assert [patch.get_height() for patch in flow.patches[::2]][:1] == [100]
    said = " ".join(text.get_text() for text in flow.texts)
    assert "−10" in said and "−50" in said and words("aside-in-scope") in said
    pair = pd.DataFrame(
        {
            "taxon_group": ["bird", "fish"], "baseline": [100, 95], "survey": [50, 52],
            "ratio": [0.5, 0.55], "low": [0.4, 0.3], "high": [0.6, 1.2],
            "direction": ["down", "unclear"],
        }
    )  # fmt: skip
    slope = charts.slope(pair, "taxon_group", words, ("2014", "2018"))
    lines = [
        line for line in slope.lines if len(line.get_xdata()) == 2 and line.get_marker() == "o"
    ]
    assert np.allclose([line.get_ydata() for line in lines], np.log10([[100, 50], [95, 52]]))
    ends = [text for text in slope.texts if text.get_position()[0] == 1.06]
    heights = sorted(text.get_position()[1] for text in ends)
    # The labels of two nearly equal ends are moved apart.
    assert heights[1] - heights[0] > np.log10(52) - np.log10(50)


def test_a_printed_figure_bears_the_sign_of_its_source() -> None:
    data = pd.DataFrame({"relation": ["=", "~", ">"], "published": [9.0, 33.3, 6300.0]})
    rows = [render._row(row, data, Words("fr")) for row in data.to_dict("records")]
    assert [[cell["text"] for cell in row] for row in rows] == [
        ["9"], ["≈ 33,3"], ["> 6\u202f300"],
    ]  # fmt: skip


def test_drawing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    table = pd.DataFrame({"country_code": ["DE"], "specimens": [30]})
    drawn = {
        "module": "wildlife_analysis.charts.bars", "name": "bars",
        "keywords": {"by": "country_code", "value": "specimens"},
    }  # fmt: skip
    made = []
    for name in ("a", "b"):
        files = [tmp_path / f"{name}.svg", tmp_path / f"{name}.png"]
        render._draw(drawn, table, Words("ru"), "Источник <b>", files)
        made.append([file.read_bytes() for file in files])
    assert made[0] == made[1]
    assert b"&lt;b&gt;</text>" in made[0][0]
