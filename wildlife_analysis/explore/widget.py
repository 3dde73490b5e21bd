"""The page of notebook ``explore``: filters drive counts, bars, a map and the ads."""

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd

from wildlife_analysis.explore import ads, draw
from wildlife_analysis.explore.controls import DECIDED, controls, tiles
from wildlife_analysis.explore.filters import Mask
from wildlife_analysis.explore.specimens import BASES, Specimens
from wildlife_analysis.explore.survey import Survey
from wildlife_analysis.reference import SurveyError

__all__ = ["Panel"]

PAGE = 8  # advertisements on a page
BARS = 12
DIMENSIONS = (
    "taxon_group", "scientific_name", "species", "genus", "family", "order", "class",
    "subgroup", "product", "form", "appendix", "eu_annex", "country_code", "marketplace",
    "offer", "documents", "language", "month", "count_method",
)  # fmt: skip
STYLE = """<style>
.wa-panel .widget-label {min-width: 6.5em}
.wa-panel .wa-bar button {text-align: left; padding: 0; min-width: 2px; height: 22px;
 line-height: 22px; border-radius: 2px; margin: 1px 0}
.wa-panel .wa-bar button:focus, .wa-panel .wa-tile:focus {outline: 3px solid #E69F00}
.wa-panel .wa-tile {padding: 0; line-height: 1.1; font-size: 11px; white-space: pre;
 border-radius: 3px; margin: 0; text-overflow: clip}
.wa-panel .wa-heading {font-weight: 600; font-size: 15px; margin: 0}
.wa-panel .wa-name {white-space: nowrap; overflow: hidden; text-overflow: ellipsis}
</style>"""


class Panel:
    """Filters and linked views of a survey; the last line of a cell shows it.

    Parameters
    ----------
    survey
        From `load`.
    export_folder
        Where the button *Export* writes.

    Attributes
    ----------
    controls
        The filters by name; setting a value moves the views.
    view
        What is shown, as code would make it.
    box
        What the notebook displays.
    """

    def __init__(self, survey: Survey, export_folder: Path | str = "exports") -> None:
        self.survey, self.export_folder = survey, Path(export_folder)
        self.view: Specimens = survey.specimens
        self.selected: str | None = None
        self.number = 1
        self._picked = False
        self._filling = False
        self.controls = controls(survey)
        for control in self.controls.values():
            control.observe(self._moved, "value")
        self.by = widgets.Dropdown(options=_named(DIMENSIONS, survey), description="Bars by")
        self.basis = widgets.ToggleButtons(
            options=[(survey.words.column(b), b) for b in BASES], tooltips=[
                "animals and parts", "advertisements"],
            style={"button_width": "10em"},
        )  # fmt: skip
        for control in (self.by, self.basis):
            control.observe(self._moved, "value")
        self.said, self.headline, self.message = (widgets.HTML() for _ in range(3))
        self.bars = widgets.GridBox(
            layout={"grid_template_columns": "minmax(7em, 13em) 1fr auto", "width": "100%"}
        )
        self.bars_note = widgets.HTML()
        self.page = widgets.HTML(layout={"width": "100%"})
        self.at = widgets.Label()
        self.tiles, self._tile_buttons = tiles(survey, self._tile)
        self.box = self._box()
        self.refresh()

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.box)

    # -- layout ----------------------------------------------------------------------------

    def _box(self) -> widgets.Widget:
        reset = _button("Reset filters", self._reset)
        left = widgets.VBox(
            [_heading("Filters"), *self.controls.values(), reset],
            layout={"width": "300px", "flex": "0 0 auto", "padding": "0 14px 0 0"},
        )
        pager = widgets.HBox(
            [
                _heading("Advertisements"),
                _button("‹ Previous", lambda: self._turn(-1)),
                _button("Next ›", lambda: self._turn(1)),
                self.at,
                _button("Show all bars' ads", lambda: self._select(None, picked=False)),
            ],
            layout={"align_items": "center", "flex_flow": "row wrap"},
        )
        actions = widgets.HBox(
            [
                _button("Code of this view", self._code),
                _button("Export CSV", self._export),
                _button("Send ads to review", self._send),
            ]
        )
        bars = widgets.VBox(
            [widgets.HBox([self.by, self.basis], layout={"flex_flow": "row wrap"}), self.bars,
             self.bars_note],
            layout={"flex": "1 1 480px", "min_width": "420px", "padding": "0 14px 0 0"},
        )  # fmt: skip
        tiles = widgets.VBox(
            [_heading("Countries: click to filter"), self.tiles], layout={"flex": "0 0 auto"}
        )
        right = widgets.VBox(
            [
                self.said, self.headline,
                widgets.HBox([bars, tiles], layout={"flex_flow": "row wrap"}),
                actions, self.message, pager, self.page,
            ],
            layout={"flex": "1 1 auto", "min_width": "0"},
        )  # fmt: skip
        box = widgets.VBox([widgets.HTML(STYLE), widgets.HBox([left, right])])
        box.add_class("wa-panel")
        return box

    # -- what the views show ---------------------------------------------------------------

    def filters(self) -> dict[str, Any]:
        """Return what the controls say, as `Specimens.where` takes it."""
        said: dict[str, Any] = {}
        for name, control in self.controls.items():
            value = control.value
            if name == "decided":
                said |= DECIDED[value]
            elif name == "month_from":
                last = self.controls["month_to"].value
                chosen = [month for month in control.options if value <= month <= last]
                if len(chosen) < len(control.options):
                    said["month"] = chosen
            elif name in ("price_from", "price_to"):
                if value.strip():
                    ends = said.get("price_usd", (None, None))
                    at = 0 if name == "price_from" else 1
                    said["price_usd"] = (
                        (value.strip(), ends[1]) if at == 0 else (ends[0], value)
                    )
            elif name in ("taxon", "text"):
                if value.strip():
                    said[name] = value.strip()
            elif value and name != "month_to":
                said[name] = list(value)
        return said

    def _moved(self, _: Any) -> None:
        if self._filling:
            return
        self.number, self.selected, self._picked = 1, None, False
        self.message.value = ""
        self.refresh()

    def refresh(self) -> None:
        """Count again what the filters keep and show it; a wrong filter is said, not shown."""
        try:
            self.view = self.survey.specimens.where(**self.filters())
        except SurveyError as error:
            self._say(str(error), wrong=True)
            return
        survey, view = self.survey, self.view
        self.said.value = (
            f'<p class="wa-heading">{escape(survey.title)}</p>{escape(view.describe())}'
        )
        self.headline.value = draw.headline(survey, view.total)
        self._show_bars()
        self._show_tiles()
        self._show_page()

    def _show_bars(self) -> None:
        basis, by = self.basis.value, self.by.value
        counts = self.view.by(by)
        counts = counts[counts["listings"] > 0]
        counts = counts.sort_values(basis, ascending=False, kind="stable")
        shown = counts.head(BARS)
        longest = float(shown[[basis, f"{basis}_high"]].max().max()) if len(shown) else 1.0
        cells: list[widgets.Widget] = []
        for row in shown.to_dict("records"):
            cells += self._bar(by, basis, row, longest)
        self.bars.children = tuple(cells)
        rest = counts.iloc[BARS:]
        status = ", ".join(dict.fromkeys(shown["status"])) or "nothing counted"
        more = ""
        if len(rest):
            number = self.survey.words.number(rest[basis].sum())
            more = f"{len(rest)} more with {number} {basis}. "
        self.bars_note.value = (
            f"<small>{more}95% intervals: {escape(status)}. Click a bar to see its ads."
            f"{' Simulated data.' if self.survey.simulated else ''}</small>"
        )

    def _bar(self, by: str, basis: str, row: Any, longest: float) -> list[widgets.Widget]:
        code = None if pd.isna(row[by]) else str(row[by])
        words = self.survey.words
        name, number = words.code(by, row[by]), words.number(row[basis])
        chosen = self._picked and code == self.selected
        label = widgets.HTML(
            f'<div class="wa-name" title="{escape(name)}">'
            f"{'<b>' if chosen else ''}{escape(name)}{'</b>' if chosen else ''}</div>"
        )
        from wildlife_analysis.charts import colour

        bar = widgets.Button(
            tooltip=f"{name}: {number} {basis}; click to see the ads",
            style={"button_color": "#E69F00" if chosen else colour(by, code or "")},
            layout={"width": f"{max(0.5, 100 * row[basis] / longest):.2f}%"},
        )
        bar.on_click(lambda _: self._select(code, picked=not chosen))
        parts: list[widgets.Widget] = [bar]
        if pd.notna(row[f"{basis}_low"]):
            low, high = (100 * row[f"{basis}_{end}"] / longest for end in ("low", "high"))
            parts.append(
                widgets.HTML(
                    f'<div style="height:5px;margin:0 0 2px {low:.2f}%;'
                    f"width:{max(high - low, 0.3):.2f}%;border:solid #22313A;"
                    'border-width:0 2px 2px 2px;box-sizing:border-box"></div>'
                )
            )
        held = widgets.VBox(parts, layout={"width": "100%", "justify_content": "center"})
        held.add_class("wa-bar")
        sure = draw.interval(self.survey, row, basis)
        told = "" if sure == "unaudited" else f" <small>({escape(sure)})</small>"
        return [label, held, widgets.HTML(f'<div style="padding:0 6px">{number}{told}</div>')]

    def _show_tiles(self) -> None:
        """Colour the map by the view without its filter by country, so that others show too."""
        basis = self.basis.value
        others = {k: v for k, v in self.filters().items() if k != "country_code"}
        narrowed = "country_code" in self.filters()
        view = self.survey.specimens.where(**others) if narrowed else self.view
        counts = view.by("country_code")
        numbers = dict(zip(counts["country_code"], counts[basis], strict=True))
        largest = max(numbers.values(), default=0)
        chosen = self.controls["country_code"].value
        for code, button in self._tile_buttons.items():
            name = self.survey.words.country(code)
            if code not in numbers:
                button.description, button.disabled = code, True
                button.tooltip = f"{name}: not searched"
                continue
            number = numbers[code]
            fill = draw.shade(number, largest)
            button.disabled = code not in self._countries
            button.description = f"{code}\n{draw.short(number)}"
            button.tooltip = f"{name}: {self.survey.words.number(number)} {basis}"
            button.style.button_color, button.style.text_color = fill, draw.ink(fill)
            button.layout.border = "3px solid #E69F00" if code in chosen else "none"

    @property
    def _countries(self) -> list[str]:
        return [code for _, code in self.controls["country_code"].options]

    def _mask(self) -> Mask:
        """Return the rows of the view, those of one bar where one is chosen."""
        if not self._picked:
            return self.view.mask
        return self.view.only(self.by.value, self.selected)

    def _show_page(self) -> None:
        mask = self._mask()
        last = ads.pages(self.survey, mask, PAGE)
        self.number = min(self.number, last)
        self.page.value = ads.page(self.survey, mask, self.number, PAGE)
        of = (
            self.survey.words.code(self.by.value, self.selected) if self._picked else "all bars"
        )
        self.at.value = f"page {self.number:,} of {last:,} · {of}"

    # -- what a click does -----------------------------------------------------------------

    def _select(self, code: str | None, *, picked: bool) -> None:
        self.selected, self._picked, self.number = code, picked, 1
        self._show_bars()
        self._show_page()

    def _turn(self, step: int) -> None:
        self.number = max(1, self.number + step)
        self._show_page()

    def _tile(self, code: str) -> None:
        control = self.controls["country_code"]
        control.value = [c for c in self._countries if (c in control.value) != (c == code)]

    def _reset(self) -> None:
        self._filling = True
        fresh = controls(self.survey)
        for name, control in self.controls.items():
            control.value = fresh[name].value
            fresh[name].close()
        self._filling = False
        self._moved(None)

    def _say(self, text: str, *, wrong: bool = False) -> None:
        colour = "#A63603" if wrong else "#22313A"
        self.message.value = f'<p style="color:{colour}">{escape(text)}</p>'

    def _code(self) -> None:
        """Show the code of the view, in a box to copy from."""
        code = escape(self.view.code(self.by.value))
        self.message.value = f'<pre class="wa-code" style="user-select:all">{code}</pre>'

    def _export(self) -> None:
        try:
            mask, counts = self._mask(), self.view.by(self.by.value)
            written = ads.export(self.survey, mask, counts, self.export_folder)
        except SurveyError as error:
            self._say(str(error), wrong=True)
        else:
            self._say(f"Written: {', '.join(str(path.resolve()) for path in written)}")

    def _send(self) -> None:
        try:
            self._say(ads.send(self.survey, self._mask(), most=50))
        except SurveyError as error:
            self._say(str(error), wrong=True)


def _named(names: tuple[str, ...], survey: Survey) -> list[tuple[str, str]]:
    """Name columns for people."""
    named = []
    for name in names:
        shown = survey.words.column(name)
        named.append((shown if shown != name else name.replace("_", " ").capitalize(), name))
    return named


def _heading(text: str) -> widgets.HTML:
    return widgets.HTML(f'<p class="wa-heading">{escape(text)}</p>')


def _button(text: str, act: Callable[[], None]) -> widgets.Button:
    button = widgets.Button(description=text, layout={"width": "auto"})
    button.on_click(lambda _: act())
    return button
