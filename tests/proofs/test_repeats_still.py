"""Repeats and restarts where a case stands still: ways, plan, rounds, offers happen once, and go on after a stop."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.demo.person import Person
from tests.proofs.road import Family, made, rows_of, stored_of, walk
from tests.proofs.test_repeats import Found, press, sends_of, shown_to
from tests.stage import Stage, staged

WORDS = "Meine Schwester kocht mit"
ONCE = 1
"""What opens a screen below the others is pressed once: such a reply may come as often as it is asked for."""

LINK = "https://video.example.de/raum/mira"


async def standstill(stage: Stage, times: int = 1) -> Found:
    """A plan, a call in vain, video, a round passed on and answered, a message after a week; each press so often."""
    mira = await stage.team("Mira")
    stage.server.record = True
    family = Family(stage.family())
    ayla = family.phone
    await walk(stage, [family])
    await stage.say(ayla, "/privacy")
    await pressed(stage, ayla, times, "~.consents", "~consents.later+")
    await stage.say(ayla, "/start")
    await pressed(stage, ayla, times, "~.plan", "~plan.break")
    await pressed(stage, mira, times, "~case.1-take", "~case.1-missed-0")
    await pressed(stage, ayla, times, "~.ways", "~ways.other_way", "~ways.video")
    await pressed(stage, mira, ONCE, "~case.1-link")
    await stage.say(mira, LINK)
    await pressed(stage, mira, times, "~link.1-send", "~case.1-reached")
    await _round(stage, mira, ayla, times)
    await stage.move(days=7)
    await stage.move(hours=1)
    await pressed(stage, ayla, times, "~nudge.1-calm", "~pick.1-calm-yes")
    return {
        "phones": [shown_to(mira), shown_to(ayla)],
        "stored": await stored_of(stage, ayla),
        "rounds": rows_of(stage.database, "SELECT technique, state, passed_on, at, done_at FROM rounds"),
        "offers": rows_of(stage.database, "SELECT offer, rung, at, opened_at, stopped_at, answer FROM nudges"),
        "ladders": rows_of(stage.database, "SELECT kind, rung, why FROM ladders"),
        "counts": rows_of(stage.database, "SELECT what, of_what, language, count FROM counters ORDER BY 1, 2, 3"),
        "sends": sends_of(stage),
    }


async def _round(stage: Stage, mira: Person, ayla: Person, times: int) -> None:
    await invited(stage, mira, times)
    await pressed(stage, ayla, ONCE, "~round.1-go")
    await stage.say(ayla, WORDS)
    await pressed(stage, ayla, times, "~round.1-1-same", "~round.1-yes", "~round.1-done")
    await pressed(stage, mira, ONCE, "~round.1-reply-1")
    await stage.say(mira, "Sie hören gut zu.")
    await pressed(stage, mira, times, "~round.1-answer-1")


async def invited(stage: Stage, mira: Person, times: int = 1, technique: str = "helper_view") -> None:
    """From the card to an invitation on its way."""
    await pressed(stage, mira, ONCE, "~case.1-round")
    mira.press(stage.screen(mira).id, f"1.0.~round.1-pick-{technique}")
    await stage.quiet()
    await pressed(stage, mira, times, f"~round.1-send-{technique}")


async def pressed(stage: Stage, person: Person, times: int, *endings: str) -> None:
    """Press one button after the other, each so often before the bot can answer."""
    for ending in endings:
        await press(stage, person, ending, times)


async def came_to(folder: Path, *, copies: int = 1, shuffled: bool = False, times: int = 1) -> Found:
    """What a standstill came to, with each update delivered and each button pressed so often."""
    async with staged(made(folder)) as stage:
        if copies > 1:
            stage.server.faults.repeat_updates(copies, shuffled=shuffled)
        return await standstill(stage, times)


async def test_standstill_is_the_same_when_each_update_comes_three_times(tmp_path: Path) -> None:
    once = await came_to(tmp_path / "once")
    assert await came_to(tmp_path / "thrice", copies=3, shuffled=True) == once
    assert once["rounds"][0][:3] == ("helper_view", "done", 1)
    assert once["offers"][0][-1] == "calm"


async def test_standstill_is_the_same_when_each_button_is_pressed_five_times(tmp_path: Path) -> None:
    once, often = await came_to(tmp_path / "once"), await came_to(tmp_path / "often", times=5)
    assert often == once


async def again(stage: Stage) -> None:
    """The bot stops; another one starts over the same database, before the same people."""
    await stage.bot.stop()
    await stage.start_bot()


async def test_round_goes_on_after_a_restart_at_each_step(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        mira, family = await stage.team("Mira"), Family(stage.family())
        ayla = family.phone
        await walk(stage, [family])
        await pressed(stage, mira, 1, "~case.1-take", "~case.1-reached")
        await invited(stage, mira)
        await again(stage)
        await pressed(stage, ayla, 1, "~round.1-go")
        await again(stage)
        await stage.say(ayla, WORDS)
        await again(stage)
        await pressed(stage, ayla, 1, "~round.1-1-same", "~round.1-yes")

        assert WORDS in "\n".join(message.text for message in mira.messages)
        assert rows_of(stage.database, "SELECT state, passed_on FROM rounds") == [("done", 1)]


async def test_ladder_goes_on_after_a_restart_between_timer_and_message(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        family = Family(stage.family())
        await walk(stage, [family], until="money")
        for timer, span, rung in (("stall", timedelta(days=1), 1), ("nudge", timedelta(days=2, minutes=1), 2)):
            assert rows_of(stage.database, "SELECT COUNT(*) FROM timers WHERE kind = ?", timer) == [(1,)]
            await again(stage)
            await stage.move(seconds=span.total_seconds())
            await again(stage)
            await stage.move(minutes=1)
            assert rows_of(stage.database, "SELECT kind, rung FROM ladders") == [("halfway", rung)]

        sent = [message for message in family.phone.messages if message.sender == "bot"][1:]
        assert len(sent) == 2
        await press(stage, family.phone, "~nudge.2-go")
        assert family.place != "~nudge"
