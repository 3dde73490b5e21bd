"""Charts: a counted table in, an Axes out. Nothing is filtered, counted or saved here.

``style`` is the one look; ``bars``, ``pairs`` (two surveys), ``grids`` (heat map, tile map) and
``flows`` (from raw rows to what counts) draw.
"""

from wildlife_analysis.charts.bars import SPREAD, bars, prices, stacked, tornado
from wildlife_analysis.charts.flows import funnel
from wildlife_analysis.charts.grids import heatmap, tiles
from wildlife_analysis.charts.pairs import dumbbell, slope
from wildlife_analysis.charts.style import INK, colour

__all__ = [
    "INK",
    "SPREAD",
    "bars",
    "colour",
    "dumbbell",
    "funnel",
    "heatmap",
    "prices",
    "slope",
    "stacked",
    "tiles",
    "tornado",
]
