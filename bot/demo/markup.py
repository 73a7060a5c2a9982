"""Reads Telegram's HTML as strictly as Telegram does: plain text and marks, or a refusal naming the byte."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Final

from bot.demo.refusals import Refused, bad_request

Mark = dict[str, Any]
"""A stretch of formatted text as it stands on the wire; offset and length in UTF-16 units."""

KINDS: Final = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "span": "spoiler",
    "tg-spoiler": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji", "tg-time": "date_time",
}  # fmt: skip
"""Tags that Telegram knows, and the mark each one makes."""

_PLAIN = re.compile(r"[^<&]+")
_NAMED = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>]*")
_BARE_VALUE = re.compile(r"[A-Za-z0-9.\-]*")
_SPACE = re.compile(r"\s*")
_SCHEME = re.compile(r"[a-z][a-z0-9+\-]*:", re.IGNORECASE)
_LINK_SCHEME = re.compile(r"(?:https?|tg|ton)://\S+", re.IGNORECASE)
_BARE_HOST = re.compile(r"[^\s/?#]+\.[^\s/?#.]+(?:[/?#]\S*)?")


def utf16_length(text: str) -> int:
    """Length in UTF-16 units, the measure of every limit and offset at Telegram."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(source: str) -> tuple[str, tuple[Mark, ...]]:
    """Plain text and its marks. Raises `Refused` with "can't parse entities: ..." for what Telegram refuses."""
    if "<" not in source and "&" not in source:
        return source, ()
    return _Reader(source).read()


@dataclass(slots=True)
class _Opened:
    tag: str
    offset: int
    attributes: dict[str, str] = field(default_factory=dict)


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.plain: list[str] = []
        self.length = 0
        self.nested: list[_Opened] = []
        self.marks: list[Mark] = []

    def read(self) -> tuple[str, tuple[Mark, ...]]:
        while self.at < len(self.source):
            self._read_next()
        if self.nested:
            raise _unreadable(f'Can\'t find end tag corresponding to start tag "{self.nested[-1].tag}"')
        self.marks.sort(key=lambda mark: (mark["offset"], -mark["length"]))
        return "".join(self.plain), tuple(self.marks)

    def _read_next(self) -> None:
        found = _PLAIN.match(self.source, self.at) or _NAMED.match(self.source, self.at)
        if found is not None:
            self.at = found.end()
            self._add(unescape(found[0]) if found[0].startswith("&") else found[0])
        elif self.source[self.at] == "&":
            self.at += 1
            self._add("&")
        elif self.source.startswith("</", self.at):
            self._close()
        else:
            self._open()

    def _add(self, text: str) -> None:
        self.plain.append(text)
        self.length += utf16_length(text)

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.source, self.at)
        assert found is not None, "each of these patterns also matches nothing"
        self.at = found.end()
        return found[0]

    def _peek(self) -> str:
        return self.source[self.at] if self.at < len(self.source) else ""

    def _open(self) -> None:
        start = self.at
        self.at += 1
        tag = self._take(_TAG_NAME).lower()
        if not self._peek():
            raise _unreadable(f"Unclosed start tag at byte offset {self._byte(start)}")
        if tag not in KINDS:
            raise _unreadable(f'Unsupported start tag "{tag}" at byte offset {self._byte(start)}')
        opened = _Opened(tag, self.length)
        while True:
            self._take(_SPACE)
            if self._peek() == ">":
                break
            self._attribute(opened, start)
        self.at += 1
        if tag == "span" and opened.attributes.get("class") != "tg-spoiler":
            raise _unreadable(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(start)}')
        self.nested.append(opened)

    def _attribute(self, opened: _Opened, start: int) -> None:
        name = self._take(_ATTRIBUTE_NAME).lower()
        if not name:
            fault = "Empty attribute name in the tag" if self._peek() else "Unclosed start tag"
            raise _unreadable(f'{fault} "{opened.tag}" at byte offset {self._byte(start)}')
        self._take(_SPACE)
        if self._peek() != "=":
            opened.attributes[name] = ""
            return
        self.at += 1
        self._take(_SPACE)
        opened.attributes[name] = self._value(opened.tag, start)

    def _value(self, tag: str, start: int) -> str:
        quote = self._peek()
        if quote in ("'", '"'):
            end = self.source.find(quote, self.at + 1)
            if end < 0:
                raise _unreadable(f'Unclosed start tag "{tag}" at byte offset {self._byte(start)}')
            value = self.source[self.at + 1 : end]
            self.at = end + 1
            return _NAMED.sub(lambda found: unescape(found[0]), value)
        begin = self.at
        bare = self._take(_BARE_VALUE)
        if self._peek() != ">" and not self._peek().isspace():
            raise _unreadable(f"Unexpected end of name token at byte offset {self._byte(begin)}")
        return bare.lower()

    def _close(self) -> None:
        start = self.at
        if not self.nested:
            raise _unreadable(f"Unexpected end tag at byte offset {self._byte(start)}")
        self.at += 2
        tag = self._take(_TAG_NAME).lower()
        self._take(_SPACE)
        if self._peek() != ">":
            raise _unreadable(f"Unclosed end tag at byte offset {self._byte(start)}")
        self.at += 1
        opened = self.nested.pop()
        if tag and tag != opened.tag:
            expected = f'expected "</{opened.tag}>", found "</{tag}>"'
            raise _unreadable(f"Unmatched end tag at byte offset {self._byte(start)}, {expected}")
        self._mark(opened)

    def _mark(self, opened: _Opened) -> None:
        if self.length == opened.offset:
            return
        parent = self.nested[-1] if self.nested else None
        if opened.tag == "code" and parent is not None and parent.tag == "pre":
            parent.attributes |= opened.attributes
            return
        extra = self._extra(opened)
        if extra is not None:
            span = {"offset": opened.offset, "length": self.length - opened.offset}
            self.marks.append({"type": KINDS[opened.tag], **span, **extra})

    def _extra(self, opened: _Opened) -> Mark | None:
        """What a mark carries besides its place; None where Telegram keeps the text and drops the mark."""
        told = opened.attributes
        match opened.tag:
            case "a":
                address = _address(told.get("href") or self._plain_since(opened.offset))
                return {"url": address} if address else None
            case "pre":
                language = told.get("class", "")
                return {"language": language[9:]} if language.startswith("language-") else {}
            case "blockquote":
                return {"type": "expandable_blockquote"} if "expandable" in told else {}
            case "tg-emoji":
                return {"custom_emoji_id": told.get("emoji-id", "")}
            case "tg-time":
                shape = {"date_time_format": told["format"]} if told.get("format") else {}
                return {"unix_time": int(told["unix"]), **shape} if told.get("unix", "").isdigit() else None
            case _:
                return {}

    def _plain_since(self, offset: int) -> str:
        units = "".join(self.plain).encode("utf-16-le", "surrogatepass")
        return units[offset * 2 :].decode("utf-16-le", "surrogatepass")

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode())


def _unreadable(reason: str) -> Refused:
    return bad_request(f"can't parse entities: {reason}")


def _address(href: str) -> str:
    """The link as Telegram keeps it, or "" for one that it drops."""
    if _SCHEME.match(href):
        whole = href if _LINK_SCHEME.fullmatch(href) else ""
    else:
        whole = f"http://{href}" if _BARE_HOST.fullmatch(href) else ""
    return f"{whole}/" if re.fullmatch(r"https?://[^/?#]+", whole) else whole
