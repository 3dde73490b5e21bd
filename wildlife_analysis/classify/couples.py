"""Males, females and young that are counted without a number of their own."""

from wildlife_analysis.classify.ad import ARTICLE, COMMA, JOINING, Ad, Hit
from wildlife_analysis.classify.numbers import (
    Quantity,
    aged,
    measured,
    plain_value,
    role_of,
)
from wildlife_analysis.classify.roles import has_role

__all__ = ["couple_at", "household", "one_more", "parent_of"]

_OPPOSITE = {"male": "female", "female": "male"}
_FAMILIAR = frozenset({"parent", "child", "young"})
# Endings of words for several young behind "with".
_MANY: dict[str, str | tuple[str, ...]] = {"de": "en", "ru": ("ами", "ями")}
_FAMILY = 6  # words between a mother and the number of her young
_PASSED = 3  # words between two members of a family ("dad and this year's chick")
_OWN = (["ее"], ["son"], ["sa"], ["ihr"], ["ihre"], ["its"], ["her"])
_SHORT = 2  # letters of "по", "à"
_YEAR = 4  # digits of a year
_REACH = 6  # words between a number of animals and one more of the other sex


def couple_at(ad: Ad, hit: Hit) -> Quantity | None:
    """Read "male and female" as two; of plural words nobody knows how many."""
    other = _OPPOSITE.get(hit.term.code)
    if other is None or hit.last >= len(ad.words):
        return None
    if ad.numbers[hit.last] and aged(ad, hit.last):
        return None
    if hit.first and ad.numbers[hit.first - 1]:
        return None
    if hit.term.code == "female" and (young := _with_one_young(ad, hit)):
        return young
    reach = 3 + (role_of(ad, hit.last + 1) == "pregnant")
    for place in range(hit.last, hit.last + reach):
        after = ad.by_word.get(place)
        passed = ad.words[place : place + 1] == ["a"] or role_of(ad, place) == "pregnant"
        if after is None and place > hit.last and passed:
            continue  # "самец и беременная самка"
        if after is None or after.field != hit.field:
            return None
        if (after.term.kind, after.term.code) == ("live", other):
            joined = place > hit.last or ad.parted(place, JOINING)
            plural = ad.plural(hit.last - 1) or ad.plural(after.last - 1)
            if not joined or plural:
                return None
            return Quantity(hit.first, after.last, 2, "pair_or_set", "set")
        if (after.term.kind, after.term.code) not in (
            ("link", "and"),
            ("link", "with"),
            ("quantity", "1"),
        ):
            return None
    return None


def _with_one_young(ad: Ad, hit: Hit) -> Quantity | None:
    """Read "femelle avec son petit", "самка с детёнышем" as two."""
    link = ad.by_word.get(hit.last)
    owned = ad.words[hit.last + 1 : hit.last + 2] in _OWN or role_of(ad, hit.last + 1) == "more"
    linked = link is not None and (
        link.term.code == "with" or (link.term.code == "and" and owned)
    )  # "самка и её подросток"
    if link is None or not linked or ad.plural(hit.last - 1):
        return None
    for place in range(link.last, min(link.last + 2, len(ad.words))):
        if ad.numbers[min(place + 2, len(ad.words) - 1)] and ad.link_before(place + 2) == "of":
            return None  # "самка с выводком из 12 малышей"
        young = ad.by_word.get(place)
        named = young is not None and (young.term.kind, young.term.code) == ("live", "young")
        if not named and role_of(ad, place) != "young":
            continue
        last = young.last if young is not None else place + 1
        many = ad.words[last - 1].endswith(_MANY.get(ad.language, "s"))
        alone = _nothing_follows(ad, last) or ad.language != "en"  # "with young children"
        return Quantity(hit.first, last, 2, "stated", "set") if alone and not many else None
    return None


def one_more(ad: Ad, before: Quantity, hit: Hit) -> bool:
    """Say whether a sex without a number adds one ("2 самочки и самец")."""
    if hit.term.kind != "live" or hit.term.code not in (*_OPPOSITE, "young"):
        return False
    if before.shape not in ("sex", "sexes", "set") or ad.fields[before.first] != hit.field:
        return False
    if ad.clause[before.first] != ad.clause[hit.first] or before.last == hit.first:
        return False
    told = map(ad.by_word.get, range(before.last, hit.first))
    mate = _OPPOSITE.get(hit.term.code)
    if before.shape == "set" and any(h is not None and h.term.code == mate for h in told):
        return False  # "Bonded pair of African greys, cock 9 and hen 8"
    with_young = ad.words[hit.first - 1 : hit.first + 1] == ["with", "young"]
    if with_young or role_of(ad, hit.first) == "offspring":
        return False  # "1.2 with young": nobody knows how many
    plural = ad.plural(hit.last - 1)
    article = len(ad.words[hit.first - 1]) <= ARTICLE and hit.first - 1 not in ad.by_word
    indefinite = ad.words[hit.first - 1] in ("a", "an")
    first = hit.first - (article and not ad.between(hit.first).strip())  # "pair and a bub"
    link = ad.by_word.get(first - 1)
    single = first - 1 not in ad.by_word and not ad.between(first).strip()
    if link is None and single and not article and ad.language == "ru":
        first -= 1  # "две пары и холостой самец"
        link = ad.by_word.get(first - 1)
    young = hit.term.code == "young" and (
        _nothing_follows(ad, hit.last) or _from_when(ad, hit.last)
    )
    links = ("and", "with") if young else ("and",)  # "Paar mit Jungtier"
    joined = (
        link is not None and link.term.code in links and (young or not article or indefinite)
    )
    joined = joined and _passed(ad, before.last, first - 2)
    joined |= ad.parted(hit.first, JOINING) and hit.first - before.last <= 1  # "trio + mâle"
    grown = ad.by_word.get(hit.first - 1)
    if grown is not None and grown.term.code == "adult":  # "пара + взрослый самец"
        joined |= ad.parted(grown.first, JOINING) and grown.first - before.last <= 1
    more = any(role_of(ad, w) == "more" for w in range(max(hit.first - 2, 0), hit.first))
    return not plural and (joined or (more and hit.first - before.last <= _REACH))


def _passed(ad: Ad, word: int, last: int) -> bool:
    """Say whether only ages and names stand up to a place ("1.2 adult und das Baby").

    Ages are numbers as well ("пара 4 и 5 лет и их малыш"); a colour may be told.
    """
    for place in range(word, last + 1):
        hit = ad.by_word.get(place)
        if hit is None:
            small = len(ad.words[place]) <= _SHORT  # "трое подростков по 9 см и самец"
            if not ad.numbers[place] and not small and role_of(ad, place) != "colour":
                return False
        elif hit.term.kind not in ("taxon", "link", "live") and not hit.term.code.startswith(
            "unit:"
        ):
            return False
    return True


def _from_when(ad: Ad, word: int) -> bool:
    """Say whether it is told whence or when an animal is ("das Baby vom Sommer")."""
    hit = ad.by_word.get(word)
    of = hit is not None and hit.term.kind == "link" and hit.term.code == "of"
    told = of or ad.words[word] == "from"
    if not told or word + 1 >= len(ad.words):
        return False
    return not ad.numbers[word + 1] or len(ad.words[word + 1]) == _YEAR


def _nothing_follows(ad: Ad, word: int) -> bool:
    """Say whether nothing unknown follows ("with young", but not "with young children")."""
    ended = word >= len(ad.words) or ad.clause[word] != ad.clause[word - 1]
    return ended or word in ad.by_word or bool(ad.between(word).strip())


def _other_sex(ad: Ad, quantity: Quantity) -> Quantity | None:
    """Count the one animal that a number of the other sex is joined to ("самка и 2 самца")."""
    own, link = ad.by_word.get(quantity.last - 1), ad.by_word.get(quantity.first - 1)
    if own is None or own.term.code not in _OPPOSITE:
        return None
    within = map(ad.by_word.get, range(quantity.first, quantity.last))
    if any(h is not None and h.term.kind == "taxon" for h in within):
        return None  # "un ara femelle et un cacatoès mâle"
    if link is None and role_of(ad, quantity.first - 1) == "more":
        link = ad.by_word.get(quantity.first - 2)  # "le mâle de 4 ans et ses deux femelles"
    joined = link is not None and link.term.code in ("and", "with")
    place = link.first - 1 if joined and link is not None else quantity.first - 1
    while (
        place > 0
        and ad.numbers[place]
        and (measured(ad, place + 1) or len(ad.words[place]) == _YEAR)
    ):
        place -= 1  # "femelle 30€ et 2 mâles", "Bock 2010 und zwei Geißen"
    while place > 1 and joined and _age_at(ad, place):
        place -= 1
    if place > 0 and joined and place not in ad.by_word and not ad.numbers[place]:
        place -= 1  # "самец трёхрогий и две самки"
    if not joined and not ad.parted(quantity.first, JOINING):
        return None
    hit = ad.by_word.get(place)
    if hit is None or hit.term.code != _OPPOSITE[own.term.code]:
        return None
    if ad.clause[hit.first] != ad.clause[quantity.first]:
        return None
    counted = any(
        plain_value(ad, word) > 0 and not ad.parted(word + 1, COMMA)
        for word in range(max(hit.first - 2, 0), hit.first)
    )
    return (
        None
        if counted or ad.plural(hit.last - 1)
        else Quantity(hit.first, hit.last, 1, "stated", "sex")
    )


def _age_at(ad: Ad, word: int) -> bool:
    """Say whether a word is of an age behind a sex ("mâle de 4 ans")."""
    hit = ad.by_word.get(word)
    if hit is None:
        return ad.numbers[word] and measured(ad, word + 1)
    return hit.term.code in ("unit:age", "age") or (
        hit.term.code == "of" and ad.numbers[word + 1]
    )


def _family(ad: Ad, quantity: Quantity) -> Quantity | None:
    """Count the parents that a family lists before its young ("Vater, Mutter und 3 Junge")."""
    own = range(quantity.first, quantity.last)
    told = any(role_of(ad, word) == "young" for word in own)
    named = (ad.by_word.get(word) for word in own)
    if not told and all(hit is None or hit.term.code != "young" for hit in named):
        return None
    if both := _both_parents(ad, quantity):
        return both
    parents = [
        word
        for word in range(max(quantity.first - _FAMILY, 0), quantity.first)
        if role_of(ad, word) == "parent" and ad.clause[word] == ad.clause[quantity.first]
    ]
    if not parents or any(ad.numbers[word] for word in range(parents[0], quantity.first)):
        return None
    clause = ad.clause[parents[0]]
    begins = parents[0] < 2 or ad.clause[parents[0] - 2] != clause  # "le père et 4 petits"
    begins |= len(parents) > 1  # "testudo marginata, la maman le papa et les quatre bébés"
    return (
        Quantity(parents[0], parents[-1] + 1, len(parents), "stated", "sex") if begins else None
    )


def _both_parents(ad: Ad, quantity: Quantity) -> Quantity | None:
    """Count two parents that young are joined to ("родители 2 года и трое их слётков")."""
    joined = ad.link_before(quantity.first) in ("and", "with") or ad.parted(
        quantity.first, JOINING
    )
    for word in range(quantity.first - 1, max(quantity.first - 1 - _FAMILY, -1), -1):
        if ad.clause[word] != ad.clause[quantity.first]:
            break
        if ad.numbers[word] and not measured(ad, word + 1):
            break
        if role_of(ad, word) == "both_parents":
            told = Quantity(word, word + 1, 2, "stated", "sex")
            return told if joined else None
    return None


def parent_of(ad: Ad, quantity: Quantity) -> Quantity | None:
    """Count the male or female without a number that a number of young is added to.

    "Gravid female Pandinus + 7 scorplings"; "femelle avec ses 3 petits".
    """
    if quantity.shape in ("sex", "set") and (family := _family(ad, quantity)):
        return family
    if quantity.shape != "sex":
        return None
    young = ad.by_word.get(quantity.last - 1)
    grown = young is None or young.term.code != "young"
    if role_of(ad, quantity.last - 1) != "young" and grown:
        return _other_sex(ad, quantity)
    first = quantity.first
    if ad.link_before(first) == "of":
        first -= 2  # "самка с выводком из 12 малышей"
    linked = ad.parted(first, JOINING) or ad.link_before(first, 2) in ("with", "and")
    if not linked and role_of(ad, first - 1) != "more":
        return None
    for word in range(first - 1, max(first - 1 - _FAMILY, -1), -1):
        if ad.clause[word] != ad.clause[first] or ad.numbers[word]:
            return None
        hit = ad.by_word.get(word)
        if hit is None or hit.term.kind in ("taxon", "link"):
            continue
        if hit.term.kind != "live" or hit.term.code not in _OPPOSITE:
            if hit.term.kind == "live":
                continue
            return None
        counted = hit.first and (
            ad.numbers[hit.first - 1] or plain_value(ad, hit.first - 1) > 0
        )
        if counted or ad.plural(hit.last - 1):
            return None
        return Quantity(hit.first, hit.last, 1, "stated", "sex")
    return None


def household(ad: Ad) -> Quantity | None:
    """Count a family without numbers ("Mutter, Vater und das Kleine", "mum and baby").

    Its parents, or a male and a female, end with one young animal.
    """
    if not has_role(ad, *_FAMILIAR):
        return None
    members: list[int] = []
    for word in range(len(ad.words)):
        role = role_of(ad, word)
        if members and not _goes_on(ad, members[-1], word):
            members = []
        if role == "parent" or _one_animal(ad, word):
            members.append(word)
        elif members and role in ("child", "young"):
            many = ad.words[word].endswith(_MANY.get(ad.language, "s"))
            many = many and _born_together(ad, word) == 1
            linked = ad.link_before(word, _PASSED) in ("and", "with") or ad.parted(
                word, JOINING
            )
            mothered = linked and role_of(ad, members[0]) == "parent"
            if not many and (mothered or len(members) > 1):
                young = _born_together(ad, word)
                last = word + 1
                return Quantity(members[0], last, len(members) + young, "stated", "set")
            members = []
    return None


def _goes_on(ad: Ad, last: int, word: int) -> bool:
    """Say whether a list of a family may go on from one member up to a word."""
    if word - last > _PASSED + 1 or ad.clause[word] != ad.clause[last]:
        return False
    if ad.numbers[word] or any(c in ad.between(word) for c in "()!?\n"):
        return False
    hit = ad.by_word.get(word)
    if hit is None or hit.term.kind == "live" or role_of(ad, word) in _FAMILIAR:
        return True
    if hit.term.kind == "quantity":
        return hit.term.code.startswith("unit:")  # "this year's chick"
    return hit.term.kind == "link" and hit.term.code in ("and", "with")


def _one_animal(ad: Ad, word: int) -> bool:
    """Say whether a word is of one male or one female."""
    hit = ad.by_word.get(word)
    sexed = hit is not None and hit.term.kind == "live" and hit.term.code in _OPPOSITE
    numbered = word > 0 and (ad.numbers[word - 1] or plain_value(ad, word - 1) > 0)
    return sexed and not numbered and not ad.plural(word)


def _born_together(ad: Ad, word: int) -> int:
    """Return how many young one word is: two for twins."""
    hit = ad.by_word.get(word)
    code = (hit.term.inner or hit.term.code) if hit is not None else ""
    if hit is not None and hit.term.kind == "quantity" and code.isdigit():
        return int(code)
    return int(code[1:]) if code[:1] == "x" and code[1:].isdigit() else 1
