"""Checked lines on their way: German at the desk, the family's own language on its phone, and answers back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from bot.demo.person import Person
from bot.desk.desk import Desk
from bot.desk.phrasing import send
from bot.gathering import Here
from bot.posting import Post
from dialogs.desk.talk_effects import SendPhrase
from storage.units import Unit
from tests.bot.road import book, buttons, meaning, press, press_at_once, texts
from tests.stage import Stage, rows, staged

CASE = 1


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as stage:
        yield stage


async def taken_case(stage: Stage, language: str = "ar") -> tuple[Person, Person]:
    """Mira, and a family of this language whose case she has taken."""
    mira = await stage.team("Mira", languages="de,ar,tr")
    family = stage.family("Amal", language)
    await book(stage, family, day=1, language=language)
    await press(stage, mira, "~case.1-take")
    return mira, family


async def clocks(stage: Stage, coach: Person, line: str, case: int = CASE) -> list[str]:
    """The picks of the times that are offered for a line."""
    await press(stage, coach, f"~case.{case}-phrases", f"~phrases.{case}-reach", f"~phrases.{case}-line-{line}")
    return [meaning(button) for button in stage.screen(coach).buttons if f"-at-{line}-" in button.data]


async def ask_clock(stage: Stage, coach: Person, place: int = 0, line: str = "call_at", case: int = CASE) -> str:
    """Send a line with the nth time that is offered; gives the time as seconds."""
    pick = (await clocks(stage, coach, line, case))[place]
    at = pick.rpartition("-")[2]
    await press(stage, coach, pick, f"~phrases.{case}-send-{line}-{at}")
    return at


async def test_a_coach_picks_german_and_an_arabic_family_reads_arabic(stage: Stage) -> None:
    mira, amal = await taken_case(stage)
    await press(stage, mira, "~case.1-phrases", "~phrases.1-reach", "~phrases.1-line-voicemail")
    shown = stage.screen(mira).text
    assert [word for word in ("Arabisch", "1001", "schreibt:", "Mailbox", "Antworten:") if word not in shown] == []
    await press(stage, mira, "~phrases.1-send-voicemail")
    assert "auf Arabisch" in stage.screen(mira).text
    asked = stage.screen(amal)
    assert asked.text.startswith("رسالة من")
    assert {meaning(button) for button in asked.buttons} == {"~say.1-yes", "~say.1-no"}


async def test_the_answer_is_shown_to_the_family_and_rings_in_german_at_the_coach(stage: Stage) -> None:
    mira, amal = await taken_case(stage)
    await press(stage, mira, "~case.1-phrases", "~phrases.1-reach", "~phrases.1-line-voicemail")
    await press(stage, mira, "~phrases.1-send-voicemail")
    asked = stage.screen(amal).id
    await press(stage, amal, "~say.1-yes")
    answered = next(message for message in amal.messages if message.id == asked)
    assert not answered.buttons
    assert "✓" in answered.text
    assert "Nr. 1001 antwortet: „Ja“" in texts(mira)
    assert "Zuletzt gesendet: „Darf ich auf die Mailbox?“ → Ja" in texts(mira)


async def test_an_answer_pressed_five_times_counts_once(stage: Stage) -> None:
    mira, amal = await taken_case(stage)
    await press(stage, mira, "~case.1-phrases", "~phrases.1-reach", "~phrases.1-line-voicemail")
    await press(stage, mira, "~phrases.1-send-voicemail")
    for answer in ("yes", "no", "yes", "no", "yes"):
        press_at_once(amal, f"~say.1-{answer}")
    await stage.quiet()
    assert await rows(stage, "SELECT phrase, answer FROM phrases") == [("voicemail", "yes")]
    assert texts(mira).count("antwortet") == 1
    assert texts(amal).count("جوابكم") == 1
    assert {pressed.toast for pressed in list(amal.presses)[-4:]} == {"هذا مسجّل عندنا."}


async def test_a_line_that_is_sent_with_two_quick_presses_goes_out_once(stage: Stage) -> None:
    mira, _ = await taken_case(stage)
    await press(stage, mira, "~case.1-phrases", "~phrases.1-reach", "~phrases.1-line-voicemail")
    for _ in range(5):
        press_at_once(mira, "~phrases.1-send-voicemail")
    await stage.quiet()
    assert len(await rows(stage, "SELECT id FROM phrases")) == 1
    assert mira.presses[-1].toast == "Ist schon gesendet."


async def test_every_phone_of_a_family_gets_the_line_in_its_own_language_and_shows_the_answer(stage: Stage) -> None:
    mira, amal = await taken_case(stage)
    son = stage.family("Karim", "tr")
    await stage.start(son)
    await press(stage, son, "language.tr")
    await rows(stage, "UPDATE persons SET household = 2, case_id = 1 WHERE id = 3")
    await press(stage, mira, "~case.1-phrases", "~phrases.1-reach", "~phrases.1-line-voicemail")
    await press(stage, mira, "~phrases.1-send-voicemail")
    assert "رسالة من" in texts(amal)
    await press(stage, son, "~say.1-no")
    assert "Cevabınız: Hayır ✓" in texts(son)
    assert "جوابكم: لا ✓" in texts(amal)
    assert "~say.1-yes" not in buttons(amal)
    assert texts(mira).count("antwortet") == 1


async def test_a_yes_to_a_time_makes_it_the_call_of_a_turkish_family(stage: Stage) -> None:
    mira, ayse = await taken_case(stage, "tr")
    at = await ask_clock(stage, mira)
    await press(stage, ayse, "~say.1-yes_then")
    assert await rows(stage, "SELECT wish, starts_at FROM cases") == [("exact", int(at))]
    assert await rows(stage, "SELECT state, starts_at FROM bookings") == [("booked", int(at))]
    assert "Saat kararlaştırıldı." in texts(ayse)
    assert "Der Anruf ist vereinbart." in texts(mira)
    assert len([message for message in mira.messages if message.file]) == 2


async def test_a_coach_who_is_busy_by_then_is_told_and_the_family_keeps_its_time(stage: Stage) -> None:
    mira, ayse = await taken_case(stage, "tr")
    before = await rows(stage, "SELECT wish, starts_at FROM cases")
    at = int(await ask_clock(stage, mira))
    (coach,) = await rows(stage, "SELECT id FROM persons WHERE role = 'coach'")
    await rows(
        stage,
        "INSERT INTO bookings (coach, starts_at, ends_at, wall, zone, state, case_id)"
        f" VALUES ({coach[0]}, {at}, {at + 1500}, '', 'Europe/Berlin', 'booked', 99)",
    )
    await press(stage, ayse, "~say.1-yes_then")
    assert await rows(stage, "SELECT wish, starts_at FROM cases") == before
    assert len(await rows(stage, "SELECT id FROM bookings WHERE case_id = 1")) == 1
    assert "einen anderen Anruf" in texts(mira)
    assert "Eski saatiniz geçerli kalıyor." in texts(ayse)


async def test_a_yes_that_comes_after_the_time_books_nothing(stage: Stage) -> None:
    mira, ayse = await taken_case(stage, "tr")
    before = await rows(stage, "SELECT starts_at FROM cases")
    await ask_clock(stage, mira)
    await stage.move(hours=3)
    await press(stage, ayse, "~say.1-yes_then")
    assert await rows(stage, "SELECT starts_at FROM cases") == before
    assert "Die Zeit war schon vorbei." in texts(mira)


async def test_a_visit_that_is_agreed_leaves_the_call_where_it_is(stage: Stage) -> None:
    mira, ayse = await taken_case(stage, "tr")
    before = await rows(stage, "SELECT starts_at FROM cases")
    await press(stage, mira, "~case.1-phrases", "~phrases.1-meet", "~phrases.1-line-visit_at")
    pick = next(meaning(button) for button in stage.screen(mira).buttons if "-at-visit_at-" in button.data)
    await press(stage, mira, pick, f"~phrases.1-send-visit_at-{pick.rpartition('-')[2]}")
    await press(stage, ayse, "~say.1-yes_then")
    assert await rows(stage, "SELECT starts_at FROM cases") == before


async def test_another_time_and_another_number_open_their_questions(stage: Stage) -> None:
    mira, ayse = await taken_case(stage, "tr")
    await ask_clock(stage, mira)
    await press(stage, ayse, "~say.1-other_time")
    assert any(meaning(button).startswith("wish.") for button in stage.screen(ayse).buttons)
    await ask_clock(stage, mira, 0, "again_at")
    await press(stage, ayse, "~say.2-new_number")
    await stage.say(ayse, "0171 3920046")
    await press(stage, ayse, "phone_right.yes")
    assert "+49 171 3920046" in texts(mira)
    assert await rows(stage, "SELECT stage FROM cases") == [("taken",)]


async def test_only_who_has_the_case_and_the_lead_write_to_its_family(stage: Stage) -> None:
    _, amal = await taken_case(stage)
    jonas, renate = await stage.team("Jonas"), await stage.team("Renate", role="lead")
    await forge(stage, jonas, "1.0.~case.1-phrases", "1.0.~phrases.1-line-voicemail", "1.0.~phrases.1-send-voicemail")
    assert await rows(stage, "SELECT id FROM phrases") == []
    await forge(
        stage, renate, "1.0.~case.1-phrases", "1.0.~phrases.1-line-voicemail", "1.0.~phrases.1-send-voicemail"
    )
    assert "رسالة من Renate" in texts(amal)


async def test_the_shell_sends_nothing_for_a_coach_whose_case_it_is_not(stage: Stage) -> None:
    await taken_case(stage)
    await stage.team("Jonas")
    house, now = stage.bot.house, stage.clock()
    (jonas,) = await rows(stage, "SELECT MAX(id) FROM persons WHERE role = 'coach'")

    def unit(effect: SendPhrase) -> Unit[int]:
        person = yield from house.people.load(jonas[0])
        assert person is not None
        post = Post(house, now)
        yield from send(Desk(house, Here(person, now), post), effect)
        return len(post.letters)

    for effect in (SendPhrase(CASE, "voicemail"), SendPhrase(99, "voicemail"), SendPhrase(CASE, "call_at")):
        assert await stage.bot.storage.run(partial(unit, effect)) == 0


async def test_a_press_on_another_familys_line_changes_nothing(stage: Stage) -> None:
    mira, amal = await taken_case(stage)
    ayse = stage.family("Ayse", "tr")
    await book(stage, ayse, language="tr")
    await press(stage, mira, "~case.1-phrases", "~phrases.1-reach", "~phrases.1-line-voicemail")
    await press(stage, mira, "~phrases.1-send-voicemail")
    for payload in ("1-yes", "999-yes", "1-leave", "-", "1", "99999999999999999999-yes", "yes"):
        await forge(stage, ayse, f"1.0.~say.{payload}")
    assert await rows(stage, "SELECT answer FROM phrases") == [(None,)]
    assert "antwortet" not in texts(mira)
    assert {pressed.toast for pressed in list(ayse.presses)[-7:]} == {"Teşekkürler. Bu soru artık açık değil."}
    await forge(stage, amal, "1.0.~say.1-leave_list")
    assert await rows(stage, "SELECT answer FROM phrases") == [(None,)]


async def test_a_family_that_blocked_the_bot_is_to_be_called(stage: Stage) -> None:
    mira, amal = await taken_case(stage)
    amal.block()
    await stage.quiet()
    await press(stage, mira, "~case.1-phrases")
    assert "hier nicht erreichbar. Bitte rufen Sie an." in texts(mira)
    await forge(stage, mira, "1.0.~phrases.1-line-voicemail", "1.0.~phrases.1-send-voicemail")
    assert await rows(stage, "SELECT id FROM phrases") == []


async def test_an_erased_familys_line_is_gone_and_its_button_answers_kindly(stage: Stage) -> None:
    mira, amal = await taken_case(stage)
    await press(stage, mira, "~case.1-phrases", "~phrases.1-reach", "~phrases.1-line-voicemail")
    await press(stage, mira, "~phrases.1-send-voicemail")
    await stage.say(amal, "/delete")
    assert await rows(stage, "SELECT id FROM phrases") == []
    await press(stage, amal, "~say.1-yes")
    assert amal.presses[-1].toast == "شكرًا لكم. هذا السؤال لم يعد مفتوحًا."
    await forge(stage, mira, "1.0.~phrases.1-send-voicemail")
    assert mira.presses[-1].toast == "Diesen Fall gibt es nicht mehr."


async def test_a_typed_yes_answers_the_newest_line_and_longer_words_are_kept(stage: Stage) -> None:
    mira, ayse = await taken_case(stage, "tr")
    await press(
        stage, mira, "~case.1-phrases", "~phrases.1-reach", "~phrases.1-reach-8", "~phrases.1-line-interpreter"
    )
    await press(stage, mira, "~phrases.1-send-interpreter")
    await stage.say(ayse, "Evet ama lütfen önce beni bir arayın")
    assert await rows(stage, "SELECT answer FROM phrases") == [(None,)]
    await stage.say(ayse, "evet")
    assert await rows(stage, "SELECT answer FROM phrases") == [("yes_please",)]


async def forge(stage: Stage, person: Person, *payloads: str) -> None:
    """Press what no button of this phone says."""
    for payload in payloads:
        person.press(stage.screen(person).id, payload)
        await stage.quiet()
