"""The samples drawn for people to look at: ``samples.csv``, which only grows.

Every row keeps how it came there: purpose, seed, stratum, its size and the probability of
being drawn, and what the program said of the listing on that day.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from wildlife_analysis.reference import SurveyError
from wildlife_analysis.reference.tables import read_csv
from wildlife_analysis.review.decisions import FILE as DECISIONS
from wildlife_analysis.review.decisions import decisions, parse_specimens, standing
from wildlife_analysis.review.files import append_csv, plain

__all__ = ["COLUMNS", "DECIDED", "FILE", "PURPOSES", "append", "audited", "pending", "read"]

FILE = "samples.csv"
# Drawn at random; drawn for doubt; unknown words; chosen by hand while exploring.
PURPOSES = ("audit", "doubt", "new-terms", "chosen")
COLUMNS = [
    "survey",
    "draw",
    "purpose",
    "seed",
    "position",
    "listing_id",
    "stratum",
    "stratum_size",
    "inclusion_probability",
    "program_in_scope",
    "program_specimens",
]
# What an estimate needs of every listing drawn and decided, and what `audited` adds to it.
DECIDED = {
    "survey": "str",
    "listing_id": "str",
    "stratum": "str",
    "stratum_size": "int64",
    "inclusion_probability": "float64",
    "decided_in_scope": "bool",
    "decided_specimens": "int64",
}
AUDITED = DECIDED | {
    "predicted_in_scope": "bool",
    "predicted_specimens": "int64",
}


def read(folder: Path) -> pd.DataFrame:
    """Read the samples of a survey.

    Parameters
    ----------
    folder
        Folder of decisions on the survey.

    Returns
    -------
    pandas.DataFrame
        Columns of `COLUMNS`: draw, seed, position, stratum_size and program_specimens are
        int64, inclusion_probability float64 (NaN where nothing was drawn at random),
        program_in_scope bool, the others str. Empty where nothing was drawn.

    Raises
    ------
    SurveyError
        When the file is damaged or holds a listing twice.
    """
    path = folder / FILE
    if not path.exists():
        return _typed(pd.DataFrame(columns=COLUMNS, dtype="str"), path)
    table = read_csv(path)
    if missing := [column for column in COLUMNS if column not in table]:
        raise SurveyError(f"{path}: column {', '.join(missing)} is missing")
    table = _typed(table[COLUMNS], path)
    twice = table["listing_id"].duplicated()
    if twice.any():
        at = int(twice.to_numpy().argmax())
        raise SurveyError(
            f"{path}, row {at + 2}: listing {table['listing_id'].iloc[at]!r} was drawn before"
        )
    return table


def _typed(table: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Read the columns of text as what they hold."""
    result = table.assign(listing_id=table["listing_id"].map(plain).astype("str"))
    for column in ("draw", "seed", "position", "stratum_size", "program_specimens"):
        values = pd.to_numeric(table[column].map(plain), errors="coerce")
        _named(values.isna(), table, column, path)
        result[column] = values.astype("int64")
    chance = pd.to_numeric(table["inclusion_probability"].replace("", "nan"), errors="coerce")
    wrong = (chance.isna() & ~table["inclusion_probability"].isin(("", "nan"))) | ~(
        chance.isna() | ((chance > 0) & (chance <= 1))
    )
    _named(wrong, table, "inclusion_probability", path)
    _named(~table["program_in_scope"].isin(("True", "False")), table, "program_in_scope", path)
    _named(~table["purpose"].isin(PURPOSES), table, "purpose", path)
    return result.assign(
        inclusion_probability=chance.astype("float64"),
        program_in_scope=(table["program_in_scope"] == "True").astype(bool),
    )


def _named(wrong: pd.Series, table: pd.DataFrame, column: str, path: Path) -> None:
    if wrong.any():
        at = int(wrong.to_numpy().argmax())
        raise SurveyError(f"{path}, row {at + 2}: {column} is {table[column].iloc[at]!r}")


def append(folder: Path, drawn: pd.DataFrame, *, purpose: str, seed: int) -> pd.DataFrame:
    """Add a draw to the samples of a survey.

    Parameters
    ----------
    folder
        Folder of decisions on the survey; made where it does not exist.
    drawn
        Columns of `COLUMNS` without draw, purpose, seed and position, in the order in which
        people shall look.
    purpose
        One of `PURPOSES`.
    seed
        What the draw was made with.

    Returns
    -------
    pandas.DataFrame
        The rows written.

    Raises
    ------
    SurveyError
        When a listing was drawn before, or the file cannot be written.
    """
    before = read(folder)
    again = drawn["listing_id"].isin(before["listing_id"])
    if again.any():
        raise SurveyError(
            f"{folder / FILE}: drawn before: "
            f"{', '.join(drawn.loc[again, 'listing_id'].head(5))}"
        )
    rows = drawn.assign(
        draw=int(before["draw"].max()) + 1 if len(before) else 1,
        purpose=purpose,
        seed=seed,
        position=np.arange(1, len(drawn) + 1),
    )[COLUMNS]
    if len(rows):
        chance = rows["inclusion_probability"]
        text = [f"{value:.10g}" if value == value else "" for value in chance.tolist()]
        append_csv(folder / FILE, rows.astype("str").assign(inclusion_probability=text))
    return rows.reset_index(drop=True)


def pending(folder: Path, *, reviewer: str = "") -> pd.DataFrame:
    """List the drawn listings that wait for a decision.

    Parameters
    ----------
    folder
        Folder of decisions on the survey.
    reviewer
        Listings this reviewer has not decided on; nobody has, by default.

    Returns
    -------
    pandas.DataFrame
        Rows of `read`, in the order of the draws.
    """
    drawn = read(folder)
    file = folder / DECISIONS
    if not file.exists():
        return drawn
    from wildlife_analysis.review.decisions import in_force

    made = in_force(decisions(file))
    made = made[made["field"] == "counted"]
    if reviewer:
        made = made[made["reviewer"] == reviewer]
    return drawn[~drawn["listing_id"].isin(made["listing_id"])].reset_index(drop=True)


def audited(
    listings: pd.DataFrame,
    folder: Path | None,
    *,
    program: tuple[pd.DataFrame, pd.DataFrame] | None = None,
) -> pd.DataFrame:
    """Return what people decided on the audit sample: what the counts are corrected by.

    Parameters
    ----------
    listings
        Table of that name; says which survey, and which listings are still in it.
    folder
        Folder of decisions on the survey (`folder`), or None.
    program
        Listings and specimens as the program made them, before people's decisions were
        applied; what it said when the sample was drawn, by default.

    Returns
    -------
    pandas.DataFrame
        One row per listing that was drawn for audit and decided on (the standing decision):
        ``survey``, ``listing_id``, ``stratum`` (str), ``stratum_size`` (int: listings of the
        survey in the stratum), ``inclusion_probability`` (float: decided listings of the
        stratum over its size, so that the weights of a stratum sum to its size however many
        of the drawn listings were decided; the draw's own probability stays in
        ``samples.csv``), ``decided_in_scope`` (bool), ``decided_specimens`` (int; 0 where not
        counted), and what the program said: ``predicted_in_scope`` (bool),
        ``predicted_specimens`` (int; 0 where not counted). Where people
        counted a listing without writing specimens, the program's number stands, one at
        least. Empty with these columns where there is no audit.

    Raises
    ------
    SurveyError
        When a file is damaged, or the sample holds a listing that the survey does not.

    Notes
    -----
    The positions of a draw are in random order, so the decided part of a stratum is again a
    simple random sample of it when people go through the queue in order.
    """
    empty = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in AUDITED.items()})
    if folder is None or not (folder / FILE).exists() or not (folder / DECISIONS).exists():
        return empty
    drawn = read(folder)
    drawn = drawn[drawn["purpose"] == "audit"]
    lost = drawn.loc[~drawn["listing_id"].isin(listings["listing_id"]), "listing_id"]
    if len(lost):
        raise SurveyError(
            f"{folder / FILE}: drawn listing {', '.join(lost.head(5))} is not in the survey; "
            "was it processed from other files?"
        )
    stands = standing(decisions(folder / DECISIONS))
    made = {
        str(field): part.set_index("listing_id")["value"]
        for field, part in stands.groupby("field")
    }
    if "counted" not in made:
        return empty
    answers = drawn.rename(
        columns={f"program_{name}": f"predicted_{name}" for name in ("in_scope", "specimens")}
    )
    if program is not None:
        answers = _answers(answers, *program)
    frame = answers.assign(
        counted=drawn["listing_id"].map(made["counted"]),
        written=drawn["listing_id"].map(made.get("specimens", pd.Series(dtype="str"))),
    )
    frame = frame[frame["counted"].notna()]
    scoped = (frame["counted"] == "yes").astype(bool)
    written = frame["written"].map(
        lambda text: sum(n for _, _, n in parse_specimens(text, DECISIONS)),
        na_action="ignore",
    )
    own = frame["predicted_specimens"].clip(lower=1)
    number = written.astype("float64").fillna(own.astype("float64")).where(scoped, 0)
    share = frame.groupby("stratum")["listing_id"].transform("size") / frame["stratum_size"]
    frame = frame.assign(
        inclusion_probability=share,
        decided_in_scope=scoped,
        decided_specimens=number.astype("int64"),
    )
    return frame[list(AUDITED)].astype(AUDITED).reset_index(drop=True)


def _answers(
    drawn: pd.DataFrame, listings: pd.DataFrame, specimens: pd.DataFrame
) -> pd.DataFrame:
    """Put what the program says today in the place of what it said at the draw."""
    ids = drawn["listing_id"]
    scoped = ids.isin(listings.loc[listings["in_scope"], "listing_id"])
    number = specimens.groupby("listing_id")["specimen_count"].sum()
    return drawn.assign(
        predicted_in_scope=scoped,
        predicted_specimens=ids.map(number).fillna(0).where(scoped, 0).astype("int64"),
    )
