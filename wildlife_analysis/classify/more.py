"""Numbers of things that "also" or "plus" brings in, of the kind that was named before."""

from itertools import pairwise

from wildlife_analysis.classify.ad import COMMA, DESCRIPTION, THE, Ad
from wildlife_analysis.classify.numbers import Quantity, measured, role_of
from wildlife_analysis.classify.roles import has_role
from wildlife_analysis.classify.totals import Owned

__all__ = [
    "brings_more",
    "named_before",
    "next_one",
    "of_all",
    "of_both_sexes",
    "of_name",
    "parents_too",
]

_BACK = 3  # words from "also" to a number
_NEAR = 2  # words from a number to the name it is of
_NOUN = 4  # words from a number to what it counts
_STEM = 4  # letters that forms of one noun share
_FAMILY = ("famil", "семь")
_NEXT = 8  # words from one parent to the other, and to their young
_ORDINALS = {"second": 2, "third": 3}
_LEAVING = ("gone", "kept", "died", "dead")
_TOLD = 7  # words from an ordinal to what is told of it
_MOST = 40  # a larger number counts no things of a lot


def brings_more(ad: Ad, one: Owned, quantity: Quantity) -> bool:
    """Say whether a number behind "also" or "plus" counts more of the one kind on offer.

    "Ein Paar Hauer vom Flusspferd, ... und dazu 4 Schneidezähne"; "2 paires de cornes de saïga,
    plus une corne seule". What it counts must be named like what was named before.

    Parameters
    ----------
    ad
        One listing.
    one
        Its only taxon × product.
    quantity
        One of its numbers.
    """
    if quantity.value > _MOST or not _behind_more(ad, quantity.first):
        return False
    own = {
        word
        for mention in one.places
        for word in ad.words[mention.first : mention.last]
        if len(word) >= _STEM
    }
    for place in range(quantity.first, min(quantity.last + _NOUN, len(ad.words))):
        if ad.clause[place] != ad.clause[quantity.first] or (
            place > quantity.first and ad.parted(place, COMMA)
        ):
            return False
        hit = ad.by_word.get(place)
        if hit is not None and hit.term.kind in ("exclusion", "decoy"):
            return False  # "sowie 3 Hühnerfedern"
        if _same_noun(ad, ad.words[place], own) or role_of(ad, place) == "single":
            return True
        part = hit is not None and hit.term.kind == "product"
        if part and hit is not None and hit.term.code == one.entry.product:
            return True
    return False


def named_before(owned: list[Owned], quantity: Quantity) -> Owned | None:
    """Return the name that stands last before a number, if any does."""
    places = [
        (m.first, number)
        for number, one in enumerate(owned)
        for m in one.places
        if m.last <= quantity.first
    ]
    return owned[max(places)[1]] if places else None


def of_all(ad: Ad, owned: list[Owned], quantity: Quantity) -> bool:
    """Say whether a number of as many as are named means them all: "both", or a pair."""
    if quantity.shape == "plain":
        return ad.says(quantity.first, (quantity.first, quantity.first - 1), "both")
    sexes = [
        {
            hit.term.code
            for m in one.places
            if m.last <= quantity.first
            and (hit := ad.by_word.get(m.first - 1)) is not None
            and hit.term.kind == "live"
        }
        for one in owned
    ]
    return quantity.shape == "set" and sorted(map(sorted, sexes)) == [["female"], ["male"]]


def of_name(ad: Ad, one: Owned, quantity: Quantity) -> bool:
    """Say whether a number is of some of the animals of a name ("one of the blue & golds")."""
    return any(
        0 <= m.first - quantity.last <= _NEAR
        and ad.clause[m.first] == ad.clause[quantity.first]
        for m in one.places
    )


def _behind_more(ad: Ad, word: int) -> bool:
    """Say whether "also" or "plus" stands before a number, with no name between."""
    for place in range(word - 1, max(word - 1 - _BACK, -1), -1):
        if ad.clause[place] != ad.clause[word] or ad.numbers[place]:
            return False
        link = ad.by_word.get(place)
        still = link is not None and link.term.kind == "quantity" and place == word - 1
        if still and ad.link_before(place) == "and":
            return True  # "und noch ein einzelnes"
        if (
            ad.language == "fr"
            and ad.words[place] == "plus"
            and {*ad.words[place - 1 : place]} & THE
        ):
            return False  # "la plus petite"
        if role_of(ad, place) == "more" or (link is not None and link.term.term == "plus"):
            return True
        if link is not None and link.term.kind not in ("link", "quantity"):
            return False
    return False


def _same_noun(ad: Ad, word: str, own: set[str]) -> bool:
    """Say whether a word is one of some nouns in another form, or a compound of one."""
    if len(word) < _STEM:
        return False
    if any(word[:_STEM] == noun[:_STEM] for noun in own):
        return True
    return ad.language == "de" and any(word.endswith(noun) for noun in own)


def next_one(ad: Ad, one: Owned, count: int) -> int:
    """Say whether the description tells of one more than was counted, or of one less.

    "Зуб кашалота, 2 шт | ... Третий без рисунка, отдам вместе с ними" are three; "Donne 3
    tortues | deux ..., la troisième n'a pas passé l'hiver" are two.

    Parameters
    ----------
    ad
        One listing.
    one
        Its only taxon × product.
    count
        How many its numbers tell.

    Returns
    -------
    int
        1, -1 or 0.
    """
    for word in range(ad.title_end, len(ad.words)):
        place = _ORDINALS.get(role_of(ad, word), 0)
        if not place or not _stands_for_one(ad, one, word):
            continue
        lost = ad.says(word, range(word + 1, word + _TOLD), *_LEAVING) or _denied(ad, word)
        if place == count and lost:
            return -1
        if place == count + 1 and not lost and not _of_other(ad, one, word):
            return 1
    return 0


def parents_too(ad: Ad, one: Owned, count: int) -> int:
    """Count the parents of a family whose young alone have a number.

    "Familie: Mutter 7 J., Vater 9 J. und die Zwillinge vom Mai" are four; ``count`` is that of
    all numbers.
    """
    if not has_role(ad, "parent") or not any(w.startswith(_FAMILY) for w in ad.words):
        return 0
    told = [
        word
        for word in range(ad.title_end, len(ad.words))
        if role_of(ad, word) == "parent" and role_of(ad, word + 1) != "be"
    ]
    young = [
        q.first
        for own in one.numbers.values()
        for _, q in own
        if q.value == count
        and q.shape in ("set", "sex", "group")
        and ad.link_before(q.first, 2) == "and"
    ]
    pairs = ((a, b) for a, b in pairwise(told) if ad.words[a] != ad.words[b])
    return 2 * any(b - a < _NEXT and 0 < y - b < _NEXT for a, b in pairs for y in young)


def _stands_for_one(ad: Ad, one: Owned, word: int) -> bool:
    """Say whether an ordinal stands for an animal or thing ("la troisième est ...")."""
    behind = word + 1
    counted = word > 0 and ad.numbers[word - 1] and ad.clause[word - 1] == ad.clause[word]
    if counted or ad.bracketed(word):
        return False
    if behind >= len(ad.words) or ad.clause[behind] != ad.clause[word]:
        return True
    if ad.parted(behind, COMMA) or role_of(ad, behind) in ("be", "child"):
        return True
    hit = ad.by_word.get(behind)
    if ad.words[behind] == "one":
        return True  # "the third one"
    if ad.numbers[behind] and hit is None and measured(ad, behind + 1):
        return True  # "la seconde 12 cm"
    if hit is not None and hit.term.kind == "link" and hit.term.code in ("without", "not"):
        return True
    if ad.words[behind] in ("n", "ne"):
        return True
    own = {w[:_STEM] for m in one.places for w in ad.words[m.first : m.last] if len(w) >= _STEM}
    return ad.words[behind][:_STEM] in own


def _denied(ad: Ad, word: int) -> bool:
    """Say whether the words behind an ordinal deny something ("n'a pas passé l'hiver")."""
    ahead = map(ad.by_word.get, range(word + 1, min(word + _TOLD, len(ad.words))))
    links = [h for h in ahead if h is not None and h.term.kind == "link"]
    return any(h.term.code == "not" and ad.clause[h.first] == ad.clause[word] for h in links)


def _of_other(ad: Ad, one: Owned, word: int) -> bool:
    """Say whether another animal or an imitation is told of in the sentence of an ordinal."""
    own = {m.term.code for m in one.places}
    return any(
        ad.clause[h.first] == ad.clause[word]
        and (
            (h.term.kind == "taxon" and h.term.code not in own)
            or h.term.kind == "exclusion"
            or (h.term.kind, h.term.code) == ("decoy", "imitation")
        )
        for h in ad.hits
    )


def of_both_sexes(ad: Ad, one: Owned) -> bool:
    """Say whether a sentence names a beast and its female ("лев с гривой и львица").

    "Каракал мальчик и каракал девочка" does, too.
    """
    own = [m for m in one.entry.mentions if m.field == DESCRIPTION]
    sexes = {h.first: h for h in ad.of_kind("live") if h.term.code in ("male", "female")}
    told = [(m, sexes[m.last].term.code) for m in own if m.last in sexes]
    for (m, sex), (other, other_sex) in pairwise(told):
        joined = (
            ad.link_before(other.first) == "and"
            and ad.clause[m.first] == ad.clause[other.first]
        )
        # "Сервал девочка ... Саванна F1 мальчик"
        joined |= (
            m.term.term != other.term.term and ad.clause[m.first] != ad.clause[other.first]
        )
        if joined and sex != other_sex:
            return True
    female = [m for m in own if role_of(ad, m.last - 1) == "she"]
    male = [m for m in own if m not in female]
    return any(ad.clause[f.first] == ad.clause[m.first] for f in female for m in male)
