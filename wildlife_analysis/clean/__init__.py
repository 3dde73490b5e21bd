"""Clean listings: text, language, place, price, date, personal data. Flags, never drops."""

import pandas as pd

from wildlife_analysis.clean import corrections, date, language, place, price, privacy, text
from wildlife_analysis.reference import Survey, column_names
from wildlife_analysis.reference.schema import DTYPES, fields

__all__ = ["corrections", "date", "language", "listings", "place", "price", "privacy", "text"]

LATER = {
    "offer", "documents", "in_scope", "rejection_reason", "relevance", "needs_review",
    "duplicate_of",
}  # fmt: skip
TEXTS = ("title", "description", "location", "category")


def listings(raw: pd.DataFrame, survey: Survey) -> pd.DataFrame:
    """Clean the listings of a survey; every row stays.

    Parameters
    ----------
    raw
        ``read.Raw.listings``: text as found.
    survey
        Its only country is that of listings that name none.

    Returns
    -------
    pandas.DataFrame
        The table ``listings`` without the columns that later stages add.
    """
    frame = raw.assign(**{name: text.repair(raw[name]) for name in TEXTS})
    marketplace = place.marketplaces(frame["marketplace"])
    places = place.locate(frame["country"], frame["location"], marketplace)
    country = places["country_code"]
    if len(survey.countries) == 1:
        country = country.fillna(survey.countries[0])
    words = frame["title"].fillna("") + "\n" + frame["description"].fillna("")
    tongue = language.identify(words, country)
    collected_at = date.collected(frame["scraped_at"], country)
    posted = date.parse(frame["posted"], tongue["language"], collected_at, country)
    day = posted["posted_on"].fillna(collected_at.dt.tz_localize(None).dt.normalize())
    money = price.parse(
        frame["price"], frame["price_currency"], country, tongue["language"], day
    )
    usd = price.to_usd(money["price_amount"], money["price_currency"], day)
    # An empty title cannot stand: what was markup only keeps its raw form.
    title = frame["title"].where(frame["title"].fillna("") != "", raw["title"])
    result = frame.assign(
        marketplace=marketplace,
        country_code=country,
        collected_at=collected_at,
        title=privacy.mask(title, country),
        description=privacy.mask(frame["description"], country),
        location=privacy.mask(frame["location"], country),
        region=privacy.mask(places["region"], country),
        language=tongue["language"],
        language_confidence=tongue["language_confidence"],
        price_text=privacy.mask(frame["price"], country),
        posted_text=frame["posted"],
        posted_on=posted["posted_on"],
        posted_period=posted["posted_period"],
        posted_reason=posted["posted_reason"],
        **{name: money[name] for name in money if name != "price_reason"},
        price_usd=usd["price_usd"],
        price_rate_date=usd["price_rate_date"],
        price_reason=money["price_reason"].fillna(usd["price_reason"]),
    )
    columns = [name for name in column_names("listings") if name not in LATER]
    dtypes = {r["column"]: DTYPES[r["dtype"]] for r in fields("listings").to_dict("records")}
    return result[columns].astype({name: dtypes[name] for name in columns})
