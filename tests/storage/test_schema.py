"""The schema of the house: what an erasure leaves, what is sealed, and that hot statements find their rows."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

import pytest

import storage.absences
import storage.calendar
import storage.case_ends
import storage.case_lists
import storage.hands
import storage.ladders
import storage.leaving
import storage.nudges
import storage.offers
import storage.outbox
import storage.people
import storage.person
import storage.phrases
import storage.promises
import storage.rounds
import storage.talks
import storage.team
import storage.timers
import storage.waiting
from dialogs.machine.turn import State
from storage.instants import instant, seconds
from storage.invitations import Invitee
from storage.migrate import bring_up_to_date
from storage.outbox import LIVING, NUDGE, Draft, card_spot
from storage.people import Person
from storage.sqlite import SqliteStorage
from storage.units import Sql, Storage, Unit
from tests.storage.memory import DAY, NOW, Memory, screen, slot_of

TABLES = (
    "seen", "persons", "spots", "outbox", "cases", "bookings", "consents", "invitations", "places", "timers",
    "counters", "receipts", "parked", "house", "hands", "promises", "absences", "closings", "waiting", "offers",
    "line_log", "phrases", "talks", "topics", "phone_codes", "mornings", "ladders",
    "nudges", "rounds",
)  # fmt: skip
SECRETS = (
    "Ayla",
    "9200",
    "5001",
    "-1005001",
    "sind müde",
    "i-secret",
    "p-secret",
    "Mira",
    "Nur Mut",
    "Ruhe am Morgen",
    "bleiben dran",
)


async def everything(memory: Memory) -> dict[str, list[tuple[object, ...]]]:
    return {table: await memory.rows(f"SELECT * FROM {table}") for table in TABLES}


async def full_house(memory: Memory) -> int:
    """One family in every table there is, and a coach beside it; gives the family's row."""
    family, coach = await memory.family(), await memory.coach("Mira")
    told = State("intake", answers={"name": "Ayla", "phone": "+4917139200"}, words=("sind müde",))
    await memory.do(memory.people.save, family.id, told, NOW)
    await memory.do(memory.people.record_consent, family, frozenset({"callback", "reminders"}), "1", NOW)
    await memory.do(memory.people.enlist, family.id, NOW)
    case = await memory.case(family)
    await memory.do(memory.cases.keep_body, case.id, {"told": {"name": "Ayla"}, "words": ["sind müde"]})
    await memory.hold(family, slot_of(coach.id, NOW + DAY))
    await memory.do(memory.calendar.book, family.id, case.id, coach.id, NOW + DAY)
    await memory.hold(family, slot_of(coach.id, NOW + 2 * DAY))
    await memory.do(memory.cases.set_timer, f"unclaimed:{case.id}", "unclaimed", case.id, NOW + DAY)
    await memory.letter(Draft(family.id, screen(), LIVING))
    await memory.letter(Draft(family.id, screen(), once=True, mark="reminder:1", kind="reminder:x", case_id=case.id))
    await memory.letter(Draft(coach.id, screen(), card_spot(case.id), once=True, kind="card", case_id=case.id))
    await memory.do(memory.outbox.stands, family.id, LIVING, 77)
    await memory.do(memory.people.first_time, "tg:7", NOW)
    await memory.do(memory.people.count, "result", "likely", "tr", "2026-11-23")
    await memory.do(memory.invitations.invite, "i-secret", Invitee("coach", "Mira", "de", ""), NOW + DAY)
    await desk_around(memory, family.id, case.id, coach.id)
    await standing_still(memory, family, case.id, coach.id)
    return family.id


async def desk_around(memory: Memory, family: int, case: int, coach: int) -> None:
    """What the desk and the waiting list keep of the family and its case."""
    await memory.do(memory.hands.note, case, "offered", coach, NOW)
    await memory.do(memory.promises.make, case, coach, NOW + DAY, NOW)
    await memory.do(memory.absences.add, coach, NOW, NOW + DAY, "off")
    await memory.do(memory.absences.close_day, NOW.date())
    await memory.do(memory.calendar.set_places, "gladbeck", 2, NOW)
    await memory.do(memory.waiting.offer, "gladbeck", family, 1, NOW, NOW + DAY)
    await memory.do(memory.waiting.log, NOW, family, "offered", "turn", coach)
    await memory.do(memory.phrases.sent, case, coach, "later", NOW + DAY, NOW)
    await memory.do(memory.talks.open, case, coach, "topic", NOW)
    group = await memory.do(memory.people.meet_group, -1005001)
    await memory.do(memory.talks.set_topic, case, group.id, 12)
    await memory.do(memory.phone_codes.make, "p-secret", family, NOW + DAY)


async def standing_still(memory: Memory, family: Person, case: int, coach: int) -> None:
    """What is kept where a family stopped: a ladder, its message on its way, an offer, a round with words in it."""
    ladder = await memory.ladder(family, kind="standing", place="silent", case_id=case)
    await memory.do(memory.cases.set_timer, f"nudge:{ladder.id}:1", "nudge", ladder.id, NOW + DAY)
    await memory.do(memory.cases.set_timer, f"stall:{family.id}", "stall", family.id, NOW + DAY)
    mark = f"nudge:{ladder.id}:1"
    await memory.letter(Draft(family.id, screen(), NUDGE, once=True, mark=mark, kind=NUDGE, sequence=ladder.id))
    await memory.do(memory.nudges.make, family.id, "silent", "topic", "shelf", NOW, ladder=ladder.id, rung=1)
    round_ = await memory.do(memory.rounds.begin, case, "scaling", coach, "Nur Mut", NOW)
    assert round_ is not None
    await memory.do(memory.rounds.keep, round_, ["4", "Ruhe am Morgen"], family.id)
    await memory.do(memory.rounds.reply, round_, "Sie bleiben dran.")


async def test_names_numbers_chats_and_words_stand_nowhere_in_the_open(memory: Memory) -> None:
    await full_house(memory)

    kept = repr(await everything(memory))

    assert [secret for secret in SECRETS if re.search(rf"(?<!\d){secret}(?!\d)", kept)] == []


async def test_erased_family_is_in_no_table_but_by_a_number(memory: Memory) -> None:
    family = await full_house(memory)

    await memory.do(memory.calendar.release, family)
    await memory.do(memory.cases.erase_of, family, NOW)
    await memory.do(memory.people.forget, family, NOW)

    left = {table: len(rows) for table, rows in (await everything(memory)).items()}
    assert left == {
        "seen": 1, "persons": 2, "spots": 1, "outbox": 0, "cases": 1, "bookings": 0, "consents": 2,
        "invitations": 1, "places": 1, "timers": 0, "counters": 1, "receipts": 1, "parked": 0, "house": 0,
        "hands": 1, "promises": 1, "absences": 1, "closings": 1, "waiting": 0, "offers": 1, "line_log": 1,
        "phrases": 0, "talks": 0, "topics": 0, "phone_codes": 0, "mornings": 0, "ladders": 0,
        "nudges": 0, "rounds": 0,
    }  # fmt: skip
    assert await memory.rows("SELECT family, body, consents FROM cases") == [(None, None, "")]
    assert await memory.rows("SELECT state FROM promises") == [("void",)]
    assert await memory.rows("SELECT person, state FROM offers") == [(None, "withdrawn")]
    assert await memory.rows("SELECT person, what FROM line_log") == [(None, "offered")]
    assert await memory.rows("SELECT person FROM spots WHERE person = :family", family=family) == []
    assert await memory.rows("SELECT COUNT(*) FROM persons WHERE role = 'family'") == [(0,)]
    assert await memory.rows("SELECT purpose, text_version FROM consents") == [
        ("callback", "1"), ("reminders", "1"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (storage.people._FIND, "sqlite_autoindex_persons_1"),
        (storage.people._FIND, "sqlite_autoindex_waiting_1"),
        (storage.people._PHONES, "persons_of_household"),
        (storage.people._BEFORE, "waiting_in_order"),
        (storage.team._TEAM, "persons_of_team"),
        (storage.team._GROUPS, "persons_of_team"),
        (storage.leaving._STALE, "cases_of_family"),
        (storage.leaving._DETACH_PHONES, "persons_of_household"),
        (storage.leaving._WITHDRAW_OFFERS, "offers_of_person"),
        (storage.leaving._LEAVE_LOG, "line_log_of_person"),
        (storage.outbox._WAITING, "outbox_due"),
        (storage.outbox._NEXT_DUE, "outbox_due"),
        (storage.outbox._OLDER, "outbox_of_person"),
        (storage.outbox._SILENCE, "outbox_of_person"),
        (storage.outbox._CALL_OFF, "outbox_of_case"),
        (storage.outbox._HOLDERS, "spots_by_name"),
        (storage.outbox._SPOTS_OF, "sqlite_autoindex_spots_1"),
        (storage.case_lists._LIVE, "cases_live"),
        (storage.case_lists._OF_OWNER, "cases_of_owner"),
        (storage.case_lists._LOADS, "cases_of_owner"),
        (storage.case_ends._OF_FAMILY, "cases_of_family"),
        (storage.case_ends._UNLINK, "persons_of_household"),
        (storage.case_ends._FREE_CASE, "one_call_a_case"),
        (storage.case_ends._TRACES[1], "outbox_of_topic"),
        (storage.timers._DUE, "timers_due"),
        (storage.timers._NEXT, "timers_due"),
        (storage.timers._STOP, "timers_about"),
        (storage.hands._OF, "hands_of_case"),
        (storage.promises._CLOSE, "one_open_promise_a_case"),
        (storage.promises._BROKEN, "promises_closed"),
        (storage.absences._OF, "absences_of"),
        (storage.absences._ALL, "absences_to_come"),
        (storage.waiting._DUE, "waiting_to_ask"),
        (storage.waiting._LOG_SINCE, "line_log_since"),
        (storage.offers._OFFER, "offers_open"),
        (storage.offers._LIVE_OF, "one_open_offer_a_family"),
        (storage.offers._LAST_OF, "offers_of_person"),
        (storage.calendar._PLACES_LEFT, "offers_open"),
        (storage.phrases._LAST_OF, "phrases_of_case"),
        (storage.talks._OF_CASE, "one_talk_a_case"),
        (storage.talks._PRIVATE_OF, "one_private_talk_a_coach"),
        (storage.talks._CASE_IN, "one_case_a_topic"),
        (storage.ladders._CLOSE_OF, "one_open_ladder_a_family"),
        (storage.ladders._OPEN_OF, "one_open_ladder_a_family"),
        (storage.ladders._LAST_OF, "ladders_of_person"),
        (storage.ladders._LAST_STANDING, "ladders_of_person"),
        (storage.ladders._CLOSE_TO, "ladders_of_phone"),
        (storage.ladders._DROP_UNSENT, "outbox_of_ladder"),
        (storage.leaving._DROP_LADDERS[0], "outbox_of_ladder"),
        (storage.leaving._DROP_LADDERS[1], "timers_about"),
        (storage.leaving._DROP_LADDERS[2], "timers_about"),
        (storage.case_ends._TRACES[-3], "outbox_of_ladder"),
        (storage.case_ends._TRACES[-2], "timers_about"),
        (storage.case_ends._TRACES[-1], "ladders_of_case"),
        (storage.case_ends._OVER, "consents_of"),
        (storage.case_ends._OVER, "persons_of_household"),
        (storage.nudges._HAD, "no_offer_twice"),
        (storage.nudges._WRITTEN, "no_offer_twice"),
        (storage.nudges._LAST_OF, "no_offer_twice"),
        (storage.rounds._OF_CASE, "rounds_of_case"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_hot_statement_finds_its_rows_by_an_index(statement: Sql, index: str) -> None:
    plan = await _plan(statement)

    assert index in plan


async def _plan(statement: Sql) -> str:
    house = await SqliteStorage.open(":memory:")
    await bring_up_to_date(house, 0)
    names = set(re.findall(r":([a-z_]\w*)", statement.text))

    def explain() -> Unit[list[tuple[object, ...]]]:
        return (yield Sql(f"EXPLAIN QUERY PLAN {statement.text}")(**dict.fromkeys(names, 1)))

    rows = await house.run(explain)
    await house.close()
    return " ".join(str(row[3]) for row in rows)


async def test_schema_grows_the_same_way_on_every_database(storage: Storage) -> None:
    assert await bring_up_to_date(storage, 0) == ("0001_the_house", "0002_the_desk", "0003_standing_still")
    assert await bring_up_to_date(storage, 0) == ()


def test_instant_is_kept_in_seconds_whatever_its_zone() -> None:
    in_gladbeck = datetime(2026, 11, 23, 9, 0, tzinfo=timezone(timedelta(hours=1)))

    assert seconds(in_gladbeck) == seconds(NOW)
    assert instant(seconds(NOW)) == NOW
    assert instant(None) is None


def test_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        seconds(NOW.replace(tzinfo=None))
