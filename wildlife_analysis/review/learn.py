"""Train the relevance model on people's decisions, measure it, and write its card."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis.classify import relevance
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.review import samples
from wildlife_analysis.review.decisions import FILE as DECISIONS
from wildlife_analysis.review.decisions import decisions, standing

__all__ = ["CARD", "JUNK", "MODEL", "TASKS", "decided", "describe", "model_of", "train"]

MODEL, CARD = "model.json", "model_card.md"
TASKS = ("counted", "wanted", "junk")
# Reasons that say: no animal and no part of one is what this listing is about.
JUNK = frozenset(
    {
        "depiction", "toy", "media", "equipment", "food", "service", "colour_or_pattern",
        "name_or_brand", "other_meaning", "not_an_offer",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Decided:
    """Decided listings of one or more surveys.

    Attributes
    ----------
    listings
        Their rows, with ``counted``, ``wanted`` and ``junk`` (1, 0, or missing where people
        did not say), ``audit`` (drawn for audit) and ``near_audit`` (a repetition of one).
    """

    listings: pd.DataFrame


def decided(listings: pd.DataFrame, folder: Path) -> Decided:
    """Gather the decided listings of a survey.

    Parameters
    ----------
    listings
        Table of that name.
    folder
        Folder of decisions on the survey.

    Returns
    -------
    Decided

    Raises
    ------
    SurveyError
        When a file is damaged.
    """
    file = folder / DECISIONS
    stands = standing(decisions(file)) if file.exists() else None
    if stands is None or stands.empty:
        return Decided(
            listings.iloc[:0].assign(
                counted=0.0, wanted=0.0, junk=0.0, audit=False, near_audit=False
            )
        )
    wide = stands.pivot(index="listing_id", columns="field", values="value")
    wide = wide.reindex(columns=["counted", "offer", "reason"])
    ids = listings["listing_id"]
    rows = listings[ids.isin(wide.index)]
    own = wide.loc[rows["listing_id"]].set_axis(rows.index)
    counted = own["counted"].map({"yes": 1.0, "no": 0.0})
    wanted = own["offer"].eq("wanted").astype(float).where(own["offer"].notna())
    junk = own["reason"].isin(JUNK).astype(float).where(own["reason"].notna())
    junk = junk.mask(counted == 1.0, 0.0)
    drawn = samples.read(folder)
    audit = set(drawn.loc[drawn["purpose"] == "audit", "listing_id"])
    return Decided(
        rows.assign(
            counted=counted,
            wanted=wanted,
            junk=junk,
            audit=rows["listing_id"].isin(audit),
            near_audit=_repeats(listings, audit).loc[rows.index],
        )
    )


def _repeats(listings: pd.DataFrame, audit: set[str]) -> pd.Series:
    """Say which listings repeat one of the audit sample, or are one."""
    first = listings["duplicate_of"].fillna(listings["listing_id"])
    text = listings["title"].fillna("") + "\n" + listings["description"].fillna("")
    drawn = listings["listing_id"].isin(audit)
    return first.isin(first[drawn]) | text.isin(text[drawn])


def train(
    parts: Sequence[tuple[pd.DataFrame, Path]], target: Path, *, seed: int, day: str
) -> dict[str, Any]:
    """Train a model on the decisions of surveys and write it with its card.

    Parameters
    ----------
    parts
        Listings and folder of decisions of each survey.
    target
        Folder for ``model.json`` and ``model_card.md``.
    seed
        The same seed and decisions give the same files.
    day
        Date that the card bears.

    Returns
    -------
    dict
        What the card says.

    Raises
    ------
    SurveyError
        When too few decisions outside the audit sample were made. Listings of the audit
        sample, and repetitions of them, are never trained on; they measure the model.
    """
    frames = [decided(listings, folder).listings for listings, folder in parts]
    # In one order, so that the order of the rows does not change the folds.
    frame = pd.concat(frames).sort_values(["survey", "listing_id"], ignore_index=True)
    learnable = frame[~frame["audit"] & ~frame["near_audit"]].reset_index(drop=True)
    held = frame[frame["audit"]].reset_index(drop=True)
    card: dict[str, Any] = {
        "date": day,
        "seed": seed,
        "surveys": sorted({str(v) for v in frame["survey"]}),
        "decided": len(frame),
        "trained_on": len(learnable),
        "audit_listings": len(held),
        "left_out_as_repetitions_of_audit_listings": int(
            (frame["near_audit"] & ~frame["audit"]).sum()
        ),
        "tasks": {},
    }
    docs = relevance.documents(learnable)
    outside = relevance.documents(held)
    tasks: dict[str, relevance.Classifier] = {}
    for name in TASKS:
        given = np.flatnonzero(learnable[name].notna().to_numpy())
        y = learnable[name].to_numpy(dtype=float)[given].astype(np.int64)
        if min(int(y.sum()), len(y) - int(y.sum())) < relevance.FEWEST:
            card["tasks"][name] = {
                "listings": len(y),
                "positive": int(y.sum()),
                "not_trained": f"{relevance.FEWEST} of each kind are needed",
            }
            continue
        own = docs.take(given)
        tasks[name] = relevance.train(own, y, seed=seed)
        folds = max(2, min(10, int(y.sum()), len(y) - int(y.sum())))
        _, probability, called = relevance.cross_validated(own, y, folds=folds, seed=seed)
        languages = learnable["language"].fillna("unknown").to_numpy()[given]
        entry = {
            **tasks[name].facts,
            "folds": folds,
            "cross_validated": _by_language(y, probability, called, languages),
            "strongest": tasks[name].strongest(),
        }
        known = np.flatnonzero(held[name].notna().to_numpy())
        if len(known):
            truth = held[name].to_numpy(dtype=float)[known].astype(np.int64)
            p = tasks[name].probability(outside.take(known))
            entry["audit_sample"] = _by_language(
                truth,
                p,
                p >= tasks[name].threshold,
                held["language"].fillna("unknown").to_numpy()[known],
            )
        card["tasks"][name] = entry
    if "counted" not in tasks:
        entry = card["tasks"]["counted"]
        raise SurveyError(
            f"{entry['positive']} listings counted and {entry['listings'] - entry['positive']} "
            f"not, outside the audit sample: {relevance.FEWEST} of each are needed to train; "
            "draw and decide more with 'review queue --purpose doubt'"
        )
    relevance.save(relevance.Model(tasks, card), target / MODEL)
    (target / CARD).write_text(_written(card), encoding="utf-8")
    return card


def _by_language(
    y: npt.NDArray[np.int64],
    probability: npt.NDArray[np.float64],
    called: npt.NDArray[np.bool_],
    languages: npt.NDArray[Any],
) -> dict[str, dict[str, float | None]]:
    """Measure answers, all together and by language; NaN becomes None, as JSON knows none."""
    result = {}
    for group in ("all", *sorted(set(languages.tolist()))):
        rows = np.ones(len(y), bool) if group == "all" else languages == group
        figures = relevance.measured(y[rows], probability[rows], called[rows])
        result[group] = {k: None if v != v else round(float(v), 4) for k, v in figures.items()}
    return result


def _written(card: dict[str, Any]) -> str:
    """Write the model card as Markdown."""
    lines = [
        "# Model card: relevance of listings",
        "",
        "Gives the probability that a person would count a listing. It ranks doubt; the rules "
        "and people's decisions decide what is counted.",
        "",
        f"- Trained on: {card['trained_on']} decided listings of {', '.join(card['surveys'])}; "
        f"{card['audit_listings']} of the audit sample measure it and were not learnt from, "
        f"{card['left_out_as_repetitions_of_audit_listings']} repetitions of them left out.",
        f"- Date: {card['date']}; seed {card['seed']}.",
        "- Method: TF-IDF of words, parts of words and rule findings; linear learners, stacked "
        "and calibrated out of fold; threshold for F1 (`classify.relevance.training`).",
        "- Limits: text alone; covert offers stay hidden. Figures by cross-validation speak "
        "of listings like those learnt from, mostly drawn because the program was in doubt, "
        "not of the survey; those of the audit sample speak of the survey (a stratified random "
        "sample, unweighted). F1 beside that of calling everything positive says what the "
        "model adds: where most listings are positive, little.",
    ]
    for name, entry in card["tasks"].items():
        lines += ["", f"## {name}", ""]
        if "not_trained" in entry:
            lines.append(
                f"Not trained: {entry['positive']} positive of {entry['listings']}; "
                f"{entry['not_trained']}."
            )
            continue
        lines += [
            f"{entry['listings']} listings, {entry['positive']} positive; {entry['folds']} "
            "folds, texts that repeat kept together.",
            "",
            "| measured on | language | listings | positive | precision | recall | F1 | AUC | "
            "Brier | F1, nothing positive | F1, everything positive |",
            "|---|---|---|---|---|---|---|---|---|---|---|",
        ]
        for where in ("cross_validated", "audit_sample"):
            for group, figures in entry.get(where, {}).items():
                cells = [
                    "–" if figures[k] is None else f"{figures[k]:g}"
                    for k in (
                        "listings", "positive", "precision", "recall", "f1", "auc", "brier",
                        "baseline_f1", "all_positive_f1",
                    )
                ]  # fmt: skip
                lines.append(f"| {where.replace('_', ' ')} | {group} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def model_of(folder: Path | None) -> relevance.Model | None:
    """Load the model of a survey, else that of the project.

    Parameters
    ----------
    folder
        Folder of decisions on the survey, or None; the project's model lies beside it.

    Returns
    -------
    relevance.Model or None
        None where none was trained.

    Raises
    ------
    SurveyError
        When the file is damaged.
    """
    if folder is None:
        return None
    for place in (folder, folder.parent):
        if (place / MODEL).exists():
            return relevance.load(place / MODEL)
    return None


def describe(model: relevance.Model | None) -> dict[str, Any] | str:
    """Say for the manifest what filled ``relevance``.

    Returns
    -------
    dict or str
        Date, surveys, number of decisions and F1 of the model, or that the rules decide alone.
    """
    if model is None:
        return "rules alone: no model was trained on people's decisions"
    entry = model.card["tasks"]["counted"]
    keys = ("date", "surveys", "trained_on", "seed")
    return {
        **{key: model.card[key] for key in keys},
        "cross_validated_f1": entry["cross_validated"]["all"]["f1"],
        "audit_sample_f1": entry.get("audit_sample", {}).get("all", {}).get("f1"),
    }
