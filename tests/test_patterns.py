"""Regular expressions that we own do not explode on texts made to make them."""

import importlib
import itertools
import pkgutil
import re
import time
from typing import Any

import pytest

import wildlife_analysis

SHORT, LONG = 1_000, 4_000  # characters; the longer text is four times the shorter
# A linear pattern takes four times as long, a quadratic one sixteen.
MOST_GROWTH = 9.0
NEGLIGIBLE = 0.02  # seconds for the longer text; below that the clock says little
# What openings, digits, blanks and marks of any pattern meet, over and over, without an end.
UNITS = [
    " ",
    "\t ",
    "\n",
    "a",
    "aA",
    "é",
    "и",
    "0",
    "0 ",
    "1,",
    "1.",
    "1-",
    "+",
    "-",
    ".",
    ",",
    ":",
    "/",
    "(",
    ")",
    "[",
    "<",
    "<a ",
    "<br",
    "&",
    "&a",
    "&#",
    "@",
    "a@",
    "a.",
    "a-",
    '"',
    "'",
    "=",
    "\\",
    "$",
    "€",
    "1€ ",
    "https://",
    "www.",
    "x",
    "№",
    "\u00ad",
    "\u0301",
    "\u200d",
    "1 1",
    "+7 ",
    "(0",
    "a b ",
    "7x",
    "||",
    ";",
    "_",
    "%",
    "Ð",
    "Ã",
    "1/1/",
    "12:",
    "à",
    "{",
    "a1",
    "1a",
    "ivory ",
]


def _found(value: Any, where: str, depth: int = 0) -> list[tuple[str, re.Pattern[Any]]]:
    if isinstance(value, re.Pattern):
        return [(where, value)]
    if depth == 4:
        return []
    if isinstance(value, dict):
        inner = itertools.chain(value, value.values())
    elif isinstance(value, list | tuple | set | frozenset):
        inner = itertools.chain(value)
    else:
        return []
    return [one for entry in inner for one in _found(entry, where, depth + 1)]


def patterns() -> dict[str, re.Pattern[Any]]:
    """Collect every compiled pattern that a module of the package holds."""
    found: dict[tuple[Any, int], tuple[str, re.Pattern[Any]]] = {}
    for info in pkgutil.walk_packages(wildlife_analysis.__path__, "wildlife_analysis."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name, value in list(vars(module).items()):
            for where, pattern in _found(value, f"{info.name[18:]}.{name}"):
                found.setdefault((pattern.pattern, pattern.flags), (where, pattern))
    numbered: dict[str, re.Pattern[Any]] = {}
    for where, pattern in found.values():
        numbered[where if where not in numbered else f"{where} {len(numbered)}"] = pattern
    return numbered


def _units(pattern: re.Pattern[Any]) -> list[str]:
    """List what to repeat: pieces of the pattern's own literals, and what anybody meets."""
    source = (
        pattern.pattern
        if isinstance(pattern.pattern, str)
        else pattern.pattern.decode("latin-1")
    )
    literals = re.findall(r"[^\W\d_]{2,12}", re.sub(r"\\[a-zA-Z]", " ", source))[:12]
    return [*UNITS, *literals, *(f"{word} " for word in literals[:6])]


def _seconds(pattern: re.Pattern[Any], text: str | bytes) -> float:
    start = time.process_time()
    for _ in pattern.finditer(text):  # type: ignore[arg-type]
        pass
    pattern.match(text)  # type: ignore[arg-type]
    return time.process_time() - start


def _growth(
    pattern: re.Pattern[Any], unit: str, end: str, sizes: tuple[int, int] = (SHORT, LONG)
) -> float:
    """Return how many times longer a text four times as long takes; 0 where both are quick."""
    texts: list[Any] = [(unit * (n // len(unit) + 1))[:n] + end for n in sizes]
    if isinstance(pattern.pattern, bytes):
        texts = [text.encode() for text in texts]
    long = _seconds(pattern, texts[1])
    if long < NEGLIGIBLE:
        return 0.0
    short = min(_seconds(pattern, texts[0]) for _ in range(3))
    return min(long, _seconds(pattern, texts[1])) / max(short, 1e-6)


PATTERNS = patterns()


def test_a_bomb_is_noticed() -> None:
    assert _growth(re.compile(r"\w+@"), "a", "!", (5_000, 20_000)) > MOST_GROWTH


def test_there_are_patterns() -> None:
    assert len(PATTERNS) > 60


@pytest.mark.parametrize("name", PATTERNS)
def test_time_grows_with_the_text_and_no_faster(name: str) -> None:
    pattern = PATTERNS[name]
    for unit in _units(pattern):
        for end in ("", "\x1f!"):
            growth = _growth(pattern, unit, end)
            assert growth < MOST_GROWTH, (unit, growth)
