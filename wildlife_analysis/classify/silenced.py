"""Names that name nothing on offer: gone, not for sale, or part of another name."""

from wildlife_analysis.classify.ad import DESCRIPTION, TITLE, Ad, Hit
from wildlife_analysis.classify.numbers import genuine, role_of
from wildlife_analysis.classify.roles import gone
from wildlife_analysis.classify.shapes import means_other
from wildlife_analysis.reference.taxonomy import taxon_class

__all__ = ["silenced"]

_UNLIKE = (
    ["nichts", "zu", "tun"],
    ["nix", "zu", "tun"],
    ["отношения", "не", "имеет"],
    ["отношения", "не", "имеют"],
)
_NEVER = (["не", "бывает"], ["не", "имею"], ["не", "держу"], ["не", "держим"], ["не", "имеем"])
_NONE = {"ru": ("нет",), "de": ("keine", "keinen", "keins")}
_OPENING, _CLOSING = tuple('«„“"'), tuple('»“”"')
_TOLD = 7  # words from a name to "already sold"
_TUSKS = ("tusk", "defense", "hauer", "клык", "бивн")
_ITEMS = frozenset(",;:\n")
_NEXT = 2  # words from "not" to "included"
_STEM = 4  # letters that forms of one word share
_MARKS = frozenset(",.;:!?\n()")


def silenced(ad: Ad, mention: Hit) -> str:
    """Say why a mention in the description names nothing on offer.

    The title says already that it means something else ("Stofftier Eisbär", "Steinkauzröhre"),
    or the animal has gone ("Buzzard already gone").
    """
    if _part_of_other(ad, mention) or _behind_other(ad, mention):
        return "other_meaning"
    if mention.term.needs == "context" and mention.last - mention.first == 1:
        print_ = ad.by_word.get(mention.first - 1)
        printed = print_ is not None and print_.term.code == "colour_or_pattern"
        if printed and not ad.between(mention.first).strip() and ad.language == "en":
            return "colour_or_pattern"  # "leopard print umbrellas"
        stem = ad.words[mention.first][:_STEM]
        if any(_quoted(ad, w) for w, word in enumerate(ad.words) if word[:_STEM] == stem):
            return "name_or_brand"  # "Бальзамы: тигр, кобра | «Кобра» согревающий"
    if mention.term.needs and role_of(ad, mention.first - 1) == "carrier":
        return "colour_or_pattern"  # "hen is split turq"
    if mention.field != DESCRIPTION:
        return "name_or_brand" if _own_name(ad, mention) else ""
    words = ad.words[mention.first : mention.last]
    if role_of(ad, mention.first - 1) == "called" and len(words) == 1:
        return "name_or_brand"  # "зовём Медведь"
    if _wished(ad, mention):
        return "wanted"
    before = ad.by_word.get(mention.first - 1)
    hunted = before is not None and (before.term.kind, before.term.code) == ("offer", "service")
    if hunted and not ad.parted(mention.first, _MARKS):
        return "depiction"  # "клык с гравировкой, охота на кита"
    if ad.words[mention.last : mention.last + 3] in _UNLIKE:
        return "other_meaning"  # "hat mit Ameisenbär nix zu tun"
    if mention.term.product == "ivory" and _of_unlisted_beast(ad, mention):
        return "other_meaning"
    if mention.term.product == "caviar" and ad.says(
        mention.first, range(mention.first - 2, mention.first), "empty", "blown"
    ):
        return "equipment"  # "une boîte VIDE Beluga"
    if ad.language in _NONE and _none_left(ad, mention):
        return "not_an_offer"
    reach = 3 if ad.language == "ru" else 2  # "Пионуса мы уже отдали"
    for place in range(mention.last, min(mention.last + reach, len(ad.words))):
        counts = (hit := ad.by_word.get(place)) is not None and hit.term.kind == "quantity"
        if ad.clause[place] != ad.clause[mention.first] or counts or ad.numbers[place]:
            break  # "marginated tortoises, four reserved"
        if gone(ad, place):
            return "not_an_offer"
    if _already_gone(ad, mention) or _left_out(ad, mention):
        return "not_an_offer"
    for sale in ad.of_kind("offer"):  # "My royals are NOT for sale", "павлины не нужны"
        near = 0 <= sale.first - mention.last <= 4 and sale.field == mention.field
        if near and sale.term.code in ("sale", "wanted") and ad.denied(sale.first):
            return "not_an_offer"
    for hit in ad.of_kind("exclusion"):
        brand = hit.term.code == "name_or_brand" and mention.term.needs != "context"
        covered = ad.words[hit.first : hit.last]
        brand = brand and not (len(words) > 1 and all(w in covered for w in words))
        if hit.field != TITLE or brand or hit.term.code == "food":
            continue
        compound = ad.language == "de" and len(words) == 1 and len(words[0]) > 5
        if all(w in covered for w in words) or (
            compound and any(c.startswith(words[0]) and c != words[0] for c in covered)
        ):
            if mention.term.product and mention.term.product in hit.term.term:
                continue
            if not genuine(ad, mention):
                return hit.term.code
    return ""


def _left_out(ad: Ad, mention: Hit) -> bool:
    """Say whether a name is told not to come with what is offered ("python NOT included")."""
    link = ad.by_word.get(mention.last)
    if link is None or link.term.kind != "link":
        return False
    if link.term.code == "without" and link.last - link.first > 1:
        return True  # the phrase "not included"
    denied = link.term.code == "not"
    behind = range(mention.last + 1, mention.last + 1 + _NEXT)
    return denied and ad.says(mention.last - 1, behind, "included")


def _of_unlisted_beast(ad: Ad, mention: Hit) -> bool:
    """Say whether tusks are of the beast before them ("warthog (tusks 27 cm)")."""
    word = ad.words[mention.first]
    if mention.last - mention.first > 1 or not word.startswith(_TUSKS):
        return False
    for place in range(mention.first - 1, max(mention.first - 1 - _TOLD, -1), -1):
        if ad.clause[place] != ad.clause[mention.first] or ad.parted(place + 1, _ITEMS):
            return False
        hit = ad.by_word.get(place)
        if hit is not None and hit.term.kind == "taxon" and hit.last <= mention.first:
            return False
        if hit is not None and means_other(hit):
            return True  # "One Chinese water deer skull with tusks"
    return False


def _already_gone(ad: Ad, mention: Hit) -> bool:
    """Say whether one is told to be sold already ("der vom Foto ist schon verkauft")."""
    for place in range(mention.last, min(mention.last + _TOLD, len(ad.words))):
        hit = ad.by_word.get(place)
        if ad.clause[place] != ad.clause[mention.first] or ad.parted(place, _MARKS):
            return False
        if ad.numbers[place] or (hit is not None and hit.term.kind in ("taxon", "quantity")):
            return False
        if gone(ad, place) and role_of(ad, place - 1) == "already":
            return True
        dead = role_of(ad, place) in ("died", "dead") and not mention.term.product
        if dead and any(role_of(ad, w) == "be" for w in range(mention.last, place)):
            return True  # "mes acros sont morts cet été"
    return False


def _quoted(ad: Ad, word: int) -> bool:
    """Say whether a word, or it and one beside it, stands in quotation marks."""
    opened = [ad.between(w)[-1:] in _OPENING for w in (word - 1, word)]
    closed = [ad.between(w)[:1] in _CLOSING for w in (word + 1, word + 2)]
    return (opened[1] and any(closed)) or (opened[0] and closed[0])


def _wished(ad: Ad, mention: Hit) -> bool:
    """Say whether "swap for" stands before a name, with no more than its number between."""
    for swap in ad.of_kind("offer"):
        gap = range(swap.last, mention.first)
        asked = swap.term.code == "exchange" and role_of(ad, swap.last - 1) == "price_before"
        if asked and len(gap) <= 2 and swap.field == mention.field and gap.stop >= gap.start:
            hits = [ad.by_word.get(word) for word in gap]
            return all(h is not None and h.term.kind in ("quantity", "link") for h in hits)
    return False


def _none_left(ad: Ad, mention: Hit) -> bool:
    """Say whether there is none ("фенеков и прочей экзотики нет", "Eulen habe ich keine")."""
    for word in range(mention.last, min(mention.last + 4, len(ad.words))):
        if ad.parted(word, _MARKS) or ad.fields[word] != mention.field or ad.numbers[word]:
            return False
        if ad.words[word : word + 2] in _NEVER:
            return True  # "медвежьего не бывает"
        if ad.words[word] in _NONE[ad.language]:
            ended = word + 1 >= len(ad.words) or ad.clause[word + 1] != ad.clause[word]
            return ended or ad.language == "ru" or ad.words[word + 1] == "mehr"
    return False


def _own_name(ad: Ad, mention: Hit) -> bool:
    """Say whether the description tells that a title word is a name ("зовут Каракал")."""
    last = ad.words[mention.last - 1]
    if any(
        role_of(ad, place - 1) == "called"
        for place in range(ad.title_end + 1, len(ad.words))
        if ad.words[place] == last
    ):
        return True
    if mention.last - mention.first > 1 or mention.term.needs != "context":
        return False
    return any(  # "Сокол-200 | приемник Сокол работает"
        hit.field == DESCRIPTION
        and hit.term.code == "name_or_brand"
        and hit.last - hit.first > 1
        and last in ad.words[hit.first : hit.last]
        for hit in ad.of_kind("exclusion")
    )


def _behind_other(ad: Ad, mention: Hit) -> bool:
    """Say whether a beast only describes something unlisted ("Mâchoire requin tigre")."""
    before = ad.by_word.get(mention.first - 1)
    return (
        ad.language == "fr"
        and before is not None
        and means_other(before)
        and mention.last - mention.first == 1
        and taxon_class(mention.term.code) == "Mammalia"
        and ad.between(mention.first) == " "
        and before.field == mention.field
    )


def _part_of_other(ad: Ad, mention: Hit) -> bool:
    """Say whether a word is the noun of a name of something unlisted in the description.

    "Jackal skull | black backed jackal" offers no golden jackal.
    """
    if mention.term.needs != "context" or mention.last - mention.first != 1:
        return False
    if ad.language not in ("en", "fr") or mention.term.product:
        return False
    word = ad.words[mention.first].rstrip("s")
    place = 0 if ad.language == "fr" else -1
    return any(
        hit.field == DESCRIPTION
        and hit.term.code == "other_meaning"
        and hit.last - hit.first > 1
        and ad.words[hit.first : hit.last][place].rstrip("s") == word
        for hit in ad.of_kind("exclusion")
    )
