"""Take offers from saved web pages: JSON-LD, microdata and Open Graph.

What a page says about an offer is brought into the shape of schema.org and flattened
(``offers.price``); which of these paths is which field stands in ``columns.csv`` under the
scraper ``web page``.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from wildlife_analysis.read.headers import Columns, key_of
from wildlife_analysis.read.part import flatten

__all__ = ["SCRAPER", "offers", "too_deep"]

SCRAPER = "web page"
DEPTH = 12  # levels of nesting that are followed: deeper ones are loops or attacks
# Elements within each other: the time of a parser grows with the square; browsers stop at 512.
NESTED = 20_000
# Elements that end by themselves, or that nobody closes with a tag.
_FLAT = """
    area base br circle col dd dt ellipse embed hr image img input li line link meta option p
    param path polygon polyline rect source stop td th tr track use wbr
"""
_ENDS = frozenset(_FLAT.split())
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_PRODUCT = re.compile(
    r"(?:^|[/:#])(?:\w*Product|ProductGroup|ProductModel|Vehicle|Book|VisualArtwork)$"
)
_OFFER = re.compile(r"(?:^|[/:#])(?:Offer|AggregateOffer|OfferForPurchase|Demand)$")
_LIST = re.compile(r"(?:^|[/:#])(?:ItemList|OfferCatalog|BreadcrumbList)$")
_TRAILING = re.compile(r",\s*([}\]])")
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")
_SINGLE_FILE = re.compile(r"Page saved with SingleFile\s+url:\s*(\S+)\s+saved date:\s*([^\n]+)")
_ADDRESSES = ("url", "offers.url", "og:url", "page.url")
_RAW_PROPERTIES = ("content", "datetime", "href", "src", "value")


def too_deep(page: str) -> bool:
    """Say whether more elements stand within each other than in any page that is one."""
    if page.count("<") <= NESTED:
        return False
    depth = 0
    for tag in _TAG.finditer(page):
        if tag[2].lower() not in _ENDS:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            if depth > NESTED:
                return True
    return False


def offers(page: str, known: Columns, url: str = "") -> list[dict[str, str]]:
    """Find the offers of a page.

    Products and offers of JSON-LD come first; where there is but one, microdata and Open Graph
    complete it, and where there is none they stand for it. The entries of an item list
    (results of a search, similar articles) count only on a page that offers nothing else.

    Parameters
    ----------
    page
        Source of the page.
    known
        The header tables.
    url
        Address it was fetched from, where that is known.

    Returns
    -------
    list of dict
        Path -> text, the paths of the scraper ``web page`` alone, in the order of the table.
    """
    tree = LexborHTMLParser(page)
    about = _about(tree, url)
    graph = _open_graph(tree)
    marked = list(filter(None, map(_shaped, _microdata(tree))))
    found = list(filter(None, map(_shaped, _json_ld(tree)))) or marked
    if len(found) == 1:
        same = [offer for offer in marked if offer["name"] == found[0]["name"]]
        found = [{**graph, **(same[0] if same else {}), **found[0]}]
    elif not found and graph.get("og:title", "").strip():
        found = [graph]
    return [_chosen({**about, **offer}, known) for offer in found]


def _chosen(offer: Mapping[str, str], known: Columns) -> dict[str, str]:
    """Keep the paths that stand in the header table, and give addresses their host."""
    keyed = {key_of(path): text for path, text in offer.items() if text.strip()}
    if "description" in keyed:  # which Open Graph repeats, cut short
        keyed.pop(key_of("og:description"), None)
    base = keyed.get(key_of("page.url"), "")
    told = next((keyed[key] for key in map(key_of, _ADDRESSES) if key in keyed), "")
    host = None
    if told:
        try:
            keyed["url"] = urljoin(base, told)
            host = urlsplit(keyed["url"]).hostname
        except ValueError:  # an address that is none stays as it is written
            keyed["url"] = told
    if host:
        keyed[key_of("page.host")] = host.removeprefix("www.")
    return {path: keyed[path] for path in known.paths(SCRAPER) if path in keyed}


def _about(tree: LexborHTMLParser, url: str) -> dict[str, str]:
    """Say where the page is from and when it was saved, as far as it tells."""
    about = {"page.url": url}
    head = (tree.html or "")[:8192]
    single, saved = _SINGLE_FILE.search(head), _SAVED_FROM.search(head)
    if single:
        about |= {"page.url": single.group(1), "page.saved": single.group(2).strip()}
    elif saved:
        about["page.url"] = saved.group(1)
    canonical = tree.css_first('link[rel="canonical"]')
    if canonical is not None and not about["page.url"]:
        about["page.url"] = canonical.attributes.get("href") or ""
    return about


def _open_graph(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta[property], meta[name]"):
        name = node.attributes.get("property") or node.attributes.get("name") or ""
        if name.startswith(("og:", "product:")):
            found.setdefault(name, node.attributes.get("content") or "")
    return found


def _json_ld(tree: LexborHTMLParser) -> list[dict[str, Any]]:
    """Collect products and offers of all blocks that can be read."""
    single: list[dict[str, Any]] = []
    listed: list[dict[str, Any]] = []
    for script in tree.css('script[type*="ld+json" i]'):
        for node, in_list in _nodes(_block(script.text()), in_list=False, depth=DEPTH):
            (listed if in_list else single).append(node)
    return single or listed


def _block(text: str) -> Any:
    """Parse a block; None where it stays broken after the usual repairs."""
    plain = text.strip().removeprefix("<!--").removesuffix("-->").strip()
    plain = plain.removeprefix("//<![CDATA[").removeprefix("<![CDATA[")
    plain = plain.removesuffix("]]>").removesuffix("//").strip().rstrip(";")
    for attempt in (plain, _TRAILING.sub(r"\1", plain), html.unescape(plain)):
        try:
            return json.loads(attempt, strict=False, parse_int=str, parse_float=str)
        except (json.JSONDecodeError, RecursionError):
            continue
    return None


def _nodes(value: Any, *, in_list: bool, depth: int) -> Iterator[tuple[dict[str, Any], bool]]:
    """Walk a block for products and offers; those within a product belong to it."""
    if not depth:
        return
    if isinstance(value, list):
        for entry in value:
            yield from _nodes(entry, in_list=in_list, depth=depth - 1)
    elif isinstance(value, dict):
        if _is(value, _PRODUCT) and (value.get("name") or value.get("offers")):
            yield value, in_list
        elif _is(value, _OFFER):
            yield _turned(value), in_list
        else:
            within = in_list or _is(value, _LIST)
            for entry in value.values():
                yield from _nodes(entry, in_list=within, depth=depth - 1)


def _is(node: Mapping[str, Any], kind: re.Pattern[str]) -> bool:
    types = node.get("@type")
    return any(
        isinstance(t, str) and kind.search(t)
        for t in (types if isinstance(types, list) else [types])
    )


def _turned(offer: dict[str, Any]) -> dict[str, Any]:
    """Turn an offer of a product into a product with an offer."""
    item = offer.get("itemOffered")
    item = item[0] if isinstance(item, list) and item else item
    shared = {k: offer[k] for k in ("name", "description", "url", "category") if k in offer}
    return {**shared, **(item if isinstance(item, dict) else {}), "offers": offer}


def _shaped(node: Mapping[str, Any]) -> dict[str, str]:
    """Flatten a product; the offer's copy of the product goes."""
    offer = node.get("offers")
    if isinstance(offer, dict):
        offer = {k: v for k, v in offer.items() if k != "itemOffered"}
    flat = flatten({**node, **({"offers": offer} if offer else {})})
    low, high = flat.get("offers.lowPrice", ""), flat.get("offers.highPrice", "")
    if low and "offers.price" not in flat:
        flat["offers.price"] = low if high in ("", low) else f"{low} - {high}"
    name = flat.get("name") or flat.get("offers.name", "")
    return {**flat, "name": name} if name else {}


def _microdata(tree: LexborHTMLParser) -> list[dict[str, Any]]:
    """Collect the outermost products and offers that are marked up in the text."""
    found = []
    for node in tree.css("[itemscope][itemtype]"):
        inside = _scope(node)
        outer = {"@type": inside.attributes.get("itemtype")} if inside is not None else {}
        if _is(outer, _PRODUCT) or _is(outer, _OFFER):
            continue
        item = _item(node, DEPTH)
        if _is(item, _PRODUCT):
            found.append(item)
        elif _is(item, _OFFER):
            found.append(_turned(item))
    return found


def _scope(node: LexborNode) -> LexborNode | None:
    """Return the item that an element belongs to."""
    above = node.parent
    while above is not None and "itemscope" not in above.attributes:
        above = above.parent
    return above


def _item(node: LexborNode, depth: int) -> dict[str, Any]:
    """Read the properties of an item; an item among them is read the same way."""
    item: dict[str, Any] = {"@type": node.attributes.get("itemtype")}
    if not depth:
        return item
    for entry in node.css("[itemprop]"):
        scope = _scope(entry)
        if entry.mem_id == node.mem_id or scope is None or scope.mem_id != node.mem_id:
            continue
        if "itemscope" in entry.attributes:
            value: Any = _item(entry, depth - 1)
            value.pop("@type")
        else:
            value = _value(entry)
        for name in (entry.attributes.get("itemprop") or "").split():
            item.setdefault(name, value)
    return item


def _value(node: LexborNode) -> str:
    for name in _RAW_PROPERTIES:
        value = node.attributes.get(name)
        if value and (name != "value" or node.tag in ("data", "meter", "input")):
            return value
    return " ".join(node.text(separator=" ").split())
