"""Keeps the files that were sent, and finds them by id or by path."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from typing import Any

from bot.demo.refusals import bad_request

DOWNLOAD_LIMIT = 20 * 1024 * 1024
"""Bytes up to which Telegram lets a bot fetch a file."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was sent. `path` is where `/file/bot<token>/` serves it."""

    id: str
    name: str
    mime: str
    content: bytes
    path: str

    @property
    def size(self) -> int:
        """Length in bytes."""
        return len(self.content)

    def as_json(self) -> dict[str, Any]:
        """Ids and size, as every kind of file carries them on the wire."""
        return {"file_id": self.id, "file_unique_id": f"u{self.id[-12:]}", "file_size": self.size}


class Files:
    """All files of this server, in memory."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def keep(self, folder: str, name: str, content: bytes, mime: str = "") -> StoredFile:
        """Store a file under a new id."""
        number = len(self._by_id)
        suffix = f".{name.rpartition('.')[2]}" if "." in name else ""
        kept = StoredFile(
            id=f"BQACAgIAAxkB{number:012d}",
            name=name,
            mime=mime or mimetypes.guess_type(name)[0] or "application/octet-stream",
            content=content,
            path=f"{folder}/file_{number}{suffix}",
        )
        self._by_id[kept.id] = self._by_path[kept.path] = kept
        return kept

    def by_id(self, file_id: str) -> StoredFile:
        """The file with that id. Raises `Refused` where there is none."""
        kept = self._by_id.get(file_id)
        if kept is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return kept

    def at_path(self, path: str) -> StoredFile | None:
        """The file that `getFile` gave this path for."""
        return self._by_path.get(path)
