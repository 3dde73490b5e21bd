"""Mask personal data in text: telephones, e-mails, handles, addresses, names of contacts."""

import re

import pandas as pd

__all__ = ["mask"]

_MAIL = re.compile(
    r"[\w.+-]+\s?(?:@|\(at\)|\[at\]|\s+(?:at|arobase|собака)\s+)\s?[\w-]+(?:\s?(?:\.|\(dot\)|\[punkt\]"
    r"|\s+(?:dot|point|punkt|точка)\s+)\s?[\w-]+)*\s?(?:\.|\(dot\)|\s+(?:dot|point|punkt|точка)\s+)"
    r"\s?[a-zа-я]{2,6}\b",
    re.I,
)
_HANDLE = re.compile(
    r"(?<![\w@])@[A-Za-z][\w.]{3,}|\b(?:whats?app|telegram|insta(?:gram)?|viber|skype|snap(?:chat)?|vk)"
    r"\s*[:@]\s*@?[\w.]{4,}",
    re.I,
)
# A telephone number: a plus or a zero or an 8 first, then seven digits or more in groups.
_PHONE = re.compile(
    r"(?<![\w/.,-])(?:\+\s?\d{1,3}|00\d{2}|\(?0\d|\(?8)(?:[\s./()\-–]{0,3}\d){7,12}(?![\d/-]*\w)"
)
_SPELLED = {
    "fr": r"z[ée]ro|un|deux|trois|quatre|cinq|six|sept|huit|neuf|o|dix|vingt|trente|quarante"
    r"|cinquante|soixante|quatre[- ]vingts?",
    "de": r"null|eins|zwei|zwo|drei|vier|f[üu]nf|sechs|sieben|acht|neun",
    "en": r"zero|oh?|one|two|three|four|five|six|seven|eight|nine|double",
    "ru": r"ноль|один|два|три|четыре|пять|шесть|семь|восемь|девять|плюс",
}
_WORDS = re.compile(
    r"(?<!\w)(?:(?:"
    + "|".join(_SPELLED.values())
    + r"|[\doOоО]{1,4})[\s.,/-]{0,3}){7,16}(?!\w)",
    re.I,
)
_ADDRESS = re.compile(
    r"\b\d{1,4}\s?(?:bis|ter)?,?\s+(?:rue|avenue|av\.|boulevard|bd|chemin|all[ée]e|impasse|place|route|quai)"
    r"\s+(?:de\s+la\s+|de\s+l['’]|des\s+|du\s+|de\s+)?[\wÀ-ÿ'’-]+(?:\s+[A-ZÀ-Ý][\wÀ-ÿ'’-]+)*"
    r"|\b[A-ZÄÖÜ][a-zäöüß-]+(?:stra(?:ß|ss)e|str\.|weg|gasse|allee|platz|ring|damm)\s+\d{1,4}\s?[a-z]?\b"
    r"|\b[A-ZÄÖÜ][\wäöüß]+[- ](?:Straße|Strasse|Str\.|Weg|Gasse|Allee|Platz)\s+\d{1,4}\s?[a-z]?\b"
    r"|\b\d{1,4}[a-z]?,?\s+(?:[A-Z][\w'’]+\s+){1,3}(?:Street|St|Road|Rd|Lane|Avenue|Ave|Drive|Close|Way|Crescent"
    r"|Gardens|Terrace|Court|Place|Grove)\b"
    r"|(?:ул(?:ица|\.)|пр(?:оспект|-т|\.)|пер(?:еулок|\.)|ш(?:оссе|\.)|б-р)\s?[А-ЯЁ][\w-]+(?:\s[А-ЯЁ][\w-]+)?"
    r",?\s*(?:д(?:ом)?\.?\s*)?\d{1,4}[а-я]?(?:\s?/\s?\d+)?(?:,?\s*(?:кв|корп|к|стр)\.?\s*\d+)*",
)
_CAPITAL = r"[A-ZÀ-ÖØ-ÞА-ЯЁ][a-zß-öø-ÿа-яё'’-]+"
_FULL_NAME = rf"{_CAPITAL}(?:\s(?:de|van|von|le|la|der))?\s(?:{_CAPITAL}|[A-ZÀ-Þ]{{3,}})"
_CONTACT = re.compile(
    r"((?i:contact(?:er|ez)?|appel(?:er|ez)|demander|joindre|mme|mlle|mr|mrs|ms|monsieur|madame|herrn?|frau|"
    r"ansprechpartner(?:in)?|bei|call|ask for|ring|text|speak to|name is|je m'appelle|mein name ist|ich bin|"
    r"звоните|спросить|спрашивать|меня зовут|контакт|обращаться|сдам|владелец|хозяин|зовут|"
    r"cordialement|regards|cheers|thanks|grüße|gruß|mfg|lg|merci|с уважением)"
    rf"[\s:,.!-]{{1,4}}(?i:m\.|mr\.?|mme\.?|à|den|dem|frau|herrn?)?\s?)({_FULL_NAME})"
)
_WORTH = re.compile(
    r"\d[\s./()-]*\d[\s./()-]*\d|@|[Cc]ontact|\b(?:rue|avenue|Street|Road|Lane|at|point)\b|stra|str\.|"
    r"ул|Herr|Frau|call|[Зз]вон|зовут|appel|[Cc]all|Gru|Grü|egards|ordialement|whats|insta|telegram|"
    r"z[ée]ro|null|ноль|vier|trois|three|Mme|Mr|demander|спро|уважением|name|bei|weg |[Pp]latz|gasse",
    re.I,
)
# Numbers that look like telephone numbers but are those of papers and rings.
_KEPT = re.compile(
    r"(?:cites|certificat|bescheinigung|article\s?10|ring(?:nummer)?|bague|кольцо|puce|chip|icad|i-cad|№|n°)"
    r"\W{0,12}$",
    re.I,
)


def mask(texts: pd.Series, countries: pd.Series) -> pd.Series:
    """Mask personal data in a column of text.

    Masked: telephone numbers (also spelled out or spaced), e-mail addresses, messenger
    handles, street addresses, and full names given as those of a contact. Kept: numbers of
    certificates and rings, prices, weights, years.

    Parameters
    ----------
    texts
        Repaired text.
    countries
        Country of each listing; numbering plans differ.

    Returns
    -------
    pandas.Series
        str, with ``[phone]``, ``[e-mail]``, ``[handle]``, ``[address]`` or ``[name]``.
    """
    del countries  # the shapes below are those of all survey countries together
    distinct = texts.dropna().unique()
    masked = {text: _mask(text) if _WORTH.search(text) else text for text in distinct}
    return texts.map(masked).astype("str")


def _mask(text: str) -> str:
    text = _MAIL.sub("[e-mail]", text)
    text = _HANDLE.sub("[handle]", text)
    text = _PHONE.sub(_phone, text)
    text = _WORDS.sub(_spelled, text)
    text = _ADDRESS.sub("[address]", text)
    return _CONTACT.sub(r"\1[name]", text)


def _phone(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 24) : match.start()]
    digits = sum(c.isdigit() for c in match.group())
    if _KEPT.search(before) or not 8 <= digits <= 14:
        return match.group()
    return "[phone]"


def _spelled(match: re.Match[str]) -> str:
    found = match.group()
    words = re.findall(r"[^\W\d_]{2,}", found)
    digits = sum(c.isdigit() for c in found)
    tail = found[len(found.rstrip()) :]
    first = found.strip()[:1].lower()
    starts = first in "0oо+" or found.strip().lower().startswith(
        ("zero", "zéro", "null", "ноль", "oh")
    )
    if words and len(words) + digits >= 7 and starts:
        return "[phone]" + tail
    return found
