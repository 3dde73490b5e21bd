"""The scope rule of a survey: which specimens it counts.

A rule is a list of codes and of taxa. Codes are CITES Appendices (I, II, III) and EU Annexes
(A to D); a taxon is a scientific name of any rank, or a CSV file of such names beside
``survey.toml``. A specimen is in scope when one entry fits it. Rules are applied to tables that
were made before: nothing is read again.
"""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from wildlife_analysis.reference import taxonomy
from wildlife_analysis.reference.errors import SurveyError
from wildlife_analysis.reference.tables import nearest, read_csv

__all__ = ["SCOPE_CODES", "in_scope", "named_taxa", "read_scope"]

SCOPE_CODES = ("I", "II", "III", "A", "B", "C", "D")
NAME_COLUMN = "scientific_name"


def read_scope(entries: Sequence[str], folder: Path, where: str) -> tuple[str, ...]:
    """Check the entries of a scope rule, and put the names of a list in place of its file.

    Parameters
    ----------
    entries
        Codes, scientific names, names of CSV files with a column ``scientific_name``.
    folder
        Where such files stand.
    where
        What the rule belongs to, for messages.

    Returns
    -------
    tuple of str
        Codes as given, taxa under their accepted names.

    Raises
    ------
    SurveyError
        When there is no entry, an entry is neither code nor known taxon, or a list cannot be
        read.
    """
    found: list[str] = []
    for entry in entries:
        if not isinstance(entry, str):
            raise SurveyError(
                f"{where}: scope {entry!r}: codes and names are written in quotes"
            )
        if entry in SCOPE_CODES:
            found.append(entry)
        elif entry.endswith(".csv"):
            found.extend(_list(folder / entry))
        else:
            found.append(_name(entry, where))
    if not found:
        raise SurveyError(
            f"{where}: scope is empty: give codes ({', '.join(SCOPE_CODES)}), scientific names "
            "or a CSV file of them"
        )
    return tuple(dict.fromkeys(found))


def _list(path: Path) -> list[str]:
    table = read_csv(path)
    if NAME_COLUMN not in table:
        raise SurveyError(f"{path}: column {NAME_COLUMN} is missing")
    return [
        _name(name, f"{path}, row {row}")
        for row, name in enumerate(table[NAME_COLUMN].str.strip(), 2)
        if name
    ]


def _name(entry: str, where: str) -> str:
    name = taxonomy.accepted(entry)
    if not taxonomy.known(name):
        near = nearest(entry, [*SCOPE_CODES, *taxonomy.names()])
        raise SurveyError(f"{where}: scope {entry!r} is neither a code nor a known taxon; "
                          f"nearest: {near}")  # fmt: skip
    return name


def named_taxa(names: pd.Series, taxa: Sequence[str]) -> pd.Series:
    """Say which names belong to one of some taxa, or are one (bool, index of ``names``)."""
    wanted = set(taxa)
    fits = {n: not wanted.isdisjoint((n, *taxonomy.ancestors(n))) for n in names.unique()}
    return names.map(fits).astype(bool)


def in_scope(specimens: pd.DataFrame, scope: Sequence[str]) -> pd.Series:
    """Say which specimens a scope rule counts.

    Parameters
    ----------
    specimens
        Columns ``appendix`` and ``eu_annex``; ``scientific_name`` where the rule names taxa.
    scope
        Codes and accepted scientific names, as `read_scope` returns them.

    Returns
    -------
    pandas.Series
        bool, index of ``specimens``.
    """
    codes = [entry for entry in scope if entry in SCOPE_CODES]
    taxa = [entry for entry in scope if entry not in SCOPE_CODES]
    counted = specimens["appendix"].isin(codes) | specimens["eu_annex"].isin(codes)
    if taxa:
        counted |= named_taxa(specimens["scientific_name"], taxa)
    return counted
