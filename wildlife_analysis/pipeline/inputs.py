"""Which raw files a run reads, wherever they are, and what the survey says of itself."""

import posixpath
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from wildlife_analysis import reference
from wildlife_analysis.read import folder, remote
from wildlife_analysis.read.remote import Remote
from wildlife_analysis.reference import Survey, SurveyError

__all__ = ["Inputs", "opened"]


@dataclass(frozen=True)
class Inputs:
    """The raw files of a run.

    Attributes
    ----------
    own
        Local folder with the survey's own files (``survey.toml`` and the like).
    files
        Path within the survey, and the file.
    named
        Whether all files were named one by one.
    is_folder
        Whether one survey folder was given.
    survey
        Declaration of the survey.
    """

    own: Path
    files: list[tuple[str, Path | Remote]]
    named: bool
    is_folder: bool
    survey: Survey


@contextmanager
def opened(sources: Sequence[Path | str], survey_id: str | None) -> Iterator[Inputs]:
    """Find the raw files.

    Parameters
    ----------
    sources
        One survey folder, or listing files; paths, or addresses that fsspec knows
        (``s3://bucket/2026``).
    survey_id
        As for `pipeline.process`.

    Yields
    ------
    Inputs

    Raises
    ------
    SurveyError
        When a source is missing or cannot be reached, or the survey is declared otherwise.
    """
    if not sources:
        raise SurveyError("no listing files are given")
    if any(remote.is_address(source) for source in sources):
        with _remote(sources, survey_id) as found:
            yield found
        return
    paths = [Path(source) for source in sources]
    for path in paths:
        if not path.exists():
            raise SurveyError(f"{path}: no such file or folder")
    alone = paths[0] if len(paths) == 1 and paths[0].is_dir() else None
    survey = _survey(alone, survey_id, paths[0].stem, str(sources[0]))
    root, files, named = folder.locate(alone or paths)
    labelled: list[tuple[str, Path | Remote]] = [
        (path.relative_to(root).as_posix(), path) for path in files
    ]
    yield Inputs(root, labelled, named, alone is not None, survey)


def _survey(own: Path | None, survey_id: str | None, name: str, shown: str) -> Survey:
    if own is not None and (own / "survey.toml").exists():
        survey = reference.load_survey(own)
    else:
        survey = Survey(id=survey_id or name)
    if survey_id is not None and survey_id != survey.id:
        raise SurveyError(
            f"{shown}: declares the survey {survey.id!r}, not {survey_id!r}; "
            "leave --survey out or correct survey.toml"
        )
    return survey


@contextmanager
def _remote(sources: Sequence[Path | str], survey_id: str | None) -> Iterator[Inputs]:
    """Find raw files behind addresses; paths among them are addresses of local files."""
    addresses = [
        str(source) if remote.is_address(source) else Path(source).resolve().as_uri()
        for source in sources
    ]
    found = [remote.locate(address) for address in addresses]
    is_folder = len(found) == 1 and not found[0][2]
    roots = [root for root, _, _ in found]
    root = roots[0] if len(set(roots)) == 1 else posixpath.commonpath(roots)
    files = {file.address: file for _, listed, _ in found for file in listed}
    labelled = [(address[len(root) :].lstrip("/"), file) for address, file in files.items()]
    named = all(alone for _, _, alone in found)
    kept: list[tuple[str, Path | Remote]] = [
        (label, file)
        for label, file in labelled
        if named or folder.is_listing_file(PurePosixPath(label))
    ]
    if not kept:
        raise SurveyError(
            f"{addresses[0]}: holds no listing files; put what the scraper wrote into it"
        )
    name = posixpath.basename(addresses[0].rstrip("/")).split(".")[0]
    with remote.local_copies(root, sorted(folder.OWN - {"truth.parquet"})) as own:
        survey = _survey(own if is_folder else None, survey_id, name, addresses[0])
        yield Inputs(own, kept, named, is_folder, survey)
