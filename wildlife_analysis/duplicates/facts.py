"""What the keys of two listings tell, before a text is read, of whether they are one offer."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis.duplicates.blocks import (
    EQUAL,
    FEE,
    NEAR,
    places_differ,
    price_gap,
    same_sellers,
    unit_gap,
)

__all__ = ["RULES", "Facts", "could"]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

# Words a description must have for a text to carry the decision without a seller; in another
# place; and to tell two known sellers of one marketplace.
BODY, BODY_ELSEWHERE, BODY_RIVAL = 6, 20, 15
ADDED = 3  # words of a description that was added to, at another price

RULES = (
    "edited",
    "added_to",
    "moved",
    "other_seller",
    "sold_in_part",
    "translated",
    "no_specimen",
)


@dataclass(frozen=True)
class Facts:
    """Facts of pairs, one value a pair.

    Attributes
    ----------
    seller, both_known
        One seller; both sellers known.
    other_site, rival
        On two marketplaces; two known sellers of one marketplace.
    elsewhere
        In two places, both known.
    apart
        `blocks.price_gap`; ``no_price``, ``equal`` and ``near`` say how far.
    counted
        The same specimens and numbers of them.
    blind
        No specimen recognised.
    rules
        Rule -> which pairs it may join, if their texts are alike.
    """

    seller: Bools
    both_known: Bools
    other_site: Bools
    rival: Bools
    elsewhere: Bools
    apart: npt.NDArray[np.float64]
    no_price: Bools
    equal: Bools
    near: Bools
    counted: Bools
    blind: Bools
    rules: dict[str, Bools]

    def any(self) -> Bools:
        """Say which pairs any rule may join."""
        return np.logical_or.reduce(list(self.rules.values()))


def could(keys: pd.DataFrame, one: Ints, other: Ints) -> Facts:
    """Say by which rules pairs could be one offer.

    Parameters
    ----------
    keys
        `duplicates.keys.keys`.
    one, other
        Rows of the pairs.

    Returns
    -------
    Facts
    """
    column = {name: keys[name].to_numpy() for name in keys}
    seller = same_sellers(keys, one, other)
    market = column["market"]
    other_site = (market[one] != market[other]) & (market[one] != 0) & (market[other] != 0)
    # People have other names on other sites; on one site another name is another person.
    both_known = (column["seller"][one] != 0) & (column["seller"][other] != 0)
    rival = both_known & ~seller & ~other_site
    elsewhere = places_differ(keys, one, other)
    here = ~elsewhere
    apart = price_gap(keys, one, other)
    no_price = apart == -1
    equal = (apart >= 0) & (apart <= EQUAL)
    near = (apart >= 0) & (apart <= NEAR)
    body = np.minimum(column["body"][one], column["body"][other])
    counted = column["signature"][one] == column["signature"][other]
    blind = column["species"][one] == 0
    language = column["language"]
    translated = (
        (language[one] != language[other]) & (language[one] != 0) & (language[other] != 0)
    )
    own, strange = seller & counted & ~blind, ~seller & counted & ~blind
    enough = np.where(elsewhere, BODY_ELSEWHERE, np.where(rival, BODY_RIVAL, BODY))
    rules = {
        "edited": own & here,
        "added_to": own & here & (equal | (no_price & (body > 0)) | (near & (body >= ADDED))),
        "moved": own & elsewhere & equal & (body >= BODY),
        "other_seller": strange & (body >= enough) & (equal | (here & (apart <= FEE))),
        "sold_in_part": seller & here & ~counted & ~blind
        & (near | no_price | (unit_gap(keys, one, other) <= FEE)),
        "translated": own & translated & (equal | no_price),
        "no_specimen": seller & here & blind & (equal | no_price) & (body >= BODY),
    }  # fmt: skip
    return Facts(
        seller,
        both_known,
        other_site,
        rival,
        elsewhere,
        apart,
        no_price,
        equal,
        near,
        counted,
        blind,
        rules,
    )
