"""Write the golden tables again, say what moved, and under which change."""

import argparse
import tempfile
from pathlib import Path

from tests.golden import (
    MOVES,
    SENSITIVITY,
    SMALL,
    TABLE,
    figures,
    log,
    moved,
    read,
    sensitivity,
    unlogged,
)  # fmt: skip
from wildlife_analysis import count, pipeline, simulate


def small(folder: Path) -> list[count.Processed]:
    """Make and process the small surveys of the tests."""
    surveys = []
    for name, size in (("2014", 400), ("2018", 300)):
        simulate.survey(name, folder / "raw" / name, listings=size, seed=3)
        out = folder / "processed" / name
        pipeline.process([folder / "raw" / name], out, key_file=folder / "key")
        surveys.append(count.load(out))
    return surveys


parser = argparse.ArgumentParser(prog="python -m tests.golden", description=__doc__)
parser.add_argument("processed", nargs="*", help="folder of the processed embedded surveys")
parser.add_argument("--change", help="words of the entry in CHANGELOG.md that says why")
given = parser.parse_args()
with tempfile.TemporaryDirectory() as work:
    tables = {SMALL: figures(*small(Path(work)))}
for folder in given.processed:
    tables[TABLE] = figures(*(count.load(Path(folder) / name) for name in ("2014", "2018")))
    changes = sensitivity(count.load(Path(folder) / "2018"))
    changes.to_csv(SENSITIVITY, index=False, lineterminator="\n")
for path, table in tables.items():
    for line in moved(read(path), table) if path.exists() else ():
        print(f"{path.name}: {line}")
    table.to_csv(path, index=False, lineterminator="\n")
print("Then docs/generate.py: the README quotes these tables.")
if len(unlogged()):
    if not given.change:
        parser.exit(1, f"{len(unlogged())} figures moved: say why by --change, for {MOVES}\n")
    log(given.change)
print("Say in CHANGELOG.md, under Method or Data, what moved and why.")
