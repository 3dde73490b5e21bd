"""Files made to break a reader: each gives rows, rejects or one sentence, in little memory.

A case is a function that writes one file (or folder) and says what becomes of it; add one to
`CASES`. ``make torture`` runs them larger (``WILDLIFE_ANALYSIS_TORTURE=1``).
"""

import gzip
import io
import json
import os
import struct
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from wildlife_analysis import pipeline

ROOT = Path(__file__).resolve().parents[1]
TORTURE = bool(os.environ.get("WILDLIFE_ANALYSIS_TORTURE"))
MEGABYTE = 1 << 20
LONG = (100 if TORTURE else 20) * MEGABYTE
SECONDS = 60  # of a processor, for one file
MEMORY = 3 << 30  # address space of the reading process, libraries included
HEAD = "id,title,price\n"
GOOD = HEAD + "1,Boa,5\n2,Uhu,6\n"
# Read in a process of its own, under a limit of memory, and tell what came of it.
READER = """
import json, resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
from pathlib import Path
from wildlife_analysis import read
from wildlife_analysis.reference import SurveyError
for line in sys.stdin:
    path = Path(json.loads(line))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    said = {"error": "", "listings": -1, "reasons": [], "records": 0, "titles": []}
    try:
        raw = read.survey(path, key=b"0123456789abcdef0123456789abcdef")
        rejects = raw.rejects[raw.rejects["source_row"] > 0]
        said["listings"] = len(raw.listings)
        said["titles"] = [t[:40] for t in raw.listings["title"].head(5)]
        said["reasons"] = sorted(set(raw.rejects["reason"]))
        said["records"] = int(raw.files["records"].sum())
        said["accounts"] = said["records"] == len(raw.listings) + len(rejects)
        said["longest"] = int(raw.rejects["raw_text"].fillna("").str.len().max() or 0) \\
            if len(raw.rejects) else 0
    except SurveyError as error:
        said["error"] = str(error)
    except BaseException as error:
        said["error"] = f"ESCAPED {type(error).__name__}: {error}"[:500]
    said["grown"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    said["seconds"] = time.process_time() - began
    print(json.dumps(said), flush=True)
"""


def zipped(path: Path, members: dict[str, bytes], **changes: int) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            for key, value in changes.items():
                setattr(info, key, value)
            archive.writestr(info, data)


def bomb(path: Path) -> None:
    zipped(path, {"good.csv": GOOD.encode(), "bomb.csv": bytes(300 * MEGABYTE)})


def gzip_bomb(path: Path) -> None:
    path.write_bytes(gzip.compress(bytes(300 * MEGABYTE), 9, mtime=0))


def lying_zip(path: Path) -> None:
    """A member that declares 10 bytes and unpacks to 100 MB."""
    zipped(path, {"a.csv": HEAD.encode() + b"1,Boa,5\n" * (12 * MEGABYTE)})
    data = bytearray(path.read_bytes())
    local, central = data.find(b"PK\x03\x04"), data.find(b"PK\x01\x02")
    data[local + 22 : local + 26] = struct.pack("<I", 10)
    data[central + 24 : central + 28] = struct.pack("<I", 10)
    path.write_bytes(data)


def nested(path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.csv", GOOD)
    zipped(path, {"inner.zip": inner.getvalue(), "good.csv": GOOD.encode()})


def quine_gzip(path: Path) -> None:
    data = GOOD.encode()
    for _ in range(30):
        data = gzip.compress(data, mtime=0)
    path.write_bytes(data)


def traversal(path: Path) -> None:
    names = ["../../up.csv", "/etc/abs.csv", "..\\..\\win.csv", "C:\\drive.csv", "good.csv",
             "a/../../b.csv", "\x1b[31m.csv"]  # fmt: skip
    zipped(path, {name: GOOD.encode() for name in names})


def link_in_archive(path: Path) -> None:
    zipped(path, {"link.csv": b"/etc/passwd"}, external_attr=0o120777 << 16)


def tar(path: Path) -> None:
    with tarfile.open(path, "w") as archive:
        info = tarfile.TarInfo("../../a.csv")
        info.size = len(GOOD)
        archive.addfile(info, io.BytesIO(GOOD.encode()))


def many_members(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(300):
            archive.writestr(f"{number}.csv", "")


def empty_members(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(50_000):
            archive.writestr(f"{number}.csv", "")
        archive.writestr("good.csv", GOOD)


def named_columns(path: Path) -> None:
    path.write_text("title," + ",".join(f"c{n}" for n in range(100_000)) + "\nBoa\n")


def many_keys(path: Path) -> None:
    record = {"title": "Boa"} | {f"c{n}": "x" for n in range(100_000)}
    path.write_text(json.dumps(record) + "\n")


def other_keys(path: Path) -> None:
    """Every record has a key of its own: as many columns as rows."""
    lines = (json.dumps({"title": "Boa", f"c{n}": "x"}) for n in range(20_000))
    path.write_text("\n".join(lines) + "\n")


def many_scripts(path: Path) -> None:
    ad = {"@context": "https://schema.org", "@type": "Product", "name": "Boa"}
    script = f'<script type="application/ld+json">{json.dumps(ad)}</script>'
    path.write_text("<html>" + script * 20_000 + "</html>")


ITEM = (
    '<div itemscope itemtype="https://schema.org/Product" itemprop="a">'
    '<p itemprop="name">Boa</p>'
)
DEEP_LD = '<script type="application/ld+json">{"@type": "Product", "name": "Boa", "offers": '


def linked(path: Path) -> None:
    """A survey folder with links out of it, to itself, and to nothing."""
    path.mkdir()
    (path / "good.csv").write_text(GOOD)
    (path / "passwd.csv").symlink_to("/etc/passwd")
    (path / "loop").symlink_to(path, target_is_directory=True)
    (path / "nothing.csv").symlink_to(path / "missing.csv")
    os.mkfifo(path / "pipe.csv")


LAUGHS = "".join(
    f'<!ENTITY l{n} "{"".join(["&l" + str(n - 1) + ";"] * 10)}">' for n in range(1, 10)
)
DOCTYPE = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>'


def xlsx(path: Path, doctype: str, rows: str = "") -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    cells = "".join(f"<row><c t='inlineStr'><is><t>{t}</t></is></c></row>"
                    for t in ("title", "Boa", "&l9;"))  # fmt: skip
    zipped(path, {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        b'content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}'  # noqa: E501
        '/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode(),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet '
        'name="a" sheetId="1" r:id="r1"/></sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r1"'  # noqa: E501
        f' Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'.encode(),
        "xl/worksheets/sheet1.xml": f'{doctype}<worksheet xmlns="{main}"><sheetData>'
        f"{rows or cells}</sheetData></worksheet>".encode(),
    })  # fmt: skip


def ods(path: Path, doctype: str, repeat: str = "") -> None:
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    rows = "".join(
        f"<table:table-row {repeat if text != 'title' else ''}><table:table-cell "
        f'office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        "</table:table-row>"
        for text in ("title", "Boa", *(["&l9;"] if doctype else []))
    )
    zipped(path, {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{office}manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.'  # noqa: E501
        'opendocument.spreadsheet"/></manifest:manifest>'.encode(),
        "content.xml": f'{doctype}<office:document-content xmlns:office="{office}office:1.0" '
        f'xmlns:table="{office}table:1.0" xmlns:text="{office}text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="a">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>".encode(),
    })  # fmt: skip


def far_cell(path: Path) -> None:
    """Two cells, one in the last row and column that a sheet can have."""
    rows = (
        "<row r='1'><c r='A1' t='inlineStr'><is><t>title</t></is></c></row>"
        "<row r='1048576'><c r='XFD1048576' t='inlineStr'><is><t>Boa</t></is></c></row>"
    )
    xlsx(path, "", rows)


def parquet_claim(path: Path) -> None:
    """A footer that claims 2^40 rows."""
    table = pa.table({"title": ["Boa", "Uhu"]})
    out = io.BytesIO()
    pq.write_table(table, out, compression="none", use_dictionary=False)
    data = bytearray(out.getvalue())
    size = struct.unpack("<I", data[-8:-4])[0]
    start = len(data) - 8 - size
    footer = bytes(data[start:-8])
    claimed = footer.replace(b"\x16\x04", b"\x16\x80\x80\x80\x80\x80\x40")
    path.write_bytes(bytes(data[:start]) + claimed + struct.pack("<I", len(claimed)) + b"PAR1")


def parquet_runs(path: Path) -> None:
    """One value, many million times: a small file, honest but large when unpacked."""
    value = pa.DictionaryArray.from_arrays(
        pa.array([0] * (20 * MEGABYTE), pa.int8()), pa.array(["x" * 100])
    )
    pq.write_table(pa.table({"title": value}), path, compression="zstd")


def text(*pieces: str | bytes) -> Callable[[Path], None]:
    data = b"".join(p if isinstance(p, bytes) else p.encode() for p in pieces)
    return lambda path: path.write_bytes(data) and None


def long_line(path: Path) -> None:
    path.write_bytes(HEAD.encode() + b"1," + b"x" * LONG + b",5\n2,Uhu,6\n")


def long_json(path: Path) -> None:
    path.write_bytes(b'{"title": "' + b"x" * LONG + b'"}\n{"title": "Uhu"}\n')


def no_line_end(path: Path) -> None:
    path.write_bytes(b'{"title": "' + b"[" * LONG)


def many_columns(path: Path) -> None:
    path.write_text("title" + "," * 100_000 + "\nBoa" + "," * 100_000 + "\n")


def deep(opening: str, closing: str, depth: int = 200_000) -> str:
    return opening * depth + closing * depth


# name of the file -> (how it is made, listings, reasons of rejects, words of the error).
# Listings -1: there is an error; None: any number, as long as the accounts add up.
CASES: dict[str, tuple[Callable[[Path], None], int | None, set[str], str]] = {
    "bomb.zip": (bomb, 2, {"too_large"}, ""),
    "bomb.csv.gz": (gzip_bomb, -1, set(), "too large|too_large|unpacks"),
    "lying.zip": (lying_zip, -1, set(), "damaged_file"),
    "nested.zip": (nested, 2, {"nested_archive"}, ""),
    "thirty times.csv.gz": (quine_gzip, -1, set(), "unknown kind|not"),
    "traversal.zip": (traversal, 4, {"unsafe_member"}, ""),
    "link.zip": (link_in_archive, -1, set(), "unsafe_member"),
    "ads.tar": (tar, -1, set(), "unknown kind"),
    "many.zip": (many_members, -1, set(), "empty_file"),
    "folder with links": (linked, -1, set(), "link that leads out"),
    "laughs.xlsx": (lambda p: xlsx(p, DOCTYPE), None, set(), ""),
    "outside.xlsx": (lambda p: xlsx(p, OUTSIDE), None, set(), ""),
    "laughs.ods": (lambda p: ods(p, DOCTYPE), None, set(), ""),
    "outside.ods": (lambda p: ods(p, OUTSIDE), None, set(), ""),
    "repeated.ods": (
        lambda p: ods(p, "", 'table:number-rows-repeated="2000000000"'), None, set(), ""
    ),
    "far cell.xlsx": (far_cell, -1, set(), "no table"),
    "claims.parquet": (parquet_claim, -1, set(), "declared|not a readable|rows"),
    "runs.parquet": (parquet_runs, None, set(), ""),
    "long line.csv": (long_line, 2, set(), ""),
    "long line.jsonl": (long_json, 2, set(), ""),
    "no line end.jsonl": (no_line_end, -1, set(), "truncated_file"),
    "many columns.csv": (many_columns, -1, set(), "columns"),
    "deep.json": (text('[{"title": ', deep("[", "]"), "}]"), 0, {"broken_record"}, ""),
    "deep objects.json": (text('{"title": ', deep('{"a":', "}"), "}"), None, set(), ""),
    "deep fields.jsonl": (
        text('{"title": "Boa", "price": ', deep("[", "]", 900), '}\n{"title": "Uhu"}\n'),
        2, set(), "",
    ),
    "deep.html": (text("<html>", deep("<div>", "</div>", 50_000), "</html>"), None, set(), ""),
    "empty members.zip": (empty_members, 2, {"empty_file"}, ""),
    "named columns.csv": (named_columns, -1, set(), "columns"),
    "many keys.jsonl": (many_keys, -1, set(), "c0"),
    "other keys.jsonl": (other_keys, -1, set(), "c0|memory"),
    "deeper.html": (text(deep("<div>", "</div>", 100_000)), 0, {"too_large"}, ""),
    "never closed.html": (text("<html>", "<div>" * 300_000), 0, {"too_large"}, ""),
    "deep items.html": (text(ITEM * 3_000, "</div>" * 3_000), None, set(), ""),
    "deep script.html": (
        text(DEEP_LD, deep('{"a":', "}", 100_000), "}</script>"), None, set(), ""
    ),
    "many scripts.html": (many_scripts, 20_000, set(), ""),
    "many attributes.html": (
        text("<html><div ", *(f'a{n}="x" ' for n in range(30_000)), ">Boa"), None, set(), ""
    ),
    "entities.html": (text("<title>", "&amp;lt;" * 500_000, "</title>"), None, set(), ""),
    "comments.html": (text("<html>", "<!--" * 500_000), None, set(), ""),
    "large number.jsonl": (text('{"title": "Boa", "price": 1', "0" * 9000, "}\n"), None, set(), ""),  # noqa: E501
    "not a number.jsonl": (text('{"title": "Boa", "price": NaN}\n'), 1, set(), ""),
    "not utf-8.csv": (text(HEAD, b"1,B\xff\xfe\xc0\xaf\xedoa,5\n2,Uhu,6\n"), 2, set(), ""),
    "overlong.jsonl": (text(b'{"title": "B\xc0\xaf\xed\xa0\x80"}\n{"title": "Uhu"}\n'),
                       2, set(), ""),
    "zeros.csv": (text(bytes(MEGABYTE)), -1, set(), "NUL"),
    "zeros within.csv": (text(HEAD, b"1,B\0o\0a,5\n\0\0\0\n2,Uhu,6\n"), 2, {"nul_bytes"}, ""),
    "odd utf-16.csv": (text(b"\xff\xfe", GOOD.encode("utf-16-le")[:-1]), None, set(), ""),
    "directions.csv": (text(HEAD, "1,\u202eBoa\u2066,5\n2,Uhu,6\n"), 2, set(), ""),
    "escapes.csv": (text(HEAD, "1,\x1b[31mBoa,5\n2,Uhu,6\n"), 2, set(), ""),
    "only quotes.csv": (text(HEAD, '"' * MEGABYTE), None, set(), ""),
    "quotes.csv": (text(HEAD, '1,"Boa,5\n' * 20_001), None, set(), ""),
    "only commas.csv": (text(HEAD, "," * MEGABYTE, "\n2,Uhu,6\n"), 1, {"no_title"}, ""),
    "only brackets.json": (text("[" * MEGABYTE), None, set(), ""),
    "empty.csv": (text(""), -1, set(), "empty"),
    "binary.csv": (text(bytes(range(256)) * 400), -1, set(), "unknown kind"),
    "cut.xlsx": (text(b"PK\x03\x04", bytes(200)), -1, set(), "workbook"),
    "cut.warc": (text("WARC/1.0\r\nContent-Length: 99999999999\r\n\r\nx"), None, set(), ""),
    "negative.warc": (text("WARC/1.0\r\nContent-Length: -5\r\n\r\nx\r\n\r\n"), None, set(), ""),
    "old.xls": (text(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(600)), -1, set(), "workbook"),
}  # fmt: skip


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """Read every file, each process going on with the next until one dies of it."""
    folder = tmp_path_factory.mktemp("hostile")
    found: dict[str, dict[str, object]] = {}
    waiting = list(CASES)
    for name in waiting:
        CASES[name][0](folder / name)
    while waiting:
        command = [sys.executable, "-c", READER, str(MEMORY)]
        lines = "".join(json.dumps(str(folder / name)) + "\n" for name in waiting)
        done = subprocess.run(
            command, input=lines, capture_output=True, text=True, cwd=ROOT, timeout=600,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        read = [json.loads(line) for line in done.stdout.splitlines()]
        found |= dict(zip(waiting, read, strict=False))
        waiting = waiting[len(read) :]
        if waiting:
            found[waiting.pop(0)] = {
                "error": f"ESCAPED: the process died. {done.stderr[-800:]}"
            }
    return found


@pytest.mark.parametrize("name", CASES)
def test_each_file_costs_itself_alone(
    outcomes: dict[str, dict[str, object]], name: str
) -> None:
    import re

    _, listings, reasons, words = CASES[name]
    found = outcomes[name]
    error = str(found["error"])
    assert not error.startswith("ESCAPED"), error
    if error:
        assert listings in (-1, None), error
        assert name in error and "\n" not in error.strip(), error
        assert re.search(words, error), error
        return
    assert listings != -1, found
    assert found["accounts"], found
    assert listings is None or found["listings"] == listings, found
    assert reasons <= set(found["reasons"]), found  # type: ignore[call-overload]
    assert "root:" not in " ".join(found["titles"]), "read /etc/passwd"  # type: ignore
    assert int(str(found["longest"])) <= 500


def test_what_was_not_read_is_named_in_some_lines(tmp_path: Path) -> None:
    """An archive of 300 empty files and a good one does not fill the screen."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(300):
            archive.writestr(f"{number}.csv", "")
        archive.writestr("good.csv", GOOD)
    pipeline.process(
        [tmp_path / "a.zip"], tmp_path / "out", survey_id="x", key_file=tmp_path / "key"
    )
    told = pipeline.set_aside(tmp_path / "out")
    assert len(told) == pipeline.NAMED + 1
    assert told[-1] == f"... and {300 - pipeline.NAMED} more"


def test_time_is_bounded(outcomes: dict[str, dict[str, object]]) -> None:
    """No file takes a minute of a processor, however it is made."""
    spent = {
        name: round(float(str(found.get("seconds", 0))), 1) for name, found in outcomes.items()
    }
    print(sorted(spent.items(), key=lambda one: -one[1])[:12])
    assert not {name: seconds for name, seconds in spent.items() if seconds > SECONDS}


def test_memory_is_bounded(outcomes: dict[str, dict[str, object]]) -> None:
    """No file takes more than the limit, and small ones take little."""
    for name, found in outcomes.items():
        assert int(str(found.get("grown", 0))) < 2 << 20, (name, found)  # kilobytes
