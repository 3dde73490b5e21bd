"""From scraped marketplace listings to the annual report on online wildlife trade.

The flow, which is also the order in which the modules may import each other::

    reference < read < clean < classify < duplicates < review < count < compare
              < words < charts < provenance < explore < report < pipeline < forget
              < commands < __main__

- ``reference``   every decision as a table (CSV), and the one loader of them
- ``read``        raw files -> listings with verbatim values; what cannot be read -> rejects
- ``clean``       text, language, price, date, place, personal data: flags, never drops
- ``classify``    which taxon, which product, how many, offered or wanted
- ``duplicates``  re-posts and cross-posts, linked, never deleted
- ``review``      people's decisions, which outrank the program's
- ``count``       listings and specimens by any dimensions
- ``compare``     survey with survey on shared coverage; computed with published
- ``words``       the report's language: sentences and numbers
- ``charts``      a counted table -> Axes
- ``provenance``  manifest, accounts, verify, trace a number to its listings
- ``explore``     a survey in a notebook: filters, counts, linked views
- ``report``      run the notebooks, assemble the report
- ``pipeline``    ``process`` a survey and ``report`` on it: composes the steps
- ``forget``      remove what is kept of a person
- ``simulate``    replica surveys with known truth (imports ``reference`` alone)
- ``evaluate``    the program against labelled listings
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wildlife_analysis.explore import Survey

__version__ = "0.1.0"


def load(survey: str | Path, *, review_folder: str | Path | None = None) -> "Survey":
    """Open a processed survey to explore it; see `explore.load`.

    Examples
    --------
    >>> survey = wildlife_analysis.load("2018")
    >>> table = survey.specimens.by("country_code", "taxon_group")
    >>> parrots = survey.specimens.where(country_code="FR", taxon="Psittaciformes")
    """
    from wildlife_analysis.explore import load as open_survey

    return open_survey(survey, review_folder=review_folder)
