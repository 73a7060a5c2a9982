"""Typed words held against a screen and the word lists of four languages."""

from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from zoneinfo import ZoneInfo

import pytest

from bot.texts import Catalogue, Entry, Texts
from bot.understanding import Understanding
from dialogs.machine.events import UNHEARD, Heard
from dialogs.machine.screen import Button, Press, Screen
from dialogs.machine.words import Moment, say

WORDS = {
    "de": {
        "words.yes": "ja|jo|gerne|na klar", "words.no": "nein|nö", "words.stop": "stopp|stop|keine nachrichten",
        "words.not": "nicht|kein|keine",
        "words.danger": "selbstmord|schlägt mich|er schlägt|gewalt|notruf|will nicht mehr leben|umbringen",
        "words.numbers": "0:null|1:eins,ein,eine|2:zwei|3:drei|4:vier|5:fünf|12:zwölf",
        "a.option.here": "In Gladbeck", "a.option.near": "In Gelsenkirchen", "a.option.unsure": "Weiß ich nicht",
        "d.option.mon": "Montag", "d.option.sun": "Sonntag", "d.option.thu": "Donnerstag",
        "y.option.yes": "Ja", "y.option.no": "Nein", "n.option.few": "1 bis 2 Kinder", "n.option.many": "3 oder mehr",
        "quiet.help": "Hilfe", "quiet.person": "Mensch",
    },
    "en": {
        "words.yes": "yes|sure", "words.no": "no", "words.stop": "stop",
        "words.danger": "kill|die|suicide|kill myself",
        "words.numbers": "1:one|2:two|3:three", "a.option.here": "In Gladbeck", "a.option.near": "In Gelsenkirchen",
    },
    "tr": {
        "words.yes": "evet|tamam", "words.no": "hayır|yok", "words.stop": "dur",
        "words.danger": "intihar|öldü|ölmek istiyorum|dövüyor", "words.numbers": "1:bir|2:iki|10:on|12:on iki",
        "a.option.here": "Gladbeck'te", "a.option.unsure": "Bilmiyorum",
        "y.option.yes": "Evet", "y.option.no": "Hayır",
    },
    "ar": {
        "words.yes": "نعم|أجل", "words.no": "لا", "words.stop": "توقف", "words.danger": "انتحار|قتل",
        "words.numbers": "1:واحد|2:اثنان|3:ثلاثة", "a.option.here": "في غلادبيك", "a.option.near": "في غيلزنكيرشن",
    },
}  # fmt: skip


def catalogue(tag: str) -> Catalogue:
    entries = {key: Entry(key, (text,), None, 1, False, "draft", "") for key, text in WORDS[tag].items()}
    return Catalogue(tag, Path(tag), entries, 2, "(n != 1)")


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    return Understanding(Texts(map(catalogue, WORDS), ZoneInfo("Europe/Berlin")))


def screen(*keys: str) -> Screen:
    return Screen((say("a"),), tuple((Button(say(key), Press(1, "q", key.rpartition(".")[2])),) for key in keys))


TOWNS = screen("a.option.here", "a.option.near", "a.option.unsure", "quiet.help", "quiet.person")
DAYS = screen("d.option.mon", "d.option.sun", "d.option.thu")
YES_NO = screen("y.option.yes", "y.option.no")
NUMBERS = screen("n.option.few", "n.option.many")


def pick(heard: Heard) -> str | None:
    return heard.option.pick if heard.option else None


@pytest.mark.parametrize(
    ("typed", "language", "seen", "option"),
    [
        ("In Gladbeck", "de", TOWNS, "here"),
        ("in gladbeck!!! 🙂", "de", TOWNS, "here"),
        ("ich wohne in Gladbeck", "de", TOWNS, "here"),
        ("Gladbeck", "de", TOWNS, "here"),
        ("gladbek", "de", TOWNS, "here"),
        ("in gelsenkirchn", "de", TOWNS, "near"),
        ("weiss nicht", "de", TOWNS, "unsure"),
        ("BİLMİYORUM", "tr", TOWNS, "unsure"),
        ("bilmıyorum", "tr", TOWNS, "unsure"),
        ("weiß ich nicht", "tr", TOWNS, "unsure"),
        ("في غلادبيك", "ar", TOWNS, "here"),
        ("hilfe bitte", "de", TOWNS, "help"),
        ("Mntag", "de", DAYS, "mon"),
        ("am Donerstag", "de", DAYS, None),
        ("Donerstag", "de", DAYS, "thu"),
        ("HAYIR", "tr", YES_NO, "no"),
        ("ja", "de", YES_NO, "yes"),
        ("Ja bitte", "de", YES_NO, "yes"),
    ],
)
def test_typed_words_take_the_button_they_name(
    understanding: Understanding, typed: str, language: str, seen: Screen, option: str | None
) -> None:
    assert pick(understanding.understand(typed, language, seen)) == option


@pytest.mark.parametrize(
    ("typed", "language", "seen"),
    [
        ("nicht in Gladbeck", "de", TOWNS),
        ("ich wohne nicht in Gladbeck", "de", TOWNS),
        ("in", "de", TOWNS),
        ("Gladbeck oder Gelsenkirchen", "de", TOWNS),
        ("Sontag oder so", "de", DAYS),
        ("Monntag", "de", DAYS),
        ("Jo", "de", YES_NO),
        ("rein", "de", YES_NO),
        ("etwas ganz anderes", "de", TOWNS),
    ],
)
def test_words_that_fit_no_button_or_two_take_none(
    understanding: Understanding, typed: str, language: str, seen: Screen
) -> None:
    assert pick(understanding.understand(typed, language, seen)) is None


@pytest.mark.parametrize(
    ("typed", "seen", "option"),
    [("2", TOWNS, "near"), ("zwei", TOWNS, "near"), ("٢", TOWNS, "near"), ("4", TOWNS, None), ("0", TOWNS, None)],
)
def test_a_number_takes_the_answer_at_that_place_and_never_the_quiet_row(
    understanding: Understanding, typed: str, seen: Screen, option: str | None
) -> None:
    assert pick(understanding.understand(typed, "de", seen)) == option


def test_where_answers_hold_digits_a_number_is_no_place(understanding: Understanding) -> None:
    picks = [pick(understanding.understand(typed, "de", NUMBERS)) for typed in ("3", "2", "4")]
    assert picks == ["many", "few", None]


@pytest.mark.parametrize(
    ("typed", "language", "number"),
    [
        ("3", "de", 3), ("٣", "ar", 3), ("۳", "de", 3), ("3️⃣", "de", 3), ("drei", "de", 3), ("drei Kinder", "de", 3),
        ("wir haben 3 Kinder", "de", 3), ("fuenf", "de", 5), ("FÜNF", "de", 5), ("ZWÖLF", "tr", 12),
        ("on iki", "tr", 12), ("on iki çocuk", "tr", 12), ("ثلاثه", "ar", 3), ("three", "de", 3), ("bir", "de", 1),
        ("2 oder 3", "de", None), ("2,5", "de", None), ("ich habe da eine Frage", "de", None), ("viele", "de", None),
        ("45964", "de", 45964), ("12345678", "de", None),
    ],
)  # fmt: skip
def test_numbers_are_understood_in_every_language(
    understanding: Understanding, typed: str, language: str, number: int | None
) -> None:
    assert understanding.understand(typed, language, None).number == number


@pytest.mark.parametrize(
    ("typed", "language", "agrees"),
    [
        ("Ja", "de", True), ("ja, gerne!", "de", True), ("na klar doch", "de", True), ("nein danke", "de", False),
        ("HAYIR", "tr", False), ("evet", "de", True), ("أجل", "ar", True), ("اجل", "tr", True), ("لا", "de", False),
        ("ja und nein", "de", None), ("vielleicht", "de", None), ("das ist ja komisch", "de", None),
        ("no", "tr", False), ("yok ama sonra belki olur mu acaba", "tr", None),
    ],
)  # fmt: skip
def test_yes_and_no_are_understood_in_every_language(
    understanding: Understanding, typed: str, language: str, agrees: bool | None
) -> None:
    assert understanding.understand(typed, language, None).agrees == agrees


@pytest.mark.parametrize(
    ("typed", "language", "stops"),
    [
        ("STOPP!", "de", True), ("bitte stopp", "de", True), ("keine Nachrichten", "de", True), ("توقف", "de", True),
        ("dur", "de", True), ("dur lütfen", "tr", True), ("dur mal", "de", False),
        ("wann ist stop in dieser Straße", "de", False),
    ],
)  # fmt: skip
def test_a_word_for_stop_is_heard_in_every_language(
    understanding: Understanding, typed: str, language: str, stops: bool
) -> None:
    assert understanding.understand(typed, language, None).stops == stops


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("ich denke an Selbstmord", "tr"), ("Selbsmord", "de"), ("selbstmort", "de"), ("Gewald", "de"),
        ("mein Mann schlägt mich", "ar"), ("er schlägt", "de"), ("ich will nicht mehr leben.", "en"),
        ("I will kill myself", "de"), ("he will die", "en"),
        ("ölmek istiyorum", "de"), ("OLMEK ISTIYORUM", "tr"),
        ("babam öldü", "tr"), ("أفكر في الانتحار", "de"), ("اِنْتِحَار", "ar"), ("s\u200buicide", "en"),
        ("viel Text " * 480 + "umbringen", "de"),
    ],
)  # fmt: skip
def test_words_of_danger_are_heard_in_every_language(understanding: Understanding, typed: str, language: str) -> None:
    assert understanding.understand(typed, language, None).danger is True


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("mein Kind schläft nicht, er schläft nie", "de"), ("ich habe gewählt", "de"), ("eine große Gestalt", "de"),
        ("die Schule, die Kinder", "de"), ("tamam oldu", "tr"), ("çocuğum doğuyor", "tr"), ("أنا في انتظار", "ar"),
        ("das muss ich anbringen", "de"), ("the skill", "en"), ("leben", "de"),
    ],
)  # fmt: skip
def test_ordinary_words_that_look_alike_are_no_danger(
    understanding: Understanding, typed: str, language: str
) -> None:
    assert understanding.understand(typed, language, None).danger is False


@pytest.mark.parametrize("typed", ["", "   ", "\u200b\u2060\ufeff", "\u3164\u2800", "🙂🙂", "...", "\u0301"])
def test_empty_looking_text_says_nothing(understanding: Understanding, typed: str) -> None:
    assert understanding.understand(typed, "de", TOWNS) == UNHEARD


def test_a_telephone_number_is_heard_with_its_fault_or_without(understanding: Understanding) -> None:
    heard = [understanding.understand(typed, "de", None) for typed in ("0152 28817386", "0180 5 123456", "3 Kinder")]
    assert [(one.phone, one.phone_fault) for one in heard] == [
        ("+4915228817386", None), (None, "service_number"), (None, None),
    ]  # fmt: skip


def test_a_town_completes_numbers_of_its_own() -> None:
    texts = Texts([catalogue("de")], ZoneInfo("Europe/Berlin"))
    assert Understanding(texts, area_code="02043").understand("99123", "de", None).phone == "+49204399123"


def test_a_time_on_a_button_is_chosen_by_typing_it() -> None:
    hours = Entry("slot", ("{at}",), None, 1, False, "draft", "")
    texts = Texts([Catalogue("de", Path("de"), {"slot": hours}, 2, "(n != 1)")], ZoneInfo("Europe/Berlin"))
    buttons = tuple(
        Button(say("slot", at=Moment(datetime(2026, 11, 24, hour, tzinfo=UTC), "clock")), Press(1, "t", str(hour)))
        for hour in (9, 10, 11)
    )
    seen = Screen((), (buttons,))
    listening = Understanding(texts)
    assert [pick(listening.understand(typed, "de", seen)) for typed in ("11:00", "11 Uhr", "um 12:00 Uhr", "2")] == [
        "10", "10", "11", None,
    ]  # fmt: skip


def test_five_thousand_characters_are_read_in_a_blink(understanding: Understanding) -> None:
    long_text = "schlagen Sie bitte etwas vor für die Kinder und den Termin " * 85
    started = process_time()
    assert understanding.understand(long_text, "de", TOWNS) == UNHEARD
    assert process_time() - started < 0.1
