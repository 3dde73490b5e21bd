"""Charts: a counted table in, an Axes out. Nothing is filtered, counted or saved here."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from wildlife_analysis import reference
from wildlife_analysis.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["bars", "colour", "dumbbell", "funnel", "heatmap", "prices", "stacked", "tornado"]

WIDTH = 8.0
INK = "#22313A"


@cache
def _colours() -> dict[tuple[str, str], str]:
    table = reference.table("colours")
    return {(r["kind"], r["code"]): r["colour"] for r in table.to_dict("records")}


def colour(kind: str, code: str) -> str:
    """Return the colour that belongs to a category wherever it is drawn."""
    return _colours().get((kind, code), _colours()["accent", "main"])


def _axes(height: float) -> "Axes":
    """Open a figure in the one style of the report."""
    import matplotlib as mpl
    import seaborn as sns
    from matplotlib.figure import Figure

    sns.set_theme(style="white", font="DejaVu Sans")
    mpl.rcParams.update({"svg.hashsalt": "wildlife-analysis", "text.color": INK})
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    axes = figure.subplots()
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, labelcolor=INK, labelsize=10)
    return axes


def _name(words: Words, column: str, code: object) -> str:
    """Name a category; a name with dollar signs in it is no formula."""
    return words.code(column, code).replace("$", r"\$")


def _bare(axes: "Axes") -> "Axes":
    """Leave out what direct labels already say."""
    axes.set(xlabel="", ylabel="")
    axes.set_xticks([])
    return axes


def bars(
    table: pd.DataFrame, by: str, value: str, words: Words, *, kind: str = "accent"
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
    """
    import seaborn as sns

    axes = _axes(0.42 * len(table) + 0.6)
    names = [_name(words, by, code) for code in table[by]]
    shades = [colour(kind, str(code)) for code in table[by]]
    sns.barplot(
        x=table[value].to_numpy(), y=names, hue=names, palette=shades, ax=axes, orient="h",
        legend=False, saturation=1,
    )  # fmt: skip
    for place, number in enumerate(table[value]):
        axes.annotate(
            words.number(number), (number, place), xytext=(5, 0), textcoords="offset points",
            va="center", fontsize=10,
        )  # fmt: skip
    axes.margins(x=0.1)
    return _bare(axes)


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
    axes = _axes(0.5 * len(wide) + 1.3)
    left = pd.Series(0.0, index=wide.index)
    names = [_name(words, by, code) for code in wide.index]
    whole = float(wide.sum(axis=1).max())
    for code in wide.columns:
        lengths = wide[code].to_numpy()
        axes.barh(
            names, lengths, left=left.to_numpy(), color=colour(part, code), edgecolor="white",
            linewidth=0.8, label=words.code(part, code), height=0.72,
        )  # fmt: skip
        for place, (start, length) in enumerate(zip(left, lengths, strict=True)):
            if length > 0.055 * whole:
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
    axes.margins(x=0.1)
    axes.figure.legend(loc="outside upper left", ncols=4, frameon=False, fontsize=9)
    return _bare(axes)


def dumbbell(table: pd.DataFrame, by: str, words: Words, labels: tuple[str, str]) -> "Axes":
    """Draw two surveys side by side, a line between their counts, the ratio beside it.

    Parameters
    ----------
    table
        Columns ``by``, ``baseline``, ``survey``, ``ratio``, ``low``, ``high``, ``direction``.
    by
        Column of the names.
    words
        Language of the names.
    labels
        Names of the two surveys.
    """
    rows = table.iloc[::-1].reset_index(drop=True)
    axes = _axes(0.55 * len(rows) + 1.2)
    widest = float(rows[["baseline", "survey"]].to_numpy().max()) or 1.0
    for place, row in rows.iterrows():
        sure = row["direction"] != "unclear"
        axes.plot(
            [row["baseline"], row["survey"]], [place, place],
            color=colour("accent", "light"), linewidth=5, zorder=1, solid_capstyle="round",
        )  # fmt: skip
        if pd.notna(row["ratio"]):
            low, high = (words.number(row[end], 2) for end in ("low", "high"))
            text = f"×{words.number(row['ratio'], 2)} ({low}–{high})"
        else:
            text = "–"
        axes.text(
            widest * 1.2, float(place), text, va="center", fontsize=9.5,
            fontweight="bold" if sure else "normal",
        )  # fmt: skip
    places = list(range(len(rows)))
    for column, label, zorder in (("baseline", labels[0], 2), ("survey", labels[1], 3)):
        shade = colour("survey", "baseline" if column == "baseline" else "current")
        axes.scatter(rows[column], places, s=90, color=shade, label=label, zorder=zorder)
    for place, row in rows.iterrows():
        higher = "baseline" if row["baseline"] > row["survey"] else "survey"
        for column in ("baseline", "survey"):
            right = column == higher
            axes.annotate(
                words.number(row[column]), (row[column], place),
                xytext=(9 if right else -9, 0), textcoords="offset points", va="center",
                ha="left" if right else "right", fontsize=9,
            )  # fmt: skip
    axes.set_yticks(places, [_name(words, by, code) for code in rows[by]])
    axes.set_xlim(-0.09 * widest, widest * 1.62)
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.figure.legend(loc="outside upper left", ncols=2, frameon=False, fontsize=9)
    return _bare(axes)


def heatmap(table: pd.DataFrame, by: str, across: str, value: str, words: Words) -> "Axes":
    """Draw counts as a grid of shades on a logarithmic scale, the numbers in it."""
    import numpy as np
    import seaborn as sns

    wide = table.pivot_table(
        index=by, columns=across, values=value, aggfunc="sum", fill_value=0
    )
    wide = wide.loc[wide.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    axes = _axes(0.45 * len(wide) + 1.0)
    sns.heatmap(
        np.log1p(wide), annot=wide.map(words.number).to_numpy(), fmt="", cmap="crest",
        cbar=False, linewidths=1, linecolor="white", ax=axes, annot_kws={"fontsize": 9},
    )  # fmt: skip
    axes.set_yticks(
        [i + 0.5 for i in range(len(wide))],
        [_name(words, by, c) for c in wide.index],
        rotation=0,
    )
    axes.set_xticks(
        [i + 0.5 for i in range(wide.shape[1])], [_name(words, across, c) for c in wide.columns]
    )
    axes.xaxis.tick_top()
    axes.set(xlabel="", ylabel="")
    return axes


def funnel(table: pd.DataFrame, words: Words) -> "Axes":
    """Draw how many rows are left after each step.

    Parameters
    ----------
    table
        Columns ``step`` (code) and ``rows``, from the first to the last step.
    words
        Language of the steps.
    """
    axes = _axes(0.55 * len(table) + 0.4)
    numbers = table["rows"].to_numpy()
    names = [words.code("step", code) for code in table["step"]]
    places = list(range(len(table)))
    axes.barh(places, numbers, left=-numbers / 2, color=colour("accent", "main"), height=0.8)
    whole = float(numbers.max())
    for place, number in zip(places, numbers, strict=True):
        inside = number > 0.2 * whole
        axes.text(
            0 if inside else number / 2 + 0.02 * whole, place, words.number(number),
            ha="center" if inside else "left", va="center", fontsize=11,
            color="white" if inside else INK, fontweight="bold",
        )  # fmt: skip
    axes.set_yticks(places, names)
    axes.invert_yaxis()
    return _bare(axes)


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
    axes = _axes(0.45 * len(rows) + 0.6)
    names = [
        words("rule-and-variant", rule=words.code("rule", r), variant=words.code("variant", v))
        for r, v in zip(rows["rule"], rows["variant"], strict=True)
    ]
    shades = [
        colour("form", "part") if c < 0 else colour("accent", "main") for c in rows["change"]
    ]
    axes.barh(names, rows["change"].to_numpy(), color=shades, height=0.7)
    for place, change in enumerate(rows["change"]):
        axes.annotate(
            ("+" if change > 0 else "") + words.percent(change, 1), (change, place),
            xytext=(5 if change >= 0 else -5, 0), textcoords="offset points", va="center",
            ha="left" if change >= 0 else "right", fontsize=10,
        )  # fmt: skip
    axes.axvline(0, color=INK, linewidth=1)
    axes.margins(x=0.3)
    return _bare(axes)


def prices(table: pd.DataFrame, by: str, value: str, words: Words) -> "Axes":
    """Draw the spread of prices on a logarithmic axis, the median beside each box."""
    import seaborn as sns
    from matplotlib.ticker import NullFormatter

    order = table.groupby(by)[value].median().sort_values(ascending=False, kind="stable")
    axes = _axes(0.6 * len(order) + 0.8)
    sns.boxplot(
        data=table, x=value, y=by, hue=by, order=list(order.index), orient="h", ax=axes,
        palette={code: colour(by, code) for code in order.index}, saturation=1, legend=False,
        fliersize=0, width=0.55, log_scale=True, whis=(5, 95),
    )  # fmt: skip
    names = [f"{words.code(by, code)} ({words.dollars(order[code])})" for code in order.index]
    axes.set_yticks(range(len(names)), names)
    axes.xaxis.set_major_formatter(lambda dollars, _: words.dollars(dollars))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xlabel(words("axis-dollars"), fontsize=8.5)
    axes.set_ylabel("")
    axes.grid(axis="x", color="#E3E8EA")
    return axes
