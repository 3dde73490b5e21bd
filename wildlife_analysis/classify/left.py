"""Numbers of what is left, still expected, or asked for."""

from dataclasses import replace

from wildlife_analysis.classify.ad import Ad
from wildlife_analysis.classify.numbers import Quantity, end_of_item, role_of

__all__ = ["asked", "before_gone", "before_now", "last_of", "net", "to_come"]

_MOST = 20  # a larger bare number is no count
_FORMER = 3  # words from "we had" to a number
_LEFT = 4  # words from "of four chicks" to the last of them


def to_come(ad: Ad, quantity: Quantity) -> bool:
    """Say whether animals are expected, or are those of which one is left.

    "Gravid, expecting 20 babies"; "из четверых птенцов остался последний".
    """
    first = quantity.first
    before = range(max(first - 3, 0), first)
    if any(
        role_of(ad, w) == "expect" and ad.clause[w] == ad.clause[first] for w in before
    ) and quantity.shape in ("sex", "group", "thing", "plain", "taxon"):
        return True
    ahead = range(quantity.last, min(quantity.last + _LEFT, len(ad.words)))
    return ad.link_before(first) == "of" and any(
        role_of(ad, w) == "last" and ad.clause[w] == ad.clause[first] for w in ahead
    )


def last_of(ad: Ad, quantity: Quantity) -> Quantity:
    """Read "last two of four", "die letzten 3, ..." as what is left."""
    if quantity.shape != "plain" or role_of(ad, quantity.first - 1) != "last":
        return quantity
    link = ad.by_word.get(quantity.last)
    of = link is not None and link.term.kind == "link" and link.term.code in ("of", "and")
    left = of or end_of_item(ad, quantity.last)
    return replace(quantity, shape="left") if left else quantity


def asked(ad: Ad, quantity: Quantity) -> bool:
    """Say whether a number counts what is asked in exchange ("Tausche 1,0 gegen 0,1")."""
    if ad.link_before(quantity.first) != "against":
        return False
    # Russian "на" is "for" and "on" as well.
    return ad.language != "ru" or any(h.term.code == "exchange" for h in ad.of_kind("offer"))


def before_now(ad: Ad, numbers: list[Quantity]) -> list[Quantity]:
    """Leave out how many there were, where fewer are told behind ("had six, now two")."""
    for place, were in enumerate(numbers[:-1]):
        first = were.first
        told = any(
            role_of(ad, w) == "former" and ad.clause[w] == ad.clause[first]
            for w in range(max(first - _FORMER, 0), first)
        )
        if not told:
            continue
        now = numbers[place + 1]
        near = ad.clause[now.first] - ad.clause[first] <= 1
        if near and now.value < were.value and ad.fields[now.first] == ad.fields[first]:
            shape = "left" if now.shape in ("plain", "thing") else now.shape
            return [*numbers[:place], replace(now, shape=shape), *numbers[place + 2 :]]
    return numbers


def net(numbers: list[Quantity], gone: list[Quantity], one: Quantity, best: Quantity) -> bool:
    """Say whether what has gone is taken off already ("clutch of 4, one gone so three left").

    It is told before what is left ("deux sont réservées, il en reste 4").
    """
    if one.first > best.first:
        return False
    whole = best.value + sum(q.value for q in gone)
    told = any(q.value == whole and q not in gone and q is not best for q in numbers)
    return best.shape == "left" or told


def before_gone(numbers: list[Quantity], gone: list[Quantity]) -> Quantity | None:
    """Find the bare number that others are taken from ("six hatched, one spoken for")."""
    if not gone:
        return None
    before = [
        q
        for q in numbers
        if q.last <= gone[0].first and gone[0].value < q.value <= _MOST
        and q.shape in ("plain", "thing") and q not in gone
    ]  # fmt: skip
    return before[-1] if len(before) == 1 else None
