"""Time the recognition of specimens against peers and against a floor.

One run, the same ads, the same phrases. Figures are ads per second of processor time on one
core; repeats are interleaved and the median is taken. ``*_over_floor`` is the time that one
takes, as a multiple of the floor of the same run: compare these, not ads per second.

Peers are no part of the project and are left out, and said to be, where they are not
installed: ``pip install spacy flashtext2``. Regular expressions are far too slow for all ads:
they are timed on the first few, and the figure is extrapolated from these (``*_ads_timed``).

- ``floor``: the text in small letters and one pass of an automaton of the same phrases over it.
- ``matching``: cutting into words with their places, and all terms with word borders, languages
  and fields (`tokenize`, `find`).
- ``regex_alternatives``: one compiled pattern of all phrases.
- ``regex_per_taxon``: a pattern of its names for every taxon, searched in every ad, as the
  closest peer does with its list of species.

With ``--checklist FILE`` (an official export) all is measured without and with the checklist.
"""

import argparse
import json
import os
import platform
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import ahocorasick_rs
import pandas as pd

from wildlife_analysis import classify, clean, read, reference, simulate
from wildlife_analysis.classify.lexicon import Lexicon, lexicon
from wildlife_analysis.classify.terms import find
from wildlife_analysis.classify.tokens import tokenize
from wildlife_analysis.reference import checklist, checklist_import

REPEATS = 3
SLOW_SECONDS = 4.0  # a slow peer is stopped after about so long


def timed(function: Callable[[], Any]) -> float:
    start = time.process_time()
    function()
    return time.process_time() - start


def slow(texts: list[str], function: Callable[[str], Any]) -> tuple[float, int]:
    """Time a function of one ad on as many ads as fit into a few seconds."""
    start = time.process_time()
    done = 0
    for text in texts:
        function(text)
        done += 1
        if time.process_time() - start > SLOW_SECONDS:
            break
    return done / (time.process_time() - start), done


def peers(texts: list[str], phrases: list[str], taxa: dict[str, list[str]]) -> dict[str, Any]:
    """Time the peers on the same ads and phrases."""
    figures: dict[str, Any] = {}
    small = [text.casefold() for text in texts]
    try:
        processor = import_module("flashtext2").KeywordProcessor(case_sensitive=True)
        for phrase in phrases:
            processor.add_keyword(phrase, phrase)
        spent = timed(lambda: [processor.extract_keywords(text) for text in small])
        figures["flashtext2"] = round(len(texts) / spent)
    except ImportError:
        figures["flashtext2"] = "not installed"
    try:
        spacy = import_module("spacy")
        nlp = spacy.blank("xx")
        matcher = import_module("spacy.matcher").PhraseMatcher(nlp.vocab, attr="LOWER")
        matcher.add("term", list(nlp.tokenizer.pipe(phrases)))
        some = small[:2000]
        spent = timed(lambda: [matcher(doc) for doc in nlp.pipe(some)])
        figures["spacy_phrase_matcher"] = round(len(some) / spent)
    except ImportError:
        figures["spacy_phrase_matcher"] = "not installed"
    start = time.process_time()
    longest_first = sorted(phrases, key=len, reverse=True)
    everything = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
    figures["regex_alternatives_compile_s"] = round(time.process_time() - start, 1)
    rate, done = slow(small, lambda text: everything.findall(text))
    figures |= {
        "regex_alternatives": round(rate, 2),
        "regex_alternatives_ads_timed": done,
    }
    each = [
        re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b") for names in taxa.values()
    ]
    rate, done = slow(small, lambda text: [p.search(text) for p in each])
    figures |= {"regex_per_taxon": round(rate, 2), "regex_per_taxon_ads_timed": done}
    return figures


def measure(frame: pd.DataFrame, lex: Lexicon, survey: reference.Survey) -> dict[str, Any]:
    """Time floor, matching and peers for one lexicon."""
    texts = [f"{t}\n{d}" for t, d in zip(frame["title"], frame["description"], strict=True)]
    phrases = list(dict.fromkeys(" ".join(pattern.split()) for pattern in lex.patterns))
    taxa: dict[str, list[str]] = {}
    for pattern, owners in zip(lex.patterns, lex.meanings.max(axis=1).tolist(), strict=True):
        if owners >= 0 and lex.terms[owners].kind == "taxon":
            taxa.setdefault(lex.terms[owners].code, []).append(" ".join(pattern.split()))
    plain = ahocorasick_rs.AhoCorasick(
        phrases, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
    )
    spent: dict[str, list[float]] = {"floor": [], "matching": [], "classify": []}
    joined = "\n".join(texts)
    for _ in range(REPEATS):
        spent["floor"].append(timed(lambda: plain.find_matches_as_indexes(joined.casefold())))
        spent["matching"].append(timed(lambda: find(tokenize(frame), frame["language"], lex)))
        spent["classify"].append(timed(lambda: classify.listings(frame, survey)))
    seconds = {name: statistics.median(values) for name, values in spent.items()}
    others = peers(texts, phrases, taxa)
    floor = len(frame) / seconds["floor"]
    ratios = {
        f"{name}_over_floor": round(floor / others[name], 1)
        for name in (
            "flashtext2",
            "spacy_phrase_matcher",
            "regex_alternatives",
            "regex_per_taxon",
        )
        if isinstance(others[name], int | float) and others[name] > 0
    }
    return {
        "phrases": len(phrases),
        "taxa": len(taxa),
        **{f"{name}_ads_per_s": round(len(frame) / s) for name, s in seconds.items()},
        "matching_over_floor": round(seconds["matching"] / seconds["floor"], 2),
        "classify_over_floor": round(seconds["classify"] / seconds["floor"], 1),
        **others,
        **ratios,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--listings", type=int, default=5000)
    parser.add_argument("--checklist", type=Path, help="official export to load as well")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WILDLIFE_ANALYSIS_HOME"] = folder
        raw = Path(folder) / "2018"
        simulate.survey("2018", raw, listings=options.listings)
        found = read.survey(raw, survey_id="2018", key=b"benchmark")
        survey = reference.Survey(id="2018")
        frame = clean.listings(found.listings, survey)
        first = timed(lexicon)
        figures = {"listings": len(frame), "lexicon_compile_s": round(first, 1)}
        figures |= measure(frame, lexicon(), survey)
        if options.checklist is not None:
            checklist_import.import_checklist(options.checklist)
            checklist.forget()
            figures["with_checklist_lexicon_compile_s"] = round(timed(lexicon), 1)
            more = measure(frame, lexicon(), survey)
            figures |= {f"with_checklist_{name}": value for name, value in more.items()}
    figures |= {"python": platform.python_version(), "pandas": pd.__version__}
    if options.json:
        print(json.dumps(figures))
    else:
        print(pd.Series(figures).to_string())


if __name__ == "__main__":
    main()
