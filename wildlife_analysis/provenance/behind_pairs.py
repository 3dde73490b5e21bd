"""The rows behind the numbers that rest on two surveys."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import pandas as pd

from wildlife_analysis import compare, count, reference
from wildlife_analysis.compare import cells, policies, trends
from wildlife_analysis.count.tables import keyed
from wildlife_analysis.provenance.behind import (
    UNIQUE,
    USED,
    Behind,
    Groups,
    Rows,
    Sources,
    first,
    light,
    reference_rows,
)
from wildlife_analysis.provenance.figures import keys
from wildlife_analysis.reference import SurveyError

__all__ = ["Pair"]

LIKE = (
    "listings like for like: cells searched in both surveys, taxa under one rule on one day, "
    "duplicate_of empty"
)
PARROT = "Psittacus erithacus"


class Pair:
    """The tables of two surveys that numbers rest on, each computed once."""

    def __init__(self, baseline: Sources, survey: Sources) -> None:
        self.before, self.after = baseline, survey
        self.both = (baseline.survey, survey.survey)

    @cached_property
    def shared(self) -> cells.Shared:
        """What the surveys share."""
        return cells.shared_of(*self.both)

    @cached_property
    def like(self) -> pd.DataFrame:
        """The comparable rows of both."""
        frame = pd.concat(
            [
                cells.like_for_like(one, self.shared, later=later)[[*USED, "later"]]
                for one, later in zip(self.both, (False, True), strict=True)
            ],
            ignore_index=True,
        )
        return light(frame)

    @cached_property
    def rules(self) -> pd.DataFrame:
        """The rules of platforms with their numbers."""
        return compare.policy(*self.both)

    @cached_property
    def sides(self) -> list[pd.DataFrame]:
        """What each rule bans, on its platform and elsewhere (`policies.sides`)."""
        events, _ = policies.sides(*self.both, self.shared)
        ids = {False: self.both[0].id, True: self.both[1].id}
        return [e.assign(survey=e["later"].map(ids)) for e in events]

    @cached_property
    def stages(self) -> dict[bool, dict[str, pd.DataFrame]]:
        """What each survey counts under its own rule, the shared one, and so on."""
        return {
            later: {
                stage: light(frame[USED])
                for stage, frame in trends.stages(one, self.shared).items()
            }
            for one, later in zip(self.both, (False, True), strict=True)
        }

    def view(self, name: str, family: str) -> Behind:
        """Compute a view of two surveys again; see `Sources.view`."""
        known: dict[str, Callable[[str], Behind]] = {
            "trend": self._trend,
            "policy": self._policy,
            "control": self._control,
            "targets": self._targets,
            "left_out": self._left_out,
            "steps": self._steps,
            "unlike": self._unlike,
        }
        if family in known:
            return known[family](name)
        if family in ("printed", "not_computed"):
            return self.before.view(name, family)
        raise SurveyError(f"figures.csv: {name}: family {family!r} is not known")

    def _trend(self, name: str) -> Behind:
        by = keys(name)
        at = Groups(keyed(self.like, by)[0], by)

        def rows(key: Mapping[str, Any], measure: str) -> Rows:
            own = at.rows(key)
            told = LIKE + "".join(f"; {k} = {v}" for k, v in key.items())
            return _of_surveys(own, measure, told)

        return Behind(compare.surveys(*self.both, by), rows)

    def _policy(self, name: str) -> Behind:
        rules = {
            (r["marketplace"], r["bans"]): r
            for r in reference.table("policies").to_dict("records")
        }
        shown = self.rules
        if name == "grey_parrot":
            shown = shown[shown["bans"] == PARROT].reset_index(drop=True)

        def rows(key: Mapping[str, Any], measure: str) -> Rows:
            place = (key["marketplace"], key.get("bans", PARROT))
            rule = rules[place]
            told = f"{UNIQUE}; marketplace = {place[0]}; banned: {place[1]}"
            if measure in ("ratio", "low", "high"):
                side = self.sides[2 * list(rules).index(place)]
                return Rows(side.assign(contribution=first_of_both(side)), LIKE + told)
            one = self.before if measure == "baseline" else self.after
            own = policies.on_site_banned(one.counted, rule)
            if measure == "breaking":
                own = policies.in_force(own, rule)
                told += "; posted when the rule was in force"
            return Rows(own.assign(contribution=1), told)

        return Behind(shown, rows)

    def _control(self, name: str) -> Behind:
        table = compare.before_after(*self.both)
        at = {
            (m, b): i
            for i, (m, b) in enumerate(zip(table["marketplace"], table["bans"], strict=True))
        }

        def rows(key: Mapping[str, Any], measure: str) -> Rows:
            row = 2 * at[key["marketplace"], key["bans"]]
            told = f"{LIKE}; banned on {key['marketplace']}: {key['bans']}"
            side, _, when = measure.partition("_")
            if side in ("site", "others") and when in ("baseline", "survey"):
                own = self.sides[row + (side == "others")]
                return _of_surveys(own, when, f"{told}; {side}")
            own = pd.concat(self.sides[row : row + 2])
            return Rows(own.assign(contribution=1), told + "; site and others")

        return Behind(table, rows)

    def _targets(self, name: str) -> Behind:
        table = compare.targets(*self.both)
        table = table.rename(columns={"low": "reduction_low", "high": "reduction_high"})

        def rows(key: Mapping[str, Any], measure: str) -> Rows:
            told = f"targets.csv: {key['target_id']}"
            given = {"wanted": "reduction", "target_year": "target_year"}
            if measure in given:
                own = reference_rows("targets", "target_id", key["target_id"], given[measure])
                return Rows(own, told)
            if measure in ("from_year", "to_year"):
                one = self.both[measure == "to_year"]
                said = f"survey.toml of {one.id}: fieldwork_from"
                year = one.fieldwork[0].year
                own = pd.DataFrame([{"reference": said, "contribution": year}])
                return Rows(own, told)
            return _of_surveys(self.like, measure, f"{LIKE}; {told}")

        return Behind(table, rows)

    def _left_out(self, name: str) -> Behind:
        def rows(key: Mapping[str, Any], measure: str) -> Rows:
            later = key["survey"] == self.both[1].id
            one = (self.before, self.after)[later]
            if measure in ("cells", "shared_cells"):
                own = one.survey.coverage if measure == "cells" else self.shared.cells
                own = own[cells.KEYS].drop_duplicates()
                own = own.assign(survey=one.survey.id, contribution=1)
                return Rows(own, f"coverage.csv of {one.survey.id}")
            frame = one.counted
            searched = one.survey.coverage[cells.KEYS].drop_duplicates()
            named = frame.merge(searched, on=cells.KEYS)["listing_id"]
            if measure == "undeclared":
                outside = frame[~frame["listing_id"].isin(named)]
                return Rows(outside.assign(contribution=first(outside)), UNIQUE)
            compared = self.like[self.like["later"] == later]
            compared = compared.assign(contribution=first(compared))
            if measure == "listings_compared":
                return Rows(compared, LIKE)
            if measure == "listings":
                return Rows(frame.assign(contribution=first(frame)), UNIQUE)
            whole = frame.assign(contribution=0, of=first(frame))
            both = pd.concat([compared.assign(of=0), whole], ignore_index=True)
            return Rows(both, f"{LIKE}, as a share of {UNIQUE}")

        return Behind(compare.left_out(*self.both), rows)

    def _steps(self, name: str) -> Behind:
        def rows(key: Mapping[str, Any], measure: str) -> Rows:
            told = f"compare.decomposition, step {key['component']}"
            return Rows(self._step(key["component"], measure), told)

        return Behind(compare.decomposition(*self.both).round(), rows)

    def _step(self, step: str, basis: str) -> pd.DataFrame:
        """Return the rows that a step adds (+) or takes away (-)."""

        def part(later: bool, stage: str, sign: float | pd.Series) -> pd.DataFrame:
            frame = self.stages[later][stage]
            number = first(frame) if basis == "listings" else frame["specimen_count"]
            return frame.assign(contribution=number * sign, stage=stage)

        inner = self.stages[False]["shared"]
        efforts = inner.merge(self.shared.cells, on=cells.KEYS, how="left")
        factor = efforts["effort_survey"] / efforts["effort_baseline"] - 1
        factor = factor.set_axis(inner.index)
        between = {
            "scope_rule": ("own", "rule"),
            "appendix_changes": ("rule", "basket"),
            "undeclared_marketplaces": ("basket", "declared"),
        }
        if step in between:
            more, less = between[step]
            signs = [(True, more, 1), (True, less, -1), (False, more, -1), (False, less, 1)]
            parts = [part(*one) for one in signs]
        else:
            parts = {
                "baseline_total": [part(False, "own", 1)],
                "survey_total": [part(True, "own", 1)],
                "left_marketplaces": [part(False, "declared", -1), part(False, "shared", 1)],
                "entered_marketplaces": [part(True, "declared", 1), part(True, "shared", -1)],
                "effort": [part(False, "shared", factor)],
                "within_cells": [
                    part(True, "shared", 1),
                    part(False, "shared", -1 - factor),
                ],
            }[step]
        return pd.concat(parts, ignore_index=True)

    def _unlike(self, name: str) -> Behind:
        def rows(key: Mapping[str, Any], measure: str) -> Rows:
            one = self.after if key["survey"] == self.both[1].id else self.before
            if measure in ("countries", "marketplaces"):
                column = "country_code" if measure == "countries" else "marketplace"
                own = one.survey.coverage
                own = own.assign(survey=one.survey.id, contribution=first(own, column))
                return Rows(own, f"coverage.csv of {one.survey.id}")
            number = first(one.counted)
            if measure == "specimens":
                number = one.counted["specimen_count"]
            return Rows(one.counted.assign(contribution=number), UNIQUE)

        return Behind(compare.totals_unlike_for_unlike(*self.both), rows)


def first_of_both(frame: pd.DataFrame) -> pd.Series:
    """Give 1 to the first row of each listing of each survey."""
    return (~frame.duplicated(["survey", "listing_id"])).astype("int64")


def _of_surveys(frame: pd.DataFrame, measure: str, told: str) -> Rows:
    """Return the rows of one survey for a count, of both for what is derived from counts."""
    if measure in ("baseline", "survey"):
        frame = frame[frame["later"] == (measure == "survey")]
        return Rows(frame.assign(contribution=first(frame)), f"{told}; the {measure}")
    return Rows(frame.assign(contribution=first_of_both(frame)), told)


def one_or_two(survey: count.Processed, baseline: count.Processed | None) -> tuple[Any, Any]:
    """Return the sources of a survey and, where there is an earlier one, of both."""
    after = Sources(survey)
    return after, Pair(Sources(baseline), after) if baseline is not None else None
