"""Write the golden tables again, and say what moved."""

import sys
import tempfile
from pathlib import Path

from tests.golden import SENSITIVITY, SMALL, TABLE, figures, moved, read, sensitivity
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


with tempfile.TemporaryDirectory() as work:
    tables = {SMALL: figures(*small(Path(work)))}
for folder in sys.argv[1:]:
    tables[TABLE] = figures(*(count.load(Path(folder) / name) for name in ("2014", "2018")))
    changes = sensitivity(count.load(Path(folder) / "2018"))
    changes.to_csv(SENSITIVITY, index=False, lineterminator="\n")
for path, table in tables.items():
    for line in moved(read(path), table) if path.exists() else ():
        print(f"{path.name}: {line}")
    table.to_csv(path, index=False, lineterminator="\n")
print("Then docs/generate.py: the README quotes these tables.")
print("Say in CHANGELOG.md, under Method or Data, what moved and why.")
