"""The command line: `familienlotse run | demo | invite | texts | doctor`."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Coroutine
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import typer
from rich.console import Console

from bot.catalogues import check as check_catalogues
from bot.channels.transport import TokenRefused
from bot.programme import ProgrammeWrong
from bot.settings import Settings, SettingsWrong
from bot.texts import UnreadableCatalogue
from dialogs.rules.hours import HoursUnclear
from storage.faults import DatabaseFault
from storage.sealing import KeyNotUsable, SealBroken

T = TypeVar("T")

app = typer.Typer(
    help="Familienlotse: from the first question to a coach who calls, in the family's own language.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
texts_app = typer.Typer(help="Look at the texts and check them.", no_args_is_help=True)
app.add_typer(texts_app, name="texts")

_errors = Console(stderr=True, highlight=False)


def main() -> None:
    """The entry point; a fault that has a cure is told in sentences, without a trace."""
    try:
        app()
    except (SettingsWrong, ProgrammeWrong) as wrong:
        _fail(*wrong.sentences)
    except (DatabaseFault, KeyNotUsable, SealBroken, TokenRefused, HoursUnclear, UnreadableCatalogue) as fault:
        _fail(str(fault))


def _fail(*sentences: str) -> None:
    for sentence in sentences:
        _errors.print(f"[red]✗[/red] {sentence}", soft_wrap=True)
    sys.exit(1)


def _settings(*, need_token: bool) -> Settings:
    from bot.logs import configure

    settings = Settings.read(os.environ, need_token=need_token)
    token = settings.token.get_secret_value() if settings.token else None
    configure(settings.log_level, settings.log_format, token)
    return settings


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Run on uvloop where it is installed."""
    try:
        import uvloop
    except ModuleNotFoundError:
        return asyncio.run(work)
    return uvloop.run(work)


@app.command()
def run() -> None:
    """Run the bot against Telegram (or the server named in TELEGRAM_API_URL) until it is told to stop."""
    from bot.app import App, build_house

    settings = _settings(need_token=True)
    house = build_house(settings)

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

    _run(work())


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
    port: Annotated[int, typer.Option(help="Port of the page; 0 for any free one.")] = 8090,
    open_page: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = True,
) -> None:
    """Show the whole bot on one page, with phones for a family, two coaches and the lead. Needs no token."""
    from bot.demo.launch import run_demo

    async def work() -> None:
        await run_demo(port, _stop_signals(), open_page=open_page)

    _run(work())


@app.command()
def invite(
    role: Annotated[Literal["coach", "lead"], typer.Option(help="coach or lead")],
    name: Annotated[str, typer.Option(help="First name, as families read it.")],
    languages: Annotated[str, typer.Option(help="Languages spoken, by tag: de,tr")] = "de",
    hours: Annotated[str, typer.Option(help='Weekly hours: "Mon-Thu 09:00-12:00; Fri 09:00-12:00"')] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the invitation as JSON.")] = False,
) -> None:
    """Print a one-time link that makes its first opener a coach or lead. Valid for 24 hours."""
    from bot.app import build_house
    from bot.inviting import InvitationUnclear, Link, invitee_of

    settings = _settings(need_token=True)
    house = build_house(settings)

    async def work() -> Link:
        from bot.inviting import invite_from_shell

        return await invite_from_shell(settings, house, invitee_of(house, role, name, languages, hours))

    try:
        made = _run(work())
    except InvitationUnclear as unclear:
        _fail(str(unclear))
        return
    if as_json:
        told = {field: getattr(made, field) for field in ("link", "code", "role", "name", "languages", "hours")}
        told["languages"] = made.languages.split(",")
        print(json.dumps(told | {"expires_at": made.expires_at.isoformat()}))  # noqa: T201 - the command's result
        return
    print(made.link)  # noqa: T201 - the command's result
    _errors.print(f"For {made.name} ({made.role}), once, until {made.expires_at:%Y-%m-%d %H:%M} UTC.")


@texts_app.command("check")
def texts_check() -> None:
    """Check every text in every language: keys, placeholders, plural forms, markup, directions, lengths."""
    from bot.app import LOCALES
    from bot.text_keys import all_keys, all_screens

    settings = Settings.read(os.environ, need_token=False)
    from bot.catalogues import check_screens
    from bot.programme import Programme

    programme = Programme.read(settings.programme_file)
    faults = check_catalogues(LOCALES, all_keys())
    faults += check_screens(all_screens(programme, LOCALES), LOCALES, programme.zone) if not faults else []
    for fault in faults:
        _errors.print(f"[red]✗[/red] {fault.sentence()}", soft_wrap=True)
    if faults:
        raise typer.Exit(1)
    _errors.print(f"[green]✓[/green] {len(all_keys())} texts are in order in every language.")


@texts_app.command("sheet")
def texts_sheet(
    target: Annotated[Path, typer.Option(help="Folder for the pages.")] = Path("var/sheet"),
) -> None:
    """Write one page per language with every screen, from the same code path as the bot."""
    from bot.app import LOCALES
    from bot.programme import Programme
    from bot.sheet import write_sheets
    from bot.text_keys import all_screens
    from bot.texts import Texts

    settings = Settings.read(os.environ, need_token=False)
    programme = Programme.read(settings.programme_file)
    for page in write_sheets(all_screens(programme, LOCALES), Texts.load(LOCALES, programme.zone), target):
        print(page)  # noqa: T201 - the command's result


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Look at token, database, key, programme file, texts and time zone, and name the cure for each fault."""
    from bot.doctor import examine

    findings = _run(examine(os.environ))
    if as_json:
        print(json.dumps([finding.as_told() for finding in findings]))  # noqa: T201 - the command's result
    else:
        for finding in findings:
            mark = {"well": "[green]✓[/green]", "watch": "[yellow]![/yellow]", "ill": "[red]✗[/red]"}[finding.state]
            _errors.print(f"{mark} {finding.what}: {finding.sentence}", soft_wrap=True)
    if any(finding.state == "ill" for finding in findings):
        raise typer.Exit(1)
