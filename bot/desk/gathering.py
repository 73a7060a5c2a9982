"""What a desk's turn is told of the world: the case at hand, the lists, and what the page shows."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.colleagues import colleagues_for
from bot.desk.line_view import line_now
from bot.desk.overview import LEAD_PAGES, team_now
from bot.desk.phrasing import clocks_for
from bot.desk.talk_view import case_talk, group_in_use
from bot.desk.times import own_times
from bot.gathering import FIRST_NUMBER, Here, as_the_team_sees, desk_cases, member, next_window_to_try
from bot.house import House
from bot.standstill.helped import learned
from dialogs.desk.facts import DeskFacts, Role
from dialogs.desk.page import page_of
from dialogs.desk.talk_facts import TalkNow
from dialogs.family.facts import LIVE
from dialogs.family.ways import AFTER_THE_TALK
from dialogs.rules.walltime import local_day
from storage.cases import CaseRow
from storage.units import Unit

LISTS = frozenset({"today", "cases"})


def desk_facts(house: House, here: Here, case_id: int | None, aside: str, message: int = 0) -> Unit[DeskFacts]:
    """The facts of a desk's turn; lists and pages only where one is shown or pressed."""
    me = member(here.person)
    row = (yield from house.cases.load(case_id)) if case_id is not None else None
    case = (yield from as_the_team_sees(house, row, here.now)) if row is not None else None
    if case is not None:
        case = replace(case, still=case.still.read_by(me.id))
    facts = DeskFacts(
        here.now, house.town.zone, me, case, message=message, most_tries=house.programme.calls.tries,
        next_try=next_window_to_try(house, here.now, row) if row is not None else None,
    )  # fmt: skip
    own = yield from house.talks.private_of(me.id)
    if own is not None:
        facts = replace(facts, talk=TalkNow(own.case_id, FIRST_NUMBER + own.case_id))
    page = page_of(aside)
    if page in LISTS:
        return (yield from _with_lists(house, here, facts, page))
    return (yield from _with_page(house, here, facts, page, row))


def _with_page(house: House, here: Here, facts: DeskFacts, page: str, row: CaseRow | None) -> Unit[DeskFacts]:
    """What the page of this name shows beyond what is always at hand."""
    match page:
        case "times":
            return replace(facts, times=(yield from own_times(house, here)))
        case "phrases" if facts.case is not None:
            return replace(facts, clocks=(yield from clocks_for(house, here, facts.case)))
        case "places" | "line":
            return replace(facts, line=(yield from line_now(house, here.now)))
        case "talk" if facts.case is not None:
            open_now = yield from case_talk(house, facts.me.id, facts.case.id)
            in_group = (yield from group_in_use(house)) is not None
            return replace(facts, case_talk=open_now, in_group=in_group)
        case _ if page in LEAD_PAGES and facts.me.role is Role.LEAD:
            return replace(facts, team=(yield from team_now(house, here, page)))
        case "learned" if facts.me.role is Role.LEAD:
            return replace(facts, learned=(yield from learned(house, here.now)))
        case "give" if row is not None:
            return replace(facts, colleagues=(yield from colleagues_for(house, here.now, row)))
        case _:
            return facts


def _with_lists(house: House, here: Here, facts: DeskFacts, page: str) -> Unit[DeskFacts]:
    live = yield from house.cases.live(facts.me.id, all_of_them=facts.me.role is Role.LEAD)
    own = (yield from house.cases.of_owner(facts.me.id)) if page == "cases" else ()
    running = tuple(row for row in own if row.stage in AFTER_THE_TALK)
    shown = yield from desk_cases(house, (*live, *running))
    today, zone = local_day(here.now, house.town.zone), house.town.zone
    calls = tuple(one for one in shown if one.stage in LIVE and local_day(one.appointment.starts_at, zone) <= today)
    return replace(facts, calls=calls, cases=shown)
