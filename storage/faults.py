"""What can go wrong with a database, in words that fit every driver and never show a stored value."""

from __future__ import annotations

from typing import Any, NoReturn

from storage.units import Unit


class DatabaseFault(Exception):
    """Any fault of the database; its message says what, where and, if there is one, the cure."""


class DatabaseNotOpenable(DatabaseFault):
    """The database could not be opened: wrong address, folder not writable, no database, locked."""


class DatabaseBroken(DatabaseFault):
    """An open database stopped working: disk full, lock not given up by another process, connection lost."""


class ConstraintBroken(DatabaseFault):
    """A statement would have broken a rule of the schema: a unique key, a reference, a check."""


class StatementRefused(DatabaseFault):
    """The database does not understand a statement or one of its values: a fault of our own code."""


def told(what: str, where: str, cure: str) -> str:
    """The one shape of a message: what happened, where, and what to do."""
    return f"{what}: {where}. {cure}"


def give_up(work: Unit[Any], fault: DatabaseFault) -> NoReturn:
    """End a unit whose statement failed.

    The fault is thrown into the unit, so that its traceback names the line that asked. A unit cannot go on
    after it: PostgreSQL has voided the transaction by then, and SQLite must not behave otherwise.
    """
    try:
        work.throw(fault)
    except StopIteration:
        raise fault from None
    work.close()
    raise fault
