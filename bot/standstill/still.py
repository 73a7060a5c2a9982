"""How one case stands, for its card and for the page of a round: where it stands still, and what was tried."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.house import House
from dialogs.desk.standstill_facts import RoundSeen, StillNow
from dialogs.family.offers import picks_among
from dialogs.family.techniques import TECHNIQUES, scale_of
from dialogs.rules.stalls import last_sign, standstill_of
from storage.cases import CaseRow
from storage.person import Person
from storage.rounds import Round
from storage.units import Unit

NOBODY: Mapping[int, str] = MappingProxyType({})

PICKED_BEFORE = timedelta(days=30)
"""How long before an enquiry something was picked below an offer that still belongs to it."""


def still_now(
    house: House, case: CaseRow, phones: Iterable[Person], names: Mapping[int, str], now: datetime | None = None
) -> Unit[StillNow]:
    """How a case stands still, what its family was offered, which rounds there were; answers only once passed on.

    names: first names of the team by row; now: without it nothing is said of silence
    """
    if case.family is None:
        return StillNow()
    phones = tuple(phones)
    seen_at = (phone.seen_at for phone in phones)
    sign_at = last_sign(case.opened_at, case.spoken_at, case.touched_at, case.closed_at, *seen_at)
    silent_for = now - sign_at if now is not None else timedelta(0)
    silent_after = timedelta(days=house.programme.desk.silent_after_days)
    place = standstill_of(case.stage.value, case.tries, case.moved, silent_for, silent_after)
    rounds = yield from house.rounds.of_case(case.id)
    made = yield from house.nudges.of(case.family)
    return StillNow(
        place=place.value if place is not None else "",
        offers=tuple(one.offer for one in made),
        rounds=tuple(seen(one, names, {phone.id: phone.language for phone in phones}) for one in rounds),
        has_number=any(number_in(one) is not None for one in rounds),
        asked_way=(case.body or {}).get("way", ""),
        sign_at=sign_at,
        picked=picks_among((one.offer, one.answer) for one in made if one.at >= case.opened_at - PICKED_BEFORE),
    )


def number_in(one: Round) -> int | None:
    """The number of the family's own line that a round left."""
    technique = TECHNIQUES.get(one.technique)
    return scale_of(technique, one.answers) if technique is not None else None


def seen(one: Round, names: Mapping[int, str], languages: Mapping[int, str] = NOBODY) -> RoundSeen:
    """A round as the team may see it; `languages` are those of the family's phones by row."""
    return RoundSeen(
        id=one.id,
        technique=one.technique,
        at=one.done_at or one.at,
        state=one.state,
        by=names.get(one.coach or 0, ""),
        passed_on=one.passed_on,
        answers=one.answers if one.passed_on else (),
        reply=one.reply,
        language=languages.get(one.phone or 0, ""),
        reader=one.reader,
    )
