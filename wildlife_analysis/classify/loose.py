"""Numbers that stand apart from the only name they can count."""

from functools import cache

from wildlife_analysis import reference
from wildlife_analysis.classify.ad import THE, TITLE, Ad
from wildlife_analysis.classify.enumerations import (
    after_price,
    available,
    heads_list,
    with_another,
)
from wildlife_analysis.classify.forms import words_of
from wildlife_analysis.classify.numbers import Quantity, end_of_item, measured, role_of
from wildlife_analysis.classify.shapes import means_other
from wildlife_analysis.classify.totals import Found, Owned

__all__ = ["FAR", "WHOLE", "loose_cost"]

# Shapes that count whole animals or items wherever they stand in the clause of a name.
WHOLE = frozenset({"sexes", "set", "piece", "left", "egg"})
_PACKED = ("medicine", "other")
_PLUS = frozenset("+")
_SAID = (
    ["es", "sind"], ["there", "are"], ["y", "en", "a"], ["их"], ["there", "s"], ["can", "do"],
    ["got"], ["en", "ai"], ["en", "reste"],
)  # fmt: skip
_FEW = 6  # animals that are called "the six"
_BEGINS = 2  # words from the beginning of a sentence to its number
_NEAR = 4  # words from another animal to its number
FAR = 100  # the cost of a number that cannot count a name


def loose_cost(ad: Ad, one: Owned, quantity: Quantity) -> int:
    """Say how far a number of a listing with one name is from it, wherever it stands."""
    shape, place = quantity.shape, quantity.first
    if heads_list(ad, one, quantity) or _of_another(ad, one, quantity):
        return FAR
    if shape in WHOLE:
        return 20
    if shape in ("sex", "group", "other", "extra"):
        return 22 if one.entry.product == "live" else FAR
    starts = ad.between(place).strip() in (",", ":", "-", "(")
    if one.entry.product == "egg" and shape in ("plain", "thing") and starts:
        return 30  # "hatching eggs from my trio, 4 this week"
    material = one.entry.product != "live"
    if shape == "part":
        return 24 if material and _offered_part(ad, quantity, one.entry) else FAR
    if shape == "thing" and material and _before_plus(ad, one, quantity):
        return FAR  # "6 Nadeln + Elfenbein Brieföffner"
    position = ad.position_in_field(place)
    spoken = " ".join(ad.words[place : quantity.last])
    if material and position == 0 and ad.fields[place] != TITLE and spoken in _both():
        return 30  # "Dents d'hippopotame | Les deux, 30 et 32 cm"
    greeted = position == 1 and ad.between(place).strip() == "," and place - 1 not in ad.by_word
    leads = position == 0 or greeted  # "Hallo, 2 Brüder"
    if shape in ("plain", "thing", "taxon") and leads and quantity.value > 1:
        return 26 if shape != "plain" or ad.fields[place] == TITLE else FAR
    lists = (
        ad.between(quantity.last).startswith(":") and ad.clause[place] != ad.clause[place - 1]
    )
    if shape == "plain" and lists and quantity.value > 1 and place > 0:
        return 26  # "Two: one for a man and one for a child"
    packed = shape == "thing" and one.entry.product in _PACKED
    several = quantity.value > 1 and role_of(ad, quantity.last) == "container"
    if packed and (_packs_behind(ad, quantity) or several):
        return 24  # "3 unopened boxes", "2 flacons bouchés, musc en grain"
    model = ad.by_word.get(place - 1)
    if shape == "thing" and material and ad.fields[place] == TITLE:
        # "Hermès Kelly 32": a number behind the word for a thing is its size
        return FAR if model is not None and model.term.kind == "product" else 28
    titled = ad.words[: ad.title_end]
    if shape == "thing" and quantity.last < len(ad.words):
        again = ad.words[quantity.last][:4]
        same = any(word.startswith(again) for word in titled)
        if len(again) > 3 and same and ad.fields[place] != TITLE:
            return 24  # "Fennec fox kits | 3 kits, hand reared"
    if shape == "plain" and (available(ad, quantity) or _there_are(ad, quantity)):
        return 24
    if shape in ("plain", "thing") and not material and _given_with(ad, quantity):
        return 26
    if shape == "thing" and _there_are(ad, quantity):
        return 26  # "got 3 at about 9 inches"
    commas = ad.between(place).strip() == "," == ad.between(quantity.last).strip()[:1]
    if commas and shape == "plain" and quantity.method == "number_word":
        return 28  # "hair combs, two, silver inlay"
    if shape == "plain" and role_of(ad, place - 1) == "both" and after_price(ad, place - 1):
        return 30  # "130 les 2"
    if shape in ("plain", "thing") and not material and _the_two(ad, one, quantity):
        return 30
    counted = not material or (
        one.entry.product in _PACKED and not one.numbers
    )  # "23 г и 27 г, обе целые"
    if quantity.method == "number_word" and shape in ("plain", "thing") and counted:
        return 30 if spoken in _both() and not with_another(ad, place) else FAR
    return FAR


def _given_with(ad: Ad, quantity: Quantity) -> bool:
    """Say whether a number stands between an offer and what goes with it.

    "Отдам двух вместе с аквариумом".
    """
    verb, behind = ad.by_word.get(quantity.first - 1), ad.by_word.get(quantity.last)
    offered = verb is not None and verb.term.code in ("sale", "giveaway", "exchange")
    along = role_of(ad, quantity.last) == "together" or (
        behind is not None and behind.term.kind == "link" and behind.term.code == "with"
    )
    return offered and along and quantity.method == "number_word"


def _the_two(ad: Ad, one: Owned, quantity: Quantity) -> bool:
    """Say whether a sentence begins with how many are meant ("Die zwei kosten nichts")."""
    first, few = quantity.first, 1 < quantity.value <= _FEW
    begins = first < _BEGINS or ad.clause[first - _BEGINS] != ad.clause[first]
    word = quantity.method == "number_word" and few and not one.numbers
    return word and begins and first > 0 and ad.words[first - 1] in THE


def _before_plus(ad: Ad, one: Owned, quantity: Quantity) -> bool:
    """Say whether a plus alone parts what a number counts from the name of a title."""
    for mention in one.entry.mentions:
        words = range(quantity.last + 1, mention.first + 1)
        if mention.field == TITLE and any(ad.parted(word, _PLUS) for word in words):
            return not any(ad.numbers[word] for word in range(quantity.last, mention.first))
    return False


def _there_are(ad: Ad, quantity: Quantity) -> bool:
    """Say whether a sentence tells how many there are ("Es sind zwei, ...")."""
    before = ad.words[max(quantity.first - 3, 0) : quantity.first]
    said = any(before[-len(words) :] == words for words in _SAID)
    sized = ad.words[quantity.last : quantity.last + 1] in (["at"], ["of"], ["de"])
    return said and (end_of_item(ad, quantity.last) or sized)  # "got 3 at about 9 inches"


def _of_another(ad: Ad, one: Owned, quantity: Quantity) -> bool:
    """Say whether the last name before a number, in its clause, is of something else."""
    own = {m.first for m in one.places}
    for word in range(quantity.first - 1, -1, -1):
        if ad.clause[word] != ad.clause[quantity.first]:
            return False
        hit = ad.by_word.get(word)
        if hit is None:
            continue
        if hit.first in own or word in own:
            return False
        tool = hit.term.code in ("equipment", "housing", "food")
        if tool and quantity.shape == "piece" and hit.last == quantity.first:
            return ad.between(quantity.first) == " "  # "лампы 2 шт"
        near = (
            quantity.shape in ("piece", "set", "sexes") and quantity.first - hit.last <= _NEAR
        )
        if near and means_other(hit):
            return True  # "Lachtauben weiß 12 Stk., außerdem Turteltauben"
        if hit.term.kind == "taxon" and hit.term.code != one.entry.code:
            related = {a for m in one.places for a in (m.term.code,)}
            return hit.term.code not in related
    return False


def _packs_behind(ad: Ad, quantity: Quantity) -> bool:
    """Say whether a number counts boxes or trays, with no more than one word between."""
    return any(
        role_of(ad, word) == "container"
        and not ad.between(word).strip()
        and (
            end_of_item(ad, word + 1)
            or ad.link_before(word + 2) == "of"
            or (ad.numbers[word + 1] and measured(ad, word + 2))  # "2 btl 500ml"
        )
        for word in (quantity.last, quantity.last + 1)
    )


@cache
def _both() -> frozenset[str]:
    """Return the words that speak of two things already named, in normal form."""
    table = reference.table("context_words")
    return frozenset(" ".join(words_of(w)) for w in table.loc[table["role"] == "both", "word"])


def _offered_part(ad: Ad, quantity: Quantity, entry: Found) -> bool:
    """Say whether a part that is counted is what the listing offers, not a detail of it."""
    for word in range(quantity.last, min(quantity.last + 3, len(ad.words))):
        hit = ad.by_word.get(word)
        if hit is not None and hit.term.kind == "product":
            teeth = entry.product == "ivory" and hit.term.code in ("tooth_claw", "horn")
            return hit.term.code == entry.product or teeth
    return False
