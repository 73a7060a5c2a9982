"""The gallery's screens of a family's second phone: its code, the invitation, what hinders it, what others hear."""

from __future__ import annotations

from typing import Any

from bot.gallery.sample import Named, Sample
from bot.households import NEWS
from dialogs.family.conversation import present
from dialogs.family.facts import Stage
from dialogs.family.phones import MADE, MOST_PHONES, PHONE, SHARE, code_of
from dialogs.machine.screen import Screen
from dialogs.machine.turn import State
from dialogs.machine.words import Phrase, say

CODE = code_of("wwwwwmmmmm")


def phone_screens(sample: Sample) -> Named:
    """The side screen of the card, the code, the invitation with every hindrance, notes, what is deleted."""
    case = sample.own_case()
    yield "phone", _shown(sample, PHONE, case=case)
    yield "phone: shared", _shown(sample, PHONE, case=case, phones=2)
    yield "phone: full", _shown(sample, PHONE, case=case, phones=MOST_PHONES, shares=True)
    made = {"phone_code": CODE, "bot_name": "familienlotse_gladbeck_bot"}
    yield "phone: code", _shown(sample, MADE, case=case, phones=2, **made)
    yield "phone: code no longer shown", _shown(sample, MADE, case=case)
    yield from _invitations(sample)
    for note in ("phone.joined", "phone.left"):
        yield note, _noted(sample, say(note))
    for note in sorted(
        {news.key for news in NEWS.values()} | {f"phone.news.{what}" for what in ("joined", "left", "erased")}
    ):
        yield note, _noted(sample, Phrase(note))
    yield "delete: second phone", _shown(sample, "delete", case=case, phones=2, shares=True)
    yield "delete: first phone", _shown(sample, "delete", case=case, phones=2)
    yield "erased: second phone", _shown(sample, "erased_phone")


def _invitations(sample: Sample) -> Named:
    aside = f"{SHARE}.{CODE}"
    yield "share", _shown(sample, aside, invitation="open")
    yield "share: yes typed", _shown(sample, aside, say("share.choose"), invitation="open")
    yield "share: code spent", _shown(sample, aside)
    yield "share: own code", _shown(sample, aside, invitation="own")
    yield "share: shares already", _shown(sample, aside, invitation="open", shares=True)
    yield "share: own call", _shown(sample, aside, invitation="open", case=sample.own_case())
    waits = sample.own_case(Stage.WITHDRAWN)
    yield "share: on the list", _shown(sample, aside, invitation="open", case=waits, on_list=True)


def _shown(sample: Sample, aside: str, *notes: Phrase, **known: Any) -> Screen:
    return present(sample.flows, State("home", aside=aside), sample.facts(**known), notes)


def _noted(sample: Sample, note: Phrase) -> Screen:
    return present(sample.flows, State("home"), sample.facts(case=sample.own_case(), phones=2), (note,))
