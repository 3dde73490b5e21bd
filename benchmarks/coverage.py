"""Check the intervals of the counts on populations whose truth is known.

Each replica draws a survey with its truth, a classifier's answers with realistic errors and an
audit sample; the 95 % intervals must cover the truth in 93 to 97 of 100 replicas, and be at
least 30 % shorter than those of the same number of decisions without the program's answers.

All data are simulated here. The classifier's quality is not known to whoever audits it: each
replica draws its precision, recall and share of right numbers evenly from the ranges below,
around the figures on labelled listings. `--fixed` gives all replicas the middle of the ranges:
a few errors of one rate are so discrete a number that no interval covers exactly as often as
it should, so that single groups then leave the range.
"""

import argparse
import json
import platform
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

from wildlife_analysis import count, review

ROOT = Path(__file__).resolve().parents[1]
COUNTRIES = {"DE": 0.36, "FR": 0.20, "GB": 0.21, "RU": 0.23}
GROUPS = {"reptile": 0.37, "bird": 0.30, "elephant ivory": 0.18, "mammal": 0.08, "other": 0.07}
QUALITY = {"precision": (0.93, 0.99), "recall": (0.88, 0.98), "right number": (0.75, 0.95)}
TAIL = (1 - count.audit.LEVEL) / 2


def population(generator: np.random.Generator, options: argparse.Namespace) -> pd.DataFrame:
    """Draw listings with their truth and with a classifier's answers."""
    size = options.listings
    precision, recall, right_number = (
        sum(ends) / 2 if options.fixed else generator.uniform(*ends)
        for ends in QUALITY.values()
    )
    group = generator.choice(list(GROUPS), size, p=list(GROUPS.values()))
    true = generator.random(size) < 0.72
    # Two specimens a listing on average, most offer one, some dozens (2018: 2.19).
    number = 1 + np.minimum(generator.negative_binomial(0.35, 0.23, size), 150)
    specimens = np.where(true, number, 0)
    # Precision and recall hold on average; ivory is missed twice as often, Russian is harder.
    country = generator.choice(list(COUNTRIES), size, p=list(COUNTRIES.values()))
    hard = np.where(group == "elephant ivory", 2.0, 1.0) * np.where(country == "RU", 1.5, 1.0)
    hard = hard / hard.mean()
    missed = true & (generator.random(size) < (1 - recall) * hard)
    false = (1 / precision - 1) * recall * true.mean() / (1 - true.mean())
    wrong = ~true & (generator.random(size) < false * hard)
    says = (true & ~missed) | wrong
    guess = np.where(true, number, generator.permutation(number))
    misread = generator.random(size) > right_number
    # A misread number is most often taken for one.
    other = np.where(generator.random(size) < 0.6, 1, 1 + generator.poisson(2 * guess))
    guess = np.where(misread, other, guess)
    return pd.DataFrame(
        {
            "listing_id": np.arange(size).astype(str),
            "country_code": country,
            "taxon_group": np.where(says, group, None),
            "in_scope": says,
            "predicted_specimens": np.where(says, guess, 0),
            "true_in_scope": true,
            "true_specimens": specimens,
        }
    )


def audit(listings: pd.DataFrame, seed: int, size: int) -> pd.DataFrame:
    """Draw an audit sample as `review queue` does, and decide on it by the truth."""
    groups = listings["taxon_group"]
    rows = listings.assign(survey="simulated")
    drawn = review.queue(
        rows,
        pd.DataFrame(
            {
                "listing_id": listings["listing_id"],
                "taxon_group": groups,
                "specimen_count": listings["predicted_specimens"],
            }
        )[groups.notna()],
        size=size,
        seed=seed,
    )
    true = ["true_in_scope", "true_specimens"]
    drawn = drawn.merge(listings[["listing_id", *true]], on="listing_id")
    return drawn.rename(
        columns={"true_in_scope": "decided_in_scope", "true_specimens": "decided_specimens"}
    )


def with_truth(
    survey: count.Processed, truth: pd.DataFrame, seed: int, size: int
) -> pd.DataFrame:
    """Audit a processed replica survey with its truth in the place of people."""
    keys = ["source_file", "source_row"]
    real = truth[truth["kind"] == "in_scope"].drop_duplicates(keys)
    rows = survey.listings[["listing_id", *keys]].merge(
        real[[*keys, "specimen_count"]], on=keys
    )
    frame = count.predicted(survey)
    number = frame["listing_id"].map(rows.set_index("listing_id")["specimen_count"])
    known = frame.assign(true_in_scope=number.notna(), true_specimens=number.fillna(0))
    return audit(known.astype({"true_specimens": int}), seed, size)


def replica(options: argparse.Namespace) -> dict[str, float]:
    """Estimate the totals of the processed 2018 replica beside the printed ones."""
    folder = ROOT / "data" / "processed" / "2018"
    if not (folder / "listings.parquet").exists():
        return {}
    survey = count.load(folder)
    frame = count.predicted(survey)
    truth = pd.read_parquet(ROOT / "data" / "raw" / "2018" / "truth.parquet")
    sample = with_truth(survey, truth, options.seed, options.decisions)
    total = count.estimates(frame, sample).iloc[0]
    figures = {}
    for basis, printed in (("listings", 5381), ("specimens", 11772)):
        for end in ("estimate", "low", "high"):
            figures[f"replica_{basis}_{end}"] = round(float(total[f"{basis}_{end}"]), 1)
        figures[f"replica_{basis}_printed"] = printed
    return figures


def alone(plain: pd.DataFrame, by: list[str], true: str, whole: int) -> pd.Series:
    """Return the length of the t interval of a total from a simple random sample alone."""
    n = len(plain)
    groups = plain[true].astype(float).groupby([plain[key] for key in by])
    total, square = groups.sum(), groups.agg(lambda v: (v**2).sum())
    spread = (square - total**2 / n) / (n - 1)
    error = whole * np.sqrt(spread * (1 - n / whole) / n)
    return 2 * stats.t.ppf(1 - TAIL, n - 1) * error


def one(seed: int, options: argparse.Namespace) -> pd.DataFrame:
    """Return whether the truth is covered, and the lengths, of one replica."""
    generator = np.random.default_rng([options.seed, seed])
    listings = population(generator, options).assign(total="all")
    audited = audit(listings, seed, options.decisions)
    # The same number of decisions without the program's answers.
    plain = listings.sample(len(audited), random_state=seed)
    parts = []
    for by in ("total", "country_code", "taxon_group"):
        table = count.estimates(listings, audited, [by])
        table = table[table["status"] == "audited"].dropna(subset=by).set_index(by)
        truth = listings.groupby(by)[["true_in_scope", "true_specimens"]].sum()
        for basis, true in (("listings", "true_in_scope"), ("specimens", "true_specimens")):
            fact = truth[true].reindex(table.index)
            low, high = table[f"{basis}_low"], table[f"{basis}_high"]
            part = pd.DataFrame(
                {
                    "below": fact < low,
                    "above": fact > high,
                    "length": high - low,
                    "alone": alone(plain, [by], true, len(listings)).reindex(table.index),
                    "error": table[f"{basis}_estimate"] / fact - 1,
                }
            )
            parts.append(part.rename_axis("group").reset_index().assign(by=by, basis=basis))
    runs = pd.concat(parts)
    return runs.assign(covered=~(runs["below"] | runs["above"]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--replicas", type=int, default=1000)
    parser.add_argument("--listings", type=int, default=7488, help="size of the survey")
    parser.add_argument("--decisions", type=int, default=400, help="size of the audit sample")
    parser.add_argument("--fixed", action="store_true", help="one quality in all replicas")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    runs = pd.concat([one(i, options) for i in range(options.replicas)])
    table = runs.groupby(["by", "group", "basis"]).agg(
        covered=("covered", "mean"),
        below=("below", "mean"),
        above=("above", "mean"),
        bias=("error", "mean"),
        length=("length", "median"),
        alone=("alone", "median"),
    )
    table["shorter"] = 1 - table["length"] / table["alone"]
    if not options.json:
        print(table.round(3).to_string())
        print(pd.Series(replica(options)).to_string())
        return
    figures: dict[str, object] = {
        "replicas": options.replicas,
        "listings": options.listings,
        "decisions": options.decisions,
        "quality": "fixed" if options.fixed else "drawn",
    }
    for (by, group, basis), row in table.iterrows():
        name = f"{by}_{group}_{basis}".replace(" ", "_")
        figures[f"{name}_covered"] = round(float(row["covered"]), 3)
        figures[f"{name}_shorter"] = round(float(row["shorter"]), 3)
    figures |= replica(options)
    figures |= {
        "least_covered": round(float(table["covered"].min()), 3),
        "most_covered": round(float(table["covered"].max()), 3),
        "least_shorter": round(float(table["shorter"].min()), 3),
        "python": platform.python_version(),
        "pandas": pd.__version__,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
