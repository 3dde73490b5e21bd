"""Counts on both bases, zeros where searched, ratios by hand."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from wildlife_analysis import compare, count
from wildlife_analysis.count import rows
from wildlife_analysis.reference import SurveyError


@pytest.fixture(scope="module")
def surveys(mini: Path) -> tuple[count.Processed, count.Processed]:
    baseline, survey = (count.load(mini / "processed" / s) for s in ("2014", "2018"))
    return baseline, survey


def test_counts_add_up_whatever_the_dimensions(
    surveys: tuple[count.Processed, count.Processed],
) -> None:
    survey = surveys[1]
    total = count.headline(survey)["specimens"]
    for by in (["country_code"], ["taxon_group", "product"], ["marketplace"], ["month"]):
        assert count.both(survey, by)["specimens"].sum() == total


def test_counts_do_not_depend_on_the_order_of_rows(
    surveys: tuple[count.Processed, count.Processed],
) -> None:
    survey = surveys[1]
    mixed = replace(
        survey,
        listings=survey.listings.sample(frac=1, random_state=1),
        specimens=survey.specimens.sample(frac=1, random_state=2),
    )
    by = ["country_code", "taxon_group"]
    pd.testing.assert_frame_equal(count.both(survey, by), count.both(mixed, by))


def test_what_counts_is_found_once_and_again_after_a_change(
    surveys: tuple[count.Processed, count.Processed], monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = {n: getattr(surveys[1], n).copy() for n in ("listings", "specimens")}
    survey = replace(surveys[1], **tables)
    found: list[bool] = []
    joined = rows._counted
    monkeypatch.setattr(rows, "_counted", lambda *a: (found.append(True), joined(*a))[1])
    fresh = {unique: count.counted(survey, unique=unique) for unique in (True, False)}
    for unique, frame in [*fresh.items()] * 2:
        again = count.counted(survey, unique=unique)
        pd.testing.assert_frame_equal(again, frame)
        again.loc[:, "specimen_count"] = 0  # a caller's change is its own
    assert len(found) == 1
    assert len(count.counted(survey, scope=("I",))) < len(fresh[True])
    other = replace(survey, specimens=survey.specimens.iloc[:50])
    assert len(count.counted(other)) < len(fresh[True])
    fewer = replace(survey, listings=survey.listings.iloc[:100])
    assert count.counted(fewer)["listing_id"].nunique() <= 100
    # A researcher writes into the tables themselves.
    survey.listings["title"] = "nothing that counts"
    pd.testing.assert_frame_equal(count.counted(survey), fresh[True])
    assert len(found) == 4
    first = fresh[True]["listing_id"].iloc[0]
    survey.listings.loc[survey.listings["listing_id"] == first, "in_scope"] = False
    assert first not in set(count.counted(survey)["listing_id"])
    survey.specimens["specimen_count"] *= 2
    doubled = count.counted(survey)["specimen_count"].sum()
    rest = fresh[True]["listing_id"] != first
    assert doubled == 2 * fresh[True].loc[rest, "specimen_count"].sum()
    survey.listings["in_scope"] = survey.listings["needs_review"]  # a column of the same kind
    in_doubt = set(survey.listings.loc[survey.listings["needs_review"], "listing_id"])
    assert set(count.counted(survey)["listing_id"]) <= in_doubt
    survey.listings["in_scope"] = True
    survey.listings.loc[:, "country_code"] = "FR"
    assert set(count.counted(survey)["country_code"]) == {"FR"}


def test_zero_where_searched_and_nothing_found(
    surveys: tuple[count.Processed, count.Processed],
) -> None:
    table = count.both(surveys[1], ["country_code", "marketplace"])
    quiet = table[table["marketplace"].str.startswith("quiet-")]
    assert len(quiet) > 10
    assert (quiet["listings"] == 0).all()


def test_a_higher_taxon_holds_its_species(
    surveys: tuple[count.Processed, count.Processed],
) -> None:
    tortoises = count.taxa(surveys[1], "Testudinidae")
    names = set(count.counted(tortoises)["scientific_name"])
    assert "Testudo hermanni" in names
    assert not {n for n in names if n.startswith("Psittac")}


def test_an_unknown_dimension_names_the_nearest(
    surveys: tuple[count.Processed, count.Processed],
) -> None:
    with pytest.raises(SurveyError, match="country_code"):
        count.both(surveys[1], ["country"])


def test_only_shared_cells_are_compared(
    surveys: tuple[count.Processed, count.Processed],
) -> None:
    baseline, survey = surveys
    trend = compare.surveys(baseline, survey, ["country_code"])
    assert set(trend["country_code"]) <= {"DE", "FR", "GB", "RU"}
    out = compare.left_out(baseline, survey)
    assert trend["baseline"].sum() == out.loc[0, "listings_compared"]
    assert out.loc[0, "listings_compared"] < out.loc[0, "listings"]


def test_sensitivity_starts_from_the_main_count(
    surveys: tuple[count.Processed, count.Processed],
) -> None:
    table = compare.sensitivity(surveys[1])
    assert table.loc[0, "specimens"] == count.headline(surveys[1])["specimens"]
    assert (table.loc[table["variant"] == "dropped", "change"] <= 0).all()
    assert (table.loc[table["variant"].str.endswith("counted"), "change"] >= 0).all()
    rates = table[table["rule"] == "exchange_rate"]
    assert (rates["change"] == 0).all()
    assert (rates["value_change"] != 0).any()
    assert {"without_de", "without_ru"} <= set(table["variant"])
    wide = table[table["variant"] == "I, II, III, A, B"]["specimens"].iloc[0]
    assert wide >= table[table["variant"] == "I"]["specimens"].iloc[0]


def test_interactions_by_hand(surveys: tuple[count.Processed, count.Processed]) -> None:
    survey = surveys[1]
    pairs = compare.interactions(survey)
    assert set(pairs["rule"]) == {"scope"}
    row = pairs[(pairs["variant"] == "I") & (pairs["other_variant"] == "dropped")]
    frame = count.counted(survey)
    both = (frame["appendix"] == "I") & (frame["count_method"] != "assumed_one")
    if len(row):
        assert row["specimens"].iloc[0] == frame.loc[both, "specimen_count"].sum()
    assert pairs["interaction"].tolist() == pytest.approx(
        (pairs["change"] - pairs["if_independent"]).tolist()
    )


def test_published_beside_computed(surveys: tuple[count.Processed, count.Processed]) -> None:
    for survey in surveys:
        table = compare.with_published(survey).set_index("figure_id")
        assert len(table) > 30
        headline = count.headline(survey)
        total = table[table["metric"].isin(["ads", "advertisements and posts"])]
        total = total[(total["category"] == "all") & total["scope"].str.contains("RU|16")]
        assert total["computed"].tolist() == [headline["listings"]]
        assert set(table["agrees"]) <= {"yes", "close", "no", "none"}
        assert ((table["agrees"] == "none") == table["computed"].isna()).all()
        shares = table[table["kind"] == "share"]
        assert shares["computed"].between(0, 100).all()
