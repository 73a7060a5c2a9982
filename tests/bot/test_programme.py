"""What a programme file may say, and how its faults are told to whoever wrote it."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from bot.programme import Programme, ProgrammeWrong
from bot.settings import PACKAGED_PROGRAMME
from bot.toml_faults import lines_by_key
from dialogs.family.household import Household
from dialogs.rules.hours import parse_hours
from dialogs.rules.windows import DayPart

WRITTEN = PACKAGED_PROGRAMME.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def gladbeck() -> Programme:
    return Programme.read(PACKAGED_PROGRAMME)


def changed(old: str, new: str) -> str:
    assert WRITTEN.count(old) >= 1
    return WRITTEN.replace(old, new, 1)


def line_of(words: str, text: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


def faults(text: str) -> tuple[str, ...]:
    with pytest.raises(ProgrammeWrong) as caught:
        Programme.parse(text, "town.toml")
    return caught.value.sentences


def test_default_programme_is_gladbeck(gladbeck: Programme) -> None:
    about = gladbeck.programme

    assert (about.id, about.carrier, about.town, about.land) == ("gladbeck", "rebeq GmbH", "Gladbeck", "NW")
    assert (about.ends_on, about.last_intake_on) == (date(2027, 8, 31), None)
    assert (about.phone, about.phone_checked_on) == ("+492043990", None)
    assert about.languages == ()
    assert str(gladbeck.zone) == "Europe/Berlin"
    assert gladbeck.area.postcodes == ("45964", "45966", "45968")


def test_default_figures_for_calls_and_places(gladbeck: Programme) -> None:
    calls, places = gladbeck.calls, gladbeck.places

    assert calls.hours == parse_hours("Mon-Wed 9-12,13:30-16; Thu 9-12,13:30-18; Fri 9-12")
    assert calls.policy.length == timedelta(minutes=25)
    assert (calls.policy.notice, calls.policy.horizon_days) == (timedelta(hours=2), 14)
    assert calls.parts[DayPart.MORNING] == (time(8), time(12))
    assert (places.goal_per_year, places.few_below, places.stale_after_days) == (48, 4, 14)
    assert (places.free, places.confirmed_on) == (None, None)
    assert gladbeck.retention.policy.handed_over == 30
    assert gladbeck.reminders.policy.evening_at == time(18)
    assert gladbeck.nudges.after_hours == (24, 72, 240)
    assert (gladbeck.nudges.quiet_hours.begins, gladbeck.nudges.quiet_hours.ends) == (time(19), time(9))


@pytest.mark.parametrize(
    ("adults", "under_14", "euros"),
    [
        (1, 0, 1381),
        (1, 1, 1795),
        (1, 2, 2209),
        (1, 3, 2624),
        (2, 0, 2071),
        (2, 1, 2486),
        (2, 2, 2900),
        (2, 3, 3314),
        (2, 4, 3728),
    ],
)
def test_poverty_line_of_every_household_agrees_with_the_published_figures(
    adults: int, under_14: int, euros: int, gladbeck: Programme
) -> None:
    assert gladbeck.figures.line_for(Household(adults=adults, under_14=under_14)) == euros


def test_rules_are_in_force_until_the_project_ends(gladbeck: Programme) -> None:
    days = [date(2025, 4, 16), date(2025, 4, 17), date(2027, 8, 31), date(2027, 9, 1)]

    assert [gladbeck.figures.in_force(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("postcode", "town"),
    [("46240", "Bottrop"), ("46284", "Dorsten"), ("46283", None), ("45879", "Gelsenkirchen"), ("45964", None)],
)
def test_neighbouring_town_is_known_by_its_postcode(postcode: str, town: str | None, gladbeck: Programme) -> None:
    assert gladbeck.figures.neighbours.get(postcode) == town


def test_holidays_of_the_land_and_customs_of_the_house_are_days_off(gladbeck: Programme) -> None:
    assert gladbeck.days_off(date(2026, 12, 1), date(2027, 1, 31)) == {
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2026, 12, 26),
        date(2026, 12, 31),
        date(2027, 1, 1),
    }


def test_holidays_that_move_are_reckoned(gladbeck: Programme) -> None:
    assert gladbeck.days_off(date(2027, 3, 1), date(2027, 6, 30)) == {
        date(2027, 3, 26),
        date(2027, 3, 29),
        date(2027, 5, 1),
        date(2027, 5, 6),
        date(2027, 5, 17),
        date(2027, 5, 27),
    }


def test_first_and_last_day_asked_about_are_both_looked_at(gladbeck: Programme) -> None:
    assert gladbeck.days_off(date(2026, 12, 25), date(2026, 12, 25)) == {date(2026, 12, 25)}


def test_closed_days_may_last_longer_than_one() -> None:
    text = changed("to = 2026-12-24", "to = 2026-12-26")

    assert Programme.parse(text, "town.toml").days_off(date(2026, 12, 24), date(2026, 12, 26)) == {
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2026, 12, 26),
    }


def test_family_in_danger_finds_a_number_that_is_always_answered(gladbeck: Programme) -> None:
    always = [door.number for door in gladbeck.help if door.kind == "crisis" and door.hours == "always"]

    assert always[:3] == ["112", "110", "116 016"]


@pytest.mark.parametrize("outcome", ["likely", "possibly", "elsewhere", "not_this_offer"])
def test_every_result_leads_to_at_least_two_doors(outcome: str, gladbeck: Programme) -> None:
    shown = [door.id for door in (*gladbeck.help, *gladbeck.doors) if outcome in door.shown_for]

    assert len(shown) >= 2


def test_doors_that_nobody_checked_for_half_a_year_are_named_oldest_first(gladbeck: Programme) -> None:
    old = gladbeck.doors_to_check(date(2026, 11, 22))

    assert [door.id for door in old][:2] == ["caritas", "pregnant"]
    assert "police" not in [door.id for door in old]


def test_flyer_codes_tell_language_and_place(gladbeck: Programme) -> None:
    code = gladbeck.doors_codes["kita-tr"]

    assert (code.language, code.entry, code.place) == ("tr", "welcome", "Kindertagesstätte")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('land = "NW"', 'land = "XX"', 'programme.land is "XX".'),
        ('zone = "Europe/Berlin"', 'zone = "Berlin"', 'programme.zone is "Berlin".'),
        ("few_below = 4", "few_below = -4", "places.few_below is -4."),
        ("few_below = 4", "few_below = true", "places.few_below is True."),
        ("horizon_days = 14", 'horizon_days = "14"', 'calls.horizon_days is "14".'),
        ('evening_before = "18:00"', 'evening_before = "25:00"', 'reminders.evening_before is "25:00".'),
        ('quiet_hours = "19:00-09:00"', 'quiet_hours = "nights"', 'nudges.quiet_hours is "nights".'),
        ('"46282"', '"4628"', 'area.neighbours.Dorsten.1 is "4628".'),
        ("ends_on = 2027-08-31", 'ends_on = "soon"', 'programme.ends_on is "soon".'),
        ('number = "116 016"', 'number = "call"', 'help.3.number is "call".'),
        ("after_hours = [24, 72, 240]", "after_hours = [72, 24]", "nudges. after_hours must grow"),
        ("valid_until = 2027-08-31", "valid_until = 2020-08-31", "rules. valid_until lies before valid_from"),
    ],
)
def test_wrong_value_is_told_with_file_line_and_value(old: str, new: str, told: str) -> None:
    text = changed(old, new)
    section_or_line = line_of("[nudges]", text) if told.startswith("nudges. ") else line_of(new, text)
    if told.startswith("rules. "):
        section_or_line = line_of("[rules]", text)

    (sentence,) = faults(text)

    assert sentence.startswith(f"town.toml, line {section_or_line}: {told}")


def test_misspelt_key_is_told_with_what_was_meant() -> None:
    text = changed("few_below = 4", "few_bellow = 4")

    assert faults(text) == (
        f"town.toml, line {line_of('[places]', text)}: places.few_below is missing; "
        "add it, as the packaged programme.toml shows.",
        f"town.toml, line {line_of('few_bellow', text)}: places.few_bellow is not known; did you mean “few_below”?",
    )


def test_key_that_resembles_none_is_told_with_those_there_are() -> None:
    text = changed("[calls.day_parts]", "[calls.xyz]")

    assert faults(text)[1].split("; ")[1].startswith("known here: length_minutes, buffer_minutes,")


def test_misspelt_key_inside_a_list_is_found() -> None:
    text = changed('why = "Silvester"', 'whi = "Silvester"')

    assert faults(text)[1] == (
        f"town.toml, line {line_of('whi = ', text)}: closed.2.whi is not known; did you mean “why”?"
    )


def test_unclear_hours_are_told_with_their_cure() -> None:
    text = changed('office_hours = "Mon-Thu', 'office_hours = "Mox-Thu')

    (sentence,) = faults(text)

    assert "'mox' in 'Mox-Thu 09:00-12:00,13:30-16:00' is no weekday: write Mon, Tue" in sentence


def test_every_fault_is_told_at_once() -> None:
    text = changed('land = "NW"', 'land = "XX"').replace("few_below = 4", "few_below = 0").replace('"112"', '"help"')

    assert len(faults(text)) == 3


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "a = 1\n[b\nc = 2\n",
            "town.toml, line 2: “[b” cannot be read (expected ']' at the end of a table declaration)",
        ),
        ("a = 1\na = 2\n", "town.toml, line 2: “a = 2” cannot be read (cannot overwrite a value)"),
        ('a = "open\n', "town.toml, line 1: “a = \"open” cannot be read (illegal character '\\n')"),
        ("a = [1,", "town.toml, line 1 cannot be read (invalid value)"),
    ],
)
def test_text_that_is_no_toml_is_told_with_its_line(text: str, sentence: str) -> None:
    assert faults(text) == (f"{sentence}; check quotation marks, brackets and commas.",)


def test_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProgrammeWrong) as caught:
        Programme.read(tmp_path / "none.toml")

    assert caught.value.sentences == (
        f"{tmp_path / 'none.toml'} cannot be read (No such file or directory); "
        "correct PROGRAMME_FILE or the file's rights.",
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('id = "police"', 'id = "emergency"', "The id emergency stands at two doors"),
        ("[doors_codes.kita]", "[doors_codes.f-kita]", "The flyer code f-kita begins like a family's code"),
        ("[doors_codes.kita]", "[doors_codes.i-kita]", "The flyer code i-kita begins like an invitation"),
        ("few_below = 4 ", "free = 90\nconfirmed_on = 2026-11-22\nfew_below = 4 ", "places.free is larger"),
    ],
)
def test_sections_that_contradict_each_other_are_told(old: str, new: str, told: str) -> None:
    (sentence,) = faults(changed(old, new))

    assert sentence.startswith(f"town.toml: {told}")


@pytest.mark.parametrize("code", ['"mit leer"', '"ü"', f'"{"x" * 65}"'])
def test_flyer_code_that_telegram_would_not_let_through_is_refused(code: str) -> None:
    (sentence,) = faults(changed("[doors_codes.kita]", f"[doors_codes.{code}]"))

    assert sentence.endswith("It must be 1 to 64 letters, digits, _ and -.")


def test_lines_are_found_in_tables_lists_and_quoted_keys() -> None:
    text = '# head\na = 1\n[b.c]\n"d e" = [\n  2,\n]\n[[f]] # first\ng = 3\n[[f]]\ng = 4\nh.i = 5\n'

    lines = lines_by_key(text)

    assert lines == {
        ("a",): 2,
        ("b", "c"): 3,
        ("b", "c", "d e"): 4,
        ("f",): 7,
        ("f", 0): 7,
        ("f", 0, "g"): 8,
        ("f", 1): 9,
        ("f", 1, "g"): 10,
        ("f", 1, "h", "i"): 11,
    }


def test_nothing_changes_a_programme_after_it_was_read(gladbeck: Programme) -> None:
    with pytest.raises(ValueError, match="frozen"):
        gladbeck.places.few_below = 5  # type: ignore[misc]
