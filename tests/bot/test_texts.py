"""Phrases in the words of each reader's language, from catalogues written here."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from bot.channels.channel import Rendered, RenderedButton
from bot.texts import MissingText, Texts, UnreadableCatalogue
from dialogs.machine.screen import Button, CalendarFile, Press, Screen
from dialogs.machine.words import Listing, Moment, Phone, Phrase, Tongue, say

BERLIN = ZoneInfo("Europe/Berlin")
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {plural};\\n"\n\n'
TWO = "nplurals=2; plural=(n != 1)"
ARABIC = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"
POLISH = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)"

VALUES = 'msgid "it.is"\nmsgstr "{value}"\n\n'


def forms(*words: str) -> str:
    lines = [f'msgstr[{place}] "{word} {{count}}"' for place, word in enumerate(words)]
    return "\n".join(['msgid "places"', 'msgid_plural "places"', *lines]) + "\n\n"


PLACES = {
    "de": (TWO, VALUES + forms("Platz", "Plätze")),
    "en": (TWO, VALUES + forms("place", "places")),
    "tr": (TWO, VALUES + forms("bir", "yer")),
    "ar": (ARABIC, VALUES + forms("zero", "one", "two", "few", "many", "other")),
    "pl": (POLISH, VALUES + forms("one", "few", "many")),
    "fa": ("nplurals=2; plural=(n > 1)", VALUES + forms("one", "other")),
}


def write(folder: Path, tag: str, body: str, plural: str = TWO) -> Path:
    path = folder / tag / "LC_MESSAGES" / "familienlotse.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER.format(plural=plural) + body, encoding="utf-8")
    return path


@pytest.fixture
def texts(tmp_path: Path) -> Texts:
    for tag, (plural, body) in PLACES.items():
        write(tmp_path, tag, body, plural)
    return Texts.load(tmp_path, BERLIN, strict=True)


@pytest.fixture
def german(tmp_path: Path) -> Callable[[str], Texts]:
    def load(body: str) -> Texts:
        write(tmp_path, "de", body)
        return Texts.load(tmp_path, BERLIN, strict=True)

    return load


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ["Plätze", "Platz", "Plätze", "Plätze", "Plätze", "Plätze", "Plätze"]),
        ("tr", ["yer", "bir", "yer", "yer", "yer", "yer", "yer"]),
        ("ar", ["zero", "one", "two", "few", "many", "many", "other"]),
        ("pl", ["many", "one", "few", "few", "many", "many", "many"]),
        ("fa", ["one", "one", "other", "other", "other", "other", "other"]),
    ],
)
def test_places_are_counted_as_cldr_counts_in_each_language(texts: Texts, language: str, words: list[str]) -> None:
    counted = [texts.plain(say("places", count=count), language).split()[0] for count in (0, 1, 2, 3, 11, 99, 100)]
    assert counted == words


@pytest.mark.parametrize(
    ("language", "form", "spelled"),
    [
        ("de", "day", "Dienstag, 24. November"),
        ("de", "clock", "10:00 Uhr"),
        ("de", "day_clock", "Dienstag, 24. November, 10:00 Uhr"),
        ("de", "date", "24.11.2026"),
        ("en", "day", "Tuesday, 24 November"),
        ("en", "clock", "10:00"),
        ("en", "date", "24/11/2026"),
        ("tr", "day_clock", "24 Kasım Salı 10:00"),
        ("ar", "day", "\u2068الثلاثاء، 24 نوفمبر\u2069"),
        ("ar", "clock", "\u206810:00\u2069"),
        ("fa", "clock", "\u206810:00\u2069"),
    ],
)
def test_an_appointment_is_spelled_in_the_readers_language(
    texts: Texts, language: str, form: str, spelled: str
) -> None:
    assert texts.plain(say("it.is", value=Moment(AT, form)), language) == spelled  # type: ignore[arg-type]


def test_the_clock_is_the_programmes_own_on_both_sides_of_the_clock_change(texts: Texts) -> None:
    before, after = (datetime(2026, 10, day, 8, 30, tzinfo=UTC) for day in (24, 26))
    spelled = [texts.plain(say("it.is", value=Moment(at, "clock")), "de") for at in (before, after)]
    assert spelled == ["10:30 Uhr", "09:30 Uhr"]


def test_an_instant_without_a_zone_is_refused(texts: Texts) -> None:
    with pytest.raises(ValueError, match="needs its time zone"):
        texts.plain(say("it.is", value=Moment(datetime(2026, 11, 24, 9), "clock")), "de")  # noqa: DTZ001


@pytest.mark.parametrize(
    ("language", "value", "words"),
    [
        ("de", "Öz & <b>", "\u2068Öz &amp; &lt;b&gt;\u2069"),
        ("de", "\u202eMira\u2069", "\u2068Mira\u2069"),
        ("de", 12, "12"),
        ("ar", 12, "\u206612\u2069"),
        ("ar", Phone("+4915228817386"), "\u2066+49 1522 8817386\u2069"),
        ("de", Listing(("Ayşe", 3, Tongue("ar"))), "\u2068Ayşe\u2069, 3 und Arabisch"),
        ("en", Listing((1, 2, 3)), "1, 2 and 3"),
        ("de", Tongue("tr"), "Türkisch"),
        ("tr", Tongue("de"), "Almanca"),
        ("de", Tongue("tr", own=True), "Türkçe"),
        ("de", Tongue("uk", own=True), "Українська"),
        ("de", Tongue("ar", own=True), "\u2068العربية\u2069"),
        ("de", Tongue("x<"), "x&lt;"),
        ("de", say("places", count=2), "Plätze 2"),
    ],
)
def test_every_value_is_spelled_escaped_and_kept_in_its_direction(
    texts: Texts, language: str, value: object, words: str
) -> None:
    assert texts.phrase(Phrase("it.is", {"value": value}), language) == words  # type: ignore[dict-item]


def test_a_label_shows_a_name_as_it_was_written(texts: Texts) -> None:
    assert texts.plain(say("it.is", value="Öz & <b>"), "de") == "\u2068Öz & <b>\u2069"


def test_a_screen_becomes_paragraphs_and_plain_buttons(german: Callable[[str], Texts]) -> None:
    texts = german(
        'msgid "hello"\nmsgstr "<b>Guten Tag</b> &amp; willkommen"\n\n'
        'msgid "ask"\nmsgstr "Wie viele?"\n\nmsgid "one"\nmsgstr "Eins &amp; mehr"\n'
    )
    screen = Screen(
        (say("hello"), say("ask")), ((Button(say("one"), Press(1, "n", "1"), "primary"),),), protected=True
    )
    assert texts.render(screen, "de") == Rendered(
        "<b>Guten Tag</b> &amp; willkommen\n\nWie viele?",
        ((RenderedButton("Eins & mehr", "1.1.n.1", "primary"),),),
        True,
    )


def test_a_turkish_family_reads_german_where_turkish_is_fuzzy_empty_or_missing(tmp_path: Path) -> None:
    write(tmp_path, "de", "".join(f'msgid "{key}"\nmsgstr "deutsch {key}"\n\n' for key in "abcd"))
    write(
        tmp_path,
        "tr",
        '#, fuzzy\nmsgid "a"\nmsgstr "türkçe a"\n\nmsgid "b"\nmsgstr ""\n\nmsgid "c"\nmsgstr "türkçe c"\n',
    )
    texts = Texts.load(tmp_path, BERLIN, strict=True)
    assert [texts.phrase(say(key), "tr") for key in "abcd"] == ["deutsch a", "deutsch b", "türkçe c", "deutsch d"]
    assert dict(texts.languages) == {"de": "Deutsch"}


def test_german_within_arabic_is_kept_apart(tmp_path: Path) -> None:
    write(tmp_path, "de", 'msgid "out"\nmsgstr "Antwort: {it}"\n\nmsgid "in"\nmsgstr "Ja"\n')
    write(tmp_path, "ar", 'msgid "out"\nmsgstr "الجواب: {it}"\n', ARABIC)
    assert Texts.load(tmp_path, BERLIN).phrase(say("out", it=say("in")), "ar") == "الجواب: \u2068Ja\u2069"


def test_what_is_missing_everywhere_stops_a_test_and_never_a_family(tmp_path: Path) -> None:
    write(tmp_path, "de", PLACES["de"][1])
    strict, kind = (Texts.load(tmp_path, BERLIN, strict=strict) for strict in (True, False))
    for phrase in (say("no.such.text"), say("it.is"), say("places")):
        with pytest.raises(MissingText):
            strict.phrase(phrase, "de")
    assert [kind.phrase(phrase, "de") for phrase in (say("no.such.text"), say("it.is"), say("places"))] == [
        "…", "…", "Plätze …",
    ]  # fmt: skip


def test_languages_are_offered_by_their_own_names_german_first(texts: Texts) -> None:
    assert list(texts.languages.items()) == [
        ("de", "Deutsch"), ("en", "English"), ("pl", "Polski"), ("tr", "Türkçe"), ("ar", "العربية"), ("fa", "فارسی"),
    ]  # fmt: skip


def test_a_language_is_offered_without_the_coaches_texts(tmp_path: Path) -> None:
    write(tmp_path, "de", 'msgid "a"\nmsgstr "Ja"\n\nmsgid "desk.a"\nmsgstr "Fall"\n')
    write(tmp_path, "tr", 'msgid "a"\nmsgstr "Evet"\n')
    assert list(Texts.load(tmp_path, BERLIN).languages) == ["de", "tr"]


@pytest.mark.parametrize(("hint", "tag"), [("tr", "tr"), ("TR_tr", "tr"), ("en-GB", "en"), ("ro", None), ("", None)])
def test_a_phones_language_is_a_hint(texts: Texts, hint: str, tag: str | None) -> None:
    assert texts.offered(hint) == tag


def test_an_unknown_language_reads_german(texts: Texts) -> None:
    assert texts.plain(say("places", count=1), "xx") == "Platz 1"
    assert [texts.direction(tag) for tag in ("de", "ar", "fa", "xx")] == ["ltr", "rtl", "rtl", "ltr"]


def test_a_moved_appointment_is_the_same_event_with_a_higher_sequence(german: Callable[[str], Texts]) -> None:
    texts = german('msgid "t"\nmsgstr "Fall {number}"\n\nmsgid "c"\nmsgstr "<b>Termin</b>"\n')
    content = CalendarFile("case-7", 2, AT, AT.replace(hour=10), say("t", number="F-7"), say("c"), cancelled=True)
    file = texts.file(content, "de", stamped_at=AT)
    calendar = Calendar.from_ical(file.content)
    (event,) = calendar.walk("VEVENT")
    assert (file.name, file.caption, str(calendar["METHOD"])) == ("termin.ics", "<b>Termin</b>", "PUBLISH")
    assert {name: str(event[name]) for name in ("UID", "SEQUENCE", "SUMMARY", "STATUS")} == {
        "UID": "case-7", "SEQUENCE": "2", "SUMMARY": "Fall F-7", "STATUS": "CANCELLED",
    }  # fmt: skip
    assert [event[name].to_ical() for name in ("DTSTAMP", "DTSTART", "DTEND")] == [
        b"20261124T090000Z", b"20261124T090000Z", b"20261124T100000Z",
    ]  # fmt: skip


def test_a_start_without_german_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableCatalogue, match="The German catalogue is missing"):
        Texts.load(tmp_path, BERLIN)


def test_a_broken_catalogue_refuses_to_start_and_names_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, "de", 'msgid "a"\nmsgstr "b"\nmsgsrt "c"\n')
    with pytest.raises(UnreadableCatalogue) as caught:
        Texts.load(tmp_path, BERLIN)
    assert (caught.value.path, caught.value.line) == (path, 8)


def test_a_folder_that_is_no_language_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "turkish", "")
    with pytest.raises(UnreadableCatalogue, match="No language has the tag"):
        Texts.load(tmp_path, BERLIN)


def test_a_text_that_a_native_reader_checked_says_so(german: Callable[[str], Texts]) -> None:
    texts = german('# status: checked 0123abcd\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr "d"\n')
    entries = [texts.entry(key, "de") for key in ("a", "c")]
    assert [(entry.status, entry.signature) for entry in entries if entry] == [("checked", "0123abcd"), ("draft", "")]
