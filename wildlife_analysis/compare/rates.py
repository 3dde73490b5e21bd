"""Ratios of rates with intervals that hold for small, clustered and uneven counts."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["LEVEL", "adjusted", "dispersion", "rate_ratio"]

LEVEL = 0.95
# From this count on in both surveys the score interval stands for the exact one.
SMALL = 10
# Fewer marketplaces do not tell how uneven marketplaces are.
FEW_MARKETPLACES = 5
COLUMNS = ["ratio", "low", "high", "p_value", "interval"]

Floats = npt.NDArray[np.float64]


def rate_ratio(
    count: Sequence[float],
    effort: float | Sequence[float],
    baseline_count: Sequence[float],
    baseline_effort: float | Sequence[float],
    *,
    dispersion: float | Sequence[float] = 1.0,
) -> pd.DataFrame:
    """Compare counts per unit of effort.

    Where one of the counts is below `SMALL` the interval is the exact conditional one (Clopper
    and Pearson 1934 on the share of the survey in both, as in Przyborowski and Wilenski 1940),
    else the score interval for the ratio of two Poisson rates (Ng and Tang 2005, as in
    statsmodels ``confint_poisson_2indep``). With a dispersion above 1 both are taken at the
    effective counts, count over dispersion (Korn and Graubard 1998; for large counts this is
    the quasi-Poisson interval). Where a count is zero only the defined end is given: nothing
    in the baseline gives no ratio, never a huge one.

    Parameters
    ----------
    count, baseline_count
        Listings of the survey and of the baseline.
    effort, baseline_effort
        Units of effort, such as weeks of search.
    dispersion
        How many times the variance of the counts is that of Poisson counts.

    Returns
    -------
    pandas.DataFrame
        ``ratio``, ``low``, ``high`` (95 %), ``p_value``, ``interval`` (exact, score, or none
        where nothing was found in both).

    Examples
    --------
    Grey parrots on one marketplace, in as many weeks before and after it banned them:

    >>> compare.rate_ratio([9], 6, [250], 6).round(3)
       ratio    low   high  p_value interval
    0  0.036  0.016  0.069      0.0    exact
    """
    columns = np.broadcast_arrays(
        np.asarray(count, dtype=float),
        np.asarray(effort, dtype=float),
        np.asarray(baseline_count, dtype=float),
        np.asarray(baseline_effort, dtype=float),
        np.asarray(dispersion, dtype=float),
    )
    one, effort_1, other, effort_0, spread = columns
    a, b = one / spread, other / spread
    exact = np.minimum(one, other) < SMALL
    low, high, p_value = _exact(a, b, effort_1, effort_0)
    for at in np.flatnonzero(~exact):
        low[at], high[at], p_value[at] = _score(a[at], effort_1[at], b[at], effort_0[at])
    nothing = (one == 0) & (other == 0)
    defined = other > 0
    ratio = np.where(defined, one / effort_1 / np.where(defined, other / effort_0, 1.0), np.nan)
    table = pd.DataFrame(
        {
            "ratio": ratio,
            "low": np.where(nothing, np.nan, low),
            "high": np.where(defined, high, np.nan),
            "p_value": np.where(nothing, np.nan, p_value),
            "interval": np.where(nothing, "none", np.where(exact, "exact", "score")),
        }
    )
    return table[COLUMNS]


def _exact(
    a: Floats, b: Floats, effort_1: Floats, effort_0: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return the conditional interval and its two-sided p-value (twice the smaller tail)."""
    from scipy.stats import beta

    tail = (1 - LEVEL) / 2
    one, other = np.maximum(a, 1e-12), np.maximum(b, 1e-12)
    low = np.where(a > 0, beta.ppf(tail, one, b + 1), 0.0)
    high = np.where(b > 0, beta.ppf(1 - tail, a + 1, other), 1.0)
    odds = effort_0 / effort_1
    even = effort_1 / (effort_1 + effort_0)
    upper = np.where(a > 0, beta.cdf(even, one, b + 1), 1.0)
    lower = np.where(b > 0, beta.sf(even, a + 1, other), 1.0)
    with np.errstate(divide="ignore"):
        ends = [np.where(p < 1, p / (1 - p), np.inf) * odds for p in (low, high)]
    return ends[0], ends[1], np.minimum(2 * np.minimum(upper, lower), 1.0)


def _score(a: float, effort_1: float, b: float, effort_0: float) -> tuple[float, float, float]:
    from statsmodels.stats.rates import confint_poisson_2indep, test_poisson_2indep

    # While it looks for the ends statsmodels also tries ratios that cannot be.
    with np.errstate(invalid="ignore"):
        p_value = test_poisson_2indep(a, effort_1, b, effort_0, method="score").pvalue
        low, high = confint_poisson_2indep(
            a, effort_1, b, effort_0, method="score", compare="ratio", alpha=1 - LEVEL
        )
    return max(float(low), 0.0), float(high), float(p_value)


def dispersion(events: pd.DataFrame, rows: int) -> pd.DataFrame:
    """Measure how much more the log rate ratio varies than that of independent listings.

    The variance is cluster-robust: a seller's listings come and go together, and marketplaces
    change each in its own way (two-way clusters: Cameron, Gelbach and Miller 2011; equal to a
    Poisson regression on the survey with clustered errors, as statsmodels computes it). With
    few clusters the t distribution of clusters less one stands for the normal (Cameron and
    Miller 2015). Where most sellers are unknown the Pearson dispersion of the marketplaces
    stands for it (quasi-Poisson; McCullagh and Nelder 1989, section 6.2).

    Parameters
    ----------
    events
        One row a listing: ``row`` (int, of the table), ``later`` (bool), ``seller`` (missing
        where unknown), ``marketplace``, ``weight`` (1 over the effort of its cell).
    rows
        Number of rows of the table.

    Returns
    -------
    pandas.DataFrame
        Index 0 to ``rows`` - 1: ``dispersion`` (1 at least) and ``clusters``
        (seller_marketplace, seller, marketplace, none).
    """
    from scipy.stats import norm, t

    own = events.assign(
        one=events["weight"].where(events["later"], 0.0),
        other=events["weight"].where(~events["later"], 0.0),
        square_one=(events["weight"] ** 2).where(events["later"], 0.0),
        square_other=(events["weight"] ** 2).where(~events["later"], 0.0),
    )
    unknown = own["seller"].isna()
    alone = "?" + pd.Series(np.arange(len(own)), index=own.index).astype("str")
    own = own.assign(
        seller=own["seller"].astype("str").mask(unknown, alone),
        marketplace=own["marketplace"].astype("str").fillna("?"),
        known=~unknown,
    )
    index = pd.RangeIndex(rows)
    columns = ["one", "other", "square_one", "square_other"]
    sums = own.groupby("row")[columns].sum().reindex(index, fill_value=0.0)
    known = own.groupby("row")["known"].mean().reindex(index, fill_value=0.0)
    one, other = (sums[c].where(sums[c] > 0) for c in ("one", "other"))
    plain = (sums["square_one"] / one**2).fillna(0)
    plain += (sums["square_other"] / other**2).fillna(0)
    variance, number, raw = {}, {}, {}
    for name, keys in (
        ("seller", ["seller"]),
        ("marketplace", ["marketplace"]),
        ("both", ["seller", "marketplace"]),
    ):
        cells = own.groupby(["row", *keys])[["one", "other"]].sum()
        at = cells.index.get_level_values("row")
        part = (cells["one"] / one.reindex(at).to_numpy()).fillna(0)
        gap = (part - (cells["other"] / other.reindex(at).to_numpy()).fillna(0)) ** 2
        many = gap.groupby("row").size().reindex(index, fill_value=0)
        total = gap.groupby("row").sum().reindex(index, fill_value=0.0)
        raw[name] = total
        variance[name] = total * (many / (many - 1)).where(many > 1, 1.0)
        number[name] = many
    # One seller alone shows no spread: each survey's listings then stand or fall as one.
    single = number["seller"] == 1
    whole = one.notna().astype(float) + other.notna().astype(float)
    raw["seller"] = raw["seller"].mask(single, whole)
    variance["seller"] = variance["seller"].mask(single, whole)
    wide = number["marketplace"] >= FEW_MARKETPLACES
    # A ratio needs both counts: with one only, marketplaces have nothing to differ by.
    wide &= one.notna() & other.notna()
    two_way = variance["seller"] + variance["marketplace"] - variance["both"]
    robust = variance["seller"].where(~wide, np.maximum(two_way, variance["seller"]))
    clusters = number["seller"].where(
        ~wide, np.minimum(number["seller"], number["marketplace"])
    )
    freedom = (clusters - 1).clip(lower=1)
    stretch = (t.ppf((1 + LEVEL) / 2, freedom) / norm.ppf((1 + LEVEL) / 2)) ** 2
    pearson = _pearson(own, index)
    value = (robust * stretch / plain.where(plain > 0)).fillna(1.0)
    # Where every seller posts once, listings are independent: nothing is to be corrected.
    value = value.mask(~wide & (raw["seller"] <= plain * (1 + 1e-9)), 1.0)
    few = known < 0.5
    value = value.where(~few, np.where(wide, pearson, 1.0)).clip(lower=1.0)
    kind = np.where(wide, "seller_marketplace", "seller")
    kind = np.where(few, np.where(wide, "marketplace", "none"), kind)
    kind = np.where(plain > 0, kind, "none")
    return pd.DataFrame({"dispersion": value, "clusters": kind}, index=index)


def _pearson(own: pd.DataFrame, index: pd.RangeIndex) -> pd.Series:
    """Return Pearson's chi-square over its degrees of freedom, marketplaces × surveys."""
    cells = own.groupby(["row", "marketplace"])[["one", "other"]].sum()
    whole = cells.groupby("row").transform("sum")
    both = cells.sum(axis=1)
    chi = pd.Series(0.0, index=cells.index)
    for column in ("one", "other"):
        expected = both * whole[column] / whole.sum(axis=1)
        chi = chi + ((cells[column] - expected) ** 2 / expected.where(expected > 0)).fillna(0)
    # The chi-square scales with the unit of the weights.
    unit = own.groupby("row")["weight"].mean()
    total = chi.groupby("row").sum() / unit
    freedom = (cells.groupby("row").size() - 1).clip(lower=1)
    return (total / freedom).reindex(index, fill_value=1.0)


def adjusted(p_values: pd.Series) -> pd.Series:
    """Adjust p-values for the false discovery rate of a family (Benjamini and Hochberg 1995).

    Missing p-values stay missing and do not count as tests.

    Examples
    --------
    >>> from wildlife_analysis.compare.rates import adjusted
    >>> adjusted(pd.Series([0.01, 0.04, 0.03])).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    from statsmodels.stats.multitest import multipletests

    result = pd.Series(np.nan, index=p_values.index)
    known = p_values.notna()
    if known.any():
        result[known] = multipletests(p_values[known], method="fdr_bh")[1]
    return result
