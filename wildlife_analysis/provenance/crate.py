"""Pack a run as an RO-Crate: one folder that a journal or an archive can take.

Process Run Crate in the terms of https://w3id.org/ro/wfrun/process: the tables are results of
an action, its instrument the program, its objects the raw files, which stay with the survey
(they hold personal data) and are described by their sha256.
"""

import json
from pathlib import Path
from typing import Any

from wildlife_analysis.provenance.checking import check as check_folder
from wildlife_analysis.provenance.checking import recorded
from wildlife_analysis.provenance.manifest import file_hash
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.reference.tables import HERE as REFERENCE

__all__ = ["METADATA", "check", "make"]

METADATA = "ro-crate-metadata.json"
PROGRAM = "#wildlife-analysis"
PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
KINDS = {
    ".parquet": "application/vnd.apache.parquet", ".json": "application/json",
    ".csv": "text/csv", ".ftl": "text/plain", ".html": "text/html", ".pdf": "application/pdf",
    ".svg": "image/svg+xml", ".png": "image/png", ".ipynb": "application/x-ipynb+json",
}  # fmt: skip
LICENCES = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
}
# What every data set of a crate must say (RO-Crate 1.1, "Root Data Entity").
ROOT = ("name", "description", "datePublished", "license")


def make(folder: Path, output: Path, *, report: Path | None = None) -> int:
    """Pack a processed survey, and a report on it, as an RO-Crate.

    Parameters
    ----------
    folder
        Processed survey.
    output
        Folder to make; must not exist, or be empty.
    report
        Folder of the report.

    Returns
    -------
    int
        Number of files described.

    Raises
    ------
    SurveyError
        When the survey does not stand as its manifest says, or the output is in use.
    """
    from rocrate.rocrate import ROCrate  # type: ignore[import-untyped]

    said = recorded(folder)
    findings = [f for f in check_folder(folder) if not f.startswith(("reference/", "code:"))]
    findings += check_folder(report) if report is not None else []
    if findings:
        raise SurveyError(f"{folder}: {findings[0]}; process and report again before packing")
    if output.exists() and any(output.iterdir()):
        raise SurveyError(f"{output}: is not empty; name a new folder")
    files = {f"processed/{n}": folder / n for n in ["manifest.json", *said["outputs"]]}
    for name in said["reference"]:
        if (REFERENCE / name).exists():
            files[f"reference/{name}"] = REFERENCE / name
    if report is not None:
        names = ["manifest.json", *recorded(report)["outputs"]]
        files |= {f"report/{name}": report / name for name in names}
    crate = ROCrate(version="1.1")
    _describe(crate, said)
    made = [crate.add_file(path, name, properties=_file(path)) for name, path in files.items()]
    _action(crate, said, [one for one in made if one.id.startswith("processed/")])
    crate.write(output)
    return len(made)


def _describe(crate: Any, said: dict[str, Any]) -> None:
    survey = said["survey"]
    simulated = (
        "Simulated data: a replica made from printed figures. " if survey["simulated"] else ""
    )
    crate.name = survey["title"] or f"Survey {survey['id']}"
    crate.description = (
        f"{simulated}Tables of online listings and of the CITES specimens they offer, the "
        "reference tables that decided, and the manifest of the run. Personal data is masked; "
        "sellers are keyed hashes."
    )
    crate.datePublished = said["when"]["finished_at"]
    crate.keywords = ["CITES", "wildlife trade", "online marketplaces", "survey"]
    licence = survey["licence"] or "not stated"
    crate.license = LICENCES.get(licence, licence)
    profile = {"@type": ["CreativeWork", "Profile"], "name": "Process Run Crate"}
    crate.add_jsonld({"@id": PROFILE, **profile, "version": "0.5"})
    crate.root_dataset["conformsTo"] = {"@id": PROFILE}


def _file(path: Path) -> dict[str, Any]:
    return {
        "name": path.name,
        "sha256": file_hash(path),
        "contentSize": str(path.stat().st_size),
        "encodingFormat": KINDS.get(path.suffix, "application/octet-stream"),
    }


def _action(crate: Any, said: dict[str, Any], results: list[Any]) -> None:
    """Describe the run: what went in, what it was made with, what came out."""
    code = said["code"]
    program = {
        "@id": PROGRAM,
        "@type": "SoftwareApplication",
        "name": "Wildlife Analysis",
        "softwareVersion": code["version"],
        "identifier": f"commit {code['commit']}{' (modified)' if code['modified'] else ''}",
        "softwareRequirements": [f"{k}=={v}" for k, v in said["environment"].items()],
    }
    crate.add_jsonld(program)
    inputs = []
    for entry in said["inputs"]:
        name = f"#raw-{entry['source_file']}"
        size = {"sha256": entry["sha256"], "contentSize": str(entry["bytes"])}
        about = f"Raw file, {entry['records']} records; not in the crate: personal data"
        crate.add_jsonld(
            {"@id": name, "@type": "CreativeWork", "name": entry["source_file"], **size,
             "description": about}
        )  # fmt: skip
        inputs.append({"@id": name})
    for name, value in said["parameters"].items():
        given = f"#parameter-{name}"
        said_so = {"@id": given, "@type": "PropertyValue", "name": name}
        crate.add_jsonld({**said_so, "value": json.dumps(value, ensure_ascii=False)})
        inputs.append({"@id": given})
    crate.add_jsonld(
        {
            "@id": "#run",
            "@type": "CreateAction",
            "name": f"Processing of survey {said['survey']['id']}",
            "endTime": said["when"]["finished_at"],
            "instrument": {"@id": PROGRAM},
            "object": inputs,
            "result": [{"@id": one.id} for one in results],
        }
    )
    crate.root_dataset["mentions"] = {"@id": "#run"}


def check(folder: Path) -> list[str]:
    """Read a crate back and verify its metadata and its files.

    Parameters
    ----------
    folder
        Folder of the crate.

    Returns
    -------
    list of str
        One sentence for each fault; empty when all stands.

    Raises
    ------
    SurveyError
        When the metadata cannot be read.
    """
    from rocrate.rocrate import ROCrate

    try:
        crate = ROCrate(folder)
    except (ValueError, KeyError, OSError) as error:
        raise SurveyError(f"{folder / METADATA}: cannot be read ({error})") from error
    root = crate.root_dataset
    findings = [
        f"{METADATA}: the data set has no {name}" for name in ROOT if not root.get(name)
    ]
    described = {one.id: one for one in crate.get_entities() if "File" in _types(one)}
    for name, one in described.items():
        path = folder / name
        if not path.exists():
            findings.append(f"{path}: missing")
        elif file_hash(path) != one.get("sha256"):
            findings.append(f"{path}: changed since it was packed")
    parts = {p.id for p in root.get("hasPart", [])}
    findings += [f"{METADATA}: {name} is no part of it" for name in set(described) - parts]
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        if name != METADATA and name not in described:
            findings.append(f"{path}: not described")
    actions = [one for one in crate.get_entities() if "CreateAction" in _types(one)]
    if not actions:
        findings.append(f"{METADATA}: no action says how the tables were made")
    for action in actions:
        for role in ("instrument", "object", "result"):
            if not action.get(role):
                findings.append(f"{METADATA}: {action.id} has no {role}")
    return findings


def _types(entity: Any) -> list[str]:
    kinds = entity.type
    return kinds if isinstance(kinds, list) else [kinds]
