"""What the word behind a number makes of it: a set, a sex, eggs, another animal."""

from wildlife_analysis.classify.ad import Ad, Hit
from wildlife_analysis.classify.numbers import SEX

__all__ = ["REACH", "means_other", "others", "shape_of"]

_ENDS = frozenset(",;:.()!?\n/")
_BEHIND = {"piece": "piece", "rest": "left"}  # what codes behind a number make of it
REACH = 3  # words between a number and the noun it counts ("3 very young Greek tortoises")


def others(ad: Ad, word: int) -> bool:
    """Say whether a set is of something unlisted ("paire de défenses de phacochère")."""
    for place in range(word, min(word + REACH, len(ad.words))):
        if not _ENDS.isdisjoint(ad.between(place)):
            return False
        hit = ad.by_word.get(place)
        if hit is not None and hit.term.kind == "taxon":
            return False
        if hit is not None and hit.term.kind in ("exclusion", "decoy"):
            return hit.term.code == "other_meaning"
    return False


def means_other(hit: Hit) -> bool:
    """Say whether a term names an animal that means something else."""
    return (hit.term.kind, hit.term.code) == ("exclusion", "other_meaning")


def shape_of(hit: Hit) -> str:
    """Say what a term behind a number makes of it; empty where it may be passed over."""
    kind, code = hit.term.kind, hit.term.code
    if hit.term.inner or (kind == "quantity" and code.startswith("x")):
        return "set"
    if kind == "taxon":
        return "taxon"
    if code == "egg" and kind in ("quantity", "product"):
        return "egg"
    if kind == "quantity":
        return _BEHIND.get(code, "stop")
    if kind == "live":
        if code == "group":
            return "group"
        if code in SEX:
            return "sex"
        if code == "breeding":
            return "group"  # "2 leucistic, 1 wild type", "3 captive bred"
        return "" if code == "temperament" else "stop"
    if kind == "product":
        return "part"
    if kind == "decoy":
        return "thing" if code in ("depiction", "imitation") else "none"
    if kind == "exclusion":
        if code == "colour_or_pattern" and hit.term.language == "ru":
            return "thing"  # "две леопардовые" beside other tortoises
        return "other" if code == "other_meaning" else "none"
    return "stop"
