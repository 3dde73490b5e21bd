"""The pages in a real browser: nothing is fetched, all can be seen, used and read out."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Made
from wildlife_analysis.words import Words, languages

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(
    BROWSER is None, reason="no Chromium on this machine (Debian: apt install chromium)"
)
WIDTHS = (360, 1440)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    arguments = [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ]  # fmt: skip
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=BROWSER, args=arguments)
        yield opened
        opened.close()


class Opened:
    """A page in the browser, and what it asked for and complained about."""

    def __init__(self, browser: Any, page: Path, width: int, **options: Any) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(page.as_uri())

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", languages())
def test_the_page_is_whole_and_quiet(
    made: Made, browser: Any, language: str, width: int
) -> None:
    with Opened(browser, made.pages[language], width) as opened:
        page = opened.page
        assert [u for u in opened.asked if not u.startswith(("file:", "data:"))] == []
        assert len([u for u in opened.asked if u.startswith("file:")]) == 1
        assert opened.said == []
        assert page.locator("html").get_attribute("lang") == language
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        sizes = page.evaluate(
            "[...document.images].map(i => [i.naturalWidth, i.getBoundingClientRect().width,"
            " i.getBoundingClientRect().height, i.checkVisibility(),"
            " i.closest('figure').getBoundingClientRect().width])"
        )
        assert len(sizes) >= 14
        for natural, shown, height, visible, frame in sizes:
            # On a telephone a chart scrolls within the page: its letters of 8 points and more
            # are drawn for 547 pixels, and do not shrink below 8 pixels.
            assert natural > 300 and 0.75 * min(width, 800) < shown
            assert frame <= width and shown * 10.7 / 547 >= 8
            assert height > 60 and visible
        # The contents stand open where there is room, closed on a telephone.
        assert page.locator("nav details").evaluate("d => d.open") is (width == 1440)


@pytest.mark.parametrize("language", languages())
def test_tables_are_sorted_and_searched_by_keyboard(
    made: Made, browser: Any, language: str
) -> None:
    words = Words(language)
    with Opened(browser, made.pages[language], 1440) as opened:
        table = opened.page.locator("#products table")
        head = table.locator("th", has_text=words.column("specimens")).first
        column = head.evaluate("h => h.cellIndex")

        def values() -> list[float]:
            return [float(v) for v in table.locator("tbody tr").evaluate_all(
                "(rows, c) => rows.map(r => r.cells[c].dataset.value)", column
            )]  # fmt: skip

        before = values()
        head.locator("button").focus()
        opened.page.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == "ascending"
        assert values() == sorted(before)
        opened.page.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == "descending"
        assert values() == sorted(before, reverse=True)
        rows = opened.page.locator("#computed_beside_published tbody tr")
        box = opened.page.locator("#computed_beside_published .search input")
        assert box.evaluate("b => b.labels[0].textContent").strip() == words("table-search")
        wanted = words("category-primates-live")
        matching = rows.filter(has_text=wanted).count()
        box.press_sequentially(wanted)
        assert 0 < matching < rows.count()
        assert rows.locator("visible=true").count() == matching
        said = opened.page.locator("#computed_beside_published .search output")
        assert said.text_content() == f"{matching} / {rows.count()}"
        assert opened.said == []


@pytest.mark.parametrize(
    ("language", "scheme"), [*((one, "light") for one in languages()), ("en", "dark")]
)
def test_axe_finds_no_serious_violation(
    made: Made, browser: Any, language: str, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    width = 360 if scheme == "dark" else 1440
    with Opened(browser, made.pages[language], width, color_scheme=scheme) as opened:
        found = Axe().run(opened.page).response["violations"]
    serious = [
        (one["id"], one["nodes"][0]["html"][:200])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []
