"""Show what the notebooks published in one language: charts, tables, sentences."""

import base64
import importlib
import io
import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from wildlife_analysis.provenance import figures
from wildlife_analysis.report import traced
from wildlife_analysis.review.files import guarded_table
from wildlife_analysis.words import Said, Words

__all__ = ["chart", "entries", "entry", "numbers", "source", "table", "told"]

SHARES = (
    "share", "live_share", "assumed_one_share", "reviewed_share", "share_compared", "wanted",
    "wanted_by_then", "reduction", "reduction_low", "reduction_high",
)  # fmt: skip
CHANGES = ("change", "if_independent", "listings_change", "value_change")
MONEY = (
    "value_usd", "bid_usd", "median_usd", "lower_quartile_usd", "upper_quartile_usd", "p5_usd",
    "p95_usd",
)  # fmt: skip
# Shown as printed; what is computed for them with as many digits.
PRINTED = ("published", "computed")
RATIOS = ("ratio", "low", "high", "p_adjusted", "dispersion", "site_ratio", "ratio_of_ratios")
# Two columns that the page shows as one, from–to; the file keeps both.
SPANS = {
    "low": "high",
    "reduction_low": "reduction_high",
    "listings_low": "listings_high",
    "specimens_low": "specimens_high",
    "lower_quartile_usd": "upper_quartile_usd",
}
# How a source words a figure, shown before the figure; the file keeps both columns.
SIGNS = {"=": "", "~": "≈ "}
# So many rows of a table a chart's alternative text tells.
TOLD = 9


def entries(published: Path) -> list[dict[str, Any]]:
    """Return what the notebooks published, in the order of the notebooks."""
    found = []
    for path in sorted((published / "published").glob("*.json")):
        found += json.loads(path.read_text(encoding="utf-8"))
    return found


def entry(entry: dict[str, Any], published: Path, words: Words, target: Path) -> dict[str, Any]:
    """Show one entry in a language, and write its files.

    Parameters
    ----------
    entry
        One of `entries`.
    published
        Folder they stand in.
    words
        The language.
    target
        Folder of the report in that language.

    Returns
    -------
    dict
        What the page needs: ``kind``, ``id``, and by kind ``title``, ``text``, ``source``,
        ``columns``, ``rows``, ``image``, ``alt``, ``items``, ``frame`` (the whole data).
    """
    if entry["kind"] == "sentence":
        values = _values(entry["values"])
        text = words(entry["message"], **values)
        return {**_same(entry), "text": text, "words": traced.said(entry, values)}
    data = pd.read_parquet(published / "data" / f"{entry['id']}.parquet")
    guarded_table(data).to_csv(target / "tables" / f"{entry['id']}.csv", index=False)
    if entry["kind"] == "numbers":
        return numbers(entry, data, words)
    if entry["kind"] == "table":
        return {**table(entry, data, words), "frame": data, "across": entry["across"]}
    told = published / "data" / f"{entry['id']}.told.parquet"
    drawn = published / words.language
    shown = chart(
        entry, data, pd.read_parquet(told) if entry.get("told") else None, words,
        target / "figures", drawn if drawn.exists() else None,
    )  # fmt: skip
    return {**shown, "frame": data}


def _same(entry: Mapping[str, Any]) -> dict[str, Any]:
    same = {name: entry[name] for name in ("kind", "id", "notebook", "section", "case")}
    return {**same, "named": figures.known(traced.view(entry)), "link": traced.link(entry)}


def _values(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _said(value) for name, value in values.items()}


def _said(value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {"how", "what"}:
        return Said(value["how"], tuple(_said(one) for one in value["what"]))
    return value


def _head(entry: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """Return title, text and source of a chart or table."""
    message = entry["message"]
    values = _values(entry["values"])
    title, text = entry["title"], entry["text"]
    if not title:
        title = words(f"{message}-title", **values)
    if not text and words.has(f"{message}-text"):
        text = words(f"{message}-text", **values)
    return {
        "title": title,
        "text": text,
        "source": source(traced.about(entry), words),
        "words": traced.said(entry, values),
    }


def source(about: Sequence[Mapping[str, Any]], words: Words) -> str:
    """Write the line under a chart or table: the surveys, and whether they are replicas."""
    titles = words.join(words.title(one) for one in about)
    simulated = any(one["simulated"] for one in about)
    return words("source-simulated" if simulated else "source", surveys=titles)


def numbers(entry: Mapping[str, Any], data: pd.DataFrame, words: Words) -> dict[str, Any]:
    """Show the numbers of the first page."""
    items = []
    for name, value, how in zip(data["name"], data["value"], entry["how"], strict=True):
        label = f"{entry['message']}-{name}".replace("_", "-")
        number = int(value) if float(value).is_integer() else value
        items.append(
            {
                "id": name, "value": getattr(words, how)(value), "how": how,
                "label": words(label, n=0 if pd.isna(value) else number),
                "trace": "" if pd.isna(value) else traced.word(entry, name),
            }
        )  # fmt: skip
    return {**_same(entry), "items": items}


def told(entry: dict[str, Any], published: Path, words: Words) -> dict[str, Any]:
    """Show one entry without its files: what names the figures in it."""
    if entry["kind"] == "sentence":
        return {**_same(entry), "words": traced.said(entry, _values(entry["values"]))}
    data = pd.read_parquet(published / "data" / f"{entry['id']}.parquet")
    if entry["kind"] == "numbers":
        return numbers(entry, data, words)
    if entry["kind"] == "table":
        return table(entry, data, words)
    columns = _columns(data)
    found_figures = [
        name
        for number, row in enumerate(data.to_dict("records"))
        for found in traced.cells(entry, row, number, columns, SPANS)
        for name in found
    ]
    return {**_same(entry), **_head(entry, words), "figures": found_figures}


def chart(
    entry: Mapping[str, Any],
    data: pd.DataFrame,
    told: pd.DataFrame | None,
    words: Words,
    folder: Path,
    drawn: Path | None = None,
) -> dict[str, Any]:
    """Draw a chart, write its SVG and PNG, and say what it shows.

    Parameters
    ----------
    entry
        Published by a notebook.
    data
        The data drawn.
    told
        What the alternative text tells; the data where None.
    words
        The language.
    folder
        Folder for the files.
    drawn
        Folder in which the notebook has drawn it in this language already.
    """
    shown = {**_same(entry), **_head(entry, words)}
    names = [f"{entry['id']}.{kind}" for kind in ("svg", "png")]
    folder.mkdir(parents=True, exist_ok=True)
    if drawn is not None:
        for name in names:
            (folder / name).write_bytes((drawn / name).read_bytes())
    else:
        _draw(entry["drawn"], data, words, shown["source"], [folder / name for name in names])
    # The page says the source in its own letters, below.
    svg = re.sub(
        r'<text class="source".*?</text>\n', "", (folder / names[0]).read_text("utf-8")
    )
    shown["image"] = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
    shown["alt"] = _alt(entry, shown["title"], data if told is None else told, words)
    return shown


def _draw(
    drawn: Mapping[str, Any], data: pd.DataFrame, words: Words, named: str, files: list[Path]
) -> None:
    function = getattr(importlib.import_module(drawn["module"]), drawn["name"])
    figure: Any = function(data, words=words, **drawn["keywords"]).figure
    # The layout is worked out once for both files.
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    svg = io.StringIO()
    figure.savefig(svg, format="svg", metadata={"Date": None})
    # The files are passed on alone: they bear the source. In the SVG it is text, not outlines.
    size = min(7.0, 125 * figure.get_figwidth() / len(named))
    line = (
        f'<text class="source" x="5" y="{72 * figure.get_figheight() - 4:.1f}" fill="#5a6b75" '
        f'font-family="DejaVu Sans, sans-serif" font-size="{size:.1f}">{escape(named)}</text>\n'
        "</svg>"
    )
    files[0].write_text(svg.getvalue().replace("</svg>", line), encoding="utf-8")
    figure.text(5 / 72 / figure.get_figwidth(), 4 / 72 / figure.get_figheight(), named,
                fontsize=size, color="#5a6b75")  # fmt: skip
    figure.savefig(files[1], dpi=160, metadata={"Software": None})


def table(entry: Mapping[str, Any], data: pd.DataFrame, words: Words) -> dict[str, Any]:
    """Show a table: heads and cells in words."""
    own = data.head(entry["most"]) if entry["most"] else data
    columns = _columns(data)
    across = entry["across"]
    heads = [
        words.code(across, c) if across and number else _column(c, data, words)
        for number, c in enumerate(columns)
    ]
    return {
        **_same(entry),
        **_head(entry, words),
        "columns": heads,
        "numeric": [bool(pd.api.types.is_numeric_dtype(data[c])) for c in columns],
        "rows": [
            _traced(entry, row, number, _row(row, own, words))
            for number, row in enumerate(own.to_dict("records"))
        ],
    }


def _traced(
    entry: Mapping[str, Any], row: Mapping[Any, Any], number: int, shown: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Name the figures in the cells of a row."""
    columns = [cell["column"] for cell in shown]
    found = traced.cells(entry, row, number, columns, SPANS)
    return [
        {**cell, "figures": ids, "trace": next(iter(ids), "")}
        for cell, ids in zip(shown, found, strict=True)
    ]


def _columns(data: pd.DataFrame) -> list[str]:
    """List the columns of the page: what stands within the cell of another is left out."""
    ends = {SPANS[c] for c in data.columns if c in SPANS}
    if "published" in data:
        ends.add("relation")
    return [c for c in data.columns if c not in ends]


def _column(column: str, data: pd.DataFrame, words: Words) -> str:
    span = SPANS.get(column) in data.columns
    numeric = pd.api.types.is_numeric_dtype(data[column])
    return words.column(f"{column}_span" if span else column, numeric=numeric)


def _row(row: Mapping[Any, Any], data: pd.DataFrame, words: Words) -> list[dict[str, Any]]:
    cells = []
    for column in _columns(data):
        value = row[column]
        text = _cell(column, value, words)
        end = SPANS.get(column)
        if end in row and not (pd.isna(value) and pd.isna(row[end])):
            high = _cell(str(end), row[end], words)
            text = words("span-open" if pd.isna(row[end]) else "span", low=text, high=high)
        if column == "published" and "relation" in row:
            text = SIGNS.get(row["relation"], f"{row['relation']} ") + text
        number = isinstance(value, int | float) and not pd.isna(value)
        cells.append({"text": text, "value": value if number else "", "column": column})
    return cells


def _cell(column: str, value: Any, words: Words) -> str:
    if isinstance(value, str):
        return words.code(column, value)
    if pd.isna(value):
        return "–"
    if column in SHARES:
        return words.percent(value, 1)
    if column in CHANGES:
        return words.change(value, 1)
    if column == "interaction":  # a difference of shares, in points
        return words.signed(100 * value, 1)
    if column in MONEY:
        return words.dollars(value)
    if column in RATIOS:
        return words.number(value, 3 if column == "p_adjusted" or abs(value) < 0.1 else 2)
    if column in PRINTED and round(value, 2) != round(value, 1):
        return words.number(value, 2)
    if isinstance(value, float) and abs(value) < 1000 and not value.is_integer():
        return words.number(value, 1)
    return words.number(value) if isinstance(value, int | float) else str(value)


def _alt(entry: Mapping[str, Any], title: str, data: pd.DataFrame, words: Words) -> str:
    """Say what a chart shows: its kind, its title, its first values under their names."""
    drawn = entry["drawn"]["keywords"]
    if "value" in drawn:  # what is not drawn is not told
        shown = (*drawn.values(), *drawn.get("interval", ()))
        data = data[[c for c in data if c in shown]]
    heads = [_column(c, data, words) for c in _columns(data)]
    rows = [
        ", ".join(
            cell["text"] if cell["value"] == "" else f"{head} {cell['text']}"
            for head, cell in zip(heads, _row(row, data, words), strict=True)
        )
        for row in data.head(TOLD).to_dict("records")
    ]
    kind = words.code("chart", entry["drawn"]["name"])
    return words(
        "alt-more" if len(data) > TOLD else "alt", kind=kind, title=title, rows="; ".join(rows)
    )
