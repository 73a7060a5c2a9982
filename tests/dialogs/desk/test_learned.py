"""The lead's page "what we learned": counts on a phone's width, small ones hidden, and the word on the ladder."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.desk.conversation import advance, present
from dialogs.desk.facts import DeskFacts, Member
from dialogs.desk.learned import A_MESSAGE, A_PAGE, SPANS, VIEWS, text_screens, too_many_screen
from dialogs.desk.standstill_effects import SendLearned, SetLadder
from dialogs.desk.standstill_facts import Helped, Learned, Span
from dialogs.machine.events import Pressed
from dialogs.machine.screen import Press, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Listing, Phrase, Value, say
from tests.dialogs.desk.office import MIRA, RENATE, facts
from tests.dialogs.desk.test_places_pages import said
from tests.dialogs.desk.town_hall import learned as crowded
from tests.dialogs.desk.town_hall import team
from tests.dialogs.family.town import NOW

STAMP = int(NOW.timestamp())
SPAN = Span(
    NOW,
    offers=(Helped("sensitive", "easy", 12, 6, None, 0), Helped("sensitive", "call", 9, None, None, 0)),
    rounds=(Helped("", "scaling", 8, 7, 7, 0),),
    offers_in=(Helped("", "ar", 21, 12, 5, None), Helped("", "tr", 9, 8, 7, None)),
    stalls=(("first", "tr", None), ("sensitive", "ar", 11), ("sensitive", "tr", None)),
    rungs=(("halfway", 1, 21), ("halfway", 2, None)),
)
WHOLE = Learned(NOW, dict.fromkeys(SPANS, SPAN), 3)
HALVED = replace(WHOLE, halved_at=NOW, asks=True, stamp=STAMP)


def told(learned: Learned | None = WHOLE, me: Member = RENATE) -> DeskFacts:
    return replace(facts(me), learned=learned)


def shows(shown: str = "", learned: Learned | None = WHOLE) -> Screen:
    return present(State("desk", aside=f"learned.{shown}" if shown else "learned"), told(learned))


def press(pick: str, learned: Learned | None = WHOLE, me: Member = RENATE) -> Turn:
    return advance(State("desk", aside="learned"), Pressed(Press(0, "~learned", pick)), told(learned, me))


def picks(screen: Screen) -> list[str]:
    return [button.press.pick for row in screen.rows for button in row]


def lines(screen: Screen) -> list[Phrase]:
    """Every line said, stacked ones apart."""
    found: list[Phrase] = []
    rest: list[Value] = list(screen.lines)
    while rest:
        line = rest.pop(0)
        if isinstance(line, Phrase) and line.key == "stack":
            rest[:0] = [line.values["above"], line.values["below"]]
        elif isinstance(line, Phrase):
            found.append(line)
    return found


FEW = say("desk.learned.few")


def test_each_offer_is_one_line_below_its_place_with_four_numbers() -> None:
    shown = [line for line in lines(shows()) if line.key in ("desk.learned.place", "desk.learned.line")]
    assert [line.key for line in shown] == ["desk.learned.place", "desk.learned.line", "desk.learned.line"]
    assert shown[0].values["place"] == say("desk.place.sensitive")
    assert shown[1].values == {
        "what": say("desk.offer.easy"), "offered": 12, "opened": 6, "went_on": FEW, "stopped": 0,
    }  # fmt: skip


def test_page_opens_with_this_years_offers_and_leads_to_every_other_span_and_view() -> None:
    assert picks(shows()) == [
        "weeks-offers-0", "all-offers-0", "year-rounds-0", "year-languages-0", "year-stalls-0", "year-ladder-0",
        "text-year", "menu",
    ]  # fmt: skip
    assert picks(shows("weeks-stalls-0"))[:3] == ["year-stalls-0", "all-stalls-0", "weeks-offers-0"]


def test_where_families_stop_is_told_by_place_and_language() -> None:
    stalls = [line for line in lines(shows("year-stalls-0")) if line.key == "desk.learned.stall"]
    assert [line.values["place"] for line in stalls] == [say("desk.place.first"), say("desk.place.sensitive")]
    languages = stalls[1].values["languages"]
    assert isinstance(languages, Listing)
    assert [part.values["number"] for part in languages.parts if isinstance(part, Phrase)] == [11, FEW]


def test_techniques_and_languages_have_the_same_four_numbers() -> None:
    (scaling,) = (line for line in lines(shows("all-rounds-0")) if line.key == "desk.learned.line")
    assert scaling.values["what"] == say("desk.technique.scaling")
    assert {"desk.learned.of_offers", "desk.learned.line"} <= said(shows("all-languages-0"))
    assert "desk.learned.of_rounds" not in said(shows("all-languages-0"))


@pytest.mark.parametrize("view", VIEWS[:-1])
def test_a_span_in_which_nothing_was_counted_says_so(view: str) -> None:
    empty = Learned(NOW, {name: Span(NOW) for name in SPANS})
    assert "desk.learned.nothing" in said(shows(f"year-{view}-0", empty))
    assert "desk.learned.nothing" in said(text_screens(empty, "year")[0])


def test_what_is_too_long_for_a_page_is_leafed_through_and_no_place_is_torn_apart() -> None:
    pages = [shows(f"all-offers-{page}", crowded()) for page in range(20)]
    counts = [sum(line.key in ("desk.learned.place", "desk.learned.line") for line in lines(page)) for page in pages]
    assert max(counts) <= A_PAGE
    assert "all-offers-1" in picks(pages[0])
    assert pages[19] == pages[18]
    assert "all-offers-0" in picks(pages[1])


def test_nobody_but_a_lead_opens_it_or_decides() -> None:
    for pick in ("year-offers-0", f"full-{STAMP}", "text-year"):
        turn = press(pick, me=MIRA)
        assert (turn.effects, turn.toast, turn.redraw) == ((), say("desk.toast.not_for_you"), False)


@pytest.mark.parametrize("pick", ["", "-", "never-offers-0", "year-nothing-0", "year-offers-99999", "year-offers-²"])
def test_forged_pick_opens_the_first_page(pick: str) -> None:
    turn = press(pick)
    assert turn.effects == ()
    assert turn.state.aside == "learned.year-offers-0"


def test_text_for_the_conference_is_sent_for_the_span_on_the_screen() -> None:
    turn = press("text-all")
    assert (turn.effects, turn.toast) == ((SendLearned("all"),), say("desk.learned.toast.sent"))
    assert press("text-forged").effects == (SendLearned("year"),)


def test_text_holds_every_view_can_be_passed_on_and_is_as_guarded_as_the_page() -> None:
    (text,) = text_screens(WHOLE, "weeks")
    assert not text.protected
    assert text.rows == ()
    assert {f"desk.learned.view.{view}" for view in VIEWS[:-1]} <= said(text)
    on_pages = [line for view in VIEWS[:-1] for line in lines(shows(f"weeks-{view}-0"))]
    assert [line for line in lines(text) if "number" in line.values or "offered" in line.values] == [
        line for line in on_pages if "number" in line.values or "offered" in line.values
    ]


def test_text_of_very_much_comes_in_several_messages() -> None:
    texts = text_screens(crowded(), "all")
    assert len(texts) > 1
    assert max(len(lines(text)) for text in texts) <= A_MESSAGE + 3


def test_whole_ladder_asks_nothing_and_tells_its_limit() -> None:
    shown = shows("year-ladder-0")
    assert {"desk.learned.rate", "desk.learned.limit", "desk.learned.sent", "desk.learned.ladder.halfway"} <= said(
        shown
    )
    assert not [pick for pick in picks(shown) if pick.startswith(("full", "half"))]
    assert "desk.learned.rate_few" in said(shows("year-ladder-0", replace(WHOLE, stop_rate=None)))


def test_halved_ladder_says_since_when_and_lets_the_lead_decide() -> None:
    asked, decided = shows("year-ladder-0", HALVED), shows("year-ladder-0", replace(HALVED, asks=False))
    assert {"desk.learned.halved", "desk.learned.asks"} <= said(asked)
    assert picks(asked)[:2] == [f"full-{STAMP}", f"half-{STAMP}"]
    assert "desk.learned.asks" not in said(decided)
    assert picks(decided)[:2] == [f"full-{STAMP}", "weeks-ladder-0"]


@pytest.mark.parametrize("full", [True, False])
def test_lead_decides_from_the_message_or_from_the_page(full: bool) -> None:
    what = "full" if full else "half"
    (from_message,) = (pick for pick in picks(too_many_screen(5, STAMP)) if pick.startswith(what))
    turn = press(from_message, HALVED)
    assert (turn.effects, turn.fresh, turn.state.aside) == ((SetLadder(full),), True, "learned.year-ladder-0")
    assert press(f"{what}-{STAMP}", HALVED).fresh is False


@pytest.mark.parametrize("learned", [WHOLE, replace(HALVED, stamp=STAMP + 9), None])
def test_button_of_a_question_that_was_answered_decides_nothing(learned: Learned | None) -> None:
    turn = press(f"full-{STAMP}-below", learned)
    assert (turn.effects, turn.toast) == ((), say("desk.learned.toast.decided"))


def test_leads_desk_has_its_door_and_says_while_a_decision_is_open() -> None:
    shown = present(State("desk", aside="lead"), replace(facts(RENATE), team=team()))
    assert "learned" in picks(shown)
    assert "desk.lead.ladder_asks" in said(shown)
