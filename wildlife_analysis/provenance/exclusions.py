"""Which rule set how many listings aside."""

import pandas as pd

from wildlife_analysis import classify

__all__ = ["exclusion_rules"]

KINDS = ("exclusion", "decoy")
COLUMNS = ["rejection_reason", "kind", "term", "language", "listings", "alone"]


def exclusion_rules(listings: pd.DataFrame) -> pd.DataFrame:
    """Count the listings that each rule set aside.

    Parameters
    ----------
    listings
        Table of that name.

    Returns
    -------
    pandas.DataFrame
        One row a rule: ``rejection_reason``; for rules that are words their ``kind``
        (exclusion, decoy), ``term`` and ``language`` (rows of the table ``terms``), empty
        for the others;
        ``listings`` set aside for the reason in which the rule was met; ``alone``, those in
        which no other word of that reason was. Most first.
    """
    aside = listings[~listings["in_scope"]].reset_index(drop=True)
    found = []
    reasons = aside["rejection_reason"].tolist()
    for number, (reason, decided) in enumerate(
        zip(reasons, classify.readings(aside), strict=True)
    ):
        terms = {
            (hit.term.kind, hit.term.term, hit.term.language)
            for hit in decided.ad.hits
            if hit.term.kind in KINDS and hit.term.code == reason
        } or {("", "", "")}
        found += [(number, reason, *term, len(terms) == 1) for term in sorted(terms)]
    names = ["number", *COLUMNS[:4], "alone"]
    table = pd.DataFrame(found, columns=names)
    groups = table.groupby(COLUMNS[:4])
    counts = groups.agg(listings=("number", "nunique"), alone=("alone", "sum")).reset_index()
    order = ["listings", *COLUMNS[:4]]
    return counts.sort_values(
        order, ascending=[False, True, True, True, True], ignore_index=True
    )[COLUMNS]
