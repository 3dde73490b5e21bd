"""Estimates from an audit sample: hand-computed cases, a textbook example, known truth."""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.script import load
from wildlife_analysis import count
from wildlife_analysis.count.audit import _gamma
from wildlife_analysis.reference import SurveyError

# Lohr, Sampling: Design and Analysis, dead trees on 25 of 100 plots: on the photograph and in
# the field. The photographs of all plots show 11.3 trees on average.
PHOTO = [10, 12, 7, 13, 13, 6, 17, 16, 15, 10, 14, 12, 10, 5, 12, 10, 10, 9, 6, 11, 7, 9, 11]
PHOTO += [10, 10]
FIELD = [15, 14, 9, 14, 8, 5, 18, 15, 13, 15, 11, 15, 12, 8, 13, 9, 11, 12, 9, 12, 13, 11, 10]
FIELD += [9, 8]


def listings(in_scope: list[bool], specimens: list[int], **more: list[object]) -> pd.DataFrame:
    ids = [f"l{i:04d}" for i in range(len(in_scope))]
    return pd.DataFrame(
        {"listing_id": ids, "in_scope": in_scope, "predicted_specimens": specimens, **more}
    )


def audited(
    ids: list[str], strata: list[str], sizes: list[int], true: list[bool], number: list[int]
) -> pd.DataFrame:
    decided = pd.Series(strata).map(pd.Series(strata).value_counts())
    return pd.DataFrame(
        {
            "survey": "x",
            "listing_id": ids,
            "stratum": strata,
            "stratum_size": sizes,
            "inclusion_probability": decided / np.array(sizes),
            "decided_in_scope": true,
            "decided_specimens": number,
        }
    )


def test_difference_estimator_of_a_textbook() -> None:
    rest = [11] * 40 + [12] * 35
    rest[-1] += 1130 - sum(PHOTO) - sum(rest)
    frame = listings([True] * 100, PHOTO + rest)
    sample = audited(
        frame["listing_id"].tolist()[:25], ["all"] * 25, [100] * 25, [True] * 25, FIELD
    )
    row = count.estimates(frame, sample).iloc[0]
    assert row["specimens"] == 1130
    # 100 * (11.56 + 11.3 - 10.6)
    assert row["specimens_estimate"] == pytest.approx(1226)
    gap = np.array(FIELD) - np.array(PHOTO)
    error = 100 * np.sqrt((1 - 0.25) * gap.var(ddof=1) / 25)
    length = row["specimens_high"] - row["specimens_low"]
    assert length == pytest.approx(2 * 1.96 * error, rel=0.1)
    assert row["listings_estimate"] == 100
    assert row["listings_high"] == 100


def test_two_strata_by_hand() -> None:
    # 60 counted, 2 of 10 wrongly; 40 not counted, 1 of 20 missed, with 5 specimens.
    frame = listings([True] * 60 + [False] * 40, [2] * 60 + [0] * 40)
    ids = frame["listing_id"].tolist()
    sample = audited(
        ids[:10] + ids[60:80],
        ["counted"] * 10 + ["not"] * 20,
        [60] * 10 + [40] * 20,
        [True] * 8 + [False] * 2 + [True] + [False] * 19,
        [2] * 8 + [0] * 2 + [5] + [0] * 19,
    )
    row = count.estimates(frame, sample).iloc[0]
    # 60 - 60 * 2/10 + 40 * 1/20; 120 - 60 * 4/10 + 40 * 5/20
    assert row["listings_estimate"] == pytest.approx(50)
    assert row["specimens_estimate"] == pytest.approx(106)
    assert row["listings_low"] < 50 < row["listings_high"]
    assert row["decided"] == 30


def test_a_complete_audit_leaves_no_interval() -> None:
    frame = listings([True] * 8 + [False] * 4, [1] * 8 + [0] * 4)
    sample = audited(
        frame["listing_id"].tolist(),
        ["a"] * 8 + ["b"] * 4,
        [8] * 8 + [4] * 4,
        [True] * 7 + [False] + [True] + [False] * 3,
        [1] * 7 + [0] + [3] + [0] * 3,
    )
    row = count.estimates(frame, sample).iloc[0]
    assert (row["listings_low"], row["listings_estimate"], row["listings_high"]) == (8, 8, 8)
    assert (row["specimens_low"], row["specimens_high"]) == (10, 10)


def test_mid_p_interval_of_counts_as_published() -> None:
    # Mid-p limits of 0, 1 and 3 events (Rothman and Greenland; OpenEpi).
    n = np.array([0.0, 1.0, 3.0])
    low, high = _gamma(n, n, np.ones(3))
    assert low == pytest.approx([0, 0.050, 0.763], abs=0.001)
    assert high == pytest.approx([np.log(20), 4.932, 8.165], abs=0.001)


def test_no_sample_is_unaudited_and_few_decisions_too() -> None:
    frame = listings([True] * 30 + [False] * 30, [1] * 30 + [0] * 30, place=["A", "B"] * 30)
    empty = audited([], [], [], [], [])
    table = count.estimates(frame, empty, ["place"])
    assert table["status"].tolist() == ["unaudited", "unaudited"]
    assert table["listings_low"].isna().all()
    assert table["listings"].tolist() == [15, 15]
    # All decisions on counted listings of A: what was missed is not known, nor is B.
    ids = frame.loc[(frame["place"] == "A") & frame["in_scope"], "listing_id"].tolist()[:10]
    sample = audited(ids, ["counted"] * 10, [30] * 10, [True] * 10, [1] * 10)
    assert (count.estimates(frame, sample, ["place"])["status"] == "unaudited").all()


def test_small_strata_are_pooled_and_keep_their_weight() -> None:
    frame = listings([True] * 50 + [False] * 20, [1] * 50 + [0] * 20)
    ids = frame["listing_id"].tolist()
    sample = audited(
        [*ids[:2], *ids[20:22], *ids[50:60]],
        ["s1"] * 2 + ["s2"] * 2 + ["n"] * 10,
        [20] * 2 + [30] * 2 + [20] * 10,
        [True, False, True, True] + [False] * 10,
        [1, 0, 1, 1] + [0] * 10,
    )
    row = count.estimates(frame, sample).iloc[0]
    # One of two is wrong in a stratum of 20.
    assert row["listings_estimate"] == pytest.approx(40)
    assert row["listings_low"] < 40 < row["listings_high"]


def test_repeated_listings_and_the_answers_of_the_draw() -> None:
    frame = listings([True] * 20, [1] * 20, repeated=[False] * 15 + [True] * 5)
    ids = frame["listing_id"].tolist()
    sample = audited(ids[:10], ["a"] * 10, [20] * 10, [True] * 10, [1] * 10)
    assert count.estimates(frame, sample)["listings"].iloc[0] == 15
    # The decisions were applied meanwhile: the program itself had left two of the ten out and
    # read the others as pairs. What it said then is what its errors are measured by.
    said = sample.assign(
        predicted_in_scope=[True] * 8 + [False] * 2, predicted_specimens=[2] * 8 + [0] * 2
    )
    said = said.assign(stratum=["a"] * 8 + ["b"] * 2, stratum_size=[16] * 8 + [4] * 2)
    before = frame.assign(
        in_scope=[True] * 8 + [False] * 2 + [True] * 10,
        predicted_specimens=[2] * 8 + [0] * 2 + [1] * 10,
    )
    plain = said.drop(columns=["predicted_in_scope", "predicted_specimens"])
    pd.testing.assert_frame_equal(
        count.estimates(frame, said), count.estimates(before, plain), check_dtype=False
    )


def test_results_do_not_depend_on_the_order_of_rows() -> None:
    rng = np.random.default_rng(4)
    frame = listings(
        (rng.random(300) < 0.7).tolist(), rng.integers(1, 9, 300).tolist(),
        place=rng.choice(["A", "B", "C"], 300).tolist(),
    )  # fmt: skip
    drawn = frame.sample(80, random_state=1)
    strata = np.where(drawn["in_scope"], "yes", "no")
    sizes = np.where(drawn["in_scope"], frame["in_scope"].sum(), (~frame["in_scope"]).sum())
    true = (rng.random(80) < 0.9) & drawn["in_scope"]
    sample = audited(
        drawn["listing_id"].tolist(), strata.tolist(), sizes.tolist(), true.tolist(),
        np.where(true, 2, 0).tolist(),
    )  # fmt: skip
    one = count.estimates(frame, sample, ["place"])
    mixed = count.estimates(
        frame.sample(frac=1, random_state=2), sample.sample(frac=1, random_state=3), ["place"]
    )
    pd.testing.assert_frame_equal(one, mixed)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"listing_id": "none"}, "no listing none"),
        ({"listing_id": "l0001"}, "l0001 stands twice"),
        ({"stratum_size": 3}, "several sizes"),
        ({"inclusion_probability": 2.0}, "inclusion_probability"),
    ],
)
def test_contradictions_are_named(change: dict[str, object], message: str) -> None:
    frame = listings([True] * 20, [1] * 20)
    sample = audited(frame["listing_id"].tolist()[:6], ["a"] * 6, [20] * 6, [True] * 6, [1] * 6)
    for column, value in change.items():
        sample.loc[0, column] = value
    with pytest.raises(SurveyError, match=message):
        count.estimates(frame, sample)


def test_replica_audited_with_its_truth(mini: Path) -> None:
    survey = count.load(mini / "processed" / "2018")
    truth = pd.read_parquet(mini / "raw" / "2018" / "truth.parquet")
    frame = count.predicted(survey)
    assert frame["in_scope"].sum() == count.headline(survey)["listings"]
    assert frame["predicted_specimens"].sum() == count.headline(survey)["specimens"]
    draw = load("benchmarks/coverage.py").with_truth
    sample = draw(survey, truth, np.random.default_rng(5), 150)
    total = count.estimates(frame, sample).iloc[0]
    keys = ["source_file", "source_row"]
    true = frame.merge(survey.listings[["listing_id", *keys]], on="listing_id")
    true = true.merge(truth[truth["kind"] == "in_scope"], on=keys)
    true = true[~true["repeated"]]
    assert total["listings_low"] <= len(true) <= total["listings_high"]
    assert total["specimens_low"] <= true["specimen_count"].sum() <= total["specimens_high"]
    assert total["listings_high"] - total["listings_low"] < 0.2 * total["listings"]


def test_intervals_cover_the_truth_of_small_simulated_surveys() -> None:
    bench = load("benchmarks/coverage.py")
    options = argparse.Namespace(listings=800, decisions=200, fixed=True, seed=7)
    runs = pd.concat([bench.one(i, options) for i in range(6)])
    whole = runs[runs["by"] == "total"]
    assert whole["covered"].mean() > 0.8
    assert runs["covered"].mean() > 0.88
    assert (1 - whole["length"] / whole["alone"]).median() > 0.2
