"""Link the listings of a survey to those of one made before; both surveys count them."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis.duplicates import blocks
from wildlife_analysis.duplicates.judge import alike, judge
from wildlife_analysis.duplicates.narrow import Narrow
from wildlife_analysis.duplicates.texts import Texts, joined, of_frame
from wildlife_analysis.reference import SurveyError, column_names, empty_table

__all__ = ["link"]

Ints = npt.NDArray[np.int64]


def link(
    narrow: Narrow,
    listings: pd.DataFrame,
    texts: Texts,
    old_narrow: pd.DataFrame,
    old: pd.DataFrame,
    decided: pd.DataFrame | None,
) -> pd.DataFrame:
    """List the offers of a survey that an earlier one held.

    Parameters
    ----------
    narrow, listings
        Keys and linked listings of the survey.
    texts
        Titles and descriptions of the survey.
    old_narrow, old
        Keys and listings of the earlier survey.
    decided
        People's decisions (`decisions.read`); those that name the earlier survey apply.

    Returns
    -------
    pandas.DataFrame
        Table ``duplicates``: a row for each first listing whose offer the earlier survey
        held, with the first listing there.

    Raises
    ------
    SurveyError
        When both are of one survey, or a decision names a listing the earlier one lacks.
    """
    survey, before = listings["survey"].iloc[0], old["survey"].iloc[0]
    if survey == before:
        raise SurveyError(
            f"{survey}: an earlier survey of the same name cannot be linked with; "
            "process all its files together instead"
        )
    both = pd.concat([narrow.take(np.arange(len(narrow))), old_narrow], ignore_index=True)
    both_texts = joined(texts, len(narrow), of_frame(old))
    here = np.arange(len(both)) < len(narrow)
    one, other, _ = blocks.pairs(both, across=here)
    pairs = pd.concat(
        [judge(both, both_texts, one, other), _addresses(both, both_texts, len(narrow))]
    )
    pairs = _apply(pairs.assign(decided=False), listings, old, decided, before)
    if pairs.empty:
        return empty_table("duplicates")
    first = _heads(listings)[pairs["one"].to_numpy()]
    old_first = _heads(old)[pairs["other"].to_numpy() - len(narrow)]
    pairs = pairs.assign(first=first, old_first=old_first)
    pairs["name"] = old["listing_id"].to_numpy()[old_first]
    pairs["direct"] = pairs["one"] == pairs["first"]
    pairs["seen"] = both["seen"].to_numpy()[pairs["other"]]
    ids = np.concatenate([listings["listing_id"].to_numpy(), old["listing_id"].to_numpy()])
    pairs["with"] = ids[pairs["other"]]
    pairs = pairs.sort_values(
        ["first", "decided", "score", "direct", "seen", "name", "with"],
        ascending=[True, False, False, False, True, True, True],
    ).drop_duplicates("first")
    table = pd.DataFrame(
        {
            "survey": survey,
            "listing_id": listings["listing_id"].to_numpy()[pairs["first"]],
            "duplicate_of": pairs["name"].to_numpy(),
            "duplicate_of_survey": before,
            "linked_with": pairs["with"].to_numpy(),
            "kind": pairs["kind"].to_numpy(),
            "score": pairs["score"].to_numpy(dtype=float),
            "features": pairs["features"].to_numpy(),
        }
    )
    return table[column_names("duplicates")].astype(empty_table("duplicates").dtypes.to_dict())


def _heads(listings: pd.DataFrame) -> Ints:
    """Return for each row the number of the first listing of its offer."""
    number = pd.Series(np.arange(len(listings)), index=listings["listing_id"].to_numpy())
    of = listings["duplicate_of"].fillna(listings["listing_id"])
    return number.reindex(of.to_numpy()).to_numpy(dtype=np.int64)


def _addresses(both: pd.DataFrame, texts: Texts, size: int) -> pd.DataFrame:
    """Pair the listings that stand under one address in both surveys."""
    rows = both.loc[both["url"] != 0, ["url"]].assign(row=lambda f: f.index)
    pairs = rows[rows["row"] < size].merge(
        rows[rows["row"] >= size].drop_duplicates("url"), on="url", suffixes=("_one", "_other")
    )
    one, other = pairs["row_one"].to_numpy(), pairs["row_other"].to_numpy()
    kept = alike(texts, one, other)
    return pd.DataFrame(
        {
            "one": one[kept],
            "other": other[kept],
            "kind": "scraped_again",
            "score": 100.0,
            "features": "rule=same; same=address",
        }
    )


def _apply(
    pairs: pd.DataFrame,
    listings: pd.DataFrame,
    old: pd.DataFrame,
    decided: pd.DataFrame | None,
    before: str,
) -> pd.DataFrame:
    """Let people's decisions outrank the rules."""
    if decided is None:
        return pairs
    table = decided[decided["other_survey"] == before]
    unknown = table[~table["other_id"].isin(old["listing_id"])]
    if len(unknown):
        row = unknown.iloc[0]
        raise SurveyError(
            f"{row['where']}: other_id {row['other_id']!r} is not a listing of {before}"
        )
    own = pd.Series(np.arange(len(listings)), index=listings["listing_id"].to_numpy())
    theirs = pd.Series(np.arange(len(old)) + len(listings), index=old["listing_id"].to_numpy())
    one = own.reindex(table["listing_id"]).to_numpy(dtype=np.int64)
    other = theirs.reindex(table["other_id"]).to_numpy(dtype=np.int64)
    same = (table["decision"] == "same").to_numpy(dtype=bool)
    # A decision on two listings is one on the two offers.
    head, old_head = _heads(listings), _heads(old)
    broken = set(zip(head[one[~same]], old_head[other[~same] - len(listings)], strict=True))
    offers = zip(
        head[pairs["one"].to_numpy()],
        old_head[pairs["other"].to_numpy() - len(listings)],
        strict=True,
    )
    pairs = pairs[[offer not in broken for offer in offers]]
    return pd.concat(
        [
            pairs,
            pd.DataFrame(
                {
                    "one": one[same],
                    "other": other[same],
                    "kind": "reposted",
                    "score": 100.0,
                    "features": "rule=person",
                    "decided": True,
                }
            ),
        ],
        ignore_index=True,
    )
