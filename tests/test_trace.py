"""Every published number walks back to its listings; a run is checked, packed and varied."""

import base64
import gzip
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.small import ad, survey
from tests.test_pipeline import run
from wildlife_analysis import compare, count, pipeline, provenance, reference
from wildlife_analysis.provenance import crate, figures
from wildlife_analysis.provenance import trace_page as trace_pages
from wildlife_analysis.provenance.trace import Tracer, answer
from wildlife_analysis.provenance.trace_page import page as trace_page
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.reference.options import read_options
from wildlife_analysis.words import Words, messages

LANGUAGES = ("en", "fr")


@pytest.fixture(scope="session")
def tracer(mini: Path) -> Tracer:
    return Tracer(*(count.load(mini / "processed" / name) for name in ("2018", "2014")))


def packed(page: Path) -> dict[str, Any]:
    """Unpack what the trace page holds."""
    text = page.read_text(encoding="utf-8")
    found = re.search(r'id="packed">([^<]+)<', text)
    assert found
    data: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(found[1])))
    return data


def recomputed(figure: dict[str, Any]) -> float:
    """Make a number from the contributions that the page lists."""
    rows = len(figure["steps"])
    given = np.broadcast_to(np.asarray(figure["given"], dtype=float), rows)
    if figure["how"] == "share":
        whole = np.broadcast_to(np.asarray(figure["of"], dtype=float), rows).sum()
        return float(given.sum() / whole)
    if figure["how"].startswith("quantile"):
        return float(np.quantile(given, float(figure["how"].split()[1])))
    return float(given.sum())


def test_every_published_number_is_the_sum_of_its_rows(pages: dict[str, Path]) -> None:
    known = packed(pages["en"].parent / "trace.html")["figures"]
    assert len(known) > 700
    wrong = {}
    for name, figure in known.items():
        if figure["how"] == "derived":
            if not figure["steps"]:
                wrong[name] = "rests on no rows"
            continue
        # The report rounds: steps and estimates to whole numbers, printed figures to a tenth.
        view = figures.parse(figure["same"]).view
        near = 0.5 if view in ("decomposition", "count_estimates") else 1e-4
        near = 0.051 if view.startswith("computed") else near
        if recomputed(figure) != pytest.approx(figure["value"], rel=1e-6, abs=near):
            wrong[name] = f"{figure['value']} is not {recomputed(figure)}"
    assert not wrong


def test_every_number_of_every_table_has_a_figure_with_that_value(
    pages: dict[str, Path], tracer: Tracer
) -> None:
    folder = pages["en"].parent
    known = packed(folder / "trace.html")["figures"]
    by_measure: dict[tuple[str, str, str], list[float]] = {}
    for name, figure in known.items():
        named = figures.parse(name)
        if len(named.key) == len(figures.keys(named.view)):  # not a word of its title
            case = named.key[0] if named.view.startswith("case_") else ""
            at = (case, named.view, named.measure)
            by_measure.setdefault(at, []).append(figure["value"])
    seen = 0
    for path in sorted((folder / "tables").glob("*.csv")):
        table = pd.read_csv(path, keep_default_na=False, na_values=[""])
        if path.stem == "headline":
            table = table.set_index("name").T
        if path.stem == "searched_grid":  # the page shows its first rows
            table = table.head(15).melt("marketplace", value_name="specimens")
        case, view = re.fullmatch("(?:([A-Z]{2})_)?(.*)", path.stem).groups()  # type: ignore[union-attr]
        if view == "case_headline":
            table = table.set_index("name").T
        numeric = table.select_dtypes("number").columns
        if numeric.empty:  # the list of columns
            continue
        for column in numeric.difference(figures.keys(view)):
            shown = sorted(table[column].dropna().tolist())
            traced = sorted(by_measure.get((case or "", view, column), []))
            assert traced == pytest.approx(shown), f"{path.stem}, {column}: see figures.csv"
            seen += len(shown)
    assert seen > 1000


def test_words_of_sentences_and_titles_are_figures(pages: dict[str, Path]) -> None:
    rows = reference.table("figure_words")
    for language, page in pages.items():
        text = page.read_text(encoding="utf-8")
        data = packed(page.parent / "trace.html")["figures"]
        words = Words(language)
        for row in rows.to_dict("records"):
            case = {"country_code": "DE"}
            figure = figures.word_id(row["view"], ("2018", "2014"), row["measure"], case)
            if str(figure) not in data or row["view"] == "finding_audit":
                continue
            value = data[str(figure)]["value"]
            written = {words.number(value), words.percent(value), words.dollars(value)}
            written |= {words.number(value, 3), words.number(value, 2), str(int(value))}
            assert any(w in text for w in written), figure


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_of_the_report_lead_to_figures(pages: dict[str, Path], language: str) -> None:
    from urllib.parse import unquote

    text = pages[language].read_text(encoding="utf-8")
    data = packed(pages[language].parent / "trace.html")["figures"]
    targets = {unquote(t) for t in re.findall(r'href="trace\.html#([^"]+)"', text)}
    assert len(targets) > 300
    views = {name.split("/")[1] for name in data}
    listed = views | {"prices"} | {"/".join([*name.split("/")[1:3], ""]) for name in data}
    assert not [t for t in targets if t not in data and t not in listed]
    assert [t for t in targets if t.startswith("2018/case_headline/DE/")]
    assert {"case_trend/DE/", "case_taxa/DE/"} <= targets
    assert "trace.html" not in re.sub(r'href="trace\.html#[^"]*"', "", text)


def test_the_page_holds_the_rows_of_a_figure(pages: dict[str, Path], tracer: Tracer) -> None:
    page = pages["fr"].parent / "trace.html"
    data = packed(page)
    assert page.stat().st_size < 400_000
    for name in ("2018/countries/DE/specimens", "2018/headline/specimens"):
        figure = data["figures"].get(name)
        if figure is None:
            continue
        rows = np.cumsum(figure["steps"])
        number = np.broadcast_to(figure["given"], rows.shape)
        column = data["columns"].index("specimen_count")
        shown = [data["rows"][i][column] for i in rows]
        assert shown == number.tolist()
        assert sum(shown) == figure["value"] == tracer.figure(name).value


def test_each_language_has_its_own_page(pages: dict[str, Path]) -> None:
    """The same numbers in the words of the language; no English but names and filters."""
    held = {one: packed(page.parent / "trace.html") for one, page in pages.items()}
    for language, page in pages.items():
        words = Words(language)
        text = (page.parent / "trace.html").read_text(encoding="utf-8")
        assert f'<html lang="{language}">' in text
        assert words("behind-intro") in text
        said = json.loads(re.findall(r'id="said">(.*?)</script>', text)[0])
        assert said["behind-rows"] == words("behind-rows")
        codes = json.loads(re.findall(r'id="codes">(.*?)</script>', text)[0])
        assert codes["match_field"]["title"] == words("match-field-title")
        assert set(re.findall(r'words\["([a-z-]+)"\]', text)) <= set(said)
        assert set(re.findall(r'say\("([a-z-]+)"', text)) <= set(said)
        values = {name: figure["value"] for name, figure in held[language]["figures"].items()}
        assert values == {n: f["value"] for n, f in held["en"]["figures"].items()}
        assert held[language]["rows"] == held["en"]["rows"]
        live = held[language]["figures"]["2018/headline/live_share"]
        told = f"{words('measure-counts-live-share')}. {words('view-total')}."
        assert live["definition"] == told


def test_personal_data_is_in_no_trace(mini: Path, pages: dict[str, Path]) -> None:
    planted = set()
    for name in ("2014", "2018"):
        truth = pd.read_parquet(mini / "raw" / name / "truth.parquet")
        planted |= {p for p in truth["pii"].str.split("|").explode() if p}
    text = json.dumps(packed(pages["en"].parent / "trace.html"), ensure_ascii=False)
    assert planted
    assert not {p for p in planted if p in text}
    listings = pd.read_parquet(mini / "processed" / "2018" / "listings.parquet")
    assert not {k for k in listings["seller_key"].dropna() if k in text}


CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine")
def test_a_browser_unpacks_the_page_without_a_request(pages: dict[str, Path]) -> None:
    from playwright.sync_api import sync_playwright

    faults: list[str] = []
    asked: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        tab = browser.new_page()
        tab.on("pageerror", lambda error: faults.append(str(error)))
        tab.on("request", lambda request: asked.append(request.url.split("#")[0]))
        tab.goto(pages["fr"].as_uri())
        tab.locator(".numbers a.trace").first.click()
        tab.wait_for_selector("#answer h2", timeout=120_000)
        head = tab.locator("#answer h2").inner_text()
        told = tab.locator("#answer dl").inner_text().splitlines()
        rows = tab.locator("#answer tbody tr").count()
        heads = tab.locator("#answer th").all_inner_texts()
        cells = tab.locator("#answer td").all_inner_texts()
        browser.close()
    assert not faults
    name, _, value = head.partition(" = ")
    figure = packed(pages["fr"].parent / "trace.html")["figures"][name]
    again = told[told.index("D’après les lignes") + 1]
    french = [float(re.sub(r"\s", "", one).replace(",", ".")) for one in (value, again)]
    assert french == [figure["value"]] * 2
    assert "Annexe CITES" in heads and "Exemplaires" not in heads
    assert "animal vivant" in cells and "live" not in cells
    assert "Enquête" in heads
    english = {Words("en")(name) for name in ("behind-rows", "behind-definition", "col-title")}
    assert not english & {*told, *heads}
    assert rows == min(500, len(figure["steps"]))
    assert all(url.startswith(("file:", "data:")) for url in asked)


def test_of_a_large_survey_every_number_shows_the_first_rows(
    tracer: Tracer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    trace = tracer.figure("2018/countries/DE/listings")
    page = tmp_path / "trace.html"
    shown = {}
    for large in (trace_pages.LARGE, 100):
        monkeypatch.setattr(trace_pages, "LARGE", large)
        monkeypatch.setattr(trace_pages, "FIRST", 15)
        page.write_text(trace_page(tracer, [trace], pd.DataFrame(), "2018"), encoding="utf-8")
        figure = packed(page)["figures"][str(trace.id)]
        shown[large] = len(figure["steps"])
    assert 15 == shown[100] < shown[100_000] <= len(trace.rows)
    assert figure["rows"] == shown[100_000]
    assert figure["again"] == pytest.approx(figure["value"])


def test_a_word_may_name_the_row_with_most_of_a_measure(tracer: Tracer) -> None:
    sites = tracer.behind("marketplaces").table
    word = tracer.figure("2018/finding_sites/most")
    assert word.value == word.recomputed() == sites["listings"].max()
    first = tracer.figure("2018/finding_sites/specimens")
    assert first.value == sites["specimens"].max()


@pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine")
def test_of_a_large_number_the_page_shows_the_first_rows(
    tracer: Tracer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from playwright.sync_api import sync_playwright

    monkeypatch.setattr(trace_pages, "WHOLE", 40)
    monkeypatch.setattr(trace_pages, "FIRST", 15)
    names = [
        "2018/countries/DE/listings",
        "2018/countries/DE/live_share",
        "2018/funnel/unique/rows",
    ]
    traces = [tracer.figure(name) for name in names]
    page = tmp_path / "trace.html"
    page.write_text(trace_page(tracer, traces, pd.DataFrame(), "2018"), encoding="utf-8")
    data = packed(page)
    assert len(data["rows"]) <= 3 * 15
    for trace in traces:
        figure = data["figures"][str(trace.id)]
        assert len(figure["steps"]) == 15 < 40 < figure["rows"] <= len(trace.rows)
        assert figure["again"] == pytest.approx(figure["value"])
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        tab = browser.new_page()
        tab.goto(f"{page.as_uri()}#{names[0]}")
        tab.wait_for_selector("#answer h2", timeout=120_000)
        told = tab.locator("#answer").inner_text()
        rows = tab.locator("#answer tbody tr").count()
        browser.close()
    whole = data["figures"][names[0]]
    assert rows == 15
    assert f"first 15 of {whole['rows']} rows" in told
    assert f"wildlife_analysis trace {names[0]} --format csv" in told
    assert told.split("From the rows")[1].split()[0] == str(int(whole["value"]))


HOSTILE = '=1+1</script><img src=x onerror="alert(1)">'


def test_hostile_titles_stay_text() -> None:
    one = survey("2018", [ad("Testudo graeca")], [("FR", "a.fr")])
    one.listings["title"] = HOSTILE
    traced = Tracer(one)
    found = traced.figure("2018/countries/FR/specimens")
    html = trace_page(traced, [found], pd.DataFrame(), HOSTILE)
    assert "<img" not in html
    assert html.count("</script>") == 4
    table = pd.read_csv(io.StringIO(answer("2018/countries/FR/specimens", [one], "csv")))
    assert table["title"].iloc[0] == "'" + HOSTILE


def test_trace_by_the_command_line(mini: Path, tmp_path: Path) -> None:
    at = ("--processed", mini / "processed")
    table = tmp_path / "rows.csv"
    done = run(
        "trace", "2018/countries/DE/specimens", "--format", "csv", "--output", table, *at
    )
    assert done.returncode == 0, done.stderr
    rows = pd.read_csv(table)
    assert rows["contribution"].sum() == rows["value"].iloc[0]
    assert {"source_file", "source_row", "matched_term", "count_method"} <= set(rows.columns)
    told = run("trace", "2014:2018/trend_by_country/DE/ratio", *at)
    assert told.returncode == 0, told.stderr
    for word in ("definition", "filter", "compare.rate_ratio", "version", "anzeigen_de_1"):
        assert word in told.stdout
    for asked, near in (
        ("2018/countries/DR/specimens", "2018/countries/DE/specimens"),
        ("2018/contries/DE/specimens", "countries"),
        ("2018/countries/DE/specimen", "2018/countries/DE/specimens"),
        ("2018/trend_by_country/DE/ratio", "2014:2018/"),
    ):
        with pytest.raises(SurveyError, match=re.escape(near)):
            pipeline.trace(asked, processed=mini / "processed")


def test_a_missing_number_is_traced_as_missing(mini: Path, tmp_path: Path) -> None:
    asked = "2014/countries/AE/value_usd"  # no price there
    told = pipeline.trace(asked, processed=mini / "processed")
    assert f"{asked} = missing" in told
    assert "from the rows" not in told
    html = tmp_path / "trace.html"
    html.write_text(pipeline.trace(asked, "html", processed=mini / "processed"), "utf-8")
    assert packed(html)["figures"][asked]["value"] is None


def test_estimates_rest_on_the_audit_sample() -> None:
    ads = [ad("Testudo graeca", seller=f"s{i}", specimens=1 + i % 3) for i in range(40)]
    one = survey("2018", ads, [("FR", "a.fr")])
    audited = pd.DataFrame(
        {
            "survey": "2018",
            "listing_id": one.listings["listing_id"].head(20), "stratum": "FR/counted",
            "stratum_size": 40, "inclusion_probability": 0.5,
            "decided_in_scope": [i > 1 for i in range(20)], "decided_specimens": 1,
        }
    )  # fmt: skip
    from dataclasses import replace

    traced = Tracer(replace(one, audited=audited))
    decided = traced.figure("2018/count_estimates/all/decided")
    assert decided.value == decided.recomputed() == 20
    number = traced.figure("2018/count_estimates/FR/specimens")
    assert number.value == number.recomputed() == sum(1 + i % 3 for i in range(40))
    low = traced.figure("2018/finding_audit/low")
    assert str(low.same_as) == "2018/count_estimates/all/listings_low"
    assert len(low.rows) == 20
    assert low.value < 40


def test_registry_names_functions_that_exist() -> None:
    import wildlife_analysis

    measures = reference.table("figure_measures")
    for name in measures["made_by"].unique():
        found: Any = wildlife_analysis
        for part in name.split("."):
            found = getattr(found, part)
        assert callable(found)
    known = set(measures["family"]) | {"words"}
    views = reference.table("figures")
    assert set(views["family"]) == known
    names = {
        f"measure-{f}-{m}" for f, m in zip(measures["family"], measures["measure"], strict=True)
    }
    names |= {f"view-{view}" for view in views["view"]}
    said = {one for one in messages("en") if one.startswith(("measure-", "view-"))}
    assert {name.replace("_", "-") for name in names} == said


# The run: manifest, crate, alternatives; `check` is in test_check.


def test_manifest_says_what_went_in_and_came_out(mini: Path) -> None:
    said = provenance.recorded(mini / "processed" / "2018")
    assert {"survey.toml", "coverage.csv"} <= set(said["declared"])
    assert said["parameters"]["options"] == {}
    assert said["outputs"]["listings.parquet"]["rows"] == said["accounts"]["listings"]
    assert not [n for n in said["reference"] if n.startswith(("words/", "simulation/"))]
    text = json.dumps(said)
    assert str(mini) not in text
    assert (mini / "key").read_text().strip()[:16] not in text


def test_a_word_of_the_report_makes_no_survey_stale(
    mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = mini / "processed" / "2018"
    real = provenance.reference_hashes()
    for name, stale in (("words/en.ftl", False), ("figures.csv", False), ("taxa.csv", True)):
        changed = {n: "0" if n == name else h for n, h in real.items()}
        monkeypatch.setattr(
            "wildlife_analysis.provenance.checking.reference_hashes",
            lambda report=False, c=changed: c,
        )
        assert bool(provenance.check(folder)) is stale, name


def test_a_report_is_checked_too(pages: dict[str, Path], tmp_path: Path) -> None:
    folder = tmp_path / "en"
    shutil.copytree(pages["en"].parent, folder)
    assert provenance.check(folder) == []
    page = folder / "annual_report.html"
    page.write_text(page.read_text().replace("</main>", " </main>"))
    (finding,) = provenance.check(folder)
    assert "annual_report.html: changed" in finding


def test_crate_validates_and_tells_a_changed_file(
    mini: Path, pages: dict[str, Path], tmp_path: Path
) -> None:
    from rocrate.rocrate import ROCrate

    out = tmp_path / "crate"
    made = crate.make(mini / "processed" / "2018", out, report=pages["en"].parent)
    assert made > 60
    assert crate.check(out) == []
    again = ROCrate(out)
    assert again.name == "Replica of the 2018 survey of four countries"
    action = next(e for e in again.get_entities() if e.type == "CreateAction")
    assert {"processed/listings.parquet", "processed/specimens.parquet"} <= {
        e.id for e in action["result"]
    }
    assert all(len(e["sha256"]) == 64 for e in action["object"] if e.id.startswith("#raw-"))
    with pytest.raises(SurveyError, match="not empty"):
        crate.make(mini / "processed" / "2018", out)
    (out / "processed" / "listings.parquet").write_bytes(b"x")
    (out / "stray.txt").write_text("x")
    findings = crate.check(out)
    assert [f for f in findings if "listings.parquet: changed" in f]
    assert [f for f in findings if "stray.txt: not described" in f]
    assert run("check", out).returncode == 1


def test_an_alternative_stands_beside_the_main_run(mini: Path, tmp_path: Path) -> None:
    main = tmp_path / "2018"
    shutil.copytree(mini / "processed" / "2018", main)
    before = (main / "manifest.json").read_bytes()
    options = read_options(["scope=I", "assumed_one=drop"])
    other = options.folder(main)
    assert other.name == "2018~assumed_one=drop+scope=I"
    pipeline.process([mini / "raw" / "2018"], other, key_file=mini / "key", options=options)
    assert (main / "manifest.json").read_bytes() == before
    one, two = count.load(main), count.load(other)
    assert two.manifest["parameters"]["options"] == {"assumed_one": "drop", "scope": "I"}
    kept = one.specimens[one.specimens["count_method"] != "assumed_one"]
    kept = kept[kept["appendix"] == "I"]
    assert set(count.counted(two)["listing_id"]) <= set(kept["listing_id"])
    assert not (two.specimens["count_method"] == "assumed_one").any()
    moved, sides = compare.runs(one, two)
    row = moved[(moved["dimension"] == "headline") & (moved["measure"] == "specimens")].iloc[0]
    assert row["before"] == count.headline(one)["specimens"]
    assert row["after"] == count.headline(two)["specimens"] < row["before"]
    left = sides["specimens_before"].sum() - sides["specimens_after"].sum()
    assert left == row["before"] - row["after"]
    assert {"out_of_scope", "option"} <= set(sides["after"])
    assert compare.runs(one, one)[1].empty


OPTIONS = [
    (["scop=I"], "no option 'scop'; nearest: scope"),
    (["assumed_one=no"], "keep or drop"),
    (["likeness=20"], "a number from 80 to 100"),
    (["scope=Testudo grecca"], "nearest: Testudo graeca"),
    (["scope=I", "scope=II"], "given twice"),
]


@pytest.mark.parametrize(("given", "said"), OPTIONS, ids=[o[0][0] for o in OPTIONS])
def test_unknown_options_are_refused(given: list[str], said: str) -> None:
    with pytest.raises(SurveyError, match=re.escape(said)):
        read_options(given)


def test_options_of_the_main_run_are_no_alternative() -> None:
    assert read_options(["assumed_one=keep", "likeness=83"]).name == ""


def test_every_option_does_something(mini: Path) -> None:
    main = count.load(mini / "processed" / "2018")
    declared = reference.load_survey(mini / "raw" / "2018")
    dropped = read_options(["doubtful=drop"])
    listings, _ = dropped.listings(main.listings, main.specimens, declared)
    doubted = main.listings["in_scope"] & main.listings["needs_review"]
    assert doubted.any()
    assert (listings.loc[doubted, "rejection_reason"] == "option").all()
    assert read_options(["repeats=count"]).counts_repeats
    assert read_options(["likeness=95"]).likeness == {"cutoff": 95.0}


def test_exclusion_rules_account_for_what_was_set_aside(mini: Path) -> None:
    from wildlife_analysis.provenance.exclusions import exclusion_rules

    listings = pd.read_parquet(mini / "processed" / "2018" / "listings.parquet")
    reasons = listings["rejection_reason"].value_counts().sort_index()
    rules = exclusion_rules(listings)
    assert set(rules["rejection_reason"]) == set(reasons.index)
    by_reason = rules.groupby("rejection_reason")
    assert (by_reason["listings"].max() <= reasons).all()
    assert (by_reason["listings"].sum() >= reasons).all()
    assert (by_reason["alone"].sum() <= reasons).all()
    wanted = rules[rules["rejection_reason"] == "wanted"]
    assert wanted["listings"].tolist() == [reasons["wanted"]]
    assert (rules["kind"] == "exclusion").any()


def test_the_reviewer_sees_the_words_that_decided(mini: Path) -> None:
    from wildlife_analysis.review.display import several

    listings = count.load(mini / "processed" / "2018").listings
    shown = several(listings[listings["in_scope"]].head(5))
    assert shown.count('class="wa-ad"') == 5
    assert shown.count('<mark class="taxon"') >= 5
    hostile = several(listings.head(1).assign(title=HOSTILE))
    assert "<img" not in hostile
