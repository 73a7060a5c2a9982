"""Words on their way out: once, in order, never after their appointment, and not kept longer than needed."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from dialogs.family.facts import Appointment, Stage
from dialogs.machine.screen import CalendarFile
from dialogs.machine.words import say
from storage.cases import CaseRow
from storage.outbox import (
    LIVING,
    LOOSE,
    NUDGE,
    REMINDER,
    ROUND,
    Draft,
    Letter,
    Urgency,
    card_spot,
    in_order,
    talk_spot,
)
from storage.people import Person
from tests.storage.memory import DAY, HOUR, NOW, Memory, call_at, screen

SECOND = timedelta(seconds=1)
CALL_AT = NOW + 2 * DAY


async def due(memory: Memory, at: datetime = NOW) -> tuple[Letter, ...]:
    return await memory.do(memory.outbox.due, at)


async def reminded(memory: Memory, family: Person, case: CaseRow, kind: str = "hour_before") -> Letter:
    """A reminder of a case's call, an hour before it."""
    due_at = case.appointment.starts_at - HOUR
    sequence = case.appointment.sequence
    await memory.letter(
        Draft(
            family.id,
            screen("reminder"),
            once=True,
            urgency=Urgency.REMINDER,
            due_at=due_at,
            mark=f"reminder:{case.id}:{sequence}:{kind}",
            kind=f"{REMINDER}{kind}",
            case_id=case.id,
            sequence=sequence,
            until=case.appointment.starts_at - timedelta(minutes=15),
        )
    )
    return (await due(memory, due_at))[-1]


async def test_letter_comes_back_as_it_was_written_in_the_language_of_its_reader(memory: Memory) -> None:
    family = await memory.family("tr")
    id_ = await memory.letter(Draft(family.id, screen(), LIVING, fresh=True))
    await memory.do(memory.people.speak, family.id, "ar")

    (letter,) = await due(memory)

    assert letter == Letter(id_, family.id, 5001, "ar", LIVING, screen(), False, True, 0)


async def test_coach_reads_german_whatever_the_phone_speaks(memory: Memory) -> None:
    coach = await memory.coach()
    await memory.do(memory.people.speak, coach.id, "tr")
    await memory.letter(Draft(coach.id, screen(), card_spot(7), once=True, case_id=7, kind="card"))

    (letter,) = await due(memory)

    assert (letter.language, letter.once, letter.kind, letter.case_id) == ("de", True, "card", 7)


async def test_calendar_file_waits_like_any_letter(memory: Memory) -> None:
    family = await memory.family()
    file = CalendarFile("call-1@x", 2, NOW, NOW + HOUR, say("title"), say("caption"))
    await memory.letter(Draft(family.id, file, once=True))

    (letter,) = await due(memory)

    assert letter.content == file


async def test_replies_pass_before_cards_and_cards_before_reminders(memory: Memory) -> None:
    family = await memory.family()
    urgencies = (Urgency.REMINDER, Urgency.CARD, Urgency.REPLY, Urgency.REPLY)
    written = [await memory.letter(Draft(family.id, screen(), urgency=urgency)) for urgency in urgencies]

    letters = await due(memory)

    assert [letter.id for letter in letters] == [written[2], written[3], written[1], written[0]]
    assert in_order(reversed(letters)) == list(letters)


async def test_letter_waits_until_it_is_due(memory: Memory) -> None:
    family = await memory.family()
    id_ = await memory.letter(Draft(family.id, screen(), due_at=NOW + DAY))

    assert await due(memory, NOW + DAY - SECOND) == ()
    assert [letter.id for letter in await due(memory, NOW + DAY)] == [id_]
    assert await memory.do(memory.outbox.next_due) == NOW + DAY


async def test_nothing_waits_in_an_empty_outbox(memory: Memory) -> None:
    assert await memory.do(memory.outbox.next_due) is None


async def test_letters_of_somebody_who_blocked_us_rest_until_they_are_back(memory: Memory) -> None:
    family = await memory.family()
    await memory.letter(Draft(family.id, screen()))

    await memory.do(memory.people.set_reachable, family.id, reachable=False)
    assert await due(memory) == ()

    await memory.do(memory.people.set_reachable, family.id, reachable=True)
    assert len(await due(memory)) == 1


async def test_mark_lets_a_letter_be_written_once_even_by_fifty_at_once(memory: Memory) -> None:
    family = await memory.family()
    draft = Draft(family.id, screen(), once=True, mark="nudge:7")

    written = await asyncio.gather(*(memory.do(memory.outbox.write, draft, NOW) for _ in range(50)))

    assert len([id_ for id_ in written if id_ is not None]) == 1
    assert await memory.count("outbox") == 1


async def test_mark_stays_taken_after_the_letter_was_sent_and_its_words_are_gone(memory: Memory) -> None:
    family = await memory.family()
    draft = Draft(family.id, screen(), once=True, mark="nudge:7")
    await memory.letter(draft)
    (letter,) = await due(memory)
    assert await memory.do(memory.outbox.claim, letter, NOW)
    await memory.do(memory.outbox.sent, letter, 77)

    assert await memory.rows("SELECT status, content FROM outbox") == [("sent", None)]
    assert await memory.do(memory.outbox.write, draft, NOW) is None


async def test_letter_is_claimed_by_one_of_fifty(memory: Memory) -> None:
    family = await memory.family()
    await memory.letter(Draft(family.id, screen(), once=True))
    (letter,) = await due(memory)

    claims = await asyncio.gather(*(memory.do(memory.outbox.claim, letter, NOW) for _ in range(50)))

    assert sum(claims) == 1
    assert await due(memory) == ()


async def test_claimed_letter_counts_as_sent_after_a_crash(memory: Memory) -> None:
    family = await memory.family()
    await memory.letter(Draft(family.id, screen(), once=True, mark="m"))
    await memory.letter(Draft(family.id, screen()))
    claimed, waiting = await due(memory)
    await memory.do(memory.outbox.claim, claimed, NOW)

    await memory.do(memory.outbox.close_claimed)

    assert await due(memory) == (waiting,)
    assert await memory.rows("SELECT status, content FROM outbox WHERE id = :id", id=claimed.id) == [
        ("unknown", None)
    ]


async def test_letter_that_could_not_leave_is_tried_later(memory: Memory) -> None:
    family = await memory.family()
    await memory.letter(Draft(family.id, screen(), once=True))
    (letter,) = await due(memory)
    await memory.do(memory.outbox.claim, letter, NOW)

    await memory.do(memory.outbox.postpone, letter, NOW + HOUR)

    assert await due(memory, NOW + HOUR - SECOND) == ()
    assert [again.id for again in await due(memory, NOW + HOUR)] == [letter.id]


async def test_sent_letter_leaves_no_trace_but_the_message_in_its_spot(memory: Memory) -> None:
    family = await memory.family()
    await memory.letter(Draft(family.id, screen(), LIVING))
    (letter,) = await due(memory)

    await memory.do(memory.outbox.sent, letter, 77)

    assert await memory.count("outbox") == 0
    assert await memory.do(memory.outbox.where, family.id, LIVING) == 77
    assert await memory.do(memory.outbox.spots_of, family.id) == {LIVING: 77}


async def test_message_that_stands_for_itself_is_not_remembered(memory: Memory) -> None:
    family = await memory.family()
    await memory.letter(Draft(family.id, screen(), LOOSE))
    (letter,) = await due(memory)

    await memory.do(memory.outbox.sent, letter, 77)

    assert await memory.count("spots") == 0


@pytest.mark.parametrize(("message", "status"), [(77, "sent"), (None, "unknown"), (None, "rejected")])
async def test_older_picture_of_a_spot_is_never_sent_after_a_newer_one(
    memory: Memory, message: int | None, status: str
) -> None:
    family = await memory.family()
    await memory.letter(Draft(family.id, screen("old"), LIVING))
    card = await memory.letter(Draft(family.id, screen("card"), card_spot(7), once=True))
    await memory.letter(Draft(family.id, screen("new"), LIVING))
    later = await memory.letter(Draft(family.id, screen("later"), LIVING))
    newer = (await due(memory))[2]

    await memory.do(memory.outbox.sent, newer, message, status)

    assert [letter.id for letter in await due(memory)] == [card, later]


async def test_reminder_of_a_standing_call_is_claimed(memory: Memory) -> None:
    family = await memory.family()
    case = await memory.case(family, call_at(CALL_AT))
    letter = await reminded(memory, family, case)
    coach = await memory.coach()
    await memory.do(memory.cases.take, case.id, coach.id, NOW)

    assert await memory.do(memory.outbox.claim, letter, CALL_AT - HOUR)


@pytest.mark.parametrize("stage", [Stage.WITHDRAWN, Stage.SPOKEN, Stage.UNREACHED, Stage.WRONG_NUMBER])
async def test_reminder_already_in_hand_dies_with_its_call(memory: Memory, stage: Stage) -> None:
    family = await memory.family()
    case = await memory.case(family, call_at(CALL_AT))
    letter = await reminded(memory, family, case)
    await memory.do(memory.cases.set_stage, case.id, stage, NOW)

    assert not await memory.do(memory.outbox.claim, letter, CALL_AT - HOUR)
    assert await memory.rows("SELECT status, content FROM outbox") == [("void", None)]


async def test_reminder_already_in_hand_dies_when_the_call_is_moved(memory: Memory) -> None:
    family = await memory.family()
    case = await memory.case(family, call_at(CALL_AT))
    letter = await reminded(memory, family, case)
    moved = Appointment("exact", "", CALL_AT + HOUR, CALL_AT + 2 * HOUR)
    await memory.do(memory.cases.move, case.id, moved)

    assert not await memory.do(memory.outbox.claim, letter, CALL_AT - HOUR)

    anew = await reminded(memory, family, await memory.stored(case))
    assert await memory.do(memory.outbox.claim, anew, CALL_AT)


async def test_reminder_dies_with_the_family(memory: Memory) -> None:
    family = await memory.family()
    case = await memory.case(family, call_at(CALL_AT))
    letter = await reminded(memory, family, case)
    await memory.do(memory.cases.erase_of, family.id, NOW)

    assert not await memory.do(memory.outbox.claim, letter, CALL_AT - HOUR)


async def test_reminder_that_helps_no_more_is_closed_unsent(memory: Memory) -> None:
    family = await memory.family()
    case = await memory.case(family, call_at(CALL_AT))
    letter = await reminded(memory, family, case)
    last_use = CALL_AT - timedelta(minutes=15)

    assert not await memory.do(memory.outbox.claim, letter, last_use)
    assert not await memory.do(memory.outbox.claim, letter, last_use - SECOND)
    assert await memory.rows("SELECT status, content FROM outbox") == [("void", None)]


async def test_reminder_is_good_until_the_very_last_second(memory: Memory) -> None:
    family = await memory.family()
    case = await memory.case(family, call_at(CALL_AT))
    letter = await reminded(memory, family, case)

    assert await memory.do(memory.outbox.claim, letter, CALL_AT - timedelta(minutes=15) - SECOND)


async def nudged(memory: Memory, family: Person, ladder: int, rung: int = 1) -> Letter:
    """A message of a ladder that is about to leave, and helps for two hours."""
    await memory.letter(
        Draft(
            family.id,
            screen("nudge"),
            NUDGE,
            once=True,
            fresh=True,
            urgency=Urgency.NUDGE,
            mark=f"nudge:{ladder}:{rung}",
            kind=NUDGE,
            sequence=ladder,
            until=NOW + 2 * HOUR,
        )
    )
    return (await due(memory))[-1]


async def test_message_of_an_open_ladder_is_claimed_once_even_by_twenty(memory: Memory) -> None:
    family = await memory.family()
    letter = await nudged(memory, family, (await memory.ladder(family)).id)

    claims = await asyncio.gather(*(memory.do(memory.outbox.claim, letter, NOW) for _ in range(20)))

    assert sum(claims) == 1


async def test_invitation_to_a_round_that_is_under_way_or_over_does_not_leave(memory: Memory) -> None:
    family = await memory.family()
    letters: list[Letter] = []
    rounds = [await memory.do(memory.rounds.begin, case, "coping", 1, "", NOW) for case in (7, 8, 9)]
    for id_ in rounds:
        assert id_ is not None
        draft = Draft(family.id, screen(), f"{ROUND}:{id_}", once=True, fresh=True, kind=ROUND, sequence=id_)
        await memory.letter(draft)
        letters = list(await due(memory))
    await memory.do(memory.rounds.keep, rounds[1] or 0, ["a"], 5)
    await memory.do(memory.rounds.end, rounds[2] or 0, "stopped", NOW)

    assert [await memory.do(memory.outbox.claim, letter, NOW) for letter in letters] == [True, False, False]


@pytest.mark.parametrize("why", ["life", "booked", "crisis", "stopped", "never", "not_now", "over"])
async def test_message_already_in_hand_dies_with_its_ladder(memory: Memory, why: str) -> None:
    family = await memory.family()
    letter = await nudged(memory, family, (await memory.ladder(family)).id)

    await memory.do(memory.ladders.close_of, family.id, why, NOW)

    assert not await memory.do(memory.outbox.claim, letter, NOW)


async def test_message_written_for_a_ladder_that_closed_meanwhile_is_closed_unsent(memory: Memory) -> None:
    family = await memory.family()
    ladder = await memory.ladder(family)
    await memory.do(memory.ladders.close, ladder.id, "life", NOW)
    letter = await nudged(memory, family, ladder.id)
    await memory.ladder(family)

    assert not await memory.do(memory.outbox.claim, letter, NOW)
    assert await memory.rows("SELECT status, content FROM outbox") == [("void", None)]


async def test_message_of_a_ladder_never_comes_late(memory: Memory) -> None:
    family = await memory.family()
    letter = await nudged(memory, family, (await memory.ladder(family)).id)

    assert not await memory.do(memory.outbox.claim, letter, NOW + 2 * HOUR)
    assert await memory.rows("SELECT status, content FROM outbox") == [("void", None)]


async def test_message_of_a_ladder_passes_behind_everything_else(memory: Memory) -> None:
    family = await memory.family()
    await nudged(memory, family, (await memory.ladder(family)).id)
    for urgency in (Urgency.REMINDER, Urgency.CARD, Urgency.REPLY):
        await memory.letter(Draft(family.id, screen(), urgency=urgency))

    assert [letter.urgency for letter in await due(memory)] == [0, 1, 2, 3]


async def test_waiting_reminders_are_worded_anew_where_they_wait_and_sent_ones_are_not(memory: Memory) -> None:
    ayla, berat = await memory.family(), await memory.family()
    of_ayla, of_berat = await memory.case(ayla, call_at(CALL_AT)), await memory.case(berat, call_at(CALL_AT))
    gone = await reminded(memory, ayla, of_ayla, "evening_before")
    await memory.do(memory.outbox.claim, gone, NOW)
    await memory.do(memory.outbox.sent, gone, 7)
    first, other = await reminded(memory, ayla, of_ayla), await reminded(memory, berat, of_berat)

    await memory.do(memory.outbox.reword, of_ayla.id, screen)

    waiting = await due(memory, CALL_AT - HOUR)
    assert [letter.id for letter in waiting] == [first.id, other.id]
    assert [letter.content for letter in waiting] == [screen(f"{REMINDER}hour_before"), other.content]


async def test_calling_off_drops_the_reminders_of_one_case_alone(memory: Memory) -> None:
    ayla, berat = await memory.family(), await memory.family()
    of_ayla, of_berat = await memory.case(ayla, call_at(CALL_AT)), await memory.case(berat, call_at(CALL_AT))
    await reminded(memory, ayla, of_ayla)
    kept = await reminded(memory, berat, of_berat)
    coach = await memory.coach()
    card = await memory.letter(Draft(coach.id, screen(), card_spot(of_ayla.id), kind="card", case_id=of_ayla.id))

    await memory.do(memory.outbox.call_off, of_ayla.id)

    assert [letter.id for letter in await due(memory, CALL_AT)] == [card, kept.id]


async def test_family_that_wants_no_reminders_gets_none_but_its_replies(memory: Memory) -> None:
    family, other = await memory.family(), await memory.family()
    await reminded(memory, family, await memory.case(family, call_at(CALL_AT)))
    kept = await reminded(memory, other, await memory.case(other, call_at(CALL_AT)))
    reply = await memory.letter(Draft(family.id, screen(), LIVING))

    await memory.do(memory.outbox.silence, family.id)

    assert [letter.id for letter in await due(memory, CALL_AT)] == [reply, kept.id]


async def test_card_has_its_holders_before_it_is_sent(memory: Memory) -> None:
    mira, jonas = await memory.coach("Mira"), await memory.coach("Jonas")
    for coach in (mira, jonas, mira):
        await memory.letter(Draft(coach.id, screen(), card_spot(7), once=True, kind="card", case_id=7))

    assert await memory.do(memory.outbox.holders, 7) == (mira.id, jonas.id)
    assert await memory.do(memory.outbox.holders, 8) == ()
    assert await memory.do(memory.outbox.spots_of, mira.id) == {}


async def test_spot_follows_the_message_and_is_emptied(memory: Memory) -> None:
    family = await memory.family()
    await memory.do(memory.outbox.stands, family.id, LIVING, 77)
    await memory.do(memory.outbox.stands, family.id, LIVING, 78)
    assert await memory.do(memory.outbox.where, family.id, LIVING) == 78

    await memory.do(memory.outbox.leaves, family.id, LIVING)
    assert await memory.do(memory.outbox.where, family.id, LIVING) is None


async def test_report_about_an_erased_family_is_no_fault(memory: Memory) -> None:
    family = await memory.family()
    await memory.letter(Draft(family.id, screen(), LIVING))
    (letter,) = await due(memory)
    await memory.do(memory.people.forget, family.id, NOW)

    await memory.do(memory.outbox.sent, letter, 77)
    await memory.do(memory.outbox.stands, family.id, LIVING, 77)

    assert await memory.count("spots") == 0


async def test_row_that_cannot_be_opened_holds_up_nobody_else(memory: Memory) -> None:
    first, second = await memory.family(), await memory.family()
    broken = await memory.letter(Draft(first.id, screen(), LIVING))
    sound = await memory.letter(Draft(second.id, screen(), LIVING))

    await memory.rows("UPDATE outbox SET content = :junk WHERE id = :id", junk=b"junk", id=broken)

    assert [letter.id for letter in await due(memory)] == [sound]
    assert [letter.id for letter in await due(memory)] == [sound]


async def test_words_that_wait_for_a_topic_are_taken_out_to_go_elsewhere(memory: Memory) -> None:
    group = await memory.do(memory.people.meet_group, -100)
    for number, spot in enumerate((talk_spot(7, 3, 1), talk_spot(7, 3, 2), LOOSE)):
        draft = Draft(group.id, screen(f"word{number}"), spot, case_id=7, topic=7)
        await memory.do(memory.outbox.write, draft, NOW)
    assert [letter.topic for letter in await due(memory)] == [7, 7, 7]

    taken = await memory.do(memory.outbox.take_from_topic, 7)

    assert [(draft.spot, draft.content) for draft in taken] == [
        (talk_spot(7, 3, 1), screen("word0")),
        (talk_spot(7, 3, 2), screen("word1")),
    ]
    assert await due(memory) == ()


async def test_words_about_one_case_are_dropped_and_those_about_another_stay(memory: Memory) -> None:
    family = await memory.family()
    for case in (7, 70):
        await memory.do(memory.outbox.write, Draft(family.id, screen(), talk_spot(case, 3, 1)), NOW)

    await memory.do(memory.outbox.drop_words, family.id, 7)

    assert [letter.spot for letter in await due(memory)] == [talk_spot(70, 3, 1)]


async def test_messages_of_one_case_are_found_in_a_chat(memory: Memory) -> None:
    coach = await memory.family()
    for spot in (talk_spot(7, 3, 1), talk_spot(70, 3, 1), "living"):
        await memory.do(memory.outbox.stands, coach.id, spot, 5)

    assert await memory.do(memory.outbox.words_spots, coach.id, 7) == (talk_spot(7, 3, 1),)
