"""Time the linking of repetitions against datasketch and splink, and how its cost grows.

All three see the same simulated rows in one run: re-posts and cross-posts with a few words
edited, rows scraped twice, and other animals sold from one seller's template. Words are drawn
at random, so accuracy here is an upper bound for all three; the hard pairs of the tests are
the better guide. Peers that are not installed are named as such and left out. Time is CPU time
of all threads; of the peers' thresholds the one best for them is taken.
"""

import argparse
import importlib.util
import json
import os
import platform
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from importlib import metadata

import numpy as np
import pandas as pd

from wildlife_analysis import duplicates
from wildlife_analysis.reference import empty_table

SHARES = {"reposted": 0.20, "cross_posted": 0.08, "again": 0.04, "template": 0.08}
LENGTH = 34  # words a description


def made(size: int, seed: int = 7) -> tuple[pd.DataFrame, pd.DataFrame, np.ndarray]:
    """Simulate listings, their specimens, and which offer each is."""
    chance = np.random.default_rng(seed)
    number = {kind: int(share * size) for kind, share in SHARES.items()}
    base = size - sum(number.values())
    letters = np.array(list("abcdefghijklmnoprstuvz"))
    words = np.array(
        ["".join(chance.choice(letters, size=n)) for n in chance.integers(3, 11, size=16_000)]
    )
    rank = np.minimum(chance.zipf(1.25, size=(base, LENGTH)), 3_999)
    language = chance.integers(4, size=base)
    frame = pd.DataFrame(
        {
            "offer_of": np.arange(base),
            "language": np.array(["fr", "de", "ru", "en"])[language],
            "species": chance.integers(150, size=base),
            "seller": chance.integers(max(size // 6, 1), size=base),
            "place": chance.integers(300, size=base),
            "price": np.round(chance.lognormal(5, 1, size=base), -1) + 10,
            "year": chance.integers(1990, 2018, size=base),
            "market": chance.integers(12, size=base),
            "day": chance.integers(40, size=base),
        }
    )
    text = rank + 4_000 * language[:, None]
    frames, texts = [frame], [text]
    for kind, count in number.items():
        chosen = chance.integers(base, size=count)
        copy, own = frame.iloc[chosen].copy(), text[chosen].copy()
        if kind in ("reposted", "cross_posted"):
            for _ in range(4):
                rows = np.flatnonzero(chance.random(count) < 0.5)
                own[rows, chance.integers(LENGTH, size=len(rows))] = chance.integers(
                    4_000, size=len(rows)
                ) + 4_000 * (own[rows, 0] // 4_000)
        if kind == "reposted":
            copy["price"] *= np.where(chance.random(count) < 0.3, 0.85, 1.0)
            copy["day"] += 5
        elif kind == "cross_posted":
            copy["market"] = (copy["market"] + 1) % 12
            copy["seller"] = np.where(chance.random(count) < 0.5, -1, copy["seller"])
        elif kind == "template":
            copy["offer_of"] = base + np.arange(count)
            other = chance.integers(3, size=count)
            copy["species"] = np.where(other == 0, (copy["species"] + 1) % 150, copy["species"])
            copy["year"] = np.where(other == 1, copy["year"] + 3, copy["year"])
            copy["price"] = np.where(other == 2, copy["price"] * 2, copy["price"])
        frames.append(copy)
        texts.append(own)
    frame, text = pd.concat(frames, ignore_index=True), np.concatenate(texts)
    order = chance.permutation(len(frame))
    frame, text = frame.iloc[order].reset_index(drop=True), text[order]
    body = [
        f"{' '.join(row)} {year}"
        for row, year in zip(words[text].tolist(), frame["year"].tolist(), strict=True)
    ]
    day = pd.Timestamp("2018-01-01") + pd.to_timedelta(frame["day"], unit="D")
    ids = pd.Series(np.arange(len(frame))).astype("str")
    listings = pd.DataFrame(
        {
            "survey": "simulated", "listing_id": ids, "country_code": "FR",
            "title": "species " + frame["species"].map(lambda n: words[n]),
            "description": body, "language": frame["language"],
            "marketplace": "site" + frame["market"].astype("str"),
            "location": frame["place"].map(lambda n: words[500 + n]),
            "price_amount": frame["price"], "price_usd": frame["price"],
            "price_currency": "EUR", "posted_on": day, "posted_period": "day",
            "collected_at": day.dt.tz_localize("UTC"), "offer": "sale", "documents": "none",
            "seller_key": ("s" + frame["seller"].astype("str")).where(frame["seller"] >= 0),
            "in_scope": True, "needs_review": False, "source_file": "f",
            "source_row": np.arange(len(frame)),
        }
    )  # fmt: skip
    empty = empty_table("listings")
    listings = listings.reindex(columns=empty.columns).astype(empty.dtypes.to_dict())
    specimens = pd.DataFrame(
        {
            "listing_id": ids,
            "scientific_name": "species " + frame["species"].astype("str"),
            "product": "live",
            "specimen_count": 1,
        }
    )
    return listings, specimens, frame["offer_of"].to_numpy()


def f1(found: np.ndarray, truth: np.ndarray) -> float:
    """Return F1 over pairs of rows with one label."""

    def number(*labels: np.ndarray) -> int:
        size = pd.DataFrame(dict(enumerate(labels))).value_counts()
        return int((size * (size - 1) // 2).sum())

    return 2 * number(found, truth) / (number(found) + number(truth))


def joined(size: int, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(one)), (one, other)), shape=(size, size))
    return connected_components(graph, directed=False)[1]


def own(listings: pd.DataFrame, specimens: pd.DataFrame) -> list[np.ndarray]:
    frame, _ = duplicates.link(listings, specimens)
    return [frame["duplicate_of"].fillna(frame["listing_id"]).astype(int).to_numpy()]


def with_datasketch(listings: pd.DataFrame, specimens: pd.DataFrame) -> list[np.ndarray]:
    """MinHash of 128 values over shingles of three words, 32 bands of 4."""
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(num_perm=128, params=(32, 4))
    sketches, pairs = [], []
    for number, text in enumerate((listings["title"] + " " + listings["description"]).tolist()):
        words = text.lower().split()
        sketch = MinHash(num_perm=128)
        sketch.update_batch(
            [" ".join(words[i : i + 3]).encode() for i in range(max(len(words) - 2, 1))]
        )
        pairs += [
            (other, number, sketch.jaccard(sketches[other])) for other in lsh.query(sketch)
        ]
        lsh.insert(number, sketch)
        sketches.append(sketch)
    table = np.array(pairs)
    result = []
    for floor in (0.4, 0.5, 0.6, 0.7, 0.8):
        kept = table[table[:, 2] >= floor, :2].astype(int)
        result.append(joined(len(listings), kept[:, 0], kept[:, 1]))
    return result


def with_splink(listings: pd.DataFrame, specimens: pd.DataFrame) -> list[np.ndarray]:
    """Fellegi-Sunter model trained by EM; it is given the species as a column too."""
    import logging

    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.WARNING)
    rows = pd.DataFrame(
        {
            "unique_id": np.arange(len(listings)),
            "species": specimens["scientific_name"].astype(object),
            "description": listings["description"].astype(object),
            "price": listings["price_amount"],
            "place": listings["location"].astype(object),
            "seller": listings["seller_key"]
            .astype(object)
            .where(listings["seller_key"].notna(), None),
        }
    )
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("seller", "species"), block_on("place", "price", "species"),
        ],
        comparisons=[
            compare.JaccardAtThresholds("description", [0.95, 0.9, 0.8]),
            compare.ExactMatch("price"),
            compare.ExactMatch("place"),
            compare.ExactMatch("seller"),
        ],
    )  # fmt: skip
    api = DuckDBAPI()
    try:
        linker = Linker(rows, settings, api)
    except TypeError:  # from version 5 on
        linker = Linker(api.register(rows), settings)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("seller"), block_on("place", "price")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    table = linker.inference.predict(threshold_match_probability=0.2).as_pandas_dataframe()
    result = []
    for floor in (0.2, 0.5, 0.9, 0.99, 0.999):
        kept = table[table["match_probability"] >= floor]
        result.append(
            joined(
                len(listings),
                kept["unique_id_l"].to_numpy(dtype=int),
                kept["unique_id_r"].to_numpy(dtype=int),
            )
        )
    return result


PEERS: dict[str, Callable[[pd.DataFrame, pd.DataFrame], list[np.ndarray]]] = {
    "datasketch": with_datasketch,
    "splink": with_splink,
}


def against_peers(size: int, repeats: int) -> dict[str, object]:
    listings, specimens, truth = made(size)
    own(listings.head(500), specimens.head(500))  # tables of the package are loaded once
    seconds: dict[str, list[float]] = {}
    figures: dict[str, object] = {"listings": size}
    tools = {"own": own}
    for name, tool in PEERS.items():
        if importlib.util.find_spec(name) is None:
            figures[name] = "not installed"
        else:
            figures[name] = metadata.version(name)
            tools[name] = tool
    for _ in range(repeats):
        for name, tool in tools.items():
            start = time.process_time()
            labels = tool(listings, specimens)
            seconds.setdefault(name, []).append(time.process_time() - start)
            figures[f"{name}_f1"] = round(max(f1(label, truth) for label in labels), 4)
    best = {name: min(values) for name, values in seconds.items()}
    for name, value in best.items():
        figures[f"{name}_listings_per_cpu_second"] = round(size / value)
        if name != "own":
            figures[f"times_faster_than_{name}"] = round(value / best["own"], 1)
    return figures


def resident() -> float:
    """Return the memory this process holds now (MB); Linux only."""
    with open("/proc/self/statm") as handle:  # noqa: PTH123
        return int(handle.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def one_size(size: int) -> dict[str, float]:
    """Link in this process, and say what it cost."""
    listings, specimens, truth = made(size)
    own(listings.head(500), specimens.head(500))  # tables of the package are loaded once
    before = peak = resident()
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.05):
            peak = max(peak, resident())

    watcher = threading.Thread(target=watch)
    watcher.start()
    start = time.process_time()
    labels = own(listings, specimens)[0]
    cost = time.process_time() - start
    done.set()
    watcher.join()
    return {
        "listings": size,
        "cpu_seconds": round(cost, 2),
        "more_memory_mb": round(peak - before),
        "f1": round(f1(labels, truth), 4),
    }


def growth(sizes: list[int]) -> dict[str, object]:
    """Link ever more listings, each size in a process of its own."""
    rows = []
    for size in sizes:
        done = subprocess.run(
            [sys.executable, __file__, "--one-size", str(size)],
            capture_output=True, text=True, check=True, env=dict(os.environ),
        )  # fmt: skip
        rows.append(json.loads(done.stdout.splitlines()[-1]))
    table = pd.DataFrame(rows)
    log = np.log(table[["listings", "cpu_seconds", "more_memory_mb"]].clip(lower=0.01))
    figures: dict[str, object] = {"growth": rows}
    if len(rows) > 1:
        for name in ("cpu_seconds", "more_memory_mb"):
            slope = np.polyfit(log["listings"], log[name], 1)[0]
            figures[f"exponent_{name}"] = round(float(slope), 2)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--listings", type=int, default=20_000, help="rows for the peers")
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=[50_000, 200_000, 1_000_000],
        help="rows for the growth; none leaves it out",
    )  # fmt: skip
    parser.add_argument("--one-size", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one_size:
        print(json.dumps(one_size(options.one_size)))
        return
    figures = against_peers(options.listings, options.repeats)
    if options.sizes:
        figures |= growth(options.sizes)
    figures |= {
        "python": platform.python_version(),
        "pandas": pd.__version__,
        "simulated": True,
    }
    if options.json:
        print(json.dumps(figures))
    else:
        print(pd.Series(figures).drop("growth", errors="ignore").to_string())
        if options.sizes:
            print(pd.DataFrame(figures["growth"]).to_string(index=False))


if __name__ == "__main__":
    main()
