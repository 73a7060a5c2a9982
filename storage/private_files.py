"""How folders and files come to be that only the bot's own account may read."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

FOLDER_MODE = 0o700
FILE_MODE = 0o600


def make_private_folder(folder: Path) -> None:
    """Make the folder and those above it with mode 0700; one that exists keeps its mode. Raises `OSError`."""
    if folder.is_dir():
        return
    make_private_folder(folder.parent)
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)


def make_private_file(path: Path) -> None:
    """Make an empty file with mode 0600, or take that mode to the one that is there. Raises `OSError`.

    A file that exists is never opened here: closing it would drop the locks that SQLite holds on it in this
    process.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, FILE_MODE))
    except FileExistsError:
        if open_to_others(path) and os.stat(path).st_uid == os.geteuid():
            os.chmod(path, FILE_MODE)


def write_once(path: Path, text: str) -> bool:
    """Put the text into a new file of mode 0600, whole or not at all; False if a file is already there.

    Raises `OSError`.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    _make_name_last(path.parent)
    return True


def open_to_others(path: Path) -> bool:
    """True if group or others may read, write or run the file. Raises `OSError` if there is none."""
    return bool(stat.S_IMODE(os.stat(path).st_mode) & 0o077)


def _make_name_last(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
