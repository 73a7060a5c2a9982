"""Inviting coaches and leads: a one-time code, written down sealed, and the link that carries it."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.channels.telegram import ApiUnreachable, TelegramChannel
from bot.clock import real_time
from bot.house import House
from bot.settings import Settings
from bot.texts.catalogue import is_language
from dialogs.desk.conversation import INVITATION_MARK
from dialogs.desk.facts import DESK
from dialogs.family.questions import NAME_LENGTH
from dialogs.rules.hours import parse_hours, spell_hours
from storage.address import open_storage
from storage.instants import seconds
from storage.invitations import Invitee
from storage.migrate import bring_up_to_date
from storage.units import Storage, Unit

VALID_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Link:
    """An invitation as it is handed over."""

    link: str
    code: str
    role: str
    name: str
    languages: str
    hours: str
    expires_at: datetime

    def as_told(self) -> dict[str, object]:
        """The invitation as plain data, for scripts."""
        return asdict(self) | {"languages": self.languages.split(","), "expires_at": self.expires_at.isoformat()}


class InvitationUnclear(ValueError):
    """Something in the invitation cannot be used; the message says what and the cure."""


def invitee_of(house: House, role: str, name: str, languages: str, hours: str) -> Invitee:
    """Check what was typed. Raises `InvitationUnclear`, or `HoursUnclear` for the weekly pattern."""
    if role not in DESK:
        raise InvitationUnclear(f"--role is {role!r}; choose coach or lead.")
    name = " ".join(name.split())
    if not 1 <= len(name) <= NAME_LENGTH or not name.isprintable():
        raise InvitationUnclear(
            f"--name is what families read; give a first name of 1 to {NAME_LENGTH} characters, like --name Mira."
        )
    tags = [tag.strip().lower() for tag in languages.split(",") if tag.strip()]
    strange = [tag for tag in tags if not is_language(tag)]
    if strange or not tags:
        named = ", ".join(strange) or repr(languages)
        raise InvitationUnclear(f"--languages holds {named}; write languages by their tags, like de,tr,uk.")
    week = spell_hours(parse_hours(hours)) if hours else spell_hours(house.hours)
    return Invitee(role, name, ",".join(dict.fromkeys(tags)), week)


async def invite(house: House, storage: Storage, invitee: Invitee, username: str, now: datetime) -> Link:
    """Write the invitation down and give its link, valid for 24 hours and for one person."""
    code = INVITATION_MARK + secrets.token_urlsafe(16)
    return await storage.run(partial(write_invitation, house, code, invitee, username, now))


def write_invitation(house: House, code: str, invitee: Invitee, username: str, now: datetime) -> Unit[Link]:
    """Note an invitation with this code; the code comes from the shell, for the core draws no lots."""
    expires_at = now + VALID_FOR
    yield from house.invitations.invite(code, invitee, expires_at)
    link = f"https://t.me/{username}?start={code}"
    return Link(link, code, invitee.role, invitee.name, invitee.languages, invitee.hours, expires_at)


async def invite_from_shell(settings: Settings, house: House, invitee: Invitee) -> Link:
    """The same from the command line, beside a bot that may be running or may never have run.

    Raises `TokenRefused` or `InvitationUnclear` where the bot's own name cannot be learned.
    """
    storage = await open_storage(settings.database_url)
    try:
        now = real_time()
        await bring_up_to_date(storage, seconds(now))
        username = await storage.run(house.invitations.bot) or await _ask_name(settings)
        return await invite(house, storage, invitee, username, now)
    finally:
        await storage.close()


async def _ask_name(settings: Settings) -> str:
    if settings.token is None:
        raise InvitationUnclear(
            "The bot's name is not known yet. Set TELEGRAM_BOT_TOKEN, so that it can be asked for."
        )
    channel = TelegramChannel(settings.token.get_secret_value(), settings.api_url)
    try:
        await channel.open()
    except ApiUnreachable as error:
        raise InvitationUnclear(f"{error}. The bot's name is asked for there; try again in a minute.") from None
    await channel.close()
    return channel.username
