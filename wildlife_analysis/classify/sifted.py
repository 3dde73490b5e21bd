"""Names and numbers that are left out before numbers are given to names."""

from dataclasses import replace

from wildlife_analysis.classify.ad import Ad, Hit
from wildlife_analysis.classify.notation import HOUSE, generations
from wildlife_analysis.classify.numbers import Quantity, role_of
from wildlife_analysis.classify.totals import Found
from wildlife_analysis.reference.taxonomy import ancestors, in_cites

__all__ = ["price_like", "sexed", "small_things", "without_domestic", "without_motifs"]

_PRICE = 60  # so many animals told in pairs are a price
_BEHIND = 2  # words from a number of kittens to their generation
_DETAIL = 5  # words from kittens to their sexes in brackets
_SEXES = ("male", "female")


def without_motifs(
    ad: Ad, found: list[Found], explained: dict[int, list[Hit]]
) -> tuple[list[Found], dict[int, list[Hit]]]:
    """Leave out unlisted beasts among things of ivory: they are what these show ("Ratte")."""
    if len(found) == 1 or all(entry.product != "ivory" for entry in found):
        return found, explained
    own = [
        number
        for number, entry in enumerate(found)
        if entry.product != "live"
        or in_cites(entry.code)
        or any(ad.link_before(m.first) == "of" for m in entry.mentions)  # "Knochen vom Rind"
    ]
    return [found[n] for n in own], {
        new: explained[n] for new, n in enumerate(own) if n in explained
    }


def small_things(ad: Ad, quantity: Quantity) -> Quantity:
    """Read young ones as small things where no animal is offered ("douze petits couteaux")."""
    young = quantity.shape == "sex" and role_of(ad, quantity.last - 1) == "young"
    return replace(quantity, shape="thing") if young else quantity


def price_like(ad: Ad, found: list[Found], quantity: Quantity) -> bool:
    """Say whether a bare number is too large for a count of such things: a price."""
    live = any(entry.product == "live" for entry in found)
    if quantity.shape == "set" and live and quantity.value >= _PRICE:
        return ad.numbers[quantity.first]  # "spots 400 pr"
    return quantity.shape == "plain" and quantity.value >= (100 if live else 50)


def sexed(ad: Ad, quantity: Quantity) -> bool:
    """Say whether a number counts males or females, which eggs are not."""
    own = (ad.by_word.get(word) for word in range(quantity.first, quantity.last))
    return quantity.shape in ("sexes", "sex") or any(
        hit is not None and hit.term.code in _SEXES for hit in own
    )


def without_domestic(ad: Ad, found: list[Found], numbers: list[Quantity]) -> list[Quantity]:
    """Leave out hybrid cats of the fifth generation and later ("F2 Savannah ..., 3 Kitten F5").

    Not where no other generation is told.
    """
    cats = any("Felidae" in ancestors(entry.code) for entry in found)
    told = generations(ad) if cats else {}
    late = [w for w, number in told.items() if number >= HOUSE]
    if not late or len(late) == len(told):
        return numbers
    kept: list[Quantity] = []
    last = -1
    for quantity in numbers:
        own = any(w in late for w in range(quantity.first, quantity.last + _BEHIND))
        if own or (quantity.first - last <= _DETAIL and ad.bracketed(quantity.first)):
            last = quantity.last
            continue
        kept.append(quantity)
    return kept
