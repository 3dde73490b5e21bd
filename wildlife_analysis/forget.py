"""Remove what is kept of a person: raw records, tables, decisions, reports.

Only numbers are kept of it, in ``data/review/<survey>/forgotten.csv``: that it was done, and
when, not for whom.
"""

import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from wildlife_analysis import read
from wildlife_analysis.read import erase
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.reference.tables import read_csv
from wildlife_analysis.review.files import append_csv

__all__ = ["FILE", "Forgotten", "forget"]

FILE = "forgotten.csv"


@dataclass(frozen=True)
class Forgotten:
    """What was removed.

    Attributes
    ----------
    listings
        Listings of the person.
    raw_records
        Of these, records taken out of raw files.
    decisions
        Rows of people's decisions and samples about them.
    reports
        Reports that the survey went into.
    by_hand
        ``file, row`` of raw records that have to be taken out by hand.
    """

    listings: int
    raw_records: int
    decisions: int
    reports: int
    by_hand: tuple[str, ...]


def forget(
    who: str, survey_id: str, *, project: Path, processed: Path | None = None, key: bytes
) -> Forgotten:
    """Remove a person's listings from a survey and from everything made of it.

    Parameters
    ----------
    who
        ``seller_key``, or the address (url) of a listing.
    survey_id
        Survey, whose raw files stand in ``data/raw/<survey>`` of the project.
    project
        Folder that holds ``data`` and ``reports``.
    processed
        Folder of the processed survey; ``data/processed/<survey>`` by default. It is removed,
        to be made again from what is left.
    key
        Key under which sellers are hashed.

    Returns
    -------
    Forgotten

    Raises
    ------
    SurveyError
        When the survey is not processed, or no listing is of that person.
    """
    processed = processed or project / "data" / "processed" / survey_id
    path = processed / "listings.parquet"
    if not path.is_file():
        raise SurveyError(f"{path}: process the survey first, so that the person can be found")
    columns = ["listing_id", "url", "seller_key", "source_file", "source_row"]
    listings = pd.read_parquet(path, columns=columns)
    wanted = who.strip()
    own = listings[(listings["seller_key"] == wanted) | (listings["url"] == wanted)]
    if not wanted or own.empty:
        raise SurveyError(
            f"survey {survey_id}: no listing with that seller_key or address; "
            "nothing was removed"
        )
    raw = project / "data" / "raw" / survey_id
    removed, by_hand = 0, []
    for file, rows in own.groupby("source_file")["source_row"]:
        numbers = {int(row) for row in rows}
        if read.forget(raw, str(file), numbers, key):
            removed += len(numbers)
        else:
            by_hand += [f"{file}, row {row}" for row in sorted(numbers)]
    ids = set(own["listing_id"])
    kept = project / "data" / "review" / survey_id
    decisions = sum(_without(table, ids) for table in sorted(kept.glob("**/*.csv")))
    reports = _reports(project / "reports", survey_id)
    # Alternatives beside the main run hold the person too.
    for folder in (processed, *processed.parent.glob(f"{processed.name}~*")):
        shutil.rmtree(folder)
    result = Forgotten(len(own), removed, decisions, reports, tuple(by_hand))
    numbers_only = {k: v for k, v in asdict(result).items() if k != "by_hand"}
    day = datetime.now(UTC).date().isoformat()
    row = {"forgotten_on": day, **numbers_only, "by_hand": len(by_hand)}
    append_csv(kept / FILE, pd.DataFrame([row]))
    return result


def _without(table: Path, ids: set[str]) -> int:
    """Take the rows on some listings out of a table of the review; return how many."""
    rows = read_csv(table)
    named = [name for name in ("listing_id", "other_id") if name in rows]
    if not named:
        return 0
    hit = rows[named].isin(ids).any(axis=1)
    if hit.any():
        text = rows[~hit].to_csv(index=False, lineterminator="\n")
        erase.replace(table, text.encode("utf-8"))
    return int(hit.sum())


def _reports(folder: Path, survey_id: str) -> int:
    """Remove the reports that a survey went into (they can be made again); return how many."""
    found = 0
    for report in sorted(folder.glob("*")) if folder.is_dir() else []:
        manifests = [path.read_text("utf-8") for path in report.rglob("manifest.json")]
        if report.name == survey_id or any(f'"{survey_id}"' in text for text in manifests):
            shutil.rmtree(report)
            found += 1
    return found
