"""How good a classifier is: on folds it did not learn from, or on a sample of its own."""

from typing import Any

import numpy as np
import numpy.typing as npt

from wildlife_analysis.classify.relevance.features import Documents
from wildlife_analysis.classify.relevance.training import Recipe, duplicate_groups, train

__all__ = ["cross_validated", "measured"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def measured(y: Ints, probability: Floats, called: npt.NDArray[np.bool_]) -> dict[str, float]:
    """Measure answers against the truth.

    Parameters
    ----------
    y
        1 for positive.
    probability
        The classifier's.
    called
        What it calls positive.

    Returns
    -------
    dict
        ``listings``, ``positive``; ``precision``, ``recall``, ``f1`` and ``auc`` of the
        positive class; ``brier`` score of the probabilities; ``baseline_f1``: that of calling
        nothing positive (0 by definition), ``all_positive_f1``: of calling everything so.
    """
    from sklearn.metrics import (
        brier_score_loss,
        f1_score,
        precision_score,
        recall_score,
        roc_auc_score,
    )

    both = 0 < y.sum() < len(y)
    return {
        "listings": len(y),
        "positive": int(y.sum()),
        "precision": float(precision_score(y, called, zero_division=0)),
        "recall": float(recall_score(y, called, zero_division=0)),
        "f1": float(f1_score(y, called, zero_division=0)),
        "auc": float(roc_auc_score(y, probability)) if both else float("nan"),
        "brier": float(brier_score_loss(y, probability)) if both else float("nan"),
        "baseline_f1": float(f1_score(y, np.zeros(len(y)), zero_division=0)),
        "all_positive_f1": float(f1_score(y, np.ones(len(y)), zero_division=0)),
    }


def cross_validated(
    docs: Documents,
    y: Ints,
    *,
    folds: int = 10,
    seed: int = 1,
    grouped: bool = True,
    how: Recipe | None = None,
) -> tuple[dict[str, Any], Floats, npt.NDArray[np.bool_]]:
    """Measure a classifier by cross-validation; the threshold is chosen within each fold.

    Parameters
    ----------
    docs, y
        Labelled listings.
    folds, seed
        Of the outer cross-validation.
    grouped
        Shuffle, stratify, and keep listings of one text together; otherwise the folds are
        cut in the order of the rows, as in the published work.
    how
        Recipe of the classifier.

    Returns
    -------
    figures : dict
        `measured` on all answers together, and ``fold_f1``: the mean over the folds.
    probability, called
        Answers on each listing by the classifier that had not seen it.
    """
    from sklearn.metrics import f1_score
    from sklearn.model_selection import KFold, StratifiedGroupKFold

    y = np.asarray(y, dtype=np.int64)
    groups = duplicate_groups(docs)
    splitter = (
        StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
        if grouped
        else KFold(folds)
    )
    probability = np.zeros(len(y))
    called = np.zeros(len(y), dtype=bool)
    by_fold = []
    for inner, held in splitter.split(np.zeros(len(y)), y, groups):
        model = train(docs.take(inner), y[inner], groups=groups[inner], seed=seed, how=how)
        part = docs.take(held)
        probability[held] = model.probability(part)
        called[held] = probability[held] >= model.threshold
        by_fold.append(f1_score(y[held], called[held], zero_division=0))
    figures = {**measured(y, probability, called), "fold_f1": float(np.mean(by_fold))}
    return figures, probability, called
