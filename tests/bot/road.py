"""The main road on the stage, walked by what buttons mean and not by how they read."""

from __future__ import annotations

from bot.demo.messages import Button, Message
from bot.demo.person import Person
from dialogs.machine.screen import read_payload
from tests.stage import Stage

PRE_CHECK = (
    "welcome.go", "consent.callback+", "consent.reminders+", "consent.done", "lives_here.yes", "household.under_14-1",
    "household.done", "money.office+", "money.done", "has_coach.no", "result.go",
)  # fmt: skip


def meaning(button: Button) -> str:
    """Where a button belongs and what it picks: `wish.exact`."""
    press = read_payload(button.data)
    return f"{press.at}.{press.pick}" if press else button.data


def buttons(person: Person) -> dict[str, tuple[Message, Button]]:
    """Every button on the phone by its meaning; of two with one meaning the newer."""
    return {meaning(button): (message, button) for message in person.messages for button in message.buttons}


def press_at_once(person: Person, means: str) -> None:
    """Press the button that means this, and wait for nothing. Raises LookupError where there is none."""
    on_phone = buttons(person)
    if means not in on_phone:
        raise LookupError(f"{person.name} sees no {means}, but: {', '.join(on_phone)}")
    message, button = on_phone[means]
    person.press(message.id, button.data)


async def press(stage: Stage, person: Person, *meanings: str) -> None:
    """Press the buttons that mean this, one after the other."""
    for means in meanings:
        press_at_once(person, means)
        await stage.quiet()


def offered(person: Person, at: str) -> list[str]:
    """What the newest screen offers at a question, in the order it stands there; leafing is no answer."""
    meant = [meaning(button) for button in Stage.screen(person).buttons]
    return [
        means for means in meant if means.startswith(f"{at}.") and not means.endswith(".<") and ".from-" not in means
    ]


async def to_wish(stage: Stage, person: Person, language: str = "de") -> None:
    """From the first hello to the question when to call."""
    await stage.start(person)
    await press(stage, person, f"language.{language}", *PRE_CHECK)


async def to_times(stage: Stage, person: Person, day: int = 0) -> list[str]:
    """On to the times of one of the offered days; gives what is offered there."""
    await press(stage, person, "wish.exact")
    await press(stage, person, offered(person, "day")[day])
    return offered(person, "time")


async def to_check(stage: Stage, person: Person, name: str = "Ayla") -> None:
    """From a chosen time to the summary."""
    await stage.say(person, name)
    person.share_contact()
    await stage.quiet()
    await press(stage, person, "safe.always", "voicemail.yes")


async def book(stage: Stage, person: Person, day: int = 0, time: int = 0, language: str = "de") -> str:
    """The whole road to a booked call; gives the time that was picked."""
    await to_wish(stage, person, language)
    times = await to_times(stage, person, day)
    await press(stage, person, times[time])
    await to_check(stage, person)
    await press(stage, person, "check.send")
    return times[time]


def texts(person: Person) -> str:
    """Everything the bot has on the phone, without the marks that hold directions."""
    ours = (message.text or message.label for message in person.messages if message.sender == "bot")
    return "\n".join(ours).translate(dict.fromkeys(range(0x2066, 0x206A)))
