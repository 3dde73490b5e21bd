"""A learned classifier as plain numbers: predicts, explains itself, is kept as JSON."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from wildlife_analysis.classify.relevance.features import BLOCKS, Block, Documents
from wildlife_analysis.reference import SurveyError

__all__ = ["FORMAT", "Classifier", "Model", "load", "save"]

FORMAT = "wildlife-analysis relevance model 1"
DIGITS = 6  # significant digits kept in the file

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Classifier:
    """A linear classifier of one task.

    Attributes
    ----------
    blocks
        Kinds of features with their vocabularies.
    weights
        Weight of each feature, in the order of the blocks.
    intercept
        Added to the weighted sum; the result is the logarithm of the odds.
    threshold
        Probability from which a listing is called positive; chosen for F1 by
        cross-validation.
    facts
        What is known of its making: listings, positives, folds, figures.
    """

    blocks: list[Block]
    weights: Floats
    intercept: float
    threshold: float
    facts: dict[str, Any] = field(default_factory=dict)

    def decision(self, docs: Documents) -> Floats:
        """Return the logarithm of the odds of each listing."""
        total = np.full(len(docs), self.intercept)
        start = 0
        for block in self.blocks:
            stop = start + len(block.vocabulary)
            if stop > start:
                total += block.features(docs) @ self.weights[start:stop]
            start = stop
        return total

    def probability(self, docs: Documents) -> Floats:
        """Return the probability that each listing is positive."""
        return 1 / (1 + np.exp(-np.clip(self.decision(docs), -500, 500)))

    def predict(self, docs: Documents) -> npt.NDArray[np.bool_]:
        """Say which listings are called positive."""
        return self.probability(docs) >= self.threshold

    def strongest(self, number: int = 15) -> list[tuple[str, str, float]]:
        """Return the whole words and rule findings with the largest weights.

        Returns
        -------
        list of tuple
            Kind, feature, weight (its share of the log-odds in a listing with nothing else).
        """
        names = [(b.kind, name) for b in self.blocks for name in b.vocabulary]
        order = [i for i in np.argsort(-np.abs(self.weights)).tolist() if names[i][0] != "part"]
        return [(*names[i], round(float(self.weights[i]), 3)) for i in order[:number]]


@dataclass(frozen=True)
class Model:
    """Classifiers by task, as trained on the decisions of one or more surveys.

    Attributes
    ----------
    tasks
        ``counted``, ``wanted`` or ``junk`` -> its classifier.
    card
        What the model card says: surveys, listings, date, what was left out.
    """

    tasks: dict[str, Classifier]
    card: dict[str, Any]


def _rounded(values: Floats) -> list[float]:
    return [float(f"{v:.{DIGITS}g}") for v in values.tolist()]


def save(model: Model, path: Path) -> None:
    """Write a model as JSON.

    Parameters
    ----------
    model
        The model.
    path
        File to write; replaced as a whole.

    Raises
    ------
    SurveyError
        When it cannot be written.
    """
    content = {
        "format": FORMAT,
        "card": model.card,
        "tasks": {
            name: {
                "intercept": task.intercept,
                "threshold": task.threshold,
                "facts": task.facts,
                "blocks": [
                    {
                        "kind": block.kind,
                        "scale": block.scale,
                        "vocabulary": block.vocabulary,
                        "idf": _rounded(block.idf),
                    }
                    for block in task.blocks
                ],
                "weights": _rounded(task.weights),
            }
            for name, task in model.tasks.items()
        },
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    draft = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text + "\n", encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise SurveyError(f"{path}: cannot be written ({error.strerror})") from error


def load(path: Path) -> Model:
    """Read a model.

    Parameters
    ----------
    path
        JSON file that `save` wrote. Nothing in it is executed.

    Returns
    -------
    Model

    Raises
    ------
    SurveyError
        When the file is not such a model.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise SurveyError(f"{path}: format {content['format']!r}, not {FORMAT!r}")
        tasks = {str(name): _task(entry) for name, entry in content["tasks"].items()}
        return Model(tasks, dict(content["card"]))
    except SurveyError:
        raise
    except (OSError, UnicodeDecodeError) as error:
        raise SurveyError(f"{path}: cannot be read ({error})") from error
    except (json.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise SurveyError(f"{path}: not a relevance model ({error}); train it again") from error


def _task(entry: dict[str, Any]) -> Classifier:
    blocks = []
    for block in entry["blocks"]:
        vocabulary = [str(name) for name in block["vocabulary"]]
        idf = np.array(block["idf"], dtype=np.float64)
        if block["kind"] not in BLOCKS or len(idf) != len(vocabulary):
            raise ValueError(f"block {block['kind']!r} of {len(vocabulary)} features")
        blocks.append(Block(str(block["kind"]), float(block["scale"]), vocabulary, idf))
    weights = np.array(entry["weights"], dtype=np.float64)
    if len(weights) != sum(len(b.vocabulary) for b in blocks) or not np.isfinite(weights).all():
        raise ValueError("the weights do not fit the vocabularies")
    return Classifier(
        blocks, weights, float(entry["intercept"]), float(entry["threshold"]), entry["facts"]
    )
