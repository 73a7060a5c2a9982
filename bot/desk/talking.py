"""A talk between coach and family by way of the bot: opening and ending it, and words passed on as written."""

from __future__ import annotations

from typing import assert_never

from bot.desk.desk import Desk
from bot.desk.passing import note_to_team, readers, to_family, to_team
from bot.desk.talk_ends import end_talk, family_ends, watch
from bot.desk.talk_view import PRIVATE, TOPIC, group_in_use
from bot.gathering import FIRST_NUMBER, Here
from bot.house import House
from bot.posting import Post
from bot.telling import tell_family
from dialogs.desk.card import GIVEN_ON
from dialogs.desk.effects import DeskRefusal
from dialogs.desk.talk_effects import CloseTalk, NobodyReads, OpenTalk, PassToFamily, TalkBusy
from dialogs.family.effects import EndTalk, PassToCoach, TellOfKind
from dialogs.machine.screen import Screen
from dialogs.machine.words import say
from storage.outbox import REOPEN, Draft
from storage.units import Unit


def perform(desk: Desk, effect: OpenTalk | CloseTalk | PassToFamily) -> Unit[DeskRefusal | None]:
    """Carry out what a coach does in a talk."""
    match effect:
        case OpenTalk(case_id):
            return (yield from _open(desk, case_id))
        case CloseTalk(case_id):
            yield from _close(desk, case_id)
        case PassToFamily():
            yield from _pass_on(desk, effect)
        case _:
            assert_never(effect)
    return None


def from_family(house: House, here: Here, post: Post, effect: PassToCoach | TellOfKind | EndTalk) -> Unit[None]:
    """Carry out what a family does in a talk."""
    person = here.person
    if isinstance(effect, EndTalk):
        yield from family_ends(house, post, person, "family")
        return
    talk = yield from house.talks.of_family(person.family)
    if talk is None:
        return
    match effect:
        case PassToCoach(text, message, _, danger):
            yield from to_team(house, post, talk, text, (person.id, message), danger=danger)
        case TellOfKind():
            told = say("desk.talk.not_passed", number=FIRST_NUMBER + talk.case_id)
            yield from note_to_team(house, post, talk, told)
        case _:
            assert_never(effect)


def _open(desk: Desk, case_id: int) -> Unit[DeskRefusal | None]:
    """The database decides who was first; the other is told with whom the family speaks."""
    house, post, coach = desk.house, desk.post, desk.here.person
    case = yield from house.cases.load(case_id)
    if case is None or case.stage not in GIVEN_ON or not desk.has(case):
        return None
    if not (yield from readers(house, case_id)):
        return NobodyReads()
    group = yield from group_in_use(house)
    talk_id = yield from house.talks.open(case_id, coach.id, TOPIC if group else PRIVATE, post.now)
    if talk_id is None:
        return (yield from _busy(desk, case_id))
    yield from watch(house, talk_id, post.now)
    yield from house.cases.touch(case_id, post.now)
    post.events.append(("talk.opened", {"case": case_id, "coach": coach.id, "in_group": group is not None}))
    yield from tell_family(house, post, case_id, ())
    talk = yield from house.talks.load(talk_id)
    if talk is not None and group is not None:
        yield from note_to_team(house, post, talk, say("desk.topic.opened", name=coach.name), kind=REOPEN)
    return None


def _busy(desk: Desk, case_id: int) -> Unit[TalkBusy | None]:
    """Who speaks with this family, else with whom this coach speaks; None where it is the very same talk."""
    talk = yield from desk.house.talks.of_case(case_id)
    if talk is not None and talk.coach == desk.here.person.id:
        return None
    if talk is not None:
        other = yield from desk.house.people.load(talk.coach)
        return TalkBusy(name=other.name if other is not None else "")
    own = yield from desk.house.talks.private_of(desk.here.person.id)
    return TalkBusy(FIRST_NUMBER + own.case_id if own is not None else 0)


def _close(desk: Desk, case_id: int) -> Unit[None]:
    talk = yield from desk.house.talks.of_case(case_id)
    case = yield from desk.house.cases.load(case_id)
    may = talk is not None and (talk.coach == desk.here.person.id or (case is not None and desk.has(case)))
    if talk is not None and may:
        yield from end_talk(desk.house, desk.post, talk, "coach")


def _pass_on(desk: Desk, effect: PassToFamily) -> Unit[None]:
    """Words that no phone of the family may get are never lost silently: their coach hears of it at once."""
    house, post, coach = desk.house, desk.post, desk.here.person
    talk = yield from house.talks.private_of(coach.id)
    if talk is None or talk.case_id != effect.case:
        return
    passed = yield from to_family(house, post, talk, coach.name, effect.text, (coach.id, effect.message))
    if not passed:
        told = Screen((say("desk.talk.not_delivered", number=FIRST_NUMBER + talk.case_id),), protected=True)
        yield from post.write(coach, Draft(coach.id, told))
