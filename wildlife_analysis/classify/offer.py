"""What the advertiser does: sell, give away, exchange, seek, or none of these."""

import numpy as np
import numpy.typing as npt

from wildlife_analysis.classify.ad import CATEGORY, DESCRIPTION, HEAD, TITLE, Ad, Hit
from wildlife_analysis.classify.batch import Batch
from wildlife_analysis.classify.numbers import role_of
from wildlife_analysis.reference.taxonomy import in_cites

__all__ = ["UNSAID", "decide", "told_in"]

UNSAID = "sale"  # what an advertisement is that says nothing of it
_OFFERS = ("sale", "giveaway", "exchange")
_SEXES = ("male", "female")

_CLOSING = frozenset({"closing", "winding", "disbanding", "retiring", "retirement"})
# How many words may stand before an opening such as "Bonjour, je recherche".
OPENING = 4
_REACH = 5  # words from "swap" to "possible"


def _trusted(ad: Ad, hit: Hit) -> bool:
    """Say whether a term may be believed where it stands (column ``needs``)."""
    if hit.term.needs == "title":
        serves = hit.term.code == "service" and hit.first == ad.title_end < hit.last - 1
        serves = serves and all(h.field != TITLE for h in ad.of_kind("taxon"))
        return hit.field == TITLE or serves or (hit.term.code == "exchange" and _swaps(ad, hit))
    if hit.term.needs == "start":
        reach = 1 if hit.field == TITLE else OPENING
        ends = ad.language == "ru" and hit.last == ad.title_end  # "шкура медведя нужна"
        started = ad.position_in_field(hit.first) < reach or _seeks(ad, hit)
        return started or (ends and hit.term.code == "wanted")
    return True


def _opens_seeking(ad: Ad, hit: Hit) -> bool:
    """Say whether the first words of a description seek ("Ищем ручного филина на съёмку")."""
    return hit.term.code == "wanted" and hit.first == ad.title_end


def _swaps(ad: Ad, hit: Hit) -> bool:
    """Say whether a description opens with a swap ("Bonjour, échange pogona contre varan")."""
    clause = ad.clause[hit.first]
    opens = ad.position_in_field(hit.first) < OPENING and clause == ad.clause[ad.title_end]
    return opens and any(
        (link.term.code == "against" or (link.term.code == "for" and ad.language == "en"))
        and ad.clause[link.first] == clause
        and link.first > hit.first
        for link in ad.of_kind("link")
    )


def told_in(batch: Batch) -> npt.NDArray[np.bool_]:
    """Say which listings may be anything else than ``UNSAID``: the others need no `decide`."""
    service = np.array([category == "service" for category in batch.category], dtype=bool)
    return batch.having("offer", but=UNSAID) | batch.is_free | service


def decide(ad: Ad) -> str:
    """Decide what the advertiser does.

    The title is believed before the description, and an asking price makes a sale of what
    only the description calls a gift or a swap: a fee asked for an "adoption" is a sale.

    Parameters
    ----------
    ad
        One listing.

    Returns
    -------
    str
        ``sale``, ``giveaway``, ``exchange``, ``wanted`` or ``none``.
    """
    hits = [
        hit
        for hit in ad.of_kind("offer")
        if hit.field != CATEGORY
        and _trusted(ad, hit)
        and not _negated(ad, hit)
        and not (hit.term.code == "service" and (_only_from(ad, hit) or _title_of(ad, hit)))
        and not (hit.term.code == "exchange" and _only_possible(ad, hit))
        and not (hit.term.code == "wanted" and _animal_seeks(ad, hit))
        and not (hit.term.code == "giveaway" and (_of_tools(ad, hit) or _of_other(ad, hit)))
    ]
    head = [
        hit
        for hit in hits
        if hit.field == TITLE and (hit.first < HEAD or hit.term.code != "wanted")
    ]  # a post says deep in its text what else is wanted
    title = {hit.term.code for hit in head}
    body = {hit.term.code for hit in hits if hit not in head}
    first = next((hit.term.code for hit in head), "")
    if "sale" not in title | body and ad.category == "service" and first == "wanted":
        return "wanted"  # "Ankauf verendeter Vögel" among services
    if "sale" not in title and ad.category == "service":
        return "wanted" if hits and _opens_seeking(ad, hits[0]) else "none"
    priced = ad.price is not None and ad.price > 1  # "1 €" only fills the form

    if _seeks_by_letter(ad):
        return "wanted"
    if title <= {"giveaway"} and not priced and any(_to_adopt(ad, hit) for hit in hits):
        return "wanted"  # "ouistiti à adopter | je recherche à adopter un bébé"
    if "wanted" in title and title & {"sale", "exchange"}:
        # "Suche X, biete Y" and "Swap X, wanted Y" are exchanges; "Vends X, cherche Y" is not
        if first in ("wanted", "exchange"):
            return "exchange"
    elif "wanted" in title and ("sale" not in title or first == "wanted"):
        return "wanted"
    if title & {"lost", "found"} and _thing(ad):
        title -= {"lost", "found"}  # "Tortoiseshell comb, tooth missing"
    if title & {"lost", "found", "news"}:
        return "none"
    if "service" in title and "sale" not in title:
        return "none"
    swapped = any(
        h.field == TITLE and h.term.code == "against" for h in ad.of_kind("link")
    ) and any(h.field == TITLE for h in ad.of_kind("taxon"))
    if swapped and "exchange" in title | body and ad.language != "ru":
        return "exchange"
    if "exchange" in title and not ("sale" in title and priced):
        return "exchange"
    if "giveaway" in title and not priced:
        return "giveaway"
    if (
        "wanted" in body
        and not (title | body) & {"sale", "giveaway", "exchange"}
        and not priced
    ):
        return "wanted"
    if "wanted" in body and not (title | body) & {"sale", "giveaway", "exchange"}:
        hits = [h for h in hits if h.term.code == "wanted" and h.field == DESCRIPTION]
        kept = any(h.term.code == "sale" and ad.denied(h.first) for h in ad.of_kind("offer"))
        opens = len(hits) > 1 and _opens_seeking(ad, hits[0])  # "Suche ... Zahle gut"
        if kept or opens or any(_outright(ad, hit) for hit in hits):
            return "wanted"  # "hoping to find a cock for my hen, she is NOT for sale"
    if not title and body == {"wanted"} and "budget" in map(ad.roles.get, ad.words):
        return "wanted"  # "bonjour je cherche ..., budget 1500"
    if body & {"lost", "found"} and _thing(ad):
        body -= {"lost", "found"}  # "19 claws (one lost)"
    if not title & set(_OFFERS) and _for_own(ad):
        return "wanted"  # "Femelle éclectus | Pour mon mâle ..."
    told = [h for h in hits if h.field == DESCRIPTION]
    begins = bool(told) and (told[0].term.code, told[0].first) == ("exchange", ad.title_end)
    asked = any(h.term.code == "against" for h in ad.of_kind("link"))
    if begins and asked and "sale" not in title:
        return "exchange"  # "Tausche 2,1 ... gegen ... Zur Not auch Verkauf"
    given = ad.is_free or "giveaway" in title | body
    if body & {"lost", "found"} and "sale" not in title | body and not priced and not given:
        return "none"
    opens = any(
        h.term.code == "service" and h.field == DESCRIPTION and h.first <= ad.title_end + 1
        for h in hits
    )  # "Выездное шоу: питон, игуана", for a price
    unpriced = not priced and not ad.is_free and "sale" not in body
    if "service" in body and "sale" not in title and ((unpriced and not given) or opens):
        return "none"
    if "exchange" in body and not priced and "sale" not in title:
        return "exchange"
    if ad.is_free:
        return "giveaway"
    if "giveaway" in body and not priced and "sale" not in title:
        return "giveaway"
    return UNSAID


def _only_from(ad: Ad, hit: Hit) -> bool:
    """Say whether things are for a service, or left from one ("übrig vom Kurs")."""
    before = ad.by_word.get(hit.first - 1)
    if before is not None and before.field == TITLE and before.term.product:
        return True  # "Шкуры волка выделка": they are tanned
    link = ad.link_before(hit.first, 2)
    if not _CLOSING.isdisjoint(ad.words[max(hit.first - 2, 0) : hit.last + 1]):
        return True  # "Display team winding up", "closing our animal encounters biz"
    return link == "for" or (link == "of" and ad.language == "de" and hit.first > 1)


def _title_of(ad: Ad, hit: Hit) -> bool:
    """Say whether a phrase in quotation marks is what a work is called ("Охота на нерпу")."""
    return ad.between(hit.first)[-1:] in ('"', "«", "„", "“")


def _for_own(ad: Ad) -> bool:
    """Say whether the description begins with whom the animal of the title is for."""
    first = ad.title_end
    link = ad.by_word.get(first)
    if link is None or link.term.code != "for" or role_of(ad, link.last) != "mine":
        return False
    mate = ad.by_word.get(link.last + 1)
    return mate is not None and mate.term.kind == "live" and mate.term.code in _SEXES


def _outright(ad: Ad, hit: Hit) -> bool:
    """Say whether a sentence begins with a wish for what it names ("Купим самку жако")."""
    first = ad.title_end == hit.first or ad.clause[hit.first - 1] != ad.clause[hit.first]
    if not (first or _seeks(ad, hit)) or ad.denied(hit.first):
        return False
    for word in range(hit.last, min(hit.last + _REACH, len(ad.words))):
        named = ad.by_word.get(word)
        if ad.clause[word] != ad.clause[hit.first]:
            return False
        if named is not None and named.term.kind == "taxon":
            return True
        if named is not None and named.term.code in ("for", "against"):
            return False
    return False


def _seeks(ad: Ad, hit: Hit) -> bool:
    """Say whether the first sentence seeks what it names ("Для кафе ищем шкуру медведя")."""
    named = ad.by_word.get(hit.last)
    opening = hit.field == TITLE or ad.clause[hit.first] == ad.clause[ad.title_end]
    opening = opening and ad.link_before(hit.first) != "and"
    return opening and named is not None and named.term.kind == "taxon"


def _animal_seeks(ad: Ad, hit: Hit) -> bool:
    """Say whether an animal is said to seek, and is offered ("Hahn sucht Partnerin | ...")."""
    before = ad.by_word.get(hit.first - 1)
    animal = before is not None and before.term.kind in ("live", "taxon")
    seeks = animal and hit.field == TITLE and role_of(ad, hit.first) == "seeks"
    return seeks and any(h.term.code == "giveaway" for h in ad.of_kind("offer"))


def _only_possible(ad: Ad, hit: Hit) -> bool:
    """Say whether a swap is only said to be possible ("Tausch gegen Nymphen möglich")."""
    behind = range(hit.last, hit.last + _REACH)
    return hit.field != TITLE and ad.says(hit.first, behind, "possible")


def _of_tools(ad: Ad, hit: Hit) -> bool:
    """Say whether only a cage is given away ("cages à donner aux premiers acheteurs")."""
    tool = ad.by_word.get(hit.first - 1)
    told = tool is not None and tool.term.code in ("equipment", "media")
    return told and hit.field == DESCRIPTION and not ad.parted(hit.first, frozenset(",;:"))


def _of_other(ad: Ad, hit: Hit) -> bool:
    """Say whether an item of its own gives away another, unlisted animal than those sold.

    "3.9 regius, 1.1 Morelia, dazu 2 Kornnattern für lau".
    """
    given = ad.by_word.get(hit.first - 1)
    if given is None or given.term.kind != "taxon" or hit.field != DESCRIPTION:
        return False
    others = {h.term.code for h in ad.of_kind("taxon") if h.field == hit.field} - {
        given.term.code
    }
    counted = given.first > 0 and ad.numbers[given.first - 1]
    return bool(others) and counted and not in_cites(given.term.code)


def _seeks_by_letter(ad: Ad) -> bool:
    """Say whether a German title begins with the letter for "Suche" ("S: 0.1 Phelsuma")."""
    letter = ad.language == "de" and ad.title_end > 1 and ad.words[0] == "s"
    return letter and ad.between(1).startswith(":")


def _to_adopt(ad: Ad, hit: Hit) -> bool:
    """Say whether a phrase of the description wishes to adopt."""
    words = ad.words[hit.first : hit.last]
    wish = hit.term.code == "wanted" and hit.field == DESCRIPTION
    return wish and any(word.startswith(("adopt", "взять")) for word in words)


def _thing(ad: Ad) -> bool:
    """Say whether the title names a part of an animal and the thing made of it."""
    return any(h.field == TITLE and h.term.product for h in ad.of_kind("taxon"))


def _negated(ad: Ad, hit: Hit) -> bool:
    """Say whether the words beside deny the term ("pas d'échange", "gesucht? Nein")."""
    behind = ad.by_word.get(hit.last)
    asked = hit.last < len(ad.words) and ad.between(hit.last).startswith("?")
    no = asked and behind is not None and behind.term.code == "not"
    return no or ad.denied(hit.first)
