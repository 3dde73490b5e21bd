"""Measure the relevance model on labelled ads made by others, by their own protocol.

With ``--train`` and ``--test`` it trains on one file and scores another. Without files it
prints the table of the published tasks (10 folds, positive-class F1, repeated texts kept in one
fold; and the folds cut in the order of the rows, as published), and the learning curve: how
many decisions until 95 % of the F1 of all of them. ``--save`` keeps both under
``benchmarks/results``. All tasks take some 30 minutes of one core; with many labels the curve
stops at the last size of `CURVE` whatever it has reached.
"""

import argparse
import json
import os
import platform
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import sklearn

from wildlife_analysis.classify import relevance
from wildlife_analysis.classify.relevance.training import Recipe, best_threshold
from wildlife_analysis.clean import language
from wildlife_analysis.reference import SurveyError

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
RESULTS = Path(__file__).resolve().parent / "results"
# Published figures, and those of TF-IDF with logistic regression on the same files.
TASKS = [
    # name, file, text columns, label column, published F1, simple F1, target F1
    ("junk", "bird_ads_en_labelled.csv", ["text_stop_stem"], "label1", 0.871, 0.877, 0.89),
    ("poultry", "bird_ads_en_labelled.csv", ["text_stop_stem"], "label2", 0.967, 0.973, 0.975),
    ("wanted", "bird_ads_en_labelled.csv", ["text_stop_stem"], "label3", 0.818, 0.864, 0.87),
    ("products", "products_en_labelled.csv", ["title"], "label", 0.712, 0.929, 0.94),
    ("sharks", "sharks_en_labelled.csv", ["title", "description"], "label", 0.506, 0.911, 0.92),
    (
        "ivory",
        "ivory_posts_en_labelled.csv",
        ["tweet_text_cleaned"],
        "label",
        0.541,
        0.814,
        0.83,
    ),
]
POSITIVE = ("1", "1.0", "true", "t", "yes", "y")
NEGATIVE = ("0", "0.0", "false", "f", "no", "n")
LABELS = dict.fromkeys(POSITIVE, 1) | dict.fromkeys(NEGATIVE, 0)
UNLABELLED = ("", "na", "n/a", "nan", "none", "null")
RULES_BELOW = 8000  # with more labels the words alone say as much, in a tenth of the time
FEW = 1000  # below it the folds are cut five times
CURVE = (50, 100, 150, 200, 300, 400, 600, 800, 1200, 1600, 2400, 3200, 4800)
QUICK = Recipe((("word", 1.0, 2),), ("svm", "bayes"), 3)


def _table(path: Path) -> pd.DataFrame:
    """Read a table: CSV (any common separator, compressed or not), JSON Lines, Parquet."""
    try:
        if ".parquet" in path.suffixes:
            return pd.read_parquet(path).map(_written)
        if {".jsonl", ".ndjson"} & set(path.suffixes):
            found = pd.read_json(path, lines=True, dtype=False, convert_dates=False)
            return found.map(_written)
        try:
            return _separated(path, "utf-8-sig")
        except UnicodeDecodeError:
            return _separated(path, "latin-1")
    except (OSError, EOFError, ValueError, pd.errors.ParserError) as error:
        raise SurveyError(f"{path}: cannot be read ({error})") from error


def _separated(path: Path, encoding: str) -> pd.DataFrame:
    options: dict[str, Any] = {"dtype": str, "keep_default_na": False, "encoding": encoding}
    tables = (pd.read_csv(path, sep=sep, nrows=0, **options).columns for sep in ",;\t")
    widths = [len(columns) for columns in tables]
    return pd.read_csv(path, sep=",;\t"[widths.index(max(widths))], **options)


def _written(value: Any) -> str:
    return "" if value is None or value != value else str(value)


def read(path: Path, text: list[str], label: str) -> tuple[pd.DataFrame, np.ndarray, int]:
    """Read labelled ads: title, description, labels, and how many rows bear no label."""
    table = _table(path)
    if missing := [name for name in (*text, label) if name not in table]:
        raise SurveyError(
            f"{path}: no column {', '.join(missing)}; there are {', '.join(table.columns)}"
        )
    values = table[label].str.strip().str.lower()
    labelled = ~values.isin(UNLABELLED)
    y = values[labelled].map(LABELS)
    if y.isna().any():
        at = y.index[y.isna()][0]
        raise SurveyError(
            f"{path}, row {at + 2}: {label} is {table[label][at]!r}; write 1 or 0"
            " (or yes or no, true or false)"
        )
    rows = table[labelled].reset_index(drop=True)
    empty = pd.Series("", index=rows.index, dtype="str")
    title = rows[text[0]].astype("str")
    description = rows[text[1:]].agg("\n".join, axis=1) if len(text) > 1 else empty
    frame = pd.DataFrame({"title": title, "description": description.astype("str")})
    return frame, y.to_numpy(dtype=np.int64), int((~labelled).sum())


def documents(frame: pd.DataFrame, rules: bool) -> relevance.Documents:
    """Turn ads into what the model sees, in the language each is written in."""
    country = pd.Series("GB", index=frame.index, dtype="str")
    empty = pd.Series("", index=frame.index, dtype="str")
    spoken = empty
    if rules:
        texts = (frame["title"] + "\n" + frame["description"]).astype("str")
        spoken = language.identify(texts, country)["language"].fillna("en")
    full = frame.assign(
        category=empty,
        language=spoken,
        country_code=country,
        price_amount=np.nan,
        price_kind=empty,
    )
    return relevance.documents(full, rules=rules)


def train_and_test(train: Path, test: Path, text: list[str], label: str) -> dict[str, Any]:
    """Train on one file and score another."""
    frame, y, unlabelled = read(train, text, label)
    other, truth, other_unlabelled = read(test, text, label)
    rules = len(frame) < RULES_BELOW
    start = time.process_time()
    model = relevance.train(documents(frame, rules), y)
    spent = time.process_time() - start
    probability = model.probability(documents(other, rules))
    figures = relevance.measured(truth, probability, probability >= model.threshold)
    return {
        # JSON knows no NaN: the AUC of a file with labels of one kind is null.
        **{k: None if v != v else round(v, 4) for k, v in figures.items()},
        "all_negative_f1": round(figures["baseline_f1"], 4),
        "threshold": round(model.threshold, 4),
        "train_rows": len(y),
        "train_positive": int(y.sum()),
        "unlabelled_train_rows": unlabelled,
        "unlabelled_test_rows": other_unlabelled,
        # Rows of the test file whose text was learnt from: they flatter the figures.
        "test_rows_also_in_train": _met_before(frame, other),
        "train_cpu_seconds": round(spent, 1),
        **versions(),
    }


def _met_before(frame: pd.DataFrame, other: pd.DataFrame) -> int:
    texts = [
        (part["title"] + "\n" + part["description"]).str.strip() for part in (frame, other)
    ]
    return int(texts[1].isin(texts[0]).sum())


def versions() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "scikit_learn": sklearn.__version__,
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
    }


def curve(docs: relevance.Documents, y: np.ndarray, seed: int) -> dict[str, Any]:
    """Count decisions until 95 % of the final F1, most doubtful first against random order."""
    generator = np.random.default_rng(seed)
    groups = relevance.duplicate_groups(docs)
    held = np.isin(groups, generator.permutation(groups.max() + 1)[: (groups.max() + 1) // 4])
    test, pool = np.flatnonzero(held), np.flatnonzero(~held)
    outside, truth = docs.take(test), y[test]

    def scored(rows: np.ndarray) -> tuple[float, Any]:
        if min(y[rows].sum(), len(rows) - y[rows].sum()) < relevance.FEWEST:
            return 0.0, None
        model = relevance.train(docs.take(rows), y[rows], groups=groups[rows], how=QUICK)
        p = model.probability(outside)
        called = p >= model.threshold
        return relevance.measured(truth, p, called)["f1"], model

    final, _ = scored(pool)
    order = generator.permutation(pool)
    result: dict[str, Any] = {"final_f1": round(final, 4), "pool": len(pool)}
    for name in ("random", "active"):
        rows = order[: CURVE[0]]
        points: dict[str, float] = {}
        reached = None
        for size, following in zip(CURVE, (*CURVE[1:], 0), strict=True):
            f1, model = scored(rows)
            points[str(size)] = round(f1, 4)
            if f1 >= 0.95 * final:
                reached = size
                break
            if not following or following > len(pool):
                break
            rest = np.setdiff1d(order, rows)
            if name == "random" or model is None:
                more = order[~np.isin(order, rows)][: following - len(rows)]
            else:
                doubt = np.abs(model.decision(docs.take(rest)))
                more = rest[np.argsort(doubt, kind="stable")][: following - len(rows)]
            rows = np.concatenate([rows, more])
        result[f"{name}_f1"] = points
        result[f"{name}_decisions_to_95_percent"] = reached
    return result


def table(
    names: list[str], as_published: bool, curves: bool, seed: int, save: bool
) -> dict[str, Any]:
    """Measure the tasks and print them; with ``save``, keep them too."""
    figures: dict[str, Any] = {}
    shown: list[dict[str, Any]] = []
    drawn: list[dict[str, Any]] = []
    for name, file, text, label, published, simple, target in TASKS:
        if name not in names:
            continue
        path = DATA / file
        if not path.exists():
            print(f"{name}: {path} is not on this machine", file=sys.stderr)
            continue
        frame, y, _ = read(path, text, label)
        docs = documents(frame, len(frame) < RULES_BELOW)
        start = time.process_time()
        grouped, p, _ = relevance.cross_validated(docs, y, seed=seed)
        row: dict[str, Any] = {"task": name, "listings": len(y), "positive": int(y.sum())}
        for key in ("f1", "fold_f1", "precision", "recall", "auc", "brier"):
            row[key] = round(grouped[key], 4)
        row["baseline_f1"] = grouped["baseline_f1"]
        if len(frame) < FEW:  # one listing moves F1 by a point: the mean of several cuts too
            again = [
                relevance.cross_validated(docs, y, seed=seed + i)[0]["f1"] for i in range(1, 5)
            ]
            shuffled = [grouped["f1"], *again]
            row |= {"f1_mean_of_5": round(float(np.mean(shuffled)), 4)}
            row |= {"f1_lowest_of_5": round(min(shuffled), 4)}
            row |= {"f1_highest_of_5": round(max(shuffled), 4)}
        # How far the threshold costs: the best F1 that any cut would have reached.
        row["f1_at_best_cut"] = round(
            relevance.measured(y, p, p >= best_threshold(y, p))["f1"], 4
        )
        if as_published:
            try:
                rows, _, _ = relevance.cross_validated(docs, y, grouped=False, seed=seed)
            except SurveyError as error:  # a file sorted by its labels
                print(f"{name}, folds in the order of the rows: {error}", file=sys.stderr)
                rows = {"f1": None, "fold_f1": None}
            for key in ("f1", "fold_f1"):
                row[f"unshuffled_{key}"] = rows[key] and round(rows[key], 4)
        row |= {"published_f1": published, "simple_f1": simple, "target_f1": target}
        row["cpu_seconds"] = round(time.process_time() - start, 1)
        shown.append(row)
        figures |= {f"{name}_{k}": v for k, v in row.items() if k != "task"}
        if curves:
            found = curve(docs, y, seed)
            figures |= {f"{name}_curve_{k}": v for k, v in found.items()}
            drawn += [{"task": name, **point} for point in points(found)]
            print(f"{name}: done", file=sys.stderr)
    tables = {"tasks": pd.DataFrame(shown), "curve": pd.DataFrame(drawn)}
    for kind, made in tables.items():
        if len(made):
            wide = made.set_index("task").T if kind == "tasks" else made.set_index("task")
            print(f"\n{kind}\n{wide.to_string()}", file=sys.stderr)
            if save:
                keep(made, RESULTS / f"relevance_{kind}.csv")
    return {**figures, **versions()}


def points(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Write a learning curve as rows: F1 in either order after so many decisions."""
    sizes = sorted({int(size) for o in ("random", "active") for size in found[f"{o}_f1"]})
    rows = [
        {
            "decisions": size,
            **{f"{o}_f1": found[f"{o}_f1"].get(str(size)) for o in ("random", "active")},
        }
        for size in sizes
    ]
    goal = {"goal_f1": round(0.95 * found["final_f1"], 4), "final_f1": found["final_f1"]}
    return [{**row, **goal, "pool": found["pool"]} for row in rows]


def keep(made: pd.DataFrame, path: Path) -> None:
    """Keep results as CSV; of tasks measured before and not now, the old rows stay."""
    new = made.assign(**versions())
    if path.exists():
        old = pd.read_csv(path)
        new = pd.concat([old[~old["task"].isin(new["task"])], new])
    order = {task[0]: number for number, task in enumerate(TASKS)}
    new = new.sort_values("task", key=lambda names: names.map(order), kind="stable")
    path.parent.mkdir(exist_ok=True)
    new.to_csv(path, index=False, lineterminator="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, help="file to train on: CSV, JSONL, Parquet")
    parser.add_argument("--test", type=Path, help="file to score")
    parser.add_argument("--text", nargs="+", help="columns of text; the first is the title")
    parser.add_argument("--label", help="column of labels: 1 or 0, yes or no, ...")
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--task", nargs="+", default=[t[0] for t in TASKS], help="rows to print"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-curve", action="store_true", help="leave the learning curve out")
    parser.add_argument(
        "--no-published", action="store_true", help="leave the published folds out"
    )
    parser.add_argument(
        "--save", action="store_true", help="keep the tables in benchmarks/results"
    )
    options = parser.parse_args()
    given = [options.train, options.test, options.text, options.label]
    if any(given) and not all(given):
        parser.error("give --train, --test, --text and --label together, or none of them")
    try:
        if options.train:
            figures = train_and_test(options.train, options.test, options.text, options.label)
        else:
            figures = table(
                options.task,
                not options.no_published,
                not options.no_curve,
                options.seed,
                options.save,
            )
    except SurveyError as error:
        print(f"relevance: {error}", file=sys.stderr)
        sys.exit(2)
    if options.json:
        print(json.dumps(figures))
    elif options.train:
        print(pd.Series(figures).to_string())


if __name__ == "__main__":
    main()
