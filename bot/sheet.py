"""The contact sheet: one page a language with every screen as a phone shows it, for native readers to sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from bot.texts import DESK, GERMAN, Entry, Texts
from bot.texts.markup import TAG, utf16_length, visible
from dialogs.machine.screen import Screen
from dialogs.machine.words import Listing, Phrase, Value

_STYLE = """
body{margin:0;padding:1.5rem;background:#e6ebee;color:#17212b;font:15px/1.45 system-ui,sans-serif}
nav a{margin-inline-end:.8rem}h1{font-size:1.3rem}
main{display:grid;grid-template-columns:repeat(auto-fill,minmax(20rem,1fr));gap:1.4rem;align-items:start}
article{break-inside:avoid}h2{font:600 .8rem/1.3 ui-monospace,monospace;margin:0 0 .4rem;color:#43535f}
.bubble{background:#fff;border-radius:14px;padding:.6rem .8rem;white-space:pre-wrap;overflow-wrap:anywhere}
.bubble p{margin:0;unicode-bidi:plaintext}
.row{display:flex;gap:4px;margin-top:4px}
.row span{flex:1;background:#7b95a8;color:#fff;border-radius:8px;padding:.45rem .3rem;text-align:center;
overflow-wrap:anywhere;unicode-bidi:plaintext}
.row .primary{background:#2f7fc1}.row .success{background:#2f8f4e}.row .danger{background:#b23a3a}
ul{direction:ltr;list-style:none;margin:.5rem 0 0;padding:0;font:.72rem/1.5 ui-monospace,monospace;color:#43535f}
.draft{color:#b00020}.checked{color:#1b6e35}.gap{color:#fff;background:#b00020}
table{border-collapse:collapse;margin-top:1.5rem;width:100%;table-layout:fixed;background:#fff}
article{min-width:0}td:first-child{width:16rem}
td{border:1px solid #cfd8de;padding:.35rem .5rem;vertical-align:top;white-space:pre-wrap;overflow-wrap:anywhere;
unicode-bidi:plaintext}
@media print{body{background:#fff}}
"""


def write_sheets(screens: Sequence[tuple[str, Screen]], texts: Texts, target: Path) -> list[Path]:
    """One self-contained page for each catalogue, offered or not: `<target>/de.html`, ... Gives their paths.

    Screens are said by the very code that says them to families. Below each stand its length in UTF-16 units, its
    text keys, and whether a native reader has checked them; below all, the texts that stand on no screen.
    """
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for tag in texts.catalogues:
        path = target / f"{tag}.html"
        path.write_text(_page(screens, texts, tag), encoding="utf-8")
        written.append(path)
    return written


def keys_of(screen: Screen) -> list[str]:
    """The text keys of a screen in reading order, those inside other texts as well, each once."""
    labels = [button.label for row in screen.rows for button in row]
    contact = [screen.contact] if screen.contact else []
    return list(dict.fromkeys(key for phrase in [*screen.lines, *labels, *contact] for key in _keys(phrase)))


def _keys(value: Value) -> Iterator[str]:
    match value:
        case Phrase(key, values):
            yield key
            for inner in values.values():
                yield from _keys(inner)
        case Listing(parts):
            for part in parts:
                yield from _keys(part)
        case _:
            return


def _page(screens: Sequence[tuple[str, Screen]], texts: Texts, tag: str) -> str:
    entries = texts.catalogues[tag].entries
    screens = [(name, screen) for name, screen in screens if tag == GERMAN or not _is_desks(screen)]
    checked = sum(entry.status == "checked" and entry.ready for entry in entries.values())
    links = "".join(f'<a href="{other}.html">{other}</a>' for other in texts.catalogues)
    shown = {key for _, screen in screens for key in keys_of(screen)}
    rest = [entry for key, entry in entries.items() if key not in shown]
    articles = "\n".join(_article(name, screen, texts, tag) for name, screen in screens)
    return (
        f'<!doctype html>\n<html lang="{tag}" dir="{texts.direction(tag)}">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{tag}</title><style>{_STYLE}</style></head>\n'
        f"<body><nav>{links}</nav><h1>{tag}: {checked} / {len(entries)} checked</h1>\n"
        f"<main>\n{articles}\n</main>\n{_table(rest)}</body></html>\n"
    )


def _is_desks(screen: Screen) -> bool:
    """Whether coaches read it: those screens exist in German alone."""
    return any(key.startswith(DESK) for key in keys_of(screen))


def _article(name: str, screen: Screen, texts: Texts, tag: str) -> str:
    rendered = texts.render(screen, tag)
    rows = [[(button.label, button.style) for button in row] for row in rendered.rows]
    if screen.contact:
        rows.append([(texts.plain(screen.contact, tag), "")])
    paragraphs = "".join(f"<p>{part}</p>" for part in _paragraphs(rendered.text))
    keys = "".join(f"<li>{_signed(key, texts.entry(key, tag))}</li>" for key in keys_of(screen))
    length = utf16_length(visible(rendered.text))
    return (
        f'<article><h2>{escape(name)}</h2><div class="bubble">{paragraphs}</div>{"".join(map(_row, rows))}'
        f"<ul><li>{length} / 4096</li>{keys}</ul></article>"
    )


def _paragraphs(text: str) -> list[str]:
    """The lines of a message, each of its own direction as Telegram has it; one piece where a tag spans lines."""
    lines = text.split("\n")
    whole = all(line.count("</") * 2 == len(TAG.findall(line)) for line in lines)
    return [line or "&nbsp;" for line in lines] if whole else [text]


def _row(buttons: Iterable[tuple[str, str]]) -> str:
    spans = "".join(f'<span class="{style}">{escape(label)}</span>' for label, style in buttons)
    return f'<div class="row">{spans}</div>'


def _signed(key: str, entry: Entry | None) -> str:
    if entry is None or not entry.ready:
        return f'<span class="gap">{escape(key)}: German</span>'
    return f'<span class="{entry.status}">{escape(key)}: {entry.status} {entry.fingerprint()}</span>'


def _table(entries: Iterable[Entry]) -> str:
    rows = "".join(
        f"<tr><td>{_signed(entry.key, entry)}</td><td>{escape(' | '.join(entry.forms))}</td></tr>"
        for entry in entries
    )
    return f"<table>{rows}</table>\n" if rows else ""
