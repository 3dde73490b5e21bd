"""The advertisements of a view: a page to look at, a table to take away, a queue to review."""

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from wildlife_analysis.clean import privacy
from wildlife_analysis.explore.filters import Mask
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.review import display, samples
from wildlife_analysis.review.files import guarded

if TYPE_CHECKING:
    from wildlife_analysis.explore.survey import Survey

__all__ = ["PURPOSE", "export", "page", "pages", "send", "table"]

PURPOSE = "chosen"
SHOWN = [
    "specimen_count", "scientific_name", "product", "appendix",
    "match_field", "match_start", "match_end", "matched_term",
]  # fmt: skip
CONTEXT = 120  # characters of a description that are shown on either side of its evidence
STYLE = """<style>
.wa-ads {border-collapse: collapse; width: 100%; font-size: 13px; line-height: 1.4}
.wa-ads td, .wa-ads th {text-align: left !important; vertical-align: top; padding: .35em .6em;
 border-bottom: 1px solid #ddd; white-space: normal; overflow-wrap: anywhere}
.wa-ads td.wa-text {unicode-bidi: isolate; width: 50%}
.wa-ads td.wa-price {white-space: nowrap} .wa-ads b {font-weight: 600}
.wa-ads mark {background: #b3e0c8; color: #000; padding: 0 .15em}
.wa-ads .wa-small {color: #555; font-size: 12px}
</style>"""


def _rows(survey: "Survey", mask: Mask, columns: list[str]) -> pd.DataFrame:
    """Return columns of a view, repeated listings left out, in the order of the survey."""
    once = mask & ~survey.frame["repeated"].to_numpy(dtype=bool)
    rows = survey.frame.loc[once, ["listing_id", *columns]]
    in_order = rows["listing_id"].is_monotonic_increasing
    return rows if in_order else rows.sort_values("listing_id", kind="stable")


def pages(survey: "Survey", mask: Mask, size: int) -> int:
    """Return the number of pages that hold the advertisements of a view."""
    many = _rows(survey, mask, [])["listing_id"].nunique()
    return max(1, -(-many // size))


def _masked(survey: "Survey", at: Any) -> pd.DataFrame:
    """Return what listings say, personal data masked once more; index of their numbers."""
    texts = survey.texts.take(at).to_pandas().set_axis(at)
    rows = survey.frame[survey.frame["listing_id"].isin(at)]
    first = rows.drop_duplicates("listing_id").set_index("listing_id").loc[at]
    own = first[["country_code", "marketplace", "price_usd", "needs_review", "offer"]]
    frame = texts.join(own.astype({"country_code": "str", "marketplace": "str"}))
    return display.masked(frame.assign(listing_id=survey.ids.take(at).to_pandas().to_numpy()))


def page(survey: "Survey", mask: Mask, number: int, size: int) -> str:
    """Write one page of advertisements as HTML; every word of theirs is escaped.

    Raises
    ------
    SurveyError
        When there is no such page.
    """
    if size < 1:
        raise SurveyError(f"size {size}: a page has one advertisement at least")
    rows = _rows(survey, mask, SHOWN)
    ids = rows["listing_id"].unique()
    last = max(1, -(-len(ids) // size))
    if not 1 <= number <= last:
        raise SurveyError(f"page {number}: there are pages 1 to {last}")
    if not len(ids):
        return "<p>No advertisement passes the filters.</p>"
    at = ids[(number - 1) * size : number * size]
    listings = _masked(survey, at)
    own: dict[int, list[dict[str, Any]]] = {int(i): [] for i in at}
    for found in rows[rows["listing_id"].isin(at)].to_dict("records"):
        own[found["listing_id"]].append(found)
    lines = "".join(
        _line(survey, ad, own[ad["number"]])
        for ad in listings.assign(number=at).to_dict("records")
    )
    said = f"Ads {(number - 1) * size + 1}–{(number - 1) * size + len(at)} of {len(ids):,}"
    simulated = " Simulated data." if survey.simulated else ""
    return (
        f'{STYLE}<div class="wa-small">{said}.{simulated}</div><table class="wa-ads">'
        "<thead><tr>"
        "<th>Listing</th><th>Ad, what decided marked</th><th>Counted as</th><th>Price</th>"
        f"</tr></thead><tbody>{lines}</tbody></table>"
    )


def _line(survey: "Survey", ad: dict[Any, Any], found: list[dict[str, Any]]) -> str:
    words = survey.words
    kinds = "<br>".join(
        f"{escape(words.number(row['specimen_count']))} × "
        f"<i>{escape(str(row['scientific_name']))}</i>, "
        f"{escape(words.code('product', row['product']))} "
        f'<span class="wa-small">{escape(_appendix(row["appendix"]))}</span>'
        for row in found
    )
    doubt = '<br><span class="wa-small">in doubt</span>' if ad["needs_review"] else ""
    where = f"{display.shown(ad['marketplace'])} · {display.shown(ad['country_code'])}"
    dollars = f"<br><span class='wa-small'>{escape(words.dollars(ad['price_usd']))}</span>"
    return (
        f"<tr><td><b>{display.shown(ad['listing_id'])}</b>"
        f'<br><span class="wa-small">{where}</span></td>'
        f'<td class="wa-text"><b>{_marked(ad["title"], "title", found)}</b>'
        f'<br><span class="wa-small">{_marked(ad["description"], "description", found)}</span>'
        f'</td><td>{kinds}{doubt}</td><td class="wa-price">{display.shown(ad["price_text"])}'
        f"{dollars}</td></tr>"
    )


def _appendix(code: object) -> str:
    return f"App. {code}" if isinstance(code, str) else ""


def _marked(text: Any, field: str, found: list[dict[str, Any]]) -> str:
    """Write a field as HTML with the recorded evidence marked; a long one around it."""
    if not isinstance(text, str):
        return ""
    spans = []
    for row in found:
        start, end, term = row["match_start"], row["match_end"], row["matched_term"]
        if text[start:end] != term:  # masking moved it
            start = text.find(term)
            end = start + len(term)
        if start >= 0 and row["match_field"] == field:
            spans.append((start, end))
    spans = sorted(set(spans))
    first = max(0, (spans[0][0] if spans else 0) - CONTEXT)
    last = min(len(text), (spans[-1][1] if spans else CONTEXT) + CONTEXT)
    first, last = (first, last) if field != "title" else (0, len(text))
    pieces, at = ["…" if first else ""], first
    for start, end in spans:
        if start < at:
            continue
        word = display.shown(text[start:end])
        pieces += [display.shown(text[at:start]), f"<mark>{word}</mark>"]
        at = end
    pieces += [display.shown(text[at:last]), "…" if last < len(text) else ""]
    return "".join(pieces)


def table(survey: "Survey", mask: Mask) -> pd.DataFrame:
    """Return the advertisements of a view as a table, personal data masked, no seller.

    Returns
    -------
    pandas.DataFrame
        One row a listing × taxon × product, repeated listings left out: ``survey``,
        ``simulated`` (yes, no), ``listing_id``, ``country_code``, ``marketplace``, ``month``,
        ``title``, ``description``, ``url``, ``price_text``, ``price_usd``, ``offer``,
        ``scientific_name``, ``taxon_group``, ``product``, ``specimen_count``,
        ``count_method``, ``appendix``, ``eu_annex``, ``matched_term``, ``needs_review``.
    """
    own = [
        "country_code", "marketplace", "month", "price_usd", "offer", "scientific_name",
        "taxon_group", "product", "specimen_count", "count_method", "appendix", "eu_annex",
        "matched_term", "needs_review",
    ]  # fmt: skip
    rows = _rows(survey, mask, own)
    texts = _masked(survey, rows["listing_id"].unique())
    said = texts[["listing_id", "title", "description", "url", "price_text"]]
    frame = rows[own].set_axis(rows["listing_id"]).join(said).reset_index(drop=True)
    terms = frame["matched_term"].astype("str")
    frame = frame.assign(
        survey=survey.id,
        simulated="yes" if survey.simulated else "no",
        matched_term=privacy.mask(terms, frame["country_code"].astype("str")),
    )
    order = ["survey", "simulated", "listing_id", "country_code", "marketplace", "month"]
    order += ["title", "description", "url", "price_text", "price_usd"]
    return frame[[*order, *[name for name in own if name not in order]]]


def export(
    survey: "Survey", mask: Mask, counts: pd.DataFrame, folder: Path | str
) -> list[Path]:
    """Write a count and its advertisements; see `Specimens.export`."""
    folder = Path(folder)
    named = counts.assign(survey=survey.id, simulated="yes" if survey.simulated else "no")
    named = named[["survey", "simulated", *counts.columns]]
    files = {"counts": named, "ads": table(survey, mask)}
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, frame in files.items():
            path = folder / f"{survey.id}_{name}.csv"
            _safe(frame).to_csv(path, index=False, encoding="utf-8-sig")
            written.append(path)
    except OSError as error:
        raise SurveyError(f"{folder}: cannot be written ({error.strerror})") from error
    return written


def _safe(frame: pd.DataFrame) -> pd.DataFrame:
    """Write texts so that no spreadsheet takes one for a formula; numbers stay numbers."""
    texts = [name for name in frame if not pd.api.types.is_numeric_dtype(frame[name])]
    return frame.assign(
        **{name: frame[name].astype("str").map(guarded, na_action="ignore") for name in texts}
    )


def send(survey: "Survey", mask: Mask, most: int) -> str:
    """Put advertisements into the review queue; see `Specimens.send_to_review`.

    They are chosen, not drawn: no count is corrected by them.
    """
    if most < 1:
        raise SurveyError(f"{most} advertisements: send one at least")
    rows = _rows(survey, mask, ["specimen_count"])
    number = rows.groupby("listing_id", sort=True)["specimen_count"].sum()
    ids = pd.Series(
        survey.ids.take(number.index.to_numpy()).to_pandas().to_numpy(), dtype="str"
    )
    drawn = samples.read(survey.review_folder)
    there = ids.isin(drawn["listing_id"]) | ids.isin(survey.decided)
    new = ids[~there].head(most)
    if len(new):
        chosen = pd.DataFrame(
            {
                "survey": survey.id,
                "listing_id": new.to_numpy(),
                "stratum": PURPOSE,
                "stratum_size": len(ids),
                "inclusion_probability": np.nan,
                "program_in_scope": True,
                "program_specimens": number.to_numpy()[new.index],
            }
        )
        samples.append(survey.review_folder, chosen, purpose=PURPOSE, seed=0)
    said = [f"{len(new)} sent to {survey.review_folder}"]
    if there.any():
        said.append(f"{int(there.sum())} were drawn or decided on before")
    left = len(ids) - int(there.sum()) - len(new)
    if left > 0:
        said.append(f"{left} are left: send them again")
    if len(new) and not (drawn["purpose"] == "audit").any():
        said.append(
            "no audit sample was drawn yet, and these listings will not be in it: draw it first"
        )
    return "; ".join(said) + "."
