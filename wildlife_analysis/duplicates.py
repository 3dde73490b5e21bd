"""Link listings that are the same offer; nothing is deleted.

Three kinds are told apart: the same listing scraped again, the same offer posted again, and
the same offer on several marketplaces. Text alone cannot tell a repetition from another animal
sold from the same template, so the specimens, the sexes and the price must agree as well.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis.reference import check_table, column_names, empty_table, matching_keys

__all__ = ["LIKENESS", "link"]

# Likeness (0 to 100) of two texts from which, with equal specimens and price, they are taken
# for one offer. Edited re-posts score from about 80; see the method page.
LIKENESS = 80.0
# Across sellers the text alone must carry the decision.
LIKENESS_OTHER_SELLER = 92.0
# Prices of one offer differ by at most this share (a price drop).
PRICE_SHARE = 0.35
# A larger block holds mass postings: only its neighbours in sorted order are compared.
BLOCK = 400
WINDOW = 25


def link(listings: pd.DataFrame, specimens: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Link repetitions to the first seen listing of the same offer.

    Parameters
    ----------
    listings, specimens
        Tables of those names.

    Returns
    -------
    listings : pandas.DataFrame
        The same rows with ``duplicate_of`` filled.
    duplicates : pandas.DataFrame
        Table ``duplicates``: one row per linked listing.
    """
    if listings.empty:
        return listings, empty_table("duplicates")
    work = _features(listings, specimens)
    pairs = pd.concat([_scraped_again(work), _same_offer(work)], ignore_index=True)
    pairs = pairs.drop_duplicates(["one", "other"])
    first = _first_of_group(work, pairs)
    moved = first != np.arange(len(work))
    ids = listings["listing_id"].to_numpy()
    target = pd.Series(np.where(moved, ids[first], None), index=listings.index, dtype="str")
    linked = listings.assign(duplicate_of=target)
    return linked, _table(listings, pairs, first, moved)


def _features(listings: pd.DataFrame, specimens: pd.DataFrame) -> pd.DataFrame:
    """Return what pairs are judged by, one row a listing, numbered from 0."""
    offers = specimens.sort_values(["listing_id", "scientific_name", "product"])
    text = offers["scientific_name"] + "/" + offers["product"]
    text = text + "/" + offers["specimen_count"].astype("str")
    signature = text.groupby(offers["listing_id"]).agg(";".join)
    title = matching_keys(listings["title"].fillna(""))
    body = matching_keys(listings["description"].fillna(""))
    verbatim = listings["title"].fillna("") + " " + listings["description"].fillna("")
    sexes = verbatim.str.findall(r"(?<![\d.,])\d{1,2}[.,]\d{1,2}(?:[.,]\d{1,2})?(?![\d.,]*\d)")
    seen = listings["collected_at"].dt.tz_localize(None).fillna(listings["posted_on"])
    return pd.DataFrame(
        {
            "marketplace": listings["marketplace"].fillna("").to_numpy(),
            "url": listings["url"].fillna("").to_numpy(),
            "verbatim_id": listings["verbatim_listing_id"].fillna("").to_numpy(),
            "seller": listings["seller_key"].fillna("").to_numpy(),
            "text": (title + " | " + body).to_numpy(),
            "length": (title.str.len() + body.str.len()).to_numpy(),
            "price": listings["price_amount"].to_numpy(),
            "currency": listings["price_currency"].fillna("").to_numpy(),
            "place": matching_keys(listings["location"].fillna("")).to_numpy(),
            "country": listings["country_code"].fillna("").to_numpy(),
            "signature": listings["listing_id"]
            .map(signature)
            .astype("str")
            .fillna("")
            .to_numpy(),
            "sexes": sexes.str.join(" ").to_numpy(),
            "offer": listings["offer"].to_numpy(),
            "seen": seen.to_numpy(),
        }
    )


def _pairs_of_groups(work: pd.DataFrame, keys: list[str], feature: str) -> pd.DataFrame:
    """Link every row to the first of its group; a row with an empty key is in no group."""
    usable = (work[keys] != "").all(axis=1)
    groups = work.loc[usable].groupby(keys, sort=False).ngroup()
    order = pd.DataFrame({"group": groups, "row": groups.index})
    first = order.groupby("group")["row"].transform("first")
    repeated = order[order["row"] != first]
    return pd.DataFrame(
        {
            "one": first[repeated.index].to_numpy(),
            "other": repeated["row"].to_numpy(),
            "kind": "scraped_again",
            "score": 100.0,
            "features": feature,
        }
    )


def _scraped_again(work: pd.DataFrame) -> pd.DataFrame:
    """Link rows with one address, one identifier, or one content on one marketplace."""
    content = work.assign(
        price_key=work["price"].fillna(-1.0).astype("str") + work["currency"],
        where="at " + work["place"],
        text=work["text"].where(work["length"] >= 20, ""),
    )
    return pd.concat(
        [
            _pairs_of_groups(work, ["marketplace", "url"], "same address"),
            _pairs_of_groups(work, ["marketplace", "verbatim_id"], "same identifier"),
            _pairs_of_groups(
                content,
                ["marketplace", "text", "price_key", "where"],
                "same text, price and place",
            ),
        ],
        ignore_index=True,
    )


def _same_offer(work: pd.DataFrame) -> pd.DataFrame:
    """Link re-posts and cross-posts: equal specimens, like text, near-equal price."""
    offers = work[
        (work["signature"] != "") & work["offer"].isin(["sale", "giveaway", "exchange"])
    ]
    blocks = [
        offers[offers["seller"] != ""].groupby(["seller", "signature"], sort=False).indices,
        offers.groupby(["signature", "country", "place"], sort=False).indices,
    ]
    rows = offers.index.to_numpy()
    found = [
        _compare_block(work, rows[members])
        for block in blocks
        for members in block.values()
        if len(members) > 1
    ]
    columns = ["one", "other", "kind", "score", "features"]
    found = [frame for frame in found if len(frame)]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=columns)


def _compare_block(work: pd.DataFrame, rows: npt.NDArray[np.int64]) -> pd.DataFrame:
    """Judge the pairs of one block."""
    from rapidfuzz import fuzz, process

    block = work.loc[rows]
    if len(rows) > BLOCK:
        block = block.sort_values("text", kind="stable")
        one, other = _window_pairs(len(block))
    else:
        one, other = np.triu_indices(len(block), k=1)
    rows = block.index.to_numpy()
    texts = block["text"].to_numpy()
    price = block["price"].to_numpy(dtype=float)
    low = np.fmin(price[one], price[other])
    high = np.fmax(price[one], price[other])
    known = ~np.isnan(price[one]) & ~np.isnan(price[other])
    sexes = block["sexes"].to_numpy()
    near = (~known | (high - low <= PRICE_SHARE * high)) & (sexes[one] == sexes[other])
    seller = block["seller"].to_numpy()
    same_seller = (seller[one] == seller[other]) & (seller[one] != "")
    one, other, same_seller = one[near], other[near], same_seller[near]
    if not len(one):
        return pd.DataFrame()
    score = np.maximum(
        process.cpdist(texts[one], texts[other], scorer=fuzz.ratio, dtype=np.float32),
        process.cpdist(
            texts[one], texts[other], scorer=fuzz.token_sort_ratio, dtype=np.float32
        ),
    )
    length = np.minimum(block["length"].to_numpy()[one], block["length"].to_numpy()[other])
    needed = np.where(same_seller, LIKENESS, LIKENESS_OTHER_SELLER)
    kept = (score >= needed) & (same_seller | (length >= 60)) & _same_numbers(texts, one, other)
    one, other, score, same_seller = one[kept], other[kept], score[kept], same_seller[kept]
    market = block["marketplace"].to_numpy()
    return pd.DataFrame(
        {
            "one": rows[one],
            "other": rows[other],
            "kind": np.where(market[one] == market[other], "reposted", "cross_posted"),
            "score": score.astype(float).round(1),
            "features": np.where(
                same_seller,
                "same seller, specimens and price; like text",
                "same place, specimens and price; like text",
            ),
        }
    )


def _same_numbers(
    texts: npt.NDArray[np.object_], one: npt.NDArray[np.int64], other: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Say which pairs do not contradict each other in numbers (years, sexes, sizes)."""
    used = np.unique(np.concatenate([one, other]))
    numbers = {i: frozenset(w for w in texts[i].split() if w.isdigit()) for i in used.tolist()}
    return np.array(
        [
            not (numbers[a] - numbers[b] and numbers[b] - numbers[a])
            for a, b in zip(one.tolist(), other.tolist(), strict=True)
        ],
        dtype=bool,
    )


def _window_pairs(size: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Pair every row with its next neighbours."""
    steps = [np.arange(size - step) for step in range(1, min(WINDOW, size - 1) + 1)]
    one = np.concatenate(steps)
    other = np.concatenate([start + step for step, start in enumerate(steps, 1)])
    return one, other


def _first_of_group(work: pd.DataFrame, pairs: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return for each row the first seen row it is connected with."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    size = len(work)
    one = pairs["one"].to_numpy(dtype=np.int64)
    other = pairs["other"].to_numpy(dtype=np.int64)
    graph = coo_array((np.ones(len(pairs), dtype=np.int8), (one, other)), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    order = pd.DataFrame({"label": label, "seen": work["seen"], "row": np.arange(size)})
    order = order.sort_values(["seen", "row"], kind="stable", na_position="last")
    first = order.groupby("label", sort=False)["row"].first()
    return first.loc[label].to_numpy()


def _table(
    listings: pd.DataFrame,
    pairs: pd.DataFrame,
    first: npt.NDArray[np.int64],
    moved: npt.NDArray[np.bool_],
) -> pd.DataFrame:
    """Write the table ``duplicates``; a row keeps the strongest pair that linked it."""
    rows = np.flatnonzero(moved)
    if not len(rows):
        return empty_table("duplicates")
    both = pd.concat(
        [pairs, pairs.rename(columns={"one": "other", "other": "one"})], ignore_index=True
    )
    best = both.sort_values("score", ascending=False, kind="stable").groupby("other").first()
    ids = listings["listing_id"].to_numpy()
    table = pd.DataFrame(
        {
            "survey": listings["survey"].to_numpy()[rows],
            "listing_id": ids[rows],
            "duplicate_of": ids[first[rows]],
            "kind": best.loc[rows, "kind"].to_numpy(),
            "score": best.loc[rows, "score"].to_numpy(dtype=float),
            "features": best.loc[rows, "features"].to_numpy(),
        }
    )
    empty = empty_table("duplicates")
    return check_table(
        table[column_names("duplicates")].astype(empty.dtypes.to_dict()), "duplicates"
    )
