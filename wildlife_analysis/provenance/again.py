"""Make a processed survey, or a report, again from what it was made from; say what differs."""

import hashlib
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from wildlife_analysis.provenance.checking import (
    changed,
    differences,
    page_differences,
    recorded,
)
from wildlife_analysis.provenance.checking import check as check_folder
from wildlife_analysis.provenance.manifest import file_hash
from wildlife_analysis.read import sellers
from wildlife_analysis.reference.options import read_options

__all__ = ["Check", "Places", "check", "key_id"]


class Check(NamedTuple):
    """What was found, and what could not be done again."""

    findings: list[str]
    not_done: str


@dataclass(frozen=True)
class Places:
    """Where to find again what a run was made from.

    Attributes
    ----------
    raw
        The raw survey folder or files; the folder of the survey in ``home_raw`` where empty.
    against
        The earlier processed survey that was linked; else it is looked for beside the folder
        that is checked, then in ``processed``.
    processed
        Folder of the processed surveys that reports are made from.
    home_raw
        Folder of the raw surveys.
    key_file
        File of the key of sellers; under another key, the column ``seller_key`` may differ.
    """

    raw: tuple[Path, ...]
    against: Path | None
    processed: Path
    home_raw: Path
    key_file: Path


def key_id(key: bytes) -> str:
    """Tell one key of sellers from another without giving it away."""
    return hashlib.sha256(key).hexdigest()[:8]


def check(
    folder: Path, places: Places, process: Callable[..., Any], report: Callable[..., Any]
) -> Check:
    """Verify a folder (`checking.check`); make it again where its inputs are at hand.

    Parameters
    ----------
    folder
        Folder with ``manifest.json``.
    places
        Where its inputs are.
    process
        ``pipeline.process``.
    report
        Writes a report: processed folder, folder of the earlier survey or None, manifest of
        the report, folder to write into.
    """
    findings = check_folder(folder)
    said = recorded(folder)
    if "accounts" in said:
        return _processed(folder, said, findings, places, process)
    return _report(folder, said, findings, places, report)


def _processed(
    folder: Path,
    said: Mapping[str, Any],
    findings: list[str],
    places: Places,
    process: Callable[..., Any],
) -> Check:
    parameters = said["parameters"]
    survey = said["survey"]["id"]
    sources = list(places.raw) or [places.home_raw / survey]
    root = sources[0] if sources[0].is_dir() else sources[0].parent
    there = [e["source_file"] for e in said["inputs"] if (root / e["source_file"]).is_file()]
    if not there and not places.raw:
        return Check(findings, f"{root}: the raw files are not there; name them by --raw")
    told = _raw(root, said)
    if len(there) < len(said["inputs"]):
        return Check(findings + told, "raw files are missing")
    if len(told) == len(there) and not places.raw:
        return Check(findings + told, "no raw file is as it was; --raw processes it anyway")
    findings = findings + told
    earlier = None
    if parameters.get("against"):
        earlier = _earlier(folder, parameters, places)
        if not (earlier / "listings.parquet").exists():
            return Check(findings, f"{earlier}, linked by the run, is not there (--against)")
        if file_hash(earlier / "listings.parquet") != parameters["against"][0]:
            findings.append(f"{earlier / 'listings.parquet'}: changed since the run linked it")
    same_key = parameters.get("seller_key_id") == key_id(sellers.project_key(places.key_file))
    with tempfile.TemporaryDirectory() as work:
        made = Path(work) / folder.name
        options = read_options(parameters.get("options", {}))
        process(
            sources, made, survey_id=survey, key_file=places.key_file, options=options,
            against=earlier,
        )  # fmt: skip
        but = () if same_key else ("seller_key",)
        findings += [f"made again: {one}" for one in differences(folder, made, but=but)]
        now = recorded(made)
    known = {entry["source_file"] for entry in said["inputs"]}
    for entry in now["inputs"]:
        if entry["source_file"] not in known:
            findings.append(f"{root / entry['source_file']}: read now, not by the run")
    for name, what in (("declared", "of the survey folder"), ("decisions", "of people")):
        before, after = said.get(name, {}), now[name]
        for file in sorted(set(before) | set(after)):
            if before.get(file) != after.get(file):
                findings.append(f"{file} {what}: differs from the one the run used")
    return Check(findings, "" if same_key else "seller keys (made under another key)")


def _raw(root: Path, said: Mapping[str, Any]) -> list[str]:
    """Say which raw files are not as the run read them."""
    found = []
    for entry in said["inputs"]:
        path = root / entry["source_file"]
        if not path.is_file():
            found.append(f"{path}: missing; the run read {entry['records']} records from it")
        elif file_hash(path) != entry["sha256"]:
            found.append(f"{path}: changed since the run read it")
    return found


def _earlier(folder: Path, parameters: Mapping[str, Any], places: Places) -> Path:
    """Find the processed survey that a run was linked with."""
    if places.against is not None:
        return places.against
    name = parameters.get("against_survey") or "the earlier survey"
    beside = folder.resolve().parent / name
    return beside if (beside / "listings.parquet").exists() else places.processed / name


def _report(
    folder: Path,
    said: Mapping[str, Any],
    findings: list[str],
    places: Places,
    report: Callable[..., Any],
) -> Check:
    """Make a report again from the processed surveys it was made from."""
    inputs = []
    for one in (said["survey"], said["baseline"]):
        if one is None:
            continue
        options = read_options(one["parameters"].get("options", {}))
        place = options.folder(places.processed / one["survey"]["id"])
        if not (place / "manifest.json").exists():
            return Check(findings, f"{place}: not there; name its folder by --processed")
        inputs.append(place)
        findings = findings + changed(place, one["outputs"], "the report was made from it")
    with tempfile.TemporaryDirectory() as work:
        baseline = inputs[1] if len(inputs) > 1 else None
        report(inputs[0], baseline, said, Path(work))
        made = Path(work) / said["language"]
        findings += [f"made again: {one}" for one in page_differences(folder, made)]
    return Check(findings, "the executed notebooks (they name the folders of their machine)")
