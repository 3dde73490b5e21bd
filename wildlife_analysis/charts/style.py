"""The one look of the charts: size, ink, colours that belong to categories."""

from functools import cache
from typing import TYPE_CHECKING, Any

from wildlife_analysis import reference
from wildlife_analysis.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["GREY", "INK", "WIDTH", "bare", "colour", "name", "open_axes", "readable", "spread"]

# Inches: narrow enough that the letters can be read on a telephone.
WIDTH = 5.7
INK = "#22313A"
GREY = "#E3E8EA"
# Room at the foot of every figure for the line that names its source, in inches.
FOOT = 0.2


@cache
def _colours() -> dict[tuple[str, str], str]:
    table = reference.table("colours")
    return {(r["kind"], r["code"]): r["colour"] for r in table.to_dict("records")}


def colour(kind: str, code: str) -> str:
    """Return the colour that belongs to a category wherever it is drawn."""
    return _colours().get((kind, code), _colours()["accent", "main"])


def readable(shade: Any) -> str:
    """Return the ink, dark or white, that stands out more on a shade (WCAG contrast ratio)."""
    from matplotlib.colors import to_rgb

    def luminance(colour: Any) -> float:
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] + 0.05

    ground = luminance(to_rgb(shade))
    return INK if ground / luminance(to_rgb(INK)) > 1.05 / ground else "#FFFFFF"


def open_axes(height: float) -> "Axes":
    """Open a figure in the one style of the report.

    Parameters
    ----------
    height
        In inches, without the foot.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams.update(
        {"svg.hashsalt": "wildlife-analysis", "font.family": "DejaVu Sans", "text.color": INK}
    )
    whole = height + FOOT
    figure = Figure(figsize=(WIDTH, whole), layout="constrained")
    figure.get_layout_engine().set(rect=(0, FOOT / whole, 1, 1 - FOOT / whole))  # type: ignore[union-attr, call-arg]
    axes = figure.subplots()
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, labelcolor=INK, labelsize=10)
    return axes


def name(words: Words, column: str, code: object) -> str:
    """Name a category; a name with dollar signs in it is no formula."""
    return words.code(column, code).replace("$", r"\$")


def bare(axes: "Axes") -> "Axes":
    """Leave out what direct labels already say."""
    axes.set(xlabel="", ylabel="")
    axes.set_xticks([])
    return axes


def spread(places: list[float], apart: float) -> list[float]:
    """Move labels that would touch, as little as needed, keeping their order.

    Parameters
    ----------
    places
        Where they belong.
    apart
        Least distance.

    Returns
    -------
    list of float
        Where to write them, in the order given.
    """
    order = sorted(range(len(places)), key=places.__getitem__)
    # Runs of touching labels: each is centred on the mean of where its labels belong.
    runs: list[list[int]] = []
    for index in order:
        runs.append([index])
        while len(runs) > 1 and _touch(runs[-2], runs[-1], places, apart):
            runs[-2:] = [runs[-2] + runs[-1]]
    moved = list(places)
    for run in runs:
        start = _centre(run, places) - apart * (len(run) - 1) / 2
        for number, index in enumerate(run):
            moved[index] = start + apart * number
    return moved


def _centre(run: list[int], places: list[float]) -> float:
    return sum(places[index] for index in run) / len(run)


def _touch(one: list[int], other: list[int], places: list[float], apart: float) -> bool:
    needed = apart * (len(one) + len(other)) / 2
    return _centre(other, places) - _centre(one, places) < needed
