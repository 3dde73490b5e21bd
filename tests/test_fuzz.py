"""Whatever comes in, readers and cleaners let nothing escape, and the accounts add up."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.script import load

QUICK = settings(
    max_examples=15, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
FUZZ = load("benchmarks/fuzz.py")  # what is done with an input is said there once
PIECES = st.sampled_from([*FUZZ.SEEDS, *FUZZ.PIECES]) | st.binary(max_size=40)


@pytest.mark.parametrize("name", FUZZ.NAMES)
@QUICK
@given(pieces=st.lists(PIECES, min_size=1, max_size=6))
@example(pieces=[b"\xff\xfe", b"t\0i\0t\0l\0e\0\n\0", b"\xed\xa0\x80"])
@example(pieces=[b"PK\x03\x04", bytes(40), b"PK\x05\x06"])
@example(pieces=[b"title\n", b'"', b"\0", b"\r", b'"'])
def test_readers(name: str, pieces: list[bytes], tmp_path: Path) -> None:
    assert FUZZ.file_once(b"".join(pieces), tmp_path / name) in ("read", "refused")


@settings(QUICK, max_examples=8)
@given(texts=st.lists(st.text(max_size=200), min_size=20, max_size=60))
@example(texts=["", " ", "\0", "\u202e+7 912", "٣٤٥ €", "9" * 400, "1.000.000,-", "@"])
@example(texts=["31.02.2018", "0000-00-00", "yesterday 25:61", "99999999999999 days ago"])
def test_cleaners(texts: list[str]) -> None:
    FUZZ.texts_once(texts)
