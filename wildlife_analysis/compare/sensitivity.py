"""How far each judgement moves the headline, alone and the two largest together."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis.clean import price
from wildlife_analysis.compare.cells import LISTED
from wildlife_analysis.count import Processed, counted, in_scope

__all__ = ["Judgements", "interactions", "sensitivity"]

SCOPES = (("I",), ("I", "A"), ("I", "II"), ("I", "II", "III", "A", "B"))
# Likeness from which a misspelt word is read as a term; the main rule stands at 83.
CUT_OFFS = (90, 95)
RELEVANCE = (0.3, 0.5, 0.7)
# What the rows behind a variant show of themselves.
KEPT = ("survey", "listing_id", "specimen_row", "scientific_name", "product", "specimen_count")
BASES = ("listings", "specimens", "value_usd")

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Variant:
    """What a variant of one rule puts in place of the main count's."""

    rule: str
    name: str
    mask: Mask | None = None
    number: pd.Series | None = None
    value: pd.Series | None = None


@dataclass(frozen=True)
class _Main:
    """Every specimen any variant may count, with what the main count keeps of them."""

    frame: pd.DataFrame
    masks: Mapping[str, Mask] = field(default_factory=dict)

    def totals(self, *variants: _Variant) -> dict[str, float]:
        """Count under the main rules with some of them replaced."""
        masks = {**self.masks, **{v.rule: v.mask for v in variants if v.mask is not None}}
        number, value = self.frame["specimen_count"], self.frame["asking_usd"]
        for variant in variants:
            number = variant.number if variant.number is not None else number
            value = variant.value if variant.value is not None else value
        kept = np.logical_and.reduce(list(masks.values()))
        listing = self.frame["listing"].to_numpy()[kept]
        first = np.unique(listing, return_index=True)[1]
        return {
            "listings": float(len(first)),
            "specimens": float(number.to_numpy()[kept].sum()),
            "value_usd": float(np.nansum(value.to_numpy()[kept][first])),
        }


def _main(survey: Processed) -> _Main:
    scope = tuple(dict.fromkeys((*LISTED, *survey.scope)))
    frame = counted(survey, scope=scope, unique=False)
    own = survey.listings.set_index("listing_id")
    extra = ["in_scope", "price_amount", "price_currency"]
    frame = frame.join(own[extra], on="listing_id")
    frame["listing"] = pd.factorize(frame["listing_id"])[0]
    kept = frame["in_scope"].to_numpy(dtype=bool)
    masks = {
        "scope": kept & in_scope(frame, survey.scope).to_numpy(dtype=bool),
        "repeats": ~frame["repeated"].to_numpy(dtype=bool),
    }
    return _Main(frame, masks)


def _variants(survey: Processed, main: _Main) -> list[_Variant]:
    """List the variants of each rule over its stated range."""
    frame = main.frame
    found = []
    for scope in SCOPES:
        mask = in_scope(frame, scope).to_numpy(dtype=bool)
        found.append(_Variant("scope", ", ".join(scope), mask))
    found.append(_Variant("repeats", "counted", np.ones(len(frame), dtype=bool)))
    kinds = survey.duplicates.drop_duplicates("listing_id").set_index("listing_id")["kind"]
    kind = frame["listing_id"].map(kinds)
    for name in sorted(kind.dropna().unique()):
        mask = main.masks["repeats"] | kind.eq(name).fillna(False).to_numpy(dtype=bool)
        found.append(_Variant("repeats", f"{name}_counted", mask))
    fuzzy = frame["match_method"] == "fuzzy"
    for cut in CUT_OFFS:
        mask = (~fuzzy | (frame["match_score"] >= cut)).to_numpy(dtype=bool)
        found.append(_Variant("misspelt", f"likeness_{cut}", mask))
    found.append(_Variant("misspelt", "dropped", (~fuzzy).to_numpy(dtype=bool)))
    assumed = frame["count_method"] == "assumed_one"
    found.append(_Variant("assumed_one", "dropped", (~assumed).to_numpy(dtype=bool)))
    stated = frame[~assumed].groupby(["taxon_group", "form"])["specimen_count"].median()
    keys = pd.MultiIndex.from_frame(frame[["taxon_group", "form"]])
    usual = pd.Series(stated.reindex(keys).to_numpy(), index=frame.index).fillna(1)
    number = frame["specimen_count"].where(~assumed, usual)
    found.append(_Variant("assumed_one", "usual_number", number=number))
    found += _rates(survey, frame)
    known = frame["relevance"].notna()
    if known.any():
        for cut_off in RELEVANCE:
            mask = (~known | (frame["relevance"] >= cut_off)).to_numpy(dtype=bool)
            found.append(_Variant("relevance", f"at_least_{round(100 * cut_off)}", mask))
    sure = ~frame["needs_review"].to_numpy(dtype=bool)
    found.append(_Variant("doubtful", "dropped", sure))
    for language in sorted(frame["language"].dropna().unique()):
        mask = frame["language"].ne(language).fillna(True).to_numpy(dtype=bool)
        found.append(_Variant("language", f"without_{language}", mask))
    return found


def _rates(survey: Processed, frame: pd.DataFrame) -> list[_Variant]:
    """Convert all prices at the rate of the first and of the last day of the fieldwork."""
    found = []
    for name, day in zip(("first_day", "last_day"), survey.fieldwork, strict=True):
        days = pd.Series(day, index=frame.index)
        usd = price.to_usd(frame["price_amount"], frame["price_currency"], days)["price_usd"]
        factor = frame["asking_usd"] / frame["price_usd"].where(frame["price_usd"] > 0)
        value = (usd * factor).fillna(frame["asking_usd"])
        found.append(_Variant("exchange_rate", name, value=value))
    return found


class Judgements:
    """The rows that each variant of a judgement counts.

    Parameters
    ----------
    survey
        A processed survey.
    """

    def __init__(self, survey: Processed) -> None:
        self._all = _main(survey)
        own = self._all.frame[[c for c in KEPT if c in self._all.frame]]
        # As categories: dozens of selections of all rows copy numbers, not texts.
        self._own = own.astype(dict.fromkeys(own.select_dtypes("str"), "category"))
        self._variants = {(v.rule, v.name): v for v in _variants(survey, self._all)}

    def rows(self, *names: tuple[str, str]) -> pd.DataFrame:
        """Return every specimen that the main count or some variants of (rule, variant) keep.

        Returns
        -------
        pandas.DataFrame
            Columns `KEPT`, texts as categories, with ``main`` and ``varied``, the number of
            specimens that each counts (0 where it keeps none), and ``kept`` (bool, by the
            variants).
        """
        frame = self._own
        chosen = [self._variants[name] for name in names]
        masks = {**self._all.masks, **{v.rule: v.mask for v in chosen if v.mask is not None}}
        before, after = (
            np.logical_and.reduce(list(m.values())) for m in (self._all.masks, masks)
        )
        number = next(
            (v.number for v in reversed(chosen) if v.number is not None),
            frame["specimen_count"],
        )
        frame = frame.assign(
            main=frame["specimen_count"].where(before, 0),
            varied=number.where(after, 0),
            kept=after,
        )
        return frame[before | after]


def sensitivity(survey: Processed) -> pd.DataFrame:
    """Vary the judgements behind the headline, one at a time.

    Scope from Appendix I alone to all Appendices and Annexes A and B; repeated listings of each
    kind counted; misspelt words from a likeness of 90, of 95, or not at all; listings without a
    number dropped, or given the median of the stated numbers of their group; prices at the rate
    of the first or last day of the fieldwork; a relevance of 0.3 to 0.7 asked for, where a
    model was trained; doubtful listings dropped; each language left out.

    Parameters
    ----------
    survey
        A processed survey.

    Returns
    -------
    pandas.DataFrame
        ``rule``, ``variant``, ``listings``, ``specimens``, ``value_usd``, and ``change``,
        ``listings_change``, ``value_change`` (of specimens, listings and value, relative to the
        main count, which stands first).

    Examples
    --------
    >>> found = compare.sensitivity(survey)
    >>> found.loc[found["rule"] == "scope", "variant"].tolist()
    ['I', 'I, A', 'I, II', 'I, II, III, A, B']
    """
    main = _main(survey)
    rows = [("main", "", main.totals())]
    rows += [(v.rule, v.name, main.totals(v)) for v in _variants(survey, main)]
    table = pd.DataFrame([{"rule": r, "variant": v, **totals} for r, v, totals in rows])
    first = table.iloc[0]
    for basis, name in zip(BASES, ("listings_change", "change", "value_change"), strict=True):
        table[name] = table[basis] / first[basis] - 1 if first[basis] else np.nan
    return table.astype({"listings": "int64", "specimens": "int64"})


def interactions(survey: Processed) -> pd.DataFrame:
    """Vary the two judgements that move the specimens most, together.

    Parameters
    ----------
    survey
        A processed survey.

    Returns
    -------
    pandas.DataFrame
        One row a pair of variants of the two rules: ``rule``, ``variant``, ``other_rule``,
        ``other_variant``, ``specimens``, ``change`` of both together, ``if_independent`` (the
        product of the single changes) and ``interaction`` (the difference, in shares of the
        main count).
    """
    main = _main(survey)
    whole = main.totals()["specimens"]
    variants = _variants(survey, main)
    single = {(v.rule, v.name): main.totals(v)["specimens"] / whole - 1 for v in variants}
    largest = pd.Series(
        {rule: max(abs(c) for (r, _), c in single.items() if r == rule) for rule, _ in single}
    ).sort_values(ascending=False, kind="stable")
    one, other = largest.index[:2]
    rows = []
    for a in (v for v in variants if v.rule == one and single[v.rule, v.name]):
        for b in (v for v in variants if v.rule == other and single[v.rule, v.name]):
            specimens = main.totals(a, b)["specimens"]
            change = specimens / whole - 1
            alone = (1 + single[a.rule, a.name]) * (1 + single[b.rule, b.name]) - 1
            rows.append(
                {
                    "rule": a.rule,
                    "variant": a.name,
                    "other_rule": b.rule,
                    "other_variant": b.name,
                    "specimens": int(specimens),
                    "change": change,
                    "if_independent": alone,
                    "interaction": change - alone,
                }
            )
    columns = ["rule", "variant", "other_rule", "other_variant", "specimens", "change"]
    return pd.DataFrame(rows, columns=[*columns, "if_independent", "interaction"])
