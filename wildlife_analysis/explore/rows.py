"""What a processed survey counts, read column by column: text as codes, no text of ads."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wildlife_analysis.count import in_scope, value
from wildlife_analysis.reference import SurveyError

__all__ = ["CODED", "NUMBERS", "everything", "months", "read", "read_texts"]

# Columns of few distinct values: Parquet holds them as codes, and so do we.
CODED = ("country_code", "marketplace", "offer", "documents", "language")
NUMBERS = ("price_usd", "posted_on", "collected_at", "needs_review")
SPECIMENS = (
    "scientific_name",
    "taxon_group",
    "subgroup",
    "product",
    "appendix",
    "eu_annex",
    "count_method",
    "match_method",
    "matched_term",
    "match_field",
)
# What is shown of an ad, and what its words are looked for in.
TEXTS = (
    "title",
    "description",
    "category",
    "location",
    "price_text",
    "posted_text",
    "url",
)


def _table(path: Path, columns: list[str], coded: list[str], **options: Any) -> pa.Table:
    try:
        return pq.read_table(path, columns=columns, read_dictionary=coded, **options)
    except FileNotFoundError as error:
        raise SurveyError(f"{path}: missing; run 'process' again") from error
    except (pa.ArrowInvalid, pa.ArrowKeyError) as error:
        raise SurveyError(f"{path}: not a table of this program ({error}); "
                          "run 'process' again") from error  # fmt: skip


def months(posted: pd.Series, collected: pd.Series) -> pd.Categorical:
    """Return the month of posting, else of collection, as codes."""
    days = posted.fillna(collected.dt.tz_localize(None)).to_numpy()
    codes, found = pd.factorize(days.astype("datetime64[M]"), sort=True)
    return pd.Categorical.from_codes(codes, [str(np.datetime64(m, "M")) for m in found])


def read(folder: Path, scope: tuple[str, ...]) -> tuple[pd.DataFrame, pa.Array]:
    """Read the specimens that count with what is counted of their listings.

    Parameters
    ----------
    folder
        Folder that ``process`` wrote.
    scope
        Scope rule of the survey.

    Returns
    -------
    frame : pandas.DataFrame
        Rows of `count.counted`, the repeated ones among them, text as categories;
        ``listing_id`` and ``seller_key`` are numbers that stand for them. In the order of the
        file.
    ids : pyarrow.Array
        Identifier of each number in ``listing_id``.

    Raises
    ------
    SurveyError
        When a table or a column is missing.
    """
    coded = [*CODED, "price_kind", "seller_key"]
    listings = _table(
        folder / "listings.parquet",
        ["listing_id", "duplicate_of", *coded, *NUMBERS],
        coded,
        filters=[("in_scope", "==", True)],
    )
    ids = listings["listing_id"].combine_chunks()
    own = listings.drop_columns("listing_id").to_pandas()
    own = own.assign(
        seller_key=own["seller_key"].cat.codes.where(own["seller_key"].notna()),
        month=months(own["posted_on"], own["collected_at"]),
        repeated=own["duplicate_of"].notna(),
    ).drop(columns=["duplicate_of", "posted_on", "collected_at"])
    table = _table(
        folder / "specimens.parquet",
        ["listing_id", "specimen_count", "match_start", "match_end", *SPECIMENS],
        list(SPECIMENS),
    )
    at = pc.index_in(table["listing_id"], value_set=ids)
    table = table.drop_columns("listing_id").append_column("listing_id", at)
    specimens = table.filter(pc.is_valid(at)).to_pandas()
    scoped = in_scope(specimens, scope)
    specimens = specimens[scoped].reset_index(drop=True)
    number = specimens["listing_id"].astype("int64")
    frame = pd.concat(
        [
            specimens.assign(listing_id=number),
            own.take(number.to_numpy()).reset_index(drop=True),
        ],
        axis=1,
    )
    live = frame["product"].eq("live").to_numpy(dtype=bool, na_value=False)
    form = pd.Categorical.from_codes(np.where(live, 0, 1), ["live", "part"])
    frame = frame.assign(form=form)
    return pd.concat([frame, value.asking(frame)], axis=1), ids


def read_texts(folder: Path) -> pa.Table:
    """Read what the counted listings say, in the order of ``ids`` in `read`."""
    return _table(
        folder / "listings.parquet", list(TEXTS), [], filters=[("in_scope", "==", True)]
    )


def everything(folder: Path) -> pd.DataFrame:
    """Read what an estimate needs of every listing, counted or not.

    Returns
    -------
    pandas.DataFrame
        ``listing_id``, `CODED` but the offer (text as categories), ``month``, ``repeated``.
    """
    coded = [name for name in CODED if name != "offer"]
    table = _table(
        folder / "listings.parquet",
        ["listing_id", "duplicate_of", *coded, "posted_on", "collected_at"],
        coded,
    ).to_pandas()
    return table.assign(
        month=months(table["posted_on"], table["collected_at"]),
        repeated=table["duplicate_of"].notna(),
    ).drop(columns=["duplicate_of", "posted_on", "collected_at"])
