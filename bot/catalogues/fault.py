"""What a fault of a catalogue is: where, what, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `line` counts from 1; `key` is empty where the whole file is meant."""

    path: Path
    line: int
    language: str
    key: str
    what: str
    cure: str

    def sentence(self) -> str:
        """The fault in one line, the way compilers name a place: file, line, language, text, what, cure."""
        text = f" {self.key}:" if self.key else ""
        return f"{self.path}:{self.line}: [{self.language}]{text} {self.what} {self.cure}"
