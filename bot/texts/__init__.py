"""All texts in all offered languages: how a phrase becomes words, with plurals, dates and direction."""

from bot.texts.catalogue import (
    DESK,
    GERMAN,
    Catalogue,
    Entry,
    Status,
    UnreadableCatalogue,
    read_catalogue,
    read_catalogues,
)
from bot.texts.reader import MissingText
from bot.texts.rendering import Texts

__all__ = [
    "DESK",
    "GERMAN",
    "Catalogue",
    "Entry",
    "MissingText",
    "Status",
    "Texts",
    "UnreadableCatalogue",
    "read_catalogue",
    "read_catalogues",
]
