"""Where the user's own files live: checklists that were imported, and what can be rebuilt."""

import os
from pathlib import Path

__all__ = ["cache_folder", "home"]

PACKAGE = Path(__file__).resolve().parents[1]


def home() -> Path:
    """Return the folder of the user's own reference data.

    ``WILDLIFE_ANALYSIS_HOME`` where it is set; else ``data`` of the checkout that holds the
    package; else, for an installed package, ``wildlife-analysis`` in the user's data folder
    (``XDG_DATA_HOME``, by default ``~/.local/share``). The folder need not exist.
    """
    given = os.environ.get("WILDLIFE_ANALYSIS_HOME", "")
    if given:
        return Path(given).expanduser()
    checkout = PACKAGE.parent
    if (checkout / "pyproject.toml").exists() and (checkout / "data").is_dir():
        return checkout / "data"
    base = os.environ.get("XDG_DATA_HOME", "")
    return (Path(base) if base else Path.home() / ".local" / "share") / "wildlife-analysis"


def cache_folder() -> Path:
    """Return the folder of what can be rebuilt at any time: ``WILDLIFE_ANALYSIS_CACHE``, or
    ``cache`` in `home`.
    """  # noqa: D205
    given = os.environ.get("WILDLIFE_ANALYSIS_CACHE", "")
    return Path(given).expanduser() if given else home() / "cache"
