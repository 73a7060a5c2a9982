"""What helped, from the counts to the lead's phone: by place, technique and language, small numbers hidden."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from functools import partial

import pytest

from bot.standstill.helped import learned
from dialogs.desk.standstill_facts import Helped, Learned
from storage.units import Unit
from tests.bot.hard_days import LEAD, local, tap
from tests.proofs.quarter.town import Town, open_town

TODAY, SPRING, LAST_YEAR = date(2026, 11, 23), date(2026, 3, 2), date(2025, 12, 31)


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town(local(23, 9)) as town:
        yield town


async def counted(town: Town, what: str, of: str, times: int, language: str = "tr", on: date = TODAY) -> None:
    """So often something was counted on a day."""

    def unit() -> Unit[None]:
        for _ in range(times):
            yield from town.house.people.count(what, of, language, on.isoformat())

    await town.run(unit)


async def told(town: Town) -> Learned:
    return await town.run(partial(learned, town.house, town.clock()))


async def test_offers_are_told_by_place_in_the_order_of_the_way(town: Town) -> None:
    await counted(town, "nudge.offered", "time.call", 6)
    await counted(town, "nudge.offered", "first.easy", 5, "ar")
    await counted(town, "nudge.offered", "first.easy", 4)
    await counted(town, "nudge.opened", "first.easy", 7)

    span = (await told(town)).spans["weeks"]

    assert span.offers == (Helped("first", "easy", 9, 7, 0, 0), Helped("time", "call", 6, 0, 0, 0))
    assert span.offers_in == (Helped("", "ar", 5, 0, 0, 0), Helped("", "tr", 10, 7, 0, 0))


async def test_a_small_number_takes_a_second_one_with_it_so_that_languages_do_not_tell_it(town: Town) -> None:
    for offer, times in (("easy", 20), ("call", 3), ("listen", 9)):
        await counted(town, "nudge.offered", f"first.{offer}", times)

    span = (await told(town)).spans["all"]

    assert {one.what: one.offered for one in span.offers} == {"call": None, "listen": None, "easy": 20}
    assert [one.offered for one in span.offers_in] == [32]


async def test_round_that_was_gone_through_went_on(town: Town) -> None:
    for what, times in (("offered", 9), ("opened", 8), ("done", 7), ("passed_on", 6)):
        await counted(town, f"round.{what}", "scaling", times)

    assert (await told(town)).spans["year"].rounds == (Helped("", "scaling", 9, 8, 7, 0),)


async def test_spans_begin_four_weeks_ago_with_the_year_and_with_the_first_count(town: Town) -> None:
    for on, times in ((TODAY, 5), (SPRING, 6), (LAST_YEAR, 7)):
        await counted(town, "stall", "sensitive", times, on=on)

    spans = (await told(town)).spans

    assert {name: span.stalls[0][2] for name, span in spans.items()} == {"weeks": 5, "year": 11, "all": 18}
    days = {name: span.since.astimezone(town.house.town.zone).date() for name, span in spans.items()}
    assert days == {"weeks": date(2026, 10, 27), "year": date(2026, 1, 1), "all": LAST_YEAR}


async def test_four_weeks_and_the_year_do_not_tell_together_that_two_were_before(town: Town) -> None:
    for on, times in ((TODAY, 9), (SPRING, 2)):
        for what, of in (("stall", "sensitive"), ("nudge.offered", "sensitive.easy"), ("nudge.rung", "halfway.1")):
            await counted(town, what, of, times, on=on)

    spans = (await told(town)).spans

    seen = {
        name: (span.stalls[0][2], span.offers[0].offered, span.offers_in[0].offered, span.rungs[0][2])
        for name, span in spans.items()
    }
    assert seen == {"weeks": (None,) * 4, "year": (11,) * 4, "all": (11,) * 4}


async def test_where_families_stop_hides_a_second_language_and_a_second_place(town: Town) -> None:
    for place, language, times in (("first", "tr", 9), ("first", "ar", 2), ("time", "tr", 7), ("time", "ar", 8)):
        await counted(town, "stall", place, times, language)

    stalls = (await told(town)).spans["weeks"].stalls

    assert [count for _, _, count in stalls] == [None, None, None, None]


async def test_what_this_release_has_no_name_for_is_left_out(town: Town) -> None:
    for what, of in (
        ("nudge.offered", "nowhere.easy"),
        ("nudge.offered", "first.raffle"),
        ("round.offered", "worse"),
    ):
        await counted(town, what, of, 9)
    for what, of in (("stall", "nowhere"), ("nudge.rung", "halfway."), ("nudge.rung", "sideways.1")):
        await counted(town, what, of, 9)

    span = (await told(town)).spans["weeks"]

    assert (span.offers, span.rounds, span.offers_in, span.stalls, span.rungs) == ((), (), (), (), ())


async def test_messages_are_told_by_ladder_and_rung(town: Town) -> None:
    for of, times in (("halfway.1", 21), ("halfway.2", 12), ("halfway.3", 6), ("standing.1", 5)):
        await counted(town, "nudge.rung", of, times)

    rungs = (await told(town)).spans["weeks"].rungs

    assert rungs == (("halfway", 1, 21), ("halfway", 2, 12), ("halfway", 3, 6), ("standing", 1, 5))


@pytest.mark.parametrize(("sent", "stopped", "rate"), [(200, 5, 3), (200, 0, 0), (200, 4, None), (4, 0, None)])
async def test_share_is_told_only_where_neither_of_its_numbers_is_small(
    town: Town, sent: int, stopped: int, rate: int | None
) -> None:
    await counted(town, "nudge.rung", "halfway.1", sent)
    await counted(town, "nudge.stopped", "first.easy", stopped)

    assert (await told(town)).stop_rate == rate


async def test_lead_reads_it_on_the_phone_and_takes_it_to_the_conference_as_text(town: Town) -> None:
    await town.join(LEAD, "Petra", "lead", "de", "")
    await counted(town, "nudge.offered", "sensitive.easy", 12)
    await counted(town, "nudge.opened", "sensitive.easy", 3)
    await town.command(LEAD, "lead")
    await tap(town, LEAD, ("~lead", "learned"))
    page = town.phones.of[LEAD].newest
    assert page is not None
    assert "Frage auslassen – 12 · &lt;5 · 0 · 0" in plain(page.text)

    await tap(town, LEAD, ("~learned", "text-year"), ("~learned", "text-year"))

    texts = [plain(shown.text) for _, chat, shown in town.phones.sent if chat == LEAD and not shown.rows]
    assert ["Frage auslassen – 12 · &lt;5 · 0 · 0" in text for text in texts].count(True) == 1


def plain(text: str) -> str:
    """A text without its marks of direction."""
    return text.translate({ord(mark): None for mark in "\u2068\u2069"})


async def test_there_is_nothing_to_tell_before_anything_was_counted(town: Town) -> None:
    told_now = await told(town)
    assert all(not span.offers and not span.stalls for span in told_now.spans.values())
    assert (told_now.stop_rate, told_now.halved_at, told_now.asks) == (None, None, False)
