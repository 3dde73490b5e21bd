"""Listings in, specimens out: tables of ads as people write them."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from wildlife_analysis import classify, reference
from wildlife_analysis.reference import Survey, taxonomy

CASES = Path(__file__).parent / "cases"
FILES = sorted(CASES.glob("ads_*.csv"))
# Share of the ads of a file of cases that must be read wholly right. A case that the rules
# cannot read stays in the table: it says what is not yet possible.
SHARE = 0.93
# The tables fresh*.csv were written by people who had not seen the vocabulary, and their ads
# are not mended one by one: they tell what the program makes of ads it has never met.
FRESH = sorted(CASES.glob("fresh*.csv"))
# Those of the fifth round were written by someone who knew the program.
FRESH_SHARE = {
    "fresh": 0.78, "fresh2": 0.88, "fresh3": 0.8, "fresh4": 0.9, "fresh5": 0.88, "fresh6": 0.9,
    "fresh7": 0.88, "fresh8": 0.87, "fresh9": 0.85, "fresh10": 0.84, "fresh11": 0.7,
    "fresh12": 0.9, "fresh13": 0.8, "fresh14": 0.85, "fresh15": 0.8, "fresh16": 0.8,
    "fresh17": 0.8, "fresh18": 0.8, "fresh19": 0.85, "fresh20": 0.84, "fresh21": 0.9,
    "fresh22": 0.9, "fresh23": 0.9, "fresh24": 0.86, "fresh25": 0.9,
    "fresh26": 0.6, "fresh27": 0.86, "fresh28": 0.86, "fresh29": 0.9,
    "fresh30": 0.9, "fresh31": 0.9,
    "fresh32": 0.9, "fresh33": 0.9, "fresh34": 0.82, "fresh35": 0.86,
    "fresh36": 0.72, "fresh37": 0.84, "fresh38": 0.94, "fresh39": 0.86, "fresh40": 0.9,
    "fresh41": 0.82, "fresh42": 0.9, "fresh43": 0.8, "fresh44": 0.84, "fresh45": 0.8,
}  # fmt: skip


def load(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def frame(cases: list[dict[str, str]]) -> pd.DataFrame:
    """Write cases as a cleaned listings table."""
    prices = [case["price"].strip() for case in cases]
    digits = ["".join(c for c in price if c.isdigit()) for price in prices]
    words = ("free", "бесплатно", "zu verschenken", "umsonst", "gratuit", "gratis")
    free = [p.lower() in words or d == "0" for p, d in zip(prices, digits, strict=True)]
    days = [case.get("day") or "2018-02-01" for case in cases]
    table = pd.DataFrame(
        {
            "survey": "cases",
            "listing_id": [case["id"] for case in cases],
            "title": [case["title"] for case in cases],
            "description": [case["description"] for case in cases],
            "category": [case["category"] for case in cases],
            "language": [case["language"] for case in cases],
            "country_code": [case["country"] for case in cases],
            "price_amount": [
                0.0 if f else float(d) if d else float("nan")
                for d, f in zip(digits, free, strict=True)
            ],
            "price_kind": ["free" if f else "whole" for f in free],
            "posted_on": pd.to_datetime(days).as_unit("us"),
        }
    )
    return table.assign(collected_at=table["posted_on"].dt.tz_localize("UTC"))


def whole(cases: list[dict[str, str]]) -> pd.DataFrame:
    """Add the columns of a cleaned table that no rule reads."""
    texts = (
        "verbatim_listing_id", "marketplace", "url", "location", "region", "price_text",
        "price_currency", "price_reason", "posted_text", "posted_period", "posted_reason",
        "seller_key", "source_encoding",
    )  # fmt: skip
    return frame(cases).assign(
        **{name: pd.Series(dtype="str") for name in texts},
        language_confidence=float("nan"), price_low=float("nan"), price_high=float("nan"),
        price_usd=float("nan"), price_rate_date=pd.NaT, source_file="f", source_row=1,
    )  # fmt: skip


def expected(case: dict[str, str]) -> set[tuple[str, str, int]]:
    found = set()
    for part in filter(None, (p.strip() for p in case["specimens"].split(";"))):
        *name, product, count = part.split()
        found.add((taxonomy.accepted(" ".join(name)), product, int(count)))
    return found


def computed(cases: list[dict[str, str]]) -> list[tuple[str, str, set[tuple[str, str, int]]]]:
    table = frame(cases)
    decided = classify.readings(table)
    rows = []
    for day, decision in zip(table["posted_on"], decided, strict=True):
        found = set()
        if decision.offer in classify.OFFERED and decision.reading.found:
            names = pd.Series([f.code for f in decision.reading.found])
            status = taxonomy.status(names, pd.Series([day] * len(names)))
            annexes = status["eu_annex"].isin(["A", "B", "C"])
            listed = (status["appendix"].notna() | annexes).tolist()
            found = {
                (f.code, f.product, f.count)
                for f, is_listed in zip(decision.reading.found, listed, strict=True)
                if is_listed
            }
        rows.append((decision.offer, decision.documents, found))
    return rows


def wrong(path: Path) -> list[str]:
    cases = load(path)
    lines = []
    for case, (offer, documents, found) in zip(cases, computed(cases), strict=True):
        wanted = expected(case)
        if (offer, found) != (case["offer"], wanted) or (documents != "none") != (
            case["documents"] != "none"
        ):
            lines.append(
                f"{case['id']} {case['title']!r}: {offer} {documents} {sorted(found)}, "
                f"labelled {case['offer']} {case['documents']} {sorted(wanted)}"
            )
    return lines


@pytest.mark.parametrize(
    ("path", "share"),
    [(path, SHARE) for path in FILES]
    + [(path, FRESH_SHARE[path.stem.split("_")[0]]) for path in FRESH],
    ids=lambda value: value.stem if isinstance(value, Path) else "",
)
def test_ads_are_read_as_people_read_them(path: Path, share: float) -> None:
    errors = wrong(path)
    total = len(load(path))
    right = 1 - len(errors) / total
    assert right >= share, f"{right:.3f} of {total} right\n" + "\n".join(errors)


@pytest.mark.parametrize("case", load(CASES / "quantities.csv"), ids=lambda c: c["text"])
def test_short_statements_of_number(case: dict[str, str]) -> None:
    wanted = int(case["count"]) if case["count"] else None
    assert classify.stated_number(case["text"], case["language"]) == wanted


def test_a_reading_is_the_same_in_every_run() -> None:
    """The order of sets differs from one run of Python to the next: nothing may hang on it."""
    script = (
        "import sys; from tests import test_classify as t;"
        "cases = [c for p in t.FRESH for c in t.load(p)];"
        "cases = cases[::12] + t.load(t.CASES / 'fresh34_fr.csv');"
        "print([(*rest, sorted(found)) for *rest, found in t.computed(cases)])"
    )
    read = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=CASES.parent.parent,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert read[0] == read[1] != ""


def test_a_listing_may_end_anywhere() -> None:
    """Texts are cut by scrapers: no rule may look beyond the last word."""
    cases = [case for path in [*FILES, *FRESH] for case in load(path)][::5]
    cut = []
    for number, case in enumerate(cases):
        words = case["description"].split(" ")
        end = number * 7 % (len(words) + 1)
        cut.append({**case, "description": " ".join(words[:end]), "category": ""})
    assert len(computed(cut)) == len(cut) > 1000


def test_empty_and_strange_listings_give_a_row_each() -> None:
    texts = ["", "🐢🐢🐢", "x" * 1_000_000, "بيع ببغاء", "1" * 5000, "\u202e\u200f", "<b>"]
    cases = [
        {
            "id": str(i), "title": text, "description": "", "category": "", "language": "en",
            "country": "GB", "price": "",
        }
        for i, text in enumerate(texts)
    ]  # fmt: skip
    listings, specimens = classify.listings(whole(cases), Survey(id="cases"))
    assert len(listings) == len(texts)
    assert specimens.empty
    assert (listings["rejection_reason"] == "nothing_recognised").all()


def test_explanation_names_the_words_that_decided() -> None:
    cases = [c for c in load(CASES / "ads_en_fr.csv") if c["id"] in ("e001", "e004")]
    text = classify.explain(frame(cases))
    assert "Testudo hermanni" in text
    assert "colour_or_pattern" in text


def test_terms_are_words_and_no_codes() -> None:
    terms = reference.table("terms")["term"]
    assert terms[terms.str.contains(r"[:_=]")].tolist() == []


def test_what_reads_the_same_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day and the place of each advertisement stay its own."""
    case = {
        "title": "Grey parrot, tame", "description": "", "category": "Birds", "language": "en",
        "price": "500", "country": "GB",
    }  # fmt: skip
    days = ["2017-01-01", "2017-01-02", "2018-03-01"]
    cases = [{**case, "id": str(number), "day": day} for number, day in enumerate(days)]
    cases.append({**cases[0], "id": "other", "title": "Wanted: grey parrot"})
    read = classify.read
    seen: list[str] = []
    monkeypatch.setattr(
        classify, "read", lambda ad, lex: (seen.append(ad.text), read(ad, lex))[1]
    )
    listings, specimens = classify.listings(whole(cases), Survey(id="cases"))
    assert len(seen) == 2
    assert listings["offer"].tolist() == ["sale"] * 3 + ["wanted"]
    assert specimens["listing_id"].tolist() == ["0", "1", "2"]
    assert specimens["appendix"].tolist() == ["II", "I", "I"]
