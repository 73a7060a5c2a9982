"""What is done when the team's group cannot be used: talks go on in the coaches' own chats, and people are told."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

from bot.channels.channel import Hindrance
from bot.desk.leads import leads_of
from bot.desk.passing import note_to_team
from bot.desk.talk_ends import end_talk
from bot.gathering import FIRST_NUMBER
from bot.house import House
from bot.posting import Post
from dialogs.desk.facts import DESK
from dialogs.machine.screen import Screen
from dialogs.machine.words import Phrase, say
from storage.outbox import CLOSE, GUIDE, Draft, Letter
from storage.people import Person
from storage.talks import Talk
from storage.units import Unit

Trouble = Literal["out", "no_rights", "not_a_forum", "closed"]

_TROUBLES: Final[dict[str, Trouble]] = {
    Hindrance.NO_RIGHTS: "no_rights",
    Hindrance.NOT_A_FORUM: "not_a_forum",
    Hindrance.TOPIC_CLOSED: "closed",
}


def undelivered(house: House, post: Post, letter: Letter, reason: str) -> Unit[Phrase | None]:
    """A letter of a talk or to the group was refused for good; gives what to say in that very chat, if anything."""
    trouble = _TROUBLES.get(reason)
    group = yield from house.people.load(letter.person) if letter.topic is not None else _nobody()
    if group is not None and trouble in ("no_rights", "not_a_forum"):
        yield from out_of_use(house, post, group, trouble)
        return say(f"desk.group.{trouble}") if letter.topic == GUIDE else None
    talk = (yield from house.talks.last_of_case(letter.case_id)) if letter.case_id is not None else None
    if talk is None:
        return None
    if letter.kind == CLOSE:
        yield from _to_coach(house, post, talk, letter)
    elif talk.closed_at is None and trouble == "closed":
        yield from into_private(house, post, talk, trouble)
    elif talk.closed_at is None and letter.topic is None:
        not_there = say("desk.talk.not_delivered", number=FIRST_NUMBER + talk.case_id)
        yield from note_to_team(house, post, talk, not_there)
    return None


def _nobody() -> Unit[None]:
    yield from ()


def _to_coach(house: House, post: Post, talk: Talk, letter: Letter) -> Unit[None]:
    """The end of a talk whose topic is gone is said in the coach's own chat."""
    coach = yield from house.people.load(talk.coach)
    if coach is not None and coach.role in DESK:
        yield from post.write(coach, Draft(coach.id, letter.content))


def out_of_use(house: House, post: Post, group: Person, why: Trouble) -> Unit[None]:
    """The group cannot be used from now on: its talks go on in the coaches' own chats, and the lead is told once."""
    if not group.reachable:
        return
    yield from house.people.set_reachable(group.id, reachable=False)
    if why == "out":
        yield from house.talks.drop_group(group.id)
    post.events.append(("group.lost", {why: True}))
    for talk in (yield from house.talks.in_group()):
        yield from into_private(house, post, talk, why)
    yield from tell_leads(house, post, say(f"desk.group.{why}"))


def tell_leads(house: House, post: Post, told: Phrase) -> Unit[None]:
    """Say something to each lead, in their own chat."""
    for lead in (yield from leads_of(house)):
        yield from post.write(lead, Draft(lead.id, Screen((told,))))


def into_private(house: House, post: Post, talk: Talk, why: Trouble) -> Unit[None]:
    """The talk goes on in the coach's own chat, with all words that have not left yet.

    A coach who speaks with another family there already, or cannot be reached, cannot go on: then the talk is over.
    """
    waiting = yield from house.outbox.take_from_topic(talk.case_id)
    coach = yield from house.people.load(talk.coach)
    if coach is None or coach.role not in DESK:
        yield from end_talk(house, post, talk, "lost")
        return
    goes_on = coach.reachable and (yield from house.talks.make_private(talk.id))
    if goes_on:
        here = say("desk.talk.goes_on_here", number=FIRST_NUMBER + talk.case_id, why=say(f"desk.group.why.{why}"))
        yield from post.write(coach, Draft(coach.id, Screen((here,), protected=True)))
    for draft in waiting:
        yield from post.write(coach, replace(draft, person=coach.id))
    if not goes_on:
        yield from end_talk(house, post, talk, "lost")
