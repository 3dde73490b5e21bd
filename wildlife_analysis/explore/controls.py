"""The controls of the panel: a widget a filter, and the tiles of the map."""

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from wildlife_analysis.explore import draw
from wildlife_analysis.explore.survey import Survey

__all__ = ["DECIDED", "controls", "tiles"]

ANY = "any"
DECIDED = {
    ANY: {},
    "decided by a person": {"decided": True},
    "not decided": {"decided": False},
    "in doubt, not decided": {"in_doubt": True},
}


def controls(survey: Survey) -> dict[str, Any]:
    """Make the filters with the values that occur in the survey."""
    words = survey.words

    def several(name: str, title: str, rows: int) -> widgets.SelectMultiple:
        codes = survey.values(name)
        options = sorted((words.code(name, code), code) for code in codes)
        return widgets.SelectMultiple(
            options=options, description=title, rows=min(rows, max(2, len(options))),
            layout={"width": "290px"},
        )  # fmt: skip

    months = survey.values("month") or [""]
    wide = {"width": "290px"}
    return {
        "text": widgets.Text(description="Words", placeholder="in title or description",
                             continuous_update=False, layout=wide),
        "taxon": widgets.Combobox(
            options=survey.values("taxon"), layout=wide,
            description="Taxon", placeholder="any rank: Psittacidae", continuous_update=False,
        ),
        "country_code": several("country_code", "Country", 4),
        "marketplace": several("marketplace", "Marketplace", 5),
        "taxon_group": several("taxon_group", "Group", 4),
        "product": several("product", "Product", 4),
        "appendix": several("appendix", "Appendix", 3),
        "offer": several("offer", "Offer", 3),
        "month_from": widgets.Dropdown(
            options=months, value=months[0], description="Month from", layout=wide
        ),
        "month_to": widgets.Dropdown(
            options=months, value=months[-1], description="Month to", layout=wide
        ),
        "price_from": widgets.Text(description="Price from", placeholder="US dollars",
                                   continuous_update=False, layout=wide),
        "price_to": widgets.Text(description="Price to", placeholder="US dollars",
                                 continuous_update=False, layout=wide),
        "decided": widgets.Dropdown(
            options=list(DECIDED), description="Decisions", layout=wide
        ),
    }  # fmt: skip


def tiles(
    survey: Survey, act: Callable[[str], None]
) -> tuple[widgets.GridBox, dict[str, widgets.Button]]:
    """Make the map and its tiles; a country without a place stands in a row below it."""
    places = draw.tile_places()
    found = {*survey.values("country_code"), *survey.coverage["country_code"].astype("str")}
    last = max(row for row, _ in places.values()) + 1
    places |= {c: (last, at) for at, c in enumerate(sorted(found - set(places)), 1)}
    made = {}
    for code in places:
        button = widgets.Button(
            description=code,
            style={"button_color": draw.NOT_SEARCHED, "text_color": "#5A6570"},
            layout={"width": "36px", "height": "34px"},
        )
        button.add_class("wa-tile")
        button.on_click(lambda _, code=code: act(code))
        made[code] = button
    rows, columns = (max(place[end] for place in places.values()) for end in (0, 1))
    at = {place: code for code, place in places.items()}
    gap = widgets.Box()
    cells = [(row, column) for row in range(1, rows + 1) for column in range(1, columns + 1)]
    grid = widgets.GridBox(
        [made[at[cell]] if cell in at else gap for cell in cells],
        layout={"grid_template_columns": f"repeat({columns}, 36px)", "grid_gap": "2px"},
    )
    return grid, made
