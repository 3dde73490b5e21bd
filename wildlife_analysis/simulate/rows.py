"""From the plan to raw rows: offers, decoys, wanted ads, repetitions, and their truth."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from wildlife_analysis import reference
from wildlife_analysis.simulate.plan import Plan
from wildlife_analysis.simulate.texts import GIFT, POSTED, WANTED, Writer

__all__ = ["WINDOWS", "rows"]

# First day of six weeks of fieldwork (assumption: "early 2014", "autumn 2017").
WINDOWS = {"2014": datetime(2014, 1, 20), "2018": datetime(2017, 9, 18)}
DAYS = 42
# Printed sums of asking prices in US dollars.
VALUE = {"2014": 10_708_137.0, "2018": 3_942_329.0}
PRICED = 0.85
# Rows added for each advertisement in scope.
EXTRA = {"decoy": 0.22, "wanted": 0.06, "reposted": 0.06, "cross_posted": 0.03, "again": 0.03}
CATEGORIES = {
    "live": {"en": "Pets", "fr": "Animaux", "de": "Tiere", "ru": "Животные"},
    "part": {"en": "Antiques", "fr": "Antiquités", "de": "Antiquitäten", "ru": "Антиквариат"},
    "none": {"en": "", "fr": "", "de": "", "ru": ""},
}


class Maker:
    """Makes rows with one source of chance."""

    def __init__(self, survey_id: str, plan: Plan, generator: np.random.Generator) -> None:
        self.survey_id, self.plan, self.generator = survey_id, plan, generator
        self.writer = Writer(generator)
        table = reference.table("replica/places")
        self.places = {row["country_code"]: row for row in table.to_dict("records")}
        self.made: list[dict[str, Any]] = []
        animals = plan.animals
        unit = animals["price_usd"].to_numpy()[plan.ads["animal"]]
        base = unit * plan.ads["specimens"].to_numpy() ** 0.7
        self.level = VALUE[survey_id] / (base.sum() * PRICED)
        if len(plan.ads) != plan.printed["ads"]:
            self.level *= len(plan.ads) / plan.printed["ads"]

    def add(self, country: str, market: str, **values: Any) -> dict[str, Any]:
        """Add one row: what every advertisement has, and what the caller gives."""
        place = self.places[country]
        language, generator = place["language"], self.generator
        start = WINDOWS[self.survey_id]
        posted = start + timedelta(days=int(generator.integers(DAYS)), hours=8)
        posted += timedelta(minutes=int(generator.integers(600)))
        ago = int(generator.integers(4))
        collected = posted.replace(hour=21) + timedelta(days=ago)
        form = POSTED[language][min(ago, 2)] if ago < 4 and generator.random() < 0.6 else None
        text = (form or POSTED[language][3]).replace("{ago}", str(ago))
        price = values.pop("usd", None)
        amount = 0
        if price is not None:
            amount = max(round(price / float(place[f"usd_{self.survey_id}"])), 1)
            amount = int(float(f"{amount:.2g}"))
        number = len(self.made) + 1
        seller = f"{country.lower()}_{int(generator.pareto(1.3) * 40) + 1}"
        row = {
            "listing_id": f"{self.survey_id[2:]}{number:07d}",
            "marketplace": market,
            "country": country,
            "url": f"https://example.org/{market}/{number}",
            "price": self.writer.price(language, place["currency"], amount) if amount else "",
            "location": self.writer.pick(place["places"].split("|")),
            "posted": posted.strftime(text),
            "scraped_at": collected.strftime("%Y-%m-%dT%H:%M:%S"),
            "seller": seller,
            "duplicate_of": "",
            "pii": "",
            "price_usd": amount * float(place[f"usd_{self.survey_id}"]),
            "language": language,
            "scientific_name": "",
            "product": "",
            "specimen_count": 0,
            **values,
        }
        self.made.append(row)
        return row

    def text(self, country: str, role: str) -> tuple[str, str]:
        """Compose a description with contact data in one of twelve."""
        place = self.places[country]
        town = self.writer.pick(place["places"].split("|"))
        year = WINDOWS[self.survey_id].year
        return self.writer.description(
            place["language"], role, year, town, bool(self.generator.random() < 0.08)
        )

    def offer(self, country: str, market: str, animal: Any, count: int) -> None:
        """Add an advertisement in scope."""
        language = self.places[country]["language"]
        name = self.writer.pick(animal[language].split("|"))
        title = self.writer.offer_title(language, name, count)
        gift = bool(animal["part"] == "live" and self.generator.random() < 0.03)
        if gift:
            title = GIFT[language].format(name=title)
        priced = not gift and self.generator.random() < PRICED
        usd = (
            animal["price_usd"] * count**0.7 * self.level * self.generator.lognormal(-0.18, 0.6)
        )
        body, personal = self.text(country, animal["part"])
        self.add(
            country,
            market,
            title=self.writer.slip(title),
            description=body,
            category=CATEGORIES[animal["part"]][language],
            kind="in_scope",
            offer="giveaway" if gift else "sale",
            usd=usd if priced else None,
            pii=personal,
            scientific_name=animal["scientific_name"],
            product=animal["product"],
            specimen_count=count,
        )

    def decoy(self, country: str, market: str, decoy: Any) -> None:
        """Add an advertisement that only sounds like wildlife."""
        body, personal = self.text(country, "extra")
        live = decoy["kind"] in ("unlisted", "equipment", "food")
        self.add(
            country,
            market,
            title=decoy["title"],
            description=f"{decoy['description']}. {body}",
            category=CATEGORIES["live" if live else "none"][decoy["language"]],
            kind=f"decoy_{decoy['kind']}",
            offer="none" if decoy["kind"] == "service" else "sale",
            usd=float(decoy["price_usd"]) * self.generator.lognormal(0, 0.4),
            pii=personal,
        )

    def wanted(self, country: str, market: str, animal: Any) -> None:
        """Add an advertisement that seeks an animal."""
        language = self.places[country]["language"]
        name = self.writer.pick(animal[language].split("|"))
        body, personal = self.text(country, "extra")
        self.add(
            country,
            market,
            title=self.writer.pick(WANTED[language]).format(name=name),
            description=body,
            category=CATEGORIES["live"][language],
            kind="wanted",
            offer="wanted",
            pii=personal,
        )

    def repeat(self, first: dict[str, Any], kind: str, markets: list[str]) -> None:
        """Add a repetition of an advertisement."""
        values = dict(first)
        values |= {"kind": kind, "duplicate_of": first["listing_id"]}
        language = first["language"]
        if kind != "again":
            values["url"] += "-r"
            values["listing_id"] += "r"
            extra, _ = self.writer.fragment(language, "extra", 2017, first["location"])
            values["description"] += ". " + extra
        else:
            values["listing_id"] = first["listing_id"]
        if kind == "cross_posted":
            others = [m for m in markets if m != first["marketplace"]]
            values["marketplace"] = self.writer.pick(others or markets)
        later = datetime.fromisoformat(first["scraped_at"]) + timedelta(days=2)
        values["scraped_at"] = later.strftime("%Y-%m-%dT%H:%M:%S")
        if kind != "again":
            values["posted"] = (later - timedelta(days=1)).strftime(POSTED[language][3])
        self.made.append(values)


def rows(survey_id: str, plan: Plan, generator: np.random.Generator) -> pd.DataFrame:
    """Write the raw rows of a replica survey.

    Parameters
    ----------
    survey_id
        ``2014`` or ``2018``.
    plan
        Advertisements in scope.
    generator
        Source of chance.

    Returns
    -------
    pandas.DataFrame
        One row a raw row, in mixed order: what the raw files hold, and the truth beside it
        (``kind``, ``offer``, ``scientific_name``, ``product``, ``specimen_count``,
        ``duplicate_of``, ``pii``, ``price_usd``).
    """
    maker = Maker(survey_id, plan, generator)
    animals = plan.animals.to_dict("records")
    for ad in plan.ads.itertuples(index=False):
        maker.offer(ad.country_code, ad.marketplace, animals[ad.animal], int(ad.specimens))
    offers = list(maker.made)
    sites = list(zip(plan.ads["country_code"], plan.ads["marketplace"], strict=True))
    table = reference.table("replica/decoys")
    decoys = {language: rows.to_dict("records") for language, rows in table.groupby("language")}
    live = [a for a in animals if a["part"] == "live"]
    size = len(offers)
    for _ in range(round(EXTRA["decoy"] * size)):
        country, market = sites[int(generator.integers(size))]
        own = decoys[maker.places[country]["language"]]
        maker.decoy(country, market, own[int(generator.integers(len(own)))])
    for _ in range(round(EXTRA["wanted"] * size)):
        country, market = sites[int(generator.integers(size))]
        maker.wanted(country, market, live[int(generator.integers(len(live)))])
    markets = plan.ads.groupby("country_code")["marketplace"].unique().map(list).to_dict()
    for kind in ("reposted", "cross_posted", "again"):
        chosen = generator.choice(size, size=round(EXTRA[kind] * size), replace=False)
        for i in chosen.tolist():
            maker.repeat(offers[i], kind, markets[offers[i]["country"]])
    frame = pd.DataFrame(maker.made)
    return frame.iloc[generator.permutation(len(frame))].reset_index(drop=True)
