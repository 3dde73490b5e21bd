"""Numbers of a lot, and of what is left: "lot de 3", "set of four", "il m'en reste 3"."""

from wildlife_analysis.classify.ad import Ad, Hit
from wildlife_analysis.classify.numbers import SEX, Quantity, is_range, plain_value, role_of
from wildlife_analysis.classify.packs import packs
from wildlife_analysis.classify.shapes import others
from wildlife_analysis.classify.sizes import daily

__all__ = ["lot_at"]


def lot_at(ad: Ad, hit: Hit) -> tuple[Quantity | None, int]:
    """Read the number behind a word for a lot or for what is left.

    Parameters
    ----------
    ad
        One listing.
    hit
        A term of kind quantity and code ``lot`` or ``left``.

    Returns
    -------
    Quantity or None
        None where no number of animals or things follows.
    int
        The word from which on to read.
    """
    code, after = hit.term.code, hit.last
    several = code == "lot" and after - hit.first > 1 and ad.between(hit.first) == " "
    sets = plain_value(ad, hit.first - 1) if several and hit.first else 0
    for place in range(after, min(after + 2, len(ad.words))):
        value = plain_value(ad, place)
        apart = any("," in ad.between(w) for w in range(after, place + 1))
        apart |= place > after and role_of(ad, after) == "price_before"  # "le reste à 20"
        apart |= is_range(ad, place, place + 1) or daily(ad, place + 1)
        still = value == 1 and not ad.numbers[place] and ad.words[hit.first] == "noch"
        if still and ad.words[hit.first - 1] != "nur":
            return None, after  # "sucht noch ein Becken"
        if value and ad.clause[hit.first] == ad.clause[place] and not apart:
            if ad.numbers[place] and ad.between(place + 1) in (".", ","):
                return None, place  # "group of azureus: 2.1"
            beyond = ad.by_word.get(place + 1)
            if code == "left" and beyond is not None and beyond.term.code in SEX:
                end = beyond.last
                return Quantity(hit.first, end, value, "stated", "left"), end
            if beyond is not None and (
                beyond.term.code in SEX or beyond.term.code.startswith("x")
            ):
                return None, place  # "lot de 2 couples": the pairs are read next
            fed = beyond is not None and beyond.term.code == "care"
            if fed and ad.fields[place + 1] == hit.field:
                return None, place  # "down to two feeds a day"
            if packed := packs(ad, hit.first, place + 1, value):
                return packed, packed.last  # "осталась одна банка 50 штук"
            shape = "left" if code == "left" else "piece"
            if beyond is not None and beyond.term.code == "egg":
                shape = "egg"  # "insgesamt 4 Eier"
            elif shape == "piece" and others(ad, place + 1):
                shape = "other"  # "a tub of ten OBT slings"
            if sets > 1:  # "two sets of six"
                return Quantity(hit.first - 1, place + 1, sets * value, "stated", shape), (
                    place + 1
                )
            return Quantity(hit.first, place + 1, value, "stated", shape), place + 1
    return None, after
