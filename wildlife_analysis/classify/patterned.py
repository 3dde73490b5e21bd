"""What argues that a name is only a colour, a pattern, or what a thing shows."""

from wildlife_analysis.classify.ad import DESCRIPTION, TITLE, Ad, Hit
from wildlife_analysis.classify.context import SHAPED, Context
from wildlife_analysis.classify.fitting import OTHER_IVORY
from wildlife_analysis.classify.numbers import genuine
from wildlife_analysis.reference.taxonomy import taxon_class

__all__ = ["colour_of", "only_colour", "participle", "patterned", "shaped"]

_STEM = 4  # letters that forms of one word share


def shaped(context: Context, mention: Hit) -> str:
    """Say whether the animal is only what a thing depicts ("Statuette éléphant en ébène").

    A name that speaks of the material itself ("ivory") is another matter.
    """
    if mention.term.product or not context.decoys:
        return ""
    near = [
        d
        for d in context.decoys_of("depiction", "toy", "imitation", "colour_or_pattern")
        if d.field == mention.field and context.same_clause(d, mention)
    ]
    close = [d for d in near if context.distance(d, mention) <= 1]
    part = context.nearest_part(mention, strong=True)
    if part is not None and context.distance(part, mention) <= 1:
        return ""
    if any(d.term.code == "colour_or_pattern" for d in close):
        return "colour_or_pattern"
    figure = [d for d in close if d.term.code in ("depiction", "toy")]
    if figure and mention.term.code in SHAPED:
        return figure[0].term.code
    return ""


def colour_of(context: Context, mention: Hit, product: str) -> str:
    """Say whether the listing speaks of a colour or another material in its title."""
    if mention.term.code in OTHER_IVORY:
        return ""  # "Einhorn | Narwalzahn"
    if product not in ("ivory", "shell") and mention.term.product not in ("ivory", "shell"):
        return ""
    named = context.ad.words[mention.first : mention.last]
    if genuine(context.ad, mention) or mention.term.code.split()[0].lower() in named:
        return ""  # "Bénitier d'église | Grand bénitier Tridacna gigas"
    codes = [
        h.term.code
        for h in context.ad.of_kind("exclusion")
        if h.field == TITLE and h.term.code in ("colour_or_pattern", "other_meaning")
    ]
    bare = mention.last - mention.first == 1
    two = context.ad.language == "ru"  # ivory is two words there
    if (bare or two) and context.decoys_of("colour_or_pattern", field=TITLE):
        return "colour_or_pattern"
    if bare and not _things(context):
        if media := context.decoys_of("media"):
            return media[0].term.code  # "Ebony & Ivory, vinyl single"
        titled = {h.term.code for h in context.ad.of_kind("exclusion") if h.field == TITLE}
        if mention.field != TITLE and "name_or_brand" in titled:
            return "colour_or_pattern"  # "Jaguar XJ6 | ivoire, sellerie cuir"
    if "colour_or_pattern" in codes or (codes and mention.field != TITLE):
        return codes[0]
    return ""


def participle(ad: Ad, mention: Hit) -> bool:
    """Say whether a French word is that for a coat, by its accent ("tigré" is no "tigre")."""
    if ad.language != "fr" or mention.last - mention.first > 1:
        return False
    if taxon_class(mention.term.code) != "Mammalia":
        return False  # "marginée" is the tortoise itself
    written = ad.quote(mention.first, mention.last).lower().rstrip("s").removesuffix("e")
    return written.endswith("é") and not mention.term.term.lower().rstrip("s").endswith("é")


def only_colour(context: Context, mention: Hit) -> str:
    """Say whether the description says of the title's material that it is a colour.

    "Чашки «слоновая кость» | Сервиз, цвет слоновой кости".
    """
    ad = context.ad
    if mention.field != TITLE or mention.term.product != "ivory" or genuine(ad, mention):
        return ""
    stems = {word[:_STEM] for word in ad.words[mention.first : mention.last]}
    said = any(
        h.field == DESCRIPTION
        and h.term.code == "colour_or_pattern"
        and stems < {word[:_STEM] for word in ad.words[h.first : h.last] if len(word) > 3}
        for h in ad.of_kind("exclusion")
    )
    return "colour_or_pattern" if said else ""


def patterned(context: Context, mention: Hit) -> bool:
    """Say whether a fur only has the pattern of the beast ("шуба леопард | леопардовая ...").

    The description speaks of the pattern, and names the animal or cloth it is made of.
    """
    ad = context.ad
    other = bool(context.decoys_of("imitation", field=DESCRIPTION)) or any(
        h.field == DESCRIPTION
        and h.term.code != mention.term.code
        and taxon_class(h.term.code) == "Mammalia"
        for h in ad.of_kind("taxon")
    )
    if mention.field != TITLE or not other:
        return False
    stem = ad.words[mention.first][:_STEM]
    return any(
        h.field == DESCRIPTION
        and h.term.code == "colour_or_pattern"
        and any(word.startswith(stem) for word in ad.words[h.first : h.last])
        for h in ad.of_kind("exclusion")
    )


def _things(context: Context) -> bool:
    """Say whether a thing is named that ivory or tortoiseshell may be made into."""
    parts = any(h.term.code != "skin_leather" for h in context.parts)
    return parts or bool(context.decoys_of("depiction"))
