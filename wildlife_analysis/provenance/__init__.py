"""What went in, what came out, whether it still stands, and what is behind a number.

``accounts`` adds up where every row went, ``manifest`` records a run, ``checking`` verifies it,
``figures`` names every number of the report, ``trace`` walks it back to its listings (found by
``behind`` and ``behind_pairs``), ``crate`` packs a run for a deposit.
"""

from wildlife_analysis.provenance.accounts import Accounts, accounts
from wildlife_analysis.provenance.checking import (
    COUNTED_TABLES,
    check,
    differences,
    recorded,
)
from wildlife_analysis.provenance.manifest import (
    beside,
    code,
    environment,
    file_hash,
    manifest,
    reference_hashes,
)

__all__ = [
    "COUNTED_TABLES",
    "Accounts",
    "accounts",
    "beside",
    "check",
    "code",
    "differences",
    "environment",
    "file_hash",
    "manifest",
    "recorded",
    "reference_hashes",
]
