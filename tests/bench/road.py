"""What a family answers on its way: one answer a question, the same for our bot and for the peer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import cycle, islice

from bot.demo.messages import Button, Message
from bot.demo.person import OWN_PHONE, Person

LANGUAGES = ("de", "en", "tr", "ar")

PICKS: Mapping[str, tuple[str, ...]] = {
    "welcome": ("go",),
    "consent": ("callback+", "reminders+", "done"),
    "lives_here": ("yes",),
    "household": ("adults-2", "under_14-1", "done"),
    "money": ("office+", "done"),
    "has_coach": ("no",),
    "result": ("go",),
    "part": ("morning",),
    "phone_right": ("yes",),
    "safe": ("always",),
    "voicemail": ("yes",),
    "check": ("send",),
}
"""What is pressed at each question, press by press."""

FREE_CHOICE = ("day", "time")
"""Questions whose options are not known beforehand: families spread over what is offered."""


class Lost(RuntimeError):
    """A family was shown something that this road has no answer for."""


@dataclass(slots=True)
class Family:
    """One family; `number` decides its language, and whether it types its number or wants an exact time."""

    person: Person
    number: int
    pressed: int = 0
    last: str = ""

    @property
    def language(self) -> str:
        """The language it presses on the first screen."""
        return LANGUAGES[self.number % len(LANGUAGES)]

    def answer(self, shown: Message) -> bool:
        """Answer what the screen asks; False where it asks nothing more, which is the end of the road."""
        at = question_of(shown)
        self.pressed = self.pressed + 1 if at == self.last else 0
        self.last = at
        if not at:
            return False
        if self.pressed > 6:
            raise Lost(f"A family stands still at {at!r}.")
        if at == "name":
            self.person.say(("Ayla", "Mehmet", "Nour", "Jana")[self.number % 4])
        elif at == "phone":
            self._tell_phone()
        else:
            self.person.press(shown.id, self._choice(at, shown).data)
        return True

    def _tell_phone(self) -> None:
        if self.number % 2:
            self.person.share_contact()
        else:
            self.person.say(f"+{OWN_PHONE}")

    def _choice(self, at: str, shown: Message) -> Button:
        options = [button for button in shown.buttons if place_of(button) == at and not button.data.endswith(".<")]
        if not options:
            raise Lost(f"The question {at!r} shows no answers.")
        if at in FREE_CHOICE:
            # Leafing to other days answers nothing.
            answers = [button for button in options if ".from-" not in button.data]
            return next(islice(cycle(answers), self.number, None))
        pick = self._pick(at)
        for button in options:
            if button.data.endswith(f".{pick}"):
                return button
        raise Lost(f"The question {at!r} does not offer {pick!r}.")

    def _pick(self, at: str) -> str:
        if at == "language":
            return self.language
        if at == "wish":
            return "exact" if self.number % 8 == 7 else "asap"
        picks = PICKS.get(at)
        if picks is None:
            raise Lost(f"The road has no answer to {at!r}.")
        return picks[min(self.pressed, len(picks) - 1)]


def place_of(button: Button) -> str:
    """The place a button belongs to: the third part of `1.<run>.<at>.<pick>`."""
    parts = button.data.split(".", 3)
    return parts[2] if len(parts) == 4 else ""


def question_of(shown: Message) -> str:
    """The question a screen asks, empty where it asks none. Side screens and cards begin with a tilde."""
    return next((at for button in shown.buttons if (at := place_of(button)) and not at.startswith("~")), "")
