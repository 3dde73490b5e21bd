"""Platforms' own rules: advertisements that break them, before and after, against others.

A fall on a platform after its rule is no proof that the rule caused it: sellers also move to
other marketplaces, change their words, and demand changes. The comparison with marketplaces of
the same countries without such a rule takes out what changed everywhere, and nothing else.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from wildlife_analysis import reference
from wildlife_analysis.compare.cells import KEYS, Shared, like_for_like, shared_of
from wildlife_analysis.compare.rates import LEVEL, adjusted, dispersion, rate_ratio
from wildlife_analysis.count import Processed, counted
from wildlife_analysis.reference import SurveyError, taxonomy

__all__ = ["before_after", "in_force", "on_site_banned", "policy", "sides"]

# Below this count a ratio of ratios is worded with care and computed exactly.
SMALL = 10


def _rules() -> list[dict[str, str]]:
    rules = reference.table("policies").to_dict("records")
    for row, rule in enumerate(rules, 2):
        for column in ("in_force_from", "in_force_by"):
            if rule[column] and pd.isna(pd.to_datetime(rule[column], errors="coerce")):
                raise SurveyError(
                    f"policies.csv, row {row}: {column} {rule[column]!r}; "
                    "write a day as 2016-12-31"
                )
    return rules


def _on_site(marketplaces: pd.Series, site: str) -> pd.Series:
    """Say which marketplaces are a site or, for a platform's name, one of its country sites."""
    names = marketplaces.astype("str").fillna("")
    return names.eq(site) | (names.str.startswith(f"{site}.") & ("." not in site))


def _banned(frame: pd.DataFrame, bans: str) -> pd.Series:
    """Say which specimens a rule bans: a product, a form, a taxon at any rank, or any."""
    names = frame["scientific_name"]
    own = {n for n in names.unique() if n == bans or bans in taxonomy.ancestors(n)}
    every = bans == "any"
    return frame["product"].eq(bans) | frame["form"].eq(bans) | names.isin(own) | every


def timing(rule: dict[str, str], baseline: Processed | None, survey: Processed) -> str:
    """Say when a rule came into force, against the fieldwork of the surveys.

    Returns
    -------
    str
        ``before_both``, ``between``, ``after_both``, ``during`` one of the surveys,
        ``by_survey`` (known to be in force before the later one, its first day is not) or
        ``unknown``.
    """
    start, last = survey.fieldwork
    if not rule["in_force_from"]:
        known = pd.to_datetime(rule["in_force_by"]) if rule["in_force_by"] else pd.NaT
        return "by_survey" if known <= start else "unknown"
    day = pd.Timestamp(rule["in_force_from"])
    if day > last:
        return "after_both"
    if day > start:
        return "during"
    if baseline is None:
        return "before_both"
    first, end = baseline.fieldwork
    if day <= first:
        return "before_both"
    return "during" if day <= end else "between"


def on_site_banned(frame: pd.DataFrame, rule: Mapping[str, str]) -> pd.DataFrame:
    """Return the listings of what a rule bans on its platform, one row each."""
    own = frame[_on_site(frame["marketplace"], rule["marketplace"])]
    return own[_banned(own, rule["bans"])].drop_duplicates("listing_id")


def in_force(own: pd.DataFrame, rule: Mapping[str, str]) -> pd.DataFrame:
    """Keep listings posted when a rule was in force; all where its first day is unknown."""
    if not rule["in_force_from"]:
        return own
    day = own["posted_on"].fillna(own["collected_at"].dt.tz_localize(None))
    return own[day >= pd.Timestamp(rule["in_force_from"])]


def policy(baseline: Processed | None, survey: Processed) -> pd.DataFrame:
    """Count listings that a platform's own rule bans.

    Parameters
    ----------
    baseline, survey
        Processed surveys; the baseline may be missing.

    Returns
    -------
    pandas.DataFrame
        One row a rule of the table ``policies``: ``marketplace``, ``bans``, ``in_force_from``,
        ``timing`` (see `timing`), ``baseline`` and ``survey`` listings of what is banned,
        ``breaking`` (those of the survey posted when the rule was in force; missing where that
        is not known), ``ratio`` with ``low`` and ``high`` of the weekly rates (missing without
        a baseline or coverage), ``source``.
    """
    rules = _rules()
    frames = [counted(one) if one is not None else None for one in (baseline, survey)]
    rows = []
    for rule in rules:
        when = timing(rule, baseline, survey)
        numbers, breaking = [], float("nan")
        for frame in frames:
            if frame is None:
                numbers.append(0)
                continue
            own = on_site_banned(frame, rule)
            numbers.append(len(own))
            if when == "by_survey" or rule["in_force_from"]:
                breaking = float(len(in_force(own, rule)))
        rows.append(
            {
                "marketplace": rule["marketplace"],
                "bans": rule["bans"],
                "in_force_from": rule["in_force_from"] or None,
                "timing": when,
                "baseline": numbers[0],
                "survey": numbers[1],
                "breaking": breaking,
                "source": rule["source"],
            }
        )
    table = pd.DataFrame(rows)
    ends = ["ratio", "low", "high"]
    if baseline is None or baseline.coverage.empty or survey.coverage.empty:
        ratios = pd.DataFrame(np.nan, index=table.index, columns=ends)
    else:
        ratios = before_after(baseline, survey)[[f"site_{end}" for end in ends]]
        ratios.columns = pd.Index(ends)
    columns = [c for c in table.columns if c != "source"]
    return pd.concat([table[columns], ratios, table[["source"]]], axis=1)


def before_after(baseline: Processed, survey: Processed) -> pd.DataFrame:
    """Compare what a platform bans with the same on marketplaces without the rule.

    The ratio of rate ratios is the platform's change over that of the other marketplaces of
    the same countries (difference in differences on the logarithmic scale). Its interval is
    log-normal with the two cluster-robust variances added; where one of the four counts is
    below `SMALL` it is the exact conditional interval of the odds ratio (Fisher; as in scipy
    ``contingency.odds_ratio``) at the effective counts.

    Parameters
    ----------
    baseline, survey
        Processed surveys, both with coverage.

    Returns
    -------
    pandas.DataFrame
        One row a rule: ``marketplace``, ``bans``, ``timing``, ``site_baseline``,
        ``site_survey``, ``site_ratio``, ``site_low``, ``site_high``, ``others_baseline``,
        ``others_survey``, ``others_ratio``, ``ratio_of_ratios``, ``low``, ``high`` (95 %),
        ``p_adjusted``, ``caution`` (not_compared, not_between, date_unknown, no_others,
        few, association). Only cells searched in both surveys count.
    """
    shared = shared_of(baseline, survey)
    rules = _rules()
    events, index = sides(baseline, survey, shared)
    every = pd.concat(events, ignore_index=True).rename(columns={"seller_key": "seller"})
    table = _parts(every, index, shared)
    site, others = (
        table.iloc[0::2].reset_index(drop=True),
        table.iloc[1::2].reset_index(drop=True),
    )
    ratios = pd.DataFrame(
        [_ratio_of_ratios(s, o) for s, o in zip(_rows(site), _rows(others), strict=True)],
        columns=["ratio_of_ratios", "low", "high", "p_value"],
    )
    result = pd.DataFrame(
        {
            "marketplace": [r["marketplace"] for r in rules],
            "bans": [r["bans"] for r in rules],
            "timing": [timing(r, baseline, survey) for r in rules],
        }
    )
    for name, part in (("site", site), ("others", others)):
        for column in ("baseline", "survey", "ratio", "low", "high"):
            result[f"{name}_{column}"] = part[column]
    result = result.drop(columns=["others_low", "others_high"])
    result = pd.concat([result, ratios.drop(columns="p_value")], axis=1)
    counts = result[["site_baseline", "site_survey", "others_baseline", "others_survey"]]
    return result.assign(
        p_adjusted=adjusted(ratios["p_value"]),
        caution=np.select(
            [
                site["cells"] == 0,
                result["timing"].isin(["unknown", "by_survey"]),
                result["timing"] != "between",
                others["cells"] == 0,
                counts.min(axis=1) < SMALL,
            ],
            ["not_compared", "date_unknown", "not_between", "no_others", "few"],
            "association",
        ),
    )


def sides(
    baseline: Processed, survey: Processed, shared: Shared
) -> tuple[list[pd.DataFrame], list[pd.DataFrame]]:
    """Return what each rule bans, on its platform and on the marketplaces without the rule.

    Returns
    -------
    events, cells : list of pandas.DataFrame
        Two a rule, the platform first: the listings of both surveys (``later``), numbered by
        ``row``, and the shared cells they may come from.
    """
    columns = ["listing_id", "later", "seller_key", *KEYS, "weight"]
    columns += ["product", "form", "scientific_name"]
    frame = pd.concat(
        [
            like_for_like(one, shared, later=later)[columns]
            for one, later in ((baseline, False), (survey, True))
        ],
        ignore_index=True,
    )
    rules = _rules()
    cells = shared.cells
    ruled = {bans: np.zeros(len(cells), dtype=bool) for bans in {r["bans"] for r in rules}}
    for rule in rules:
        ruled[rule["bans"]] |= _on_site(cells["marketplace"], rule["marketplace"]).to_numpy()
    events: list[pd.DataFrame] = []
    index: list[pd.DataFrame] = []
    for rule in rules:
        site = _on_site(cells["marketplace"], rule["marketplace"])
        near = cells["country_code"].isin(cells.loc[site, "country_code"])
        others = near & ~ruled[rule["bans"]]
        own = frame[_banned(frame, rule["bans"])].drop_duplicates(["listing_id", "later"])
        for part in (site, others):
            here = own.merge(cells.loc[part, KEYS])
            events.append(here.assign(row=len(index)))
            index.append(cells[part])
    return events, index


def _rows(table: pd.DataFrame) -> list[dict[str, float]]:
    return table.drop(columns="interval").astype(float).to_dict("records")


def _parts(events: pd.DataFrame, cells: list[pd.DataFrame], shared: Shared) -> pd.DataFrame:
    """Return counts, efforts, dispersion and rate ratio of each part (platform or others)."""
    many = len(cells)
    spread = dispersion(events, many)["dispersion"]
    counts = events.groupby(["row", "later"]).size().unstack(fill_value=0)
    counts = counts.reindex(index=range(many), columns=[False, True], fill_value=0)
    mean = [
        (c if len(c) else shared.cells)[["effort_baseline", "effort_survey"]].mean()
        for c in cells
    ]
    efforts = pd.DataFrame(mean).reset_index(drop=True)
    ratios = rate_ratio(
        counts[True].tolist(),
        efforts["effort_survey"].tolist(),
        counts[False].tolist(),
        efforts["effort_baseline"].tolist(),
        dispersion=spread.tolist(),
    )
    table = pd.concat([ratios, efforts], axis=1)
    return table.assign(
        baseline=counts[False],
        survey=counts[True],
        dispersion=spread,
        cells=[len(c) for c in cells],
    )


def _ratio_of_ratios(
    site: dict[str, float], others: dict[str, float]
) -> tuple[float, float, float, float]:
    from scipy.stats import norm
    from scipy.stats.contingency import odds_ratio

    nothing = (np.nan, np.nan, np.nan, np.nan)
    four = [part[name] for part in (site, others) for name in ("survey", "baseline")]
    if not all(part["survey"] + part["baseline"] > 0 for part in (site, others)):
        return nothing
    if min(four) >= SMALL:
        log = np.log(site["ratio"] / others["ratio"])
        variance = sum(
            part["dispersion"] * (1 / part["survey"] + 1 / part["baseline"])
            for part in (site, others)
        )
        error = np.sqrt(variance)
        reach = norm.ppf((1 + LEVEL) / 2) * error
        p_value = 2 * norm.sf(abs(log) / error)
        return (
            float(np.exp(log)),
            float(np.exp(log - reach)),
            float(np.exp(log + reach)),
            float(p_value),
        )
    efforts = [part["effort_baseline"] / part["effort_survey"] for part in (site, others)]
    scale = efforts[0] / efforts[1]
    effective = [
        round(part[name] / part["dispersion"])
        for part in (site, others)
        for name in ("survey", "baseline")
    ]
    square = np.array(effective, dtype=int).reshape(2, 2)
    if (square.sum(axis=0) == 0).any() or (square.sum(axis=1) == 0).any():
        return nothing
    found = odds_ratio(square, kind="conditional")
    interval = found.confidence_interval(LEVEL)
    defined = site["baseline"] > 0 and others["survey"] > 0 and others["baseline"] > 0
    ratio = site["ratio"] / others["ratio"] if defined else np.nan
    tails = [_tail(square, alternative) for alternative in ("less", "greater")]
    high = float(interval.high) * scale
    return (
        float(ratio),
        float(interval.low) * scale,
        high if np.isfinite(high) else np.nan,
        float(min(1.0, 2 * min(tails))),
    )


def _tail(square: np.ndarray, alternative: str) -> float:
    from scipy.stats import fisher_exact

    return float(fisher_exact(square, alternative=alternative).pvalue)
