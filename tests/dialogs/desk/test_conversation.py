"""Coaches and the lead at work: taking, outcomes, lists, invitations, and buttons of long ago."""

from __future__ import annotations

import pytest

from dialogs.desk.conversation import JOIN, LISTED, advance, invitation_screen, invitation_turn, present, refused
from dialogs.desk.effects import (
    BusyThen,
    CallOutcome,
    InvitationSpent,
    JoinTeam,
    RecordOutcome,
    RedrawFamily,
    ShowCard,
    TakeCase,
    TakenBy,
    TellFamily,
)
from dialogs.desk.facts import DeskCase, DeskFacts, Invitation, Member, Role
from dialogs.family.facts import Stage
from dialogs.machine.events import Commanded, Pressed, Said, SentSomething
from dialogs.machine.screen import PAYLOAD_LIMIT, Press
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import say
from tests.dialogs.desk.office import AGAIN, JONAS, MIRA, RENATE, case, facts, taken

DESK = State("desk")


def presses(what: str, known: DeskFacts) -> Turn:
    return advance(DESK, Pressed(Press(0, "~case", f"7-{what}")), known)


def toast(turn: Turn) -> str:
    return turn.toast.key if turn.toast else ""


def test_taking_makes_the_owner_and_tells_the_family() -> None:
    turn = presses("take", facts(case=case()))
    assert (turn.effects, toast(turn)) == ((TakeCase(7), RedrawFamily(7)), "desk.toast.yours")


def test_what_somebody_took_already_names_who_it_was() -> None:
    turn = presses("take", facts(JONAS, case=taken(MIRA)))
    assert (turn.effects, turn.toast) == ((), say("desk.toast.taken_by", name="Mira"))
    assert toast(presses("take", facts(case=taken(MIRA)))) == "desk.toast.yours"


def test_a_case_that_was_withdrawn_before_anybody_took_it_is_gone() -> None:
    assert toast(presses("take", facts(case=case(stage=Stage.WITHDRAWN)))) == "desk.toast.gone"
    assert toast(refused(DESK, TakenBy(""))) == "desk.toast.gone"


def test_a_family_that_was_reached_sees_it_on_its_card() -> None:
    turn = presses("reached", facts(case=taken()))
    assert turn.effects == (RecordOutcome(7, CallOutcome.REACHED), RedrawFamily(7))


@pytest.mark.parametrize(("tries", "again", "words"), [
    (0, AGAIN, "missed.body"), (1, AGAIN, "missed.body"), (2, None, "missed.last"),
])  # fmt: skip
def test_a_family_not_reached_is_tried_three_times_and_told_kindly_each_time(
    tries: int, again: object, words: str
) -> None:
    turn = presses(f"missed-{tries}", facts(case=taken(tries=tries)))
    assert turn.effects == (RecordOutcome(7, CallOutcome.MISSED, again), TellFamily(7, (say(words),)))  # type: ignore[arg-type]


def test_a_wrong_number_is_asked_for_again() -> None:
    turn = presses("wrong", facts(case=taken()))
    assert turn.effects == (RecordOutcome(7, CallOutcome.WRONG_NUMBER), TellFamily(7, (say("wrong_number.body"),)))


@pytest.mark.parametrize(
    ("what", "shown"),
    [
        ("missed-0", taken(tries=1)),
        ("wrong", taken(stage=Stage.WRONG_NUMBER)),
        ("reached", taken(stage=Stage.SPOKEN)),
        ("missed-2", taken(stage=Stage.UNREACHED, tries=3)),
        ("reached", taken(stage=Stage.WITHDRAWN)),
    ],
)
def test_the_second_press_of_an_outcome_changes_nothing(what: str, shown: DeskCase) -> None:
    turn = presses(what, facts(case=shown))
    assert (turn.effects, toast(turn), turn.redraw) == ((), "desk.toast.noted", False)


@pytest.mark.parametrize("me", [JONAS, RENATE])
@pytest.mark.parametrize("what", ["reached", "missed-0", "wrong"])
def test_an_outcome_is_the_owners_word_alone(me: Member, what: str) -> None:
    turn = presses(what, facts(me, case=taken(MIRA)))
    assert (turn.effects, toast(turn)) == ((), "desk.toast.not_yours")


@pytest.mark.parametrize("what", ["take", "open", "reached", "missed-0", "wrong"])
def test_nothing_can_be_done_with_an_erased_or_unknown_case(what: str) -> None:
    for known in (facts(), facts(case=taken(erased=True))):
        turn = presses(what, known)
        assert (turn.effects, toast(turn)) == ((), "desk.toast.gone")


@pytest.mark.parametrize(
    "press", [None, Press(0, "~case", "7-fly"), Press(3, "lives_here", "yes"), Press(0, "~case", "")]
)
def test_a_button_nobody_knows_gets_an_answer(press: Press | None) -> None:
    turn = advance(DESK, Pressed(press), facts(case=taken()))
    assert (turn.effects, toast(turn)) == ((), "desk.toast.old_button")


def test_a_card_is_sent_anew_to_whoever_opens_it() -> None:
    assert presses("open", facts(case=case())).effects == (ShowCard(7),)


def test_a_refusal_says_why() -> None:
    assert refused(DESK, TakenBy("Jonas")).toast == say("desk.toast.taken_by", name="Jonas")
    assert toast(refused(DESK, BusyThen())) == "desk.toast.busy_then"
    assert refused(DESK, InvitationSpent()).notes == (say("invitation.spent"),)


@pytest.mark.parametrize(("me", "key"), [(MIRA, "desk.hello.coach"), (RENATE, "desk.hello.lead")])
def test_whatever_else_is_sent_shows_what_one_can_do_here(me: Member, key: str) -> None:
    for event in (Commanded("help"), Commanded("start"), Said("Hallo"), SentSomething("photo")):
        turn = advance(DESK, event, facts(me))
        assert (present(turn.state, facts(me)).lines[0].key, turn.fresh) == (key, True)


@pytest.mark.parametrize(("command", "key"), [("today", "desk.today"), ("cases", "desk.cases")])
def test_lists_show_what_there_is_and_say_so_where_there_is_nothing(command: str, key: str) -> None:
    turn = advance(DESK, Commanded(command), facts())
    assert present(turn.state, facts()).lines == (say(f"{key}.none"),)
    rows = (taken(MIRA), taken(JONAS), case())
    screen = present(turn.state, facts(calls=rows, cases=rows))
    assert screen.lines[0].key == f"{key}.title"
    assert [line.key for line in screen.lines[1:]] == ["desk.row.mine", "desk.row.theirs", "desk.row.free"]
    assert screen.protected


def test_no_list_shows_a_name_or_a_number() -> None:
    turn = advance(DESK, Commanded("cases"), facts())
    screen = present(turn.state, facts(cases=(taken(MIRA), case())))
    for line in screen.lines[1:]:
        assert set(line.values) == {"number", "language", "when", "name"}
        assert line.values["name"] in ("Mira", "")


def test_a_long_list_is_cut_but_counted_whole() -> None:
    many = tuple(case() for _ in range(LISTED + 5))
    screen = present(DESK.over("cases"), facts(cases=many))
    assert (len(screen.rows), screen.lines[0].values["count"]) == (LISTED, LISTED + 5)


def test_an_invitation_is_accepted_by_one_press() -> None:
    screen = invitation_screen(Invitation(Role.COACH, "Mira", usable=True), "i-abcdefghijklmnopqrstuvwxyz012345")
    press = screen.rows[0][0].press
    assert (press.at, press.pick) == (JOIN, "i-abcdefghijklmnopqrstuvwxyz012345")
    assert len(press.payload().encode()) <= PAYLOAD_LIMIT
    assert invitation_turn(DESK, press.pick).effects == (JoinTeam(press.pick),)


@pytest.mark.parametrize("invitation", [None, Invitation(Role.LEAD, "Renate", usable=False)])
def test_an_invitation_that_is_spent_says_so_kindly(invitation: Invitation | None) -> None:
    screen = invitation_screen(invitation, "i-x")
    assert (screen.lines, screen.rows) == ((say("invitation.spent"),), ())
