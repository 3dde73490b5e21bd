"""Find street addresses: a number and the name of a street, in the order of each country."""

import re
from collections.abc import Iterable
from functools import cache

from wildlife_analysis.clean.contact_words import alternation

__all__ = ["LANGUAGES", "spans"]

Span = tuple[int, int]

_CAP = r"[A-Z][\w'’-]*"
_POSTCODE = r"(?:\d{5}|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|\d{4}\s?[A-Z]{2})"
_END = rf"(?=\s*(?:[,;.!)\n]|$|{_POSTCODE}\b))"
_NUMBER = r"\d{1,4}\s?(?:bis|ter|quater|[a-dA-D](?![\w]))?"
_DAYS = (
    r"(?i:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|januar|februar|marz|april|"
    r"mai|juni|juli|august|september|oktober|november|dezember|wochenende|jahr)"
)
_CYRILLIC = r"[А-Я][\w.-]*"


@cache
def _french() -> re.Pattern[str]:
    """Match "12 bis, rue des Lilas", "5 place de la Gare", "rue Haute 12" (Belgium)."""
    strong, weak = alternation("street_before", "strong"), alternation("street_before", "weak")
    link = (
        r"(?:(?:de\s+la|de\s+l['’]|des|du|de|d['’]|la|le|les|l['’]|aux?|a\s+la|sous|sur|en)"
        r"\s*)?"
    )
    word = r"\w[\w'’.-]*"
    after = rf"(?:\s+(?:de\s+la\s+|de\s+l['’]|des\s+|du\s+|de\s+|d['’]|et\s+)?{_CAP}){{0,4}}"
    return re.compile(
        rf"(?<![\w.,-]){_NUMBER}\s?,?\s*(?:(?i:{strong})\s+(?i:{link}){word}{after}"
        rf"|(?i:{weak})\s+(?:(?i:de\s+la|de\s+l['’]|des|du|de|d['’])\s*)?{_CAP}{after})"
        rf"|(?<![\w.,-]){_NUMBER}\s?,?\s*{_CAP}\s+(?i:rue|avenue|impasse|allee)(?!\w)"
        rf"|(?<!\w)(?i:rue|avenue|chaussee|boulevard)\s+(?i:{link}){_CAP}{after},?\s+{_NUMBER}(?=[\s,;.]|$)"
    )


# Ways that are no streets, in compounds ("Rückweg 2 Stunden").
_NO_STREET = r"(?:Rück|Hin|Schul|Arbeits|Umt?|Transport|Vertriebs|Liefer|Durch|Vor|Hinter)weg"


@cache
def _german() -> re.Pattern[str]:
    """Match "Hauptstr. 5", "Lange Straße 12a"; weaker street words before a postcode."""
    strong, weak = (alternation("street_compound", value) for value in ("strong", "weak"))
    phrase = alternation("street_phrase")
    number = r"\d{1,4}\s?[a-h]?(?:\s?[-–/]\s?\d{1,4}\s?[a-h]?)?(?![\w.,]*[\d€])"
    unit = r"(?!\s?(?:€|euro|eur|cm|mm|m|kg|g|uhr|stuck|stk|jahre)\b)"
    ahead = r"tel|telefon|handy|mobil|besuch|besichtigung|abholung"
    place = rf"(?=\s*,?\s*(?:(?:in\s+)?(?:{_POSTCODE})\b|(?i:{ahead})\b|\[phone\]))"
    cue = rf"(?!(?i:{alternation('address_cue', 'de')})\b)"
    name = r"[A-Za-zß][\w.-]*"
    first = rf"(?<!\w)(?:{cue}{_CAP}[\s-]){{0,2}}"
    weaker = (
        rf"{first}[A-Z][\w-]*[\s-]?(?i:{weak})\s+{number}"
        rf"|(?<!\w)(?i:{phrase})\s+(?:(?!{_DAYS}){_CAP}[\s-]){{1,2}}{number}"
    )
    return re.compile(
        rf"(?P<address>{first}(?:{name}(?i:{strong})|(?<!\w){cue}{_CAP}[\s-](?i:{strong})"
        rf"|(?<!\w)(?!{_NO_STREET}){_CAP}[a-zß]{{2,}}(?:weg|allee)(?!\w))"
        rf"\s*{number}{unit})"
        rf"|(?:{weaker}){place}"
        rf"|(?<!\w)(?i:wohne|wohnhaft|adresse|anschrift|abhol\w+|besichtigung|standort)[\s:,]{{1,3}}"
        rf"(?:(?i:in|im)\s+)?(?P<cued>{weaker}){unit}"
    )


@cache
def _english() -> re.Pattern[str]:
    """Match "14 High Street", "Flat 2, 7b Mill Lane"; weaker street words at an end."""
    strong, weak = alternation("street_after", "strong"), alternation("street_after", "weak")
    flat = r"(?:(?i:flat|apartment|apt\.?|unit|room)\s+\d{1,4}[a-z]?,?\s+)?"
    number = r"\d{1,4}\s?[a-dA-D]?(?:\s?[-–]\s?\d{1,4})?"
    word = r"[A-Z][\w'’.-]*"
    units = "min|mins|minutes?|miles?|hours?|hrs?|ft|foot|feet|mm|cm|m|km|yards?|years?|months?"
    lower = rf"(?!(?:{units})\b)[a-z][\w'’-]+"
    return re.compile(
        rf"(?<![\w.,£$€/-]){flat}(?!(?:19|20)\d\d\b){number},?\s+(?:(?:{word}\s+){{1,3}}(?i:{strong})(?![\w'’])"
        rf"|(?:{word}\s+){{1,3}}(?i:{weak}){_END}"
        rf"|(?:{lower}\s+){{1,2}}(?:{strong}){_END})"
    )


@cache
def _english_cued() -> re.Pattern[str]:
    """Match "at 14 high st"."""
    both = alternation("street_after")
    words = alternation("address_cue", "en")
    return re.compile(
        rf"(?<!\w)(?i:{words})[\s:]{{1,3}}(?P<address>\d{{1,3}}[a-d]?,?\s+(?:[\w'’-]+\s+){{1,3}}(?i:{both})(?!\w))"
    )


@cache
def _russian() -> re.Pattern[str]:
    """Match "ул. Ленина, д. 5, кв. 3", "Невский проспект, 28"."""
    kinds, both = alternation("street_ru"), alternation("street_ru", "both")
    house = (
        r",?\s*(?:(?i:дом|д)\.?\s*)?№?\s*\d{1,4}\s?(?:[а-гА-Г](?!\w))?(?:\s?[/-]\s?\d{1,4})?"
        r"(?:,?\s*(?:(?i:квартира|кв|корпус|корп|кор|к|строение|стр|офис|оф|подъезд|под|этаж|эт)\.?\s*)"
        r"\d{1,4}(?:[а-я](?!\w))?)*(?!\d|\s?(?:м|мин|км|руб|р|лет|%)\b)"
    )
    name = (
        r"(?:\d{1,4}[-\s]?(?:летия|лет|й|я|го|ая)?\s+|реки\s+|им\.\s?)?"
        rf"{_CYRILLIC}(?:\s+{_CYRILLIC}){{0,3}}"
    )
    cued = (
        r"(?i:по\s+адресу|адрес)\s*:?\s*"
        rf"(?P<address>(?:г\.?\s*)?(?:{_CYRILLIC},?\s+){{0,2}}{_CYRILLIC}{house})"
    )
    return re.compile(
        rf"(?<!\w)(?i:{kinds})\s?{name}{house}"
        rf"|(?<!\w){_CYRILLIC}(?:\s{_CYRILLIC})?\s+(?i:{both}){house}"
        rf"|(?<!\w){cued}"
        rf"|(?<!\w)(?i:{kinds})(?:(?<=\.)|(?!\w))\s?[а-я][\w-]+(?:\s[а-я][\w-]+)?,?\s*(?i:дом|д)\.?\s*\d{{1,4}}[а-г]?"
        rf"(?:,?\s*(?i:квартира|кв|корпус|корп|к)\.?\s*\d{{1,4}})*"
    )


_PATTERNS = {
    "french": (_french,),
    "german": (_german,),
    "english": (_english, _english_cued),
    "russian": (_russian,),
}
LANGUAGES = tuple(_PATTERNS)


def spans(text: str, languages: Iterable[str] = LANGUAGES) -> list[Span]:
    """Find street addresses.

    Parameters
    ----------
    text
        Text in the form of `contact_words.plain`: without accents, its capital letters kept.
    languages
        In whose ways of writing addresses; those of `LANGUAGES`.

    Returns
    -------
    list of (int, int)
        Where each begins and ends; they may overlap. Towns and postcodes are not part of them.
    """
    found: list[Span] = []
    for pattern in (own for language in languages for own in _PATTERNS[language]):
        for match in pattern().finditer(text):
            groups = match.groupdict()
            part = next((name for name in groups if groups[name]), 0)
            found.append(match.span(part))
    return found
