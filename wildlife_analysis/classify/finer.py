"""Names read as a finer or a wider taxon than their words mean alone."""

from dataclasses import replace

from wildlife_analysis.classify.ad import DESCRIPTION, PLUS, TITLE, Ad, Hit
from wildlife_analysis.classify.apposed import kin
from wildlife_analysis.classify.fitting import OTHER_IVORY
from wildlife_analysis.classify.lexicon import LANGUAGES, Lexicon
from wildlife_analysis.classify.numbers import numbered
from wildlife_analysis.classify.vocabulary import PLAIN_IVORY
from wildlife_analysis.reference.taxonomy import ancestors, epithets, is_own, taxon_class

__all__ = ["broken", "finer", "group_name", "kind_of", "of_genus", "stray_epithet"]

_BEHIND = 3  # words behind a part's name that may tell whose it is
_EPITHET = 5  # letters of a person's name in a scientific epithet


def broken(ad: Ad, hit: Hit) -> Hit:
    """Read a scientific name that a bracket interrupts as its genus.

    "Acropora (tenuis, millepora)" offers acroporas.
    """
    genus = hit.term.code.split()[0]
    if hit.last - hit.first < 2 or hit.term.product or not is_own(genus):
        return hit
    if ad.words[hit.first] != genus.lower() or "(" not in ad.between(hit.first + 1):
        return hit
    if ad.between(hit.last).startswith(")"):
        return hit  # "Acropora (tenuis)"
    return replace(hit, term=replace(hit.term, code=genus), last=hit.first + 1)


def finer(ad: Ad, hit: Hit, lexicon: Lexicon) -> Hit:
    """Let a name that begins with the last word of a part tell whose it is.

    "Peau de varan du Nil" is of the Nile monitor.
    """
    if (
        hit.term.product in ("", "coral")
        or hit.last - hit.first < 2
        or hit.term.language != ad.language
    ):
        return hit
    last = hit.last
    while (
        last < min(hit.last + _BEHIND, len(ad.words))
        and ad.fields[last] == hit.field
        and not ad.between(last).strip()
    ):
        last += 1
    for end in range(last, hit.last, -1):
        if ad.parted(end, PLUS):
            continue  # "рысь канадская+сибирская"
        term = lexicon.meaning(ad.words[hit.last - 1 : end], LANGUAGES.index(ad.language))
        if term is None or term.kind != "taxon" or term.product:
            continue
        # "Trophée mouflon à manchettes" is of another beast than the mouflon.
        if hit.term.code in ancestors(term.code) or end - hit.last > 1:
            return replace(hit, term=replace(hit.term, code=term.code), last=end)
    return hit


def of_genus(hit: Hit, hits: list[Hit]) -> Hit:
    """Read a name after a person as a species of the genus that is named beside it.

    In "1,1 touraco de Guinée et un mâle de Fischer" no lovebird is offered.
    """
    genus, _, epithet = hit.term.code.partition(" ")
    word = hit.term.term.lower().rstrip("s'’")
    short = hit.last - hit.first == 1 and not hit.term.product and hit.term.language != "la"
    if not short or len(word) < _EPITHET or not epithet.startswith(word[:_EPITHET]):
        return hit
    others = {h.term.code.split()[0] for h in hits if h is not hit} - {genus}
    if any(h.term.code.split()[0] == genus for h in hits if h is not hit):
        return hit
    same = [own[epithet] for own in map(epithets, sorted(others)) if epithet in own]
    return replace(hit, term=replace(hit.term, code=same[0])) if same else hit


def kind_of(ad: Ad, hit: Hit, hits: list[Hit], lexicon: Lexicon) -> bool:
    """Say whether a title's word for a kind is told by a species of another genus below.

    "Inséparables et conure | ... joues vertes (Pyrrhura molinae)".
    """
    bare = hit.last - hit.first == 1 and hit.field == TITLE and hit.term.needs == "context"
    if not bare or " " in hit.term.code or hit.term.product or numbered(ad, hit.first):
        return False
    word, genus = lexicon.key(hit.term).removesuffix("s"), hit.term.code
    below = {h.term.code for h in hits if h.field == DESCRIPTION}
    if any(code == genus or genus in ancestors(code) for code in below):
        return False
    return any(
        kin(genus, code) and word in lexicon.names.get(code, frozenset()) for code in below
    )


def stray_epithet(hit: Hit, hits: list[Hit]) -> bool:
    """Say whether an epithet alone would name an animal of a class that nothing else is of.

    Among newts, "verrucosus 1.1" is no chameleon.
    """
    alone = hit.term.language == "la" and hit.last - hit.first == 1 and " " in hit.term.code
    if not alone or hit.term.term.lower() != hit.term.code.split()[-1]:
        return False
    own = taxon_class(hit.term.code)
    others = {taxon_class(h.term.code) for h in hits if h.term.code != hit.term.code}
    return bool(others) and own not in others


def group_name(hit: Hit, hits: list[Hit]) -> Hit:
    """Read a trade name that means one species only where no other of its family is named.

    "Сухопутная черепаха" is *Testudo horsfieldii*, but beside "греческая" it is any tortoise;
    "marine ivory" is the walrus's, but where a hippopotamus is named it is plain ivory.
    """
    own = hit.term.code
    others = {h.term.code for h in hits if h.term.needs != "alone"} - {own}
    if hit.term.product == "ivory" and others & OTHER_IVORY:  # "marine ivory, from a hippo"
        return replace(hit, term=replace(hit.term, code=PLAIN_IVORY, needs=""))
    related = any(" " in code and kin(own, code) for code in others)
    group = ancestors(own)[1 if " " in own else 0]  # its family
    return replace(hit, term=replace(hit.term, code=group if related else own, needs=""))
