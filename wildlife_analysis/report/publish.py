"""What a notebook shows goes into the report: charts, tables and sentences by their id.

A notebook publishes data and says how they are to be shown; `render` shows them in a language.
So a notebook runs once, whatever the number of languages.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from html import escape
from numbers import Integral, Real
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from wildlife_analysis.count import Processed
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.report import render
from wildlife_analysis.words import Said, Words

if TYPE_CHECKING:
    from IPython.display import HTML

__all__ = ["Publisher", "dollars", "every", "number", "share", "top"]


class Publisher:
    """Collects what one notebook publishes.

    Parameters
    ----------
    output_folder
        Folder for the entries and their data.
    notebook
        Name of the notebook.
    language
        ISO 639-1 code of the language the notebook itself is shown in.
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
        self.about = [
            {
                "id": one.id,
                "title": one.manifest["survey"].get("title"),
                "simulated": one.simulated,
            }
            for one in (baseline, survey)
            if one is not None
        ]
        self.entries: list[dict[str, Any]] = []
        self._case = ""
        for name in ("published", "data"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self._write()

    @contextmanager
    def case(self, name: str) -> Iterator[None]:
        """Put what is published meanwhile on the page of one case.

        Parameters
        ----------
        name
            Column and code, such as ``country_code:FR``; ids of entries begin with the code.
        """
        self._case = name
        yield
        self._case = ""

    def chart(
        self,
        figure_id: str,
        table: pd.DataFrame,
        drawn: "partial[Any]",
        *,
        told: pd.DataFrame | None = None,
        section: str = "",
        title: str = "",
        text: str = "",
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
        drawn
            How: a chart with all but its table and its language.
        told
            What the alternative text tells where it is not the data drawn, such as the
            medians of a distribution.
        section, title, text
            Where it stands and what is written over it, where the words of the report know
            nothing of the id.
        **values
            Placeholders of the title and the text.

        Returns
        -------
        IPython.display.HTML
            The chart for the notebook.
        """
        function = drawn.func
        entry = self._entry("chart", figure_id, table, values, section, title, text)
        entry["drawn"] = {
            "module": function.__module__,
            "name": function.__name__,
            "keywords": _plain(drawn.keywords),
        }
        if told is not None:
            told.to_parquet(self.folder / "data" / f"{entry['id']}.told.parquet", index=False)
            entry["told"] = True
        shown = render.chart(entry, table, told, self.words, self.folder / self.words.language)
        self._add(entry)
        return self._shown(f'<img alt="{escape(shown["alt"])}" src="{shown["image"]}">')

    def table(
        self,
        figure_id: str,
        table: pd.DataFrame,
        *,
        most: int | None = None,
        across: str = "",
        section: str = "",
        title: str = "",
        text: str = "",
        **values: Any,
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
        across
            Column whose codes are the heads of the table, as in a grid.
        section, title, text
            See `chart`.
        **values
            Placeholders of the title and the text.
        """
        entry = self._entry("table", figure_id, table, values, section, title, text)
        entry |= {"most": most, "across": across}
        self._add(entry)
        shown = render.table(entry, table, self.words)
        head = "".join(f"<th>{escape(c)}</th>" for c in shown["columns"])
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(c['text'])}</td>" for c in row) + "</tr>"
            for row in shown["rows"]
        )
        return self._shown(f"<table><tr>{head}</tr>{rows}</table>")

    def numbers(
        self, figure_id: str, values: dict[str, tuple[float, str]], *, section: str = ""
    ) -> "HTML":
        """Publish the numbers of the first page.

        Parameters
        ----------
        figure_id
            Id of the group.
        values
            Name -> (number, how to write it: ``number``, ``percent`` or ``dollars``).
        section
            See `chart`.
        """
        table = pd.DataFrame(
            {"name": list(values), "value": [float(number) for number, _ in values.values()]}
        )
        entry = self._entry("numbers", figure_id, table, {}, section, "", "")
        entry["how"] = [how for _, how in values.values()]
        self._add(entry)
        shown = render.numbers(entry, table, self.words)
        rows = "".join(
            f"<p><b>{escape(i['value'])}</b> {escape(i['label'])}</p>" for i in shown["items"]
        )
        return self._shown(rows)

    def sentence(
        self, figure_id: str, message: str, *, section: str = "", **values: Any
    ) -> "HTML":
        """Publish a finding: a sentence whose numbers come from the tables."""
        self._add(
            {
                "kind": "sentence", "id": self._id(figure_id), "notebook": self.notebook,
                "section": section, "case": self._case, "message": message,
                "values": _plain(values), "about": self.about,
            }
        )  # fmt: skip
        return self._shown(f"<p>{escape(self.words(message, **values))}</p>")

    def _entry(
        self,
        kind: str,
        figure_id: str,
        table: pd.DataFrame,
        values: dict[str, Any],
        section: str,
        title: str,
        text: str,
    ) -> dict[str, Any]:
        message = figure_id.replace("_", "-")
        if not title and kind != "numbers" and not self.words.has(f"{message}-title"):
            raise SurveyError(
                f"{self.notebook}: {figure_id}: the words of the report have no message "
                f"'{message}-title'; give title=..."
            )
        figure_id = self._id(figure_id)
        table.to_parquet(self.folder / "data" / f"{figure_id}.parquet", index=False)
        # A named index holds the key of a row where the page does not show it.
        hidden = {} if table.index.name is None else {table.index.name: list(table.index)}
        return {
            "kind": kind, "id": figure_id, "notebook": self.notebook, "about": self.about,
            "section": section, "case": self._case, "message": message, "title": title,
            "text": text, "values": _plain(values), "hidden": _plain(hidden),
        }  # fmt: skip

    def _id(self, figure_id: str) -> str:
        return f"{self._case.split(':')[1]}_{figure_id}" if self._case else figure_id

    def _add(self, entry: dict[str, Any]) -> None:
        self.entries = [e for e in self.entries if e["id"] != entry["id"]] + [entry]
        self._write()

    def _write(self) -> None:
        (self.folder / "published" / f"{self.notebook}.json").write_text(
            json.dumps(self.entries, ensure_ascii=False, indent=1), encoding="utf-8"
        )

    def _shown(self, html: str) -> "HTML":
        from IPython.display import HTML

        source = render.source(self.about, self.words)
        # Dollar signs in a name are no formula: MathJax leaves elements of this class alone.
        return HTML(
            f'<div class="mathjax_ignore tex2jax_ignore">{html}'
            f"<p><small>{escape(source)}</small></p></div>"
        )


def _plain(value: Any) -> Any:
    """Return a value as JSON has it; what is to be said as {how, what}."""
    if isinstance(value, Said):
        return {"how": value.how, "what": _plain(list(value.what))}
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | pd.Series):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value)
    if pd.isna(value):
        return None
    raise SurveyError(f"{value!r} ({type(value).__name__}) cannot stand in the report")


def share(value: float, digits: int = 0) -> Said:
    """Say a share (0 to 1) as a percentage."""
    return Said("percent", (float(value), digits))


def number(value: float, digits: int = 0) -> Said:
    """Say a number with so many digits."""
    return Said("number", (float(value), digits))


def dollars(value: float) -> Said:
    """Say an amount of US dollars."""
    return Said("dollars", (float(value),))


def top(table: pd.DataFrame, column: str, number: int = 1) -> Said:
    """Name the first rows of a table."""
    return every(column, table[column].head(number).tolist())


def every(column: str, codes: "Sequence[Any] | pd.Series") -> Said:
    """Name codes of a column, as a list within a sentence."""
    return Said("codes", (column, [None if pd.isna(code) else str(code) for code in codes]))
