"""Every screen a person can meet, in every language, within what Telegram and a phone can show."""

import pytest

from bot.app import LOCALES
from bot.catalogues import check_screens
from bot.gallery import all_screens
from bot.gallery.sample import Sample
from bot.programme import Programme
from bot.settings import PACKAGED_PROGRAMME
from bot.sheet import keys_of
from bot.text_keys import all_keys
from bot.texts import DESK, Texts
from bot.texts.markup import utf16_length, visible
from dialogs.family.eligibility import RULES, verdict
from dialogs.machine.questions import Told
from dialogs.machine.screen import PAYLOAD_LIMIT, Screen, pack_content, unpack_content

NEVER_ON_A_SCREEN = ("command.", "desk.command.", "desk.calendar.", "calendar.title", "profile.", "words.")
UNSEEN = frozenset({"intake.result.prompt", "intake.move_check.short", "weekday.6"})
"""Derived for every question and weekday, and shown by none here."""

Named = list[tuple[str, Screen]]


@pytest.fixture(scope="module")
def programme() -> Programme:
    return Programme.read(PACKAGED_PROGRAMME)


@pytest.fixture(scope="module")
def screens(programme: Programme) -> Named:
    return all_screens(programme, LOCALES)


@pytest.fixture(scope="module")
def texts(programme: Programme) -> Texts:
    """Strict: a missing text or value fails."""
    return Texts.load(LOCALES, programme.zone, strict=True)


def test_every_text_stands_on_a_screen_that_somebody_can_look_at(screens: Named) -> None:
    shown = {key for _, screen in screens for key in keys_of(screen)}
    elsewhere = {key for key in all_keys() if key.startswith(NEVER_ON_A_SCREEN) or "toast" in key}
    assert all_keys() - shown - elsewhere - UNSEEN == set()


def test_no_two_screens_have_one_name(screens: Named) -> None:
    assert len({name for name, _ in screens}) == len(screens)


def test_no_screen_is_too_long_for_telegram_in_any_language(screens: Named, texts: Texts) -> None:
    lengths = {
        (tag, name): utf16_length(visible(texts.render(screen, tag).text))
        for tag in texts.languages
        for name, screen in screens
    }
    assert {place: length for place, length in lengths.items() if not 0 < length <= 4096} == {}


def test_the_checker_finds_nothing_on_any_screen(screens: Named, programme: Programme) -> None:
    faults = check_screens(screens, LOCALES, programme.zone)
    assert [fault.sentence() for fault in faults] == []


def test_every_button_of_every_screen_carries_what_telegram_takes(screens: Named) -> None:
    payloads = {button.press.payload() for _, screen in screens for row in screen.rows for button in row}
    assert {
        payload for payload in payloads if len(payload.encode()) > PAYLOAD_LIMIT or not payload.isascii()
    } == set()


def test_every_screen_survives_the_outbox(screens: Named) -> None:
    assert [name for name, screen in screens if unpack_content(pack_content(screen)) != screen] == []


def test_families_never_read_the_teams_texts(screens: Named) -> None:
    ours = [name for name, screen in screens if any(key.startswith(DESK) for key in keys_of(screen))]
    assert [name for name in ours if not name.startswith("desk ")] == []


def test_the_sample_has_a_family_for_each_rule(programme: Programme, texts: Texts) -> None:
    sample = Sample.of(programme, texts)
    decided = {
        rule: verdict(Told(sample.answers(**({"below_line": None} | told))), sample.town.figures)
        for rule, told in sample.deciding().items()
    }
    assert {rule: found.rule for rule, found in decided.items() if found} == {rule.name: rule.name for rule in RULES}


def test_a_part_of_the_day_names_weekday_and_date_on_one_button(screens: Named, texts: Texts) -> None:
    (asked,) = (screen for name, screen in screens if name == "question part")
    labels = {tag: texts.plain(asked.rows[0][0].label, tag) for tag in ("de", "en", "tr")}
    assert labels == {"de": "Vormittag: Mi., 23. Sept.", "en": "Morning: Wed, 23 Sept", "tr": "Sabah: 23 Eyl Çar"}
