"""One listing as the rules see it: words, terms found, fields, borders."""

from collections.abc import Iterable
from dataclasses import dataclass

from wildlife_analysis.classify.lexicon import Term

__all__ = [
    "ARTICLE",
    "CATEGORY",
    "COMMA",
    "DESCRIPTION",
    "HEAD",
    "JOINING",
    "MOST_BARE",
    "PLUS",
    "PRONOUNS",
    "THE",
    "TITLE",
    "Ad",
    "Hit",
]

TITLE, DESCRIPTION, CATEGORY = 0, 1, 2
HEAD = 12  # words of a long title, such as a post is, that say what is offered
ARTICLE = 3  # letters of an article at most: "der", "une"
# Words for the one that is meant ("the hen is sold", "und ihr Küken").
THE = frozenset(
    {"the", "this", "their", "le", "la", "leur", "das", "der", "die", "den", "dem", "ihr"}
)
# Words before what a thing is made of ("en ivoire", "из слоновой кости").
MADE_OF = frozenset({"in", "of", "en", "aus", "из"})
PRONOUNS = frozenset({"he", "she", "him", "her", "il", "elle", "er", "sie", "он", "она"})
MOST_BARE = 20  # a larger number without a counted word is no count


@dataclass(slots=True)
class Hit:
    """A term found in a listing.

    Attributes
    ----------
    term
        The term.
    first, last
        Number of its first word in the listing, and of the word after its last.
    field
        TITLE, DESCRIPTION or CATEGORY.
    score
        100, or the likeness of a misspelt word.
    """

    term: Term
    first: int
    last: int
    field: int
    score: float


_NONE: list["Hit"] = []
COMMA = frozenset(",")
_FIRST_PERSON = ("жу", "ую", "яю", "аю", "ею", "аем", "уем", "яем", "жем")
_ANSWERS = frozenset({"nein", "no", "non", "нет"})
# Signs that join what is offered; a stroke joins sexes.
PLUS = frozenset("+&")
JOINING = PLUS | {"/"}


@dataclass(slots=True)
class Ad:
    """One listing.

    Attributes
    ----------
    language
        ISO 639-1 code; empty where unknown.
    roles
        What the words of its language say beside numbers (`numbers.roles_of`).
    text
        Its fields, each ended by a separator.
    words
        Its words in normal form.
    start, end
        Place of each word in ``text``.
    fields
        Field of each word.
    numbers
        Whether each word is made of digits.
    clause
        Number of the clause each word stands in.
    title_end
        Number of words in the title.
    hits
        Terms found, in the order of the text; they do not overlap.
    kinds
        The terms found, by kind.
    by_word
        Which term covers a word.
    counters
        Words at which a number may begin: digits, and terms that count or are counted.
    denies
        Whether it holds a word such as "not" or "without".
    price
        Asking price, or None.
    is_free
        Whether the price says that it is free.
    category
        What the marketplace's category says: ``live``, ``parts`` or nothing.
    """

    language: str
    roles: dict[str, str]
    text: str
    words: list[str]
    start: list[int]
    end: list[int]
    fields: list[int]
    numbers: list[bool]
    clause: list[int]
    title_end: int
    hits: list[Hit]
    kinds: dict[str, list[Hit]]
    by_word: dict[int, Hit]
    counters: list[int]
    denies: bool
    price: float | None
    is_free: bool
    category: str

    def between(self, word: int) -> str:
        """Return what stands between a word and the one before it."""
        if word <= 0:
            return self.text[: self.start[0]] if self.start else ""
        if word >= len(self.words):
            return self.text[self.end[-1] :]
        return self.text[self.end[word - 1] : self.start[word]]

    def parted(self, word: int, marks: frozenset[str]) -> bool:
        """Say whether one of some characters stands between a word and the one before it."""
        return not marks.isdisjoint(self.between(word))

    def says(self, word: int, places: Iterable[int], *roles: str) -> bool:
        """Say whether one of some places, in the clause of a word, has one of some roles."""
        return any(
            0 <= place < len(self.words)
            and self.roles.get(self.words[place]) in roles
            and self.clause[place] == self.clause[word]
            for place in places
        )

    def bracketed(self, word: int) -> bool:
        """Say whether a bracket is open before a word ("Acropora (tenuis, millepora)")."""
        for place in range(word, 0, -1):
            gap = self.between(place)
            if ")" in gap or self.fields[place] != self.fields[word]:
                return False
            if "(" in gap:
                return True
        return False

    def plus_between(self, one: Hit, other: Hit) -> bool:
        """Say whether a plus parts two terms of a title ("ivory chess set + whale tooth")."""
        places = range(min(one.last, other.last), max(one.first, other.first) + 1)
        titled = one.field == other.field == TITLE
        return titled and any("+" in self.between(place) for place in places)

    def plural(self, word: int) -> bool:
        """Say whether a word of English or French ends as a plural does."""
        return self.language in ("en", "fr") and self.words[word].endswith("s")

    def of_kind(self, kind: str) -> list[Hit]:
        """Return the terms of a kind, in the order of the text."""
        return self.kinds.get(kind, _NONE)

    def link_before(self, word: int, reach: int = 1) -> str:
        """Return the code of the nearest link word within ``reach`` words before a word."""
        if "link" not in self.kinds:
            return ""
        for place in range(word - 1, max(word - 1 - reach, -1), -1):
            if word < len(self.words) and self.fields[place] != self.fields[word]:
                return ""
            hit = self.by_word.get(place)
            if hit is not None and hit.term.kind == "link":
                return "" if self.numbered(hit) else hit.term.code
        return ""

    def numbered(self, hit: Hit) -> bool:
        """Say whether "no." stands for "number" ("Art 10 no. 543872", "4 no. tortoises")."""
        one = hit.last - hit.first == 1 and self.words[hit.first] == "no"
        counted = one and hit.first > 0 and self.numbers[hit.first - 1]
        if counted and self.between(hit.last).startswith("."):
            return True
        return one and hit.last < len(self.words) and self.numbers[hit.last]

    def denied(self, word: int) -> bool:
        """Say whether the words before a word deny it ("pas en résine", "NOT made of resin").

        Link words such as "of" and one short word may stand between; a denial also reaches the
        words joined to a denied one ("kein Resin oder Plastik").
        """
        if not self.denies:
            return False
        if self.language == "ru" and self._refused(word):
            return True
        own = self.by_word.get(word)
        named = own is not None and own.term.kind == "taxon"
        passed = 0
        for place in range(word - 1, max(word - 5, -1), -1):
            if self.clause[place] != self.clause[word]:
                return False
            hit = self.by_word.get(place)
            if hit is not None and hit.term.kind == "link":
                if self.words[place] in _ANSWERS and self.parted(hit.last, COMMA):
                    return False  # "Rossturako? Nein, sind Hartlaub-Turakos"
                if hit.term.code in ("not", "without") and not self.numbered(hit):
                    return True
                continue
            if named and self.roles.get(self.words[place]) == "but":
                return False  # "не лодка, а попугай"
            if hit is not None and hit.term.kind == "decoy":
                continue
            if self.language == "de" and self.between(place + 1).startswith("- "):
                continue  # "Keine Pfirsich- oder Schwarzköpfchen"
            if self.roles.get(self.words[place]) == "genuine":
                continue  # "НЕ настоящая кобра"
            passed += 1
            before = self.by_word.get(place - 1)
            thing = own is not None and own.term.kind == "decoy"  # "не китайский пластик"
            right = thing and before is not None and before.term.code in ("not", "without")
            if passed > 1 or not (right or len(self.words[place]) <= ARTICLE + 1):
                return False
        return False

    def _refused(self, word: int) -> bool:
        """Say whether the seller tells behind a Russian word that he does not ("не режу")."""
        for place in range(word + 1, min(word + 4, len(self.words) - 1)):
            if self.clause[place] != self.clause[word] or self.parted(place, COMMA):
                return False
            if self.words[place] == "не":
                return self.words[place + 1].endswith(_FIRST_PERSON)
        return False

    def position_in_field(self, word: int) -> int:
        """Count the words of the same field before a word."""
        place = word
        while place > 0 and self.fields[place - 1] == self.fields[word]:
            place -= 1
        return word - place

    def quote(self, first: int, last: int) -> str:
        """Return words as they stand in the listing."""
        return self.text[self.start[first] : self.end[last - 1]]
