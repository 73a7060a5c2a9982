"""The checker of all catalogues: what is missing, unequal, unreadable or too long, each with its place and cure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.catalogues.fault import Fault
from bot.catalogues.looks import look_faults
from bot.catalogues.meaning import plural_header_faults, text_faults, word_list_faults
from bot.catalogues.screens import screen_faults
from bot.texts import DESK, GERMAN, Catalogue, Entry, Texts, UnreadableCatalogue, read_catalogue
from bot.texts.catalogue import CATALOGUES
from bot.understanding.lexicon import NOT, WORD_LISTS
from dialogs.machine.screen import Screen

__all__ = ["Fault", "check", "check_screens"]


def check(
    folder: Path,
    keys: Collection[str],
    *,
    optional: Collection[str] = (),
    placeholders: Mapping[str, Collection[str]] | None = None,
) -> list[Fault]:
    """Every fault of every catalogue below a `locales` folder, by file and line.

    keys:          the texts the program says; each language has to have them all, and the word lists that typed
                   words are understood by, and no others (coaches' texts, `desk.`, in German alone)
    optional:      texts that are said in every language once German has them
    placeholders:  the values the program gives a text, where known; else the German text is the measure
    """
    faults: list[Fault] = []
    catalogues: list[Catalogue] = []
    for path in sorted(folder.glob(CATALOGUES)):
        try:
            catalogues.append(read_catalogue(path))
        except UnreadableCatalogue as unreadable:
            tag = path.parent.parent.name
            faults.append(Fault(path, unreadable.line, tag, "", unreadable.what, unreadable.cure))
    german = next((catalogue for catalogue in catalogues if catalogue.tag == GERMAN), None)
    if german is None:
        path = folder / GERMAN / "LC_MESSAGES" / "familienlotse.po"
        faults.append(Fault(path, 1, GERMAN, "", "The German catalogue is missing.", "Put it back: it is the base."))
    wanted = frozenset(keys).union(WORD_LISTS, german.entries.keys() & set(optional) if german else ())
    for catalogue in catalogues:
        faults.extend(_catalogue_faults(catalogue, german, wanted, placeholders or {}))
    return sorted(faults, key=lambda fault: (str(fault.path), fault.line, fault.key, fault.what))


def check_screens(screens: Sequence[tuple[str, Screen]], folder: Path, zone: ZoneInfo) -> list[Fault]:
    """Faults of whole screens: longer than Telegram takes, or a label too long to read, with the longest values."""
    texts = Texts.load(folder, zone)
    return [
        fault
        for tag in texts.languages
        for name, screen in screens
        for fault in screen_faults(name, screen, texts, tag)
    ]


def _catalogue_faults(
    catalogue: Catalogue,
    german: Catalogue | None,
    keys: frozenset[str],
    placeholders: Mapping[str, Collection[str]],
) -> Iterator[Fault]:
    yield from plural_header_faults(catalogue)
    yield from _key_faults(catalogue, keys)
    yield from word_list_faults(catalogue)
    base = german.entries if german else {}
    for entry in catalogue.entries.values():
        yield from _entry_faults(catalogue, entry, base.get(entry.key), placeholders.get(entry.key))


def _entry_faults(
    catalogue: Catalogue, entry: Entry, german: Entry | None, given: Collection[str] | None
) -> Iterator[Fault]:
    yield from text_faults(catalogue, entry, german, given)
    if entry.ready:
        yield from look_faults(catalogue, entry)


def _key_faults(catalogue: Catalogue, keys: frozenset[str]) -> Iterator[Fault]:
    place = (catalogue.path, 1, catalogue.tag)
    for key in sorted(keys - catalogue.entries.keys()):
        if key.startswith(DESK) and catalogue.tag != GERMAN:
            continue
        yield Fault(*place, key, "This text is missing.", "Add an entry with this msgid and its translation.")
    for key, lines in _repeated(catalogue.path):
        where = " and ".join(map(str, lines))
        yield Fault(
            catalogue.path, lines[-1], catalogue.tag, key, f"It stands at lines {where}.", "Keep one of them."
        )
    for key in catalogue.entries.keys() - keys - {NOT}:
        line = catalogue.entries[key].line
        yield Fault(
            catalogue.path, line, catalogue.tag, key, "No screen says this text.", "Remove it, or mend its key."
        )


def _repeated(path: Path) -> Iterable[tuple[str, list[int]]]:
    """Keys that stand in the file twice; the parser keeps the first and is silent."""
    places: dict[str, list[int]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith('msgid "') and line.strip() != 'msgid ""':
            places.setdefault(line.strip()[7:-1], []).append(number)
    return ((key, lines) for key, lines in places.items() if len(lines) > 1)
