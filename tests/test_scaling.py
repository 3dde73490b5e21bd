"""Surveys of any size: partitions, processes, a cluster, runs that were ended, new files."""

import gzip
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import fsspec  # type: ignore[import-untyped]
import pandas as pd
import pytest

from tests.test_pipeline import run
from wildlife_analysis import compare, count, duplicates, pipeline, provenance, read
from wildlife_analysis.pipeline import How, pool, records, work
from wildlife_analysis.pipeline.progress import Progress, duration
from wildlife_analysis.read import blocks, pieces
from wildlife_analysis.reference import SurveyError, load_survey

TABLES = ("listings", "specimens", "rejects", "duplicates")
SMALL = 60  # listings of a partition: the mini survey makes several of them


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("*.parquet"))
    }


@pytest.fixture(scope="module")
def plain(mini: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The mini survey of 2018 with one of its files unpacked, to be cut into pieces."""
    folder = tmp_path_factory.mktemp("plain") / "2018"
    folder.mkdir()
    for path in (mini / "raw" / "2018").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    packed = next(folder.glob("*.csv.gz"))
    packed.with_suffix("").write_bytes(gzip.decompress(packed.read_bytes()))
    packed.unlink()
    return folder


@pytest.fixture(scope="module")
def expected(plain: Path, mini: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The survey processed in one partition."""
    out = tmp_path_factory.mktemp("expected")
    pipeline.process([plain], out, key_file=mini / "key")
    return out


# --- one result, however it is made -------------------------------------------------------


def test_partitions_give_what_one_frame_gives(plain: Path, mini: Path, expected: Path) -> None:
    """The steps called one after the other on the whole survey, without partitions."""
    from wildlife_analysis import classify, clean

    survey = load_survey(plain)
    raw = read.survey(plain, survey_id="2018", key=(bytes.fromhex((mini / "key").read_text())))
    listings, specimens = classify.listings(clean.listings(raw.listings, survey), survey)
    listings, links = duplicates.link(listings, specimens)
    for name, frame in (
        ("listings", listings),
        ("specimens", specimens),
        ("duplicates", links),
    ):
        written = pd.read_parquet(expected / f"{name}.parquet")
        pd.testing.assert_frame_equal(written, frame.reset_index(drop=True))
    files = json.loads((expected / "manifest.json").read_text())["inputs"]
    assert files == raw.files.to_dict("records")


@pytest.fixture(scope="module")
def pooled(plain: Path, mini: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The survey processed in small partitions by two processes, linked in small shares."""
    out = tmp_path_factory.mktemp("pooled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duplicates, "SHARE", 100)
        pipeline.process([plain], out, key_file=mini / "key", how=How(workers=2, rows=SMALL))
    return out


def waited(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def test_results_of_processes_come_in_the_order_of_the_items() -> None:
    items = [0.6, 0.0, 0.2, 0.0]
    assert list(pool.mapped(waited, items, workers=2)) == items


def test_small_partitions_and_two_processes_give_the_same_bytes(
    pooled: Path, expected: Path
) -> None:
    assert len(list((pooled / records.WORK / "parts").iterdir())) >= 5
    assert hashes(pooled) == hashes(expected)
    one, other = (json.loads((f / "manifest.json").read_text()) for f in (pooled, expected))
    assert {k: v for k, v in one.items() if k != "when"} == {
        k: v for k, v in other.items() if k != "when"
    }
    assert provenance.check(pooled) == []


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A Dask scheduler with two workers, each a process of its own."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as made:
        yield made.scheduler_address


def test_a_cluster_gives_the_same_bytes(
    cluster: str,
    plain: Path,
    mini: Path,
    expected: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(duplicates, "SHARE", 100)
    how = How(cluster=cluster, rows=SMALL)
    pipeline.process([plain], tmp_path / "out", key_file=mini / "key", how=how)
    assert hashes(tmp_path / "out") == hashes(expected)


def test_without_a_scheduler_the_run_says_so(mini: Path, tmp_path: Path) -> None:
    raw = mini / "raw" / "2018"
    done = run("process", raw, "--output", tmp_path, "--cluster", "nowhere", "--workers", "2")
    assert (done.returncode, "not both" in done.stderr) == (2, True)


def test_linking_in_shares_gives_the_same_links(
    mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = mini / "processed" / "2014"
    listings, specimens = (
        pd.read_parquet(folder / f"{name}.parquet") for name in ("listings", "specimens")
    )
    monkeypatch.setattr(duplicates, "SHARE", 40)
    linked, table = duplicates.link(listings, specimens)
    pd.testing.assert_frame_equal(linked, listings)
    pd.testing.assert_frame_equal(table, pd.read_parquet(folder / "duplicates.parquet"))
    assert len(table) > 20


# --- ended and begun again ----------------------------------------------------------------


def test_a_killed_run_goes_on(plain: Path, mini: Path, expected: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code = (
        "import sys; from pathlib import Path; from wildlife_analysis import pipeline\n"
        "raw, out, key = map(Path, sys.argv[1:])\n"
        f"pipeline.process([raw], out, key_file=key, how=pipeline.How(rows={SMALL}))"
    )
    words = [sys.executable, "-c", code, str(plain), str(out), str(mini / "key")]
    parts = out / records.WORK / "parts"
    child = subprocess.Popen(words)
    while not (parts.is_dir() and len(list(parts.glob("*/record.json"))) >= 2):
        assert child.poll() is None, "ended before it could be killed"
        time.sleep(0.005)
    with pytest.raises(SurveyError, match=rf"process {child.pid} since .*; wait for it"):
        pipeline.process([plain], out, key_file=mini / "key")
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    kept = {path.name for path in parts.iterdir() if not path.name.startswith("draft-")}
    moments = {name: (parts / name).stat().st_mtime_ns for name in kept}
    assert not (out / "manifest.json").exists()
    (parts / "draft-x").mkdir(exist_ok=True)
    pipeline.process([plain], out, key_file=mini / "key", how=How(rows=SMALL))
    assert hashes(out) == hashes(expected)
    assert {name: (parts / name).stat().st_mtime_ns for name in kept} == moments
    assert not list(parts.glob("draft-*"))


def test_a_damaged_record_is_made_again(
    pooled: Path, plain: Path, mini: Path, expected: Path, tmp_path: Path
) -> None:
    import shutil

    out = tmp_path / "out"
    shutil.copytree(pooled, out)
    victim = sorted((out / records.WORK / "parts").iterdir())[0]
    (victim / "record.json").write_text("[{")
    pipeline.process([plain], out, key_file=mini / "key", how=How(rows=SMALL))
    assert hashes(out) == hashes(expected)


def test_a_new_file_alone_is_worked_on(
    plain: Path, mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    names = sorted(path.name for path in plain.iterdir())
    new = next(name for name in names if name.endswith((".csv", ".tsv.gz", ".csv.gz")))
    for name in names:
        if name != new:
            (raw / name).write_bytes((plain / name).read_bytes())
    pipeline.process([raw], out, key_file=mini / "key", how=How(rows=SMALL))
    (raw / new).write_bytes((plain / new).read_bytes())
    done: list[str] = []
    real = work.do

    def watched(task: work.Task, job: work.Job) -> list[str]:
        done.extend(unit.piece.label for unit in task.units)
        return real(task, job)

    monkeypatch.setattr("wildlife_analysis.pipeline.pool.do", watched)
    pipeline.process([raw], out, key_file=mini / "key", how=How(rows=SMALL))
    assert set(done) == {new}
    done.clear()
    pipeline.process([raw], out, key_file=mini / "key", how=How(rows=SMALL))
    assert done == []
    fresh = tmp_path / "fresh"
    pipeline.process([raw], fresh, key_file=mini / "key")
    assert hashes(out) == hashes(fresh)


# --- where files are ----------------------------------------------------------------------


def test_addresses_of_fsspec_are_read_like_paths(
    plain: Path, mini: Path, expected: Path, tmp_path: Path
) -> None:
    memory = fsspec.filesystem("memory")
    for path in plain.iterdir():
        memory.pipe(f"/bucket/2018/{path.name}", path.read_bytes())
    pipeline.process(["memory://bucket/2018"], tmp_path / "a", key_file=mini / "key")
    assert hashes(tmp_path / "a") == hashes(expected)
    with pytest.raises(SurveyError, match="no such file or folder"):
        pipeline.process(["memory://bucket/2019"], tmp_path / "b", key_file=mini / "key")
    with pytest.raises(SurveyError, match="no file system for such an address"):
        pipeline.process(["nosuch://bucket/2019"], tmp_path / "b", key_file=mini / "key")
    assert not (tmp_path / "b").exists()


def test_one_file_behind_an_address_by_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "ads.csv").write_text("title\nAfrican grey parrot\n")
    address = (tmp_path / "ads.csv").as_uri()
    done = run("process", address, "--output", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    listings = pd.read_parquet(tmp_path / "out" / "listings.parquet")
    assert listings[["survey", "source_file"]].to_numpy().tolist() == [["ads", "ads.csv"]]


# --- reading in pieces --------------------------------------------------------------------

ROW = '{n},"Hermann\'s tortoise, ""{n}""","two\nlines, {n} years",{n} EUR\n'
LINES = {
    "ads.csv": "id,title,description,price\n" + "".join(ROW.format(n=n) for n in range(900)),
    "ads.tsv": "id\ttitle\n" + "".join(f"{n}\tBoa {n} € \n" for n in range(3000)),
    "ads.jsonl": "".join(f'{{"id": "{n}", "title": "Uhu {n}\\nx"}}\n' for n in range(1500)),
    "odd.csv": "id,title,price\n" + "".join(f'{n},12" tusk {n},{n}\n' for n in range(2000)),
}  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_a_file_in_pieces_is_the_file(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(LINES[name], encoding="utf-8", newline="")
    known, key = read.Columns(), b"k" * 32
    whole = read.survey([path], survey_id="x", key=key).listings
    _, size, cut = pieces.cut(path, name, known, named=True, size=9000)
    assert len(cut) > 3
    assert [p.start for p in cut[1:]] == [p.stop for p in cut[:-1]]
    assert cut[-1].stop == size
    tables, before = [], 0
    for piece in cut:
        for block in read.opened(piece, known, key):
            table = read.listings(block.table, "x")
            tables.append(table.assign(source_row=table["source_row"] + before))
            before += block.records
    pd.testing.assert_frame_equal(pd.concat(tables, ignore_index=True), whole)


@pytest.mark.parametrize("name", LINES)
def test_a_packed_file_is_read_as_it_is_unpacked(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"{name}.gz"
    text = LINES[name].encode()
    path.write_bytes(gzip.compress(text[:4000]) + gzip.compress(text[4000:]) + b"\0" * 512)
    whole = read.survey([path], survey_id="x", key=b"k" * 32)
    cut = read.pieces.Piece(path, path.name, True)
    monkeypatch.setattr(blocks, "PACKED", 1)
    monkeypatch.setattr(pieces, "HEAD", 2000)
    monkeypatch.setattr(pieces, "STEP", 500)
    monkeypatch.setattr(pieces.blocks, "__defaults__", (9000,))
    found = list(read.opened(cut, read.Columns(), b"k" * 32))
    assert len(found) > 3
    listings = pd.concat([read.listings(b.table, "x") for b in found], ignore_index=True)
    pd.testing.assert_frame_equal(listings, whole.listings)
    path.write_bytes(gzip.compress(text)[:-200])
    found = list(read.opened(cut, read.Columns(), b"k" * 32))
    assert [why for b in found for _, why, _ in b.rejects if why == "truncated_file"] == [
        "truncated_file"
    ]


def test_prices_are_judged_by_the_whole_file(tmp_path: Path) -> None:
    """Only some partitions see that the points of the thousands were lost."""
    prices = ["1.450", "1.999", "2.350", "3.100"] * 5 + ["95", "120", "1.45"] * 40
    rows = "".join(f"{n};Graupapagei {n};{p};DE\n" for n, p in enumerate(prices))
    path = tmp_path / "ads.csv"
    path.write_text("id;title;price;country\n" + rows, encoding="utf-8")
    outs = []
    for number in (20_000, 25):
        out = tmp_path / str(number)
        how = How(rows=number)
        pipeline.process([path], out, key_file=tmp_path / "key", how=how)
        pipeline.process([path], out, key_file=tmp_path / "key", how=how)
        outs.append(out)
    assert hashes(outs[0]) == hashes(outs[1])
    listings = pd.read_parquet(outs[1] / "listings.parquet")
    assert (listings["price_amount"] == 1450).sum() == 45


def test_names_are_told_apart_over_partitions(tmp_path: Path) -> None:
    ids = ["a", "b", "a", "a~2", "", "a", "c~2", "c", "c"] * 12
    path = tmp_path / "ads.csv"
    path.write_text("id,title\n" + "".join(f"{i},Boa {n}\n" for n, i in enumerate(ids)))
    pipeline.process([path], tmp_path / "out", key_file=tmp_path / "key", how=How(rows=10))
    whole = read.survey([path], survey_id="ads", key=b"k" * 32).listings
    listings = pd.read_parquet(tmp_path / "out" / "listings.parquet")
    assert listings["listing_id"].tolist() == whole["listing_id"].tolist()
    assert listings["source_row"].tolist() == whole["source_row"].tolist()


# --- counts and progress ------------------------------------------------------------------


def test_counts_and_trends_are_those_of_one_frame(
    mini: Path, pooled: Path, expected: Path
) -> None:
    before = count.load(mini / "processed" / "2014")
    one, other = count.load(expected), count.load(pooled, texts=False)
    assert not count.processed.TEXTS & set(other.listings)
    by = ["country_code", "taxon_group", "product"]
    pd.testing.assert_frame_equal(count.both(one, by), count.both(other, by))
    trends = [compare.surveys(before, survey, by=["taxon_group"]) for survey in (one, other)]
    pd.testing.assert_frame_equal(trends[0], trends[1])


def test_progress_is_a_line_a_minute_where_nobody_looks() -> None:
    stream = io.StringIO()
    progress = Progress(1000, stream)
    progress.add(250, 500)
    assert stream.getvalue() == ""
    progress.told -= 61
    progress.add(250, 500)
    assert stream.getvalue().count("\n") == 1
    assert (
        progress.line(10.0) == "1,000 listings, 50% of the raw data, 100 listings/s, 10 s left"
    )
    assert [duration(s) for s in (59, 90, 3700, 200_000)] == [
        "59 s", "2 min", "1 h 1 min", "2 d 7 h",
    ]  # fmt: skip
