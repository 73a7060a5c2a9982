"""Turns text and its marks into HTML that a page may show: a handful of tags, everything else escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from bot.demo.markup import Mark

_TAGS: Final = {
    "bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "code": "code", "pre": "pre",
    "blockquote": "blockquote", "expandable_blockquote": "blockquote",
}  # fmt: skip
_SHOWN_SCHEMES = ("http://", "https://", "tg://")


def safe_html(text: str, marks: Sequence[Mark]) -> str:
    """HTML with b, i, u, s, code, pre, a, blockquote and span (a spoiler) only; line ends stay `\\n`."""
    if not marks:
        return escape(text, quote=False)
    units = text.encode("utf-16-le", "surrogatepass")
    out: list[str] = []
    closing: list[tuple[int, str]] = []
    position = 0

    def write_until(end: int) -> None:
        nonlocal position
        out.append(escape(units[position * 2 : end * 2].decode("utf-16-le", "surrogatepass"), quote=False))
        position = max(position, end)

    def close_until(end: int) -> None:
        while closing and closing[-1][0] <= end:
            at, tag = closing.pop()
            write_until(at)
            out.append(tag)

    for mark in sorted(marks, key=lambda mark: (mark["offset"], -mark["length"])):
        start, end = mark["offset"], mark["offset"] + mark["length"]
        close_until(start)
        opening, tag = _tag(mark, units)
        if not opening:
            continue
        write_until(start)
        out.append(opening)
        closing.append((min(end, closing[-1][0]) if closing else end, tag))
    close_until(len(units) // 2)
    write_until(len(units) // 2)
    return "".join(out)


def _tag(mark: Mark, units: bytes) -> tuple[str, str]:
    kind = mark["type"]
    if kind in _TAGS:
        return f"<{_TAGS[kind]}>", f"</{_TAGS[kind]}>"
    if kind == "spoiler":
        return '<span class="tg-spoiler">', "</span>"
    if kind in ("text_link", "url"):
        span = units[mark["offset"] * 2 : (mark["offset"] + mark["length"]) * 2].decode("utf-16-le")
        address = mark.get("url") or (span if "://" in span else f"http://{span}")
        if address.lower().startswith(_SHOWN_SCHEMES):
            return f'<a href="{escape(address)}" rel="noreferrer">', "</a>"
    return "", ""
