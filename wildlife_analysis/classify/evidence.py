"""Say why a listing was or was not counted."""

from wildlife_analysis.classify.ad import Ad
from wildlife_analysis.classify.quantity import quantities
from wildlife_analysis.classify.specimens import Reading

__all__ = ["sentences"]


def _plain(text: str) -> str:
    """Leave out what a terminal would obey."""
    return "".join(c if c.isprintable() else " " for c in text)


def sentences(ad: Ad, offer: str, documents: str, reading: Reading) -> list[str]:
    """Explain the decisions on one listing.

    Parameters
    ----------
    ad
        The listing.
    offer, documents, reading
        What was decided.

    Returns
    -------
    list of str
        The words found and what each means; what was set aside and why; what was counted.
    """
    lines = [f"language {ad.language or 'unknown'}; offer: {offer}; documents: {documents}"]
    for hit in ad.hits:
        words = _plain(ad.quote(hit.first, hit.last))
        how = (
            ""
            if hit.score == 100
            else f" (read as {hit.term.term!r}, likeness {hit.score:.0f})"
        )
        lines.append(f"  «{words}»{how}: {hit.term.kind} {hit.term.code} [{hit.term.language}]")
    for quantity in quantities(ad):
        words = _plain(ad.quote(quantity.first, quantity.last))
        lines.append(f"  «{words}»: may count {quantity.value} ({quantity.shape})")
    for hit, reason in reading.set_aside:
        words = _plain(ad.quote(hit.first, hit.last))
        lines.append(f"set aside: «{words}»: {reason}")
    for found in reading.found:
        lines.append(
            f"specimens: {found.count} × {found.code}, {found.product} ({found.method})"
        )
    if not reading.found:
        lines.append(f"nothing counted: {reading.reason}")
    return lines
