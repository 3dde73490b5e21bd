"""From bytes to text: the encodings that scraped files come in, also mixed within a file."""

import codecs
import re
from dataclasses import dataclass

from wildlife_analysis.read.part import join

__all__ = ["Text", "decode", "page"]

CYRILLIC = ["cp1251", "koi8_r"]
SAMPLE = 200_000  # bytes shown to the detector; more does not change its mind, only its speed
CHUNK = 1 << 24
_MARKS = (  # the four-byte marks first: UTF-32-LE begins like UTF-16-LE
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Both Russian encodings put their letters where cp1252 has accented ones: whole words of them
# are Russian, single ones beside plain letters are French or German.
_WORD = re.compile(rb"[\xc0-\xff\xa8\xb8\xa3\xb3]{3,}")
_ACCENT = re.compile(rb"[A-Za-z][\xc0-\xff]|[\xc0-\xff][A-Za-z]")
_AS_BROWSERS = {"iso8859-1": "cp1252", "ascii": "utf-8"}  # what browsers make of these names
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Text:
    """A text file in UTF-8, with what was assumed about it.

    Attributes
    ----------
    data
        UTF-8 without mark; as many lines as the raw file.
    encoding
        Encoding assumed; several are joined with " + ".
    lines
        Encoding of each line (split at line feeds); None where one holds for all.
    """

    data: bytes
    encoding: str
    lines: list[str] | None = None


def decode(data: bytes) -> Text:
    """Decode a text file.

    A mark at its beginning decides; then UTF-8 where the whole is valid. Otherwise each line
    is judged: valid UTF-8 stays, the other lines are told apart into Russian and Western by
    where their letters stand, and the Russian ones together are shown to charset-normalizer.

    Parameters
    ----------
    data
        The bytes of the file.

    Returns
    -------
    Text
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            if name == "utf-8":
                return decode(data[len(mark) :])
            return Text(data.decode(name, "replace").encode("utf-8", "replace"), name)
    wide = _unmarked_utf16(data)
    if wide:
        return Text(data.decode(wide, "replace").encode("utf-8", "replace"), "utf-16")
    if _is_utf8(data):
        return Text(data, "utf-8")
    whole = data[: -_cut_character(data)] if _cut_character(data) else b""
    if whole and _is_utf8(whole):  # a file that breaks off within its last character
        return Text(whole, "utf-8")
    return _by_line(data)


def _cut_character(data: bytes) -> int:
    """Count the bytes of a UTF-8 character that has lost its end, at the end of a text."""
    for size in (1, 2, 3):
        last = data[-size] if len(data) >= size else 0
        if last >= 0xC0:
            needed = 2 if last < 0xE0 else 3 if last < 0xF0 else 4
            return size if needed > size else 0
        if last < 0x80:
            return 0
    return 0


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(data)
    try:
        for start in range(0, len(data), CHUNK):
            decoder.decode(view[start : start + CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _unmarked_utf16(data: bytes) -> str:
    """Name the byte order of UTF-16 without a mark: zeros on one side only."""
    head = data[: 4096 - len(data) % 2] if len(data) < 4096 else data[:4096]
    if len(head) < 4 or b"\0" not in head:
        return ""
    even, odd = head[0::2].count(0) / len(head[0::2]), head[1::2].count(0) / len(head[1::2])
    if odd > 0.1 and even < 0.01:
        return "utf-16-le"
    return "utf-16-be" if even > 0.1 and odd < 0.01 else ""


def _by_line(data: bytes) -> Text:
    lines = data.split(b"\n")
    labels: list[str] = []
    done: list[bytes | None] = []
    groups: dict[str, list[int]] = {"cyrillic": [], "western": [], "either": []}
    for number, line in enumerate(lines):
        label, text = _as_utf8(line)
        labels.append(label)
        done.append(text)
        if text is None:
            groups[_look(line)].append(number)
    western_leads = len(groups["western"]) >= len(groups["cyrillic"])
    groups["western" if western_leads else "cyrillic"] += groups.pop("either")
    cyrillic = _cyrillic(b"\n".join(lines[n] for n in groups["cyrillic"]))
    for script, candidates in (("cyrillic", [cyrillic]), ("western", ["cp1252"])):
        for number in groups[script]:
            labels[number], done[number] = _as(lines[number], [*candidates, "latin-1"])
    text = b"\n".join(line for line in done if line is not None)
    used = {label for label in labels if label != "ascii"}
    if len(used) == 1:  # plain lines say nothing against the one encoding of the others
        return Text(text, used.pop())
    labels = ["utf-8" if label == "ascii" else label for label in labels]
    return Text(text, join(labels), labels)


def _as_utf8(line: bytes) -> tuple[str, bytes | None]:
    if line.isascii():
        return "ascii", line
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8", line
    # A few foreign bytes in a line that is UTF-8 otherwise: keep the line, mend the bytes.
    text = line.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(character > "\x7f" for character in text) - bad
    if good >= 3 and bad * 4 <= good:
        return "utf-8 + cp1252", line.decode("utf-8", "as_cp1252").encode("utf-8")
    return "", None


def _cp1252_bytes(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("as_cp1252", _cp1252_bytes)


def _look(line: bytes) -> str:
    """Tell whether the letters beyond ASCII stand in words or beside plain letters."""
    words = sum(map(len, _WORD.findall(line)))
    accents = len(_ACCENT.findall(line))
    if not words and not accents:
        return "either"
    return "cyrillic" if words > 2 * accents else "western"


def _cyrillic(lines: bytes) -> str:
    """Tell cp1251 from KOI8-R on all the Russian lines together."""
    if not lines:
        return CYRILLIC[0]
    from charset_normalizer import from_bytes

    best = from_bytes(lines[:SAMPLE], cp_isolation=CYRILLIC).best()
    return best.encoding if best is not None else CYRILLIC[0]


def _as(line: bytes, candidates: list[str]) -> tuple[str, bytes]:
    for name in candidates:
        try:
            return name, line.decode(name).encode("utf-8")
        except UnicodeDecodeError:
            continue
    raise AssertionError("latin-1 decodes every byte")


def page(data: bytes, declared: str = "") -> tuple[str, str]:
    """Decode a web page: by its mark, its HTTP header, its own word, or by looking.

    Parameters
    ----------
    data
        The bytes of the page.
    declared
        Encoding of the HTTP header, where there was one.

    Returns
    -------
    text, encoding : str
    """
    marked = data.startswith(tuple(mark for mark, _ in _MARKS))
    if marked or (not data.isascii() and _is_utf8(data)):
        text = decode(data)  # pages often declare an encoding they were not saved in
        return text.data.decode("utf-8", "replace"), text.encoding
    meta = _META.search(data[:4096])
    for name in (declared, meta.group(1).decode("ascii", "replace") if meta else ""):
        try:
            known = codecs.lookup(name).name
            return data.decode(_AS_BROWSERS.get(known, known)), _AS_BROWSERS.get(known, known)
        except (LookupError, UnicodeDecodeError):
            continue
    text = decode(data)
    return text.data.decode("utf-8", "replace"), text.encoding
