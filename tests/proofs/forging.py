"""Every payload there is, as a forger sends it: from the gallery, from the registries, and with other rows in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import locales
from bot.gallery import all_screens
from bot.programme import Programme
from bot.settings import PACKAGED_PROGRAMME
from dialogs.desk.card import CASE_BUTTONS
from dialogs.desk.conversation import JOIN
from dialogs.desk.page import ABOUT_A_CASE, CASE, MARK
from dialogs.desk.pages import PAGES
from dialogs.family.card import CARD
from dialogs.family.presses import ASIDE_ANSWERS, OPENED_BY_BUTTON
from dialogs.family.views import WAYSIDE
from dialogs.machine.screen import PAYLOAD_LIMIT, Press, Screen
from tests.proofs.crowd import Known

PLACE, SAY, PHRASES = f"{MARK}place", f"{MARK}say", f"{MARK}phrases"
ROUND, NUDGE, PICK = f"{MARK}round", f"{MARK}nudge", f"{MARK}pick"
SOMEBODYS = (PLACE, SAY, ROUND, NUDGE, PICK)
PAGES_AT = frozenset(f"{MARK}{name}" for name in PAGES)
ASIDES_AT = frozenset(f"{MARK}{name}" for name in ASIDE_ANSWERS)

NO_ROWS = ("", "0", "-1", "x", "9" * 15, "9" * 40, str(2**63), "1e3", "٣", "1 OR 1=1")
"""What stands where a row should, and names none."""

ANYTHING = ("go", "yes", "no", "sure", "send", "end", "begin", "open", "<", "to-1", "x" * 40)
ODD_NUMBERS = ("", "12")
ODD_DAYS = ("0001-01-01", "9999-12-31", "2026-02-30", "2026-W48-2", "20261124")

NUMBER = re.compile(r"(?<![\w])\d+")
DAY = re.compile(r"\d{4}-\d\d-\d\d|20\d{6}")


@cache
def gallery_presses() -> frozenset[Press]:
    """What stands on any button of any screen there is."""
    programme = Programme.parse(PACKAGED_PROGRAMME.read_text(encoding="utf-8"), "forging.toml")
    found = all_screens(programme, Path(locales.__file__).parent)
    screens = (screen for _, screen in found if isinstance(screen, Screen))
    return frozenset(button.press for screen in screens for row in screen.rows for button in row)


def of_registries(known: Known) -> Iterator[Press]:
    """Each page, each button of a card and each side screen that is registered, whether a screen shows it or not."""
    rows = [*map(str, sorted({*known.cases, *known.offers, *known.people[:3]})), *NO_ROWS]
    for what in (*CASE_BUTTONS, "open", "burn", ""):
        yield from (Press(0, CASE, f"{row}-{what}") for row in rows)
    for at in sorted(PAGES_AT | ASIDES_AT):
        yield from (Press(0, at, row) for row in rows)
        yield from (Press(0, at, pick) for pick in ANYTHING)
        cases = known.cases if at.removeprefix(MARK) in ABOUT_A_CASE else ()
        yield from (Press(0, at, f"{case}-{pick}") for case in cases for pick in ANYTHING)
        yield from (Press(0, at, f"{pick}-{row}") for pick in ("yes", "sure") for row in rows[::4])
    yield from (Press(0, ROUND, f"{case}-answer-{one}") for case in known.cases for one in known.rounds)
    for aside in sorted(OPENED_BY_BUTTON):
        yield Press(1, WAYSIDE, aside)
    yield from (Press(0, JOIN, code) for code in ("", "i-", "i-AAAAAAAAAAAAAAAAAAAAAA"))


def rewritten(press: Press, known: Known) -> Iterator[Press]:
    """The same press about rows that there are, and about some that there are not."""
    first = NUMBER.search(press.pick)
    if first is None or press.at not in PAGES_AT | ASIDES_AT | {CASE} or DAY.search(press.pick):
        yield press
        return
    for row in (*_rows_at(press.at, known), 0):
        yield Press(press.run, press.at, _with(press.pick, first, row))
    if press.at not in (PHRASES, SAY):
        found = NUMBER.finditer(press.pick)
        yield from (Press(press.run, press.at, _with(press.pick, one, odd)) for one in found for odd in ODD_NUMBERS)
    if press.at.endswith("give"):
        yield from (Press(press.run, press.at, f"{case}-to-{to}") for case in known.cases for to in known.people)


def _with(pick: str, number: re.Match[str], instead: object) -> str:
    return f"{pick[: number.start()]}{instead}{pick[number.end() :]}"


def _rows_at(at: str, known: Known) -> tuple[int, ...]:
    """What a number means there: a case, a line that was sent, an offer, a person."""
    if at == ROUND:
        return tuple(sorted({*known.cases, *known.rounds}))
    if at == CASE or at.removeprefix(MARK) in ABOUT_A_CASE:
        return known.cases
    if at in (NUDGE, PICK):
        return known.nudges
    if at in (PLACE, SAY):
        return known.offers if at == PLACE else known.lines
    if at.removeprefix(MARK) == "line":
        return known.waiting
    return known.people if at.removeprefix(MARK) == "team" else known.people[:3]


def odd_days(presses: Iterable[Press]) -> Iterator[Press]:
    """Days that no calendar has, or no year of ours, where a pick holds a day."""
    for press in presses:
        for day in ODD_DAYS:
            changed = DAY.sub(day, press.pick)
            if changed != press.pick:
                yield Press(press.run, press.at, changed)


def forged(known: Known) -> tuple[Press, ...]:
    """Everything, each once, in an order of its own; none is longer than a payload can be."""
    shown = gallery_presses()
    every = {*of_registries(known), *odd_days(shown)}
    for press in shown:
        every.update(rewritten(press, known))
    fits = (press for press in every if len(press.payload().encode()) <= PAYLOAD_LIMIT)
    return tuple(sorted(fits, key=lambda press: press.payload()))


def for_the_team(presses: Iterable[Press]) -> tuple[Press, ...]:
    """Those that only the desk, or an invitation to it, understands."""
    ours = (PAGES_AT - ASIDES_AT - {f"{MARK}why"}) | {CASE, JOIN}
    return tuple(press for press in presses if press.at in ours)


def of_somebodys(presses: Iterable[Press]) -> tuple[Press, ...]:
    """A family's buttons that name what belongs to one family: a place, a line, a round, an offer.

    A coach has buttons of a round too; the one that begins a round names none.
    """
    return tuple(press for press in presses if press.at in SOMEBODYS and press.pick != "new")


def of_ones_own(presses: Iterable[Press]) -> tuple[Press, ...]:
    """A family's buttons that speak of its own alone, its end last."""
    others = {*for_the_team(presses), *of_somebodys(presses)}
    rest = [press for press in presses if press not in others]
    return tuple(sorted(rest, key=lambda press: (press.at == f"{MARK}delete", press.at == CARD)))
