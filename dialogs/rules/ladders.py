"""When the next message of a ladder comes, when it must rest, and how many come before there is silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from types import MappingProxyType

from dialogs.rules.walltime import LOOK_AHEAD_DAYS, NeverOpen, Span, instant, local_day, minutes_of

SUNDAY = 6

_GOLDEN = 2_654_435_769
"""2 to the 32nd, divided by the golden ratio: multiples of it lie as evenly as can be (Knuth, vol. 3, 6.4)."""

_MARGIN = timedelta(hours=1)
"""What is set for the end of a day keeps this far from its closing, so that a late knock does not cost the day."""


class Kind(StrEnum):
    """What stands still: an intake left half-way, or a case."""

    HALFWAY = "halfway"
    STANDING = "standing"


def _apart() -> Mapping[Kind, timedelta]:
    return MappingProxyType({Kind.HALFWAY: timedelta(hours=24), Kind.STANDING: timedelta(days=7)})


def _closes_after() -> Mapping[Kind, timedelta]:
    return MappingProxyType({Kind.HALFWAY: timedelta(days=2), Kind.STANDING: timedelta(days=7)})


@dataclass(frozen=True, slots=True)
class LadderPolicy:
    """The figures behind the ladders. Clocks are wall time.

    halfway, standing: when each message is due, counted from the last sign of life
    apart:             least time between two messages of a kind
    again_after:       rest after a standing ladder that came to its end
    most_a_year:       messages that one family gets in 365 days at most
    not_now, not_now_halfway: when somebody who said "not now" is asked again
    quiet_from, quiet_until:  nothing in between; evening_from is the earlier end of the days with `evenings`
    spread:            over how long messages are spread that may go out at the same moment
    late_after, late_spread:  later than this a message is late, and spread over so long, since many may be
    closes_after:      silence after the last message until the ladder is closed
    halved:            too many wanted no more of them, so only the first half of each ladder is climbed

    24 hours, 3 and 10 days; three a stall and five a year: requirements G1, G2. 7, 21 and 42 days, one a week at
    most, 90 days of rest: the service's policy for standing cases. 9 to 19 o'clock: G4.
    """

    halfway: tuple[timedelta, ...] = (timedelta(hours=24), timedelta(hours=72), timedelta(hours=240))
    standing: tuple[timedelta, ...] = (timedelta(days=7), timedelta(days=21), timedelta(days=42))
    apart: Mapping[Kind, timedelta] = field(default_factory=_apart)
    again_after: timedelta = timedelta(days=90)
    most_a_year: int = 5
    not_now: timedelta = timedelta(days=14)
    not_now_halfway: timedelta = timedelta(days=13)
    quiet_from: time = time(19)
    quiet_until: time = time(9)
    evening_from: time = time(16)
    spread: timedelta = timedelta(minutes=60)
    late_after: timedelta = timedelta(hours=1)
    late_spread: timedelta = timedelta(hours=2)
    closes_after: Mapping[Kind, timedelta] = field(default_factory=_closes_after)
    halved: bool = False


USUAL_LADDERS = LadderPolicy()


@dataclass(frozen=True, slots=True)
class Rest:
    """The days in the programme's zone on which nothing unasked is sent, of `evenings` from `evening_from` on."""

    zone: tzinfo
    days_off: AbstractSet[date] = frozenset()
    festivals: AbstractSet[date] = frozenset()
    evenings: AbstractSet[date] = frozenset()


def rungs(kind: Kind, policy: LadderPolicy = USUAL_LADDERS) -> tuple[timedelta, ...]:
    """When each message of a ladder is due after its anchor; of a halved one the first half, one at least."""
    whole = policy.halfway if kind is Kind.HALFWAY else policy.standing
    return whole[: max(1, len(whole) // 2)] if policy.halved else whole


def due_at(
    kind: Kind,
    anchor_at: datetime,
    rung: int,
    last_sent_at: datetime | None,
    policy: LadderPolicy = USUAL_LADDERS,
) -> datetime | None:
    """When (UTC) the next message is due after `rung` were sent; None at the ladder's end.

    Never sooner after the message before it than two of this kind may follow each other. Whether one may write at
    that moment is asked when it has come: `sending_time`.
    """
    spans = rungs(kind, policy)
    if rung >= len(spans):
        return None
    due = anchor_at.astimezone(UTC) + spans[rung]
    return due if last_sent_at is None else max(due, last_sent_at.astimezone(UTC) + policy.apart[kind])


def may_send(now: datetime, rest: Rest, policy: LadderPolicy = USUAL_LADDERS) -> bool:
    """Whether a message may go out now: in the day's hours, no Sunday, no day off, no festival (G4)."""
    span = _window(local_day(now, rest.zone), rest, policy)
    return span is not None and span.starts_at <= now < span.ends_at


def next_sending_time(now: datetime, rest: Rest, policy: LadderPolicy = USUAL_LADDERS) -> datetime:
    """The first moment (UTC) from `now` on at which a message may go out. Raises NeverOpen."""
    return max(_next_window(now, rest, policy).starts_at, now.astimezone(UTC))


def spread_of(id_: int, over: timedelta) -> timedelta:
    """Whole minutes from 0 to below `over` for a ladder's id: always the same, and far apart for neighbours."""
    return timedelta(minutes=(id_ * _GOLDEN % 2**32) * (over // timedelta(minutes=1)) >> 32)


def sending_time(
    due: datetime, now: datetime, id_: int, rest: Rest, policy: LadderPolicy = USUAL_LADDERS
) -> datetime:
    """When (UTC) a message that is due really goes out: `now` means at once. Raises NeverOpen.

    What falls into the quiet hours waits for the next allowed moment, spread by the ladder's id, since others wait
    with it; what is late (the bot was down) is spread anew and further. Never sooner than it is due.
    """
    # Two instants in one zone would be subtracted by the wall clock, an hour wrong over a clock change.
    due, now = due.astimezone(UTC), now.astimezone(UTC)
    at, late = max(due, now), now - due > policy.late_after
    if may_send(at, rest, policy) and not late:
        return at
    over = policy.late_spread if late else policy.spread
    window = _next_window(at, rest, policy)
    spread = max(window.starts_at, at) + spread_of(id_, over)
    if spread < window.ends_at:
        return spread
    # What is left of this day is too short for all who wait: the others have the next one.
    morning = _next_window(window.ends_at, rest, policy)
    return morning.starts_at + spread_of(id_, min(over, morning.ends_at - morning.starts_at))


def asked_again_at(
    kind: Kind, now: datetime, rest: Rest, policy: LadderPolicy = USUAL_LADDERS, erased_at: datetime | None = None
) -> datetime:
    """When (UTC) a family that said "not now" is asked again. Raises NeverOpen.

    A case: the first allowed moment after two weeks. Half-way: the last allowed day up to 13 days from now, and
    before its answers are erased, though not within a day of "not now". Is there none, it is the first after that:
    by then the answers may be gone, and nothing is sent.
    """
    now = now.astimezone(UTC)
    if kind is Kind.STANDING:
        return next_sending_time(now + policy.not_now, rest, policy)
    soonest, latest = now + policy.apart[kind], now + policy.not_now_halfway
    if erased_at is not None:
        latest = min(latest, erased_at.astimezone(UTC) - timedelta(minutes=1))
    margin = _MARGIN + timedelta(minutes=now.minute)
    for span in _windows_back(latest, rest, policy):
        at = min(latest, span.ends_at - margin)
        if at < soonest:
            break
        if at >= span.starts_at:
            return at
    return next_sending_time(max(soonest, latest), rest, policy)


def may_begin_again(last_done_at: datetime | None, now: datetime, policy: LadderPolicy = USUAL_LADDERS) -> bool:
    """Whether a standing case may have a new ladder; `last_done_at`: when one last came to its end, if ever."""
    return last_done_at is None or now.astimezone(UTC) - last_done_at.astimezone(UTC) >= policy.again_after


def _window(day: date, rest: Rest, policy: LadderPolicy) -> Span | None:
    """From when to when one may write on a day; None where not at all."""
    if day.weekday() == SUNDAY or day in rest.days_off or day in rest.festivals:
        return None
    closes = min(policy.quiet_from, policy.evening_from) if day in rest.evenings else policy.quiet_from
    opens_at, closes_at = (instant(day, minutes_of(clock), rest.zone) for clock in (policy.quiet_until, closes))
    return Span(opens_at, closes_at) if opens_at < closes_at else None


def _next_window(now: datetime, rest: Rest, policy: LadderPolicy) -> Span:
    """The window under way at `now`, else the next one."""
    today = local_day(now, rest.zone)
    windows = (_window(today + timedelta(days=ahead), rest, policy) for ahead in range(LOOK_AHEAD_DAYS))
    found = next((span for span in windows if span and span.ends_at > now), None)
    if found is None:
        raise NeverOpen(
            f"No day to write on in {LOOK_AHEAD_DAYS} days from {today}: check closing days, festivals, quiet hours."
        )
    return found


def _windows_back(until: datetime, rest: Rest, policy: LadderPolicy) -> Iterator[Span]:
    """The windows that begin before `until`, latest first."""
    last = local_day(until, rest.zone)
    for back in range(policy.not_now_halfway.days + 1):
        span = _window(last - timedelta(days=back), rest, policy)
        if span and span.starts_at <= until:
            yield span
