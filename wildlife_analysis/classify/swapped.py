"""Numbers of what an exchange asks for."""

from wildlife_analysis.classify.ad import Ad
from wildlife_analysis.classify.numbers import Quantity, role_of

__all__ = ["asked_for"]

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
