"""Which words of a listing name a taxon, and which taxon they name there."""

from dataclasses import replace
from itertools import pairwise

from wildlife_analysis.classify.ad import CATEGORY, TITLE, Ad, Hit
from wildlife_analysis.classify.context import OTHER_IVORY
from wildlife_analysis.classify.elliptic import elliptic, with_epithets
from wildlife_analysis.classify.lexicon import Lexicon
from wildlife_analysis.classify.numbers import numbered, role_of
from wildlife_analysis.classify.vocabulary import PLAIN_IVORY
from wildlife_analysis.reference.taxonomy import ancestors, is_own, strictness, taxon_class

__all__ = ["mentions"]

_ASKED_REACH = 6  # words between "looking for" and the taxon that is looked for
_SEVERAL = frozenset("&+,/")
_JOINED = frozenset("&+,")
_EPITHET = 5  # letters of a scientific epithet that may stand alone
_OPENING = 8  # words of a description that speak of the animal in the title
_OFFERING = ("sale", "exchange", "giveaway")


def mentions(ad: Ad, lexicon: Lexicon) -> tuple[list[Hit], list[tuple[Hit, str]]]:
    """List the names of taxa in a listing.

    Parameters
    ----------
    ad
        One listing.
    lexicon
        Compiled terms.

    Returns
    -------
    named
        Terms of kind taxon outside the category, in the order of the text, with the taxon
        they name in this listing.
    set_aside
        Names that are asked for in return, or that are part of another taxon's name, with a
        code of ``reasons``.
    """
    hits = [h for h in ad.of_kind("taxon") if h.field != CATEGORY and not _epithet(ad, h)]
    hits = with_epithets(ad, [_broken(ad, h) for h in hits], lexicon)
    if not hits:
        return elliptic(ad, [], lexicon), []
    hits = [_group_name(h, hits) if h.term.needs == "alone" else h for h in hits]
    set_aside: list[tuple[Hit, str]] = []
    if len(hits) > 1 or len(ad.of_kind("offer")) > 1:
        asked = _asked(ad, hits)
        set_aside += [(h, "wanted") for h in asked]
        hits = [h for h in hits if all(h is not a for a in asked)]
    former = [h for h in hits if ad.link_before(h.first) == "formerly" or _questioned(ad, h)]
    if len(former) < len(hits):
        set_aside += [(h, "not_an_offer") for h in former]
        hits = [h for h in hits if all(h is not f for f in former)]
    crossed: set[str] = set()
    if len({h.term.code for h in hits}) > 1:
        before = {h.term.code for h in hits}
        hits = _hybrids(ad, hits, set_aside)
        crossed = before - {h.term.code for h in hits}
        borrowed = [h for h in hits if _borrowed(h, hits, lexicon) or _modifies(ad, h, hits)]
        set_aside += [(h, "other_meaning") for h in borrowed]
        hits = [h for h in hits if all(h is not b for b in borrowed)]
        hits = _apposed(ad, hits)
    short = _epithets(ad, hits) if any(h.last - h.first > 1 for h in hits) else []
    short += elliptic(ad, [*hits, *short], lexicon)
    if short:
        hits = sorted([*hits, *short], key=lambda h: h.first)
        again = {h.first for h, _ in set_aside if h.term.code in crossed}
        asked = _asked(ad, hits)
        hits = [h for h in hits if h.first not in again and all(h is not a for a in asked)]
    return hits, set_aside


def _group_name(hit: Hit, hits: list[Hit]) -> Hit:
    """Read a trade name that means one species only where no other of its family is named.

    "Сухопутная черепаха" is *Testudo horsfieldii*, but beside "греческая" it is any tortoise;
    "marine ivory" is the walrus's, but where a hippopotamus is named it is plain ivory.
    """
    own = hit.term.code
    others = {h.term.code for h in hits if h.term.needs != "alone"} - {own}
    if hit.term.product == "ivory" and others & OTHER_IVORY:  # "marine ivory, from a hippo"
        return replace(hit, term=replace(hit.term, code=PLAIN_IVORY, needs=""))
    kin = any(" " in code and _kin(own, code) for code in others)
    return replace(
        hit, term=replace(hit.term, code=ancestors(own)[1] if kin else own, needs="")
    )


def _questioned(ad: Ad, hit: Hit) -> bool:
    """Say whether a name is asked about and denied ("Dunkle Tigerpythons? Nein, helle!")."""
    behind = ad.by_word.get(hit.last)
    asked = hit.last < len(ad.words) and ad.between(hit.last).startswith("?")
    return asked and behind is not None and behind.term.code == "not"


def _epithet(ad: Ad, hit: Hit) -> bool:
    """Say whether a genus is only the second word of another name ("Seriatopora hystrix")."""
    if hit.term.language != "la" or hit.last - hit.first != 1 or not hit.first:
        return False
    before = ad.by_word.get(hit.first - 1)
    return (
        before is not None
        and before.term.kind == "taxon"
        and before.last == hit.first
        and ad.between(hit.first) == " "
        and ad.text[ad.start[hit.first]].islower()
    )


def _broken(ad: Ad, hit: Hit) -> Hit:
    """Read a scientific name that a bracket interrupts as its genus.

    "Acropora (tenuis, millepora)" offers acroporas.
    """
    genus = hit.term.code.split()[0]
    if hit.term.language != "la" or hit.last - hit.first < 2 or not is_own(genus):
        return hit
    if ad.words[hit.first] != genus.lower() or "(" not in ad.between(hit.first + 1):
        return hit
    return replace(hit, term=replace(hit.term, code=genus), last=hit.first + 1)


def _asked(ad: Ad, hits: list[Hit]) -> list[Hit]:
    """List the taxa that an exchange asks for, or that the advertiser seeks beside."""
    offers = [h for h in ad.of_kind("offer") if h.field != CATEGORY]
    swap = any(h.term.code == "exchange" for h in offers) or (
        any(h.term.code == "wanted" for h in offers)
        and any(h.term.code in _OFFERING for h in offers)
    )
    asked: list[Hit] = []
    for mention in hits:
        if swap and ad.link_before(mention.first, reach=3) in ("against", "for"):
            asked.append(mention)
            continue
        before = [h for h in offers if h.field == mention.field and h.last <= mention.first]
        last = before[-1] if before else None
        if (
            last is not None
            and last.term.code == "exchange"
            and role_of(ad, last.last - 1) == "price_before"  # "swap for a pair of womas"
            and mention.first - last.last <= _ASKED_REACH
            and ad.clause[last.first] == ad.clause[mention.first]
        ):
            asked.append(mention)
            continue
        wanted = (
            last is not None
            and last.term.code == "wanted"
            and any(h.term.code in _OFFERING for h in offers)
            and mention.first - last.last <= _ASKED_REACH
            and ad.clause[last.first] == ad.clause[mention.first]
        )
        listed = asked and asked[-1].field == mention.field
        listed = listed and ad.clause[asked[-1].first] == ad.clause[mention.first]
        if wanted or (listed and not (last is not None and last.first > asked[-1].first)):
            asked.append(mention)
    return asked if len(asked) < len(hits) else []


def _borrowed(hit: Hit, hits: list[Hit], lexicon: Lexicon) -> bool:
    """Say whether a single word is part of the name of another taxon that is named too.

    In "2 juvéniles léopard Stigmochelys pardalis" the leopard is a tortoise.
    """
    if hit.last - hit.first != 1 or hit.term.product or hit.term.language == "la":
        return False
    own, word = taxon_class(hit.term.code), lexicon.key(hit.term)
    return any(
        other.last - other.first > 1
        and taxon_class(other.term.code) != own
        and word in lexicon.names.get(other.term.code, frozenset())
        for other in hits
    )


def _modifies(ad: Ad, hit: Hit, hits: list[Hit]) -> bool:
    """Say whether a name right beside that of another class only describes it.

    In "python réticulé tigre" and "tiger salamander" no tiger is offered: the describing word
    stands behind its noun in French and Russian, before it in English and German.
    """
    if hit.last - hit.first != 1 or hit.term.product or hit.term.language == "la":
        return False
    classes = {taxon_class(other.term.code) for other in hits}
    mammal = taxon_class(hit.term.code) == "Mammalia"
    if mammal and classes & {"Reptilia", "Amphibia"} and not ad.of_kind("product"):
        return True  # nobody offers a tiger beside a python: it is the pattern of a morph
    behind = ad.language in ("fr", "ru")
    for other in hits:
        gap = ad.between(hit.first if behind else other.first)
        beside = other.last == hit.first if behind else hit.last == other.first
        beside = beside or (other.term.language == "la" and hit.last == other.first)
        if beside and other.field == hit.field and not gap.strip(" -"):
            own, its = taxon_class(hit.term.code), taxon_class(other.term.code)
            if own and its and own != its:
                return True
    return False


def _hybrids(ad: Ad, hits: list[Hit], set_aside: list[tuple[Hit, str]]) -> list[Hit]:
    """Read a cross of two species as one animal, under the parent of the stricter Appendix."""
    gone: list[Hit] = []
    for one, other in pairwise(hits):
        between = ad.words[one.last : other.first]
        times = between in (["x"], ["х"]) or (
            not between and ad.between(other.first).strip() in ("×", "*")
        )
        if not times or one.field != other.field or any(one is g for g in gone):
            continue
        gone.append(one if strictness(one.term.code) > strictness(other.term.code) else other)
    codes = {h.term.code for h in gone}
    set_aside += [(h, "not_an_offer") for h in gone]
    return [h for h in hits if h.term.code not in codes]


def _apposed(ad: Ad, hits: list[Hit]) -> list[Hit]:
    """Let a finer name beside a common one say which species is meant.

    Common names are shared by species of a genus: in "Weißrüssel-Nasenbär (Nasua narica)" the
    scientific name decides, wherever the common one stands in the listing; and "Nasenbär"
    alone means the Weißrüssel-Nasenbär that is named too.
    """
    renamed: dict[str, str] = {}
    for common, other in pairwise(hits):
        one, to = common.term.code, other.term.code
        latin = other.term.language == "la" and common.term.language != "la" and " " in to
        near = other.first - common.last <= 1 and other.field == common.field
        if not (latin and near) or one == to or one in ancestors(to):
            continue
        apposed = not ad.between(other.first).strip(" (") and other.first == common.last
        if one.split()[0] == to.split()[0] or (apposed and _kin(one, to)):
            renamed[one] = to
    for common in hits:
        for other in hits:
            one, to = common.term.code, other.term.code
            if one != to and one not in renamed and _shortened(ad, common, other):
                renamed[one] = to
    renamed |= _siblings(ad, hits) | _in_latin(ad, hits) | _described(ad, hits)
    latin_names = {h.term.code for h in hits if h.term.language == "la"}
    renamed = {code: to for code, to in renamed.items() if code not in latin_names}
    return [
        replace(h, term=replace(h.term, code=renamed[h.term.code]))
        if h.term.code in renamed
        else h
        for h in hits
    ]


def _siblings(ad: Ad, hits: list[Hit]) -> dict[str, str]:
    """Read a common name of the description as the species that the title names in Latin.

    "Cuora flavomarginata | Deux tortues-boîtes" offers one species, unless the common name is
    joined to another by "and" or "plus".
    """
    latin = {h.term.code for h in hits if h.term.language == "la" and " " in h.term.code}
    if len(latin) != 1:
        return {}
    to = next(iter(latin))
    titled = {h.term.code for h in hits if h.field == TITLE}
    several = any(ad.parted(w, _SEVERAL) for w in range(ad.title_end))
    several |= any(h.field == TITLE and h.term.code == "and" for h in ad.of_kind("link"))
    if titled != {to} or several:
        return {}
    renamed = {}
    for hit in hits:
        code = hit.term.code
        if hit.field == TITLE or code == to or hit.term.language == "la" or hit.term.product:
            continue
        if (
            code in ancestors(to)
            or to in ancestors(code)
            or not (_kin(code, to) or _order(code, to))
        ):
            continue
        joined = ad.link_before(hit.first, reach=2) in ("and", "with", "or", "against", "not")
        if not joined and not ad.parted(hit.first, _JOINED):
            renamed[code] = to
    return renamed


def _in_latin(ad: Ad, hits: list[Hit]) -> dict[str, str]:
    """Read the common name of the title as the species that the description names in Latin.

    In "Krokodilteju | Tupinambis merianae, Männchen" the scientific name, in brackets or at
    the head of the description, says which animal it is.
    """
    latin = [h for h in hits if h.field != TITLE and h.term.language == "la"]
    latin = [h for h in latin if " " in h.term.code]
    titled = {h.term.code for h in hits if h.field == TITLE}
    if len({h.term.code for h in latin}) != 1 or len(titled) != 1:
        return {}
    to, one = latin[0].term.code, next(iter(titled))
    first = latin[0].first
    told = ad.between(first).endswith("(") or ad.position_in_field(first) == 0
    related = one in ancestors(to) or to in ancestors(one)
    return {one: to} if told and one != to and not related and _kin(one, to) else {}


def _described(ad: Ad, hits: list[Hit]) -> dict[str, str]:
    """Read a common name of the title as the species of its genus that the text opens with.

    In "Tégu argentin rouge | Salvator rufescens femelle" the scientific name decides, unless
    it is one more animal ("also Testudo graeca"; a number, where the title has one as well).
    """
    if any(h.term.language == "la" for h in hits if h.field == TITLE):
        return {}
    latin = [h for h in hits if h.field != TITLE and " " in h.term.code and _is_latin(ad, h)]
    if not latin or len({h.term.code for h in latin}) != 1:
        return {}
    first = latin[0]
    genus = first.term.code.split()[0]
    titled = {h.term.code for h in hits if h.field == TITLE}
    titled = {code for code in titled if " " in code and code.split()[0] == genus}
    if len(titled) != 1:
        return {}
    one = next(iter(titled))
    before = range(max(first.first - 3, ad.title_end), first.first)
    numbers = {place for place, number in enumerate(ad.numbers) if number}
    numbers |= {place for h in ad.of_kind("quantity") for place in range(h.first, h.last)}
    titled_number = any(place < ad.title_end for place in numbers)
    more = any(
        (titled_number and place in numbers) or role_of(ad, place) == "more" for place in before
    )
    joined = ad.link_before(first.first, reach=2) in ("and", "with", "or", "against", "not")
    told = ad.position_in_field(first.first) <= _OPENING or ad.between(first.first)[-1:] == "("
    if more or joined or not told:
        return {}
    return {one: first.term.code}


def _is_latin(ad: Ad, hit: Hit) -> bool:
    """Say whether a name is scientific, or the epithet of one alone ("tomatoes (guineti)")."""
    words = ad.words[hit.first : hit.last]
    return hit.term.language == "la" or words == hit.term.code.lower().split()[1:]


def _order(one: str, other: str) -> bool:
    """Say whether two taxa are of one order whose common names are mixed up."""
    shared = set(ancestors(one)) & set(ancestors(other))
    return bool(shared & {"Testudines", "Anura"})


def _kin(one: str, other: str) -> bool:
    """Say whether two taxa are of one genus or family."""
    return bool(set(ancestors(one)[:2]) & set(ancestors(other)[:2]))


def _shortened(ad: Ad, common: Hit, other: Hit) -> bool:
    """Say whether a common name is the last part of a longer one of the same kin."""
    one, to = common.term.code, other.term.code
    if common.term.language == "la" or one in ancestors(to) or to in ancestors(one):
        return False
    if not _kin(one, to):
        return False
    words = [w.rstrip("s") for w in ad.words[common.first : common.last]]
    longer = [w.rstrip("s") for w in ad.words[other.first : other.last]]
    if common.term.product:  # "zebra rug", "peau de zèbre", and the Burchell's zebra it is
        if len(words) < 2 or ad.language not in ("en", "fr"):
            return False
        words = words[:1] if ad.language == "en" else words[-1:]
    if len(words) < len(longer):
        return longer[-len(words) :] == words or longer[: len(words)] == words
    return (
        len(words) == len(longer) == 1
        and len(words[0]) > 4
        and len(longer[0]) > len(words[0]) + 2
        and (longer[0].endswith(words[0]) or longer[0].startswith(words[0]))
        and ad.language == "de"
    )


def _epithets(ad: Ad, hits: list[Hit]) -> list[Hit]:
    """Find taxa called by one word of a name given elsewhere ("4 klemmeri", "2 blue masked").

    The second word of a scientific name suffices; a word of a common name only behind a
    number.
    """
    scientific: dict[str, Hit] = {}
    common: dict[str, Hit] = {}
    for hit in hits:
        words = ad.words[hit.first : hit.last]
        if len(words) < 2:
            continue
        if hit.term.language == "la":
            if len(words[-1]) >= _EPITHET:
                scientific.setdefault(words[-1], hit)
        elif ad.counters and not hit.term.product:
            for word in words:
                common.setdefault(word.rstrip("s"), hit)
    if not scientific and not common:
        return []
    places = [
        place
        for place, word in enumerate(ad.words)
        if place not in ad.by_word and (word in scientific or word.rstrip("s") in common)
    ]
    found = []
    for place in places:
        word = ad.words[place]
        named = scientific.get(word)
        if named is None and len(word) > 2 and numbered(ad, place):
            named = common.get(word.rstrip("s"))  # its plural too
            if named is not None and role_of(ad, place):
                named = None  # a colour
        if named is not None:
            found.append(replace(named, first=place, last=place + 1, field=ad.fields[place]))
    return found
