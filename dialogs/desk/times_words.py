"""A coach's times in words: the week, an absence, the way calls are laid, what is free on a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from dialogs.desk.times_facts import Away, OwnCall, OwnTimes
from dialogs.desk.times_free import by_day
from dialogs.machine.words import Listing, Moment, Phrase, Value, say, stacked
from dialogs.rules.absence import UNTIL_FURTHER_NOTICE
from dialogs.rules.hours import DAY_NAMES, Hours, spell_hours
from dialogs.rules.keeping import EXACT
from dialogs.rules.slots import Policy, Slot
from dialogs.rules.walltime import instant, local_day

FIRST_TIMES = 4
"""Times of a day that a preview names; the count says how many there are."""

LISTED = 8
"""Calls and absences that a page names, so that it stays short on a phone."""

_MINUTE = timedelta(minutes=1)


def week_in_words(hours: Hours) -> Phrase:
    """Every group of days with the same hours on a line of its own: "Mo–Do 09:00–12:00, 13:30–16:00"."""
    if not hours:
        return say("desk.times.no_hours")
    parts = (part.strip().partition(" ") for part in spell_hours(hours).split(";"))
    return stacked([say("desk.times.span", days=_days(days), times=_times(times)) for days, _, times in parts])


def _days(spelled: str) -> Value:
    ranges: list[Value] = []
    for piece in spelled.split(","):
        first, _, last = piece.partition("-")
        begin = say(f"weekday.{DAY_NAMES.index(first)}")
        ranges.append(
            say("desk.times.range", first=begin, last=say(f"weekday.{DAY_NAMES.index(last)}")) if last else begin
        )
    return ranges[0] if len(ranges) == 1 else Listing(tuple(ranges))


def _times(spelled: str) -> str:
    stretches = (piece.split("-") for piece in spelled.split(","))
    return ", ".join("–".join(stretch) for stretch in stretches)


def stretch_in_words(hours: Hours) -> str:
    """The stretches of one day as a button shows them: "09:00–12:00, 14:00–16:00"."""
    return ", ".join(f"{one.opens:%H:%M}–{one.closes_minute // 60:02}:{one.closes_minute % 60:02}" for one in hours)


def away_in_words(away: Away, zone: tzinfo) -> Phrase:
    """From when to when, in as few words as it takes."""
    key = "ill" if away.why == "ill" else "off"
    begins = Moment(away.starts_at, "short_day")
    if away.ends_at >= UNTIL_FURTHER_NOTICE:
        return say(f"desk.times.away.{key}_open", begins=begins)
    first, last = local_day(away.starts_at, zone), local_day(away.ends_at - _MINUTE, zone)
    if first != last:
        return say(f"desk.times.away.{key}_days", begins=begins, ends=Moment(away.ends_at - _MINUTE, "short_day"))
    if is_whole_day(away, first, zone):
        return say(f"desk.times.away.{key}_day", day=begins)
    if away.starts_at == instant(first, 0, zone):
        return say(f"desk.times.away.{key}_till", day=begins, closes=Moment(away.ends_at, "clock"))
    return say(f"desk.times.away.{key}_from", day=begins, opens=Moment(away.starts_at, "clock"))


def is_whole_day(away: Away, day: date, zone: tzinfo) -> bool:
    """Whether nothing of that day is left to work in."""
    return away.starts_at <= instant(day, 0, zone) and instant(day + timedelta(days=1), 0, zone) <= away.ends_at


def policy_in_words(policy: Policy) -> Phrase:
    """How calls are laid."""
    return say(
        "desk.times.laid",
        length=policy.length // _MINUTE,
        buffer=policy.buffer // _MINUTE,
        notice=policy.notice // timedelta(hours=1),
        most=policy.most_a_day,
    )


def free_in_words(times: OwnTimes) -> Phrase:
    """How many times families can choose from."""
    return say("desk.times.free", count=len(times.slots), days=times.policy.horizon_days)


def day_in_words(day: date, slots: list[Slot], zone: tzinfo) -> Phrase:
    """How many times a day has for families, and the first of them."""
    at = Moment(instant(day, 0, zone), "short_day")
    told: dict[str, Value] = {"day": at, "count": len(slots), "times": _first(slots, zone)}
    return Phrase("desk.times.more_on" if len(slots) > FIRST_TIMES else "desk.times.all_on", told)


def seen_in_words(slots: list[Slot], zone: tzinfo) -> Phrase:
    """What families see of the one day that the page is about."""
    if not slots:
        return say("desk.times.seen_none")
    key = "desk.times.seen_more" if len(slots) > FIRST_TIMES else "desk.times.seen_all"
    return Phrase(key, {"count": len(slots), "times": _first(slots, zone)})


def _first(slots: list[Slot], zone: tzinfo) -> str:
    return ", ".join(f"{slot.starts_at.astimezone(zone):%H:%M}" for slot in slots[:FIRST_TIMES])


def days_in_words(times: OwnTimes, now: datetime, zone: tzinfo, days: int) -> Phrase:
    """What families see on each of the next days, days without any time left out."""
    slots = by_day(times.slots, zone)
    today = local_day(now, zone)
    shown = [day for day in (today + timedelta(days=ahead) for ahead in range(days)) if day in slots]
    lines = [day_in_words(day, slots[day], zone) for day in shown]
    return stacked(lines) if lines else say("desk.times.none_soon")


def calls_in_words(calls: tuple[OwnCall, ...]) -> Phrase:
    """Calls by number and time, each on a line of its own."""
    lines = [_call(one) for one in calls[:LISTED]]
    if len(calls) > LISTED:
        lines.append(say("desk.times.more_calls", count=len(calls) - LISTED))
    return stacked(lines)


def _call(one: OwnCall) -> Phrase:
    if one.call.wish == EXACT:
        return say("desk.times.call", number=one.number, at=Moment(one.call.starts_at, "day_clock"))
    return say("desk.times.call_by", number=one.number, by=Moment(one.call.ends_at, "day_clock"))
