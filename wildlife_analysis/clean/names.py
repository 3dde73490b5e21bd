"""Find the full names of people given as contacts; a first name alone is none.

A name is a given name of ``reference/given_names.csv`` with a family name beside it, or two
capitalised words, where the words around say that a person is meant: "ask for", a title, a
greeting at the end, a telephone number or an e-mail address right before or after.
"""

import re
from functools import cache
from typing import NamedTuple

from wildlife_analysis import reference
from wildlife_analysis.clean.contact_words import NOT_BEFORE, alternation, words
from wildlife_analysis.reference.normal import fold

__all__ = ["given_names", "spans"]

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ELIDED = re.compile(r"[dl]['’](?=[^\W\d_])[^a-zà-ÿ]")
_MASK_AFTER = re.compile(
    r"[\s,;:()–-]{0,4}(?:(?:tel|tél|phone|mob\w{0,6}|handy|тел|au|on|at|unter|an|по|sous|via|mail|e-mail"
    r"|whatsapp)[\s.:]{0,3}){0,2}\[(?:phone|e-mail|address|handle)\]",
    re.I,
)
_MASK = re.compile(r"\[(?:phone|e-mail|address|handle)\]")
_NEAR_MASK = 150  # characters before a mask within which a name in small letters is looked for
_TWO_WORDS = re.compile(r"(?<![^\W_])(?=([^\W\d_]{3,}\s[^\W\d_]{3,})(?![^\W_]))")
_MASK_NEAR = re.compile(r"[^.!?\n\[]{0,30}\[(?:phone|e-mail)\]")
_MASK_BEFORE = re.compile(r"\[(?:phone|e-mail|address|handle)\][\s,;:(–-]{0,4}$")
_ENDS = re.compile(r"[\s.!)]*$")
_BREAK = re.compile(r"(?:[.!?…\n)]|–|—)\s{0,4}$")
# Abbreviated titles that are other words in small letters: "3584 m. Motor".
_CAPITAL_TITLES = frozenset({"m.", "fr.", "hr.", "dr.", "dr", "ms", "sir", "miss"})
_SIGNATURE = 60  # characters from the end of a text within which a signature stands
# Endings of a Russian patronymic, in every case.
_PATRONYMIC = re.compile(
    r"\w{1,40}(?:ович|евич|ьич)(?:а|у|ем|е)?|\w{1,40}(?:овн|евн|ичн)(?:а|ы|е|у|ой)"
)
# Endings of Russian cases, by the last letter of the name ("" for a consonant).
_CASES = {
    "а": ("ы", "и", "е", "у", "ой", "ою"),
    "я": ("и", "е", "ю", "ей"),
    "й": ("я", "ю", "ем", "е", "и"),
    "ь": ("я", "ю", "ем", "и", "е", "ью"),
    "": ("а", "у", "ом", "ем", "е"),
}


class _Word(NamedTuple):
    start: int
    end: int
    text: str
    key: str


@cache
def given_names() -> frozenset[str]:
    """Return folded given names, the Russian ones in all cases."""
    table = reference.table("given_names")
    names: set[str] = set()
    for name, language in zip(table["name"], table["language"], strict=True):
        key = fold(name)
        names.add(key)
        if language == "ru":
            last = key[-1] if key[-1] in "аяйь" else ""
            stem = key[:-1] if last else key
            names |= {stem + ending for ending in _CASES[last]}
    return frozenset(names)


@cache
def _cue(value: str) -> re.Pattern[str]:
    link = (
        r"[\s:,.!(–-]{1,4}(?:(?:a|an|au|on|to|the|den|dem|der|die|bei|mit|avec|for|is|ist|est|сам|к|"
        r"для|только|nur|unsere?n?|notre|owner|breeder|von|by|de|me|us|uns|moi|from|your|our)\s+"
        r"|d['’])?"
        rf"(?:(?:{alternation('title')})\s?)?$"
    )
    return re.compile(rf"{NOT_BEFORE}(?:{alternation('name_cue', value)}){link}")


@cache
def _title() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!mein)(?<!meine)(?<!seine)\s?{NOT_BEFORE}(?:{alternation('title')})\s?$"
    )


@cache
def _title_ends() -> tuple[str, ...]:
    """Return the ends of a text that may be a title, quick to look for."""
    return tuple(title + blank for title in words("title") for blank in ("", " ", "\n"))


@cache
def _apart() -> frozenset[str]:
    """Return folded words that are never part of a name here."""
    single = {
        w for kind in ("name_cue", "phone_cue", "not_phone", "title") for w in words(kind)
    }
    return frozenset({w for w in single if " " not in w} | words("not_name"))


def _candidates(text: str, folded: str) -> list[list[_Word]]:
    """Return runs of up to four capitalised words (or particles, initials) of a name."""
    found: list[list[_Word]] = []
    run: list[_Word] = []
    last = 0
    particles = words("particle")
    for match in _WORD.finditer(text):
        word, start = match.group(), match.start()
        if not run and _ELIDED.match(word):  # "auprès d'Antoinette"
            word, start = word[2:], start + 2
        if not run and not word[0].isupper():
            last = match.end()
            continue
        key = folded[start : match.end()]
        between = text[last:start]
        apart = key in _apart() and key not in given_names() and not (run and key in particles)
        if run and between not in (" ", ". ", "."):
            found.append(run)
            run = []
        if run and between.startswith(".") and len(run[-1].text) > 2:
            found.append(run)
            run = []
        capital = word[0].isupper() and (len(word) > 1 or text[match.end() :][:1] == ".")
        if apart or not (capital or (run and key in particles)):
            found.append(run)
            run = []
        else:
            run = [*run, _Word(start, match.end(), word, key)]
        last = match.end()
    found.append(run)
    return [_trimmed(run) for run in found if run]


def _trimmed(run: list[_Word]) -> list[_Word]:
    """Take particles off the end."""
    while run and run[-1].key in words("particle") and not run[-1].text[0].isupper():
        run = run[:-1]
    return run


def _is_given(word: _Word) -> bool:
    return word.key in given_names() or any(
        part in given_names() for part in word.key.split("-")[:1]
    )


def _is_name(text: str, folded: str, run: list[_Word]) -> bool:
    """Say whether the words around make two or more capitalised words the name of a contact."""
    start, end = run[0].start, run[-1].end
    before, after = folded[max(0, start - 40) : start], text[end : end + 40]
    title = _titled(text[:start], before) if before.endswith(_title_ends()) else ""
    full = len(run) > 1 and len(run[-1].text) > 1
    if not (full or title):
        return False
    head = text[: start - len(title)]
    given = [_is_given(word) for word in run]
    patronymic = any(_PATRONYMIC.fullmatch(word.key) for word in run)
    known = any(given) or patronymic or len(run[0].text) == 1
    any_cue = _cue("").search(before)
    strong, weak, closing = (
        bool(any_cue and _cue(value).search(before)) for value in ("strong", "weak", "closing")
    )
    beside = bool(_MASK_AFTER.match(after) or _MASK_BEFORE.search(head))
    at_end = bool(_ENDS.match(text[end:])) and len(text) - start <= _SIGNATURE and start > 0
    # Without a word before it, only a name that begins with a given name closes a text.
    begins = given[0] or len(run[0].text) == 1 or patronymic
    signs = at_end and (closing or (bool(_BREAK.search(head)) and begins and len(run) < 4))
    if title and (strong or weak or beside or signs or _MASK_NEAR.match(after)):
        return len(run[0].text) > 1 or full
    if len(run) == 3 and given[1] and _PATRONYMIC.fullmatch(run[2].key):
        # "работа таксидермиста Казанцев Олег Игоревич": authors are called by their names first
        return True
    if full and title and given[0]:
        return True  # "c'est Mme Odette Vauquelin qui s'en occupait"
    if not full:
        return False
    if known:
        return strong or weak or beside or signs or (closing and after[:1] == "\n")
    # Two unknown capitalised words: a name only where nothing else is likely.
    shaped = all(w.text[0].isupper() and not w.text.isupper() for w in run) and len(run) == 2
    return shaped and (strong or (weak and beside) or (closing and at_end))


def _titled(text: str, before: str) -> str:
    """Return the title at the end of a text, with the blank behind it."""
    match = _title().search(before)
    if match is None:
        return ""
    title = text[len(text) - len(match.group()) :]
    if match.group().strip() in _CAPITAL_TITLES and title.strip()[:1].islower():
        return ""
    return title


def _lower(text: str, folded: str) -> list[tuple[int, int]]:
    """Find names in small letters: "call john smith on [phone]"."""
    found: list[tuple[int, int]] = []
    near = [(max(0, m.start() - _NEAR_MASK), m.start()) for m in _MASK.finditer(text)]
    for match in (m for start, end in near for m in _TWO_WORDS.finditer(folded, start, end)):
        first, second = match[1].split()
        listed = (
            first in given_names()
            and second not in _apart()
            and second not in words("particle")
        )
        if not listed or not _MASK_AFTER.match(text[match.end(1) : match.end(1) + 40]):
            continue
        before = folded[max(0, match.start() - 40) : match.start()]
        if any(_cue(value).search(before) for value in ("strong", "weak")):
            found.append(match.span(1))
    return found


def spans(text: str, folded: str) -> list[tuple[int, int]]:
    """Find the full names of contacts.

    Parameters
    ----------
    text
        Text as shown, telephone numbers and e-mail addresses already masked.
    folded
        The same in the form of `reference.normal.fold`.

    Returns
    -------
    list of (int, int)
        Where each name begins and ends.
    """
    found = _lower(text, folded) if "[" in text else []
    for run in _candidates(text, folded):
        for i in range(len(run)):
            # The name begins at its given name where one is known, and has four words at most.
            part = run[i : i + 4]
            if _is_name(text, folded, part):
                found.append((part[0].start, part[-1].end))
                break
    return found
