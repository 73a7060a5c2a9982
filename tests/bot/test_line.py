"""A place that is free goes to the next family by itself, and never comes to nothing without anybody seeing why."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.desk import in_line
from bot.posting import Post
from tests.bot.road import buttons, press, texts, to_check
from tests.bot.waiting import answers, joins, local, logged, offered, offers, places, rows, until
from tests.stage import Stage, staged

OFFER = "Gute Nachricht: Es gibt eine freie Möglichkeit für Sie."
REMINDED = "Zur Erinnerung: Die freie Möglichkeit ist noch für Sie da."
PASSED_ON = "Wir haben noch nichts von Ihnen gehört."
STILL = "Warten Sie noch auf einen Platz?"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as stage:
        await places(stage, 0)
        yield stage


async def test_first_family_in_line_is_offered_the_place_that_came_free(stage: Stage) -> None:
    ayla, berat = await joins(stage, "Ayla", "Berat")

    await places(stage, 1)

    assert "Wir halten sie frei bis Donnerstag, 26. November, 18:00 Uhr." in texts(ayla)
    assert offered(berat) == []
    assert await offers(stage) == ["open"]


async def test_offer_is_reminded_of_once_and_then_passed_on(stage: Stage) -> None:
    ayla, berat = await joins(stage, "Ayla", "Berat")
    await places(stage, 1)

    await until(stage, local(11, 26, 8, 59))
    assert REMINDED not in texts(ayla)
    await until(stage, local(11, 26, 9, 0))
    assert texts(ayla).count(REMINDED) == 1
    await until(stage, local(11, 26, 17, 59))
    assert offered(berat) == []
    await until(stage, local(11, 26, 18, 0))

    assert PASSED_ON in texts(ayla)
    assert texts(ayla).count(REMINDED) == 1
    assert offered(ayla) == []
    assert "Wir halten sie frei bis Dienstag, 1. Dezember, 16:00 Uhr." in texts(berat)
    assert await offers(stage) == ["lapsed", "open"]


async def test_family_that_says_yes_is_asked_when_to_call_and_its_coach_sees_the_place(stage: Stage) -> None:
    mira = await stage.team("Mira")
    (ayla,) = await joins(stage, "Ayla")
    await places(stage, 1)

    await answers(stage, ayla, "yes")
    assert "Jetzt brauchen wir noch eine Zeit, zu der wir anrufen dürfen." in texts(ayla)
    await press(stage, ayla, "consent.callback+", "consent.done", "wish.asap")
    await to_check(stage, ayla)
    await press(stage, ayla, "check.send")

    assert "Platz angenommen" in texts(mira)
    assert await offers(stage) == ["accepted"]
    await stage.move(days=4)
    assert await offers(stage) == ["accepted"]


async def test_family_with_a_call_to_come_rings_its_coach_by_saying_yes(stage: Stage) -> None:
    mira = await stage.team("Mira")
    ayla = stage.family("Ayla")
    await stage.start(ayla)
    await press(stage, ayla, "language.de", "~.person", "~person.call", "consent.callback+", "consent.done")
    await press(stage, ayla, "wish.asap")
    await to_check(stage, ayla)
    await press(stage, ayla, "check.send")
    await press(stage, mira, "~case.1-take")
    await stage.say(ayla, "/places")
    await press(stage, ayla, "~places.join")
    await places(stage, 1)

    await answers(stage, ayla, "yes")

    assert "Die Familie hat den angebotenen Platz angenommen." in texts(mira)
    assert "Schön, der Platz ist für Sie vorgemerkt." in texts(ayla)


async def test_pressing_yes_twice_takes_the_place_once_and_never_says_it_is_gone(stage: Stage) -> None:
    (ayla,) = await joins(stage, "Ayla")
    await places(stage, 1)
    message, button = buttons(ayla)["~place.yes-1"]

    ayla.press(message.id, button.data)
    ayla.press(message.id, button.data)
    await stage.quiet()

    assert "nicht mehr frei" not in texts(ayla)
    assert await offers(stage) == ["accepted"]


async def test_button_of_an_offer_that_is_over_is_answered_kindly(stage: Stage) -> None:
    (ayla,) = await joins(stage, "Ayla")
    await places(stage, 1)
    message, button = buttons(ayla)["~place.yes-1"]
    await stage.move(days=5)

    ayla.press(message.id, button.data)
    await stage.quiet()

    assert "Dieser Platz ist leider nicht mehr frei. Sie stehen weiter auf der Warteliste." in texts(ayla)


# The five traps of a waiting list that runs by itself, as the public threads of pretix tell them.


async def test_trap_1163_an_offer_that_was_let_pass_does_not_come_straight_back(stage: Stage) -> None:
    (ayla,) = await joins(stage, "Ayla")
    await places(stage, 1)
    await stage.move(days=4)
    assert await offers(stage) == ["lapsed"]

    await stage.move(days=1)
    assert await offers(stage) == ["lapsed"]
    await press(stage, ayla, "~still.yes")

    assert await offers(stage) == ["lapsed", "open"]


async def test_trap_1163_a_declined_place_is_not_offered_again_but_the_next_one_is(stage: Stage) -> None:
    (ayla,) = await joins(stage, "Ayla")
    await places(stage, 1)
    await answers(stage, ayla, "wait")
    await stage.say(ayla, "/places")
    await stage.move(days=1)
    assert await offers(stage) == ["declined"]

    await places(stage, 2)

    assert await offers(stage) == ["declined", "open", ]  # fmt: skip


async def test_trap_3628_a_place_that_was_accepted_and_never_used_is_free_again(stage: Stage) -> None:
    ayla, berat = await joins(stage, "Ayla", "Berat")
    await places(stage, 1)
    await answers(stage, ayla, "yes")

    await until(stage, local(11, 26, 9, 0))
    assert "Ihre freie Möglichkeit wartet noch auf Sie." in texts(ayla)
    await until(stage, local(11, 26, 18, 0))

    assert "Wir haben noch keine Zeit für einen Anruf." in texts(ayla)
    assert await offers(stage) == ["withdrawn", "open"]
    assert offered(berat) != []


async def test_trap_3628_a_family_that_deletes_everything_blocks_no_place(stage: Stage) -> None:
    ayla, berat = await joins(stage, "Ayla", "Berat")
    await places(stage, 1)

    await stage.say(ayla, "/delete")

    assert await offers(stage) == ["withdrawn", "open"]
    assert offered(berat) != []


@pytest.mark.parametrize("why", ["nobody_waits", "all_paused", "unreachable", "needs_two", "places_unknown"])
async def test_trap_1031_where_nobody_is_offered_a_place_the_lead_reads_why(stage: Stage, why: str) -> None:
    lead = await stage.team("Petra", role="lead")
    if why != "nobody_waits":
        (ayla,) = await joins(stage, "Ayla")
    match why:
        case "all_paused":
            await stage.say(ayla, "/stop")
        case "unreachable":
            ayla.block()
            await stage.quiet()
        case "needs_two":
            await rows(stage, "UPDATE waiting SET needs = 2 RETURNING 1")
        case "places_unknown":
            await places(stage, 1)
            await rows(stage, "UPDATE offers SET state = 'withdrawn' RETURNING 1")
            await stage.move(days=15)
    await places(stage, 1) if why != "places_unknown" else None

    assert (await logged(stage))[-1] == ("not_offered", why)
    await stage.say(lead, "/lead")
    await press(stage, lead, "~lead.line")
    assert "niemandem angeboten" in texts(lead)


async def test_trap_1031_the_same_reason_is_noted_once_however_often_one_looks(stage: Stage) -> None:
    await joins(stage, "Ayla")
    await rows(stage, "UPDATE waiting SET needs = 2 RETURNING 1")
    await places(stage, 1)
    for _ in range(4):
        await stage.move(days=1)

    assert (await logged(stage)).count(("not_offered", "needs_two")) == 1


async def test_trap_974_no_offer_would_end_after_the_project(tmp_path: Path) -> None:
    async with staged(tmp_path, at=local(8, 26, 9, year=2027)) as stage:
        await places(stage, 0)
        (ayla,) = await joins(stage, "Ayla")
        await until(stage, local(8, 27, 9, year=2027))
        await places(stage, 1)
        assert await offers(stage) == []
        assert (await logged(stage))[-1] == ("not_offered", "no_intake_any_more")

        await until(stage, local(9, 1, 10, year=2027))
        await until(stage, local(9, 2, 10, year=2027))

        assert texts(ayla).count("darum endet auch die Liste") == 1
        assert await rows(stage, "SELECT COUNT(*) FROM waiting") == [(0,)]


async def test_trap_974_a_family_that_needs_two_places_lets_others_before_it_only_twice(stage: Stage) -> None:
    twins, berat, carla, dora = await joins(stage, "Twins", "Berat", "Carla", "Dora")
    await rows(stage, "UPDATE waiting SET needs = 2 WHERE person = (SELECT MIN(person) FROM waiting) RETURNING 1")

    for family in (berat, carla):
        await places(stage, 1)
        assert offered(family) != []
        await answers(stage, family, "no")
        await places(stage, 0)
    await places(stage, 1)
    assert offered(dora) == []
    assert (await logged(stage))[-1] == ("not_offered", "needs_two")
    await places(stage, 2)

    assert offered(twins) != []


async def test_no_offer_leaves_at_night_or_on_a_sunday(stage: Stage) -> None:
    (ayla,) = await joins(stage, "Ayla")
    await until(stage, local(11, 28, 20, 30))

    await places(stage, 1)
    assert await offers(stage) == []
    await until(stage, local(11, 30, 7, 59))
    assert await offers(stage) == []
    await until(stage, local(11, 30, 8, 0))

    assert OFFER in texts(ayla)


async def test_family_that_blocked_the_bot_keeps_its_date_while_the_next_one_is_asked(stage: Stage) -> None:
    ayla, berat = await joins(stage, "Ayla", "Berat")
    ayla.block()
    await stage.quiet()

    await places(stage, 1)

    assert offered(berat) != []
    assert ("passed_over", "unreachable") in await logged(stage)
    assert await rows(stage, "SELECT COUNT(*) FROM waiting") == [(2,)]


async def test_family_that_joins_while_a_place_is_free_and_nobody_waits_is_offered_it_at_once(stage: Stage) -> None:
    (ayla,) = await joins(stage, "Ayla")
    await places(stage, 1)
    await answers(stage, ayla, "wait")

    (berat,) = await joins(stage, "Berat")

    assert offered(berat) != []


async def test_leaving_the_list_gives_the_kept_place_to_the_next(stage: Stage) -> None:
    ayla, berat = await joins(stage, "Ayla", "Berat")
    await places(stage, 1)

    await stage.say(ayla, "/places")
    await press(stage, ayla, "~list.leave")

    assert offered(berat) != []
    assert offered(ayla) == []


async def test_waiting_family_is_asked_once_a_month_and_never_removed(stage: Stage) -> None:
    (ayla,) = await joins(stage, "Ayla")
    await until(stage, local(12, 22, 10, 0))
    assert STILL not in texts(ayla)
    await until(stage, local(12, 23, 10, 0))
    assert texts(ayla).count(STILL) == 1

    for month, day in ((1, 25), (3, 1), (4, 6)):
        await until(stage, local(month, day, 10, 0, year=2027))
    assert texts(ayla).count(STILL) == 4
    assert await rows(stage, "SELECT silent FROM waiting") == [(4,)]
    await press(stage, ayla, "~still.yes")

    assert "Danke. Ihr Platz in der Reihe bleibt." in texts(ayla)
    assert await rows(stage, "SELECT silent FROM waiting") == [(0,)]


async def test_looking_at_the_list_counts_as_an_answer(stage: Stage) -> None:
    (ayla,) = await joins(stage, "Ayla")
    await stage.move(days=40)
    assert await rows(stage, "SELECT silent FROM waiting") == [(1,)]

    await stage.say(ayla, "/places")

    assert await rows(stage, "SELECT silent FROM waiting") == [(0,)]


async def test_nobody_is_asked_whether_it_waits_while_a_place_is_kept_for_it(stage: Stage) -> None:
    (ayla,) = await joins(stage, "Ayla")
    await stage.move(days=29)
    await places(stage, 1)
    await stage.move(days=2)

    assert offered(ayla) != []
    assert STILL not in texts(ayla)


async def test_stop_means_silence_and_the_place_in_the_line_stays(stage: Stage) -> None:
    (ayla,) = await joins(stage, "Ayla")
    await stage.say(ayla, "/stop")
    assert "Ihren Platz in der Reihe behalten Sie" in texts(ayla)
    said = texts(ayla)

    await places(stage, 1)
    await stage.move(days=60)
    assert texts(ayla) == said
    await places(stage, 1)
    await press(stage, ayla, "~still.yes")

    assert offered(ayla) != []


async def test_real_median_wait_is_told_once_five_families_went_through(stage: Stage) -> None:
    names = [f"Familie {number}" for number in range(6)]
    families = await joins(stage, *names)
    await stage.move(days=10)
    for number, family in enumerate(families[:5], 1):
        await places(stage, number)
        await stage.say(families[5], "/places")
        assert "Hälfte der Familien" not in texts(families[5])
        await answers(stage, family, "yes")

    await stage.say(families[5], "/places")

    assert "Die Hälfte der Familien hat bisher höchstens 10 Tage gewartet." in texts(families[5])


async def test_lead_puts_a_family_first_with_a_reason_and_the_log_says_so(stage: Stage) -> None:
    lead = await stage.team("Petra", role="lead")
    _, berat = await joins(stage, "Ayla", "Berat")
    second = (await rows(stage, "SELECT MAX(person) FROM waiting"))[0][0]
    await stage.say(lead, "/lead")

    await press(stage, lead, "~lead.line", f"~line.of-{second}", f"~line.first-{second}")
    await press(stage, lead, f"~line.first-{second}-urgent_housing")
    await places(stage, 1)

    assert offered(berat) != []
    assert ("first", "urgent_housing") in await logged(stage)


async def test_family_that_the_lead_takes_off_the_list_is_told_and_blocks_no_place(stage: Stage) -> None:
    lead = await stage.team("Petra", role="lead")
    ayla, berat = await joins(stage, "Ayla", "Berat")
    await places(stage, 1)
    first = (await rows(stage, "SELECT MIN(person) FROM waiting"))[0][0]
    await stage.say(lead, "/lead")

    await press(stage, lead, "~lead.line", f"~line.of-{first}", f"~line.off-{first}", f"~line.off-{first}-moved_away")

    assert "Sie stehen nicht mehr auf unserer Liste." in texts(ayla)
    assert await offers(stage) == ["withdrawn", "open"]
    assert offered(berat) != []


async def test_lead_confirms_places_with_two_presses(stage: Stage) -> None:
    lead = await stage.team("Petra", role="lead")
    (ayla,) = await joins(stage, "Ayla")
    await stage.say(lead, "/lead")

    await press(stage, lead, "~lead.places", "~places.to-1")
    assert offered(ayla) == []
    await press(stage, lead, "~places.set-1", "~places.set-1")

    assert offered(ayla) != []
    assert [what for what, _ in await logged(stage)].count("places_confirmed") == 1


async def test_place_that_a_coachs_outcome_frees_goes_to_the_next_family(stage: Stage) -> None:
    mira = await stage.team("Mira")
    (ayla,) = await joins(stage, "Ayla")
    await places(stage, 1)
    await answers(stage, ayla, "yes")
    await press(stage, ayla, "consent.callback+", "consent.done", "wish.asap")
    await to_check(stage, ayla)
    await press(stage, ayla, "check.send")
    (berat,) = await joins(stage, "Berat")
    await press(stage, mira, "~case.1-take", "~case.1-reached", "~case.1-close", "~close.1-joined")
    assert await offers(stage) == ["used"]
    assert await rows(stage, "SELECT free FROM places") == [(0,)]

    await press(stage, mira, "~case.1-close", "~close.1-stopped")
    stopped = next(means for means in buttons(mira) if means.startswith("~close.1-stopped-"))
    await press(stage, mira, stopped)

    assert await offers(stage) == ["used", "open"]
    assert offered(berat) != []


async def test_phone_that_waits_and_joins_a_family_brings_its_place_in_the_line_along(stage: Stage) -> None:
    await joins(stage, "Ayla", "Samir")
    house, now = stage.bot.house, stage.clock()
    (first,), (second,) = await rows(stage, "SELECT person FROM waiting ORDER BY person")
    await places(stage, 1)

    await stage.bot.storage.run(lambda: in_line.shares(house, Post(house, now), first, second))

    assert await rows(stage, "SELECT person FROM waiting") == [(second,)]
    assert await rows(stage, "SELECT person, state FROM offers ORDER BY id") == [
        (first, "withdrawn"),
        (second, "open"),
    ]
    third = stage.family("Third")
    await stage.start(third)
    row = (await rows(stage, "SELECT MAX(id) FROM persons"))[0][0]
    await stage.bot.storage.run(lambda: in_line.shares(house, Post(house, now), second, row))
    assert await rows(stage, "SELECT person FROM waiting") == [(row,)]
