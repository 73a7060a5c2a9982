"""What stands still in the crowd: a round passed on, one that waits, a wish for video, a ladder and its offer."""

from __future__ import annotations

from functools import partial

from dialogs.machine.screen import Press
from dialogs.rules.stalls import Place
from storage.helped import ASKED, LadderNote
from storage.ladders import Ladder
from tests.proofs.crowd import AYLA, LINE, LINK, MIRA, SAID_IN_ROUND, Crowd


async def stands_still(crowd: Crowd) -> None:
    """All of it is Ayla's and Mira's, but for the lead, who is asked what is to become of the ladder."""
    case = (await crowd.person(AYLA)).case_id
    assert case is not None
    await _passed_on(crowd, case)
    await _begins(crowd, case, "strength")
    await _wants_video(crowd, case)
    await _on_a_ladder(crowd, case)
    asked = LadderNote(ASKED, crowd.town.clock())
    assert await crowd.town.run(partial(crowd.town.house.helped.note_ladder, LadderNote(), asked))


async def _begins(crowd: Crowd, case: int, technique: str, line: str = "") -> None:
    await crowd.town.press(MIRA, Press(0, "~round", f"{case}-pick-{technique}"))
    if line:
        await crowd.town.say(MIRA, line)
    await crowd.town.press(MIRA, Press(0, "~round", f"{case}-send-{technique}"))


async def _passed_on(crowd: Crowd, case: int) -> None:
    """A round in the family's own words, which Mira may read."""
    await _begins(crowd, case, "exception", LINE)
    await crowd.press(AYLA, "~round", "1-go")
    await crowd.town.say(AYLA, SAID_IN_ROUND)
    await crowd.press(AYLA, "~round", "1-1-skip")
    await crowd.press(AYLA, "~round", "1-yes")
    await crowd.press(AYLA, "~round", "1-done")
    assert SAID_IN_ROUND in crowd.told(MIRA)


async def _wants_video(crowd: Crowd, case: int) -> None:
    """Mira has typed the link, and has not sent it yet."""
    await crowd.town.press(AYLA, Press(1, "~ways", "video"))
    await crowd.press(MIRA, "~case", f"{case}-link")
    await crowd.town.say(MIRA, LINK)
    assert crowd.town.phones.of[MIRA].find("~link", f"{case}-send") is not None


async def _on_a_ladder(crowd: Crowd, case: int) -> None:
    """The family was made an offer by a message of its ladder, which is still open."""
    house, now, ayla = crowd.town.house, crowd.town.clock(), await crowd.person(AYLA)
    standing = Ladder(0, ayla.family, ayla.id, "standing", Place.BOOKED, case, 0, now, now, 1, now)
    ladder = await crowd.town.run(partial(house.ladders.begin, standing))
    made = partial(house.nudges.make, ayla.family, Place.BOOKED, "listen", "first", now, ladder=ladder, rung=1)
    assert await crowd.town.run(made) is not None
