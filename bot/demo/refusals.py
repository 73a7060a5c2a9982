"""How Telegram says no: error codes, descriptions and parameters, in its own words."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A call that is answered with `"ok": false`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def answer(self) -> dict[str, Any]:
        """The body that goes out with HTTP status `code`."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str) -> Refused:
    """400, for a call that no repetition will heal."""
    return Refused(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refused:
    """403, for a chat that is closed to the bot."""
    return Refused(403, f"Forbidden: {reason}")


def conflict(reason: str) -> Refused:
    """409, for a second reader of the same updates."""
    return Refused(409, f"Conflict: {reason}")


def too_many(seconds: int) -> Refused:
    """429, with the seconds to wait."""
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def moved(chat: int) -> Refused:
    """400, for a group that has become a supergroup with another id."""
    return Refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat)
