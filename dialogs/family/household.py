"""Who lives together: the one question with counters, so that a household is told in a few taps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from dialogs.machine.events import Said
from dialogs.machine.questions import DONE, Draft, Drafted, Given, NotUnderstood, Option, Question

MOST_OF_A_KIND = 12


@dataclass(frozen=True, slots=True)
class Household:
    """Who lives together, in coarse bands; no names, no birth dates."""

    adults: int = 1
    under_14: int = 0
    from_14: int = 0
    expecting: bool = False

    @property
    def children(self) -> int:
        """All children under 18."""
        return self.under_14 + self.from_14


class HouseholdPicker(Question[Household]):
    """Counters with plus and minus. A pick names the count it leads to, so that pressing it twice says the same."""

    PARTS = (("adults", 1), ("under_14", 0), ("from_14", 0))

    def pick(self, pick: str, draft: Draft) -> Given[Household] | Drafted:
        now = self._drafted(draft)
        if pick == DONE:
            return Given(now)
        part, _, count = pick.partition("-")
        if part == "expecting" and count in ("0", "1"):
            return Drafted(asdict(replace(now, expecting=count == "1")))
        least = dict(self.PARTS).get(part)
        if least is None or not count.isdecimal() or not least <= int(count) <= MOST_OF_A_KIND:
            raise NotUnderstood("not_an_option")
        return Drafted(asdict(now) | {part: int(count)})

    def hear(self, said: Said, draft: Draft) -> Given[Household] | Drafted:
        raise NotUnderstood("use_plus")

    def rows(self, draft: Draft) -> tuple[tuple[Option, ...], ...]:
        now = self._drafted(draft)
        counters = tuple(self._counter(part, least, getattr(now, part)) for part, least in self.PARTS)
        tick = Option(f"expecting-{0 if now.expecting else 1}", "expecting", chosen=now.expecting)
        return (*counters, (tick,), (Option(DONE, DONE),))

    def pack(self, answer: Household) -> Any:
        return asdict(answer)

    def unpack(self, stored: Any) -> Household:
        return Household(**stored)

    def redraft(self, stored: Any) -> Draft:
        return stored

    def option_names(self) -> Iterable[str]:
        return ("less", "more", "adults", "under_14", "from_14", "expecting", DONE)

    @staticmethod
    def _drafted(draft: Draft) -> Household:
        return Household(**draft) if draft else Household()

    @staticmethod
    def _counter(part: str, least: int, count: int) -> tuple[Option, ...]:
        fewer, more = max(least, count - 1), min(MOST_OF_A_KIND, count + 1)
        return (
            Option(f"{part}-{fewer}", "less"),
            Option(f"{part}-{count}", part, {"count": count}),
            Option(f"{part}-{more}", "more"),
        )
