"""Words on their way through a talk: as they were written, each message in a spot of its own so that edits find it.

Nothing of them is kept beyond delivery: the outbox drops the row of a letter once it is out.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.desk.talk_view import TOPIC, group_in_use
from bot.gathering import FIRST_NUMBER
from bot.house import House
from bot.posting import Post
from bot.telling import phones_of
from dialogs.desk.facts import DESK
from dialogs.desk.talks import passed_on
from dialogs.family.asides import BARE
from dialogs.family.talking import words_of_coach
from dialogs.machine.screen import Screen
from dialogs.machine.words import Phrase
from storage.outbox import LOOSE, Draft, talk_spot
from storage.people import Person
from storage.talks import Talk
from storage.units import Unit

PIECE = 3600
"""UTF-16 units of one message's words; with the line above them it stays below the 4096 that Telegram takes."""

CLOSED = BARE | {"stopped"}
"""Side screens under which a phone gets no words of a coach."""

NOTHING_MORE = "…"
"""What is left of a second piece once an edit has made the words fit into the first."""


def pieces_of(words: str) -> tuple[str, ...]:
    """The words in pieces that fit into a message each."""
    size = PIECE if max(words, default="") <= "\uffff" else PIECE // 2
    return tuple(words[at : at + size] for at in range(0, max(len(words), 1), size))


def readers(house: House, case_id: int) -> Unit[tuple[Person, ...]]:
    """The phones that words may be sent to: reachable, not hidden from an eye over the shoulder, not silenced."""
    phones = yield from phones_of(house, case_id)
    return tuple(phone for phone in phones if phone.reachable and not _hides(phone))


def to_family(house: House, post: Post, talk: Talk, name: str, words: str, at: tuple[int, int]) -> Unit[bool]:
    """Pass words of the team on to every phone of the family; False where none may get them.

    at: the row in whose chat they were written, and the message there
    """
    yield from house.talks.touch(talk.id, post.now)
    yield from house.cases.touch(talk.case_id, post.now)
    phones = yield from readers(house, talk.case_id)
    for phone in phones:
        spot = talk_spot(talk.case_id, *at)
        yield from _pass(post, phone, spot, words, lambda piece: words_of_coach(name, piece), talk, topic=None)
    return bool(phones)


def to_team(house: House, post: Post, talk: Talk, words: str, at: tuple[int, int], *, danger: bool) -> Unit[None]:
    """Pass a family's words on to the coach's own chat, or into the topic of the case."""
    yield from house.talks.touch(talk.id, post.now)
    number = FIRST_NUMBER + talk.case_id
    reader, topic = yield from reader_of(house, talk)
    if reader is not None:
        spot = talk_spot(talk.case_id, *at)
        yield from _pass(
            post, reader, spot, words, lambda piece: passed_on(number, piece, danger=danger), talk, topic=topic
        )


def note_to_team(house: House, post: Post, talk: Talk, *lines: Phrase, kind: str = "") -> Unit[None]:
    """A word of the bot's own where the talk stands; it keeps its place between the others."""
    reader, topic = yield from reader_of(house, talk)
    if reader is not None:
        about = talk.case_id if topic is not None else None
        draft = Draft(reader.id, Screen(lines, protected=True), LOOSE, kind=kind, case_id=about, topic=topic)
        yield from post.write(reader, draft)


def reader_of(house: House, talk: Talk) -> Unit[tuple[Person | None, int | None]]:
    """Who gets what is said in a talk, and in which case's topic: the team's group, or the coach."""
    if talk.place == TOPIC:
        group = yield from group_in_use(house)
        if group is not None:
            return group, talk.case_id
    coach = yield from house.people.load(talk.coach)
    return (coach if coach is not None and coach.role in DESK else None), None


def _pass(
    post: Post,
    reader: Person,
    spot: str,
    words: str,
    draw: Callable[[str], Screen],
    talk: Talk,
    *,
    topic: int | None,
) -> Unit[None]:
    pieces = pieces_of(words)
    for number, piece in enumerate(pieces, start=1):
        drawn = Draft(reader.id, draw(piece), _nth(spot, number), case_id=talk.case_id, topic=topic)
        yield from post.write(reader, drawn)
    number = len(pieces) + 1
    while (yield from post.house.outbox.where(reader.id, _nth(spot, number))) is not None:
        drawn = Draft(reader.id, draw(NOTHING_MORE), _nth(spot, number), case_id=talk.case_id, topic=topic)
        yield from post.write(reader, drawn)
        number += 1


def _nth(spot: str, number: int) -> str:
    return spot if number == 1 else f"{spot}:{number}"


def _hides(phone: Person) -> bool:
    return phone.state is not None and phone.state.aside.partition(".")[0] in CLOSED
