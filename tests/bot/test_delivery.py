"""How letters reach phones: in order, at a pace, once where once is promised, and never a stale picture."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.channels.pace import Pace
from bot.channels.telegram import TelegramChannel
from bot.clock import MovableClock
from bot.delivery import LATER, TRIES, Delivery
from bot.demo.messages import Message
from bot.demo.person import Person
from bot.demo.server import BotApiServer
from bot.house import House
from bot.settings import Settings
from dialogs.family.card import reminder
from dialogs.family.facts import Appointment, OwnCase, Stage
from dialogs.machine.screen import Button, CalendarFile, Content, Press, Screen
from dialogs.machine.words import say
from dialogs.rules.reminders import Kind
from storage.address import open_storage
from storage.cases import CaseRow
from storage.instants import seconds
from storage.migrate import bring_up_to_date
from storage.outbox import LIVING, REMINDER, Draft, Letter, Urgency, card_spot
from storage.units import Row, Sql, Storage, Unit
from tests.stage import staged_house

TOKEN = "4243:token-of-the-post-office"
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
PROMPT, MISSED, NUMBER = "intake.name.prompt", "missed.body", "wrong_number.body"


def screen(key: str = PROMPT, contact: bool = False) -> Screen:
    button = Button(say("card.button.cancel"), Press(1, "~card", "cancel"))
    return Screen((say(key),), ((button,),), say("button.share_contact") if contact else None)


@dataclass
class Patience:
    """Seconds as the pace counts them; waiting takes none of ours."""

    now: float = 0.0
    waits: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, span: float) -> None:
        self.waits.append(span)
        self.now += span
        await asyncio.sleep(0)


class Office:
    """A delivery over the real channel, with phones at the other end and an outbox in memory."""

    def __init__(
        self,
        server: BotApiServer,
        house: House,
        storage: Storage,
        channel: TelegramChannel,
        server_clock: MovableClock,
    ) -> None:
        self.clock = MovableClock(MONDAY)
        self.server_clock = server_clock
        self.server, self.house, self.storage, self.channel = server, house, storage, channel
        self.patience = Patience()
        self.gone: list[int] = []
        self.delivery = self.another()

    def another(self) -> Delivery:
        """A delivery that remembers nothing, as after a start."""
        pace = Pace(None, chat_per_second=None, clock=self.patience, sleep=self.patience.sleep)
        delivery = Delivery(self.house, self.storage, self.channel, pace, self.clock)
        delivery.on_unreachable = self._unreachable
        return delivery

    async def _unreachable(self, person: int) -> None:
        self.gone.append(person)
        await self.storage.run(partial(self.house.people.set_reachable, person, reachable=False))

    async def phone(self, name: str = "Ayla") -> tuple[Person, int]:
        """A phone that has opened the chat, and its owner's row."""
        person = self.server.people.add(name, "de", "family")
        person.start()
        met = await self.storage.run(partial(self.house.people.meet, person.id, "de", self.clock()))
        return person, met.id

    async def write(self, *drafts: Draft) -> list[Letter]:
        """Put letters down; gives all that are due."""
        for draft in drafts:
            await self.storage.run(partial(self.house.outbox.write, draft, self.clock()))
        return list(await self.storage.run(partial(self.house.outbox.due, self.clock())))

    async def post(self, *drafts: Draft) -> None:
        """Put letters down and deliver what is due."""
        self.delivery.send(await self.write(*drafts))
        await self.delivery.quiet()

    async def tick(self, **later: float) -> None:
        """Move the clock and look into the outbox."""
        self.clock.move(timedelta(**later))
        await self.delivery.collect()
        await self.delivery.quiet()

    async def rows(self, text: str) -> list[Row]:
        def unit() -> Unit[list[Row]]:
            return (yield Sql(text)())

        return await self.storage.run(unit)

    async def outbox(self) -> list[Row]:
        """What the outbox still holds: status and mark."""
        return await self.rows("SELECT status, mark FROM outbox ORDER BY id")

    async def reminded(self, family: int, kind: Kind, starts_at: datetime, due_at: datetime) -> CaseRow:
        """A case with one reminder of its call."""
        call = Appointment("exact", "", starts_at, starts_at + timedelta(minutes=25))
        row = CaseRow(0, family, "de", Stage.RECEIVED, self.clock(), call)
        case = await self.storage.run(partial(self.house.cases.open, row))
        assert case is not None
        own = OwnCase(case.id, case.stage, case.opened_at, call)
        until = starts_at - timedelta(minutes=15)
        draft = Draft(
            family, reminder(kind, own, 0), once=True, urgency=Urgency.REMINDER, due_at=due_at, mark=f"r:{kind}",
            kind=f"{REMINDER}{kind}", case_id=case.id, until=until,
        )  # fmt: skip
        await self.write(draft)
        return case


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    folder: Path = tmp_path_factory.mktemp("house")
    told = {"TELEGRAM_BOT_TOKEN": TOKEN, "DATABASE_URL": f"sqlite:///{folder}/x.db"}
    return staged_house(Settings.read(told, need_token=True))


@pytest.fixture
async def office(house: House) -> AsyncIterator[Office]:
    server_clock = MovableClock(MONDAY)
    server = BotApiServer(TOKEN, "post_bot", server_clock, record=True)
    await server.start()
    storage = await open_storage("sqlite://")
    await bring_up_to_date(storage, seconds(MONDAY))
    channel = TelegramChannel(TOKEN, server.root, answer_within=2.0)
    await channel.open()
    office = Office(server, house, storage, channel, server_clock)
    yield office
    await office.delivery.stop()
    await channel.close()
    await storage.close()
    await server.stop()


def bots(person: Person) -> list[Message]:
    return [message for message in person.messages if message.sender == "bot"]


def words(house: House, *keys: str) -> list[str]:
    return [house.texts.render(screen(key), "de").text for key in keys]


def told(person: Person) -> list[str]:
    return [message.html for message in bots(person)]


def loose(person: int, key: str = PROMPT, **more: bool) -> Draft:
    return Draft(person, screen(key), **more)  # type: ignore[arg-type]


async def test_letters_of_one_chat_arrive_in_the_order_of_writing(office: Office) -> None:
    phone, ayla = await office.phone()

    await office.post(loose(ayla, MISSED), loose(ayla, PROMPT, once=True), loose(ayla, NUMBER))

    assert told(phone) == words(office.house, MISSED, PROMPT, NUMBER)
    assert await office.outbox() == []


async def test_living_screen_is_edited_where_it_stands(office: Office) -> None:
    phone, ayla = await office.phone()
    await office.post(Draft(ayla, screen(PROMPT), LIVING))
    await office.post(Draft(ayla, screen(MISSED), LIVING))

    assert told(phone) == words(office.house, MISSED)


async def test_fresh_screen_comes_below_and_the_old_one_loses_its_buttons(office: Office) -> None:
    phone, ayla = await office.phone()
    await office.post(Draft(ayla, screen(PROMPT), LIVING))
    await office.post(Draft(ayla, screen(MISSED), LIVING, fresh=True))

    assert told(phone) == words(office.house, PROMPT, MISSED)
    assert [len(message.buttons) for message in bots(phone)] == [0, 1]


async def test_card_that_comes_anew_takes_the_old_one_with_it(office: Office) -> None:
    phone, mira = await office.phone("Mira")
    for key in (PROMPT, MISSED):
        await office.post(Draft(mira, screen(key), card_spot(7), once=True, fresh=True, kind="card", case_id=7))

    assert told(phone) == words(office.house, MISSED)
    assert len(phone.deleted) == 1


async def test_card_too_old_to_be_deleted_keeps_no_name(office: Office) -> None:
    phone, mira = await office.phone("Mira")
    for hours in (0, 49):
        office.server_clock.move(timedelta(hours=hours))
        await office.post(Draft(mira, screen(), card_spot(7), once=True, fresh=True, kind="card", case_id=7))

    assert told(phone) == [office.house.texts.phrase(say("desk.card.below"), "de"), *words(office.house, PROMPT)]
    assert [len(message.buttons) for message in bots(phone)] == [0, 1]


async def test_picture_that_was_overtaken_is_never_sent(office: Office) -> None:
    phone, ayla = await office.phone()
    calls = len(office.server.calls)
    await office.post(*(Draft(ayla, screen(key), LIVING) for key in (PROMPT, MISSED, NUMBER)))

    assert told(phone) == words(office.house, NUMBER)
    assert len(office.server.calls) == calls + 1
    assert await office.outbox() == []


async def test_screen_that_was_to_come_anew_and_was_overtaken_lets_the_next_come_anew(office: Office) -> None:
    phone, ayla = await office.phone()
    await office.post(Draft(ayla, screen(PROMPT), LIVING))
    await office.post(Draft(ayla, screen(MISSED), LIVING, fresh=True), Draft(ayla, screen(NUMBER), LIVING))

    assert told(phone) == words(office.house, PROMPT, NUMBER)


async def test_older_picture_found_in_the_outbox_does_not_come_after_the_newer_in_hand(office: Office) -> None:
    phone, ayla = await office.phone()
    older, newer = await office.write(Draft(ayla, screen(PROMPT), LIVING), Draft(ayla, screen(NUMBER), LIVING))
    held = office.server.faults.plan("slow", method="sendMessage", chat=phone.id)

    office.delivery.send([newer])
    await office.server.until(lambda: len(bots(phone)) == 1)
    office.delivery.send([older])
    held.release()
    await office.delivery.quiet()
    await office.tick()

    assert told(phone) == words(office.house, NUMBER)
    assert await office.outbox() == []


async def test_tick_that_looks_while_letters_leave_sends_none_twice(office: Office) -> None:
    phones = [await office.phone(f"Familie {number}") for number in range(8)]
    letters = await office.write(*(loose(row, fresh=True) for _, row in phones for _ in range(5)))

    office.delivery.send(letters)
    for _ in range(40):
        await office.delivery.collect()
    await office.delivery.quiet()

    assert [len(bots(phone)) for phone, _ in phones] == [5] * 8


async def test_letter_that_may_be_sent_once_is_sent_by_one_of_two_who_find_it(office: Office) -> None:
    phone, ayla = await office.phone()
    letters = await office.write(loose(ayla, once=True))
    other = office.another()

    office.delivery.send(letters)
    other.send(letters)
    await asyncio.gather(office.delivery.quiet(), other.quiet())

    assert len(bots(phone)) == 1


@pytest.mark.parametrize(("fault", "arrived"), [("lost_answer", 1), ("dropped", 0), ("internal", 0)])
async def test_reminder_of_unknown_fate_counts_as_sent(office: Office, fault: str, arrived: int) -> None:
    phone, ayla = await office.phone()
    office.server.faults.plan(fault, method="sendMessage")  # type: ignore[arg-type]

    await office.post(Draft(ayla, screen(), once=True, mark="m"))
    await office.tick(hours=1)

    assert len(bots(phone)) == arrived
    assert await office.outbox() == [("unknown", "m")]


async def test_reply_of_unknown_fate_is_sent_again_for_it_must_arrive(office: Office) -> None:
    phone, ayla = await office.phone()
    office.server.faults.plan("dropped", method="sendMessage")

    await office.post(Draft(ayla, screen(), LIVING))

    assert told(phone) == words(office.house, PROMPT)
    assert await office.outbox() == []


async def test_edit_that_is_refused_becomes_a_new_message_and_the_old_one_loses_its_buttons(office: Office) -> None:
    phone, ayla = await office.phone()
    await office.post(Draft(ayla, screen(PROMPT), LIVING))
    office.server.faults.plan("edit_not_found", method="editMessageText")

    await office.post(Draft(ayla, screen(MISSED), LIVING))
    assert told(phone) == words(office.house, PROMPT, MISSED)
    assert [len(message.buttons) for message in bots(phone)] == [0, 1]

    await office.post(Draft(ayla, screen(NUMBER), LIVING))
    assert told(phone) == words(office.house, PROMPT, NUMBER)


async def test_screen_that_the_family_deleted_is_sent_anew(office: Office) -> None:
    phone, ayla = await office.phone()
    await office.post(Draft(ayla, screen(PROMPT), LIVING))
    phone.delete(bots(phone)[0].id)

    await office.post(Draft(ayla, screen(MISSED), LIVING))

    assert told(phone) == words(office.house, MISSED)


async def test_chat_that_has_to_pause_holds_up_nobody_else(office: Office) -> None:
    (slow, ayla), (quick, berat) = await office.phone("Ayla"), await office.phone("Berat")
    office.server.faults.plan("too_many", chat=slow.id, retry_after=17)

    await office.post(loose(ayla, MISSED), loose(ayla, NUMBER), loose(berat, PROMPT))

    assert told(slow) == words(office.house, MISSED, NUMBER)
    assert told(quick) == words(office.house, PROMPT)
    assert 16 < sum(office.patience.waits) <= 17


async def test_letter_that_finds_no_way_waits_for_the_next_look_and_keeps_its_place(office: Office) -> None:
    phone, ayla = await office.phone()
    fault = office.server.faults.plan("too_many", chat=phone.id, times=TRIES, retry_after=1)

    await office.post(Draft(ayla, screen(MISSED), once=True, mark="m"))
    assert (fault.struck, told(phone), await office.outbox()) == (TRIES, [], [("waiting", "m")])

    await office.tick(seconds=LATER.total_seconds() - 1)
    assert told(phone) == []
    await office.tick(seconds=1)
    assert told(phone) == words(office.house, MISSED)
    assert await office.outbox() == [("sent", "m")]


async def test_letter_that_is_refused_for_good_is_given_up_and_the_next_passes(office: Office) -> None:
    phone, ayla = await office.phone()
    too_long = Screen((say("desk.quote", words="viel " * 1000),))

    await office.post(Draft(ayla, too_long, once=True, mark="m"), loose(ayla))

    assert told(phone) == words(office.house, PROMPT)
    assert await office.outbox() == [("rejected", "m")]


async def test_chat_that_never_was_is_noted_and_the_next_letter_passes(office: Office) -> None:
    phone, ayla = await office.phone()
    stranger = await office.storage.run(partial(office.house.people.meet, phone.id + 5000, "de", MONDAY))

    await office.post(loose(stranger.id), loose(ayla))

    assert told(phone) == words(office.house, PROMPT)
    assert office.gone == [stranger.id]


async def test_letter_to_somebody_who_blocked_us_waits_until_they_are_back(office: Office) -> None:
    phone, ayla = await office.phone()
    phone.block()

    await office.post(loose(ayla, MISSED, once=True))
    await office.tick(hours=1)
    assert (office.gone, told(phone), len(await office.outbox())) == ([ayla], [], 1)

    phone.unblock()
    await office.storage.run(partial(office.house.people.set_reachable, ayla, reachable=True))
    await office.tick(hours=1)
    assert told(phone) == words(office.house, MISSED)
    assert await office.outbox() == []


async def test_reminder_goes_out_when_it_is_due(office: Office) -> None:
    phone, ayla = await office.phone()
    starts_at = MONDAY + timedelta(hours=3)
    await office.reminded(ayla, "hour_before", starts_at, starts_at - timedelta(hours=1))

    await office.tick(hours=2, seconds=-1)
    assert told(phone) == []
    await office.tick(seconds=1)
    assert len(told(phone)) == 1
    await office.tick(seconds=30)
    assert len(told(phone)) == 1


async def test_late_reminder_waits_for_the_morning(office: Office) -> None:
    phone, ayla = await office.phone()
    starts_at = MONDAY + timedelta(days=1, hours=2)
    await office.reminded(ayla, "evening_before", starts_at, MONDAY + timedelta(hours=9))

    await office.tick(hours=14)
    assert (told(phone), await office.outbox()) == ([], [("waiting", "r:evening_before")])

    await office.tick(hours=9)
    assert len(told(phone)) == 1


async def test_reminder_that_is_too_late_to_help_is_closed_unsent(office: Office) -> None:
    phone, ayla = await office.phone()
    starts_at = MONDAY + timedelta(hours=3)
    await office.reminded(ayla, "hour_before", starts_at, starts_at - timedelta(hours=1))

    await office.tick(hours=2, minutes=50)

    assert (told(phone), await office.outbox()) == ([], [("void", "r:hour_before")])


async def test_reminder_in_hand_is_not_sent_once_its_call_is_off(office: Office) -> None:
    phone, ayla = await office.phone()
    starts_at = MONDAY + timedelta(hours=3)
    case = await office.reminded(ayla, "hour_before", starts_at, starts_at - timedelta(hours=1))
    office.clock.move(timedelta(hours=2))
    letters = await office.write()
    await office.storage.run(partial(office.house.cases.set_stage, case.id, Stage.WITHDRAWN, office.clock()))

    office.delivery.send(letters)
    await office.delivery.quiet()

    assert (told(phone), await office.outbox()) == ([], [("void", "r:hour_before")])


async def test_start_after_a_crash_sends_what_waits_and_nothing_that_was_claimed(office: Office) -> None:
    phone, ayla = await office.phone()
    letters = await office.write(
        Draft(ayla, screen(MISSED), once=True, mark="m"), Draft(ayla, screen(NUMBER), LIVING)
    )
    await office.storage.run(partial(office.house.outbox.claim, letters[0], MONDAY))

    again = office.another()
    await again.recover()
    await again.quiet()

    assert told(phone) == words(office.house, NUMBER)
    assert await office.outbox() == [("unknown", "m")]


async def test_after_a_start_the_screen_is_edited_where_it_stood(office: Office) -> None:
    phone, ayla = await office.phone()
    await office.post(Draft(ayla, screen(PROMPT), LIVING))
    office.delivery = office.another()

    await office.post(Draft(ayla, screen(MISSED), LIVING))

    assert told(phone) == words(office.house, MISSED)


async def test_contact_key_opens_with_its_screen_and_goes_with_it(office: Office) -> None:
    phone, ayla = await office.phone()
    await office.post(Draft(ayla, screen(PROMPT, contact=True), LIVING))
    assert phone.reply_keyboard == [["Meine Nummer senden"]]
    assert len(bots(phone)) == 2

    await office.post(Draft(ayla, screen(MISSED, contact=True), LIVING))
    assert (phone.reply_keyboard, len(bots(phone))) == ([["Meine Nummer senden"]], 2)

    office.delivery = office.another()
    await office.post(Draft(ayla, screen(NUMBER), LIVING))
    assert phone.reply_keyboard is None
    assert told(phone) == words(office.house, NUMBER)
    assert await office.rows("SELECT spot FROM spots") == [(LIVING,)]


async def test_calendar_file_arrives_as_a_file(office: Office) -> None:
    phone, ayla = await office.phone()
    call: Content = CalendarFile(
        "call-1001@gladbeck.familienlotse", 0, MONDAY, MONDAY + timedelta(minutes=25),
        say("calendar.title"), say("calendar.caption"),
    )  # fmt: skip

    await office.post(Draft(ayla, call, once=True))

    file = bots(phone)[0].file
    assert file is not None
    assert b"UID:call-1001@gladbeck.familienlotse" in file.content


async def test_one_kind_sentence_is_kept_nowhere(office: Office) -> None:
    phone, _ = await office.phone()

    office.delivery.apologise(phone.id, say("error.broken"), "de")
    await office.delivery.quiet()

    assert told(phone) == [office.house.texts.phrase(say("error.broken"), "de")]
    assert await office.rows("SELECT id FROM outbox") == []


async def test_stop_finishes_what_is_in_hand(office: Office) -> None:
    phone, ayla = await office.phone()
    office.delivery.send(await office.write(*(loose(ayla) for _ in range(5))))

    await office.delivery.stop()

    assert len(bots(phone)) == 5
    assert await office.outbox() == []
