"""Whether a translation looks right on a phone: markup, direction, length, number of sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial

from bot.catalogues.fault import Fault
from bot.catalogues.kinds import LONGEST_VALUE, Kind, kind_of
from bot.texts import Catalogue, Entry
from bot.texts.markup import ALLOWED_TAGS, BIDI_CONTROLS, HOLE, TAG, utf16_length, visible
from bot.understanding.lexicon import NOT, WORD_LISTS

_RIGHT = frozenset({"R", "AL"})
_STRONG = _RIGHT | {"L"}
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_LINK = re.compile(r' href="(?:https?://|tg://|tel:|mailto:)[^"<>]+"')
_SENTENCE_END = re.compile(r"(?<!\d)(?<!\b\w)[.!?…؟۔։።]+(?=\s|$)")
_LIST_MARKS = ("•", "-", "–")
_FREE_DIRECTION = frozenset({*WORD_LISTS, NOT, "profile.name"})

_Faulty = Callable[[str, str], Fault]


def look_faults(catalogue: Catalogue, entry: Entry) -> Iterator[Fault]:
    """What one would see to be wrong in one entry, form by form."""
    faulty = partial(Fault, catalogue.path, entry.line, catalogue.tag, entry.key)
    kind = kind_of(entry.key)
    for form in entry.forms:
        yield from markup_faults(form, kind, faulty)
        yield from _length_faults(form, kind, faulty)
        if BIDI_CONTROLS.intersection(form):
            yield faulty("It holds an invisible direction mark.", "Take it out: values are isolated by the program.")
        if entry.key not in _FREE_DIRECTION:
            yield from _direction_faults(form, catalogue.locale.text_direction == "rtl", faulty)


def markup_faults(form: str, kind: Kind, faulty: _Faulty) -> Iterator[Fault]:
    """Tags and entities that Telegram would refuse or show as they are."""
    opened: list[str] = []
    for tag in TAG.finditer(form):
        closes = tag[0].startswith("</")
        if not closes:
            yield from _tag_faults(tag, kind, faulty)
            opened.append(tag[1])
        elif not opened or opened.pop() != tag[1]:
            yield faulty(f"{tag[0]} closes no tag.", "Close tags in the order they were opened in, from inside out.")
            return
    if opened:
        yield faulty(f"<{opened[-1]}> is never closed.", f"Write `</{opened[-1]}>` behind it.")
    if re.search("[<>]", TAG.sub("", form)):
        yield faulty("A bare < or > stands in it.", "Write `&lt;` or `&gt;`.")
    if "&" in _ENTITY.sub("", form):
        yield faulty("A bare & stands in it.", "Write `&amp;`.")


def _tag_faults(tag: re.Match[str], kind: Kind, faulty: _Faulty) -> Iterator[Fault]:
    name, rest = tag[1], tag[2]
    if kind.plain:
        yield faulty(f"A {kind.name} shows {tag[0]} as it stands.", "Take the tag out.")
    elif name not in ALLOWED_TAGS:
        allowed = ", ".join(f"<{known}>" for known in sorted(ALLOWED_TAGS))
        yield faulty(f"The tag {tag[0]} is not one of ours.", f"Allowed: {allowed}.")
    elif not _LINK.fullmatch(rest) if name == "a" else rest:
        yield faulty(f"Telegram does not read {tag[0]}.", 'Write `<b>` or `<a href="https://...">`.')


def _length_faults(form: str, kind: Kind, faulty: _Faulty) -> Iterator[Fault]:
    if kind.filled:
        length = utf16_length(visible(HOLE.sub(LONGEST_VALUE, form)))
    else:
        length = shown_length(visible(HOLE.sub("", form)))
    if length > kind.limit:
        yield faulty(f"As a {kind.name} it is {length} long, {kind.limit} is the limit.", "Say it shorter.")
    sentences = sentence_count(visible(form))
    if kind.sentences is not None and sentences > kind.sentences:
        yield faulty(f"It has {sentences} sentences.", f"Say it in {kind.sentences}, or ask one thing less.")


def shown_length(text: str) -> int:
    """Characters as a reader counts them: marks on letters and invisible characters are none."""
    return sum(unicodedata.category(sign) not in {"Mn", "Me", "Cf"} for sign in text)


def sentence_count(text: str) -> int:
    """Sentences of a text that end as sentences do. Lists, "z. B." and "24. November" do not count."""
    lines = (line for line in text.splitlines() if not line.lstrip().startswith(_LIST_MARKS))
    return sum(len(_SENTENCE_END.findall(line)) for line in lines)


def _direction_faults(form: str, right_to_left: bool, faulty: _Faulty) -> Iterator[Fault]:
    words = HOLE.sub("", visible(form)).strip()
    if right_to_left and words and unicodedata.category(words[0]) == "So" and _first_strong(words):
        yield faulty(
            f"It begins with {words[0]}, which turns the line to the left.", "Put the sign behind the words."
        )
    for number, line in enumerate(words.splitlines()):
        first = _first_strong(line)
        own = first in _RIGHT if right_to_left else first == "L"
        foreign_line = right_to_left and number > 0 and not _holds_right(line)
        if first and not own and not foreign_line:
            yield faulty(
                f'The line "{line}" begins with a letter of the other direction.',
                "Begin it with a word of the language.",
            )


def _first_strong(text: str) -> str:
    return next((way for sign in text if (way := unicodedata.bidirectional(sign)) in _STRONG), "")


def _holds_right(text: str) -> bool:
    return any(unicodedata.bidirectional(sign) in _RIGHT for sign in text)
