"""One language's catalogue: how a `.po` file is read, and which plural form stands at which place in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, read_po
from babel.plural import to_gettext

GERMAN = "de"
"""The language every text exists in, and the one that stands in where another has a gap."""

DESK = "desk."
"""How the keys begin that coaches and the lead read. They are in German alone; other languages need none of them."""

CATALOGUES = "*/LC_MESSAGES/familienlotse.po"

Status = Literal["draft", "checked"]

_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
_WHOLE_NUMBERS = (*range(121), 1000)
_STATUS = re.compile(r"status:\s*(draft|checked)(?:\s+([0-9a-f]{8}))?\s*$")


class UnreadableCatalogue(ValueError):
    """A catalogue that cannot be read. The message names file, line and cure."""

    def __init__(self, path: Path, line: int, what: str, cure: str) -> None:
        super().__init__(f"{path}:{line}: {what} {cure}")
        self.path, self.line, self.what, self.cure = path, line, what, cure


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of a catalogue.

    forms:     the text, or its plural forms in the order of `Catalogue.categories`
    plural_key: what stands as `msgid_plural`, None for a text without plural forms
    line:      where its `msgid` stands, counted from 1
    signature: the fingerprint a native reader signed, empty where none is given
    """

    key: str
    forms: tuple[str, ...]
    plural_key: str | None
    line: int
    fuzzy: bool
    status: Status
    signature: str

    @property
    def ready(self) -> bool:
        """Whether people may see it: nothing fuzzy, no form empty."""
        return not self.fuzzy and all(form.strip() for form in self.forms)

    def fingerprint(self) -> str:
        """Eight hexadecimal digits that change whenever the text changes."""
        return hashlib.sha256("\0".join(self.forms).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All texts of one language, as they stand in its file."""

    tag: str
    path: Path
    entries: Mapping[str, Entry]
    plural_count: int
    plural_expression: str

    @property
    def locale(self) -> Locale:
        """The language as CLDR describes it."""
        return locale_of(self.tag)

    def categories(self) -> tuple[str, ...]:
        """The plural category of each form, by place: as many as the file's header announces, else all."""
        every, reached = plural_categories(self.locale)
        return reached if self.plural_count == len(reached) else every

    def right_header(self) -> str:
        """The `Plural-Forms` line that chooses as CLDR does, with all categories of the language."""
        return f"Plural-Forms: {to_gettext(self.locale.plural_form)}"


def locale_of(tag: str) -> Locale:
    """A language by its tag, `pt-br` and `pt_BR` alike. Raises `ValueError` or `UnknownLocaleError`."""
    return Locale.parse(tag, sep="-" if "-" in tag else "_")


def is_language(tag: str) -> bool:
    """Whether CLDR knows a language by this tag."""
    try:
        locale_of(tag)
    except (ValueError, UnknownLocaleError):
        return False
    return True


def plural_categories(locale: Locale) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """CLDR's plural categories in their fixed order: all of the language, and those a whole number reaches.

    Polish has `other` for fractions alone: translators' programs leave it out, and no count of ours needs it.
    Babel's gettext table is not asked: its Arabic rule is wrong for 11 to 99 (babel 816).
    """
    rule = locale.plural_form
    reached = {rule(number) for number in _WHOLE_NUMBERS}
    every = {*rule.tags, "other"}
    return (
        tuple(name for name in _CATEGORIES if name in every),
        tuple(name for name in _CATEGORIES if name in reached),
    )


def read_catalogues(folder: Path) -> list[Catalogue]:
    """Every catalogue below a `locales` folder. Raises `UnreadableCatalogue` at the first that is broken."""
    return [read_catalogue(path) for path in sorted(folder.glob(CATALOGUES))]


def read_catalogue(path: Path) -> Catalogue:
    """The catalogue in `<tag>/LC_MESSAGES/familienlotse.po`. Raises `UnreadableCatalogue`."""
    tag = path.parent.parent.name
    try:
        locale_of(tag)
    except (ValueError, UnknownLocaleError) as fault:
        cure = "Name the folder by the language's tag, such as `tr`."
        raise UnreadableCatalogue(path, 1, f'No language has the tag "{tag}".', cure) from fault
    try:
        with path.open(encoding="utf-8") as lines:
            messages = read_po(lines, ignore_obsolete=True, abort_invalid=True)
    except PoFileError as fault:
        cure = "Look at this line in a program for translators."
        raise UnreadableCatalogue(path, fault.lineno + 1, f"{fault}.", cure) from fault
    except (ValueError, IndexError) as fault:
        cure = "Save the file as UTF-8 with a plain gettext header."
        raise UnreadableCatalogue(path, 1, f"It is no catalogue ({fault}).", cure) from fault
    entries = {entry.key: entry for entry in map(_entry, messages) if entry.key}
    return Catalogue(tag, path, entries, messages.num_plurals, messages.plural_expr)


def _entry(message: Message) -> Entry:
    plural = not isinstance(message.id, str)
    key, plural_key = (message.id[0], message.id[1]) if plural else (str(message.id), None)
    forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    status, signature = _status(message.user_comments)
    return Entry(key, forms, plural_key, message.lineno or 1, message.fuzzy, status, signature)


def _status(comments: list[str]) -> tuple[Status, str]:
    for comment in comments:
        found = _STATUS.match(comment)
        if found:
            return ("checked" if found[1] == "checked" else "draft"), found[2] or ""
    return "draft", ""
