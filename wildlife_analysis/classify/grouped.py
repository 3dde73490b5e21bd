"""Mentions joined to taxa × products: what says the same thing twice is one."""

from dataclasses import replace

from wildlife_analysis.classify.ad import TITLE, Ad, Hit
from wildlife_analysis.classify.counting import Found
from wildlife_analysis.classify.numbers import end_of_item, numbered, plain_value, role_of
from wildlife_analysis.classify.quantity import quantities
from wildlife_analysis.classify.reading import GUESSED, NAMED, NEAR, Kept
from wildlife_analysis.reference.taxonomy import ancestors

__all__ = ["explained", "grouped"]

_HARD = frozenset({"bone", "horn", "skull", "tooth_claw"})
_ELEPHANT = ("слон", "сл ", "elephant", "ivoire d'éléphant", "elefant")
_APPOSED = 2  # words from a name to another one in brackets that explains it


def grouped(ad: Ad, kept: list[Kept]) -> tuple[list[Found], dict[str, list[Hit]]]:
    """Join mentions of one taxon; a higher taxon that a finer one explains is not counted.

    Returns the taxa × products, and the mentions of explained higher taxa: a number beside
    one of them counts the finer taxon.
    """
    if len(kept) == 1:
        only = kept[0]
        return [Found(only.mention.term.code, only.product, [only.mention])], {}
    laying = {k.mention.term.code for k in kept if k.product == "egg" and _laying(ad, kept, k)}
    kept = _one_product(ad, kept, laying)
    codes = {k.mention.term.code for k in kept}
    explained = {a for code in codes for a in ancestors(code)}
    titled: dict[str, set[str]] = {}
    for one in kept:
        if one.mention.field == TITLE:
            titled.setdefault(one.mention.term.code, set()).add(one.product)
    own: dict[str, set[str]] = {}
    for one in kept:
        if one.sure >= NAMED and one.product != "live":
            own.setdefault(one.mention.term.code, set()).add(one.product)
    groups: dict[tuple[str, str], list[Hit]] = {}
    generic: dict[str, list[Hit]] = {}
    for one in kept:
        code, product = one.mention.term.code, one.product
        finer = {p for c, ps in own.items() if code in ancestors(c) for p in ps}
        apart = one.sure >= NAMED and product != "live" and finer and product not in finer
        # "Krallen, Reststücke von Bärenpranke"
        apart = apart and not (product == "other" and ad.link_before(one.mention.first) == "of")
        own_item = _elephants(ad, one, kept) or _each_counted(ad, one, kept)
        if product == "ivory" and code in explained and own_item:
            groups.setdefault((code, product), []).append(one.mention)
            continue  # "четыре из слоновой кости, две из бивня мамонта"
        if apart and (finer_code := _told_below(kept, one)):
            groups.setdefault((finer_code, product), []).append(one.mention)
            continue  # "Медведь, шкура + череп | Шкура бурого медведя"
        if code in explained and not apart:  # but "балык осетра, икра белуги"
            generic.setdefault(code, []).append(one.mention)
            continue
        # The title says what is offered; the description describes it. A name that says by
        # itself what part it is ("черепаховый панцирь") is believed before words around it.
        guessed = all(
            k.sure < NAMED
            for k in kept
            if k.mention.term.code == code and k.mention.field == TITLE
        )
        skinned = titled.get(code) == {"trophy"} and own.get(code) == {"fur"}
        skinned |= guessed and own.get(code) == {"ivory"}  # "рукоять клык моржа, ножны кожа"
        chosen = (
            (titled.get(code) if not skinned else None)  # "Трофей зебры | Шкура зебры"
            or own.get(code)
            or {p for a in ancestors(code) for p in titled.get(a, set()) if p != "live"}
        )
        parts = {k.product for k in kept if k.mention.term.code == code and k.product != "live"}
        parts |= {p for a in ancestors(code) for p in own.get(a, set()) if one.sure < NEAR}
        if not chosen and product == "live" and parts:
            product = sorted(parts)[0]
        if not chosen and one.sure == GUESSED and product != "live":
            chosen = {
                k.product for k in kept if k.mention.term.code == code and k.sure > GUESSED
            }
            if len(chosen) > 1:  # but "Letschwe Präparat ... CITES für Letschwe"
                chosen = set()
        beside = _part_of_its_own(ad, one, chosen or set()) or code in laying
        beside = (beside and one.sure >= NAMED) or _counted_apart(
            ad, one, kept, chosen or set()
        )
        if chosen and product not in chosen and not beside:
            product = sorted(chosen)[0]
        groups.setdefault((code, product), []).append(one.mention)
    return [Found(code, product, hits) for (code, product), hits in groups.items()], generic


def _elephants(ad: Ad, one: Kept, kept: list[Kept]) -> bool:
    """Say whether elephant ivory is named in an item of its own beside that of another beast.

    "1. брошка - слоновая кость, Китай. 2. мундштук - мамонт, Якутск".
    """
    if not one.mention.term.term.lower().startswith(_ELEPHANT):
        return False
    code = one.mention.term.code
    finer = [k.mention for k in kept if code in ancestors(k.mention.term.code)]
    same = [m for m in finer if m.field == one.mention.field]
    return bool(same) and all(ad.clause[m.first] != ad.clause[one.mention.first] for m in same)


def _each_counted(ad: Ad, one: Kept, kept: list[Kept]) -> bool:
    """Say whether a number stands before plain ivory, and one before each finer name of it."""
    code = one.mention.term.code
    finer = [k.mention for k in kept if code in ancestors(k.mention.term.code)]
    return numbered(ad, one.mention.first) and all(numbered(ad, m.first) for m in finer)


def _part_of_its_own(ad: Ad, one: Kept, chosen: set[str]) -> bool:
    """Say whether a phrase of the description counts another part of the animal.

    "Струя кабарги ... К ней клыки кабарожьи четыре штуки".
    """
    mention = one.mention
    phrase = mention.last - mention.first > 1 and mention.field != TITLE
    named = phrase and one.sure >= NAMED and mention.term.product == one.product
    tusk = one.product == "ivory" and chosen == {"bone"}  # "моржовый «усик» и пара клыков"
    apart = one.product in _HARD and not chosen & {"live", "trophy", *_HARD}
    if not (named and (tusk or apart)):
        return False
    more = role_of(ad, mention.first - 1) == "more"  # "Отдельно усик моржовый"
    return more or numbered(ad, mention.first) or bool(plain_value(ad, mention.last))


def _counted_apart(ad: Ad, one: Kept, kept: list[Kept], chosen: set[str]) -> bool:
    """Say whether the description counts two parts of one animal, each by its own phrase.

    "2 canines d'hippopotame, 1 crâne d'hippopotame"; "2 elephant hair bracelets, 1 elephant
    leather wallet".
    """
    mention = one.mention
    if mention.field == TITLE or chosen & {"live", "trophy"} or not _own_part(ad, one):
        return False
    if chosen and _begins_item(ad, one):
        return True
    if any(plain_value(ad, word) and end_of_item(ad, word + 1) for word in _behind(mention)):
        return bool(chosen) and chosen.isdisjoint(_HARD)  # "кошелёк из кожи слона серый 1"
    if numbered(ad, mention.first) and _joined_by_and(ad, mention) and one.sure == NAMED:
        # "male lion skull with lower jaw, and two lion claws"
        skull = [o for o in kept if o.product in chosen and o.mention.field == mention.field]
        if any(o.product == "skull" and o.mention.last < mention.first for o in skull):
            return True
    return numbered(ad, mention.first) and any(
        other.product in chosen
        and other.mention.field == mention.field
        and numbered(ad, other.mention.first)
        and _own_part(ad, other)
        for other in kept
    )


def _joined_by_and(ad: Ad, mention: Hit) -> bool:
    """Say whether "and" or "plus" stands before the number of a name."""
    return any(
        ad.link_before(word) == "and" or role_of(ad, word - 1) == "more"
        for word in range(max(mention.first - 1, 0), mention.first + 1)
    )


def _begins_item(ad: Ad, one: Kept) -> bool:
    """Say whether a thing and its material begin a sentence ("Портмоне кожа слона")."""
    mention = one.mention
    if mention.term.product != one.product or mention.field == TITLE:
        return False
    return any(
        thing.term.code == one.product
        and 0 <= mention.first - thing.last <= _APPOSED - 1
        and (thing.first == 0 or ad.clause[thing.first - 1] != ad.clause[thing.first])
        and ad.clause[thing.first] == ad.clause[mention.first]
        for thing in ad.of_kind("product")
    )


def _behind(mention: Hit) -> range:
    return range(mention.last, mention.last + 2)


def _own_part(ad: Ad, one: Kept) -> bool:
    """Say whether a phrase names its part, or the word right behind it does."""
    mention = one.mention
    part = ad.by_word.get(mention.last)
    right = part is not None and part.first == mention.last and part.term.code == one.product
    phrase = mention.last - mention.first > 1 or ad.language == "de"  # "Flusspferdzähne"
    phrase = phrase and mention.term.product == one.product
    return phrase or (right and not ad.between(mention.last).strip())


def _told_below(kept: list[Kept], one: Kept) -> str:
    """Return the one finer taxon that the description tells of a name in the title.

    Not where that name says by itself which part it is ("осетровый балык | икра белуги").
    """
    mention = one.mention
    finer = [k.mention for k in kept if mention.term.code in ancestors(k.mention.term.code)]
    codes = {m.term.code for m in finer}
    genus = f"{mention.term.code} "
    if len(codes) == 1 and all(code.startswith(genus) for code in codes):
        return codes.pop()  # "Струя сибирской кабарги ... К ним 4 клыка кабарги"
    if mention.field != TITLE or mention.term.product == one.product:
        return ""
    return codes.pop() if len(codes) == 1 and all(m.field != TITLE for m in finer) else ""


def _one_product(ad: Ad, kept: list[Kept], laying: set[str]) -> list[Kept]:
    """Let names right beside each other, and guesses beside a named part, be one product."""
    result: list[Kept] = []
    named = {
        k.mention.term.code: k.product for k in kept if k.sure == NAMED and k.product != "live"
    }
    for one in kept:
        before = result[-1] if result else None
        same = before is not None and before.mention.term.code == one.mention.term.code
        apposed = (
            same
            and before is not None
            and before.mention.field == one.mention.field
            and one.mention.first - before.mention.last <= _APPOSED
            and "(" in ad.between(one.mention.first)
        )
        if before is not None and before.sure == NAMED and one.sure == GUESSED:
            # "crâne de singe vervet": the finer name says of which monkey
            same = same or before.mention.term.code in ancestors(one.mention.term.code)
        if (
            same
            and before is not None
            and before.mention.field == one.mention.field
            and 0 <= one.mention.first - before.mention.last <= 1
            and before.product != one.product
            and not (before.sure == one.sure == NAMED)
        ):
            one = replace(one, product=before.product, sure=before.sure)
        elif apposed and before is not None and before.product != "live" != one.product:
            one = replace(one, product=before.product)  # "Ling Yang Jiao Pulver (Saigahorn)"
        elif (
            one.product == "live"
            and one.sure == GUESSED
            and one.mention.term.code in named
            and one.mention.term.code not in laying
        ):
            # "яйцо нанду | Нанду - осталось четыре яйца": a number may stand beside it
            one = replace(one, product=named[one.mention.term.code])
        result.append(one)
    return result


def _laying(ad: Ad, kept: list[Kept], egg: Kept) -> bool:
    """Say whether animals are offered beside their eggs ("Trio of rheas, plus 6 rhea eggs").

    The title names them, a set stands right before their bare name, another number before the
    eggs.
    """
    bare = [k.mention for k in kept if k.product == "live"]
    bare = [m for m in bare if m.term.code == egg.mention.term.code]
    if egg.sure < NAMED or all(m.field != TITLE for m in bare):
        return False
    told = quantities(ad)
    sets = [
        q
        for q in told
        if q.shape in ("set", "sexes") and any(0 <= m.first - q.last <= 1 for m in bare)
    ]
    return bool(sets) and any(
        q not in sets and 0 <= egg.mention.first - q.last <= 1 for q in told
    )


def explained(found: list[Found], generic: dict[str, list[Hit]]) -> dict[int, list[Hit]]:
    """Give each entry the mentions of higher taxa that it alone explains."""
    if not generic:
        return {}
    result = {}
    for number, entry in enumerate(found):
        result[number] = [
            hit
            for code in ancestors(entry.code)
            for hit in generic.get(code, [])
            if sum(code in ancestors(other.code) for other in found) == 1
        ]
    return result
