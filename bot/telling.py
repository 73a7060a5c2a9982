"""Bringing a family's card up to date on every phone it has, each in its own language."""

from __future__ import annotations

from dataclasses import replace

from bot.gathering import Here, family_facts
from bot.house import House
from bot.posting import Post
from dialogs.desk.facts import Role
from dialogs.family.asides import BARE
from dialogs.family.conversation import needs, present
from dialogs.family.intake import HOME
from dialogs.family.round_pictures import ROUND
from dialogs.machine.turn import State
from dialogs.machine.words import Phrase
from storage.people import Person
from storage.units import Unit


def tell_family(
    house: House, post: Post, case_id: int, notes: tuple[Phrase, ...], but: int | None = None
) -> Unit[None]:
    """Send the family its card anew with these lines on top; a side screen that lay over it closes.

    A hidden chat stays hidden: somebody may be looking over the shoulder. The card says the rest later.
    `but` is a phone of the family that is drawn anew anyhow.
    """
    for phone in (yield from phones_of(house, case_id)):
        if phone.id != but:
            yield from tell_phone(house, post, phone, notes)


def tell_phone(house: House, post: Post, phone: Person, notes: tuple[Phrase, ...]) -> Unit[None]:
    """The same on one phone."""
    state = phone.state or State(HOME.id)
    hidden = state.aside in BARE
    if (state.flow == HOME.id or state.aside.startswith(ROUND)) and not hidden:
        state = replace(state, aside="")
    yield from house.people.save(phone.id, state)
    facts = yield from family_facts(house, Here(phone, post.now), needs(house.flows, state))
    yield from post.living(phone, present(house.flows, state, facts, () if hidden else notes), fresh=True)


def redraw_family(house: House, post: Post, case_id: int) -> Unit[None]:
    """Draw the family's card again where it is what they look at."""
    for phone in (yield from phones_of(house, case_id)):
        yield from redraw_phone(house, post, phone)


def redraw_phone(house: House, post: Post, phone: Person) -> Unit[None]:
    """The same on one phone."""
    if phone.state is None or phone.state.flow != HOME.id or phone.state.aside:
        return
    facts = yield from family_facts(house, Here(phone, post.now), frozenset())
    yield from post.living(phone, present(house.flows, phone.state, facts), fresh=False)


def phones_of(house: House, case_id: int) -> Unit[tuple[Person, ...]]:
    """The phones of the case's family, while they are a family's: who has joined the team looks at the desk."""
    case = yield from house.cases.load(case_id)
    if case is None or case.family is None:
        return ()
    phones = yield from house.people.phones(case.family)
    return tuple(phone for phone in phones if phone.role is Role.FAMILY)
