"""When to call: the wish, the days and times that are free, and the summary before it is sent."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from dialogs.family.facts import Facts, Stage
from dialogs.family.questions import (
    CHECK,
    DAY,
    MOVE_CHECK,
    NAME,
    PART,
    PHONE,
    SAFE,
    TIME,
    VOICEMAIL,
    WHOM,
    WISH,
    Wish,
    read_slot,
    slot_pick,
)
from dialogs.family.views import aside_button, between, step_of
from dialogs.machine.engine import option_rows, plain
from dialogs.machine.flow import Sight, View
from dialogs.machine.questions import Told
from dialogs.machine.screen import Button, Press, Rows, styled
from dialogs.machine.words import Moment, Phone, Phrase, say
from dialogs.rules.slots import Slot
from dialogs.rules.walltime import noon
from dialogs.rules.windows import Window

DAYS_SHOWN = 5
TIMES_SHOWN = 9
TIMES_IN_A_ROW = 3


def wish_view(sight: Sight[Facts]) -> View:
    """As soon as possible (with an honest "by"), a part of the day, an exact time where one is free."""
    promise = sight.facts.promise
    prompt = say("intake.wish.prompt")
    by = (say("wish.by", by=Moment(promise, "day_clock")),) if promise else ()
    rows = option_rows(sight, step_of(sight, WISH))
    possible = {Wish.ASAP.value}
    possible |= {Wish.PART.value} if sight.facts.parts else set()
    possible |= {Wish.EXACT.value} if sight.facts.slots else set()
    return View((prompt, *by), tuple(row for row in rows if row[0].press.pick in possible))


def part_view(sight: Sight[Facts]) -> View:
    """Only the parts of the day in which somebody works, each with the day it would be."""
    rows = tuple((_part_button(sight.run, window),) for window in sight.facts.parts)
    return View((say("intake.part.prompt"),), rows)


def _part_button(run: int, window: Window) -> Button:
    label = say("part.button", part=say(f"part.{window.part}"), day=Moment(window.starts_at, "short_day"))
    return Button(label, Press(run, PART.id, str(window.part)))


def day_view(sight: Sight[Facts]) -> View:
    """The days on which a time is free, five at a time, as far as calls are laid ahead."""
    free, zone = _days(sight.facts), sight.facts.town.zone
    first = min(sight.draft or 0, max(len(free) - 1, 0))
    days = free[first : first + DAYS_SHOWN]
    if not days:
        return View((say("intake.day.none"),), _anybody(sight))
    rows = tuple(
        (Button(say("moment", at=Moment(noon(day, zone), "day")), Press(sight.run, DAY.id, day.isoformat())),)
        for day in days
    )
    return View((say("intake.day.prompt"),), (*rows, *_leafing(sight.run, first, len(free)), *_anybody(sight)))


def _leafing(run: int, first: int, free: int) -> Rows:
    """To earlier and to later days, where there are any."""
    earlier = _leaf(run, say("button.earlier_days"), max(first - DAYS_SHOWN, 0)) if first else None
    later = _leaf(run, say("button.later_days"), first + DAYS_SHOWN) if first + DAYS_SHOWN < free else None
    row = tuple(button for button in (earlier, later) if button is not None)
    return (row,) if row else ()


def _leaf(run: int, label: Phrase, first: int) -> Button:
    return Button(label, Press(run, DAY.id, f"{DAY.LEAF}{first}"))


def time_view(sight: Sight[Facts]) -> View:
    """The free times of the chosen day, spread over it."""
    day = date.fromisoformat(sight.told[DAY])
    slots = _spread([slot for slot in sight.facts.slots if _local_day(slot, sight.facts) == day])
    if not slots:
        return View((say("intake.time.none"),), _anybody(sight))
    buttons = [
        Button(say("moment", at=Moment(slot.starts_at, "clock")), _slot_press(sight.run, slot)) for slot in slots
    ]
    rows: Rows = tuple(tuple(buttons[i : i + TIMES_IN_A_ROW]) for i in range(0, len(buttons), TIMES_IN_A_ROW))
    return View((say("intake.time.prompt", day=Moment(slots[0].starts_at, "day")),), (*rows, *_anybody(sight)))


def _anybody(sight: Sight[Facts]) -> Rows:
    """While a call is moved that somebody has: a way to the times of the others (E7)."""
    case = sight.facts.case
    if sight.flow.step(WHOM.id) is None or WHOM in sight.told or case is None or case.stage is not Stage.TAKEN:
        return ()
    return ((Button(say("button.anybody"), Press(sight.run, "~whom", "anybody")),),)


def check_view(sight: Sight[Facts]) -> View:
    """What will be sent, read back once; every line has its pen behind one button."""
    told = sight.told
    lines = (say("intake.check.prompt"), summary(told, sight.facts))
    send = styled(option_rows(sight, step_of(sight, CHECK)), "success")
    return View(lines, (*send, (aside_button(sight.run, "answers", "button.change_answers"),)))


def move_check_view(sight: Sight[Facts]) -> View:
    """The new time, read back once before the old one is given away."""
    check = plain(sight, step_of(sight, MOVE_CHECK), when=wish_in_words(sight.told, sight.facts))
    return View(check.lines, styled(check.rows, "success"))


def summary(told: Told, facts: Facts) -> Phrase:
    """Name, number, time, and how to call, as one paragraph; a family that gives only its number reads of no more."""
    number, wished = Phone(told[PHONE].number), wish_in_words(told, facts)
    safe = say(f"intake.safe.option.{told[SAFE]}")
    if NAME not in told:
        return say("check.number", phone=number, when=wished, safe=safe)
    voicemail = (
        say(f"intake.voicemail.option.{told[VOICEMAIL]}") if VOICEMAIL in told else say("intake.voicemail.option.no")
    )
    return say(
        "check.summary",
        name=told[NAME],
        phone=number,
        when=wished,
        safe=safe,
        voicemail=voicemail,
    )


def wish_in_words(told: Told, facts: Facts) -> Phrase:
    """The wish as it will be kept: an exact time, a part of a day, or as soon as possible with its "by"."""
    wish = told[WISH]
    if wish is Wish.EXACT and TIME in told:
        return say("moment", at=Moment(read_slot(told[TIME])[1], "day_clock"))
    if wish is Wish.PART and PART in told:
        window = window_of(told[PART], facts)
        part = say(f"part.{told[PART]}")
        return between("when.between", window) if window else part
    soonest = say("intake.wish.option.asap")
    return say("when.asap_by", by=Moment(facts.promise, "day_clock")) if facts.promise else soonest


def window_of(part: str, facts: Facts) -> Window | None:
    """The next window of this part of the day, if one is served."""
    return next((window for window in facts.parts if str(window.part) == part), None)


def _days(facts: Facts) -> list[date]:
    return [day for day, _ in groupby(facts.slots, key=lambda slot: _local_day(slot, facts))]


def _local_day(slot: Slot, facts: Facts) -> date:
    return slot.starts_at.astimezone(facts.town.zone).date()


def _slot_press(run: int, slot: Slot) -> Press:
    return Press(run, TIME.id, slot_pick(slot.coach, slot.starts_at))


def _spread(slots: list[Slot]) -> list[Slot]:
    """At most nine times, spread evenly over the day."""
    if len(slots) <= TIMES_SHOWN:
        return slots
    return [slots[i * (len(slots) - 1) // (TIMES_SHOWN - 1)] for i in range(TIMES_SHOWN)]
