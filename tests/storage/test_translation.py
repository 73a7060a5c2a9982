"""How the shared SQL is put into the words of each database."""

from __future__ import annotations

import pytest

from storage.faults import StatementRefused
from storage.translation import POSTGRES_WORDS, SQLITE_WORDS, statements_in, with_numbers, with_words


@pytest.mark.parametrize(
    ("shared", "numbered", "names"),
    [
        ("SELECT 1", "SELECT 1", ()),
        ("a = :a AND b = :b OR :a", "a = $1 AND b = $2 OR $1", ("a", "b")),
        (":at::bigint + x::text", "$1::bigint + x::text", ("at",)),
        ("'at 10:30 :not' || :yes", "'at 10:30 :not' || $1", ("yes",)),
        ("'it''s :not' || :yes", "'it''s :not' || $1", ("yes",)),
        ('":not" = :yes', '":not" = $1', ("yes",)),
        ("/* it's :not */ :yes", "/* it's :not */ $1", ("yes",)),
        (":a_1,:a_10", "$1,$2", ("a_1", "a_10")),
        ("'{blob}' {blob}", "'{blob}' BYTEA", ()),
    ],
)
def test_names_become_numbers(shared: str, numbered: str, names: tuple[str, ...]) -> None:
    assert with_numbers(shared, POSTGRES_WORDS) == (numbered, names)


def test_tokens_become_words_and_names_stay() -> None:
    shared = "CREATE TABLE t (n {serial}, b {blob} DEFAULT ':x{blob}') /* {no} */ :x"

    assert with_words(shared, SQLITE_WORDS) == (
        "CREATE TABLE t (n INTEGER PRIMARY KEY AUTOINCREMENT, b BLOB DEFAULT ':x{blob}') /* {no} */ :x"
    )


def test_strange_token_is_told_with_the_known_ones() -> None:
    with pytest.raises(StatementRefused) as caught:
        with_words("x {json}", SQLITE_WORDS)

    assert str(caught.value) == "the SQL token {json} is not known. There are {blob}, {serial}"


def test_comment_that_would_swallow_the_condition_is_refused() -> None:
    with pytest.raises(StatementRefused, match="would swallow all that follows"):
        with_numbers("DELETE FROM cases -- old ones WHERE closed = 1", POSTGRES_WORDS)


def test_script_is_parted_into_statements() -> None:
    script = """
        -- The first table; it has a comment; with semicolons.
        CREATE TABLE a (
            x TEXT DEFAULT ';',  -- not :this one's end
            y {blob}
        );
        /* nothing; here */ ;
        INSERT INTO a (x) VALUES ('a -- b; c');
    """

    assert statements_in(script) == (
        "CREATE TABLE a ( x TEXT DEFAULT ';', y {blob} )",
        "INSERT INTO a (x) VALUES ('a -- b; c')",
    )
