"""Where a listing was offered: country, region, and the marketplace's own name."""

from functools import cache

import pandas as pd

from wildlife_analysis import reference
from wildlife_analysis.reference import matching_key

__all__ = ["locate", "marketplaces"]


@cache
def _countries() -> dict[str, str]:
    """Map every name of a country, in normal form, to its code."""
    names: dict[str, str] = {}
    for row in reference.table("countries").to_dict("records"):
        known = [row["code"], *row["aliases"].split("|")]
        known += [value for column, value in row.items() if column.startswith("name_")]
        names |= {matching_key(name): row["code"] for name in known if name}
    return names


@cache
def _marketplaces() -> dict[str, dict[str, str]]:
    rows: dict[str, dict[str, str]] = {}
    for row in reference.table("marketplaces").to_dict("records"):
        for name in [row["name"], *row["aliases"].split("|")]:
            if name:
                rows.setdefault(matching_key(name), row)
    return rows


def marketplaces(names: pd.Series) -> pd.Series:
    """Write marketplaces under the name of the table ``marketplaces``; others as found."""
    known = {
        name: _marketplaces().get(matching_key(name), {}).get("name", name)
        for name in names.dropna().unique()
    }
    return names.map(known).astype("str")


def locate(country: pd.Series, location: pd.Series, marketplace: pd.Series) -> pd.DataFrame:
    """Find the country and the region of listings.

    The country column decides; then the marketplace, where it serves one country; then the
    end of the location.

    Parameters
    ----------
    country, location, marketplace
        As found; missing allowed.

    Returns
    -------
    pandas.DataFrame
        ``country_code`` (ISO 3166-1 alpha-2) and ``region``.
    """
    rows = list(
        zip(
            country.fillna("").tolist(),
            location.fillna("").tolist(),
            marketplace.fillna("").tolist(),
            strict=True,
        )
    )
    found = {row: _locate(*row) for row in set(rows)}
    return pd.DataFrame(
        [found[row] for row in rows], columns=["country_code", "region"], index=country.index
    ).astype("str")


def _locate(country: str, location: str, marketplace: str) -> tuple[str | None, str | None]:
    code = _countries().get(matching_key(country)) if country else None
    if code is None and marketplace:
        codes = _marketplaces().get(matching_key(marketplace), {}).get("country_codes", "")
        code = codes if len(codes) == 2 else None
    parts = [part.strip() for part in location.replace("/", ",").split(",") if part.strip()]
    if parts and matching_key(parts[-1]) in _countries():
        last = parts.pop()
        code = code or _countries()[matching_key(last)]
    return code, ", ".join(parts) or None
