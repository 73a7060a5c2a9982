"""What lies outside the machine: whether Telegram knows the token, and whether its clock agrees with ours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

import aiohttp

from bot.channels.telegram import ApiUnreachable, TelegramChannel
from bot.channels.transport import TokenRefused
from bot.clock import Clock
from bot.doctor.finding import Finding, ill, watch, well
from bot.settings import Settings

ANSWER_WITHIN: Final = 5.0
"""Seconds; a doctor who waits longer is not asked again."""

FAR_OFF: Final = timedelta(seconds=30)
TOO_FAR_OFF: Final = timedelta(minutes=5)
"""How far the two clocks may be apart: reminders are sent to the minute, certificates break sooner or later."""


async def outside_findings(settings: Settings, clock: Clock) -> list[Finding]:
    """What the Bot API server says of our token, and of the time."""
    return [await _token(settings), await _clock(settings, clock)]


async def _token(settings: Settings) -> Finding:
    if settings.token is None:
        return ill("token", "There is no token to try; set TELEGRAM_BOT_TOKEN to the one from @BotFather.")
    channel = TelegramChannel(settings.token.get_secret_value(), settings.api_url, answer_within=ANSWER_WITHIN)
    try:
        await channel.open()
    except TokenRefused as refused:
        return ill("token", refused.message)
    except ApiUnreachable as away:
        return ill("token", f"{away}. Check the network and TELEGRAM_API_URL ({settings.api_url}), then try again.")
    await channel.close()
    return well("token", f"It belongs to @{channel.username} at {settings.api_url}.")


async def _clock(settings: Settings, clock: Clock) -> Finding:
    server = await _time_there(settings.api_url)
    here = clock()
    if server is None:
        return watch("clock", "No other clock could be asked; make sure that this machine sets its own by NTP.")
    apart = abs(here - server)
    said = f"This machine's clock is {apart.total_seconds():.0f} s from the server's"
    if apart > TOO_FAR_OFF:
        return ill("clock", f"{said}; set it by NTP: timedatectl set-ntp true")
    if apart > FAR_OFF:
        return watch("clock", f"{said}; set it by NTP: timedatectl set-ntp true")
    return well("clock", f"{said}.")


async def _time_there(address: str) -> datetime | None:
    """The time as the server's `Date` header has it, in whole seconds; None where it cannot be learned."""
    timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session, session.head(address) as answer:
            return parsedate_to_datetime(answer.headers["Date"]).astimezone(UTC)
    except (aiohttp.ClientError, TimeoutError, OSError, KeyError, ValueError):
        return None
