"""Spellings and inflected forms under which a term may stand in a listing."""

import re
from functools import cache
from itertools import groupby, product

from wildlife_analysis import reference
from wildlife_analysis.reference.languages import languages
from wildlife_analysis.reference.normal import DIGIT, LETTER, fold, kind_table

__all__ = ["spellings", "words_of"]

_DOUBLE = {"ß": "ss", "œ": "oe", "æ": "ae"}
_SPELLED = ("fixed", "prefix", "suffix")
_LONGEST_CHANGED = 4  # words of a phrase; longer ones are set phrases
_PARTICIPLE = "é"  # such words of a name take the gender of what is sold: "tigre naturalisée"
_ASCII_WORD = re.compile("[a-z]+|[0-9]+")


@cache
def _fixed() -> frozenset[str]:
    """Return function words of phrases that never change."""
    return frozenset().union(*(language.unchanged for language in languages().values()))


@cache
def _spelled(language: str) -> dict[str, str]:
    """Return letters that a keyboard may lack; Latin names are typed on all keyboards."""
    known = languages().values()
    own = [entry for entry in known if language in (entry.code, "la")]
    return _DOUBLE | {k: v for entry in own for k, v in entry.spelled.items()}


@cache
def _letter(character: str) -> tuple[int, str]:
    """Return the kind of a character and how it is folded."""
    return int(kind_table()[ord(character)]), fold(character)


def words_of(text: str) -> list[str]:
    """Fold a term and cut it into words just as a listing is cut."""
    return list(_words_of(text))


@cache
def _words_of(text: str) -> tuple[str, ...]:
    if text.isascii():  # the same result, sooner
        return tuple(_ASCII_WORD.findall(text.lower()))
    words: list[str] = []
    before = 0
    for kind, character in map(_letter, text):
        if kind not in (LETTER, DIGIT):
            before = 0
            continue
        if kind != before:
            words.append(character)
        else:
            words[-1] += character
        before = kind
    return tuple(words)


def _written(text: str, language: str) -> list[str]:
    """Return the ways to write letters that a keyboard may lack (ä or ae, ß or ss)."""
    results = [text]
    pairs = _spelled(language)
    lower = text.lower()
    if any(letter in lower for letter in pairs):
        changed = lower
        for letter, written in pairs.items():
            changed = changed.replace(letter, written)
        results.append(changed)
        partly = lower
        for letter, written in _DOUBLE.items():
            partly = partly.replace(letter, written)
        results.append(partly)
    return list(dict.fromkeys(results))


@cache
def _rules(language: str, part: str) -> dict[str, list[str]]:
    """Return the inflection rules of a language for a part of speech, by ending."""
    table = reference.table("forms")
    rules: dict[str, list[str]] = {}
    held = (table["language"] == language) & (table["part_of_speech"] == part)
    for row in table[held].to_dict("records"):
        forms = ["" if form == "0" else form for form in row["forms"].split("|")]
        rules.setdefault(row["ending"], forms)
    return rules


@cache
def _longest_ending(language: str, part: str) -> int:
    return max(map(len, _rules(language, part)), default=-1)


@cache
def _forms_of_word(word: str, language: str, part: str) -> list[str]:
    """Return the forms of one word by the most specific rule that fits its ending."""
    rules = _rules(language, part)
    for length in range(min(len(word), _longest_ending(language, part)), -1, -1):
        stem = word[: len(word) - length]
        if 0 < len(stem) < 2:
            continue  # a rule for a whole word has no stem: "жако" does not change
        forms = rules.get(word[len(stem) :])
        if forms is not None:
            return [stem + form for form in forms]
    return []


def _inflected(words: list[str], language: str, named: bool) -> list[list[str]]:
    """Return inflected forms of a phrase."""
    known = languages().get(language)
    phrases = known.phrases if known is not None else "last"
    if phrases == "agreement":
        return _in_agreement(words, language)
    if phrases == "adjectives":
        return _with_adjectives(words, language)
    if phrases == "every" and named and 1 < len(words) <= _LONGEST_CHANGED:
        return _in_number(words, language)
    options = []
    for position, word in enumerate(words):
        last = position == len(words) - 1
        fixed = len(word) < 3 or word in _fixed() or word.isdigit()
        if fixed or (phrases == "last" and not last):
            options.append([word])
        else:
            options.append([word, *_forms_of_word(word, language, "any")])
    if len(options) > _LONGEST_CHANGED:  # long phrases are set phrases
        return [words]
    return [list(choice) for choice in product(*options)]


def _fixed_word(word: str) -> bool:
    return len(word) < 3 or word in _fixed() or word.isdigit()


def _plurals(word: str, language: str) -> list[str]:
    """Return the plurals of a word, its gender kept."""
    return _forms_of_word(word, language, "noun")[1:] or [word]


def _in_number(words: list[str], language: str) -> list[list[str]]:
    """Write a name whose words agree in number, each group between prepositions by itself.

    The gender of a name stays. In a name of four words and more, what follows the first group
    is in the plural only behind a plural ("aras bleus et jaunes", "perroquets gris du gabon").
    """
    phrases: list[list[str]] = [[]]
    plural = [False]
    groups = [(f, list(g)) for f, g in groupby(words, key=_fixed_word)]
    for place, (fixed, group) in enumerate(groups):
        options = [group] if fixed else _group(group, language)
        later = place > 0 and any(not f for f, _ in groups[:place])
        if later:
            options = [group, [_plurals(w, language)[0] for w in group]][: 1 if fixed else 2]
        held = later and len(words) > 3
        longer = [
            (phrase + option, many or option != group)
            for phrase, many in zip(phrases, plural, strict=True)
            for option in options
            if not held or many or option == group
        ]
        phrases, plural = [p for p, _ in longer], [many for _, many in longer]
    return phrases


def _group(words: list[str], language: str) -> list[list[str]]:
    """Write a noun and the adjectives about it: as they are, and in the plural."""
    if len(words) == 1:
        return [words, *([form] for form in _plurals(words[0], language))]
    many = [_plurals(word, language) for word in words]
    plural = [forms[0] for forms in many]
    found = [words]
    for cut in range(1, len(words) + 1):
        # "tortues terrestres hermann", "fouette queues ocellés"
        found += [[*plural[:cut], *words[cut:]], [*words[: cut - 1], *plural[cut - 1 :]]]
    found += [[head, *words[1:]] for head in many[0][1:]]
    if len(words) == 2:  # sellers get the gender wrong: "python royale"
        last = _forms_of_word(words[1], language, "adjective") or [words[1]]
        plurals = {f for form in last for f in _plurals(form, language)} & set(last)
        found += [[words[0], f] for f in last if f not in plurals]
        found += [[head, f] for head in many[0] for f in last if f in plurals]
    return found


_WEAK, _STRONG_ER, _WEAK_EN = 0, 1, 3  # places of -e, -er and -en among the five endings


def _with_adjectives(words: list[str], language: str) -> list[list[str]]:
    """Decline the last word as a noun, those before it as adjectives with one ending.

    The noun as written stands behind every ending, its genitive behind -en, and its plural
    behind -e, -er and -en.
    """
    *before, noun = words
    nouns = [] if _fixed_word(noun) else _forms_of_word(noun, language, "noun")
    slots = []
    for word in before:
        forms = [] if _fixed_word(word) else _forms_of_word(word, language, "adjective")
        slots.append(forms[-5:] if len(forms) >= 5 else [word] * 5)
    endings = [list(choice) for choice in zip(*slots, strict=True)] if before else []
    found = [words, *([*ending, noun] for ending in endings)]
    by_s = all(form == noun or form.endswith("s") for form in nouns)  # "Geckos"
    for form in nouns:
        genitive = form in (noun + "s", noun + "es") and not by_s
        places = (_WEAK_EN,) if genitive else (_WEAK, _STRONG_ER, _WEAK_EN)
        found.append([*before, form])
        found += [[*endings[place], form] for place in places if endings]
    return found


# Places of a case in the twelve forms of a word: six of the singular, six of the plural.
_GENITIVE, _PLURAL, _GENITIVE_PLURAL = 1, 6, 7
ADJECTIVE = ("ый", "ий", "ой", "ая", "яя", "ое", "ее", "ья", "ье")
# The same in the cases that sellers use of an adjective which stands alone.
DECLINED = ("ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие", "ых", "их", "ого", "ую", "юю")
_VOWELS = frozenset("аеиоуыэюяь")
# Sellers turn a name round in titles and behind "продам": the nominative, genitive and
# accusative of both numbers.
_TURNED = (0, 1, 3, 6, 7, 9)
_LONGEST_TURNED = 4  # words of a name that is also written with its noun first


def _in_agreement(words: list[str], language: str) -> list[list[str]]:
    """Decline adjectives and the noun they agree with; what the noun governs stays."""
    slots: list[list[str]] = []
    head = len(words)
    for position, word in enumerate(words):
        if len(word) < 3 or word.isdigit():
            slots.append([word] * 12)
            continue
        adjective = _forms_of_word(word, language, "adjective")
        agrees = len(adjective) == 12 and len(words) > 1
        if position > head:
            slots.append(_behind_noun(word, language, adjective, position == head + 1))
        elif agrees:
            slots.append(adjective)
        else:
            forms = _forms_of_word(word, language, "noun")
            slots.append(forms if len(forms) == 12 else [word] * 12)
            head = position
    cases = [list(phrase) for phrase in zip(*slots, strict=True)]
    phrases = [words, *cases]
    if head < len(words) and len(words) > 1:
        # behind two, three and four: "2 королевских питона", "две зелёные игуаны"
        counted = [
            [s[_GENITIVE if n == head else case] for n, s in enumerate(slots)]
            for case in (_GENITIVE_PLURAL, _PLURAL)
        ]
        phrases += counted
        turned = [words, *(cases[case] for case in _TURNED), *counted]
        if len(words) == 2:
            # "королевский питон" and, as catalogues and titles write it, "питон королевский"
            phrases += [phrase[::-1] for phrase in turned]
        elif head == len(words) - 1 and len(words) <= _LONGEST_TURNED:
            phrases += [[phrase[-1], *phrase[:-1]] for phrase in turned]
    return phrases


def _behind_noun(word: str, language: str, adjective: list[str], next_to: bool) -> list[str]:
    """Decline an adjective or an apposed noun behind the noun it agrees with."""
    if word.endswith(ADJECTIVE) and len(adjective) == 12:
        return adjective  # "рысь обыкновенная"
    if next_to and word[-1] not in _VOWELS:
        forms = _forms_of_word(word, language, "noun")
        if len(forms) == 12:
            return forms  # "сокол балобан", "орлан белохвост"
    return [word] * 12


@cache
def spellings(term: str, language: str, forms: str, named: bool = False) -> tuple[str, ...]:
    """Return the word sequences under which a term is looked for.

    Parameters
    ----------
    term
        As people write it.
    language
        Language whose inflection rules apply (``la`` has none).
    forms
        Empty for regular forms, ``fixed``, ``prefix``, ``suffix``, or a ``|``-list of irregular
        forms to add.
    named
        Whether it names a taxon or a thing: the words of a name agree in number and keep
        their gender, where those of a statement ("élevé en captivité") have all forms.

    Returns
    -------
    tuple of str
        Words in normal form, one space between them; the term itself first.
    """
    extra = [] if forms in ("", *_SPELLED) else forms.split("|")
    found: list[str] = []
    for text in (term, *extra):
        agrees = named and not any(word.endswith(_PARTICIPLE) for word in text.split())
        for written in _written(text, language):
            words = words_of(written)
            if not words:
                continue
            found.append(" ".join(words))
            if forms not in _SPELLED and language != "la":
                found.extend(" ".join(phrase) for phrase in _inflected(words, language, agrees))
    return tuple(dict.fromkeys(found))
