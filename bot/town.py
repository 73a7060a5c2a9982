"""The programme file as the core wants it: a town, with texts where the catalogues have them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.programme import Programme
from bot.programme_doors import Door as Place
from bot.texts import GERMAN, Texts
from dialogs.family.facts import Door, Signpost, Town
from dialogs.machine.words import Listing, Phrase, Value, say
from dialogs.rules.hours import DAY_NAMES, parse_hours, spell_hours
from dialogs.rules.stalls import Place as Standstill

ENTRIES: Mapping[str, str] = {"places": "places", "callback": "person"}
"""Which side screen a flyer's entry opens; any other opens the first screen."""


def town_of(programme: Programme, texts: Texts) -> Town:
    """All that the core is told of the programme."""
    about = programme.programme
    chosen = [tag for tag in about.languages if tag in texts.languages]
    return Town(
        programme=about.id,
        name=about.town,
        carrier=about.carrier,
        phone=about.phone,
        zone=programme.zone,
        figures=programme.figures,
        languages=tuple(chosen or texts.languages),
        crisis=tuple(_signpost(place, texts) for place in programme.help if place.kind == "crisis"),
        doors=tuple(_signpost(place, texts) for place in (*programme.doors, *_advice(programme))),
        flyers={
            code: Door(door.language or "", ENTRIES.get(door.entry, ""))
            for code, door in programme.doors_codes.items()
        },
        answered=hours_in_words(about.hours),
        ways={place.value: programme.shelf.of(place) for place in (Standstill.MISSED, Standstill.MOVED)},
    )


def _advice(programme: Programme) -> tuple[Place, ...]:
    return tuple(place for place in programme.help if place.kind == "advice")


def _signpost(place: Place, texts: Texts) -> Signpost:
    key = f"helpline.{place.id}"
    name: Value = say(key) if texts.entry(key, GERMAN) else place.name
    return Signpost(place.id, name, place.number, hours_in_words(place.hours), place.checked_on, place.shown_for)


def hours_in_words(hours: str) -> Value | None:
    """Weekly hours as words; None where they are not known."""
    if not hours:
        return None
    if hours == "always":
        return say("hours.always")
    parts = [part.strip() for part in spell_hours(parse_hours(hours)).split(";")]
    return Listing(tuple(_part(part) for part in parts))


def _part(part: str) -> Value:
    days, _, times = part.partition(" ")
    spoken = times.replace(",", ", ")
    numbers = [number for piece in days.split(",") for number in _days(piece)]
    if len(numbers) > 2 and "," not in days:
        return say("hours.span", first=_day(numbers[0]), last=_day(numbers[-1]), times=spoken)
    return say("hours.one", day=Listing(tuple(_day(number) for number in numbers)), times=spoken)


def _days(piece: str) -> list[int]:
    first, _, last = piece.partition("-")
    return list(range(DAY_NAMES.index(first), DAY_NAMES.index(last or first) + 1))


def _day(number: int) -> Phrase:
    return say(f"weekday.{number}")
