"""From raw rows to what counts."""

from textwrap import fill
from typing import TYPE_CHECKING, Any

import pandas as pd

from wildlife_analysis.charts.style import GREY, INK, colour, name, open_axes
from wildlife_analysis.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["funnel"]

# A bar at each step; between them the flow runs on, and what is set aside turns down.
BAR = 0.16
# Part of the way to the next step at which what is set aside has left.
LEAVES = 0.45


def funnel(table: pd.DataFrame, words: Words) -> "Axes":
    """Draw how rows flow from step to step, and what leaves on the way.

    Parameters
    ----------
    table
        Columns ``step`` (code) and ``rows``, from the first to the last step.
    words
        Language of the steps.
    """
    rows = table["rows"].astype(float).tolist()
    whole = rows[0] or 1.0
    axes = open_axes(3.3)
    shade = colour("accent", "main")
    for place, (step, number) in enumerate(zip(table["step"], rows, strict=True)):
        axes.bar(place + BAR / 2, number, width=BAR, bottom=whole - number, color=shade)
        axes.annotate(
            f"{words.number(number)}\n{fill(name(words, 'step', step), 17)}", (place, whole),
            xytext=(0, 6), textcoords="offset points", ha="left", va="bottom", fontsize=9.5,
            fontweight="bold" if place == len(rows) - 1 else "normal", linespacing=1.35,
        )  # fmt: skip
        if place + 1 == len(rows):
            break
        kept, lost = rows[place + 1], number - rows[place + 1]
        start, end = place + BAR, place + 1.0
        axes.fill_between([start, end], whole - kept, whole, color=shade, alpha=0.28, lw=0)
        _leave(axes, start, whole - number, lost, whole)
        axes.annotate(
            f"−{words.number(lost)}\n{name(words, 'aside', table['step'].iloc[place + 1])}",
            (start + LEAVES, -0.13 * whole), xytext=(0, -4), textcoords="offset points",
            ha="center", va="top", fontsize=8.5, linespacing=1.35,
        )  # fmt: skip
    axes.set_xlim(-0.02, len(rows) - 0.4)
    axes.set_ylim(-0.3 * whole, 1.25 * whole)
    axes.set_xticks([])
    axes.set_yticks([])
    return axes


def _leave(axes: "Axes", start: float, low: float, lost: float, whole: float) -> None:
    """Draw the band of what is set aside: from the bar to the right, then down."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    high, bottom = low + lost, -0.12 * whole
    # As wide below as it was high, seen on a figure twice as wide as high.
    half = 0.5 * lost / whole * 0.9
    middle = start + LEAVES
    curve: list[tuple[Any, tuple[float, float]]] = [
        (Path.MOVETO, (start, high)),
        (Path.CURVE4, (middle, high)),
        (Path.CURVE4, (middle + half, high)),
        (Path.CURVE4, (middle + half, bottom)),
        (Path.LINETO, (middle - half, bottom)),
        (Path.CURVE4, (middle - half, low)),
        (Path.CURVE4, (middle - half, low)),
        (Path.CURVE4, (start, low)),
        (Path.CLOSEPOLY, (start, high)),
    ]
    codes, points = zip(*curve, strict=True)
    axes.add_patch(PathPatch(Path(points, codes), facecolor=GREY, edgecolor=INK, lw=0.4))
