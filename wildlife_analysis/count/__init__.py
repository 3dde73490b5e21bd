"""Count listings and specimens of a processed survey, with the uncertainty that belongs to it.

``processed`` loads a survey, ``rows`` gives what counts, ``tables`` counts it by any
dimensions, ``value`` adds up asking prices, ``audit`` estimates the true numbers from an audit
sample, ``answers`` measures how the program answers on it.
"""

from wildlife_analysis.count.answers import against_people, answered
from wildlife_analysis.count.audit import estimates, predicted
from wildlife_analysis.count.processed import DECIDED, Processed, load
from wildlife_analysis.count.rows import OFFERED, counted, in_scope
from wildlife_analysis.count.tables import (
    DIMENSIONS,
    RANKS,
    both,
    grid,
    headline,
    keyed,
    summed,
    taxa,
    unread,
    values,
)

__all__ = [
    "DECIDED",
    "DIMENSIONS",
    "OFFERED",
    "RANKS",
    "Processed",
    "against_people",
    "answered",
    "both",
    "counted",
    "estimates",
    "grid",
    "headline",
    "in_scope",
    "keyed",
    "load",
    "predicted",
    "summed",
    "taxa",
    "unread",
    "values",
]
