"""Process one partition: the same pure function on one core, in a pool and on a cluster.

A partition is as many listings as are worked on at once. No listing looks at another of its
partition, so that it does not matter which ones stand together: what crosses partitions
(identifiers, repetitions, prices that only a file as a whole explains, people's decisions) is
settled when all are done.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from wildlife_analysis import classify, clean, duplicates, review
from wildlife_analysis.classify import relevance
from wildlife_analysis.reference import Survey, check_table
from wildlife_analysis.reference.options import Options

__all__ = ["Parameters", "Tables", "classified", "partition"]


@dataclass(frozen=True)
class Parameters:
    """What decides, beside the listings themselves, what becomes of them.

    Attributes
    ----------
    survey
        Declaration of the survey.
    review
        Folder of people's decisions, for the relevance model that was trained on them.
    lost_dots
        Files of which it is known whether their prices lost the points of the thousands.
    options
        Judgements taken another way.
    """

    survey: Survey
    review: Path
    lost_dots: Mapping[str, bool] = field(default_factory=dict)
    options: Options = field(default_factory=Options)


@dataclass(frozen=True)
class Tables:
    """What a partition became.

    Attributes
    ----------
    listings
        Table of that name; ``listing_id`` is the number of the row.
    specimens
        Table of that name, in the order of the listings.
    keys
        `duplicates.keys` of the listings.
    """

    listings: pd.DataFrame
    specimens: pd.DataFrame
    keys: pd.DataFrame


def partition(raw: pd.DataFrame, parameters: Parameters) -> Tables:
    """Clean and classify listings, and compute what they are linked by.

    Parameters
    ----------
    raw
        Columns `read.COLUMNS`; ``listing_id`` is not looked at.
    parameters
        The rest.

    Returns
    -------
    Tables
    """
    numbered = raw.assign(listing_id=np.arange(len(raw)).astype("str")).astype(
        {"listing_id": "str"}
    )
    cleaned = clean.listings(numbered, parameters.survey, lost_dots=parameters.lost_dots)
    listings, specimens = classified(cleaned, parameters)
    listings, specimens = parameters.options.listings(listings, specimens, parameters.survey)
    order = np.argsort(specimens["listing_id"].astype("int64").to_numpy(), kind="stable")
    specimens = specimens.iloc[order].reset_index(drop=True)
    return Tables(
        check_table(listings, "listings"),
        check_table(specimens, "specimens"),
        duplicates.keys(listings, specimens),
    )


def classified(
    cleaned: pd.DataFrame, parameters: Parameters
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Recognise what cleaned listings offer, and how sure that is.

    Parameters
    ----------
    cleaned
        What `clean.listings` made.
    parameters
        As for `partition`.

    Returns
    -------
    listings, specimens : pandas.DataFrame
        Tables of those names.
    """
    listings, specimens = classify.listings(
        cleaned, parameters.survey, **parameters.options.likeness
    )
    model = _model(parameters.review)
    if model is not None and len(listings):
        listings = relevance.fill(listings, model)
    return listings, specimens


@cache
def _model(folder: Path) -> relevance.Model | None:
    return review.model_of(folder)
