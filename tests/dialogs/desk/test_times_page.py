"""The page of a coach's own times: a week in few taps, days off, and nothing saved that was not looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.desk.conversation import advance, present
from dialogs.desk.facts import DeskFacts
from dialogs.desk.times_effects import BeAway, ComeBack, SetHabits, SetHours
from dialogs.desk.times_facts import Away, OwnCall, OwnTimes
from dialogs.desk.times_free import free_with
from dialogs.desk.times_laid import CHOICES
from dialogs.desk.times_words import days_in_words
from dialogs.family.facts import Appointment
from dialogs.machine.events import Commanded, Pressed
from dialogs.machine.screen import PAYLOAD_LIMIT, Press
from dialogs.machine.turn import State, Turn
from dialogs.rules.absence import UNTIL_FURTHER_NOTICE
from dialogs.rules.assignment import Coach
from dialogs.rules.hours import parse_hours, spell_hours
from dialogs.rules.laying import Policy
from dialogs.rules.slots import offered
from tests.dialogs.desk.office import facts
from tests.dialogs.family.town import BERLIN, NOW

WEEK = parse_hours("Mon-Thu 09:00-12:00,13:30-16:00; Fri 09:00-12:00")
OFFICE = parse_hours("Mon-Thu 09:00-12:00,13:30-16:00; Thu 16:00-18:00; Fri 09:00-12:00")
POLICY = Policy(timedelta(minutes=25), timedelta(minutes=5), timedelta(hours=2), 14, 6)
DESK = State("desk", aside="times")
TODAY = NOW.astimezone(BERLIN).date()
TUESDAY = date(2026, 11, 24)


def wall(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


CALL = OwnCall(1007, Appointment("exact", "", wall(TUESDAY, 10), wall(TUESDAY, 10, 25)))


def at_desk(**changed: Any) -> DeskFacts:
    times = OwnTimes(WEEK, POLICY, office=OFFICE)
    return facts(times=free_with(replace(times, **changed), NOW, BERLIN))


def press(state: State, pick: str, told: DeskFacts) -> Turn:
    assert len(Press(0, "~times", pick).payload()) <= PAYLOAD_LIMIT
    return advance(state, Pressed(Press(0, "~times", pick)), told)


def pressed(told: DeskFacts, *picks: str, state: State = DESK) -> Turn:
    turn = Turn(state)
    for pick in picks:
        offered = {button.press.pick for row in present(turn.state, told).rows for button in row}
        assert pick in offered, (pick, offered)
        turn = press(turn.state, pick, told)
    return turn


def keys(state: State, told: DeskFacts) -> list[str]:
    return [line.key for line in present(state, told).lines]


def test_command_opens_the_page() -> None:
    turn = advance(State("desk"), Commanded("times", ""), at_desk())
    assert turn.state.aside == "times"
    assert keys(turn.state, at_desk())[0] == "desk.times.title"


def test_week_is_looked_at_before_it_is_saved() -> None:
    looked = pressed(at_desk(), "week", "w-4", "t-4-1-on", "look")
    assert looked.effects == ()
    assert keys(looked.state, at_desk())[0] == "desk.times.look"

    saved = pressed(at_desk(), "save", state=looked.state)
    assert saved.effects == (SetHours(parse_hours("Mon-Fri 09:00-12:00,13:30-16:00")),)
    assert saved.state.aside == "times"


def test_save_pressed_twice_saves_once() -> None:
    looked = pressed(at_desk(), "week", "w-4", "t-4-1-on", "look")
    saved = pressed(at_desk(), "save", state=looked.state)
    again = press(saved.state, "save", at_desk())
    assert again.effects == ()
    assert again.toast is not None


def test_tick_taken_away_leaves_the_rest_of_the_day() -> None:
    turn = pressed(at_desk(), "week", "w-0", "t-0-0-off", "look", "save")
    assert turn.effects == (
        SetHours(parse_hours("Mon 13:30-16:00; Tue-Thu 09:00-12:00,13:30-16:00; Fri 09:00-12:00")),
    )


def test_begin_and_end_move_by_half_an_hour() -> None:
    turn = pressed(at_desk(), "week", "w-0", "s-0-0-from-570", "s-0-1-to-990", "same-0", "look", "save")
    assert turn.effects == (SetHours(parse_hours("Mon-Fri 09:30-12:00,13:30-16:30")),)


def test_shift_pressed_twice_moves_once() -> None:
    once = pressed(at_desk(), "week", "w-0", "s-0-0-from-570")
    twice = press(once.state, "s-0-0-from-570", at_desk())
    assert twice.state == once.state


@pytest.mark.parametrize("pick", ["s-0-0-from-330", "s-0-0-from-720", "s-0-0-to-810", "s-0-0-to-540"])
def test_a_block_keeps_its_bounds_and_half_an_hour(pick: str) -> None:
    day = pressed(at_desk(), "week", "w-0")
    turn = press(day.state, pick, at_desk())
    assert turn.state == day.state
    assert turn.toast is not None


def test_calls_outside_the_new_hours_are_named_and_stay() -> None:
    told = at_desk(calls=(CALL,))
    looked = pressed(told, "week", "w-1", "t-1-0-off", "look")
    assert "desk.times.stay" in keys(looked.state, told)
    assert [
        effect for effect in pressed(told, "save", state=looked.state).effects if isinstance(effect, BeAway)
    ] == []


def test_draft_is_forgotten_with_the_page() -> None:
    draft = pressed(at_desk(), "week", "w-0", "t-0-0-off")
    home = advance(draft.state, Commanded("times", ""), at_desk())
    assert press(home.state, "save", at_desk()).effects == ()


def test_ill_today_is_one_tap() -> None:
    turn = pressed(at_desk(calls=(CALL,)), "ill")
    assert turn.effects == (BeAway(NOW, wall(TODAY + timedelta(days=1), 0), "ill"),)


def test_ill_pressed_twice_is_said_once() -> None:
    away = (Away(1, NOW, wall(TODAY + timedelta(days=1), 0), "ill"),)
    turn = press(DESK, "ill", at_desk(away=away))
    assert turn.effects == ()
    assert turn.toast is not None


def test_day_off_without_calls_is_one_tap() -> None:
    turn = pressed(at_desk(), "days", f"d-{TUESDAY}", f"off-{TUESDAY}-day")
    assert turn.effects == (BeAway(wall(TUESDAY, 0), wall(TUESDAY + timedelta(days=1), 0), "off"),)


def test_half_days_part_at_noon() -> None:
    morning = pressed(at_desk(), "days", f"d-{TUESDAY}", f"off-{TUESDAY}-am")
    afternoon = pressed(at_desk(), "days", f"d-{TUESDAY}", f"off-{TUESDAY}-pm")
    assert morning.effects == (BeAway(wall(TUESDAY, 0), wall(TUESDAY, 13), "off"),)
    assert afternoon.effects == (BeAway(wall(TUESDAY, 13), wall(TUESDAY + timedelta(days=1), 0), "off"),)


def test_touched_calls_are_listed_and_asked_about_once() -> None:
    told = at_desk(calls=(CALL,))
    asked = pressed(told, "days", f"d-{TUESDAY}", f"off-{TUESDAY}-day")
    assert asked.effects == ()
    assert keys(asked.state, told)[0] == "desk.times.touched"

    sure = pressed(told, f"sure-{TUESDAY}-day", state=asked.state)
    assert [type(effect) for effect in sure.effects] == [BeAway]


def test_call_that_is_only_on_offer_is_not_asked_about() -> None:
    window = OwnCall(1008, Appointment("asap", "", NOW, wall(TUESDAY, 16)), is_agreed=False)
    assert pressed(at_desk(calls=(window,)), "days", f"d-{TUESDAY}", f"off-{TUESDAY}-day").effects != ()


def test_window_that_goes_on_after_the_absence_is_kept() -> None:
    window = OwnCall(1008, Appointment("asap", "", NOW, wall(TUESDAY, 16)))
    told = at_desk(calls=(window,))
    assert pressed(told, "days", f"d-{TUESDAY}", f"off-{TUESDAY}-am").effects != ()
    assert pressed(told, "days", f"d-{TUESDAY}", f"off-{TUESDAY}-pm").effects == ()


def test_holiday_cannot_be_worked_on() -> None:
    told = at_desk(closed={TUESDAY: "Feiertag"})
    turn = pressed(told, "days", f"d-{TUESDAY}")
    assert turn.toast is not None
    assert not turn.redraw
    assert not any(slot.starts_at.astimezone(BERLIN).date() == TUESDAY for slot in told.times.slots if told.times)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("until", "ends_at"),
    [
        ("today", wall(TODAY + timedelta(days=1), 0)),
        ("tomorrow", wall(TODAY + timedelta(days=2), 0)),
        ("week", wall(TODAY + timedelta(days=7 - TODAY.weekday()), 0)),
        ("open", UNTIL_FURTHER_NOTICE),
    ],
)
def test_off_from_now(until: str, ends_at: datetime) -> None:
    assert pressed(at_desk(), "away", f"off-{until}").effects == (BeAway(NOW, ends_at, "off"),)


def test_longer_absence_runs_to_the_end_of_its_last_day() -> None:
    last = date(2026, 12, 4)
    turn = pressed(at_desk(), "days", f"d-{TUESDAY}", f"until-{TUESDAY}", f"off-{TUESDAY}-to-{last}")
    assert turn.effects == (BeAway(wall(TUESDAY, 0), wall(last + timedelta(days=1), 0), "off"),)


def test_who_is_away_comes_back_once() -> None:
    told = at_desk(away=(Away(4, NOW - timedelta(hours=1), UNTIL_FURTHER_NOTICE, "off"),))
    assert pressed(told, "back-4").effects == (ComeBack(4),)
    again = press(DESK, "back-4", at_desk())
    assert again.effects == ()
    assert again.toast is not None


def test_absence_of_somebody_else_cannot_be_ended() -> None:
    assert press(DESK, "back-99", at_desk(away=(Away(4, NOW, UNTIL_FURTHER_NOTICE, "off"),))).effects == ()


def test_habits_move_by_one_choice_and_are_stored_at_once() -> None:
    turn = pressed(at_desk(), "calls", "h-length-30")
    assert turn.effects == (SetHabits(30, 5, 120, 6),)
    assert pressed(at_desk(), "calls", "h-notice-180").effects == (SetHabits(25, 5, 180, 6),)


FORGED = (
    *(
        "h-length-999",
        "h-length-",
        "h-x-5",
        "h-most-0",
        "off-yesterday",
        "off-2020-01-01-day",
        "d-nonsense",
        "until-x",
    ),
    *("w-9", "t-0-7-on", "s-0-0-from-x", "sure-", "back-", ""),
)
TAPS = (
    *("w-0", "t-0-0-off", "t-0-0-on", "t-0-2-on", "s-0-1-from-840", "s-0-0-to-750", "same-0", "t-3-1-off", "week"),
    "look",
)


@pytest.mark.parametrize("pick", FORGED)
def test_forged_press_changes_nothing(pick: str) -> None:
    turn = advance(DESK, Pressed(Press(0, "~times", pick)), at_desk())
    assert turn.effects == ()
    assert turn.toast is not None


@settings(deadline=None)
@given(st.lists(st.sampled_from(TAPS), max_size=12))
def test_preview_is_what_families_are_offered_afterwards(picks: list[str]) -> None:
    """Whatever was tapped: the times of the preview are those that the saved hours give."""
    told = at_desk(calls=(CALL,), taken=((CALL.call.starts_at, CALL.call.ends_at),))
    turn = Turn(DESK)
    for pick in ("week", *picks, "look"):
        turn = press(turn.state, pick, told)
    shown = present(turn.state, told)
    saved = press(turn.state, "save", told)
    hours = next((effect.hours for effect in saved.effects if isinstance(effect, SetHours)), WEEK)
    mira = Coach(1, ("de",), hours, 0, None)
    taken = {1: ((CALL.call.starts_at, CALL.call.ends_at),)}
    families_see = offered([mira], taken, "de", NOW, BERLIN, frozenset(), POLICY)
    free = next(line for line in shown.lines if line.key == "desk.times.free")
    assert free.values["count"] == len(families_see)
    lines = days_in_words(replace(told.times or OwnTimes(hours, POLICY), slots=families_see), NOW, BERLIN, 7)
    assert lines in shown.lines
    assert parse_hours(spell_hours(hours)) == hours


def test_every_choice_of_a_habit_can_be_reached_by_buttons() -> None:
    for what, choices in CHOICES.items():
        assert list(choices) == sorted(set(choices)), what
