"""The made-up moment that all screens of the gallery show: long names, a full calendar, one family's answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, TypeAlias

from bot.programme import Programme
from bot.texts import GERMAN, Texts
from bot.town import town_of
from dialogs.desk.facts import Member, Role
from dialogs.family import questions as asked
from dialogs.family.facts import Appointment, Facts, OwnCase, PlacesNow, Stage, Town
from dialogs.family.household import Household
from dialogs.family.intake import Flows, flows_for
from dialogs.family.questions import CallbackPhone, Money, PostcodeQuestion, Purpose, slot_pick
from dialogs.machine.questions import Question
from dialogs.machine.screen import Screen
from dialogs.machine.turn import State
from dialogs.rules.places import Availability
from dialogs.rules.slots import Slot
from dialogs.rules.windows import DayPart, Window

TODAY = date(2026, 9, 22)
"""A Tuesday; the two days after it have the longest names in most languages."""

LONG_NAME = "Maximiliane-Alexandrina von Hohenlohe-Öh"
"""As long as a name may be."""

MIRA = Member(7, Role.COACH, LONG_NAME, ("de", "tr"))
LEAD = Member(9, Role.LEAD, LONG_NAME, ("de",))
"""A coach and a lead, both with as long a name as there is."""

Named: TypeAlias = Iterator[tuple[str, Screen]]
"""Screens, each under the name it has in the gallery."""

NUMBER = "+4915228817386"
CALL_FOR = timedelta(minutes=25)

OFFICE, NO_MONEY = [Money.OFFICE.value], [Money.NONE.value]


def packed(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers by question id, as they are stored."""
    by_id = {one.id: one for one in vars(asked).values() if isinstance(one, Question)}
    return {id_: told if isinstance(told, (str, list)) else by_id[id_].pack(told) for id_, told in answers.items()}


@dataclass(frozen=True, slots=True)
class Sample:
    """The programme's own town and flows at the made-up moment. Its rules are in force then, whatever their dates."""

    town: Town
    flows: Flows
    now: datetime
    slots: tuple[Slot, ...]
    parts: tuple[Window, ...]

    @staticmethod
    def of(programme: Programme, texts: Texts) -> Sample:
        """The sample for a programme."""
        told = town_of(programme, texts)
        figures = replace(told.figures, valid_from=TODAY, valid_until=TODAY)
        town = replace(told, figures=figures)
        now = datetime.combine(TODAY, time(9), town.zone)
        tomorrow = [now + timedelta(days=1, minutes=30 * number) for number in range(12)]
        starts = [*tomorrow, *(now + timedelta(days=days) for days in range(2, 9))]
        slots = tuple(Slot(7, start, start + CALL_FOR) for start in starts)
        parts = tuple(
            Window(part, now + timedelta(days=1 + place), now + timedelta(days=1 + place, hours=3))
            for place, part in enumerate(DayPart)
        )
        return Sample(town, flows_for(figures), now, slots, parts)

    def facts(self, **changes: Any) -> Facts:
        """Everything a turn may know at that moment, with changes by name."""
        plain = Facts(
            now=self.now,
            town=self.town,
            speaks=GERMAN,
            languages=self.town.languages,
            places=PlacesNow(Availability.UNKNOWN),
            slots=self.slots,
            parts=self.parts,
            promise=self.now + timedelta(days=2, hours=9),
            consents=frozenset(Purpose),
            receipt="260922-1234",
        )
        return replace(plain, **changes)

    def places(self, availability: Availability) -> PlacesNow:
        """News of the places, as of yesterday where there is any."""
        undated = (Availability.UNKNOWN, Availability.CLOSED)
        as_of = None if availability in undated else self.now - timedelta(days=1)
        return PlacesNow(availability, as_of, (13, 20))

    def answers(self, **changes: Any) -> dict[str, Any]:
        """A family's answers to every question of the intake; `None` leaves one out."""
        start = self.slots[0]
        told: dict[str, Any] = {
            "language": GERMAN,
            "welcome": "go",
            "consent": [purpose.value for purpose in Purpose],
            "lives_here": "yes",
            "household": Household(2, 3, 1, expecting=True),
            "money": OFFICE,
            "has_coach": "no",
            "result": "go",
            "wish": "exact",
            "day": start.starts_at.date().isoformat(),
            "time": slot_pick(start.coach, start.starts_at),
            "name": LONG_NAME,
            "phone": CallbackPhone(NUMBER),
            "phone_right": "yes",
            "safe": "agreed",
            "voicemail": "no",
            "check": "send",
        }
        return packed({id_: answer for id_, answer in (told | changes).items() if answer is not None})

    def elsewhere(self) -> str:
        """A postcode of a neighbour, or of nowhere near."""
        return next(iter(self.town.figures.neighbours), "99999")

    def deciding(self) -> Mapping[str, dict[str, Any]]:
        """Answers by the name of the rule that decides on them; "postcode_of" where the neighbour has a name."""
        return {
            "lives_elsewhere": {"lives_here": "no"},
            "postcode_elsewhere": {"lives_here": "unsure", "postcode": "99999"},
            "no_child": {"household": Household(2)},
            "has_a_coach": {"has_coach": "yes"},
            "town_unsure": {"lives_here": "unsure", "postcode": PostcodeQuestion.UNKNOWN},
            "draws_benefit": {},
            "draws_housing_benefit": {"money": [Money.HOUSING_BENEFIT.value]},
            "below_line": {"money": NO_MONEY, "below_line": "yes"},
            "above_line": {"money": NO_MONEY, "below_line": "no"},
            "money_unclear": {"money": NO_MONEY, "below_line": "unknown"},
        }

    def before(self, question: Question[Any], **changes: Any) -> State:
        """The state of a family that stands at this question of the intake, all others answered."""
        answers = self.answers(**changes)
        ids = [step.id for step in self.flows.intake.steps]
        reached = ids[: ids.index(question.id)]
        return State("intake", answers={id_: answers[id_] for id_ in reached if id_ in answers})

    def call(self, wish: str = "exact", part: str = "") -> Appointment:
        """A call tomorrow."""
        starts_at = self.slots[0].starts_at
        ends_at = starts_at + (CALL_FOR if wish == "exact" else timedelta(hours=3))
        return Appointment(wish, part, starts_at, ends_at)

    def own_case(self, stage: Stage = Stage.TAKEN, **changes: Any) -> OwnCase:
        """The family's own case, taken by a coach with a long name."""
        taken = stage is not Stage.RECEIVED
        case = OwnCase(
            1042,
            stage,
            opened_at=self.now,
            appointment=self.call(),
            coach=LONG_NAME if taken else None,
            taken_at=self.now if taken else None,
            spoken_at=self.now,
        )
        return replace(case, **changes)
