"""What advertisers write, composed from fragments, numbers and slips."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from wildlife_analysis import reference

__all__ = ["Writer"]

# Telephone numbers and addresses from ranges reserved for fiction, or not allocated.
PHONES = {
    "fr": ("06 39 98 {:02d} {:02d}", "01 99 00 {:02d} {:02d}"),
    "de": ("0171 39200{:02d}", "030 23125{:03d}"),
    "en": ("07700 900{:03d}", "01632 960{:03d}"),
    "ru": ("8 943 000-{:02d}-{:02d}", "+7 943 000 {:02d} {:02d}"),
}
NAMES = {
    "fr": ("Jean Martel", "Claire Dubreuil", "Luc Fontanier"),
    "de": ("Herr Brinkhoff", "Frau Lindemayr", "Jens Altkamp"),
    "en": ("Sarah Millthorpe", "Tom Ashgrove", "Mr Penhallow"),
    "ru": ("Иван Петрищев", "Ольга Самарина", "Антон Вересов"),
}
MANY = {
    "en": ("{n} x {name}", "{n} {name}", "lot of {n} {name}", "{name} x{n}"),
    "fr": ("{n} {name}", "lot de {n} {name}", "{name} x{n}", "{name} (lot de {n})"),
    "de": ("{n} {name}", "{n} Stück {name}", "{name} {n} Stück", "{n}x {name}"),
    "ru": ("{n} шт {name}", "{name} {n} шт", "{name} {n} штук", "{n} {name}"),
}
PAIR = {
    "en": ("pair of {name}", "{name} pair"),
    "fr": ("couple de {name}", "{name} en couple"),
    "de": ("Paar {name}", "{name} Pärchen"),
    "ru": ("пара {name}", "{name} пара"),
}
WANTED = {
    "en": ("Wanted: {name}", "Looking for {name}", "WTB {name}"),
    "fr": ("Cherche {name}", "Recherche {name}", "Je recherche {name}"),
    "de": ("Suche {name}", "Gesuch {name}", "Ich suche {name}"),
    "ru": ("Куплю {name}", "Ищу {name}", "Куплю недорого {name}"),
}
GIFT = {
    "en": "free to good home {name}",
    "fr": "à donner {name}",
    "de": "{name} zu verschenken",
    "ru": "отдам {name} в добрые руки",
}
POSTED = {
    "en": ("today", "yesterday", "{ago} days ago", "%d/%m/%Y"),
    "fr": ("Aujourd'hui, %H:%M", "Hier, %H:%M", "il y a {ago} jours", "%d/%m/%Y"),
    "de": ("Heute, %H:%M", "Gestern, %H:%M", "vor {ago} Tagen", "%d.%m.%Y"),
    "ru": ("сегодня %H:%M", "вчера %H:%M", "{ago} дня назад", "%d.%m.%Y"),
}
PRICES = {
    "en": ("{s}{n:,}", "{s}{n:,} ono", "{n} {c}"),
    "fr": ("{n} {s}", "{t} {s}", "{n}{s} à débattre", "{t} {c}"),
    "de": ("{d} {s}", "{d} {s} VB", "VB {d} {s}", "{n},- {s}"),
    "ru": ("{t} {s}", "{n} {s}", "{t} {c}"),
}
SIGNS = {"EUR": "€", "GBP": "£", "RUB": "руб.", "USD": "$"}


@cache
def _fragments(language: str, role: str) -> list[str]:
    table = reference.table("replica/phrases")
    chosen = table[(table["language"] == language) & (table["role"] == role)]
    return chosen["text"].tolist()


@dataclass
class Writer:
    """Writes texts in one language with one source of chance."""

    generator: np.random.Generator

    def pick(self, options: list[str] | tuple[str, ...]) -> str:
        """Choose one of several texts."""
        return options[int(self.generator.integers(len(options)))]

    def phone(self, language: str) -> str:
        """Make a telephone number nobody has."""
        template = self.pick(PHONES[language])
        numbers = self.generator.integers(0, 100, size=2)
        return template.format(*(int(n) for n in numbers))

    def fragment(self, language: str, role: str, year: int, place: str) -> tuple[str, str]:
        """Fill one fragment; the second value is the personal data in it."""
        text = self.pick(_fragments(language, role))
        phone, name = self.phone(language), self.pick(NAMES[language])
        mail = f"annonce{int(self.generator.integers(1000))}@example.com"
        values = {
            "age": int(self.generator.integers(2, 14)),
            "year": year - int(self.generator.integers(1, 5)),
            "old": 1850 + 10 * int(self.generator.integers(0, 9)),
            "cm": int(self.generator.integers(8, 90)),
            "g": 10 * int(self.generator.integers(8, 99)),
            "place": place,
            "phone": phone,
            "mail": mail,
            "name": name,
        }
        personal = [str(values[k]) for k in ("phone", "mail", "name") if "{" + k + "}" in text]
        return text.format(**values), "|".join(personal)

    def offer_title(self, language: str, name: str, count: int) -> str:
        """Name what is offered and how many."""
        if count == 2 and self.generator.random() < 0.5:
            return self.pick(PAIR[language]).format(name=name)
        if count > 1:
            return self.pick(MANY[language]).format(n=count, name=name)
        return name

    def description(
        self, language: str, role: str, year: int, place: str, contact: bool
    ) -> tuple[str, str]:
        """Compose a description; the second value is the personal data in it."""
        roles = ["open"] * int(self.generator.random() < 0.4)
        roles += [role] * int(self.generator.integers(1, 4))
        roles += ["extra"] * int(self.generator.integers(0, 3))
        roles += ["contact"] * int(contact)
        pieces, personal, seen = [], [], set()
        for wanted in roles:
            text, own = self.fragment(language, wanted, year, place)
            if text in seen:
                continue
            seen.add(text)
            pieces.append(text)
            if own:
                personal.append(own)
        joint = self.pick((". ", ", ", ". ", " - "))
        return joint.join(pieces), "|".join(personal)

    def slip(self, text: str) -> str:
        """Now and then swap two letters inside the longest word, or shout."""
        chance = self.generator.random()
        if chance < 0.04:
            word = max(text.split(), key=len)
            if len(word) >= 8 and word.isalpha():
                at = int(self.generator.integers(2, len(word) - 2))
                wrong = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
                return text.replace(word, wrong, 1)
        return text.upper() if chance > 0.95 else text

    def price(self, language: str, currency: str, amount: int) -> str:
        """Write a price the way of the country."""
        template = self.pick(PRICES[language])
        return template.format(
            s=SIGNS.get(currency, currency),
            c=currency,
            n=amount,
            t=f"{amount:,}".replace(",", " "),
            d=f"{amount:,}".replace(",", "."),
        )
