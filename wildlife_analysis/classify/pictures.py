"""Words for pictures and records that argue against nothing."""

from wildlife_analysis.classify.ad import DESCRIPTION, Ad, Hit
from wildlife_analysis.reference.taxonomy import taxon_class

__all__ = ["of_the_offer"]

_SNAPSHOTS = ("photo", "foto", "фото", "pictur")


def of_the_offer(ad: Ad, hit: Hit) -> bool:
    """Say whether a description speaks of the pictures of what is offered ("photo 6").

    Among spiders, LP is one of them.
    """
    if ad.words[hit.first] == "lp":
        return any(taxon_class(h.term.code) == "Arachnida" for h in ad.of_kind("taxon"))
    alone = hit.field == DESCRIPTION and hit.last - hit.first == 1
    return alone and ad.words[hit.first].startswith(_SNAPSHOTS)
