"""What argues that a name is no specimen on offer: imitations, pictures, cages, colours."""

from wildlife_analysis.classify.ad import DESCRIPTION, HEAD, TITLE, Hit
from wildlife_analysis.classify.beside import (
    branded,
    counted_in_list,
    housed,
    looks_like,
    measured_from,
    number_before,
    number_behind,
    of_unlisted,
    only_sexed,
    plush,
    set_behind,
    sexes_behind,
    unrelated,
)
from wildlife_analysis.classify.borders import separated
from wildlife_analysis.classify.context import (
    HARD,
    MATERIALS,
    OPENING,
    THINGS,
    Context,
)
from wildlife_analysis.classify.items import (
    item_of,
    numbered_apart,
    other_item,
    other_thing,
    others_apart,
)
from wildlife_analysis.classify.likely import REEF, impossible
from wildlife_analysis.classify.numbers import end_of_item, genuine, role_of
from wildlife_analysis.classify.patterned import colour_of, only_colour, patterned, shaped
from wildlife_analysis.reference.taxonomy import ancestors, taxon_class

__all__ = ["against"]

KEEPING = ("equipment", "housing", "food", "service")  # of living animals, too
_OF = ("из", "en", "aus", "of", "in")
_CARE = frozenset({"care"})  # what is said of any animal
_PHRASE = 2  # words between a name and the thing it is for
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
    if ad.category == "unrelated" and not mention.term.product:
        return "name_or_brand"  # "Jaguar XJ" among cars
    link = ad.link_before(mention.first, reach=2)
    if _only_denied(context, mention) or _kind_denied(context, mention):
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
            if numbered_apart(context, mention, decoy) or others_apart(context, mention, decoy):
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
        if mention.field != TITLE and context.decoys_of("media", "toy", field=TITLE):
            return "media"
        if product in HARD and context.decoys_of("toy", field=TITLE):
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
            or ad.link_before(mention.first) == "without"
            or ad.link_before(mention.first, reach=3) == "like"
            or unrelated(context, mention)
            or looks_like(context, mention)
        ):
            return "other_meaning"
        return _thing(context, mention)
    if context.decoys_of("imitation", field=TITLE) and not genuine(ad, mention):
        return "imitation"
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
    if product == "other" or (product == "taxidermy" and mention.term.product):
        if mention.field != TITLE and context.decoys_of("other_meaning", field=TITLE):
            return "other_meaning"  # "Plante | pied d'éléphant 90 cm"
        worn = [d for d in context.decoys_of("name_or_brand") if not mention.term.product]
        if any(d.field == TITLE or context.same_clause(d, mention) for d in worn):
            return "name_or_brand"  # "Trikot Eisbären"
    if product in ("other", "taxidermy") and any(
        context.same_clause(d, mention)
        and context.distance(d, mention) <= 1
        and not separated(ad, min(d.last, mention.last), max(d.first, mention.first))
        for d in context.decoys_of("toy")
    ):
        return "toy"  # "Полярная сова плюшевая"
    if product in ("taxidermy", "trophy", "egg", "other", "feather"):
        titles = context.decoys_of("depiction", "toy", "media", field=TITLE)
        if taxon_class(mention.term.code) == "Insecta":  # the moth, not the book of maps
            titles = [d for d in titles if context.ad.words[d.first] not in ("atlas", "атлас")]
        if product == "feather":  # "macaw feathers for costumes"
            titles = [d for d in titles if ad.link_before(d.first, 2) != "for"]
        if mention.term.product == product == "other":  # "хвосты рыси на брелоки"
            titles = [d for d in titles if d.term.code != "depiction"]
        if product == "taxidermy":  # "Stuffed orangutan | Big plush orangutan"
            titles += [d for d in context.decoys_of("toy") if plush(context, mention, d)]
        if titles:
            return titles[0].term.code
    return ""


def _one_phrase(context: Context, mention: Hit, thing: Hit) -> bool:
    """Say whether an English name and a thing are parted by words of no term alone."""
    ad, places = context.ad, range(mention.last, thing.first)
    return (
        ad.language == "en"
        and 0 < len(places) <= _PHRASE
        and all(w not in ad.by_word and not ad.numbers[w] for w in places)
        and not any(ad.between(w).strip() for w in (*places, thing.first))
    )


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


def _only_denied(context: Context, mention: Hit) -> bool:
    """Say whether a name is only told not to be meant ("Ce n'est pas du python")."""
    ad = context.ad
    others = any(
        h.field == TITLE and h.term.code != mention.term.code for h in ad.of_kind("taxon")
    )
    told = mention.field == DESCRIPTION and others and end_of_item(ad, mention.last)
    return told and ad.denied(mention.first)


def _kind_denied(context: Context, mention: Hit) -> bool:
    """Say whether the listing denies that it offers such an animal ("keine Papageien").

    "Kein Papagei für Anfänger" denies something else.
    """
    ad = context.ad
    if mention.term.product or not ad.denies:
        return False
    above = set(ancestors(mention.term.code))
    return any(
        h.term.code in above
        and h.term.code != mention.term.code
        and ad.denied(h.first)
        and (end_of_item(ad, h.last) or ad.link_before(h.last + 1) in ("and", "or"))
        for h in ad.of_kind("taxon")
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
    return any(
        decoy.field != mention.field
        or not separated(
            context.ad,
            min(decoy.last, mention.last),
            max(decoy.first, mention.first),
        )
        for decoy in context.decoys_of("other_meaning", field=TITLE)
    )


def _asked(context: Context, mention: Hit) -> bool:
    """Say whether the title only asks for the material: "Griff Elfenbein?"."""
    ad = context.ad
    return mention.field == TITLE and ad.between(mention.last).startswith("?")


def _made_of(context: Context, mention: Hit, decoy: Hit) -> bool:
    """Say whether a name is right before what it is made of ("коньки из гипса")."""
    if decoy.term.code == "media" or decoy.field != mention.field:
        return False
    ad, first = context.ad, context.ad.words[decoy.first]
    link = ad.by_word.get(mention.last)
    of = link is not None and link.term.code == "of" and decoy.first == mention.last + 1
    return of or (decoy.first == mention.last and first in _OF)


def _along(context: Context, thing: Hit) -> bool:
    """Say whether a thing only comes with what is offered ("with tank")."""
    first = measured_from(context, thing)
    return first > 1 and context.ad.link_before(first) == "with"


def _speaks_of(context: Context, mention: Hit, decoy: Hit) -> bool:
    """Say whether a picture or toy is not only mentioned far behind in a long text."""
    ad = context.ad
    if mention.field == decoy.field:
        return abs(ad.clause[decoy.first] - ad.clause[mention.first]) <= 1
    return ad.position_in_field(decoy.first) < OPENING * 3


def _thing(context: Context, mention: Hit) -> str:
    """Say which thing is offered instead of the living animal, if any."""
    described = len(context.animal)
    toys = [h for h in context.ad.of_kind("exclusion") if h.term.code == "toy"]
    shown = mention.term.needs == "context" and described < 2 and mention.field == TITLE
    if shown and any(h.field == TITLE for h in toys):
        return "toy"  # "Steiff leopard and elephant"
    sold = [
        h
        for h in context.ad.of_kind("exclusion")
        if h.term.code in ("equipment", "service") and h.field == TITLE
    ]
    if mention.field != TITLE and sold and not number_before(context, mention):
        return sold[0].term.code  # "Barn owl box", "Parrot boarding"
    if not context.decoys:
        return ""
    title = context.decoys_of(*THINGS, "imitation", field=TITLE)
    if context.ad.title_end > HEAD:  # a post: what stands far behind is no title of it
        title = [
            d
            for d in title
            if d.term.code not in KEEPING
            or d.first < HEAD
            or context.distance(d, mention) <= CAST
        ]
    behind = set_behind(context, mention) or number_behind(context, mention)
    counted = number_before(context, mention) or behind
    if title:
        code = title[0].term.code.replace("housing", "equipment")
        if mention.field == TITLE and code in ("equipment", "food"):
            between = context.ad.link_before(mention.first, reach=2)
            joined = between in ("with", "and") or context.ad.link_before(
                measured_from(context, title[0]), reach=2
            ) in ("with", "and", "without", "for")  # "esturgeons pour bassin"
            joined |= context.ad.link_before(title[0].first) == "of"  # "aus Volierenhaltung"
            joined |= context.sexed(mention)
            gap = (
                context.ad.text[
                    context.ad.end[mention.last - 1] : context.ad.start[title[0].first]
                ]
                if (mention.last <= title[0].first)
                else ""
            )
            if (
                context.ad.language == "de"
                and gap == "-"
                and not number_before(context, mention)
            ):
                return code  # "Chamäleon-Terrarium"
            joined = joined or "&" in gap or "+" in gap
            joined |= role_of(context.ad, title[0].first) in ("with", "more")  # "с террариумом"
            joined |= number_before(context, mention) or set_behind(context, mention)
            if context.ad.language == "en" and mention.last == title[0].first:
                joined = bool(gap.strip())  # "Bearded dragons and iguana tank"
            # "parrot cage", the parrot in it being "a good boy"
            compound = context.ad.language == "en" and mention.last == title[0].first
            only = compound and not joined and only_sexed(context)
            if compound and not joined and code == "food":
                return code  # "parrot seed"
            if (
                not joined
                and context.animal <= _CARE
                and _one_phrase(context, mention, title[0])
            ):
                return code  # "Large parrot travel carrier | Only used for vet trips"
            if mention.first < title[0].first and (joined or described >= 1) and not only:
                return ""
            if joined or (described >= 3 and not only):
                return ""
            return code
        if code == "equipment" and all(_along(context, d) for d in title):
            return ""  # "2 spiders with tanks"
        if code == "equipment" and (
            number_before(context, mention)
            or sexes_behind(context, mention)
            or (mention.field != TITLE and counted_in_list(context, mention))
            or housed(context, mention)
        ):
            return ""  # "Aquarium recifal | euphyllia 2, acropora 3"
        if code == "depiction" and context.ad.category == "live" and counted:
            return ""
        right = mention.first > 0 and context.ad.numbers[mention.first - 1]
        sure = right and not mention.term.needs and mention.field != TITLE
        if code == "media" and sure:
            return ""  # "Turtles: 3 maps | 3 mississippi map turtles"
        if code in ("media", "toy") and not context.alive_in_title:
            return code  # shops describe plush animals as babies too
        if code in ("equipment", "food", "service"):
            return "" if described >= 3 and mention.field == TITLE else code
        return "" if described >= 3 else code
    body = context.decoys_of("depiction", "toy", "media", "imitation", field=DESCRIPTION)
    if made := [d for d in body if _made_of(context, mention, d)]:
        return made[0].term.code
    if not mention.term.needs and mention.score == 100:  # beyond doubt the animal's name
        body = [d for d in body if _speaks_of(context, mention, d)]
    if body and described == 0 and context.ad.category != "live":
        return body[0].term.code
    if mention.field == DESCRIPTION and not context.animal:
        near = [
            d
            for d in context.decoys_of(*THINGS)
            if context.same_clause(d, mention)
            and not (d.term.code == "depiction" and taxon_class(mention.term.code) in REEF)
            and (not counted or 0 <= d.first - mention.last <= 1)
        ]
        if near:
            return near[0].term.code
    return ""
