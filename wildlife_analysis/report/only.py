"""A report on part of a survey: one country, one taxon, from one day on."""

import re
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from wildlife_analysis import count, provenance
from wildlife_analysis.count import Processed
from wildlife_analysis.reference import SurveyError, nearest, taxonomy

__all__ = ["Only", "load", "restrict"]


@dataclass(frozen=True)
class Only:
    """What a report is restricted to; empty where it is not.

    Attributes
    ----------
    country
        ISO 3166-1 alpha-2 code of a country that was searched.
    taxon
        Scientific name of any rank.
    since
        Day (ISO 8601) from which advertisements count.
    """

    country: str = ""
    taxon: str = ""
    since: str = ""

    @property
    def given(self) -> dict[str, str]:
        """The restrictions that are given, by name."""
        return {name: value for name, value in asdict(self).items() if value}


def load(
    folder: str | Path,
    country: str = "",
    taxon: str = "",
    since: str = "",
    *,
    texts: bool = True,
) -> Processed:
    """Load a processed survey, or part of it.

    Parameters
    ----------
    folder
        Folder that ``process`` wrote.
    country, taxon, since
        See `Only`.
    texts
        See `count.load`.
    """
    return restrict(count.load(folder, texts=texts), Only(country, taxon, since))


def restrict(survey: Processed, only: Only) -> Processed:
    """Keep part of a survey; its accounts and its coverage are those of the part.

    Parameters
    ----------
    survey
        A processed survey.
    only
        What to keep. Of a taxon, listings that offer it stay, with their other specimens gone;
        rows that could not be read belong to no country, taxon or day and are left out.

    Raises
    ------
    SurveyError
        When a country was not searched, a taxon is unknown or was not found, a day is none or
        comes after the fieldwork: the message names what is valid.
    """
    if not only.given:
        return survey
    listings, specimens, coverage = survey.listings, survey.specimens, survey.coverage
    declared = dict(survey.manifest["survey"])
    if only.country:
        _searched(survey, only.country)
        listings = listings[listings["country_code"] == only.country]
        coverage = coverage[coverage["country_code"] == only.country]
        declared["countries"] = [only.country]
    if only.since:
        day = _day(survey, only.since)
        seen = listings["posted_on"].fillna(listings["collected_at"].dt.tz_localize(None))
        listings = listings[seen >= day]
        if declared.get("fieldwork_from"):
            declared["fieldwork_from"] = max(declared["fieldwork_from"], only.since)
    specimens = specimens[specimens["listing_id"].isin(listings["listing_id"])]
    if only.taxon:
        name = _taxon(survey, only.taxon)
        specimens = count.taxa(replace(survey, specimens=specimens), name).specimens
        listings = listings[listings["listing_id"].isin(specimens["listing_id"])]
    kept = listings["listing_id"]
    listings = listings.assign(duplicate_of=_first(listings))
    rejects = survey.rejects.iloc[:0]
    tables = {"listings": listings, "specimens": specimens, "rejects": rejects}
    accounts = asdict(provenance.accounts(len(listings), tables))
    audited = survey.audited[survey.audited["listing_id"].isin(kept)]
    return replace(
        survey,
        listings=listings.reset_index(drop=True),
        specimens=specimens.reset_index(drop=True),
        rejects=rejects,
        coverage=coverage.reset_index(drop=True),
        audited=audited.reset_index(drop=True),
        manifest={**survey.manifest, "survey": declared, "accounts": accounts},
    )


def _first(listings: pd.DataFrame) -> pd.Series:
    """Link repetitions to the first listing inside the part, where the first lies outside."""
    ids, group = listings["listing_id"], listings["duplicate_of"].fillna(listings["listing_id"])
    day = listings["posted_on"].fillna(listings["collected_at"].dt.tz_localize(None))
    order = pd.DataFrame({"group": group, "late": listings["duplicate_of"].notna(), "day": day})
    order = order.assign(id=ids).sort_values(["group", "late", "day", "id"])
    first = group.map(order.drop_duplicates("group").set_index("group")["id"])
    return first.where(first != ids)


def _searched(survey: Processed, country: str) -> None:
    cells = survey.coverage if len(survey.coverage) else survey.listings
    known = sorted(cells["country_code"].dropna().unique().tolist())
    if country not in known:
        upper = country.upper()
        meant = f"did you mean {upper}? " if upper in known else ""
        raise SurveyError(
            f"survey {survey.id}: country {country!r} was not searched; {meant}"
            f"searched: {', '.join(known)}"
        )


def _taxon(survey: Processed, taxon: str) -> str:
    name = taxonomy.accepted(taxon)
    found = survey.specimens["scientific_name"].unique().tolist()
    within = {name for one in found for name in (one, *taxonomy.ancestors(one))}
    if name in within:
        return name
    known = sorted(within) if taxonomy.known(name) else taxonomy.names()
    what = "has no specimens of" if taxonomy.known(name) else "knows no taxon"
    raise SurveyError(f"survey {survey.id}: {what} {taxon!r}; nearest: {nearest(taxon, known)}")


def _day(survey: Processed, since: str) -> pd.Timestamp:
    # date.fromisoformat also takes weeks and days without dashes.
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", since):
        raise SurveyError(f"since {since!r}: write a day as 2018-05-31")
    try:
        day = pd.Timestamp(date.fromisoformat(since))
    except ValueError as error:
        raise SurveyError(f"since {since!r}: no such day") from error
    last = survey.fieldwork[1]
    if day > last:
        raise SurveyError(
            f"survey {survey.id}: since {since} is after its last day; "
            f"the latest that is possible: {last.date()}"
        )
    return day
