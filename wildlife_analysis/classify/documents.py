"""What a listing says about papers; whether they are valid is never decided."""

import re

import numpy as np
import numpy.typing as npt

from wildlife_analysis.classify.ad import CATEGORY, Ad, Hit
from wildlife_analysis.classify.batch import Batch
from wildlife_analysis.classify.numbers import end_of_item, role_of

__all__ = ["UNSAID", "decide", "told_in"]

UNSAID = "none"

# A certificate number stands close behind the word for the certificate: letters and digits
# with at least four digits, such as "FR1812345678-K" or "DE-AN 123456".
_NUMBER = re.compile(
    r"\W{0,3}(?:n[o°ºr.]{0,3}|nummer|number|№|:)?\W{0,3}"
    r"(?!\W{0,3}(?:19|20)\d\d(?!\d))([A-Z]{0,4}[-/ ]?[A-Z]{0,3}[-/ ]?\d[\w/-]{3,})",
    re.I,
)
_YEAR = re.compile(r"(?:^|[^\W\d]| )(?:19|20)\d\d$")  # "CITES de 2011"
_ANSWER = 5  # words behind a claim that may tell the papers lost
_BY = frozenset({"vom", "by", "par"})
_ON_REQUEST = frozenset({"sur", "on", "upon", "auf", "по"})  # "papiers sur demande"
_DEMAND = 8  # words from "buyer" to what is demanded of him
_CHARGED = 4  # words from "charge" to the buyer
_MARKS = frozenset(",;()")
_DASHES = ("-", "–", "—")
_NUMBER_BEFORE = re.compile(r"\d[\d/-]{4,14}\w?\s{0,2}\($")
_LINKS, _SHORT = 2, 3  # words of few letters in "non soumis à la CITES"
_NEAR = 20  # letters before a claim that may be its number
_DIGITS = 4  # a certificate's number has at least so many


def _ends(ad: Ad, end: int) -> bool:
    """Say whether an item ends before a word, at a dash as well."""
    return end_of_item(ad, end) or ad.between(end).strip() in _DASHES


def _denied_behind(ad: Ad, hit: Hit) -> bool:
    """Say whether the words behind a claim deny it ("A10 not required")."""
    if _lost(ad, hit) or _told_behind(ad, hit):
        return True
    # "Bescheinigung hab ich keine", "документов на мелочь никаких"
    reach = {"de": 6, "ru": 6}.get(ad.language, 2)  # "Cites braucht man für die nicht"
    for place in range(hit.last, min(hit.last + reach, len(ad.words))):
        gap = ad.between(place)
        after = ad.by_word.get(place)
        if place == hit.last and gap.strip() == "?":  # "CIC? non", "CITES? Braucht der nicht"
            ahead = map(ad.by_word.get, range(place, min(place + 3, len(ad.words))))
            if any(h is not None and h.term.code == "not" for h in ahead):
                return True
            answer = range(place, min(place + _ANSWER, len(ad.words)))
            return any(role_of(ad, word) in ("lost", "gone") for word in answer)
        alone = place == hit.last and after is not None and _ends(ad, after.last)
        dashed = gap.strip() in _DASHES and not alone  # but "Papiere - keine"
        ended = dashed or any(c in gap for c in "\n!?;.,+")
        if ad.fields[place] != hit.field or ended:
            return False
        passing = {"ru": "against", "de": "for"}.get(ad.language)
        passed = after is not None and after.term.code == passing
        link = after is not None and after.term.kind == "link" and not passed
        if link and after is not None and after.term.code != "not":
            return False
        if after is not None and ad.numbered(after):
            return False
        if after is not None and (after.term.kind, after.term.code) in (
            ("link", "not"),
            ("documents", "none"),
        ):
            return True
    return False


def _told_behind(ad: Ad, hit: Hit) -> bool:
    """Say whether the buyer is to have the papers, or the animal needs none.

    "Cites-Anmeldung und Erlaubnis sind vom Käufer nachzuweisen"; "в списки СИТЕС этот вид не
    входит"; "das Cites habe ich angefragt".
    """
    apart = False
    for place in range(hit.last, min(hit.last + _DEMAND, len(ad.words))):
        if ad.clause[place] != ad.clause[hit.last - 1]:
            return False
        role = role_of(ad, place)
        apart = apart or not _MARKS.isdisjoint(ad.between(place))
        if ad.words[place - 1 : place + 1] == ["votre", "charge"]:
            return True
        if role == "buyer" and "charge" in ad.words[max(place - _CHARGED, 0) : place]:
            return True  # "le permis CITES est à la charge de l'acheteur"
        if role == "asked_for" and not apart and ad.words[place - 1] not in _ON_REQUEST:
            return True
        if role == "need" and ad.link_before(place) == "not" and ad.language == "ru":
            return True
        if role == "buyer" and ad.says(place, range(place - 3, place), "must"):
            return True
        if role == "buyer" and not _BY.isdisjoint(ad.words[place - 2 : place]):
            return True
    return False


def _lost(ad: Ad, hit: Hit) -> bool:
    """Say whether papers are told to be lost ("les papiers CITES ont été égarés")."""
    for place in range(hit.last, min(hit.last + _ANSWER, len(ad.words))):
        if ad.clause[place] != ad.clause[hit.last - 1] or not _MARKS.isdisjoint(
            ad.between(place)
        ):
            return False
        if role_of(ad, place) == "lost":
            return ad.link_before(place) != "not"
    return False


def _for_buyer(ad: Ad, hit: Hit) -> bool:
    """Say whether the buyer is to have the papers ("buyer to organise his own permit")."""
    for place in range(hit.first - 1, max(hit.first - 1 - _DEMAND, -1), -1):
        if ad.clause[place] != ad.clause[hit.first] or "," in ad.between(place + 1):
            return False
        if role_of(ad, place) == "buyer":
            behind = ad.by_word.get(place + 1)  # "papers go to the buyer with A10"
            return behind is None or behind.term.kind != "link"
    return False


def _of_asked(ad: Ad, hit: Hit) -> bool:
    """Say whether papers are those of what is asked for ("gegen ein Weibchen mit Papieren")."""
    if ad.link_before(hit.first, 2) != "with":
        return False
    return any(
        link.term.code == "against"
        and link.first < hit.first
        and ad.clause[link.first] == ad.clause[hit.first]
        for link in ad.of_kind("link")
    )


def _not_needed(ad: Ad, hit: Hit) -> bool:
    """Say whether papers are told not to be needed ("pas besoin de certificat")."""
    for place in range(hit.first - 1, max(hit.first - 1 - _ANSWER, -1), -1):
        if ad.clause[place] != ad.clause[hit.first] or "," in ad.between(place + 1):
            return False
        if role_of(ad, place) == "asked_for":
            return True  # "I would have to apply for the CITES export"
        if role_of(ad, place) == "need":
            negated = ad.words[place - 2 : place] in (["doesn", "t"], ["don", "t"])
            return negated or ad.link_before(place, _ANSWER) in ("not", "without")
    return False


def _none_before(ad: Ad, hit: Hit) -> bool:
    """Say whether a denial of papers goes on in the claim ("pas de papier CITES")."""
    for place in range(hit.first - 1, max(hit.first - 2 - _LINKS, -1), -1):
        before = ad.by_word.get(place)
        if ad.between(place + 1).strip(" '’"):
            return False
        if before is not None and (before.term.kind, before.term.code) == ("documents", "none"):
            return place == hit.first - 1 or role_of(ad, place) == "need"
        if len(ad.words[place]) > _SHORT:
            return False
    return False


def _degrees(ad: Ad, hit: Hit) -> bool:
    """Say whether "A10" is no article but a temperature or a price ("rustiques à -10").

    So is a size ("size of a 10p").
    """
    number = hit.last - 1
    first = ad.text[ad.start[hit.first]]
    return ad.numbers[number] and (
        first in "àÀ" or (first == "a" and ad.words[hit.first] == "a" and _glued(ad, hit.last))
    )


def _glued(ad: Ad, word: int) -> bool:
    """Say whether a word is written together with the one before it."""
    return word < len(ad.words) and ad.between(word) == ""


def told_in(batch: Batch) -> npt.NDArray[np.bool_]:
    """Say which listings speak of papers: of the others `decide` says ``UNSAID``."""
    return batch.having("documents")


def _length(ad: Ad, hit: Hit) -> bool:
    """Say whether what looks like an article is a length ("griffes de 8 a 10 cm")."""
    unit = ad.words[hit.last : hit.last + 1] in (["cm"], ["mm"], ["см"], ["мм"])
    return ad.numbers[hit.last - 1] and unit


def _at_hand(ad: Ad, hit: Hit) -> bool:
    """Say whether demanded papers are told to be there ("nur mit EU-B. (liegt vor!)")."""
    if hit.term.code == "claimed" or hit.last >= len(ad.words):
        return False
    behind = range(hit.last, hit.last + _LINKS)
    return "(" in ad.between(hit.last) and ad.says(hit.first, behind, "at_hand", "included")


def decide(ad: Ad, offer: str = "sale") -> str:
    """Decide what the listing says about papers.

    Parameters
    ----------
    ad
        One listing.
    offer
        What the advertiser does: papers named by one who seeks an animal are demanded, and
        those of a service are its trade.

    Returns
    -------
    str
        ``none``, ``claimed``, or ``number_given`` when a number stands beside the claim.
    """
    answer = UNSAID
    if offer in ("wanted", "none") or ad.category == "unrelated":
        return answer  # the papers of a car
    if any(_at_hand(ad, hit) for hit in ad.of_kind("documents")):
        answer = "claimed"
    for hit in ad.of_kind("documents"):
        if hit.field == CATEGORY or hit.term.code != "claimed":
            continue
        if ad.denied(hit.first) or _denied_behind(ad, hit) or _none_before(ad, hit):
            continue
        if _for_buyer(ad, hit) or _not_needed(ad, hit):
            continue
        if offer == "exchange" and _of_asked(ad, hit):
            continue
        if _degrees(ad, hit) or _length(ad, hit):
            continue
        answer = "claimed"
        last = hit.last - 1
        announced = ad.words[last] in ("no", "nr", "n", "num")  # "Article 10 no. 559321/01"
        ended = hit.last >= len(ad.words) or ad.clause[hit.last] != ad.clause[last]
        found = _NUMBER.match(ad.text, ad.end[last]) if announced or not ended else None
        digits = sum(map(str.isdigit, found[1])) if found else 0
        if found and digits >= _DIGITS and not (digits == 4 and _YEAR.search(found[1])):
            return "number_given"
        before = ad.text[max(ad.start[hit.first] - _NEAR, 0) : ad.start[hit.first]]
        if _NUMBER_BEFORE.search(before):
            return "number_given"  # "Cert. 537114/01 (article ten)"
    return answer
