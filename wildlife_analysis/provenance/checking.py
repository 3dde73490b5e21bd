"""Whether a processed survey or a report still stands, and what differs if not."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

import wildlife_analysis
from wildlife_analysis.provenance.accounts import accounts
from wildlife_analysis.provenance.manifest import file_hash, reference_hashes
from wildlife_analysis.reference import SurveyError

__all__ = [
    "COUNTED_TABLES",
    "changed",
    "check",
    "differences",
    "page_differences",
    "recorded",
]

COUNTED_TABLES = ("listings", "specimens", "rejects")
# What tells a row of a table from the others.
IDENTITY = {
    "listings": ["listing_id"],
    "specimens": ["listing_id", "scientific_name", "product"],
    "rejects": ["source_file", "source_row", "reason"],
    "duplicates": ["listing_id", "duplicate_of_survey"],
    "coverage": ["country_code", "marketplace"],
    "audited": ["listing_id"],
}
# Of a report: what says how it was made.
OWN = ("manifest.json", "made_from.json")
# So many differing columns of a table are named, each with its first row.
NAMED = 8


def recorded(folder: Path) -> dict[str, Any]:
    """Return the manifest of a folder.

    Raises
    ------
    SurveyError
        When there is none that can be read.
    """
    path = folder / "manifest.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SurveyError(f"{path}: missing; nothing to check against") from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise SurveyError(f"{path}: not a manifest ({error})") from error
    if not isinstance(content, dict) or not isinstance(content.get("outputs"), dict):
        raise SurveyError(f"{path}: not a manifest (it names no outputs)")
    return content


def check(folder: Path) -> list[str]:
    """Compare a processed folder, or a report, with its manifest.

    Parameters
    ----------
    folder
        Folder with ``manifest.json``.

    Returns
    -------
    list of str
        One sentence for each difference: files, reference tables, version, accounts; empty
        when all stands.

    Raises
    ------
    SurveyError
        When there is no manifest that can be read.

    Examples
    --------
    What was made and not touched since has nothing to say:

    >>> provenance.check(processed / "2018")
    []
    """
    said = recorded(folder)
    findings = changed(folder, said["outputs"], "it was written")
    findings += [f"{folder / name}: not in the manifest" for name in _others(folder, said)]
    touched = bool(findings)
    whole = "language" in said
    now, before = reference_hashes(report=whole), said.get("reference", {})
    for name in sorted(set(now) | set(before)) if before else ():
        if now.get(name) != before.get(name):
            findings.append(f"reference/{name}: differs from the table the run used")
    version = said.get("code", {}).get("version", wildlife_analysis.__version__)
    if version != wildlife_analysis.__version__:
        findings.append(
            f"code: version {version} made it, this is {wildlife_analysis.__version__}"
        )
    if "accounts" in said and not touched:
        tables = {n: pd.read_parquet(folder / f"{n}.parquet") for n in COUNTED_TABLES}
        again = asdict(accounts(said["accounts"]["raw_rows"], tables))
        for name, value in said["accounts"].items():
            if again[name] != value:
                findings.append(f"accounts: {name} is {again[name]}, recorded {value}")
    return findings


def changed(folder: Path, outputs: Mapping[str, Any], since: str) -> list[str]:
    """Say which files of a folder are missing, or changed since they were recorded.

    Parameters
    ----------
    folder
        Where they are.
    outputs
        Name of each file -> its sha256, or an entry that has it.
    since
        When it was recorded, in words.
    """
    findings = []
    for name, entry in outputs.items():
        file = folder / name
        expected = entry["sha256"] if isinstance(entry, dict) else entry
        if not file.exists():
            findings.append(f"{file}: missing")
        elif file_hash(file) != expected:
            findings.append(f"{file}: changed since {since}")
    return findings


def _others(folder: Path, said: dict[str, Any]) -> list[str]:
    """List tables of a processed folder that its manifest does not know."""
    names = {f"{name}.parquet" for name in IDENTITY} - set(said["outputs"])
    return sorted(name for name in names if "accounts" in said and (folder / name).exists())


def differences(before: Path, after: Path, *, but: tuple[str, ...] = ()) -> list[str]:
    """Say how the tables of two processed folders differ.

    Parameters
    ----------
    before, after
        Folders of processed surveys.
    but
        Columns that may differ.

    Returns
    -------
    list of str
        One sentence for rows that only one table has, and for each column whose values
        differ, with the first row where they do.
    """
    findings = []
    for name, key in IDENTITY.items():
        paths = [folder / f"{name}.parquet" for folder in (before, after)]
        if not all(path.exists() for path in paths):
            if any(path.exists() for path in paths):
                where = "made now" if paths[1].exists() else "recorded"
                findings.append(f"{name}: there is such a table only {where}")
            continue
        tables = [pd.read_parquet(path) for path in paths]
        findings += [f"{name}: {said}" for said in _rows(tables[0], tables[1], key, but)]
    return findings


def _rows(
    old: pd.DataFrame, new: pd.DataFrame, key: list[str], but: tuple[str, ...]
) -> list[str]:
    """Say how two tables with the same key differ."""
    place = [c for c in ("source_file", "source_row") if c in old and c in new]
    found = [f"column {c}: only in one" for c in sorted(set(old.columns) ^ set(new.columns))]
    key = [k for k in key if k in old and k in new]
    old, new = (
        t.assign(at=t.groupby(key, dropna=False).cumcount()).set_index([*key, "at"])
        for t in (old, new)
    )
    for these, others, where in ((old, new, "recorded"), (new, old, "made now")):
        only = these.index.difference(others.index)
        if len(only):
            first = f"{_name(only[0])}{_at(these, only[0], place)}"
            found.append(f"{len(only)} rows only in the table {where}, first {first}")
    both = old.index.intersection(new.index)
    differing = []
    for column in [c for c in old if c in new and c not in but]:
        a, b = old.loc[both, column].astype("object"), new.loc[both, column].astype("object")
        unlike = ~((a == b) | (a.isna() & b.isna()))
        if unlike.any():
            first = unlike.idxmax()
            differing.append(
                f"{column} differs in {int(unlike.sum())} rows, first {_name(first)}"
                f"{_at(old, first, place)}: "
                f"recorded {a[first]!r}, now {b[first]!r}"
            )
    if len(differing) > NAMED:
        differing[NAMED:] = [f"{len(differing) - NAMED} more columns differ"]
    return found + differing


def _at(table: pd.DataFrame, index: Any, place: list[str]) -> str:
    """Say the raw file and row of a row, where its table knows them."""
    known = [c for c in place if c in table]
    if len(known) < 2:
        return ""
    return f" ({table.at[index, known[0]]}, row {table.at[index, known[1]]})"


def page_differences(before: Path, after: Path) -> list[str]:
    """Say how two folders of a report differ: cells of tables, and other files as a whole.

    Parameters
    ----------
    before, after
        Folders of a report in one language.

    Returns
    -------
    list of str
        One sentence for each file; the executed notebooks and what says when it was made are
        left out.
    """
    names = [
        {
            path.relative_to(folder).as_posix()
            for path in folder.rglob("*")
            if path.is_file() and path.parent.name != "notebooks" and path.name not in OWN
        }
        for folder in (before, after)
    ]
    findings = [f"{name}: only recorded" for name in sorted(names[0] - names[1])]
    findings += [f"{name}: only made now" for name in sorted(names[1] - names[0])]
    for name in sorted(names[0] & names[1]):
        one, other = before / name, after / name
        if one.read_bytes() == other.read_bytes():
            continue
        findings += [f"{name}: {said}" for said in _cells(one, other)]
    return findings


def _cells(one: Path, other: Path) -> list[str]:
    """Say how two files of a report differ."""
    if one.suffix != ".csv":
        return ["other bytes than those recorded"]
    try:
        old, new = (pd.read_csv(p, dtype=str, keep_default_na=False) for p in (one, other))
    except ValueError as error:
        return [f"not a table that can be read ({error})"]
    if list(old.columns) != list(new.columns):
        return [f"columns {', '.join(old.columns)}; now {', '.join(new.columns)}"]
    found = [] if len(old) == len(new) else [f"{len(old)} rows recorded, {len(new)} now"]
    for number, (was, now) in enumerate(zip(old.to_numpy(), new.to_numpy(), strict=False), 1):
        found += [
            f"row {number} ({now[0]}), {column}: recorded {a!r}, now {b!r}"
            for column, a, b in zip(old.columns, was, now, strict=True)
            if a != b
        ]
    if len(found) > NAMED:
        found[NAMED:] = [f"{len(found) - NAMED} more cells differ"]
    return found or ["the same cells, written otherwise"]


def _name(index: Any) -> str:
    return " ".join(str(part) for part in index[:-1])
