"""A batch of listings, searched for all terms at once; each is handed to the rules as an ad.

What a rule is asked of is decided for the whole batch by the kinds of the terms found
(`Batch.having`): most listings hold nothing that a rule could speak of.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis.classify import categories
from wildlife_analysis.classify.ad import TITLE, Ad, Hit
from wildlife_analysis.classify.lexicon import Lexicon
from wildlife_analysis.classify.misspelt import corrected
from wildlife_analysis.classify.roles import roles_of
from wildlife_analysis.classify.terms import find
from wildlife_analysis.classify.tokens import tokenize

__all__ = ["Batch"]

Flags = npt.NDArray[np.bool_]


class Batch:
    """Listings with their words and terms.

    Parameters
    ----------
    frame
        Columns ``title``, ``description``, ``category``, ``language``, ``price_amount``,
        ``price_kind``.
    lexicon
        Compiled terms.
    cutoff
        Lowest likeness of a misspelt word.

    Attributes
    ----------
    is_free
        Whether the price of a listing says that it is free.
    category
        What the category of a listing says (`categories.decide`).
    """

    def __init__(self, frame: pd.DataFrame, lexicon: Lexicon, cutoff: float) -> None:
        tokens = tokenize(frame)
        matches = find(tokens, frame["language"], lexicon)
        matches, self._words = corrected(tokens, matches, frame["language"], lexicon, cutoff)
        self._terms = lexicon.terms
        self._matches = matches
        self._texts = tokens.texts
        self._first = tokens.first.tolist()
        self._start, self._end = tokens.start.tolist(), tokens.end.tolist()
        self._fields, self._clause = tokens.field.tolist(), tokens.clause.tolist()
        self._numbers = tokens.is_number.tolist()
        self._title_end = np.bincount(
            tokens.document[tokens.field == TITLE], minlength=len(frame)
        ).tolist()
        self._bounds = matches.bounds.tolist()
        self._hit_term = [self._terms[term] for term in matches.term.tolist()]
        self._hit_score = matches.score.tolist()
        begin = tokens.first[matches.document]
        self._hit_first = (matches.first - begin).tolist()
        self._hit_last = (matches.last - begin).tolist()
        self._hit_field = tokens.field[matches.first].tolist()

        # For every word of every term: its place in the listing, and which of its terms it is.
        spans = matches.last - matches.first
        ends = np.cumsum(spans)
        self._covers = np.append(0, ends).tolist()
        within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - spans, spans)
        self._covered = (within + np.repeat(matches.first - begin, spans)).tolist()
        own = np.arange(len(spans)) - matches.bounds[matches.document]
        self._cover = np.repeat(own, spans).tolist()

        counting = tokens.is_number.copy()
        # A term within the last word of the one before is read with that.
        within = np.append(False, matches.first[1:] > matches.first[:-1])[: len(matches.first)]
        within &= np.append(0, matches.last[:-1])[: len(within)] > matches.first
        counting[matches.first[self._terms.counting[matches.term] & ~within]] = True
        places = np.flatnonzero(counting)
        document = tokens.document[places]
        self._counters = (places - tokens.first[document]).tolist()
        self._counter_bounds = np.searchsorted(document, np.arange(len(frame) + 1)).tolist()

        self._denies = (self.having("link", "not") | self.having("link", "without")).tolist()
        price = frame["price_amount"].to_numpy(dtype=float, na_value=np.nan)
        self._price = [None if p != p else p for p in price.tolist()]
        self.is_free: Flags = (frame["price_kind"] == "free").to_numpy(bool, na_value=False)
        self._languages = frame["language"].fillna("").tolist()
        self.category: list[str] = categories.decide(frame["category"]).tolist()

    def __len__(self) -> int:
        """Return the number of listings."""
        return len(self._texts)

    def having(self, kind: str, code: str = "", *, but: str = "") -> Flags:
        """Say which listings hold a term of a kind.

        Parameters
        ----------
        kind, code
            Kind of term, and code where only one is asked for.
        but
            A code that does not count.

        Returns
        -------
        numpy.ndarray
            bool, one for each listing.
        """
        wanted = self._terms.where(kind, code)
        if but:
            wanted = wanted & ~self._terms.where(kind, but)
        found = np.zeros(len(self), dtype=bool)
        found[self._matches.document[wanted[self._matches.term]]] = True
        return found

    def ad(self, number: int) -> Ad:
        """Gather what belongs to one listing."""
        a, b = self._first[number], self._first[number + 1]
        c, d = self._bounds[number], self._bounds[number + 1]
        hits = list(
            map(
                Hit,
                self._hit_term[c:d],
                self._hit_first[c:d],
                self._hit_last[c:d],
                self._hit_field[c:d],
                self._hit_score[c:d],
            )
        )
        kinds: dict[str, list[Hit]] = {}
        for hit in hits:
            kind = hit.term.kind
            if kind in kinds:
                kinds[kind].append(hit)
            else:
                kinds[kind] = [hit]
        g, h = self._covers[c], self._covers[d]
        by_word = dict(
            zip(self._covered[g:h], map(hits.__getitem__, self._cover[g:h]), strict=True)
        )
        e, f = self._counter_bounds[number], self._counter_bounds[number + 1]
        language = self._languages[number]
        return Ad(
            language=language,
            roles=roles_of(language),
            text=self._texts[number],
            words=self._words[a:b],
            start=self._start[a:b],
            end=self._end[a:b],
            fields=self._fields[a:b],
            numbers=self._numbers[a:b],
            clause=self._clause[a:b],
            title_end=self._title_end[number],
            hits=hits,
            kinds=kinds,
            by_word=by_word,
            counters=self._counters[e:f],
            denies=self._denies[number],
            price=self._price[number],
            is_free=bool(self.is_free[number]),
            category=self.category[number],
        )
