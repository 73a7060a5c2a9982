"""What happens to every round, whoever began it: its beginning, its invitation's buttons, its end after a week."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.house import House
from bot.posting import Post
from bot.standstill.counts import add
from bot.telling import phones_of
from dialogs.desk.facts import DESK
from dialogs.desk.standstill_facts import UNDER_WAY
from dialogs.family.rounds import ROUND, invitation_screen
from dialogs.family.techniques import TECHNIQUES
from storage.cases import CaseRow
from storage.outbox import Draft
from storage.rounds import Round
from storage.units import Unit

OPEN_FOR = timedelta(days=7)
"""An invitation that nobody took up for so long is over, and makes room for another one."""


def begin(house: House, post: Post, case: CaseRow, technique: str, coach: int | None, line: str) -> Unit[int | None]:
    """A round begins, and what was put off before is over; gives its number, None where one is under way."""
    rounds = yield from house.rounds.of_case(case.id)
    if any(one.state in UNDER_WAY for one in rounds):
        return None
    for one in rounds:
        if one.state == "put_off" and (yield from house.rounds.end(one.id, "lapsed", post.now)):
            yield from take_buttons(house, post, one)
    begun = yield from house.rounds.begin(case.id, technique, coach, line, post.now)
    if begun is not None:
        yield from house.cases.touch(case.id, post.now)
        yield from add(house, "round.offered", technique, case.language, post.now)
    return begun


def take_buttons(house: House, post: Post, one: Round, but: int | None = None) -> Unit[None]:
    """The invitation stays where it stands on the family's phones, without its buttons.

    but: the phone that goes through the round, which comes back to it by them
    """
    if one.coach is None or one.technique not in TECHNIQUES:
        return
    coach = yield from house.people.load(one.coach)
    spot = f"{ROUND}:{one.id}"
    for phone in (yield from phones_of(house, one.case_id)):
        if phone.id == but or (yield from house.outbox.where(phone.id, spot)) is None:
            continue
        name = coach.name if coach is not None and coach.role in DESK else ""
        screen = invitation_screen(one.id, one.technique, name, one.line)
        yield from post.write(phone, Draft(phone.id, replace(screen, rows=()), spot, case_id=one.case_id))


def lapse(house: House, post: Post) -> Unit[None]:
    """Rounds that nobody went on with for a week are over."""
    for round_id, case_id in (yield from house.rounds.stale(post.now - OPEN_FOR)):
        one = yield from house.rounds.load(round_id)
        if one is not None and (yield from house.rounds.end(round_id, "lapsed", post.now)):
            yield from take_buttons(house, post, one)
            yield from post.cards(case_id)
