"""Repair of text for display, and what is undone for matching."""

import re

import pandas as pd
import pytest

from tests.test_clean import cases
from wildlife_analysis.clean import mojibake, text

CASES = cases("texts")


def unescaped(cell: str) -> str:
    """Cells write invisible characters as \\u200b and line ends as \\n."""
    named = {"n": "\n", "r": "\r", "t": "\t"}
    return re.sub(
        r"\\u([0-9a-f]{4})|\\([nrt])",
        lambda m: chr(int(m[1], 16)) if m[1] else named[m[2]],
        cell,
    )


@pytest.mark.parametrize("case", CASES, ids=[f"{c['what']}: {c['raw']}" for c in CASES])
def test_text_is_repaired_and_made_ready_for_matching(case: dict[str, str]) -> None:
    raw = pd.Series([unescaped(case["raw"])])
    repaired = text.repair(raw)
    assert repaired.iloc[0] == unescaped(case["repaired"])
    matching = text.for_matching(repaired).iloc[0]
    assert matching == unescaped(case["matching"])
    assert len(matching) == len(repaired.iloc[0])


def test_the_column_keeps_its_index_its_missing_values_and_its_dtype() -> None:
    texts = pd.Series(["a  b", None, "a  b", ""], index=[7, 3, 3, 1], dtype="str")
    for done in (text.repair(texts), text.for_matching(text.repair(texts))):
        assert done.index.tolist() == [7, 3, 3, 1]
        assert done.fillna("-").tolist() == ["a b", "-", "a b", ""]
        assert done.dtype == "str"


def test_an_empty_column_stays_empty() -> None:
    empty = pd.Series([], dtype="str")
    assert text.repair(empty).empty
    assert text.for_matching(empty).empty


@pytest.mark.parametrize("case", CASES, ids=[c["raw"] for c in CASES])
def test_repaired_text_needs_no_repair(case: dict[str, str]) -> None:
    once = text.repair(pd.Series([unescaped(case["raw"])]))
    if "<" not in once.iloc[0] and "&" not in once.iloc[0]:
        assert text.repair(once).iloc[0] == once.iloc[0]


@pytest.mark.parametrize("page", ["cp1251", "koi8-r"])
def test_russian_read_with_the_wrong_page_comes_back(page: str) -> None:
    advert = "Продам ручного попугая жако, возраст два года, документы есть"
    assert mojibake.repair(advert.encode(page).decode("latin-1")) == advert
    other = {"cp1251": "koi8-r", "koi8-r": "cp1251"}[page]
    assert mojibake.repair(advert.encode(page).decode(other)) == advert
