"""Write the pages that are made from the code: the codebook, the commands and the Python rooms.

``python docs/generate.py`` writes them, and the parts of the README that quote figures; the
suite fails where they are not what the code and the tables say. With ``--picture`` it draws the
README's picture of the report in ``reports/2018/en`` again (needs Chromium).
"""

import importlib
import re
import sys
from pathlib import Path

import click
import pandas as pd

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
        "input; 3: an error of the program.\n",
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
        "imports only from those before it. In the examples, which the suite runs, `raw` and "
        "`processed` are folders of a small simulated survey, `survey` and `baseline` are "
        "`count.load(...)` of the surveys of 2018 and 2014, and `folder` is an empty one.\n",
    ]
    parts += [
        f"::: wildlife_analysis.{room}\n"
        for room in ROOMS
        if importlib.import_module(f"wildlife_analysis.{room}")
    ]
    return "\n".join(parts)


# The README.

GOLDEN = DOCS.parent / "tests" / "golden"
FIRST_SIGHT = DOCS.parent / "tests" / "cases" / "first_sight.csv"
# What is printed, where it is printed, and what the tables of the same survey call it.
PRINTED = (
    ("2014: listings", "ifaw_2014_wa_16_countries_all_ads", "2014", "all", "listings"),
    ("2014: specimens", "ifaw_2014_wa_16_countries_all_specimens", "2014", "all", "specimens"),
    (
        "2018: listings",
        "ifaw_2018_di_fr_de_ru_uk_all_advertisements_and_p",
        "2018",
        "all",
        "listings",
    ),
    ("2018: specimens", "ifaw_2018_di_fr_de_ru_uk_all_specimens", "2018", "all", "specimens"),
    (
        "grey parrots on Leboncoin, 2014",
        "ifaw_2018_di_france_leboncoin_psittacus_erithacus_grey_ads_2014",
        "2014",
        "case",
        "listings",
    ),
    (
        "the same, 2018",
        "ifaw_2018_di_france_leboncoin_psittacus_erithacus_grey_ads_2018",
        "2018",
        "case",
        "listings",
    ),
)
METHOD = """\
1. A **specimen** is an animal, dead or alive, a part of one that can be recognised, or a
   product of it, under the Appendices that the survey counts on the day of the advertisement.
   Appendix I alone: {scope/I}; I and Annex A: {scope/I, A}.
2. Only **what is offered** counts: sale, gift, exchange. Wanted, lost and found, services and
   news do not; nothing is dropped, each keeps its reason.
3. The **longest phrase decides**: *ivory coloured* is a colour, *ivory* a material;
   imitations, pictures, toys, books, cages and food are set aside by rows of tables.
4. An **ambiguous word** counts only beside a sign of an animal or a part of one. All doubtful
   listings left out: {doubtful/dropped}.
5. The **closest name** that the text supports is taken; a wider one beside it is not counted
   again.
6. A **misspelt word** is read only where no dictionary has it. None read: {misspelt/dropped}.
7. A **number** counts specimens unless it is a size, an age, a price or a telephone number;
   without one, one is assumed and marked. Dropped instead: {assumed_one/dropped}; the usual
   number of the group instead: {assumed_one/usual_number}.
8. A **repeated advertisement** is linked to the first one seen. Counted instead:
   {repeats/counted}.
9. **Prices** are asked, not paid, at the rate of the day; lots and starting bids do not make
   unit prices.
10. **People's decisions outrank** the program's, and a random sample of them gives the
    intervals; without one the report says *unaudited*.
"""


def results() -> str:
    """Put what the replicas give beside what was printed."""
    figures = pd.read_csv(GOLDEN / "figures.csv", dtype={"survey": str})
    printed = table("published_figures").set_index("figure_id")
    rows: list[list[object]] = []
    for label, name, survey, dimension, measure in PRINTED:
        own = figures[(figures["survey"] == survey) & (figures["dimension"] == dimension)]
        published = printed.loc[name]
        rows.append(
            [
                label,
                f"{float(published['value']):,.0f}",
                f"{own[measure].iloc[0]:,.0f}",
                published["publication"],
            ]
        )
    return _rows(["", "printed", "from the replica", "printed in"], rows)


def method() -> str:
    """Say the method in ten points, with what the other choice would change."""
    changes = pd.read_csv(GOLDEN / "sensitivity.csv").set_index(["rule", "variant"])["percent"]

    def effect(found: re.Match[str]) -> str:
        change = changes[tuple(found[1].split("/"))]
        return f"**{change:+.0f} %**".replace("-", "\u2212")

    return re.sub(r"\{([^}]+)\}", effect, METHOD)


def accuracy() -> str:
    """Say how advertisements nobody had tuned for were read, by language."""
    seen = pd.read_csv(FIRST_SIGHT).drop(columns="round")
    figures = seen.groupby("language").mean().drop(columns="advertisements")
    texts = figures.map(lambda figure: f"{figure:.2f}".lstrip("0"))
    texts.insert(0, "advertisements", seen.groupby("language")["advertisements"].sum())
    names = {"de": "German", "en": "English", "fr": "French", "ru": "Russian"}
    return _rows(
        ["", "advertisements", "counted at all (F1)", "animal (F1)", "product (F1)", "number"],
        [[names[row[0]], *map(str, row[1:])] for row in texts.itertuples(name=None)],
    )


BLOCKS = {"results": results, "method": method, "accuracy": accuracy}


def readme(text: str) -> str:
    """Put the figures of the tables between the marks of the README."""
    for name, make in BLOCKS.items():
        mark = f"<!-- {name}: made by docs/generate.py -->\n"
        before, _, rest = text.partition(mark)
        _, end, after = rest.partition(f"<!-- end of {name} -->")
        text = before + mark + make() + end + after
    return text


def picture() -> None:
    """Draw the first page of the report in English."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    page = DOCS.parent / "reports" / "2018" / "en" / "annual_report.html"
    with sync_playwright() as run:
        browser = run.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        sheet = browser.new_page(viewport={"width": 1240, "height": 1500})
        sheet.goto(page.as_uri())
        sheet.screenshot(path=str(DOCS / "report.png"))
        browser.close()
    with Image.open(DOCS / "report.png") as drawn:
        drawn.convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(
            DOCS / "report.png", optimize=True
        )


PAGES = {"codebook.md": codebook, "commands.md": commands, "api.md": api}
README = DOCS.parent / "README.md"


if __name__ == "__main__":
    for page, make in PAGES.items():
        (DOCS / page).write_text(make(), encoding="utf-8")
    README.write_text(readme(README.read_text(encoding="utf-8")), encoding="utf-8")
    if "--picture" in sys.argv:
        picture()
