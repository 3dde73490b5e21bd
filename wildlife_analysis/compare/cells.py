"""What two surveys share: marketplaces searched, effort, and taxa that fall under one rule."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from wildlife_analysis.count import Processed, counted
from wildlife_analysis.reference import SurveyError, taxonomy

__all__ = [
    "KEYS",
    "Shared",
    "like_for_like",
    "rule_of",
    "shared_cells",
    "shared_of",
    "totals_unlike_for_unlike",
]

KEYS = ["country_code", "marketplace"]
# Units of effort a coverage table may state, the finest first.
EFFORTS = ("hours", "searches", "weeks")
LISTED = ("I", "II", "III", "A", "B", "C", "D")


@dataclass(frozen=True)
class Shared:
    """What is comparable between two surveys.

    Attributes
    ----------
    rule
        Appendices and Annexes counted in both.
    cells
        ``country_code``, ``marketplace`` and the ``effort`` of each survey in the cells
        searched in both (``effort_baseline``, ``effort_survey``).
    unit
        Unit of the effort: hours, searches, weeks, or none where no survey states any.
    basket
        Accepted names of the taxa compared.
    """

    rule: tuple[str, ...]
    cells: pd.DataFrame
    unit: str
    basket: frozenset[str]


def shared_cells(baseline: Processed, survey: Processed) -> pd.DataFrame:
    """List the country × marketplace cells searched in both surveys.

    Returns
    -------
    pandas.DataFrame
        Columns ``country_code`` and ``marketplace``.

    Raises
    ------
    SurveyError
        When one of the surveys declares no coverage.
    """
    for one in (baseline, survey):
        if one.coverage.empty:
            raise SurveyError(
                f"survey {one.id} declares no coverage.csv; no like-for-like trend"
            )
    cells = baseline.coverage[KEYS].merge(survey.coverage[KEYS], on=KEYS)
    return cells.drop_duplicates().sort_values(KEYS, ignore_index=True)


def rule_of(
    baseline: Processed, survey: Processed, scope: Sequence[str] | None
) -> tuple[str, ...]:
    """Return the scope rule of a comparison: the one asked for, else what both surveys count.

    Raises
    ------
    SurveyError
        When the surveys share no Appendix or Annex.
    """
    rule = scope if scope is not None else [c for c in survey.scope if c in baseline.scope]
    if not rule:
        raise SurveyError(f"surveys {baseline.id} and {survey.id} share no Appendix or Annex")
    return tuple(rule)


def shared_of(
    baseline: Processed, survey: Processed, scope: Sequence[str] | None = None
) -> Shared:
    """Work out what two surveys share.

    A taxon is compared when it falls under the rule on the last day of the later survey and was
    listed in some Appendix or Annex during both: so a move between Appendices does not read as
    a change of trade, and a taxon that only one survey could see is left out.
    """
    rule = rule_of(baseline, survey, scope)
    cells = shared_cells(baseline, survey)
    unit = next((u for u in EFFORTS if _states(baseline, u) and _states(survey, u)), "none")
    for name, one in (("baseline", baseline), ("survey", survey)):
        cells = cells.merge(_effort(one, unit, f"effort_{name}"), on=KEYS, how="left")
    if unit == "none" and all(one.weeks == one.weeks for one in (baseline, survey)):
        unit = "weeks"
        cells = cells.assign(effort_baseline=baseline.weeks, effort_survey=survey.weeks)
    return Shared(rule, cells, unit, _basket(baseline, survey, rule))


def _states(survey: Processed, unit: str) -> bool:
    column = survey.coverage.get(unit)
    return column is not None and bool((column.astype("str").str.strip() != "").all())


def _effort(survey: Processed, unit: str, name: str) -> pd.DataFrame:
    """Return the effort spent on each cell."""
    cells = survey.coverage[KEYS]
    if unit == "none":
        return cells.drop_duplicates().assign(**{name: 1.0})
    effort = pd.to_numeric(survey.coverage[unit], errors="coerce")
    bad = effort.isna() | (effort <= 0)
    if bad.any():
        row = survey.coverage[bad].iloc[0]
        raise SurveyError(
            f"coverage.csv of {survey.id}: {unit} of {row['country_code']} "
            f"{row['marketplace']} is {row[unit]!r}; write a number above 0"
        )
    return cells.assign(**{name: effort}).groupby(KEYS, as_index=False)[name].sum()


def _basket(baseline: Processed, survey: Processed, rule: tuple[str, ...]) -> frozenset[str]:
    """Return the taxa under the rule on the later day that were listed during both surveys."""
    names = pd.concat([s.specimens["scientific_name"] for s in (baseline, survey)])
    names = pd.Series(np.sort(names.unique().astype(object)), dtype="str")
    if names.empty:
        return frozenset()
    listed = pd.Series(True, index=names.index)
    under = listed
    for one in (baseline, survey):
        day = pd.Series(one.fieldwork[1], index=names.index)
        status = taxonomy.status(names, day)
        listed = listed & (status["appendix"].notna() | status["eu_annex"].notna())
        under = status["appendix"].isin(rule) | status["eu_annex"].isin(rule)
    return frozenset(names[listed & under])


def like_for_like(survey: Processed, shared: Shared, *, later: bool) -> pd.DataFrame:
    """Return the specimens of a survey that are comparable with the other.

    Parameters
    ----------
    survey
        One of the two surveys.
    shared
        What they share.
    later
        Whether it is the later of the two.

    Returns
    -------
    pandas.DataFrame
        Rows of `count.counted` in shared cells and of compared taxa, with ``effort`` of the
        cell, ``weight`` (1 over it) and ``later``.
    """
    frame = counted(survey, scope=LISTED)
    frame = frame[frame["scientific_name"].isin(shared.basket)]
    name = "effort_survey" if later else "effort_baseline"
    frame = frame.merge(shared.cells[[*KEYS, name]], on=KEYS)
    frame = frame.rename(columns={name: "effort"})
    return frame.assign(weight=1 / frame["effort"], later=later)


def totals_unlike_for_unlike(baseline: Processed, survey: Processed) -> pd.DataFrame:
    """Put the raw totals side by side; they do not measure a change.

    Returns
    -------
    pandas.DataFrame
        ``survey``, ``countries``, ``marketplaces``, ``listings``, ``specimens``.

    Examples
    --------
    >>> compare.totals_unlike_for_unlike(baseline, survey).columns.tolist()
    ['survey', 'countries', 'marketplaces', 'listings', 'specimens']
    """
    rows = []
    for one in (baseline, survey):
        frame = counted(one)
        rows.append(
            {
                "survey": one.id,
                "countries": one.coverage["country_code"].nunique(),
                "marketplaces": one.coverage["marketplace"].nunique(),
                "listings": frame["listing_id"].nunique(),
                "specimens": int(frame["specimen_count"].sum()),
            }
        )
    return pd.DataFrame(rows)
