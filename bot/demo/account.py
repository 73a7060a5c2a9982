"""The methods about the bot's account, its files and its chats: getMe, commands, texts, menu button, getChat."""

from __future__ import annotations

from typing import Any, Final

from bot.demo.arguments import Arguments
from bot.demo.chats import GroupChat
from bot.demo.files import DOWNLOAD_LIMIT
from bot.demo.profile import Scope, check_language, read_scope
from bot.demo.refusals import bad_request
from bot.demo.world import World

_NO_GIFTS: Final = {
    "unlimited_gifts": False, "limited_gifts": False, "unique_gifts": False, "premium_subscription": False,
    "gifts_from_channels": False,
}  # fmt: skip


def get_me(world: World, told: Arguments) -> Any:
    """getMe."""
    return {
        **world.profile.as_json(),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def log_out(world: World, told: Arguments) -> Any:
    """logOut: from then on every call is refused."""
    world.logged_out = True
    return True


def close(world: World, told: Arguments) -> Any:
    """close."""
    return True


def set_my_commands(world: World, told: Arguments) -> Any:
    """setMyCommands."""
    if told.values.get("commands") in (None, ""):
        raise bad_request('parameter "commands" is required')
    world.profile.set_commands(told.listed("commands"), _scope(world, told), told.text("language_code"))
    world.changes.bump()
    return True


def delete_my_commands(world: World, told: Arguments) -> Any:
    """deleteMyCommands."""
    world.profile.set_commands([], _scope(world, told), told.text("language_code"))
    world.changes.bump()
    return True


def get_my_commands(world: World, told: Arguments) -> Any:
    """getMyCommands: exactly that scope and language."""
    language = told.text("language_code")
    check_language(language)
    return world.profile.commands(_scope(world, told), language)


def set_my_name(world: World, told: Arguments) -> Any:
    """setMyName."""
    return _set_text(world, told, "name")


def get_my_name(world: World, told: Arguments) -> Any:
    """getMyName."""
    return _get_text(world, told, "name")


def set_my_description(world: World, told: Arguments) -> Any:
    """setMyDescription."""
    return _set_text(world, told, "description")


def get_my_description(world: World, told: Arguments) -> Any:
    """getMyDescription."""
    return _get_text(world, told, "description")


def set_my_short_description(world: World, told: Arguments) -> Any:
    """setMyShortDescription."""
    return _set_text(world, told, "short_description")


def get_my_short_description(world: World, told: Arguments) -> Any:
    """getMyShortDescription."""
    return _get_text(world, told, "short_description")


def set_chat_menu_button(world: World, told: Arguments) -> Any:
    """setChatMenuButton: for one private chat, or for all that have none of their own."""
    chat_id = told.number("chat_id")
    if chat_id is not None:
        world.chat(chat_id)
    button = told.mapping("menu_button") or {"type": "default"}
    if button.get("type") not in ("commands", "default", "web_app"):
        raise bad_request("can't parse menu button: MenuButton type is unsupported")
    world.profile.menu_buttons[chat_id] = dict(button)
    return True


def get_chat(world: World, told: Arguments) -> Any:
    """getChat."""
    chat = world.chat(told.values.get("chat_id"))
    if isinstance(chat, GroupChat):
        chat.check_access()
    told_of = {"accent_color_id": chat.id % 7, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}
    if chat.pinned:
        told_of["pinned_message"] = chat.messages[chat.pinned[-1]].as_json(with_reply=False)
    return {**chat.as_json(), **told_of}


def get_file(world: World, told: Arguments) -> Any:
    """getFile: up to 20 MB."""
    file = world.files.by_id(told.text("file_id"))
    if file.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {**file.as_json(), "file_path": file.path}


def _scope(world: World, told: Arguments) -> Scope:
    scope = read_scope(told.mapping("scope"))
    if len(scope) > 1:
        world.chat(scope[1])
    return scope


def _set_text(world: World, told: Arguments, kind: str) -> bool:
    world.profile.set_text(kind, told.text(kind), told.text("language_code"))
    world.changes.bump()
    return True


def _get_text(world: World, told: Arguments, kind: str) -> dict[str, str]:
    language = told.text("language_code")
    check_language(language)
    return {kind: world.profile.text(kind, language)}
