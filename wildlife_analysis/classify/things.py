"""Small things of ivory or tortoiseshell that one sentence lists, each with its number."""

from functools import cache

from wildlife_analysis import reference
from wildlife_analysis.classify.ad import (
    CATEGORY,
    COMMA,
    DESCRIPTION,
    PLUS,
    THE,
    TITLE,
    Ad,
    Hit,
)
from wildlife_analysis.classify.forms import words_of
from wildlife_analysis.classify.numbers import Quantity, measured, plain_value, role_of
from wildlife_analysis.classify.pairs import is_pair
from wildlife_analysis.classify.shapes import means_other
from wildlife_analysis.classify.totals import Found

__all__ = ["named_things", "things"]

_SMALL = ("ivory", "shell")  # products whose things are told apart by name
_WORN = ("skin_leather", "fur", "shell")  # materials that each thing of a list names
_NEAR = 8  # words from one thing of a list to the next
_BACK = 4  # words before a thing in which its number stands
_STEM = 4  # letters that two words for one thing share


@cache
def _names(language: str) -> frozenset[str]:
    """Return the words for things in a language, in normal form."""
    table = reference.table("things")
    return frozenset(words_of(w)[0] for w in table.loc[table["language"] == language, "word"])


@cache
def _endings() -> tuple[str, ...]:
    """Return German words for things that end compounds: "Fischmesser"."""
    return tuple(word for word in _names("de") if len(word) > 4)


def things(ad: Ad, entry: Found) -> Quantity | None:
    """Add up things of one material that a sentence lists.

    "Schildpatt-Set, 2 Döschen, ein Haarkamm, ein Brillengestell" offers four.

    Parameters
    ----------
    ad
        One listing.
    entry
        Its only taxon × product.

    Returns
    -------
    Quantity or None
        None where no two things are listed, or one of several has no number.
    """
    if entry.product not in _SMALL:
        return None
    names = _names(ad.language)
    places = [
        place
        for place, word in enumerate(ad.words)
        if (word in names or (ad.language == "de" and word.endswith(_endings())))
        and ad.fields[place] != CATEGORY
        and not ad.denied(place)
        and (ad.language != "en" or _ends(ad, place))
    ]
    places = [place for place in places if not _holds(ad, place)]
    other = ("wood", "metal", "clay")  # "oak box with key"
    places = [place for place in places if role_of(ad, place - 1) not in other]
    if ad.language == "de":  # "ein Steckkamm ..., bei dem Kamm fehlt ein Zinken"
        places = [p for p in places if not _named_before(ad, p, places)]
    runs: list[list[int]] = []
    for place in places:
        if runs and _joined(ad, runs[-1][-1], place):
            runs[-1].append(place)
        else:
            runs.append([place])
    found = [run for run in runs if len(run) > 1 and _of_it(ad, entry, run)]
    sums = [(run, _sum(ad, run) or _each(ad, run)) for run in found if _distinct(ad, run)]
    known = [(run, amount) for run, amount in sums if amount]
    if not known:
        return None
    run, amount = max(known, key=lambda one: (len(one[0]), one[0][0]))
    return Quantity(run[0], run[0] + len(run), amount, "stated", "piece")


def _named_before(ad: Ad, place: int, places: list[int]) -> bool:
    """Say whether a German compound before names the same thing, which an article takes up."""
    taken_up = place > 0 and ad.words[place - 1] in THE
    return taken_up and any(
        other < place
        and ad.clause[other] == ad.clause[place]
        and ad.words[other] != ad.words[place]
        and ad.words[other].endswith(ad.words[place])
        for other in places
    )


def _holds(ad: Ad, place: int) -> bool:
    """Say whether a thing only holds what is counted ("box with 12 knives and 12 forks")."""
    held = role_of(ad, place) == "container" or ad.words[place] in ("case", "canteen")
    counted = place + 2 < len(ad.words) and ad.numbers[place + 2]
    return held and counted and ad.link_before(place + 2) in ("with", "of")


def _ends(ad: Ad, place: int) -> bool:
    """Say whether an English word is the noun of its item ("a box", but "tusk panels")."""
    behind = place + 1
    if behind >= len(ad.words) or ad.between(behind).strip() or ad.numbers[behind]:
        return True
    hit = ad.by_word.get(behind)
    return hit is not None and hit.term.kind in ("link", "quantity", "taxon")


def _joined(ad: Ad, one: int, other: int) -> bool:
    """Say whether a thing stands in one list with the one before it."""
    if ad.clause[one] != ad.clause[other] or other - one > _NEAR:
        return False
    if ad.says(other, range(one + 1, other), "lost"):
        return False  # "one knife is missing so 12 forks and 11 knives"
    if any(ad.parted(word, PLUS | {","}) or ad.numbers[word] for word in range(one + 1, other)):
        return True
    if ad.parted(other, PLUS | {","}):
        return True
    links = map(ad.by_word.get, range(one + 1, other))
    return any(h is not None and h.term.code == "and" for h in links)


def _distinct(ad: Ad, run: list[int]) -> bool:
    """Say whether every thing of a list is another."""
    return len({ad.words[place][:_STEM] for place in run}) == len(run)


def _of_it(ad: Ad, entry: Found, run: list[int]) -> bool:
    """Say whether a list is of the material: it says so, or the title above it does."""
    near = range(max(run[0] - _BACK, 0), min(run[-1] + _BACK, len(ad.words)))
    for hit in filter(None, map(ad.by_word.get, near)):
        other = hit.term.kind == "product" and hit.term.code in ("bone", "horn", "shell")
        unlisted = means_other(hit)
        if unlisted or (other and hit.term.code != entry.product):
            return False  # "6 forks with bone handles", "2 Schachfiguren aus Rinderknochen"
        if (
            hit.term.kind == "decoy"
            and hit.term.code == "imitation"
            and not ad.denied(hit.first)
        ):
            return False
    clause, field = ad.clause[run[0]], ad.fields[run[0]]
    if any(ad.clause[m.first] == clause for m in entry.mentions):
        return True
    below = field == TITLE and not any(m.field == TITLE for m in entry.mentions)
    if below and any(ad.clause[m.first] == ad.clause[ad.title_end] for m in entry.mentions):
        return True  # "Lorgnette & Aufsteckkamm | ... Griff aus Schildpatt, ..."
    if any(ad.clause[m.first] == clause - 1 for m in entry.mentions) and _again(ad, run):
        return True
    told = [m for m in entry.mentions if ad.clause[m.first] == clause + 1]
    if any(
        role_of(ad, word) == "material"
        for m in told
        for word in range(m.first)
        if ad.clause[word] == clause + 1
    ):
        return True  # "2 браслета и мундштук. Материал - тот самый, чем серый с хоботом"
    opening = field == DESCRIPTION and clause == ad.clause[ad.title_end]
    return opening and any(m.field == TITLE for m in entry.mentions)


def _each(ad: Ad, run: list[int]) -> int:
    """Multiply what is told of each thing of a list ("knives and forks, six of each")."""
    for word in range(run[-1] + 1, min(run[-1] + 1 + _BACK, len(ad.words))):
        if ad.clause[word] != ad.clause[run[-1]]:
            break
        value = plain_value(ad, word)
        behind = map(ad.by_word.get, (word - 1, word + 1, word + 2))
        if value and any(h is not None and h.term.code == "each" for h in behind):
            return value * len(run)
    return 0


def _again(ad: Ad, run: list[int]) -> bool:
    """Say whether the sentence before names the same ("knives, forks. 12 forks ...")."""
    clause = ad.clause[run[0]] - 1
    before = {
        word[:_STEM] for word, own in zip(ad.words, ad.clause, strict=True) if own == clause
    }
    counted = all(ad.numbers[place - 1] for place in run)
    return counted and before.issuperset(ad.words[place][:_STEM] for place in run)


def _sum(ad: Ad, run: list[int]) -> int:
    """Add up the numbers of things; 0 where one of several has none."""
    total, last = 0, -1
    for place in run:
        number = 1 + is_pair(ad, place)
        told = False
        for word in range(place - 1, max(place - 1 - _BACK, last), -1):
            if ad.clause[word] != ad.clause[place] or ad.parted(word + 1, PLUS | {","}):
                break
            hit = ad.by_word.get(word)
            value = plain_value(ad, word)
            if value and not measured(ad, word + 1) and value < 100:
                number, told = value, True
                break
            if hit is not None and hit.term.kind == "quantity" and hit.term.code == "x2":
                number, told = 2, True
                break
            if hit is not None and hit.term.kind == "link" and hit.term.code in ("with", "of"):
                return 0  # "box with mirror and comb": parts of one thing
        behind = plain_value(ad, place + 1)
        if not told and behind and "(" in ad.between(place + 1):
            number, told = behind, True  # "hair combs (three)"
        if ad.plural(place) and not told and not is_pair(ad, place):
            return 0
        if role_of(ad, place) == "component":
            return 0
        total, last = total + number, place
    return total


def named_things(ad: Ad, entry: Found) -> int:
    """Count different things in one list that each name their material.

    "Туфли натуральный крокодил 43 размер, ремень крокодил"; "tortoiseshell card case,
    tortoiseshell page turner".

    Parameters
    ----------
    ad
        One listing.
    entry
        One of its taxa × products.

    Returns
    -------
    int
        How many, shoes and the like being two; 0 where no two things are listed.
    """
    if entry.product not in _WORN:
        return 0
    total, kinds, last = 0, set[str](), -1
    for mention in entry.mentions:
        if mention.field != DESCRIPTION or ad.bracketed(mention.first):
            continue
        if last >= 0 and not _next_item(ad, last, mention.first):
            return 0
        place = _thing_of(ad, mention, entry)
        if place is None or (ad.plural(place) and not is_pair(ad, place)):
            return 0
        if not ad.parted(mention.first, COMMA) and plain_value(ad, mention.first - 1):
            return 0  # counted otherwise
        own = ad.words[place]
        kinds.add(own[-_STEM:] if ad.language == "de" else own[:_STEM])
        total += 1 + is_pair(ad, place)
        last = mention.last
    return total if len(kinds) > 1 and total > len(kinds) - 1 else 0


def _next_item(ad: Ad, last: int, first: int) -> bool:
    """Say whether a comma, a plus or "and" parts two names in one list."""
    places = range(last, first + 1)
    marks = [ad.between(word) for word in places]
    if any(ad.clause[w] != ad.clause[w - 1] and ";" not in ad.between(w) for w in places):
        return False
    links = map(ad.by_word.get, range(last, first))
    joined = any(hit is not None and hit.term.code == "and" for hit in links)
    return joined or any("," in mark or ";" in mark or "+" in mark for mark in marks)


def _thing_of(ad: Ad, mention: Hit, entry: Found) -> int | None:
    """Return the word for the thing that a name of its material belongs to."""
    names = _names(ad.language)
    before = mention.first - 1 - (ad.link_before(mention.first) == "of")
    part = ad.by_word.get(before)
    thing = part is not None and (part.term.kind, part.term.code) == ("product", entry.product)
    if part is not None and thing and not ad.parted(mention.first, COMMA):
        return part.first if part.field == mention.field else None
    for word in range(mention.first, mention.last):
        hit_word = ad.words[word]
        compound = ad.language == "de" and hit_word.endswith(_endings())
        if is_pair(ad, word) or hit_word in names or compound:
            return word
    phrase = mention.last - mention.first > 1 and mention.term.product
    if phrase and role_of(ad, mention.first) != "genuine":
        return mention.first
    for word in range(mention.last, min(mention.last + _BACK, len(ad.words))):
        if ad.between(word).strip() or ad.numbers[word]:
            return None
        if ad.words[word] in names or is_pair(ad, word):
            return word
    return None
