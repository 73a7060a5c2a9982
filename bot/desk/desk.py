"""One desk turn's effects on their way: what every part of the desk works with."""

from __future__ import annotations

from dataclasses import dataclass

from bot.gathering import Here
from bot.house import House
from bot.posting import Post
from dialogs.desk.facts import Role
from storage.cases import CaseRow


@dataclass(slots=True)
class Desk:
    """The house, who presses, and what is written. `here` follows what the effects change of the person."""

    house: House
    here: Here
    post: Post

    def has(self, case: CaseRow) -> bool:
        """Whether the case is in the hands of who presses; every case is in the lead's."""
        return case.owner == self.here.person.id or self.here.person.role is Role.LEAD
