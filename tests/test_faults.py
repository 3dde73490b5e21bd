"""Faults: killed at any moment, a full disk, no rights, a file that changes, a clock gone back.

``make torture`` kills 200 runs (``WILDLIFE_ANALYSIS_TORTURE=1``); the suite a few of them.
"""

import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from wildlife_analysis import pipeline, read, review, simulate
from wildlife_analysis.read import pieces
from wildlife_analysis.reference import SurveyError

ROOT = Path(__file__).resolve().parents[1]
TORTURE = bool(os.environ.get("WILDLIFE_ANALYSIS_TORTURE"))
KILLS = 200 if TORTURE else 3
REPORT_KILLS = 40 if TORTURE else 1
FINAL = ("listings", "specimens", "rejects", "duplicates", "coverage")

# A process that is ready before it begins, so that it is killed at its work.
RUNNER = """
import sys
from pathlib import Path
from wildlife_analysis import pipeline
raw, out, key = map(Path, sys.argv[1:4])
print("ready", flush=True)
sys.stdin.readline()
pipeline.process([raw], out, key_file=key, how=pipeline.How(rows=25))
"""
IN_POOL = RUNNER.replace("How(rows=25)", "How(rows=25, workers=2)")
REPORTER = """
import sys
from pathlib import Path
from wildlife_analysis import report
folder, notebooks, out = map(Path, sys.argv[1:4])
print("ready", flush=True)
sys.stdin.readline()
report.build(folder, baseline=None, languages=["en"], output=out,
             folder_of_notebooks=notebooks, force=True)
"""
# What a killed process had started is gone after so many seconds; a kernel looks once a second.
GONE = 10
MARK = "WILDLIFE_ANALYSIS_TEST"


def begin(
    *arguments: Path | str, code: str = RUNNER, mark: str = ""
) -> "subprocess.Popen[str]":
    child = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        cwd=ROOT, start_new_session=True, env=os.environ | {MARK: mark},
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def lasts(*arguments: Path | str, code: str) -> float:
    """Measure how long an undisturbed run takes."""
    child = begin(*arguments, code=code)
    began = time.monotonic()
    let_go(child)
    child.communicate()
    assert child.returncode == 0
    return time.monotonic() - began


def let_go(child: "subprocess.Popen[str]") -> None:
    assert child.stdin is not None
    child.stdin.write("go\n")
    child.stdin.flush()


def end(child: "subprocess.Popen[str]", *, alone: bool = False) -> str:
    """Kill a process, and what it has started or not; say whether it had ended before."""
    with contextlib.suppress(ProcessLookupError):  # it may have ended by itself
        (child.send_signal if alone else partial(os.killpg, child.pid))(signal.SIGKILL)
    child.wait()
    assert child.returncode in (0, -signal.SIGKILL)
    return "killed" if child.returncode else "ended before it was killed"


def family(mark: str) -> dict[int, str]:
    """List the living processes that inherited a mark, each with its command."""
    found = {}
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it ends while it is looked at
            inherited = (path / "environ").read_bytes().split(b"\0")
            if f"{MARK}={mark}".encode() in inherited:
                found[int(path.name)] = (path / "cmdline").read_text().replace("\0", " ")
    return found


def until(seconds: float, true: Callable[[], bool]) -> bool:
    """Wait until something is so; False when it is not after some seconds."""
    last = time.monotonic() + seconds
    while not true():
        if time.monotonic() > last:
            return False
        time.sleep(0.02)
    return True


def content(folder: Path) -> dict[str, str]:
    """Hash the tables of a processed survey, and the manifest without when it was made."""
    found = {
        name: hashlib.sha256((folder / f"{name}.parquet").read_bytes()).hexdigest()
        for name in FINAL
        if (folder / f"{name}.parquet").exists()
    }
    if (folder / "manifest.json").exists():
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        manifest.pop("when")
        found["manifest"] = json.dumps(manifest, sort_keys=True)
    return found


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A survey of some eighty rows, and the same with a file less."""
    folder = tmp_path_factory.mktemp("tiny")
    simulate.survey("2018", folder / "raw", listings=60, seed=5)
    shutil.copytree(folder / "raw", folder / "less")
    files = sorted(p for p in (folder / "less").iterdir() if read.folder.is_listing_file(p))
    files[0].unlink()
    for name in ("raw", "less"):
        pipeline.process([folder / name], folder / f"{name}-out", key_file=folder / "key")
    return folder


def test_a_run_killed_at_any_moment_leaves_whole_files_and_goes_on(
    tiny: Path, tmp_path: Path
) -> None:
    """Half of the runs begin from nothing, half on what a run on less had left."""
    chance = random.Random(7)
    new, old = content(tiny / "raw-out"), content(tiny / "less-out")
    whole = lasts(tiny / "raw", tmp_path / "timed", tiny / "key", code=RUNNER)
    stood: Counter[str] = Counter()
    out = tmp_path / "out"
    for number in range(KILLS):
        if number % 2 == 0:
            shutil.rmtree(out, ignore_errors=True)
            before: dict[str, str] = {}
            if number % 4 == 0:
                shutil.copytree(tiny / "less-out", out)
                before = old
        child = begin(tiny / "raw", out, tiny / "key")
        let_go(child)
        time.sleep(chance.random() * whole)
        stood[end(child)] += 1
        found = content(out) if out.exists() else {}
        for name, own in found.items():
            assert own in (before.get(name), new.get(name)), (number, name)
        if "manifest" in found:  # it speaks of whole tables of one run
            assert found in (before, new), number
        stood["old" if found and found == before else "new" if found == new else "none"] += 1
        if number % 2 or TORTURE:
            pipeline.process([tiny / "raw"], out, key_file=tiny / "key")
            assert content(out) == new, number
            assert not list((out / ".work").glob("draft*"))
    print(dict(stood))
    assert stood["killed"] > KILLS // 2


@pytest.fixture
def notebooks(tmp_path: Path) -> Path:
    """A folder with one notebook, for reports that are made in seconds."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    shutil.copy(ROOT / "notebooks" / "01_survey_quality.ipynb", folder)
    return folder


def pages(folder: Path) -> dict[str, str]:
    """Hash the files of a language, but those that say when they were made."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("manifest.json", "made_from.json")
    }


def test_a_report_killed_at_any_moment_leaves_the_last_good_one(
    tiny: Path, notebooks: Path, tmp_path: Path
) -> None:
    """A folder of a language is the old one, the new one, or not there: never half of one.

    Of every other run the process itself is killed alone, not what it has started.
    """
    from wildlife_analysis import report

    chance = random.Random(11)
    out = tmp_path / "reports"
    given = {
        "baseline": None, "languages": ["en"], "output": out, "folder_of_notebooks": notebooks,
    }  # fmt: skip
    whole = lasts(tiny / "raw-out", notebooks, out, code=REPORTER)
    good = pages(out / "en")
    assert any(name.endswith(".html") for name in good)
    stood: Counter[str] = Counter()
    for number in range(REPORT_KILLS):
        child = begin(tiny / "raw-out", notebooks, out, code=REPORTER)
        let_go(child)
        time.sleep(chance.random() * whole)
        stood[end(child, alone=number % 2 == 1)] += 1
        there = (out / "en").exists()
        assert not there or pages(out / "en") == good, number
        stood["the folder is there" if there else "none is there"] += 1
        if TORTURE or number == REPORT_KILLS - 1:
            report.build(tiny / "raw-out", **given)
            assert pages(out / "en") == good, number
            left = sorted(path.name for path in out.iterdir())
            assert left == [".notebooks", "en"], "what killed runs left is swept up"
    print(dict(stood))
    assert stood["killed"] > REPORT_KILLS // 2


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no /proc to look into")
@pytest.mark.parametrize(
    ("code", "started"), [(IN_POOL, "spawn_main"), (REPORTER, "ipykernel")]
)
def test_what_a_process_had_started_ends_with_it(
    code: str, started: str, tiny: Path, notebooks: Path, tmp_path: Path
) -> None:
    """Its parent alone is killed: no worker, no kernel stays, and the next run is sound."""
    from wildlife_analysis import report

    out, mark = tmp_path / "out", uuid.uuid4().hex
    given = (
        (tiny / "raw", out, tiny / "key") if code == IN_POOL else
        (tiny / "raw-out", notebooks, out)
    )  # fmt: skip
    child = begin(*given, code=code, mark=mark)
    try:
        let_go(child)
        assert until(60, lambda: any(started in one for one in family(mark).values()))
        assert end(child, alone=True) == "killed"
        assert until(GONE, lambda: not family(mark)), family(mark)
    finally:
        for process in family(mark):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        child.communicate()
    if code == IN_POOL:
        pipeline.process([tiny / "raw"], out, key_file=tiny / "key")
        assert content(out) == content(tiny / "raw-out")
    else:
        assert not (out / "en").exists()
        report.build(
            tiny / "raw-out", baseline=None, languages=["en"], output=out,
            folder_of_notebooks=notebooks,
        )  # fmt: skip
        assert (out / "en" / "annual_report.html").exists()


def test_two_reports_on_one_folder_do_not_meet(tiny: Path, tmp_path: Path) -> None:
    """Nor does the second sweep up what the first is writing."""
    from wildlife_analysis import report
    from wildlife_analysis.report import place

    out = tmp_path / "reports"
    with place.held(out):
        (out / f"{place.DRAFT}x").mkdir()
        with pytest.raises(SurveyError, match=rf"another run .*process {os.getpid()} since"):
            report.build(tiny / "raw-out", baseline=None, languages=["en"], output=out)
        assert (out / f"{place.DRAFT}x").is_dir()
    assert sorted(path.name for path in out.iterdir()) == [f"{place.DRAFT}x"]


def test_no_acknowledged_decision_is_lost(tmp_path: Path) -> None:
    """Whatever `record` has returned for is in the file, however the process ends."""
    code = (
        "import sys; from pathlib import Path; from wildlife_analysis import review\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "for n in range(100000):\n"
        "    review.record(Path(sys.argv[1]), [{'listing_id': str(n), 'field': 'counted',"
        " 'value': 'yes', 'reviewer': 'anna', 'decided_at': '2018-06-01', 'status': '',"
        " 'note': ''}])\n"
        "    print(n, flush=True)\n"
    )
    chance = random.Random(3)
    for number in range(KILLS // 2):
        place = tmp_path / str(number)
        place.mkdir()
        child = begin(place, code=code)
        let_go(child)
        time.sleep(0.3 + chance.random() * 0.3)
        os.killpg(child.pid, signal.SIGKILL)
        told = [line for line in child.communicate()[0].splitlines(True) if line[-1] == "\n"]
        assert told
        kept = set(review.made(place)["listing_id"])
        assert set(map(str.strip, told)) <= kept


@pytest.fixture
def full(tmp_path: Path) -> Any:
    """A disk of one megabyte."""
    place = tmp_path / "full"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True
    )
    if made.returncode:
        pytest.skip("no small disk can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_is_a_sentence_and_the_last_run_stays(tiny: Path, full: Path) -> None:
    out = full / "out"
    shutil.copytree(tiny / "less-out", out, ignore=shutil.ignore_patterns(".work"))
    before = content(out)
    (full / "filling").write_bytes(b"x" * (shutil.disk_usage(full).free - 20_000))
    done = subprocess.run(
        [sys.executable, "-m", "wildlife_analysis", "process", str(tiny / "raw"),
         "--output", str(out)],
        capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert "No space left" in done.stderr
    assert content(out) == before
    (full / "filling").unlink()
    pipeline.process([tiny / "raw"], out, key_file=tiny / "key")
    assert content(out) == content(tiny / "raw-out")


@pytest.mark.skipif(os.geteuid() != 0, reason="needs another user to take rights from")
@pytest.mark.parametrize("closed", ["output", "raw"])
def test_without_rights_it_is_a_sentence(closed: str, tiny: Path, tmp_path: Path) -> None:
    code = (
        "import os, sys; from wildlife_analysis import pipeline\n"
        "from wildlife_analysis.__main__ import main\n"
        "os.setuid(65534)\n"
        "sys.exit(main(['process', sys.argv[1], '--output', sys.argv[2]]))"
    )
    raw = tmp_path / "raw"
    shutil.copytree(tiny / "raw", raw)
    out = tmp_path / "closed" / "out"
    out.parent.mkdir(mode=0o777 if closed == "raw" else 0o555)
    out.parent.chmod(0o777 if closed == "raw" else 0o555)
    if closed == "raw":
        next(p for p in sorted(raw.iterdir()) if read.folder.is_listing_file(p)).chmod(0)
    for folder in [tmp_path, *tmp_path.parents]:
        if str(folder).startswith("/tmp/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    own = os.environ | {"HOME": str(tmp_path), "WILDLIFE_ANALYSIS_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-c", code, str(raw), str(out)],
        capture_output=True, text=True, cwd=ROOT, env=own,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert "Permission denied" in done.stderr


def test_a_file_that_changes_while_it_is_read_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,price\n" + "Boa,5\n" * 200, encoding="utf-8")
    cut = pieces.cut

    def and_changed(*arguments: Any, **named: Any) -> Any:
        found = cut(*arguments, **named)
        path.write_text("title,price\n" + "Uhu,7\n" * 200, encoding="utf-8")
        return found

    monkeypatch.setattr(pieces, "cut", and_changed)
    with pytest.raises(SurveyError, match=r"a\.csv.*changed"):
        pipeline.process([path], tmp_path / "out", survey_id="x", key_file=tmp_path / "key")
    assert not (tmp_path / "out" / "listings.parquet").exists()


def test_a_clock_that_goes_back_changes_nothing(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files from the future, and a second run before the first."""
    raw = tmp_path / "raw"
    shutil.copytree(tiny / "raw", raw)
    future = time.time() + 10 * 365 * 24 * 3600
    for path in raw.iterdir():
        os.utime(path, (future, future))
    now = iter(range(2_000_000_000, 0, -1000))
    monkeypatch.setattr(time, "time", lambda: float(next(now)))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(now)))
    out = tmp_path / "out"
    for _ in range(2):
        pipeline.process([raw], out, key_file=tiny / "key")
        assert content(out) == content(tiny / "raw-out")


def test_what_is_left_of_a_killed_run_is_no_survey(tiny: Path, tmp_path: Path) -> None:
    """Without a manifest the tables are not taken for a whole survey."""
    from wildlife_analysis import count

    out = tmp_path / "2018"
    shutil.copytree(tiny / "raw-out", out)
    (out / "manifest.json").unlink()
    with pytest.raises(SurveyError, match=r"manifest\.json"):
        count.load(out)
    assert len(pd.read_parquet(out / "listings.parquet"))
