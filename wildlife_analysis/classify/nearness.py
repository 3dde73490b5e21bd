"""How far a number stands from a name that it may count."""

from wildlife_analysis.classify.ad import COMMA, MADE_OF, MOST_BARE, Ad, Hit
from wildlife_analysis.classify.borders import separated
from wildlife_analysis.classify.enumerations import available, other_animal
from wildlife_analysis.classify.loose import FAR, WHOLE
from wildlife_analysis.classify.numbers import TIMES, Quantity, instar, plain_value, role_of
from wildlife_analysis.classify.shapes import means_other, unlisted_code
from wildlife_analysis.reference.taxonomy import ancestors

__all__ = ["LOOSE", "coloured", "cost_of", "other_taxon", "unknown_follows"]

# Words between a number and the name it counts: before it, and after it.
BEFORE, AFTER = 4, 8
LOOSE = WHOLE | {"sex", "group", "other", "extra"}
_PARTS = 2  # words for a part between it and its animal
_ENDS_ITEM = frozenset(",.;:\n")
_INSTAR = 2  # words of "L5"
_ADJECTIVES = ("ое", "ая", "яя", "ый", "ий", "ой", "ые", "ие", "ых", "их")


def cost_of(ad: Ad, mention: Hit, quantity: Quantity) -> int:
    """Say how far a number stands from a name that it may count; ``FAR`` where it cannot."""
    if ad.fields[quantity.first] != mention.field:
        return FAR
    if ad.clause[quantity.first] != ad.clause[mention.first]:
        return FAR
    if quantity.first <= mention.first and mention.last <= quantity.last:
        return 0  # "4 klemmeri Jungtiere"
    shape = quantity.shape
    before = mention.first - quantity.last
    # "Bernache à cou roux x4 faisan mikado"; "лазиодора 2 шт. Императорские скорпионы"
    ends = ad.words[quantity.first] in TIMES or ad.parted(mention.first, _ENDS_ITEM)
    if before == 0 and shape == "piece" and ends:
        prior = ad.by_word.get(quantity.first - 1)
        if prior is not None and prior.term.kind == "taxon" and prior.field == mention.field:
            return FAR
    if before == 0 and shape == "piece" and _sentence_ends(ad, quantity):
        return FAR
    if before == 0 and shape == "piece" and ends and _named_in_item(ad, quantity.first):
        return FAR  # "икра осетра 50 гр - 3 банки, стерлядь 100 гр 2 банки"
    if before == 0 and shape in WHOLE and "+" in ad.between(mention.first):
        return FAR  # "расписные 2шт + мускусная"
    if before < 0 and _times_ahead(ad, quantity):
        return FAR
    if 0 <= before <= BEFORE and _dashed_off(ad, quantity, mention.first):
        return FAR  # "Moorente 1,1 - Knäkente 2,2"; "Bourkesittich 1,2 opalin - Nymphen 3 Paar"
    if (
        0 < before <= BEFORE
        and "(" in ad.between(quantity.last)
        and any(ad.numbers[word] for word in range(quantity.last, mention.first))
    ):
        return FAR  # "6 boutures acropora (3 tenuis, 3 millepora)"
    if 0 <= before <= BEFORE and not other_taxon(
        ad, quantity.last, mention.first, mention.term.code
    ):
        apart = separated(ad, quantity.last, mention.first)
        if not apart:
            return before + 3 if shape == "thing" else before
        if shape in ("sex", "set") and _sexes_between(ad, quantity.last, mention.first):
            return before  # "1 Hahn und 3 Hennen Goldfasan"
        noun = ad.language == "en" and ad.words[quantity.last].endswith("s")
        thing = ad.by_word.get(quantity.last - 1)  # "6 porcelaines et une tête de corail"
        noun |= thing is not None and thing.term.kind == "decoy"
        if shape == "thing" and not noun and _numbered_again(ad, quantity.last, mention.first):
            return before + 6  # "4 grüne und 2 blaue Mönchsittiche"
        unknown = unknown_follows(ad, quantity)
        unknown |= other_taxon(ad, quantity.last, mention.first)
        if shape in WHOLE and not unknown and not _crowded(ad, mention):
            return before + 6
    filled = mention.term.product in ("medicine", "caviar")
    if (
        filled
        and shape == "thing"
        and 0 < before <= 2 * BEFORE
        and _packed(ad, quantity, mention)
    ):
        return before  # "2 boîtes de pilules à la bile d'ours"
    if (
        BEFORE < before <= BEFORE + _PARTS
        and shape == "part"
        and _part_of(ad, quantity, mention)
    ):
        return before  # "9 plumes rouges de queue de gris du gabon"
    if (
        shape == "thing"
        and 0 < before <= 2 * BEFORE
        and (_with_handles(ad, quantity, mention) or _made_of(ad, quantity, mention))
    ):
        return before  # "Два ножа засапожных, рукоять — рыбий зуб"
    after = quantity.first - mention.last
    if shape == "plain" and after >= _INSTAR and instar(ad, mention.last):
        after -= _INSTAR  # "B. smithi L5 - 3"
    if 0 <= after <= AFTER and not other_taxon(
        ad, mention.last, quantity.first, mention.term.code
    ):
        if shape == "other" and ad.parted(quantity.first, COMMA):
            return FAR  # "boa, 2 corns"
        if shape in LOOSE:
            return after + 2
        gap = ad.between(quantity.first).strip()
        if shape == "part" and gap == "," and after <= 1 and _plumes(ad, quantity.last):
            return after + 4  # "Federn vom Ara, 14 lange Schwanzfedern"
        if shape == "part" and (not gap or (gap == ")" and after == 0)):
            if after == 0:
                return 2  # "колонок 14 шкурок"
            part = ad.by_word.get(quantity.first - 1)
            told = part is not None and part.term.kind == "product"
            if told and after <= _PARTS and not separated(ad, mention.last, quantity.first):
                return 2  # "macaw side tails 8 whole feathers"
        painted = shape == "thing" and coloured(ad, quantity.last)
        painted = painted and not _named_soon(ad, quantity.last + 1)
        painted = painted and not _breaks_down(ad, mention.last, quantity.first)
        ends = ad.parted(quantity.last + 1, _ENDS_ITEM)
        if painted and (ends or not other_taxon(ad, quantity.last + 1, quantity.last + 2)):
            return after + 2  # "lineolated: 4 cobalt, 2 mauve"
        if shape == "plain" and after == 1 and _item(ad, mention, quantity):
            return 3  # "акропора 3 веточки, эуфилия торч 2, ..."
        described = after == 1 and _described(ad, mention.last)
        if shape == "plain" and (after == 0 or described) and _set_off(ad, quantity):
            return 2
        if shape == "plain" and described and _young_before_comma(ad, quantity):
            return 2
        if shape == "plain" and available(ad, quantity):
            return after + 2  # "Красноухие, ..., в наличии 6"
        if shape == "plain" and _ends_sentence(ad, mention, quantity):
            return after + 2
    return FAR


def _named_in_item(ad: Ad, word: int) -> bool:
    """Say whether a name stands in the item that a number ends."""
    for place in range(word - 1, max(word - 1 - AFTER, -1), -1):
        if ad.clause[place] != ad.clause[word] or ad.parted(place + 1, _ENDS_ITEM):
            return False
        hit = ad.by_word.get(place)
        if hit is not None and hit.term.kind == "taxon":
            return True
    return False


def _sentence_ends(ad: Ad, quantity: Quantity) -> bool:
    """Say whether pieces behind a dash end a sentence ("висел в баре - 1 шт. Клыки моржа")."""
    dashed = ad.between(quantity.first).strip() in ("-", "–", "—")
    behind = quantity.last
    stop = behind < len(ad.words) and ad.between(behind) == ". "
    return dashed and stop and ad.text[ad.start[behind]].isupper()


def _times_ahead(ad: Ad, quantity: Quantity) -> bool:
    """Say whether "2 x" stands before a name, with no more than a measure between.

    "2 x 50g tins oscietra (...) 1 x 30g tin beluga".
    """
    if ad.words[quantity.last - 1] not in TIMES or not ad.numbers[quantity.first]:
        return False
    for word in range(quantity.last, min(quantity.last + BEFORE, len(ad.words))):
        if ad.clause[word] != ad.clause[quantity.first] or ad.parted(word, _ENDS_ITEM):
            return False
        hit = ad.by_word.get(word)
        if hit is not None and hit.term.kind == "taxon":
            return word > quantity.last and ad.numbers[quantity.last]
    return False


def _with_handles(ad: Ad, quantity: Quantity, mention: Hit) -> bool:
    """Say whether only what a thing is held by is of the material named behind it."""
    between = range(quantity.last, mention.first)
    held = any(role_of(ad, word) == "handle" for word in between)
    return (
        held
        and quantity.value <= MOST_BARE
        and not other_taxon(ad, quantity.last, mention.first)
    )


def _packed(ad: Ad, quantity: Quantity, mention: Hit) -> bool:
    """Say whether jars or boxes are counted that hold what is named behind them."""
    between = range(quantity.last, mention.first)
    return (
        ad.says(quantity.first, range(quantity.first, quantity.last + 4), "container")
        and not separated(ad, quantity.last, mention.first)
        and not other_taxon(ad, quantity.last, mention.first)
        and sum(ad.numbers[word] for word in between) <= 1
    )


def _made_of(ad: Ad, quantity: Quantity, mention: Hit) -> bool:
    """Say whether things are counted a few words before what they are made of.

    "Three Spanish high combs in blonde and mottled tortoiseshell".
    """
    between = range(quantity.last, mention.first)
    own = mention.term.product != "" and quantity.value <= MOST_BARE
    return (
        own
        and any(ad.words[word] in MADE_OF for word in between)
        and not any(ad.numbers[word] or ad.parted(word + 1, _ENDS_ITEM) for word in between)
        and not other_taxon(ad, quantity.last, mention.first)
    )


def _part_of(ad: Ad, quantity: Quantity, mention: Hit) -> bool:
    """Say whether "of" joins the parts counted to a name a few words behind."""
    places = range(quantity.last, mention.first)
    shed = ad.language == "en" and "from" in ad.words[mention.first - 2 : mention.first]
    return (
        (ad.link_before(mention.first) == "of" or shed)  # "14 tail feathers from the macaw"
        and not separated(ad, quantity.last, mention.first)
        and not other_taxon(ad, quantity.last, mention.first)
        and not any(ad.numbers[word] for word in places)
    )


def _sexes_between(ad: Ad, first: int, last: int) -> bool:
    """Say whether "and" and a number of another sex alone stand between two places."""
    hits = [ad.by_word.get(word) for word in range(first, last)]
    sexed = [h is not None and h.term.kind == "live" for h in hits]
    known = all(
        ad.numbers[word] or (h is not None and h.term.kind in ("live", "link", "quantity"))
        for word, h in zip(range(first, last), hits, strict=True)
    )
    return known and bool(sexed) and sexed[-1] and not ad.parted(last, _ENDS_ITEM)


def _dashed_off(ad: Ad, quantity: Quantity, name: int) -> bool:
    """Say whether an item ends at a dash between a number right behind a name and another."""
    prior = ad.by_word.get(quantity.first - 1)
    dashes = (" - ", " – ", " — ", " / ", " | ", " * ", " • ")
    return (
        any(ad.between(word) in dashes for word in range(quantity.last, name + 1))
        and ad.between(quantity.first) == " "
        and prior is not None
        and prior.term.kind == "taxon"
        and prior.field == ad.fields[quantity.first]
    )


def _described(ad: Ad, word: int) -> bool:
    """Say whether a word is of a sex or an age ("hermann hatchlings (4)")."""
    hit = ad.by_word.get(word)
    return hit is not None and hit.term.kind == "live"


def _young_before_comma(ad: Ad, quantity: Quantity) -> bool:
    """Say whether a number behind a word for young ends its item ("b. emilia juv 2, ...")."""
    young = ad.by_word.get(quantity.first - 1)
    few = quantity.value <= MOST_BARE and young is not None and young.term.code == "young"
    return few and quantity.last < len(ad.words) and "," in ad.between(quantity.last)


def _numbered_again(ad: Ad, first: int, last: int) -> bool:
    """Say whether a number stands between two places, behind an "and"."""
    places = range(first, last)
    linked = any(
        hit is not None and hit.term.kind == "link" and hit.term.code == "and"
        for hit in map(ad.by_word.get, places)
    )
    return linked and any(plain_value(ad, place) for place in places)


def _crowded(ad: Ad, mention: Hit) -> bool:
    """Say whether a name stands before others in one clause: commas then end its item."""
    return any(
        h.first > mention.first and ad.clause[h.first] == ad.clause[mention.first]
        for h in ad.of_kind("taxon")
        if h.term.code != mention.term.code
    )


def other_taxon(ad: Ad, first: int, last: int, own: str = "") -> bool:
    """Say whether a name stands between two places, not above ``own`` ("монтипора фраги 3")."""
    for word in range(first, last):
        hit = ad.by_word.get(word)
        above = ancestors(own) if own and hit is not None and hit.term.kind == "taxon" else ()
        if hit is not None and hit.term.kind == "taxon" and hit.term.code not in above:
            if hit.term.needs == "alone" and set(above) & set(ancestors(hit.term.code)):
                continue  # "икра осетра, Калуга: 4 банки"
            return True
        if unlisted_code(ad, word) or (hit is not None and other_animal(ad, hit)):
            return True
    return False


def _set_off(ad: Ad, quantity: Quantity) -> bool:
    """Say whether a bare number stands in brackets or ends the title ("Ara (2)", "Ara: 2")."""
    before, after = ad.between(quantity.first), ad.between(quantity.last)
    if "+" in after and quantity.last < len(ad.words) and ad.numbers[quantity.last]:
        return quantity.value <= MOST_BARE  # "Mantella 4 + 2 Dendrobates"
    if "(" in before:
        return after.startswith(")")
    if before == ") " and quantity.method == "number_word":
        return quantity.value > 1  # "аполлон (Parnassius apollo) четыре на одной рамке"
    if before == " " and after in (" - ", " – ") and ad.numbers[quantity.last]:
        return 1 < quantity.value <= MOST_BARE  # "Java rice birds 4 - 2 white 2 silver"
    if before == " " and after == " (":
        return 1 < quantity.value <= MOST_BARE  # "Bourkes 3 (two are rosa)"
    if before.strip() == "," == after.strip()[:1]:
        sex = ad.by_word.get(quantity.first - 1)  # "cock, 9, talks"
        return quantity.value <= MOST_BARE and (sex is None or sex.term.kind != "live")
    last = (
        quantity.last >= len(ad.words) or ad.fields[quantity.last] != ad.fields[quantity.first]
    )
    ends = last or any(c in after for c in ",;\n")
    return ends and quantity.value <= MOST_BARE and (any(c in before for c in ":-)") or last)


def coloured(ad: Ad, word: int) -> bool:
    """Say whether a word tells a colour; a German name has a capital ("ein Roter Kardinal")."""
    told = role_of(ad, word) == "colour"
    return told and (ad.language != "de" or ad.text[ad.start[word]].islower())


def _item(ad: Ad, mention: Hit, quantity: Quantity) -> bool:
    """Say whether a name, one word of no term and a number are an item between commas."""
    word = mention.last
    unknown = word not in ad.by_word and not ad.numbers[word] and not role_of(ad, word)
    begins = (
        ad.parted(mention.first, _ENDS_ITEM) or ad.fields[mention.first - 1] != mention.field
    )
    plain = ad.between(word) == " " == ad.between(quantity.first)
    few = quantity.value <= MOST_BARE and ad.between(quantity.last).startswith(",")
    return unknown and begins and plain and few


def _ends_sentence(ad: Ad, mention: Hit, quantity: Quantity) -> bool:
    """Say whether a small number ends the sentence of a name that is only described.

    "Перо филина маховое 3. ..."; "Тридакна максима синяя 9 см 1."
    """
    end = quantity.last
    if ad.language != "ru" or not 1 <= quantity.value <= MOST_BARE:
        return False
    dashed = ad.between(quantity.first).strip() in ("-", "–", "—")
    listed = dashed and ad.parted(end, _ENDS_ITEM) if end < len(ad.words) else dashed
    if end < len(ad.words) and ad.clause[end] == ad.clause[end - 1] and not listed:
        return False
    places = range(mention.last, quantity.first)
    if not places or ad.parted(quantity.first, _ENDS_ITEM):
        return False
    return all(
        ad.numbers[word]
        or ad.words[word].endswith(_ADJECTIVES)
        or ((hit := ad.by_word.get(word)) is not None and hit.term.code == "unit:length")
        for word in places
    ) and not any(ad.parted(word, _ENDS_ITEM) for word in places)


def _plumes(ad: Ad, word: int) -> bool:
    """Say whether feathers follow, and no name of whose they are."""
    found = False
    for place in range(word, min(word + BEFORE + _PARTS, len(ad.words))):
        if ad.parted(place, _ENDS_ITEM):
            break
        hit = ad.by_word.get(place)
        if hit is not None and hit.term.kind == "taxon":
            return False
        found |= hit is not None and (hit.term.kind, hit.term.code) == ("product", "feather")
    return found


def _named_soon(ad: Ad, word: int) -> bool:
    """Say whether "of" and a name follow ("шесть красных хвостовых от жако")."""
    for place in range(word, min(word + BEFORE, len(ad.words))):
        if ad.parted(place, _ENDS_ITEM):
            return False
        hit = ad.by_word.get(place)
        if hit is not None and hit.term.kind == "taxon":
            return ad.words[place - 1] in ("от", "у", "von", "vom", "de", "d", "from", "of")
    return False


def unknown_follows(ad: Ad, quantity: Quantity) -> bool:
    """Say whether another name stands right behind a number, mostly a word of no term."""
    place = quantity.last
    hit = ad.by_word.get(place)
    return (
        place < len(ad.words)
        and ad.fields[place] == ad.fields[quantity.first]
        and not ad.numbers[place]
        and (hit is None or means_other(hit))
        and not ad.between(place).strip()
    )


def _breaks_down(ad: Ad, first: int, last: int) -> bool:
    """Say whether a bracket behind a number is open ("три (лютино и две зелёных)")."""
    opened = any("(" in ad.between(word) for word in range(first, last + 1))
    return opened and any(plain_value(ad, word) for word in range(first, last))
