"""Faults: killed at random moments, a full disk, no right to write, a file that changes."""

import errno
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from wildlife_analysis import pipeline, simulate
from wildlife_analysis.pipeline import records, work
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.reference.lock import held
from wildlife_analysis.review.files import append_line

TORTURE = bool(os.environ.get("WILDLIFE_ANALYSIS_TORTURE"))
KILLS = 200 if TORTURE else 6
REPORT_KILLS = 20 if TORTURE else 0
ROOT = Path(__file__).resolve().parents[1]
QUIET = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
# Runs in children of a process that has loaded everything once: a run costs its work alone.
SERVER = """
import json, os, signal, sys, time
from pathlib import Path
from wildlife_analysis import pipeline
raw, key = Path(sys.argv[1]), Path(sys.argv[3])
pipeline.process([raw], Path(sys.argv[2]), key_file=key)
print("ready", flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    child = os.fork()
    if not child:
        try:
            pipeline.process([Path(asked["raw"])], Path(asked["out"]), key_file=key)
        except BaseException as error:
            print(type(error).__name__, error, file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    if asked["after"] is not None:
        time.sleep(asked["after"])
        os.kill(child, signal.SIGKILL)
    began = time.monotonic()
    status = os.waitpid(child, 0)[1]
    print(json.dumps([status, time.monotonic() - began]), flush=True)
"""


def _hash(path: Path) -> str:
    """Hash a file; of a manifest all but when and how long."""
    data = path.read_bytes()
    if path.name == "manifest.json":
        told = json.loads(data)
        data = json.dumps({k: v for k, v in told.items() if k != "when"}).encode()
    return hashlib.sha256(data).hexdigest()


def seen(folder: Path) -> dict[str, str]:
    """Return what lies open in an output."""
    return (
        {p.name: _hash(p) for p in folder.iterdir() if p.is_file()} if folder.is_dir() else {}
    )


@pytest.fixture(scope="module")
def surveys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny survey, and the same with one file less."""
    folder = tmp_path_factory.mktemp("faults")
    (folder / "key").write_text(bytes(range(32)).hex() + "\n", encoding="ascii")
    (folder / "key").chmod(0o600)
    simulate.survey("2018", folder / "new", listings=40, seed=5)
    (folder / "old").mkdir()
    kept = sorted((folder / "new").iterdir())
    first = next(path for path in kept if path.suffix in (".jsonl", ".csv", ".gz", ".xlsx")
                 and path.name not in ("coverage.csv",))  # fmt: skip
    for path in kept:
        if path != first:
            (folder / "old" / path.name).write_bytes(path.read_bytes())
    return folder


class Server:
    """Runs of `process` that can be killed."""

    def __init__(self, folder: Path) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-c", SERVER, *(str(folder / n) for n in ("new", "first", "key"))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | QUIET,
        )  # fmt: skip
        assert self._line() == "ready"

    def _line(self) -> str:
        assert self.child.stdout is not None
        return self.child.stdout.readline().strip()

    def run(self, raw: Path, out: Path, after: float | None = None) -> tuple[int, float]:
        """Process; kill it after so many seconds."""
        assert self.child.stdin is not None
        asked = {"raw": str(raw), "out": str(out), "after": after}
        self.child.stdin.write(json.dumps(asked) + "\n")
        self.child.stdin.flush()
        status, seconds = json.loads(self._line())
        return status, seconds


@pytest.fixture(scope="module")
def server(surveys: Path) -> Iterator[Server]:
    made = Server(surveys)
    yield made
    assert made.child.stdin is not None
    made.child.stdin.close()
    made.child.wait(60)


def test_killed_at_any_moment_nothing_half_written_is_seen(
    surveys: Path, server: Server, tmp_path: Path
) -> None:
    """Every other run goes on from the output of another survey, and from nothing."""
    chance = random.Random(20180501)
    whole, took = {}, 0.0
    for name in ("old", "new"):
        status, took = server.run(surveys / name, tmp_path / name)
        assert status == 0
        whole[name] = seen(tmp_path / name)
    assert whole["old"] != whole["new"] and "manifest.json" in whole["new"]
    killed = 0
    for number in range(KILLS):
        out = tmp_path / "out"
        before, after = ("old", "new") if number % 2 else ("new", "old")
        if number % 4 < 2 and out.exists():
            for path in (out / records.WORK / "parts").iterdir():
                for file in path.iterdir():
                    file.unlink()
                path.rmdir()
        status, _ = server.run(surveys / after, out, chance.uniform(0, 1.1 * took))
        killed += os.WIFSIGNALED(status)
        for name, digest in seen(out).items():
            assert digest in (whole[before].get(name), whole[after][name]), (number, name)
        if "manifest.json" in seen(out):  # it speaks of whole tables
            assert seen(out) in (whole["old"], whole["new"]), number
        status, _ = server.run(surveys / after, out)
        assert status == 0 and seen(out) == whole[after], number
    assert killed >= KILLS // 2
    print(f"{killed} of {KILLS} runs were killed before they ended")


@pytest.mark.skipif(not REPORT_KILLS, reason="reports are killed by `make torture` alone")
def test_a_killed_report_is_whole_or_not_there(mini: Path, tmp_path: Path) -> None:
    words = [
        sys.executable, "-m", "wildlife_analysis", "report", "--survey", "2018",
        "--baseline", "2014", "--language", "en", "--processed", str(mini / "processed"),
        "--output",
    ]  # fmt: skip

    def report(out: Path, after: float | None = None) -> float:
        start = time.monotonic()
        child = subprocess.Popen(
            [*words, str(out)], env=os.environ | QUIET, stderr=subprocess.DEVNULL
        )
        try:
            child.wait(after)
        except subprocess.TimeoutExpired:
            child.kill()  # its children are left to themselves, as they are by the system
            child.wait()
        else:
            assert child.returncode == 0
        return time.monotonic() - start

    def pages(out: Path) -> dict[str, str]:
        found = (out / "en").rglob("*") if (out / "en").is_dir() else ()
        return {
            p.relative_to(out).as_posix(): _hash(p)
            for p in found
            if p.is_file() and p.suffix in (".html", ".csv", ".svg", ".ipynb")
        }

    took = report(tmp_path / "whole")
    whole = pages(tmp_path / "whole")
    chance = random.Random(20180502)
    for number in range(REPORT_KILLS):
        out = tmp_path / f"out{number % 2}"
        report(out, chance.uniform(0, took))
        assert pages(out) in ({}, whole), number
        if number % 4 > 1:
            report(out)
            assert pages(out) == whole, number
            assert not list(out.glob(".draft-*"))


def test_two_reports_do_not_meet(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with (
        held(tmp_path, lock),
        pytest.raises(SurveyError, match=rf"another run .*process {os.getpid()} since"),
        held(tmp_path, lock),
    ):
        pass


# --- disks ----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_refuses_is_named(
    surveys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    out = tmp_path / "out"
    pipeline.process([surveys / "old"], out, key_file=surveys / "key")
    before = seen(out)

    def full(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(pipeline.run.finish, "write", full)
        with pytest.raises(SurveyError, match=rf"out: cannot be written \({os.strerror(code)}"):
            pipeline.process([surveys / "new"], out, key_file=surveys / "key")
    assert seen(out) == before
    pipeline.process([surveys / "new"], out, key_file=surveys / "key")
    assert seen(out) != before


def test_a_full_disk(surveys: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", str(small)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here: needs root and the right to mount")
    try:
        with pytest.raises(SurveyError, match="cannot be written"):
            pipeline.process([surveys / "new"], small / "out", key_file=surveys / "key")
        assert not seen(small / "out")
    finally:
        subprocess.run(["umount", "-l", str(small)], check=True)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no user ids here")
def test_a_folder_that_may_not_be_written(surveys: Path, tmp_path: Path) -> None:
    if os.geteuid() == 0:
        with pytest.raises(SurveyError, match="cannot be written"):
            pipeline.process([surveys / "old"], Path("/proc/out"), key_file=surveys / "key")
        return
    tmp_path.chmod(0o500)
    with pytest.raises(SurveyError, match="cannot be written"):
        pipeline.process([surveys / "old"], tmp_path / "out", key_file=surveys / "key")
    tmp_path.chmod(0o700)


# --- what changes meanwhile -----------------------------------------------------------------


def test_a_raw_file_that_changes_while_it_is_read_is_noticed(
    surveys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = tmp_path / "a.csv"
    raw.write_text("id,title\n1,Boa constrictor for sale\n")
    partition = work.partition

    def meanwhile(*words: object) -> object:
        with raw.open("a") as stream:
            stream.write("2,African grey parrot\n")
        return partition(*words)  # type: ignore[arg-type]

    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr(work, "partition", meanwhile)
        with pytest.raises(SurveyError, match=r"a\.csv: was changed while it was read"):
            pipeline.process([raw], out, key_file=surveys / "key")
    assert not seen(out)
    accounts = pipeline.process([raw], out, key_file=surveys / "key")
    assert accounts.listings == 2


def test_a_clock_that_goes_back_changes_nothing(
    surveys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    pipeline.process([surveys / "new"], out, key_file=surveys / "key")
    before = seen(out)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - 10 * 365 * 86_400)
    for path in out.rglob("*"):
        os.utime(path, (now + 86_400, now + 86_400))
    pipeline.process([surveys / "new"], out, key_file=surveys / "key")
    assert seen(out) == before


def test_no_acknowledged_decision_is_lost(tmp_path: Path) -> None:
    """A reviewer's process is killed while it writes; what it acknowledged stands."""
    path = tmp_path / "decisions.jsonl"
    code = (
        "import sys; from pathlib import Path\n"
        "from wildlife_analysis.review.files import append_line\n"
        "number = int(sys.argv[2])\n"
        "while True:\n"
        "    append_line(Path(sys.argv[1]), f'decision {number} ' + 'x' * 900)\n"
        "    print(number, flush=True)\n"
        "    number += 1\n"
    )
    chance = random.Random(7)
    acknowledged: list[int] = []
    for turn in range(30 if TORTURE else 2):
        child = subprocess.Popen(
            [sys.executable, "-c", code, str(path), str(turn * 1_000_000)],
            stdout=subprocess.PIPE, text=True, env=os.environ | QUIET,
        )  # fmt: skip
        assert child.stdout is not None
        acknowledged.append(int(child.stdout.readline()))
        time.sleep(chance.uniform(0, 0.1))
        os.kill(child.pid, signal.SIGKILL)
        acknowledged += [int(line) for line in child.stdout.read().split("\n")[:-1]]
        child.wait()
    append_line(path, "last")
    lines = path.read_text(encoding="utf-8").splitlines()
    found = {int(one.split()[1]) for one in lines if len(one) > 900}
    assert set(acknowledged) <= found
    assert lines[-1] == "last" and len(acknowledged) > len({a // 1_000_000 for a in found})
