"""The page beside the report that shows what is behind its numbers."""

from pathlib import Path

from wildlife_analysis.provenance import trace_page
from wildlife_analysis.provenance.trace import Tracer, decisions
from wildlife_analysis.report.page import published
from wildlife_analysis.words import Words

__all__ = ["named", "traces"]

# Every price drawn is a figure of its own: `trace` answers for it, the page would be long.
LEFT_OUT = ("prices",)


def named(folder: Path) -> list[str]:
    """List the figures that the notebooks published in a folder of the report."""
    found: dict[str, None] = {}
    for entry in published(folder).values():
        if entry["id"] in LEFT_OUT:
            continue
        ids = [name for row in entry.get("rows", []) for c in row for name in c["figures"]]
        ids += [item["trace"] for item in entry.get("items", [])]
        ids += [*entry.get("figures", []), *entry.get("words", {}).values()]
        found.update(dict.fromkeys(filter(None, ids)))
    return list(found)


def traces(folder: Path, tracer: Tracer, words: Words) -> str:
    """Write the page of a report in one language.

    Parameters
    ----------
    folder
        Folder of the report, the notebooks executed.
    tracer
        What answers for the numbers.
    words
        The language of the survey's name; the page itself is in English.
    """
    found = [tracer.figure(figure) for figure in named(folder)]
    made = decisions(tracer.listings)
    return trace_page.page(tracer, found, made, words.title(tracer.survey.manifest["survey"]))
