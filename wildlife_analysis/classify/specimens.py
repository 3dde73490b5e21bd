"""From the terms of a listing to the specimens it offers."""

import numpy as np
import numpy.typing as npt

from wildlife_analysis.classify.ad import CATEGORY, DESCRIPTION, TITLE, Ad, Hit
from wildlife_analysis.classify.against import against
from wildlife_analysis.classify.batch import Batch
from wildlife_analysis.classify.borders import separated
from wildlife_analysis.classify.context import Context
from wildlife_analysis.classify.counting import Found, count
from wildlife_analysis.classify.elliptic import names_kinds
from wildlife_analysis.classify.grouped import explained, grouped
from wildlife_analysis.classify.ivory import named_caviar, named_ivory
from wildlife_analysis.classify.joined import both_parts
from wildlife_analysis.classify.lexicon import Lexicon
from wildlife_analysis.classify.likely import REEF
from wildlife_analysis.classify.mentions import mentions
from wildlife_analysis.classify.numbers import genuine, role_of
from wildlife_analysis.classify.quantity import quantities
from wildlife_analysis.classify.reading import GUESSED, NEAR, Kept, Reading
from wildlife_analysis.classify.second import other_part, second_material, second_thing
from wildlife_analysis.classify.silenced import silenced
from wildlife_analysis.reference.taxonomy import ancestors, taxon_class

__all__ = ["Found", "Reading", "named_in", "read"]

_LIKE = 4  # letters that a material and its imitation share
_STEM = 3  # letters that forms of one word share


def named_in(batch: Batch) -> npt.NDArray[np.bool_]:
    """Say which listings name a taxon, or something else that sounds like one.

    Of the others `read` says what an empty `Reading` says.
    """
    return batch.having("taxon") | batch.having("exclusion")


def read(ad: Ad, lexicon: Lexicon) -> Reading:
    """Read the specimens of one listing.

    Parameters
    ----------
    ad
        One listing.
    lexicon
        Compiled terms.

    Returns
    -------
    Reading
        One entry of ``found`` for each taxon × product named, listed in CITES or not.
    """
    reading = Reading()
    for hit in ad.of_kind("exclusion"):
        if hit.field != CATEGORY:
            reading.set_aside.append((hit, hit.term.code))
    if "taxon" not in ad.kinds and not names_kinds(ad):
        reading.reason = reading.set_aside[0][1] if reading.set_aside else reading.reason
        return reading
    context = Context(ad)
    named, aside = mentions(ad, lexicon)
    reading.set_aside += aside
    kept: list[Kept] = []
    denied = {m.term.code for m in named if m.term.product and ad.denied(m.first)}
    for mention in named:
        if reason := silenced(ad, mention):
            reading.set_aside.append((mention, reason))
            continue
        product, sure = context.product(mention)
        if mention.term.code in denied and mention.last - mention.first == 1:
            reading.set_aside.append((mention, "imitation"))  # "opera glasses, not ivory"
            continue
        reason = against(context, mention, product) if product else "other_meaning"
        reason = (
            reason or _as_titled(ad, mention, reading) or _as_told(ad, mention, product, named)
        )
        if reason:
            reading.set_aside.append((mention, reason))
        else:
            kept.append(Kept(mention, product, sure))
    kept = _sure_elsewhere(named_ivory(ad, named_caviar(ad, kept), reading), reading)
    kept = _latin_decides(ad, _not_gone(kept, reading))
    kept = _main_mentions(ad, kept + _again(ad, reading, kept), reading)
    kept = both_parts(ad, kept)
    reading.found, generic = grouped(ad, kept)
    count(ad, reading.found, explained(reading.found, generic))
    if not reading.found and reading.set_aside:
        reading.reason = reading.set_aside[0][1]
    reading.doubt = bool(reading.found) and (
        any(m.score < 100 for f in reading.found for m in f.mentions)
        or all(m.term.needs == "context" for f in reading.found for m in f.mentions)
        or bool(context.decoys)
    )
    return reading


def _as_titled(ad: Ad, mention: Hit, reading: Reading) -> str:
    """Say why the title means no real material where the description repeats its word.

    "Ivory effect wallpaper | 4 rolls ivory".
    """
    bare = mention.last - mention.first == 1 and mention.field == DESCRIPTION
    if not bare or not mention.term.product or genuine(ad, mention):
        return ""
    return next(
        (
            reason
            for hit, reason in reading.set_aside
            if hit.field == TITLE
            and hit.term.code == mention.term.code
            and reason in ("imitation", "colour_or_pattern")
        ),
        "",
    )


def _as_told(ad: Ad, mention: Hit, product: str, named: list[Hit]) -> str:
    """Say why the title means no real material where the description explains its word.

    "Handtasche Kroko | Rindsleder mit Krokoprägung"; "Китовый ус | китовый ус для корсетов".
    """
    if mention.field != TITLE or product not in ("skin_leather", "fur", "other"):
        return ""
    again = any(
        m.field == DESCRIPTION
        and m.term.code == mention.term.code
        and not ad.denied(m.first)
        and ad.link_before(m.first) != "like"  # "printed to look like crocodile"
        for m in named
    )
    if again or genuine(ad, mention):
        return ""
    last = ad.words[mention.last - 1][:_LIKE]
    return next(
        (
            hit.term.code
            for hit in ad.of_kind("exclusion")
            if hit.field == DESCRIPTION
            and hit.term.code in ("imitation", "colour_or_pattern")
            and any(word.startswith(last) for word in ad.words[hit.first : hit.last])
        ),
        "",
    )


def _not_gone(kept: list[Kept], reading: Reading) -> list[Kept]:
    """Leave out what the title names and the description says to have gone.

    "Пионус и сенегальский попугай | ... Пионуса мы уже отдали" offers one parrot.
    """
    told = {k.mention.term.code for k in kept if k.mention.field == DESCRIPTION}
    gone = {
        hit.term.code
        for hit, reason in reading.set_aside
        if reason == "not_an_offer" and hit.field == DESCRIPTION and hit.term.kind == "taxon"
    }
    # "plumes d'ara | Mon ara (lui n'est pas à vendre)" offers feathers
    return [
        k
        for k in kept
        if k.mention.term.code not in gone - told or k.product in ("feather", "egg")
    ]


def _latin_decides(ad: Ad, kept: list[Kept]) -> list[Kept]:
    """Let a scientific name below decide over the genus that a title's word mostly means.

    "Süßer kleiner Kaiman | Paleosuchus palpebrosus".
    """
    below = {k.mention.term.code for k in kept if k.mention.field == DESCRIPTION}
    if len(below) > 1:
        return kept
    if finer := _told_longer(ad, kept, below):
        return finer
    families = {
        family
        for k in kept
        if " ".join(ad.words[k.mention.first : k.mention.last]) == k.mention.term.code.lower()
        and k.mention.field == DESCRIPTION
        and " " in k.mention.term.code
        for family in ancestors(k.mention.term.code)
        if family.endswith("idae")
    }
    genera = {k.mention.term.code.split(" ")[0] for k in kept if " " in k.mention.term.code}
    return [
        k
        for k in kept
        if k.mention.field != TITLE
        or " " in k.mention.term.code
        or k.mention.term.code in genera
        or families.isdisjoint(ancestors(k.mention.term.code))
    ]


def _told_longer(ad: Ad, kept: list[Kept], below: set[str]) -> list[Kept]:
    """Let a longer name below decide over the short one of the title.

    "Меняю каймана | Гладколобый кайман Кювье" offers *Paleosuchus palpebrosus*.
    """
    if len(below) != 1:
        return []
    (code,) = below
    wider = {code, *ancestors(code)}
    titled = [k for k in kept if k.mention.field == TITLE and k.mention.term.code not in wider]
    if len(titled) != 1:
        return []
    stems = _stems(ad, titled[0].mention)
    told = any(
        k.mention.last - k.mention.first > len(stems)
        and stems <= _stems(ad, k.mention)
        and " " in code
        and set(ancestors(code)[:3]) & set(ancestors(titled[0].mention.term.code)[:3])
        for k in kept
        if k.mention.field == DESCRIPTION
    )
    return [k for k in kept if k is not titled[0]] if told else []


def _stems(ad: Ad, mention: Hit) -> set[str]:
    return {word[:_STEM] for word in ad.words[mention.first : mention.last]}


def _sure_elsewhere(kept: list[Kept], reading: Reading) -> list[Kept]:
    """Take back words of other meanings that name what is surely named elsewhere."""
    if not reading.set_aside:
        return kept
    sure = {k.mention.term.code: k.product for k in kept}
    back = [
        (hit, reason)
        for hit, reason in reading.set_aside
        if reason == "other_meaning"
        and hit.term.kind == "taxon"
        and hit.term.needs
        and hit.term.code in sure
    ]
    reading.set_aside = [e for e in reading.set_aside if all(e[0] is not h for h, _ in back)]
    return [*kept, *(Kept(hit, sure[hit.term.code], GUESSED) for hit, _ in back)]


def _again(ad: Ad, reading: Reading, kept: list[Kept]) -> list[Kept]:
    """Take back mentions in the description of what the title offers beyond doubt."""
    if not reading.set_aside:
        return []
    titled = {k.mention.term.code: k.product for k in kept if k.mention.field == TITLE}
    again: list[Kept] = []
    rest: list[tuple[Hit, str]] = []
    for hit, reason in reading.set_aside:
        code = hit.term.code
        name = code
        if code not in titled:  # the title names the genus, the description the species
            name = next((a for a in ancestors(code) if a in titled), code)
        # "Giant clam shell | Tridacna gigas 60 cm"; ivory is carved as elephants
        finer = reason == "other_meaning" and titled.get(name, "ivory") != "ivory"
        finer = finer and name != code and not ad.denied(hit.first)
        finer = finer and ad.link_before(hit.first, 2) != "like"  # "размером с жако"
        taken = hit.term.kind == "taxon" and (hit.field == DESCRIPTION or finer)
        taken = taken and reason not in ("wanted", "not_an_offer")
        taken = taken and ad.link_before(hit.first) != "not"  # "Не среднеазиатки!"
        taken = taken and (name == code or not ad.denied(hit.first))  # "Keine ... mehr da"
        if taken and name in titled and (name == code or titled[name] == "live" or finer):
            again.append(Kept(hit, titled[name], 1))
        else:
            rest.append((hit, reason))
    reading.set_aside = rest
    return again


def _main_mentions(ad: Ad, kept: list[Kept], reading: Reading) -> list[Kept]:
    """Leave out taxa that the listing only mentions in passing.

    When the title names what is offered, another taxon counts only where the description
    offers it too: with a number, a price, a sex or an age beside it, or in a list with others.
    """
    titled = [k for k in kept if k.mention.field == TITLE]
    if not titled and any(  # "Нэцке из бивня | бивень мамонта. Могу вырезать филина"
        h.field == TITLE and h.term.product == "ivory" for h in ad.of_kind("taxon")
    ):
        titled = [k for k in kept if k.product == "ivory"]
    if len(titled) == len(kept):
        return kept
    named = {k.mention.term.code for k in titled}
    if all(_is_group(code) for code in named):  # "mixed birds of prey"
        return kept
    related = named | {a for code in named for a in ancestors(code)}
    result = list(titled)
    for one in kept:
        if one in titled:
            continue
        code = one.mention.term.code
        finer = any(n in ancestors(code) for n in named)
        beside = _offered_beside(ad, one.mention) or _beside(ad, one.mention, named)
        second = second_material(one, titled) or other_part(one, titled)
        second = second or second_thing(ad, one, titled) or _titled_short(ad, one.mention)
        if code in related or finer or beside or second or _more(ad, one):
            result.append(one)
        else:
            reading.set_aside.append((one.mention, "other_meaning"))
    return result


def _titled_short(ad: Ad, mention: Hit) -> bool:
    """Say whether the title has the first word of a name ("Lanner and a Bengal | ... owl")."""
    words = ad.words[mention.first : mention.last]
    return len(words) > 1 and any(
        hit.field == TITLE and ad.words[hit.first : hit.last] == words[:1]
        for hit in ad.of_kind("exclusion")
    )


def _is_group(code: str) -> bool:
    """Say whether a name is of a family or higher: it announces what the text lists."""
    return " " not in code and code.endswith(("idae", "inae", "iformes", "es", "ia"))


def _more(ad: Ad, one: Kept) -> bool:
    """Say whether "plus" or "also" brings another specimen in.

    "Plus green cheek"; "cobra boots | anaconda belt also". A part must be named beside it.
    """
    mention = one.mention
    before = mention.first - 1
    if one.product == "live":
        return before >= 0 and role_of(ad, before) == "more"
    if one.sure < NEAR:
        return False
    places = [*range(max(mention.first - 3, 0), mention.first)]
    places += range(mention.last, min(mention.last + 4, len(ad.words)))
    return any(
        role_of(ad, place) == "more" and ad.clause[place] == ad.clause[mention.first]
        for place in places
    )


_APART = ("with", "for", "like", "not", "against", "without")


def _beside(ad: Ad, mention: Hit, named: set[str]) -> bool:
    """Say whether a sex stands right beside a name, or "and" joins it to what is offered.

    "розовый какаду, самка"; "венесуэльский и синелобый амазоны". Not where it only keeps the
    other company ("lebt mit Graupapagei").
    """
    if mention.first and ad.numbers[mention.first - 1] and ") " in ad.between(mention.first):
        return True  # "1) акула-молот, 2) мако"
    if ad.link_before(mention.first, reach=3) in _APART or "(" in ad.between(mention.first):
        return False
    for hit in ad.hits:
        if hit.field != mention.field or ad.clause[hit.first] != ad.clause[mention.first]:
            continue
        gap = max(hit.first - mention.last, mention.first - hit.last)
        if hit.term.kind == "live" and hit.term.code in ("male", "female"):
            if gap == 0:
                return True
        elif hit.term.code in named and 1 <= gap <= 2:
            link = ad.by_word.get(min(hit.last, mention.last))
            article = gap == 1 or _is_one(ad, max(hit.first, mention.first) - 1)
            if link is not None and link.term.code == "and" and article:
                return True  # "and a rubber boa"
    if _listed_with(ad, mention, named):
        return True
    if (
        mention.first
        and "=" in ad.between(mention.first)
        and len(ad.words[mention.first - 1]) == 1
    ):
        return True  # "A = Burchell's ..., B = Hartmann's Mountain"
    link = ad.by_word.get(mention.first - 1)
    latin = ad.by_word.get(mention.last)
    joined = link is not None and link.term.code == "and"
    own = latin is not None and latin.term.language == "la"
    if joined and own and latin is not None and latin.term.code == mention.term.code:
        return True  # "..., и синеголовый пионус (Pionus menstruus)"
    named = named if mention.last - mention.first > 1 and not mention.term.needs else set()
    classes = {taxon_class(code) for code in named}
    if link is not None and link.term.code == "and" and not classes.isdisjoint(REEF):
        return taxon_class(mention.term.code) in REEF  # "отводки акропор и тридакна"
    return False


def _listed_with(ad: Ad, mention: Hit, named: set[str]) -> bool:
    """Say whether a list behind a colon holds a name and what is offered for sure.

    "Lot trophées + mouflon | Têtes en cape : céphalophe à dos jaune, mouflon à manchettes".
    """
    places = [w for w, own in enumerate(ad.clause) if own == ad.clause[mention.first]]
    heads = [w for w in places if ":" in ad.between(w) and w <= mention.first]
    return bool(heads) and any(
        hit.term.code in named
        and hit.field == mention.field
        and hit.first >= heads[-1]
        and ad.clause[hit.first] == ad.clause[mention.first]
        and separated(ad, min(hit.last, mention.last), max(hit.first, mention.first))
        for hit in ad.of_kind("taxon")
    )


def _is_one(ad: Ad, word: int) -> bool:
    """Say whether a word is an article, or the number one."""
    hit = ad.by_word.get(word)
    return ad.words[word] in ("a", "an") or (hit is not None and hit.term.code == "1")


def _offered_beside(ad: Ad, mention: Hit) -> bool:
    """Say whether a number stands right beside a mention of the description."""
    for quantity in quantities(ad):
        near = (
            0 <= mention.first - quantity.last <= 2
            or 0 <= quantity.first - mention.last <= 1 + 2 * (quantity.shape == "piece")
            or quantity.first <= mention.first < mention.last <= quantity.last
        )
        if near and ad.fields[quantity.first] == DESCRIPTION:
            return True
    return False
