"""Sheets for colleagues without Jupyter: export, fill in, import."""

import csv
import hashlib
import io
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from wildlife_analysis.reference import SurveyError
from wildlife_analysis.review import display
from wildlife_analysis.review.decisions import (
    COLUMNS,
    FIELDS,
    FILE,
    check,
    codes,
    decisions,
    in_force,
    reasons,
    record,
)
from wildlife_analysis.review.files import append_csv, guarded, plain
from wildlife_analysis.review.session import check_reviewer

__all__ = ["COLUMNS_SHOWN", "export", "import_sheet"]

IMPORTS = "imports.csv"
COLUMNS_SHOWN = [
    "listing_id", "marketplace", "country_code", "language", "title", "description",
    "category", "location", "price_text", "posted_text",
]  # fmt: skip
TO_FILL = [*FIELDS, "note"]
LONGEST_CELL = 32_000  # a cell of a workbook holds 32,767 characters
MOST_ERRORS = 20


def export(listings: pd.DataFrame, ids: list[str], path: Path, *, reviewer: str) -> int:
    """Write listings into a sheet to be filled in.

    Parameters
    ----------
    listings
        Table of that name.
    ids
        Listings to write, in order.
    path
        ``.csv`` or ``.xlsx``; an existing file is not overwritten.
    reviewer
        Who shall fill it in.

    Returns
    -------
    int
        Number of listings written. The program's answer is not among the columns; personal
        data is masked; no cell is taken for a formula.

    Raises
    ------
    SurveyError
        When the file exists or has another ending, or a listing is not in the survey.
    """
    check_reviewer(reviewer)
    if path.exists():
        raise SurveyError(f"{path}: exists already; it may hold decisions: choose another name")
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise SurveyError(f"{path}: end the name in .csv or .xlsx")
    own = listings.set_index("listing_id", drop=False)
    if lost := [i for i in ids if i not in own.index]:
        raise SurveyError(f"no listing {', '.join(lost[:5])} in the survey; process it again")
    rows = display.masked(own.loc[ids])
    table = pd.DataFrame({name: rows[name].map(_cell) for name in COLUMNS_SHOWN})
    table = table.assign(reviewer=reviewer, **dict.fromkeys(TO_FILL, ""))
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() == ".csv":
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(table.columns)
        writer.writerows([guarded(v) for v in row] for row in table.to_numpy().tolist())
        # The mark at the start tells a spreadsheet that the file is UTF-8.
        path.write_text("\ufeff" + text.getvalue(), encoding="utf-8", newline="")
    else:
        _workbook(table, path)
    return len(table)


def _cell(value: Any) -> str:
    """Write a value as text without what no spreadsheet can hold."""
    if value is None or value != value:
        return ""
    text = "".join(c if c.isprintable() or c == "\n" else " " for c in str(value))
    return text if len(text) <= LONGEST_CELL else text[:LONGEST_CELL] + " […]"


def _workbook(table: pd.DataFrame, path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    sheet.title = "decisions"
    lists = book.create_sheet("codes")
    sheet.append(list(table.columns))
    for row in table.to_numpy().tolist():
        sheet.append([""] * len(row))
        for column, value in enumerate(row, 1):
            cell = sheet.cell(row=sheet.max_row, column=column)
            cell.value = value or None
            if value:
                cell.data_type = "s"  # whatever it begins with, it is no formula
                cell.quotePrefix = True
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "B2"
    choices = {"counted": ["yes", "no"], "offer": codes("offer"), "reason": reasons()}
    for number, (name, values) in enumerate(choices.items(), 1):
        for at, value in enumerate([name, *values], 1):
            lists.cell(row=at, column=number, value=value)
        letter = sheet.cell(row=1, column=list(table.columns).index(name) + 1).column_letter
        source = lists.cell(row=1, column=number).column_letter
        rule = DataValidation(
            "list", formula1=f"codes!${source}$2:${source}${len(values) + 1}", allow_blank=True
        )
        sheet.add_data_validation(rule)
        rule.add(f"{letter}2:{letter}{len(table) + 1}")
    for name, width in (("title", 40), ("description", 80), ("specimens", 40)):
        letter = sheet.cell(row=1, column=list(table.columns).index(name) + 1).column_letter
        sheet.column_dimensions[letter].width = width
    book.save(path)


def _read(path: Path) -> list[dict[str, str]]:
    """Read a sheet as rows of text."""
    try:
        if path.suffix.lower() == ".xlsx":
            grid = _grid(path)
        else:
            text = path.read_bytes().decode("utf-8-sig")
            first = text.split("\n", 1)[0]
            comma = max(",;\t", key=first.count)
            grid = list(csv.reader(io.StringIO(text, newline=""), delimiter=comma))
    except FileNotFoundError as error:
        raise SurveyError(f"{path}: no such file") from error
    except UnicodeDecodeError as error:
        raise SurveyError(
            f"{path}: not UTF-8 text; save it as 'CSV UTF-8' or as .xlsx"
        ) from error
    except csv.Error as error:
        raise SurveyError(f"{path}: not a CSV file ({error})") from error
    header = [name.strip() for name in grid[0]] if grid else []
    missing = [name for name in ("listing_id", *TO_FILL) if name not in header]
    if missing:
        raise SurveyError(f"{path}: column {', '.join(missing)} is missing")
    return [
        dict(zip(header, [plain(v).strip() for v in row] + [""] * len(header), strict=False))
        for row in grid[1:]
    ]


def _grid(path: Path) -> list[list[str]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise SurveyError(f"{path}: not a workbook ({error})") from error
    try:
        sheet = book["decisions"] if "decisions" in book.sheetnames else book.worksheets[0]
        return [[_text(v) for v in row] for row in sheet.iter_rows(values_only=True)]
    finally:
        book.close()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def import_sheet(
    path: Path, listings: pd.DataFrame, folder: Path, *, now: datetime, reviewer: str = ""
) -> int:
    """Take over the decisions of a filled sheet.

    Parameters
    ----------
    path
        Sheet that `export` wrote, filled in; CSV may have come back with semicolons.
    listings
        Table of that name; says which listings there are.
    folder
        Folder of decisions on the survey.
    now
        Moment of the import, which is that of the decisions.
    reviewer
        Who decided, where the sheet does not say.

    Returns
    -------
    int
        Number of decisions added. A row without ``counted`` and without other entries is left
        for later. A sheet imported before adds nothing, nor does a decision that the reviewer
        stands by already.

    Raises
    ------
    SurveyError
        Naming every wrong row; nothing is imported then.
    """
    rows, errors = [], []
    known = set(listings["listing_id"])
    seen: dict[str, int] = {}
    for number, row in enumerate(_read(path), 2):
        if not any(row.get(name) for name in TO_FILL):
            continue
        where = f"{path}, row {number}"
        try:
            rows += _decided(row, where, known, row.get("reviewer") or reviewer)
            if row["listing_id"] in seen:
                raise SurveyError(
                    f"{where}: listing {row['listing_id']!r} stands in row "
                    f"{seen[row['listing_id']]} already"
                )
            seen[row["listing_id"]] = number
        except SurveyError as error:
            errors.append(str(error))
    if errors:
        more = f"\n… and {len(errors) - MOST_ERRORS} more" if len(errors) > MOST_ERRORS else ""
        raise SurveyError("\n".join(errors[:MOST_ERRORS]) + more)
    if not rows:
        return 0
    content = "\n".join("\x1f".join(row.values()) for row in rows)
    fingerprint = hashlib.sha256(content.encode()).hexdigest()
    imports = folder / IMPORTS
    if imports.exists() and fingerprint in imports.read_text(encoding="utf-8"):
        return 0
    moment = now.isoformat(timespec="microseconds")
    new = [{**row, "decided_at": moment, "status": ""} for row in _unsaid(rows, folder)]
    record(folder, [{name: row[name] for name in COLUMNS} for row in new])
    entry = {
        "sha256": fingerprint,
        "imported_at": moment,
        "file": path.name,
        "rows": str(len(seen)),
        "added": str(len(new)),
    }
    append_csv(imports, pd.DataFrame([entry]))
    return len(new)


def _decided(
    row: dict[str, str], where: str, known: set[str], reviewer: str
) -> list[dict[str, str]]:
    """Judge one filled row and return its decisions."""
    listing_id = row["listing_id"]
    if listing_id not in known:
        raise SurveyError(f"{where}: no listing {listing_id!r} in the survey")
    if not reviewer:
        raise SurveyError(f"{where}: reviewer is missing; fill the column or give --reviewer")
    check_reviewer(reviewer)
    values = {name: row[name] for name in FIELDS if row[name]}
    for name in ("counted", "offer", "reason"):
        if name in values:
            values[name] = values[name].lower()
    counted = values.get("counted")
    if counted is None:
        raise SurveyError(f"{where}: counted is empty; write yes or no")
    for name, value in values.items():
        check(name, value, where)
    if counted == "yes" and values.get("reason"):
        raise SurveyError(f"{where}: counted is yes, but a reason against it is given")
    if counted == "yes" and values.get("offer") in ("wanted", "none"):
        raise SurveyError(f"{where}: counted is yes, but the offer is {values['offer']}")
    if counted == "no" and values.get("specimens"):
        raise SurveyError(f"{where}: counted is no, but specimens are given")
    return [
        {
            "listing_id": listing_id,
            "field": name,
            "value": value,
            "reviewer": reviewer,
            "note": row["note"],
        }
        for name, value in values.items()
    ]


def _unsaid(rows: list[dict[str, str]], folder: Path) -> list[dict[str, str]]:
    """Leave out decisions by which their reviewer stands already."""
    file = folder / FILE
    if not file.exists():
        return rows
    own = in_force(decisions(file)).drop_duplicates(
        ["listing_id", "field", "reviewer"], keep="last"
    )
    keys = ["listing_id", "field", "value", "reviewer"]
    said = set(own[keys].itertuples(index=False, name=None))
    return [row for row in rows if tuple(row[k] for k in keys) not in said]
