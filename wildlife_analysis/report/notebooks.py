"""Run the numbered notebooks through papermill, independent ones side by side."""

import json
import logging
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wildlife_analysis.reference import SurveyError
from wildlife_analysis.reference.home import notebooks_folder

__all__ = ["Run", "execute", "find"]

KERNEL = "wildlife-analysis"
WORKERS = 2


@dataclass(frozen=True)
class Run:
    """One notebook to execute: source, executed copy, parameters."""

    source: Path
    target: Path
    parameters: dict[str, Any]


def find() -> list[Path]:
    """List the numbered notebooks in order.

    Raises
    ------
    SurveyError
        When there are none.
    """
    folder = notebooks_folder()
    found = sorted(folder.glob("[0-9][0-9]_*.ipynb"))
    if not found:
        raise SurveyError(f"{folder}: no numbered notebooks")
    return found


def check_parameters(source: Path, parameters: dict[str, Any]) -> None:
    """Raise SurveyError when a notebook does not declare a parameter it would be given.

    papermill itself only warns about an unknown parameter.
    """
    import papermill

    known = papermill.inspect_notebook(str(source))
    unknown = sorted(set(parameters) - set(known))
    if unknown:
        raise SurveyError(
            f"{source.name}: no parameter {', '.join(unknown)}; known: {', '.join(known)}"
        )


def execute(runs: Sequence[Run], say: Callable[[str], None]) -> None:
    """Execute notebooks.

    Parameters
    ----------
    runs
        Independent of each other.
    say
        Called with a line after each notebook.

    Raises
    ------
    SurveyError
        When a notebook fails; its executed copy keeps the error, and the message names the
        notebook and the cell.
    """
    for source in dict.fromkeys(run.source for run in runs):
        check_parameters(source, next(r.parameters for r in runs if r.source == source))
    with tempfile.TemporaryDirectory() as folder:
        _kernel(Path(folder))
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(WORKERS, mp_context=context) as pool:
            jobs = {pool.submit(_one, run, folder): run for run in runs}
            for number, job in enumerate(as_completed(jobs), 1):
                run = jobs[job]
                error = job.result()
                if error is not None:
                    pool.shutdown(cancel_futures=True)
                    raise SurveyError(f"notebook {run.source.name} failed: {error}")
                say(f"[{number}/{len(runs)}] {run.source.stem} {run.parameters['language']}")


def _kernel(folder: Path) -> None:
    """Describe a kernel that runs in this very Python."""
    kernel = folder / "kernels" / KERNEL
    kernel.mkdir(parents=True)
    spec = {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": KERNEL,
        "language": "python",
    }
    (kernel / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")


def _one(run: Run, jupyter_path: str) -> str | None:
    """Execute one notebook; return what went wrong, or None."""
    import papermill
    from papermill.exceptions import PapermillExecutionError
    from traitlets.config import Config

    os.environ["JUPYTER_PATH"] = jupyter_path
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    logging.getLogger("papermill").setLevel(logging.ERROR)
    run.target.parent.mkdir(parents=True, exist_ok=True)
    socket = f"{jupyter_path}/{run.parameters['language']}-{run.source.stem[:2]}"
    try:
        papermill.execute_notebook(
            str(run.source),
            str(run.target),
            parameters=run.parameters,
            kernel_name=KERNEL,
            progress_bar=False,
            cwd=str(run.target.parent),
            # Sockets of its own: kernels side by side must not meet.
            config=Config({"KernelManager": {"transport": "ipc", "ip": socket}}),
        )
    except PapermillExecutionError as error:
        return f"cell {error.exec_count}: {error.ename}: {error.evalue} (see {run.target})"
    _without_times(run.target)
    return None


def _without_times(path: Path) -> None:
    """Take out when and where a notebook was run: the manifest alone says so."""
    import nbformat

    notebook = nbformat.read(path, as_version=4)
    for part in (notebook, *notebook.cells):
        part.metadata.pop("papermill", None)
        part.metadata.pop("execution", None)
    nbformat.write(notebook, path)
