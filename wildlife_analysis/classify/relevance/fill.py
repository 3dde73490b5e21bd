"""Put the model's answers into the table ``listings``."""

import pandas as pd

from wildlife_analysis.classify.relevance.features import documents
from wildlife_analysis.classify.relevance.model import Model

__all__ = ["DOUBT", "fill"]

# Probabilities between which the model itself is in doubt.
DOUBT = (0.25, 0.75)


def fill(listings: pd.DataFrame, model: Model) -> pd.DataFrame:
    """Fill ``relevance`` and mark what should be looked at.

    Parameters
    ----------
    listings
        Table of that name as `classify.listings` made it, before people's decisions.
    model
        With the task ``counted``.

    Returns
    -------
    pandas.DataFrame
        A copy: ``relevance`` is the probability that a person would count the listing;
        ``needs_review`` is true where the rules were in doubt, where the model is (`DOUBT`),
        and where the two contradict each other. ``in_scope`` stays that of the rules.
    """
    task = model.tasks["counted"]
    columns = ["title", "description", "category", "language", "country_code"]
    columns += ["price_amount", "price_kind"]
    # Equal listings are read once.
    distinct = listings[columns].drop_duplicates()
    probability = task.probability(documents(distinct, rules=_asks_rules(model)))
    answers = distinct.assign(relevance=probability)
    relevance = listings[columns].merge(answers, on=columns, how="left", validate="many_to_one")
    values = relevance["relevance"].to_numpy()
    unsure = (values >= DOUBT[0]) & (values <= DOUBT[1])
    against = (values >= task.threshold) != listings["in_scope"].to_numpy(dtype=bool)
    return listings.assign(
        relevance=values,
        needs_review=listings["needs_review"].to_numpy(dtype=bool) | unsure | against,
    )


def _asks_rules(model: Model) -> bool:
    return any(block.kind == "rule" for block in model.tasks["counted"].blocks)
