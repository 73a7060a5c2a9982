"""Every key the code can say, against the sources that say it and the catalogues that have it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import bot
import dialogs
from bot.app import LOCALES
from bot.catalogues import check
from bot.programme import Programme
from bot.settings import PACKAGED_PROGRAMME
from bot.text_keys import SAYERS, all_keys, optional_keys
from bot.texts import DESK, GERMAN, read_catalogues
from bot.understanding.lexicon import NOT

KEY = re.compile(r"[a-z][a-z_]*(\.[a-z0-9_]+)+")
LISTS = frozenset({"desk.today", "desk.cases"})
"""First parts of keys that `_listed` makes."""


def sources() -> Iterator[ast.Module]:
    for package in (dialogs, bot):
        for path in Path(str(package.__file__)).parent.rglob("*.py"):
            if {"text_keys", "gallery", "catalogues"}.isdisjoint(path.parts):
                yield ast.parse(path.read_text(encoding="utf-8"))


def spoken() -> Iterator[ast.expr]:
    """First arguments of all that says something."""
    for tree in sources():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and node.args
                and isinstance(node.func, ast.Name)
                and node.func.id in SAYERS
            ):
                yield node.args[0]


def patterns() -> set[str]:
    """The f-strings in what is said, as patterns of the keys they make."""
    sides = (
        side for said in spoken() for side in ([said.body, said.orelse] if isinstance(said, ast.IfExp) else [said])
    )
    made = (side for side in sides if isinstance(side, ast.JoinedStr))
    return {
        "".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"[a-z0-9_.]+" for p in said.values)
        for said in made
    }


def helplines() -> frozenset[str]:
    return optional_keys(Programme.read(PACKAGED_PROGRAMME))


def test_whatever_looks_like_a_text_in_the_core_is_known() -> None:
    families = {key.partition(".")[0] for key in all_keys()}
    words = {
        node.value
        for path in Path(str(dialogs.__file__)).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value)
    }
    said = {word for word in words if word.partition(".")[0] in families}
    assert said - all_keys() - LISTS == set()


def test_each_way_of_making_a_key_makes_a_known_one() -> None:
    keys = all_keys() | helplines()
    assert {pattern for pattern in patterns() if not any(re.fullmatch(pattern, key) for key in keys)} == set()


def test_german_has_each_text_and_no_other() -> None:
    (german,) = (catalogue for catalogue in read_catalogues(LOCALES) if catalogue.tag == GERMAN)
    assert german.entries.keys() - {NOT} == all_keys() | helplines()


def test_every_other_language_has_each_text_but_the_teams() -> None:
    wanted = {key for key in all_keys() | helplines() if not key.startswith(DESK)}
    lacking = {
        catalogue.tag: wanted ^ (catalogue.entries.keys() - {NOT})
        for catalogue in read_catalogues(LOCALES)
        if catalogue.tag != GERMAN
    }
    assert lacking == {"ar": set(), "en": set(), "tr": set()}


def test_all_catalogues_are_in_order() -> None:
    faults = check(LOCALES, all_keys(), optional=helplines())
    assert [fault.sentence() for fault in faults] == []


def test_a_towns_own_door_needs_no_text() -> None:
    assert check(LOCALES, all_keys(), optional=helplines() | {"helpline.own_door"}) == []


def test_a_door_that_another_town_lacks_is_no_dead_text() -> None:
    dead = {fault.key for fault in check(LOCALES, all_keys(), optional=helplines() - {"helpline.police"})}
    assert dead == {"helpline.police"}
