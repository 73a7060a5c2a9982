"""How a talk ends, by whomever or by itself: the bot's return is announced to both, and erased words go."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, Literal

from bot.desk.passing import note_to_team, readers
from bot.desk.talk_view import PRIVATE
from bot.gathering import FIRST_NUMBER
from bot.house import House
from bot.posting import Post
from bot.telling import redraw_family
from dialogs.desk.card import GIVEN_ON
from dialogs.desk.facts import DESK, Role
from dialogs.desk.page import HOLDS_WORDS, NOTE, case_shown, page_of
from dialogs.desk.queueing import gone_screen
from dialogs.desk.talks import TALK_PAGE, ended_screen
from dialogs.machine.screen import Screen
from dialogs.machine.words import Phrase, say
from dialogs.rules.keeping import next_writing_time
from storage.outbox import CLOSE, EDIT, Draft
from storage.people import Person
from storage.talks import Talk
from storage.units import Unit

TALK: Final = "talk"
"""The kind of the timer that gives a forgotten talk back to the bot; it is about the talk's row."""

Ending = Literal["coach", "family", "silent", "given", "over", "unreachable", "stopped", "left", "lost"]
"""What ended it; `lost`: the coach cannot be written to, or the group is out of use and the own chat is taken."""


def watch(house: House, talk_id: int, said_at: datetime) -> Unit[None]:
    """Look again once nothing was said for so long."""
    due_at = said_at + timedelta(hours=house.programme.desk.talk_back_after_hours)
    yield from house.cases.set_timer(f"{TALK}:{talk_id}:{int(due_at.timestamp())}", TALK, talk_id, due_at)


def goes_back(house: House, post: Post, about: int) -> Unit[None]:
    """A talk in which nothing was said for a day is over; one in which something was said is looked at again.

    At night that waits for the morning: the family's phone rings.
    """
    talk = yield from house.talks.load(about)
    if talk is None or talk.closed_at is not None:
        return
    if talk.last_at + timedelta(hours=house.programme.desk.talk_back_after_hours) > post.now:
        yield from watch(house, talk.id, talk.last_at)
        return
    later = next_writing_time(post.now, house.town.zone, house.off(post.now))
    if later > post.now:
        yield from house.cases.set_timer(f"{TALK}:{talk.id}:{int(later.timestamp())}", TALK, talk.id, later)
        return
    yield from end_talk(house, post, talk, "silent")


def end_talk(house: House, post: Post, talk: Talk, why: Ending, *, tells_family: bool = True) -> Unit[bool]:
    """The bot answers again, and both are told; False where the talk was over already."""
    if not (yield from house.talks.close(talk.id, post.now)):
        return False
    post.events.append(("talk.ended", {"case": talk.case_id, "coach": talk.coach, why: True}))
    number = FIRST_NUMBER + talk.case_id
    ended = say("desk.talk.ended", number=number, why=say(f"desk.talk.why.{why}"))
    yield from note_to_team(house, post, talk, ended, kind=CLOSE)
    if why != "coach":
        yield from _page_closes(house, post, talk, ended)
    if tells_family:
        coach = yield from house.people.load(talk.coach)
        told = Screen((say("talk.ended", coach=coach.name if coach is not None else ""),))
        for phone in (yield from readers(house, talk.case_id)):
            yield from post.write(phone, Draft(phone.id, told))
        yield from redraw_family(house, post, talk.case_id)
    return True


def _page_closes(house: House, post: Post, talk: Talk, ended: Phrase) -> Unit[None]:
    """The coach's screen no longer says that the talk is open."""
    coach = yield from house.people.load(talk.coach)
    if coach is None or coach.role not in DESK or coach.state is None:
        return
    aside = coach.state.aside
    if page_of(aside) == TALK_PAGE and case_shown(aside) == talk.case_id:
        yield from house.people.save(coach.id, coach.state.over(NOTE))
        yield from post.living(coach, ended_screen(talk.case_id, FIRST_NUMBER + talk.case_id, ended), fresh=False)


def given_on(house: House, post: Post, case_id: int, to: int) -> Unit[None]:
    """Somebody else has the case from now on: the talk of whoever had it is over."""
    talk = yield from house.talks.of_case(case_id)
    if talk is not None and talk.coach != to:
        yield from end_talk(house, post, talk, "given")


def case_noted(house: House, post: Post, case_id: int, *, closes: bool) -> Unit[None]:
    """Something was noted about a case: the talk about one that is closed, or has nothing to come, is over."""
    talk = yield from house.talks.of_case(case_id)
    if talk is None:
        return
    case = yield from house.cases.load(case_id)
    if closes or case is None or case.stage not in GIVEN_ON:
        yield from end_talk(house, post, talk, "over")


def family_ends(house: House, post: Post, person: Person, why: Ending) -> Unit[None]:
    """The family ends the talk it has, by a button, by silence, by calling off, by blocking the bot."""
    talk = yield from house.talks.of_family(person.family)
    if talk is None:
        return
    if why not in ("stopped", "unreachable") or not (yield from _another_hears(house, person)):
        yield from end_talk(house, post, talk, why, tells_family=why in ("family", "over"))
    if why == "unreachable":
        yield from house.outbox.drop_words(person.id, talk.case_id)


def _another_hears(house: House, person: Person) -> Unit[bool]:
    """Whether the family has another phone on which the talk can go on."""
    phones = yield from house.people.phones(person.family)
    return any(one.id != person.id and one.reachable and one.role is Role.FAMILY for one in phones)


def family_erases(house: House, post: Post, person: Person) -> Unit[None]:
    """Everything about the family goes: its talk is over, and the coach hears it in the own chat."""
    talk = yield from house.talks.of_family(person.family)
    if talk is None or not (yield from house.talks.close(talk.id, post.now)):
        return
    coach = yield from house.people.load(talk.coach)
    if coach is not None and coach.role in DESK:
        ended = say("desk.talk.ended", number=FIRST_NUMBER + talk.case_id, why=say("desk.talk.why.erased"))
        yield from post.write(coach, Draft(coach.id, Screen((ended,), protected=True)))


def wipe(house: House, post: Post, case_id: int) -> Unit[None]:
    """The words of an erased family go from the chats of the team and from its group."""
    group = yield from house.people.group()
    for person in (*(yield from house.people.team()), *((group,) if group is not None else ())):
        for spot in (yield from house.outbox.words_spots(person.id, case_id)):
            gone = Screen((say("desk.talk.erased"),), protected=True)
            yield from post.write(person, Draft(person.id, gone, spot, kind=EDIT))
        yield from _wipe_page(house, post, person, case_id)


def _wipe_page(house: House, post: Post, person: Person, case_id: int) -> Unit[None]:
    """A page with words about this case closes, and what was typed for it is forgotten."""
    state = person.state
    if state is None:
        return
    stands = page_of(state.aside) in HOLDS_WORDS and case_shown(state.aside) == case_id
    typed = isinstance(state.draft, dict) and state.draft.get("case") == case_id
    if stands or typed:
        kept = replace(state, draft=None) if typed else state
        yield from house.people.save(person.id, kept.over(NOTE) if stands else kept)
    if stands:
        yield from post.living(person, gone_screen(), fresh=False)


def coach_gone(house: House, post: Post, coach: int, *, leaves_team: bool) -> Unit[None]:
    """A coach leaves the team, or blocks the bot: the family waits for no answer from there.

    In the group the others may go on while somebody cannot be reached.
    """
    for talk in (yield from house.talks.of_coach(coach)):
        if leaves_team or talk.place == PRIVATE:
            yield from end_talk(house, post, talk, "left" if leaves_team else "lost")
