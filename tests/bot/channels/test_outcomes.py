"""What each failure means for the message it struck, whatever words Telegram uses this year."""

from __future__ import annotations

import pytest
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, NetworkError, TelegramError, TimedOut

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
        (ChatMigrated(-1004711), Moved(-1004711)),
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


@pytest.mark.parametrize(
    ("words", "hindrance"),
    [
        ("message thread not found", Hindrance.TOPIC_GONE),
        ("TOPIC_ID_INVALID", Hindrance.TOPIC_GONE),
        ("TOPIC_DELETED", Hindrance.TOPIC_GONE),
        ("TOPIC_CLOSED", Hindrance.TOPIC_CLOSED),
        ("The topic is closed", Hindrance.TOPIC_CLOSED),
        ("the chat is not a forum", Hindrance.NOT_A_FORUM),
        ("CHANNEL_FORUM_MISSING", Hindrance.NOT_A_FORUM),
        ("not enough rights to create a topic", Hindrance.NO_RIGHTS),
        ("Not enough rights to send text messages to the chat", Hindrance.NO_RIGHTS),
        ("have no rights to send a message", Hindrance.NO_RIGHTS),
        ("CHAT_ADMIN_REQUIRED", Hindrance.NO_RIGHTS),
        ("need administrator rights in the channel chat", Hindrance.NO_RIGHTS),
    ],
)
def test_what_can_be_mended_in_a_group_has_one_name_however_it_is_worded(words: str, hindrance: Hindrance) -> None:
    assert outcome_of(BadRequest(f"Bad Request: {words}")) == Rejected(hindrance)
    assert outcome_of(BadRequest(f"Bad Request: {words}"), message=7) == Rejected(hindrance)


@pytest.mark.parametrize(
    "words",
    [
        "bot was kicked from the group chat",
        "bot was kicked from the supergroup chat",
        "bot is not a member of the supergroup chat",
        "the group chat was deleted",
    ],
)
def test_a_group_that_put_the_bot_out_is_out_of_reach(words: str) -> None:
    assert outcome_of(Forbidden(f"Forbidden: {words}")) == Unreachable()


def test_a_group_where_the_bot_may_not_write_is_still_within_reach() -> None:
    assert outcome_of(Forbidden("Forbidden: CHAT_WRITE_FORBIDDEN")) == Rejected(Hindrance.NO_RIGHTS)


def test_a_topic_that_is_as_it_was_to_be_counts_as_delivered() -> None:
    assert outcome_of(BadRequest("Bad Request: TOPIC_NOT_MODIFIED"), message=7) == Delivered(7)
