"""The gallery's screens of other ways to speak, of the plan for a call, and of the video link."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.gallery.sample import LEAD, LONG_NAME, MIRA, Named, Sample
from dialogs.desk import conversation as desk
from dialogs.desk.card import case_card
from dialogs.desk.facts import DeskCase, DeskFacts
from dialogs.desk.standstill_facts import StillNow
from dialogs.desk.video_link import LINK_PAGE, LONGEST, LOOK
from dialogs.family import conversation as family
from dialogs.family.card import reminder
from dialogs.family.facts import Stage
from dialogs.family.intake import HOME
from dialogs.family.plan import PLAN, PLANS
from dialogs.family.ways import KINDS, PHONE_AFTER_ALL, WAYS, WISHES, link_screen
from dialogs.machine.questions import Told
from dialogs.machine.screen import Button, Press, Screen
from dialogs.machine.turn import State
from dialogs.machine.words import Phrase, say

AT_HOME = State(HOME.id)
ADDRESS = "https://video.example.de/raum/"
LONG_LINK = ADDRESS + "x" * (LONGEST - len(ADDRESS))
NOTES = ("ways.person_asked", "ways.nobody_else", "ways.paused", "ways.passed_on")


def way_screens(sample: Sample) -> Named:
    """Everything about speaking otherwise, on the family's phone and on the coach's."""
    yield from _family(sample)
    yield from _plans(sample)
    yield from _cards(sample)
    yield from _page(sample)


def _family(sample: Sample) -> Named:
    stages = (Stage.RECEIVED, Stage.TAKEN, Stage.UNREACHED, Stage.SPOKEN, Stage.JOINED)
    for stage in stages:
        facts = sample.facts(case=sample.own_case(stage, tries=1))
        yield f"ways: {stage}", family.present(sample.flows, AT_HOME.over(WAYS), facts)
    moved = sample.facts(case=sample.own_case(moved=2))
    yield "ways: moved twice", family.present(sample.flows, AT_HOME.over(WAYS), moved)
    never = sample.facts(case=sample.own_case(never_call=True))
    yield "ways: never call", family.present(sample.flows, AT_HOME.over(WAYS), never)
    for way in ("", *WISHES):
        facts = sample.facts(case=sample.own_case(tries=1, way=way))
        name = way or "no wish"
        yield f"ways, which: {name}", family.present(sample.flows, AT_HOME.over(f"{KINDS}.{WAYS}"), facts)
        yield f"ways, card: {name}", family.present(sample.flows, AT_HOME, facts)
    writes = sample.facts(case=sample.own_case(way="chat", appointment=sample.call("asap")))
    yield "ways, card: in touch", family.present(sample.flows, AT_HOME, writes)
    card = sample.facts(case=sample.own_case(tries=1))
    for key in NOTES:
        yield f"ways, note {key}", family.present(sample.flows, AT_HOME, card, (Phrase(key),))
    yield "ways: link", link_screen(LONG_NAME, LONG_LINK)


def _plans(sample: Sample) -> Named:
    facts = sample.facts(case=sample.own_case())
    yield "plan", family.present(sample.flows, AT_HOME.over(PLAN), facts)
    for plan in PLANS:
        case = sample.own_case(plan=plan)
        yield f"plan, card: {plan}", family.present(sample.flows, AT_HOME, sample.facts(case=case))
        yield f"plan, reminder: {plan}", reminder("evening_before", case, 1)


def _case(sample: Sample, **changes: Any) -> DeskCase:
    case = DeskCase(
        id=42,
        number=1042,
        language="tr",
        stage=Stage.TAKEN,
        opened_at=sample.now,
        appointment=sample.call(),
        told=Told(sample.answers()),
        owner=MIRA,
        taken_at=sample.now,
        still=StillNow(asked_way="video"),
    )
    return replace(case, **changes)


def _cards(sample: Sample) -> Named:
    for way in WISHES:
        yield f"desk card, way: {way}", case_card(_case(sample, still=StillNow(asked_way=way)), MIRA)
    for way in (*WISHES, PHONE_AFTER_ALL):
        news = say("desk.ways.news", way=say(f"desk.way.{way}"))
        yield f"desk card, news of a way: {way}", case_card(_case(sample), MIRA).with_line_on_top(news)
    give = Button(say("desk.button.give"), Press(0, "~case", "42-give"))
    yield "desk other person", Screen((say("desk.ways.other_person", number=1042),), ((give,),))


def _page(sample: Sample) -> Named:
    facts = DeskFacts(sample.now, sample.town.zone, MIRA, case=_case(sample))
    page = State("desk", aside=f"{LINK_PAGE}.42")
    look = State("desk", aside=f"{LINK_PAGE}.42-{LOOK}", draft={"case": 42, "link": LONG_LINK})
    yield "desk link: asks", desk.present(page, facts)
    yield "desk link: unclear", desk.present(page, facts, (say("desk.link.unclear", most=LONGEST),))
    yield "desk link: preview", desk.present(look, facts)
    yield "desk link: preview, lead", desk.present(look, replace(facts, me=LEAD))
    yield "desk link: unreachable", desk.present(page, replace(facts, case=_case(sample, reachable=False)))
    yield "desk link: not wished", desk.present(page, replace(facts, case=_case(sample, still=StillNow())))
    yield "desk link: not yours", desk.present(page, replace(facts, case=_case(sample, owner=LEAD)))
    yield "desk link: sent", desk.present(State("desk", aside="note"), facts, (say("desk.link.sent", number=1042),))
