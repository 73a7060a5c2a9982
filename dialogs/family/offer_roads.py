"""Where a different offer leads: past a question, straight to a call, to another time, person, way or language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeAlias

from dialogs.family.commands import over_card, over_languages
from dialogs.family.facts import LIVE, Facts, Stage
from dialogs.family.intake import Flows
from dialogs.family.questions import (
    BELOW_LINE,
    DAY,
    LIVES_HERE,
    MONEY,
    NAME,
    ONLY_NUMBER,
    PART,
    POSTCODE,
    TIME,
    VOICEMAIL,
    WISH,
    BelowLine,
    Money,
    PostcodeQuestion,
    Residence,
    Wish,
    YesNo,
)
from dialogs.family.roads import to_the_call
from dialogs.family.rounds import ROUND, round_answered
from dialogs.family.standstill_effects import NotNow
from dialogs.family.standstill_facts import OwnNudge
from dialogs.family.stops import stopped_at
from dialogs.family.ways import AFTER_THE_TALK, OTHER_PERSON, OTHER_TIME, WAYS, ways_answered
from dialogs.machine import engine
from dialogs.machine.flow import walk
from dialogs.machine.questions import Given, Question
from dialogs.machine.screen import Press
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Phrase, say
from dialogs.rules.stalls import HALFWAY

Road: TypeAlias = Callable[[Flows, State, Facts, OwnNudge], Turn]
"""The turn of a family that takes an offer, wherever it stands by then."""

LISTEN, FRIEND = "listen", "friend"
"""Side screens that an offer opens."""

_SOON = ((WISH, Wish.ASAP),)

LEFT_OUT: Mapping[str, tuple[tuple[Question[Any], Any], ...]] = MappingProxyType(
    {
        LIVES_HERE.id: ((LIVES_HERE, Residence.UNSURE), (POSTCODE, PostcodeQuestion.UNKNOWN)),
        POSTCODE.id: ((POSTCODE, PostcodeQuestion.UNKNOWN),),
        MONEY.id: ((MONEY, frozenset({Money.PRIVATE})), (BELOW_LINE, BelowLine.PRIVATE)),
        BELOW_LINE.id: ((BELOW_LINE, BelowLine.PRIVATE),),
        WISH.id: _SOON,
        PART.id: _SOON,
        DAY.id: _SOON,
        TIME.id: _SOON,
        VOICEMAIL.id: ((VOICEMAIL, YesNo.NO),),
    }
)
"""What stands for a question that is left out: an answer of its own that tells nothing. Others must be asked."""


def go_on(flows: Flows, state: State, facts: Facts, nudge: OwnNudge) -> Turn:
    """To the very question, or the card: whatever lies over it is closed."""
    return Turn(state.over(""))


def call(flows: Flows, state: State, facts: Facts, nudge: OwnNudge) -> Turn:
    """A call instead of typing. Whoever is spoken with already has the wish passed on; who waits sees its card."""
    if _was_not_reached(flows, state, facts) or _was_spoken_with(flows, state, facts):
        return _called_again(flows, state, facts, Wish.ASAP)
    if facts.case is not None and facts.case.stage is Stage.WAITING and state.flow != flows.intake.id:
        return Turn(over_card(state))
    return to_the_call(flows, state, facts)


def easy(flows: Flows, state: State, facts: Facts, nudge: OwnNudge) -> Turn:
    """The question at hand is left out for now; one that has to be asked, or lies further on, is shown."""
    turn = Turn(state.over(""))
    at = walk(flows.intake, state.answers).at
    if stopped_at(flows, state) != nudge.place or at is None:
        return turn
    for question, answer in LEFT_OUT.get(at.id, ()):
        turn = _with_answer(flows, turn, question, answer)
    return turn


def only_number(flows: Flows, state: State, facts: Facts, nudge: OwnNudge) -> Turn:
    """Nothing but a number, and whether it may ring; the call comes as soon as it can."""
    turn = call(flows, state, facts, nudge)
    answers = turn.state.answers
    if turn.state.flow != flows.intake.id or NAME.id in answers or _has_live_case(facts):
        return turn
    short = replace(turn.state, answers=dict(answers) | {ONLY_NUMBER.id: "yes"})
    chose = WISH.id in answers and not _is_choosing(flows, short)
    shortened = replace(turn, state=short)
    return shortened if chose else _with_answer(flows, shortened, WISH, Wish.ASAP)


def other_time(flows: Flows, state: State, facts: Facts, nudge: OwnNudge) -> Turn:
    """Straight to the parts of the day: for the call to come, or for a new one."""
    if _has_live_case(facts) or _was_not_reached(flows, state, facts):
        return _called_again(flows, state, facts, Wish.PART)
    turn = call(flows, state, facts, nudge)
    return _with_answer(flows, turn, WISH, Wish.PART) if turn.state.flow == flows.intake.id else turn


def other_person(flows: Flows, state: State, facts: Facts, nudge: OwnNudge) -> Turn:
    """Half-way: somebody calls who speaks the family's language. In a case: somebody else, without a reason."""
    if nudge.place in HALFWAY or facts.case is None:
        return call(flows, state, facts, nudge)
    return ways_answered(flows, state, Press(state.run, f"~{WAYS}", OTHER_PERSON), facts)


def other_language(flows: Flows, state: State, facts: Facts, nudge: OwnNudge) -> Turn:
    """All languages."""
    return Turn(over_languages(state.over("")))


def listen(flows: Flows, state: State, facts: Facts, nudge: OwnNudge) -> Turn:
    """The number at which somebody answers, and when."""
    return Turn(state.over(LISTEN))


def friend(flows: Flows, state: State, facts: Facts, nudge: OwnNudge) -> Turn:
    """Who may help with this."""
    return Turn(state.over(FRIEND))


def two_weeks(flows: Flows, state: State, facts: Facts, nudge: OwnNudge) -> Turn:
    """A rest, and another offer after it, where one may still come. On the greeting it gives way to the question."""
    said = say("nudge.toast.later") if nudge.last else say("nudge.toast.two_weeks")
    rested = Turn(state, (NotNow(nudge.id),), toast=said, redraw=False)
    if not nudge.greets:
        return rested
    return replace(rested, state=state.over(""), notes=(_after_rest(nudge),), redraw=True)


def _after_rest(nudge: OwnNudge) -> Phrase:
    """What comes after a rest that was chosen; no word of two weeks where nothing may come any more."""
    return say("nudge.after.later") if nudge.last else say("nudge.two_weeks.noted")


def other_way(flows: Flows, state: State, facts: Facts, nudge: OwnNudge) -> Turn:
    """Meeting instead of a call, a picture, a chat, an interpreter."""
    return Turn(state.over(WAYS if facts.case is not None else ""))


def scale(flows: Flows, state: State, facts: Facts, nudge: OwnNudge) -> Turn:
    """A round of changed perspective, as the button on the card begins it."""
    return round_answered(flows, state, Press(state.run, f"~{ROUND}", "new"), facts)


def _has_live_case(facts: Facts) -> bool:
    return facts.case is not None and facts.case.stage in LIVE


def _was_not_reached(flows: Flows, state: State, facts: Facts) -> bool:
    """Whether the newest case ended with a call in vain, and no new enquiry has begun."""
    return facts.case is not None and facts.case.stage is Stage.UNREACHED and state.flow != flows.intake.id


def _was_spoken_with(flows: Flows, state: State, facts: Facts) -> bool:
    """Whether a coach has its newest case in hand, and no new enquiry has begun."""
    return facts.case is not None and facts.case.stage in AFTER_THE_TALK and state.flow != flows.intake.id


def _called_again(flows: Flows, state: State, facts: Facts, wish: Wish) -> Turn:
    """Another time for the call, as "speak otherwise" asks for it, with the wish already told."""
    turn = ways_answered(flows, state, Press(state.run, f"~{WAYS}", OTHER_TIME), facts)
    asked = turn.state.flow == flows.move.id and WISH.id not in turn.state.answers
    return _with_answer(flows, turn, WISH, wish) if asked else turn


def _is_choosing(flows: Flows, state: State) -> bool:
    """Whether the family stands between its wish and the time it means."""
    at = walk(flows.intake, state.answers).at
    return at is not None and at.question in (WISH, PART, DAY, TIME)


def _with_answer(flows: Flows, turn: Turn, question: Question[Any], answer: Any) -> Turn:
    """The same turn with one answer more, or another one: what hangs on the old one is asked again."""
    flow = flows.named(turn.state.flow)
    step = flow.step(question.id)
    if step is None:
        return turn
    anew = engine.reopen(flow, turn.state, question.id).state if question.id in turn.state.answers else turn.state
    then = engine.answer(flow, anew, step, Given(answer))
    return replace(then, effects=(*turn.effects, *then.effects), notes=(*turn.notes, *then.notes))
