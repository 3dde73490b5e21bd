"""Numbers that are money, and the prices behind a number that counts."""

from wildlife_analysis.classify.ad import Ad
from wildlife_analysis.classify.numbers import CURRENCY, SEX, TIMES, end_of_item, role_of

__all__ = ["priced", "priced_each"]

_PRICE_FROM = 5  # a number behind "à" or "je" is a price from here on ("zu 2 abzugeben")
_MANY = 50  # a larger number before a name may be its price ("Boa 150")
_FEW = 20  # a larger number before "à" and a price is a price itself
_DIGITS = (2, 3)  # of such prices
_WORDS = 2  # of each item of a list of prices, the number among them
_THOUSAND = 1000
_SHORT = 5  # letters of a shortened word


def priced(ad: Ad, word: int, end: int, value: int) -> bool:
    """Say whether a bare number is money ("à 35", "40 le couple", the asking price itself)."""
    roles = ad.roles
    apart = {":", ".", ",", ";"} & set(ad.between(word)) if word else set()
    if word and roles.get(ad.words[word - 1]) == "from" and not apart:  # "Baue ab. 4 ..."
        bare = ad.quote(word - 1, word).lower() == "des"  # "3 des 5", but "dès 5 €"
        return ad.fields[word - 1] == ad.fields[word] and not bare
    if value < _PRICE_FROM:
        return False
    follower = None if end_of_item(ad, end) else ad.by_word.get(end)
    counted = follower is not None and (
        follower.term.kind == "quantity"
        or (follower.term.kind == "taxon" and follower.first == end and value <= _MANY)
        or (follower.term.kind == "live" and follower.term.code in (*SEX, "group"))
    )
    same = word > 0 and ad.fields[word - 1] == ad.fields[word]
    if same and not counted and roles.get(ad.words[word - 1]) == "price_before":
        return True
    each = ad.by_word.get(word - 1)
    if same and not counted and each is not None:
        a_set = each.term.kind == "quantity" and each.term.code.startswith("x")
        if each.term.code == "each" or (a_set and end_of_item(ad, end)):
            return True  # "couple 35."
    if follower is not None and follower.term.code == "each" and value >= _FEW:
        return True  # "90 chaque"
    named = ad.by_word.get(end)
    letter = named is not None and named.term.kind == "taxon"  # "6 L46"
    if end < len(ad.words) and roles.get(ad.words[end]) == "price_after" and not letter:
        return True
    if value >= 2 * _PRICE_FROM and ad.price == value and not counted:
        return True
    thousands = value >= 2 * _PRICE_FROM and ad.price == _THOUSAND * value
    if thousands and each is not None and each.term.kind == "taxon" and not counted:
        return True  # "фенька 70, корсаки по 25", asked 70000
    if value >= 2 * _PRICE_FROM and _prices_ahead(ad, word):
        return True
    return value >= 2 * _PRICE_FROM and end_of_item(ad, end) and _priced_list(ad, word)


def _prices_ahead(ad: Ad, word: int) -> bool:
    """Say whether a sentence is a list of prices and names ("25 celeste 20 catherine").

    One of them is the asking price of the listing, and a number stands before every name.
    """
    if ad.price is None:
        return False
    clause = [w for w, own in enumerate(ad.clause) if own == ad.clause[word]]
    numbers = [w for w in clause if ad.numbers[w]]
    rounded = all(len(ad.words[w]) in _DIGITS and int(ad.words[w]) % 5 == 0 for w in numbers)
    pairs = (
        len(numbers) > 2 and len(clause) <= _WORDS * len(numbers) and clause[0] == numbers[0]
    )
    return pairs and rounded and ad.price in {int(ad.words[w]) for w in numbers}


def _priced_list(ad: Ad, word: int) -> bool:
    """Say whether the items of a sentence end with prices ("2 hammers 30, duncan 20").

    One of them is the asking price of the listing.
    """
    if ad.price is None:
        return False
    ends = [
        int(ad.words[w])
        for w, number in enumerate(ad.numbers)
        if number
        and ad.clause[w] == ad.clause[word]
        and len(ad.words[w]) <= 3
        and end_of_item(ad, w + 1)
    ]
    return len(ends) > 2 and ad.price in ends and min(ends) >= _PRICE_FROM


def priced_each(ad: Ad, word: int, end: int) -> bool:
    """Say whether a number is followed by the price of one or all ("5 @ £12", "10 à 4€").

    "20 à 30€" behind a word for a price, or behind no name, is a range of prices.
    """
    gap = ad.between(end)
    if gap.strip()[:1] in CURRENCY and gap.strip() and "@" not in gap:
        return False
    place = end
    if "@" not in gap:
        if end >= len(ad.words) or ad.numbers[end] or gap.strip():
            return False
        if _packed_at(ad, end):
            return True
        times = ad.words[end] in TIMES
        if not times and (role_of(ad, end) != "price_before" or int(ad.words[word]) > _FEW):
            return False
        before = ad.by_word.get(word - 1)
        named = before is not None and before.term.kind in ("taxon", "live")
        if not times and not named:
            return False
        place = end + 1
    if place >= len(ad.words) or not ad.numbers[place] or ad.fields[place] != ad.fields[word]:
        return False
    return _money_at(ad, place)


def _packed_at(ad: Ad, end: int) -> bool:
    """Say whether a shortened word and a price of each follow ("6 б. по 600")."""
    price = end + 2
    return (
        price < len(ad.words)
        and len(ad.words[end]) <= _SHORT
        and end not in ad.by_word
        and ad.between(end + 1) == ". "
        and role_of(ad, end + 1) == "price_before"
        and ad.numbers[price]
    )


def _money_at(ad: Ad, place: int) -> bool:
    """Say whether a number bears a sign or a word of money."""
    after = place + 1
    while after < len(ad.words) and ad.numbers[after] and ad.between(after) in (".", ","):
        after += 1
    unit = ad.by_word.get(after)
    return (
        ad.between(place)[-1:] in tuple(CURRENCY)
        or ad.between(after).strip()[:1] in tuple(CURRENCY)
        or (unit is not None and unit.term.code == "unit:money" and unit.first == after)
    )
