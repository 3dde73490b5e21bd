"""The program against listings labelled by hand."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd

from wildlife_analysis import classify
from wildlife_analysis.reference import SurveyError, taxonomy

__all__ = ["labels", "scores"]

FIELDS = ("offer", "price", "date", "language", "documents")


def labels(path: Path) -> list[dict[str, Any]]:
    """Read labelled listings.

    Parameters
    ----------
    path
        JSON Lines; each line a raw listing with its labels under ``gold``.

    Returns
    -------
    list of dict

    Raises
    ------
    SurveyError
        When the file is missing, or a line is not JSON or has no ``gold``.
    """
    rows = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SurveyError(f"{path}: cannot be read ({error})") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            row["gold"]["in_scope"]
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise SurveyError(
                f"{path}, line {number}: not a labelled listing ({error})"
            ) from error
        rows.append(row)
    if not rows:
        raise SurveyError(f"{path}: no labelled listings")
    return rows


def _ratio(numerator: float, denominator: float) -> float:
    return round(numerator / denominator, 3) if denominator else float("nan")


def _prf(counts: Counter[str], name: str) -> dict[str, float]:
    tp, fp, fn = (counts[f"{name}_{k}"] for k in ("tp", "fp", "fn"))
    return {
        f"{name}_precision": _ratio(tp, tp + fp),
        f"{name}_recall": _ratio(tp, tp + fn),
        f"{name}_f1": _ratio(2 * tp, 2 * tp + fp + fn),
    }


def scores(
    gold: list[dict[str, Any]], listings: pd.DataFrame, specimens: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Compare processed listings with their labels.

    Parameters
    ----------
    gold
        Labelled listings.
    listings, specimens
        What `pipeline.process` made of them.

    Returns
    -------
    scores : pandas.DataFrame
        One row a language (``group``) and one for all: precision, recall and F1 of scope,
        taxon and product;
        accuracy of the other fields; exact and total specimen counts; and the F1 of calling
        nothing in scope (``baseline_f1``, always 0) and everything (``all_positive_f1``).
    errors : pandas.DataFrame
        Columns ``listing_id``, ``language``, ``field``, ``labelled``, ``computed``.
    """
    rows = listings.drop_duplicates("verbatim_listing_id").set_index("verbatim_listing_id")
    by_id = dict(iter(specimens.groupby("listing_id")))
    counts: dict[str, Counter[str]] = {}
    errors: list[dict[str, Any]] = []
    for row in gold:
        label, key = row["gold"], str(row["listing_id"])
        language = str(label["language"])
        found: Counter[str] = Counter({"listings": 1})
        if key not in rows.index:
            found["missing"] += 1
            errors.append(_error(key, language, "listing", "present", "missing"))
        else:
            listing = rows.loc[key]
            own = by_id.get(listing["listing_id"], specimens.iloc[:0])
            _compare(label, listing, own, found, errors, key, language)
        for group in (language, "all"):
            counts.setdefault(group, Counter()).update(found)
    table = pd.DataFrame(
        [{"group": group, **_summary(c)} for group, c in sorted(counts.items())]
    )
    columns = ["listing_id", "language", "field", "labelled", "computed"]
    return table, pd.DataFrame(errors, columns=columns)


def _error(key: str, language: str, field: str, labelled: Any, computed: Any) -> dict[str, Any]:
    return {
        "listing_id": key,
        "language": language,
        "field": field,
        "labelled": str(labelled),
        "computed": str(computed),
    }


def _compare(
    label: dict[str, Any],
    listing: pd.Series,
    own: pd.DataFrame,
    found: Counter[str],
    errors: list[dict[str, Any]],
    key: str,
    language: str,
) -> None:
    """Compare one listing with its label."""

    def note(field: str, right: bool, labelled: Any, computed: Any) -> None:
        found[f"{field}_n"] += 1
        found[f"{field}_ok"] += right
        if not right:
            errors.append(_error(key, language, field, labelled, computed))

    offered = bool(len(own)) and listing["offer"] in classify.OFFERED
    outcome = {(True, True): "tp", (True, False): "fp", (False, True): "fn"}
    found["scope_" + outcome.get((offered, label["in_scope"]), "tn")] += 1
    found["positive"] += label["in_scope"]
    if offered != label["in_scope"]:
        errors.append(
            _error(key, language, "scope", label["in_scope"], listing["rejection_reason"])
        )
    for name, column in (("taxon", "scientific_name"), ("product", "product")):
        labelled = [
            taxonomy.accepted(s[column]) if name == "taxon" else s[column]
            for s in label["specimens"]
        ]
        computed = own[column].tolist() if offered else []
        found[f"{name}_tp"] += len(set(labelled) & set(computed))
        found[f"{name}_fp"] += len(set(computed) - set(labelled))
        found[f"{name}_fn"] += len(set(labelled) - set(computed))
        if set(labelled) != set(computed):
            errors.append(
                _error(key, language, name, sorted(set(labelled)), sorted(set(computed)))
            )
        if name == "taxon":
            for code in set(labelled):
                near = {code, *taxonomy.ancestors(code)} & set(computed)
                found["near_n"] += 1
                found["near_ok"] += bool(near)
    wanted = sum(s["count"] for s in label["specimens"])
    got = int(own["specimen_count"].sum()) if offered else 0
    found["specimens_labelled"] += wanted
    found["specimens_computed"] += got
    if label["in_scope"]:
        note("count", wanted == got, wanted, got)
    if offered:
        first = own.drop_duplicates("scientific_name").set_index("scientific_name")
        for specimen in label["specimens"]:
            name = taxonomy.accepted(specimen["scientific_name"])
            for field, column in (("appendix", "cites_appendix"), ("eu_annex", "eu_annex")):
                if name in first.index and specimen[column]:
                    note(
                        field,
                        first.at[name, field] == specimen[column],
                        specimen[column],
                        first.at[name, field],
                    )
    note("offer", listing["offer"] == label["offer"], label["offer"], listing["offer"])
    note("language", listing["language"] == language, language, listing["language"])
    claimed = listing["documents"] != "none"
    note(
        "documents", claimed == label["documents_claimed"], label["documents_claimed"], claimed
    )
    note("price", *_price(label, listing))
    posted = listing["posted_on"]
    day = None if pd.isna(posted) else posted.date().isoformat()
    note("date", day == label["posted_on"], label["posted_on"], day)


def _price(label: dict[str, Any], listing: pd.Series) -> tuple[bool, str, str]:
    amount, currency = label["price_amount"], label["price_currency"]
    computed, code = listing["price_amount"], listing["price_currency"]
    texts = (f"{amount} {currency}", f"{computed} {code} ({listing['price_text']})")
    if amount is None or pd.isna(computed):
        return amount is None and bool(pd.isna(computed)), *texts
    same = abs(float(computed) - amount) < 0.01
    return same and (amount == 0 or currency is None or code == currency), *texts


def _summary(c: Counter[str]) -> dict[str, Any]:
    positive = c["positive"]
    return {
        "listings": c["listings"],
        "missing": c["missing"],
        **_prf(c, "scope"),
        "all_negative_f1": 0.0,
        "all_positive_f1": _ratio(2 * positive, positive + c["listings"]),
        **_prf(c, "taxon"),
        "taxon_or_ancestor_recall": _ratio(c["near_ok"], c["near_n"]),
        **_prf(c, "product"),
        "count_exact": _ratio(c["count_ok"], c["count_n"]),
        "specimens_labelled": c["specimens_labelled"],
        "specimens_computed": c["specimens_computed"],
        **{f: _ratio(c[f"{f}_ok"], c[f"{f}_n"]) for f in (*FIELDS, "appendix", "eu_annex")},
    }
