"""Items of one listing: where another thing begins than the one a name speaks of."""

from wildlife_analysis.classify.ad import DESCRIPTION, PLUS, THE, TITLE, Hit
from wildlife_analysis.classify.beside import number_before
from wildlife_analysis.classify.context import Context
from wildlife_analysis.classify.numbers import genuine, plain_value, role_of
from wildlife_analysis.classify.roles import OTHERS

__all__ = ["item_of", "numbered_apart", "other_item", "other_thing", "others_apart"]

_ITEM = frozenset(",;")
_STAND = 5  # words from a frame or foot to what it is made of
_ENDS = frozenset(".;\n")


def item_of(context: Context, mention: Hit) -> int:
    """Return the first word of the item that a plus begins before a name; -1 without one.

    In "bracelet galuchat + un autre alligator" the second is made of something else.
    """
    ad = context.ad
    if mention.field != DESCRIPTION:
        return -1
    for word in range(mention.first, max(mention.first - 4, 0), -1):
        if ad.fields[word - 1] != mention.field:
            return -1
        if ad.parted(word, PLUS):
            return word
    return -1


def other_item(context: Context, mention: Hit, decoy: Hit) -> bool:
    """Say whether a plus in the title parts what is imitated or fossil from a name.

    "Great white jaw + megalodon tooth"; the description speaks of both again.
    """
    ad = context.ad
    if decoy.field != TITLE:
        titled = [d for d in context.decoys_of("imitation") if d.field == TITLE]
        words = set(ad.words[decoy.first : decoy.last])
        same = [d for d in titled if words & set(ad.words[d.first : d.last])]
        return any(other_item(context, mention, d) for d in same)
    return any(
        ad.plus_between(own, decoy)
        for own in ad.of_kind("taxon")
        if own.term.code == mention.term.code
    )


def other_thing(context: Context, mention: Hit, decoy: Hit) -> bool:
    """Say whether a later sentence names the thing that is imitated.

    "Ремень крокодил, 115 см. Клатч в тон из экокожи".
    """
    ad = context.ad
    stand = range(max(decoy.first - _STAND, mention.last), decoy.first)
    if context.same_clause(mention, decoy) and any(role_of(ad, w) == "stand" for w in stand):
        return True  # "taillé dans une dent d'éléphant, ... dans un cadre en os"
    return decoy.field == mention.field and any(
        mention.last <= part.first < decoy.first
        and ad.clause[part.first] == ad.clause[decoy.first]
        and any(ad.parted(w, _ENDS) for w in range(mention.last + 1, part.first + 1))
        for part in context.parts
    )


def numbered_apart(context: Context, mention: Hit, thing: Hit) -> bool:
    """Say whether a number begins another item between a numbered name and a thing.

    "1 modern great white tooth, 1 megalodon fossil" offers one tooth.
    """
    if not number_before(context, mention) or not context.same_clause(mention, thing):
        return False
    ad = context.ad
    return any(
        (ad.numbers[word] or ((hit := ad.by_word.get(word)) and hit.term.code.isdigit()))
        and ad.parted(word, _ITEM)
        for word in range(mention.last, thing.first)
    )


def others_apart(context: Context, mention: Hit, thing: Hit) -> bool:
    """Say whether "the third" or "the rest" parts what is genuine from what is imitated.

    "... are real tortoiseshell, the third with the green stones is celluloid".
    """
    ad = context.ad
    others = [w for w in range(mention.last, thing.first) if role_of(ad, w) in OTHERS]
    if any(  # "der eine Elfenbein ..., der dritte Zelluloid"
        ad.parted(w, _ITEM) or (ad.words[w - 1] in THE and ad.parted(w - 1, _ITEM))
        for w in others
    ):
        return context.same_clause(mention, thing)
    apart = bool(others)
    # "3 Kugeln sind echt Elfenbein, 2 sind Bakelit"
    counted = role_of(ad, thing.first - 1) == "be" and plain_value(ad, thing.first - 2) > 0
    apart |= counted and mention.last <= thing.first - 2
    return context.same_clause(mention, thing) and genuine(ad, mention) and apart
