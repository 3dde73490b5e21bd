"""Replica surveys with known truth, made from printed figures; always labelled as simulated.

Where a figure is not printed, an assumption stands in ``reference/replica`` and in the
``survey.toml`` of the replica. The vocabulary is written apart from ``reference/terms``, so
that the replicas test the recognition of specimens instead of echoing it.
"""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from wildlife_analysis import reference
from wildlife_analysis.simulate.plan import plan
from wildlife_analysis.simulate.rows import DAYS, WINDOWS, rows
from wildlife_analysis.simulate.write import columns, write

__all__ = ["survey"]

TITLES = {
    "2014": "Replica of the 2014 survey of 16 countries",
    "2018": "Replica of the 2018 survey of four countries",
}
PRINTED = {
    "2014": "IFAW 2014, Wanted - Dead or Alive: totals as printed in the press",
    "2018": "IFAW 2018, Disrupt: Wildlife Cybercrime: totals as printed in the press",
}
ASSUMPTIONS = (
    "The exact days of fieldwork are not printed: six weeks were chosen.",
    "Scope is Appendix I and II; for 2018 sources disagree (I and II, or I and Annex A).",
    "Numbers by country and group that are not printed divide the printed totals: "
    "reference/replica/plan.csv.",
    "Marketplaces that are not named in print bear invented names under example.org.",
    "Countries with other languages get texts in English, French, German or Russian.",
    "Each advertisement offers one taxon; prices are drawn to sum to near the printed value.",
)


def survey(
    survey_id: str, output: Path, *, listings: int | None = None, seed: int = 1
) -> dict[str, int]:
    """Write a replica survey.

    Parameters
    ----------
    survey_id
        ``2014`` or ``2018``.
    output
        Folder for the raw files, ``survey.toml``, ``coverage.csv``, ``columns.csv`` and
        ``truth.parquet`` (never read by ``process``).
    listings
        Advertisements in scope; the printed number by default.
    seed
        The same seed writes the same bytes.

    Returns
    -------
    dict
        What was written: rows, advertisements and specimens in scope, and the printed ones.

    Raises
    ------
    SurveyError
        When there is no such survey.

    Examples
    --------
    >>> facts = simulate.survey("2018", folder / "replica", listings=40, seed=1)
    >>> facts["advertisements in scope"]
    40
    """
    generator = np.random.default_rng(seed)
    planned = plan(survey_id, listings, generator)
    frame = rows(survey_id, planned, generator)
    output.mkdir(parents=True, exist_ok=True)
    truth = write(frame, output, generator)
    truth.to_parquet(output / "truth.parquet", index=False)
    countries = sorted(planned.ads["country_code"].unique())
    (output / "survey.toml").write_text(_toml(survey_id, countries), encoding="utf-8")
    _coverage(survey_id, planned.ads).to_csv(output / "coverage.csv", index=False)
    (output / "columns.csv").write_text(columns(), encoding="utf-8")
    return {
        "raw rows": len(frame),
        "advertisements in scope": len(planned.ads),
        "printed advertisements": planned.printed["ads"],
        "specimens in scope": int(planned.ads["specimens"].sum()),
        "printed specimens": planned.printed["specimens"],
    }


def _toml(survey_id: str, countries: list[str]) -> str:
    first = WINDOWS[survey_id].date()
    last = first + timedelta(days=DAYS - 1)
    assumptions = "\n".join(f'  "{text}",' for text in ASSUMPTIONS)
    return (
        f'id = "{survey_id}"\n'
        f'title = "{TITLES[survey_id]}"\n'
        f"publication_year = {survey_id}\n"
        f"fieldwork_from = {first}\n"
        f"fieldwork_to = {last}\n"
        f"countries = {countries}\n".replace("'", '"')
        + 'scope = ["I", "II"]\n'
        "simulated = true\n"
        'licence = "CC0-1.0"\n'
        f'source = "Simulated from printed figures. {PRINTED[survey_id]}"\n'
        f"assumptions = [\n{assumptions}\n]\n"
    )


def _coverage(survey_id: str, ads: pd.DataFrame) -> pd.DataFrame:
    """List the searched marketplaces, those where nothing was found included."""
    first = WINDOWS[survey_id].date()
    last = first + timedelta(days=DAYS - 1)
    wanted = reference.table("replica/coverage")
    wanted = wanted[wanted["survey"] == survey_id]
    numbers = dict(zip(wanted["country_code"], wanted["sites"].astype(int), strict=True))
    found = ads.groupby("country_code")["marketplace"].unique()
    cells = []
    for country, sites in found.items():
        names = sorted(sites)
        social = {"facebook.com", "instagram.com", "twitter.com", "vk.com"}
        number = 1
        while len([n for n in names if n not in social]) < numbers.get(str(country), 0):
            name = f"quiet-{number}.{str(country).lower()}.example.org"
            names.append(name)
            number += 1
        cells += [
            {
                "country_code": country,
                "marketplace": name,
                "searched_from": first,
                "searched_to": last,
                "weeks": DAYS // 7,
            }
            for name in names
        ]
    return pd.DataFrame(cells)
