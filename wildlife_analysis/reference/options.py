"""Judgements that a run may take another way: ``process --set OPTION=VALUE``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from wildlife_analysis.reference.errors import SurveyError
from wildlife_analysis.reference.scope import in_scope, read_scope
from wildlife_analysis.reference.surveys import Survey
from wildlife_analysis.reference.tables import nearest, table

__all__ = ["Options", "read_options"]

REASON = "option"


@dataclass(frozen=True)
class Options:
    """What a run does otherwise than the main run.

    Attributes
    ----------
    given
        Options of the table ``options`` with their values; empty for the main run.
    """

    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Name of the alternative; empty for the main run."""
        return "+".join(f"{k}={v}" for k, v in sorted(self.given.items()))

    @property
    def likeness(self) -> dict[str, float]:
        """The cut-off for `classify.listings`, where one was given."""
        return {"cutoff": float(self.given["likeness"])} if "likeness" in self.given else {}

    def survey(self, survey: Survey) -> Survey:
        """Put another scope in the place of the survey's own."""
        if "scope" not in self.given:
            return survey
        return replace(survey, scope=_scope(self.given["scope"]))

    def listings(
        self, listings: pd.DataFrame, specimens: pd.DataFrame, survey: Survey
    ) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Leave out what does not count under the options.

        A listing left with nothing in scope has the reason ``option``; people's decisions are
        applied before and do not shield it.
        """
        out = pd.Series(False, index=listings.index)
        if self.given.get("assumed_one") == "drop":
            stated = specimens[specimens["count_method"] != "assumed_one"]
            left = stated.loc[in_scope(stated, survey.scope), "listing_id"]
            specimens = stated.reset_index(drop=True)
            out |= ~listings["listing_id"].isin(left)
        if self.given.get("doubtful") == "drop":
            out |= listings["needs_review"]
        out &= listings["in_scope"]
        reason = listings["rejection_reason"].mask(out, REASON)
        return (
            listings.assign(in_scope=listings["in_scope"] & ~out, rejection_reason=reason),
            specimens,
        )

    @property
    def counts_repeats(self) -> bool:
        """Whether listings count although they repeat each other."""
        return self.given.get("repeats") == "count"

    def folder(self, output: Path) -> Path:
        """Return where the alternative goes: beside a main run that stands in ``output``."""
        if not self.given or not (output / "manifest.json").exists():
            return output
        return output.with_name(f"{output.name}~{self.name}")


def read_options(given: Sequence[str] | Mapping[str, str]) -> Options:
    """Read options written as ``option=value``.

    Raises
    ------
    SurveyError
        When an option or value is not known (the nearest option is named), or stands twice.
    """
    pairs = (
        list(given.items())
        if isinstance(given, Mapping)
        else [(k.strip(), v.strip()) for k, _, v in (text.partition("=") for text in given)]
    )
    known = {row["option"]: row for row in table("options").to_dict("records")}
    chosen: dict[str, str] = {}
    for name, value in pairs:
        if name not in known:
            raise SurveyError(
                f"no option {name!r}; nearest: {nearest(name, list(known), 1)}; "
                f"there are {', '.join(known)}"
            )
        if name in chosen:
            raise SurveyError(f"option {name} is given twice")
        chosen[name] = _value(name, value, known[name]["values"])
    return Options({k: v for k, v in chosen.items() if v != known[k]["main"]})


def _value(name: str, value: str, values: str) -> str:
    if values == "scope":
        return ",".join(_scope(value))
    low, _, high = values.partition("..")
    try:
        fits = float(low) <= float(value) <= float(high) if high else value in values.split("|")
    except ValueError:
        fits = False
    if not fits:
        told = f"a number from {low} to {high}" if high else values.replace("|", " or ")
        raise SurveyError(f"option {name}: {value!r} is not known; write {told}")
    return f"{float(value):g}" if high else value


def _scope(text: str) -> tuple[str, ...]:
    return read_scope([part.strip() for part in text.split(",")], Path(), "option scope")
