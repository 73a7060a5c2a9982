"""Everything a desk can know, made up: a case in every stage, a full calendar, a long line, a busy team."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from dialogs.desk.effects import CaseOutcome
from dialogs.desk.facts import DeskCase, DeskFacts, LastLine, Member, Role
from dialogs.desk.lead import DOORS
from dialogs.desk.learned import SPANS
from dialogs.desk.line_facts import LineLog, LineNow, Waits
from dialogs.desk.standstill_facts import Helped, Learned, Span
from dialogs.desk.talk_facts import CaseTalk, TalkNow
from dialogs.desk.team_facts import CaseLine, Colleague, DatesNow, Figures, LeadCounts, Month, TeamNow, Waited
from dialogs.desk.times_facts import Away, OwnCall, OwnTimes
from dialogs.desk.times_free import free_with
from dialogs.family.facts import Stage
from dialogs.family.offers import OFFERS
from dialogs.machine.questions import Told
from dialogs.rules.hours import parse_hours
from dialogs.rules.laying import Policy
from dialogs.rules.stalls import Place
from tests.dialogs.desk.office import JONAS, MIRA, RENATE, TOLD, case, facts
from tests.dialogs.family.town import BERLIN, EXACT, NOW, SLOTS, at

LONG_NAME = "Maximiliane-Alexandrina von Hohenlohe-Öh"
DAY = timedelta(days=1)
WEEK = parse_hours("Mon-Thu 09:00-12:00,13:30-18:00; Fri 09:00-12:00")
POLICY = Policy(timedelta(minutes=25), timedelta(minutes=5), timedelta(hours=2), 14, 6)
LEADS_PAGES = frozenset({"lead", *DOORS}) - {"places", "line", "learned"}
MAXI = Member(4, Role.COACH, LONG_NAME, ("de", "tr"))


def cases() -> Mapping[int, DeskCase]:
    """By row: a case in every stage of this coach and of another, one that nobody has, one erased, some odd ones."""
    free = case(id=1, number=1001, asked_until=NOW + timedelta(hours=1))
    found = [free, replace(free, id=2, number=1002, suggested=None, reason=None), replace(free, id=3, erased=True)]
    for owner in (MIRA, JONAS, RENATE):
        for stage in Stage:
            row = 100 * owner.id + len(found)
            held = replace(free, id=row, number=1000 + row, stage=stage, owner=owner, taken_at=NOW - 3 * DAY)
            found.append(replace(held, closed_at=NOW - DAY, reason_code="other", place_kept=stage is Stage.SPOKEN))
    mine = replace(free, stage=Stage.TAKEN, owner=MIRA, taken_at=NOW)
    never = Told({**TOLD, "safe": "never"})
    return {one.id: one for one in (
        *found,
        replace(mine, id=10**15 - 1, number=10**15 + 999, language="ar", tries=2, words=("Nur morgens.",) * 9),
        replace(mine, id=11, number=1011, told=never, reachable=False, suggested=MAXI),
        replace(mine, id=12, number=1012, last_line=LastLine("voicemail", answer="yes")),
    )}  # fmt: skip


CASES = cases()


def gathered(me: Member, page: str, row: int | None, *, talk: bool = False) -> DeskFacts:
    """What the shell would hand in for this page, and no more."""
    known = facts(me, case=CASES.get(row) if row is not None else None)
    if talk:
        known = replace(known, talk=TalkNow(12, 1012))
    if page in LEADS_PAGES:
        return replace(known, team=team() if me.role is Role.LEAD else None)
    more: Mapping[str, object] = {
        "today": {"calls": tuple(CASES.values())},
        "cases": {"cases": tuple(CASES.values())},
        "times": {"times": times()},
        "phrases": {"clocks": tuple(one.starts_at for one in SLOTS)},
        "places": {"line": line()},
        "line": {"line": line()},
        "learned": {"learned": learned() if me.role is Role.LEAD else None},
        "give": {"colleagues": team().members},
        "talk": {"case_talk": CaseTalk(LONG_NAME, True, False) if talk else None},
    }.get(page, {})
    return replace(known, **more)  # type: ignore[arg-type]


@cache
def times() -> OwnTimes:
    """A week with an absence under way, one to come, a closed day, and more calls than a page lists."""
    away = (Away(1, at(23, 8), at(24, 0), "off"), Away(2, at(25, 0), at(25, 13), "ill"))
    calls = tuple(OwnCall(1000 + number, EXACT) for number in range(11))
    closed = {date(2026, 11, 26): "", date(2026, 12, 1): "Tag der Stadt"}
    return free_with(OwnTimes(WEEK, POLICY, away, office=WEEK, calls=calls, closed=closed), NOW, BERLIN)


@cache
def line() -> LineNow:
    """More families than a page lists, in every standing, and a log."""
    plain = Waits(101, NOW - 40 * DAY, "tr", 1, False)
    kinds = (
        plain,
        replace(plain, needs=3, paused=True, silent=4, reachable=False, case_number=1042),
        replace(plain, offered_until=NOW + DAY),
        replace(plain, offered_until=NOW + DAY, accepted=True),
    )
    waits = tuple(replace(one, person=101 + row) for row, one in enumerate(kinds * 6))
    log = (LineLog(NOW, "offered", "turn", "", NOW - DAY), LineLog(NOW, "places_set", "4", "Renate"))
    return LineNow(3, NOW - 9 * DAY, 4, waits, True, LineLog(NOW, "not_offered", "all_paused"), log)


@cache
def learned() -> Learned:
    """More offers than a page lists, and a ladder that was halved by itself."""
    span = Span(
        NOW - 27 * DAY,
        offers=tuple(Helped(place, offer, 888, None, 0, 0) for place in Place for offer in OFFERS),
        rounds=(Helped("", "scaling", 5, None, None, 0),),
        offers_in=(Helped("", "tr", 40, 20, 10, None), Helped("", "ar", 40, 20, 10, None)),
        stalls=tuple((place, "ar", None) for place in Place),
        rungs=(("halfway", 1, 40), ("halfway", 2, None), ("standing", 1, None)),
    )
    return Learned(NOW, dict.fromkeys(SPANS, span), 7, halved_at=NOW, asks=True, stamp=int(NOW.timestamp()))


@cache
def team() -> TeamNow:
    """A team in which somebody is away, somebody waits to be confirmed, and many cases are open."""
    members = (
        Colleague(1, "Mira", "coach", ("de", "tr"), 2, "Montag"),
        Colleague(3, "Renate", "lead", ("de",), 0, None),
        Colleague(4, LONG_NAME, "coach", ("de",), 1, "Montag", away=True, reachable=False, busy=True),
        Colleague(5, "Deniz", "pending", ("de",), 0, None, awaited="coach"),
    )
    days = tuple(NOW.date() + number * DAY for number in range(20))
    month = Month(NOW - 20 * DAY, NOW, 4, 1, 2, (1001,), None, (Waited("ar", None),))
    return TeamNow(
        members=members,
        closed=days[3:5],
        workdays=days,
        booked={days[1]: 1, days[2]: 2},
        languages=("de", "tr", "ar"),
        counts=LeadCounts(3, 24, 40, 3, 1, ladder_asks=True),
        lines=tuple(_line(one) for one in CASES.values()),
        figures=Figures(month, replace(month, open=None), ((Stage.TAKEN, 4),), 3, NOW),
        dates=DatesNow(None, NOW.date() + 280 * DAY),
    )


def _line(one: DeskCase) -> CaseLine:
    owner = (one.owner.id, one.owner.name) if one.owner is not None else (None, "")
    return CaseLine(
        one.id, one.number, one.language, _open(one.stage), one.opened_at, one.appointment, *owner, silent_days=15
    )


def _open(stage: Stage) -> Stage:
    """Cases that are over stand in no list of open ones."""
    over = {str(outcome) for outcome in (CaseOutcome.ELSEWHERE, CaseOutcome.STOPPED)} | {"unreached", "withdrawn"}
    return Stage.TAKEN if str(stage) in over else stage
