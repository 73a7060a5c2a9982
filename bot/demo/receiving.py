"""The methods that bring updates to the bot: getUpdates, and the webhook's three."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from bot.demo.arguments import Arguments
from bot.demo.long_poll import WEBHOOK_ACTIVE
from bot.demo.refusals import conflict
from bot.demo.world import World


class Told:
    """A result that comes with a description of its own."""

    def __init__(self, result: Any, description: str) -> None:
        self.result = result
        self.description = description


def get_updates(world: World, told: Arguments) -> Coroutine[Any, Any, Any]:
    """getUpdates."""
    if world.webhook.url:
        raise conflict(WEBHOOK_ACTIVE)
    if told.values.get("allowed_updates") not in (None, ""):
        world.line.allow(told.listed("allowed_updates"))
    return world.poll.read(told.number("offset"), told.number("limit"), told.number("timeout") or 0)


def set_webhook(world: World, told: Arguments) -> Any:
    """setWebhook. An empty address is deleteWebhook."""
    url = told.text("url").strip()
    if not url:
        return delete_webhook(world, told)
    if told.values.get("allowed_updates") not in (None, ""):
        world.line.allow(told.listed("allowed_updates"))
    if told.flag("drop_pending_updates"):
        world.line.drop()
    most = told.number("max_connections") or 40
    world.webhook.set(url, told.text("secret_token"), min(max(most, 1), 100))
    world.poll.end(conflict("terminated by setWebhook request"))
    return Told(True, "Webhook was set")


def delete_webhook(world: World, told: Arguments) -> Any:
    """deleteWebhook."""
    if told.flag("drop_pending_updates"):
        world.line.drop()
    if not world.webhook.url:
        return Told(True, "Webhook is already deleted")
    world.webhook.stop()
    return Told(True, "Webhook was deleted")


def get_webhook_info(world: World, told: Arguments) -> Any:
    """getWebhookInfo."""
    return world.webhook.as_json()
