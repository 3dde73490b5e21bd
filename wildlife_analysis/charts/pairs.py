"""Two surveys side by side."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from wildlife_analysis.charts.style import GREY, INK, bare, colour, name, open_axes, spread
from wildlife_analysis.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["dumbbell", "slope"]

ENDS = (("baseline", "baseline"), ("survey", "current"))


def _ratio(row: "pd.Series[Any]", words: Words) -> str:
    if pd.isna(row["ratio"]):
        return "–"
    low, high = (words.number(row[end], 2) for end in ("low", "high"))
    return f"×{words.number(row['ratio'], 2)} ({low}–{high})"


def dumbbell(table: pd.DataFrame, by: str, words: Words, labels: Sequence[str]) -> "Axes":
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
    axes = open_axes(0.5 * len(rows) + 0.8)
    widest = float(rows[["baseline", "survey"]].to_numpy().max()) or 1.0
    for place, row in rows.iterrows():
        axes.plot(
            [row["baseline"], row["survey"]], [place, place],
            color=colour("accent", "light"), linewidth=5, zorder=1, solid_capstyle="round",
        )  # fmt: skip
        axes.text(
            widest * 1.34, float(str(place)), _ratio(row, words), va="center", fontsize=9,
            fontweight="normal" if row["direction"] == "unclear" else "bold",
        )  # fmt: skip
        _numbers(axes, row, float(str(place)), words)
    for (column, shade), zorder in zip(ENDS, (2, 3), strict=True):
        axes.scatter(
            rows[column], range(len(rows)), s=80, color=colour("survey", shade), zorder=zorder
        )
    _named(axes, rows.iloc[-1], labels, len(rows) - 1)
    axes.set_yticks(range(len(rows)), [name(words, by, code) for code in rows[by]])
    axes.set_xlim(-0.13 * widest, widest * 2.1)
    axes.set_ylim(-0.6, len(rows) - 0.2)
    return bare(axes)


def _numbers(axes: "Axes", row: "pd.Series[Any]", place: float, words: Words) -> None:
    higher = "baseline" if row["baseline"] > row["survey"] else "survey"
    for column in ("baseline", "survey"):
        right = column == higher
        axes.annotate(
            words.number(row[column]), (row[column], place),
            xytext=(8 if right else -8, 0), textcoords="offset points", va="center",
            ha="left" if right else "right", fontsize=9,
        )  # fmt: skip


def _named(axes: "Axes", row: "pd.Series[Any]", labels: Sequence[str], place: int) -> None:
    """Write the names of the surveys over the points of the first row."""
    higher = "baseline" if row["baseline"] > row["survey"] else "survey"
    for (column, shade), label in zip(ENDS, labels, strict=True):
        axes.annotate(
            label, (row[column], place), xytext=(0, 9), textcoords="offset points",
            ha="left" if column == higher else "right", fontsize=9, fontweight="bold",
            color="#5F5F5F" if shade == "baseline" else colour("survey", shade),
        )  # fmt: skip


def slope(
    table: pd.DataFrame, by: str, words: Words, labels: Sequence[str], *, kind: str = ""
) -> "Axes":
    """Draw a line from the earlier to the later survey for every group, named at both ends.

    Parameters
    ----------
    table
        Columns of `dumbbell`.
    by
        Column of the names.
    words
        Language of the names.
    labels
        Names of the two surveys.
    kind
        Which colours; that of ``by`` by default.
    """
    import numpy as np

    rows = table[(table["baseline"] > 0) & (table["survey"] > 0)]
    axes = open_axes(0.36 * len(rows) + 1.6)
    logs = {column: np.log10(rows[column].to_numpy(dtype=float)) for column, _ in ENDS}
    every = np.concatenate([*logs.values(), [0.0]])
    apart = max(float(np.ptp(every)), 0.5) / (1.25 * len(rows) + 2)
    beside = {column: spread(values.tolist(), apart) for column, values in logs.items()}
    for number, (_, row) in enumerate(rows.iterrows()):
        sure = row["direction"] != "unclear"
        shade = colour(kind or by, str(row[by]))
        left, right = logs["baseline"][number], logs["survey"][number]
        axes.plot(
            [0, 1], [left, right], color=shade, linewidth=3.2 if sure else 1.6, marker="o",
            linestyle="-" if sure else (0, (4, 2)), markersize=6,
        )  # fmt: skip
        before, now = (words.number(row[column]) for column, _ in ENDS)
        named = f"{now}  {name(words, by, row[by])}  {_ratio(row, words)}"
        ends = (
            (-0.06, -0.015, left, beside["baseline"][number], "right", before),
            (1.06, 1.015, right, beside["survey"][number], "left", named),
        )
        for x, point, y, label_y, side, text in ends:
            axes.plot([point, x], [y, label_y], color=shade, linewidth=0.8, zorder=0)
            axes.text(
                x, label_y, text, ha=side, va="center", fontsize=9,
                fontweight="bold" if sure else "normal",
            )  # fmt: skip
    top = max([*beside["baseline"], *beside["survey"]], default=1.0) + apart
    for x, label, side in ((0, labels[0], "center"), (1, labels[1], "center")):
        axes.text(
            x, top, label, ha=side, va="bottom", fontsize=10, fontweight="bold", color=INK
        )
        axes.axvline(x, color=GREY, zorder=0)
    axes.set_xlim(-0.32, 2.7)
    axes.set_yticks([])
    return bare(axes)
