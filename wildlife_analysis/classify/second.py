"""Second things of another animal that a description offers beside the title's."""

from wildlife_analysis.classify.ad import DESCRIPTION, Ad
from wildlife_analysis.classify.fitting import MATERIALS
from wildlife_analysis.classify.reading import NAMED, Kept
from wildlife_analysis.reference.taxonomy import in_cites

__all__ = ["other_part", "second_material", "second_thing"]

_WORN = ("fur", "skin_leather")
_ITEM_BEGINS = frozenset(",;.+\n")


def second_material(one: Kept, titled: list[Kept]) -> bool:
    """Say whether a thing is made of two animals ("canne narval | pommeau en cachalot")."""
    words = one.mention.last - one.mention.first
    return (
        one.product in ("ivory", "shell")
        and one.sure == NAMED
        and words > 1
        and all(k.product in MATERIALS or _unlisted(k) for k in titled)
    )


def _unlisted(one: Kept) -> bool:
    """Say whether a title's word for an unlisted animal may be what is carved ("крыса")."""
    return one.product == "live" and not in_cites(one.mention.term.code)


def other_part(one: Kept, titled: list[Kept]) -> bool:
    """Say whether a phrase names a part of another kind ("crocodile bag | wolf pelt").

    Nothing is likened to another part than its own.
    """
    words = one.mention.last - one.mention.first
    products = {k.product for k in titled}
    own = one.sure == NAMED and words > 1 and one.product != "live"
    return own and "live" not in products and one.product not in products


def second_thing(ad: Ad, one: Kept, titled: list[Kept]) -> bool:
    """Say whether an item of its own names a thing and its leather ("...; ремень крокодил")."""
    mention = one.mention
    if one.product not in _WORN or any(k.product not in _WORN for k in titled):
        return False
    for thing in ad.of_kind("product"):
        gap = max(thing.first - mention.last, mention.first - thing.last)
        first = min(thing.first, mention.first)
        beside = thing.term.code == one.product and thing.field == DESCRIPTION and gap == 0
        if beside and not _ITEM_BEGINS.isdisjoint(ad.between(first)):
            return ad.link_before(first) == ""
    return False
