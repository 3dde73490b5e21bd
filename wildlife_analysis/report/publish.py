"""What a notebook shows goes into the report: charts, tables and sentences by their id."""

import io
import json
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from wildlife_analysis.count import Processed
from wildlife_analysis.provenance import figures
from wildlife_analysis.review.files import guarded
from wildlife_analysis.words import Words

if TYPE_CHECKING:
    from IPython.display import HTML
    from matplotlib.axes import Axes

__all__ = ["Publisher"]

SHARES = (
    "share", "assumed_one_share", "reviewed_share", "share_compared", "change", "wanted",
    "wanted_by_then", "reduction", "reduction_low", "reduction_high", "if_independent",
    "interaction", "listings_change", "value_change",
)  # fmt: skip
MONEY = ("value_usd", "bid_usd", "median_usd", "lower_quartile_usd", "upper_quartile_usd")
RATIOS = ("ratio", "low", "high", "p_adjusted", "dispersion", "site_ratio", "ratio_of_ratios")
# Two columns that the page shows as one, from–to; the file keeps both.
SPANS = {
    "low": "high",
    "reduction_low": "reduction_high",
    "listings_low": "listings_high",
    "specimens_low": "specimens_high",
    "lower_quartile_usd": "upper_quartile_usd",
}
# So many rows of a table a chart's alternative text tells.
TOLD = 9


class Publisher:
    """Collects what one notebook publishes.

    Parameters
    ----------
    output_folder
        Folder of the report in one language.
    notebook
        Name of the notebook.
    language
        ISO 639-1 code.
    survey, baseline
        What is reported on; a simulated survey is labelled so under every chart.
    """

    def __init__(
        self,
        output_folder: str | Path,
        notebook: str,
        language: str,
        survey: Processed,
        baseline: Processed | None = None,
    ) -> None:
        self.words = Words(language)
        self.folder = Path(output_folder)
        self.notebook = notebook
        self.survey, self.baseline = survey, baseline
        self.entries: list[dict[str, Any]] = []
        for name in ("figures", "tables", "published"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self._write()

    @property
    def source(self) -> str:
        """The line under every chart and table."""
        surveys = [s for s in (self.baseline, self.survey) if s is not None]
        titles = self.words.join(self.words.title(s.manifest["survey"]) for s in surveys)
        simulated = any(s.simulated for s in surveys)
        return self.words("source-simulated" if simulated else "source", surveys=titles)

    def chart(
        self,
        figure_id: str,
        table: pd.DataFrame,
        axes: "Axes",
        *,
        told: pd.DataFrame | None = None,
        **values: Any,
    ) -> "HTML":
        """Publish a chart and the data behind it.

        Parameters
        ----------
        figure_id
            Its id: files ``figures/ID.svg``, ``.png``, ``tables/ID.csv``; messages
            ``ID-title`` and ``ID-text``.
        table
            The data drawn.
        axes
            The chart.
        told
            What the alternative text tells where it is not the data drawn, such as the
            medians of a distribution.
        **values
            Placeholders of the title and the text.

        Returns
        -------
        IPython.display.HTML
            The chart for the notebook.
        """
        svg = io.StringIO()
        figure: Any = axes.figure
        figure.savefig(svg, format="svg", metadata={"Date": None})
        # The files are passed on alone: they bear the source, which the page prints below.
        figure.supxlabel(self.source, x=0.01, ha="left", fontsize=7)
        name = self.folder / "figures" / figure_id
        figure.savefig(f"{name}.svg", metadata={"Date": None})
        figure.savefig(f"{name}.png", dpi=160, metadata={"Software": None})
        entry = self._entry("chart", figure_id, table, values)
        entry["figures"] = _named(entry["rows"])
        entry["rows"] = []
        entry["svg"] = svg.getvalue()
        entry["alt"] = self._alt(entry["title"], table if told is None else told)
        self._add(entry)
        return self._shown(
            f'<img alt="{escape(entry["alt"])}" src="data:image/svg+xml;base64,'
            f'{_base64(svg.getvalue())}">'
        )

    def table(
        self, figure_id: str, table: pd.DataFrame, *, most: int | None = None, **values: Any
    ) -> "HTML":
        """Publish a table.

        Parameters
        ----------
        figure_id
            Its id: file ``tables/ID.csv``; messages ``ID-title`` and ``ID-text``.
        table
            The rows; codes are written in the language of the report.
        most
            How many rows the page shows; the file holds all.
        **values
            Placeholders of the title and the text.
        """
        entry = self._entry("table", figure_id, table.head(most) if most else table, values)
        self._csv(figure_id, table)
        self._add(entry)
        head = "".join(f"<th>{escape(c)}</th>" for c in entry["columns"])
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(c['text'])}</td>" for c in row) + "</tr>"
            for row in entry["rows"]
        )
        return self._shown(f"<table><tr>{head}</tr>{rows}</table>")

    def numbers(self, figure_id: str, values: dict[str, tuple[float, str]]) -> "HTML":
        """Publish the numbers of the first page.

        Parameters
        ----------
        figure_id
            Id of the group.
        values
            Name -> (number, how to write it: ``number``, ``percent`` or ``dollars``).
        """
        table = pd.DataFrame(
            {"name": list(values), "value": [number for number, _ in values.values()]}
        )
        entry = self._entry("numbers", figure_id, table, {})
        entry["items"] = [
            {
                "id": name,
                "value": getattr(self.words, how)(number),
                "label": self.words(f"{figure_id}-{name}".replace("_", "-")),
                "trace": self._word(figure_id, name),
            }
            for name, (number, how) in values.items()
        ]
        self._add(entry)
        rows = "".join(
            f"<p><b>{escape(i['value'])}</b> {escape(i['label'])}</p>" for i in entry["items"]
        )
        return self._shown(rows)

    def sentence(self, figure_id: str, message: str, **values: Any) -> "HTML":
        """Publish a finding: a sentence whose numbers come from the tables."""
        text = self.words(message, **values)
        named = self._words_of(figure_id, values)
        self._add({"kind": "sentence", "id": figure_id, "text": text, "words": named})
        return self._shown(f"<p>{escape(text)}</p>")

    def _entry(
        self, kind: str, figure_id: str, table: pd.DataFrame, values: dict[str, Any]
    ) -> dict[str, Any]:
        message = figure_id.replace("_", "-")
        text = (
            self.words(f"{message}-text", **values) if self.words.has(f"{message}-text") else ""
        )
        self._csv(figure_id, table)
        return {
            "kind": kind,
            "id": figure_id,
            "notebook": self.notebook,
            "title": self.words(f"{message}-title", **values),
            "text": text,
            "source": self.source,
            "columns": [self._head(c, table) for c in self._shown_columns(table)],
            "numeric": [
                bool(pd.api.types.is_numeric_dtype(table[c]))
                for c in self._shown_columns(table)
            ],
            "rows": self._rows(figure_id, table),
            "words": self._words_of(figure_id, values),
        }

    def _surveys(self) -> list[str]:
        return [s.id for s in (self.survey, self.baseline) if s is not None]

    def _word(self, figure_id: str, name: str) -> str:
        """Name the figure that a word repeats; empty where it repeats none."""
        found = figures.word_id(figure_id, self._surveys(), name)
        return "" if found is None else str(found)

    def _words_of(self, figure_id: str, values: dict[str, Any]) -> dict[str, str]:
        nothing = self.words.number(float("nan"))
        named = {n: self._word(figure_id, n) for n, v in values.items() if v != nothing}
        return {name: found for name, found in named.items() if found}

    def _rows(self, figure_id: str, table: pd.DataFrame) -> list[list[dict[str, Any]]]:
        """Write the rows of a table; every number with the name of its figure.

        A named index holds the key of a row where the page does not show it.
        """
        countries = {self.words.country(c): c for c in self._countries()}
        index: list[dict[Any, Any]] = [{}] * len(table)
        if table.index.name is not None:
            index = [{table.index.name: value} for value in table.index]
        rows = []
        for row, hidden in zip(table.to_dict("records"), index, strict=True):
            key = {countries.get(str(k), k): v for k, v in {**row, **hidden}.items()}
            cells = self._row(row, table)
            for column, cell in zip(self._shown_columns(table), cells, strict=True):
                ends = [column, *([SPANS[column]] if SPANS.get(column) in row else [])]
                named = [
                    figures.cell_id(figure_id, self._surveys(), key, countries.get(c, c))
                    for c in ends
                    if not pd.isna(row[c])
                ]
                cell["figures"] = [str(one) for one in named if one is not None]
                cell["trace"] = next(iter(cell["figures"]), "")
            rows.append(cells)
        return rows

    def _countries(self) -> list[str]:
        return self.survey.listings["country_code"].dropna().unique().tolist()

    @staticmethod
    def _shown_columns(table: pd.DataFrame) -> list[str]:
        """List the columns of the page: the end of a span stands with its beginning."""
        ends = {SPANS[c] for c in table.columns if c in SPANS}
        return [c for c in table.columns if c not in ends]

    def _head(self, column: str, table: pd.DataFrame) -> str:
        span = SPANS.get(column) in table.columns
        return self.words.column(f"{column}_span" if span else column)

    def _row(self, row: dict[Any, Any], table: pd.DataFrame) -> list[dict[str, Any]]:
        cells = []
        for column in self._shown_columns(table):
            value = row[column]
            text = self._cell(column, value)
            end = SPANS.get(column)
            if end in row and not (pd.isna(value) and pd.isna(row[end])):
                high = self._cell(str(end), row[end])
                message = "span-open" if pd.isna(row[end]) else "span"
                text = self.words(message, low=text, high=high)
            number = isinstance(value, int | float) and not pd.isna(value)
            cells.append({"text": text, "value": value if number else ""})
        return cells

    def _cell(self, column: str, value: Any) -> str:
        words = self.words
        if isinstance(value, str):
            return words.code(column, value)
        if pd.isna(value):
            return "–"
        if column in SHARES:
            return words.percent(value, 1)
        if column in MONEY:
            return words.dollars(value)
        if column in RATIOS:
            return words.number(value, 3 if column == "p_adjusted" or abs(value) < 0.1 else 2)
        if isinstance(value, float) and abs(value) < 1000 and not value.is_integer():
            return words.number(value, 1)
        return words.number(value) if isinstance(value, int | float) else str(value)

    def _alt(self, title: str, table: pd.DataFrame) -> str:
        """Say what a chart shows: its title, its first values under their names."""
        heads = [self._head(c, table) for c in self._shown_columns(table)]
        rows = [
            ", ".join(
                cell["text"] if cell["value"] == "" else f"{head} {cell['text']}"
                for head, cell in zip(heads, self._row(row, table), strict=True)
            )
            for row in table.head(TOLD).to_dict("records")
        ]
        more = len(table) > TOLD
        return self.words("alt-more" if more else "alt", title=title, rows="; ".join(rows))

    def _csv(self, figure_id: str, table: pd.DataFrame) -> None:
        safe = table.apply(
            lambda c: c if pd.api.types.is_numeric_dtype(c) else c.map(_cell_text)
        )
        safe.to_csv(self.folder / "tables" / f"{figure_id}.csv", index=False)

    def _add(self, entry: dict[str, Any]) -> None:
        self.entries = [e for e in self.entries if e["id"] != entry["id"]] + [entry]
        self._write()

    def _write(self) -> None:
        (self.folder / "published" / f"{self.notebook}.json").write_text(
            json.dumps(self.entries, ensure_ascii=False, indent=1), encoding="utf-8"
        )

    def _shown(self, html: str) -> "HTML":
        from IPython.display import HTML

        # Dollar signs in a name are no formula: MathJax leaves elements of this class alone.
        return HTML(
            f'<div class="mathjax_ignore tex2jax_ignore">{html}'
            f"<p><small>{escape(self.source)}</small></p></div>"
        )


def _named(rows: list[list[dict[str, Any]]]) -> list[str]:
    """List the figures of the cells of a table."""
    return [name for row in rows for cell in row for name in cell["figures"]]


def _cell_text(value: Any) -> Any:
    """Write a text so that no spreadsheet takes it for a formula; others as they are."""
    return guarded(value) if isinstance(value, str) else value


def _base64(text: str) -> str:
    import base64

    return base64.b64encode(text.encode()).decode()


def top(table: pd.DataFrame, column: str, words: Words, number: int = 1) -> str:
    """Name the first rows of a table, for a sentence."""
    names: Sequence[Any] = table[column].head(number).tolist()
    return words.join(words.code(column, name) for name in names)
