"""The learned model: the probability that a person would count a listing.

Rules explain, the model ranks doubt; both are recorded. It is trained on people's decisions
alone (`review.learn`), kept as JSON of plain numbers, and never trained on the audit sample
that measures it.
"""

from wildlife_analysis.classify.relevance.features import Documents, documents
from wildlife_analysis.classify.relevance.fill import DOUBT, fill
from wildlife_analysis.classify.relevance.model import Classifier, Model, load, save
from wildlife_analysis.classify.relevance.scores import cross_validated, measured
from wildlife_analysis.classify.relevance.training import FEWEST, duplicate_groups, train

__all__ = [
    "DOUBT",
    "FEWEST",
    "Classifier",
    "Documents",
    "Model",
    "cross_validated",
    "documents",
    "duplicate_groups",
    "fill",
    "load",
    "measured",
    "save",
    "train",
]
