"""The lead's pages and the list of the day, as plain data: what they show, what their buttons lead to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from dialogs.desk.all_cases import A_PAGE
from dialogs.desk.conversation import advance, present, refused
from dialogs.desk.facts import DeskFacts, Member, Role
from dialogs.desk.morning import MOST_LINES, Morning, PlacesKnown, morning_screen
from dialogs.desk.team_effects import CloseDay, ConfirmMember, EndAccess, Invite, LastLead, OpenDay, RefuseMember
from dialogs.desk.team_facts import CaseLine, Colleague, Figures, LeadCounts, Month, TeamNow, Waited
from dialogs.family.facts import Stage
from dialogs.machine.events import Pressed, Said
from dialogs.machine.screen import Press, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Phrase, Value
from tests.dialogs.desk.office import JONAS, MIRA, RENATE, facts
from tests.dialogs.family.town import EXACT, NOW

TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)
COLLEAGUES = (
    Colleague(1, "Mira", "coach", ("de", "tr"), 2, "Montag"),
    Colleague(3, "Renate", "lead", ("de",), 0, None),
    Colleague(4, "Deniz", "pending", ("de",), 0, "Montag", awaited="coach"),
)


def lead(team: TeamNow | None = None, me: Member = RENATE) -> DeskFacts:
    return replace(facts(me), team=team or TeamNow(members=COLLEAGUES))


def pressed(page: str, pick: str, told: DeskFacts, state: State | None = None) -> Turn:
    return advance(state or State("desk", aside=page), Pressed(Press(0, f"~{page}", pick)), told)


def keys(screen: Screen) -> list[str]:
    """The keys of all that is said, stacked lines apart."""
    return [key for line in screen.lines for key in _keys(line)]


def _keys(value: Value) -> list[str]:
    if not isinstance(value, Phrase):
        return []
    if value.key == "stack":
        return [*_keys(value.values["above"]), *_keys(value.values["below"])]
    return [value.key]


def picks(screen: Screen) -> list[str]:
    return [f"{button.press.at}.{button.press.pick}" for row in screen.rows for button in row]


def line(number: int = 1007, **changed: Any) -> CaseLine:
    plain = CaseLine(number - 1000, number, "tr", Stage.TAKEN, NOW, EXACT, 1, "Mira", promised_by=EXACT.ends_at)
    return replace(plain, **changed)


@pytest.mark.parametrize("page", ["lead", "all", "team", "days", "invite", "figures"])
@pytest.mark.parametrize("who", [MIRA, JONAS])
def test_coach_opens_no_page_of_the_lead(page: str, who: Member) -> None:
    turn = pressed(page, "menu", lead(me=who), State("desk"))
    assert (turn.effects, turn.redraw, turn.toast) == ((), False, Phrase("desk.toast.not_for_you"))
    assert "lead" not in "".join(keys(present(State("desk", aside=page), lead(me=who)))).replace("desk.lead", "lead")


@pytest.mark.parametrize("page", ["lead", "all", "team", "days", "invite", "figures"])
def test_every_page_of_the_lead_has_a_way_back(page: str) -> None:
    screen = present(State("desk", aside=page), lead())
    ways = [pick for pick in picks(screen) if pick.startswith("~lead.")]
    assert ways


def test_doors_show_how_much_is_behind_them() -> None:
    screen = present(State("desk", aside="lead"), lead(TeamNow(counts=LeadCounts(3, 5, 12, 6, 1))))
    told = [button.label.values.get("number") for row in screen.rows for button in row]
    assert told == [3, 5, 12, 6, None, None, None, None, None]
    assert "desk.lead.to_confirm" in keys(screen)


def test_door_pressed_on_another_message_opens_its_page_below() -> None:
    assert pressed("lead", "places-below", lead()).fresh
    assert not pressed("lead", "places", lead()).fresh
    assert pressed("lead", "vault", lead()).toast == Phrase("desk.toast.old_button")


def test_cases_come_ten_at_a_time() -> None:
    lines = tuple(line(1001 + number) for number in range(A_PAGE + 2))
    first = present(State("desk", aside="all"), lead(TeamNow(lines=lines)))
    rest = present(State("desk", aside="all.every-1"), lead(TeamNow(lines=lines)))
    beyond = present(State("desk", aside="all.every-999"), lead(TeamNow(lines=lines)))
    opened = [sum(pick.endswith("-open") for pick in picks(screen)) for screen in (first, rest, beyond)]
    assert opened == [10, 2, 2]
    assert ("~all.every-1" in picks(first), "~all.every-0" in picks(rest)) == (True, True)


@pytest.mark.parametrize(
    ("name", "numbers"), [("every", [1001, 1002, 1003]), ("free", [1001]), ("call", [1001, 1002]), ("still", [1003])]
)
def test_filters_name_the_cases_that_need_an_eye(name: str, numbers: list[int]) -> None:
    lines = (
        line(1001, stage=Stage.RECEIVED, owner=None, owner_name=""),
        line(1002),
        line(1003, stage=Stage.SPOKEN, silent_days=20),
    )
    screen = present(State("desk", aside=f"all.{name}-0"), lead(TeamNow(lines=lines)))
    assert [
        int(pick.split(".")[1].split("-")[0]) + 1000 for pick in picks(screen) if pick.endswith("-open")
    ] == numbers


def test_ending_access_is_asked_once() -> None:
    asked = pressed("team", "end-1", lead())
    assert (asked.effects, asked.state.aside) == ((), "team.1-end")
    assert picks(present(asked.state, lead())) == ["~team.sure-1", "~team.who-1"]
    assert pressed("team", "sure-1", lead()).effects == (EndAccess(1),)


@pytest.mark.parametrize("pick", ["end-3", "sure-3"])
def test_last_lead_stays(pick: str) -> None:
    turn = pressed("team", pick, lead())
    assert (turn.effects, turn.toast) == ((), Phrase("desk.team.toast.last_lead"))
    assert refused(State("desk"), LastLead()).toast == Phrase("desk.team.toast.last_lead")


def test_who_waits_is_confirmed_or_refused_by_one_press() -> None:
    assert pressed("team", "yes-4", lead()).effects == (ConfirmMember(4),)
    assert pressed("team", "no-4", lead()).effects == (RefuseMember(4),)
    assert pressed("team", "yes-1", lead()).toast == Phrase("desk.team.toast.answered")


@pytest.mark.parametrize("pick", ["yes-99", "sure-99", "who-", "end-x", "sure--1", "who-" + "9" * 30])
def test_somebody_who_never_was_is_named_as_gone(pick: str) -> None:
    turn = pressed("team", pick, lead())
    assert (turn.effects, turn.toast) == ((), Phrase("desk.team.toast.gone"))


def test_pending_member_has_no_access_that_could_end() -> None:
    shown = picks(present(State("desk", aside="team.4"), lead()))
    assert shown == ["~team.yes-4", "~team.no-4", "~team.list", "~lead.menu"]


def test_closing_a_day_is_asked_and_names_how_many_calls_move() -> None:
    told = lead(TeamNow(workdays=(TUESDAY, WEDNESDAY), booked={TUESDAY: 2}))
    asked = pressed("days", "ask-20261124", told)
    assert asked.effects == ()
    assert keys(present(asked.state, told)) == ["desk.days.asks", "desk.days.booked"]
    assert pressed("days", "close-20261124", told).effects == (CloseDay(TUESDAY),)


def test_closed_day_opens_at_once_and_a_second_press_does_nothing() -> None:
    told = lead(TeamNow(workdays=(TUESDAY,), closed=(TUESDAY,)))
    assert pressed("days", "open-20261124", told).effects == (OpenDay(TUESDAY),)
    assert pressed("days", "close-20261124", told).toast == Phrase("desk.toast.noted")


@pytest.mark.parametrize("pick", ["close-20270101", "close-20261129", "close-x", "open-", "ask-99999999"])
def test_day_that_the_page_does_not_offer_is_left_alone(pick: str) -> None:
    turn = pressed("days", pick, lead(TeamNow(workdays=(TUESDAY,))))
    assert (turn.effects, turn.toast) == ((), Phrase("desk.toast.old_button"))


def test_invitation_is_made_step_by_step_and_its_name_stands_in_no_button() -> None:
    told = lead(TeamNow(languages=("de", "tr")))
    state = pressed("invite", "coach", told).state
    named = advance(state, Said("  Deniz  ", False), told)
    assert named.fresh
    ticked = pressed("invite", "tag-tr", told, named.state)
    assert "Deniz" not in "".join(picks(present(ticked.state, told)))
    sent = pressed("invite", "send", told, ticked.state)
    assert sent.effects == (Invite("coach", "Deniz", ("de", "tr")),)
    assert (sent.state.aside, sent.state.draft) == ("lead", None)
    assert pressed("invite", "send", told, sent.state).toast == Phrase("desk.toast.noted")


@pytest.mark.parametrize("words", ["", "x" * 41, "a\x07b"])
def test_name_that_is_none_is_asked_again(words: str) -> None:
    told = lead(TeamNow(languages=("de",)))
    state = pressed("invite", "lead", told).state
    turn = advance(state, Said(words, False), told)
    assert (turn.state.aside, [note.key for note in turn.notes]) == ("invite.name", ["desk.invite.name_unclear"])


def test_invitation_without_a_language_is_not_sent() -> None:
    state = State("desk", aside="invite.languages", draft={"role": "coach", "name": "Deniz", "languages": []})
    turn = pressed("invite", "send", lead(TeamNow(languages=("de",))), state)
    assert (turn.effects, turn.toast) == ((), Phrase("desk.invite.toast.languages"))


def test_small_numbers_of_a_language_are_hidden() -> None:
    hour = timedelta(hours=1)
    seven = Waited("tr", 7, (hour, 2 * hour), (timedelta(0), timedelta(days=1)))
    month = Month(NOW, NOW, 3, 1, 2, (1007,), seven, (seven, Waited("ar", None)))
    told = keys(present(State("desk", aside="figures"), lead(TeamNow(figures=Figures(month, month)))))
    assert told.count("desk.figures.few") == 1
    assert "desk.figures.broken_numbers" in told


def test_list_without_anything_due_is_empty_even_where_places_are_fresh() -> None:
    assert Morning(NOW).is_empty
    assert Morning(NOW, places=PlacesKnown(3, NOW, stale=False)).is_empty
    assert not Morning(NOW, places=PlacesKnown(3, NOW, stale=True)).is_empty
    assert not Morning(NOW, awaited=1).is_empty


def test_list_opens_each_case_once_and_stops_at_twelve_lines() -> None:
    lines = tuple(line(1001 + number) for number in range(MOST_LINES + 3))
    screen = morning_screen(Morning(NOW, lines, silent=lines))
    opened = [pick for pick in picks(screen) if pick.endswith("-open")]
    assert (len(opened), len(set(opened)), screen.protected) == (MOST_LINES, MOST_LINES, True)
    assert screen.lines[-1].values == {"count": MOST_LINES + 6}


def test_no_list_names_a_family() -> None:
    screen = morning_screen(Morning(NOW, (line(),), (line(),), (line(),), (line(silent_days=20),)))
    assert "Ayla" not in repr(screen)


def test_pending_person_has_nothing_to_open() -> None:
    deniz = Member(4, Role.PENDING, "Deniz", ("de",))
    turn = pressed("team", "yes-4", lead(me=deniz))
    assert (turn.effects, turn.state.aside) == ((), "pending")
    assert keys(present(State("desk", aside="team"), lead(me=deniz))) == ["desk.pending"]
