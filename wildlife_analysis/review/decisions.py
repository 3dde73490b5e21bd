"""The log of people's decisions: reading it, judging each row, adding to it, what stands.

``data/review/<survey>/decisions.csv`` holds one row a decision. Rows are appended and never
edited: taking a decision back is a row too.
"""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from wildlife_analysis.clean import privacy
from wildlife_analysis.reference import SurveyError, nearest, taxonomy
from wildlife_analysis.reference import table as reference_table
from wildlife_analysis.reference.schema import codes_of, fields
from wildlife_analysis.reference.tables import read_csv
from wildlife_analysis.review.files import append_csv, plain

__all__ = [
    "ADJUDICATED",
    "COLUMNS",
    "FIELDS",
    "FILE",
    "WITHDRAWN",
    "check",
    "codes",
    "decisions",
    "folder",
    "in_force",
    "parse_specimens",
    "reasons",
    "record",
    "standing",
]

FILE = "decisions.csv"
COLUMNS = ["listing_id", "field", "value", "reviewer", "decided_at", "status", "note"]
FIELDS = ("counted", "offer", "reason", "specimens")
ADJUDICATED, WITHDRAWN = "adjudicated", "withdrawn"
STATUSES = ("", ADJUDICATED, WITHDRAWN)
# What only the program can say of itself is no reason of a person's.
NOT_A_PERSONS = frozenset({"reviewed", "nothing_recognised", "option"})
MOST_SPECIMENS = 100_000


def folder(root: Path, survey_id: str) -> Path | None:
    """Return the folder of decisions on a survey, or None where there is none."""
    path = root / "data" / "review" / survey_id
    return path if path.is_dir() else None


def decisions(path: Path) -> pd.DataFrame:
    """Read a table of decisions.

    Parameters
    ----------
    path
        CSV with the columns of `COLUMNS`; field is ``counted`` (yes, no), ``offer`` (its
        codes), ``reason`` (why a listing is not counted: codes of ``reasons``) or
        ``specimens`` ("Testudo hermanni live 3; Ara macao feather 1"; empty for none); status
        is empty, ``adjudicated`` or ``withdrawn`` (takes back the reviewer's last decision on
        the listing and field).

    Returns
    -------
    pandas.DataFrame
        All columns of dtype str.

    Raises
    ------
    SurveyError
        When a column is missing or a row holds an unknown field or value.
    """
    table = read_csv(path)
    missing = [column for column in COLUMNS if column not in table]
    if missing:
        raise SurveyError(f"{path}: column {', '.join(missing)} is missing")
    table = pd.DataFrame({name: table[name].map(plain) for name in COLUMNS}, dtype="str")
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(table.itertuples(index=False), 2):
        where = f"{path}, row {number}"
        if (row.field, row.value) not in seen:
            check(str(row.field), str(row.value), where)
            seen.add((str(row.field), str(row.value)))
        if not row.reviewer or not row.decided_at:
            raise SurveyError(f"{where}: reviewer and decided_at must be given")
        if row.status not in STATUSES:
            raise SurveyError(
                f"{where}: status {row.status!r} is not known; leave it empty or write "
                f"{ADJUDICATED} or {WITHDRAWN}"
            )
    _moments(table, path)
    return table


def _moments(table: pd.DataFrame, path: Path | str) -> pd.Series:
    """Read the moments of decisions; a day or a moment without offset is UTC."""
    moments = pd.to_datetime(table["decided_at"], format="ISO8601", utc=True, errors="coerce")
    if moments.isna().any():
        at = int(moments.isna().to_numpy().argmax())
        raise SurveyError(
            f"{path}, row {at + 2}: decided_at {table['decided_at'].iloc[at]!r} is no day or "
            "moment such as 2018-05-31 or 2018-05-31T14:02:00+00:00"
        )
    return moments


def codes(column: str, table: str = "listings") -> list[str]:
    """Return the codes of a column."""
    rows = fields(table)
    return codes_of(rows.loc[rows["column"] == column, "codes"].iloc[0])


def reasons() -> list[str]:
    """Return the reasons a person can give why a listing is not counted."""
    rows = reference_table("reasons")
    rows = rows[(rows["kind"] == "rejection") & ~rows["code"].isin(NOT_A_PERSONS)]
    return rows["code"].tolist()


def check(field: str, value: str, where: str) -> None:
    """Judge the value of a decision.

    Parameters
    ----------
    field, value
        As in `decisions`.
    where
        File and row, for the message.

    Raises
    ------
    SurveyError
        When the field or the value is not known.
    """
    if field not in FIELDS:
        raise SurveyError(f"{where}: field {field!r} is none of {', '.join(FIELDS)}")
    if field == "counted" and value not in ("yes", "no"):
        raise SurveyError(f"{where}: counted is {value!r}; write yes or no")
    if field == "offer" and value not in codes("offer"):
        raise SurveyError(
            f"{where}: offer {value!r} is not known; write {', '.join(codes('offer'))}"
        )
    if field == "reason" and value not in reasons():
        raise SurveyError(
            f"{where}: reason {value!r} is not known; nearest: {nearest(value, reasons())}"
        )
    if field == "specimens":
        parse_specimens(value, where)


def parse_specimens(value: str, where: str) -> list[tuple[str, str, int]]:
    """Read specimens as people write them.

    Parameters
    ----------
    value
        Such as "Testudo hermanni live 3; Ara macao feather 1": taxon, product, number.
    where
        File and row, for the message.

    Returns
    -------
    list of tuple
        Accepted name, product, number.

    Raises
    ------
    SurveyError
        When a part is not of this form, or names an unknown taxon or product.
    """
    result: list[tuple[str, str, int]] = []
    for part in filter(None, (p.strip() for p in value.split(";"))):
        words = part.split()
        if len(words) < 3 or not (words[-1].isascii() and words[-1].isdigit()):
            raise SurveyError(f"{where}: {part!r} is not 'taxon product number'")
        if not 1 <= int(words[-1]) <= MOST_SPECIMENS:
            raise SurveyError(
                f"{where}: {words[-1]} specimens in {part!r}; write 1 to {MOST_SPECIMENS}, "
                "and nothing where there are none"
            )
        name = taxonomy.accepted(" ".join(words[:-2]))
        if not taxonomy.known(name):
            raise SurveyError(f"{where}: taxon {name!r} is not in the table taxa")
        if words[-2] not in codes("product", "specimens"):
            raise SurveyError(f"{where}: product {words[-2]!r} is not known")
        result.append((name, words[-2], int(words[-1])))
    pairs = [(name, product) for name, product, _ in result]
    if twice := {pair for pair in pairs if pairs.count(pair) > 1}:
        name, product = sorted(twice)[0]
        raise SurveyError(f"{where}: {name} {product} is given twice; add the numbers up")
    return result


def in_force(table: pd.DataFrame) -> pd.DataFrame:
    """Leave out what was taken back.

    Parameters
    ----------
    table
        `decisions`, in the order of the file.

    Returns
    -------
    pandas.DataFrame
        Without the withdrawals and the decisions they withdraw; the last decision of a
        reviewer on a listing and field that is not withdrawn is the one before it.
    """
    gone = table["status"] == WITHDRAWN
    if not gone.any():
        return table
    keys = ["listing_id", "field", "reviewer"]
    touched = table.set_index(keys).index.isin(table[gone].set_index(keys).index)
    keep = pd.Series(True, index=table.index)
    for _, rows in table[touched].groupby(keys, sort=False):
        stack: list[object] = []
        for at, status in rows["status"].items():
            if status != WITHDRAWN:
                stack.append(at)
                continue
            keep[at] = False
            if stack:
                keep[stack.pop()] = False
    return table[keep]


def standing(table: pd.DataFrame) -> pd.DataFrame:
    """Keep the decision that stands for each listing and field.

    An adjudicated decision outranks the others, a later one an earlier one; of one moment,
    the later row.

    Parameters
    ----------
    table
        `decisions`.

    Returns
    -------
    pandas.DataFrame
        One row per listing and field, sorted by them.
    """
    own = in_force(table)
    ranked = own.assign(
        adjudicated=own["status"] == ADJUDICATED, moment=_moments(own, "decisions")
    )
    ranked = ranked.sort_values(["adjudicated", "moment"], kind="stable")
    ranked = ranked.groupby(["listing_id", "field"], as_index=False).last()
    return ranked[COLUMNS]


def record(folder: Path, rows: Iterable[dict[str, str]]) -> int:
    """Add decisions to the log of a survey.

    Parameters
    ----------
    folder
        Folder of decisions on the survey; made where it does not exist.
    rows
        Columns of `COLUMNS`. Personal data in notes is masked.

    Returns
    -------
    int
        Number of rows written; they are on the disk when the function returns.

    Raises
    ------
    SurveyError
        When a row is wrong (nothing is written then) or the file cannot be written.
    """
    table = pd.DataFrame(list(rows), columns=COLUMNS, dtype="str").fillna("")
    if table.empty:
        return 0
    for row in table.itertuples(index=False):
        where = f"{row.listing_id}, {row.field}"
        check(str(row.field), str(row.value), where)
        if not row.reviewer or row.status not in STATUSES:
            raise SurveyError(f"{where}: reviewer {row.reviewer!r}, status {row.status!r}")
    _moments(table, "decisions")
    nowhere = pd.Series("", index=table.index, dtype="str")
    table = table.assign(note=privacy.mask(table["note"], nowhere))
    append_csv(folder / FILE, table)
    return len(table)
