"""What the lead is shown of places and the line: who waits, what is kept, why nobody was offered a place."""

from __future__ import annotations

from datetime import datetime

from bot.desk.line import LOOKED_BACK, nobody_since, places_are_stale
from bot.gathering import FIRST_NUMBER
from bot.house import House
from dialogs.desk.line_facts import LineLog, LineNow, Waits
from dialogs.desk.waiting_line import CHANGES, LOGGED
from storage.units import Unit
from storage.waiting import Entry, LineChange, Offer

EVER = 0
"""The beginning of all logs, in seconds."""


def line_now(house: House, now: datetime) -> Unit[LineNow]:
    """Everything the two pages show."""
    known = yield from house.calendar.places(house.town.programme)
    free, confirmed_at = known or (None, None)
    offers = yield from house.waiting.open_offers(house.town.programme)
    held = sum(offer.needs for offer in offers)
    entries = yield from house.waiting.line()
    waits = yield from _waits(house, entries, {offer.person: offer for offer in offers})
    nobody = (yield from nobody_since(house)) if free is not None and free > held else None
    return LineNow(
        free,
        confirmed_at,
        held,
        waits,
        stale=(yield from places_are_stale(house, now)),
        nobody=LineLog(nobody.at, nobody.what, nobody.why) if nobody else None,
        log=(yield from _log(house, {entry.person: entry.since_at for entry in entries})),
    )


def _waits(house: House, entries: tuple[Entry, ...], offers: dict[int | None, Offer]) -> Unit[tuple[Waits, ...]]:
    waits: list[Waits] = []
    for entry in entries:
        phones = yield from house.people.phones(entry.person)
        first = next((phone for phone in phones if phone.id == entry.person), None)
        offer = offers.get(entry.person)
        waits.append(
            Waits(
                entry.person,
                entry.since_at,
                first.language if first else "de",
                entry.needs,
                entry.paused,
                offered_until=offer.ends_at if offer else None,
                case_number=FIRST_NUMBER + first.case_id if first and first.case_id else None,
                accepted=offer is not None and offer.state == "accepted",
                silent=entry.silent,
                reachable=any(phone.reachable for phone in phones),
                hushed=entry.hushed or all(phone.hushed for phone in phones),
            )
        )
    return tuple(waits)


def _log(house: House, since: dict[int, datetime]) -> Unit[tuple[LineLog, ...]]:
    team = {person.id: person.name for person in (yield from house.people.team())}
    changes = yield from house.waiting.log_since(datetime.fromtimestamp(EVER, house.town.zone), LOOKED_BACK)
    told = [change for change in changes if change.what in CHANGES][:LOGGED]
    return tuple(_told(change, since, team) for change in told)


def _told(change: LineChange, since: dict[int, datetime], team: dict[int, str]) -> LineLog:
    by = team.get(change.by_whom, "") if change.by_whom is not None else ""
    waits_since = since.get(change.person) if change.person is not None else None
    return LineLog(change.at, change.what, change.why, by, waits_since)
