"""Progress toward a stated target, with its interval and the years it rests on."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from wildlife_analysis import reference
from wildlife_analysis.compare.trends import surveys
from wildlife_analysis.count import Processed
from wildlife_analysis.reference import SurveyError

__all__ = ["targets"]


def targets(
    baseline: Processed,
    survey: Processed,
    by: Sequence[str] = (),
    *,
    scope: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Compare the change between two surveys with stated targets.

    Parameters
    ----------
    baseline, survey
        Processed surveys.
    by
        Dimensions; none for the total.
    scope
        See `trends.surveys`.

    Returns
    -------
    pandas.DataFrame
        One row a target of the table ``targets`` (× group): ``target_id``, ``wanted``
        (reduction, 0 to 1), ``base_year`` (as stated; missing where print states none),
        ``target_year``, ``from_year`` and ``to_year`` (fieldwork the progress rests on), the
        dimensions, ``reduction`` of the rate of listings on shared marketplaces (negative for a
        rise) with ``low`` and ``high`` (95 %), ``wanted_by_then`` (on a path of equal yearly
        shares from ``from_year``), ``progress`` (before_launch where the fieldwork ended before
        the target was set, reached, on_course, behind, unclear), ``source``.

    Raises
    ------
    SurveyError
        When a row of the table cannot be read.
    """
    changes = surveys(baseline, survey, by, scope=scope)
    years = [one.fieldwork[0].year for one in (baseline, survey)]
    tables = []
    for row, target in enumerate(reference.table("targets").to_dict("records"), 2):
        wanted, year = _read(target, row)
        share = (years[1] - years[0]) / (year - years[0]) if year > years[0] else 1.0
        by_then = 1 - (1 - wanted) ** min(share, 1.0)
        table = changes[list(by)].assign(
            target_id=target["target_id"],
            wanted=wanted,
            base_year=int(target["base_year"]) if target["base_year"] else None,
            target_year=year,
            from_year=years[0],
            to_year=years[1],
            reduction=1 - changes["ratio"],
            low=1 - changes["high"],
            high=1 - changes["low"],
            wanted_by_then=by_then,
            source=target["source"],
        )
        early = bool(target["launched"]) and survey.fieldwork[1] < pd.Timestamp(
            target["launched"]
        )
        table["progress"] = np.select(
            [early, table["low"] >= wanted, table["low"] >= by_then, table["high"] < by_then],
            ["before_launch", "reached", "on_course", "behind"],
            "unclear",
        )
        tables.append(table)
    first = ["target_id", "wanted", "base_year", "target_year", "from_year", "to_year"]
    last = ["reduction", "low", "high", "wanted_by_then", "progress", "source"]
    return pd.concat(tables, ignore_index=True)[[*first, *by, *last]]


def _read(target: dict[str, str], row: int) -> tuple[float, int]:
    try:
        wanted, year = float(target["reduction"]), int(target["target_year"])
    except ValueError as error:
        raise SurveyError(f"targets.csv, row {row}: {error}") from error
    if not 0 < wanted <= 1:
        raise SurveyError(f"targets.csv, row {row}: reduction {wanted} is not between 0 and 1")
    return wanted, year
