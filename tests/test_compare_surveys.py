"""Comparisons of small surveys made by hand: trends, decomposition, policies, targets."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.small import ad, survey
from wildlife_analysis import compare, count, reference
from wildlife_analysis.reference import SurveyError

PARROT = "Psittacus erithacus"
CELLS = [("FR", "leboncoin.fr"), ("FR", "a.fr")]


def parrots(number: int, name: str, site: str = "leboncoin.fr") -> list[dict[str, object]]:
    return [ad(PARROT, site=site, seller=f"{name}{i}") for i in range(number)]


def test_from_250_to_9() -> None:
    old = survey("2014", parrots(250, "o"), CELLS)
    new = survey("2018", parrots(9, "n"), CELLS)
    row = compare.surveys(old, new, ["species"]).iloc[0]
    assert row["ratio"] == pytest.approx(0.036)
    assert (row["low"], row["high"]) == pytest.approx((0.01627, 0.06945), abs=1e-5)
    assert row["direction"] == "down"


def test_a_move_to_appendix_i_is_no_change_of_trade() -> None:
    # Hermann's tortoise stands in Appendix II throughout and is no part of the comparison.
    others = [ad("Testudo hermanni", seller="t")] * 3
    old = survey("2014", parrots(40, "o"), CELLS)
    new = survey("2018", [*parrots(40, "n"), *others], CELLS)
    assert set(old.specimens["appendix"]) == {"II"}
    assert new.specimens["appendix"].tolist() == ["I"] * 40 + ["II"] * 3
    trend = compare.surveys(old, new, ["species"], scope=["I"])
    assert trend["species"].tolist() == [PARROT]
    assert trend["ratio"].tolist() == [1]
    steps = compare.decomposition(old, new, scope=["I"]).set_index("component")["listings"]
    assert steps["within_cells"] == 0
    # Under the rule stand none of 40 in 2014, and 40 of 43 in 2018.
    assert (steps["scope_rule"], steps["appendix_changes"]) == (3 - 40, 40)


def test_decomposition_adds_up_and_names_each_step() -> None:
    old = survey(
        "2014",
        [*parrots(10, "o"), *parrots(5, "p", "gone.fr"), ad("Testudo hermanni", specimens=3)],
        [*CELLS, ("FR", "gone.fr")],
    )
    cells = pd.DataFrame(
        {
            "country_code": "FR",
            "marketplace": ["leboncoin.fr", "a.fr", "new.fr"],
            "weeks": ["12", "12", "12"],
        }
    )
    new = survey(
        "2018",
        [*parrots(8, "n"), *parrots(7, "m", "new.fr"), *parrots(2, "u", "undeclared.fr")],
        cells,
    )
    table = compare.decomposition(old, new).set_index("component")
    assert table["listings"].to_dict() == {
        "baseline_total": 16, "scope_rule": 0, "appendix_changes": 0,
        "left_marketplaces": -5, "entered_marketplaces": 7, "undeclared_marketplaces": 2,
        "effort": 11, "within_cells": -14, "survey_total": 17,
    }  # fmt: skip
    for basis in ("listings", "specimens"):
        steps = table[basis]
        assert steps.iloc[:-1].sum() == pytest.approx(steps.iloc[-1])
    # Half the weekly rate: 8 in 12 weeks against 11 in 6.
    ratio = compare.surveys(old, new, [])["ratio"].iloc[0]
    assert ratio == pytest.approx(8 / 12 / (11 / 6))


def test_groups_found_in_neither_survey_have_a_row_without_a_ratio() -> None:
    cells = [("FR", "a.fr"), ("BE", "a.be")]
    old, new = (survey(name, [ad(PARROT)] * 12, cells) for name in ("2014", "2018"))
    table = compare.surveys(old, new, ["country_code"]).set_index("country_code")
    assert table.loc["BE", ["baseline", "survey"]].tolist() == [0, 0]
    assert np.isnan(table.loc["BE", "ratio"])
    assert table.loc["BE", "direction"] == "unclear"
    # One seller has all twelve: nothing can be told.
    assert table.loc["FR", "dispersion"] > 10


def test_no_effort_stated_and_effort_that_is_no_number() -> None:
    bare = pd.DataFrame({"country_code": ["FR"], "marketplace": ["a.fr"]})
    old, new = (survey(n, [ad(PARROT)] * 3, bare) for n in ("2014", "2018"))
    assert compare.surveys(old, new, [])["ratio"].iloc[0] == pytest.approx(1)
    bad = replace(old, coverage=bare.assign(weeks="six"))
    with pytest.raises(SurveyError, match=r"weeks of FR a\.fr is 'six'"):
        compare.surveys(bad, replace(new, coverage=bare.assign(weeks="6")), [])
    with pytest.raises(SurveyError, match="declares no coverage"):
        compare.surveys(replace(old, coverage=bare.iloc[:0]), new, [])


def test_trends_do_not_depend_on_order() -> None:
    ads = [ad(PARROT, seller=f"s{i % 7}", site=["a.fr", "b.fr"][i % 2]) for i in range(40)]
    cells = [("FR", "a.fr"), ("FR", "b.fr")]
    old, new = survey("2014", ads, cells), survey("2018", ads[:25], cells)
    mixed = replace(
        new,
        listings=new.listings.sample(frac=1, random_state=1),
        specimens=new.specimens.sample(frac=1, random_state=2),
        coverage=new.coverage.iloc[::-1],
    )
    by = ["marketplace"]
    pd.testing.assert_frame_equal(
        compare.surveys(old, new, by), compare.surveys(old, mixed, by)
    )


def test_target_reached_behind_and_the_years(monkeypatch: pytest.MonkeyPatch) -> None:
    old = survey("2014", parrots(300, "o"), CELLS)
    # Set in 2018, it says nothing of a fieldwork that ended in 2017.
    early = compare.targets(old, survey("2018", parrots(10, "n"), CELLS)).iloc[0]
    assert early["progress"] == "before_launch"
    table, told = reference.table, reference.table("targets").assign(launched="2015-01")
    monkeypatch.setattr(
        reference, "table", lambda name: told if name == "targets" else table(name)
    )
    few = compare.targets(old, survey("2018", parrots(10, "n"), CELLS)).iloc[0]
    assert few["progress"] == "reached"
    assert few["reduction"] == pytest.approx(1 - 10 / 300)
    assert (few["from_year"], few["to_year"], few["target_year"]) == (2014, 2017, 2020)
    # Half way in time: 1 - 0.2 ** (3 / 6)
    assert few["wanted_by_then"] == pytest.approx(0.5528, abs=1e-4)
    same = compare.targets(old, survey("2018", parrots(280, "n"), CELLS)).iloc[0]
    assert same["progress"] == "behind"
    assert same["low"] < same["reduction"] < same["high"]


def ivory(number: int, site: str, country: str, name: str) -> list[dict[str, object]]:
    return [
        ad("Elephantidae", country, site, f"{name}{i}", product="ivory", group="elephant ivory")
        for i in range(number)
    ]


def test_policy_before_and_after_against_others(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = reference.table("policies").head(1).assign(
        marketplace="ebay", bans="ivory", in_force_from="2015-01-01", in_force_by=""
    )  # fmt: skip
    monkeypatch.setattr(reference, "table", lambda name: rules)
    cells = [("DE", "ebay.de"), ("DE", "ebay-kleinanzeigen.de"), ("FR", "a.fr")]
    old = survey(
        "2014",
        [*ivory(80, "ebay.de", "DE", "a"), *ivory(50, "ebay-kleinanzeigen.de", "DE", "b")],
        cells,
    )
    new = survey(
        "2018",
        [*ivory(20, "ebay.de", "DE", "c"), *ivory(25, "ebay-kleinanzeigen.de", "DE", "d"),
         *ivory(90, "a.fr", "FR", "e")],
        cells,
    )  # fmt: skip
    row = compare.before_after(old, new).iloc[0]
    # The small ads of another owner are no country site of the platform, France is no control.
    assert (row["site_baseline"], row["site_survey"]) == (80, 20)
    assert (row["others_baseline"], row["others_survey"]) == (50, 25)
    assert row["ratio_of_ratios"] == pytest.approx(0.5)
    error = np.sqrt(1 / 80 + 1 / 20 + 1 / 50 + 1 / 25)
    assert row["low"] == pytest.approx(0.5 * np.exp(-1.959964 * error), rel=1e-4)
    assert (row["timing"], row["caution"]) == ("between", "association")
    banned = compare.policy(old, new).iloc[0]
    assert banned["breaking"] == 20
    assert banned["ratio"] == pytest.approx(0.25)
    alone = compare.policy(None, new).iloc[0]
    assert (alone["survey"], alone["breaking"]) == (20, 20)


def test_policy_with_nothing_before_gives_no_huge_ratio() -> None:
    cells = [("FR", "leboncoin.fr"), ("FR", "a.fr")]
    old = survey("2014", parrots(12, "a", "a.fr"), cells)
    new = survey("2018", [*parrots(9, "b"), *parrots(11, "c", "a.fr")], cells)
    rows = compare.before_after(old, new)
    row = rows[rows["bans"] == PARROT].iloc[0]
    assert np.isnan(row["ratio_of_ratios"])
    assert row["low"] > 1
    assert np.isnan(row["high"])
    assert row["caution"] == "date_unknown"


def test_raw_totals_only_under_their_own_name() -> None:
    old = survey("2014", parrots(9, "o"), CELLS)
    new = survey("2018", parrots(3, "n"), [*CELLS, ("BE", "a.be")])
    totals = compare.totals_unlike_for_unlike(old, new)
    assert totals["listings"].tolist() == [9, 3]
    assert "ratio" not in totals


def test_counts_of_ranks_values_and_empty_where_not_searched() -> None:
    one = survey(
        "2018",
        [
            ad("Testudo hermanni", specimens=4, usd=100.0, kind="each"),
            ad("Testudo graeca", usd=80.0, kind="starting_bid", method="reviewed"),
            ad(PARROT, usd=300.0, method="assumed_one"),
            ad(PARROT, usd=310.0, repeats=2),
            ad("Testudinidae", specimens=2, usd=50.0, id="both"),
            ad("Testudo graeca", specimens=1, usd=50.0, id="both"),
        ],
        [("FR", "a.fr"), ("BE", "a.be"), ("BE", "a.fr")],
    )
    family = count.both(one, ["family"]).set_index("family")
    assert family.loc["Testudinidae", ["listings", "specimens"]].tolist() == [3, 8]
    species = count.both(one, ["species"])
    # The coarser name has no species; it is shown without one.
    assert species.loc[species["species"].isna(), "specimens"].tolist() == [2]
    parrot = count.both(one, ["scientific_name"]).set_index("scientific_name").loc[PARROT]
    assert parrot[["listings", "listings_with_repeats"]].tolist() == [1, 2]
    assert parrot["assumed_one_share"] == 1
    assert family.loc["Testudinidae", "reviewed_share"] == pytest.approx(1 / 8)
    values = count.values(one, ["family"]).set_index("family")
    # 4 at 100 each, a bid of 80, two kinds in one listing at 50; a unit price of 100 only.
    assert values.loc["Testudinidae", "value_usd"] == 530
    assert values.loc["Testudinidae", "bid_usd"] == 80
    assert values.loc["Testudinidae", ["unit_prices", "median_usd"]].tolist() == [1, 100]
    by_species = count.values(one, ["species"])
    assert by_species["value_usd"].sum() == 780
    grid = count.grid(one, "marketplace", "country_code", "listings").set_index("marketplace")
    assert grid.loc["a.fr", ["FR", "BE"]].tolist() == [4, 0]
    assert np.isnan(grid.loc["a.be", "FR"])
    places = count.both(one, ["country_code", "taxon_group"])
    belgium = places[places["country_code"] == "BE"]
    assert belgium["taxon_group"].tolist() == ["bird", "reptile"]
    assert (belgium["specimens"] == 0).all()
    months = count.both(one, ["month"])
    assert dict(zip(months["month"], months["listings"], strict=True)) == {
        "2017-09": 4,
        "2017-10": 0,
    }


def test_a_sum_is_missing_where_no_listing_has_a_price_and_nothing_where_none_was_found() -> (
    None
):
    ads = [ad("Testudo graeca", usd=80.0), ad(PARROT, specimens=2, usd=float("nan"))]
    one = survey("2018", ads, [("FR", "a.fr"), ("BE", "a.be")])
    for table in (count.both(one, ["species"]), count.values(one, ["species"])):
        asked = table.set_index("species")["value_usd"]
        assert asked["Testudo graeca"] == 80
        assert np.isnan(asked[PARROT])
    places = count.both(one, ["country_code"]).set_index("country_code")
    assert places.loc["BE", ["listings", "value_usd"]].tolist() == [0, 0]
    assert np.isnan(count.headline(survey("2018", ads[1:], CELLS))["value_usd"])
