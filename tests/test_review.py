"""People's decisions outrank the program's, and wrong rows are named."""

from pathlib import Path

import pandas as pd
import pytest

from tests.test_duplicates import listing, tables
from wildlife_analysis import review
from wildlife_analysis.reference import Survey, SurveyError, empty_table

HEADER = "listing_id,field,value,reviewer,decided_at,status,note\n"


def write(folder: Path, *rows: str) -> Path:
    (folder / "decisions.csv").write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return folder


def survey() -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = [
        listing(listing_id="a", needs_review=True, posted_on=pd.Timestamp("2016-06-01")),
        listing(listing_id="b", in_scope=False, rejection_reason="toy"),
        listing(listing_id="c"),
    ]
    listings, _ = tables(rows)
    return listings, empty_table("specimens")


def test_decisions_outrank_and_adjudication_outranks_all(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        "b,counted,yes,anna,2018-01-01,,",
        "c,counted,no,anna,2018-01-01,adjudicated,",
        "c,counted,yes,ben,2018-02-01,,later but not adjudicated",
        "a,specimens,Psittacus erithacus live 2; Lynx skull 1,anna,2018-01-01,,",
    )
    listings, specimens = review.apply(*survey(), folder, Survey(id="t"))
    scope = listings.set_index("listing_id")["in_scope"]
    assert scope.to_dict() == {"a": True, "b": True, "c": False}
    assert listings.set_index("listing_id")["rejection_reason"]["c"] == "reviewed"
    assert not listings["needs_review"].any()
    found = specimens.set_index("scientific_name")
    assert found.loc["Psittacus erithacus", "specimen_count"] == 2
    assert found.loc["Psittacus erithacus", "appendix"] == "II"  # on the day of the listing
    assert (specimens["count_method"] == "reviewed").all()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("a,colour,red,anna,2018-01-01,,", "row 2: field 'colour'"),
        ("a,counted,maybe,anna,2018-01-01,,", "write yes or no"),
        ("a,offer,gift,anna,2018-01-01,,", "offer 'gift'"),
        ("a,specimens,Draco volans live x,anna,2018-01-01,,", "is not 'taxon product number'"),
        ("a,specimens,Draco nemo live 1,anna,2018-01-01,,", "not in the table taxa"),
        ("a,counted,yes,,2018-01-01,,", "reviewer"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: str, words: str) -> None:
    with pytest.raises(SurveyError, match=words):
        review.decisions(write(tmp_path, row) / "decisions.csv")


def test_a_decision_on_an_unknown_listing_stops(tmp_path: Path) -> None:
    folder = write(tmp_path, "zz,counted,yes,anna,2018-01-01,,")
    with pytest.raises(SurveyError, match="no listing zz"):
        review.apply(*survey(), folder, Survey(id="t"))


def test_audit_sample_is_seeded_and_knows_its_probabilities() -> None:
    rows = [listing(listing_id=str(i), in_scope=i % 3 == 0) for i in range(300)]
    listings, specimens = tables(rows)
    one = review.queue(listings, specimens, size=60, seed=4)
    again = review.queue(listings.sample(frac=1, random_state=1), specimens, size=60, seed=4)
    assert set(one["listing_id"]) == set(again["listing_id"])
    assert one["listing_id"].is_unique
    estimate = (1 / one["inclusion_probability"]).sum()
    assert estimate == pytest.approx(300)


def test_agreement_of_two_reviewers(tmp_path: Path) -> None:
    rows = [
        f"{i},counted,{value},{who},2018-01-01,,"
        for i, pair in enumerate(["yy", "yy", "nn", "yn"])
        for who, value in zip(("anna", "ben"), ("yes" if c == "y" else "no" for c in pair),
                              strict=True)
    ]  # fmt: skip
    result = review.agreement(
        review.decisions(write(tmp_path, *rows) / "decisions.csv"), "counted"
    )
    assert result["double_coded"] == 4
    assert result["equal"] == 0.75
    # Cohen (1960): observed 3/4, expected (3/4*2/4 + 1/4*2/4) = 1/2
    assert result["kappa"] == pytest.approx(0.5)
