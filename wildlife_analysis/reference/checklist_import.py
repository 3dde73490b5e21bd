"""Turn a checklist export into tables with the columns of the reference tables."""

import json
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from wildlife_analysis.reference import checklist, taxonomy
from wildlife_analysis.reference.checklist_export import Export, read_export, scientific_names
from wildlife_analysis.reference.errors import SurveyError
from wildlife_analysis.reference.languages import languages
from wildlife_analysis.reference.tables import matching_key, table

__all__ = ["Imported", "import_checklist", "tables_of"]

VERNACULAR = {"en": "EnglishNames", "fr": "FrenchNames", "es": "SpanishNames"}
SHORTEST = 6  # letters of a name of one word
# Dictionaries in which a name of one word is looked up: also those of languages whose words
# turn up as loans and family names.
DICTIONARIES = ("en", "fr", "de", "es", "it", "la")
HIGHER = ("genus", "subfamily", "family", "order", "class")


@dataclass(frozen=True)
class Imported:
    """What an import wrote.

    Attributes
    ----------
    folder
        Where the tables stand.
    counts
        Rows by kind, in words for the user.
    dropped
        Number of names left out, by reason.
    notes
        What else the user should know, a sentence each.
    """

    folder: Path
    counts: dict[str, int]
    dropped: dict[str, int]
    notes: list[str]


def import_checklist(path: Path, date: str | None = None) -> Imported:
    """Import a checklist export; one of the same date is replaced.

    Parameters
    ----------
    path
        CSV file, plain or ``.gz``.
    date
        Day of the export; taken from the name of the file where not given.

    Returns
    -------
    Imported

    Raises
    ------
    SurveyError
        When the file is no export (see `read_export`), or the folder cannot be written.
    """
    export = read_export(path, date)
    made = tables_of(export)
    names = made["terms"]
    counts = {
        "animals in the export": len(export.animals),
        "taxa added": len(made["taxa"]),
        "taxa the reference tables have": len(export.animals) - len(made["taxa"]),
        **{
            f"names in {language}": int((names["language"] == language).sum())
            for language in ("la", *VERNACULAR)
        },
    }
    dropped = made["dropped"]["reason"].value_counts().sort_index()
    record = {
        "date": export.date,
        "source_file": export.file,
        "source_sha256": export.sha256,
        "source_rows": export.rows,
        "counts": counts,
        "dropped": {str(k): int(v) for k, v in dropped.items()},
    }
    target = checklist.folder() / export.date
    try:
        _write(target, made, record)
    except OSError as error:
        raise SurveyError(
            f"{target}: cannot be written ({error.strerror}); set WILDLIFE_ANALYSIS_HOME to a "
            "folder of yours"
        ) from error
    checklist.forget()
    unread = [language for language in VERNACULAR if language not in languages()]
    notes = [
        f"names in {language} are kept but not looked for: no row {language} in languages.csv"
        for language in unread
        if counts[f"names in {language}"]
    ]
    reasons = {str(k): int(v) for k, v in dropped.items()}
    return Imported(target, counts, reasons, notes)


def _write(target: Path, made: dict[str, pd.DataFrame], record: dict[str, object]) -> None:
    """Write the folder whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        for name, frame in made.items():
            frame.to_csv(draft / f"{name}.csv", index=False, lineterminator="\n")
        text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
        (draft / checklist.RECORD).write_text(text, encoding="utf-8")
        draft.chmod(0o755)
        if target.exists():
            shutil.rmtree(target)
        draft.replace(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def tables_of(export: Export) -> dict[str, pd.DataFrame]:
    """Make the tables of an export.

    Parameters
    ----------
    export
        As read.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``taxa``, ``appendices`` and ``terms`` with the columns of the reference tables, for
        what these lack; ``dropped`` with the names left out: ``term``, ``language``,
        ``scientific_name``, ``reason`` (kind ``checklist`` of the table ``reasons``), ``note``.
    """
    source = f"checklist {export.date}"
    animals = export.animals.assign(
        taxon_rank=export.animals["RankName"].str.lower(),
        synonyms=export.animals["SynonymsWithAuthors"].map(scientific_names),
    )
    codes = _codes(animals)
    animals = animals.assign(code=codes)
    new = animals[animals["code"] == animals["FullName"]]
    new = new[~new["FullName"].map(taxonomy.is_own)]
    cells = [animals[c].str.split(", ").explode() for c in ("FullName", *VERNACULAR.values())]
    single = {n for n in pd.concat(cells).dropna().str.strip() if n and " " not in n}
    names = _Names(source, _in_dictionaries(single))
    names.scientific(animals)
    for language, column in VERNACULAR.items():
        names.vernacular(animals, language, column)
    return {
        "taxa": _taxa(new, source),
        "appendices": _appendices(new, animals, source),
        "terms": pd.DataFrame(names.kept, columns=table("terms").columns),
        "dropped": pd.DataFrame(
            names.dropped, columns=["term", "language", "scientific_name", "reason", "note"]
        ),
    }


def _codes(animals: pd.DataFrame) -> list[str]:
    """Say under which name each taxon is reported: that of the reference tables, or its own.

    A taxon that the reference tables know by one of its synonyms, of the same rank, is that
    taxon.
    """
    names = set(animals["FullName"])
    codes = []
    for row in animals.to_dict("records"):
        name = row["FullName"]
        code = taxonomy.own_name(name)
        if code is None and row["taxon_rank"] == "species":
            own = {
                s for s in row["synonyms"] if len(s.split()) == 2 and taxonomy.is_own(s)
            } - names
            code = own.pop() if len(own) == 1 else None
        codes.append(code or name)
    return codes


def _taxa(new: pd.DataFrame, source: str) -> pd.DataFrame:
    """Describe the taxa that the reference tables lack."""
    subgroups = taxonomy.own_subgroups()
    rows = []
    for row in new.to_dict("records"):
        chain = (row["Family"], row["Order"], row["Class"])
        group, subgroup = next(
            (subgroups[taxon] for taxon in chain if taxon in subgroups),
            (row["taxon_group"] or "", ""),
        )
        rows.append(
            {
                "scientific_name": row["FullName"],
                "taxon_rank": row["taxon_rank"],
                "taxon_group": group,
                "subgroup": subgroup,
                "class": row["Class"],
                "order": row["Order"],
                "family": row["Family"],
                "source": source,
                "verified": "yes",
            }
        )
    return pd.DataFrame(rows).reindex(columns=table("taxa").columns, fill_value="")


def _appendices(new: pd.DataFrame, animals: pd.DataFrame, source: str) -> pd.DataFrame:
    """Write the Appendices, one row per population of a split listing."""
    species = animals[animals["taxon_rank"] == "species"]
    members: dict[str, Counter[str]] = defaultdict(Counter)
    for name, family, order, listing in zip(
        species["FullName"],
        species["Family"],
        species["Order"],
        species["CurrentListing"],
        strict=True,
    ):
        for taxon in {name.split()[0], family, order}:
            members[taxon][listing.split("/")[-1]] += 1
    rows = []
    for row in new.to_dict("records"):
        codes = [code for code in row["CurrentListing"].split("/") if code]
        usual = codes[-1] if codes else ""
        if len(codes) > 1 and row["taxon_rank"] in HIGHER:
            count = members[row["FullName"]]
            usual = max(codes, key=lambda code: (count[code], codes.index(code)))
        elif len(codes) > 1 and _is_the_rule(row["FullAnnotationEnglish"]):
            usual = "I"
        for code in codes:
            population = "" if len(codes) == 1 else f"split listing {row['CurrentListing']}"
            rows.append(
                {
                    "scientific_name": row["FullName"],
                    "scheme": "CITES",
                    "code": code,
                    "population": population,
                    "usual": "yes" if code == usual else "no",
                    "source": source,
                    "verified": "yes",
                }
            )
    return pd.DataFrame(rows).reindex(columns=table("appendices").columns, fill_value="")


def _is_the_rule(annotation: str) -> bool:
    """Say whether Appendix I is the rule and another Appendix the exception."""
    text = annotation.removeprefix("Appendix I:").strip()
    return text.startswith(("Included in Appendix I, except", "Except the population"))


@cache
def _ordinary() -> dict[tuple[str, str], str]:
    """Return words and names that are held off, by word and language."""
    rows = table("checklist_words")
    return {
        (matching_key(w), language): reason
        for w, language, reason in zip(
            rows["word"], rows["language"], rows["reason"], strict=True
        )
    }


@cache
def _everyday() -> frozenset[str]:
    """Return first names, places and function words."""
    columns = (
        ("given_names", "name"),
        ("places", "name"),
        ("function_words", "word"),
        ("marketplaces", "marketplace"),
    )
    return frozenset(matching_key(v) for t, c in columns if c in table(t) for v in table(t)[c])


def _in_dictionaries(words: set[str]) -> frozenset[str]:
    """Return the words that a dictionary knows; a dictionary is read once, one at a time."""
    from simplemma import is_known

    found: set[str] = set()
    for language in DICTIONARIES:
        for word in words - found:
            if is_known(word, lang=language) or is_known(word.lower(), lang=language):
                found.add(word)
    return frozenset(found)


class _Names:
    """Names kept and names left out, as they are gone through."""

    def __init__(self, source: str, in_dictionaries: frozenset[str]) -> None:
        self.source = source
        self.in_dictionaries = in_dictionaries
        self.kept: list[dict[str, str]] = []
        self.dropped: list[dict[str, str]] = []
        own = table("terms")
        self.own: dict[str, str] = {}
        for term, forms, kind, code in zip(
            own["term"], own["forms"], own["kind"], own["code"], strict=True
        ):
            for text in (term, *(forms.split("|") if "|" in forms or " " in forms else ())):
                self.own.setdefault(matching_key(text), f"{kind} {code}")
        self.heads = self._heads(own)

    @staticmethod
    def _heads(own: pd.DataFrame) -> frozenset[str]:
        """Return the words that name animals by themselves in the reference terms."""
        rows = own[(own["kind"] == "taxon") & own["language"].isin(["en", "fr"])]
        keys = [matching_key(term).split() for term in rows["term"]]
        held = {word for word, _ in _ordinary()}
        return frozenset(words[0] for words in keys if len(words) == 1) - held

    def _drop(self, term: str, language: str, taxa: Iterable[str], reason: str) -> None:
        note = self.own.get(matching_key(term), "") if reason == "own_term" else ""
        self.dropped.append(
            {
                "term": term,
                "language": language,
                "scientific_name": "|".join(sorted(taxa)),
                "reason": reason,
                "note": note,
            }
        )

    def _keep(self, term: str, language: str, code: str, needs: str) -> None:
        self.kept.append(
            dict.fromkeys(table("terms").columns, "")
            | {
                "term": term,
                "language": language,
                "kind": "taxon",
                "code": code,
                "needs": needs,
                "source": self.source,
            }
        )

    def _single(self, name: str) -> str:
        """Say why a name of one word is left out; empty where it is not."""
        if len(matching_key(name)) < SHORTEST:
            return "short"
        if matching_key(name) in _everyday() or name in self.in_dictionaries:
            return "ordinary_word"
        return ""

    def scientific(self, animals: pd.DataFrame) -> None:
        """Go through the scientific names: accepted ones first, then synonyms."""
        accepted = dict(zip(animals["FullName"], animals["code"], strict=True))
        of_synonym: dict[str, set[str]] = defaultdict(set)
        for synonyms, code in zip(animals["synonyms"], animals["code"], strict=True):
            for synonym in synonyms:
                of_synonym[synonym].add(code)
        for name, code in accepted.items():
            self._scientific(name, {code})
        for name, codes in of_synonym.items():
            if name not in accepted:
                self._scientific(name, codes)

    def _scientific(self, name: str, codes: set[str]) -> None:
        key = matching_key(name)
        code = min(codes)
        reason = _ordinary().get((key, "la"), "")
        if key in self.own:
            if self.own[key] != f"taxon {code}":
                self._drop(name, "la", codes, "own_term")
        elif reason:
            self._drop(name, "la", codes, reason.replace("ordinary", "ordinary_word"))
        elif len(codes) > 1:
            self._drop(name, "la", codes, "ambiguous")
        elif " " in name or key.endswith(("idae", "inae", "formes")):
            self._keep(name, "la", code, "")
        elif reason := self._single(name):
            self._drop(name, "la", codes, reason)
        else:
            self._keep(name, "la", code, "context")

    def vernacular(self, animals: pd.DataFrame, language: str, column: str) -> None:
        """Go through the names in one language."""
        owners: dict[str, dict[str, str]] = defaultdict(dict)
        written: dict[str, str] = {}
        for cell, code in zip(animals[column], animals["code"], strict=True):
            for name in filter(None, (part.strip() for part in cell.split(", "))):
                owners[matching_key(name)][code] = name
                written.setdefault(matching_key(name), name)
        above = {
            row["code"]: {row["FullName"].split()[0], row["Family"], row["Order"], row["Class"]}
            for row in animals.to_dict("records")
        }
        read = language in languages()
        for key, codes in owners.items():
            name = written[key]
            words = key.split()
            if not words or any(c in name for c in "()[]/;:<>"):
                self._drop(name, language, codes, "unreadable")
                continue
            if key in self.own and read:
                self._drop(name, language, codes, "own_term")
                continue
            common = [c for c in codes if all(c == o or c in above[o] for o in codes)]
            if not common:
                self._drop(name, language, codes, "ambiguous")
                continue
            reason = self._single(name) if len(words) == 1 else ""
            if len(words) == 1 and (key, language) in _ordinary():
                reason = "ordinary_word"
            if reason:
                self._drop(name, language, codes, reason)
                continue
            head = words[0] if language in ("fr", "es") else words[-1]
            sure = len(words) > 1 and (head in self.heads or f"{head}s" in self.heads)
            self._keep(name, language, common[0], "" if sure else "context")
