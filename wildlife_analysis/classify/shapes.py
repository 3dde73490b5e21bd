"""What the word behind a number makes of it: a set, a sex, eggs, another animal."""

from wildlife_analysis.classify.ad import Ad, Hit
from wildlife_analysis.classify.numbers import SEX

__all__ = [
    "REACH",
    "is_verb",
    "means_other",
    "one_or",
    "others",
    "shape_of",
    "unknown_species",
    "unlisted_code",
]

_ENDS = frozenset(",;:.()!?\n/")
_BEHIND = {
    "piece": "piece",
    "rest": "left",
    "whole": "left",
}  # what codes behind a number make of it
REACH = 3  # words between a number and the noun it counts ("3 very young Greek tortoises")


_LATIN = ("a", "us", "is", "um", "i", "ae", "or", "ns")  # endings of species
_BORDERS = frozenset(",;/+|:(•-")
_SHORT = 4  # letters
_CODES = (2, 3)  # digits of such a number
_MODAL = ("can", "could", "will", "would", "to", "having", "expecting")


def others(ad: Ad, word: int) -> bool:
    """Say whether a set is of something unlisted ("paire de défenses de phacochère")."""
    for place in range(word, min(word + REACH, len(ad.words))):
        if not _ENDS.isdisjoint(ad.between(place)):
            return False
        if unlisted_code(ad, place):
            return True
        hit = ad.by_word.get(place)
        if hit is not None and hit.term.kind == "taxon":
            return False
        if hit is not None and hit.term.kind in ("exclusion", "decoy"):
            return hit.term.code == "other_meaning"
    return False


def unlisted_code(ad: Ad, word: int) -> bool:
    """Say whether a number of loricariid catfish is told that names no listed one ("L333")."""
    return (
        word + 1 < len(ad.words)
        and ad.words[word] == "l"
        and ad.numbers[word + 1]
        and ad.between(word + 1) == ""
        and len(ad.words[word + 1]) in _CODES
        and ((hit := ad.by_word.get(word)) is None or hit.term.kind != "taxon")
        and any(h.term.code == "Hypancistrus zebra" for h in ad.of_kind("taxon"))
    )


def means_other(hit: Hit) -> bool:
    """Say whether a term names an animal that means something else."""
    return (hit.term.kind, hit.term.code) == ("exclusion", "other_meaning")


def is_verb(ad: Ad, hit: Hit) -> bool:
    """Say whether an English word for a set is no set ("can pair him", "am having twins")."""
    before = ad.words[hit.first - 1] if hit.first else ""
    return ad.language == "en" and hit.last - hit.first == 1 and before in _MODAL


def unknown_species(ad: Ad, word: int) -> bool:
    """Say whether a scientific name that no term knows stands right before a word.

    "Pandinus imperator 0.0.6 / Psalmopoeus irminia 0.0.15".
    """
    genus, species = word - 2, word - 1
    if genus < 0 or ad.fields[genus] != ad.fields[word] or ad.between(species) != " ":
        return False
    if any(ad.numbers[w] or w in ad.by_word for w in (genus, species)):
        return False
    capital = ad.text[ad.start[genus]].isupper() and ad.text[ad.start[species]].islower()
    latin = ad.words[species].endswith(_LATIN) and ad.words[genus].isascii()
    begins = (
        genus == 0 or ad.parted(genus, _BORDERS) or ad.clause[genus] != ad.clause[genus - 1]
    )
    return capital and latin and begins and len(ad.words[species]) > _SHORT


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


def one_or(ad: Ad, word: int) -> bool:
    """Say whether "or" joins a number to the one before it."""
    link, before = ad.by_word.get(word - 1), ad.by_word.get(word - 2)
    told = before is not None and before.term.kind == "quantity"
    return link is not None and link.term.code == "or" and (told or ad.numbers[word - 2])
