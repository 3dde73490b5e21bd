"""Agreement of reviewers: published examples, intervals, what is left to adjudicate."""

import math

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import cohen_kappa_score

from wildlife_analysis import review
from wildlife_analysis.review.agreement import _kappas, by_pair, confusion

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, example C: four observers,
# twelve units; nominal .743, interval .849.
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


def made(codes: dict[str, str], field: str = "counted", **more: str) -> pd.DataFrame:
    """Decisions of reviewers, one character a listing (y, n, or . for none)."""
    words = {"y": "yes", "n": "no"}
    return pd.DataFrame(
        [
            {
                "listing_id": f"n{i:02d}", "field": field, "value": words.get(c, c),
                "reviewer": who, "decided_at": "2018-01-01", "status": "", "note": "", **more,
            }
            for who, line in codes.items()
            for i, c in enumerate(line)
            if c != "."
        ]
    ).astype("str")  # fmt: skip


def test_alpha_is_that_of_the_published_example() -> None:
    units = np.array(OBSERVERS, dtype=float).T
    assert review.krippendorff_alpha(units) == pytest.approx(0.743, abs=0.0005)
    assert review.krippendorff_alpha(units, "interval") == pytest.approx(0.849, abs=0.0005)
    # order of units and names of codes do not matter
    letters = pd.DataFrame(units[::-1]).map(lambda v: None if v != v else "abcdef"[int(v)])
    assert review.krippendorff_alpha(letters) == pytest.approx(0.743, abs=0.0005)


def test_alpha_without_anything_to_compare_is_missing() -> None:
    assert math.isnan(review.krippendorff_alpha([["a", None], [None, "b"]]))
    assert math.isnan(review.krippendorff_alpha([["a", "a"], ["a", "a"]]))


def test_bootstrap_kappa_equals_that_of_scikit_learn() -> None:
    generator = np.random.default_rng(0)
    one, other = generator.integers(0, 3, 50), generator.integers(0, 3, 50)
    other[:30] = one[:30]
    cells = one * 3 + other
    own = _kappas(cells, 3, np.ones((1, 50)))[0]
    assert own == pytest.approx(cohen_kappa_score(one, other))


def test_intervals_share_and_coders() -> None:
    table = made(
        {"anna": "yyyynnnnyn" * 4, "ben": ("yyynnnnyyn" * 4)[:30], "cy": "." * 39 + "y"}
    )
    found = review.agreement(table, "counted")
    assert (found["coded"], found["double_coded"], found["coders"]) == (40, 31, 3)
    assert found["double_coded_share"] == 31 / 40
    assert found["kappa_low"] < found["kappa"] < found["kappa_high"] < 1
    assert found["alpha_low"] < found["alpha"] < found["alpha_high"] < 1
    assert found["kappa_high"] - found["kappa_low"] > 0.2
    assert review.agreement(table, "counted") == found  # seeded


def test_withdrawn_and_adjudicated_decisions_are_no_coders() -> None:
    table = made({"anna": "yyn", "ben": "ynn"})
    judge = made({"cy": ".y"}, status="adjudicated")
    back = made({"ben": "..n"}, status="withdrawn")
    table = pd.concat([table, judge, back], ignore_index=True)
    found = review.agreement(table, "counted")
    assert (found["coders"], found["double_coded"], found["equal"]) == (2, 2, 0.5)
    assert review.disagreements(table).empty  # settled
    assert review.disagreements(table[table["status"] != "adjudicated"])["values"].tolist() == [
        "anna: yes | ben: no"
    ]


def test_pairs_and_confusion() -> None:
    table = made({"anna": "yynn", "ben": "ynnn", "cy": "..yy"})
    pairs = by_pair(table).set_index(["one", "other"])
    assert pairs.at[("anna", "ben"), "equal"] == 0.75
    assert pairs.at[("anna", "ben"), "kappa"] == pytest.approx(0.5)
    assert pairs.at[("anna", "cy"), "listings"] == 2
    counts = confusion(table, "counted")
    assert counts.loc["yes", "no"] == 1
    assert counts.to_numpy().sum() == 4 + 2 + 2


def test_order_of_writing_specimens_is_no_disagreement() -> None:
    rows = [made({who: "x"}, "specimens", value=value) for who, value in (
        ("anna", "Ara macao live 1; Lynx fur 2"), ("ben", "Lynx fur 2; Ara macao live 1"),
    )]  # fmt: skip
    table = pd.concat(rows, ignore_index=True)
    assert review.agreement(table, "specimens")["equal"] == 1
    assert review.disagreements(table).empty
