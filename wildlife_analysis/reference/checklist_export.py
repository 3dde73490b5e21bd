"""Read an official export of the CITES checklist ("Index of CITES Species", CSV)."""

import gzip
import hashlib
import io
import re
from dataclasses import dataclass
from datetime import date as Date
from pathlib import Path

import pandas as pd

from wildlife_analysis.reference.errors import SurveyError

__all__ = ["Export", "read_export", "scientific_names"]

NEEDED = ("FullName", "RankName", "CurrentListing", "Class", "Order", "Family")
OPTIONAL = (
    "Kingdom",
    "FullAnnotationEnglish",
    "SynonymsWithAuthors",
    "EnglishNames",
    "FrenchNames",
    "SpanishNames",
)
RANKS = ("SUBSPECIES", "SPECIES", "GENUS", "SUBFAMILY", "FAMILY", "ORDER", "CLASS")
LISTING = re.compile(r"(?:I|II|III|NC)(?:/(?:I|II|III|NC))*")
GROUPS = {
    "Reptilia": "reptile",
    "Aves": "bird",
    "Mammalia": "mammal",
    "Amphibia": "amphibian",
    "Actinopteri": "fish",
    "Actinopterygii": "fish",
    "Elasmobranchii": "fish",
    "Coelacanthi": "fish",
    "Dipneusti": "fish",
    "Sarcopterygii": "fish",
    "Anthozoa": "coral",
    "Hydrozoa": "coral",
    "Arachnida": "invertebrate",
    "Bivalvia": "invertebrate",
    "Cephalopoda": "invertebrate",
    "Gastropoda": "invertebrate",
    "Hirudinoidea": "invertebrate",
    "Hirudinea": "invertebrate",
    "Clitellata": "invertebrate",
    "Holothuroidea": "invertebrate",
    "Insecta": "invertebrate",
    "Malacostraca": "invertebrate",
}
_DATE = re.compile(r"(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
_LARGEST = 400_000_000  # bytes of text; the export of 2017 has 33 million
# A name is a genus and a small-lettered word or two, at the start or after a comma. Authors
# after a comma are written with capitals, but for what joins them.
_NAME = re.compile(
    r"(?:^|, )([A-Z][a-zë]+(?: \([A-Z][a-zë]+\))? "
    r"(?!(?:in|ex|et|and|de|von|van|der|den|du|da|dos|le|la|nec|non|sensu|auct|ined) )"
    r"[a-zë][a-zë-]{2,}(?: (?!(?:von|van|der|den|dos|nec|non|auct) )[a-zë][a-zë-]{2,})?)"
    r"(?=[ ,]|$)"
)


@dataclass(frozen=True)
class Export:
    """An export as read: the animals of it.

    Attributes
    ----------
    date
        Day of the export (ISO 8601).
    file, sha256
        Name and hash of the file.
    rows
        Rows of the file, plants included.
    animals
        Columns ``NEEDED`` and ``OPTIONAL`` (str; empty where the file has none), and
        ``taxon_group``; one row per taxon.
    """

    date: str
    file: str
    sha256: str
    rows: int
    animals: pd.DataFrame


def read_export(path: Path, date: str | None = None) -> Export:
    """Read the animals of a checklist export.

    Parameters
    ----------
    path
        CSV file in UTF-8, plain or ``.gz``.
    date
        Day of the export; taken from the name of the file where not given.

    Returns
    -------
    Export

    Raises
    ------
    SurveyError
        When the file cannot be read, is no checklist export, tells no date, or has a row with
        an unknown rank, class or Appendix, or a name twice.
    """
    try:
        content = path.read_bytes()
        text = _text(content)
    except (OSError, EOFError, ValueError) as error:
        raise SurveyError(f"{path}: cannot be read ({error})") from error
    try:
        table = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False, na_values=[])
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise SurveyError(f"{path}: not a CSV table ({error})") from error
    missing = [name for name in NEEDED if name not in table.columns]
    if missing:
        raise SurveyError(
            f"{path}: not an export of the CITES checklist: column {', '.join(missing)} is "
            "missing; choose 'Index of CITES Species' and the format CSV when you download it"
        )
    day = _day(path, date)
    for name in OPTIONAL:
        if name not in table.columns:
            table[name] = "Animalia" if name == "Kingdom" else ""
    animals = table[table["Kingdom"].str.strip().str.casefold() == "animalia"]
    if animals.empty:
        raise SurveyError(f"{path}: holds no animals (Kingdom Animalia)")
    animals = animals[[*NEEDED, *OPTIONAL]].apply(lambda column: column.str.strip())
    _check(path, animals)
    group = animals["Class"].map(GROUPS)
    return Export(
        date=day,
        file=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        rows=len(table),
        animals=animals.assign(taxon_group=group).reset_index(drop=True),
    )


def _day(path: Path, date: str | None) -> str:
    """Take the day of the export from the option or from the name of the file."""
    found = _DATE.search(path.name)
    text = date or ("-".join(found.groups()) if found else "")
    if not text:
        raise SurveyError(
            f"{path}: the name tells no date; say when it was exported: --date YYYY-MM-DD"
        )
    try:
        return Date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise SurveyError(f"{path}: {text!r} is no date; --date YYYY-MM-DD") from error


def _text(content: bytes) -> str:
    """Unpack and decode, refusing what unpacks to more than any checklist."""
    if content[:2] == b"\x1f\x8b":
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
            content = file.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise ValueError(f"unpacks to more than {_LARGEST} bytes")
    return content.decode("utf-8-sig")


def _check(path: Path, animals: pd.DataFrame) -> None:
    """Name the first row with a value that is not understood."""
    listing = animals["CurrentListing"]
    wrong = {
        "RankName": ~animals["RankName"].isin(RANKS),
        "Class": ~animals["Class"].isin(GROUPS) & (animals["Class"] != ""),
        "CurrentListing": ~listing.str.fullmatch(LISTING.pattern) & (listing != ""),
        "FullName": (animals["FullName"] == "") | animals["FullName"].duplicated(),
    }
    for column, rows in wrong.items():
        if rows.any():
            row = int(rows.idxmax())
            value = animals.loc[row, column]
            more = f" (and {int(rows.sum()) - 1} more)" if rows.sum() > 1 else ""
            why = " stands there twice or is empty" if column == "FullName" else ""
            raise SurveyError(
                f"{path}, row {row + 2}: {column} {value!r} is not understood{why}{more}"
            )


def scientific_names(synonyms: str) -> list[str]:
    """Take the names out of a cell of synonyms with their authors.

    Parameters
    ----------
    synonyms
        Such as ``Testudo perses Perälä, 2002, Furculachelys whitei (Bennett, 1836)``.

    Returns
    -------
    list of str
        Two or three words each; a subgenus in brackets is left out.

    Examples
    --------
    >>> scientific_names("Testudo perses Perälä, 2002, Furculachelys whitei (Bennett, 1836)")
    ['Testudo perses', 'Furculachelys whitei']
    """
    found = []
    for match in _NAME.finditer(synonyms):
        name = re.sub(r" \([^)]*\)", "", match.group(1))
        words = name.split()
        # "Felis concolor var" and the like end in a word that is no epithet
        if words[-1] in ("var", "ssp", "subsp", "forma"):
            words = words[:-1]
        if len(words) > 1:
            found.append(" ".join(words))
    return list(dict.fromkeys(found))
