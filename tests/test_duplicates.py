"""Repetitions are linked, other animals from one template are not, nothing is deleted."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from wildlife_analysis import duplicates
from wildlife_analysis.reference import check_table, empty_table

CASES = Path(__file__).parent / "cases" / "duplicate_pairs.csv"


def listing(**values: object) -> dict[str, object]:
    defaults = {
        "survey": "t", "marketplace": "leboncoin.fr", "country_code": "FR", "language": "fr",
        "title": "", "description": "", "location": "Lyon", "price_amount": 100.0,
        "price_currency": "EUR", "seller_key": "s1", "offer": "sale", "documents": "none",
        "in_scope": True, "needs_review": False, "source_file": "f", "source_row": 1,
        "collected_at": pd.Timestamp("2018-01-01", tz="UTC"),
    }  # fmt: skip
    return {**defaults, **values}


def tables(rows: list[dict[str, object]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    empty = empty_table("listings")
    listings = pd.DataFrame(rows).reindex(columns=empty.columns).astype(empty.dtypes.to_dict())
    specimens = pd.DataFrame(
        {
            "listing_id": [row["listing_id"] for row in rows],
            "scientific_name": [row.get("taxon", "Testudo hermanni") for row in rows],
            "product": "live",
            "specimen_count": [row.get("number", 1) for row in rows],
        }
    )
    return listings, specimens


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize("case", cases(), ids=lambda c: c["id"])
def test_hard_pairs(case: dict[str, str]) -> None:
    rows = [
        listing(
            listing_id=side,
            title=case[f"title_{side}"],
            description=case[f"description_{side}"],
            price_amount=float(case[f"price_{side}"] or "nan"),
            seller_key=case[f"seller_{side}"] or None,
            marketplace=case[f"marketplace_{side}"],
            taxon=case[f"taxon_{side}"],
            number=int(case[f"number_{side}"]),
        )
        for side in ("a", "b")
    ]
    linked, links = duplicates.link(*tables(rows))
    assert linked["duplicate_of"].notna().sum() == (case["kind"] != "")
    assert links["kind"].tolist() == ([case["kind"]] if case["kind"] else [])


def test_one_address_is_one_listing_and_the_first_seen_stays() -> None:
    rows = [
        listing(
            listing_id="late", url="https://example.org/1", title="Tortue",
            collected_at=pd.Timestamp("2018-02-01", tz="UTC"),
        ),
        listing(listing_id="early", url="https://example.org/1", title="Tortue (modifié)"),
        listing(listing_id="other", url="https://example.org/2", title="Perroquet",
                taxon="Psittacus erithacus"),
    ]  # fmt: skip
    linked, links = duplicates.link(*tables(rows))
    assert linked.set_index("listing_id")["duplicate_of"].dropna().to_dict() == {
        "late": "early"
    }
    assert links["kind"].tolist() == ["scraped_again"]
    assert len(linked) == 3
    check_table(links, "duplicates")


def test_mass_posting_stays_linear() -> None:
    rows = [
        listing(listing_id=str(i), title="Bébé perroquet à adopter contactez nous vite",
                description=f"annonce {'x' * (i % 7)} numéro")
        for i in range(3000)
    ]  # fmt: skip
    linked, _ = duplicates.link(*tables(rows))
    assert len(linked) == 3000
    assert linked["duplicate_of"].notna().sum() >= 2900


def test_no_listings() -> None:
    linked, links = duplicates.link(empty_table("listings"), empty_table("specimens"))
    assert linked.empty
    assert links.empty
