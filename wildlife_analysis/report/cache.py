"""What a notebook or a page was made from, as one hash: what has not changed is not redone."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import wildlife_analysis
from wildlife_analysis import provenance
from wildlife_analysis.count import Processed

__all__ = ["KEY", "key_of", "notebook", "page", "same"]

# File with the hash, beside what was made.
KEY = "made_from.json"
PACKAGE = Path(wildlife_analysis.__file__).parent
LIBRARIES = (
    "pandas", "numpy", "matplotlib", "seaborn", "babel", "fluent.runtime", "papermill",
    "jinja2", "scipy", "statsmodels", "weasyprint", "openpyxl",
)  # fmt: skip


def _hash(content: Any) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _code() -> str:
    """Hash the package and its reference tables, the words of the languages left out."""
    files = {
        path.relative_to(PACKAGE).as_posix(): provenance.file_hash(path)
        for path in sorted(PACKAGE.rglob("*"))
        if path.is_file() and path.suffix not in (".ftl", ".pyc")
    }
    versions = {name: metadata.version(name) for name in LIBRARIES}
    return _hash([files, versions])


def _words(language: str) -> str:
    return provenance.file_hash(PACKAGE / "reference" / "words" / f"{language}.ftl")


def _data(folder: Path, survey: Processed) -> str:
    tables = {
        path.name: provenance.file_hash(path) for path in sorted(folder.glob("*.parquet"))
    }
    said = {name: value for name, value in survey.manifest.items() if name != "when"}
    return _hash([tables, said])


def notebook(
    source: Path, parameters: Mapping[str, Any], data: Mapping[Path, Processed]
) -> str:
    """Hash the inputs of a notebook.

    Parameters
    ----------
    source
        The notebook.
    parameters
        Its parameters; a file among them counts with its content, folders of ``data`` likewise.
    data
        Folder of each processed survey -> the survey.
    """
    values: dict[str, Any] = {}
    for name, value in parameters.items():
        if name == "output_folder":
            continue
        path = Path(value) if isinstance(value, str) and value else None
        if path is not None and path in data:
            values[name] = _data(path, data[path])
        elif path is not None and path.is_file():
            values[name] = provenance.file_hash(path)
        else:
            values[name] = value
    language = _words(str(parameters["language"]))
    return _hash([provenance.file_hash(source), values, language, _code()])


def page(language: str, notebooks: Mapping[str, str], said: Any) -> str:
    """Hash what the page of a language is made from.

    Parameters
    ----------
    language
        ISO 639-1 code.
    notebooks
        Name of each notebook -> hash of its inputs.
    said
        What else the page says.
    """
    return _hash([language, dict(notebooks), said, _words(language), _code()])


def key_of(folder: Path) -> str | None:
    """Return the hash of what a folder was made from, None where it is not whole."""
    try:
        recorded = json.loads((folder / KEY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    for name, digest in recorded["files"].items():
        path = folder / name
        if not path.is_file() or provenance.file_hash(path) != digest:
            return None
    return str(recorded["key"])


def same(folder: Path, key: str) -> bool:
    """Say whether a folder is whole and was made from what the hash stands for."""
    return key_of(folder) == key


def seal(folder: Path, key: str) -> None:
    """Record what a folder was made from, and its files."""
    files = {
        path.relative_to(folder).as_posix(): provenance.file_hash(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != KEY
    }
    (folder / KEY).write_text(json.dumps({"key": key, "files": files}, indent=1) + "\n")
