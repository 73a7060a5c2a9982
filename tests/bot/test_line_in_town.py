"""The waiting list against everything that people do at once, late, twice, on two phones, or in silence."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from random import Random

import pytest

from bot.desk.line import count_places, offer_places
from bot.desk.line_timers import look_soon
from bot.posting import Post
from dialogs.machine.screen import Press
from storage.units import Unit
from tests.bot.waiting import local
from tests.proofs.quarter.people import Family
from tests.proofs.quarter.town import Town, open_town

MIRA, PETRA, AYLA, BERAT, CEM = 10, 11, 21, 22, 23
HOURS = "Mon-Fri 09:00-12:00,13:30-16:00"
STILL = "Warten Sie noch auf einen Platz?"


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town(local(11, 23)) as town:
        await free(town, 0)
        yield town


async def free(town: Town, places: int) -> None:
    """Somebody says how many places are free."""
    house, now = town.house, town.clock()

    def unit() -> Unit[None]:
        yield from count_places(house, now, places)
        yield from look_soon(house, now)

    await town.run(unit)
    await town.move_to(now + timedelta(seconds=5))


async def enlists(town: Town, *chats: int, language: str = "de") -> None:
    """These families join the list, a minute apart."""
    for chat in chats:
        await town.command(chat, "start", language=language)
        await town.press(chat, Press(0, "language", language))
        await town.press(chat, Press(0, "~places", "join"))
        await town.move_to(town.clock() + timedelta(minutes=1))


async def person(town: Town, chat: int) -> int:
    """The row of a chat."""
    found = await town.run(partial(town.house.people.find, chat))
    assert found is not None
    return found.id


async def shares(town: Town, chat: int, first: int) -> None:
    """This chat is a second phone of that family from now on."""
    await town.command(chat, "start")
    await town.press(chat, Press(0, "language", "de"))
    phone, family = await person(town, chat), await person(town, first)
    (case,) = (await town.rows("SELECT case_id FROM persons WHERE id = :id", id=family))[0]
    await town.run(partial(town.house.people.join_household, phone, family, case))


async def books(town: Town, chat: int) -> None:
    """This family asks for a call as soon as possible."""
    family = Family(town, Random(1), chat, "de", "asap", "calm")
    await family.begin()


async def answers(town: Town, chat: int, pick: str) -> None:
    """Answer the offer on the phone."""
    press = town.phones.of[chat].find("~place", pick)
    assert press is not None
    await town.press(chat, press)


async def offers(town: Town) -> list[tuple[int, str]]:
    """Every offer: how many places, and how it stands."""
    return [(needs, state) for needs, state in await town.rows("SELECT needs, state FROM offers ORDER BY id")]


def got(town: Town, chat: int, words: str) -> int:
    """How often these words came to a phone."""
    return sum(words in shown.text for _, to, shown in town.phones.sent if to == chat)


def is_asked(town: Town, chat: int) -> bool:
    return town.phones.of[chat].find("~place", "yes") is not None


async def close(town: Town, case: int, outcome: str) -> None:
    """Mira notes what became of a case."""
    await town.press(MIRA, Press(0, "~case", f"{case}-close"))
    for _ in range(3):
        press = town.phones.of[MIRA].find("~close", f"{case}-{outcome}")
        if press is not None:
            await town.press(MIRA, press)


async def spoken(town: Town, case: int) -> None:
    await town.press(MIRA, Press(0, "~case", f"{case}-take"))
    await town.press(MIRA, Press(0, "~case", f"{case}-reached"))


async def test_two_families_press_yes_for_one_place_and_one_has_it(town: Town) -> None:
    await enlists(town, AYLA, BERAT)
    await free(town, 1)
    yes = town.phones.of[AYLA].find("~place", "yes")
    assert yes is not None

    await town.press(BERAT, yes)
    await town.press(AYLA, yes)

    assert await offers(town) == [(1, "accepted")]
    assert "nicht mehr frei" in str(town.phones.of[BERAT].newest)


async def test_silence_is_kept_on_each_phone_of_a_family(town: Town) -> None:
    await enlists(town, AYLA)
    await shares(town, BERAT, AYLA)
    await town.command(AYLA, "stop")
    assert "Ihren Platz in der Reihe behalten Sie" in str(town.phones.of[AYLA].newest)
    await free(town, 1)
    assert (is_asked(town, AYLA), is_asked(town, BERAT)) == (False, True)

    await answers(town, BERAT, "wait")
    await town.command(BERAT, "stop")
    await free(town, 2)
    await town.move_to(town.clock() + timedelta(days=40))
    assert (is_asked(town, AYLA), got(town, AYLA, STILL), got(town, BERAT, STILL)) == (False, 0, 0)

    await free(town, 2)
    await town.press(AYLA, Press(0, "~still", "yes"))
    assert (is_asked(town, AYLA), is_asked(town, BERAT)) == (True, False)


async def test_silence_of_the_last_phone_that_can_be_reached_is_the_familys(town: Town) -> None:
    await enlists(town, AYLA)
    await shares(town, BERAT, AYLA)
    await town.block(BERAT)

    await town.command(AYLA, "stop")

    assert await town.rows("SELECT paused FROM waiting") == [(2,)]


async def test_family_that_needs_two_and_blocked_the_bot_holds_nobody_up(town: Town) -> None:
    await enlists(town, AYLA, BERAT)
    family = await person(town, AYLA)
    await town.rows("UPDATE waiting SET needs = 2, passed = 2 WHERE person = :id", id=family)
    await town.block(AYLA)

    await free(town, 1)

    assert is_asked(town, BERAT)


async def test_family_that_let_its_place_lapse_is_not_asked_twice_in_two_days(town: Town) -> None:
    await enlists(town, AYLA)
    await town.move_to(local(12, 21, 12))
    await free(town, 1)
    assert is_asked(town, AYLA)

    await town.move_to(local(1, 4, 12, year=2027))

    assert (await offers(town), got(town, AYLA, "nichts von Ihnen gehört"), got(town, AYLA, STILL)) == (
        [(1, "lapsed")], 1, 0,
    )  # fmt: skip


async def test_offer_whose_time_is_over_is_shown_to_nobody_before_its_timer_ran(town: Town) -> None:
    await enlists(town, AYLA)
    await free(town, 1)
    yes = town.phones.of[AYLA].find("~place", "yes")
    assert yes is not None
    town.clock.move(timedelta(days=6))

    await town.press(AYLA, yes)

    newest = str(town.phones.of[AYLA].newest)
    assert ("nicht mehr frei" in newest, "Wir halten sie frei" in newest) == (True, False)


async def test_after_five_days_of_darkness_each_family_gets_one_message_by_day(town: Town) -> None:
    await enlists(town, AYLA, BERAT)
    await town.move_to(local(12, 16, 12))
    await free(town, 1)
    came = len(town.phones.sent)
    town.clock.move(local(12, 26, 23) - town.clock())

    await town.service.tick()
    await town.delivery.quiet()
    assert town.phones.sent[came:] == []
    await town.move_to(local(12, 28, 12))

    zone = town.house.town.zone
    sent = [(at.astimezone(zone), chat) for at, chat, _ in town.phones.sent[came:]]
    assert sorted(chat for _, chat in sent) == [AYLA, BERAT]
    assert all(at.day == 28 and 8 <= at.hour < 20 for at, _ in sent)
    assert is_asked(town, BERAT)


async def test_first_phone_leaves_and_the_familys_declined_offer_goes_along(town: Town) -> None:
    await books(town, AYLA)
    await town.press(AYLA, Press(0, "~places", "join"))
    await shares(town, BERAT, AYLA)
    await free(town, 1)
    await answers(town, AYLA, "wait")

    await town.press(AYLA, Press(0, "~phone", "leave"))
    await free(town, 2)

    assert (is_asked(town, AYLA), is_asked(town, BERAT)) == (False, True)


async def test_first_phone_leaves_with_an_open_offer_and_the_other_takes_it(town: Town) -> None:
    await books(town, AYLA)
    await town.press(AYLA, Press(0, "~places", "join"))
    await shares(town, BERAT, AYLA)
    await free(town, 1)
    mine = town.phones.of[AYLA].find("~place", "yes")
    assert mine is not None

    await town.press(AYLA, Press(0, "~phone", "leave"))
    await town.press(AYLA, mine)
    assert await offers(town) == [(1, "open")]
    await answers(town, BERAT, "yes")

    assert await offers(town) == [(1, "accepted")]


async def test_one_phone_says_yes_and_the_others_old_button_takes_nothing_back(town: Town) -> None:
    await enlists(town, AYLA)
    await shares(town, BERAT, AYLA)
    await free(town, 1)
    wait = town.phones.of[AYLA].find("~place", "wait")
    assert wait is not None

    await answers(town, BERAT, "yes")
    await town.press(AYLA, wait)

    assert await offers(town) == [(1, "accepted")]


async def test_deleted_family_gives_its_accepted_place_back_once_and_it_goes_on(town: Town) -> None:
    await enlists(town, AYLA, BERAT)
    await free(town, 1)
    await answers(town, AYLA, "yes")

    await town.command(AYLA, "delete")
    await town.press(AYLA, Press(0, "~delete", "yes"))

    assert await offers(town) == [(1, "withdrawn"), (1, "open")]
    assert is_asked(town, BERAT)


async def test_needs_that_the_lead_corrects_hold_as_many_places(town: Town) -> None:
    await enlists(town, AYLA)
    await town.join(PETRA, "Petra", "lead", "de", "")
    family = await person(town, AYLA)
    await free(town, 3)

    await town.command(PETRA, "lead")
    await town.press(PETRA, Press(0, "~line", f"needs-{family}-2"))

    assert await offers(town) == [(2, "open")]


async def test_place_refused_to_a_coach_takes_no_offer_from_the_family(town: Town) -> None:
    await town.join(MIRA, "Mira", "coach", "de", HOURS)
    await books(town, AYLA)
    await spoken(town, 1)
    await town.press(AYLA, Press(0, "~places", "join"))
    await free(town, 1)
    await free(town, 0)

    await close(town, 1, "joined")

    assert (await offers(town), await town.rows("SELECT stage FROM cases")) == ([(1, "open")], [("spoken",)])


async def test_family_with_two_cases_takes_one_place_and_an_old_case_ends_nothing(town: Town) -> None:
    await town.join(MIRA, "Mira", "coach", "de", HOURS)
    await books(town, AYLA)
    await spoken(town, 1)
    await close(town, 1, "waiting")
    await free(town, 3)
    await answers(town, AYLA, "yes")
    await Family(town, Random(1), AYLA, "de", "asap", "calm").begin()
    assert len(await town.rows("SELECT id FROM cases")) == 2

    await close(town, 1, "stopped")
    assert await offers(town) == [(1, "accepted")]
    await spoken(town, 2)
    await close(town, 2, "joined")
    assert await town.rows("SELECT free FROM places") == [(2,)]
    await town.rows("UPDATE cases SET stage = 'spoken' WHERE id = 1")
    await close(town, 1, "joined")
    await close(town, 1, "elsewhere")
    assert await town.rows("SELECT free FROM places") == [(2,)]


async def test_family_says_yes_to_its_place_in_the_middle_of_moving_its_call(town: Town) -> None:
    await town.join(MIRA, "Mira", "coach", "de", HOURS)
    await Family(town, Random(1), AYLA, "de", "exact", "calm").begin()
    await town.press(AYLA, Press(0, "~places", "join"))
    await town.press(AYLA, Press(0, "~card", "move"))
    await free(town, 1)
    booked = await town.rows("SELECT starts_at FROM bookings WHERE case_id = 1")

    await answers(town, AYLA, "yes")

    assert await offers(town) == [(1, "accepted")]
    assert await town.rows("SELECT starts_at FROM bookings WHERE case_id = 1") == booked


async def test_nobody_reads_german_who_speaks_arabic(town: Town) -> None:
    await enlists(town, AYLA, language="ar")
    await free(town, 1)
    await town.move_to(local(11, 28, 12))
    await town.move_to(local(1, 20, 12, year=2027))

    words = [shown.text for _, chat, shown in town.phones.sent if chat == AYLA]
    assert len(words) >= 4
    assert [
        text for text in words if any(letter in "aeinrst" for letter in text.replace("Familiencoaching", ""))
    ] == []


async def test_look_at_the_line_a_hundred_times_makes_one_offer(town: Town) -> None:
    await enlists(town, AYLA, BERAT, CEM)
    await free(town, 1)
    for _ in range(20):
        await town.run(lambda: offer_places(town.house, Post(town.house, town.clock())))
    assert await offers(town) == [(1, "open")]


async def test_coach_who_says_waiting_gives_an_accepted_place_on_and_it_does_not_come_back(town: Town) -> None:
    await town.join(MIRA, "Mira", "coach", "de", HOURS)
    await books(town, AYLA)
    await spoken(town, 1)
    await town.press(AYLA, Press(0, "~places", "join"))
    await enlists(town, BERAT)
    await free(town, 1)
    await answers(town, AYLA, "yes")

    await close(town, 1, "waiting")

    assert await offers(town) == [(1, "withdrawn"), (1, "open")]
    assert is_asked(town, BERAT)
    assert await town.rows("SELECT person, paused FROM waiting ORDER BY order_at") == [(2, 1), (3, 0)]


async def test_coach_who_says_waiting_leaves_an_open_offer_to_the_family(town: Town) -> None:
    await town.join(MIRA, "Mira", "coach", "de", HOURS)
    await books(town, AYLA)
    await spoken(town, 1)
    await town.press(AYLA, Press(0, "~places", "join"))
    await free(town, 1)

    await close(town, 1, "waiting")

    assert await offers(town) == [(1, "open")]


async def test_who_comes_to_the_team_waits_for_no_place(town: Town) -> None:
    await enlists(town, AYLA, BERAT)
    await free(town, 1)

    await town.join(AYLA, "Ayla", "coach", "de", HOURS)

    assert await town.rows("SELECT person FROM waiting") == [(await person(town, BERAT),)]
    assert await offers(town) == [(1, "withdrawn"), (1, "open")]


@pytest.mark.parametrize("ending", ["time", "delete", "leave"])
async def test_accepted_place_that_comes_to_nothing_is_offered_to_who_let_it_pass(town: Town, ending: str) -> None:
    await enlists(town, AYLA, BERAT)
    await free(town, 1)
    await answers(town, AYLA, "wait")
    await answers(town, BERAT, "yes")
    assert not is_asked(town, AYLA)

    if ending == "time":
        await town.move_to(town.clock() + timedelta(days=4))
    elif ending == "delete":
        await town.press(BERAT, Press(0, "~delete", "yes"))
    else:
        await town.press(BERAT, Press(0, "~list", "leave"))

    assert is_asked(town, AYLA)
    assert await offers(town) == [(1, "declined"), (1, "withdrawn"), (1, "open")]


async def test_place_that_was_offered_on_the_last_day_of_intake_can_be_taken_after_it() -> None:
    last = {"# last_intake_on = 2026-08-31": "last_intake_on = 2026-11-24"}
    async with open_town(local(11, 23), **last) as town:
        await free(town, 0)
        await enlists(town, AYLA, BERAT)
        await free(town, 1)
        await town.move_to(local(11, 25, 12))
        assert got(town, BERAT, "Warteliste") == 1
        await answers(town, AYLA, "yes")
        await town.move_to(local(12, 3, 12))

        assert (await offers(town), await town.rows("SELECT person FROM waiting")) == ([(1, "withdrawn")], [])


async def test_code_is_read_in_capitals_and_blanks_and_after_the_call_was_cancelled(town: Town) -> None:
    await books(town, AYLA)
    await town.press(AYLA, Press(0, "~phone", "make"))
    told = " ".join(shown.text for shown in town.phones.of[AYLA].messages.values())
    code = told[told.index("f-") :][:13]
    await town.command(BERAT, "start")
    await town.say(BERAT, code.upper().replace("-", " "))
    await town.press(BERAT, Press(0, "~language", "de"))
    await town.press(AYLA, Press(0, "~cancel", "yes"))

    await town.press(BERAT, Press(0, "~share", "with"))

    assert await town.rows("SELECT household FROM persons WHERE household IS NOT NULL") == [(1,)]
    assert await town.rows("SELECT COUNT(*) FROM outbox WHERE kind LIKE 'reminder%' AND status = 'waiting'") == [(0,)]
