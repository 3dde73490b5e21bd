"""Saved pages and crawls: offers from JSON-LD, microdata and Open Graph."""

import gzip
import io
import json
from pathlib import Path

import pandas as pd
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.test_read import check_accounts
from wildlife_analysis import read

KEY = b"0123456789abcdef0123456789abcdef"

PRODUCT = {
    "@context": "https://schema.org",
    "@type": "Product",
    "name": "Griechische Landschildkröte",
    "description": "NZ 2016, mit Papieren",
    "sku": "12345",
    "category": "Reptilien",
    "offers": {
        "@type": "Offer",
        "price": 120.50,
        "priceCurrency": "EUR",
        "url": "/anzeige/12345",
        "validFrom": "2018-05-12",
        "seller": {"@type": "Person", "name": "Joe Example"},
        "availableAtOrFrom": {
            "@type": "Place",
            "address": {
                "postalCode": "89073",
                "addressLocality": "Ulm",
                "addressCountry": "DE",
            },
        },
    },
}
FULL = {
    "listing_id": "12345",
    "marketplace": "tiere.example",
    "country": "DE",
    "url": "https://www.tiere.example/anzeige/12345",
    "title": "Griechische Landschildkröte",
    "description": "NZ 2016, mit Papieren",
    "price": "120.5",
    "price_currency": "EUR",
    "location": "89073, Ulm",
    "posted": "2018-05-12",
    "category": "Reptilien",
}
CANONICAL = '<link rel="canonical" href="https://www.tiere.example/anzeige/12345">'


def ld(*blocks: object) -> str:
    texts = [block if isinstance(block, str) else json.dumps(block) for block in blocks]
    return "".join(f'<script type="application/ld+json">{text}</script>' for text in texts)


def page(head: str = "", body: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>t</title>{head}</head><body>{body}</body></html>"


MICRODATA = """
<div itemscope itemtype="http://schema.org/Product">
 <h1 itemprop="name">Griechische <b>Landschildkröte</b></h1>
 <p itemprop="description">NZ 2016, mit Papieren</p><meta itemprop="sku" content="12345">
 <meta itemprop="category" content="Reptilien">
 <div itemprop="offers" itemscope itemtype="http://schema.org/Offer">
  <span itemprop="price" content="120.5">120,50</span>
  <meta itemprop="priceCurrency" content="EUR"><time itemprop="validFrom" datetime="2018-05-12">
  gestern</time> <a itemprop="url" href="/anzeige/12345">hier</a>
  <span itemprop="seller" itemscope itemtype="http://schema.org/Person">
   <span itemprop="name">Joe Example</span></span>
  <div itemprop="availableAtOrFrom" itemscope><div itemprop="address" itemscope>
   <span itemprop="postalCode">89073</span> <span itemprop="addressLocality">Ulm</span>
   <meta itemprop="addressCountry" content="DE"></div></div>
 </div>
</div>"""

OPEN_GRAPH = "".join(
    f'<meta property="{name}" content="{text}">'
    for name, text in {
        "og:title": "Griechische Landschildkröte",
        "og:description": "NZ 2016, mit Papieren",
        "og:url": "https://www.tiere.example/anzeige/12345",
        "product:price:amount": "120.5",
        "product:price:currency": "EUR",
    }.items()
)
OFFER = {
    "@type": "Offer",
    "itemOffered": {k: v for k, v in PRODUCT.items() if k != "offers"},
    **PRODUCT["offers"],  # type: ignore[dict-item]
}
COMMENTED = f"<!--\n{json.dumps(PRODUCT)}\n//-->"
TRAILING = json.dumps(PRODUCT).replace("}}}}", "},},},}").replace("}}}", "},},}")

PAGES = {
    "product": page(CANONICAL + ld(PRODUCT)),
    "graph": page(CANONICAL + ld({"@graph": [{"@type": "WebSite", "name": "x"}, PRODUCT]})),
    "list of types": page(CANONICAL + ld({**PRODUCT, "@type": ["Thing", "Product"]})),
    "full address of the type": page(
        CANONICAL + ld({**PRODUCT, "@type": "http://schema.org/Product"})
    ),
    "main entity": page(CANONICAL + ld({"@type": "ItemPage", "mainEntity": PRODUCT})),
    "offer of a product": page(CANONICAL + ld(OFFER)),
    "one malformed block": page(CANONICAL + ld('{"@type": "Breadcr', PRODUCT, "{]")),
    "in a comment": page(CANONICAL + ld(COMMENTED.replace("//-->", "-->"))),
    "commas too many": page(CANONICAL + ld(TRAILING)),
    "line feeds in strings": page(
        CANONICAL + ld(json.dumps(PRODUCT).replace("NZ 2016, ", "NZ 2016,\n"))
    ),
    "in the body": page(CANONICAL, ld(PRODUCT)),
    "similar articles beside it": page(
        CANONICAL
        + ld(
            PRODUCT,
            {
                "@type": "ItemList",
                "itemListElement": [
                    {"@type": "ListItem", "item": {"@type": "Product", "name": "Cage"}}
                ],
            },
        )
    ),
    "microdata": page(CANONICAL, MICRODATA),
    "microdata beside a malformed block": page(CANONICAL + ld('{"@type"'), MICRODATA),
    "saved by a browser": page(
        ld(PRODUCT), "<!-- saved from url=(0039)https://www.tiere.example/anzeige/12345 -->"
    ).replace(
        "<html>", "<!-- saved from url=(0039)https://www.tiere.example/anzeige/12345 --><html>"
    ),
}


def survey(folder: Path, name: str, data: str | bytes) -> read.Raw:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    raw = read.survey(path, key=KEY)
    check_accounts(raw)
    return raw


def shown(raw: read.Raw, fields: dict[str, str]) -> dict[str, str]:
    assert len(raw.listings) == 1
    found = raw.listings[list(fields)].fillna("").iloc[0].to_dict()
    return {k: " ".join(str(v).split()) for k, v in found.items()}


@pytest.mark.parametrize("case", PAGES)
def test_an_offer_is_read_whole(tmp_path: Path, case: str) -> None:
    raw = survey(tmp_path, "ad.html", PAGES[case])
    assert shown(raw, FULL) == FULL
    assert raw.listings["seller_key"].notna().all()
    assert "Joe" not in raw.listings.to_csv()


def test_open_graph_stands_where_nothing_else_does(tmp_path: Path) -> None:
    expected = {k: v for k, v in FULL.items() if k in (
        "title", "description", "price", "price_currency", "url", "marketplace",
    )}  # fmt: skip
    assert shown(survey(tmp_path, "ad.html", page(OPEN_GRAPH)), expected) == expected


def test_what_json_ld_leaves_out_is_completed(tmp_path: Path) -> None:
    bare = {"@type": "Product", "name": FULL["title"]}
    raw = survey(tmp_path, "ad.html", page(CANONICAL + OPEN_GRAPH + ld(bare), MICRODATA))
    assert shown(raw, FULL) == FULL


def test_the_short_text_of_open_graph_is_not_added(tmp_path: Path) -> None:
    product = {**PRODUCT, "description": "NZ 2016, mit Papieren, sehr zahm, frisst gut"}
    raw = survey(tmp_path, "ad.html", page(OPEN_GRAPH + ld(product)))
    assert raw.listings["description"].tolist() == [product["description"]]


def test_microdata_of_another_article_does_not_mix_in(tmp_path: Path) -> None:
    bare = {"@type": "Product", "name": "Boa"}
    raw = survey(tmp_path, "ad.html", page(ld(bare), MICRODATA))
    assert raw.listings["title"].tolist() == ["Boa"]
    assert raw.listings["price"].isna().all()


PRICES = [
    ({"@type": "AggregateOffer", "lowPrice": "10", "highPrice": "20"}, "10 - 20"),
    ({"@type": "AggregateOffer", "lowPrice": "10"}, "10"),
    ([{"@type": "Offer", "price": "10"}, {"@type": "Offer", "price": "20"}], "10 / 20"),
    ({"@type": "Offer", "priceSpecification": {"price": 7.10}}, "7.1"),
    ({"@type": "Offer"}, ""),
]


@pytest.mark.parametrize(("offers", "price"), PRICES)
def test_prices_of_offers(tmp_path: Path, offers: object, price: str) -> None:
    product = {"@type": "Product", "name": "Boa", "offers": offers}
    raw = survey(tmp_path, "ad.html", page(ld(product)))
    assert raw.listings["price"].fillna("").tolist() == [price]


def test_the_results_of_a_search_are_listings(tmp_path: Path) -> None:
    items = [{"@type": "Product", "name": name, "url": f"/{name}"} for name in ("Boa", "Uhu")]
    block = {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "item": item} for item in items
        ],
    }
    raw = survey(tmp_path, "search.html", page(CANONICAL + ld(block)))
    assert raw.listings["title"].tolist() == ["Boa", "Uhu"]
    assert raw.listings["url"].tolist()[1] == "https://www.tiere.example/Uhu"
    assert raw.listings["source_row"].tolist() == [1, 2]


ENCODED = [
    ("utf-8", "", "utf-8"),
    ("cp1251", '<meta charset="windows-1251">', "cp1251"),
    (
        "koi8-r",
        '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">',
        "koi8-r",
    ),
    ("utf-8", '<meta charset="iso-8859-1">', "utf-8"),
    ("cp1251", "", "cp1251"),
    ("utf-16", "", "utf-16"),
]


@pytest.mark.parametrize(("encoding", "meta", "told"), ENCODED)
def test_encodings_of_pages(tmp_path: Path, encoding: str, meta: str, told: str) -> None:
    title = "Tête en écaille" if "8859" in meta else "Черепаха среднеазиатская"
    text = page(meta + f'<meta property="og:title" content="{title}">')
    raw = survey(tmp_path, "ad.html", text.encode(encoding))
    assert raw.listings["title"].tolist() == [title]
    assert raw.listings["source_encoding"].tolist() == [told]


def test_a_folder_of_saved_pages(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page(CANONICAL + ld(PRODUCT)))
    (tmp_path / "b.htm").write_text(page(OPEN_GRAPH))
    (tmp_path / "c.html").write_text(page("", "<p>nothing for sale, call 01632 960123</p>"))
    (tmp_path / "d.html.gz").write_bytes(gzip.compress(page(ld(PRODUCT)).encode()))
    (tmp_path / "a_files").mkdir()
    (tmp_path / "a_files" / "advert.html").write_text(page(OPEN_GRAPH))
    (tmp_path / "a_files" / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    raw = read.survey(tmp_path, key=KEY)
    check_accounts(raw)
    assert raw.listings["source_file"].tolist() == ["a.html", "b.htm", "d.html.gz"]
    assert raw.rejects[["source_file", "source_row", "reason"]].to_numpy().tolist() == [
        ["c.html", 1, "no_offer"]
    ]
    assert raw.files["format"].tolist() == ["html", "html", "html", "html.gz"]


def test_a_page_saved_with_single_file_tells_when(tmp_path: Path) -> None:
    text = page(OPEN_GRAPH).replace(
        "<head>",
        "<head><!--\n Page saved with SingleFile \n url: https://tiere.example/9 \n"
        " saved date: Mon May 14 2018 10:00:00 GMT+0200\n-->",
    )
    found = survey(tmp_path, "ad.html", text).listings.iloc[0]
    assert found["scraped_at"] == "Mon May 14 2018 10:00:00 GMT+0200"


def crawl(*, compressed: bool) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=compressed)
    answers = [
        ("https://www.tiere.example/anzeige/12345", "200 OK", "text/html; charset=utf-8",
         page(ld(PRODUCT)).encode()),
        ("https://ru.example/1", "200 OK", "text/html; charset=windows-1251",
         page('<meta property="og:title" content="Попугай жако">').encode("cp1251")),
        ("https://www.tiere.example/about", "200 OK", "text/html", page().encode()),
        ("https://tiere.example/gone", "404 Not Found", "text/html", page(OPEN_GRAPH).encode()),
        ("https://www.tiere.example/a.jpg", "200 OK", "image/jpeg", b"\xff\xd8\xff"),
        ("https://www.tiere.example/last", "200 OK", "text/html", page(OPEN_GRAPH).encode()),
    ]  # fmt: skip
    for url, status, kind, body in answers:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                url,
                "response",
                payload=io.BytesIO(body),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": "2018-05-14T10:00:00Z"},
            )
        )
    return out.getvalue()


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz", "crawl.dat"])
def test_a_crawl(tmp_path: Path, name: str) -> None:
    raw = survey(tmp_path, name, crawl(compressed=name.endswith(".gz")))
    assert raw.listings["title"].tolist() == [FULL["title"], "Попугай жако", FULL["title"]]
    assert raw.listings["marketplace"].tolist() == [
        "tiere.example",
        "ru.example",
        "tiere.example",
    ]
    assert raw.listings["url"].tolist()[:2] == [FULL["url"], "https://ru.example/1"]
    assert raw.listings["source_encoding"].tolist() == ["utf-8", "cp1251", "utf-8"]
    assert set(raw.listings["scraped_at"]) == {"2018-05-14T10:00:00Z"}
    assert raw.listings["source_row"].tolist() == [1, 2, 4]
    assert raw.rejects[["source_row", "reason", "raw_text"]].to_numpy().tolist() == [
        [3, "no_offer", "https://www.tiere.example/about"]
    ]


@pytest.mark.parametrize("compressed", [True, False])
def test_a_crawl_that_breaks_off(tmp_path: Path, compressed: bool) -> None:
    data = crawl(compressed=compressed)
    name = "crawl.warc.gz" if compressed else "crawl.warc"
    raw = survey(tmp_path, name, data[:-60])
    assert raw.listings["title"].tolist() == [FULL["title"], "Попугай жако"]
    assert (0, "truncated_file") in set(
        zip(raw.rejects["source_row"], raw.rejects["reason"], strict=True)
    )


def test_pages_and_tables_go_together(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page(OPEN_GRAPH))
    (tmp_path / "b.csv").write_text("title,price\nBoa,5\n")
    raw = read.survey(tmp_path, key=KEY)
    assert raw.listings["title"].tolist() == [FULL["title"], "Boa"]
    assert raw.listings["price"].tolist() == ["120.5", "5"]
    assert pd.isna(raw.listings["url"].tolist()[1])
