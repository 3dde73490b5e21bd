"""Words for things that only tell a size or what an exchange asks for."""

from wildlife_analysis.classify.ad import TITLE, Ad, Hit
from wildlife_analysis.classify.numbers import role_of

__all__ = ["measures", "swapped_for", "title_swaps"]

_SIZED = frozenset({"size", "taille", "gross", "grosse", "размером", "величиной"})


def measures(ad: Ad, decoy: Hit) -> bool:
    """Say whether a thing only tells a size ("the size of a dinner plate")."""
    own = ad.words[decoy.first]
    if ad.language == "ru" and own.endswith("у"):  # "с тарелку"
        return ad.words[decoy.first - 1 : decoy.first] == ["с"]
    for word in range(decoy.first - 1, max(decoy.first - 3, -1), -1):
        hit = ad.by_word.get(word)
        if hit is not None and (hit.term.kind, hit.term.code) == ("link", "like"):
            return _SIZED.intersection(ad.words[hit.first : hit.last]) != set()
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
