"""Run the numbered notebooks through papermill; those whose inputs have not changed stay."""

import json
import logging
import multiprocessing
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wildlife_analysis.reference import SurveyError, nearest
from wildlife_analysis.reference.home import notebooks_folder
from wildlife_analysis.reference.parent import end_with_parent

__all__ = ["Run", "arguments", "execute", "find", "workers"]

PACKAGE = Path(__file__).resolve().parents[2]
KERNEL = "wildlife-analysis"
WORKERS = 2
# Every notebook of a report is given these; the others only where it declares them.
NEEDED = ("survey_folder", "output_folder", "language")


@dataclass(frozen=True)
class Run:
    """One notebook to execute: source, folder of its executed copy and entries, parameters."""

    source: Path
    folder: Path
    parameters: dict[str, Any]

    @property
    def target(self) -> Path:
        """The executed copy."""
        return self.folder / self.source.name


def find(folder: Path | None = None) -> list[Path]:
    """List the numbered notebooks in order.

    Parameters
    ----------
    folder
        Where they are; ``notebooks`` by default.

    Raises
    ------
    SurveyError
        When there are none.
    """
    folder = (folder or notebooks_folder()).resolve()
    found = sorted(folder.glob("[0-9][0-9]_*.ipynb"))
    if not found:
        raise SurveyError(f"{folder}: no numbered notebooks, such as 01_survey_quality.ipynb")
    return found


def arguments(
    sources: Sequence[Path], given: Mapping[str, Any], asked: Mapping[str, Any]
) -> dict[Path, dict[str, Any]]:
    """Say which parameters each notebook gets, before any of them runs.

    papermill itself only warns about an unknown parameter.

    Parameters
    ----------
    sources
        The notebooks.
    given
        What the report gives: `NEEDED`, and what a notebook may leave undeclared.
    asked
        What the caller asked for by name: ``country``, ``taxon`` and ``since`` must be declared
        by every notebook, any other by one of them. What ends in ``_file`` or ``_folder`` is a
        path, from where the caller stands: notebooks stand elsewhere.

    Raises
    ------
    SurveyError
        When a notebook cannot be read or has no cell tagged ``parameters``, when a parameter
        is not declared (the nearest known one is named), or when a path leads nowhere.
    """
    declared = {source: _declared(source) for source in sources}
    everywhere = ("country", "taxon", "since")
    for source, known in declared.items():
        for name in [*NEEDED, *[name for name in everywhere if name in asked]]:
            if name not in known:
                raise SurveyError(
                    f"{source.name}: no parameter {name}; known: {', '.join(sorted(known))}"
                )
    every = {name for known in declared.values() for name in known}
    for name in asked:
        if name not in every:
            raise SurveyError(
                f"no notebook has a parameter {name!r}; nearest: "
                f"{nearest(name, sorted(every - set(given)))}"
            )
    values = {**given, **{name: _placed(name, value) for name, value in asked.items()}}
    return {
        source: {
            name: _typed(name, values[name], kind)
            for name, kind in known.items()
            if name in values
        }
        for source, known in declared.items()
    }


def _placed(name: str, value: Any) -> Any:
    """Complete a path, which is read from another folder."""
    if not value or not name.endswith(("_file", "_folder")):
        return value
    path = Path(value).resolve()
    if not path.exists():
        raise SurveyError(f"parameter {name}={value!r}: {path} is not there")
    return str(path)


def _typed(name: str, value: Any, kind: str) -> Any:
    """Read a number that was given as text, as the command line gives it."""
    known = {"int": int, "float": float}
    if not isinstance(value, str) or kind not in known:
        return value
    try:
        return known[kind](value)
    except ValueError as error:
        raise SurveyError(f"parameter {name}={value!r}: give a number ({kind})") from error


def _declared(source: Path) -> dict[str, str]:
    """List the parameters of a notebook, each with its type where it says one."""
    import ast

    try:
        cells = json.loads(source.read_text(encoding="utf-8"))["cells"]
        tagged = [c for c in cells if "parameters" in c.get("metadata", {}).get("tags", [])]
        body = ast.parse("".join(tagged[0]["source"])).body if tagged else []
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError, SyntaxError) as error:
        raise SurveyError(f"{source}: not a notebook that can be read ({error})") from error
    if not tagged:
        raise SurveyError(f"{source.name}: no cell is tagged 'parameters'")
    typed: dict[ast.expr, str] = {
        n.target: ast.unparse(n.annotation) for n in body if isinstance(n, ast.AnnAssign)
    }
    plain: dict[ast.expr, str] = {
        t: "" for n in body if isinstance(n, ast.Assign) for t in n.targets
    }
    return {n.id: kind for n, kind in {**typed, **plain}.items() if isinstance(n, ast.Name)}


@contextmanager
def workers() -> Iterator[ProcessPoolExecutor]:
    """Open the processes that run notebooks and draw pages.

    They end with this one; a kernel looks for its own parent once a second.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, mp_context=context, initializer=end_with_parent) as pool:
        yield pool


def execute(run: Run) -> str | None:
    """Execute one notebook.

    Parameters
    ----------
    run
        What to execute; its folder is made anew.

    Returns
    -------
    str or None
        What went wrong and in which cell, or None. The executed copy is there in both cases.
    """
    import papermill
    from papermill.exceptions import PapermillExecutionError
    from traitlets.config import Config

    shutil.rmtree(run.folder, ignore_errors=True)
    run.folder.mkdir(parents=True)
    own = run.folder / "jupyter"
    # Sockets of its own: kernels side by side must not meet; and the path of one must be short.
    sockets = Path(tempfile.mkdtemp(prefix="wa-"))
    _kernel(own)
    os.environ["JUPYTER_PATH"] = str(own)
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    logging.getLogger("papermill").setLevel(logging.ERROR)
    try:
        papermill.execute_notebook(
            str(run.source),
            str(run.target),
            parameters=run.parameters,
            kernel_name=KERNEL,
            language="python",
            progress_bar=False,
            cwd=str(run.folder),
            config=Config(
                {
                    "KernelManager": {"transport": "ipc", "ip": str(sockets / "s")},
                    # All has been written by then: nothing to wait for.
                    "PapermillNotebookClient": {"shutdown_kernel": "immediate"},
                }
            ),
        )
    except PapermillExecutionError as error:
        line = str(error.source).strip().split("\n", 1)[0]
        return f"cell {error.exec_count} ({line[:60]}): {error.ename}: {error.evalue}"
    finally:
        shutil.rmtree(own, ignore_errors=True)
        shutil.rmtree(sockets, ignore_errors=True)
    _without_times(run.target)
    return None


def _without_times(path: Path) -> None:
    """Take out what no two runs share: the manifest alone says when and where it was."""
    import nbformat

    notebook = nbformat.read(path, as_version=4)
    for part in (notebook, *notebook.cells):
        part.metadata.pop("papermill", None)
        part.metadata.pop("execution", None)
    for cell in notebook.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"  # papermill draws one at random
    nbformat.write(notebook, path)


def _kernel(folder: Path) -> None:
    """Describe a kernel that runs in this very Python, on this very package."""
    kernel = folder / "kernels" / KERNEL
    kernel.mkdir(parents=True)
    spec = {
        # Before it ends a kernel it is interrupted, and would report that as an error.
        "argv": [
            sys.executable,
            "-m",
            "ipykernel_launcher",
            "-f",
            "{connection_file}",
            "--log-level=CRITICAL",
        ],
        "display_name": KERNEL,
        "language": "python",
        "env": {
            "PYTHONPATH": os.pathsep.join([str(PACKAGE), os.environ.get("PYTHONPATH", "")])
        },
    }
    (kernel / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
