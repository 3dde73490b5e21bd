"""Where things live: the project's folders, the notebooks, what the user imported."""

import os
from pathlib import Path

__all__ = ["cache_folder", "home", "notebooks_folder", "project"]

PACKAGE = Path(__file__).resolve().parents[1]


def project() -> Path:
    """Return the folder that holds ``data`` and ``reports``.

    The checkout that holds the package; for an installed package, the working directory.
    """
    checkout = PACKAGE.parent
    if (checkout / "pyproject.toml").exists() and (checkout / "data").is_dir():
        return checkout
    return Path.cwd()


def notebooks_folder() -> Path:
    """Return the folder of the notebooks: of the checkout, or inside an installed package."""
    inside = PACKAGE / "notebooks"
    return inside if inside.is_dir() else PACKAGE.parent / "notebooks"


def home() -> Path:
    """Return the folder of the user's own reference data.

    ``WILDLIFE_ANALYSIS_HOME`` where it is set; else ``data`` of the checkout that holds the
    package; else, for an installed package, ``wildlife-analysis`` in the user's data folder
    (``XDG_DATA_HOME``, by default ``~/.local/share``). The folder need not exist.
    """
    given = os.environ.get("WILDLIFE_ANALYSIS_HOME", "")
    if given:
        return Path(given).expanduser()
    if project() == PACKAGE.parent:
        return project() / "data"
    base = os.environ.get("XDG_DATA_HOME", "")
    return (Path(base) if base else Path.home() / ".local" / "share") / "wildlife-analysis"


def cache_folder() -> Path:
    """Return the folder of what can be rebuilt at any time: ``WILDLIFE_ANALYSIS_CACHE``, or
    ``cache`` in `home`.
    """  # noqa: D205
    given = os.environ.get("WILDLIFE_ANALYSIS_CACHE", "")
    return Path(given).expanduser() if given else home() / "cache"
