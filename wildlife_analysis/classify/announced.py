"""Numbers that announce a list: of several kinds, or of things of one material."""

from wildlife_analysis.classify.ad import COMMA, DESCRIPTION, TITLE, Ad, Hit
from wildlife_analysis.classify.borders import items
from wildlife_analysis.classify.fitting import MATERIALS
from wildlife_analysis.classify.numbers import Quantity, plain_value, role_of
from wildlife_analysis.classify.shapes import means_other
from wildlife_analysis.classify.totals import Found

__all__ = ["all_of_it", "without_lot"]

_SEVERAL = 2
_LIST = 3  # kinds of a list
_MOST = 40  # a larger number is no item of a list
_REACH = 4  # words from a name to the colon behind it
_NOUNS = ("part", "piece", "thing", "taxon")
_DASHES = ("-", "–", "—")


def without_lot(ad: Ad, numbers: list[Quantity]) -> list[Quantity]:
    """Leave out the number of a lot that a sentence below lists, of several kinds.

    "3 trophées | ... : 1 lechwe, 1 impala, 1 massacre de phacochère" offers one lechwe.

    Parameters
    ----------
    ad
        One listing.
    numbers
        Its numbers.
    """
    numbers = _without_whole(ad, _without_announced(ad, numbers))
    lots = [q for q in numbers if ad.fields[q.first] == TITLE and q.value >= _SEVERAL]
    others = [q for q in numbers if q.shape == "other" and ad.fields[q.first] == DESCRIPTION]
    if len(lots) != 1 or not others:
        return numbers
    clause = ad.clause[others[0].first]
    listed = [q for q in numbers if ad.clause[q.first] == clause and q is not lots[0]]
    listed = [q for q in listed if q.shape != "plain"]  # "4ft tank, Fluval 305"
    own = any(q.shape in ("taxon", "set") for q in listed)
    whole = own and sum(q.value for q in listed) == lots[0].value
    return [q for q in numbers if q is not lots[0]] if whole else numbers


def _without_whole(ad: Ad, numbers: list[Quantity]) -> list[Quantity]:
    """Leave out what several kinds come to ("4 bracelets, two giraffes, 9 things in all")."""
    for whole in numbers:
        said = range(whole.first - 1, whole.last + 1)
        hits = [hit for hit in map(ad.by_word.get, said) if hit is not None]
        if not (
            ad.says(whole.first, said, "whole") or any(h.term.code == "whole" for h in hits)
        ):
            continue
        own = {q.shape for q in numbers if q.last <= whole.first and q.value < whole.value}
        names = [h for h in ad.of_kind("taxon") if h.last <= whole.first]
        other = any(means_other(h) and h.last <= whole.first for h in ad.of_kind("exclusion"))
        if "taxon" in own and (
            other or "other" in own or len({h.term.code for h in names}) > 1
        ):
            return [q for q in numbers if q is not whole]
    return numbers


def _without_announced(ad: Ad, numbers: list[Quantity]) -> list[Quantity]:
    """Leave out the number of a lot whose kinds are listed without numbers of their own.

    "Trois têtes : grand koudou, oryx gazelle, cobe lechwe"; "3 furs - ocelot, musquash, fox".
    The same number told again in the other field counts the same.
    """
    lots = {q.value for q in numbers if q.value >= _LIST and _lists(ad, q)}
    if not lots:
        return numbers
    return [q for q in numbers if q.value not in lots or q.shape not in _NOUNS]


def _lists(ad: Ad, lot: Quantity) -> bool:
    """Say whether just as many kinds as a number says are listed behind a colon or a dash."""
    field, clause = ad.fields[lot.first], ad.clause[lot.first]
    if lot.shape not in _NOUNS:
        return False
    rest = [w for w in range(lot.last, len(ad.words)) if ad.fields[w] == field]
    rest = [w for w in rest if ad.clause[w] == clause]
    opened = next((w for w in rest if _opens(ad, w)), None)
    if opened is None:
        return False
    listed = items(ad, (w for w in rest if w >= opened))
    kinds = [_kind(ad, item) for item in listed]
    known = [kind for kind in kinds if kind]
    short = all(kind or len(item) == 1 for kind, item in zip(kinds, listed, strict=True))
    several = len(set(known)) == len(known) >= _SEVERAL
    return len(listed) == lot.value and several and short  # "ocelot, musquash, fox"


def _opens(ad: Ad, word: int) -> bool:
    """Say whether a colon or a dash between blanks stands before a word."""
    gap = ad.between(word)
    return ":" in gap or (gap.startswith(" ") and gap.strip() in _DASHES)


def _kind(ad: Ad, item: list[int]) -> str:
    """Return what tells the animal of an item from others; empty where it names none."""
    for hit in filter(None, map(ad.by_word.get, item)):
        if hit.term.kind == "taxon":
            return hit.term.code
        if means_other(hit) or (hit.term.kind, hit.term.code) == ("decoy", "other_meaning"):
            return hit.term.term
    return ""


def all_of_it(ad: Ad, entry: Found) -> Quantity | None:
    """Add up things that a list says are all of one material.

    "Tout en ivoire ancien : 3 netsuke signés, 1 coupe papier, 6 ronds de serviette".

    Parameters
    ----------
    ad
        One listing.
    entry
        Its only taxon × product.

    Returns
    -------
    Quantity or None
        None where nothing is said of all, or an item of the list has no number.
    """
    if entry.product not in MATERIALS:
        return None
    for mention in entry.mentions:
        if mention.field != DESCRIPTION or not _of_all(ad, mention):
            continue
        clause = ad.clause[mention.first]
        rest = [w for w in range(mention.last, len(ad.words)) if ad.clause[w] == clause]
        opened = next((w for w in rest[: _REACH + 1] if ":" in ad.between(w)), None)
        if opened is None:
            continue
        listed = items(ad, (w for w in rest if w >= opened and not ad.bracketed(w)))
        values = [plain_value(ad, item[0]) for item in listed]
        if len(values) >= _SEVERAL and all(0 < value <= _MOST for value in values):
            return Quantity(opened, listed[-1][-1] + 1, sum(values), "stated", "piece")
    return None


def _of_all(ad: Ad, mention: Hit) -> bool:
    """Say whether "all" stands before a name in its sentence ("alles Elfenbein")."""
    before = range(max(mention.first - 3, 0), mention.first)
    return any(
        role_of(ad, word) == "all"
        and ad.clause[word] == ad.clause[mention.first]
        and not any(ad.parted(w, COMMA) for w in range(word + 1, mention.first + 1))
        for word in before
    )
