"""How often the program answers as people do, on the audit sample."""

import numpy as np
import pandas as pd

from wildlife_analysis.count.audit import predicted
from wildlife_analysis.count.processed import Processed

__all__ = ["against_people"]

ALIKE = "program_in_scope"


def _audited(survey: Processed) -> pd.DataFrame:
    """Return the audit sample with the program's answer when it was drawn."""
    own = predicted(survey)[["listing_id", "in_scope"]]
    sample = survey.audited.merge(own, on="listing_id")
    # Decisions that were applied meanwhile would hide the very errors the sample is to show.
    answer = sample.get("predicted_in_scope", sample["in_scope"]).astype(bool)
    return sample.assign(**{ALIKE: answer, "decided_in_scope": sample["decided_in_scope"] == 1})


def against_people(survey: Processed) -> pd.DataFrame:
    """Measure the program's answer "counts", and two that look at no listing, on the sample.

    Parameters
    ----------
    survey
        A processed survey with an audit sample that people decided on.

    Returns
    -------
    pandas.DataFrame
        One row an ``answer``: ``program``, ``everything counts``, ``nothing counts``;
        ``listings`` (of the sample), ``precision``, ``recall`` and ``f1`` of the listings that
        people count, each weighing as many listings of its stratum as it stands for. No rows
        where nobody decided.

    Notes
    -----
    Where most listings count, F1 is high whatever one answers: the program is worth what it
    adds to the second row.
    """
    from sklearn.metrics import precision_recall_fscore_support

    sample = _audited(survey)
    columns = ["answer", "listings", "precision", "recall", "f1"]
    if sample.empty:
        return pd.DataFrame(columns=columns)
    weight = sample["stratum_size"] / sample.groupby("stratum")["stratum"].transform("size")
    truth = sample["decided_in_scope"]
    answers = {
        "program": sample[ALIKE],
        "everything counts": np.ones(len(sample), dtype=bool),
        "nothing counts": np.zeros(len(sample), dtype=bool),
    }
    rows = []
    for name, answer in answers.items():
        precision, recall, f1, _ = precision_recall_fscore_support(
            truth, answer, average="binary", sample_weight=weight, zero_division=0
        )
        rows.append((name, len(sample), float(precision), float(recall), float(f1)))
    return pd.DataFrame(rows, columns=columns)
