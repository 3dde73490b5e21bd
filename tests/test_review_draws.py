"""Draws: known probabilities, reproducible, nothing drawn twice, what counts need."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.test_duplicates import listing, tables
from wildlife_analysis import review
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.review import drawing, samples

GROUPS = ("reptile", "bird", "mammal")


def survey(number: int = 600) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = [
        listing(
            listing_id=f"n{i:04d}",
            country_code=("FR", "DE", "GB")[i % 3],
            in_scope=i % 4 == 0,
            rejection_reason=None if i % 4 == 0 else ("toy" if i % 4 == 1 else "wanted"),
            needs_review=i % 10 == 3,
        )
        for i in range(number)
    ]
    listings, specimens = tables(rows)
    groups = [GROUPS[i % 7 % 3] for i in range(number)]
    specimens = specimens.assign(taxon_group=groups, specimen_count=2)
    return listings, specimens[listings["in_scope"].to_numpy()].reset_index(drop=True)


def decide(folder: Path, ids: list[str], value: str, **more: str) -> None:
    row = {"field": "counted", "value": value, "reviewer": "anna", "status": "", "note": ""}
    moment = {"decided_at": "2018-05-01T10:00:00+00:00"}
    review.record(folder, [{**row, **moment, **more, "listing_id": i} for i in ids])


def test_audit_strata_sizes_and_probabilities() -> None:
    listings, specimens = survey()
    drawn = review.queue(listings, specimens, size=90, seed=4)
    assert len(drawn) == 90
    assert drawn["listing_id"].is_unique
    weights = 1 / drawn["inclusion_probability"]
    assert weights.sum() == pytest.approx(600)
    by_stratum = weights.groupby(drawn["stratum"]).sum()
    sizes = drawn.groupby("stratum")["stratum_size"].first()
    assert by_stratum.to_numpy() == pytest.approx(sizes.to_numpy())
    assert drawn.groupby("stratum").size().min() >= 2
    assert {"FR/counted/reptile", "FR/counted/other groups"} <= set(drawn["stratum"])
    # counted listings are wrong more often: they get more than their share
    assert drawn["program_in_scope"].mean() > listings["in_scope"].mean()
    assert (drawn.loc[drawn["program_in_scope"], "program_specimens"] == 2).all()
    assert (drawn.loc[~drawn["program_in_scope"], "program_specimens"] == 0).all()


def test_the_few_listings_of_many_specimens_are_looked_at_more() -> None:
    listings, specimens = survey()
    number = specimens["specimen_count"].mask(specimens.index % 10 == 0, drawing.MANY)
    drawn = review.queue(listings, specimens.assign(specimen_count=number), size=90, seed=4)
    lots = drawn["program_specimens"] >= drawing.MANY
    assert set(drawn.loc[lots, "stratum"]) == {"all countries/counted as many/other groups"}
    assert drawn.loc[lots, "stratum_size"].eq(15).all()
    others = drawn[drawn["program_in_scope"] & ~lots]
    assert lots.sum() / 15 > 2 * others["inclusion_probability"].max()


def test_a_small_audit_pools_strata_and_a_large_one_takes_all() -> None:
    listings, specimens = survey()
    small = review.queue(listings, specimens, size=7, seed=1)
    assert len(small) == 7
    assert set(small["stratum"]) == {"all countries/counted", "all countries/not counted"}
    assert (1 / small["inclusion_probability"]).sum() == pytest.approx(600)
    every = review.queue(listings, specimens, size=10_000, seed=1)
    assert len(every) == 600
    assert (every["inclusion_probability"] == 1).all()


def test_every_listing_of_a_stratum_has_the_same_chance() -> None:
    listings, specimens = survey(120)
    hits = pd.Series(0, index=listings["listing_id"])
    for seed in range(60):
        drawn = review.queue(listings, specimens, size=30, seed=seed)
        hits[drawn["listing_id"]] += 1
    frame = drawing.strata(listings, specimens, size=30)
    chance = drawn.drop_duplicates("stratum").set_index("stratum")["inclusion_probability"]
    p = frame["stratum"].map(chance).to_numpy()
    got = hits[frame["listing_id"]].to_numpy()
    # the squared deviations of 120 binomial counts: near 1 on average, not 0 (a rotation)
    # and not 60 (always the same listings)
    assert 0.6 < float(((got - 60 * p) ** 2 / (60 * p * (1 - p))).mean()) < 1.5


def test_draws_do_not_depend_on_row_order_and_never_repeat(tmp_path: Path) -> None:
    listings, specimens = survey()
    for folder, rows in (("a", listings), ("b", listings.sample(frac=1, random_state=2))):
        for purpose in ("audit", "doubt", "audit"):
            review.draw(rows, specimens, tmp_path / folder, purpose=purpose, size=50, seed=9)
    one, other = samples.read(tmp_path / "a"), samples.read(tmp_path / "b")
    pd.testing.assert_frame_equal(one, other)
    assert one["listing_id"].is_unique
    assert one["draw"].value_counts().to_dict() == {1: 50, 2: 50, 3: 50}
    assert one["inclusion_probability"].isna().sum() == 50
    # the second audit knows that 100 listings had left its strata
    second = one[one["draw"] == 3]
    assert (1 / second["inclusion_probability"]).sum() == pytest.approx(500)


def test_the_samples_file_only_grows(tmp_path: Path) -> None:
    listings, specimens = survey()
    review.draw(listings, specimens, tmp_path, purpose="audit", size=20, seed=1)
    before = (tmp_path / "samples.csv").read_bytes()
    review.draw(listings, specimens, tmp_path, purpose="doubt", size=20, seed=1)
    assert (tmp_path / "samples.csv").read_bytes().startswith(before)


def test_doubt_follows_the_model_else_the_rules() -> None:
    listings, specimens = survey(100)
    drawn = drawing.doubt(listings, specimens, size=10, seed=1)
    marked = set(listings.loc[listings["needs_review"], "listing_id"])
    assert set(drawn["listing_id"]) == marked
    assert set(drawn["stratum"]) == {"doubt/rules"}
    modelled = listings.assign(relevance=np.linspace(0, 1, 100))
    modelled.loc[50, "duplicate_of"] = "n0000"
    drawn = drawing.doubt(modelled, specimens, size=3, seed=1)
    assert set(drawn["listing_id"]) == {"n0048", "n0049", "n0051"}
    assert set(drawn["stratum"]) == {"doubt/model"}


def test_nothing_left_to_draw_is_said(tmp_path: Path) -> None:
    listings, specimens = survey(12)
    decide(tmp_path, ["n0003"], "no")
    drawn = review.draw(listings, specimens, tmp_path, purpose="audit", size=50, seed=1)
    assert len(drawn) == 11
    with pytest.raises(SurveyError, match="nothing left to draw for audit"):
        review.draw(listings, specimens, tmp_path, purpose="audit", size=5, seed=1)
    with pytest.raises(SurveyError, match="size 0"):
        review.draw(listings, specimens, tmp_path, purpose="audit", size=0, seed=1)


def test_a_damaged_sample_is_named(tmp_path: Path) -> None:
    listings, specimens = survey(30)
    review.draw(listings, specimens, tmp_path, purpose="audit", size=5, seed=1)
    path = tmp_path / "samples.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines, lines[-1]]) + "\n")
    with pytest.raises(SurveyError, match=r"row 7: listing .* was drawn before"):
        samples.read(tmp_path)
    path.write_text("\n".join([lines[0], lines[1].replace(",audit,", ",odit,")]) + "\n")
    with pytest.raises(SurveyError, match="row 2: purpose is 'odit'"):
        samples.read(tmp_path)


def test_audited_gives_the_counts_what_they_need(tmp_path: Path) -> None:
    listings, specimens = survey()
    assert review.audited(listings, None).empty
    assert review.audited(listings, tmp_path).columns.tolist()[:7] == [
        "survey", "listing_id", "stratum", "stratum_size", "inclusion_probability",
        "decided_in_scope", "decided_specimens",
    ]  # fmt: skip
    drawn = review.draw(listings, specimens, tmp_path, purpose="audit", size=60, seed=1)
    doubtful = review.draw(listings, specimens, tmp_path, purpose="doubt", size=5, seed=1)
    decide(tmp_path, doubtful["listing_id"].tolist(), "yes")
    assert review.audited(listings, tmp_path).empty
    first = drawn["listing_id"].tolist()[:40]
    decide(tmp_path, first[:30], "no")
    decide(tmp_path, first[30:], "yes")
    decide(tmp_path, first[35:36], "Ara macao live 3; Lynx fur 1", field="specimens")
    decide(tmp_path, first[:1], "yes", status="adjudicated")
    found = review.audited(listings, tmp_path)
    assert set(found["listing_id"]) == set(first)
    assert found["decided_in_scope"].sum() == 11
    own = found.set_index("listing_id")
    assert own.at[first[35], "decided_specimens"] == 4
    assert own.loc[first[1:30], "decided_specimens"].sum() == 0
    # 40 of 60 decided: the weights of each stratum still sum to its size
    weights = (1 / found["inclusion_probability"]).groupby(found["stratum"]).sum()
    assert weights.to_dict() == pytest.approx(
        found.groupby("stratum")["stratum_size"].first().to_dict()
    )
    assert found.dtypes.astype(str).to_dict()["decided_in_scope"] == "bool"
    changed = listings.assign(in_scope=True)
    later = review.audited(listings, tmp_path, program=(changed, specimens))
    assert later["predicted_in_scope"].all()
    with pytest.raises(SurveyError, match="is not in the survey"):
        review.audited(listings[~listings["listing_id"].isin(first[:1])], tmp_path)
