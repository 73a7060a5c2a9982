"""Tests of Telegram's HTML, read as strictly as Telegram reads it."""

from __future__ import annotations

import pytest

from bot.demo.markup import parse_html
from bot.demo.refusals import Refused
from bot.demo.safe_html import safe_html
from bot.demo.telegram_rules import find_marks, is_blank, read_styled


@pytest.mark.parametrize(
    ("source", "text", "marks"),
    [
        ("plain", "plain", []),
        ("<b>Tag</b>", "Tag", [("bold", 0, 3)]),
        ("🙂 <i>gut</i>", "🙂 gut", [("italic", 3, 3)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("&lt;b&gt; &amp; &#33; &nbsp; &", "<b> & ! &nbsp; &", []),
        ("<u></u>x", "x", []),
        ("<b >x</ b>".replace("</ b>", "</b >"), "x", [("bold", 0, 1)]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ("<STRONG>x</strong>", "x", [("bold", 0, 1)]),
    ],
)
def test_known_tags_become_marks(source: str, text: str, marks: list[tuple[str, int, int]]) -> None:
    read, found = parse_html(source)
    assert (read, [(mark["type"], mark["offset"], mark["length"]) for mark in found]) == (text, marks)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("ü<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("5 <", "Unclosed start tag at byte offset 2"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ('<a href="x>y</a>', 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=http://x>y</a>", "Unexpected end of name token at byte offset 8"),
        ('<span class="red">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a =x>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href", "Unclosed start tag at byte offset 0".replace("tag at", 'tag "a" at')),
    ],
)
def test_what_cannot_be_parsed_is_refused_with_its_byte(source: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


def test_links_are_kept_as_telegram_keeps_them() -> None:
    def link(href: str) -> list[str]:
        return [mark["url"] for mark in parse_html(f'<a href="{href}">x</a>')[1]]

    assert link("https://example.org") == ["https://example.org/"]
    assert link("example.org/a?b=1&amp;c=2") == ["http://example.org/a?b=1&c=2"]
    assert link("tel:+4930231250") == []
    assert link("javascript:alert(1)") == []


def test_code_of_a_language_and_a_time_keep_what_they_carry() -> None:
    assert parse_html('<pre><code class="language-python">x</code></pre>')[1] == (
        {"type": "pre", "offset": 0, "length": 1, "language": "python"},
    )
    assert parse_html('<tg-time unix="1700000000" format="wDT">x</tg-time>')[1] == (
        {"type": "date_time", "offset": 0, "length": 1, "unix_time": 1700000000, "date_time_format": "wDT"},
    )


def test_blanks_round_a_text_are_cut_and_its_marks_move_along() -> None:
    styled = read_styled(" \n<b> ja </b>\n", "HTML", None)
    assert styled == ("ja", ({"type": "bold", "offset": 0, "length": 2},))


@pytest.mark.parametrize("text", ["", "  \n", "\u200b\u2063", "\u2800", "\u3164"])
def test_characters_that_show_nothing_are_blank(text: str) -> None:
    assert is_blank(text)


def test_direction_overrides_are_removed_and_isolates_stay() -> None:
    assert read_styled("a\u202eb\u2068c\u2069", "", None).text == "ab\u2068c\u2069"


def test_commands_and_links_are_found_by_themselves() -> None:
    found = find_marks("/start kita, siehe https://example.org/x. oder a@example.org")
    assert [(mark["type"], mark["offset"], mark["length"]) for mark in found] == [
        ("bot_command", 0, 6),
        ("url", 19, 21),
        ("email", 47, 13),
    ]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<b>1 &lt; 2</b> &amp; mehr", "<b>1 &lt; 2</b> &amp; mehr"),
        ("<b>a<i>b</i></b>c", "<b>a<i>b</i></b>c"),
        ("<tg-spoiler>x</tg-spoiler>", '<span class="tg-spoiler">x</span>'),
        ('<a href="https://example.org/&quot;onclick=x">y</a>', None),
        ("🙂<code>x</code>\n<blockquote>q</blockquote>", "🙂<code>x</code>\n<blockquote>q</blockquote>"),
        ('<tg-emoji emoji-id="5">🙂</tg-emoji>', "🙂"),
    ],
)
def test_a_page_gets_only_harmless_html(source: str, shown: str | None) -> None:
    html = safe_html(*parse_html(source))
    if shown is None:
        assert html == '<a href="https://example.org/&quot;onclick=x" rel="noreferrer">y</a>'
    else:
        assert html == shown


def test_overlapping_marks_still_give_well_formed_html() -> None:
    marks = [{"type": "bold", "offset": 0, "length": 2}, {"type": "italic", "offset": 1, "length": 2}]
    assert safe_html("abc", marks) == "<b>a<i>b</i></b>c"
