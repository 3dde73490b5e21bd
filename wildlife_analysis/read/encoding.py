"""From bytes to text: the encodings that scraped files come in."""

import codecs

__all__ = ["decode"]

CANDIDATES = ["utf_8", "cp1251", "koi8_r", "cp1252"]


def decode(data: bytes) -> tuple[list[str], list[str]]:
    """Decode a text file line by line, so that mixed encodings are read as well.

    Parameters
    ----------
    data
        The bytes of the file.

    Returns
    -------
    lines, encodings : list of str
        The lines without their ends, and the encoding assumed for each.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            text = data.decode(name, errors="replace")
            lines = _split(text)
            return lines, [name.removesuffix("-sig")] * len(lines)
    try:
        lines = _split(data.decode("utf-8"))
        return lines, ["utf-8"] * len(lines)
    except UnicodeDecodeError:
        pass
    raw = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    if raw and not raw[-1]:
        raw.pop()
    results: list[str | None] = []
    for line in raw:
        try:
            results.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            results.append(None)
    rest = b"\n".join(line for line, text in zip(raw, results, strict=True) if text is None)
    other = _guess(rest)
    lines = [
        text if text is not None else line.decode(other, errors="replace")
        for line, text in zip(raw, results, strict=True)
    ]
    return lines, ["utf-8" if text is not None else other for text in results]


def _split(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return lines


def _guess(data: bytes) -> str:
    """Guess the encoding of text that is not UTF-8."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000], cp_isolation=CANDIDATES).best()
    return best.encoding if best is not None else "cp1252"
