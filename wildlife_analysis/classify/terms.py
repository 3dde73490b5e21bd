"""Find the terms of the lexicon in a batch of listings."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis.classify.lexicon import LANGUAGES, Lexicon, Term
from wildlife_analysis.classify.tokens import Tokens
from wildlife_analysis.classify.vocabulary import PLAIN_IVORY
from wildlife_analysis.reference.taxonomy import ancestors

__all__ = ["Matches", "Written", "find"]

SHORT_UMLAUT = 5
_REACH = 60  # letters behind the last word of a material in which another phrase may end

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Matches:
    """Terms found in a batch of listings, in the order of the text.

    Attributes
    ----------
    term
        Number of the term in the lexicon.
    first, last
        Number of its first word in the batch, and of the word after its last.
    document
        Number of the listing.
    score
        100 for an exact match, else the likeness of the worst word.
    bounds
        Number of the first match of each listing; one more entry at the end.
    """

    term: Ints
    first: Ints
    last: Ints
    document: Ints
    score: npt.NDArray[np.float64]
    bounds: Ints

    def replaced(self, listings: npt.NDArray[np.bool_], other: "Matches") -> "Matches":
        """Take the terms of some listings from another search."""
        kept = ~listings[self.document]
        names = ("term", "first", "last", "document", "score")
        joined = {n: np.concatenate([getattr(self, n)[kept], getattr(other, n)]) for n in names}
        order = np.argsort(joined["first"], kind="stable")
        sorted_ = {name: values[order] for name, values in joined.items()}
        bounds = np.searchsorted(sorted_["document"], np.arange(len(listings) + 1))
        return Matches(**sorted_, bounds=bounds)


@dataclass(frozen=True)
class Written:
    """Words of some listings as they are read when misspellings are undone.

    Attributes
    ----------
    haystack
        As that of `Tokens`; a word may be empty, or be two.
    place
        Place of each word in the haystack.
    number
        Number of each word in the batch.
    swallowed
        For every word, and the end, the next one that no disguised word before it has
        swallowed (indices into ``number``).
    score
        Likeness of every word of the batch, 100 for most.
    """

    haystack: str
    place: Ints
    number: Ints
    swallowed: Ints
    score: npt.NDArray[np.float64]


def find(
    tokens: Tokens, languages: pd.Series, lexicon: Lexicon, written: Written | None = None
) -> Matches:
    """Find the longest terms in a batch of listings.

    Parameters
    ----------
    tokens
        The words of the listings.
    languages
        ISO 639-1 code of each listing; a term of everyday language counts only in a listing
        of its own language.
    lexicon
        Compiled terms.
    written
        The words of the listings to search, misspellings undone; all words as they stand where
        not given.

    Returns
    -------
    Matches
    """
    place = tokens.place if written is None else written.place
    haystack = tokens.haystack if written is None else written.haystack
    language = languages.map({code: i for i, code in enumerate(LANGUAGES)}).fillna(0)
    codes = language.to_numpy(dtype=np.int64)

    def placed(hits: Ints) -> tuple[Ints, Ints, Ints, Ints]:
        first = np.searchsorted(place, hits[:, 1], side="right") - 1
        last = np.searchsorted(place, hits[:, 2] - 1, side="right")
        first = np.maximum(first, 0)
        if written is not None:
            first = written.number[first]
            last = written.number[written.swallowed[last] - 1] + 1
        document = tokens.document[first] if len(first) else first
        term = lexicon.meanings[hits[:, 0], codes[document]] if len(hits) else first
        return first, last, document, term

    def meaning(hits: Ints) -> Ints:
        return placed(hits)[3]

    hits = _reaching(lexicon.search(haystack), lexicon, haystack, meaning)
    first, last, document, term = placed(hits)
    first, last, document, term = _uncovered(
        first, last, document, term, hits[:, 0], codes, lexicon
    )
    kept = term >= 0
    for i in np.flatnonzero(lexicon.umlaut[term] & kept & (last - first == 1)).tolist():
        # "Bär" folds to "bar", which is an everyday word: the umlaut must be there.
        word = int(first[i])
        text = tokens.texts[int(document[i])][int(tokens.start[word]) : int(tokens.end[word])]
        kept[i] = len(text) > SHORT_UMLAUT or not text.isascii()
    first, last, document = first[kept], last[kept], document[kept]
    score = np.full(len(first), 100.0)
    if written is not None and len(first):
        edges = np.stack([first, last], axis=1).ravel()
        score = np.minimum.reduceat(np.append(written.score, 100.0), edges)[::2]
    return Matches(
        term=term[kept].astype(np.int64),
        first=first,
        last=last,
        document=document,
        score=score,
        bounds=np.searchsorted(document, np.arange(len(tokens.texts) + 1)),
    )


_GENUINE = ("véritable", "véritables")  # which French puts behind


def _tells_more(material: Term, further: Term) -> bool:
    """Say whether a phrase tells whose a material is, or that it only looks like it."""
    if material.kind == "product":  # "бусы коралл красный"
        return further.kind == "taxon" and further.product == material.code
    if not material.product:  # "обезьянка игрунка обыкновенная"
        return further.kind == "taxon" and material.code in ancestors(further.code)
    if further.kind != "taxon":
        return (further.kind, further.code) == ("decoy", "imitation")
    if further.product in ("", "live"):
        return False
    if material.product == further.product == "coral":
        return True  # "chapelet corail noir"
    if material.code == further.code and further.term.endswith(_GENUINE):
        return False  # "portefeuille crocodile véritable"
    plain = material.code == PLAIN_IVORY
    return plain or material.code in (further.code, *ancestors(further.code))


def _reaching(
    hits: Ints, lexicon: Lexicon, haystack: str, meaning: Callable[[Ints], Ints]
) -> Ints:
    """Let a phrase that begins with the last word of a material say whose material it is.

    The longest phrase from the left takes "manche en ivoire" and leaves "de mammouth" or
    "végétal"; "ivoire de mammouth" and "ivoire végétal" say what the handle is made of.
    """
    term, ends = meaning(hits), hits[:, 2].tolist()
    able = [
        (number, start)
        for number in np.flatnonzero((term >= 0) & lexicon.terms.telling[term]).tolist()
        if (start := haystack.rfind(" ", 0, ends[number] - 1)) > hits[number, 1]
    ]
    if not able:
        return hits
    own, starts = np.array(able, dtype=np.int64).T
    parts = [haystack[i : i + _REACH].split("\n", 1)[0] for i in starts.tolist()]
    length = np.array([len(part) + 1 for part in parts])
    at = np.cumsum(length) - length
    found = lexicon.search("\n".join(parts))
    part = np.searchsorted(at, found[:, 1], side="right") - 1
    found, part = found[found[:, 1] == at[part]], part[found[:, 1] == at[part]]
    found[:, 1:] += (starts - at)[part, None]
    further = found[:, 2] > hits[own[part], 2]
    found, own = found[further], own[part[further]]
    says = meaning(found) if len(found) else found[:, 0]
    telling = [
        one >= 0 and _tells_more(lexicon.terms[was], lexicon.terms[one])
        for was, one in zip(term[own].tolist(), says.tolist(), strict=True)
    ]
    found, own = found[telling], own[telling]
    if not len(found):
        return hits
    kept = np.ones(len(hits), dtype=bool)
    for first, end in zip(own.tolist(), found[:, 2].tolist(), strict=True):
        kept[first : int(np.searchsorted(hits[:, 1], end))] = False
    joined = np.concatenate([hits[kept], found])
    return joined[np.argsort(joined[:, 1], kind="stable")]


def _uncovered(
    first: Ints,
    last: Ints,
    document: Ints,
    term: Ints,
    pattern: Ints,
    codes: Ints,
    lexicon: Lexicon,
) -> tuple[Ints, Ints, Ints, Ints]:
    """Find the shorter terms inside phrases that mean nothing in a listing's language."""
    rows = []
    for i in np.flatnonzero(term < 0).tolist():
        inside = lexicon.inside(int(pattern[i]), int(codes[document[i]]))
        start, place = int(first[i]), int(document[i])
        rows += [(start + a, start + b, place, number) for a, b, number in inside]
    if not rows:
        return first, last, document, term
    more = np.array(rows, dtype=np.int64).T
    joined = [
        np.concatenate([column, new])
        for column, new in zip((first, last, document, term), more, strict=True)
    ]
    order = np.argsort(joined[0], kind="stable")
    return joined[0][order], joined[1][order], joined[2][order], joined[3][order]
