"""A family's talk with the core alone: the shell's part (facts, effects, memory) is played with plain data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from dialogs.family.conversation import Need, advance, needs, present, refused, resumed
from dialogs.family.effects import (
    CancelCall,
    CaseOpen,
    CodeSpent,
    CorrectPhone,
    EraseAll,
    HoldSlot,
    JoinFamily,
    JoinList,
    KeepWords,
    LeaveFamily,
    LeaveList,
    MakePhoneCode,
    MoveCall,
    OpenCase,
    RecordConsent,
    Refusal,
    SlotTaken,
    SpeakIn,
    StopMessages,
)
from dialogs.family.facts import LIVE, Appointment, Facts, PlacesNow, Stage
from dialogs.family.questions import PART, TIME, WISH, Purpose, Wish, read_slot
from dialogs.machine.events import Commanded, Event, Heard, Pressed, Said, SharedContact
from dialogs.machine.flow import walk
from dialogs.machine.questions import Told
from dialogs.machine.screen import Button, Press, Screen
from dialogs.machine.turn import State, Turn
from dialogs.rules.places import Availability
from dialogs.rules.slots import Slot
from tests.dialogs.family.town import FLOWS, NOW, facts, own_case

PHONE_NUMBER = "+491713920011"
CODE = "f-bcdfg-hjkmn"
"""The code that lets a second phone in."""

PRE_CHECK = (
    "lives_here yes",
    "household under_14-1",
    "household done",
    "money office+",
    "money done",
    "has_coach no",
)
CONSENT = ("language de", "welcome go", "consent callback+", "consent done")


class Talk:
    """One family. `effects` are all that were carried out, `shown` every button that was ever sent to it."""

    def __init__(self, *presses: str, **known: Any) -> None:
        self.facts: Facts = facts(**known)
        self.state: State = resumed(FLOWS, None)
        self.turn = Turn(self.state)
        self.effects: list[Any] = []
        self.words: list[str] = []
        self.told: Told | None = None
        self.shown: list[Press] = []
        self._see(self.screen)
        self.presses(*presses)

    @property
    def screen(self) -> Screen:
        """What is on the phone now, drawn from no more than the facts that the screen says it needs."""
        return present(FLOWS, self.state, self._gathered(needs(FLOWS, self.state)), self.turn.notes)

    @property
    def at(self) -> str:
        """The side screen that is open, as `~name`, else the question, "" at home."""
        if self.state.aside:
            return f"~{self.state.aside.partition('.')[0]}"
        step = walk(FLOWS.named(self.state.flow), self.state.answers).at
        return step.id if step else ""

    @property
    def line(self) -> str:
        """The text key of the first paragraph below the notes and the progress."""
        keys = [line.key for line in self.screen.lines]
        return next(key for key in keys if not key.startswith(("answer.", "error.", "progress")))

    @property
    def noted(self) -> list[str]:
        """The text keys of the notes above the screen."""
        return [note.key for note in self.turn.notes]

    @property
    def toast(self) -> str:
        """The text key of the toast, "" for none."""
        return self.turn.toast.key if self.turn.toast else ""

    def buttons(self) -> list[Button]:
        """All buttons of the screen, row by row."""
        return [button for row in self.screen.rows for button in row]

    def offers(self) -> list[str]:
        """What the buttons of the screen mean, without the quiet row: `lives_here yes`."""
        rows = self.screen.rows
        quiet = rows[-1:] if rows and rows[-1][-1].label.key == "quiet.help" else ()
        return [f"{b.press.at} {b.press.pick}" for row in rows[: len(rows) - len(quiet)] for b in row]

    def presses(self, *meanings: str) -> Turn:
        """Press buttons of the present screen, each named by its place and pick."""
        for meaning in meanings:
            on_screen = {f"{b.press.at} {b.press.pick}": b.press for b in self.buttons()}
            assert meaning in on_screen, f"{meaning!r} is not on the screen: {sorted(on_screen)}"
            self.does(Pressed(on_screen[meaning]))
        return self.turn

    def presses_old(self, at: str, pick: str, run: int | None = None) -> Turn:
        """Press a button that is not on the screen now."""
        return self.does(Pressed(Press(self.state.run if run is None else run, at, pick)))

    def says(self, text: str, **heard: Any) -> Turn:
        """Type words, of which the shell understood what `heard` holds."""
        return self.does(Said(text, heard=Heard(**heard)))

    def types(self, command: str, argument: str = "") -> Turn:
        """Type a command."""
        return self.does(Commanded(command, argument))

    def shares(self, number: str = PHONE_NUMBER, *, own: bool = True) -> Turn:
        """Share a contact."""
        return self.does(SharedContact(number, own))

    def does(self, event: Event) -> Turn:
        """Whatever happens: the turn, its effects, its memory through the store and back."""
        known = self._gathered(needs(FLOWS, self.state))
        turn = advance(FLOWS, self.state, event, known)
        refusal = next((refusal for effect in turn.effects if (refusal := self._perform(effect))), None)
        if refusal is not None:
            turn = refused(FLOWS, self.state, refusal, self._gathered(frozenset({Need.TIMES})))
        self.turn = turn
        self.state = resumed(FLOWS, None) if self._erased(turn) else _through_the_store(turn.state)
        self._see(present(FLOWS, turn.state, self._gathered(needs(FLOWS, turn.state)), turn.notes))
        return turn

    def loses(self, taken: Slot) -> None:
        """Another family takes this time."""
        self.facts = replace(self.facts, slots=tuple(slot for slot in self.facts.slots if slot != taken))

    def hears_from_desk(self, stage: Stage) -> None:
        """A coach moves the case on."""
        assert self.facts.case is not None
        coach = "Mira" if stage is not Stage.RECEIVED else None
        case = replace(self.facts.case, stage=stage, coach=coach, taken_at=NOW, spoken_at=NOW)
        self.facts = replace(self.facts, case=case)

    def _see(self, screen: Screen) -> None:
        self.shown.extend(b.press for row in screen.rows for b in row if b.press not in self.shown)

    def _erased(self, turn: Turn) -> bool:
        return any(isinstance(effect, EraseAll) for effect in turn.effects)

    def _gathered(self, wanted: frozenset[Need]) -> Facts:
        """The facts as the shell gathers them: what costs a look is there only where it is needed."""
        times = Need.TIMES in wanted
        return replace(
            self.facts,
            places=self.facts.places if Need.PLACES in wanted else PlacesNow(Availability.UNKNOWN),
            slots=self.facts.slots if times else (),
            parts=self.facts.parts if times else (),
            promise=self.facts.promise if Need.PROMISE in wanted else None,
        )

    def _perform(self, effect: Any) -> Refusal | None:
        refusal = self._refusal(effect)
        if refusal is not None:
            return refusal
        self.effects.append(effect)
        match effect:
            case OpenCase(told):
                self.told = told
                self._knows(case=own_case(appointment=_appointment(told)))
            case MoveCall(told):
                assert self.facts.case is not None
                self._knows(case=replace(self.facts.case, appointment=_appointment(told)))
            case CancelCall() if self.facts.case is not None:
                self._knows(case=replace(self.facts.case, stage=Stage.WITHDRAWN))
            case CorrectPhone() if self.facts.case is not None:
                self._knows(case=replace(self.facts.case, stage=Stage.TAKEN))
            case SpeakIn(language):
                others = tuple(tag for tag in self.facts.town.languages if tag != language)
                self._knows(speaks=language, languages=(language, *others))
            case RecordConsent(purposes):
                self._knows(consents=purposes)
            case StopMessages():
                self._knows(consents=self.facts.consents & {Purpose.CALLBACK})
            case JoinList() | LeaveList():
                self._knows(on_list=isinstance(effect, JoinList))
            case EraseAll():
                self._knows(case=None, consents=frozenset(), on_list=False, receipt="7", shares=False, phones=1)
            case MakePhoneCode():
                self._knows(phone_code=CODE)
            case JoinFamily():
                self._knows(case=own_case(), shares=True, phones=2)
            case LeaveFamily():
                self._knows(case=None, shares=False, phones=1)
            case KeepWords(text):
                self.words.append(text)
        return None

    def _refusal(self, effect: Any) -> Refusal | None:
        free = {(slot.coach, slot.starts_at) for slot in self.facts.slots}
        match effect:
            case JoinFamily(code):
                return None if code == CODE else CodeSpent()
            case HoldSlot(coach, starts_at):
                return None if (coach, starts_at) in free else SlotTaken()
            case OpenCase() if self.facts.case is not None and self.facts.case.stage in LIVE:
                return CaseOpen()
            case OpenCase(told) | MoveCall(told):
                gone = told[WISH] is Wish.EXACT and read_slot(told[TIME]) not in free
                return SlotTaken() if gone else None
            case _:
                return None

    def _knows(self, **changed: Any) -> None:
        self.facts = replace(self.facts, **changed)


def _appointment(told: Told) -> Appointment:
    """The appointment that a wish makes, near enough for the card."""
    begins = read_slot(told[TIME])[1] if told[WISH] is Wish.EXACT else NOW
    return Appointment(told[WISH].value, told.get(PART) or "", begins, begins)


def _through_the_store(state: State) -> State:
    """The state after it was written down and read again."""
    again = resumed(FLOWS, State.unpack(json.loads(json.dumps(state.pack()))))
    assert again == state
    return again


def booked(*wishes: str, **known: Any) -> Talk:
    """A family that has sent its enquiry; `wishes` are the presses that say when to call."""
    talk = Talk(*CONSENT, *PRE_CHECK, "result go", *(wishes or ("wish asap",)), **known)
    talk.says("Ayla")
    talk.shares()
    talk.presses("safe always", "voicemail yes", "check send")
    return talk


def answers_of(told: Told | None) -> Iterator[tuple[str, Any]]:
    """The packed answers of what was told, in order of their ids."""
    assert told is not None
    for step in FLOWS.intake.steps:
        if step.question in told:
            yield step.id, step.question.pack(told[step.question])
