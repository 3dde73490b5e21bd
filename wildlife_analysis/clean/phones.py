"""Find telephone numbers: in digits, in words, in both, with or without disguise.

A number is told from other digits by its shape in the numbering plans of the marketplace's
country and of the survey countries (metadata of the library phonenumbers), by the words around
it, and by what it is not: date, price, ring, certificate. Whether a number is assigned does
not matter, so that numbers out of reserved ranges are found like others.
"""

import re
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from wildlife_analysis.clean.contact_words import NOT_AFTER, NOT_BEFORE, alternation, rows
from wildlife_analysis.clean.numbering import by_plan, international

__all__ = ["spans"]

# Plans tried beside that of the country of the ad: sellers near a border, wrong countries.
_PLANS = ("FR", "DE", "GB", "RU")
_MOST_ATOMS = 18
_FEWEST = 6  # digits
_FEWEST_ALONE = 9  # digits without a word that announces them, and the trunk prefix

_GAP = re.compile(r"[\s.,()\[\]/\-–—_*·•~|'’`…\u20e3\ufe0f]{0,5}")
_SENTENCE = re.compile(r"[^\W\d]{5}(?<!nr)\.\s{0,3}$")
_YEARED = re.compile(r"\d[-/](?:19|20)\d\d$")
_INNER = re.compile(r"[ ]?[/.\-–]?[ ]?")  # within one number
_JOINING = re.compile(r"\s(?:et|and|und|puis|then|dann|и)\s")
# Letters written for digits: "O6 39", "07 l2".
_DRESSED = re.compile(r"(?<![a-zа-я])(?=[\dоoil|]{0,40}\d)[\dоoil|]{2,}(?![a-zа-я])")
_BESIDE_DIGIT = re.compile(r"\d(?:(?<=[oоil|]\d)|[oоil|])")  # begins with a digit: fast
_AS_DIGIT = str.maketrans({"o": "0", "о": "0", "i": "1", "l": "1", "|": "1"})
_DATE = re.compile(
    r"(?<![\d./-])(?:(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|1[0-2])\1(?:(?:19|20)\d\d|\d\d)"
    r"|(?:19|20)\d\d([./-])(?:0[1-9]|1[0-2])\2(?:0[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|1[0-2])[./-](?:19|20)\d\d"
    r"|(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d)(?![./-]?\d)"
)
_HOURS = re.compile(
    r"(?<![\d.])(?:[01]?\d|2[0-4])[.:h][0-5]\d\s?(?:-|–|bis|a|до|to)\s?"
    r"(?:[01]?\d|2[0-4])[.:h][0-5]\d(?![.\d-])"
)
# What all but links and amounts need, quick to look for.
_JOINED_DIGITS = re.compile(r"\d\s?[.,:h/–-]\s?\d")
_DECIMAL = re.compile(r"(?<![\d.,])\d{1,2}[.,]\d(?:\.\d)?(?![\d.,]*\d)")
_LINK = re.compile(r"(?:https?://|www\.)\S+")


class _Atom(NamedTuple):
    start: int
    end: int
    digits: str
    spelled: bool


@cache
def _atom_pattern(spelled: bool) -> re.Pattern[str]:
    return re.compile(rf"\+|\d+|(?:{alternation('digit')})" if spelled else r"[+]|\d+")


@cache
def _values() -> dict[str, str]:
    return {" ".join(word.split()): value for word, value in rows("digit")}


@cache
def _cue() -> re.Pattern[str]:
    near = (
        r"[\s:.,;=>()\-–]*(?:(?:au|a|le|la|me|moi|on|at|no|nr|n°|№|unter|der|die|auf|us|number"
    )
    near += r"|numero|nummer|номер|по|мне|is|ist|est|or|ou|oder|или|und|et|and|i|и)[\s:.]+)?"
    words = alternation("phone_cue")
    return re.compile(
        rf"{NOT_BEFORE}(?:{words}){near}(?:☎|📞|📱)?[\s\ufe0f]*$|[☎📞📱]\ufe0f?\s*$"
    )


@cache
def _not_phone() -> re.Pattern[str]:
    near = r"[\s:.,;#()\-–]*(?:(?:n[°or]?|no|nr|num|number|numero|nummer|id|de|der|des|du|"
    near += r"номер|№|is|est|ist|lautet|¶+|[a-z]{2}(?:-[a-z]{1,4})?)[\s:.\-]*){0,3}$"
    words = alternation("not_phone")
    return re.compile(rf"(?:{NOT_BEFORE}(?:{words})|№|#|\bn°){near}")


@lru_cache(maxsize=1024)
def _announced(before: str) -> bool:
    """Say whether the words before digits announce a telephone number."""
    return bool(_cue().search(before))


@lru_cache(maxsize=1024)
def _otherwise(before: str) -> str:
    """Return the words before digits that make them something else."""
    found = _not_phone().search(before)
    return found.group() if found else ""


@cache
def _label() -> re.Pattern[str]:
    """Match words that say at once what number follows: "serial 0786 7740 03"."""
    near = r"\.?[\s:#]*"
    near += r"(?:(?:n[°or]?|no|nr|num|number|nummer|номер)[\s:.°]*)?$"
    labels = alternation("not_phone", "label")
    return re.compile(rf"{NOT_BEFORE}(?:{labels}){near}")


def _labelled(before: str) -> bool:
    """Say whether a label ends a text, and no sentence ("Sans référence. 06 ...")."""
    return bool(_label().search(before)) and not _SENTENCE.search(before)


@cache
def _may_call() -> re.Pattern[str]:
    """Match words that may stand before a telephone number too: "ring 07700 900123"."""
    return re.compile(
        rf"{NOT_BEFORE}(?:{alternation('not_phone', 'calls')})(?:\s(?:me|us|on|at))*[\s:–-]*$"
    )


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:{alternation('unit')}){NOT_AFTER}")


@cache
def _amount() -> re.Pattern[str]:
    """Match thousands in groups of three with a unit behind: "25 000 000 cfa"."""
    return re.compile(
        # The digit comes first, and what is not before it behind, so that it is found fast.
        rf"[1-9](?<!\d\d)(?<!\d[ .]\d)\d{{0,2}}(?:[ .']\d{{3}}){{1,3}}(?:,\d\d)?"
        rf"\s?(?:{alternation('unit')}){NOT_AFTER}"
    )


def _without(folded: str) -> str:
    """Put a stop in place of what has digits and is no telephone number."""
    joined = bool(_JOINED_DIGITS.search(folded))
    linked = "://" in folded or "www." in folded
    for pattern, possible in (
        (_LINK, linked),
        (_DATE, joined),
        (_HOURS, joined),
        (_amount(), True),
        (_DECIMAL, joined),
    ):
        if possible:
            folded = pattern.sub(lambda match: "¶" * len(match.group()), folded)
    return folded


def _atoms(folded: str, words: bool) -> list[list[_Atom]]:
    """Split a text into runs of digits and number words with little between them."""
    values = _values()
    runs: list[list[_Atom]] = [[]]
    for match in _atom_pattern(words).finditer(folded):
        found = match.group()
        spelled = not (found.isdigit() or found == "+")
        digits = values[" ".join(found.split())] if spelled else found
        atom = _Atom(match.start(), match.end(), digits, spelled)
        last = runs[-1][-1] if runs[-1] else None
        if last is not None:
            gap = folded[last.end : atom.start]
            joined = spelled and last.spelled and _JOINING.fullmatch(gap)
            if found == "+" or not (_GAP.fullmatch(gap) or joined) or gap.count("\n") > 1:
                runs.append([])
        runs[-1].append(atom)
    return [part for run in runs for part in _whole_words(run, folded)] if words else runs


def _whole_words(run: list[_Atom], folded: str) -> list[list[_Atom]]:
    """Leave out number words that are part of another word; they end a run."""
    parts: list[list[_Atom]] = [[]]
    for atom in run:
        if atom.spelled:
            before, after = folded[atom.start - 1 : atom.start], folded[atom.end : atom.end + 1]
            inside = (before.isalpha() and not _ends_at(run, atom.start)) or (
                after.isalpha() and not _starts_at(run, atom.end)
            )
            if inside:
                parts.append([])
                continue
        parts[-1].append(atom)
    return [part for part in parts if part]


def _ends_at(run: list[_Atom], place: int) -> bool:
    return any(atom.end == place for atom in run)


def _starts_at(run: list[_Atom], place: int) -> bool:
    return any(atom.start == place for atom in run)


def _dialled(atoms: list[_Atom]) -> str:
    """Return the digits (and a plus) that atoms stand for: "sixty one" 61, "double two" 22."""
    if not any(atom.spelled for atom in atoms):
        return "".join(atom.digits for atom in atoms)
    parts: list[str] = []
    repeat = 1
    previous = ""
    for atom in atoms:
        value = atom.digits
        if value.startswith("x"):
            repeat = int(value[1:])
            continue
        if atom.spelled and _adds(previous, value):
            parts[-1] = str(int(parts[-1]) + int(value))
            previous = parts[-1]
        else:
            parts.append(value * repeat)
            previous = value if atom.spelled and repeat == 1 else ""
        repeat = 1
    return "".join(parts)


def _adds(previous: str, value: str) -> bool:
    """Say whether a number word is added to the one before: 60 + 12, 900 + 43, 20 + 1."""
    if not previous.isdigit() or not value.isdigit() or int(previous) == 0 or int(value) == 0:
        return False
    tens, more = int(previous), int(value)
    if tens % 100 == 0:
        return more < 100
    return (
        tens % 10 == 0 and (more < 10 or (tens % 100 in (60, 80) and more < 20)) and tens > 10
    )


def _grouped(groups: list[int], *shapes: tuple[int, ...]) -> bool:
    return tuple(groups) in shapes


def _quality(atoms: list[_Atom], country: str, text: str, cue: bool) -> int:
    """Say how surely atoms are a telephone number: 4 with a plus, 3 by the plan, 0 not."""
    dialled = _dialled(atoms)
    plus = dialled.startswith("+")
    digits = dialled.lstrip("+")
    spelled = sum(atom.spelled for atom in atoms)
    if not digits.isdigit() or not _FEWEST <= len(digits) <= 15:
        return 0
    if plus:
        return 4 if international(digits) or (spelled and len(digits) > 8) else 0
    if digits.startswith("00") and len(digits) >= 11 and international(digits[2:]):
        return 3
    if len(set(digits)) == 1:
        return 0
    if spelled >= 3 and 8 <= len(digits) <= 14 and (digits[0] in "078" or cue):
        return 3 if spelled >= 5 and digits[0] == "0" else 2
    if spelled >= 6 and 8 <= len(digits) <= 13 and not _counts(digits):
        return 2
    groups = [len(atom.digits) for atom in atoms]
    best = 0
    for region in dict.fromkeys((country, *_PLANS)):
        if region and best < 3:
            best = max(best, by_plan(digits, groups, region, region == country, cue))
    bracketed = "(" in text[max(0, atoms[0].start - 1) : atoms[0].end]
    tens = ((3, 3, 2, 2), (3, 3, 4), (3, 7), (3, 2, 2, 3), (4, 2, 2, 2))
    if not best and len(digits) == 10 and _grouped(groups, *tens):
        russian = country in ("RU", "KZ", "BY") and digits[0] in "3489"
        american = country in ("US", "CA") and digits[0] not in "01"
        best = 2 if russian or american or bracketed or cue else 0
    if not best and country in ("RU", "KZ") and len(digits) == 10 and digits[0] == "9":
        best = 2
    return best or int(cue and len(digits) <= 14)


def _counts(digits: str) -> bool:
    """Say whether digits only count up: "one two three four"."""
    return all(ord(b) - ord(a) == 1 for a, b in pairwise(digits))


def _gaps(atoms: list[_Atom], folded: str) -> list[str]:
    return [folded[a.end : b.start].strip() for a, b in pairwise(atoms)]


def _refused(folded: str, atoms: list[_Atom], cue: bool, quality: int) -> bool:
    """Say whether the words around tell that digits are something else."""
    start, end = atoms[0].start, atoms[-1].end
    before, after = folded[max(0, start - 45) : start], folded[end : end + 12]
    gaps = _gaps(atoms, folded)
    if "," in gaps and (set(gaps) - {"", ","} or len(atoms) < 5):
        return True
    if atoms[0].digits == "+" or cue:
        return False
    if _otherwise(before.rstrip("( ")) and _YEARED.search(folded[start:end]):
        return True  # "CITES 0036412-2011"
    if (named := _otherwise(before.rstrip("( "))) and not (
        quality > 2 and _own_sentence(named, atoms, before)
    ):
        return True
    if not atoms[0].spelled and before[-1:].isalpha():
        return True
    if re.search(r"(?:[a-zа-я][-/]|[=&?_#№°]|\d,)$", before):
        return True
    if re.match(r"-[a-zа-я]|,\d|=\d|%", after) or (len(atoms) == 1 and after[:1].isalpha()):
        return True
    return bool(_unit().match(after)) and not _strong(atoms)


def _own_sentence(named: str, atoms: list[_Atom], before: str) -> bool:
    """Say whether a number that fits the plan only stands behind a word like "CITES".

    It does where a stop parts them ("avec CITES. 06 39 98 12 34"), where it is grouped as it
    is dialled and nothing introduces it as a number, and behind a word that means to call.
    """
    if _may_call().search(before):
        return True
    numbered = re.search(r"n[°o]|nr|num|ном|[№#:]|[a-z]{2}-[a-z]", named[3:])
    return not numbered and (len(atoms) > 1 or bool(re.search(r"[.,;!\n]\s*$", before)))


def _strong(atoms: list[_Atom]) -> bool:
    """Say whether digits stand in five groups of two: "06 39 98 12 34"."""
    return len(atoms) == 5 and all(len(atom.digits) == 2 for atom in atoms)


def _best(run: list[_Atom], folded: str, country: str) -> list[tuple[int, int]]:
    """Return the places of the telephone numbers within a run, the surest first."""
    if not run:
        return []
    found: tuple[tuple[int, ...], int, int] | None = None
    begin = folded[max(0, run[0].start - 45) : run[0].start]
    other = bool(_otherwise(begin.rstrip("( "))) and not _cue().search(begin)
    spelled = any(atom.spelled for atom in run)
    total = [0, *accumulate(len(atom.digits) for atom in run)]
    for i, first in enumerate(run):
        if first.digits[0] == "x" or (total[-1] - total[i] < _FEWEST and not spelled):
            continue
        cue = _announced(folded[max(0, first.start - 40) : first.start])
        fewest = _FEWEST if cue or spelled else _FEWEST_ALONE
        for j in range(min(len(run), i + _MOST_ATOMS), i, -1):
            if total[j] - total[i] < fewest and (not spelled or j == i + 1):
                continue
            atoms = run[i:j]
            quality = _quality(atoms, country, folded, cue)
            if quality < (found[0][0] if found else 3 if other else 1):
                continue
            if _refused(folded, atoms, cue, quality):
                continue
            lone = len(atoms) > 2 and len(atoms[-1].digits) == 1 and len(atoms[-2].digits) > 2
            gaps = set(_gaps(atoms, folded))
            length = atoms[-1].end - first.start
            whole = not (_tight(run, j, folded) or _tight(run, i, folded))
            key = (quality, int(not lone), int(cue), int(whole), -len(gaps), length)
            if found is None or key > found[0]:
                found = (key, i, j)
    if found is None:
        return []
    _, i, j = found
    end = run[j - 1].end
    while folded[end : end + 1] in ("\ufe0f", "\u20e3"):  # keycap digits
        end += 1
    start = run[i].start - (folded[run[i].start - 1 : run[i].start] == "(")
    return [
        *_best(run[:i], folded, country),
        (start, end),
        *_best(run[j:], folded, country),
    ]


def _unlabelled(run: list[_Atom], folded: str) -> list[_Atom]:
    """Leave out the digits that a label right before them numbers, up to the next mark."""
    if not run or not _labelled(folded[max(0, run[0].start - 45) : run[0].start]):
        return run
    ends = (
        number
        for number, (one, other) in enumerate(pairwise(run), start=1)
        if not _INNER.fullmatch(folded[one.end : other.start])
    )
    return run[next(ends, len(run)) :]


def _tight(run: list[_Atom], place: int, folded: str) -> bool:
    """Say whether an atom hangs on the one before without a blank: "99998-123"."""
    if not 0 < place < len(run):
        return False
    return folded[run[place - 1].end : run[place].start] in ("-", "–", ".", "_")


def spans(folded: str, country: str, spelled: bool = True) -> list[tuple[int, int]]:
    """Find telephone numbers.

    Parameters
    ----------
    folded
        Text in the form of `reference.normal.fold`.
    country
        ISO 3166-1 alpha-2 code of the marketplace's country; empty where it is not known.
    spelled
        Whether number words may be part of one.

    Returns
    -------
    list of (int, int)
        Where each number begins and ends, in order.
    """
    text = folded
    if _BESIDE_DIGIT.search(text):
        text = _DRESSED.sub(lambda match: match.group().translate(_AS_DIGIT), text)
    text = _without(text)
    found: list[tuple[int, int]] = []
    for run in _atoms(text, spelled):
        own = _unlabelled(run, text)
        if sum(max(len(atom.digits), 1) for atom in own) >= _FEWEST:
            found += _best(own, text, country)
    return found
