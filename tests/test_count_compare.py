"""Counts on both bases, zeros where searched, ratios by hand."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from wildlife_analysis import compare, count
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


def test_rate_ratio_by_hand() -> None:
    # 60 in 6 weeks against 40 in 6 weeks: score interval 1.008 to 2.232
    table = compare.rate_ratio([60, 9, 5, 0, 0], 6, [40, 250, 0, 7, 0], 6)
    assert table.loc[0, ["ratio", "low", "high"]].tolist() == pytest.approx(
        [1.5, 1.008, 2.232], abs=0.001
    )
    assert table.loc[1, "ratio"] == pytest.approx(0.036)
    assert table.loc[1, "high"] < 0.08
    assert np.isnan(table.loc[2, "ratio"])  # never 1e10
    assert table.loc[3, "ratio"] == 0
    assert np.isnan(table.loc[4, "ratio"])


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
    wide = table[table["variant"] == "I, II, III, A, B"]["specimens"].iloc[0]
    assert wide >= table[table["variant"] == "I"]["specimens"].iloc[0]
