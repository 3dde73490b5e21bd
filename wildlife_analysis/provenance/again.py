"""Make a processed survey again from its raw files, and say what differs."""

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from wildlife_analysis.provenance.checking import check as check_folder
from wildlife_analysis.provenance.checking import differences, recorded
from wildlife_analysis.provenance.manifest import file_hash
from wildlife_analysis.read import sellers
from wildlife_analysis.reference.options import read_options

__all__ = ["Check", "check", "key_id"]


class Check(NamedTuple):
    """What was found, and what could not be done again."""

    findings: list[str]
    not_done: str


def key_id(key: bytes) -> str:
    """Tell one key of sellers from another without giving it away."""
    return hashlib.sha256(key).hexdigest()[:8]


def check(
    folder: Path, raw: list[Path], process: Callable[..., Any], key_file: Path, home: Path
) -> Check:
    """Verify a folder (`checking.check`); process again where its raw files are at hand.

    Parameters
    ----------
    folder
        Folder with ``manifest.json``.
    raw
        The raw survey folder or files; the folder of the survey in ``home`` where empty.
    process
        ``pipeline.process``.
    key_file
        File of the key of sellers; under another key, the column ``seller_key`` may differ.
    home
        Folder of the raw surveys.
    """
    findings = check_folder(folder)
    said = recorded(folder)
    if "accounts" not in said:
        return Check(findings, "a report; process and report again, and compare the folders")
    parameters = said["parameters"]
    sources = raw or [home / said["survey"]["id"]]
    root = sources[0] if sources[0].is_dir() else sources[0].parent
    other = [e["source_file"] for e in said["inputs"] if not _is(root, e)]
    if other:
        told = f"{root}: {', '.join(other[:3])}: not there as the run read it"
        return Check([*findings, told] if raw else findings, told)
    if parameters.get("against"):
        return Check(findings, "the run linked an earlier survey (--against)")
    mine = key_id(sellers.project_key(key_file))
    with tempfile.TemporaryDirectory() as work:
        made = Path(work) / folder.name
        options = read_options(parameters.get("options", {}))
        survey = said["survey"]["id"]
        process(sources, made, survey_id=survey, key_file=key_file, options=options)
        same_key = parameters.get("seller_key_id") == mine
        but = () if same_key else ("seller_key",)
        findings += [f"made again: {one}" for one in differences(folder, made, but=but)]
        now = recorded(made)
    for name, what in (("declared", "of the survey folder"), ("decisions", "of people")):
        before, after = said.get(name, {}), now[name]
        for file in sorted(set(before) | set(after)):
            if before.get(file) != after.get(file):
                findings.append(f"{file} {what}: differs from the one the run used")
    return Check(findings, "" if same_key else "seller keys (made under another key)")


def _is(root: Path, entry: dict[str, Any]) -> bool:
    path = root / entry["source_file"]
    return path.is_file() and file_hash(path) == entry["sha256"]
