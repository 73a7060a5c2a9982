"""The lead's page "what we learned": which offers and techniques helped, where families stop, and the ladder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final, TypeAlias

from dialogs.desk.facts import DeskFacts
from dialogs.desk.lead import BELOW, LEADS, back
from dialogs.desk.page import Page, button, opened, shown_on
from dialogs.desk.standstill_effects import SendLearned, SetLadder
from dialogs.desk.standstill_facts import Helped, Learned, Span
from dialogs.machine.screen import Rows, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Listing, Moment, Phrase, Tongue, Value, say, stacked

NAME: Final = "learned"

SPANS = ("weeks", "year", "all")
"""What can be looked back at: four weeks, this year, everything. Each has its button."""

VIEWS = ("offers", "rounds", "languages", "stalls", "ladder")
"""What can be looked at; each has its button and its title."""

FULL, HALF, TEXT = "full", "half", "text"
"""How picks begin that decide on the ladder, or ask for the figures as text."""

A_PAGE, A_MESSAGE = 18, 45
"""Lines that a phone shows on a page, and that a message can hold."""

Block: TypeAlias = tuple[Phrase, ...]
"""A heading and the lines below it."""


@dataclass(frozen=True, slots=True)
class Where:
    """What of the page is looked at."""

    span: str = "year"
    view: str = "offers"
    page: int = 0

    def written(self) -> str:
        """As it stands in an aside and in a pick."""
        return f"{self.span}-{self.view}-{self.page}"


def _where(shown: str) -> Where:
    """What was written; what nobody could have pressed is the first page of this year's offers."""
    span, _, rest = shown.partition("-")
    view, _, page = rest.partition("-")
    if span not in SPANS or view not in VIEWS:
        return Where()
    return Where(span, view, int(page) if page.isdecimal() and len(page) < 4 else 0)


def _present(state: State, facts: DeskFacts) -> Screen:
    where, learned = _where(shown_on(state)), facts.learned
    span = learned.spans.get(where.span) if learned is not None else None
    if learned is None or span is None:
        return Screen((say("desk.learned.none"),), ((back(),),))
    heading = stacked([_title(learned, span), say(f"desk.learned.view.{where.view}")])
    if where.view == "ladder":
        lines = (heading, *map(stacked, _ladder(learned, span)))
        return Screen(lines, (*_decisions(learned), *_elsewhere(where), (back(),)))
    pages = _packed(_blocks(where.view, span), A_PAGE)
    where = replace(where, page=min(where.page, max(0, len(pages) - 1)))
    told = _told(pages[where.page], stalls=where.view == "stalls") if pages else (say("desk.learned.nothing"),)
    text = button(NAME, f"{TEXT}-{where.span}", "desk.learned.button.text")
    return Screen((heading, *told), (*_leafing(where, len(pages)), *_elsewhere(where), (text,), (back(),)))


def text_screens(learned: Learned, name: str) -> tuple[Screen, ...]:
    """The figures of a span as messages that can be passed on: mostly one, more where one cannot hold them."""
    span = learned.spans.get(name, Span(learned.until))
    blocks: list[Block] = []
    for view in VIEWS[:-1]:
        of_view = _blocks(view, span)
        blocks.extend(((say(f"desk.learned.view.{view}"),), *of_view) if of_view else ())
    title = _title(learned, span)
    if not blocks:
        return (Screen((title, say("desk.learned.nothing"))),)
    return tuple(Screen((title, *_told(page))) for page in _packed(blocks, A_MESSAGE))


def _title(learned: Learned, span: Span) -> Phrase:
    return say("desk.learned.title", first=Moment(span.since, "date"), last=Moment(learned.until, "date"))


def _told(blocks: Iterable[Block], *, stalls: bool = False) -> tuple[Phrase, ...]:
    """Blocks as paragraphs, below a word on how to read them."""
    how = say("desk.learned.how_stalls") if stalls else say("desk.learned.how")
    return (stacked([how, say("desk.learned.how_few")]), *map(stacked, blocks))


def _packed(blocks: Iterable[Block], most: int) -> list[list[Block]]:
    """Blocks on pages of so many lines; none is torn apart, and a longer one has a page of its own."""
    pages: list[list[Block]] = []
    left = 0
    for block in blocks:
        if not pages or len(block) > left:
            pages.append([])
            left = most
        pages[-1].append(block)
        left -= len(block)
    return pages


def _blocks(view: str, span: Span) -> list[Block]:
    match view:
        case "offers":
            by_place = groupby(span.offers, key=lambda line: line.place)
            return [(_place(place), *(_line(one, _offer(one.what)) for one in lines)) for place, lines in by_place]
        case "rounds":
            return _one_block(_line(one, say(f"desk.technique.{one.what}")) for one in span.rounds)
        case "languages":
            of_offers = (_line(one, Tongue(one.what)) for one in span.offers_in)
            of_rounds = (_line(one, Tongue(one.what)) for one in span.rounds_in)
            return [
                *_one_block(of_offers, say("desk.learned.of_offers")),
                *_one_block(of_rounds, say("desk.learned.of_rounds")),
            ]
        case _:
            stalls = groupby(span.stalls, key=lambda stall: stall[0])
            return _one_block(_stall(place, of_place) for place, of_place in stalls)


def _one_block(lines: Iterable[Phrase], *headings: Phrase) -> list[Block]:
    found = tuple(lines)
    return [(*headings, *found)] if found else []


def _place(place: str) -> Phrase:
    return say("desk.learned.place", place=say(f"desk.place.{place}"))


def _offer(offer: str) -> Phrase:
    return say(f"desk.offer.{offer}")


def _line(helped: Helped, what: Value) -> Phrase:
    return say(
        "desk.learned.line", what=what, offered=_number(helped.offered), opened=_number(helped.opened),
        went_on=_number(helped.went_on), stopped=_number(helped.stopped),
    )  # fmt: skip


def _stall(place: str, stalls: Iterable[tuple[str, str, int | None]]) -> Phrase:
    """One place, and how often families of each language stopped there."""
    told = tuple(say("desk.learned.in", language=Tongue(tag), number=_number(count)) for _, tag, count in stalls)
    return say("desk.learned.stall", place=say(f"desk.place.{place}"), languages=Listing(told))


def _number(count: int | None) -> Value:
    return count if count is not None else say("desk.learned.few")


def _ladder(learned: Learned, span: Span) -> Iterator[Block]:
    """How many want no more messages, how the ladder stands, and how many messages went out."""
    rate, limit = learned.stop_rate, say("desk.learned.limit", limit=learned.limit)
    yield (say("desk.learned.rate", percent=rate) if rate is not None else say("desk.learned.rate_few"), limit)
    if learned.halved_at is not None:
        since = say("desk.learned.halved", at=Moment(learned.halved_at, "day"))
        yield (since, say("desk.learned.asks")) if learned.asks else (since,)
    sent = [_sent(kind, rungs) for kind, rungs in groupby(span.rungs, key=lambda rung: rung[0])]
    yield from _one_block(sent, say("desk.learned.sent"))


def _sent(kind: str, rungs: Iterable[tuple[str, int, int | None]]) -> Phrase:
    told = tuple(say("desk.learned.rung", rung=rung, number=_number(count)) for _, rung, count in rungs)
    return say(f"desk.learned.ladder.{kind}", rungs=Listing(told))


def _decisions(learned: Learned) -> Rows:
    if learned.halved_at is None:
        return ()
    full = button(NAME, f"{FULL}-{learned.stamp}", "desk.learned.button.full")
    half = button(NAME, f"{HALF}-{learned.stamp}", "desk.learned.button.half")
    return ((full,), (half,)) if learned.asks else ((full,),)


def _leafing(where: Where, pages: int) -> Rows:
    leaves = [
        button(NAME, replace(where, page=page).written(), f"desk.all.button.{name}")
        for name, page in (("back", where.page - 1), ("on", where.page + 1))
        if 0 <= page < pages
    ]
    return (tuple(leaves),) if leaves else ()


def _elsewhere(where: Where) -> Rows:
    """The other spans, and the other views."""
    spans = [Where(span, where.view) for span in SPANS if span != where.span]
    views = [Where(where.span, view) for view in VIEWS if view != where.view]
    of_views = [button(NAME, one.written(), f"desk.learned.button.{one.view}") for one in views]
    of_spans = tuple(button(NAME, one.written(), f"desk.learned.button.{one.span}") for one in spans)
    return (of_spans, tuple(of_views[:2]), tuple(of_views[2:]))


def too_many_screen(limit: int, stamp: int) -> Screen:
    """What every lead is told when the ladder was halved by itself; `stamp` names this state of it."""
    full = button(NAME, f"{FULL}-{stamp}{BELOW}", "desk.learned.button.full")
    half = button(NAME, f"{HALF}-{stamp}{BELOW}", "desk.learned.button.half")
    return Screen((say("desk.learned.too_many", limit=limit),), ((full,), (half,)))


def decided_screen(name: str, *, full: bool) -> Screen:
    """What the question becomes once a lead has answered it."""
    return Screen((say("desk.learned.decided_full" if full else "desk.learned.decided_half", name=name),))


def _pressed(state: State, pick: str, facts: DeskFacts) -> Turn:
    what, _, rest = pick.removesuffix(BELOW).partition("-")
    if what in (FULL, HALF):
        return _decided(state, rest, facts, full=what == FULL, fresh=pick.endswith(BELOW))
    if what == TEXT:
        span = rest if rest in SPANS else Where().span
        return Turn(state, (SendLearned(span),), toast=say("desk.learned.toast.sent"), redraw=False)
    return opened(state, NAME, _where(pick).written())


def _decided(state: State, stamp: str, facts: DeskFacts, *, full: bool, fresh: bool) -> Turn:
    """The lead's word counts for the state of the ladder that its button is about."""
    turn = opened(state, NAME, Where(view="ladder").written(), fresh=fresh)
    learned = facts.learned
    if learned is None or learned.halved_at is None or stamp != str(learned.stamp):
        return replace(turn, toast=say("desk.learned.toast.decided"))
    return replace(turn, effects=(SetLadder(full),), toast=say("desk.toast.noted"))


LEARNED = Page(NAME, _present, _pressed, roles=LEADS)
