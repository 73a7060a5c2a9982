"""Typed telephone numbers, in all the ways people write them."""

import pytest

from bot.phones import looks_like_phone, read_contact, read_phone

MOBILE = "+4915228817386"


@pytest.mark.parametrize(
    "typed",
    [
        "0152 28817386", "0152/28817386", "0152-2881-7386", "(0152) 28817386", "0049 152 28817386",
        "+49 152 28817386", "+49 (0)152 28817386", "+49(0)15228817386", "0049 (0) 152-28817386", "4915228817386",
        "15228817386", "٠١٥٢ ٢٨٨١٧٣٨٦", "۰۱۵۲۲۸۸۱۷۳۸۶", "\u202a+49 152 28817386\u202c", "０１５２ ２８８１７３８６",
        "meine Nummer: 0152/28817386 bitte ab 18 Uhr", "0152 28817386 oder 030 23125100",
    ],
)  # fmt: skip
def test_one_mobile_number_is_understood_in_every_spelling(typed: str) -> None:
    assert read_phone(typed) == MOBILE


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("030 23125-100", "+493023125100"),
        ("0221 4710 123", "+492214710123"),
        ("02043 99123", "+49204399123"),
        ("032 22123456", "+493222123456"),
        ("+380 50 123 45 67", "+380501234567"),
        ("0040 712 345 678", "+40712345678"),
        ("+48 512 345 678", "+48512345678"),
        ("+359 88 123 4567", "+359881234567"),
        ("+90 (532) 123 45 67", "+905321234567"),
        ("+39 06 1234567", "+39061234567"),
    ],
)
def test_landlines_and_foreign_numbers_are_taken(typed: str, number: str) -> None:
    assert read_phone(typed) == number


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("0180 5 123456", "service_number"),
        ("+49 180 5 123456", "service_number"),
        ("0900 1 123456", "service_number"),
        ("0137 7 123456", "service_number"),
        ("0138 1 123456", "service_number"),
        ("118 33", "service_number"),
        ("110", "emergency_number"),
        ("112", "emergency_number"),
        ("116 117", "emergency_number"),
        ("116016", "emergency_number"),
        ("0152 2881", "too_short"),
        ("99123", "too_short"),
        ("keine Nummer", "too_short"),
        ("0152 2881738612", "too_long"),
        ("1234567890123456789", "too_long"),
        ("+999 123456", "unknown_number"),
    ],
)
def test_a_number_nobody_can_call_back_is_refused_with_the_reason(typed: str, fault: str) -> None:
    assert read_phone(typed) == fault


def test_a_neighbour_without_area_code_is_called_in_the_programmes_town() -> None:
    assert read_phone("99123", area_code="02043") == "+49204399123"


@pytest.mark.parametrize(
    ("card", "number"), [("4915228817386", MOBILE), ("+4915228817386", MOBILE), ("380501234567", "+380501234567")]
)
def test_a_contact_card_without_a_plus_keeps_its_country(card: str, number: str) -> None:
    assert read_contact(card) == number


@pytest.mark.parametrize(("typed", "looks"), [("3 Kinder", False), ("10:30", False), ("45964", True), ("", False)])
def test_few_digits_are_no_telephone_number(typed: str, looks: bool) -> None:
    assert looks_like_phone(typed) == looks
