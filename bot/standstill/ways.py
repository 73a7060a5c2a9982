"""Another way, another person, a pause, a plan: carried out for a family, and told to its coach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.calls import tell_calendar
from bot.desk.away_then import hand_on_if_away
from bot.desk.desk import Desk
from bot.desk.passing import readers
from bot.desk.promising import make_promise
from bot.gathering import Here, asap_window, served_parts
from bot.house import House
from bot.posting import Post
from bot.standstill.counts import counted
from bot.standstill.other_person import ask_other_coach
from bot.standstill.plans import keep_plan
from bot.standstill.reopening import find_hands, open_again
from dialogs.desk.effects import DeskRefusal
from dialogs.desk.standstill_effects import SendLink
from dialogs.desk.talk_effects import NobodyReads
from dialogs.desk.video_link import clean_link
from dialogs.family.calls import LATER
from dialogs.family.card import AWAITED
from dialogs.family.effects import Refusal
from dialogs.family.facts import Appointment, Stage
from dialogs.family.standstill_effects import AskOtherCoach, AskOtherWay, KeepPlan, PauseCall, WayEffect
from dialogs.family.ways import AFTER_THE_TALK, PHONE_AFTER_ALL, WISHES, link_screen
from dialogs.machine.words import Phrase, say
from dialogs.rules.keeping import EXACT
from dialogs.rules.pauses import window_after_pause
from dialogs.rules.windows import ASAP, DayPart
from storage.cases import CaseRow
from storage.outbox import Draft, Urgency
from storage.timers import ABSENCE_KINDS
from storage.units import Unit

LINK: Final = "link"
"""The spot of a video link, `link:<case>`, and the kind of its letter."""

LINK_KEPT_FOR: Final = timedelta(days=3)
"""A link that could not be delivered for so long says nothing any more."""

ASKS: Final = AWAITED | AFTER_THE_TALK | {Stage.UNREACHED}
"""Stages in which a family may wish for another way."""


def perform(house: House, here: Here, post: Post, effect: WayEffect) -> Unit[Refusal | None]:
    """Carry out what a family asks for. Only asking for another person can be refused."""
    case = yield from house.cases.load(here.person.case_id or 0)
    if case is None or case.body is None or case.family != here.person.family:
        return None
    match effect:
        case AskOtherWay(way):
            yield from _other_way(house, here, post, case, way)
        case AskOtherCoach():
            return (yield from ask_other_coach(house, here, post, case))
        case PauseCall():
            yield from _pause(house, here, post, case)
        case KeepPlan(plan):
            yield from keep_plan(house, case, plan)
    return None


def _other_way(house: House, here: Here, post: Post, case: CaseRow, way: str) -> Unit[None]:
    """Keep the wish and tell whoever has the case; one that nobody reached is to be called again."""
    if way not in (*WISHES, PHONE_AFTER_ALL) or case.stage not in ASKS:
        return
    body: Mapping[str, object] = dict(case.body or {}) | {"way": "" if way == PHONE_AFTER_ALL else way}
    yield from house.cases.keep_body(case.id, body)
    yield from counted(house, here, way)
    post.events.append(("way.asked", {"case": case.id, way: True}))
    news = say("desk.news.way_chat") if way == "chat" else say("desk.ways.news", way=say(f"desk.way.{way}"))
    if case.stage is Stage.UNREACHED:
        yield from _put_to(house, post, case, asap_window(house, here.now), news)
    else:
        yield from post.cards(case.id, news)


def _pause(house: House, here: Here, post: Post, case: CaseRow) -> Unit[None]:
    """The call comes in two weeks, in the part of the day that was wished for."""
    if case.never_call or case.stage not in (*AWAITED, Stage.UNREACHED):
        return
    part = DayPart(case.appointment.part) if case.appointment.part in served_parts(house) else ASAP
    last_on, parts = house.programme.programme.ends_on, house.programme.calls.parts
    zone, off = house.town.zone, house.off(here.now)
    window = window_after_pause(here.now, part, house.hours, zone, off, parts, last_on)
    yield from counted(house, here, "pause")
    call = Appointment(LATER, "", window.starts_at, window.ends_at)
    yield from _put_to(house, post, case, call, say("desk.news.paused"))


def _put_to(house: House, post: Post, case: CaseRow, call: Appointment, news: Phrase) -> Unit[None]:
    """The call of a case gets this window: time, reminders, promise, calendars and cards follow."""
    before = (yield from open_again(house, post, case)) if case.stage is Stage.UNREACHED else case
    yield from house.calendar.free(case.id)
    yield from house.outbox.call_off(case.id)
    yield from house.cases.stop_timers(case.id, ABSENCE_KINDS)
    sequence = yield from house.cases.move(case.id, call)
    is_elsewhere = (yield from find_hands(house, post, case.id)) or (yield from hand_on_if_away(house, post, case.id))
    moved = yield from house.cases.load(case.id)
    yield from make_promise(house, post, moved or replace(case, appointment=replace(call, sequence=sequence)))
    if not is_elsewhere:
        yield from post.cards(case.id, news)
    if case.stage in AWAITED and case.appointment.wish == EXACT:
        was = replace(before, appointment=replace(case.appointment, sequence=sequence))
        yield from tell_calendar(house, post, was, off=True)


def send_link(desk: Desk, effect: SendLink) -> Unit[DeskRefusal | None]:
    """Send the family the link of its video call, to every phone that may be written to: else `NobodyReads`."""
    house, post, now = desk.house, desk.post, desk.here.now
    case = yield from house.cases.load(effect.case)
    link = clean_link(effect.link)
    if case is None or case.body is None or link is None or not desk.has(case):
        return None
    if case.body.get("way") != "video":
        return None
    phones = yield from readers(house, case.id)
    if not phones:
        return NobodyReads()
    shown = link_screen(desk.here.person.name, link)
    for phone in phones:
        draft = Draft(
            phone.id, shown, f"{LINK}:{case.id}", once=True, fresh=True, urgency=Urgency.CARD, kind=LINK,
            case_id=case.id, until=now + LINK_KEPT_FOR,
        )  # fmt: skip
        yield from post.write(phone, draft)
    yield from house.cases.touch(case.id, now)
    post.events.append(("link.sent", {"case": case.id}))
    return None
