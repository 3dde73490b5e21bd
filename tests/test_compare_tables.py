"""Reports from the public; tables of printed figures, rules and targets; their words."""

from pathlib import Path

import pandas as pd
import pytest

from tests.small import ad, survey
from wildlife_analysis import compare, reference
from wildlife_analysis.compare import policies, published
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.words import Words, languages

CELLS = [("FR", "a.fr")]


def test_reports_from_the_public(tmp_path: Path) -> None:
    one = survey(
        "2018",
        [
            ad("Testudo graeca", url="https://www.a.fr/ad/1/", posted="2017-10-05"),
            ad("Testudo graeca", url="http://a.fr/ad/2", posted="2017-09-20"),
            ad("Testudo graeca", url="https://a.fr/ad?id=3&x=1", posted="2017-09-20"),
            ad("Testudo graeca", url="https://a.fr/ad/4", posted="2017-10-20"),
        ],
        CELLS,
    )
    file = tmp_path / "reports.csv"
    file.write_text(
        "reported_by,reported_at,url,removed_at\n"
        "Anna Muster,2017-10-01,https://a.fr/ad/1?utm_source=mail,\n"
        "anna muster ,2017-10-01,HTTPS://M.A.FR/ad/2,\n"
        "Bob,2017-09-18,a.fr/ad?x=1&id=3#top,2017-10-02\n"
        "Bob,2017-11-05,https://a.fr/ad/4,\n"
        "Bob,2017-10-01,https://a.fr/ad/99,\n"
        "Bob,soon,https://a.fr/ad/1,\n"
        "Bob,2017-10-01,see my last mail,\n"
        "Bob,2017-10-01,https://a.fr/ad/1,2017-09-01\n",
        encoding="utf-8",
    )
    reports = compare.public_reports(file, one)
    assert reports["outcome"].tolist() == [
        "found", "gone_since", "removed", "found", "never_matched",
        "unreadable", "unreadable", "unreadable",
    ]  # fmt: skip
    assert reports["reason"].dropna().tolist() == ["no_date", "no_url", "removed_before_report"]
    assert reports.loc[2, "days"] == 14
    assert reports["reporter"].tolist() == [1, 1, 2, 2, 2, 2, 2, 2]
    assert "Anna" not in reports.to_csv()
    summary = compare.public_summary(reports).set_index("outcome")
    assert summary["reports"].sum() == len(reports)
    assert summary.loc["removed", "median_days"] == 14
    none = compare.public_summary(compare.public_reports("", one))
    assert none["reports"].tolist() == [0] * 5
    file.write_text("who,url\nx,y\n", encoding="utf-8")
    with pytest.raises(SurveyError, match="reported_by, reported_at"):
        compare.public_reports(file, one)


def test_every_verified_figure_of_the_two_surveys_is_measured_or_explained() -> None:
    figures = reference.table("published_figures")
    own = figures["survey"].str.contains("IFAW 2018 Disrupt|IFAW 2014 Wanted")
    verified = set(figures.loc[own & (figures["verified"] == "yes"), "figure_id"])
    measures = reference.table("published_measures")
    assert measures["figure_id"].is_unique
    assert verified == set(measures["figure_id"])
    assert (measures["explanation"] != "").all()
    assert measures["relation"].isin(published.RELATIONS).all()
    assert measures["kind"].isin(["count", "share", "none"]).all()
    computed = measures[measures["kind"] != "none"].merge(figures, on="figure_id")
    numbers = computed["printed"].where(computed["printed"] != "", computed["value"])
    assert pd.to_numeric(numbers).gt(0).all()


@pytest.mark.parametrize(
    ("computed", "printed", "relation", "share", "expected"),
    [
        (36.9, "37", "=", True, "yes"),
        (36.4, "37", "=", True, "close"),
        (31.9, "32.13", "=", True, "close"),
        (5388, "5381", "=", False, "close"),
        (5400, "6000", "=", False, "no"),
        (3_225_000, "3200000", "=", False, "yes"),
        (520, "500", "~", False, "yes"),
        (6291, "6300", ">", False, "no"),
        (6301, "6300", ">", False, "yes"),
    ],
)
def test_what_counts_as_met(
    computed: float, printed: str, relation: str, share: bool, expected: str
) -> None:
    nothing = float("nan")
    found = published._agrees(computed, printed, relation, nothing, nothing, share=share)
    assert found == expected


def test_a_figure_inside_the_interval_is_met() -> None:
    assert published._agrees(5300, "5381", "=", 5200, 5400, share=False) == "yes"


def test_rules_have_sources_and_dates(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = reference.table("policies")
    assert (rules["source"] != "").all()
    assert policies._rules()
    dated = rules[rules["verified"] == "yes"]
    assert ((dated["address"] != "") | dated["source"].str.contains("as printed")).all()
    wrong = rules.assign(in_force_from="spring")
    monkeypatch.setattr(reference, "table", lambda name: wrong)
    with pytest.raises(SurveyError, match="row 2: in_force_from 'spring'"):
        policies._rules()


def test_a_target_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    two = [survey(name, [ad("Testudo graeca")] * 3, CELLS) for name in ("2014", "2018")]
    wrong = reference.table("targets").assign(reduction="80 %")
    real = reference.table
    monkeypatch.setattr(reference, "table", lambda n: wrong if n == "targets" else real(n))
    with pytest.raises(SurveyError, match=r"targets\.csv, row 2: .*80 %"):
        compare.targets(*two)


@pytest.mark.parametrize("language", languages())
def test_codes_of_these_tables_have_words(language: str) -> None:
    words = Words(language)
    measures = reference.table("published_measures")
    explained = measures.loc[measures["kind"] != "none", "explanation"].unique()
    codes = {
        "explanation": [*explained, "other_data"],
        "bans": reference.table("policies")["bans"].unique(),
        "target_id": reference.table("targets")["target_id"],
        "component": compare.trends.STEPS,
        "outcome": compare.public.OUTCOMES,
        "agrees": ["yes", "close", "no"],
        "progress": ["reached", "on_course", "behind", "unclear"],
        "timing": ["before_both", "between", "after_both", "during", "by_survey", "unknown"],
        "caution": [
            "not_compared", "not_between", "date_unknown", "no_others", "few", "association",
        ],
        "status": ["audited", "unaudited"],
    }  # fmt: skip
    for column, values in codes.items():
        for code in values:
            message = f"{column}-{code}".replace("_", "-").replace(" ", "-").lower()
            assert words.has(message), message
