"""Run the notebooks, assemble the report; the one way into ``reports/``.

``publish`` is what notebooks call, ``notebooks`` runs them, ``render`` shows in a language what
they published, ``page`` and ``workbook`` put it together, ``cache`` knows what has not changed.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, as_completed
from dataclasses import replace
from pathlib import Path
from typing import Any

from wildlife_analysis import count
from wildlife_analysis.count import Processed
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.report import cache, notebooks, page, place
from wildlife_analysis.report.notebooks import Run
from wildlife_analysis.report.only import Only, load, restrict
from wildlife_analysis.report.publish import Publisher, dollars, every, number, share, top
from wildlife_analysis.words import Words

__all__ = [
    "Only",
    "Publisher",
    "build",
    "dollars",
    "every",
    "load",
    "number",
    "share",
    "top",
]

# Beside the languages: what the notebooks published, kept for the next run.
WORK = ".notebooks"
FAILED = "failed_notebooks"
TRACE = "trace.html"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def build(
    folder: Path,
    *,
    baseline: Path | None,
    languages: Sequence[str],
    output: Path,
    only: Only | None = None,
    folder_of_notebooks: Path | None = None,
    parameters: Mapping[str, Any] | None = None,
    force: bool = False,
) -> list[Path]:
    """Write the annual report on a processed survey, a folder a language.

    Parameters
    ----------
    folder, baseline
        Folders of processed surveys.
    languages
        ISO 639-1 codes; the notebooks themselves are shown in the first.
    output
        Folder of the report; each language's folder is replaced only when all has gone well.
    only
        What to restrict the report to.
    folder_of_notebooks
        Other notebooks than those of the annual report.
    parameters
        Further parameters of the notebooks, by name.
    force
        Redo what has not changed.

    Returns
    -------
    list of pathlib.Path
        The pages.

    Raises
    ------
    SurveyError
        When a language has no words, a survey cannot be loaded, a restriction or a parameter
        is not possible, or a notebook fails; the last good report stays.
    """
    only = only or Only()
    languages = tuple(dict.fromkeys(languages))
    for language in languages:
        Words(language)
    data = _surveys(folder, baseline, only)
    # Notebooks run, and pages are drawn, in other folders than the caller's.
    output = output.resolve()
    sources = notebooks.find(folder_of_notebooks)
    if baseline is None and folder_of_notebooks is None:
        sources = [path for path in sources if not path.stem.startswith(("04", "05"))]
    given = {
        "survey_folder": str(folder.resolve()),
        "baseline_folder": str(baseline.resolve()) if baseline is not None else "",
        "language": languages[0],
        "output_folder": "",
    }
    asked = {**(parameters or {}), **only.given}
    values = notebooks.arguments(sources, given, asked)
    work = output / WORK
    runs = [
        Run(source, work / source.stem, values[source] | {"output_folder": "."})
        for source in sources
    ]
    keys = {run.source.stem: cache.notebook(run.source, run.parameters, data) for run in runs}
    with place.held(output):
        _renew(output, runs, keys, languages, data, only, asked, force=force)
    return [output / language / "annual_report.html" for language in languages]


def _surveys(folder: Path, baseline: Path | None, only: Only) -> dict[Path, Processed]:
    """Load the surveys; refuse what cannot be reported on."""
    if only.since and baseline is not None:
        raise SurveyError(
            "since and a baseline exclude each other: rates are per week of the whole "
            "fieldwork; leave --baseline or --since out"
        )
    found = {}
    for path in (folder, baseline):
        if path is not None:
            found[path.resolve()] = restrict(count.load(path, texts=False), only)
    _reportable(folder, found[folder.resolve()])
    if baseline is not None:
        for path, survey in found.items():
            if survey.coverage.empty:
                raise SurveyError(
                    f"{path}: no coverage.csv says what was searched: nothing can be compared; "
                    "add one beside the listings, or leave --baseline out"
                )
    return found


def _reportable(folder: Path, survey: Processed) -> None:
    if not survey.listings["in_scope"].any():
        reasons = survey.listings["rejection_reason"].value_counts()
        told = ", ".join(f"{n} {code}" for code, n in reasons.items()) or "no listings"
        raise SurveyError(
            f"{folder}: none of {len(survey.listings)} listings counts ({told}); there is "
            "nothing to report on"
        )


def _renew(
    output: Path,
    runs: Sequence[Run],
    keys: Mapping[str, str],
    languages: Sequence[str],
    data: Mapping[Path, Processed],
    only: Only,
    asked: Mapping[str, Any],
    *,
    force: bool,
) -> None:
    """Make what has changed since the last report."""
    shutil.rmtree(output / FAILED, ignore_errors=True)
    waiting = [r for r in runs if force or not cache.same(r.folder, keys[r.source.stem])]
    for run in runs:
        if run not in waiting:
            _say(f"{run.source.stem}: unchanged, skipped")
    page_keys = {language: cache.page(language, keys, asked) for language in languages}
    stale = [
        one
        for one in languages
        if force or waiting or not cache.same(output / one, page_keys[one])
    ]
    for language in languages:
        if language not in stale:
            _say(f"{language}: unchanged, skipped")
    if stale:
        stale_keys = {one: page_keys[one] for one in stale}
        _make(output, waiting, runs, keys, stale_keys, data, only, asked)


def _make(
    output: Path,
    waiting: Sequence[Run],
    runs: Sequence[Run],
    keys: Mapping[str, str],
    languages: Mapping[str, str],
    data: Mapping[Path, Processed],
    only: Only,
    parameters: Mapping[str, Any],
) -> None:
    """Run the notebooks that wait, then show the languages, two things at a time."""
    links = not only.given
    steps = len(waiting) + len(languages) + links
    # Pages say what the notebooks found: rows need not go to the processes that draw them.
    surveys = [_without_rows(survey) for survey in data.values()]
    start = time.monotonic()
    done = 0
    with (
        tempfile.TemporaryDirectory(prefix=place.DRAFT, dir=output) as draft,
        notebooks.workers() as pool,
    ):
        jobs = {pool.submit(notebooks.execute, run): run for run in waiting}
        for job in as_completed(jobs):
            run, error = jobs[job], job.result()
            if error is not None:
                pool.shutdown(cancel_futures=True)
                copy = _failed(output, run)
                raise SurveyError(f"notebook {run.source.name} failed: {error} (see {copy})")
            cache.seal(run.folder, keys[run.source.stem])
            done += 1
            _say(f"[{done}/{steps}] {run.source.stem} {_after(start)}")
        folders = [run.folder for run in runs]
        behind = {one: Path(draft) / f"{one}.{TRACE}" for one in languages}
        pages: dict[Future[Any], str] = {}
        if links:
            pages[pool.submit(page.trace, behind, folders, list(data))] = TRACE
        pages |= {
            pool.submit(page.write, Path(draft) / one, one, folders, surveys, only): one
            for one in languages
        }
        for ready in as_completed(pages):
            for line in ready.result() or ():
                _say(line)
            done += 1
            _say(f"[{done}/{steps}] {pages[ready]} {_after(start)}")
        for one, key in languages.items():
            if links:
                behind[one].rename(Path(draft) / one / TRACE)
            page.seal(Path(draft) / one, one, surveys, only, key, parameters)
        place.publish(output, Path(draft), list(languages))


def _without_rows(survey: Processed) -> Processed:
    tables = ("listings", "specimens", "rejects", "duplicates")
    return replace(survey, **{name: getattr(survey, name).iloc[:0].copy() for name in tables})


def _after(start: float) -> str:
    return f"(after {time.monotonic() - start:.0f} s)"


def _failed(output: Path, run: Run) -> Path:
    """Keep the executed copy of a notebook that failed."""
    target = output / FAILED / run.source.name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(run.target, target)
    return target
