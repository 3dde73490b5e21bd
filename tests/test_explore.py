"""Exploring a processed survey: views agree with the counts, and so do panel and notebooks."""

import csv
import doctest
import importlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html import escape, unescape
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import wildlife_analysis
from wildlife_analysis import count, explore, load, review
from wildlife_analysis.explore.draw import tile_places
from wildlife_analysis.reference import SurveyError, table, taxonomy

ROOT = Path(__file__).resolve().parents[1]
CASES = Path(__file__).parent / "cases"
BOTH = ["listings", "listings_with_repeats", "specimens", "sellers", "value_usd"]


@pytest.fixture(scope="module")
def folder(mini: Path) -> Path:
    return mini / "processed" / "2018"


@pytest.fixture
def survey(folder: Path, tmp_path: Path) -> explore.Survey:
    return load(folder, review_folder=tmp_path / "review")


@pytest.fixture(scope="module")
def whole(folder: Path) -> count.Processed:
    return count.load(folder)


# -- counts --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "by",
    [[], *[[name] for name in count.DIMENSIONS], ["country_code", "taxon_group"],
     ["marketplace", "month"], ["genus", "product", "form"]],
    ids=lambda by: "+".join(by) or "total",
)  # fmt: skip
def test_counts_are_those_of_the_report(
    survey: explore.Survey, whole: count.Processed, by: list[str]
) -> None:
    expected = count.both(whole, by)
    found = survey.specimens.by(*by)
    assert len(expected) > 0
    pd.testing.assert_frame_equal(found[expected.columns], expected)


@pytest.mark.parametrize(
    ("name", "wanted", "query"),
    [
        ("country_code", "FR", "country_code == 'FR'"),
        ("country_code", ["FR", "GB"], "country_code in ['FR', 'GB']"),
        ("product", "ivory", "product == 'ivory'"),
        ("form", "part", "product != 'live'"),
        ("appendix", "I", "appendix == 'I'"),
        ("offer", "sale", "offer == 'sale'"),
        ("month", "2017-10", "month == '2017-10'"),
        ("price_usd", (100, 500), "100 <= price_usd <= 500"),
        ("price_usd", (None, 200), "price_usd <= 200"),
        ("price_usd", (1000, None), "price_usd >= 1000"),
        ("decided", False, "specimen_count > 0"),
        ("in_doubt", True, "needs_review"),
        ("taxon", "Testudinidae", "genus in ['Testudo', 'Astrochelys', 'Stigmochelys']"),
        ("taxon", "Testudo", "genus == 'Testudo'"),
        ("taxon", ["Psittacus erithacus", "Boidae"], "species == 'Psittacus erithacus' "
                                                    "or family == 'Boidae'"),
    ],
)  # fmt: skip
def test_filters_keep_what_they_say(
    survey: explore.Survey, whole: count.Processed, name: str, wanted: Any, query: str
) -> None:
    frame, _ = count.keyed(count.counted(whole), ["species", "genus", "family"])
    expected = frame.query(query)
    assert len(expected) > 0
    total = survey.specimens.where(**{name: wanted}).total
    assert total["specimens"] == expected["specimen_count"].sum()
    assert total["listings"] == expected["listing_id"].nunique()


def test_words_are_found_whatever_their_case_and_accents(
    survey: explore.Survey, whole: count.Processed
) -> None:
    pairs = (("TORTUE D'hermann", "tortue d'hermann"), ("schildkrote", "schildkröte"))
    for phrase, like in (*pairs, ("ЧЕРЕПАХА", "черепаха")):
        frame = count.counted(whole)
        said = whole.listings["title"] + "\n" + whole.listings["description"].fillna("")
        ids = whole.listings.loc[
            said.str.casefold().str.contains(like, regex=False), "listing_id"
        ]
        expected = frame.loc[frame["listing_id"].isin(ids), "listing_id"].nunique()
        assert expected > 0, like
        assert survey.specimens.where(text=phrase).total["listings"] == expected


def test_filters_compose(survey: explore.Survey) -> None:
    one = survey.specimens.where(country_code=["FR", "DE"], form="live")
    two = survey.specimens.where(form="live").where(country_code=["FR", "DE"])
    narrow = two.where(country_code="FR")
    assert one.total == two.total
    assert narrow.total == survey.specimens.where(country_code="FR", form="live").total
    assert set(narrow.by("country_code")["country_code"]) == {"FR"}
    assert one.by("country_code")["specimens"].sum() == one.total["specimens"]
    nothing = narrow.where(country_code="DE")
    assert nothing.total["listings"] == 0 and len(nothing) == 0
    assert "No advertisement" in nothing.ads().html
    assert "Nothing passes" in nothing.chart("product").html
    assert "France: 0" in narrow.where(taxon_group="coral").map().html


def test_zeros_stand_where_it_was_searched(survey: explore.Survey) -> None:
    sites = survey.specimens.where(country_code="FR", taxon_group="coral").by("marketplace")
    searched = survey.coverage.loc[survey.coverage["country_code"] == "FR", "marketplace"]
    assert set(sites["marketplace"]) == set(searched)
    assert (sites["specimens"] == 0).any()


def _audited(folder: Path, to: Path, size: int) -> Path:
    """Copy a processed survey with an audit that contradicts the program in one ad of eight."""
    shutil.copytree(folder, to)
    listings = pd.read_parquet(folder / "listings.parquet")
    specimens = pd.read_parquet(folder / "specimens.parquet")
    drawn = review.queue(listings, specimens, size=size, seed=4)
    said = drawn["program_in_scope"]
    decided = said ^ (pd.Series(range(len(drawn))) % 8 == 0)
    pd.DataFrame(
        {
            "survey": "2018", "listing_id": drawn["listing_id"], "stratum": drawn["stratum"],
            "stratum_size": drawn["stratum_size"],
            "inclusion_probability": drawn["inclusion_probability"],
            "decided_in_scope": decided,
            "decided_specimens": drawn["program_specimens"].clip(lower=1).where(decided, 0),
            "predicted_in_scope": said, "predicted_specimens": drawn["program_specimens"],
        }
    ).to_parquet(to / "audited.parquet", index=False)  # fmt: skip
    return to


def test_intervals_are_those_of_the_audit(folder: Path, tmp_path: Path) -> None:
    audited = _audited(folder, tmp_path / "processed" / "2018", 160)
    survey, whole = load(audited), count.load(audited)
    predicted = count.predicted(whole)
    for by in ([], ["country_code"]):
        expected = count.estimates(predicted, whole.audited, by)
        found = survey.specimens.by(*by)
        if by:
            found = found.set_index(by).loc[expected[by[0]]].reset_index()
        assert (found["status"] == "audited").all()
        for end in explore.intervals.ENDS:
            assert found[end].to_numpy() == pytest.approx(expected[end].to_numpy(), abs=0.06)
        assert (found["specimens_low"] < found["specimens_high"]).all()
    # The interval of a filter is that of the country it names.
    french = survey.specimens.where(country_code="FR").total
    row = expected.set_index("country_code").loc["FR"]
    assert french["specimens_high"] == pytest.approx(row["specimens_high"], abs=0.06)
    # What a missed ad offers is not known.
    groups = survey.specimens.by("taxon_group")
    assert set(groups["status"]) <= {explore.intervals.PARTLY, "unaudited"}
    assert (groups["status"] == explore.intervals.PARTLY).any()
    shown = survey.specimens.chart("country_code").html
    assert "data:image/png" in shown
    assert re.search(r"\d+–\d+", survey.specimens._repr_html_())


def test_without_an_audit_counts_say_unaudited(survey: explore.Survey) -> None:
    counts = survey.specimens.by("country_code")
    assert set(counts["status"]) == {"unaudited"}
    assert counts[list(explore.intervals.ENDS)].isna().all(axis=None)
    assert "unaudited" in survey.specimens._repr_html_()


# -- how it reads in a cell ----------------------------------------------------------------


with (CASES / "explore_errors.csv").open(encoding="utf-8", newline="") as handle:
    ERRORS = [(row["call"], row["words"]) for row in csv.DictReader(handle)]


@pytest.mark.parametrize(("call", "words"), ERRORS, ids=[call for call, _ in ERRORS])
def test_errors_name_the_nearest(survey: explore.Survey, call: str, words: str) -> None:
    with pytest.raises(SurveyError, match=re.escape(words)):
        eval(f"view.{call}", {"view": survey.specimens})


def test_surveys_are_found_by_name(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILDLIFE_ANALYSIS_HOME", str(mini))
    monkeypatch.chdir(mini)
    survey = load("2018")
    assert survey.folder == (mini / "processed" / "2018").resolve()
    assert survey.review_folder == mini / "review" / "2018"
    assert survey.specimens.code().splitlines()[1] == "view = load('2018').specimens"
    with pytest.raises(SurveyError, match=r"no processed survey '2081'; nearest: .*2018"):
        load("2081")
    with pytest.raises(SurveyError, match="no listing 'zz'"):
        survey.listing("zz")


def test_names_complete_and_cells_read(survey: explore.Survey) -> None:
    assert {"specimens", "values", "listing"} <= set(dir(survey))
    assert {"where", "by", "chart", "map", "ads", "code", "export"} <= set(
        dir(survey.specimens)
    )
    assert not [n for n in dir(survey.specimens) + dir(survey) if n.startswith("_")]
    assert repr(survey).startswith("<Survey 2018: simulated, ")
    assert "Simulated data." in survey._repr_html_()
    assert "Simulated data." in survey.specimens._repr_html_()
    assert "Simulated data." in survey.specimens.map().html
    assert "simulated data" in survey.specimens.chart("product").html


@pytest.mark.parametrize("name", ["", ".explore.survey", ".explore.specimens"])
def test_examples_are_true(mini: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("WILDLIFE_ANALYSIS_HOME", str(mini))
    module = importlib.import_module(f"wildlife_analysis{name}")
    result = doctest.testmod(module, extraglobs={"wildlife_analysis": wildlife_analysis})
    assert result.attempted >= 3
    assert result.failed == 0


def test_only_what_is_counted_is_read(folder: Path, tmp_path: Path) -> None:
    """Texts are not in the file at all: counting goes on, showing says what is missing."""
    pruned = tmp_path / "processed" / "2018"
    shutil.copytree(folder, pruned)
    listings = pd.read_parquet(folder / "listings.parquet")
    texts = ["title", "description", "category", "location", "price_text", "source_file"]
    listings.drop(columns=texts).to_parquet(pruned / "listings.parquet", index=False)
    view = load(pruned).specimens.where(country_code="FR")
    assert view.by("product")["specimens"].sum() > 0
    with pytest.raises(SurveyError, match=r"listings\.parquet: not a table of this program"):
        view.ads()
    (pruned / "specimens.parquet").unlink()
    opened = load(pruned)  # nothing of it was read yet
    with pytest.raises(SurveyError, match=r"specimens\.parquet: missing; run 'process' again"):
        opened.specimens.by()


# -- advertisements ------------------------------------------------------------------------

HOSTILE = (
    '=HYPERLINK("https://x.example";"<script>alert(1)</script>") +33 6 39 98 10 34 \u202eabc'
)

MARKETPLACE = "=1+1<b>$\\x$"  # no formula, no tag, no mathematics


@pytest.fixture
def hostile(folder: Path, tmp_path: Path) -> tuple[explore.Survey, str]:
    """The survey with one hostile advertisement, and its listing."""
    to = tmp_path / "processed" / "2018"
    shutil.copytree(folder, to)
    listings = pd.read_parquet(to / "listings.parquet")
    specimens = pd.read_parquet(to / "specimens.parquet")
    own = specimens["match_field"].eq("title") & specimens["match_start"].eq(0)
    counted = listings["in_scope"] & listings["duplicate_of"].isna()
    own &= specimens["listing_id"].isin(listings.loc[counted, "listing_id"])
    listing_id = str(specimens.loc[own, "listing_id"].iloc[0])
    at = listings["listing_id"] == listing_id
    title = listings.loc[at, "title"].iloc[0]
    listings.loc[at, "title"] = f"{title} {HOSTILE}"
    listings.loc[at, "description"] = HOSTILE
    listings.loc[at, "marketplace"] = MARKETPLACE
    listings.to_parquet(to / "listings.parquet", index=False)
    return load(to), listing_id


def test_advertisements_are_escaped_masked_and_marked(
    hostile: tuple[explore.Survey, str],
) -> None:
    survey, listing_id = hostile
    view = survey.specimens.where(marketplace=MARKETPLACE)
    assert view.listing_ids == [listing_id]
    assert "data:image/png" in view.chart("marketplace").html
    term = escape(str(view.frame["matched_term"].iloc[0]))
    for page in (view.ads().html, survey.listing(listing_id)._repr_html_()):
        assert "<script>" not in page and "&lt;script&gt;" in page
        assert "39 98 10 34" not in page and "\u202e" not in page
        assert "<b>b" not in page and "1<b>" not in page
        assert re.search(rf"<mark[^>]*>{re.escape(term)}</mark>", page)


def test_exports_hold_no_formula_no_person_no_seller(
    hostile: tuple[explore.Survey, str], tmp_path: Path
) -> None:
    survey, listing_id = hostile
    view = survey.specimens.where(form=["live", "part"])
    counts, ads = view.export(tmp_path / "out", "marketplace")
    for path in (counts, ads):
        with path.open(encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.DictReader(handle))
        cells = [cell for row in rows for cell in row.values()]
        assert not [cell for cell in cells if re.match(r"\s*[=+\-@\t\r]", cell)]
        assert all(row["simulated"] == "yes" for row in rows)
    with counts.open(encoding="utf-8-sig", newline="") as handle:
        counted = list(csv.DictReader(handle))
    total = sum(int(row["specimens"]) for row in counted)
    assert total == survey.specimens.total["specimens"]
    text = ads.read_text(encoding="utf-8-sig")
    assert "39 98 10 34" not in text and "seller" not in text
    with ads.open(encoding="utf-8-sig", newline="") as handle:
        shown = list(csv.DictReader(handle))
    assert sum(int(row["specimen_count"]) for row in shown) == total
    assert (
        next(r for r in shown if r["listing_id"] == listing_id)["marketplace"]
        == f"'{MARKETPLACE}"
    )
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(SurveyError, match="cannot be written"):
        view.export(blocked / "out")


def test_pages_hold_every_advertisement_once(survey: explore.Survey) -> None:
    view = survey.specimens.where(country_code="GB")
    found: list[str] = []
    last = -(-len(view.listing_ids) // 25)
    for number in range(1, last + 1):
        found += re.findall(r"<tr><td><b>([^<]+)</b>", view.ads(number, 25).html)
    assert found == view.listing_ids


def test_advertisements_go_to_the_review_queue_once(
    survey: explore.Survey, folder: Path
) -> None:
    view = survey.specimens.where(in_doubt=True)
    many = len(view.listing_ids)
    assert many > 3
    said = view.send_to_review(3)
    assert said.startswith("3 sent to ") and "no audit sample was drawn yet" in said
    assert f"{many - 3} are left" in said
    said = view.send_to_review(1000)
    assert f"{many - 3} sent" in said and "3 were drawn or decided on before" in said
    assert view.send_to_review().startswith("0 sent")
    queue = review.pending(survey.review_folder)
    assert sorted(queue["listing_id"]) == sorted(view.listing_ids)
    assert set(queue["purpose"]) == {"chosen"}
    listings = pd.read_parquet(folder / "listings.parquet")
    session = review.Session(listings, survey.review_folder, "anna")
    for key in "y ":
        session.key(key)
    decided = load(folder, review_folder=survey.review_folder)
    assert decided.specimens.where(decided=True).listing_ids == [session.queue[0]]
    # Chosen ads say nothing about the others: no count is corrected by them.
    assert review.audited(listings, survey.review_folder).empty


# -- code and panel ------------------------------------------------------------------------

VIEWS = [
    ({}, ["taxon_group"]),
    ({"country_code": ["FR", "DE"], "taxon": "Testudinidae"}, ["scientific_name"]),
    ({"price_usd": (50, None), "text": "d\"hermann \\ '"}, []),
    ({"in_doubt": False, "month": "2017-10", "price_usd": (10.5, 900)}, ["product", "form"]),
]


def _run(code: str) -> pd.DataFrame:
    lines = code.splitlines()
    assert len(lines) == 3
    names: dict[str, Any] = {}
    exec("\n".join(lines[:2]), names)
    return eval(lines[2], names)


@pytest.mark.parametrize(("filters", "by"), VIEWS)
def test_code_gives_the_same_counts(
    survey: explore.Survey, filters: dict[str, Any], by: list[str]
) -> None:
    view = survey.specimens.where(**filters)
    pd.testing.assert_frame_equal(_run(view.code(*by)), view.by(*by))
    twice = view.where(form="live").where(form="live")
    assert twice.code().count(".where(") == 2 and twice.total == view.where(form="live").total


@pytest.fixture
def panel(survey: explore.Survey, tmp_path: Path) -> Any:
    return explore.panel(survey, tmp_path / "exports")


def _bars(panel: Any) -> list[tuple[str, float]]:
    """Name and width of each bar."""
    cells = panel.bars.children
    bars = zip(cells[::3], cells[1::3], strict=True)
    names = [(re.sub("<[^>]+>", "", n.value), b.children[0].layout.width) for n, b in bars]
    return [(name, float(width.rstrip("%"))) for name, width in names]


def test_a_filter_moves_every_view(panel: Any) -> None:
    before = (_bars(panel), panel.headline.value, panel.page.value, panel.at.value)
    panel.controls["taxon"].value = "Testudinidae"
    panel.controls["country_code"].value = ("DE",)
    view = panel.survey.specimens.where(taxon="Testudinidae", country_code="DE")
    assert panel.view.total == view.total
    assert [name for name, _ in _bars(panel)] == ["Reptiles"]
    after = (_bars(panel), panel.headline.value, panel.page.value, panel.at.value)
    assert all(a != b for a, b in zip(before, after, strict=True))
    assert panel.survey.words.number(view.total["specimens"]) in panel.headline.value
    tiles = panel._tile_buttons
    assert not tiles["FR"].disabled and tiles["IS"].disabled
    assert tiles["DE"].layout.border.startswith("3px")
    panel.by.value = "month"
    months = view.by("month").sort_values("specimens", ascending=False)
    widths = [width for _, width in _bars(panel)]
    share = 100 * months["specimens"] / months["specimens"].max()
    assert widths == pytest.approx(share[months["listings"] > 0].tolist(), abs=0.6)
    panel._reset()
    panel.by.value = "taxon_group"
    assert (_bars(panel), panel.headline.value, panel.page.value) == before[:3]


def test_controls_say_what_where_takes(panel: Any) -> None:
    controls = panel.controls
    months = controls["month_from"].options
    controls["month_to"].value = months[-2]
    controls["price_from"].value, controls["price_to"].value = "100", "900"
    controls["decided"].value = "in doubt, not decided"
    controls["offer"].value = ("sale",)
    assert panel.filters() == {
        "month": list(months[:-1]), "price_usd": ("100", "900"), "in_doubt": True,
        "offer": ["sale"],
    }  # fmt: skip
    wanted = {**panel.filters(), "price_usd": (100, 900)}
    assert panel.view.total == panel.survey.specimens.where(**wanted).total
    shown = panel.headline.value
    controls["price_from"].value = "cheap"
    assert "write two numbers" in panel.message.value
    assert panel.headline.value == shown
    controls["price_from"].value = ""
    assert panel.message.value == ""
    assert panel.filters()["price_usd"] == (None, "900")


def test_a_bar_shows_its_advertisements_and_a_tile_its_country(panel: Any) -> None:
    panel.bars.children[4].children[0].click()  # the second bar
    name, _ = _bars(panel)[1]
    code = panel.selected
    ids = panel.survey.specimens.where(taxon_group=code).listing_ids
    assert panel.at.value.endswith(name)
    assert re.findall(r"<tr><td><b>([^<]+)</b>", panel.page.value) == ids[:8]
    panel._turn(1)
    assert re.findall(r"<tr><td><b>([^<]+)</b>", panel.page.value) == ids[8:16]
    panel.bars.children[4].children[0].click()
    assert panel.at.value.endswith("all bars")
    panel._tile_buttons["GB"].click()
    assert panel.filters() == {"country_code": ["GB"]}
    panel._tile_buttons["GB"].click()
    assert panel.filters() == {}


def test_the_buttons_pass_the_view_on(panel: Any) -> None:
    panel.controls["product"].value = ("ivory",)
    panel._code()
    code = unescape(re.sub("<[^>]+>", "", panel.message.value))
    pd.testing.assert_frame_equal(_run(code), panel.view.by("taxon_group"))
    panel._export()
    assert sorted(path.name for path in panel.export_folder.iterdir()) == [
        "2018_ads.csv",
        "2018_counts.csv",
    ]
    panel._send()
    sent = review.pending(panel.survey.review_folder)["listing_id"]
    assert sorted(sent) == sorted(panel.view.listing_ids[:50])


def test_every_country_has_a_tile_of_its_own() -> None:
    places = tile_places()
    assert set(table("countries")["code"]) <= set(places)
    assert len(set(places.values())) == len(places) == len(table("tiles"))


def test_a_country_without_a_tile_is_shown_below(folder: Path, tmp_path: Path) -> None:
    to = tmp_path / "processed" / "2018"
    shutil.copytree(folder, to)
    listings = pd.read_parquet(to / "listings.parquet")
    listings.loc[listings["country_code"] == "FR", "country_code"] = "NZ"
    listings.to_parquet(to / "listings.parquet", index=False)
    survey = load(to)
    assert "New Zealand: " in survey.specimens.map().html
    panel = explore.panel(survey)
    assert not panel._tile_buttons["NZ"].disabled


# -- notebooks -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def executed(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    """The notebooks, executed side by side."""
    made = tmp_path_factory.mktemp("notebooks")
    sources = ROOT / "notebooks"
    given = {
        "explore": {
            "survey_folder": str(folder), "export_folder": str(made), "language": "fr",
            "review_folder": str(made / "review"),
        },
        "tutorial": {
            "survey": str(sources / "tutorial_survey"),
            "processed": str(made / "processed" / "tutorial"),
        },
    }  # fmt: skip
    jobs = []
    for name, parameters in given.items():
        command = [sys.executable, "-m", "papermill", "--log-level", "ERROR", "-k", "python3"]
        command += [str(sources / f"{name}.ipynb"), str(made / f"{name}.ipynb")]
        for key, value in parameters.items():
            command += ["-r", key, value]
        jobs.append(subprocess.Popen(command, cwd=made, stderr=subprocess.PIPE, text=True))
    for job in jobs:
        _, said = job.communicate(timeout=120)
        assert job.returncode == 0, said
    yield {
        name: json.loads((made / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
        for name in given
    } | {"folder": made}


def _outputs(cells: list[dict[str, Any]]) -> list[str]:
    data = [o.get("data", {}) for c in cells for o in c.get("outputs", [])]
    return ["".join(d.get("text/html", d.get("text/plain", ""))) for d in data]


def test_the_tutorial_answers_in_ten_cells(executed: dict[str, Any]) -> None:
    code = [c for c in executed["tutorial"] if c["cell_type"] == "code"]
    code = [c for c in code if "injected-parameters" not in c["metadata"].get("tags", [])]
    assert len(code) == 10
    shown = _outputs(executed["tutorial"])
    total = load(executed["folder"] / "processed" / "tutorial").specimens
    total = total.where(taxon="Psittaciformes", form="live").total
    assert total["specimens"] > 10
    said = f"{total['listings']} ads offer {total['specimens']} live parrots"
    assert said in shown[-1]
    assert any("data:image/png" in output for output in shown)
    assert any("<mark>" in output for output in shown)
    assert sum("Simulated data" in output for output in shown) >= 3


def test_the_explore_notebook_shows_the_survey(executed: dict[str, Any]) -> None:
    shown = _outputs(executed["explore"])
    assert "Données simulées" in shown[0] or "Simulated data" in shown[0]
    assert any("wa-ad" in output for output in shown)
    kinds = {
        k for c in executed["explore"] for o in c.get("outputs", []) for k in o.get("data", {})
    }
    assert "application/vnd.jupyter.widget-view+json" in kinds
    text = json.dumps(executed["explore"])
    assert not re.search(r"<(?:script|link)[^>]+(?:src|href)=.{0,3}https?:", text)


def test_synonyms_and_ranks_are_taxa(survey: explore.Survey) -> None:
    known = survey.values("taxon")
    assert {"Testudo hermanni", "Testudo", "Testudinidae", "Testudines"} <= set(known)
    synonym = next(
        name for name in ("Loxodonta africana cyclotis", "Testudo hermanni boettgeri",
                          "Agrionemys horsfieldii")
        if taxonomy.accepted(name) in known and name not in known
    )  # fmt: skip
    assert len(survey.specimens.where(taxon=synonym)) > 0
