"""Names that leave out their noun: "2 macaws, 1 green wing 1 military"."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from rapidfuzz import fuzz

from wildlife_analysis.classify.ad import CATEGORY, Ad, Hit
from wildlife_analysis.classify.forms import ADJECTIVE, DECLINED, spellings, words_of
from wildlife_analysis.classify.lexicon import LANGUAGES, Lexicon, Term
from wildlife_analysis.classify.numbers import role_of
from wildlife_analysis.classify.roles import words_with
from wildlife_analysis.classify.spoken import spoken
from wildlife_analysis.reference.taxonomy import ancestors, epithets

__all__ = ["elliptic", "names_kinds", "with_epithets"]

_LONGEST = 4  # words of a name without its noun
_SOUNDS = 85  # least likeness of an epithet that is written as it sounds
_EPITHET = 5  # letters of a scientific epithet that is believed without its genus
_ARTICLES = frozenset({"a", "an"})
_PLACED = frozenset({"on", "in", "from", "both", "under"})  # words behind a name
_BEFORE = frozenset("+&,;/(\n.!:-")
# Where the noun stands: English and Russian put it behind what describes it, French before.
_NOUN_FIRST = {"en": False, "fr": True, "ru": False}


def elliptic(ad: Ad, hits: list[Hit], lexicon: Lexicon) -> list[Hit]:
    """Find species called by what describes them, the noun being named elsewhere.

    "White bellied caiques, also 1 black headed" offers two species. The words stand alone
    between numbers, sexes, marks and the like, and together with the noun of another name of
    the listing they are a name of its kin.

    Parameters
    ----------
    ad
        One listing.
    hits
        Its names of taxa.
    lexicon
        Compiled terms.

    Returns
    -------
    list of Hit
    """
    if ad.language not in _NOUN_FIRST:
        return []
    able = lexicon.describing
    if able.isdisjoint(ad.words):
        return []
    taken = {word for hit in hits for word in range(hit.first, hit.last)}
    places = [
        n
        for n, word in enumerate(ad.words)
        if word in able and len(word) > 1 and n not in taken and ad.fields[n] != CATEGORY
    ]
    if not places or not (nouns := _nouns(ad, hits) | _kinds(ad)):
        return []
    named = {hit.term.code for hit in hits}
    found: list[Hit] = []
    done = 0
    for place in places:
        if place < done or not (_opens(ad, place) and _free(ad, place)):
            continue
        if _within_brackets(ad, place):
            continue
        hit = _named(ad, place, nouns, taken, lexicon)
        # "Tegu b&w argentine" names one animal twice; behind a number it is another one.
        if hit is not None and (hit.term.code not in named or _counted(ad, place)):
            found.append(hit)
        done = hit.last if hit is not None else place
    return found


def with_epithets(ad: Ad, hits: list[Hit], lexicon: Lexicon) -> list[Hit]:
    """Read the epithet behind a name as its species, and further epithets as more species.

    "Hippocampes reidi" are *Hippocampus reidi*; "Ornithoptera priamus & croesus" are two
    species. Sellers write -i for -ii, and the reverse.

    Parameters
    ----------
    ad
        One listing.
    hits
        Its names of taxa.
    lexicon
        Compiled terms.

    Returns
    -------
    list of Hit
    """
    taken = {word for hit in hits for word in range(hit.first, hit.last)}
    result: list[Hit] = []
    for hit in hits:
        own = {word for word in taken if ad.by_word.get(word) is not None}
        single = hit.last in own and ad.by_word[hit.last].last == hit.last + 1
        within = taken - {hit.last} if single else taken
        term = _species(ad, hit, hit.last, within, lexicon)
        beside = term is not None and not ad.between(hit.last).strip()
        words = ad.words[hit.first : hit.last]
        beside &= words != hit.term.code.lower().split()[1:]  # "smithi hamorii boehmei"
        if term is not None and beside and term.code != hit.term.code:
            named = replace(term, product=hit.term.product)
            hit = replace(hit, term=named, last=hit.last + (not single))
        result.append(hit)
        if " " not in hit.term.code:
            continue
        last = hit.last
        while True:
            joined = ad.by_word.get(last)
            word = last + (joined is not None and joined.term.code == "and")
            listed = word > last or ad.between(last).strip() in ("&", ",", "+", "/")
            term = _species(ad, hit, word, taken, lexicon) if listed else None
            if term is None or term.code == hit.term.code:
                break
            further = replace(term, product=hit.term.product)
            result.append(replace(hit, term=further, first=word, last=word + 1))
            last = word + 1
    return result


def _species(ad: Ad, hit: Hit, word: int, taken: set[int], lexicon: Lexicon) -> Term | None:
    """Return the species that a word names together with the genus of a name."""
    if word >= len(ad.words) or word in taken or ad.fields[word] != hit.field:
        return None
    epithet = ad.words[word]
    if len(epithet) < _EPITHET or ad.numbers[word] or ad.language not in LANGUAGES:
        return None
    if ad.language == "ru" and not epithet.isascii():
        return None if ad.by_word.get(word) else _sounding(hit, epithet, lexicon)
    written_so = (epithet, epithet + "i", epithet.removesuffix("i"))
    if lexicon.describing.isdisjoint(written_so):
        return None
    genus = hit.term.code.split()[0].lower()
    for written in written_so:
        term = lexicon.meaning([genus, written], LANGUAGES.index(ad.language))
        if term is not None and term.kind == "taxon" and " " in term.code:
            return term
    return None


def _sounding(hit: Hit, epithet: str, lexicon: Lexicon) -> Term | None:
    """Return the species whose epithet a Russian word sounds like ("монтипора дигитата")."""
    if " " in hit.term.code:
        return None
    heard = spoken(epithet)
    known = epithets(hit.term.code)
    best = max(known, key=lambda one: fuzz.ratio(heard, spoken(one)), default="")
    if not best or fuzz.ratio(heard, spoken(best)) < _SOUNDS:
        return None
    return lexicon.meaning(words_of(known[best]), LANGUAGES.index("ru"))


def _free(ad: Ad, place: int) -> bool:
    """Say whether a word names nothing here, or only a taxon that was set aside ("panther")."""
    hit = ad.by_word.get(place)
    if hit is None:
        return True
    if hit.last - hit.first > 1:
        return False
    # behind a number "одна леопардовая" is an animal of the kind, not a pattern
    coloured = (hit.term.kind, hit.term.code) == ("exclusion", "colour_or_pattern")
    return hit.term.kind == "taxon" or (coloured and _counted(ad, place))


def _counted(ad: Ad, place: int) -> bool:
    """Say whether a number stands right before a word."""
    before = ad.by_word.get(place - 1)
    return place > 0 and (
        ad.numbers[place - 1] or (before is not None and before.term.kind == "quantity")
    )


def _nouns(ad: Ad, hits: list[Hit]) -> dict[str, Hit]:
    """List the nouns of the names of a listing, in the singular too."""
    nouns: dict[str, Hit] = {}
    for hit in hits:
        first = _NOUN_FIRST[ad.language] or hit.term.language == "la"
        if hit.term.product or hit.term.language not in (ad.language, "la"):
            continue
        if hit.term.language == "ru":
            # the adjectives left alone have their own case: "шипохвосты: два глазчатых"
            for form in _declined(hit.term.term):
                nouns.setdefault(form, hit)
            continue
        noun = ad.words[hit.first if first else hit.last - 1]
        if len(noun) > 2:
            nouns.setdefault(noun, hit)
            nouns.setdefault(noun.removesuffix("s"), hit)
        genus = hit.term.code.split()[0].lower()
        if genus in ad.words[hit.first : hit.last]:  # "boutures acropora (3 tenuis)"
            nouns[genus] = hit
    return nouns


def names_kinds(ad: Ad) -> bool:
    """Say whether a listing without a name of a taxon may leave out the noun of one."""
    return ad.language in _NOUN_FIRST and bool(_kinds(ad))


def _kinds(ad: Ad) -> dict[str, Hit | None]:
    """List words for a kind of animal that name no taxon ("Pheasants: Elliots trio")."""
    found = _kind_words(ad.language).intersection(ad.words)
    if not found:
        return {}
    return {
        word.removesuffix("s"): None
        for place, word in enumerate(ad.words)
        if word in found and ad.fields[place] != CATEGORY
    }


@cache
def _kind_words(language: str) -> frozenset[str]:
    return frozenset(words_with("kind", language))


@cache
def _declined(name: str) -> tuple[str, ...]:
    """Return the forms of the noun of a Russian name, which stands last or first."""
    words = words_of(name)
    nouns = [word for word in words if not word.endswith(ADJECTIVE)]
    if not nouns:
        return ()
    last = nouns[-1] if words[-1] == nouns[-1] else nouns[0]
    written = dict.fromkeys(spellings(last, "ru", "", True))
    if last.endswith(("ы", "и")):  # a row may name the kind in the plural: "вараны"
        for ending in ("", "а"):
            written |= dict.fromkeys(spellings(last[:-1] + ending, "ru", "", True))
    return tuple(word for word in written if len(word) > 2)


def _opens(ad: Ad, place: int) -> bool:
    """Say whether a name may begin at a word."""
    if ad.numbers[place]:
        return False
    if place > 1 and ad.words[place - 1] in _ARTICLES:
        place -= 1  # "a barn owl and a tawny"
    before = ad.by_word.get(place - 1)
    return (
        place == 0
        or ad.fields[place - 1] != ad.fields[place]
        or ad.numbers[place - 1]
        or bool(_BEFORE & set(ad.between(place)))
        or (before is not None and _stands_beside(before))
    )


def _within_brackets(ad: Ad, place: int) -> bool:
    """Say whether a word goes on with a list in brackets ("Acropora (tenuis, millepora)")."""
    return "," in ad.between(place) and not _counted(ad, place) and ad.bracketed(place)


def _stands_beside(hit: Hit) -> bool:
    """Say whether a term may stand beside a name: a number, a sex, "and"."""
    kind, code = hit.term.kind, hit.term.code
    if kind == "quantity":
        return code.isdigit() or code.startswith("x") or code == "lot"
    return kind == "live" or (kind == "link" and code in ("and", "with", "of", "each"))


def _closes(ad: Ad, place: int) -> bool:
    """Say whether a name may end before a word."""
    if place >= len(ad.words) or ad.fields[place] != ad.fields[place - 1]:
        return True
    if ad.numbers[place] or ad.between(place).strip() or ad.words[place] in _PLACED:
        return True
    if role_of(ad, place) == "colour":
        return True  # "тигровый альбинос", "+ crocea bleu"
    after = ad.by_word.get(place)
    return after is not None and after.first == place and _stands_beside(after)


def _named(
    ad: Ad, place: int, nouns: Mapping[str, Hit | None], taken: set[int], lexicon: Lexicon
) -> Hit | None:
    """Find the longest name that begins at a word, its noun left out."""
    if ad.language == "ru" and not ad.words[place].endswith(DECLINED):
        return None  # only adjectives describe
    last = place + 1
    while (
        last < len(ad.words)
        and last - place < _LONGEST
        and last not in taken
        and not ad.numbers[last]
        and ad.fields[last] == ad.fields[place]
        and not ad.between(last).strip(" -")
    ):
        last += 1
    if not any(_closes(ad, end) for end in range(place + 1, last + 1)):
        return None
    if last - place == 1 and role_of(ad, place) == "colour":
        return None
    for end in range(last, place, -1):
        if not _closes(ad, end) or (end - place == 1 and role_of(ad, place)):
            continue
        words = ad.words[place:end]
        for noun, hit in nouns.items():
            names = [[noun, *words] if _NOUN_FIRST[ad.language] else [*words, noun]]
            if _NOUN_FIRST[ad.language]:
                names += [[noun, "de", *words], [noun, "d", *words]]
            common = len(names)
            if (
                hit is not None
                and end - place == 1
                and len(words[0]) >= _EPITHET
                and _counted(ad, place)
            ):
                # "Dendrobates: 2 auratus, 3 leucomelas"
                names.append([hit.term.code.split()[0].lower(), words[0]])
            for number, name in enumerate(names):
                term = lexicon.meaning(name, LANGUAGES.index(ad.language))
                if term is None or term.kind != "taxon":
                    continue
                kin = hit is None or _kin(term.code, hit.term.code)
                fine = " " in term.code or (
                    hit is not None and hit.term.code in ancestors(term.code)
                )
                same = not term.product or (
                    hit is not None and hit.term.product == term.product
                )
                if kin and fine and (number >= common or same):
                    return Hit(replace(term, product=""), place, end, ad.fields[place], 100.0)
    return None


def _kin(one: str, other: str) -> bool:
    """Say whether two taxa are of one family or order."""
    return bool({*ancestors(one)[:3], one} & {*ancestors(other)[:3], other})
