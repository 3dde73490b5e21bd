"""What the rules make of one listing, and what they decide it from."""

from dataclasses import dataclass, field

from wildlife_analysis.classify.ad import Hit
from wildlife_analysis.classify.totals import Found

__all__ = ["GUESSED", "NAMED", "NEAR", "Kept", "Reading"]

# How sure a product is: guessed from the listing as a whole, told by a word near the name, or
# by the name itself.
GUESSED, NEAR, NAMED = 1, 2, 3


@dataclass(slots=True)
class Kept:
    """A mention that is offered, as what, and how sure that is."""

    mention: Hit
    product: str
    sure: int


@dataclass(slots=True)
class Reading:
    """What the rules made of one listing: specimens, and what was set aside and why."""

    found: list[Found] = field(default_factory=list)
    set_aside: list[tuple[Hit, str]] = field(default_factory=list)
    reason: str = "nothing_recognised"
    doubt: bool = False
