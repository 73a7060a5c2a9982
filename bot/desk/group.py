"""Everything that happens in the team's group: members are heard in the topics of cases, nobody else is."""

from __future__ import annotations

from bot.channels.channel import Incoming
from bot.desk.group_trouble import out_of_use, tell_leads
from bot.desk.passing import note_to_team, to_family
from bot.desk.talk_ends import end_talk
from bot.desk.talk_view import TOPIC
from bot.gathering import FIRST_NUMBER
from bot.house import House
from bot.posting import Post
from bot.topics import group_moved
from dialogs.desk.facts import DESK, Role
from dialogs.desk.page import MARK
from dialogs.desk.talks import END_COMMANDS, TALK_PAGE, end_pressed
from dialogs.machine.events import (
    BotJoinedGroup,
    BotLeftGroup,
    CommandedInGroup,
    GroupMoved,
    Pressed,
    SaidInGroup,
    SentInGroup,
    TopicClosed,
)
from dialogs.machine.screen import Screen, row_in
from dialogs.machine.words import Phrase, say
from storage.outbox import GUIDE, LOOSE, REOPEN, Draft
from storage.people import Person
from storage.talks import Talk
from storage.units import Unit

TEAM_COMMAND = "team"
"""What a lead types in a group to make it the team's."""


def heard(house: House, post: Post, incoming: Incoming) -> Unit[Phrase | None]:
    """Handle what happened in a group; gives the answer to a press. A group that is not the team's is not heard."""
    event = incoming.event
    group = yield from house.people.find_group(incoming.chat)
    if isinstance(event, CommandedInGroup) and not (yield from _is_meant(house, event)):
        return None
    if isinstance(event, CommandedInGroup) and event.name == TEAM_COMMAND:
        yield from _adopt(house, post, incoming.chat, event.author)
    elif group is not None:
        return (yield from _in_the_group(house, post, group, incoming))
    return None


def _in_the_group(house: House, post: Post, group: Person, incoming: Incoming) -> Unit[Phrase | None]:
    event = incoming.event
    match event:
        case GroupMoved(to):
            yield from _moved(house, post, group, to)
        case BotLeftGroup():
            yield from out_of_use(house, post, group, "out")
        case BotJoinedGroup():
            yield from _rights_changed(house, post, group, event)
        case SaidInGroup() | SentInGroup() | CommandedInGroup():
            yield from _from_member(house, post, group, event)
        case TopicClosed(thread):
            yield from _closed(house, post, group, thread)
        case Pressed():
            return (yield from _pressed(house, post, incoming.author or 0, event))
        case _:
            pass
    return None


def _is_meant(house: House, event: CommandedInGroup) -> Unit[bool]:
    """Several bots may be in a group; a command that names another one is not for us."""
    own = (yield from house.invitations.bot()) or ""
    return event.bot in ("", own.lower())


def _member(house: House, author: int) -> Unit[Person | None]:
    """Who wrote, if they are of the team; a private chat has the person's own id."""
    person = yield from house.people.find(author)
    return person if person is not None and person.role in DESK else None


def _adopt(house: House, post: Post, chat: int, author: int) -> Unit[None]:
    """A lead makes this group the team's. Whether the bot can open topics here shows at once, by the first one."""
    lead = yield from _member(house, author)
    if lead is None or lead.role is not Role.LEAD:
        return
    before = yield from house.people.group()
    group = yield from house.people.meet_group(chat)
    if before is not None and before.id != group.id:
        yield from out_of_use(house, post, before, "out")
        yield from house.people.forget_group(before.id)
    yield from house.people.set_reachable(group.id, reachable=True)
    post.events.append(("group.adopted", {"lead": lead.id}))
    yield from _greet(house, post, group.id)


def _greet(house: House, post: Post, group_id: int) -> Unit[None]:
    group = yield from house.people.load(group_id)
    if group is not None:
        told = Screen((say("desk.group.welcome"), say("desk.group.how"), say("desk.group.limits")))
        yield from post.write(group, Draft(group.id, told, LOOSE, kind=REOPEN, topic=GUIDE))


def _moved(house: House, post: Post, group: Person, to: int) -> Unit[None]:
    yield from group_moved(house, group.id, to)
    post.chats[group.id] = to
    for talk in (yield from house.talks.in_group()):
        yield from note_to_team(house, post, talk, say("desk.topic.moved"), kind=REOPEN)


def _rights_changed(house: House, post: Post, group: Person, event: BotJoinedGroup) -> Unit[None]:
    if not event.forum:
        yield from out_of_use(house, post, group, "not_a_forum")
    elif not event.manages_topics:
        yield from out_of_use(house, post, group, "no_rights")
    elif not group.reachable:
        yield from house.people.set_reachable(group.id, reachable=True)
        yield from _greet(house, post, group.id)
        yield from tell_leads(house, post, say("desk.group.back"))


def _from_member(
    house: House, post: Post, group: Person, event: SaidInGroup | SentInGroup | CommandedInGroup
) -> Unit[None]:
    """What a member says in the topic of a case goes to its family; in all other topics the team is by itself."""
    case_id = (yield from house.talks.case_in(group.id, event.thread)) if event.thread is not None else None
    author = yield from _member(house, event.author)
    if not case_id or author is None:
        return
    talk = yield from _talk_here(house, case_id)
    if talk is None:
        told = Screen((say("desk.topic.no_talk"),))
        yield from post.write(group, Draft(group.id, told, LOOSE, case_id=case_id, topic=case_id))
        return
    match event:
        case CommandedInGroup(name) if name in END_COMMANDS:
            yield from end_talk(house, post, talk, "coach")
        case CommandedInGroup():
            yield from note_to_team(house, post, talk, say("desk.topic.no_command"))
        case SentInGroup():
            yield from note_to_team(house, post, talk, say("desk.talk.words_only"))
        case SaidInGroup(text, _, _, message):
            passed = yield from to_family(house, post, talk, author.name, text, (group.id, message))
            if not passed:
                told_not = say("desk.talk.not_delivered", number=FIRST_NUMBER + case_id)
                yield from note_to_team(house, post, talk, told_not)


def _closed(house: House, post: Post, group: Person, thread: int) -> Unit[None]:
    """A topic closed by hand while its talk is open: nobody could answer there, so it is opened again."""
    case_id = yield from house.talks.case_in(group.id, thread)
    talk = (yield from _talk_here(house, case_id)) if case_id else None
    if talk is not None:
        yield from note_to_team(house, post, talk, say("desk.topic.reopened"), kind=REOPEN)


def _talk_here(house: House, case_id: int) -> Unit[Talk | None]:
    """The open talk about a case, if it stands in the group; one in a coach's own chat is nobody's business here."""
    talk = yield from house.talks.of_case(case_id)
    return talk if talk is not None and talk.place == TOPIC else None


def _pressed(house: House, post: Post, author: int, event: Pressed) -> Unit[Phrase | None]:
    """Only the button that ends a talk stands in the group."""
    member, press = (yield from _member(house, author)), event.press
    if member is None or press is None or press.at != f"{MARK}{TALK_PAGE}" or not end_pressed(press.pick):
        return None
    case_id = row_in(press.pick)
    talk = (yield from _talk_here(house, case_id)) if case_id is not None else None
    if talk is not None and (yield from end_talk(house, post, talk, "coach")):
        return say("desk.toast.talk_ended")
    return say("desk.toast.talk_over")
