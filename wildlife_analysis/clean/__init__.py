"""Clean listings: text, language, place, price, date, personal data. Flags, never drops."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from wildlife_analysis.clean import (
    corrections,
    date,
    hashed,
    language,
    place,
    price,
    privacy,
    text,
    traces,
)
from wildlife_analysis.reference import Survey, column_names
from wildlife_analysis.reference.schema import DTYPES, fields

__all__ = ["corrections", "date", "language", "listings", "place", "price", "privacy", "text"]

# Columns of the table that classify and duplicates add.
LATER = frozenset(
    {
        "offer", "documents", "in_scope", "rejection_reason", "relevance", "needs_review",
        "duplicate_of",
    }
)  # fmt: skip
TEXTS = ("title", "description", "location", "category")
SHORT = ("region", "town", "price_text", "posted_text", "marketplace")
SCANNED = ("title", "description")


def listings(
    raw: pd.DataFrame, survey: Survey, *, lost_dots: Mapping[str, bool] | None = None
) -> pd.DataFrame:
    """Clean the listings of a survey; every row stays, in its order.

    Parameters
    ----------
    raw
        ``read.Raw.listings``: text as found.
    survey
        Its only country is that of listings that name none.
    lost_dots
        Files of which it is known whether their prices lost the points of the thousands; the
        others are judged by these listings (`price.without_thousands_dot`).

    Returns
    -------
    pandas.DataFrame
        The table ``listings`` without the columns that later stages add, index of ``raw``.
        What sellers wrote is kept beside what was read in it (``price_text``,
        ``posted_text``, ``location``), personal data masked everywhere.

    Examples
    --------
    >>> found = read.survey(raw, key=b"a key of thirty-two bytes, secret").listings
    >>> declared = reference.surveys.load_survey(raw)
    >>> cleaned = clean.listings(found, declared)
    >>> sorted(cleaned["language"].dropna().unique())
    ['de', 'en', 'fr', 'ru']
    >>> str(cleaned["price_amount"].dtype)
    'float64'
    """
    shown = {name: text.repair(raw[name]) for name in TEXTS}
    frame = raw.assign(**shown)
    marketplace, places = _places(frame)
    country = places["country_code"]
    if len(survey.countries) == 1:
        country = country.fillna(survey.countries[0])
    tongue, held = _scanned(frame, country)
    collected_at = date.collected(frame["scraped_at"], country)
    posted_text, price_text = text.repair(frame["posted"]), text.repair(frame["price"])
    posted = date.parse(posted_text, tongue["language"], collected_at, country)
    day = posted["posted_on"].fillna(collected_at.dt.tz_localize(None).dt.normalize())
    money = price.parse(
        price_text,
        frame["price_currency"],
        country,
        file=frame["source_file"],
        lost=lost_dots,
    )
    usd = price.to_usd(money["price_amount"], money["price_currency"], day)
    # An empty title cannot stand: what was markup only keeps its raw form.
    title = frame["title"].where(frame["title"].fillna("") != "", raw["title"])
    known = {
        "marketplace": marketplace,
        "country_code": country,
        "collected_at": collected_at,
        "region": places["region"].fillna(places["town"]),
        "town": places["town"],
        "price_text": price_text,
        "posted_text": posted_text,
        "price_usd": usd["price_usd"],
        "price_rate_date": usd["price_rate_date"],
        "price_reason": money["price_reason"].fillna(usd["price_reason"]),
        "title": title,
    }
    read = pd.concat([tongue, posted, money.drop(columns="price_reason")], axis=1)
    result = frame.drop(columns=frame.columns.intersection(read.columns)).join(read)
    result = result.assign(**known)
    # The title was scanned together with the description.
    personal = {name: held if name in SCANNED else None for name in (*TEXTS, *SHORT)}
    result = result.assign(
        **{name: privacy.mask(result[name], country, own) for name, own in personal.items()}
    )
    columns = [name for name in column_names("listings") if name not in LATER]
    dtypes = {r["column"]: DTYPES[r["dtype"]] for r in fields("listings").to_dict("records")}
    return result[columns].astype({name: dtypes[name] for name in columns})


def _scanned(frame: pd.DataFrame, country: pd.Series) -> tuple[pd.DataFrame, Any]:
    """Identify the language of each listing, and what personal data its text may hold.

    Both look at the same words, which are cut once a batch of distinct texts.
    """
    words = frame["title"].fillna("") + "\n" + frame["description"].fillna("")
    codes, values = pd.factorize(words)
    found, held = [], [np.empty(0, np.uint32)]
    for batch in hashed.batches([str(value) for value in values]):
        found.append(language.evidence(batch))
        held.append(traces.find(batch))
    return language.identify(words, country, found), np.concatenate(held)[codes]


def _places(frame: pd.DataFrame) -> tuple[pd.Series, pd.DataFrame]:
    """Return the marketplace under its one name, and country, region and town."""
    days = pd.to_datetime(frame["scraped_at"].str[:10], errors="coerce", format="%Y-%m-%d")
    named = text.repair(frame["marketplace"])
    names = named.mask(named == "").fillna(place.hosts(frame["url"]))
    names = place.marketplaces(names, place.countries(frame["country"]), days)
    return names, place.locate(frame["country"], frame["location"], names)
