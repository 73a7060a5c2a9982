"""Several phones of one family: how many they are, and how a family goes on when its first phone leaves."""

from __future__ import annotations

from storage import ladders, nudges
from storage.units import Sql, Unit

_COUNT = Sql("SELECT COUNT(*) FROM persons WHERE role = 'family' AND (id = :family OR household = :family)")
_UNASKED = Sql("UPDATE persons SET unasked = :why WHERE id = :id AND unasked <> :why")
_HUSH = Sql("UPDATE persons SET hushed = :hushed WHERE id = :id AND hushed <> :hushed")
_GO_ON = (
    Sql("UPDATE persons SET household = :heir WHERE household = :family AND id <> :heir"),
    Sql("UPDATE persons SET household = NULL WHERE id = :heir AND household = :family"),
    Sql(
        """UPDATE cases SET family = :heir WHERE family = :family
             AND id = (SELECT case_id FROM persons WHERE persons.id = :family)"""
    ),
    Sql(
        """UPDATE waiting SET person = :heir WHERE person = :family
             AND NOT EXISTS (SELECT 1 FROM waiting own WHERE own.person = :heir)"""
    ),
    Sql("UPDATE offers SET person = :heir WHERE person = :family"),
    Sql("UPDATE line_log SET person = :heir WHERE person = :family"),
    ladders.HAND_ON,
    nudges.HAND_ON,
    Sql("UPDATE persons SET case_id = NULL WHERE id = :family AND :heir <> :family"),
)


class Households:
    """The reads and writes of families with more than one phone."""

    def phone_count(self, family: int) -> Unit[int]:
        """How many phones a family has with us."""
        rows = yield _COUNT(family=family)
        return int(rows[0][0])

    def hush(self, id_: int, *, hushed: bool) -> Unit[None]:
        """Whether this phone is left in peace by the waiting list; the family's other phones are not touched."""
        yield _HUSH(hushed=int(hushed), id=id_)

    def hand_family_on(self, family: int, heir: int) -> Unit[None]:
        """The first phone leaves: the shared case, the place in the line and the offer go on with another phone.

        So do its ladders and what it was offered where it stopped: nothing comes twice to the same family. Older
        cases of the phone that leaves stay with it.
        """
        for statement in _GO_ON:
            yield statement(family=family, heir=heir)

    def ask_no_more(self, id_: int, why: str) -> Unit[None]:
        """Nothing unasked is written to this phone any more ("never", "crisis", "blocked"); "" lifts that."""
        yield _UNASKED(why=why, id=id_)
