"""Hostile texts reach pages, notebooks, drawings, sheets and terminals as text, and only so."""

import base64
import csv
import io
import json
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import nbformat
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser

from wildlife_analysis import pipeline
from wildlife_analysis.__main__ import main
from wildlife_analysis.review.files import FORMULA, plain

CASES = Path(__file__).parent / "cases" / "payloads.csv"
BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
ACTIVE = {
    "applet", "audio", "base", "embed", "form", "frame", "frameset", "iframe",
    "object", "portal", "source", "track", "video",
}  # fmt: skip
ADDRESSES = ("href", "src", "action", "formaction", "poster", "ping", "srcset", "data",
             "background", "xlink:href", "srcdoc", "cite", "manifest")  # fmt: skip
OURS = re.compile(r"#|data:(?:image/(?:svg\+xml|png)|text/csv|application/[a-z.-]+)[;,]")
NEVER = ("\x00", "\x1b", "\x07", "\x08", "\x9b", "\u202e", "\u2066", "\u2067")
TITLE = (
    '</title></style><script>window.hostile=1</script>" } body { display: none } '
    'x { content: url(https://hostile.invalid/t.png) "\\'
)
NAME = (
    'a" onerror=window.hostile=1 <img src=x onerror=window.hostile=1> $x^$ \x1b[31m =1+1.jsonl'
)


def _read(text: str) -> str:
    """Turn ``\\x1b`` and ``\\u202e``, as the table writes them, into the characters."""
    return re.sub(
        r"\\x([0-9a-f]{2})|\\u([0-9a-f]{4})", lambda m: chr(int(m[1] or m[2], 16)), text
    )


def payloads() -> pd.DataFrame:
    return pd.read_csv(CASES, dtype="str", keep_default_na=False).map(_read)


@dataclass(frozen=True)
class Made:
    """What was made of the hostile survey, and what was said while it was made."""

    root: Path
    reports: Path
    said: dict[str, str]

    def files(self, pattern: str) -> list[Path]:
        return sorted(p for p in self.reports.rglob(pattern) if p.is_file())

    @property
    def listings(self) -> pd.DataFrame:
        return pd.read_parquet(self.root / "data" / "processed" / "now" / "listings.parquet")


def _survey(folder: Path, name: str) -> None:
    folder.mkdir(parents=True)
    cases = payloads()
    site = cases["text"].str.strip().mask(lambda s: s == "", "example.org")
    rows = pd.DataFrame(
        {
            "listing_id": cases["text"],
            "marketplace": site,
            "country": "GB",
            "url": cases["text"],
            "title": cases["text"] + " live grey parrot",
            "description": cases["text"] + "\nfor sale " + cases["text"],
            "price": "£100 " + cases["text"],
            "location": cases["text"],
            "seller": cases["text"],
            "category": cases["text"],
            "posted": "2017-10-01",
        }
    )
    lines = (json.dumps(row, ensure_ascii=True) for row in rows.to_dict("records"))
    (folder / NAME).write_text("\n".join(lines) + "\n", encoding="utf-8")
    cells = site.str.replace(r"[\x00-\x1f]", " ", regex=True).str.strip()
    cells = cells[cells != ""].drop_duplicates().head(40)
    grid = pd.DataFrame({"country_code": "GB", "marketplace": cells, "weeks": "6"})
    grid.to_csv(folder / "coverage.csv", index=False)
    (folder / "survey.toml").write_text(
        f"id = {json.dumps(name)}\ntitle = {json.dumps(TITLE)}\nsource = {json.dumps(TITLE)}\n"
        f'note = {json.dumps(TITLE)}\nassumptions = [{json.dumps(TITLE)}]\ncountries = ["GB"]\n'
        'scope = ["I", "II"]\nfieldwork_from = 2017-09-18\nfieldwork_to = 2017-10-29\n'
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """A survey made of every payload in every field, processed and reported on once."""
    root = tmp_path_factory.mktemp("hostile") / "project"
    for name in ("before", "now"):
        _survey(root / "data" / "raw" / name, name)
    said: dict[str, str] = {}

    def run(*words: str) -> None:
        done = CliRunner().invoke(main, list(words), color=True)
        said[" ".join(words[:2])] = done.output + done.stderr + repr(done.exception or "")
        assert done.exit_code in (0, 1), done.output

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "ROOT", root)
        processed = root / "data" / "processed"
        for name in ("before", "now"):
            run("process", str(root / "data" / "raw" / name), "--output", str(processed / name))
        run("report", "--survey", "now", "--baseline", "before", "--language", "en",
            "--processed", str(processed), "--output", str(root / "reports"))  # fmt: skip
        listings = pd.read_parquet(processed / "now" / "listings.parquet")
        for listing_id in listings["listing_id"].iloc[::3].head(100):
            if not listing_id.startswith("-"):
                run("explain", listing_id, "--survey", "now", "--processed", str(processed))
        run("check", str(processed / "now"))
        yield Made(root, root / "reports", said)


def _safe_html(text: str, where: object) -> None:
    """Assert that nothing in a page runs, or asks for anything, but what is our own."""
    tree = LexborHTMLParser(text)
    for node in tree.css("*"):
        assert node.tag not in ACTIVE, (where, node.html)
        if node.tag == "script":
            assert "hostile" not in (node.text() or ""), where
        if node.tag in ("link", "meta"):
            assert not re.search("refresh|stylesheet|import", node.html or "", re.I), where
        for name, value in node.attributes.items():
            assert not name.lower().startswith("on"), (where, node.html)
            if name.lower() in ADDRESSES:
                assert OURS.match(value or "#") or _beside(value or ""), (where, name, value)
            if name.lower() == "style":
                assert not re.search(r"url\(|expression|@import", value or "", re.I), where


def _beside(address: str) -> bool:
    """Say whether an address is a file of the report itself."""
    return bool(re.fullmatch(r"[\w%./-]+(?:#[\w%./~-]*)?", address)) and ".." not in address


def _safe_svg(data: bytes, where: object) -> None:
    for node in ET.fromstring(data).iter():
        tag = str(node.tag).rsplit("}", 1)[-1].lower()
        assert tag not in ("script", "foreignobject", "iframe", "image", "animate"), where
        for name, value in node.attrib.items():
            assert not name.lower().startswith("on"), (where, name)
            if name.rsplit("}", 1)[-1] == "href":
                assert value.startswith("#"), (where, value)
        assert not re.search(r"@import|url\((?!#)", node.text or "") or tag != "style", where


def test_there_are_many_payloads() -> None:
    cases = payloads()
    assert len(cases) >= 150
    assert not cases["id"].duplicated().any()
    assert not cases["text"].duplicated().any()


def test_every_row_is_accounted_for(hostile: Made) -> None:
    manifest = hostile.root / "data" / "processed" / "now" / "manifest.json"
    accounts = json.loads(manifest.read_text(encoding="utf-8"))["accounts"]
    assert accounts["raw_rows"] == len(payloads())
    assert accounts["listings"] + accounts["rejects"] == accounts["raw_rows"]
    assert accounts["listings"] > 0.95 * accounts["raw_rows"]


def test_what_is_harmless_survives(hostile: Made) -> None:
    cases = payloads()
    titles = set(hostile.listings["title"])
    for text in cases.loc[cases["must_survive"] != "", "must_survive"]:
        assert f"{text} live grey parrot" in titles


def test_nothing_lies_outside_its_folders(hostile: Made) -> None:
    beside = sorted(path.name for path in hostile.root.parent.iterdir())
    assert beside == ["project"]
    assert sorted(path.name for path in hostile.root.iterdir()) == ["data", "reports"]
    assert not Path("/tmp/hostile").exists() and not Path("hostile").exists()
    for path in [*hostile.reports.rglob("*"), *(hostile.root / "data/processed").rglob("*")]:
        assert path.name.isprintable() and "hostile" not in path.name, path


def test_pages(hostile: Made) -> None:
    pages = hostile.files("*.html")
    assert pages
    for page in pages:
        text = page.read_text(encoding="utf-8")
        _safe_html(text, page)
        assert not [c for c in NEVER if c in text]
        drawings = re.findall(r"data:image/svg\+xml;base64,([\w+/=]+)", text)
        for drawing in drawings:
            _safe_svg(base64.b64decode(drawing), page)
        tables = re.findall(r"data:text/csv[^,]*;base64,([\w+/=]+)", text)
        for table in tables:
            _safe_csv(base64.b64decode(table).decode("utf-8-sig"), page)


def test_executed_notebooks(hostile: Made) -> None:
    found = hostile.files("*.ipynb")
    assert found
    for path in found:
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", []):
                data = output.get("data", {})
                assert not {k for k in data if "javascript" in k or "markdown" in k}
                assert "text/latex" not in data
                html = data.get("text/html", "")
                _safe_html(html, path)
                _no_formulas(html, path)
                assert not [c for c in NEVER if c in json.dumps(data, ensure_ascii=False)]
                assert not [c for c in NEVER if c in output.get("text", "")]


def _no_formulas(html: str, where: object) -> None:
    """Assert that MathJax leaves alone what could be taken for a formula."""
    tree = LexborHTMLParser(html)
    for node in tree.css("td, th, p, li, h3"):
        if re.search(r"\$.+\$|\\\(|\\\[|\\begin", node.text() or "", re.S):
            above = node
            while above is not None and "mathjax_ignore" not in (
                above.attributes.get("class") or ""
            ):
                above = above.parent
            assert above is not None, (where, node.html)


def test_drawings(hostile: Made) -> None:
    drawings = hostile.files("*.svg")
    assert drawings
    for path in drawings:
        _safe_svg(path.read_bytes(), path)


def _safe_csv(text: str, where: object) -> None:
    for row in csv.reader(io.StringIO(text, newline="")):
        for cell in row:
            if cell.lstrip(" '").startswith(FORMULA):
                number = re.fullmatch(r"[-+]?[\d.]+(?:[eE][-+]?\d+)?", cell)
                assert number or cell.startswith("'"), (where, cell)
            assert not [c for c in NEVER if c in cell], (where, cell)


def test_tables(hostile: Made) -> None:
    tables = hostile.files("*.csv")
    assert tables
    cells: set[str] = set()
    for path in tables:
        text = path.read_text(encoding="utf-8-sig")
        _safe_csv(text, path)
        cells |= {plain(c) for row in csv.reader(io.StringIO(text, newline="")) for c in row}
    # Formulas are shown, guarded, and given back as written.
    assert set(payloads()["text"]) & {c for c in cells if c.startswith(FORMULA)}


def test_workbooks(hostile: Made, tmp_path: Path) -> None:
    for number, path in enumerate(hostile.files("*.xlsx")):
        book = openpyxl.load_workbook(path)
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f", (number, cell.value)
                    link = cell.hyperlink
                    inside = link is None or link.location or str(link.target).startswith("#")
                    assert inside, (number, cell.value)


def test_printed_pages(hostile: Made) -> None:
    printed = hostile.files("*.pdf")
    if not printed:
        pytest.skip("no PDF was printed: the Pango library is missing")
    for path in printed:
        data = path.read_bytes()
        for word in (b"/JavaScript", b"/JS ", b"/Launch", b"/EmbeddedFile", b"hostile.invalid"):
            assert word not in data, (path, word)


def test_terminal_and_logs(hostile: Made) -> None:
    assert len(hostile.said) > 60
    for command, text in hostile.said.items():
        assert not [c for c in NEVER if c in text], command
        assert "Traceback" not in text


@dataclass(frozen=True)
class Told:
    """What commands print of the hostile survey."""

    hostile: Made
    folder: Path

    def run(self, *words: object) -> str:
        done = CliRunner().invoke(main, list(map(str, words)), color=True)
        said = done.output + done.stderr
        assert done.exit_code in (0, 1, 2), (words, said, done.exception)
        assert not [c for c in NEVER if c in said], words
        assert not re.search(r"[^\n\t\x20-\x7e\xa0-\U0010ffff]", said), words
        return said


@pytest.fixture
def told(hostile: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Told:
    monkeypatch.setattr(pipeline, "ROOT", tmp_path)
    return Told(hostile, tmp_path)


def test_terminal_every_listing_is_explained_as_text(told: Told) -> None:
    """And none of them can be taken for an option of the command."""
    processed = told.hostile.root / "data" / "processed"
    for listing_id in told.hostile.listings["listing_id"]:
        said = told.run(
            "explain", "--survey", "now", "--processed", processed, "--", listing_id
        )
        assert "language" in said, listing_id


def test_terminal_trace_and_comparisons(told: Told) -> None:
    processed = told.hostile.root / "data" / "processed"
    figures = ["now/headline/listings", "now/countries/GB/specimens", *payloads()["text"]]
    for figure in figures:
        for form in ("text", "csv", "html") if figure in figures[:2] else ("text",):
            said = told.run("trace", f"--format={form}", "--processed", processed, "--", figure)
            assert said.strip()
            if form == "csv":
                _safe_csv(said, figure)
    raw = told.hostile.root / "data" / "raw" / "now"
    told.run("process", raw, "--output", told.folder / "other", "--set", "scope=II")
    said = told.run("compare", processed / "now", told.folder / "other")
    assert "changed side" in said
    moved = told.folder / "moved.csv"
    told.run("compare", processed / "now", told.folder / "other", "--listings", moved)
    _safe_csv(moved.read_text(encoding="utf-8"), "moved.csv")
    changed = told.folder / "changed"
    shutil.copytree(processed / "now", changed)
    listings = pd.read_parquet(changed / "listings.parquet")
    listings.assign(title=listings["title"] + "!").to_parquet(changed / "listings.parquet")
    told.run("check", changed, "--raw", raw)


def test_terminal_reviews_and_labels(told: Told) -> None:
    where = ["--survey", "now", "--processed", told.hostile.root / "data" / "processed"]
    for purpose in ("audit", "doubt", "new-terms"):
        told.run("review", "queue", *where, "--size", "300", "--purpose", purpose)
    sheet = told.folder / "anna.csv"
    told.run("review", "export", *where, "--reviewer", "anna", sheet)
    rows = pd.read_csv(sheet, dtype="str", keep_default_na=False)
    assert len(rows) > 200
    for reviewer, counted in (("anna", "yes"), ("ben", "no")):
        note = pd.Series(payloads()["text"]).reindex(rows.index).fillna("")
        rows.assign(reviewer=reviewer, counted=counted, note=note).to_csv(sheet, index=False)
        done = told.run("review", "import", *where, "--reviewer", reviewer, sheet)
        assert "decisions added" in done, done
    assert "To be adjudicated" in told.run("review", "agreement", "--survey", "now")
    texts = payloads()["text"]
    for column in ("listing_id", "counted", "product", "status"):
        if column in rows:
            for text in texts[::25]:
                rows.head(1).assign(**{column: text}).to_csv(sheet, index=False)
                told.run("review", "import", *where, "--reviewer", "eva", sheet)
    label = {
        "specimens": [], "in_scope": False, "offer": "offered", "documents_claimed": False,
        "price_amount": None, "price_currency": None, "posted_on": None,
    }  # fmt: skip
    lines = [
        {"listing_id": t, "title": t, "description": t, "country": "GB",
         "survey": "x" if n % 40 else t, "gold": label | {"language": t}}
        for n, t in enumerate(texts)
    ]  # fmt: skip
    labels = told.folder / "labels.jsonl"
    labels.write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    assert "scope" in told.run("evaluate", labels, "--errors", told.folder / "errors.csv")
    _safe_csv((told.folder / "errors.csv").read_text(encoding="utf-8"), "errors.csv")


def test_terminal_what_is_given_to_commands(told: Told) -> None:
    """Headers, identifiers, options and days that are payloads themselves."""
    raw = told.folder / "raw"
    raw.mkdir()
    for text in payloads()["text"][::3]:
        (raw / "a.csv").write_text(f"title,{json.dumps(text)}\nBoa,5\n", encoding="utf-8")
        told.run("process", raw / "a.csv", "--survey", "x", "--output", told.folder / "out")
        told.run("process", raw / "a.csv", "--output", told.folder / "out", f"--set={text}")
        told.run("header", "--source", text, "--reason", text, "--", raw, text, "ignored")
        told.run("forget", "--survey", "now", "--", text)
        told.run("report", f"--survey={text}", f"--language={text}")
        told.run("reference", "remove", "--", text)


def test_a_name_in_an_error_is_printed_as_text(tmp_path: Path) -> None:
    """The folder, the file and a value of it hold terminal sequences."""
    folder = tmp_path / "\x1b]0;owned\x07\u202e"
    folder.mkdir()
    bad = folder / "\x1b[31m.csv"
    bad.write_text("id,colour\n1,\x1b[2J\n")
    for words in (
        ["process", str(bad), "--output", str(tmp_path / "out")],
        ["process", str(folder / "\x1b[none"), "--output", str(tmp_path / "out")],
        ["explain", "\x1b[31m", "--survey", "\x1b[31m", "--processed", str(folder)],
        ["check", str(folder)],
        ["evaluate", str(bad)],
    ):
        done = CliRunner().invoke(main, words, color=True)
        said = done.output + done.stderr
        assert done.exit_code in (1, 2), words
        assert said.strip() and not [c for c in NEVER if c in said], (words, said)


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
def test_in_a_real_browser_nothing_runs_and_nothing_is_requested(hostile: Made) -> None:
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is missing")
    arguments = [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ]  # fmt: skip
    with sync_api.sync_playwright() as driver:
        browser: Any = driver.chromium.launch(executable_path=BROWSER, args=arguments)
        for path in [*hostile.files("*.html"), *hostile.files("*.svg")[:3]]:
            asked: list[str] = []
            said: list[str] = []
            page = browser.new_page()
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            page.on("dialog", lambda dialog, said=said: said.append(dialog.message))
            page.on("pageerror", lambda error, said=said: said.append(str(error)))
            page.on("console", lambda line, said=said: said.append(line.text))
            page.goto(path.as_uri())
            page.wait_for_timeout(300)
            for element in page.locator("button, [tabindex], summary").all()[:60]:
                if element.is_visible():
                    element.focus()
                    element.hover(timeout=1000, force=True)
            assert page.evaluate("window.hostile") is None, path
            if path.suffix == ".html":
                assert page.locator("body").is_visible(), path
            own = hostile.reports.as_uri()
            elsewhere = [a for a in asked if not unquote(a).startswith((unquote(own), "data:"))]
            assert not elsewhere and not said, (path, elsewhere, said)
            page.close()
        browser.close()
