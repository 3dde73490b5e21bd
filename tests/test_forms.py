"""Forms of terms, and the search for a great many of them."""

import csv
from pathlib import Path

import ahocorasick_rs
import numpy as np
import pytest

from wildlife_analysis.classify.forms import spellings, words_of
from wildlife_analysis.classify.search import Search, words_within

CASES = Path(__file__).parent / "cases" / "forms.csv"


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize("case", cases(), ids=lambda c: f"{c['term']}-{c['written']}")
def test_terms_are_found_in_forms_that_agree(case: dict[str, str]) -> None:
    named = case["kind"] in ("taxon", "product", "decoy", "exclusion")
    found = spellings(case["term"], case["language"], "", named)
    assert (" ".join(words_of(case["written"])) in found) == (case["found"] == "yes"), found


WORDS = [f"{a}{b}" for a in "abcdefgh" for b in "xyz"]


def test_search_finds_what_one_automaton_of_all_patterns_finds() -> None:
    """Batches one after another, pieces of words among the patterns."""
    random = np.random.default_rng(7)
    patterns = {
        f" {'  '.join(random.choice(WORDS, size=int(random.integers(1, 5))))} "
        for _ in range(400)
    }
    whole = [*sorted(patterns), " bx", "  cy", "dz ", " ax  b"]
    search = Search(whole, *words_within(whole))
    plain = ahocorasick_rs.AhoCorasick(
        whole, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
    )
    sizes = []
    for few in (2, 3, 3, 6, 12, 24, 24, 4):
        held = random.choice(WORDS, size=few, replace=False).tolist()
        words = random.choice([*held, "bxq", "qdz", "unheard"], size=60)
        haystack = "".join(f" {word} " for word in words)
        wanted = plain.find_matches_as_indexes(haystack)
        assert search(haystack).tolist() == [list(hit) for hit in wanted]
        sizes.append(len(search._chosen))
    assert sizes[0] < len(whole) / 4  # the first batch needs few of them
    assert sizes[-1] == len(whole)  # in the long run all are built in, once


def test_search_of_nothing() -> None:
    assert Search([], *words_within([]))(" word ").shape == (0, 3)
    assert Search([" word "], *words_within([" word "]))("").shape == (0, 3)
