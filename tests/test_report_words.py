"""The languages of the report: complete, of one mind about placeholders, without English."""

import re
from html.parser import HTMLParser

import numpy as np
import pytest
from babel import Locale
from fluent.syntax import FluentParser, ast, visitor

from tests.conftest import Made
from wildlife_analysis import words as room
from wildlife_analysis.charts.grids import SHADES
from wildlife_analysis.charts.style import readable
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.words import FOLDER, Said, Words, languages, messages

OTHERS = [one for one in languages() if one != "en"]


class Selects(visitor.Visitor):
    def __init__(self) -> None:
        self.keys: list[set[str]] = []

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:
        self.keys.append(
            {v.key.name for v in node.variants if isinstance(v.key, ast.Identifier)}
        )
        self.generic_visit(node)


@pytest.mark.parametrize("language", OTHERS)
def test_languages_have_the_same_messages_and_placeholders(language: str) -> None:
    assert messages(language) == messages("en")


@pytest.mark.parametrize("language", languages())
def test_plurals_are_those_of_the_language(language: str) -> None:
    """Whole numbers only are counted: the categories they fall into, no more and no fewer."""
    rule = Locale(language).plural_form
    needed = {rule(number) for number in range(1, 200)}
    seen = Selects()
    seen.visit(FluentParser().parse((FOLDER / f"{language}.ftl").read_text(encoding="utf-8")))
    assert len(seen.keys) >= 8
    assert all(keys == needed for keys in seen.keys)


class Text(HTMLParser):
    """What is read on a page, without what is marked as English and what names files."""

    def __init__(self) -> None:
        super().__init__()
        self.quiet: list[str] = []
        self.read: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.read += [v for k in ("alt", "aria-label", "title") if (v := values.get(k))]
        if tag in ("meta", "img", "link", "input", "br"):
            return
        hidden = tag in ("style", "script") or (values.get("lang") == "en" and tag != "html")
        if hidden or self.quiet:
            self.quiet.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.quiet:
            self.quiet.pop()

    def handle_data(self, data: str) -> None:
        if not self.quiet:
            self.read.append(data)


def _said(language: str) -> str:
    """Return what the messages of a language say, without their ids and placeholders."""
    text = (FOLDER / f"{language}.ftl").read_text(encoding="utf-8")
    return re.sub(r"^[a-z0-9-]+ =|\$[a-z-]+|\[\w+\]", " ", text, flags=re.M)


def _words_of(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[^\W\d_]{4,}", text)}


@pytest.mark.parametrize("language", OTHERS)
def test_no_english_on_the_pages_of_other_languages(made: Made, language: str) -> None:
    """No word that only the English report uses stands on the page of another language."""
    english, own = (_words_of(_said(one)) for one in ("en", language))
    reader = Text()
    text = made.pages[language].read_text(encoding="utf-8")
    reader.feed(re.sub(r'<div id="codebook".*?</table>', "", text, flags=re.S))
    read = _words_of(" ".join(reader.read))
    assert len(read) > 300
    # Names of marketplaces, of sources and of the program are the same everywhere.
    names = _words_of("Wildlife Analysis, example.org, offline and in the wild, Born Free")
    assert not sorted(read & (english - own - names))


def test_numbers_dates_and_money_are_written_the_way_of_the_language() -> None:
    written = {
        one: (
            Words(one).number(1234.5, 1), Words(one).percent(0.256),
            Words(one).dollars(1234567), Words(one).day("2017-09-18"),
            Words(one).country("GB"), Words(one).taxon("Psittacus erithacus"),
        )
        for one in languages()
    }  # fmt: skip
    plain = {one: tuple(re.sub(r"\s", " ", text) for text in w) for one, w in written.items()}
    assert plain["en"][:3] == ("1,234.5", "26%", "$1,234,567")
    assert plain["fr"][:3] == ("1 234,5", "26 %", "1 234 567 $US")
    assert plain["de"][:3] == ("1.234,5", "26 %", "1.234.567 $")
    assert plain["ru"][:3] == ("1 234,5", "26 %", "1 234 567 $")
    assert [plain[one][3] for one in ("de", "fr", "ru")] == [
        "18. September 2017", "18 septembre 2017", "18 сентября 2017 г.",
    ]  # fmt: skip
    assert plain["ru"][4] == "Великобритания" and plain["de"][5] == "Graupapagei"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "объявление"),
        (3, "объявления"),
        (5, "объявлений"),
        (21, "объявление"),
        (112, "объявлений"),
    ],
)
def test_russian_counts_in_three_forms(number: int, said: str) -> None:
    assert Words("ru")("case-headline-listings", n=number) == said
    assert Words("ru")("case-headline-listings", n=float(number)) == said


def test_what_is_said_waits_for_its_language() -> None:
    countries = Said("codes", ("country_code", ["DE", "FR"]))
    said = [Words(one)("finding-trend-up", names=countries) for one in ("en", "ru")]
    assert "Germany and France" in said[0] and "Германия и Франция" in said[1]


def test_a_missing_message_stops() -> None:
    with pytest.raises(SurveyError, match="is missing"):
        Words("fr")("no-such-message")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("contents = Inhalt\n", ""), "1 messages are missing: contents"),
        (("contents = Inhalt\n", "contents = { $x\n"), "xx.ftl: line"),
        (("contents = Inhalt\n", "contents = a\ncontents = b\n"), "stands twice"),
    ],
)
def test_a_language_is_a_file_and_a_bad_one_stops(
    change: tuple[str, str], message: str, tmp_path: "object", monkeypatch: pytest.MonkeyPatch
) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    for one in languages():
        (folder / f"{one}.ftl").write_text((FOLDER / f"{one}.ftl").read_text("utf-8"), "utf-8")
    german = (FOLDER / "de.ftl").read_text("utf-8")
    monkeypatch.setattr(room, "FOLDER", folder)
    for cached in (room.messages, room._entries, room._bundle):
        cached.cache_clear()
    (folder / "nl.ftl").write_text(german, "utf-8")
    assert "nl" in languages()
    assert Words("nl").number(1234.5, 1) == "1.234,5"
    (folder / "xx.ftl").write_text(german.replace(*change), "utf-8")
    with pytest.raises(SurveyError, match=message):
        Words("xx")
    for cached in (room.messages, room._entries, room._bundle):
        cached.cache_clear()


def test_in_french_a_double_sign_stays_with_its_word() -> None:
    text = (FOLDER / "fr.ftl").read_text(encoding="utf-8")
    assert not re.findall(r"\S* [:;?!»%]|« ", text)
    assert len(re.findall("\u00a0[:;?!»%]", text)) > 100


@pytest.mark.parametrize(
    ("language", "negative", "days"),
    [
        ("en", "−4,370", "18 Sept – 29 Oct 2017"),
        ("de", "−4.370", "18. Sept. – 29. Okt. 2017"),
        ("fr", "−4 370", "18 sept. – 29 oct. 2017"),
        ("ru", "−4 370", "18 сент. – 29 окт. 2017 г."),
    ],
)
def test_negative_numbers_and_spans_of_days(language: str, negative: str, days: str) -> None:
    words = Words(language)
    said = (words.number(-4370), words.signed(-4370), words.days("2017-09-18", "2017-10-29"))
    assert [re.sub(r"\s", " ", one) for one in said] == [negative, negative, days]
    assert words.signed(2) == "+2" and words.change(0.5).startswith("+50")


def test_numbers_stand_out_on_every_shade() -> None:
    import seaborn as sns
    from matplotlib.colors import to_rgb

    def luminance(name: object) -> float:
        parts = to_rgb(name)  # type: ignore[arg-type]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return float(np.dot(linear, [0.2126, 0.7152, 0.0722])) + 0.05

    shades = sns.color_palette(SHADES, as_cmap=True)
    for depth in np.linspace(0, 1, 21):
        shade = shades(depth)
        low, high = sorted((luminance(shade), luminance(readable(shade))))
        assert high / low > 3.7
