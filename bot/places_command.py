"""The command `familienlotse places`: how many places are free, shown or set beside a running bot."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.terminal import read_settings, run_to_end, say_marked

if TYPE_CHECKING:
    from datetime import datetime

    from bot.house import House
    from bot.settings import Settings
    from dialogs.desk.line_facts import LineNow
    from storage.units import Unit

MOST = 99
"""More places than this no programme has: a slip of the finger."""


def places(
    free: Annotated[
        int | None,
        typer.Option(min=0, max=MOST, help="So many places are free today, those kept by offers among them"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the places as JSON.")] = False,
) -> None:
    """Show how many places are free, or set them with --free. A running bot makes the offers within seconds."""
    from bot.app import build_house
    from bot.clock import real_time

    settings = read_settings(need_token=False)
    house, now = build_house(settings), real_time()
    line = run_to_end(set_and_read(settings, house, free, now))
    told = _told(house, line)
    if as_json:
        print(json.dumps(told, ensure_ascii=False))  # noqa: T201 - the command's result
        return
    _show(told, line, house)
    if free is not None:
        say_marked("✓", "green", "Noted. Free places go to the families whose turn it is.", stderr=True)


async def set_and_read(settings: Settings, house: House, free: int | None, now: datetime) -> LineNow:
    """In one unit: the number, if one is given, a look at the line for a running bot, and what stands afterwards."""
    from storage.address import open_storage
    from storage.instants import seconds
    from storage.migrate import bring_up_to_date

    storage = await open_storage(settings.database_url)
    try:
        await bring_up_to_date(storage, seconds(now))
        return await storage.run(partial(_counted, house, free, now))
    finally:
        await storage.close()


def _counted(house: House, free: int | None, now: datetime) -> Unit[LineNow]:
    from bot.desk.line import count_places
    from bot.desk.line_timers import look_soon
    from bot.desk.line_view import line_now

    if free is not None:
        yield from count_places(house, now, free)
        yield from look_soon(house, now)
    return (yield from line_now(house, now))


def _told(house: House, line: LineNow) -> Mapping[str, object]:
    """The places as plain data; `left` is what no offer keeps."""
    return {
        "programme": house.town.programme,
        "free": line.free,
        "held": line.held,
        "left": line.left if line.free is not None else None,
        "confirmed_at": line.confirmed_at.isoformat() if line.confirmed_at else None,
        "stale": line.stale,
        "waiting": len(line.waits),
        "nobody_because": line.nobody.why if line.nobody else None,
    }


def _show(told: Mapping[str, object], line: LineNow, house: House) -> None:
    if line.free is None or line.confirmed_at is None:
        say_marked("!", "yellow", "Nobody has said how many places are free. Say it: familienlotse places --free 3")
        return
    table = Table("Places", "", title=house.programme.programme.name)
    table.add_row("free", str(line.free))
    table.add_row("kept by offers", str(line.held))
    table.add_row("left", str(line.left))
    table.add_row("as of", f"{line.confirmed_at.astimezone(house.town.zone):%Y-%m-%d %H:%M}")
    table.add_row("families waiting", str(told["waiting"]))
    Console(highlight=False).print(table)
    if line.stale:
        sentence = f"The number is too old to be told. Still right? familienlotse places --free {line.free}"
        say_marked("!", "yellow", sentence)
    elif line.nobody is not None:
        since = line.nobody.at.astimezone(house.town.zone)
        say_marked("!", "yellow", f"Free since {since:%Y-%m-%d %H:%M}, offered to nobody: {line.nobody.why}.")
