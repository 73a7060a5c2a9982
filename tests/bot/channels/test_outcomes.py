"""What each failure means for the message it struck, whatever words Telegram uses this year."""

from __future__ import annotations

import pytest
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, NetworkError, TelegramError, TimedOut

from bot.channels.channel import Delivered, Outcome, Rejected, TryLater, Unknown, Unreachable
from bot.channels.outcomes import outcome_of
from bot.channels.transport import NotSent, ServerFault, TokenRefused, TooFast


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (TooFast(35), TryLater(35)),
        (NotSent("ClientConnectorError"), TryLater(2)),
        (TokenRefused(), TryLater(60)),
        (TimedOut(), Unknown()),
        (NetworkError("ServerDisconnectedError"), Unknown()),
        (ServerFault(502), Unknown()),
        (TelegramError("Invalid server response"), Unknown()),
        (Forbidden("Forbidden: user is deactivated"), Unreachable()),
        (Forbidden("Forbidden: bot can't initiate conversation with a user"), Unreachable()),
        (BadRequest("Bad Request: CHAT NOT FOUND"), Unreachable()),
        (BadRequest("Bad Request: PEER_ID_INVALID"), Unreachable()),
        (BadRequest("Bad Request: message is too long"), Rejected("message is too long")),
        (ChatMigrated(-1004711), Rejected("migrated to -1004711")),
        (Conflict("Conflict: something else"), Rejected("conflict: something else")),
        (BadRequest("x" * 900), Rejected("x" * 200)),
    ],
)
def test_a_new_message(error: TelegramError, outcome: Outcome) -> None:
    assert outcome_of(error) == outcome


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (ServerFault(500), TryLater(5)),
        (TimedOut(), Unknown()),
        (BadRequest("Bad Request: Message Is NOT modified: it is the same"), Delivered(77)),
        (BadRequest("Bad Request: message to delete not found"), Delivered(77)),
        (BadRequest("Bad Request: message to edit not found"), Rejected("message to edit not found")),
        (BadRequest("Bad Request: message can't be edited"), Rejected("message can't be edited")),
        (BadRequest("Bad Request: chat not found"), Unreachable()),
    ],
)
def test_a_change_to_a_message(error: TelegramError, outcome: Outcome) -> None:
    assert outcome_of(error, message=77) == outcome
