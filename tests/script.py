"""Load a script of the project that is in no package, for tests of what it does."""

import importlib.util
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]


def load(path: str) -> ModuleType:
    """Load a script once more, each time as a module of its own.

    Parameters
    ----------
    path
        From the root of the project, such as ``benchmarks/fuzz.py``.
    """
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
