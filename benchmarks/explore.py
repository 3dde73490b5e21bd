"""How soon a large processed survey can be explored, beside loading it whole.

A processed survey is repeated to the size asked for, every repetition under identifiers and
sellers of its own; each figure is taken in a fresh process. The figures are processor seconds,
``load`` with the imports it brings; the ratio to loading and counting the tables whole
(`count.load`, `count.both`) is that of one machine in one run.
"""

import argparse
import json
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
OWN = {
    "listings": ("listing_id", "duplicate_of", "seller_key"),
    "specimens": ("listing_id",),
    "duplicates": ("listing_id", "duplicate_of", "linked_with"),
}
MEASURED = """
import json, sys, time
start = time.process_time()
figures = {}
def lap(name):
    global start
    now = time.process_time()
    figures[name] = round(now - start, 2)
    start = now
"""
EXPLORED = (
    MEASURED
    + """
from wildlife_analysis import load
lap("import")
survey = load(sys.argv[1])
survey._repr_html_()
lap("load")
view = survey.specimens
view.by("country_code", "taxon_group")
lap("first_count")
view.where(country_code="FR", taxon="Psittaciformes").by("marketplace")
lap("filtered_count")
view.where(text="tortue")
view.where(text="tortue").by("country_code")
lap("words_count")
view.where(country_code="GB").ads()
lap("page_of_ads")
print(json.dumps(figures))
"""
)
WHOLE = (
    MEASURED
    + """
from wildlife_analysis import count
lap("import")
survey = count.load(sys.argv[1])
lap("whole_load")
count.both(survey, ["country_code", "taxon_group"])
lap("whole_count")
print(json.dumps(figures))
"""
)


def repeat(source: Path, target: Path, listings: int) -> int:
    """Repeat a processed survey; return its number of listings."""
    times = 0
    for name, columns in OWN.items():
        table = pd.read_parquet(source / f"{name}.parquet")
        times = times or max(1, -(-listings // len(table)))
        large = pd.concat([table] * times, ignore_index=True)
        number = pd.Series(np.repeat(np.arange(times), len(table)).astype(str), dtype="str")
        large = large.assign(**{column: number + "-" + large[column] for column in columns})
        large.to_parquet(target / f"{name}.parquet", index=False)
        listings = len(large) if name == "listings" else listings
    for name in ("coverage.parquet", "rejects.parquet", "manifest.json"):
        if (source / name).exists():
            shutil.copy(source / name, target / name)
    return listings


def measured(code: str, folder: Path) -> dict[str, float]:
    """Run code in a fresh process and return its figures."""
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, default=1_000_000)
    parser.add_argument("--processed", type=Path, default=ROOT / "data" / "processed" / "2018")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    options = parser.parse_args()
    if not (options.processed / "manifest.json").exists():
        parser.error(f"{options.processed}: no processed survey; run 'make process' first")
    with tempfile.TemporaryDirectory() as folder:
        size = repeat(options.processed, Path(folder), options.listings)
        explored = measured(EXPLORED, Path(folder))
        whole = measured(WHOLE, Path(folder))
    ready = explored["load"] + explored["first_count"]
    all_of_it = whole["whole_load"] + whole["whole_count"]
    figures: dict[str, object] = {
        "listings": size,
        **{f"{name}_cpu_s": value for name, value in (whole | explored).items()},
        "first_count_to_whole": round(ready / all_of_it, 3),
        "python": platform.python_version(),
        "pandas": pd.__version__,
    }
    print(json.dumps(figures) if options.json else pd.Series(figures).to_string())


if __name__ == "__main__":
    main()
