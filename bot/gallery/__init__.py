"""Every screen a person can meet, built by the very code that builds it for people, from one made-up town and day."""

from __future__ import annotations

from pathlib import Path

from bot.gallery.desk_screens import desk_screens
from bot.gallery.family_screens import family_screens
from bot.gallery.sample import Sample
from bot.programme import Programme
from bot.texts import Texts
from dialogs.machine.screen import Screen

__all__ = ["all_screens"]


def all_screens(programme: Programme, locales_folder: Path) -> list[tuple[str, Screen]]:
    """Each question in its states, each side screen, result, card, note, reminder and desk screen, with its name."""
    sample = Sample.of(programme, Texts.load(locales_folder, programme.zone))
    return [*family_screens(sample), *desk_screens(sample)]
