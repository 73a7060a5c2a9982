"""A forger at work: presses everything at once, and what may not have come of it is looked at before and after."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from dialogs.machine.screen import Press
from tests.proofs.crowd import Crowd

AT_ONCE = 25
"""Presses that wait for an answer at the same time."""


async def press_all(crowd: Crowd, chat: int, presses: Iterable[Press]) -> None:
    """Send them all, whether such a button was ever there or not."""
    waiting = list(presses)
    while waiting:
        await asyncio.gather(*(crowd.town.press(chat, press) for press in waiting[:AT_ONCE]))
        del waiting[:AT_ONCE]


async def nothing_comes_of(crowd: Crowd, chat: int, presses: tuple[Press, ...]) -> set[str]:
    """Press them all; others keep what they have, hear nothing, nothing of theirs is shown. Gives what was said."""
    crowd.forget_told()
    before, phones = await crowd.picture(chat), crowd.phones(chat)
    await press_all(crowd, chat, presses)
    after = await crowd.picture(chat)
    changed = {table: sorted({*rows} ^ {*before[table]}) for table, rows in after.items() if rows != before[table]}
    assert not changed, changed
    assert crowd.phones(chat) == phones, "somebody else heard of it"
    shows_nothing(crowd, chat)
    toasts = crowd.town.phones.of[chat].toasts
    assert len(toasts) == len(presses)
    # A machine that is slow for a moment acknowledges without words.
    return set(toasts) - {""}


def shows_nothing(crowd: Crowd, chat: int) -> None:
    """No name, number, word or chat of another family came to this phone."""
    shown = [secret for secret in crowd.secrets(chat) if secret in crowd.told(chat)]
    assert not shown, shown
