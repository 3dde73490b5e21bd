"""No number is published without a name, and the reviewer's notebook shows real decisions."""

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.conftest import Made
from tests.notebook import run
from wildlife_analysis import count, pipeline, reference, review
from wildlife_analysis.provenance import figures
from wildlife_analysis.provenance.trace import Tracer
from wildlife_analysis.report import render, traced

# What is published only where people have decided.
WAITS = ("count_estimates", "estimates_by_country", "finding_audit")
# One decision in so many contradicts the program.
CONTRADICTED = 8


@pytest.fixture(scope="module")
def decided(mini: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The later small survey, processed again with people's decisions on an audit sample."""
    folder = tmp_path_factory.mktemp("decided")
    place = folder / "data" / "review" / "2018"
    tables = [
        pd.read_parquet(mini / "processed" / "2018" / f"{name}.parquet")
        for name in ("listings", "specimens")
    ]
    review.draw(*tables, place, purpose="audit", size=120, seed=1)
    drawn = review.pending(place)["listing_id"].tolist()
    scope = tables[0].set_index("listing_id")["in_scope"]
    said = {"field": "counted", "reviewer": "anna", "decided_at": "2018-06-01"}
    said |= {"status": "", "note": ""}
    made = []
    for number, one in enumerate(drawn):
        counts = scope[one] != (number % CONTRADICTED == 0)
        made.append({**said, "listing_id": one, "value": "yes" if counts else "no"})
    review.record(place, made)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "ROOT", folder)
        pipeline.process([mini / "raw" / "2018"], folder / "2018", key_file=mini / "key")
    return folder / "2018"


REPORTS = """reported_by,reported_at,url
ben,2017-10-01,https://example.org/1
"""


@pytest.fixture(scope="module")
def audited(
    decided: Path, mini: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, list[tuple[str, Any]]]]:
    """What the notebooks publish that waits for decisions or public reports; what 02 shows."""
    out = tmp_path_factory.mktemp("audited")
    given = {"survey_folder": str(decided), "baseline_folder": str(mini / "processed/2014")}
    (out / "reports.csv").write_text(REPORTS, encoding="utf-8")
    shown = {}
    for name, more in (
        ("02_classification_audit", {}),
        ("03_specimens_by_country", {}),
        ("05_platform_policies", {"reports_file": str(out / "reports.csv")}),
    ):
        names, shown[name] = run(name, **given, **more, output_folder=str(out))
        shown[name] += [("names", names)]
    return out, shown


@pytest.fixture(scope="module")
def entries(
    made: Made, audited: tuple[Path, Any]
) -> list[tuple[dict[str, Any], pd.DataFrame | None]]:
    """Everything that is published, with its data; what waits for decisions too."""
    found = []
    for folder in (*sorted((made.output / ".notebooks").iterdir()), audited[0]):
        for entry in render.entries(folder):
            data = folder / "data" / f"{entry['id']}.parquet"
            found.append((entry, pd.read_parquet(data) if data.exists() else None))
    return found


def numbers_of(
    entry: dict[str, Any], data: pd.DataFrame | None
) -> list[tuple[str, float, str]]:
    """List the numbers of an entry: column or placeholder, value, name (empty for none)."""
    said = {}
    for name, value in entry.get("values", {}).items():
        number = value["what"][0] if isinstance(value, dict) else value
        if isinstance(number, str) and traced.word(entry, name):
            number = float(number)  # a year is said without a separator
        if isinstance(number, int | float) and not pd.isna(number):
            said[name] = float(number)
    if entry["kind"] == "numbers":
        assert data is not None
        said |= dict(zip(data["name"], data["value"], strict=True))
    found = [(name, value, traced.word(entry, name)) for name, value in said.items()]
    if data is None or entry["kind"] == "numbers":
        return found
    columns = list(data.select_dtypes("number").columns)
    for number, row in enumerate(data.to_dict("records")):
        cells = traced.cells(entry, row, number, columns, {})
        for column, names in zip(columns, cells, strict=True):
            if not pd.isna(row[column]):
                found.append((column, float(row[column]), next(iter(names), "")))
    return found


def test_every_number_is_named_or_its_exception_says_why(
    entries: list[tuple[dict[str, Any], pd.DataFrame | None]],
) -> None:
    """A new table, sentence or title needs rows in figures.csv or figure_words.csv."""
    without, used, seen = set(), set(), 0
    for entry, data in entries:
        view = traced.view(entry)
        for column, _, name in numbers_of(entry, data):
            seen += 1
            kept = figures.excepted(view, column)
            if kept:
                used.add((view, column))
            if not name and not kept:
                without.add((view, column))
    assert seen > 1000
    assert not without
    rows = reference.table("figure_exceptions")
    assert set(rows["kept"]) <= {"unnamed"}
    assert (rows["reason"].str.len() > 20).all()
    stale = [
        (view, measure)
        for view, measure in zip(rows["view"], rows["measure"], strict=True)
        if not [one for one in used if one[0] == view and measure in ("*", one[1])]
    ]
    assert not stale, "figure_exceptions.csv: published no more"


def test_no_view_of_the_registry_is_stale(
    entries: list[tuple[dict[str, Any], pd.DataFrame | None]],
) -> None:
    published = {traced.view(entry) for entry, _ in entries}
    words = reference.table("figure_words")
    repeated = set(words["same_as"].str.split("/").str[0])
    assert set(reference.table("figures")["view"]) <= published | repeated
    said = {(traced.view(e), name) for e, d in entries for name, *_ in numbers_of(e, d)}
    named = set(zip(words["view"], words["measure"], strict=True))
    assert named <= said, "figure_words.csv: said no more"


def test_what_waits_for_decisions_walks_back_too(
    audited: tuple[Path, Any],
    decided: Path,
    mini: Path,
) -> None:
    tracer = Tracer(count.load(decided), count.load(mini / "processed" / "2014"))
    out = audited[0]
    seen: dict[str, int] = {}
    wrong = []
    for entry in render.entries(out):
        if entry["id"] not in WAITS:  # the others are those of the report on the small surveys
            continue
        path = out / "data" / f"{entry['id']}.parquet"
        data = pd.read_parquet(path) if path.exists() else None
        for _, value, name in numbers_of(entry, data):
            if not name:
                continue
            trace = tracer.figure(name)
            again = trace.recomputed()
            near = 0.5 if "estimates" in str(trace.same_as) else 1e-4
            if trace.value != pytest.approx(value, abs=near):
                wrong.append(f"{name}: shown {value}, traced {trace.value}")
            if trace.aggregation != "derived" and again != pytest.approx(value, abs=near):
                wrong.append(f"{name}: shown {value}, from the rows {again}")
            if trace.aggregation == "derived" and not len(trace.rows):
                wrong.append(f"{name}: rests on no rows")
            seen[entry["id"]] = seen.get(entry["id"], 0) + 1
    assert not wrong
    assert seen["count_estimates"] > 50
    assert seen["estimates_by_country"] == 12
    assert seen["finding_audit"] == 7


# The reviewer's notebook, with real decisions.


@pytest.fixture(scope="module")
def review_cells(audited: tuple[Path, Any]) -> dict[str, Any]:
    """What notebook 02 shows, by the first words of the prose before it."""
    return {
        " ".join(re.findall(r"\w+", prose)[:3]).lower(): value
        for prose, value in audited[1]["02_classification_audit"]
    }


def test_the_funnel_gives_a_reason_for_every_row(
    review_cells: dict[str, Any], decided: Path
) -> None:
    rows = review_cells["the funnel every"]["rows"]
    read = rows["raw rows"] + rows[rows.index.str.startswith("rejected:")].sum()
    assert read == rows["listings"]
    aside = rows[rows.index.str.startswith("set aside:")]
    assert len(aside) > 3
    assert rows["listings"] + aside.sum() == rows["in scope"]
    assert rows["in scope"] + rows["repeated"] == rows["counted"]
    assert rows["counted"] == count.headline(count.load(decided))["listings"]


def test_the_sample_is_seeded_and_shows_the_evidence(
    review_cells: dict[str, Any], decided: Path
) -> None:
    shown = review_cells["a sample drawn"].data
    assert 10 < shown.count('class="wa-ad"') <= 20
    assert shown.count("<mark class=") > 10
    listings = pd.read_parquet(decided / "listings.parquet")
    known = set(re.findall(r"[\w.-]+", shown)) & set(listings["listing_id"])
    reasons = listings[listings["listing_id"].isin(known)]["rejection_reason"]
    assert reasons.nunique() > 3
    again, other = (
        dict(run("02_classification_audit", survey_folder=str(decided), seed=seed,
                 output_folder=str(decided.parent / "scratch"))[1])
        for seed in (1, 2)
    )  # fmt: skip
    (prose,) = (one for one in again if one.startswith("A sample drawn"))
    assert again[prose].data == shown != other[prose].data


def test_the_confusion_table_is_that_of_the_decisions(
    review_cells: dict[str, Any], mini: Path, decided: Path
) -> None:
    table = review_cells["the program against"]
    made = review.made(decided.parent / "data" / "review" / "2018")
    listings = pd.read_parquet(mini / "processed" / "2018" / "listings.parquet")
    program = listings.set_index("listing_id")["in_scope"].reindex(made["listing_id"])
    people = made["value"] == "yes"
    assert len(made) == 120
    for says in (True, False):
        for decides in (True, False):
            told = ((program.to_numpy() == says) & (people.to_numpy() == decides)).sum()
            assert table.loc[says, decides] == told
    differ = review_cells["where they differ"]
    assert differ.sum() == 120 // CONTRADICTED


def test_the_program_stands_beside_answers_that_look_at_nothing(
    review_cells: dict[str, Any], mini: Path, decided: Path
) -> None:
    table = review_cells["the same as"].set_index("answer")
    audited = count.load(decided).audited
    people = audited["decided_in_scope"].astype(bool)
    program = audited["predicted_in_scope"].astype(bool)
    weights = audited["stratum_size"] / audited.groupby("stratum")["stratum"].transform("size")
    assert weights.nunique() > 1
    right = weights[people & program].sum()
    assert table.loc["program", "precision"] == pytest.approx(
        right / weights[program].sum(), abs=1e-3
    )
    assert table.loc["program", "recall"] == pytest.approx(
        right / weights[people].sum(), abs=1e-3
    )
    share = weights[people].sum() / weights.sum()
    assert table.loc["everything counts", "f1"] == pytest.approx(
        2 * share / (1 + share), abs=1e-3
    )
    assert table.loc["nothing counts", "f1"] == 0
    assert 0.5 < table.loc["program", "f1"] < 1
    assert count.against_people(count.load(mini / "processed" / "2014")).empty


def test_every_exclusion_rule_is_listed_by_what_it_removed(
    audited: tuple[Path, Any], decided: Path
) -> None:
    from wildlife_analysis.provenance.exclusions import exclusion_rules

    expected = exclusion_rules(pd.read_parquet(decided / "listings.parquet"))
    _, names = audited[1]["02_classification_audit"][-1]
    pd.testing.assert_frame_equal(names["rules"], expected)
    assert expected["listings"].is_monotonic_decreasing
