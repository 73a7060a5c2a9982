"""Every page of the desk by its name. A new one is one module and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dialogs.desk import (
    all_cases,
    closing,
    dates,
    days,
    figures,
    giving,
    invite,
    lead,
    learned,
    perspective,
    phrases,
    places,
    queueing,
    talks,
    team,
    times,
    video_link,
)
from dialogs.desk.page import Page

PAGES: Mapping[str, Page] = MappingProxyType(
    {
        page.name: page
        for page in (
            giving.GIVE,
            giving.PASS_ON,
            giving.WHY,
            closing.CLOSE,
            queueing.NEXT,
            times.TIMES,
            phrases.PHRASES,
            talks.TALK,
            lead.LEAD,
            team.TEAM,
            all_cases.ALL,
            days.DAYS,
            dates.DATES,
            invite.INVITE,
            figures.FIGURES,
            places.PLACES,
            places.LINE,
            perspective.PERSPECTIVE,
            video_link.LINK,
            learned.LEARNED,
        )
    }
)
