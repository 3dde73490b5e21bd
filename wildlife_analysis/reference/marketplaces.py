"""The names under which marketplaces are known, as the table ``marketplaces`` has them."""

from functools import cache

from wildlife_analysis.reference.tables import matching_key, table

__all__ = ["marketplaces_named"]


@cache
def marketplaces_named() -> dict[str, list[dict[str, str]]]:
    """Map every name of a marketplace, in normal form, to the rows that claim it.

    Beside name and aliases, the name without its ending ("leboncoin"), unless another row of
    the same marketplace says when the short name is right.

    Examples
    --------
    >>> [row["name"] for row in marketplaces_named()["leboncoin"]]
    ['leboncoin.fr']
    """
    rows = [
        {str(column): str(cell) for column, cell in row.items()}
        for row in table("marketplaces").to_dict("records")
    ]
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        for name in (row["name"], *row["aliases"].split("|")):
            key = matching_key(name)
            if key and row not in found.setdefault(key, []):
                found[key].append(row)
    for row in rows:
        short = matching_key(row["name"].rsplit(".", 1)[0])
        if all(other["name"] != row["name"] for other in found.get(short, [])):
            found.setdefault(short, []).append(row)
    return found
