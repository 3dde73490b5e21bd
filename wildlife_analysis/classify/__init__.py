"""Which taxon, which product, how many, offered or wanted, and whether the survey counts it.

All listings of a batch are cut into words and searched for all terms in one pass
(`tokens`, `terms`); rules then read, listing by listing, what the terms found mean together
(`offer`, `documents`, `context`, `quantity`, `specimens`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from wildlife_analysis.classify import categories, documents, offer
from wildlife_analysis.classify.ad import CATEGORY, Ad, Hit
from wildlife_analysis.classify.disguise import disguised
from wildlife_analysis.classify.elision import elided
from wildlife_analysis.classify.evidence import sentences
from wildlife_analysis.classify.lexicon import Lexicon, lexicon
from wildlife_analysis.classify.quantity import quantities
from wildlife_analysis.classify.specimens import Found, Reading, read
from wildlife_analysis.classify.terms import FUZZY_CUTOFF, Matches, compounds, corrections, find
from wildlife_analysis.classify.tokens import FIELDS, Tokens, tokenize
from wildlife_analysis.reference import Survey, column_names, empty_table, taxonomy
from wildlife_analysis.reference import scope as rule
from wildlife_analysis.reference.schema import DTYPES, fields

__all__ = ["OFFERED", "explain", "in_scope", "listings", "readings", "stated_number"]

OFFERED = ("sale", "giveaway", "exchange")


@dataclass(frozen=True)
class Decided:
    """The decisions on one listing, with the words that led there."""

    ad: Ad
    offer: str
    documents: str
    reading: Reading


def listings(
    frame: pd.DataFrame, survey: Survey, *, cutoff: float = FUZZY_CUTOFF
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Recognise the specimens that listings offer.

    Parameters
    ----------
    frame
        Cleaned listings: the columns of the table ``listings`` up to ``seller_key``.
    survey
        Its scope decides ``in_scope``; the middle of its fieldwork is the day of a listing
        that bears no date.
    cutoff
        Lowest likeness (0 to 100) at which an unseen word is read as a misspelt term.

    Returns
    -------
    listings, specimens : pandas.DataFrame
        Tables of those names; ``duplicate_of`` and ``relevance`` are empty as yet.
    """
    lex = lexicon()
    rows: list[dict[str, Any]] = []
    columns: dict[str, list[Any]] = {
        name: [] for name in ("offer", "documents", "needs_review", "named", "reason")
    }
    # One listing at a time: what the rules build of it is gone before the next one.
    for number, one in enumerate(_decisions(frame, lex, cutoff)):
        columns["offer"].append(one.offer)
        columns["documents"].append(one.documents)
        columns["needs_review"].append(one.reading.doubt)
        columns["named"].append(bool(one.reading.found))
        columns["reason"].append(one.reading.reason)
        rows += [_specimen(number, found, one.ad) for found in one.reading.found]
    specimens = _specimens(frame, rows, survey)
    result = frame.assign(
        offer=columns["offer"],
        documents=columns["documents"],
        relevance=np.nan,
        needs_review=columns["needs_review"],
        duplicate_of=pd.Series(np.nan, index=frame.index, dtype="str"),
    )
    listed = specimens[specimens["appendix"].notna() | specimens["eu_annex"].notna()]
    scoped = listed[in_scope(listed, survey.scope)]
    ids = result["listing_id"]
    offered = result["offer"].isin(OFFERED)
    named = pd.Series(columns["named"], index=frame.index, dtype=bool)
    reason = pd.Series(columns["reason"], index=frame.index, dtype="str")
    reason = reason.mask(named, "taxon_not_listed")
    reason = reason.mask(ids.isin(listed["listing_id"]), "out_of_scope")
    reason = reason.mask(ids.isin(scoped["listing_id"]), np.nan)
    reason = reason.mask(~offered & (result["offer"] == "wanted"), "wanted")
    reason = reason.mask(~offered & (result["offer"] == "none"), "not_an_offer")
    result = result.assign(rejection_reason=reason, in_scope=reason.isna())
    kept = listed[listed["listing_id"].isin(ids[offered])].reset_index(drop=True)
    dtypes = {r["column"]: DTYPES[r["dtype"]] for r in fields("listings").to_dict("records")}
    return result[column_names("listings")].astype(dtypes), kept


def in_scope(specimens: pd.DataFrame, scope: tuple[str, ...]) -> pd.Series:
    """Say which specimens the scope rule of a survey counts.

    Parameters
    ----------
    specimens
        Columns ``appendix`` and ``eu_annex``.
    scope
        Appendices (I, II, III), Annexes (A to D) and scientific names: one suffices.

    Returns
    -------
    pandas.Series
        bool.
    """
    return rule.in_scope(specimens, scope)


def readings(
    frame: pd.DataFrame, lex: Lexicon | None = None, *, cutoff: float = FUZZY_CUTOFF
) -> list[Decided]:
    """Read listings one by one; the evidence is kept.

    Parameters
    ----------
    frame
        Columns ``title``, ``description``, ``category``, ``language``, ``country_code``,
        ``price_amount``, ``price_kind``.
    lex
        Compiled terms; the reference terms where not given.
    cutoff
        Lowest likeness of a misspelt word.

    Returns
    -------
    list of Decided
        One per listing, in order.
    """
    return list(_decisions(frame, lexicon() if lex is None else lex, cutoff))


def _decisions(frame: pd.DataFrame, lex: Lexicon, cutoff: float) -> Iterator[Decided]:
    """Read listings one by one, and hand each on before the next is read."""
    tokens = tokenize(frame)
    matches = find(tokens, frame["language"], lex)
    matches, words = _with_misspellings(tokens, matches, frame["language"], lex, cutoff)
    for ad in _ads(frame, tokens, matches, words, lex):
        what = offer.decide(ad)
        yield Decided(ad, what, documents.decide(ad, what), read(ad, lex))


def explain(frame: pd.DataFrame) -> str:
    """Explain the decisions on a few listings, as text.

    Parameters
    ----------
    frame
        Rows of the table ``listings``.

    Returns
    -------
    str
    """
    blocks = []
    columns = frame[["listing_id", "title", "description"]].fillna("")
    for row, decided in zip(columns.itertuples(), readings(frame), strict=True):
        head = [f"{row.listing_id}: {row.title}", str(row.description)]
        text = "\n".join("".join(c if c.isprintable() else " " for c in line) for line in head)
        lines = sentences(decided.ad, decided.offer, decided.documents, decided.reading)
        blocks.append("\n".join([text, *lines]))
    return "\n\n".join(blocks)


def stated_number(text: str, language: str = "en") -> int | None:
    """Read the number of specimens that a short text states.

    Parameters
    ----------
    text
        Such as ``1.2.0``, ``lot de 3`` or ``2 pairs``.
    language
        ISO 639-1 code of the words in it.

    Returns
    -------
    int or None
        None where it states no number, or several that contradict each other.
    """
    frame = pd.DataFrame(
        {
            "title": [text],
            "description": [""],
            "category": [""],
            "language": [language],
            "country_code": [""],
            "price_amount": [np.nan],
            "price_kind": [""],
        }
    )
    found = quantities(readings(frame)[0].ad)
    shaped = [q for q in found if q.shape != "plain"] or found
    return shaped[0].value if len(shaped) == 1 else None


def _with_misspellings(
    tokens: Tokens, matches: Matches, languages: pd.Series, lex: Lexicon, cutoff: float
) -> tuple[Matches, list[str]]:
    """Read unseen words as misspelt or compound ones, and search again where any was found."""
    words = tokens.words()
    covered = np.zeros(len(words) + 1, dtype=np.int64)
    np.add.at(covered, matches.first, 1)
    np.add.at(covered, matches.last, -1)
    free = np.flatnonzero(
        (np.cumsum(covered[:-1]) == 0) & ~tokens.is_number & (tokens.field != CATEGORY)
    ).tolist()
    unseen = sorted({words[i] for i in free})
    wanted = corrections(unseen, lex, cutoff)
    german = set((languages == "de").to_numpy().nonzero()[0].tolist())
    joined = [i for i in free if int(tokens.document[i]) in german] if german else []
    parts = compounds(sorted({words[i] for i in joined}), lex)
    hidden = disguised(tokens, lex, np.cumsum(covered[:-1]) > 0)
    shared = elided(tokens, sorted(german), lex)
    if not wanted and not parts and not hidden and not shared:
        return matches, words
    scores = np.full(len(words), 100.0)
    changed = list(words)
    for i in free:
        if words[i] in wanted:
            changed[i], scores[i] = wanted[words[i]]
    for i in joined:
        if words[i] in parts:
            changed[i], scores[i] = parts[words[i]], 100.0
    for i, whole in shared.items():
        changed[i], scores[i] = whole, 100.0
    for one in hidden:
        changed[one.first], scores[one.first : one.last] = one.word, one.score
        changed[one.first + 1 : one.last] = [""] * (one.last - one.first - 1)
    spoken = np.array([bool(word) for word in changed])
    lengths = np.array([len(word) for word in changed], dtype=np.int64) + 2 * spoken
    gap = tokens.gap & spoken
    place = np.concatenate([[0], np.cumsum(lengths)[:-1]]) + np.cumsum(gap)
    haystack = "".join(
        f"\n {word} " if line else f" {word} " if word else ""
        for word, line in zip(changed, gap.tolist(), strict=True)
    )
    kept = np.append(np.flatnonzero(spoken), len(words))
    swallowed = kept[np.searchsorted(kept, np.arange(len(words) + 1))]
    return find(tokens, languages, lex, haystack, place, scores, swallowed), words


def _ads(
    frame: pd.DataFrame, tokens: Tokens, matches: Matches, words: list[str], lex: Lexicon
) -> Iterator[Ad]:
    """Gather what belongs to each listing."""
    start, end = tokens.start.tolist(), tokens.end.tolist()
    field, numbers = tokens.field.tolist(), tokens.is_number.tolist()
    clause = tokens.clause.tolist()
    first, bounds = tokens.first.tolist(), matches.bounds.tolist()
    rows = list(
        zip(
            matches.term.tolist(),
            matches.first.tolist(),
            matches.last.tolist(),
            matches.score.tolist(),
            strict=True,
        )
    )
    price = frame["price_amount"].to_numpy(dtype=float, na_value=np.nan)
    free = (frame["price_kind"] == "free").fillna(False).tolist()
    languages = frame["language"].fillna("").tolist()
    countries = frame["country_code"].fillna("").tolist()
    category = categories.decide(frame["category"]).tolist()
    for i, text in enumerate(tokens.texts):
        a, b = first[i], first[i + 1]
        hits = []
        kinds: dict[str, list[Hit]] = {}
        by_word = {}
        for term, begin, stop, score in rows[bounds[i] : bounds[i + 1]]:
            hit = Hit(lex.terms[term], begin - a, stop - a, field[begin], score)
            hits.append(hit)
            kinds.setdefault(hit.term.kind, []).append(hit)
            for word in range(hit.first, hit.last):
                by_word[word] = hit
        yield Ad(
            language=languages[i],
            country=countries[i],
            text=text,
            words=words[a:b],
            start=start[a:b],
            end=end[a:b],
            fields=field[a:b],
            numbers=numbers[a:b],
            clause=clause[a:b],
            hits=hits,
            kinds=kinds,
            by_word=by_word,
            price=None if np.isnan(price[i]) else float(price[i]),
            is_free=free[i],
            category=category[i],
        )


def _specimen(number: int, found: Found, ad: Ad) -> dict[str, Any]:
    """Write one row of the specimens table; ``number`` is that of the listing."""
    mention = found.mentions[0]
    field_start = sum(len(part) + 1 for part in ad.text.split("\x1f")[: mention.field])
    return {
        "number": number,
        "scientific_name": found.code,
        "product": found.product,
        "specimen_count": found.count,
        "count_method": found.method,
        "quantity": found.quantity,
        "unit": found.unit or None,
        "matched_term": ad.quote(mention.first, mention.last),
        "match_method": "exact" if mention.score == 100 else "fuzzy",
        "match_score": mention.score,
        "match_field": FIELDS[mention.field],
        "match_start": ad.start[mention.first] - field_start,
        "match_end": ad.end[mention.last - 1] - field_start,
    }


def _specimens(frame: pd.DataFrame, rows: list[dict[str, Any]], survey: Survey) -> pd.DataFrame:
    """Write the specimens table: one row per listing × taxon × product."""
    if not rows:
        return empty_table("specimens")
    days = frame["posted_on"].fillna(frame["collected_at"].dt.tz_localize(None).dt.normalize())
    if survey.fieldwork_from is not None and survey.fieldwork_to is not None:
        middle = survey.fieldwork_from + (survey.fieldwork_to - survey.fieldwork_from) / 2
        days = days.fillna(pd.Timestamp(middle))
    table = pd.DataFrame(rows)
    own = table.pop("number").to_numpy()
    table = table.assign(
        survey=frame["survey"].to_numpy()[own],
        listing_id=frame["listing_id"].to_numpy()[own],
        day=days.to_numpy()[own],
    )
    status = taxonomy.status(table["scientific_name"], table["day"])
    names = taxonomy.describe(table["scientific_name"])
    table = pd.concat([table.drop(columns="day"), status, names], axis=1)
    ivory = table["product"] == "ivory"
    elephant = ivory & (table["family"] == "Elephantidae")
    table["taxon_group"] = (
        table["taxon_group"].mask(ivory, "other ivory").mask(elephant, "elephant ivory")
    )
    dtypes = {r["column"]: DTYPES[r["dtype"]] for r in fields("specimens").to_dict("records")}
    return table[column_names("specimens")].astype(dtypes)
