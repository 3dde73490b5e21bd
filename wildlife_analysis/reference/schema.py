"""One schema for every table that crosses a stage, built from ``fields.csv``."""

from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from wildlife_analysis.reference.errors import SurveyError
from wildlife_analysis.reference.tables import table

if TYPE_CHECKING:
    import pandera.pandas as pa

DTYPES = {
    "str": "str",
    "int": "int64",
    "float": "float64",
    "bool": "bool",
    "date": "datetime64[us]",
    "datetime": "datetime64[us, UTC]",
}


def fields(name: str) -> pd.DataFrame:
    """Return the rows of ``fields.csv`` that describe the table ``name``."""
    rows = table("fields")
    rows = rows[rows["table"] == name]
    if rows.empty:
        raise SurveyError(f"fields.csv: no table {name!r}")
    return rows


def column_names(name: str) -> list[str]:
    """Return the columns of the table ``name``, in order."""
    return fields(name)["column"].tolist()


def empty_table(name: str) -> pd.DataFrame:
    """Return the table ``name`` without rows, with its columns and dtypes."""
    return _empty(name).copy()


@cache
def _empty(name: str) -> pd.DataFrame:
    rows = fields(name)
    return pd.DataFrame(
        {
            c: pd.Series(dtype=DTYPES[d])
            for c, d in zip(rows["column"], rows["dtype"], strict=True)
        }
    )


def codes_of(spec: str) -> list[str]:
    """List the codes that a cell of the column ``codes`` allows."""
    if spec.startswith("reasons:"):
        reasons = table("reasons")
        return reasons.loc[reasons["kind"] == spec.removeprefix("reasons:"), "code"].tolist()
    return spec.split("|")


@cache
def _schema(name: str) -> "pa.DataFrameSchema":
    import pandera.pandas as pa

    columns: dict[str, Any] = {}
    for row in fields(name).to_dict("records"):
        checks = [pa.Check.isin(codes_of(row["codes"]))] if row["codes"] else []
        columns[row["column"]] = pa.Column(
            DTYPES[row["dtype"]], checks=checks, nullable=row["nullable"] == "yes"
        )
    return pa.DataFrameSchema(columns, strict=True, ordered=True)


def _fits(frame: pd.DataFrame, name: str) -> bool:
    """Say whether a table is as it should be; why it is not, pandera finds out."""
    rows = fields(name)
    if list(frame.columns) != rows["column"].tolist():
        return False
    for row in rows.to_dict("records"):
        column = frame[row["column"]]
        if column.dtype != DTYPES[row["dtype"]]:
            return False
        values = column.drop_duplicates() if row["codes"] else column
        missing = values.isna()
        if row["nullable"] != "yes" and missing.any():
            return False
        if row["codes"] and not (missing | values.isin(codes_of(row["codes"]))).all():
            return False
    return True


def check_table(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Check a table against its schema and return it.

    Parameters
    ----------
    frame
        A table that crosses from one stage to the next.
    name
        Its name in ``fields.csv``.

    Returns
    -------
    pandas.DataFrame
        The same frame.

    Raises
    ------
    SurveyError
        When a column is missing, of another dtype or holds a value outside its codes.
    """
    if _fits(frame, name):
        return frame
    import pandera.errors

    try:
        _schema(name).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases[["column", "check", "failure_case"]].head(5)
        details = "; ".join(
            f"{case.column}: {case.check} ({case.failure_case})" for case in cases.itertuples()
        )
        raise SurveyError(f"table {name} breaks its schema: {details}") from error
    return frame
