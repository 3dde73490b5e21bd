"""Countries, regions, towns and marketplaces; and the language of a listing."""

import pandas as pd
import pytest

from tests.test_clean import cases
from wildlife_analysis import reference
from wildlife_analysis.clean import language, place

PLACES = cases("places")
MARKETPLACES = cases("marketplaces")
LANGUAGES = cases("languages")


def column(*values: str) -> pd.Series:
    return pd.Series([value or None for value in values], dtype="str")


@pytest.mark.parametrize("case", PLACES, ids=[" / ".join(list(c.values())[:3]) for c in PLACES])
def test_a_place_is_read(case: dict[str, str]) -> None:
    found = place.locate(
        column(case["country"]), column(case["location"]), column(case["marketplace"])
    ).fillna("")
    expected = [case[name] for name in ("country_code", "region", "town")]
    assert found.iloc[0].tolist() == expected


@pytest.mark.parametrize("case", MARKETPLACES, ids=[" ".join(c.values()) for c in MARKETPLACES])
def test_a_marketplace_gets_its_one_name(case: dict[str, str]) -> None:
    day = pd.to_datetime(pd.Series([case["day"] or None]))
    found = place.marketplaces(column(case["name"]), column(case["country"]), day)
    assert found.iloc[0] == case["expected"]


def test_a_marketplace_is_known_by_its_address() -> None:
    urls = column("https://www.ebay.de/itm/1", "https://example.org/x", "", "https://vk.com/a")
    assert place.hosts(urls).fillna("").tolist() == ["ebay.de", "", "", "vk.com"]


@pytest.mark.parametrize("country", ["FR", "DE", "RU", "GB", "NL", "BE", "PL", "UA", "BY", "KZ",
                                     "CN", "BH", "KW", "QA", "AE", "CA"])  # fmt: skip
def test_every_surveyed_country_has_marketplaces(country: str) -> None:
    table = reference.table("marketplaces")
    own = table[table["country_codes"].str.split("|").map(lambda codes: country in codes)]
    assert len(own) >= (10 if country in ("FR", "DE", "RU", "GB") else 1)


def test_periods_and_names_of_marketplaces_make_sense() -> None:
    table = reference.table("marketplaces")
    types = {"classifieds", "auction", "forum", "pet", "antiques", "social media", "shop"}
    assert set(table["type"]) <= types
    assert (table["source"] != "").all()
    dated = table[(table["valid_from"] != "") & (table["valid_to"] != "")]
    assert (dated["valid_from"] <= dated["valid_to"]).all()
    codes = set(table["country_codes"].str.split("|").explode()) - {""}
    assert codes <= set(reference.table("countries")["code"])
    kinds = table.groupby("name")["type"].nunique()
    assert (kinds == 1).all()


@pytest.mark.parametrize(
    "case", LANGUAGES, ids=[f"{c['country']} {c['text']}" for c in LANGUAGES]
)
def test_the_language_is_told(case: dict[str, str]) -> None:
    found = language.identify(column(case["text"]), column(case["country"]))
    if case["note"].startswith("no language of the survey"):
        assert found["language"].iloc[0] in language.LANGUAGES
        return
    assert found["language"].fillna("").iloc[0] == case["language"]
    told = found["language_confidence"].notna().iloc[0]
    assert told == (case["language"] != "" and "Latin name alone" not in case["note"])


def test_confidence_is_a_probability_and_grows_with_the_text() -> None:
    texts = column("Boa femelle", "Je vends une femelle boa de deux ans avec son terrarium")
    found = language.identify(texts, column("FR", "FR"))["language_confidence"]
    assert found.between(0, 1).all()
    assert found.iloc[0] <= found.iloc[1]
