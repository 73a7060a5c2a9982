"""What the parts of the house work out from the programme: promises, the lead's deadline, days off."""

from datetime import UTC, date, datetime

import pytest

from bot.app import LOCALES
from bot.house import House
from bot.programme import Programme
from bot.settings import PACKAGED_PROGRAMME
from bot.texts import Texts
from storage.sealing import Sealer, new_key


@pytest.fixture(scope="module")
def house() -> House:
    programme = Programme.read(PACKAGED_PROGRAMME)
    return House.build(programme, Texts.load(LOCALES, programme.zone), Sealer.from_keys([new_key()]))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "called_by"),
    [
        ("2026-11-23 08:00", "2026-11-25 15:00"),
        ("2026-11-27 08:00", "2026-12-01 15:00"),
        ("2026-12-22 08:00", "2026-12-28 15:00"),
    ],
)
def test_who_asks_is_called_within_two_working_days(house: House, asked: str, called_by: str) -> None:
    assert house.promise(at(asked)) == at(called_by)


def test_holidays_and_closed_days_are_off(house: House) -> None:
    off = house.off(at("2026-12-01 08:00"))
    assert {date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 31), date(2027, 1, 1)} <= off
    assert date(2026, 12, 23) not in off


def test_days_off_are_worked_out_once_a_day(house: House) -> None:
    assert house.off(at("2026-12-01 08:00")) is house.off(at("2026-12-01 16:00"))
