"""Rounds of changed perspective on hard days: the case is given on or closed, a talk is open, words come unasked."""

from __future__ import annotations

import pytest

from dialogs.machine.events import Said
from dialogs.machine.screen import Press
from tests.bot.hard_days import FIRST_FAMILY, LEAD, local, row_of, sees, tap, texts
from tests.bot.standing_still import hesitant, spoken_with
from tests.proofs.quarter.town import Town, open_town

AT = local(17, 10)
FIRST_JONAS = 102
ADDED = "Und nachts hilft meine Schwester"


async def invited(town: Town, coach: int, technique: str, case: int = 1) -> None:
    """This coach has sent the family an invitation."""
    picks = (f"{case}-all-0", f"{case}-pick-{technique}", f"{case}-send-{technique}")
    await town.press(coach, Press(0, "~round", str(case)))
    for pick in picks:
        await town.press(coach, Press(0, "~round", pick))


async def answered(town: Town, *picks: str, family: int = FIRST_FAMILY) -> None:
    """The family presses these buttons of its round."""
    for pick in picks:
        await tap(town, family, ("~round", pick))


async def passed_on(town: Town) -> list[object]:
    """For each round what the family said of who may read it."""
    return [row[0] for row in await town.rows("SELECT passed_on FROM rounds ORDER BY id")]


async def states(town: Town) -> list[str]:
    """How far each round came."""
    return [row[0] for row in await town.rows("SELECT state FROM rounds ORDER BY id")]


async def to_the_question(town: Town, *more: str) -> int:
    """A family that has answered everything, and is asked whether Mira may read it; gives Mira's chat."""
    mira = await spoken_with(town, *more)
    await invited(town, mira, "coping")
    await answered(town, "1-go")
    await town.say(FIRST_FAMILY, "Mein Bruder trägt mich")
    await answered(town, "1-1-people")
    return mira


async def test_a_yes_for_one_coach_is_no_yes_for_the_next() -> None:
    async with open_town(AT) as town:
        mira = await to_the_question(town, "Jonas")
        assert "Darf Mira Ihre Antworten lesen?" in texts(town, FIRST_FAMILY)
        jonas = await row_of(town, FIRST_JONAS)
        await tap(town, mira, ("~case", "1-give"), ("~give", f"1-to-{jonas}"))
        await answered(town, "1-yes")
        assert await passed_on(town) == [None]
        assert "Mein Bruder" not in texts(town, FIRST_JONAS) + texts(town, mira)
        assert "Darf Jonas Ihre Antworten lesen?" in texts(town, FIRST_FAMILY)
        await answered(town, "1-yes")
        assert "Mein Bruder" in texts(town, FIRST_JONAS)
        assert "Mein Bruder" not in texts(town, mira)


async def test_a_round_of_a_case_that_is_over_is_over_and_no_new_coach_is_named_for_an_old_one() -> None:
    async with open_town(AT) as town:
        mira = await spoken_with(town, "Jonas")
        await invited(town, mira, "coping")
        await tap(town, mira, ("~case", "1-close"), ("~close", "1-elsewhere"), ("~close", "1-elsewhere-"))
        await answered(town, "1-go")
        assert not sees(town, FIRST_FAMILY, "~round", "1-0-")
        await tap(town, FIRST_FAMILY, ("~card", "anew"))
        await hesitant(town).go_on()
        await tap(town, FIRST_JONAS, ("~case", "2-take"))
        await answered(town, "1-go")
        await town.say(FIRST_FAMILY, "Mein Bruder trägt mich")
        for pick in ("1-0-skip", "1-1-people", "1-yes"):
            await town.press(FIRST_FAMILY, Press(0, "~round", pick))
        assert await states(town) == ["sent"]
        assert "Mein Bruder" not in texts(town, mira)


async def test_a_case_that_is_open_again_goes_on_with_its_round() -> None:
    async with open_town(AT) as town:
        mira = await spoken_with(town)
        await invited(town, mira, "exception")
        await tap(town, mira, ("~case", "1-close"), ("~close", "1-elsewhere"), ("~close", "1-elsewhere-"))
        await tap(town, mira, ("~close", "1-reopen"))
        await answered(town, "1-go", "1-0-weekend")
        assert await states(town) == ["open"]


async def test_words_for_a_coach_who_writes_just_now_answer_no_question_that_promises_a_yes_first() -> None:
    async with open_town(AT) as town:
        mira = await spoken_with(town)
        await invited(town, mira, "coping")
        await tap(town, mira, ("~case", "1-talk"), ("~talk", "1-begin"))
        await answered(town, "1-go")
        newest = town.phones.of[FIRST_FAMILY].newest
        assert newest is not None
        assert "Ohne Ihr Ja" not in newest.text
        assert "Mira" in newest.text
        await tap(town, FIRST_FAMILY, ("~talk", "end"))
        await answered(town, "1-go")
        await town.say(FIRST_FAMILY, "Mein Bruder trägt mich")
        assert "Mein Bruder" not in texts(town, mira)
        assert await states(town) == ["open"]


async def test_what_is_written_after_the_last_answer_reaches_nobody_and_passes_nothing_on() -> None:
    async with open_town(AT) as town:
        mira = await to_the_question(town)
        await town.run(lambda: town.house.people.speak(1, "de"))
        for words in (ADDED, "Ja das tut sehr gut"):
            await town.say(FIRST_FAMILY, words)
        await town.happen(FIRST_FAMILY, Said("Ja", edited=True))
        assert await passed_on(town) == [None]
        assert "Schwester" not in texts(town, mira)
        await town.say(FIRST_FAMILY, "Ja, gerne")
        assert await passed_on(town) == [1]


async def test_before_the_call_words_beside_a_round_are_not_kept_for_the_coach() -> None:
    async with open_town(AT) as town:
        mira = await spoken_with(town)
        await town.rows("UPDATE cases SET stage = 'taken'")
        await invited(town, mira, "coping")
        await answered(town, "1-go", "1-0-skip", "1-1-people")
        await town.say(FIRST_FAMILY, ADDED)
        await answered(town, "1-no")
        await town.say(FIRST_FAMILY, ADDED)
        await tap(town, mira, ("~case", "1-open"))
        assert "Schwester" not in texts(town, mira)


async def test_a_yes_typed_after_weeks_of_silence_is_no_yes() -> None:
    async with open_town(AT) as town:
        await to_the_question(town)
        await town.move_to(local(26, 10))
        await town.say(FIRST_FAMILY, "Ja")
        assert await passed_on(town) == [None]


async def test_who_was_led_away_from_a_round_comes_back_by_the_invitation() -> None:
    async with open_town(AT) as town:
        mira = await to_the_question(town)
        await town.command(FIRST_FAMILY, "start")
        assert not sees(town, FIRST_FAMILY, "~round", "1-yes")
        await answered(town, "1-go", "1-yes")
        assert "Mein Bruder" in texts(town, mira)
        assert not sees(town, FIRST_FAMILY, "~round", "1-go")


async def test_a_family_that_wants_no_such_questions_is_heard_whatever_became_of_the_round() -> None:
    async with open_town(AT) as town:
        mira = await spoken_with(town)
        await invited(town, mira, "coping")
        stop = town.phones.of[FIRST_FAMILY].find("~round", "1-stop")
        assert stop is not None
        await town.rows("UPDATE rounds SET state = 'lapsed'")
        await town.press(FIRST_FAMILY, stop)
        assert [row[0] for row in await town.rows("SELECT unasked FROM persons WHERE chat_mark IS NOT NULL")].count(
            "never"
        ) == 1


async def test_a_round_goes_on_without_the_coach_who_left_and_its_end_names_nobody_who_is_gone() -> None:
    async with open_town(AT) as town:
        mira = await to_the_question(town)
        left = await row_of(town, mira)
        await town.press(LEAD, Press(0, "~lead", "team"))
        await tap(town, LEAD, *(("~team", f"{what}-{left}") for what in ("who", "end", "sure")))
        await answered(town, "1-yes")
        assert "Darf unser Team" in texts(town, FIRST_FAMILY)
        await answered(town, "1-yes")
        assert "Mein Bruder" in texts(town, LEAD)
        assert "Mein Bruder" not in texts(town, mira)
        assert "Guten Tag.  möchte" not in texts(town, FIRST_FAMILY)


async def test_news_of_the_call_close_a_round_that_lay_over_another_question() -> None:
    async with open_town(AT) as town:
        mira = await spoken_with(town)
        await town.rows("UPDATE cases SET stage = 'taken'")
        await town.command(FIRST_FAMILY, "start")
        await tap(town, FIRST_FAMILY, ("~card", "move"))
        await invited(town, mira, "coping")
        await answered(town, "1-go")
        await tap(town, mira, ("~case", "1-talk"), ("~talk", "1-begin"))
        newest = town.phones.of[FIRST_FAMILY].newest
        assert newest is not None
        assert "nicht mehr offen" not in newest.text
        assert sees(town, FIRST_FAMILY, "wish", "")


async def test_words_on_a_page_whose_technique_is_gone_go_to_the_family_the_coach_speaks_with() -> None:
    async with open_town(AT) as town:
        mira = await spoken_with(town)
        await tap(town, mira, ("~case", "1-talk"), ("~talk", "1-begin"))
        await town.press(mira, Press(0, "~round", "1-pick-coping"))
        await answered(town, "new")
        await town.say(mira, "Ich bin um zehn bei Ihnen")
        assert "Ich bin um zehn bei Ihnen" in texts(town, FIRST_FAMILY)


async def test_a_round_on_another_phone_is_counted_in_one_language_and_read_in_its_own() -> None:
    async with open_town(AT) as town:
        mira, son = await spoken_with(town), FIRST_FAMILY + 1
        await town.command(son, "start", language="tr")
        await tap(town, son, ("language", "tr"))
        family, second = await row_of(town, FIRST_FAMILY), await row_of(town, son)
        await town.rows(
            "UPDATE persons SET household = :family, case_id = 1 WHERE id = :id", family=family, id=second
        )
        await invited(town, mira, "coping")
        await answered(town, "1-go", family=son)
        await town.say(son, "Annem bana yardım ediyor")
        assert not sees(town, FIRST_FAMILY, "~round", "1-go")
        await answered(town, "1-1-people", "1-yes", family=son)
        await town.press(mira, Press(0, "~round", "1-past-0"))
        newest = town.phones.of[mira].newest
        assert newest is not None
        assert "Annem" in newest.text
        assert "Türkisch" in newest.text
        counted = await town.rows("SELECT DISTINCT language FROM counters WHERE what LIKE 'round.%'")
        assert [row[0] for row in counted] == ["de"]


@pytest.mark.parametrize("line", ["<b>Hallo</b> & {coach} %s", "a|b.c-d|e"])
async def test_a_coachs_own_line_reaches_the_family_as_it_was_written(line: str) -> None:
    async with open_town(AT) as town:
        mira = await spoken_with(town)
        await town.press(mira, Press(0, "~round", "1-all-0"))
        await town.press(mira, Press(0, "~round", "1-pick-exception"))
        await town.say(mira, line)
        await tap(town, mira, ("~round", "1-send-exception"))
        escaped = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        assert any(told in texts(town, FIRST_FAMILY) for told in (line, escaped))
        assert "<b>Hallo" not in texts(town, FIRST_FAMILY)
