"""Numbers that are added to each other."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wildlife_analysis.classify.ad import COMMA, PLUS, Ad, Hit
from wildlife_analysis.classify.fitting import MATERIALS
from wildlife_analysis.classify.numbers import YOUNG_DE, Quantity, role_of

if TYPE_CHECKING:
    from wildlife_analysis.classify.totals import Found

__all__ = ["added", "chained"]

_ARTICLES = ("a", "an")
_BARE_SET = 2  # of "pair", without a number
_THROWN_IN = 6  # words from juveniles to "a leucistic pair thrown in"
_REACH = 8  # words between two numbers that are added, but for those in brackets
_ALSO = 2  # words from "also" to the number it brings in
_BEHIND = 1  # words from a name to its pairs ("calfats gris 4 paires")
_THING = 5  # words of a thing before its material ("2 peignes de chignon en écaille")
_DETAIL = 3  # words that tell more of an item ("3x Spiderling FH 4, 2x ...")
_NOUNS = frozenset({"thing", "taxon", "part"})


def chained(
    ad: Ad, given: Sequence[tuple[int, Quantity]], entry: "Found"
) -> list[list[tuple[int, Quantity]]]:
    """Group numbers that are added to each other ("3 couples, plus 2 jeunes")."""
    chains: list[list[tuple[int, Quantity]]] = []
    for cost, quantity in sorted(given, key=lambda g: g[1].first):
        before = chains[-1][-1][1] if chains else None
        if before is not None and (
            (entry.product != "live" and _things(before, quantity))
            or added(ad, before, quantity)
            or _listed_on(ad, before, quantity, entry)
            or before.shape == quantity.shape == "sexes"
            or _sexes_listed(ad, before, quantity)
            or _each_named(ad, before, quantity, entry)
            or (entry.product == "ivory" and _figures(ad, quantity))
        ):
            chains[-1].append((cost, quantity))
        else:
            chains.append([(cost, quantity)])
    return chains


def _each_named(ad: Ad, before: Quantity, after: Quantity, entry: "Found") -> bool:
    """Say whether two items of a list name the animal ("3 paddas gris, 1 couple padda").

    So do things that each name their leather ("1 Handtasche Krokodil, 1 Gürtel Kroko").
    """
    if ad.clause[before.first] != ad.clause[after.first] or not ad.parted(after.first, COMMA):
        return False
    things = entry.product in MATERIALS
    article = after.value == 1 and after.method == "number_word"
    if not things and (entry.product != "live" or article):
        return False
    own = [
        {m.first for m in entry.mentions if _names(ad, q, m, things)} for q in (before, after)
    ]
    return all(own) and own[0].isdisjoint(own[1])


def _figures(ad: Ad, quantity: Quantity) -> bool:
    """Say whether "and" joins a number of figures ("1 okimono ... et 2 netsuke")."""
    told = (
        role_of(ad, quantity.last) == "figures" or role_of(ad, quantity.last - 1) == "figures"
    )
    return told and ad.link_before(quantity.first) == "and"


def _names(ad: Ad, quantity: Quantity, mention: Hit, things: bool) -> bool:
    """Say whether a number counts a name right behind it, or behind "of" or a thing."""
    gap = range(quantity.last, mention.first)
    if mention.first < quantity.last or any(
        ad.parted(word, COMMA) for word in (*gap, mention.first)
    ):
        return False
    if things:
        return len(gap) <= _THING and mention.field == ad.fields[quantity.first]
    return not gap or (len(gap) == 1 and ad.link_before(mention.first) == "of")


def _sexes_listed(ad: Ad, before: Quantity, after: Quantity) -> bool:
    """Say whether a comma lists two sexes or ages ("un mâle, trois femelles")."""
    near = after.first - before.last <= _DETAIL and ad.parted(after.first, COMMA)
    return (
        before.shape == after.shape == "sex"
        and ad.clause[before.first] == ad.clause[after.first]
        and (after.first == before.last or (near and before.method == after.method == "stated"))
        and (ad.parted(after.first, COMMA) or ad.between(after.first) == " ")
    )


def _things(before: Quantity, after: Quantity) -> bool:
    """Say whether two numbers count things side by side ("12 Messer 12 Gabeln")."""
    return {before.shape, after.shape} <= _NOUNS and after.first - before.last <= 2


def _listed_on(ad: Ad, before: Quantity, after: Quantity, entry: "Found") -> bool:
    """Say whether two numbers of one list count different animals of one name.

    "3 green cheeks, 1 pineapple green cheek"; "2 leucistic, 1 wild type".
    """
    if ad.clause[before.first] != ad.clause[after.first]:
        return False
    shares = (role_of(ad, w) for w in (*range(before.last, after.first), after.last))
    if "share" in shares:
        return False  # "eight left, mostly wild type, two leucistic"
    if before.shape == after.shape == "piece" and entry.product in ("live", *MATERIALS):
        passed = map(ad.by_word.get, range(before.last, after.first))
        if any(h is not None and h.term.kind == "exclusion" for h in passed):
            return False  # "стерлядь 60 хвостов, карп 200 хвостов"
        return after.first - before.last <= 5  # "3 x green slimer £10, 1 x strawberry"
    listed = any(ad.parted(w, COMMA) for w in range(before.last, after.first + 1))
    if listed and entry.product == "live" and after.first - before.last <= _DETAIL:
        noun = ad.words[before.last : before.last + 1]
        again = bool(noun) and noun[0] in ad.words[after.first + 1 : after.last + 1]
        again = again and not noun[0].isdigit()
        named = any(0 <= before.first - m.last <= _BEHIND for m in entry.mentions)
        again |= any(after.first <= m.first < after.last for m in entry.mentions)
        if again or (named and (before.shape, after.shape) == ("set", "taxon")):
            return True  # "3 catherine bleus, 1 catherine lutino"; "4 paires, 1 calfat blanc"
    if listed and entry.product == "live" and after.first - before.last <= _THROWN_IN:
        article = (
            ad.words[after.first - 1] in _ARTICLES or ad.words[after.first - 2] in _ARTICLES
        )
        if (
            after.shape == "set"
            and (before.shape in ("sex", "group", "taxon") or before.value > _BARE_SET)
            and article
        ):
            return True  # "half a dozen juveniles, a leucistic pair thrown in"
        if (before.shape, after.shape) == ("piece", "taxon"):
            return True  # "groupe de six tinctorius, 3 azureus en plus"
    if not {before.shape, after.shape} <= {"taxon", "thing", "group", "plain"}:
        return False
    if after.shape == "plain" and after.method == "number_word":
        return False  # "both" sums up
    if all(q.shape == "thing" and role_of(ad, q.last) == "colour" for q in (before, after)):
        return after.first - before.last <= 3  # "4 cobalt 2 mauve"
    if (before.shape, after.shape) == ("taxon", "thing") and entry.product != "live":
        return False  # "1 lambi rose, 2 casques"
    small = role_of(ad, after.last) == "colour"  # "две большие, одна поменьше"
    article = after.shape == "thing" and after.value == 1 and after.method == "number_word"
    if article and (entry.product != "live" or not small):
        return False  # "6 fourchettes, un manche fendu"
    between = range(before.last, after.first + 1)
    return after.first - before.last <= 5 and any("," in ad.between(w) for w in between)


def _unsaid(ad: Ad, word: int) -> bool:
    """Say whether a word is of no term, or one such as "noch"."""
    hit = ad.by_word.get(word)
    return hit is None or (hit.term.kind == "quantity" and hit.term.code in ("lot", "left"))


def added(ad: Ad, before: Quantity, after: Quantity) -> bool:
    """Say whether a number adds to the one before it ("3 couples, plus 2 jeunes")."""
    if after.shape in ("extra", "more"):
        return True  # "also a hen", "und dazu 4 Schneidezähne"
    if role_of(ad, after.last) == "share":
        return False  # "4 Sterlets, ein Albino darunter"
    each = "price_after" in (role_of(ad, after.first), role_of(ad, after.first - 1))
    if before.shape == after.shape == "set" and each:
        return False  # "vier Paare, pro Paar 30 Euro"
    begins = any(  # "20 Axolotl ... . Dazu 2 erwachsene"; "There is also a single hen"
        role_of(ad, word) == "more"
        and ad.clause[word] == ad.clause[after.first]
        and all(_unsaid(ad, place) for place in range(word + 1, after.first))
        for word in range(after.first - (1 if after.shape == "thing" else _ALSO), after.first)
    )
    gap = ad.clause[after.first] - ad.clause[before.first]
    animals = before.shape in ("sexes", "set") and after.shape in ("piece", "sex", "group")
    if begins and (gap == 1 or (gap == 0 and animals)):
        return ad.fields[after.first] == ad.fields[before.first]
    passed = range(before.last, after.first)
    animals = before.shape in ("set", "sexes")
    between = sum(not (animals and ad.bracketed(word)) for word in passed)
    if ad.clause[before.first] != ad.clause[after.first] or between > _REACH:
        own = ad.clause[before.first] == ad.clause[after.first] and between <= 2 * _REACH
        joined = ad.link_before(after.first, _ALSO) == "and"
        mine = ad.says(after.first, [after.first - 1], "mine")
        return own and joined and mine and after.shape == "set"  # "et mon couple adulte"
    if any(
        ad.parted(word, PLUS)
        for word in (after.first - 1, after.first)[before.last == after.first :]
    ):
        return True
    if any(role_of(ad, word) == "more" for word in range(after.first - 2, after.first)):
        return True
    if before.shape in ("set", "sexes") and ad.parted(after.first, COMMA):
        young = ad.by_word.get(after.last - 1)
        if young is None and ad.words[after.last - 1].startswith(YOUNG_DE):
            return ad.language == "de"  # "1.1 Zuchtpaar 70, 3 Jungfrösche"
        grown = role_of(ad, before.first - 1) == "young"
        if young is not None and young.term.code == "young" and not grown:
            return True  # "1 adult pair, 9 babies"
    return any(
        hit is not None and hit.term.kind == "link" and hit.term.code in ("with", "and")
        for hit in map(ad.by_word.get, range(max(after.first - 3, before.last), after.first))
    )
