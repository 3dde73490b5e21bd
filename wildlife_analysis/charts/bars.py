"""Bars, stacked or not, and boxes: one row a category."""

from collections.abc import Sequence
from textwrap import fill
from typing import TYPE_CHECKING

import pandas as pd

from wildlife_analysis.charts.style import GREY, INK, bare, colour, name, open_axes
from wildlife_analysis.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["SPREAD", "bars", "prices", "stacked", "tornado"]

# Ends of the lines, of the box, and its middle.
SPREAD = ("p5_usd", "lower_quartile_usd", "median_usd", "upper_quartile_usd", "p95_usd")


def bars(
    table: pd.DataFrame,
    by: str,
    value: str,
    words: Words,
    *,
    kind: str = "accent",
    interval: Sequence[str] = (),
    live: str = "",
) -> "Axes":
    """Draw ordered bars with their numbers beside them.

    Parameters
    ----------
    table
        One row a bar, in the order to draw.
    by, value
        Columns of the names and of the lengths.
    words
        Language of the names.
    kind
        Which colours: ``accent``, or the kind of category in ``colours``.
    interval
        Columns of the ends of an interval, drawn as a line across the end of the bar.
    live
        Column of the share of a bar that is live animals; the rest is drawn as parts.

    Examples
    --------
    >>> table = count.both(survey, ["product"])
    >>> axes = charts.bars(table, "product", "specimens", words.Words("de"))
    >>> "Elfenbein" in [label.get_text() for label in axes.get_yticklabels()]
    True
    """
    axes = open_axes(0.36 * len(table) + 0.4)
    places = range(len(table))
    shades = [colour(kind, str(code)) for code in table[by]]
    lengths = table[value].to_numpy(dtype=float)
    if live:
        alive = lengths * table[live].fillna(0).to_numpy(dtype=float)
        for form, start, length in (("live", 0, alive), ("part", alive, lengths - alive)):
            if (length > 0).any():
                axes.barh(
                    places, length, left=start, color=colour("form", form), height=0.74,
                    label=name(words, "form", form),
                )  # fmt: skip
        _legend(axes)
    else:
        axes.barh(places, lengths, color=shades, height=0.74)
    ends = lengths
    if interval:
        low, high = (table[name].to_numpy(dtype=float) for name in interval)
        axes.hlines(places, low, high, color=INK, linewidth=1.6)
        ends = pd.Series(high).fillna(pd.Series(lengths)).to_numpy()
    for place, end, number in zip(places, ends, lengths, strict=True):
        axes.annotate(
            words.number(number), (end, place), xytext=(5, 0), textcoords="offset points",
            va="center", fontsize=9.5,
        )  # fmt: skip
    axes.set_yticks(places, [name(words, by, code) for code in table[by]])
    axes.invert_yaxis()
    axes.margins(x=0.12, y=0.02)
    return bare(axes)


def stacked(
    table: pd.DataFrame, by: str, part: str, value: str, words: Words, parts: Sequence[str]
) -> "Axes":
    """Draw stacked bars; parts carry their number where it fits.

    Parameters
    ----------
    table
        One row a bar × part.
    by, part, value
        Columns of bars, parts and lengths.
    words
        Language of the names.
    parts
        Order of the parts.
    """
    wide = table.pivot_table(index=by, columns=part, values=value, aggfunc="sum", fill_value=0)
    wide = wide.reindex(columns=[p for p in parts if p in wide])
    wide = wide.loc[wide.sum(axis=1).sort_values(ascending=True, kind="stable").index]
    axes = open_axes(0.44 * len(wide) + 0.9)
    left = pd.Series(0.0, index=wide.index)
    names = [name(words, by, code) for code in wide.index]
    whole = float(wide.sum(axis=1).max())
    for code in wide.columns:
        lengths = wide[code].to_numpy()
        axes.barh(
            names, lengths, left=left.to_numpy(), color=colour(part, code), edgecolor="white",
            linewidth=0.8, label=name(words, part, code), height=0.72,
        )  # fmt: skip
        for place, (start, length) in enumerate(zip(left, lengths, strict=True)):
            if length > 0.085 * whole:
                axes.text(
                    start + length / 2, place, words.number(length), ha="center", va="center",
                    color="white", fontsize=9,
                )  # fmt: skip
        left = left + wide[code]
    for place, number in enumerate(left):
        axes.annotate(
            words.number(number), (number, place), xytext=(6, 0), textcoords="offset points",
            va="center", fontsize=10, fontweight="bold",
        )  # fmt: skip
    axes.margins(x=0.12)
    _legend(axes)
    return bare(axes)


def _legend(axes: "Axes") -> None:
    if axes.get_legend_handles_labels()[0]:  # none where nothing is drawn
        axes.figure.legend(
            loc="outside upper left", ncols=3, frameon=False, fontsize=9, columnspacing=1.2,
            handlelength=1.2,
        )  # fmt: skip


def tornado(table: pd.DataFrame, words: Words) -> "Axes":
    """Draw how far each variant of a rule moves the headline.

    Parameters
    ----------
    table
        Columns ``rule``, ``variant`` and ``change`` (relative).
    words
        Language of the rules.
    """
    rows = table.reindex(table["change"].abs().sort_values(kind="stable").index)
    axes = open_axes(0.42 * len(rows) + 0.5)
    names = [
        fill(
            words(
                "rule-and-variant",
                rule=name(words, "rule", r),
                variant=name(words, "variant", v),
            ),
            30,
        )
        for r, v in zip(rows["rule"], rows["variant"], strict=True)
    ]
    shades = [
        colour("form", "part") if c < 0 else colour("accent", "main") for c in rows["change"]
    ]
    axes.barh(names, rows["change"].to_numpy(), color=shades, height=0.7)
    for place, change in enumerate(rows["change"]):
        axes.annotate(
            words.change(change, 1), (change, place),
            xytext=(5 if change >= 0 else -5, 0), textcoords="offset points", va="center",
            ha="left" if change >= 0 else "right", fontsize=10,
        )  # fmt: skip
    axes.axvline(0, color=INK, linewidth=1)
    low, high = min(rows["change"].min(), 0), max(rows["change"].max(), 0)
    room = [0.4 if end else 0.02 for end in (low, high)]
    axes.set_xlim(low - room[0] * (high - low), high + room[1] * (high - low))
    return bare(axes)


def prices(table: pd.DataFrame, by: str, words: Words) -> "Axes":
    """Draw the spread of prices on a logarithmic axis, the median beside each box.

    Parameters
    ----------
    table
        One row a box, with columns of `count.values` (`SPREAD`).
    by
        Column of the names.
    words
        Language of the names.
    """
    from matplotlib.ticker import NullFormatter

    order = table.sort_values("median_usd", ascending=False, kind="stable")
    axes = open_axes(0.5 * len(order) + 0.8)
    ends = dict(zip(("whislo", "q1", "med", "q3", "whishi"), SPREAD, strict=True))
    boxes = [
        {"fliers": [], **{end: row[column] for end, column in ends.items()}}
        for row in order.to_dict("records")
    ]
    drawn = axes.bxp(
        boxes, positions=range(len(order)), widths=0.55, orientation="horizontal",
        patch_artist=True, showfliers=False,
    )  # fmt: skip
    for box, code in zip(drawn["boxes"], order[by], strict=True):
        box.set(facecolor=colour(by, code), edgecolor=INK)
    for line in (*drawn["whiskers"], *drawn["caps"], *drawn["medians"]):
        line.set(color=INK)
    axes.set_xscale("log")
    axes.invert_yaxis()
    names = [
        f"{name(words, by, code)} ({words.dollars(median)})"
        for code, median in zip(order[by], order["median_usd"], strict=True)
    ]
    axes.set_yticks(range(len(names)), names)
    axes.xaxis.set_major_formatter(lambda dollars, _: words.dollars(dollars))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xlabel(fill(words("axis-dollars"), 52), fontsize=8.5, color=INK)
    axes.grid(axis="x", color=GREY)
    return axes
