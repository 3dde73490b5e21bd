"""Count listings and specimens of a processed survey, by any dimensions.

Every count stands on both bases: listings and specimens. Repeated listings are left out
unless asked for.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from wildlife_analysis.reference import SurveyError, nearest, taxonomy
from wildlife_analysis.reference import scope as rule

__all__ = ["OFFERED", "Processed", "both", "counted", "headline", "in_scope", "load", "taxa"]

OFFERED = ("sale", "giveaway", "exchange")
# What a specimen takes from its listing.
CARRIED = (
    "country_code",
    "marketplace",
    "offer",
    "documents",
    "language",
    "seller_key",
    "price_usd",
    "price_kind",
    "posted_on",
    "collected_at",
)
DIMENSIONS = (
    "country_code",
    "marketplace",
    "taxon_group",
    "subgroup",
    "scientific_name",
    "product",
    "form",
    "appendix",
    "eu_annex",
    "offer",
    "documents",
    "language",
    "month",
    "count_method",
    "match_method",
)


@dataclass(frozen=True)
class Processed:
    """A processed survey.

    Attributes
    ----------
    id
        Identifier of the survey.
    listings, specimens, rejects
        Tables of those names.
    coverage
        Country × marketplace cells searched; empty where not declared.
    manifest
        What the run recorded, the survey's declaration under ``survey``.
    """

    id: str
    listings: pd.DataFrame
    specimens: pd.DataFrame
    rejects: pd.DataFrame
    coverage: pd.DataFrame
    manifest: dict[str, Any]

    @property
    def simulated(self) -> bool:
        """Whether the survey is a replica."""
        return bool(self.manifest["survey"].get("simulated"))

    @property
    def scope(self) -> tuple[str, ...]:
        """Appendices and Annexes that are counted."""
        return tuple(self.manifest["survey"]["scope"])

    @property
    def weeks(self) -> float:
        """Length of the fieldwork in weeks; NaN where not declared."""
        days = [self.manifest["survey"].get(f"fieldwork_{end}") for end in ("from", "to")]
        if not all(days):
            return float("nan")
        return ((pd.Timestamp(days[1]) - pd.Timestamp(days[0])).days + 1) / 7


def load(folder: Path | str) -> Processed:
    """Load a processed survey.

    Parameters
    ----------
    folder
        Folder that ``process`` wrote.

    Returns
    -------
    Processed

    Raises
    ------
    SurveyError
        When a table or the manifest is missing.
    """
    folder = Path(folder)
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        tables = {
            name: pd.read_parquet(folder / f"{name}.parquet")
            for name in ("listings", "specimens", "rejects")
        }
    except FileNotFoundError as error:
        raise SurveyError(f"{error.filename}: missing; run 'process' again") from error
    coverage = folder / "coverage.parquet"
    cells = (
        pd.read_parquet(coverage)
        if coverage.exists()
        else pd.DataFrame({"country_code": [], "marketplace": []}, dtype="str")
    )
    return Processed(id=manifest["survey"]["id"], coverage=cells, manifest=manifest, **tables)


def in_scope(specimens: pd.DataFrame, scope: Sequence[str]) -> pd.Series:
    """Say which specimens a scope rule counts; see `reference.scope`."""
    return rule.in_scope(specimens, scope)


def counted(
    survey: Processed, *, scope: Sequence[str] | None = None, unique: bool = True
) -> pd.DataFrame:
    """Join the specimens that count with their listings.

    Parameters
    ----------
    survey
        A processed survey.
    scope
        Scope rule; the survey's own by default.
    unique
        Leave out listings that repeat an earlier one.

    Returns
    -------
    pandas.DataFrame
        One row per listing × taxon × product in scope: columns of ``specimens`` and
        ``country_code``, ``marketplace``, ``offer``, ``documents``, ``language``,
        ``seller_key``, ``price_usd``, ``month``, ``form`` (live or part).
    """
    listings = survey.listings
    if unique:
        listings = listings[listings["duplicate_of"].isna()]
    if scope is None:
        listings = listings[listings["in_scope"]]
    else:
        listings = listings[listings["offer"].isin(OFFERED)]
    specimens = survey.specimens[in_scope(survey.specimens, scope or survey.scope)]
    own = listings[["listing_id", *CARRIED]]
    frame = specimens.merge(own, on="listing_id", how="inner", validate="many_to_one")
    day = frame["posted_on"].fillna(frame["collected_at"].dt.tz_localize(None))
    return frame.assign(
        month=day.dt.strftime("%Y-%m"),
        form=frame["product"].eq("live").map({True: "live", False: "part"}).astype("str"),
    )


def _checked(by: Sequence[str]) -> list[str]:
    for dimension in by:
        if dimension not in DIMENSIONS:
            raise SurveyError(
                f"no dimension {dimension!r}; nearest: {nearest(dimension, list(DIMENSIONS))}"
            )
    return list(by)


def both(
    survey: Processed,
    by: Sequence[str],
    *,
    scope: Sequence[str] | None = None,
    unique: bool = True,
) -> pd.DataFrame:
    """Count listings and specimens by any dimensions.

    Parameters
    ----------
    survey
        A processed survey.
    by
        Columns of `counted`: ``country_code``, ``taxon_group``, ``product`` ...
    scope, unique
        See `counted`.

    Returns
    -------
    pandas.DataFrame
        The dimensions, ``listings`` (a listing with several taxa counts once a row),
        ``specimens``, ``sellers``, ``value_usd`` (asking prices of the listings with a single
        taxon × product), ``assumed_one_share`` (share of the specimens whose number is
        assumed). Searched cells where nothing was found are zero when the dimensions are those
        of the coverage. Sorted by specimens, then by the dimensions.

    Raises
    ------
    SurveyError
        When a dimension is unknown.
    """
    keys = _checked(by)
    frame = counted(survey, scope=scope, unique=unique)
    single = frame["listing_id"].map(frame["listing_id"].value_counts()) == 1
    assumed = frame["specimen_count"].where(frame["count_method"] == "assumed_one", 0)
    frame = frame.assign(value_usd=frame["price_usd"].where(single), assumed=assumed)
    groups = frame.groupby(keys, dropna=False, sort=True)
    table = groups.agg(
        listings=("listing_id", "nunique"),
        specimens=("specimen_count", "sum"),
        sellers=("seller_key", "nunique"),
        value_usd=("value_usd", "sum"),
        assumed=("assumed", "sum"),
    ).reset_index()
    table["assumed_one_share"] = (table.pop("assumed") / table["specimens"]).round(4)
    table = _with_zeros(table, survey, keys)
    return table.sort_values(
        ["specimens", *keys], ascending=[False, *[True] * len(keys)], kind="stable"
    ).reset_index(drop=True)


def _with_zeros(table: pd.DataFrame, survey: Processed, keys: list[str]) -> pd.DataFrame:
    """Add the cells that were searched without finding anything."""
    if not set(keys) <= {"country_code", "marketplace"} or survey.coverage.empty:
        return table
    cells = survey.coverage[keys].drop_duplicates()
    numbers = ["listings", "specimens", "sellers", "value_usd"]
    full = table.merge(cells, on=keys, how="outer")
    return full.assign(**{n: full[n].fillna(0).astype(table[n].dtype) for n in numbers})


def headline(survey: Processed) -> dict[str, float]:
    """Return the numbers of the first page.

    Parameters
    ----------
    survey
        A processed survey.

    Returns
    -------
    dict
        ``listings``, ``specimens``, ``countries``, ``marketplaces`` (searched, where declared),
        ``value_usd``, ``live_share``, ``assumed_share``, ``repeated`` listings, and
        ``specimens_with_repeats``.
    """
    frame = counted(survey)
    once = frame.drop_duplicates("listing_id")
    total = int(frame["specimen_count"].sum())
    assumed = frame.loc[frame["count_method"] == "assumed_one", "specimen_count"].sum()
    live = frame.loc[frame["form"] == "live", "specimen_count"].sum()
    cells = survey.coverage if len(survey.coverage) else once
    return {
        "listings": float(len(once)),
        "specimens": float(total),
        "countries": float(cells["country_code"].nunique()),
        "marketplaces": float(cells["marketplace"].nunique()),
        "value_usd": float(once["price_usd"].sum()),
        "live_share": float(live / total) if total else float("nan"),
        "assumed_share": float(assumed / total) if total else float("nan"),
        "repeated": float(survey.manifest["accounts"]["duplicates"]),
        "specimens_with_repeats": float(counted(survey, unique=False)["specimen_count"].sum()),
    }


def taxa(survey: Processed, name: str) -> Processed:
    """Keep the specimens of one taxon, at any rank.

    Parameters
    ----------
    survey
        A processed survey.
    name
        Accepted scientific name of a species, genus, family, order or class.

    Returns
    -------
    Processed
        The same survey; listings without such specimens are out of scope.
    """
    names = survey.specimens["scientific_name"]
    own = {n for n in names.unique() if n == name or name in taxonomy.ancestors(n)}
    if not own:
        raise SurveyError(f"{survey.id}: no specimens of {name!r}")
    specimens = survey.specimens[names.isin(own)]
    keep = survey.listings["listing_id"].isin(specimens["listing_id"])
    listings = survey.listings.assign(in_scope=survey.listings["in_scope"] & keep)
    return replace(survey, specimens=specimens, listings=listings)
