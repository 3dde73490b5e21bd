"""Find e-mail addresses, messenger handles and number plates, disguised or not."""

import re
from functools import cache

from wildlife_analysis.clean.contact_words import NOT_AFTER, NOT_BEFORE, alternation

__all__ = ["handles", "mails", "plates"]

Span = tuple[int, int]

# Endings that are believed where the rest is disguised.
_ENDING = (
    r"(?:com|net|org|fr|de|ru|uk|eu|be|nl|pl|ch|at|ua|by|kz|ca|cn|ae|info|biz|me|io|su|"
    r"ру|рф|ком)(?![\w-])"
)
_PLAIN_MAIL = re.compile(
    r"[\w.+'-]{0,80}\w[@＠][\w-]+(?:[.,·][\w-]+)*[.,·][a-zа-я]{2,10}(?![\w-])"
    rf"|[\w.+'-]{{0,80}}\w\s?[@＠]\s?[a-z][\w-]+(?:\s?[.,·]\s?[\w-]+)?\s?[.,·]\s?{_ENDING}"
)
# A handle after an at sign of its own: not "3 @ 50 €", not the middle of a word.
_AT_HANDLE = re.compile(r"(?<![\w@])@[a-z][\w.]{2,}")
_LINKS = re.compile(
    r"(?:https?://)?(?:www\.|m\.)?(?:t\.me|wa\.me|vk\.com|vk\.me|ok\.ru|instagram\.com|"
    r"facebook\.com|fb\.com|fb\.me|m\.me|twitter\.com|x\.com|tiktok\.com|viber\.click|"
    r"snapchat\.com/add|api\.whatsapp\.com/send\?phone=|discord\.gg|linktr\.ee)/[\w.@%+=&?/-]{2,}"
)
_LIKE_HANDLE = r"(?=[\w.]*(?:[\d_]|\.\w))[a-zа-я\d][\w.]{2,}\w"
_SHARED = "АВЕКМНОРСТУХABEKMHOPCTYX"
_PLATES = (
    # France since 2009; Russia: letters that both alphabets have, and the region.
    re.compile(r"(?<![\w-])[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}(?![\w-])"),
    re.compile(rf"(?<!\w)[{_SHARED}]\s?\d{{3}}\s?[{_SHARED}]{{2}}\s?\d{{2,3}}(?!\w)"),
)
# Shapes that are plates only where the words say so.
_CUED_PLATE = (
    r"(?:[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2}[- ]?\d{1,4}[EH]?|[A-Z]{2}\d{2}\s?[A-Z]{3}"
    r"|[A-Z]\d{1,3}\s?[A-Z]{3}|\d{1,4}\s?[A-Z]{2,3}\s?\d{2}|[A-Z]{2}[- ]?\d{3}[- ]?[A-Z]{2}"
    r"|[АВЕКМНОРСТУХ]\s?\d{3}\s?[АВЕКМНОРСТУХ]{2}(?:\s?\d{2,3})?)(?!\w)"
)
_BRACKET = re.compile(r"[\[({<*_]")
_AT_BRACKETED = r"\s*[\[({<*_]\s*(?:@|at|a|et|arobase?s?|собака|собачка)\s*[\])}>*_]\s*"
_DOT_BRACKETED = r"\s*[\[({<*_]\s*(?:\.|dot|point|punkt|pkt|точка)\s*[\])}>*_]\s*"


@cache
def _mail_patterns() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Return patterns of disguised addresses, on folded text; a bare word has blanks around.

    Before each stands what every match of it holds: a text without that, which is found
    sooner, is not tried at each of its letters.
    """
    at = rf"(?:{_AT_BRACKETED}|\s+(?:{alternation('at')})\s+|\s*@\s*)"
    at_word = r"\s+(?:arobase?|собака|собачка|klammeraffe)\s+"
    dot = rf"(?:{_DOT_BRACKETED}|\s+(?:{alternation('dot')})\s+)"
    name = r"[\w+-]+(?:\.[\w+-]+)*"
    local = rf"{NOT_BEFORE}{name}(?:{dot}{name})*?"
    domain = rf"[\w-]+(?:(?:{dot}|\.)[\w-]+)*?"
    ending = rf"\s?[.,]\s?{_ENDING}"
    providers = alternation("mail_provider")
    cue = alternation("mail_cue")
    whole = (
        # Any at sign, with a dot written as a word or in brackets; "at this point de" is none.
        (
            rf"{dot}{_ENDING}",
            rf"{local}{at}{domain}(?!\s+point\s+(?:de|at|me|be|by)\b){dot}{_ENDING}",
        ),
        # An at sign in brackets, or a word for it that is nothing else.
        (
            rf"{_AT_BRACKETED}|{at_word}",
            rf"{local}(?:{_AT_BRACKETED}|{at_word}){domain}{ending}",
        ),
        # A bare "at" before a mail provider, behind a word for mail, or behind what is no word.
        (
            rf"\s(?:at|chez|et|эт)\s+(?:{providers})",
            rf"{local}\s+(?:at|chez|et|эт)\s+(?:{providers})(?:{ending}|\s+{_ENDING})",
        ),
        (r"\sat\s", rf"(?:{cue})\W{{1,3}}\s?(?P<mail>{name}\s+at\s+{domain}{ending})"),
        (r"[._-]\w+\s+at\s", rf"{NOT_BEFORE}\w+(?:[._-]\w+)+\s+at\s+{domain}{ending}"),
        # The at sign before a provider, the ending left out or run together.
        (
            rf"@\s?(?:{providers})",
            rf"{local}\s?@\s?(?:{providers})(?:\s?(?:com|fr|de|ru|net|co\.?uk))?(?![\w-])",
        ),
    )
    return tuple((re.compile(held), re.compile(pattern)) for held, pattern in whole)


def mails(folded: str, disguised: bool = True) -> list[Span]:
    """Find e-mail addresses in folded text, also "name (at) mail punkt de".

    Parameters
    ----------
    folded
        Text in the form of `reference.normal.fold`.
    disguised
        Whether words may stand for the signs of an address.
    """
    first = folded.find("@")
    # Nothing but one blank stands before an at sign, so that the text before is not searched.
    start = max(folded.rfind(" ", 0, max(first - 1, 0)), 0)
    found = [m.span() for m in _PLAIN_MAIL.finditer(folded, start)] if first >= 0 else []
    if disguised or _BRACKET.search(folded):
        for held, pattern in _mail_patterns():
            if held.search(folded):
                part = "mail" if "mail" in pattern.groupindex else 0
                found += [match.span(part) for match in pattern.finditer(folded)]
    else:
        held, pattern = _mail_patterns()[-1]
        if first >= 0 and held.search(folded):
            found += [match.span() for match in pattern.finditer(folded, start)]
    return found


@cache
def _messenger() -> re.Pattern[str]:
    words = alternation("messenger")
    own = "id|ник|nick|name|login|user|username|compte|account|konto"
    free = rf"[\s(]{{0,2}}(?:-?>|[:=@]|{own})[\s:=@]{{0,3}}"
    return re.compile(
        rf"{NOT_BEFORE}(?:{words}){NOT_AFTER}(?:{free}(?P<free>(?:live:)?[a-zа-я\d][\w.]{{3,}}\w)"
        rf"|[\s:–-]{{1,3}}(?P<like>{_LIKE_HANDLE}))"
    )


def handles(folded: str) -> list[Span]:
    """Find handles of messengers and social media: "@name", "insta: name", "t.me/name"."""
    found = [match.span() for match in _LINKS.finditer(folded)] if "/" in folded else []
    found += [match.span() for match in _AT_HANDLE.finditer(folded)]
    for match in _messenger().finditer(folded):
        group = "free" if match["free"] else "like"
        if group == "free" or not re.fullmatch(r"[\d.]{1,5}|\w+\.(?:\s|$)?", match[group]):
            found.append(match.span(group))
    return found


@cache
def _cued_plate() -> re.Pattern[str]:
    words = alternation("plate_cue")
    return re.compile(rf"{NOT_BEFORE}(?i:{words})[\s:.,(№°n-]{{1,4}}(?P<plate>{_CUED_PLATE})")


def plates(text: str) -> list[Span]:
    """Find number plates in text as shown; most shapes need a word beside them."""
    found = [match.span() for pattern in _PLATES for match in pattern.finditer(text)]
    return found + [match.span("plate") for match in _cued_plate().finditer(text)]
