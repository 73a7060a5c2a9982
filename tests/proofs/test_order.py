"""Order: twenty families at once, with trouble on the way, end where each would have ended alone."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.demo.faults import Kind
from bot.demo.person import Person
from tests.proofs.road import HOME, Family, made, phone_of, places_on, stored_of, walk
from tests.stage import Stage, staged

FAMILIES = 20
UPDATES_EACH = 25
WORDS = (
    "Ja", "nein", "zwei", "Ich weiß nicht", "45964", "0171 3920034", "Ayla", "Jobcenter", "Sprechen Sie Türkisch?",
    "hayır", "yes", "vormittags", "/places", "/privacy", "/help", "/appointment", "🙂", "Wann rufen Sie an?",
)  # fmt: skip

NOT_IN_A_WALK = frozenset({"time", "~delete", "~list", "~places"})
"""What makes one family's end depend on another's: an exact time, a place on the list. Erasing ends a walk early."""


@dataclass(slots=True)
class Walk:
    """A seeded random walk of one family, written down so that it can be walked again."""

    person: Person
    dice: random.Random
    steps: list[str] = field(default_factory=list)

    def next_step(self) -> str:
        """A button of the present screen, or (one in four, and where there is none) some words."""
        screen = Stage.screen(self.person)
        payloads = [
            b.data
            for b, at in zip(screen.buttons, places_on(screen), strict=True)
            if at not in NOT_IN_A_WALK and not b.data.endswith((".delete", ".list"))
        ]
        forward = [payload for payload in payloads if not payload.endswith(".<") and ".~." not in payload]
        kind = self.dice.random()
        if kind < 0.25 or not payloads:
            return self.dice.choice(WORDS)
        return self.dice.choice(forward if forward and kind < 0.85 else payloads)


def act(person: Person, step: str) -> None:
    """Press or say it, without waiting. A press goes to the newest screen, whatever stands there by now."""
    if step.startswith("1."):
        person.press(Stage.screen(person).id, step)
    else:
        person.say(step)


async def seated(stage: Stage) -> list[Person]:
    """A coach, and twenty families, each some steps further along the road than the one before."""
    await stage.team("Mira", hours="Mon-Fri 09:00-10:00")
    families = [Family(stage.family(f"Familie {number}"), wish="asap") for number in range(FAMILIES)]
    for steps, family in enumerate(families):
        family.phone.start()
        await stage.quiet()
        for _ in range(steps + 4):
            if family.place != HOME:
                family.move()
                await stage.quiet()
    return [family.phone for family in families]


async def one_by_one(folder: Path, seed: int) -> tuple[list[list[str]], list[dict[str, Any]], list[tuple[Any, ...]]]:
    """Each family walks alone, one step after the other; the steps, the ends, and the last screens."""
    async with staged(made(folder)) as stage:
        walks = [Walk(person, random.Random(f"{seed}:{i}")) for i, person in enumerate(await seated(stage))]
        for walked in walks:
            for _ in range(UPDATES_EACH):
                walked.steps.append(walked.next_step())
                act(walked.person, walked.steps[-1])
                await stage.quiet()
        ends = [await _end_of(stage, walked.person) for walked in walks]
        return [walked.steps for walked in walks], ends, [_last_screen(walked.person) for walked in walks]


async def all_at_once(
    folder: Path, seed: int, steps: list[list[str]], trouble: dict[int, Kind]
) -> tuple[list[dict[str, Any]], list[tuple[Any, ...]]]:
    """The same steps in chance order across families, in bursts, with trouble for some; ends and last screens."""
    async with staged(made(folder)) as stage:
        people = await seated(stage)
        dice = random.Random(seed)
        for number, kind in trouble.items():
            method = "editMessageText" if kind == "edit_not_found" else "sendMessage"
            when = (lambda _: dice.random() < 0.3) if kind != "slow" else None
            times = None if kind != "slow" else 3
            stage.server.faults.plan(
                kind, method=method, chat=people[number].id, times=times, retry_after=0, when=when
            )
        order = [number for number in range(FAMILIES) for _ in range(UPDATES_EACH)]
        dice.shuffle(order)
        lines = [iter(line) for line in steps]
        for sent, number in enumerate(order):
            act(people[number], next(lines[number]))
            if sent % dice.randint(20, 60) == 0:
                await stage.server.until(lambda: True)
        stage.server.faults.release()
        await stage.server.quiet(within=60)
        await stage.quiet()
        return [await _end_of(stage, person) for person in people], [_last_screen(person) for person in people]


async def _end_of(stage: Stage, person: Person) -> dict[str, Any]:
    stored = await stored_of(stage, person)
    # Letters that met trouble are tried again later; they are no part of where a family stands.
    stored.pop("letters")
    return stored


def _last_screen(person: Person) -> tuple[Any, ...]:
    newest = max((m for m in person.messages if m.sender == "bot" and m.buttons), key=lambda m: m.id)
    words = "\n".join(line for line in newest.text.splitlines() if " Familien vor " not in line)
    return words, tuple((b.text, b.data) for b in newest.buttons)


@pytest.mark.slow
async def test_twenty_interleaved_families_end_as_each_would_alone(tmp_path: Path) -> None:
    seed = 1
    steps, ends, screens = await one_by_one(tmp_path / "alone", seed)
    trouble: dict[int, Kind] = {0: "slow", 1: "lost_answer", 2: "too_many", 3: "edit_not_found", 4: "slow"}

    ends_at_once, screens_at_once = await all_at_once(tmp_path / "at_once", seed, steps, trouble)

    assert ends_at_once == ends
    assert screens_at_once == screens
    flows = Counter(end["state"]["flow"] for end in ends)
    assert len(flows) > 1
    assert sum(len(line) for line in steps) == FAMILIES * UPDATES_EACH


async def test_words_of_a_chat_are_handled_in_the_order_they_were_written(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await stage.team("Mira")
        families = [Family(stage.family(), wish="asap") for _ in range(5)]
        await walk(stage, families)

        for number in range(10):
            for family in families:
                family.phone.say(f"Nachricht {'abcdefghij'[number]} von Ayla")
        await stage.quiet()

        for family in families:
            stored = await stored_of(stage, family.phone)
            assert stored["case"][2]["words"] == [f"Nachricht {letter} von Ayla" for letter in "abcdefghij"]


async def test_chat_that_must_pause_does_not_keep_others_waiting(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await stage.team("Mira")
        slowed, *others = [Family(stage.family(), wish="asap") for _ in range(6)]
        await walk(stage, [slowed, *others], until="consent")
        fault = stage.server.faults.plan("too_many", chat=slowed.phone.id, method="editMessageText", retry_after=1)
        stage.server.record = True
        slowed.move()
        await stage.server.until(lambda: fault.struck == 1)

        for _ in range(3):
            texts = [Stage.screen(other.phone).html + str(Stage.screen(other.phone).rows) for other in others]
            for other in others:
                other.move()
            await stage.server.until(
                lambda texts=texts: all(  # type: ignore[misc]
                    Stage.screen(o.phone).html + str(Stage.screen(o.phone).rows) != text
                    for o, text in zip(others, texts, strict=True)
                )
            )
        calls = [
            call for call in stage.server.calls if call.method == "editMessageText" and isinstance(call.result, dict)
        ]
        assert Counter(call.params["chat_id"] for call in calls) == {other.phone.id: 3 for other in others}

        await stage.quiet()
        assert slowed.next_move().endswith("consent.reminders+")
        await walk(stage, [slowed, *others])
        assert {family.place for family in (slowed, *others)} == {HOME}
        assert len(phone_of(slowed.phone)) == len(phone_of(others[0].phone))
