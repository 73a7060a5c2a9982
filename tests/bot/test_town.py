"""The programme file as families are told of it: doors by checked texts, hours in words, flyers by their codes."""

import pytest

from bot.app import LOCALES
from bot.programme import Programme
from bot.settings import PACKAGED_PROGRAMME
from bot.texts import Texts
from bot.town import hours_in_words, town_of
from dialogs.family.facts import Door, Town
from dialogs.machine.words import say

FILE = PACKAGED_PROGRAMME.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts.load(LOCALES, Programme.parse(FILE, "town.toml").zone, strict=True)


def town(texts: Texts, before: str = "", after: str = "") -> Town:
    return town_of(Programme.parse(FILE.replace(before, after) if before else FILE, "town.toml"), texts)


def words(texts: Texts, hours: str, language: str = "de") -> str:
    value = hours_in_words(hours)
    return texts.plain(say("help.entry_hours", number="1", name="2", hours=value or ""), language)


def test_crisis_numbers_and_other_doors_are_kept_apart(texts: Texts) -> None:
    told = town(texts)
    assert [entry.number for entry in told.crisis[:2]] == ["112", "110"]
    assert [entry.id for entry in told.doors[:1]] == ["youth_office"]
    assert {entry.id for entry in told.crisis} & {entry.id for entry in told.doors} == set()


def test_a_door_is_named_in_the_familys_language_or_by_its_proper_name(texts: Texts) -> None:
    assert town(texts).crisis[1].name == say("helpline.police")
    renamed = town(texts, 'id = "police"', 'id = "wache"')
    assert renamed.crisis[1].name == "Polizei"


@pytest.mark.parametrize(
    ("hours", "spoken"),
    [
        ("always", "immer"),
        ("Mon-Fri 09:00-17:00", "Mo bis Fr 09:00-17:00"),
        ("Mon 10:00-12:00", "am Mo 10:00-12:00"),
        ("Mon,Wed 10:00-12:00", "am Mo und Mi 10:00-12:00"),
        ("Mon-Thu 08:30-12:00,13:30-15:00; Fri 9-12", "Mo bis Do 08:30-12:00, 13:30-15:00 und am Fr 09:00-12:00"),
    ],
)  # fmt: skip
def test_hours_are_said_in_words(texts: Texts, hours: str, spoken: str) -> None:
    said = words(texts, hours).replace("\u2068", "").replace("\u2069", "")
    assert said == f"1 2, {spoken}"


def test_hours_that_nobody_knows_are_not_made_up() -> None:
    assert hours_in_words("") is None


def test_flyers_open_what_they_promise(texts: Texts) -> None:
    flyers = town(texts).flyers
    assert (flyers["kita-tr"], flyers["tafel"], flyers["kita"]) == (Door("tr", ""), Door("", "places"), Door("", ""))


def test_a_town_offers_the_languages_it_chose_in_its_own_order_or_all(texts: Texts) -> None:
    assert town(texts).languages == tuple(texts.languages)
    assert town(texts, "languages = []", 'languages = ["tr", "uk", "de"]').languages == ("tr", "de")
