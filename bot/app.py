"""The composition root: the only file that knows all parts, and the order in which they start and stop."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Mapping
from contextlib import AsyncExitStack, ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path

import structlog

import locales
from bot.channels.arrivals import Park
from bot.channels.channel import Incoming
from bot.channels.lanes import Lanes
from bot.channels.pace import Pace
from bot.channels.polling import Polling
from bot.channels.profile import keep_profile
from bot.channels.reading import RawUpdate, number_of
from bot.channels.telegram import ApiUnreachable, TelegramChannel
from bot.clock import Clock, real_time
from bot.delivery import Delivery
from bot.desk import line_looks
from bot.desk.mornings import set_next_morning
from bot.house import House
from bot.menus import desk_menu, profile_of
from bot.programme import Programme
from bot.scheduler import Ticks
from bot.service import Service
from bot.settings import Settings
from bot.standstill.radar import begin_radar
from bot.texts import Texts
from bot.working_days import at_work
from dialogs.desk.facts import Role
from dialogs.rules.walltime import noon
from storage.address import open_storage, sqlite_path
from storage.instants import seconds
from storage.migrate import bring_up_to_date
from storage.one_instance import only_instance
from storage.sealing import Sealer, load_or_make_key
from storage.units import Storage, Unit

LOCALES = Path(locales.__file__).parent

FINISH_WITHIN = 10.0
"""Seconds in which a stop finishes what is in hand."""

_LOG = structlog.get_logger(__name__)


def build_house(settings: Settings) -> House:
    """The parts that need no database: programme, texts, keys. A fresh key file is made where there is none."""
    programme = Programme.read(settings.programme_file)
    texts = Texts.load(LOCALES, programme.zone)
    return House.build(programme, texts, sealer_of(settings))


def sealer_of(settings: Settings) -> Sealer:
    """The seal, from the environment or the key file."""
    if settings.key is not None:
        return Sealer.from_keys([settings.key.get_secret_value()])
    key, made = load_or_make_key(settings.key_file)
    if made:
        _LOG.warning(
            "key.made", file=str(settings.key_file), cure="Keep a copy apart from the database and its backups"
        )
    return Sealer.from_keys([key])


def settle() -> None:
    """Take what the start made out of the garbage collector's sight: it stays for good.

    Each look through it would hold up the event loop for some 70 ms, and cost a tenth of a turn's time in all.
    """
    gc.collect()
    gc.freeze()


class App:
    """A whole bot: storage, service, delivery, channel, and the ticks that wake it."""

    def __init__(self, settings: Settings, house: House, clock: Clock = real_time, *, long_poll: int = 30) -> None:
        self.settings = settings
        self.house = house
        self.clock = clock
        self._long_poll = long_poll
        self._held = ExitStack()
        self._polling_task: asyncio.Task[None] | None = None
        self._profile_task: asyncio.Task[int] | None = None

    async def start(self) -> None:
        """Open everything and begin to fetch. Raises what opening raises, in sentences that name the cure."""
        file = sqlite_path(self.settings.database_url)
        if file is not None:
            self._held.enter_context(only_instance(file))
        try:
            await self._open()
        except BaseException:
            self._held.close()
            raise

    async def _open(self) -> None:
        async with AsyncExitStack() as opened:
            self.storage: Storage = await open_storage(self.settings.database_url)
            opened.push_async_callback(self.storage.close)
            await bring_up_to_date(self.storage, seconds(self.clock()))
            self.channel = await _open_channel(self.settings)
            opened.push_async_callback(self.channel.close)
            await self._begin()
            opened.pop_all()

    async def _begin(self) -> None:
        await self.storage.run(partial(first_notes, self.house, self.channel.username, self.clock()))
        pace = Pace(
            self.settings.send_per_second or None, chat_per_second=1.0 if self.settings.send_per_second else None
        )
        self.delivery = Delivery(self.house, self.storage, self.channel, pace, self.clock)
        self.service = Service(self.house, self.storage, self.channel, self.delivery, self.clock)
        self.delivery.on_unreachable = self.service.unreachable
        self.delivery.on_refused = self.service.refused
        self.service.on_roles = self._roles_changed
        self.polling = Polling(
            self.channel, self.service.handle, self._park(), lanes=Lanes(), long_poll=self._long_poll
        )
        self._ticks = Ticks(self.service.tick, self.service.sweep)
        await self.delivery.recover()
        self._ticks.start()
        self._polling_task = asyncio.create_task(self.polling.run())
        self._profile_task = asyncio.create_task(self._keep_profile())
        _LOG.info("bot.started", bot=self.channel.username, languages=list(self.house.town.languages))

    def _park(self) -> Park:
        async def park(arrival: Incoming | RawUpdate, error: Exception) -> None:
            if isinstance(arrival, Incoming):
                await self.service.park(arrival, arrival.id, error)
            else:
                await self.service.park(None, f"tg:{number_of(arrival)}", error)

        return park

    async def run(self, stopped: asyncio.Event) -> None:
        """Work until `stopped` is set or fetching ends by itself (a refused token), then stop."""
        waiter = asyncio.create_task(stopped.wait())
        polling = self._polling_task
        if polling is None:
            raise RuntimeError("start() comes before run()")
        await asyncio.wait({waiter, polling}, return_when=asyncio.FIRST_COMPLETED)
        waiter.cancel()
        await self.stop()
        if polling.done() and not polling.cancelled() and (error := polling.exception()) is not None:
            raise error

    async def stop(self) -> None:
        """Fetch no more, finish what is in hand within ten seconds, close everything."""
        self._ticks.stop()
        try:
            async with asyncio.timeout(FINISH_WITHIN):
                await self.polling.stop()
                await self.delivery.stop()
        except TimeoutError:
            _LOG.warning("bot.stopped_in_haste", cure="Nothing is lost: what was not sent goes out at the next start")
        for task in (self._polling_task, self._profile_task):
            if task is not None and not task.done():
                task.cancel()
        await asyncio.gather(*(t for t in (self._polling_task, self._profile_task) if t), return_exceptions=True)
        await self.channel.close()
        await self.storage.close()
        self._held.close()
        _LOG.info("bot.stopped")

    async def tick(self) -> None:
        """Look at once at what is due; the demo and the tests call it after moving the clock."""
        await self.service.tick()

    async def _keep_profile(self) -> int:
        team = await self.storage.run(self.house.people.team)
        chats = {await self.storage.run(partial(self.house.people.chat_of, one.id)): one.role for one in team}
        menus = tuple(desk_menu(self.house.texts, chat, role) for chat, role in chats.items() if chat is not None)
        return await keep_profile(self.channel, profile_of(self.house, menus))

    async def _roles_changed(self, roles: Mapping[int, Role]) -> None:
        """Who joins the team gets its menu at once."""
        menus = tuple(desk_menu(self.house.texts, chat, role) for chat, role in roles.items())
        self.delivery.aside(keep_profile(self.channel, profile_of(self.house, menus, everyone=False)))


async def _open_channel(settings: Settings) -> TelegramChannel:
    """The channel, once its server answers. A server that is away is waited for; a refused token is not."""
    if settings.token is None:
        raise RuntimeError("Settings were read without a token")
    wait = 1.0
    while True:
        channel = TelegramChannel(settings.token.get_secret_value(), settings.api_url)
        try:
            await channel.open()
        except ApiUnreachable as error:
            _LOG.warning("channel.away", fault=str(error), next_try_in=wait)
            await asyncio.sleep(wait)
            wait = min(wait * 2, 30.0)
        else:
            return channel


def first_notes(house: House, username: str, now: datetime) -> Unit[None]:
    """What a start writes down: the bot's name, the next list of the day, the places the programme begins with."""
    yield from house.invitations.remember_bot(username)
    yield from set_next_morning((yield from at_work(house)), now)
    figures = house.programme.places
    if figures.free is not None and figures.confirmed_on is not None:
        as_of = noon(figures.confirmed_on, house.town.zone)
        yield from house.calendar.first_places(house.town.programme, figures.free, as_of)
    yield from line_looks.begin(house, now)
    yield from begin_radar(house, now)
