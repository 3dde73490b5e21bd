"""Explore a processed survey: in a cell, or with filters and linked views in a notebook.

``survey`` opens it and reads what is asked for, ``filters`` says what each filter may say,
``specimens`` is a view of it, ``intervals`` adds what the audit sample says, ``draw`` and
``ads`` show it, ``controls`` and ``widget`` make the panel of notebook ``explore``.
"""

from typing import Any

from wildlife_analysis.explore.specimens import Specimens
from wildlife_analysis.explore.survey import Survey, load

__all__ = ["Specimens", "Survey", "load", "panel"]


def panel(*arguments: Any, **options: Any) -> Any:
    """Make the filters and linked views of notebook ``explore``; see `widget.Panel`."""
    from wildlife_analysis.explore.widget import Panel

    return Panel(*arguments, **options)
