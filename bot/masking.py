"""What is hidden in words that are kept for a coach: bank accounts, cards, long numbers, mail addresses."""

from __future__ import annotations

import re

HIDDEN = "•••"
"""What stands in place of something hidden, the same in every language."""

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_IBAN = re.compile(r"\b[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{4}){2,7}(?:[ -]?[A-Za-z0-9]{1,3})?\b")
_IBAN_DIGITS = 10
_LONG_NUMBER = re.compile(r"\d{7,}|\+?\d(?:[ ./()-]{0,2}\d){8,}")
"""Seven digits in one piece, or nine with signs between them."""

_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}\b|\d{4}-\d{2}-\d{2}\b")


def mask(text: str) -> str:
    """The text without IBANs, card and telephone numbers, customer numbers and mail addresses.

    Digits of every script count. A year, a time, a date, a postcode and the ages of children stay.
    """
    text = _MAIL.sub(HIDDEN, text)
    text = _IBAN.sub(_hidden_account, text)
    return _LONG_NUMBER.sub(_hidden_number, text)


def _hidden_account(found: re.Match[str]) -> str:
    return HIDDEN if sum(map(str.isdecimal, found[0])) >= _IBAN_DIGITS else found[0]


def _hidden_number(found: re.Match[str]) -> str:
    return found[0] if _DATE.match(found[0]) else HIDDEN
