"""Count false and missed hits on data sets that others collected and labelled.

A hit is a listing of which `process` makes a specimen on offer. The data sets lie beside the
project (``../shared/data``) and are read there, never copied.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import pandas as pd

from wildlife_analysis import classify, clean, read, reference

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

# File, language of the country searched, columns of ours <- theirs, column of the label.
SETS = [
    ("products_en_labelled.csv", "GB", {"title": "title"}, "label"),
    (
        "sharks_en_labelled.csv",
        "GB",
        {"title": "title", "description": "description"},
        "label",
    ),
    ("ivory_posts_en_labelled.csv", "GB", {"title": "tweet_text_cleaned"}, "label"),
    ("classifieds_fr_2021.csv", "FR", {"title": "titre", "price": "prix"}, ""),
    (
        "classifieds_ru_2017.csv",
        "RU",
        {
            "title": "title",
            "description": "description",
            "price": "price",
            "category": "category_name",
        },
        "",
    ),
    ("classifieds_de_2024.csv", "DE", {"title": "Title", "price": "Price"}, ""),
    ("classifieds_en_antiques.csv", "GB", {"title": "title", "price": "price"}, ""),
]
MAMMOTH = r"mammoth|mammouth|mammut"


def measure(path: Path, country: str, columns: dict[str, str], label: str) -> pd.DataFrame:
    """Process one data set; a row for each of its rows, with label, hit and what was found."""
    theirs = pd.read_csv(path, dtype=str, keep_default_na=False)
    ours = pd.DataFrame({to: theirs[source] for to, source in columns.items()})
    ours = ours.assign(
        listing_id=[f"row{number}" for number in range(len(ours))],
        survey="2018",
        country=country,
        marketplace=path.stem,
    )
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / path.name
        ours.to_csv(raw, index=False)
        found = read.survey([raw], survey_id="2018", key=b"benchmark")
        survey = reference.Survey(id="2018")
        listings, specimens = classify.listings(clean.listings(found.listings, survey), survey)
    what = specimens.groupby("listing_id").agg(
        found=("scientific_name", lambda names: "; ".join(dict.fromkeys(names))),
        product=("product", lambda names: "; ".join(dict.fromkeys(names))),
        terms=("matched_term", lambda names: "; ".join(dict.fromkeys(names))),
    )
    table = listings[["listing_id", "title", "description", "offer", "language"]]
    table = table.merge(what, on="listing_id", how="left")
    order = table["listing_id"].str.extract(r"row(\d+)$", expand=False).astype(int)
    return table.assign(
        label=order.map(theirs[label]) if label else "0", hit=table["found"].notna()
    )


def figures(name: str, table: pd.DataFrame) -> dict[str, float]:
    """Return the shares of one data set."""
    stem = name.removesuffix(".csv")
    other = table[table["label"] == "0"]
    result = {f"{stem}_rows": len(table), f"{stem}_false_share": round(other["hit"].mean(), 4)}
    real = table[table["label"] == "1"]
    if len(real):
        result[f"{stem}_found_share"] = round(real["hit"].mean(), 4)
        plain = real[~real["title"].str.contains(MAMMOTH, case=False)]
        if len(plain) < len(real):
            result[f"{stem}_found_share_without_mammoth"] = round(plain["hit"].mean(), 4)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the data sets")
    parser.add_argument("--show", metavar="FILE", help="list the hits and misses of one set")
    options = parser.parse_args()
    shares: dict[str, float] = {}
    for name, country, columns, label in SETS:
        if options.show and name != options.show:
            continue
        path = options.data / name
        if not path.exists():
            print(f"{name}: absent in {options.data}, left out", file=sys.stderr)
            continue
        table = measure(path, country, columns, label)
        shares |= figures(name, table)
        if options.show:
            wrong = table[table["hit"] != (table["label"] == "1")]
            for row in wrong.itertuples():
                kind = "false" if row.hit else "missed"
                print(kind, row.offer, row.product, row.found, row.terms, row.title, sep=" | ")
    if options.json:
        print(json.dumps(shares))
    elif shares:
        print(pd.Series(shares).to_string())
    else:
        print("no data set is beside the project: nothing measured")


if __name__ == "__main__":
    main()
