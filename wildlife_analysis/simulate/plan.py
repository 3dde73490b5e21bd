"""How many advertisements and specimens a replica holds, cell by cell, as printed."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis import reference

__all__ = ["Plan", "plan"]

# Advertisements for parts among those of a group (assumption; printed: 80 % of specimens live).
PART_SHARE = {"reptile": 0.12, "bird": 0.15, "mammal": 0.70, "other": 0.50, "ivory": 1.0}
# Grey parrots on Leboncoin: printed for both surveys.
PARROT = ("FR", "leboncoin.fr", "Psittacus erithacus")
PARROTS = {"2014": 250, "2018": 9}


@dataclass(frozen=True)
class Plan:
    """Advertisements to write.

    Attributes
    ----------
    ads
        One row an advertisement: ``country_code``, ``marketplace``, ``animal`` (row of
        ``animals``), ``specimens``.
    animals
        The table ``simulation/animals``.
    printed
        Totals the plan was made from: ``ads``, ``specimens``.
    """

    ads: pd.DataFrame
    animals: pd.DataFrame
    printed: dict[str, int]


def spread(total: int, weights: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Divide a total in proportion to weights, by largest remainder."""
    weight = np.asarray(weights, dtype=float)
    share = weight / weight.sum() * total
    result = np.floor(share).astype(np.int64)
    order = np.argsort(-(share - result), kind="stable")
    result[order[: total - int(result.sum())]] += 1
    return result


def plan(survey_id: str, listings: int | None, generator: np.random.Generator) -> Plan:
    """Plan the advertisements in scope of a replica survey.

    Parameters
    ----------
    survey_id
        ``2014`` or ``2018``.
    listings
        Advertisements in scope; the printed number by default. Another number scales every
        cell.
    generator
        Source of chance.

    Returns
    -------
    Plan

    Raises
    ------
    SurveyError
        When there is no such survey.
    """
    cells = reference.table("replica/plan")
    cells = cells[cells["survey"] == survey_id]
    if cells.empty:
        raise reference.SurveyError(f"no replica of survey {survey_id!r}; known: 2014, 2018")
    cells = cells.astype({"ads": int, "specimens": int}).reset_index(drop=True)
    printed = {"ads": int(cells["ads"].sum()), "specimens": int(cells["specimens"].sum())}
    parrots = PARROTS[survey_id]
    if listings is not None:
        factor = listings / printed["ads"]
        ads = spread(listings, cells["ads"])
        extra = spread(
            round((printed["specimens"] - printed["ads"]) * factor),
            cells["specimens"] - cells["ads"],
        )
        cells = cells.assign(ads=ads, specimens=ads + extra)
        parrots = round(parrots * factor)
    animals = reference.table("replica/animals").astype({"weight": float, "price_usd": float})
    parts = []
    for cell in cells.itertuples():
        if not cell.ads:
            continue
        animal = _animals(cell.taxon_group, int(cell.ads), animals, generator)
        specimens = _specimens(int(cell.specimens), animal, animals, generator)
        parts.append(
            pd.DataFrame(
                {"country_code": cell.country_code, "animal": animal, "specimens": specimens}
            )
        )
    ads = pd.concat(parts, ignore_index=True)
    ads["marketplace"] = _marketplaces(survey_id, ads, listings is None, generator)
    return Plan(_parrots(ads, animals, parrots), animals, printed)


def _animals(
    group: str, number: int, animals: pd.DataFrame, generator: np.random.Generator
) -> npt.NDArray[np.int64]:
    """Draw what each advertisement of a cell offers."""
    own = animals[animals["taxon_group"] == group]
    parts = round(PART_SHARE[group] * number)
    drawn = []
    for kind, size in (("part", parts), ("live", number - parts)):
        rows = own[own["part"] == kind]
        if size:
            weight = rows["weight"].to_numpy()
            drawn.append(
                generator.choice(rows.index.to_numpy(), size=size, p=weight / weight.sum())
            )
    return generator.permutation(np.concatenate(drawn))


def _specimens(
    total: int,
    animal: npt.NDArray[np.int64],
    animals: pd.DataFrame,
    generator: np.random.Generator,
) -> npt.NDArray[np.int64]:
    """Divide the specimens of a cell: one each, the rest in lots of living animals mostly."""
    product = animals["product"].to_numpy()[animal]
    lots = np.where(product == "live", 1.0, np.where(product == "ivory", 0.6, 0.15))
    weight = lots * generator.gamma(0.35, size=len(animal)) + 1e-9
    # Nobody offers more than this in one advertisement of the replicas.
    limit = 400
    extra = generator.multinomial(total - len(animal), weight / weight.sum())
    while (over := np.clip(extra - limit, 0, None)).sum():
        extra = np.minimum(extra, limit)
        room = (extra < limit) / max((extra < limit).sum(), 1)
        extra += generator.multinomial(int(over.sum()), room)
    return 1 + extra


def _marketplaces(
    survey_id: str, ads: pd.DataFrame, full: bool, generator: np.random.Generator
) -> pd.Series:
    """Give each advertisement its marketplace; printed numbers are met exactly."""
    sites = reference.table("replica/sites")
    sites = sites[sites["survey"].isin(["both", survey_id])]
    result = pd.Series("", index=ads.index, dtype="str")
    for country, rows in ads.groupby("country_code").groups.items():
        own = sites[sites["country_code"] == country]
        names = own["marketplace"].tolist()
        weight = own["weight"].astype(float).tolist()
        names += [f"site-{i}.{str(country).lower()}.example.org" for i in range(1, 5)]
        weight += [max(sum(weight), 1.0) * 0.03] * 4
        fixed = own[f"ads_{survey_id}"]
        number = {
            n: int(v) for n, v in zip(own["marketplace"], fixed, strict=True) if v and full
        }
        rest = [i for i, n in enumerate(names) if n not in number]
        shares = spread(len(rows) - sum(number.values()), [weight[i] for i in rest])
        number |= {names[i]: int(s) for i, s in zip(rest, shares, strict=True)}
        drawn = np.repeat(list(number), list(number.values()))
        result.loc[rows] = generator.permutation(drawn)
    return result


def _parrots(ads: pd.DataFrame, animals: pd.DataFrame, wanted: int) -> pd.DataFrame:
    """Put just so many grey parrots on Leboncoin, trading places with other birds."""
    country, site, name = PARROT
    parrot = animals.index[(animals["scientific_name"] == name) & (animals["part"] == "live")][
        0
    ]
    bird = animals["taxon_group"].to_numpy()[ads["animal"]] == "bird"
    french = ((ads["country_code"] == country) & bird).to_numpy()
    there = (ads["marketplace"] == site).to_numpy()
    result = ads.copy()
    site_rows = np.flatnonzero(french & there)
    other_rows = np.flatnonzero(french & ~there)
    missing = wanted - len(site_rows)
    if missing > 0:
        movable = np.flatnonzero((ads["country_code"] == country).to_numpy() & there & ~bird)
        swap, take = other_rows[:missing], movable[:missing]
        market = result["marketplace"].to_numpy(dtype=object).copy()
        market[swap], market[take] = market[take].copy(), market[swap].copy()
        result["marketplace"] = pd.Series(market, index=ads.index, dtype="str")
        site_rows = np.flatnonzero(french & (market == site))
    other = animals.index[(animals["scientific_name"] == "Ara ararauna")][0]
    animal = result["animal"].to_numpy().copy()
    animal[site_rows] = np.where(animal[site_rows] == parrot, other, animal[site_rows])
    animal[site_rows[:wanted]] = parrot
    return result.assign(animal=animal)
