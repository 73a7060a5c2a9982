"""Serving the demo's web page: which files, as what, and what the browser may do with them."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Final

from aiohttp import web

FOLDER: Final = Path(__file__).parent / "page"

CONTENT_TYPES: Final = MappingProxyType(
    {
        ".html": "text/html; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
    }
)
"""By suffix, written out because the machine's own table may say otherwise. No other file is served."""

HEADERS: Final = MappingProxyType(
    {
        "Content-Security-Policy": (
            "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"
        ),
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
)


def add_page(app: web.Application) -> None:
    """Serve the page at `/` and its parts below `/page/`; a name that is no part of it gets a 404."""
    app.router.add_get("/", _show_page)
    app.router.add_get("/page/{name}", _show_part)


async def _show_page(_: web.Request) -> web.StreamResponse:
    return _part("index.html")


async def _show_part(request: web.Request) -> web.StreamResponse:
    return _part(request.match_info["name"])


def _part(name: str) -> web.StreamResponse:
    path = FOLDER / name
    content_type = CONTENT_TYPES.get(path.suffix)
    # A name from outside may hold an encoded slash: only direct children of the folder are parts of the page.
    if content_type is None or path.parent != FOLDER or not path.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(path, headers={**HEADERS, "Content-Type": content_type})
