"""Mask personal data in text: telephones, e-mails, handles, addresses, plates, names."""

from collections.abc import Callable

import pandas as pd

from wildlife_analysis.clean import addresses, contacts, names, phones
from wildlife_analysis.clean.contact_words import plain
from wildlife_analysis.clean.text import search
from wildlife_analysis.reference.normal import fold

__all__ = ["mask"]

Span = tuple[int, int]
_BREAK = "\x00"


def mask(texts: pd.Series, countries: pd.Series) -> pd.Series:
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

    Returns
    -------
    pandas.Series
        str, with ``[phone]``, ``[e-mail]``, ``[handle]``, ``[address]``, ``[plate]`` or
        ``[name]`` in place of what was found.
    """
    rows = list(
        zip(
            texts.fillna("").astype("str").tolist(),
            countries.reindex(texts.index).fillna("").astype("str").tolist(),
            strict=True,
        )
    )
    pairs = list(dict.fromkeys(rows))
    values = [text for text, _ in pairs]
    folded = _folded(values)
    hints = {
        "[e-mail]": search(folded, contacts.worth_mail()),
        "[handle]": search(folded, contacts.worth_handle()),
        "[phone]": search(folded, phones.WORTH),
        "[address]": search(folded, addresses.worth()),
        "[plate]": search(values, contacts.worth_plate()),
        "[name]": search(folded, names.worth()),
    }
    masked: dict[tuple[str, str], str] = {}
    for number, (text, country) in enumerate(pairs):
        kinds = [kind for kind, found in hints.items() if found[number]]
        masked[text, country] = _mask(text, country, kinds) if kinds else text
    result = pd.Series([masked[row] for row in rows], index=texts.index, dtype="str")
    return result.where(texts.notna())


def _folded(values: list[str]) -> list[str]:
    """Fold many texts at once."""
    return fold(_BREAK.join(values)).split(_BREAK) if values else []


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
