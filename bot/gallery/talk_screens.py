"""The gallery's screens of a talk: on both phones, in the topic of a case, in the team's group."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

from bot.desk.group_trouble import Trouble
from bot.desk.talk_ends import Ending
from bot.gallery.desk_screens import JONAS, free_case
from bot.gallery.sample import LONG_NAME, MIRA, Named, Sample
from dialogs.desk import conversation
from dialogs.desk.facts import DeskFacts
from dialogs.desk.talk_facts import CaseTalk, TalkNow
from dialogs.desk.talks import ended_screen, passed_on, topic_card, topic_title
from dialogs.family.conversation import present
from dialogs.family.facts import Stage
from dialogs.family.intake import HOME
from dialogs.family.talking import words_of_coach
from dialogs.machine.screen import Screen
from dialogs.machine.turn import State
from dialogs.machine.words import Phrase, say

ROW = 1234567
WORDS = "Können wir am Dienstag um zehn sprechen? 🙂 " * 80
"""As long as one piece may be."""


def talk_screens(sample: Sample) -> Named:
    """Everything that a talk shows to anybody."""
    yield from _page(sample)
    yield from _passed()
    yield from _family(sample)
    yield from _topic(sample)
    yield from _group()


def _page(sample: Sample) -> Named:
    mine = replace(free_case(sample), stage=Stage.TAKEN, owner=MIRA, suggested=None)
    now = TalkNow(43, ROW)
    states: dict[str, dict[str, Any]] = {
        "offered": {},
        "offered in the group": {"in_group": True},
        "in German": {"case": replace(mine, language="de")},
        "open": {"case_talk": CaseTalk(LONG_NAME, mine=True, in_group=False)},
        "open in the group": {"case_talk": CaseTalk(LONG_NAME, mine=True, in_group=True)},
        "open with somebody else": {"case_talk": CaseTalk(LONG_NAME, mine=False, in_group=False)},
        "elsewhere": {"talk": now},
        "not yours": {"case": replace(mine, owner=JONAS)},
        "unreachable": {"case": replace(mine, reachable=False)},
        "over": {"case": replace(mine, stage=Stage.UNREACHED)},
    }
    for name, changes in states.items():
        facts = replace(DeskFacts(sample.now, sample.town.zone, MIRA, case=mine), **changes)
        yield f"desk talk: {name}", conversation.present(State("desk", aside="talk.42"), facts)
    ended = say("desk.talk.ended", number=ROW, why=say("desk.talk.why.silent"))
    yield "desk talk: ended page", ended_screen(42, ROW, ended)
    facts = DeskFacts(sample.now, sample.town.zone, MIRA, case=mine, case_talk=CaseTalk(LONG_NAME, True, False))
    told = (say("desk.talk.words_only"),)
    yield "desk talk: words only", conversation.present(State("desk", aside="talk.42"), facts, told)


def _passed() -> Named:
    yield "desk talk: from a family", passed_on(ROW, WORDS)
    yield "desk talk: danger", passed_on(ROW, WORDS, danger=True)
    yield "desk talk: erased", Screen((say("desk.talk.erased"),))
    for key in ("not_passed", "not_delivered"):
        yield f"desk talk: {key}", Screen((Phrase(f"desk.talk.{key}", {"number": ROW}),))
    for why in (*get_args(Ending), "erased"):
        ended = say("desk.talk.ended", number=ROW, why=Phrase(f"desk.talk.why.{why}"))
        yield f"desk talk ended: {why}", Screen((ended,))


def _family(sample: Sample) -> Named:
    facts = sample.facts(case=sample.own_case(), talking_to=LONG_NAME)
    for speaks in ("de", "tr"):
        shown = present(sample.flows, State(HOME.id), replace(facts, speaks=speaks))
        yield f"talk, family: {speaks}", shown
    told = (say("talk.words_only", coach=LONG_NAME),)
    yield "talk, family: words only", present(sample.flows, State(HOME.id), facts, told)
    yield "talk, family: words", words_of_coach(LONG_NAME, WORDS)
    yield "talk, family: ended", Screen((say("talk.ended", coach=LONG_NAME),))


def _topic(sample: Sample) -> Named:
    case = replace(free_case(sample), stage=Stage.TAKEN, owner=MIRA, suggested=None)
    yield "desk topic: title", Screen((topic_title(case),))
    yield "desk topic: card", topic_card(case)
    yield "desk topic: card anew", topic_card(case, anew=True)
    yield "desk topic: opened", Screen((say("desk.topic.opened", name=LONG_NAME),))
    for key in ("guide", "reopened", "moved", "no_talk", "no_command"):
        yield f"desk topic: {key}", Screen((Phrase(f"desk.topic.{key}"),))


def _group() -> Named:
    lines = tuple(Phrase(f"desk.group.{key}") for key in ("welcome", "how", "limits"))
    yield "desk group: welcome", Screen(lines)
    yield "desk group: back", Screen((say("desk.group.back"),))
    for trouble in get_args(Trouble):
        why = Phrase(f"desk.group.why.{trouble}")
        yield f"desk talk goes on here: {trouble}", Screen((say("desk.talk.goes_on_here", number=ROW, why=why),))
        if trouble != "closed":
            yield f"desk group: {trouble}", Screen((Phrase(f"desk.group.{trouble}"),))
