"""Every text key the code can say: read off its sources where it stands there, else derived from names."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Final, get_args

import bot
import dialogs
from bot.desk.group_trouble import Trouble
from bot.desk.talk_ends import Ending
from bot.programme import Programme
from bot.text_keys.line import line_keys
from bot.text_keys.nudges import nudge_keys
from bot.text_keys.perspective import perspective_keys
from bot.text_keys.rounds import round_keys
from bot.text_keys.team import team_keys
from bot.text_keys.times import times_keys
from bot.text_keys.ways import way_keys
from bot.understanding.lexicon import WORD_LISTS
from dialogs.desk.card import CASE_BUTTONS
from dialogs.desk.closing import REASONS
from dialogs.desk.conversation import LEAD_COMMANDS
from dialogs.desk.effects import CaseOutcome
from dialogs.desk.facts import DESK
from dialogs.desk.giving import PASS_REASONS
from dialogs.desk.phrasebook import ANSWERS, GROUPS
from dialogs.family.asides import ASIDES, PRIVACY_PARTS
from dialogs.family.commands import FAMILY_COMMANDS
from dialogs.family.eligibility import RULES, Figures, Outcome
from dialogs.family.facts import Facts, Stage
from dialogs.family.household import HouseholdPicker
from dialogs.family.intake import flows_for
from dialogs.family.questions import BelowLine, Money, Purpose, Residence, SafeToCall, YesNo
from dialogs.machine.events import Kind, PhoneFault
from dialogs.machine.flow import Flow
from dialogs.machine.questions import Several
from dialogs.rules.hours import DAY_NAMES
from dialogs.rules.places import Availability
from dialogs.rules.reminders import Kind as ReminderKind
from dialogs.rules.windows import DayPart

SAYERS: Final = frozenset({"say", "Phrase"})
"""Calls whose first argument is a text key."""

STUMBLE: Final = "NotUnderstood"
"""The call whose first argument is the last part of `error.<reason>`."""

HANDED_ON: Final = frozenset(
    {
        *(f"button.{name}" for name in ("places", "read_more", "doors", "change_answers", "join_list", "why")),
        *(f"privacy.button.{name}" for name in ("more", "consents", "delete")),
        "consents.button.end_all",
        *(f"quiet.{name}" for name in ("back", "language", "person", "help")),
        *(f"{screen}.entry{hours}" for screen in ("help", "doors") for hours in ("", "_hours")),
        *(f"desk.{listed}.{part}" for listed in ("today", "cases") for part in ("none", "title")),
        *(f"answer.{fate}" for fate in ("again", "gone")),
        *(f"desk.close.{what}" for what in ("again", "back", "reopen")),
        *(f"{said}between" for said in ("card.planned_", "when.")),
        "button.anybody",
        "desk.button.next",
        "card.button.line",
        "card.taken",
        "card.given",
        "card.planned",
        *(f"desk.talk.button.{what}" for what in ("begin", "end")),
        "card.planned_by",
        "desk.calendar.caption",
        "desk.calendar.cancelled",
    }
)
"""Keys that reach their `say` by way of a name, so that no call shows them."""

ASIDE_BUTTONS: Final[Mapping[str, tuple[str, ...]]] = {
    "person": ("call",),
    "help": ("safe", "hide"),
    "places": ("join", "go"),
    "list": ("leave",),
    "delete": ("yes",),
    "return": ("go", "anew", "go_on"),
    "cancel": ("move", "yes"),
    "hidden": ("show",),
    "phone": ("make", "again", "leave"),
    "share": ("with", "without", "no"),
}
CARD_BUTTONS: Final = ("nobody", "soon", "move", "calendar", "cancel", "number", "anew", "ok", "phone")
ROWS: Final = ("mine", "theirs", "free", "asked", "asked_you")


def all_keys() -> frozenset[str]:
    """Every key that some screen, card, toast, file, menu or word list can ask for; without `helpline.`."""
    made = (
        flow_keys(),
        family_keys(),
        desk_keys(),
        phrase_keys(),
        line_keys(),
        talk_keys(),
        nudge_keys(),
        round_keys(),
        perspective_keys(),
        way_keys(),
    )
    derived = {key for part in made for key in part}
    return frozenset(WORD_LISTS) | HANDED_ON | spoken_in(dialogs) | spoken_in(bot) | derived


def optional_keys(*programmes: Programme) -> frozenset[str]:
    """Names of the doors of these programme files. One without a text is shown by its German proper name."""
    return frozenset(f"helpline.{door.id}" for one in programmes for door in (*one.help, *one.doors))


def flow_keys() -> Iterator[str]:
    """The texts of every question, as the flows derive them."""
    for flow in _flows():
        yield from flow.text_keys()


def family_keys() -> Iterator[str]:
    """What families are told beside the questions, by the names it is made of."""
    yield from (f"result.{outcome}" for outcome in Outcome)
    yield from (f"reason.{rule}" for rule in _rules())
    yield from (f"places.{availability}" for availability in Availability)
    yield from (f"part.{part}" for part in DayPart)
    yield from (f"privacy.{part}" for part in PRIVACY_PARTS)
    yield from (f"{aside}.button.{pick}" for aside in ASIDES for pick in ASIDE_BUTTONS.get(aside, ()))
    yield from (f"card.button.{pick}" for pick in CARD_BUTTONS)
    yield from (f"why.{step.id}" for flow in _flows() for step in flow.steps if step.counts)
    yield from (f"reminder.{kind}" for kind in get_args(ReminderKind))
    yield from (f"kind.{kind}" for kind in get_args(Kind))
    yield from (f"error.phone_{fault}" for fault in get_args(PhoneFault))
    yield from (f"error.{question.id}_needed" for question in _several() if question.needed)
    yield from (f"command.{name}" for name in FAMILY_COMMANDS)
    yield from (f"weekday.{number}" for number in range(len(DAY_NAMES)))


def desk_keys() -> Iterator[str]:
    """What coaches and leads are told, by the names it is made of."""
    yield from (f"invitation.{role}" for role in DESK)
    yield from (f"desk.hello.{role}" for role in DESK)
    yield from (f"desk.command.{name}" for name in LEAD_COMMANDS)
    yield from (f"desk.button.{what}" for what in CASE_BUTTONS)
    yield from (f"desk.card.{stage}" for stage in Stage if stage not in (Stage.RECEIVED, Stage.TAKEN))
    yield from (f"desk.row.{whose}" for whose in ROWS)
    yield from (f"desk.pass.{why}" for why in PASS_REASONS)
    yield from (f"desk.give.button.{what}" for what in ("to", "back"))
    yield from closing_keys()
    yield from team_keys()
    yield from times_keys()
    yield from (f"desk.outcome.{outcome}" for outcome in Outcome)
    yield from (f"desk.rule.{rule}" for rule in _rules())
    yield from (f"desk.lives_here.{answer}" for answer in Residence)
    yield from (f"desk.household.{part}" for part, _ in HouseholdPicker.PARTS)
    yield from (f"desk.money.{answer}" for answer in Money)
    yield from (f"desk.below_line.{answer}" for answer in BelowLine)
    yield from (f"desk.has_coach.{answer}" for answer in YesNo)
    yield from (f"desk.safe.{answer}" for answer in SafeToCall)
    yield from (f"desk.voicemail.{answer}" for answer in YesNo)
    yield from (f"desk.consent.{purpose}" for purpose in Purpose)


def talk_keys() -> Iterator[str]:
    """Why a talk ended, and what hinders the team's group."""
    yield from (f"desk.talk.why.{why}" for why in (*get_args(Ending), "erased"))
    yield from (f"desk.group.{trouble}" for trouble in get_args(Trouble) if trouble != "closed")
    yield from (f"desk.group.why.{trouble}" for trouble in get_args(Trouble))


def phrase_keys() -> Iterator[str]:
    """The phrasebook: each line as the family reads it and as the coach's button names it, answers, groups."""
    yield from (f"phrase.answer.{answer}" for answer in ANSWERS)
    yield from (f"desk.phrases.group.{group.id}" for group in GROUPS)
    yield from (f"desk.phrases.button.{name}" for name in ("send", "more", "groups"))
    yield from (
        f"{whose}.{line.id}" for group in GROUPS for line in group.lines for whose in ("phrase", "desk.phrase")
    )


def closing_keys() -> Iterator[str]:
    """What became of a case: asked of the coach, and told to the family."""
    for outcome in CaseOutcome:
        yield f"desk.close.{outcome}"
        yield f"closed.{outcome}"
    for outcome, reasons in REASONS.items():
        yield f"desk.close.why.{outcome}"
        yield from (f"desk.reason.{reason}" for reason in reasons)


@lru_cache(maxsize=2)
def spoken_in(package: ModuleType) -> frozenset[str]:
    """The keys that stand as words in a package's sources: `say("places.free")`, `NotUnderstood("choose")`."""
    folder = Path(str(package.__file__)).parent
    return frozenset(key for path in folder.rglob("*.py") for key in _spoken(path.read_text(encoding="utf-8")))


def _spoken(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.func, ast.Name):
            continue
        if node.func.id in SAYERS:
            yield from _words(node.args[0])
        elif node.func.id == STUMBLE:
            yield from (f"error.{reason}" for reason in _words(node.args[0]))


def _words(argument: ast.expr) -> Iterator[str]:
    """The words an argument can be: itself, or either side of an `if`."""
    match argument:
        case ast.Constant(value=str(words)):
            yield words
        case ast.IfExp(body=one, orelse=other):
            yield from _words(one)
            yield from _words(other)


def _rules() -> Iterable[str]:
    """Names of all that can decide a result."""
    return dict.fromkeys((*(rule.name for rule in RULES), "rules_expired"))


def _several() -> Iterator[Several[Purpose]]:
    return (step.question for flow in _flows() for step in flow.steps if isinstance(step.question, Several))


@lru_cache(maxsize=1)
def _flows() -> tuple[Flow[Facts], ...]:
    any_day = date(2026, 1, 1)
    flows = flows_for(Figures(frozenset(), 1, 0, 0, any_day, any_day, any_day, {}))
    return (flows.intake, flows.move, flows.number)
