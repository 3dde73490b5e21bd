"""What a part is of an animal of its kind: a coral has no leather, a walrus tooth is ivory."""

from typing import TYPE_CHECKING

from wildlife_analysis.classify.ad import MADE_OF, TITLE, Hit
from wildlife_analysis.classify.likely import (
    CORALS,
    bird,
    by_the_tin,
    furred,
    keepers_name,
    own_shell,
    usual,
)
from wildlife_analysis.classify.numbers import plain_value, role_of
from wildlife_analysis.classify.roles import has_role
from wildlife_analysis.reference.taxonomy import taxon_class

if TYPE_CHECKING:
    from wildlife_analysis.classify.context import Context

__all__ = ["MATERIALS", "OTHER_IVORY", "fitting", "grown", "tusk_among_ivory"]

# Products that are materials: an object made of them is a specimen, whatever it depicts.
MATERIALS = frozenset(
    {"ivory", "skin_leather", "fur", "shell", "bone", "horn", "tooth_claw", "coral", "skull"}
)
# Their teeth are ivory too.
OTHER_IVORY = frozenset(
    {
        "Hippopotamus amphibius",
        "Odobenus rosmarus",
        "Physeter macrocephalus",
        "Monodon monoceros",
    }
)
_RUGS = frozenset({"tapis", "rug", "ковер", "bettvorleger", "fellteppich"})
SCALED = frozenset({"Reptilia", "Amphibia", "Actinopteri", "Elasmobranchii"})  # without fur
SHELLED = frozenset({"Bivalvia", "Gastropoda", "Cephalopoda"})  # without a hide
# "2 Köpfe Euphyllia": a head of a coral is a polyp.
NAMED_SO = 3  # how sure a name is that says itself what it is of
HEADS = frozenset({"trophy", "skull", "taxidermy"})


def tusk_among_ivory(context: "Context", mention: Hit) -> bool:
    """Say whether a list of ivories names a beast ("6 en ivoire ..., 1 en hippopotame")."""
    ad = context.ad
    of = mention.first > 1 and ad.words[mention.first - 1] in MADE_OF
    return (
        of
        and mention.term.code in OTHER_IVORY
        and plain_value(ad, mention.first - 2) > 0
        and any(h.term.product == "ivory" for h in ad.of_kind("taxon"))
    )


def grown(context: "Context") -> bool:
    """Say whether cuttings of corals are offered ("Ableger", "фраги")."""
    return has_role(context.ad, "cutting")


def _rug(context: "Context", part: Hit) -> bool:
    """Say whether a word of the title is of a rug."""
    words = context.ad.words[part.first : part.last]
    return part.field == TITLE and not _RUGS.isdisjoint(words)


def _tail(context: "Context", part: Hit) -> bool:
    """Say whether a part is a tail: of a bird, its feathers."""
    return context.ad.words[part.first].startswith(("queue", "tail", "schwanz", "хвост"))


def _in_reef_tank(context: "Context", mention: Hit) -> bool:
    """Say whether a clam is offered among corals, where living animals are."""
    corals = any(taxon_class(h.term.code) in CORALS for h in context.ad.of_kind("taxon"))
    clam = taxon_class(mention.term.code) == "Bivalvia"
    return clam and corals and (context.ad.category == "live" or grown(context))


def _dead(context: "Context", mention: Hit) -> bool:
    """Say whether a coral is bleached or dry; in a tank, its own sentence must say so."""
    ad = context.ad
    places = [word for word, text in enumerate(ad.words) if ad.roles.get(text) == "dead"]
    if ad.category == "live":
        return any(ad.clause[word] == ad.clause[mention.first] for word in places)
    return bool(places)


def fitting(context: "Context", mention: Hit, product: str, sure: int) -> tuple[str, int]:
    """Say what a product is of a taxon of its class.

    Whatever part is named of a coral is coral, and horns with a word for a trophy are one.

    Parameters
    ----------
    context
        Evidence of the listing.
    mention
        A taxon term.
    product, sure
        What the words around it say, and how sure that is.

    Returns
    -------
    str, int
        The same, or what they must mean.
    """
    if product in MATERIALS and keepers_name(context, mention):
        return "", sure  # "Royal Scots" among things of leather
    if mention.term.code == "Moschus" and (
        product == "caviar" or (mention.term.needs and product not in ("", "live"))
    ):
        return "medicine", sure  # the substance: "Glasröhrchen Moschus", "grains de musc"
    if product == "horn" and taxon_class(mention.term.code) in SCALED:
        return "live", sure  # a chameleon with three horns
    if product not in ("", "live", "coral") and taxon_class(mention.term.code) in CORALS:
        heads = product in HEADS or grown(context) or context.ad.category == "live"
        heads = heads and context.ad.category != "parts"
        return ("live" if heads else "coral"), sure
    insect = taxon_class(mention.term.code) == "Insecta"
    if product == "live" and insect and any(h.term.code == "taxidermy" for h in context.parts):
        return "taxidermy", sure  # "аполлон самец и самка" among spread butterflies
    if product in ("skin_leather", "fur") and taxon_class(mention.term.code) in SHELLED:
        return usual(context, mention), 1  # "clam, leather" in a reef tank
    if product == "shell" and _in_reef_tank(context, mention):
        return "live", sure
    if product == "tooth_claw" and mention.term.code in (*OTHER_IVORY, "Cetacea"):
        return "ivory", sure
    if (
        product == "live"
        and taxon_class(mention.term.code) in CORALS
        and _dead(context, mention)
    ):
        return "coral", sure
    if product == "skin_leather" and context.ad.language == "en" and bird(mention):
        feathers = any(h.term.code == "feather" for h in context.parts)
        return "feather" if feathers else "taxidermy", sure  # "owl case", "feathers bag"
    if product == "other" and bird(mention) and not mention.term.product:
        feathers = any(h.term.code == "feather" or _tail(context, h) for h in context.parts)
        return "feather" if feathers else product, sure  # "macaw tail" among feathers
    if product == "fur" and bird(mention):  # "jungle cock cape", but "a hat with owl ears"
        plumes = any(h.term.product == "feather" for h in context.ad.of_kind("taxon"))
        return "feather" if plumes else "", sure
    if product == "fur" and taxon_class(mention.term.code) in SCALED:
        return "skin_leather", sure  # "шкура питона"
    if product == "skin_leather" and furred(mention):
        return "fur", sure  # "peau de zèbre", "шапка выдра, верх кожа"
    if product in ("tooth_claw", "bone") and mention.term.code.startswith("Pristi"):
        return "other", sure  # the saw of a sawfish
    if product == "bone" and any(h.term.code == "medicine" for h in context.parts):
        return "medicine", sure  # plasters, "os de tigre véritable"
    clutch = role_of(context.ad, mention.first - 1) == "clutch"
    if product == "live" and clutch and mention.field == TITLE:
        return "egg", NAMED_SO  # "Ponte caméléon du Yémen"
    if product in ("live", "egg") and by_the_tin(context, mention):
        return "caviar", sure
    if product == "live" and own_shell(context, mention):
        return "shell", sure
    if product == "taxidermy" and "Hippocampus" in mention.term.code:
        return "other", sure  # dried seahorses are no mounts
    mounted = product == "trophy" and mention.term.product != product  # "blackbuck heads"
    if mounted and any(_rug(context, h) for h in context.parts):
        return "fur", sure  # "Tapis ours, tête montée"
    if product == "horn" and any(h.term.code == "trophy" for h in context.parts):
        return "trophy", sure
    return product, sure
