"""What an exchange asks for: things and numbers."""

from wildlife_analysis.classify.ad import TITLE, Ad, Hit
from wildlife_analysis.classify.numbers import Quantity, role_of

__all__ = ["asked_for", "swapped_for", "title_swaps"]

_ASKED = 12  # words between "swap for" and a number of what is asked
_NEAR = 5  # of them, where no swap is named


def asked_for(ad: Ad, quantity: Quantity) -> bool:
    """Say whether a number counts what an exchange asks for ("swap for corn snake pair")."""
    for word in range(quantity.first - 1, quantity.first - 1 - _ASKED, -1):
        if word < 0 or ad.clause[word] != ad.clause[quantity.first]:
            return False
        if ":" in ad.between(word + 1):
            return False
        hit = ad.by_word.get(word)
        if hit is None:
            continue
        if hit.term.code == "exchange":  # "swap for", "suche im Tausch 0,2 ..."
            sought = ad.by_word.get(hit.first - 1)
            sought = sought if sought is not None and sought.term.code == "wanted" else None
            return sought is not None or role_of(ad, hit.last - 1) == "price_before"
        if quantity.first - word > _NEAR:
            continue
        if hit.term.code == "wanted":  # "suche im Tausch 0,2 ..."
            return any(h.term.code == "exchange" for h in ad.of_kind("offer"))
        if hit.term.kind == "link" and hit.term.code in ("for", "against"):
            before = ad.by_word.get(hit.first - 1)
            swap = before is not None and before.term.code == "exchange"
            return swap or (
                hit.term.code == "against"
                and any(h.term.code == "exchange" for h in ad.of_kind("offer"))
            )
    return False


def title_swaps(ad: Ad, decoy: Hit) -> bool:
    """Say whether the title swaps an animal ("chameleon for tortoise")."""
    return (
        ad.words[decoy.first] == "for"
        and decoy.field == TITLE
        and any(h.last <= decoy.first for h in ad.of_kind("taxon"))
    )


def swapped_for(ad: Ad, hit: Hit) -> bool:
    """Say whether a thing is what an exchange asks for ("swaps for a telly or ps4")."""
    return any(
        h.term.code == "exchange"
        and h.last <= hit.first
        and role_of(ad, h.last - 1) == "price_before"
        and ad.clause[h.first] == ad.clause[hit.first]
        for h in ad.of_kind("offer")
    )
