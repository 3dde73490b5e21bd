"""Time the whole of ``process`` against a floor and against the closest peer, and its growth.

Listings are simulated, their descriptions filled up to about 300 characters with sentences of
their language, and written as one CSV file. Everything is run on the same file in one run of
this script; each way of processing has a process of its own, whose processor time and peak
memory are the operating system's figures. Ratios are of processor time, so that other work on
the machine moves them little; rates are of the clock.

- ``floor``: pyarrow reads the file, the texts go to small letters once and through one
  automaton of the same phrases, pyarrow writes the file.
- ``peer``: a keyword search as the closest peer does it, one compiled pattern for every taxon
  (scientific and English names, without their grammatical forms), searched in every ad; timed
  on the first ads and extrapolated (``peer_ads_timed``).
- ``exponent``: slope of log time over log size, from a tenth of the listings on.
"""

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from wildlife_analysis import read, reference, simulate
from wildlife_analysis.classify.lexicon import lexicon

CHUNK = 50_000  # listings simulated at once
LENGTH = 300
SLOW_SECONDS = 6.0
FILLERS = {
    "GB": ["Collection only, cash please", "Can post for {n} pounds extra", "No time wasters",
           "Moved house and must clear the garage by the {n}th", "Open to sensible offers",
           "From a smoke free home in the village", "Any questions just ask, happy to help"],
    "FR": ["À venir chercher sur place", "Envoi possible pour {n} euros de plus",
           "Pas sérieux s'abstenir",
           "Cause déménagement le {n} du mois", "Prix à débattre si achat rapide",
           "Maison non fumeur, en centre ville", "Toutes les questions sont les bienvenues"],
    "DE": ["Nur Abholung und Barzahlung", "Versand für {n} Euro möglich",
           "Privatverkauf, keine Rücknahme",
           "Wegen Umzug bis zum {n}. abzugeben",
           "Preis ist verhandelbar bei schneller Abholung",
           "Aus einem Nichtraucherhaushalt in ruhiger Lage", "Bei Fragen einfach melden"],
    "RU": ["Самовывоз из центра города", "Отправлю почтой за {n} рублей",
           "Торг при осмотре уместен",
           "В связи с переездом до {n} числа", "Состояние видно на снимках",
           "Из дома, где не курят", "По всем вопросам пишите, отвечу вечером"],
}  # fmt: skip
PROCESS = """
import json, re, resource, sys, time
from pathlib import Path
from wildlife_analysis import pipeline
raw, out, key, workers = sys.argv[1:]
start = time.perf_counter()
pipeline.process([raw], Path(out), key_file=Path(key), how=pipeline.How(workers=int(workers)))
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
# A child's ru_maxrss begins with its parent's memory; that of this benchmark is large.
peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(json.dumps({
    "wall": time.perf_counter() - start,
    "cpu": sum(u.ru_utime + u.ru_stime for u in used),
    "memory": [(int(peak[1]) if peak else used[0].ru_maxrss) / 1024, used[1].ru_maxrss / 1024],
}))
"""


def filled(frame: pd.DataFrame, random: np.random.Generator) -> pd.Series:
    """Fill descriptions up with sentences that say nothing about the specimens."""
    texts = []
    rows = zip(frame["title"], frame["description"].fillna(""), frame["country"], strict=True)
    for title, text, country in rows:
        sentences = FILLERS.get(country if isinstance(country, str) else "GB", FILLERS["GB"])
        while len(title) + len(text) < LENGTH - 15:
            text += ". " * bool(text) + random.choice(sentences).format(
                n=random.integers(3, 29)
            )
        texts.append(text)
    return pd.Series(texts, index=frame.index, dtype="str")


def make(folder: Path, listings: int) -> tuple[Path, float]:
    """Write the listings of the benchmark; return the file and their mean length."""
    path = folder / "listings.csv"
    random = np.random.default_rng(1)
    writer, size, length, seed = None, 0, 0, 0
    while size < listings:
        seed += 1
        raw = folder / "raw"
        wanted = min(CHUNK, listings - size)
        simulate.survey("2018", raw, listings=wanted, seed=seed)
        frame = read.survey(raw, key=b"benchmark").listings.iloc[: listings - size]
        frame = frame.rename(columns={"seller_key": "seller"})
        columns = [name for name in read.FIELDS if name in frame and name != "survey"]
        frame = frame.assign(
            description=filled(frame, random), listing_id=f"{seed}-" + frame["listing_id"]
        )[columns]
        table = pa.Table.from_pandas(frame, preserve_index=False)
        writer = writer or pyarrow.csv.CSVWriter(path, table.schema)
        writer.write_table(table)
        size += len(frame)
        length += int((frame["title"].str.len() + frame["description"].str.len()).sum())
        for file in raw.iterdir():
            file.unlink()
    if writer is not None:
        writer.close()
    return path, length / size


def head(path: Path, target: Path, listings: int) -> Path:
    """Write the first listings of the file to another."""
    table = pyarrow.csv.read_csv(path, parse_options=_lines()).slice(0, listings)
    pyarrow.csv.write_csv(table, target)
    return target


def _lines() -> Any:
    return pyarrow.csv.ParseOptions(newlines_in_values=True)


def processed(path: Path, work: Path, workers: int = 1) -> dict[str, Any]:
    """Process a file in a fresh interpreter."""
    with tempfile.TemporaryDirectory(dir=work) as out:
        words = [sys.executable, "-c", PROCESS, path, Path(out) / "out", work / "key"]
        done = subprocess.run(
            [*map(str, words), str(workers)], check=True, capture_output=True, text=True
        )
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def floor(path: Path, work: Path, phrases: list[str]) -> float:
    """Return the processor seconds of the least that any such program does."""
    import ahocorasick_rs

    automaton = ahocorasick_rs.AhoCorasick(
        phrases, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
    )
    start = time.process_time()
    table = pyarrow.csv.read_csv(path, parse_options=_lines())
    for batch in table.to_batches(max_chunksize=20_000):
        titles, bodies = batch["title"].to_pylist(), batch["description"].to_pylist()
        text = "\n".join(f"{t}\n{d}" for t, d in zip(titles, bodies, strict=True)).casefold()
        automaton.find_matches_as_indexes(text)
    pyarrow.parquet.write_table(table, work / "floor.parquet")
    return time.process_time() - start


def peer(path: Path) -> tuple[float, int]:
    """Return ads per processor second of a pattern a taxon, and how many were timed."""
    terms = reference.table("terms")
    english = terms[(terms["kind"] == "taxon") & (terms["language"] == "en")]
    names = {code: [*own, code] for code, own in english.groupby("code")["term"]}
    patterns = [
        re.compile(rf"\b(?:{'|'.join(map(re.escape, own))})\b", re.I) for own in names.values()
    ]
    table = pyarrow.csv.read_csv(path, parse_options=_lines()).slice(0, 5000)
    titles, bodies = table["title"].to_pylist(), table["description"].to_pylist()
    start = time.process_time()
    done = 0
    for text in (f"{t}\n{d}" for t, d in zip(titles, bodies, strict=True)):
        for pattern in patterns:
            pattern.search(text)
        done += 1
        if time.process_time() - start > SLOW_SECONDS:
            break
    return done / (time.process_time() - start), done


def started(*words: str | Path) -> float:
    """Return the seconds a command takes, the best of three."""
    spent = []
    for _ in range(3):
        start = time.perf_counter()
        command = [sys.executable, "-m", "wildlife_analysis", *map(str, words)]
        subprocess.run(command, check=True, capture_output=True)
        spent.append(time.perf_counter() - start)
    return min(spent)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--listings", type=int, default=1_000_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        lex = lexicon()
        phrases = list(dict.fromkeys(" ".join(pattern.split()) for pattern in lex.patterns))
        path, length = make(work, options.listings)
        (work / "one.csv").write_text("title\nAfrican grey parrot\n")
        sizes = [options.listings // 10, options.listings // 3, options.listings]
        runs = [
            processed(head(path, work / f"{n}.csv", n) if n < sizes[-1] else path, work)
            for n in sizes
        ]
        pair = processed(path, work, workers=2)
        least = floor(path, work, phrases)
        rate, timed = peer(path)
        seconds = [run["cpu"] for run in runs]
        figures = {
            "listings": options.listings,
            "characters": round(length),
            "bytes": path.stat().st_size,
            "listings_per_s": round(options.listings / runs[-1]["wall"]),
            "listings_per_cpu_s": round(options.listings / runs[-1]["cpu"]),
            "listings_per_cpu_s_after_start": round(
                (sizes[-1] - sizes[0]) / (seconds[-1] - seconds[0])
            ),
            "listings_per_s_two_workers": round(options.listings / pair["wall"]),
            "over_peer": round(options.listings / runs[-1]["cpu"] / rate, 1),
            "peer_ads_per_s": round(rate, 1),
            "peer_ads_timed": timed,
            "over_floor": round(runs[-1]["cpu"] / least, 2),
            "floor_listings_per_s": round(options.listings / least),
            "exponent": round(float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0]), 3),
            "sizes": sizes,
            "cpu_s": [round(s, 1) for s in seconds],
            "peak_mib": [round(run["memory"][0]) for run in runs],
            "peak_mib_two_workers": [round(m) for m in pair["memory"]],
            "help_s": round(started("--help"), 2),
            "one_row_s": round(
                started("process", work / "one.csv", "--output", work / "one"), 2
            ),
            "cores": os.cpu_count(),
            "machine": platform.machine(),
            "python": platform.python_version(),
            **{name: metadata.version(name) for name in ("pandas", "pyarrow", "numpy")},
        }
    if options.json:
        print(json.dumps(figures))
    else:
        print(pd.Series(figures).to_string())


if __name__ == "__main__":
    main()
