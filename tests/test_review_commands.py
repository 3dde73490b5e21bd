"""The commands of review, end to end: draw, export, import, agree, train, process again."""

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from wildlife_analysis import pipeline, review
from wildlife_analysis.__main__ import main


@pytest.fixture
def room(mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(pipeline, "ROOT", tmp_path)
    return tmp_path / "data" / "review" / "2018"


def run(mini: Path, *words: str) -> Result:
    where = ["--survey", "2018"]
    if words[0] != "agreement":
        where += ["--processed", str(mini / "processed")]
    return CliRunner().invoke(main, ["review", words[0], *where, *words[1:]])


def test_from_the_draw_to_the_next_run(mini: Path, room: Path, tmp_path: Path) -> None:
    drawn = run(mini, "queue", "--size", "40", "--seed", "3")
    assert drawn.exit_code == 0, drawn.output
    assert "40 listings added" in drawn.output
    doubt = run(mini, "queue", "--size", "15", "--purpose", "doubt")
    assert "doubts are those of the rules" in doubt.output
    sheet = tmp_path / "anna.csv"
    assert run(mini, "export", "--reviewer", "anna", str(sheet)).exit_code == 0
    table = pd.read_csv(sheet, dtype=str, keep_default_na=False)
    listings = pd.read_parquet(mini / "processed" / "2018" / "listings.parquet")
    scope = listings.set_index("listing_id")["in_scope"]
    table["counted"] = ["yes" if scope[i] else "no" for i in table["listing_id"]]
    flipped = table["listing_id"].iloc[0]
    table.loc[0, "counted"] = "no" if scope[flipped] else "yes"
    table.to_csv(sheet, index=False)
    done = run(mini, "import", str(sheet))
    assert done.exit_code == 0, done.output
    assert f"{len(table)} decisions added" in done.output
    assert "0 decisions added" in run(mini, "import", str(sheet)).output
    table.assign(counted="maybe").to_csv(sheet, index=False)
    wrong = run(mini, "import", str(sheet))
    assert wrong.exit_code == 2
    base = {"field": "counted", "reviewer": "ben", "status": "", "note": ""}
    base |= {"decided_at": "2018-06-01"}
    rest = listings[~listings["listing_id"].isin(table["listing_id"])].head(90)
    more = [
        {**base, "listing_id": i, "value": "yes" if s else "no"}
        for i, s in zip(rest["listing_id"], rest["in_scope"], strict=True)
    ]
    review.record(room, [*more, {**base, "listing_id": flipped, "value": "yes"}])
    agreed = run(mini, "agreement")
    assert ("To be adjudicated" in agreed.output) == (agreed.exit_code == 1)
    trained = run(mini, "train")
    assert trained.exit_code == 0, trained.output
    out = tmp_path / "again"
    pipeline.process([mini / "raw" / "2018"], out, key_file=mini / "key")
    after = pd.read_parquet(out / "listings.parquet")
    assert after["relevance"].between(0, 1).all()
    assert not after.loc[after["listing_id"].isin(rest["listing_id"]), "needs_review"].any()
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["parameters"]["relevance"]["surveys"] == ["2018"]
    audited = pd.read_parquet(out / "audited.parquet")
    assert len(audited) == 40
    assert audited["predicted_in_scope"].dtype == bool
    before = json.loads((mini / "processed" / "2018" / "manifest.json").read_text("utf-8"))
    assert before["parameters"]["relevance"].startswith("rules alone")


def test_new_terms_are_proposed_once(mini: Path, room: Path) -> None:
    path = mini / "processed" / "2018" / "listings.parquet"
    listings = pd.read_parquet(path)
    counted = listings["in_scope"] & (listings["language"] == "fr")
    title = listings["title"].mask(counted, listings["title"] + " pythonn zorglubine")
    listings = listings.assign(title=title, duplicate_of=pd.Series(pd.NA, dtype="str"))
    found = review.propose(listings, room, size=30, seed=1).set_index("term")
    assert "zorglubine" in found.index
    assert found.loc["zorglubine", "language"] == "fr"
    assert found.loc["zorglubine", "listings"] == counted.sum()
    assert found["listings"].min() >= 2
    again = review.propose(listings, room, size=30, seed=1)
    assert not set(again["term"] + again["language"]) & set(found.index + found["language"])
    table = pd.read_csv(room / "new_terms.csv")
    assert table["draw"].value_counts().to_dict() == {1: len(found), 2: len(again)}
