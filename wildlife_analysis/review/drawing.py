"""Drawing listings for people to look at: a random audit sample, or those most in doubt."""

import hashlib
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis.reference import SurveyError
from wildlife_analysis.review import samples
from wildlife_analysis.review.decisions import FILE as DECISIONS
from wildlife_analysis.review.decisions import decisions

__all__ = ["doubt", "draw", "queue", "strata"]

COUNTED, MANY_COUNTED, NOT_COUNTED = "counted", "counted as many", "not counted"
# From this number on a listing is of the few that carry most of the specimens, and whose errors
# are the largest: strata of their own (Cochran 1977, 5.7).
MANY = 10
# Planning values of the spread of errors within a stratum, for the allocation alone (Neyman
# 1934): about one counted listing in ten is wrong, one in sixteen of the others is missed; an
# error of a lot is several times as large.
SPREAD = {COUNTED: 0.3, MANY_COUNTED: 1.2, NOT_COUNTED: 0.25}
FEWEST = 2  # listings a stratum, so that its variance can be estimated
SMALL = 20  # strata with fewer listings are pooled within country and decision
POOLED = "other groups"
CERTAIN = 0.5


def queue(
    listings: pd.DataFrame,
    specimens: pd.DataFrame,
    *,
    size: int,
    seed: int,
    taken: frozenset[str] = frozenset(),
) -> pd.DataFrame:
    """Draw a random audit sample.

    Parameters
    ----------
    listings, specimens
        Tables of those names.
    size
        Number of listings to draw (all, where there are fewer).
    seed
        The same seed draws the same listings, in whatever order the rows stand.
    taken
        Listings drawn before or decided on; they are left out of the strata and their sizes.

    Returns
    -------
    pandas.DataFrame
        One row per drawn listing, in random order: ``survey``, ``listing_id``, ``stratum``
        (country/program's decision/taxon group), ``stratum_size``, ``inclusion_probability``,
        ``program_in_scope``, ``program_specimens``.

    Notes
    -----
    Each listing has a permanent random number made of seed, survey and identifier; a stratum
    gives the listings with its smallest (Ohlsson 1995, coordination with permanent random
    numbers). The sizes are in proportion to stratum size × spread of errors (Neyman 1934), two
    at least; strata of fewer than 20 listings are pooled over the taxon groups of their
    country and decision, and over countries where even two a stratum were too many. Listings
    counted with ten specimens or more are strata of their own, over all countries.
    """
    frame = strata(listings, specimens, size=size, taken=taken)
    if frame.empty:
        return frame.assign(stratum_size=0, inclusion_probability=np.nan)[_COLUMNS]
    numbers = _permanent(frame, seed)
    frame = frame.assign(number=numbers).sort_values("number", kind="stable")
    sizes = frame["stratum"].value_counts().sort_index()
    allotted = _allotted(sizes, size)
    rank = frame.groupby("stratum").cumcount()
    drawn = frame[rank < frame["stratum"].map(allotted)]
    share = drawn["stratum"].map(allotted) / drawn["stratum"].map(sizes)
    # Permanent numbers are compared within strata; between them the order is drawn anew.
    order = np.random.default_rng(seed).permutation(len(drawn))
    return (
        drawn.assign(
            stratum_size=drawn["stratum"].map(sizes).astype("int64"),
            inclusion_probability=share.astype("float64"),
        )[_COLUMNS]
        .iloc[order]
        .reset_index(drop=True)
    )


_COLUMNS = [
    "survey",
    "listing_id",
    "stratum",
    "stratum_size",
    "inclusion_probability",
    "program_in_scope",
    "program_specimens",
]


def _permanent(frame: pd.DataFrame, seed: int) -> npt.NDArray[np.uint64]:
    """Give each listing its random number."""
    keys = (f"{seed}\x1f" + frame["survey"] + "\x1f" + frame["listing_id"]).tolist()
    digests = b"".join(hashlib.blake2b(k.encode(), digest_size=8).digest() for k in keys)
    return np.frombuffer(digests, dtype=np.uint64)


def _described(listings: pd.DataFrame, specimens: pd.DataFrame) -> pd.DataFrame:
    """Say of each listing what the program decided: scope, specimens, main group."""
    if "taxon_group" in specimens:
        by_size = specimens.sort_values("specimen_count", ascending=False, kind="stable")
        first = by_size.drop_duplicates("listing_id").set_index("listing_id")["taxon_group"]
    else:
        first = pd.Series(dtype="str")
    total = specimens.groupby("listing_id")["specimen_count"].sum()
    ids = listings["listing_id"]
    scoped = listings["in_scope"].astype(bool)
    number = ids.map(total).fillna(0).where(scoped, 0).astype("int64")
    answers = [number >= MANY, scoped]
    return pd.DataFrame(
        {
            "survey": listings["survey"].astype("str"),
            "listing_id": ids.astype("str"),
            "country": listings["country_code"].fillna("??").astype("str"),
            "decision": np.select(answers, [MANY_COUNTED, COUNTED], NOT_COUNTED).astype("str"),
            "group": ids.map(first).astype("str").fillna("no group"),
            "program_in_scope": scoped,
            "program_specimens": number,
        },
        index=listings.index,
    )


def strata(
    listings: pd.DataFrame,
    specimens: pd.DataFrame,
    *,
    size: int,
    taken: frozenset[str] = frozenset(),
) -> pd.DataFrame:
    """Put the listings of a survey into strata.

    Parameters
    ----------
    listings, specimens, size, taken
        See `queue`; the size says how many strata can be afforded.

    Returns
    -------
    pandas.DataFrame
        One row per listing: ``survey``, ``listing_id``, ``stratum``, ``program_in_scope``,
        ``program_specimens``.
    """
    frame = _described(listings, specimens)
    frame = frame[~frame["listing_id"].isin(taken)].reset_index(drop=True)
    many = frame["decision"] == MANY_COUNTED
    country = frame["country"].mask(many, "all countries") + "/" + frame["decision"]
    groups = frame.groupby([country, frame["group"]])["listing_id"].transform("size")
    fine = country + "/" + frame["group"].where(groups >= SMALL, POOLED)
    for stratum in (fine, country, "all countries/" + frame["decision"]):
        frame = frame.assign(stratum=stratum.astype("str"))
        if frame["stratum"].nunique() * FEWEST <= size:
            break
    return frame


def _allotted(sizes: pd.Series, size: int) -> pd.Series:
    """Share a sample out over strata: FEWEST at least, none above its stratum."""
    names = sizes.index.astype("str")
    decision = names.str.split("/").str[1]
    weight = sizes * np.array([SPREAD[d] for d in decision])
    total = min(size, int(sizes.sum()))
    least = np.minimum(sizes, FEWEST)
    if least.sum() >= total:  # fewer listings asked for than two a stratum
        order = weight.sort_values(ascending=False, kind="stable").index
        got = pd.Series(0, index=sizes.index)
        for at in range(total):
            got[order[at % len(order)]] += 1
        return np.minimum(got, sizes).astype("int64")
    got = least.astype("float64")
    for _ in range(len(sizes)):  # strata taken whole give their surplus to the others
        free = got < sizes
        rest = total - got[~free].sum()
        share = rest * weight[free] / weight[free].sum()
        before = got.copy()
        got[free] = np.minimum(np.maximum(share, least[free]), sizes[free])
        if np.allclose(before, got):
            break
    whole = np.floor(got + 1e-9).astype("int64")
    rest = (got - whole).sort_values(ascending=False, kind="stable").index.tolist()
    missing = total - int(whole.sum())
    step = 0
    while missing and step < 10 * len(rest):
        name = rest[step % len(rest)]
        change = 1 if missing > 0 else -1
        if least[name] <= whole[name] + change <= sizes[name]:
            whole[name] += change
            missing -= change
        step += 1
    return whole


def doubt(
    listings: pd.DataFrame,
    specimens: pd.DataFrame,
    *,
    size: int,
    seed: int,
    taken: frozenset[str] = frozenset(),
) -> pd.DataFrame:
    """Draw the listings in most doubt.

    Parameters
    ----------
    listings, specimens
        Tables of those names; ``relevance`` filled where there is a model.
    size, seed, taken
        See `queue`; the seed decides between listings in equal doubt.

    Returns
    -------
    pandas.DataFrame
        Columns as `queue`, most in doubt first; stratum is ``doubt/model`` or, where there is
        no model, ``doubt/rules``; the inclusion probability is missing, for nothing is drawn
        at random. Repeated listings are left out: one decision on them is enough.

    Notes
    -----
    With a model, doubt is the nearness of the probability to one half (uncertainty sampling,
    Lewis and Gale 1994), and a listing on which rules and model disagree comes before one on
    which they agree at equal nearness. Without a model, the listings that the rules mark for
    review come first, then those that name a taxon but are not counted.
    """
    frame = _described(listings, specimens)
    own = listings["duplicate_of"].isna() & ~listings["listing_id"].isin(taken)
    frame, rows = frame[own], listings[own]
    relevance = rows["relevance"]
    modelled = bool(relevance.notna().any())
    if modelled:
        disagree = (relevance > CERTAIN) != rows["in_scope"]
        near = (relevance - CERTAIN).abs().fillna(CERTAIN)
        key = near.round(6) - disagree.astype("float64") * 1e-7
    else:
        named = rows["rejection_reason"].notna() & (
            rows["rejection_reason"] != "nothing_recognised"
        )
        key = pd.Series(
            np.select([rows["needs_review"], named], [0.0, 1.0], 2.0), index=rows.index
        )
        key = key[key < 2]
        frame = frame.loc[key.index]
    ordered = frame.assign(key=key, number=_permanent(frame, seed)).sort_values(
        ["key", "number"], kind="stable"
    )
    drawn = ordered.head(size)
    return drawn.assign(
        stratum="doubt/model" if modelled else "doubt/rules",
        stratum_size=len(ordered),
        inclusion_probability=np.nan,
    )[_COLUMNS].reset_index(drop=True)


def draw(
    listings: pd.DataFrame,
    specimens: pd.DataFrame,
    folder: Path,
    *,
    purpose: str,
    size: int,
    seed: int,
) -> pd.DataFrame:
    """Draw listings and keep the draw in the folder of the survey.

    Parameters
    ----------
    listings, specimens
        Tables of those names.
    folder
        Folder of decisions on the survey; made where it does not exist.
    purpose
        ``audit`` or ``doubt``.
    size, seed
        See `queue`.

    Returns
    -------
    pandas.DataFrame
        The rows added to ``samples.csv``. No listing is drawn twice, whatever the purpose,
        and none that was decided on.

    Raises
    ------
    SurveyError
        When the size is below one, the purpose unknown, or nothing is left to draw.
    """
    if size < 1:
        raise SurveyError(f"size {size}: draw one listing at least")
    makers = {"audit": queue, "doubt": doubt}
    if purpose not in makers:
        raise SurveyError(f"purpose {purpose!r} is none of {', '.join(makers)}")
    taken = set(samples.read(folder)["listing_id"])
    if (folder / DECISIONS).exists():
        taken |= set(decisions(folder / DECISIONS)["listing_id"])
    drawn = makers[purpose](listings, specimens, size=size, seed=seed, taken=frozenset(taken))
    if drawn.empty:
        raise SurveyError(
            f"{folder}: nothing left to draw for {purpose}: {len(taken)} of {len(listings)} "
            "listings were drawn or decided on before"
        )
    return samples.append(folder, drawn, purpose=purpose, seed=seed)
