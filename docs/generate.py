"""Write the pages that are made from the code: the codebook, the commands and the Python rooms.

``python docs/generate.py`` writes them; the suite fails where they are not what the code says.
"""

import importlib
import re
from pathlib import Path

import click

from wildlife_analysis.__main__ import main
from wildlife_analysis.reference import table

DOCS = Path(__file__).resolve().parent
MADE = "<!-- made by docs/generate.py: change the code or the tables, not this page -->\n"
ROOMS = (
    "read",
    "clean",
    "classify",
    "duplicates",
    "review",
    "count",
    "compare",
    "words",
    "charts",
    "provenance",
    "explore",
    "report",
    "pipeline",
    "forget",
    "simulate",
    "evaluate",
)
ABOUT = {
    "listings": "One row per raw row that could be read; nothing disappears.",
    "specimens": "One row per listing, taxon and product that is offered.",
    "rejects": "One row per raw row that could not be read.",
    "duplicates": "One row per listing that repeats another, with what decided it.",
}


def _cell(text: object) -> str:
    """Write a value as a cell of a Markdown table."""
    return re.sub(r"\s+", " ", str(text)).replace("|", "\\|").replace("<", "&lt;").strip()


def _rows(header: list[str], rows: list[list[object]]) -> str:
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(map(_cell, row)) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def codebook() -> str:
    """Describe every table that `process` writes, column by column, and the codes."""
    fields = table("fields")
    parts = [
        "# Codebook\n",
        MADE,
        "What each column of the processed tables holds (`reference/fields.csv`, against which "
        "every table is checked). *Empty* says whether a cell may be.\n",
    ]
    for name in fields["table"].unique():
        own = fields[fields["table"] == name].fillna("")
        parts.append(f"## {name}\n\n{ABOUT[name]}\n")
        parts.append(
            _rows(
                ["column", "type", "empty", "unit", "codes", "description"],
                [
                    [
                        f"`{row['column']}`",
                        row["dtype"],
                        row["nullable"],
                        row["unit"],
                        row["codes"].replace("|", ", "),
                        row["description"],
                    ]
                    for row in own.to_dict("records")
                ],
            )
        )
    reasons = table("reasons").fillna("")
    parts.append(
        "## Reasons\n\nCodes of `reference/reasons.csv`, by what they are given for.\n"
    )
    parts.append(
        _rows(
            ["given for", "code", "meaning"],
            [
                [row["kind"], f"`{row['code']}`", row["meaning"]]
                for row in reasons.to_dict("records")
            ],
        )
    )
    return "\n".join(parts)


def commands() -> str:
    """Describe every command with its options, as `--help` does."""
    parts = [
        "# Commands\n",
        MADE,
        "`python -m wildlife_analysis COMMAND`, installed as `wildlife-analysis COMMAND`. Exit "
        "status 0: done; 1: finished with findings you must see; 2: wrong use or unreadable "
        "input.\n",
    ]
    parts += _described(main, "wildlife-analysis", "")
    return "\n".join(parts)


def _described(group: click.Group, name: str, before: str) -> list[str]:
    parts = []
    for key in sorted(group.commands):
        command = group.commands[key]
        own = f"{before}{key}"
        if isinstance(command, click.Group):
            parts += _described(command, name, f"{own} ")
            continue
        context = click.Context(command, info_name=f"{name} {own}", terminal_width=88)
        parts.append(f"## {own}\n\n```text\n{command.get_help(context).rstrip()}\n```\n")
    return parts


def api() -> str:
    """List the rooms of the package with what each offers."""
    parts = [
        "# Python\n",
        MADE,
        "The module is the verb, the function is the noun: `count.specimens(...)`. A room "
        "imports only from those before it.\n",
    ]
    parts += [
        f"::: wildlife_analysis.{room}\n"
        for room in ROOMS
        if importlib.import_module(f"wildlife_analysis.{room}")
    ]
    return "\n".join(parts)


PAGES = {"codebook.md": codebook, "commands.md": commands, "api.md": api}


if __name__ == "__main__":
    for page, make in PAGES.items():
        (DOCS / page).write_text(make(), encoding="utf-8")
