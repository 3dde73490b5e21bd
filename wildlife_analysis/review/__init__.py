"""People's decisions: drawing listings to look at, deciding, measuring agreement, learning.

Decisions live in ``data/review/<survey>/decisions.csv``, one row a decision, appended and
never edited. They outrank the program; an adjudicated decision outranks the others, and a
later one an earlier one. Beside it lie the samples drawn (``samples.csv``), the words proposed
as terms (``new_terms.csv``), each reviewer's keystrokes and the model with its card.
"""

from pathlib import Path
from typing import Any

import pandas as pd

from wildlife_analysis.review.agreement import (
    agreement,
    by_pair,
    confusion,
    disagreements,
    krippendorff_alpha,
    summary,
)
from wildlife_analysis.review.applied import apply
from wildlife_analysis.review.decisions import (
    COLUMNS,
    FILE,
    decisions,
    folder,
    in_force,
    record,
    standing,
)
from wildlife_analysis.review.drawing import draw, queue
from wildlife_analysis.review.learn import describe, model_of, train
from wildlife_analysis.review.new_terms import propose
from wildlife_analysis.review.samples import audited, pending
from wildlife_analysis.review.session import Session, assigned
from wildlife_analysis.review.sheets import export, import_sheet

__all__ = [
    "COLUMNS",
    "Session",
    "agreement",
    "apply",
    "assigned",
    "audited",
    "by_pair",
    "confusion",
    "decisions",
    "describe",
    "disagreements",
    "draw",
    "export",
    "folder",
    "form",
    "import_sheet",
    "in_force",
    "krippendorff_alpha",
    "made",
    "model_of",
    "pending",
    "propose",
    "queue",
    "record",
    "show",
    "standing",
    "summary",
    "train",
]


def made(folder: Path | str) -> pd.DataFrame:
    """Return the decisions in a folder (`decisions`); empty where none were made."""
    path = Path(folder) / FILE
    return decisions(path) if path.exists() else pd.DataFrame(columns=COLUMNS, dtype="str")


def show(listings: pd.DataFrame) -> Any:
    """Show listings in a notebook with the words and rules that decided; see `display`."""
    from IPython.display import HTML

    from wildlife_analysis.review.display import several

    return HTML(several(listings))


def form(*arguments: Any, **options: Any) -> Any:
    """Make the form of the review notebook; see `review.widget.form`."""
    from wildlife_analysis.review.widget import form as make

    return make(*arguments, **options)
