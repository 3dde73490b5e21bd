"""Show one listing: escaped, personal data masked, its evidence highlighted on request."""

from html import escape

import pandas as pd

from wildlife_analysis import classify
from wildlife_analysis.classify.ad import Ad
from wildlife_analysis.classify.evidence import sentences
from wildlife_analysis.clean import privacy

__all__ = ["STYLE", "answer", "listing", "masked", "several", "shown"]

SHOWN = ("title", "description", "category", "location", "price_text", "posted_text")
MASKED = ("title", "description", "category", "location", "price_text", "posted_text", "url")
# Kinds of terms worth a colour of their own; Okabe and Ito's palette, lightened.
KINDS = ("taxon", "product", "decoy", "exclusion", "offer", "quantity", "documents", "live")
STYLE = """<style>
.wa-ad {max-width: 60em; line-height: 1.5; border: 1px solid #999; padding: .6em 1em}
.wa-ad dt {font-size: 80%; color: #555} .wa-ad dd {margin: 0 0 .5em; white-space: pre-wrap;
 overflow-wrap: anywhere; unicode-bidi: isolate} .wa-ad .wa-title {font-size: 120%}
.wa-ad mark {background: #eee; padding: 0 .15em} .wa-ad mark.taxon {background: #b3e0c8}
.wa-ad mark.product {background: #bfe1f5} .wa-ad mark.decoy, .wa-ad mark.exclusion
{background: #f3c7a6} .wa-ad mark.offer {background: #f3ecb0}
.wa-ad mark.quantity {background: #e6c8dc}
</style>"""


def _visible(text: str) -> str:
    """Leave out control characters and those that turn the direction of the text."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def masked(listings: pd.DataFrame) -> pd.DataFrame:
    """Mask personal data in what is shown of listings, once more.

    Parameters
    ----------
    listings
        Table of that name.

    Returns
    -------
    pandas.DataFrame
        A copy; the columns that people wrote hold no personal data that the program knows.
    """
    countries = listings["country_code"]
    texts = {
        name: privacy.mask(listings[name].astype("str"), countries)
        for name in MASKED
        if name in listings
    }
    return listings.assign(**texts)


def shown(value: object) -> str:
    """Write a value of a listing as safe HTML."""
    return "" if value is None or value != value else escape(_visible(str(value)))


def listing(frame: pd.DataFrame, *, highlight: bool) -> str:
    """Write one listing as safe HTML.

    Parameters
    ----------
    frame
        One row of the table ``listings``, from `masked`.
    highlight
        Mark the words that the program goes by.

    Returns
    -------
    str
        HTML; every word of the listing is escaped, nothing in it is a link.
    """
    row = frame.iloc[0]
    marks: dict[str, str] = {}
    if highlight:
        ad = classify.readings(frame)[0].ad
        marks = dict(zip(("title", "description", "category"), _marked(ad), strict=True))
    parts = []
    for name in SHOWN:
        text = marks.get(name) or shown(row.get(name))
        if text:
            css = ' class="wa-title"' if name == "title" else ""
            parts.append(f"<dt>{name.replace('_', ' ')}</dt><dd{css}>{text}</dd>")
    where = [shown(row.get(name)) for name in ("marketplace", "country_code", "language")]
    head = " · ".join(filter(None, [*where, shown(row["listing_id"])]))
    return f'{STYLE}<div class="wa-ad"><small>{head}</small><dl>{"".join(parts)}</dl></div>'


def several(frame: pd.DataFrame) -> str:
    """Write some listings as safe HTML, each with its words marked and what decided.

    Parameters
    ----------
    frame
        Rows of the table ``listings``.
    """
    rows = masked(frame)
    ads = [rows.iloc[[number]] for number in range(len(rows))]
    return "".join(listing(one, highlight=True) + answer(one) for one in ads)


def _marked(ad: Ad) -> list[str]:
    """Write the fields of a listing with the terms found in it marked."""
    fields = ad.text.split("\x1f")
    borders = [0]
    for text in fields:
        borders.append(borders[-1] + len(text) + 1)
    result = []
    for number, text in enumerate(fields):
        pieces, last = [], 0
        for hit in ad.hits:
            if hit.field != number or hit.term.kind not in KINDS:
                continue
            start = ad.start[hit.first] - borders[number]
            end = ad.end[hit.last - 1] - borders[number]
            if start < last:
                continue
            why = escape(f"{hit.term.kind} {hit.term.code}", quote=True)
            word = shown(text[start:end])
            pieces.append(shown(text[last:start]))
            pieces.append(f'<mark class="{hit.term.kind}" title="{why}">{word}</mark>')
            last = end
        result.append("".join([*pieces, shown(text[last:])]))
    return result


def answer(frame: pd.DataFrame) -> str:
    """Write what the program's rules say of a listing as safe HTML.

    Parameters
    ----------
    frame
        One row of the table ``listings``, from `masked`.

    Returns
    -------
    str
        HTML list: the words found, what each means, what was decided and why.
    """
    decided = classify.readings(frame)[0]
    lines = sentences(decided.ad, decided.offer, decided.documents, decided.reading)
    probability = float(frame["relevance"].iloc[0])
    if probability == probability:
        lines.append(f"the model: counted with probability {probability:.2f}")
    items = "".join(f"<li>{shown(line.strip())}</li>" for line in lines)
    return f'<ul class="wa-answer">{items}</ul>'
