"""Compare surveys on what both searched, computed with published, before with after a rule.

``cells`` says what two surveys share, ``rates`` compares counts, ``trends`` compares surveys,
``policies`` looks at platforms' rules, ``targets`` at stated aims, ``public`` at reports from
the public, ``published`` at printed figures, ``sensitivity`` at the judgements behind a count,
``runs`` at two runs of one survey.
"""

from wildlife_analysis.compare.cells import shared_cells, totals_unlike_for_unlike
from wildlife_analysis.compare.policies import before_after, policy
from wildlife_analysis.compare.public import public_reports, public_summary
from wildlife_analysis.compare.published import not_computed, with_published
from wildlife_analysis.compare.rates import rate_ratio
from wildlife_analysis.compare.runs import runs
from wildlife_analysis.compare.sensitivity import interactions, sensitivity
from wildlife_analysis.compare.targets import targets
from wildlife_analysis.compare.trends import decomposition, left_out, surveys

__all__ = [
    "before_after",
    "decomposition",
    "interactions",
    "left_out",
    "not_computed",
    "policy",
    "public_reports",
    "public_summary",
    "rate_ratio",
    "runs",
    "sensitivity",
    "shared_cells",
    "surveys",
    "targets",
    "totals_unlike_for_unlike",
    "with_published",
]
