"""What a listing says about papers; whether they are valid is never decided."""

import re

from wildlife_analysis.classify.ad import CATEGORY, Ad

__all__ = ["decide"]

# A certificate number stands close behind the word for the certificate: letters and digits
# with at least four digits, such as "FR1812345678-K" or "DE-AN 123456".
_NUMBER = re.compile(
    r"\W{0,3}(?:n[o°ºr.]{0,3}|nummer|number|№|:)?\W{0,3}"
    r"[A-Z]{0,4}[-/ ]?[A-Z]{0,3}[-/ ]?\d[\d/-]{3,}[\w/-]*",
    re.I,
)


def decide(ad: Ad) -> str:
    """Decide what the listing says about papers.

    Parameters
    ----------
    ad
        One listing.

    Returns
    -------
    str
        ``none``, ``claimed``, or ``number_given`` when a number stands beside the claim.
    """
    answer = "none"
    for hit in ad.of_kind("documents"):
        if hit.field == CATEGORY or hit.term.code != "claimed":
            continue
        if ad.link_before(hit.first, reach=2) in ("not", "without"):
            continue
        answer = "claimed"
        if _NUMBER.match(ad.text, ad.end[hit.last - 1]):
            return "number_given"
    return answer
