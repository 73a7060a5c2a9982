"""Typed telephone numbers: which number is meant, and why some cannot be called back."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberType, ValidationResult

from dialogs.machine.events import PhoneFault

ENOUGH_DIGITS = 5
"""Digits from which on typed words may hold a telephone number."""

LONGEST = 15
"""Digits of a number with its country code (ITU-T E.164)."""

_RUN = re.compile(r"[+(]?\d[\d \t/().\-–—+]*")
_EMERGENCY = re.compile(r"11[0-7]\d{0,3}|19222")
_SERVICE = re.compile(r"(?:\+49|0049|0)(?:180|190|900|137|138)\d*|(?:\+49|0049|0)?118\d{2,3}")
_COSTLY = frozenset({PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST})
_GERMAN_MOBILE = re.compile(r"1[567]\d*")
_MOBILE_LENGTH = range(10, 12)


def looks_like_phone(text: str) -> bool:
    """Whether some run of digits, with the signs people put between them, may be a telephone number."""
    return _digit_count(_longest_run(_plain(text))) >= ENOUGH_DIGITS


def read_phone(text: str, region: str = "DE", *, area_code: str | None = None) -> str | PhoneFault:
    """The number in E.164 form ("+4915228817386"), or why it cannot be called back.

    Understood: +49, 0049 and 0 in front, "(0)", blanks, slashes, dashes, digits of other scripts, foreign numbers.
    A number without its area code is too short unless `area_code` ("02043") is given. Refused: 0180, 0900, 0137,
    0138, 118 (service numbers); 110, 112, 115 to 117 and other short codes (emergency numbers).
    """
    dialled = _dialled(_longest_run(_plain(text)))
    if _EMERGENCY.fullmatch(dialled):
        return "emergency_number"
    if _SERVICE.fullmatch(dialled):
        return "service_number"
    if len(dialled.lstrip("+0")) > LONGEST:
        return "too_long"
    if region == "DE":
        dialled = _with_prefix(dialled, area_code)
    if not dialled:
        return "too_short"
    try:
        return _checked(phonenumbers.parse(dialled, region))
    except NumberParseException as fault:
        return _parse_fault(fault)


def read_contact(phone: str) -> str | PhoneFault:
    """The number of a contact card, which Telegram gives with its country code and often without the plus."""
    plain = _plain(phone).strip()
    return read_phone(plain if plain.startswith(("+", "0")) else f"+{plain}")


def _plain(text: str) -> str:
    """The text with digits 0-9 and no invisible characters."""
    seen = unicodedata.normalize("NFKC", text)
    if seen.isascii():
        return seen
    return "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
        for sign in seen
        if unicodedata.category(sign) not in {"Cf", "Mn"}
    )


def _longest_run(text: str) -> str:
    return max(_RUN.findall(text), key=_digit_count, default="")


def _digit_count(text: str) -> int:
    return sum(map(str.isdecimal, text))


def _dialled(run: str) -> str:
    """The digits with their plus. "+49 (0)2043" loses its nought, as in every country but those that dial it."""
    kept = re.sub(r"^(\s*(?:\+|00)\s*49[\s/.-]*)\(0\)", r"\1", run)
    plus = "+" if kept.lstrip(" (").startswith("+") else ""
    return plus + re.sub(r"\D", "", kept)


def _with_prefix(dialled: str, area_code: str | None) -> str:
    """A German number as one dials it from anywhere in Germany; empty if that cannot be known."""
    if dialled.startswith(("+", "0")):
        return dialled
    if dialled.startswith("49") and len(dialled) >= 11:
        return f"+{dialled}"
    if _GERMAN_MOBILE.fullmatch(dialled) and len(dialled) in _MOBILE_LENGTH:
        return f"0{dialled}"
    return f"{area_code}{dialled}" if area_code and dialled else ""


def _checked(number: PhoneNumber) -> str | PhoneFault:
    if phonenumbers.number_type(number) in _COSTLY:
        return "service_number"
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible in {ValidationResult.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY}:
        return "too_short"
    if possible == ValidationResult.TOO_LONG:
        return "too_long"
    national = phonenumbers.national_significant_number(number)
    if number.country_code == 49 and _GERMAN_MOBILE.fullmatch(national):
        if len(national) not in _MOBILE_LENGTH:
            return "too_short" if len(national) < _MOBILE_LENGTH.start else "too_long"
    elif number.country_code == 49 and national.startswith("32"):
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not phonenumbers.is_valid_number(number):
        return "unknown_number"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _parse_fault(fault: NumberParseException) -> PhoneFault:
    if fault.error_type == NumberParseException.TOO_LONG:
        return "too_long"
    short = {NumberParseException.TOO_SHORT_NSN, NumberParseException.TOO_SHORT_AFTER_IDD}
    return "too_short" if fault.error_type in short else "unknown_number"
