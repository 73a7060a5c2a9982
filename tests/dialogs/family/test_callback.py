"""When to call: only what somebody can keep is offered, and it is read back before it is sent."""

from __future__ import annotations

from typing import Any

import pytest

from dialogs.family.callback import DAYS_SHOWN, TIMES_SHOWN
from dialogs.machine.words import Moment, Phone, Phrase, say
from tests.dialogs.family.talk import CONSENT, PHONE_NUMBER, PRE_CHECK, Talk
from tests.dialogs.family.town import BERLIN, at, slot

AT_WISH = (*CONSENT, *PRE_CHECK, "result go")
TEN = f"time 1-{int(slot(24, 10).starts_at.timestamp()) // 60}"


def summary(*wishes: str, **known: Any) -> Phrase:
    """The paragraph that is read back."""
    talk = Talk(*AT_WISH, *wishes, **known)
    talk.says("Ayla")
    talk.shares()
    talk.presses("safe always", "voicemail no")
    assert talk.at == "check"
    return talk.screen.lines[-1]


@pytest.mark.parametrize(
    ("known", "offered"),
    [
        ({}, ["wish asap", "wish part", "wish exact"]),
        ({"slots": ()}, ["wish asap", "wish part"]),
        ({"parts": ()}, ["wish asap", "wish exact"]),
        ({"slots": (), "parts": ()}, ["wish asap"]),
    ],
)
def test_only_wishes_that_can_be_kept_are_offered(known: dict[str, Any], offered: list[str]) -> None:
    assert Talk(*AT_WISH, **known).offers() == offered


def test_as_soon_as_possible_says_by_when() -> None:
    assert Talk(*AT_WISH).screen.lines[-1] == say("wish.by", by=Moment(at(25, 16), "day_clock"))
    assert [line.key for line in Talk(*AT_WISH, promise=None).screen.lines] == ["intake.wish.prompt"]


def test_parts_of_the_day_come_with_the_day_they_would_be() -> None:
    talk = Talk(*AT_WISH, "wish part")
    assert talk.offers() == ["part morning", "part afternoon"]
    assert [button.label.values["part"] for button in talk.buttons()[:2]] == [
        say("part.morning"), say("part.afternoon"),
    ]  # fmt: skip


def test_days_are_shown_once_each_and_five_at_a_time() -> None:
    many = tuple(slot(day, hour) for day in range(24, 31) for hour in (9, 10))
    talk = Talk(*AT_WISH, "wish exact", slots=many)
    assert talk.offers() == [*(f"day 2026-11-{24 + number}" for number in range(DAYS_SHOWN)), "day from-5"]


def test_a_full_day_is_shown_as_nine_times_spread_from_first_to_last() -> None:
    many = tuple(slot(24, hour, minute) for hour in range(8, 18) for minute in (0, 30))
    talk = Talk(*AT_WISH, "wish exact", "day 2026-11-24", slots=many)
    times = [button.label.values["at"] for row in talk.screen.rows[:-1] for button in row]
    assert len(times) == TIMES_SHOWN
    assert [times[0], times[-1]] == [Moment(at(24, 8), "clock"), Moment(at(24, 17, 30), "clock")]
    assert [len(row) for row in talk.screen.rows[:3]] == [3, 3, 3]


def test_a_day_belongs_to_the_towns_calendar_and_not_to_utc() -> None:
    late = slot(24, 0, 30)
    assert late.starts_at.day == 23
    assert Talk(*AT_WISH, "wish exact", slots=(late,)).offers() == ["day 2026-11-24"]
    assert late.starts_at.astimezone(BERLIN).day == 24


def test_where_nothing_is_free_any_more_back_leads_to_the_other_wishes() -> None:
    talk = Talk(*AT_WISH, "wish exact")
    talk.facts = Talk(slots=()).facts
    assert (talk.line, talk.offers()) == ("intake.day.none", [])
    talk.presses("day <")
    assert talk.offers() == ["wish asap", "wish part"]


def test_a_day_whose_times_are_gone_says_so() -> None:
    talk = Talk(*AT_WISH, "wish exact", "day 2026-11-24")
    talk.facts = Talk(slots=(slot(25, 9),)).facts
    assert (talk.line, talk.offers()) == ("intake.time.none", [])


def test_everything_is_read_back_before_it_is_sent() -> None:
    read = summary("wish exact", "day 2026-11-24", TEN)
    assert read == say(
        "check.summary",
        name="Ayla",
        phone=Phone(PHONE_NUMBER),
        when=say("moment", at=Moment(at(24, 10), "day_clock")),
        safe=say("intake.safe.option.always"),
        voicemail=say("intake.voicemail.option.no"),
    )


def test_a_part_of_the_day_is_read_back_with_its_day_and_from_when_until_when() -> None:
    day, opens, closes = Moment(at(24, 9), "day"), Moment(at(24, 9), "bare_clock"), Moment(at(24, 12), "clock")
    morning = say("when.between", day=day, opens=opens, closes=closes)
    assert summary("wish part", "part morning").values["when"] == morning


def test_as_soon_as_possible_is_read_back_with_the_time_until_when() -> None:
    assert summary("wish asap").values["when"] == say("when.asap_by", by=Moment(at(25, 16), "day_clock"))


def test_days_further_ahead_are_a_leaf_away_and_the_leaf_leads_back() -> None:
    many = tuple(slot(day, 10) for day in (23, 24, 25, 26, 27, 30))
    talk = Talk(*AT_WISH, "wish exact", slots=many)
    first = [b.press.pick for b in talk.buttons() if b.press.at == "day"]
    assert first == ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "from-5", "<"]

    talk.presses("day from-5")
    assert [b.press.pick for b in talk.buttons() if b.press.at == "day"] == ["2026-11-30", "from-0", "<"]

    talk.presses("day from-0")
    assert [b.press.pick for b in talk.buttons() if b.press.at == "day"] == first
