"""JupyterLab in a real browser: the notebooks as a researcher meets them."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from wildlife_analysis import load, review
from wildlife_analysis.review import display
from wildlife_analysis.review.decisions import reasons

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
TOKEN = "only-for-this-test"
PATIENCE = 90_000  # milliseconds; machines that run tests are busy
KEYS = "click here, then type keys"

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no browser: 'chromium' is not on this machine's path"
)


@pytest.fixture(scope="module")
def place(mini: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder laid out as the project is: notebooks, a processed survey, an audit draw."""
    folder = tmp_path_factory.mktemp("lab")
    (folder / "notebooks").mkdir()
    for name in ("explore", "review"):
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", folder / "notebooks")
    processed = folder / "data" / "processed" / "2018"
    shutil.copytree(mini / "processed" / "2018", processed)
    tables = [pd.read_parquet(processed / f"{n}.parquet") for n in ("listings", "specimens")]
    review.draw(*tables, folder / "data" / "review" / "2018", purpose="audit", size=30, seed=1)
    return folder


@pytest.fixture(scope="module")
def address(place: Path) -> Iterator[str]:
    """JupyterLab on a free port of this machine alone."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {f"JUPYTER_{n}_DIR": str(place / "home" / n) for n in ("CONFIG", "DATA", "RUNTIME")}
    own |= {f"JUPYTERLAB_{n}_DIR": str(place / "home" / n) for n in ("SETTINGS", "WORKSPACES")}
    own |= {"IPYTHONDIR": str(place / "home" / "ipython")}
    own |= {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += ["--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}"]
    command += ["--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}"]
    command += [f"--ServerApp.root_dir={place / 'notebooks'}", "--LabApp.news_url=None"]
    command += ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    with (place / "lab.log").open("w") as log:
        server = subprocess.Popen(
            command, env=os.environ | own, stdout=log, stderr=log, start_new_session=True
        )
    try:
        wait(lambda: _answers(f"http://127.0.0.1:{port}/api?token={TOKEN}"))
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def wait(done: Callable[[], Any]) -> Any:
    """Wait until something is there."""
    end = time.monotonic() + PATIENCE / 1000
    while not (found := done()):
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.2)
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as run:
        opened = run.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield opened
        opened.close()


@pytest.fixture
def lab(address: str, browser: Any) -> Iterator[Callable[[str], Any]]:
    """Open a notebook and run all its cells; no other host may be asked for anything."""
    asked: set[str] = set()
    page = browser.new_page(viewport={"width": 1500, "height": 1300})
    page.set_default_timeout(PATIENCE)
    page.on("request", lambda request: asked.add(request.url))

    def run(name: str) -> Any:
        page.goto(f"{address}/doc/tree/{name}.ipynb?token={TOKEN}")
        page.get_by_text("| Idle").wait_for()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        return page

    yield run
    page.close()
    elsewhere = {a for a in asked if not a.startswith((address, "data:", "blob:"))}
    assert asked and not elsewhere


def _widths(page: Any) -> list[float]:
    # In one call: bars that are drawn anew between two calls would be waited for in vain.
    measure = "bars => bars.map(bar => bar.getBoundingClientRect().width)"
    widths = page.locator(".wa-bar button").evaluate_all(measure)
    return [width for width in widths if width]


def test_filters_bars_and_tiles_move_the_views(lab: Callable[[str], Any], place: Path) -> None:
    page = lab("explore")
    survey = load(place / "data" / "processed" / "2018")
    panel = page.locator(".wa-panel")
    ads = panel.locator(".wa-ads")
    ads.wait_for()
    number = survey.words.number
    panel.get_by_text(number(survey.specimens.total["specimens"]), exact=True).first.wait_for()
    before = (_widths(page), ads.inner_text())
    assert len(before[0]) > 5

    # A filter: bars and advertisements change.
    taxon = panel.get_by_placeholder("any rank: Psittacidae")
    taxon.fill("Testudinidae")
    taxon.press("Enter")
    panel.get_by_text("taxon Testudinidae").wait_for()
    view = survey.specimens.where(taxon="Testudinidae")
    panel.get_by_text(number(view.total["specimens"]), exact=True).first.wait_for()
    wait(lambda: len(_widths(page)) == 1 and ads.inner_text() != before[1])
    assert view.listing_ids[0] in ads.inner_text()

    # Another dimension, then a bar: its advertisements.
    panel.get_by_label("Bars by").select_option("Animal")
    counts = view.by("scientific_name")
    wait(lambda: len(_widths(page)) == min(12, (counts["listings"] > 0).sum()))
    second = counts["scientific_name"].iloc[1]
    name = survey.words.taxon(second)
    panel.locator(f'.wa-bar button[title^="{name}: "]').click()
    panel.get_by_text(f"· {name}").wait_for()
    own = view.where(taxon=second)
    wait(lambda: set(ads.locator("tbody i").all_inner_texts()) == {second})
    assert own.listing_ids[0] in ads.inner_text()
    assert ads.locator("mark").count() >= 1

    # A tile of the map filters by its country; the code of the view gives the same count.
    panel.locator(".wa-tile", has_text="DE").click()
    panel.get_by_text("country_code DE").wait_for()
    panel.get_by_role("button", name="Code of this view").click()
    code = panel.locator(".wa-code").inner_text()
    names: dict[str, Any] = {}
    exec(code.rpartition("\n")[0], names)
    assert names["view"].total == view.where(country_code="DE").total

    # To the review queue and into files.
    panel.get_by_role("button", name="Send ads to review").click()
    panel.get_by_text("sent to").wait_for()
    queue = review.pending(place / "data" / "review" / "2018")
    assert (queue["purpose"] == "chosen").any()
    panel.get_by_role("button", name="Export CSV").click()
    panel.get_by_text("Written:").wait_for()
    assert (place / "exports" / "2018_ads.csv").exists()

    # The cells below it: pictures and tables are there, and nothing failed.
    page.locator(".dt-container, .dataTables_wrapper").first.wait_for()
    wait(lambda: page.locator("img[alt^='Specimens']").count() == 1)
    assert page.locator(".jp-RenderedText[data-mime-type*='error'], .jp-mod-error").count() == 0


def test_a_decision_by_keyboard_is_in_the_file(lab: Callable[[str], Any], place: Path) -> None:
    folder = place / "data" / "review" / "2018"
    order = review.assigned(folder, "anonymous")
    page = lab("review")
    keys = page.get_by_placeholder(KEYS)
    keys.wait_for()
    shown = page.locator(".wa-ad").first
    listings = pd.read_parquet(place / "data" / "processed" / "2018" / "listings.parquet")
    first = display.masked(listings[listings["listing_id"] == order[0]]).iloc[0]
    assert first["title"] in shown.inner_text()
    assert page.locator(".wa-ad mark").count() == 0  # blind until decided

    # Faster than the kernel follows: no key is lost, none is taken twice.
    keys.click()
    typed = "yg n1 y un2 ys n3 "
    for key in typed:
        page.keyboard.press("Space" if key == " " else key)
    page.get_by_text("5 of ").wait_for()
    made = review.standing(review.made(folder))
    found = {(r.listing_id, r.field): r.value for r in made.itertuples()}
    why = reasons()
    assert found == {
        (order[0], "counted"): "yes", (order[0], "offer"): "giveaway",
        (order[1], "counted"): "no", (order[1], "reason"): why[0],
        (order[2], "counted"): "no", (order[2], "reason"): why[1], (order[2], "offer"): "sale",
        (order[3], "counted"): "yes", (order[3], "offer"): "sale",
        (order[4], "counted"): "no", (order[4], "reason"): why[2],
    }  # fmt: skip
    lines = (folder / "keys-anonymous.jsonl").read_text(encoding="utf-8").splitlines()
    events = [json.loads(line) for line in lines]
    assert "".join(e["key"] for e in events if e["event"] == "key") == typed
    # The one decided last is shown below with the program's answer.
    page.locator(".wa-answer").wait_for()
    assert page.locator(".jp-RenderedText[data-mime-type*='error'], .jp-mod-error").count() == 0
