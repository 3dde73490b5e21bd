"""What argues that a name is no specimen on offer: imitations, pictures, cages, colours."""

from wildlife_analysis.classify.ad import CATEGORY, COMMA, DESCRIPTION, TITLE, Ad, Hit
from wildlife_analysis.classify.beside import (
    branded,
    house_cat,
    like_that_of,
    looks_like,
    of_unlisted,
    plush,
    unrelated,
)
from wildlife_analysis.classify.borders import separated
from wildlife_analysis.classify.context import HARD, OPENING, Context
from wildlife_analysis.classify.fitting import MATERIALS
from wildlife_analysis.classify.instead import instead_of
from wildlife_analysis.classify.items import (
    item_of,
    numbered_apart,
    other_item,
    other_thing,
    others_apart,
)
from wildlife_analysis.classify.likely import impossible
from wildlife_analysis.classify.numbers import genuine, plain_value, role_of
from wildlife_analysis.classify.patterned import (
    colour_of,
    only_colour,
    participle,
    patterned,
    shaped,
)
from wildlife_analysis.classify.quantity import quantities
from wildlife_analysis.classify.refused import kind_denied, of_denied, only_denied
from wildlife_analysis.classify.replaced import other_material
from wildlife_analysis.classify.roles import has_role
from wildlife_analysis.classify.shapes import means_other
from wildlife_analysis.reference.taxonomy import taxon_class

__all__ = ["against"]

_ITEM = frozenset(",;.+\n")  # marks between things
_SOUVENIR = ("souvenir", "сувенир")
CAST = 4  # words between a part and the metal it is cast in


def against(context: Context, mention: Hit, product: str) -> str:
    """Say what argues that a mention is not a specimen on offer.

    Parameters
    ----------
    mention
        A taxon term.
    product
        What `product` decided for it.

    Returns
    -------
    str
        A code of ``reasons`` (kind rejection), or empty.
    """
    ad = context.ad
    if _told_as_colour(ad, mention) or participle(ad, mention):
        return "colour_or_pattern"  # "Range cooker - IVORY | ... in ivory with brass trim"
    planted = ad.category in ("unrelated", "garden") and has_role(ad, "plant")
    foot = mention.term.product == "other" and ad.category == "garden"
    planted |= foot and product == "other"  # "Pied d'éléphant de 1m60, pot compris"
    elsewhere = ad.category == "unrelated" and not mention.term.product
    if planted or elsewhere or ad.category == "plants":
        return "name_or_brand"  # "Jaguar XJ" among cars, a houseplant "elephant's foot"
    link = ad.link_before(mention.first, reach=2)
    if role_of(ad, mention.first - 1) == "metal" and mention.term.product not in MATERIALS:
        return "depiction"  # "a brass barn owl", "бронзовый носорог"
    if house_cat(context, mention):
        return "other_meaning"
    if only_denied(ad, mention) or kind_denied(ad, mention):
        return "other_meaning"
    if impossible(context, mention, product):
        return "name_or_brand"  # "boa ... plumes blanches"
    if branded(context, mention):
        return "name_or_brand"
    if product in MATERIALS or product in ("feather", "caviar", "medicine"):
        if link == "for" and context.decoys_of("equipment", field=TITLE):
            return "equipment"
        if link == "like" or context.likened(mention) or ad.denied(mention.first):
            return "imitation"
        if _corrected(context, mention):
            return "imitation"
        if depicted := shaped(context, mention):
            return depicted
        if product in ("skin_leather", "fur") and of_unlisted(context, mention):
            return "other_meaning"
        if product in HARD and _cast(context, mention):
            return "imitation"
        if coloured := colour_of(context, mention, product) or only_colour(context, mention):
            return coloured
        if product == "fur" and patterned(context, mention):
            return "colour_or_pattern"
        item = item_of(context, mention)
        for decoy in context.decoys_of("imitation"):
            if decoy.field != mention.field and item > 0:
                continue
            if other_item(context, mention, decoy) or other_thing(context, mention, decoy):
                continue
            if other_material(ad, decoy, quantities(ad)):
                continue  # "16 шаров ..., два шара новодел, пластик"
            if _added_apart(context, mention, decoy) or _of_another(context, mention, decoy):
                continue
            if _listed_apart(context, mention, decoy):
                continue
            if numbered_apart(context, mention, decoy) or others_apart(context, mention, decoy):
                continue
            if _vouched(context, mention, decoy):
                continue
            if decoy.field == mention.field and decoy.first < item:
                continue
            if decoy.field == TITLE or context.same_clause(decoy, mention):
                return "imitation"
            if context.distance(decoy, mention) <= 12 or _asked(context, mention):
                return "imitation"
            if mention.field == TITLE and ad.position_in_field(decoy.first) < OPENING:
                return "imitation"  # "Lunettes écaille | Monture acétate"
            if mention.field == TITLE and _told_first(context, mention, decoy):
                return "imitation"
    if product in MATERIALS:
        if not mention.term.product and _another(context, mention):
            return "other_meaning"
        for decoy in context.decoys_of("media", field=TITLE):
            if mention.field == TITLE and product != "ivory":
                return decoy.term.code
        toys = context.decoys_of("media", "toy", field=TITLE)
        if product == "ivory" or product in HARD:  # "3 figurines inuit | ... ivoire de morse"
            toys = [d for d in toys if role_of(ad, d.first) != "figures"]
        if mention.field != TITLE and toys:
            return "media"
        if product in HARD and any(d.term.code == "toy" for d in toys):
            return "toy"
        return ""
    if product == "live":
        if mention.term.product == "shell" and colour_of(context, mention, "shell"):
            return "colour_or_pattern"
        described = bool(context.animal)
        if link == "for" and mention.field == TITLE and not described:
            return "equipment"
        if (
            link in ("like", "not")
            or like_that_of(ad, mention)
            or ad.link_before(mention.first) == "without"
            or ad.link_before(mention.first, reach=3) == "like"
            or unrelated(context, mention)
            or of_denied(ad, mention)
            or ad.words[mention.last : mention.last + 1] in (["нету"], ["нема"])
            or _on_ivory(context, mention)
            or _among_fish(context, mention)
            or _looking(context, mention)
            or looks_like(context, mention)
        ):
            return "other_meaning"
        return instead_of(context, mention)
    if context.decoys_of("imitation", field=TITLE) and not genuine(ad, mention):
        return "imitation"
    if link == "like" and not mention.term.product and ad.language != "ru":
        return "depiction"  # "netsuke en ivoire figurant un singe"
    if product == "other" and not mention.term.product and ad.denied(mention.first):
        return "imitation"  # "Steht nix von echtem Krokodil drin"
    if not mention.term.product and _another(context, mention):
        return "other_meaning"
    if product == "medicine" and ad.link_before(mention.first) == "of":
        shown = ad.by_word.get(mention.first - 2)  # "dessin de panthère"
        if shown is not None and (shown.term.kind, shown.term.code) == ("decoy", "depiction"):
            return "depiction"
    if product in ("other", "medicine") and any(
        context.same_clause(d, mention) and context.distance(d, mention) <= CAST
        for d in context.decoys_of("imitation")
    ):
        return "imitation"  # "китовый ус (пластик)"
    foot = product in ("other", "taxidermy", "tooth_claw") and mention.term.product == product
    if foot and has_role(ad, "plant"):
        return "other_meaning"  # "Pied d'éléphant 1m60 | supporte l'oubli d'arrosage"
    if product == "other" or (product == "taxidermy" and mention.term.product):
        if mention.field != TITLE and context.decoys_of("other_meaning", field=TITLE):
            return "other_meaning"  # "Plante | pied d'éléphant 90 cm"
        worn = [d for d in context.decoys_of("name_or_brand") if not mention.term.product]
        if any(d.field == TITLE or context.same_clause(d, mention) for d in worn):
            return "name_or_brand"  # "Trikot Eisbären"
    if product in ("other", "taxidermy") and any(
        context.same_clause(d, own)
        and context.distance(d, own) <= 1
        and not separated(ad, min(d.last, own.last), max(d.first, own.first))
        for d in context.decoys_of("toy")
        for own in ad.of_kind("taxon")
        if own.term.code == mention.term.code
    ):
        return "toy"  # "Полярная сова плюшевая"
    if product in ("taxidermy", "trophy", "egg", "other", "feather"):
        titles = context.decoys_of("depiction", "toy", "media", field=TITLE)
        if taxon_class(mention.term.code) == "Insecta":  # the moth, not the book of maps
            titles = [d for d in titles if context.ad.words[d.first] not in ("atlas", "атлас")]
        phrase = mention.last - mention.first > 1
        if phrase and mention.term.product == product == "taxidermy":  # "Сувениры | чучело ..."
            titles = [d for d in titles if not ad.words[d.first].startswith(_SOUVENIR)]
        if product == "egg" and has_role(ad, "blown"):
            titles = []  # "Oeufs vidés pour décoration"
        if product == "feather":  # "macaw feathers for costumes"
            titles = [d for d in titles if ad.link_before(d.first, 4) != "for"]
        if mention.term.product == product == "other":  # "хвосты рыси на брелоки"
            titles = [d for d in titles if d.term.code != "depiction"]
        if product == "taxidermy":  # "Stuffed orangutan | Big plush orangutan"
            titles += [d for d in context.decoys_of("toy") if plush(context, mention, d)]
        if titles:
            return titles[0].term.code
    return ""


def _added_apart(context: Context, mention: Hit, decoy: Hit) -> bool:
    """Say whether "plus a ..." parts what is imitated ("plus une barrette en celluloïd")."""
    ad = context.ad
    return context.same_clause(mention, decoy) and any(
        (role_of(ad, word) == "more" or ad.link_before(word + 1) == "with")
        and ad.parted(word, COMMA)
        and (plain_value(ad, word + 1) == 1 or ad.words[word + 1] in ("a", "an"))
        for word in range(mention.last, decoy.first)
    )


def _listed_apart(context: Context, mention: Hit, decoy: Hit) -> bool:
    """Say whether what is imitated is an item of its own in a list of things.

    "Oddments: scrimshaw, combs, corozo | 1) ... whale tooth 2) ... combs 3) corozo case".
    """
    ad = context.ad
    if decoy.field == TITLE:
        alone = ad.parted(decoy.first, COMMA) and (
            decoy.last == ad.title_end or ad.parted(decoy.last, COMMA)
        )
        marks = sum(ad.parted(word, COMMA) for word in range(ad.title_end))
        return alone and marks > 1
    first, last = sorted((mention.first, decoy.first))
    return decoy.field == mention.field and any(
        ad.numbers[word]
        and ad.between(word + 1).startswith(")")
        and "(" not in ad.between(word)
        for word in range(first + 1, last)
    )


def _of_another(context: Context, mention: Hit, decoy: Hit) -> bool:
    """Say whether the item of what is imitated names another animal, and not the one meant.

    "варан 1 шт; телёнок тиснёный под кроко 4 шт"; "Kaiman Schädel, Gipsabguss Gorilla".
    """
    ad = context.ad
    if mention.field != decoy.field:
        return False
    item = [decoy.first]
    while (
        item[0] > 0 and ad.fields[item[0] - 1] == decoy.field and not ad.parted(item[0], _ITEM)
    ):
        item.insert(0, item[0] - 1)
    end = decoy.last
    while end < len(ad.words) and ad.fields[end] == decoy.field and not ad.parted(end, _ITEM):
        end += 1
    places = [*item, *range(decoy.last, end)]
    if mention.first in places:
        return False
    hits = [h for h in map(ad.by_word.get, places) if h is not None]
    animals = [h for h in hits if means_other(h) or h.term.kind == "taxon"]
    return bool(animals) and all(h.term.code != mention.term.code for h in animals)


def _vouched(context: Context, mention: Hit, decoy: Hit) -> bool:
    """Say whether this is told to be real, and what is imitated is another item behind it.

    "Натуральная кожа крокодила ... Есть и бюджетный вариант: телёнок с тиснением под кроко".
    """
    ad = context.ad
    behind = decoy.field == mention.field and decoy.first >= mention.last
    if mention.field == DESCRIPTION:
        apart = behind and ad.clause[decoy.first] > ad.clause[mention.first]
    else:  # "Kamm echt Schildpatt, Dose Bakelit"
        apart = behind and any(
            ad.parted(word, COMMA) for word in range(mention.last, decoy.first + 1)
        )
    return apart and genuine(ad, mention)


def _told_first(context: Context, mention: Hit, decoy: Hit) -> bool:
    """Say whether the first sentence names another material, and not that of the title.

    "Ceinture croco noire | Ceinture noire façon crocodile, en fait vachette gaufrée".
    """
    ad = context.ad
    first = ad.clause[ad.title_end] if ad.title_end < len(ad.words) else -1
    opens = ad.clause[decoy.first] == first and ad.position_in_field(decoy.first) < OPENING * 2
    return opens and not any(
        h.term.code == mention.term.code and h.field != TITLE for h in ad.of_kind("taxon")
    )


def _on_ivory(context: Context, mention: Hit) -> bool:
    """Say whether a beast is carved of the ivory of the title ("Mammoth ivory wolf")."""
    ad = context.ad
    carved = (
        mention.term.needs == "context" and mention.field == TITLE and context.animal <= {"age"}
    )
    return carved and any(
        h.field == TITLE and h.term.product == "ivory" and h.first != mention.first
        for h in ad.of_kind("taxon")
    )


def _among_fish(context: Context, mention: Hit) -> bool:
    """Say whether a word for a beast names a fish ("3 L134 Leopard" in an aquarium)."""
    ad = context.ad
    word = mention.term.needs == "context" and mention.last - mention.first == 1
    beast = word and taxon_class(mention.term.code) in ("Mammalia", "Aves")
    return beast and any(
        field == CATEGORY and role_of(ad, place) == "tank"
        for place, field in enumerate(ad.fields)
    )


def _looking(context: Context, mention: Hit) -> bool:
    """Say whether a hyphen makes a name a likeness ("blastomussa-looking mushroom")."""
    ad, behind = context.ad, mention.last
    said = ad.words[behind : behind + 1] in (["looking"], ["like"], ["artig"], ["ähnlich"])
    return said and ad.between(behind) == "-"


def _told_as_colour(ad: Ad, mention: Hit) -> bool:
    """Say whether the description means a colour by the one word of a title."""
    one = mention.last - mention.first == 1 and mention.field == TITLE
    one = one and "&" not in ad.between(mention.first)  # "bagpipes silver & ivory"
    return one and any(
        h.term.code == "colour_or_pattern"
        and h.field == DESCRIPTION
        and h.last - h.first > 1
        and ad.words[h.last - 1] == ad.words[mention.first]
        for h in ad.of_kind("exclusion")
    )


def _corrected(context: Context, mention: Hit) -> bool:
    """Say whether "but" names another material behind ("sold as ivory but it is bone")."""
    ad = context.ad
    for word in range(mention.last, min(mention.last + 3, len(ad.words))):
        if role_of(ad, word) != "but" or ad.clause[word] != ad.clause[mention.first]:
            continue
        for place in range(word + 1, min(word + 6, len(ad.words))):
            hit = ad.by_word.get(place)
            if hit is not None and (
                (hit.term.kind == "product" and hit.term.code in ("bone", "horn"))
                or (hit.term.kind == "decoy" and hit.term.code == "imitation")
            ):
                return True
    return False


def _cast(context: Context, mention: Hit) -> bool:
    """Say whether a part of an animal is only cast in metal ("Rhino horn hooks, cast iron").

    So is a thing of clay that the description names so ("Bénitier en faïence").
    """
    ad = context.ad
    if any(h.term.code == "trophy" for h in context.parts):
        return False  # a medal of bronze
    if any(
        context.same_clause(decoy, mention)
        and context.distance(decoy, mention) <= CAST
        and role_of(ad, decoy.last - 1) == "metal"
        and ad.link_before(decoy.first, 2) not in ("with", "and")
        for decoy in context.decoys_of("depiction")
    ):
        return True
    return any(
        h.term.code == mention.term.code
        and ad.words[h.last : h.last + 1] in (["en"], ["aus"], ["из"], ["of"])
        and role_of(ad, h.last + 1) in ("metal", "clay")
        for h in ad.of_kind("taxon")
    )


def _another(context: Context, mention: Hit) -> bool:
    """Say whether the title speaks of another animal or thing, not in a list with this one.

    "Rapaces empaillés : buse, hulotte, faisan" offers a buzzard as well as a pheasant.
    """
    ad = context.ad
    for decoy in context.decoys_of("other_meaning", field=TITLE):
        # "Rapaces, faisan | milan royal ailes ouvertes, épervier, faisan de Colchide"
        below = [
            h
            for h in ad.hits
            if h.field == mention.field and ad.words[h.first] == ad.words[decoy.first]
        ]
        places = [decoy] if decoy.field == mention.field else below
        if not any(
            separated(ad, min(h.last, mention.last), max(h.first, mention.first))
            for h in places
        ):
            return True
    return False


def _asked(context: Context, mention: Hit) -> bool:
    """Say whether the title only asks for the material: "Griff Elfenbein?"."""
    ad = context.ad
    return mention.field == TITLE and ad.between(mention.last).startswith("?")
