"""Whether a translation says what the German says: nothing empty or fuzzy, same values, all plural forms, signed."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Collection, Iterator
from functools import partial

from bot.catalogues.fault import Fault
from bot.texts import Catalogue, Entry
from bot.texts.catalogue import plural_categories
from bot.texts.markup import HOLE, TAG, holes
from bot.understanding.lexicon import NUMBERS, WORD_LISTS, read_numbers

_COUNTED = range(1001)
_NUMBERS_KNOWN = range(13)
_BRACES = re.compile(r"[{}]")

_Faulty = Callable[[str, str], Fault]


def plural_header_faults(catalogue: Catalogue) -> Iterator[Fault]:
    """A `Plural-Forms` header that does not choose as CLDR does."""
    rule = catalogue.locale.plural_form
    every, reached = plural_categories(catalogue.locale)
    faulty = partial(Fault, catalogue.path, 1, catalogue.tag, "")
    order = ", ".join(reached)
    cure = f"Write `{catalogue.right_header()}`" + (
        f", or {len(reached)} forms in the order {order}." if reached != every else f" (the order is {order})."
    )
    if catalogue.plural_count not in {len(every), len(reached)}:
        yield faulty(f"The header announces {catalogue.plural_count} plural forms, CLDR has {len(every)}.", cure)
        return
    categories = catalogue.categories()
    try:
        choose = gettext.c2py(catalogue.plural_expression)
    except ValueError as unreadable:
        yield faulty(f"The header's plural rule cannot be read ({unreadable}).", cure)
        return
    wrong = next((n for n in _COUNTED if choose(n) != categories.index(rule(n))), None)
    if wrong is not None:
        form = categories.index(rule(wrong))
        yield faulty(f'The header gives {wrong} form {choose(wrong)}; by CLDR it is "{rule(wrong)}", {form}.', cure)


def text_faults(
    catalogue: Catalogue, entry: Entry, german: Entry | None, given: Collection[str] | None
) -> Iterator[Fault]:
    """What is wrong with the words of one entry. `given` are the values the program hands over, if known."""
    faulty = partial(Fault, catalogue.path, entry.line, catalogue.tag, entry.key)
    if entry.fuzzy:
        yield faulty("It is fuzzy: nobody has confirmed it.", "Confirm the translation and take the mark off.")
    if entry.signature and entry.signature != entry.fingerprint():
        yield faulty(
            "It was changed after it was checked.",
            f"Read it again, then write `# status: checked {entry.fingerprint()}`.",
        )
    yield from _form_faults(catalogue, entry, german, faulty)
    wanted = frozenset(given) if given is not None else holes("".join(german.forms)) if german else None
    for form in entry.forms:
        if form.strip():
            yield from _hole_faults(form, wanted, faulty)


def _form_faults(catalogue: Catalogue, entry: Entry, german: Entry | None, faulty: _Faulty) -> Iterator[Fault]:
    plural = entry.plural_key is not None
    if plural and entry.plural_key != entry.key:
        yield faulty("Its msgid_plural differs from its msgid.", f'Write `msgid_plural "{entry.key}"`.')
    if german and (german.plural_key is not None) != plural:
        have = "has no plural forms, the German has" if not plural else "has plural forms, the German has none"
        yield faulty(f"It {have}.", "Give it the shape of the German entry.")
    names = catalogue.categories() if plural else ("",)
    for place, form in enumerate(entry.forms):
        if not form.strip():
            name = f' for "{names[place]}"' if plural and place < len(names) else ""
            yield faulty(f"Its text{name} is empty.", "Translate it.")


def _hole_faults(form: str, wanted: frozenset[str] | None, faulty: _Faulty) -> Iterator[Fault]:
    if _BRACES.search(HOLE.sub("", form)):
        yield faulty("A brace stands alone or holds no name.", "Write values as `{name}`, in a-z, 0-9 and _.")
    if any(HOLE.search(tag[0]) for tag in TAG.finditer(form)):
        yield faulty("A value stands inside a tag.", "Put it between the tags.")
    if wanted is None:
        return
    found = holes(form)
    for name in sorted(wanted - found):
        yield faulty(f'The value {{{name}}} is missing in "{form}".', "Every form says every value.")
    for name in sorted(found - wanted):
        yield faulty(f'The value {{{name}}} in "{form}" is not known.', f"Known: {_named(wanted)}.")


def _named(names: frozenset[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "none"


def word_list_faults(catalogue: Catalogue) -> Iterator[Fault]:
    """Word lists that typed text could not be understood by."""
    for key in WORD_LISTS:
        entry = catalogue.entries.get(key)
        if entry is None:
            continue
        faulty = partial(Fault, catalogue.path, entry.line, catalogue.tag, key)
        words = entry.forms[0].split("|")
        if any(not word.strip() for word in words):
            yield faulty("A word of the list is empty.", "Write `one|two|three`, without a bar at either end.")
        if key == NUMBERS:
            known = {number for number, _ in read_numbers(words)}
            missing = ", ".join(str(number) for number in _NUMBERS_KNOWN if number not in known)
            if missing:
                yield faulty(f"No word for {missing}.", "Write `0:null|1:eins,ein|2:zwei` and so on up to 12.")
