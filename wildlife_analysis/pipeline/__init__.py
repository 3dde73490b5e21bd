"""Compose the steps: raw listings to processed tables, processed tables to the report.

``partition`` is what is done to a few thousand listings at once; ``work`` cuts the raw files
for it, ``pool`` spreads the work over processes or a cluster, ``records`` keeps what is done,
``survey``, ``reviewed`` and ``finish`` make one survey of the parts, ``run`` leads through it.
"""

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from wildlife_analysis import classify, provenance, reference
from wildlife_analysis.pipeline import run
from wildlife_analysis.pipeline.run import How
from wildlife_analysis.provenance import again
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.reference.home import project
from wildlife_analysis.reference.options import Options

__all__ = ["ROOT", "How", "process"]

ROOT = project()
NAMED = 50  # files that were not read, named on the screen


def process(
    sources: Sequence[Path | str],
    output: Path,
    *,
    survey_id: str | None = None,
    key_file: Path | None = None,
    against: Path | None = None,
    options: Options | None = None,
    how: How | None = None,
) -> provenance.Accounts:
    """Read, clean and classify raw listings, link repetitions, and write the tables.

    Parameters
    ----------
    sources
        One survey folder (with ``survey.toml``), or listing files: paths, or addresses that
        fsspec knows, such as ``s3://bucket/2026``.
    output
        Folder for ``listings.parquet``, ``specimens.parquet``, ``rejects.parquet``,
        ``duplicates.parquet`` and ``manifest.json``; each appears whole. In ``.work`` it keeps
        what was done, so that a run that was ended goes on, and new files are all that is
        worked on.
    survey_id
        Identifier of the survey for loose files; that of the folder or of the files otherwise.
    key_file
        File of the key under which sellers are hashed; made on first use.
    against
        Folder of an earlier processed survey: what it offered already is listed in
        ``duplicates`` too, and counted in both.
    options
        Judgements taken another way (`reference.options`); the main run's without.
    how
        On how many processes, on which cluster; the result is the same to the byte.

    Returns
    -------
    provenance.Accounts
        Raw rows, rejects, listings in and out of scope, unique listings, duplicates.

    Raises
    ------
    SurveyError
        When a source cannot be used, another run writes into the same output, or the accounts
        do not add up.

    Examples
    --------
    >>> out = folder / "processed"
    >>> _ = simulate.survey("2018", folder / "replica", listings=40, seed=1)
    >>> _ = pipeline.process([folder / "replica"], out, key_file=folder / "key")
    >>> sorted(path.stem for path in out.glob("*.parquet"))
    ['coverage', 'duplicates', 'listings', 'rejects', 'specimens']
    """
    return run.process(
        sources,
        output,
        ROOT,
        survey_id=survey_id,
        key_file=key_file or ROOT / "data" / ".seller_key",
        against=against,
        options=options or Options(),
        how=how or How(),
    )


def set_aside(folder: Path) -> list[str]:
    """Name the files and sheets that were set aside as a whole, and why.

    Parameters
    ----------
    folder
        A processed survey.

    Returns
    -------
    list of str
        A line each, of the first `NAMED`; what stands in them is in ``rejects`` only.
    """
    columns = ["source_file", "source_row", "reason"]
    rejects = pd.read_parquet(folder / "rejects.parquet", columns=columns)
    reasons = reference.table("reasons")
    meant = reasons[reasons["kind"] == "reject"].set_index("code")["meaning"]
    whole = rejects[rejects["source_row"] == 0]
    told = [
        f"Not read at all: {row.source_file}: {meant.get(row.reason, row.reason)}"
        for row in whole.head(NAMED).itertuples()
    ]
    return told + [f"... and {len(whole) - NAMED} more"] * (len(whole) > NAMED)


def check(
    folder: Path,
    raw: Sequence[Path] | None = None,
    *,
    key_file: Path | None = None,
    against: Path | None = None,
    processed: Path | None = None,
    notebooks: Path | None = None,
) -> again.Check:
    """Verify a processed folder or a report; make it again where its inputs are at hand.

    Parameters
    ----------
    folder
        Folder with ``manifest.json``.
    raw
        The raw survey folder or files; ``data/raw/SURVEY`` where empty.
    key_file
        See `process`.
    against
        The earlier processed survey that the run linked; by default looked for beside it.
    processed
        Folder of the processed surveys that a report was made from; ``data/processed``.
    notebooks
        See `report`.
    """
    from wildlife_analysis import report as reporting

    def make(survey: Path, baseline: Path | None, said: Mapping[str, Any], out: Path) -> None:
        reporting.build(
            survey,
            baseline=baseline,
            languages=(said["language"],),
            output=out,
            only=reporting.Only(**said["only"]),
            folder_of_notebooks=notebooks,
            parameters=said.get("parameters", {}),
        )

    places = again.Places(
        raw=tuple(raw or ()),
        against=against,
        processed=processed or ROOT / "data" / "processed",
        home_raw=ROOT / "data" / "raw",
        key_file=key_file or ROOT / "data" / ".seller_key",
    )
    return again.check(folder, places, process, make)


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
        every = sorted({str(row.get("survey", "labelled")) for row in gold})
        for number, survey_id in enumerate(every):
            file = work / "raw" / f"{number}.jsonl"  # a survey may be called "../x"
            lines = [
                json.dumps({k: v for k, v in row.items() if k != "gold"}, ensure_ascii=False)
                for row in gold
                if str(row.get("survey", "labelled")) == survey_id
            ]
            file.write_text("\n".join(lines) + "\n", encoding="utf-8")
            out = work / str(number)
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


def trace(
    figure: str,
    form: str = "text",
    *,
    processed: Path | None = None,
    language: str = "en",
) -> str:
    """Say what is behind a published number.

    Parameters
    ----------
    figure
        Its name, such as ``2018/countries/DE/specimens``.
    form
        ``text``, ``csv`` (every row behind it) or ``html`` (one page).
    processed
        Folder of the processed surveys.
    language
        Of the page: ISO 639-1 code of a language the report has words for.

    Returns
    -------
    str
        Personal data masked.

    Raises
    ------
    SurveyError
        When there is no such figure or survey.
    """
    from wildlife_analysis import count
    from wildlife_analysis.provenance import trace as tracing

    folders = [_processed(one, processed) for one in tracing.survey_ids(figure)]
    surveys = [count.load(folder) for folder in folders]
    return tracing.answer(figure, surveys, form, language)


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
