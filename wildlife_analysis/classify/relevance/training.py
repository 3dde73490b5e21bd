"""Learn a classifier from decided listings: several linear learners, stacked and calibrated."""

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from wildlife_analysis.classify.relevance.features import Block, Documents
from wildlife_analysis.classify.relevance.model import Classifier
from wildlife_analysis.reference import SurveyError

__all__ = [
    "FEWEST",
    "Recipe",
    "best_threshold",
    "duplicate_groups",
    "expected_threshold",
    "recipe",
    "train",
]

FEWEST = 10  # positive, and negative, listings without which nothing is learnt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Recipe:
    """How a classifier is made; chosen by cross-validation on labelled data, see method.md.

    Attributes
    ----------
    blocks
        Kind of feature, weight of the block, fewest listings a feature stands in.
    learners
        Names of the learners that are stacked.
    folds
        Of the inner cross-validation that stacks, calibrates and sets the threshold.
    """

    blocks: tuple[tuple[str, float, int], ...]
    learners: tuple[str, ...] = ("logistic", "svm", "bayes")
    folds: int = 5


# Few labels: parts of words and what the rules found carry what the words cannot yet.
SMALL = Recipe(
    (("word", 0.4, 2), ("part", 1.0, 2), ("rule", 0.7, 2)),
    ("logistic", "svm", "bayes", "ratio svm"),
)
MIDDLE = Recipe((("word", 1.0, 2), ("rule", 0.5, 2)))
# Many labels: the words alone say as much; four learners that err differently.
LARGE = Recipe((("word", 1.0, 2),), ("plain svm", "svm", "bayes", "ratio svm"), 3)
MIDDLE_FROM, LARGE_FROM = 1500, 8000


def recipe(docs: Documents) -> Recipe:
    """Choose the recipe by the number of listings."""
    if len(docs) >= LARGE_FROM:
        return LARGE
    return MIDDLE if len(docs) >= MIDDLE_FROM else SMALL


def duplicate_groups(docs: Documents) -> Ints:
    """Give listings of one text one number, by which folds keep them together."""
    import pandas as pd

    return pd.factorize(pd.Series([" ".join(t.split()) for t in docs.texts]))[0].astype(
        np.int64
    )


def _learner(name: str, seed: int) -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.naive_bayes import ComplementNB
    from sklearn.svm import LinearSVC

    if name == "logistic":
        return LogisticRegression(C=10, class_weight="balanced", max_iter=500)
    if name == "svm":
        return LinearSVC(C=0.3, class_weight="balanced", random_state=seed)
    if name == "plain svm":
        return LinearSVC(C=1.0, random_state=seed)
    if name == "ratio svm":
        return LinearSVC(C=0.05, class_weight="balanced", random_state=seed)
    if name == "bayes":
        return ComplementNB(alpha=0.3)
    raise SurveyError(f"no learner {name!r}")


def _fitted(name: str, x: Any, y: Ints, seed: int) -> tuple[Floats, float]:
    """Fit a learner and return it as weights and intercept: all of them are linear."""
    from sklearn.exceptions import ConvergenceWarning

    ratio = _log_ratio(x, y) if name == "ratio svm" else np.ones(x.shape[1])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        own = x.multiply(ratio).tocsr() if name == "ratio svm" else x
        learner = _learner(name, seed).fit(own, y)
    if name == "bayes":
        return learner.feature_log_prob_[1] - learner.feature_log_prob_[0], 0.0
    return learner.coef_[0] * ratio, float(learner.intercept_[0])


def _log_ratio(x: Any, y: Ints) -> Floats:
    """Return the log of how much more often a feature stands in positive listings."""
    present = x.sign()
    inside = np.asarray(present[y == 1].sum(axis=0)).ravel() + 0.5
    outside = np.asarray(present[y == 0].sum(axis=0)).ravel() + 0.5
    return np.log(inside / inside.sum()) - np.log(outside / outside.sum())


def _folds(y: Ints, groups: Ints, folds: int, seed: int) -> list[tuple[Ints, Ints]]:
    from sklearn.model_selection import StratifiedGroupKFold

    splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    return [
        (tr, te)
        for tr, te in splitter.split(np.zeros(len(y)), y, groups)
        if 0 < y[tr].sum() < len(tr)
    ]


def best_threshold(y: Ints, probability: Floats) -> float:
    """Choose the probability from which calling listings positive gives the highest F1.

    Parameters
    ----------
    y
        1 for positive.
    probability
        Of listings that were not learnt from.

    Returns
    -------
    float
        The middle of the widest gap among the cuts whose F1 is within half a positive of the
        best, so that one listing more or less does not move it far.
    """
    order = np.argsort(-probability, kind="stable")
    p, hits = probability[order], np.cumsum(y[order])
    f1 = 2 * hits / (np.arange(1, len(y) + 1) + y.sum())
    last = np.append(np.diff(p) < 0, True)  # a cut lies between different probabilities
    f1 = np.where(last, f1, -1)
    good = np.flatnonzero(f1 >= f1.max() - 0.5 / max(int(y.sum()), 1) / 2)
    below = np.append(p[1:], 0.0)[good]
    widest = int(np.argmax(p[good] - below))
    return float((p[good][widest] + below[widest]) / 2)


def expected_threshold(probability: Floats) -> float:
    """Choose the probability from which calling listings positive has the highest expected F1.

    Calibrated probabilities say how many of the listings above a cut are positive, without
    asking which: the cut then depends less on a few listings than the best one on labels does
    (Lipton, Elkan and Naryanaswamy 2014).

    Parameters
    ----------
    probability
        Calibrated, of listings that were not learnt from.

    Returns
    -------
    float
        The middle between the last probability above the cut and the first below.
    """
    p = np.sort(probability)[::-1]
    f1 = 2 * np.cumsum(p) / (np.arange(1, len(p) + 1) + p.sum())
    at = int(np.argmax(f1))
    return float((p[at] + (p[at + 1] if at + 1 < len(p) else 0.0)) / 2)


def train(
    docs: Documents,
    y: Ints,
    *,
    groups: Ints | None = None,
    seed: int = 1,
    how: Recipe | None = None,
) -> Classifier:
    """Train a classifier.

    Parameters
    ----------
    docs
        Decided listings.
    y
        1 for positive, 0 for negative (shape ``(listings,)``).
    groups
        Listings of one number are kept in one fold; those of one text by default.
    seed
        The same seed and listings give the same classifier.
    how
        Features and learners; by the number of listings by default.

    Returns
    -------
    Classifier

    Raises
    ------
    SurveyError
        When there are too few positive or negative listings.

    Notes
    -----
    Logistic regression, linear support vector machines (one on features weighted by their
    naive Bayes log ratio, Wang and Manning 2012) and complement naive Bayes (Rennie et al.
    2003) on TF-IDF features, stacked by a logistic regression on their out-of-fold scores
    (Wolpert 1992), which makes the result a calibrated log-odds (Platt 1999). All of it is
    linear, so one weight a feature remains. The threshold has the highest F1 that
    the same out-of-fold probabilities let expect.
    """
    y = np.asarray(y, dtype=np.int64)
    positive = int(y.sum())
    if min(positive, len(y) - positive) < FEWEST:
        raise SurveyError(
            f"{positive} positive and {len(y) - positive} negative listings: "
            f"{FEWEST} of each are needed to learn from"
        )
    how = how or recipe(docs)
    groups = duplicate_groups(docs) if groups is None else groups
    kinds = [(k, s, n) for k, s, n in how.blocks if k != "rule" or docs.tokens]
    learnt = [Block.learn(kind, scale, docs, fewest) for kind, scale, fewest in kinds]
    blocks = [block for block, _ in learnt]
    return _stacked(blocks, _joined([matrix for _, matrix in learnt]), y, groups, how, seed)


def _joined(matrices: list[Any]) -> Any:
    from scipy.sparse import hstack

    return hstack(matrices).tocsr()


def _stacked(
    blocks: list[Block], x: Any, y: Ints, groups: Ints, how: Recipe, seed: int
) -> Classifier:
    from sklearn.linear_model import LogisticRegression

    outside = np.zeros((len(y), len(how.learners)))
    seen = np.zeros(len(y), dtype=bool)
    for inner, held in _folds(y, groups, how.folds, seed):
        seen[held] = True
        for column, name in enumerate(how.learners):
            weights, intercept = _fitted(name, x[inner], y[inner], seed)
            outside[held, column] = x[held] @ weights + intercept
    scores, truth = outside[seen], y[seen]
    middle, spread = scores.mean(axis=0), scores.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    top = LogisticRegression(C=1.0).fit((scores - middle) / spread, truth)
    shares = top.coef_[0] / spread
    weights = np.zeros(x.shape[1])
    intercept = float(top.intercept_[0] - (top.coef_[0] * middle / spread).sum())
    for share, name in zip(shares.tolist(), how.learners, strict=True):
        own, own_intercept = _fitted(name, x, y, seed)
        weights += share * own
        intercept += share * own_intercept
    probability = 1 / (
        1 + np.exp(-((scores - middle) / spread @ top.coef_[0] + top.intercept_[0]))
    )
    return Classifier(
        blocks,
        weights,
        intercept,
        expected_threshold(probability),
        {
            "listings": len(y),
            "positive": int(y.sum()),
            "inner_folds": how.folds,
            "learners": list(how.learners),
            "features": int(x.shape[1]),
        },
    )
