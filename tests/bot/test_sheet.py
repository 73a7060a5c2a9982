"""The pages that native readers look at and sign."""

from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.sheet import keys_of, write_sheets
from bot.texts import Catalogue, Entry, Texts
from dialogs.machine.screen import Button, Press, Screen
from dialogs.machine.words import Listing, say

SCREEN = Screen(
    (say("hello", name="Mira & Ayşe"), say("which", places=Listing((say("here"), "Bottrop")))),
    ((Button(say("here"), Press(1, "q", "here"), "success"), Button(say("there"), Press(1, "q", "there"))),),
    contact=say("share"),
)
GERMAN = {
    "hello": "<b>Guten Tag</b>, {name}\nschön", "which": "Wo? {places}", "here": "Hier 🙂", "there": "Dort",
    "share": "Nummer senden", "toast.gone": "Weg & <aus>",
}  # fmt: skip


def entry(key: str, text: str, checked: bool) -> Entry:
    return Entry(key, (text,), None, 1, False, "checked" if checked else "draft", "")


@pytest.fixture
def pages(tmp_path: Path) -> dict[str, str]:
    german = {key: entry(key, text, checked=key == "hello") for key, text in GERMAN.items()}
    arabic = {"hello": entry("hello", "أهلا {name}", checked=False)}
    catalogues = [Catalogue("de", Path("de"), german, 2, ""), Catalogue("ar", Path("ar"), arabic, 6, "")]
    paths = write_sheets([("welcome <1>", SCREEN)], Texts(catalogues, ZoneInfo("UTC")), tmp_path / "sheets")
    assert paths == [tmp_path / "sheets" / "de.html", tmp_path / "sheets" / "ar.html"]
    return {path.stem: path.read_text(encoding="utf-8") for path in paths}


class Outline(HTMLParser):
    """The words of a page by the class of the element they stand in."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[tuple[str, str]] = []
        self.root: dict[str, str | None] = {}
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.root = found if tag == "html" else self.root
        self.fetched += [tag] if tag in {"script", "link", "img"} else []
        if tag != "meta":
            self.open.append(found.get("class") or tag)

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open:
            self.words.append((self.open[-1], data))


def outline(page: str) -> Outline:
    read = Outline()
    read.feed(page)
    return read


def test_a_screen_stands_on_the_page_as_the_phone_shows_it(pages: dict[str, str]) -> None:
    words = outline(pages["de"]).words
    assert [(place, said) for place, said in words if place in {"h2", "b", "p", "success", ""}] == [
        ("h2", "welcome <1>"), ("b", "Guten Tag"), ("p", ", \u2068Mira & Ayşe\u2069"), ("p", "schön"),
        ("p", "Wo? Hier 🙂 und \u2068Bottrop\u2069"), ("success", "Hier 🙂"),
    ]  # fmt: skip
    assert [said for place, said in words if place == "span"] == ["Dort", "Nummer senden"]


def test_each_text_says_whether_a_native_reader_has_checked_it(pages: dict[str, str]) -> None:
    signed = [(place, said.rpartition(" ")[0]) for place, said in outline(pages["de"]).words if ": " in said]
    assert [pair for pair in signed if pair[0] in {"draft", "checked"}] == [
        ("checked", "hello: checked"), ("draft", "which: draft"), ("draft", "here: draft"), ("draft", "there: draft"),
        ("draft", "share: draft"), ("draft", "toast.gone: draft"),
    ]  # fmt: skip


def test_the_length_is_telegrams(pages: dict[str, str]) -> None:
    text = "Guten Tag, \u2068Mira & Ayşe\u2069\nschön\n\nWo? Hier 🙂 und \u2068Bottrop\u2069"
    assert [said for _, said in outline(pages["de"]).words if said.endswith("/ 4096")] == [f"{len(text) + 1} / 4096"]


def test_an_arabic_page_runs_right_to_left_and_shows_where_german_stands_in(pages: dict[str, str]) -> None:
    page = outline(pages["ar"])
    assert page.root == {"lang": "ar", "dir": "rtl"}
    assert [said for place, said in page.words if place == "gap"] == [
        "which: German", "here: German", "there: German", "share: German",
    ]  # fmt: skip


def test_texts_on_no_screen_are_listed_to_be_read_too(pages: dict[str, str]) -> None:
    assert [said for place, said in outline(pages["de"]).words if place == "td"] == ["Weg & <aus>"]


def test_a_page_needs_nothing_from_outside(pages: dict[str, str]) -> None:
    assert [outline(page).fetched for page in pages.values()] == [[], []]


def test_the_keys_of_a_screen_are_all_that_it_says() -> None:
    assert keys_of(SCREEN) == ["hello", "which", "here", "there", "share"]
