"""The rows behind the numbers of one survey, each with what it contributes.

A view is the table that a notebook publishes, computed again under its codes; `Behind.rows`
gives the rows of one cell. Their contributions add up to the number (``sum``), to its numerator
beside its denominator in ``of`` (``share``), or hold the values a quantile is taken of.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from wildlife_analysis import compare, count
from wildlife_analysis.compare import published
from wildlife_analysis.compare.sensitivity import Judgements
from wildlife_analysis.count import audit
from wildlife_analysis.count.tables import keyed
from wildlife_analysis.provenance.figures import NONE, keys
from wildlife_analysis.reference import SurveyError, table

__all__ = ["USED", "Behind", "Groups", "Rows", "Sources", "first", "light", "reference_rows"]

UNIQUE = "listings: in_scope, duplicate_of empty; specimens: in the scope of the survey"

UNIT_PRICES = ("p5_usd", "lower_quartile_usd", "median_usd", "upper_quartile_usd", "p95_usd")
# What the filters and contributions need; thousands of selections are made of these.
USED = [
    "survey", "listing_id", "specimen_row", "scientific_name", "product", "specimen_count",
    "count_method", "match_method", "taxon_group", "form", "country_code", "marketplace",
    "documents", "seller_key", "posted_on", "collected_at", "asking_usd", "unit_usd", "is_bid",
    "repeated",
]  # fmt: skip


@dataclass(frozen=True)
class Rows:
    """What a number is made of.

    Attributes
    ----------
    frame
        ``survey``, ``listing_id`` and, for specimens, ``specimen_row`` (place in the table),
        ``scientific_name``, ``product``, ``specimen_count``; other columns for rows that are
        no listings; ``contribution``, and ``of`` for shares.
    condition
        The filter in words and column names.
    """

    frame: pd.DataFrame
    condition: str = UNIQUE


@dataclass(frozen=True)
class Behind:
    """A view: the published table under its codes, and the rows of each cell."""

    table: pd.DataFrame
    rows: Callable[[Mapping[str, Any], str], Rows] = field(repr=False)


class Groups:
    """The rows of a table by the values of its keys; a missing value is a value."""

    def __init__(self, frame: pd.DataFrame, by: list[str]) -> None:
        self._frame = frame
        self._by = by
        texts = [frame[column].astype("object") for column in by]
        filled = pd.DataFrame({i: t.where(t.notna(), NONE) for i, t in enumerate(texts)})
        self._at = filled.groupby(list(filled.columns)).indices if by else {}

    def rows(self, key: Mapping[str, Any]) -> pd.DataFrame:
        """Return the rows with the values of a key; none where there are none."""
        if not self._by:
            return self._frame
        values = tuple(NONE if pd.isna(key[k]) else key[k] for k in self._by)
        own = self._at.get(values if len(values) > 1 else values[0])
        return self._frame.iloc[:0] if own is None else self._frame.take(own)


def light(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep texts as categories: thousands of selections are then quicker."""
    return frame.assign(
        **{
            name: pd.Categorical.from_codes(*pd.factorize(frame[name]))
            for name in frame.select_dtypes("str")
        }
    )


def first(frame: pd.DataFrame, column: str = "listing_id") -> pd.Series:
    """Give 1 to the first row of each value of a column, 0 to others and to missing ones."""
    return (~frame[column].duplicated() & frame[column].notna()).astype("int64")


class Sources:
    """The tables of one survey that numbers rest on, each computed once."""

    def __init__(self, survey: count.Processed) -> None:
        # Numbered, so that a row is known again in whatever is made of it.
        numbers = np.arange(len(survey.specimens))
        self.survey = replace(survey, specimens=survey.specimens.assign(specimen_row=numbers))

    @cached_property
    def repeated(self) -> pd.DataFrame:
        """Everything in scope, repeated listings too."""
        return light(count.counted(self.survey, unique=False)[USED])

    @cached_property
    def counted(self) -> pd.DataFrame:
        """Everything that counts."""
        return self.repeated[~self.repeated["repeated"]]

    @cached_property
    def judgements(self) -> Judgements:
        """The variants of the judgements."""
        return Judgements(self.survey)

    def view(self, name: str, family: str) -> Behind:
        """Compute a view of one survey again.

        Raises
        ------
        SurveyError
            When the family is not one of a single survey.
        """
        known: dict[str, Callable[[str], Behind]] = {
            "counts": self._counts,
            "coverage": self._coverage,
            "cells": self._cells,
            "funnel": self._funnel,
            "reasons": self._reasons,
            "unread": self._unread,
            "estimates": self._estimates,
            "printed": self._printed,
            "not_computed": self._not_computed,
            "judgements": self._judgements,
            "pairs": self._pairs,
        }
        if family not in known:
            raise SurveyError(f"figures.csv: {name}: family {family!r} is not known")
        return known[family](name)

    def _counts(self, name: str) -> Behind:
        by = keys(name)
        counts = count.both(self.survey, by)
        sums = count.values(self.survey, by).drop(columns="value_usd")
        whole = int(self.counted["specimen_count"].sum())
        counts = counts.assign(share=counts["specimens"] / whole if whole else np.nan)
        if by:
            counts = counts.merge(sums, on=by, how="left")
        else:
            top = count.headline(self.survey)["specimens_with_repeats"]
            counts = pd.concat([counts, sums], axis=1).assign(specimens_with_repeats=top)
        every, _ = keyed(self.repeated, by)
        unique = every[~every["repeated"]]
        unique = unique.assign(spread=_spread(unique, by))
        frames = {True: every.assign(spread=False), False: unique}
        at = {repeats: Groups(frame, by) for repeats, frame in frames.items()}

        def rows(key: Mapping[str, Any], measure: str) -> Rows:
            every = measure in ("listings_with_repeats", "specimens_with_repeats")
            own = at[every].rows(key)
            inside = pd.Series(True, index=own.index)
            if measure == "share":
                inside = pd.Series(
                    frames[every].index.isin(own.index), index=frames[every].index
                )
                own = frames[every]
            condition = UNIQUE.replace(", duplicate_of empty", "") if every else UNIQUE
            told = "".join(f"; {k} = {_told(v)}" for k, v in key.items())
            made = _contribution(own, measure, inside)
            return Rows(own.assign(**made), condition + told)

        return Behind(counts, rows)

    def _coverage(self, name: str) -> Behind:
        cells = self.survey.coverage
        own = cells if len(cells) else self.counted[["country_code", "marketplace"]]
        frame = own.assign(survey=self.survey.id, contribution=first(own, "marketplace"))
        total = pd.DataFrame({"marketplaces": [int(frame["contribution"].sum())]})
        return Behind(total, lambda key, measure: Rows(frame, "all cells of coverage.csv"))

    def _cells(self, name: str) -> Behind:
        cells = count.both(self.survey, ["country_code", "marketplace"])
        cells = cells[["country_code", "marketplace"]]
        cells = cells.assign(survey=self.survey.id, contribution=1)
        total = cells.groupby("country_code", as_index=False)["contribution"].sum()
        at = Groups(cells, keys(name))
        told = "cells of coverage.csv, and those with something that counts"
        return Behind(
            total.rename(columns={"contribution": "marketplaces"}),
            lambda key, measure: Rows(at.rows(key), told),
        )

    def _funnel(self, name: str) -> Behind:
        accounts = self.survey.manifest["accounts"]
        steps = ["raw_rows", "listings", "in_scope", "unique"]
        listings, rejects = self.survey.listings, self.survey.rejects
        read = listings[["survey", "listing_id"]].assign(contribution=1)
        aside = rejects[rejects["source_row"] > 0]
        aside = aside[["survey", "source_file", "source_row", "reason"]].assign(contribution=1)
        scoped = listings["in_scope"]
        parts = {
            "raw_rows": (pd.concat([read, aside]), "all listings and all rejects"),
            "listings": (read, "all listings"),
            "in_scope": (read[scoped], "listings: in_scope"),
            "unique": (
                read[scoped & listings["duplicate_of"].isna()],
                "listings: in_scope, duplicate_of empty",
            ),
        }
        told = pd.DataFrame({"step": steps, "rows": [accounts[step] for step in steps]})
        return Behind(told, lambda key, measure: Rows(*parts[key["step"]]))

    def _reasons(self, name: str) -> Behind:
        listings = self.survey.listings
        reasons = listings["rejection_reason"].value_counts()
        told = reasons.rename_axis("rejection_reason").rename("listings").reset_index()
        at = Groups(listings, keys(name))

        def rows(key: Mapping[str, Any], measure: str) -> Rows:
            own = at.rows(key)[["survey", "listing_id"]]
            return Rows(
                own.assign(contribution=1),
                f"listings: rejection_reason = {key['rejection_reason']}",
            )

        return Behind(told, rows)

    def _unread(self, name: str) -> Behind:
        told = count.unread(self.survey)
        at = Groups(self.survey.rejects.query("source_row > 0"), keys(name))

        def rows(key: Mapping[str, Any], measure: str) -> Rows:
            own = at.rows(key)[["survey", "source_file", "source_row", "reason"]]
            return Rows(own.assign(contribution=1), f"rejects: reason = {key['reason']}")

        return Behind(told, rows)

    def _estimates(self, name: str) -> Behind:
        predicted = count.predicted(self.survey)
        parts = {"all": [], "country_code": ["country_code"], "taxon_group": ["taxon_group"]}
        tables: list[pd.DataFrame] = []
        groups: dict[str, str] = {}
        for column, by in parts.items():
            part = count.estimates(predicted, self.survey.audited, by)
            own = part[column].fillna("none") if by else pd.Series(["all"] * len(part))
            groups |= dict.fromkeys(own, column)
            tables.append(part.assign(part=own).round())
        sample = self.survey.audited
        drawn = audit.as_drawn(predicted, sample)

        def rows(key: Mapping[str, Any], measure: str) -> Rows:
            column, part = groups[key["part"]], key["part"]
            own = drawn if column == "all" else drawn[drawn[column].fillna("none") == part]
            own = own.assign(survey=self.survey.id)
            if measure in ("listings", "specimens"):
                own = own[own["in_scope"] & ~own["repeated"]]
                number = own["predicted_specimens"] if measure == "specimens" else 1
                return Rows(
                    own.assign(contribution=number), f"the program's own answers; part {part}"
                )
            decided = own.merge(sample.drop(columns="survey", errors="ignore"), on="listing_id")
            return Rows(decided.assign(contribution=1), f"the audit sample; part {part}")

        return Behind(pd.concat(tables, ignore_index=True), rows)

    def _printed(self, name: str) -> Behind:
        figures = {
            m["figure_id"]: m for m in published.measures(self.survey).to_dict("records")
        }
        frame = light(published.countable(self.survey))

        def rows(key: Mapping[str, Any], measure: str) -> Rows:
            m = figures[key["figure_id"]]
            if measure == "published":
                said = {"reference": f"published_figures.csv: {m['figure_id']}"}
                value = float(m["printed"] or m["value"])
                return Rows(pd.DataFrame([{**said, "contribution": value}]), m["publication"])
            own, base = published.behind(m, frame)
            told = "".join(f"; {m[k]}" for k in ("within", "where") if m[k])
            if m["basis"] == "marketplaces":
                cells = published.cells_behind(m, self.survey)
                cells = cells.assign(contribution=first(cells, "marketplace"))
                return Rows(cells.assign(survey=self.survey.id), "coverage.csv" + told)
            if m["basis"] == "largest_seller":
                counts = own.drop_duplicates("listing_id")["seller_key"].value_counts()
                own = own[own["seller_key"] == (counts.index[0] if len(counts) else "")]
                told += "; the seller with most listings"
            shown = base if m["kind"] == "share" else own
            inside = shown.index.isin(own.index)
            if m["basis"] == "specimens":
                number = shown["specimen_count"].astype(float)
            elif m["basis"].startswith("value_"):
                number = (shown["asking_usd"] * first(shown)).fillna(0)
                number = number / published.dollars(m["basis"], self.survey)
            else:
                number = first(shown).astype(float)
            if m["kind"] != "share":
                return Rows(shown.assign(contribution=number), UNIQUE + told)
            if m["basis"] == "listings":
                once = first(own).reindex(shown.index).fillna(0)
                return Rows(shown.assign(contribution=100 * once, of=number), UNIQUE + told)
            parts = (100 * number).where(inside, 0)
            return Rows(shown.assign(contribution=parts, of=number), UNIQUE + told)

        return Behind(compare.with_published(self.survey), rows)

    def _not_computed(self, name: str) -> Behind:
        missing = compare.not_computed(self.survey)
        said = "published_figures.csv: " + missing["figure_id"]
        rows = pd.DataFrame({"reference": said, "contribution": 1})
        condition = "published_measures.csv: kind = none, verified"
        return Behind(
            pd.DataFrame({"figures": [len(missing)]}),
            lambda key, measure: Rows(rows, condition),
        )

    def _judgements(self, name: str) -> Behind:
        def rows(key: Mapping[str, Any], measure: str) -> Rows:
            return self._varied(measure, (key["rule"], key["variant"]))

        moved = compare.sensitivity(self.survey)
        return Behind(moved[moved["rule"] != "main"].reset_index(drop=True), rows)

    def _pairs(self, name: str) -> Behind:
        def rows(key: Mapping[str, Any], measure: str) -> Rows:
            pair = ((key["rule"], key["variant"]), (key["other_rule"], key["other_variant"]))
            return self._varied(measure, *pair)

        return Behind(compare.interactions(self.survey), rows)

    def _varied(self, measure: str, *names: tuple[str, str]) -> Rows:
        frame = self.judgements.rows(*names)
        told = "the count under " + ", ".join(f"{rule} = {name}" for rule, name in names)
        if measure == "listings":
            frame = frame[frame["kept"]]
            return Rows(frame.assign(contribution=first(frame)), told)
        if measure == "specimens":
            frame = frame[frame["kept"]]
            return Rows(frame.assign(contribution=frame["varied"]), told)
        change = frame["varied"] - frame["main"]
        return Rows(frame.assign(contribution=change, of=frame["main"]), told)


def _told(value: Any) -> str:
    return NONE if pd.isna(value) else str(value)


def _spread(frame: pd.DataFrame, by: list[str]) -> pd.Series:
    """Say which rows belong to listings whose specimens fall into several groups."""
    listing = frame["listing_id"].cat.codes
    once = listing[~frame.assign(listing=listing).duplicated(["listing", *by])]
    return listing.isin(once[once.duplicated()])


def _contribution(own: pd.DataFrame, measure: str, inside: pd.Series) -> dict[str, Any]:
    """Say what each row adds to a measure of `count.both` or `count.values`."""
    number = own["specimen_count"]
    if measure in ("listings", "listings_with_repeats"):
        return {"contribution": first(own)}
    if measure in ("specimens", "specimens_with_repeats"):
        return {"contribution": number}
    if measure == "sellers":
        return {"contribution": first(own, "seller_key")}
    if measure in ("value_usd", "bid_usd", "with_price", "without_price"):
        return {"contribution": _asked(own, measure)}
    if measure == "unit_prices":
        return {"contribution": own["unit_usd"].notna().astype("int64")}
    if measure in UNIT_PRICES:
        return {"contribution": own["unit_usd"]}
    if measure == "share":
        part = inside
    elif measure == "live_share":
        part = own["form"] == "live"
    elif measure == "assumed_one_share":
        part = own["count_method"] == "assumed_one"
    else:
        part = own["count_method"].eq("reviewed") | own["match_method"].eq("reviewed")
    return {"contribution": number.where(part, 0), "of": number}


def _asked(own: pd.DataFrame, measure: str) -> pd.Series:
    """Say what each listing, in its first row, adds to a sum of prices or of listings."""
    asked = own["asking_usd"].mask(own["spread"])
    once = first(own) == 1
    if measure == "value_usd":
        return asked.where(once).fillna(0.0)
    if measure == "bid_usd":
        return asked.where(once & own["is_bid"]).fillna(0.0)
    missing = asked.isna() if measure == "without_price" else asked.notna()
    return (missing & once).astype("int64")


def reference_rows(name: str, key: str, value: str, column: str) -> pd.DataFrame:
    """Return the row of a reference table that gives a number."""
    rows = table(name)
    own = rows[rows[key] == value]
    said = f"{name}.csv: {key} {value}"
    return pd.DataFrame({"reference": said, "contribution": own[column].astype(float)})
