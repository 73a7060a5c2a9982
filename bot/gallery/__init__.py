"""Every screen a person can meet, built by the very code that builds it for people, from one made-up town and day."""

from __future__ import annotations

from pathlib import Path

from bot.gallery.closing_screens import closing_screens
from bot.gallery.desk_screens import desk_screens
from bot.gallery.family_screens import family_screens
from bot.gallery.hand_screens import hand_screens
from bot.gallery.learned_screens import learned_screens
from bot.gallery.line_screens import line_screens
from bot.gallery.nudge_screens import nudge_screens
from bot.gallery.perspective_screens import perspective_screens
from bot.gallery.phone_screens import phone_screens
from bot.gallery.phrase_screens import phrase_screens
from bot.gallery.round_screens import round_screens
from bot.gallery.sample import Sample
from bot.gallery.talk_screens import talk_screens
from bot.gallery.team_screens import team_screens
from bot.gallery.times_screens import times_screens
from bot.gallery.way_screens import way_screens
from bot.programme import Programme
from bot.texts import Texts
from dialogs.machine.screen import Screen

__all__ = ["all_screens"]


def all_screens(programme: Programme, locales_folder: Path) -> list[tuple[str, Screen]]:
    """Each question in its states, each side screen, result, card, note, reminder, desk screen and phrase, named."""
    sample = Sample.of(programme, Texts.load(locales_folder, programme.zone))
    return [
        *family_screens(sample),
        *desk_screens(sample),
        *team_screens(sample),
        *closing_screens(sample),
        *hand_screens(sample),
        *phrase_screens(sample),
        *phone_screens(sample),
        *line_screens(sample),
        *times_screens(sample),
        *talk_screens(sample),
        *nudge_screens(sample),
        *round_screens(sample),
        *perspective_screens(sample),
        *way_screens(sample),
        *learned_screens(sample),
    ]
