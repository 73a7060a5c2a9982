"""The living card: the chain of hands, when the phone will ring, and nothing for a stranger's eyes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogs.family.card import CARD, calendar_file, card_view, planned, reminder
from dialogs.family.facts import Appointment, Hand, Stage
from dialogs.machine.words import Moment, Phone, say, stacked
from tests.dialogs.family.town import ASAP, EXACT, NOW, TOWN, at, facts, own_case


def test_the_card_shows_who_took_it_and_when() -> None:
    chain = [say("card.received", at=Moment(NOW, "day_clock"))]
    assert card_view(own_case(), 1, facts()).lines[0] == stacked(chain)
    taken = own_case(Stage.TAKEN, coach="Mira", taken_at=NOW + timedelta(minutes=42))
    chain.append(say("card.taken", coach="Mira", at=Moment(NOW + timedelta(minutes=42), "clock")))
    assert card_view(taken, 1, facts()).lines[0] == stacked(chain)


@pytest.mark.parametrize(
    ("appointment", "coach", "key"),
    [
        (EXACT, None, "card.planned"),
        (EXACT, "Mira", "card.planned_by"),
        (ASAP, "Mira", "card.planned_by_then"),
        (Appointment("part", "morning", at(24, 9), at(24, 12)), None, "card.planned_between"),
        (Appointment("later", "", at(23, 15), at(23, 16)), None, "card.planned_between"),
    ],
)
def test_the_card_says_when_the_phone_will_ring(appointment: Appointment, coach: str | None, key: str) -> None:
    assert planned(own_case(appointment=appointment, coach=coach)).key == key


def test_a_family_that_is_never_called_is_told_whom_to_call() -> None:
    lines = card_view(own_case(never_call=True), 1, facts()).lines
    assert lines[1:] == (say("card.you_call", phone=Phone(TOWN.phone)),)


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage not in (Stage.RECEIVED, Stage.TAKEN)])
def test_a_card_without_a_call_to_come_says_why(stage: Stage) -> None:
    assert card_view(own_case(stage), 1, facts(on_list=True)).lines[1].key == f"card.{stage}"


@pytest.mark.parametrize("kind", ["three_days", "evening_before", "hour_before"])
def test_a_reminder_names_the_time_and_nobody(kind: str) -> None:
    screen = reminder(kind, own_case(coach="Mira"), 0)
    assert screen.lines == (say(f"reminder.{kind}", at=Moment(EXACT.starts_at, "day_clock")),)
    assert [b.press.pick for row in screen.rows for b in row if b.press.at == CARD] == ["ok", "move", "cancel"]


def test_a_calendar_file_keeps_its_id_over_every_change_and_holds_no_name() -> None:
    first = calendar_file(own_case(coach="Mira"), "gladbeck")
    moved = calendar_file(own_case(appointment=Appointment("exact", "", at(25, 9), at(25, 9, 25), 1)), "gladbeck")
    assert (first.uid, first.sequence, moved.sequence) == ("call-1001@gladbeck.familienlotse", 0, 1)
    assert moved.uid == first.uid
    assert (first.title, first.caption) == (say("calendar.title"), say("calendar.caption"))
    assert calendar_file(own_case(), "gladbeck", cancelled=True).cancelled


def test_the_card_shows_the_newest_three_hands_each_with_its_day_where_it_is_another_one() -> None:
    hands = (Hand("Mira", NOW), Hand("Jonas", NOW), Hand("Selin", NOW), Hand("Petra", NOW + timedelta(days=1)))
    one = card_view(own_case(Stage.TAKEN, hands=hands[:1]), 1, facts()).lines[0]
    assert one.values["below"] == say("card.taken", coach="Mira", at=Moment(NOW, "clock"))
    lines = [
        say("card.received", at=Moment(NOW, "day_clock")),
        say("card.given", coach="Jonas", at=Moment(NOW, "clock")),
        say("card.given", coach="Selin", at=Moment(NOW, "clock")),
        say("card.given", coach="Petra", at=Moment(NOW + timedelta(days=1), "day_clock")),
    ]
    assert card_view(own_case(Stage.TAKEN, hands=hands), 1, facts()).lines[0] == stacked(lines)


def test_nobody_called_can_be_said_once_the_time_is_over() -> None:
    for overdue in (False, True):
        rows = card_view(own_case(Stage.TAKEN, overdue=overdue), 1, facts()).rows
        assert ("nobody" in [button.press.pick for row in rows for button in row]) is overdue
