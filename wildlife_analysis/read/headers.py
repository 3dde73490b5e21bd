"""Map the headers of scrapers to our columns."""

from collections.abc import Iterable

import pandas as pd

from wildlife_analysis import reference
from wildlife_analysis.reference import SurveyError, matching_key

__all__ = ["FIELDS", "mapping"]

FIELDS = (
    "listing_id",
    "survey",
    "marketplace",
    "country",
    "url",
    "title",
    "description",
    "price",
    "price_currency",
    "location",
    "posted",
    "scraped_at",
    "seller",
    "category",
)


def mapping(
    headers: Iterable[str], file: str, own: pd.DataFrame | None = None
) -> dict[str, str]:
    """Map raw headers to our columns.

    Parameters
    ----------
    headers
        Headers as they stand in the file.
    file
        Its name, for the message.
    own
        The survey's own ``columns.csv``, looked at first.

    Returns
    -------
    dict
        Raw header -> one of `FIELDS` or ``ignored``.

    Raises
    ------
    SurveyError
        When a header is unknown (the nearest known ones are named), or when none is a title.
    """
    table = reference.table("columns")
    known = {matching_key(h): f for h, f in zip(table["header"], table["field"], strict=True)}
    known |= {matching_key(field): field for field in FIELDS}
    if own is not None:
        known |= {matching_key(h): f for h, f in zip(own["header"], own["field"], strict=True)}
    names = [str(header) for header in headers]
    found = {name: known.get(matching_key(name), "") for name in names}
    if "title" not in found.values():
        raise SurveyError(
            f"{file}: no header maps to a title; the headers are {', '.join(names[:12])}; "
            "add the one that holds the title to columns.csv"
        )
    unknown = [name for name, field in found.items() if not field and name.strip()]
    if unknown:
        hints = "; ".join(
            f"{name!r} (nearest known: {reference.nearest(name, list(known))})"
            for name in unknown
        )
        raise SurveyError(
            f"{file}: unknown header {hints}; "
            "map it in columns.csv, or set its field to 'ignored'"
        )
    return {name: field for name, field in found.items() if field}
