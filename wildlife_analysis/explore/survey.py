"""A processed survey to explore: nothing is read before it is asked for."""

import json
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from wildlife_analysis import count, review
from wildlife_analysis.explore import rows
from wildlife_analysis.explore.filters import VALUES, Mask, check, keep, taxa_of
from wildlife_analysis.reference import SurveyError, nearest
from wildlife_analysis.reference.home import PACKAGE, home
from wildlife_analysis.words import Words

if TYPE_CHECKING:
    from wildlife_analysis.explore.specimens import Specimens

__all__ = ["Survey", "load"]

MANIFEST = "manifest.json"
# Answers to filters that are kept: moving one filter leaves the others as they were.
KEPT = 64


def _folders() -> list[Path]:
    """List the folders in which processed surveys are looked for."""
    places = [Path("data"), home(), PACKAGE.parent / "data"]
    return list(dict.fromkeys((place / "processed").resolve() for place in places))


def load(survey: str | Path, *, review_folder: str | Path | None = None) -> "Survey":
    """Open a processed survey.

    Parameters
    ----------
    survey
        Identifier of the survey, such as ``"2018"`` (its folder in ``data/processed``), or
        the folder that ``process`` wrote.
    review_folder
        Folder of people's decisions on the survey; ``data/review/<survey>`` beside
        ``data/processed`` by default.

    Returns
    -------
    Survey
        Reads what is asked for when it is asked for.

    Raises
    ------
    SurveyError
        When there is no such survey; the message names the nearest.

    Examples
    --------
    >>> survey = wildlife_analysis.load("2018")
    >>> parrots = survey.specimens.where(country_code="FR", taxon="Psittaciformes")
    >>> table = parrots.by("marketplace", "product")
    >>> int(table["specimens"].sum()) == parrots.total["specimens"]
    True
    """
    folder = _find(survey)
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise SurveyError(f"{folder / MANIFEST}: not a manifest ({error})") from error
    if review_folder is None:
        review_folder = folder.parents[1] / "review" / str(manifest["survey"]["id"])
    return Survey(folder, manifest, Path(review_folder), _name(folder))


def _name(folder: Path) -> str:
    """Return the shortest text by which `load` finds a folder from anywhere."""
    try:
        return folder.name if _find(folder.name) == folder else str(folder)
    except SurveyError:
        return str(folder)


def _find(survey: str | Path) -> Path:
    """Return the folder of a survey."""
    given = Path(survey).expanduser()
    if (given / MANIFEST).is_file():
        return given.resolve()
    for folder in _folders():
        if (folder / given / MANIFEST).is_file():
            return (folder / given).resolve()
    there = sorted({p.parent.name for f in _folders() for p in f.glob(f"*/{MANIFEST}")})
    if not there:
        raise SurveyError(
            f"no processed survey {str(survey)!r}, nor any other; make one with "
            "'wildlife-analysis process FILE --output data/processed/NAME'"
        )
    raise SurveyError(
        f"no processed survey {str(survey)!r}; nearest: {nearest(str(survey), there)}; "
        "or give the folder that 'process' wrote"
    )


class Survey:
    """A processed survey to explore; made by `load`.

    Attributes
    ----------
    folder
        Where its tables lie.
    manifest
        What the run recorded.
    review_folder
        Folder of people's decisions on it.
    name
        Text by which `load` finds it again.
    words
        Language of charts and names; English unless set.
    """

    def __init__(
        self, folder: Path, manifest: dict[str, Any], review_folder: Path, name: str
    ) -> None:
        self.folder, self.manifest, self.name = folder, manifest, name
        self.review_folder = review_folder
        self.words = Words("en")
        self._masks: dict[tuple[str, Any], Mask] = {}
        self._values: dict[str, list[str]] = {}

    @property
    def id(self) -> str:
        """Identifier of the survey."""
        return str(self.manifest["survey"]["id"])

    @property
    def title(self) -> str:
        """Title of the survey."""
        return self.words.title(self.manifest["survey"])

    @property
    def simulated(self) -> bool:
        """Whether the survey is a replica."""
        return bool(self.manifest["survey"].get("simulated"))

    @property
    def specimens(self) -> "Specimens":
        """Everything that counts; narrow it with `where`, count it with `by`."""
        from wildlife_analysis.explore.specimens import Specimens

        return Specimens(self)

    def tables(self) -> count.Processed:
        """Load all tables whole, for the functions of `count` and `compare`."""
        return count.load(self.folder)

    # -- read when asked for ---------------------------------------------------------------

    @cached_property
    def _read(self) -> tuple[pd.DataFrame, pa.Array]:
        return rows.read(self.folder, tuple(self.manifest["survey"]["scope"]))

    @property
    def frame(self) -> pd.DataFrame:
        """Rows listing × taxon × product that count, text as categories; see `rows.read`."""
        return self._read[0]

    @property
    def ids(self) -> pa.Array:
        """Identifiers of the counted listings, in the order of their numbers in `frame`."""
        return self._read[1]

    @cached_property
    def texts(self) -> pa.Table:
        """What the counted listings say, in the order of `ids`."""
        return rows.read_texts(self.folder)

    @cached_property
    def everything(self) -> pd.DataFrame:
        """What is known of every listing; see `rows.everything`."""
        return rows.everything(self.folder)

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """Country × marketplace cells searched; empty where not declared."""
        path = self.folder / "coverage.parquet"
        if path.exists():
            return pd.read_parquet(path)
        return pd.DataFrame({"country_code": [], "marketplace": []}, dtype="str")

    @cached_property
    def audited(self) -> pd.DataFrame | None:
        """The audit sample with its decisions; None where there is none."""
        path = self.folder / "audited.parquet"
        if not path.exists() or not pq.read_metadata(path).num_rows:
            return None
        return pd.read_parquet(path)

    @cached_property
    def decided(self) -> frozenset[str]:
        """Identifiers of the listings that a person has decided on."""
        made = review.in_force(review.made(self.review_folder))
        return frozenset(made["listing_id"])

    def values(self, name: str) -> list[str]:
        """List the values that a filter can take in this survey.

        Examples
        --------
        >>> survey = wildlife_analysis.load("2018")
        >>> survey.values("country_code")
        ['DE', 'FR', 'GB', 'RU']
        """
        if name not in (*VALUES, "taxon"):
            raise SurveyError(
                f"{name!r} has no list of values; nearest: {nearest(name, [*VALUES, 'taxon'])}"
            )
        if name not in self._values:
            self._values[name] = self._list(name)
        return list(self._values[name])

    def _list(self, name: str) -> list[str]:
        column = self.frame["scientific_name" if name == "taxon" else name]
        found = {str(value) for value in column.dropna().unique()}
        if name == "taxon":
            return taxa_of(found)
        if name in ("country_code", "marketplace"):
            found |= set(self.coverage[name].astype("str"))
        return sorted(found)

    def mask(self, name: str, wanted: Any) -> Mask:
        """Say which rows of `frame` a filter keeps; the last answers are kept."""
        key = (name, check(self, name, wanted))
        if key not in self._masks:
            while len(self._masks) >= KEPT:
                del self._masks[next(iter(self._masks))]
            self._masks[key] = keep(self, *key)
        return self._masks[key]

    def listing(self, listing_id: str) -> "Listing":
        """Show one listing: masked, the words that decided marked, and what was decided.

        Raises
        ------
        SurveyError
            When the survey has no such listing.
        """
        path = self.folder / "listings.parquet"
        row = pd.read_parquet(path, filters=[("listing_id", "==", listing_id)])
        if row.empty:
            known = pq.read_table(path, columns=["listing_id"])["listing_id"].to_pylist()
            raise SurveyError(
                f"no listing {listing_id!r} in survey {self.id}; "
                f"nearest: {nearest(listing_id, known)}"
            )
        return Listing(row)

    # -- how it reads in a cell ------------------------------------------------------------

    def __dir__(self) -> list[str]:
        return [name for name in object.__dir__(self) if not name.startswith("_")]

    def __repr__(self) -> str:
        accounts = self.manifest["accounts"]
        kind = "simulated, " if self.simulated else ""
        return (
            f"<Survey {self.id}: {kind}{accounts['listings']:,} listings, "
            f"{accounts['unique']:,} counted, {accounts['specimens']:,} specimens>"
        )

    def _repr_html_(self) -> str:
        accounts = self.manifest["accounts"]
        badge = "<b>Simulated data.</b> " if self.simulated else ""
        steps = [
            ("raw rows", accounts["raw_rows"]),
            ("listings", accounts["listings"]),
            ("in scope", accounts["in_scope"]),
            ("counted once", accounts["unique"]),
            ("specimens", accounts["specimens"]),
        ]
        cells = "".join(
            f'<td style="text-align:left"><b>{self.words.number(number)}</b><br>{name}</td>'
            for name, number in steps
        )
        return (
            f"<p><b>{escape(self.title)}</b><br>{badge}"
            f"Count it with <code>.specimens.by(…)</code>.</p><table><tr>{cells}</tr></table>"
        )


class Listing:
    """One listing as it reads in a cell; made by `Survey.listing`."""

    def __init__(self, row: pd.DataFrame) -> None:
        from wildlife_analysis.review import display

        self._row = display.masked(row)

    def __repr__(self) -> str:
        row = self._row.iloc[0]
        return f"<Listing {row['listing_id']}: {row['title']!r}>"

    def _repr_html_(self) -> str:
        from wildlife_analysis.review import display

        return display.listing(self._row, highlight=True) + display.answer(self._row)


def positions(mask: Mask, frame: pd.DataFrame) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return the numbers of the listings that a mask keeps, each once, in order."""
    return np.unique(frame["listing_id"].to_numpy()[mask])
