"""Which figure each number of the report is, and the page that shows what is behind them."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from wildlife_analysis.provenance import figures, trace_page
from wildlife_analysis.provenance.trace import Tracer, decisions
from wildlife_analysis.words import Said

__all__ = ["about", "cells", "link", "named", "said", "traces", "view", "word"]


def _surveys(entry: Mapping[str, Any]) -> list[str]:
    """List the surveys of an entry, the later first."""
    return [one["id"] for one in reversed(entry["about"])]


def about(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """List the surveys that an entry shows: the later alone where it compares nothing."""
    name, surveys = view(entry), list(entry["about"])
    if figures.known(name) and figures.view(name)["compared"] != "yes":
        return surveys[-1:]
    return surveys


def _case(entry: Mapping[str, Any]) -> dict[str, str]:
    """Return column and code of the case on whose page an entry stands."""
    column, _, code = entry["case"].partition(":")
    return {column: code} if column else {}


def view(entry: Mapping[str, Any]) -> str:
    """Name the view of an entry: on a case page the id begins with the code of the case."""
    return str(entry["id"]).removeprefix("".join(f"{code}_" for code in _case(entry).values()))


def link(entry: Mapping[str, Any]) -> str:
    """Say what the page behind the numbers is asked to list all figures of an entry."""
    return view(entry) + "".join(f"/{code}/" for code in _case(entry).values())


def word(entry: Mapping[str, Any], name: str) -> str:
    """Name the figure that a word of an entry repeats; empty where it repeats none."""
    found = figures.word_id(view(entry), _surveys(entry), name, _case(entry))
    return "" if found is None else str(found)


def said(entry: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, str]:
    """Name the figures that a sentence or text repeats, by its placeholders."""
    named = {name: word(entry, name) for name, value in values.items() if not _nothing(value)}
    return {name: found for name, found in named.items() if found}


def _nothing(value: Any) -> bool:
    if isinstance(value, Said):
        return not value.what or _nothing(value.what[0])
    return value is None or (isinstance(value, float) and value != value)


def cells(
    entry: Mapping[str, Any],
    row: Mapping[Any, Any],
    number: int,
    columns: Sequence[str],
    ends: Mapping[str, str],
) -> list[list[str]]:
    """Name the figures in the cells of a row of a published table.

    Parameters
    ----------
    entry
        The table.
    row
        Its row.
    number
        Which one it is.
    columns
        The columns shown.
    ends
        Column -> the column that is shown with it, as from–to.
    """
    if not entry["about"]:
        return [[] for _ in columns]
    hidden = {name: values[number] for name, values in entry["hidden"].items()}
    key = {**row, **_case(entry), **hidden}
    found = []
    for column in columns:
        both = [column, *([ends[column]] if ends.get(column) in row else [])]
        ids = [
            figures.cell_id(view(entry), _surveys(entry), key, one)
            for one in both
            if not pd.isna(row[one])
        ]
        found.append([str(one) for one in ids if one is not None])
    return found


def named(shown: Sequence[Mapping[str, Any]]) -> list[str]:
    """List the figures of what is shown in the report."""
    found: dict[str, None] = {}
    for entry in shown:
        ids = [name for row in entry.get("rows", []) for c in row for name in c["figures"]]
        ids += [item["trace"] for item in entry.get("items", [])]
        ids += [*entry.get("figures", []), *entry.get("words", {}).values()]
        found.update(dict.fromkeys(one for one in ids if one))
    return list(found)


def traces(shown: Sequence[Mapping[str, Any]], tracer: Tracer) -> trace_page.Behind:
    """Gather what is behind the numbers of a report.

    Parameters
    ----------
    shown
        What the report shows.
    tracer
        What answers for the numbers.
    """
    found = [tracer.figure(figure) for figure in named(shown)]
    return trace_page.gathered(tracer, found, decisions(tracer.ids_of_listings))
