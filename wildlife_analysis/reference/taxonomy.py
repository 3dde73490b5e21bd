"""Which taxon belongs where, and in which Appendix and Annex it stood on a day."""

from functools import cache

import pandas as pd

from wildlife_analysis.reference.errors import SurveyError
from wildlife_analysis.reference.tables import matching_key, table

__all__ = ["accepted", "ancestors", "describe", "known", "status", "strictness", "taxon_class"]

_SCHEMES = {"CITES": "appendix", "EU": "eu_annex"}
_BEGINNING = "1975-07-01"
_END = "9999-12-31"


@cache
def _taxa() -> dict[str, dict[str, str]]:
    rows = {row["scientific_name"]: row for row in table("taxa").to_dict("records")}
    if not rows:
        raise SurveyError("reference table taxa is empty")
    return rows


@cache
def _by_key() -> dict[str, str]:
    """Return the accepted name of every scientific name and synonym to its accepted name."""
    terms = table("terms")
    latin = terms[(terms["language"] == "la") & (terms["kind"] == "taxon")]
    names = {matching_key(t): c for t, c in zip(latin["term"], latin["code"], strict=True)}
    return names | {matching_key(name): name for name in _taxa()}


def known(name: str) -> bool:
    """Say whether a scientific name is in the table ``taxa``."""
    return name in _taxa()


def accepted(name: str) -> str:
    """Return the accepted name for a scientific name or synonym; the name itself if unknown."""
    return _by_key().get(matching_key(name), name)


@cache
def ancestors(name: str) -> tuple[str, ...]:
    """Return the higher taxa of a taxon, nearest first: genus, family, order, class.

    Parameters
    ----------
    name
        Accepted scientific name; an unknown one has no ancestors.

    Returns
    -------
    tuple of str
    """
    row = _taxa().get(name)
    if row is None:
        return ()
    genus = name.split(" ")[0] if " " in name else ""
    chain = [genus, row["family"], row["order"], row["class"]]
    return tuple(dict.fromkeys(taxon for taxon in chain if taxon and taxon != name))


@cache
def strictness(name: str) -> int:
    """Return 1 to 3 for Appendix I to III today, 4 for none: the lower the stricter."""
    code, _ = _on_day(name, "CITES", _END)
    return {"I": 1, "II": 2, "III": 3}.get(code or "", 4)


@cache
def taxon_class(name: str) -> str:
    """Return the class that a taxon belongs to; empty where it is unknown."""
    row = _taxa().get(name)
    return row["class"] or (name if row["taxon_rank"] == "class" else "") if row else ""


def describe(names: pd.Series) -> pd.DataFrame:
    """Describe taxa.

    Parameters
    ----------
    names
        Accepted scientific names.

    Returns
    -------
    pandas.DataFrame
        Columns ``taxon_rank``, ``taxon_group``, ``subgroup`` and ``family``, index of
        ``names``.

    Raises
    ------
    SurveyError
        When a name is not in the table ``taxa``.
    """
    missing = sorted({name for name in names.unique() if name not in _taxa()})
    if missing:
        raise SurveyError(f"taxa.csv: no taxon {', '.join(missing[:5])}")
    columns = ("taxon_rank", "taxon_group", "subgroup", "family")
    return pd.DataFrame(
        {c: names.map({name: row[c] or None for name, row in _taxa().items()}) for c in columns}
    )


@cache
def _periods(name: str, scheme: str) -> tuple[tuple[str, str, str, str], ...]:
    """Return (from, to, code, usual) of a taxon, its own or those it inherits."""
    periods = _all_periods()
    for taxon in (name, *ancestors(name)):
        if (taxon, scheme) in periods:
            return periods[taxon, scheme]
    return ()


@cache
def _all_periods() -> dict[tuple[str, str], tuple[tuple[str, str, str, str], ...]]:
    result: dict[tuple[str, str], tuple[tuple[str, str, str, str], ...]] = {}
    for row in table("appendices").to_dict("records"):
        period = (
            row["effective_from"] or _BEGINNING,
            row["effective_to"] or _END,
            row["code"],
            row["usual"],
        )
        key = (row["scientific_name"], row["scheme"])
        result[key] = (*result.get(key, ()), period)
    return result


def _on_day(name: str, scheme: str, day: str) -> tuple[str | None, list[str]]:
    """Return the code of the usual population on a day, and the codes of all."""
    valid = [p for p in _periods(name, scheme) if p[0] <= day <= p[1]]
    codes = [p[2] for p in valid if p[2] != "NC"]
    usual = next((p[2] for p in valid if p[3] == "yes"), None)
    return (None if usual == "NC" else usual), sorted(set(codes))


def status(names: pd.Series, days: pd.Series) -> pd.DataFrame:
    """Return the Appendix and the Annex of taxa on the day of their listing.

    A taxon without periods of its own inherits those of its genus, family, order or class. A
    split listing takes the status of its usual population; all are kept in
    ``split_listing``.

    Parameters
    ----------
    names
        Accepted scientific names.
    days
        Day of each listing (datetime); a missing one counts as the last day on record.

    Returns
    -------
    pandas.DataFrame
        Columns ``appendix``, ``eu_annex``, ``split_listing`` (str, missing where not
        listed), index of ``names``.
    """
    text = (
        pd.Series(days.to_numpy(), index=names.index)
        .dt.strftime("%Y-%m-%d")
        .fillna("9999-01-01")
    )
    keys = list(zip(names.tolist(), text.tolist(), strict=True))
    found: dict[tuple[str, str], tuple[str | None, str | None, str | None]] = {}
    for name, day in set(keys):
        appendix, appendices = _on_day(name, "CITES", day)
        annex, annexes = _on_day(name, "EU", day)
        split = len(appendices) > 1 or len(annexes) > 1
        text_all = f"{'/'.join(appendices)} {'/'.join(annexes)}" if split else None
        found[name, day] = (appendix, annex, text_all)
    columns = ["appendix", "eu_annex", "split_listing"]
    return pd.DataFrame(
        [found[key] for key in keys], columns=columns, index=names.index
    ).astype("str")
