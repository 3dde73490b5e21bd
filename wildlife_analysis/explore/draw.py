"""Pictures of a view: numbers, bars, a map of tiles. Everything that ads say is escaped."""

import base64
import io
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from wildlife_analysis import charts
from wildlife_analysis.explore import intervals
from wildlife_analysis.reference import table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from wildlife_analysis.explore.specimens import Specimens
    from wildlife_analysis.explore.survey import Survey

__all__ = [
    "NOT_SEARCHED",
    "Page",
    "chart",
    "headline",
    "ink",
    "interval",
    "shade",
    "short",
    "tile_places",
    "tiles",
]

# Light to dark, readable in black (the lighter half) and white (the darker half); the darkest
# is the accent of the charts.
SHADES = ("#E4F0F4", "#B9DAE5", "#84BCD0", "#3F89A6", "#0B4F6C")
NOT_SEARCHED = "#F3F4F5"
TILE = 40


class Page:
    """HTML as it reads in a cell."""

    def __init__(self, html: str) -> None:
        self.html = html

    def __repr__(self) -> str:
        return "<Page>"

    def _repr_html_(self) -> str:
        return self.html


def interval(survey: "Survey", row: Any, basis: str) -> str:
    """Write the interval of a count, or why there is none."""
    if pd.isna(row[f"{basis}_low"]):
        return str(row["status"])
    low, high = (survey.words.number(round(row[f"{basis}_{end}"])) for end in ("low", "high"))
    return f"{low}–{high}"


def headline(survey: "Survey", total: dict[str, Any]) -> str:
    """Write the numbers of a view as HTML."""
    words = survey.words
    parts = [
        (words.number(total["listings"]), "ads", interval(survey, total, "listings")),
        (words.number(total["specimens"]), "specimens", interval(survey, total, "specimens")),
        (words.number(total["sellers"]), "sellers", ""),
        (words.dollars(total["value_usd"]), "asked", ""),
        (words.percent(total["assumed_one_share"]), "number assumed", ""),
    ]
    if total["status"] == intervals.PARTLY:
        parts.append(("", intervals.PARTLY, "missed ads unknown"))
    cells = "".join(
        '<td style="text-align:left;padding:.1em 1.4em .1em 0;vertical-align:top">'
        f'<span style="font-size:150%;font-weight:600">{number}</span> {name}'
        f'<br><span style="color:#555">{escape(sure)}</span></td>'
        for number, name, sure in parts
    )
    badge = '<b style="color:#A63603">Simulated data.</b>' if survey.simulated else ""
    return f'{badge}<table style="border:none;margin:0"><tr>{cells}</tr></table>'


class Chart(Page):
    """A chart as it reads in a cell; ``figure`` is the one of matplotlib."""

    def __init__(self, figure: "Figure", told: str) -> None:
        self.figure = figure
        drawn = io.BytesIO()
        figure.savefig(drawn, format="png", dpi=110)
        data = base64.b64encode(drawn.getvalue()).decode()
        super().__init__(
            f'<img alt="{escape(told)}" style="max-width:100%" '
            f'src="data:image/png;base64,{data}">'
        )

    def __repr__(self) -> str:
        return "<Chart>"


def chart(view: "Specimens", dimension: str, basis: str, most: int) -> Page:
    """Draw bars of a count; see `Specimens.chart`."""
    survey = view.survey
    counts = view.by(dimension).sort_values(basis, ascending=False, kind="stable").head(most)
    counts = counts[counts[basis] > 0].reset_index(drop=True)
    if counts.empty:
        return Page("<p>Nothing passes the filters.</p>")
    axes = charts.bars(counts, dimension, basis, survey.words, kind=dimension)
    sure = counts[counts[f"{basis}_low"].notna()]
    for colour, width in (("white", 4.5), (charts.INK, 1.8)):  # seen on a bar and beside it
        axes.hlines(
            sure.index, sure[f"{basis}_low"], sure[f"{basis}_high"], color=colour,
            linewidth=width,
        )  # fmt: skip
    ends = counts[[basis, f"{basis}_high"]].max(axis=1)
    labels: list[Any] = list(axes.texts)
    for label, end in zip(labels, ends, strict=True):
        label.xy = (end, label.xy[1])
    axes.set_xlim(0, 1.12 * ends.max())
    kept = ", ".join(dict.fromkeys(counts["status"]))
    source = "source-simulated" if survey.simulated else "source"
    note = survey.words(source, surveys=survey.title)
    figure: Any = axes.figure
    said = f"{survey.words.column(basis)}: {view.describe()}".replace("$", r"\$")
    figure.suptitle(said, x=0.01, ha="left", fontsize=10)
    said = f"{note} 95% intervals: {kept}.".replace("$", r"\$")
    figure.supxlabel(said, x=0.01, ha="left", fontsize=7.5)
    numbers = zip(counts[dimension], counts[basis], strict=True)
    told = ", ".join(
        f"{survey.words.code(dimension, code)} {survey.words.number(number)}"
        for code, number in numbers
    )
    return Chart(figure, f"{survey.words.column(basis)} ({view.describe()}): {told}. {note}")


def tile_places() -> dict[str, tuple[int, int]]:
    """Return row and column of the tile of every country that has one."""
    places = table("tiles")
    return {
        str(code): (int(row), int(column))
        for code, row, column in zip(
            places["code"], places["row"], places["column"], strict=True
        )
    }


def shade(number: float, largest: float) -> str:
    """Return the colour of a count: shades of equal steps of its square root."""
    if number <= 0 or largest <= 0:
        return SHADES[0]
    step = np.sqrt(number / largest) * len(SHADES)
    return SHADES[min(int(step), len(SHADES) - 1)]


def ink(background: str) -> str:
    """Return black or white, whichever is read better."""
    return "#FFFFFF" if background in SHADES[3:] else charts.INK


def tiles(survey: "Survey", counts: pd.DataFrame, basis: str) -> str:
    """Draw a count by country as tiles of equal size; grey was not searched.

    Countries without a place on the map stand in a row below it.
    """
    numbers = dict(zip(counts["country_code"], counts[basis], strict=True))
    places = tile_places()
    last = max(row for row, _ in places.values()) + 1
    elsewhere = sorted(str(c) for c in numbers if isinstance(c, str) and c not in places)
    places |= {code: (last, at) for at, code in enumerate(elsewhere, 1)}
    largest = max(numbers.values(), default=0)
    drawn = []
    for code, (row, column) in places.items():
        name = survey.words.country(code)
        found = code in numbers
        fill = shade(numbers[code], largest) if found else NOT_SEARCHED
        said = f"{name}: " + (survey.words.number(numbers[code]) if found else "not searched")
        x, y = (column - 1) * TILE, (row - 1) * TILE
        colour = ink(fill) if found else "#8A8A8A"
        number = ""
        if found:
            number = (
                f'<tspan x="{x + TILE / 2 - 1}" dy="1.2em" font-size="9">'
                f"{short(numbers[code])}</tspan>"
            )
        drawn.append(
            f'<g><title>{escape(said)}</title><rect x="{x}" y="{y}" width="{TILE - 2}" '
            f'height="{TILE - 2}" rx="3" fill="{fill}"/><text x="{x + TILE / 2 - 1}" '
            f'y="{y + (17 if found else 23)}" text-anchor="middle" font-size="12" '
            f'fill="{colour}">{escape(code)}{number}</text></g>'
        )
    width = max(column for _, column in places.values()) * TILE
    height = max(row for row, _ in places.values()) * TILE
    return (
        f'<svg role="img" aria-label="{escape(basis)} by country" '
        f'viewBox="0 0 {width} {height}" style="max-width:{width}px;font-family:sans-serif">'
        f"{''.join(drawn)}</svg>"
        f"<div><small>{escape(survey.words.column(basis))} by country; grey: not searched."
        f"{' Simulated data.' if survey.simulated else ''}</small></div>"
    )


def short(number: float) -> str:
    """Write a number in at most four characters and a letter."""
    if number < 10_000:
        return f"{number:.0f}"
    return f"{number / 1000:.0f}k" if number < 1_000_000 else f"{number / 1e6:.1f}M"
