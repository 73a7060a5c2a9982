"""The gallery's screens of the team, and of somebody who opened an invitation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.gallery.sample import LEAD, LONG_NAME, MIRA, NO_MONEY, NUMBER, Named, Sample
from bot.text_keys import all_keys
from dialogs.desk import conversation
from dialogs.desk.card import case_card, moved_card
from dialogs.desk.conversation import LISTED
from dialogs.desk.facts import DESK, DeskCase, DeskFacts, Invitation, Member, Role
from dialogs.family.eligibility import verdict
from dialogs.family.facts import Stage
from dialogs.family.household import Household
from dialogs.family.questions import BelowLine, CallbackPhone, Money, Purpose, SafeToCall
from dialogs.machine.questions import Told
from dialogs.machine.turn import State
from dialogs.machine.words import Moment, Phrase, say
from dialogs.rules.assignment import Reason
from dialogs.rules.windows import DayPart

JONAS = Member(8, Role.COACH, "Jonas", ("de",))
CODE = "i-AbCdEfGhIjKlMnOpQrStUv"
WORDS = ("Ich bin nur morgens zu Hause. 🙂 " * 16)[:500]
WORDS_KEPT = 10


def desk_screens(sample: Sample) -> Named:
    """Everything a coach, a lead or somebody invited can have before them."""
    yield from _invitations()
    yield from _cards(sample)
    yield from _answers(sample)
    yield from _news(sample)
    yield from _lists(sample)


def _invitations() -> Named:
    for role in sorted(DESK):
        yield f"invitation {role}", conversation.invitation_screen(Invitation(role, LONG_NAME, True), CODE)
    yield "invitation spent", conversation.invitation_screen(None, CODE)


def _case(sample: Sample, **changes: Any) -> DeskCase:
    """A case with everything a card can hold."""
    told = sample.answers(postcode=sample.elsewhere(), money=sorted(Money), below_line="private")
    case = DeskCase(
        id=42,
        number=1042,
        language="tr",
        stage=Stage.TAKEN,
        opened_at=sample.now,
        appointment=sample.call(),
        told=Told(told),
        outcome="likely",
        rule="draws_benefit",
        words=(WORDS,) * WORDS_KEPT,
        consents=tuple(Purpose),
        consent_version="1",
        owner=MIRA,
        taken_at=sample.now,
    )
    return replace(case, **changes)


def free_case(sample: Sample) -> DeskCase:
    """A case nobody took, offered to a coach with a long name."""
    return _case(sample, stage=Stage.RECEIVED, owner=None, taken_at=None, suggested=MIRA)


def _cards(sample: Sample) -> Named:
    calls = [sample.call("asap"), sample.call(), *(sample.call("part", part.value) for part in DayPart)]
    for call in calls:
        yield f"desk card: {call.part or call.wish}", case_card(_case(sample, appointment=call), MIRA)
    for stage in Stage:
        owner = None if stage is Stage.RECEIVED else MIRA
        for viewer in (MIRA, JONAS, LEAD):
            whose = "lead" if viewer is LEAD else "owner" if viewer is owner else f"coach {viewer.id}"
            yield f"desk card {stage}: {whose}", case_card(_case(sample, stage=stage, owner=owner), viewer)
    free = free_case(sample)
    for name, reason in (("speaks", Reason(True, 1, None)), ("fewest", Reason(False, 2, None))):
        yield f"desk card, suggested: {name}", case_card(replace(free, reason=reason), JONAS)
    yield "desk card: tried", case_card(_case(sample, tries=2, reachable=False), MIRA)
    yield "desk card: straight to a call", case_card(_case(sample, outcome="", rule="", words=()), MIRA)
    yield "desk card: erased", case_card(_case(sample, erased=True), MIRA)
    yield "desk card: stands below now", moved_card()


def _answers(sample: Sample) -> Named:
    """What the pre-check came to, rule by rule, and every way an answer is told to a coach."""
    told_by_rule = {
        rule: Told(sample.answers(**told) | {"phone": {"number": NUMBER, "own": True}})
        for rule, told in sample.deciding().items()
    }
    for rule, told in told_by_rule.items():
        result = verdict(told, sample.town.figures)
        outcome = result.outcome.value if result else ""
        yield f"desk card, decided by {rule}", case_card(_case(sample, told=told, outcome=outcome, rule=rule), MIRA)
    for below in BelowLine:
        told = Told(sample.answers(money=NO_MONEY, below_line=below.value, household=Household(1, 1, 0)))
        yield f"desk card, below_line {below}", case_card(_case(sample, told=told), MIRA)
    for safe in SafeToCall:
        told = Told(sample.answers(safe=safe.value, voicemail="yes", phone=CallbackPhone(NUMBER)))
        yield f"desk card, safe {safe}", case_card(_case(sample, told=told), MIRA)
        yield f"desk card for the lead, safe {safe}", case_card(_case(sample, told=told, owner=JONAS), LEAD)
    expired = _case(sample, outcome="possibly", rule="rules_expired")
    yield "desk card, decided by rules_expired", case_card(expired, MIRA)


def _news(sample: Sample) -> Named:
    """Cards that come anew with a line on top."""
    waiting = say("desk.lead.unclaimed", at=Moment(sample.now, "day_clock"))
    lines: list[Phrase] = [waiting, *(say(key) for key in sorted(all_keys()) if key.startswith("desk.news."))]
    for line in lines:
        yield f"desk card, {line.key}", case_card(_case(sample), MIRA).with_line_on_top(line)


def _lists(sample: Sample) -> Named:
    for member in (MIRA, LEAD):
        facts = DeskFacts(sample.now, sample.town.zone, member)
        yield f"desk hello: {member.role}", conversation.present(State("desk"), facts)
    free, runs = _case(sample, owner=None, stage=Stage.RECEIVED), _case(sample, stage=Stage.JOINED)
    mixed = (_case(sample), _case(sample, owner=JONAS), free, runs)
    many = tuple(_case(sample, id=number, number=1000 + number, owner=LEAD) for number in range(LISTED + 1))
    for listed in ("today", "cases"):
        for name, cases in (("none", ()), ("one", mixed[:1]), ("mixed", mixed), ("many", many)):
            facts = DeskFacts(sample.now, sample.town.zone, MIRA, calls=cases, cases=cases)
            yield f"desk {listed}: {name}", conversation.present(State("desk", aside=listed), facts)
