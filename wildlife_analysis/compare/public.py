"""Reports from the public on suspicious advertisements, and what became of these."""

from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import numpy as np
import pandas as pd

from wildlife_analysis.count import Processed
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.reference.tables import read_csv

__all__ = ["OUTCOMES", "public_reports", "public_summary"]

REQUIRED = ("reported_by", "reported_at", "url")
OUTCOMES = ("found", "gone_since", "removed", "never_matched", "unreadable")
# Parts of an address that tell where a visitor came from, not which advertisement it is.
TRACKING = ("utm_", "fbclid", "gclid", "ref", "source", "campaign")


def _address(url: str) -> str:
    """Put an address into the form in which two of the same page are equal."""
    text = url.strip()
    try:
        parts = urlsplit(text if "//" in text else f"//{text}")
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return ""
    if "." not in host or " " in host:
        return ""
    query = sorted(
        (k, v) for k, v in parse_qsl(parts.query) if not k.lower().startswith(TRACKING)
    )
    tail = f"?{urlencode(query)}" if query else ""
    return f"{host}{parts.path.rstrip('/')}{tail}"


def public_reports(path: Path | str, *surveys: Processed) -> pd.DataFrame:
    """Match reports from the public to listings.

    Parameters
    ----------
    path
        CSV with ``reported_by``, ``reported_at`` (day), ``url`` and, where known,
        ``removed_at`` (day on which the advertisement was seen to be gone). An empty path for
        no reports.
    *surveys
        Processed surveys to look in.

    Returns
    -------
    pandas.DataFrame
        One row a row of the file: ``report`` (its number), ``reporter`` (a number in place of
        the name), ``reported_on``, ``survey``, ``listing_id``, ``marketplace``, ``in_scope``
        (as counted; missing where not matched), ``outcome``: ``removed`` (``days`` after the
        report), ``found`` (collected on the day of the report or later, or last seen when the
        search ended before it), ``gone_since`` (seen before the report, not after it although
        the search went on), ``never_matched``, ``unreadable`` (``reason``: no_url, no_date,
        removed_before_report).

    Raises
    ------
    SurveyError
        When the file or one of its columns is missing.
    """
    columns = {
        "report": "int64", "reporter": "int64", "reported_on": "datetime64[us]",
        "survey": "str", "listing_id": "str", "marketplace": "str", "in_scope": "object",
        "outcome": "str", "days": "float64", "reason": "str",
    }  # fmt: skip
    if not str(path):
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})
    raw = read_csv(Path(path))
    missing = [name for name in REQUIRED if name not in raw]
    if missing:
        raise SurveyError(f"{path}: column {', '.join(missing)} is missing")
    removed_text = raw["removed_at"] if "removed_at" in raw else pd.Series("", index=raw.index)
    addresses = {url: _address(url) for url in raw["url"].unique()}
    reports = pd.DataFrame(
        {
            "report": np.arange(1, len(raw) + 1),
            "reporter": pd.factorize(raw["reported_by"].str.strip().str.casefold())[0] + 1,
            "reported_on": _days(raw["reported_at"]),
            "address": raw["url"].map(addresses),
            "removed_on": _days(removed_text),
        }
    )
    reports = reports.merge(_seen(surveys), on="address", how="left")
    days = (reports["removed_on"] - reports["reported_on"]).dt.days
    reason = np.select(
        [
            reports["address"] == "",
            reports["reported_on"].isna()
            | (reports["removed_on"].isna() & (removed_text.str.strip() != "")),
            days < 0,
        ],
        ["no_url", "no_date", "removed_before_report"],
        "",
    )
    matched = reports["listing_id"].notna()
    later = reports["last_seen"] >= reports["reported_on"]
    searched = reports["search_end"] >= reports["reported_on"]
    outcome = np.select(
        [reason != "", days.notna() & matched, ~matched, later | ~searched],
        ["unreadable", "removed", "never_matched", "found"],
        "gone_since",
    )
    table = reports.assign(
        outcome=outcome,
        reason=pd.Series(reason, index=reports.index, dtype="str").where(reason != ""),
        days=days.where(outcome == "removed").astype("float64"),
    )
    return table[list(columns)]


def _days(text: pd.Series) -> pd.Series:
    """Read days (ISO 8601, a time may follow)."""
    days = pd.to_datetime(text.str.strip().str[:10], errors="coerce", format="%Y-%m-%d")
    return days.astype("datetime64[us]")


def _seen(surveys: tuple[Processed, ...]) -> pd.DataFrame:
    """Return every address with its listing and the last day it was seen."""
    tables = []
    for one in surveys:
        own = one.listings.loc[one.listings["url"].notna()]
        urls = {url: _address(url) for url in own["url"].unique()}
        tables.append(
            pd.DataFrame(
                {
                    "address": own["url"].map(urls),
                    "survey": one.id,
                    "listing_id": own["duplicate_of"].fillna(own["listing_id"]),
                    "marketplace": own["marketplace"],
                    "in_scope": own["in_scope"].astype("object"),
                    "last_seen": own["collected_at"].dt.tz_localize(None).dt.normalize(),
                    "search_end": one.fieldwork[1],
                }
            )
        )
    if not tables:
        raise SurveyError("reports from the public need a survey to look in")
    seen = pd.concat(tables, ignore_index=True)
    seen = seen[seen["address"] != ""].sort_values(["last_seen", "listing_id"], kind="stable")
    return seen.drop_duplicates("address", keep="last")


def public_summary(reports: pd.DataFrame) -> pd.DataFrame:
    """Count reports by what became of the advertisements.

    Parameters
    ----------
    reports
        See `public_reports`.

    Returns
    -------
    pandas.DataFrame
        One row an outcome of `OUTCOMES`: ``outcome``, ``reports``, ``reporters``, ``counted``
        (reports on listings that the survey counts), ``median_days`` until removal.
    """
    groups = reports.groupby("outcome")
    table = pd.DataFrame(
        {
            "reports": groups.size(),
            "reporters": groups["reporter"].nunique(),
            "counted": groups["in_scope"].apply(lambda v: int(v.eq(True).sum())),
            "median_days": groups["days"].median(),
        }
    ).reindex(list(OUTCOMES))
    whole = ["reports", "reporters", "counted"]
    table[whole] = table[whole].fillna(0).astype("int64")
    return table.rename_axis("outcome").reset_index()
