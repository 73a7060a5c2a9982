"""THE page: what a family is asked, in which order, and when. Add a question here and its texts in the catalogues."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.family import callback, views
from dialogs.family.conditions import (
    PreCheck,
    may_speak_to_a_machine,
    tells_a_name,
    typed_a_number,
    wants_a_part,
    wants_a_time,
    was_checked,
)
from dialogs.family.effects import CorrectPhone, HoldSlot, MoveCall, OpenCase, RecordConsent, ReleaseSlot, SpeakIn
from dialogs.family.eligibility import Figures
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
    ONLY_NUMBER,
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
    WHOM,
    WISH,
    read_slot,
)
from dialogs.family.result import result_view
from dialogs.machine.flow import Flow, Step, ask, wayside

VERSION = 1
"""Counts up when stored answers change their meaning; positions need no version, they are derived."""


def intake_for(check: PreCheck) -> Flow[Facts]:
    """From the first hello to a case: languages, consent, the pre-check, its result, and the call."""
    return Flow(
        "intake",
        VERSION,
        steps=(
            ask(LANGUAGE, then=lambda tag, told: SpeakIn(tag), view=views.language_choice),
            ask(WELCOME, view=views.welcome),
            ask(CONSENT, then=lambda purposes, told: RecordConsent(purposes), view=views.consent),
            wayside(ROUTE),
            ask(LIVES_HERE, when=check.goes_on, view=views.in_town, counts=True),
            ask(POSTCODE, when=check.town_is_unsure, hangs_on=(LIVES_HERE,), counts=True),
            ask(HOUSEHOLD, when=check.goes_on, counts=True),
            ask(MONEY, when=check.goes_on, counts=True),
            ask(BELOW_LINE, when=check.line_is_open, hangs_on=(HOUSEHOLD, MONEY), view=views.below_line, counts=True),
            ask(HAS_COACH, when=check.goes_on, counts=True),
            ask(RESULT, when=was_checked, hangs_on=CHECKED, view=result_view),
            *CALL_WISH,
            wayside(ONLY_NUMBER),
            ask(NAME, when=tells_a_name),
            ask(PHONE, view=views.phone),
            ask(PHONE_RIGHT, when=typed_a_number, hangs_on=(PHONE,), view=views.phone_right),
            ask(SAFE, hangs_on=(WISH,), view=views.safe),
            ask(VOICEMAIL, when=may_speak_to_a_machine, hangs_on=(SAFE,)),
            ask(CHECK, then=lambda way, told: OpenCase(told), view=callback.check_view),
        ),
    )


CHECKED = (LIVES_HERE, POSTCODE, HOUSEHOLD, MONEY, BELOW_LINE, HAS_COACH)
"""What the result stands on: one of them changed, the new result is shown."""

CALL_WISH: tuple[Step[Facts], ...] = (
    ask(WISH, view=callback.wish_view),
    ask(PART, when=wants_a_part, view=callback.part_view),
    ask(DAY, when=wants_a_time, view=callback.day_view),
    ask(
        TIME,
        when=wants_a_time,
        hangs_on=(DAY,),
        then=lambda pick, told: HoldSlot(*read_slot(pick)),
        undo=ReleaseSlot,
        view=callback.time_view,
    ),
)
"""When to call: as soon as possible, a part of the day, or an exact time that is held at once."""


MOVE: Flow[Facts] = Flow(
    "move",
    VERSION,
    steps=(
        *CALL_WISH[:2],
        wayside(WHOM, when=wants_a_time),
        *CALL_WISH[2:],
        ask(MOVE_CHECK, then=lambda way, told: MoveCall(told), view=callback.move_check_view),
    ),
    texts="intake",
)
"""Another time for the call of the open case: with the coach who has it, or, where the family asks, with anybody."""

NUMBER: Flow[Facts] = Flow(
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
"""Another number for the open case, after a wrong one."""

HOME: Flow[Facts] = Flow("home", VERSION, steps=())
"""The flow that asks nothing: a family with a case looks at its card."""


@dataclass(frozen=True, slots=True)
class Flows:
    """The flows a family can be in. They ask the same questions and share their texts."""

    intake: Flow[Facts]
    move: Flow[Facts] = MOVE
    number: Flow[Facts] = NUMBER
    home: Flow[Facts] = HOME

    def named(self, flow_id: str) -> Flow[Facts]:
        """The flow of this id; the intake for an id nobody knows any more."""
        return next((flow for flow in (self.move, self.number, self.home) if flow.id == flow_id), self.intake)


def flows_for(figures: Figures) -> Flows:
    """The flows, with the town's figures behind their rules."""
    return Flows(intake_for(PreCheck(figures)))
