"""What the learned model sees of a listing: words, parts of words, what the rules found.

Words and parts of words carry what no rule knows; the kinds of terms that the rules found
carry what a few hundred decisions could never teach (that 2,000 names are all animals).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis.classify import readings
from wildlife_analysis.classify.ad import DESCRIPTION, TITLE
from wildlife_analysis.reference.normal import fold

__all__ = ["BLOCKS", "Block", "Documents", "documents", "rule_tokens"]

WORDS = r"(?u)\b\w+\b"
# Terms that say nothing of what is offered: grammar, and every single number.
SILENT = frozenset({"link"})
# Kinds of terms that mean more together than apart: an animal and a part, but no image.
TOLD_TOGETHER = ("taxon", "product", "live", "decoy", "exclusion")
LONGEST = 600  # characters of which parts of words are taken: a title and the start of a text


@dataclass(frozen=True)
class Documents:
    """Listings as the model sees them.

    Attributes
    ----------
    texts
        All fields, one string a listing.
    tokens
        What the rules found, a list of words a listing.
    """

    texts: list[str]
    tokens: list[list[str]]

    def __len__(self) -> int:
        return len(self.texts)

    def take(self, rows: npt.NDArray[np.int64]) -> "Documents":
        """Select listings by their numbers."""
        return Documents(
            [self.texts[i] for i in rows.tolist()],
            [self.tokens[i] for i in rows.tolist()] if self.tokens else [],
        )


def documents(frame: pd.DataFrame, *, rules: bool = True) -> Documents:
    """Turn listings into what the model sees.

    Parameters
    ----------
    frame
        Columns as for `classify.readings`.
    rules
        Ask the rules too; without, their block is empty.

    Returns
    -------
    Documents
    """
    title = frame["title"].fillna("").tolist()
    description = frame["description"].fillna("").tolist()
    texts = [f"{a}\n{b}" if b else a for a, b in zip(title, description, strict=True)]
    return Documents([fold(text) for text in texts], rule_tokens(frame) if rules else [])


def rule_tokens(frame: pd.DataFrame) -> list[list[str]]:
    """Write what the rules found in listings as words.

    Parameters
    ----------
    frame
        Columns as for `classify.readings`.

    Returns
    -------
    list of list of str
        For each listing the kinds and codes of its terms, with the field they stand in, and
        what the rules decided: offer, products found, reasons to set a mention aside.
    """
    result = []
    for decided in readings(frame):
        reading = decided.reading
        tokens = [f"offer:{decided.offer}", f"documents:{decided.documents}"]
        tokens.append("found" if reading.found else f"reason:{reading.reason}")
        for hit in decided.ad.hits:
            term = hit.term
            if term.kind in SILENT:
                continue
            code = (term.product or term.needs or "name") if term.kind == "taxon" else term.code
            code = "number" if code.isdigit() else code
            tokens += [f"{term.kind}={code}", f"{term.kind}={code}@{hit.field}"]
        # The title says what is sold, a description what else is known of it.
        for place, fields in (("together", (TITLE, DESCRIPTION)), ("title", (TITLE,))):
            kinds = {hit.term.kind for hit in decided.ad.hits if hit.field in fields}
            present = "+".join(kind for kind in TOLD_TOGETHER if kind in kinds)
            tokens.append(f"{place}:{present or 'nothing'}")
        tokens += [f"aside:{reason}" for _, reason in reading.set_aside]
        for found in reading.found:
            tokens += [f"product:{found.product}", f"method:{found.method}"]
        result.append(tokens)
    return result


def _same(tokens: Sequence[str]) -> Sequence[str]:
    return tokens


def _start(text: str) -> str:
    return text[:LONGEST]


def _vectorizer(kind: str, **options: Any) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    settings: dict[str, dict[str, Any]] = {
        "word": {"ngram_range": (1, 2), "token_pattern": WORDS},
        "part": {"analyzer": "char_wb", "ngram_range": (2, 5), "preprocessor": _start},
        "rule": {"analyzer": _same},
    }
    return TfidfVectorizer(
        sublinear_tf=True, lowercase=False, dtype=np.float64, **settings[kind], **options
    )


# What each kind of feature is read from.
BLOCKS: dict[str, Callable[[Documents], Sequence[Any]]] = {
    "word": lambda d: d.texts,
    "part": lambda d: d.texts,
    "rule": lambda d: d.tokens,
}


@dataclass(frozen=True)
class Block:
    """One kind of feature with the vocabulary and weights learnt for it.

    Attributes
    ----------
    kind
        ``word``, ``part`` (of a word) or ``rule``.
    scale
        Weight of the block beside the others.
    vocabulary
        Features in the order of the columns.
    idf
        Inverse document frequency of each (as in scikit-learn, smoothed).
    """

    kind: str
    scale: float
    vocabulary: list[str]
    idf: npt.NDArray[np.float64]

    @classmethod
    def learn(
        cls, kind: str, scale: float, docs: Documents, fewest: int
    ) -> tuple["Block", Any]:
        """Learn a vocabulary; features in fewer than ``fewest`` listings are left out.

        Returns
        -------
        Block, scipy.sparse.csr_matrix
            The block, and the features of the listings, shape ``(listings, features)``.
        """
        vectorizer = _vectorizer(kind, min_df=fewest)
        try:
            matrix = vectorizer.fit_transform(BLOCKS[kind](docs))
        except ValueError:  # no feature is frequent enough
            from scipy.sparse import csr_matrix

            return cls(kind, scale, [], np.zeros(0)), csr_matrix((len(docs), 0))
        names = vectorizer.get_feature_names_out().tolist()
        return cls(kind, scale, names, vectorizer.idf_), scale * matrix

    def features(self, docs: Documents) -> Any:
        """Return the features of listings, shape ``(listings, features)``, sparse."""
        if not self.vocabulary:
            from scipy.sparse import csr_matrix

            return csr_matrix((len(docs), 0))
        vectorizer = _vectorizer(self.kind, vocabulary=self.vocabulary)
        vectorizer.idf_ = self.idf
        return self.scale * vectorizer.transform(BLOCKS[self.kind](docs))
