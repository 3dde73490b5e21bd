"""Frequent words that no term covers, in listings that look relevant, with suggested terms."""

from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from wildlife_analysis import reference
from wildlife_analysis.classify import dictionaries, readings
from wildlife_analysis.classify.ad import CATEGORY
from wildlife_analysis.reference import SurveyError, matching_key
from wildlife_analysis.reference.tables import read_csv
from wildlife_analysis.review.files import append_csv, plain

__all__ = ["COLUMNS", "FILE", "propose", "words"]

FILE = "new_terms.csv"
COLUMNS = [
    "term", "language", "listings", "share_relevant", "score", "in_dictionary",
    "suggested_term", "suggested_kind", "suggested_code", "likeness", "examples",
    "draw", "seed", "kind", "code", "note",
]  # fmt: skip
SHORTEST = 4  # letters of a word worth asking about
LIKELY = 0.5
LEAST_LIKE = 70.0  # likeness (0 to 100) from which a known term is suggested
EXAMPLES = 3
DICTIONARY_WEIGHT = 0.5  # words that a dictionary knows are rarely names


def _relevant(listings: pd.DataFrame) -> pd.Series:
    """Say which listings look relevant: by the model, or by the rules where there is none."""
    if listings["relevance"].notna().any():
        return (listings["relevance"] >= LIKELY) | listings["in_scope"]
    offered = listings["offer"].isin(("sale", "giveaway", "exchange"))
    unknown = listings["rejection_reason"].isin(("nothing_recognised", "taxon_not_listed"))
    animals = listings["category"].fillna("").map(_animal_category)
    return listings["in_scope"] | (offered & unknown & animals) | listings["needs_review"]


@cache
def _animal_category(category: str) -> bool:
    from wildlife_analysis.classify import categories

    return bool(categories.decide(pd.Series([category], dtype="str")).iloc[0])


def _unmatched(listings: pd.DataFrame) -> pd.DataFrame:
    """Return the distinct words of each listing that no term covers (row, word)."""
    rows: list[int] = []
    found: list[str] = []
    for number, decided in enumerate(readings(listings)):
        ad = decided.ad
        free = {
            word
            for at, word in enumerate(ad.words)
            if at not in ad.by_word
            and len(word) >= SHORTEST
            and not ad.numbers[at]
            and ad.fields[at] != CATEGORY
        }
        rows += [number] * len(free)
        found += sorted(free)
    return pd.DataFrame({"row": rows, "word": pd.Series(found, dtype="str")})


def words(
    listings: pd.DataFrame, *, size: int, taken: frozenset[str] = frozenset()
) -> pd.DataFrame:
    """Find frequent words that no term covers.

    Parameters
    ----------
    listings
        Table of that name; ``relevance`` filled where there is a model. Repeated listings are
        left out, so that one seller's text counts once.
    size
        Number of words at most.
    taken
        Words proposed before ("language word").

    Returns
    -------
    pandas.DataFrame
        ``term`` (in normal form), ``language``, ``listings`` (relevant ones it stands in),
        ``share_relevant`` (of all listings with it), ``score`` (log-likelihood ratio of being
        more frequent in relevant listings, Dunning 1993; halved for words of a dictionary),
        ``in_dictionary``, ``suggested_term``, ``suggested_kind``, ``suggested_code`` and
        ``likeness`` of the nearest known term, ``examples`` (identifiers of listings).
    """
    rows = listings[listings["duplicate_of"].isna()].reset_index(drop=True)
    relevant = _relevant(rows).to_numpy(dtype=bool)
    table = _unmatched(rows)
    table = table.assign(
        language=rows["language"].fillna("").to_numpy()[table["row"].to_numpy(dtype=int)],
        relevant=relevant[table["row"].to_numpy(dtype=int)],
        listing_id=rows["listing_id"].to_numpy()[table["row"].to_numpy(dtype=int)],
    )
    masks = {"phone", "handle", "address", "plate", "mail"}
    table = table[(table["language"] != "") & ~table["word"].isin(masks)]
    counts = table.groupby(["language", "word"], as_index=False).agg(
        listings=("relevant", "sum"), everywhere=("relevant", "size")
    )
    counts = counts[counts["listings"] >= 2]
    sizes = pd.DataFrame({"language": rows["language"], "relevant": relevant})
    totals = sizes.groupby("language")["relevant"].agg(["sum", "size"])
    inside = counts["language"].map(totals["sum"]).to_numpy(dtype=float)
    outside = counts["language"].map(totals["size"]).to_numpy(dtype=float) - inside
    k1 = counts["listings"].to_numpy(dtype=float)
    k2 = counts["everywhere"].to_numpy(dtype=float) - k1
    score = _likelihood_ratio(k1, inside, k2, outside)
    in_dictionary = dictionaries.known(counts["word"].tolist())
    known = counts["word"].isin(in_dictionary).to_numpy(dtype=bool)
    key = counts["language"] + " " + counts["word"]
    counts = counts.assign(
        score=np.round(np.where(known, DICTIONARY_WEIGHT, 1.0) * score, 3),
        share_relevant=np.round(k1 / (k1 + k2), 3),
        in_dictionary=known,
    )[~key.isin(taken).to_numpy() & (score > 0)]
    best = counts.sort_values(
        ["score", "listings", "language", "word"], ascending=[False, False, True, True]
    ).head(size)
    own = table[table["relevant"] & table["word"].isin(best["word"])]
    examples = own.groupby(["language", "word"])["listing_id"].agg(
        lambda ids: " ".join(sorted(ids)[:EXAMPLES])
    )
    places = pd.MultiIndex.from_frame(best[["language", "word"]])
    return (
        best.rename(columns={"word": "term"})
        .assign(examples=examples.reindex(places).to_numpy())
        .join(_suggested(best["word"]))
        .drop(columns="everywhere")
        .reset_index(drop=True)
    )


def _likelihood_ratio(
    k1: np.ndarray, n1: np.ndarray, k2: np.ndarray, n2: np.ndarray
) -> np.ndarray:
    """Compute Dunning's G²; zero where the word is not more frequent in the first part."""

    def logs(k: np.ndarray, n: np.ndarray, p: np.ndarray) -> np.ndarray:
        p = np.clip(p, 1e-12, 1 - 1e-12)
        return k * np.log(p) + (n - k) * np.log(1 - p)

    p1, p2 = k1 / np.maximum(n1, 1), k2 / np.maximum(n2, 1)
    p = (k1 + k2) / np.maximum(n1 + n2, 1)
    g2 = 2 * (logs(k1, n1, p1) + logs(k2, n2, p2) - logs(k1, n1, p) - logs(k2, n2, p))
    return np.where(p1 > p2, g2, 0.0)


@cache
def _known_terms() -> tuple[list[str], list[tuple[str, str, str]]]:
    """Return the words of known terms and taxa, and what each stands for."""
    meanings: dict[str, tuple[str, str, str]] = {}
    counts: Counter[str] = Counter()
    terms = reference.table("terms")
    for term, kind, code in zip(terms["term"], terms["kind"], terms["code"], strict=True):
        for word in matching_key(term).split():
            if len(word) >= SHORTEST and kind in ("taxon", "product", "decoy"):
                counts[word] += 1
                meanings.setdefault(word, (term, kind, code))
    for name in reference.table("taxa")["scientific_name"]:
        for word in matching_key(name).split():
            meanings.setdefault(word, (name, "taxon", name))
    return list(meanings), list(meanings.values())


def _suggested(column: pd.Series) -> pd.DataFrame:
    """Suggest for each word the known term most like it."""
    from rapidfuzz import fuzz, process

    known, meanings = _known_terms()
    empty = {"suggested_term": "", "suggested_kind": "", "suggested_code": "", "likeness": 0.0}
    rows = []
    for word in column.tolist():
        found = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=LEAST_LIKE)
        if found is None:
            rows.append(empty)
            continue
        term, kind, code = meanings[found[2]]
        rows.append(
            {
                "suggested_term": term,
                "suggested_kind": kind,
                "suggested_code": code,
                "likeness": round(float(found[1]), 1),
            }
        )
    return pd.DataFrame(rows, index=column.index, columns=list(empty))


def propose(listings: pd.DataFrame, folder: Path, *, size: int, seed: int) -> pd.DataFrame:
    """Propose words as new terms and keep the proposal in the folder of the survey.

    Parameters
    ----------
    listings
        Table of that name.
    folder
        Folder of decisions on the survey; made where it does not exist.
    size
        Number of words at most.
    seed
        Kept with the proposal; nothing in it is random.

    Returns
    -------
    pandas.DataFrame
        The rows added to ``new_terms.csv``: `words` and the columns ``kind``, ``code`` and
        ``note``, to be filled in by whoever moves a word to ``reference/terms``. No word is
        proposed twice.

    Raises
    ------
    SurveyError
        When the size is below one or nothing is left to propose.
    """
    if size < 1:
        raise SurveyError(f"size {size}: ask for one word at least")
    path = folder / FILE
    taken: set[str] = set()
    draw = 1
    if path.exists():
        before = read_csv(path)
        if list(before.columns) != COLUMNS:
            raise SurveyError(f"{path}: its columns are not {', '.join(COLUMNS)}")
        taken = set((before["language"] + " " + before["term"].map(plain)).tolist())
        draw += int(pd.to_numeric(before["draw"]).max()) if len(before) else 0
    found = words(listings, size=size, taken=frozenset(taken))
    if found.empty:
        raise SurveyError(f"{path}: no further frequent word that no term covers")
    found = found.assign(draw=draw, seed=seed, kind="", code="", note="")[COLUMNS]
    append_csv(path, found.astype("str"))
    return found
