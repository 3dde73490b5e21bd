"""The relevance model: learnt from decisions alone, kept as numbers, measured on others."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.conftest import SHARED, needs_shared
from tests.test_duplicates import listing, tables
from wildlife_analysis import review
from wildlife_analysis.classify import relevance
from wildlife_analysis.classify.relevance.training import (
    Recipe,
    best_threshold,
    expected_threshold,
)
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.review.learn import CARD, MODEL

ROOT = Path(__file__).resolve().parents[1]
ANIMALS = ("Testudo hermanni", "Python regius", "Ara macao", "Grey parrot", "Ivory tusk")
THINGS = ("cage", "book about", "plush toy", "stamp", "poster")
WORDS = ("red", "old", "nice", "big", "rare", "small", "fine", "new", "blue", "good")


def survey(number: int = 80) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = []
    for i in range(number):
        animal, extra = ANIMALS[i // 2 % 5], f"{WORDS[i % 10]} {WORDS[i // 10 % 4]}"
        thing = f"{THINGS[i // 2 % 5]} " if i % 2 else ""
        rows.append(
            listing(
                listing_id=f"n{i:03d}", title=f"{thing}{animal}", description=f"{extra} sale",
                language="en", country_code="GB", in_scope=True,
                category="Pets",
            )
        )  # fmt: skip
    return tables(rows)


def decide(folder: Path, listings: pd.DataFrame) -> None:
    base = {"reviewer": "anna", "decided_at": "2018-05-01", "status": "", "note": ""}
    rows = []
    for listing_id in listings["listing_id"]:
        no = int(listing_id[1:]) % 2 == 1
        rows.append({**base, "field": "counted", "value": "no" if no else "yes"})
        rows[-1]["listing_id"] = listing_id
        if no:
            more = {"field": "reason", "value": "equipment", "listing_id": listing_id}
            rows.append({**base, **more})
    review.record(folder, rows)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("r") / "2018"
    listings, specimens = survey()
    review.draw(listings, specimens, folder, purpose="audit", size=20, seed=1)
    decide(folder, listings)
    review.train([(listings, folder)], folder, seed=1, day="2018-06-01")
    return folder


def test_the_audit_sample_is_never_trained_on(trained: Path) -> None:
    card = json.loads((trained / MODEL).read_text(encoding="utf-8"))["card"]
    assert card["audit_listings"] == 20
    # texts of audit listings occur elsewhere too: those are left out as well
    assert card["left_out_as_repetitions_of_audit_listings"] > 0
    assert card["trained_on"] == 60 - card["left_out_as_repetitions_of_audit_listings"]
    assert card["tasks"]["counted"]["audit_sample"]["all"]["listings"] == 20


def test_decisions_on_the_audit_sample_move_no_weight(trained: Path, tmp_path: Path) -> None:
    """Turned round, all decisions on it change what is measured and nothing that is learnt."""
    listings, _ = survey()
    samples = pd.read_csv(trained / "samples.csv", dtype=str)
    other = tmp_path / "2018"
    other.mkdir()
    shutil.copy(trained / "samples.csv", other)
    table = pd.read_csv(trained / "decisions.csv", dtype=str, keep_default_na=False)
    turned = table["listing_id"].isin(samples["listing_id"]) & table["field"].eq("counted")
    assert turned.sum() == 20
    table.loc[turned, "value"] = table.loc[turned, "value"].map({"yes": "no", "no": "yes"})
    table.to_csv(other / "decisions.csv", index=False)
    card = review.train([(listings, other)], other, seed=1, day="2018-06-01")
    before, after = (relevance.load(f / MODEL).tasks["counted"] for f in (trained, other))
    assert (before.weights == after.weights).all()
    assert (before.intercept, before.threshold) == (after.intercept, after.threshold)
    audit = json.loads((trained / MODEL).read_text(encoding="utf-8"))["card"]["tasks"]
    right = audit["counted"]["audit_sample"]["all"]["auc"]
    assert card["tasks"]["counted"]["audit_sample"]["all"]["auc"] == pytest.approx(1 - right)


def test_the_model_learns_and_fills_relevance(trained: Path) -> None:
    model = review.model_of(trained)
    assert model is not None
    assert set(model.tasks) == {"counted", "junk"}
    assert "needed" in model.card["tasks"]["wanted"]["not_trained"]
    listings, _ = survey(20)
    filled = relevance.fill(listings, model)
    even = np.arange(20) % 2 == 0
    assert filled.loc[even, "relevance"].min() > filled.loc[~even, "relevance"].max()
    # the rules count all of them, the model every other: the others are to be looked at
    assert filled.loc[~even, "needs_review"].all()
    assert filled["in_scope"].all()
    assert filled["relevance"].between(0, 1).all()


def test_the_same_decisions_give_the_same_bytes(trained: Path, tmp_path: Path) -> None:
    listings, _ = survey()
    mixed = listings.sample(frac=1, random_state=3)
    review.train([(mixed, trained)], tmp_path / "a", seed=1, day="2018-06-01")
    assert (tmp_path / "a" / MODEL).read_bytes() == (trained / MODEL).read_bytes()
    assert (tmp_path / "a" / CARD).read_bytes() == (trained / CARD).read_bytes()


def test_the_card_says_what_it_must(trained: Path) -> None:
    text = (trained / CARD).read_text(encoding="utf-8")
    for words in ("2018-06-01", "10 folds", "| audit sample | en |", "were not learnt from"):
        assert words in text
    assert "F1, nothing positive | F1, everything positive" in text
    assert "lower bound" not in text  # listings in doubt of the rules may be easy for the model


def test_a_model_file_is_data_and_is_checked(trained: Path, tmp_path: Path) -> None:
    model = relevance.load(trained / MODEL)
    path = tmp_path / MODEL
    relevance.save(model, path)
    docs = relevance.documents(survey(6)[0])
    again = relevance.load(path).tasks["counted"]
    assert again.probability(docs) == pytest.approx(
        model.tasks["counted"].probability(docs), abs=1e-9
    )
    content = json.loads(path.read_text(encoding="utf-8"))
    content["tasks"]["counted"]["weights"].pop()
    path.write_text(json.dumps(content))
    with pytest.raises(SurveyError, match=r"not a relevance model .*weights do not fit"):
        relevance.load(path)
    path.write_bytes(b"\x80\x04\x95pickle")
    with pytest.raises(SurveyError, match=r"model\.json: cannot be read"):
        relevance.load(path)
    path.write_text('{"format": "other"}')
    with pytest.raises(SurveyError, match="format 'other'"):
        relevance.load(path)


def test_without_decisions_the_rules_are_alone_and_it_is_said(tmp_path: Path) -> None:
    assert review.model_of(None) is None
    assert review.model_of(tmp_path / "x") is None
    assert "rules alone" in str(review.describe(None))
    listings, _ = survey(30)
    with pytest.raises(SurveyError, match="0 listings counted and 0 not, outside the audit"):
        review.train([(listings, tmp_path)], tmp_path, seed=1, day="2018-06-01")


def test_the_expected_threshold_is_half_the_expected_f1() -> None:
    """Lipton, Elkan and Naryanaswamy (2014), theorem 1, on any probabilities."""
    generator = np.random.default_rng(5)
    for a, b in ((1, 1), (0.3, 2), (5, 2)):
        p = generator.beta(a, b, 20_000)
        cut = expected_threshold(p)
        called = p >= cut
        f1 = 2 * p[called].sum() / (called.sum() + p.sum())
        assert cut == pytest.approx(f1 / 2, abs=0.002)
    assert expected_threshold(np.array([0.9, 0.9])) == pytest.approx(0.45)


def test_the_threshold_is_the_best_cut() -> None:
    y = np.array([1, 1, 0, 1, 0, 0, 0, 0])
    p = np.array([0.9, 0.8, 0.7, 0.6, 0.3, 0.2, 0.1, 0.0])
    assert 0.3 < best_threshold(y, p) < 0.6
    tied = np.array([0.5] * 8)
    assert best_threshold(y, tied) <= 0.5


def test_folds_keep_repeated_texts_together() -> None:
    docs = relevance.Documents(["a  b", "a b", "c"], [])
    assert relevance.duplicate_groups(docs).tolist() == [0, 0, 1]
    # labels that only a repeated text could give away: nothing is learnt across folds
    generator = np.random.default_rng(0)
    texts = [" ".join(generator.choice(list("abcdefghij"), 6)) for _ in range(60)]
    y = generator.integers(0, 2, 60)
    twice = relevance.Documents([*texts, *texts], [])
    how = Recipe((("word", 1.0, 1),), ("svm", "bayes"), 3)
    figures, _, _ = relevance.cross_validated(twice, np.concatenate([y, y]), folds=5, how=how)
    assert figures["auc"] < 0.7


@needs_shared
def test_products_beat_the_published_figure(tmp_path: Path) -> None:
    source = SHARED / "data" / "products_en_labelled.csv"
    table = pd.read_csv(source, dtype=str, keep_default_na=False)
    table.iloc[::2].to_csv(tmp_path / "train.csv", index=False)
    table.iloc[1::2].to_csv(tmp_path / "test.csv", index=False)
    done = subprocess.run(
        [
            sys.executable, str(ROOT / "benchmarks" / "relevance.py"), "--json",
            "--train", str(tmp_path / "train.csv"), "--test", str(tmp_path / "test.csv"),
            "--text", "title", "--label", "label",
        ],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures["f1"] > 0.84  # keywords .712, WildGuard .387; half of the labels
    assert figures["auc"] > 0.9
    assert figures["baseline_f1"] == 0


def benchmark(*given: str) -> subprocess.CompletedProcess[str]:
    script = str(ROOT / "benchmarks" / "relevance.py")
    return subprocess.run(
        [sys.executable, script, "--json", *given], capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("suffix", "options"),
    [
        ("csv.gz", {}), ("tsv", {"sep": "\t"}), ("csv", {"sep": ";", "encoding": "utf-8-sig"}),
        ("csv", {"encoding": "latin-1"}), ("jsonl", {}), ("parquet", {}),
    ],
)  # fmt: skip
def test_the_benchmark_reads_labelled_files_of_all_kinds(
    tmp_path: Path, suffix: str, options: dict[str, str]
) -> None:
    rows = [
        (f"{'cage' if i % 2 else 'Vögel'} {WORDS[i % 10]} {i}", i % 2 == 0) for i in range(40)
    ]
    table = pd.DataFrame(rows, columns=["text", "label"])
    words = {True: "Yes", False: "no"} if suffix == "csv" else {True: "True", False: "FALSE"}
    if suffix != "parquet":
        table["label"] = table["label"].map(words)
    table.loc[3, "text"] = ""
    path = tmp_path / f"a.{suffix}"
    if suffix == "jsonl":
        table.to_json(path, orient="records", lines=True)
    elif suffix == "parquet":
        table.to_parquet(path)
    else:
        table.to_csv(path, index=False, **options)
    done = benchmark(
        "--train", str(path), "--test", str(path), "--text", "text", "--label", "label"
    )
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures["f1"] > 0.9
    assert figures["all_negative_f1"] == 0
    assert figures["test_rows_also_in_train"] == 40


def test_the_benchmark_names_a_wrong_label(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("t,l\nx,1\ny,maybe\n")
    done = subprocess.run(
        [
            sys.executable, str(ROOT / "benchmarks" / "relevance.py"),
            "--train", str(tmp_path / "a.csv"), "--test", str(tmp_path / "a.csv"),
            "--text", "t", "--label", "l",
        ],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 2
    assert "a.csv, row 3: l is 'maybe'" in done.stderr
