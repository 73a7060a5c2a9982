"""Who has a case, or who is asked to take it until when; and how far it has come."""

from __future__ import annotations

from dialogs.desk.facts import DeskCase, Member, Role
from dialogs.family.facts import Stage
from dialogs.machine.words import Moment, Phrase, Tongue, say


def standing(case: DeskCase, viewer: Member | None = None) -> Phrase:
    """Who has it, or who is asked to take it until when; and how far it has come."""
    owner = case.owner.name if case.owner else ""
    match case.stage:
        case Stage.RECEIVED:
            return _asked(case, viewer)
        case Stage.TAKEN:
            taken = say("desk.card.taken", name=owner, at=Moment(case.taken_at or case.opened_at, "day_clock"))
            return say("desk.card.taken_tries", taken=taken, tries=case.tries) if case.tries else taken
        case Stage.ELSEWHERE | Stage.STOPPED:
            why = say(f"desk.reason.{case.reason_code}") if case.reason_code else say("desk.reason.other")
            return say(f"desk.card.{case.stage}", name=owner, why=why)
        case _:
            return say(f"desk.card.{case.stage}", name=owner)


def _asked(case: DeskCase, viewer: Member | None) -> Phrase:
    if case.suggested is None:
        return say("desk.card.free")
    name = case.suggested.name
    if case.suggested.role is Role.LEAD:
        return say("desk.card.with_lead", name=name)
    if case.asked_until is None:
        return say("desk.card.free_suggested", name=name, why=_why(case))
    until = Moment(case.asked_until, "day_clock")
    if viewer is not None and viewer.id == case.suggested.id:
        return say("desk.card.asked_you", why=_why(case), until=until)
    return say("desk.card.asked", name=name, why=_why(case), until=until)


def _why(case: DeskCase) -> Phrase:
    reason = case.reason
    if reason is not None and reason.speaks_language:
        return say("desk.why.speaks", language=Tongue(case.language))
    return say("desk.why.fewest", count=reason.open_cases if reason else 0)
