"""Whether whole screens fit, said with the longest values by the very code that says them to families."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from bot.catalogues.fault import Fault
from bot.catalogues.kinds import LABEL_LIMIT, LONGEST_VALUE, MESSAGE_LIMIT
from bot.catalogues.looks import shown_length
from bot.texts import Texts
from bot.texts.markup import utf16_length, visible
from dialogs.machine.screen import PAYLOAD_LIMIT, Screen
from dialogs.machine.words import Listing, Phrase, Value


def screen_faults(name: str, screen: Screen, texts: Texts, language: str) -> Iterator[Fault]:
    """What of a screen would not fit: text, labels as they are, payloads."""
    faulty = partial(Fault, texts.catalogues[language].path, 1, language, name)
    widest = replace(screen, lines=tuple(_widest_phrase(line) for line in screen.lines))
    length = utf16_length(visible(texts.render(widest, language).text))
    if length > MESSAGE_LIMIT:
        yield faulty(f"The screen is {length} long, {MESSAGE_LIMIT} is the limit.", "Say it shorter.")
    for button in (button for row in texts.render(screen, language).rows for button in row):
        if shown_length(button.label) > LABEL_LIMIT:
            yield faulty(f'The button "{button.label}" is too long to read.', f"{LABEL_LIMIT} characters fit.")
        if not button.label.strip():
            yield faulty(f"The button {button.payload} has no words.", "Give it a label.")
        if len(button.payload.encode()) > PAYLOAD_LIMIT:
            yield faulty(f"The payload {button.payload} is too long.", f"{PAYLOAD_LIMIT} bytes fit.")


def _widest_phrase(phrase: Phrase) -> Phrase:
    return Phrase(phrase.key, {name: _widest(value) for name, value in phrase.values.items()})


def _widest(value: Value) -> Value:
    match value:
        case str():
            return LONGEST_VALUE
        case Phrase():
            return _widest_phrase(value)
        case Listing(parts):
            return Listing(tuple(map(_widest, parts)))
        case _:
            return value
