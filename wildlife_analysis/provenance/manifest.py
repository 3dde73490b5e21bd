"""What went in, with what it was made, and what came out."""

import hashlib
import json
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import pandas as pd

import wildlife_analysis
from wildlife_analysis.provenance.accounts import Accounts
from wildlife_analysis.reference import Survey, checklist
from wildlife_analysis.reference.tables import HERE as REFERENCE

__all__ = ["beside", "code", "environment", "file_hash", "manifest", "reference_hashes"]

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


# Tables that processing never opens: a change of theirs leaves processed surveys as they are.
REPORT_ONLY = (
    "words/", "simulation/", "replica/", "published_", "figure", "targets.csv", "policies.csv",
)  # fmt: skip


def file_hash(path: Path) -> str:
    """Return the sha256 of a file in hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def reference_hashes(*, report: bool = False) -> dict[str, str]:
    """Return the sha256 of every reference table that decides on listings.

    Parameters
    ----------
    report
        Those too that only the report and the comparisons read, and the words of the report.

    Returns
    -------
    dict
        By its path within ``reference``; the tables of loaded checklists are among them, as
        ``checklist/DATE/TABLE.csv``.
    """
    found = {
        path.relative_to(REFERENCE).as_posix(): path
        for path in sorted(REFERENCE.rglob("*"))
        if path.suffix in (".csv", ".ftl")
    }
    return checklist.hashes() | {
        name: file_hash(path)
        for name, path in found.items()
        if report or not name.startswith(REPORT_ONLY)
    }


def beside(folder: Path, *, but: Sequence[str] = ()) -> dict[str, str]:
    """Return the sha256 of what a folder declares beside its listing files.

    Parameters
    ----------
    folder
        Folder of a raw survey (``survey.toml``, ``coverage.csv``, ...) or of decisions.
    but
        Names of files that are recorded elsewhere.
    """
    return {
        path.name: file_hash(path)
        for path in sorted(folder.iterdir())
        if path.suffix in (".toml", ".csv", ".json") and path.name not in but
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


def code() -> dict[str, Any]:
    """Return the version, and the commit where there is git (and whether it is modified)."""
    return {"version": wildlife_analysis.__version__, **_commit()}


def environment(more: Sequence[str] = ()) -> dict[str, str]:
    """Return the versions of Python and of the libraries that move figures, and of others."""
    versions = {name: metadata.version(name) for name in (*LIBRARIES, *more)}
    return {"python": platform.python_version(), **versions}


def _rows(path: Path) -> dict[str, int]:
    """Count the rows of a table without reading it."""
    if path.suffix != ".parquet":
        return {}
    import pyarrow.parquet as pq

    return {"rows": pq.read_metadata(path).num_rows}


def manifest(
    survey: Survey,
    files: pd.DataFrame,
    counts: Accounts,
    folder: Path,
    parameters: Mapping[str, Any],
    *,
    declared: Mapping[str, str] | None = None,
    decisions: Mapping[str, str] | None = None,
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
    declared, decisions
        Other files that went in (`beside`): those of the survey's folder, and of the decisions
        on it.

    Returns
    -------
    dict
        Ready for JSON. Only the block ``when`` differs between two runs of one input.
    """
    said = {k: v for k, v in asdict(survey).items() if v is not None}
    return {
        "survey": json.loads(json.dumps(said, default=str)),
        "parameters": dict(parameters),
        "code": code(),
        "environment": environment(),
        "inputs": files.to_dict("records"),
        "declared": dict(declared or {}),
        "decisions": dict(decisions or {}),
        "reference": reference_hashes(),
        "checklists": checklist.describe(),
        "outputs": {
            path.name: {"sha256": file_hash(path), "bytes": path.stat().st_size, **_rows(path)}
            for path in sorted(folder.iterdir())
            if path.is_file()
        },
        "accounts": asdict(counts),
        "when": {"finished_at": datetime.now(UTC).isoformat(timespec="seconds")},
    }
