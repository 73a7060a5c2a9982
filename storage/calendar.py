"""Times that are not free, and places: holding, booking, giving on. The database decides every race."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from dialogs.family.facts import Appointment
from dialogs.rules.slots import Slot, Taken
from storage.instants import instant, seconds
from storage.units import Sql, Unit

_WHILE_BOOKING = timedelta(minutes=1)

_TAKEN = Sql(
    """SELECT coach, starts_at, ends_at, holder FROM bookings WHERE ends_at > :since
         AND (expires_at IS NULL OR expires_at > :now)"""
)
_CLEAR_HELD = Sql("DELETE FROM bookings WHERE holder = :holder OR (expires_at IS NOT NULL AND expires_at <= :now)")
_RELEASE = Sql("DELETE FROM bookings WHERE holder = :holder")
_HOLD = Sql(
    """INSERT INTO bookings (coach, starts_at, ends_at, wall, zone, state, holder, expires_at)
       SELECT :coach, :starts_at, :ends_at, :wall, :zone, 'held', :holder, :expires_at
       WHERE NOT EXISTS (SELECT 1 FROM bookings WHERE coach = :coach
                           AND starts_at < :ends_at AND ends_at > :starts_at)
       ON CONFLICT DO NOTHING RETURNING id"""
)
_HOLDS = Sql(
    """SELECT ends_at FROM bookings WHERE holder = :holder AND coach = :coach AND starts_at = :starts_at
         AND expires_at > :now"""
)
_FREE_CASE = Sql("DELETE FROM bookings WHERE case_id = :case_id")
_BOOK = Sql(
    """UPDATE bookings SET state = 'booked', case_id = :case_id, holder = NULL, expires_at = NULL
       WHERE holder = :holder AND coach = :coach AND starts_at = :starts_at RETURNING id"""
)
_GIVE = Sql(
    """UPDATE bookings SET coach = :coach WHERE case_id = :case_id AND NOT EXISTS (
         SELECT 1 FROM bookings other WHERE other.coach = :coach AND other.case_id IS NOT NULL
           AND other.case_id <> :case_id
           AND other.starts_at < :ends_at AND other.ends_at > :starts_at) RETURNING id"""
)
_BOOKED = Sql("SELECT coach FROM bookings WHERE case_id = :case_id")
_DROP_HOLDS_AT = Sql(
    """DELETE FROM bookings WHERE coach = :coach AND holder IS NOT NULL
         AND starts_at < :ends_at AND ends_at > :starts_at"""
)
_PLACES = Sql("SELECT free, confirmed_at FROM places WHERE programme = :programme")
_FIRST_PLACES = Sql(
    """INSERT INTO places (programme, free, confirmed_at) VALUES (:programme, :free, :confirmed_at)
       ON CONFLICT (programme) DO NOTHING"""
)
_SET_PLACES = Sql(
    """INSERT INTO places (programme, free, confirmed_at) VALUES (:programme, :free, :at)
       ON CONFLICT (programme) DO UPDATE SET free = excluded.free, confirmed_at = excluded.confirmed_at"""
)
_LEFT = """free - COALESCE((SELECT CAST(SUM(needs) AS BIGINT) FROM offers
             WHERE offers.programme = :programme AND offers.state IN ('open', 'accepted')), 0)"""
_PLACES_LEFT = Sql(f"SELECT {_LEFT} FROM places WHERE programme = :programme")
_TAKE_PLACE = Sql(
    f"""UPDATE places SET free = free - :needs WHERE programme = :programme AND {_LEFT} >= :needs
        RETURNING free"""
)
_USE_PLACE = Sql(
    """UPDATE places SET free = CASE WHEN free > :needs THEN free - :needs ELSE 0 END
       WHERE programme = :programme"""
)
_FREE_PLACE = Sql("UPDATE places SET free = free + :needs WHERE programme = :programme")


class Calendar:
    """The reads and writes of times that are not free, and of places."""

    def taken(self, now: datetime, holder: int) -> Unit[dict[int, Taken]]:
        """By coach, the times that somebody else has from now on; the person's own hold counts as free."""
        rows = yield _TAKEN(since=seconds(now), now=seconds(now))
        taken: dict[int, list[tuple[datetime, datetime]]] = {}
        for coach, starts_at, ends_at, held_by in rows:
            if held_by != holder:
                taken.setdefault(coach, []).append((instant(starts_at), instant(ends_at)))
        return dict(taken)

    def hold(self, holder: int, slot: Slot, zone: tzinfo, now: datetime, expires_at: datetime) -> Unit[bool]:
        """Keep a time for a person, instead of one they may have held; False where somebody has it."""
        yield _CLEAR_HELD(holder=holder, now=seconds(now))
        rows = yield _HOLD(
            coach=slot.coach,
            starts_at=seconds(slot.starts_at),
            ends_at=seconds(slot.ends_at),
            wall=slot.starts_at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
            zone=str(zone),
            holder=holder,
            expires_at=seconds(expires_at),
        )
        return bool(rows)

    def held(self, holder: int, coach: int, starts_at: datetime, now: datetime) -> Unit[Slot | None]:
        """The person's hold of this time, as long as it was when it was held; None once it has run out."""
        rows = yield _HOLDS(holder=holder, coach=coach, starts_at=seconds(starts_at), now=seconds(now))
        return Slot(coach, starts_at, instant(rows[0][0])) if rows else None

    def release(self, holder: int) -> Unit[None]:
        """Give a held time back."""
        yield _RELEASE(holder=holder)

    def book(self, holder: int, case_id: int, coach: int, starts_at: datetime) -> Unit[bool]:
        """Turn the held time into the case's call, and free the one it had."""
        yield _FREE_CASE(case_id=case_id)
        return bool((yield _BOOK(holder=holder, case_id=case_id, coach=coach, starts_at=seconds(starts_at))))

    def book_at_once(self, holder: int, case_id: int, slot: Slot, zone: tzinfo, now: datetime) -> Unit[bool]:
        """Hold a time and make it the case's call, in one; False where somebody has it."""
        held = yield from self.hold(holder, slot, zone, now, now + _WHILE_BOOKING)
        return held and (yield from self.book(holder, case_id, slot.coach, slot.starts_at))

    def free(self, case_id: int) -> Unit[None]:
        """The case's call needs its time no longer."""
        yield _FREE_CASE(case_id=case_id)

    def booked_with(self, case_id: int) -> Unit[int | None]:
        """The coach whose time the case's call takes."""
        rows = yield _BOOKED(case_id=case_id)
        return rows[0][0] if rows else None

    def drop_holds(self, coach: int, starts_at: datetime, ends_at: datetime) -> Unit[None]:
        """Nobody holds a time of this coach in that span any more: the coach is away. Booked calls stay."""
        yield _DROP_HOLDS_AT(coach=coach, starts_at=seconds(starts_at), ends_at=seconds(ends_at))

    def give_to(self, case_id: int, coach: int, call: Appointment) -> Unit[bool]:
        """Put the case's call into another coach's calendar; False where that coach has a call then."""
        bounds = {"starts_at": seconds(call.starts_at), "ends_at": seconds(call.ends_at)}
        yield _DROP_HOLDS_AT(coach=coach, **bounds)
        return bool((yield _GIVE(case_id=case_id, coach=coach, **bounds)))

    def places(self, programme: str) -> Unit[tuple[int, datetime | None] | None]:
        """Free places and when somebody last said so; None before the first word."""
        rows = yield _PLACES(programme=programme)
        return (rows[0][0], instant(rows[0][1])) if rows else None

    def first_places(self, programme: str, free: int, confirmed_at: datetime | None) -> Unit[None]:
        """The number a programme starts with; a number already there stands."""
        confirmed = seconds(confirmed_at) if confirmed_at else None
        yield _FIRST_PLACES(programme=programme, free=free, confirmed_at=confirmed)

    def set_places(self, programme: str, free: int, now: datetime) -> Unit[None]:
        """So many places are free, held ones among them; somebody just said so."""
        yield _SET_PLACES(programme=programme, free=free, at=seconds(now))

    def left(self, programme: str) -> Unit[int | None]:
        """Free places that no offer holds; below 0 where more were promised than there are, None before any word."""
        rows = yield _PLACES_LEFT(programme=programme)
        return int(rows[0][0]) if rows else None

    def take_place(self, programme: str, needs: int) -> Unit[bool]:
        """A family has these places now; False where offers hold them. True, too, where nobody counts places."""
        taken = yield _TAKE_PLACE(programme=programme, needs=needs)
        return bool(taken) or not (yield _PLACES(programme=programme))

    def use_offered_place(self, programme: str, needs: int) -> Unit[None]:
        """The places that an offer held are taken now."""
        yield _USE_PLACE(programme=programme, needs=needs)

    def free_place(self, programme: str, needs: int) -> Unit[None]:
        """A family that had these places needs them no longer."""
        yield _FREE_PLACE(programme=programme, needs=needs)
