"""Grids: a heat map, a map of tiles."""

from typing import TYPE_CHECKING

import pandas as pd

from wildlife_analysis import reference
from wildlife_analysis.charts.style import GREY, INK, WIDTH, name, open_axes, readable
from wildlife_analysis.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["heatmap", "tiles"]

SHADES = "crest"
# Inches that a letter of a name takes up, about.
LETTER = 0.085


def heatmap(table: pd.DataFrame, by: str, across: str, value: str, words: Words) -> "Axes":
    """Draw counts as a grid of shades on a logarithmic scale, the numbers in it.

    Parameters
    ----------
    table
        One row a cell; a cell without a row was not searched and stays empty.
    by, across, value
        Columns of the rows, of the columns and of the counts.
    words
        Language of the names.
    """
    import numpy as np
    import seaborn as sns

    wide = table.pivot_table(index=by, columns=across, values=value, aggfunc="sum")
    wide = wide.loc[wide.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    axes = open_axes(0.4 * len(wide) + 0.7)
    written = wide.map(words.number)
    sns.heatmap(
        np.log1p(wide), annot=written.to_numpy(), fmt="", cmap=SHADES, cbar=False,
        linewidths=1, linecolor="white", ax=axes, annot_kws={"fontsize": 9},
    )  # fmt: skip
    shades = np.asarray(axes.collections[0].get_facecolor())
    for text, shade in zip(axes.texts, shades[~wide.isna().to_numpy().ravel()], strict=True):
        text.set_color(readable(shade))
    names = [name(words, by, code) for code in wide.index]
    axes.set_yticks([i + 0.5 for i in range(len(wide))], names, rotation=0)
    heads = [name(words, across, code) for code in wide.columns]
    # Heads stand upright where they have room, and lean where they would touch.
    room = (WIDTH - LETTER * max(map(len, names), default=0)) / max(len(heads), 1)
    leaning = LETTER * max(map(len, heads), default=0) > room
    axes.set_xticks(
        [i + (0.2 if leaning else 0.5) for i in range(len(heads))], heads, fontsize=9,
        rotation=35 if leaning else 0, ha="left" if leaning else "center",
        rotation_mode="anchor",
    )  # fmt: skip
    axes.xaxis.tick_top()
    axes.tick_params(length=0, labelcolor=INK)
    axes.set(xlabel="", ylabel="")
    return axes


def tiles(table: pd.DataFrame, by: str, value: str, words: Words) -> "Axes":
    """Draw countries as tiles that lie as the countries do, shaded by their counts.

    Parameters
    ----------
    table
        One row a country searched; the other countries of ``reference/tiles.csv`` stay grey.
    by, value
        Columns of the codes and of the counts.
    words
        Language of the numbers.
    """
    import numpy as np
    import seaborn as sns
    from matplotlib.patches import Rectangle

    places = reference.table("tiles")
    places = places.assign(
        across=places["column"].astype(int) - 1, down=places["row"].astype(int) - 1
    )
    counts = table.set_index(by)[value].astype(float)
    whole = np.sqrt(counts.max()) or 1.0
    axes = open_axes(0.42 * (int(places["down"].max()) + 1))
    shades = sns.color_palette(SHADES, as_cmap=True)
    for row in places.to_dict("records"):
        code, x, y = row["code"], row["across"], row["down"]
        searched = code in counts.index
        depth = 0.15 + 0.85 * np.sqrt(counts.get(code, 0.0)) / whole
        shade = shades(depth) if searched else GREY
        axes.add_patch(Rectangle((x + 0.04, y + 0.04), 0.92, 0.92, facecolor=shade, lw=0))
        ink = readable(shade) if searched else "#5A6B75"
        axes.text(
            x + 0.5, y + (0.36 if searched else 0.5), code, ha="center", va="center",
            fontsize=9, color=ink, fontweight="bold" if searched else "normal",
        )  # fmt: skip
        if searched:
            axes.text(
                x + 0.5, y + 0.68, words.number(counts[code]), ha="center", va="center",
                fontsize=7.5, color=ink,
            )  # fmt: skip
    axes.set_xlim(0, int(places["across"].max()) + 1)
    axes.set_ylim(int(places["down"].max()) + 1, 0)
    axes.set_aspect("equal")
    axes.set_xticks([])
    axes.set_yticks([])
    return axes
