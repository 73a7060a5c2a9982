"""The command line: `familienlotse run | demo | invite | places | texts | doctor`; each imports what it needs."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from bot.places_command import places
from bot.terminal import read_settings, run_to_end, say_marked

app = typer.Typer(
    help="Familienlotse: from the first question to a coach who calls, in the family's own language.",
    epilog="Settings come from the environment; `familienlotse doctor` says what is missing.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
texts_app = typer.Typer(help="Look at the texts of all languages and check them.", no_args_is_help=True)
app.add_typer(texts_app, name="texts")
app.command()(places)


def main() -> None:
    """The entry point; a fault that has a cure is told in sentences, without a trace."""
    try:
        app()
    except Exception as fault:
        sentences = _sentences_of(fault)
        if sentences is None:
            raise
        for sentence in sentences:
            say_marked("✗", "red", sentence, stderr=True)
        sys.exit(1)


def _sentences_of(fault: Exception) -> tuple[str, ...] | None:
    """What a person is told of a fault that has a cure; None for a fault of our own."""
    from bot.channels.transport import TokenRefused
    from bot.inviting import InvitationUnclear
    from bot.programme import ProgrammeWrong
    from bot.settings import SettingsWrong
    from bot.texts import UnreadableCatalogue
    from dialogs.rules.hours import HoursUnclear
    from storage.faults import DatabaseFault
    from storage.sealing import KeyNotUsable, SealBroken

    match fault:
        case SettingsWrong() | ProgrammeWrong():
            return fault.sentences
        case HoursUnclear():
            return (f"--hours cannot be read. {fault}",)
        case DatabaseFault() | KeyNotUsable() | SealBroken() | TokenRefused():
            return (str(fault),)
        case InvitationUnclear() | UnreadableCatalogue():
            return (str(fault),)
        case _:
            return None


def _show_version(wanted: bool) -> None:
    if wanted:
        print(version("familienlotse"))  # noqa: T201 - the command's result
        raise typer.Exit


@app.callback()
def start(
    show_version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Familienlotse: from the first question to a coach who calls, in the family's own language."""


@app.command()
def run() -> None:
    """Run the bot against Telegram (or the server in TELEGRAM_API_URL) until it is told to stop."""
    from bot.app import App, build_house, settle

    settings = read_settings(need_token=True)
    house = build_house(settings)
    settle()

    async def work() -> None:
        stopped = _stop_signals()
        bot = App(settings, house)
        starting = asyncio.create_task(bot.start())
        waiting = asyncio.create_task(stopped.wait())
        await asyncio.wait({starting, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if not starting.done():
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)
            return
        await starting
        await bot.run(stopped)

    run_to_end(work())


def _stop_signals() -> asyncio.Event:
    """Set by SIGTERM and SIGINT; a second one ends at once, as usual."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for kind in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(kind, partial(_stop, loop, stopped, kind))
    return stopped


def _stop(loop: asyncio.AbstractEventLoop, stopped: asyncio.Event, kind: signal.Signals) -> None:
    loop.remove_signal_handler(kind)
    stopped.set()


@app.command()
def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the page; 0 for any free one.")] = 8090,
    open_page: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = True,
) -> None:
    """Show the whole bot on one page, with phones for a family, two coaches and the lead. Needs no token."""
    from bot.demo.launch import run_demo

    async def work() -> None:
        await run_demo(port, _stop_signals(), open_page=open_page)

    run_to_end(work())


@app.command()
def invite(
    role: Annotated[str, typer.Option(help="coach, or lead (who runs the programme)")],
    name: Annotated[str, typer.Option(help="First name, as families will read it")],
    languages: Annotated[str, typer.Option(help="Languages spoken, by tag, like de,tr")] = "de",
    hours: Annotated[
        str,
        typer.Option(help='Weekly hours for calls, like "Mon-Thu 09:00-12:00,13:30-16:00; Fri 09:00-12:00"; '
                     "left out: the programme's office hours"),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the invitation as JSON.")] = False,
) -> None:  # fmt: skip
    """Print a one-time link that makes whoever opens it first a coach or lead. It is valid for 24 hours."""
    from bot.app import build_house
    from bot.inviting import invite_from_shell, invitee_of

    settings = read_settings(need_token=False)
    house = build_house(settings)
    made = run_to_end(invite_from_shell(settings, house, invitee_of(house, role, name, languages, hours)))
    if as_json:
        print(json.dumps(made.as_told(), ensure_ascii=False))  # noqa: T201 - the command's result
        return
    print(made.link)  # noqa: T201 - the command's result
    until = made.expires_at.astimezone(house.town.zone)
    say_marked("✓", "green", f"For {made.name} ({made.role}): once, until {until:%Y-%m-%d %H:%M}.", stderr=True)


@texts_app.command("check")
def texts_check() -> None:
    """Check every text in every language: keys, values, plural forms, markup, direction, lengths, whole screens."""
    from bot.app import LOCALES
    from bot.catalogues import check, check_screens
    from bot.gallery import all_screens
    from bot.programme import Programme
    from bot.text_keys import all_keys, optional_keys

    programme = Programme.read(read_settings(need_token=False).programme_file)
    keys = all_keys()
    faults = check(LOCALES, keys, optional=optional_keys(programme))
    if not faults:
        faults = check_screens(all_screens(programme, LOCALES), LOCALES, programme.zone)
    for fault in faults:
        say_marked("✗", "red", fault.sentence())
    if faults:
        raise typer.Exit(1)
    say_marked("✓", "green", f"{len(keys)} texts are in order in every language.")


@texts_app.command("sheet")
def texts_sheet(
    target: Annotated[Path, typer.Option(help="Folder for the pages.")] = Path("var/sheet"),
) -> None:
    """Write one page per language with every screen, as the bot says it, for native readers to sign."""
    from bot.app import LOCALES
    from bot.gallery import all_screens
    from bot.programme import Programme
    from bot.sheet import write_sheets
    from bot.texts import Texts

    programme = Programme.read(read_settings(need_token=False).programme_file)
    for page in write_sheets(all_screens(programme, LOCALES), Texts.load(LOCALES, programme.zone), target):
        print(page)  # noqa: T201 - the command's result


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Look at settings, token, clock, database, key, programme file and texts; name the cure for each fault."""
    from bot.doctor import examine
    from bot.logs import configure

    configure("ERROR", "text")
    findings = run_to_end(examine(os.environ))
    if as_json:
        told = [finding.as_told() for finding in findings]
        print(json.dumps(told, ensure_ascii=False))  # noqa: T201 - the command's result
    else:
        for finding in findings:
            mark, colour = {"well": ("✓", "green"), "watch": ("!", "yellow"), "ill": ("✗", "red")}[finding.state]
            say_marked(mark, colour, f"{finding.what}: {finding.sentence}")
    if any(finding.state == "ill" for finding in findings):
        raise typer.Exit(1)
