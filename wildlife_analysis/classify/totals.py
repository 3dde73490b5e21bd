"""What the numbers given to one name add up to."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from wildlife_analysis.classify.ad import COMMA, DESCRIPTION, TITLE, Ad, Hit
from wildlife_analysis.classify.chains import added, chained
from wildlife_analysis.classify.fitting import MATERIALS
from wildlife_analysis.classify.left import without_details
from wildlife_analysis.classify.numbers import Quantity, role_of
from wildlife_analysis.classify.roles import OTHERS

__all__ = [
    "Found",
    "Owned",
    "total",
]

_ITS = frozenset({"her", "his", "its", "seinen", "ihren", "ses", "своими"})
_KIND = 3  # letters that tell gall from fat
_BARE_SET = 2  # of "pair", without a number
_SAME = 6  # the cost of a number that stands in the sentence of a name
_RIGHT = 2  # the cost of a number right behind a name
_DETAIL = 3  # words that tell more of an item ("3x Spiderling FH 4, 2x ...")
_OF_ANIMALS = frozenset({"sexes", "sex", "group", "other", "egg", "extra"})


@dataclass(slots=True)
class Found:
    """One taxon × product of a listing."""

    code: str
    product: str
    mentions: list[Hit]
    count: int = 1
    method: str = "assumed_one"
    quantity: float | None = None
    unit: str = ""


@dataclass(slots=True)
class Owned:
    """Numbers that count one specimen row, by field."""

    entry: Found
    places: list[Hit]
    numbers: dict[int, list[tuple[int, Quantity]]] = field(default_factory=dict)


def total(ad: Ad, one: Owned, alone: bool) -> Quantity | None:
    """Make one number of those that a name was given."""
    if not one.numbers:
        return None
    if one.entry.product == "medicine" and (parts := _kinds(ad, one)):
        return parts
    title = _sum(ad, one.numbers.get(TITLE, []), one.entry)
    body = _sum(ad, one.numbers.get(DESCRIPTION, []), one.entry)
    if body is not None and one.entry.product in MATERIALS:
        body = _further(ad, one.entry, body)
    if body is not None and title is None and _one_and_others(ad, one, body):
        body = replace(body, value=body.value + 1)
    if body is not None and title is None and _with_young(ad, one, body):
        return replace(body, value=body.value + 1)
    if body is not None and title is None and _goes_on(ad, one):
        return replace(body, value=body.value + 1)  # "Гребень | и две шпильки"
    if body is not None and title is None and _of_mother(ad, body):
        return replace(body, value=body.value + 1)
    if title is None or body is None:
        return title or body
    group = title.shape in ("taxon", "part", "piece") and not _told_of_name(one, title)
    if group and _told_of_name(one, body) and body.shape == "taxon":
        return body  # "3 primate skulls | ... the two chacma baboons, a gorilla cast"
    if body.value > title.value > 1 and _sexes_told(one, body):
        return body  # "3 Königspythons | 1.0 Pastel, 0.2 wildfarben und 0.1 Spider"
    first = min(q.first for _, q in one.numbers[DESCRIPTION])
    if ad.position_in_field(first) == 1 and _link_code(ad, first - 1) == "and":
        return replace(title, value=title.value + body.value)  # "2 pairs | and one odd cock"
    brood = title.shape == "set" and role_of(ad, title.first) == "parent"
    if brood and body.shape == "sex" and role_of(ad, body.last - 1) in ("young", "child"):
        return replace(title, value=body.value + 1)  # "Mama mit Nachwuchs | trägt neun Kleine"
    also = any(role_of(ad, word) == "more" for word in range(first - 3, first))
    if all(q.shape in ("extra", "more") for _, q in one.numbers[DESCRIPTION]):
        if title.value > _BARE_SET and ad.says(first, range(ad.title_end, first), "parent"):
            return title  # "group of five | a family, dad, three mums and this year's baby"
        return replace(title, value=title.value + body.value)
    also = also and (title.shape, body.shape) in (("sexes", "sexes"), ("sexes", "sex"))
    same = body.value == title.value and any(m.first == body.last for m in one.places)
    also = also and not same  # "Epicrates, Sanzinia 1.1 | ... Außerdem 1.1 Sanzinia"
    if also and len(one.numbers[DESCRIPTION]) == 1:
        return replace(title, value=title.value + body.value)  # "0.1 | ... Dazu 0.0.4"
    if body.shape == "left":
        return body
    if any(_share(ad, one, q) for _, q in one.numbers[DESCRIPTION]):
        return body  # "22 billes, dont 3 en ivoire"
    if body.shape == title.shape == "set" and body.value > title.value <= _BARE_SET:
        return body  # "Pair of pairs! | Two breeding pairs"
    pieces = body.shape == title.shape == "piece" and one.entry.product != "live"
    if pieces and body.value > title.value > 1 and body.value % title.value == 0:
        return body  # "set of six knives & forks | 12 pieces"
    if title.value == 1 and title.method == "number_word" and body.shape == "plain":
        return title  # "... + one hermann | the hermann 4"
    if title.value == 1 or (title.shape in ("thing", "plain") and title.value < body.value):
        return body
    # "couple" in the title, and the description adds its young
    if body.value > title.value and any(
        q.value == title.value for _, q in one.numbers[DESCRIPTION]
    ):
        return body
    return title


def _told_of_name(one: Owned, number: Quantity) -> bool:
    """Say whether a number stands right before a name of the taxon itself."""
    return any(0 <= m.first - number.last <= 1 for m in one.entry.mentions)


def _sexes_told(one: Owned, number: Quantity) -> bool:
    """Say whether the description tells the sexes of several, one after the other."""
    parts = [
        q
        for _, q in one.numbers.get(DESCRIPTION, [])
        if number.first <= q.first and q.last <= number.last
    ]
    sexed = [q for q in parts if q.shape in ("sexes", "sex", "set")]
    several = len(parts) > 1 and len(sexed) == len(parts)
    return several and sum(q.value for q in parts) == number.value


def _kinds(ad: Ad, one: Owned) -> Quantity | None:
    """Add up medicines of an animal that sentences name and count one by one.

    "Желчь медвежья, 2 пузыря. Жир медвежий, 3 банки".
    """
    named = [m for m in one.entry.mentions if m.term.product and m.last - m.first > 1]
    given = [q for _, q in one.numbers.get(DESCRIPTION, [])]
    own: dict[str, Quantity] = {}
    for mention in named:
        near = [
            q
            for q in given
            if ad.clause[q.first] == ad.clause[mention.first] and q.first >= mention.last
        ]
        if mention.field == DESCRIPTION and near:
            own.setdefault(ad.words[mention.first][:_KIND], near[0])
    if len(own) < 2 or len({q.first for q in own.values()}) < len(own):
        return None
    first, *rest = own.values()
    return replace(first, value=first.value + sum(q.value for q in rest))


def _with_young(ad: Ad, one: Owned, young: Quantity) -> bool:
    """Say whether a number counts the young of one named ("Uhu mit seinen drei Jungen")."""
    if young.shape == "sex" and ad.link_before(young.first) == "with" and young.value > 1:
        before = [h for h in ad.of_kind("live") if h.last <= young.first]
        before = [h for h in before if ad.clause[h.first] == ad.clause[young.first]]
        grown = role_of(ad, young.last - 1) in ("young", "child")
        if grown and [h.term.code for h in before] == ["female"]:
            return True  # "Weibchen, aktuell mit 14 Jungen auf dem Rücken"
    owner = young.first - 1
    his = young.shape == "sex" and ad.words[owner] in _ITS
    his = his and ad.link_before(owner) == "with"
    return his and any(m.last == owner - 1 and not ad.plural(m.last - 1) for m in one.places)


def _goes_on(ad: Ad, one: Owned) -> bool:
    """Say whether a description goes on from the title ("Гребень | и две шпильки")."""
    first = min(q.first for _, q in one.numbers[DESCRIPTION])
    joined = ad.position_in_field(first) == 1 and _link_code(ad, first - 1) == "and"
    titled = any(m.field == TITLE for m in one.places)
    return joined and titled and one.entry.product in MATERIALS


def _of_mother(ad: Ad, young: Quantity) -> bool:
    """Say whether a number counts the young that a mother has with her.

    "Kaiserskorpion mit Nachwuchs | Dame hat geworfen, auf dem Rücken sitzen 14 weisse Krümel".
    """
    titled = any(
        h.field == TITLE and h.term.code == "young" and ad.link_before(h.first) == "with"
        for h in ad.of_kind("live")
    )
    mothers = [
        h
        for h in ad.of_kind("live")
        if h.term.code == "female" and ad.clause[h.first] == ad.clause[young.first]
    ]
    alone = len(mothers) == 1 and mothers[0].last <= young.first
    return titled and alone and young.value > 1 and young.shape in ("thing", "sex", "plain")


def _share(ad: Ad, one: Owned, number: Quantity) -> bool:
    """Say whether a number is that of some of the things ("22, dont 3"; "two are real")."""
    if role_of(ad, number.first - 1) == "share":
        return True
    told = "be" in (role_of(ad, number.last), role_of(ad, number.last + 1))
    material = one.entry.product in MATERIALS and told
    near = range(number.last + 1, number.last + 1 + _DETAIL)
    return material and any(m.first in near for m in one.places)


def _link_code(ad: Ad, word: int) -> str:
    """Return the code of a link word."""
    hit = ad.by_word.get(word)
    return hit.term.code if hit is not None and hit.term.kind == "link" else ""


def _sum(ad: Ad, given: Sequence[tuple[int, Quantity]], entry: Found) -> Quantity | None:
    """Add up the numbers of one field that speak of different animals."""
    if entry.product == "live":
        given = [g for g in given if g[1].shape != "egg"]
    if entry.product not in ("live", "egg"):
        mounted = entry.product == "taxidermy"  # "2 Trogonoptera brookiana Männchen"
        given = [
            (cost, q)
            for cost, q in given
            if q.shape not in _OF_ANIMALS
            or (mounted and q.shape in ("sex", "sexes") and cost <= _SAME)
        ]
    given = without_details(ad, given)
    if not given:
        return None
    ordered = sorted((q for _, q in given), key=lambda q: q.first)
    packs = [q.value for q in ordered if q.shape == "piece"]
    if packs and entry.product == "medicine":  # "2 jars ..., about 40 left in it"
        ordered = [q for q in ordered if q.shape != "left" or q.value <= max(packs)]
    if any(q.shape == "left" for q in ordered):
        return _still_there(ad, ordered)
    first, *rest = (q for _, q in sorted(given, key=lambda g: g[1].first))
    detailed = len(rest) > 1 and "(" in ad.between(first.last)
    listed = len(rest) > 1 and ad.clause[first.first] == ad.clause[rest[-1].first]
    detailed |= listed and first.shape == "taxon" and ad.parted(rest[0].first, COMMA)
    bracketed = rest and all(ad.bracketed(q.first) for q in rest)
    if bracketed and not ad.bracketed(first.first) and sum(q.value for q in rest) < first.value:
        return first  # "3 шт (самец и две самки)"
    if detailed and first.value == sum(q.value for q in rest):
        return first  # "tinctorius 4 (2 citronella, 2 azureus)"
    chains = chained(ad, given, entry)
    near = [c for c in chains if any(cost < 20 for cost, _ in c)]
    sexed = [c for c in chains if any(q.shape == "sexes" for _, q in c)]
    if near and all(_is_article(c) for c in near) and sexed:
        near = sexed  # "1,1 rein ... Wer einen Feuerzeisig nicht kennt"
    chains = near or chains
    whole = [c for c in chains if any(q.shape not in ("sex", "extra") for _, q in c)]
    if not whole or all(any(q.shape == "sexes" for _, q in c) for c in whole):
        return _joined([q for c in whole or chains for _, q in c])
    best = min(whole, key=lambda c: (_is_article(c), min(cost for cost, _ in c)))
    amount = sum(q.value for _, q in best)
    sets = [c for c in whole if c[0][1].shape == "set" and c[0][0] <= _RIGHT]
    if amount == 1 and sets:
        return sets[0][0][1]  # "1 apollon couple"
    # "Zuchtpaar 1,1, dazu ein Jungtier": the longer chain begins with the same animals
    longer = [c for c in chains if len(c) > len(best) and c[0][1].value == amount]
    return _joined([q for _, q in (longer[0] if longer else best)])


def _still_there(ad: Ad, numbers: list[Quantity]) -> Quantity:
    """Take the last number of what is left, and what is added to it ("noch 4 ... und 3")."""
    place = max(i for i, q in enumerate(numbers) if q.shape == "left")
    sum_, last = numbers[place], numbers[place]
    broken = False
    for after in numbers[place + 1 :]:
        # "drei von 2016 und fünf ..."; "il reste deux femelles et un mâle"
        told = after.method == "stated" or after.shape in ("group", "sex")
        broken |= not (added(ad, last, after) and told)
        if broken and after.shape != "extra":
            continue  # "four left from two broods of six and five"
        sum_, last = replace(sum_, last=after.last, value=sum_.value + after.value), after
    return sum_


def _one_and_others(ad: Ad, one: Owned, number: Quantity) -> bool:
    """Say whether the first number counts others beside one ("зуб 13 см, есть ещё три")."""
    near = (number.first - 1, number.first + 1, number.last)  # "есть ещё три", "3 more"
    words = [w for w in near if w < len(ad.words) and ad.clause[w] == ad.clause[number.first]]
    words = [w for w in words if w < number.last or not ad.parted(w, COMMA)]
    roles = (*OTHERS, "more") if ad.language == "ru" else OTHERS  # "ещё" says both
    others = any(role_of(ad, word) in roles for word in words)
    first = min(q.first for _, q in one.numbers[DESCRIPTION])
    named = any(m.field == DESCRIPTION and m.last <= number.first for m in one.places)
    return others and number.first == first and named and number.shape != "left"


def _further(ad: Ad, entry: Found, number: Quantity) -> Quantity:
    """Add things without a number behind a plus ("4 couteaux + coupe-papier ivoire")."""
    more = 0
    for mention in entry.mentions:
        places = range(max(mention.first - 2, number.last), mention.first + 1)
        named = mention.term.product == entry.product
        if mention.field != DESCRIPTION or mention.first <= number.last or not named:
            continue
        counted = any(
            ad.numbers[word] or ((h := ad.by_word.get(word)) and h.term.kind == "quantity")
            for word in places
        )
        more += not counted and any("+" in ad.between(word) for word in places)
    return replace(number, value=number.value + more) if more else number


def _is_article(chain: list[tuple[int, Quantity]]) -> bool:
    """Say whether a chain is no more than the word for one, which is an article as well."""
    return len(chain) == 1 and chain[0][1].value == 1 and chain[0][1].method == "number_word"


def _joined(numbers: list[Quantity]) -> Quantity:
    """Add numbers up; a first number that the others break down is not added again."""
    rest = sum(q.value for q in numbers[1:])
    if len(numbers) > 2 and rest == numbers[0].value and numbers[0].shape != "sexes":
        return numbers[0]
    if len(numbers) == 1:
        return numbers[0]
    return replace(numbers[0], last=numbers[-1].last, value=sum(q.value for q in numbers))
