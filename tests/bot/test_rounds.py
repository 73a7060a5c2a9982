"""Rounds of changed perspective between a coach and a family: invited, answered, passed on or kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from bot.demo.person import Person
from bot.desk.desk import Desk
from bot.gathering import Here
from bot.posting import Post
from bot.standstill import coach_rounds, rounds
from bot.standstill.round_life import OPEN_FOR
from dialogs.desk.standstill_effects import NoteSign, ReplyToRound, StartRound
from dialogs.family.standstill_effects import AnswerRound, BeginRound, EndRound, PassRoundOn, RoundEffect
from storage.units import Unit
from tests.bot.road import book, buttons, press, press_at_once, texts
from tests.stage import Stage, rows, staged


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as stage:
        yield stage


async def spoken(stage: Stage, language: str = "de") -> tuple[Person, Person]:
    """Mira, and a family of this language with whom she has spoken."""
    mira = await stage.team("Mira", languages="de,ar,tr")
    family = stage.family("Amal", language)
    await book(stage, family, language=language)
    await press(stage, mira, "~case.1-take", "~case.1-reached")
    return mira, family


async def invite(stage: Stage, coach: Person, technique: str, line: str = "") -> None:
    """From the card to a sent invitation, by the list of all techniques."""
    await press(stage, coach, "~case.1-round", "~round.1-all-0")
    while f"~round.1-pick-{technique}" not in buttons(coach):
        after = next(means for means in reversed(buttons(coach)) if means.startswith("~round.1-all-"))
        await press(stage, coach, after)
    await press(stage, coach, f"~round.1-pick-{technique}")
    if line:
        await stage.say(coach, line)
    await press(stage, coach, f"~round.1-send-{technique}")


async def forge(stage: Stage, person: Person, *payloads: str) -> None:
    """Press what no button of this phone says."""
    for payload in payloads:
        person.press(stage.screen(person).id, payload)
        await stage.quiet()


async def family_does(stage: Stage, row: int, *effects: RoundEffect) -> None:
    """Carry out what this phone asks for, whatever its screen shows."""
    house, now = stage.bot.house, stage.clock()

    def unit(effect: RoundEffect) -> Unit[None]:
        person = yield from house.people.load(row)
        assert person is not None
        yield from rounds.perform(house, Here(person, now), Post(house, now), effect)

    for effect in effects:
        await stage.bot.storage.run(partial(unit, effect))


async def coach_does(stage: Stage, row: int, effect: StartRound | ReplyToRound | NoteSign) -> object:
    """Carry out what somebody of the team asks for; gives the refusal."""
    house, now = stage.bot.house, stage.clock()

    def unit() -> Unit[object]:
        person = yield from house.people.load(row)
        assert person is not None
        return (yield from coach_rounds.perform(Desk(house, Here(person, now), Post(house, now)), effect))

    return await stage.bot.storage.run(unit)


async def states(stage: Stage) -> list[tuple[str, str, object]]:
    return [tuple(row) for row in await rows(stage, "SELECT technique, state, passed_on FROM rounds ORDER BY id")]


async def counted(stage: Stage) -> dict[str, int]:
    found = await rows(stage, "SELECT what, SUM(count) FROM counters WHERE what LIKE 'round.%' GROUP BY what")
    return {what: int(count) for what, count in found}


async def test_an_arabic_family_answers_and_its_coach_reads_numbers_in_german_and_words_as_written(
    stage: Stage,
) -> None:
    mira, amal = await spoken(stage, "ar")
    await invite(stage, mira, "scaling", "Ich denke an Sie.")
    invitation = stage.screen(amal)
    assert [word for word in ("Mira", "Ich denke an Sie.") if word not in texts(amal)] == []
    assert "eingeladen" in texts(mira)
    await press(stage, amal, "~round.1-go", "~round.1-0-3", "~round.1-1-children")
    await stage.say(amal, "ننام أفضل")
    assert await states(stage) == [("scaling", "done", None)]
    assert "ننام" not in texts(mira)
    await press(stage, amal, "~round.1-yes")
    assert not next(message for message in amal.messages if message.id == invitation.id).buttons
    told = texts(mira)
    expected = ("Die Familie gibt Ihnen ihre Antworten weiter", ": 3\n", "ننام أفضل", "Arabisch, nicht übersetzt")
    assert [word for word in expected if word not in told] == []
    assert await counted(stage) == {
        "round.offered": 1, "round.opened": 1, "round.done": 1, "round.passed_on": 1,
    }  # fmt: skip


async def test_what_a_family_keeps_for_itself_reaches_nobody(stage: Stage) -> None:
    mira, amal = await spoken(stage, "tr")
    await invite(stage, mira, "coping")
    await press(stage, amal, "~round.1-go")
    await stage.say(amal, "Annem yardım ediyor")
    await press(stage, amal, "~round.1-1-people", "~round.1-no")
    assert "hat stattgefunden. Die Antworten behält die Familie" in texts(mira)
    await press(stage, mira, "~case.1-round", "~round.1-past-0")
    assert "Annem" not in texts(mira)
    assert await states(stage) == [("coping", "done", 0)]
    stored = stage.database.read_bytes() + stage.database.with_name("stage.db-wal").read_bytes()
    assert "Annem yardım".encode() not in stored


async def test_a_family_says_that_it_is_not_moving_and_the_coachs_card_rings_without_a_word_of_it(
    stage: Stage,
) -> None:
    mira, amal = await spoken(stage)
    news = len(mira.messages)
    await press(stage, amal, "~round.new")
    assert await states(stage) == [("scaling", "sent", None)]
    assert "Die Familie sagt: Es geht nicht voran." in texts(mira)
    assert len(mira.messages) == news
    await press(stage, amal, "~round.1-0-2")
    await press(stage, amal, "~round.<", "~round.new")
    assert await states(stage) == [("scaling", "open", None)]
    assert "~round.1-1-children" in buttons(amal)


async def test_the_next_round_asks_after_the_last_number(stage: Stage) -> None:
    mira, amal = await spoken(stage)
    await invite(stage, mira, "scaling")
    await press(stage, amal, "~round.1-go", "~round.1-0-3", "~round.1-1-skip", "~round.1-2-skip", "~round.1-no")
    await press(stage, mira, "~case.1-round")
    assert "~round.1-pick-closing_loop" in buttons(mira)
    await invite(stage, mira, "closing_loop")
    await press(stage, amal, "~round.2-go")
    assert "3" in stage.screen(amal).text
    await press(stage, amal, "~round.2-0-5", "~round.2-1-rest", "~round.2-yes")
    assert "scaling" not in await usable(stage)


async def usable(stage: Stage) -> list[str]:
    (mira,) = await rows(stage, "SELECT id FROM persons WHERE role = 'coach'")
    tried = [await coach_does(stage, mira[0], StartRound(1, one)) for one in ("scaling", "closing_loop", "nothing")]
    assert tried == [None, None, None]
    return [technique for technique, state, _ in await states(stage) if state == "sent"]


async def test_one_round_at_a_time_however_often_it_is_sent(stage: Stage) -> None:
    mira, amal = await spoken(stage)
    await press(stage, mira, "~case.1-round", "~round.1-pick-exception")
    for _ in range(4):
        press_at_once(mira, "~round.1-send-exception")
    await stage.quiet()
    assert await states(stage) == [("exception", "sent", None)]
    assert texts(amal).count("zwei Minuten") == 1
    (row,) = await rows(stage, "SELECT id FROM persons WHERE role = 'coach'")
    assert str(await coach_does(stage, row[0], StartRound(1, "coping"))) == "RoundOpen(unwanted=False)"


async def test_a_family_that_wants_no_such_questions_gets_no_further_invitation(stage: Stage) -> None:
    mira, amal = await spoken(stage)
    await invite(stage, mira, "exception")
    await press(stage, amal, "~round.1-stop")
    assert await states(stage) == [("exception", "stopped", None)]
    assert "~round.1-go" not in buttons(amal)
    assert "keine solchen Fragen" in texts(mira)
    await press(stage, mira, "~case.1-round", "~round.1-all-0", "~round.1-pick-coping", "~round.1-send-coping")
    assert mira.presses[-1].toast == "Diese Familie möchte im Moment keine Nachrichten, um die sie nicht gebeten hat."
    assert len(await states(stage)) == 1


async def test_later_keeps_the_button_until_another_round_begins(stage: Stage) -> None:
    mira, amal = await spoken(stage)
    await invite(stage, mira, "exception")
    await press(stage, amal, "~round.1-later")
    assert "~round.1-go" in buttons(amal)
    await invite(stage, mira, "coping")
    assert [state for _, state, _ in await states(stage)] == ["lapsed", "sent"]
    assert "~round.1-go" not in buttons(amal)
    await forge(stage, amal, "1.0.~round.1-0-weekend", "1.0.~round.1-go", "1.0.~round.1-later")
    assert [state for _, state, _ in await states(stage)] == ["lapsed", "sent"]


async def test_a_round_that_was_put_off_goes_on_where_no_other_runs(stage: Stage) -> None:
    mira, amal = await spoken(stage)
    await invite(stage, mira, "exception")
    await press(stage, amal, "~round.1-later", "~round.1-go", "~round.1-0-weekend")
    assert await states(stage) == [("exception", "open", None)]


async def test_what_nobody_took_up_for_a_week_is_over_and_makes_room(stage: Stage) -> None:
    mira, amal = await spoken(stage)
    await invite(stage, mira, "exception")
    await stage.move(days=OPEN_FOR.days, hours=2)
    await stage.bot.service.sweep()
    await stage.move(minutes=1)
    assert await states(stage) == [("exception", "lapsed", None)]
    assert "~round.1-go" not in buttons(amal)
    await invite(stage, mira, "coping")
    assert [state for _, state, _ in await states(stage)] == ["lapsed", "sent"]


async def test_the_phone_that_answers_first_is_the_only_one_that_sees_the_answers(stage: Stage) -> None:
    mira, amal = await spoken(stage)
    son = stage.family("Karim", "tr")
    await stage.start(son)
    await press(stage, son, "language.tr")
    await rows(stage, "UPDATE persons SET household = 2, case_id = 1 WHERE id = 3")
    await invite(stage, mira, "coping")
    assert "~round.1-go" in buttons(son)
    await press(stage, amal, "~round.1-go")
    await stage.say(amal, "Meine Mutter hilft mir")
    assert "~round.1-go" not in buttons(son)
    await forge(stage, son, "1.0.~round.1-go", "1.0.~round.1-1-people")
    assert "Meine Mutter" not in texts(son)
    assert await states(stage) == [("coping", "open", None)]


async def test_what_a_phone_that_left_has_answered_is_shown_on_no_other(stage: Stage) -> None:
    mira, amal = await spoken(stage)
    son = stage.family("Karim", "tr")
    await stage.start(son)
    await press(stage, son, "language.tr")
    await rows(stage, "UPDATE persons SET household = 2, case_id = 1 WHERE id = 3")
    await invite(stage, mira, "coping")
    await press(stage, son, "~round.1-go")
    await stage.say(son, "Annem yardım ediyor")
    await press(stage, son, "~round.1-1-people", "~round.1-yes")
    await stage.bot.storage.run(lambda: stage.bot.house.rounds.phone_left(3))
    await forge(stage, amal, "1.0.~round.1-go", "1.0.~round.1-no")
    assert "Annem" not in texts(amal)
    assert await states(stage) == [("coping", "done", 1)]


async def test_a_coach_answers_how_a_family_thinks_it_is_seen(stage: Stage) -> None:
    mira, amal = await spoken(stage)
    await invite(stage, mira, "helper_view")
    await press(stage, amal, "~round.1-go", "~round.1-0-caring", "~round.1-1-same", "~round.1-yes")
    await press(stage, mira, "~round.1-reply-1")
    await stage.say(mira, "Sie hören Ihren Kindern gut zu.")
    await press(stage, mira, "~round.1-answer-1")
    assert "Sie hören Ihren Kindern gut zu." in texts(amal)
    (row,) = await rows(stage, "SELECT id FROM persons WHERE role = 'coach'")
    await coach_does(stage, row[0], ReplyToRound(1, 1, "Noch einmal."))
    assert await rows(stage, "SELECT COUNT(*) FROM outbox WHERE spot LIKE 'round:1:reply'") == [(0,)]


async def test_numbers_of_accounts_are_hidden_and_long_words_cut(stage: Stage) -> None:
    await spoken(stage)
    await family_does(stage, 2, BeginRound(), AnswerRound(1, 0, "4"), AnswerRound(1, 1, "self"))
    await family_does(stage, 2, AnswerRound(1, 2, "DE02 1203 0000 0000 2020 51 " + "a" * 600))
    (one,) = await stage.bot.storage.run(lambda: stage.bot.house.rounds.of_case(1))
    assert (one.answers[2][:4], len(one.answers[2])) == ("••• ", 500)


@pytest.mark.parametrize(
    "effects",
    [
        (AnswerRound(1, 0, "11"),),
        (AnswerRound(1, 1, "children"),),
        (AnswerRound(1, 0, "3"), AnswerRound(1, 0, "4")),
        (AnswerRound(9, 0, "3"),),
        (EndRound(1, "done"),),
        (PassRoundOn(1, True),),
    ],
    ids=["no number", "a step ahead", "twice", "no round", "no end", "too early"],
)
async def test_what_a_payload_makes_up_changes_nothing(stage: Stage, effects: tuple[RoundEffect, ...]) -> None:
    await spoken(stage)
    await family_does(stage, 2, BeginRound(), *effects)
    (one,) = await stage.bot.storage.run(lambda: stage.bot.house.rounds.of_case(1))
    assert (one.state in ("sent", "open"), one.passed_on, one.answers in ((), ("3",))) == (True, None, True)


async def test_another_family_can_do_nothing_with_a_round(stage: Stage) -> None:
    mira, _ = await spoken(stage)
    await invite(stage, mira, "exception")
    ayse = stage.family("Ayse", "tr")
    await stage.start(ayse)
    await press(stage, ayse, "language.tr")
    await forge(stage, ayse, "1.0.~round.1-go", "1.0.~round.1-0-weekend", "1.0.~round.1-stop", "1.0.~round.new")
    await family_does(stage, 3, AnswerRound(1, 0, "weekend"), EndRound(1, "stopped"), BeginRound())
    assert await states(stage) == [("exception", "sent", None)]


async def test_only_who_has_the_case_and_the_lead_begin_a_round(stage: Stage) -> None:
    await spoken(stage)
    await stage.team("Jonas")
    (jonas,) = await rows(stage, "SELECT MAX(id) FROM persons WHERE role = 'coach'")
    assert await coach_does(stage, jonas[0], StartRound(1, "exception")) is None
    assert await states(stage) == []
    await stage.team("Renate", role="lead")
    (renate,) = await rows(stage, "SELECT id FROM persons WHERE role = 'lead'")
    await coach_does(stage, renate[0], StartRound(1, "exception"))
    assert await states(stage) == [("exception", "sent", None)]


async def test_words_of_danger_open_help_and_are_kept_nowhere(stage: Stage) -> None:
    mira, amal = await spoken(stage)
    await invite(stage, mira, "coping")
    await press(stage, amal, "~round.1-go")
    await stage.say(amal, "Mein Mann schlägt mich")
    (one,) = await stage.bot.storage.run(lambda: stage.bot.house.rounds.of_case(1))
    assert one.answers == ()
    assert "schlägt" not in texts(mira)
    assert "112" in stage.screen(amal).text


async def test_an_erased_familys_words_leave_the_coachs_chat(stage: Stage) -> None:
    mira, amal = await spoken(stage)
    await invite(stage, mira, "coping")
    await press(stage, amal, "~round.1-go")
    await stage.say(amal, "Meine Mutter hilft mir")
    await press(stage, amal, "~round.1-1-people", "~round.1-yes")
    await press(stage, mira, "~case.1-round", "~round.1-past-0")
    assert texts(mira).count("Meine Mutter hilft mir") == 2
    await stage.say(amal, "/delete")
    if "~delete.yes" in buttons(amal):
        await press(stage, amal, "~delete.yes")
    assert "Meine Mutter" not in texts(mira)
    assert await states(stage) == []


async def test_a_hidden_phone_gets_no_invitation(stage: Stage) -> None:
    mira, amal = await spoken(stage)
    await forge(stage, amal, "1.1.~help.hide")
    await press(stage, mira, "~case.1-round", "~round.1-pick-scaling", "~round.1-send-scaling")
    assert await states(stage) == []
    assert "verborgen" in (mira.presses[-1].toast or "")
