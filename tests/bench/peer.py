"""The peer: the same road in stock python-telegram-bot, with its ConversationHandler and its pickle persistence.

Nothing is tuned and nothing is left out on purpose: updates in turn, httpx, the pickle written as often as the
library lets it be, which is what it takes there to lose no answer. `python -m tests.bench.peer API TOKEN FOLDER`.
"""

from __future__ import annotations

import asyncio
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)
from telegram.warnings import PTBUserWarning

WRITTEN_EVERY = 0.001
"""Seconds between two writes of the persistence; its default of 60 would lose the last minute at a crash."""

ROAD: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "language": (("tr",), ("de",), ("en",), ("ar",)),
    "welcome": (("go",),),
    "consent": (("callback+",), ("reminders+",), ("later+",), ("done",)),
    "lives_here": (("yes",), ("no",), ("unsure",)),
    "household": (
        ("adults-1", "adults", "adults-2"),
        ("under_14-0", "under_14", "under_14-1"),
        ("from_14-0", "from_14", "from_14-1"),
        ("expecting-1",),
        ("done",),
    ),
    "money": (("office+",), ("kiz+",), ("wohngeld+",), ("none+",), ("unknown+",), ("private+",), ("done",)),
    "has_coach": (("yes",), ("no",)),
    "result": (("go",),),
    "wish": (("asap",), ("part",), ("exact",)),
    "name": (),
    "phone": (),
    "phone_right": (("yes",),),
    "safe": (("always",), ("agreed",), ("never",)),
    "voicemail": (("yes",), ("no",)),
    "check": (("send",),),
}
"""The questions in their order, each with the rows of its buttons."""

QUESTIONS = tuple(ROAD)
QUIET = ("<", "language", "person", "help")
PROMPT = (
    "Frage {number} von etwa {of}\n\nSo viel Text steht auf einem Bildschirm der Strecke: {at}.\n\n"
    "Schon gewählt: {picked}."
)

Context = ContextTypes.DEFAULT_TYPE


def keyboard(at: str) -> InlineKeyboardMarkup:
    """The buttons of a question, and the quiet row below them."""
    rows = [[_button(at, pick) for pick in row] for row in ROAD.get(at, ())]
    return InlineKeyboardMarkup([*rows, [_button(at if pick == "<" else "~", pick) for pick in QUIET]])


def _button(at: str, pick: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(f"Antwort {pick}", callback_data=f"1.1.{at}.{pick}")


async def begun(update: Update, context: Context) -> int:
    """A family opens the chat."""
    _told(context).clear()
    return await _ask(update, context, 0)


async def pressed(update: Update, context: Context) -> int:
    """A family pressed a button: keep the answer, and ask on unless more may be picked."""
    query = update.callback_query
    assert query is not None
    assert query.data is not None
    await query.answer()
    at, pick = query.data.split(".", 3)[2:]
    _told(context).setdefault(at, []).append(pick)
    place = QUESTIONS.index(at)
    may_pick_more = any("done" in row for row in ROAD[at]) and pick != "done"
    return await _ask(update, context, place if may_pick_more else place + 1)


async def said(update: Update, context: Context) -> int:
    """A family typed its name or number, or shared it."""
    message = update.message
    assert message is not None
    place = len(_told(context))
    _told(context)[QUESTIONS[place]] = [message.text or "contact"]
    if message.contact is None:
        return await _ask(update, context, place + 1)
    _told(context)["phone_right"] = ["own contact"]
    return await _ask(update, context, place + 2)


async def _ask(update: Update, context: Context, place: int) -> int:
    at = QUESTIONS[place] if place < len(QUESTIONS) else "~card"
    picked = ", ".join(_told(context).get(at, ()))
    text = PROMPT.format(number=place + 1, of=len(QUESTIONS), at=at, picked=picked)
    if update.callback_query is not None:
        await update.callback_query.edit_message_text(text, reply_markup=keyboard(at))
    elif update.effective_chat is not None:
        await update.effective_chat.send_message(text, reply_markup=keyboard(at))
    return place if place < len(QUESTIONS) else ConversationHandler.END


def _told(context: Context) -> dict[str, list[str]]:
    assert context.user_data is not None
    return context.user_data


def application(api: str, token: str, folder: Path) -> Application[Any, Any, Any, Any, Any, Any]:
    """The bot as the library's own examples build it."""
    persistence = PicklePersistence(folder / "peer.pickle", update_interval=WRITTEN_EVERY)
    built = Application.builder().token(token).base_url(f"{api}/bot").persistence(persistence).build()
    words = MessageHandler((filters.TEXT & ~filters.COMMAND) | filters.CONTACT, said)
    states: dict[object, Any] = {place: [CallbackQueryHandler(pressed), words] for place in range(len(QUESTIONS))}
    road = ConversationHandler(
        entry_points=[CommandHandler("start", begun)],
        states=states,
        fallbacks=[CommandHandler("start", begun)],
        name="road",
        persistent=True,
    )
    built.add_handler(road)
    return built


def main(api: str, token: str, folder: str) -> None:
    """Run the peer until SIGTERM."""
    warnings.simplefilter("ignore", PTBUserWarning)
    asyncio.set_event_loop(asyncio.new_event_loop())
    application(api, token, Path(folder)).run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:4])
