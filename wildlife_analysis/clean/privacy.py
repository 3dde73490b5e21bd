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
    masked: dict[tuple[int, str, int], str] = {}
    shown = []
    for code, nation, held in zip(codes[rows], nations, bits[rows], strict=True):
        row = (int(code), nation, int(held))
        if row not in masked:
            kinds = [kind for kind, bit in traces.KINDS.items() if held & bit]
            masked[row] = _mask(str(values[code]), nation, kinds)
        shown.append(masked[row])
    result = result.copy()
    result.iloc[rows] = shown
    return result


def _mask(text: str, country: str, kinds: list[str]) -> str:
    finders: dict[str, Callable[[str, str], list[Span]]] = {
        "[e-mail]": lambda _, folded: contacts.mails(folded),
        "[handle]": lambda _, folded: contacts.handles(folded),
        "[phone]": lambda _, folded: phones.spans(folded, country),
        "[address]": lambda shown, folded: addresses.spans(plain(shown, folded)),
        "[plate]": lambda shown, _: contacts.plates(shown),
    }
    before = text
    for kind, finder in finders.items():
        if kind in kinds:
            text = _replaced(text, finder(text, fold(text)), kind)
    # A name is told by what was masked beside it, so it comes last.
    if "[name]" in kinds or text != before:
        text = _replaced(text, names.spans(text, fold(text)), "[name]")
    return text


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
