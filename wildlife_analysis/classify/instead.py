"""Which thing is offered instead of the living animal that a listing names."""

from wildlife_analysis.classify.ad import DESCRIPTION, HEAD, MADE_OF, TITLE, Hit
from wildlife_analysis.classify.beside import (
    counted_in_list,
    housed,
    measured_from,
    number_before,
    number_behind,
    only_sexed,
    set_behind,
    sexes_behind,
)
from wildlife_analysis.classify.context import OPENING, THINGS, Context
from wildlife_analysis.classify.likely import REEF
from wildlife_analysis.classify.numbers import role_of
from wildlife_analysis.reference.taxonomy import taxon_class

__all__ = ["instead_of"]

KEEPING = ("equipment", "housing", "food", "service")  # of living animals, too
_CARE = frozenset({"care"})  # what is said of any animal
_PHRASE = 2  # words between a name and the thing it is for
_NEAR = 4  # words from a name to a thing far behind in a post


def instead_of(context: Context, mention: Hit) -> str:
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
            or context.distance(d, mention) <= _NEAR
        ]
    behind = set_behind(context, mention) or number_behind(context, mention)
    counted = number_before(context, mention) or behind
    if title:
        code = title[0].term.code.replace("housing", "equipment")
        if mention.field == TITLE and code in ("equipment", "food"):
            between = context.ad.link_before(mention.first, reach=2)
            if code == "food" and between == "for":
                return code  # "rats congelés pour boa"
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
        own = context.ad.says(mention.first, range(mention.first - 2, mention.first), "mine")
        if code == "equipment" and own and mention.field != TITLE:
            return code  # "Voliere | Unsere beiden Gelbbrust sind in einen Park gezogen"
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


def _one_phrase(context: Context, mention: Hit, thing: Hit) -> bool:
    """Say whether an English name and a thing are parted by words of no term alone."""
    ad, places = context.ad, range(mention.last, thing.first)
    return (
        ad.language == "en"
        and 0 < len(places) <= _PHRASE
        and all(w not in ad.by_word and not ad.numbers[w] for w in places)
        and not any(ad.between(w).strip() for w in (*places, thing.first))
    )


def _made_of(context: Context, mention: Hit, decoy: Hit) -> bool:
    """Say whether a name is right before what it is made of ("коньки из гипса")."""
    if decoy.term.code == "media" or decoy.field != mention.field:
        return False
    ad, first = context.ad, context.ad.words[decoy.first]
    link = ad.by_word.get(mention.last)
    of = link is not None and link.term.code == "of" and decoy.first == mention.last + 1
    return of or (decoy.first == mention.last and first in MADE_OF)


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
