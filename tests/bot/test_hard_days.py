"""Hard days: wrong order, second presses, old cards, absences, closed days and standstills; no family is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from structlog.testing import capture_logs

from dialogs.machine.screen import Press
from tests.bot.hard_days import (
    FIRST_FAMILY,
    LEAD,
    First,
    Last,
    broken_laws,
    case_now,
    choose,
    family,
    find,
    local,
    promises,
    row_of,
    rung,
    sees,
    tap,
    team,
    texts,
    texts_sent,
)
from tests.proofs.quarter.people import Family
from tests.proofs.quarter.town import Town, open_town

AYLA = FIRST_FAMILY
SORRY = "Das tut uns leid."
BROKEN = local(26, 9, 31)
"""Just after the promise to a family that asked on Monday morning is broken."""


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town(local(23, 9)) as town:
        yield town


async def taken(town: Town, *names: str, lead: bool = True, wish: str = "asap") -> tuple[int, ...]:
    """A case in the hands of the first of these coaches."""
    chats = await team(town, *names, lead=lead)
    await family(town, wish)
    await tap(town, chats[0], ("~case", "1-take"))
    return chats


async def ill(town: Town, chat: int) -> None:
    """Somebody of the team is ill today."""
    await town.command(chat, "times")
    await tap(town, chat, ("~times", "ill"))


async def works_late(town: Town, chat: int) -> None:
    """This coach works when nobody else does."""
    row = await row_of(town, chat)
    await town.run(lambda: town.house.people.set_hours(row, "Mon-Fri 16:00-18:00"))


async def close_day(town: Town, day: str) -> None:
    """The lead closes a day."""
    await town.command(LEAD, "lead")
    await tap(town, LEAD, ("~lead", "days"), ("~days", f"ask-{day}"), ("~days", f"close-{day}"))


async def end_access(town: Town, chat: int) -> None:
    """The lead ends somebody's access."""
    row = await row_of(town, chat)
    await town.command(LEAD, "lead")
    for pick in (f"who-{row}", f"end-{row}", f"sure-{row}"):
        if pick.startswith("who"):
            await tap(town, LEAD, ("~lead", "team"))
        await tap(town, LEAD, ("~team", pick))


async def move_to_a_time_of(town: Town, chat: int, coach: int) -> str:
    """The family moves its call to an exact time of this coach."""
    await tap(town, chat, ("~card", "move"))
    await choose(town, chat, "wish", lambda pick: pick == "exact")
    if sees(town, chat, "~whom", "anybody"):
        await tap(town, chat, ("~whom", "anybody"))
    for day in [press.pick for press in town.phones.of[chat].newest.presses() if press.at == "day"]:  # type: ignore[union-attr]
        if day.startswith(("from-", "<")):
            continue
        await tap(town, chat, ("day", day))
        mine = [press for press in town.phones.of[chat].newest.presses()  # type: ignore[union-attr]
                if press.at == "time" and press.pick.startswith(f"{coach}-")]  # fmt: skip
        if mine:
            await town.press(chat, mine[0])
            await tap(town, chat, ("move_check", "yes"))
            return mine[0].pick
        await tap(town, chat, ("time", "<"))
    raise LookupError(f"no time of {coach}")


async def test_who_spoke_to_the_family_and_noted_it_late_says_so_after_somebody_else_took_it(town: Town) -> None:
    mira, jonas = await taken(town, "Mira", "Jonas")
    await town.move_to(BROKEN)
    await tap(town, jonas, ("~case", "1-take"))
    before = town.clock()

    await tap(town, mira, ("~case", "1-reached"))
    again = find(town, mira, "~case", "1-close")

    row = await row_of(town, mira)
    assert await case_now(town) == ("spoken", row, await row_of(town, jonas))
    assert [state for state, _ in await promises(town)] == ["broken", "kept"]
    assert "Mira hat mit der Familie schon gesprochen." in texts(town, jonas)
    assert not sees(town, jonas, "~case", "1-reached")
    assert again is not None
    assert SORRY not in "".join(shown.text for shown in rung(town, AYLA, before))
    assert await broken_laws(town, AYLA) == []


async def test_old_reached_pressed_twice_by_who_had_it_changes_one_thing_once(town: Town) -> None:
    mira, jonas = await taken(town, "Mira", "Jonas")
    old = find(town, mira, "~case", "1-reached")
    await town.move_to(BROKEN)
    for _ in range(2):
        await town.press(mira, old)
    assert (await case_now(town))[0] == "spoken"
    assert [what for (what,) in await town.rows("SELECT what FROM hands WHERE why = 'spoke'")] == ["given"]
    await town.press(jonas, old)
    assert (await case_now(town))[1] == await row_of(town, mira)
    assert await broken_laws(town, AYLA) == []


async def test_who_never_had_the_case_cannot_say_that_the_family_was_spoken_with(town: Town) -> None:
    mira, jonas = await taken(town, "Mira", "Jonas")
    await town.press(jonas, find(town, mira, "~case", "1-reached"))
    await town.press(jonas, find(town, mira, "~case", "1-missed"))
    assert await case_now(town) == ("taken", await row_of(town, mira), await row_of(town, mira))


async def test_missed_and_wrong_stay_the_word_of_who_has_it(town: Town) -> None:
    mira, jonas = await taken(town, "Mira", "Jonas")
    old = [find(town, mira, "~case", f"1-{what}") for what in ("missed", "wrong")]
    await town.move_to(BROKEN)
    await tap(town, jonas, ("~case", "1-take"))
    for press in old:
        await town.press(mira, press)
    assert await case_now(town) == ("taken", await row_of(town, jonas), await row_of(town, jonas))


async def test_day_closed_after_a_case_was_offered_stops_no_ladder(town: Town) -> None:
    await town.move_to(local(24, 15, 30))
    mira, _ = await team(town, "Mira", "Jonas")
    await family(town)
    assert sees(town, mira, "~case", "1-pass")
    await close_day(town, "20261125")

    await town.move_to(local(26, 10, 1))
    assert not sees(town, mira, "~case", "1-pass")
    await town.move_to(local(26, 18, 1))

    assert (await case_now(town))[0] == "taken"
    assert await broken_laws(town, AYLA) == []


async def test_last_coach_leaves_while_the_lead_is_ill_and_the_call_still_has_somebody(town: Town) -> None:
    (mira,) = await taken(town, "Mira")
    await ill(town, LEAD)
    await end_access(town, mira)
    assert await broken_laws(town, AYLA) == []
    for _ in range(6):
        await town.move_to(town.clock() + timedelta(days=1))
        assert await broken_laws(town, AYLA) == []
    assert (await case_now(town))[1] == await row_of(town, LEAD)


async def test_family_moves_to_the_time_of_a_coach_who_is_away_today(town: Town) -> None:
    _mira, jonas = await taken(town, "Mira", "Jonas", lead=False)
    await works_late(town, jonas)
    await ill(town, jonas)
    row = await row_of(town, jonas)
    await move_to_a_time_of(town, AYLA, row)
    assert await case_now(town) == ("received", None, row)
    assert await broken_laws(town, AYLA) == []
    await town.move_to(local(24, 9, 1))
    await tap(town, jonas, ("~case", "1-take"))
    assert await case_now(town) == ("taken", row, row)
    assert await town.rows("SELECT coach FROM bookings") == [(row,)]
    assert await broken_laws(town, AYLA) == []


async def test_family_moves_to_another_coachs_time_and_then_calls_off(town: Town) -> None:
    mira, jonas = await taken(town, "Mira", "Jonas")
    await works_late(town, jonas)
    await move_to_a_time_of(town, AYLA, await row_of(town, jonas))
    await tap(town, AYLA, ("~card", "cancel"), ("~cancel", "yes"))
    assert await town.rows("SELECT COUNT(*) FROM bookings") == [(0,)]
    assert await town.rows("SELECT COUNT(*) FROM timers WHERE about = 1 AND kind IN "
                           "('answer','unclaimed','owned','warn','due','overdue')") == [(0,)]  # fmt: skip
    before = town.clock()
    await town.move_to(local(30, 12))
    assert rung(town, AYLA, before) == []
    assert await broken_laws(town, AYLA) == []
    for coach in (mira, jonas):
        assert not sees(town, coach, "~case", "1-take")


async def test_call_put_into_the_absence_of_who_has_it_goes_to_somebody_else(town: Town) -> None:
    mira, jonas = await taken(town, "Mira", "Jonas")
    await ill(town, mira)
    assert (await case_now(town))[1] == await row_of(town, mira)
    await tap(town, AYLA, ("~card", "soon"))
    assert await case_now(town) == ("received", None, await row_of(town, jonas))
    assert await promises(town) == [("void", await row_of(town, jonas)), ("open", await row_of(town, jonas))]
    assert await broken_laws(town, AYLA) == []


async def test_number_put_right_while_the_coach_is_ill_is_called_by_somebody_else(town: Town) -> None:
    mira, jonas = await taken(town, "Mira", "Jonas")
    await tap(town, mira, ("~case", "1-wrong"))
    await town.move_to(local(25, 9))
    await ill(town, mira)
    await tap(town, AYLA, ("~card", "number"))
    await town.share_number(AYLA, "+4917139200" + "21")
    await tap(town, AYLA, ("phone_right", "yes"))
    stage, owner, asked = await case_now(town)
    assert (stage, owner, asked) == ("received", None, await row_of(town, jonas))
    assert await broken_laws(town, AYLA) == []


async def test_wrong_number_then_moved_by_an_old_button_then_put_right(town: Town) -> None:
    mira, _ = await taken(town, "Mira", "Jonas")
    old = find(town, AYLA, "~card", "move")
    await tap(town, mira, ("~case", "1-wrong"))
    await town.press(AYLA, old)
    await choose(town, AYLA, "wish", lambda pick: pick == "exact")
    await choose(town, AYLA, "day")
    await choose(town, AYLA, "time")
    await tap(town, AYLA, ("move_check", "yes"))
    assert await town.rows("SELECT COUNT(*) FROM outbox WHERE kind LIKE 'reminder%' AND status = 'waiting'") == [(0,)]
    assert await broken_laws(town, AYLA) == []

    await tap(town, AYLA, ("~card", "number"))
    await town.share_number(AYLA, "+4917139200" + "21")
    await tap(town, AYLA, ("phone_right", "yes"))

    assert await town.rows("SELECT stage, wish FROM cases") == [("taken", "exact")]
    assert await town.rows("SELECT COUNT(*) FROM bookings WHERE case_id = 1") == [(1,)]
    assert await broken_laws(town, AYLA) == []


async def test_everything_deleted_while_every_timer_is_due(town: Town) -> None:
    await taken(town, "Mira", "Jonas", wish="exact")
    town.clock.move(timedelta(days=3))
    await town.command(AYLA, "delete")
    if sees(town, AYLA, "~delete", "yes"):
        await tap(town, AYLA, ("~delete", "yes"))
    before = town.clock()
    await town.service.tick()
    await town.move_to(town.clock() + timedelta(days=5))
    assert [shown.text for shown in rung(town, AYLA, before)] == []
    assert await broken_laws(town) == []
    assert not [state for state, _ in await promises(town) if state in ("open", "broken")]


@pytest.mark.parametrize("up_again", [local(27, 3), local(29, 11), local(28, 22)])
async def test_standstill_of_days_floods_nobody_and_wakes_nobody(town: Town, up_again: datetime) -> None:
    mira, jonas = await team(town, "Mira", "Jonas")
    await family(town)
    town.clock.move(up_again - town.clock())
    for _ in range(3):
        await town.service.tick()
    await town.delivery.quiet()
    for chat in (AYLA, mira, jonas, LEAD):
        assert rung(town, chat, up_again - timedelta(seconds=1)) == [], chat

    heard = texts_sent(town, AYLA)
    await town.move_to(local(30, 9))

    assert sum(SORRY in text for text in heard) == 1
    assert all(len(rung(town, chat, up_again)) <= 3 for chat in (AYLA, mira, jonas))
    assert await broken_laws(town, AYLA) == []


async def test_warning_that_comes_late_names_a_time_that_is_still_to_come(town: Town) -> None:
    (mira,) = await taken(town, "Mira")
    town.clock.move(local(25, 21) - town.clock())
    await town.service.tick()
    await town.move_to(local(26, 8, 5))
    assert "bitte bis 09:30 Uhr anrufen" in texts(town, mira)


@pytest.mark.parametrize(
    ("asked_at", "opens_at"),
    [
        (local(23, 18, 10, month=10), local(26, 9, month=10)),
        (local(25, 18, 10, month=3, year=2027), local(30, 9, month=3, year=2027)),
    ],
)
async def test_ladder_and_promise_keep_the_wall_clock_over_both_clock_changes(
    asked_at: datetime, opens_at: datetime
) -> None:
    async with open_town(asked_at) as town:
        mira, jonas = await team(town, "Mira", "Jonas")
        await family(town)
        await town.move_to(opens_at + timedelta(minutes=59))
        assert sees(town, mira, "~case", "1-pass")
        await town.move_to(opens_at + timedelta(minutes=61))
        assert sees(town, jonas, "~case", "1-pass")
        for _ in range(8):
            await town.move_to(town.clock() + timedelta(hours=11))
            assert await broken_laws(town, AYLA) == []


async def test_owner_leaves_ten_minutes_before_the_exact_call(town: Town) -> None:
    mira, jonas = await taken(town, "Mira", "Jonas", wish="exact")
    ((starts,),) = await town.rows("SELECT starts_at FROM cases")
    await town.move_to(datetime.fromtimestamp(starts, tz=local(1, 1).tzinfo) - timedelta(minutes=10))
    await end_access(town, mira)
    assert await case_now(town) == ("received", None, await row_of(town, jonas))
    assert await town.rows("SELECT coach FROM bookings") == [(await row_of(town, jonas),)]
    assert await broken_laws(town, AYLA) == []
    for _ in range(5):
        await town.move_to(town.clock() + timedelta(days=1))
        assert await broken_laws(town, AYLA) == []


async def test_exact_time_that_went_by_keeps_nobody_from_taking_the_case(town: Town) -> None:
    mira, jonas = await team(town, "Mira", "Jonas", lead=False)
    await family(town, "exact")
    asked = mira if sees(town, mira, "~case", "1-pass") else jonas
    other = jonas if asked == mira else mira
    await ill(town, other)
    ((ends,),) = await town.rows("SELECT ends_at FROM cases")
    await town.move_to(datetime.fromtimestamp(ends, tz=local(1, 1).tzinfo) + timedelta(minutes=5))
    await town.command(other, "cases")
    await tap(town, other, ("~case", "1-open"), ("~case", "1-take"))
    assert (await case_now(town))[1] == await row_of(town, other)
    assert await broken_laws(town, AYLA) == []


@pytest.mark.parametrize("lead", [True, False])
async def test_last_coach_blocks_the_bot(town: Town, lead: bool) -> None:
    (mira,) = await team(town, "Mira", lead=lead)
    await family(town)
    await town.block(mira)
    before = town.clock()
    await town.move_to(local(25, 15))
    assert rung(town, AYLA, before) == []
    if not lead:
        assert (await case_now(town))[0] == "received"
        await town.join(102, "Jonas", "coach", "de", "Mon-Fri 09:00-12:00,13:30-16:00")
    assert await case_now(town) == ("taken", await row_of(town, LEAD if lead else 102), (await case_now(town))[2])
    assert await broken_laws(town, AYLA) == []


async def test_lead_alone_keeps_promises_and_breaks_them_like_anybody(town: Town) -> None:
    await team(town)
    await family(town)
    assert sees(town, LEAD, "~case", "1-take")
    for day in (24, 25, 26, 27, 30):
        await town.move_to(local(day, 17))
        assert await broken_laws(town, AYLA) == []
    assert (await case_now(town))[1] == await row_of(town, LEAD)
    await tap(town, LEAD, ("~case", "1-reached"))
    assert await broken_laws(town, AYLA) == []


async def test_case_nobody_ever_calls_goes_round_and_is_apologised_for_once_each_time(town: Town) -> None:
    await team(town, "Mira", "Jonas", "Selin")
    await family(town, language="tr")
    heard = texts_sent(town, AYLA)
    for _ in range(14):
        await town.move_to(town.clock() + timedelta(days=1))
        assert await broken_laws(town, AYLA) == []
    broken = sum(state == "broken" for state, _ in await promises(town))
    assert broken >= 3
    assert sum("özür dileriz" in text for text in heard) == broken
    assert not [text for text in heard if "rufen" in text]


async def test_coach_gives_the_case_at_the_very_moment_the_ladder_times_out(town: Town) -> None:
    _mira, jonas, selin = await team(town, "Mira", "Jonas", "Selin")
    await family(town)
    town.clock.move(local(23, 10) - town.clock())
    row = await row_of(town, selin)
    await town.command(LEAD, "cases")
    await tap(town, LEAD, ("~case", "1-open"), ("~case", "1-give"), ("~give", f"1-to-{row}"))
    await town.service.tick()
    await town.delivery.quiet()
    assert (await case_now(town))[:2] == ("taken", row)
    assert not sees(town, jonas, "~case", "1-take")
    assert await broken_laws(town, AYLA) == []


async def test_missed_three_times_then_the_family_comes_back(town: Town) -> None:
    mira, _ = await taken(town, "Mira", "Jonas")
    for number in range(3):
        press = find(town, mira, "~case", f"1-missed-{number}")
        for _ in range(2):
            await town.press(mira, press)
    assert (await case_now(town))[0] == "unreached"
    assert await broken_laws(town, AYLA) == []
    await tap(town, AYLA, ("~card", "anew"))
    while await _goes_on(town):
        continue
    assert (await case_now(town, 2))[0] == "received"
    assert await broken_laws(town, AYLA) == []
    await town.press(mira, press)
    assert (await case_now(town))[0] == "unreached"


async def _goes_on(town: Town) -> bool:
    return await Family(town, First(7), AYLA, "de", "asap", "calm")._answer()


async def test_names_and_numbers_are_in_no_log(town: Town) -> None:
    with capture_logs() as logs:
        mira, jonas = await taken(town, "Mira", "Jonas")
        await town.move_to(BROKEN)
        await tap(town, jonas, ("~case", "1-take"))
        await tap(town, mira, ("~case", "1-reached"))
    told = str(logs)
    assert not [name for name in ("Ayla", "Mira", "Jonas", "39200") if name in told]


async def test_talk_of_who_had_the_case_ends_when_somebody_else_takes_it(town: Town) -> None:
    mira, jonas = await taken(town, "Mira", "Jonas")
    await tap(town, mira, ("~case", "1-talk"))
    await choose(town, mira, "~talk")
    assert await town.rows("SELECT COUNT(*) FROM talks WHERE closed_at IS NULL") == [(1,)]
    await town.move_to(local(23, 15))
    await town.run(lambda: town.house.talks.touch(1, local(26, 8)))
    await town.move_to(BROKEN)
    await tap(town, jonas, ("~case", "1-take"))
    assert await town.rows("SELECT COUNT(*) FROM talks WHERE closed_at IS NULL") == [(0,)]


async def test_time_that_the_lead_had_without_a_calendar_is_kept_for_the_colleague_who_gets_it(town: Town) -> None:
    (mira,) = await team(town, "Mira")
    await family(town, "exact", takes=Last)
    await town.move_to(local(24, 18, 1))
    assert (await case_now(town))[1] == await row_of(town, LEAD)
    assert await town.rows("SELECT COUNT(*) FROM bookings") == [(0,)]
    row = await row_of(town, mira)
    await tap(town, LEAD, ("~case", "1-give"), ("~give", f"1-to-{row}"))
    assert (await case_now(town))[1] == row
    assert await town.rows("SELECT coach FROM bookings WHERE case_id = 1") == [(row,)]


async def test_closed_day_with_calls_moves_each_once_and_asks_somebody_who_is_there(town: Town) -> None:
    _mira, _jonas = await taken(town, "Mira", "Jonas", wish="exact")
    ((starts,),) = await town.rows("SELECT starts_at FROM cases")
    day = datetime.fromtimestamp(starts, tz=town.house.town.zone)
    heard = texts_sent(town, AYLA)
    await close_day(town, f"{day:%Y%m%d}")
    await close_day_again(town, f"{day:%Y%m%d}")
    assert len([text for text in heard if "Im Gespräch" in text]) == 1
    assert await town.rows("SELECT COUNT(*) FROM bookings") == [(0,)]
    for _ in range(6):
        assert await broken_laws(town, AYLA) == []
        await town.move_to(town.clock() + timedelta(days=1))


async def close_day_again(town: Town, day: str) -> None:
    """The button that closed it, pressed once more."""
    await town.press(LEAD, Press(0, "~days", f"close-{day}"))


async def test_coach_leaves_at_night_and_the_family_hears_in_the_morning_that_the_time_changed(town: Town) -> None:
    (mira,) = await team(town, "Mira")
    await family(town, "exact", takes=Last)
    await tap(town, mira, ("~case", "1-take"))
    await town.move_to(local(23, 22))
    before = town.clock()
    await end_access(town, mira)
    assert rung(town, AYLA, before) == []
    await town.move_to(local(24, 8, 1))
    assert len(rung(town, AYLA, before)) == 1
    assert "eine neue Zeit" in texts(town, AYLA)
    assert await broken_laws(town, AYLA) == []


async def test_promise_breaks_while_the_coach_is_ill(town: Town) -> None:
    mira, jonas = await taken(town, "Mira", "Jonas")
    await town.move_to(local(25, 17))
    await ill(town, mira)
    heard = texts_sent(town, AYLA)
    await town.move_to(BROKEN)
    assert sum(SORRY in text for text in heard) == 1
    assert await case_now(town) == ("received", None, await row_of(town, jonas))
    assert await broken_laws(town, AYLA) == []


async def test_nobody_called_pressed_on_an_old_card_after_the_promise_was_broken_anyhow(town: Town) -> None:
    await taken(town, "Mira", "Jonas")
    await town.move_to(local(25, 16, 1))
    old = find(town, AYLA, "~card", "nobody")
    await town.move_to(BROKEN)
    for _ in range(2):
        await town.press(AYLA, old)
    assert [state for state, _ in await promises(town)] == ["broken", "open"]
    assert await broken_laws(town, AYLA) == []


async def test_every_old_button_of_a_coach_after_the_case_is_over_changes_nothing(town: Town) -> None:
    mira, jonas = await taken(town, "Mira", "Jonas", wish="exact")
    old = [press for shown in town.phones.of[mira].messages.values() for press in shown.presses()]
    await tap(town, AYLA, ("~card", "cancel"), ("~cancel", "yes"))
    await town.move_to(local(23, 9, 20))
    for press in (*old, *old):
        await town.press(mira, press)
        await town.press(jonas, press)
    assert (await case_now(town))[0] == "withdrawn"
    assert await town.rows("SELECT COUNT(*) FROM bookings WHERE case_id IS NOT NULL") == [(0,)]
    assert await broken_laws(town, AYLA) == []


async def test_every_old_button_of_a_family_after_it_was_spoken_with_changes_nothing(town: Town) -> None:
    mira, _ = await taken(town, "Mira", "Jonas", wish="exact")
    await tap(town, AYLA, ("~card", "cancel"))
    old = [press for shown in town.phones.of[AYLA].messages.values() for press in shown.presses()]
    old += [find(town, AYLA, "~cancel", "yes")]
    await tap(town, AYLA, ("~cancel", "<"))
    old += [press for shown in town.phones.of[AYLA].messages.values() for press in shown.presses()]
    await tap(town, mira, ("~case", "1-reached"))
    for press in old:
        await town.press(AYLA, press)
    assert (await case_now(town))[0] == "spoken"
    assert await broken_laws(town) == []


async def test_case_closed_and_reopened_while_the_family_has_a_new_call(town: Town) -> None:
    mira, _ = await taken(town, "Mira", "Jonas")
    await tap(town, mira, ("~case", "1-reached"), ("~case", "1-close"), ("~close", "1-stopped"))
    await tap(town, mira, ("~close", "1-stopped-other"))
    reopen = find(town, mira, "~close", "1-reopen")
    await tap(town, AYLA, ("~card", "anew"))
    while await _goes_on(town):
        continue
    assert (await case_now(town, 2))[0] == "received"
    for _ in range(2):
        await town.press(mira, reopen)
    assert [(await case_now(town, case))[0] for case in (1, 2)] == ["spoken", "received"]
    assert await broken_laws(town, AYLA) == []
    await tap(town, mira, ("~case", "1-close"), ("~close", "1-joined"))
    assert await broken_laws(town, AYLA) == []


async def test_talk_that_fell_silent_at_night_ends_in_the_morning(town: Town) -> None:
    mira, _ = await taken(town, "Mira", "Jonas")
    await tap(town, mira, ("~case", "1-talk"))
    await choose(town, mira, "~talk")
    await town.move_to(local(23, 22, 30))
    await town.say(AYLA, "Danke")
    before = town.clock()
    await town.move_to(local(25, 7, 59))
    assert rung(town, AYLA, before) == []
    await town.move_to(local(25, 8, 1))
    assert len(rung(town, AYLA, before)) == 1


async def test_family_spoken_with_is_given_on_without_a_time_or_a_calendar_entry(town: Town) -> None:
    mira, jonas = await team(town, "Mira", "Jonas")
    await family(town, "exact", takes=Last)
    owner, other = (mira, jonas) if sees(town, mira, "~case", "1-pass") else (jonas, mira)
    await tap(town, owner, ("~case", "1-take"), ("~case", "1-reached"), ("~case", "1-give"))
    await tap(town, owner, ("~give", f"1-to-{await row_of(town, other)}"))
    assert await town.rows("SELECT COUNT(*) FROM bookings") == [(0,)]
    assert town.phones.of[other].files == 0
    assert await broken_laws(town, AYLA) == []


async def test_exact_call_that_came_to_the_lead_names_nobody_who_was_asked_before(town: Town) -> None:
    (mira,) = await team(town, "Mira")
    await family(town, "exact")
    await tap(town, mira, ("~case", "1-pass"), ("~pass_on", "1-knows_family"))
    assert "Mira" not in texts(town, AYLA)
    assert await broken_laws(town, AYLA) == []


async def test_coach_who_had_a_case_earlier_and_leaves_stands_on_no_open_card(town: Town) -> None:
    mira, jonas = await taken(town, "Mira", "Jonas")
    await tap(town, mira, ("~case", "1-give"), ("~give", f"1-to-{await row_of(town, jonas)}"))
    assert "Mira" in texts(town, AYLA)
    await end_access(town, mira)
    assert "Mira" not in texts(town, AYLA)
    assert "Jonas" in texts(town, AYLA)
    assert await broken_laws(town, AYLA) == []
