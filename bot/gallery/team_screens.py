"""The gallery's screens of the lead's pages, of joining and leaving, and of the list of the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.gallery.sample import LEAD, LONG_NAME, Named, Sample
from dialogs.desk import conversation
from dialogs.desk.all_cases import A_PAGE, FILTERS
from dialogs.desk.facts import DeskFacts, Member, Role
from dialogs.desk.invite import link_screen
from dialogs.desk.morning import MOST_LINES, Broken, Morning, PlacesKnown, morning_screen, over_screen
from dialogs.desk.pages import PAGES
from dialogs.desk.team import joined_screen, joining_screen
from dialogs.desk.team_facts import CaseLine, Colleague, DatesNow, Figures, LeadCounts, Month, TeamNow, Waited
from dialogs.desk.times_words import week_in_words
from dialogs.family.facts import Stage
from dialogs.machine.screen import Screen
from dialogs.machine.turn import State
from dialogs.machine.words import Listing, say
from dialogs.rules.hours import parse_hours
from dialogs.rules.windows import DayPart

LINK = "https://t.me/familienlotse_bot?start=i-AbCdEfGhIjKlMnOpQrStUv"
TWO_CASES = (1, 2)


def team_screens(sample: Sample) -> Named:
    """Everything a lead has before them beside cards, and every list of the day."""
    yield from _lead(sample)
    yield from _all_cases(sample)
    yield from _team(sample)
    yield from _days(sample)
    yield from _dates(sample)
    yield from _invite(sample)
    yield from _figures(sample)
    yield from _mornings(sample)
    yield "former coach: card", Screen((say("left.card"),))
    yield "former coach: living screen", Screen((say("left.body"),))
    yield "desk left behind: the group", Screen((say("desk.left.group", name=LONG_NAME),))
    yield "invitation refused", Screen((say("invitation.refused"),))
    numbers = Listing(tuple(str(1000 + case) for case in range(1, 21)))
    for count in TWO_CASES:
        yield (
            f"desk left behind: {count}",
            Screen((say("desk.left.cases", name=LONG_NAME, count=count, numbers=numbers),)),
        )


def _page(sample: Sample, aside: str, team: TeamNow, draft: Any = None) -> Screen:
    facts = DeskFacts(sample.now, sample.town.zone, LEAD, team=team)
    return conversation.present(State("desk", aside=aside, draft=draft), facts)


def _lead(sample: Sample) -> Named:
    for name, counts in (("full", LeadCounts(12, 34, 56, 7, 2)), ("unknown", LeadCounts(None, 0, 0, 1, 1))):
        yield f"desk lead: {name}", _page(sample, "lead", TeamNow(counts=counts))


def _line(sample: Sample, number: int = 1042, **changes: Any) -> CaseLine:
    line = CaseLine(
        number - 1000, number, "tr", Stage.TAKEN, sample.now, sample.call(), 7, LONG_NAME,
        promised_by=sample.call().ends_at,
    )  # fmt: skip
    return replace(line, **changes)


def _lines(sample: Sample) -> tuple[CaseLine, ...]:
    """A case in every stage that a list can tell of."""
    nobody: dict[str, Any] = {"owner": None, "owner_name": ""}
    asked = {"asked": 7, "asked_name": LONG_NAME}
    stages = (Stage.TAKEN, Stage.WRONG_NUMBER, Stage.SPOKEN, Stage.JOINED, Stage.WAITING)
    return (
        _line(sample, 1001, stage=Stage.RECEIVED, **nobody, **asked),
        _line(sample, 1002, stage=Stage.RECEIVED, appointment=sample.call("asap"), **nobody),
        _line(sample, 1003, appointment=sample.call("part", DayPart.MORNING.value)),
        *(_line(sample, 1010 + place, stage=stage) for place, stage in enumerate(stages)),
        _line(sample, 1020, stage=Stage.SPOKEN, silent_days=1),
        _line(sample, 1021, stage=Stage.SPOKEN, silent_days=21),
        _line(sample, 1022, stage=Stage.JOINED, **nobody),
    )


def _all_cases(sample: Sample) -> Named:
    lines = _lines(sample)
    many = tuple(_line(sample, 1100 + number, silent_days=15) for number in range(2 * A_PAGE + 1))
    for name in FILTERS:
        yield f"desk all cases, {name}: none", _page(sample, f"all.{name}-0", TeamNow())
        yield f"desk all cases, {name}", _page(sample, f"all.{name}-0", TeamNow(lines=lines))
        yield f"desk all cases, {name}: one", _page(sample, f"all.{name}-0", TeamNow(lines=lines[1:2]))
    yield "desk all cases: rest", _page(sample, "all.every-1", TeamNow(lines=lines))
    yield "desk all cases: in between", _page(sample, "all.still-1", TeamNow(lines=many))
    yield "desk all cases: one still", _page(sample, "all.still-0", TeamNow(lines=many[:1]))
    yield "desk all cases: one to call", _page(sample, "all.call-0", TeamNow(lines=many[:1]))


def _team(sample: Sample) -> Named:
    week = week_in_words(parse_hours("Mon-Thu 09:00-12:00,13:30-16:00; Fri 09:00-12:00"))
    mira = Colleague(7, LONG_NAME, "coach", sample.town.languages, 1, week, away=True, reachable=False)
    jonas = Colleague(8, "Jonas", "coach", ("de",), 4, None, awaited="lead")
    deniz = Colleague(10, "Deniz", "pending", ("de", "tr"), 0, week, awaited="coach")
    renate = Colleague(9, "Renate", "lead", ("de",), 0, week)
    team = TeamNow(members=(mira, jonas, deniz, renate))
    yield "desk team: one", _page(sample, "team", TeamNow(members=(renate,)))
    yield "desk team", _page(sample, "team", team)
    for member in team.members:
        yield f"desk team: {member.name}", _page(sample, f"team.{member.id}", team)
    for member in (mira, jonas):
        yield f"desk team: {member.name}'s access ends", _page(sample, f"team.{member.id}-end", team)
    for role in ("coach", "lead"):
        yield f"desk joining as {role}", joining_screen(7, LONG_NAME, role)
        for confirmed in (True, False):
            yield f"desk joining as {role}: {confirmed}", joined_screen(LONG_NAME, role, confirmed=confirmed)
    pending = Member(7, Role.PENDING, LONG_NAME, ("de",))
    facts = DeskFacts(sample.now, sample.town.zone, pending)
    yield "desk joining: waits", conversation.present(State("desk"), facts)
    yield from _toasts("team", "gone", "last_lead", "answered", "confirmed", "refused")
    yield "desk team: access ended", Screen((say("desk.team.ended", name=LONG_NAME),))


def _toasts(page: str, *names: str) -> Named:
    for name in names:
        yield f"desk toast {page}: {name}", Screen((say(f"desk.{page}.toast.{name}"),))


def _days(sample: Sample) -> Named:
    today = sample.now.date()
    days = tuple(
        today + timedelta(days=ahead) for ahead in range(28) if (today + timedelta(days=ahead)).weekday() < 5
    )
    team = TeamNow(workdays=days, closed=days[3:5], booked={days[0]: 1, days[1]: 2})
    yield "desk days", _page(sample, "days", team)
    yield "desk days: none closed", _page(sample, "days", replace(team, closed=()))
    for day in (*days[:2], days[6]):
        yield f"desk days: close {day}", _page(sample, f"days.{day:%Y%m%d}", team)
    for note in ("now_closed", "now_open"):
        turn = PAGES["days"].pressed(
            State("desk"),
            f"{'close' if note == 'now_closed' else 'open'}-{(days[0] if note == 'now_closed' else days[3]):%Y%m%d}",
            DeskFacts(sample.now, sample.town.zone, LEAD, team=team),
        )
        yield f"desk days: {note}", Screen(turn.notes)


def _dates(sample: Sample) -> Named:
    today = sample.now.date()
    end = today + timedelta(days=280)
    for name, dates in (("of the file", DatesNow(None, end)), ("of a lead", DatesNow(today, end, by_lead=True))):
        team = TeamNow(dates=dates)
        yield f"desk dates: {name}", _page(sample, "dates", team)
        for last in ("none", f"{end:%Y%m%d}", f"{today - timedelta(days=1):%Y%m%d}"):
            yield f"desk dates: {name}, to be {last}", _page(sample, f"dates.{last}-{end:%Y%m%d}", team)
    yield from _toasts("dates", "set")


def _invite(sample: Sample) -> Named:
    team = TeamNow(languages=sample.town.languages)
    yield "desk invite: role", _page(sample, "invite", team)
    for role in ("coach", "lead"):
        yield f"desk invite: name of {role}", _page(sample, "invite.name", team, {"role": role})
        yield f"desk invite: link for {role}", link_screen(LINK, LONG_NAME, role)
    draft = {"role": "coach", "name": LONG_NAME, "languages": ["de"]}
    yield "desk invite: languages", _page(sample, "invite.languages", team, draft)
    for count in TWO_CASES:
        yield f"desk invite: name unclear, {count}", Screen((say("desk.invite.name_unclear", count=count),))
    yield "desk invite: sent", Screen((say("desk.invite.sent", name=LONG_NAME),))
    yield from _toasts("invite", "languages")


def _figures(sample: Sample) -> Named:
    hour = timedelta(hours=1)
    told = Waited("tr", 7, (3 * hour, 11 * hour), (timedelta(0), timedelta(days=2)))
    one = replace(told, days=(timedelta(days=1), timedelta(days=1)))
    first = sample.now - timedelta(days=21)
    full = Month(first, sample.now, 40, 2, 3, (1001, 1017), told, (told, Waited("ar", None)))
    bare = Month(first - timedelta(days=31), first, 0, 0, None)
    stages = tuple((stage, 4) for stage in Stage if stage in (Stage.RECEIVED, *_owned()))
    figures = Figures(full, replace(full, open=None, waited=one), stages, 3, sample.now)
    yield "desk figures: none", _page(sample, "figures", TeamNow())
    yield "desk figures: this month", _page(sample, "figures", TeamNow(figures=figures))
    yield "desk figures: last month", _page(sample, "figures.last", TeamNow(figures=figures))
    yield "desk figures: nothing yet", _page(sample, "figures", TeamNow(figures=Figures(bare, bare)))


def _owned() -> tuple[Stage, ...]:
    return (Stage.TAKEN, Stage.WRONG_NUMBER, Stage.SPOKEN, Stage.JOINED, Stage.WAITING)


def _mornings(sample: Sample) -> Named:
    exact, part, asap = (
        _line(sample, 1001),
        _line(sample, 1002, appointment=sample.call("part", DayPart.AFTERNOON.value)),
        _line(sample, 1003, appointment=sample.call("asap")),
    )
    asked = _line(sample, 1004, owner=None, owner_name="", asked=8, asked_name=LONG_NAME)
    nobody = _line(sample, 1005, owner=None, owner_name="")
    still = (_line(sample, 1006, silent_days=1), _line(sample, 1007, silent_days=15))
    coach = Morning(sample.now, (asap, part, exact), (exact,), (asked,), still)
    broken = (Broken(part, sample.now),)
    known = PlacesKnown(1, sample.now, stale=False)
    lead = replace(coach, broken=broken, breaking=(asap,), free=(asked, nobody), awaited=1, places=known)
    many = tuple(_line(sample, 1100 + number) for number in range(MOST_LINES + 2))
    yield "desk morning: coach", morning_screen(coach)
    yield "desk morning: lead", morning_screen(lead)
    yield (
        "desk morning: lead, places stale",
        morning_screen(replace(lead, awaited=2, places=replace(known, stale=True))),
    )
    yield "desk morning: lead, places", morning_screen(replace(lead, places=PlacesKnown(3, sample.now, stale=True)))
    yield (
        "desk morning: lead, many places",
        morning_screen(replace(lead, places=PlacesKnown(3, sample.now, stale=False))),
    )
    yield "desk morning: lead, no places", morning_screen(replace(lead, places=PlacesKnown(0, None, stale=True)))
    yield "desk morning: many", morning_screen(Morning(sample.now, many))
    yield "desk morning: one more", morning_screen(Morning(sample.now, many[:-1]))
    yield "desk morning: done", morning_screen(Morning(sample.now))
    yield "desk morning: over", over_screen()
