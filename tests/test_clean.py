"""Cleaning as a whole: every row stays, every column is typed, nothing personal is left."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.conftest import SHARED, needs_shared
from wildlife_analysis import clean, read, reference
from wildlife_analysis.clean import privacy, text
from wildlife_analysis.reference.schema import DTYPES, fields

HERE = Path(__file__).parent


def cases(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of cases."""
    with (HERE / "cases" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


RAW = [
    {
        "title": "<b>Perroquet</b> gris du Gabon",
        "description": "Bagué, avec CITES. Contacter Jean Dupont au 06 39 98 12 34",
        "marketplace": "Le Bon Coin",
        "price": "1 200 €",
        "location": "Bourges (18000)",
        "posted": "Hier, 14:30",
        "scraped_at": "2017-10-01T21:00:00",
        "country": "",
    },
    {
        "title": "Python regius 1.2",
        "description": "",
        "marketplace": "ebay",
        "price": "VB 120 € oder 0171 3920012",
        "location": "Am Bahnhof 5, 80331 München",
        "posted": "vor 3 Tagen",
        "scraped_at": "2017-10-01T21:00:00",
        "country": "Allemagne",
    },
    {"title": "<br>", "country": "Narnia"},
]


def raw_table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return rows as the reader gives them."""
    full = [
        {
            "survey": "2018",
            "listing_id": f"L{number}",
            "source_file": "a.csv",
            "source_row": number,
            "source_encoding": "utf-8",
            **row,
        }
        for number, row in enumerate(rows, 1)
    ]
    frame = pd.DataFrame(full).reindex(columns=read.COLUMNS)
    words = [name for name in frame if name != "source_row"]
    return frame.replace("", None).astype(dict.fromkeys(words, "str"))


@pytest.fixture(scope="module")
def cleaned() -> pd.DataFrame:
    return clean.listings(raw_table(RAW), reference.Survey(id="2018"))


def test_the_table_has_its_columns_in_order_with_their_dtypes(cleaned: pd.DataFrame) -> None:
    declared = fields("listings")
    own = declared[~declared["column"].isin(clean.LATER)]
    assert cleaned.columns.tolist() == own["column"].tolist()
    expected = [DTYPES[name] for name in own["dtype"]]
    assert [str(dtype) for dtype in cleaned.dtypes] == expected


def test_every_row_stays_in_its_order(cleaned: pd.DataFrame) -> None:
    assert cleaned["listing_id"].tolist() == ["L1", "L2", "L3"]


def test_fields_stand_verbatim_beside_what_was_read(cleaned: pd.DataFrame) -> None:
    first = cleaned.iloc[0]
    assert first["title"] == "Perroquet gris du Gabon"
    assert first["marketplace"] == "leboncoin.fr"
    assert (first["country_code"], first["region"]) == ("FR", "Cher")
    assert (first["price_text"], first["price_amount"]) == ("1 200 €", 1200)
    assert first["posted_text"] == "Hier, 14:30"
    assert first["posted_on"].date() == date(2017, 9, 30)
    assert first["language"] == "fr"


def test_personal_data_is_masked_in_every_text(cleaned: pd.DataFrame) -> None:
    everything = cleaned.astype("str").fillna("").agg(" ".join, axis=1)
    for personal in ("Dupont", "06 39", "0171", "Bahnhof 5"):
        assert not everything.str.contains(personal, regex=False).any(), personal
    assert "CITES" in cleaned["description"].iloc[0]


def test_a_shared_name_is_the_marketplace_of_the_country(cleaned: pd.DataFrame) -> None:
    assert cleaned["marketplace"].iloc[1] == "ebay.de"


def test_a_title_of_markup_alone_keeps_its_raw_form(cleaned: pd.DataFrame) -> None:
    assert cleaned["title"].iloc[2] == "<br>"
    assert pd.isna(cleaned["country_code"].iloc[2])


def test_the_only_country_of_a_survey_is_that_of_its_listings() -> None:
    survey = reference.Survey(id="2018", countries=("DE",))
    table = clean.listings(raw_table(RAW), survey)
    assert table["country_code"].tolist() == ["FR", "DE", "DE"]


def test_a_table_without_rows_is_cleaned() -> None:
    table = clean.listings(raw_table(RAW).iloc[:0], reference.Survey(id="2018"))
    assert table.empty
    assert "price_usd" in table


def test_what_is_put_in_is_not_changed() -> None:
    raw = raw_table(RAW)
    before = raw.copy()
    clean.listings(raw, reference.Survey(id="2018"))
    pd.testing.assert_frame_equal(raw, before)


SHARED_FILES = {
    "classifieds_de_2024.csv": ("Title", "DE", "de"),
    "classifieds_fr_2021.csv": ("titre", "MA", "fr"),
    "classifieds_fr_animals.csv": ("title", "SN", "fr"),
    "classifieds_ru_2017.csv": ("title", "RU", "ru"),
    "classifieds_en_antiques.csv": ("title", "US", "en"),
    "products_en_labelled.csv": ("title", "US", "en"),
}


@needs_shared
@pytest.mark.parametrize("name", SHARED_FILES)
def test_titles_of_real_files_are_seldom_touched_by_masks(name: str) -> None:
    column, country, _ = SHARED_FILES[name]
    table = pd.read_csv(SHARED / "data" / name, dtype=str)
    titles = text.repair(table[column])
    masked = privacy.mask(titles, pd.Series(country, index=titles.index))
    assert (masked != titles)[titles.notna()].mean() < 0.001


@needs_shared
@pytest.mark.parametrize("name", SHARED_FILES)
def test_titles_of_real_files_are_in_the_language_of_their_site(name: str) -> None:
    column, country, language = SHARED_FILES[name]
    table = pd.read_csv(SHARED / "data" / name, dtype=str)
    titles = text.repair(table[column])
    found = clean.language.identify(titles, pd.Series(country, index=titles.index))
    # German titles of brands alone read as English.
    assert (found["language"] == language).mean() > 0.9


@needs_shared
def test_prices_are_not_taken_for_telephone_numbers() -> None:
    table = pd.read_csv(SHARED / "gold" / "prices.csv", dtype=str)
    prices = table[table.columns[0]]
    for country in ("FR", "DE", "RU", "GB"):
        masked = privacy.mask(prices, pd.Series(country, index=prices.index))
        assert masked.fillna("").tolist() == prices.fillna("").tolist()
