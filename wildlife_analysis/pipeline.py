"""Compose the steps: raw listings to processed tables, processed tables to the report."""

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from wildlife_analysis import classify, clean, duplicates, provenance, read, reference, review
from wildlife_analysis.classify import relevance
from wildlife_analysis.read import sellers
from wildlife_analysis.reference import Survey, SurveyError, check_table

__all__ = ["ROOT", "process", "publish_folder"]

ROOT = Path(__file__).resolve().parents[1]
MANIFEST = "manifest.json"


def process(
    sources: list[Path],
    output: Path,
    *,
    survey_id: str | None = None,
    key_file: Path | None = None,
    against: Path | None = None,
) -> provenance.Accounts:
    """Read, clean and classify raw listings, link repetitions, and write the tables.

    Parameters
    ----------
    sources
        One survey folder (with ``survey.toml``), or listing files.
    output
        Folder for ``listings.parquet``, ``specimens.parquet``, ``rejects.parquet``,
        ``duplicates.parquet`` and ``manifest.json``; written whole or not at all.
    survey_id
        Identifier of the survey for loose files; that of the folder or of the files otherwise.
    key_file
        File of the key under which sellers are hashed; made on first use.
    against
        Folder of an earlier processed survey: what it offered already is listed in
        ``duplicates`` too, and counted in both.

    Returns
    -------
    provenance.Accounts
        Raw rows, rejects, listings in and out of scope, unique listings, duplicates.

    Raises
    ------
    SurveyError
        When a source cannot be used, or when the accounts do not add up.
    """
    folder = sources[0] if len(sources) == 1 and sources[0].is_dir() else None
    for source in sources:
        if not source.exists():
            raise SurveyError(f"{source}: no such file or folder")
    if folder is not None and (folder / "survey.toml").exists():
        survey = reference.load_survey(folder)
    else:
        survey = Survey(id=survey_id or sources[0].stem)
    if survey_id is not None and survey_id != survey.id:
        raise SurveyError(
            f"{sources[0]}: declares the survey {survey.id!r}, not {survey_id!r}; "
            "leave --survey out or correct survey.toml"
        )
    before = _earlier(against) if against is not None else None
    key = sellers.project_key(key_file or ROOT / "data" / ".seller_key")
    raw = read.survey(folder or sources, survey_id=survey.id, key=key)
    cleaned = clean.listings(raw.listings, survey)
    decisions = review.folder(ROOT, survey.id) if folder is not None else None
    if decisions is not None:
        cleaned = clean.corrections.apply(cleaned, decisions)
    listings, specimens = classify.listings(cleaned, survey)
    model = review.model_of(ROOT / "data" / "review" / survey.id)
    if model is not None:
        listings = relevance.fill(listings, model)
    audited = review.audited(listings, decisions, program=(listings, specimens))
    if decisions is not None:
        listings, specimens = review.apply(listings, specimens, decisions, survey)
    decided = (
        duplicates.decisions.read(decisions, survey.id, listings)
        if decisions is not None
        else None
    )
    listings, links = duplicates.link(listings, specimens, decided=decided, before=before)
    tables = {
        "listings": check_table(listings, "listings"),
        "specimens": check_table(specimens, "specimens"),
        "rejects": check_table(_masked(raw.rejects), "rejects"),
        "duplicates": check_table(links, "duplicates"),
    }
    accounts = provenance.accounts(int(raw.files["records"].sum()), tables)
    parameters: dict[str, object] = {
        "survey": survey.id,
        "scope": list(survey.scope),
        "relevance": review.describe(model),
    }
    if against is not None:
        parameters["against"] = [provenance.file_hash(against / "listings.parquet")]
    with publish_folder(output) as draft:
        for name, table in tables.items():
            table.to_parquet(draft / f"{name}.parquet", index=False)
        if folder is not None and (folder / "coverage.csv").exists():
            reference.load_coverage(folder / "coverage.csv").to_parquet(
                draft / "coverage.parquet", index=False
            )
        if len(audited):
            audited.to_parquet(draft / "audited.parquet", index=False)
        manifest = provenance.manifest(survey, raw.files, accounts, draft, parameters)
        (draft / MANIFEST).write_text(
            json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
    return accounts


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


def _masked(rejects: pd.DataFrame) -> pd.DataFrame:
    """Mask the personal data that a rejected record still shows."""
    nowhere = pd.Series("", index=rejects.index, dtype="str")
    masked = clean.privacy.mask(rejects["raw_text"], nowhere)
    return rejects.assign(raw_text=masked)


@contextmanager
def publish_folder(target: Path) -> Iterator[Path]:
    """Give a draft folder whose files move into ``target`` when all has gone well.

    On an error the draft is removed and what stood in ``target`` stays. The old manifest goes
    first and the new one comes last, so that a manifest always speaks of whole tables. Other
    files in ``target`` are left alone.

    Parameters
    ----------
    target
        Folder to write into; made where it does not exist.

    Yields
    ------
    pathlib.Path
        The draft folder.

    Raises
    ------
    SurveyError
        When the folder cannot be written.
    """
    if target.exists() and not target.is_dir():
        raise SurveyError(f"{target}: is a file; give a folder to write into")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise SurveyError(f"{target}: cannot be written ({error.strerror})") from error
    try:
        yield draft
        target.mkdir(exist_ok=True)
        (target / MANIFEST).unlink(missing_ok=True)
        files = sorted(draft.iterdir(), key=lambda path: path.name == MANIFEST)
        for path in files:
            path.replace(target / path.name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _processed(survey: str, processed: Path | None) -> Path:
    """Return the folder of a processed survey."""
    base = processed or ROOT / "data" / "processed"
    folder = base / survey
    if not (folder / "listings.parquet").exists():
        known = sorted(p.parent.name for p in base.glob("*/listings.parquet"))
        raise SurveyError(
            f"{folder}: no processed survey of that name"
            + (f"; there are {', '.join(known)}" if known else "; run 'process' first")
        )
    return folder


def report(
    survey: str,
    baseline: str | None,
    languages: Sequence[str],
    *,
    processed: Path | None = None,
    output: Path | None = None,
    only: Mapping[str, str] | None = None,
    notebooks: Path | None = None,
    parameters: Sequence[str] = (),
    force: bool = False,
) -> list[Path]:
    """Write the annual report on a processed survey.

    Parameters
    ----------
    survey, baseline
        Identifiers of processed surveys; without a baseline there are no trends.
    languages
        ISO 639-1 codes of languages the report has words for.
    processed
        Folder of the processed surveys; ``data/processed`` by default.
    output
        Folder of the report, a subfolder a language; by default ``reports/SURVEY``, and what
        the report is restricted to behind it.
    only
        ``country``, ``taxon`` and ``since``, each empty where the report is not restricted.
    notebooks
        Folder of other notebooks than those of the annual report.
    parameters
        Further parameters of the notebooks, as ``NAME=VALUE``.
    force
        Redo what has not changed.

    Returns
    -------
    list of pathlib.Path
        The report pages.

    Raises
    ------
    SurveyError
        When a survey, language, restriction or parameter is unknown, or a notebook fails.
    """
    from wildlife_analysis import report as reporting

    folder = _processed(survey, processed)
    before = _processed(baseline, processed) if baseline is not None else None
    for pair in parameters:
        if "=" not in pair:
            raise SurveyError(f"parameter {pair!r}: write NAME=VALUE")
    part = reporting.Only(**(only or {}))
    name = "_".join([survey, *part.given.values()])
    return reporting.build(
        folder,
        baseline=before,
        languages=tuple(languages),
        output=output or ROOT / "reports" / name,
        only=part,
        folder_of_notebooks=notebooks,
        parameters=dict(pair.split("=", 1) for pair in parameters),
        force=force,
    )


def evaluate(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Process labelled listings and compare the result with the labels.

    Parameters
    ----------
    path
        JSON Lines of raw listings with their labels under ``gold``.

    Returns
    -------
    scores, errors : pandas.DataFrame
        See `evaluate.scores`.
    """
    from wildlife_analysis import evaluate as evaluation

    gold = evaluation.labels(path)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "raw").mkdir()
        frames: list[tuple[pd.DataFrame, pd.DataFrame]] = []
        for survey_id in sorted({str(row.get("survey", "labelled")) for row in gold}):
            file = work / "raw" / f"{survey_id}.jsonl"
            lines = [
                json.dumps({k: v for k, v in row.items() if k != "gold"}, ensure_ascii=False)
                for row in gold
                if str(row.get("survey", "labelled")) == survey_id
            ]
            file.write_text("\n".join(lines) + "\n", encoding="utf-8")
            out = work / survey_id
            process([file], out, survey_id=survey_id, key_file=work / "key")
            frames.append(
                (
                    pd.read_parquet(out / "listings.parquet"),
                    pd.read_parquet(out / "specimens.parquet"),
                )
            )
    return evaluation.scores(
        gold, pd.concat([f for f, _ in frames]), pd.concat([f for _, f in frames])
    )


def explain(listing_id: str, survey: str, *, processed: Path | None = None) -> str:
    """Say in words why a listing was or was not counted.

    Parameters
    ----------
    listing_id
        Identifier within the survey.
    survey
        Identifier of a processed survey.
    processed
        Folder of the processed surveys.

    Returns
    -------
    str
        Lines of text; the listing's own words are masked and free of control characters.
    """
    listings = pd.read_parquet(_processed(survey, processed) / "listings.parquet")
    rows = listings[listings["listing_id"] == listing_id]
    if rows.empty:
        near = reference.nearest(listing_id, listings["listing_id"].tolist())
        raise SurveyError(f"{listing_id}: no such listing in {survey}; nearest: {near}")
    return classify.explain(rows.reset_index(drop=True))


def decide(survey: str, processed: Path | None) -> tuple[pd.DataFrame, pd.DataFrame, Path]:
    """Return what reviewing a survey needs.

    Parameters
    ----------
    survey
        Identifier of a processed survey.
    processed
        Folder of the processed surveys.

    Returns
    -------
    listings, specimens : pandas.DataFrame
        Tables of those names.
    folder : pathlib.Path
        Where decisions on the survey are kept, whether it exists or not.
    """
    folder = _processed(survey, processed)
    listings, specimens = (
        pd.read_parquet(folder / f"{name}.parquet") for name in ("listings", "specimens")
    )
    return listings, specimens, ROOT / "data" / "review" / survey
