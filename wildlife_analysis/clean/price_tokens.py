"""Cut the text of a price into numbers, currency signs and words."""

import re
from dataclasses import dataclass, replace
from functools import cache

from wildlife_analysis import reference
from wildlife_analysis.reference.normal import fold

__all__ = ["Token", "national", "plain", "tokens"]

_BLANK = "\u00a0\u2009\u202f"
_NUMBER = (
    r"(?<![\d.,])(?:"
    r"\d{1,3}(?:(?P<mark>[ '.,])\d{3})(?:(?P=mark)\d{3})*(?:[.,]\d{1,2})?(?!\d|[.,]\d)"
    r"|\d{1,2}(?:,\d\d)+,\d{3}(?!\d)"
    r"|\d+(?:[.,]\d+)*)"
)
# Currencies counted to three decimals, where a point before three digits is a decimal one.
_THOUSANDTHS = frozenset({"BHD", "KWD"})


@dataclass(frozen=True)
class Token:
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
        found.setdefault(plain(word), {})[meaning] = value
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
            found.setdefault(plain(sign), {}).setdefault(country, code)
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


def plain(text: str) -> str:
    """Fold a text, with one kind of apostrophe, dash and blank."""
    folded = fold(text.replace("’", "'").replace("`", "'").replace("´", "'"))
    for blank in _BLANK:
        folded = folded.replace(blank, " ")
    for dash in "–—−‒":
        folded = folded.replace(dash, "-")
    return " ".join(folded.split())


def _scanned(text: str) -> list[Token]:
    found = []
    for match in _scanner().finditer(text):
        kind, shown = match.lastgroup or "", match.group()
        start, end = match.span()
        if match["number"] is not None:
            token = Token("number", shown, start, end, _value(shown))
        elif kind == "known":
            word = " ".join(shown.split())
            own = _meanings().get(word) or _meanings().get(word.replace(" ", "")) or {}
            if own:
                known = national().get(word)
                token = Token(
                    "word", word, start, end, sign=word if known else "",
                    meanings=frozenset(own),
                )  # fmt: skip
            else:
                sign = word if word in national() else word.replace(" ", "")
                token = Token("sign", word, start, end, sign=sign)
            if word == "e" and not text[:start].rstrip()[-1:].isdigit():
                token = replace(token, kind="other", sign="")
        else:
            token = Token(kind, shown, start, end)
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


def _multiplied(tokens: list[Token]) -> list[Token]:
    """Multiply numbers by the word behind them: "5 тыс.", "1.5k", "25 k€", "1 million"."""
    found: list[Token] = []
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


def _attached(tokens: list[Token]) -> list[Token]:
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


def _beside(tokens: list[Token], at: int, step: int) -> int | None:
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


def tokens(text: str) -> list[Token]:
    """Cut a text in the form of `plain`; numbers multiplied and given the sign beside them."""
    return _attached(_multiplied(_scanned(text)))
