"""What a family presses about its call: not now but in an hour, and somebody else's times."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogs.family.calls import LATER
from dialogs.family.card import card_view, may_be_put_off
from dialogs.family.conversation import Need, needs
from dialogs.family.effects import CallLater, HoldSlot, MoveCall, ReleaseSlot
from dialogs.family.facts import LIVE, Appointment, Stage
from dialogs.family.questions import WHOM
from dialogs.machine.words import Phone, say
from tests.dialogs.family.talk import Talk, booked
from tests.dialogs.family.town import ASAP, EXACT, FLOWS, NOW, TOWN, at, facts, own_case, slot

MORNING = Appointment("part", "morning", at(24, 9), at(24, 12))
TEN = f"time 1-{int(at(24, 10).timestamp()) // 60}"
SOON = "~card soon"


def waits(appointment: Appointment = ASAP, stage: Stage = Stage.TAKEN, **known: bool) -> Talk:
    """A family at its card."""
    talk = booked()
    talk.facts = facts(case=own_case(stage, appointment, coach="Mira", **known))
    return talk


@pytest.mark.parametrize("call", [ASAP, MORNING, Appointment(LATER, "", at(23, 15), at(23, 16))])
def test_a_family_that_waits_in_a_window_can_say_not_now_in_an_hour(call: Appointment) -> None:
    assert SOON in waits(call).offers()


def test_an_exact_time_is_moved_and_not_put_off() -> None:
    talk = waits(EXACT)
    assert SOON not in talk.offers()
    assert talk.presses_old("~card", "soon").effects == ()


def test_a_family_that_is_never_called_has_nothing_to_put_off() -> None:
    assert not may_be_put_off(own_case(Stage.TAKEN, ASAP, never_call=True))


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage not in LIVE or stage is Stage.WRONG_NUMBER])
def test_where_no_call_is_to_come_nothing_is_put_off(stage: Stage) -> None:
    assert not may_be_put_off(own_case(stage, ASAP))


def test_not_now_is_said_once_however_often_it_is_pressed() -> None:
    talk = waits()
    assert talk.presses(SOON).effects == (CallLater(),)

    talk.facts = facts(case=own_case(Stage.TAKEN, Appointment(LATER, "", at(23, 10, 15), at(23, 11, 15))))
    again = talk.presses_old("~card", "soon")
    assert (again.effects, talk.toast) == ((), "toast.noted")


def test_once_the_hour_is_near_it_can_be_put_off_again() -> None:
    talk = waits(Appointment(LATER, "", NOW + timedelta(minutes=20), NOW + timedelta(minutes=80)))
    assert talk.presses(SOON).effects == (CallLater(),)


def moving(stage: Stage = Stage.TAKEN) -> Talk:
    """A family that wants another exact time, before the days of its own coach."""
    talk = booked("wish exact", "day 2026-11-24", TEN)
    talk.facts = facts(case=own_case(stage, EXACT, coach="Mira"))
    talk.presses("~card move", "wish exact")
    return talk


def test_the_own_coach_is_offered_first_and_the_others_on_request() -> None:
    talk = moving()
    assert Need.ANYBODY not in needs_of(talk)
    assert "~whom anybody" in talk.offers()

    talk.presses("~whom anybody")
    assert (talk.at, Need.ANYBODY in needs_of(talk)) == ("day", True)
    assert "~whom anybody" not in talk.offers()


def test_asking_for_the_others_at_the_times_gives_back_what_was_chosen() -> None:
    talk = moving()
    talk.presses("day 2026-11-25", "~whom anybody")
    assert (talk.at, talk.turn.effects) == ("day", ())


def test_a_time_that_was_held_is_given_back_when_the_others_are_asked_for() -> None:
    talk = moving()
    talk.presses("day 2026-11-24", TEN)
    turn = talk.presses_old("~whom", "anybody")
    assert (talk.at, turn.effects) == ("day", (ReleaseSlot(),))


def test_back_leads_from_the_others_to_the_own_coach() -> None:
    talk = moving()
    talk.presses("~whom anybody", "day <")
    assert (talk.at, WHOM.id in talk.state.answers) == ("day", False)


def test_the_others_times_are_for_exact_times_alone() -> None:
    talk = moving()
    talk.presses("~whom anybody", "day <", "day <", "wish part")
    assert (talk.at, WHOM.id in talk.state.answers) == ("part", False)


def test_a_time_of_somebody_else_is_held_and_moved_to() -> None:
    talk = moving()
    talk.facts = facts(case=talk.facts.case, slots=(slot(24, 10), slot(24, 11, coach=2)))
    other = f"time 2-{int(at(24, 11).timestamp()) // 60}"
    talk.presses("~whom anybody", "day 2026-11-24", other, "move_check yes")
    kinds = [type(effect) for effect in talk.effects[-2:]]
    assert (kinds, talk.effects[-2]) == ([HoldSlot, MoveCall], HoldSlot(2, at(24, 11)))


def test_while_nobody_has_the_case_all_times_are_offered_anyway() -> None:
    assert "~whom anybody" not in moving(Stage.RECEIVED).offers()


def test_the_button_from_long_ago_gets_an_answer() -> None:
    talk = moving()
    talk.presses("~whom anybody")
    assert (talk.presses_old("~whom", "anybody").effects, talk.toast) == ((), "toast.noted")
    talk.presses("day <", "day <", "wish <")
    assert (talk.presses_old("~whom", "anybody").effects, talk.toast) == ((), "toast.old_button")


@pytest.mark.parametrize(
    ("stage", "on_list", "offered"),
    [
        (Stage.JOINED, False, ["new", "phone"]),
        (Stage.WAITING, True, ["places", "new", "phone"]),
        (Stage.WAITING, False, ["anew", "phone"]),
        (Stage.ELSEWHERE, False, ["anew"]),
        (Stage.STOPPED, False, ["anew"]),
    ],
)
def test_after_the_talk_the_card_offers_what_there_is_to_do(stage: Stage, on_list: bool, offered: list[str]) -> None:
    view = card_view(own_case(stage), 1, facts(on_list=on_list))
    assert [button.press.pick for row in view.rows for button in row] == offered


@pytest.mark.parametrize("stage", [Stage.JOINED, Stage.ELSEWHERE, Stage.STOPPED])
def test_whoever_is_called_no_more_knows_whom_to_call(stage: Stage) -> None:
    said = card_view(own_case(stage), 1, facts()).lines[-1]
    assert said == say(f"card.{stage}", phone=Phone(TOWN.phone))


def needs_of(talk: Talk) -> frozenset[Need]:
    return needs(FLOWS, talk.state)
