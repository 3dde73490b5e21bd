"""What the marketplace's own category says about its listings."""

import pandas as pd

from wildlife_analysis import reference

__all__ = ["decide"]


def decide(categories: pd.Series) -> pd.Series:
    """Read marketplace categories.

    Parameters
    ----------
    categories
        Category of each listing as the marketplace names it (str; missing allowed).

    Returns
    -------
    pandas.Series
        ``live``, ``parts``, ``service``, ``unrelated``, ``plants``, ``garden``, or empty
        where the table ``categories`` has no word of it.
    """
    table = reference.table("categories")
    codes = {
        reference.matching_key(w): c for w, c in zip(table["word"], table["code"], strict=True)
    }

    def read(category: str) -> str:
        words = reference.matching_key(category).split()
        found = {codes[word] for word in words if word in codes}
        first = next((code for code in ("service", "live") if code in found), None)
        # "Haus & Garten, Antiquitäten": what is said beside a garden says more
        return first or min(found, key=lambda code: (code == "garden", code), default="")

    # A column without any value may come as numbers.
    return (
        categories.astype("str")
        .map({value: read(value) for value in categories.dropna().unique()})
        .astype("str")
        .fillna("")
    )
