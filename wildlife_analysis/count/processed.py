"""A processed survey as it lies in its folder."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from wildlife_analysis.reference import SurveyError, column_names, empty_table
from wildlife_analysis.review.samples import DECIDED

__all__ = ["DECIDED", "TEXTS", "Processed", "load"]

TEXTS = frozenset(
    {
        "title", "description", "category", "location", "price_text", "posted_text",
        "verbatim_listing_id",
    }
)  # fmt: skip


def _no_audit() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in DECIDED.items()})


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
    duplicates
        Table of that name; empty where it was not written.
    audited
        The audit sample with its decisions (`DECIDED`); empty where there is none.
    """

    id: str
    listings: pd.DataFrame
    specimens: pd.DataFrame
    rejects: pd.DataFrame
    coverage: pd.DataFrame
    manifest: dict[str, Any]
    duplicates: pd.DataFrame = field(default_factory=lambda: empty_table("duplicates"))
    audited: pd.DataFrame = field(default_factory=_no_audit)

    @cached_property
    def answers(self) -> dict[Any, Any]:
        """What has been asked of these tables and answered; see `rows.counted`."""
        return {}

    def __getstate__(self) -> dict[str, Any]:
        """Leave the answers behind where the tables go to another process."""
        return {name: value for name, value in vars(self).items() if name != "answers"}

    @property
    def simulated(self) -> bool:
        """Whether the survey is a replica."""
        return bool(self.manifest["survey"].get("simulated"))

    @property
    def scope(self) -> tuple[str, ...]:
        """Appendices and Annexes that are counted."""
        return tuple(self.manifest["survey"]["scope"])

    @property
    def fieldwork(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """First and last day of the fieldwork; those of the listings where not declared."""
        days = [self.manifest["survey"].get(f"fieldwork_{end}") for end in ("from", "to")]
        if all(days):
            return pd.Timestamp(days[0]), pd.Timestamp(days[1])
        seen = self.listings["posted_on"].fillna(
            self.listings["collected_at"].dt.tz_localize(None)
        )
        return seen.min(), seen.max()

    @property
    def weeks(self) -> float:
        """Length of the fieldwork in weeks; NaN where not declared."""
        if not self.manifest["survey"].get("fieldwork_to"):
            return float("nan")
        first, last = self.fieldwork
        return ((last - first).days + 1) / 7


def load(folder: Path | str, *, texts: bool | Collection[str] = True) -> Processed:
    """Load a processed survey, its rows ordered by listing, taxon and product.

    Parameters
    ----------
    folder
        Folder that ``process`` wrote.
    texts
        Whether to load what sellers wrote as well (`TEXTS`), or which of it. No count needs
        it, and without it a listing takes a third of the memory.

    Returns
    -------
    Processed

    Raises
    ------
    SurveyError
        When a table or the manifest is missing, or the audit sample lacks a column.

    Examples
    --------
    >>> survey = count.load(processed / "2018")
    >>> survey.id, survey.simulated
    ('2018', True)
    """
    folder = Path(folder)
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        wanted = (TEXTS if texts else ()) if isinstance(texts, bool) else texts
        left = TEXTS.difference(wanted)
        kept = [name for name in column_names("listings") if name not in left]
        narrow = {"listings": kept} if left else {}
        tables = {
            name: _ordered(
                pd.read_parquet(folder / f"{name}.parquet", columns=narrow.get(name))
            )
            for name in ("listings", "specimens", "rejects")
        }
    except FileNotFoundError as error:
        raise SurveyError(f"{error.filename}: missing; run 'process' again") from error
    cells = _optional(folder / "coverage.parquet")
    if cells is None:
        cells = pd.DataFrame({"country_code": [], "marketplace": []}, dtype="str")
    audited = _optional(folder / "audited.parquet")
    duplicates = _optional(folder / "duplicates.parquet")
    return Processed(
        id=manifest["survey"]["id"],
        coverage=cells,
        manifest=manifest,
        duplicates=empty_table("duplicates") if duplicates is None else duplicates,
        audited=_no_audit() if audited is None else _complete(audited, folder),
        **tables,
    )


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    """Order a table by what identifies its rows: the order of the raw rows shows nowhere."""
    keys = [k for k in ("listing_id", "scientific_name", "product", "raw_text") if k in table]
    return table.sort_values(keys, ignore_index=True, kind="stable")


def _optional(path: Path) -> pd.DataFrame | None:
    return pd.read_parquet(path) if path.exists() else None


def _complete(audited: pd.DataFrame, folder: Path) -> pd.DataFrame:
    missing = [name for name in DECIDED if name not in audited]
    if missing:
        raise SurveyError(
            f"{folder / 'audited.parquet'}: column {', '.join(missing)} is missing"
        )
    return audited
