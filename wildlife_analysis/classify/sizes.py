"""Numbers that are sizes of clothes, and numbers with "of" that end an item."""

from wildlife_analysis.classify.ad import Ad
from wildlife_analysis.classify.numbers import end_of_item

__all__ = ["clothing_size", "of_ends"]

WORN = ("fur", "skin_leather")
SMALLEST = 4  # size of clothes or shoes


def clothing_size(ad: Ad, word: int, end: int) -> bool:
    """Say whether a number behind a thing to wear is its size ("ocelot jacket 12, ...")."""
    thing = ad.by_word.get(word - 1)
    if thing is None or thing.last != word or ad.between(word) != " ":
        return False
    worn = thing.term.code in WORN or thing.term.product in WORN
    return (
        worn
        and end_of_item(ad, end)
        and len(ad.words[word]) < 3
        and int(ad.words[word]) >= SMALLEST
    )


def of_ends(ad: Ad, end: int) -> bool:
    """Say whether "of" stands behind a number and ends its item."""
    if ad.words[end : end + 1] != ["of"] or ad.between(end) != " ":
        return False
    return end_of_item(ad, end + 1)
