"""Estimate how many listings and specimens a person would count, from an audit sample.

The program answers for every listing, people for a random sample of them. The stratified
difference estimator adds to the program's count what the sample says it missed and takes away
what it counted wrongly (Särndal, Swensson and Wretman 1992, section 6.3; called
prediction-powered by Angelopoulos et al. 2023, stratified by Fisch et al. 2024). The interval
belongs to that correction alone: a count without errors in a complete audit has none.

Errors are rare and of unequal size, so that a normal interval is too short. What was counted
wrongly and what was missed each get the gamma interval for a weighted sum of counts (Fay and
Feuer 1997; its mid-p form after Fay and Kim 2017), with the design-based stratified variance
and its finite-population correction; the two are put together by the method of variance
estimates recovery with their correlation (Zou and Donner 2008; Zou 2008).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis.count.processed import DECIDED, Processed
from wildlife_analysis.count.tables import counted
from wildlife_analysis.reference import SurveyError

__all__ = ["LEVEL", "SMALL", "as_drawn", "estimates", "predicted"]

LEVEL = 0.95
# A stratum with fewer decided listings than this is pooled; a group with fewer is unaudited.
SMALL = 5
# Halvings until a quantile is found to a part in 2**50 of its range.
STEPS = 50
BASES = ("listings", "specimens")

Floats = npt.NDArray[np.float64]


def predicted(survey: Processed) -> pd.DataFrame:
    """Return the program's answer for every listing.

    Parameters
    ----------
    survey
        A processed survey.

    Returns
    -------
    pandas.DataFrame
        One row a listing: ``listing_id``, ``in_scope`` (bool; repeated listings never),
        ``predicted_specimens`` (int), ``country_code``, ``marketplace``, ``taxon_group`` (that
        of most of its specimens; missing where none count), ``repeated`` (bool).
    """
    frame = counted(survey)
    number = frame.groupby("listing_id")["specimen_count"].sum()
    groups = frame.groupby(["listing_id", "taxon_group"])["specimen_count"].sum().reset_index()
    groups = groups.sort_values(
        ["listing_id", "specimen_count", "taxon_group"], ascending=[True, False, True]
    )
    main = groups.drop_duplicates("listing_id").set_index("listing_id")["taxon_group"]
    own = survey.listings[["listing_id", "country_code", "marketplace"]]
    ids = own["listing_id"]
    return own.assign(
        in_scope=ids.isin(number.index),
        predicted_specimens=ids.map(number).fillna(0).astype("int64"),
        taxon_group=ids.map(main),
        repeated=survey.listings["duplicate_of"].notna(),
    )


def estimates(
    listings: pd.DataFrame, audited: pd.DataFrame, by: Sequence[str] = ()
) -> pd.DataFrame:
    """Estimate the true numbers of listings and specimens, by any groups of listings.

    Pooling: a stratum with fewer than `SMALL` decided listings is pooled with the other such
    strata of the same answer of the program (counted or not). Every listing keeps the weight of
    its own stratum; the pool has one variance. Listings of strata without any decision are
    spread over the strata of the same answer. Listings that were drawn but not decided are
    treated as not drawn: sheets and the notebook show listings in random order, so that those
    reached are a random part of the stratum. Where coders skip hard listings that is not so;
    the number is shown as ``undecided``.

    Parameters
    ----------
    listings
        Columns of `predicted`: ``listing_id``, ``in_scope``, ``predicted_specimens`` and the
        groups; ``repeated`` where known. The answers must be the program's own, not yet
        replaced by the decisions.
    audited
        Columns of `DECIDED`, one row a listing drawn and decided. Where it also has
        ``predicted_in_scope`` and ``predicted_specimens``, the program's answers at the time
        of the draw, these stand in the place of those of ``listings``. Decisions on other
        listings that were applied in between are taken for answers of the program.
    by
        Columns of ``listings``, such as ``country_code`` or ``taxon_group`` (that of the
        program: a missed listing belongs to the group without one).

    Returns
    -------
    pandas.DataFrame
        One row a group: the groups, ``status`` (audited, or unaudited where fewer than `SMALL`
        listings were decided or one kind of answer was not looked at), ``decided``,
        ``undecided`` (of the whole sample), then for both bases the program's count
        (``listings``, ``specimens``), its estimate (``listings_estimate``) and the 95 %
        interval (``listings_low``, ``listings_high``), missing where unaudited.

    Raises
    ------
    SurveyError
        When the sample names an unknown listing or one twice, or its strata contradict
        themselves.

    Examples
    --------
    Nobody has decided on a sample of this survey:

    >>> found = count.estimates(count.predicted(survey), survey.audited)
    >>> found["status"].tolist()
    ['unaudited']
    """
    keys = list(by) or ["all"]
    listings = as_drawn(listings, audited)
    frame = listings if by else listings.assign(all="all")
    frame = frame.assign(
        group=frame.groupby(keys, dropna=False, sort=True).ngroup(), answer=frame["in_scope"]
    )
    unique = ~frame["repeated"] if "repeated" in frame else frame["in_scope"].notna()
    frame = frame.assign(
        f_listings=(frame["in_scope"] & unique).astype("int64"),
        f_specimens=frame["predicted_specimens"]
        .where(frame["in_scope"] & unique, 0)
        .astype("int64"),
        can_count=unique,
    )
    names = frame.drop_duplicates("group").sort_values("group")[keys].reset_index(drop=True)
    sums = frame.groupby("group")[["f_listings", "f_specimens", "can_count"]].sum()
    known = names.assign(
        listings=sums["f_listings"], specimens=sums["f_specimens"], size=sums["can_count"]
    )
    sample, undecided = _sample(frame, audited)
    table = known.drop(columns="size").assign(
        status="unaudited", decided=0, undecided=undecided
    )
    _fill(table, known, sample, frame)
    order = ["status", "decided", "undecided"]
    for basis in BASES:
        order += [basis, *[f"{basis}_{end}" for end in ("estimate", "low", "high")]]
    table = table.reset_index(drop=True)
    return table[[*by, *order]]


def as_drawn(listings: pd.DataFrame, audited: pd.DataFrame) -> pd.DataFrame:
    """Put the program's answers at the time of the draw back where they were kept.

    Decisions that were applied meanwhile would hide the very errors the sample is to show.
    """
    kept = ["predicted_in_scope", "predicted_specimens"]
    if audited.empty or not set(kept) <= set(audited.columns):
        return listings
    said = audited.drop_duplicates("listing_id").set_index("listing_id")[kept]
    at = listings["listing_id"]
    own = at.isin(said.index)
    answer = at.map(said["predicted_in_scope"].astype(float)).eq(1.0)
    number = at.map(said["predicted_specimens"].astype(float)).fillna(0)
    return listings.assign(
        in_scope=listings["in_scope"].mask(own, answer).astype(bool),
        predicted_specimens=listings["predicted_specimens"].astype(float).mask(own, number),
    )


def _sample(frame: pd.DataFrame, audited: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Join the decisions with the program's answers and weigh them."""
    missing = [name for name in DECIDED if name not in audited]
    if missing:
        raise SurveyError(f"audit sample: column {', '.join(missing)} is missing")
    audited = audited.sort_values("listing_id", ignore_index=True)
    ids = audited["listing_id"]
    if ids.duplicated().any():
        raise SurveyError(f"audit sample: listing {ids[ids.duplicated()].iloc[0]} stands twice")
    at = pd.Index(frame["listing_id"]).get_indexer(ids)
    if (at < 0).any():
        raise SurveyError(f"audit sample: no listing {ids[at < 0].iloc[0]} in the survey")
    own = frame.take(at)
    can_count = own["can_count"].to_numpy()
    answer = own["answer"].to_numpy(dtype=bool)
    guess = own["predicted_specimens"].to_numpy(dtype=float)
    true = audited["decided_in_scope"].to_numpy(dtype=bool) & can_count
    f_listings = answer & can_count
    number = np.where(true, audited["decided_specimens"].to_numpy(dtype=float), 0.0)
    f_specimens = np.where(f_listings, guess, 0.0)
    sample = pd.DataFrame(
        {
            "stratum": audited["stratum"].to_numpy(),
            "group": own["group"].to_numpy(),
            "answer": answer,
            "can_count": can_count,
            "y_listings": true.astype(float),
            "y_specimens": number,
            "f_specimens": f_specimens,
            "d_listings": true.astype(float) - f_listings,
            "d_specimens": number - f_specimens,
        }
    )
    strata = _strata(sample, audited, frame)
    undecided = int((strata["drawn"] - strata["decided"]).sum()) if len(strata) else 0
    return sample.join(strata[["weight", "pool", "n", "fpc"]], on="stratum"), undecided


def _strata(sample: pd.DataFrame, audited: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Return weight, pool, its decided listings and finite-population correction."""
    groups = audited.groupby("stratum")
    strata = pd.DataFrame(
        {
            "size": groups["stratum_size"].first(),
            "sizes": groups["stratum_size"].nunique(),
            "decided": groups.size(),
            "probability": groups["inclusion_probability"].first(),
        }
    )
    _check(strata)
    drawn = (strata["size"] * strata["probability"]).round()
    answer = sample["answer"].groupby(sample["stratum"]).mean()
    kind = pd.Series(
        np.select([answer == 1, answer == 0], ["counted", "not counted"], "mixed"),
        index=answer.index,
    )
    # Listings of strata that nobody decided on go to the strata of the same answer.
    covered = strata["size"].groupby(kind).sum()
    if "mixed" in covered:
        factor = covered * 0 + max(len(frame) / covered.sum(), 1.0)
    else:
        counted_ = int(frame["answer"].sum())
        population = pd.Series({"counted": counted_, "not counted": len(frame) - counted_})
        factor = (population.reindex(covered.index) / covered).clip(lower=1.0)
    pool = pd.Series(strata.index, index=strata.index, dtype="str")
    pool = pool.mask(strata["decided"] < SMALL, "~" + kind)
    n = strata["decided"].groupby(pool).transform("sum").astype(float)
    size = strata["size"].groupby(pool).transform("sum").astype(float)
    return strata.assign(
        drawn=drawn.clip(lower=strata["decided"]),
        weight=strata["size"] / strata["decided"] * kind.map(factor).astype(float),
        pool=pd.factorize(pool)[0],
        n=n,
        fpc=1 - n / size,
    )


def _check(strata: pd.DataFrame) -> None:
    """Raise SurveyError where a stratum contradicts itself."""
    for name, row in strata.iterrows():
        if row["sizes"] > 1:
            raise SurveyError(f"audit sample: stratum {name} has several sizes")
        if row["decided"] > row["size"]:
            raise SurveyError(
                f"audit sample: stratum {name} of {row['size']} listings "
                f"has {row['decided']} decided ones"
            )
        if not 0 < row["probability"] <= 1:
            raise SurveyError(
                f"audit sample: stratum {name}: inclusion_probability {row['probability']} "
                "is not between 0 and 1"
            )


def _fill(
    table: pd.DataFrame, known: pd.DataFrame, sample: pd.DataFrame, frame: pd.DataFrame
) -> None:
    """Write estimates and intervals of the audited groups into the table."""
    many, group = len(known), sample["group"].to_numpy()
    decided = np.bincount(group, minlength=many)
    table["decided"] = decided
    usable = np.bincount(group, sample["can_count"], many)
    size, n = _parts(frame, sample, many)
    blind = ((size > 0) & (n == 0)).any(axis=0)
    ok = ((decided >= SMALL) & ~blind) | (decided == known["size"].to_numpy())
    table.loc[ok, "status"] = "audited"
    for basis in BASES:
        d = sample[f"d_{basis}"].to_numpy()
        over, missed, over_variance, missed_variance, covariance = _errors(sample, d, many)
        product = np.sqrt(over_variance * missed_variance)
        related = np.where(product > 0, covariance / np.where(product > 0, product, 1.0), 0.0)
        over_next, missed_next = _unseen(sample, basis, size > n)
        o_low, o_high = _gamma(over, over_variance, over_next)
        m_low, m_high = _gamma(missed, missed_variance, missed_next)
        estimate = known[basis].to_numpy() - over + missed
        low = estimate - _together(o_high - over, missed - m_low, related)
        high = estimate + _together(over - o_low, m_high - missed, related)
        # What people have seen is certain.
        floor = np.bincount(group, sample[f"y_{basis}"], many)
        if basis == "listings":
            high = np.minimum(high, known["size"].to_numpy() - (usable - floor))
        ends = {"estimate": estimate, "low": low, "high": high}
        for end, values in ends.items():
            table[f"{basis}_{end}"] = np.where(ok, np.maximum(values, floor), np.nan)


def _parts(frame: pd.DataFrame, sample: pd.DataFrame, many: int) -> tuple[Floats, Floats]:
    """Return the listings that can count and the decided ones: rows not counted, counted."""
    tables: list[Floats] = []
    for own in (frame, sample):
        usable = own[own["can_count"]]
        cell = usable["answer"].to_numpy(dtype=int) * many + usable["group"].to_numpy(dtype=int)
        tables.append(np.bincount(cell, minlength=2 * many).reshape(2, many).astype(float))
    return tables[0], tables[1]


def _errors(
    sample: pd.DataFrame, d: Floats, many: int
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Return the weighted totals counted wrongly and missed, their variances and covariance.

    A listing is wrong in one direction only, so that within a stratum the two are negatively
    related, the more so the more frequent errors are.
    """
    pool = sample["pool"].to_numpy()
    pools = int(pool.max(initial=0)) + 1
    cell = sample["group"].to_numpy() * pools + pool
    n = np.bincount(pool, minlength=pools).clip(min=1)
    fpc = np.bincount(pool, sample["fpc"], pools) / n
    totals, variances = [], []
    for error in (-d.clip(max=0), d.clip(min=0)):
        z = sample["weight"].to_numpy() * error
        total = np.bincount(cell, z, many * pools).reshape(many, pools)
        square = np.bincount(cell, z**2, many * pools).reshape(many, pools)
        # A single decided listing says nothing of its spread: its own square stands for it.
        spread = np.where(n > 1, (square - total**2 / n) * n / np.maximum(n - 1, 1), square)
        totals.append(total)
        variances.append((spread.clip(min=0) * fpc).sum(axis=1))
    shared = -totals[0] * totals[1] / np.maximum(n - 1, 1) * fpc
    covariance = shared.sum(axis=1)
    return totals[0].sum(axis=1), totals[1].sum(axis=1), *variances, covariance


def _together(one: Floats, other: Floats, related: Floats) -> Floats:
    """Return the reach of a difference from the reaches of its parts (Zou 2008, MOVER)."""
    return np.sqrt((one**2 + other**2 - 2 * related * one * other).clip(min=0))


def _unseen(
    sample: pd.DataFrame, basis: str, left: npt.NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Return what one more error would weigh in each group: counted wrongly, and missed.

    Fay and Feuer take the largest weight, which covers too often; Tiwari, Clegg and Zou (2006)
    the mean, which covers too rarely where errors differ much in size. Third over second moment
    lies between: the size at which a sum of such errors is as skewed as a gamma distribution.
    A listing counted wrongly costs in proportion to its own number; one missed, as much as
    those seen to be missed, whatever the program read. `left`: rows not counted, counted ×
    groups, whether listings are left that nobody decided on.
    """
    answer = sample["answer"].to_numpy(dtype=bool)
    usable = sample["can_count"].to_numpy(dtype=bool)
    weight, f = sample["weight"].to_numpy(), sample["f_specimens"].to_numpy()
    may_miss, may_over = usable & ~answer, usable & answer
    over, missed = weight, weight
    if basis == "specimens":
        may_miss, left = usable, np.vstack([left.any(axis=0), left[1]])
        d = sample["d_specimens"].to_numpy()
        wrong, short = d < 0, d > 0
        seen = _spread(d, weight, short) if short.any() else _spread(f, weight, f > 0)
        ratio = _spread(d, weight, wrong) / _spread(f, weight, wrong) if wrong.any() else 1.0
        over, missed = weight * f * ratio, weight * seen
    many, group = left.shape[1], sample["group"].to_numpy()
    parts: list[Floats] = []
    for own, size, some in ((may_over, over, left[1]), (may_miss, missed, left[0])):
        square = np.bincount(group[own], size[own] ** 2, many)
        cube = np.bincount(group[own], size[own] ** 3, many)
        parts.append(np.where(some & (square > 0), cube / np.where(square > 0, square, 1), 0.0))
    return parts[0], parts[1]


def _spread(values: Floats, weight: Floats, own: npt.NDArray[np.bool_]) -> float:
    """Return the weighted root mean square of some values, one where there are none."""
    if not own.any():
        return 1.0
    return float(np.sqrt(np.average(values[own] ** 2, weights=weight[own])))


def _gamma(total: Floats, variance: Floats, unseen: Floats) -> tuple[Floats, Floats]:
    """Return the mid-p gamma interval of weighted sums of counts (Fay and Kim 2017).

    Its ends are quantiles of the even mixture of the two gamma distributions that give the ends
    of the exact interval: that of the sum as it is, and that of the sum with one more error.
    """
    tail = (1 - LEVEL) / 2
    some, more = (total > 0) & (variance > 0), (unseen > 0)
    mean, spread = total + unseen, variance + unseen**2
    low_shape, low_scale = _moments(total, variance, some)
    up_shape, up_scale = _moments(mean, spread, some | more)
    ends = []
    for share in (tail, 1 - tail):
        below = np.zeros(len(total))
        above = np.where(some | more, mean + 40 * np.sqrt(spread), 0.0)
        for _ in range(STEPS):
            middle = (below + above) / 2
            reached = (
                _below(middle, low_shape, low_scale, some)
                + _below(middle, up_shape, up_scale, some | more)
            ) / 2 >= share
            above = np.where(reached, middle, above)
            below = np.where(reached, below, middle)
        ends.append(np.where(some | more, (below + above) / 2, total))
    return np.minimum(ends[0], total), np.maximum(ends[1], total)


def _moments(mean: Floats, variance: Floats, known: npt.NDArray[np.bool_]) -> list[Floats]:
    """Return shape and scale of the gamma distribution of a mean and a variance."""
    y, v = np.where(known, mean, 1.0), np.where(known, variance, 1.0)
    return [y**2 / v, v / y]


def _below(value: Floats, shape: Floats, scale: Floats, known: npt.NDArray[np.bool_]) -> Floats:
    """Return the gamma probability of a smaller value; a sum of nothing is a mass at zero."""
    from scipy.special import gammainc

    return np.where(known, gammainc(shape, value / scale), 1.0)
