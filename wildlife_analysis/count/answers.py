"""How often the program answers as people do, on the audit sample."""

import numpy as np
import pandas as pd

from wildlife_analysis.count.audit import predicted
from wildlife_analysis.count.processed import Processed

__all__ = ["against_people", "answered"]


def answered(survey: Processed) -> pd.DataFrame:
    """Set the program's answer beside people's for every listing of the audit sample.

    Parameters
    ----------
    survey
        A processed survey.

    Returns
    -------
    pandas.DataFrame
        The rows of ``survey.audited`` with ``program_counts`` (bool; the answer at the time of
        the draw, where it was kept: decisions applied meanwhile would hide the very errors
        that the sample is to show) and ``people_count`` (bool).
    """
    own = predicted(survey)[["listing_id", "in_scope"]]
    sample = survey.audited.merge(own, on="listing_id")
    answer = sample.get("predicted_in_scope", sample["in_scope"])
    return sample.assign(
        program_counts=answer.astype(bool),
        people_count=sample["decided_in_scope"].astype(bool),
    )


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

    sample = answered(survey)
    columns = ["answer", "listings", "precision", "recall", "f1"]
    if sample.empty:
        return pd.DataFrame(columns=columns)
    weight = sample["stratum_size"] / sample.groupby("stratum")["stratum"].transform("size")
    truth = sample["people_count"]
    answers = {
        "program": sample["program_counts"],
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
