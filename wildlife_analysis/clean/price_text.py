"""What the text of a price says, before its country gives the currency a name.

A text is cut into numbers, currency signs and words (``reference/price_words.csv``,
``reference/currencies.csv``); which numbers are money follows from what stands beside them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from wildlife_analysis import reference
from wildlife_analysis.reference.normal import fold

__all__ = ["Reading", "national", "read"]

LARGEST = 1e9  # no price of one listing; longer digits are telephone numbers or junk
MOST = 9  # digits without a separator
_BLANK = "\u00a0\u2009\u202f"
_NUMBER = (
    r"(?<![\d.,])(?:"
    r"\d{1,3}(?:(?P<mark>[ '.,])\d{3})(?:(?P=mark)\d{3})*(?:[.,]\d{1,2})?(?!\d|[.,]\d)"
    r"|\d{1,2}(?:,\d\d)+,\d{3}(?!\d)"
    r"|\d+(?:[.,]\d+)*)"
)
# Currencies counted to three decimals, where a point before three digits is a decimal one.
_THOUSANDTHS = frozenset({"BHD", "KWD"})
_PENCE = re.compile(r"\d{1,2}p")
_DIALLED = re.compile(r"[+(]?\d+(?:[\s().-]+\d+){2,}")  # more groups than a price has


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


@dataclass(frozen=True)
class _Token:
    """A number (with its value), a sign, a word with its meanings, or a mark."""

    kind: str
    text: str
    start: int
    end: int
    value: float = 0.0
    sign: str = ""
    meanings: frozenset[str] = frozenset()


@cache
def _meanings() -> dict[str, dict[str, str]]:
    """Return folded word -> meaning -> value."""
    table = reference.table("price_words")
    found: dict[str, dict[str, str]] = {}
    for word, meaning, value in zip(
        table["word"], table["meaning"], table["value"], strict=True
    ):
        found.setdefault(_plain(word), {})[meaning] = value
    return found


@cache
def national() -> dict[str, dict[str, str]]:
    """Return sign -> country -> currency; under "" what it means elsewhere."""
    table = reference.table("currencies")
    found: dict[str, dict[str, str]] = {}
    for sign, code, countries in zip(
        table["sign"], table["currency"], table["countries"], strict=True
    ):
        for country in countries.split("|"):
            found.setdefault(_plain(sign), {}).setdefault(country, code)
    return found


@cache
def _scanner() -> re.Pattern[str]:
    """Match one token; of words and signs that begin alike the longest wins."""
    start, end = r"(?<![^\W\d_])", r"(?![^\W\d_])"
    listed = [(word, "word") for word in _meanings()]
    listed += [(sign, "sign") for sign in national() if sign not in _meanings()]
    parts = []
    for word, _ in sorted(listed, key=lambda item: (-len(item[0]), item[0])):
        escaped = re.escape(word).replace(r"\ ", r"\s?" if word[0] in "/$" else r"\s+")
        escaped = re.sub(r"(?<=\w)\\\$", r"\\s?\\$", escaped)
        first = start if word[0].isalpha() else ""
        last = end if word[-1].isalpha() else ""
        parts.append(f"{first}{escaped}{last}")
    return re.compile(
        rf"(?P<number>{_NUMBER})|(?P<known>{'|'.join(parts)})|(?P<other>[^\W\d_]+)|(?P<sep>[^\w\s])"
    )


@cache
def _single_e() -> re.Pattern[str]:
    """Match "50e", and the cents behind a sign: "3€50"."""
    return re.compile(r"(?<=\d)(?P<sign>[€£$]|e(?=\d\d))(?P<cents>\d\d)(?!\d)")


def _plain(text: str) -> str:
    folded = fold(text.replace("’", "'").replace("`", "'").replace("´", "'"))
    for blank in _BLANK:
        folded = folded.replace(blank, " ")
    for dash in "–—−‒":
        folded = folded.replace(dash, "-")
    return " ".join(folded.split())


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
    shown = _plain(text)
    if not shown:
        return Reading(reason="missing")
    if _PENCE.fullmatch(shown):
        return Reading(int(shown[:-1]) / 100, int(shown[:-1]) / 100, "£", "whole")
    if _DIALLED.fullmatch(shown) and len(re.sub(r"\D", "", shown)) > MOST:
        return Reading(reason="implausible")
    shown = _single_e().sub(lambda m: f".{m['cents']} {m['sign']}", shown)
    tokens = _attached(_multiplied(_tokens(shown)))
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


def _without_number(tokens: list[_Token], meanings: set[str], junk: list[_Token]) -> Reading:
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


def _torn(tokens: list[_Token], money: list[_Token]) -> bool:
    """Say whether an amount has digits of its own apart from it: "1 0 0 €"."""
    if any(t.kind == "sign" for t in tokens[: tokens.index(money[0])]):
        return False
    places = [tokens.index(t) for t in money]
    return any(
        at > 0 and tokens[at - 1].kind == "number" and not tokens[at - 1].sign for at in places
    )


def _kind(meanings: set[str]) -> str:
    return next((k for k in ("starting_bid", "buy_now", "each") if k in meanings), "whole")


def _tokens(text: str) -> list[_Token]:
    found = []
    for match in _scanner().finditer(text):
        kind, shown = match.lastgroup or "", match.group()
        start, end = match.span()
        if match["number"] is not None:
            token = _Token("number", shown, start, end, _value(shown))
        elif kind == "known":
            word = " ".join(shown.split())
            own = _meanings().get(word) or _meanings().get(word.replace(" ", "")) or {}
            if own:
                known = national().get(word)
                token = _Token(
                    "word", word, start, end, sign=word if known else "",
                    meanings=frozenset(own),
                )  # fmt: skip
            else:
                sign = word if word in national() else word.replace(" ", "")
                token = _Token("sign", word, start, end, sign=sign)
            if word == "e" and not text[:start].rstrip()[-1:].isdigit():
                token = replace(token, kind="other", sign="")
        else:
            token = _Token(kind, shown, start, end)
        found.append(token)
    return found


def _value(number: str) -> float:
    """Read one number, its separators decided by their shape."""
    plain = number.replace(" ", "").replace("'", "")
    point, comma = plain.rfind("."), plain.rfind(",")
    if point >= 0 and comma >= 0:
        decimal = "." if point > comma else ","
        plain = plain.replace("," if decimal == "." else ".", "")
        return float(plain.replace(decimal, ".")) if plain.count(decimal) == 1 else -1.0
    mark = "." if point >= 0 else ","
    groups = plain.split(mark)
    if len(groups) == 1:
        return float(plain)
    if len(groups[-1]) == 3 and len(groups[0]) <= 3:
        return float(plain.replace(mark, ""))
    if len(groups) == 2 and len(groups[1]) <= 2:
        return float(f"{groups[0] or '0'}.{groups[1]}")
    return -1.0  # a date, a version, a telephone number


def _multiplied(tokens: list[_Token]) -> list[_Token]:
    """Multiply numbers by the word behind them: "5 тыс.", "1.5k", "25 k€", "1 million"."""
    found: list[_Token] = []
    for token in tokens:
        last = found[-1] if found else None
        if last is not None and last.kind == "number" and "multiply" in token.meanings:
            factor = float(_meanings()[token.text]["multiply"])
            value = last.value
            if re.fullmatch(r"\d+[.,]\d{1,3}", last.text):
                value = float(last.text.replace(",", "."))
            sign = "€" if token.text.endswith("€") else ""
            found[-1] = replace(last, value=value * factor, end=token.end, sign=sign)
            # "3-5 тыс.": the word speaks of both.
            if len(found) > 2 and found[-2].text == "-" and found[-3].kind == "number":
                low = found[-3]
                if low.value < value and low.value < factor:
                    found[-3] = replace(low, value=low.value * factor)
        else:
            found.append(token)
    return found


def _attached(tokens: list[_Token]) -> list[_Token]:
    """Give numbers the sign beside them: before the number where the text begins so."""
    kinds = [t.kind for t in tokens]
    if "number" not in kinds or "sign" not in kinds:
        return tokens
    before = kinds.index("sign") < kinds.index("number")
    found = list(tokens)
    for sides in ((1, -1),) if before else ((-1, 1),):
        for at, token in enumerate(tokens):
            if token.kind != "sign":
                continue
            for step in sides:
                near = _beside(found, at, step)
                if near is not None and not found[near].sign:
                    sign = token.sign
                    number = replace(found[near], sign=sign)
                    if national()[sign].get("") in _THOUSANDTHS and re.fullmatch(
                        r"\d+\.\d{3}", number.text
                    ):
                        number = replace(number, value=float(number.text))
                    found[near] = number
                    break
                if near is not None and found[near].sign:
                    break
    return found


def _beside(tokens: list[_Token], at: int, step: int) -> int | None:
    """Find the number beside a sign, over marks and "d'": "1'250.- CHF"."""
    place = at + step
    while 0 <= place < len(tokens):
        token = tokens[place]
        if token.kind == "number":
            return place
        passed = (token.kind == "sep" and set(token.text) <= set(".-,'*:~(≈=")) or (
            step < 0 and token.text in ("d", "de", "us")
        )
        if not passed:
            return None
        place += step
    return None


def _is_junk(token: _Token) -> bool:
    """Say whether digits are no price: a telephone number, a row of one digit, 123456."""
    digits = re.sub(r"\D", "", token.text)
    if token.value < 0 or (len(token.text) > MOST and token.text.isdigit()):
        return True
    if len(token.text) > 1 and re.match(r"0[^.,]", token.text):
        return True
    if len(digits) >= 6 and len(set(digits)) == 1 and digits[0] != "0":
        return True
    return len(digits) >= 5 and token.text in "1234567890"


def _money(tokens: list[_Token], numbers: list[_Token]) -> list[_Token]:
    """Keep the numbers that are money asked."""
    steps: list[Callable[[list[_Token], list[_Token]], list[_Token]]] = [
        _without_percent, _without_old, _without_extra, _with_sign, _without_counts,
    ]  # fmt: skip
    for step in steps:
        kept = step(tokens, numbers)
        numbers = kept if kept or step in (_without_percent, _without_counts) else numbers
    return numbers


def _neighbour(tokens: list[_Token], token: _Token, step: int) -> _Token | None:
    """Return the next token that is neither the number's own sign nor a mark."""
    place = tokens.index(token) + step
    while 0 <= place < len(tokens):
        near = tokens[place]
        own = near.kind == "sign" or near.text in ("de", "d", "du", "ca", "von", "is", "le")
        if not own and not (near.kind == "sep" and set(near.text) <= set(".-,:(=+'*~≈")):
            return near
        place += step
    return None


def _without_percent(tokens: list[_Token], numbers: list[_Token]) -> list[_Token]:
    """Drop "-20 %", and telephone numbers in groups of two digits."""
    kept = []
    for token in numbers:
        at = tokens.index(token) + 1
        if not (at < len(tokens) and tokens[at].text.startswith("%")):
            kept.append(token)
    pairs = [t for t in kept if re.fullmatch(r"\d\d", t.text) and not t.sign]
    return [t for t in kept if t not in pairs] if len(pairs) >= 4 else kept


def _without_old(tokens: list[_Token], numbers: list[_Token]) -> list[_Token]:
    """Drop prices struck out and prices when new: "45 € (au lieu de 60 €)", "NP 120"."""
    kept = []
    for token in numbers:
        near = _neighbour(tokens, token, -1)
        if not (near is not None and "old" in near.meanings):
            kept.append(token)
    return kept


def _without_extra(tokens: list[_Token], numbers: list[_Token]) -> list[_Token]:
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


def _with_sign(tokens: list[_Token], numbers: list[_Token]) -> list[_Token]:
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


def _link(tokens: list[_Token], a: _Token, b: _Token) -> bool:
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


def _linked(tokens: list[_Token], money: list[_Token]) -> bool:
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


def _without_counts(tokens: list[_Token], numbers: list[_Token]) -> list[_Token]:
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


def _touches(tokens: list[_Token], token: _Token, after: _Token) -> bool:
    """Say whether nothing stands between a number and a word but a full stop."""
    between = tokens[tokens.index(token) + 1 : tokens.index(after)]
    return all(t.text == "." for t in between)


def _without_things(tokens: list[_Token], numbers: list[_Token]) -> list[_Token]:
    """Of numbers without signs, those before an unknown word count things: "2 oiseaux 80"."""
    if len(numbers) < 2 or any(t.sign for t in numbers):
        return numbers
    kept = []
    for token in numbers:
        at = tokens.index(token) + 1
        if not (at < len(tokens) and tokens[at].kind == "other"):
            kept.append(token)
    return kept or numbers
