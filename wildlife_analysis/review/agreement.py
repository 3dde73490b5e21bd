"""How far several reviewers agree, and where they do not."""

from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis.review.decisions import ADJUDICATED, FIELDS, in_force, parse_specimens

__all__ = [
    "agreement",
    "by_pair",
    "confusion",
    "disagreements",
    "krippendorff_alpha",
    "summary",
]

RESAMPLES = 2000
LEVEL = 0.95

Floats = npt.NDArray[np.float64]


def _coded(table: pd.DataFrame, field: str) -> pd.DataFrame:
    """Return one row per listing, one column per reviewer: the value each stands by."""
    own = in_force(table)
    own = own[(own["field"] == field) & (own["status"] != ADJUDICATED)]
    if field == "specimens":
        own = own.assign(value=own["value"].map(_sorted_specimens))
    own = own.drop_duplicates(["listing_id", "reviewer"], keep="last")
    return own.pivot(index="listing_id", columns="reviewer", values="value").sort_index()


def _sorted_specimens(value: str) -> str:
    """Write specimens in one order, so that the order of writing is no disagreement."""
    return "; ".join(f"{t} {p} {n}" for t, p, n in sorted(parse_specimens(value, "decision")))


def krippendorff_alpha(values: Any, level: str = "nominal") -> float:
    """Compute Krippendorff's alpha.

    Parameters
    ----------
    values
        Codes, shape ``(units, coders)``; missing where a coder did not code a unit.
    level
        ``nominal``, or ``interval`` for numbers.

    Returns
    -------
    float
        1 for full agreement, 0 for that of chance; NaN where no unit was coded twice or no
        two different values occur.

    Notes
    -----
    Krippendorff (2011), *Computing Krippendorff's Alpha-Reliability*: one minus observed over
    expected disagreement, any number of coders, missing codes allowed.

    Examples
    --------
    >>> coders = [["yes", "yes"], ["no", "no"], ["yes", "no"], ["no", "no"], ["yes", "yes"]]
    >>> round(review.krippendorff_alpha(coders), 3)
    0.64
    """
    counts, numbers = _counts(values)
    return float(_alphas(counts, numbers, np.ones((1, len(counts))), level)[0])


def _counts(values: Any) -> tuple[Floats, Floats]:
    """Count how often each value was given to each unit; units coded once are left out."""
    frame = pd.DataFrame(values)
    codes, names = pd.factorize(frame.to_numpy().ravel(), sort=True)
    unit = np.repeat(np.arange(len(frame)), frame.shape[1])
    counts = np.zeros((len(frame), max(len(names), 1)))
    np.add.at(counts, (unit[codes >= 0], codes[codes >= 0]), 1)
    as_numbers = pd.to_numeric(pd.Series(names), errors="coerce").to_numpy(dtype=float)
    return counts[counts.sum(axis=1) >= 2], as_numbers


def _alphas(counts: Floats, numbers: Floats, weights: Floats, level: str) -> Floats:
    """Compute alpha for each row of unit weights, shape ``(resamples, units)``."""
    k = counts.shape[1]
    if level == "nominal":
        distance = 1.0 - np.eye(k)
    else:
        distance = (numbers[:, None] - numbers[None, :]) ** 2
    pairs = counts.sum(axis=1)
    unlike = np.einsum("uc,cd,ud->u", counts, distance, counts) / np.maximum(pairs - 1, 1)
    n = weights @ pairs
    totals = weights @ counts
    expected = np.einsum("bc,cd,bd->b", totals, distance, totals)
    with np.errstate(divide="ignore", invalid="ignore"):
        result = 1 - (weights @ unlike) * (n - 1) / expected
    return np.where(expected > 0, result, np.nan)


def _kappas(cells: npt.NDArray[np.int64], k: int, weights: Floats) -> Floats:
    """Compute Cohen's kappa for each row of unit weights; a cell is first × k + second."""
    onehot = np.zeros((len(cells), k * k))
    onehot[np.arange(len(cells)), cells] = 1
    table = (weights @ onehot).reshape(-1, k, k)
    n = table.sum(axis=(1, 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        observed = np.trace(table, axis1=1, axis2=2) / n
        expected = (table.sum(axis=1) * table.sum(axis=2)).sum(axis=1) / n**2
        return np.where(expected < 1, (observed - expected) / (1 - expected), np.nan)


def _interval(values: Floats) -> tuple[float, float]:
    values = values[~np.isnan(values)]
    if not len(values):
        return float("nan"), float("nan")
    tail = (1 - LEVEL) / 2 * 100
    low, high = np.percentile(values, [tail, 100 - tail])
    return float(low), float(high)


def _resampled(units: int, seed: int) -> Floats:
    generator = np.random.default_rng(seed)
    return generator.multinomial(units, np.full(units, 1 / units), size=RESAMPLES).astype(float)


def _measures(pairs: list[tuple[Any, Any]], seed: int) -> dict[str, float]:
    """Measure the agreement of pairs of values."""
    from sklearn.metrics import cohen_kappa_score

    if not pairs:
        return {name: float("nan") for name in ("equal", "kappa", "kappa_low", "kappa_high")}
    one, other = zip(*pairs, strict=True)
    equal = float(np.mean([a == b for a, b in pairs]))
    codes, names = pd.factorize(np.array([*one, *other], dtype=object), sort=True)
    if len(names) < 2:  # both gave one and the same value throughout: kappa is not defined
        return {
            "equal": equal,
            "kappa": float("nan"),
            "kappa_low": float("nan"),
            "kappa_high": float("nan"),
        }
    kappa = float(cohen_kappa_score(one, other))
    cells = (codes[: len(one)] * len(names) + codes[len(one) :]).astype(np.int64)
    low, high = _interval(_kappas(cells, len(names), _resampled(len(one), seed)))
    return {"equal": equal, "kappa": kappa, "kappa_low": low, "kappa_high": high}


def agreement(table: pd.DataFrame, field: str, *, seed: int = 1) -> dict[str, float]:
    """Measure how far reviewers agree on a field.

    Parameters
    ----------
    table
        Decisions (`decisions`).
    field
        One of the fields of decisions.
    seed
        Of the bootstrap.

    Returns
    -------
    dict
        ``coded`` listings, ``double_coded`` listings (by two reviewers or more) and their
        ``double_coded_share``, ``coders``; share ``equal`` and Cohen's ``kappa`` of the first
        two reviewers of each listing (Cohen 1960, as in scikit-learn), Krippendorff's
        ``alpha`` of all; ``_low`` and ``_high`` bound the 95 % intervals. Adjudicated and
        withdrawn decisions are left out. Intervals: percentiles of 2,000 bootstrap samples
        of listings (Zapf et al. 2016, BMC Medical Research Methodology 16:93).
    """
    coded = _coded(table, field)
    twice = coded[coded.notna().sum(axis=1) >= 2]
    pairs = [tuple([v for v in row if v == v][:2]) for row in twice.to_numpy(dtype=object)]
    result = {
        "coded": float(len(coded)),
        "double_coded": float(len(twice)),
        "double_coded_share": len(twice) / len(coded) if len(coded) else float("nan"),
        "coders": float(coded.shape[1]),
        **_measures([(a, b) for a, b in pairs], seed),
    }
    low = high = alpha = float("nan")
    if len(twice):
        counts, numbers = _counts(twice)
        alpha = krippendorff_alpha(twice)
        low, high = _interval(
            _alphas(counts, numbers, _resampled(len(counts), seed), "nominal")
        )
    return {**result, "alpha": alpha, "alpha_low": low, "alpha_high": high}


def summary(table: pd.DataFrame, *, seed: int = 1) -> pd.DataFrame:
    """Return `agreement` of every field, a row each."""
    return pd.DataFrame(
        [{"field": field, **agreement(table, field, seed=seed)} for field in FIELDS]
    )


def by_pair(table: pd.DataFrame, *, seed: int = 1) -> pd.DataFrame:
    """Measure the agreement of every two reviewers.

    Parameters
    ----------
    table
        Decisions (`decisions`).
    seed
        Of the bootstrap.

    Returns
    -------
    pandas.DataFrame
        One row per field and pair that share listings: ``field``, ``one``, ``other``,
        ``listings``, ``equal``, ``kappa``, ``kappa_low``, ``kappa_high``.
    """
    rows = []
    for field in FIELDS:
        coded = _coded(table, field)
        for one, other in combinations(coded.columns, 2):
            both = coded[[one, other]].dropna()
            if len(both):
                pairs = list(both.itertuples(index=False, name=None))
                rows.append(
                    {
                        "field": field,
                        "one": one,
                        "other": other,
                        "listings": len(both),
                        **_measures(pairs, seed),
                    }
                )
    columns = ["field", "one", "other", "listings", "equal", "kappa", "kappa_low", "kappa_high"]
    return pd.DataFrame(rows, columns=columns)


def confusion(table: pd.DataFrame, field: str) -> pd.DataFrame:
    """Count which values reviewers gave to the same listings.

    Parameters
    ----------
    table
        Decisions (`decisions`).
    field
        One of the fields of decisions.

    Returns
    -------
    pandas.DataFrame
        Square: the value of one reviewer in rows, of the other in columns (reviewers in the
        order of their names); every pair of reviewers of a listing counts.
    """
    coded = _coded(table, field)
    pairs = [
        both
        for one, other in combinations(coded.columns, 2)
        for both in coded[[one, other]].dropna().itertuples(index=False, name=None)
    ]
    values = sorted({value for pair in pairs for value in pair})
    frame = pd.DataFrame(0, index=values, columns=values)
    for one, other in pairs:
        frame.loc[one, other] += 1
    return frame.rename_axis(index="one", columns="other")


def disagreements(table: pd.DataFrame) -> pd.DataFrame:
    """List where reviewers disagree and nobody has adjudicated.

    Parameters
    ----------
    table
        Decisions (`decisions`).

    Returns
    -------
    pandas.DataFrame
        Columns ``listing_id``, ``field``, ``values`` ("anna: yes | ben: no").
    """
    own = in_force(table)
    settled = own[own["status"] == ADJUDICATED]
    done = set(zip(settled["listing_id"], settled["field"], strict=True))
    rows = []
    for field in FIELDS:
        coded = _coded(table, field)
        for listing_id, row in coded[coded.nunique(axis=1) > 1].iterrows():
            if (listing_id, field) not in done:
                said = " | ".join(f"{who}: {value}" for who, value in row.dropna().items())
                rows.append({"listing_id": listing_id, "field": field, "values": said})
    return pd.DataFrame(rows, columns=["listing_id", "field", "values"]).sort_values(
        ["listing_id", "field"], ignore_index=True
    )
