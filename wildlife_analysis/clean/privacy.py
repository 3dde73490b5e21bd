"""Mask personal data in text: telephones, e-mails, handles, addresses, plates, names."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from wildlife_analysis.clean import addresses, contacts, hashed, names, phones, traces
from wildlife_analysis.clean.contact_words import plain
from wildlife_analysis.reference.normal import fold

__all__ = ["mask"]

Span = tuple[int, int]


def mask(
    texts: pd.Series, countries: pd.Series, found: "traces.Bits | None" = None
) -> pd.Series:
    """Mask personal data in a column of text.

    Masked: telephone numbers (also spelled out, spaced or in disguise), e-mail addresses,
    handles of messengers, street addresses with a number, number plates, and full names given
    as those of a contact. Kept: first names alone, towns and postcodes, numbers of
    certificates and rings, prices, weights, sizes, years.

    Parameters
    ----------
    texts
        Repaired text; missing stays missing.
    countries
        ISO 3166-1 alpha-2 code of each listing's marketplace; numbering plans differ. May be
        missing.
    found
        What each text may hold (`traces.find`), where the caller knows it already.

    Returns
    -------
    pandas.Series
        str, with ``[phone]``, ``[e-mail]``, ``[handle]``, ``[address]``, ``[plate]`` or
        ``[name]`` in place of what was found.
    """
    codes, values = pd.factorize(texts)
    if found is None:
        known = [str(value) for value in values]
        every = [traces.find(batch) for batch in hashed.batches(known)]
        bits = np.concatenate([*every, np.zeros(1, np.uint32)])[codes]  # the last for missing
    else:
        bits = np.where(codes >= 0, found, 0)
    rows = np.flatnonzero(bits)
    result = texts.astype("str")
    if not len(rows):
        return result
    nations = countries.reindex(texts.index).fillna("").astype("str").iloc[rows].tolist()
    texts_of = dict(zip(codes[rows].tolist(), texts.iloc[rows].tolist(), strict=True))
    cases = list(zip(codes[rows].tolist(), nations, bits[rows].tolist(), strict=True))
    masked = {case: _masked(texts_of[case[0]], *case[1:]) for case in dict.fromkeys(cases)}
    # A name is told by what was masked beside it, so it comes last.
    named = _without_names(
        [
            text
            for (code, _, held), text in masked.items()
            if held & traces.BITS["name"] or text != texts_of[code]
        ]
    )
    shown = [masked[case] for case in cases]
    result = result.copy()
    result.iloc[rows] = [named.get(text, text) for text in shown]
    return result


def _masked(text: str, country: str, held: int) -> str:
    """Mask everything but names."""

    def may(kind: str) -> bool:
        return bool(held & int(traces.BITS[kind]))

    ways = [way for way in addresses.LANGUAGES if may(way)]
    finders: list[tuple[str, bool, Callable[[str, str], list[Span]]]] = [
        ("[e-mail]", may("mail"), lambda _, folded: contacts.mails(folded, may("disguised"))),
        ("[handle]", may("handle"), lambda _, folded: contacts.handles(folded)),
        ("[phone]", may("phone"), lambda _, f: phones.spans(f, country, may("spelled"))),
        ("[address]", bool(ways), lambda shown, f: addresses.spans(plain(shown, f), ways)),
        ("[plate]", may("plate"), lambda shown, _: contacts.plates(shown)),
    ]
    folded = fold(text)
    for label, possible, finder in finders:
        if possible and (spans := finder(text, folded)):
            text = _replaced(text, spans, label)
            folded = fold(text)
    return text


def _without_names(texts: list[str]) -> dict[str, str]:
    """Return the texts that show the name of a contact, each with the text without it."""
    result: dict[str, str] = {}
    distinct = list(dict.fromkeys(texts))
    for batch in hashed.batches(distinct):
        for place in np.flatnonzero(traces.names(batch)):
            text = distinct[batch.first + place]
            result[text] = _replaced(text, names.spans(text, fold(text)), "[name]")
    return result


def _replaced(text: str, spans: list[Span], label: str) -> str:
    """Put a label in place of spans; those that overlap become one."""
    parts: list[str] = []
    last = 0
    for start, end in sorted(spans):
        if start < last:
            last = max(last, end)
            continue
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        parts += [text[last:start], label]
        last = end
    return "".join([*parts, text[last:]])
