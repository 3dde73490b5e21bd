"""The folder of a report: one run at a time, and what killed runs left is put in order."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from wildlife_analysis.reference import lock

__all__ = ["DRAFT", "held", "publish"]

DRAFT = ".draft-"
OLD = "old-"
LOCK = ".lock"


@contextmanager
def held(output: Path) -> Iterator[None]:
    """Hold the folder of a report for one run alone; sweep up after runs that were killed.

    Parameters
    ----------
    output
        Folder of the report; made where it is missing.

    Raises
    ------
    SurveyError
        When another run holds it, or the disk is full or refuses to be written.
    """
    with lock.held(output, output / LOCK):
        try:
            _sweep(output)
            yield
        finally:
            (output / LOCK).unlink(missing_ok=True)  # it names a process: no part of a report


def _sweep(output: Path) -> None:
    """Put back what a killed run had taken away, and remove its drafts."""
    for draft in output.glob(f"{DRAFT}*"):
        for old in draft.glob(f"{OLD}*"):
            final = output / old.name.removeprefix(OLD)
            if not final.exists():
                old.rename(final)
        shutil.rmtree(draft, ignore_errors=True)


def publish(output: Path, draft: Path, languages: Sequence[str]) -> None:
    """Put finished folders in the place of those of an earlier run.

    Parameters
    ----------
    output
        Folder of the report.
    draft
        Folder within it that holds a folder a language, and takes the old ones.
    languages
        Which of them.
    """
    for language in languages:
        final = output / language
        if final.exists():
            final.rename(draft / f"{OLD}{language}")
        (draft / language).rename(final)
