"""Time reading and cleaning against a floor and against two libraries called row by row.

All on the same rows, in one run, in processor time. The rows are simulated, their descriptions
joined to about 300 characters each.

floor
    pyarrow reads the same file, and the text is put into small letters once.
peers
    What VIDA-NYU and Rinne do: price-parser on each price, dateparser on each date, row by row
    (on a sample, in proportion); each beside our time for the same field.
"""

import argparse
import json
import platform
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.compute as pc
import pyarrow.csv

from wildlife_analysis import clean, read, reference, simulate
from wildlife_analysis.clean import date, hashed, language, place, price, privacy, text, traces

# Function of a module -> the field whose cost it is.
FIELDS = [
    (text, "repair", "text"),
    (hashed, "batches", "words"),
    (language, "evidence", "language"),
    (language, "identify", "language"),
    (traces, "find", "personal data"),
    (privacy, "mask", "personal data"),
    (place, "hosts", "place"),
    (place, "marketplaces", "place"),
    (place, "countries", "place"),
    (place, "locate", "place"),
    (date, "collected", "date"),
    (date, "parse", "date"),
    (price, "parse", "price"),
    (price, "to_usd", "dollars"),
]


def rows(folder: Path, size: int, characters: int) -> Path:
    """Write a survey of one CSV file with long descriptions."""
    simulate.survey("2018", folder / "raw", listings=max(size // 2, 200))
    frame = read.survey(folder / "raw", survey_id="2018", key=b"benchmark").listings
    frame = frame.sample(size, replace=True, random_state=1).reset_index(drop=True)
    few = max(1, round(characters / frame["description"].str.len().mean()))
    parts = [frame["description"].sample(frac=1, random_state=n) for n in range(few - 1)]
    own = frame["description"].fillna("")
    for part in parts:  # of the same country and language, so of the same language
        others = part.groupby(frame["country"]).transform(
            lambda column: np.roll(column.to_numpy(), 1)
        )
        own = own + " " + others.fillna("").sort_index()
    names = ["marketplace", "country", "url", "title", "price", "location", "posted"]
    table = frame[[*names, "scraped_at", "category"]].assign(description=own)
    table.insert(0, "listing_id", [f"b{number}" for number in range(size)])
    (folder / "survey").mkdir()
    path = folder / "survey" / "listings.csv"
    table.to_csv(path, index=False)
    return path


def timed(function: Callable[..., Any], *arguments: Any, **named: Any) -> tuple[float, Any]:
    """Return processor time and result."""
    start = time.process_time()
    result = function(*arguments, **named)
    return time.process_time() - start, result


def floor(path: Path) -> None:
    table = pyarrow.csv.read_csv(path)
    for name in ("title", "description"):
        pc.utf8_lower(table[name])


class Clock:
    """Add up the time spent in functions by field, each counted once."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self.running: list[list[float]] = []

    def watch(self, module: Any, name: str, field: str) -> None:
        """Put a function of a module under the clock."""
        own = getattr(module, name)
        if name == "batches":
            setattr(module, name, lambda texts: self.steps(own(texts), field))
            return

        def watched(*arguments: Any, **named: Any) -> Any:
            self.running.append([0.0])
            taken, result = timed(own, *arguments, **named)
            inner = self.running.pop()[0]
            self.spent[field] += taken - inner
            if self.running:
                self.running[-1][0] += taken
            return result

        setattr(module, name, watched)

    def steps(self, iterator: Any, field: str) -> Any:
        """Time the steps of an iterator alone, not what is done with them."""
        while True:
            taken, item = timed(next, iterator, None)
            self.spent[field] += taken
            if self.running:
                self.running[-1][0] += taken
            if item is None:
                return
            yield item


def peers(frame: pd.DataFrame, sample: int) -> dict[str, float]:
    """Time the libraries row by row, in proportion to all rows."""
    import dateparser
    from price_parser import Price

    some = frame.sample(min(sample, len(frame)), random_state=2)
    prices = some["price"].fillna("").tolist()
    dates = some["posted"].fillna("").tolist()
    Price.fromstring(prices[0])
    dateparser.parse(dates[0] or "today")
    scale = len(frame) / len(some)
    return {
        "price": scale * timed(lambda: [Price.fromstring(value) for value in prices])[0],
        "date": scale * timed(lambda: [dateparser.parse(v) if v else None for v in dates])[0],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--listings", type=int, default=50_000)
    parser.add_argument("--characters", type=int, default=300)
    parser.add_argument("--sample", type=int, default=1_000, help="rows for the peers")
    options = parser.parse_args()
    survey = reference.Survey(id="2018")
    with tempfile.TemporaryDirectory() as folder:
        path = rows(Path(folder), options.listings, options.characters)
        small = path.with_name("small.csv")
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        small.write_text("".join(lines[:200]), encoding="utf-8")
        warm = read.survey([small], key=b"benchmark").listings  # tables, models, patterns
        clean.listings(warm, survey)
        floors = [timed(floor, path)[0] for _ in range(3)]
        reading, raw = timed(read.survey, [path], key=b"benchmark")
        cleaning, table = timed(clean.listings, raw.listings, survey)
        floors += [timed(floor, path)[0] for _ in range(3)]
        clock = Clock()
        for watched in FIELDS:
            clock.watch(*watched)
        whole, _ = timed(clean.listings, raw.listings, survey)
    low = float(np.median(floors))
    compared = peers(raw.listings, options.sample)
    shares = {field: spent / (reading + whole) for field, spent in clock.spent.items()}
    shares["reading"] = reading / (reading + whole)
    shares["assembly"] = 1 - sum(shares.values())
    figures = {
        "listings": len(table),
        "characters_per_listing": round(float(raw.listings["description"].str.len().mean())),
        "listings_per_second": round(len(table) / (reading + cleaning)),
        "over_floor": round((reading + cleaning) / low, 1),
        "floor_seconds": round(low, 3),
        **{f"share_{k.replace(' ', '_')}": round(v, 3) for k, v in sorted(shares.items())},
        **{
            f"{name}_parser_over_ours": round(taken / clock.spent[name], 1)
            for name, taken in compared.items()
        },
        "price_and_date_parser_over_all_of_ours": round(
            sum(compared.values()) / (reading + cleaning), 2
        ),
        "python": platform.python_version(),
        "pandas": pd.__version__,
    }
    if options.json:
        print(json.dumps(figures))
    else:
        print(pd.Series(figures).to_string())


if __name__ == "__main__":
    main()
