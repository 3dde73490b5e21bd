"""Where every raw row went, added up."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from wildlife_analysis.reference import SurveyError

__all__ = ["Accounts", "accounts"]


@dataclass(frozen=True)
class Accounts:
    """Where every raw row went.

    raw_rows = listings + rejects; listings = in_scope + out of scope by reason;
    in_scope = unique + duplicates.
    """

    raw_rows: int
    rejects: int
    listings: int
    in_scope: int
    unique: int
    duplicates: int
    specimens: int
    reasons: dict[str, int]
    reject_reasons: dict[str, int]

    def check(self) -> None:
        """Raise SurveyError when the accounts do not add up."""
        sums = {
            "raw rows = listings + rejects": (self.raw_rows, self.listings + self.rejects),
            "listings = in scope + rejection reasons": (
                self.listings,
                self.in_scope + sum(self.reasons.values()),
            ),
            "in scope = unique + duplicates": (self.in_scope, self.unique + self.duplicates),
        }
        for rule, (left, right) in sums.items():
            if left != right:
                raise SurveyError(f"the accounts do not add up: {rule}: {left} is not {right}")


def accounts(raw_rows: int, tables: Mapping[str, pd.DataFrame]) -> Accounts:
    """Make the accounts of a run and check them.

    Parameters
    ----------
    raw_rows
        Records found in the raw files, counted while reading.
    tables
        ``listings``, ``specimens`` and ``rejects``.

    Returns
    -------
    Accounts

    Raises
    ------
    SurveyError
        When they do not add up.
    """
    listings, rejects = tables["listings"], tables["rejects"]
    scoped = listings[listings["in_scope"]]
    counted = scoped.loc[scoped["duplicate_of"].isna(), "listing_id"]
    specimens = tables["specimens"]
    result = Accounts(
        raw_rows=raw_rows,
        rejects=int((rejects["source_row"] > 0).sum()),
        listings=len(listings),
        in_scope=len(scoped),
        unique=len(counted),
        duplicates=int(scoped["duplicate_of"].notna().sum()),
        specimens=int(
            specimens.loc[specimens["listing_id"].isin(counted), "specimen_count"].sum()
        ),
        reasons=_counts(listings["rejection_reason"]),
        reject_reasons=_counts(rejects["reason"]),
    )
    result.check()
    return result


def _counts(column: pd.Series) -> dict[str, int]:
    return {str(k): int(v) for k, v in column.value_counts().sort_index().items()}
