"""Which taxon, which product, how many, offered or wanted, and whether the survey counts it.

All listings of a batch are cut into words and searched for all terms in one pass
(`tokens`, `terms`, `misspelt`, `batch`); rules then read, listing by listing, what the terms
found mean together (`offer`, `documents`, `context`, `quantity`, `specimens`). A listing
without a term that a rule speaks of is not shown to it.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis.classify import documents, offer
from wildlife_analysis.classify.ad import Ad
from wildlife_analysis.classify.batch import Batch
from wildlife_analysis.classify.evidence import sentences
from wildlife_analysis.classify.lexicon import Lexicon, lexicon
from wildlife_analysis.classify.misspelt import FUZZY_CUTOFF
from wildlife_analysis.classify.quantity import quantities
from wildlife_analysis.classify.specimens import Found, Reading, named_in, read
from wildlife_analysis.classify.tokens import FIELDS
from wildlife_analysis.reference import Survey, column_names, empty_table, taxonomy
from wildlife_analysis.reference import scope as rule
from wildlife_analysis.reference.schema import DTYPES, fields

__all__ = ["OFFERED", "explain", "in_scope", "listings", "readings", "stated_number"]

OFFERED = ("sale", "giveaway", "exchange")
# Listings whose words are held at once: 20,000 take 400 MiB more, and no less time.
AT_ONCE = 4_000
# What a listing is read by: where all of it is the same, so is what is read.
READ_BY = ("title", "description", "category", "language", "price_amount", "price_kind")


@dataclass(slots=True)
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

    Examples
    --------
    >>> ads = pd.DataFrame({"title": ["2 grey parrots with papers", "Ivory coloured lamp"]})
    >>> ads.to_csv(folder / "ads.csv", index=False)
    >>> found = read.survey(folder / "ads.csv", key=bytes(32)).listings
    >>> declared = reference.surveys.load_survey(raw)
    >>> cleaned = clean.listings(found, declared)
    >>> listings, specimens = classify.listings(cleaned, declared)
    >>> specimens[["scientific_name", "product", "specimen_count"]]
           scientific_name product  specimen_count
    0  Psittacus erithacus    live               2
    >>> listings["rejection_reason"].tolist()
    [nan, 'colour_or_pattern']
    """
    first, same = _distinct(frame)
    texts = frame.iloc[first]
    pieces = [
        _read(texts.iloc[begin : begin + AT_ONCE], cutoff)
        for begin in range(0, max(len(texts), 1), AT_ONCE)
    ]
    offers, papers, reasons, doubt = (
        np.concatenate([getattr(piece, name) for piece in pieces])[same]
        for name in ("offers", "documents", "reasons", "doubt")
    )
    found = [rows for piece in pieces for rows in piece.rows]
    rows = [(number, *row) for number, one in enumerate(same.tolist()) for row in found[one]]
    table, own = _specimens(frame, rows, survey)
    listed = (table["appendix"].notna() | table["eu_annex"].notna()).to_numpy(dtype=bool)
    listed_table = table[listed]
    scoped = in_scope(listed_table, survey.scope).to_numpy(dtype=bool)
    reasons[own] = "taxon_not_listed"
    reasons[own[listed]] = "out_of_scope"
    reasons[own[listed][scoped]] = np.nan
    reasons[offers == "wanted"] = "wanted"
    reasons[offers == "none"] = "not_an_offer"
    reason = pd.Series(reasons, index=frame.index, dtype="str")
    result = frame.assign(
        offer=offers,
        documents=papers,
        relevance=np.nan,
        needs_review=doubt,
        duplicate_of=pd.Series(np.nan, index=frame.index, dtype="str"),
        rejection_reason=reason,
        in_scope=reason.isna(),
    )
    kept = listed_table[np.isin(offers[own[listed]], OFFERED)].reset_index(drop=True)
    dtypes = {r["column"]: DTYPES[r["dtype"]] for r in fields("listings").to_dict("records")}
    return result[column_names("listings")].astype(dtypes), kept


def _distinct(
    frame: pd.DataFrame,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Find listings that read the same: an advertisement scraped daily is read once.

    Returns
    -------
    first, same : numpy.ndarray
        Places of the first of each; which of these each listing is like.
    """
    groups = frame.groupby([*READ_BY], dropna=False, sort=False, observed=True)
    codes = groups.ngroup().to_numpy(dtype=np.int64)
    _, first, same = np.unique(codes, return_index=True, return_inverse=True)
    return first.astype(np.int64), same.astype(np.int64)


@dataclass(slots=True)
class _Told:
    """What the rules say of some listings: an array or a list, an item a listing."""

    offers: npt.NDArray[np.object_]
    documents: npt.NDArray[np.object_]
    reasons: npt.NDArray[np.object_]
    doubt: npt.NDArray[np.bool_]
    rows: list[list[tuple[Any, ...]]]


def _read(frame: pd.DataFrame, cutoff: float) -> _Told:
    """Read as many listings as are held at once."""
    lex = lexicon()
    batch = Batch(frame, lex, cutoff)
    size = len(batch)
    result = _Told(
        offers=np.full(size, offer.UNSAID, dtype=object),
        documents=np.full(size, documents.UNSAID, dtype=object),
        reasons=np.full(size, Reading().reason, dtype=object),
        doubt=np.zeros(size, dtype=bool),
        rows=[[] for _ in range(size)],
    )
    told, certified, named = offer.told_in(batch), documents.told_in(batch), named_in(batch)
    # One listing at a time: what the rules build of it is gone before the next one.
    for number in np.flatnonzero(told | certified | named).tolist():
        ad = batch.ad(number)
        if told[number]:
            result.offers[number] = offer.decide(ad)
        if certified[number]:
            result.documents[number] = documents.decide(ad, result.offers[number])
        if named[number]:
            reading = read(ad, lex)
            result.reasons[number], result.doubt[number] = reading.reason, reading.doubt
            result.rows[number] = [_specimen(found, ad) for found in reading.found]
    return result


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
    lex = lexicon() if lex is None else lex
    batch = Batch(frame, lex, cutoff)
    decided = []
    for number in range(len(batch)):
        ad = batch.ad(number)
        what = offer.decide(ad)
        decided.append(Decided(ad, what, documents.decide(ad, what), read(ad, lex)))
    return decided


def explain(frame: pd.DataFrame) -> str:
    """Explain the decisions on a few listings, as text.

    Parameters
    ----------
    frame
        Rows of the table ``listings``.

    Returns
    -------
    str

    Examples
    --------
    >>> lamp = survey.listings.head(1).assign(listing_id="1", title="Ivory coloured lamp")
    >>> lamp = lamp.assign(description="", category="", language="en")
    >>> print(classify.explain(lamp).splitlines()[-1])
    nothing counted: colour_or_pattern
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


# Columns that one specimen row is written with; those of its taxon and listing come after.
_WRITTEN = (
    "scientific_name", "product", "specimen_count", "count_method", "quantity", "unit",
    "matched_term", "match_method", "match_score", "match_field", "match_start", "match_end",
)  # fmt: skip


def _specimen(found: Found, ad: Ad) -> tuple[Any, ...]:
    """Write one row: the columns ``_WRITTEN``."""
    mention = found.mentions[0]
    field_start = 0
    for _ in range(mention.field):
        field_start = ad.text.index("\x1f", field_start) + 1
    return (
        found.code,
        found.product,
        found.count,
        found.method,
        found.quantity,
        found.unit or None,
        ad.quote(mention.first, mention.last),
        "exact" if mention.score == 100 else "fuzzy",
        mention.score,
        FIELDS[mention.field],
        ad.start[mention.first] - field_start,
        ad.end[mention.last - 1] - field_start,
    )


def _specimens(
    frame: pd.DataFrame, rows: list[tuple[Any, ...]], survey: Survey
) -> tuple[pd.DataFrame, npt.NDArray[np.int64]]:
    """Write the specimens table: one row per listing × taxon × product.

    Parameters
    ----------
    frame
        Listings.
    rows
        Number of the listing, and the columns ``_WRITTEN``.
    survey
        Its fieldwork dates what bears no date.

    Returns
    -------
    table : pandas.DataFrame
        Columns as the table ``specimens``.
    own : numpy.ndarray
        Number of the listing of each row.
    """
    if not rows:
        return empty_table("specimens"), np.zeros(0, dtype=np.int64)
    days = frame["posted_on"].fillna(frame["collected_at"].dt.tz_localize(None).dt.normalize())
    if survey.fieldwork_from is not None and survey.fieldwork_to is not None:
        middle = survey.fieldwork_from + (survey.fieldwork_to - survey.fieldwork_from) / 2
        days = days.fillna(pd.Timestamp(middle))
    numbers, *columns = zip(*rows, strict=True)
    own = np.array(numbers, dtype=np.int64)
    table = pd.DataFrame(dict(zip(_WRITTEN, columns, strict=True)))
    table = table.assign(
        survey=frame["survey"].to_numpy()[own],
        listing_id=frame["listing_id"].to_numpy()[own],
    )
    status = taxonomy.status(table["scientific_name"], pd.Series(days.to_numpy()[own]))
    names = taxonomy.describe(table["scientific_name"])
    table = pd.concat([table, status, names], axis=1)
    ivory = table["product"] == "ivory"
    elephant = ivory & (table["family"] == "Elephantidae")
    table["taxon_group"] = (
        table["taxon_group"].mask(ivory, "other ivory").mask(elephant, "elephant ivory")
    )
    dtypes = {r["column"]: DTYPES[r["dtype"]] for r in fields("specimens").to_dict("records")}
    return table[column_names("specimens")].astype(dtypes), own
