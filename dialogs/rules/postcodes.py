"""Which town a postcode belongs to: our own, a neighbour's, or one we do not know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_SPAN = re.compile(r"([0-9]{5})(?:\s*[-\u2013]\s*([0-9]{5}))?")


class PostcodesUnclear(ValueError):
    """A postcode or range in the programme file that cannot be read. The message names it and the cure."""


def parse_postcode(text: str) -> str | None:
    """The German postcode in typed words (`45964`, `D-45964`, `45 964 Gladbeck`), or None.

    ASCII digits only: the caller has turned other scripts' digits into them. A house number beside it is
    passed over; where a second long number stands there (a telephone number, two postcodes) nothing is
    guessed.
    """
    long_numbers: list[str] = re.findall(r"[0-9]{3,}", _closed_up(text))
    if len(long_numbers) != 1 or len(long_numbers[0]) != 5 or long_numbers[0].startswith("00"):
        return None
    return long_numbers[0]


def read_postcodes(text: str) -> tuple[str, str]:
    """First and last postcode of `46236-46244`, or twice the same of `46282`. Raises PostcodesUnclear."""
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        raise PostcodesUnclear(f"'{text}' is no postcode: write five digits, or a range like '46236-46244'.")
    first, last = found[1], found[2] or found[1]
    if first > last:
        raise PostcodesUnclear(f"The range '{text}' runs backwards: write the smaller postcode first.")
    return first, last


def inside(postcode: str, own: Iterable[str]) -> bool:
    """Whether a postcode is in `own`, made of postcodes and ranges. Raises PostcodesUnclear."""
    return any(first <= postcode <= last for first, last in map(read_postcodes, own))


def neighbour(postcode: str, table: Mapping[str, Iterable[str]]) -> str | None:
    """The first town in `table` (name -> its postcodes and ranges) that holds the postcode, or None."""
    return next((name for name, postcodes in table.items() if inside(postcode, postcodes)), None)


def _closed_up(text: str) -> str:
    return re.sub(r"\b([0-9]{2})[ \u00a0]([0-9]{3})\b", r"\1\2", text)
