"""The coach's card of a case, in German: everything needed for the call, and nothing for a stranger's eyes."""

from __future__ import annotations

from dialogs.desk.facts import DeskCase, Member, Role
from dialogs.family.facts import Stage
from dialogs.family.household import Household
from dialogs.family.questions import (
    BELOW_LINE,
    HAS_COACH,
    HOUSEHOLD,
    LIVES_HERE,
    MONEY,
    NAME,
    PHONE,
    POSTCODE,
    SAFE,
    VOICEMAIL,
    Money,
    SafeToCall,
    YesNo,
)
from dialogs.machine.screen import Button, Press, Rows, Screen
from dialogs.machine.words import Listing, Moment, Phone, Phrase, Tongue, Value, say, stacked

CASE = "~case"
"""Where a press belongs to a case; its pick is `<case>-<what>`, and `<case>-missed-<tries before>`."""

WORDS_SHOWN = 2000
"""UTF-16 units of the family's own words on a card; with all else it stays below the 4096 of a message."""


def case_card(case: DeskCase, viewer: Member) -> Screen:
    """The card as this member of the team sees it. Forwarding and saving it is forbidden."""
    if case.erased:
        return Screen((say("desk.card.erased", number=case.number),), protected=True)
    title = say("desk.card.title", number=case.number, language=Tongue(case.language))
    mine = case.owner is not None and case.owner.id == viewer.id
    if case.owner is not None and not mine and viewer.role is Role.COACH:
        return Screen((title, standing(case)), protected=True)
    is_open = case.stage in (Stage.RECEIVED, Stage.TAKEN, Stage.WRONG_NUMBER)
    call = [when(case), *([_reach(case)] if mine and is_open else ()), *([_safe(case)] if is_open else ())]
    lines = [title, stacked(call), *(_particulars(case, mine=mine) if is_open else ()), standing(case)]
    return Screen(tuple(lines), _buttons(case, viewer), protected=True)


def moved_card() -> Screen:
    """What stands where a card was that came anew further down."""
    return Screen((say("desk.card.below"),), protected=True)


def when(case: DeskCase) -> Phrase:
    """The family's wish, as a time to call."""
    call = case.appointment
    if call.wish == "exact":
        return say("desk.card.exact", at=Moment(call.starts_at, "day_clock"))
    bounds = {
        "day": Moment(call.starts_at, "day"),
        "opens": Moment(call.starts_at, "clock"),
        "closes": Moment(call.ends_at, "clock"),
    }
    if call.part:
        return Phrase("desk.card.part", {"part": say(f"part.{call.part}"), **bounds})
    return say("desk.card.asap", by=Moment(call.ends_at, "day_clock"))


def standing(case: DeskCase) -> Phrase:
    """Who has it, and how far it has come."""
    owner = case.owner.name if case.owner else ""
    match case.stage:
        case Stage.RECEIVED:
            if case.suggested is None:
                return say("desk.card.free")
            return say("desk.card.free_suggested", name=case.suggested.name, why=_why(case))
        case Stage.TAKEN:
            taken = say("desk.card.taken", name=owner, at=Moment(case.taken_at or case.opened_at, "clock"))
            return say("desk.card.taken_tries", taken=taken, tries=case.tries) if case.tries else taken
        case _:
            return say(f"desk.card.{case.stage}", name=owner)


def _why(case: DeskCase) -> Phrase:
    reason = case.reason
    if reason is not None and reason.speaks_language:
        return say("desk.why.speaks", language=Tongue(case.language))
    return say("desk.why.fewest", count=reason.open_cases if reason else 0)


def _particulars(case: DeskCase, *, mine: bool) -> list[Phrase]:
    """What was told, in one paragraph, so that the card fits on a phone; then what needs an eye of its own.

    The family's own words are for the owner alone: they may hold a name.
    """
    if case.outcome:
        result = say(
            "desk.card.result", result=say(f"desk.outcome.{case.outcome}"), rule=say(f"desk.rule.{case.rule}")
        )
        told = [result, say("desk.card.answers", answers=Listing(tuple(_answers(case))))]
    else:
        told = [say("desk.card.unchecked")]
    lines = [stacked([*told, _consent(case)])]
    if case.words and mine:
        quotes = tuple(say("desk.quote", words=words) for words in _newest(case.words))
        lines.append(say("desk.card.words", words=Listing(quotes)))
    if not case.reachable:
        lines.append(say("desk.card.unreachable"))
    return lines


def _newest(words: tuple[str, ...]) -> tuple[str, ...]:
    """As much of the family's own words as a card has room for, the newest before all, in the order they came."""
    shown: list[str] = []
    room = WORDS_SHOWN
    for said in reversed(words):
        room -= len(said.encode("utf-16-le", "surrogatepass")) // 2
        if shown and room < 0:
            break
        shown.insert(0, said)
    return tuple(shown)


def _answers(case: DeskCase) -> list[Value]:
    """The pre-check's answers, in German."""
    told = case.told
    parts: list[Value] = []
    if LIVES_HERE in told:
        parts.append(say(f"desk.lives_here.{told[LIVES_HERE]}"))
    if POSTCODE in told:
        parts.append(say("desk.postcode", postcode=told[POSTCODE]))
    if HOUSEHOLD in told:
        parts.extend(_household(told[HOUSEHOLD]))
    if MONEY in told:
        drawn: frozenset[Money] = told[MONEY]
        parts.extend(say(f"desk.money.{money}") for money in sorted(drawn))
    if BELOW_LINE in told:
        parts.append(say(f"desk.below_line.{told[BELOW_LINE]}"))
    if HAS_COACH in told:
        parts.append(say(f"desk.has_coach.{told[HAS_COACH]}"))
    return parts


def _household(household: Household) -> list[Value]:
    counted = {
        "adults": household.adults,
        "under_14": household.under_14,
        "from_14": household.from_14,
    }
    parts: list[Value] = [say(f"desk.household.{part}", count=count) for part, count in counted.items() if count]
    return [*parts, say("desk.household.expecting")] if household.expecting else parts


def _reach(case: DeskCase) -> Phrase:
    """Name and number; a number that must not ring is not shown."""
    if case.told.get(SAFE) is SafeToCall.NEVER:
        return say("desk.card.reach_not", name=case.told[NAME])
    return say("desk.card.reach", name=case.told[NAME], phone=Phone(case.told[PHONE].number))


def _safe(case: DeskCase) -> Phrase:
    told = case.told
    safe = told.get(SAFE) or SafeToCall.AGREED
    voicemail = told.get(VOICEMAIL) or YesNo.NO
    return say("desk.card.safe", safe=say(f"desk.safe.{safe}"), voicemail=say(f"desk.voicemail.{voicemail}"))


def _consent(case: DeskCase) -> Phrase:
    given = Listing(tuple(say(f"desk.consent.{purpose}") for purpose in case.consents))
    return say("desk.card.consent", given=given, version=case.consent_version)


def _buttons(case: DeskCase, viewer: Member) -> Rows:
    if case.stage is Stage.RECEIVED and viewer.role in (Role.COACH, Role.LEAD):
        return ((case_button(case, "take"),),)
    mine = case.owner is not None and case.owner.id == viewer.id
    if mine and case.stage in (Stage.TAKEN, Stage.WRONG_NUMBER):
        return ((case_button(case, "reached"),), (case_button(case, "missed"), case_button(case, "wrong")))
    return ()


def case_button(case: DeskCase, what: str) -> Button:
    """A button that does something with this case, in every run."""
    style = "success" if what in ("take", "reached") else ""
    pick = f"{case.id}-{what}-{case.tries}" if what == "missed" else f"{case.id}-{what}"
    return Button(say(f"desk.button.{what}"), Press(0, CASE, pick), style)  # type: ignore[arg-type]
