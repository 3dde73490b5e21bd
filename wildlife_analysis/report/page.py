"""Assemble the self-contained page of the report from what the notebooks published."""

import base64
import json
from pathlib import Path
from typing import Any

from wildlife_analysis.count import Processed
from wildlife_analysis.words import Words

__all__ = ["SECTIONS", "assemble", "published"]

# Section -> ids in order; an id that no notebook published is left out.
SECTIONS: dict[str, list[str]] = {
    "summary": [
        "headline",
        "finding_audit",
        "finding_countries",
        "finding_taxa",
        "finding_trend",
    ],
    "counting": ["funnel", "rejection_reasons"],
    "countries": ["specimens_by_country", "listings_by_country", "taxa_by_country"],
    "taxa": ["top_taxa", "live_and_parts", "products"],
    "marketplaces": ["marketplaces", "prices", "values", "searched_grid", "documents"],
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
        "sensitivity",
        "interactions",
        "count_methods",
        "match_methods",
    ],
    "method": ["method"],
}


def published(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what the notebooks published in a folder of the report, by its id."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted((folder / "published").glob("*.json")):
        for entry in json.loads(path.read_text(encoding="utf-8")):
            found[entry["id"]] = entry
    return found


def _uri(path: Path, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def _intro(section: str, words: Words, *, audited: bool) -> str:
    """Return the first sentences of a section; some depend on there being an audit sample."""
    message = f"intro-{section}"
    if not words.has(message):
        message += "-audited" if audited else "-unaudited"
    return words(message) if words.has(message) else ""


def assemble(
    folder: Path,
    words: Words,
    survey: Processed,
    baseline: Processed | None,
    *,
    traced: bool = False,
) -> str:
    """Write the page.

    Parameters
    ----------
    folder
        Folder of the report in one language, the notebooks executed.
    words
        Its language.
    survey, baseline
        What is reported on.
    traced
        Link every number to ``trace.html`` beside the page.

    Returns
    -------
    str
        HTML that needs no other file and makes no request.
    """
    from jinja2 import Environment, StrictUndefined

    template = (Path(__file__).parent / "page.html").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    entries = published(folder)
    for entry in entries.values():
        table = folder / "tables" / f"{entry['id']}.csv"
        if table.exists():
            entry["csv"] = _uri(table, "text/csv;charset=utf-8")
        if entry["kind"] == "chart":
            drawn = base64.b64encode(entry["svg"].encode()).decode()
            entry["image"] = f"data:image/svg+xml;base64,{drawn}"
    sections = [
        {
            "id": name,
            "intro": _intro(name, words, audited=not survey.audited.empty),
            "entries": [entries[i] for i in ids if i in entries],
        }
        for name, ids in SECTIONS.items()
    ]
    declared = survey.manifest["survey"]
    return environment.from_string(template).render(
        words=words,
        language=words.language,
        sections=[s for s in sections if s["entries"] or s["id"] == "method"],
        survey=declared,
        titles=[words.title(s.manifest["survey"]) for s in (survey, baseline) if s is not None],
        baseline=baseline.manifest["survey"] if baseline is not None else None,
        simulated=survey.simulated,
        traced=traced,
        version=survey.manifest["code"]["version"],
        rules=[f"rule-{i}" for i in range(1, 11)],
        limits=[f"limit-{i}" for i in range(1, 5)],
    )
