"""What surrounds the name of a taxon: living animal, part of one, or something else."""

from wildlife_analysis.classify.ad import CATEGORY, COMMA, DESCRIPTION, TITLE, Ad, Hit
from wildlife_analysis.classify.fitting import fitting, grown, tusk_among_ivory
from wildlife_analysis.classify.likely import (
    among_kin,
    ivory_offered,
    morph,
    part_offered,
    pattern_only,
    plainly_offered,
    usual,
    whole,
    worn,
)
from wildlife_analysis.classify.numbers import INSIDE, measured, role_of
from wildlife_analysis.classify.pictures import of_the_offer
from wildlife_analysis.classify.sizes import clothing_size, measures
from wildlife_analysis.classify.swapped import swapped_for, title_swaps
from wildlife_analysis.reference.taxonomy import taxon_class

__all__ = ["Context"]

# Evidence that an animal itself is described, rather than its kind in general.
HARD = frozenset({"bone", "tooth_claw", "skull", "horn"})
ANIMAL = frozenset(
    {"male", "female", "young", "adult", "age", "breeding", "temperament", "care", "group"}
)
# Animals that ivory and wood are carved as.
SHAPED = frozenset({"Elephantidae", "Loxodonta africana", "Elephas maximus"})
# A shaped thing, not an animal; the words for it also occur beside real animals.
THINGS = ("depiction", "toy", "media", "equipment", "food", "service", "colour_or_pattern")
NEAR = 4
_PRICE = 3  # digits
DEEP = 30  # words of a description before a name that is mentioned in passing
OPENING = 6  # words of a description that speak of the thing in the title
SURE_LETTERS = 8  # a shorter misspelt word is believed only beside evidence
WHOLE = frozenset({"fur", "skin_leather", "trophy", "taxidermy"})  # no measures of a body
_KIND = frozenset({"group"})  # words for animals that say nothing of one
_HELD_IN = INSIDE | {"entre"}  # before the claws of an animal


class Context:
    """Evidence in one listing, gathered once for all its taxa.

    Parameters
    ----------
    ad
        One listing.

    Attributes
    ----------
    live_codes, animal
        Kinds of evidence of a living animal, and those that describe an animal itself.
    parts
        Words for parts and for things made of them.
    decoys
        Words that argue against a real specimen, unless denied ("no resin"). Housing in the
        title is the thing offered as often as a cage is.
    """

    def __init__(self, ad: Ad) -> None:
        self.ad = ad
        self.live_codes = {
            h.term.code
            for h in ad.of_kind("live")
            if h.field != CATEGORY and not ad.denied(h.first)
        }
        if any(
            h.term.code in ("equipment", "food") and h.field != CATEGORY
            for h in ad.of_kind("decoy")
        ):
            self.live_codes.add("housing")
        if any(ad.roles.get(ad.words[h.first]) == "born" for h in ad.of_kind("quantity")):
            self.live_codes.add("young")  # "nées en 2016"
        self.animal = self.live_codes & ANIMAL
        self.parts = self._parts() if "product" in ad.kinds or "quantity" in ad.kinds else []
        argued = "decoy" in ad.kinds or "product" in ad.kinds or "housing" in self.live_codes
        self.decoys = self._decoys() if argued else []

    @property
    def live(self) -> int:
        """Weight of the evidence of a living animal."""
        weight = len(self.animal) + (len(self.live_codes) > len(self.animal))
        return weight + (2 if self.ad.category == "live" else 0)

    @property
    def alive_in_title(self) -> bool:
        """Whether the title speaks of a living animal."""
        return any(h.field == TITLE and h.term.code in ANIMAL for h in self.ad.of_kind("live"))

    def _parts(self) -> list[Hit]:
        return [
            h
            for h in self.ad.hits
            if (h.term.kind == "product" or (h.term.kind, h.term.code) == ("quantity", "egg"))
            and h.field != CATEGORY
            and not self.ad.denied(h.first)
            and self.ad.link_before(h.first, 2) != "without"  # "кабан без одного клыка"
            and not self._body_measure(h)
            and not (h.term.code == "tooth_claw" and self._held(h))
        ]

    def _held(self, hit: Hit) -> bool:
        """Say whether something is only in an animal's claws ("с рябчиком в когтях")."""
        words = self.ad.words[max(hit.first - 2, 0) : hit.first]
        return not _HELD_IN.isdisjoint(words)

    def _body_measure(self, hit: Hit) -> bool:
        """Say whether the shell of the animal in the title is only measured."""
        if hit.field != DESCRIPTION or hit.term.code != "shell" or hit.term.kind != "product":
            return False
        titled = [h for h in self.ad.hits if h.field == TITLE]
        return (
            self._measure_follows(hit)
            and any(h.term.kind == "taxon" and not h.term.product for h in titled)
            and not any(h.term.kind == "product" for h in titled)
        )

    def _decoys(self) -> list[Hit]:
        # In an exchange, what stands behind "for" is asked.
        swaps = any(h.term.code == "exchange" for h in self.ad.of_kind("offer"))
        return [
            h
            for h in self.ad.hits
            if (
                h.term.kind == "decoy"
                or (h.term.kind, h.term.code, h.field) == ("live", "housing", TITLE)
                or (h.term.kind == "product" and h.term.needs == "" and self.likened(h))
            )
            and h.field != CATEGORY
            and not self.ad.denied(h.first)
            and not measures(self.ad, h)
            and not self._goes_into(h)
            and not (swaps and title_swaps(self.ad, h))
            and not (swaps and self.ad.link_before(h.first, 3) in ("against", "for"))
            and not (swaps and swapped_for(self.ad, h))
            and not of_the_offer(self.ad, h)
        ]

    def _goes_into(self, hit: Hit) -> bool:
        """Say whether housing is only where the animal goes ("Кораллы в морской аквариум")."""
        before = range(max(hit.first - 2, 0), hit.first)
        return hit.term.kind == "live" and any(role_of(self.ad, w) == "into" for w in before)

    def decoys_of(self, *codes: str, field: int | None = None) -> list[Hit]:
        """Select decoy words by code and field; housing counts as equipment.

        The word for a part is an imitation where it is only likened to ("под мех").
        """
        if not self.decoys:
            return []
        wanted = {*codes, "housing"} if "equipment" in codes else set(codes)
        likened = "imitation" in codes
        return [
            h
            for h in self.decoys
            if (h.term.code in wanted or (likened and h.term.kind == "product"))
            and field in (None, h.field)
        ]

    def likened(self, hit: Hit) -> bool:
        """Say whether a word of likeness stands right at a term ("façon cuir", "horn effect").

        In English and German it stands behind its noun.
        """
        ad = self.ad
        if "link" not in ad.kinds or role_of(ad, hit.last - 1) == "riddle":
            return False
        # "Ottoman style stool": such a word belongs to what stands before it.
        behind = role_of(ad, hit.first - 1) == "styled"
        if ad.link_before(hit.first, reach=1) == "like" and not (
            behind and ad.position_in_field(hit.first) > 1
        ):
            return True
        after = ad.by_word.get(hit.last)
        behind = ad.language in ("en", "de") or (
            ad.language == "fr" and hit.last + 1 >= ad.title_end and hit.field == TITLE
        )  # "pochette lézard façon"
        return (
            behind
            and after is not None
            and after.term.kind == "link"
            and after.term.code == "like"
            and after.last - after.first == 1  # "brain coral size of a grapefruit"
            and after.field == hit.field
            and ad.between(hit.last).strip() in ("", "-")
        )

    def same_clause(self, one: Hit, other: Hit) -> bool:
        """Say whether two terms stand in one clause."""
        return (
            one.field == other.field
            and self.ad.clause[one.first] == self.ad.clause[other.first]
        )

    def distance(self, one: Hit, other: Hit) -> int:
        """Count the words between two terms; large where they are in different fields."""
        if one.field != other.field:
            return 1000
        return max(other.first - one.last, one.first - other.last, 0)

    def product(self, mention: Hit) -> tuple[str, int]:
        """Decide what is offered of a taxon at one mention; see `_told` and `fitting`."""
        product, sure = self._told(mention)
        return fitting(self, mention, product, sure)

    def _part_of(self, part: Hit, mention: Hit) -> bool:
        """Say whether only "of" stands between a part and a name ("Krallen vom Löwen")."""
        if part.field != mention.field or part.last != mention.first - 1:
            return False
        return self.ad.link_before(mention.first) == "of" and not self.ad.parted(
            mention.first - 1, frozenset(",.;:\n")
        )

    def sexed(self, mention: Hit) -> bool:
        """Say whether a sex notation stands right at a name ("Ackies 1.1 + 5 eggs")."""
        before = mention.first - 2
        return self._sexes_at(mention, mention.last) or (
            before >= 0
            and self._sexes_at(mention, before)
            and not self.ad.between(mention.first).strip()
        )

    def _sexes_at(self, mention: Hit, place: int) -> bool:
        """Say whether a sex notation begins at a word of the field of a name."""
        ad = self.ad
        return (
            place + 1 < len(ad.words)
            and ad.fields[place] == ad.fields[place + 1] == mention.field
            and ad.numbers[place]
            and ad.numbers[place + 1]
            and ad.between(place + 1) in (".", ",")
            and max(len(ad.words[place]), len(ad.words[place + 1])) == 1
            and not measured(ad, place + 2)  # "бурый медведь 2,1 м"
            and not clothing_size(ad, place, place + 2)
        )

    def _told(self, mention: Hit) -> tuple[str, int]:
        """Decide what is offered of a taxon at one mention.

        Parameters
        ----------
        mention
            A taxon term.

        Returns
        -------
        str
            A product code; empty where neither a living animal nor a part is in evidence.
        int
            How sure it is: 1 guessed from the listing as a whole, 2 told by a word near the
            name, 3 told by the name itself.
        """
        own = mention.term.product
        if own:
            if own == "coral" and (self.live_codes or grown(self)) and not worn(self):
                return "live", 1
            if (
                own in ("shell", "coral")
                and taxon_class(mention.term.code) != "Reptilia"
                and self.animal
                and not self._part_in_title()
            ):
                return "live", 1
            if own == "shell" and pattern_only(self):
                return "", 3
            if own == "ivory":
                bare = mention.term.needs == "context" and not ivory_offered(self, mention)
                return ("" if bare or morph(self, mention) else own), 3
            if mention.term.needs == "context" and not part_offered(self, mention):
                return "", 3
            special = self.nearest_part(mention, strong=True)
            if special and own == "skin_leather" and special.term.code == "fur":
                return "fur", 3
            if special and special.term.code == "medicine" and special.first == mention.last:
                return "medicine", 3  # "рог сайгака порошок"
            fish = taxon_class(mention.term.code) == "Actinopteri"
            dried = own == "other" or (own == "taxidermy" and fish)
            if dried and any(h.term.code == "medicine" for h in self.parts):
                return "medicine", 3
            return own, 3
        if tusk_among_ivory(self, mention):
            return "ivory", 2
        if self.sexed(mention):
            return "live", 2
        if shared := self._shared(mention):
            return shared, 2
        near = next((h for h in self.parts if self._part_of(h, mention)), None)
        right = self.ad.by_word.get(mention.last)  # "lion skull plus 2 claw brooches"
        joined = right in self.parts and not self.ad.between(mention.last).strip()
        if near is None and joined and right is not None and right.term.code in HARD:
            near = right
        near = near or self.nearest_part(mention, strong=True)
        near = near or self.nearest_part(mention, strong=False)
        title_part = self._part_in_title()
        if near is not None and self.ad.language == "en":
            made = self.ad.by_word.get(near.last)  # "caiman tail boots"
            if made is not None and made.field == near.field and made in self.parts:
                near = made if made.term.code == "skin_leather" else near
        small = near is not None and (near.term.code == "other" or self._within(near))
        if small and whole(title_part):
            near = title_part  # "Lot naturalisé | faucon (queue abîmée)"
        titled = title_part.term.code if title_part is not None else ""
        if near is not None and near.term.code == "egg" and self._part_of(near, mention):
            return "egg", 3  # "plumes et oeufs | ... 3 oeufs vidés de nandou"
        if near is not None and (  # "Ремни | Ремень - крокодил"
            near.term.code == titled
            or near.field == TITLE
            or self.live < 2
            or (near.term.code in ("feather", "other") and self.ad.category == "parts")
        ):
            return near.term.code, 3 if self._part_of(near, mention) else 2
        if whole(title_part) and self.ad.category == "parts":
            return "taxidermy", 1  # "cased British birds | ... hen sparrowhawk"
        kind_only = self.animal <= _KIND  # "Портмоне экзотика"
        if title_part is not None and (kind_only or title_part.term.needs == ""):
            return title_part.term.code, 1
        if self.live and not self._in_passing(mention):
            return "live", 1
        if near is not None:
            return near.term.code, 2
        any_part = next(
            (h for h in self.parts if h.term.needs == "" and h.term.code != "egg"), None
        )
        if any_part is not None and self.ad.category != "live":
            return any_part.term.code, 1
        short = mention.score < 100 and mention.last - mention.first == 1
        if short and self._letters(mention) < SURE_LETTERS:
            return "", 1
        sure_kin = among_kin(self, mention)
        if mention.term.needs and not sure_kin and not plainly_offered(self, mention):
            return "", 1
        return usual(self, mention), 1

    def _shared(self, mention: Hit) -> str:
        """Return the part that a name shares with the one it is joined to.

        "Струя бобра и кабарги", "жир барсучий, медвежий", "peau de python et de crocodile".
        """
        ad, before = self.ad, mention.first - 1
        if ad.language not in ("fr", "ru") or ad.numbers[before]:
            return ""
        if ad.link_before(mention.first) == "of" and ad.language == "fr":
            before -= 1
        joined = ad.by_word.get(before)
        if joined is not None and joined.term.code == "and":
            before -= 1
        elif not ad.parted(before + 1, COMMA):
            return ""
        own = ad.by_word.get(before)
        if own is None or own.term.kind != "taxon" or own.field != mention.field:
            return ""
        whole = own.last - own.first > 1 and own.term.product not in ("ivory", "taxidermy")
        return own.term.product if whole else ""

    def _in_passing(self, mention: Hit) -> bool:
        """Say whether a word of other meanings stands deep in the description of a thing."""
        return (
            mention.term.needs == "context"
            and mention.field == DESCRIPTION
            and self.ad.category != "live"
            and self.ad.position_in_field(mention.first) > DEEP
            and not any(h.field == TITLE for h in self.ad.of_kind("taxon"))
        )

    def _letters(self, mention: Hit) -> int:
        return sum(len(word) for word in self.ad.words[mention.first : mention.last])

    def _part_in_title(self) -> Hit | None:
        found = [h for h in self.parts if h.field == TITLE]
        strong = [h for h in found if h.term.needs == ""]
        return next(iter(strong or found), None)

    def nearest_part(self, mention: Hit, strong: bool) -> Hit | None:
        """Find the word for a part nearest to a mention in its clause."""
        if not self.parts:
            return None
        reach = 8 if strong else NEAR
        found = [
            h
            for h in self.parts
            if (h.term.needs == "") == strong
            and self.distance(mention, h) <= reach
            and self.same_clause(mention, h)
            and not (self.animal and h.term.code not in WHOLE and self._measure_follows(h))
            and not self._priced_off(mention, h)
            and not (h.first < mention.first and self._within(h) and not self._within(mention))
        ]
        return min(found, key=lambda h: self._farness(mention, h), default=None)

    def _farness(self, mention: Hit, part: Hit) -> int:
        """Count the words between a name and a part; a comma is as far as two."""
        first, last = min(part.last, mention.last), max(part.first, mention.first)
        apart = any(self.ad.parted(word, COMMA) for word in range(first, last + 1))
        return self.distance(mention, part) + 2 * apart

    def _within(self, hit: Hit) -> bool:
        """Say whether a term stands in brackets ("рысь (все зубы), волк")."""
        return self.ad.bracketed(hit.first)

    def _priced_off(self, mention: Hit, part: Hit) -> bool:
        """Say whether a price ends the item of a name ("канюк 5000, перья все 3000")."""
        ad, price = self.ad, mention.last
        return (
            part.first > price
            and ad.numbers[price]
            and len(ad.words[price]) >= _PRICE
            and ad.parted(price + 1, COMMA)
        )

    def _measure_follows(self, hit: Hit) -> bool:
        """Say whether a length follows ("carapace 12 cm"): a body measure, not a part."""
        words = self.ad.words
        return any(
            place < len(words) and self.ad.numbers[place] for place in (hit.last, hit.last + 1)
        )
