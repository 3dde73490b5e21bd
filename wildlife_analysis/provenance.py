"""What went in, what came out, and whether it still stands."""

import hashlib
import json
import platform
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import pandas as pd

import wildlife_analysis
from wildlife_analysis.reference import Survey, SurveyError, checklist
from wildlife_analysis.reference.tables import HERE as REFERENCE

__all__ = ["Accounts", "accounts", "check", "file_hash", "manifest", "reference_hashes"]

COUNTED_TABLES = ("listings", "specimens", "rejects")
LIBRARIES = (
    "pandas",
    "pyarrow",
    "numpy",
    "ahocorasick_rs",
    "rapidfuzz",
    "dateparser",
    "price-parser",
    "CurrencyConverter",
    "simplemma",
)


@dataclass(frozen=True)
class Accounts:
    """Where every raw row went.

    raw_rows = listings + rejects; listings = in_scope + out of scope by reason;
    in_scope = unique + duplicates.
    """

    raw_rows: int
    rejects: int
    listings: int
    in_scope: int
    unique: int
    duplicates: int
    specimens: int
    reasons: dict[str, int]
    reject_reasons: dict[str, int]

    def check(self) -> None:
        """Raise SurveyError when the accounts do not add up."""
        sums = {
            "raw rows = listings + rejects": (self.raw_rows, self.listings + self.rejects),
            "listings = in scope + rejection reasons": (
                self.listings,
                self.in_scope + sum(self.reasons.values()),
            ),
            "in scope = unique + duplicates": (self.in_scope, self.unique + self.duplicates),
        }
        for rule, (left, right) in sums.items():
            if left != right:
                raise SurveyError(f"the accounts do not add up: {rule}: {left} is not {right}")


def accounts(raw_rows: int, tables: Mapping[str, pd.DataFrame]) -> Accounts:
    """Make the accounts of a run and check them.

    Parameters
    ----------
    raw_rows
        Records found in the raw files, counted while reading.
    tables
        ``listings``, ``specimens`` and ``rejects``.

    Returns
    -------
    Accounts

    Raises
    ------
    SurveyError
        When they do not add up.
    """
    listings, rejects = tables["listings"], tables["rejects"]
    scoped = listings[listings["in_scope"]]
    counted = scoped.loc[scoped["duplicate_of"].isna(), "listing_id"]
    specimens = tables["specimens"]
    result = Accounts(
        raw_rows=raw_rows,
        rejects=int((rejects["source_row"] > 0).sum()),
        listings=len(listings),
        in_scope=len(scoped),
        unique=len(counted),
        duplicates=int(scoped["duplicate_of"].notna().sum()),
        specimens=int(
            specimens.loc[specimens["listing_id"].isin(counted), "specimen_count"].sum()
        ),
        reasons=_counts(listings["rejection_reason"]),
        reject_reasons=_counts(rejects["reason"]),
    )
    result.check()
    return result


def _counts(column: pd.Series) -> dict[str, int]:
    return {str(k): int(v) for k, v in column.value_counts().sort_index().items()}


def file_hash(path: Path) -> str:
    """Return the sha256 of a file in hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def reference_hashes() -> dict[str, str]:
    """Return the sha256 of every reference table, by its path within ``reference``.

    The tables of loaded checklists are among them, as ``checklist/DATE/TABLE.csv``.
    """
    return checklist.hashes() | {
        path.relative_to(REFERENCE).as_posix(): file_hash(path)
        for path in sorted(REFERENCE.rglob("*"))
        if path.suffix in (".csv", ".ftl")
    }


def _commit() -> dict[str, Any]:
    """Say which commit the code stands at, where there is git."""
    here = Path(__file__).parent
    try:
        commit = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=here, capture_output=True, text=True, check=True
        ).stdout.strip()
        changes = subprocess.run(
            ["git", "status", "--porcelain", "--", "."],
            cwd=here,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return {"commit": None, "modified": None}
    return {"commit": commit, "modified": bool(changes.strip())}


def manifest(
    survey: Survey,
    files: pd.DataFrame,
    counts: Accounts,
    folder: Path,
    parameters: Mapping[str, Any],
) -> dict[str, Any]:
    """Describe a run: what went in, with what, and what came out.

    Parameters
    ----------
    survey
        Declaration of the survey.
    files
        Raw files with their hashes (``read.Raw.files``).
    counts
        The accounts.
    folder
        Folder with the outputs.
    parameters
        What was asked for.

    Returns
    -------
    dict
        Ready for JSON. Only the block ``when`` differs between two runs of one input.
    """
    declared = {k: v for k, v in asdict(survey).items() if v is not None}
    return {
        "survey": json.loads(json.dumps(declared, default=str)),
        "parameters": dict(parameters),
        "code": {"version": wildlife_analysis.__version__, **_commit()},
        "environment": {
            "python": platform.python_version(),
            **{name: metadata.version(name) for name in LIBRARIES},
        },
        "inputs": files.to_dict("records"),
        "reference": reference_hashes(),
        "checklists": checklist.describe(),
        "outputs": {
            path.name: {"sha256": file_hash(path), "bytes": path.stat().st_size}
            for path in sorted(folder.iterdir())
            if path.is_file()
        },
        "accounts": asdict(counts),
        "when": {"finished_at": datetime.now(UTC).isoformat(timespec="seconds")},
    }


def check(folder: Path) -> list[str]:
    """Compare a processed folder with its manifest.

    Parameters
    ----------
    folder
        Folder with ``manifest.json``.

    Returns
    -------
    list of str
        One sentence for each difference; empty when all stands.

    Raises
    ------
    SurveyError
        When there is no manifest that can be read.
    """
    path = folder / "manifest.json"
    try:
        recorded = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SurveyError(f"{path}: missing; nothing to check against") from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise SurveyError(f"{path}: not a manifest ({error})") from error
    findings = []
    for name, entry in recorded.get("outputs", {}).items():
        file = folder / name
        if not file.exists():
            findings.append(f"{file}: missing")
        elif file_hash(file) != entry["sha256"]:
            findings.append(f"{file}: changed since it was written")
    now = reference_hashes()
    before = recorded.get("reference", {})
    for name in sorted(set(now) | set(before)):
        if now.get(name) != before.get(name):
            findings.append(f"reference/{name}: differs from the table the run used")
    if "accounts" in recorded and not findings:
        tables = {n: pd.read_parquet(folder / f"{n}.parquet") for n in COUNTED_TABLES}
        recomputed = asdict(accounts(recorded["accounts"]["raw_rows"], tables))
        for name, value in recorded["accounts"].items():
            if recomputed[name] != value:
                findings.append(f"accounts: {name} is {recomputed[name]}, recorded {value}")
    return findings
