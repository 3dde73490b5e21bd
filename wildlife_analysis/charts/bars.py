"""Bars, stacked or not, and boxes: one row a category."""

from collections.abc import Sequence
from textwrap import fill
from typing import TYPE_CHECKING

import pandas as pd

from wildlife_analysis.charts.style import GREY, INK, bare, colour, name, open_axes
from wildlife_analysis.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["bars", "prices", "stacked", "tornado"]


def bars(
    table: pd.DataFrame,
    by: str,
    value: str,
    words: Words,
    *,
    kind: str = "accent",
    interval: Sequence[str] = (),
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
    axes.figure.legend(
        loc="outside upper left", ncols=3, frameon=False, fontsize=9, columnspacing=1.2,
        handlelength=1.2,
    )  # fmt: skip
    return bare(axes)


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
    axes = open_axes(0.36 * len(rows) + 0.5)
    names = [
        words(
            "rule-and-variant", rule=name(words, "rule", r), variant=name(words, "variant", v)
        )
        for r, v in zip(rows["rule"], rows["variant"], strict=True)
    ]
    shades = [
        colour("form", "part") if c < 0 else colour("accent", "main") for c in rows["change"]
    ]
    axes.barh(names, rows["change"].to_numpy(), color=shades, height=0.7)
    for place, change in enumerate(rows["change"]):
        # Beside the line where the bar goes the other way: never over a name.
        axes.annotate(
            ("+" if change > 0 else "") + words.percent(change, 1), (max(change, 0), place),
            xytext=(5, 0), textcoords="offset points", va="center", ha="left", fontsize=10,
        )  # fmt: skip
    axes.axvline(0, color=INK, linewidth=1)
    low, high = min(rows["change"].min(), 0), max(rows["change"].max(), 0)
    axes.set_xlim(low - 0.02 * (high - low), high + 0.35 * (high - low))
    return bare(axes)


def prices(table: pd.DataFrame, by: str, value: str, words: Words) -> "Axes":
    """Draw the spread of prices on a logarithmic axis, the median beside each box."""
    import seaborn as sns
    from matplotlib.ticker import NullFormatter

    order = table.groupby(by)[value].median().sort_values(ascending=False, kind="stable")
    axes = open_axes(0.5 * len(order) + 0.8)
    sns.boxplot(
        data=table, x=value, y=by, hue=by, order=list(order.index), orient="h", ax=axes,
        palette={code: colour(by, code) for code in order.index}, saturation=1, legend=False,
        fliersize=0, width=0.55, log_scale=True, whis=(5, 95),
    )  # fmt: skip
    names = [f"{name(words, by, code)} ({words.dollars(order[code])})" for code in order.index]
    axes.set_yticks(range(len(names)), names)
    axes.xaxis.set_major_formatter(lambda dollars, _: words.dollars(dollars))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xlabel(fill(words("axis-dollars"), 52), fontsize=8.5, color=INK)
    axes.set_ylabel("")
    axes.grid(axis="x", color=GREY)
    return axes
