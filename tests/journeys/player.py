"""Plays a journey on the stage and writes down, step by step, what every phone shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import UTC, timedelta
from pathlib import Path
from typing import cast

import bot.programme
from bot.demo.media import MediaKind
from bot.demo.person import Person
from tests.botapi.schema import SchemaWatch
from tests.journeys.phone import SOME_CODE, Phone, TeamGroup
from tests.journeys.story import (
    GLADBECK,
    DeletesTopic,
    Edits,
    Label,
    Moves,
    Presses,
    SaysInGroup,
    Sends,
    Setting,
    Step,
    Story,
    Types,
)
from tests.stage import WEEK, Stage

NOTHING = "(no phone shows anything new)"
PROGRAMME = Path(bot.programme.__file__).with_name("programme.toml")


async def play(story: Story, folder: Path, *, reword: bool = False) -> list[list[str]]:
    """What the phones show after each step. Every call and update is held against the schema.

    reword: steps whose button has got other words are changed to say the new ones
    """
    stage = Stage(folder, story.starts_at.astimezone(UTC), **_environment(story, folder))
    with SchemaWatch(stage.server):
        async with AsyncExitStack() as after:
            await stage.open()
            after.push_async_callback(stage.close)
            return await _Player(stage, reword).played(story)


class _Player:
    """The hands on the phones and on the clock."""

    def __init__(self, stage: Stage, reword: bool) -> None:
        self._stage = stage
        self._reword = reword
        self._phones: dict[str, Phone] = {}
        self._group: TeamGroup | None = None

    async def played(self, story: Story) -> list[list[str]]:
        joined = [
            await self._stage.team(mate.name, mate.role, mate.languages, mate.hours or WEEK) for mate in story.team
        ]
        self._phones |= {person.name: Phone(person) for person in joined}
        if story.group:
            self._group = TeamGroup(self._stage.server.groups.add(story.group, forum=True))
        return [await self._step(step) for step in story.steps]

    async def _step(self, step: Step) -> list[str]:
        try:
            await self._act(step)
        except LookupError as error:
            raise AssertionError(f"{step.line}\n{error}") from error
        told = [self._time()] if isinstance(step.action, Moves) else []
        shown = [line for phone in self._phones.values() for line in phone.look()]
        shown += self._group.look() if self._group is not None else []
        return [*told, *(shown or [NOTHING])]

    async def _act(self, step: Step) -> None:
        match step.action:
            case Types(who, text, speaks):
                if speaks:
                    self._phones[who] = Phone(self._stage.family(who, speaks))
                self._person(who).say(self._with_code(text))
            case Presses(who, labels, old):
                for label in labels:
                    pressed = await self._press(self._phones[who], label, old)
                    step.line = step.line.replace(str(label), str(pressed), 1)
            case Sends(who, what):
                self._send(self._person(who), what)
            case Edits(who, text):
                person = self._person(who)
                person.edit([message for message in person.messages if message.sender == "me"][-1].id, text)
            case SaysInGroup(who, where, text) if self._group is not None:
                thread = self._group.topic() if where == "topic" else None
                self._group.group.say(self._person(who), text, thread)
            case DeletesTopic() if self._group is not None:
                self._group.group.delete_topic(self._group.topic() or 0)
            case SaysInGroup() | DeletesTopic():
                raise LookupError("There is no group in this story: write “group: Team” above it")
            case Moves(by, to):
                await self._move(by if to is None or by else to.astimezone(UTC) - self._stage.clock())
        await self._stage.quiet()

    async def _press(self, phone: Phone, label: Label, old: bool) -> Label:
        try:
            message, data = phone.old_button(label) if old else phone.button(label)
        except LookupError:
            if not self._reword or old:
                raise
            label = phone.reworded(label)
            message, data = phone.button(label)
        phone.person.press(message, data)
        await self._stage.quiet()
        return label

    def _with_code(self, text: str) -> str:
        """The words with the code that some phone shows, where a family's code is typed."""
        if SOME_CODE not in text:
            return text
        codes = [code for phone in self._phones.values() for code in phone.codes()]
        return text.replace(SOME_CODE, codes[-1])

    @staticmethod
    def _send(person: Person, what: str) -> None:
        match what:
            case "own number":
                person.share_contact()
            case "somebody else's number":
                person.share_contact(own=False, phone="4915228817387")
            case _:
                person.send(cast("MediaKind", what))

    async def _move(self, by: timedelta | None) -> None:
        assert by is not None
        await self._stage.move(seconds=by.total_seconds())
        await self._stage.bot.service.sweep()

    def _time(self) -> str:
        return f"{self._stage.clock().astimezone(GLADBECK):It is now %A, %d %B %Y, %H:%M.}"

    def _person(self, who: str) -> Person:
        if who not in self._phones:
            raise LookupError(f"{who} has not come in yet: write “{who} (de): /start”")
        return self._phones[who].person


def _environment(story: Story, folder: Path) -> Mapping[str, str]:
    """The default programme, with the story's values in it."""
    if not story.settings:
        return {}
    text = PROGRAMME.read_text(encoding="utf-8")
    for setting in story.settings:
        text = _changed(text, setting)
    file = folder / "programme.toml"
    file.write_text(text, encoding="utf-8")
    return {"PROGRAMME_FILE": str(file)}


def _changed(text: str, setting: Setting) -> str:
    head, title, body = text.partition(f"[{setting.section}]")
    line = re.compile(rf"^(?:# )?{setting.name} = .*$", re.MULTILINE)
    changed, count = line.subn(f"{setting.name} = {setting.value}", body, count=1)
    if not title or not count:
        raise LookupError(f"The programme file has no {setting.section}.{setting.name}")
    return head + title + changed
