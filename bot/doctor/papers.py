"""What is written down: the programme file with its dates, and the catalogues of all languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from bot.app import LOCALES
from bot.catalogues import check
from bot.clock import Clock
from bot.doctor.finding import Finding, ill, watch, well
from bot.programme import Programme, ProgrammeWrong
from bot.text_keys import all_keys, optional_keys
from bot.texts import Texts, UnreadableCatalogue, read_catalogues

EXPIRES_SOON: Final = timedelta(days=60)
NO_FESTIVAL_FOR: Final = timedelta(days=90)
"""So long a time without a festival means that nobody has listed them."""

NAMED: Final = 3
"""So many of a long list are named; the rest is counted."""


def programme_findings(file: Path, clock: Clock) -> list[Finding]:
    """Faults of the programme file with their lines; and what in it is due to be looked at."""
    try:
        programme = Programme.read(file)
    except ProgrammeWrong as wrong:
        return [ill("programme", sentence) for sentence in wrong.sentences]
    here = clock().astimezone(programme.zone)
    zone = well("time zone", f"In {programme.programme.zone} it is {here:%H:%M on %Y-%m-%d}.")
    due = [watch("programme", sentence) for sentence in _due(programme, here.date())]
    return [zone, *(due or [well("programme", f"{programme.programme.name}: nothing in the file is due.")])]


def _due(programme: Programme, today: date) -> Iterator[str]:
    about, rules = programme.programme, programme.rules
    if today > about.ends_on:
        yield f"The programme ended on {about.ends_on}; set ends_on anew, or take the bot out of service."
    if about.last_intake_on is not None and today > about.last_intake_on:
        yield f"The last intake was on {about.last_intake_on}; set last_intake_on anew, or tell families so."
    if today < rules.valid_from:
        yield f"Its rules begin on {rules.valid_from}, until then every result is “let us talk”; check valid_from."
    elif today > rules.valid_until:
        yield f"Its rules ended on {rules.valid_until}, now every result is “let us talk”; review them."
    elif rules.valid_until - today <= EXPIRES_SOON:
        yield f"Its rules end on {rules.valid_until}; review them against their source and set valid_until."
    if today + NO_FESTIVAL_FOR <= about.ends_on and all(one.last < today for one in programme.nudges.festivals):
        yield f"No festival is listed after {today}, so nothing rests on one; list them under [[nudges.festivals]]."
    if about.phone_checked_on is None:
        yield f"Nobody has dialled the programme's number {about.phone} yet; dial it and set phone_checked_on."
    if old := programme.doors_to_check(today):
        yield f"Not dialled for half a year: {_some([door.id for door in old])}; dial them and set checked_on."


def catalogue_findings(file: Path) -> list[Finding]:
    """Faults of the texts, and how many no native reader has signed."""
    try:
        programme = Programme.read(file)
        catalogues = read_catalogues(LOCALES)
        texts = Texts(catalogues, programme.zone)
    except ProgrammeWrong:
        return []
    except UnreadableCatalogue as unreadable:
        return [ill("texts", str(unreadable))]
    faults = check(LOCALES, all_keys(), optional=optional_keys(programme))
    findings = [ill("texts", fault.sentence()) for fault in faults[:NAMED]]
    if len(faults) > NAMED:
        more = len(faults) - NAMED
        findings.append(ill("texts", f"{more} more faults; see them all with: familienlotse texts check"))
    if lacking := [tag for tag in programme.programme.languages if tag not in texts.languages]:
        findings.append(watch("texts", f"No complete catalogue for {_some(lacking)}; add it, or change languages."))
    for catalogue in catalogues:
        drafts = sum(entry.status == "draft" for entry in catalogue.entries.values())
        if drafts:
            findings.append(
                watch(
                    "texts",
                    f"{catalogue.tag}: {drafts} of {len(catalogue.entries)} texts are drafts; "
                    "have a native reader sign them, with: familienlotse texts sheet",
                )
            )
    return findings or [well("texts", f"Complete and signed: {', '.join(texts.languages)}.")]


def _some(names: list[str]) -> str:
    rest = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {rest} more" if rest > 0 else "")
