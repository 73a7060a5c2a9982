"""What the checker finds in catalogues written wrong on purpose."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.catalogues import Fault, check, check_screens
from dialogs.machine.screen import Button, Press, Screen
from dialogs.machine.words import say

TWO = "nplurals=2; plural=(n != 1)"
BABELS_ARABIC = (
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=0 && n%100<=2 ? 4 : 5)"
)
ARABIC = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"
POLISH = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)"

NUMBERS = "|".join(f"{number}:w{number}" for number in range(13))
LISTS = {"words.yes": "a", "words.no": "b", "words.stop": "c", "words.danger": "d", "words.numbers": NUMBERS}


def text(key: str, said: str, *comments: str) -> str:
    return "\n".join([*comments, f'msgid "{key}"', f'msgstr "{said}"']) + "\n\n"


def forms(key: str, *said: str) -> str:
    lines = [f'msgstr[{place}] "{form}"' for place, form in enumerate(said)]
    return "\n".join([f'msgid "{key}"', f'msgid_plural "{key}"', *lines]) + "\n\n"


def write(folder: Path, tag: str, *entries: str, plural: str = TWO, lists: bool = True) -> None:
    header = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {plural};\\n"\n\n'
    words = [text(key, said) for key, said in LISTS.items()] if lists else []
    path = folder / tag / "LC_MESSAGES" / "familienlotse.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(header + "".join([*entries, *words]), encoding="utf-8")


def found(faults: list[Fault]) -> list[tuple[str, str, str]]:
    return [(fault.language, fault.key, fault.what) for fault in faults]


def test_catalogues_without_fault_pass(tmp_path: Path) -> None:
    write(tmp_path, "de", text("a", "Guten <b>Tag</b>, {name}"), forms("n", "{count} Platz", "{count} Plätze"))
    arabic = [f"مكان {{count}} {place}" for place in range(6)]
    write(tmp_path, "ar", text("a", "{name}، <b>أهلا</b>"), forms("n", *arabic), plural=ARABIC)
    write(tmp_path, "pl", text("a", "Witaj {name}"), forms("n", *["{count} miejsce"] * 3), plural=POLISH)
    assert check(tmp_path, {"a", "n"}) == []


def test_a_fault_is_a_sentence_with_place_and_cure(tmp_path: Path) -> None:
    write(tmp_path, "de", text("a", "Guten Tag", "#, fuzzy"))
    (fault,) = check(tmp_path, {"a"})
    assert fault.sentence() == (
        f"{tmp_path}/de/LC_MESSAGES/familienlotse.po:7: [de] a: It is fuzzy: nobody has confirmed it. "
        "Confirm the translation and take the mark off."
    )


def test_a_language_with_a_gap_a_stray_a_double_or_an_empty_text_is_named(tmp_path: Path) -> None:
    write(tmp_path, "de", text("a", "Ja"), text("b", "Nein"))
    write(tmp_path, "tr", text("a", ""), text("c", "Hayır"), text("c", "Yok"), lists=False)
    faults = found(check(tmp_path, {"a", "b"}))
    assert faults == [
        ("tr", "b", "This text is missing."),
        *[("tr", key, "This text is missing.") for key in sorted(LISTS)],
        ("tr", "a", "Its text is empty."),
        ("tr", "c", "No screen says this text."),
        ("tr", "c", "It stands at lines 9 and 12."),
    ]


def test_what_coaches_read_is_needed_in_german_alone(tmp_path: Path) -> None:
    write(tmp_path, "de", text("a", "Ja"))
    write(tmp_path, "tr", text("a", "Evet"))
    assert found(check(tmp_path, {"a", "desk.card"})) == [("de", "desk.card", "This text is missing.")]


@pytest.mark.parametrize(
    ("german", "turkish", "what"),
    [
        (text("a", "Hallo {name}"), text("a", "Merhaba"), 'The value {name} is missing in "Merhaba".'),
        (text("a", "Hallo"), text("a", "Merhaba {ad}"), 'The value {ad} in "Merhaba {ad}" is not known.'),
        (
            forms("a", "{count} Platz", "{count} Plätze"), forms("a", "bir yer", "{count} yer"),
            'The value {count} is missing in "bir yer".',
        ),
        (forms("a", "{count} A", "{count} B"), text("a", "{count} yer"), "It has no plural forms, the German has."),
        (text("a", "Hallo"), text("a", "Merhaba {"), "A brace stands alone or holds no name."),
        (forms("a", "{count} A", "{count} B"), forms("a", "{count} yer"), 'Its text for "other" is empty.'),
        (
            text("a", "Hallo"), text("a", "Merhaba", "# status: checked 00000000"),
            "It was changed after it was checked.",
        ),
    ],
)  # fmt: skip
def test_a_translation_that_says_other_values_than_the_german_is_named(
    tmp_path: Path, german: str, turkish: str, what: str
) -> None:
    write(tmp_path, "de", german)
    write(tmp_path, "tr", turkish)
    assert found(check(tmp_path, {"a"})) == [("tr", "a", what)]


def test_a_value_the_program_never_gives_is_a_fault_in_german_too(tmp_path: Path) -> None:
    write(tmp_path, "de", text("a", "Hallo {name}"))
    assert found(check(tmp_path, {"a"}, placeholders={"a": ()})) == [
        ("de", "a", 'The value {name} in "Hallo {name}" is not known.')
    ]


@pytest.mark.parametrize(
    ("tag", "plural", "what"),
    [
        ("ar", BABELS_ARABIC, 'The header gives 11 form 5; by CLDR it is "many", 4.'),
        ("ar", TWO, "The header announces 2 plural forms, CLDR has 6."),
        ("tr", "nplurals=1; plural=0", "The header announces 1 plural forms, CLDR has 2."),
        ("tr", "nplurals=2; plural=(n > 1)", 'The header gives 0 form 0; by CLDR it is "other", 1.'),
    ],
)
def test_a_header_that_counts_otherwise_than_cldr_is_named(tmp_path: Path, tag: str, plural: str, what: str) -> None:
    write(tmp_path, "de", text("words.not", "nicht"))
    write(tmp_path, tag, plural=plural)
    assert found(check(tmp_path, set())) == [(tag, "", what)]


@pytest.mark.parametrize(
    ("key", "said", "what"),
    [
        ("a", "<b>Hallo", "<b> is never closed."),
        ("a", "<b><i>Hallo</b></i>", "</b> closes no tag."),
        ("a", "<font>Hallo</font>", "The tag <font> is not one of ours."),
        ("a", "<a href='x'>Hallo</a>", "Telegram does not read <a href='x'>."),
        ("a", "Bund & Land", "A bare & stands in it."),
        ("a", "unter < 3", "A bare < or > stands in it."),
        ("a", "Ha\u2068llo", "It holds an invisible direction mark."),
        ("a", "שלום Hallo", 'The line "שלום Hallo" begins with a letter of the other direction.'),
        ("a.button.go", "<b>los</b>", "A button shows <b> as it stands."),
        ("a.option.long", "x" * 33, "As a button it is 33 long, 32 is the limit."),
        ("phrase.answer.later", "x" * 33, "As a button it is 33 long, 32 is the limit."),
        ("desk.phrase.voicemail", "<b>Mailbox</b>", "A button shows <b> as it stands."),
        ("phrase.voicemail", "Eins. Zwei! Drei? Vier.", "It has 4 sentences."),
        ("quiet.help", "x" * 11, "As a quiet button it is 11 long, 10 is the limit."),
        ("toast.gone", "🙂" * 101, "As a toast it is 202 long, 200 is the limit."),
        ("desk.toast.gone", "x" * 140 + "{name}", "As a toast it is 204 long, 200 is the limit."),
        ("command.start", "x" * 257, "As a command description it is 257 long, 256 is the limit."),
        ("profile.short", "x" * 121, "As a short description it is 121 long, 120 is the limit."),
        ("profile.description", "x" * 513, "As a description it is 513 long, 512 is the limit."),
        ("a", "x" * 4033 + "{name}", "As a message it is 4097 long, 4096 is the limit."),
        ("a.prompt", "Eins. Zwei! Drei? Vier.", "It has 4 sentences."),
        ("words.no", "nein||nö", "A word of the list is empty."),
        ("words.numbers", "0:null|1:eins", "No word for 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12."),
    ],
)
def test_what_would_look_wrong_on_a_phone_is_named(tmp_path: Path, key: str, said: str, what: str) -> None:
    rest = [text(name, words) for name, words in LISTS.items() if name != key]
    write(tmp_path, "de", text(key, said), *rest, lists=False)
    assert [fault.what for fault in check(tmp_path, {key})] == [what]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("a.prompt", "Am 24. November, z. B. um 10 Uhr. Passt das?\\n• Eins.\\n• Zwei.\\n• Drei.\\n• Vier."),
        ("a", "<a href=\\\"https://example.org/a?b=1\\\">Hier</a> &amp; dort"),
        ("quiet.language", "🌐"),
        ("a.option.short", "{a} und {b} und {c} und {d}"),
    ],
)  # fmt: skip
def test_good_german_is_left_alone(tmp_path: Path, key: str, said: str) -> None:
    write(tmp_path, "de", text(key, said))
    assert check(tmp_path, {key}) == []


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        ("Familienlotse أهلا", ['The line "Familienlotse أهلا" begins with a letter of the other direction.']),
        ("🙂 أهلا", ["It begins with 🙂, which turns the line to the left."]),
        ("{name}، أهلا", []),
        ("أهلا 🙂\\nWilhelmstraße 8", []),
        ("🌐", []),
    ],
)
def test_arabic_lines_begin_in_arabic(tmp_path: Path, said: str, faults: list[str]) -> None:
    write(tmp_path, "de", text("a", "Hallo {name}" if "{name}" in said else "Hallo"))
    write(tmp_path, "ar", text("a", said), plural=ARABIC)
    assert [fault.what for fault in check(tmp_path, {"a"})] == faults


def test_a_file_that_cannot_be_read_is_one_fault_and_hides_no_other(tmp_path: Path) -> None:
    write(tmp_path, "de", text("a", "<b>Hallo"))
    write(tmp_path, "turkish")
    assert [(fault.language, fault.line) for fault in check(tmp_path, {"a"})] == [("de", 6), ("turkish", 1)]


def test_without_german_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    assert found(check(tmp_path, set())) == [("de", "", "The German catalogue is missing.")]


def test_a_screen_is_measured_with_the_longest_names(tmp_path: Path) -> None:
    write(tmp_path, "de", text("a", "x" * 1000 + "{name}"), text("go", "y" * 33))
    button = Button(say("go"), Press(1, "q" * 40, "p" * 40))
    faults = check_screens([("hello", Screen((say("a", name="Mira"),) * 4, ((button,),)))], tmp_path, ZoneInfo("UTC"))
    assert [fault.what for fault in faults] == [
        "The screen is 4270 long, 4096 is the limit.",
        f'The button "{"y" * 33}" is too long to read.',
        f"The payload 1.1.{'q' * 40}.{'p' * 40} is too long.",
    ]
