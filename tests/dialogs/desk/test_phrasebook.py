"""The phrasebook: short ids, answers below every question, and texts that say the same in every language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import locales
from bot.texts import GERMAN, Catalogue, read_catalogues
from bot.texts.markup import holes
from dialogs.desk import phrasebook
from dialogs.desk.phrasebook import AGREES, ANSWERS, GROUPS, Line
from dialogs.machine.screen import PAYLOAD_LIMIT, Press, read_payload

LINES = [line for group in GROUPS for line in group.lines]
ONLY_TELL = {"not_always", "come_back", "wish_well"}
FEWEST_LINES, LONGEST_LINE_ID, LONGEST_ANSWER_ID = 44, 20, 12
CASE, CLOCK = 9_999_999, 9_999_999_999

CATALOGUES = {catalogue.tag: catalogue for catalogue in read_catalogues(Path(str(locales.__file__)).parent)}
NOT_ON_A_LOCK_SCREEN = {
    "de": r"arm\b|armut|coach|jobcenter|sozialamt|amt\b|geld|schulden|zuschlag|gewalt",
    "en": r"poor\b|poverty|coach|job office|benefit|money|debt|violence",
    "tr": r"yoksul|danışman|jobcenter|para\b|yardım parası|borç|şiddet",
    "ar": r"فقر|فقير|jobcenter|coach|مركز العمل|إعانة|علاوة|ديون|عنف",
}


def said(catalogue: Catalogue, key: str) -> str:
    (form,) = catalogue.entries[key].forms
    return form


in_every_language = pytest.mark.parametrize("catalogue", CATALOGUES.values(), ids=CATALOGUES.keys())


def test_the_book_is_thick_enough_and_sorted_by_occasion() -> None:
    assert len(LINES) >= FEWEST_LINES
    assert {"reach", "move", "papers", "next", "good", "elsewhere"} <= {group.id for group in GROUPS}
    assert 6 <= len(GROUPS) <= 8


def test_ids_are_unique_and_short() -> None:
    ids = [line.id for line in LINES]
    assert len(set(ids)) == len(ids)
    assert len({group.id for group in GROUPS}) == len(GROUPS)
    assert [id_ for id_ in ids if not re.fullmatch(rf"[a-z_]{{1,{LONGEST_LINE_ID}}}", id_)] == []
    assert [id_ for id_ in ANSWERS if not re.fullmatch(rf"[a-z_]{{1,{LONGEST_ANSWER_ID}}}", id_)] == []


def test_a_line_is_found_by_its_id_and_a_lost_one_is_none() -> None:
    assert [phrasebook.line(line.id) for line in LINES] == LINES
    assert [phrasebook.group(group.id) for group in GROUPS] == list(GROUPS)
    assert (phrasebook.line("of_long_ago"), phrasebook.group("of_long_ago")) == (None, None)


def test_families_can_answer_every_line_but_those_that_only_tell() -> None:
    assert {line.id for line in LINES if not line.answers} == ONLY_TELL
    assert [line.id for line in LINES if line.answers and not 2 <= len(line.answers) <= 5] == []
    assert [line.id for line in LINES if len(set(line.answers)) != len(line.answers)] == []


def test_a_time_can_be_agreed_to_or_not_and_nothing_else_can() -> None:
    agreed = {line.id for line in LINES if AGREES.intersection(line.answers)}
    assert agreed == {line.id for line in LINES if line.asks_clock}
    assert [line.id for line in LINES if line.asks_clock and AGREES.issuperset(line.answers)] == []


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.id)
def test_the_longest_payload_of_a_line_fits_and_is_read_back(line: Line) -> None:
    press = Press(0, "~phrases", f"{CASE}-send-{line.id}-{CLOCK}")
    assert len(press.payload().encode()) <= PAYLOAD_LIMIT
    assert read_payload(press.payload()) == press


@in_every_language
def test_every_line_says_its_time_and_no_other_value(catalogue: Catalogue) -> None:
    expected = {line.id: {"at"} if line.asks_clock else set() for line in LINES}
    assert {line.id: set(holes(said(catalogue, f"phrase.{line.id}"))) for line in LINES} == expected


@in_every_language
def test_no_two_answers_of_a_line_look_alike(catalogue: Catalogue) -> None:
    alike = {
        line.id
        for line in LINES
        if len({said(catalogue, f"phrase.answer.{answer}") for answer in line.answers}) < len(line.answers)
    }
    assert alike == set()


@in_every_language
def test_no_two_lines_say_the_same(catalogue: Catalogue) -> None:
    assert len({said(catalogue, f"phrase.{line.id}") for line in LINES}) == len(LINES)


@in_every_language
def test_the_first_sentence_gives_nothing_away_on_a_lock_screen(catalogue: Catalogue) -> None:
    firsts = {line.id: re.split(r"(?<=[.?!؟])\s", said(catalogue, f"phrase.{line.id}"))[0] for line in LINES}
    telling = re.compile(NOT_ON_A_LOCK_SCREEN[catalogue.tag], re.IGNORECASE)
    assert {id_: first for id_, first in firsts.items() if telling.search(first)} == {}


def test_coaches_can_tell_the_lines_of_a_group_apart_in_german() -> None:
    german = CATALOGUES[GERMAN]
    buttons = {line.id: said(german, f"desk.phrase.{line.id}") for line in LINES}
    assert len(set(buttons.values())) == len(LINES)
    assert len({said(german, f"desk.phrases.group.{group.id}") for group in GROUPS}) == len(GROUPS)
