"""How a coach's calls are laid: length, pause, notice, most a day, each by − and + and stored at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from types import MappingProxyType

from dialogs.desk.page import button, opened
from dialogs.desk.times_effects import SetHabits
from dialogs.desk.times_facts import OwnTimes
from dialogs.desk.times_words import free_in_words, policy_in_words
from dialogs.machine.screen import Button, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import say
from dialogs.rules.laying import BUFFERS, LENGTHS, MOST_A_DAY, NOTICES

NAME = "times"
_MINUTE = timedelta(minutes=1)

CHOICES = MappingProxyType({"length": LENGTHS, "buffer": BUFFERS, "notice": NOTICES, "most": MOST_A_DAY})
"""What can be chosen; notice in minutes, shown in hours."""


def figures(times: OwnTimes) -> dict[str, int]:
    """The coach's figures as they are now, in minutes and calls."""
    policy = times.policy
    return {
        "length": policy.length // _MINUTE,
        "buffer": policy.buffer // _MINUTE,
        "notice": policy.notice // _MINUTE,
        "most": policy.most_a_day,
    }


def laid_page(times: OwnTimes) -> Screen:
    """Every figure in a row of its own, between − and +."""
    rows = tuple(_row(what, now) for what, now in figures(times).items())
    lines = (say("desk.times.calls"), policy_in_words(times.policy), free_in_words(times))
    return Screen(lines, (*rows, (button(NAME, "home", "desk.times.button.home"),)))


def laid_pressed(state: State, what: str, wanted: str, times: OwnTimes) -> Turn:
    """Lay calls so from now on. The button names the figure, so that pressed twice it changes nothing."""
    now = figures(times)
    if what not in CHOICES or not wanted.isdecimal() or int(wanted[:5]) not in CHOICES[what]:
        return Turn(state.over(NAME), toast=say("desk.toast.old_button"))
    new = now | {what: int(wanted)}
    turn = opened(state, NAME, "calls")
    if new == now:
        return Turn(turn.state, toast=say("desk.toast.no_further"))
    return Turn(turn.state, (SetHabits(new["length"], new["buffer"], new["notice"], new["most"]),))


def _row(what: str, now: int) -> tuple[Button, ...]:
    shown = now // 60 if what == "notice" else now
    less, more = _neighbours(now, CHOICES[what])
    return (
        button(NAME, f"h-{what}-{less}", "desk.times.button.less"),
        button(NAME, f"h-{what}-{now}", f"desk.times.button.{what}", number=shown),
        button(NAME, f"h-{what}-{more}", "desk.times.button.more"),
    )


def _neighbours(now: int, choices: Sequence[int]) -> tuple[int, int]:
    """The next smaller and the next larger choice; itself at either end."""
    less = max((one for one in choices if one < now), default=now)
    return less, min((one for one in choices if one > now), default=now)
