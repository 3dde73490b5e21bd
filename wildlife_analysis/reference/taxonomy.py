"""Which taxon belongs where, and in which Appendix and Annex it stood on a day."""

from functools import cache

import pandas as pd

from wildlife_analysis.reference import checklist
from wildlife_analysis.reference.errors import SurveyError
from wildlife_analysis.reference.tables import matching_key, table

__all__ = [
    "accepted",
    "ancestors",
    "describe",
    "epithets",
    "forget",
    "is_own",
    "known",
    "names",
    "own_name",
    "own_subgroups",
    "status",
    "strictness",
    "taxon_class",
]

_BEGINNING = "1975-07-01"
_END = "9999-12-31"
_TABLE = "appendices"
# Regulation (EC) 338/97, article 3, where it names no exception.
_ANNEX_OF = {"I": "A", "II": "B", "III": "C", "NC": "NC"}


@cache
def _own_taxa() -> dict[str, dict[str, str]]:
    rows = {row["scientific_name"]: row for row in table("taxa").to_dict("records")}
    if not rows:
        raise SurveyError("reference table taxa is empty")
    return rows


@cache
def _taxa() -> dict[str, dict[str, str]]:
    """Return the taxa of the reference tables, then those that checklists add."""
    more = checklist.taxa()
    added = {} if more is None else {r["scientific_name"]: r for r in more.to_dict("records")}
    return added | _own_taxa()


@cache
def _own_by_key() -> dict[str, str]:
    """Return the accepted name of every scientific name and synonym of the tables."""
    terms = table("terms")
    latin = terms[(terms["language"] == "la") & (terms["kind"] == "taxon")]
    names = {matching_key(t): c for t, c in zip(latin["term"], latin["code"], strict=True)}
    own = _own_taxa()
    names |= {matching_key(name): name for name in own}
    usage = {name: row["accepted_name_usage"] for name, row in own.items()}
    return {key: usage[n] if usage.get(n, "") in own else n for key, n in names.items()}


@cache
def _by_key() -> dict[str, str]:
    """Return the accepted name of every scientific name and synonym to its accepted name."""
    return checklist.synonyms() | {matching_key(name): name for name in _taxa()} | _own_by_key()


def forget() -> None:
    """Read the tables and the checklists again at the next use."""
    for function in (
        strictness, taxon_class, _subfamilies, _own_taxa, _taxa, _own_by_key, _by_key,
        ancestors, _periods, _all_periods, _snapshots, _epithets,
    ):  # fmt: skip
        function.cache_clear()


def is_own(name: str) -> bool:
    """Say whether a scientific name is in the table ``taxa`` itself, not in a checklist."""
    return name in _own_taxa()


def own_name(name: str) -> str | None:
    """Return the name under which the reference tables have a taxon; None where they do not."""
    return _own_by_key().get(matching_key(name))


def own_subgroups() -> dict[str, tuple[str, str]]:
    """Return group and subgroup of families, orders and classes.

    Where a higher taxon has no row, and all its members agree, they speak for it.
    """
    found: dict[str, set[tuple[str, str]]] = {}
    for row in _own_taxa().values():
        for column in ("family", "order", "class"):
            pair = (row["taxon_group"], row["subgroup"])
            found.setdefault(row[column], set()).add(pair)
    agreed = {}
    for taxon, pairs in found.items():
        groups = {group for group, _ in pairs}
        if taxon and len(groups) == 1:
            agreed[taxon] = next(iter(pairs)) if len(pairs) == 1 else (groups.pop(), "")
    own = {n: (r["taxon_group"], r["subgroup"]) for n, r in _own_taxa().items()}
    return agreed | {taxon: pair for taxon, pair in own.items() if taxon in found}


def known(name: str) -> bool:
    """Say whether a scientific name is in the table ``taxa`` or in a checklist."""
    return name in _taxa()


def names() -> list[str]:
    """Return every scientific name of the tables and the checklists."""
    return list(_taxa())


def accepted(name: str) -> str:
    """Return the accepted name for a scientific name or synonym; the name itself if unknown."""
    return _by_key().get(matching_key(name), name)


def epithets(genus: str) -> dict[str, str]:
    """Return the species of a genus in the reference tables by their epithets."""
    return _epithets().get(genus, {})


@cache
def _epithets() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name in _own_taxa():
        genus, _, epithet = name.partition(" ")
        if epithet and " " not in epithet:
            found.setdefault(genus, {})[epithet.lower()] = accepted(name)
    return found


@cache
def _subfamilies() -> dict[tuple[str, str], str]:
    """Return the subfamily of a family that a subgroup stands for (otters: Lutrinae)."""
    return {
        (row["family"], row["subgroup"]): name
        for name, row in _taxa().items()
        if row["taxon_rank"] == "subfamily" and row["subgroup"]
    }


@cache
def ancestors(name: str) -> tuple[str, ...]:
    """Return the higher taxa of a taxon, nearest first: species, genus, family, order, class.

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
    words = name.split(" ")
    genus = words[0] if len(words) > 1 else ""
    species = " ".join(words[:2]) if len(words) > 2 else ""
    chain = [species, genus, row["family"], row["order"], row["class"]]
    return tuple(dict.fromkeys(taxon for taxon in chain if taxon and taxon != name))


_NO_APPENDIX = 4  # `strictness` of what is not listed


@cache
def strictness(name: str) -> int:
    """Return 1 to 3 for Appendix I to III today, 4 for none: the lower the stricter."""
    code, _, _ = _on_day(name, "CITES", _END)
    return {"I": 1, "II": 2, "III": 3}.get(code or "", _NO_APPENDIX)


def in_cites(name: str) -> bool:
    """Say whether a taxon stands in an Appendix today."""
    return strictness(name) < _NO_APPENDIX


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
        When a name is neither in the table ``taxa`` nor in a checklist.
    """
    distinct = names.unique()
    missing = sorted({name for name in distinct if name not in _taxa()})
    if missing:
        raise SurveyError(f"taxa.csv: no taxon {', '.join(missing[:5])}")
    columns = ("taxon_rank", "taxon_group", "subgroup", "family")
    return pd.DataFrame(
        {c: names.map({name: _taxa()[name][c] or None for name in distinct}) for c in columns}
    )


Period = tuple[str, str, str, str]  # from, to, code, whether of the usual population


@cache
def _periods(name: str, scheme: str) -> tuple[tuple[Period, ...], str]:
    """Return the periods of a taxon, its own or those it inherits, and what says so.

    The table ``appendices`` comes first, and knows changes by their day. Where it has a taxon
    only through a higher one, a checklist that says otherwise of the taxon itself is believed,
    but not before the day from which the higher taxon is listed.
    """
    periods = _all_periods()
    if (name, scheme) in periods:
        return periods[name, scheme], _TABLE
    inherited: tuple[Period, ...] = ()
    for taxon in ancestors(name):
        if (taxon, scheme) in periods:
            inherited = periods[taxon, scheme]
            break
    own, dates = _snapshots().get(name, ((), ()))
    if name in _own_taxa() or not own:
        return inherited, _TABLE
    day = dates[0]
    here = {p[2] for p in own if p[0] <= day <= p[1] and p[3] == "yes"}
    there = [p for p in inherited if p[0] <= day <= p[1]]
    source = f"checklist {', '.join(dates)}"
    if scheme == "EU":
        own = tuple((a, b, _ANNEX_OF[code], usual) for a, b, code, usual in own)
        here = {_ANNEX_OF[code] for code in here}
        only = {p[2] for p in there}
        if len(only) == 1 and only <= {"A"}:  # all of the higher taxon is in Annex A
            return inherited, _TABLE
    if here and here == {p[2] for p in there if p[3] == "yes"}:
        return inherited, _TABLE
    begin = _begin(inherited, day)
    return tuple((max(a, begin), b, code, usual) for a, b, code, usual in own), source


def _begin(periods: tuple[Period, ...], day: str) -> str:
    """Return the day from which a taxon is listed without a break until a given day."""
    begin = day
    while found := [
        p[0] for p in periods if p[0] < begin and p[2] != "NC" and p[1] >= _eve(begin)
    ]:
        begin = min(found)
    return begin if begin != day else _BEGINNING


def _eve(day: str) -> str:
    return (pd.Timestamp(day) - pd.Timedelta(days=1)).strftime("%Y-%m-%d")


@cache
def _snapshots() -> dict[str, tuple[tuple[Period, ...], tuple[str, ...]]]:
    """Return the periods of taxa in checklists, and the dates of these."""
    table_ = checklist.appendices()
    found: dict[str, list[tuple[Period, str]]] = {}
    for row in [] if table_ is None else table_.to_dict("records"):
        period = (
            row["effective_from"] or _BEGINNING,
            row["effective_to"] or _END,
            row["code"],
            row["usual"],
        )
        found.setdefault(row["scientific_name"], []).append((period, row["checklist"]))
    return {
        name: (tuple(p for p, _ in rows), tuple(dict.fromkeys(d for _, d in rows)))
        for name, rows in found.items()
    }


@cache
def _all_periods() -> dict[tuple[str, str], tuple[Period, ...]]:
    result: dict[tuple[str, str], tuple[Period, ...]] = {}
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


def _on_day(name: str, scheme: str, day: str) -> tuple[str | None, list[str], str]:
    """Return the code of the usual population on a day, the codes of all, and the source."""
    periods, source = _periods(name, scheme)
    valid = [p for p in periods if p[0] <= day <= p[1]]
    codes = [p[2] for p in valid if p[2] != "NC"]
    usual = next((p[2] for p in valid if p[3] == "yes"), None)
    return (None if usual == "NC" else usual), sorted(set(codes)), source


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
        listed) and ``appendix_source`` (``appendices``, or ``checklist`` and its date), index
        of ``names``.
    """
    text = (
        pd.Series(days.to_numpy(), index=names.index)
        .dt.strftime("%Y-%m-%d")
        .fillna("9999-01-01")
    )
    keys = list(zip(names.tolist(), text.tolist(), strict=True))
    found: dict[tuple[str, str], tuple[str | None, str | None, str | None, str]] = {}
    for name, day in set(keys):
        appendix, appendices, source = _on_day(name, "CITES", day)
        annex, annexes, _ = _on_day(name, "EU", day)
        split = len(appendices) > 1 or len(annexes) > 1
        text_all = f"{'/'.join(appendices)} {'/'.join(annexes)}" if split else None
        found[name, day] = (appendix, annex, text_all, source)
    columns = ["appendix", "eu_annex", "split_listing", "appendix_source"]
    return pd.DataFrame(
        [found[key] for key in keys], columns=columns, index=names.index
    ).astype("str")
