"""What a coach does not get to see of a family's words."""

import pytest

from bot.masking import mask


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("IBAN DE89 3704 0044 0532 0130 00 danke", "IBAN ••• danke"),
        ("de89370400440532013000", "•••"),
        ("Karte 4111 1111 1111 1111", "Karte •••"),
        ("schreibt mir: mira.b@example.org.", "schreibt mir: •••."),
        ("0152 28817386", "•••"),
        ("BG-Nummer 32102BG0012345", "BG-Nummer 32102BG•••"),
        ("رقمي ٠١٥٢٢٨٨١٧٣٨٦", "رقمي •••"),
    ],
)
def test_numbers_that_name_a_person_are_hidden(told: str, kept: str) -> None:
    assert mask(told) == kept


@pytest.mark.parametrize(
    "told",
    [
        "am 24.11.2026 10:30 Uhr",
        "2026-11-24 10:30",
        "3 Kinder: 4, 7 und 12",
        "45964 Gladbeck, geboren 2010, 2012 und 2015",
        "um10 kann auch sein",
    ],
)
def test_dates_ages_and_postcodes_stay_readable(told: str) -> None:
    assert mask(told) == told
