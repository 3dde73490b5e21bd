"""Repetitions are linked, other animals from one template are not, nothing is deleted."""

import csv
import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.conftest import SHARED, needs_shared
from wildlife_analysis import clean, count, duplicates, pipeline, read
from wildlife_analysis.duplicates import blocks, decisions
from wildlife_analysis.duplicates.texts import words
from wildlife_analysis.reference import Survey, SurveyError, arrays, check_table, empty_table

CASES = Path(__file__).parent / "cases" / "duplicate_pairs.csv"
SITES = {"FR": "leboncoin.fr", "DE": "markt.de", "GB": "preloved.co.uk", "RU": "avito.ru"}


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


def linked(*rows: dict[str, object], **options: object) -> dict[str, str]:
    """Return listing -> first listing of the linked ones."""
    frame, table = duplicates.link(*tables(list(rows)), **options)
    assert len(frame) == len(rows)
    check_table(table, "duplicates")
    return frame.set_index("listing_id")["duplicate_of"].dropna().to_dict()


def pair_scores(found: pd.Series, truth: pd.Series) -> tuple[float, float, float]:
    """Return precision, recall and F1 over pairs of rows with one label."""

    def number(*labels: pd.Series) -> int:
        size = pd.concat(labels, axis=1).value_counts()
        return int((size * (size - 1) // 2).sum())

    both, of_found, of_truth = number(found, truth), number(found), number(truth)
    return both / of_found, both / of_truth, 2 * both / (of_found + of_truth)


def heads(frame: pd.DataFrame) -> pd.Series:
    return frame["duplicate_of"].fillna(frame["listing_id"])


# --- the hard pairs ---------------------------------------------------------------------


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_the_table_of_hard_pairs_is_wide_enough() -> None:
    table = pd.DataFrame(cases())
    assert len(table) >= 60
    assert table["id"].is_unique
    assert set(table["country"]) == set(SITES)
    assert {
        "template", "translated", "sold_part", "price_dropped", "photo_only", "cross_post",
    } <= set(table["family"])  # fmt: skip


def kinds_of(table: pd.DataFrame) -> dict[str, str]:
    """Return the kind of link by case; listings are named after their case and side."""
    number = table["listing_id"].str[:-1]
    assert (number == table["duplicate_of"].str[:-1]).all(), "pairs of two cases were linked"
    return {cases()[int(n)]["id"]: k for n, k in zip(number, table["kind"], strict=True)}


def missed(kinds: dict[str, str]) -> list[str]:
    return [
        f"{c['id']}: {kinds.get(c['id'], '') or 'not linked'}, not {c['kind'] or 'different'}"
        for c in cases()
        if kinds.get(c["id"], "") != c["kind"]
    ]


def test_hard_pairs_with_their_specimens_given() -> None:
    rows = []
    for number, case in enumerate(cases()):
        for side in ("a", "b"):
            price = float(case[f"price_{side}"] or "nan")
            seller = case[f"seller_{side}"]
            language = {"FR": "fr", "DE": "de", "GB": "en", "RU": "ru"}[case["country"]]
            if case["family"] == "translated" and side == "b":
                language = "??"
            rows.append(
                listing(
                    listing_id=f"{number}{side}", country_code=case["country"],
                    **{
                        name: case[f"{name}_{side}"]
                        for name in ("title", "description", "location", "marketplace", "taxon")
                    },
                    price_amount=price, price_usd=price, number=int(case[f"number_{side}"]),
                    price_currency=case[f"currency_{side}"], language=language,
                    seller_key=f"{seller} of {number}" if seller else None,
                    posted_on=pd.Timestamp(case[f"posted_{side}"] or "NaT"),
                )
            )  # fmt: skip
    _, table = duplicates.link(*tables(rows))
    wrong = missed(kinds_of(table))
    assert len(wrong) <= 0.05 * len(cases()), wrong


def test_hard_pairs_from_raw_text(tmp_path: Path) -> None:
    rows = []
    for number, case in enumerate(cases()):
        for side in ("a", "b"):
            price = case[f"price_{side}"]
            rows.append(
                {
                    "listing_id": f"{number}{side}",
                    "country": case["country"],
                    **{
                        name: case[f"{name}_{side}"]
                        for name in (
                            "title",
                            "description",
                            "marketplace",
                            "location",
                            "posted",
                        )
                    },
                    "price": f"{price} {case[f'currency_{side}']}" if price else "",
                    "seller": case[f"seller_{side}"]
                    and f"{case[f'seller_{side}']} of {number}",
                    "scraped_at": "2017-10-28T10:00:00",
                }
            )
    pd.DataFrame(rows).to_csv(tmp_path / "pairs.csv", index=False)
    pipeline.process([tmp_path / "pairs.csv"], tmp_path / "out", key_file=tmp_path / "key")
    table = pd.read_parquet(tmp_path / "out" / "duplicates.parquet")
    wrong = missed(kinds_of(table))
    assert len(wrong) <= 0.05 * len(cases()), wrong


# --- truth of others and of the replicas --------------------------------------------------


@needs_shared
@pytest.mark.parametrize(("columns", "floor"), [("all", 0.95), ("three", 0.90)])
def test_scrapes_of_one_site(columns: str, floor: float, tmp_path: Path) -> None:
    path = SHARED / "data" / "classifieds_fr_animals.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    shown = table.drop(columns="ad_id")
    if columns == "three":
        shown = shown[["title", "price_raw", "location_raw"]]
    shown.to_csv(tmp_path / "a.csv", index=False)
    raw = read.survey([tmp_path / "a.csv"], survey_id="t", key=b"k")
    frame = clean.listings(raw.listings, Survey(id="t"))
    missing = empty_table("listings").columns.difference(frame.columns)
    frame = frame.assign(**dict.fromkeys(missing) | {"offer": "sale"})
    found, _ = duplicates.link(frame, empty_table("specimens"))
    truth = table["ad_id"].iloc[found["source_row"].to_numpy() - 1].reset_index(drop=True)
    precision, recall, f1 = pair_scores(heads(found).reset_index(drop=True), truth)
    assert f1 >= floor, (precision, recall, f1)


def test_replicas_against_their_truth(mini: Path) -> None:
    for survey in ("2014", "2018"):
        truth = pd.read_parquet(mini / "raw" / survey / "truth.parquet")
        frame = pd.read_parquet(mini / "processed" / survey / "listings.parquet")
        keys = ["source_file", "source_row"]
        own = truth["duplicate_of"].where(truth["duplicate_of"] != "", truth["listing_id"])
        both = frame.merge(truth[keys].assign(truth=own), on=keys, validate="1:1")
        precision, _, f1 = pair_scores(heads(both), both["truth"])
        assert f1 >= 0.98
        assert precision >= 0.99


# --- exact repetitions --------------------------------------------------------------------


def test_one_address_is_one_listing_and_the_first_seen_stays() -> None:
    rows = [
        listing(
            listing_id="late", url="https://example.org/1", title="Tortue",
            collected_at=pd.Timestamp("2018-02-01", tz="UTC"),
        ),
        listing(listing_id="early", url="http://www.example.org/1/?utm_source=x#top",
                title="Tortue (modifié)"),
        listing(listing_id="other", url="https://example.org/2", title="Perroquet",
                taxon="Psittacus erithacus"),
    ]  # fmt: skip
    assert linked(*rows) == {"late": "early"}
    _, table = duplicates.link(*tables(rows))
    assert table["kind"].tolist() == ["scraped_again"]


def test_an_address_or_number_shared_by_other_listings_links_nothing() -> None:
    texts = ["Tortue d'Hermann", "Perroquet gris du Gabon", "Python royal", "Netsuke en ivoire"]
    taxa = ["Testudo hermanni", "Psittacus erithacus", "Python regius", "Elephantidae"]
    page = [
        listing(listing_id=str(i), url="https://example.org/", verbatim_listing_id="1",
                marketplace=None, title=title, taxon=taxon, seller_key=f"s{i}")
        for i, (title, taxon) in enumerate(zip(texts, taxa, strict=True))
    ]  # fmt: skip
    assert linked(*page) == {}


def test_the_same_few_words_on_another_day_are_another_listing() -> None:
    days = ["2018-01-02", "2018-01-02", "2018-03-05", None]
    rows = [
        listing(listing_id=str(i), source_row=i, title="Chiots", seller_key=None,
                posted_on=pd.Timestamp(day or "NaT"), taxon="Canis lupus")
        for i, day in enumerate(days)
    ]  # fmt: skip
    # Which of the two the undated one repeats cannot be told.
    assert linked(*rows) == {"1": "0"}
    assert linked(rows[0], rows[1], rows[3]) == {"1": "0", "3": "0"}


# --- groups -------------------------------------------------------------------------------


def test_a_chain_is_taken_apart() -> None:
    body = "Tortue d'Hermann en pleine forme avec papiers et puce, habituée au jardin"
    rows = [
        listing(listing_id="a", source_row=1, title="Tortue", description=f"{body}, née 2010"),
        listing(listing_id="b", source_row=2, title="Tortue", description=body),
        listing(listing_id="c", source_row=3, title="Tortue",
                description=f"{body} depuis toujours, née 2014"),
    ]  # fmt: skip
    assert linked(rows[0], rows[1]) == {"b": "a"}
    assert linked(rows[1], rows[2]) == {"c": "b"}
    assert linked(rows[0], rows[2]) == {}
    assert linked(*rows) == {"b": "a"}, "a and c contradict each other"


def crowd(seed: int = 3, size: int = 400) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make listings with repetitions of every kind."""
    generator = np.random.default_rng(seed)
    vocabulary = ["calme", "papiers", "puce", "jardin", "cage", "bague", "terrarium", "doux"]
    taxa = ["Testudo hermanni", "Psittacus erithacus", "Python regius"]
    rows: list[dict[str, object]] = []
    for i in range(size):
        if i % 3 and rows:
            row = dict(rows[int(generator.integers(len(rows)))])
            row["description"] = f"{row['description']} {generator.choice(vocabulary)}"
            row["marketplace"] = str(generator.choice(["leboncoin.fr", "ebay.fr"]))
        else:
            row = listing(
                title=str(generator.choice(["Vends animal", "Bel animal", "Animal doux"])),
                description=" ".join(generator.choice(vocabulary, size=9))
                + f" {2000 + i % 15}",
                taxon=str(generator.choice(taxa)),
                seller_key=f"s{generator.integers(40)}",
                price_amount=float(generator.integers(5, 12) * 10),
            )
        day = pd.Timestamp("2018-01-01", tz="UTC") + pd.Timedelta(days=int(i % 20))
        rows.append(row | {"listing_id": f"n{i}", "source_row": i + 1, "collected_at": day})
    return tables(rows)


def test_neither_order_nor_partition_of_the_rows_matters() -> None:
    listings, specimens = crowd()
    whole, table = duplicates.link(listings, specimens)
    assert 100 < len(table) < 300
    mixed = listings.sample(frac=1, random_state=5)
    other, other_table = duplicates.link(mixed, specimens.sample(frac=1, random_state=6))
    pd.testing.assert_frame_equal(other.sort_index(), whole)
    by = ["listing_id"]
    pd.testing.assert_frame_equal(
        other_table.sort_values(by, ignore_index=True), table.sort_values(by, ignore_index=True)
    )
    parts = [mixed.iloc[start : start + 90] for start in range(0, len(mixed), 90)]
    narrow = pd.concat(
        [
            duplicates.keys(p, specimens[specimens["listing_id"].isin(p["listing_id"])])
            for p in parts
        ]
    )
    pieces, pieces_table = duplicates.link_keys(
        duplicates.FrameKeys(narrow.reset_index(drop=True)), mixed, duplicates.of_frame(mixed)
    )
    pd.testing.assert_frame_equal(pieces, other)
    pd.testing.assert_frame_equal(pieces_table, other_table)


def test_bands_are_the_same_in_every_process() -> None:
    from wildlife_analysis.duplicates.bands import bands

    found = words(
        pd.Series(["Tortue d'Hermann", "TORTUE D’HERMANN!", ""], dtype="str"),
        pd.Series(["née en 2010", "Née en 2010.", ""], dtype="str"),
    )
    made = bands(found)
    assert (made[0] == made[1]).all()
    assert (made[2] == 0).all()
    assert made[0, 0] == 1060656665994249580


# --- growth: comparisons are counted, nothing is timed -------------------------------------

N = 20_000
SPAM: dict[str, dict[str, object]] = {
    "one seller": {},
    "many sellers": {"seller_key": [f"s{i}" for i in range(N)]},
    "no seller, other days": {
        "seller_key": None,
        "posted_on": pd.Timestamp("2018-01-01") + pd.to_timedelta(np.arange(N) % 3000 * 3, "D"),
    },
    "a number of its own": {"description": [f"annonce du jour réf {i}" for i in range(N)]},
}


@pytest.mark.parametrize("kind", SPAM)
def test_twenty_thousand_spam_listings_cost_no_more_a_row_than_others(kind: str) -> None:
    one_row = listing(
        listing_id="0",
        title="Bébé perroquet à adopter contactez nous vite",
        description="Nos bébés sont vaccinés et livrés partout, écrivez nous.",
    )
    listings, specimens = (
        frame.take(np.zeros(N, dtype=int)).assign(listing_id=[str(i) for i in range(N)])
        for frame in tables([one_row])
    )
    listings = listings.reset_index(drop=True).assign(source_row=range(N), **SPAM[kind])
    listings = listings.astype(empty_table("listings").dtypes.to_dict())
    widths = sum(width for _, _, width in blocks.PASSES)
    one, _, looked_at = blocks.pairs(duplicates.keys(listings, specimens))
    assert looked_at <= widths * N
    assert len(one) <= widths * N
    if kind == "one seller":
        frame, _ = duplicates.link(listings, specimens)
        assert frame["duplicate_of"].notna().sum() == N - 1


# --- people's decisions -------------------------------------------------------------------

TRIPLE = [
    listing(listing_id=name, source_row=number, title="Tortue d'Hermann femelle",
            description="Née en 2010 avec papiers et puce visible sur Lyon")
    for number, name in enumerate(("a", "b", "c"), 1)
] + [
    listing(listing_id="z", source_row=9, title="Perroquet gris", seller_key="s9",
            taxon="Psittacus erithacus", description="Très doux")
]  # fmt: skip


def decided(folder: Path, *rows: str, survey: str = "t") -> pd.DataFrame:
    text = ",".join(decisions.COLUMNS) + "\n" + "".join(f"{row}\n" for row in rows)
    (folder / "links.csv").write_text(text, encoding="utf-8")
    return decisions.read(folder, survey, tables(TRIPLE)[0])


def test_a_person_breaks_and_confirms_links(tmp_path: Path) -> None:
    assert linked(*TRIPLE) == {"b": "a", "c": "a"}
    broken = decided(tmp_path, "b,a,,different,ann,2026-01-02,,two animals seen")
    assert linked(*TRIPLE, decided=broken) == {"c": "a"}
    joined = decided(tmp_path, "z,a,,same,ann,2026-01-02,,same swap ad")
    assert linked(*TRIPLE, decided=joined) == {"b": "a", "c": "a", "z": "a"}
    _, table = duplicates.link(*tables(TRIPLE), decided=joined)
    assert table.set_index("listing_id").at["z", "features"] == "rule=person"
    both = decided(
        tmp_path, "a,b,,different,ann,2026-01-02,,", "b,a,,same,bob,2026-01-03,,later",
    )  # fmt: skip
    assert linked(*TRIPLE, decided=both) == {"b": "a", "c": "a"}
    both = decided(
        tmp_path, "a,b,,different,ann,2026-01-02,adjudicated,", "b,a,,same,bob,2026-01-03,,",
    )  # fmt: skip
    assert linked(*TRIPLE, decided=both) == {"c": "a"}


WRONG = [
    ("a,b,,maybe,ann,2026-01-02,,", "row 2: decision 'maybe'"),
    ("a,b,,same,,2026-01-02,,", "row 2: reviewer"),
    ("a,b,,same,ann,soon,,", "row 2: decided_at 'soon'"),
    ("a,a,,same,ann,2026-01-02,,", "row 2: 'a' is paired with itself"),
    ("a,q,,same,ann,2026-01-02,,", "row 2: other_id 'q' is not a listing of t"),
    ("q,a,2014,same,ann,2026-01-02,,", "row 2: listing_id 'q' is not a listing of t"),
    (
        "a,b,,same,ann,2026-01-02,,\nb,c,,same,ann,2026-01-02,,\n"
        "a,c,,different,ann,2026-01-02,,",
        "row 4: 'a' and 'c' are decided to be different",
    ),
]


@pytest.mark.parametrize(("rows", "said"), WRONG, ids=[said for _, said in WRONG])
def test_a_wrong_decision_names_file_row_and_value(
    rows: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(SurveyError, match=r"links\.csv, ") as error:
        decided(tmp_path, rows)
    assert said in str(error.value)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text("listing_id,other_id\na,b\n")
    with pytest.raises(SurveyError, match="column other_survey, decision"):
        decisions.read(tmp_path, "t", tables(TRIPLE)[0])


def test_a_decision_survives_a_second_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "survey.toml").write_text('id = "t"\n')
    ad = (
        'Tortue d\'Hermann femelle,"Née en 2010, avec papiers",150 EUR,jeanne,leboncoin.fr,Lyon'
    )
    (raw / "a.csv").write_text(
        f"listing_id,title,description,price,seller,marketplace,location\n1,{ad}\n2,{ad}\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(pipeline, "ROOT", tmp_path)
    accounts = pipeline.process([raw], tmp_path / "out", key_file=tmp_path / "key")
    assert (accounts.unique, accounts.duplicates) == (1, 1)
    folder = tmp_path / "data" / "review" / "t"
    folder.mkdir(parents=True)
    text = ",".join(decisions.COLUMNS) + "\n1,2,,different,ann,2026-01-02,,\n"
    (folder / "links.csv").write_text(text)
    for _ in range(2):
        accounts = pipeline.process([raw], tmp_path / "out", key_file=tmp_path / "key")
        assert (accounts.unique, accounts.duplicates) == (2, 0)
        assert pd.read_parquet(tmp_path / "out" / "duplicates.parquet").empty


# --- surveys ------------------------------------------------------------------------------


def test_last_years_listing_is_linked_and_counted_in_both_years() -> None:
    old = [
        listing(survey="2014", listing_id="1", title="Gris du Gabon mâle", source_row=1,
                description="Parle, siffle, vendu avec grande cage et jouets",
                taxon="Psittacus erithacus", price_amount=900.0),
        listing(survey="2014", listing_id="2", title="Tortue d'Hermann", source_row=2),
    ]  # fmt: skip
    new = [
        old[0] | {"survey": "2018", "listing_id": "8", "price_amount": 850.0,
                  "collected_at": pd.Timestamp("2018-10-01", tz="UTC")},
        old[0] | {"survey": "2018", "listing_id": "9", "price_amount": 850.0,
                  "collected_at": pd.Timestamp("2018-10-09", tz="UTC")},
        old[0] | {"survey": "2018", "listing_id": "10", "title": "Gris du Gabon femelle"},
    ]  # fmt: skip
    alone, _ = duplicates.link(*tables(new))
    frame, table = duplicates.link(*tables(new), before=tables(old))
    pd.testing.assert_frame_equal(frame, alone)
    assert frame["duplicate_of"].dropna().tolist() == ["8"]
    rows = table.set_index(["listing_id", "duplicate_of_survey"])["duplicate_of"].to_dict()
    assert rows == {("9", "2018"): "8", ("8", "2014"): "1"}
    with pytest.raises(SurveyError, match="earlier survey of the same name"):
        duplicates.link(*tables(old), before=tables(old))


def test_a_person_breaks_a_link_between_surveys(tmp_path: Path) -> None:
    old = [row | {"survey": "2014"} for row in TRIPLE[:1]]
    assert len(duplicates.link(*tables(TRIPLE), before=tables(old))[1]) == 3
    broken = decided(tmp_path, "b,a,2014,different,ann,2026-01-02,,")
    assert len(duplicates.link(*tables(TRIPLE), before=tables(old), decided=broken)[1]) == 2
    unknown = decided(tmp_path, "b,q,2014,different,ann,2026-01-02,,")
    with pytest.raises(SurveyError, match="other_id 'q' is not a listing of 2014"):
        duplicates.link(*tables(TRIPLE), before=tables(old), decided=unknown)


def test_process_against_an_earlier_survey(mini: Path, tmp_path: Path) -> None:
    old = mini / "processed" / "2014"
    first = pd.read_parquet(old / "listings.parquet")
    again = first[first["in_scope"] & first["duplicate_of"].isna()]
    again = again[again["description"].str.len() > 80].head(40)
    names = {"country_code": "country", "price_text": "price", "marketplace": "marketplace"}
    rows = again[["title", "description", "location", *names]].rename(columns=names)
    rows = rows.assign(listing_id=again["listing_id"] + "n", scraped_at="2018-10-01T10:00:00")
    rows.to_csv(tmp_path / "a.csv", index=False)
    out = tmp_path / "out"
    pipeline.process([tmp_path / "a.csv"], out, key_file=mini / "key", against=old)
    table = pd.read_parquet(out / "duplicates.parquet")
    across = table[table["duplicate_of_survey"] == "2014"]
    assert len(across)
    assert set(across["duplicate_of"]) <= set(first["listing_id"])
    survey = count.load(out)
    once, all_rows = (count.counted(survey, unique=unique) for unique in (True, False))
    assert set(across["listing_id"]) & set(once["listing_id"])
    assert len(once) <= len(all_rows)
    with pytest.raises(SurveyError, match=r"listings\.parquet"):
        pipeline.process([tmp_path / "a.csv"], out, key_file=mini / "key", against=tmp_path)


def test_no_listings() -> None:
    frame, table = duplicates.link(empty_table("listings"), empty_table("specimens"))
    assert frame.empty
    assert table.empty


def test_pairs_are_formed_once_and_never_with_themselves() -> None:
    listings, specimens = crowd(seed=4, size=120)
    narrow = duplicates.keys(listings, specimens)
    one, other, _ = blocks.pairs(narrow)
    assert (one < other).all()
    assert len(set(zip(one.tolist(), other.tolist(), strict=True))) == len(one)
    # A small block is compared whole: one seller's listings of one species and price.
    near = set(zip(one.tolist(), other.tolist(), strict=True))
    rows = narrow.assign(row=range(len(narrow))).groupby(["seller", "signature"])
    small = [g for _, g in rows if 1 < len(g) <= 20]
    whole = [
        pair
        for block in small
        for _, same in block.groupby("price")["row"]
        for pair in itertools.combinations(sorted(same), 2)
    ]
    assert len(whole) > 10
    assert set(whole) <= near


@pytest.mark.parametrize("values", [[], [7], [3, 1, 3, 2, 1], list(range(50, 0, -1)) * 2])
def test_distinct_numbers_and_their_places(values: list[int]) -> None:
    array = np.array(values, dtype=np.uint64)
    known = arrays.distinct(array)
    places = np.searchsorted(known, array)
    assert known.tolist() == sorted(set(values))
    assert known[places].tolist() == values
