"""Run the notebooks, assemble the report; the one way into ``reports/``."""

import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from wildlife_analysis import count, provenance
from wildlife_analysis.provenance.trace import Tracer
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.report.notebooks import Run, execute, find
from wildlife_analysis.report.page import assemble
from wildlife_analysis.report.publish import Publisher, top
from wildlife_analysis.report.traced import traces
from wildlife_analysis.words import Words

__all__ = ["Publisher", "build", "top"]


# What draws, words and prints, beside the libraries that process.
REPORT_LIBRARIES = (
    "Babel", "fluent.runtime", "Jinja2", "matplotlib", "nbformat", "papermill", "scipy",
    "seaborn", "weasyprint",
)  # fmt: skip


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def build(
    folder: Path, *, baseline: Path | None, languages: Sequence[str], output: Path
) -> list[Path]:
    """Write the annual report on a processed survey, a folder a language.

    Parameters
    ----------
    folder, baseline
        Folders of processed surveys.
    languages
        ISO 639-1 codes.
    output
        Folder of the report; each language's folder is replaced only when all has gone well.

    Returns
    -------
    list of pathlib.Path
        The pages.

    Raises
    ------
    SurveyError
        When a language has no words, a survey cannot be loaded or a notebook fails; the last
        good report stays.
    """
    wanted = {language: Words(language) for language in dict.fromkeys(languages)}
    survey = count.load(folder)
    before = count.load(baseline) if baseline is not None else None
    sources = [
        path for path in find() if before is not None or not path.stem.startswith(("04", "05"))
    ]
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".draft-", dir=output) as draft:
        runs = [
            Run(
                source,
                Path(draft) / language / "notebooks" / source.name,
                {
                    "survey_folder": str(folder.resolve()),
                    "baseline_folder": str(baseline.resolve()) if baseline is not None else "",
                    "language": language,
                    # Seen from the notebook: the draft's own name stays out of the copy.
                    "output_folder": "..",
                },
            )
            for language in wanted
            for source in sources
        ]
        try:
            execute(runs, _say)
        except SurveyError:
            failed = output / "failed_notebooks"
            shutil.rmtree(failed, ignore_errors=True)
            for language in wanted:
                executed = Path(draft) / language / "notebooks"
                if executed.exists():
                    shutil.copytree(executed, failed / language)
            raise
        tracer = Tracer(survey, before)
        for language, words in wanted.items():
            target = Path(draft) / language
            page = assemble(target, words, survey, before, traced=True)
            (target / "annual_report.html").write_text(page, encoding="utf-8")
            # In print there is nothing to follow: the PDF stands alone.
            _pdf(target, assemble(target, words, survey, before))
            behind = traces(target, tracer, words)
            (target / "trace.html").write_text(behind, encoding="utf-8")
            _manifest(target, survey, before, language)
        for language in wanted:
            final = output / language
            old = Path(draft) / f"old-{language}"
            if final.exists():
                final.rename(old)
            (Path(draft) / language).rename(final)
    return [output / language / "annual_report.html" for language in wanted]


def _pdf(folder: Path, page: str) -> None:
    """Print the page to PDF; say what is missing where that cannot be done."""
    try:
        from weasyprint import HTML
    except OSError:
        _say("No PDF: the Pango library is missing (Debian: libpango-1.0-0, libpangoft2-1.0-0)")
        return
    import logging

    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    HTML(string=page).write_pdf(folder / "annual_report.pdf", pdf_variant="pdf/ua-1")


def _manifest(
    folder: Path, survey: count.Processed, baseline: count.Processed | None, language: str
) -> None:
    """Record what the report was made from."""
    shutil.rmtree(folder / "published")
    content = {
        "language": language,
        "survey": survey.manifest,
        "baseline": baseline.manifest if baseline is not None else None,
        "code": provenance.code(),
        "environment": provenance.environment(REPORT_LIBRARIES),
        "reference": provenance.reference_hashes(report=True),
        "outputs": {
            path.relative_to(folder).as_posix(): provenance.file_hash(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        },
    }
    (folder / "manifest.json").write_text(
        json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
