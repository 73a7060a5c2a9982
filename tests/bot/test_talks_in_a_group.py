"""Tests of talks in the team's forum group: a topic a case, and what people do to topics, groups and the bot."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.channel import Incoming
from bot.demo.chats import GroupChat
from bot.demo.group import Group
from bot.demo.messages import Message
from bot.demo.person import Person
from dialogs.machine.events import SaidInGroup
from tests.bot.road import book, meaning, press
from tests.bot.test_talks import ours, own_message, rows, texts_of
from tests.stage import Stage, staged


async def forum_of(stage: Stage, lead: Person) -> Group:
    """The team's group, made so by a lead."""
    group = stage.server.groups.add("Team", forum=True)
    group.say(lead, "/team")
    await stage.quiet()
    return group


async def in_talk(stage: Stage) -> tuple[Person, Person, Person, Group]:
    """A coach who has just begun a talk in the group, the lead, the family, and the group."""
    coach, lead = await stage.team("Mira"), await stage.team("Petra", "lead")
    family = stage.family("Ayla")
    await book(stage, family)
    group = await forum_of(stage, lead)
    await press(stage, coach, "~case.1-take", "~case.1-talk", "~talk.1-begin")
    return coach, lead, family, group


def topic_of(group: Group, name: str = "Nr. 1001 · Deutsch") -> int:
    """The thread of the newest topic of this name."""
    return max(topic.thread for topic in group.chat.topics.values() if topic.name == name)


def posts(group: Group, thread: int | None = None) -> list[str]:
    """What the bot has posted in a topic, without the marks that hold directions."""
    wanted = topic_of(group) if thread is None else thread
    return texts_of([m for m in group.messages if m.sender == "bot" and m.thread == wanted])


def button_of(group: Group, means: str) -> tuple[Message, str]:
    """The newest message of the group with a button that means this."""
    return [(m, b.data) for m in group.messages for b in m.buttons if meaning(b) == means][-1]


async def test_lead_makes_a_forum_the_teams_and_it_says_how_things_work(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        group = await forum_of(stage, await stage.team("Petra", "lead"))
        assert posts(group, topic_of(group, "So geht es hier"))[0].startswith("Das ist jetzt die Gruppe des Teams.")


@pytest.mark.parametrize("who", ["coach", "stranger"])
async def test_nobody_but_a_lead_makes_a_group_the_teams(tmp_path: Path, who: str) -> None:
    async with staged(tmp_path) as stage:
        person = await stage.team("Mira") if who == "coach" else stage.family()
        group = stage.server.groups.add("Fremde", forum=True)
        for words in ("/team", "hallo", "/ende", "/team@other_bot"):
            group.say(person, words)
        group.put_bot_out(person)
        group.take_bot_in(person)
        await stage.quiet()
        assert [message for message in group.messages if message.sender == "bot"] == []
        assert rows(stage, "SELECT COUNT(*) FROM persons WHERE role = 'group'") == [(0,)]


@pytest.mark.parametrize(
    ("lacks", "said"), [("forum", "sind die Themen nicht eingeschaltet"), ("rights", "fehlt dem Bot ein Recht")]
)
async def test_what_a_group_lacks_is_said_there_and_to_the_lead_once(tmp_path: Path, lacks: str, said: str) -> None:
    async with staged(tmp_path) as stage:
        lead, coach = await stage.team("Petra", "lead"), await stage.team("Mira")
        group = stage.server.groups.add("Team", forum=lacks != "forum")
        group.chat.bot_manages_topics = lacks != "rights"
        group.say(lead, "/team")
        await stage.quiet()
        assert said in texts_of(group.messages)[-1]
        assert len([text for text in ours(lead) if said in text]) == 1
        family = stage.family()
        await book(stage, family)
        await press(stage, coach, "~case.1-take", "~case.1-talk", "~talk.1-begin")
        await stage.say(coach, "Guten Tag")
        assert ours(family)[-1] == "Mira schreibt:\nGuten Tag"


async def test_right_given_later_is_enough(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        lead = await stage.team("Petra", "lead")
        group = stage.server.groups.add("Team", forum=True)
        group.chat.bot_manages_topics = False
        group.say(lead, "/team")
        await stage.quiet()
        group.let_bot_manage_topics(lead, allowed=True)
        await stage.quiet()
        assert "Das ist jetzt die Gruppe des Teams." in posts(group, topic_of(group, "So geht es hier"))[0]
        assert "Die Gruppe des Teams ist wieder bereit." in ours(lead)[-1]


async def test_words_go_through_the_topic_under_the_name_of_who_wrote(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, lead, family, group = await in_talk(stage)
        thread = topic_of(group)
        card, opened = posts(group)
        assert card.startswith("Fall Nr. 1001 · Deutsch")
        assert opened.startswith("Mira hat das Gespräch begonnen.")
        group.say(coach, "Guten Tag", thread)
        group.say(lead, "Hier ist Petra", thread)
        await stage.say(family, "Hallo zusammen")
        assert ours(family)[-2:] == ["Mira schreibt:\nGuten Tag", "Petra schreibt:\nHier ist Petra"]
        assert posts(group)[-1] == "Fall Nr. 1001 schreibt:\nHallo zusammen"
        assert "Hallo zusammen" not in "\n".join(ours(coach))


async def test_topic_and_its_card_hold_no_name_and_no_number(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        stage.server.record = True
        _, _, family, group = await in_talk(stage)
        shown = "\n".join(posts(group)) + "".join(topic.name for topic in group.chat.topics.values())
        assert family.name not in shown
        assert "15228817386" not in shown.replace(" ", "")
        titles = [call.params["name"] for call in stage.server.calls if call.method.lower() == "createforumtopic"]
        assert titles == ["So geht es hier", "Nr. 1001 · Deutsch"]


async def test_strangers_and_those_who_left_are_not_heard(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        _, _, family, group = await in_talk(stage)
        before, said = ours(family), posts(group)
        stranger = stage.family("Eindringling")
        group.say(stranger, "hallo?", topic_of(group))
        group.say(stranger, "/ende", topic_of(group))
        message, data = button_of(group, "~talk.1-end")
        group.press(stranger, message.id, data)
        await stage.quiet()
        assert (ours(family), posts(group)) == (before, said)
        assert rows(stage, "SELECT COUNT(*) FROM talks WHERE closed_at IS NULL") == [(1,)]


async def test_general_topic_and_the_teams_own_topics_stay_among_the_team(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, _, family, group = await in_talk(stage)
        before = ours(family)
        group.say(coach, "Kaffee?")
        group.say(coach, "Wer holt Kuchen?", group.open_topic("Pausen", coach))
        group.say(coach, "danke", topic_of(group, "So geht es hier"))
        await stage.quiet()
        assert ours(family) == before


async def test_edits_are_mirrored_between_topic_and_family(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, _, family, group = await in_talk(stage)
        said = group.say(coach, "um zehn", topic_of(group))
        await stage.say(family, "gut")
        group.edit(coach, said.id, "um elf")
        family.edit(own_message(family), "sehr gut")
        await stage.quiet()
        assert ours(family)[-1] == "Mira schreibt:\num elf"
        assert posts(group)[-1] == "Fall Nr. 1001 schreibt:\nsehr gut"


@pytest.mark.parametrize("how", ["/ende", "button", "family"])
async def test_talk_ends_from_either_side_and_its_topic_closes(tmp_path: Path, how: str) -> None:
    async with staged(tmp_path) as stage:
        coach, lead, family, group = await in_talk(stage)
        thread = topic_of(group)
        if how == "family":
            await press(stage, family, "~talk.end")
        elif how == "/ende":
            group.say(lead, "/ende@stage_bot", thread)
        else:
            message, data = button_of(group, "~talk.1-end")
            group.press(coach, message.id, data)
        await stage.quiet()
        assert posts(group)[-1].startswith("Das Gespräch mit Fall Nr. 1001 ist beendet:")
        assert group.chat.topics[thread].closed
        assert "Das Gespräch mit Mira ist beendet." in "\n".join(ours(family))


async def test_second_talk_takes_the_same_topic_and_opens_it(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, _, _, group = await in_talk(stage)
        thread = topic_of(group)
        group.say(coach, "/ende", thread)
        await stage.quiet()
        await press(stage, coach, "~talk.1-end", "~talk.1-begin")
        assert (topic_of(group), group.chat.topics[thread].closed) == (thread, False)
        assert posts(group)[-1].startswith("Mira hat das Gespräch begonnen.")
        assert len([text for text in posts(group) if text.startswith("Fall Nr. 1001 · Deutsch")]) == 1


async def test_words_in_a_topic_without_a_talk_are_not_lost_silently(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, _, family, group = await in_talk(stage)
        group.say(coach, "/ende", topic_of(group))
        await stage.quiet()
        before = ours(family)
        group.say(coach, "noch etwas", topic_of(group))
        await stage.quiet()
        assert posts(group)[-1].startswith("Hier ist gerade kein Gespräch offen: Die Familie hat das nicht bekommen.")
        assert ours(family) == before


async def test_pictures_in_the_topic_are_not_passed_and_the_team_is_told(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, _, family, group = await in_talk(stage)
        group.send(coach, "photo", topic_of(group))
        await stage.quiet()
        assert posts(group)[-1].startswith("Nur geschriebene Worte gehen an die Familie.")
        family.send("voice")
        await stage.quiet()
        assert posts(group)[-1].startswith("Fall Nr. 1001 hat ein Bild")


@pytest.mark.parametrize("restarted", [False, True])
async def test_deleted_topic_is_opened_anew_with_the_card_and_no_word_is_lost(
    tmp_path: Path, restarted: bool
) -> None:
    async with staged(tmp_path) as stage:
        coach, _, family, group = await in_talk(stage)
        group.delete_topic(topic_of(group))
        if restarted:
            await stage.bot.stop()
            await stage.start_bot()
        family.say("erstes Wort")
        family.say("zweites Wort")
        await stage.quiet()
        assert posts(group)[0].startswith("Das Thema dieses Falls gab es nicht mehr. Hier geht es weiter.")
        assert posts(group)[1:] == ["Fall Nr. 1001 schreibt:\nerstes Wort", "Fall Nr. 1001 schreibt:\nzweites Wort"]
        group.say(coach, "wieder da", topic_of(group))
        await stage.quiet()
        assert ours(family)[-1] == "Mira schreibt:\nwieder da"


async def test_end_of_a_talk_whose_topic_was_deleted_is_said_in_the_own_chat(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, _, family, group = await in_talk(stage)
        group.delete_topic(topic_of(group))
        await press(stage, family, "~talk.end")
        assert ours(coach)[-1].startswith("Das Gespräch mit Fall Nr. 1001 ist beendet: von der Familie.")
        assert [topic.name for topic in group.chat.topics.values()] == ["So geht es hier"]


async def test_topic_closed_by_hand_during_a_talk_is_opened_again(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, _, _, group = await in_talk(stage)
        thread = topic_of(group)
        group.close_topic(thread, by=coach)
        await stage.quiet()
        assert not group.chat.topics[thread].closed
        assert posts(group)[-1].startswith("Dieses Thema war geschlossen, aber das Gespräch ist noch offen.")


async def test_topic_that_cannot_be_reopened_moves_the_talk_into_the_own_chat(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, _, family, group = await in_talk(stage)
        topic = group.chat.topics[topic_of(group)]
        topic.closed, topic.own, group.chat.bot_manages_topics = True, False, False
        await stage.say(family, "hört mich jemand?")
        assert ours(coach)[-2].startswith("Das Gespräch mit Fall Nr. 1001 läuft ab jetzt hier weiter: das Thema ist")
        assert ours(coach)[-1] == "Fall Nr. 1001 schreibt:\nhört mich jemand?"
        await stage.say(coach, "ja, ich")
        assert ours(family)[-1] == "Mira schreibt:\nja, ich"


@pytest.mark.parametrize("restarted", [False, True])
async def test_bot_put_out_of_the_group_goes_on_in_the_own_chat_and_people_are_told(
    tmp_path: Path, restarted: bool
) -> None:
    async with staged(tmp_path) as stage:
        coach, lead, family, group = await in_talk(stage)
        if restarted:
            await stage.bot.stop()
        group.put_bot_out(lead)
        if restarted:
            await stage.start_bot()
        await stage.say(family, "sind Sie noch da?")
        assert "läuft ab jetzt hier weiter: der Bot ist nicht mehr in der Gruppe" in "\n".join(ours(coach))
        assert ours(coach)[-1] == "Fall Nr. 1001 schreibt:\nsind Sie noch da?"
        assert len([text for text in ours(lead) if text.startswith("Der Bot ist nicht mehr in der Gruppe")]) == 1
        await stage.say(coach, "ja")
        assert ours(family)[-1] == "Mira schreibt:\nja"


async def test_words_that_meet_a_silent_removal_are_carried_to_the_coach(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, lead, family, group = await in_talk(stage)
        group.chat.bot_inside = False
        family.say("eins")
        family.say("zwei")
        await stage.quiet()
        passed = [text for text in ours(coach) if text.startswith("Fall Nr. 1001 schreibt")]
        assert passed == ["Fall Nr. 1001 schreibt:\neins", "Fall Nr. 1001 schreibt:\nzwei"]
        assert len([text for text in ours(lead) if text.startswith("Der Bot ist nicht mehr in der Gruppe")]) == 1


async def test_bot_taken_in_again_serves_new_talks_in_the_group(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, lead, family, group = await in_talk(stage)
        group.put_bot_out(lead)
        await stage.quiet()
        group.take_bot_in(lead)
        await stage.quiet()
        assert "Die Gruppe des Teams ist wieder bereit." in ours(lead)[-1]
        await stage.say(coach, "/ende")
        await press(stage, coach, "~talk.1-begin")
        await stage.say(family, "wieder im Thema")
        assert posts(group)[0].startswith("Fall Nr. 1001 · Deutsch")
        assert posts(group)[-1] == "Fall Nr. 1001 schreibt:\nwieder im Thema"


async def test_coach_with_a_second_talk_in_the_lost_group_keeps_one_and_the_other_ends_for_both(
    tmp_path: Path,
) -> None:
    async with staged(tmp_path) as stage:
        coach, lead, family, group = await in_talk(stage)
        other = stage.family("Emre")
        await book(stage, other, time=1)
        await press(stage, coach, "~case.2-take", "~case.2-talk", "~talk.2-begin")
        group.put_bot_out(lead)
        await stage.quiet()
        assert rows(stage, "SELECT case_id, place FROM talks WHERE closed_at IS NULL") == [(1, "private")]
        assert "Das Gespräch mit Mira ist beendet." in "\n".join(ours(other))
        assert "Das Gespräch mit Fall Nr. 1002 ist beendet: es konnte nicht weitergehen." in "\n".join(ours(coach))
        assert "beendet" not in "\n".join(ours(family))


@pytest.mark.parametrize("told", [True, False])
async def test_moved_group_is_followed_and_the_card_is_sent_again(tmp_path: Path, told: bool) -> None:
    async with staged(tmp_path) as stage:
        coach, lead, family, group = await in_talk(stage)
        if told:
            group.move(lead, forum=True)
            await stage.quiet()
        else:
            old, group.chat = group.chat, GroupChat(group.id - 5000, "supergroup", "Team", forum=True)
            stage.server.world.chats[group.id] = group.chat
            old.moved_to = group.id
        await stage.say(family, "und jetzt?")
        assert posts(group)[0].startswith("Fall Nr. 1001 · Deutsch")
        assert posts(group)[-1] == "Fall Nr. 1001 schreibt:\nund jetzt?"
        group.say(coach, "weiter geht es", topic_of(group))
        await stage.quiet()
        assert ours(family)[-1] == "Mira schreibt:\nweiter geht es"


async def test_talk_in_the_group_outlives_the_bot(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, _, family, group = await in_talk(stage)
        said = group.say(coach, "um zehn", topic_of(group))
        await stage.quiet()
        await stage.bot.stop()
        group.edit(coach, said.id, "um elf")
        await stage.start_bot()
        await stage.say(family, "gut")
        assert "Mira schreibt:\num elf" in ours(family)
        assert posts(group)[-1] == "Fall Nr. 1001 schreibt:\ngut"


async def test_erased_family_leaves_no_word_in_the_topic(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, _, family, group = await in_talk(stage)
        await stage.say(family, "Ich heiße Zeynepgül")
        assert "Zeynepgül" in "\n".join(posts(group))
        await stage.say(family, "/delete")
        assert "Zeynepgül" not in "\n".join(posts(group))
        assert "gelöscht" in posts(group)[0]
        assert "die Familie hat alles gelöscht" in "\n".join(ours(coach))


async def test_fault_at_a_groups_update_is_never_answered_into_the_group(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, _, _, group = await in_talk(stage)
        before = len(group.messages)
        said = SaidInGroup("x", coach.id, topic_of(group), 5)
        incoming = Incoming("tg:9", group.id, said, author=coach.id)
        await stage.bot.service.park(incoming, incoming.id, ValueError())
        await stage.quiet()
        assert len(group.messages) == before


async def test_two_of_the_team_who_begin_at_once_get_one_talk_and_one_topic(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        coach, lead = await stage.team("Mira"), await stage.team("Petra", "lead")
        family = stage.family("Ayla")
        await book(stage, family)
        group = await forum_of(stage, lead)
        await press(stage, coach, "~case.1-take", "~case.1-talk")
        lead.press(lead.last.id, "1.0.~case.1-talk")
        await stage.quiet()
        coach.press(coach.last.id, "1.0.~talk.1-begin")
        lead.press(lead.last.id, "1.0.~talk.1-begin")
        await stage.quiet()
        assert rows(stage, "SELECT COUNT(*) FROM talks") == [(1,)]
        assert len([topic for topic in group.chat.topics.values() if topic.name.startswith("Nr. 1001")]) == 1
