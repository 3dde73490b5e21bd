"""The tables of taxa and Appendices: whole, and right on the days that matter."""

import csv
import itertools
from pathlib import Path

import pandas as pd
import pytest

from wildlife_analysis import reference
from wildlife_analysis.classify.forms import spellings, words_of
from wildlife_analysis.reference import taxonomy

CASES = Path(__file__).parent / "cases"


def rows() -> list[dict[str, str]]:
    with (CASES / "appendices.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize("case", rows(), ids=lambda c: f"{c['name']} {c['day']}")
def test_status_on_the_day(case: dict[str, str]) -> None:
    name = taxonomy.accepted(case["name"])
    found = taxonomy.status(pd.Series([name]), pd.Series([pd.Timestamp(case["day"])])).iloc[0]
    wanted = {"appendix": case["appendix"], "eu_annex": case["eu_annex"]}
    for column, code in wanted.items():
        if code:
            shown = "none" if pd.isna(found[column]) else found[column]
            assert shown == code, column


def test_no_undated_row_hides_the_dates_of_a_higher_taxon() -> None:
    dated: dict[tuple[str, str], bool] = {}
    codes: dict[tuple[str, str], set[str]] = {}
    for row in reference.table("appendices").to_dict("records"):
        key = (row["scientific_name"], row["scheme"])
        dated[key] = dated.get(key, False) or bool(row["effective_from"] + row["effective_to"])
        codes.setdefault(key, set()).add(row["code"])
    wrong = []
    for (name, scheme), has_dates in dated.items():
        above = next((a for a in taxonomy.ancestors(name) if (a, scheme) in dated), None)
        if above is not None and dated[above, scheme] and not has_dates:
            last = codes[above, scheme]
            if codes[name, scheme] <= last:
                wrong.append((name, above))
    assert not wrong


def test_periods_follow_one_another_and_name_known_taxa() -> None:
    table = reference.table("appendices")
    assert set(table["scientific_name"]) <= set(reference.table("taxa")["scientific_name"])
    usual = table[table["usual"] == "yes"]
    for key, rows_ in usual.groupby(["scientific_name", "scheme"]):
        periods = sorted(zip(rows_["effective_from"], rows_["effective_to"], strict=True))
        for (_, end), (start, _) in itertools.pairwise(periods):
            assert end and start, key
            day = pd.Timestamp(end) + pd.Timedelta(days=1)
            assert day == pd.Timestamp(start), key


def test_every_name_is_of_a_known_taxon() -> None:
    """A name of a taxon that ``taxa`` lacks has no Appendix, and is never counted."""
    names = reference.table("terms")
    names = names[names["kind"] == "taxon"]
    unknown = names[~names["code"].isin(reference.table("taxa")["scientific_name"])]
    assert unknown[["term", "code"]].to_numpy().tolist() == []


def test_every_term_has_a_code_that_the_tables_allow() -> None:
    """A code that the schema of the results refuses would end `process` at the first ad."""
    names = reference.table("terms")
    reasons = reference.table("reasons")
    rejections = set(reasons.loc[reasons["kind"] == "rejection", "code"])
    columns = reference.table("fields").set_index(["table", "column"])["codes"]
    products = set(columns["specimens", "product"].split("|"))
    allowed = {
        "exclusion": rejections,
        "decoy": rejections,
        "product": products,
        "documents": {"claimed", "none"},
        "offer": {"wanted", "giveaway", "sale", "exchange", "lost", "found", "service", "news"},
    }
    for kind, codes in allowed.items():
        rows = names[names["kind"] == kind]
        assert rows.loc[~rows["code"].isin(codes), ["term", "code"]].to_numpy().tolist() == []
    taxa = names["kind"] == "taxon"
    assert names.loc[~taxa & (names["product"] != ""), "term"].tolist() == []
    assert set(names.loc[taxa, "product"]) <= {*products, ""}
    assert set(names["needs"]) <= {"", "context", "alone", "start", "title"}


def test_the_forms_of_a_name_are_of_its_taxon() -> None:
    """A plural or a case that is a row of its own names what the other row names."""
    names = reference.table("terms")
    names = names[(names["kind"] == "taxon") & (names["language"] != "la")]
    with (CASES / "like_forms.csv").open(encoding="utf-8", newline="") as handle:
        apart = {(c["language"], c["term"], c["form"]) for c in csv.DictReader(handle)}
    wrong = []
    for (language, whole), rows_ in names.groupby(["language", names["product"] == ""]):
        known: dict[str, set[tuple[str, str]]] = {}
        keys = [" ".join(words_of(term)) for term in rows_["term"]]
        told = list(zip(rows_["code"], rows_["product"], strict=True))
        for key, one in zip(keys, told, strict=True):
            known.setdefault(key, set()).add(one)
        for term, forms, one in zip(rows_["term"], rows_["forms"], told, strict=True):
            for form in spellings(term, str(language), forms, True):
                other = known.get(" ".join(words_of(form)), {one})
                if one not in other and (language, term, form) not in apart:
                    wrong.append((language, bool(whole), term, form, other))
    assert wrong == []
