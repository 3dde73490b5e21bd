"""What is likely offered of an animal where the words right at its name do not say it."""

from typing import TYPE_CHECKING

from wildlife_analysis.classify.ad import TITLE, Hit
from wildlife_analysis.classify.numbers import SEX, role_of
from wildlife_analysis.classify.roles import has_role
from wildlife_analysis.reference.taxonomy import ancestors, taxon_class

if TYPE_CHECKING:
    from wildlife_analysis.classify.context import Context

__all__ = [
    "CORALS", "REEF", "among_kin", "bird", "by_the_tin", "furred", "impossible",
    "ivory_offered", "keepers_name", "morph", "own_shell", "part_offered", "pattern_only",
    "plainly_offered", "usual", "whole", "worn",
]  # fmt: skip

# Orders whose animals toys, pictures and costumes show.
SHOWN = frozenset({"Carnivora", "Proboscidea", "Cetacea", "Perissodactyla"})
# Words that may stand in a title that only says that an animal is for sale.
PLAIN = frozenset({"taxon", "offer", "quantity", "live", "link"})
CORALS = frozenset({"Anthozoa", "Hydrozoa"})
_HINT = 2  # words of a hint that proves little alone
REEF = CORALS | {"Bivalvia"}  # classes of what one reef tank holds
_OFFERED = ("sale", "giveaway", "exchange")
# Clams that aquarists keep, called so: "maxima clam", "Derasamuschel".
KEPT = frozenset({"Tridacna maxima", "Tridacna crocea", "Tridacna derasa", "Tridacna noae"})
# Families whose hides are sold with their hair.
FURRED = frozenset({"Felidae", "Canidae", "Ursidae", "Equidae", "Mustelidae"})
# Parts that one class alone has.
_ONLY = {"feather": "Aves", "fur": "Mammalia"}
# What collectors offer of classes that are seldom sold alive.
USUAL = {
    "Insecta": "taxidermy",
    "Bivalvia": "shell",
    "Gastropoda": "shell",
    "Cephalopoda": "shell",
}


def among_kin(context: "Context", mention: Hit) -> bool:
    """Say whether a coral is named among others: "hammer, frogspawn, 2 favia"."""
    own = taxon_class(mention.term.code)
    if own == "Insecta":  # "6 Apollo ... and one Bhutan Glory"
        named = context.ad.of_kind("taxon")
        return any(h.term.product and taxon_class(h.term.code) == own for h in named)
    if own not in CORALS or context.decoys:
        return False
    names = {h.term.code for h in context.ad.of_kind("taxon")}
    fine = [code for code in names if len(ancestors(code)) > 1]
    return not context.parts and sum(taxon_class(code) in CORALS for code in fine) > 1


def bird(mention: Hit) -> bool:
    """Say whether a bird is named, none that leather is made of."""
    code = mention.term.code
    return taxon_class(code) == "Aves" and "Struthio" not in code and "Rhea" not in code


def by_the_tin(context: "Context", mention: Hit) -> bool:
    """Say whether a sturgeon is named among tins of caviar ("oscietra and one 50g beluga")."""
    sturgeon = "Acipenseriformes" in ancestors(mention.term.code)
    named = context.ad.of_kind("taxon")
    tins = any(
        h.term.product == "caviar"
        or (h.field == TITLE and context.ad.words[h.first].startswith(("caviar", "kaviar")))
        for h in named
    )
    # "two 50g tins of farmed beluga"; sterlets are sold in tubs and bags
    pond = context.animal or mention.term.code == "Acipenser ruthenus"
    tins |= has_role(context.ad, "container") and not pond
    return sturgeon and tins and context.ad.category != "live"


def furred(mention: Hit) -> bool:
    """Say whether the hide of an animal is a fur."""
    code = mention.term.code
    return bool({code, *ancestors(code)} & FURRED)


def impossible(context: "Context", mention: Hit, product: str) -> bool:
    """Say whether an animal has no such part: feathers of a boa, fur of a snake."""
    only, own = _ONLY.get(product), taxon_class(mention.term.code)
    if product == "shell" and own == "Reptilia" and mention.term.code != own:
        return "Testudines" not in (mention.term.code, *ancestors(mention.term.code))
    if only is None or not own or own == only:
        return False
    return not any(h.term.product for h in context.ad.of_kind("taxon"))  # "bearskin cap, plume"


def keepers_name(context: "Context", mention: Hit) -> bool:
    """Say whether a name is an adjective that only keepers take for an animal ("royal")."""
    one = mention.last - mention.first == 1 and mention.term.needs == "context"
    return one and role_of(context.ad, mention.first) == "colour"


def own_shell(context: "Context", mention: Hit) -> bool:
    """Say whether a name that tells a shell is of one, little being said of an animal.

    "Nautilusgehäuse, zwei Hälften vom selben Tier"; a living clam is described.
    """
    own = mention.term.product == "shell"
    sea = taxon_class(mention.term.code) in ("Gastropoda", "Cephalopoda")
    return own and sea and len(context.animal) < 2 and context.ad.category != "live"


def worn(context: "Context") -> bool:
    """Say whether a listing offers jewels and other things made of many ("bracelets")."""
    ad = context.ad
    return has_role(ad, "one")


def whole(part: Hit | None) -> bool:
    """Say whether the title says that whole animals are mounted."""
    return part is not None and part.term.code == "taxidermy"


def plainly_offered(context: "Context", mention: Hit) -> bool:
    """Say whether nothing but an animal can be meant by a word of other meanings.

    The title says no more than that it is for sale ("Продам игуану"), or a number counts
    it beside the name of its group ("Papageien: 1 Paar Gelbbrust"). Beasts that toys and
    pictures show are left out.
    """
    ad, code = context.ad, mention.term.code
    if context.decoys or context.parts or ad.category == "parts" or ad.of_kind("exclusion"):
        return False
    kin = ancestors(code)
    if SHOWN & set(kin):
        return False
    others = {h.term.code for h in ad.of_kind("taxon")} - {code}
    counted = any(
        ad.numbers[word] or ((hit := ad.by_word.get(word)) and hit.term.kind == "quantity")
        for word in range(max(mention.first - 2, 0), mention.first)
    )
    if counted and others & set(kin):
        return True
    title = [ad.by_word.get(word) for word in range(ad.title_end) if not ad.numbers[word]]
    offered = any(h is not None and h.term.code in _OFFERED for h in title)
    offered |= counted  # "Couple de perruches"
    return (
        mention.field == TITLE
        and offered
        and all(h is not None and h.term.kind in PLAIN for h in title)
    )


def part_offered(context: "Context", mention: Hit) -> bool:
    """Say whether anything beside a word of other meanings speaks of a part on offer."""
    ad = context.ad
    others = any(h is not mention for h in ad.of_kind("taxon"))
    measured = any(
        h.term.code in ("unit:weight", "unit:length") for h in ad.of_kind("quantity")
    )
    return ad.category == "parts" or bool(context.parts) or others or measured


def ivory_offered(context: "Context", mention: Hit) -> bool:
    """Say whether anything beside the bare word speaks of a thing of ivory on offer."""
    ad = context.ad
    own = range(mention.first, mention.last)
    if len(own) <= _HINT and any(role_of(ad, word) == "riddle" for word in own):
        # "сеточка крестиком ..., хобот вам в помощь": two hints, and no living animal
        clues = (w for w, word in enumerate(ad.words) if ad.roles.get(word) == "riddle")
        return ad.category != "live" and any(word not in own for word in clues)
    if ad.category == "parts" or ad.price is not None:
        return True
    things = [h for h in context.parts if h is not mention]
    things += context.decoys_of("depiction")
    return bool(things) or any(
        h.term.product == "ivory" and not h.term.needs for h in ad.of_kind("taxon")
    )


def morph(context: "Context", mention: Hit) -> bool:
    """Say whether a bare "ivory" is the colour of an animal ("Ivory male, 700 g")."""
    ad = context.ad
    if mention.last - mention.first > 1 or context.parts:
        return False
    beside = map(ad.by_word.get, (mention.first - 1, mention.last))
    sexed = any(h is not None and h.term.kind == "live" and h.term.code in SEX for h in beside)
    return sexed or (ad.category == "live" and bool(context.animal))


def pattern_only(context: "Context") -> bool:
    """Say whether an animal is described, and no thing: a tortoiseshell cat."""
    return (
        context.ad.category == "live"
        and bool(context.animal)
        and not any(h.term.kind == "product" for h in context.parts)
    )


def usual(context: "Context", mention: Hit) -> str:
    """Say what is usually offered of an animal where the listing says nothing else."""
    if context.ad.category == "live":
        return "live"
    own = taxon_class(mention.term.code)
    beside = [h.term for h in context.ad.of_kind("taxon") if h.term.product == "taxidermy"]
    if any(taxon_class(term.code) == own for term in beside):
        return "taxidermy"  # "Орнитоптера приам ..., аполлон две штуки" in frames
    if context.ad.category == "parts" and taxon_class(mention.term.code) in CORALS:
        return "coral"
    if mention.term.code == "Moschus":
        return "medicine"  # "Moschus, ca. 4 g Körner"
    if mention.term.code in KEPT and mention.term.language != "la":
        return "live"
    return USUAL.get(taxon_class(mention.term.code), "live")
