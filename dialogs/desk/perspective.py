"""The page of a round: techniques the case has not had, a line of one's own, the preview; and what came back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from dialogs.desk.card import GIVEN_ON
from dialogs.desk.facts import DeskCase, DeskFacts
from dialogs.desk.page import Page, button, case_shown, opened, page_of, shown_on, to_card
from dialogs.desk.proposing import left, proposed
from dialogs.desk.queueing import gone_screen
from dialogs.desk.round_pages import MOST_LINE, MOST_REPLY, history, preview, reply, typed
from dialogs.desk.round_words import ROUND_PAGE, idea_of, may_answer, name_of, round_line
from dialogs.desk.standstill_effects import NoteSign, ReplyToRound, StartRound
from dialogs.desk.standstill_facts import RoundSeen
from dialogs.family.ways import AFTER_THE_TALK
from dialogs.machine.events import Said
from dialogs.machine.screen import Button, Rows, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Listing, Moment, Phrase, Tongue, say, stacked
from dialogs.rules.stalls import Place

TECHNIQUES_SHOWN = 6
"""More than these are leafed over."""

A_DAY = timedelta(days=1)
SENT, REPLIED, NOTED = "sent", "replied", "noted"


def _present(state: State, facts: DeskFacts) -> Screen:
    case = facts.case
    if case is None or case.erased:
        return gone_screen()
    if case.stage not in GIVEN_ON:
        return Screen((say("desk.round.over"),), (to_card(case),))
    if not case.may_write(facts.me):
        return Screen((say("desk.round.not_yours"),), (to_card(case),))
    return _shown(case, shown_on(state).partition("-")[2], facts)


def _shown(case: DeskCase, what: str, facts: DeskFacts) -> Screen:
    """What stands behind the case's row in the aside: nothing, all techniques, one of them, the past, a reply."""
    name, _, rest = what.partition("-")
    picked, words = typed(rest)
    answered = _round(case, picked)
    match name:
        case "all":
            return _all(case, _number(rest))
        case "pick" if _may_begin(case, picked):
            return preview(case, picked, words, facts)
        case "past" if case.still.rounds:
            return history(case, _number(rest))
        case "reply" if answered is not None:
            return reply(case, answered, words)
        case _ if name in (SENT, REPLIED, NOTED):
            return Screen((say(f"desk.round.{name}", number=case.number),), (to_card(case),))
        case _:
            return _proposals(case, facts.now)


def _proposals(case: DeskCase, now: datetime) -> Screen:
    """Where it stands, what was tried, and two techniques; while a round is under way only that."""
    told = [_title(case), *_so_far(case)]
    rows: list[tuple[Button, ...]] = []
    if not case.reachable:
        told.append(say("desk.round.unreachable"))
    elif (under_way := _under_way(case)) is not None:
        told.append(say("desk.round.under_way", line=round_line(under_way)))
    elif two := proposed(_used(case), has_number=case.still.has_number):
        ideas = [say("desk.round.proposal", technique=name_of(one.id), idea=idea_of(one.id)) for one in two]
        told.append(say("desk.round.not_tried", ideas=stacked(ideas)))
        rows += [(_opens(case, f"pick-{one.id}", name_of(one.id)),) for one in two]
        rows.append((_opens(case, "all-0", say("desk.round.button.all")),))
    else:
        told.append(say("desk.round.none_left"))
    if case.still.rounds:
        rows.append((_opens(case, "past-0", say("desk.round.button.past")),))
    if case.stage in AFTER_THE_TALK and case.still.sign_at is not None and now - case.still.sign_at >= A_DAY:
        rows.append((_opens(case, "well", say("desk.round.button.well")),))
    return Screen(tuple(told), (*rows, to_card(case)), protected=True)


def _so_far(case: DeskCase) -> list[Phrase]:
    """Where the case stands, since when nobody heard of anybody, and what the family was offered."""
    still, lines = case.still, []
    if still.place and still.place != Place.SILENT:
        lines.append(say("desk.card.still", place=Phrase(f"desk.place.{still.place}")))
    if case.stage in AFTER_THE_TALK and still.sign_at is not None:
        lines.append(say("desk.card.sign", at=Moment(still.sign_at, "date")))
    if still.offers:
        had = Listing(tuple(Phrase(f"desk.offer.{offer}") for offer in still.offers))
        lines.append(say("desk.round.tried", offers=had))
    return [stacked(lines)] if lines else []


def _all(case: DeskCase, first: int) -> Screen:
    free = left(_used(case), has_number=case.still.has_number) if _may_invite(case) else ()
    first = first if first < len(free) else 0
    page = free[first : first + TECHNIQUES_SHOWN]
    rows = [(_opens(case, f"pick-{one.id}", name_of(one.id)),) for one in page]
    told = [say("desk.round.proposal", technique=name_of(one.id), idea=idea_of(one.id)) for one in page]
    lines = (_title(case), stacked(told)) if told else (_title(case), say("desk.round.none_left"))
    back = (_opens(case, "", say("desk.round.button.back")),)
    return Screen(lines, (*rows, *_leaf(case, first, len(free)), back, to_card(case)))


def _leaf(case: DeskCase, first: int, of: int) -> Rows:
    leaves = []
    if first:
        before = max(first - TECHNIQUES_SHOWN, 0)
        leaves.append(_opens(case, f"all-{before}", say("desk.phrases.button.before")))
    if first + TECHNIQUES_SHOWN < of:
        leaves.append(_opens(case, f"all-{first + TECHNIQUES_SHOWN}", say("desk.phrases.button.after")))
    return (tuple(leaves),) if leaves else ()


def _title(case: DeskCase) -> Phrase:
    return say("desk.round.title", number=case.number, language=Tongue(case.language))


def _opens(case: DeskCase, what: str, label: Phrase) -> Button:
    pick = f"{case.id}-{what}" if what else str(case.id)
    return replace(button(ROUND_PAGE, pick, label.key), label=label)


def _used(case: DeskCase) -> tuple[str, ...]:
    return tuple(one.technique for one in case.still.rounds)


def _under_way(case: DeskCase) -> RoundSeen | None:
    return next((one for one in case.still.rounds if one.under_way), None)


def _may_invite(case: DeskCase) -> bool:
    return case.reachable and _under_way(case) is None


def _may_begin(case: DeskCase, technique: str) -> bool:
    free = left(_used(case), has_number=case.still.has_number)
    return _may_invite(case) and any(one.id == technique for one in free)


def _round(case: DeskCase, number: str) -> RoundSeen | None:
    """The round of this number that the coach can answer."""
    return next((one for one in case.still.rounds if str(one.id) == number and may_answer(one)), None)


def _pressed(state: State, pick: str, facts: DeskFacts) -> Turn:
    case = facts.case
    if case is None or case.erased or case.stage not in GIVEN_ON:
        return Turn(state, toast=say("desk.toast.gone"), redraw=False)
    if not case.may_write(facts.me):
        return Turn(state, toast=say("desk.toast.not_yours"), redraw=False)
    what, _, rest = pick.partition("-")[2].partition("-")
    match what:
        case "send":
            return _send(state, case, rest)
        case "answer":
            return _answer(state, case, rest)
        case "well":
            return replace(opened(state, ROUND_PAGE, f"{case.id}-{NOTED}"), effects=(NoteSign(case.id),))
        case _:
            below = page_of(state.aside) != ROUND_PAGE or case_shown(state.aside) != case.id
            return opened(state, ROUND_PAGE, pick, fresh=below)


def _send(state: State, case: DeskCase, technique: str) -> Turn:
    """Only what stands on the screen is sent, and once: the screen says "sent" from then on."""
    picked, line = typed(shown_on(state).partition("-")[2].partition("-")[2])
    if state.aside == f"{ROUND_PAGE}.{case.id}-{SENT}":
        return Turn(state, toast=say("desk.toast.phrase_sent"), redraw=False)
    if picked != technique or not shown_on(state).startswith(f"{case.id}-pick-"):
        return Turn(state, toast=say("desk.toast.old_button"), redraw=False)
    if not _may_begin(case, technique):
        return Turn(state, toast=say("desk.toast.round_open"))
    return replace(opened(state, ROUND_PAGE, f"{case.id}-{SENT}"), effects=(StartRound(case.id, technique, line),))


def _answer(state: State, case: DeskCase, number: str) -> Turn:
    picked, words = typed(shown_on(state).partition("-")[2].partition("-")[2])
    if state.aside == f"{ROUND_PAGE}.{case.id}-{REPLIED}":
        return Turn(state, toast=say("desk.toast.phrase_sent"), redraw=False)
    answered = _round(case, number)
    stands = picked == number and shown_on(state).startswith(f"{case.id}-reply-")
    if answered is None or not words or not stands:
        return Turn(state, toast=say("desk.toast.old_button"), redraw=False)
    effect = ReplyToRound(case.id, answered.id, words)
    return replace(opened(state, ROUND_PAGE, f"{case.id}-{REPLIED}"), effects=(effect,))


def _hears(state: State, said: Said, facts: DeskFacts) -> Turn | None:
    """A line of the coach's own, below a technique or on what was passed on; shown before it is sent."""
    case, shown = facts.case, shown_on(state)
    name, _, rest = shown.partition("-")[2].partition("-")
    if case is None or name not in ("pick", "reply") or not case.may_write(facts.me):
        return None
    picked, _ = typed(rest)
    if not (_may_begin(case, picked) if name == "pick" else _round(case, picked)):
        return None
    most = MOST_LINE if name == "pick" else MOST_REPLY
    words = " ".join(said.text.split())
    if not any(sign.isalnum() for sign in words):
        return Turn(state)
    if len(words) > most:
        return Turn(state, notes=(say("desk.round.too_long", count=most),))
    return opened(state, ROUND_PAGE, f"{case.id}-{name}-{picked}|{words}")


def _number(words: str) -> int:
    """How many are leafed over; 0 for anything that is no such number."""
    return int(words) if words.isdecimal() and len(words) < 4 else 0


PERSPECTIVE = Page(ROUND_PAGE, _present, _pressed, _hears)
