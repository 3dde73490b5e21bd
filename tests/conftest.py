"""What several test modules use."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(),
    reason="the data sets made by others (../shared) are not on this machine",
)
