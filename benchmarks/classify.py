"""Time the recognition of specimens against one automaton pass over the same text."""

import argparse
import json
import platform
import tempfile
import time
from pathlib import Path

import pandas as pd

from wildlife_analysis import classify, clean, read, reference, simulate
from wildlife_analysis.classify.lexicon import lexicon
from wildlife_analysis.classify.tokens import tokenize


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--listings", type=int, default=5000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "2018"
        simulate.survey("2018", raw, listings=options.listings)
        found = read.survey(raw, survey_id="2018", key=b"benchmark")
    survey = reference.Survey(id="2018")
    frame = clean.listings(found.listings, survey)
    lex = lexicon()
    clock = time.perf_counter
    start = clock()
    lex.automaton.find_matches_as_indexes(tokenize(frame).haystack)
    floor = clock() - start
    start = clock()
    classify.listings(frame, survey)
    whole = clock() - start
    figures = {
        "listings": len(frame),
        "matching_listings_per_second": round(len(frame) / floor),
        "classify_listings_per_second": round(len(frame) / whole),
        "classify_over_floor": round(whole / floor, 1),
        "patterns": len(lex.patterns),
        "python": platform.python_version(),
        "pandas": pd.__version__,
    }
    if options.json:
        print(json.dumps(figures))
    else:
        print(pd.Series(figures).to_string())


if __name__ == "__main__":
    main()
