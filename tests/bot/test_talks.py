"""Tests of a talk between a coach and a family in their own chats: words as written, edits, ends, races."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.demo.messages import Message
from bot.demo.person import Person
from tests.bot.road import book, buttons, press, texts
from tests.stage import Stage, staged

BEGIN = ("~case.1-take", "~case.1-talk", "~talk.1-begin")


async def in_talk(stage: Stage, language: str = "de") -> tuple[Person, Person]:
    """A coach who has just begun a talk with a family."""
    coach = await stage.team("Mira", languages=f"de,{language}")
    family = stage.family("Ayla", language)
    await book(stage, family, language=language)
    await press(stage, coach, *BEGIN)
    return coach, family


def ours(person: Person) -> list[str]:
    """What the bot has on the phone, one text a message, without the marks that hold directions."""
    return texts_of([message for message in person.messages if message.sender == "bot"])


def texts_of(messages: list[Message]) -> list[str]:
    return [message.text.translate(dict.fromkeys(range(0x2066, 0x206A))) for message in messages]


def own_message(person: Person) -> int:
    """The message the person typed last."""
    return [message.id for message in person.messages if message.sender == "me"][-1]


def rows(stage: Stage, query: str) -> list[tuple[object, ...]]:
    """What stands in the bot's database."""
    with closing(sqlite3.connect(stage.database)) as database:
        return database.execute(query).fetchall()


async def test_words_go_both_ways_as_they_were_written(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, family = await in_talk(stage)
        assert "Mira aus dem Team schreibt jetzt hier mit Ihnen. Antworten Sie einfach." in ours(family)[-1]
        await stage.say(coach, "Guten Morgen!\nPasst <Dienstag> & um 10?")
        await stage.say(family, "Ja, das passt")
        assert ours(family)[-1] == "Mira schreibt:\nGuten Morgen!\nPasst <Dienstag> & um 10?"
        assert ours(coach)[-1] == "Fall Nr. 1001 schreibt:\nJa, das passt"
        assert coach.last.protected
        assert rows(stage, "SELECT COUNT(*) FROM outbox WHERE spot LIKE 'talk:%'") == [(0,)]


async def test_coachs_words_are_a_sign_of_life_of_the_case(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, _ = await in_talk(stage)
        await stage.move(hours=5)
        await stage.say(coach, "Guten Tag")
        assert rows(stage, "SELECT touched_at FROM cases") == [(int(stage.clock().timestamp()),)]


async def test_family_of_another_language_reads_who_writes_and_that_it_is_german(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, family = await in_talk(stage, "ar")
        assert "رسائل الفريق مكتوبة بالألمانية." in texts(family)
        assert "Diese Familie liest Arabisch. Nichts wird übersetzt." in texts(coach)
        await stage.say(coach, "Guten Tag")
        await stage.say(family, "نعم، غدًا")
        assert ours(family)[-1] == "رسالة من Mira:\nGuten Tag"
        assert ours(coach)[-1] == "Fall Nr. 1001 schreibt:\nنعم، غدًا"


async def test_edits_change_the_passed_message_on_the_other_side(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, family = await in_talk(stage)
        await stage.say(coach, "um zehn")
        at_ten = own_message(coach)
        await stage.say(coach, "bis dann")
        coach.edit(at_ten, "um elf")
        await stage.say(family, "gut")
        family.edit(own_message(family), "sehr gut")
        await stage.quiet()
        assert ours(family)[-2:] == ["Mira schreibt:\num elf", "Mira schreibt:\nbis dann"]
        assert ours(coach)[-1] == "Fall Nr. 1001 schreibt:\nsehr gut"


async def test_edit_before_the_first_words_arrived_brings_the_newest_words_once(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, family = await in_talk(stage)
        stage.server.faults.plan("too_many", method="sendMessage", chat=family.id)
        coach.say("um zehn")
        coach.edit(own_message(coach), "um elf")
        await stage.quiet()
        assert [text for text in ours(family) if text.startswith("Mira schreibt:")] == ["Mira schreibt:\num elf"]


async def test_long_words_come_whole_in_two_messages(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, family = await in_talk(stage)
        await stage.say(coach, "a" * 3600 + "b" * 400)
        assert ours(family)[-2:] == ["Mira schreibt:\n" + "a" * 3600, "Mira schreibt:\n" + "b" * 400]
        coach.edit(own_message(coach), "kurz")
        await stage.quiet()
        assert ours(family)[-2:] == ["Mira schreibt:\nkurz", "Mira schreibt:\n…"]


async def test_bank_numbers_of_a_family_are_hidden_and_the_words_stay(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, family = await in_talk(stage)
        await stage.say(family, "Meine IBAN ist DE02 1203 0000 0000 2020 51, geht das um 10:30?")
        assert ours(coach)[-1] == "Fall Nr. 1001 schreibt:\nMeine IBAN ist •••, geht das um 10:30?"


async def test_danger_words_open_the_help_and_are_passed_with_a_red_mark(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, family = await in_talk(stage)
        await stage.say(family, "er schlägt mich")
        assert "~help.hide" in buttons(family)
        assert ours(coach)[-1].startswith("🔴 Wort aus der Gefahren-Liste.")
        assert ours(coach)[-1].endswith("er schlägt mich")


async def test_coach_never_writes_into_a_hidden_chat_and_hears_of_it(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, family = await in_talk(stage)
        await stage.say(family, "er schlägt mich")
        await press(stage, family, "~help.hide")
        before = ours(family)
        await stage.say(coach, "Ich rufe Sie an")
        assert ours(family) == before
        assert ours(coach)[-1].startswith("Nicht angekommen: Fall Nr. 1001 hat den Chat gerade verborgen")


async def test_stop_ends_the_talk_in_silence(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, family = await in_talk(stage)
        await stage.say(family, "stop")
        assert "die Familie möchte keine Nachrichten mehr" in ours(coach)[-1]
        assert "~return.go_on" in buttons(family)
        await stage.say(family, "noch da?")
        assert "noch da?" not in "\n".join(t for t in ours(coach) if t.startswith("Fall Nr. 1001 schreibt"))


async def test_pictures_are_not_passed_and_both_know(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, family = await in_talk(stage)
        family.send("photo")
        await stage.quiet()
        assert "Mira bekommt von hier nur Worte." in ours(family)[-1]
        assert ours(coach)[-1].startswith(
            "Fall Nr. 1001 hat ein Bild, eine Sprachnachricht oder eine Datei geschickt."
        )
        coach.send("voice")
        await stage.quiet()
        assert ours(coach)[-1].startswith("Nur geschriebene Worte gehen an die Familie.")


async def test_bot_is_quiet_in_a_talk_and_commands_and_buttons_work_as_before(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, family = await in_talk(stage)
        before = len(ours(family))
        for words in ("qwertz", "yxcv", "ja", "42"):
            await stage.say(family, words)
        assert len(ours(family)) == before
        await stage.say(family, "/help")
        assert "~help.hide" in buttons(family)
        assert ours(coach)[-1] == "Fall Nr. 1001 schreibt:\n42"


@pytest.mark.parametrize("who", ["coach by button", "coach by command", "family"])
async def test_either_side_ends_it_and_both_hear_that_the_bot_is_back(tmp_path: Path, who: str) -> None:
    async with staged(tmp_path) as stage:
        coach, family = await in_talk(stage)
        match who:
            case "coach by button":
                await press(stage, coach, "~talk.1-end")
            case "coach by command":
                await stage.say(coach, "/ende")
            case _:
                await press(stage, family, "~talk.end")
        told = "vom Team" if who != "family" else "von der Familie"
        ended = f"Das Gespräch mit Fall Nr. 1001 ist beendet: {told}. Ab jetzt antwortet dort wieder das Programm."
        assert ended in ours(coach)
        assert "Das Gespräch mit Mira ist beendet. Ab jetzt antwortet hier wieder das Programm." in ours(family)
        assert "~talk.end" not in buttons(family)
        await stage.say(family, "hallo?")
        assert "Fall Nr. 1001 schreibt:\nhallo?" not in ours(coach)


async def test_button_of_a_talk_that_is_over_gets_an_answer_and_changes_nothing(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, family = await in_talk(stage)
        message, button = buttons(family)["~talk.end"]
        await press(stage, coach, "~talk.1-end")
        said = len(ours(coach))
        family.press(message.id, button.data)
        await stage.quiet()
        assert family.toasts[-1] == "Das Gespräch ist beendet. Jetzt antwortet wieder das Programm."
        assert len(ours(coach)) == said


async def test_forgotten_talk_goes_back_a_day_after_the_last_word(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, family = await in_talk(stage)
        await stage.move(hours=20)
        await stage.say(family, "noch eine Frage")
        await stage.move(hours=20)
        assert "beendet" not in texts(family)
        await stage.bot.stop()
        await stage.start_bot()
        await stage.move(hours=4)
        assert "beendet" not in texts(family)
        await stage.move(hours=3)
        assert "Das Gespräch mit Mira ist beendet." in texts(family)
        assert "lange kein Wort" in texts(coach)
        assert "~talk.1-end" not in buttons(coach)
        await press(stage, coach, "~talk.1-begin")
        assert "~talk.end" in buttons(family)


async def test_talk_outlives_the_bot(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, family = await in_talk(stage)
        await stage.say(coach, "bis gleich")
        written = own_message(coach)
        await stage.bot.stop()
        await stage.start_bot()
        coach.edit(written, "bis morgen")
        await stage.say(family, "gut")
        assert "Mira schreibt:\nbis morgen" in ours(family)
        assert ours(coach)[-1] == "Fall Nr. 1001 schreibt:\ngut"


async def test_family_that_blocks_the_bot_ends_the_talk_and_the_coach_is_told(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, family = await in_talk(stage)
        family.block()
        await stage.quiet()
        assert "die Familie ist hier nicht mehr erreichbar, bitte anrufen" in texts(coach)
        await stage.say(coach, "hallo?")
        assert rows(stage, "SELECT COUNT(*) FROM outbox WHERE spot LIKE 'talk:%'") == [(0,)]


async def test_words_to_a_family_that_left_telegram_are_reported(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, family = await in_talk(stage)
        family.leave_telegram()
        await stage.say(coach, "hallo?")
        assert "die Familie ist hier nicht mehr erreichbar" in texts(coach)
        assert rows(stage, "SELECT COUNT(*) FROM outbox WHERE spot LIKE 'talk:%'") == [(0,)]


async def test_call_called_off_ends_the_talk(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, family = await in_talk(stage)
        await press(stage, family, "~card.cancel", "~cancel.yes")
        assert "der Fall ist abgeschlossen" in texts(coach)
        assert "Das Gespräch mit Mira ist beendet." in texts(family)


async def test_erased_words_go_from_the_chat_of_the_coach(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, family = await in_talk(stage)
        await stage.say(family, "Ich heiße Zeynepgül")
        await stage.say(family, "/delete")
        assert "Zeynepgül" not in texts(coach)
        assert "Die Familie hat alles gelöscht, auch diese Nachricht." in ours(coach)
        assert "die Familie hat alles gelöscht" in texts(coach)
        assert rows(stage, "SELECT COUNT(*) FROM talks") == [(0,)]


async def test_case_given_on_ends_the_talk(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, family = await in_talk(stage)
        other = await stage.team("Jonas")
        await press(stage, coach, "~case.1-give")
        await press(stage, coach, *[means for means in buttons(coach) if means.startswith("~give.1-to-")])
        assert "der Fall ist in anderen Händen" in texts(coach)
        assert "Das Gespräch mit Mira ist beendet." in texts(family)
        assert "~case.1-talk" in buttons(other)


async def test_two_who_begin_a_talk_at_once_get_one_and_the_other_hears_with_whom(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach = await stage.team("Mira")
        lead = await stage.team("Petra", "lead")
        family = stage.family()
        await book(stage, family)
        await press(stage, coach, "~case.1-take", "~case.1-talk")
        await stage.say(lead, "/cases")
        await press(stage, lead, "~case.1-open")
        lead.press(Stage.screen(lead).id, "1.0.~case.1-talk")
        await stage.quiet()
        for person in (coach, lead):
            person.press(buttons(person)["~talk.1-begin"][0].id, "1.0.~talk.1-begin")
        await stage.quiet()
        assert rows(stage, "SELECT COUNT(*) FROM talks WHERE closed_at IS NULL") == [(1,)]
        refused = [toast for person in (coach, lead) for toast in person.toasts if "spricht gerade" in toast]
        assert len(refused) == 1


async def test_coach_has_one_private_talk_at_a_time(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, _ = await in_talk(stage)
        other = stage.family("Emre")
        await book(stage, other, time=1)
        await press(stage, coach, "~case.2-take", "~case.2-talk")
        assert "Sie sprechen gerade mit Fall Nr. 1001." in ours(coach)[-1]
        assert "~talk.2-begin" not in buttons(coach)
        coach.press(coach.last.id, "1.0.~talk.2-begin")
        await stage.quiet()
        assert "Sie sprechen gerade mit Fall Nr. 1001" in coach.toasts[-1]


async def test_stranger_cannot_open_a_talk_by_a_forged_press(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach = await stage.team("Mira")
        family = stage.family()
        await book(stage, family)
        other = await stage.team("Jonas")
        await press(stage, coach, "~case.1-take")
        for stranger in (other, family):
            stranger.press(stranger.last.id, "1.0.~talk.1-begin")
            await stage.quiet()
        assert rows(stage, "SELECT COUNT(*) FROM talks") == [(0,)]
