"""What is compiled of the tables and kept on disk is read as it was made."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from wildlife_analysis.clean import language_words
from wildlife_analysis.reference import kept


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("WILDLIFE_ANALYSIS_CACHE", str(tmp_path))
    language_words.telling_words.cache_clear()
    yield tmp_path
    language_words.telling_words.cache_clear()


def test_words_of_languages_are_read_as_they_were_compiled(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = language_words.telling_words()
    (path,) = folder.glob("languages-*.npz")
    language_words.telling_words.cache_clear()
    with monkeypatch.context() as never:
        never.setattr(language_words, "_compiled", lambda: pytest.fail("compiled again"))
        again = language_words.telling_words()
    assert again.words == made.words
    assert again.words["avec"] == {"fr": 1.0}
    assert again.neutral == made.neutral >= {"psittacus", "erithacus"}
    assert np.array_equal(again.weights, made.weights)
    assert np.array_equal(again.lists.bits, made.lists.bits)
    path.write_bytes(path.read_bytes()[:1000])
    language_words.telling_words.cache_clear()
    assert language_words.telling_words().words == made.words
    assert len(path.read_bytes()) > 1000


def test_only_the_newest_of_a_kind_stay(folder: Path) -> None:
    for number in range(kept.KEPT + 2):
        kept.save("some", f"{number}", {"words": ["a", "b"]}, {"n": np.arange(3)})
    kept.save("other", "1", {}, {})
    assert len(list(folder.glob("some-*.npz"))) == kept.KEPT
    assert kept.load("other", "1") == ({}, {})
    assert kept.load("some", "0") is None
    found = kept.load("some", f"{kept.KEPT + 1}")
    assert found is not None
    assert (found[0], found[1]["n"].tolist()) == ({"words": ["a", "b"]}, [0, 1, 2])
