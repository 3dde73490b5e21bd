"""Names of what the seller denies to offer: "keine Papageien", "weder Python noch Kroko"."""

from wildlife_analysis.classify.ad import DESCRIPTION, TITLE, Ad, Hit
from wildlife_analysis.classify.numbers import end_of_item
from wildlife_analysis.reference.taxonomy import ancestors

__all__ = ["kind_denied", "of_denied", "only_denied"]

_NOR = ("noch", "nor", "ni", "ни")
_BOTH = 6  # words from "neither" to what stands behind "nor"


def only_denied(ad: Ad, mention: Hit) -> bool:
    """Say whether a name is only told not to be meant ("Ce n'est pas du python")."""
    others = any(
        h.field == TITLE and h.term.code != mention.term.code
        for h in (*ad.of_kind("taxon"), *ad.of_kind("exclusion"))
    )
    ended = end_of_item(ad, mention.last) or ad.words[mention.last] in (*_NOR, "mehr")
    told = mention.field == DESCRIPTION and others and ended
    return told and (ad.denied(mention.first) or _neither(ad, mention.first))


def _neither(ad: Ad, word: int) -> bool:
    """Say whether "nor" joins a word to a denied one ("weder Python noch Kroko")."""
    before = range(max(word - _BOTH, 0), word - 1)
    return (
        word > 1
        and ad.words[word - 1] in _NOR
        and any((h := ad.by_word.get(w)) is not None and h.term.code == "not" for w in before)
        and ad.clause[max(word - _BOTH, 0)] <= ad.clause[word]
    )


def kind_denied(ad: Ad, mention: Hit) -> bool:
    """Say whether the listing denies that it offers such an animal ("keine Papageien").

    "Kein Papagei für Anfänger" denies something else.
    """
    if mention.term.product or not ad.denies:
        return False
    above = set(ancestors(mention.term.code))
    return any(
        h.term.code in above
        and h.term.code != mention.term.code
        and ad.denied(h.first)
        and (end_of_item(ad, h.last) or ad.link_before(h.last + 1) in ("and", "or"))
        for h in ad.of_kind("taxon")
    )


def of_denied(ad: Ad, mention: Hit) -> bool:
    """Say whether a thing of an animal is denied ("kein Bein vom Rind")."""
    of = ad.link_before(mention.first) == "of"
    return of and ad.category == "parts" and ad.denied(mention.first - 2)
