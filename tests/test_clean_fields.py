"""Prices, dates and dollars: tables of real strings, and what holds for whole columns."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.conftest import SHARED, needs_shared
from wildlife_analysis import clean, read, reference
from wildlife_analysis.clean import date, date_text, exchange, price, price_text

HERE = Path(__file__).parent


def table(name: str) -> pd.DataFrame:
    """Return a table of cases, all cells text."""
    return reference.tables.read_csv(HERE / "cases" / f"{name}.csv")


def texts(values: list[str]) -> pd.Series:
    """Return a column of text, an empty cell missing."""
    return pd.Series([v or None for v in values], dtype="str")


def wrong(cases: pd.DataFrame, found: pd.DataFrame) -> list[str]:
    """Say which cases differ, and how."""
    return [
        f"{want['text']!r}: {got}, not { ({k: want[k] for k in got}) }"
        for want, got in zip(cases.to_dict("records"), found.to_dict("records"), strict=True)
        if any(want[k] != v for k, v in got.items())
    ]


def shown(amount: float) -> str:
    """Write an amount as the tables do."""
    return "" if np.isnan(amount) else f"{amount:.10g}"


def test_prices_of_the_table_are_read_as_a_person_reads_them() -> None:
    cases = table("prices")
    country = texts(cases["country"].tolist())
    empty = texts([""] * len(cases))
    found = price.parse(texts(cases["text"].tolist()), empty, country)
    got = pd.DataFrame(
        {
            "low": found["price_low"].map(shown),
            "high": found["price_high"].map(shown),
            "currency": found["price_currency"].fillna(""),
            "kind": found["price_kind"].fillna(""),
            "reason": found["price_reason"].fillna(""),
        }
    )
    assert wrong(cases, got) == []
    assert len(cases) >= 150


def test_an_amount_stands_only_where_low_and_high_are_one() -> None:
    cases = table("prices")
    found = price.parse(
        texts(cases["text"].tolist()),
        texts([""] * len(cases)),
        texts(cases["country"].tolist()),
    )
    single = found["price_low"].eq(found["price_high"])
    assert found["price_amount"].notna().tolist() == single.tolist()
    assert found.loc[found["price_amount"].isna(), "price_reason"].notna().all()


@needs_shared
def test_prices_of_the_gold_table() -> None:
    gold = pd.read_csv(SHARED / "gold" / "prices.csv", dtype=str, keep_default_na=False)
    empty = texts([""] * len(gold))
    found = price.parse(gold["text"].astype("str"), empty, empty)
    amount = pd.to_numeric(gold["amount"])
    right = found["price_amount"].eq(amount) | (found["price_amount"].isna() & amount.isna())
    right &= (gold["currency"] == "") | found["price_currency"].eq(gold["currency"])
    assert gold.loc[~right, "text"].tolist() == []


def test_the_column_of_the_currency_counts_where_the_text_has_none() -> None:
    found = price.parse(
        texts(["50", "50", "50 €", "50"]),
        texts(["GBP", "€", "USD", "nonsense"]),
        texts(["FR", "GB", "GB", "DE"]),
    )
    assert found["price_currency"].tolist() == ["GBP", "EUR", "EUR", "EUR"]


@pytest.mark.parametrize(
    "text", ["9" * 5000, "1 " * 3000, "€" * 2000, "à " * 2000, "1.1" * 999]
)
def test_long_junk_is_no_price_and_takes_no_time(text: str) -> None:
    assert price_text.read(text).reason in ("implausible", "no_number", "several")


def test_the_lost_thousands_dot_is_found_in_a_file_and_flagged() -> None:
    values = [
        "1.199",
        "1.45",
        "2.499",
        "1.349",
        "3.1",
        "1.599",
        "50",
        "120 VB",
        "1.75 VB",
        "899",
    ]
    found = price.parse(texts(values), texts([""] * 10), texts(["DE"] * 10))
    flagged = found["price_reason"].eq("thousands_dot")
    assert found["price_amount"].tolist() == [
        1199, 1450, 2499, 1349, 3100, 1599, 50, 120, 1750, 899,
    ]  # fmt: skip
    assert flagged.tolist() == ["." in value for value in values]


@pytest.mark.parametrize(
    ("values", "country"),
    [
        (["1.199", "1.45", "2.499", "1.349", "3.1", "1.599"], "GB"),
        (["4.50", "1.45", "12.99", "3.1", "7.25", "9.99"], "DE"),
        (["1.199", "1.45", "2.499", "1.349", "3.1", "1.599", "1450", "2100"], "DE"),
    ],
)
def test_decimal_points_that_are_none_of_the_thousands_stay(
    values: list[str], country: str
) -> None:
    size = len(values)
    found = price.parse(texts(values), texts([""] * size), texts([country] * size))
    assert not found["price_reason"].eq("thousands_dot").any()
    assert found["price_amount"].iloc[1] == 1.45


def test_a_file_with_the_bug_does_not_taint_another() -> None:
    values = ["1.199", "1.45", "2.499", "1.349", "3.1", "1.599", "1.45"]
    files = texts(["a.csv"] * 6 + ["b.csv"])
    found = price.parse(texts(values), texts([""] * 7), texts(["DE"] * 7), file=files)
    assert found["price_amount"].iloc[[1, 6]].tolist() == [1450, 1.45]


@needs_shared
def test_the_bug_of_the_real_file_is_found(tmp_path: Path) -> None:
    raw = read.survey([SHARED / "data" / "classifieds_de_2024.csv"], key=b"k" * 32)
    cleaned = clean.listings(raw.listings, reference.Survey(id="de"))
    flagged = cleaned[cleaned["price_reason"].eq("thousands_dot")]
    assert len(flagged) == 144
    assert (flagged["price_amount"] >= 1000).all()
    assert (flagged["price_amount"] % 1 == 0).all()


def test_dates_of_the_table_are_read_as_a_person_reads_them() -> None:
    cases = table("dates")
    country = texts(cases["country"].tolist())
    collected = date.collected(texts(cases["collected_at"].tolist()), country)
    found = date.parse(texts(cases["text"].tolist()), country, collected, country)
    got = pd.DataFrame(
        {
            "posted_on": found["posted_on"].dt.strftime("%Y-%m-%d").fillna(""),
            "period": found["posted_period"].fillna(""),
            "reason": found["posted_reason"].fillna(""),
        }
    )
    assert wrong(cases, got) == []


@needs_shared
def test_dates_of_the_gold_table_to_the_minute() -> None:
    gold = pd.read_csv(SHARED / "gold" / "dates.csv", dtype=str).astype("str")
    country = (
        gold["language"].map({"fr": "FR", "de": "DE", "ru": "RU", "en": "GB"}).astype("str")
    )
    collected = date.collected(gold["collected_at"], country)
    found = date.parse(gold["text"], gold["language"], collected, country)
    right = found["posted_at"] == pd.to_datetime(gold["posted"])
    assert gold.loc[~right, "text"].tolist() == []


def test_every_missing_day_has_a_reason_and_every_day_a_period() -> None:
    cases = table("dates")
    country = texts(cases["country"].tolist())
    collected = date.collected(texts(cases["collected_at"].tolist()), country)
    found = date.parse(texts(cases["text"].tolist()), country, collected, country)
    known = found["posted_on"].notna()
    assert (found["posted_period"].notna() == known).all()
    assert (found["posted_reason"].isna() == known).all()


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("2018-05-14T10:00:00+02:00", "FR", "2018-05-14T08:00"),
        ("2018-05-14T10:00:00Z", "RU", "2018-05-14T10:00"),
        ("2018-05-14T10:00:00", "RU", "2018-05-14T07:00"),
        ("2018-05-14 10:00", "", "2018-05-14T10:00"),
        ("1526292000", "FR", "2018-05-14T10:00"),
        ("1526292000000", "FR", "2018-05-14T10:00"),
        ("14.05.2018 10:00", "DE", "2018-05-14T08:00"),
        ("2018-05-14", "GB", "2018-05-13T23:00"),
        ("Mon, 14 May 2018 10:00:00 GMT", "FR", "2018-05-14T10:00"),
    ],
)
def test_the_moment_of_collection(text: str, country: str, expected: str) -> None:
    found = date.collected(texts([text, "", "junk"]), texts([country, "FR", "FR"]))
    assert found.iloc[0] == pd.Timestamp(expected, tz="UTC")
    assert found.iloc[1:].isna().all()


@pytest.mark.parametrize("text", ["9" * 5000, "1 mai " * 500, "il y a " * 900, "12:" * 900])
def test_long_junk_is_no_trouble_as_a_date(text: str) -> None:
    assert isinstance(date_text.read(text), date_text.Reading)


def test_dollars_are_those_of_the_library() -> None:
    from currency_converter import CurrencyConverter

    converter = CurrencyConverter()
    days = [
        f"{year}-{month:02}-15" for year in (2013, 2014, 2017, 2018) for month in (1, 6, 11)
    ]
    for code in ("EUR", "GBP", "RUB", "CHF", "PLN"):
        day = pd.Series(pd.to_datetime(days).as_unit("us"))
        money = pd.Series(1000.0, index=day.index)
        found = exchange.to_usd(money, texts([code] * len(days)), day)
        for asked, usd, when in zip(
            day, found["price_usd"], found["price_rate_date"], strict=True
        ):
            assert usd == pytest.approx(
                converter.convert(1000, code, "USD", date=when.date()), abs=0.01
            )
            assert pd.Timedelta(0) <= asked - when <= pd.Timedelta(days=4)


def test_a_rate_keeps_its_own_day() -> None:
    sunday = pd.Series(pd.to_datetime(["2018-05-13"]).as_unit("us"))
    found = exchange.to_usd(pd.Series([100.0]), texts(["EUR"]), sunday)
    assert found["price_rate_date"].iloc[0] == pd.Timestamp("2018-05-11")


@pytest.mark.parametrize(
    ("amount", "currency", "day", "usd", "reason"),
    [
        (100.0, "XXX", "2018-05-14", np.nan, "no_rate"),
        (100.0, "KZT", "2018-05-14", np.nan, "no_rate"),
        (100.0, "RUB", "2022-06-01", np.nan, "no_rate"),
        (100.0, "EUR", "1990-01-01", np.nan, "no_rate"),
        (100.0, "EUR", None, np.nan, "no_date"),
        (0.0, "KZT", "2018-05-14", 0.0, None),
        (655957.0, "XOF", "2018-05-14", 1198.8, None),
        (np.nan, "EUR", "2018-05-14", np.nan, None),
        (100.0, "", "2018-05-14", np.nan, None),
    ],
)
def test_no_rate_is_a_reason(
    amount: float, currency: str, day: str | None, usd: float, reason: str | None
) -> None:
    days = pd.Series(pd.to_datetime([day]).as_unit("us"))
    found = exchange.to_usd(pd.Series([amount]), texts([currency]), days)
    assert found["price_usd"].iloc[0] == pytest.approx(usd, nan_ok=True)
    assert (found["price_reason"].fillna("").iloc[0] or None) == reason
