"""Assemble the self-contained page of the report from what the notebooks published."""

import base64
import json
import logging
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from wildlife_analysis import count, provenance
from wildlife_analysis.count import Processed
from wildlife_analysis.provenance.trace import Tracer
from wildlife_analysis.report import cache, render, traced, workbook
from wildlife_analysis.report.only import Only
from wildlife_analysis.words import Words

__all__ = ["SECTIONS", "assemble", "write"]

# Section -> ids in order; an id that no notebook published is left out.
SECTIONS: dict[str, list[str]] = {
    "summary": [
        "headline",
        "finding_audit",
        "finding_countries",
        "finding_taxa",
        "finding_trend",
    ],
    "counting": ["funnel", "unread_rows", "rejection_reasons"],
    "countries": [
        "country_map",
        "specimens_by_country",
        "listings_by_country",
        "taxa_by_country",
    ],
    "taxa": ["top_taxa", "animals_by_country", "live_and_parts", "products"],
    "marketplaces": [
        "finding_sites",
        "marketplaces",
        "prices",
        "values",
        "searched_grid",
        "documents",
    ],
    "trends": [
        "trend_by_country",
        "trend_by_group",
        "grey_parrot",
        "targets",
        "left_out",
        "decomposition",
        "unlike_totals",
    ],
    "policies": ["platform_policies", "before_after", "finding_public", "public_reports"],
    "published": ["computed_beside_published", "computed_beside_published_baseline"],
    "certainty": [
        "count_estimates",
        "estimates_by_country",
        "sensitivity",
        "interactions",
        "count_methods",
        "match_methods",
    ],
    "cases": [],
    "more": [],
    "method": ["method"],
    "codebook": ["codebook"],
}
# What draws, words and prints, beside the libraries that process.
LIBRARIES = (
    "Babel", "fluent.runtime", "Jinja2", "matplotlib", "nbformat", "papermill", "scipy",
    "seaborn", "weasyprint",
)  # fmt: skip
# What the page behind the numbers shows of what sellers wrote.
TITLES = ("title", "price_text")
# Columns whose text is quoted as printed, in English.
QUOTED = ("publication", "source")
NO_PDF = (
    "No PDF: the Pango library is missing (Debian: apt install libpango-1.0-0 "
    "libpangoft2-1.0-0)"
)


def write(
    target: Path,
    language: str,
    folders: Sequence[Path],
    surveys: Sequence[Processed],
    only: Only,
) -> list[str]:
    """Write the report in one language: page, PDF, workbook, figures, tables, notebooks.

    Parameters
    ----------
    target
        Folder to write into.
    language
        ISO 639-1 code.
    folders
        Folders of the executed notebooks.
    surveys
        The survey and, where there is one, the baseline.
    only
        What the report is restricted to.

    Returns
    -------
    list of str
        What the caller should know.
    """
    words = Words(language)
    for name in ("figures", "tables", "notebooks"):
        (target / name).mkdir(parents=True)
    shown = []
    for folder in folders:
        for copy in folder.glob("*.ipynb"):
            shutil.copyfile(copy, target / "notebooks" / copy.name)
        shown += [render.entry(one, folder, words, target) for one in render.entries(folder)]
    shown.append(_codebook(shown, words, target))
    tables = [entry for entry in shown if "frame" in entry]
    notice = words("simulated-banner") if any(s.simulated for s in surveys) else ""
    workbook.write(target / "tables.xlsx", tables, words, notice)
    printer = _printer()
    pdf = printer is not None
    # What is restricted counts otherwise than `trace`, which answers for the whole survey.
    links = not only.given
    page = assemble(target, shown, words, surveys, only, pdf=pdf, links=links)
    (target / "annual_report.html").write_text(page, encoding="utf-8")
    if printer is not None:
        # In print there is nothing to follow: the PDF stands alone.
        paper = assemble(target, shown, words, surveys, only, pdf=pdf) if links else page
        _print(printer, target, paper)
    return [] if printer is not None else [NO_PDF]


def trace(
    targets: Mapping[str, Path], folders: Sequence[Path], processed: Sequence[Path]
) -> None:
    """Write the pages behind the numbers: what they hold is found once for all languages.

    Parameters
    ----------
    targets
        File to write for each language.
    folders
        See `write`.
    processed
        Folders of the survey and, where there is one, of the baseline.
    """
    surveys = [count.load(folder, texts=TITLES) for folder in processed]
    words = Words(next(iter(targets)))
    shown = [
        render.told(one, folder, words) for folder in folders for one in render.entries(folder)
    ]
    behind = traced.traces(shown, Tracer(surveys[0], *surveys[1:]))
    for language, target in targets.items():
        own = Words(language)
        text = behind.page(own.title(surveys[0].manifest["survey"]), own)
        target.write_text(text, encoding="utf-8")


def seal(
    target: Path,
    language: str,
    surveys: Sequence[Processed],
    only: Only,
    key: str,
    parameters: Mapping[str, Any],
) -> None:
    """Write the manifest of the report in one language, and note what it was made from."""
    content = {
        "language": language,
        "only": only.given,
        "parameters": {k: str(v) for k, v in parameters.items() if k not in only.given},
        "survey": surveys[0].manifest,
        "baseline": surveys[1].manifest if len(surveys) > 1 else None,
        "code": provenance.code(),
        "environment": provenance.environment(LIBRARIES),
        "reference": provenance.reference_hashes(report=True),
        "outputs": {
            path.relative_to(target).as_posix(): provenance.file_hash(path)
            for path in sorted(target.rglob("*"))
            if path.is_file()
        },
    }
    (target / "manifest.json").write_text(
        json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    cache.seal(target, key)


def _printer() -> Any:
    """Return what prints pages to PDF, None where the machine lacks its library."""
    try:
        from weasyprint import HTML
    except OSError:
        return None
    return HTML


def _print(printer: Any, folder: Path, page: str) -> None:
    """Print the page to a tagged PDF; the same page gives the same bytes."""
    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.ERROR)
    # The subsets of the fonts would bear the time of printing.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "946684800")
    printer(string=page).write_pdf(
        folder / "annual_report.pdf",
        pdf_variant="pdf/ua-1",
        pdf_identifier=b"wildlife-analysis",
    )


def _codebook(shown: list[dict[str, Any]], words: Words, target: Path) -> dict[str, Any]:
    """List the columns of the tables: their names in the files, here, and what they mean."""
    # A grid has codes for columns, and where the code is not known none at all.
    every = {column for entry in shown for column in entry.get("frame", {})}
    names = sorted(column for column in every if isinstance(column, str))
    table = pd.DataFrame(
        {
            "column": names,
            "called": [words.column(c) for c in names],
            "meaning": [words.about_column(c) for c in names],
        }
    )
    known = table[table["column"] != table["called"]].reset_index(drop=True)
    entry: dict[str, Any] = {
        "kind": "table", "id": "codebook", "notebook": "", "section": "", "case": "",
        "message": "codebook", "title": "", "text": "", "values": {}, "about": [],
        "most": None, "across": "", "hidden": {},
    }  # fmt: skip
    known.to_csv(target / "tables" / "codebook.csv", index=False)
    return {**render.table(entry, known, words), "source": "", "frame": known, "across": ""}


def _uri(path: Path, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def _intro(section: str, words: Words, *, audited: bool) -> str:
    """Return the first sentences of a section; some depend on there being an audit sample."""
    message = f"intro-{section}"
    if not words.has(message):
        message += "-audited" if audited else "-unaudited"
    return words(message) if words.has(message) else ""


def _sections(
    shown: Sequence[dict[str, Any]], words: Words, *, audited: bool
) -> list[dict[str, Any]]:
    """Put every entry into its section: named by the entry, or by the list above."""
    place = {i: (name, order) for name, ids in SECTIONS.items() for order, i in enumerate(ids)}
    sections: dict[str, dict[str, Any]] = {
        name: {
            "id": name, "title": words(f"section-{name}"),
            "intro": _intro(name, words, audited=audited), "entries": [], "cases": {},
        }
        for name in SECTIONS
    }  # fmt: skip
    for entry in shown:
        if entry["case"]:
            column, code = entry["case"].split(":", 1)
            case = sections["cases"]["cases"].setdefault(
                code, {"id": f"case-{code}", "title": words.code(column, code), "entries": []}
            )
            case["entries"].append(entry)
            continue
        name = entry["section"] if entry["section"] in sections else ""
        name = name or place.get(entry["id"], ("more", 0))[0]
        sections[name]["entries"].append(entry)
    for section in sections.values():
        section["entries"].sort(key=lambda entry: place.get(entry["id"], ("", 99))[1])
        section["cases"] = list(section["cases"].values())
    return [s for s in sections.values() if s["entries"] or s["cases"] or s["id"] == "method"]


def assemble(
    folder: Path,
    shown: Sequence[dict[str, Any]],
    words: Words,
    surveys: Sequence[Processed],
    only: Only,
    *,
    pdf: bool,
    links: bool = False,
) -> str:
    """Write the page.

    Parameters
    ----------
    folder
        Folder of the report in one language.
    shown
        The entries as `render.entry` shows them.
    words
        Its language.
    surveys
        The survey and, where there is one, the baseline.
    only
        What the report is restricted to.
    pdf
        Whether there is a PDF beside it.
    links
        Link every number to ``trace.html`` beside the page.

    Returns
    -------
    str
        HTML that needs no other file and makes no request.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        loader=FileSystemLoader(Path(__file__).parent),
    )  # fmt: skip
    for entry in shown:
        table = folder / "tables" / f"{entry['id']}.csv"
        if table.exists():
            entry["csv"] = _uri(table, "text/csv;charset=utf-8")
    survey = surveys[0]
    return environment.get_template("page.html").render(
        words=words,
        language=words.language,
        sections=_sections(shown, words, audited=not survey.audited.empty),
        survey=survey.manifest["survey"],
        titles=[words.title(one.manifest["survey"]) for one in surveys],
        scope=_scope(survey.scope, words),
        restricted=_restricted(only, words),
        simulated=any(one.simulated for one in surveys),
        traced=links,
        version=survey.manifest["code"]["version"],
        year=f", {year}" if (year := survey.manifest["survey"].get("publication_year")) else "",
        files=[
            *([("annual_report.pdf", "PDF")] if pdf else []),
            ("tables.xlsx", words("workbook")),
        ],
        quoted=QUOTED if words.language != "en" else (),
        rules=[f"rule-{i}" for i in range(1, 11)],
        limits=[f"limit-{i}" for i in range(1, 5)],
    )


def _scope(codes: Sequence[str], words: Words) -> str:
    """Name the Appendices and Annexes that count."""
    cites = [code for code in codes if code in ("I", "II", "III")]
    parts = {"scope-cites": cites, "scope-eu": [code for code in codes if code not in cites]}
    return words.join(
        words(message, number=len(own), scope=words.join(own))
        for message, own in parts.items()
        if own
    )


def _restricted(only: Only, words: Words) -> list[str]:
    """Say what the report is restricted to."""
    said = {
        "country": words.country(only.country) if only.country else "",
        "taxon": words.taxon(only.taxon),
        "since": words.day(only.since) if only.since else "",
    }
    return [words(f"only-{name}", what=what) for name, what in said.items() if what]
