"""The coach's card of a case, in German: everything needed for the call, and nothing for a stranger's eyes."""

from __future__ import annotations

from dialogs.desk.asked_way import asked_way, link_row
from dialogs.desk.facts import DeskCase, Member, Role
from dialogs.desk.page import CASE, button
from dialogs.desk.picked import picked_lines
from dialogs.desk.queueing import next_button
from dialogs.desk.round_words import still_lines
from dialogs.desk.sent_lines import last_line
from dialogs.desk.standing import standing
from dialogs.family.facts import IN_TOUCH, LIVE, Stage
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

CASE_BUTTONS = (
    "take", "pass", "why", "reached", "missed", "wrong", "close", "phrases", "talk", "round", "give", "link",
)  # fmt: skip
"""Everything a button of the card can do."""

WORDS_SHOWN = 2000
"""UTF-16 units of the family's own words on a card; with all else it stays below the 4096 of a message."""


def case_card(case: DeskCase, viewer: Member) -> Screen:
    """The card as this member of the team sees it. Forwarding and saving it is forbidden."""
    if case.erased:
        return Screen((say("desk.card.erased", number=case.number),), protected=True)
    title = say("desk.card.title", number=case.number, language=Tongue(case.language))
    mine = case.owner is not None and case.owner.id == viewer.id
    if case.owner is not None and not mine and viewer.role is Role.COACH:
        return Screen((title, standing(case)), _for_who_had_it(case, viewer), protected=True)
    is_open = case.stage in LIVE
    kept = (say("desk.card.place"),) if case.place_kept and (is_open or case.stage is Stage.SPOKEN) else ()
    told = (stacked(_call(case, mine=mine)), *_particulars(case, mine=mine)) if is_open else ()
    picked = picked_lines(case) if mine else ()
    since = (*asked_way(case), *last_line(case), *still_lines(case))
    lines = (title, *told, *kept, *picked, *since, standing(case, viewer))
    return Screen(lines, _buttons(case, viewer), protected=True)


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
        "opens": Moment(call.starts_at, "bare_clock"),
        "closes": Moment(call.ends_at, "clock"),
    }
    if call.part:
        return Phrase("desk.card.part", {"part": say(f"part.{call.part}"), **bounds})
    if call.wish == "later":
        return Phrase("desk.card.later", bounds)
    return say("desk.card.asap", by=Moment(call.ends_at, "day_clock"))


def _call(case: DeskCase, *, mine: bool) -> list[Phrase]:
    """When to call, whom, and how: where the number must not ring, that is said once."""
    if not mine:
        return [when(case), _safe(case)]
    return [when(case), _reach(case), *([_safe(case)] if not must_not_ring(case) else [])]


def _particulars(case: DeskCase, *, mine: bool) -> list[Phrase]:
    """What was told, in one paragraph, so that the card fits on a phone; then what needs an eye of its own.

    The family's own words are for the owner alone: they may hold a name.
    """
    lines = [stacked([*pre_check(case), _consent(case)])]
    if case.words and mine:
        quotes = tuple(say("desk.quote", words=words) for words in _newest(case.words))
        lines.append(say("desk.card.words", words=Listing(quotes)))
    if not case.reachable:
        lines.append(say("desk.card.unreachable"))
    return lines


def pre_check(case: DeskCase) -> tuple[Phrase, ...]:
    """What the pre-check came to and the answers: no name, no number, none of the family's own words."""
    if not case.outcome:
        return (say("desk.card.unchecked"),)
    result = say("desk.card.result", result=say(f"desk.outcome.{case.outcome}"), rule=say(f"desk.rule.{case.rule}"))
    return result, say("desk.card.answers", answers=Listing(tuple(_answers(case))))


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
    name: Value = case.told.get(NAME) or say("desk.card.no_name")
    if must_not_ring(case):
        return say("desk.card.reach_not", name=name)
    return say("desk.card.reach", name=name, phone=Phone(case.told[PHONE].number))


def _safe(case: DeskCase) -> Phrase:
    told = case.told
    safe = told.get(SAFE) or SafeToCall.AGREED
    voicemail = told.get(VOICEMAIL) or YesNo.NO
    return say("desk.card.safe", safe=say(f"desk.safe.{safe}"), voicemail=say(f"desk.voicemail.{voicemail}"))


def _consent(case: DeskCase) -> Phrase:
    given = Listing(tuple(say(f"desk.consent.{purpose}") for purpose in case.consents))
    return say("desk.card.consent", given=given, version=case.consent_version)


def _buttons(case: DeskCase, viewer: Member) -> Rows:
    """What can be done: by whoever has it, by whoever is asked to take it, and by the lead."""
    kinds = (_for_taking, _for_who_had_it, _for_the_owner, link_row)
    rows = [row for rows_of in kinds for row in rows_of(case, viewer)]
    if viewer.role is not Role.LEAD or case.stage not in GIVEN_ON or _is_owner(case, viewer):
        return tuple(rows)
    says = ((case_button(case, "phrases"), case_button(case, "round")),) if case.owner is not None else ()
    return (*rows, *says, (case_button(case, "give"),))


def _for_taking(case: DeskCase, viewer: Member) -> Rows:
    if not case.may_take(viewer):
        return ()
    asked = case.suggested is not None and case.suggested.id == viewer.id and viewer.role is Role.COACH
    answers = ((case_button(case, "pass"), case_button(case, "why")),) if asked else ()
    return ((case_button(case, "take"),), *answers)


def _for_who_had_it(case: DeskCase, viewer: Member) -> Rows:
    """Who spoke to the family and noted it too late says so here, whoever is asked or has the case by now."""
    if not case.was_with(viewer):
        return ()
    return ((Button(say("desk.button.spoke"), Press(0, CASE, f"{case.id}-reached")),),)


def _for_the_owner(case: DeskCase, viewer: Member) -> Rows:
    if not _is_owner(case, viewer):
        return ()
    on = tuple(tuple(case_button(case, what) for what in row) for row in (("phrases", "talk"), ("round", "give")))
    following = ((next_button(),),)
    match case.stage:
        case Stage.TAKEN if must_not_ring(case):
            return ((case_button(case, "reached"),), (case_button(case, "close"),), *on)
        case Stage.TAKEN | Stage.WRONG_NUMBER:
            ask = (case_button(case, "reached"),), (case_button(case, "missed"), case_button(case, "wrong"))
            is_noted = case.tries or case.stage is Stage.WRONG_NUMBER
            return (*ask, *on, *(following if is_noted else ()))
        case Stage.SPOKEN | Stage.JOINED | Stage.WAITING:
            return ((case_button(case, "close"),), *on, *following)
        case Stage.ELSEWHERE | Stage.STOPPED:
            return ((button("close", f"{case.id}-{REOPEN}", "desk.close.reopen"),), *following)
        case _:
            return following if case.stage is Stage.UNREACHED else ()


REOPEN = "reopen"
"""The pick of the page `close` that takes an end back."""


def must_not_ring(case: DeskCase) -> bool:
    """Whether the family calls by itself, and nobody may call it."""
    return case.told.get(SAFE) is SafeToCall.NEVER


def can_be_closed(case: DeskCase) -> bool:
    """Whether it can be said what became of the case: after the talk, or where the family never called by itself."""
    return case.stage in UNDER_WAY or (case.stage is Stage.TAKEN and must_not_ring(case))


UNDER_WAY = IN_TOUCH
"""Stages after the talk in which it is still open, or can be put right, what becomes of the case."""

ENDED = frozenset({Stage.ELSEWHERE, Stage.STOPPED})
"""Stages in which the programme does nothing more for the family."""


def _is_owner(case: DeskCase, viewer: Member) -> bool:
    return case.owner is not None and case.owner.id == viewer.id


GIVEN_ON = LIVE | UNDER_WAY
"""Stages in which somebody of the team still has something to do for the family."""


def case_button(case: DeskCase, what: str) -> Button:
    """A button that does something with this case, in every run."""
    style = "success" if what in ("take", "reached") else ""
    pick = f"{case.id}-{what}-{case.tries}" if what == "missed" else f"{case.id}-{what}"
    return Button(say(f"desk.button.{what}"), Press(0, CASE, pick), style)  # type: ignore[arg-type]
