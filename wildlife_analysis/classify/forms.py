"""Spellings and inflected forms under which a term may stand in a listing."""

import re
from functools import cache
from itertools import product

from wildlife_analysis import reference
from wildlife_analysis.reference.languages import languages
from wildlife_analysis.reference.normal import DIGIT, LETTER, fold, kind_table

__all__ = ["spellings", "words_of"]

_DOUBLE = {"ß": "ss", "œ": "oe", "æ": "ae"}
_SPELLED = ("fixed", "prefix", "suffix")
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


def words_of(text: str) -> list[str]:
    """Fold a term and cut it into words just as a listing is cut."""
    if text.isascii():  # the same result, sooner
        return _ASCII_WORD.findall(text.lower())
    kinds = kind_table()
    folded = fold(text)
    words: list[str] = []
    before = 0
    for character, original in zip(folded, text, strict=True):
        kind = int(kinds[ord(original)])
        if kind not in (LETTER, DIGIT):
            before = 0
            continue
        if kind != before:
            words.append(character)
        else:
            words[-1] += character
        before = kind
    return words


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
def _rules(language: str) -> dict[str, list[tuple[str, list[str]]]]:
    """Return the inflection rules of a language by part of speech, longest ending first."""
    table = reference.table("forms")
    rules: dict[str, list[tuple[str, list[str]]]] = {}
    for row in table[table["language"] == language].to_dict("records"):
        forms = ["" if form == "0" else form for form in row["forms"].split("|")]
        rules.setdefault(row["part_of_speech"], []).append((row["ending"], forms))
    for entries in rules.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return rules


@cache
def _forms_of_word(word: str, language: str, part: str) -> list[str]:
    """Return the forms of one word by the most specific rule that fits its ending."""
    for ending, forms in _rules(language).get(part, []):
        whole = word == ending  # rules for one word: "жако" does not change
        if whole or (word.endswith(ending) and len(word) - len(ending) >= 2):
            stem = word[: len(word) - len(ending)] if ending else word
            return [stem + form for form in forms]
    return []


def _inflected(words: list[str], language: str) -> list[list[str]]:
    """Return inflected forms of a phrase."""
    known = languages().get(language)
    phrases = known.phrases if known is not None else "last"
    if phrases == "agreement":
        return _in_agreement(words, language)
    if phrases == "adjectives":
        return _with_adjectives(words, language)
    options = []
    for position, word in enumerate(words):
        last = position == len(words) - 1
        fixed = len(word) < 3 or word in _fixed() or word.isdigit()
        if fixed or (phrases == "last" and not last):
            options.append([word])
        else:
            options.append([word, *_forms_of_word(word, language, "any")])
    if len(options) > 4:  # long phrases are set phrases
        return [words]
    return [list(choice) for choice in product(*options)]


def _with_adjectives(words: list[str], language: str) -> list[list[str]]:
    """Decline the last word as a noun, those before it as adjectives."""
    options = []
    for position, word in enumerate(words):
        if len(word) < 3 or word in _fixed() or word.isdigit():
            options.append([word])
        elif position == len(words) - 1:
            forms = [
                *_forms_of_word(word, language, "noun"),
                *_forms_of_word(word, language, "any"),
            ]
            options.append([word, *forms])
        else:
            options.append([word, *_forms_of_word(word, language, "adjective")])
    return [list(choice) for choice in product(*options)][:200]


# Places of a case in the twelve forms of a word: six of the singular, six of the plural.
_GENITIVE, _PLURAL, _GENITIVE_PLURAL = 1, 6, 7
_ADJECTIVE = ("ый", "ий", "ой", "ая", "яя", "ое", "ее", "ья", "ье")
_VOWELS = frozenset("аеиоуыэюяь")
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
    phrases = [words, *(list(phrase) for phrase in zip(*slots, strict=True))]
    if head < len(words) and len(words) > 1:
        # behind two, three and four: "2 королевских питона", "две зелёные игуаны"
        for case in (_GENITIVE_PLURAL, _PLURAL):
            phrases.append([s[_GENITIVE if n == head else case] for n, s in enumerate(slots)])
        if len(words) == 2:
            # "королевский питон" and, as catalogues and titles write it, "питон королевский"
            phrases += [phrase[::-1] for phrase in phrases]
        elif head == len(words) - 1 and len(words) <= _LONGEST_TURNED:
            phrases += [[phrase[-1], *phrase[:-1]] for phrase in phrases]
    return phrases


def _behind_noun(word: str, language: str, adjective: list[str], next_to: bool) -> list[str]:
    """Decline an adjective or an apposed noun behind the noun it agrees with."""
    if word.endswith(_ADJECTIVE) and len(adjective) == 12:
        return adjective  # "рысь обыкновенная"
    if next_to and word[-1] not in _VOWELS:
        forms = _forms_of_word(word, language, "noun")
        if len(forms) == 12:
            return forms  # "сокол балобан", "орлан белохвост"
    return [word] * 12


@cache
def spellings(term: str, language: str, forms: str) -> tuple[str, ...]:
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

    Returns
    -------
    tuple of str
        Words in normal form, one space between them; the term itself first.
    """
    extra = [] if forms in ("", *_SPELLED) else forms.split("|")
    found: list[str] = []
    for text in (term, *extra):
        for written in _written(text, language):
            words = words_of(written)
            if not words:
                continue
            found.append(" ".join(words))
            if forms not in _SPELLED and language != "la":
                found.extend(" ".join(phrase) for phrase in _inflected(words, language))
    return tuple(dict.fromkeys(found))
