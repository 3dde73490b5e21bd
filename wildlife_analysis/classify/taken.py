"""Numbers that are taken off others: animals sold, promised, dead, or kept by the seller."""

from wildlife_analysis.classify.ad import COMMA, THE, TITLE, Ad, Hit
from wildlife_analysis.classify.numbers import Quantity, end_of_item, plain_value, role_of
from wildlife_analysis.classify.roles import OTHERS, gone, has_role

__all__ = ["REST", "forebear", "gone_already", "stays", "taken", "to_come"]

_LEAVING = ("gone", "kept")
_AHEAD = 5  # words from a number to "sold"
_FAR = 8  # the same behind "of" and a name
_BACK = 5  # words from "one of the hens" to "sold"
_SELF = 4  # words between "keeping" and who keeps
_BESIDE = 2  # words from a number to the word that the seller keeps them
_SPRUNG = 6  # words from "issus de" to the last of the parents
_LAST = 4  # words from "of four chicks" to the last of them
_STEM = 3  # letters that forms of a colour share
REST = frozenset(
    {
        "rest", "others", "reste", "autres", "остальные", "остальное", "оставшиеся",
        "оставшихся", "ubrigen", "restlichen",
    }
)  # fmt: skip
_SEXES = ("male", "female")
_PLURAL_RU = ("и", "ы", "ок", "ов")


def taken(ad: Ad, numbers: list[Quantity]) -> list[Quantity]:
    """List what is gone or kept ("2 reserved", "I am keeping three", "the hen is sold").

    Parameters
    ----------
    ad
        One listing.
    numbers
        Its numbers (`quantity.quantities`).

    Returns
    -------
    list of Quantity
        Those of ``numbers`` that count what is not offered, and one for each single animal
        that is named without a number.
    """
    found = [q for q in numbers if q.shape != "left" and gone_already(ad, q)]
    leaving = []
    if has_role(ad, "gone", "kept"):
        told = [w for w, word in enumerate(ad.words) if ad.roles.get(word) in _LEAVING]
        leaving = [w for w in told if _leaves(ad, w)]
    for word in leaving:
        kept = role_of(ad, word) == "kept"
        if kept and not stays(ad, word):
            continue
        own = _kept(ad, word, numbers) if kept else None
        if own is not None and own.shape == "left":
            continue  # "отдам пять, остальных оставляю себе"
        own = own or (_both_parents(ad, word, numbers) if kept else None)
        own = own or _single(ad, word, numbers)
        if own is not None and _young_of_pair(ad, own, numbers):
            continue
        if own is not None and kept and _parents(ad, own):
            continue  # "issus de 2 mâles et 3 femelles que je garde"
        if own is not None and not any(q.first <= own.first < q.last for q in found):
            found.append(own)
    return sorted(found, key=lambda q: q.first)


def gone_already(ad: Ad, quantity: Quantity) -> bool:
    """Say whether a number counts what is reserved or sold already."""
    wood = ad.says(quantity.first, [quantity.first - 1], "wood")
    if wood and ad.language == "ru" and _the_rest(ad, quantity.first):
        return True  # "самшитовых две, остальные из слоновой кости"
    of = ad.link_before(quantity.last + 1) == "of"  # "one of the blue & golds is now sold"
    far = quantity.last + (_FAR if of else _AHEAD)
    for word in range(quantity.last, min(far, len(ad.words))):
        if ad.clause[word] != ad.clause[quantity.first]:
            return False
        if of and ad.parted(word, COMMA):
            return False
        told = role_of(ad, word)
        hit = ad.by_word.get(word)
        if ad.words[word] in REST:
            return False  # "deux jeunes encore dispos, le reste est parti"
        if hit is not None and hit.term.kind == "link" and hit.last - hit.first > 1:
            return False  # "trio only sold as a trio"
        if hit is not None and (hit.term.kind, hit.term.code) == ("quantity", "left"):
            return False  # "2 шт. остались, остальные уехали"
        other = hit is not None and hit.term.kind == "decoy" and hit.term.code == "imitation"
        if (other or told == "wood") and _the_rest(ad, word):
            return True  # "zwei sind aus Buchsbaum, der Rest Elfenbein"
        already = ad.says(word, range(quantity.last, word), "already")
        if already and told in ("owners", "bought"):
            return True  # "двое уже с новыми хозяевами", "zwei hat schon mein Nachbar gekauft"
        stillborn = told == "dead" and role_of(ad, quantity.first - 1) == "share"
        if (
            gone(ad, word) or told == "died" or stillborn
        ):  # "18 à la naissance dont deux mort-nés"
            return True
        if ad.numbers[word] or (hit is not None and hit.term.code.isdigit()):
            return False  # "14 babies, 5 sold"
    return False


def forebear(ad: Ad, quantity: Quantity) -> bool:
    """Say whether a word for one tells what a parent is ("der Opa ist ein reiner Serval")."""
    before = range(quantity.first - _SELF, quantity.first - 1)
    return (
        quantity.value == 1
        and quantity.method == "number_word"
        and ad.says(quantity.first, [quantity.first - 1], "be")
        and ad.says(quantity.first, before, "parent", "grandparent")
    )


def _leaves(ad: Ad, word: int) -> bool:
    """Say whether a word tells that an animal is gone or stays with the seller."""
    return gone(ad, word) or role_of(ad, word) == "kept"


def stays(ad: Ad, word: int) -> bool:
    """Say whether a word tells that an animal stays with the seller ("остаётся у нас")."""
    return role_of(ad, word) == "kept" and _by_seller(ad, word)


def _by_seller(ad: Ad, word: int) -> bool:
    """Say whether the seller is named beside "keep" ("behalte ich", "остаётся у нас")."""
    near = range(word - _SELF, word + _SELF + 1)
    kin = ad.says(word, near, "mine") and ad.says(word, near, "young", "child", "parent")
    return kin or ad.says(word, near, "self")  # "bleibt bei meiner Tochter"


def _the_rest(ad: Ad, word: int) -> bool:
    """Say whether "the rest" or "the others" are told of behind a word."""
    for place in range(word + 1, min(word + 1 + _AHEAD, len(ad.words))):
        hit = ad.by_word.get(place)
        rest = hit is not None and hit.term.kind == "quantity" and hit.term.code == "rest"
        if rest or role_of(ad, place) in OTHERS or ad.words[place] in REST:
            return True
    return False


def _both_parents(ad: Ad, word: int, numbers: list[Quantity]) -> Quantity | None:
    """Find the parents of a family told before that stay ("родители остаются у нас")."""
    near = [w for w in range(word - _BESIDE, word) if ad.says(word, [w], "both_parents")]
    family = any(
        q.shape == "set"
        and q.value > len(_SEXES)
        and any(role_of(ad, w) == "parent" for w in range(q.first, q.last))
        for q in numbers
    )
    return Quantity(near[0], near[0] + 1, 2, "stated", "plain") if near and family else None


def _parents(ad: Ad, quantity: Quantity) -> bool:
    """Say whether those kept are the parents of what is offered."""
    return ad.says(quantity.first, range(quantity.first - _SPRUNG, quantity.first), "parents")


def _young_of_pair(ad: Ad, quantity: Quantity, numbers: list[Quantity]) -> bool:
    """Say whether those gone are young of the animals on offer, and none of these.

    "Pair ... she has dropped one baby that stays with me".
    """
    before = [q for q in numbers if q.last <= quantity.first and q.value > 1]
    if not before or before[-1].shape not in ("set", "sexes"):
        return False
    ahead = range(quantity.first, min(quantity.last + 2, len(ad.words)))
    return any(
        role_of(ad, w) in ("child", "young")
        or ((hit := ad.by_word.get(w)) is not None and hit.term.code == "young")
        for w in ahead
    )


def _kept(ad: Ad, word: int, numbers: list[Quantity]) -> Quantity | None:
    """Find the number of what the seller keeps, behind the verb or right before it."""
    if right := [q for q in numbers if q.last == word and not ad.between(word).strip()]:
        return right[-1]  # "drei behalte ich"
    for place in range(word + 1, min(word + 1 + _AHEAD, len(ad.words))):
        if ad.clause[place] != ad.clause[word] or "," in ad.between(place):
            break
        link = ad.by_word.get(place)
        if link is not None and link.term.code == "and":
            break
        if value := plain_value(ad, place):
            own = next((q for q in numbers if q.first == place), None)
            return own or Quantity(place, place + 1, value, "stated", "plain")
    before = [q for q in numbers if 0 <= word - q.last <= _BESIDE]
    before = [q for q in before if ad.clause[q.first] == ad.clause[word]]
    return before[-1] if before else None


def _single(ad: Ad, word: int, numbers: list[Quantity]) -> Quantity | None:
    """Find the one animal that is gone or kept ("one of the dogs stays", "the hen is sold")."""
    for place in range(word - 1, max(word - 1 - _BACK, -1), -1):
        if ad.clause[place] != ad.clause[word] or role_of(ad, place) in ("gone", "kept"):
            break
        if any(q.first <= place < q.last and q.value > 1 for q in numbers):
            return None
        if "," in ad.between(place + 1):
            break
        if plain_value(ad, place) == 1:
            return Quantity(place, place + 1, 1, "stated", "plain")
        if _coloured_one(ad, place) and ad.fields[place] != TITLE:
            return Quantity(place, place + 1, 1, "stated", "plain")
        hit = ad.by_word.get(place)
        if hit is not None and _the_one(ad, hit) and _of_several(ad, hit, numbers):
            return Quantity(hit.first, hit.last, 1, "stated", "sex")
    return None


def _the_one(ad: Ad, hit: Hit) -> bool:
    """Say whether a word is of the one male or female of several."""
    if hit.term.kind != "live" or hit.term.code not in _SEXES or ad.plural(hit.last - 1):
        return False
    if ad.language == "ru":
        return not ad.words[hit.last - 1].endswith(_PLURAL_RU)
    for place in (hit.first - 1, hit.first - 2):  # "das kleinere Weibchen"
        if place < 0 or ad.clause[place] != ad.clause[hit.first] or ad.parted(place + 1, COMMA):
            return False
        if ad.words[place] in THE:
            return True
        if place in ad.by_word or ad.numbers[place]:
            return False
    return False


def _coloured_one(ad: Ad, word: int) -> bool:
    """Say whether an article and a colour stand for one of several ("der rote ist weg")."""
    told = role_of(ad, word) == "colour" and not ad.plural(word) and word > 0
    if not told or ad.words[word - 1] not in THE or word in ad.by_word:
        return False
    stem = ad.words[word][:_STEM]
    return any(one.startswith(stem) for one in ad.words[: word - 1])


def _of_several(ad: Ad, hit: Hit, numbers: list[Quantity]) -> bool:
    """Say whether several were told before, as sexes or a set or as animals that were born."""
    before = [q for q in numbers if q.last <= hit.first and q.value > 1]
    before = [q for q in before if q.shape != "plain"]
    return bool(before) and before[-1].shape in ("sex", "sexes", "set", "group")


def to_come(ad: Ad, quantity: Quantity) -> bool:
    """Say whether animals are expected, or are those of which one is left.

    "Gravid, expecting 20 babies"; "из четверых птенцов остался последний".
    """
    first = quantity.first
    counted = quantity.shape in ("sex", "group", "thing", "plain", "taxon")
    if counted and ad.says(first, range(first - 3, first), "expect"):
        return True
    bare = quantity.shape == "plain" and end_of_item(ad, quantity.last)
    if bare and role_of(ad, first - 1) == "reared":
        return True  # "she laid 5 and reared 3."
    if ad.link_before(first) != "of":
        return False
    if ad.language == "ru" and role_of(ad, first - 2) == "last":
        return True  # "последний из шести птенцов"
    return ad.says(first, range(quantity.last, quantity.last + _LAST), "last")
