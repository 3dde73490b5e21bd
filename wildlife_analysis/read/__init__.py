"""Raw files to one table of listings, verbatim; what cannot be read to rejects.

One module a file format; the names of sellers stay here (see `sellers`). Nothing is lost: the
records of every file, counted apart from the reading, are its listings and its rejects.
"""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import category

import pandas as pd
import pyarrow as pa

from wildlife_analysis import reference
from wildlife_analysis.read import erase, folder, pieces
from wildlife_analysis.read.blocks import Block, opened
from wildlife_analysis.read.headers import FIELDS, Columns
from wildlife_analysis.read.part import mask
from wildlife_analysis.read.pieces import Piece
from wildlife_analysis.read.table import RECORD
from wildlife_analysis.reference import SurveyError, column_names, empty_table

__all__ = [
    "COLUMNS", "FIELDS", "RECORD", "Block", "Columns", "Piece", "Raw", "file_entry", "forget",
    "listings", "made_names", "no_records", "opened", "pieces", "rejects", "survey",
    "told_apart",
]  # fmt: skip

COLUMNS = ["survey", "listing_id", "verbatim_listing_id", *RECORD.names[2:]]
# By what listings of one identifier are ordered.
CONTENT = [
    "scraped_at", "title", "description", "price", "location", "posted", "url", "seller_key"
]  # fmt: skip


@dataclass(frozen=True)
class Raw:
    """What was read.

    Attributes
    ----------
    listings
        Columns `COLUMNS`: text as found (dtype str, NaN where nothing stands), sellers as keyed
        hashes, ``source_row`` as int64. ``listing_id`` is unique.
    rejects
        Table ``rejects``. Row 0 speaks of a file as a whole and is no record.
    files
        One row a raw file: ``source_file``, ``sha256``, ``bytes``, ``format``, ``encoding``,
        ``records``, ``listings``, ``rejects`` (records = listings + rejects), and of its
        passport ``retrieved_on``, ``means``, ``terms``, empty without one. The listings of
        an archive or workbook name the member or sheet behind it: ``ads.zip/de/one.csv``.
    """

    listings: pd.DataFrame
    rejects: pd.DataFrame
    files: pd.DataFrame


def survey(source: Path | list[Path], *, survey_id: str | None = None, key: bytes) -> Raw:
    """Read the listing files of a survey.

    Parameters
    ----------
    source
        Survey folder, or listing files.
    survey_id
        Identifier of listings that do not bring their own; that of ``survey.toml``, or the
        name of the first file, where not given.
    key
        Key under which sellers are hashed.

    Returns
    -------
    Raw

    Raises
    ------
    SurveyError
        When there is nothing to read, a named file is of no known kind, a header is unknown, a
        raw file is not the one that was received, or records are unaccounted for.

    Examples
    --------
    Every record is a listing or has a reason:

    >>> found = read.survey(raw, key=b"a key of thirty-two bytes, secret")
    >>> bool(len(found.listings) + len(found.rejects) == found.files["records"].sum())
    True
    """
    root, paths, named = folder.locate(source)
    passports = {} if named else folder.check_passports(root)
    known = Columns(folder.own_columns(root, named=named))
    name = survey_id or _declared(root, paths, named)
    tables: list[Any] = []
    set_aside: list[tuple[str, int, str, str]] = []
    files = []
    for path in paths:
        label = path.relative_to(root).as_posix()
        found = list(opened(Piece(path, label, named), known, key))
        tables += [block.table for block in found if block.table.num_rows]
        set_aside += [row for block in found for row in block.set_aside]
        count = sum(block.table.num_rows for block in found)
        files.append(
            file_entry(
                label,
                folder.digest(path),
                path.stat().st_size,
                formats=[block.format for block in found],
                encodings=[name for block in found for name in block.encodings],
                listings=count,
                rejects=sum(block.records for block in found) - count,
            )
        )
    accounts = pd.DataFrame(files)
    for column in folder.PASSPORT[2:]:
        accounts[column] = [
            passports.get(f, {}).get(column, "") for f in accounts["source_file"]
        ]
    lost = rejects(set_aside, name)
    if accounts["records"].sum() == 0:
        asked = source if isinstance(source, list) else [source]
        raise SurveyError(no_records(list(map(str, asked)), lost))
    return Raw(_identified(tables, name), lost, accounts)


def no_records(asked: list[str], lost: pd.DataFrame) -> str:
    """Say that sources hold no records, and why."""
    rows = lost.head(5)[["source_file", "reason"]].itertuples(index=False)
    told = "; ".join(f"{str(file)[:120]} ({reason})" for file, reason in rows)
    return f"{', '.join(asked)}: holds no records{': ' if told else ''}{told}"


def file_entry(
    label: str,
    sha256: str,
    size: int,
    *,
    formats: Iterable[str],
    encodings: Iterable[str],
    listings: int,
    rejects: int,
) -> dict[str, Any]:
    """Return the row of a file in `Raw.files`."""
    return {
        "source_file": label,
        "sha256": sha256,
        "bytes": size,
        "format": ", ".join(dict.fromkeys(filter(None, formats))) or "unknown",
        "encoding": ", ".join(dict.fromkeys(filter(None, encodings))),
        "records": listings + rejects,
        "listings": listings,
        "rejects": rejects,
    }


def forget(root: Path, file: str, rows: set[int], key: bytes) -> bool:
    """Take records out of a raw file of a survey folder.

    Parameters
    ----------
    root
        Survey folder.
    file
        ``source_file`` of the records.
    rows
        Their ``source_row``.
    key
        Key under which sellers are hashed.

    Returns
    -------
    bool
        False where that has to be done by hand: the file is no plain or gzipped delimited
        text or JSON Lines, or what it reads as afterwards is not what was read before
        without these records. The file is then as it was.
    """
    path, known = root / file, Columns(folder.own_columns(root, named=False))
    if not path.is_file():  # a member of an archive, a sheet of a workbook
        return False
    data = path.read_bytes()
    left = erase.emptied(data, path.name, rows, known)
    if left is None:
        return False
    with tempfile.TemporaryDirectory() as draft:
        trial = Path(draft) / path.name
        trial.write_bytes(left)
        before, after = (
            pa.concat_tables(
                block.table for block in opened(Piece(place, file, False), known, key)
            ).to_pandas()
            for place in (path, trial)
        )
    kept = before[~before["source_row"].isin(rows)].reset_index(drop=True)
    if not kept.equals(after.reset_index(drop=True)):
        return False
    erase.replace(path, left)
    folder.renew(root, file)
    return True


def _declared(root: Path, paths: list[Path], named: bool) -> str:
    if (root / "survey.toml").is_file() and not named:
        return reference.load_survey(root).id
    return paths[0].name.split(".")[0] if named else root.name


def _seen(text: str) -> str:
    """Leave out of an identifier what no sheet or screen gives back.

    What it alone told apart would be one listing in the tables of decisions.
    """
    kept = (c if c.isprintable() else " " * (category(c) == "Zs") for c in text)
    return "".join(kept)


def made_names(frame: pd.DataFrame) -> pd.Series:
    """Return the identifier of each listing as found; one made of file and record for none.

    Parameters
    ----------
    frame
        ``verbatim_listing_id``, ``source_file``, ``source_row``.
    """
    found = frame["verbatim_listing_id"]
    odd = found.dropna()
    odd = odd[~odd.map(str.isprintable).astype(bool)]
    ids = found.where(~found.index.isin(odd.index), odd.map(_seen).reindex(found.index))
    ids = ids.str.strip()
    ids = ids.where(ids != "")
    missing = ids.isna()
    if missing.any():
        file = frame.loc[missing, "source_file"]
        stems = {label: label.rsplit("/", 1)[-1].split(".")[0] for label in file.unique()}
        made = file.map(stems) + "-" + frame.loc[missing, "source_row"].astype("str")
        ids = ids.where(~missing, made.reindex(frame.index))
    return ids


def told_apart(ids: pd.Series, content: pd.DataFrame) -> pd.Series:
    """Make identifiers unique: the first seen of one keeps it, the others get ~2, ~3.

    Parameters
    ----------
    ids
        Identifiers as found.
    content
        What the listings say, the moment seen first; listings of one identifier are numbered
        in its order, so that the order of the rows decides nothing.
    """
    taken = ids
    while taken.duplicated().any():  # more than once only where "x~2" is an identifier as found
        several = content[taken.duplicated(keep=False)]
        order = several.sort_values(list(several.columns), kind="stable").index
        numbers = taken.loc[order].groupby(taken.loc[order]).cumcount() + 1
        repeat = numbers.reindex(ids.index, fill_value=1)
        taken = taken.where(repeat == 1, taken + "~" + repeat.astype("str"))
    return taken


def listings(table: Any, name: str) -> pd.DataFrame:
    """Turn records into listings.

    Parameters
    ----------
    table
        Columns of `table.RECORD`.
    name
        Identifier of the survey, for listings that do not bring their own.

    Returns
    -------
    pandas.DataFrame
        `COLUMNS`; ``listing_id`` as found (`made_names`), not told apart yet.
    """
    frame: pd.DataFrame = table.to_pandas()
    frame = frame.assign(
        survey=frame["survey"].fillna(name), verbatim_listing_id=frame["listing_id"]
    )
    frame["listing_id"] = made_names(frame)
    return frame[COLUMNS].astype({c: "str" for c in COLUMNS if c != "source_row"})


def _identified(tables: list[Any], name: str) -> pd.DataFrame:
    """Put the tables below each other and give every listing an identifier of its own."""
    frame = listings(pa.concat_tables([RECORD.empty_table(), *tables]), name)
    names = told_apart(frame["listing_id"], frame[CONTENT])
    return frame.assign(listing_id=names.astype("str"))


def rejects(
    found: Sequence[tuple[str, int, str, str]],
    name: str,
    hide: Callable[[pd.Series], pd.Series] | None = None,
) -> pd.DataFrame:
    """Return what could not be read as the table ``rejects``.

    Parameters
    ----------
    found
        `Block.set_aside` of any number of blocks.
    name
        Identifier of the survey.
    hide
        Masks personal data before numbers and e-mail addresses are masked in any case: a name
        is known by the number beside it.
    """
    if not found:
        return empty_table("rejects")
    columns = ["source_file", "source_row", "reason", "raw_text"]
    frame = pd.DataFrame(found, columns=columns)
    texts = frame["raw_text"].astype("str")
    texts = (hide(texts) if hide is not None else texts).map(mask)
    frame = frame.assign(survey=name, raw_text=texts)
    return frame[column_names("rejects")].astype(empty_table("rejects").dtypes.to_dict())
