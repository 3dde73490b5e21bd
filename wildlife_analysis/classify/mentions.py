"""Which words of a listing name a taxon, and which taxon they name there."""

from dataclasses import replace
from itertools import pairwise

from wildlife_analysis.classify.ad import CATEGORY, DESCRIPTION, TITLE, Ad, Hit
from wildlife_analysis.classify.apposed import apposed
from wildlife_analysis.classify.elliptic import elliptic, with_epithets
from wildlife_analysis.classify.finer import (
    broken,
    finer,
    group_name,
    kind_of,
    of_genus,
    stray_epithet,
)
from wildlife_analysis.classify.lexicon import Lexicon
from wildlife_analysis.classify.numbers import numbered, role_of
from wildlife_analysis.reference.taxonomy import (
    epithets,
    strictness,
    taxon_class,
)

__all__ = ["mentions"]

_ASKED_REACH = 6  # words between "looking for" and the taxon that is looked for
_SOFT = frozenset({"Alcyonacea", "Zoantharia", "Actiniaria"})
_NOUN = 4  # letters of the noun of a German compound
_EPITHET = 5  # letters of a scientific epithet that may stand alone
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
    hits = [finer(ad, h, lexicon) for h in hits]
    hits = [h for n, h in enumerate(hits) if not n or h.first >= hits[n - 1].last]
    hits = with_epithets(ad, [broken(ad, h) for h in hits], lexicon)
    if not hits:
        return elliptic(ad, [], lexicon), []
    hits = [group_name(h, hits) if h.term.needs == "alone" else h for h in hits]
    set_aside: list[tuple[Hit, str]] = []
    if len(hits) > 1 or len(ad.of_kind("offer")) > 1:
        asked = _asked(ad, hits)
        hits = _without(hits, asked, "wanted", set_aside)
    former = [h for h in hits if ad.link_before(h.first) == "formerly" or _questioned(ad, h)]
    if len(former) < len(hits):
        hits = _without(hits, former, "not_an_offer", set_aside)
    if any(_is_coral(ad, h) for h in hits):
        # "Bracelet corail rouge | ... en corail": it is the red coral
        red = any(h.term.code.startswith("Corallium") for h in hits)
        kinds = (("Scleractinia", "coral"), ("Scleractinia", ""))
        plain = [h for h in hits if (h.term.code, h.term.product) in kinds]
        # "Blaue Koralle | Heliopora"; below, "coraux cerveau" are others
        plain = [h for h in plain if h.field == TITLE or (red and h.last - h.first == 1)]
        hits = _without(hits, plain, "other_meaning", set_aside)
    soft = {ad.clause[h.first] for h in hits if h.term.code in _SOFT}
    if soft:  # "Lederkoralle, Ableger" are no stony corals
        cut = [
            h
            for h in hits
            if h.term.code == "Scleractinia"
            and h.term.needs == "context"
            and ad.clause[h.first] in soft
        ]
        hits = _without(hits, cut, "other_meaning", set_aside)
    crossed: set[str] = set()
    if len({h.term.code for h in hits}) > 1:
        before = {h.term.code for h in hits}
        hits = _hybrids(ad, hits, set_aside)
        crossed = before - {h.term.code for h in hits}
        borrowed = [
            h
            for h in hits
            if _borrowed(h, hits, lexicon)
            or _modifies(ad, h, hits)
            or kind_of(ad, h, hits, lexicon)
            or stray_epithet(h, hits)
        ]
        hits = _without(hits, borrowed, "other_meaning", set_aside)
        # "Peau de zèbre | N'est pas un zèbre de montagne": what is denied explains no name.
        denied = [h for h in hits if h.field == DESCRIPTION and ad.denied(h.first)]
        meant = apposed(ad, [h for h in hits if all(h is not d for d in denied)])
        hits = sorted([*meant, *denied], key=lambda h: h.first)
        hits = [of_genus(h, hits) for h in hits]
    short = _epithets(ad, hits)
    short += _congeners(ad, [*hits, *short])
    short += elliptic(ad, [*hits, *short], lexicon)
    if short:
        hits = sorted([*hits, *short], key=lambda h: h.first)
        again = {h.first for h, why in set_aside if h.term.code in crossed or why == "wanted"}
        asked = _asked(ad, hits)
        hits = [h for h in hits if h.first not in again and all(h is not a for a in asked)]
        if any(h.field == TITLE for h in short):
            hits = apposed(ad, hits)
    return hits, set_aside


def _without(
    hits: list[Hit], gone: list[Hit], reason: str, set_aside: list[tuple[Hit, str]]
) -> list[Hit]:
    """Set names aside with their reason; return the others."""
    set_aside += [(h, reason) for h in gone]
    return [h for h in hits if all(h is not g for g in gone)]


def _is_coral(ad: Ad, hit: Hit) -> bool:
    """Say whether a coral is named that is no stony one: the red one, the blue one."""
    if hit.term.code in ("Heliopora coerulea", "Tubipora musica"):
        return True
    red = ("roug", "red", "rot", "edel", "красн")
    words = ad.words[hit.first : hit.last]
    return hit.term.code.startswith("Corallium") and any(w.startswith(red) for w in words)


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
    low = ad.text[ad.start[hit.first]].islower() and ad.between(hit.first) == " "
    if before is None and low and hit.term.code.lower().split()[1:] == [hit.term.term]:
        return ad.text[ad.start[hit.first - 1]].isupper()  # "Phalaenopsis amboinensis"
    return (
        before is not None
        and before.term.kind == "taxon"
        and before.last == hit.first
        and ad.between(hit.first) == " "
        and ad.text[ad.start[hit.first]].islower()
    )


def _asked(ad: Ad, hits: list[Hit]) -> list[Hit]:
    """List the taxa that an exchange asks for, or that the advertiser seeks beside."""
    offers = [h for h in ad.of_kind("offer") if h.field != CATEGORY]
    exchange = any(h.term.code == "exchange" for h in offers)
    swap = exchange or (
        any(h.term.code == "wanted" for h in offers)
        and any(h.term.code in _OFFERING for h in offers)
    )
    asked: list[Hit] = []
    for mention in hits:
        if swap and ad.link_before(mention.first, reach=4) in ("against", "for"):
            asked.append(mention)
            continue
        if exchange and _wished(ad, mention):
            asked.append(mention)
            continue
        before = [h for h in offers if h.field == mention.field and h.last <= mention.first]
        last = before[-1] if before else None
        if (
            last is not None
            and last.term.code == "exchange"
            and _for(ad, last)  # "swap for a pair of womas", "Tausch gegen 1,0"
            and mention.first - last.last <= _ASKED_REACH
            and ad.clause[last.first] == ad.clause[mention.first]
        ):
            asked.append(mention)
            continue
        titled = last is not None and last.field != TITLE and hits[0].field == TITLE
        wanted = (
            last is not None
            and last.term.code == "wanted"
            and (titled or any(h.term.code in _OFFERING for h in offers))
            and mention.first - last.last <= _ASKED_REACH
            and ad.clause[last.first] == ad.clause[mention.first]
        )
        listed = asked and asked[-1].field == mention.field
        listed = listed and ad.clause[asked[-1].first] == ad.clause[mention.first]
        if wanted or (listed and not (last is not None and last.first > asked[-1].first)):
            asked.append(mention)
    return asked if len(asked) < len(hits) else []


def _wished(ad: Ad, mention: Hit) -> bool:
    """Say whether only a sex or an article stands between a wish and a name ("want a cock X").

    "Want to swap my X" and "möchte meine X tauschen" wish for something else.
    """
    for word in range(mention.first - 1, max(mention.first - 1 - _ASKED_REACH, -1), -1):
        if ad.clause[word] != ad.clause[mention.first] or ad.between(word + 1).strip():
            return False
        if role_of(ad, word) == "wish":
            return True
        hit = ad.by_word.get(word)
        known = hit is not None and hit.term.kind in ("live", "quantity")
        if not known and ad.words[word] not in ("a", "an"):
            return False
    return False


def _for(ad: Ad, offer: Hit) -> bool:
    """Say whether the words of an exchange end with what is asked for: "swap for"."""
    return role_of(ad, offer.last - 1) == "price_before"


def _borrowed(hit: Hit, hits: list[Hit], lexicon: Lexicon) -> bool:
    """Say whether a single word is part of the name of another taxon that is named too.

    In "2 juvéniles léopard Stigmochelys pardalis" the leopard is a tortoise.
    """
    if hit.last - hit.first != 1 or hit.term.product or hit.term.language == "la":
        return False
    own, word = taxon_class(hit.term.code), lexicon.key(hit.term)
    if any(  # "L46 group ... 2m 5f zebras": Hypancistrus zebra
        taxon_class(other.term.code) != own and word.rstrip("s") in other.term.code.split()[1:]
        for other in hits
    ):
        return True
    return any(
        taxon_class(other.term.code) != own
        and (
            (
                other.last - other.first > 1
                and word in lexicon.names.get(other.term.code, frozenset())
            )
            or word in lexicon.within(other.term.code)  # "bushbaby (senegal)"
        )
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
    if "Insecta" in classes and (mammal or taxon_class(hit.term.code) == "Aves"):
        return True  # "2 apollo, 6 peacock": butterflies
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


def _epithets(ad: Ad, hits: list[Hit]) -> list[Hit]:
    """Find taxa called by one word of a name given elsewhere ("4 klemmeri", "2 blue masked").

    The second word of a scientific name suffices; a word of a common name only behind a
    number.
    """
    scientific: dict[str, Hit] = {}
    common: dict[str, Hit] = {}
    compounds = []
    for hit in hits:
        words = ad.words[hit.first : hit.last]
        if len(words) < 2:
            if ad.language == "de" and ad.counters and not hit.term.product:
                compounds.append((words[0], hit))
            continue
        if hit.term.language == "la":
            if len(words[-1]) >= _EPITHET:
                scientific.setdefault(words[-1], hit)
        elif ad.counters and not hit.term.product:
            for word in words:
                common.setdefault(word.rstrip("s"), hit)
    found = [
        replace(hit, first=place, last=place + 1, field=ad.fields[place])
        for place, word in enumerate(ad.words if compounds else ())
        for whole, hit in compounds
        if len(word) >= _EPITHET  # "Elliotfasan ... 6 St. Elliot"
        and len(whole) - len(word) >= _NOUN
        and whole.startswith(word)
        and place not in ad.by_word
        and numbered(ad, place)
        and not role_of(ad, place)
    ]
    if not scientific and not common:
        return found
    places = [
        place
        for place, word in enumerate(ad.words)
        if place not in ad.by_word and (word in scientific or word.rstrip("s") in common)
    ]
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


def _congeners(ad: Ad, hits: list[Hit]) -> list[Hit]:
    """Find species named by their epithet alone beside others of their genus.

    "Ranitomeya: benedicta 2.1, summersi 0.0.3".
    """
    genera = {hit.term.code.split(" ")[0] for hit in hits if not hit.term.product}
    known: dict[str, str] = {}
    for own in map(epithets, genera):
        if not own.keys().isdisjoint(ad.words):
            known |= own
    if not known:
        return []
    taken = {word for hit in hits for word in range(hit.first, hit.last)}
    return [
        replace(
            hits[0],
            term=replace(hits[0].term, code=known[word], product="", needs="", language="la"),
            first=place,
            last=place + 1,
            field=ad.fields[place],
            score=100,
        )
        for place, word in enumerate(ad.words)
        if word in known
        and place not in ad.by_word
        and place not in taken
        and len(word) >= _EPITHET
        and not role_of(ad, place)
        and ad.fields[place] != CATEGORY
        and (numbered(ad, place) or not ad.bracketed(place))
    ]
