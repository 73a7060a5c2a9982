"""An appointment as an iCalendar file (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime

from icalendar import Calendar, Event

PRODUCT = "-//Familienlotse//Familienlotse//DE"
MIME = "text/calendar; charset=utf-8; method=PUBLISH"
NAME = "termin.ics"


def calendar_file(
    uid: str,
    sequence: int,
    span: tuple[datetime, datetime],
    *,
    title: str,
    cancelled: bool,
    stamped_at: datetime,
) -> bytes:
    """The file, all times in UTC. The same `uid` with a higher `sequence` moves or cancels the event."""
    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", stamped_at.astimezone(UTC))
    event.add("dtstart", span[0].astimezone(UTC))
    event.add("dtend", span[1].astimezone(UTC))
    event.add("summary", title)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
