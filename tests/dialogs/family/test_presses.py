"""Every button, now and long after: on questions, side screens, cards, and on screens of an earlier run."""

from __future__ import annotations

import pytest

from dialogs.family.asides import ASIDES
from dialogs.family.effects import (
    CancelCall,
    EraseAll,
    HoldSlot,
    JoinList,
    LeaveList,
    RecordConsent,
    ReleaseSlot,
    SendCalendar,
    SpeakIn,
)
from dialogs.family.facts import LIVE, PlacesNow, Stage
from dialogs.family.presses import ASIDE_ANSWERS
from dialogs.family.questions import Purpose
from dialogs.machine.events import Pressed
from dialogs.rules.places import Availability
from tests.dialogs.family.talk import CONSENT, PRE_CHECK, Talk, booked
from tests.dialogs.family.town import ASAP, NOW, own_case, slot

FULL = PlacesNow(Availability.FULL, NOW, (4, 7))
TEN = f"time 1-{int(slot(24, 10).starts_at.timestamp()) // 60}"
HELD = (*CONSENT, *PRE_CHECK, "result go", "wish exact", "day 2026-11-24", TEN)


def test_the_second_press_of_an_answer_says_noted_and_changes_nothing() -> None:
    talk = Talk(*CONSENT, "lives_here yes")
    before = talk.state
    turn = talk.presses_old("lives_here", "no")
    assert (talk.toast, turn.redraw, talk.state) == ("toast.noted", False, before)


def test_a_second_press_of_back_says_noted() -> None:
    talk = Talk(*CONSENT, "lives_here yes", "household <")
    turn = talk.presses_old("household", "<")
    assert (talk.at, talk.toast, turn.redraw) == ("lives_here", "toast.noted", False)


def test_a_button_of_an_earlier_run_says_what_it_was_and_shows_the_present_screen() -> None:
    talk = Talk(*CONSENT, "lives_here yes")
    talk.types("start")
    talk.presses("~return anew")
    turn = talk.presses_old("lives_here", "no", run=1)
    assert (talk.toast, turn.redraw, talk.at) == ("toast.was", True, "welcome")
    assert "lives_here" not in talk.state.answers


@pytest.mark.parametrize("payload", [("~delete", "no"), ("~delete", ""), ("~cancel", "perhaps"), ("~cancel", "")])
def test_what_cannot_be_undone_happens_at_its_own_button_alone(payload: tuple[str, str]) -> None:
    talk = booked()
    before = list(talk.effects)
    talk.presses_old(*payload)
    assert (talk.toast, talk.effects) == ("toast.unknown_button", before)


@pytest.mark.parametrize("payload", [("never_asked", "yes"), ("~never_there", "x"), ("~", "nowhere"), ("", "")])
def test_a_button_that_nobody_knows_shows_the_present_screen(payload: tuple[str, str]) -> None:
    talk = Talk(*CONSENT)
    turn = talk.presses_old(*payload)
    assert (talk.toast, turn.redraw, talk.at) == ("toast.unknown_button", True, "lives_here")
    talk.does(Pressed(None))
    assert talk.toast == "toast.unknown_button"


@pytest.mark.parametrize(
    ("place", "payload"),
    [
        ((), ("language", "xx")),
        ((*CONSENT,), ("lives_here", "perhaps")),
        ((*CONSENT, "lives_here yes"), ("household", "adults-99")),
        ((*CONSENT, "lives_here yes"), ("household", "cats-1")),
        ((*CONSENT, *PRE_CHECK, "result go", "wish part"), ("part", "midnight")),
        ((*CONSENT, *PRE_CHECK, "result go", "wish exact"), ("day", "2026-02-30")),
        ((*CONSENT, *PRE_CHECK, "result go", "wish exact"), ("day", "20261124")),
        ((*CONSENT, *PRE_CHECK, "result go", "wish exact", "day 2026-11-24"), ("time", "1-x")),
    ],
)
def test_a_forged_answer_is_not_taken(place: tuple[str, ...], payload: tuple[str, str]) -> None:
    talk = Talk(*place)
    before = talk.state.answers
    talk.presses_old(*payload)
    assert talk.state.answers == before
    assert [*talk.noted, talk.toast] in (["error.not_an_option", ""], ["toast.unknown_button"])


@pytest.mark.parametrize("aside", sorted(ASIDES))
def test_every_side_screen_is_drawn_and_closed_without_moving_the_family(aside: str) -> None:
    talk = Talk(*CONSENT, "lives_here yes", places=FULL)
    talk.state = talk.state.over(aside)
    assert talk.screen.lines
    if aside not in ("hidden", "erased", "erased_phone"):
        talk.presses(f"~{aside} <")
        assert talk.at == "household"


def test_every_button_of_a_side_screen_is_understood() -> None:
    for aside in ASIDES:
        talk = Talk(*CONSENT, "lives_here yes", places=FULL)
        for on_list in (False, True):
            talk.facts = Talk(places=FULL, on_list=on_list).facts
            talk.state = talk.state.over(aside)
            own = [offer.partition(" ")[0][1:] for offer in talk.offers() if offer.startswith("~")]
            assert {name for name in own if name not in ("", "pen", "card")} <= set(ASIDE_ANSWERS)


def test_back_on_a_side_screen_that_is_closed_already_says_noted() -> None:
    talk = Talk(*CONSENT, "~ help", "~help <")
    turn = talk.presses_old("~help", "<")
    assert (talk.at, talk.toast, turn.redraw) == ("lives_here", "toast.noted", False)
    talk.presses_old("~", "<")
    assert talk.toast == "toast.noted"


def test_help_hides_at_one_press_and_shows_again() -> None:
    talk = Talk(*CONSENT, "~ help", "~help hide")
    assert (talk.at, len(talk.buttons())) == ("~hidden", 1)
    talk.presses("~hidden show")
    assert talk.at == "lives_here"
    talk.presses("~ help", "~help safe")
    assert talk.at == "lives_here"


def test_a_full_list_is_joined_and_left_by_one_press_each() -> None:
    talk = Talk("language de", "~ places", places=FULL)
    assert talk.offers() == ["~places join", "~places go"]
    talk.presses("~places join")
    assert (talk.at, talk.effects[-1]) == ("~list", JoinList())
    talk.presses("~list leave")
    assert (talk.at, talk.effects[-1]) == ("~places", LeaveList())
    talk.presses("~places go")
    assert talk.at == "consent"


def test_the_result_joins_the_list_at_one_press() -> None:
    talk = Talk(*CONSENT, *PRE_CHECK, "~ list", places=FULL)
    assert (talk.at, talk.effects[-1], talk.facts.on_list) == ("~list", JoinList(), True)


def test_places_lead_a_family_without_a_case_into_the_intake() -> None:
    talk = booked()
    talk.hears_from_desk(Stage.WITHDRAWN)
    talk.facts = Talk(places=FULL).facts
    talk.types("places")
    talk.presses("~places go")
    assert (talk.at, talk.state.run) == ("consent", 2)


def test_a_person_at_once_skips_the_pre_check_and_back_returns_to_it() -> None:
    talk = Talk(*CONSENT, "lives_here yes", "~ person", "~person call")
    assert talk.at == "wish"
    talk.presses("wish <")
    assert talk.at == "household"


def test_a_person_before_the_consent_asks_for_the_consent_only() -> None:
    talk = Talk("language de", "~ person", "~person call")
    assert talk.at == "consent"
    talk.presses("consent callback+", "consent done")
    assert talk.at == "wish"


def test_a_person_for_a_family_with_a_case_shows_its_card() -> None:
    talk = booked()
    talk.presses("~ person", "~person call")
    assert (talk.at, talk.noted) == ("", ["case_open.body"])
    talk.presses("~card move", "~ person", "~person call")
    assert (talk.at, talk.noted) == ("~appointment", ["case_open.body"])
    talk.presses("~appointment <")
    assert talk.at == "wish"


def test_a_yes_is_taken_back_and_given_again_by_one_press_each() -> None:
    talk = Talk(*CONSENT)
    talk.types("privacy")
    talk.presses("~ consents", "~consents reminders+")
    assert talk.effects[-1] == RecordConsent(frozenset({Purpose.CALLBACK, Purpose.REMINDERS}))
    talk.presses("~consents reminders-")
    assert talk.effects[-1] == RecordConsent(frozenset({Purpose.CALLBACK}))
    assert talk.at == "~consents"
    talk.presses_old("~consents", "callback-")
    assert talk.toast == "toast.unknown_button"


def test_deleting_is_asked_once_and_ends_with_a_receipt() -> None:
    talk = Talk(*CONSENT, "~ help")
    talk.types("privacy")
    turn = talk.presses("~ delete", "~delete yes")
    assert turn.effects == (EraseAll(),)
    assert (turn.state.aside, turn.state.answers) == ("erased", {})
    assert talk.at == "language"


def test_an_old_language_button_still_switches() -> None:
    talk = Talk(*CONSENT)
    talk.presses_old("~language", "tr")
    assert (talk.effects[-1], talk.at) == (SpeakIn("tr"), "lives_here")
    talk.presses_old("~language", "xx")
    assert talk.toast == "toast.unknown_button"


def test_the_pen_asks_one_answer_again_and_back_gives_the_old_one_back() -> None:
    talk = Talk(*CONSENT, *PRE_CHECK, "~ answers", "~pen household")
    assert talk.state.draft == {"adults": 1, "under_14": 1, "from_14": 0, "expecting": False}
    talk.presses("household adults-2", "household <")
    assert talk.at == "result"
    assert talk.state.answers["household"]["adults"] == 1


def test_an_old_pen_changes_nothing() -> None:
    talk = Talk(*CONSENT, *PRE_CHECK)
    talk.types("start")
    talk.presses("~return anew")
    talk.presses_old("~pen", "household", run=1)
    assert (talk.at, talk.toast) == ("welcome", "toast.old_button")
    talk.presses_old("~pen", "household")
    assert (talk.at, talk.toast) == ("welcome", "toast.noted")


def test_pens_are_offered_for_answers_and_not_for_screens_that_were_read() -> None:
    talk = Talk(*CONSENT, *PRE_CHECK, "~ answers")
    assert talk.offers() == ["~pen lives_here", "~pen household", "~pen money", "~pen has_coach"]


def test_moving_a_call_gives_the_new_time_and_keeps_the_old_one_until_then() -> None:
    talk = booked("wish exact", "day 2026-11-24", TEN)
    talk.presses("~card move", "wish exact", "day 2026-11-25")
    assert talk.effects[-1] == HoldSlot(1, slot(24, 10).starts_at) or talk.effects[-1] != CancelCall()
    talk.presses(f"time 1-{int(slot(25, 9).starts_at.timestamp()) // 60}")
    talk.presses("move_check yes")
    assert talk.at == ""
    assert talk.facts.case is not None
    assert talk.facts.case.appointment.starts_at == slot(25, 9).starts_at


def test_leaving_a_move_half_way_gives_the_held_time_back() -> None:
    talk = booked()
    talk.presses("~card move", "wish exact", "day 2026-11-24", TEN)
    turn = talk.presses_old("~card", "cancel")
    assert turn.effects == ()
    turn = talk.presses("~cancel yes")
    assert turn.effects == (ReleaseSlot(), CancelCall())


def test_going_back_from_the_first_question_of_a_move_ends_it() -> None:
    talk = booked()
    talk.presses("~card move", "wish <")
    assert (talk.at, talk.state.flow) == ("", "home")


def test_going_back_over_a_held_time_gives_it_back() -> None:
    talk = Talk(*HELD)
    turn = talk.presses("name <")
    assert (turn.effects, talk.at) == ((ReleaseSlot(),), "time")


def test_another_wish_gives_the_held_time_back_and_names_what_is_gone() -> None:
    talk = Talk(*HELD)
    talk.presses_old("~pen", "wish")
    turn = talk.presses("wish asap")
    assert turn.effects == (ReleaseSlot(),)
    assert talk.noted == ["answer.gone", "answer.gone"]
    assert talk.at == "name"


def test_beginning_again_gives_a_held_time_back() -> None:
    talk = Talk(*HELD)
    talk.types("start")
    turn = talk.presses("~return anew")
    assert turn.effects == (ReleaseSlot(),)


def test_cancelling_is_asked_once_with_moving_as_the_nearer_way() -> None:
    talk = booked()
    talk.presses("~card cancel")
    assert talk.offers() == ["~cancel move", "~cancel yes"]
    talk.presses("~cancel yes")
    assert (talk.line, talk.offers()) == ("card.received", ["~card anew"])
    talk.presses_old("~cancel", "yes")
    assert talk.effects.count(CancelCall()) == 1


@pytest.mark.parametrize(
    ("stage", "offered"),
    [
        (Stage.RECEIVED, ["move", "calendar", "cancel", "phone"]),
        (Stage.TAKEN, ["move", "calendar", "cancel", "phone"]),
        (Stage.WRONG_NUMBER, ["number", "cancel", "phone"]),
        (Stage.SPOKEN, ["anew", "phone"]),
        (Stage.UNREACHED, ["anew"]),
        (Stage.WITHDRAWN, ["anew"]),
    ],
)
@pytest.mark.parametrize("pressed", ["ok", "move", "calendar", "cancel", "number", "anew", "phone"])
def test_each_button_of_a_card_of_any_age_does_only_what_still_fits(
    stage: Stage, offered: list[str], pressed: str
) -> None:
    talk = booked("wish exact", "day 2026-11-24", TEN)
    talk.facts = Talk(case=own_case(stage)).facts
    assert [pick for pick in talk.offers() if pick.startswith("~card ")] == [f"~card {pick}" for pick in offered]
    talk.presses_old("~card", pressed, run=0)
    live_too = ("ok", "move", "calendar", "phone") if stage in LIVE else ("phone",)
    fits = pressed in (*offered, *live_too)
    assert (talk.toast == "toast.old_button") is not fits


def test_a_calendar_file_is_sent_for_an_exact_time_only() -> None:
    talk = booked("wish exact", "day 2026-11-24", TEN)
    turn = talk.presses("~card calendar")
    assert (turn.effects, turn.redraw) == ((SendCalendar(),), False)
    talk = booked()
    assert talk.offers() == ["~card soon", "~card move", "~ plan", "~card cancel", "~card phone"]
    talk.facts = Talk(case=own_case(appointment=ASAP)).facts
    assert talk.presses_old("~card", "calendar").effects == ()


def test_a_card_button_without_a_case_shows_the_present_screen() -> None:
    talk = Talk(*CONSENT)
    talk.presses_old("~card", "move")
    assert (talk.at, talk.toast) == ("lives_here", "toast.old_button")


def test_a_wrong_number_is_corrected_by_the_family_itself() -> None:
    talk = booked()
    talk.hears_from_desk(Stage.WRONG_NUMBER)
    talk.presses("~card number")
    talk.says("0171 3920022", phone="+491713920022")
    talk.presses("phone_right yes")
    assert talk.at == ""
    assert getattr(talk.effects[-1], "number", "") == "+491713920022"
