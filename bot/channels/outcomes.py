"""What a failure of the Bot API means for a message: delivered, unreachable, later, refused or unknown."""

from __future__ import annotations

from typing import Final

from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, TelegramError

from bot.channels.channel import (
    Delivered,
    Hindrance,
    Moved,
    Outcome,
    Rejected,
    TryLater,
    Unknown,
    Unreachable,
)
from bot.channels.transport import NotSent, ServerFault, TokenRefused, TooFast

AFTER_NOT_SENT: Final = 2.0
AFTER_SERVER_FAULT: Final = 5.0
AFTER_TOKEN_REFUSED: Final = 60.0
"""Seconds to wait: a network comes back quickly, a server less so, a new token only by a person's hand."""

REASON_LIMIT: Final = 200

_GONE: Final = ("chat not found", "user not found", "deactivated", "peer_id_invalid", "blocked by the user")
_ALREADY_SO: Final = ("not modified", "topic_not_modified", "message to delete not found")
_HINDRANCES: Final[tuple[tuple[Hindrance, tuple[str, ...]], ...]] = (
    (Hindrance.TOPIC_GONE, ("thread not found", "topic_id_invalid", "topic_deleted", "topic not found")),
    (Hindrance.TOPIC_CLOSED, ("topic_closed", "topic is closed", "topic was closed")),
    (Hindrance.NOT_A_FORUM, ("not a forum", "forum_missing", "forums_disabled", "forum_disabled")),
    (
        Hindrance.NO_RIGHTS,
        ("enough rights", "no rights", "admin_required", "administrator rights", "write_forbidden"),
    ),
)
"""Telegram's own server speaks in sentences, what stands behind it in words like TOPIC_CLOSED; both come through."""


def outcome_of(error: TelegramError, *, message: int | None = None) -> Outcome:
    """What an error means.

    message: the message (or thread) that a change was about; None for a new one. Changes are safe to repeat, so
    that a 5xx, after which nobody knows whether the server acted, means "try later" for them and "unknown" for a
    new message.

    Telegram changes its wording, so words are compared in lower case and by their core only.
    """
    match error:
        case TooFast(seconds=seconds):
            return TryLater(seconds)
        case NotSent():
            return TryLater(AFTER_NOT_SENT)
        case ServerFault():
            return Unknown() if message is None else TryLater(AFTER_SERVER_FAULT)
        case TokenRefused():
            return TryLater(AFTER_TOKEN_REFUSED)
        case Forbidden():
            lacking = _hindrance(error.message.lower()) is Hindrance.NO_RIGHTS
            return Rejected(Hindrance.NO_RIGHTS) if lacking else Unreachable()
        case ChatMigrated(new_chat_id=new_chat):
            return Moved(new_chat)
        case BadRequest() | Conflict():
            return _refusal(error.message.lower(), message)
        case _:
            return Unknown()


def _refusal(reason: str, message: int | None) -> Outcome:
    if any(word in reason for word in _GONE):
        return Unreachable()
    if message is not None and any(words in reason for words in _ALREADY_SO):
        return Delivered(message)
    return Rejected(_hindrance(reason) or reason[:REASON_LIMIT])


def _hindrance(reason: str) -> Hindrance | None:
    found = (hindrance for hindrance, words in _HINDRANCES if any(word in reason for word in words))
    return next(found, None)
