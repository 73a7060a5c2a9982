"""THE page: what a family is asked, in which order, and when. Add a question here and its texts in the catalogues."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.family import callback, views
from dialogs.family.effects import CorrectPhone, HoldSlot, MoveCall, OpenCase, RecordConsent, ReleaseSlot, SpeakIn
from dialogs.family.eligibility import Figures, draws_nothing_known, verdict
from dialogs.family.facts import Facts
from dialogs.family.questions import (
    BELOW_LINE,
    CHECK,
    CONSENT,
    DAY,
    HAS_COACH,
    HOUSEHOLD,
    LANGUAGE,
    LIVES_HERE,
    MONEY,
    MOVE_CHECK,
    NAME,
    PART,
    PHONE,
    PHONE_RIGHT,
    POSTCODE,
    RESULT,
    ROUTE,
    SAFE,
    TIME,
    VOICEMAIL,
    WELCOME,
    WISH,
    Residence,
    SafeToCall,
    Wish,
    read_slot,
)
from dialogs.family.result import result_view
from dialogs.machine.flow import Flow, Step, ask, wayside
from dialogs.machine.questions import Told

VERSION = 1
"""Counts up when stored answers change their meaning; positions need no version, they are derived."""

HOME: Flow[Facts] = Flow("home", VERSION, steps=())
"""The flow that asks nothing: a family with a case looks at its card."""


@dataclass(frozen=True, slots=True)
class Flows:
    """The flows a family can be in. They ask the same questions and share their texts."""

    intake: Flow[Facts]
    move: Flow[Facts]
    number: Flow[Facts]
    home: Flow[Facts] = HOME

    def named(self, flow_id: str) -> Flow[Facts]:
        """The flow of this id."""
        return {"move": self.move, "number": self.number, "home": self.home}.get(flow_id, self.intake)


def flows_for(figures: Figures) -> Flows:
    """The flows, with the town's figures behind their rules."""

    def checked(told: Told) -> bool:
        """The pre-check still needs an answer: nobody asked for a call instead, and no rule has spoken."""
        return ROUTE not in told and verdict(told, figures) is None

    def unsure(told: Told) -> bool:
        return checked(told) and told.get(LIVES_HERE) is Residence.UNSURE

    def line_needed(told: Told) -> bool:
        return checked(told) and draws_nothing_known(told)

    def was_checked(told: Told) -> bool:
        return ROUTE not in told

    intake: Flow[Facts] = Flow(
        "intake",
        VERSION,
        steps=(
            ask(LANGUAGE, then=lambda tag, told: SpeakIn(tag), view=views.language_choice),
            ask(WELCOME, view=views.welcome),
            ask(CONSENT, then=lambda purposes, told: RecordConsent(purposes), view=views.consent),
            wayside(ROUTE),
            ask(LIVES_HERE, when=checked, view=views.in_town, counts=True),
            ask(POSTCODE, when=unsure, hangs_on=(LIVES_HERE,), counts=True),
            ask(HOUSEHOLD, when=checked, counts=True),
            ask(MONEY, when=checked, counts=True),
            ask(BELOW_LINE, when=line_needed, hangs_on=(HOUSEHOLD, MONEY), view=views.below_line, counts=True),
            ask(HAS_COACH, when=checked, counts=True),
            ask(RESULT, when=was_checked, view=result_view),
            *_call_wish(),
            ask(NAME),
            ask(PHONE, view=views.phone),
            ask(PHONE_RIGHT, when=_typed_a_number, hangs_on=(PHONE,), view=views.phone_right),
            ask(SAFE),
            ask(VOICEMAIL, when=_may_be_called, hangs_on=(SAFE,)),
            ask(CHECK, then=lambda way, told: OpenCase(told), view=callback.check_view),
        ),
    )
    move: Flow[Facts] = Flow(
        "move",
        VERSION,
        steps=(*_call_wish(), ask(MOVE_CHECK, then=lambda way, told: MoveCall(told), view=callback.move_check_view)),
        texts="intake",
    )
    number: Flow[Facts] = Flow(
        "number",
        VERSION,
        steps=(
            ask(PHONE, view=views.phone),
            ask(
                PHONE_RIGHT,
                hangs_on=(PHONE,),
                then=lambda way, told: CorrectPhone(told[PHONE].number),
                view=views.phone_right,
            ),
        ),
        texts="intake",
    )
    return Flows(intake, move, number)


def _call_wish() -> tuple[Step[Facts], ...]:
    """When to call: as soon as possible, a part of the day, or an exact time that is held at once."""
    return (
        ask(WISH, view=callback.wish_view),
        ask(PART, when=lambda told: told[WISH] is Wish.PART, view=callback.part_view),
        ask(DAY, when=lambda told: told[WISH] is Wish.EXACT, view=callback.day_view),
        ask(
            TIME,
            when=lambda told: told[WISH] is Wish.EXACT,
            hangs_on=(DAY,),
            then=lambda pick, told: HoldSlot(*read_slot(pick)),
            undo=ReleaseSlot,
            view=callback.time_view,
        ),
    )


def _typed_a_number(told: Told) -> bool:
    return not told[PHONE].own


def _may_be_called(told: Told) -> bool:
    return told[SAFE] is not SafeToCall.NEVER
