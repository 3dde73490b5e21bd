"""Ratios of rates: cases by hand and from print, clusters as statsmodels computes them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm, t

from wildlife_analysis import compare
from wildlife_analysis.compare import rates

CASES = pd.read_csv(Path(__file__).parent / "cases" / "rate_ratios.csv")


@pytest.mark.parametrize(
    "case", CASES.to_dict("records"), ids=CASES["source"].str[:40].tolist()
)
def test_rate_ratio(case: dict[str, float]) -> None:
    row = compare.rate_ratio(
        [case["count"]], case["effort"], [case["baseline"]], case["baseline_effort"],
        dispersion=case["dispersion"],
    ).iloc[0]  # fmt: skip
    for end in ("ratio", "low", "high"):
        assert row[end] == pytest.approx(case[end], abs=5e-5, nan_ok=True), end
    assert row["interval"] == case["interval"]


def test_exact_interval_as_printed_for_r() -> None:
    # poisson.test(c(11, 21), c(800, 3011)) of the R documentation: 0.8584264 to 4.2772659.
    numbers = [np.array([float(v)]) for v in (11, 21, 800, 3011)]
    low, high, _ = rates._exact(*numbers)
    assert low[0] == pytest.approx(0.8584264, abs=1e-6)
    assert high[0] == pytest.approx(4.2772659, abs=1e-6)


def events(counts: list[tuple[str | None, str, int, int]]) -> pd.DataFrame:
    """Return listings of (seller, marketplace, earlier, later) counts."""
    rows = [
        {"row": 0, "later": later, "seller": seller, "marketplace": site, "weight": 1.0}
        for seller, site, *numbers in counts
        for later, number in zip((False, True), numbers, strict=True)
        for _ in range(int(number))
    ]
    return pd.DataFrame(rows)


def glm(counts: list[tuple[str, str, int, int]], column: int) -> float:
    """Return the clustered variance of the log rate ratio by a Poisson regression."""
    import statsmodels.api as sm

    y = [c[2] for c in counts] + [c[3] for c in counts]
    x = np.column_stack([np.ones(len(y)), [0] * len(counts) + [1] * len(counts)])
    groups = pd.factorize(pd.Series([c[column] for c in counts] * 2))[0]
    model = sm.GLM(y, x, family=sm.families.Poisson())
    robust = {"groups": groups, "use_correction": False}
    fit = model.fit(cov_type="cluster", cov_kwds=robust)
    many = len(set(groups))
    return float(fit.cov_params()[1, 1]) * many / (many - 1)


def test_clusters_are_those_of_a_poisson_regression() -> None:
    rng = np.random.default_rng(3)
    counts = [
        (f"s{i}", f"m{i % 6}", int(one), int(other))
        for i, (one, other) in enumerate(rng.negative_binomial(0.6, 0.1, (60, 2)))
        if one + other
    ]
    found = rates.dispersion(events(counts), 1).iloc[0]
    early, late = (sum(c[k] for c in counts) for k in (2, 3))
    # Every seller posts on one marketplace: the third variance cancels the first.
    assert found["clusters"] == "seller_marketplace"
    variance = max(glm(counts, 1), glm(counts, 0))
    stretch = (t.ppf(0.975, 5) / norm.ppf(0.975)) ** 2
    expected = variance * stretch / (1 / early + 1 / late)
    assert found["dispersion"] == pytest.approx(expected, rel=1e-6)
    # On a few marketplaces sellers alone are the clusters.
    few = [(s, f"m{i % 3}", a, b) for i, (s, _, a, b) in enumerate(counts)]
    found = rates.dispersion(events(few), 1).iloc[0]
    assert found["clusters"] == "seller"
    stretch = (t.ppf(0.975, len(few) - 1) / norm.ppf(0.975)) ** 2
    expected = glm(few, 0) * stretch / (1 / early + 1 / late)
    assert found["dispersion"] == pytest.approx(expected, rel=1e-6)


def test_sellers_who_post_once_change_nothing() -> None:
    counts = [(f"s{i}", "m", int(i < 30), int(i >= 30)) for i in range(70)]
    found = rates.dispersion(events(counts), 1).iloc[0]
    assert found["dispersion"] == 1


def test_one_seller_with_all_listings_widens_the_interval() -> None:
    many = [("big", "m", 40, 0), *[(f"s{i}", "m", 0, 1) for i in range(40)]]
    assert rates.dispersion(events(many), 1)["dispersion"].iloc[0] > 15


def test_quasi_poisson_where_sellers_are_unknown() -> None:
    counts = [(None, f"m{i}", a, b) for i, (a, b) in enumerate([(30, 10), (10, 30)] * 3)]
    found = rates.dispersion(events(counts), 1).iloc[0]
    # Twelve cells of 20 expected, each ten off: 12 * 100 / 20 over five degrees of freedom.
    assert found["dispersion"] == pytest.approx(12)
    assert found["clusters"] == "marketplace"


def test_false_discovery_rate_by_hand() -> None:
    p = rates.adjusted(pd.Series([0.01, np.nan, 0.04, 0.03]))
    assert p.tolist() == pytest.approx([0.03, np.nan, 0.04, 0.04], nan_ok=True)
