"""A view of a survey: filters that compose, and what can be asked of what is left."""

from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from wildlife_analysis import count
from wildlife_analysis.explore import ads, draw, intervals
from wildlife_analysis.explore.filters import Mask, check
from wildlife_analysis.explore.survey import Survey, positions
from wildlife_analysis.reference import SurveyError, nearest

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["BASES", "Specimens"]

BASES = ("specimens", "listings")


class Specimens:
    """Specimens of a survey that pass some filters; nothing in it changes.

    Made by `Survey.specimens` and `where`.
    """

    def __init__(self, survey: Survey, filters: tuple[tuple[str, Any], ...] = ()) -> None:
        self.survey, self.filters = survey, filters

    # -- narrowing -------------------------------------------------------------------------

    def where(
        self,
        *,
        country_code: Any = None,
        marketplace: Any = None,
        taxon: Any = None,
        taxon_group: Any = None,
        product: Any = None,
        appendix: Any = None,
        offer: Any = None,
        month: Any = None,
        price_usd: Any = None,
        decided: bool | None = None,
        in_doubt: bool | None = None,
        text: str | None = None,
        **others: Any,
    ) -> "Specimens":
        """Keep what passes all filters, the ones before included.

        Parameters
        ----------
        country_code, marketplace, taxon_group, product, appendix, offer, month
            A value of the column, or a list of them. Months are written 2017-09.
        taxon
            Scientific name of any rank, or a list; synonyms are understood.
        price_usd
            Lower and upper asking price in US dollars; None leaves an end open. Without a
            price in dollars a listing is left out.
        decided
            True: a person has decided on the listing; False: nobody has.
        in_doubt
            True: the rules or the model are in doubt and nobody has decided.
        text
            Word or phrase in title or description, whatever its case and accents.
        **others
            ``eu_annex``, ``subgroup``, ``form`` (live, part), ``documents``, ``language``,
            ``count_method``, ``match_method``.

        Returns
        -------
        Specimens

        Raises
        ------
        SurveyError
            When a filter or a value is unknown; the message names the nearest.

        Examples
        --------
        >>> survey = wildlife_analysis.load("2018")
        >>> live = survey.specimens.where(form="live", country_code=["DE", "FR"])
        >>> set(live.by("country_code")["country_code"]) == {"DE", "FR"}
        True
        """
        given = {
            "country_code": country_code, "marketplace": marketplace, "taxon": taxon,
            "taxon_group": taxon_group, "product": product, "appendix": appendix,
            "offer": offer, "month": month, "price_usd": price_usd, "decided": decided,
            "in_doubt": in_doubt, "text": text, **others,
        }  # fmt: skip
        more = [
            (name, check(self.survey, name, wanted))
            for name, wanted in given.items()
            if wanted is not None
        ]
        return Specimens(self.survey, (*self.filters, *more))

    @cached_property
    def mask(self) -> Mask:
        """Which rows of the survey's frame are in the view."""
        kept = np.ones(len(self.survey.frame), dtype=bool)
        for name, wanted in self.filters:
            kept &= self.survey.mask(name, wanted)
        return kept

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The rows of the view, one a listing × taxon × product; see `rows.read`."""
        return self.survey.frame if self.mask.all() else self.survey.frame[self.mask]

    def only(self, dimension: str, code: str | None) -> Mask:
        """Say which rows of the survey's frame lie in one row of `by`."""
        frame, keys = count.keyed(self.survey.frame, [dimension])
        column = frame[keys[0]]
        own = column.isna() if code is None else column.astype("str").eq(code).fillna(False)
        return self.mask & own.to_numpy(dtype=bool)

    # -- counting --------------------------------------------------------------------------

    @property
    def dimensions(self) -> list[str]:
        """What can be counted by."""
        return list(count.DIMENSIONS)

    def by(self, *dimensions: str) -> pd.DataFrame:
        """Count listings and specimens.

        Parameters
        ----------
        *dimensions
            Any of `dimensions`; none for the total.

        Returns
        -------
        pandas.DataFrame
            The columns of `count.both`; beside listings and specimens the 95 % interval of
            their true number, and its ``status``; see `intervals`. Most specimens first,
            zeros where it was searched without a find.

        Raises
        ------
        SurveyError
            When a dimension is unknown; the message names the nearest.

        Examples
        --------
        >>> survey = wildlife_analysis.load("2018")
        >>> table = survey.specimens.by("country_code", "taxon_group")
        >>> list(table.columns[:5])
        ['country_code', 'taxon_group', 'listings', 'listings_low', 'listings_high']
        >>> int(table["specimens"].sum()) == survey.specimens.total["specimens"]
        True
        """
        for name in dimensions:
            if name not in count.DIMENSIONS:
                near = nearest(str(name), self.dimensions)
                raise SurveyError(f"no dimension {name!r}; nearest: {near}")
        frame, keys = count.keyed(self.frame, list(dimensions))
        counts = count.summed(frame, keys, self._searched())
        counts = self._inside(counts)
        if not keys and counts.empty:
            counts = counts.reindex([0]).fillna(0).astype(counts.dtypes)
        return intervals.add(self.survey, counts, keys, self.mask, self.filters)

    def _searched(self) -> pd.DataFrame:
        """Return the searched cells that the filters do not leave out."""
        return self._inside(self.survey.coverage)

    def _inside(self, table: pd.DataFrame) -> pd.DataFrame:
        """Leave out rows of places and months that were filtered away."""
        for name, wanted in self.filters:
            if name in ("country_code", "marketplace", "month") and name in table:
                table = table[table[name].isin(wanted)]
        return table.reset_index(drop=True)

    @cached_property
    def total(self) -> dict[str, Any]:
        """The one row of `by` without dimensions: listings, specimens, sellers and so on."""
        row = self.by().iloc[0]
        return {
            str(name): None
            if pd.isna(value)
            else value
            if isinstance(value, str)
            else value.item()
            for name, value in row.items()
        }

    # -- looking ---------------------------------------------------------------------------

    def chart(self, dimension: str, basis: str = "specimens", *, most: int = 15) -> draw.Page:
        """Draw the count by a dimension as bars, with intervals where audited.

        Parameters
        ----------
        dimension
            One of `dimensions`.
        basis
            ``specimens`` or ``listings``.
        most
            Number of bars.

        Returns
        -------
        Chart
            Shown in a cell as a picture; its ``figure`` is the one of matplotlib.
        """
        return draw.chart(self, dimension, _basis(basis), most)

    def map(self, basis: str = "specimens") -> draw.Page:
        """Show the count by country as a map of tiles of equal size; see `chart`."""
        return draw.Page(draw.tiles(self.survey, self.by("country_code"), _basis(basis)))

    @property
    def listing_ids(self) -> list[str]:
        """Identifiers of the listings in the view, repeated ones left out."""
        once = self.mask & ~self.survey.frame["repeated"].to_numpy(dtype=bool)
        at = positions(once, self.survey.frame)
        return [str(i) for i in self.survey.ids.take(at).to_pylist()]

    def ads(self, page: int = 1, size: int = 10) -> draw.Page:
        """Show a page of the advertisements: masked, the words that decided highlighted.

        Examples
        --------
        >>> wildlife_analysis.load("2018").specimens.where(text="ivory").ads(page=2, size=5)
        <Page>
        """
        return draw.Page(ads.page(self.survey, self.mask, page, size))

    def ads_table(self) -> pd.DataFrame:
        """Return the advertisements as a table; see `ads.table`."""
        return ads.table(self.survey, self.mask)

    # -- passing on ------------------------------------------------------------------------

    def code(self, *dimensions: str) -> str:
        """Return the three lines of code that make the view and count it.

        Examples
        --------
        >>> survey = wildlife_analysis.load("2018")
        >>> print(survey.specimens.where(country_code="FR").code("taxon_group"))
        from wildlife_analysis import load
        view = load('2018').specimens.where(country_code='FR')
        view.by('taxon_group')
        """
        calls: list[dict[str, str]] = []
        for name, wanted in self.filters:
            if not calls or name in calls[-1]:
                calls.append({})
            calls[-1][name] = _literal(wanted)
        wheres = "".join(
            f".where({', '.join(f'{name}={text}' for name, text in call.items())})"
            for call in calls
        )
        return (
            "from wildlife_analysis import load\n"
            f"view = load({self.survey.name!r}).specimens{wheres}\n"
            f"view.by({', '.join(map(repr, dimensions))})"
        )

    def export(self, folder: "str | Path", *dimensions: str) -> "list[Path]":
        """Write the count and its advertisements to CSV files that no spreadsheet runs.

        Parameters
        ----------
        folder
            Made where it does not exist; files of the same name are replaced.
        *dimensions
            What to count by.

        Returns
        -------
        list of pathlib.Path
            ``counts.csv`` and ``ads.csv``, their names beginning with the survey's.
        """
        return ads.export(self.survey, self.mask, self.by(*dimensions), folder)

    def send_to_review(self, most: int = 50) -> str:
        """Put the advertisements into the review queue.

        Parameters
        ----------
        most
            So many at most, in the order of the survey.

        Returns
        -------
        str
            A sentence that says how many were sent, and how many were there before.
        """
        return ads.send(self.survey, self.mask, most)

    # -- how it reads in a cell ------------------------------------------------------------

    def __dir__(self) -> list[str]:
        return [name for name in object.__dir__(self) if not name.startswith("_")]

    def __len__(self) -> int:
        return int(self.mask.sum())

    def __bool__(self) -> bool:
        return True

    def describe(self) -> str:
        """Say which filters are set."""
        said = [f"{name} {_said(wanted)}" for name, wanted in self.filters]
        return " · ".join(said) or "no filter"

    def __repr__(self) -> str:
        total = self.total
        return (
            f"<Specimens of {self.survey.id}, {self.describe()}: {total['listings']:,} "
            f"listings, {total['specimens']:,} specimens>"
        )

    def _repr_html_(self) -> str:
        return (
            f"<p><b>{escape(self.survey.title)}</b> · {escape(self.describe())}</p>"
            + draw.headline(self.survey, self.total)
        )


def _basis(basis: str) -> str:
    if basis not in BASES:
        raise SurveyError(f"no basis {basis!r}; write {' or '.join(BASES)}")
    return basis


def _literal(wanted: Any) -> str:
    """Write what a filter says as code."""
    if isinstance(wanted, tuple) and len(wanted) == 1:
        return repr(wanted[0])
    if isinstance(wanted, tuple) and all(isinstance(value, str) for value in wanted):
        return repr(list(wanted))
    return repr(wanted)


def _said(wanted: Any) -> str:
    if isinstance(wanted, bool):
        return "yes" if wanted else "no"
    if isinstance(wanted, str):
        return f"“{wanted}”"
    if any(end is None or isinstance(end, float) for end in wanted):
        low, high = ("…" if end is None else f"{end:g}" for end in wanted)
        return f"{low} to {high}"
    return ", ".join(wanted)
