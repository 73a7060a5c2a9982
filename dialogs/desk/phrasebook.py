"""The checked phrasebook: every line a coach can send to a family, and the answers that the family can tap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Line:
    """One checked line. Its texts are `phrase.<id>` for the family and `desk.phrase.<id>` on the coach's button.

    id:          letters and `_`, at most 20: it stands in payloads
    answers:     ids of two to five answers (`phrase.answer.<id>`); none where the line only tells something
    asks_clock:  the coach picks a time, and the text says it as {at}
    """

    id: str
    answers: tuple[str, ...]
    asks_clock: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Lines for one occasion, in the order the coach sees them (`desk.phrases.group.<id>`)."""

    id: str
    lines: tuple[Line, ...]


AGREES: Final = frozenset({"yes_then"})
"""Answers that mean yes to the time of a line."""

CALLS: Final = frozenset({"call_at", "again_at", "late_until", "move_to", "earlier_at", "back_at"})
"""Lines whose time is that of a call: a yes to one is an appointment. A visit or a way to the office is not."""

WANTS_WORD: Final = frozenset({"call_me", "need_help", "question", "other_coach", "how_there"})
"""Answers after which the family waits for somebody to get in touch."""

_DAYTIMES = ("morning", "noon", "afternoon", "evening")
_HAVE = ("have_it", "not_found", "have_none", "need_help")
_HEARD = ("thanks", "question")
_UNDERSTOOD = ("ok", "question")
_MORE_BY_PHONE = ("yes_please", "later", "get_it", "no_thanks")

_REACH = Group(
    "reach",
    (
        Line("call_at", ("yes_then", "other_time", "i_call", "write_me"), asks_clock=True),
        Line("calling_soon", ("yes_now", "later", "i_call", "write_me")),
        Line("not_reached", ("yes_please", "later", "i_call", "new_number")),
        Line("again_at", ("yes_then", "other_time", "i_call", "new_number"), asks_clock=True),
        Line("best_time", (*_DAYTIMES, "i_call")),
        Line("can_talk", ("yes_now", "not_now", "i_call", "write_me")),
        Line("voicemail", ("yes", "no")),
        Line("number_right", ("number_ok", "new_number", "i_call")),
        Line("other_number", ("new_number", "no")),
        Line("interpreter", ("yes_please", "no_thanks", "own_help")),
        Line("call_or_write", ("call_me", "write_me")),
    ),
)

_MOVE = Group(
    "move",
    (
        Line("running_late", ("ok", "other_time")),
        Line("late_until", ("yes_then", "other_time"), asks_clock=True),
        Line("move_to", ("yes_then", "other_time", "no_call"), asks_clock=True),
        Line("when_instead", (*_DAYTIMES, "no_call")),
        Line("earlier_at", ("yes_then", "stays"), asks_clock=True),
        Line("still_fits", ("stays", "other_time", "no_call")),
        Line("colleague", ("yes_please", "wait_for_you")),
    ),
)

_MEET = Group(
    "meet",
    (
        Line("where_meet", ("home", "office", "other_place", "on_phone")),
        Line("visit_at", ("yes_then", "other_time", "not_home", "on_phone"), asks_clock=True),
        Line("office_at", ("yes_then", "other_time", "how_there", "home"), asks_clock=True),
        Line("bring_someone", _HEARD),
        Line("way_hard", ("way_ok", "home", "on_phone")),
        Line("at_door", ("coming", "few_minutes", "not_today")),
    ),
)

_PAPERS = Group(
    "papers",
    (
        Line("nothing_needed", _UNDERSTOOD),
        Line("bring_letter", _HAVE),
        Line("bring_kiz", _HAVE),
        Line("bring_rent", _HAVE),
        Line("bring_births", _HAVE),
        Line("bring_wages", _HAVE),
        Line("bring_bills", _HAVE),
        Line("papers_missing", ("yes_please", "later", "i_call")),
        Line("no_photos", _UNDERSTOOD),
        Line("unopened", ("yes_please", "no", "call_me")),
        Line("letter_date", ("yes", "no", "not_sure", "call_me")),
    ),
)

_ABOUT = Group(
    "about",
    (
        Line("first_talk", _UNDERSTOOD),
        Line("how_long", _UNDERSTOOD),
        Line("voluntary", _UNDERSTOOD),
        Line("stays_here", _UNDERSTOOD),
        Line("no_office", _UNDERSTOOD),
        Line("not_always", ()),
    ),
)

_NEXT = Group(
    "next",
    (
        Line("topic_first", ("about_home", "about_papers", "about_kids", "about_work", "on_phone")),
        Line("i_ask", _HEARD),
        Line("back_at", ("yes_then", "other_time", "write_me"), asks_clock=True),
        Line("step_done", ("worked", "not_yet", "need_help", "call_me")),
        Line("try_anew", ("yes_please", "later", "other_coach")),
        Line("pause", ("go_on", "later", "call_me")),
        Line("come_along", ("yes_please", "no_thanks", "call_me")),
        Line("on_list", _UNDERSTOOD),
        Line("still_wait", ("stay_list", "leave_list", "question")),
        Line("takes_longer", ("ok", "call_me")),
        Line("urgent_first", ("yes_please", "no_thanks", "call_me")),
    ),
)

_GOOD = Group(
    "good",
    (
        Line("place_free", ("yes_please", "think", "question", "no_thanks")),
        Line("welcome_in", _HEARD),
        Line("papers_done", _HEARD),
        Line("kiz_fits", _MORE_BY_PHONE),
        Line("rent_help", _MORE_BY_PHONE),
        Line("school_help", _MORE_BY_PHONE),
        Line("good_answer", ("call_me", "later", "i_call")),
        Line("well_done", _HEARD),
    ),
)

_ELSEWHERE = Group(
    "elsewhere",
    (
        Line("better_place", ("call_me", "later", "no_thanks")),
        Line("i_call_there", ("yes_please", "together", "myself", "no_thanks")),
        Line("not_this", ("call_me", "later", "question", "no_thanks")),
        Line("other_town", ("yes_please", "myself", "no_thanks")),
        Line("did_help", ("helped", "not_yet", "need_help", "call_me")),
        Line("ends_soon", ("yes_please", "later", "no_thanks")),
        Line("come_back", ()),
        Line("wish_well", ()),
    ),
)

GROUPS: Final[tuple[Group, ...]] = (_REACH, _MOVE, _MEET, _PAPERS, _ABOUT, _NEXT, _GOOD, _ELSEWHERE)
"""The whole book, group by group."""

ANSWERS: Final = frozenset(answer for group in GROUPS for line in group.lines for answer in line.answers)
"""Every answer that stands below some line."""

_LINES: Final[Mapping[str, Line]] = MappingProxyType({line.id: line for group in GROUPS for line in group.lines})
_GROUPS: Final[Mapping[str, Group]] = MappingProxyType({group.id: group for group in GROUPS})


def line(id_: str) -> Line | None:
    """The line of this id, or None for one that the book does not hold, or holds no more."""
    return _LINES.get(id_)


def group(id_: str) -> Group | None:
    """The group of this id, or None for one that the book does not hold."""
    return _GROUPS.get(id_)
