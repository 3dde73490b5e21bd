"""Process a survey: plan, do what is not done yet, and make one survey of the parts."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TextIO

import pandas as pd

from wildlife_analysis import provenance, read, reference, review
from wildlife_analysis.clean import price
from wildlife_analysis.pipeline import finish, inputs, pool, records, work
from wildlife_analysis.pipeline.inputs import Inputs
from wildlife_analysis.pipeline.partition import Parameters
from wildlife_analysis.pipeline.progress import Progress
from wildlife_analysis.pipeline.records import Segment, Store
from wildlife_analysis.pipeline.reviewed import decided
from wildlife_analysis.pipeline.survey import Names, placed
from wildlife_analysis.pipeline.work import Job, Unit
from wildlife_analysis.provenance import again
from wildlife_analysis.read import folder, sellers
from wildlife_analysis.reference import SurveyError, check_table
from wildlife_analysis.reference.options import Options, read_options

__all__ = ["MANIFEST", "How", "move", "process"]

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class How:
    """How a run is done; nothing of it changes the result.

    Attributes
    ----------
    workers
        Processes on this machine.
    cluster
        Address of a Dask scheduler instead.
    rows
        Listings of a partition at most.
    progress
        Where to tell how far the run is.
    """

    workers: int = 1
    cluster: str | None = None
    rows: int = work.ROWS
    progress: TextIO | None = None


@dataclass
class _File:
    """A raw file of the run."""

    label: str
    sha256: str
    bytes: int
    units: list[Unit] = field(default_factory=list)


def process(
    sources: Sequence[Path | str],
    output: Path,
    root: Path,
    *,
    survey_id: str | None,
    key_file: Path,
    against: Path | None,
    options: Options,
    how: How,
) -> provenance.Accounts:
    """Process a survey; see `pipeline.process`."""
    with inputs.opened(sources, survey_id) as given, records.locked(output) as work_folder:
        found = replace(given, survey=options.survey(given.survey))
        before = _earlier(against) if against is not None else None
        decisions = review.folder(root, found.survey.id) if found.is_folder else None
        job = Job(
            Parameters(
                found.survey, root / "data" / "review" / found.survey.id, options=options
            ),
            read.Columns(folder.own_columns(found.own, named=found.named)),
            sellers.project_key(key_file),
            (work_folder / "parts").resolve(),
            how.rows,
        )
        model = review.model_of(job.parameters.review)
        files = _files(found, job)
        passports = _passports(found, files)
        store = Store(job.parts)
        progress = Progress(0, how.progress)
        _work([u for f in files for u in f.units], store, job, how, progress)
        used = {s.record for f in files for u in f.units for s in _whole(store, u)}
        _mend(files, store, job, how, progress)
        for file in files:
            for unit in file.units[:1]:
                unit.check()
        segments = [[_whole(store, unit) for unit in file.units] for file in files]
        table = _file_table(files, segments, job, passports)
        if table["records"].sum() == 0:
            raise SurveyError(read.no_records(list(map(str, sources)), _lost(segments, job)))
        progress.say("linking repetitions ...")
        rows = placed(segments, job.parts)
        names = Names(rows)
        reviewed = decided(rows, names, decisions, job.parameters)
        each = partial(pool.mapped, workers=how.workers, cluster=how.cluster)
        linked = finish.link(rows, names, reviewed, decisions, found.survey.id, before, each)
        if options.counts_repeats:
            linked = finish.unlinked(linked[0])
        check_table(linked[1], "duplicates")
        progress.say("writing ...")
        draft = work_folder / "draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        accounts = finish.write(rows, names, reviewed, linked, draft)
        if found.is_folder and (found.own / "coverage.csv").exists():
            reference.load_coverage(found.own / "coverage.csv").to_parquet(
                draft / "coverage.parquet", index=False
            )
        parameters: dict[str, object] = {
            "survey": found.survey.id,
            "scope": list(found.survey.scope),
            "relevance": review.describe(model),
            "seller_key_id": again.key_id(job.key),
            "options": dict(options.given),
        }
        if against is not None:
            parameters["against"] = [provenance.file_hash(against / "listings.parquet")]
            parameters["against_survey"] = _survey_of(against)
        read_files = table["source_file"].tolist()
        manifest = provenance.manifest(
            found.survey,
            table,
            accounts,
            draft,
            parameters,
            declared=provenance.beside(found.own, but=read_files) if found.is_folder else None,
            decisions=provenance.beside(decisions) if decisions is not None else None,
        )
        (draft / MANIFEST).write_text(
            json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
        move(draft, output)
        store.keep_only(used | {s.record for units in segments for unit in units for s in unit})
        progress.end()
    return accounts


def _files(found: Inputs, job: Job) -> list[_File]:
    """Read every raw file once for its hash, and cut the long ones."""
    told = {
        "code": work.code_hash(),
        "reference": provenance.reference_hashes(),
        "survey": asdict(found.survey),
        "options": dict(job.parameters.options.given),
        "headers": job.known.digest(),
        "sellers": hashlib.sha256(b"sellers" + job.key).hexdigest(),
        "model": _model_hash(job.parameters.review),
        "rows": job.rows,
        "named": found.named,
    }
    settings = hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode())
    size = min(read.pieces.BYTES, 400 * job.rows)
    result = []
    for label, path in found.files:
        seen = work.state(path)
        try:
            sha256, total, cut = read.pieces.cut(
                path, label, job.known, named=found.named, size=size
            )
        except OSError as error:
            raise SurveyError(f"{path}: cannot be read ({error.strerror or error})") from error
        units = work.units(cut, sha256, total, settings.hexdigest(), seen)
        result.append(_File(label, sha256, total, units))
    return result


def _model_hash(folder: Path) -> str:
    """Hash the relevance model of a survey, or that of the project."""
    for place in (folder, folder.parent):
        if (place / "model.json").exists():
            return provenance.file_hash(place / "model.json")
    return ""


def _passports(found: Inputs, files: list[_File]) -> dict[str, dict[str, str]]:
    if found.named:
        return {}
    return folder.check_passports(found.own, {file.label: file.sha256 for file in files})


def _work(units: list[Unit], store: Store, job: Job, how: How, progress: Progress) -> None:
    """Do the units that are not done."""
    pending = [unit for unit in units if store.whole(unit.key) is None]
    progress.total += sum(unit.bytes for unit in pending)
    todo = work.tasks(pending, store)
    for task, names in pool.done(todo, job, workers=how.workers, cluster=how.cluster):
        listings = sum(segment.size() for name in names for segment in store.add(name))
        progress.add(task.bytes, listings)


def _mend(files: list[_File], store: Store, job: Job, how: How, progress: Progress) -> None:
    """Do those units again whose file, as a whole, tells another story of its prices.

    Whether a file lost the points of its thousands shows in all of its prices
    (`price.without_thousands_dot`); a partition has seen only some of them.
    """
    for file in files:
        segments = [s for unit in file.units for s in _whole(store, unit)]
        if not any(segment.dots for segment in segments):
            continue
        counts = pd.DataFrame(
            [(name, *row[:3]) for s in segments for name, row in s.dots.items()],
            columns=["file", "dotted", "three", "long"],
        )
        answer = price.lost_dots(counts.groupby("file").sum())
        file.units = [
            work.judged(unit, answer) if _differs(_whole(store, unit), answer) else unit
            for unit in file.units
        ]
        _work(file.units, store, job, how, progress)


def _differs(segments: list[Segment], answer: dict[str, bool]) -> bool:
    """Say whether a partition took prices for what the whole file says they are not."""
    return any(
        dotted and bool(used) != answer[name]
        for segment in segments
        for name, (dotted, _, _, used) in segment.dots.items()
    )


def _whole(store: Store, unit: Unit) -> list[Segment]:
    segments = store.whole(unit.key)
    if segments is None:
        raise SurveyError(
            f"{unit.piece.path}: its results are missing from {store.parts}; do not change "
            "that folder while a run is on, and run again"
        )
    return segments


def _file_table(
    files: list[_File],
    segments: list[list[list[Segment]]],
    job: Job,
    passports: dict[str, dict[str, str]],
) -> pd.DataFrame:
    """Return the table of raw files (`read.Raw.files`)."""
    rows = []
    told = folder.PASSPORT[2:]
    for file, units in zip(files, segments, strict=True):
        own = [segment for unit in units for segment in unit]
        listings = sum(segment.size() for segment in own)
        found = sum(segment.records for segment in own)
        rows.append(
            read.file_entry(
                file.label,
                file.sha256,
                file.bytes,
                formats=[name for segment in own for name in segment.formats],
                encodings=[name for segment in own for name in segment.encodings],
                listings=listings,
                rejects=found - listings,
            )
            | {name: passports.get(file.label, {}).get(name, "") for name in told}
        )
    return pd.DataFrame(rows)


def _lost(segments: list[list[list[Segment]]], job: Job) -> pd.DataFrame:
    """Return the first rejects."""
    tables = [
        segment.take(job.parts, "rejects").to_pandas()
        for units in segments
        for unit in units
        for segment in unit
    ]
    return pd.concat(tables, ignore_index=True)


def _earlier(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the listings and specimens of an earlier processed survey."""
    tables = []
    for name in ("listings", "specimens"):
        path = folder / f"{name}.parquet"
        try:
            tables.append(check_table(pd.read_parquet(path), name))
        except SurveyError as error:
            raise SurveyError(
                f"{path}: {error}; process that survey again with this version"
            ) from error
        except (OSError, ValueError) as error:
            raise SurveyError(f"{path}: not a table of a processed survey ({error})") from error
    return tables[0], tables[1]


def _survey_of(folder: Path) -> str:
    """Name an earlier survey the way its folder is called, options and all."""
    try:
        said = provenance.recorded(folder)
        options = read_options(said["parameters"].get("options", {}))
        name = str(said["survey"]["id"])
    except (SurveyError, KeyError):
        return folder.resolve().name
    return f"{name}~{options.name}" if options.name else name


def move(draft: Path, target: Path) -> None:
    """Put finished files in the place of those of an earlier run.

    The old manifest goes first and the new one comes last, so that a manifest always speaks
    of whole tables.

    Parameters
    ----------
    draft
        Folder of the files, on the same disk; removed.
    target
        Folder to put them into; other files in it are left alone.
    """
    (target / MANIFEST).unlink(missing_ok=True)
    for path in sorted(draft.iterdir(), key=lambda path: path.name == MANIFEST):
        path.replace(target / path.name)
    draft.rmdir()
