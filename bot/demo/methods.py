"""The methods that this server plays, by name. Every other one is answered with 404."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from bot.demo import account, editing, receiving, sending, topics
from bot.demo.arguments import Arguments
from bot.demo.world import World


class Method(NamedTuple):
    """A method by its name in Telegram's spelling, and what carries it out; only getUpdates is awaited."""

    name: str
    carry_out: Callable[[World, Arguments], Any]


_ALL = (
    Method("answerCallbackQuery", editing.answer_callback_query),
    Method("close", account.close),
    Method("closeForumTopic", topics.close_forum_topic),
    Method("createForumTopic", topics.create_forum_topic),
    Method("deleteForumTopic", topics.delete_forum_topic),
    Method("deleteMessage", editing.delete_message),
    Method("deleteMessages", editing.delete_messages),
    Method("deleteMyCommands", account.delete_my_commands),
    Method("deleteWebhook", receiving.delete_webhook),
    Method("editForumTopic", topics.edit_forum_topic),
    Method("editMessageReplyMarkup", editing.edit_message_reply_markup),
    Method("editMessageText", editing.edit_message_text),
    Method("getChat", account.get_chat),
    Method("getFile", account.get_file),
    Method("getMe", account.get_me),
    Method("getMyCommands", account.get_my_commands),
    Method("getMyDescription", account.get_my_description),
    Method("getMyName", account.get_my_name),
    Method("getMyShortDescription", account.get_my_short_description),
    Method("getUpdates", receiving.get_updates),
    Method("getWebhookInfo", receiving.get_webhook_info),
    Method("logOut", account.log_out),
    Method("pinChatMessage", editing.pin_chat_message),
    Method("reopenForumTopic", topics.reopen_forum_topic),
    Method("sendChatAction", sending.send_chat_action),
    Method("sendDocument", sending.send_document),
    Method("sendMessage", sending.send_message),
    Method("sendPhoto", sending.send_photo),
    Method("sendVoice", sending.send_voice),
    Method("setChatMenuButton", account.set_chat_menu_button),
    Method("setMessageReaction", editing.set_message_reaction),
    Method("setMyCommands", account.set_my_commands),
    Method("setMyDescription", account.set_my_description),
    Method("setMyName", account.set_my_name),
    Method("setMyShortDescription", account.set_my_short_description),
    Method("setWebhook", receiving.set_webhook),
    Method("unpinChatMessage", editing.unpin_chat_message),
)

METHODS: Mapping[str, Method] = MappingProxyType({method.name.lower(): method for method in _ALL})
