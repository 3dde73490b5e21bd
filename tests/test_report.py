"""The report: real notebooks run by papermill, one self-contained page a language."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

from wildlife_analysis import report
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.report.notebooks import check_parameters
from wildlife_analysis.report.page import _intro
from wildlife_analysis.words import FOLDER, Words, languages

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids.add(values.get("id") or "")
        self.targets += [str(values[k]) for k in ("src", "href") if k in values]
        if tag == "img":
            self.images.append(values)


def test_page_is_self_contained_and_says_it_is_simulated(pages: dict[str, Path]) -> None:
    for language, page in pages.items():
        text = page.read_text(encoding="utf-8")
        links = Links()
        links.feed(text)
        for target in links.targets:
            assert target.startswith(("data:", "#", "trace.html#")), target[:80]
            assert not target.startswith("#") or target[1:] in links.ids
        assert len(links.images) >= 8
        assert all(len(image["alt"] or "") > 40 for image in links.images)
        assert f'<html lang="{language}">' in text
        assert Words(language)("simulated-banner") in text
        assert text.count("simul") > 10


def test_numbers_on_the_page_are_those_of_the_tables(
    mini: Path, pages: dict[str, Path]
) -> None:
    from wildlife_analysis import count

    headline = count.headline(count.load(mini / "processed" / "2018"))
    for language, page in pages.items():
        shown = Words(language).number(headline["specimens"])
        first = re.findall(r"<li><b>(.*?)</b>", page.read_text(encoding="utf-8"))
        assert shown in [re.sub("<[^>]+>", "", number) for number in first]


def test_no_english_on_the_french_page(pages: dict[str, Path]) -> None:
    text = pages["fr"].read_text(encoding="utf-8")
    text = re.sub(r'lang="en">.*?</(?:ul|span)>', "", text, flags=re.S)
    # Printed figures and their sources stay as printed.
    quoted = r'<div id="(?:computed_beside_published\w*|platform_policies)".*?</table>'
    text = re.sub(quoted, "", text, flags=re.S)
    text = re.sub(r"data:[^\"]+|<script>.*?</script>|<style>.*?</style>", "", text, flags=re.S)
    text = re.sub(r"<[^>]+>", " ", text)
    for word in ("specimens", "advertisements", "Countries", "Source: ", "Counted"):
        assert word not in text


def _cells(page: Path) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return [re.sub("<[^>]+>", "", c) for c in re.findall(r"<t[dh][ >].*?</t[dh]>", text)]


def test_cells_hold_words_not_codes(pages: dict[str, Path]) -> None:
    for page in pages.values():
        cells = _cells(page)
        assert len(cells) > 200
        assert not [cell for cell in cells if re.search(r"[a-z]_[a-z]", cell)]


def test_tables_are_whole_in_print(pages: dict[str, Path]) -> None:
    from weasyprint import HTML

    page = pages["fr"]  # the longer words
    cells = 0
    for sheet in HTML(string=page.read_text(encoding="utf-8")).render().pages:
        for box in sheet._page_box.descendants():
            if type(box).__name__ == "TableCellBox":
                cells += 1
                assert box.position_x + box.width < sheet.width - 40
    assert cells >= len(_cells(page))


def test_certainty_is_worded_by_the_audit_sample(pages: dict[str, Path]) -> None:
    for language, page in pages.items():
        words = Words(language)
        text = page.read_text(encoding="utf-8")
        assert words("intro-certainty-unaudited") in text
        assert words("intro-certainty-audited") not in text
        assert 'id="count_estimates"' not in text
        assert _intro("certainty", words, audited=True) == words("intro-certainty-audited")


def test_charts_passed_on_alone_bear_their_source(pages: dict[str, Path]) -> None:
    for language, page in pages.items():
        charts = sorted((page.parent / "figures").glob("*.svg"))
        assert len(charts) >= 8
        for chart in charts:
            drawn = chart.read_text(encoding="utf-8")
            assert "simul" in drawn, chart
            assert language != "fr" or "Replica" not in drawn, chart


def test_ends_of_an_interval_stand_in_one_cell(mini: Path, tmp_path: Path) -> None:
    import pandas as pd

    from wildlife_analysis import count

    survey = count.load(mini / "processed" / "2018")
    page = report.Publisher(tmp_path, "x", "fr", survey)
    table = pd.DataFrame({"marketplace": ["a", "b", "c"], "low": [0.014, 2.0, None]})
    table["high"] = [0.064, None, None]
    page.table("grey_parrot", table, before=1, after=2, ratio="1", low="1", high="2")
    entry = page.entries[-1]
    assert entry["columns"] == ["Site", "Intervalle à 95 %"]
    shown = [row[1]["text"] for row in entry["rows"]]
    assert shown == ["0,014 à 0,064", "2,00 ou plus", "–"]


def test_figures_tables_notebooks_and_manifest_lie_beside(pages: dict[str, Path]) -> None:
    folder = pages["en"].parent
    recorded = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["outputs"]
    for name in ("figures/funnel.svg", "figures/funnel.png", "tables/funnel.csv"):
        assert name in recorded
    assert len(list((folder / "notebooks").glob("*.ipynb"))) == 5


def test_a_failing_notebook_is_named_and_the_last_report_stays(
    mini: Path, pages: dict[str, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    notebook = nbformat.read(NOTEBOOKS[0], as_version=4)
    notebook.cells[-1].source = "1 / 0"
    broken = tmp_path / NOTEBOOKS[0].name
    nbformat.write(notebook, broken)
    monkeypatch.setattr(report, "find", lambda: [broken])
    before = pages["en"].read_bytes()
    with pytest.raises(SurveyError, match=r"01_survey_quality.*ZeroDivisionError"):
        report.build(
            mini / "processed" / "2018", baseline=None, languages=("en",),
            output=mini / "reports",
        )  # fmt: skip
    assert pages["en"].read_bytes() == before
    failed = list((mini / "reports" / "failed_notebooks").rglob("*.ipynb"))
    assert len(failed) == 1


def test_unknown_language_and_parameter_are_refused(mini: Path) -> None:
    with pytest.raises(SurveyError, match="language 'xx'"):
        report.build(
            mini / "processed" / "2018", baseline=None, languages=("xx",), output=mini / "r"
        )
    with pytest.raises(SurveyError, match="no parameter colour"):
        check_parameters(NOTEBOOKS[0], {"colour": "red"})


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


def test_languages_have_the_same_messages_and_placeholders() -> None:
    def messages(language: str) -> dict[str, set[str]]:
        text = (FOLDER / f"{language}.ftl").read_text(encoding="utf-8")
        pairs = re.findall(r"^([a-z0-9-]+) = (.*)$", text, re.M)
        return {name: set(re.findall(r"\$(\w+)", body)) for name, body in pairs}

    english = messages("en")
    for language in languages():
        assert messages(language) == english, language


def test_a_missing_message_stops() -> None:
    with pytest.raises(SurveyError, match="is missing"):
        Words("fr")("no-such-message")
