"""Headline numbers that a change of method moves.

``python -m tests.golden PROCESSED --change "..."`` refreshes them; PROCESSED holds the
processed surveys that ``data/raw`` embeds. Refresh on purpose, with an entry under Method or
Data in CHANGELOG.md that says which figures moved: ``--change`` repeats its words, and
``moves.csv`` keeps each figure that it moved. ``released.csv`` holds the figures before the
first of these changes; at a release it becomes ``figures.csv``, and ``moves.csv`` is emptied.
"""

from pathlib import Path

import pandas as pd

from wildlife_analysis import compare, count

TABLE = Path(__file__).with_name("figures.csv")
SMALL = Path(__file__).with_name("small_figures.csv")
SENSITIVITY = Path(__file__).with_name("sensitivity.csv")
RELEASED = Path(__file__).with_name("released.csv")
MOVES = Path(__file__).with_name("moves.csv")
KEY = ["survey", "dimension", "code"]
MEASURES = ["listings", "listings_with_repeats", "specimens", "sellers", "value_usd"]
GROUPS: list[list[str]] = [[], ["country_code"], ["taxon_group"], ["product"]]
# What the published surveys are most quoted for.
CASE = ["leboncoin.fr", "Psittacus erithacus"]


def figures(*surveys: count.Processed) -> pd.DataFrame:
    """Return the headline numbers of surveys, in all and by country, group and product."""
    parts = []
    for survey in surveys:
        for by in GROUPS:
            table = count.both(survey, by, zeros=False)
            named = table[by[0]] if by else pd.Series("", index=table.index)
            found = (
                table[MEASURES].round(2).assign(code=named, dimension=by[0] if by else "all")
            )
            parts.append(found.assign(survey=survey.id))
        sites = count.both(survey, ["marketplace", "scientific_name"], zeros=False)
        case = sites[(sites[["marketplace", "scientific_name"]] == CASE).all(axis=1)]
        named = {"survey": survey.id, "dimension": "case", "code": " ".join(CASE)}
        parts.append(case[MEASURES].round(2).assign(**named))
    every = pd.concat(parts).sort_values(["survey", "dimension", "code"], ignore_index=True)
    return every[["survey", "dimension", "code", *MEASURES]]


def sensitivity(survey: count.Processed) -> pd.DataFrame:
    """Return by how much each variant of a rule moves the specimens of a survey, in percent."""
    table = compare.sensitivity(survey).iloc[1:]
    return table[["rule", "variant"]].assign(percent=(100 * table["change"]).round(1))


def read(path: Path) -> pd.DataFrame:
    """Read a golden table."""
    kinds = {"survey": str, "dimension": str, "code": str}
    # Namibia's code is no missing value; a sum of which no price is known is one.
    missing = {measure: [""] for measure in MEASURES}
    return pd.read_csv(path, dtype=kinds, keep_default_na=False, na_values=missing)


def moved(before: pd.DataFrame, now: pd.DataFrame) -> list[str]:
    """Say which figures differ, one line each."""
    both = before.merge(now, on=KEY, how="outer", suffixes=("_before", "_now")).fillna(0)
    lines = []
    for row in both.to_dict("records"):
        for measure in MEASURES:
            was, is_now = row[f"{measure}_before"], row[f"{measure}_now"]
            if abs(was - is_now) > 0.01:
                where = " ".join(str(row[k]) for k in KEY if row[k])
                lines.append(f"{where}: {measure} {was:g} -> {is_now:g}")
    return lines


def long(table: pd.DataFrame) -> pd.Series:
    """Put each figure of a golden table into a row of its own."""
    return table.set_index(KEY)[MEASURES].rename_axis(columns="measure").stack()


def moves() -> pd.DataFrame:
    """Read what moved since the release, in order: change, figure, before, after."""
    return pd.read_csv(
        MOVES, dtype=dict.fromkeys(["change", *KEY, "measure"], str), keep_default_na=False
    )


def unlogged() -> pd.DataFrame:
    """List the figures that are not what the release and the moves make of them."""
    said = long(read(RELEASED))
    for row in moves().to_dict("records"):
        said[(*(row[k] for k in KEY), row["measure"])] = row["after"]
    both = pd.concat({"before": said, "after": long(read(TABLE))}, axis=1).fillna(0)
    return both[(both["before"] - both["after"]).abs() > 0.01].reset_index()


def log(change: str) -> None:
    """Add what moved to the moves, under the words of the changelog."""
    added = unlogged().assign(change=change)[["change", *KEY, "measure", "before", "after"]]
    every = pd.concat([moves(), added]) if len(moves()) else added
    every.to_csv(MOVES, index=False, lineterminator="\n")
