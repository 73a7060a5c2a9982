"""Carrying the desk's effects out: claims, outcomes, and the word to the family. Roles are checked here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from bot.booking import UNCLAIMED
from bot.gathering import FIRST_NUMBER, Here, family_facts, part_tried
from bot.house import House
from bot.posting import Post
from dialogs.desk.effects import (
    BusyThen,
    CallOutcome,
    DeskEffect,
    DeskRefusal,
    InvitationSpent,
    JoinTeam,
    RecordOutcome,
    RedrawFamily,
    ShowCard,
    TakeCase,
    TakenBy,
    TellFamily,
)
from dialogs.desk.facts import DESK, Role
from dialogs.family.asides import BARE
from dialogs.family.card import calendar_uid
from dialogs.family.conversation import needs, present
from dialogs.family.facts import Appointment, Stage
from dialogs.family.intake import HOME
from dialogs.machine.screen import CalendarFile
from dialogs.machine.turn import State
from dialogs.machine.words import Phrase, Tongue, say
from storage.cases import CaseRow
from storage.people import Person
from storage.units import Unit


@dataclass(slots=True)
class DeskPerformance:
    """One desk turn's effects on their way."""

    house: House
    here: Here
    post: Post

    def all_of(self, effects: tuple[DeskEffect, ...]) -> Unit[DeskRefusal | None]:
        """Carry them out in order; the first refusal ends it."""
        for effect in effects:
            refusal = yield from self._perform(effect)
            if refusal is not None:
                return refusal
        return None

    def _perform(self, effect: DeskEffect) -> Unit[DeskRefusal | None]:
        if isinstance(effect, JoinTeam):
            return (yield from self._join(effect.code))
        if self.here.person.role not in DESK:
            return None
        match effect:
            case TakeCase(case_id):
                return (yield from self._take(case_id))
            case RecordOutcome():
                yield from self._record(effect)
            case TellFamily(case_id, notes):
                yield from tell_family(self.house, self.post, case_id, notes)
            case RedrawFamily(case_id):
                yield from redraw_family(self.house, self.post, case_id)
            case ShowCard(case_id):
                yield from self.post.card_again(case_id, self.here.person)
            case _:
                assert_never(effect)
        return None

    def _join(self, code: str) -> Unit[DeskRefusal | None]:
        person, now = self.here.person, self.here.now
        invitee = yield from self.house.invitations.redeem(code, person.id, now)
        if invitee is None:
            return InvitationSpent()
        yield from self.house.calendar.release(person.id)
        yield from self.house.people.join_team(
            person.id, invitee.role, invitee.name, invitee.languages, invitee.hours
        )
        joined = replace(
            person,
            role=Role(invitee.role),
            name=invitee.name,
            languages=tuple(invitee.languages.split(",")) if invitee.languages else (),
            hours=invitee.hours,
        )
        self.here = replace(self.here, person=joined)
        if joined.role is Role.COACH:
            yield from self._show_waiting_cases()
        return None

    def _show_waiting_cases(self) -> Unit[None]:
        """A new coach gets the cards of cases that nobody has taken yet."""
        for case in (yield from self.house.cases.live(self.here.person.id)):
            if case.stage is Stage.RECEIVED:
                yield from self.post.first_cards(case.id, (self.here.person,))

    def _take(self, case_id: int) -> Unit[DeskRefusal | None]:
        house, coach, now = self.house, self.here.person, self.here.now
        case = yield from house.cases.load(case_id)
        if case is None:
            return TakenBy("")
        if case.owner is not None or case.stage is not Stage.RECEIVED:
            owner = (yield from house.people.load(case.owner)) if case.owner is not None else None
            return TakenBy(owner.name if owner else "")
        booked = yield from house.calendar.booked_with(case_id)
        if booked is not None and booked != coach.id:
            moved = yield from house.calendar.give_to(case_id, coach.id, case.appointment)
            if not moved:
                return BusyThen()
        yield from house.cases.take(case_id, coach.id, now)
        yield from house.cases.timer_ran(f"{UNCLAIMED}:{case_id}")
        yield from self.post.cards(case_id)
        yield from self._send_calendar(case)
        return None

    def _send_calendar(self, case: CaseRow) -> Unit[None]:
        if case.appointment.wish == "exact":
            entry = desk_calendar(self.house, case.id, case.language, case.appointment)
            yield from self.post.loose(self.here.person, entry)

    def _record(self, effect: RecordOutcome) -> Unit[None]:
        house, now = self.house, self.here.now
        case = yield from house.cases.load(effect.case)
        if case is None:
            return
        match effect.outcome:
            case CallOutcome.REACHED:
                yield from house.cases.set_stage(case.id, Stage.SPOKEN, now)
            case CallOutcome.WRONG_NUMBER:
                yield from house.cases.set_stage(case.id, Stage.WRONG_NUMBER, now)
            case CallOutcome.MISSED:
                yield from self._missed(case, effect)
        yield from house.calendar.free(case.id)
        yield from house.outbox.call_off(case.id)
        yield from self.post.cards(case.id)

    def _missed(self, case: CaseRow, effect: RecordOutcome) -> Unit[None]:
        tried = part_tried(self.house, self.here.now)
        yield from self.house.cases.count_try(case, str(tried[0]) if tried else case.appointment.part or "morning")
        again = effect.next_try
        if again is None:
            yield from self.house.cases.set_stage(case.id, Stage.UNREACHED, self.here.now)
            return
        # A number that rings is no wrong one, whatever was pressed before.
        yield from self.house.cases.set_stage(case.id, Stage.TAKEN, self.here.now)
        call = Appointment("part", str(again.part), again.starts_at, again.ends_at)
        yield from self.house.cases.move(case.id, call)


def desk_calendar(house: House, case_id: int, language: str, call: Appointment, *, off: bool = False) -> CalendarFile:
    """The call as a coach's calendar entry: case number and language, nothing else."""
    number = FIRST_NUMBER + case_id
    caption = "desk.calendar.cancelled" if off else "desk.calendar.caption"
    return CalendarFile(
        uid=calendar_uid(number, house.town.programme),
        sequence=call.sequence,
        starts_at=call.starts_at,
        ends_at=call.ends_at,
        title=say("desk.calendar.title", number=number, language=Tongue(language)),
        caption=say(caption, number=number),
        cancelled=off,
    )


def tell_family(house: House, post: Post, case_id: int, notes: tuple[Phrase, ...]) -> Unit[None]:
    """Send the family its card anew with these lines on top; a side screen that lay over it closes.

    A hidden chat stays hidden: somebody may be looking over the shoulder. The card says the rest later.
    """
    family = yield from _family_of(house, case_id)
    if family is None:
        return
    state = family.state or State(HOME.id)
    hidden = state.aside in BARE
    if state.flow == HOME.id and not hidden:
        state = replace(state, aside="")
    yield from house.people.save(family.id, state)
    facts = yield from family_facts(house, Here(family, post.now), needs(house.flows, state))
    yield from post.living(family, present(house.flows, state, facts, () if hidden else notes), fresh=True)


def redraw_family(house: House, post: Post, case_id: int) -> Unit[None]:
    """Draw the family's card again where it is what they look at."""
    family = yield from _family_of(house, case_id)
    if family is None or family.state is None or family.state.flow != HOME.id or family.state.aside:
        return
    facts = yield from family_facts(house, Here(family, post.now), frozenset())
    yield from post.living(family, present(house.flows, family.state, facts), fresh=False)


def _family_of(house: House, case_id: int) -> Unit[Person | None]:
    """The family of a case, while it is one: who has joined the team since then looks at the desk."""
    case = yield from house.cases.load(case_id)
    family = (yield from house.people.load(case.family)) if case and case.family is not None else None
    return family if family is not None and family.role is Role.FAMILY else None
