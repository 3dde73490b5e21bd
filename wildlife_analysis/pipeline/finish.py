"""Make one survey of its partitions: link, account for every row, write the tables."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from wildlife_analysis import duplicates, provenance
from wildlife_analysis.duplicates import Each
from wildlife_analysis.pipeline.narrow import SurveyKeys, SurveyTexts
from wildlife_analysis.pipeline.reviewed import Reviewed
from wildlife_analysis.pipeline.survey import Names, Placed
from wildlife_analysis.reference import empty_table

__all__ = ["link", "unlinked", "write"]

Ints = npt.NDArray[np.int64]
ROW_GROUP = 65_536  # rows of a row group, wherever partitions end


def link(
    placed: list[Placed],
    names: Names,
    reviewed: Reviewed,
    folder: Path | None,
    survey_id: str,
    before: tuple[pd.DataFrame, pd.DataFrame] | None,
    each: Each = map,
) -> tuple[Any, pd.DataFrame]:
    """Link repetitions over all partitions.

    Parameters
    ----------
    placed, names, reviewed
        The survey.
    folder
        Folder of decisions, or None.
    survey_id
        Identifier of the survey.
    before
        As for `duplicates.link`.
    each
        As for `duplicates.link_keys`.

    Returns
    -------
    duplicate_of : pyarrow.Array
        One value a listing, null for the first of its offer.
    duplicates : pandas.DataFrame
        Table of that name.
    """
    columns = ["listing_id", "survey", "marketplace"]
    if before is not None:
        columns += ["title", "description"]
    listings = pa.concat_tables(
        [
            _like("listings", columns),
            *(_listings(one, names, reviewed, columns) for one in placed),
        ]
    ).to_pandas()
    decided = None
    if folder is not None:
        decided = duplicates.decisions.read(folder, survey_id, listings)
    if listings.empty:
        return pa.nulls(0, pa.large_string()), empty_table("duplicates")
    texts = SurveyTexts(placed, reviewed.rows, reviewed.listings[["title", "description"]])
    narrow = SurveyKeys(placed, names, reviewed)
    linked, table = duplicates.link_keys(
        narrow, listings, texts, decided=decided, before=before, each=each
    )
    return pa.array(linked["duplicate_of"], pa.large_string(), from_pandas=True), table


def unlinked(duplicate_of: Any) -> tuple[Any, pd.DataFrame]:
    """Return what `link` does where no listing repeats another."""
    return pa.nulls(len(duplicate_of), pa.large_string()), empty_table("duplicates")


def _listings(one: Placed, names: Names, reviewed: Reviewed, columns: list[str]) -> Any:
    """Return columns of the listings of a segment, decided and named."""
    found = one.table("listings", columns)
    if "listing_id" in columns:
        found = _replace(found, "listing_id", pa.array(names.of(one)))
    return _overlaid(found, reviewed.listings[columns], one, reviewed)


def _replace(table: Any, column: str, values: Any) -> Any:
    at = table.schema.get_field_index(column)
    kind = table.schema.field(at)
    return table.set_column(at, kind, values.cast(kind.type))


def _overlaid(table: Any, own: pd.DataFrame, one: Placed, reviewed: Reviewed) -> Any:
    """Put reviewed rows in the place of the partition's."""
    first, last = np.searchsorted(reviewed.rows, [one.start, one.stop])
    if last == first:
        return table
    new = pa.Table.from_pandas(own.iloc[first:last], schema=table.schema, preserve_index=False)
    order = np.arange(table.num_rows)
    order[reviewed.rows[first:last] - one.start] = table.num_rows + np.arange(last - first)
    return pa.concat_tables([table, new]).take(order)


def _specimens(one: Placed, names: Names, reviewed: Reviewed) -> Any:
    """Return the specimens of a segment, decided and named."""
    found = one.table("specimens")
    row = found["listing_id"].cast(pa.int64()).to_numpy() - one.segment.rows["listings"][0]
    ids = names.of(one)
    found = _replace(found, "listing_id", pa.array(ids.iloc[row]))
    first, last = np.searchsorted(reviewed.rows, [one.start, one.stop])
    if last == first:
        return found
    touched = reviewed.rows[first:last] - one.start
    kept = ~np.isin(row, touched)
    own = reviewed.specimens
    place = pd.Series(touched, index=ids.iloc[touched])
    new_row = place.reindex(own["listing_id"])
    own, new_row = own[new_row.notna().to_numpy()], new_row.dropna()
    new = pa.Table.from_pandas(own, schema=found.schema, preserve_index=False)
    both = pa.concat_tables([found.filter(pa.array(kept)), new])
    rows = np.concatenate([row[kept], new_row.to_numpy(dtype=np.int64)])
    return both.take(np.argsort(rows, kind="stable"))


def _like(name: str, columns: list[str] | None = None) -> Any:
    """Return a table without rows, with the schema of its file."""
    table = pa.Table.from_pandas(empty_table(name), preserve_index=False)
    return table if columns is None else table.select(columns)


class _Writer:
    """A Parquet file whose row groups do not depend on how its rows come in."""

    def __init__(self, folder: Path, name: str) -> None:
        import pyarrow.parquet as pq

        self.schema = _like(name).schema
        self.file = pq.ParquetWriter(folder / f"{name}.parquet", self.schema)
        self.held: list[Any] = []
        self.size = 0

    def add(self, table: Any) -> None:
        """Take rows; columns as in the schema."""
        self.held.append(table.select(self.schema.names).cast(self.schema))
        self.size += table.num_rows
        while self.size >= ROW_GROUP:
            self._write(ROW_GROUP)

    def _write(self, size: int) -> None:
        whole = pa.concat_tables(self.held)
        group, rest = whole.slice(0, size), whole.slice(size)
        # One chunk: where the pages of a column end must not depend on the partitions.
        self.file.write_table(group.combine_chunks(), row_group_size=ROW_GROUP)
        self.held, self.size = [rest], rest.num_rows

    def close(self) -> None:
        """Write what is left."""
        if self.size:
            self._write(self.size)
        self.file.close()


def write(
    placed: list[Placed],
    names: Names,
    reviewed: Reviewed,
    linked: tuple[Any, pd.DataFrame],
    draft: Path,
) -> provenance.Accounts:
    """Write the tables of a survey and make its accounts.

    Parameters
    ----------
    placed, names, reviewed
        The survey.
    linked
        What `link` returned.
    draft
        Folder to write into.

    Returns
    -------
    provenance.Accounts

    Raises
    ------
    SurveyError
        When the accounts do not add up.
    """
    duplicate_of, links = linked
    writers = {name: _Writer(draft, name) for name in provenance.COUNTED_TABLES}
    found: list[provenance.Accounts] = []
    columns = _like("listings").column_names
    for one in placed:
        listings = _listings(one, names, reviewed, columns)
        own = duplicate_of.slice(one.start, one.segment.size())
        tables = {
            "listings": _replace(listings, "duplicate_of", own),
            "specimens": _specimens(one, names, reviewed),
            "rejects": one.table("rejects"),
        }
        for name, table in tables.items():
            writers[name].add(table)
        found.append(_accounts(one.segment.records, tables))
    for writer in writers.values():
        writer.close()
    links.to_parquet(draft / "duplicates.parquet", index=False)
    if len(reviewed.audited):
        reviewed.audited.to_parquet(draft / "audited.parquet", index=False)
    return _sum(found)


COUNTED = {
    "listings": ["listing_id", "in_scope", "duplicate_of", "rejection_reason"],
    "specimens": ["listing_id", "specimen_count"],
    "rejects": ["source_row", "reason"],
}


def _accounts(records: int, tables: dict[str, Any]) -> provenance.Accounts:
    frames = {name: tables[name].select(own).to_pandas() for name, own in COUNTED.items()}
    return provenance.accounts(records, frames)


def _sum(found: list[provenance.Accounts]) -> provenance.Accounts:
    """Add the accounts of partitions up."""
    total: dict[str, Any] = {}
    for entry in fields(provenance.Accounts):
        values = [getattr(one, entry.name) for one in found]
        if entry.name in ("reasons", "reject_reasons"):
            codes = sorted({code for value in values for code in value})
            total[entry.name] = {c: sum(v.get(c, 0) for v in values) for c in codes}
        else:
            total[entry.name] = sum(values)
    result = provenance.Accounts(**total)
    result.check()
    return result
