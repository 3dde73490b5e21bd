"""Small surveys made by hand, for tests of counts and comparisons."""

from typing import Any

import pandas as pd

from wildlife_analysis import count
from wildlife_analysis.reference import empty_table, taxonomy

DAYS = {"2014": ("2014-01-20", "2014-03-02"), "2018": ("2017-09-18", "2017-10-29")}


def ad(
    taxon: str, country: str = "FR", site: str = "a.fr", seller: str | None = "s", **more: Any
) -> dict[str, Any]:
    """Describe one advertisement; see `survey` for what may be said."""
    return {"taxon": taxon, "country": country, "site": site, "seller": seller, **more}


def survey(
    name: str,
    ads: list[dict[str, Any]],
    cells: list[tuple[str, str]] | pd.DataFrame,
    *,
    scope: tuple[str, ...] = ("I", "II"),
) -> count.Processed:
    """Make a processed survey of advertisements with one kind of specimen each.

    An advertisement may give ``specimens`` (1), ``product`` (live), ``group`` (as the taxon's),
    ``usd``, ``kind`` (whole), ``posted``, ``repeats`` (number of the first one), ``method``
    (stated), ``match``, ``score``, ``language``, ``url``, ``id`` (for one with several kinds).
    """
    first, last = DAYS[name]
    rows = pd.DataFrame(ads, columns=sorted({key for a in ads for key in a} | {"taxon"}))
    ids = [f"{name}-{i}" for i in range(len(rows))]

    def given(key: str, default: Any) -> pd.Series:
        if key not in rows:
            return pd.Series([default] * len(rows), index=rows.index)
        return rows[key].where(rows[key].notna(), default)

    day = pd.to_datetime(given("posted", first)).astype("datetime64[us]")
    listing = given("id", None).fillna(pd.Series(ids, index=rows.index))
    product = given("product", "live")
    kinds = pd.concat(
        [taxonomy.describe(rows["taxon"]), taxonomy.status(rows["taxon"], day)], axis=1
    )
    group = given("group", None).fillna(kinds["taxon_group"])
    inside = kinds["appendix"].isin(scope) | kinds["eu_annex"].isin(scope)
    specimens = kinds.drop(columns="family").assign(
        survey=name, listing_id=listing, scientific_name=rows["taxon"], product=product,
        specimen_count=given("specimens", 1).astype("int64"), taxon_group=group,
        count_method=given("method", "stated"), matched_term="x",
        match_method=given("match", "exact"), match_score=given("score", 100.0).astype(float),
        match_field="title", match_start=0, match_end=1, quantity=float("nan"), unit=None,
    )  # fmt: skip
    usd = given("usd", float("nan")).astype(float)
    repeats = given("repeats", float("nan"))
    listings = pd.DataFrame(
        {
            "survey": name, "listing_id": listing, "marketplace": given("site", "a.fr"),
            "country_code": given("country", "FR"), "url": given("url", None),
            "collected_at": day.dt.tz_localize("UTC"), "title": "x", "posted_on": day,
            "price_amount": usd, "price_currency": "USD", "price_usd": usd,
            "price_kind": given("kind", "whole"), "seller_key": given("seller", None),
            "offer": "sale", "documents": "none", "language": given("language", "fr"),
            "in_scope": inside, "needs_review": False, "source_file": "x", "source_row": 1,
            "rejection_reason": pd.Series("out_of_scope", index=rows.index).mask(inside),
            "duplicate_of": [None if pd.isna(r) else f"{name}-{int(r)}" for r in repeats],
        }
    ).drop_duplicates("listing_id")  # fmt: skip
    tables = {}
    for table, frame in (("listings", listings), ("specimens", specimens)):
        like = empty_table(table)
        tables[table] = frame.reindex(columns=like.columns).astype(like.dtypes.to_dict())
    if not isinstance(cells, pd.DataFrame):
        cells = pd.DataFrame(cells, columns=["country_code", "marketplace"], dtype="str")
        cells = cells.assign(searched_from=first, searched_to=last, weeks="6")
    declared = {"id": name, "scope": list(scope), "fieldwork_from": first, "fieldwork_to": last}
    duplicates = int(tables["listings"]["duplicate_of"].notna().sum())
    return count.Processed(
        id=name,
        rejects=empty_table("rejects"),
        coverage=cells,
        manifest={"survey": declared, "accounts": {"duplicates": duplicates}},
        **tables,
    )
