"""All languages together: screens and files into the words of the language the person has now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.channels.channel import Rendered, RenderedButton, RenderedFile
from bot.texts.calendar_file import MIME, NAME, calendar_file
from bot.texts.catalogue import DESK, GERMAN, Catalogue, Entry, UnreadableCatalogue, read_catalogues
from bot.texts.markup import without_controls
from bot.texts.reader import Reader
from bot.texts.spelling import Direction, Spelling, direction, own_name
from bot.texts.wording import Wording
from dialogs.machine.screen import CalendarFile, Screen
from dialogs.machine.words import Phrase


class Texts:
    """Turns phrases into words. A text that a language lacks is said in German.

    A catalogue with a gap is not offered, but it is read: its words are understood, and who has it keeps it.
    """

    def __init__(self, catalogues: Iterable[Catalogue], zone: ZoneInfo, *, strict: bool = False) -> None:
        self.catalogues: Mapping[str, Catalogue] = {catalogue.tag: catalogue for catalogue in catalogues}
        spellings = {tag: Spelling(tag, zone) for tag in self.catalogues}
        ready = {tag: _ready(catalogue, spellings[tag]) for tag, catalogue in self.catalogues.items()}
        german = ready[GERMAN]
        self._readers = {tag: Reader(tag, spellings[tag], german | own, strict) for tag, own in ready.items()}
        needed = {key for key in german if not key.startswith(DESK)}
        complete = [tag for tag, own in ready.items() if own.keys() >= needed]
        names = {tag: own_name(tag) for tag in complete}
        self.languages: Mapping[str, str] = MappingProxyType(
            dict(sorted(names.items(), key=lambda named: (named[0] != GERMAN, named[1])))
        )
        self._reader = lru_cache(maxsize=256)(self._find_reader)

    @classmethod
    def load(cls, folder: Path, zone: ZoneInfo, *, strict: bool = False) -> Texts:
        """All catalogues below `folder`. Raises `UnreadableCatalogue` for a broken one or without German."""
        catalogues = read_catalogues(folder)
        if GERMAN not in {catalogue.tag for catalogue in catalogues}:
            path = folder / GERMAN / "LC_MESSAGES" / "familienlotse.po"
            raise UnreadableCatalogue(path, 1, "The German catalogue is missing.", "Put it back: it is the base.")
        return cls(catalogues, zone, strict=strict)

    def offered(self, hint: str) -> str | None:
        """The offered language that a phone's hint ("pt-br", "TR", "en_GB") means, or None."""
        plain = hint.replace("_", "-").lower()
        by_tag = {tag.replace("_", "-").lower(): tag for tag in self.languages}
        return by_tag.get(plain) or by_tag.get(plain.partition("-")[0])

    def render(self, content: Screen, language: str) -> Rendered:
        """A screen in words: paragraphs as Telegram's HTML, labels as plain text.

        `content.contact` is no part of a message: it goes out by a call of its own, with `plain`.
        """
        say = self._reader(language).say
        text = "\n\n".join([say(line, True) for line in content.lines])
        rows = tuple(
            [
                tuple([RenderedButton(say(b.label, False), b.press.payload(), b.style) for b in row])
                for row in content.rows
            ]
        )
        return Rendered(text, rows, content.protected)

    def phrase(self, phrase: Phrase, language: str) -> str:
        """A phrase as Telegram's HTML."""
        return self._reader(language).say(phrase, True)

    def plain(self, phrase: Phrase, language: str) -> str:
        """A phrase as plain text, for labels, toasts and titles."""
        return self._reader(language).say(phrase, False)

    def file(self, content: CalendarFile, language: str, *, stamped_at: datetime) -> RenderedFile:
        """An appointment as a calendar file, its caption as Telegram's HTML. `stamped_at` is now, aware."""
        title = without_controls(self.plain(content.title, language))
        span = (content.starts_at, content.ends_at)
        written = calendar_file(
            content.uid,
            content.sequence,
            span,
            title=title,
            cancelled=content.cancelled,
            stamped_at=stamped_at,
        )
        return RenderedFile(NAME, MIME, written, self.phrase(content.caption, language))

    def direction(self, tag: str) -> Direction:
        """Which way a language is written; an unknown one counts as German."""
        return direction(self._reader(tag).tag)

    def entry(self, key: str, language: str) -> Entry | None:
        """The text as the language's own catalogue has it, ready or not, without German in its place."""
        catalogue = self.catalogues.get(language)
        return catalogue.entries.get(key) if catalogue else None

    def words(self, key: str, language: str) -> tuple[str, ...]:
        """A list of words, `yes|yep|sure`, of one language; empty where its catalogue has none ready."""
        entry = self.entry(key, language)
        if entry is None or not entry.ready:
            return ()
        return tuple(word.strip() for word in entry.forms[0].split("|") if word.strip())

    def _find_reader(self, language: str) -> Reader:
        reader = self._readers.get(language) or self._readers.get(self.offered(language) or GERMAN)
        return reader or self._readers[GERMAN]


def _ready(catalogue: Catalogue, spelling: Spelling) -> dict[str, Wording]:
    return {key: Wording(entry, catalogue, spelling) for key, entry in catalogue.entries.items() if entry.ready}
