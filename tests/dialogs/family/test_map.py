"""Every way through the pre-check ends, soon, in one of four results; and the map shows them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import dialogs.family
from dialogs.family.eligibility import RULES, Outcome, Verdict
from dialogs.family.map import Fork, Tree, drawn, paths, tree
from dialogs.machine.words import say
from tests.dialogs.family.talk import CONSENT, Talk
from tests.dialogs.family.town import FAR_AWAY, FIGURES, HERE

MAP = Path(str(dialogs.family.__file__)).with_name("MAP.md")
WAYS = tuple(paths(FIGURES))
MOST_QUESTIONS = 8


def test_every_way_through_the_pre_check_ends_within_eight_questions() -> None:
    assert {len(way.answers) for way in WAYS} <= set(range(1, MOST_QUESTIONS + 1))
    assert max(len(way.answers) for way in WAYS) == 6


def test_no_question_is_asked_twice_on_any_way() -> None:
    for way in WAYS:
        assert len({question for question, _ in way.answers}) == len(way.answers)


def test_every_result_is_reached_and_there_are_no_others() -> None:
    assert {way.result.outcome for way in WAYS} == set(Outcome)


def test_every_rule_decides_some_way() -> None:
    assert {way.result.rule for way in WAYS} == {rule.name for rule in RULES}


def test_no_two_ways_are_the_same() -> None:
    assert [way for way, times in Counter(way.answers for way in WAYS).items() if times > 1] == []


def test_no_question_is_asked_whose_every_answer_leads_the_same_way() -> None:
    idle = {fork.question for fork in _forks(tree(WAYS)) if len(fork.ways) == 1}
    assert idle == {"money"}, "Only the money is asked for the coach's sake, where the town alone decides."


def _forks(here: Tree) -> Iterator[Fork]:
    if isinstance(here, Fork):
        yield here
        for _, follows in here.ways:
            yield from _forks(follows)


def test_the_tree_says_what_the_ways_say() -> None:
    for way in WAYS:
        here = tree(WAYS)
        for question, words in way.answers:
            assert isinstance(here, Fork)
            assert here.question == question
            here = next(follows for group, follows in here.ways if words in group.split(" / "))
        assert here == way.result


def test_each_way_is_walked_by_a_family_to_the_result_on_the_map() -> None:
    for way in WAYS:
        talk = Talk(*CONSENT)
        for question, words in way.answers:
            assert talk.at == question
            _answer(talk, question, words)
        shown = Verdict(Outcome(talk.line.removeprefix("result.")), way.result.rule)
        assert (talk.at, shown) == ("result", way.result)
        assert talk.screen.lines[1].values["reason"] == say(f"reason.{way.result.rule}", town="Gladbeck")


def _answer(talk: Talk, question: str, words: str) -> None:
    match question:
        case "postcode" if words != "unknown":
            talk.says(HERE if words == "of the town" else FAR_AWAY)
        case "household":
            picks = {
                "no child": (),
                "a child": ("household under_14-1",),
                "a child from 14": ("household from_14-1",),
                "a baby expected": ("household expecting-1",),
            }
            talk.presses(*picks[words], "household done")
        case "money":
            talk.presses(*(f"money {option}+" for option in words.split(" + ")), "money done")
        case _:
            talk.presses(f"{question} {words}")


def test_the_map_in_the_house_is_the_map_of_the_code(redraw_map: bool) -> None:
    if redraw_map:
        MAP.write_text(drawn(FIGURES), encoding="utf-8")
    told = MAP.read_text(encoding="utf-8") if MAP.exists() else ""
    assert told == drawn(FIGURES), "The flow has changed: draw its map anew with `pytest tests/dialogs --redraw-map`."


def test_every_condition_says_in_words_when_it_asks() -> None:
    assert "|  |" not in drawn(FIGURES)
