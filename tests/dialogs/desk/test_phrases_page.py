"""The phrasebook's page: from the card to a line, its time, what the family will read, and sent once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dialogs.desk.conversation import advance, present
from dialogs.desk.facts import DeskFacts, LastLine, Role
from dialogs.desk.phrasebook import ANSWERS, CALLS, GROUPS, WANTS_WORD
from dialogs.desk.phrases import LINES_SHOWN
from dialogs.desk.sent_lines import Outcome, answer_note, last_line, line_text
from dialogs.desk.talk_effects import SendPhrase
from dialogs.family.facts import Stage
from dialogs.machine.events import Pressed
from dialogs.machine.questions import Told
from dialogs.machine.screen import PAYLOAD_LIMIT, Press, Screen
from dialogs.machine.turn import State, Turn
from tests.dialogs.desk.office import JONAS, RENATE, TOLD, facts, taken
from tests.dialogs.family.town import at

HOME = State("desk")
CLOCKS = tuple(at(24, 9) + timedelta(minutes=30 * place) for place in range(20))
CLOCK = int(CLOCKS[0].timestamp())


def known(**changed: Any) -> DeskFacts:
    return facts(**{"case": taken(), "clocks": CLOCKS} | changed)


def presses(state: State, pick: str, told: DeskFacts) -> Turn:
    return advance(state, Pressed(Press(0, "~phrases", pick)), told)


def screen(shown: str, told: DeskFacts) -> Screen:
    return present(HOME.over(f"phrases.7{shown}"), told)


def picks(shown: Screen) -> list[str]:
    return [button.press.pick for row in shown.rows for button in row]


def keys(shown: Screen) -> list[str]:
    return [line.key for line in shown.lines]


def test_the_card_opens_the_groups_below_it() -> None:
    turn = advance(HOME, Pressed(Press(0, "~case", "7-phrases")), known())
    assert (turn.state.aside, turn.fresh) == ("phrases.7", True)
    assert picks(present(turn.state, known())) == [*(f"7-{group.id}" for group in GROUPS), "7-open"]


def test_a_thick_group_is_leafed_and_every_line_is_found_once() -> None:
    for group in GROUPS:
        found: list[str] = []
        for first in range(0, len(group.lines), LINES_SHOWN):
            found += [pick for pick in picks(screen(f"-{group.id}-{first}", known())) if pick.startswith("7-line-")]
        assert found == [f"7-line-{line.id}" for line in group.lines]


def test_a_line_without_a_time_is_shown_as_it_will_be_read() -> None:
    shown = screen("-line-voicemail", known())
    assert keys(shown) == ["desk.phrases.preview", "phrase.from", "phrase.voicemail", "desk.phrases.answers"]
    assert shown.lines[1].values == {"coach": "Mira"}
    assert picks(shown) == ["7-send-voicemail", "7"]


def test_a_line_that_only_tells_is_shown_without_answers() -> None:
    assert keys(screen("-line-wish_well", known())) == ["desk.phrases.preview", "phrase.from", "phrase.wish_well"]


def test_a_line_about_a_time_asks_for_one_day_by_day() -> None:
    tomorrow = tuple(clock + timedelta(days=1) for clock in CLOCKS[:3])
    two_days = known(clocks=(*CLOCKS, *tomorrow))
    shown = [screen(f"-line-call_at-{day}", two_days) for day in (0, 1)]
    offered = [[pick for pick in picks(one) if "-at-" in pick] for one in shown]
    assert offered == [[f"7-at-call_at-{int(clock.timestamp())}" for clock in day] for day in (CLOCKS, tomorrow)]
    assert screen("-line-call_at-99", two_days) == shown[1]
    assert keys(screen("-line-call_at", known(clocks=()))) == ["desk.phrase.call_at", "desk.phrases.no_clock"]


def test_what_stands_on_the_screen_is_sent_and_the_screen_says_so() -> None:
    turn = presses(HOME.over("phrases.7-line-voicemail"), "7-send-voicemail", known())
    assert turn.effects == (SendPhrase(7, "voicemail"),)
    assert keys(present(turn.state, known())) == ["desk.phrases.sent"]
    assert picks(present(turn.state, known())) == ["7", "7-open"]


def test_a_time_goes_along_with_its_line() -> None:
    turn = presses(HOME.over(f"phrases.7-at-call_at-{CLOCK}"), f"7-send-call_at-{CLOCK}", known())
    assert turn.effects == (SendPhrase(7, "call_at", CLOCKS[0]),)


def test_pressed_twice_it_is_sent_once() -> None:
    once = presses(HOME.over("phrases.7-line-voicemail"), "7-send-voicemail", known())
    twice = presses(once.state, "7-send-voicemail", known())
    assert (twice.effects, twice.redraw, twice.state) == ((), False, once.state)
    assert twice.toast is not None
    assert twice.toast.key == "desk.toast.phrase_sent"


def test_what_does_not_stand_on_the_screen_is_not_sent() -> None:
    for aside, pick in (
        ("", "7-send-voicemail"),
        ("phrases.7", "7-send-voicemail"),
        ("phrases.8-line-voicemail", "7-send-voicemail"),
        ("phrases.7-line-voicemail", "7-send-interpreter"),
        ("phrases.7-line-nonsense", "7-send-nonsense"),
        ("phrases.7-line-call_at", "7-send-call_at"),
        ("phrases.7-at-call_at-5", "7-send-call_at-5"),
        ("phrases.7-at-call_at-x", "7-send-call_at-x"),
    ):
        assert presses(HOME.over(aside), pick, known()).effects == ()


def test_a_time_that_went_by_meanwhile_is_asked_again() -> None:
    turn = presses(HOME.over(f"phrases.7-at-call_at-{CLOCK}"), f"7-send-call_at-{CLOCK}", known(clocks=CLOCKS[1:]))
    assert (turn.effects, turn.state.aside) == ((), "phrases.7-line-call_at")
    assert turn.toast is not None
    assert turn.toast.key == "desk.toast.clock_gone"


def test_only_who_has_the_case_and_the_lead_send() -> None:
    state = HOME.over("phrases.7-line-voicemail")
    assert presses(state, "7-send-voicemail", known(me=JONAS)).effects == ()
    assert presses(state, "7-send-voicemail", known(me=RENATE)).effects == (SendPhrase(7, "voicemail"),)
    assert RENATE.role is Role.LEAD
    assert keys(screen("", known(me=JONAS))) == ["desk.phrases.not_yours"]


def test_a_family_that_cannot_be_reached_here_is_to_be_called() -> None:
    told = known(case=taken(reachable=False))
    assert keys(screen("", told)) == ["desk.phrases.unreachable"]
    assert presses(HOME.over("phrases.7-line-voicemail"), "7-send-voicemail", told).effects == ()


def test_nothing_is_sent_for_a_case_that_is_over_or_erased() -> None:
    for case in (taken(stage=Stage.STOPPED), taken(erased=True), None):
        turn = presses(HOME.over("phrases.7-line-voicemail"), "7-send-voicemail", known(case=case))
        assert (turn.effects, turn.redraw) == ((), False)
        over = case is not None and not case.erased
        assert keys(screen("", known(case=case))) == ["desk.phrases.over" if over else "desk.toast.gone"]


def test_a_number_that_must_not_ring_is_offered_no_call() -> None:
    told = known(case=taken(told=Told(TOLD | {"safe": "never"})))
    offered = {pick for group in GROUPS for pick in picks(screen(f"-{group.id}", told))}
    assert not offered & {f"7-line-{line}" for line in CALLS}
    assert presses(HOME.over(f"phrases.7-at-call_at-{CLOCK}"), f"7-send-call_at-{CLOCK}", told).effects == ()


def test_every_payload_of_a_long_row_fits() -> None:
    told = known(case=taken(id=999_999_999_999))
    for shown in ("", "-reach", "-line-call_at", f"-at-call_at-{CLOCK}", "-line-bring_someone", "-sent"):
        for row in present(HOME.over(f"phrases.999999999999{shown}"), told).rows:
            assert [b for b in row if len(b.press.payload().encode()) > PAYLOAD_LIMIT] == []


def test_words_nobody_could_have_pressed_lead_to_the_groups() -> None:
    for shown in ("-nonsense", "-line-nonsense", "-at-", "-line-", "-reach-99999", "-reach-x"):
        assert screen(shown, known()).rows


def test_the_card_says_what_was_sent_last_and_what_came_back() -> None:
    silent, answered = LastLine("voicemail"), LastLine("call_at", CLOCKS[0], "yes_then")
    (open_line,) = last_line(taken(last_line=silent))
    (closed_line,) = last_line(taken(last_line=answered))
    assert (open_line.key, open_line.values["answer"].key) == ("desk.card.last_line", "desk.card.no_answer")
    assert (closed_line.key, closed_line.values["answer"].key) == ("desk.card.last_line_at", "phrase.answer.yes_then")
    assert last_line(taken(last_line=LastLine("of_long_ago"))) == ()
    assert last_line(taken()) == ()


def test_a_coach_is_asked_to_get_in_touch_where_the_family_waits_for_it() -> None:
    text = line_text("call_at", CLOCKS[0])
    assert keys(answer_note(7, 1007, text, "question", Outcome.NOTED)) == [
        "desk.phrases.answered",
        "desk.phrases.wants_word",
    ]
    assert keys(answer_note(7, 1007, text, "yes", Outcome.NOTED)) == ["desk.phrases.answered"]
    assert keys(answer_note(7, 1007, text, "yes_then", Outcome.BUSY))[1:] == ["desk.phrases.busy"]


def test_calls_are_lines_about_a_time_and_what_wants_a_word_is_an_answer() -> None:
    asks = {line.id for group in GROUPS for line in group.lines if line.asks_clock}
    assert asks - CALLS == {"visit_at", "office_at"}
    assert asks > CALLS
    assert WANTS_WORD < ANSWERS
