"""What a failure of the Bot API means for a message: delivered, unreachable, later, refused or unknown."""

from __future__ import annotations

from typing import Final

from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, TelegramError

from bot.channels.channel import Delivered, Outcome, Rejected, TryLater, Unknown, Unreachable
from bot.channels.transport import NotSent, ServerFault, TokenRefused, TooFast

AFTER_NOT_SENT: Final = 2.0
AFTER_SERVER_FAULT: Final = 5.0
AFTER_TOKEN_REFUSED: Final = 60.0
"""Seconds to wait: a network comes back quickly, a server less so, a new token only by a person's hand."""

REASON_LIMIT: Final = 200

_GONE: Final = ("chat not found", "user not found", "deactivated", "peer_id_invalid", "blocked by the user")
_ALREADY_SO: Final = ("not modified", "message to delete not found")


def outcome_of(error: TelegramError, *, message: int | None = None) -> Outcome:
    """What an error means.

    message: the message that an edit or a deletion was about; None for a new message. Such calls are safe to
    repeat, so that a 5xx, after which nobody knows whether the server acted, means "try later" for them and
    "unknown" for a new message.

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
            return Unreachable()
        case ChatMigrated(new_chat_id=new_chat):
            return Rejected(f"migrated to {new_chat}")
        case BadRequest() | Conflict():
            return _refusal(error.message.lower(), message)
        case _:
            return Unknown()


def _refusal(reason: str, message: int | None) -> Outcome:
    if any(word in reason for word in _GONE):
        return Unreachable()
    if message is not None and any(words in reason for words in _ALREADY_SO):
        return Delivered(message)
    return Rejected(reason[:REASON_LIMIT])
