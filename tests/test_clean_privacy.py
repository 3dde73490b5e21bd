"""Personal data goes, everything else stays."""

import numpy as np
import pandas as pd
import pytest

from tests.test_clean import cases
from wildlife_analysis.clean import names, privacy, traces
from wildlife_analysis.reference.normal import fold

CASES = cases("personal_data")
LABELS = ("[phone]", "[e-mail]", "[name]", "[address]", "[handle]", "[plate]")


def masked(text: str, country: str) -> str:
    return str(privacy.mask(pd.Series([text]), pd.Series([country])).iloc[0])


def parts(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


@pytest.mark.parametrize("case", CASES, ids=[f"{c['country']} {c['text']}" for c in CASES])
def test_what_is_personal_goes_and_the_rest_stays(case: dict[str, str]) -> None:
    result = masked(case["text"], case["country"])
    assert [part for part in parts(case["must_go"]) if part in result] == []
    assert [part for part in parts(case["must_stay"]) if part not in result] == []
    if not case["must_go"]:
        assert result == case["text"]


def test_the_cases_name_parts_of_their_text() -> None:
    for case in CASES:
        for part in parts(case["must_go"]) + parts(case["must_stay"]):
            assert part in case["text"], case


@pytest.mark.parametrize("case", CASES, ids=[c["text"] for c in CASES])
def test_masked_text_is_not_masked_again(case: dict[str, str]) -> None:
    once = masked(case["text"], case["country"])
    assert masked(once, case["country"]) == once


@pytest.mark.parametrize("case", [c for c in CASES if c["must_go"]], ids=lambda c: c["text"])
def test_an_advertisement_around_it_hides_nothing(case: dict[str, str]) -> None:
    before = "Ara ararauna, 2 ans, 450 €.\n"
    result = masked(before + case["text"], case["country"])
    assert [part for part in parts(case["must_go"]) if part in result] == []
    assert result.startswith(before)


def test_the_column_keeps_its_index_and_its_missing_values() -> None:
    texts = pd.Series(["06 39 98 12 34", None, "Boa"], index=[5, 5, 2], dtype="str")
    result = privacy.mask(texts, pd.Series(["FR", "FR", None], index=[5, 5, 2], dtype="str"))
    assert result.index.tolist() == [5, 5, 2]
    assert result.fillna("-").tolist() == ["[phone]", "-", "Boa"]


def test_an_empty_column_stays_empty() -> None:
    assert privacy.mask(pd.Series([], dtype="str"), pd.Series([], dtype="str")).empty


@pytest.mark.parametrize("country", ["FR", "DE", "GB", "RU", ""])
@pytest.mark.parametrize(
    "number",
    [
        "06 39 98 12 34",
        "+33 6 39 98 12 34",
        "+49 171 3920012",
        "07700 900123",
        "+7 943 0001234",
    ],
)
def test_a_number_of_another_country_is_masked_too(number: str, country: str) -> None:
    assert masked(f"tel {number} merci", country) == "tel [phone] merci"


def test_nothing_is_masked_without_a_label_of_its_own() -> None:
    for case in CASES:
        if case["must_go"]:
            result = masked(case["text"], case["country"])
            assert any(label in result for label in LABELS), case["text"]


def test_the_traces_miss_nothing_that_the_patterns_find() -> None:
    ads = [f"{ad['title']}. {ad['description']}" for ad in cases("ads_fr") + cases("ads_de")]
    own = [case["text"] for case in CASES]
    texts = pd.Series([*own, *(f"{ad}\n{text}" for ad, text in zip(ads, own, strict=False))])
    countries = pd.Series([case["country"] for case in CASES] * 2)[: len(texts)]
    every = np.full(len(texts), traces.ALL)
    result = privacy.mask(texts, countries)
    pd.testing.assert_series_equal(result, privacy.mask(texts, countries, every))
    assert [text for text in result if names.spans(text, fold(text))] == []
