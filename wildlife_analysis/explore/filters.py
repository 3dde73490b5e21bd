"""The filters of a view: what each may say, and which rows it keeps."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from wildlife_analysis.reference import SurveyError, matching_key, nearest, table, taxonomy

if TYPE_CHECKING:
    from wildlife_analysis.explore.survey import Survey

__all__ = ["FILTERS", "OF_LISTINGS", "VALUES", "check", "keep", "taxa_of"]

Mask = npt.NDArray[np.bool_]

# Filters by the values of a column of the same name.
VALUES = (
    "country_code",
    "marketplace",
    "taxon_group",
    "subgroup",
    "product",
    "form",
    "appendix",
    "eu_annex",
    "offer",
    "documents",
    "language",
    "month",
    "count_method",
    "match_method",
)
# What is known of every listing, counted or not.
OF_LISTINGS = ("country_code", "marketplace", "documents", "language", "month")
FILTERS = (*VALUES, "taxon", "price_usd", "decided", "in_doubt", "text")


def check(survey: "Survey", name: str, wanted: Any) -> Any:
    """Check what a filter says and put it into one form.

    Parameters
    ----------
    survey
        Whose rows are filtered.
    name
        One of `FILTERS`.
    wanted
        A value or several; a pair for prices, True or False for ``decided`` and ``in_doubt``.

    Returns
    -------
    Any
        A tuple of values, a pair of numbers, a bool or a text.

    Raises
    ------
    SurveyError
        When the filter or the value is unknown; the message names the nearest.
    """
    if name not in FILTERS:
        raise SurveyError(f"no filter {name!r}; nearest: {nearest(name, list(FILTERS))}")
    if name in ("decided", "in_doubt"):
        if not isinstance(wanted, bool | np.bool_):
            raise SurveyError(f"{name}={wanted!r}: write True or False")
        return bool(wanted)
    if name == "text":
        if not isinstance(wanted, str) or not wanted.strip():
            raise SurveyError(f"text={wanted!r}: write a word or a phrase")
        return wanted.strip()
    if name == "price_usd":
        return _prices(wanted)
    values = (wanted,) if isinstance(wanted, str) else wanted
    if not isinstance(values, Iterable) or not all(isinstance(v, str) for v in values):
        raise SurveyError(f"{name}={wanted!r}: write a text or a list of texts")
    values = tuple(dict.fromkeys(values))
    if not values:
        raise SurveyError(f"{name}: the list is empty; leave the filter out for all")
    find = _taxon if name == "taxon" else _value
    return tuple(find(survey, name, value) for value in values)


def _prices(wanted: Any) -> tuple[float | None, float | None]:
    try:
        low, high = (None if end is None else float(end) for end in wanted)
    except (TypeError, ValueError) as error:
        raise SurveyError(
            f"price_usd={wanted!r}: write two numbers such as (100, 500); None for no limit"
        ) from error
    if low is not None and high is not None and low > high:
        raise SurveyError(f"price_usd={wanted!r}: the lower price comes first")
    return low, high


def _value(survey: "Survey", name: str, value: str) -> str:
    known = survey.values(name)
    if value in known:
        return value
    named = {code: code for code in known}
    if name == "country_code":
        named = {f"{code} ({survey.words.country(code)})": code for code in known}
    near = nearest(value, list(named)) or "none, the survey counts nothing"
    raise SurveyError(f"no {name} {value!r} in survey {survey.id}; nearest: {near}")


def taxa_of(names: Iterable[str]) -> list[str]:
    """List taxa and the higher taxa above them, by name."""
    return sorted({taxon for name in names for taxon in (name, *taxonomy.ancestors(name))})


def _taxon(survey: "Survey", name: str, value: str) -> str:
    known = survey.values("taxon")
    accepted = taxonomy.accepted(value)
    if accepted in known:
        return accepted
    # A name as people say it is answered with the scientific one.
    terms = table("terms")
    said = terms[(terms["kind"] == "taxon") & terms["code"].isin(known)]
    codes = said.loc[said["term"].map(matching_key) == matching_key(value), "code"]
    near = ", ".join(dict.fromkeys(codes)) or nearest(value, known)
    raise SurveyError(
        f"no {name} {value!r} in survey {survey.id}; nearest: {near or 'none, nothing counts'}"
    )


def keep(survey: "Survey", name: str, wanted: Any) -> Mask:
    """Say which rows of the survey a filter keeps; ``wanted`` as of `check`."""
    frame = survey.frame
    if name in VALUES:
        return frame[name].isin(wanted).to_numpy(dtype=bool)
    if name == "taxon":
        names = frame["scientific_name"].cat.categories
        fits = [n for n in names if not {n, *taxonomy.ancestors(n)}.isdisjoint(wanted)]
        return frame["scientific_name"].isin(fits).to_numpy(dtype=bool)
    if name == "price_usd":
        low, high = wanted
        price = frame["price_usd"]
        inside = price.notna() if low is None else price >= low
        return (inside if high is None else inside & (price <= high)).to_numpy(dtype=bool)
    if name == "in_doubt":
        doubtful = frame["needs_review"].to_numpy(dtype=bool) & ~_decided(survey)
        return doubtful if wanted else ~doubtful
    if name == "decided":
        return _decided(survey) if wanted else ~_decided(survey)
    return _of_listings(survey, _says(survey.texts, wanted))


def _of_listings(survey: "Survey", which: pa.ChunkedArray) -> Mask:
    """Spread an answer for every listing over the rows."""
    return which.to_numpy()[survey.frame["listing_id"].to_numpy()]


def _decided(survey: "Survey") -> Mask:
    """Say which rows belong to a listing that a person decided on."""
    reviewed = survey.frame["count_method"].eq("reviewed").fillna(False)
    reviewed |= survey.frame["match_method"].eq("reviewed").fillna(False)
    made = pa.array(sorted(survey.decided), type=survey.ids.type)
    listed = pa.chunked_array([pc.is_in(survey.ids, value_set=made)])
    return reviewed.to_numpy(dtype=bool) | _of_listings(survey, listed)


# Letters that stay letters when their marks go; the others are no business of a search.
_FOLD: tuple[Callable[[Any], Any], ...] = (
    lambda text: pc.utf8_normalize(text, form="NFKD"),
    lambda text: pc.replace_substring_regex(text, pattern=r"\p{Mn}", replacement=""),
    pc.utf8_lower,
)


def _says(texts: pa.Table, phrase: str) -> pa.ChunkedArray:
    """Say which listings hold a phrase in title or description; case and accents ignored."""
    wanted = pa.scalar(phrase)
    for fold in _FOLD:
        wanted = fold(wanted)
    found = None
    for column in ("title", "description"):
        text = texts[column]
        for fold in _FOLD:
            text = fold(text)
        here = pc.fill_null(pc.match_substring(text, wanted.as_py()), False)
        found = here if found is None else pc.or_(found, here)
    return found


def domain(everything: pd.DataFrame, filters: Iterable[tuple[str, Any]]) -> Mask:
    """Say which of all listings the filters keep; none where one asks for more than is known.

    What a missed advertisement offers is known to nobody: a filter by taxon or product keeps
    none of those that are not counted.
    """
    inside = np.ones(len(everything), dtype=bool)
    for name, wanted in filters:
        if name not in OF_LISTINGS:
            return np.zeros(len(everything), dtype=bool)
        inside &= everything[name].isin(wanted).to_numpy(dtype=bool)
    return inside
