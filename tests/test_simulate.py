"""The replicas hit the printed totals, are the same every time, and hold nobody's number."""

import gzip
import re
from pathlib import Path

import pandas as pd
import pytest

from wildlife_analysis import simulate

ROOT = Path(__file__).resolve().parents[1]
PRINTED = {"2018": (5381, 11772), "2014": (9482, 33006)}


@pytest.mark.parametrize("survey", ["2014", "2018"])
def test_embedded_replica_is_what_simulate_writes(survey: str, tmp_path: Path) -> None:
    made = simulate.survey(survey, tmp_path)
    ads, specimens = PRINTED[survey]
    assert made["advertisements in scope"] == ads
    assert made["specimens in scope"] == specimens
    embedded = ROOT / "data" / "raw" / survey
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == sorted(path.name for path in embedded.iterdir())
    for name in names:
        one, other = (folder / name for folder in (tmp_path, embedded))
        if name.endswith(".gz"):
            assert gzip.decompress(one.read_bytes()) == gzip.decompress(other.read_bytes()), (
                name
            )
        elif name.endswith(".parquet"):
            pd.testing.assert_frame_equal(pd.read_parquet(one), pd.read_parquet(other))
        else:
            assert one.read_bytes() == other.read_bytes(), name


@pytest.mark.parametrize(("survey", "number"), [("2014", 250), ("2018", 9)])
def test_printed_margins(survey: str, number: int) -> None:
    truth = pd.read_parquet(ROOT / "data" / "raw" / survey / "truth.parquet")
    # A spoilt row keeps what it would have offered.
    offered = truth[(truth["specimen_count"] > 0) & (truth["duplicate_of"] == "")]
    parrots = offered[
        (offered["scientific_name"] == "Psittacus erithacus")
        & (offered["marketplace"] == "leboncoin.fr")
    ]
    assert len(parrots) == number
    if survey == "2018":
        ivory = offered[offered["product"] == "ivory"]
        assert (len(ivory), int(ivory["specimen_count"].sum())) == (996, 1288)
        germany = offered[offered["country_code"] == "DE"]
        assert len(germany) == 2149


def test_every_kind_of_row_and_only_fictitious_numbers(tmp_path: Path) -> None:
    simulate.survey("2018", tmp_path, listings=300, seed=5)
    truth = pd.read_parquet(tmp_path / "truth.parquet")
    kinds = set(truth["kind"])
    assert {"in_scope", "wanted", "reposted", "cross_posted", "again", "malformed"} <= kinds
    assert any(kind.startswith("decoy_") for kind in kinds)
    reserved = re.compile(
        r"(06 39 98|01 99 00|0171 39200|030 23125|07700 900|01632 960|8 943 000|\+7 943 000)"
    )
    for personal in truth["pii"].str.split("|").explode().dropna():
        if re.search(r"\d{3}", personal) and "@" not in personal:
            assert reserved.match(personal), personal


def test_another_seed_writes_another_survey(tmp_path: Path) -> None:
    for seed in (1, 2):
        simulate.survey("2018", tmp_path / str(seed), listings=50, seed=seed)
    one, other = (pd.read_parquet(tmp_path / str(s) / "truth.parquet") for s in (1, 2))
    assert one["price_usd"].tolist() != other["price_usd"].tolist()
