"""What the text of a price says, before its country gives the currency a name.

A text is cut into numbers, currency signs and words (``reference/price_words.csv``,
``reference/currencies.csv``); which numbers are money follows from what stands beside them.
"""

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from wildlife_analysis.clean.price_tokens import Token, national, plain
from wildlife_analysis.clean.price_tokens import tokens as cut

__all__ = ["Reading", "national", "read"]

LARGEST = 1e9  # no price of one listing; longer digits are telephone numbers or junk
MOST = 9  # digits without a separator
_PENCE = re.compile(r"\d{1,2}p")
_DIALLED = re.compile(
    r"(?:[+(]|(?<!\d))\d+(?:[\s().-]+\d+){2,}"
)  # more groups than a price has


class Reading(NamedTuple):
    """What a text says of a price.

    Attributes
    ----------
    low, high
        Least and greatest amount asked; None where none is told.
    sign
        Currency sign as in ``currencies.csv``; empty for none.
    kind
        Code of ``price_kind``; empty for none.
    reason
        Code of kind ``price`` where there is no single amount; else empty.
    """

    low: float | None = None
    high: float | None = None
    sign: str = ""
    kind: str = ""
    reason: str = ""


@cache
def _single_e() -> re.Pattern[str]:
    """Match "50e", and the cents behind a sign: "3€50"."""
    return re.compile(r"(?<=\d)(?P<sign>[€£$]|e(?=\d\d))(?P<cents>\d\d)(?!\d)")


def read(text: str) -> Reading:
    """Read the text of a price, in any of the four languages.

    Parameters
    ----------
    text
        As written.

    Returns
    -------
    Reading
        A range, or several prices, give ``low`` and ``high`` and the reason ``several``;
        what is free is 0. Prices struck out, postage, deposits and numbers of pieces are not
        money asked.
    """
    shown = plain(text)
    if not shown:
        return Reading(reason="missing")
    if _PENCE.fullmatch(shown):
        return Reading(int(shown[:-1]) / 100, int(shown[:-1]) / 100, "£", "whole")
    if _DIALLED.fullmatch(shown) and len(re.sub(r"\D", "", shown)) > MOST:
        return Reading(reason="implausible")
    shown = _single_e().sub(lambda m: f".{m['cents']} {m['sign']}", shown)
    tokens = cut(shown)
    meanings = {m for token in tokens for m in token.meanings}
    numbers = [token for token in tokens if token.kind == "number"]
    junk = [t for t in numbers if _is_junk(t)]
    money = _money(tokens, [t for t in numbers if t not in junk])
    if not money:
        return _without_number(tokens, meanings, junk)
    signs = list(dict.fromkeys(t.sign for t in money if t.sign))
    values = sorted({t.value for t in money})
    if values[-1] >= LARGEST or _torn(tokens, money):
        return Reading(reason="implausible")
    kind = _kind(meanings)
    if len({national()[sign].get("", sign) for sign in signs}) > 1:
        return Reading(kind=kind, reason="several")
    sign = signs[0] if signs else next((t.sign for t in tokens if t.sign), "")
    if len(values) > 1:
        if kind == "whole" and len(values) == 2 and _linked(tokens, money):
            kind = "range"
        return Reading(values[0], values[-1], sign, kind, "several")
    return Reading(values[0], values[0], sign, "free" if values[0] == 0 else kind)


def _without_number(tokens: list[Token], meanings: set[str], junk: list[Token]) -> Reading:
    """Say why a text holds no amount."""
    sign = next((t.sign for t in tokens if t.sign), "")
    if junk:
        return Reading(reason="implausible")
    if "free" in meanings:
        return Reading(0.0, 0.0, sign, "free")
    if "exchange" in meanings:
        return Reading(reason="exchange")
    if "on_request" in meanings:
        return Reading(sign=sign, kind="on_request", reason="on_request")
    return Reading(reason="no_number")


def _torn(tokens: list[Token], money: list[Token]) -> bool:
    """Say whether an amount has digits of its own apart from it: "1 0 0 €"."""
    if any(t.kind == "sign" for t in tokens[: tokens.index(money[0])]):
        return False
    places = [tokens.index(t) for t in money]
    return any(
        at > 0 and tokens[at - 1].kind == "number" and not tokens[at - 1].sign for at in places
    )


def _kind(meanings: set[str]) -> str:
    return next((k for k in ("starting_bid", "buy_now", "each") if k in meanings), "whole")


def _is_junk(token: Token) -> bool:
    """Say whether digits are no price: a telephone number, a row of one digit, 123456."""
    digits = re.sub(r"\D", "", token.text)
    if token.value < 0 or (len(token.text) > MOST and token.text.isdigit()):
        return True
    if len(token.text) > 1 and re.match(r"0[^.,]", token.text):
        return True
    if len(digits) >= 6 and len(set(digits)) == 1 and digits[0] != "0":
        return True
    return len(digits) >= 5 and token.text in "1234567890"


def _money(tokens: list[Token], numbers: list[Token]) -> list[Token]:
    """Keep the numbers that are money asked."""
    steps: list[Callable[[list[Token], list[Token]], list[Token]]] = [
        _without_percent, _without_old, _without_extra, _with_sign, _without_counts,
    ]  # fmt: skip
    for step in steps:
        kept = step(tokens, numbers)
        numbers = kept if kept or step in (_without_percent, _without_counts) else numbers
    return numbers


def _neighbour(tokens: list[Token], token: Token, step: int) -> Token | None:
    """Return the next token that is neither the number's own sign nor a mark."""
    place = tokens.index(token) + step
    while 0 <= place < len(tokens):
        near = tokens[place]
        own = near.kind == "sign" or near.text in ("de", "d", "du", "ca", "von", "is", "le")
        if not own and not (near.kind == "sep" and set(near.text) <= set(".-,:(=+'*~≈")):
            return near
        place += step
    return None


def _without_percent(tokens: list[Token], numbers: list[Token]) -> list[Token]:
    """Drop "-20 %", and telephone numbers in groups of two digits."""
    kept = []
    for token in numbers:
        at = tokens.index(token) + 1
        if not (at < len(tokens) and tokens[at].text.startswith("%")):
            kept.append(token)
    pairs = [t for t in kept if re.fullmatch(r"\d\d", t.text) and not t.sign]
    return [t for t in kept if t not in pairs] if len(pairs) >= 4 else kept


def _without_old(tokens: list[Token], numbers: list[Token]) -> list[Token]:
    """Drop prices struck out and prices when new: "45 € (au lieu de 60 €)", "NP 120"."""
    kept = []
    for token in numbers:
        near = _neighbour(tokens, token, -1)
        if not (near is not None and "old" in near.meanings):
            kept.append(token)
    return kept


def _without_extra(tokens: list[Token], numbers: list[Token]) -> list[Token]:
    """Drop postage and deposits: "45 € + 10 € port", "£50, postage £5"."""
    kept = []
    for token in numbers:
        after, before = _neighbour(tokens, token, 1), _neighbour(tokens, token, -1)
        behind = after is not None and "extra" in after.meanings
        ahead = before is not None and "extra" in before.meanings
        first = token is numbers[0]
        if not ((behind and not first) or (ahead and not (first and len(numbers) == 1))):
            kept.append(token)
    return kept


def _with_sign(tokens: list[Token], numbers: list[Token]) -> list[Token]:
    """Where one number has a currency sign, only those linked to it are money as well."""
    signed = {t.start for t in numbers if t.sign}
    if not signed:
        return numbers
    for a, b in pairwise(numbers):
        if (a.start in signed) != (b.start in signed) and _link(tokens, a, b):
            other = b if a.start in signed else a
            after = _neighbour(tokens, other, 1)
            counted = other is b and after is not None and "unit" in after.meanings
            if not counted:
                signed.add(other.start)
    return [t for t in numbers if t.start in signed]


def _link(tokens: list[Token], a: Token, b: Token) -> bool:
    """Say whether nothing but "-", "bis" or a comma (and signs) stands between numbers."""
    between = [t for t in tokens[tokens.index(a) + 1 : tokens.index(b)] if t.kind != "sign"]
    return (
        bool(between)
        and all(
            ("range" in t.meanings and "from" not in t.meanings)
            or "range" in t.meanings
            or (t.kind == "sep" and set(t.text) <= set("-/,.*"))
            for t in between
        )
        and not (len(between) == 1 and between[0].text == "/" and b.value < 10)
    )


def _linked(tokens: list[Token], money: list[Token]) -> bool:
    """Say whether two amounts are the ends of a range."""
    a, b = money[0], money[-1]
    between = [t for t in tokens[tokens.index(a) + 1 : tokens.index(b)] if t.kind != "sign"]
    return bool(between) and all(
        (
            "range" in t.meanings
            and t.text not in ("ou", "et", "oder", "und", "or", "and", "или", "и")
        )
        or "from" in t.meanings
        or (t.kind == "sep" and "-" in t.text)
        for t in between
    )


def _without_counts(tokens: list[Token], numbers: list[Token]) -> list[Token]:
    """Drop numbers of pieces, sizes and ages: "2 Stück", "3 pour 90", "60 cm"."""
    kept = []
    for token in numbers:
        after, before = _neighbour(tokens, token, 1), _neighbour(tokens, token, -1)
        unit = after is not None and "unit" in after.meanings and _touches(tokens, token, after)
        times = before is not None and before.text == "x" and len(numbers) > 1
        if token.sign or not (unit or times):
            kept.append(token)
    for at, token in enumerate(tokens[1:-1], 1):
        a, b = tokens[at - 1], tokens[at + 1]
        if "for" in token.meanings and a in kept and b in kept and not (a.sign and b.sign):
            kept.remove(min((t for t in (a, b) if not t.sign), key=lambda t: t.value))
    return _without_things(tokens, kept)


def _touches(tokens: list[Token], token: Token, after: Token) -> bool:
    """Say whether nothing stands between a number and a word but a full stop."""
    between = tokens[tokens.index(token) + 1 : tokens.index(after)]
    return all(t.text == "." for t in between)


def _without_things(tokens: list[Token], numbers: list[Token]) -> list[Token]:
    """Of numbers without signs, those before an unknown word count things: "2 oiseaux 80"."""
    if len(numbers) < 2 or any(t.sign for t in numbers):
        return numbers
    kept = []
    for token in numbers:
        at = tokens.index(token) + 1
        if not (at < len(tokens) and tokens[at].kind == "other"):
            kept.append(token)
    return kept or numbers
