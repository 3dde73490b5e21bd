"""What listings are linked by: narrow columns that need no other listing to be computed.

A partition of a survey can compute its keys alone; the keys of all partitions together are
enough to find the pairs worth comparing. Only for those pairs are texts looked at again.
"""

from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis.duplicates.bands import BANDS, bands
from wildlife_analysis.duplicates.texts import Words, chunks, mix, typed, words
from wildlife_analysis.reference import SurveyError, table

__all__ = ["TRAITS", "conflict", "keys", "vocabulary"]

Hashes = npt.NDArray[np.uint64]

# Kinds of words by which one seller's animals differ; each has bits of its own in ``traits``.
TRAITS = ("sex", "colour", "form", "age")
# Kinds of words that say something about the posting.
SIGNS = ("part_sold", "filler")
_ROLL = np.uint64(0xA24BAED4963EE407)
_TRACKING = r"[?&](?:utm_[a-z]+|fbclid|gclid|ref|source)=[^&#]*"


@cache
def vocabulary() -> tuple[Hashes, npt.NDArray[np.int64], dict[str, int], Hashes]:
    """Return the words of ``reference/repost_words.csv`` ready for looking up.

    Returns
    -------
    hash, bits
        Hashes of the words, ascending, and the trait bits of each.
    masks : dict
        Which bits belong to each kind.
    filler
        Hashes of the words that say nothing about the specimens.

    Raises
    ------
    SurveyError
        When a row has an unknown kind, or there are more values than bits.
    """
    rows = table("repost_words")
    unknown = sorted(set(rows["kind"]) - {*TRAITS, *SIGNS})
    if unknown:
        raise SurveyError(f"repost_words.csv: kind {unknown[0]!r} is none of {TRAITS + SIGNS}")
    valued = rows[rows["kind"] != "filler"]
    values = sorted(set(zip(valued["kind"], valued["value"], strict=True)))
    if len(values) > 62:
        raise SurveyError(f"repost_words.csv: {len(values)} values; 62 can be kept apart")
    bit = {value: 1 << number for number, value in enumerate(values)}
    masks = {
        kind: sum(b for (k, _), b in bit.items() if k == kind) for kind in (*TRAITS, SIGNS[0])
    }
    found: dict[int, int] = {}
    filler = set()
    cut = words(rows["word"], pd.Series("", index=rows.index, dtype="str"))
    number = np.bincount(cut.listing, minlength=len(rows))
    if (number != 1).any():
        word = rows["word"].iloc[int(np.argmax(number != 1))]
        raise SurveyError(f"repost_words.csv: {word!r} is not one word")
    for row, hash_ in zip(rows.to_dict("records"), cut.hash.tolist(), strict=True):
        if row["kind"] == "filler":
            filler.add(hash_)
        else:
            found[hash_] = found.get(hash_, 0) | bit[row["kind"], row["value"]]
    order = np.array(sorted(found), dtype=np.uint64)
    bits = np.array([found[h] for h in order.tolist()], dtype=np.int64)
    return order, bits, masks, np.array(sorted(filler | set(found)), dtype=np.uint64)


def conflict(one: npt.NDArray[np.int64], other: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Say which pairs of trait bits contradict each other.

    Two listings do when both name values of one kind (a sex, a colour) and each names one
    that the other does not.
    """
    masks = vocabulary()[2]
    result = np.zeros(len(one), dtype=bool)
    for kind in TRAITS:
        a, b = one & masks[kind], other & masks[kind]
        result |= ((a & ~b) != 0) & ((b & ~a) != 0)
    return result


def _traits(found: Words) -> npt.NDArray[np.int64]:
    known, bits, _, _ = vocabulary()
    result = np.zeros(found.size, dtype=np.int64)
    if not len(known):
        return result
    at = np.minimum(np.searchsorted(known, found.hash), len(known) - 1)
    hit = known[at] == found.hash
    np.bitwise_or.at(result, found.listing[hit], bits[at[hit]])
    return result


def _content(found: Words) -> Hashes:
    """Hash the sequence of words of each listing."""
    result = np.zeros(found.size, dtype=np.uint64)
    if not len(found.hash):
        return result
    first = np.searchsorted(found.listing, np.arange(found.size))
    place = np.arange(len(found.hash)) - first[found.listing]
    power = np.full(int(place.max()) + 1, _ROLL, dtype=np.uint64)
    power[0] = 1
    np.multiply.accumulate(power, out=power)
    np.add.at(result, found.listing, found.hash * power[place])
    return mix(result)


def hashed(values: pd.Series) -> Hashes:
    """Hash a column of texts; missing and empty ones are 0."""
    codes, distinct = pd.factorize(values.fillna(""))
    if not len(distinct):
        return np.zeros(len(values), dtype=np.uint64)
    known = pd.util.hash_array(np.asarray(distinct, dtype=object), categorize=False)
    known = np.where(np.asarray(distinct, dtype=object) == "", 0, known).astype(np.uint64)
    return known[codes]


def _folded(values: pd.Series) -> Hashes:
    """Hash a column of places, in normal form and without figures."""
    codes, distinct = pd.factorize(values.fillna(""))
    found = words(
        pd.Series(distinct, dtype="str"), pd.Series([""] * len(distinct), dtype="str")
    )
    letters = found.number < 0
    return (
        _content(
            Words(
                found.hash[letters],
                found.listing[letters],
                found.in_title[letters],
                found.number[letters],
                found.size,
            )
        )[codes]
        if len(distinct)
        else np.zeros(len(values), dtype=np.uint64)
    )


def _specimens(listings: pd.DataFrame, specimens: pd.DataFrame) -> pd.DataFrame:
    """Return the hashed set of taxa and products of each listing, and how many there are."""
    offers = specimens.groupby(["listing_id", "scientific_name", "product"], as_index=False)[
        "specimen_count"
    ].sum()
    kind = hashed(offers["scientific_name"] + "/" + offers["product"])
    number = offers["specimen_count"].to_numpy(dtype=np.int64)
    counted = mix(kind ^ (number.astype(np.uint64) * _ROLL))
    # A sum of scattered hashes: the same for the same set in any order.
    sums = (
        pd.DataFrame({"species": mix(kind), "signature": counted, "count": number})
        .groupby(offers["listing_id"].to_numpy())
        .sum()
    )
    # Filled at once: by way of NaN the hashes would become floats and lose their last bits.
    return sums.reindex(listings["listing_id"].to_numpy(), fill_value=0).reset_index(drop=True)


def keys(listings: pd.DataFrame, specimens: pd.DataFrame) -> pd.DataFrame:
    """Compute what listings are linked by, one row a listing, in their order.

    Parameters
    ----------
    listings, specimens
        Tables of those names, or a partition of them: no row looks at another.

    Returns
    -------
    pandas.DataFrame
        Hashes (uint64; 0 stands for what is not known): ``name`` (of the listing),
        ``market``, ``url``, ``ident``, ``seller``, ``place``, ``region``, ``language``,
        ``currency``, ``price_text``, ``offer``, ``species`` (set of taxa and products),
        ``signature`` (with their numbers), ``content`` (title and description in normal
        form), ``typed`` (as typed, blanks apart) and the MinHash ``band0`` and following.
        Beside them ``survey``, ``source_file``, ``source_row``, ``seen`` (first date known),
        ``day`` (of posting; days since 1970, -1 where not known to the day), ``price``,
        ``usd``, ``count``, ``body`` (words of the description), ``size`` (words), ``traits``
        (bits).
    """
    frame = listings.reset_index(drop=True)
    seen = frame["collected_at"].dt.tz_localize(None).fillna(frame["posted_on"])
    exact_day = frame["posted_on"].notna() & (frame["posted_period"].fillna("day") == "day")
    days = frame["posted_on"].to_numpy(dtype="datetime64[D]").astype(np.int64)
    url = frame["url"].fillna("").str.strip()
    # No flags, no look-around: then Arrow does it, not Python.
    url = url.str.replace(r"^(?:[hH][tT][tT][pP][sS]?:)?//(?:[wW]{3}\.)?|#.*$", "", regex=True)
    url = url.str.replace(_TRACKING, "", regex=True).str.rstrip("/?&")
    result = pd.DataFrame(
        {
            "survey": frame["survey"],
            "source_file": frame["source_file"],
            "source_row": frame["source_row"],
            "seen": seen.astype("datetime64[us]"),
            "day": np.where(exact_day, days, -1),
            "name": hashed(frame["listing_id"]),
            "market": hashed(frame["marketplace"]),
            "url": hashed(url),
            "ident": hashed(frame["verbatim_listing_id"]),
            "seller": hashed(frame["seller_key"]),
            "place": _folded(frame["location"]),
            "region": _folded(frame["region"]),
            "language": hashed(frame["language"]),
            "currency": hashed(frame["price_currency"]),
            "price_text": hashed(frame["price_text"]),
            "offer": hashed(frame["offer"]),
            "price": frame["price_amount"].to_numpy(dtype=float),
            "usd": frame["price_usd"].to_numpy(dtype=float),
        }
    )
    result = result.assign(**_specimens(frame, specimens))
    parts = [_text_keys(frame.iloc[part]) for part in chunks(len(frame))]
    texts = pd.concat(parts, ignore_index=True) if parts else _text_keys(frame)
    return pd.concat([result, texts], axis=1)


def _text_keys(listings: pd.DataFrame) -> pd.DataFrame:
    found = words(listings["title"], listings["description"])
    size = np.bincount(found.listing, minlength=found.size)
    title = np.bincount(found.listing[found.in_title], minlength=found.size)
    columns = bands(found)
    return pd.DataFrame(
        {
            "content": _content(found),
            "typed": typed(listings["title"], listings["description"]),
            "size": size,
            "body": size - title,
            "traits": _traits(found),
            **{f"band{i}": columns[:, i] for i in range(BANDS)},
        }
    )
