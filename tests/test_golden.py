"""No figure moves unsaid: golden tables, and the rules that the method page names."""

import importlib
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests import golden
from wildlife_analysis import count, reference

ROOT = Path(__file__).resolve().parents[1]
ADVICE = (
    "figures moved; if that is meant, say so under Method or Data in CHANGELOG.md and refresh: "
    'python -m tests.golden data/processed --change "words of that entry"\n'
)


def test_no_figure_of_the_small_surveys_moved(mini: Path) -> None:
    surveys = [count.load(mini / "processed" / name) for name in ("2014", "2018")]
    lines = golden.moved(golden.read(golden.SMALL), golden.figures(*surveys))
    assert not lines, ADVICE + "\n".join(lines)


@pytest.mark.parametrize("name", ["2014", "2018"])
def test_no_figure_of_the_embedded_surveys_moved(name: str) -> None:
    """Where they were processed by this code: no test processes the whole replicas."""
    from wildlife_analysis import provenance

    folder = ROOT / "data" / "processed" / name
    if not (folder / "manifest.json").exists() or provenance.check(folder):
        pytest.skip(f"data/processed/{name} was not made with these reference tables")
    now = golden.figures(count.load(folder))
    before = golden.read(golden.TABLE)
    lines = golden.moved(before[before["survey"] == name], now)
    assert not lines, ADVICE + "\n".join(lines)
    if name == "2018":
        kept = pd.read_csv(golden.SENSITIVITY)
        changes = golden.sensitivity(count.load(folder)).reset_index(drop=True)
        pd.testing.assert_frame_equal(changes, kept, check_dtype=False, obj=ADVICE)


def test_a_moved_figure_is_named() -> None:
    before = golden.read(golden.TABLE)
    now = before.copy()
    now.loc[0, "specimens"] += 1
    (line,) = golden.moved(before, now)
    assert line.startswith("2014 all: specimens ")
    assert golden.moved(before, before.iloc[1:])


def test_golden_tables_agree_with_the_changelog() -> None:
    """The entry that a refresh asks for names the totals the tables hold."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    unreleased = text.split("\n## ")[1]
    totals = golden.read(golden.TABLE).query("dimension == 'all'")
    for row in totals.to_dict("records"):
        said = f"{row['survey']}: {row['listings']:,} listings, {row['specimens']:,} specimens"
        assert said in unreleased, f"CHANGELOG.md, Method: say {said!r} and why it moved"


def test_each_figure_moved_under_an_entry_of_the_changelog() -> None:
    """What moved since the release is kept figure by figure, with the change that moved it."""
    rest = golden.unlogged()
    assert rest.empty, f'python -m tests.golden --change "..."\n{rest.to_string(index=False)}'
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("\n## ")[1]
    entries = " ".join(text.partition("### Code")[0].split())
    for change in golden.moves()["change"].unique():
        assert change in entries, f"CHANGELOG.md: no entry under Data or Method says {change!r}"


def test_a_move_is_logged_under_its_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TABLE", "RELEASED", "MOVES"):
        monkeypatch.setattr(golden, name, tmp_path / f"{name}.csv")
    before = golden.read(Path(golden.__file__).with_name("figures.csv"))
    before.to_csv(golden.RELEASED, index=False)
    golden.MOVES.write_text("change,survey,dimension,code,measure,before,after\n")
    now = before.copy()
    now.loc[0, "specimens"] += 3
    now.iloc[:-1].to_csv(golden.TABLE, index=False)
    first = golden.unlogged()
    assert len(first) > 1
    assert (first["after"] - first["before"]).max() == 3
    golden.log("Shells count")
    assert golden.unlogged().empty
    before.to_csv(golden.TABLE, index=False)
    assert len(golden.unlogged()) == len(first)
    golden.log("Shells count no more")
    assert golden.unlogged().empty
    assert list(golden.moves()["change"].unique()) == ["Shells count", "Shells count no more"]


# The method page.


def where_cells() -> list[tuple[str, str]]:
    """Return each rule of the method page with its entry under *where*."""
    cells, inside = [], False
    for line in (ROOT / "docs" / "method.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("| rule | where |"):
            inside = True
        elif not line.startswith("|"):
            inside = False
        elif inside and not line.startswith("|---"):
            rule, _, where = line.strip("| ").rpartition(" | ")
            cells.append((rule, where))
    return cells


def function(name: str) -> Any:
    """Find a function, class or constant of the package by its dotted name."""
    parts = name.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        try:
            found: Any = importlib.import_module(".".join(["wildlife_analysis", *parts[:cut]]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            found = getattr(found, part, None)
        if found is not None:
            return found
    return None


def row(name: str) -> bool:
    """Say whether ``table:column=value`` (or ``table:column``) is there."""
    table, _, condition = name.partition(":")
    column, _, value = condition.partition("=")
    rows = reference.table(table)
    if column not in rows:
        return False
    return bool((rows[column] == value).any()) if value else bool((rows[column] != "").any())


def references(where: str) -> list[str]:
    """List what an entry names: rows of tables and functions, not files."""
    tokens = re.findall(r"`([^`]+)`", where)
    files = re.compile(r"\.(?:py|csv|toml|parquet)$|/|<")
    return [t for t in tokens if (":" in t or "." in t) and not files.search(t)]


CELLS = where_cells()


@pytest.mark.parametrize(("rule", "where"), CELLS, ids=[r[:40] for r, _ in CELLS])
def test_each_rule_names_what_implements_it(rule: str, where: str) -> None:
    named = references(where)
    assert named, f"{rule}: name a row (table:column=value) or a function"
    for name in named:
        there = row(name) if ":" in name else function(name) is not None
        assert there, f"docs/method.md: {rule}: {name} is gone"


def test_what_is_gone_is_noticed() -> None:
    assert not row("terms:kind=no_such_kind")
    assert not row("terms:no_such_column")
    assert function("classify.offer.no_such_function") is None
    assert len(CELLS) > 30


def test_functions_in_the_prose_exist() -> None:
    text = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
    rooms = "|".join(("classify", "clean", "compare", "count", "duplicates", "review"))
    for name in set(re.findall(rf"`((?:{rooms})\.[a-z_]+(?:\.[a-z_]+)?)`", text)):
        assert function(name) is not None, name
