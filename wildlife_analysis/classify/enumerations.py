"""Lists of names that one number counts, and lists with a number behind each name."""

from dataclasses import replace

from wildlife_analysis.classify.ad import COMMA, MOST_BARE, TITLE, Ad, Hit
from wildlife_analysis.classify.forms import ADJECTIVE
from wildlife_analysis.classify.numbers import Quantity, role_of
from wildlife_analysis.classify.shapes import means_other
from wildlife_analysis.classify.totals import Owned

__all__ = [
    "after_price",
    "available",
    "each",
    "enumerated",
    "headed",
    "heads_list",
    "other_animal",
    "titled",
    "trailing",
    "with_another",
]

_REACH = 3  # words from an animal to its number
_MARKS = frozenset(",;.:+/(\n")
_SETS = ("x2", "x3", "x4")


def enumerated(ad: Ad, owned: list[Owned], numbers: list[Quantity]) -> list[Quantity]:
    """Read a number that heads a list of just so many names: one of each.

    "3 carapaces : tortue verte, caret et hermann" counts one specimen of each.
    """
    rest = []
    for quantity in numbers:
        here = [
            one
            for one in owned
            if any(
                m.first >= quantity.last and m.field == ad.fields[quantity.first]
                for m in one.places
            )
        ]
        heads = quantity.value == len(here) == len(owned) and (
            quantity.shape != "taxon" or _colon(ad, quantity)
        )
        heads = heads and not _each_beside(ad, quantity)  # "je 1,1 A und B"
        if heads and quantity.shape == "set" and not _colon(ad, quantity):
            last = max(m.first for one in here for m in one.places)
            # "couple d'Elliot, tragopan mâle": the comma ends the couple
            heads = not any(ad.parted(w, COMMA) for w in range(quantity.last, last + 1))
        first = min(
            (m.first for one in here for m in one.places if m.first >= quantity.last),
            default=0,
        )
        others = [q for q in numbers if q is not quantity and q.first >= quantity.last]
        if heads and not any(
            q.first < first or ad.fields[q.first] == ad.fields[quantity.first] for q in others
        ):
            for one in here:
                one.entry.method = quantity.method
        else:
            rest.append(quantity)
    return rest


def trailing(ad: Ad, owned: list[Owned], numbers: list[Quantity]) -> list[Quantity]:
    """Read bare numbers behind every name of a list as counts ("масковых 4, фишеров 2")."""
    ends = {m.last: m for one in owned for m in one.places}
    behind = [
        q
        for q in numbers
        if q.value <= MOST_BARE and _behind_name(ad, ends, q) and _item_ends(ad, q)
    ]
    if len(owned) == 1 and len(parts := _in_list(ad, owned[0], numbers)) > 1:
        return [replace(q, shape="piece") if q in parts else q for q in numbers]
    others = [q for q in numbers if q not in behind and _item_ends(ad, q)]
    if not behind:
        return numbers
    clause = ad.clause[behind[0].first]
    listed = any(_unknown_before(ad, q) for q in others) or any(
        q.shape == "piece" and ad.clause[q.first] == clause for q in numbers
    )
    if len(behind) < 2 and not listed:
        return numbers
    return [replace(q, shape="piece") if q in behind else q for q in numbers]


def _behind_name(ad: Ad, ends: dict[int, Hit], quantity: Quantity) -> bool:
    """Say whether a number stands right behind a name, or behind a colour of it."""
    word = quantity.first
    if ad.between(word).strip(" -:)"):
        return False
    while word not in ends and word > quantity.first - 2:
        adjective = ad.language == "ru" and ad.words[word - 1].endswith(ADJECTIVE)
        if role_of(ad, word - 1) != "colour" and not adjective:
            break
        word -= 1
    return word in ends and ends[word].field == ad.fields[quantity.first]


def _in_list(ad: Ad, one: Owned, numbers: list[Quantity]) -> list[Quantity]:
    """List the numbers that end the items behind a name and a colon.

    "Аксолотли: дикий окрас 3, лейцист 4, золотой 1" offers eight.
    """
    heads = [m for m in one.places if m.last < len(ad.words) and ":" in ad.between(m.last)]
    return [
        q
        for q in numbers
        if q.value <= MOST_BARE
        and _item_ends(ad, q)
        and ad.between(q.first) == " "
        and any(m.last < q.first and ad.clause[m.first] == ad.clause[q.first] for m in heads)
        and not ad.numbers[q.first - 1]
        and ((hit := ad.by_word.get(q.first - 1)) is None or hit.term.kind != "exclusion")
    ]


def _item_ends(ad: Ad, quantity: Quantity) -> bool:
    """Say whether nothing that it counts stands behind a number."""
    if quantity.shape == "thing":
        return role_of(ad, quantity.last) == "price_before"  # "Montipora 2 à 8"
    marks = set(",;\n\x1f.(")
    return quantity.shape == "plain" and (
        quantity.last >= len(ad.words) or bool(set(ad.between(quantity.last)) & marks)
    )


def _unknown_before(ad: Ad, quantity: Quantity) -> bool:
    """Say whether a word of no term, another name, stands right before a number."""
    word = quantity.first - 1
    return (
        quantity.value <= MOST_BARE
        and word >= 0
        and ad.between(quantity.first) == " "
        and ad.by_word.get(word) is None
        and not role_of(ad, word)
        and len(ad.words[word]) > 4
    )


def _colon(ad: Ad, quantity: Quantity) -> bool:
    """Say whether a colon stands behind the noun that a number counts ("Два ара: ...")."""
    places = range(quantity.last, min(quantity.last + 4, len(ad.words)))
    return any(":" in ad.between(place) for place in places)


def each(ad: Ad, owned: list[Owned], quantity: Quantity) -> bool:
    """Give a number beside "each" to every name before it, or else behind it.

    "Ara, Amazone, je 1 Paar"; "1 pair each of A, B and C".
    """
    if not _each_beside(ad, quantity):
        return False
    here = [one for one in owned if any(m.last <= quantity.first for m in one.places)]
    if not here:
        here = [one for one in owned if any(_behind(ad, m, quantity) for m in one.places)]
    if len(here) < 2:
        return False
    for one in here:
        if not one.numbers:
            one.numbers[ad.fields[quantity.first]] = [(1, quantity)]
    return True


def _each_beside(ad: Ad, quantity: Quantity) -> bool:
    """Say whether a word for "each" stands beside a number."""
    if ad.language == "ru" and quantity.shape == "set" and ad.words[quantity.first - 1] == "по":
        return True  # "по паре ауратусов и леукомеласов"
    first = quantity.first
    priced = first > 1 and ad.numbers[first - 2] and ad.parted(first, COMMA)  # "60 each, 5 ..."
    beside = [] if priced else [ad.by_word.get(first - 1)]
    if quantity.last + 1 >= len(ad.words) or not ad.numbers[quantity.last + 1]:
        beside.append(ad.by_word.get(quantity.last))  # but "0.0.4 je 30" is a price
    return any(hit is not None and hit.term.code == "each" for hit in beside)


def _behind(ad: Ad, mention: Hit, quantity: Quantity) -> bool:
    """Say whether a name stands behind a number in its clause."""
    return (
        mention.first >= quantity.last and ad.clause[mention.first] == ad.clause[quantity.first]
    )


def headed(ad: Ad, owned: list[Owned]) -> None:
    """Read "pairs:" before a list of names as a pair of each, in place.

    "Pairs: mandarin, Baikal teal, comb ducks". A number within the list counts by itself.
    """
    for hit in ad.of_kind("quantity"):
        if hit.term.code not in _SETS or ":" not in ad.between(hit.last):
            continue
        before = hit.first - 1
        begun = before >= 0 and ad.clause[before] == ad.clause[hit.first]
        if begun and (ad.numbers[before] or ad.by_word.get(before) is not None):
            continue  # "2 pairs: ..."; "Ara pair: ..."
        size = int(hit.term.code[1:])
        whole = Quantity(hit.first, hit.last, size, "pair_or_set", "set")
        here = [one for one in owned if any(_behind(ad, m, whole) for m in one.places)]
        end = max((m.last for one in here for m in one.places), default=hit.last)
        if len(here) < 2 or any(ad.numbers[word] for word in range(hit.last, end)):
            continue
        for one in here:
            one.entry.count, one.entry.method = size, "pair_or_set"


def after_price(ad: Ad, word: int) -> bool:
    """Say whether a number or a sign of money stands before a word ("£90 the three")."""
    return word > 0 and ad.numbers[word - 1] and ad.fields[word - 1] == ad.fields[word]


def other_animal(ad: Ad, hit: Hit) -> bool:
    """Say whether an animal that means nothing here is named ("golden pheasants 2.3")."""
    for word in range(hit.last, min(hit.last + _REACH, len(ad.words))):
        if not means_other(hit) or (word > hit.last and ad.parted(word, _MARKS)):
            return False
        if ad.numbers[word]:
            return True  # "рапаны черноморские шт 9"
    return False


def titled(ad: Ad, owned: list[Owned], quantity: Quantity) -> Owned | None:
    """Find the one name of the title that sexes in the description count.

    "Königspythons | 0.1 Banana, 1.2 Pastel, 1.0 Kornnatter"; a name behind the number is
    counted by it.
    """
    behind = range(quantity.last, min(quantity.last + 3, len(ad.words)))
    if any((h := ad.by_word.get(w)) is not None and h.term.kind == "taxon" for w in behind):
        return None
    fields = [{m.field for m in one.places} for one in owned]
    heads = [one for one, own in zip(owned, fields, strict=True) if own == {TITLE}]
    return heads[0] if len(heads) == 1 else None


def available(ad: Ad, quantity: Quantity) -> bool:
    """Say whether "available" stands beside a number ("в наличии девять", "12 in stock")."""
    offer, behind = ad.by_word.get(quantity.first - 1), ad.by_word.get(quantity.last)
    ended = quantity.last >= len(ad.words) or bool(ad.between(quantity.last).strip())
    offered = ad.words[quantity.last : quantity.last + 1] == ["offered"]
    if offered and ad.language == "en":
        return True  # "12 offered"
    stock = ("in stock", "available", "disponibles", "disponible", "vorhanden", "в наличии")
    held = behind is not None and " ".join(ad.words[behind.first : behind.last]) in stock
    return held or (offer is not None and offer.term.code == "sale" and ended)


def with_another(ad: Ad, place: int) -> bool:
    """Say whether an animal that means something else stands before a word for both."""
    return any(
        hit.term.code == "other_meaning"
        and hit.field == ad.fields[place]
        and ad.clause[hit.first] == ad.clause[place]
        and hit.first < place
        for hit in ad.of_kind("exclusion")
    )


def heads_list(ad: Ad, one: Owned, quantity: Quantity) -> bool:
    """Say whether a number heads a list of several things ("2 mounts: a lechwe and a fox")."""
    for word in range(quantity.last, min(quantity.last + 4, len(ad.words))):
        if ":" in ad.between(word) and ad.fields[word] == ad.fields[quantity.first]:
            return any(
                m.first >= word and m.field == ad.fields[word] for m in one.entry.mentions
            ) and any(
                hit.term.kind == "link" and hit.term.code == "and"
                for hit in ad.hits
                if hit.first > word and ad.clause[hit.first] == ad.clause[word]
            )
    return False
