"""The errors the program raises on purpose, and what is said of all others.

The message of an unexpected error often quotes the value that it arose at, and the values are
listings: texts with names and numbers of people. It is told where it arose, not what it says.
"""

import os
import re
import traceback
from pathlib import Path

__all__ = ["ProgramError", "SurveyError", "debugging", "harmless", "printable", "unexpected"]

DEBUG = "WILDLIFE_ANALYSIS_DEBUG"
_ACTIVE = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]"
)
PACKAGE = Path(__file__).resolve().parents[1]


class SurveyError(ValueError):
    """Input that cannot be used; the message names file, row, value and what to do.

    The command line prints the message alone, on standard error, and exits with status 2.
    """


class ProgramError(RuntimeError):
    """An error of the program itself; the message says where it arose and quotes no text."""


def debugging() -> bool:
    """Say whether the environment asks for whole tracebacks, whatever they quote."""
    return os.environ.get(DEBUG, "") not in ("", "0")


def unexpected(error: BaseException, where: str = "") -> str:
    """Describe an error that was not foreseen, without its message.

    Parameters
    ----------
    error
        As it was caught.
    where
        What was worked on: file and row.

    Returns
    -------
    str
        Its type, the lines of code it arose at, and ``where``.
    """
    if isinstance(error, ProgramError):
        return str(error)
    found = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in found if PACKAGE in Path(frame.filename).parents]
    frames = [*found[-1:], *reversed(own[-3:])]
    lines = dict.fromkeys(f"{_module(frame.filename)}:{frame.lineno}" for frame in frames)
    places = ", called from ".join(lines)
    told = f"{type(error).__name__} at {places or 'an unknown place'}"
    return f"{told}; while working on {where}" if where else told


def _module(path: str) -> str:
    """Shorten the path of a module to what follows the folder of its package."""
    parts = Path(path).parts
    for folder in ("site-packages", PACKAGE.parent.name):
        if folder in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(folder) :])
    return "/".join(parts[-2:])


def printable(text: object) -> str:
    r"""Write a text so that a terminal shows it and does nothing else.

    Parameters
    ----------
    text
        May hold words of listings or names of files, which are strangers'.

    Returns
    -------
    str
        Control characters and those that turn the direction of text as escapes; line ends
        and tabs stay.

    Examples
    --------
    >>> print(printable("a\x1b[31mb"))
    a\x1b[31mb
    """
    return "".join(
        c if c.isprintable() or c in "\n\t" else c.encode("unicode_escape").decode()
        for c in str(text)
    )


def harmless(text: str) -> str:
    r"""Write what moves a cursor or turns the direction of text as escapes, and no more.

    For texts that go into a file as well: joined emoji, hard spaces and the like stay.

    Parameters
    ----------
    text
        May hold names of files, which are strangers'.

    Examples
    --------
    >>> print(harmless("a\x1b[31mb\u00a0c") == "a\\x1b[31mb\u00a0c")
    True
    """
    return _ACTIVE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
