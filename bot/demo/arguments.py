"""Reads the arguments of a call, however they came: query, form, multipart or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import BodyPartReader, web

from bot.demo.files import Upload
from bot.demo.refusals import bad_request
from bot.demo.telegram_rules import json_argument

_TRUE = ("true", "yes", "1", "y", "t", "on")


class Arguments:
    """The arguments of one call, read as the kinds that Telegram expects. Every reading may raise `Refused`."""

    __slots__ = ("values",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    def text(self, name: str) -> str:
        """A string; "" if it is missing."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def number(self, name: str) -> int | None:
        """A whole number, also in digits; None if it is missing."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        """True for true, in any of Telegram's spellings."""
        return str(self.values.get(name, "")).lower() in _TRUE

    def listed(self, name: str) -> list[Any]:
        """A list; empty if it is missing."""
        value = json_argument(self.values.get(name) or [], name)
        if not isinstance(value, list):
            raise bad_request(f"can't parse {name}: array expected")
        return value

    def mapping(self, name: str) -> Mapping[str, Any] | None:
        """An object; None if it is missing."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        value = json_argument(value, name)
        if not isinstance(value, Mapping):
            raise bad_request(f"can't parse {name}: object expected")
        return value


async def read_arguments(request: web.Request) -> dict[str, Any]:
    """All arguments of a request; files as `Upload`. Raises `Refused` for a body that cannot be read."""
    values: dict[str, Any] = dict(request.query)
    if not request.can_read_body:
        return values
    if request.content_type == "application/json":
        return values | _json_body(await request.read())
    if request.content_type == "multipart/form-data":
        return values | await _parts(request)
    return values | {name: str(value) for name, value in (await request.post()).items()}


def _json_body(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise bad_request("can't parse request body as JSON object")
    return told


async def _parts(request: web.Request) -> dict[str, Any]:
    """Fields and files of a multipart body; `attach://name` is replaced by the part of that name."""
    fields: dict[str, Any] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise bad_request("can't parse multipart body")
        content = bytes(await part.read(decode=True))
        if part.filename is None:
            fields[part.name] = content.decode()
        else:
            fields[part.name] = Upload(part.filename, part.headers.get("Content-Type", ""), content)
    attached = {value[9:] for value in fields.values() if isinstance(value, str) and value.startswith("attach://")}
    return {name: _attached(value, fields) for name, value in fields.items() if name not in attached}


def _attached(value: Any, fields: Mapping[str, Any]) -> Any:
    if not isinstance(value, str) or not value.startswith("attach://"):
        return value
    if value[9:] not in fields:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return fields[value[9:]]
