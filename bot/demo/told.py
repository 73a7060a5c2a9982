"""What the control API is told: JSON bodies read with care, and refused with a sentence."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from aiohttp import web

from bot.demo.person import Locked

Told: TypeAlias = Mapping[str, Any]
Handler: TypeAlias = Callable[[web.Request, Told], Awaitable[web.Response]]


def checked(handler: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Hand a JSON body to a handler; what is wrong with it is answered with 400 or 409 and a sentence."""

    async def answer(request: web.Request) -> web.Response:
        try:
            told = json.loads(await request.read() or b"{}")
            if not isinstance(told, dict):
                raise ValueError("A JSON object is expected.")
            return await handler(request, told)
        except Locked as fault:
            return web.json_response({"ok": False, "error": str(fault)}, status=409)
        except (ValueError, KeyError, TypeError) as fault:
            return web.json_response({"ok": False, "error": str(fault)}, status=400)

    return answer


def text_in(told: Told, name: str) -> str:
    """The text of that name. Raises ValueError where there is none."""
    value = told.get(name)
    if not isinstance(value, str) or not value:
        raise ValueError(f'"{name}" must be a text.')
    return value


def number_in(told: Told, name: str) -> int:
    """The whole number of that name. Raises ValueError where there is none."""
    value = told.get(name)
    if not isinstance(value, int):
        raise ValueError(f'"{name}" must be a whole number.')
    return value


def one_of(told: Told, name: str, known: tuple[Any, ...]) -> Any:
    """The value of that name. Raises ValueError for one that is not known."""
    value = told.get(name)
    if value not in known:
        raise ValueError(f'"{name}" must be one of {", ".join(known)}.')
    return value
