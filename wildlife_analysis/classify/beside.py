"""What stands right beside a name: its numbers, the measures of its housing."""

from wildlife_analysis.classify.ad import DESCRIPTION, PRONOUNS, Ad, Hit
from wildlife_analysis.classify.context import Context
from wildlife_analysis.classify.likely import CORALS
from wildlife_analysis.classify.notation import HOUSE, generations
from wildlife_analysis.classify.numbers import TIMES, end_of_item, role_of
from wildlife_analysis.classify.roles import has_role
from wildlife_analysis.reference.taxonomy import ancestors, taxon_class

__all__ = [
    "branded",
    "counted_in_list",
    "house_cat",
    "housed",
    "like_that_of",
    "looks_like",
    "measured_from",
    "number_before",
    "number_behind",
    "of_unlisted",
    "only_sexed",
    "plush",
    "set_behind",
    "sexes_behind",
    "unrelated",
]

_SEXES = 5  # words from a name to its sexes
_ITEM = frozenset(",;")
_BIG_CATS = ("Panthera", "Neofelis", "Acinonyx", "Leopardus", "Lynx")
_TORTOISESHELL = "Cheloniidae"  # a coat of cats


def number_before(context: Context, mention: Hit) -> bool:
    """Say whether a number stands right before a mention ("2 couples de rosellas")."""
    if context.ad.link_before(mention.first, reach=2) == "for":
        return False
    for word in range(mention.first - 1, max(mention.first - 4, -1), -1):
        apart = context.ad.clause[word] != context.ad.clause[mention.first]
        if apart or context.ad.parted(word + 1, _ITEM):
            return False  # "80x60x150, жил жако"
        hit = context.ad.by_word.get(word)
        counts = (
            hit is not None
            and hit.term.kind == "quantity"
            and not hit.term.code.startswith("unit:")
        )
        if hit is not None and hit.term.code == "unit:length":
            return False  # "4ft royal python"
        if context.ad.fields[word] == mention.field and (context.ad.numbers[word] or counts):
            return not (word and context.ad.words[word - 1] in TIMES)  # "120x60 Königspython"
    return False


def number_behind(context: Context, mention: Hit) -> bool:
    """Say whether a bare number stands right behind a name, at the end of its item."""
    ad, word = context.ad, mention.last
    if word >= len(ad.words) or not ad.numbers[word] or ad.between(word) != " ":
        return False
    ended = taxon_class(mention.term.code) in CORALS or end_of_item(ad, word + 1)
    return ended and len(ad.words[word]) < 3 and ad.fields[word] == mention.field


def set_behind(context: Context, mention: Hit) -> bool:
    """Say whether a pair or a piece word stands behind a name ("клоктун 1 пара")."""
    ad = context.ad
    return any(
        hit is not None
        and hit.term.kind == "quantity"
        and (hit.term.code.startswith("x") or hit.term.code == "piece")
        and context.same_clause(hit, mention)
        for hit in map(ad.by_word.get, range(mention.last, mention.last + 3))
    )


def measured_from(context: Context, thing: Hit) -> int:
    """Return the first word of the measures before a thing ("with 8x4 viv")."""
    ad, word = context.ad, thing.first
    while word and (ad.numbers[word - 1] or ad.words[word - 1] in TIMES):
        word -= 1
    return word


def only_sexed(context: Context) -> bool:
    """Say whether nothing but a sex is said of an animal."""
    codes = set(context.animal)
    return bool(codes) and codes <= {"male", "female"}


def counted_in_list(context: Context, mention: Hit) -> bool:
    """Say whether a name stands in a list of which one has a number."""
    return any(
        number_before(context, one) or set_behind(context, one) or number_behind(context, one)
        for one in context.ad.of_kind("taxon")
        if one.field == mention.field and context.same_clause(one, mention)
    )


def housed(context: Context, mention: Hit) -> bool:
    """Say whether the description sells housing with the animal ("Terrarium mit Python")."""
    ad, link = context.ad, mention.first - 1
    before, behind = ad.by_word.get(link - 1), ad.by_word.get(mention.last)
    shown = behind is not None and behind.term.kind == "decoy"  # "with barn owl carving"
    return (
        mention.field == DESCRIPTION
        and not shown
        and ad.link_before(mention.first) == "with"
        and before is not None
        and (before.term.code in ("housing", "equipment"))
        and ad.clause[before.first] == ad.clause[mention.first]
    )


def sexes_behind(context: Context, mention: Hit) -> bool:
    """Say whether males or females are told right behind a name ("Quakers, a blue hen")."""
    ad = context.ad
    near = range(mention.last, min(mention.last + _SEXES, len(ad.words)))
    return mention.field == DESCRIPTION and any(
        (hit := ad.by_word.get(word)) is not None
        and hit.term.kind == "live"
        and hit.term.code in ("male", "female")
        and ad.words[word] not in PRONOUNS  # "fitted our macaw till he went"
        and ad.clause[word] == ad.clause[mention.first]
        for word in near
    )


def of_unlisted(context: Context, mention: Hit) -> bool:
    """Say whether a name right beside that of a group tells an unlisted animal of it.

    "Schlangenleder Karung", "cuir de serpent (karung)".
    """
    ad, code = context.ad, mention.term.code
    any_snake = code == "Pythonidae" and "python" not in mention.term.term.lower()
    if any_snake and has_role(ad, "other_snake"):
        return True  # "echt Karung, Schlangenleder cognac"
    return " " not in code and any(
        hit.term.code == "other_meaning"
        and hit.field == mention.field
        and not ad.between(max(hit.first, mention.first)).strip(" (-")
        and (hit.last == mention.first or hit.first == mention.last)
        for hit in ad.of_kind("exclusion")
    )


def branded(context: Context, mention: Hit) -> bool:
    """Say whether a word for a brand stands right behind a doubtful name ("Cobra AMP")."""
    ad, behind = context.ad, context.ad.by_word.get(mention.last)
    return (
        mention.term.needs == "context"
        and behind is not None
        and (behind.term.kind, behind.term.code) == ("decoy", "name_or_brand")
        and behind.field == mention.field
        and ad.between(mention.last) == " "
    )


def plush(context: Context, mention: Hit, toy: Hit) -> bool:
    """Say whether a word for a toy stands right before the same name in the description."""
    return any(
        hit.term.code == mention.term.code and hit.first == toy.last and hit.field == toy.field
        for hit in context.ad.of_kind("taxon")
    )


def unrelated(context: Context, mention: Hit) -> bool:
    """Say whether an animal is only told from a name ("aucun rapport avec un vrai cobra")."""
    ad = context.ad
    for word in range(mention.first - 1, max(mention.first - 4, -1), -1):
        if ad.clause[word] != ad.clause[mention.first] or ad.numbers[word]:
            return False
        hit = ad.by_word.get(word)
        if hit is not None and hit.term.kind == "link":
            return hit.term.code == "not" and hit.last - hit.first > 1
    return False


def house_cat(context: Context, mention: Hit) -> bool:
    """Say whether a house cat is likened to a wild one, or its coat told ("mini leopard")."""
    ad = context.ad
    code = mention.term.code.split()[0]
    if "Felidae" in ancestors(mention.term.code):
        told = generations(ad).values()  # "Savannah kittens F6 ..., serval looks"
        if told and min(told) >= HOUSE and not number_before(context, mention):
            return True
    if code not in (*_BIG_CATS, _TORTOISESHELL):
        return False
    titled = any(ad.roles.get(word) == "cat_breed" for word in ad.words[: ad.title_end])
    if mention.term.needs != "context" and not (titled and mention.last - mention.first == 1):
        return False
    named = [w for w, word in enumerate(ad.words) if ad.roles.get(word) == "cat_breed"]
    hits = [ad.by_word.get(word) for word in named]
    breed = any(
        hit is None or hit.term.kind != "taxon" or hit.term.code == "Felis catus"
        for hit in hits  # but not the word of "bengal tiger"
    )
    return breed and (code == _TORTOISESHELL or not number_before(context, mention))


def looks_like(context: Context, mention: Hit) -> bool:
    """Say whether an animal only looks like what is named ("sieht aus wie ein Wolf")."""
    ad = context.ad
    before = (ad.by_word.get(mention.first - 1), ad.by_word.get(mention.first - 2))
    return any(
        h is not None
        and (h.term.kind, h.term.code) == ("decoy", "imitation")
        and h.last - h.first > 1
        for h in before
    )


def like_that_of(ad: Ad, mention: Hit) -> bool:
    """Say whether something is like that of an animal ("Augen wie vom echten Wolf")."""
    place = mention.first - 1
    while place > 0 and (role_of(ad, place) == "genuine" or len(ad.words[place]) == 1):
        place -= 1
    own = ad.by_word.get(place)
    of = own is not None and own.term.kind == "link" and own.term.code == "of"
    return of and ad.link_before(place, 2) == "like"  # "like that of a wolf"
